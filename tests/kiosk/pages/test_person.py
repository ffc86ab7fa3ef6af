from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from oc_training.attestation import events, sign_in_events, signature_events, training_events
from oc_training.attestation.session import Session
from oc_training.attestation.standing import Kind
from oc_training.clock import Clock
from oc_training.errors import NotSignedIn
from oc_training.kiosk import theme
from oc_training.kiosk.outcomes import PersonWish
from oc_training.kiosk.page import Frame
from oc_training.kiosk.pages.act_dialog import ActDialog
from oc_training.kiosk.pages.code_dialog import CodeDialog
from oc_training.kiosk.pages.panels import PickPanel
from oc_training.kiosk.pages.person import PersonPage
from oc_training.kiosk.widgets.banner import Banner
from oc_training.kiosk.widgets.dialog import Dialog
from oc_training.roster.model import DutyStatus
from oc_training.roster.pace import WAITS
from oc_training.roster.pins import Secret
from tests.kiosk.host import COORDINATOR_PIN, Host, until, write
from tests.kiosk.pages.station import SUPERVISOR_PIN, Station, settled
from tests.kiosk.support import HOSTILE, SIZES, contrasts, is_harmless, screen_text


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Station:
    """For tests that write nothing."""
    return Station.at(tmp_path_factory.mktemp("station"))


@pytest.fixture
def station(tmp_path: Path) -> Station:
    return Station.at(tmp_path)


def at(clock: Clock) -> Frame:
    return Frame("Oak Creek Police Department", clock.now)


def page(station: Station, badge: str, session: Session | None = None, name: str = theme.NIGHT) -> Host[PersonWish]:
    house = station.house
    who = session or station.coordinator
    person_id = house.people.with_badge(badge).id
    return Host(lambda: PersonPage(at(station.clock), house.board, house.people, who, person_id, house.duty_acts), name)


async def opened(pilot: Pilot[None]) -> None:
    await until(pilot, lambda: bool(pilot.app.screen.query("#person-history")))
    await until(pilot, lambda: "Looking" not in screen_text(pilot.app))


async def words(pilot: Pilot[None]) -> str:
    """Everything on the page, scrolled through, with single blanks."""
    await pilot.press("home")
    seen = screen_text(pilot.app)
    for _ in range(12):
        await pilot.press("pagedown")
        await pilot.pause()
        seen += "\n" + screen_text(pilot.app)
    return " ".join(seen.split())


def keys(pilot: Pilot[None]) -> str:
    return " ".join(screen_text(pilot.app).splitlines()[-4:])


async def act(pilot: Pilot[None], pin: str, *typed: str) -> None:
    """Fill in the dialog that is open and do it."""
    await until(pilot, lambda: isinstance(pilot.app.screen, ActDialog))
    fields = list(pilot.app.screen.query(Input))
    assert len(fields) == len(typed) + 1
    for field, text in zip(fields, typed, strict=False):
        field.value = text
    fields[-1].focus()
    await write(pilot, pin)
    await pilot.press("enter", "enter")


def newest(station: Station) -> events.Event:
    return station.house.book.entry(station.house.book.head().seq).event


async def test_who_they_are_where_they_stand_and_what_happened_are_told_in_words(shared: Station) -> None:
    async with page(shared, "201").run_test(size=(132, 43)) as pilot:
        await opened(pilot)
        text = " ".join(screen_text(pilot.app).split())
        assert "Bo Reed History, newest first" in text
        assert "Rank and unit Officer, Day Shift" in text
        assert "[x] Current until May 13, 2027. Signed May 13, 2026." in text
        assert "Schedule: cycle months" in text
        assert "05/13/2026 09:26" in text
    async with page(shared, "201").run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        assert "recorded by Ada Invented. The original: Personnel file (entry 1" in await words(pilot)


