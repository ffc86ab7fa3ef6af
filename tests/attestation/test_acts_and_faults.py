"""Every act of the kiosk against every fault of the disk: one sentence, no half-made state, the answers are kept."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

from oc_training.attestation.events import COMMAND, Event
from oc_training.attestation.session import Session
from oc_training.attestation.sign_in_events import CodeIssued, NotThisPerson, PinSet, SignInReleased
from oc_training.attestation.sitting import Sitting
from oc_training.attestation.standings import BoardRow
from oc_training.attestation.walk import Review
from oc_training.errors import LedgerError, NotRecorded, OcTrainingError
from oc_training.ledger import disk, lock
from oc_training.ledger.drawer import TinyDBDrawer
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
    code: str = ""
    """A one-time code of badge 203."""


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    station = new_station(tmp_path, small_content(tmp_path / "department"))
    station.hire("201", NAME)
    station.hire("202", "Lou Locked")
    sitting = station.sit_down("201")
    walk_to(sitting, Review)
    boss = station.sign_in("100")
    station.lock("202")
    new = station.house.people.add(replace(station.person("201").details, badge="203"), COMMAND)
    code = station.house.door.issue_code(new.id, COMMAND).reveal()
    [row] = station.house.board.rows_of(boss, station.person("202").id)
    return Scene(station, sitting, boss, row, tmp_path, code)


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


def _choose_pin(scene: Scene) -> None:
    station = scene.station
    entrance = station.enter("203", scene.code)
    assert entrance.must_choose_pin
    station.house.door.set_pin(entrance.session, RIGHT)


def _not_me_at_the_review(scene: Scene) -> None:
    scene.station.house.door.not_me(scene.sitting.session, "9-100")


@contextmanager
def working_file_fails_once_the_book_has_it(scene: Scene) -> Iterator[None]:
    """Book and working file are two files: this is the moment between them."""
    book = scene.station.house.book
    before = book.head().seq

    def refuse() -> None:
        raise NotRecorded("The working file cannot be written.")

    def gives_out(do: Callable[..., object]) -> Callable[..., object]:
        return lambda *args: refuse() if book.head().seq > before else do(*args)

    with pytest.MonkeyPatch.context() as patch:
        for name in ("put", "remove"):
            patch.setattr(TinyDBDrawer, name, gives_out(getattr(TinyDBDrawer, name)))
        yield


TWO_FILES: dict[str, tuple[Callable[[Scene], object], type[Event]]] = {
    "release": (_release, SignInReleased),
    "code": (_code, CodeIssued),
    "choose a PIN": (_choose_pin, PinSet),
}


@pytest.mark.parametrize("tried_again", ["at once", "after a start"])
@pytest.mark.parametrize("act", TWO_FILES)
def test_what_only_the_book_has_is_carried_out_at_the_next_try_and_recorded_once(
    scene: Scene, act: str, tried_again: str
) -> None:
    do, kind = TWO_FILES[act]
    before = len(scene.station.entries(kind))
    with working_file_fails_once_the_book_has_it(scene), pytest.raises(NotRecorded):
        do(scene)
    assert len(scene.station.entries(kind)) == before + 1
    if tried_again == "after a start":
        scene.station.house.book.close()
        again = started_again(scene.folder, scene.station, scene.folder / "department")
        scene = replace(scene, station=again, boss=again.sign_in("100"))
    scene.station.wait_for_the_next_try()
    do(scene)
    assert len(scene.station.entries(kind)) == before + 1
    if act == "choose a PIN":
        assert not scene.station.enter("203").must_choose_pin
    if act == "release":
        assert not scene.station.enter("202").must_choose_pin


def test_whoever_was_released_in_the_book_alone_is_let_in_at_their_next_try(scene: Scene) -> None:
    with working_file_fails_once_the_book_has_it(scene), pytest.raises(NotRecorded):
        _release(scene)
    scene.station.wait_for_the_next_try()
    scene.station.enter("202")


def test_a_training_that_was_not_theirs_counts_for_nobody_where_it_could_not_be_forgotten(scene: Scene) -> None:
    scene.station.clock.forward(timedelta(seconds=1))
    with working_file_fails_once_the_book_has_it(scene), pytest.raises(NotRecorded):
        _not_me_at_the_review(scene)
    assert len(scene.station.entries(NotThisPerson)) == 1
    assert scene.station.house.walks.of(scene.sitting.walk.person, "9-100") is not None
    assert scene.station.sit_down("201").walk.displays == ()


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
