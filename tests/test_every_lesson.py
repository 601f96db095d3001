"""What holds for the content of every lesson: the collection’s own, and each in the folder lessons.

The tests of the small lessons in `SMALL` show that nothing needs agreements, disputes or exercises.
"""

import calendar
import html
import json
import re
from functools import cache

import pytest

from helpers import plot_timeline
from helpers.compare.contradictions import compare_verdicts, contradictions_of
from helpers.exercises.card import CardWidget
from helpers.exercises.form import form_of, static
from helpers.exercises.kinds.match import CHOICES
from helpers.exercises.kinds.verdict import VERDICTS
from helpers.exercises.loading import load_exercises, verdict_exercises
from helpers.files import LESSONS, PROJECT
from helpers.lesson.calendars import year_text
from helpers.lesson.cells import ids, split
from helpers.lesson.dates import parse_date
from helpers.load import load_lesson
from tests.answers import grade, keys, right_answer, too_long
from tests.drawn import check_layout, check_rows
from tools.copies import GUIDE

#: The lessons that are shipped, by name.
SHIPPED = {"data": PROJECT / "data"} | {
    path.parent.name: path.parent for path in sorted(LESSONS.glob("*/datapackage.json"))
}
SMALL = {"tests/lesson": PROJECT / "tests" / "lesson"}
FOLDERS = SHIPPED | SMALL
#: The notebooks of each lesson.
NOTEBOOKS = [
    (name, path)
    for name, folder in SHIPPED.items()
    for path in sorted((folder.parent if name == "data" else folder).glob("notebooks/*.ipynb"))
]
#: Kinds of exercises whose answers are saved and not marked.
UNMARKED = ("vote", "write")


@cache
def loaded(name):
    lesson = load_lesson(FOLDERS[name])
    return lesson, load_exercises(lesson)


def each_exercise(*kinds, others=False):
    """Return a mark that tries each exercise, or each of these kinds, of all shipped lessons."""
    found = [
        pytest.param(name, one, id=f"{name}-{one.id}")
        for name in SHIPPED
        for one in _exercises(name, others=others)
        if not kinds or one.kind in kinds
    ]
    return pytest.mark.parametrize(("name", "exercise"), found)


def _exercises(name, *, others):
    """Return the exercises of a lesson; also the verdicts of the menu that are not among them."""
    lesson, exercises = loaded(name)
    more = [one for one in verdict_exercises(exercises, lesson) if one.id not in exercises]
    return [*exercises.values(), *(more if others else ())]


@pytest.fixture(params=FOLDERS)
def lesson(request):
    return loaded(request.param)[0]


@pytest.fixture(params=SHIPPED)
def shipped(request):
    return loaded(request.param)[0]


# Text and tables


def test_every_quotation_is_exact_and_in_its_sentence(lesson):
    sentences = lesson.sentences.set_index("number")
    for claim in lesson.claims.itertuples():
        assert lesson.text[claim.start : claim.end] == claim.quote
        sentence = sentences.loc[claim.sentence]
        assert sentence["start"] <= claim.start and claim.end <= sentence["end"], claim.id
    assert lesson.claims["start"].is_monotonic_increasing


def test_reasons_are_filled(lesson):
    assert not lesson.claims["why"].str.contains("[{}]").any()
    assert (lesson.claims["why"].str.split().str.len() >= 5).all()


MONTHS = [name for name in calendar.month_name if name]
SPELLED = re.compile(rf"(?:(\d{{1,2}}) )?({'|'.join(MONTHS)})\b|\b(\d{{3,4}})\b")


def own_dates(summary, date):
    """Return the days, months and years in a summary that lie within the date of its own row."""
    if not date.earliest or not date.latest:
        return
    for found in SPELLED.finditer(summary):
        day, month, year = found.groups()
        years = [int(year)] if year else range(date.earliest.year, date.latest.year + 1)
        written = f"-{MONTHS.index(month) + 1:02}" if month else ""
        written += f"-{int(day):02}" if day else ""
        dates = [parse_date(f"{year_text(one)}{written}") for one in years]
        if any(one.earliest <= date.latest and one.latest >= date.earliest for one in dates):
            yield found[0]


