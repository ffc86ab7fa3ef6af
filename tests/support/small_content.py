"""Content files of a small department: one directive of three sections, five questions, and ways to change them."""

from __future__ import annotations

import shutil
from pathlib import Path

from oc_training.places import CHECKOUT

DIRECTIVE = "9-100"
FIRST = "2025-01-06"
BANK = f"quizzes/{DIRECTIVE}.md"

TEXT = """\
---
directive: 9-100
title: RADIO PROCEDURE
agency: Oak Creek Police Department
effective: {revision}
reviewed: {revision}
signed_off: {revision}
applicability: All Employees
critical_policy: unmarked
open_record: unmarked
total_pages: 1
source: directive-9-100-{revision}.txt
change: {change}
change_note: Written for a test.
---

# I. PURPOSE

This directive says how employees use the radio.

# II. DEFINITIONS

A. *Dispatch* - The room in which calls are answered.

B. *Call sign* - The name under which a unit answers.

# III. PROCEDURE

A. Every unit answers under its call sign.

B. Nobody jokes on the air{words}.
"""

QUESTIONS = {
    "RA-01": ("I¶1", "no", "how employees use the radio"),
    "RA-02": ("II.A", "no", "The room in which calls are answered"),
    "RA-03": ("II.B", "no", "The name under which a unit answers"),
    "RA-04": ("III.A", "yes", "Every unit answers under its call sign"),
    "RA-05": ("III.B", "no", "Nobody jokes on the air"),
}
"""Every question with the clause it cites, whether it is critical, and the words that decide it."""


def small_content(folder: Path) -> Path:
    """A folder with ``content/`` and ``quizzes/``: the schedule, statement and agency of the project, and 9-100."""
    (folder / "content").mkdir(parents=True)
    (folder / "quizzes").mkdir()
    for name in ("agency.toml", "schedule.toml", "statement.md"):
        shutil.copy(CHECKOUT / "content" / name, folder / "content" / name)
    put_revision(folder, FIRST, "first issue")
    put_bank(folder, FIRST)
    return folder


def put_revision(folder: Path, revision: str, change: str, words: str = "") -> None:
    """Write a revision; *words* are added to its last clause."""
    file = folder / "content" / DIRECTIVE / f"{revision}.md"
    file.parent.mkdir(exist_ok=True)
    file.write_text(TEXT.format(revision=revision, change=change, words=words), encoding="utf-8")


def put_bank(folder: Path, revision: str, source: str | None = None) -> None:
    """Write the bank, reviewed against *revision*."""
    (folder / BANK).write_text(source or bank_source(revision), encoding="utf-8")


def bank_source(revision: str = FIRST, *, draw: int = 4, title: str = "Radio") -> str:
    head = f"---\ndirective: 9-100\nrevision: {revision}\ntitle: {title}\npass_mark: 75\ndraw: {draw}\n---\n"
    return head + "".join(_question(name) for name in QUESTIONS)


def _question(name: str) -> str:
    cites, critical, words = QUESTIONS[name]
    return f"""
## {name} About {cites}

cites: {cites}
critical: {critical}

A unit asks over the air what {cites} says.

Which words decide it?

- [ ] The words about the weather at noon
  > Those are not there.
- [x] {words}
  > Those are the words.
- [ ] The words about the parking lot
  > Those are not there.

> Explanation: It says "{words}".
"""
