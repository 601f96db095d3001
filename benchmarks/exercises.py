"""How long a student waits for feedback in Chromium, compared with a bare button of ipywidgets.

Run `python3 start.py test` once (it installs what this needs), then `.venv/bin/python
benchmarks/exercises.py`. With `--small` each button is pressed only a few times.

A click on **Check** grades the answer, writes it to the journal, forces it to the disk and shows
the reason. The bare button only writes a number into a label. Both are clicked in turns; the time
is taken in the page, from the click to the change.

The target: 95 of 100 answers within 100 ms, and within 1.5 times the bare button.
"""

import os
import statistics
import sys
import tempfile
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))
os.environ.setdefault("PYTHONPATH", str(PROJECT))  # what the tests start JupyterLab with
#: How often each button is pressed; the first time is not counted.
PRESSES, FEW_PRESSES = 41, 4
KINDS = {
    "choose-one": "start-check-first",
    "choose-several": "start-what-would-help",
    "date": "review-date-of-signing",
    "order": "timeline-predict",
    "match": "review-who-made-it",
    "mark": "review-mark-effect",
    "verdict": "verdict-motive",
    "vote": "write-vote-crisis",
    "write": "read-first-impression",
}
BARE = """
import ipywidgets as widgets
button, label = widgets.Button(description="Bare"), widgets.Label("0")
def pressed(_): label.value = str(int(label.value) + 1)
button.on_click(pressed)
widgets.VBox([button, label])
"""
#: Enter another answer in the card `place` (or nothing for the bare button), press the button, and
#: wait until the text below changes; return the milliseconds from the press to the change.
TIMED = """([place, step]) => new Promise((done) => {
    const bare = place == null, card = document.querySelectorAll('.lesson.exercise')[place];
    const words = bare ? document.querySelector('.widget-label') : card.querySelector('.feedback');
    const button = bare
        ? document.querySelector('.jupyter-button') : card.querySelector('button.first');
    const all = (selector) => bare ? [] : [...card.querySelectorAll(selector)];
    const click = (found) => found.length && found[step % found.length].click();
    const choice = 'input[type=radio][name$=choice]';
    const boxes = ':is(.question, .basis) input[type=checkbox]';
    for (const selector of [choice, 'input[name*=confidence]', boxes, '.word'])
        click(all(selector));
    for (const selector of [boxes, '.word']) {  // at least one must be marked
        const found = all(selector);
        if (found.length && !found.some((one) => one.checked || one.ariaPressed === 'true'))
            found[(step + 1) % found.length].click();
    }
    if (all('.move').length) all('.move')[3 - step % 2].click();  // both move the same line
    all('.pair select').forEach((menu, line) => {
        menu.selectedIndex = 1 + (step + line * (step % 2)) % 4;
        menu.dispatchEvent(new Event('change'));
    });
    for (const field of all('.question input[type=text], textarea')) {
        const more = ' and a few more words, as many as are asked for here'.repeat(2);
        field.value = `${1 + step % 28} March 1962` + (field.rows ? more : '');
        field.dispatchEvent(new Event('input'));
    }
    const began = performance.now();
    new MutationObserver((_, observer) => {
        observer.disconnect();
        done(performance.now() - began);
    }).observe(words, {childList: true, characterData: true, subtree: true});
    setTimeout(() => done(10_000), 10_000);
    button.click();
})"""


def summary(times: list[float]) -> tuple[float, float]:
    """Return median and 95th percentile."""
    return statistics.median(times), statistics.quantiles(times, n=20)[-1]


def measure(page: Any, presses: int) -> dict[str, list[float]]:
    """Press both kinds of button in turns, and return the times of each."""
    times: dict[str, list[float]] = {"bare button": [], **{kind: [] for kind in KINDS}}
    for press in range(presses):
        for place, kind in enumerate(KINDS):
            ours = page.tab.evaluate(TIMED, [place, press])
            bare = page.tab.evaluate(TIMED, [None, press])
            if press:
                times[kind].append(ours)
                times["bare button"].append(bare)
    return times


def report(times: dict[str, list[float]]) -> None:
    """Print a table of all times."""
    bare, ours = times.pop("bare button"), [one for found in times.values() for one in found]
    print(f"{'':16}{'median':>10}{'95 %':>10}   milliseconds, {os.cpu_count()} cores")
    for name, found in [("bare button", bare), ("all exercises", ours), *times.items()]:
        print("{:16}{:10.1f}{:10.1f}   {} clicks".format(name, *summary(found), len(found)))
    parts = [one / other for one, other in zip(summary(ours), summary(bare), strict=True)]
    print("{:16}{:9.2f}x{:9.2f}x".format("ours to bare", *parts))


def main(arguments: list[str]) -> None:
    """Start JupyterLab and Chromium, press both kinds of button, and print how long it took."""
    from playwright.sync_api import sync_playwright

    from tests.browser.conftest import Lab, Page, new_window
    from tools.browser import find_browser

    sources = [
        BARE,
        *(f'from helpers import exercise\nexercise("{name}")' for name in KINDS.values()),
    ]
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        lab = Lab(Path(folder))
        try:
            browser = playwright.chromium.launch(
                executable_path=find_browser(), args=["--no-sandbox", "--disable-gpu"]
            )
            lab.write_notebook("times.ipynb", sources)
            page = Page(new_window(browser), lab)
            page.open("times.ipynb")
            page.command("notebook:run-all-cells")
            page.tab.wait_for_function(
                f"document.querySelectorAll('.lesson.exercise').length === {len(KINDS)}"
            )
            page.calm()
            report(measure(page, FEW_PRESSES if "--small" in arguments else PRESSES))
            browser.close()
        finally:
            lab.process.terminate()
            lab.process.wait(30)


if __name__ == "__main__":
    main(sys.argv[1:])
