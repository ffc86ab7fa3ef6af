"""How long it takes to compare two revisions of 350 clauses, beside parsing both: ``python -m benchmarks.comparing``.

Three pairs: a clause put in front of all others, so that every label is another; every clause amended by a word;
and both at once, which leaves a comparison nothing to hold on to but the likeness of words.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

from oc_training.places import CHECKOUT
from oc_training.policy.comparison import compare
from oc_training.policy.model import Revision
from oc_training.policy.notation import parse_revision

CLAUSES = 350
A_LIST = 70
WORDS = 28
REPEATS = 7

_SOURCE = (CHECKOUT / "content" / "3-400" / "2021-06-14.md").read_text(encoding="utf-8")
_VOCABULARY = sorted({word.strip('.,;:()"*') for word in _SOURCE.split("# I.")[1].split() if word.isalpha()})


def directive(count: int, duty: str, first: str = "") -> str:
    """The notation of a directive of so many clauses, each of some thirty words out of 3-400."""
    texts = [first] if first else []
    for number in range(count):
        own = " ".join(_VOCABULARY[(number * 31 + at * at * 7 + number * at) % len(_VOCABULARY)] for at in range(WORDS))
        texts.append(f"Employees {duty} {own}.")
    lines = [_SOURCE[: _SOURCE.index("# I.")], "# I. RULES", ""]
    for at in range(0, len(texts), A_LIST):
        lines += [f"{chr(65 + at // A_LIST)}. Part {at // A_LIST}", ""]
        for place, text in enumerate(texts[at : at + A_LIST], 1):
            lines += [f"   {place}. {text}", ""]
    return "\n".join(lines)


def least(do: Callable[[], object]) -> float:
    """Seconds of processor time: the least of several runs."""
    times = []
    for _ in range(REPEATS):
        before = time.process_time()
        do()
        times.append(time.process_time() - before)
    return min(times)


def main() -> None:
    """Print a line for each pair."""
    old = directive(CLAUSES, "shall")
    for what, new in (
        ("every label another", directive(CLAUSES, "shall", "Be careful with everything that is said here.")),
        ("every clause amended", directive(CLAUSES, "may")),
        ("both at once", directive(CLAUSES, "may", "Be careful with everything that is said here.")),
    ):
        parsing = least(lambda: (parse_revision(old, ""), parse_revision(new, "")))  # noqa: B023  done at once
        comparing = min(_compared(parse_revision(old, ""), parse_revision(new, "")) for _ in range(REPEATS))
        sys.stdout.write(
            f"{what:<22} parsing both {parsing * 1e3:6.1f} ms, comparing {comparing * 1e3:6.1f} ms, "
            f"{comparing / parsing:.2f} x\n"
        )


def _compared(old: Revision, new: Revision) -> float:
    """Of two revisions just parsed, so that nothing of them is known yet."""
    before = time.process_time()
    compare(old, new)
    return time.process_time() - before


if __name__ == "__main__":
    main()
