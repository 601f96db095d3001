"""Two students in two real browsers side by side, while a class is on the hub (see hub.py)."""

import asyncio
import statistics
import time
from pathlib import Path

from exercises import TIMED
from hub_students import ADDRESS, PASSWORD
from playwright.async_api import Page, async_playwright

from tools.browser import find_browser

#: Cards of the first notebook, and how often the button of each is pressed.
CARDS, PRESSES = 3, 4


async def attend(page: Page, name: str, pictures: Path | None) -> tuple[float, float, list[float]]:
    """Log in and answer; return seconds to the page and to the cards, and feedback in ms."""
    began = time.perf_counter()
    await page.goto(ADDRESS)
    await page.fill("#username_input", name)
    await page.fill("#password_input", PASSWORD)
    await page.click("#login_submit")
    await page.wait_for_selector(".jp-Notebook", timeout=180_000)
    opened = time.perf_counter() - began
    cards = f"document.querySelectorAll('.lesson.exercise').length >= {CARDS}"
    # Who clicks before there is a kernel is asked which kernel to start.
    await page.wait_for_selector("text=| Idle", timeout=180_000)
    await page.get_by_role("button", name="Begin").first.click()
    await page.wait_for_function(cards, timeout=180_000)
    if pictures:
        await page.screenshot(path=pictures / f"{name}.png")
    ready = time.perf_counter() - began
    times = []
    for step in range(PRESSES):
        for card in range(CARDS):
            await asyncio.sleep(3)
            times.append(await page.evaluate(TIMED, [card, step]))
    if pictures:
        await page.screenshot(path=pictures / f"{name} at the end.png")
    return opened, ready, times


async def two_browsers(names: tuple[str, str], pictures: Path | None) -> str:
    """Let two students attend, each in a browser of their own, and return what was measured."""
    async with async_playwright() as playwright:
        browsers = [
            await playwright.chromium.launch(
                executable_path=find_browser(), args=["--no-sandbox", "--disable-gpu"]
            )
            for _ in names
        ]
        pages = [await browser.new_page() for browser in browsers]
        results = await asyncio.gather(
            *(attend(page, name, pictures) for page, name in zip(pages, names, strict=True))
        )
        for browser in browsers:
            await browser.close()
    lines = [
        f"{name}: notebook open after {opened:.0f} s, first cards after {ready:.0f} s, "
        f"feedback: median {statistics.median(times):.0f} ms, worst {max(times):.0f} ms\n"
        for name, (opened, ready, times) in zip(names, results, strict=True)
    ]
    return "".join(lines)
