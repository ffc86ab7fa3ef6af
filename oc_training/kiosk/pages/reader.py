"""The reader: one section of the directive, displayed to its end, every letter, before the next one opens.

It says and records what was displayed, when and for how long, and never that anything was read.
"""

from __future__ import annotations

from typing import ClassVar, Generic, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.timer import Timer
from textual.widgets import Static

from oc_training.attestation.presence import READING_SECONDS
from oc_training.attestation.sitting import Sitting
from oc_training.errors import NotHereAnyMore, OcTrainingError
from oc_training.kiosk.outcomes import Aside, LookAt, Onward, ReaderOutcome
from oc_training.kiosk.page import Frame, Page
from oc_training.kiosk.pages.changes_view import ChangesView
from oc_training.kiosk.pages.directive_view import DirectiveView, Spot
from oc_training.kiosk.pages.visit_log import VisitLog
from oc_training.kiosk.plain import plain
from oc_training.kiosk.widgets.dialog import Choice, Dialog
from oc_training.kiosk.widgets.outline import State
from oc_training.kiosk.widgets.reading_pane import ReadingPane
from oc_training.kiosk.widgets.settling import Settling
from oc_training.policy.marks import Marker
from oc_training.policy.model import Section
from oc_training.wording.training import HASTE

V = TypeVar("V", bound=DirectiveView | ChangesView)

PLACE_SECONDS = 1.0
"""How long a clause stays at the top of the screen before it is kept as the place to come back to."""

NOT_YET = "Page down to the end to go on."
PASSED_OVER = "Part of this has not been shown yet. Enter: go to it."
ALL_SHOWN = "All of this section has been shown. Enter: go on."
WORD_CHOSEN = "Enter: open the chosen word. Esc: leave the word."
AGAIN = "You have been through this section before. Enter: go on."


