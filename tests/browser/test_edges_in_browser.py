"""Tables on light and dark pages: the colour of their text, and the sign that a table scrolls."""

from io import BytesIO

import pandas as pd
import pytest
from PIL import Image

from helpers.display.html import Page
from helpers.display.tables import table_html

ROWS = pd.DataFrame({f"column {number}": ["words"] for number in range(12)})


#: Where a page is shown: how it is marked, the name of its colour, this colour, and that of the
#: words on it.
PAGES = {
    "light": ("data-jp-theme-light=true", "jp-layout-color0", "#fff", "rgb(27, 31, 36)"),
    "dark": ("data-jp-theme-light=false", "jp-layout-color0", "#111", "rgb(232, 235, 238)"),
    "dark in VS Code": (
        "class=vscode-dark",
        "vscode-editor-background",
        "#1f1f1f",
        "rgb(232, 235, 238)",
    ),
}


AT_ITS_END = """() => {
    const box = document.querySelector('.scroll');
    return box.scrollLeft + box.clientWidth >= box.scrollWidth - 1;
}"""


@pytest.fixture
def tab(chromium):
    """Return a small tab."""
    tab = chromium.new_page(viewport={"width": 400, "height": 600})
    yield tab
    tab.close()


def edges(tab):
    """Return the range of greys in the top right corner of each table, and in the edge below."""
    drawn = Image.open(BytesIO(tab.screenshot())).convert("L")
    found = []
    for table in tab.locator(".scroll").all():
        box = table.bounding_box()
        right, top, bottom = (int(box["x"] + box["width"]), int(box["y"]), int(box["height"]))
        corner = drawn.crop((right - 24, top, right, top + 24))
        edge = drawn.crop((right - 24, top + 30, right, top + bottom - 10))
        found.append([high - low for low, high in (part.getextrema() for part in (corner, edge))])
    return found


@pytest.mark.parametrize("where", PAGES)
def test_a_table_wider_than_its_page_has_an_arrow_and_a_shadow_until_its_end(tab, where):
    mark, name, page, ink = PAGES[where]
    tables = [
        Page(table_html(part, "A table"), "")._repr_html_() for part in (ROWS, ROWS.iloc[:, :2])
    ]
    tab.set_content(
        f'<body {mark} style="margin:0;--{name}:{page};background:{page}">{"".join(tables)}'
    )
    assert tab.locator("td").first.evaluate("cell => getComputedStyle(cell).color") == ink
    (arrow, shadow), narrow = edges(tab)
    assert arrow > 100, "an arrow in a box, with clear contrast"
    assert shadow > 20
    assert narrow == [0, 0], "no sign where nothing is hidden"
    tab.locator(".scroll").first.focus()
    for _ in range(60):  # by keyboard to the end
        tab.keyboard.press("ArrowRight")
    tab.wait_for_function(AT_ITS_END)
    assert edges(tab)[0][0] == 0, "at the end the arrow is covered"
