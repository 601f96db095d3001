"""The shipped lesson is complete and exact: all tests of its content are in this file."""

import calendar
import hashlib
import json
import re
from collections import Counter
from dataclasses import replace

import pandas as pd
import pytest
import yaml

from helpers import describe_timeline, find_contradictions, plot_timeline
from helpers.compare.contradictions import contradictions_of
from helpers.compare.placement import claims_in_time
from helpers.compare.relations import CONTRADICTIONS
from helpers.exercises.kinds import KINDS
from helpers.exercises.kinds.verdict import VERDICTS, reveal
from helpers.exercises.loading import load_exercises, verdict_exercises
from helpers.exercises.schema import SKILLS
from helpers.files import PROJECT
from helpers.lesson.cells import ids, split
from helpers.lesson.sources import CITED, SOURCING, WEB, source_table
from helpers.load import load_lesson
from helpers.timeline.browser import TimelineWidget
from helpers.timeline.model import SIZES
from helpers.timeline.pages import timeline_pages
from helpers.timeline.timelinejs import timelinejs
from tests.answers import (
    EVENTS,
    EXERCISES,
    LESSON,
    grade,
    lengths,
    right_answer,
)
from tests.drawn import Drawn, check_layout, check_rows
from tests.test_every_lesson import wrong_choices

STORED = sorted((PROJECT / "notebooks").glob("*.ipynb"))


@pytest.fixture
def lesson():
    return load_lesson()


def test_the_text_is_the_one_that_was_given(lesson):
    text = (PROJECT / "data/text.txt").read_bytes()
    package = json.loads((PROJECT / "data/datapackage.json").read_text(encoding="utf-8"))
    described = next(one for one in package["resources"] if one["name"] == "text")
    assert hashlib.sha256(text).hexdigest().startswith("81a868e2759737f2")
    assert described["hash"] == f"sha256:{hashlib.sha256(text).hexdigest()}"
    assert described["bytes"] == len(text)
    assert lesson.text == (PROJECT / "data/text.txt").read_bytes().decode("utf-8")


def test_there_is_enough(lesson):
    assert len(lesson.events) >= 90
    assert len(lesson.sources) >= 60
    assert lesson.events["earliest"].min() <= pd.Timestamp(1959, 1, 31)
    assert lesson.events["latest"].max() >= pd.Timestamp(1963, 10, 1)
    assert set(lesson.instruments["id"]) >= {
        "accords-1960",
        "arms-1961",
        "defence-draft-1962",
        "settlement-1962",
    }


def test_nine_of_ten_events_have_two_sources_and_the_others_are_marked(lesson):
    maker = lesson.sources.set_index("id")["made_by"].str.partition(";")[0]
    makers = lesson.events["sources"].map(lambda cell: len({maker[one] for one in ids(cell)}))
    assert list(makers < 2) == list(lesson.events["single_sourced"])
    assert (makers >= 2).mean() >= 0.9
    assert lesson.with_date("bay-of-pigs", "1961").events["single_sourced"].dtype == bool


def test_every_sentence_is_covered_by_a_claim(lesson):
    asserting = lesson.sentences[lesson.sentences["text"] != "Posted in Uncategorized"]
    assert len(asserting) == len(lesson.sentences) - 1 == 13
    assert set(asserting["number"]) <= set(lesson.claims["sentence"])


def test_what_is_central(lesson):
    dates = {
        name: lesson.date(name).text
        for name in ("trade-credit-agreement", "mikoyan-arrives", "accords-1960")
    }
    assert dates == {
        "trade-credit-agreement": "1960-02-13",
        "mikoyan-arrives": "1960-02-04",
        "accords-1960": "1960-02-13",
    }
    assert lesson.event("bay-of-pigs")["date_words"] == "17 to 19 April 1961"
    assert lesson.event("settlement-1962")["earliest"] == pd.Timestamp(1962, 10, 28)
    verdicts = {
        quote: verdict
        for quote, verdict in zip(lesson.claims["quote"], lesson.claims["verdict"], strict=True)
    }
    assert (
        next(verdict for quote, verdict in verdicts.items() if "February 4, 1960" in quote)
        == "contradicted"
    )
    assert verdicts["in April 1961"] == "supported", "what is right is shown as right"
    assert {
        "supported",
        "partly-supported",
        "contradicted",
        "anachronism",
        "omission",
        "unsupported",
        "opinion",
    } == {*verdicts.values()}


MONTHS = [name for name in calendar.month_name if name]


