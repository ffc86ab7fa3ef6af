"""Which signature counts on a day: the latest, unless it was voided or a later revision asks everyone to sign again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from oc_training.attestation.figures import Schedule
from oc_training.attestation.happened import History, IssuedRevision, Signature
from oc_training.attestation.recorded_late import in_brackets
from oc_training.attestation.schedule_lines import Say


@dataclass(frozen=True, slots=True)
class WhatCounts:
    """What was signed, and whether it counts."""

    counts: Signature | None
    """The latest signature on the revision in force, or on one that it left standing."""
    latest: Signature | None
    """The latest that was not voided, whether it counts or not."""
    proof: int
    """The entry that shows it; 0 where nothing was ever signed."""


def what_counts(history: History, schedule: Schedule, today: date, say: Say) -> WhatCounts:
    """Which signature counts today."""
    voided = history.voided
    by = voided.entry if voided else 0
    if not history.signatures:
        _say_voidings(history, say)
        say("ledger", "No signature for this directive {}.", "yet" if voided is None else "that counts")
        return WhatCounts(None, None, by)
    latest = max(history.signatures, key=lambda signed: (signed.signed, signed.entry))
    _say_signed(latest, say)
    _say_voidings(history, say)
    since = _revision_that_needs_signing_again(latest, history, schedule, today)
    if since is None:
        return WhatCounts(latest, latest, by or latest.entry)
    words = "Revision {} ({}), in force from {}, asks everyone to sign again."
    say(since.entry, words, since.revision, since.change, since.in_force)
    return WhatCounts(None, latest, max(since.entry, by))


def _say_signed(signature: Signature, say: Say) -> None:
    how = "on paper" if signature.on_paper else "at the kiosk"
    late = in_brackets(signature.signed, signature.recorded)
    say(signature.entry, "Signed revision {} {} on {}{}.", signature.revision, how, signature.signed, late)


def _say_voidings(history: History, say: Say) -> None:
    """A signature that was voided and what voided it are two entries, and two lines."""
    for voided in history.voidings:
        _say_signed(voided.signature, say)
        words = "Voided on {} by {}: entry {} does not count. Reason: {}"
        say(voided.entry, words, voided.day, voided.by, voided.signature.entry, voided.reason)


def _revision_that_needs_signing_again(
    signature: Signature, history: History, schedule: Schedule, today: date
) -> IssuedRevision | None:
    begun = sorted(
        (revision for revision in history.issued if revision.in_force <= today),
        key=lambda revision: (revision.in_force, revision.entry),
    )
    names = [revision.revision for revision in begun]
    after = begun[names.index(signature.revision) + 1 :] if signature.revision in names else begun
    return next((revision for revision in reversed(after) if schedule.asks_again(revision.change)), None)
