"""A line to type in, with its name above and what is wrong with it beside it.

Everything that gets into a field is cleaned, whether it was typed, pasted or put there (INJ-1, INJ-3).
"""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Input, Static

from oc_training.kiosk.plain import joined, plain
from oc_training.text import clean


class CleanInput(Input):
    """An Input whose value is always cleaned text of limited length, and whose cursor does not blink."""

    DEFAULT_CSS = """
    CleanInput {
        height: 1; padding: 0 1; border: none;
        border-left: solid $border-blurred; border-right: solid $border-blurred;
        background: $surface-active; color: $foreground;
    }
    CleanInput:focus {
        border: none; border-left: double $border; border-right: double $border;
        background: $surface-active; background-tint: $surface-active 0%;
    }
    CleanInput.-invalid, CleanInput.-invalid:focus {
        border: none; border-left: thick $error; border-right: thick $error;
    }
    CleanInput>.input--placeholder { color: $text-disabled; }
    """

    def __init__(
        self,
        value: str = "",
        *,
        limit: int = 200,
        placeholder: str = "",
        proposed: bool = False,
        id: str | None = None,  # noqa: A002  Textual's own name
    ) -> None:
        """Begin with *value*; where it is only *proposed*, such as a day, typing replaces it."""
        super().__init__(
            clean(value, limit), placeholder=clean(placeholder), max_length=limit, select_on_focus=proposed, id=id
        )
        self.cursor_blink = False

    def validate_value(self, value: str) -> str:
        """Clean whatever the value is set to."""
        return clean(value, self.max_length or 1_000)

    def replace(self, text: str, start: int, end: int) -> None:
        """Put cleaned *text* in place of what stands between *start* and *end*, as much of it as there is room for."""
        first, last = sorted((max(start, 0), min(end, len(self.value))))
        room = (self.max_length or 1_000) - (len(self.value) - (last - first))
        super().replace(clean(text, max(room, 0)), first, last)

    def on_paste(self, event: events.Paste) -> None:
        """Take what stands before the first end of a line or tab: what comes after it was meant for another field."""
        event.stop()
        event.prevent_default()
        first = event.text.replace("\t", "\n").splitlines()[:1]
        self.replace("".join(first), *self.selection)


class TextField(Vertical):
    """A name, a line to type in, and one sentence when something is wrong. ``>`` marks the field in hand."""

    DEFAULT_CSS = """
    TextField { height: auto; width: 1fr; }
    TextField > .text-field--label { height: auto; color: $foreground; }
    TextField > Input { margin: 0 0 0 2; max-width: 60; }
    TextField > .text-field--error {
        height: auto; min-height: 1; padding: 0 0 0 2; color: $text-error; text-style: bold;
    }
    """

    error: reactive[str] = reactive("")
    """What is wrong, as one sentence; empty when nothing is."""

    def __init__(
        self,
        label: str,
        field: CleanInput | None = None,
        *,
        id: str | None = None,  # noqa: A002  Textual's own name
    ) -> None:
        """Name the field *label*; *field* is the input, which may be of another kind, such as one for a PIN."""
        super().__init__(id=id)
        self._label = label
        self.input = field or CleanInput()
        self._head = Static(self._named(here=False), classes="text-field--label")
        self._wrong = Static(classes="text-field--error")

    @property
    def value(self) -> str:
        """What stands in the field, cleaned."""
        return self.input.value

    @value.setter
    def value(self, value: str) -> None:
        self.input.value = value

    def compose(self) -> ComposeResult:
        """Name, input, sentence."""
        yield self._head
        yield self.input
        yield self._wrong

    def focus_input(self) -> None:
        """Put the cursor into the field, before the next key is given out; a kiosk that is ending has none any more."""
        if self.is_attached:
            self.screen.set_focus(self.input)

    def on_descendant_focus(self) -> None:
        """Mark the field as the one in hand."""
        self._head.update(self._named(here=True))

    def on_descendant_blur(self) -> None:
        """Take the mark away."""
        self._head.update(self._named(here=False))

    def watch_error(self, error: str) -> None:
        """Show what is wrong, in words and at the input's edges."""
        self._wrong.update(plain(f"! {error}") if error else plain(""))
        self.input.set_class(bool(error), "-invalid")

    def _named(self, *, here: bool) -> Content:
        return joined(("> ", "bold $text-accent"), (self._label, "bold")) if here else joined("  ", self._label)
