"""The supervisor's board: everybody's standing, worst first; one key away from each person.

It holds its rows in memory and filters them there, so that ten thousand people answer to each key at once.
A supervisor sees their own unit and none of the coordinator's keys; who is who is decided by the service.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Input, Static

from oc_training.attestation.board import Board
from oc_training.attestation.confirmed import Confirmed
from oc_training.attestation.session import Session
from oc_training.errors import OcTrainingError
from oc_training.kiosk.form_page import Said
from oc_training.kiosk.outcomes import BoardOutcome, BoardWish, OpenPerson
from oc_training.kiosk.page import Frame, Page
from oc_training.kiosk.pages.act_dialog import ActDialog
from oc_training.kiosk.pages.board_acts import (
    approve_act,
    default_path,
    export_act,
    issue_act,
    title_words,
    waiting_words,
)
from oc_training.kiosk.pages.board_loading import look
from oc_training.kiosk.pages.board_view import BoardPlace, BoardView, Filter, detail_lines, nobody_words, shown_words
from oc_training.kiosk.pages.panels import PickPanel
from oc_training.kiosk.plain import plain
from oc_training.kiosk.widgets.people_list import PeopleList
from oc_training.kiosk.widgets.pick_list import PickItem
from oc_training.kiosk.widgets.standing_bars import WORST_FIRST, StandingTabs, UnitBars, bar, counted
from oc_training.kiosk.widgets.text_field import CleanInput
from oc_training.policy.model import Revision
from oc_training.roster.model import Role

LOOKING = "Looking ..."
ROOM_FOR_BARS = 32
"""Lines of a screen from which on the units stand above the list."""
LINES_FOR_EACH_BAR = 4
"""Lines of a screen for each unit that is shown above the list."""
PANEL_BAR = 16
"""Cells of a unit's bar in the panel to choose from."""
LONGEST_FIND = 60


