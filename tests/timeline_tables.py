"""Small tables of events and claims that the tests of the timeline draw."""

import random
from datetime import date, timedelta

import pandas as pd


def table(*dates, title="An event"):
    """Return events of these dates, each with an id and a title of its own."""
    return pd.DataFrame(
        {
            "id": [f"e{n}" for n in range(len(dates))],
            "date": dates,
            "title": [f"{title} {n}" for n in range(len(dates))],
        }
    )


#: One event of every kind of date.
EVERY_KIND = table(
    "1960-02-13",
    "1961-04-17/1961-04-19",
    "1962-07",
    "1962-09-09~",
    "1962-05?",
    "1962-10-2X",
    "1963/..",
    "195X",
)

#: Events of several sides, of one side twice, and of none.
SIDES = pd.DataFrame(
    {
        "id": list("abcdefghi"),
        "date": [
            "1960-02-13",
            "1961-04-17/1961-04-19",
            "1962-07",
            "1962-09-09~",
            "1962-05?",
            "1962-10-2X",
            "1963-04-26/..",
            "1959",
            "../1959-02",
        ],
        "title": [f"Event {letter}" for letter in "abcdefghi"],
        "sides": [
            "Moscow; Havana",
            "Havana",
            "",
            "Moscow",
            "Washington",
            "others",
            "Moscow",
            "Havana; Havana",
            "Washington",
        ],
    }
)

LANDING, ACCORDS, ARMS = "1961-04-17/1961-04-19", "1960-02-13", "1962-07"


def crowd(count=120):
    """Return events of five years, a third of them in seven weeks, far more than have a label."""
    chance = random.Random(count)
    first, dense = date(1959, 1, 1), date(1962, 9, 20)
    rows = [("landing", LANDING, "The landing"), ("accords", ACCORDS, "The accords")]
    rows.append(("arms", ARMS, "Arms arrive"))
    for number in range(count):
        days = chance.randrange(49) if number % 3 == 0 else chance.randrange(1800)
        day = (dense if number % 3 == 0 else first) + timedelta(days=days)
        rows.append((f"e{number}", str(day), f"Event {number} of this chronology"))
    sides = ["Havana", "Moscow; Havana", "Washington", "others"]
    return pd.DataFrame(rows, columns=["id", "date", "title"]).assign(
        sides=[chance.choice(sides) for _ in rows],
        category=[chance.choice(["crisis", "trade", "diplomacy"]) for _ in rows],
        actors=[chance.choice([f"Person {letter}" for letter in "ABCDEFGH"]) for _ in rows],
        place=[chance.choice(["Havana", "Moscow"]) for _ in rows],
    )


def contradiction(claim, kind, days=None, certainty="certainly", **cells):
    """Return one row of a table of contradictions."""
    return {
        "claim": claim,
        "contradiction": kind,
        "certainty": certainty,
        "days": days,
        "explanation": f"The record shows that claim {claim} is wrong.",
        "text_date": "",
        "record_date": "",
        "events": "",
        **cells,
    }


def contradictions(*rows):
    """Return a table of contradictions."""
    return pd.DataFrame(rows).astype({"days": "Int64"})


#: What a text claims about the crowd: an effect before its cause, a wrong day, an arrival that is
#: only possibly wrong, a claim that agrees, and one without any date.
CLAIMS = pd.DataFrame(
    [
        ("c1", "The landing led to the accords", ACCORDS, LANDING, "landing; accords"),
        ("c2", "The accords were signed in May", "1960-05", "", ""),
        ("c3", "The accords promised arms", ACCORDS, "", ""),
        ("c4", "The landing was in April", "1961-04", "", ""),
        ("c5", "It was for the best", "", "", ""),
    ],
    columns=["id", "title", "date", "cause", "events"],
)

CONTRADICTIONS = contradictions(
    contradiction(
        "c1",
        "effect before cause",
        429,
        text_date=LANDING,
        record_date=ACCORDS,
        events="landing; accords",
    ),
    contradiction(
        "c2",
        "date outside the record",
        78,
        text_date="1960-05",
        record_date=ACCORDS,
        events="accords; e1",
    ),
    contradiction(
        "c3",
        "brought later",
        869,
        "possibly",
        text_date=ACCORDS,
        record_date=ARMS,
        events="accords; arms",
    ),
)
