"""The sources are CSL-JSON that others read, and what is stored of them follows from them."""

import json
import re

import jsonschema
import pypandoc
import pytest

from helpers.files import PROJECT
from helpers.load import load_lesson
from tools import bibliographies, citations

SOURCES = json.loads((PROJECT / "data/sources.json").read_text(encoding="utf-8"))

# Types and fields that we use, as the CSL 1.0.2 specification (appendices III and IV) and its
# schema csl-data.json name them.
TYPES = [
    "article-journal",
    "article-magazine",
    "article-newspaper",
    "book",
    "broadcast",
    "chapter",
    "document",
    "interview",
    "legislation",
    "manuscript",
    "map",
    "pamphlet",
    "personal_communication",
    "report",
    "speech",
    "thesis",
    "treaty",
    "webpage",
]
WORDS = [
    "archive",
    "archive_collection",
    "archive_location",
    "archive-place",
    "call-number",
    "collection-title",
    "container-title",
    "DOI",
    "event-place",
    "genre",
    "ISBN",
    "ISSN",
    "language",
    "medium",
    "note",
    "original-title",
    "publisher",
    "publisher-place",
    "section",
    "source",
    "title",
    "title-short",
    "URL",
]
WORDS_OR_NUMBERS = [
    "chapter-number",
    "collection-number",
    "edition",
    "issue",
    "number",
    "number-of-pages",
    "number-of-volumes",
    "page",
    "volume",
]
NAMES = [
    "author",
    "collection-editor",
    "container-author",
    "editor",
    "interviewer",
    "recipient",
    "translator",
]
DATES = ["accessed", "issued", "original-date"]


def each(names, rule):
    return {name: rule for name in names}


NAME = {
    "type": "object",
    "additionalProperties": False,
    "minProperties": 1,
    "properties": each(
        ["family", "given", "literal", "suffix", "dropping-particle", "non-dropping-particle"],
        {"type": "string"},
    ),
}
PART = {"type": "array", "items": {"type": "integer"}, "minItems": 1, "maxItems": 3}
DATE = {
    "type": "object",
    "additionalProperties": False,
    "required": ["date-parts"],
    "properties": {
        "date-parts": {"type": "array", "items": PART, "minItems": 1, "maxItems": 2},
        "circa": {"type": "boolean"},
    },
}
ITEM = {
    "type": "object",
    "additionalProperties": False,
    "required": ["id", "type", "title", "custom"],
    "properties": {
        "id": {"type": "string", "pattern": "^[a-z][a-z0-9_]*$"},
        "type": {"enum": TYPES},
        "custom": {"type": "object"},
        **each(WORDS, {"type": "string", "minLength": 1}),
        **each(WORDS_OR_NUMBERS, {"type": ["string", "integer"]}),
        **each(NAMES, {"type": "array", "items": NAME, "minItems": 1}),
        **each(DATES, DATE),
    },
}


def faults(sources):
    return [
        f"{'/'.join(map(str, error.path))}: {error.message[:200]}"
        for error in jsonschema.Draft202012Validator({"items": ITEM}).iter_errors(sources)
    ]


def test_the_sources_are_csl_json():
    assert faults(SOURCES) == []
    assert len(SOURCES) >= 60


@pytest.mark.parametrize(
    "change",
    [
        {"type": "blog"},
        {"titel": "x"},
        {"issued": "1962"},
        {"issued": {"date-parts": [["1962"]]}},
        {"issued": {"date-parts": [1962]}},
        {"author": "Allyn"},
        {"author": [{"name": "Allyn"}]},
        {"author": []},
        {"publisher": 7},
        {"id": "Not an id"},
    ],
)
def test_what_is_no_csl_json_is_found(change):
    assert faults([{**SOURCES[0], **change}])


def test_dates_of_sources_exist():
    for source in SOURCES:
        for field in DATES:
            for parts in source.get(field, {}).get("date-parts", []):
                year, month, day = [*parts, 1, 1][:3]
                assert 1800 <= year <= 2100 and 1 <= month <= 12 and 1 <= day <= 31, source["id"]


@pytest.fixture(scope="module")
def fresh():
    return citations.citations(SOURCES)


