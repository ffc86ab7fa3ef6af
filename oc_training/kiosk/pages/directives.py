"""What a person has to do, by when and why, what is done, and their receipts: the first page after signing in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical

from oc_training.attestation.duties import Duty, ReceiptLine
from oc_training.attestation.schedule import Kind, Standing
from oc_training.kiosk.form_page import Words
from oc_training.kiosk.outcomes import Begin, DirectivesOutcome, Elsewhere, Look, ShowReceipt
from oc_training.kiosk.page import Frame, Page
from oc_training.kiosk.widgets.card_list import Card, CardList
from oc_training.kiosk.widgets.scroll_room import ScrollRoom
from oc_training.kiosk.words import GLYPHS, STANDINGS, count_words, day_words, spoken

NO_DUTIES = "There is no directive here for you yet. As soon as one is issued, it stands on this page."
NO_RECEIPTS = "No receipts yet. When you have signed, your receipt stands here, and you can open it at any time."


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
        Binding("r", "receipts", "Receipts", key_display="R"),
        Binding("b", "board", "Board", key_display="B"),
        Binding("s", "leave", "Sign out", key_display="S"),
    ]

    def __init__(
        self, frame: Frame, duties: Sequence[Duty], receipts: Sequence[ReceiptLine], today: date, *, supervisor: bool
    ) -> None:
        """*duties* come with the most urgent first, *receipts* with the newest; *supervisor* adds the board."""
        super().__init__(frame, "My directives")
        self._duties = {duty.directive: duty for duty in duties}
        self._today = today
        self._supervisor = supervisor
        self._duty_list = CardList([duty_card(duty) for duty in duties], id="duties")
        self._receipt_list = CardList([receipt_card(line) for line in receipts], spaced=False, id="receipts")
        self._receipts = tuple(receipts)
        self._room = ScrollRoom(Vertical(*self._parts(), id="sheet"))
        self._room.can_focus = False

    def _parts(self) -> list[Words | CardList]:
        summary = f"Hello, {self.frame.person}. {summary_words(tuple(self._duties.values()), self._today)}"
        return [
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

    def action_receipts(self) -> None:
        """To the receipts."""
        self._receipt_list.focus()

    def action_board(self) -> None:
        """To the board."""
        self.finish(Elsewhere.BOARD)

    def action_leave(self) -> None:
        """Sign out."""
        self.finish(Elsewhere.SIGN_OUT)


def duty_card(duty: Duty) -> Card:
    """One directive as it stands in the list."""
    standing = duty.standing
    lines = [spoken(standing.reason)]
    if standing.due is not None and day_words(standing.due) not in lines[0]:
        lines.append(f"Due {'again ' if standing.kind is Kind.CURRENT else ''}{day_words(standing.due)}.")
    if duty.progress is not None:
        lines.append(f"Done so far: {duty.progress}.")
    return Card(
        key=duty.directive,
        glyph=GLYPHS[standing.kind],
        title=f"{duty.directive}  {duty.title}",
        word=STANDINGS[standing.kind],
        kind=standing.kind.value,
        lines=tuple(lines),
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


def summary_words(duties: Sequence[Duty], today: date) -> str:
    """What there is to do, in one or two short sentences."""
    asked = [duty.standing for duty in duties if duty.can_be_done and duty.standing.kind is not Kind.CURRENT]
    if asked:
        return _asked_words(asked, today)
    if not duties:
        return "There is nothing to sign."
    if all(duty.standing.kind is Kind.EXCUSED for duty in duties):
        return "You are excused for now; there is nothing to sign."
    return f"You are current. {_next_words(duties)}"


def _asked_words(asked: Sequence[Standing], today: date) -> str:
    """What is due or overdue."""
    count = f"You have {count_words(len(asked), 'directive')} to sign"
    late = sum(standing.kind is Kind.OVERDUE for standing in asked)
    if late:
        return f"{count}; {'it is' if len(asked) == 1 else '1 is' if late == 1 else f'{late} are'} overdue."
    first = min(standing.due for standing in asked if standing.due is not None)
    if first < today:
        was = "it was" if len(asked) == 1 else "the first was"
        return f"{count}; {was} due {day_words(first)}."
    return f"{count}{'' if len(asked) == 1 else ', the first'} by {day_words(first)}."


def _next_words(duties: Sequence[Duty]) -> str:
    """When somebody who is current has to sign again."""
    open_now = [duty for duty in duties if duty.can_be_done]
    days = [duty.standing.due for duty in (open_now or duties) if duty.standing.due is not None]
    if not days:
        return "There is nothing to sign."
    if open_now:
        return f"You can renew {count_words(len(open_now), 'directive')} now, by {day_words(min(days))}."
    return f"There is nothing to sign today; the next signature is due {day_words(min(days))}."
