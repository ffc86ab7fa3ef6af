"""Time going by, through real screens and real commands: a revision, a year, a leave, the question of a hearing.

The clock is moved at the welcome page only, and never back.
"""

from __future__ import annotations

import io
import json
import re
import shutil
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest

from oc_training import cli, places
from oc_training.attestation.directive_events import RevisionIssuedByTwo
from oc_training.attestation.signature_events import Acknowledged, AcknowledgedAfterChanges
from oc_training.attestation.training_events import AttemptFavouring
from oc_training.bootstrap import station_book
from oc_training.bootstrap.station_clock import StationClock
from oc_training.kiosk.pages import reader
from oc_training.kiosk.pages.act_dialog import ActDialog
from oc_training.kiosk.pages.board import BoardPage
from oc_training.kiosk.pages.changes import ChangesPage
from oc_training.kiosk.pages.dossier import DossierPage
from oc_training.kiosk.pages.missed import MissedPage
from oc_training.kiosk.pages.notice import NoticePage
from oc_training.kiosk.pages.person import PersonPage
from oc_training.kiosk.pages.reader import ReaderPage
from oc_training.kiosk.pages.review import ReviewPage
from oc_training.kiosk.pages.scenario import ScenarioPage
from oc_training.kiosk.widgets.settling import Settling
from oc_training.kiosk.words import spoken
from oc_training.places import Places
from oc_training.roster.model import DutyStatus, Role
from tests.kiosk.traveller import Traveller, kiosk
from tests.support.revising import revise
from tests.support.small_content import BANK, DIRECTIVE, FIRST, small_content
from tests.support.station import COORDINATOR_BADGE, PIN, SET_UP_ON, Station, new_station, started_again

NEW, BADGE = "Bo Day", "417"


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody types ahead here, so nothing has to settle first; places are kept at once."""
    monkeypatch.setattr(Settling, "over", property(lambda self: self._since is not None))
    monkeypatch.setattr(reader, "PLACE_SECONDS", 0.01)


@pytest.fixture
def small(tmp_path: Path) -> Path:
    return small_content(tmp_path / "small")


@pytest.fixture
def station(tmp_path: Path, small: Path) -> Station:
    found = new_station(tmp_path, small)
    found.hire(BADGE, NEW)
    return found


@dataclass(frozen=True)
class Ran:
    """What a command left behind."""

    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Commands:
    """The program's commands at the same station, on the same content, by the same clock."""

    monkeypatch: pytest.MonkeyPatch
    data: Path
    content: Path

    def __call__(self, station: Station, *arguments: str) -> Ran:
        with self.monkeypatch.context() as patch:
            patch.setattr(sys, "argv", ["oc-training", *arguments])
            patch.setenv("OC_TRAINING_DATA", str(self.data))
            patch.setattr(places, "Places", lambda data: Places(data, self.content))
            patch.setattr(StationClock, "now", lambda _: station.clock.now())
            patch.setattr(station_book, "PROGRAM_YEAR", 1)  # this clock stands in the past on purpose
            out, err = _stream(), _stream()
            with redirect_stdout(out), redirect_stderr(err):  # a running kiosk has taken the usual ones
                code = cli.main()
        return Ran(code, _said(out), _said(err))

    def told(self, station: Station) -> dict[str, list[str]]:
        """Draw up the list of reminders of today: the stages by the badge number that they are about."""
        ran = self(station, "remind", "--json")
        assert ran.code == 0, ran.err
        stages: dict[str, list[str]] = {}
        for reminder in json.loads(ran.out)["reminders"]:
            if reminder["about"] is not None:
                stages.setdefault(reminder["about"]["badge"], []).append(reminder["stage"])
        return stages

    def reason(self, station: Station, badge: str) -> str:
        """What ``status`` says of somebody, as the screens say it."""
        people = json.loads(self(station, "status", "--json").out)["people"]
        return next(spoken(each["reason"]) for each in people if each["badge"] == badge)


