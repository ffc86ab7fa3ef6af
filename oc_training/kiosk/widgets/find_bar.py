"""The line in which a word is looked for, and what was found, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Input, Static

from oc_training.kiosk.plain import plain
from oc_training.kiosk.widgets.text_field import CleanInput

HINT = "Type a word, then Enter."


def found_words(here: int, elsewhere: Mapping[str, int]) -> str:
    """What a search found: how often here, and how often in which other sections (by their ids)."""
    if not here and not elsewhere:
        return "Not found in this directive."
    said = {0: "Not in this section.", 1: "Once in this section."}.get(here, f"{here} times in this section.")
    if not elsewhere:
        return said
    counts = ", ".join(f"{count} in {section}" for section, count in elsewhere.items())
    more = counts.replace(" in ", " more in ", 1) if here else counts
    return f"{said} {more}. F3 shows where."


class FindInput(CleanInput):
    """The line to type in; Up and Down lead through what was found."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "Find, next", key_display="Enter"),
        Binding("up", "step(-1)", "Found words", key_display="Up"),
        Binding("down", "step(1)", "Found words", key_display="Down"),
    ]

    def action_step(self, by: int) -> None:
        """To the next or previous place."""
        self.post_message(FindBar.Stepped(by))


class FindBar(Vertical):
    """One line to type in and one that says what was found; what to do with it is the screen's business."""

    DEFAULT_CSS = """
    FindBar { height: auto; background: $panel; color: $foreground; padding: 0 2; }
    FindBar Horizontal { height: 1; background: $panel; }
    FindBar #find-label { width: auto; text-style: bold; background: $panel; margin: 0 1 0 0; }
    FindBar CleanInput { width: 1fr; max-width: 48; }
    FindBar #find-said { height: auto; width: 1fr; background: $panel; color: $foreground; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("f3", "elsewhere", "In other sections", key_display="F3")]

    class Asked(Message):
        """Some words are to be looked for."""

        def __init__(self, words: str) -> None:
            super().__init__()
            self.words = words

    class Stepped(Message):
        """The next (1) or previous (-1) place is wanted."""

        def __init__(self, by: int) -> None:
            super().__init__()
            self.by = by

    class ElsewhereAsked(Message):
        """What stands in other sections is wanted."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's own name
        super().__init__(id=id)
        self._input = FindInput(limit=60, id="find-input")
        self._said = Static(plain(HINT), id="find-said")
        self._asked = ""

    def compose(self) -> ComposeResult:
        """Name and line to type in; what was found."""
        with Horizontal():
            yield Static(plain("Find:"), id="find-label")
            yield self._input
        yield self._said

    @property
    def asked(self) -> str:
        """The words last looked for; empty before the first search."""
        return self._asked

    def begin(self) -> None:
        """Take the keys for a new search; the words of the last one stand there until others are typed."""
        self._input.focus()
        self._input.select_all()

    def forget(self) -> None:
        """Back to the beginning."""
        self._asked = self._input.value = ""
        self._said.update(plain(HINT))

    def say(self, words: str) -> None:
        """Say what was found."""
        self._said.update(plain(words))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Other words are a new search; the same words lead to the next place."""
        event.stop()
        if event.value == self._asked:
            self.post_message(self.Stepped(1))
        else:
            self._asked = event.value
            self.post_message(self.Asked(event.value))

    def action_elsewhere(self) -> None:
        """What stands in other sections."""
        self.post_message(self.ElsewhereAsked())
