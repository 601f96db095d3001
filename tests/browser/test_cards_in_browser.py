"""Exercises by mouse: double clicks, a kernel that dies, drafts, hostile text, no early answers."""

import json
import os
import signal
from itertools import cycle

from playwright.sync_api import expect

from tests.answers import EXERCISES, secrets
from tests.browser.barriers import axe, contrast
from tests.browser.conftest import CONTROL, wait_until
from tests.hostile import HOSTILE


def test_by_mouse_wrong_then_right_and_both_are_kept(lab, open_notebook):
    lab.write_notebook(
        "mouse.ipynb", ['from helpers import exercise\nexercise("read-how-to-check-bases")']
    )
    page = open_notebook("mouse.ipynb")
    exercise, card = EXERCISES["read-how-to-check-bases"], page.tab.locator(".lesson.exercise")
    check = card.get_by_role("button", name="Check")
    assert card.locator("input:checked").count() == 0, "nothing is chosen beforehand"
    check.dblclick()
    assert card.locator(".feedback").inner_text() == "Choose an answer first."
    assert not [line for line in lab.journal() if line["exercise"] == exercise.id]
    for place, sign in ((0, "✗ Not yet."), (1, "✓ Right.")):
        card.locator("label.option").nth(place).click()
        check.dblclick()
        card.locator(".head", has_text=sign).wait_for()
        assert (
            exercise.content["options"][place]["reason"] in card.locator(".feedback").inner_text()
        )
    tries = [line for line in lab.journal() if line["exercise"] == exercise.id]
    assert [line["answer"] for line in tries] == [0, 1], "a double click is one try"
    assert card.locator(".feedback").get_attribute("role") == "status"


def test_the_order_in_which_events_stand_at_first_is_no_answer(lab, open_notebook):
    lab.write_notebook(
        "order.ipynb", ['from helpers import exercise\nexercise("review-order-of-crisis")']
    )
    card = open_notebook("order.ipynb").tab.locator(".lesson.exercise")
    card.get_by_role("button", name="Check").click()
    assert "Move at least one event first" in card.locator(".feedback").inner_text()
    assert not [line for line in lab.journal() if line["exercise"] == "review-order-of-crisis"]


def test_a_double_click_on_the_last_hint_opens_nothing_else(lab, open_notebook):
    """After the last hint its button disappears, and the one for the solution takes its place."""
    name = "timeline-fullest-lane"
    lab.write_notebook("double.ipynb", [f'from helpers import exercise\nexercise("{name}")'])
    page = open_notebook("double.ipynb")
    card = page.tab.locator(".lesson.exercise")
    for place in (0, 1, 3):
        card.locator("label.option").nth(place).click()
        card.get_by_role("button", name="Check").click()
        card.locator(
            ".feedback", has_text=EXERCISES[name].content["options"][place]["reason"]
        ).wait_for()
    hint = card.get_by_role("button", name="Hint")
    card.locator(".head").evaluate("node => { node.id = 'heard'; }")
    hint.click()
    card.locator(".hints li").wait_for()
    card.locator(".hints li").evaluate("node => { node.id = 'hinted'; }")
    page.calm()
    box = hint.bounding_box()
    at, mouse = [box["x"] + 20, box["y"] + 10], page.tab.mouse
    mouse.click(*at)
    card.locator(".hints li").nth(1).wait_for()
    assert card.locator("[aria-live=polite] #hinted").count() == 1, (
        "a screen reader hears each hint, and once"
    )
    assert card.locator("[role=status] #heard").count() == 1, (
        "a screen reader does not hear the feedback again with the hint"
    )
    assert (
        page.tab.evaluate("([x, y]) => document.elementFromPoint(x, y).textContent", at)
        == "Show the solution"
    )
    mouse.down(click_count=2)  # the second half of a slow double click
    mouse.up(click_count=2)
    page.answered()
    assert "Solution:" not in card.locator(".feedback").inner_text()
    events = [line["event"] for line in lab.journal() if line["exercise"] == name]
    assert "solution" not in events
    assert events[-1] == "hint"
    card.get_by_role("button", name="Show the solution").click()
    card.locator(".feedback", has_text="Solution:").wait_for()


