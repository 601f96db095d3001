"""All ten kinds by keyboard alone and once by mouse; feedback, hints, restart, two tabs, hostile text."""

import json
import os
import signal
from itertools import cycle, pairwise

import pytest
from playwright.sync_api import expect

from tests.answers import EXERCISES, right_answer, secrets
from tests.browser.barriers import axe, too_wide
from tests.browser.conftest import CONTROL, WIDE, wait_until
from tests.hostile import HOSTILE

#: One exercise of every kind but the task, which is done in a cell.
ONE_OF_EACH = {
    "choose-one": "start-check-first", "choose-several": "start-what-would-help", "date": "review-date-of-signing",
    "number": "chronology-days-between", "order": "timeline-predict", "match": "review-who-made-it", "mark": "read-mark-certainty",
    "verdict": "verdict-signing-date", "write": "read-first-impression",
}  # fmt: skip
TASK = "review-task-uncertain"


def test_every_kind_is_here():
    assert {*ONE_OF_EACH, "task"} == {one.kind for one in EXERCISES.values()}
    assert all(EXERCISES[name].kind == kind for kind, name in ONE_OF_EACH.items())


@pytest.fixture(scope="module")
def page(lab, open_notebook):
    """Return a tab with one exercise of every kind, in the order of `ONE_OF_EACH`."""
    sources = [f'from helpers import exercise\nexercise("{name}")' for name in ONE_OF_EACH.values()]
    lab.write_notebook("kinds.ipynb", sources)
    return open_notebook("kinds.ipynb", new=True)


def card_of(page, kind):
    return page.tab.locator(".lesson.exercise").nth(list(ONE_OF_EACH).index(kind))


class Keyboard:
    """Does an exercise with Tab, arrows, Space, Enter and letters; it never clicks."""

    def __init__(self, page, card):
        self.tab, self.card = page.tab, card
        card.evaluate("node => node.focus()")  # as if one had just come in

    def press(self, key, times=1):
        for _ in range(times):
            self.tab.keyboard.press(key)

    def to(self, selector):
        """Press Tab until the focus is on what the selector names."""
        for _ in range(60):
            self.press("Tab")
            if self.tab.evaluate("selector => document.activeElement.matches(selector)", selector):
                return
        raise AssertionError(f"Tab never reaches {selector}")

    def back_to(self, selector):
        for _ in range(60):
            self.press("Shift+Tab")
            if self.tab.evaluate("selector => document.activeElement.matches(selector)", selector):
                return
        raise AssertionError(f"Shift+Tab never reaches {selector}")

    def choose(self, name, place):
        """Choose a radio button: into the group with Tab, to the first with Space, on with arrows."""
        self.to(f"input[type=radio][name*='{name}']")
        self.press("Space")
        self.press("ArrowDown", place)

    def check(self):
        self.to("button.first")
        self.press("Enter")

    def answer(self, kind, right):
        if kind in ("choose-one", "verdict"):
            self.choose("-choice", right)
            if kind == "verdict":
                self.choose("-sure", 1)
        elif kind == "choose-several":
            for place in range(max(right) + 1):
                self.to("input[type=checkbox]")
                if place in right:
                    self.press("Space")
        elif kind in ("date", "number", "write"):
            self.to("input[type=text], textarea")
            self.tab.keyboard.type(right)
        elif kind == "match":
            for choice in right:
                self.to("select")
                self.press("ArrowDown", choice + 1)
        elif kind == "mark":
            self.to("button.word")
            for place, steps in zip(right, [right[0], *(b - a for a, b in pairwise(right))], strict=True):
                self.press("ArrowRight", steps)
                self.press("Space")
                assert self.tab.evaluate("document.activeElement.getAttribute('aria-pressed')") == "true", place
        elif kind == "order":
            self.order(right)
        self.check()

    def order(self, right):
        """Bring each event to its place: choose it with the arrows, then Move up."""
        count = len(right)
        self.to("input[type=radio]")
        self.press("Space")
        for place, wanted in enumerate(right):
            for _ in range(count):
                if self.tab.evaluate("Number(document.activeElement.value)") == wanted:
                    break
                self.press("ArrowDown")
            at = self.card.locator("input[type=radio]").evaluate_all("(all, value) => all.findIndex(one => Number(one.value) === value)", wanted)
            self.to("button.second")
            self.press("Enter", at - place)
            assert self.tab.evaluate("document.activeElement.textContent") == "Move up", "the focus stays on the button"
            self.back_to("input[type=radio]")


