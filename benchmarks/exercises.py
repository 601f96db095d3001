"""How long a student waits for feedback in Chromium, beside a bare button of ipywidgets in the same notebook and run.

Run `python3 start.py test` once (it installs what this needs), then `.venv/bin/python benchmarks/exercises.py`.

A click on **Check** grades the answer, writes it to the journal, forces it to the disk and shows the reason. The bare button
only writes a number into a label. Both are clicked in turns; the time is taken in the page, from the click to the change.

The target: 95 of 100 answers within 100 ms, and within 1.5 times the bare button.
"""

import os
import statistics
import sys
import tempfile
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))
REPEATS = 200
KINDS = {
    "choose-one": "start-check-first", "choose-several": "start-what-would-help", "date": "review-date-of-signing",
    "order": "timeline-predict", "match": "review-who-made-it", "mark": "review-mark-effect", "verdict": "verdict-motive",
    "write": "read-first-impression",
}  # fmt: skip
BARE = """
import ipywidgets as widgets
button, label = widgets.Button(description="Bare"), widgets.Label("0")
def pressed(_): label.value = str(int(label.value) + 1)
button.on_click(pressed)
widgets.VBox([button, label])
"""
#: Press `button` and wait until the words in `place` change; return the milliseconds.
TIMED = """([card, bare, step]) => new Promise((done) => {
    const place = card == null ? document.querySelector('.widget-label') : document.querySelectorAll('.lesson.exercise')[card].querySelector('.feedback');
    let button = document.querySelector('.jupyter-button');
    if (card != null) {
        const whole = place.closest('.lesson.exercise');
        button = whole.querySelector('button.first');
        const radios = [...whole.querySelectorAll('input[type=radio][name$=choice]')], boxes = [...whole.querySelectorAll('input[type=checkbox]')];
        const menus = [...whole.querySelectorAll('.pair select')], words = [...whole.querySelectorAll('.word')], text = whole.querySelector('input[type=text], textarea');
        if (radios.length) radios[step % radios.length].click();
        whole.querySelectorAll('input[name$=sure]')[step % 3]?.click();
        if (boxes.length) boxes[step % boxes.length].click();
        if (!boxes.some(one => one.checked) && boxes.length) boxes[(step + 1) % boxes.length].click();
        menus.forEach((menu, n) => { menu.value = String((step + n * (step % 2)) % 4); menu.dispatchEvent(new Event('change')); });
        if (words.length) words[step % words.length].click();
        if (words.length && !words.some(one => one.ariaPressed === 'true')) words[(step + 1) % words.length].click();
        if (text) { text.value = `${1 + step % 28} March 19${60 + step % 4}` + ' and more words than are asked'.repeat(text.rows ? 3 : 0); if (!text.rows) text.value = `${1 + step % 28} March 19${60 + step % 4}`; text.dispatchEvent(new Event('input')); }
        const items = whole.querySelectorAll('.order input');
        if (items.length) { items[1 + step % (items.length - 1)].click(); whole.querySelector('.move').click(); }
    }
    const began = performance.now();
    new MutationObserver((_, observer) => { observer.disconnect(); done(performance.now() - began); })
        .observe(place, {childList: true, characterData: true, subtree: true});
    button.click();
})"""


def summary(times: list[float]) -> tuple[float, float]:
    """Return median and 95th percentile."""
    return statistics.median(times), statistics.quantiles(times, n=20)[-1]


def main() -> None:
    """Start JupyterLab and Chromium, press both kinds of button in turns, and print what it took."""
    from playwright.sync_api import sync_playwright

    import start
    from tests.browser.conftest import Lab, Page

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        lab = Lab(Path(folder))
        try:
            browser = playwright.chromium.launch(executable_path=start.find_browser(), args=["--no-sandbox", "--disable-gpu"])
            sources = [BARE, *(f'from helpers import exercise\nexercise("{name}")' for name in KINDS.values())]
            lab.write_notebook("times.ipynb", sources)
            page = Page(browser, lab, "times.ipynb")
            page.tab.wait_for_function(f"document.querySelectorAll('.lesson.exercise').length === {len(KINDS)}", timeout=60_000)
            page.tab.wait_for_timeout(1000)
            times: dict[str, list[float]] = {"bare button": [], **{kind: [] for kind in KINDS}}
            for step in range(REPEATS):
                place = step % len(KINDS)
                ours = page.tab.evaluate(TIMED, [place, False, step // len(KINDS) + step])
                bare = page.tab.evaluate(TIMED, [None, True, step])
                if step >= len(KINDS):  # the first of each is not counted
                    times[list(KINDS)[place]].append(ours)
                    times["bare button"].append(bare)
            browser.close()
        finally:
            lab.process.terminate()
            lab.process.wait(30)
    ours = [one for name, found in times.items() if name != "bare button" for one in found]
    print(f"{'':16}{'median':>10}{'95 %':>10}   (milliseconds, {os.cpu_count()} cores)")
    for name, found in [("bare button", times.pop("bare button")), ("all exercises", ours), *times.items()]:
        median, most = summary(found)
        print(f"{name:16}{median:10.1f}{most:10.1f}   {len(found)} clicks")
        if name == "bare button":
            bare_median, bare_most = median, most
        if name == "all exercises":
            print(f"{'':16}{median / bare_median:9.2f}x{most / bare_most:9.2f}x   of the bare button")
    lines = len((lab.work / 'journal.jsonl').read_text(encoding='utf-8').splitlines()) if lab.work.exists() else 0
    print(f"answers in the journal: {lines}")


if __name__ == "__main__":
    main()
