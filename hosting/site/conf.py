"""Settings of Sphinx for the site; `tools/site.py` copies this folder and adds the pages."""

extensions = [
    "myst_nb",
    "sphinx.ext.autodoc",
    "sphinx.ext.autosummary",
    "sphinx.ext.napoleon",
]
author = "the authors of “Can we believe this text?”"
html_theme = "sphinx_book_theme"
html_title = "Can we believe this text?"
html_static_path = ["static"]
html_css_files = ["lesson.css", "site.css"]
html_js_files = [("site.js", {"defer": "defer"})]
html_theme_options = {
    "use_download_button": False,
    "use_fullscreen_button": False,
    "home_page_in_toc": True,
    "extra_footer": "Text, data and exercises: CC BY 4.0. Code: MIT licence.",
    "navbar_persistent": [],  # one field to search is enough
}
html_context = {"default_mode": "auto"}  # light or dark, as the reader's system is
html_copy_source = False
html_show_copyright = False

nb_execution_mode = "off"  # the pages show what the notebooks store
nb_ipywidgets_js = {}  # no widget is stored, and these scripts would come from other servers
myst_heading_anchors = 3

add_module_names = False
autodoc_typehints = "none"  # the docstrings say what is expected, in words
autosummary_generate = False
napoleon_google_docstring = False
napoleon_use_rtype = False