def _stream() -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True)


def _said(stream: io.TextIOWrapper) -> str:
    stream.seek(0)
    return stream.read()


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, small: Path) -> Commands:
    return Commands(monkeypatch, tmp_path / "data", small)


async def open_person(one: Traveller, badge: str) -> None:
    """From the welcome page to a person's page, by the coordinator."""
    await one.sign_in(COORDINATOR_BADGE, PIN)
    await one.open_board()
    await one.open_person(badge)


# ---- a material revision, from the edit to everybody's signature -----------------------------------------------------

SECOND, IN_FORCE = "2025-02-20", date(2025, 3, 3)
STRICT, LENIENT = "Employees shall not joke on the air", "Employees may joke on the air"


def reword(file: Path, before: str, after: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after), encoding="utf-8")


def prepared(tmp_path: Path, small: Path) -> Station:
    """Bo has signed, Al has not, Cy has gone on leave; two coordinators, who both have to issue a revision."""
    reword(small / "content" / DIRECTIVE / f"{FIRST}.md", "Nobody jokes on the air", STRICT)
    reword(small / BANK, "Nobody jokes on the air", STRICT)
    reword(small / "content" / "schedule.toml", "second_person = false", "second_person = true")
    station = new_station(tmp_path, small)
    station.hire(BADGE, NEW)
    station.hire("418", "Al Orr")
    station.hire("419", "Cy Fox")
    station.hire("101", "Ben Second", role=Role.COORDINATOR)
    station.sign(BADGE)
    station.stand_on(date(2025, 2, 20))
    station.duty("419", DutyStatus.ON_LEAVE, reason="Family leave")
    return station


def edited(station: Station, small: Path, run: Commands) -> None:
    """The sergeant edits, and is held up until the questions fit."""
    asked = ("--reviewed", SECOND, "--effective", f"{IN_FORCE}", "--change", "material", "--note", "Jokes are allowed.")
    assert run(station, "revision", "new", DIRECTIVE, *asked).code == 0
    reword(small / "content" / DIRECTIVE / f"{SECOND}.md", STRICT, LENIENT)
    compared = run(station, "revision", "compare", DIRECTIVE, FIRST, SECOND)
    assert compared.code == 1
    assert "Duty words: [-!shall not-] [+!may+]" in compared.out
    assert "4 fit, 0 only renumbered, 1 out of the draw." in run(station, "revision", "questions", DIRECTIVE).out
    refused = run(station, "check")
    assert refused.code == 1
    assert "III.B" in refused.out
    reword(small / BANK, STRICT, LENIENT)
    confirmed = run(station, "revision", "questions", DIRECTIVE, "--confirm", "RA-05")
    assert "5 fit, 0 only renumbered, 0 out of the draw." in confirmed.out
    checked = run(station, "check")
    assert checked.code == 0, checked.out


async def issue_by_two(one: Traveller, station: Station) -> None:
    """At the board: the coordinator, then the other one."""
    await one.sign_in(COORDINATOR_BADGE, PIN)
    await one.open_board()
    await one.sees("A new directive is waiting to be issued")
    await one.press("n")
    await one.comes_to(ActDialog)
    await one.sees("Kind of change: material. Jokes are allowed.")
    await one.write(PIN)
    await one.press("enter")
    await one.sees("A second person approves")
    await one.write("101", PIN)
    await one.press("enter")
    await one.comes_to(BoardPage)
    await one.sees("was issued. From its effective date, March 3, 2025")
    (issued,) = station.entries(RevisionIssuedByTwo)
    assert isinstance(issued.event, RevisionIssuedByTwo)
    assert issued.event.approved_by == station.person("101").id
    await one.sign_out()