class DisplayPage(Page[ReaderOutcome], Generic[V]):
    """Shows a section until the person goes on, looks elsewhere or puts it aside; every visit is kept."""

    IDLE_SECONDS = READING_SECONDS
    SHOWN_WORDS: ClassVar[str] = ALL_SHOWN
    """Said once all of it has been on the screen."""
    DEFAULT_CSS = """
    DisplayPage #reader-guide { height: auto; padding: 0 2; background: $background; color: $text-accent; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "go_on", "Go on", key_display="Enter"),
        Binding("right", "go_on", "Go on", key_display="Right"),
        Binding("escape", "later", "Later", key_display="Esc"),
    ]

    def __init__(
        self, frame: Frame, sitting: Sitting, section: Section, view: V, settling: Settling | None = None
    ) -> None:
        """*view* is the widget that shows *section*."""
        revision = sitting.course.revision
        super().__init__(frame, f"Directive {revision.directive}: {revision.title}")
        self._sitting = sitting
        self._log = VisitLog(sitting)
        self._log.begin(section)
        self._again = sitting.is_complete(section)
        self._settling = settling or Settling()
        self._leaving = False
        self._trouble = ""
        self._timer: Timer | None = None
        self._guide = Static(plain(NOT_YET), id="reader-guide")  # its line is never the text's, not for one drawing
        self._view = view

    def body(self) -> ComposeResult:
        """The words, and one line that says how to go on."""
        yield self._view
        yield self._guide

    def on_mount(self) -> None:
        """Give the keys to the text."""
        self._settling.start()
        self._view.take_focus()
        self._guide_on()

    # ---- what is on the screen

    def on_screen_resume(self) -> None:
        """The section is on the screen, perhaps again."""
        self._log.shown()

    def on_screen_suspend(self) -> None:
        """Something lies over it."""
        self._log.hidden()

    def on_reading_pane_displayed(self) -> None:
        """Something of it has been painted."""
        if self.is_current:
            self._log.shown()
        self._guide_on()

    def on_reading_pane_top_clause_changed(self, event: ReadingPane.TopClauseChanged) -> None:
        """Keep the place once the text has come to rest."""
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(PLACE_SECONDS, lambda: self._rest_at(event.citation))
        self._guide_on()

    def _rest_at(self, citation: str) -> None:
        self.run_worker(self._note_place(citation), group="place")

    async def _note_place(self, citation: str) -> None:
        try:
            await self._log.note_place(citation, self._view.shown)
        except OcTrainingError as error:
            self._trouble = str(error)
        else:
            self._trouble = ""
        self._guide_on()

    async def on_unmount(self) -> None:
        """Signed out in the middle: what was displayed so far is kept.

        Where even that fails there is nobody to tell; the section then counts as not displayed and is shown again.
        """
        try:
            await self._log.close(self._view.place, whole=self._view.whole, shown=self._view.shown)
        except OcTrainingError:
            self._log.retire()

    # ---- going on and leaving

    @property
    def _may_go_on(self) -> bool:
        return self._again or self._view.whole

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002  Textual's signature
        """Going on is offered once it leads somewhere; till then the bar of keys keeps room for it."""
        return True if action != "go_on" or self._may_go_on or self._view.passed_over else None

    def _guide_on(self) -> None:
        """Say how to go on; what could not be kept stays there until something was kept again."""
        self.refresh_bindings()
        self._guide.update(plain(f"! {self._trouble}" if self._trouble else self._what_is_left()))

    def _what_is_left(self) -> str:
        if self._may_go_on:
            return AGAIN if self._again else self.SHOWN_WORDS
        return PASSED_OVER if self._view.passed_over else NOT_YET

    def action_go_on(self) -> None:
        """To the next step, once all of the section has been on the screen; to what was passed over, if it was."""
        if not self._settling.over:
            return
        if self._may_go_on:
            self._leave_for(Onward.NEXT)
        elif self._view.passed_over:
            self._settling.start()
            self._view.go_to_left()

    def action_later(self) -> None:
        """Put it aside."""
        self._leave_for(Aside.LATER)

    def _leave_for(self, outcome: ReaderOutcome) -> None:
        if not self._leaving:
            self._leaving = True
            self.run_worker(self._keep_and_finish(outcome))

    async def _keep_and_finish(self, outcome: ReaderOutcome) -> None:
        if await self._kept():
            self._log.retire()
            self.finish(outcome)

    async def _kept(self) -> bool:
        """Keep the visit; False when it could not be kept or the person stays after all."""
        try:
            hasty = await self._log.close(self._view.place, whole=self._view.whole, shown=self._view.shown)
            if hasty:
                await self._log.said_haste()
        except NotHereAnyMore:
            self._log.retire()
            self.finish(Onward.NEXT)  # the next step says why, and signs them out
            return False
        except OcTrainingError as error:
            self._leaving = False
            self._trouble = str(error)
            self._guide_on()
            return False
        self._trouble = ""
        if hasty and not await self.app.push_screen_wait(haste()):
            self._leaving = False
            self._log.shown()
            return False
        return True


class ReaderPage(DisplayPage[DirectiveView]):
    """One section of the directive, with its marked words, the outline and the search."""

    def __init__(
        self, frame: Frame, sitting: Sitting, section: Section, marker: Marker, settling: Settling | None = None
    ) -> None:
        view = DirectiveView(
            sitting.course.revision,
            marker,
            section,
            place=sitting.walk.place,
            state_of=lambda each: State.DONE if sitting.is_complete(each) else State.TO_COME,
            may_open=sitting.may_open,
            shown_of=lambda each: None if sitting.is_complete(each) else sitting.shown(each),
        )
        super().__init__(frame, sitting, section, view, settling)

    def on_reading_pane_mark_moved(self) -> None:
        """Enter leads elsewhere now."""
        self._guide_on()

    def _what_is_left(self) -> str:
        """While a marked word is chosen Enter opens it, and goes nowhere."""
        said = super()._what_is_left()
        return WORD_CHOSEN if self._view.at_mark and said != NOT_YET else said

    def on_directive_view_picked(self, event: DirectiveView.Picked) -> None:
        """Another section, from the outline."""
        self._leave_for(LookAt(event.section))

    # ---- following a reference

    def on_directive_view_led(self, event: DirectiveView.Led) -> None:
        """Another section, for a moment; B leads back."""
        if not self._leaving:
            self._leaving = True
            self.run_worker(self._keep_and_open(event.spot))

    async def _keep_and_open(self, spot: Spot) -> None:
        if await self._kept():
            section = self._sitting.course.revision.section(spot.section)
            self._log.begin(section)
            self._again = self._sitting.is_complete(section)
            self._view.open(section, spot.citation)
            self._leaving = False
            self._guide_on()


def haste() -> Dialog[bool]:
    """Says once, kindly, that a section went by very fast; True goes on, False stays."""
    go, stay = Choice("Go on", value=True, key="g"), Choice("Stay here", value=False, key="s")
    return Dialog("A moment", HASTE, [go, stay], on_escape=False)
