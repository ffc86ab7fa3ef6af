"""Review and sign: everything that will be signed, and every way to answer it.

Nothing here is focused, and no key but the named ones does anything, so no stray Enter can sign (SIG-1).
Signing opens once every line of the statement has been on the screen, and asks for the typed name and the PIN in a
dialog of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Button, Static

from oc_training.attestation.book import new_entry_id
from oc_training.attestation.recorded import Recorded
from oc_training.attestation.review_sheet import ReviewSheet, objection_to_name
from oc_training.attestation.signing import SigningDesk
from oc_training.attestation.sitting import Sitting
from oc_training.kiosk.outcomes import Answer, Aside, Onward, ReadAgain, ReviewOutcome, Signed
from oc_training.kiosk.page import Frame, Page
from oc_training.kiosk.pages.act_dialog import Act, ActDialog, Asked
from oc_training.kiosk.plain import plain
from oc_training.kiosk.widgets.dialog import Choice, Dialog
from oc_training.kiosk.widgets.facts import Fact, Facts
from oc_training.kiosk.widgets.push_button import PushButton
from oc_training.kiosk.widgets.scroll_room import ScrollRoom
from oc_training.kiosk.widgets.settling import Settling
from oc_training.kiosk.widgets.statement import Statement
from oc_training.roster.pins import Secret
from oc_training.wording.training import (
    DECLINE,
    NO_CASES,
    NOT_ME,
    ON_PAPER,
    PLEASE_CHECK,
    YOU_DECIDE,
    OtherAnswer,
    review_facts,
    signing_words,
)

LONGEST_NAME = 80
LONGEST_REMARK = 1_000
"""The longest comment or reason in characters (REF-2)."""
READ_FIRST = "Please read the statement to its end, then press S."
"""Said when signing is asked for and part of the statement has never been on the screen."""


class ReviewPage(Page[ReviewOutcome]):
    """Shows what is to be signed; S signs, and nothing does so by itself."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "sign", "Sign", key_display="S"),
        Binding("p", "paper", "Paper", key_display="P"),
        Binding("d", "decline", "Decline", key_display="D"),
        Binding("escape", "later", "Not now", key_display="Esc"),
        Binding("b", "back", "Sections", key_display="B"),
        Binding("x", "not_me", "Not me", key_display="X"),
        Binding("up", "scroll_lines(-1)", "Scroll", show=False),
        Binding("down", "scroll_lines(1)", "Scroll", show=False),
        Binding("pageup", "scroll_pages(-1)", "Page", key_display="PgUp"),
        Binding("pagedown", "scroll_pages(1)", "Page", key_display="PgDn"),
        Binding("space", "scroll_pages(1)", "Page down", show=False),
    ]
    DEFAULT_CSS = """
    ReviewPage > ScrollRoom { align-horizontal: center; }
    ReviewPage #review-column { width: 84; max-width: 94%; height: auto; padding: 1 0 0 0; }
    ReviewPage .review-head { color: $text-accent; text-style: bold; height: auto; margin: 0 0 1 0; }
    ReviewPage Facts { margin: 0 0 1 0; }
    ReviewPage #review-ways { height: auto; margin: 0 0 1 0; }
    ReviewPage #review-ways > PushButton { width: 100%; }
    ReviewPage #review-unread { display: none; height: auto; padding: 0 2; color: $text-error; text-style: bold; }
    ReviewPage.-unread #review-unread { display: block; }
    ReviewPage.-wide #review-ways { layout: grid; grid-size: 2; grid-rows: 1; grid-gutter: 1 2; }
    """
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (76, "-wide")]  # noqa: RUF012  Textual's own declaration

    def __init__(
        self,
        frame: Frame,
        sitting: Sitting,
        sheet: ReviewSheet,
        signing: SigningDesk,
        *,
        settling: Settling | None = None,
    ) -> None:
        """*settling* is the moment in which keys typed ahead, such as option letters, do nothing here."""
        super().__init__(frame, "Review and sign")
        self._sitting = sitting
        self._sheet = sheet
        self._signing = signing
        self._settling = settling or Settling()
        self._unread = Static(plain(f"! {READ_FIRST}"), id="review-unread")
        self._statement = Statement(
            sheet.statement, lambda: self._room.outer_size.height + self._unread.outer_size.height
        )
        self._room = ScrollRoom(Vertical(*self._parts(), id="review-column"))
        self._room.can_focus = False

    def body(self) -> ComposeResult:
        """Facts, statement, ways to answer; and a line for what is said of signing too soon."""
        yield self._room
        yield self._unread

    def _parts(self) -> tuple[Static | Facts | Vertical, ...]:
        return (
            Static(plain(PLEASE_CHECK), classes="review-head"),
            Facts([Fact(*each) for each in review_facts(self._sheet)]),
            self._statement,
            Static(plain(YOU_DECIDE), classes="review-head"),
            Vertical(
                PushButton("Sign here ...", key="S", id="way-sign"),
                PushButton("Sign on paper ...", key="P", id="way-paper"),
                PushButton("Decline to sign ...", key="D", id="way-decline"),
                PushButton("Not now; all is kept", key="Esc", id="way-later"),
                PushButton("Back to the sections", key="B", id="way-back"),
                PushButton("This is not me", key="X", id="way-not_me"),
                id="review-ways",
            ),
        )

    def on_mount(self) -> None:
        """Begin the moment in which keys are ignored."""
        self._settling.start()

    def on_key(self, event: events.Key) -> None:
        """Ignore what was typed ahead: option letters of the scenarios mean something else here."""
        if not self._settling.over:
            event.stop()
            event.prevent_default()

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

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys that would do nothing are not offered."""
        if action.startswith("scroll_"):
            return self._room.max_scroll_y > 0
        return super().check_action(action, parameters)

    def action_scroll_lines(self, lines: int) -> None:
        """Some lines down, or up."""
        self._room.action_scroll_by(lines)

    def action_scroll_pages(self, pages: int) -> None:
        """Some pages down, or up."""
        self._room.action_scroll_pages(pages)

    def action_sign(self) -> None:
        """Ask for name and PIN, then record; where the statement was not shown to its end, lead on to what is left."""
        if self._goes_on_if_overtaken():
            return
        if not self._statement.whole:
            self._lead_on()
            return
        self.remove_class("-unread")
        person = self._sheet.person
        act = Act(
            "Sign",
            signing_words(self._sheet),
            (
                Asked("name", "Your name", LONGEST_NAME, objection=lambda typed: objection_to_name(typed, person)),
                Asked("comment", f"Comment, if you wish. {NO_CASES}", LONGEST_REMARK, optional=True),
            ),
            "Sign now",
            self._sign,
        )
        self.app.push_screen(ActDialog(act), self._after_signing)

    def _lead_on(self) -> None:
        """Say that the statement comes first, and go to its first line that has not been on the screen."""
        self.add_class("-unread")
        self._settling.start()
        ahead = self._statement.region.y + self._statement.first_left - self._room.content_region.y
        self._room.action_scroll_by(ahead)

    def _sign(self, values: Mapping[str, str], pin: Secret) -> int:
        return self._signing.sign(self._sitting, values["name"], pin, values["comment"], seen=self._sheet).entry.seq

    def _after_signing(self, number: int | None) -> None:
        if number is not None:
            self.finish(Signed(number))
        else:
            self._goes_on_if_overtaken()

    def action_paper(self) -> None:
        """Record that the person wants to sign on paper."""
        self._ask(ON_PAPER, self._signing.ask_for_paper)

    def action_decline(self) -> None:
        """Record that the person chose not to sign."""
        self._ask(DECLINE, self._signing.decline)

    def _ask(self, other: OtherAnswer, record: Callable[[Sitting, Secret, str, str | None], Recorded]) -> None:
        """Ask for the PIN and record an answer other than a signature: once, however often it is tried."""
        if self._goes_on_if_overtaken():
            return
        entry_id = new_entry_id()
        act = Act(
            other.title,
            other.words,
            (Asked("remark", f"{other.remark}, if you wish. {NO_CASES}", LONGEST_REMARK, optional=True),),
            other.button,
            lambda values, pin: record(self._sitting, pin, values["remark"], entry_id).entry.seq,
        )
        self.app.push_screen(ActDialog(act), lambda number: self._answered(number, other))

    def _answered(self, number: int | None, other: OtherAnswer) -> None:
        if number is not None:
            self.finish(Answer(other, number))
        else:
            self._goes_on_if_overtaken()

    def _goes_on_if_overtaken(self) -> bool:
        """Where another revision is in force by now nothing here can be answered: lead on, to where that is said."""
        if self._sitting.is_overtaken:
            self.finish(Onward.NEXT)
        return self._sitting.is_overtaken

    def action_back(self) -> None:
        """Look at the sections again; nothing is lost."""
        self.finish(ReadAgain.BACK)

    def action_later(self) -> None:
        """Come back another time; nothing is lost."""
        self.finish(Aside.LATER)

    def action_not_me(self) -> None:
        """The person on the screen is somebody else: after a question, sign out and note it."""
        choices = [Choice("Yes, this is not me", value=True, key="y"), Choice("Back", value=False, key="b")]
        self.app.push_screen(Dialog("Is this not you?", NOT_ME, choices, on_escape=False), self._after_asking)

    def _after_asking(self, somebody_else: bool | None) -> None:  # noqa: FBT001  a dialog's answer
        if somebody_else:
            self.finish(Aside.NOT_ME)
