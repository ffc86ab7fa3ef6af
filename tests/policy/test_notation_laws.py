"""Laws of the notation: re-wrapping changes nothing, one letter changes one clause, nothing breaks the reader."""

from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oc_training.errors import ContentProblems
from oc_training.policy.labels import INDENT
from oc_training.policy.model import Clause, ClauseKind, Revision
from oc_training.policy.notation import LARGEST_FILE, parse_revision
from oc_training.text import squash
from tests.policy.conftest import NOTATION
from tests.policy.test_notation_messages import HEAD

REAL = NOTATION.read_text(encoding="utf-8")
REAL_HEAD = REAL[: REAL.index("# I.")]

SNIPPETS = (
    "*", "**", "_", "[", "](", "`", "```\n", "<b>", "&amp;", "\\", "---\n", "# ", "## X\n", "A. ", "\n\n1. ", "(a) ",
    "\n", "\n\n", "   ", "\t", "| a |\n", "* ", "- ", "\x00", "\u202e", "\ud800", "\r", "e\u0301", "IV. ",
)  # fmt: skip

CHANGE = st.tuples(
    st.integers(0, len(REAL)), st.integers(0, 12), st.one_of(st.sampled_from(SNIPPETS), st.text(max_size=4))
)
PLAIN_CHARACTER = st.characters(categories=["L", "Nd", "Po"], exclude_characters="*\\`<&_#[]()")

relaxed = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def outcome(source: str) -> Revision | ContentProblems:
    """A revision or all problems of *source*; anything else fails the test."""
    try:
        return parse_revision(source, "x.md")
    except ContentProblems as problems:
        return checked(problems, source)


def checked(told: ContentProblems, source: str) -> ContentProblems:
    """*told*, its problems in order and each on a line that *source* has."""
    last = source.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
    assert told.problems
    assert list(told.problems) == sorted(told.problems)
    assert all(1 <= problem.line <= last for problem in told.problems)
    return told


def rewrapped(source: str, width: int) -> str:
    """*source* with the words of each block below the front matter wrapped anew, wherever a line happens to end."""
    blocks = source.removeprefix(REAL_HEAD).rstrip("\n").split("\n\n")
    return REAL_HEAD + "\n\n".join(_wrapped(block, width) for block in blocks) + "\n"


def _wrapped(block: str, width: int) -> str:
    indent = len(block) - len(block.lstrip())
    first, *words = block.split()
    labelled = len(first) == 2 and first[1] in ".)"
    further = " " * (indent + (INDENT if labelled else 0))
    if first in ("#", "---"):
        return block
    lines = [" " * indent + first]
    for word in words:
        if len(lines[-1]) + 1 + len(word) > width:
            lines.append(further + word)
        else:
            lines[-1] += f" {word}"
    return "\n".join(lines)


def digests(revision: Revision) -> list[tuple[str, str]]:
    return [(clause.citation, clause.sha256) for clause in revision.clauses]


@given(width=st.integers(60, 120))
@relaxed
def test_wrapping_anew_at_any_width_leaves_every_digest(revision: Revision, width: int) -> None:
    wrapped = parse_revision(rewrapped(REAL, width), "x.md")
    assert digests(wrapped) == digests(revision)
    assert [section.sha256 for section in wrapped.sections] == [section.sha256 for section in revision.sections]
    assert (wrapped.sha256, wrapped.clauses[4].runs) == (revision.sha256, revision.clauses[4].runs)


@given(width=st.integers(1, 60))
@relaxed
def test_wrapping_that_sets_a_dash_or_an_initial_at_a_line_start_is_told_and_never_taken(
    revision: Revision, width: int
) -> None:
    wrapped = outcome(rewrapped(REAL, width))
    if isinstance(wrapped, Revision):
        assert digests(wrapped) == digests(revision)
    else:
        assert all(
            "begins this line like" in problem.message or "signature block stands alone" in problem.message
            for problem in wrapped.problems
        )


