"""The work of a class: everything that its files contain, by student, and a line for each file."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from helpers.classroom.folder import File, read_folder
from helpers.classroom.grading import Grader
from helpers.classroom.names import same_name, student_of, tidy
from helpers.classroom.reading import HandIn, Line, describe, read_file
from helpers.errors import UserError
from helpers.exercises.export_line import Results
from helpers.exercises.history import shipped_lesson
from helpers.exercises.loading import Exercise
from helpers.exercises.summary import REWRITINGS, Standing, standings
from helpers.lesson.model import Lesson
from helpers.lesson.wording import with_count

#: So many identical lines, with the same time, make two students' files the same work.
SAME_LINES: Final = 3

#: At most so many names are listed in one sentence.
_MOST_NAMES: Final = 8


@dataclass
class Student:
    """What one student did: how they stand with each exercise, and their texts.

    `drafts` are texts that were written and not checked, `rewriting` is the new text, and
    `by_sentence` says whether it has a line for each sentence. `ticks` are the points of a
    checklist that the student ticked. `only_results` is true if neither times nor texts are known,
    because the student handed in a line of results.
    """

    name: str
    code: str = ""
    standings: dict[str, Standing] = field(default_factory=dict)
    drafts: dict[str, str] = field(default_factory=dict)
    ticks: dict[str, list[int]] = field(default_factory=dict)
    rewriting: str = ""
    by_sentence: bool = False
    only_results: bool = False

    def text(self, exercise: str) -> str:
        """Return the last written answer to an exercise, or the draft of one."""
        standing = self.standings.get(exercise)
        answer = standing.last.get("answer") if standing else None
        return (
            answer if isinstance(answer, str) and answer.strip() else self.drafts.get(exercise, "")
        )


@dataclass(frozen=True)
class Note:
    """What was accepted of one file, and what was not.

    `status` is "accepted", "partly", "left out" or "no hand-in".
    """

    file: str
    student: str
    status: str
    sentence: str


@dataclass
class SchoolClass:
    """All students of a class by name, a note for each file, and what looks like shared work."""

    students: list[Student]
    notes: list[Note]
    shared: list[tuple[list[str], int]]


@dataclass
class _Gathered:
    """What was found of one student so far."""

    name: str
    lines: list[Line] = field(default_factory=list)
    keys: set[int] = field(default_factory=set)
    sources: int = 0
    results: list[Results] = field(default_factory=list)


class Collector:
    """Collects hand-ins for one lesson."""

    def __init__(self, lesson: Lesson, exercises: dict[str, Exercise]) -> None:
        self._lesson, self._exercises = lesson, exercises
        self._grader = Grader(lesson, exercises)
        self._found: dict[str, _Gathered] = {}
        self._owners: defaultdict[int, set[str]] = defaultdict(set)
        self._same_results: defaultdict[str, set[str]] = defaultdict(set)
        self._answers: dict[str, int] = {}
        self._notes: list[Note] = []

    def read(self, folder: Path) -> SchoolClass:
        """Read all files of a folder."""
        for file in read_folder(folder):
            self._take(file)
        students = [self._student(one) for one in self._found.values()]
        students.sort(key=lambda student: same_name(student.name))
        return SchoolClass(students, self._notes, list(self._shared()))

    def _take(self, file: File) -> None:
        if file.problem:
            status = "no hand-in" if file.harmless else "left out"
            self._notes.append(Note(file.name, "", status, file.problem))
            return
        if not file.data and file.place[-1] == "drafts.jsonl":
            self._notes.append(Note(file.name, "", "no hand-in", "There are no drafts in it."))
            return
        try:
            found = read_file(file)
        except UserError as error:
            self._notes.append(Note(file.name, "", "left out", str(error)))
            return
        for one in found:
            self._take_one(file, one)

    def _take_one(self, file: File, found: HandIn) -> None:
        if found.results is None and not found.lines:
            self._notes.append(Note(file.name, found.name, "left out", " ".join(found.remarks)))
            return
        name = tidy(found.name) or student_of(file.place) or f"No name: {tidy(file.name)}"
        own = [line for line in found.lines if self._is_ours(line)]
        if problem := self._foreign(found, own):
            self._notes.append(Note(file.name, name, "left out", problem))
            return
        gathered = self._found.setdefault(same_name(name), _Gathered(name))
        remarks = [*found.remarks, *self._add(gathered, found, own)]
        partly = len(own) < len(found.lines) or bool(found.remarks)
        sentence = " ".join([describe(found, len(found.lines), len(own)), *remarks])
        self._notes.append(
            Note(file.name, gathered.name, "partly" if partly else "accepted", sentence)
        )

    def _is_ours(self, line: Line) -> bool:
        return line.get("lesson", shipped_lesson()) == self._lesson.name and (
            line["exercise"] in self._exercises or line["exercise"] in REWRITINGS
        )

    def _foreign(self, found: HandIn, own: list[Line]) -> str:
        """Return why nothing of a hand-in can be used; "" if something can."""
        if found.results:
            lesson = found.results.lesson
            return "" if lesson == self._lesson.name else _other_lesson(lesson)
        if own:
            return ""
        others = {line.get("lesson", "") for line in found.lines} - {self._lesson.name, ""}
        if others:
            return _other_lesson(min(others))
        return "It contains no answer to an exercise of this lesson."

    def _add(self, gathered: _Gathered, found: HandIn, own: list[Line]) -> Iterator[str]:
        """Add a hand-in to what a student has, and yield what a teacher should know about it."""
        if any(line.get("event") != "draft" for line in own) or found.results:
            if gathered.sources:
                yield f"Put together with the other file of {gathered.name}."
            gathered.sources += 1
        if found.results:
            gathered.results.append(found.results)
            self._same_results[found.results.checksum].add(gathered.name)
            self._answers[found.results.checksum] = found.results.answers
        new = 0
        for line in own:
            key = hash(json.dumps({**line, "merged": ""}, sort_keys=True))
            if line.get("event") == "attempt" and "time" in line:
                self._owners[key].add(gathered.name)
            if key not in gathered.keys:
                gathered.keys.add(key)
                gathered.lines.append(line)
                new += 1
        if own and not new:
            yield "Everything in it was in the other file as well."
        yield from self._changes(found, own)

    def _changes(self, found: HandIn, own: list[Line]) -> Iterator[str]:
        attempts = [line for line in own if line.get("event") == "attempt"]
        if found.results:
            attempts = found.results.exercises
        versions = sum(not self._grader.is_current(line) for line in attempts)
        if versions:
            yield (
                f"{with_count(versions, 'answer')} to exercises that have changed since: "
                "the results count, and the choices are left out."
            )
        other = sum(
            self._grader.result(line) != line.get("result", "")
            for line in attempts
            if "result" in line
        )
        if other:
            are = "result was" if other == 1 else "results were"
            yield f"{other} {are} not what our check says; the check counts."

    def _student(self, one: _Gathered) -> Student:
        lines = one.lines
        if one.sources > 1:
            lines = sorted(lines, key=lambda line: line.get("time", ""))
        student = Student(one.name, only_results=not lines)
        for results in one.results:
            for entry in results.exercises:
                if entry["exercise"] in self._exercises:
                    standing = self._standing_of_entry(entry)
                    student.standings[standing.exercise] = standing
        attempts = [line for line in lines if line.get("event") != "draft"]
        for standing in standings(attempts):
            if standing.exercise in self._exercises:
                student.standings[standing.exercise] = self._graded(standing)
        for line in lines:
            _add_texts(student, line)
        one.lines, one.keys = [], set()  # a large class fits into memory
        return student

    def _graded(self, standing: Standing) -> Standing:
        tries = tuple(_slim(line, self._grader.result(line)) for line in standing.tries)
        return Standing(
            standing.exercise,
            tries[0],
            tries[-1],
            standing.attempts,
            standing.hints,
            standing.solution,
            tries,
        )

    def _standing_of_entry(self, entry: dict[str, Any]) -> Standing:
        """Return how a student stands with an exercise, from a line of results."""
        last = _slim(entry, self._grader.result({**entry, "result": entry["last"]}))
        first = last if entry["attempts"] < 2 else {"result": entry["first"]}
        return Standing(
            entry["exercise"],
            first,
            last,
            entry["attempts"],
            entry["hints"],
            entry["solution"],
            (last,) if first is last else (first, last),
        )

    def _shared(self) -> Iterator[tuple[list[str], int]]:
        """Yield the names of students with the same answers, and how many answers these are."""
        groups = Counter(_group(owners) for owners in self._owners.values())
        for checksum, owners in self._same_results.items():
            groups[_group(owners)] += self._answers[checksum]
        for names, count in groups.most_common():
            if len(names) > 1 and count >= SAME_LINES:
                more = [f"{len(names) - _MOST_NAMES} others"] if len(names) > _MOST_NAMES else []
                yield [*names[:_MOST_NAMES], *more], count


def _group(owners: set[str]) -> tuple[str, ...]:
    return tuple(sorted(owners))


def _other_lesson(lesson: str) -> str:
    return f"These answers belong to another lesson, called “{tidy(lesson)}”."


#: What the report needs of an attempt.
_NEEDED: Final = (
    *("answer", "version", "confidence", "basis", "evidence", "change_mind", "seconds", "hints"),
    *("kind", "round"),
)


def _slim(line: Line, result: str) -> Line:
    return {"result": result, **{name: line[name] for name in _NEEDED if name in line}}


def _add_texts(student: Student, line: Line) -> None:
    event, answer, name = line.get("event"), line.get("answer"), line["exercise"]
    if event == "draft" and isinstance(answer, str) and answer.strip():
        if name in REWRITINGS:
            student.rewriting, student.by_sentence = answer, REWRITINGS[name]
        else:
            student.drafts[name] = answer
    elif event == "checklist" and isinstance(answer, list):
        student.ticks[name] = [place for place in range(100) if place in answer]


def give_codes(students: Iterable[Student], known: dict[str, str]) -> None:
    """Give every student a code; those that have one keep it.

    Parameters
    ----------
    students : iterable of Student
        In the order in which new codes are given.
    known : dict
        The codes of names from an earlier report.
    """
    free = (f"S{number:02}" for number in range(1, 1_000_000))
    taken: set[str] = set()
    students = list(students)
    for student in students:
        code = known.get(same_name(student.name), "")
        if code and code.casefold() not in taken:
            student.code = code
            taken.add(code.casefold())
    codes = (code for code in free if code.casefold() not in taken)
    reserved = {code.casefold() for code in known.values()}
    for student in students:
        student.code = student.code or next(one for one in codes if one.casefold() not in reserved)
