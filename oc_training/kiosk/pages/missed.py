"""After an attempt that did not reach the mark: what was missed, in the directive's own words, and what comes next."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Static

from oc_training.attestation.sitting import Blocked, Sitting
from oc_training.attestation.walk import Missed
from oc_training.kiosk.outcomes import Aside, MissedOutcome, Onward
from oc_training.kiosk.page import Frame, Page
from oc_training.kiosk.pages.scenario import STANDING
from oc_training.kiosk.plain import plain
from oc_training.kiosk.widgets.passage_view import PassageView
from oc_training.kiosk.widgets.push_button import PushButton
from oc_training.kiosk.widgets.scroll_room import ScrollRoom
from oc_training.kiosk.widgets.settling import Settling

KINDLY = "That happens. Below are the clauses that decide the scenarios you missed, in the directive's own words."
THEN = "When you are ready, try again with fresh scenarios. Everything you did is kept."
NUMBERS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")


class MissedPage(Page[MissedOutcome]):
    """Says kindly that the mark was not reached, and lists the clauses that were missed."""

    IDLE_SECONDS = 300
    DEFAULT_CSS = """
    MissedPage ScrollRoom { padding: 0 2; }
    MissedPage ScrollRoom > Static { width: 1fr; max-width: 88; height: auto; margin: 0 0 1 0; }
    MissedPage ScrollRoom > #missed-title { margin: 1 0; color: $text-accent; text-style: bold; }
    MissedPage PassageView { max-width: 88; margin: 0 0 1 0; }
    MissedPage #missed-standing { height: auto; padding: 0 2; color: $text-muted; }
    MissedPage #missed-act { height: auto; padding: 0 2; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "go_on", "Try again", key_display="Enter"),
        Binding("escape", "later", "Later", key_display="Esc"),
    ]

    def __init__(
        self, frame: Frame, sitting: Sitting, step: Missed | Blocked, settling: Settling | None = None
    ) -> None:
        revision = sitting.course.revision
        super().__init__(frame, f"Scenarios \N{MIDDLE DOT} Directive {revision.directive}")
        self._step = step
        self._settling = settling or Settling()
        self._directive = revision.directive
        self._passages = tuple(revision.passage(citation) for citation in step.clauses)
        self._score = score_words(sitting)
        self._room = ScrollRoom()

    def body(self) -> ComposeResult:
        """What is said, the clauses, the button."""
        with self._room:
            yield Static(plain(self._title), id="missed-title")
            for words in self._words():
                yield Static(plain(words))
            for passage in self._passages:
                yield PassageView(passage, self._directive)
        yield Static(plain(STANDING), id="missed-standing")
        label = "Back to my directives" if self._blocked else "Try again with fresh scenarios"
        with Horizontal(id="missed-act"):
            yield PushButton(label, key="Esc" if self._blocked else "Enter", id="missed-next")

    def on_mount(self) -> None:
        """Give the keys to the clauses, so that they can be scrolled at once."""
        self._settling.start()
        self._room.focus(scroll_visible=False)

    @property
    def _blocked(self) -> bool:
        return isinstance(self._step, Blocked)

    @property
    def _title(self) -> str:
        if isinstance(self._step, Blocked):
            return f"{in_words(self._step.failed)} attempts did not pass"
        return "This attempt did not reach the mark"

    def _words(self) -> list[str]:
        words = [self._score] if self._score else []
        if self._blocked:
            words.append("Your supervisor can allow the next one. Everything you did is kept.")
        words += [KINDLY] if self._passages else []
        return words if self._blocked else [*words, THEN]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002  Textual's signature
        """Where a supervisor has to allow the next attempt, there is nothing to go on to."""
        return not (self._blocked and action == "go_on")

    def on_button_pressed(self) -> None:
        """The button says the same as its key."""
        if self._blocked:
            self.action_later()
        else:
            self.action_go_on()

    def action_go_on(self) -> None:
        """A fresh attempt, unless the key was typed before this could be seen."""
        if self._settling.over:
            self.finish(Onward.NEXT)

    def action_later(self) -> None:
        """Back to the list."""
        self.finish(Aside.LATER)


def score_words(sitting: Sitting) -> str:
    """``9 of 12 at the first try; 80 % is needed (10 of 12).`` Empty where no attempt is under way."""
    attempt = sitting.walk.attempt
    if attempt is None:
        return ""
    right, of = attempt.score
    mark = sitting.course.bank.pass_mark
    needed = -(-mark * of // 100)
    return f"{right} of {of} at the first try; {mark} % is needed ({needed} of {of})."


def in_words(number: int) -> str:
    """``Three``; figures from ten on."""
    return NUMBERS[number] if 0 <= number < len(NUMBERS) else str(number)
