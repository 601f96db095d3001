"""Write the sources as BibTeX and RIS, for Zotero and other reference managers.

The fields are those that Zotero's own translators read. Both formats are read back in the tests.
"""

import re
from typing import Any

#: CSL types in BibTeX, as far as Zotero reads them; what is not here is misc.
BIBTEX_TYPES = {
    "book": "book",
    "chapter": "incollection",
    "article-journal": "article",
    "article-newspaper": "article",
    "article-magazine": "article",
    "report": "techreport",
    "thesis": "phdthesis",
    "legislation": "legislation",
    "personal_communication": "letter",
    "webpage": "online",
    "speech": "unpublished",
    "manuscript": "unpublished",
    "pamphlet": "booklet",
}

#: What an article is in, which tells newspapers and magazines from journals.
BIBTEX_SUBTYPES = {"article-newspaper": "newspaper", "article-magazine": "magazine"}

#: BibTeX fields whose name depends on the type of the entry.
BIBTEX_NAMES = {
    "article": {"container-title": "journal"},
    "techreport": {"publisher": "institution"},
    "phdthesis": {"publisher": "school"},
}

#: CSL fields and their BibTeX fields.
BIBTEX_FIELDS = {
    "container-title": "booktitle",
    "publisher": "publisher",
    "volume": "volume",
    "issue": "number",
    "number": "number",
    "edition": "edition",
    "page": "pages",
    "genre": "type",
    "language": "language",
    "DOI": "doi",
    "ISBN": "isbn",
}

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

#: Characters that mean something in TeX.
TEX = str.maketrans(
    {character: f"\\{character}" for character in "#$%&_{}"}
    | {"\\": "\\textbackslash{}", "~": "\\textasciitilde{}", "^": "\\textasciicircum{}"}
)

#: Marks of style that a citation processor reads; RIS keeps them, as Zotero does.
_MARKUP = re.compile(r"</?(?:i|b|sc|sup|sub|span)\b[^<>]*>")

#: CSL types in RIS, as Zotero writes them; a document with an archive is a manuscript there.
RIS_TYPES = {
    "book": "BOOK",
    "chapter": "CHAP",
    "article-journal": "JOUR",
    "article-newspaper": "NEWS",
    "article-magazine": "MGZN",
    "report": "RPRT",
    "thesis": "THES",
    "legislation": "STAT",
    "treaty": "STAT",
    "personal_communication": "PCOMM",
    "interview": "PCOMM",
    "webpage": "ELEC",
    "speech": "SLIDE",
    "broadcast": "MPCT",
    "map": "MAP",
    "pamphlet": "PAMP",
    "manuscript": "MANSCPT",
    "document": "MANSCPT",
}

RIS_NAMES = {"author": "AU", "editor": "ED", "translator": "A4"}

#: CSL fields and their RIS tags.
RIS_TAGS = {
    "title": "TI",
    "container-title": "T2",
    "publisher": "PB",
    "volume": "VL",
    "issue": "IS",
    "number": "M1",
    "edition": "ET",
    "genre": "M3",
    "archive": "DB",
    "archive_location": "AN",
    "call-number": "CN",
    "language": "LA",
    "note": "N1",
    "DOI": "DO",
    "ISBN": "SN",
    "URL": "UR",
}


def bibliographies(sources: list[dict[str, Any]]) -> dict[str, str]:
    """Return the text of each file for programs that manage references, by its name."""
    return {"sources.bib": bibtex(sources), "sources.ris": ris(sources)}


def bibtex(sources: list[dict[str, Any]]) -> str:
    """Return the bibliography as BibTeX.

    Titles and organisations are in double braces: no style changes their capitals, or takes an
    organisation for a person.
    """
    return "\n".join(map(_entry, sources))


