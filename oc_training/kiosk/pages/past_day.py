"""Which past day somebody asks about one person, and of several directives which one."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import date
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import Button

from oc_training.attestation.dossier import Dossier
from oc_training.errors import OcTrainingError, Refused
from oc_training.kiosk.form_page import FormPage, Said, Sheet, Words
from oc_training.kiosk.page import Frame
from oc_training.kiosk.pages.panels import PickPanel
from oc_training.kiosk.pages.person_acts import DAY_FORM, read_day
from oc_training.kiosk.widgets.pick_list import PickItem
from oc_training.kiosk.widgets.push_button import PushButton
from oc_training.kiosk.widgets.text_field import CleanInput, TextField
from oc_training.kiosk.words import STANDINGS

LONGEST_DAY = 10
WHAT_IT_SHOWS = (
    "Whether {name} was current at the end of that day, why, what the text said, and what proves it: all by what was "
    "recorded until then. Nothing is recorded by looking."
)


class PastDayPage(FormPage[Dossier | None]):
    """Asks for a day; gives what the records said at its end, or None when the page was left without."""

    DEFAULT_CSS = """
    PastDayPage #past-takes { height: auto; width: 1fr; }
    PastDayPage #past-show { margin: 0 0 0 2; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Back", key_display="Esc", priority=True),
    ]

    def __init__(self, frame: Frame, name: str, today: date, look_up: Callable[[date], Sequence[Dossier]]) -> None:
        """*name* is of whom it is; *look_up* is called in a thread and gives every directive in force on a day."""
        super().__init__(frame, "On a past day")
        self._name = name
        self._look_up = look_up
        proposed = CleanInput(today.isoformat(), limit=LONGEST_DAY, proposed=True)
        self._day = TextField(f"The day, {DAY_FORM}", proposed)
        self._takes = Vertical(self._day, PushButton("Show that day", id="past-show"), id="past-takes")
        self._said_line = Said()
        self._found: tuple[Dossier, ...] = ()

    def body(self) -> ComposeResult:
        """What is shown, the day, the button."""
        yield Sheet(Words(WHAT_IT_SHOWS.format(name=self._name), kind="quiet"), self._takes)
        yield self._said_line

    def on_mount(self) -> None:
        """Begin with the day."""
        self.begin()

    def fields(self) -> Sequence[TextField]:
        """The day."""
        return (self._day,)

    def takes(self) -> Widget:
        """Day and button."""
        return self._takes

    def said(self) -> Said:
        """A line below them."""
        return self._said_line

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Look that day up."""
        event.stop()
        self.start_sending()

    async def send(self) -> None:
        """Look the day up, and let one of several directives be chosen; what is wrong with the day stands beside it."""
        self.clear_errors()
        try:
            day = read_day(self._day.value, "The day")
        except Refused as wrong:
            self._day.error = str(wrong)
            return
        try:
            self._found = tuple(await asyncio.to_thread(self._look_up, day))
        except OcTrainingError as wrong:
            self._day.error = str(wrong)
            return
        if len(self._found) == 1:
            self.finish(self._found[0])
            return
        items = [
            PickItem(each.directive, f"{each.directive}  ", f"{each.revision.title}: {STANDINGS[each.standing.kind]}")
            for each in self._found
        ]
        self.app.push_screen(PickPanel("Which directive?", items), self._picked)

    def _picked(self, directive: str | None) -> None:
        if directive is not None:
            self.finish(next(each for each in self._found if each.directive == directive))

    def action_leave(self) -> None:
        """Leave without looking."""
        if not self.sending:
            self.finish(None)
