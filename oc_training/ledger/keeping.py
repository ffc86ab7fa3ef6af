"""What whoever keeps the records does with a station's book: checkpoints, proofs, backups, a new key.

One service, so that the commands and the kiosk need to know no file of the book.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from oc_training.clock import Clock
from oc_training.errors import LedgerDamaged, LedgerError, LedgerUnusable, NotFound, NotRecorded
from oc_training.ledger import restore_note
from oc_training.ledger.audit.note import read_checkpoint
from oc_training.ledger.audit.witness import PROOF_FORM
from oc_training.ledger.backup import Backup, Extent, read_backup, write_backup
from oc_training.ledger.checkpoint import (
    SignedCheckpoint,
    contradictions,
    keep,
    make_checkpoint,
    notes_in,
    verifier_key,
)
from oc_training.ledger.keys import load_key
from oc_training.ledger.merkle import inclusion
from oc_training.ledger.migrate import Migrated, migrate
from oc_training.ledger.new_key import change_key, settled_key
from oc_training.ledger.port import Json
from oc_training.ledger.restore import Restored, put_checkpoints_back, restore
from oc_training.ledger.seal import Sealer, unseal
from oc_training.ledger.survey import Survey, entry_bytes, sealed_entry, settled_size, survey, survey_of_any_format
from oc_training.ledger.tinydb_ledger import TinyDBLedger


@dataclass(frozen=True, slots=True)
class PublicKey:
    """The station's public key in the forms in which it is kept elsewhere."""

    station: str
    log: str
    hexadecimal: str
    verifier: str
    """As tools for C2SP signed notes take it: ``name+id+key``."""


@dataclass(frozen=True, slots=True)
class PutBack:
    """What a restore did, and what is left to do."""

    restored: Restored
    noted: int | None
    """Number of the entry by which the book says that it was restored; None where none was written, or to be."""
    why_not: str = ""


