from __future__ import annotations

import gc
import time
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.pilot import Pilot
from textual.widgets import Input

from oc_training.attestation.happened import Answer
from oc_training.attestation.issuing import Issuing
from oc_training.attestation.session import Session
from oc_training.attestation.signature_events import CycleRecord
from oc_training.attestation.standing import Kind, Standing
from oc_training.attestation.standings import BoardRow
from oc_training.attestation.station_events import Exported
from oc_training.errors import NotRecorded, Refused
from oc_training.kiosk import theme
from oc_training.kiosk.outcomes import BoardOutcome, BoardWish, OpenPerson
from oc_training.kiosk.pages.act_dialog import ActDialog
from oc_training.kiosk.pages.board import BoardPage
from oc_training.kiosk.pages.board_acts import new_csv_path
from oc_training.kiosk.pages.board_view import BoardPlace, BoardView, Filter, brief_reason, nobody_words, short_reason
from oc_training.kiosk.widgets.people_columns import BRIEF
from oc_training.kiosk.widgets.people_list import PeopleList
from oc_training.kiosk.widgets.standing_bars import BAR_CELLS, WORST_FIRST, StandingTabs, bar, share_out
from oc_training.kiosk.widgets.text_field import CleanInput
from oc_training.policy.model import Revision
from oc_training.roster.pins import Secret
from tests.kiosk.host import COORDINATOR, COORDINATOR_PIN, Host, frame, until, write
from tests.kiosk.pages.station import SUPERVISOR_PIN, Station, settled
from tests.kiosk.support import HOSTILE, SIZES, contrasts, is_harmless, screen_text


@pytest.fixture(scope="module")
def station(tmp_path_factory: pytest.TempPathFactory) -> Station:
    """For tests that write nothing."""
    return Station.at(tmp_path_factory.mktemp("station"))


def board(
    station: Station, session: Session | None = None, place: BoardPlace | None = None, name: str = theme.NIGHT
) -> Host[BoardOutcome]:
    house = station.house
    who = session or station.coordinator
    return Host(lambda: BoardPage(frame(), house.board, who, house.duties.today(), place), name)


async def opened(pilot: Pilot[None]) -> PeopleList:
    await until(pilot, lambda: pilot.app.screen.has_class("-loaded"))
    await pilot.pause()
    return pilot.app.screen.query_one(PeopleList)


def names(listed: PeopleList) -> list[str]:
    return [row.name for row in listed.rows]


async def test_everybody_is_listed_worst_first_and_who_has_left_is_not(station: Station) -> None:
    async with board(station).run_test(size=(132, 43)) as pilot:
        listed = await opened(pilot)
        assert names(listed) == ["Ada Invented", "Ed Nolan", "Sam Vale", "Flo Marten", "Bo Reed", "Cy Hall"]
        assert [row.standing for row in listed.rows] == ["overdue"] * 3 + ["due", "current", "excused"]
        await pilot.press("l")
        assert "Di Marsh" in names(listed)
        await pilot.press("l")
        assert "Di Marsh" not in names(listed)


async def test_counts_stand_above_in_words_with_a_sign_each(station: Station) -> None:
    async with board(station).run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        text = screen_text(pilot.app)
        assert ">1 All 6  2 [!] 3 overdue  3 [ ] 1 due  4 [x] 1 current  5 [-] 1 excused" in text


async def test_keys_filter_by_standing(station: Station) -> None:
    async with board(station).run_test(size=(80, 24)) as pilot:
        listed = await opened(pilot)
        for key, wanted in (("2", "overdue"), ("3", "due"), ("4", "current"), ("5", "excused"), ("1", "")):
            await pilot.press(key)
            assert {row.standing for row in listed.rows} == ({wanted} if wanted else {kind.value for kind in Kind})
        await pilot.press("f", "f")
        assert {row.standing for row in listed.rows} == {"due"}
        assert "Due only" in screen_text(pilot.app)


