"""The checker's way of taking a directive's words from its notation gives what the program's own way gives."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from oc_training.errors import ContentProblems
from oc_training.ledger.audit import emphasis
from oc_training.ledger.audit.emphasis import without_emphasis
from oc_training.ledger.audit.texts import words_digest
from oc_training.policy.block_rule import directive_markdown
from oc_training.policy.notation import parse_revision
from oc_training.text import words_sha256
from tests.policy.conftest import NOTATION

SOURCE = NOTATION.read_text(encoding="utf-8")
BODY = SOURCE.index("# I.")
WORDS = [word.span() for word in re.compile(r"\w{4,}").finditer(SOURCE, BODY)]
MARKS = (
    "*{}*", "**{}**", "***{}***", "*{}", "{}*", "\\*{}\\*", "*\\*{}*", "\\\\*{}*", "*{}\\\\*", "{}*{}*", "*{}* *{}*",
    "*{}**{}*", "**{}***{}*", '**"{}"**x', "*{}*.", "*{} **{}** {}*", "_{}_", "__{}__", "*_{}_*", "_*{}*_", "{}_{}",
    "{}_{}_{}", "____{}", "\\_{}_", "_\\_{}__", "{}__", "_{}", "(_{}_)", "_{}._", "__init__ {}", "{}\\", "\\{}",
    "\\-{}", "\\&amp;{}", "&{}", "#{}", "\\#{}", "{}\n", "{}\n   ", "\n\n{}", "\n{}", "# {}", "\n# {}", "\n\n# {}\n\n",
    "--- {}", "\n---\n{}", "~{}~", "`{}`", "[{}](b)", "<{}>", "\u2014{}\u2014", "\u201c{}\u201d", "e\u0301{}",
    "\u00e9{}", "\u00a0{}", "\t{}", "\ufeff{}", "\r{}", "\r\n{}", "1. {}", "a. {}", "1\\. {}", "{}  \n", "\uff0a{}",
)  # fmt: skip


def accepted(source: str) -> str | None:
    """The digest that would be signed for, or None where the text is refused."""
    try:
        return parse_revision(source, "x").sha256
    except ContentProblems:
        return None


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(MARKS)), min_size=1, max_size=4))
@example([(WORDS[40], "*{}*"), (WORDS[90], "\\*{}")])
def test_whatever_the_notation_accepts_has_the_digest_that_is_signed_for(
    changes: list[tuple[tuple[int, int], str]],
) -> None:
    source = SOURCE
    for (start, end), mark in sorted(changes, reverse=True):
        source = source[:start] + mark.replace("{}", SOURCE[start:end]) + source[end:]
    signed_for = accepted(source)
    if signed_for is not None:
        assert words_digest(parse_revision(source, "x").source) == signed_for


@pytest.mark.parametrize("mark", MARKS)
def test_each_mark_alone_at_many_places(mark: str) -> None:
    for start, end in WORDS[:: len(WORDS) // 12]:
        source = SOURCE[:start] + mark.replace("{}", SOURCE[start:end]) + SOURCE[end:]
        signed_for = accepted(source)
        assert signed_for in {None, words_digest(source)}, source[start - 30 : end + 30]


def test_another_word_gives_another_digest_and_another_wrapping_does_not() -> None:
    assert words_digest("\ufeff" + SOURCE.replace("\n", "\r\n")) == words_digest(SOURCE)
    assert words_digest(SOURCE.replace("employees", "employes", 1)) != words_digest(SOURCE)


@settings(max_examples=1500, deadline=None)
@given(st.lists(st.sampled_from(["_", "__", "___", "*", "**", "a", "b c", " ", ".", "(", "\\", "\\_", "\\*", "\n", "\u2014", "\u00e9"]), max_size=24).map("".join))  # fmt: skip  # noqa: E501
def test_marks_of_emphasis_pair_as_the_notation_pairs_them(block: str) -> None:
    """Also those of underscores, which books may hold; stars without a partner and lost backslashes are refused."""
    block = "\n".join(line.strip() for line in block.split("\n"))
    tokens = directive_markdown().parseInline(block)[0].children or []
    words = "".join(" " if token.type in {"softbreak", "hardbreak"} else token.content for token in tokens)
    lost = any(token.type == "hardbreak" for token in tokens)
    if not lost and not any(token.type == "text" and "*" in token.content for token in tokens):
        assert without_emphasis(block).split() == words.split()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("shall _not_ post", "shall not post"),
        ("shall __not__ post", "shall not post"),
        ("*_shall_ not* post", "shall not post"),
        ("unit_four_b and ____", "unit_four_b and ____"),
        ("\\_not\\_ and _lone", "_not_ and _lone"),
        ("_one\n\ntwo_", "_one two_"),
    ],
)
def test_underscores_of_texts_that_were_accepted_count_as_they_did(typed: str, words: str) -> None:
    """Such emphasis is in books that are there, whatever the notation accepts today."""
    assert words_digest(f"---\ndirective: 9\n---\n\n# I. PURPOSE\n\nA. {typed}\n") == words_sha256(
        f"I. PURPOSE A. {words}"
    )


def plainly_paired(block: str) -> set[int]:
    """The same as written down in the specification: each closing mark looks at every mark before it."""
    found, waiting = set[int](), list[emphasis._Mark]()
    for mark in emphasis._marks(block):
        before = (
            number
            for number in range(len(waiting) - 1, -1, -1)
            if mark.closes and waiting[number].run != mark.run and waiting[number].opens
            if emphasis._pair(waiting[number], mark)
        )
        number = next(before, None)
        if number is None:
            waiting.append(mark)
            continue
        found |= {waiting[number].place, mark.place} if mark.sign == "_" else set()
        del waiting[number:]
    return found


@settings(max_examples=800, deadline=None)
@given(st.lists(st.sampled_from(["_", "__", "___", "____", "*", "**", "***", "a", " ", ".", "("]), max_size=60).map("".join))  # fmt: skip  # noqa: E501
def test_marks_pair_as_if_each_looked_at_all_before_it(block: str) -> None:
    assert emphasis._paired(block) == plainly_paired(block)


@pytest.mark.parametrize("mark", ["a_ ", "_a ", "*a ", "a* _a", "(_(", "*_a_", "a___ *", "_*"])
@pytest.mark.parametrize("run", ["{}", "({}("])
def test_the_work_grows_only_as_the_text_does(mark: str, run: str, monkeypatch: pytest.MonkeyPatch) -> None:
    looks, pair = [0], emphasis._pair

    def counted(opening: emphasis._Mark, closing: emphasis._Mark) -> bool:
        looks[0] += 1
        return pair(opening, closing)

    monkeypatch.setattr(emphasis, "_pair", counted)
    block = run.format(mark * 4000)
    without_emphasis(block + "_")
    assert looks[0] <= 12 * (len(block) + 1)


def test_a_long_run_that_opens_and_closes_is_not_looked_at_by_each_of_its_own_marks() -> None:
    began = time.process_time()
    without_emphasis(f"({'_' * 20_000}(")
    assert time.process_time() - began < 2