def test_no_summary_repeats_the_date_of_its_row(shipped):
    # A date that is corrected must not leave an old one behind in the words beside it.
    assert {
        event.id: found
        for event in shipped.events.itertuples()
        if (found := list(own_dates(event.summary, shipped.date(event.id))))
    } == {}


@pytest.mark.parametrize(
    "words", ["They land on 18 April.", "They land in April.", "They land in 1961."]
)
def test_a_repeated_date_is_found_and_another_is_not(words):
    landing = parse_date("1961-04-17/1961-04-19")
    assert list(own_dates(words, landing))
    assert not list(own_dates("The plan is of 17 March 1960, and of May.", landing))


def test_every_source_stands_behind_an_entry(shipped):
    tables = (shipped.events, shipped.claims, shipped.disputes)
    cited = {one for table in tables for cell in table["sources"] for one in ids(cell)}
    files = [path for path in shipped.folder.iterdir() if path.suffix in (".yaml", ".csv")]
    words = set(re.findall(r"\w+", "\n".join(path.read_text(encoding="utf-8") for path in files)))
    assert set(shipped.sources["id"]) - cited - words == set()


# Contradictions


def test_every_verdict_agrees_with_what_is_computed(lesson):
    assert compare_verdicts(lesson) == {}


def test_every_contradiction_is_a_sentence_with_citations(lesson):
    found = contradictions_of(lesson)
    assert (found["citations"] != "").all()
    for row in found.itertuples():
        assert row.explanation.endswith(".") and row.explanation[0].isupper()
        assert "{" not in row.explanation and "None" not in row.explanation
        assert set(split(row.events)) <= set(lesson.events["id"])


def test_a_certain_contradiction_belongs_to_a_claim_of_high_certainty(shipped):
    certain = contradictions_of(shipped).query("certainty == 'certainly'")
    claims = shipped.claims[shipped.claims["id"].isin(certain["claim"])]
    assert set(claims["certainty"]) == {"high"}


def test_a_contradicted_claim_cites_a_source_of_an_event_that_contradicts_it(shipped):
    without = []
    for claim, rows in contradictions_of(shipped).groupby("claim"):
        events = {event for cell in rows["events"] for event in split(cell)}
        known = {source for event in events for source in ids(shipped.event(event)["sources"])}
        if known.isdisjoint(ids(shipped.claim(claim)["sources"])):
            without.append(claim)
    assert without == []


# The timeline


@pytest.mark.parametrize("size", ["notebook", "a4"])
def test_timeline_has_every_event_once_and_no_overlaps(lesson, size):
    ax = plot_timeline(lesson, size=size)
    check_layout(ax)
    check_rows(ax, lesson.events, None)


# Exercises


@each_exercise()
def test_right_answer_of_each_exercise_is_graded_as_right(name, exercise):
    lesson, _ = loaded(name)
    result = grade(exercise, right_answer(exercise, lesson), lesson)
    assert result.result == ("saved" if exercise.kind in UNMARKED else "right")
    assert all(result.reasons)


@each_exercise()
def test_question_of_each_exercise_gives_nothing_away(name, exercise):
    lesson, _ = loaded(name)
    form = form_of(exercise, lesson)
    markup, words = static(form)
    shown = json.dumps(form, ensure_ascii=False) + html.unescape(markup) + words
    assert form["question"] in words
    for key in keys(exercise, lesson):
        assert key not in shown
    # What is sent to the browser before the first answer is the form and a state without reasons.
    card = CardWidget(exercise, lesson)
    sent = json.dumps([card.get_state()["form"], card.get_state()["state"]], ensure_ascii=False)
    for key in keys(exercise, lesson):
        assert key not in sent
    if exercise.kind == "verdict":
        assert lesson.claim(exercise.content["claim"])["why"] not in sent + shown
    if exercise.kind == "date":
        assert lesson.event(exercise.content["event"])["date_words"] not in sent + shown