class FindPeople(CleanInput):
    """Takes a name or badge number; the list follows with every letter."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "submit", "To the list", key_display="Enter")]


class BoardPage(Page[BoardOutcome]):
    """Shows the board; gives whom or what was asked for."""

    DEFAULT_CSS = """
    BoardPage StandingTabs { margin: 0 1; }
    BoardPage.-roomy StandingTabs { margin: 1 1; }
    BoardPage UnitBars { margin: 0 2 1 2; }
    BoardPage #board-shown { height: 1; padding: 0 2; color: $text-muted; }
    BoardPage #board-find { height: 1; padding: 0 2; display: none; }
    BoardPage #board-find > Static { width: auto; text-style: bold; margin: 0 1 0 0; }
    BoardPage #board-find > CleanInput { width: 1fr; max-width: 48; }
    BoardPage.-finding #board-find { display: block; }
    BoardPage.-finding #board-shown { display: none; }
    BoardPage PeopleList { display: none; }
    BoardPage.-loaded PeopleList { display: block; }
    BoardPage #board-detail { height: auto; min-height: 4; max-height: 7; padding: 0 2; background: $surface; }
    BoardPage #board-waiting { height: auto; padding: 0 2; color: $text-accent; text-style: bold; display: none; }
    BoardPage.-waiting #board-waiting { display: block; }
    BoardPage Said { min-height: 0; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            Binding(str(number + 1), f"standing({number})", "Standing", show=number == 0, key_display="1-5")
            for number in range(len(WORST_FIRST) + 1)
        ),
        Binding("f", "next_standing", "Standing", show=False),
        Binding("u", "units", "Units", key_display="U"),
        Binding("slash", "find", "Find", key_display="/"),
        Binding("l", "left_too", "Who left", key_display="L"),
        Binding("a", "add", "Add", key_display="A"),
        Binding("i", "import", "Import", key_display="I"),
        Binding("e", "export", "Export", key_display="E"),
        Binding("n", "issue", "New directive", key_display="N"),
        Binding("escape", "end_search", "End search", key_display="Esc"),
        Binding("escape", "back", "Back", key_display="Esc"),
    ]

    def __init__(
        self, frame: Frame, board: Board, session: Session, today: date, place: BoardPlace | None = None
    ) -> None:
        """*place* keeps filter and cursor while the board is left for one person's page."""
        super().__init__(frame, "Supervisor's board")
        self._board = board
        self._session = session
        self._today = today
        self._at = place or BoardPlace()
        self._view = BoardView((), today)
        self._role = Role.EMPLOYEE
        self._waiting: tuple[Revision, ...] = ()
        self._tabs = StandingTabs(id="board-tabs")
        self._bars = UnitBars(id="board-bars")
        self._shown = Static(id="board-shown")
        self._find = FindPeople(self._at.wanted.text, limit=LONGEST_FIND, placeholder="name or badge")
        self._list = PeopleList()
        self._detail = Static(id="board-detail")
        self._said = Said()

    def body(self) -> ComposeResult:
        """Counts, bars, what is shown, the list, the row at the cursor in full."""
        yield self._tabs
        yield self._bars
        yield self._shown
        with Horizontal(id="board-find"):
            yield Static(plain("Find:"))
            yield self._find
        yield self._list
        yield self._detail
        yield Static(id="board-waiting")
        yield self._said

    # ---- loading ------------------------------------------------------------------------------------------------

    def on_mount(self) -> None:
        """Load in the background."""
        self.run_worker(self._load(), name="load")

    async def _load(self, then_say: str = "") -> None:
        self._said.tell(LOOKING)
        try:
            found = await asyncio.to_thread(look, self._board, self._session, self._today)
        except OcTrainingError as error:
            self._said.complain(str(error))
            return
        self._view, self._role, self._waiting = found.view, found.role, found.waiting
        self.set_class(bool(found.waiting), "-waiting")
        self.query_one("#board-waiting", Static).update(plain(waiting_words(found.waiting)))
        self.add_class("-loaded")
        self._said.tell(then_say)
        if found.trouble:
            self._said.complain(found.trouble)
        before = replace(self._at)
        self._show_list()
        at = before.row_in(self._list.rows)
        self._list.cursor = self._list.cursor if at is None else at
        self._list.focus()
        self.refresh_bindings()

    # ---- what is shown ------------------------------------------------------------------------------------------

    def _want(self, wanted: Filter) -> None:
        self._at.wanted = wanted
        self._show_list()

    def _show_list(self) -> None:
        wanted = self._at.wanted
        self._tabs.show(self._view.counts(wanted), wanted.kind)
        self._list.set_rows(self._view.listed(wanted), nobody_words(wanted, finding=self._finding))
        self._shown.update(plain(shown_words(wanted, [unit.unit for unit in self._view.units])))
        self._show_bars()
        self._show_detail()

    def _show_bars(self) -> None:
        room = self.size.height >= ROOM_FOR_BARS
        self.set_class(room, "-roomy")
        self._bars.display = room and len(self._view.units) > 1
        self._bars.show(self._view.units, self.size.height // LINES_FOR_EACH_BAR)

    def _show_detail(self) -> None:
        rows = self._list.rows
        if not rows:
            self._detail.update(plain(""))
            return
        self._at.key = rows[self._list.cursor].key
        who, standing, more = detail_lines(self._view.row(self._at.key))
        self._detail.update(Content("\n").join([plain(who, "bold"), plain(standing), plain(more)]))

    def on_resize(self) -> None:
        """Bars where there is room for them."""
        self._show_bars()

    def on_people_list_row_highlighted(self) -> None:
        """The cursor came to another row."""
        self._show_detail()

    def on_people_list_row_chosen(self, event: PeopleList.RowChosen) -> None:
        """Open the person."""
        self._at.key = event.key
        self.finish(OpenPerson(self._view.row(event.key).person.id))

    # ---- filters ------------------------------------------------------------------------------------------------

    def on_standing_tabs_picked(self, event: StandingTabs.Picked) -> None:
        """A tab was clicked."""
        self.action_standing(event.number)

    def action_standing(self, number: int) -> None:
        """Show everybody (0) or one standing, worst first."""
        self._want(replace(self._at.wanted, kind=WORST_FIRST[number - 1] if number else None))

    def action_next_standing(self) -> None:
        """The next of the tabs."""
        kind = self._at.wanted.kind
        number = 0 if kind is None else WORST_FIRST.index(kind) + 1
        self.action_standing((number + 1) % (len(WORST_FIRST) + 1))

    def action_left_too(self) -> None:
        """Show who has left the department too, or no longer."""
        self._want(replace(self._at.wanted, left_too=not self._at.wanted.left_too))

    def action_units(self) -> None:
        """Show the units with their bars, to choose one."""
        items = [PickItem("", "", "All units")]
        items += [
            PickItem(unit.unit, f"{bar(unit.counts, PANEL_BAR)}  ", f"{unit.unit}: {counted(unit.counts)}")
            for unit in self._view.units
        ]
        self.app.push_screen(PickPanel("Units", items, self._at.wanted.unit or ""), self._unit_picked)

    def _unit_picked(self, unit: str | None) -> None:
        if unit is not None:
            self._want(replace(self._at.wanted, unit=unit or None))

    def action_find(self) -> None:
        """Take a name or badge number to look for."""
        self.add_class("-finding")
        self._find.focus()
        self._find.select_all()  # what is typed is a new search
        self._show_list()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Filter with every letter."""
        event.stop()
        self._want(replace(self._at.wanted, text=event.value))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Back to the list, which stays filtered."""
        event.stop()
        self._end_finding()

    def _end_finding(self) -> None:
        self.remove_class("-finding")
        self._list.focus()
        self._show_list()

    @property
    def _finding(self) -> bool:
        return self.has_class("-finding")

    # ---- acts ---------------------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys that are not for this person, or would do nothing, are not offered."""
        match action:
            case "add" | "import":
                return self._role is Role.COORDINATOR
            case "issue":
                return self._role is Role.COORDINATOR and bool(self._waiting)
            case "end_search" | "back":
                return self._finding == (action == "end_search")
            case "export" | "find" | "left_too" | "standing" | "next_standing":
                return self.has_class("-loaded") and not (action == "find" and self._finding)
            case "units":
                return len(self._view.units) > 1
            case _:
                return super().check_action(action, parameters)

    def action_add(self) -> None:
        """Put one person on the roster."""
        self.finish(BoardWish.ADD)

    def action_import(self) -> None:
        """Put the people of a file on the roster."""
        self.finish(BoardWish.IMPORT)

    def action_export(self) -> None:
        """Write what the list shows now to a file."""
        rows = self._view.rows(self._at.wanted)
        act = export_act(self._board, self._session, rows, default_path(Path.home(), self._today))
        self.app.push_screen(ActDialog(act), self._exported)

    def _exported(self, path: Path | None) -> None:
        if path is not None:
            self._said.tell(f"The list was written to {path}.")

    def action_issue(self) -> None:
        """Put a waiting directive in force; where there are several, choose one first."""
        if len(self._waiting) == 1:
            self._ask_to_issue("0")
            return
        items = [PickItem(str(at), "", title_words(revision)) for at, revision in enumerate(self._waiting)]
        self.app.push_screen(PickPanel("Which directive?", items), self._ask_to_issue)

    def _ask_to_issue(self, picked: str | None) -> None:
        if picked is not None:
            self.run_worker(self._issue(self._waiting[int(picked)]), name="issue")

    async def _issue(self, revision: Revision) -> None:
        """The coordinator's PIN, then another person's where the department wants that; Back in either ends it."""
        issuing, session = self._board.issuing, self._session
        said = await self.app.push_screen_wait(ActDialog(issue_act(issuing, session, revision)))
        if isinstance(said, Confirmed):
            said = await self.app.push_screen_wait(ActDialog(approve_act(issuing, session, revision, said)))
        if said is not None:
            await self._load(said)

    def action_end_search(self) -> None:
        """Out of the search; everybody is there again."""
        self._find.value = ""
        self._end_finding()

    def action_back(self) -> None:
        """Back to one's own directives."""
        self.finish(BoardWish.BACK)