def test_sources_say_what_they_are(lesson):
    items = json.loads((lesson.folder / "sources.json").read_text(encoding="utf-8"))
    sources = source_table(items, lesson.citations)
    pd.testing.assert_frame_equal(sources, lesson.sources)
    assert list(sources.columns) == ["id", "title", "author", "url", *WEB, *SOURCING, *CITED]
    assert (sources[["id", "title", *SOURCING]] != "").all().all()
    assert sources["id"].is_unique
    assert list(sources["url"]) == [item.get("URL", "") for item in items]
    named = sources.set_index("id")[["author", "url"]]
    assert list(named.loc["fa_az"]) == ["Graham Allison; Philip Zelikow", ""]
    assert list(named.loc[["ap_dec25", "au_library"], "author"]) == ["Associated Press", ""]


# Contradictions


def test_the_text_contradicts_the_record_in_every_way_that_the_lesson_teaches(lesson):
    assert set(contradictions_of(lesson)["contradiction"]) >= {
        "effect before cause",
        "date outside the record",
        "could not have been there",
        "had not met",
        "term appears later",
        "brought later",
        "part missing",
    }


def test_every_kind_of_contradiction_leads_to_a_verdict_of_the_lesson(lesson):
    verdicts = {kind.verdict for kind in CONTRADICTIONS.values()}
    assert verdicts <= set(lesson.claims["verdict"])


# The timeline


@pytest.mark.parametrize("lanes", [None, "side", "category", "actors", "place"])
@pytest.mark.parametrize("size", SIZES)
def test_timeline_has_every_event_once_and_no_overlaps(lesson, size, lanes):
    ax = plot_timeline(lesson, size=size, lanes=lanes)
    check_layout(ax)
    if lanes in (None, "side"):
        check_rows(ax, lesson.events, "sides" if lanes else None)


@pytest.mark.parametrize("span", ["1962-10-16/1962-10-28", "1962", "1960-02", "1962-10-27"])
def test_timeline_of_a_span_has_no_overlaps(lesson, span):
    check_layout(plot_timeline(lesson, span=span))


@pytest.mark.parametrize("size", ["notebook", "a4"])
def test_timeline_pages_label_every_event(lesson, size):
    pages = timeline_pages(lesson, size=size)
    labelled = set()
    for ax in pages:
        check_layout(ax)
        labelled |= {item.mark.id for band in ax.timeline.bands for item in band.items}
    assert set(lesson.events["id"]) <= labelled


def test_timeline_sides_are_in_the_order_of_the_lesson(lesson):
    bands = plot_timeline(lesson.events, lanes="side").timeline.content.bands
    assert [band.name for band in bands] == ["Havana", "Moscow", "Washington", "others"]


def test_timeline_describes_the_central_contradiction(lesson):
    ax = plot_timeline(lesson)
    assert "the effect comes 14 months before its cause" in repr(ax)
    lines = repr(describe_timeline(ax)).splitlines()
    line = next(line for line in lines if re.match(r"\d+\. c14: “", line))
    for part in (
        "motivated by the failed Bay of Pigs invasion",
        "14 months",
        "17 to 19 April 1961",
        "13 February 1960",
        "certainly",
    ):
        assert part in line


def test_timeline_lists_claims_without_any_date(lesson):
    undated = {mark.id for mark in plot_timeline(lesson).timeline.content.undated}
    placed = claims_in_time(lesson)
    assert undated <= set(placed.loc[placed["date"] == "", "id"]) and len(undated) > 10


def test_timeline_dates_each_claim_by_its_own_date_if_the_text_has_two(lesson):
    asserted = lesson.assertions
    dated = asserted["relation"].eq("dated") & asserted["subject"].eq("accords-1960")
    first = asserted[dated].iloc[0]
    second = pd.DataFrame([{**first, "id": "z1", "claim": "c30", "value": "1960-05"}])
    more = pd.concat([asserted, second], ignore_index=True)
    dates = claims_in_time(replace(lesson, assertions=more)).set_index("id")["date"]
    assert (dates[first["claim"]], dates["c30"]) == (first["value"], "1960-05")
    assert dates["c06"] == first["value"], "a claim without a date of its own has the first one"


def test_timeline_draws_a_chain_of_causes_from_its_first_link_to_its_last(lesson):
    (row,) = claims_in_time(lesson, ["c19"]).itertuples()
    chain = lesson.assertions.query("claim == 'c19' and relation == 'caused'")
    assert list(chain["object"])[:-1] == list(chain["subject"])[1:], "this claim is a chain"
    named = [*chain["subject"], chain["object"].iloc[-1]]
    assert (row.cause, row.events) == (lesson.event(named[0])["date"], "; ".join(named))


