"""The lock: sets PINs, issues one-time codes, and decides whether a try is right.

A try is written down as wrong before it is looked at, and struck out again when it was right. So no
crash, power cut or second terminal gives anybody a try that does not count (AUT-4), and a wrong try
is on the disk before its answer is known to anybody. Everything here takes as long as the slow hash;
call it from a thread.
"""

from __future__ import annotations

import secrets
import uuid
from datetime import timedelta

from msgspec.structs import replace

from oc_training.clock import Clock, moment, stamp
from oc_training.errors import KeyFileUnusable, NotFound, Refused
from oc_training.roster.credentials import Credentials, CredentialStore, Kind, Outcome
from oc_training.roster.hashing import Hasher
from oc_training.roster.pepper import Pepper
from oc_training.roster.pins import (
    ISSUED_DIGITS,
    LONGEST_CHOSEN,
    RandomBelow,
    Secret,
    issue_code,
    same_code,
    same_form,
)

LOCK_AFTER = 5
"""Wrong tries in a row after which nobody is let in until a release (CJIS AC-7, AUT-4)."""

NOBODY = "nobody"
"""Under this id a try is written down that is nobody's, so that it costs the disk as much as one that is (AUT-6)."""

CODE_LASTS = timedelta(hours=72)
"""How long a one-time code is good (AUT-13)."""


RELEASE_FIRST = "No PIN can be set until a supervisor has released this person."


