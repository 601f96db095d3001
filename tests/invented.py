"""A small invented lesson: a pact of 1801, its people, documents, places and sources."""

import dataclasses
import json
from pathlib import Path

import pandas as pd

from helpers import load_lesson
from helpers.lesson.model import derive_events

EVENTS = [
    {
        "id": "talks",
        "date": "1801-02-13",
        "title": "The talks",
        "sides": "North; South",
        "actors": "Ann; Carl",
        "present": "Ann; Carl",
        "place": "Aville",
    },
    {"id": "spying", "date": "1801-09", "title": "The spying", "sides": "North", "actors": "Dora"},
    {
        "id": "landing",
        "date": "1802-04-17/1802-04-19",
        "title": "The landing",
        "sides": "North",
        "made_public": "1802-04-17",
        "actors": "Ben",
    },
    {
        "id": "spring",
        "date": "1802-04",
        "title": "The spring storms",
        "sides": "others",
        "made_public": "1802-05",
    },
    {
        "id": "secret",
        "date": "1803-01-05",
        "title": "The secret",
        "sides": "South",
        "known_to": "South",
        "actors": "Carl",
        "made_public": "1850",
    },
]
CLAIMS = [
    {"id": "c1", "quote": "The landing led to the pact", "about": "pact", "events": "talks"},
    {"id": "c2", "quote": "The pact led to the landing", "events": "landing", "verdict": "opinion"},
    {"id": "c3", "quote": "The storms led to the landing", "events": ""},
]
ASSERTIONS = [
    ("c1", "caused", "landing", "pact", ""),
    ("c2", "caused", "pact", "landing", ""),
    ("c3", "before", "spring", "landing", ""),
    ("c1", "dated", "pact", "", "1801-02-04"),
    ("c1", "between", "pact", "", "North; South"),
    ("c1", "signed-by", "pact", "", "Ben"),
    ("c1", "term", "pact", "", "salt"),
]
INSTRUMENTS = [
    {
        "id": "pact",
        "name": "the pact of 1801",
        "event": "talks",
        "parties": "South; North",
        "signers": "Ann; Carl",
        "terms": "salt",
        "public": "yes",
        "not_read": "",
    },
    {
        "id": "deal",
        "name": "the deal of 1803",
        "event": "secret",
        "parties": "North",
        "signers": "",
        "terms": "iron",
        "public": "no",
        "not_read": "the map",
    },
]
SOURCES = [
    {
        "id": "letter",
        "short": "Carl, “Letter to Ann.”",
        "side": "South",
        "kind": "letter",
        "made_on": "1801-02-20",
        "url": "https://example.org/letter",
    },
    {
        "id": "book",
        "short": "Smith, The Pact.",
        "side": "scholars",
        "kind": "scholarship",
        "made_on": "1901",
        "url": "javascript:alert(1)",
    },
    {
        "id": "leaflet",
        "short": "“A Leaflet.”",
        "side": "North",
        "kind": "newspaper",
        "made_on": "not known",
        "url": "",
    },
]
DISPUTES = [
    {
        "id": "why",
        "question": "Why the pact?",
        "position": "For salt.",
        "holders": "Smith; Jones",
        "evidence": "The letter says so.",
        "sources": "letter [p. 2]; book",
        "cited": "",
    },
    {
        "id": "why",
        "question": "Why the pact?",
        "position": "For peace.",
        "holders": "Carl",
        "evidence": "His own words.",
        "sources": "letter",
        "cited": "",
    },
    {
        "id": "who",
        "question": "Who won?",
        "position": "Nobody.",
        "holders": "Smith",
        "evidence": "None.",
        "sources": "book",
        "cited": "",
    },
]