def test_timeline_labels_what_the_text_speaks_of_before_other_events(lesson):
    record = plot_timeline(lesson, size="a4").timeline.bands[-1]
    labelled = {item.mark.id for item in record.items}
    wrong_day = find_contradictions(lesson, ["c07"]).iloc[0]
    assert "mikoyan-arrives" in labelled & set(ids(wrong_day["events"]))
    contradicted = {name for cell in find_contradictions(lesson)["events"] for name in ids(cell)}
    assert "us-breaks-relations" in (labelled - contradicted) & set(lesson.assertions["object"])


def test_timeline_of_a_lesson_without_the_contradiction_draws_none(lesson):
    moved = lesson.with_date("bay-of-pigs", "1959-04-17/1959-04-19")
    ax = plot_timeline(moved, ["c14"])
    (link,) = ax.timeline.content.claims[0].links
    assert link.label == "by the text’s own dates the effect comes first"
    assert "contradiction" not in repr(ax)


def test_timeline_unknown_claim_error_names_it(lesson):
    with pytest.raises(ValueError, match="The text has no claim c99"):
        plot_timeline(lesson, claims=["c99"])


def test_timeline_hours_have_precise_marks_only_for_exact_times(lesson):
    drawn = Drawn(plot_timeline(lesson, span="1962-10-16/1962-10-28"))
    timed = {
        row.id for row in lesson.events.itertuples() if row.time and not row.time.endswith("~")
    }
    precise = [mark for mark in drawn.marks("record") if mark.kind == "exact time"]
    assert len(precise) == len([name for name in timed if drawn.labels(name)]) > 8


def test_widget_shows_summary_sources_knowledge_and_meaning_of_an_event(lesson):
    widget = TimelineWidget(lesson)

    def card(name):
        widget.handle(show=list(widget.shown["id"]).index(name))
        return str(widget.event["html"])

    found = card("bay-of-pigs")
    assert "Rasenberger" in found
    claim = "c14 “The agreement was motivated by the failed Bay of Pigs invasion”"
    assert f"{claim}: The effect comes before its cause." in found
    found = card("presidium-missile-decision")
    assert "<b>Became public:</b> perhaps 2003." in found
    assert "<b>Who knew at the time:</b> Moscow" in found
    assert all(why[:60] not in found for why in lesson.claims["why"]), "verdicts are the students’"


def test_timelinejs_has_hours_and_contradictions_but_no_verdicts(lesson):
    found = timelinejs(lesson)
    slides = {slide["unique_id"]: slide for slide in found["events"]}
    assert "14 months" in slides["bay-of-pigs"]["text"]["text"]
    assert "c14" in found["title"]["text"]["text"]
    assert slides["quarantine-speech"]["display_date"] == "22 October 1962, 19:00 local time"
    assert all(why not in str(found) for why in lesson.claims["why"])


# The code knows nothing of it

DOCSTRING = re.compile(r'"""[\s\S]*?"""')
#: Words of the lesson that are also words of the language or of a program.
COMMON = {"others", "act", "the public"}


def own_words(lesson):
    """Return the names, places and years that belong to the lesson's record."""
    cells = pd.concat([lesson.events["actors"], lesson.events["place"], lesson.events["sides"]])
    names = {name for cell in cells for name in split(cell)}
    surnames = {name.split()[-1] for name in names if len(name.split()) > 1}
    return {word for word in names | surnames if word[0].isupper() and len(word) > 3} - COMMON


def without_docstrings(path):
    """Return the code of a Python file without its docstrings and the comments of a whole line."""
    lines = DOCSTRING.sub("", path.read_text(encoding="utf-8")).splitlines()
    return "\n".join(line for line in lines if not line.lstrip().startswith("#"))


@pytest.mark.parametrize("part", ["helpers", "tools"])
def test_code_contains_no_names_years_or_places_of_the_lesson(lesson, part):
    words = "|".join(map(re.escape, sorted(own_words(lesson))))
    years = sorted({*lesson.events["earliest"].dt.year, *lesson.events["latest"].dt.year})
    own = re.compile(rf"\b(?:{words}|(?:{'|'.join(str(int(one)) for one in years)})(?!\d))\b")
    found = {
        f"{path.relative_to(PROJECT)}: {match[0]}"
        for path in sorted(PROJECT.glob(f"{part}/**/*.py"))
        for match in own.finditer(without_docstrings(path))
    }
    assert found == set()


# Exercises

EACH_EXERCISE = pytest.mark.parametrize("exercise", EXERCISES.values(), ids=EXERCISES.keys())


