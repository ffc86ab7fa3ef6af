"""The same person goes the same way once by the screens and once in plain lines; the book holds the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import msgspec
import pytest

from oc_training.attestation import sitting
from oc_training.attestation.events import from_json, to_json
from oc_training.attestation.signature_events import Acknowledged
from oc_training.bootstrap import House
from oc_training.kiosk.pages.review import ReviewPage
from oc_training.kiosk.widgets.settling import Settling
from oc_training.ledger.port import Json
from oc_training.reports.receipt_text import receipt_text
from oc_training.roster.model import Details, Role
from oc_training.roster.pins import Secret
from oc_training.wording.receipts import seal_facts
from tests.kiosk.traveller import house_at, kiosk
from tests.plain_kiosk.test_stay import Visitor
from tests.support.fixed_clock import FixedClock
from tests.support.station import PIN, Station

NAME, BADGE = "Robin Sample", "417"


def leaves(value: Json, path: str = "") -> Iterator[tuple[str, object]]:
    """Every value of a body with the path to it; places in lists are left out."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from leaves(inner, f"{path}.{name}" if path else name)
    elif isinstance(value, list):
        for inner in value:
            yield from leaves(inner, path)
    else:
        yield path, value


def station_in(folder: Path) -> Station:
    clock = FixedClock()
    folder.mkdir()
    house = house_at(folder, clock)
    today = clock.now().date()
    coordinator = Details("Ada Invented", "100", "Lieutenant", "Training", Role.COORDINATOR, today)
    house.setting_up.make_coordinator(coordinator, Secret(PIN))
    station = Station(house, clock)
    station.hire(BADGE, NAME)
    return station


async def by_the_screens(station: Station) -> Acknowledged:
    async with kiosk(station.house, station.clock) as person:
        await person.sign_in(BADGE, PIN)
        await person.begin()
        await person.go_to(ReviewPage)
        await person.sign(NAME, PIN)
        await person.press("enter")
        return acknowledged(station.house)


def in_plain_lines(station: Station) -> Acknowledged:
    wishes = ["Directive 3-400", "Begin", "Sign here", "Done", "Sign out"]
    Visitor(station, wishes, others={"Your name": NAME}, page_time=timedelta(seconds=240)).visit(rows=60)
    return acknowledged(station.house)


def acknowledged(house: House) -> Acknowledged:
    entry = house.book.entry(house.book.head().seq).event
    assert isinstance(entry, Acknowledged)
    return entry


async def test_the_entries_differ_in_the_interface_and_in_times_and_ids_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Settling, "over", property(lambda self: self._since is not None))  # nobody types ahead here
    monkeypatch.setattr(sitting, "secrets", SimpleNamespace(randbits=lambda _: 4711))  # the same draw for both
    lines = in_plain_lines(station_in(tmp_path / "lines"))
    screens = await by_the_screens(station_in(tmp_path / "screens"))
    one, other = dict(leaves(to_json(lines))), dict(leaves(to_json(screens)))
    assert list(one) == list(other)
    different = {path for path in one if one[path] != other[path]}
    times_and_ids = {"displays.first", "displays.last", "displays.seconds", "displays.visits", "signed_in", "pin_set"}
    ids = {"who.person", "attempt", "pin_authorised_by"}
    assert "interface" in different
    assert different <= {"interface"} | times_and_ids | ids
    assert (one["interface"], other["interface"]) == ("plain", "screen")
    assert [each.section for each in lines.displays] == [each.section for each in screens.displays]
    assert all(each.complete and each.seconds >= 240 for each in (*lines.displays, *screens.displays))


def test_an_entry_from_before_the_interface_was_kept_can_be_read_and_its_receipt_names_none(tmp_path: Path) -> None:
    station = station_in(tmp_path / "lines")
    signed = in_plain_lines(station)
    body = to_json(signed)
    del body["interface"]
    older = from_json("acknowledged", msgspec.json.encode(body))
    assert isinstance(older, Acknowledged)
    assert older.interface is None
    receipt = station.house.receipts.receipt(station.house.book.head().seq)
    assert dict(seal_facts(receipt))["Signed where"] == "at the kiosk in plain lines"
    assert "Signed where" not in dict(seal_facts(replace(receipt, acknowledged=older)))
    assert "in plain lines" in receipt_text(receipt)
    assert "in plain lines" not in receipt_text(replace(receipt, acknowledged=older))