@pytest.mark.parametrize("kind", ONE_OF_EACH)
def test_by_keyboard_alone(kind, page, lab):
    exercise, card = EXERCISES[ONE_OF_EACH[kind]], card_of(page, kind)
    Keyboard(page, card).answer(kind, right_answer(exercise))
    head = card.locator(".feedback .head")
    head.wait_for()
    assert head.inner_text() == ("✓ Kept." if kind == "write" else "✓ Right.")
    assert page.tab.evaluate("document.activeElement.textContent") == "Check", "the focus is not lost"
    line = [line for line in lab.journal() if line["exercise"] == exercise.id][-1]
    assert line["result"] == ("kept" if kind == "write" else "right")
    assert page.dialogs == []


def test_focus_is_not_lost_when_a_button_goes(page):
    card = card_of(page, "verdict")
    keyboard = Keyboard(page, card)
    card.get_by_role("button", name="Start anew").focus()
    keyboard.press("Enter")
    card.locator(".feedback").get_by_text("Your earlier answers are kept.").wait_for()
    assert card.evaluate("node => node.contains(document.activeElement)")
    keyboard.back_to("button.first")
    hint = card.get_by_role("button", name="Hint")
    for left in (1, 0):
        hint.focus()
        keyboard.press("Enter")
        card.locator(".hints li").nth(1 - left).wait_for()
    assert not hint.is_visible()
    assert page.tab.evaluate("document.activeElement.textContent") == "Check"


def test_task_in_a_cell_by_keyboard(lab, open_notebook):
    lab.write_notebook("task.ipynb", [
        f'from helpers import exercise\nanswer = None\nexercise("{TASK}", answer)',
        f'from helpers import exercise\nanswer = "many"\nexercise("{TASK}", answer)',
        f'from helpers import exercise\nanswer = {right_answer(EXERCISES[TASK])}\nexercise("{TASK}", answer)',
    ])  # fmt: skip
    page = open_notebook("task.ipynb", run=False)
    page.tab.locator(".jp-Cell").first.focus()
    for number in (1, 2, 3):
        page.tab.keyboard.press("Shift+Enter")
        expect(page.tab.locator(".lesson.exercise")).to_have_count(number)
    cards = page.tab.locator(".lesson.exercise")
    assert cards.nth(0).locator(".head").count() == 0
    assert cards.nth(1).locator(".feedback").inner_text().startswith("✗ Not yet.")
    assert cards.nth(2).locator(".feedback").inner_text().startswith("✓ Right.")


def test_by_mouse_wrong_then_right_and_both_are_kept(lab, open_notebook):
    lab.write_notebook("mouse.ipynb", ['from helpers import exercise\nexercise("read-how-to-check-bases")'])
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
        assert exercise.content["options"][place]["reason"] in card.locator(".feedback").inner_text()
    tries = [line for line in lab.journal() if line["exercise"] == exercise.id]
    assert [line["answer"] for line in tries] == [0, 1], "a double click is one try"
    assert card.locator(".feedback").get_attribute("role") == "status"


def test_after_a_restart_and_in_another_tab_the_answers_are_there(page, open_notebook):
    page.restart()
    page.run_all()
    other = open_notebook("kinds.ipynb", new=True)
    for tab in (page, other):
        card = card_of(tab, "date")
        card.locator(".head").wait_for()
        assert card.locator("input").input_value() == right_answer(EXERCISES[ONE_OF_EACH["date"]])
        assert "You answered this before." in card.locator(".feedback").inner_text()
        assert card_of(tab, "choose-several").locator("input:checked").count() == 3


def test_the_order_in_which_events_stand_at_first_is_no_answer(lab, open_notebook):
    lab.write_notebook("order.ipynb", ['from helpers import exercise\nexercise("review-order-of-crisis")'])
    card = open_notebook("order.ipynb").tab.locator(".lesson.exercise")
    card.get_by_role("button", name="Check").click()
    assert "Move at least one event first" in card.locator(".feedback").inner_text()
    assert not [line for line in lab.journal() if line["exercise"] == "review-order-of-crisis"]


