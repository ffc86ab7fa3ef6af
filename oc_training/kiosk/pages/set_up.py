"""The first start: the training coordinator puts themselves on the roster, and the directives are issued.

Everything is shown before it is done; nothing is written until Enter is pressed in the last field.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from enum import Enum, auto
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import Button, Input

from oc_training.attestation.door import Door
from oc_training.attestation.session import Entrance
from oc_training.attestation.setting_up import SettingUp
from oc_training.counting import count_words
from oc_training.errors import OcTrainingError, Refused
from oc_training.kiosk.form_page import FormPage, Said, Sheet, Words
from oc_training.kiosk.page import Frame, Page
from oc_training.kiosk.widgets.pin_input import PinInput
from oc_training.kiosk.widgets.push_button import PushButton
from oc_training.kiosk.widgets.text_field import CleanInput, TextField
from oc_training.policy.model import Revision
from oc_training.roster.details import CAPS, Field, parse_details
from oc_training.roster.model import Details, Role
from oc_training.roster.pins import LONGEST_CHOSEN, SHORTEST_CHOSEN, Secret
from oc_training.wording.pins import NOT_THE_SAME

INTRODUCTION = (
    "This kiosk has no records yet. The first person on its roster is the training coordinator, who adds the others. "
    "These details go into the book of records and stay there; the PIN does not."
)
PIN_RULE = f"A PIN has {SHORTEST_CHOSEN} to {LONGEST_CHOSEN} characters of any kind. Nobody else sees it."
NO_DIRECTIVES = "No directive lies in the content folder yet. One can be issued later from the board."
USUAL_UNIT = "Training"


class SetUpPage(FormPage[Entrance]):
    """Makes the training coordinator, issues the directives, and signs the coordinator in."""

    DEFAULT_CSS = """
    SetUpPage #form, SetUpPage #names, SetUpPage #pins { height: auto; }
    SetUpPage.-wide #names, SetUpPage.-wide #pins { layout: grid; grid-size: 2; grid-rows: auto; }
    SetUpPage PushButton { margin: 0 0 1 2; }
    SetUpPage #pin-rule { margin: 0; }
    """
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (76, "-wide")]  # noqa: RUF012  Textual's own declaration

    def __init__(self, frame: Frame, setting_up: SettingUp, door: Door) -> None:
        super().__init__(frame, "Setting up the kiosk")
        self._setting_up, self._door = setting_up, door
        self._by_field: Mapping[Field, TextField] = {
            Field.NAME: TextField("Your name", CleanInput(limit=CAPS[Field.NAME]), id="name"),
            Field.BADGE: TextField("Badge number", CleanInput(limit=CAPS[Field.BADGE]), id="badge"),
            Field.RANK: TextField("Rank (may stay empty)", CleanInput(limit=CAPS[Field.RANK]), id="rank"),
            Field.UNIT: TextField("Unit", CleanInput(USUAL_UNIT, limit=CAPS[Field.UNIT]), id="unit"),
        }
        self._first_pin, self._second_pin = PinInput(), PinInput()
        self._pins = (TextField("Your PIN", self._first_pin), TextField("The same PIN again", self._second_pin))
        self._form = Vertical(
            Vertical(*self._by_field.values(), id="names"),
            Vertical(*self._pins, id="pins"),
            Words(PIN_RULE, kind="quiet", id="pin-rule"),
            Said(),
            PushButton("Set up the kiosk", id="set-up"),
            id="form",
        )
        self._issued = Words("")

    def body(self) -> ComposeResult:
        """What it is for, the fields, and what will be issued."""
        yield Sheet(Words(INTRODUCTION), self._form, self._issued)

    async def on_mount(self) -> None:
        """Look at the directives, and begin with the name."""
        self.begin()
        self.run_worker(self._show_directives())

    async def _show_directives(self) -> None:
        try:
            revisions = await asyncio.to_thread(self._setting_up.directives)
        except OcTrainingError as error:
            self._issued.say(f"The kiosk cannot be set up until this is put right:\n{error}")
        else:
            self._issued.say("\n".join(_listed(revisions)))

    # ---- what FormPage asks for ---------------------------------------------------------------------------------

    def fields(self) -> Sequence[TextField]:
        """Name, badge, rank, unit, the PIN twice."""
        return (*self._by_field.values(), *self._pins)

    def takes(self) -> Widget:
        """All fields and the button."""
        return self._form

    def said(self) -> Said:
        """The line above the button."""
        return self.query_one(Said)

    async def send(self) -> None:
        """Check everything, then make the coordinator; the PINs are forgotten with the try."""
        with self.prevent(Input.Changed):
            pin, again = Secret(self._first_pin.take()), Secret(self._second_pin.take())
        self.clear_errors()
        details = self._details()
        if pin != again:
            self._pins[0].error = NOT_THE_SAME
        if details is None or self._pins[0].error:
            return
        try:
            self.finish(await asyncio.to_thread(self._make_coordinator, details, pin))
        except Refused as refused:
            self._pins[0].error = str(refused)

    def _details(self) -> Details | None:
        """What was typed, if it can be accepted; else what is wrong is said beside each field."""
        typed = {field.value: shown.value for field, shown in self._by_field.items()}
        found = parse_details({**typed, Field.ROLE.value: Role.COORDINATOR.value}, self.frame.now().date())
        if isinstance(found, Details):
            return found
        for problem in found:
            self._by_field[problem.field].error = problem.message
        return None

    def _make_coordinator(self, details: Details, pin: Secret) -> Entrance:
        """Set up, unless a try before this one got that far, and sign in."""
        if self._setting_up.is_needed():
            self._setting_up.make_coordinator(details, pin)
        return self._door.sign_in(details.badge, pin)

    def on_button_pressed(self) -> None:
        """Clicked."""
        self.start_sending()

    def on_input_changed(self, event: Input.Changed) -> None:
        """What was said of a field is old when the field changes."""
        for field in self.fields():
            if field.input is event.input:
                field.error = ""


def _listed(revisions: Sequence[Revision]) -> Iterator[str]:
    """What will be issued, one directive a line."""
    if not revisions:
        yield NO_DIRECTIVES
        return
    yield f"{count_words(len(revisions), 'directive')} will be issued with the set-up:"
    for revision in revisions:
        yield f"  {revision.directive}  {revision.title}, revision {revision.id}"


SECOND_COORDINATOR = (
    "Make a second training coordinator soon: where the only one is locked out, nobody at the kiosk can help."
)


class SetUpDone(Enum):
    """What comes after the set-up."""

    ADD = auto()
    """Add one person."""
    IMPORT = auto()
    """Import a roster file."""
    FINISHED = auto()


class SetUpDonePage(Page[SetUpDone]):
    """Says how many people are on the roster and offers to add others."""

    DEFAULT_CSS = """
    SetUpDonePage PushButton { margin: 0 0 1 2; width: 34; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "choose('ADD')", "Add a person", key_display="A"),
        Binding("i", "choose('IMPORT')", "Import a roster file", key_display="I"),
        Binding("d", "choose('FINISHED')", "Done", key_display="D"),
        Binding("tab,down", "app.focus_next", "Next", show=False),
        Binding("shift+tab,up", "app.focus_previous", "Previous", show=False),
    ]

    def __init__(self, frame: Frame, people_count: int, *, one_coordinator: bool = True) -> None:
        """*one_coordinator* says that there is no second one yet."""
        super().__init__(frame, "Setting up the kiosk")
        self._one_coordinator = one_coordinator
        self._count = people_count

    def body(self) -> ComposeResult:
        """A sentence and three buttons."""
        people = count_words(self._count, "person", "people")
        yield Sheet(
            Words("The kiosk is set up.", kind="head"),
            Words(f"{people} on the roster. Others can be added now, or later from the board."),
            *([Words(SECOND_COORDINATOR, kind="quiet")] if self._one_coordinator else []),
            PushButton("Add a person", key="A", id="ADD"),
            PushButton("Import a roster file", key="I", id="IMPORT"),
            PushButton("Done", key="D", id="FINISHED"),
        )

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """A button does what its key does."""
        self.action_choose(event.button.id or "")

    def action_choose(self, wish: str) -> None:
        """Hand back the wish of that name."""
        self.finish(SetUpDone[wish])
