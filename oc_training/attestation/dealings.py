"""What happened between one person and one directive: attempts, signatures, other answers, voidings."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from oc_training.attestation.happened import Answer, Signature, VoidedSignature
from oc_training.attestation.signature_events import Declined, PaperRecorded, PaperRequested, Voided

FAILED_ATTEMPTS_ALLOWED = 3
"""After so many attempts that did not pass, each further one needs a supervisor's release."""


@dataclass(slots=True)
class Dealings:
    """What happened between one person and one directive, in order."""

    attempts: array[int] = field(default_factory=partial(array, "Q"))
    """Numbers of the entries."""
    failed: int = 0
    """Attempts that did not pass, since the last that did."""
    allowed: int = FAILED_ATTEMPTS_ALLOWED
    """How many may fail before a release is needed; a release allows one more."""
    signatures: list[Signature] = field(default_factory=list)
    answers: tuple[Answer, ...] = ()
    """Answers other than a signature, whatever came after them."""
    voided: tuple[VoidedSignature, ...] = ()
    """Every signature that was voided, in the order of the voiding."""

    @property
    def voidings(self) -> tuple[VoidedSignature, ...]:
        """Those of signatures after which none came that counts: what the standing would be otherwise."""
        if not self.voided:
            return ()
        latest = max((each.entry for each in self.signatures), default=0)
        return tuple(each for each in self.voided if each.signature.entry > latest)

    @property
    def needs_release(self) -> bool:
        """Whether the next attempt needs a supervisor's release."""
        return self.failed >= self.allowed

    def take_attempt(self, seq: int, *, passed: bool) -> None:
        """An attempt was made, in entry *seq*."""
        self.attempts.append(seq)
        if passed:
            self.failed, self.allowed = 0, FAILED_ATTEMPTS_ALLOWED
        else:
            self.failed += 1

    def take_release(self) -> None:
        """A supervisor allowed a further attempt."""
        self.allowed = max(self.failed + 1, FAILED_ATTEMPTS_ALLOWED)

    def take_answer(self, seq: int, day: date, event: PaperRecorded | Declined | PaperRequested) -> None:
        """An answer that was not signed at the kiosk was recorded on *day*, in entry *seq*."""
        match event:
            case PaperRecorded():
                self.signatures.append(
                    Signature(event.text.revision, event.signed_on, event.cycle, seq, on_paper=True, recorded=day)
                )
            case Declined() | PaperRequested():
                answer = Answer(isinstance(event, PaperRequested), day, event.cycle, seq)
                self.answers = (*self.answers, answer)

    def take_voided(self, seq: int, day: date, event: Voided, by: str) -> None:
        """A signature counts no more, by entry *seq* of *day*; *by* is the name of whoever voided it."""
        for signature in self.signatures:
            if signature.entry == event.signature:
                self.voided = (*self.voided, VoidedSignature(signature, seq, day, by, event.reason))
        self.signatures = [signature for signature in self.signatures if signature.entry != event.signature]
