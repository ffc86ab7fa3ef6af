"""Shows a one-time code, once, in letters that can be read across a desk."""

from __future__ import annotations

from collections.abc import Sequence

from textual.widget import Widget
from textual.widgets import Static

from oc_training.kiosk.plain import plain
from oc_training.kiosk.widgets.banner import Banner
from oc_training.kiosk.widgets.dialog import Choice, Dialog
from oc_training.roster.credentials import Kind
from oc_training.roster.pins import Secret
from oc_training.wording.pins import issued_words

ONLY_ONCE = "Give it to nobody but them. When this is closed, the code cannot be shown again."


class CodeDialog(Dialog[None]):
    """The code is held by this dialog alone and goes with it."""

    DEFAULT_CSS = """
    CodeDialog #code { background: $surface; }
    CodeDialog #code-small {
        width: 1fr; text-align: center; text-style: bold; margin: 0 0 1 0; background: $surface;
    }
    """

    def __init__(self, name: str, code: Secret, before: Kind | None) -> None:
        choice: Choice[None] = Choice("It was passed on; close", None, "c")
        super().__init__("One-time code", (f"For {name}:", issued_words(before), ONLY_ONCE), (choice,), on_escape=None)
        self._code = code

    def extra(self) -> Sequence[Widget]:
        """The code, large and again in small letters, in two halves; blanks do not count when it is typed."""
        code = self._code.reveal()
        half = len(code) // 2
        return (Banner(code, id="code"), Static(plain(f"{code[:half]} {code[half:]}"), id="code-small"))