async def test_a_click_on_a_count_shows_only_these(station: Station) -> None:
    async with board(station).run_test(size=(80, 24)) as pilot:
        listed = await opened(pilot)
        await pilot.click(StandingTabs, offset=(14, 0))
        assert {row.standing for row in listed.rows} == {"overdue"}
        await pilot.click(StandingTabs, offset=(3, 0))
        assert len(listed.rows) == 6


async def test_a_name_or_badge_is_found_while_it_is_typed_and_escape_forgets_it(station: Station) -> None:
    async with board(station).run_test(size=(80, 24)) as pilot:
        listed = await opened(pilot)
        await pilot.press("slash")
        await write(pilot, "mar")
        assert names(listed) == ["Flo Marten"]
        await pilot.press("enter")
        assert pilot.app.focused is listed
        assert 'With "mar" in name or badge' in screen_text(pilot.app)
        await pilot.press("slash", "2", "0", "1")  # what is typed is a new search
        assert names(listed) == ["Bo Reed"]
        await pilot.press("escape")
        assert len(listed.rows) == 6
        assert pilot.app.focused is listed


async def test_while_somebody_is_looked_for_the_keys_say_what_they_do(station: Station) -> None:
    async with board(station).run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await pilot.press("slash")
        await until(pilot, lambda: "Enter To the list   Esc End search" in screen_text(pilot.app))
        assert not any(words in screen_text(pilot.app) for words in ("/ Find", "Esc Back"))
        await write(pilot, "nobody so called")
        await until(pilot, lambda: "Nobody to show here. Esc ends the search." in screen_text(pilot.app))
        await pilot.press("enter")
        await until(pilot, lambda: "Nobody to show here. / and then Esc ends the search." in screen_text(pilot.app))
        await until(pilot, lambda: "Esc Back" in screen_text(pilot.app))
        assert "Enter Open" not in screen_text(pilot.app)
        await pilot.press("slash", "escape")
        await until(pilot, lambda: "Enter Open" in screen_text(pilot.app))
        assert "Nobody" not in screen_text(pilot.app)


def test_an_empty_standing_says_how_to_see_the_others() -> None:
    assert nobody_words(Filter(kind=Kind.DUE), finding=False) == "Nobody to show here. 1 shows every standing."
    assert nobody_words(Filter(), finding=False) == "Nobody to show here."


async def test_the_board_opens_at_the_first_row_of_a_person_who_was_added(station: Station) -> None:
    added = station.person("205")
    async with board(station, place=BoardPlace.at(added.id)).run_test(size=(80, 24)) as pilot:
        listed = await opened(pilot)
        assert listed.rows[listed.cursor].name == added.name


async def test_a_unit_is_chosen_from_a_list_with_bars(station: Station) -> None:
    async with board(station).run_test(size=(80, 24)) as pilot:
        listed = await opened(pilot)
        await pilot.press("u")
        await until(pilot, lambda: "Night Shift: 1 overdue, 1 due" in screen_text(pilot.app))
        await settled(pilot)
        await pilot.press("down", "down", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, BoardPage))
        assert {row.unit for row in listed.rows} == {"Night Shift"}
        assert ">1 All 2" in screen_text(pilot.app)


async def test_enter_opens_the_person_at_the_cursor_and_escape_goes_back(station: Station) -> None:
    host = board(station)
    async with host.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await pilot.press("down", "enter")
        await until(pilot, lambda: bool(host.results))
    assert host.results == [OpenPerson(station.person("204").id)]
    host = board(station)
    async with host.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await pilot.press("escape")
        await until(pilot, lambda: bool(host.results))
    assert host.results == [BoardWish.BACK]


async def test_coming_back_from_a_person_shows_the_same_list_at_the_same_row(station: Station) -> None:
    place = BoardPlace()
    host = board(station, place=place)
    async with host.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await pilot.press("2", "down", "down", "enter")
        await until(pilot, lambda: bool(host.results))
    async with board(station, place=place).run_test(size=(80, 24)) as pilot:
        listed = await opened(pilot)
        assert names(listed) == ["Ada Invented", "Ed Nolan", "Sam Vale"]
        assert listed.cursor == 2


