"""The one visual style: colours, type and the stylesheet that tables, text, figures and exercises share.

Colours are chosen so that text in them has at least 4.5 : 1 contrast with the page (WCAG 2.2, 1.4.3) in the
light and in the dark theme, and so that blue (the record) and orange (the text) differ for colour-blind readers.
No meaning rests on a colour alone.
"""

from typing import Final

#: Colours of the two stories and of everything else, for each theme (sRGB hex).
COLOURS: Final[dict[str, dict[str, str]]] = {
    "light": {
        "page": "#ffffff", "ink": "#1b1f24", "quiet": "#57606a", "line": "#d0d7de", "wash": "#f6f8fa",
        "text": "#a13d00", "record": "#0b5394", "text-wash": "#fdf0e7", "record-wash": "#e9f1fa",
    },
    "dark": {
        "page": "#14181d", "ink": "#e8ebee", "quiet": "#a9b3bd", "line": "#3d4650", "wash": "#1e242b",
        "text": "#ffab73", "record": "#86c1ff", "text-wash": "#3a2415", "record-wash": "#15293d",
    },
    "print": {
        "page": "#ffffff", "ink": "#000000", "quiet": "#404040", "line": "#808080", "wash": "#f2f2f2",
        "text": "#000000", "record": "#000000", "text-wash": "#ffffff", "record-wash": "#ffffff",
    },
}  # fmt: skip

#: Fonts that every system or matplotlib itself carries.
FONT_CSS: Final = 'system-ui, -apple-system, "Segoe UI", "Noto Sans", "DejaVu Sans", Arial, sans-serif'
SERIF_CSS: Final = 'Georgia, "Noto Serif", "DejaVu Serif", serif'

#: Where a page is dark: in JupyterLab, and in VS Code, which marks its pages by a class.
DARK: Final = ":is([data-jp-theme-light=false],.vscode-dark)"
#: What makes a dark figure of a light one: light and dark change places, not quite to black and white; hues stay.
TURN: Final = "invert(.92) hue-rotate(180deg)"


def _variables(theme: str) -> str:
    return "".join(f"--lesson-{name}:{colour};" for name, colour in COLOURS[theme].items())