async def test_every_step_of_the_arithmetic_is_there_with_its_source_at_every_size(shared: Station) -> None:
    [row] = shared.house.board.rows_of(shared.coordinator, shared.person("204").id)
    for size in SIZES:
        async with page(shared, "204").run_test(size=size) as pilot:
            await opened(pilot)
            text = (await words(pilot)).casefold()
            assert "[!] overdue since april 28, 2026." in text
            for line in row.standing.lines:
                assert line.source.replace("_", " ").casefold() in text
            assert "14 days of grace" in text


async def test_history_is_newest_first_and_names_every_entry(shared: Station) -> None:
    recorded = shared.house.board.history(shared.coordinator, shared.person("200").id)
    async with page(shared, "200").run_test(size=(132, 43)) as pilot:
        await opened(pilot)
        text = screen_text(pilot.app)
        places = [text.index(f"(entry {entry.entry.seq})") for entry in recorded]
        assert len(places) == 3
        assert places == sorted(places)


async def test_only_keys_that_apply_are_offered(shared: Station) -> None:
    always = ("Esc Back",)
    cases = (
        ("201", shared.coordinator, ("C One-time code", "D Duty status", "E Edit"), ("R Release", "W Signed")),
        (
            "204",
            shared.coordinator,
            ("C One-time code", "W Signed on paper", "D Duty status", "E Edit"),
            ("R Release",),
        ),
        ("203", shared.coordinator, ("W Signed on paper", "D Duty status", "E Edit"), ("C One-time", "R Release")),
        ("100", shared.coordinator, ("D Duty status", "E Edit"), ("C One-time", "R Release", "W Signed")),
        ("201", shared.supervisor, ("C One-time code",), ("D Duty", "E Edit", "R Release", "W Signed")),
    )
    for badge, session, offered, kept_back in cases:
        host = page(shared, badge, session)
        async with host.run_test(size=(132, 43)) as pilot:
            await opened(pilot)
            assert all(key in keys(pilot) for key in (*offered, *always)), badge
            assert not any(key in keys(pilot) for key in kept_back), badge
            for key in kept_back:
                await pilot.press(key[0].lower())
            await pilot.pause()
            assert isinstance(pilot.app.screen, PersonPage)
        assert host.results == []


async def test_a_supervisor_is_shown_nothing_about_another_unit(shared: Station) -> None:
    async with page(shared, "204", shared.supervisor).run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "! That is for this person's supervisor" in screen_text(pilot.app))
        assert "Ed Nolan" not in screen_text(pilot.app)
        await pilot.press("c", "w", "d", "e")
        assert isinstance(pilot.app.screen, PersonPage)


async def test_edit_and_back_are_handed_back(shared: Station) -> None:
    for key, wish in (("e", PersonWish.EDIT), ("escape", PersonWish.BACK)):
        host = page(shared, "204")
        async with host.run_test(size=(80, 24)) as pilot:
            await opened(pilot)
            await pilot.press(key)
            await pilot.pause()
        assert host.results == [wish]


async def test_a_one_time_code_is_shown_once_opens_the_door_and_is_gone_when_closed(station: Station) -> None:
    async with page(station, "201", station.supervisor).run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await pilot.press("c")
        await act(pilot, SUPERVISOR_PIN)
        await until(pilot, lambda: isinstance(pilot.app.screen, CodeDialog))
        await settled(pilot)
        assert "within 72 hours" in " ".join(screen_text(pilot.app).replace("║", " ").split())
        assert pilot.app.screen.query_one(Banner).size.height >= 3
        code = pilot.app.screen.query_one(Banner)._text
        await pilot.press("c")
        await until(pilot, lambda: isinstance(pilot.app.screen, PersonPage))
        assert code not in await words(pilot)
        assert "A one-time code was issued by Sam Vale." in await words(pilot)
    assert station.house.door.sign_in("201", Secret(code)).must_choose_pin


