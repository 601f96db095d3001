"""A class on the hub: how long it waits, what it needs, and what happens when something is killed.

Run `python3 start.py hub` once (it installs what this needs), then `sudo .venv/bin/python
benchmarks/hub.py`. It starts a hub of its own, where `--students 30` programs (see hub_students.py)
log in within a minute, open the first notebook (or `--notebook NAME`), run all its cells and answer
ten exercises, with pauses of two to six seconds. `--browsers` adds two students in real browsers
(needs `start.py test` once). `--kills` kills one student's server, the proxy and the hub during the
lesson. `--warm 60` waits so many seconds before the class arrives, while the hub starts the
servers, as it does before a lesson.

With sudo each student becomes a user of this system for as long as it runs; without it all servers
belong to you. It is not among the tests, because it needs npm and more than 20 seconds.

The targets: no failures; 95 of 100 ready within 45 s, and their feedback within 200 ms; at most
220 MB for each student.
"""

import argparse
import asyncio
import json
import os
import platform
import random
import statistics
import sys
import time
from pathlib import Path
from typing import Any

import aiohttp
import psutil
from hub_students import ADDRESS, BROKEN, Hub, Student, running_hub

#: Who uses a real browser.
BROWSERS = ("browser-trial-1", "browser-trial-2")
#: A class arrives within so many seconds.
ARRIVAL = 60


async def hub_answers() -> None:
    """Wait until the hub answers."""
    async with aiohttp.ClientSession() as http:
        for _ in range(80):
            try:
                async with http.get(f"{ADDRESS}/hub/health") as answer:
                    if answer.status == 200:
                        return
            except BROKEN:
                pass
            await asyncio.sleep(0.5)
    raise TimeoutError("the hub did not start")


async def attend(student: Student, delay: float, answers: int, ready: asyncio.Event) -> None:
    """Take part in a lesson: arrive, run the notebook and answer exercises."""
    await asyncio.sleep(delay)
    began = time.perf_counter()
    await again_and_again(student, lambda: arrive(student, began))
    student.ready = time.perf_counter() - began
    ready.set()
    for number in range(answers):
        await asyncio.sleep(random.uniform(2, 6))
        await again_and_again(student, lambda number=number: answer(student, number))


async def again_and_again(student: Student, step: Any) -> None:
    """Do a step, again after an interruption, for three minutes at most."""
    began, until = time.perf_counter(), time.monotonic() + 180
    interrupted = bool(student.ready) and student.lost
    while True:
        try:
            await step()
            break
        except BROKEN as problem:
            student.problems.append(f"{type(problem).__name__}: {problem}")
            if time.monotonic() > until:
                raise
            interrupted = True
            await student.disconnect()
            await asyncio.sleep(1)
    if interrupted:
        student.interruptions.append((began, time.perf_counter() - began))


async def arrive(student: Student, began: float) -> None:
    """Log in, pull the notebooks, open one and run its cells."""
    await student.log_in()
    await student.reach_server()
    await student.pull()
    await student.load_page()
    await student.connect()
    student.opened = student.opened or time.perf_counter() - began
    await student.run_cells()


async def answer(student: Student, number: int) -> None:
    """Answer an exercise; after an interruption, connect as JupyterLab does."""
    if student.lost:
        await student.reach_server()
        if await student.connect():
            await student.run_cells()
    cards = [card for card, form in student.cards.items() if form["input"] != "none"]
    # The number of the answer can be found again in the journal.
    await student.answer(cards[number % len(cards)], 1000 + number, number)


async def kill_in_mid_lesson(hub: Hub, log: list[tuple[float, str]]) -> None:
    """Kill one student's server, the proxy and the hub, one after another."""
    victims = {
        f"the server of {hub.names[-1]}": lambda: hub.of_student(hub.names[-1], "singleuser"),
        "the proxy": lambda: hub.processes("configurable-http-proxy"),
        "the hub": lambda: hub.processes("-m jupyterhub --config"),
    }
    for what, find in victims.items():
        await asyncio.sleep(20)
        for process in find():
            process.kill()
        log.append((time.perf_counter(), what))


def lost_answers(hub: Hub, student: Student) -> list[float]:
    """Return the acknowledged answers that are not in the student's journal."""
    journal = hub.data / "students" / student.name / "my-work/journal.jsonl"
    lines = [json.loads(line) for line in journal.read_text(encoding="utf-8").splitlines() if line]
    kept = {line.get("seconds") for line in lines if line.get("event") == "attempt"}
    return [number for number in student.acknowledged if number not in kept]


def memory(hub: Hub) -> tuple[list[float], list[float]]:
    """Return the memory of each server and each kernel, in MB; pages are shared out."""
    sizes = [
        [one.memory_full_info().pss / 1e6 for one in hub.processes(words)]
        for words in ("jupyterhub.singleuser", "ipykernel_launcher")
    ]
    return sizes[0], sizes[1]


def used_seconds(hub: Hub) -> float:
    """Return the processor time that all processes of the hub have used, in seconds."""
    return sum(sum(one.cpu_times()[:4]) for one in hub.processes())


