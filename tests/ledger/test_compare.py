"""What is said of a checkpoint or receipt that does not fit is no more than is known."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from oc_training.ledger.verify import Verdict, load_witnesses, verify
from tests.ledger import attacks
from tests.ledger.attacks import CHECKPOINT_AT, Kept, Lines, kept_book, put_attack
from tests.ledger.books import KEY, open_book, put_file, rewritten, take_line_apart

WITH_THE_KEY = "somebody with the station's key signed them"


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    return kept_book(tmp_path)


def sheet(kept: Kept, number: int, newest: int) -> Path:
    """The lines of a printed receipt that are compared."""
    hashes = [take_line_apart(line)[3] for line in kept.lines]
    text = (
        f"Entry                 {number}, recorded 2026-03-14T14:26:53.58Z (UTC)\n"
        f"Hash                  {hashes[number - 1]}\nNewest entry          {newest}  {hashes[newest - 1]}\n"
    )
    return put_file(kept.book.with_name(f"sheet-{number}.txt"), text.encode())


def compared(kept: Kept, book: Path, *receipts: Path) -> Verdict:
    return verify(book, load_witnesses(kept.public_key, [kept.checkpoint], receipts))


# ---- who altered it --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "attack",
    [
        attacks.in_an_editor,
        attacks.altered,
        attacks.altered_with_hash,
        attacks.altered_with_chain,
        attacks.deleted,
        attacks.inserted,
        attacks.swapped,
        attacks.of_another_book,
    ],
)
def test_where_the_lines_are_not_in_order_nobody_is_said_to_have_had_the_key(
    kept: Kept, attack: Callable[[Lines, Path], Lines]
) -> None:
    verdict = compared(kept, put_attack(kept, attack, None))
    (said,) = [problem for problem in verdict.problems if str(kept.checkpoint) in problem]
    assert said.startswith(f"{kept.checkpoint} does not fit: among the 20 entries that it stands for is line 1")
    assert not any(WITH_THE_KEY in problem for problem in verdict.problems)


def test_where_every_line_is_in_order_somebody_had_the_key(kept: Kept) -> None:
    verdict = compared(kept, put_attack(kept, attacks.altered, KEY))
    assert verdict.sentence.startswith("Among the entries 1 to 20 something was altered")
    assert WITH_THE_KEY in verdict.sentence


def test_a_line_that_holds_no_entry_is_no_end_that_was_cut_off(kept: Kept) -> None:
    lines = [*kept.lines[:11], b"x\n", *kept.lines[12:CHECKPOINT_AT]]
    verdict = compared(kept, put_file(kept.book.with_name("attacked"), b"".join(lines)))
    assert not any("cut off" in problem for problem in verdict.problems)
    assert "is line 12, which is not in order" in verdict.problems[-1]


# ---- a restore -------------------------------------------------------------------------------------------------------


def restored(kept: Kept, entries: int, lost: int) -> Path:
    """The book put back to its first *entries*, which says so and goes on."""
    path = put_file(kept.book.with_name("restored"), b"".join(kept.lines[:entries]))
    ledger = open_book(path)
    ledger.note("restored", {"entries": entries, "lost": lost, "backup": "b.tar"}, "the restore")
    for number in range(12):
        ledger.append("acknowledged", {"who": f"somebody {number}"}, f"since-{number}")
    ledger.close()
    return path


def test_a_checkpoint_of_entries_that_a_restore_lost_names_the_restore(kept: Kept) -> None:
    verdict = compared(kept, restored(kept, 15, 9))
    said = (
        f"{kept.checkpoint} is of the book before a restore, or something was altered: entry 16 says that the book was "
        "restored from a backup of 15 entries, and that 9 entries were lost. Move it into a folder of its own, and "
        "keep it with a note."
    )
    assert (verdict.sentence, verdict.problems) == (said, (said,))
    assert verdict.lost_by_restore


def test_a_receipt_of_an_entry_that_a_restore_lost_names_the_restore(kept: Kept) -> None:
    lost, there = sheet(kept, 18, 19), sheet(kept, 12, 15)
    verdict = verify(restored(kept, 15, 9), load_witnesses(kept.public_key, (), [lost, there]))
    assert len(verdict.problems) == 1
    assert verdict.sentence.startswith(f"{lost} names entry 18 of the book before a restore, or something was altered")
    assert verdict.lost_by_restore


def test_so_it_is_where_the_book_has_fewer_entries_again_than_the_checkpoint(kept: Kept) -> None:
    path = restored(kept, 15, 9)
    put_file(path, b"".join(path.read_bytes().splitlines(keepends=True)[:17]))
    assert "entry 16 says that the book was restored" in compared(kept, path).sentence


@pytest.mark.parametrize("lost", [0, 4])
def test_what_a_restore_did_not_lose_it_does_not_explain(kept: Kept, lost: int) -> None:
    verdict = compared(kept, restored(kept, 15, lost))
    assert WITH_THE_KEY in verdict.sentence
    assert not verdict.lost_by_restore


def test_a_restore_that_nobody_signed_explains_nothing(kept: Kept) -> None:
    path = restored(kept, 15, 4)
    lines = path.read_bytes().splitlines(keepends=True)
    forged = attacks.changed(lines[15], attacks._with_body(lost=9), fit=True)
    put_file(path, rewritten([*lines[:15], forged, *lines[16:]], None, 16))
    verdict = compared(kept, path, sheet(kept, 18, 19))
    assert "Entry 18 is not the one that" in verdict.problems[-1]
    assert not any("was restored" in problem for problem in verdict.problems)
    assert not verdict.lost_by_restore


# ---- a signature that was voided -------------------------------------------------------------------------------------


def test_a_receipt_of_a_voided_signature_fits_and_is_said_to_be_voided(kept: Kept) -> None:
    ledger = open_book(kept.book)
    by: dict[str, str | int] = {"person": "p", "directive": "9-100", "by": "q", "reason": "the wrong person"}
    entry = ledger.append("voided", {**by, "signature": 20, "signature_id": "id-20"}, "voiding")
    ledger.append("voided", {**by, "signature": 20, "signature_id": "id-20"}, "once more")
    ledger.close()
    assert entry.seq == 25
    voided, other = sheet(kept, 20, 24), sheet(kept, 19, 24)
    verdict = compared(kept, kept.book, voided, other)
    assert verdict.problems == ()
    assert verdict.remarks == (
        f"{voided}: the signature in entry 20 was voided by entry 25 and does not count any more.",
    )
    assert "; of 2 receipts the book has number and hash, their words were not compared." in verdict.sentence
