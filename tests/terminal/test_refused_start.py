"""A kiosk that cannot begin says why; a locked one is not started again by itself, and makes nobody coordinator."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from oc_training.places import CHECKOUT, Places
from tests.kiosk.host import house_with_coordinator
from tests.support.fixed_clock import FixedClock
from tests.support.small_content import small_content
from tests.support.station import ZONE
from tests.terminal.screen import Screen

SET_UP = "Setting up the kiosk"


@pytest.fixture
def places(tmp_path: Path) -> Places:
    """The files of a station that was set up."""
    house, _ = house_with_coordinator(tmp_path, FixedClock(datetime.now(ZONE)))
    with house:
        return house.places


def without_blanks(words: str) -> str:
    """Words without their blanks: a line may be broken anywhere."""
    return words.replace(" ", "")


def refused(script: Path, places: Places, *options: str) -> str:
    """What the kiosk says when it is started; it ends with status 2."""
    home = places.data.parent / "home"
    home.mkdir(exist_ok=True)
    with Screen([str(script), *options], home, {"OC_TRAINING_DATA": str(places.data)}) as screen:
        assert screen.exit_code() == 2
        said = without_blanks(screen.everything)
    assert "fault" not in said
    assert "Traceback" not in said
    return said


def files(places: Places) -> set[Path]:
    """What there is of the station; who looks makes lock files."""
    folders = (places.data, places.keys)
    return {path for folder in folders for path in folder.rglob("*") if path.suffix != ".lock"}


def _nothing_left(places: Places) -> None:
    shutil.rmtree(places.data)
    shutil.rmtree(places.keys)


def _only_keys(places: Places) -> None:
    shutil.rmtree(places.data)


def _empty_folder_and_keys(places: Places) -> None:
    shutil.rmtree(places.data)
    places.data.mkdir(mode=0o700)


def _no_book(places: Places) -> None:
    places.book.unlink()


def _neither_book_nor_working_file(places: Places) -> None:
    places.book.unlink()
    places.drawer.unlink()


@pytest.mark.parametrize("option", [(), ("--set-up",)], ids=["as always", "to be set up"])
@pytest.mark.parametrize("lost", [_only_keys, _empty_folder_and_keys, _no_book, _neither_book_nor_working_file])
def test_a_station_that_has_lost_its_book_makes_no_new_one_and_nobody_coordinator(
    script: Path, places: Places, lost: Callable[[Places], None], option: tuple[str, ...]
) -> None:
    lost(places)
    before = files(places)
    said = refused(script, places, *option)
    assert without_blanks("this station has had one") in said
    assert without_blanks("Restore the data folder from a backup") in said
    assert without_blanks(SET_UP) not in said
    assert files(places) == before


def test_a_locked_kiosk_without_any_records_makes_nobody_coordinator_unless_it_is_told_to(
    script: Path, places: Places
) -> None:
    _nothing_left(places)
    said = refused(script, places)
    assert without_blanks("If this station is new, set it up once with: run_kiosk.sh --set-up.") in said
    assert files(places) == set()
    with Screen([str(script), "--set-up"], places.data.parent, {"OC_TRAINING_DATA": str(places.data)}) as screen:
        screen.sees(SET_UP)
    assert without_blanks("set it up once") in refused(script, places)


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda places: places.pepper.unlink(), "The key file for PINs is missing"),
        (lambda places: places.pepper.chmod(0o440), "The key file for PINs is open to others or to changes."),
        (lambda places: places.pepper.chmod(0o600), "The key file for PINs is open to others or to changes."),
        (lambda places: places.station_key.unlink(), "station.pem"),
        (lambda places: places.station_key.chmod(0o640), "station.pem"),
        (lambda places: places.drawer.unlink(), "so no PIN would be accepted."),
        (lambda places: places.drawer.chmod(0o644), "can be opened by other accounts of this machine."),
        (lambda places: places.drawer.write_text("{"), "working file"),
        (lambda places: places.book.chmod(0o644), "records.book"),
        (lambda places: places.data.chmod(0o755), "data can be opened by other accounts;"),
        (lambda places: places.keys.chmod(0o710), "data.keys can be opened by other accounts;"),
        (lambda places: places.book.write_text(""), "is empty or is not a book of records."),
    ],
    ids=[
        *("no pepper", "pepper 0440", "pepper 0600", "no station key", "station key 0640"),
        *(
            "no working file",
            "working file 0644",
            "damaged working file",
            "book 0644",
            "data folder 0755",
            "keys folder 0710",
            "empty book",
        ),
    ],
)
@pytest.mark.parametrize("options", [(), ("--", "kiosk"), ("--plain",)], ids=["locked", "not locked", "plain"])
def test_files_that_are_missing_damaged_or_open_to_others_are_refused_with_one_sentence(
    script: Path, places: Places, spoil: Callable[[Places], None], said: str, options: tuple[str, ...]
) -> None:
    spoil(places)
    found = refused(script, places, *options) if options != ("--plain",) else refused_in_lines(script, places)
    assert without_blanks(said) in found


def refused_in_lines(script: Path, places: Places) -> str:
    """What the plain kiosk says; it ends with the same status."""
    with Screen([str(script), "--plain"], places.data.parent, {"OC_TRAINING_DATA": str(places.data)}) as screen:
        assert screen.exit_code() == 2
        said = without_blanks(screen.everything)
    assert "fault" not in said
    return said


WITH_CONTENT = """
import sys
from pathlib import Path
from oc_training.launch import start_kiosk
def run():
    from oc_training.bootstrap import House
    from oc_training.kiosk.start import run_kiosk
    from oc_training.places import Places
    with House(Places(*map(Path, sys.argv[1:]))) as house:
        return run_kiosk(house, lock=True)
sys.exit(start_kiosk(run, lock=True))
"""


@pytest.mark.parametrize("name", ["agency.toml", "schedule.toml", "statement.md"])
def test_a_content_file_that_is_wrong_is_named_by_file_and_line(places: Places, tmp_path: Path, name: str) -> None:
    content = small_content(tmp_path / "content")
    (content / "content" / name).write_text("?", encoding="utf-8")
    command = [sys.executable, "-c", WITH_CONTENT, str(places.data), str(content)]
    with Screen(command, tmp_path, {"PYTHONPATH": str(CHECKOUT)}) as screen:
        assert screen.exit_code() == 2
        assert f"{name}:1:" in without_blanks(screen.everything)
