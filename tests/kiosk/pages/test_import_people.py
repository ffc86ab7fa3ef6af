from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from oc_training.bootstrap import House
from oc_training.errors import NotRecorded
from oc_training.kiosk import theme
from oc_training.kiosk.pages.import_people import EXAMPLE, MOST_SHOWN, ImportPage, read_file
from oc_training.roster.model import Person
from oc_training.roster.pins import Secret
from oc_training.roster.roster_csv import MAX_BYTES
from tests.kiosk.host import COORDINATOR_PIN, Host, frame, house_with_coordinator, until, write
from tests.kiosk.support import HOSTILE, SIZES, contrasts, is_harmless, screen_text


@pytest.fixture
def station(tmp_path: Path) -> tuple[House, str]:
    return house_with_coordinator(tmp_path)


def importing(station: tuple[House, str], name: str = theme.NIGHT) -> Host[int | None]:
    house, coordinator = station

    def import_file(data: bytes, file: str, pin: Secret) -> Sequence[Person]:
        return house.people.import_file(data, file, coordinator, pin)

    return Host(lambda: ImportPage(frame(), import_file), name)


async def take(pilot: Pilot[None], path: str, pin: str = COORDINATOR_PIN) -> None:
    """Give the path, its last letter by key, and the PIN, and press Enter."""
    await until(pilot, lambda: isinstance(pilot.app.screen, ImportPage))
    page = pilot.app.screen
    assert isinstance(page, ImportPage)
    page.fields()[0].value = path[:-1]
    await pilot.press("end")
    await write(pilot, path[-1:])
    await pilot.press("enter")
    await write(pilot, pin)
    await pilot.press("enter")


async def test_the_page_says_what_the_file_must_look_like(station: tuple[House, str]) -> None:
    async with importing(station).run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "badge, name and unit are needed" in screen_text(pilot.app))
        for line in EXAMPLE.splitlines():
            assert line in screen_text(pilot.app)


async def test_the_example_on_the_page_can_be_imported(station: tuple[House, str], tmp_path: Path) -> None:
    path = tmp_path / "roster.csv"
    path.write_text(EXAMPLE)
    host = importing(station)
    async with host.run_test(size=(80, 24)) as pilot:
        await take(pilot, str(path))
        await until(pilot, lambda: "[x] 1 person put on the roster." in screen_text(pilot.app))
        await pilot.press("enter")
        await until(pilot, lambda: bool(host.results))
    assert host.results == [1]
    assert station[0].people.with_badge("0417").name == "Dana Example"


async def test_every_wrong_line_is_named_and_nobody_is_imported(station: tuple[House, str], tmp_path: Path) -> None:
    path = tmp_path / "roster.csv"
    lines = [f"{number},Name {number},Day Shift,boss" for number in range(200, 260)]
    path.write_text("badge,name,unit,role\n" + "\n".join(lines))
    before = station[0].book.head().seq
    host = importing(station)
    async with host.run_test(size=(80, 24)) as pilot:
        await take(pilot, str(path))
        await until(pilot, lambda: "60 things to mend. Nobody was imported." in screen_text(pilot.app))
        assert "line 2: The role is employee, supervisor or coordinator." in screen_text(pilot.app)
        assert isinstance(pilot.app.focused, Input)
        assert "More below" in screen_text(pilot.app)
        await pilot.press(*["pagedown"] * 8)
        await pilot.pause()
        assert "line 61: " in screen_text(pilot.app)
        await pilot.press("escape")
        await until(pilot, lambda: bool(host.results))
    assert host.results == [None]
    assert station[0].book.head().seq == before


async def test_a_mended_file_is_imported_from_the_same_page(station: tuple[House, str], tmp_path: Path) -> None:
    path = tmp_path / "roster.csv"
    path.write_text("badge,name,unit\n200,,Day Shift")
    host = importing(station)
    async with host.run_test(size=(80, 24)) as pilot:
        await take(pilot, str(path))
        await until(pilot, lambda: "line 2: The name is missing." in screen_text(pilot.app))
        path.write_text("badge,name,unit\n200,Bo Reed,Day Shift\n201,Cy Hall,Day Shift")
        await pilot.press("tab")
        await write(pilot, COORDINATOR_PIN)
        await pilot.press("enter")
        await until(pilot, lambda: "[x] 2 people put on the roster." in screen_text(pilot.app))
        assert "line 2" not in screen_text(pilot.app)
        await pilot.press("escape")
        await until(pilot, lambda: bool(host.results))
    assert host.results == [2]


