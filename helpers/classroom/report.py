"""The report on a class: what it contains, and the files that it is written to.

Everything is written into one folder inside that of the class, so that deleting the class folder
removes it. No page loads anything or runs anything but its own short script.
"""

import base64
import hashlib
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from helpers.classroom.attempts import CHOICES, counted
from helpers.classroom.collect import Collector, Note, Student, give_codes
from helpers.classroom.folder import REPORT
from helpers.classroom.marking import (
    REWRITING,
    TEXTS,
    Marks,
    is_marked,
    read_marks,
    write_marks,
)
from helpers.classroom.misconceptions import Misconception, misconceptions
from helpers.classroom.names import same_name
from helpers.classroom.tables import (
    ClaimRow,
    ExerciseRow,
    SentenceRow,
    StudentRow,
    SureRow,
    calibration_rows,
    claim_rows,
    exercise_rows,
    sentence_rows,
    student_rows,
)
from helpers.display.html import displayable
from helpers.display.style import CSS, HELPERS, stylesheet
from helpers.errors import UserError
from helpers.exercises.loading import Exercise, lesson_questions, load_exercises, verdict_exercises
from helpers.files import PROJECT
from helpers.lesson.model import Lesson
from helpers.lesson.wording import with_count
from helpers.rewriting.check import Checker, Finding
from helpers.rewriting.writing import Writing, read_writing

#: The notebook to which the report refers.
GUIDE: Final = "90-teachers-guide.ipynb"

