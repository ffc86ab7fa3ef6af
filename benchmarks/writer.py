"""One of several programs that write at once: ``python -m benchmarks.writer WHAT FILE NUMBER``."""

from __future__ import annotations

import json
import sqlite3
import sys
import time
from itertools import islice
from pathlib import Path

from benchmarks.peers import OurBook, Peer, ReadyLines, Sqlite
from benchmarks.records import KEY, Ticking, drafts, entry_id
from benchmarks.writing import RAW, SEALED
from oc_training.ledger.seal import Draft, Sealer

EACH = 500


def main() -> None:
    """Say that it is ready, wait for the word, write, and say from when to when and how many."""
    name, path, number = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    peer: Peer
    if name == SEALED:
        peer = OurBook(path, Sealer(KEY, Ticking()))
    elif name == RAW:
        peer = ReadyLines(path, b"r" * 2_100 + b"\n")
    else:
        peer = Sqlite(path)
    mine = [
        Draft(entry_id(-1 - number * EACH - each), draft.kind, draft.body)
        for each, draft in enumerate(islice(drafts(), 2, 2 + EACH))
    ]
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    before = time.monotonic()
    for draft in mine:
        _persistently(peer, draft)
    sys.stdout.write(json.dumps([before, time.monotonic(), len(mine)]))


def _persistently(peer: Peer, draft: Draft) -> None:
    """sqlite3 answers "busy" where others wait."""
    while True:
        try:
            peer.append(draft)
        except sqlite3.OperationalError:
            time.sleep(0.0005)
        else:
            return


if __name__ == "__main__":
    main()