#: Kinds whose answers are saved, not marked.
UNMARKED = ("vote", "write")


def test_exercises_cover_all_kinds_and_skills():
    assert len(EXERCISES) >= 36
    assert set(KINDS) == {one.kind for one in EXERCISES.values()}
    assert set(SKILLS) == {one.skill for one in EXERCISES.values()}
    assert min(Counter(one.skill for one in EXERCISES.values()).values()) >= 3


def test_longest_or_shortest_option_is_seldom_the_right_one():
    found = [lengths(one) for one in EXERCISES.values() if one.kind == "choose-one"]
    longest, shortest = (
        sum(right[0] == pick([*right, *wrong]) for right, wrong in found) for pick in (max, min)
    )
    assert max(longest, shortest) <= len(found) / 3


@pytest.mark.parametrize(
    "exercise", verdict_exercises(EXERCISES, LESSON), ids=lambda one: one.content["claim"]
)
def test_the_solution_of_a_verdict_names_the_verdict(exercise):
    right = VERDICTS[LESSON.claim(exercise.content["claim"])["verdict"]].label.partition(":")[0]
    assert exercise.content["solution"].lower().removeprefix("our verdict: ").startswith(right)


@pytest.mark.parametrize(
    "exercise", verdict_exercises(EXERCISES, LESSON), ids=lambda one: one.content["claim"]
)
def test_a_wrong_verdict_leads_on_and_does_not_name_the_right_one(exercise):
    right = VERDICTS[LESSON.claim(exercise.content["claim"])["verdict"]]
    for _, answer in wrong_choices(exercise, LESSON):
        reasons = grade(exercise, answer).reasons
        assert "Rows to look at: " in reasons[-1]
        assert ("The claim is about the " in reasons[-1]) == bool(
            LESSON.claim(exercise.content["claim"])["about"]
        )
        assert len(reasons) == 2
        assert all(reasons[0] != one.requirement for one in VERDICTS.values()), (
            "a general reason where the claim needs its own"
        )
        assert right.label not in " ".join(reasons)


def test_a_claim_that_the_text_makes_twice_has_the_same_reasons():
    claims = LESSON.claims
    twice = claims[claims.duplicated(["claim", "about"], keep=False)]
    near = {
        one.content["claim"]: one.content["common_mistakes"]
        for one in verdict_exercises(EXERCISES, LESSON)
    }
    for _, same in twice.groupby(["claim", "about"]):
        first, second = (near[name] for name in same["id"])
        assert first == second != []
    assert len(twice) == 4


@pytest.mark.parametrize(
    ("claim", "chosen", "result"),
    [
        ("c07", "partly-supported", "wrong"),
        ("c18", "omission", "partly"),
        ("c20", "omission", "partly"),
        ("c24", "opinion", "wrong"),
        ("c22", "contradicted", "right"),
        ("c05", "omission", "partly"),
        ("c13", "partly-supported", "wrong"),
    ],
)
def test_only_a_verdict_that_comes_near_is_called_partly_right(claim, chosen, result):
    (exercise,) = (
        one for one in verdict_exercises(EXERCISES, LESSON) if one.content["claim"] == claim
    )
    assert grade(exercise, list(VERDICTS).index(chosen)).result == result


def test_questions_about_the_whole_record_are_true_of_it():
    months = EVENTS["earliest"].dt.strftime("%Y-%m").value_counts()
    assert months.idxmax() == EVENTS.set_index("id").loc["quarantine-speech", "date"][:7]
    assert 0.25 < months.max() / len(EVENTS) < 0.4, "a reason says about a third"


def test_no_reason_has_two_punctuation_marks_in_a_row():
    said = [
        reason for one in EXERCISES.values() for reason in grade(one, right_answer(one)).reasons
    ]
    said += [reason for name in LESSON.claims["id"] for reason in reveal(name, LESSON)]
    assert not [reason for reason in said if re.search(r"[?.!]:|\.”\.$", reason)]


#: Words of a text under study that an exercise quotes, and a title that is a name, may hold a date;
#: nothing else may.
TYPED = re.compile(rf"\b(?:19\d\d|(?:{'|'.join(MONTHS)})\b|\d+ (?:days|months|years))")


QUOTED = {"signed on February 4, 1960", "in April 1961", "in October 1962"}


#: Fields that hold ids.
IDS = {"id", "claims", "events", "sources", "event", "check", "claim"}


