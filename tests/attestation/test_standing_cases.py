"""The worked examples of ``standing_cases.txt``, each line with an arrow a claim of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import msgspec
import pytest

from oc_training.attestation.figures import Schedule
from oc_training.roster.model import DutyStatus
from tests.attestation.histories import DIRECTIVE, Tale

FILE = Path(__file__).with_name("standing_cases.txt")

_LINE = re.compile(r"  (\d{4}-\d\d-\d\d)  (.*)")
_CLAIM = re.compile(r"-> (?:(nothing)|(\w+), (none|[0-9-]+): (.+))")
_DUTY = {"on leave": DutyStatus.ON_LEAVE, "back on duty": DutyStatus.ON_DUTY, "separated": DutyStatus.SEPARATED}


@dataclass(frozen=True)
class Example:
    title: str
    schedule: tuple[tuple[str, str], ...]
    happened: tuple[tuple[date, str], ...]
    claims: tuple[tuple[date, str], ...]


def examples() -> Iterator[Example]:
    text = FILE.read_text(encoding="utf-8")
    for block in text.split("\nExample: ")[1:]:
        title, *lines = block.rstrip().split("\n")
        settings = [line.split(maxsplit=2)[1:] for line in lines if line.startswith("  schedule: ")]
        dated = [found.groups() for line in lines if (found := _LINE.fullmatch(line))]
        assert len(settings) + len(dated) == len(lines), f"a line of '{title}' is not understood"
        days = [(date.fromisoformat(day), words) for day, words in dated]
        yield Example(
            title,
            tuple((name, words) for name, words in settings),
            tuple(item for item in days if not item[1].startswith("->")),
            tuple(item for item in days if item[1].startswith("->")),
        )


EXAMPLES = tuple(examples())


def test_the_arithmetic_names_the_revision_that_came_while_somebody_was_overdue() -> None:
    (example,) = [each for each in EXAMPLES if each.title.startswith("A material revision while overdue")]
    standing = told(example).standing(date(2021, 9, 30))
    assert standing is not None
    (line,) = [line for line in standing.lines if "while overdue" in line.text]
    assert line.source == standing.lines[0].source
    assert line.text == (
        "Revision B came while overdue on the earlier text since 2021-08-20; the new one gives its own days."
    )
    assert standing.late_before == date(2021, 8, 20)


def told(example: Example) -> Tale:
    tale = Tale()
    for name, words in example.schedule:
        change(tale, name, words)
    for _, words in example.happened:
        if words.startswith("started "):
            tale.started = date.fromisoformat(words.removeprefix("started "))
        if words.startswith("put on the roster, started "):
            tale.started = date.fromisoformat(words.removeprefix("put on the roster, started "))
    if not any("started " in words for _, words in example.happened):
        tale.start(tale.started)
    for day, words in example.happened:
        happen(tale.on(day), words)
    return tale


def change(tale: Tale, name: str, words: str) -> None:
    """Change one line of the schedule, written ``grace_days 3``, ``units Patrol, Traffic`` or ``units everybody``."""
    table = msgspec.to_builtins(tale.schedule)
    if name in {"units", "ranks"}:
        names = [] if words == "everybody" else words.split(", ")
        table["assigned"] = [{"directive": DIRECTIVE, name: names}] if names else []
    else:
        table[name] = {"yes": True, "no": False}.get(words, int(words) if words.isdigit() else words)
    tale.schedule = msgspec.convert(table, Schedule)


def about_the_rules(tale: Tale, words: str) -> bool:
    """Lines about the schedule as it is recorded; whether this was one."""
    if words == "the schedule is recorded":
        tale.record_rules()
    elif words.startswith("new schedule: "):
        change(tale, *words.removeprefix("new schedule: ").split(maxsplit=1))
        tale.record_rules()
    else:
        return False
    return True


def about_the_duty(tale: Tale, words: str) -> bool:
    """Lines about moves, exemptions and assignments; whether this was one."""
    what, _, day = words.partition(" from ")
    since = date.fromisoformat(day) if day else tale.clock.now().date()
    if moved := re.fullmatch(r"moved to ([\w ]+?)(?: as (\w+))?", what):
        tale.move(moved[1], moved[2] or "", since)
    elif corrected := re.fullmatch(r"the move is corrected to ([0-9-]+)", what):
        tale.correct_move(date.fromisoformat(corrected[1]))
    elif exempt := re.fullmatch(r"exempt(?: through ([0-9-]+))?", what):
        tale.exempt(since, date.fromisoformat(exempt[1]) if exempt[1] else None)
    elif what == "exemption ends":
        tale.end_exemption(since)
    elif what == "assigned by name":
        tale.assign(since)
    elif what == "assignment ends":
        tale.end_assignment(since)
    else:
        return False
    return True


def happen(tale: Tale, words: str) -> None:
    if about_the_rules(tale, words) or about_the_duty(tale, words):
        return
    what, _, day = words.partition(" from ")
    if what in _DUTY:
        tale.duty(_DUTY[what], date.fromisoformat(day) if day else tale.clock.now().date())
    elif issued := re.fullmatch(r"issued (\w+), ([a-z ]+?)(?:, in force ([0-9-]+))?", words):
        tale.issue(issued[1], issued[2], date.fromisoformat(issued[3]) if issued[3] else None)
    elif paper := re.fullmatch(r"paper of ([0-9-]+)", words):
        tale.paper(date.fromisoformat(paper[1]))
    elif corrected := re.fullmatch(r"corrected(?:: never was| to ([0-9-]+))", words):
        tale.correct_duty(date.fromisoformat(corrected[1]) if corrected[1] else None)
    elif words.startswith(("started ", "put on the roster")):
        tale.start(tale.started)
    elif words == "signs":
        assert tale.sign(), "there was nothing to sign"
    else:
        {
            "declines": tale.decline,
            "asks for paper": tale.ask_for_paper,
            "fails": tale.fail,
            "released": tale.release,
            "the signature is voided": tale.void,
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
    assert len(EXAMPLES) >= 60
    assert len(claims) >= 150
    for example in EXAMPLES:
        tale = told(example)
        for day, _ in example.claims:
            standing = tale.standing(day)
            if standing is not None:
                assert standing.lines[-1].source == "result"
                assert standing.reason in standing.lines[-1].text
                sources = (line.source for line in standing.lines)
                assert all(re.fullmatch(r"entry \d+|schedule(: \w+)?|roster|ledger|result", name) for name in sources)
