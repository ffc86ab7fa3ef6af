"""What can be asked about a book and its key without writing to them: for a check-up of the station.

Each question raises the sentence that somebody at the station would otherwise meet at a sign-in or a signing.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from oc_training.errors import LedgerDamaged, LedgerUnusable
from oc_training.ledger import disk
from oc_training.ledger.frame import sound_frames
from oc_training.ledger.keys import load_key
from oc_training.ledger.port import Entry
from oc_training.ledger.seal import BrokenSeal, unseal
from oc_training.ledger.survey import survey
from oc_training.ledger.where import LEAST_FOR_A_SIGNING, Room, refuse_network


class Health:
    """Questions about one station's book, key and disk."""

    def __init__(self, book: Path, key_file: Path, folder: Path) -> None:
        self._book = book
        self._key_file = key_file
        self._folder = folder

    def try_key(self) -> None:
        """Make sure that the station's key is there and is the book's.

        Raises:
            LedgerError: it cannot be used, or is another.
        """
        key = load_key(self._key_file).public_key().public_bytes_raw().hex()
        if self._book.exists() and survey(self._book).key != key:
            raise LedgerUnusable(
                f"The station key at {self._key_file} is not that of the book of records. "
                "Put the key and the book together that belong together."
            )

    def try_disk(self) -> None:
        """Make sure that the records lie on a disk of this machine.

        Raises:
            LedgerUnusable: they are on a network file system.
        """
        refuse_network(self._folder)

    def room(self) -> str | None:
        """The sentence about a disk that is nearly full; None where there is room enough.

        Raises:
            LedgerUnusable: nobody can tell.
        """
        return Room(self._folder).warning()

    def megabytes_left(self) -> int:
        """Room on the disk with the records.

        Raises:
            LedgerUnusable: nobody can tell.
        """
        return Room(self._folder, least=LEAST_FOR_A_SIGNING).left() // 1_000_000

    def entries(self) -> Iterator[Entry]:
        """Every entry, oldest first.

        Raises:
            LedgerError: the book cannot be read, or is damaged.
        """
        end = survey(self._book).end
        try:
            with self._book.open("rb") as file:
                for frame in sound_frames(disk.lines_from(file.fileno(), 0, end), 0, 1):
                    yield unseal(frame.sealed)
        except OSError as error:
            raise LedgerUnusable(f"The book of records cannot be read: {error.strerror}.") from error
        except BrokenSeal as error:
            raise LedgerDamaged(f"A line of the book of records cannot be understood: {error}.") from error
