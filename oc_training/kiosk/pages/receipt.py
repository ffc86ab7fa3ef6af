"""A receipt on the screen: what was signed, when, under which number, and the very words."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Static

from oc_training.attestation.receipt import Receipt
from oc_training.kiosk.page import Frame, Page
from oc_training.kiosk.plain import plain
from oc_training.kiosk.widgets.facts import Fact, Facts
from oc_training.kiosk.words import day_words, moment_words
from oc_training.policy.printed import as_printed


class ReceiptPage(Page[None]):
    """Shows one receipt; W shows the words of the directive that were signed for."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,escape", "done", "Done", key_display="Enter"),
        Binding("w", "words", "The words signed for", key_display="W"),
        Binding("down", "scroll_body(1)", "Scroll", key_display="Down"),
        Binding("up", "scroll_body(-1)", "Scroll", key_display="Up"),
        Binding("pagedown,space", "scroll_body(12)", "Scroll", show=False),
        Binding("pageup", "scroll_body(-12)", "Scroll", show=False),
    ]
    DEFAULT_CSS = """
    ReceiptPage #receipt-body { height: 1fr; padding: 1 2 0 2; scrollbar-size-vertical: 1; }
    ReceiptPage #receipt-column { width: 100%; max-width: 90; height: auto; }
    ReceiptPage .receipt-head { color: $text-accent; text-style: bold; height: auto; margin: 0 0 1 0; }
    ReceiptPage #receipt-recorded { color: $text-success; text-style: bold; height: auto; margin: 0 0 1 0; }
    ReceiptPage #receipt-statement {
        height: auto; border-left: thick $border; padding: 0 2; margin: 0 0 1 0; background: $surface;
    }
    ReceiptPage #receipt-words { height: auto; display: none; }
    ReceiptPage.-words #receipt-words { display: block; }
    ReceiptPage.-words #receipt-facts { display: none; }
    ReceiptPage Facts { margin: 0 0 1 0; }
    """

    def __init__(self, frame: Frame, receipt: Receipt, next_due: date | None) -> None:
        super().__init__(frame, f"Receipt {receipt.number}")
        self._receipt = receipt
        self._next_due = next_due

    def body(self) -> ComposeResult:
        """Facts and statement; the directive's words behind one key."""
        signed = self._receipt.acknowledged
        with VerticalScroll(id="receipt-body", can_focus=False), Vertical(id="receipt-column"):
            with Vertical(id="receipt-facts") as facts:
                facts.styles.height = "auto"
                yield Static(plain(self._recorded()), id="receipt-recorded")
                yield Facts(self._facts())
                yield Static(plain("The statement you signed:"), classes="receipt-head")
                yield Static(plain(signed.statement, keep_newlines=True), id="receipt-statement")
                yield Facts(self._seals())
            yield Static(id="receipt-words")

    def _recorded(self) -> str:
        again = f" Due again {day_words(self._next_due)}." if self._next_due else ""
        return f"[x] Recorded as entry {self._receipt.number}.{again}"

    def _facts(self) -> tuple[Fact, ...]:
        signed = self._receipt.acknowledged
        who, text = signed.who, signed.text
        comment = (Fact("Comment", signed.comment),) if signed.comment else ()
        return (
            Fact("Signed by", f"{who.name}, badge {who.badge}"),
            Fact("Rank and unit", ", ".join(part for part in (who.rank, who.unit) if part)),
            Fact("Signed", moment_words(self._receipt.signed_at)),
            Fact("Directive", f"{text.directive}  {text.title}"),
            Fact("Effective", day_words(text.effective)),
            Fact("Revision", day_words(text.reviewed)),
            Fact("Displayed", f"{sum(display.complete for display in signed.displays)} sections, each to its end"),
            Fact("Scenarios", f"{signed.right} of {signed.of} right at the first try"),
            *comment,
        )

    def _seals(self) -> tuple[Fact, ...]:
        entry = self._receipt.recorded.entry
        return (
            Fact("Entry", f"{entry.seq} at station {entry.station}"),
            Fact("Its hash", entry.hash),
            Fact("Words' digest", self._receipt.acknowledged.text.text_sha256),
            Fact("Newest entry", f"{self._receipt.head.seq}, {self._receipt.head.hash}"),
        )

    def action_scroll_body(self, lines: int) -> None:
        """Move through the page."""
        self.query_one("#receipt-body", VerticalScroll).scroll_relative(y=lines, animate=False)

    def action_words(self) -> None:
        """Show the words of the directive that were signed for, or the receipt again."""
        self.toggle_class("-words")
        printed = as_printed(self._receipt.revision, width=min(max(self.size.width - 6, 40), 88))
        self.query_one("#receipt-words", Static).update(plain(printed, keep_newlines=True))
        self.query_one("#receipt-body", VerticalScroll).scroll_home(animate=False)

    def action_done(self) -> None:
        """Go on."""
        self.finish(None)
