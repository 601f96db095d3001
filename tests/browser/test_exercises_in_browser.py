"""All kinds by keyboard alone; feedback, hints, restart, two tabs, no barrier."""

from itertools import pairwise

import pytest
from playwright.sync_api import expect

from tests.answers import EXERCISES, right_answer
from tests.browser.barriers import axe, contrast, too_wide
from tests.browser.conftest import WIDE, press

#: One exercise of every kind but the task, which is done in a cell.
ONE_OF_EACH = {
    "choose-one": "start-check-first",
    "choose-several": "start-what-would-help",
    "date": "review-date-of-signing",
    "number": "chronology-days-between",
    "order": "timeline-predict",
    "match": "review-who-made-it",
    "mark": "read-mark-certainty",
    "verdict": "verdict-signing-date",
    "vote": "write-vote-crisis",
    "write": "read-first-impression",
}
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
        press(self.tab, key, times)

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
        """Choose a radio button: Tab into the group, Space for the first, arrows to go on."""
        self.to(f"input[type=radio][name*='{name}']")
        self.press("Space")
        self.press("ArrowDown", place)

    def check(self):
        self.to("button.first")
        self.press("Enter")

    def answer(self, kind, right):
        if kind in ("choose-one", "verdict", "vote"):
            self.choose("-choice", right)
            if kind == "verdict":
                self.choose("-confidence", 1)
                self.to("input[type=checkbox][name*='-basis']")
                self.press("Space")
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
            for place, steps in zip(
                right, [right[0], *(b - a for a, b in pairwise(right))], strict=True
            ):
                self.press("ArrowRight", steps)
                self.press("Space")
                assert (
                    self.tab.evaluate("document.activeElement.getAttribute('aria-pressed')")
                    == "true"
                ), place
        elif kind == "order":
            self.order(right)
        self.check()

    def order(self, right):
        """Bring each line to its place: Tab to its arrow, then Enter or the up key."""
        for place, wanted in enumerate(right):
            at = self.card.locator(".order li").evaluate_all(
                "(all, number) => all.findIndex(one => one.number === number)", wanted
            )
            self.card.evaluate("node => node.focus()")
            for _ in range(at + 1):
                self.to(".order button[value='-1']")
            name = self.tab.evaluate("document.activeElement.ariaLabel")
            self.press("Enter" if place % 2 else "ArrowUp", at - place)
            assert self.tab.evaluate("document.activeElement.ariaLabel") == name, (
                "the focus stays on the arrow"
            )
            if at > place:
                status = self.card.locator("p[role=status]").inner_text()
                assert status.endswith(f"is now {place + 1} of {len(right)}.")


@pytest.mark.parametrize("kind", ONE_OF_EACH)
def test_by_keyboard_alone(kind, page, lab):
    exercise, card = EXERCISES[ONE_OF_EACH[kind]], card_of(page, kind)
    Keyboard(page, card).answer(kind, right_answer(exercise))
    head = card.locator(".feedback .head")
    head.wait_for()
    unmarked = kind in ("vote", "write")
    assert head.inner_text() == ("✓ Saved." if unmarked else "✓ Right.")
    button = "Vote" if kind == "vote" else "Check"
    assert page.tab.evaluate("document.activeElement.textContent") == button, (
        "the focus is not lost"
    )
    line = [line for line in lab.journal() if line["exercise"] == exercise.id][-1]
    assert line["result"] == ("saved" if unmarked else "right")
    assert page.dialogs == []


def test_focus_is_not_lost_when_a_button_goes(page):
    card = card_of(page, "verdict")
    keyboard = Keyboard(page, card)
    card.get_by_role("button", name="Start over").focus()
    keyboard.press("Enter")
    card.locator(".feedback").get_by_text("Your earlier answers are saved.").wait_for()
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
    lab.write_notebook(
        "task.ipynb",
        [
            f'from helpers import exercise\nanswer = None\nexercise("{TASK}", answer)',
            f'from helpers import exercise\nanswer = "many"\nexercise("{TASK}", answer)',
            f"from helpers import exercise\nanswer = {right_answer(EXERCISES[TASK])}\n"
            f'exercise("{TASK}", answer)',
        ],
    )
    page = open_notebook("task.ipynb", run=False)
    page.tab.locator(".jp-Cell").first.focus()
    for number in (1, 2, 3):
        page.tab.keyboard.press("Shift+Enter")
        expect(page.tab.locator(".lesson.exercise")).to_have_count(number)
    cards = page.tab.locator(".lesson.exercise")
    assert cards.nth(0).locator(".head").count() == 0
    assert cards.nth(1).locator(".feedback").inner_text().startswith("✗ Not yet.")
    assert cards.nth(2).locator(".feedback").inner_text().startswith("✓ Right.")