@given(at=st.integers(0, 10_000), letter=st.sampled_from("qxZ7é"))
@relaxed
def test_changing_one_letter_changes_exactly_one_clause_digest(revision: Revision, at: int, letter: str) -> None:
    body_at = len(REAL_HEAD)
    letters = [place for place in range(body_at, len(REAL)) if REAL[place].isalpha() and _inside_word(place)]
    place = letters[at % len(letters)]
    if REAL[place] == letter:
        return
    changed = parse_revision(REAL[:place] + letter + REAL[place + 1 :], "x.md")
    different = [new for new, old in zip(digests(changed), digests(revision), strict=True) if new != old]
    assert len(different) == 1
    assert changed.sha256 != revision.sha256
    sections = zip(changed.sections, revision.sections, strict=True)
    assert sum(new.sha256 != old.sha256 for new, old in sections) == 1


def _inside_word(place: int) -> bool:
    """Whether a letter may be changed without touching a label or a heading's numeral."""
    return REAL[place - 1].islower() and REAL[place].islower() and REAL[place - 2].isalpha()


@given(changes=st.lists(CHANGE, min_size=1, max_size=6))
@settings(max_examples=40, deadline=None)
def test_a_damaged_directive_gives_a_revision_or_all_its_problems(changes: list[tuple[int, int, str]]) -> None:
    source = REAL
    for at, removed, added in changes:
        source = source[:at] + added + source[at + removed :]
    outcome(source)


@given(body=st.lists(st.one_of(st.sampled_from(SNIPPETS), st.text(max_size=8)), max_size=40).map("".join))
@settings(max_examples=50, deadline=None)
def test_any_text_gives_a_revision_or_all_its_problems(body: str) -> None:
    outcome(body)
    outcome(HEAD + body)
    outcome(f"{HEAD}# I. R\n\n{body}")


@given(words=st.lists(st.text(PLAIN_CHARACTER, min_size=1), min_size=1))
@settings(max_examples=30, deadline=None)
def test_what_is_read_keeps_its_words_and_the_tree_holds_together(words: list[str]) -> None:
    found = outcome(f"{HEAD}# I. R\n\nA. w {' '.join(words)}\n")
    if isinstance(found, Revision):
        clause = found.clause("I.A")
        assert clause.text == squash(f"w {' '.join(words)}")
        assert all(holds_together(each, found) for each in found.clauses)


def holds_together(clause: Clause, revision: Revision) -> bool:
    if clause.kind in {ClauseKind.HEADING, ClauseKind.SIGNATURE}:
        return clause.parent is None
    return clause.parent is not None and clause in revision.children(clause.parent)


@pytest.mark.parametrize(
    "pattern",
    ["*", "[", "*a ", "a**b", "![", "`", "<", "&a", "\\", "_*", "|", "k: v\n", "- - ", "(", "1.", "\u0301"],
)
def test_a_megabyte_of_one_sign_is_answered_at_once(pattern: str) -> None:
    source = (f"{HEAD}# I. R\n\na " + pattern * LARGEST_FILE)[:LARGEST_FILE]
    before = time.process_time()
    outcome(source)
    assert time.process_time() - before < 5


@pytest.mark.parametrize(
    "block",
    [
        "*a" * 2_450 + "\n\n",
        "**x*y" * 950 + "\n\n",
        "a**b_c" * 800 + "\n\n",
        "_*_*" * 1_200 + "\n\n",
        "a. x\n\n",
        "(a) \n",
        "a\n\n",
    ],
)
def test_time_grows_no_faster_than_the_text(block: str) -> None:
    """A text four times as long may take four times as long; eight leaves room for a busy machine."""

    def seconds(size: int) -> float:
        source = f"{HEAD}# I. R\n\n" + block * (size // len(block))
        times = []
        for _ in range(8):  # the quickest of several is what the machine left undisturbed
            before = time.process_time()
            outcome(source)
            times.append(time.process_time() - before)
        return min(times)

    assert seconds(24_000) < 8 * max(seconds(6_000), 0.005)
