"""What a student adds to a verdict: how sure, how they know, what would change their mind."""

from dataclasses import asdict, dataclass
from typing import Any, Final

#: How sure a student can be; the journal has the place in this list.
SURE: Final = ("I am guessing", "I think so", "I am sure")

#: What a verdict can rest on: as it is in the journal, and as a student reads it.
BASIS: Final = {
    "date": "a date",
    "person": "a person",
    "term": "a term of an agreement",
    "expert": "an expert",
    "feeling": "a feeling",
}

#: The questions of a form that asks for everything here.
QUESTIONS: Final[dict[str, Any]] = {
    "confidence": list(SURE),
    "basis": list(BASIS.values()),
    "evidence": "Which one? Name the date, the person or the document, if you can",
    "change_mind": "What would change your mind? One line, if you like",
}


@dataclass(frozen=True)
class Grounds:
    """How sure, on what basis, by which evidence, and what would change the student's mind.

    Whatever was not asked or not answered is None or empty.
    """

    confidence: int | None = None
    basis: tuple[str, ...] = ()
    evidence: str = ""
    change_mind: str = ""

    @classmethod
    def of_answer(cls, form: dict[str, Any], given: dict[str, Any]) -> "Grounds":
        """Return what came from the browser, without anything that this form does not ask."""
        confidence, basis = given.get("confidence"), given.get("basis")
        places = range(len(form.get("confidence", [])))
        sure = confidence if type(confidence) is int and confidence in places else None
        names = list(BASIS) if "basis" in form and isinstance(basis, list) else []
        known = tuple(name for place, name in enumerate(names) if place in basis)  # type: ignore[operator]
        lines = {name: _line(given.get(name)) for name in ("evidence", "change_mind")}
        return cls(sure, known, **{name: line for name, line in lines.items() if name in form})

    @classmethod
    def of_line(cls, line: dict[str, Any]) -> "Grounds":
        """Return what a line of the journal contains; older lines contain only the confidence."""
        return cls(
            line.get("confidence"),
            tuple(name for name in line.get("basis", []) if name in BASIS),
            line.get("evidence", ""),
            line.get("change_mind", ""),
        )

    def for_journal(self) -> dict[str, Any]:
        """Return the fields of a line of the journal; what is empty is left out."""
        found = {name: value for name, value in asdict(self).items() if value}
        return found | {"confidence": self.confidence}

    def for_browser(self) -> dict[str, Any]:
        """Return the same in the form in which the browser sends it."""
        places = [place for place, name in enumerate(BASIS) if name in self.basis]
        return {
            "confidence": self.confidence,
            "basis": places or None,
            "evidence": self.evidence or None,
            "change_mind": self.change_mind or None,
        }

    def basis_in_words(self) -> str:
        """Return what the verdict rests on, as in “a date, an expert”."""
        return ", ".join(BASIS[name] for name in self.basis)


def _line(value: Any) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""
