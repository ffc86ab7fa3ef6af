"""A receipt on paper: every fact that a signature must show, in words that claim no more than happened."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from oc_training.attestation.receipt import Receipt
from oc_training.ledger.port import Head
from oc_training.reports.receipt_text import WIDTH, entry_json, receipt_text
from tests.support.station import memory_station

GOLDEN = Path(__file__).with_name("receipt.golden.txt")


@pytest.fixture(scope="module")
def receipt() -> Receipt:
    """A receipt that is the same in every run: what is drawn by chance is replaced."""
    station = memory_station()
    station.hire("0417", "José Ángel Núñez", rank="Detective", unit="B Shift")
    station.pass_days(3)
    recorded = station.sign("0417", "Is III.A.7 meant for closed groups too?")
    drawn_up = station.house.receipts.receipt(recorded.entry.seq)
    signed = drawn_up.acknowledged
    steady = msgspec.structs.replace(signed, who=msgspec.structs.replace(signed.who, person="P-0123456789ab"))
    made = drawn_up.recorded.entry
    words = made.words.replace(made.previous.encode(), b"cd" * 32)
    entry = msgspec.structs.replace(made, words=words, digest=b"\xab" * 32)
    return replace(
        drawn_up,
        acknowledged=steady,
        recorded=msgspec.structs.replace(drawn_up.recorded, entry=entry, event=steady),
        head=Head(12, "ef" * 32),
    )


def test_the_whole_receipt_word_for_word(receipt: Receipt) -> None:
    text = receipt_text(receipt)
    text = re.sub(r"version 0[\d.]*", "version 0", text)
    assert text == GOLDEN.read_text(encoding="utf-8")


def test_it_holds_every_fact_of_a_signature(receipt: Receipt) -> None:
    text = receipt_text(receipt)
    signed, entry = receipt.acknowledged, receipt.recorded.entry
    facts = {
        "name": signed.who.name,
        "badge": "0417",
        "rank": "Detective",
        "unit": "B Shift",
        "person id": signed.who.person,
        "local time with offset": "2025-01-09 10:00:00.00 -06:00",
        "meaning": "electronic signature for receipt and review of a directive",
        "directive": "3-400",
        "title": "SOCIAL MEDIA POLICY",
        "effective date": "2015-12-16",
        "revision": "2021-06-14",
        "digest": signed.text.text_sha256,
        "entry of the words": f"entry {signed.text.issued_entry} of the book",
        "typed name": "Typed name            José Ángel Núñez",
        "method": "badge number and PIN, PIN entered again",
        "sign-in": "Signed in at          2025-01-09 10:00:00.00 -06:00",
        "PIN set": "PIN set at            2025-01-06 09:00:00.00 -06:00",
        "station": "TEST-1, program version",
        "score": f"12 of 12 right at the first try, attempt 1 (entry {signed.attempt_entry})",
        "statement version": "The statement signed (version 1)",
        "comment": "Is III.A.7 meant for closed groups too?",
        "why": "first issue of the directive, due 2025-02-05",
        "number": f"Receipt {entry.seq}:",
        "hash": entry.hash,
        "hash before": entry.previous,
        "newest entry": "Newest entry          12",
        "newest hash": "ef" * 32,
        "how to check": "oc-training verify",
    }
    missing = [name for name, fact in facts.items() if fact not in text]
    assert not missing
    for display in signed.displays:
        assert re.search(
            rf"^  {re.escape(display.section)} +displayed to its end, 10 min 00 s, once$", text, re.MULTILINE
        )
    assert " ".join(signed.statement.split()) in " ".join(text.split())


@pytest.mark.parametrize(
    "never", ["digital signature", "legally binding", "qualified", "non-repudiation", "was read", "Read "]
)
def test_it_claims_no_more_than_happened(receipt: Receipt, never: str) -> None:
    assert never not in receipt_text(receipt)


def test_every_line_fits_on_paper(receipt: Receipt) -> None:
    lines = receipt_text(receipt).splitlines()
    assert max(map(len, lines)) <= max(WIDTH, 22 + 4 + 64)
    assert sum(len(line) > WIDTH for line in lines) <= 5, "only digests may be longer, because they are not broken"


def test_as_data_it_is_the_entry_as_it_lies_in_the_book(receipt: Receipt) -> None:
    data = entry_json(receipt.recorded.entry, receipt.head)
    entry = receipt.recorded.entry
    for field in ("seq", "id", "at", "offset", "station", "kind", "body", "previous", "hash", "signature"):
        assert data[field] == getattr(entry, field)
    assert data["head"] == {"seq": 12, "hash": "ef" * 32}
