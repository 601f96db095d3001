"""The shipped lesson is complete and exact: all tests of its content are in this file."""

import calendar
import hashlib
import json
import re

import pandas as pd
import pytest

from helpers.files import PROJECT
from helpers.lesson.cells import ids, split
from helpers.lesson.dates import parse_date
from helpers.lesson.sources import CITED, SOURCING, source_table
from helpers.load import load_lesson


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


def test_every_quotation_is_exact_and_in_its_sentence(lesson):
    sentences = lesson.sentences.set_index("number")
    for claim in lesson.claims.itertuples():
        assert lesson.text[claim.start : claim.end] == claim.quote
        sentence = sentences.loc[claim.sentence]
        assert sentence["start"] <= claim.start and claim.end <= sentence["end"], claim.id
    assert lesson.claims["start"].is_monotonic_increasing


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


def test_reasons_are_filled(lesson):
    assert not lesson.claims["why"].str.contains("[{}]").any()
    assert (lesson.claims["why"].str.split().str.len() >= 5).all()


MONTHS = [name for name in calendar.month_name if name]
SPELLED = re.compile(rf"(?:(\d{{1,2}}) )?({'|'.join(MONTHS)})\b|\b(19\d\d)\b")


def own_dates(event):
    """Return the days, months and years in a summary that lie within the date of its own row."""
    for found in SPELLED.finditer(event.summary):
        day, month, year = found.groups()
        years = [int(year)] if year else range(event.earliest.year, event.latest.year + 1)
        written = f"-{MONTHS.index(month) + 1:02}" if month else ""
        written += f"-{int(day):02}" if day else ""
        dates = [parse_date(f"{one}{written}") for one in years]
        if any(
            date.earliest <= event.latest.date() and date.latest >= event.earliest.date()
            for date in dates
        ):
            yield found[0]


def test_no_summary_repeats_the_date_of_its_row(lesson):
    # A date that is corrected must not leave an old one behind in the words beside it.
    assert {
        event.id: found for event in lesson.events.itertuples() if (found := list(own_dates(event)))
    } == {}


@pytest.mark.parametrize(
    "words", ["They land on 18 April.", "They land in April.", "They land in 1961."]
)
def test_a_repeated_date_is_found_and_another_is_not(lesson, words):
    landing = lesson.events[lesson.events["id"] == "bay-of-pigs"]
    assert list(own_dates(next(landing.assign(summary=words).itertuples())))
    assert not list(
        own_dates(
            next(landing.assign(summary="The plan is of 17 March 1960, and of May.").itertuples())
        )
    )


def test_sources_say_what_they_are(lesson):
    items = json.loads((lesson.folder / "sources.json").read_text(encoding="utf-8"))
    sources = source_table(items, lesson.citations)
    pd.testing.assert_frame_equal(sources, lesson.sources)
    assert list(sources.columns) == ["id", "title", "author", "url", *SOURCING, *CITED]
    assert (sources[["id", "title", *SOURCING]] != "").all().all()
    assert sources["id"].is_unique
    assert list(sources["url"]) == [item.get("URL", "") for item in items]
    named = sources.set_index("id")[["author", "url"]]
    assert list(named.loc["fa_az"]) == ["Graham Allison; Philip Zelikow", ""]
    assert list(named.loc[["ap_dec25", "au_library"], "author"]) == ["Associated Press", ""]


def test_every_source_stands_behind_a_row(lesson):
    cells = pd.concat(
        [lesson.events["sources"], lesson.claims["sources"], lesson.disputes["sources"]]
    )
    assert set(lesson.sources["id"]) - {one for cell in cells for one in ids(cell)} == set()


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


#: Parts of the code that still contain such words; take a part out when it no longer does.
PENDING = ("helpers/compare", "helpers/timeline", "helpers/exercises", "tools")
PARTS = ("helpers/lesson", "helpers/display", "helpers/*.py", *PENDING)


@pytest.mark.parametrize(
    "part",
    [
        pytest.param(one, marks=pytest.mark.xfail(reason="not yet moved"))
        if one in PENDING
        else one
        for one in PARTS
    ],
)
def test_code_contains_no_names_years_or_places_of_the_lesson(lesson, part):
    words = "|".join(map(re.escape, sorted(own_words(lesson))))
    years = sorted({*lesson.events["earliest"].dt.year, *lesson.events["latest"].dt.year})
    own = re.compile(rf"\b(?:{words}|(?:{'|'.join(str(int(one)) for one in years)})(?!\d))\b")
    paths = PROJECT.glob(part if part.endswith(".py") else f"{part}/**/*.py")
    found = {
        f"{path.relative_to(PROJECT)}: {match[0]}"
        for path in sorted(paths)
        for match in own.finditer(without_docstrings(path))
    }
    assert found == set()
