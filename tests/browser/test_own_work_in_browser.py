"""Pages about the student's own work: they follow what is answered, and buttons save it."""

from playwright.sync_api import expect

CELLS = [
    "# A verdict\nfrom helpers import exercise, my_work\nexercise('verdict-signing-date')",
    "# The evidence\nmy_work('evidence')",
    "# Hand it in\nmy_work('hand-in')",
]


def test_evidence_follows_a_verdict_and_a_button_saves_it(lab, open_notebook):
    lab.write_notebook("own.ipynb", CELLS)
    page = open_notebook("own.ipynb")
    tab = page.tab
    evidence = tab.locator(".jp-Cell").nth(1)
    expect(evidence).to_contain_text("still empty")
    tab.get_by_label("contradicted: the record").check()
    tab.get_by_label("I am sure").check()
    tab.get_by_label("a date", exact=True).check()
    tab.get_by_role("button", name="Check", exact=True).click()
    evidence.scroll_into_view_if_needed()
    expect(evidence.get_by_role("table", name="My evidence")).to_contain_text("contradicted")
    assert not list(lab.work.glob("my-work.*")), "nothing is saved before a button is pressed"
    tab.get_by_role("button", name="Save as a web page").click()
    expect(tab.locator(".jp-Cell").nth(2)).to_contain_text("1 answer from 1 session")
    assert "contradicted" in (lab.work / "my-work.html").read_text(encoding="utf-8")