class Locksmith:
    """Proves who somebody is. It knows persons by id only; whose badge that is, is decided elsewhere."""

    def __init__(
        self,
        hasher: Hasher,
        pepper: Pepper,
        store: CredentialStore,
        clock: Clock,
        random_below: RandomBelow = secrets.randbelow,
    ) -> None:
        self._hasher = hasher
        self._pepper = pepper
        self._store = store
        self._clock = clock
        self._random_below = random_below

    def kept(self, person_id: str) -> Credentials | None:
        """What is kept for this person, for receipts and lists: when set, by whose leave, failures, locked."""
        return self._store.get(person_id)

    def issue_code(self, person_id: str, authorised_by: str | None, lock: str | None = None) -> Secret:
        """Make a one-time code in place of whatever PIN or code the person had, and return it to be handed over.

        *authorised_by* is the id of whoever issues it. The count of wrong tries begins anew with it, but a
        lock stays: a new code is not a release (AUT-4). *lock* names one of which nothing is kept here any more.
        """
        code = issue_code(self._random_below)
        phc = self._hash(Kind.CODE, person_id, code)
        now = self._clock.now()
        with self._store.exclusive():
            before = self._store.get(person_id)
            if before is not None and before.locked:
                lock = before.lock or lock
            locked = lock is not None or (before is not None and before.locked)
            issued = Credentials(
                kind=Kind.CODE,
                phc=phc,
                key_id=self._pepper.id,
                set_at=stamp(now),
                authorised_by=authorised_by,
                authorised_at=stamp(now),
                expires=stamp(now + CODE_LASTS),
                failures=LOCK_AFTER if locked else 0,
                locked=locked,
                lock=lock,
                name=_new_name(),
            )
            self._store.put(person_id, issued)
        return code

    def set_pin(self, person_id: str, pin: Secret) -> Credentials:
        """Set the PIN in place of whatever PIN or code the person had; a code is used up by it.

        Whether a chosen PIN is fit is asked of :func:`~oc_training.roster.pins.check_chosen_pin` before. Whoever
        authorised the code stays on record with the PIN, also when the person changes it later (SIG-9).

        Raises:
            Refused: the person is locked out, or this cannot be a PIN; nothing was changed.
        """
        if not ISSUED_DIGITS <= len(same_form(pin.reveal())) <= LONGEST_CHOSEN:
            raise Refused(f"A PIN has {ISSUED_DIGITS} to {LONGEST_CHOSEN} characters.")
        phc = self._hash(Kind.PIN, person_id, pin)
        with self._store.exclusive():
            before = self._store.get(person_id)
            if before is not None and before.locked:
                raise Refused(RELEASE_FIRST)
            after = Credentials(
                kind=Kind.PIN,
                phc=phc,
                key_id=self._pepper.id,
                set_at=stamp(self._clock.now()),
                authorised_by=before.authorised_by if before else None,
                authorised_at=before.authorised_at if before else None,
                name=_new_name(),
            )
            self._store.put(person_id, after)
        return after

    def lock(self, person_id: str, lock: str) -> None:
        """Accept no try of this person until a release, under the name *lock*.

        Raises:
            NotFound: the person has neither PIN nor code.
        """
        with self._store.exclusive():
            before = self._store.get(person_id)
            if before is None:
                raise NotFound("This person has no PIN yet, so there is nothing to lock.")
            self._store.put(person_id, replace(before, failures=LOCK_AFTER, locked=True, lock=lock))

    def release(self, person_id: str, lock: str | None = None) -> None:
        """Let the person try again with the PIN or code they have; the count begins anew.

        With the name of a *lock* that one alone is released, and not one that came after it.

        Raises:
            NotFound: the person has neither PIN nor code.
        """
        with self._store.exclusive():
            before = self._store.get(person_id)
            if before is None:
                raise NotFound("This person has no PIN yet, so there is nothing to release.")
            if lock is None or before.lock == lock:
                self._store.put(person_id, replace(before, failures=0, locked=False, lock=None))

    def verify(self, person_id: str | None, secret: Secret) -> Outcome:
        """Decide about one try. *person_id* is None where nobody has the badge number that was entered.

        Every answer but a first one after the effort was raised costs exactly one slow hash, and every refusal one
        writing to the disk (AUT-6).

        Raises:
            KeyFileUnusable: the PIN was set with another pepper; the try was not counted.
            Refused: what is kept is damaged, or memory is short; the try stays counted.
        """
        before = self._count_try(person_id)
        if person_id is None or before is None or before.locked:
            self._hash(Kind.PIN, person_id or "", secret)
            return Outcome.REFUSED if before is None else Outcome.LOCKED
        if not self._matches(before, person_id, secret) or before.too_old:
            return Outcome.REFUSED
        return self._accept(person_id, before, secret)

    def _count_try(self, person_id: str | None) -> Credentials | None:
        """Write one wrong try down, and return what was kept before it; where nobody is meant, write as much."""
        with self._store.exclusive():
            before = self._store.get(person_id or NOBODY)
            if person_id is None or before is None:
                self._write_nobodys_try()
                return None
            if before.locked:
                self._store.put(person_id, before)
                return before
            if before.key_id != self._pepper.id:
                raise KeyFileUnusable(
                    "The PINs were set with another key file. Put that file back, or issue new codes to everybody."
                )
            before = replace(before, too_old=before.too_old or self._expired(before))
            failures = before.failures + 1
            locked = failures >= LOCK_AFTER
            lock = _new_name() if locked else None
            self._store.put(person_id, replace(before, failures=failures, locked=locked, lock=lock))
            return before

    def _write_nobodys_try(self) -> None:
        blank = Credentials(kind=Kind.PIN, phc="", key_id=self._pepper.id, set_at=stamp(self._clock.now()))
        self._store.put(NOBODY, blank)

    def _accept(self, person_id: str, before: Credentials, secret: Secret) -> Outcome:
        """Strike the try out again, unless another PIN or code was put in place meanwhile."""
        raised = self._hasher.outdated(before.phc)
        phc = self._hash(before.kind, person_id, secret) if raised else before.phc
        with self._store.exclusive():
            now = self._store.get(person_id)
            if now is None or (now.kind, now.set_at) != (before.kind, before.set_at):
                return Outcome.REFUSED
            self._store.put(person_id, replace(now, phc=phc, failures=0, locked=False, lock=None))
        return Outcome.ACCEPTED_PIN if before.kind is Kind.PIN else Outcome.ACCEPTED_CODE

    def _expired(self, credentials: Credentials) -> bool:
        return credentials.expires is not None and self._clock.now() >= moment(credentials.expires)

    def _hash(self, kind: Kind, person_id: str, secret: Secret) -> str:
        return self._hasher.hash(self._stirred(kind, person_id, secret))

    def _matches(self, credentials: Credentials, person_id: str, secret: Secret) -> bool:
        return self._hasher.matches(credentials.phc, self._stirred(credentials.kind, person_id, secret))

    def _stirred(self, kind: Kind, person_id: str, secret: Secret) -> bytes:
        text = secret.reveal()
        return self._pepper.stir(kind.value, person_id, same_code(text) if kind is Kind.CODE else same_form(text))


def _new_name() -> str:
    """A random name that says nothing of what it names."""
    return uuid.uuid4().hex