def spread(values: list[float], unit: str) -> str:
    """Return median, 95th percentile and the worst of some values in words."""
    ordered = sorted(values) or [float("nan")]
    p95 = ordered[max(0, round(0.95 * len(ordered)) - 1)]
    return f"median {statistics.median(ordered):.0f} {unit}, p95 {p95:.0f}, worst {ordered[-1]:.0f}"


async def hold(hub: Hub, options: argparse.Namespace) -> None:
    """Hold a lesson and print what was measured."""
    await hub_answers()
    await asyncio.sleep(options.warm)
    load, used, began = os.getloadavg()[0], used_seconds(hub), time.perf_counter()
    ready, kills = [asyncio.Event() for _ in hub.names], list[tuple[float, str]]()
    students = [Student(name, options.notebook) for name in hub.names]
    delays = [
        ARRIVAL * options.students / 30 * place / len(students) for place in range(len(students))
    ]
    for student in students:
        await student.__aenter__()
    lesson = [
        asyncio.create_task(attend(student, delay, options.answers, event))
        for student, delay, event in zip(students, delays, ready, strict=True)
    ]
    extra = []
    if options.browsers:
        from hub_browsers import two_browsers

        extra.append(asyncio.create_task(two_browsers(BROWSERS, options.pictures)))
    if options.kills:
        await asyncio.wait([asyncio.create_task(event.wait()) for event in ready], timeout=300)
        extra.append(asyncio.create_task(kill_in_mid_lesson(hub, kills)))
    results = await asyncio.gather(*lesson, return_exceptions=True)
    took = time.perf_counter() - began
    report_lesson(students, results)
    for one in await asyncio.gather(*extra, return_exceptions=True):
        print(one if one else "", end="")
    print(
        f"processor: {(used_seconds(hub) - used) / took / (os.cpu_count() or 1):.0%} of "
        f"{os.cpu_count()} cores during {took:.0f} s; load average {load:.1f} before, "
        f"{os.getloadavg()[0]:.1f} after"
    )
    servers, kernels = memory(hub)
    print(
        f"memory: {statistics.mean(servers):.0f} MB a server, {statistics.mean(kernels):.0f} MB a "
        f"kernel, {statistics.mean(servers) + statistics.mean(kernels):.0f} MB a student"
    )
    report_kills(students, kills)
    lost = [number for student in students for number in lost_answers(hub, student)]
    kept = sum(len(student.acknowledged) for student in students)
    print(f"answers: {kept} acknowledged, {len(lost)} of them not in the journals")
    for student in students:
        await student.__aexit__()


def report_lesson(students: list[Student], results: list[Any]) -> None:
    """Print how the class fared."""
    machine = f"{os.cpu_count()} cores, {psutil.virtual_memory().total / 2**30:.0f} GiB"
    print(
        f"{len(students)} students, {machine}, Python {platform.python_version()}, {time.ctime()}"
    )
    failed = [one for one in results if one is not None]
    print(f"completed: {len(results) - len(failed)}; failed: {len(failed)}")
    print(*map(repr, failed[:3]), sep="\n")
    done = [student for student in students if student.ready]
    print(f"notebook open: {spread([one.opened for one in done], 's')}")
    print(f"all cells run: {spread([one.ready for one in done], 's')}")
    times = [time for student in students for time in student.feedback]
    print(f"feedback: {spread(times, 'ms')} ({len(times)} answers)")
    problems = [f"{one.name} {problem}" for one in students for problem in one.problems]
    print(f"interruptions: {len(problems)}", *problems[:5], sep="\n  ")


def report_kills(students: list[Student], kills: list[tuple[float, str]]) -> None:
    """Print for each kill who noticed it, and how long they waited after pressing Check."""
    for place, (moment, what) in enumerate(kills):
        later = kills[place + 1][0] if place + 1 < len(kills) else float("inf")
        waits = [
            took
            for student in students
            for began, took in student.interruptions
            if moment <= began + took and began < later
        ]
        found = f"; they waited: {spread(waits, 's')}" if waits else ""
        print(f"killed {what}: {len(waits)} of {len(students)} students were interrupted{found}")


def main(arguments: list[str]) -> None:
    """Start a hub, hold a lesson, and print what was measured."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--students", type=int, default=30)
    parser.add_argument("--answers", type=int, default=10)
    parser.add_argument("--notebook", default="00-start-here.ipynb")
    parser.add_argument("--warm", type=float, default=0)
    parser.add_argument("--kills", action="store_true")
    parser.add_argument("--browsers", action="store_true")
    parser.add_argument("--pictures", type=Path, help="a folder for what the browsers show")
    options = parser.parse_args(arguments)
    with running_hub(options.students, *(BROWSERS if options.browsers else ())) as hub:
        try:
            asyncio.run(hold(hub, options))
        except Exception:
            print((hub.data / "hub.log").read_text(encoding="utf-8")[-4000:], file=sys.stderr)
            raise


if __name__ == "__main__":
    main(sys.argv[1:])