def test_a_double_click_on_the_last_hint_opens_nothing_else(lab, open_notebook):
    """When the last hint is shown its button goes, and the button for the solution comes to its place."""
    name = "timeline-fewest-in-a-lane"
    lab.write_notebook("double.ipynb", [f'from helpers import exercise\nexercise("{name}")'])
    page = open_notebook("double.ipynb")
    card = page.tab.locator(".lesson.exercise")
    for place in (0, 1, 3):
        card.locator("label.option").nth(place).click()
        card.get_by_role("button", name="Check").click()
        card.locator(".feedback", has_text=EXERCISES[name].content["options"][place]["reason"]).wait_for()
    hint = card.get_by_role("button", name="Hint")
    hint.click()
    card.locator(".hints li").wait_for()
    page.calm()
    box = hint.bounding_box()
    at, mouse = [box["x"] + 20, box["y"] + 10], page.tab.mouse
    mouse.click(*at)
    card.locator(".hints li").nth(1).wait_for()
    assert page.tab.evaluate("([x, y]) => document.elementFromPoint(x, y).textContent", at) == "Show the solution"
    mouse.down(click_count=2)  # the second half of a slow double click
    mouse.up(click_count=2)
    page.answered()
    assert "Solution:" not in card.locator(".feedback").inner_text()
    events = [line["event"] for line in lab.journal() if line["exercise"] == name]
    assert "solution" not in events
    assert events[-1] == "hint"
    card.get_by_role("button", name="Show the solution").click()
    card.locator(".feedback", has_text="Solution:").wait_for()


def test_when_the_kernel_dies_the_card_says_so_and_keeps_what_was_typed(lab, open_notebook):
    lab.write_notebook("dies.ipynb", ['import os\nfrom pathlib import Path\nPath("pid").write_text(str(os.getpid()))',
                                      'from helpers import exercise\nexercise("chronology-explain-one")'])  # fmt: skip
    page = open_notebook("dies.ipynb")
    card = page.tab.locator(".lesson.exercise")
    card.locator("textarea").type("The text says that the landing was the motive. ")
    os.kill(int((lab.root / "pid").read_text(encoding="utf-8")), signal.SIGKILL)
    rest = "But the accords were signed more than a year before the landing, so it can not have been their motive at all."
    page.tab.locator(".jp-Dialog", has_text="Kernel Restarting").get_by_role("button").first.click()  # comes as soon as JupyterLab notices
    card.locator("textarea").focus()
    page.tab.keyboard.press("End")
    page.tab.keyboard.type(rest)
    whole = card.locator("textarea").input_value()
    card.get_by_role("button", name="Check").click()
    card.locator(".feedback", has_text="The notebook does not answer").wait_for()
    page.restart()
    page.run_all()
    page.tab.locator(".lesson.exercise .feedback", has_text="What you had entered is here again").wait_for()
    assert page.tab.locator(".lesson.exercise textarea").input_value() == whole
    page.tab.locator(".lesson.exercise").get_by_role("button", name="Check").click()
    page.tab.locator(".lesson.exercise .head").wait_for()
    assert [line["answer"] for line in lab.journal() if line["exercise"] == "chronology-explain-one"] == [whole]


def test_nothing_is_told_to_the_browser_before_it_is_due(lab, open_notebook):
    """All exercises at once: the page, what stands in it, and every message of the kernel are searched for every key string."""
    lab.new_student()
    lab.write_notebook("all.ipynb", [f'from helpers import exercise\nexercise("{name}")' for name in [*EXERCISES, "verdicts"]])
    page = open_notebook("all.ipynb")
    expect(page.tab.locator(".lesson.exercise")).to_have_count(len(EXERCISES) + 1)

    def told():
        heard = "\n".join(frame.decode("utf-8", "replace") if isinstance(frame, bytes) else frame for frame in page.heard)
        seen = page.tab.evaluate("document.documentElement.innerHTML + '\\n' + document.documentElement.textContent + '\\n'"
                                 " + JSON.stringify(window.jupyterapp.shell.currentWidget.context.model.toJSON())")  # fmt: skip
        assert len(heard) > 100_000, "the messages of the kernel were heard"
        return {key for key in secrets() for form in {key, json.dumps(key, ensure_ascii=False)[1:-1], json.dumps(key)[1:-1]} if form in heard or form in seen}

    assert told() == set()
    name = next(iter(EXERCISES))
    page.tab.locator(".lesson.exercise").first.locator("label.option").first.click()
    page.tab.locator(".lesson.exercise").first.get_by_role("button", name="Check").click()
    page.tab.locator(".lesson.exercise").first.locator(".head").wait_for()
    assert told() == {EXERCISES[name].content["options"][0]["reason"]}, "what was told is found, and nothing else"


