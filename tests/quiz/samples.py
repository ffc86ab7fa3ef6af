"""A small good bank, and ways to spoil it."""

from __future__ import annotations

from oc_training.errors import ContentProblems
from oc_training.quiz.notation import parse_bank

PATH = "quizzes/9-100.md"

GOOD = """\
---
directive: 9-100
revision: 2021-06-14
title: Radio scenarios
pass_mark: 80
draw: 2
reviewed: 2026-03-04 Sgt. Example
---

## RA-01 Held over at shift end

cites: III.A.2.a, III.A.2
critical: yes

A dispatcher is ordered to stay four more hours. At her console she
uses **her own phone** to tell her family.

The console is quiet at the time.

How does the directive treat *that* message?

- [ ] It is barred during work hours,
  whatever the reason.
  > The general rule says so,
  > and then lists exceptions.
- [x] It falls under the exception for exigent circumstances.
  > Telling family of extended hours is the directive's own example.
- [ ] It is outside the rule, because the phone is hers.
  > Personal devices are named too.

> Explanation: The passage excepts messages "When exigent circumstances dictate".
> Hers is one.

## RA-02 A word defined
cites: II.A
shuffle: no
reviewed: 2026-04-01 Sgt. Example

What is an avatar?

- [x] A user's representation of himself or herself.
  > That is the definition.

- [ ] A site for online discussions.
  > That is a forum.

- [ ] A private chat room.
  > That belongs to another definition.

> Explanation: The definition is "A user's representation of himself/herself, or an alter ego."
"""


def line_of(text: str, source: str = GOOD) -> int:
    """The number of the first line that holds *text*."""
    return next(number for number, line in enumerate(source.split("\n"), start=1) if text in line)


def spoiled(*edits: tuple[str, str]) -> str:
    """The good bank with each first text replaced by the second, once."""
    source = GOOD
    for old, new in edits:
        assert old in source, old
        source = source.replace(old, new, 1)
    return source


def problems_of(source: str) -> list[str]:
    """What is printed about a bank, errors and warnings alike."""
    try:
        bank = parse_bank(source, PATH)
    except ContentProblems as error:
        return [str(problem) for problem in error.problems]
    return [str(problem) for problem in bank.warnings]
