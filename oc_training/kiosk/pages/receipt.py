"""A receipt on the screen: what was signed, when, under which number, and the very words.

Everything on it comes from the book, so it can be opened when no content file is left (SIG-14).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import Static

from oc_training.attestation.events import AcknowledgedAfterChanges
from oc_training.attestation.receipt import Receipt
from oc_training.clock import moment
from oc_training.kiosk.page import Frame, Page
from oc_training.kiosk.pages.review import MEANING, changes_facts
from oc_training.kiosk.plain import plain
from oc_training.kiosk.widgets.facts import Fact, Facts
from oc_training.kiosk.widgets.scroll_room import ScrollRoom
from oc_training.kiosk.widgets.settling import Settling
from oc_training.kiosk.words import count_words, day_words, moment_words
from oc_training.policy.printed import as_printed
from oc_training.reports.receipt_text import SOON_AFTER_A_RESET

KEEP = "You can open this receipt at any time: it stands in your list."
HALF = 32
"""Digits of a digest after which it is broken, so that both halves stand under each other where it is narrow."""
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
        yield Static(plain(self._recorded()), id="receipt-recorded", classes="-voided" if self._receipt.voided else "")
        yield Static(plain(KEEP), id="receipt-keep")
        yield Facts(tuple(self._facts()))
        statement = Static(plain(self._receipt.acknowledged.statement, keep_newlines=True), id="receipt-statement")
        statement.border_title = plain(" The statement that was signed ")
        yield statement
        yield Facts(tuple(self._seals()))

    def _authorised(self) -> str:
        """Who authorised the PIN, after a comma; empty where nobody did."""
        origin = self._receipt.origin
        if origin is None or not origin.author_words:
            return ""
        return f", {'reset authorised by' if origin.is_reset else 'with a code from'} {origin.author_words}"

    def _recorded(self) -> str:
        void = self._receipt.voided
        if void is not None:
            return (
                f"[!] Recorded as entry {self._receipt.number}. Voided {moment_words(void.at)} by {void.by} "
                f"(entry {void.recorded.entry.seq}). It does not count any more. Reason: {void.reason}"
            )
        again = f" Due again {day_words(self._next_due)}." if self._next_due else ""
        return f"[x] Recorded as entry {self._receipt.number}.{again}"

    def _facts(self) -> Iterator[Fact]:
        signed = self._receipt.acknowledged
        who, text = signed.who, signed.text
        at = self._receipt.signed_at
        yield Fact("Signed by", f"{who.name}, badge {who.badge}")
        yield Fact("Rank and unit", ", ".join(part for part in (who.rank, who.unit) if part))
        yield Fact("Typed name", signed.typed_name)
        yield Fact("Signed", f"{moment_words(at)}:{at:%S} (UTC{_offset(at)})")
        yield Fact("Meaning", MEANING)
        yield Fact("Directive", f"{text.directive}  {text.title}")
        yield Fact("Effective", day_words(text.effective))
        yield Fact("Revision", f"{day_words(text.reviewed)}; digest of its words {text.text_sha256[:12]}")
        if isinstance(signed, AcknowledgedAfterChanges):
            yield from changes_facts(signed.changes)
        sections = count_words(sum(display.complete for display in signed.displays), "section")
        yield Fact("Displayed", f"{sections}, each to its end")
        yield Fact(
            "Scenarios", f"{signed.right} of {signed.of} right at the first try, attempt {signed.attempt_number}"
        )
        if signed.comment:
            yield Fact("Comment", signed.comment)

    def _seals(self) -> Iterator[Fact]:
        entry, head, signed = self._receipt.recorded.entry, self._receipt.head, self._receipt.acknowledged
        yield Fact("Entry", f"{entry.seq} in the book of records, at station {entry.station}")
        yield Fact("Its hash", _halves(entry.hash))
        yield Fact("Words' digest", _halves(signed.text.text_sha256))
        yield Fact("Proved by", signed.method)
        if signed.pin_set:
            yield Fact("PIN set", f"{moment_words(moment(signed.pin_set, entry.offset))}{self._authorised()}")
        if self._receipt.soon_after_a_reset:
            yield Fact("Please note", f"[!] {SOON_AFTER_A_RESET}")
        if head.seq != entry.seq:
            yield Fact("Newest entry", f"{head.seq}  {_halves(head.hash)}")

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


def _offset(at: datetime) -> str:
    """The offset of a moment, such as ``-06:00``."""
    offset = f"{at:%z}"
    return f"{offset[:3]}:{offset[3:]}"


def _halves(digest: str) -> str:
    """A digest in two halves, which a narrow screen puts under each other."""
    return f"{digest[:HALF]} {digest[HALF:]}"
