"""A scenario: a situation, a question, options; and after the answer what was right, with the clauses' own words.

Nothing says right or wrong before the answer is confirmed and kept. No sound is made.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widget import Widget
from textual.widgets import Static

from oc_training.attestation.presence import SCENARIO_SECONDS
from oc_training.attestation.sitting import Answered, Sitting
from oc_training.attestation.walk import Ask
from oc_training.errors import OcTrainingError
from oc_training.kiosk.outcomes import Aside, Onward, ScenarioOutcome
from oc_training.kiosk.page import Frame, Page
from oc_training.kiosk.plain import joined, plain
from oc_training.kiosk.widgets.choice_list import ChoiceList
from oc_training.kiosk.widgets.passage_view import PassageView
from oc_training.kiosk.widgets.scroll_room import ScrollRoom
from oc_training.kiosk.widgets.settling import Settling
from oc_training.stopwatch import Stopwatch
from oc_training.wording.training import CLAUSES, COMES_BACK, STANDING, mark_words, verdict_words

BESIDE = 110
"""From so many columns on, the clauses stand beside the scenario."""

CHOOSE = "Choose an answer, then confirm it with Enter. There is no hurry."

CHOOSE_FIRST = "! No answer is chosen yet. A number or Space chooses, Enter confirms."
"""Said in the line that is always in sight."""

A_MOMENT = 0.02
"""Seconds between two looks whether the result has been laid out."""
TRIES = 100


class ScenarioPage(Page[ScenarioOutcome]):
    """Asks one question and shows how it went, on the same page."""

    IDLE_SECONDS = SCENARIO_SECONDS
    DEFAULT_CSS = """
    ScenarioPage #scenario-main { padding: 0 2; }
    ScenarioPage #scenario-main > Static { width: 1fr; max-width: 88; height: auto; margin: 0 0 1 0; }
    ScenarioPage #scenario-main > #scenario-title { margin: 1 0; color: $text-accent; text-style: bold; }
    ScenarioPage #scenario-stem { text-style: bold; }
    ScenarioPage #scenario-guide { color: $text-muted; }
    ScenarioPage ChoiceList { margin: 0 0 1 0; }
    ScenarioPage #scenario-result {
        height: auto; max-width: 88; margin: 0 0 1 0; padding: 1 2 0 2; background: $panel; display: none;
    }
    ScenarioPage #scenario-result > Static { width: 1fr; height: auto; margin: 0 0 1 0; background: $panel; }
    ScenarioPage .-right { color: $text-success; text-style: bold; }
    ScenarioPage .-wrong { color: $text-error; text-style: bold; }
    ScenarioPage .scenario-clauses-head { width: 1fr; height: auto; margin: 1 0 0 0; }
    ScenarioPage .scenario-clauses-head { color: $text-primary; text-style: bold; }
    ScenarioPage #scenario-below { height: auto; display: none; }
    ScenarioPage #scenario-beside { width: 48%; max-width: 86; padding: 0 1; display: none; }
    ScenarioPage PassageView { margin: 0 0 1 0; }
    ScenarioPage #scenario-standing { height: auto; padding: 0 2; color: $text-muted; }
    ScenarioPage.-answered #scenario-result { display: block; }
    ScenarioPage.-answered #scenario-guide { display: none; }
    ScenarioPage.-answered #scenario-below { display: block; }
    ScenarioPage.-answered.-wide #scenario-below { display: none; }
    ScenarioPage.-answered.-wide #scenario-beside { display: block; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,right", "go_on", "Go on", key_display="Enter"),
        Binding("enter", "try_again", "Try again", key_display="Enter"),
        Binding("tab", "other_column", "Other column", key_display="Tab"),
        Binding("escape", "later", "Later", key_display="Esc"),
    ]

    def __init__(self, frame: Frame, sitting: Sitting, ask: Ask, settling: Settling | None = None) -> None:
        """*settling* is the moment in which neither the options nor, after the answer, *Go on* take a key."""
        number = f"Scenario {ask.number} of {ask.of}{' (comes back)' if ask.again else ''}"
        directive = sitting.course.revision.directive
        super().__init__(frame, f"{number}, Directive {directive}")
        self._sitting = sitting
        self._ask = ask
        self._directive = directive
        self._settling = settling or Settling()
        self._watch = Stopwatch(sitting.monotonic)
        self._letter: str | None = None
        self._keeping = False
        self._answered = False
        self._main = ScrollRoom(id="scenario-main")
        self._choices = ChoiceList(
            [ask.question.option(letter) for letter in ask.shown], reveal=False, settling=self._settling
        )
        self._mark = mark_words(sitting.course.bank)
        self._guide = Static(plain(CHOOSE if self._is_first else f"{CHOOSE} {self._mark}"), id="scenario-guide")
        self._foot = Static(plain(STANDING), id="scenario-standing")
        self._how = Vertical(id="scenario-result")
        self._below = Vertical(id="scenario-below")
        self._beside = ScrollRoom(id="scenario-beside")

    @property
    def _is_first(self) -> bool:
        """Whether it is the first of its attempt: the mark is then said above it, in sight on every screen."""
        return self._ask.number == 1 and not self._ask.again

    def body(self) -> ComposeResult:
        """The scenario, room for how it went, and the line that always stands there."""
        question = self._ask.question
        with Horizontal():
            with self._main:
                yield Static(plain(question.title), id="scenario-title")
                if self._is_first:
                    yield Static(plain(self._mark), id="scenario-mark")
                if self._ask.again:
                    yield Static(plain(COMES_BACK))
                for paragraph in question.scenario:
                    yield Static(plain(paragraph))
                yield Static(plain(question.stem), id="scenario-stem")
                yield self._choices
                yield self._guide
                yield self._how
                yield self._below
            yield self._beside
        yield self._foot

    def on_mount(self) -> None:
        """Give the keys to the options, with the beginning of the scenario in sight."""
        self._choices.focus(scroll_visible=False)

    def on_resize(self, event: events.Resize) -> None:
        """The clauses stand beside the scenario where there is room for both."""
        self.set_class(event.size.width >= BESIDE, "-wide")
        if self._answered and not self.has_class("-wide"):
            self._main.focus(scroll_visible=False)
        self.refresh_bindings()

    def on_screen_resume(self) -> None:
        """The question is on the screen."""
        self._watch.start()

    def on_screen_suspend(self) -> None:
        """Something lies over it."""
        self._watch.stop()

    # ---- the answer

    def on_choice_list_nothing_chosen(self) -> None:
        """Enter, and no answer was chosen: say how that is done."""
        self._foot.update(plain(CHOOSE_FIRST))

    def on_choice_list_selected(self) -> None:
        """An answer is chosen; what was said of that is old."""
        self._foot.update(plain(STANDING))

    def on_choice_list_chosen(self, event: ChoiceList.Chosen) -> None:
        """An option was confirmed."""
        self._watch.stop()
        self._letter = event.letter
        self._keep_answer()

    def _keep_answer(self) -> None:
        if self._letter is not None and not self._keeping and not self._answered:
            self._keeping = True
            self._guide.update(plain("One moment."))
            self.run_worker(self._answer(self._letter))

    async def _answer(self, letter: str) -> None:
        try:
            # A sign-out cancels the waiting, not the answer: it is kept or not as a whole.
            answered = await asyncio.shield(asyncio.to_thread(self._sitting.answer, letter, self._watch.seconds))
        except OcTrainingError as error:
            self._guide.update(joined(("! ", "bold $text-error"), f"{error} Your answer is not kept yet."))
            self._guide.scroll_visible(animate=False)
        else:
            await self._show(answered)
        finally:
            self._keeping = False
            self.refresh_bindings()

    async def _show(self, answered: Answered) -> None:
        self._answered = True
        self._choices.reveal()
        await self._how.mount(*_how_it_went(answered))
        for room in (self._below, self._beside):
            await room.mount(*self._clauses(answered))
        self.add_class("-answered")
        self._settling.start()
        self._main.focus(scroll_visible=False)
        self._bring_result_into_sight(TRIES)

    def _clauses(self, answered: Answered) -> list[Widget]:
        head = Static(plain(CLAUSES), classes="scenario-clauses-head")
        return [head, *(PassageView(passage, self._directive) for passage in answered.passages)]

    def _bring_result_into_sight(self, tries: int) -> None:
        """The verdict in view, and as much of the scenario above it as there is room for, once it is laid out.

        It waits by the clock and not by refreshes: where no layout comes, refreshes would go round for ever.
        """
        region = self._how.virtual_region
        if region.height == 0:
            if tries:
                self.set_timer(A_MOMENT, lambda: self._bring_result_into_sight(tries - 1))
        elif region.bottom - self._main.scroll_offset.y > self._main.size.height:
            self._main.scroll_to(y=min(region.y, max(region.bottom - self._main.size.height, 0)), animate=False)

    # ---- leaving

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002  Textual's signature
        """One goes on after an answer; an answer that could not be kept can be tried again."""
        match action:
            case "go_on":
                return self._answered
            case "other_column":
                return self._answered and self.has_class("-wide")
            case "try_again":
                return self._letter is not None and not self._answered and not self._keeping
            case _:
                return True

    def action_other_column(self) -> None:
        """From the scenario to the clauses beside it, and back."""
        (self._main if self._beside.has_focus else self._beside).focus(scroll_visible=False)

    def action_try_again(self) -> None:
        """Try to keep the same answer again."""
        self._keep_answer()

    def action_go_on(self) -> None:
        """To what comes next."""
        if self._settling.over:
            self.finish(Onward.NEXT)

    def action_later(self) -> None:
        """Put it aside; answers given are kept."""
        if not self._keeping:
            self.finish(Aside.LATER)


def _how_it_went(answered: Answered) -> Sequence[Widget]:
    verdict = verdict_words(answered)
    return [
        Static(plain(verdict), classes="-right" if answered.right else "-wrong"),
        Static(joined(("About your answer: ", "bold"), answered.chosen.feedback)),
        Static(joined(("Why: ", "bold"), answered.question.explanation)),
    ]