async def read_over_midnight(one: Traveller, station: Station) -> None:
    """Midnight comes while Al reads the old one: four minutes a section."""
    station.clock.forward(timedelta(minutes=53))
    await one.sign_in("418", PIN)
    await one.begin()
    await one.display_section()
    await one.go_to(NoticePage)
    assert station.today == IN_FORCE
    await one.sees(
        f"Revision {SECOND} is in force now.",
        "Sections I and II have the same words and stay displayed. Section III is shown now.",
    )
    await one.press("enter")
    await one.until(lambda: isinstance(one.app.screen, ReaderPage | ScenarioPage))
    await one.go_to(ReaderPage)
    page = await one.comes_to(ReaderPage)
    assert page._view.section.id == "III"
    await one.go_to(ReviewPage)
    await one.sign("Al Orr", PIN)
    await one.sign_out()


async def sign_after_what_changed(one: Traveller, station: Station) -> None:
    """Bo signed the text before, and is shown first what became of it."""
    await one.sign_in(BADGE, PIN)
    await one.sees("You have 1 directive to sign")
    await one.begin()
    await one.comes_to(ChangesPage)
    await one.sees("What changed since you signed on January 6, 2025")
    assert "[-!shall not-] [+!may+]" in await one.whole_page()
    await one.go_to(ReviewPage)
    await one.sign(NEW, PIN)
    (signed,) = station.entries(AcknowledgedAfterChanges)
    assert isinstance(signed.event, AcknowledgedAfterChanges)
    assert (signed.event.text.revision, signed.event.changes.revision) == (SECOND, FIRST)
    await one.sign_out()


async def test_a_material_revision_from_the_edit_to_everybodys_signature(
    tmp_path: Path, small: Path, run: Commands
) -> None:
    station = prepared(tmp_path, small)
    run.told(station)
    station.house.book.close()
    edited(station, small, run)

    station = started_again(tmp_path, station, small)
    station.stand_on(IN_FORCE - timedelta(days=1), hour=23)
    station.confirm_time()
    async with kiosk(station.house, station.clock) as one:
        await issue_by_two(one, station)
        await read_over_midnight(one, station)

        # Whoever has not signed yet is told once; who has, and who is away, is not.
        told = run.told(station)
        assert len(told[BADGE]) == 1
        assert not {"418", "419"} & told.keys()
        assert run.told(station) == {}

        await sign_after_what_changed(one, station)

        # Cy is away, and nothing is asked of Cy.
        await one.sign_in("419", PIN)
        await one.sees("You are excused for now")
        await one.sign_out()

        await one.sign_in(COORDINATOR_BADGE, PIN)
        await one.open_board()
        await one.press("4")
        await one.sees(NEW, "Al Orr")
        assert "Cy Fox" not in one.words
    assert run(station, "check").code == 0


# ---- a year ----------------------------------------------------------------------------------------------------------


async def test_a_year(station: Station, run: Commands) -> None:
    """Issue, signature, renewal window, the day, grace, overdue, late signature: screen, status and reminders agree."""
    async with kiosk(station.house, station.clock) as one:

        async def look(day: date) -> tuple[str, list[str]]:
            """How it stands with Bo by the person's page, and the stages of which they or others are told."""
            station.stand_on(day)
            await open_person(one, BADGE)
            await one.sees(run.reason(station, BADGE))
            kind = next(word for word in ("Overdue", "Due", "Current", "Excused") if f"] {word}" in one.words)
            await one.sign_out()
            assert NEW not in one.words
            return kind, run.told(station).get(BADGE, [])

        assert await look(SET_UP_ON) == ("Due", ["asked for"])

        # A first attempt that does not reach the mark, a second that does.
        await one.sign_in(BADGE, PIN)
        await one.begin()
        await one.go_to(MissedPage, right=lambda page: page._ask.again)
        await one.press("enter")
        await one.go_to(ReviewPage)
        await one.sign(NEW, PIN)
        await one.sign_out()

        for day, expected in (
            (date(2025, 12, 7), ("Current", ["asked for"])),
            (date(2025, 12, 30), ("Current", ["7 days before"])),
            (date(2026, 1, 5), ("Current", ["1 day before"])),
            (date(2026, 1, 6), ("Current", ["due"])),
            (date(2026, 1, 7), ("Due", [])),
            (date(2026, 1, 21), ("Overdue", ["overdue"])),
            (date(2026, 1, 28), ("Overdue", ["overdue"])),
        ):
            assert (day, await look(day)) == (day, expected)

        await one.sign_in(BADGE, PIN)
        await one.sees("it is overdue")
        await one.begin()
        await one.go_to(ReviewPage)
        await one.sign(NEW, PIN)
        await one.press("enter")
        await one.sees("My receipts", "January 28, 2026", "January 6, 2025")
        await one.sign_out()
        assert await look(date(2026, 2, 4)) == ("Current", [])

        favouring = station.entries(AttemptFavouring)
        assert favouring
        (first, second) = [each.event for each in station.entries(Acknowledged)]
        assert isinstance(first, Acknowledged)
        assert isinstance(second, Acknowledged)
        assert first.cycle.id == f"{DIRECTIVE}/{FIRST}/2025-02-05"
        assert second.cycle.id == f"{DIRECTIVE}/{FIRST}/2026-01-06"


