"""The book against a plain list, through whatever order of entries, faults, crashes and openings."""

from __future__ import annotations

import errno
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from oc_training.errors import NotRecorded, OutcomeUnknown
from oc_training.ledger.frozen import freeze
from oc_training.ledger.port import Json
from oc_training.ledger.verify import verify
from tests.ledger.books import new_book, open_book
from tests.ledger.faults import PowerCut, power_cut_at_sync, refusing, writing_only
from tests.ledger.test_canonical import names, values

bodies = st.dictionaries(names, values, max_size=3)
terminals = st.integers(0, 1)


class BookMachine(RuleBasedStateMachine):
    """Two terminals and one book; ``expected`` is what the book must hold beyond its genesis."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="book-"))
        self.path = self.folder / "book"
        self.expected: list[tuple[str, Json]] = []
        self.made = 0

    @initialize()
    def make(self) -> None:
        self.terminals = [new_book(self.path), open_book(self.path)]

    def fresh_id(self) -> str:
        self.made += 1
        return f"id-{self.made}"

    @rule(terminal=terminals, body=bodies)
    def append(self, terminal: int, body: dict[str, Json]) -> None:
        entry_id = self.fresh_id()
        entry = self.terminals[terminal].append("acknowledged", body, entry_id)
        self.expected.append((entry_id, freeze(body)))
        assert (entry.seq, entry.body) == (len(self.expected) + 1, freeze(body))

    @precondition(lambda self: self.expected)
    @rule(terminal=terminals, which=st.integers(0, 999))
    def append_again(self, terminal: int, which: int) -> None:
        entry_id, body = self.expected[which % len(self.expected)]
        assert self.terminals[terminal].append("acknowledged", {"other": 1}, entry_id).body == body

    @rule(terminal=terminals, written=st.integers(1, 200))
    def disk_full(self, terminal: int, written: int) -> None:
        with writing_only(written, errno.ENOSPC), pytest.raises(NotRecorded):
            self.terminals[terminal].append("acknowledged", {}, self.fresh_id())

    @rule(terminal=terminals)
    def sync_fails(self, terminal: int) -> None:
        entry_id = self.fresh_id()
        with refusing("fdatasync", errno.EIO), pytest.raises(OutcomeUnknown):
            self.terminals[terminal].append("acknowledged", {}, entry_id)
        self.terminals[terminal].reopen()
        self.expected.append((entry_id, freeze({})))

    @rule(terminal=terminals, written=st.integers(1, 200))
    def killed_while_writing(self, terminal: int, written: int) -> None:
        with writing_only(written, None), pytest.raises(PowerCut):
            self.terminals[terminal].append("acknowledged", {}, self.fresh_id())
        self.terminals[terminal] = open_book(self.path)

    @rule(terminal=terminals)
    def killed_before_the_sync(self, terminal: int) -> None:
        entry_id = self.fresh_id()
        with power_cut_at_sync(), pytest.raises(PowerCut):
            self.terminals[terminal].append("acknowledged", {}, entry_id)
        self.terminals[terminal] = open_book(self.path)
        self.expected.append((entry_id, freeze({})))

    @rule(terminal=terminals)
    def reopen(self, terminal: int) -> None:
        self.terminals[terminal].close()
        self.terminals[terminal] = open_book(self.path)

    @invariant()
    def every_terminal_sees_the_whole_book(self) -> None:
        for terminal in self.terminals:
            assert [(entry.id, entry.body) for entry in terminal.read_from(2)] == self.expected
            assert terminal.head().seq == len(self.expected) + 1

    def teardown(self) -> None:
        assert verify(self.path).problems == ()
        for terminal in self.terminals:
            terminal.close()
        shutil.rmtree(self.folder)


BookMachine.TestCase.settings = settings(max_examples=20, stateful_step_count=15, deadline=None)
TestBookAgainstItsModel = BookMachine.TestCase
