"""From many problems to one sentence: what was most likely done to the book, and where.

An entry that somebody took out makes the next one stand out of turn, name a hash that is not there, and claim more
bytes than there are. All that is listed; but whoever asks is told first what it comes to.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from oc_training.ledger.audit.line import Fault, hash_of
from oc_training.ledger.audit.piece import Problem
from oc_training.ledger.audit.span import Span, lines_of, read_line
from oc_training.ledger.audit.whole import Whole

_OWN = frozenset(
    {Fault.TORN, Fault.FRAME, Fault.CHECKSUM, Fault.SEAL, Fault.HASH, Fault.FORM, Fault.SIGNATURE, Fault.NUMBER}
)
"""What is wrong with a line whatever stands around it."""
_PLAIN = (Fault.FORMAT, Fault.GENESIS)
_MEANING = (Fault.KEY, Fault.TEXT)


@dataclass(frozen=True, slots=True)
class _Standing:
    """A line that is true in itself: what it says of its place."""

    line: int
    seq: int
    previous: str
    digest: str
    id: str


def diagnose(span: Span, whole: Whole) -> str:
    """One sentence on what *whole*, which has problems, comes to."""
    by_fault: dict[Fault, list[Problem]] = {}
    for problem in whole.problems:
        by_fault.setdefault(problem.fault, []).append(problem)
    for fault in _PLAIN:
        if fault in by_fault:
            return f"This is not the beginning of a sound book: {by_fault[fault][0].text}."
    broken = {problem.line: problem for problem in reversed(whole.problems) if problem.fault in _OWN}
    if broken:
        return _of_broken(broken, by_fault, span, whole)
    if {Fault.TURN, Fault.LINK, Fault.STATION, Fault.TWICE} & by_fault.keys():
        return _of_order(_true_lines(span, frozenset()), by_fault)
    return _of_one(next((by_fault[fault][0] for fault in _MEANING if fault in by_fault), whole.problems[0]))


def _of_one(problem: Problem) -> str:
    return f"Entry {problem.line}: {problem.text}."


# ---- lines that are broken in themselves -----------------------------------------------------------------------------


def _of_broken(broken: dict[int, Problem], by_fault: dict[Fault, list[Problem]], span: Span, whole: Whole) -> str:
    first = min(broken)
    if set(broken) == {whole.lines} and broken[first].fault is Fault.TORN:
        return (
            f"The last line, {first}, is not complete: it was cut short by a crash, or is being written just now; the "
            f"{first - 1} entries before it are in order."
        )
    if all(problem.fault is Fault.SIGNATURE for problem in broken.values()):
        lines = _true_lines(span, frozenset())
        if _is_rather_of_order(lines, first, by_fault):
            return _of_order(lines, by_fault)
        return _of_signatures(sorted(broken), whole, by_fault)
    broken = _without_a_lost_key(broken, whole)
    standing = _true_lines(span, frozenset(broken))
    before = next((each.seq for each in reversed(standing) if each.line < first), 0)
    after = next((each.seq for each in standing if each.line > first), None)
    last = _last_of_run(broken, first)
    if after is not None and after == before + 1:
        return f"{_lines(first, last)} put in between the entries {before} and {after}: {broken[first].text}."
    return f"{_entries(first, last)} altered or damaged: {broken[first].text}."


def _without_a_lost_key(broken: dict[int, Problem], whole: Whole) -> dict[int, Problem]:
    """The broken lines, without those that may only be signed with a key that a line before them put in force.

    That is so where behind a line that cannot be read or was altered no signature holds any more.
    """
    sound = next((line for line in range(whole.lines, 0, -1) if line not in broken), 0)
    damaged = {line for line, problem in broken.items() if problem.fault is not Fault.SIGNATURE}
    lost = min((line for line in damaged if line > sound), default=whole.lines)
    return {line: problem for line, problem in broken.items() if line <= lost or line in damaged}


def _is_rather_of_order(lines: Sequence[_Standing], first: int, by_fault: dict[Fault, list[Problem]]) -> bool:
    """Whether signatures from line *first* on do not hold because a change of key was taken out or moved.

    Somebody who puts in an entry of their own leaves two of one number, or one that follows the entry before it.
    """
    turn, link = (min((each.line for each in by_fault.get(fault, ())), default=0) for fault in (Fault.TURN, Fault.LINK))
    return 0 < turn == link <= first and len({line.seq for line in lines}) == len(lines)


def _of_signatures(lines: Sequence[int], whole: Whole, by_fault: dict[Fault, list[Problem]]) -> str:
    first, last = lines[0], lines[-1]
    if first == 1:
        return "The book was not signed with the key that its first entry names: it was put together by somebody else."
    if first == last:
        inserted = any(problem.line == last + 1 and problem.fault is Fault.TURN for problem in whole.problems)
        done = "was altered or put in" if last == whole.lines else "was put in" if inserted else "was altered"
        return f"Entry {first} {done} by somebody without the station's key: its signature is not the station's."
    if len(lines) == last - first + 1 and last == whole.lines and Fault.LINK not in by_fault:
        return (
            f"The entries {first} to {last} were written anew or put in by somebody without the station's key: their "
            "signatures are not the station's."
        )
    return f"{len(lines)} entries, the first of them {first}, bear signatures that are not the station's."


# ---- lines that are true, in a wrong order ---------------------------------------------------------------------------


def _true_lines(span: Span, without: frozenset[int]) -> list[_Standing]:
    found = []
    for number, line in lines_of(span):
        parsed = None if number in without else read_line(line)
        if parsed and hash_of(parsed[0].words) == parsed[0].digest:
            parts, entry = parsed
            found.append(_Standing(number, entry.seq, entry.previous, parts.digest, entry.id))
    return found


def _of_order(lines: list[_Standing], by_fault: dict[Fault, list[Problem]]) -> str:
    if Fault.STATION in by_fault:
        problem = by_fault[Fault.STATION][0]
        return f"Entry {problem.line} comes from another book: {problem.text}."
    numbers = Counter(line.seq for line in lines)
    twice = [seq for seq, times in numbers.items() if times > 1]
    gap = _first_gap(sorted(numbers))
    if twice:
        return _of_double([line for line in lines if line.seq == twice[0]])
    if gap:
        them = "it" if gap[0] == gap[1] else "them"
        return f"{_entries(*gap, 'is', 'are')} missing: somebody took {them} out."
    moved = [line for place, line in enumerate(lines, 1) if line.seq != place]
    if len(moved) == 2:  # noqa: PLR2004 - a pair
        return f"The entries {moved[1].seq} and {moved[0].seq} have changed places."
    if moved:
        return f"The entries {min(line.seq for line in moved)} to {max(line.seq for line in moved)} are out of order."
    return _of_link(by_fault)


def _first_gap(numbers: Sequence[int]) -> tuple[int, int] | None:
    """First and last of the numbers that are missing before the first that follows no other."""
    for before, number in pairwise((0, *numbers)):
        if number > before + 1:
            return before + 1, number - 1
    return None


def _of_double(same: list[_Standing]) -> str:
    first, second = same[:2]
    if first.digest == second.digest:
        return f"Entry {first.seq} stands in the book twice, in the lines {first.line} and {second.line}."
    return (
        f"Two different entries {first.seq}, in the lines {first.line} and {second.line}, are signed by the station: "
        "the book was continued twice, or written anew with the station's key."
    )


def _of_link(by_fault: dict[Fault, list[Problem]]) -> str:
    if Fault.LINK in by_fault:
        line = by_fault[Fault.LINK][0].line
        return (
            f"Entry {line} does not follow entry {line - 1}: one of the two comes from another book, or was written "
            "anew with the station's key."
        )
    return _of_one(by_fault[Fault.TWICE][0])


# ---- words -----------------------------------------------------------------------------------------------------------


def _last_of_run(lines: Iterable[int], first: int) -> int:
    return _run(sorted(line for line in lines if line >= first))[-1]


def _run(numbers: Sequence[int]) -> Sequence[int]:
    """The numbers at the beginning that follow each other without a gap."""
    return [number for place, number in enumerate(numbers) if number == numbers[0] + place]


def _lines(first: int, last: int) -> str:
    return f"Line {first} was" if first == last else f"The lines {first} to {last} were"


def _entries(first: int, last: int, one: str = "was", many: str = "were") -> str:
    return f"Entry {first} {one}" if first == last else f"The entries {first} to {last} {many}"