def test_after_a_restart_and_in_another_tab_the_answers_are_there(page, open_notebook):
    page.restart()
    page.run_all()
    other = open_notebook("kinds.ipynb")
    for tab in (page, other):
        card = card_of(tab, "date")
        card.locator(".head").wait_for()
        assert card.locator("input").input_value() == right_answer(EXERCISES[ONE_OF_EACH["date"]])
        assert "You answered this before." in card.locator(".feedback").inner_text()
        assert card_of(tab, "choose-several").locator("input:checked").count() == 3


def test_verdicts_menu_by_keyboard(lab, open_notebook):
    lab.new_student()
    lab.write_notebook("verdicts.ipynb", ['from helpers import exercise\nexercise("verdicts")'])
    page = open_notebook("verdicts.ipynb")
    card = page.tab.locator(".lesson.exercise")
    first = card.locator("blockquote").inner_text()
    keyboard = Keyboard(page, card)
    keyboard.to("select.menu")
    keyboard.press("ArrowDown")
    page.tab.wait_for_function(
        "first => document.querySelector('.lesson.exercise blockquote').textContent !== first",
        arg=first,
    )
    assert page.tab.evaluate("document.activeElement.className") == "menu", (
        "the focus stays on the menu"
    )
    second = card.locator("blockquote").inner_text()
    keyboard.to("button.next")
    keyboard.press("Enter")
    page.tab.wait_for_function(
        "second => document.querySelector('.lesson.exercise blockquote').textContent !== second",
        arg=second,
    )
    assert page.tab.evaluate("document.activeElement.textContent") == "Next claim", (
        "the focus stays on the button"
    )
    card.locator("input[name*=choice]").first.check()
    card.locator("input[name*=confidence]").first.check()
    card.locator("input[name*=basis]").first.check()
    card.get_by_role("button", name="Check").click()
    card.locator(".head").wait_for()
    answered = [
        words.endswith(" (done)") for words in card.locator("select.menu option").all_inner_texts()
    ]
    assert (answered[0], answered[2]) == (False, True), "the menu says which claims have a verdict"


def test_what_was_done_and_the_evidence_fit_a_narrow_window_and_have_no_barrier(lab, open_notebook):
    sources = [f'my_work("{what}")' for what in ("progress", "evidence", "export-line")]
    lab.write_notebook("work.ipynb", ["from helpers import my_work", *sources])
    page = open_notebook("work.ipynb")
    page.tab.locator("table", has_text="What would change my mind").wait_for()
    for dark in (True, False):
        page.theme(dark)
        assert axe(page.tab) + contrast(page.tab) == []
    page.resize(360, 740)
    assert too_wide(page.tab) == []
    page.resize(**WIDE)


def test_a_suggestion_opens_its_notebook(lab, open_notebook):
    lab.new_student()
    lab.write_notebook("notebooks/zz-work.ipynb", ["from helpers import my_work\nmy_work()"])
    page = open_notebook("notebooks/zz-work.ipynb", new=True)
    link = page.tab.get_by_role("link", name="00-start-here").first
    link.click()
    page.tab.wait_for_function(
        "window.jupyterapp.shell.currentWidget.context.path === 'notebooks/00-start-here.ipynb'"
    )


def test_cards_with_feedback_have_no_barrier_in_light_dark_narrow_and_large(page):
    for dark in (True, False):
        page.theme(dark)
        assert axe(page.tab) + contrast(page.tab) == []
    for width, height in ((360, 740), (640, 450)):
        page.resize(width, height)
        assert too_wide(page.tab) == []
    page.resize(**WIDE)
