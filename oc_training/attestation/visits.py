"""How sections were displayed: what a stay in a section adds to a walk, and to the record of what was on the screen."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

import msgspec

from oc_training.attestation.signature_events import ChangesRecord, DisplayRecord
from oc_training.attestation.since_signed import CHANGES, SinceSigned
from oc_training.attestation.walk import Course, Walk, display_of, is_complete
from oc_training.errors import OutOfOrder
from oc_training.policy.model import Section

FASTEST_WORDS_A_MINUTE = 400
"""Faster than this nobody reads a directive; it is said once, kindly, and changes nothing."""


def section_under_way(walk: Walk, course: Course) -> Section | None:
    """The first section that is not displayed to its end, what changed before all others; None when all are."""
    if course.since is not None and not is_complete(walk, CHANGES):
        return course.since.section
    return next((each for each in course.revision.sections if not is_complete(walk, each.id)), None)


def placed(walk: Walk, course: Course, place: str, shown: Collection[str]) -> Walk:
    """The walk with the clause now at the top of the screen, and with what has been *shown* of the section under way.

    What was shown before stays shown; citations of other sections are left out.
    """
    section = section_under_way(walk, course)
    clauses = section.clauses if section is not None else ()
    known = {*walk.shown, *shown}
    kept = tuple(clause.citation for clause in clauses if clause.citation in known)
    return msgspec.structs.replace(walk, place=place, shown=kept)


@dataclass(frozen=True, slots=True)
class Visit:
    """One stay in a section, as the reader measured it."""

    section: Section
    first: str
    """Stamp of the moment it came on the screen."""
    last: str
    seconds: int
    whole: bool
    """Whether every letter of the section has been on the screen, in this visit or those before it."""
    place: str
    """Citation of the clause at the top of the screen at the end of the visit."""
    shown: tuple[str, ...] = ()
    """Citations of the clauses that have been on the screen whole."""


def visited(walk: Walk, course: Course, visit: Visit) -> Walk:
    """The walk after a section was on the screen for a while.

    Raises:
        OutOfOrder: when the section before it was not displayed to its end, or its questions are not answered yet.
        NotFound: when the directive has no such section.
    """
    section = course.section(visit.section.id)
    if not course.may_read(walk, section.id):
        raise OutOfOrder(f"Section {section.id} opens when what comes before it is done.")
    if course.since is not None and section is course.since.section:
        walk = msgspec.structs.replace(walk, changes=_changes_display(walk.changes, course.since, visit))
        if is_complete(walk, CHANGES):
            return msgspec.structs.replace(walk, place="", shown=())  # the sections begin at their beginning
    else:
        displays = _in_printed_order(course, [*walk.displays, _display(display_of(walk, section.id), section, visit)])
        walk = msgspec.structs.replace(walk, displays=displays)
    return placed(walk, course, visit.place, visit.shown)


def _display(before: DisplayRecord | ChangesRecord | None, section: Section, visit: Visit) -> DisplayRecord:
    """The record of a section, over this visit and those before it."""
    return DisplayRecord(
        section=section.id,
        sha256=section.sha256,
        first=before.first if before else visit.first,
        last=visit.last,
        seconds=visit.seconds + (before.seconds if before else 0),
        visits=1 + (before.visits if before else 0),
        complete=visit.whole or (before.complete if before else False),
    )


def _changes_display(before: ChangesRecord | None, since: SinceSigned, visit: Visit) -> ChangesRecord:
    """The record of what changed, over this visit and those before it."""
    revision, signature, issued_entry, old_sha256, new_sha256 = since.names
    shown = _display(before, since.section, visit)
    return ChangesRecord(
        revision=revision,
        signature=signature,
        issued_entry=issued_entry,
        old_sha256=old_sha256,
        new_sha256=new_sha256,
        first=shown.first,
        last=shown.last,
        seconds=shown.seconds,
        visits=shown.visits,
        complete=shown.complete,
    )


def _in_printed_order(course: Course, displays: Iterable[DisplayRecord]) -> tuple[DisplayRecord, ...]:
    """One record a section, the latest: a section between others that were carried over comes where it stands."""
    latest = {display.section: display for display in displays}
    return tuple(latest[section.id] for section in course.revision.sections if section.id in latest)


def goes_too_fast(walk: Walk, section: Section) -> bool:
    """Whether a section, over all visits, was on the screen for less time than its words take to read."""
    display = display_of(walk, section.id)
    if display is None or not display.complete:
        return False
    return display.seconds * FASTEST_WORDS_A_MINUTE < section.words * 60
