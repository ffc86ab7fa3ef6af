"""Every act of the kiosk against every fault of the disk: one sentence, no half-made state, the answers are kept."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from oc_training.attestation.board import BoardRow
from oc_training.attestation.session import Session
from oc_training.attestation.sitting import Sitting
from oc_training.attestation.walk import Review
from oc_training.errors import LedgerError, OcTrainingError
from oc_training.ledger import disk, lock
from oc_training.ledger.lock import FileLock, lock_of
from oc_training.reports.export_file import export_list
from oc_training.roster.model import Details, DutyStatus, Role
from oc_training.roster.pins import Secret
from tests.ledger.faults import refusing, writing_only
from tests.support.small_content import small_content
from tests.support.station import PIN, Station, new_station, started_again, walk_to

NAME, RIGHT = "Robin Sample", Secret(PIN)


@dataclass
class Scene:
    """A station at which everything can be done: somebody at the review, a supervisor, somebody locked."""

    station: Station
    sitting: Sitting
    boss: Session
    row: BoardRow
    folder: Path


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    station = new_station(tmp_path, small_content(tmp_path / "department"))
    station.hire("201", NAME)
    station.hire("202", "Lou Locked")
    sitting = station.sit_down("201")
    walk_to(sitting, Review)
    boss = station.sign_in("100")
    station.lock("202")
    [row] = station.house.board.rows_of(boss, station.person("202").id)
    return Scene(station, sitting, boss, row, tmp_path)


def _sign(scene: Scene) -> object:
    return scene.station.house.signing.sign(scene.sitting, NAME, RIGHT, "A comment.")


def _decline(scene: Scene) -> object:
    return scene.station.house.signing.decline(scene.sitting, RIGHT, "A reason.")


def _paper(scene: Scene) -> object:
    return scene.station.house.signing.ask_for_paper(scene.sitting, RIGHT)


def _record_paper(scene: Scene) -> object:
    return scene.station.house.board.record_paper(scene.boss, scene.row, RIGHT, scene.station.today, "File 7")


def _release(scene: Scene) -> None:
    scene.station.house.board.release_sign_in(scene.boss, scene.station.person("202").id, RIGHT, "A reason.")


def _code(scene: Scene) -> object:
    return scene.station.house.board.issue_code(scene.boss, scene.station.person("202").id, RIGHT)


def _add(scene: Scene) -> object:
    details = Details("New One", "300", "", "Patrol", Role.EMPLOYEE, scene.station.today)
    return scene.station.house.people.add(details, scene.station.coordinator.id, RIGHT)


def _import(scene: Scene) -> object:
    data = b"badge,name,unit\n301,One,U\n302,Two,U\n"
    return scene.station.house.people.import_file(data, "roster.csv", scene.station.coordinator.id, RIGHT)


def _duty(scene: Scene) -> object:
    person = scene.station.person("202")
    by = scene.station.coordinator.id
    return scene.station.house.people.set_duty(person.id, DutyStatus.ON_LEAVE, scene.station.today, by, "why", RIGHT)


def _not_me(scene: Scene) -> None:
    scene.station.house.door.not_me(scene.boss, None)


def _export(scene: Scene) -> None:
    board = scene.station.house.board
    rows = board.rows(scene.boss)
    export_list(scene.folder / "x.csv", rows, lambda digest: board.note_export("command", "standing", 2, digest))


ACTS: dict[str, Callable[[Scene], object]] = {
    "sign": _sign, "decline": _decline, "ask for paper": _paper, "record paper": _record_paper, "release": _release,
    "code": _code, "add": _add, "import": _import, "duty": _duty, "not me": _not_me, "export": _export,
}  # fmt: skip


@contextmanager
def vanished(scene: Scene) -> Iterator[None]:
    data = scene.station.house.places.data
    away = data.with_name("away")
    data.rename(away)
    try:
        yield
    finally:
        assert not data.exists() or not list(data.iterdir()), "something was written into a folder of its own"
        if data.exists():
            data.rmdir()
        away.rename(data)


@contextmanager
def locked(scene: Scene) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lock, "PATIENCE", 0.05)
        places = scene.station.house.places
        held = FileLock(lock_of(places.book))
        with held.hold(LedgerError):
            for known in _locks(scene):
                patch.setattr(known, "_patience", 0.05)
            yield
        held.close()


def _locks(scene: Scene) -> list[FileLock]:
    """Every lock that the house holds open: nobody waits fifteen seconds in a test."""
    found: list[FileLock] = []
    seen: set[int] = set()
    left: list[object] = [scene.station.house]
    while left:
        each = left.pop()
        if id(each) in seen or isinstance(each, (str, bytes, int, float, Path)):
            continue
        seen.add(id(each))
        if isinstance(each, FileLock):
            found.append(each)
        elif isinstance(each, dict):
            left += each.values()
        elif type(each).__module__.startswith("oc_training") and hasattr(each, "__dict__"):
            left += vars(each).values()
    return found


@contextmanager
def unreadable_working_file(scene: Scene) -> Iterator[None]:
    file = scene.station.house.places.drawer
    kept = file.read_bytes()
    file.write_bytes(b"{")
    try:
        yield
    finally:
        file.write_bytes(kept)


def _disk(call: str, error: int) -> Callable[[Scene], AbstractContextManager[None]]:
    return lambda _: refusing(call, error)


FAULTS: dict[str, Callable[[Scene], AbstractContextManager[None]]] = {
    "full": _disk("write", errno.ENOSPC),
    "full in the middle of a line": lambda _: writing_only(40, errno.ENOSPC),
    "read-only": _disk("write", errno.EROFS),
    "sync fails": _disk("fdatasync", errno.EIO),
    "vanished folder": vanished,
    "locked book": locked,
    "unreadable working file": unreadable_working_file,
}


def on_the_disk(scene: Scene) -> bytes:
    return scene.station.house.places.book.read_bytes()


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("fault", FAULTS)
def test_an_act_that_fails_says_so_in_a_sentence_and_leaves_nothing_half_done(
    scene: Scene, act: str, fault: str
) -> None:
    walk, before = scene.sitting.walk, on_the_disk(scene)
    said = ""
    with FAULTS[fault](scene):
        try:
            ACTS[act](scene)
        except OcTrainingError as error:
            said = str(error)
    done = not said
    assert done or (said.endswith(".") and "\n" not in said and "Errno" not in said), said
    assert done or not (scene.folder / "x.csv").exists()
    assert sorted(path.name for path in scene.folder.glob(".export-*")) == []
    scene.station.house.book.close()
    again = started_again(scene.folder, scene.station, scene.folder / "department")
    assert on_the_disk(scene)[: len(before)] == before
    again.house.open()
    entries = len(again.entries())
    kept = again.house.walks.of(walk.person, walk.directive)
    assert done or kept is not None
    assert kept is None or (kept.attempt, kept.displays) == (walk.attempt, walk.displays)
    if done or fault == "sync fails":  # then nobody knows whether it is on the disk, and the sentence says so
        return
    assert on_the_disk(scene) == before, "it failed, and yet something stands in the book"
    ACTS[act](Scene(again, again.sit_down("201"), again.sign_in("100"), scene.row, scene.folder))
    assert len(again.entries()) == entries + 1


def test_an_ordinary_folder_that_may_not_be_written_is_a_sentence(scene: Scene) -> None:
    if os.geteuid() == 0:
        pytest.skip("the superuser may write everywhere")
    data = scene.station.house.places.data
    data.chmod(0o500)
    try:
        with pytest.raises(OcTrainingError):
            _decline(scene)
    finally:
        data.chmod(0o700)


def test_the_faults_are_real() -> None:
    with refusing("write", errno.ENOSPC), pytest.raises(OSError, match="No space"):
        disk.write(1, b"")