# ---- leave and return ------------------------------------------------------------------------------------------------


async def test_leave_and_return(tmp_path: Path, small: Path, station: Station, run: Commands) -> None:
    async with kiosk(station.house, station.clock) as one:
        station.stand_on(date(2025, 1, 20))
        await open_person(one, BADGE)
        await one.record_duty("On leave", date(2025, 1, 20), "Family leave", PIN)
        await one.sees("[-] Excused", "On leave since January 20, 2025")
        await one.sign_out()
        assert BADGE not in run.told(station)

        station.stand_on(date(2025, 2, 5))  # the day on which it would have been due
        await one.sign_in(BADGE, PIN)
        await one.sees("You are excused for now")
        await one.sign_out()
        assert BADGE not in run.told(station)

        station.stand_on(date(2025, 3, 4))
        await open_person(one, BADGE)
        await one.record_duty("On duty", date(2025, 3, 4), "Back", PIN)
        assert "The clock stood still for 43 days away, until March 4, 2025" in await one.whole_page()
        await one.sign_out()
        assert run.told(station)[BADGE] == ["asked for"]

        await one.sign_in(BADGE, PIN)
        await one.sees("by March 20, 2025")
        await one.begin()
        await one.go_to(ReviewPage)
        await one.sign(NEW, PIN)
        await one.sign_out()
        (signed,) = [each.event for each in station.entries(Acknowledged)]
        assert isinstance(signed, Acknowledged)
        assert signed.cycle.due == date(2025, 3, 20)

    station = started_again(tmp_path, station, small)
    station.stand_on(date(2025, 4, 1))
    station.confirm_time()
    station.duty(BADGE, DutyStatus.ON_LEAVE, reason="Injury")
    station = revise(tmp_path, station, small, "2025-04-10", " or sings")
    station.stand_on(date(2025, 6, 2))
    station.confirm_time()
    async with kiosk(station.house, station.clock) as one:
        assert BADGE not in run.told(station)
        await open_person(one, BADGE)
        await one.record_duty("On duty", date(2025, 6, 2), "Back", PIN)
        await one.sees("Issued April 10, 2025, during", "that ended June 2, 2025.")
        await one.sign_out()
        await one.sign_in(BADGE, PIN)
        await one.begin()
        await one.comes_to(ChangesPage)
        assert "[+air or sings.+]" in await one.whole_page()
        await one.go_to(ReviewPage)
        await one.sign(NEW, PIN)
        (again,) = [each.event for each in station.entries(AcknowledgedAfterChanges)]
        assert isinstance(again, AcknowledgedAfterChanges)
        assert again.cycle.why == "review"
        assert again.cycle.due >= date(2025, 6, 16), "nobody is due sooner than two weeks after coming back"


# ---- the hearing -----------------------------------------------------------------------------------------------------

ASKED = date(2025, 3, 14)


