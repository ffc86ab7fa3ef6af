"""The worked examples of ``standing_cases.txt``, each line with an arrow a claim of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from oc_training.roster.model import DutyStatus
from tests.attestation.histories import Tale

FILE = Path(__file__).with_name("standing_cases.txt")

_LINE = re.compile(r"  (\d{4}-\d\d-\d\d)  (.*)")
_CLAIM = re.compile(r"-> (?:(nothing)|(\w+), (none|[0-9-]+): (.+))")
_DUTY = {"on leave": DutyStatus.ON_LEAVE, "back on duty": DutyStatus.ON_DUTY, "separated": DutyStatus.SEPARATED}


@dataclass(frozen=True)
class Example:
    title: str
    schedule: tuple[tuple[str, int], ...]
    happened: tuple[tuple[date, str], ...]
    claims: tuple[tuple[date, str], ...]


def examples() -> Iterator[Example]:
    text = FILE.read_text(encoding="utf-8")
    for block in text.split("\nExample: ")[1:]:
        title, *lines = block.rstrip().split("\n")
        settings = [line.split()[1:] for line in lines if line.startswith("  schedule: ")]
        dated = [found.groups() for line in lines if (found := _LINE.fullmatch(line))]
        assert len(settings) + len(dated) == len(lines), f"a line of '{title}' is not understood"
        days = [(date.fromisoformat(day), words) for day, words in dated]
        yield Example(
            title,
            tuple((name, int(figure)) for name, figure in settings),
            tuple(item for item in days if not item[1].startswith("->")),
            tuple(item for item in days if item[1].startswith("->")),
        )


EXAMPLES = tuple(examples())


def told(example: Example) -> Tale:
    tale = Tale()
    for name, figure in example.schedule:
        tale.schedule = replace(tale.schedule, **{name: figure})
    for _, words in example.happened:
        if words.startswith("started "):
            tale.started = date.fromisoformat(words.removeprefix("started "))
    if not any(words.startswith("started ") for _, words in example.happened):
        tale.start(tale.started)
    for day, words in example.happened:
        happen(tale.on(day), words)
    return tale


def happen(tale: Tale, words: str) -> None:
    what, _, day = words.partition(" from ")
    if what in _DUTY:
        tale.duty(_DUTY[what], date.fromisoformat(day) if day else tale.clock.now().date())
    elif issued := re.fullmatch(r"issued (\w+), ([a-z ]+?)(?:, in force ([0-9-]+))?", words):
        tale.issue(issued[1], issued[2], date.fromisoformat(issued[3]) if issued[3] else None)
    elif paper := re.fullmatch(r"paper of ([0-9-]+)", words):
        tale.paper(date.fromisoformat(paper[1]))
    elif words.startswith("started "):
        tale.start(tale.started)
    elif words == "signs":
        assert tale.sign(), "there was nothing to sign"
    else:
        {
            "declines": tale.decline,
            "asks for paper": tale.ask_for_paper,
            "fails": tale.fail,
            "released": tale.release,
        }[words]()


@pytest.mark.parametrize("example", EXAMPLES, ids=[example.title for example in EXAMPLES])
def test_standing_due_date_and_reason_are_as_worked_out_by_hand(example: Example) -> None:
    tale = told(example)
    for day, claim in example.claims:
        standing = tale.standing(day)
        wanted = _CLAIM.fullmatch(claim)
        assert wanted, f"'{claim}' is not understood"
        if wanted[1]:
            assert standing is None
            continue
        assert standing is not None, day
        shown = (standing.kind.value, str(standing.due or "none"), standing.reason)
        assert shown == (wanted[2], wanted[3], wanted[4]), f"on {day}"


def test_the_file_holds_many_examples_and_every_line_of_reasoning_ends_in_its_result() -> None:
    claims = [(example, claim) for example in EXAMPLES for claim in example.claims]
    assert len(EXAMPLES) >= 35
    assert len(claims) >= 80
    for example in EXAMPLES:
        tale = told(example)
        for day, _ in example.claims:
            standing = tale.standing(day)
            if standing is not None:
                assert standing.lines[-1].source == "result"
                assert standing.reason in standing.lines[-1].text
                sources = (line.source for line in standing.lines)
                assert all(re.fullmatch(r"entry \d+|schedule(: \w+)?|roster|ledger|result", name) for name in sources)
