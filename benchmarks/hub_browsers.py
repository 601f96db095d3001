"""Two students in two real browsers side by side, while a class is on the hub (see hub.py)."""

import asyncio
import statistics
import time
from pathlib import Path
from typing import Any

from exercises import TIMED
from hub_students import ADDRESS, PASSWORD

from tools.browser import find_browser

NAMES = ("browser-trial-1", "browser-trial-2")
#: Cards of the notebook that `hub.py` opens, and how often each button is pressed.
CARDS, PRESSES = 5, 2


async def attend(page: Any, name: str, pictures: Path | None) -> tuple[float, float, list[float]]:
    """Log in and answer; return seconds to the page and to the cards, and feedback in ms."""
    began = time.perf_counter()
    await page.goto(ADDRESS)
    await page.fill("#username_input", name)
    await page.fill("#password_input", PASSWORD)
    await page.click("#login_submit")
    await page.wait_for_selector(".jp-Notebook", timeout=180_000)
    opened = time.perf_counter() - began
    await page.goto(page.url.replace("00-start-here", "03-draw-the-timeline"))
    await page.get_by_role("button", name="Begin").first.click(timeout=60_000)
    last = ".jp-Notebook .jp-Cell:last-of-type"
    await page.wait_for_selector(last, state="attached", timeout=60_000)
    count = f"document.querySelectorAll('.lesson.exercise').length >= {CARDS}"
    await page.wait_for_function(count, timeout=180_000)
    ready = time.perf_counter() - began
    times = []
    for step in range(PRESSES):
        for card in range(CARDS):
            await asyncio.sleep(3)
            times.append(await page.evaluate(TIMED, [card, step]))
    if pictures:
        await page.screenshot(path=pictures / f"{name}.png")
    return opened, ready, times


async def two_browsers(pictures: Path | None) -> str:
    """Let two students attend, each in a browser of their own, and return what was measured."""
    from playwright.async_api import async_playwright

    async with async_playwright() as playwright:
        browsers = [
            await playwright.chromium.launch(
                executable_path=find_browser(), args=["--no-sandbox", "--disable-gpu"]
            )
            for _ in NAMES
        ]
        pages = [await browser.new_page() for browser in browsers]
        results = await asyncio.gather(
            *(attend(page, name, pictures) for page, name in zip(pages, NAMES, strict=True))
        )
        for browser in browsers:
            await browser.close()
    lines = [
        f"{name}: notebook open after {opened:.0f} s, first cards after {ready:.0f} s, "
        f"feedback: median {statistics.median(times):.0f} ms, worst {max(times):.0f} ms\n"
        for name, (opened, ready, times) in zip(NAMES, results, strict=True)
    ]
    return "".join(lines)
