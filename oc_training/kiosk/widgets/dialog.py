"""A short question over the screen. Nothing in it is focused, so no stray Enter can answer it.

A value comes back through ``dismiss``, once: a second press is ignored instead of ending the program.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Generic, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Button, Static

from oc_training.kiosk.plain import plain
from oc_training.kiosk.widgets.push_button import PushButton
from oc_training.kiosk.widgets.settling import Settling

T = TypeVar("T")

ROOMY = 3
"""Up to this many choices stand apart from each other; more would not fit a screen of 20 lines."""


HOW = " Press a letter in brackets, or Tab and Enter "


@dataclass(frozen=True, slots=True)
class Choice(Generic[T]):
    """One way to answer: what it says, what comes back, and the key (one small letter) that does it."""

    label: str
    value: T
    key: str


class Dialog(ModalScreen[T]):
    """A question with its choices, each on a line of its own, each with a key."""

    AUTO_FOCUS: ClassVar[str | None] = ""
    DEFAULT_CSS = """
    Dialog { align: center middle; background: $background; }
    Dialog > #dialog-box {
        width: 64; max-width: 94%; height: auto; max-height: 96%;
        border: double $border; background: $surface; color: $foreground; padding: 1 2 0 2;
        border-title-color: $text-accent; border-title-style: bold; border-title-align: left;
        border-subtitle-color: $foreground; border-subtitle-align: right;
    }
    Dialog #dialog-words { height: auto; max-height: 1fr; background: $surface; scrollbar-size-vertical: 1; }
    Dialog #dialog-words > Static { width: 1fr; height: auto; margin: 0 0 1 0; background: $surface; }
    Dialog #dialog-choices { height: auto; background: $surface; }
    Dialog #dialog-choices > PushButton { width: 100%; margin: 0; background: $panel; }
    Dialog #dialog-choices > PushButton:focus { background: $primary; }
    Dialog #dialog-choices.-roomy > PushButton { margin: 0 0 1 0; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Back", key_display="Esc"),
        Binding("tab,down", "app.focus_next", "Next", show=False),
        Binding("shift+tab,up", "app.focus_previous", "Previous", show=False),
    ]

    def __init__(
        self,
        title: str,
        words: Sequence[str],
        choices: Sequence[Choice[T]],
        *,
        on_escape: T,
        settling: Settling | None = None,
    ) -> None:
        """Ask *title*, with *words* as paragraphs; Escape gives *on_escape*, which must be the harmless answer."""
        super().__init__()
        self._asked = title
        self._words = tuple(words)
        self._choices = tuple(choices)
        self._on_escape = on_escape
        self._settling = settling or Settling()
        self._answered = False

    def compose(self) -> ComposeResult:
        """The box: words, anything a subclass adds, choices."""
        with Vertical(id="dialog-box") as box:
            box.border_title = plain(f" {self._asked} ")
            box.border_subtitle = plain(HOW)
            with VerticalScroll(id="dialog-words", can_focus=False):
                for words in self._words:
                    yield Static(plain(words))
            yield from self.extra()
            with Vertical(id="dialog-choices", classes="-roomy" if len(self._choices) <= ROOMY else None):
                for number, choice in enumerate(self._choices):
                    yield PushButton(choice.label, key=choice.key.upper(), id=f"dialog-choice-{number}")

    def extra(self) -> Sequence[Widget]:
        """What a subclass puts between words and choices."""
        return ()

    def on_mount(self) -> None:
        """Begin the moment in which keys are ignored."""
        self._settling.start()

    def on_key(self, event: events.Key) -> None:
        """Ignore what was typed ahead; then a choice's own key answers."""
        if not self._settling.over:
            event.stop()
            event.prevent_default()
            return
        for choice in self._choices:
            if event.key == choice.key.lower():
                event.stop()
                self.answer(choice.value)
                return

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """A choice was pressed or clicked."""
        event.stop()
        number = int((event.button.id or "").removeprefix("dialog-choice-"))
        self.answer(self._choices[number].value)

    def action_leave(self) -> None:
        """Escape: the harmless answer."""
        self.answer(self._on_escape)

    def answer(self, value: T) -> None:
        """Give *value* back, unless an answer was given or the question has only just appeared."""
        if self._answered or not self._settling.over:
            return
        self._answered = True
        self.dismiss(value)