async def asked_at_the_board(station: Station) -> list[str]:
    """The lines between head and keys that answer about :data:`ASKED`, and that no key leads to more."""
    async with kiosk(station.house, station.clock) as one:
        await open_person(one, BADGE)
        shown = await one.ask_about(ASKED)
        assert "More below" not in one.words
        assert "PgDn" not in one.words
        await one.press("w")
        await one.sees("The name under which a unit answers")
        assert "jokes on the air or sings." in await one.whole_page()
        await one.press("escape")
        await one.comes_to(DossierPage)
        await one.press("escape")
        await one.comes_to(PersonPage)
        return [line for line in shown[2:-1] if line]


async def test_the_question_of_a_hearing(tmp_path: Path, small: Path, station: Station, run: Commands) -> None:
    station.sign(BADGE)
    station = revise(tmp_path, station, small, SECOND, " or sings")
    station.stand_on(date(2025, 3, 3))
    station.confirm_time()
    signed = station.sign(BADGE)
    head = station.house.book.head()
    station.stand_on(date(2026, 2, 10))
    station.confirm_time()
    station.sign(BADGE)
    station = revise(tmp_path, station, small, "2026-03-01", " or whistles")
    revision = station.house.shelf.revision(DIRECTIVE, SECOND)
    key = re.findall(r"\b[0-9a-f]{64}\b", run(station, "key", "show").out)[0]

    shown = await asked_at_the_board(station)
    printed = run(station, "history", BADGE, "--as-of", f"{ASKED}")
    assert printed.code == 0
    assert shown == printed.out.splitlines()
    answer = " ".join(printed.out.split())
    assert "Directive 9-100 RADIO PROCEDURE: CURRENT Why Signed 2025-03-03." in answer
    entry = signed.entry
    for seal in (revision.sha256, entry.hash, entry.signature[:64], entry.signature[64:], head.hash, f"{entry.seq}, "):
        assert seal in answer
    worded = run(station, "history", BADGE, "--as-of", f"{ASKED}", "--words").out
    assert "jokes on the air or sings." in worded
    assert "whistles" not in worded

    # The book and the receipt are checked without trusting the program's word for its own key.
    assert run(station, "verify", "--public-key", key).code == 0
    proof = tmp_path / "receipt.json"
    proof.write_text(run(station, "receipt", f"{entry.seq}", "--proof").out, encoding="utf-8")
    alone = run(station, "verify", "--without-book", "--receipt", str(proof), "--public-key", key)
    assert alone.code == 0, alone.out + alone.err

    # What is entered later changes nothing of what the records said on that day.
    station = started_again(tmp_path, station, small)
    station.stand_on(date(2026, 5, 4))
    station.confirm_time()
    station.house.board.void_by_command(entry.seq, "Somebody else stood at the terminal.")
    station.duty(BADGE, DutyStatus.ON_LEAVE, station.today, "Entered late")
    now_shown = await asked_at_the_board(started_again(tmp_path, station, small))
    now_printed = run(station, "history", BADGE, "--as-of", f"{ASKED}").out.splitlines()
    assert now_shown == now_printed
    [since] = [line for line in now_shown if line not in shown]
    assert since.startswith("Since then  recorded about this day: entry")
    assert [line for line in now_shown if line != since] == shown
    assert "CURRENT" not in run(station, "history", BADGE).out

    # One byte of a copy is altered, and the copy says where.
    copy = tmp_path / "copy.book"
    shutil.copy(tmp_path / "data" / "records.book", copy)
    lines = copy.read_bytes().split(b"\n")
    (number,) = [at for at, line in enumerate(lines) if entry.hash.encode() in line and b"9-100" in line][:1]
    at = lines[number].index(b"Bo Day")
    lines[number] = lines[number][:at] + b"C" + lines[number][at + 1 :]
    copy.write_bytes(b"\n".join(lines))
    altered = run(station, "verify", "--book", str(copy), "--public-key", key)
    assert altered.code == 1
    assert f"ntry {entry.seq}" in altered.out
