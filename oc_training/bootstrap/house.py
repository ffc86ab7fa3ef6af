"""The parts of the house, built and handed to each other."""

from __future__ import annotations

from contextlib import AbstractContextManager
from functools import cached_property

from oc_training.attestation.board import Board
from oc_training.attestation.door import Door
from oc_training.attestation.dossier import Dossiers
from oc_training.attestation.duties import Duties, Walks
from oc_training.attestation.duty_acts import DutyActs
from oc_training.attestation.events import COMMAND
from oc_training.attestation.issuing import Issuing
from oc_training.attestation.notices import Notices
from oc_training.attestation.people import People
from oc_training.attestation.receipt import Receipts
from oc_training.attestation.records import Records
from oc_training.attestation.reminding import Reminding
from oc_training.attestation.setting_up import SettingUp
from oc_training.attestation.shelf import Shelf
from oc_training.attestation.signing import SigningDesk
from oc_training.attestation.sitting import TrainingDesk
from oc_training.attestation.standings import Standings
from oc_training.attestation.taking_up import take_up_schedule
from oc_training.attestation.timekeeping import Timekeeping
from oc_training.attestation.way_out import WayOut
from oc_training.bootstrap.exclusive import Exclusive
from oc_training.bootstrap.station_book import StationBook
from oc_training.errors import ClockSuspect, LedgerError, LedgerUnusable
from oc_training.ledger.where import Room
from oc_training.roster.credential_store import KeptCredentials
from oc_training.roster.hashing import Argon2id
from oc_training.roster.locksmith import Locksmith
from oc_training.roster.pace import Pace
from oc_training.roster.pepper import Pepper, load_pepper


class House(StationBook):
    """Every service of one station, each built when it is first asked for."""

    @cached_property
    def timekeeping(self) -> Timekeeping:
        """Whether the clock is in doubt, and how that ends."""
        return Timekeeping(self.book, self.clock_guard, lambda: self.door)

    def open(self) -> None:
        """Open the book, take all of it in, and look at the clock, from which on this run reckons.

        The rules about time are recorded where their file was changed.

        Raises:
            LedgerError: when there is none, or it cannot be opened, or the working file cannot.
            KeyFileUnusable: when the key of the PINs is missing or open to others (AUT-8).
            ContentProblems: when the file of the rules about time is wrong.
        """
        records = self.book.records()
        self._require_what_pins_need(records)
        self.clock_guard.look(records.clock)
        if not records.directives():
            return  # the set-up records the rules
        try:
            take_up_schedule(self.book, self.content, COMMAND)
        except (LedgerError, ClockSuspect) as error:
            self.notices.rules_not_recorded(error)

    def _require_what_pins_need(self, records: Records) -> None:
        """The key of the PINs, and the working file with what is kept of them: else every PIN would be refused."""
        _ = self._pepper
        with_a_pin = [person.id for person in records.people() if records.pin_set(person.id) is not None]
        if with_a_pin and not any(map(self._locksmith.kept, with_a_pin)):
            raise LedgerUnusable(
                f"The working file {self.places.drawer} is missing, so no PIN would be accepted. "
                "Restore the data folder from a backup, or give the coordinator a new code: oc-training people code."
            )

    @cached_property
    def notices(self) -> Notices:
        """What whoever administers the station is told when they sign in."""
        return Notices(self.book, self.content, self.shelf, self.clock, self._room.warning, lambda: self.set_aside)

    @cached_property
    def _room(self) -> Room:
        return Room(self.places.data)

    @cached_property
    def _locksmith(self) -> Locksmith:
        return Locksmith(
            self._hasher or Argon2id(), self._pepper, KeptCredentials(self._drawer, self._one_at_a_time), self.clock
        )

    @cached_property
    def _pepper(self) -> Pepper:
        return load_pepper(self.places.pepper, self.places.data)

    @property
    def _one_at_a_time(self) -> AbstractContextManager[object]:
        """A lock on what is kept of PINs and tries to sign in, between threads and programs."""
        return Exclusive(self.places.data / "credentials.lock")

    @cached_property
    def _pace(self) -> Pace:
        return Pace(self._drawer, self._one_at_a_time, self._pepper.badge_digest, self.clock)

    @cached_property
    def walks(self) -> Walks:
        """The training under way."""
        return Walks(self._drawer)

    @cached_property
    def shelf(self) -> Shelf:
        """The directives as issued."""
        return Shelf(self.book, self.content)

    @cached_property
    def door(self) -> Door:
        """Signing in."""
        return Door(self.book, self._locksmith, self._pace, self.clock, self.walks.forget)

    @cached_property
    def way_out(self) -> WayOut:
        """Closing a locked kiosk."""
        return WayOut(self.book, self.door)

    @cached_property
    def duties(self) -> Duties:
        """What a person has to do."""
        return Duties(self.book, self.content, self.shelf, self.walks, self.clock)

    @cached_property
    def training(self) -> TrainingDesk:
        """Where a walk is opened."""
        return TrainingDesk(
            self.book, self.content, self.shelf, self.duties, self.walks, self.clock, self._require_room_and_time
        )

    def _require_room_and_time(self) -> None:
        self._room.require()
        self.timekeeping.require()

    def _require_right_clock(self) -> None:
        look = self.clock_guard.look(self.book.records().clock)
        if look.doubt is not None:
            raise ClockSuspect(
                f"The clock of this machine says {look.now:%B} {look.now.day}, {look.now.year}, which cannot be right. "
                "Please set it, then set up the kiosk."
            )

    @cached_property
    def signing(self) -> SigningDesk:
        """Where a walk ends."""
        return SigningDesk(self.training, self.door, self.book, self.clock)

    @cached_property
    def receipts(self) -> Receipts:
        """What was signed."""
        return Receipts(self.book, self.shelf)

    @cached_property
    def people(self) -> People:
        """The roster."""
        return People(self.book, self.clock, lambda person_id, pin: self.door.prove(person_id, pin))  # noqa: PLW0108 - built when a PIN is asked for

    @cached_property
    def reminding(self) -> Reminding:
        """Lists of reminders."""
        return Reminding(self.book, self.content, self.clock)

    @cached_property
    def dossiers(self) -> Dossiers:
        """Answers about a past day."""
        return Dossiers(self.book, self.content, self.shelf, self.clock)

    @cached_property
    def duty_acts(self) -> DutyActs:
        """Moves, exemptions, assignments by name."""
        return DutyActs(self.book, self.content, self.clock, lambda person_id, pin: self.door.prove(person_id, pin))  # noqa: PLW0108 - built when a PIN is asked for

    @cached_property
    def board(self) -> Board:
        """The supervisor's board."""
        return Board(self.book, self.content, self.shelf, self.walks, self.door, self.issuing, self.clock)

    @cached_property
    def issuing(self) -> Issuing:
        """Where revisions are put in force."""
        return Issuing(self.book, self.content, self.shelf, self.door, self.clock)

    @cached_property
    def standings(self) -> Standings:
        """Who stands where, by the book and the files alone: no key, no working file."""
        return Standings(self.book, self.content, self.clock)

    @cached_property
    def setting_up(self) -> SettingUp:
        """The first start."""
        return SettingUp(self.book, self.shelf, self._locksmith, self.clock, self._require_right_clock)
