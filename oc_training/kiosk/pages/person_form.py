"""A form for one person: put on the roster, or their details changed; what is wrong is said beside its field."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import date
from typing import ClassVar, Protocol

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import Button, Input

from oc_training.errors import WrongPin
from oc_training.kiosk.form_page import FormPage, Said, Sheet, Words
from oc_training.kiosk.page import Frame
from oc_training.kiosk.widgets.dialog import Choice, Dialog
from oc_training.kiosk.widgets.pin_input import PinInput
from oc_training.kiosk.widgets.push_button import PushButton
from oc_training.kiosk.widgets.role_choice import RoleChoice
from oc_training.kiosk.widgets.text_field import CleanInput, TextField
from oc_training.roster.details import CAPS, Field, parse_details
from oc_training.roster.model import Details, Person, Role
from oc_training.roster.pins import Secret
from oc_training.wording.pins import PIN_MISSING

LONGEST_REASON = 200
LONGEST_DAY = 10
REASON_MISSING = "Please say why the details change."
ADDING = "Somebody new on the roster. They can sign in once you have issued a one-time code for them."
CHANGING = "Correct or change the details. What was recorded before stays as it was."


class Save(Protocol):
    """Keeps the details; called in a thread."""

    def __call__(self, details: Details, reason: str, pin: Secret) -> Person:
        """Return the person as they are now on the roster.

        Raises:
            WrongPin: when the PIN of whoever saves does not match; nothing was changed.
            OcTrainingError: when they may not be kept, in one sentence; nothing was changed.
        """


class PersonFormPage(FormPage[Person | None]):
    """Gives the person as kept, or None when the form was left without."""

    DEFAULT_CSS = """
    PersonFormPage #form-takes { height: auto; width: 1fr; }
    PersonFormPage RoleChoice { margin: 0 0 1 0; }
    PersonFormPage #form-save { margin: 0 0 0 2; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        # The button lies below the last field, and on a small screen below what is in sight.
        Binding("f4", "save", "Save", key_display="F4", priority=True),
        Binding("escape", "leave", "Back without saving", key_display="Esc", priority=True),
    ]

    def __init__(self, frame: Frame, today: date, save: Save, person: Person | None) -> None:
        """*person* is whose details change; None for somebody new."""
        super().__init__(frame, "Add a person" if person is None else "Edit a person")
        self._today = today
        self._save = save
        self._person = person
        before = person.details if person else None
        self._texts = {
            Field.NAME: _field("Name", Field.NAME, before.name if before else ""),
            Field.BADGE: _field("Badge number", Field.BADGE, before.badge if before else ""),
            Field.RANK: _field("Rank or title, if any", Field.RANK, before.rank if before else ""),
            Field.UNIT: _field("Unit", Field.UNIT, before.unit if before else ""),
            Field.STARTED: TextField(
                "First day, as 2026-03-14 or 3/14/2026",
                CleanInput((before.started if before else today).isoformat(), limit=LONGEST_DAY, proposed=True),
            ),
        }
        self._role = RoleChoice(before.role if before else Role.EMPLOYEE, id="form-role")
        self._reason = TextField("Why this changes", CleanInput(limit=LONGEST_REASON)) if person else None
        self._pin = PinInput(id="form-pin")
        self._pin_field = TextField("Your PIN", self._pin)
        self._said_line = Said()
        save_button = PushButton("Save", id="form-save")
        self._takes = Vertical(*self._lines(), self._role, self._pin_field, save_button, id="form-takes")
        self._at_first = self._typed()

    def body(self) -> ComposeResult:
        """What it is about, the fields, the button."""
        yield Sheet(Words(ADDING if self._person is None else CHANGING, kind="quiet"), self._takes)
        yield self._said_line

    def on_mount(self) -> None:
        """Begin with the name."""
        self.begin()

    # ---- what FormPage asks for ---------------------------------------------------------------------------------

    def fields(self) -> Sequence[TextField]:
        """The lines to type in, the PIN last."""
        return (*self._lines(), self._pin_field)

    def _lines(self) -> Sequence[TextField]:
        """The lines above the role."""
        return (*self._texts.values(), *((self._reason,) if self._reason else ()))

    def takes(self) -> Widget:
        """Fields, role, PIN and button."""
        return self._takes

    def said(self) -> Said:
        """A line below the form."""
        return self._said_line

    def action_go_on(self) -> None:
        """Enter: from the last line to the role, from there to the PIN, from there to the button, which alone saves."""
        if self.focused is self._lines()[-1].input:
            self.set_focus(self._role)
        elif self.focused is self._role:
            self.set_focus(self._pin)
        elif self.focused is self._pin:
            self.set_focus(self.query_one("#form-save"))
        else:
            super().action_go_on()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Save."""
        event.stop()
        self.start_sending()

    def action_save(self) -> None:
        """Save, from wherever one is."""
        self.start_sending()

    async def send(self) -> None:
        """Say beside each field what is wrong, or keep the details; the PIN is forgotten with the try."""
        self.clear_errors()
        with self.prevent(Input.Changed):
            pin = Secret(self._pin.take())
        details = parse_details({**self._values(), Field.ROLE: self._role.role}, self._today)
        reason = self._reason.value.strip() if self._reason else ""
        if self._reason and not reason:
            self._reason.error = REASON_MISSING
        if not pin.reveal():
            self._pin_field.error = PIN_MISSING
        if not isinstance(details, Details):
            for problem in details:
                self._texts[problem.field].error = problem.message
        elif not any(field.error for field in self.fields()):
            await self._keep(details, reason, pin)

    async def _keep(self, details: Details, reason: str, pin: Secret) -> None:
        try:
            self.finish(await asyncio.to_thread(self._save, details, reason, pin))
        except WrongPin as wrong:
            self._pin_field.error = str(wrong)

    # ---- leaving ------------------------------------------------------------------------------------------------

    def _values(self) -> dict[str, str]:
        return {field.value: text.value for field, text in self._texts.items()}

    def _typed(self) -> tuple[object, ...]:
        """Everything that can be lost by leaving."""
        return (*self._values().values(), self._role.role, self._reason.value if self._reason else "")

    def action_leave(self) -> None:
        """Leave at once where nothing was typed; else ask."""
        if self.sending:
            return
        if self._typed() == self._at_first:
            self.finish(None)
            return
        choices = (Choice("Stay with the form", value=False, key="s"), Choice("Leave it", value=True, key="l"))
        words = ("What you typed has not been saved.",)
        self.app.push_screen(Dialog("Leave the form?", words, choices, on_escape=False), self._left)

    def _left(self, leave: bool | None) -> None:  # noqa: FBT001  a dialog's answer
        if leave:
            self.finish(None)


def _field(label: str, field: Field, value: str) -> TextField:
    return TextField(label, CleanInput(value, limit=CAPS[field]))
