"""The full check where the file changes under it, and where other processes should help it and do not."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from oc_training.errors import LedgerUnusable
from oc_training.ledger.audit import whole as whole_book
from oc_training.ledger.audit.line import Beginning
from oc_training.ledger.audit.periods import key_periods
from oc_training.ledger.audit.piece import Piece, look_at
from oc_training.ledger.audit.sharing import each_of
from oc_training.ledger.audit.span import BecameShorter, Span, lines_of
from oc_training.ledger.verify import verify
from tests.ledger.books import new_book, put_file

ROOT = Path(__file__).resolve().parents[2]
HERE = os.getpid()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    new_book(tmp_path / "book", 8).close()
    return tmp_path / "book"


# ---- the file changes ------------------------------------------------------------------------------------------------


def test_a_file_that_became_shorter_is_noticed_wherever_it_is_read(path: Path) -> None:
    size = path.stat().st_size
    span = Span(path, 0, size + 10)
    said = Beginning("OAK-1", "0" * 32, "0" * 64, 1)
    with pytest.raises(BecameShorter):
        list(key_periods(span, said))
    with pytest.raises(BecameShorter):
        list(lines_of(span))
    with pytest.raises(BecameShorter):
        look_at(Piece(path, 0, size + 10, 0, None, (), with_leaves=False))


def test_a_book_that_is_shorter_than_it_should_be_gives_a_sentence(path: Path) -> None:
    with pytest.raises(LedgerUnusable, match="cannot be read: it became shorter while it was read; check it again"):
        verify(Span(path, 0, path.stat().st_size + 4096 * 3))


def test_a_torn_end_that_a_kiosk_takes_off_meanwhile_is_no_problem(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = path.read_bytes()
    put_file(path, data + b"x" * 50_000)
    begin = whole_book._begin

    def and_cut(span: Span, whole: whole_book.Whole) -> None:
        os.truncate(path, len(data))
        begin(span, whole)

    monkeypatch.setattr(whole_book, "_begin", and_cut)
    assert verify(path).problems == ()


def test_a_record_that_is_being_written_just_now_is_waited_for(path: Path) -> None:
    data = path.read_bytes()
    put_file(path, data[:-100])

    def finish() -> None:
        time.sleep(0.06)
        with path.open("ab") as file:
            file.write(data[-100:])

    writer = threading.Thread(target=finish)
    writer.start()
    verdict = verify(path)
    writer.join()
    assert (verdict.problems, verdict.entries) == ((), 9)


def test_a_book_in_a_span_whose_keys_change_beyond_one_reading_is_read_whole(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("oc_training.ledger.audit.periods._AT_ONCE", 100)
    assert verify(path).problems == ()


# ---- other processes -------------------------------------------------------------------------------------------------


def _double(number: int) -> int:
    return 2 * number


def _die_elsewhere(number: int) -> int:
    if os.getppid() == int(os.environ.get("THE_TEST", "0")):
        os._exit(9)
    time.sleep(0.02)
    return 2 * number


def _fail(number: int) -> int:
    raise BecameShorter(number)


def test_the_work_comes_back_in_its_order_whoever_did_it() -> None:
    assert list(each_of(_double, range(50), 2)) == [2 * number for number in range(50)]


def test_where_a_process_is_killed_this_one_does_its_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THE_TEST", str(os.getpid()))
    assert list(each_of(_die_elsewhere, range(200), 2)) == [2 * number for number in range(200)]


def test_what_goes_wrong_elsewhere_is_said_here() -> None:
    with pytest.raises(BecameShorter):
        list(each_of(_fail, range(5), 2))


def test_a_check_that_is_piped_into_python_finds_what_it_should(path: Path) -> None:
    script = (
        "from pathlib import Path\n"
        "from oc_training.ledger.audit import whole\n"
        "from oc_training.ledger.verify import verify\n"
        "whole.PIECE, whole.WORTH_SHARING = 500, 0\n"
        f"print(verify(Path({str(path)!r}), workers=2).sentence)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-"], input=script, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60
    )
    assert (ran.returncode, ran.stderr, ran.stdout[:25]) == (0, "", "9 entries, all in order. "[:25])