def typed(value, field=""):
    """Return the texts in which a date or a span of time is typed."""
    if isinstance(value, dict):
        return [one for name, part in value.items() if name not in IDS for one in typed(part, name)]
    if isinstance(value, list):
        return [one for part in value for one in typed(part, field)]
    text = re.sub(r"\{[^}]*\}", "", str(value))
    for words in QUOTED:
        text = text.replace(words, "")
    return (
        [str(value)]
        if TYPED.search(text) and not (field == "items" and re.fullmatch("[a-z0-9-]+", text))
        else []
    )


def raw():
    return yaml.safe_load((PROJECT / "data" / "exercises.yaml").read_text(encoding="utf-8"))


def test_no_date_or_span_is_typed_in_an_exercise():
    assert typed(raw()) == []
    assert typed("On 4 May 1961 it began, 9 days before.")
    assert not typed("On {bay-of-pigs.date} it began, {days:a:b} days before.")


def texts_of(exercises):
    return {name: json.dumps(one.content, ensure_ascii=False) for name, one in exercises.items()}


def test_a_corrected_date_corrects_every_exercise_that_uses_it_and_no_other():
    changed = load_exercises(LESSON.with_date("bay-of-pigs", "1961-06-20/1961-06-22"))
    before, after = texts_of(EXERCISES), texts_of(changed)
    differ = {name for name in before if before[name] != after[name]}
    rows = {row["id"]: json.dumps(row) for row in raw()}
    uses = {
        name
        for name, text in rows.items()
        if re.search(r"\{(?:[a-z]+:)?[^{}]*bay-of-pigs[^{}]*(?:\.date|\.month|:|\})", text)
    }
    assert differ <= uses
    assert {"verdict-motive", "timeline-how-many-months", "timeline-cause-in-time"} <= differ
    assert "17 to 19 April 1961" not in json.dumps(after)
    number = changed["timeline-how-many-months"]
    assert KINDS["number"].grade(number.content, "16", LESSON).result == "right"
    assert all(changed[name].version != EXERCISES[name].version for name in differ)


def test_statements_about_two_dates_agree_with_the_dates():
    """Where an exercise says that one came before the other, the data says so too."""
    for item, row in zip(
        EXERCISES["chronology-uncertain-date"].content["items"],
        next(row for row in raw() if row["id"] == "chronology-uncertain-date")["items"],
        strict=True,
    ):
        ids = re.findall(r"\{([a-z0-9-]+)\.date\}", row["text"])
        if len(ids) == 2:
            words = {True: "yes", False: "no", None: "it cannot be told"}
            assert words[LESSON.date(ids[0]).before(LESSON.date(ids[1]))] == item["answer"]
    decision = LESSON.date("presidium-missile-decision")
    for option in next(row for row in raw() if row["id"] == "timeline-cause-in-time")["options"]:
        (name,) = set(re.findall(r"\{([a-z0-9-]+)\.", option["text"]))
        assert (LESSON.date(name).before(decision) is True) == option.get("right", False)


@EACH_EXERCISE
def test_each_exercise_names_a_claim_or_an_event(exercise):
    fix = (
        f"{exercise.id} rests on nothing. Name a claim or an event in data/exercises.yaml "
        "(claims: [c01], events: [bay-of-pigs])."
    )
    rests = exercise.content.get("claims") or exercise.content.get("events")
    own = exercise.kind == "write" and exercise.notebook == "06-write-it-anew"
    assert rests or own, fix  # what students write about their own text rests on nothing else


def test_day_within_a_common_mistake_of_several_days_gets_its_feedback():
    exercise = EXERCISES["timeline-date-of-the-break"]
    reasons = {
        KINDS["date"].grade(exercise.content, day, LESSON).reasons[0]
        for day in ("17 April 1961", "1961-04-19", "1961-04-17/1961-04-19")
    }
    assert reasons == {
        near["reason"]
        for near in exercise.content["common_mistakes"]
        if near["event"] == "bay-of-pigs"
    }
    assert KINDS["date"].grade(exercise.content, "1961-04-17/..", LESSON).reasons == [
        exercise.content["default_feedback"]
    ]


def test_an_exercise_points_only_to_headings_that_exist():
    pointer = re.compile(r"notebook (\d\d)[^“]{0,8}, under “([^”]+)”", re.IGNORECASE)
    found = 0
    for exercise in EXERCISES.values():
        for number, heading in pointer.findall(json.dumps(exercise.content, ensure_ascii=False)):
            (path,) = (PROJECT / "notebooks").glob(f"{number}-*.ipynb")
            text = re.sub(r"<!--.*?-->", "", path.read_text(encoding="utf-8"))
            assert re.search(rf"# {re.escape(heading)}( \(|\\n|\")", text), (exercise.id, heading)
            found += 1
    assert found > 4