def _entry(source: dict[str, Any]) -> str:
    kind = BIBTEX_TYPES.get(source["type"], "misc")
    names = BIBTEX_FIELDS | BIBTEX_NAMES.get(kind, {})
    fields = {"title": f"{{{_tex(source['title'])}}}"}
    for role in ("author", "editor", "translator"):
        fields[role] = " and ".join(map(_bibtex_name, source.get(role, [])))
    fields |= _bibtex_date(source)
    fields |= {names[field]: _tex(source[field]) for field in names if source.get(field)}
    fields["address"] = _tex(source.get("publisher-place") or source.get("event-place", ""))
    archive = ", ".join(filter(None, [source.get("archive"), source.get("archive_location")]))
    fields["note"] = _tex("; ".join(filter(None, [source.get("note"), archive])))
    fields["entrysubtype"] = BIBTEX_SUBTYPES.get(source["type"], "")
    fields["url"] = source.get("URL", "")  # is read as it is, without escapes
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    return f"@{kind}{{{source['id']},\n" + ",\n".join(lines) + "\n}\n"


def _tex(value: Any) -> str:
    return _one_line(_MARKUP.sub("", str(value))).translate(TEX)


def _one_line(value: Any) -> str:
    return " ".join(str(value).split())


def _bibtex_name(name: dict[str, str]) -> str:
    if "literal" in name:
        return f"{{{_tex(name['literal'])}}}"
    parts = [_family(name), name.get("suffix"), name.get("given")]
    return _tex(", ".join(filter(None, parts)))


def _family(name: dict[str, str]) -> str:
    """Return the family name after its particles."""
    parts = [name.get(part) for part in ("dropping-particle", "non-dropping-particle", "family")]
    return " ".join(filter(None, parts))


def _date_parts(source: dict[str, Any]) -> list[list[int]]:
    parts: list[list[int]] = source.get("issued", {}).get("date-parts", [])
    return [part for part in parts if part]


def _bibtex_date(source: dict[str, Any]) -> dict[str, str]:
    """Return the exact date, which Zotero and BibLaTeX read, and its year and month for BibTeX."""
    dates = _date_parts(source)
    if not dates:
        return {}
    written = ("-".join(f"{part:02d}" for part in date) for date in dates)
    fields = {"date": "/".join(written), "year": str(dates[0][0])}
    return fields | ({"month": MONTHS[dates[0][1] - 1]} if len(dates[0]) > 1 else {})


def ris(sources: list[dict[str, Any]]) -> str:
    """Return the bibliography in the RIS format, one tag a line."""
    lines: list[str] = []
    for source in sources:
        fields = [("TY", RIS_TYPES.get(source["type"], "GEN")), ("ID", source["id"])]
        for role, tag in RIS_NAMES.items():
            fields += [(tag, _ris_name(name)) for name in source.get(role, [])]
        fields += _ris_date(source)
        fields += [(tag, source[field]) for field, tag in RIS_TAGS.items() if source.get(field)]
        fields += [("CY", source.get("publisher-place") or source.get("event-place", ""))]
        first, _, last = str(source.get("page", "")).replace("–", "-").partition("-")
        fields += [("SP", first), ("EP", last)]
        lines += [f"{tag}  - {_one_line(value)}" for tag, value in fields if value]
        lines += ["ER  - ", ""]
    return "\n".join(lines)


def _ris_name(name: dict[str, str]) -> str:
    """Return a name in the order Last, First, Suffix.

    Zotero reads whatever follows a comma as a first name. So an organisation has no comma inside,
    and one at its end: other programs take that for an empty first name.
    """
    if "literal" in name:
        return name["literal"].replace(", ", ". ").replace(",", ".") + ","
    return ", ".join(filter(None, [_family(name), name.get("given"), name.get("suffix")]))


def _ris_date(source: dict[str, Any]) -> list[tuple[str, str]]:
    dates = _date_parts(source)
    if not dates:
        return []
    exact = "/".join(f"{part:02d}" for part in dates[0])
    if len(dates) > 1:
        exact = "-".join(str(date[0]) for date in dates)
    return [("PY", str(dates[0][0])), ("DA", exact)]
