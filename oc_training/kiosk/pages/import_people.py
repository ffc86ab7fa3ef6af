"""People from a roster file: what it has to look like, where it is, and every line of it that is wrong.

The file comes from outside: it is looked at before it is opened, read up to a limit, and whatever stands in
it reaches the screen as plain text.
"""

from __future__ import annotations

import asyncio
import os
import stat
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import Button, Input, Static

from oc_training.counting import count_words
from oc_training.errors import Refused, RosterProblems, WrongPin
from oc_training.kiosk.form_page import FormPage, Said, Words
from oc_training.kiosk.page import Frame
from oc_training.kiosk.pages.typed_path import typed_path
from oc_training.kiosk.plain import plain
from oc_training.kiosk.widgets.pin_input import PinInput
from oc_training.kiosk.widgets.push_button import PushButton
from oc_training.kiosk.widgets.scroll_room import ScrollRoom
from oc_training.kiosk.widgets.text_field import CleanInput, TextField
from oc_training.problems import Problem
from oc_training.roster.model import Person
from oc_training.roster.pins import Secret
from oc_training.roster.roster_csv import MAX_BYTES
from oc_training.wording.pins import PIN_MISSING

LONGEST_PATH = 500
MOST_SHOWN = 500
"""Wrong lines beyond these are only counted."""
LOOKS_LIKE = (
    "A CSV file, as a spreadsheet saves it. Its first line names the columns: badge, name and unit are needed; "
    "rank, role and started may be there. One person a line. Everybody in it is put on the roster, or nobody."
)
EXAMPLE = "badge,name,rank,unit,role,started\n0417,Dana Example,Officer,Day Shift,employee,2026-03-14"
NOBODY = "Nobody was imported."


class ImportPage(FormPage[int | None]):
    """Gives how many people were imported, or None when the page was left without."""

    DEFAULT_CSS = """
    ImportPage #import-top { height: auto; padding: 1 2 0 2; }
    ImportPage #import-top > * { max-width: 92; }
    ImportPage #import-example {
        height: auto; margin: 0 2 1 2; padding: 0 1; border-left: thick $border; background: $surface;
    }
    ImportPage #import-takes { height: auto; }
    ImportPage #import-takes TextField > Input { max-width: 88; }
    ImportPage #import-start { margin: 0 0 0 2; }
    ImportPage #import-problems { padding: 0 4; height: 1fr; display: none; }
    ImportPage.-wrong #import-problems { display: block; }
    ImportPage.-wrong #import-intro, ImportPage.-wrong #import-example { display: none; }
    ImportPage.-done #import-intro, ImportPage.-done #import-example { display: none; }
    ImportPage #import-lines { height: auto; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Back", key_display="Esc", priority=True),
    ]

    def __init__(self, frame: Frame, import_file: Callable[[bytes, str, Secret], Sequence[Person]]) -> None:
        """*import_file* is given the file, its name and the PIN of whoever imports it."""
        super().__init__(frame, "Import people")
        self._import_file = import_file
        self._path = TextField("File, for example on a USB stick", CleanInput(limit=LONGEST_PATH))
        self._pin = PinInput(id="import-pin")
        self._pin_field = TextField("Your PIN", self._pin)
        self._start = PushButton("Import", id="import-start")
        self._takes = Vertical(self._path, self._pin_field, self._start, id="import-takes")
        self._lines = Static(id="import-lines")
        self._said_line = Said()
        self._imported: int | None = None

    def body(self) -> ComposeResult:
        """What the file looks like, where it is, what is wrong with it."""
        with Vertical(id="import-top"):
            yield Words(LOOKS_LIKE, id="import-intro")
            yield Static(plain(EXAMPLE, keep_newlines=True), id="import-example")
            yield self._takes
        yield self._said_line
        yield ScrollRoom(self._lines, id="import-problems")

    def on_mount(self) -> None:
        """Begin with the path."""
        self.begin()

    # ---- what FormPage asks for ---------------------------------------------------------------------------------

    def fields(self) -> Sequence[TextField]:
        """The path and the PIN."""
        return (self._path, self._pin_field)

    def takes(self) -> Widget:
        """Path, PIN and button."""
        return self._takes

    def said(self) -> Said:
        """A line below the path."""
        return self._said_line

    def action_go_on(self) -> None:
        """Enter imports; once that is done it goes back."""
        if self._imported is not None:
            self.finish(self._imported)
        else:
            super().action_go_on()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Import."""
        event.stop()
        self.start_sending()

    async def send(self) -> None:
        """Read the file and import everybody in it, or show everything that is wrong with it; the PIN is forgotten."""
        self.clear_errors()
        self.remove_class("-wrong")
        with self.prevent(Input.Changed):
            pin = Secret(self._pin.take())
        if not pin.reveal():
            self._pin_field.error = PIN_MISSING
            return
        try:
            people = await asyncio.to_thread(self._read_and_import, self._path.value, pin)
        except RosterProblems as wrong:
            self._show_problems(wrong.problems)
            raise Refused(f"{count_words(len(wrong.problems), 'thing')} to mend. {NOBODY}") from wrong
        except _NoSuchFile as wrong:
            self._path.error = str(wrong)
        except WrongPin as wrong:
            self._pin_field.error = str(wrong)
        else:
            self._imported = len(people)

    def put_focus(self, before: Widget | None) -> None:
        """After an import there is nothing more to type; where lines are wrong, the file is: PgDn scrolls the list."""
        if self._imported is not None:
            self._takes.disabled = True
            self.add_class("-done")
            done = f"{count_words(self._imported, 'person', 'people')} put on the roster."
            self._said_line.tell(f"[x] {done} Enter goes back; each of them needs a one-time code to sign in.")
        else:
            super().put_focus(self._path.input if self.has_class("-wrong") else before)

    def _read_and_import(self, typed: str, pin: Secret) -> Sequence[Person]:
        try:
            path = typed_path(typed)
            data = read_file(path)
        except Refused as error:
            raise _NoSuchFile(str(error)) from error
        return self._import_file(data, path.name, pin)

    def _show_problems(self, problems: Sequence[Problem]) -> None:
        shown = [f"line {problem.line}: {problem.message}" for problem in problems[:MOST_SHOWN]]
        if len(problems) > MOST_SHOWN:
            shown.append(f"and {len(problems) - MOST_SHOWN:,} more")
        self._lines.update(plain("\n".join(shown), keep_newlines=True))
        self.add_class("-wrong")

    def action_leave(self) -> None:
        """Back; where somebody was imported, with how many."""
        if not self.sending:
            self.finish(self._imported)


class _NoSuchFile(Refused):
    """What was typed is no file that can be read."""


def read_file(path: Path) -> bytes:
    """The bytes of a roster file; of a larger one only so many that it is known to be too large.

    What is no ordinary file (a folder, a device, a pipe) is refused before it is read, since reading some
    of them never ends.

    Raises:
        Refused: it cannot be read.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(descriptor, "rb") as file:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise Refused("That is not a file that can be imported.")
            return file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else "its name is not one a file can have"
        raise Refused(f"The file cannot be read: {why}.") from error
