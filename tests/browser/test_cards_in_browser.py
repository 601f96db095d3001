"""Exercises by mouse: double clicks, a kernel that dies, drafts, hostile text, no early answers."""

import json
import os
import signal
from itertools import cycle

from playwright.sync_api import expect

from tests.answers import EXERCISES, LESSON, right_answer, secrets
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


def test_order_at_first_is_not_an_answer(lab, open_notebook):
    lab.write_notebook(
        "order.ipynb", ['from helpers import exercise\nexercise("review-order-of-crisis")']
    )
    card = open_notebook("order.ipynb").tab.locator(".lesson.exercise")
    card.get_by_role("button", name="Check").click()
    assert card.locator(".feedback").inner_text() == "Move at least one line first."
    assert not [line for line in lab.journal() if line["exercise"] == "review-order-of-crisis"]


def test_a_double_click_on_the_last_hint_opens_nothing_else(lab, open_notebook):
    """After the last hint its button disappears, and the one for the solution takes its place."""
    name = "timeline-fullest-lane"
    lab.write_notebook("double.ipynb", [f'from helpers import exercise\nexercise("{name}")'])
    page = open_notebook("double.ipynb")
    card = page.tab.locator(".lesson.exercise")
    right = right_answer(EXERCISES[name])
    for place in [place for place in range(4) if place != right][:3]:
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


def test_another_choice_removes_the_old_result_at_once_and_a_hint_does_not_bring_it_back(
    lab, open_notebook
):
    name = "start-check-first"
    lab.new_student()
    lab.write_notebook("old.ipynb", [f'from helpers import exercise\nexercise("{name}")'])
    page = open_notebook("old.ipynb")
    card = page.tab.locator(".lesson.exercise")
    card.locator("label.option").nth(0).click()
    card.get_by_role("button", name="Check").click()
    card.locator(".head").wait_for()
    card.locator("label.option").nth(2).click()
    assert card.locator(".feedback").inner_text() == ""
    card.get_by_role("button", name="Hint").click()
    card.locator(".hints li").wait_for()
    page.answered()
    assert card.locator(".head").count() == 0
    assert card.locator("input:checked").get_attribute("value") == "2"


def test_a_line_is_dragged_to_its_place_and_said(lab, open_notebook):
    name = "timeline-predict"
    lab.write_notebook("drag.ipynb", [f'from helpers import exercise\nexercise("{name}")'])
    page = open_notebook("drag.ipynb")
    card, mouse = page.tab.locator(".lesson.exercise"), page.tab.mouse
    last = card.locator(".order li").last
    title = last.locator(".line").inner_text()
    start, end = last.bounding_box(), card.locator(".order li").first.bounding_box()
    mouse.move(start["x"] + 80, start["y"] + start["height"] / 2)
    mouse.down()
    mouse.move(end["x"] + 80, end["y"] + 3, steps=8)
    mouse.up()
    assert card.locator(".order li .line").first.inner_text() == title
    count = card.locator(".order li").count()
    assert card.locator("p[role=status]").inner_text() == f"“{title}” is now 1 of {count}."
    expect(card.locator(".order li").first.locator("button").first).to_have_attribute(
        "aria-disabled", "true"
    )


def test_a_vote_hides_the_first_choice_until_the_second_is_saved(lab, open_notebook):
    name = "write-vote-crisis"
    lab.write_notebook("vote.ipynb", [f'from helpers import exercise\nexercise("{name}")'])
    page = open_notebook("vote.ipynb")
    card, vote = page.tab.locator(".lesson.exercise"), EXERCISES[name].content
    card.locator("label.option").nth(1).click()
    card.get_by_role("button", name="Vote").click()
    card.locator(".feedback", has_text=vote["talk"]).wait_for()
    assert card.locator("input:checked").count() == 0
    assert card.locator(".pairs").count() == 0
    card.locator("label.option").nth(3).click()
    assert vote["talk"] in card.locator(".feedback").inner_text(), "what to talk about stays"
    card.get_by_role("button", name="Vote").click()
    card.locator(".pairs").wait_for()
    assert card.locator(".pairs dd").all_inner_texts() == [
        vote["options"][place]["text"] for place in (1, 3)
    ]
    assert axe(page.tab) + contrast(page.tab) == []


