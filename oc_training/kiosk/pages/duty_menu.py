"""What the key D of a person's page offers: leave, return, a last day, corrections, moves, exemptions, assignments."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Protocol

from oc_training.kiosk.pages.act_dialog import Act
from oc_training.kiosk.pages.board_view import short_day
from oc_training.kiosk.pages.duty_dialogs import DutyDialogs
from oc_training.kiosk.pages.person_acts import DUTY_WORDS, PersonActs
from oc_training.kiosk.pages.person_loading import Found
from oc_training.roster.model import DutyStatus

SHORT: Mapping[DutyStatus, str] = {
    DutyStatus.ON_DUTY: "Return",
    DutyStatus.ON_LEAVE: "Leave",
    DutyStatus.SEPARATED: "Last day",
}
"""What a change of duty status is called where a line has room for 46 letters."""
NEVER = "never "
"""Before an entry's number: the leave in it never was."""


class Choose(Protocol):
    """Lets one of several things be chosen; a single one needs no choice, unless it is *always* to be asked."""

    def __call__(
        self, title: str, named: Sequence[tuple[str, str]], then: Callable[[str | None], None], *, always: bool = False
    ) -> None:
        """Show them."""


class DutyMenu:
    """The acts about one person's duties, one choice after the other, until a dialog asks for the PIN."""

    def __init__(
        self, found: Found, dialogs: DutyDialogs, acts: PersonActs, choose: Choose, ask: Callable[[Act[str]], None]
    ) -> None:
        """*found* is what the page shows; *choose* and *ask* put something over it."""
        self._found = found
        self._dialogs = dialogs
        self._acts = acts
        self._choose = choose
        self._ask = ask

    def show(self) -> None:
        """Offer what can be recorded about this person now."""
        self._choose("What is to be recorded?", list(self._offered()), self._picked, always=True)

    def _offered(self) -> Iterator[tuple[str, str]]:
        found = self._found
        for duty, words in DUTY_WORDS.items():
            if duty is not found.person.duty or found.ahead:
                yield duty.value, words
        if found.changes:
            yield "correct", "Correct a wrong day"
        if found.person.duty is DutyStatus.SEPARATED:
            return
        yield "move", "Move to another unit or rank"
        if found.duties.not_exempt_from and not found.is_self:
            yield "exempt", "Exempt from a directive"
        if found.duties.exempt_from:
            yield "end exemption", "End an exemption"
        if found.duties.assignable:
            yield "assign", "Assign a directive by name"
        if found.duties.assigned:
            yield "end assignment", "End an assignment by name"

    def _picked(self, what: str | None) -> None:
        duties, dialogs = self._found.duties, self._dialogs
        match what:
            case None:
                return
            case "correct":
                self._choose("Which entry was wrong?", list(self._entries()), self._correct, always=True)
            case "move":
                self._ask(dialogs.move())
            case "exempt":
                self._about_a_directive(duties.not_exempt_from, dialogs.exempt)
            case "end exemption":
                self._about_a_directive(duties.exempt_from, dialogs.end_exemption)
            case "assign":
                self._about_a_directive(duties.assignable, dialogs.assign)
            case "end assignment":
                self._about_a_directive(duties.assigned, dialogs.end_assignment)
            case _:
                self._ask(self._acts.duty(DutyStatus(what)))

    def _entries(self) -> Iterator[tuple[str, str]]:
        """The changes of duty status that count, newest first; of a leave also that it never was."""
        for change in reversed(self._found.changes):
            named = f"{SHORT[change.duty]} {short_day(change.since)} (entry {change.entry})"
            yield str(change.entry), f"{named}: another day"
            if change.duty is DutyStatus.ON_LEAVE:
                yield f"{NEVER}{change.entry}", f"{named}: it never was"

    def _correct(self, what: str | None) -> None:
        if what is None:
            return
        change = next(each for each in self._found.changes if str(each.entry) == what.removeprefix(NEVER))
        self._ask(self._acts.never_was(change) if what.startswith(NEVER) else self._acts.right_day(change))

    def _about_a_directive(self, directives: Sequence[str], act: Callable[[str], Act[str]]) -> None:
        def ask(directive: str | None) -> None:
            if directive is not None:
                self._ask(act(directive))

        self._choose("Which directive?", [(name, f"Directive {name}") for name in directives], ask)
