"""A further revision of the small directive at a station that is there: written, issued, in force."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from oc_training.roster.pins import Secret
from tests.support.small_content import put_bank, put_revision
from tests.support.station import PIN, Station, started_again


def revise(  # noqa: PLR0913  a station, its files, a revision
    folder: Path, station: Station, content: Path, revision: str, words: str, *, change: str = "material"
) -> Station:
    """A further revision whose last clause goes on with *words*, issued on its day, in force at once."""
    put_revision(content, revision, change, words)
    put_bank(content, revision)
    station = started_again(folder, station, content)
    if station.today < date.fromisoformat(revision):
        station.stand_on(date.fromisoformat(revision))
    station.confirm_time()
    (waiting,) = station.house.board.waiting_directives(station.sign_in("100"))
    station.house.issuing.issue(station.sign_in("100"), waiting, Secret(PIN))
    return station