def test_pale_words_are_noticed_wherever_the_page_is_scrolled_to(lab, open_notebook):
    lab.write_notebook(
        "pale.ipynb", ["from helpers import exercise", *['exercise("read-how-to-check-bases")'] * 3]
    )
    page = open_notebook("pale.ipynb")
    assert contrast(page.tab) == []
    pale = page.tab.add_style_tag(
        content=".lesson.exercise > p.quiet:first-of-type { color: #9aa0a6 !important; }"
    )
    found = contrast(page.tab)
    pale.evaluate("style => style.remove()")
    assert [words.partition(":")[0] for words in found] == ["color-contrast"] * 3


def test_when_the_kernel_dies_the_card_says_so_and_keeps_what_was_typed(lab, open_notebook):
    lab.write_notebook(
        "dies.ipynb",
        [
            'import os\nfrom pathlib import Path\nPath("pid").write_text(str(os.getpid()))',
            'from helpers import exercise\nexercise("chronology-explain-one")',
        ],
    )
    page = open_notebook("dies.ipynb")
    card = page.tab.locator(".lesson.exercise")
    card.locator("textarea").type("The text says that the landing was the motive. ")
    os.kill(
        int((lab.root / "pid").read_text(encoding="utf-8")),
        getattr(signal, "SIGKILL", signal.SIGTERM),
    )  # Windows has the second only: it kills, too
    rest = (
        "But the accords were signed more than a year before the landing, so it can not have been "
        "their motive at all."
    )
    page.tab.locator(".jp-Dialog", has_text="Kernel Restarting").get_by_role(
        "button"
    ).first.click()  # comes as soon as JupyterLab notices
    card.locator("textarea").focus()
    page.tab.keyboard.press("End")
    page.tab.keyboard.type(rest)
    whole = card.locator("textarea").input_value()
    card.get_by_role("button", name="Check").click()
    card.locator(".feedback", has_text="The notebook does not answer").wait_for()
    page.restart()
    page.run_all()
    page.tab.locator(
        ".lesson.exercise .feedback", has_text="What you had entered is here again"
    ).wait_for()
    assert page.tab.locator(".lesson.exercise textarea").input_value() == whole
    page.tab.locator(".lesson.exercise").get_by_role("button", name="Check").click()
    page.tab.locator(".lesson.exercise .head").wait_for()
    assert [
        line["answer"] for line in lab.journal() if line["exercise"] == "chronology-explain-one"
    ] == [whole]


def test_a_notebook_that_is_opened_again_says_how_to_go_on_and_keeps_what_was_half_filled_in(
    lab, open_notebook
):
    lab.write_notebook(
        "asleep.ipynb",
        [
            "from helpers import exercise, load_lesson, show_text\nshow_text(load_lesson())",
            'from helpers import exercise\nexercise("review-who-made-it")',
        ],
    )
    page = open_notebook("asleep.ipynb")
    page.tab.locator(".lesson.exercise select").nth(1).select_option(index=2)
    page.command("docmanager:save")
    lab.write_notebook("between.ipynb", ["1"])
    page.open("between.ipynb")
    page.open("asleep.ipynb")
    asleep = page.tab.locator(".jp-OutputArea-output.jupyter-widgets", has_text="model not found")
    asleep.wait_for()
    said = asleep.evaluate(
        "node => [getComputedStyle(node).fontSize, getComputedStyle(node, '::after').content]"
    )
    assert (
        said[0] == "0px"
        and "Run All Above Selected Cell" in said[1]
        and "Your answers are kept." in said[1]
    )
    assert axe(page.tab) + contrast(page.tab) == []
    page.run_all()
    expect(asleep).to_have_count(0)
    page.tab.locator(
        ".lesson.exercise .feedback", has_text="What you had entered is here again"
    ).wait_for()
    menus = page.tab.locator(".lesson.exercise select")
    assert [menu.input_value() for menu in menus.all()] == ["", "1", *[""] * (menus.count() - 2)]
    page.tab.locator(".lesson.exercise").get_by_role("button", name="Check").click()
    page.tab.locator(
        ".lesson.exercise .feedback", has_text="Choose an answer for every line first."
    ).wait_for()