def wrong_choices(exercise, lesson):
    """Yield every single wrong choice as (what was chosen, an answer that is wrong only there)."""
    right, content = right_answer(exercise, lesson), exercise.content
    match exercise.kind:
        case "choose-one":
            count = len(content["options"])
            yield from ((choice, choice) for choice in range(count) if choice != right)
        case "verdict":
            also = lesson.claim(content["claim"])["also"]
            for choice, verdict in enumerate(VERDICTS):
                if choice != right and verdict != also:
                    yield choice, choice
        case "choose-several":
            yield from (
                (place, [place]) for place in range(len(content["options"])) if place not in right
            )
        case "match":
            for place, fits in enumerate(right):
                for choice in range(len(content.get("choices", CHOICES))):
                    if choice != fits:
                        yield (place, choice), [*right[:place], choice, *right[place + 1 :]]
        case "mark":
            yield from (
                (place, [place])
                for place in range(len(form_of(exercise, lesson)["options"]))
                if place not in right
            )


@each_exercise("choose-one", "choose-several", "match", "mark", "verdict", others=True)
def test_every_wrong_choice_has_its_own_reason(name, exercise):
    """No two wrong choices share a reason; two words of one phrase do."""
    lesson, _ = loaded(name)
    reasons = {}
    for chosen, answer in wrong_choices(exercise, lesson):
        result = grade(exercise, answer, lesson)
        assert result.result in ("wrong", "partly")
        reasons[chosen] = next(
            (one for one in result.reasons if one.startswith("✗")), result.reasons[0]
        )
        assert len(reasons[chosen].split()) >= 4, "a reason that helps is more than a word"
    assert reasons
    if exercise.kind == "mark":
        general = [one for one in reasons.values() if exercise.content["default_feedback"] in one]
        assert general == [], "every word of the sentence has its own reason"
    elif exercise.kind != "verdict" or name == "data":
        assert len(set(reasons.values())) == len(reasons)


@each_exercise("choose-one", "choose-several")
def test_the_right_options_are_not_much_longer_than_the_wrong_ones(name, exercise):
    assert too_long(exercise, loaded(name)[0]) == ""


@each_exercise("match")
def test_answers_of_a_match_are_not_in_the_order_of_its_menu(name, exercise):
    right = right_answer(exercise, loaded(name)[0])
    assert right != sorted(right)


@each_exercise(others=True)
def test_each_exercise_has_a_hint(name, exercise):
    assert exercise.hints


@each_exercise()
def test_right_answer_cites_sources_or_text(name, exercise):
    lesson, _ = loaded(name)
    card = CardWidget(exercise, lesson)
    card.check(right_answer(exercise, lesson))
    named = [one for one in card.state["reasons"] if one.startswith(("In the text: ", "The rows "))]
    assert exercise.kind in UNMARKED or card.state["sources"] or named, (
        f"{exercise.id} cites nothing: name claims, events or sources of the lesson."
    )


@pytest.mark.parametrize(
    ("name", "path"),
    [one for one in NOTEBOOKS if one[1].name != GUIDE],
    ids=[f"{name}-{path.stem}" for name, path in NOTEBOOKS if path.name != GUIDE],
)
def test_no_answer_is_stored_in_a_notebook_of_the_students(name, path):
    lesson, _ = loaded(name)
    kept = {key for one in _exercises(name, others=True) for key in keys(one, lesson)}
    kept |= set(lesson.claims["why"])
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    stored = html.unescape(json.dumps([[cell["metadata"], cell.get("outputs")] for cell in cells]))
    found = [key for key in kept if len(key.split()) > 4 and json.dumps(key)[1:-1] in stored]
    assert found == []


@pytest.mark.parametrize(
    ("name", "path"), NOTEBOOKS, ids=[f"{name}-{path.stem}" for name, path in NOTEBOOKS]
)
def test_the_minutes_of_a_section_hold_its_exercises(name, path):
    exercises = loaded(name)[1]
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    left, heading = None, ""
    for cell in cells:
        source = "".join(cell["source"])
        for words, minutes in re.findall(r"^#+ (.*?)\((\d+) minutes?\)", source, re.MULTILINE):
            left, heading = int(minutes), words
        for shown in re.findall(r'exercise\("([a-z0-9-]+)"', source):
            if shown in exercises:
                left -= exercises[shown].minutes
                assert left >= 0, f"{path.name}, “{heading}”: the exercises alone take longer"
