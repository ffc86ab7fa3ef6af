"""The one place that builds the parts of the house and hands them to each other.

Engines are named here and nowhere else. Whatever starts the program (kiosk, command, test) says
where the files are and what time it is, and gets the services.
"""

from __future__ import annotations

import contextlib
import platform
import re
import threading
import time
from contextlib import AbstractContextManager
from datetime import datetime
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from oc_training.attestation.board import Board
from oc_training.attestation.book import Book
from oc_training.attestation.clock_guard import PROGRAM_YEAR, ClockGuard, DrawerMark
from oc_training.attestation.content import Content
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
from oc_training.clock import Clock, SystemClock, since_boot, synchronised
from oc_training.errors import ClockSuspect, LedgerError, LedgerUnusable, NotRecorded
from oc_training.ledger.daily import DailyCheckpoint, WatchedLedger
from oc_training.ledger.disk import sync_folder
from oc_training.ledger.drawer import TinyDBDrawer
from oc_training.ledger.keys import create_key, load_key
from oc_training.ledger.lock import FileLock, lock_of
from oc_training.ledger.new_key import settled_key
from oc_training.ledger.tinydb_ledger import TinyDBLedger
from oc_training.ledger.where import Room
from oc_training.places import OTHERS, Places, open_to_others
from oc_training.roster.credential_store import KeptCredentials
from oc_training.roster.hashing import Argon2id, Hasher
from oc_training.roster.locksmith import Locksmith
from oc_training.roster.pace import Pace
from oc_training.roster.pepper import Pepper, create_pepper, load_pepper

LONG_BOOK = 8_000_000
"""Bytes: a longer book takes more than a moment to open (some 4,000 entries)."""

if TYPE_CHECKING:
    from oc_training.ledger.health import Health
    from oc_training.ledger.keeping import Keeping


class _Exclusive:
    """The lock on credentials, between threads and programs."""

    def __init__(self, path: Path) -> None:
        self._lock = FileLock(path)
        self._held: AbstractContextManager[None] | None = None

    def __enter__(self) -> None:
        held = self._lock.hold(NotRecorded)
        held.__enter__()
        self._held = held  # only whoever holds the lock may say so

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._held is not None:
            self._held.__exit__(kind, error, trace)


class _StationClock:
    """The clock of the machine in the agency's zone, which is first read when the time is first asked for.

    So a receipt can be shown from the book when the agency's file is gone (SIG-14).
    """

    def __init__(self, content: Content) -> None:
        self._content = content

    def now(self) -> datetime:
        """The present moment with the station's offset."""
        return self._clock.now()

    def monotonic(self) -> float:
        """Seconds that go forward."""
        return time.monotonic()

    @cached_property
    def _clock(self) -> SystemClock:
        return SystemClock(self._content.agency.time_zone)