async def test_many_wrong_lines_are_counted_beyond_what_can_be_looked_through(
    station: tuple[House, str], tmp_path: Path
) -> None:
    path = tmp_path / "roster.csv"
    path.write_text("badge,name,unit\n" + ",,\n200,,\n" * (MOST_SHOWN + 100))
    async with importing(station).run_test(size=(80, 24)) as pilot:
        await take(pilot, str(path))
        await until(pilot, lambda: "things to mend" in screen_text(pilot.app))
        await pilot.press("tab", "tab", "tab", "end")
        await pilot.pause()
        assert "and " in screen_text(pilot.app)
        assert " more" in screen_text(pilot.app)


@pytest.mark.parametrize(
    "typed", ["", "   ", "/", "/nowhere/roster.csv", "/dev/zero", "~no such user/x.csv", "n" * 300]
)
async def test_what_is_no_file_is_told_beside_the_field(typed: str, station: tuple[House, str]) -> None:
    async with importing(station).run_test(size=(80, 24)) as pilot:
        await take(pilot, typed)
        page = pilot.app.screen
        assert isinstance(page, ImportPage)
        await until(pilot, lambda: bool(page.fields()[0].error))
        assert pilot.app.focused is page.fields()[0].input


def test_no_more_of_a_file_is_read_than_shows_that_it_is_too_large(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    path.write_bytes(b"x" * (MAX_BYTES + 10))
    assert len(read_file(path)) == MAX_BYTES + 1


def test_a_pipe_that_nobody_writes_to_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    with pytest.raises(Exception, match="not a file that can be imported"):
        read_file(tmp_path / "pipe.csv")


async def test_what_could_not_be_recorded_is_said(tmp_path: Path) -> None:
    path = tmp_path / "roster.csv"
    path.write_text(EXAMPLE)

    def fail(_: bytes, __: str, ___: Secret) -> Sequence[Person]:
        raise NotRecorded("The disk is full. Nobody was imported.")

    host: Host[int | None] = Host(lambda: ImportPage(frame(), fail))
    async with host.run_test(size=(80, 24)) as pilot:
        await take(pilot, str(path))
        await until(pilot, lambda: "! The disk is full." in screen_text(pilot.app))
        await pilot.press("escape")
        await until(pilot, lambda: bool(host.results))
    assert host.results == [None]


@pytest.mark.parametrize("size", SIZES)
async def test_hostile_files_and_names_are_shown_as_letters(
    size: tuple[int, int], station: tuple[House, str], tmp_path: Path
) -> None:
    cells = ['"' + words.encode("utf-8", "replace").decode().replace('"', '""') + '"' for words in HOSTILE]
    path = tmp_path / "[@click=app.exit]x[%25].csv"
    path.write_text("badge,name,unit,role\n" + "\n".join(f"{cell},{cell},{cell},{cell}" for cell in cells), "utf-8")
    async with importing(station).run_test(size=size, notifications=True) as pilot:
        await take(pilot, str(path))
        await until(pilot, lambda: "things to mend" in screen_text(pilot.app))
        for _ in range(6):
            assert is_harmless(screen_text(pilot.app))
            await pilot.press("pagedown")
            await pilot.pause()
    path.write_text(",".join(cells), "utf-8")
    async with importing(station).run_test(size=size, notifications=True) as pilot:
        await take(pilot, str(path))
        await until(pilot, lambda: "to mend" in screen_text(pilot.app))
        assert is_harmless(screen_text(pilot.app))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", [theme.NIGHT, theme.DAY])
async def test_every_text_can_be_read(station: tuple[House, str], size: tuple[int, int], name: str) -> None:
    async with importing(station, name).run_test(size=size) as pilot:
        await until(pilot, lambda: "Esc Back" in screen_text(pilot.app))
        assert "Import" in screen_text(pilot.app)
        drawn = [(words, contrast) for words, contrast in contrasts(pilot.app) if any(map(str.isalnum, words))]
        assert [words for words, contrast in drawn if contrast < 4.5] == []