async def test_whoever_never_had_a_pin_is_said_to_need_a_code_and_gets_a_first_one(station: Station) -> None:
    async with page(station, "205").run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        assert "No PIN yet: needs a one-time code" in screen_text(pilot.app)
        await pilot.press("c")
        await until(pilot, lambda: isinstance(pilot.app.screen, ActDialog))
        assert "has had no PIN yet" in screen_text(pilot.app)
        assert "ends at once" not in screen_text(pilot.app)
        await act(pilot, COORDINATOR_PIN)
        await until(pilot, lambda: isinstance(pilot.app.screen, CodeDialog))
        await settled(pilot)
        assert "old PIN" not in screen_text(pilot.app)
        code = pilot.app.screen.query_one(Banner)._text
        await pilot.press("c")
        await until(pilot, lambda: "No PIN yet: one-time code issued on May 13, 2026" in screen_text(pilot.app))
    station.clock.forward(timedelta(hours=72))
    async with page(station, "205").run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        assert "No PIN yet: needs a one-time code" in screen_text(pilot.app)
        await pilot.press("c")
        await until(pilot, lambda: isinstance(pilot.app.screen, ActDialog))
        shown = " ".join(screen_text(pilot.app).replace("║", " ").split())
        assert "has had no PIN yet" in shown
        assert "The code they have now ends at once." in shown
        await act(pilot, COORDINATOR_PIN)
        await until(pilot, lambda: isinstance(pilot.app.screen, CodeDialog))
        assert pilot.app.screen.query_one(Banner)._text != code
        code = pilot.app.screen.query_one(Banner)._text
    entrance = station.house.door.sign_in("205", Secret(code))
    station.house.door.set_pin(entrance.session, Secret("a heron at noon"))
    async with page(station, "205").run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        assert "Not locked" in screen_text(pilot.app)
        await pilot.press("c")
        await until(pilot, lambda: isinstance(pilot.app.screen, ActDialog))
        assert "The PIN they have now ends at once." in " ".join(screen_text(pilot.app).replace("║", " ").split())


async def test_whoever_locked_themselves_out_with_wrong_codes_keeps_the_code(station: Station) -> None:
    station.house.door.issue_code(station.person("205").id, events.COMMAND)
    for _ in range(5):
        station.clock.forward(timedelta(seconds=max(WAITS)))
        with pytest.raises(NotSignedIn):
            station.house.door.sign_in("205", Secret("wrong"))
    async with page(station, "205").run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        assert "Locked after five wrong codes" in screen_text(pilot.app)
        await pilot.press("r")
        await act(pilot, COORDINATOR_PIN, "Stood before me")
        await until(pilot, lambda: "with the code they have" in screen_text(pilot.app))


async def test_a_wrong_pin_does_nothing_and_is_said_beside_the_field(station: Station) -> None:
    before = station.house.book.head().seq
    async with page(station, "201").run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await pilot.press("c")
        await act(pilot, "some other pin")
        await until(pilot, lambda: "not accepted" in screen_text(pilot.app))
        assert isinstance(pilot.app.screen, ActDialog)
    assert station.house.book.head().seq == before


async def test_a_locked_sign_in_is_released_with_a_reason(station: Station) -> None:
    for _ in range(5):
        station.clock.forward(timedelta(seconds=max(WAITS)))
        with pytest.raises(NotSignedIn):
            station.house.door.sign_in("200", Secret("wrong"))
    async with page(station, "200").run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        assert "Locked after five wrong PINs" in screen_text(pilot.app)
        await pilot.press("r")
        await act(pilot, COORDINATOR_PIN, "")
        await until(pilot, lambda: "Please give a reason." in screen_text(pilot.app))
        await act(pilot, COORDINATOR_PIN, "Stood before me")
        await until(pilot, lambda: "They can sign in again" in screen_text(pilot.app))
        assert "Not locked" in screen_text(pilot.app)
    event = newest(station)
    assert isinstance(event, sign_in_events.SignInReleased)
    assert event.reason == "Stood before me"


