"""What a person has to do, by when and why, what is done, and their receipts: the first page after signing in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical

from oc_training.attestation.duties import Duty, ReceiptLine
from oc_training.kiosk.form_page import Words
from oc_training.kiosk.outcomes import Begin, DirectivesOutcome, Elsewhere, Look, ShowReceipt
from oc_training.kiosk.page import Frame, Page
from oc_training.kiosk.pages.why import WhyPanel
from oc_training.kiosk.widgets.card_list import Card, CardList
from oc_training.kiosk.widgets.scroll_room import ScrollRoom
from oc_training.kiosk.words import GLYPHS, STANDINGS, day_words
from oc_training.wording.duties import NO_DUTIES, NO_RECEIPTS, duty_lines, summary_words


class DirectivesPage(Page[DirectivesOutcome]):
    """My directives. The most urgent one is chosen already, so that one key goes on where the person stopped."""

    DEFAULT_CSS = """
    DirectivesPage > ScrollRoom { align-horizontal: center; border-bottom: blank $background; }
    DirectivesPage #sheet { width: 84; max-width: 96%; height: auto; padding: 1 0 0 0; }
    DirectivesPage #summary { text-style: bold; }
    DirectivesPage CardList { margin: 0 0 1 0; }
    DirectivesPage Words { padding: 0 0 0 2; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "go_on", "Continue", key_display="C"),
        Binding("l", "look", "Look, read only", key_display="L"),
        Binding("y", "why", "Why this date", key_display="Y"),
        Binding("r", "receipts", "Receipts", key_display="R"),
        Binding("b", "board", "Board", key_display="B"),
    ]

    def __init__(  # noqa: PLR0913  what the page shows
        self,
        frame: Frame,
        duties: Sequence[Duty],
        receipts: Sequence[ReceiptLine],
        today: date,
        *,
        supervisor: bool,
        said: str = "",
    ) -> None:
        """*duties* come with the most urgent first, *receipts* with the newest; *supervisor* adds the board.

        *said* is what was done just before.
        """
        super().__init__(frame, "My directives")
        self._duties = {duty.directive: duty for duty in duties}
        self._today = today
        self._supervisor = supervisor
        self._said = said
        self._duty_list = CardList([duty_card(duty) for duty in duties], id="duties")
        self._receipt_list = CardList([receipt_card(line) for line in receipts], spaced=False, id="receipts")
        self._receipts = tuple(receipts)
        self._room = ScrollRoom(Vertical(*self._parts(), id="sheet"))
        self._room.can_focus = False

    def _parts(self) -> list[Words | CardList]:
        summary = f"Hello, {self.frame.person}. {summary_words(tuple(self._duties.values()), self._today)}"
        return [
            *([Words(self._said, kind="head", id="said")] if self._said else []),
            Words(summary, id="summary"),
            self._duty_list if self._duties else Words(NO_DUTIES),
            Words("My receipts", kind="head"),
            self._receipt_list if self._receipts else Words(NO_RECEIPTS, kind="quiet"),
        ]

    def body(self) -> ComposeResult:
        """Summary, directives, receipts."""
        yield self._room

    def on_mount(self) -> None:
        """Choose the most urgent."""
        if self._duties:
            self._duty_list.focus()
        elif self._receipts:
            self._receipt_list.focus()

    def on_card_list_opened(self, event: CardList.Opened) -> None:
        """A receipt, a directive to be done, or one to be looked at."""
        key = event.card.key
        if event.control is self._receipt_list:
            self.finish(ShowReceipt(int(key)))
        else:
            self.finish(Begin(key) if self._duties[key].can_be_done else Look(key))

    # ---- keys ---------------------------------------------------------------------------------------------------

    @property
    def _most_urgent(self) -> str | None:
        return next((duty.directive for duty in self._duties.values() if duty.can_be_done), None)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002  Textual's signature
        """Each key only where it does something."""
        offered = {
            "go_on": self._most_urgent is not None,
            "look": bool(self._duties),
            "why": bool(self._duties),
            "receipts": bool(self._receipts),
            "board": self._supervisor,
        }
        return offered.get(action, True)

    def action_go_on(self) -> None:
        """Go on with what is most urgent, where the person stopped."""
        if self._most_urgent is not None:
            self.finish(Begin(self._most_urgent))

    def action_look(self) -> None:
        """Open the chosen directive for reading only."""
        if self._duty_list.chosen is not None:
            self.finish(Look(self._duty_list.chosen.key))

    def action_why(self) -> None:
        """How the standing and the date of the chosen directive were worked out."""
        if self._duty_list.chosen is not None:
            self.app.push_screen(WhyPanel(self._duties[self._duty_list.chosen.key]))

    def action_receipts(self) -> None:
        """To the receipts."""
        self._receipt_list.focus()

    def action_board(self) -> None:
        """To the board."""
        self.finish(Elsewhere.BOARD)


def duty_card(duty: Duty) -> Card:
    """One directive as it stands in the list."""
    kind = duty.standing.kind
    return Card(
        key=duty.directive,
        glyph=GLYPHS[kind],
        title=f"{duty.directive}  {duty.title}",
        word=STANDINGS[kind],
        kind=kind.value,
        lines=duty_lines(duty),
        wish=_wish(duty),
    )


def _wish(duty: Duty) -> str:
    if not duty.can_be_done:
        return ""
    return "Press Enter to begin." if duty.progress is None else "Press Enter to go on where you stopped."


def receipt_card(line: ReceiptLine) -> Card:
    """One receipt as it stands in the list."""
    return Card(
        key=str(line.number),
        glyph="",
        title=f"No. {line.number}  {line.directive}  {line.title}",
        word=f"{day_words(line.signed)}, voided" if line.voided else day_words(line.signed),
    )