_TEMPLATES = Environment(
    loader=FileSystemLoader(HELPERS / "classroom"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@dataclass(frozen=True)
class Task:
    """A written task: its question, what a good answer contains, and the students' texts."""

    id: str
    question: str
    notebook: str
    checklist: tuple[str, ...]
    answers: list[tuple[Student, str]]


@dataclass
class Report:
    """Everything in the report.

    `choice` is the attempt that counts, `counting` the exercises that do, and `codes` whether codes
    take the place of names.
    """

    choice: str
    codes: bool
    counting: list[Exercise]
    students: list[StudentRow]
    misconceptions: list[Misconception]
    sentences: list[SentenceRow]
    claims: list[ClaimRow]
    exercises: list[ExerciseRow]
    sure: list[SureRow]
    tasks: list[Task]
    rewritings: list[tuple[Student, list[Finding]]]
    unclear: list[tuple[str, list[tuple[str, list[str]]]]]
    notes: list[Note]
    shared: list[str]
    writing: Writing
    marks: Marks = field(default_factory=Marks)

    def label(self, student: Student) -> str:
        """Return what a student is called in the report."""
        return displayable(student.code if self.codes else student.name)

    def mark_of(self, student: Student, task: str) -> dict[str, str]:
        """Return what the teacher entered for a text: a level for each criterion, a comment."""
        row = self.marks.texts.get((same_name(student.name), task), {})
        return {head: text for head, text in row.items() if head not in TEXTS[:-1] and text}

    def person(self, student: Student) -> dict[str, str]:
        """Return what the teacher entered for a student."""
        return self.marks.students.get(same_name(student.name), {})

    def meaning(self, criterion: str, level: str) -> str:
        """Return what a level of the rubric means; "" if it is not one of the rubric."""
        for one in self.writing.rubric:
            for described in one.levels:
                if one.name.casefold() == criterion.casefold() and str(described.level) == level:
                    return described.description
        return ""

    def sure_and_wrong(self) -> list[StudentRow]:
        """Return the students who were wrong most often when they were sure, worst first."""
        rows = [row for row in self.students if row.sure_wrong > 1]
        return sorted(rows, key=lambda row: -row.sure_wrong)[:5]

    def notes_by_status(self) -> list[Note]:
        """Return the notes, those first of which a teacher may have to do something."""
        order = ("left out", "partly", "no hand-in", "accepted")
        return sorted(self.notes, key=lambda note: order.index(note.status))

    def left_out(self) -> list[Note]:
        """Return the files of which nothing or not everything could be used."""
        return [note for note in self.notes if note.status in ("left out", "partly")]


def make_report(folder: Path, lesson: Lesson, choice: str = "last", codes: bool = False) -> str:
    """Read what a class handed in, write the report into its folder, and say what was done.

    Parameters
    ----------
    folder : Path
        The folder of the class.
    lesson : Lesson
        The lesson that the class did.
    choice : {"first", "last", "best"}
        Which attempt counts in the spreadsheets, and in the page until the teacher chooses.
    codes : bool
        Whether codes take the place of names.

    Returns
    -------
    str
        Sentences for the teacher.

    Raises
    ------
    UserError
        If there is no such folder, or something can't be written; nothing is changed then.
    """
    from helpers.classroom.spreadsheets import gradebooks, workbook

    if not folder.is_dir():
        raise UserError(f"There is no folder {folder}. Put all files of the class into one folder.")
    exercises = load_exercises(lesson)
    exercises |= {one.id: one for one in verdict_exercises(exercises, lesson)}
    exercises |= lesson_questions(exercises)
    writing, marks = read_writing(lesson), read_marks(folder)
    found = Collector(lesson, exercises).read(folder)
    if not found.students:
        lines = [f"{note.file}: {note.sentence}" for note in found.notes[:20]]
        raise UserError("\n".join(["No file in this folder contains work.", *lines]))
    target = _target(folder)
    give_codes(found.students, marks.codes())
    report = build(found, lesson, exercises, choice, codes, writing, marks)
    marked = write_marks(folder, found.students, exercises, writing)
    _write(target, "report.html", _page(report, target).encode(errors="replace"))
    _write(target, "report.xlsx", workbook(report))
    for name, data in gradebooks(report, marks).items():
        if codes:  # they need names
            (target / name).unlink(missing_ok=True)
        else:
            _write(target, name, data)
    _write_students(target / "students", report)
    used = sum(note.status in ("accepted", "partly") for note in found.notes)
    return "\n".join(
        [
            f"{with_count(len(found.students), 'student')}; {used} of {len(found.notes)} files "
            "accepted. The report says what happened to each file.",
            f"Open {target / 'report.html'}",
            f"{marked} Enter your marks there, and run this again: they come into the report.",
        ]
    )


def build(
    found: Any,
    lesson: Lesson,
    exercises: dict[str, Exercise],
    choice: str,
    codes: bool,
    writing: Writing,
    marks: Marks,
) -> Report:
    """Return everything that the report says about a class."""
    students = found.students
    counting = counted(exercises.values(), students)
    claims = claim_rows(students, exercises, lesson)
    labels = {student.name: student.code if codes else student.name for student in students}
    return Report(
        choice,
        codes,
        counting,
        student_rows(students, exercises, counting),
        misconceptions(students, exercises, lesson),
        sentence_rows(students, exercises, lesson, claims),
        claims,
        exercise_rows(students, exercises, counting),
        calibration_rows(students, exercises),
        list(_tasks(students, exercises)),
        _rewritings(students, lesson, writing),
        _unclear(students, exercises, labels),
        [_note(note, number, labels, codes) for number, note in enumerate(found.notes, 1)],
        [
            f"{', '.join(labels.get(name, name) for name in names)}: {count} answers"
            for names, count in found.shared
        ],
        writing,
        marks,
    )


def _note(note: Note, number: int, labels: dict[str, str], codes: bool) -> Note:
    """Return a note without names, if codes take their place: the name of a file is one as well."""
    if not codes:
        return note
    sentence = note.sentence
    for name, label in labels.items():
        sentence = sentence.replace(f"the other file of {name}", f"the other file of {label}")
    kind = note.file.rpartition(".")[2][:8]
    student = labels.get(note.student, "")
    return Note(f"File {number} ({kind})", student, note.status, sentence)


def _tasks(students: list[Student], exercises: dict[str, Exercise]) -> Any:
    """Yield the written tasks that anybody answered, in the order of the notebooks."""
    for one in sorted(filter(is_marked, exercises.values()), key=lambda task: task.notebook):
        answers = [(student, student.text(one.id)) for student in students if student.text(one.id)]
        if answers:
            points = tuple(one.content.get("checklist", ()))
            yield Task(one.id, one.question, one.notebook, points, answers)


def _rewritings(
    students: list[Student], lesson: Lesson, writing: Writing
) -> list[tuple[Student, list[Finding]]]:
    checker = Checker(lesson, writing)
    return [
        (student, checker.check(student.rewriting, student.by_sentence))
        for student in students
        if student.rewriting.strip()
    ]


def _unclear(
    students: list[Student], exercises: dict[str, Exercise], labels: dict[str, str]
) -> list[tuple[str, list[tuple[str, list[str]]]]]:
    """Return what students found unclear and who wrote it, by notebook; what most wrote is first.

    Texts that differ only in their case or spaces are one, in the words of the first student.
    """
    found = []
    for one in exercises.values():
        alike: dict[str, tuple[str, list[str]]] = {}
        for student in students:
            if text := student.text(one.id):
                key = " ".join(text.split()).casefold()
                alike.setdefault(key, (text, []))[1].append(labels[student.name])
        if one.about_lesson and alike:
            found.append((one.notebook, sorted(alike.values(), key=lambda row: -len(row[1]))))
    return sorted(found)


def _page(report: Report, target: Path) -> str:
    script = (HELPERS / "classroom" / "report.js").read_text(encoding="utf-8").strip()
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return _TEMPLATES.get_template("report.html").render(
        report=report,
        choices=CHOICES,
        css=CSS + stylesheet("classroom/report.css"),
        script=script,
        digest=digest,
        guide=guide_link(target),
    )


def guide_link(target: Path) -> str:
    """Return the address of the guide from the report; "" if it is on another drive."""
    try:
        path = os.path.relpath(PROJECT / "notebooks" / GUIDE, target)
    except ValueError:
        return ""
    return path.replace(os.sep, "/")


def _target(folder: Path) -> Path:
    """Return the folder of the report, which is made if it does not exist."""
    for target in (folder / REPORT, folder / REPORT / "students"):
        if target.is_symlink() or (target.exists() and not target.is_dir()):
            raise UserError(f"{target.name} is in the way. Give it another name.")
        try:
            target.mkdir(exist_ok=True)
        except OSError as error:
            raise UserError(
                f"Nothing can be written into {folder} ({error.strerror or error}). Copy it to a "
                "place of your own, such as Documents."
            ) from None
    return folder / REPORT


def _write_students(target: Path, report: Report) -> None:
    """Write one page for each student, and remove those of students who are no longer there."""
    template = _TEMPLATES.get_template("student.html")
    css = CSS + stylesheet("classroom/report.css")
    findings = {student.name: found for student, found in report.rewritings}
    current = set()
    for row in report.students:
        page = template.render(
            report=report,
            row=row,
            student=row.student,
            css=css,
            findings=findings.get(row.student.name, []),
            rewriting=REWRITING,
        )
        current.add(f"{row.student.code}.html")
        _write(target, f"{row.student.code}.html", displayable(page).encode(errors="replace"))
    for path in target.glob("*.html"):
        if path.name not in current:
            path.unlink()


def _write(folder: Path, name: str, data: bytes) -> None:
    """Write a file fully or not at all, in the place of one that is there."""
    half = folder / f".half-{uuid4().hex}"
    try:
        half.write_bytes(data)
        half.replace(folder / name)
    except OSError as error:
        half.unlink(missing_ok=True)
        raise UserError(
            f"{name} can’t be written ({error.strerror or error}). Close it in other programs and "
            "run this again."
        ) from None
