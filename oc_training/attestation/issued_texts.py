"""Texts as issued beside the files they came from: which came before which, and whether a file was changed since."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from oc_training.policy.comparison import ChangeKind, ClauseChange, compare
from oc_training.policy.model import Revision
from oc_training.policy.word_changes import marked

IssuedOf = Callable[[str], tuple[Revision, ...]]
"""Gives the issued texts of a directive in the order in which they were issued."""

MOST_NAMED = 4
"""So many clauses that differ are named in a sentence."""

AROUND = 40
"""Characters shown before a change; three times as many from it on."""


def none_issued(_: str) -> tuple[Revision, ...]:
    """The issued texts where there is no station."""
    return ()


def before_of(revision: Revision, issued: Sequence[Revision], files: Iterable[Revision]) -> Revision | None:
    """The text that *revision* comes after; None where it is the first.

    Where anything was issued that is the one issued before it, for a draft the one issued last: other drafts were
    never in force. Where nothing was, it is the newest of the older files.
    """
    if not issued:
        return max((each for each in files if each.id < revision.id), key=lambda each: each.id, default=None)
    ids = [each.id for each in issued]
    earlier = issued[: ids.index(revision.id)] if revision.id in ids else issued
    return earlier[-1] if earlier else None


def changed_after_issue(issued: Revision, file: Revision) -> str:
    """A sentence if the words of *file* are not those that were issued under its name; empty if they are."""
    if issued.sha256 == file.sha256:
        return ""
    differs = _what_differs(issued, file)
    return (
        f"The words of Directive {file.directive}, revision {file.id}, were changed in its file after it was issued: "
        f"{differs}{'' if differs.endswith('.') else '.'} Issued words never change; put the file back, or make a new "
        "revision."
    )


def _what_differs(issued: Revision, file: Revision) -> str:
    """The clauses whose words or labels differ, the first of them word by word."""
    differing = [change for change in compare(issued, file).clauses if change.kind is not ChangeKind.UNCHANGED]
    first = differing[0]
    named = f"{first.clause.citation} ({first.kind}): {_excerpt(first)}"
    more = [change.clause.citation for change in differing[1:MOST_NAMED]]
    left = len(differing) - 1 - len(more)
    others = f", {left} more" if left > 0 else ""
    return f"{named}; also {', '.join(more)}{others}" if more else named


def _excerpt(change: ClauseChange) -> str:
    """The words of a changed clause with their marks, from a little before the first change on."""
    words = marked(change.words)
    at = max(words.find("["), 0)
    start = words.rfind(" ", 0, max(at - AROUND, 0)) + 1
    shown = words[start : at + 3 * AROUND]
    return f"{'... ' if start else ''}{shown}{' ...' if len(words) > at + 3 * AROUND else ''}"
