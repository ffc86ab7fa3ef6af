"""A second directive, invented, of another shape than 3-400: seven sections, four levels, paragraphs inside clauses.

Two revisions of it. In the later one a section has moved up (*ACCESS* stands before *STORAGE*), so that every label
of two sections is another, and a few words have changed.
"""

from __future__ import annotations

NUMBER = "8-250"
FIRST = "2024-03-01"
SECOND = "2025-09-15"

HEAD = """\
---
directive: 8-250
title: {title}
agency: Oak Creek Police Department
effective: {revision}
reviewed: {revision}
signed_off: {revision}
applicability: Sworn Personnel
critical_policy: yes
open_record: no
total_pages: 2
source: directive-8-250-{revision}.txt
change: {change}
change_note: Written for a test.
---

"""

PURPOSE = """\
I. PURPOSE

Lockers keep evidence between the street and the property room.
"""
DEFINITIONS = """\
{numeral}. DEFINITIONS

A. *Locker* - A numbered steel box with two locks.

B. *Transfer slip* - The form that goes with an item from hand to hand.
"""
INTAKE = """\
{numeral}. INTAKE

A. At the desk

   1. An officer who brings an item in shall:

      a. Fill in a transfer slip with:

         1) the number of the case,

         2) the time of the seizure,

         3) Other

      b. Choose a locker that is:

         1) empty and clean,

         2) Other

      The slip goes into the locker with the item.

   2. Nobody leaves an item on the counter.

B. After hours

   1. The shift supervisor {duty} open the intake window; unless:

      a. the item is a firearm.
"""
STORAGE = """\
{numeral}. STORAGE

A. Lockers are checked on the first Monday of the month by two people who sign the list together.

B. Wet items are dried before they are stored.
"""
ACCESS = """\
{numeral}. ACCESS

A. Only the property clerk and the shift supervisor carry keys to the lockers in the hall.

B. A key that is lost is reported before the end of the shift{lost}.
"""
END = """\
{numeral}. REVIEW

This directive is looked at every second year.

# REFERENCE:

Form 31 - Transfer Slip

---

A. Nobody

Chief of Police
"""


def first() -> str:
    """The text as it was first issued."""
    parts = (
        PURPOSE, DEFINITIONS.format(numeral="II"), INTAKE.format(numeral="III", duty="shall not"),
        STORAGE.format(numeral="IV"), ACCESS.format(numeral="V", lost=""), END.format(numeral="VI"),
    )  # fmt: skip
    return HEAD.format(title="EVIDENCE LOCKERS", revision=FIRST, change="first issue") + _joined(parts)


def second() -> str:
    """The text after the review: ACCESS before STORAGE, a ban turned into a permission, a clause made longer."""
    parts = (
        PURPOSE, DEFINITIONS.format(numeral="II"), INTAKE.format(numeral="III", duty="may"),
        ACCESS.format(numeral="IV", lost=" and the lock is changed"), STORAGE.format(numeral="V"),
        END.format(numeral="VI"),
    )  # fmt: skip
    return HEAD.format(title="LOCKERS FOR EVIDENCE", revision=SECOND, change="material") + _joined(parts)


def _joined(parts: tuple[str, ...]) -> str:
    return "\n".join(f"# {part}" for part in parts)
