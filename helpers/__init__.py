"""What the notebooks use: the data, its contradictions, and ways to show and practise them.

The names below are the complete public interface. Each is loaded when it is first used, so that
``import helpers`` costs next to nothing.
"""

from importlib import import_module
from typing import Any

_HOME = {
    "load_lesson": "load",
    "find_contradictions": "compare.contradictions",
    "parse_date": "lesson.dates",
    "show_text": "display.text",
    "show_table": "display.tables",
    "show_people": "display.people",
    "show_words": "display.glossary",
    "show_background": "display.glossary",
    "show_document": "display.documents",
    "show_map": "display.maps",
    "show_matrix": "display.matrix",
    "show_causes": "display.causes",
    "show_agreements": "display.agreements",
    "show_settlement": "display.settlement",
    "browse": "browsing",
    "plot_timeline": "timeline",
    "describe_timeline": "timeline",
    "exercise": "exercises",
    "my_work": "reporting",
    "rewrite": "rewriting",
    "show_rubric": "rewriting",
    "show_routes": "display.guide",
    "show_claims_key": "display.guide",
    "show_key": "classroom.key",
    "export": "exporting",
    "check_setup": "health",
}
__all__ = list(_HOME)


def __getattr__(name: str) -> Any:
    """Load a public name from the module that defines it (PEP 562)."""
    if name not in _HOME:
        raise AttributeError(f"helpers has no name {name!r}. It offers: {', '.join(__all__)}.")
    try:
        module = import_module(f"helpers.{_HOME[name]}")
    except Exception as error:
        # An AttributeError would be hidden: Python takes it for a name that helpers does not have.
        from helpers.errors import UserError
        from helpers.shadowing import explain_import_error

        if isinstance(error, ModuleNotFoundError) and error.name == "helpers.classroom":
            raise UserError(f"{name} is only in the edition for teachers.") from None
        raise UserError(explain_import_error(error)) from error
    return getattr(module, name)


def __dir__() -> list[str]:
    return sorted(__all__)