class Keeping:
    """The book of one station, for whoever keeps it."""

    def __init__(
        self, book: Path, key_file: Path, folder: Path, clock: Clock, elsewhere: Callable[[], Path | None]
    ) -> None:
        """*folder* is the station's own for checkpoints, *elsewhere* gives the department's, if it named one."""
        self._book = book
        self._key_file = key_file
        self._folder = folder
        self._clock = clock
        self._elsewhere = elsewhere

    # ---- checkpoints -------------------------------------------------------------------------------------------------

    def checkpoint(self, folder: Path | None = None) -> SignedCheckpoint:
        """A checkpoint of the book as it stands, kept in *folder* if one is named.

        Raises:
            LedgerDamaged: one in *folder* does not fit the book; the new one is put beside it all the same.
            LedgerError: it cannot be made, or not kept there.
        """
        stand = self._stand()
        made = make_checkpoint(stand, self._key())
        if folder is not None:
            if not folder.is_dir():
                raise NotRecorded(f"There is no folder {folder}. Is the share or stick connected? Nothing was kept.")
            keep(made, folder)
            against = contradictions(stand, folder)
            if against:
                raise LedgerDamaged(against[0])
        return made

    def daily(self) -> tuple[str, ...]:
        """Make a checkpoint, keep it at the station and elsewhere; a sentence for all that does not fit.

        Raises:
            LedgerError: the book cannot be read, or the key is not its own.
        """
        stand = self._stand()
        made = make_checkpoint(stand, self._key())
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        elsewhere = self._elsewhere()
        return tuple(
            sentence
            for folder in (self._folder, *([elsewhere] if elsewhere else []))
            for sentence in _kept(stand, made, folder)
        )

    def newest_over(self, number: int) -> tuple[int, Path] | None:
        """Size and file of the newest checkpoint kept at the station that covers entry *number*; None without one.

        Whether it fits the book is what ``verify`` finds out.

        Raises:
            LedgerUnusable: they cannot be read.
        """
        try:
            points = {path: read_checkpoint(note) for path, note in notes_in(self._folder).items()}
        except OSError as error:
            raise LedgerUnusable(f"{self._folder} cannot be looked into: {error.strerror}.") from error
        sizes = [(point.size, path) for path, point in points.items() if point is not None and point.size >= number]
        return max(sizes, default=None)

    def proof(self, number: int) -> dict[str, Json]:
        """Entry *number* with the proof that it is in the book: everything to check it without the book.

        Raises:
            NotFound: there is no such entry.
            LedgerError: the book cannot be read, or the key is not its own.
        """
        stand = self._stand()
        sealed = sealed_entry(self._book, number, stand.end) if number <= len(stand.leaves) else None
        if sealed is None:
            raise NotFound(f"The book of records has no entry {number}.")
        entry = unseal(sealed)
        return {
            "form": PROOF_FORM,
            "entry": entry_bytes(sealed).decode(),
            "hash": entry.hash,
            "signature": entry.signature,
            "proof": [step.hex() for step in inclusion(stand.leaves, number - 1)],
            "checkpoint": make_checkpoint(stand, self._key()).note,
            "public_key": stand.key,
        }

    # ---- the key -----------------------------------------------------------------------------------------------------

    def public_key(self) -> PublicKey:
        """The public key in force.

        Raises:
            LedgerError: the book cannot be read.
        """
        stand = self._stand()
        return PublicKey(stand.genesis.station, stand.genesis.log, stand.key, verifier_key(stand.genesis, stand.key))

    def change_key(self) -> PublicKey:
        """Give the station a new key; the entry that says so is signed by both.

        Raises:
            LedgerError: nothing was changed, or the next start finds out.
        """
        change_key(self._book, self._key_file, self._clock)
        return self.public_key()

    # ---- copies ------------------------------------------------------------------------------------------------------

    def backup(self, file: Path) -> Backup:
        """Write the book as it stands to the new file *file*, and read it again. It says if the book is not in order.

        Raises:
            LedgerError: it was not written.
        """
        self._require_a_book()
        try:
            stand = survey(self._book)
        except LedgerError:  # whatever is wrong with it, no station needs a copy more
            return write_backup(file, self._book, Extent(settled_size(self._book), None), None, self._folder)
        extent = Extent(stand.end, stand.head)
        return write_backup(file, self._book, extent, self._checkpoint_if_possible(stand), self._folder)

    def restore(self, file: Path, over: int = 0) -> PutBack:
        """Put the book of the backup *file* back, and have the book say so.

        Raises:
            Refused: entries would be lost that *over* does not name.
            LedgerError: the backup is not in order, another key signs in it, or the disk did not take it; nothing was
                changed.
        """
        backup = read_backup(file)
        self._refuse_another_key(backup)
        done = restore(backup, self._book, over)
        put_checkpoints_back(backup, self._folder)
        try:
            return PutBack(done, self._noted())
        except LedgerError as error:
            return PutBack(done, None, str(error))

    def migrate(self) -> Migrated:
        """Bring the book's file to this program's format.

        Raises:
            LedgerError: its format is not known, or it could not be done; nothing was changed.
        """
        self._require_a_book()
        stand = survey_of_any_format(self._book)
        return migrate(self._book, stand.format, lambda: self._sealer_of(stand))

    # ---- parts -------------------------------------------------------------------------------------------------------

    def _require_a_book(self) -> None:
        if not self._book.exists():
            raise LedgerUnusable(f"There is no book of records at {self._book} yet. Start the kiosk once to set it up.")

    def _stand(self) -> Survey:
        self._require_a_book()
        return survey(self._book)

    def _sealer_of(self, stand: Survey) -> Sealer:
        """What seals in the book as it stands, where the station's key is the one in force."""
        sealer = Sealer(self._key(), self._clock)
        if sealer.public_key != stand.key:
            raise LedgerUnusable(f"The station key in {self._key_file} is not the book's. Nothing was changed.")
        return sealer

    def _key(self) -> Ed25519PrivateKey:
        return settled_key(self._book, self._key_file, self._clock)

    def _checkpoint_if_possible(self, stand: Survey) -> SignedCheckpoint | None:
        """A backup is worth more than a checkpoint in it: a missing key does not keep it from being written."""
        try:
            return make_checkpoint(stand, self._key())
        except LedgerError:
            return None

    def _refuse_another_key(self, backup: Backup) -> None:
        """A book from before a change of key could be read here, but not continued."""
        if not self._key_file.exists():
            return
        here = load_key(self._key_file).public_key().public_bytes_raw().hex()
        if here != backup.verdict.public_key:
            raise LedgerUnusable(
                f"The backup {backup.path} ends with another station key than the one in {self._key_file}: the station "
                "was given a new key since, or it is another station's. Nothing was changed. Use a later backup, or "
                "first put the key that belongs to it back from where you keep the keys."
            )

    def _noted(self) -> int | None:
        """The number of the entry by which the book says how it was restored, if it had not said it yet."""
        if not restore_note.pending(self._book):
            return None
        ledger = TinyDBLedger.open(self._book, self._key(), self._clock)
        try:
            return ledger.noted or ledger.say_restored()
        finally:
            ledger.close()


def _kept(stand: Survey, made: SignedCheckpoint, folder: Path) -> Iterator[str]:
    try:
        if not folder.is_dir():
            yield f"Today's checkpoint could not be kept in {folder}: there is no such folder now."
            return
        keep(made, folder)
        yield from contradictions(stand, folder)
    except LedgerError as error:
        yield str(error)
