"""What whoever issues a revision is told of its questions before they do."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from oc_training.errors import ContentProblems
from oc_training.policy.model import Revision
from oc_training.reports.before_issue import check_lines, issue_lines
from tests.support.small_content import FIRST, bank_source, put_bank, put_revision, small_content
from tests.support.station import Station, new_station

NEXT = "2025-01-20"


@pytest.fixture
def station(tmp_path: Path) -> Station:
    """A small department's station some days after its set-up, with a revision to be issued."""
    station = new_station(tmp_path, small_content(tmp_path / "department"))
    station.stand_on(date(2025, 1, 22))
    put_revision(station.house.places.content, NEXT, "material", " or sings")
    return station


def told(station: Station, revision: Revision) -> tuple[list[str], list[str]]:
    beside, found = station.house.issuing.beside_the_last(revision), station.house.issuing.looked_through(revision)
    return list(issue_lines(beside, found)), list(check_lines(beside, found))


def test_red_questions_are_named_where_a_revision_can_be_issued_without_them(station: Station) -> None:
    """Its amended clause has another question, and the draw is full: nothing stands against it, and it is told."""
    source = bank_source().replace("cites: II.B\n", f"cites: III.B\nrevision: {NEXT}\n")
    source = source.replace('"The name under which a unit answers"', "so")
    put_bank(station.house.places.content, FIRST, source)
    station.house.content.renew()
    lines, warnings = told(station, station.house.issuing.ready("9-100", NEXT))
    assert lines == [
        f"Beside revision {FIRST}: 1 amended, 7 unchanged. Of 5 questions 4 fit, 1 out of the draw (RA-05).",
    ]
    every, warning = warnings
    assert every == "Every new or amended clause has a question that can be asked."
    assert "RA-05 was last looked through against revision 2025-01-06. III.B was amended." in warning


def test_what_stands_against_it_is_told_with_the_questions_that_wait(station: Station) -> None:
    station.house.content.renew()
    with pytest.raises(ContentProblems) as refused:
        station.house.issuing.ready("9-100", NEXT)
    said = [problem.message for problem in refused.value.problems]
    assert said[0] == f"III.B was amended in revision {NEXT}, and no question that can be asked cites it"
    assert said[1].startswith("RA-05 was last looked through")
    (revision,) = station.house.shelf.not_issued_yet()
    lines, said_too = told(station, revision)
    assert not any(line.startswith("Every new") for line in said_too)
    assert lines == [
        f"Beside revision {FIRST}: 1 amended, 7 unchanged. Of 5 questions 4 fit, 1 out of the draw (RA-05).",
        "It cannot be issued as it is: 1 thing to be mended, see oc-training check.",
    ]
