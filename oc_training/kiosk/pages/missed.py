"""After an attempt that did not reach the mark: what was missed, in the directive's own words, and what comes next."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Static

from oc_training.attestation.presence import SCENARIO_SECONDS
from oc_training.attestation.sitting import Blocked, Sitting
from oc_training.attestation.walk import Missed
from oc_training.kiosk.outcomes import Aside, MissedOutcome, Onward
from oc_training.kiosk.page import Frame, Page
from oc_training.kiosk.plain import plain
from oc_training.kiosk.widgets.passage_view import PassageView
from oc_training.kiosk.widgets.push_button import PushButton
from oc_training.kiosk.widgets.scroll_room import ScrollRoom
from oc_training.kiosk.widgets.settling import Settling
from oc_training.wording.training import STANDING, missed_title, missed_words


class MissedPage(Page[MissedOutcome]):
    """Says kindly that the mark was not reached, and lists the clauses that were missed."""

    IDLE_SECONDS = SCENARIO_SECONDS
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
        super().__init__(frame, f"Scenarios, Directive {revision.directive}")
        self._step = step
        self._settling = settling or Settling()
        self._directive = revision.directive
        self._passages = tuple(revision.passage(citation) for citation in step.clauses)
        self._words = missed_words(sitting, step)
        self._room = ScrollRoom()

    def body(self) -> ComposeResult:
        """What is said, the clauses, the button."""
        with self._room:
            yield Static(plain(missed_title(self._step)), id="missed-title")
            for words in self._words:
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
