"""The files of a station: made on the first start, and refused where part of them is missing or open to others."""

from __future__ import annotations

import contextlib
import platform
import re
from abc import ABC, abstractmethod

from oc_training.clock import Clock
from oc_training.errors import LedgerUnusable
from oc_training.ledger.disk import sync_folder
from oc_training.ledger.keys import create_key, load_key
from oc_training.ledger.lock import lock_of
from oc_training.ledger.tinydb_ledger import TinyDBLedger
from oc_training.places import OTHERS, Places, open_to_others
from oc_training.roster.pepper import create_pepper


class StationFiles(ABC):
    """What is kept of one station, and where."""

    def __init__(self, places: Places) -> None:
        self.places = places

    @property
    @abstractmethod
    def clock(self) -> Clock:
        """The station's clock."""

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


def _station_name() -> str:
    """The machine's name, with nothing in it that the book does not take."""
    return re.sub(r"[^A-Za-z0-9._-]", "-", platform.node())[:60] or "station"
