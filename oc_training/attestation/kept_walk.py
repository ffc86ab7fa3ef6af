"""What of a walk that was kept still counts: after an interruption, and after another revision came in force.

A walk lies in a file that nobody seals, and the text it belongs to can be succeeded while it lies there. So nothing of
it is taken as it is: it counts as far as it fits the words and the questions that are signed now.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from oc_training.attestation.signature_events import ChangesRecord, DisplayRecord
from oc_training.attestation.visits import placed
from oc_training.attestation.walk import Course, Walk


def believable(walk: Walk, course: Course) -> Walk:
    """Of a walk that was kept in a file, what fits the revision and the bank.

    The file is not sealed. What changed counts if it was a comparison of these two texts; displays count as far as
    they follow the order of the sections and their words, those carried over from an earlier revision wherever they
    stand; clauses shown as far as they stand in the section under way; an attempt counts if it is one that could have
    been drawn here, and its answers, given again, are marked the same.
    """
    displays = tuple(_believable_displays(walk, course))
    carried = tuple(display.section for display in displays if display.section in walk.carried)
    attempt = walk.attempt if walk.attempt and course.could_hold(walk.attempt) else None
    changes = walk.changes if walk.changes and _is_of(walk.changes, course) else None
    walk = msgspec.structs.replace(walk, changes=changes, displays=displays, carried=carried, attempt=attempt)
    return placed(walk, course, walk.place, ())


def _believable_displays(walk: Walk, course: Course) -> Iterator[DisplayRecord]:
    waiting = list(walk.displays)
    in_order = True
    for section in course.revision.sections:
        if not waiting or (waiting[0].section, waiting[0].sha256) != (section.id, section.sha256):
            in_order = False
            continue
        display = waiting.pop(0)
        if in_order or (section.id in walk.carried and display.complete):
            yield display
        in_order = in_order and display.complete


def _is_of(changes: ChangesRecord, course: Course) -> bool:
    named = (changes.revision, changes.signature, changes.issued_entry, changes.old_sha256, changes.new_sha256)
    return course.since is not None and named == course.since.names


def carried_over(before: Walk, walk: Walk, course: Course) -> Walk:
    """A new *walk* with what still holds of the one *before*, whose revision is not in force any more.

    A section that stands word for word and label for label in the new text was displayed, whichever revision it was
    displayed in: its times are kept. Of the scenarios nothing is: they belong to the attempt, which is drawn anew.
    """
    known = {(display.section, display.sha256): display for display in before.displays if display.complete}
    found = (known.get((section.id, section.sha256)) for section in course.revision.sections)
    displays = tuple(display for display in found if display is not None)
    carried = tuple(display.section for display in displays)
    return msgspec.structs.replace(walk, displays=displays, carried=carried, told_of_haste=before.told_of_haste)