def test_stored_citations_are_what_follows_from_the_sources(fresh):
    assert json.loads((PROJECT / "data/citations.json").read_text(encoding="utf-8")) == fresh


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("sources.bib", lambda: bibliographies.bibtex(SOURCES)),
        ("sources.ris", lambda: bibliographies.ris(SOURCES)),
    ],
)
def test_stored_bibliographies_are_what_follows_from_the_sources(name, make):
    assert (PROJECT / "data" / name).read_text(encoding="utf-8") == make()


def test_each_source_has_three_forms_that_name_it(fresh):
    assert set(fresh) == {source["id"] for source in SOURCES}
    for source in SOURCES:
        note, short, entry = (
            fresh[source["id"]][form] for form in ("note", "short", "bibliography")
        )
        assert note.endswith(".") or note.endswith(("”", "?", "!")), note
        assert len(short) <= len(note)
        if "URL" in source:
            assert source["URL"] in note, source["id"]
        for author in source.get("author", [])[:1]:
            if source["type"] == "legislation":
                continue  # a law is cited by its name
            name = author.get("family") or author["literal"]
            assert name in note and (name in entry or entry.startswith("———")), (
                "a dash stands for the author of the entry before"
            )
        assert not re.search(r"[@{}\\]|\bn\.d\.\b.*\bn\.d\.\b", note), note
        assert "None" not in note and "  " not in note


def test_one_book_as_chicago_writes_it(fresh):
    assert fresh["anderson_che"] == {
        "note": "Jon Lee Anderson, Che Guevara: A Revolutionary Life "
        "(New York: Grove Press, 1997).",
        "short": "Anderson, Che Guevara.",
        "bibliography": "Anderson, Jon Lee. Che Guevara: A Revolutionary Life. "
        "New York: Grove Press, 1997.",
    }


def test_pandoc_reads_the_sources_back_as_they_are():
    """The way into Zotero: what a reader of CSL-JSON has understood is what we wrote."""
    text = (PROJECT / "data/sources.json").read_text(encoding="utf-8")
    back = {
        item["id"]: item
        for item in json.loads(pypandoc.convert_text(text, "csljson", format="csljson"))
    }
    assert list(back) == sorted(back, key=list(back).index) and set(back) == {
        source["id"] for source in SOURCES
    }
    for source in SOURCES:
        read = back[source["id"]]
        for field, value in source.items():
            if field == "custom":  # our own words about the source, which a reader may drop
                continue
            assert plain(read.get(field)) == plain(value), (source["id"], field)


def plain(value):
    """Return a value as pandoc may write it, too.

    Numbers become text, marks of style and empty parts of names are left out, and there is one kind
    of quotation marks.
    """
    if isinstance(value, list):
        return [plain(part) for part in value]
    if isinstance(value, dict):
        return {name: plain(part) for name, part in value.items()}
    return re.sub(r"</?(?:i|b|sc|sup|sub|span)[^>]*>", "", str(value)).translate(
        str.maketrans("–’‘“”", "-" + "'" * 4)
    )


def read_ris(text):
    """Read RIS as its specification says: two letters, two blanks, a hyphen, a blank."""
    records = []
    for line in text.splitlines():
        if line == "":
            continue
        match = re.fullmatch(r"([A-Z][A-Z0-9])  - (.*)", line)
        assert match, line
        if match[1] == "TY":
            records.append({})
        records[-1].setdefault(match[1], []).append(match[2])
    return records


def test_ris_has_one_record_for_each_source():
    records = read_ris((PROJECT / "data/sources.ris").read_text(encoding="utf-8"))
    assert [record["ID"] for record in records] == [[source["id"]] for source in SOURCES]
    for record, source in zip(records, SOURCES, strict=True):
        assert next(iter(record)) == "TY" and list(record)[-1] == "ER"
        assert record["TI"] == [source["title"]]
        for role, tag in (("author", "AU"), ("editor", "ED")):
            assert len(record.get(tag, [])) == len(source.get(role, []))
        assert record.get("UR", [""]) == [source.get("URL", "")]
        if "issued" in source:
            assert record["PY"] == [str(source["issued"]["date-parts"][0][0])]


def read_back(text, form):
    return {item["id"]: item for item in json.loads(pypandoc.convert_text(text, "csljson", form))}


#: How pandoc calls what a reader of these formats can't tell from another type; "" is any document.
BIBTEX_READ = {
    "document": "",
    "interview": "",
    "treaty": "",
    "broadcast": "",
    "speech": "manuscript",
}
RIS_READ = {
    "document": "manuscript",
    "webpage": "misc",
    "treaty": "legislation",
    "speech": "graphic",
    "interview": "personal_communication",
    "broadcast": "motion-picture",
    "article-journal": "article-journal",
}