STANDINGS_OF_ROWS = {kind.value for kind in Kind}


async def test_at_80_columns_every_unit_and_why_is_whole(station: Station) -> None:
    async with board(station).run_test(size=(80, 24)) as pilot:
        listed = await opened(pilot)
        lines = [line for line in screen_text(pilot.app).split("\n") if line[2:9].strip() in STANDINGS_OF_ROWS]
        assert len(lines) == len(listed.rows)
        for line, row in zip(lines, listed.rows, strict=True):
            assert line.endswith(f"{row.due}  {row.brief}" if row.due else row.brief)
            assert row.unit in line
        assert [row.brief for row in listed.rows] == ["30 days late"] * 3 + ["In 30 days", "Signed", "On leave"]


def answered(kind: Kind, *, paper: bool) -> Standing:
    """Somebody who answered otherwise than by signing, to what is due in 20 days."""
    due = date(2026, 5, 25)
    cycle = CycleRecord(id="3-400/r/2026-05-25", why="annual", opened=date(2026, 4, 25), due=due, overdue_from=due)
    answer = Answer(paper=paper, day=date(2026, 5, 1), cycle=cycle, entry=7)
    return Standing(kind, f"x. {answer.words}", "r", due=due, cycle=cycle, answer=answer)


@pytest.mark.parametrize(("paper", "first"), [(False, "Declined. x."), (True, "Wants paper. x.")])
@pytest.mark.parametrize("kind", [Kind.DUE, Kind.CURRENT])
def test_an_answer_that_waits_for_the_supervisor_comes_first_in_the_wide_list_too(
    kind: Kind, first: str, *, paper: bool
) -> None:
    assert short_reason(answered(kind, paper=paper), date(2026, 5, 5)).startswith(first)


@pytest.mark.parametrize(
    ("standing", "alone", "among_several"),
    [
        (Standing(Kind.OVERDUE, "x", "r", due=date(2026, 1, 5)), "120 days late", "3-400 120 days"),
        (Standing(Kind.DUE, "x", "r", due=date(2026, 5, 5)), "Today", "3-400 today"),
        (Standing(Kind.DUE, "x", "r", due=date(2026, 5, 25)), "In 20 days", "3-400 20 days"),
        (Standing(Kind.DUE, "x", "r", due=date(2026, 5, 1)), "In grace", "3-400 in grace"),
        (Standing(Kind.CURRENT, "x", "r", due=date(2027, 5, 1)), "Signed", "3-400 signed"),
        (answered(Kind.DUE, paper=False), "Declined", "3-400 declined"),
        (answered(Kind.DUE, paper=True), "Wants paper", "3-400 paper"),
        (answered(Kind.CURRENT, paper=False), "Declined", "3-400 declined"),
        (Standing(Kind.EXCUSED, "On leave since 2026-05-02.", "r"), "On leave", "3-400 on leave"),
        (Standing(Kind.EXCUSED, "Exempt through 2026-06-01, by P: x.", "r"), "Exempt", "3-400 exempt"),
    ],
)
def test_the_why_of_a_narrow_list_fits_its_column(standing: Standing, alone: str, among_several: str) -> None:
    today = date(2026, 5, 5)
    assert brief_reason(standing, today, "") == alone
    assert brief_reason(standing, today, "3-400") == among_several
    assert max(len(alone), len(among_several)) <= BRIEF.least


async def test_the_row_at_the_cursor_is_told_in_full(station: Station) -> None:
    async with board(station).run_test(size=(60, 20)) as pilot:
        await opened(pilot)
        await pilot.press("4")
        await pilot.pause()
        text = " ".join(screen_text(pilot.app).split())
        assert "Bo Reed, Officer, badge 201, Day Shift" in text
        assert "[x] Current. Signed May 13, 2026." in text
        assert "Directive 3-400. Last signed May 13, 2026." in text


