"""A receipt on the screen: what was signed, when, under which number, and the very words.

Everything on it comes from the book, so it can be opened when no content file is left (SIG-14).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import Static

from oc_training.attestation.receipt import Receipt
from oc_training.kiosk.page import Frame, Page
from oc_training.kiosk.plain import plain
from oc_training.kiosk.widgets.facts import Fact, Facts
from oc_training.kiosk.widgets.scroll_room import ScrollRoom
from oc_training.kiosk.widgets.settling import Settling
from oc_training.policy.printed import as_printed
from oc_training.wording.receipts import KEEP, recorded_words, seal_facts, signed_facts

NARROWEST, WIDEST = 40, 84
"""Columns of the directive's words."""


class ReceiptPage(Page[None]):
    """Shows one receipt; W shows the words of the directive that were signed for."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "done", "Done", key_display="Enter"),
        Binding("w", "words", "The words signed for", key_display="W"),
        Binding("w", "receipt", "Back to the receipt", key_display="W"),
        Binding("escape", "back", "Back", key_display="Esc"),
        Binding("up", "scroll_lines(-1)", "Scroll", show=False),
        Binding("down", "scroll_lines(1)", "Scroll", show=False),
        Binding("pageup", "scroll_pages(-1)", "Page", key_display="PgUp"),
        Binding("pagedown", "scroll_pages(1)", "Page", key_display="PgDn"),
        Binding("space", "scroll_pages(1)", "Page down", show=False),
        Binding("home", "scroll_home", "Start", show=False),
        Binding("end", "scroll_end", "End", show=False),
    ]
    DEFAULT_CSS = """
    ReceiptPage > ScrollRoom { align-horizontal: center; }
    ReceiptPage #receipt-column { width: 84; max-width: 94%; height: auto; padding: 1 0 0 0; }
    ReceiptPage #receipt-facts { height: auto; }
    ReceiptPage #receipt-recorded { color: $text-success; text-style: bold; height: auto; }
    ReceiptPage #receipt-recorded.-voided { color: $text-error; }
    ReceiptPage #receipt-keep { color: $text-muted; height: auto; margin: 0 0 1 0; }
    ReceiptPage #receipt-statement {
        height: auto; padding: 0 2; margin: 0 0 1 0; background: $surface; border: double $border;
        border-title-color: $text-accent; border-title-style: bold;
    }
    ReceiptPage #receipt-words { height: auto; margin: 0 0 1 0; display: none; }
    ReceiptPage.-words #receipt-words { display: block; }
    ReceiptPage.-words #receipt-facts { display: none; }
    ReceiptPage Facts { margin: 0 0 1 0; }
    """

    def __init__(
        self, frame: Frame, receipt: Receipt, next_due: date | None, *, settling: Settling | None = None
    ) -> None:
        """*settling* is the moment without a key after which keys count, so that a held Enter does not pass it by."""
        super().__init__(frame, f"Receipt {receipt.number}")
        self._receipt = receipt
        self._next_due = next_due
        self._settling = settling or Settling()
        self._words = Static(id="receipt-words")
        column = Vertical(Vertical(*self._parts(), id="receipt-facts"), self._words, id="receipt-column")
        self._room = ScrollRoom(column)
        self._room.can_focus = False

    def body(self) -> ComposeResult:
        """Facts and statement; the directive's words behind one key."""
        yield self._room

    def _parts(self) -> Iterator[Widget]:
        recorded = f"{'[!]' if self._receipt.voided else '[x]'} {recorded_words(self._receipt, self._next_due)}"
        yield Static(plain(recorded), id="receipt-recorded", classes="-voided" if self._receipt.voided else "")
        yield Static(plain(KEEP), id="receipt-keep")
        yield Facts([Fact(*each) for each in signed_facts(self._receipt)])
        statement = Static(plain(self._receipt.acknowledged.statement, keep_newlines=True), id="receipt-statement")
        statement.border_title = plain(" The statement that was signed ")
        yield statement
        yield Facts([Fact(*each) for each in seal_facts(self._receipt)])

    def on_mount(self) -> None:
        """Begin the moment in which keys are ignored."""
        self._settling.start()

    def on_key(self, event: events.Key) -> None:
        """Ignore what is typed ahead, and a key that is still held: each of its repeats begins the moment anew."""
        if not self._settling.over:
            self._settling.start()
            event.stop()
            event.prevent_default()

    def on_resize(self) -> None:
        """The words fill the column."""
        width = min(max(self._room.size.width * 94 // 100 - 2, NARROWEST), WIDEST)
        self._words.update(plain(as_printed(self._receipt.revision, width=width), keep_newlines=True))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys that would do nothing are not offered."""
        match action:
            case "words":
                return not self.has_class("-words")
            case "receipt":
                return self.has_class("-words")
            case "scroll_pages":
                return self._room.max_scroll_y > 0
            case _:
                return super().check_action(action, parameters)

    def action_scroll_lines(self, lines: int) -> None:
        """Some lines down, or up."""
        self._room.action_scroll_by(lines)

    def action_scroll_pages(self, pages: int) -> None:
        """Some pages down, or up."""
        self._room.action_scroll_pages(pages)

    def action_scroll_home(self) -> None:
        """To the first line."""
        self._room.action_scroll_home()

    def action_scroll_end(self) -> None:
        """To the last line."""
        self._room.action_scroll_end()

    def action_words(self) -> None:
        """Show the words of the directive that were signed for."""
        self._turn(words=True)

    def action_receipt(self) -> None:
        """Show the receipt again."""
        self._turn(words=False)

    def _turn(self, *, words: bool) -> None:
        self.set_class(words, "-words")
        self._room.action_scroll_home()
        self.refresh_bindings()

    def action_back(self) -> None:
        """From the words to the receipt, from there on."""
        if self.has_class("-words"):
            self.action_receipt()
        else:
            self.finish(None)

    def action_done(self) -> None:
        """Go on."""
        self.finish(None)
