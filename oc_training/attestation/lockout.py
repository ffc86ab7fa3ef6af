"""The lock on somebody after five wrong PINs (AUT-4): book and working file both hold it, whatever came between."""

from __future__ import annotations

import uuid

from oc_training.attestation.book import Book, new_entry_id
from oc_training.attestation.recorded import Recorded
from oc_training.attestation.sign_in_events import SignInLocked, SignInReleased
from oc_training.roster.locksmith import Locksmith


class Lockout:
    """Keeps a lock the same in the book and in the working file."""

    def __init__(self, book: Book, locksmith: Locksmith) -> None:
        self._book = book
        self._locksmith = locksmith

    def holds(self, person_id: str) -> bool:
        """Whether five wrong tries locked this person out, by what is kept of their PIN or by the book."""
        kept = self._locksmith.kept(person_id)
        return kept is not None and (kept.locked or self.in_the_book(person_id) is not None)

    def in_the_book(self, person_id: str) -> str | None:
        """The name of a lock that no release followed, or None."""
        said = self._book.records().lock_of(person_id)
        return said.entry.id if said is not None and isinstance(said.event, SignInLocked) else None

    def in_both(self, person_id: str) -> str | None:
        """The name of the lock on somebody, which book and working file both hold afterwards; None where none is.

        It is written into the working file first and released in the book first, so whatever comes between the two
        leaves them locked. A working file that knows nothing of it, as one that was put back, is told by the book.
        """
        kept = self._locksmith.kept(person_id)
        if kept is None:
            return None
        said, in_book = self._book.records().lock_of(person_id), self.in_the_book(person_id)
        if not kept.locked and in_book is None:
            return None
        lock = in_book or kept.lock or new_entry_id()
        if not kept.locked or kept.lock != lock:
            self._locksmith.lock(person_id, lock)
        if in_book is None and not _releases(said, lock):
            self._book.write(SignInLocked(person=person_id), lock)
        return lock

    def settle(self, person_id: str) -> None:
        """Carry out a release that was recorded and no more; make sure that a lock is recorded."""
        lock = self.in_both(person_id)
        if lock is not None and self.in_the_book(person_id) is None:
            self._locksmith.release(person_id, lock)


def _releases(said: Recorded | None, lock: str) -> bool:
    """Whether an entry is the release of the lock with that name."""
    if said is None or not isinstance(said.event, SignInReleased):
        return False
    return said.entry.id == once_for(f"released by {said.event.by}", lock)


def once_for(act: str, name: str | None) -> str | None:
    """The id of the entry that says *act* of what has that name: the same at every try; None for a fresh one."""
    return uuid.uuid5(uuid.NAMESPACE_OID, f"{act}/{name}").hex if name else None