def test_draft_is_kept_while_typing_without_a_pause(lab, open_notebook):
    lab.write_notebook("draft.ipynb", ['from helpers import exercise\nexercise("review-write-better")'])
    page = open_notebook("draft.ipynb")
    field = page.tab.locator(".lesson.exercise textarea")
    field.focus()

    def draft():
        kept = lab.work / "drafts.jsonl"
        lines = kept.read_text(encoding="utf-8").splitlines() if kept.exists() else []
        return next((line["answer"] for line in map(json.loads, reversed(lines)) if line["exercise"] == "review-write-better"), "")

    letters = cycle("In letters of October both sides gave something. ")
    wait_until(lambda: page.tab.keyboard.type(next(letters), delay=40) or draft())  # before the typing ends
    page.tab.keyboard.type("The end.")
    whole = field.input_value()
    page.answered()
    assert draft() == whole
    again = open_notebook("draft.ipynb", new=True)
    assert again.tab.locator(".lesson.exercise textarea").input_value() == whole


def test_verdicts_menu_by_keyboard(lab, open_notebook):
    lab.write_notebook("verdicts.ipynb", ['from helpers import exercise\nexercise("verdicts")'])
    page = open_notebook("verdicts.ipynb")
    card = page.tab.locator(".lesson.exercise")
    first = card.locator("blockquote").inner_text()
    keyboard = Keyboard(page, card)
    keyboard.to("select.menu")
    keyboard.press("ArrowDown")
    page.tab.wait_for_function("first => document.querySelector('.lesson.exercise blockquote').textContent !== first", arg=first)
    assert page.tab.evaluate("document.activeElement.className") == "menu", "the focus stays on the menu"
    second = card.locator("blockquote").inner_text()
    keyboard.to("button.next")
    keyboard.press("Enter")
    page.tab.wait_for_function("second => document.querySelector('.lesson.exercise blockquote').textContent !== second", arg=second)
    assert page.tab.evaluate("document.activeElement.textContent") == "Next claim", "the focus stays on the button"
    card.locator("input[name*=choice]").first.check()
    card.locator("input[name*=sure]").first.check()
    card.get_by_role("button", name="Check").click()
    card.locator(".head").wait_for()
    marks = [words[0] for words in card.locator("select.menu option").all_inner_texts()]
    assert marks[2] == "✓", "the menu shows which claims have a verdict"


def test_cards_with_feedback_have_no_barrier_in_light_dark_narrow_and_large(page):
    for dark in (True, False):
        page.theme(dark)
        assert axe(page.tab) == []
    for width, height in ((360, 740), (640, 450)):
        page.resize(width, height)
        assert too_wide(page.tab) == []
    page.resize(**WIDE)


def test_hostile_text_is_shown_and_nothing_runs(lab, open_notebook):
    """As question, options, hints and answers, all at once; and as a student's answer, one after the other."""
    short = [text[:3000] for text in HOSTILE]
    lab.write_notebook("hostile.ipynb", [f"""
from helpers.exercises.card import live_card
from helpers.exercises.loading import Exercise
from helpers import load_lesson
texts = {short!r}
options = [{{"text": f"{{n}} {{t}}", "reason": t, "right": n == 0}} for n, t in enumerate(texts)]
live_card(Exercise("hostile", "x", "choose-several", "sourcing", 1, 1,
    {{"question": " ".join(texts), "options": options, "hints": texts, "solution": texts[0]}}, "v", 1), load_lesson())
""", 'from helpers import exercise\nexercise("read-first-impression")', 'from helpers import my_work\nmy_work()'])  # fmt: skip
    page = open_notebook("hostile.ipynb")
    card = page.tab.locator(".lesson.exercise").first
    for box in card.locator("input[type=checkbox]").all()[1:]:
        box.check()
    card.get_by_role("button", name="Check").click()
    card.locator(".head").wait_for()
    card.get_by_role("button", name="Hint").click()
    card.locator(".hints li").first.wait_for()
    allowed = {"P", "B", "DIV", "FIELDSET", "LEGEND", "LABEL", "INPUT", "SPAN", "BUTTON", "OL", "LI"}
    assert set(card.locator("*").evaluate_all("all => all.map(one => one.tagName)")) <= allowed
    writing = page.tab.locator(".lesson.exercise").nth(1)

    def kept():
        return [line for line in lab.journal() if line["exercise"] == "read-first-impression" and "word word" in line.get("answer", "")]

    for number, text in enumerate(short, start=1):
        writing.locator("textarea").fill(text + " word" * 12)
        writing.get_by_role("button", name="Check").click()
        wait_until(lambda number=number: len(kept()) == number)
    page.run_all()
    page.tab.evaluate(CONTROL)
    assert page.tab.evaluate("window.pwned") is None
    assert page.dialogs == []
    assert page.outside == []
