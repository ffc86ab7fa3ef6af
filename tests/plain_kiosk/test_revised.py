"""A revision at the plain kiosk: what changed is put out first, and whoever is in the middle is led on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest

from oc_training.attestation.content import Content
from oc_training.attestation.signature_events import Acknowledged, AcknowledgedAfterChanges
from oc_training.plain_kiosk.start import receive
from oc_training.roster.pins import Secret
from tests.plain_kiosk.person import NUMBER, Person
from tests.plain_kiosk.script import Script
from tests.support.small_content import DIRECTIVE, FIRST, put_bank, put_revision, small_content
from tests.support.station import PIN, Station, memory_station

NAME, BADGE, SECOND = "Robin Sample", "417", "2025-02-01"
HERE = [f"Directive {DIRECTIVE}", "Begin"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return small_content(tmp_path / "small")


@pytest.fixture
def station(folder: Path) -> Station:
    station = memory_station(Content(folder))
    station.hire(BADGE, NAME)
    return station


def revise(station: Station, folder: Path, change: str = "material") -> None:
    """The last clause amended and issued at once, through the services."""
    put_revision(folder, SECOND, change, " at all")
    put_bank(folder, SECOND)
    station.house.content.renew()
    ready = station.house.issuing.ready(DIRECTIVE, SECOND)
    station.house.issuing.issue(station.sign_in("100"), ready, Secret(PIN))


@dataclass
class Visitor:
    station: Station
    wishes: list[str]
    before: Callable[[str, str], str | None] = lambda _prompt, _said: None
    visits: int = 0

    def answer(self, prompt: str, said: str) -> str:
        first = self.before(prompt, said)
        if first is not None:
            return first
        if prompt.startswith("Badge"):
            self.visits += 1
            return BADGE if self.visits == 1 else "close"
        if NUMBER.search(prompt):
            return self.person.number_for(said)
        if "0: put it aside" in prompt:
            self.station.clock.forward(timedelta(seconds=100))
        if prompt.startswith("Your name"):
            return NAME
        return PIN if "not shown" in prompt else ""

    def visit(self) -> Script:
        self.person = Person(self.station.house.content.bank(DIRECTIVE), NAME, PIN, wishes=self.wishes)
        script = Script(self.answer, 80, 24)
        receive(self.station.house, script)
        assert script.is_harmless
        return script


def test_what_changed_is_put_out_to_its_end_before_the_sections_and_recorded(station: Station, folder: Path) -> None:
    station.sign(BADGE)
    station.stand_on(date(2025, 3, 3))
    revise(station, folder)
    script = Visitor(station, [*HERE, "Sign here", "Done", "Sign out"]).visit()
    said = script.words
    assert said.index("What changed since you signed on January 6, 2025") < said.index("Section 1 of 3")
    assert "[-air.-] [+air at all.+]" in said
    [signed] = [each.event for each in station.entries(AcknowledgedAfterChanges)]
    assert isinstance(signed, AcknowledgedAfterChanges)
    assert signed.changes.complete
    assert signed.changes.seconds == 100
    assert signed.changes.revision == FIRST


@pytest.mark.parametrize("way", ["sign", "Sign on paper", "Decline to sign", "Back to the sections"])
def test_from_an_overtaken_review_every_way_leads_on_to_the_new_revision(
    way: str, station: Station, folder: Path
) -> None:
    station.stand_on(date(2025, 3, 3))
    revised: list[bool] = []

    def meanwhile(prompt: str, said: str) -> str | None:
        at = prompt.startswith("Type a number") and "Back to the sections" in said
        if at and not revised:
            revised.append(True)
            revise(station, folder)
        elif prompt.startswith("Your PIN, or") and len(station.entries(Acknowledged)) == 0 and len(revised) < 2:
            revised.append(True)
            return PIN
        elif prompt.startswith("Your PIN, or") and len(revised) == 2:
            revised.append(True)
            return ""
        return None

    first = "Sign here" if way == "sign" else way
    script = Visitor(station, [*HERE, first, "Sign here", "Done", "Sign out"], meanwhile).visit()
    told = "was revised while you were in the middle of it. Revision 2025-02-01 is in force now."
    assert told in script.words
    assert "Sections I and II have the same words and stay displayed. Section III is shown now." in script.words
    [signed] = [each.event for each in station.entries(Acknowledged)]
    assert isinstance(signed, Acknowledged)
    assert signed.text.revision == SECOND
