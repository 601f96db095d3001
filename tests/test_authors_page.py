"""The page for authors says what the workbook really contains."""

from tools import sheets


def test_the_tables_of_sheets_and_columns_are_those_of_the_workbook():
    page = sheets.PAGE.read_text(encoding="utf-8")
    assert sheets.tables() in page, "Run python3 start.py build."
