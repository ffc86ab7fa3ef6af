"""A receipt in words: what was signed, when, under which number, and how it can be checked (SIG-6).

Everything in it comes from the book.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from oc_training.attestation.receipt import Receipt
from oc_training.attestation.signature_events import INTERFACES, AcknowledgedAfterChanges
from oc_training.clock import moment
from oc_training.counting import count_words
from oc_training.reports.receipt_text import SOON_AFTER_A_RESET, clock_words
from oc_training.wording.days import day_words, moment_words
from oc_training.wording.training import MEANING, changes_facts

KEEP = "You can open this receipt at any time: it stands in your list."
HALF = 32
"""Digits of a digest after which it is broken, so that both halves stand under each other where it is narrow."""


def recorded_words(receipt: Receipt, next_due: date | None) -> str:
    """Where it was recorded, and the next day: ``Recorded as entry 41. Due again March 14, 2027.``, or the void."""
    void = receipt.voided
    if void is not None:
        return (
            f"Recorded as entry {receipt.number}. Voided {moment_words(void.at)} by {void.by} "
            f"(entry {void.recorded.entry.seq}). It does not count any more. Reason: {void.reason}"
        )
    again = f" Due again {day_words(next_due)}." if next_due else ""
    return f"Recorded as entry {receipt.number}.{again}"


def signed_facts(receipt: Receipt) -> Iterator[tuple[str, str]]:
    """Who signed what and when, as names and values."""
    signed = receipt.acknowledged
    who, text = signed.who, signed.text
    at = receipt.signed_at
    yield "Signed by", f"{who.name}, badge {who.badge}"
    yield "Rank and unit", ", ".join(part for part in (who.rank, who.unit) if part)
    yield "Typed name", signed.typed_name
    yield "Signed", f"{moment_words(at)}:{at:%S} (UTC{_offset(at)})"
    yield "Meaning", MEANING
    yield "Directive", f"{text.directive}  {text.title}"
    yield "Effective", day_words(text.effective)
    yield "Revision", f"{day_words(text.reviewed)}; digest of its words {text.text_sha256[:12]}"
    if isinstance(signed, AcknowledgedAfterChanges):
        yield from changes_facts(signed.changes)
    sections = count_words(sum(display.complete for display in signed.displays), "section")
    yield "Displayed", f"{sections}, each to its end"
    yield "Scenarios", f"{signed.right} of {signed.of} right at the first try, attempt {signed.attempt_number}"
    if signed.comment:
        yield "Comment", signed.comment


def seal_facts(receipt: Receipt) -> Iterator[tuple[str, str]]:
    """What the entry can be checked by, as names and values."""
    entry, head, signed = receipt.recorded.entry, receipt.head, receipt.acknowledged
    yield "Entry", f"{entry.seq} in the book of records, at station {entry.station}"
    yield "Its hash", _halves(entry.hash)
    yield "Words' digest", _halves(signed.text.text_sha256)
    yield "Proved by", signed.method
    if signed.interface is not None:
        yield "Signed where", INTERFACES[signed.interface]
    yield "Clock", clock_words(receipt.recorded.clock)
    if signed.pin_set:
        yield "PIN set", f"{moment_words(moment(signed.pin_set, entry.offset))}{_authorised(receipt)}"
    if receipt.soon_after_a_reset:
        yield "Please note", f"[!] {SOON_AFTER_A_RESET}"
    if head.seq != entry.seq:
        yield "Newest entry", f"{head.seq}  {_halves(head.hash)}"


def _authorised(receipt: Receipt) -> str:
    """Who authorised the PIN, after a comma; empty where nobody did."""
    origin = receipt.origin
    if origin is None or not origin.author_words:
        return ""
    return f", {'reset authorised by' if origin.is_reset else 'with a code from'} {origin.author_words}"


def _offset(at: datetime) -> str:
    """The offset of a moment, such as ``-06:00``."""
    offset = f"{at:%z}"
    return f"{offset[:3]}:{offset[3:]}"


def _halves(digest: str) -> str:
    """A digest in two halves, which a narrow screen puts under each other."""
    return f"{digest[:HALF]} {digest[HALF:]}"
