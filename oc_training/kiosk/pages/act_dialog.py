"""An act that asks for the PIN again: what it is, a few fields, the PIN, and one button that does it.

Signing, declining, releasing, issuing: each goes through here, so each asks the same way, is done once
however often the button is pressed, and says in words what happened.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Generic, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Button, Input, Static

from oc_training.errors import OcTrainingError, WrongPin
from oc_training.kiosk.form_page import ONE_MOMENT
from oc_training.kiosk.plain import plain
from oc_training.kiosk.typed_ahead import all_taken_in
from oc_training.kiosk.widgets.pin_input import PinInput
from oc_training.kiosk.widgets.push_button import PushButton
from oc_training.kiosk.widgets.text_field import CleanInput, TextField
from oc_training.roster.pins import Secret, stands_in
from oc_training.wording.pins import PIN_MISSING

T = TypeVar("T")

KEYS = "Enter or Tab goes to the next field. Only the button does it."
ROOM_FOR_KEYS = 22
"""Lines of a screen from which on the line about the keys is shown."""
AROUND = 8
"""Lines of a screen that the words and fields leave to what stands around them."""
PIN_ELSEWHERE = "Your PIN stood in this field, and was taken out. It belongs in its own field only."


@dataclass(frozen=True, slots=True)
class Asked:
    """A field of the dialog, beside the PIN."""

    name: str
    label: str
    limit: int = 200
    value: str = ""
    optional: bool = False
    """Whether it may stay empty; it then comes after the PIN, so that nobody types the PIN into it in passing."""
    objection: Callable[[str], str] = lambda _: ""
    """What is wrong with what was typed, as a sentence to stand beside the field; empty when nothing is."""


@dataclass(frozen=True, slots=True)
class Act(Generic[T]):
    """What the dialog is about."""

    title: str
    words: Sequence[str]
    """Paragraphs that say what will happen."""
    asked: Sequence[Asked]
    button: str
    """What the button says: the act as a verb."""
    do: Callable[[Mapping[str, str], Secret], T]
    """Does it; called in a thread with the fields by name and the PIN."""
    back: str = "Back"
    """What the button that leaves without it says."""


class ActDialog(ModalScreen[T | None]):
    """Gives back what the act gave, or None when the person went back without it."""

    AUTO_FOCUS: ClassVar[str | None] = ""
    DEFAULT_CSS = """
    ActDialog { align: center middle; background: $background; }
    ActDialog > #act-box {
        width: 70; max-width: 96%; height: auto; max-height: 98%;
        border: double $border; background: $surface; padding: 0 2;
        border-title-color: $text-accent; border-title-style: bold; border-title-align: left;
    }
    ActDialog #act-body { height: auto; background: $surface; scrollbar-size-vertical: 1; }
    ActDialog #act-body > .act-words { height: auto; margin: 1 0 0 0; background: $surface; }
    ActDialog #act-body > #act-first { margin: 1 0 0 0; }
    ActDialog TextField { background: $surface; }
    ActDialog #act-said { height: auto; min-height: 1; color: $text-error; text-style: bold; background: $surface; }
    ActDialog #act-said.-busy { color: $foreground; }
    ActDialog #act-buttons { height: auto; background: $surface; }
    ActDialog #act-buttons > PushButton { margin: 0 2 0 0; }
    ActDialog #act-keys { height: auto; margin: 1 0 0 0; color: $text-muted; background: $surface; }
    ActDialog.-low #act-keys { display: none; }
    """
    VERTICAL_BREAKPOINTS = [(0, "-low"), (ROOM_FOR_KEYS, "-high")]  # noqa: RUF012  Textual's own declaration
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Back", key_display="Esc", priority=True),
        # With priority, because what is typed right after them must not reach the field before: it may be the PIN.
        Binding("enter,ctrl+j", "go_on", "Next", show=False, priority=True),
        Binding("tab,down", "step(1)", "Next", show=False, priority=True),
        Binding("shift+tab,up", "step(-1)", "Previous", show=False, priority=True),
    ]

    def __init__(self, act: Act[T]) -> None:
        super().__init__()
        self._act = act
        self._busy = False
        self._fields = {
            asked.name: TextField(asked.label, CleanInput(asked.value, limit=asked.limit, proposed=bool(asked.value)))
            for asked in act.asked
        }
        self._pin = PinInput(id="act-pin")
        self._pin_field = TextField("Your PIN", self._pin)
        needed = [self._fields[asked.name] for asked in act.asked if not asked.optional]
        optional = [self._fields[asked.name] for asked in act.asked if asked.optional]
        self._all_fields = (*needed, self._pin_field, *optional)
        self._all_fields[0].id = "act-first"

    @property
    def is_busy(self) -> bool:
        """Whether the act is being done right now."""
        return self._busy

    def compose(self) -> ComposeResult:
        """Words, fields, PIN, buttons."""
        with Vertical(id="act-box") as box:
            box.border_title = plain(f" {self._act.title} ")
            with VerticalScroll(id="act-body", can_focus=False):
                for words in self._act.words:
                    yield Static(plain(words), classes="act-words")
                yield from self._all_fields
            yield Static(id="act-said")
            with Horizontal(id="act-buttons"):
                yield PushButton(self._act.button, id="act-do")
                yield PushButton(self._act.back, key="Esc", id="act-back")
            yield Static(plain(KEYS), id="act-keys")

    def on_mount(self) -> None:
        """Begin in the first field, unless keys came before it and have led on already."""
        if self.focused is None:
            self._all_fields[0].focus_input()

    def on_resize(self, event: events.Resize) -> None:
        """Words and fields scroll where there is not room for all of them; the buttons stay in sight."""
        around = AROUND if event.size.height >= ROOM_FOR_KEYS else AROUND - 2
        self.query_one("#act-body").styles.max_height = max(event.size.height - around, 4)

    def action_go_on(self) -> None:
        """Enter in a field goes to the next and never does the act; on a button it presses that."""
        if isinstance(self.focused, Button):
            self._press(self.focused)
        else:
            self.action_step(1)

    def action_step(self, by: int) -> None:
        """To the next (1) or previous (-1) field or button; nothing is in hand while the act is being done."""
        if self._busy:
            return
        if self.focused is None:
            # Before the first field is in hand, keys are lost, and this moves on as it would from there.
            self.set_focus(self._all_fields[:2][-1].input)
        elif by > 0:
            self.focus_next()
        else:
            self.focus_previous()

    def on_input_changed(self, event: Input.Changed) -> None:
        """What was said of a field is old when the field changes."""
        event.stop()
        for field in self._all_fields:
            if field.input is event.input:
                field.error = ""

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Do it, or go back."""
        event.stop()
        self._press(event.button)

    def _press(self, button: Button) -> None:
        if button.id == "act-back":
            self.action_back()
        elif not self._busy:
            self.set_focus(None)
            self._set_busy(busy=True)
            self.run_worker(self._do())

    def action_back(self) -> None:
        """Go back; nothing is done. While the act is being done there is no way back."""
        if not self._busy:
            self._busy = True
            self.dismiss(None)

    async def _do(self) -> None:
        """Do it, once everything typed has arrived and nothing is missing; else say what, and no PIN is tried."""
        await all_taken_in(field.input for field in self._all_fields)
        wrong = self._first_wrong()
        if wrong is not None:
            self._set_busy(busy=False)
            wrong.focus_input()
            return
        values = {name: field.value for name, field in self._fields.items()}
        with self.prevent(Input.Changed):
            pin = Secret(self._pin.take())
        try:
            done = await asyncio.to_thread(self._act.do, values, pin)
        except OcTrainingError as error:
            self._set_busy(busy=False)
            self._complain(error)
            self._pin_field.focus_input()
        else:
            self.dismiss(done)

    def _first_wrong(self) -> TextField | None:
        """Say beside each field what is wrong or missing; gives the first of them."""
        for asked in self._act.asked:
            field = self._fields[asked.name]
            field.error = asked.objection(field.value)
            if stands_in(Secret(self._pin.value), field.value):
                with self.prevent(Input.Changed):  # which would take away what is said of it
                    field.value = ""
                field.error = PIN_ELSEWHERE
        self._pin_field.error = "" if self._pin.value else PIN_MISSING
        wrong = next((field for field in self._all_fields if field.error), None)
        if wrong is not None:
            with self.prevent(Input.Changed):
                self._pin.take()
        return wrong

    def _complain(self, error: OcTrainingError) -> None:
        """Say what went wrong: beside the PIN if it was that, else in the line that stays."""
        if isinstance(error, WrongPin):
            self._pin_field.error = str(error)
            self.call_after_refresh(self._pin_field.scroll_visible, animate=False)
        else:
            self._say(f"! {error}")

    def _set_busy(self, *, busy: bool) -> None:
        self._busy = busy
        self.query_one("#act-buttons").disabled = busy
        self.query_one("#act-said").set_class(busy, "-busy")
        self._say(ONE_MOMENT if busy else "")

    def _say(self, words: str) -> None:
        self.query_one("#act-said", Static).update(plain(words, keep_newlines=True))