async def test_a_supervisor_sees_their_unit_and_none_of_the_coordinators_keys(station: Station) -> None:
    host = board(station, station.supervisor)
    async with host.run_test(size=(132, 43)) as pilot:
        listed = await opened(pilot)
        assert {row.unit for row in listed.rows} == {"Day Shift"}
        assert "Day Shift. Every standing." in screen_text(pilot.app)
        assert "All units" not in screen_text(pilot.app)
        keys = screen_text(pilot.app).splitlines()[-1]
        assert "E Export" in keys
        assert not any(words in keys for words in ("A Add", "I Import", "N New directive", "U Units"))
        await pilot.press("a", "i", "n", "u")
        await pilot.pause()
        assert isinstance(pilot.app.screen, BoardPage)
    assert host.results == []


async def test_the_coordinator_adds_and_imports(station: Station) -> None:
    for key, wish in (("a", BoardWish.ADD), ("i", BoardWish.IMPORT)):
        host = board(station)
        async with host.run_test(size=(80, 24)) as pilot:
            await opened(pilot)
            await pilot.press(key)
            await until(pilot, partial(bool, host.results))
        assert host.results == [wish]


async def test_an_employee_is_told_that_the_board_is_not_for_them(station: Station) -> None:
    async with board(station, Session(station.person("201").id, "")).run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "! The board is for supervisors" in screen_text(pilot.app))
        assert not pilot.app.screen.query_one(PeopleList).rows


async def export(pilot: Pilot[None], path: Path, pin: str) -> None:
    await pilot.press("e")
    await until(pilot, lambda: isinstance(pilot.app.screen, ActDialog))
    pilot.app.screen.query(Input).first().value = str(path)
    await pilot.press("enter")
    await write(pilot, pin)
    await pilot.press("enter", "enter")


def exports(station: Station) -> list[Exported]:
    found = (station.house.book.entry(seq).event for seq in range(2, station.house.book.head().seq + 1))
    return [event for event in found if isinstance(event, Exported)]