def test_a_checklist_is_ticked_saved_and_there_again(lab, open_notebook):
    name = "read-first-impression"
    lab.write_notebook("ticks.ipynb", [f'from helpers import exercise\nexercise("{name}")'])
    page = open_notebook("ticks.ipynb")
    card = page.tab.locator(".lesson.exercise")
    card.locator("textarea").fill("word " * 20)
    card.get_by_role("button", name="Check").click()
    box = card.get_by_role("checkbox").nth(1)
    box.check()
    assert box.evaluate("box => box === document.activeElement"), "the focus stays on the box"
    wait_until(lambda: any(line["event"] == "checklist" for line in lab.journal()))
    page.run_all()
    expect(page.tab.locator(".lesson.exercise").get_by_role("checkbox").nth(1)).to_be_checked()


def test_feedback_cites_two_sources_in_a_line_and_folds_the_rest(lab, open_notebook):
    name = "verdict-motive"
    lab.write_notebook("sources.ipynb", [f'from helpers import exercise\nexercise("{name}")'])
    page = open_notebook("sources.ipynb")
    card = page.tab.locator(".lesson.exercise")
    card.locator("input[name*=choice]").nth(right_answer(EXERCISES[name])).check()
    card.locator("input[name*=confidence]").first.check()
    card.get_by_role("button", name="Check").click()
    assert card.locator(".feedback").inner_text() == "Say how you know, too."
    card.locator("input[name*=basis]").first.check()
    card.get_by_role("button", name="Check").click()
    line = card.locator(".feedback p", has_text="Source")
    line.wait_for()
    count = len(LESSON.claim(EXERCISES[name].content["claim"])["sources"].split("; "))
    assert line.inner_text().count(";") <= 1
    assert card.locator(".feedback details li").count() == max(0, count - 2)
    links = card.locator(".feedback a")
    assert links.count()
    for link in links.all():
        assert link.get_attribute("href").startswith(("http://", "https://"))
        assert link.get_attribute("rel") == "noopener noreferrer"


def test_a_claim_opens_from_the_text_by_mouse_and_by_keyboard(lab, open_notebook):
    lab.new_student()
    lab.write_notebook("text.ipynb", ['from helpers import exercise\nexercise("verdicts")'])
    page = open_notebook("text.ipynb")
    card = page.tab.locator(".lesson.exercise")
    current = card.locator(".claim[aria-current=true]")
    assert current.count() == 1
    card.locator(".claim", has_text="in April 1961").click()
    card.locator("blockquote", has_text="in April 1961").wait_for()
    assert "in April 1961" in current.inner_text()
    assert page.tab.evaluate("document.activeElement.className") == "question"
    card.locator("input[name*=choice]").first.check()
    card.locator("input[name*=confidence]").first.check()
    card.locator("input[name*=basis]").last.check()
    card.get_by_role("button", name="Check").click()
    card.locator(".head").wait_for()
    assert "(done)" in current.text_content()
    assert "done" in current.get_attribute("class")
    assert card.get_by_text(f"not done: {len(LESSON.claims) - 1}.").count() == 1
    current.focus()
    page.tab.keyboard.press("ArrowRight")
    page.tab.keyboard.press("Enter")
    card.locator("blockquote", has_text="in April 1961").wait_for(state="detached")
    assert "(not done)" in current.text_content()
    assert axe(page.tab) + contrast(page.tab) == []


def test_escape_leaves_a_card_for_its_cell(lab, open_notebook):
    lab.write_notebook(
        "escape.ipynb", ['from helpers import exercise\nexercise("start-check-first")', "1"]
    )
    page = open_notebook("escape.ipynb")
    page.tab.locator(".lesson.exercise input").first.focus()
    page.tab.keyboard.press("Escape")
    assert page.tab.evaluate("document.activeElement.classList.contains('jp-Cell')")