async def test_a_further_attempt_is_allowed_after_three_that_did_not_pass(station: Station) -> None:
    person = station.person("204")
    for number in (1, 2, 3):
        station.house.book.write(
            training_events.AttemptMade(
                attempt=f"a{number}", number=number, person=person.id, directive="3-400", revision="2021-06-14",
                bank_sha256="0" * 64, seed=1, items=(), right=3, of=12, pass_mark=80, passed=False,
            )
        )  # fmt: skip
    async with page(station, "204").run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await pilot.press("r")
        await act(pilot, COORDINATOR_PIN, "Talked it over")
        await until(pilot, lambda: "A further attempt at Directive 3-400 can be made" in screen_text(pilot.app))
        assert "R Release" not in keys(pilot)
    assert not station.house.board.needs_release(station.coordinator, person.id, "3-400")


async def test_where_two_things_are_locked_one_is_chosen(station: Station, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(station.house.board, "needs_release", lambda *_: True)
    monkeypatch.setattr(station.house.board, "is_locked", lambda *_: True)
    async with page(station, "204").run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await pilot.press("r")
        await until(pilot, lambda: isinstance(pilot.app.screen, Dialog))
        await settled(pilot)
        assert "Attempt at Directive 3-400" in screen_text(pilot.app)
        await pilot.press("c")
        await until(pilot, lambda: "Three attempts at the scenarios" in screen_text(pilot.app))


async def test_a_signature_on_paper_is_recorded_with_its_day_and_place(station: Station) -> None:
    async with page(station, "204").run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await pilot.press("w")
        await act(pilot, COORDINATOR_PIN, "the 3rd", "Drawer 4")
        await until(pilot, lambda: "The date signed is not understood" in screen_text(pilot.app))
        await act(pilot, COORDINATOR_PIN, "5/3/2026", " ")
        await until(pilot, lambda: "Say where the signed paper is kept" in screen_text(pilot.app))
        await act(pilot, COORDINATOR_PIN, "5/3/2026", "Drawer 4")
        await until(pilot, lambda: "Recorded as entry" in screen_text(pilot.app))
        assert "[x] Current" in screen_text(pilot.app)
    event = newest(station)
    assert isinstance(event, signature_events.PaperRecorded)
    assert (event.signed_on, event.original, event.by) == (
        date(2026, 5, 3),
        "Drawer 4",
        station.coordinator.person_id,
    )


async def test_duty_status_is_recorded_with_the_pin_alone(station: Station) -> None:
    async with page(station, "204").run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await pilot.press("d")
        await until(pilot, lambda: isinstance(pilot.app.screen, Dialog))
        await settled(pilot)
        assert "On duty" not in screen_text(pilot.app)
        await pilot.press("a")
        await act(pilot, "not the pin", "2026-05-01", "Family leave")
        await until(pilot, lambda: "not accepted" in screen_text(pilot.app))
        assert station.person("204").duty is DutyStatus.ON_DUTY
        said = f"Recorded: on leave since May 1, 2026 (entry {station.house.book.head().seq + 1})."
        await act(pilot, COORDINATOR_PIN, "2026-05-01", "Family leave")
        await until(pilot, lambda: said in screen_text(pilot.app))
        assert "[-] Excused" in screen_text(pilot.app)
    person = station.person("204")
    assert (person.duty, person.duty_since, person.duty_reason) == (
        DutyStatus.ON_LEAVE,
        date(2026, 5, 1),
        "Family leave",
    )


async def test_the_last_coordinator_cannot_leave_and_is_told_so(station: Station) -> None:
    async with page(station, "100").run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await pilot.press("d")
        await until(pilot, lambda: isinstance(pilot.app.screen, Dialog))
        await settled(pilot)
        await pilot.press("c")
        await act(pilot, COORDINATOR_PIN, "2026-05-01", "")
        await until(pilot, lambda: "at least one training coordinator" in screen_text(pilot.app))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", [theme.NIGHT, theme.DAY])
async def test_every_text_can_be_read(shared: Station, size: tuple[int, int], name: str) -> None:
    async with page(shared, "204", name=name).run_test(size=size) as pilot:
        await opened(pilot)
        drawn = [(text, contrast) for text, contrast in contrasts(pilot.app) if any(map(str.isalnum, text))]
        assert [text for text, contrast in drawn if contrast < 4.5] == []


async def test_hostile_words_are_shown_as_letters(shared: Station, monkeypatch: pytest.MonkeyPatch) -> None:
    board = shared.house.board
    person = shared.person("204")
    [row] = board.rows_of(shared.coordinator, person.id)
    for hostile in HOSTILE:
        details = replace(person.details, name=hostile, badge=hostile, rank=hostile, unit=hostile)
        standing = replace(row.standing, reason=hostile)
        monkeypatch.setattr(board, "name_of", lambda _, words=hostile: words)
        monkeypatch.setattr(
            board,
            "person",
            lambda *_, hostile=hostile, details=details: replace(person, details=details, duty_reason=hostile),
        )
        monkeypatch.setattr(board, "rows_of", lambda *_, standing=standing: (replace(row, standing=standing),))
        async with page(shared, "204").run_test(size=(132, 43), notifications=True) as pilot:
            await opened(pilot)
            assert is_harmless(screen_text(pilot.app))
            monkeypatch.undo()


async def test_a_signature_is_voided_with_pin_and_reason_and_stands_in_the_history(station: Station) -> None:
    person = station.person("201")
    (line,) = station.house.board.signatures(station.coordinator, person.id)
    async with page(station, "201").run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        assert "V Void a signature" in keys(pilot)
        await pilot.press("v")
        await until(pilot, lambda: "will not count any more" in " ".join(screen_text(pilot.app).split()))
        await act(pilot, "not that one", "Somebody else stood there")
        await until(pilot, lambda: "That PIN was not accepted." in screen_text(pilot.app))
        assert station.house.book.records().voided(line.number) is None
        await act(pilot, COORDINATOR_PIN, "Somebody else stood there")
        await until(pilot, lambda: "Voided; recorded as entry" in screen_text(pilot.app))
        assert "V Void a signature" not in keys(pilot)
        assert f"in entry {line.number} was voided by Ada" in await words(pilot)
    event = newest(station)
    assert isinstance(event, signature_events.Voided)
    assert (event.signature, event.by) == (line.number, station.coordinator.person_id)
    (row,) = station.house.board.rows_of(station.coordinator, person.id)
    assert row.standing.kind is not Kind.CURRENT


async def test_there_is_nothing_to_void_where_nothing_was_signed_nor_for_oneself(station: Station) -> None:
    async with page(station, "204").run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        assert "Void" not in keys(pilot)
    [row] = station.house.board.rows_of(station.coordinator, station.supervisor.person_id)
    today = station.clock.now().date()
    station.house.board.record_paper(station.coordinator, row, Secret(COORDINATOR_PIN), today, "Drawer 3")
    async with page(station, "200", station.supervisor).run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        assert "Void" not in keys(pilot)


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
async def test_of_many_signatures_every_one_can_be_chosen(
    station: Station, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    (line,) = station.house.board.signatures(station.coordinator, station.person("201").id)
    many = tuple(replace(line, directive=f"3-4{number:02d}", number=line.number + number) for number in range(12))
    monkeypatch.setattr(station.house.board, "signatures", lambda *_: many)
    async with page(station, "201").run_test(size=size) as pilot:
        await opened(pilot)
        await pilot.press("v")
        await until(pilot, lambda: isinstance(pilot.app.screen, PickPanel))
        await settled(pilot)
        for _ in many[1:]:
            await pilot.press("down")
        await until(pilot, lambda: "> 3-411" in screen_text(pilot.app))
        await pilot.press("enter")
        await until(pilot, lambda: "for Directive 3-411" in " ".join(screen_text(pilot.app).split()))
