"""Find what keeps people out: rules of axe, and sideways scrolling."""

from axe_playwright_python.sync_playwright import Axe

#: Ours are the outputs; the rules about whole pages are JupyterLab's business.
OPTIONS = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
           "rules": {"region": {"enabled": False}, "page-has-heading-one": {"enabled": False},
                     "landmark-one-main": {"enabled": False}, "heading-order": {"enabled": False}},
           "resultTypes": ["violations"]}  # fmt: skip


def axe(tab, inside=".lesson"):
    """Return every violation in our outputs as `rule: markup`."""
    found = Axe().run(tab, context={"include": [[inside]]}, options=OPTIONS).response["violations"]
    return [f"{rule['id']}: {node['html'][:200]} {node['failureSummary'][:300]}" for rule in found for node in rule["nodes"]]


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
