"""One person as a supervisor sees them: who, what stands open and why, what happened, and what can be done.

Everything about them is loaded in the background and again after each act, so the page never shows an old state.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import Static

from oc_training.attestation.board import Board
from oc_training.attestation.duty_acts import DutyActs
from oc_training.attestation.people import People
from oc_training.attestation.session import Session
from oc_training.attestation.standing import Kind, Standing
from oc_training.errors import OcTrainingError
from oc_training.kiosk.form_page import Said
from oc_training.kiosk.outcomes import PersonWish
from oc_training.kiosk.page import Frame, Page
from oc_training.kiosk.pages.act_dialog import Act, ActDialog
from oc_training.kiosk.pages.choosing import choose
from oc_training.kiosk.pages.code_dialog import CodeDialog
from oc_training.kiosk.pages.duty_dialogs import DutyDialogs
from oc_training.kiosk.pages.duty_menu import DutyMenu
from oc_training.kiosk.pages.person_acts import DUTY_WORDS, PersonActs, change_words
from oc_training.kiosk.pages.person_loading import Found, look_up
from oc_training.kiosk.plain import plain
from oc_training.kiosk.widgets.facts import Fact, Facts
from oc_training.kiosk.widgets.scroll_room import ScrollRoom
from oc_training.kiosk.words import GLYPHS, ROLES, STANDINGS, day_words, source_words, spoken
from oc_training.roster.credentials import Kind as Credential
from oc_training.roster.model import DutyStatus, Role
from oc_training.roster.pins import Secret
from oc_training.wording.pins import NO_PIN_YET

LOOKING = "Looking ..."
TWO_COLUMNS = 116
"""Cells of a screen from which on the history stands beside the rest."""
AFTER_LOADING = frozenset({"code", "release", "paper", "void", "duty", "past_day", "edit"})
"""What can be asked for once it is known who the person is, and who looks at them."""


class PersonPage(Page[PersonWish]):
    """Shows one person; keys for acts appear only where they apply."""

    DEFAULT_CSS = """
    PersonPage ScrollRoom { padding: 1 2 0 2; }
    PersonPage #person-columns { height: auto; width: 100%; max-width: 92; }
    PersonPage #person-columns > Vertical { height: auto; width: 1fr; }
    PersonPage.-wide #person-columns { layout: horizontal; max-width: 140; }
    PersonPage.-wide #person-left { margin: 0 4 0 0; }
    PersonPage .person-head { color: $text-accent; text-style: bold; height: auto; margin: 0 0 1 0; }
    PersonPage .person-standing { text-style: bold; height: auto; margin: 0 0 1 0; }
    PersonPage .person-quiet { color: $text-muted; height: auto; }
    PersonPage Facts { margin: 0 0 1 0; }
    PersonPage Said { min-height: 0; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "code", "One-time code", key_display="C"),
        Binding("r", "release", "Release", key_display="R"),
        Binding("w", "paper", "Signed on paper", key_display="W"),
        Binding("v", "void", "Void a signature", key_display="V"),
        Binding("d", "duty", "Duty status", key_display="D"),
        Binding("t", "past_day", "On a past day", key_display="T"),
        Binding("e", "edit", "Edit", key_display="E"),
        Binding("escape", "back", "Back", key_display="Esc"),
    ]

    def __init__(  # noqa: PLR0913, PLR0917  each part is handed in
        self, frame: Frame, board: Board, people: People, session: Session, person_id: str, duty_acts: DutyActs
    ) -> None:
        super().__init__(frame, "One person")
        self._board = board
        self._people = people
        self._duty_acts = duty_acts
        self._session = session
        self._person_id = person_id
        self._found: Found | None = None
        self._left = Vertical(id="person-left")
        self._right = Vertical(id="person-right")
        self._room = ScrollRoom(Vertical(self._left, self._right, id="person-columns"))
        self._said = Said()

    def body(self) -> ComposeResult:
        """One scrolling room, and a line for what was done."""
        yield self._room
        yield self._said

    # ---- loading and showing ------------------------------------------------------------------------------------

    def on_mount(self) -> None:
        """Load in the background."""
        self._room.focus()
        self._load_and_say("")

    def on_resize(self) -> None:
        """Two columns where there is room for them."""
        self.set_class(self.size.width >= TWO_COLUMNS, "-wide")

    def _load_and_say(self, then_say: str) -> None:
        self.run_worker(self._load(then_say), name="load", exclusive=True)

    async def _load(self, then_say: str) -> None:
        self._said.tell(LOOKING)
        try:
            self._found = await asyncio.to_thread(
                look_up, self._board, self._duty_acts, self._session, self._person_id, self.frame.now()
            )
        except OcTrainingError as error:
            self._said.complain(str(error))
            return
        await self._left.remove_children()
        await self._right.remove_children()
        await self._left.mount(*self._who(self._found), *self._standings(self._found))
        await self._right.mount(_head("History, newest first"), Facts(self._found.history, id="person-history"))
        self._said.tell(then_say)
        self.refresh_bindings()

    def _who(self, found: Found) -> Iterator[Widget]:
        person, details, today = found.person, found.person.details, self.frame.now().date()
        begun = "since" if person.duty_since <= today else "from"
        duty = f"{DUTY_WORDS[person.duty]} {begun} {day_words(person.duty_since)}"
        yield _head(person.name)
        yield Facts(
            (
                Fact("Badge number", details.badge),
                Fact("Rank and unit", ", ".join(part for part in (details.rank, details.unit) if part)),
                Fact("At the kiosk", ROLES[details.role]),
                Fact("Started", day_words(details.started)),
                Fact("Duty status", f"{duty}. {person.duty_reason}" if person.duty_reason else duty),
                *(Fact("Planned", change_words(change)) for change in found.ahead),
                *(
                    Fact("Not any more", f"{change_words(each.change)}. Entry {each.by} took its place")
                    for each in found.replaced
                    if each.change.since > today
                ),
                Fact("Sign-in", _sign_in_words(found)),
            ),
            id="person-facts",
        )

    def _standings(self, found: Found) -> Iterator[Widget]:
        if not found.rows:
            yield Static(plain("No directive is in force."), classes="person-standing")
        for row in found.rows:
            yield _head(f"Directive {row.directive}")
            yield Static(plain(_standing_words(row.standing)), classes="person-standing")
            if row.progress:
                yield Facts((Fact("Under way", str(row.progress)),))
            yield Static(plain("How this was worked out:"), classes="person-quiet")
            yield Facts([Fact(source_words(line.source), spoken(line.text)) for line in row.standing.lines])

    # ---- keys ---------------------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys that are not for this person, or would do nothing, are not offered."""
        found = self._found
        if found is None:
            return action not in AFTER_LOADING and super().check_action(action, parameters)
        offered = {
            "code": not found.is_self and found.person.duty is not DutyStatus.SEPARATED,
            "release": bool(found.releases),
            "paper": bool(found.on_paper),
            "void": bool(found.signatures),
            "duty": found.viewer is Role.COORDINATOR,
            "edit": found.viewer is Role.COORDINATOR,
        }
        return offered[action] if action in offered else super().check_action(action, parameters)

    def _acts(self, found: Found) -> PersonActs:
        return PersonActs(self._board, self._people, self._session, found.person, self.frame.now().date())

    def _ask(self, act: Act[str]) -> None:
        self.app.push_screen(ActDialog(act), self._done)

    def _done(self, said: str | None) -> None:
        if said is not None:
            self._load_and_say(said)

    def action_code(self) -> None:
        """Issue a one-time code."""
        if self._found is not None:
            act = self._acts(self._found).code(self._found.signs_in_with, had_pin=self._found.had_pin)
            self.app.push_screen(ActDialog(act), self._show_code)

    def _show_code(self, code: Secret | None) -> None:
        if code is not None and self._found is not None:
            self.app.push_screen(CodeDialog(self._found.person.name, code, self._found.signs_in_with))
            self._load_and_say("A one-time code was issued.")

    def action_release(self) -> None:
        """Release what is locked; where there is more than one thing, choose first."""
        if self._found is not None:
            named = [(what, f"Attempt at Directive {what}" if what else "Sign-in") for what in self._found.releases]
            choose(self, "What is to be released?", named, partial(self._release, self._found))

    def _release(self, found: Found, what: str) -> None:
        acts = self._acts(found)
        self._ask(acts.release_attempt(what) if what else acts.release_sign_in(found.signs_in_with))

    def action_paper(self) -> None:
        """Record a signature on paper; where several directives are open, choose first."""
        if self._found is not None:
            acts = self._acts(self._found)
            named = [(row, f"Directive {row.directive}") for row in self._found.on_paper]
            choose(self, "Which directive was signed?", named, lambda row: self._ask(acts.paper(row)))

    def action_void(self) -> None:
        """Void a signature; where there is more than one, choose first."""
        if self._found is not None:
            acts = self._acts(self._found)
            named = [
                (line, f"{line.directive}, {day_words(line.signed)}, entry {line.number}")
                for line in self._found.signatures
            ]
            choose(self, "Which signature is to be voided?", named, lambda line: self._ask(acts.void(line)))

    def action_duty(self) -> None:
        """Record another duty status, a correction, a move, an exemption, an assignment."""
        found = self._found
        if found is not None:
            dialogs = DutyDialogs(self._duty_acts, self._session, found.person, self.frame.now().date())
            DutyMenu(found, dialogs, self._acts(found), self, self._ask).show()

    def action_past_day(self) -> None:
        """What the records said about them at the end of a past day."""
        self.finish(PersonWish.PAST_DAY)

    def action_edit(self) -> None:
        """Change their details."""
        self.finish(PersonWish.EDIT)

    def action_back(self) -> None:
        """Back to the board."""
        self.finish(PersonWish.BACK)


def _head(words: str) -> Static:
    return Static(plain(words), classes="person-head")


def _sign_in_words(found: Found) -> str:
    """Whether they can sign in, and with what."""
    if found.locked:
        return f"Locked after five wrong {(found.signs_in_with or Credential.PIN).words}s; R releases it"
    if found.code_since is not None:
        return (
            f"{'One' if found.had_pin else 'No PIN yet: one'}-time code issued on {day_words(found.code_since.date())}"
        )
    return "Not locked" if found.had_pin else NO_PIN_YET


def _standing_words(standing: Standing) -> str:
    """``[ ] Due November 24, 2026. First signature as a new employee: due in 2 days.``."""
    said = f"{GLYPHS[standing.kind]} {STANDINGS[standing.kind]}"
    match standing:
        case Standing(kind=Kind.DUE, due=date() as due):
            said += f" {day_words(due)}"
        case Standing(kind=Kind.OVERDUE, overdue_from=date() as since):
            said += f" since {day_words(since)}"
        case Standing(kind=Kind.CURRENT, due=date() as due):
            said += f" until {day_words(due)}"
        case _:
            pass
    return f"{said}. {spoken(standing.reason)}"
