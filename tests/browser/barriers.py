"""Find what keeps people out: rules of axe, low contrast, and sideways scrolling."""

from axe_playwright_python.sync_playwright import Axe

#: Only our outputs count: the rules about whole pages concern JupyterLab, and contrast has a check
#: of its own.
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
#: JupyterLab's page hides what overflows it, and the notebook scrolls inside it. axe takes all that
#: for hidden, so it is shown at full length, on the notebook's own background.
AT_LENGTH = """body, .jp-LabShell, .jp-WindowedPanel-outer { overflow: visible !important; }
.jp-WindowedPanel-outer, .jp-WindowedPanel-inner, .jp-WindowedPanel-viewport
{ background: inherit !important; }"""
#: The rows of a table are all made in one way: axe looks at the first ones.
FEW_ROWS = ".lesson tbody tr:nth-child(n + 21) { display: none !important; }"
#: The share of the parts with text whose colours axe must be able to judge.
JUDGED = 0.9


def axe(tab, inside=".lesson"):
    """Return every violation in our outputs, except contrast, as `rule: markup`."""
    return _violations(_run(tab, inside, OPTIONS, FEW_ROWS))


def contrast(tab, inside=".lesson"):
    """Return every part of our outputs with too little contrast (WCAG 2.2, 1.4.3).

    Too few parts that could be judged count as a violation, too.
    """
    found = _run(tab, inside, COLOURS, AT_LENGTH + FEW_ROWS)
    passed, pale, unclear = (
        sum(len(rule["nodes"]) for rule in found[kind])
        for kind in ("passes", "violations", "incomplete")
    )
    judged, parts = passed + pale, passed + pale + unclear
    few = [] if judged > JUDGED * parts else [f"color-contrast: judged {judged} of {parts} parts"]
    return few + _violations(found)


def _run(tab, inside, options, css):
    style = tab.add_style_tag(content=css)
    try:
        return Axe().run(tab, context={"include": [[inside]]}, options=options).response
    finally:
        style.evaluate("style => style.remove()")


def _violations(found):
    return [
        f"{rule['id']}: {node['html'][:200]} {node['failureSummary'][:300]}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


def too_wide(tab):
    """Return every part of our outputs that needs sideways scrolling; wide tables may scroll."""
    return tab.evaluate("""() => {
        const wide = [];
        const name = (what, node) => wide.push(what + ': ' + node.textContent.slice(0, 60));
        for (const lesson of document.querySelectorAll('.jp-OutputArea .lesson')) {
            const right = lesson.getBoundingClientRect().right + 1;
            const area = lesson.closest('.jp-OutputArea').getBoundingClientRect();
            if (right > area.right + 2) name('output', lesson);
            if (lesson.scrollWidth > lesson.clientWidth + 1) name('page', lesson);
            for (const part of lesson.querySelectorAll('*')) {
                if (part.closest('.scroll') && !part.matches('.scroll')) continue;
                if (part.getBoundingClientRect().right > right) name(part.tagName, part);
            }
        }
        return wide;
    }""")
