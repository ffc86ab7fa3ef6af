"""What both who put a revision in force are shown before they do."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from oc_training.kiosk.pages.board_acts import approve_act, issue_act
from oc_training.roster.pins import Secret
from tests.support.small_content import FIRST, bank_source, put_bank, put_revision, small_content
from tests.support.station import PIN, Station, new_station

NEXT = "2025-01-20"


@pytest.fixture
def station(tmp_path: Path) -> Station:
    """A small department's station some days after its set-up."""
    station = new_station(tmp_path, small_content(tmp_path / "department"))
    station.stand_on(date(2025, 1, 22))
    return station


def test_an_editorial_revision_that_changes_a_duty_is_told_to_both_who_put_it_in_force(station: Station) -> None:
    folder = station.house.places.content
    put_revision(folder, NEXT, "editorial")
    file = folder / "content" / "9-100" / f"{NEXT}.md"
    file.write_text(file.read_text(encoding="utf-8").replace("Nobody jokes", "Employees may joke"), encoding="utf-8")
    put_bank(folder, NEXT, bank_source(NEXT).replace("Nobody jokes", "Employees may joke"))
    (revision,) = station.house.shelf.not_issued_yet()
    session, issuing = station.sign_in("100"), station.house.issuing
    told = (
        f"Beside revision {FIRST}: 1 amended, 7 unchanged. Of 5 questions 5 fit.",
        "III.B: duty word changed: nobody -> may.",
        (
            "Look again: It is called editorial, so nobody signs again, yet duty words changed (III.B). "
            "If anybody has to act otherwise than before, it is material."
        ),
    )
    for act in (issue_act(issuing, session, revision), approve_act(issuing, session, revision, Secret(PIN))):
        assert [words for words in act.words if words in told] == list(told)