SQUARE = [[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]
FILES = {
    "people.yaml": """
- {id: carl, name: Carl, also: [Charles], born: "1760-05-05", died: "1820?", side: South,
   role: Minister, about: "He signed on {talks.date}.", events: [talks], sources: ["letter [p. 2]"]}
- {id: dora, name: Dora, born: "", died: "1830", side: North, role: Spy, about: Quiet., sources: []}
""",
    "words.yaml": """
- {word: salt, meaning: What the pact of {talks.year} was about.}
- {word: Accord, meaning: An agreement.}
""".replace(
        "What the pact of {talks.year} was about.", '"What the pact of {talks.year} was about."'
    ),
    "background.yaml": """
- {id: war, title: The war, text: ["It began before {talks.date}.", It ended.], sources: [book]}
""",
    "documents.yaml": """
- {id: the-letter, source: letter, title: A letter, what: A letter, made_by: Carl,
   made_on: "1801-02-20", made_for: Ann, side: South, says: Much., could_know: All.,
   could_not_know: Nothing., ask: [Why?], with: [book], claims: {c1: contradicts}}
- {id: the-leaflet, source: leaflet, title: A leaflet, what: A leaflet, made_by: Nobody,
   made_on: "", made_for: All, side: North, says: Little., could_know: Some.,
   could_not_know: More., ask: [Who?, When?]}
""",
    "routes.yaml": """
- id: short
  title: In a quarter of an hour
  minutes: 6
  for_whom: Anyone.
  prepare: [Read what happened on {talks.date}.]
  steps:
    - {minutes: 4, where: {notebook: 00-start.ipynb, section: A start}, teacher: Tell the case.,
       students: Listen., discuss: "Why in {talks.year}?"}
    - {minutes: 2, where: talk, teacher: Ask., students: Answer.}
""".replace("Read what happened on {talks.date}.", '"Read what happened on {talks.date}."'),
    "claims-guide.yaml": """
- {claim: c1, evidence: "The pact is of {talks.date}.", students_say: It is., reply: Is it?}
- {claim: c2, evidence: None., students_say: It is not., reply: Why not?}
""",
    "stances.csv": """claim,source,stance,note
c1,letter,contradicts,Says salt
c1,book,partly,Says salt and peace
c2,leaflet,supports,Says so
""",
    "parts.csv": """id,instrument,part,promised_by,status,condition,outcome,events,sources
p1,deal,the iron,North to South,public,,Sent on {secret.date}.,secret,letter; book
p2,deal,the map,South to North,secret,if the iron comes,Never sent.,,
p3,deal,the coast,demanded by North,refused,,,,book [p. 1]
""",
    "places.csv": """id,name,latitude,longitude,kind,note,sources
a,Aville,0.5,0.5,capital,Here on {talks.date}.,letter
b,Btown,0.5,2.5,port,,
far,Farland,50,40,city,,
""",
    "ranges.csv": """id,name,type,km,nautical_miles,note,sources
gun,The gun,gun,400,216,A guess.,book
bow,The bow,bow,200,,,
""",
    "map.yaml": """
title: Two islands
near: {title: The islands}
far: {title: How far, centre: a}
distances: [{from: a, to: b}, {from: a, to: far}]
shores: [{from: a, to: b, label: from coast to coast}]
""",
    "coastline.geojson": json.dumps(
        {
            "type": "FeatureCollection",
            "features": [
                {
                    "properties": {"name": name},
                    "geometry": {
                        "type": "MultiPolygon",
                        "coordinates": [[SQUARE], [[[x + 2, y] for x, y in SQUARE]]],
                    },
                }
                for name in ("near", "far")
            ],
        }
    ),
}


def invented(folder: Path, leave_out=(), **changed):
    """Return the lesson in a folder with these files; `changed` gives it other tables."""
    for name, text in FILES.items():
        if name not in leave_out:
            (folder / name).write_text(text.lstrip("\n"), encoding="utf-8")
    base = load_lesson()
    events = _table(base.events, EVENTS, single_sourced=False, sources="letter")
    sources = _table(base.sources, SOURCES, title="A title")
    citations = {
        row["id"]: {"note": f"{row['short']} {row['url']}", "short": row["short"]}
        for row in SOURCES
    }
    rows = [(f"a{n}", *row) for n, row in enumerate(ASSERTIONS)]
    tables = {
        "events": derive_events(events),
        "instruments": _table(base.instruments, INSTRUMENTS),
        "claims": _table(base.claims, CLAIMS, sentence=1),
        "assertions": pd.DataFrame(rows, columns=base.assertions.columns),
        "disputes": _table(base.disputes, DISPUTES),
        "sources": sources,
        "citations": citations,
        "folder": folder,
        "vocabulary": dataclasses.replace(
            base.vocabulary,
            sides=("North", "South", "others"),
            source_sides=("South", "North", "scholars"),
            known_on="1802-06-01",
        ),
    }
    return dataclasses.replace(base, **(tables | changed))


def _table(like, rows, **same):
    empty = dict.fromkeys(like.columns, "") | same
    return pd.DataFrame([empty | row for row in rows])[list(like.columns)]
