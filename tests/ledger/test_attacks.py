"""The attack matrix: what somebody does to the file, with and without the key, found with and without a checkpoint."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from oc_training.ledger.audit import whole as whole_book
from oc_training.ledger.verify import load_witnesses, verify
from tests.ledger import attacks
from tests.ledger.attacks import KEY_CHANGED_AT, Kept, Lines, kept_book, put_attack, rotated_book
from tests.ledger.books import KEY, checked_line, put_file, sealed_by_hand, take_line_apart

ROOT = Path(__file__).resolve().parents[2]
Attack = Callable[[Lines, Path], Lines]

NO = "passes"
CUT = "its end was cut off, or an old copy was put in its place"
ALTERED = "Among the entries 1 to 20 something was altered after"
OTHER = "is a checkpoint of another book"

TABLE: tuple[tuple[str, Attack, str, str, str, str], ...] = (
    # what is done; found without the key: by the file, and a checkpoint; found with the key: the same
    ("change an entry in an editor", attacks.in_an_editor,
     "Entry 12 was altered or damaged: the checksum", "=", NO, ALTERED),
    ("change an entry, checksum made to fit", attacks.altered,
     "Entry 12 was altered or damaged: the hash is not that of the entry", "=", NO, ALTERED),
    ("change an entry, hash made to fit", attacks.altered_with_hash,
     "Entry 12 was altered by somebody without the station's key", "=", NO, ALTERED),
    ("change an entry, every later hash and link made to fit", attacks.altered_with_chain,
     "The entries 12 to 24 were written anew or put in by somebody without the station's key", "=", NO, ALTERED),
    ("delete an entry", attacks.deleted,
     "Entry 12 is missing: somebody took it out", "=", NO, ALTERED),
    ("delete an entry, numbers, hashes and links made to fit", attacks.deleted_with_chain,
     "The entries 12 to 23 were written anew or put in by somebody without the station's key", "=", NO, ALTERED),
    ("insert an entry", attacks.inserted,
     "Entry 13 was put in by somebody without the station's key", "=", NO, ALTERED),
    ("append a forged entry", attacks.appended,
     "Entry 25 was altered or put in by somebody without the station's key", "=", NO, NO),
    ("swap two entries", attacks.swapped,
     "The entries 12 and 13 have changed places", "=", NO, ALTERED),
    ("duplicate an entry", attacks.duplicated,
     "Entry 12 stands in the book twice, in the lines 12 and 13", "=", "it has the same id as line 12", "="),
    ("put in an entry of another book of this station", attacks.of_another_book,
     "Entry 12 does not follow entry 11", "=", NO, ALTERED),
    ("put in an entry of another station", attacks.of_another_station,
     "Entry 12 was altered by somebody without the station's key", "=", "Entry 12 comes from another book", "="),
    ("sign an entry with a foreign key", attacks.foreign_signature,
     "Entry 12 was altered by somebody without the station's key", "=", NO, NO),
    ("change the station's key to one's own", attacks.new_key_of_ones_own,
     "Entry 12 was altered by somebody without the station's key", "=",
     "the new key did not sign for the change", "="),
    ("change the text of a directive", attacks.other_text,
     "Entry 2 was altered by somebody without the station's key", "=",
     "the text of Directive 9-100 in it does not match its digest", "="),
    ("change the text of a directive and its digest", attacks.other_text_and_digest,
     "Entry 2 was altered by somebody without the station's key", "=",
     "the directive that it names in entry 2 has other words than it says", "="),
    ("tear the last line", attacks.torn,
     "The last line, 24, is not complete", "=", "The last line, 24, is not complete", "="),
    ("cut entries off the end, put back an old copy", attacks.cut, NO, CUT, NO, CUT),
    ("cut off only entries after the checkpoint", attacks.cut_after_the_checkpoint, NO, NO, NO, NO),
    ("change an entry after the checkpoint", attacks.altered_after_the_checkpoint,
     "Entry 23 was altered by somebody without the station's key", "=", NO, NO),
    ("empty the file", attacks.emptied, "the file is empty", "=", "the file is empty", "="),
    ("put another book of the station in its place", attacks.another_book, NO, OTHER, NO, OTHER),
    ("make the whole book anew with another key", attacks.made_anew,
     "The public key in the genesis is not the one that was given", "=",
     "The book was not signed with the key that its first entry names", "="),
)  # fmt: skip


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    return kept_book(tmp_path_factory.mktemp("attacks"))


def said(kept: Kept, book: Path, *, with_checkpoint: bool) -> str:
    """The one sentence of the check, or that the attack passes."""
    points = [kept.checkpoint] if with_checkpoint else []
    verdict = verify(book, load_witnesses(kept.public_key, points))
    return verdict.sentence if verdict.problems else NO


def test_the_book_itself_is_in_order_and_fits_its_checkpoint(kept: Kept) -> None:
    assert said(kept, kept.book, with_checkpoint=True) == NO


@pytest.mark.parametrize("row", TABLE, ids=[row[0] for row in TABLE])
def test_each_attack_is_found_or_passes_as_the_table_says(
    kept: Kept, row: tuple[str, Attack, str, str, str, str]
) -> None:
    _, attack, alone, with_point, key_alone, key_with_point = row
    for key, by_file, by_point in ((None, alone, with_point), (KEY, key_alone, key_with_point)):
        book = put_attack(kept, attack, key)
        expected = by_file if by_point == "=" else by_point
        assert by_file in said(kept, book, with_checkpoint=False), (key, "by the file alone")
        assert expected in said(kept, book, with_checkpoint=True), (key, "with a checkpoint")


@pytest.mark.parametrize("size", [1, 700, 4000])
def test_where_the_book_is_cut_into_pieces_changes_nothing(
    kept: Kept, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole: dict[tuple[str, object], object] = {}
    for pieces in (1 << 20, size):
        monkeypatch.setattr(whole_book, "PIECE", pieces)
        for what, attack, *_rest in TABLE:
            for key in (None, KEY):
                book = put_attack(kept, attack, key)
                verdict = verify(book, load_witnesses(kept.public_key, [kept.checkpoint]))
                found = (verdict.sentence, verdict.problems, verdict.entries, verdict.head, verdict.root)
                assert whole.setdefault((what, key), found) == found


def test_several_cores_find_what_one_finds(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whole_book, "PIECE", 3000)
    monkeypatch.setattr(whole_book, "WORTH_SHARING", 0)
    for book in (kept.book, put_attack(kept, attacks.swapped, None), put_attack(kept, attacks.foreign_signature, None)):
        witnesses = load_witnesses(kept.public_key, [kept.checkpoint])
        assert verify(book, witnesses, workers=2) == verify(book, witnesses, workers=1)


def test_the_one_sentence_is_one_sentence(kept: Kept) -> None:
    for _, attack, *_rest in TABLE:
        for key in (None, KEY):
            sentence = said(kept, put_attack(kept, attack, key), with_checkpoint=True)
            assert sentence == NO or re.fullmatch(r"[A-Z/][^\n]*\.", sentence), sentence
            assert ". " not in sentence, sentence


def test_the_documentation_carries_the_same_table(kept: Kept) -> None:
    rows = []
    for what, attack, *_rest in TABLE:
        cells = [
            "**no**" if said(kept, put_attack(kept, attack, key), with_checkpoint=point) == NO else "yes"
            for key in (None, KEY)
            for point in (False, True)
        ]
        rows.append(f"| {what} | {' | '.join(cells)} |")
    assert "\n".join(rows) in (ROOT / "docs" / "ledger.md").read_text(encoding="utf-8"), "\n".join(rows)


# ---- a book whose key was changed ------------------------------------------------------------------------------------

K = KEY_CHANGED_AT - 1
"""Which of the lines is the change of key."""


def forged_before(lines: Lines) -> Lines:
    return [*lines[:5], attacks.appended(lines[:5], Path())[-1], *lines[5:]]


ROTATED: tuple[tuple[str, Callable[[Lines], Lines], str], ...] = (
    ("the change of key taken out", lambda lines: [*lines[:K], *lines[K + 1 :]],
     "Entry 12 is missing: somebody took it out."),
    ("it and its neighbour taken out", lambda lines: [*lines[:K], *lines[K + 2 :]],
     "The entries 12 to 13 are missing: somebody took them out."),
    ("an entry after it taken out", lambda lines: [*lines[:15], *lines[16:]],
     "Entry 16 is missing: somebody took it out."),
    ("the change of key and the next swapped", lambda lines: [*lines[:K], lines[K + 1], lines[K], *lines[K + 2 :]],
     "The entries 12 and 13 have changed places."),
    ("the one before and the change of key swapped",
     lambda lines: [*lines[: K - 1], lines[K], lines[K - 1], *lines[K + 1 :]],
     "The entries 11 and 12 have changed places."),
    ("a letter of the change of key altered",
     lambda lines: [*lines[:K], lines[K].replace(b'"the key"', b'"the kez"'), *lines[K + 1 :]],
     "Entry 12 was altered or damaged: the checksum does not fit"),
    ("the change of key made unreadable", lambda lines: [*lines[:K], b"garbage\n", *lines[K + 1 :]],
     "Entry 12 was altered or damaged: it is not a line of a book of records"),
    ("it and two after it made unreadable", lambda lines: [*lines[:K], *3 * [b"garbage\n"], *lines[K + 3 :]],
     "The entries 12 to 14 were altered or damaged: it is not a line of a book of records"),
    ("an entry long before it made unreadable too",
     lambda lines: [*lines[:3], b"garbage\n", *lines[4:K], b"garbage\n", *lines[K + 1 :]],
     "Entry 4 was altered or damaged: it is not a line of a book of records"),
    ("a forged entry appended", lambda lines: attacks.appended(lines, Path()),
     "Entry 25 was altered or put in by somebody without the station's key"),
    ("a forged entry put in before it", forged_before,
     "Entry 6 was put in by somebody without the station's key"),
    ("an entry altered with its hash", lambda lines: attacks.altered_after_the_checkpoint(lines, Path()),
     "Entry 23 was altered by somebody without the station's key"),
)  # fmt: skip


@pytest.mark.parametrize("row", ROTATED, ids=[row[0] for row in ROTATED])
def test_what_is_done_to_a_book_with_a_change_of_key_is_named_for_what_it_is(
    tmp_path: Path, row: tuple[str, Callable[[Lines], Lines], str]
) -> None:
    _, attack, sentence = row
    kept = rotated_book(tmp_path)
    assert said(kept, kept.book, with_checkpoint=True) == NO
    book = put_file(tmp_path / "attacked", b"".join(attack(list(kept.lines))))
    assert said(kept, book, with_checkpoint=False).startswith(sentence)
    assert run_script(book, kept.public_key)[0] == 1


def test_a_number_beyond_all_measure_takes_no_memory(kept: Kept) -> None:
    seq, _, entry, *_rest = take_line_apart(kept.lines[-1])
    huge = checked_line(2**53 - 1, 0, sealed_by_hand({**entry, "seq": 2**53 - 1}))
    book = put_file(kept.book.with_name("attacked"), b"".join([*kept.lines[:-1], huge]))
    assert said(kept, book, with_checkpoint=False).startswith(f"The entries {seq} to 9007199254740990 are missing")


def run_script(*arguments: str | Path) -> tuple[int, str]:
    ran = subprocess.run(  # noqa: S603 - the project's own script
        [sys.executable, "-I", ROOT / "docs" / "verify_book.py", *arguments],
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert "Traceback" not in ran.stderr
    return ran.returncode, (ran.stdout + ran.stderr).strip()


def test_the_script_of_the_documentation_finds_a_real_book_in_order(kept: Kept) -> None:
    code, words = run_script(kept.book, kept.public_key, kept.checkpoint)
    assert (code, words[:29]) == (0, "24 entries, all in order. The")


@pytest.mark.parametrize("row", TABLE, ids=[row[0] for row in TABLE])
def test_the_script_finds_what_the_check_finds(kept: Kept, row: tuple[str, Attack, str, str, str, str]) -> None:
    """But for what it says nothing about (docs/ledger.md): the texts of directives."""
    what, attack, *_rest = row
    for key in (None, KEY):
        book = put_attack(kept, attack, key)
        found = said(kept, book, with_checkpoint=True) != NO
        code, words = run_script(book, kept.public_key, kept.checkpoint)
        assert (code != 0) == found, (what, key, words)
        assert words.endswith("."), words
