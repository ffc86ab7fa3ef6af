"""The answer for a hearing: what it names as evidence is true, and it fits on one screen."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from oc_training.attestation.content import Content
from oc_training.attestation.events import COMMAND
from oc_training.reports.dossier_report import HEIGHT, WIDTH, dossier_json, dossier_text, dossiers_text
from oc_training.roster.pins import Secret
from tests.support.small_content import DIRECTIVE
from tests.support.station import PIN, SET_UP_ON, Station, memory_station

UNSIGNED = "nothing was signed by then"


@pytest.fixture
def station(small: Content) -> Station:
    station = memory_station(small)
    station.hire("201")
    return station


def answer(station: Station) -> tuple[str, int | None]:
    """The screen, and the entry it names as proof."""
    [found] = station.house.dossiers.of("201", station.today)
    return dossier_text(found, None), found.proof.entry.seq if found.proof else None


def test_nothing_was_signed_is_said_only_where_nothing_was(station: Station) -> None:
    text, proof = answer(station)
    assert UNSIGNED in text
    assert proof is None
    number = station.sign("201").entry.seq
    text, proof = answer(station)
    assert UNSIGNED not in text
    assert proof == number


def test_of_a_voided_signature_the_voiding_is_the_proof(station: Station) -> None:
    number = station.sign("201").entry.seq
    station.pass_days(1)
    voiding = station.house.board.void(station.sign_in("100"), number, Secret(PIN), "wrong person").entry.seq
    text, proof = answer(station)
    assert proof == voiding
    assert UNSIGNED not in text
    assert f"; entry {number} does not count." in " ".join(text.split())
    said = " ".join(text.split())
    assert f"entry {number}: Signed revision 2025-01-06 at the kiosk on 2025-01-06." in said
    by = f"Voided on {station.today} by Ada Invented: entry {number} does not count. Reason: wrong person"
    assert f"entry {voiding}: {by}" in said


def test_of_somebody_who_was_moved_away_the_move_is_the_proof(department: Path) -> None:
    file = department / "content" / "schedule.toml"
    file.write_text(file.read_text() + f'\n[assigned."{DIRECTIVE}"]\nunits = ["Patrol"]\n')
    station = memory_station(Content(department))
    station.hire("201")
    station.sign("201")
    station.pass_days(5)
    who = station.person("201").id
    move = station.house.duty_acts.move(who, "Records", None, station.today, COMMAND, "Transfer").entry.seq
    text, proof = answer(station)
    assert proof == move
    assert UNSIGNED not in text
    assert f"entry {move}: Moved from {station.today}, to Officer, Records, for whom this directive" in text


def test_whoever_never_was_among_those_it_is_for_has_the_entry_of_the_roster_as_proof(department: Path) -> None:
    file = department / "content" / "schedule.toml"
    file.write_text(file.read_text() + f'\n[assigned."{DIRECTIVE}"]\nunits = ["Traffic"]\n')
    station = memory_station(Content(department))
    station.hire("201")
    text, proof = answer(station)
    assert proof is not None
    assert "people added" in text
    assert UNSIGNED not in text


def test_a_voiding_stands_on_the_screen_however_long_its_reason_is(station: Station) -> None:
    number = station.sign("201").entry.seq
    station.pass_days(1)
    voiding = station.house.board.void(station.sign_in("100"), number, Secret(PIN), "wrong person " * 20).entry.seq
    text, _ = answer(station)
    rows = text.splitlines()
    assert len(rows) <= HEIGHT
    assert f"  entry {number}: Signed revision 2025-01-06 at the kiosk on 2025-01-06." in rows
    assert any(row.startswith(f"  entry {voiding}: Voided on {station.today} by Ada Invented: entry") for row in rows)


def test_several_directives_are_one_screen_with_the_evidence_of_each(department: Path) -> None:
    for folder, name in (("content", DIRECTIVE), ("quizzes", "")):
        for file in sorted((department / folder / name).glob("*.md")):
            if file.name != "statement.md":
                other = Path(str(file).replace("9-100", "9-200"))
                other.parent.mkdir(exist_ok=True)
                other.write_text(file.read_text().replace("9-100", "9-200"))
    station = memory_station(Content(department))
    station.hire("201")
    station.sign("201")
    station.house.duty_acts.exempt(
        station.person("201").id, "9-200", station.today, None, COMMAND, "Detail " * 40, None
    )
    found = station.house.dossiers.of("201", station.today)
    rows = dossiers_text(found, None).splitlines()
    assert len(rows) <= HEIGHT
    assert max(map(len, rows)) <= WIDTH
    said = " ".join(" ".join(rows).split())
    assert [each.directive for each in found] == ["9-100", "9-200"]
    for each in found:
        assert f"Directive {each.directive} RADIO PROCEDURE: {each.standing.kind.upper()}" in said
        assert f"{each.revision.sha256} Entry {each.shown.entry.seq}, {each.shown.entry.kind}," in said
        assert each.shown.entry.hash in said
    assert f"history 201 --as-of {station.today} --directive 9-100" in said


def test_what_is_missing_is_said_in_words_for_somebody_outside(station: Station) -> None:
    [found] = station.house.dossiers.of("201", station.today)
    without = " ".join(dossier_text(found, None).split())
    assert "none since then; to make one: oc-training checkpoint --to FOLDER" in without
    assert "ten.checkpoint vouches for entries 1 to 10" in dossier_text(found, (10, "ten.checkpoint"))


@pytest.mark.parametrize("length", [20, 1000])
def test_however_long_a_reason_is_the_answer_is_one_screen(station: Station, length: int) -> None:
    station.house.duty_acts.exempt(
        station.person("201").id, DIRECTIVE, station.today, None, COMMAND, ("detail " * length)[:length]
    )
    text, _ = answer(station)
    rows = text.splitlines()
    assert len(rows) <= HEIGHT
    assert max(map(len, rows)) <= WIDTH


def test_a_day_that_is_not_over_has_no_end_yet(station: Station) -> None:
    for text, wanted in (
        (answer(station)[0], ("so far today, 2025-01-06", "entries so far; the hash")),
        (dossiers_text(station.house.dossiers.of("201", station.today), None), ("so far today", "entries so far;")),
    ):
        assert all(words in text for words in wanted)
        assert "at the end" not in text
    station.pass_days(1)
    [over] = station.house.dossiers.of("201", SET_UP_ON)
    text = dossier_text(over, None)
    assert "at the end of 2025-01-06" in text
    assert "entries at the end of that day" in text
    assert "so far" not in text


def test_what_was_recorded_since_about_the_day_is_one_line(station: Station) -> None:
    station.pass_days(1)
    [found] = station.house.dossiers.of("201", SET_UP_ON)
    assert "Since then" not in dossier_text(found, None)
    for later, words in (
        ((36,), "Since then  recorded about this day: entry 36\n"),
        ((36, 41), "Since then  recorded about this day: entries 36, 41\n"),
        (tuple(range(10001, 10010)), ": entries 10001, 10002, 10003 and 6 more\n"),
    ):
        text = dossier_text(replace(found, later=later), None)
        assert words in text
        assert len(text.split("\n")) <= HEIGHT
        assert max(map(len, text.split("\n"))) <= WIDTH
        assert words in dossiers_text([replace(found, later=later)] * 2, None)
        assert dossier_json(replace(found, later=later), None)["later_entries"] == list(later)
