"""Where a table goes on to the right, a shadow at its edge says so; where nothing more follows, there is none."""

from io import BytesIO

import pandas as pd
import pytest
from PIL import Image

from helpers.page import Page, table_html

ROWS = pd.DataFrame({f"column {number}": ["words"] for number in range(12)})


@pytest.fixture(params=["true", "false"], ids=["light", "dark"])
def tab(request, chromium):
    """Return a tab with a wide and a narrow table on a page of JupyterLab's colours."""
    tab = chromium.new_page(viewport={"width": 400, "height": 600})
    page = "#fff" if request.param == "true" else "#111"
    tables = [Page(table_html(part, "A table"), "")._repr_html_() for part in (ROWS, ROWS.iloc[:, :2])]
    tab.set_content(f'<body data-jp-theme-light={request.param} style="margin:0;--jp-layout-color0:{page};background:{page}">{"".join(tables)}')
    yield tab
    tab.close()


def shadows(tab):
    """Return for each table how much its right edge stands out from the page, of 255."""
    drawn = Image.open(BytesIO(tab.screenshot())).convert("L")
    boxes = [table.bounding_box() for table in tab.locator(".scroll").all()]
    return [abs(drawn.getpixel((int(box["x"] + box["width"]) - 2, int(box["y"]) + 3)) - drawn.getpixel((399, 599))) for box in boxes]


def test_a_shadow_says_that_a_table_goes_on(tab):
    wide, narrow = shadows(tab)
    assert wide > 40 and narrow == 0
    tab.locator(".scroll").first.focus()
    for _ in range(60):  # by keyboard to the end
        tab.keyboard.press("ArrowRight")
    tab.wait_for_function("() => { const one = document.querySelector('.scroll'); return one.scrollLeft + one.clientWidth >= one.scrollWidth - 1; }")
    assert shadows(tab) == [0, 0]
