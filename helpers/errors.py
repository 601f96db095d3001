"""An error that speaks to the reader."""


class Told(ValueError):
    """What was asked for can't be done: Jupyter shows the sentence, and no traceback through code that is not the reader's."""

    def _render_traceback_(self) -> list[str]:
        return str(self).splitlines()
