"""An invented class: students who answer plausibly, graded by the real checks.

``python -m tests.invented_class FOLDER [COUNT]`` writes what they hand in; six of the first thirty
hand in something broken.
"""

import json
import random
import sys
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from helpers.exercises import export_line, hand_in, history, summary, word
from helpers.exercises.form import form_of
from helpers.exercises.kinds import KINDS
from helpers.exercises.loading import lesson_questions, load_exercises, verdict_exercises
from helpers.load import load_lesson
from helpers.rewriting.writing import read_writing

FIRST = [
    "Ada",
    "Amir",
    "Bea",
    "Chidi",
    "Dana",
    "Emre",
    "Fatou",
    "Goran",
    "Hana",
    "Ines",
    "Jonas",
    "Kemi",
    "Lena",
    "Malik",
    "Nadia",
    "Otto",
    "Pia",
    "Quinn",
    "Rosa",
    "Sami",
    "Tove",
    "Uma",
    "Viktor",
    "Wen",
    "Ximena",
    "Yusuf",
    "Zoe",
    "Aron",
    "Bruna",
    "Caleb",
]
LAST = [
    "Moss",
    "Farah",
    "Lindt",
    "Okoro",
    "Pereira",
    "Demir",
    "Diallo",
    "Horvat",
    "Sato",
    "Costa",
    "Weber",
    "Adeyemi",
    "Brandt",
    "Haddad",
    "Petrov",
    "Krämer",
    "Rossi",
    "Doyle",
    "Nuñez",
    "Virtanen",
    "Berg",
    "Iyer",
    "Novak",
    "Chen",
    "Reyes",
    "Aydin",
    "Laurent",
    "Kovács",
    "Silva",
    "Stone",
]
UNCLEAR = [
    "Why the signing was in February when he came with trade people",
    "What anachronism means",
    "nothing",
    "I did not understand who Mikoyan was.",
    "Is Cuba in the Soviet bloc or not??",
]
START = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)


class Invented(history.History):
    """A student's journal in memory."""

    def __init__(self, lesson, lines, drafts):
        super().__init__(lesson)
        self.kept = {"journal.jsonl": lines, "drafts.jsonl": drafts}

    def _mine(self, file):
        return self.kept[file.name]


class Inventor:
    """Makes students of different ability, all from one seed."""

    def __init__(self, seed=1, notebooks=("00", "01", "04", "05", "06")):
        self.lesson = load_lesson()
        self.exercises = load_exercises(self.lesson)
        self.all = self.exercises | {
            one.id: one for one in verdict_exercises(self.exercises, self.lesson)
        }
        self.all |= lesson_questions(self.exercises)
        self.writing = read_writing(self.lesson)
        self.random = random.Random(seed)
        self.chosen = [
            one
            for one in self.all.values()
            if one.kind != "task" and (one.notebook[:2] in notebooks or not one.notebook)
        ]
        self.forms = {one.id: form_of(one, self.lesson) for one in self.chosen}
        self.grades = {}

    def grade(self, exercise, answer):
        key = exercise.id, repr(answer)
        if key not in self.grades:
            kind = KINDS[exercise.kind]
            self.grades[key] = kind.grade(exercise.content, answer, self.lesson).result
        return self.grades[key]

    def guess(self, exercise):
        """Return an answer as somebody would give it who does not know."""
        form, pick = self.forms[exercise.id], self.random
        options = range(len(form.get("options", ())))
        match form["input"]:
            case "radio":  # most people fall for the same options
                return min(pick.choice(options), pick.choice(options))
            case "checkbox":
                return sorted(pick.sample(options, pick.randint(1, max(1, len(options) - 1))))
            case "order":
                return pick.sample(options, len(options))
            case "match":
                choices = range(len(form["choices"]))
                return [min(pick.choice(choices), pick.choice(choices)) for _ in options]
            case "mark":
                start = pick.choice(options)
                return list(options)[start : start + 3]
        if exercise.kind == "date":
            return pick.choice(["4 February 1960", "1 May 1962", "13 February 1960", "spring 1961"])
        if exercise.kind == "number":
            return str(int(exercise.content["answer"]) + pick.choice([-30, -1, 0, 0, 1]))
        if exercise.about_lesson:
            return pick.choice(UNCLEAR)
        samples = exercise.content.get("samples") or [exercise.content["solution"]]
        return (
            f"{pick.choice(samples)} {pick.choice(['', 'I am not sure.', 'That is what I think.'])}"
        )

    def better(self, exercise, ability):
        """Return an answer; the more able, the more often it is the best of several guesses."""
        guesses = [self.guess(exercise) for _ in range(1 + round(ability * 12))]
        order = {"right": 3, "saved": 2, "partly": 1}
        return max(guesses, key=lambda one: order.get(self.grade(exercise, one), 0))

    def student(self, number):
        """Return the journal of one student."""
        pick, ability = self.random, self.random.random()
        lines, session = [], f"{number:08x}"
        moment = START + timedelta(seconds=number * 7)
        for exercise in self.chosen:
            rare = exercise.about_lesson or exercise.id not in self.exercises
            if pick.random() < (0.6 if rare else 0.15):
                continue
            hints = 0
            for attempt in range(pick.randint(1, 3)):
                seconds = round(pick.uniform(5, 180), 1)
                moment += timedelta(seconds=seconds)
                common = {
                    "time": moment.isoformat(timespec="milliseconds"),
                    "session": session,
                    "lesson": self.lesson.name,
                    "exercise": exercise.id,
                    "version": exercise.version,
                    "kind": exercise.kind,
                }
                if attempt and exercise.hints and pick.random() < 0.3:
                    hints += 1
                    lines.append({**common, "event": "hint"})
                answer = self.better(exercise, ability * (0.4 + 0.3 * attempt))
                result = self.grade(exercise, answer)
                if result == "unclear":
                    continue
                line = {**common, "event": "attempt", "answer": answer, "result": result}
                line |= {"hints": hints, "seconds": seconds, "confidence": None}
                if exercise.kind == "verdict":
                    line["confidence"] = pick.choice([0, 1, 1, 2])
                    line["basis"] = pick.sample(["date", "person", "feeling"], 1)
                if exercise.kind == "vote":
                    line["round"] = 1
                lines.append(line)
                if result in ("right", "saved"):
                    break
            else:
                if pick.random() < 0.3:
                    lines.append({**common, "event": "solution"})
        return Invented(self.lesson.name, lines, self.drafts(number, ability))

    def drafts(self, number, ability):
        if self.random.random() < 0.2:
            return []
        ours = [one.text for one in self.writing.model]
        theirs = list(self.lesson.sentences["text"])[1:]
        text = " ".join(
            self.random.choice(ours) if self.random.random() < ability else theirs[place]
            for place in range(min(8, len(theirs)))
        )
        line = {"lesson": self.lesson.name, "exercise": "rewrite", "event": "draft"}
        return [{**line, "answer": text, "after": 0, "time": START.isoformat()}]

    def names(self, count):
        """Return names, each of them once."""
        pairs = [(first, last) for last in LAST for first in FIRST]
        own = list(zip(FIRST, LAST, strict=True))
        names = [" ".join(pair) for pair in dict.fromkeys([*own, *pairs])]
        return [*names, *(f"{name} {place}" for place in (2, 3) for name in names)][:count]