class House:
    """Every service of one station, each built when it is first asked for."""

    def __init__(
        self,
        places: Places,
        clock: Clock | None = None,
        hasher: Hasher | None = None,
        *,
        oldest_year: int | None = None,
    ) -> None:
        """*clock* and *hasher* stand in for the machine's own.

        *oldest_year* is the year before which no time is believed; the program's own for the machine's clock, and
        none for a clock that is handed in, which may stand in the past on purpose.
        """
        self._oldest_year = oldest_year if oldest_year is not None else PROGRAM_YEAR if clock is None else 1
        self.places = places
        self.content = Content(places.content)
        self._clock = clock
        self._hasher = hasher
        self._opening = threading.Lock()
        self._opened: Book | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if "book" in self.__dict__:
            self.book.close()
        if "_drawer" in self.__dict__:
            self._drawer.close()

    @property
    def is_new(self) -> bool:
        """Whether no book of records was ever made here.

        Raises:
            LedgerUnusable: when nobody can tell, because the folder cannot be looked into.
        """
        try:
            return not self.places.book.exists()
        except OSError as error:
            raise LedgerUnusable(f"The data folder cannot be looked into: {error.strerror}.") from error

    def found(self) -> None:
        """Make the data folder, the keys and an empty book, where there are none.

        Raises:
            LedgerUnusable: when part of a station is there and part is missing, or it cannot be made.
        """
        places = self.places
        if not self.is_new:
            with contextlib.suppress(OSError):  # made, and the power went before that was noted
                places.founding.unlink(missing_ok=True)
            return
        self.refuse_half_a_station()
        try:
            places.data.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise LedgerUnusable(f"The data folder {places.data} cannot be made: {error.strerror}.") from error
        self._make_keys_and_book()

    def _make_keys_and_book(self) -> None:
        """In an order in which a start that was interrupted can be told from a station that has lost its book."""
        places = self.places
        try:
            places.keys.mkdir(mode=0o700, exist_ok=True)
            places.founding.touch(mode=0o600)
            sync_folder(places.keys)
            key = load_key(places.station_key) if places.station_key.exists() else create_key(places.station_key)
            if not places.pepper.exists():
                create_pepper(places.pepper, places.data)
            TinyDBLedger.create(places.book, _station_name(), key, self.clock).close()
            places.founding.unlink()
        except OSError as error:
            raise LedgerUnusable(f"The keys' folder {places.keys} cannot be made: {error.strerror}.") from error

    def refuse_half_a_station(self) -> None:
        """Refuse where something of a station is there and its book is not: it was lost, and a new one would hide that.

        Raises:
            LedgerUnusable: the sentence names what is there.
        """
        places = self.places
        made_before_the_book = (places.station_key, places.pepper, lock_of(places.book))
        left = (places.drawer, places.checkpoints, *(() if places.founding.exists() else made_before_the_book))
        found = next((path for path in left if path.exists()), None)
        if found is not None:
            raise LedgerUnusable(
                f"The book of records is missing from {places.data}, but this station has had one: {found} is there. "
                "Nothing was changed. Restore the data folder from a backup, or put its disk back."
            )

    def refuse_open_folders(self) -> None:
        """Make sure that no other account can look into the folders of the records and of the keys (KSK-10).

        Raises:
            LedgerUnusable: one can; the sentence names the folder and says what to do.
        """
        for folder in (self.places.data, self.places.keys):
            try:
                mode = folder.stat().st_mode
            except FileNotFoundError:
                continue  # whoever needs what should be in it says so
            except OSError as error:
                raise LedgerUnusable(f"The folder {folder} cannot be looked at: {error.strerror}.") from error
            if mode & OTHERS:
                raise LedgerUnusable(open_to_others(folder, "700"))

    @cached_property
    def clock(self) -> Clock:
        """The station's clock."""
        return self._clock or _StationClock(self.content)

    @cached_property
    def book(self) -> Book:
        """The book of records.

        Raises:
            LedgerError: when there is none, or it cannot be opened.
        """
        with self._opening:  # opened once, also when two threads ask first at the same time
            if self._opened is None:
                if self.is_new:
                    self.refuse_half_a_station()
                    raise LedgerUnusable(
                        f"There are no records in {self.places.data} yet. Start the kiosk once to set it up."
                    )
                self._opened = Book(WatchedLedger(self._ledger, self.checkpoints), self.clock_guard)
            return self._opened

    @cached_property
    def clock_guard(self) -> ClockGuard:
        """What looks at the clock before anything is dated."""
        steady = since_boot if self._clock is None else self._clock.monotonic
        return ClockGuard(self.clock, steady, synchronised, DrawerMark(lambda: self._drawer), self._oldest_year)

    @cached_property
    def timekeeping(self) -> Timekeeping:
        """Whether the clock is in doubt, and how that ends."""
        return Timekeeping(self.book, self.clock_guard, self.door)

    @property
    def opens_slowly(self) -> bool:
        """Whether the book is long and not open yet: then a page can be drawn while :meth:`open` runs in a thread."""
        return self._opened is None and not self.is_new and self.places.book.stat().st_size > LONG_BOOK

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
    def _ledger(self) -> TinyDBLedger:
        return TinyDBLedger.open(
            self.places.book, settled_key(self.places.book, self.places.station_key, self.clock), self.clock
        )

    @cached_property
    def keeping(self) -> Keeping:
        """Checkpoints, proofs, backups and keys of the book."""
        from oc_training.ledger.keeping import Keeping  # noqa: PLC0415 - only who keeps the book pays for it

        places = self.places
        return Keeping(places.book, places.station_key, places.checkpoints, self.clock, self._checkpoints_elsewhere)

    @cached_property
    def health(self) -> Health:
        """What a check-up asks about book, key and disk; nothing of it is written to."""
        from oc_training.ledger.health import Health  # noqa: PLC0415 - only a check-up pays for it

        return Health(self.places.book, self.places.station_key, self.places.data)

    @cached_property
    def checkpoints(self) -> DailyCheckpoint:
        """The checkpoint that is made by itself each day, once this was started."""
        return DailyCheckpoint(lambda: self.keeping.daily())  # noqa: PLW0108 - built when it is first made, not before

    def _checkpoints_elsewhere(self) -> Path | None:
        """The folder in which the department wants its checkpoints kept, if it named one."""
        named = self.content.agency.checkpoints
        return Path(named) if named else None

    @property
    def set_aside(self) -> tuple[str, ...]:
        """What is wrong with the book, a sentence each: a torn end, a checkpoint that differs."""
        return (*(str(torn) for torn in self._ledger.set_aside), *self.checkpoints.alarms)

    @cached_property
    def notices(self) -> Notices:
        """What whoever administers the station is told when they sign in."""
        return Notices(self.book, self.content, self.shelf, self.clock, self._room.warning, lambda: self.set_aside)

    @cached_property
    def _room(self) -> Room:
        return Room(self.places.data)

    @cached_property
    def _drawer(self) -> TinyDBDrawer:
        return TinyDBDrawer(self.places.drawer)

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
        return _Exclusive(self.places.data / "credentials.lock")

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


def _station_name() -> str:
    """The machine's name, with nothing in it that the book does not take."""
    return re.sub(r"[^A-Za-z0-9._-]", "-", platform.node())[:60] or "station"
