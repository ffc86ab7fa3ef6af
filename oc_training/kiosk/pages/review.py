"""Review and sign: everything that will be signed, and every way to answer it.

Nothing here is focused, and no key but the named ones does anything, so no stray Enter can sign (SIG-1).
Signing itself asks for the typed name and the PIN in a dialog of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Button, Static

from oc_training.attestation.signing import ReviewSheet, SigningDesk
from oc_training.attestation.sitting import Sitting
from oc_training.kiosk.outcomes import Answer, Aside, ReadAgain, ReviewOutcome, Signed
from oc_training.kiosk.page import Frame, Page
from oc_training.kiosk.pages.act_dialog import Act, ActDialog, Asked
from oc_training.kiosk.plain import plain
from oc_training.kiosk.widgets.facts import Fact, Facts
from oc_training.kiosk.widgets.push_button import PushButton
from oc_training.kiosk.words import day_words
from oc_training.roster.pins import Secret

NO_CASES = "Please do not write case, suspect or account details here."
LONGEST_REMARK = 1_000
"""The longest comment or reason in characters (REF-2)."""


class ReviewPage(Page[ReviewOutcome]):
    """Shows what is to be signed; S signs, and nothing does so by itself."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "sign", "Sign ...", key_display="S"),
        Binding("b", "back", "Back to the sections", key_display="B"),
        Binding("x", "not_me", "This is not me", key_display="X"),
        Binding("p", "paper", "Sign on paper ...", key_display="P"),
        Binding("d", "decline", "Decline ...", key_display="D"),
        Binding("escape", "later", "Not now", key_display="Esc"),
        Binding("down", "scroll_body(1)", "Scroll", show=False),
        Binding("up", "scroll_body(-1)", "Scroll", show=False),
        Binding("pagedown,space", "scroll_body(10)", "Scroll", show=False),
        Binding("pageup", "scroll_body(-10)", "Scroll", show=False),
    ]
    DEFAULT_CSS = """
    ReviewPage #review-body { height: 1fr; padding: 1 2 0 2; scrollbar-size-vertical: 1; }
    ReviewPage #review-column { width: 100%; max-width: 84; height: auto; }
    ReviewPage .review-head { color: $text-accent; text-style: bold; height: auto; margin: 0 0 1 0; }
    ReviewPage #review-statement {
        height: auto; border-left: thick $border; padding: 0 2; margin: 0 0 1 0; background: $surface;
    }
    ReviewPage Facts { margin: 0 0 1 0; }
    ReviewPage #review-ways { height: auto; margin: 0 0 1 0; }
    ReviewPage #review-ways > PushButton { width: 100%; max-width: 60; }
    """

    def __init__(self, frame: Frame, sitting: Sitting, sheet: ReviewSheet, signing: SigningDesk) -> None:
        super().__init__(frame, "Review and sign")
        self._sitting = sitting
        self._sheet = sheet
        self._signing = signing

    def body(self) -> ComposeResult:
        """Facts, statement, ways to answer."""
        with VerticalScroll(id="review-body", can_focus=False), Vertical(id="review-column"):
            yield Static(plain("Please check this before you sign."), classes="review-head")
            yield Facts(self._facts())
            yield Static(plain("This is the statement you would sign:"), classes="review-head")
            yield Static(plain(self._sheet.statement, keep_newlines=True), id="review-statement")
            yield Static(plain("You decide. Each of these is as good as the others:"), classes="review-head")
            with Vertical(id="review-ways"):
                yield PushButton("Sign here, with your name and PIN ...", key="S", id="way-sign")
                yield PushButton("Sign on paper instead ...", key="P", id="way-paper")
                yield PushButton("Decline to sign ...", key="D", id="way-decline")
                yield PushButton("Not now; everything so far is kept", key="Esc", id="way-later")
                yield PushButton("Back to the sections", key="B", id="way-back")
                yield PushButton("This is not me", key="X", id="way-not_me")

    def _facts(self) -> tuple[Fact, ...]:
        sheet, details = self._sheet, self._sheet.person.details
        revision = sheet.revision
        return (
            Fact("Name", details.name),
            Fact("Badge number", details.badge),
            Fact("Rank and unit", ", ".join(part for part in (details.rank, details.unit) if part)),
            Fact("Directive", f"{revision.directive}  {revision.title}"),
            Fact("Effective", day_words(revision.effective)),
            Fact("Revision", f"{day_words(revision.reviewed)}, digest {revision.sha256[:12]}"),
            Fact("Sections", f"{sheet.sections_displayed} of {sheet.sections_of} displayed to their end"),
            Fact("Scenarios", f"{sheet.right} of {sheet.of} right at the first try, attempt {sheet.attempt_number}"),
            Fact("Today", day_words(sheet.today)),
        )

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """A way to answer was chosen with the mouse or with Tab and Enter."""
        event.stop()
        ways = {
            "way-sign": self.action_sign,
            "way-paper": self.action_paper,
            "way-decline": self.action_decline,
            "way-later": self.action_later,
            "way-back": self.action_back,
            "way-not_me": self.action_not_me,
        }
        ways[event.button.id or ""]()

    def action_scroll_body(self, lines: int) -> None:
        """Move through the page."""
        self.query_one("#review-body", VerticalScroll).scroll_relative(y=lines, animate=False)

    def action_sign(self) -> None:
        """Ask for name and PIN, then record."""
        person = self._sheet.person
        act = Act(
            "Sign",
            (
                f"You are signing Directive {self._sheet.revision.directive} as {person.name}, badge {person.badge}.",
                "Type your name as it stands here, then your PIN.",
            ),
            (
                Asked("name", "Your name", 80),
                Asked("comment", f"Comment, if you wish. {NO_CASES}", LONGEST_REMARK),
            ),
            "Sign now",
            self._sign,
        )
        self.app.push_screen(ActDialog(act), self._after_signing)

    def _sign(self, values: Mapping[str, str], pin: Secret) -> int:
        return self._signing.sign(self._sitting, values["name"], pin, values["comment"]).entry.seq

    def _after_signing(self, number: int | None) -> None:
        if number is not None:
            self.finish(Signed(number))

    def action_paper(self) -> None:
        """Record that the person wants to sign on paper."""
        act = Act(
            "Sign on paper",
            ("Your supervisor is told that you want to sign on paper. Nothing is signed here now.",),
            (Asked("comment", f"Comment, if you wish. {NO_CASES}", LONGEST_REMARK),),
            "Ask for paper",
            lambda values, pin: self._signing.ask_for_paper(self._sitting, pin, values["comment"]).entry.seq,
        )
        self.app.push_screen(ActDialog(act), lambda number: self._answered(number, Answer.PAPER))

    def action_decline(self) -> None:
        """Record that the person chose not to sign."""
        act = Act(
            "Decline to sign",
            (
                "It will be recorded that you chose not to sign today, with your reason if you give one.",
                "Your supervisor will talk with you. You can still sign later.",
            ),
            (Asked("reason", f"Your reason, if you wish. {NO_CASES}", LONGEST_REMARK),),
            "Record that I decline",
            lambda values, pin: self._signing.decline(self._sitting, pin, values["reason"]).entry.seq,
        )
        self.app.push_screen(ActDialog(act), lambda number: self._answered(number, Answer.DECLINED))

    def _answered(self, number: int | None, answer: Answer) -> None:
        if number is not None:
            self.finish(answer)

    def action_back(self) -> None:
        """Look at the sections again; nothing is lost."""
        self.finish(ReadAgain.BACK)

    def action_later(self) -> None:
        """Come back another time; nothing is lost."""
        self.finish(Aside.LATER)

    def action_not_me(self) -> None:
        """The person on the screen is somebody else: sign out, and note it."""
        self.finish(Aside.NOT_ME)
