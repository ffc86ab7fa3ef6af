from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from textual.pilot import Pilot

from oc_training.attestation.session import Entrance
from oc_training.bootstrap import House
from oc_training.errors import NotRecorded
from oc_training.kiosk.pages.set_up import SetUpDone, SetUpDonePage, SetUpPage
from oc_training.kiosk.widgets.text_field import TextField
from oc_training.places import CHECKOUT, Places
from oc_training.policy.model import Revision
from oc_training.roster.hashing import Argon2id, Profile
from oc_training.roster.model import Role
from oc_training.roster.pins import Secret
from oc_training.wording.pins import NOT_THE_SAME
from tests.kiosk.host import Host, frame, least_contrast, new_house, until, write
from tests.kiosk.support import HOSTILE, SIZES, is_harmless, screen_text
from tests.support.fixed_clock import FixedClock

PIN = "oak tree 77"


def set_up(house: House) -> Host[Entrance]:
    return Host(lambda: SetUpPage(frame(), house.setting_up, house.door))


async def fill_in(pilot: Pilot[None], *texts: str) -> None:
    """Fill the fields in order, for tests that are not about typing, and press Enter in the last."""
    fields = list(pilot.app.screen.query(TextField))
    for field, text in zip(fields, texts, strict=True):
        field.value = text
    fields[-1].focus_input()
    await pilot.press("enter")


def squashed(app: Host[Entrance]) -> str:
    return " ".join(screen_text(app).split())


async def test_the_coordinator_is_made_by_keys_alone_and_signed_in(tmp_path: Path) -> None:
    house = new_house(tmp_path)
    app = set_up(house)
    async with app.run_test() as pilot:
        await until(pilot, lambda: "3-400" in screen_text(app))
        for text in ("Ada Invented", "100", "Sergeant", "", PIN, PIN):
            await write(pilot, text)
            await pilot.press("enter")
        await until(pilot, lambda: bool(app.results))
    (person,) = house.book.records().people()
    assert (person.name, person.badge, person.details.rank, person.unit) == (
        "Ada Invented",
        "100",
        "Sergeant",
        "Training",
    )
    assert person.details.role is Role.COORDINATOR
    assert app.results[0].session.person_id == person.id
    assert not app.results[0].must_choose_pin
    assert house.book.records().directives() == ("3-400",)
    assert house.door.sign_in("100", Secret(PIN)).session.person_id == person.id


async def test_what_will_be_issued_is_said_before_it_is_done(tmp_path: Path) -> None:
    house = new_house(tmp_path)
    app = set_up(house)
    async with app.run_test() as pilot:
        await until(pilot, lambda: "1 directive will be issued" in screen_text(app))
        assert "3-400  SOCIAL MEDIA POLICY, revision 2021-06-14" in screen_text(app)
    assert house.setting_up.is_needed()


async def test_what_is_wrong_stands_beside_its_field_and_nothing_is_written(tmp_path: Path) -> None:
    house = new_house(tmp_path)
    before = house.book.head()
    app = set_up(house)
    async with app.run_test(size=(80, 40)) as pilot:
        await pilot.press("enter", "$", "enter", "enter", "enter", "1", "enter", "2", "enter")
        await until(pilot, lambda: NOT_THE_SAME in squashed(app))
        assert "The name is missing." in screen_text(app)
        assert "letters A to Z" in squashed(app)
        assert "*" not in screen_text(app)
        assert "> Your name" in screen_text(app)
        await write(pilot, "A")
        assert "The name is missing." not in screen_text(app)
    assert house.book.head() == before


@pytest.mark.parametrize(("pin", "sentence"), [("short", "at least 8 characters"), ("12345678", "follows the order")])
async def test_a_pin_that_would_be_guessed_is_refused_with_the_reason(tmp_path: Path, pin: str, sentence: str) -> None:
    house = new_house(tmp_path)
    app = set_up(house)
    async with app.run_test(size=(80, 40)) as pilot:
        await until(pilot, lambda: "3-400" in screen_text(app))
        await fill_in(pilot, "Ada Invented", "100", "", "Training", pin, pin)
        await until(pilot, lambda: sentence in squashed(app))
    assert house.setting_up.is_needed()