def test_nothing_is_told_to_the_browser_before_it_is_due(lab, open_notebook):
    """The page, its source and every message of the kernel are searched for every key string."""
    lab.new_student()
    lab.write_notebook(
        "all.ipynb",
        [f'from helpers import exercise\nexercise("{name}")' for name in [*EXERCISES, "verdicts"]],
    )
    page = open_notebook("all.ipynb")
    expect(page.tab.locator(".lesson.exercise")).to_have_count(len(EXERCISES) + 1)

    def told():
        heard = "\n".join(
            frame.decode("utf-8", "replace") if isinstance(frame, bytes) else frame
            for frame in page.heard
        )
        seen = page.tab.evaluate(
            "document.documentElement.innerHTML + '\\n' + document.documentElement.textContent + "
            "'\\n'"
            " + JSON.stringify(window.jupyterapp.shell.currentWidget.context.model.toJSON())"
        )
        assert len(heard) > 100_000, "the messages of the kernel were heard"
        return {
            key
            for key in secrets()
            for form in {key, json.dumps(key, ensure_ascii=False)[1:-1], json.dumps(key)[1:-1]}
            if form in heard or form in seen
        }

    assert told() == set()
    name = next(iter(EXERCISES))
    page.tab.locator(".lesson.exercise").first.locator("label.option").first.click()
    page.tab.locator(".lesson.exercise").first.get_by_role("button", name="Check").click()
    page.tab.locator(".lesson.exercise").first.locator(".head").wait_for()
    assert told() == {EXERCISES[name].content["options"][0]["reason"]}, (
        "what was told is found, and nothing else"
    )


def test_draft_is_kept_while_typing_without_a_pause(lab, open_notebook):
    lab.write_notebook(
        "draft.ipynb", ['from helpers import exercise\nexercise("review-write-better")']
    )
    page = open_notebook("draft.ipynb")
    field = page.tab.locator(".lesson.exercise textarea")
    field.focus()

    def draft():
        return next(
            (
                line["answer"]
                for line in reversed(lab.journal("drafts.jsonl"))
                if line["exercise"] == "review-write-better"
            ),
            "",
        )

    letters = cycle("In letters of October both sides gave something. ")
    wait_until(
        lambda: page.tab.keyboard.type(next(letters), delay=40) or draft()
    )  # before the typing ends
    page.tab.keyboard.type("The end.")
    whole = field.input_value()
    page.answered()
    assert draft() == whole
    again = open_notebook("draft.ipynb", new=True)
    assert again.tab.locator(".lesson.exercise textarea").input_value() == whole


def test_hostile_text_is_shown_and_nothing_runs(lab, open_notebook):
    """As question, options, hints and answers at once; and as a student's answer, one by one."""
    short = [text[:3000] for text in HOSTILE]
    lab.write_notebook(
        "hostile.ipynb",
        [
            f"""
from helpers.exercises.card import live_card
from helpers.exercises.loading import Exercise
from helpers import load_lesson
texts = {short!r}
options = [{{"text": f"{{n}} {{t}}", "reason": t, "right": n == 0}} for n, t in enumerate(texts)]
live_card(Exercise("hostile", "x", "choose-several", "sourcing", 1, 1,
    {{"question": " ".join(texts), "options": options, "hints": texts, "solution": texts[0]}},
    "v", 1), load_lesson())
""",
            'from helpers import exercise\nexercise("read-first-impression")',
            "from helpers import my_work\nmy_work()",
        ],
    )
    page = open_notebook("hostile.ipynb")
    card = page.tab.locator(".lesson.exercise").first
    for box in card.locator("input[type=checkbox]").all()[1:]:
        box.check()
    card.get_by_role("button", name="Check").click()
    card.locator(".head").wait_for()
    card.get_by_role("button", name="Hint").click()
    card.locator(".hints li").first.wait_for()
    allowed = {
        "P",
        "B",
        "DIV",
        "FIELDSET",
        "LEGEND",
        "LABEL",
        "INPUT",
        "SPAN",
        "BUTTON",
        "OL",
        "LI",
    }
    assert set(card.locator("*").evaluate_all("all => all.map(one => one.tagName)")) <= allowed
    writing = page.tab.locator(".lesson.exercise").nth(1)

    def kept():
        return [
            line
            for line in lab.journal()
            if line["exercise"] == "read-first-impression" and "word word" in line.get("answer", "")
        ]

    for number, text in enumerate(short, start=1):
        writing.locator("textarea").fill(text + " word" * 12)
        writing.get_by_role("button", name="Check").click()
        wait_until(lambda number=number: len(kept()) == number)
    page.run_all()
    page.tab.evaluate(CONTROL)
    assert page.tab.evaluate("window.pwned") is None
    assert page.dialogs == []
    assert page.outside == []
