"""Which key signs from where: the genesis names the first, each change of key the next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from oc_training.ledger.audit.line import KEY_CHANGED, Beginning, hash_of, is_signed, new_key, public_key
from oc_training.ledger.audit.span import BecameShorter, Span, read_line

_AT_ONCE = 1 << 20
"""Bytes that are looked through in one go."""
_KEY_CHANGE = b',"kind":"%s",' % KEY_CHANGED.encode()


@dataclass(frozen=True, slots=True)
class KeyPeriod:
    """From which entry on a key signs."""

    first: int
    place: int
    """Where that entry begins, in bytes of the file."""
    key: str


def key_periods(span: Span, said: Beginning) -> Iterator[KeyPeriod]:
    """The periods in their order.

    Raises:
        BecameShorter: the file is not as long as it was.
        OSError: it cannot be read.
    """
    key = said.key
    yield KeyPeriod(1, span.start, key)
    for end, line in _possible_changes(span):
        changed = _changed(line, said.log, key)
        if changed:
            key = changed[1]
            yield KeyPeriod(changed[0] + 1, end, key)


def _possible_changes(span: Span) -> Iterator[tuple[int, bytes]]:
    """Each whole line that holds the words of a change of key, and where in the file the next one begins."""
    with span.path.open("rb") as file:
        place = file.seek(span.start)
        while place < span.end:
            data = file.read(min(_AT_ONCE, span.end - place))
            data += file.readline(span.end - place - len(data)) if not data.endswith(b"\n") else b""
            if not data:
                raise BecameShorter
            found = data.find(_KEY_CHANGE)
            while found >= 0:
                start, end = data.rfind(b"\n", 0, found) + 1, data.find(b"\n", found)
                if end < 0:
                    break
                yield place + end + 1, data[start:end]
                found = data.find(_KEY_CHANGE, end)
            place += len(data)


def _changed(line: bytes, log: str, key: str) -> tuple[int, str] | None:
    """Number and new key of a change of key that the old and the new key signed."""
    found = read_line(line)
    if found is None or found[1].kind != KEY_CHANGED:
        return None
    parts, entry = found
    if hash_of(parts.words) != parts.digest or not is_signed(
        public_key(key), bytes.fromhex(parts.digest), parts.signature
    ):
        return None
    changed = new_key(entry, log, key)
    return (entry.seq, changed) if changed else None
