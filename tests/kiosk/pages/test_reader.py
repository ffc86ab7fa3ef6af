"""The reader: what is displayed, to what end, for how long, and where one comes back to."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from textual.pilot import Pilot

from oc_training.attestation.signature_events import DisplayRecord
from oc_training.attestation.sitting import Sitting
from oc_training.attestation.walk import Ask, Course, Read, Walk
from oc_training.errors import NotRecorded
from oc_training.kiosk import theme
from oc_training.kiosk.outcomes import Aside, LookAt, Onward, ReaderOutcome
from oc_training.kiosk.pages import reader
from oc_training.kiosk.pages.changes import ALL_CHANGES_SHOWN
from oc_training.kiosk.pages.panels import PassagePanel, PickPanel
from oc_training.kiosk.pages.reader import AGAIN, ALL_SHOWN, NOT_YET, PASSED_OVER, WORD_CHOSEN, ReaderPage
from oc_training.kiosk.widgets.dialog import Dialog
from oc_training.kiosk.widgets.reading_pane import ReadingPane
from oc_training.kiosk.widgets.settling import Settling
from oc_training.policy.marks import Marker
from tests.kiosk.host import Host, frame, until
from tests.kiosk.pages.walkers import SLOWLY, Walker, display, hostile, settled, walk_to_section
from tests.kiosk.support import SIZES, contrasts, is_harmless, screen_text

App = Host[ReaderOutcome]


@pytest.fixture
def walker(tmp_path: Path) -> Walker:
    return Walker.at(tmp_path)


def app_for(sitting: Sitting, section_id: str, settling: Settling | None = None) -> App:
    section = sitting.course.revision.section(section_id)
    marker = Marker(sitting.course.revision)
    return Host(lambda: ReaderPage(frame(person="Ada Invented"), sitting, section, marker, settling or settled()))


def pane(app: App) -> ReadingPane:
    return page_of(app).query_one(ReadingPane)


def page_of(app: App) -> ReaderPage:
    page = app.screen_stack[1]
    assert isinstance(page, ReaderPage)
    return page


def record(sitting: Sitting, section_id: str) -> DisplayRecord:
    return next(shown for shown in sitting.walk.displays if shown.section == section_id)


async def to_the_end(pilot: Pilot[None], app: App) -> None:
    for _ in range(60):
        if ALL_SHOWN in screen_text(app):
            return
        await pilot.press("space")
        await pilot.pause()
    raise AssertionError(screen_text(app))


async def handed_back(pilot: Pilot[None], app: App) -> ReaderOutcome:
    await until(pilot, lambda: bool(app.results))
    return app.results[0]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("section_id", ["I", "II", "III.A", "III.B", "IV", "REFERENCE"])
async def test_the_next_section_opens_only_when_this_one_was_displayed_to_its_end(
    walker: Walker, section_id: str, size: tuple[int, int]
) -> None:
    sitting = walker.sit_down()
    walk_to_section(sitting, section_id)
    app = app_for(sitting, section_id)
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.pause()
        fits = pane(app).max_scroll_y == 0
        if not fits:
            assert NOT_YET in screen_text(app)
            assert "Go on" not in screen_text(app)
            await pilot.press("enter", "right")
            await pilot.pause(0.05)
            assert not app.results
        await to_the_end(pilot, app)
        await until(pilot, lambda: "Enter Go on" in screen_text(app))
        walker.clock.forward(timedelta(seconds=SLOWLY))
        await pilot.press("enter")
        assert await handed_back(pilot, app) is Onward.NEXT
    assert record(sitting, section_id).complete
    assert record(sitting, section_id).visits == 1
    assert record(sitting, section_id).seconds == SLOWLY


@pytest.mark.parametrize("size", [*SIZES[:2], (132, 24)])
async def test_going_to_the_end_at_once_passes_over_the_middle_and_enter_leads_to_what_was_left_out(
    walker: Walker, size: tuple[int, int]
) -> None:
    sitting = walker.sit_down()
    walk_to_section(sitting, "II")
    app = app_for(sitting, "II")
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        seen = set(pane(app).shown)
        await pilot.press("end")
        await pilot.pause(0.05)
        assert not pane(app).whole
        shown = " ".join(screen_text(app).split())
        assert "Part of this has not been shown yet. Enter: go to it." in shown
        assert ALL_SHOWN not in shown
        assert "End of this section" not in shown
        await pilot.press("enter")
        await pilot.pause(0.05)
        assert not app.results
        assert pane(app).scroll_offset.y < pane(app).max_scroll_y
        assert pane(app).top_citation not in seen
        for _ in range(40):
            if ALL_SHOWN in screen_text(app):
                break
            await pilot.press("space")
            await pilot.pause()
        walker.clock.forward(timedelta(seconds=SLOWLY))
        await pilot.press("enter")
        assert await handed_back(pilot, app) is Onward.NEXT
    assert record(sitting, "II").complete


async def test_going_to_the_end_and_leaving_is_not_displayed_to_its_end(tmp_path: Path) -> None:
    walker = Walker.at(tmp_path)
    sitting = walker.sit_down()
    walk_to_section(sitting, "III.A")
    app = app_for(sitting, "III.A")
    async with app.run_test() as pilot:
        await pilot.press("end")
        await pilot.pause(0.05)
        await pilot.press("escape")
        await handed_back(pilot, app)
    assert not record(sitting, "III.A").complete
    step = Walker.back_at(tmp_path).sit_down().next_step()
    assert isinstance(step, Read)
    assert step.section.id == "III.A"


@pytest.mark.parametrize("size", SIZES)
async def test_what_was_shown_before_an_interruption_need_not_be_shown_again(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    walker = Walker.at(tmp_path)
    sitting = walker.sit_down()
    walk_to_section(sitting, "II")
    app = app_for(sitting, "II")
    async with app.run_test(size=size) as pilot:
        await pilot.press("space", "space")
        await pilot.pause(0.05)
        shown = pane(app).shown
        assert len(shown) > 2
        if pane(app).whole:
            return
    again = Walker.back_at(tmp_path).sit_down()
    assert again.walk.shown == shown
    app = app_for(again, "II")
    async with app.run_test(size=size) as pilot:
        await pilot.pause(0.1)
        assert set(pane(app).shown) >= set(shown)
        await to_the_end(pilot, app)
        walker.clock.forward(timedelta(seconds=SLOWLY))
    assert record(again, "II").complete
    assert again.walk.shown == ()


async def test_what_was_passed_over_before_an_interruption_is_still_missing_after_it(tmp_path: Path) -> None:
    walker = Walker.at(tmp_path)
    sitting = walker.sit_down()
    walk_to_section(sitting, "III.A")
    app = app_for(sitting, "III.A")
    async with app.run_test() as pilot:
        await pilot.press("end")
        await pilot.pause(0.05)
    again = Walker.back_at(tmp_path).sit_down()
    app = app_for(again, "III.A")
    async with app.run_test() as pilot:
        await pilot.pause(0.1)
        assert pane(app).scroll_offset.y > 0
        assert PASSED_OVER in screen_text(app)
        await pilot.press("end", "enter")
        await pilot.pause(0.05)
        assert not app.results


async def test_enter_held_down_at_the_end_does_not_run_through_what_was_passed_over(walker: Walker) -> None:
    sitting = walker.sit_down()
    walk_to_section(sitting, "III.A")
    app = app_for(sitting, "III.A", Settling(0.6))
    async with app.run_test(size=(80, 32)) as pilot:
        await pilot.pause(0.7)
        await pilot.press("end")
        await pilot.pause(0.05)
        assert not pane(app).whole
        walker.clock.forward(timedelta(seconds=SLOWLY))
        await pilot.press("enter", "enter", "enter")
        await pilot.pause(0.2)
        assert pane(app).whole, "what was passed over fits on one screen here"
        assert not app.results


async def test_the_last_words_stay_in_sight_when_the_screen_becomes_lower(walker: Walker) -> None:
    sitting = walker.sit_down()
    walk_to_section(sitting, "III.A")
    app = app_for(sitting, "III.A")
    async with app.run_test(size=(80, 24)) as pilot:
        await to_the_end(pilot, app)
        assert "video or website." in screen_text(app)
        await pilot.resize_terminal(80, 21)
        await pilot.pause(0.1)
        assert "video or website." in screen_text(app)


async def test_a_resize_in_the_middle_keeps_the_clause_and_the_end_is_still_found(walker: Walker) -> None:
    sitting = walker.sit_down()
    walk_to_section(sitting, "III.A")
    app = app_for(sitting, "III.A")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("space", "space")
        await pilot.pause()
        place = pane(app).top_citation
        for size in ((60, 20), (132, 30), (80, 24)):
            await pilot.resize_terminal(*size)
            await pilot.pause(0.1)
            assert pane(app).top_citation == place
            assert NOT_YET in screen_text(app)
        assert not pane(app).whole
        await to_the_end(pilot, app)


async def test_a_section_that_comes_to_fit_after_a_resize_is_displayed_to_its_end(walker: Walker) -> None:
    sitting = walker.sit_down()
    walk_to_section(sitting, "I")
    app = app_for(sitting, "I")
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.pause()
        assert NOT_YET in screen_text(app)
        await pilot.resize_terminal(132, 43)
        await pilot.pause(0.1)
        assert ALL_SHOWN in screen_text(app)


@pytest.mark.parametrize("size", SIZES)
async def test_signed_out_in_the_middle_one_comes_back_to_the_same_clause(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    walker = Walker.at(tmp_path)
    sitting = walker.sit_down()
    walk_to_section(sitting, "III.A")
    app = app_for(sitting, "III.A")
    async with app.run_test(size=size) as pilot:
        await pilot.press(*["down"] * 9)
        await pilot.pause()
        walker.clock.forward(timedelta(seconds=40))
        place = pane(app).top_citation
    assert place not in {"III", "III.A"}
    again = Walker.back_at(tmp_path).sit_down()
    step = again.next_step()
    assert isinstance(step, Read)
    assert (step.section.id, again.walk.place) == ("III.A", place)
    assert (record(again, "III.A").visits, record(again, "III.A").seconds) == (1, 40)
    assert not record(again, "III.A").complete
    app = app_for(again, "III.A")
    async with app.run_test(size=size) as pilot:
        await pilot.pause(0.1)
        assert pane(app).top_citation == place
        assert NOT_YET in screen_text(app)


async def test_killed_without_warning_one_comes_back_to_the_same_clause(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "PLACE_SECONDS", 0.02)
    walker = Walker.at(tmp_path)
    sitting = walker.sit_down()
    walk_to_section(sitting, "III.A")
    app = app_for(sitting, "III.A")
    async with app.run_test() as pilot:
        await pilot.press("space", "space")
        await pilot.pause()
        place = pane(app).top_citation
        await until(pilot, lambda: sitting.walk.place == place)
        kept = Walker.back_at(tmp_path).sit_down().walk
        assert kept.place == place
        assert kept.shown == pane(app).shown


async def test_scrolling_through_writes_the_place_once_it_rests(
    walker: Walker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "PLACE_SECONDS", 0.3)
    sitting = walker.sit_down()
    walk_to_section(sitting, "II")
    kept: list[str] = []
    keep = walker.house.walks.keep

    def spy(walk: Walk) -> Walk:
        kept.append(walk.place)
        return keep(walk)

    monkeypatch.setattr(walker.house.walks, "keep", spy)
    app = app_for(sitting, "II")
    async with app.run_test() as pilot:
        await pilot.press("down", "down", "down", "down", "space")
        place = pane(app).top_citation
        await until(pilot, lambda: bool(kept))
        assert kept == [place]


async def test_time_is_counted_only_while_the_section_is_on_the_screen(walker: Walker) -> None:
    sitting = walker.sit_down()
    walk_to_section(sitting, "I")
    app = app_for(sitting, "I")
    async with app.run_test() as pilot:
        await pilot.pause()
        walker.clock.forward(timedelta(seconds=100))
        await pilot.press("n", "enter")
        await until(pilot, lambda: isinstance(app.screen, PassagePanel))
        walker.clock.forward(timedelta(seconds=1000))
        await pilot.pause(0.35)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, ReaderPage))
        await pilot.pause()
        walker.clock.forward(timedelta(seconds=11))
    assert record(sitting, "I").seconds == 111


async def test_that_a_section_went_by_very_fast_is_said_exactly_once(walker: Walker) -> None:
    sitting = walker.sit_down()
    walk_to_section(sitting, "I")
    app = app_for(sitting, "I")
    async with app.run_test() as pilot:
        await to_the_end(pilot, app)
        await pilot.press("right")
        await until(pilot, lambda: isinstance(app.screen, Dialog))
        assert "faster than most people read" in screen_text(app)
        await pilot.press("enter", "enter")
        await pilot.pause(0.35)
        assert isinstance(app.screen, Dialog), "nothing is focused that Enter could press"
        await pilot.press("s")
        await until(pilot, lambda: isinstance(app.screen, ReaderPage))
        assert not app.results
        await pilot.press("right")
        assert await handed_back(pilot, app) is Onward.NEXT
    walk_to_section(sitting, "III.A")
    app = app_for(sitting, "III.A")
    async with app.run_test() as pilot:
        await to_the_end(pilot, app)
        await pilot.press("right")
        assert await handed_back(pilot, app) is Onward.NEXT


async def test_going_on_all_the_same_after_a_fast_section_goes_on(walker: Walker) -> None:
    sitting = walker.sit_down()
    walk_to_section(sitting, "I")
    app = app_for(sitting, "I")
    async with app.run_test() as pilot:
        await to_the_end(pilot, app)
        await pilot.press("right")
        await until(pilot, lambda: isinstance(app.screen, Dialog))
        await pilot.pause(0.35)
        await pilot.press("g")
        assert await handed_back(pilot, app) is Onward.NEXT
    assert record(sitting, "I").visits == 1


async def test_enter_typed_ahead_does_not_pass_a_short_section(walker: Walker) -> None:
    sitting = walker.sit_down()
    walk_to_section(sitting, "IV")
    app = app_for(sitting, "IV", Settling(60.0))
    async with app.run_test() as pilot:
        await pilot.press("enter", "right", "enter")
        await pilot.pause(0.05)
        assert ALL_SHOWN in screen_text(app)
        assert not app.results


async def test_putting_it_aside_keeps_the_visit_once(walker: Walker) -> None:
    sitting = walker.sit_down()
    walk_to_section(sitting, "II")
    app = app_for(sitting, "II")
    async with app.run_test() as pilot:
        await pilot.pause()
        walker.clock.forward(timedelta(seconds=7))
        await pilot.press("escape", "escape")
        assert await handed_back(pilot, app) is Aside.LATER
    assert (record(sitting, "II").visits, record(sitting, "II").seconds) == (1, 7)


async def test_the_outline_opens_what_was_displayed_and_nothing_that_is_to_come(walker: Walker) -> None:
    sitting = walker.sit_down()
    walk_to_section(sitting, "III.A")
    app = app_for(sitting, "III.A")
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.press("o")
        await until(pilot, lambda: isinstance(app.screen, PickPanel))
        await pilot.pause(0.35)
        assert "(to come)" in screen_text(app)
        await pilot.press("down", "down", "down", "up", "enter")
        assert await handed_back(pilot, app) == LookAt("II")


async def test_a_section_displayed_before_can_be_left_at_once_and_keeps_the_place_of_the_next(walker: Walker) -> None:
    sitting = walker.sit_down()
    walk_to_section(sitting, "III.A")
    sitting.note_place("III.A.4")
    app = app_for(sitting, "II")
    async with app.run_test() as pilot:
        await pilot.press("space")
        await pilot.pause()
        await pilot.press("enter")
        assert await handed_back(pilot, app) is Onward.NEXT
    assert sitting.walk.place == "III.A.4"
    assert record(sitting, "II").visits == 2


@pytest.mark.parametrize("size", SIZES)
async def test_a_marked_word_shows_its_definition_and_escape_leads_back_to_the_same_line(
    walker: Walker, size: tuple[int, int]
) -> None:
    sitting = walker.sit_down()
    walk_to_section(sitting, "III.A")
    app = app_for(sitting, "III.A")
    async with app.run_test(size=size) as pilot:
        await pilot.press("down", "down", "n")
        await pilot.pause()
        before = screen_text(app)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, PassagePanel))
        await pilot.pause(0.35)
        assert "A variety of online," in screen_text(app)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, ReaderPage))
        await pilot.pause()
        assert screen_text(app) == before


async def test_while_a_marked_word_is_chosen_nothing_says_that_enter_goes_on(walker: Walker) -> None:
    sitting = walker.sit_down()
    walk_to_section(sitting, "I")
    app = app_for(sitting, "I")
    async with app.run_test(size=(132, 43)) as pilot:
        await to_the_end(pilot, app)
        await pilot.press("n")
        await until(pilot, lambda: WORD_CHOSEN in screen_text(app))
        assert ALL_SHOWN not in screen_text(app)
        await pilot.press("escape")
        await until(pilot, lambda: ALL_SHOWN in screen_text(app))
        assert WORD_CHOSEN not in screen_text(app)


async def test_a_click_on_a_marked_word_shows_its_definition(walker: Walker) -> None:
    sitting = walker.sit_down()
    walk_to_section(sitting, "I")
    app = app_for(sitting, "I")
    async with app.run_test() as pilot:
        await pilot.pause()
        lines = screen_text(app).split("\n")
        row = next(
            number for number, line in enumerate(lines) if "social media sites by" in line or "media sites" in line
        )
        await pilot.click(offset=(lines[row].index("media sites") + 1, row))
        await until(pilot, lambda: isinstance(app.screen, PassagePanel))
        assert "II.Q" in screen_text(app)


async def follow_the_reference(pilot: Pilot[None], app: App) -> str:
    """Step through the marked words to *Section B* and open it; returns the clause at the top before."""
    for _ in range(20):
        await pilot.press("n")
        await pilot.pause()
        if "Section B: III.B" in screen_text(app):
            place = pane(app).top_citation
            await pilot.press("enter")
            return place
    raise AssertionError(screen_text(app))


async def test_a_reference_to_what_comes_later_is_shown_in_a_panel_and_not_opened(walker: Walker) -> None:
    sitting = walker.sit_down()
    walk_to_section(sitting, "III.A")
    app = app_for(sitting, "III.A")
    async with app.run_test() as pilot:
        await follow_the_reference(pilot, app)
        await until(pilot, lambda: isinstance(app.screen, PassagePanel))
        await pilot.pause(0.35)
        assert "comes later in your training" in screen_text(app)
        assert "Department Use and Investigations" in screen_text(app)
        await pilot.press("g")
        await pilot.pause(0.05)
        assert isinstance(app.screen, PassagePanel), "there is no going there"
        await pilot.press("escape")
        await pilot.pause(0.05)
        assert pane(app).section.id == "III.A"


async def test_a_reference_leads_to_an_open_section_and_b_leads_back_to_the_clause(walker: Walker) -> None:
    sitting = walker.sit_down()
    walk_to_section(sitting, "IV")
    app = app_for(sitting, "III.A")
    async with app.run_test() as pilot:
        place = await follow_the_reference(pilot, app)
        await until(pilot, lambda: pane(app).section.id == "III.B")
        await pilot.pause(0.05)
        await pilot.press("b")
        await until(pilot, lambda: pane(app).section.id == "III.A")
        await pilot.pause(0.1)
        assert pane(app).top_citation == place
    assert [record(sitting, each).visits for each in ("III.A", "III.B")] == [3, 2]


async def test_a_word_is_found_here_and_elsewhere_and_what_comes_later_is_only_shown(walker: Walker) -> None:
    sitting = walker.sit_down()
    walk_to_section(sitting, "III.A")
    app = app_for(sitting, "III.A")
    async with app.run_test() as pilot:
        await pilot.press("slash", *"post", "enter")
        await pilot.pause()
        assert "2 times in this section. 13 more in II, 6 in III.B." in screen_text(app)
        assert "Found 1 of 2" in screen_text(app)
        await pilot.press("down")
        await pilot.pause()
        assert "Found 2 of 2" in screen_text(app)
        await pilot.press("enter")
        await pilot.pause()
        assert "Found 1 of 2" in screen_text(app)
        await pilot.press("f3")
        await until(pilot, lambda: isinstance(app.screen, PickPanel))
        await pilot.pause(0.35)
        await pilot.press(*["down"] * 30, "enter")
        await until(pilot, lambda: isinstance(app.screen, PassagePanel))
        assert "III.B.3.a" in screen_text(app)
        assert "comes later in your training" in screen_text(app)
        await pilot.pause(0.35)
        await pilot.press("escape")
        await pilot.pause(0.05)
        await pilot.press("escape")
        await pilot.pause(0.05)
        assert "Find:" not in screen_text(app)
        assert not app.results


async def test_where_nothing_more_is_found_the_key_for_it_says_so(walker: Walker) -> None:
    sitting = walker.sit_down()
    walk_to_section(sitting, "III.A")
    app = app_for(sitting, "III.A")
    async with app.run_test() as pilot:
        await pilot.press("slash", "f3")
        await pilot.pause()
        assert "Nothing was looked for yet." in screen_text(app)
        await pilot.press("escape", "slash", "enter")
        await pilot.pause()
        assert "Nothing was looked for yet." in screen_text(app)
        await pilot.press(*"zebra", "enter")
        await pilot.pause()
        assert "Not found in this directive." in screen_text(app)
        await pilot.press("enter")
        await pilot.pause()
        assert "There is no next place here. Not found in this directive." in screen_text(app)
        await pilot.press("f3")
        await pilot.pause()
        assert "Not found in any other section." in screen_text(app)


async def test_a_place_found_in_a_section_displayed_before_can_be_gone_to(walker: Walker) -> None:
    sitting = walker.sit_down()
    walk_to_section(sitting, "III.A")
    app = app_for(sitting, "III.A")
    async with app.run_test() as pilot:
        await pilot.press("slash", *"alter", "enter", "f3")
        await until(pilot, lambda: isinstance(app.screen, PickPanel))
        await pilot.pause(0.35)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, PassagePanel))
        await pilot.pause(0.35)
        await pilot.press("g")
        await until(pilot, lambda: pane(app).section.id == "II")
        await pilot.pause(0.1)
        assert "Once in this section." in screen_text(app)


async def test_what_cannot_be_kept_is_said_in_words_that_stay_and_can_be_tried_again(
    walker: Walker, monkeypatch: pytest.MonkeyPatch
) -> None:
    sitting = walker.sit_down()
    walk_to_section(sitting, "IV")
    app = app_for(sitting, "IV")
    full = "The disk is full."

    def refuse(_: Walk) -> None:
        raise NotRecorded(full)

    async with app.run_test() as pilot:
        await pilot.pause()
        walker.clock.forward(timedelta(seconds=90))
        with monkeypatch.context() as broken:
            broken.setattr(walker.house.walks, "keep", refuse)
            await pilot.press("enter")
            await until(pilot, lambda: full in screen_text(app))
            assert not app.results
        await pilot.press("enter")
        assert await handed_back(pilot, app) is Onward.NEXT
    assert (record(sitting, "IV").visits, record(sitting, "IV").seconds) == (1, 90)


async def test_after_the_end_was_displayed_a_sign_out_leads_to_the_questions(tmp_path: Path) -> None:
    walker = Walker.at(tmp_path)
    sitting = walker.sit_down()
    walk_to_section(sitting, "II")
    app = app_for(sitting, "II")
    async with app.run_test() as pilot:
        await to_the_end(pilot, app)
        walker.clock.forward(timedelta(seconds=SLOWLY))
    assert isinstance(Walker.back_at(tmp_path).sit_down().next_step(), Ask)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    "keys",
    [[], ["n", "n"], ["n", "enter"], ["o"], ["slash", "left_square_bracket", "enter"], ["slash", "x", "enter", "f3"]],
)
async def test_hostile_words_in_a_directive_are_shown_and_do_nothing(
    walker: Walker, size: tuple[int, int], keys: list[str]
) -> None:
    sitting = walker.sit_down()
    walk_to_section(sitting, "III.A")
    sitting.course = Course(hostile(sitting.course.revision), sitting.course.bank)
    app = app_for(sitting, "III.A")
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.press(*keys)
        await pilot.pause(0.05)
        assert is_harmless(screen_text(app))
        assert "[/" in screen_text(app)


@pytest.mark.parametrize("theme_name", [theme.NIGHT, theme.DAY])
@pytest.mark.parametrize("keys", [["n"], ["o"], ["slash", "p", "o", "s", "t", "enter"]])
async def test_every_word_stands_out_from_what_is_behind_it(walker: Walker, theme_name: str, keys: list[str]) -> None:
    sitting = walker.sit_down()
    section = walk_to_section(sitting, "III.A")
    marker = Marker(sitting.course.revision)
    app: App = Host(lambda: ReaderPage(frame(person="Ada Invented"), sitting, section, marker), theme_name)
    async with app.run_test(size=(132, 43)) as pilot:
        await pilot.press(*keys)
        await pilot.pause(0.05)
        words = [each for each in contrasts(app) if any(letter.isalnum() for letter in each[0])]
        assert min(words, key=lambda each: each[1])[1] >= 4.5


def test_the_sitting_of_these_tests_can_be_walked_to_its_end(walker: Walker) -> None:
    sitting = walker.sit_down()
    display(sitting, walk_to_section(sitting, "REFERENCE"))
    assert all(shown.complete for shown in sitting.walk.displays)


@pytest.mark.parametrize("words", [NOT_YET, PASSED_OVER, ALL_SHOWN, AGAIN, ALL_CHANGES_SHOWN, WORD_CHOSEN])
def test_what_is_said_below_the_text_fits_the_narrowest_screen_so_that_the_text_keeps_its_room(words: str) -> None:
    narrowest, sides = min(width for width, _ in SIZES), 2 * 2
    assert len(words) <= narrowest - sides


def counted_out_of_sight(app: App) -> list[str]:
    """The words that count as displayed and do not stand on the screen."""
    column = pane(app)._column
    assert column is not None
    top = pane(app).scroll_offset.y
    return [
        row.clause.text[slice(*row.bounds)]
        for number, row in enumerate(column.rows)
        if row.clause is not None and not top <= number < top + pane(app).size.height
        if row.clause.text[slice(*row.bounds)].strip() and pane(app)._painted.is_drawn(row.clause.citation, row.bounds)
    ]


@pytest.mark.parametrize("size", [*SIZES, (70, 21), (100, 22)])
@pytest.mark.parametrize("section_id", ["I", "II", "III.A", "III.B", "IV", "REFERENCE"])
async def test_only_what_stays_on_the_screen_once_it_has_its_form_counts_as_displayed(
    walker: Walker, section_id: str, size: tuple[int, int]
) -> None:
    sitting = walker.sit_down()
    app = app_for(sitting, section_id)
    async with app.run_test(size=size) as pilot:
        await pilot.pause(0.1)
        assert pane(app).fraction > 0
        assert counted_out_of_sight(app) == []


@pytest.mark.parametrize("size", [*SIZES, (70, 21), (100, 22)])
@pytest.mark.parametrize("section_id", ["I", "II", "III.A", "III.B", "IV", "REFERENCE"])
async def test_so_it_is_in_a_section_that_a_reference_led_to_and_in_one_that_is_come_back_to(
    walker: Walker, section_id: str, size: tuple[int, int]
) -> None:
    sitting = walker.sit_down()
    app = app_for(sitting, "I" if section_id != "I" else "III.B")
    async with app.run_test(size=size) as pilot:
        await pilot.pause(0.1)
        section = sitting.course.revision.section(section_id)
        page_of(app)._view.open(section, section.clauses[-1].citation)
        await pilot.pause(0.1)
        assert pane(app).fraction > 0
        assert counted_out_of_sight(app) == []
    place = section.clauses[len(section.clauses) // 2].citation
    sitting.note_place(place)
    app = app_for(sitting, section_id)
    async with app.run_test(size=size) as pilot:
        await pilot.pause(0.1)
        assert counted_out_of_sight(app) == []