def jsonl(lines):
    return "".join(json.dumps(line) + "\n" for line in lines).encode()


def write_journal(folder, student):
    folder.mkdir(parents=True)
    (folder / "journal.jsonl").write_bytes(jsonl(student.lines()))
    (folder / "drafts.jsonl").write_bytes(jsonl(student.last_drafts()))


def write_page(path, inventor, student, form="html"):
    work = summary.gather(inventor.all, inventor.lesson, student)
    {"html": hand_in._write_html, "md": hand_in._write_markdown, "docx": word.write_word}[form](
        work, path
    )


def write_class(folder, count=30, seed=1, broken=True):
    """Write what a class hands in, in every form; return the students by name."""
    inventor = Inventor(seed)
    students = {name: inventor.student(number) for number, name in enumerate(inventor.names(count))}
    form, platform = [["Timestamp", "Your name", "Paste the line here"]], {}
    for number, (name, student) in enumerate(students.items()):
        if broken and number in BROKEN:
            BROKEN[number](folder, name, inventor, student)
        elif number % 10 in (0, 1, 2):
            write_page(folder / f"{name}.html", inventor, student)
        elif number % 10 in (3, 4, 5):
            write_journal(folder / name, student)
        elif number % 10 == 6:
            form.append(["2026-11-25 09:00", name, export_line.write_line(student)])
        elif number % 10 == 7:
            write_page(folder / f"my-work {name}.docx", inventor, student, "docx")
        else:
            path = folder / "page.tmp"
            write_page(path, inventor, student)
            platform[f"{name}_{4000 + number}_assignsubmission_file_/my-work.html"] = path
            platform[f"{name}_{4000 + number}_assignsubmission_file_/my-work.html"] = (
                path.read_bytes()
            )
            path.unlink()
    lines = "".join(",".join(f'"{cell}"' for cell in row) + "\r\n" for row in form)
    (folder / "Answers to the form.csv").write_bytes(lines.encode("utf-8-sig"))
    with zipfile.ZipFile(folder / "Submissions 6B.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for place, data in platform.items():
            archive.writestr(place, data)
    return students


def cut_page(folder, name, inventor, student):
    path = folder / f"{name}.html"
    write_page(path, inventor, student)
    path.write_bytes(path.read_bytes()[:-900])


def broken_journal(folder, name, inventor, student):
    write_journal(folder / name, student)
    data = (folder / name / "journal.jsonl").read_bytes().splitlines(keepends=True)
    data[3] = b'{"exercise": "read-\xff\xfe\n'
    (folder / name / "journal.jsonl").write_bytes(b"".join(data)[:-40])


def other_lesson(folder, name, inventor, student):
    lines = [{**line, "lesson": "another-text"} for line in student.lines()]
    (folder / f"{name}.jsonl").write_bytes(jsonl(lines))


def photograph(folder, name, inventor, student):
    (folder / f"{name}.pdf").write_bytes(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\nscan")


def hostile_texts(folder, name, inventor, student):
    lines = student.lines()
    for line in lines:
        if line["kind"] == "write":
            line["answer"] = '<script>window.pwned = 1</script> =HYPERLINK("http://x") ' * 3
    write_journal(folder / f"=1+1 {name}", Invented(student.lesson, lines, []))


def copied_page(folder, name, inventor, student):
    other = next(iter(sorted(folder.glob("*.html"))))
    (folder / f"{name}.html").write_bytes(other.read_bytes())


#: What six of the first thirty students hand in.
BROKEN = {
    4: broken_journal,
    9: cut_page,
    14: other_lesson,
    19: photograph,
    21: copied_page,
    25: hostile_texts,
}

if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.mkdir(parents=True)
    write_class(target, int(sys.argv[2]) if len(sys.argv) > 2 else 30)
