"""What the key D of a person's page offers: leave, return, a last day, corrections, moves, exemptions, assignments."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from textual.screen import Screen

from oc_training.kiosk.pages.act_dialog import Act
from oc_training.kiosk.pages.board_view import short_day
from oc_training.kiosk.pages.choosing import choose
from oc_training.kiosk.pages.duty_dialogs import DutyAct, DutyDialogs
from oc_training.kiosk.pages.person_acts import DUTY_WORDS, PersonActs
from oc_training.kiosk.pages.person_loading import Found
from oc_training.roster.model import DutyStatus

SHORT: Mapping[DutyStatus, str] = {
    DutyStatus.ON_DUTY: "Return",
    DutyStatus.ON_LEAVE: "Leave",
    DutyStatus.SEPARATED: "Last day",
}
"""What a change of duty status is called where a line has room for 46 letters."""


class DutyMenu:
    """The acts about one person's duties, one choice after the other, until a dialog asks for the PIN."""

    def __init__(
        self, found: Found, dialogs: DutyDialogs, acts: PersonActs, over: Screen[None], ask: Callable[[Act[str]], None]
    ) -> None:
        """*found* is what the page shows; choices are put *over* it, and *ask* opens a dialog."""
        self._found = found
        self._dialogs = dialogs
        self._acts = acts
        self._over = over
        self._ask = ask

    def show(self) -> None:
        """Offer what can be recorded about this person now."""
        choose(self._over, "What is to be recorded?", list(self._offered()), self._picked, always=True)

    def _offered(self) -> Iterator[tuple[DutyStatus | DutyAct, str]]:
        found, duties = self._found, self._found.duties
        for duty, words in DUTY_WORDS.items():
            if duty is not found.person.duty or found.ahead:
                yield duty, words
        belongs = found.person.duty is not DutyStatus.SEPARATED
        acts = {
            DutyAct.CORRECT: bool(found.changes or found.moves),
            DutyAct.MOVE: belongs,
            DutyAct.EXEMPT: belongs and bool(duties.not_exempt_from) and not found.is_self,
            DutyAct.END_EXEMPTION: belongs and bool(duties.exempt_from),
            DutyAct.ASSIGN: belongs and bool(duties.assignable),
            DutyAct.END_ASSIGNMENT: belongs and bool(duties.assigned),
        }
        yield from ((act, act.value) for act, applies in acts.items() if applies)

    def _picked(self, what: DutyStatus | DutyAct) -> None:
        duties, dialogs = self._found.duties, self._dialogs
        match what:
            case DutyStatus():
                self._ask(self._acts.duty(what))
            case DutyAct.CORRECT:
                choose(self._over, "Which entry was wrong?", list(self._corrections()), self._ask, always=True)
            case DutyAct.MOVE:
                self._ask(dialogs.move())
            case DutyAct.EXEMPT:
                self._about_a_directive(duties.not_exempt_from, dialogs.exempt)
            case DutyAct.END_EXEMPTION:
                self._about_a_directive(duties.exempt_from, dialogs.end_exemption)
            case DutyAct.ASSIGN:
                self._about_a_directive(duties.assignable, dialogs.assign)
            case DutyAct.END_ASSIGNMENT:
                self._about_a_directive(duties.assigned, dialogs.end_assignment)

    def _corrections(self) -> Iterator[tuple[Act[str], str]]:
        """The changes of duty status that count and the moves, newest first; of a leave also that it never was."""
        for change in reversed(self._found.changes):
            named = f"{SHORT[change.duty]} {short_day(change.since)} (entry {change.entry})"
            yield self._acts.right_day(change), f"{named}: another day"
            if change.duty is DutyStatus.ON_LEAVE:
                yield self._acts.never_was(change), f"{named}: it never was"
        for move in reversed(self._found.moves):
            yield self._acts.right_day(move), f"Move {short_day(move.since)} (entry {move.entry}): another day"

    def _about_a_directive(self, directives: Sequence[str], act: Callable[[str], Act[str]]) -> None:
        named = [(name, f"Directive {name}") for name in directives]
        choose(self._over, "Which directive?", named, lambda directive: self._ask(act(directive)))