async def test_a_set_up_that_was_broken_off_half_way_is_gone_on_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def disk_full(revision: Revision, by: str) -> None:
        raise NotRecorded(f"The disk is full: {revision.directive}, {by[:2]}.")

    house = new_house(tmp_path)
    app = set_up(house)
    async with app.run_test() as pilot:
        await until(pilot, lambda: "3-400" in screen_text(app))
        with monkeypatch.context() as patch:
            patch.setattr(house.shelf, "issue", disk_full)
            await fill_in(pilot, "Ada Invented", "100", "", "Training", PIN, PIN)
            await until(pilot, lambda: "The disk is full: 3-400, P-." in screen_text(app))
        await fill_in(pilot, "Ada Invented", "100", "", "Training", PIN, PIN)
        await until(pilot, lambda: bool(app.results))
    assert len(house.book.records().people()) == 1


async def test_problems_of_a_directive_are_said_line_by_line_and_stop_the_set_up(tmp_path: Path) -> None:
    content = tmp_path / "files"
    shutil.copytree(CHECKOUT / "content", content / "content")
    (text,) = content.glob("content/3-400/*.md")
    text.write_text(text.read_text("utf-8").replace("\nB. ", "\nC. ", 1), "utf-8")
    house = House(Places(tmp_path / "data", content), FixedClock(), Argon2id(Profile(8, 1)))
    house.found()
    app = set_up(house)
    async with app.run_test(size=(100, 40)) as pilot:
        await until(pilot, lambda: "cannot be set up until this is put right" in squashed(app))
        assert "3-400/2021-06-14.md:" in squashed(app)
        await fill_in(pilot, "Ada Invented", "100", "", "Training", PIN, PIN)
        await until(pilot, lambda: squashed(app).count("3-400/") > 1)
    assert app.results == []
    assert house.setting_up.is_needed()


@pytest.mark.parametrize("size", SIZES)
async def test_hostile_words_are_kept_as_they_are_and_harm_nobody(size: tuple[int, int], tmp_path: Path) -> None:
    house = new_house(tmp_path)
    app = Host(lambda: SetUpPage(frame("[/"), house.setting_up, house.door))
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: "Your name" in screen_text(app))
        await write(pilot, "[@click=app.exit]x[/]")
        await pilot.press("enter", "[", "/", "enter")
        assert is_harmless(screen_text(app))
        await pilot.press("pagedown", "pagedown")
        assert is_harmless(screen_text(app))
        assert least_contrast(app) >= 4.5
        await pilot.press("enter", "enter", "enter", "enter")
        await until(pilot, lambda: "letters A to Z" in squashed(app))


@pytest.mark.parametrize(("key", "wish"), [("a", SetUpDone.ADD), ("i", SetUpDone.IMPORT), ("d", SetUpDone.FINISHED)])
async def test_after_the_set_up_each_wish_has_a_key(key: str, wish: SetUpDone) -> None:
    app = Host(lambda: SetUpDonePage(frame(person="Ada"), 1))
    async with app.run_test() as pilot:
        await until(pilot, lambda: "The kiosk is set up." in screen_text(app))
        assert "Make a second training coordinator" in screen_text(app)
        assert "1 person on the roster" in screen_text(app)
        await pilot.press(key)
        await until(pilot, lambda: bool(app.results))
    assert app.results == [wish]


@pytest.mark.parametrize(("downs", "wish"), [(1, SetUpDone.ADD), (2, SetUpDone.IMPORT), (3, SetUpDone.FINISHED)])
async def test_after_the_set_up_each_wish_has_a_button(downs: int, wish: SetUpDone) -> None:
    app = Host(lambda: SetUpDonePage(frame(person="".join(HOSTILE)), 40, one_coordinator=False))
    async with app.run_test(size=(60, 20)) as pilot:
        await until(pilot, lambda: "40 people on the roster" in screen_text(app))
        assert "second training coordinator" not in screen_text(app)
        await pilot.press(*["down"] * downs, "enter")
        await until(pilot, lambda: bool(app.results))
        assert is_harmless(screen_text(app))
    assert app.results == [wish]
