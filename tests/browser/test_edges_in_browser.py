"""Tables on light and dark pages: words in the colour of the page, and a shadow at the edge where a table goes on to the right."""

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


@pytest.fixture
def tab(chromium):
    """Return a small tab."""
    tab = chromium.new_page(viewport={"width": 400, "height": 600})
    yield tab
    tab.close()


def shadows(tab):
    """Return for each table how much its right edge stands out from the page, of 255."""
    drawn = Image.open(BytesIO(tab.screenshot())).convert("L")
    boxes = [table.bounding_box() for table in tab.locator(".scroll").all()]
    return [
        abs(
            drawn.getpixel((int(box["x"] + box["width"]) - 2, int(box["y"]) + 3))
            - drawn.getpixel((399, 599))
        )
        for box in boxes
    ]


@pytest.mark.parametrize("where", PAGES)
def test_words_have_the_colour_of_their_page_and_a_shadow_says_that_a_table_goes_on(tab, where):
    mark, name, page, ink = PAGES[where]
    tables = [
        Page(table_html(part, "A table"), "")._repr_html_() for part in (ROWS, ROWS.iloc[:, :2])
    ]
    tab.set_content(
        f'<body {mark} style="margin:0;--{name}:{page};background:{page}">{"".join(tables)}'
    )
    assert tab.locator("td").first.evaluate("cell => getComputedStyle(cell).color") == ink
    wide, narrow = shadows(tab)
    assert wide > 40 and narrow == 0
    tab.locator(".scroll").first.focus()
    for _ in range(60):  # by keyboard to the end
        tab.keyboard.press("ArrowRight")
    tab.wait_for_function(
        "() => { const one = document.querySelector('.scroll'); return one.scrollLeft + one.clientWidth >= one.scrollWidth - 1; }"
    )
    assert shadows(tab) == [0, 0]