async def test_what_the_list_shows_is_written_to_a_file_and_that_is_recorded(tmp_path: Path) -> None:
    station = Station.at(tmp_path)
    path = tmp_path / "list.csv"
    async with board(station, station.supervisor).run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await pilot.press("2")
        await export(pilot, path, SUPERVISOR_PIN)
        await until(pilot, lambda: "The list was written to" in screen_text(pilot.app))
    lines = path.read_text("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert '"Sam Vale"' in lines[1]
    [event] = exports(station)
    assert (event.by, event.rows) == (station.supervisor.person_id, 1)


async def test_nothing_is_written_with_a_wrong_pin_or_over_another_file(tmp_path: Path) -> None:
    station = Station.at(tmp_path)
    path = tmp_path / "list.csv"
    async with board(station).run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await export(pilot, path, "not the pin")
        await until(pilot, lambda: "not accepted" in screen_text(pilot.app))
        await pilot.press("escape")
        path.write_text("other")
        await until(pilot, lambda: isinstance(pilot.app.screen, BoardPage))
        await export(pilot, path, COORDINATOR_PIN)
        await until(pilot, lambda: "There is a file of that name already" in screen_text(pilot.app))
    assert path.read_text() == "other"
    assert exports(station) == []


async def test_a_list_that_cannot_be_recorded_does_not_stay_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    station = Station.at(tmp_path)

    def fail(*_: object) -> None:
        raise NotRecorded("It was not recorded.")

    monkeypatch.setattr(station.house.board, "note_export", fail)
    async with board(station).run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await export(pilot, tmp_path / "list.csv", COORDINATOR_PIN)
        await until(pilot, lambda: "It was not recorded." in screen_text(pilot.app))
    assert not (tmp_path / "list.csv").exists()


@pytest.mark.parametrize(
    "typed",
    ["", "  ", "list", "list.txt", "/nowhere/at/all/list.csv", ".csv", "/", "~", "~nobody/x.csv", "n" * 300 + ".csv"],
)
def test_a_list_goes_only_to_a_new_csv_file(typed: str) -> None:
    with pytest.raises(Refused):
        new_csv_path(typed)


async def test_a_waiting_directive_is_announced_and_issued_with_the_pin(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    station = Station.at(tmp_path)
    shelf = station.house.shelf
    revision = shelf.in_force("3-400", station.house.duties.today())
    waiting = [replace(revision, id="2026-05-01", title="[@click=app.exit]x[/]")]
    issued: list[str] = []

    def issue(revision: Revision, by: str, approved_by: str | None) -> None:
        assert approved_by is None
        waiting.remove(revision)
        issued.append(by)

    monkeypatch.setattr(shelf, "not_issued_yet", lambda: tuple(waiting))
    monkeypatch.setattr(shelf, "issue", issue)
    async with board(station).run_test(size=(80, 24), notifications=True) as pilot:
        await opened(pilot)
        assert "A new directive is waiting to be issued: 3-400 [@click=app.exit]x[/]" in screen_text(pilot.app)
        await pilot.press("n")
        await until(pilot, lambda: isinstance(pilot.app.screen, ActDialog))
        await write(pilot, COORDINATOR_PIN)
        await pilot.press("enter", "enter")
        await until(pilot, lambda: "Directive 3-400 was issued." in screen_text(pilot.app))
        assert "waiting to be issued" not in screen_text(pilot.app)
    assert issued == [station.coordinator.person_id]


async def test_where_two_are_wanted_another_person_approves_with_a_badge_and_pin_of_their_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    station = Station.at(tmp_path)
    shelf = station.house.shelf
    waiting = [replace(shelf.in_force("3-400", station.house.duties.today()), id="2026-05-01")]
    issued: list[tuple[str, str | None]] = []

    def issue(_: Revision, by: str, approved_by: str | None) -> None:
        waiting.clear()
        issued.append((by, approved_by))

    monkeypatch.setattr(shelf, "not_issued_yet", lambda: tuple(waiting))
    monkeypatch.setattr(shelf, "issue", issue)
    monkeypatch.setattr(Issuing, "asks_second_person", True)
    kept_before = secrets_that_hold(COORDINATOR_PIN)
    async with board(station).run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await pilot.press("n")
        await until(pilot, lambda: isinstance(pilot.app.screen, ActDialog))
        await write(pilot, COORDINATOR_PIN)
        await pilot.press("enter", "enter")
        await until(pilot, lambda: "A second person approves" in screen_text(pilot.app))
        assert secrets_that_hold(COORDINATOR_PIN) <= kept_before
        for badge, pin, said in (
            (COORDINATOR.badge, COORDINATOR_PIN, "The second person has to be somebody else."),
            ("201", "wrong oak 1", "were not accepted"),
        ):
            await approve(pilot, badge, pin)
            await until(pilot, lambda: said in " ".join(screen_text(pilot.app).split()))  # noqa: B023 - called here
            assert issued == []
        await approve(pilot, "200", SUPERVISOR_PIN)
        await until(pilot, lambda: "Directive 3-400 was issued." in screen_text(pilot.app))
    assert issued == [(station.coordinator.person_id, station.supervisor.person_id)]


def secrets_that_hold(pin: str) -> int:
    """In how many places of memory a PIN is kept on its way to the lock."""
    gc.collect()
    return sum(isinstance(each, Secret) and each.reveal() == pin for each in gc.get_objects())


async def approve(pilot: Pilot[None], badge: str, pin: str) -> None:
    fields = pilot.app.screen.query(CleanInput)
    fields[0].value = ""
    fields[0].focus()
    await write(pilot, badge)
    await pilot.press("enter")
    await write(pilot, pin)
    await pilot.press("enter", "enter")
    await pilot.pause()


async def test_files_that_are_wrong_are_told_and_the_board_works_all_the_same(
    station: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    def wrong() -> None:
        raise Refused("The words of Directive 3-400 were changed.")

    monkeypatch.setattr(station.house.shelf, "not_issued_yet", wrong)
    async with board(station).run_test(size=(80, 24)) as pilot:
        listed = await opened(pilot)
        assert "! The words of Directive 3-400 were changed." in screen_text(pilot.app)
        assert len(listed.rows) == 6


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", [theme.NIGHT, theme.DAY])
async def test_everything_can_be_read_at_every_size(station: Station, size: tuple[int, int], name: str) -> None:
    async with board(station, name=name).run_test(size=size) as pilot:
        listed = await opened(pilot)
        assert listed.size.height >= 6
        text = screen_text(pilot.app)
        assert all(key in text for key in ("A Add", "I Import", "E Export", "Esc Back", "/ Find", "U Units"))
        drawn = [(words, contrast) for words, contrast in contrasts(pilot.app) if any(map(str.isalnum, words))]
        assert [words for words, contrast in drawn if contrast < 4.5] == []


async def test_hostile_names_units_and_searches_are_shown_as_letters(tmp_path: Path) -> None:
    station = Station.at(tmp_path, {"200": "[@click=app.exit]x[/]", "201": "[/", "204": "esc\x1b]52;c;aGVsbG8=\x07"})
    rows = station.house.board.rows(station.coordinator)
    hostile = [
        replace(
            row,
            person=replace(
                row.person, details=replace(row.person.details, name=words, badge=words, rank=words, unit=words)
            ),
            standing=replace(row.standing, reason=words),
        )
        for row, words in zip(rows * 3, HOSTILE, strict=False)
    ]
    monkey = pytest.MonkeyPatch()
    monkey.setattr(station.house.board, "rows", lambda _: tuple(hostile))
    for size in SIZES:
        async with board(station).run_test(size=size, notifications=True) as pilot:
            listed = await opened(pilot)
            assert len(listed.rows) >= 10
            for _ in range(len(listed.rows) if size == SIZES[0] else 2):
                await pilot.press("down")
                assert is_harmless(screen_text(pilot.app))
            await pilot.press("u")
            await pilot.pause()
            assert is_harmless(screen_text(pilot.app))
    monkey.undo()


# ---- the pure half ---------------------------------------------------------------------------------------------


def many(station: Station, number: int) -> list[BoardRow]:
    rows = station.house.board.rows(station.coordinator)
    found = []
    for at in range(number):
        row = rows[at % len(rows)]
        details = replace(row.person.details, name=f"Person {at:05d}", badge=str(at), unit=f"Unit {at % 40}")
        found.append(replace(row, person=replace(row.person, id=f"P-{at}", details=details)))
    return found


def test_ten_thousand_rows_are_filtered_without_a_pause(station: Station) -> None:
    view = BoardView(many(station, 10_000), station.house.duties.today())
    begun = time.process_time()
    for text in ("p", "pe", "person 0", "9", "person 09999", "nobody"):
        view.listed(Filter(text=text, kind=Kind.OVERDUE, unit="Unit 7"))
        view.listed(Filter(text=text))
    assert (time.process_time() - begun) / 12 < 0.1
    assert [row.name for row in view.listed(Filter(text="person 09999"))] == ["Person 09999"]


async def test_a_board_of_ten_thousand_draws_only_what_is_in_view(
    station: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = tuple(many(station, 10_000))
    monkeypatch.setattr(station.house.board, "rows", lambda _: rows)
    async with board(station).run_test(size=(132, 43)) as pilot:
        listed = await opened(pilot)
        await pilot.press("end", "2", "slash", "9")
        await pilot.pause()
        assert listed.rows_drawn < 43 * 20
        assert "and 30 more units; U shows them all." not in screen_text(pilot.app).splitlines()[0]
        assert "more units; U shows them all." in screen_text(pilot.app)


@given(
    st.dictionaries(st.sampled_from(Kind), st.integers(0, 20_000)),
    st.integers(len(Kind), 60),
)
def test_a_bar_is_filled_exactly_and_whoever_is_there_is_seen(counts: dict[Kind, int], cells: int) -> None:
    share = share_out(counts, cells)
    present = {kind for kind, number in counts.items() if number}
    assert set(share) == present
    assert sum(share.values()) == (cells if present else 0)
    assert all(number >= 1 for number in share.values())
    drawn = bar(counts, cells)
    assert len(drawn) == cells
    assert drawn.rstrip() == "".join(BAR_CELLS[kind] * share.get(kind, 0) for kind in WORST_FIRST)