#: The stylesheet of every HTML output; each output carries it, so that a cell can stand alone.
CSS: Final = (
    f".lesson{{{_variables('light')}}}"
    f"{DARK} .lesson{{{_variables('dark')}}}"
    # As large as the words around it, in JupyterLab also when the reader enlarges these; all else is larger or smaller by its part.
    f".lesson{{font:var(--jp-content-font-size1,1rem)/1.6 {FONT_CSS};color:var(--lesson-ink);max-width:60rem;margin:.5rem 0}}"
    "div.lesson *{box-sizing:border-box}"
    "div.lesson .quiet,div.lesson figcaption{color:var(--lesson-quiet);font-size:.9em}"
    f"div.lesson .source-text{{font:1.25em/1.75 {SERIF_CSS};max-width:38.4em}}"
    "div.lesson .scroll{overflow-x:auto}"
    # What goes on to the right has a shadow there: it keeps to the edge, and at the end it lies under a strip of the page.
    "@media screen{div.lesson .scroll{display:flex}div.lesson .scroll>*{flex:none;max-width:calc(100% - 1rem)}"
    "div.lesson .scroll::before,div.lesson .scroll::after{content:'';flex:none;width:1rem}"
    "div.lesson .scroll::before{order:1;z-index:2;background:var(--jp-layout-color0,var(--vscode-editor-background,var(--lesson-page)))}"
    "div.lesson .scroll::after{order:2;position:sticky;right:0;margin-left:-1rem;pointer-events:none;opacity:.5;"
    "background:linear-gradient(to left,var(--lesson-quiet),transparent)}}"
    "div.lesson table{border-collapse:collapse;margin:0;min-width:min(100% - 1rem,20rem);font-size:1em;font-variant-numeric:tabular-nums}"
    "div.lesson caption{caption-side:top;text-align:left;font-weight:600;padding:.25rem 0 .5rem;color:var(--lesson-ink)}"
    "div.lesson .scroll th,div.lesson .scroll td{text-align:left;vertical-align:top;line-height:1.45;padding:.45rem .9rem .45rem 0;white-space:normal;"
    "border-bottom:1px solid var(--lesson-line);background:none;color:var(--lesson-ink)}"
    "div.lesson .scroll .number{text-align:right}div.lesson .scroll .date{white-space:nowrap}"
    "div.lesson thead th{border-bottom:2px solid var(--lesson-ink)}"
    "div.lesson figure{margin:0}"
    "div.lesson img{display:block;max-width:100%;height:auto;border:1px solid var(--lesson-line);border-radius:6px}"
    f"@media screen{{{DARK} .lesson img.turns{{filter:{TURN};border-color:{COLOURS['light']['line']}}}}}"
    "div.lesson details{margin:.5rem 0}div.lesson summary{cursor:pointer;color:var(--lesson-record);min-height:24px}"
    "div.lesson summary:focus-visible,div.lesson a:focus-visible{outline:3px solid var(--lesson-record);outline-offset:2px}"
    # A list of events, and the fields to search it.
    "div.lesson .found details{border-top:1px solid var(--lesson-line);margin:0;padding:.35rem 0;overflow-wrap:anywhere}"
    "div.lesson .found details>p{margin:.4rem 0}"
    "div.lesson.search .found{max-height:36rem;overflow-y:auto;border-bottom:1px solid var(--lesson-line)}"
    "div.lesson.search .fields{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,14rem),1fr));gap:.6rem 1rem}"
    "div.lesson.search label{display:block;font-weight:600}"
    "div.lesson.search input,div.lesson.search select,div.lesson.search button{font:inherit;width:100%;min-height:36px;padding:.3rem .6rem;"
    "color:var(--lesson-ink);background:var(--lesson-page);border:1px solid var(--lesson-quiet);border-radius:4px}"
    "div.lesson.search button{width:auto;margin-top:.8rem;color:var(--lesson-record);border-color:var(--lesson-record);cursor:pointer}"
    "div.lesson.search :focus-visible{outline:3px solid var(--lesson-record);outline-offset:2px}"
    "div.lesson.search input[type=checkbox]{width:1.15rem;min-height:24px;vertical-align:middle;accent-color:var(--lesson-record)}"
    "div.lesson.search fieldset{border:0;margin:.8rem 0 0;padding:0;min-width:0;display:flex;flex-wrap:wrap;gap:0 1.2rem}"
    "div.lesson.search legend{font-weight:600;padding:0}div.lesson.search fieldset label{font-weight:400}"
    "div.lesson.search .steps{display:flex;flex-wrap:wrap;gap:0 .8rem;align-items:end}div.lesson.search .steps .field{flex:1 1 14rem;min-width:0}"
    # The event that is read is ringed in the figure: a dark line with a light one on both sides shows on any ground.
    "div.lesson .frame{position:relative;width:max-content;max-width:max(100% - 1rem,42rem)}div.lesson .here{position:absolute;width:1.5rem;height:1.5rem;margin:-.75rem 0 0 -.75rem;"
    "border:3px solid #1b1f24;border-radius:50%;box-shadow:0 0 0 2px #fff,inset 0 0 0 2px #fff;pointer-events:none}"
    "div.lesson.search [role=status]{font-weight:600;margin:.8rem 0}"
    "div.lesson a{color:var(--lesson-record)}"
    "div.lesson mark{background:var(--lesson-text-wash);color:inherit;border-bottom:2px solid var(--lesson-text)}"
    "div.lesson .card{border:1px solid var(--lesson-line);border-left:4px solid var(--lesson-record);border-radius:6px;"
    "padding:.75rem 1rem;background:var(--lesson-wash);overflow-wrap:anywhere}"
    "div.lesson .card.text{border-left-color:var(--lesson-text)}div.lesson .card>:last-child{margin-bottom:0}"
    # The options of a question carry their own signs.
    "div.lesson .card ul.signs{list-style:none;padding-left:.25rem}div.lesson .card ul.signs li{padding-left:1.5rem;text-indent:-1.5rem}"
    f"div.lesson .card blockquote{{font-family:{SERIF_CSS};margin:0 0 .8rem;padding:.4rem .9rem;border-left:3px solid var(--lesson-text)}}"
    "div.lesson sup.n{font-size:.72em;color:var(--lesson-quiet);line-height:0;margin-left:.15em}"
    # Words for a screen reader, which the eye does not need.
    "div.lesson .heard{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}"
    # A page in a widget of ipywidgets is as narrow as the notebook, and not as wide as its figure.
    ".widget-html-content:has(>.lesson){min-width:0}"
    "@media print{div.lesson .frame{max-width:100%}}"
    "@media (max-width:480px){div.lesson .scroll th,div.lesson .scroll td{padding-right:.6rem}div.lesson .scroll td:last-child{min-width:8rem}}"
)
