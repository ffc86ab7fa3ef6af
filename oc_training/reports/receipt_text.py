"""A receipt as plain text that can be read, printed and kept without the program (SIG-2, SIG-6)."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from datetime import datetime

from oc_training.attestation.clock_guard import ClockState
from oc_training.attestation.receipt import Receipt
from oc_training.attestation.signature_events import (
    INTERFACES,
    Acknowledged,
    AcknowledgedAfterChanges,
    ChangesRecord,
    DisplayRecord,
)
from oc_training.clock import moment
from oc_training.ledger.port import Entry, Head, Json

WIDTH = 78
LABEL = 22
WHY = {
    "new hire": "new employee",
    "first issue": "first issue of the directive",
    "moved": "another unit or rank",
    "assigned": "assigned by name",
    "review": "the directive was revised or reviewed",
    "annual": "annual renewal",
}
"""What asked for a signature, in words for whoever reads the receipt."""
SOON_AFTER_A_RESET = "Signed less than 24 hours after the PIN was reset"


def receipt_text(receipt: Receipt) -> str:
    """The whole receipt; the words of the directive are named by their digest and can be shown by number."""
    return "\n".join(_lines(receipt)) + "\n"


def _lines(receipt: Receipt) -> Iterator[str]:
    signed, entry = receipt.acknowledged, receipt.recorded.entry
    yield f"Receipt {receipt.number}: electronic signature for receipt and review of a directive"
    yield "=" * WIDTH
    yield from _voided(receipt)
    yield from fact("Directive", f"{signed.text.directive}  {signed.text.title}")
    yield from fact("Effective", signed.text.effective.isoformat())
    yield from fact("Revision", signed.text.revision)
    yield from fact("Digest of its words", signed.text.text_sha256)
    yield from fact("Its words lie in", f"entry {signed.text.issued_entry} of the book of records")
    yield ""
    yield from fact("Signed by", signed.who.name)
    yield from fact("Badge number", signed.who.badge)
    yield from fact("Rank", signed.who.rank or "none recorded")
    yield from fact("Unit", signed.who.unit)
    yield from fact("Person id", signed.who.person)
    yield from fact("Signed at", long_moment(receipt.signed_at))
    yield from fact("Clock", clock_words(receipt.recorded.clock))
    yield from fact("Typed name", signed.typed_name)
    yield from fact("Proved by", signed.method)
    if signed.interface is not None:
        yield from fact("Signed", INTERFACES[signed.interface])
    yield from fact("Signed in at", long_moment(moment(signed.signed_in, entry.offset)))
    yield from fact("PIN set at", long_moment(moment(signed.pin_set, entry.offset)) if signed.pin_set else "unknown")
    origin = receipt.origin
    if origin and origin.author_words:
        yield from fact("Reset authorised by" if origin.is_reset else "Code issued by", origin.author_words)
    if receipt.soon_after_a_reset:
        yield from fact("Please note", SOON_AFTER_A_RESET)
    yield from fact("Station", f"{entry.station}, program version {signed.program}")
    yield ""
    yield from _displayed(signed)
    yield from fact(
        "Scenarios",
        f"{signed.right} of {signed.of} right at the first try, attempt {signed.attempt_number} "
        f"(entry {signed.attempt_entry})",
    )
    yield ""
    yield f"The statement signed (version {signed.statement_version})"
    for paragraph in signed.statement.split("\n\n"):
        yield from textwrap.wrap(paragraph, WIDTH, initial_indent="  ", subsequent_indent="  ")
        yield ""
    if signed.comment:
        yield "Comment by the signer"
        yield from textwrap.wrap(signed.comment, WIDTH, initial_indent="  ", subsequent_indent="  ")
        yield ""
    yield from fact("Why it was asked for", f"{WHY[signed.cycle.why]}, due {signed.cycle.due.isoformat()}")
    yield ""
    yield from sealed_lines(entry, receipt.head)


def sealed_lines(entry: Entry, head: Head) -> Iterator[str]:
    """What ``verify --receipt`` reads: the entry's number and hashes, and the newest entry when this was drawn up."""
    yield from fact("Entry", f"{entry.seq}, recorded {entry.at} (UTC)")
    yield from fact("Hash", entry.hash)
    yield from fact("Hash before it", entry.previous)
    yield from fact("Newest entry", f"{head.seq}  {head.hash}")
    yield from fact("Check it", "oc-training verify")


def _voided(receipt: Receipt) -> Iterator[str]:
    if receipt.voided:
        yield f"VOIDED: this signature does not count any more (entry {receipt.voided.recorded.entry.seq})"
        yield from fact("Voided at", long_moment(receipt.voided.at))
        yield from fact("Voided by", receipt.voided.by)
        yield from fact("Reason", receipt.voided.reason)
        yield ""


def clock_words(state: str | None) -> str:
    """What was thought of the clock when the entry was written; *state* is the entry's own."""
    return _CLOCK[ClockState(state)] if state in set(ClockState) else "not recorded"


_CLOCK = {
    ClockState.SYNCED: "set by the system's time service",
    ClockState.UNSYNCED: "not set by the system's time service; nothing spoke against it",
    ClockState.UNKNOWN: "nothing spoke against it; the system does not say whether a time service set it",
    ClockState.CONFIRMED: "confirmed by a supervisor after it had been in doubt",
    ClockState.SUSPECT: "in doubt",
}


def _displayed(signed: Acknowledged) -> Iterator[str]:
    yield "What was displayed, and for how long"
    if isinstance(signed, AcknowledgedAfterChanges):
        yield from _changes(signed.changes)
    for display in signed.displays:
        yield f"  {display.section:<12} {_seconds(display)}"


def _changes(changes: ChangesRecord) -> Iterator[str]:
    """What changed since the signature before: between which texts, by digest, and how it was displayed."""
    yield f"  {'What changed':<12} {_seconds(changes)}"
    yield from fact("    from revision", f"{changes.revision}, signed in entry {changes.signature}")
    yield from fact("    its words lie in", f"entry {changes.issued_entry} of the book of records")
    yield from fact("    digest of them", changes.old_sha256)
    yield from fact("    to the digest", changes.new_sha256)


def fact(label: str, value: str) -> Iterator[str]:
    """A label and what it stands for, on as many lines as that takes."""
    yield from textwrap.wrap(
        value, WIDTH, initial_indent=f"{label:<{LABEL}}", subsequent_indent=" " * LABEL, break_long_words=False
    ) or [label]


def _seconds(display: DisplayRecord | ChangesRecord) -> str:
    minutes, seconds = divmod(display.seconds, 60)
    times = "once" if display.visits == 1 else f"in {display.visits} visits"
    return f"displayed to its end, {minutes} min {seconds:02d} s, {times}"


def long_moment(at: datetime) -> str:
    """A moment as it stands on paper: ``2026-11-22 08:57:55.81 -06:00``."""
    offset = at.strftime("%z")
    return f"{at:%Y-%m-%d %H:%M:%S}.{at.microsecond // 10_000:02d} {offset[:3]}:{offset[3:]}"


def entry_json(entry: Entry, head: Head) -> dict[str, Json]:
    """The entry as it lies in the book, and the head when this was drawn up."""
    return {
        "seq": entry.seq,
        "id": entry.id,
        "at": entry.at,
        "offset": entry.offset,
        "station": entry.station,
        "kind": entry.kind,
        "body": entry.body,
        "previous": entry.previous,
        "hash": entry.hash,
        "signature": entry.signature,
        "head": {"seq": head.seq, "hash": head.hash},
    }
