"""Find what keeps people out: rules of axe, pale colours, and sideways scrolling."""

from axe_playwright_python.sync_playwright import Axe

#: Ours are the outputs; the rules about whole pages are JupyterLab's business, and colours are
#: looked at by themselves.
OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {
        "region": {"enabled": False},
        "page-has-heading-one": {"enabled": False},
        "landmark-one-main": {"enabled": False},
        "heading-order": {"enabled": False},
        "color-contrast": {"enabled": False},
    },
    "resultTypes": ["violations"],
}
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
#: JupyterLab's page has no height and hides what overflows it, and the notebook scrolls inside it:
#: axe takes all of it for
#: hidden and judges no colour at all. So that it can, all is shown at full length, on the
#: notebook's own background.
AT_LENGTH = """body, .jp-LabShell, .jp-WindowedPanel-outer { overflow: visible !important; }
.jp-WindowedPanel-outer, .jp-WindowedPanel-inner, .jp-WindowedPanel-viewport { background: inherit !important; }"""
#: The share of the parts with words whose colours axe must be able to judge.
JUDGED = 0.9


def axe(tab, inside=".lesson"):
    """Return every violation in our outputs, but those of colours, as `rule: markup`."""
    return _violations(Axe().run(tab, context={"include": [[inside]]}, options=OPTIONS).response)


def contrast(tab, inside=".lesson"):
    """Return every part of our outputs whose words are too pale (WCAG 2.2, 1.4.3), and whether too few could be judged."""
    at_length = tab.add_style_tag(content=AT_LENGTH)
    found = Axe().run(tab, context={"include": [[inside]]}, options=COLOURS).response
    at_length.evaluate("style => style.remove()")
    passed, pale, unclear = (
        sum(len(rule["nodes"]) for rule in found[kind])
        for kind in ("passes", "violations", "incomplete")
    )
    judged = passed + pale
    few = (
        []
        if judged > JUDGED * (judged + unclear)
        else [f"color-contrast: judged {judged} of {judged + unclear} parts only"]
    )
    return few + _violations(found)


def _violations(found):
    return [
        f"{rule['id']}: {node['html'][:200]} {node['failureSummary'][:300]}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


def too_wide(tab):
    """Return every part of our outputs that needs sideways scrolling; wide tables scroll by themselves."""
    return tab.evaluate("""() => {
        const wide = [];
        for (const lesson of document.querySelectorAll('.jp-OutputArea .lesson')) {
            const right = lesson.getBoundingClientRect().right + 1;
            if (right > lesson.closest('.jp-OutputArea').getBoundingClientRect().right + 2) wide.push('output: ' + lesson.textContent.slice(0, 60));
            if (lesson.scrollWidth > lesson.clientWidth + 1) wide.push('page: ' + lesson.textContent.slice(0, 60));
            for (const part of lesson.querySelectorAll('*')) {
                if (part.closest('.scroll') && !part.matches('.scroll')) continue;
                if (part.getBoundingClientRect().right > right) wide.push(part.tagName + ': ' + part.textContent.slice(0, 60));
            }
        }
        return wide;
    }""")