def test_pandoc_reads_bibtex_back_with_names_dates_types_and_titles():
    back = read_back(bibliographies.bibtex(SOURCES), "bibtex")
    assert list(back) == [source["id"] for source in SOURCES]
    for source in SOURCES:
        read = back[source["id"]]
        for role in ("author", "editor", "translator"):
            assert plain(read.get(role, [])) == plain(source.get(role, [])), source["id"]
        assert read.get("issued") == source.get("issued"), source["id"]
        assert read["type"] == BIBTEX_READ.get(source["type"], source["type"])
        assert plain(read["title"]) == plain(source["title"])
        assert read.get("URL") == source.get("URL")
        for field in ("archive", "archive_location"):
            assert plain(source.get(field, "")) in plain(read.get("note", ""))


def test_pandoc_reads_ris_back_with_names_years_and_types():
    back = read_back(bibliographies.ris(SOURCES), "ris")
    assert list(back) == [source["id"] for source in SOURCES]
    for source in SOURCES:
        read = back[source["id"]]
        assert read["type"] == RIS_READ.get(source["type"], source["type"])
        assert plain(read["title"]) == plain(source["title"])
        years = [date[0] for date in source.get("issued", {}).get("date-parts", [])][:1]
        assert [date[0] for date in read.get("issued", {}).get("date-parts", [])] == years
        for role in ("author", "editor"):
            for name, known in zip(read.get(role, []), source.get(role, []), strict=True):
                if "literal" in known:
                    assert name == {"family": known["literal"].replace(", ", ". ")}
                else:  # pandoc takes the last of three parts for the given name
                    assert set(name.values()) == set(known.values())


def zotero_name(value):
    """Read a name as Zotero's translator for RIS does: up to the first comma, and the rest."""
    last, _, first = (part.strip() for part in value.partition(","))
    return {"lastName": last, "firstName": first} if first else {"lastName": last, "fieldMode": 1}


def test_zotero_reads_organisations_persons_suffixes_days_and_archives_from_ris():
    for record, source in zip(read_ris(bibliographies.ris(SOURCES)), SOURCES, strict=True):
        for role, tag in (("author", "AU"), ("editor", "ED"), ("translator", "A4")):
            for value, name in zip(record.get(tag, []), source.get(role, []), strict=True):
                read = zotero_name(value)
                assert ("fieldMode" in read) == ("literal" in name), value
                assert read.get("firstName", "").endswith(name.get("suffix", ""))
        dates = source.get("issued", {}).get("date-parts", [])
        if len(dates) == 1:
            assert [int(part) for part in record["DA"][0].split("/")] == dates[0]
        assert record.get("DB", [""]) == [source.get("archive", "")]
        assert record.get("AN", [""]) == [source.get("archive_location", "")]


def test_names_with_particles_and_suffixes_are_kept():
    names = [
        {"family": "Gaulle", "given": "Charles", "dropping-particle": "de"},
        {"family": "King", "given": "Martin Luther", "suffix": "Jr."},
        {"literal": "Smith, Sons and Co. {50% & more}"},
    ]
    source = {"id": "x", "type": "book", "title": "la Vida de un_hombre: 100%", "author": names}
    (read,) = read_back(bibliographies.bibtex([source]), "bibtex").values()
    assert read["author"] == names and read["title"] == source["title"]
    (record,) = read_ris(bibliographies.ris([source]))
    assert record["AU"] == [
        "de Gaulle, Charles",
        "King, Martin Luther, Jr.",
        "Smith. Sons and Co. {50% & more},",
    ]


def test_a_line_break_in_a_field_does_not_break_ris():
    source = {
        "id": "x",
        "type": "book",
        "title": "One\nTY  - Two",
        "author": [{"literal": "A\r\nER  - B"}],
    }
    (record,) = read_ris(bibliographies.ris([source]))
    assert record["TI"] == ["One TY - Two"] and record["AU"] == ["A ER - B,"]


def test_a_changed_source_changes_its_citation(fresh):
    lesson = load_lesson()
    assert dict(zip(lesson.sources["id"], lesson.sources["note"], strict=True)) == {
        name: one["note"] for name, one in fresh.items()
    }
