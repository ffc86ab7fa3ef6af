"""A scenario: nothing is answered by accident, nothing is said before, everything can be reached by keys."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from textual.pilot import Pilot

from oc_training.attestation.sitting import Sitting
from oc_training.attestation.walk import Ask, Walk
from oc_training.errors import NotRecorded
from oc_training.kiosk import theme
from oc_training.kiosk.outcomes import Aside, Onward, ScenarioOutcome
from oc_training.kiosk.pages.scenario import CHOOSE_FIRST, ScenarioPage
from oc_training.kiosk.widgets.settling import Settling
from oc_training.quiz.attempt import Answer
from oc_training.text import squash
from tests.kiosk.host import Host, frame, until
from tests.kiosk.pages.walkers import Walker, hostile, hostile_question, settled, walk_to_question
from tests.kiosk.support import SIZES, contrasts, is_harmless, screen_text

App = Host[ScenarioOutcome]
STANDING = "Training summary only; the directive controls."


@pytest.fixture
def walker(tmp_path: Path) -> Walker:
    return Walker.at(tmp_path)


def app_for(sitting: Sitting, ask: Ask, settling: Settling | None = None) -> App:
    return Host(lambda: ScenarioPage(frame(person="Ada Invented"), sitting, ask, settling or settled()))


def answers(sitting: Sitting) -> tuple[Answer, ...]:
    assert sitting.walk.attempt is not None
    return sitting.walk.attempt.answers


def place_of(ask: Ask, *, right: bool) -> str:
    """The key of an option that is right, or of one that is not."""
    return str(next(n for n, letter in enumerate(ask.shown, 1) if ask.question.option(letter).right is right))


async def all_text(pilot: Pilot[None], app: App) -> str:
    """Everything that keys bring on the screen, from the top down."""
    await pilot.press("home")
    await pilot.pause()
    seen = [screen_text(app)]
    for _ in range(30):
        await pilot.press("pagedown")
        await pilot.pause()
        if screen_text(app) == seen[-1]:
            break
        seen.append(screen_text(app))
    return "\n".join(seen)


def words_of(text: str) -> set[str]:
    return set(squash(text).split())


async def answered(pilot: Pilot[None], app: App, key: str) -> None:
    await pilot.press(key, "enter")
    await until(pilot, lambda: "ight." in screen_text(app))
    await pilot.pause(0.05)


@pytest.mark.parametrize("size", SIZES)
async def test_the_mark_stands_above_the_first_scenario_before_anything_is_answered(
    walker: Walker, size: tuple[int, int]
) -> None:
    sitting = walker.sit_down()
    app = app_for(sitting, walk_to_question(sitting))
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: "Scenario 1 of 12" in screen_text(app))
        mark = "To pass, 10 of the 12 scenarios (80 %) have to be right at the first try."
        assert mark in squash(screen_text(app))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("right", [True, False])
async def test_question_and_result_can_both_be_reached_by_keys(
    walker: Walker,
    size: tuple[int, int],
    right: bool,  # noqa: FBT001  a case of the test
) -> None:
    sitting = walker.sit_down()
    ask = walk_to_question(sitting)
    question = ask.question
    app = app_for(sitting, ask)
    async with app.run_test(size=size) as pilot:
        before = await all_text(pilot, app)
        for part in (question.title, *question.scenario, question.stem, *(each.text for each in question.options)):
            assert words_of(part) <= words_of(before)
        assert f"Scenario {ask.number} of {ask.of}" in before
        assert STANDING in before
        await answered(pilot, app, place_of(ask, right=right))
        assert ("Right." if right else "Not right.") in screen_text(app), "the verdict is in sight at once"
        after = await all_text(pilot, app)
        chosen = question.option(answers(sitting)[0].letter)
        clause = sitting.course.revision.clause(question.cites[0])
        for part in (*question.scenario, question.stem, chosen.feedback, question.explanation):
            assert words_of(part) <= words_of(after)
        assert words_of(clause.text) <= words_of(after)
        assert f"Directive 3-400, {clause.citation}" in after
        assert STANDING in after
        await pilot.press("enter")
        await until(pilot, lambda: bool(app.results))
    assert app.results == [Onward.NEXT]


async def test_there_is_a_hint_while_more_is_below(walker: Walker) -> None:
    sitting = walker.sit_down()
    ask = walk_to_question(sitting)
    app = app_for(sitting, ask)
    async with app.run_test(size=(60, 20)) as pilot:
        await answered(pilot, app, "1")
        assert "More below" in screen_text(app)
        await pilot.press("end")
        await pilot.pause()
        assert "More below" not in screen_text(app)


async def test_on_a_wide_screen_the_clause_stands_beside_the_scenario(walker: Walker) -> None:
    sitting = walker.sit_down()
    ask = walk_to_question(sitting)
    app = app_for(sitting, ask)
    async with app.run_test(size=(132, 43)) as pilot:
        await answered(pilot, app, "1")
        lines = screen_text(app).split("\n")
        row = next(number for number, line in enumerate(lines) if ask.question.title in line)
        assert "What the directive says" in lines[row]
        await pilot.resize_terminal(80, 24)
        await pilot.pause(0.1)
        assert "What the directive says" not in screen_text(app).split("\n")[3]
        assert "What the directive says" in await all_text(pilot, app)


async def test_tab_gives_the_keys_to_the_clauses_beside_and_back(walker: Walker) -> None:
    sitting = walker.sit_down()
    ask = walk_to_question(sitting)
    sitting.course.revision = hostile(sitting.course.revision)
    app = app_for(sitting, ask)
    async with app.run_test(size=(132, 20)) as pilot:
        await answered(pilot, app, "1")
        assert "Tab Other column" in screen_text(app)
        end = f"Directive 3-400, {ask.question.cites[-1]}"
        assert end not in screen_text(app)
        await pilot.press("tab", "end")
        await pilot.pause()
        assert end in screen_text(app)
        await pilot.press("tab")
        await pilot.resize_terminal(80, 24)
        await pilot.pause(0.1)
        assert "Tab" not in screen_text(app)


@pytest.mark.parametrize("theme_name", [theme.NIGHT, theme.DAY])
async def test_every_word_stands_out_from_what_is_behind_it(walker: Walker, theme_name: str) -> None:
    sitting = walker.sit_down()
    ask = walk_to_question(sitting)
    app: App = Host(lambda: ScenarioPage(frame(person="Ada Invented"), sitting, ask, settled()), theme_name)
    async with app.run_test(size=(132, 43)) as pilot:
        await answered(pilot, app, place_of(ask, right=False))
        words = [each for each in contrasts(app) if any(letter.isalnum() for letter in each[0])]
        assert min(words, key=lambda each: each[1])[1] >= 4.5


async def test_nothing_is_said_before_an_answer_is_confirmed(walker: Walker) -> None:
    sitting = walker.sit_down()
    ask = walk_to_question(sitting)
    app = app_for(sitting, ask)
    async with app.run_test() as pilot:
        for key in ("1", "2", "3", "down", "space"):
            await pilot.press(key)
            await pilot.pause()
            assert "ight." not in screen_text(app)
            assert "[" not in screen_text(app)
        await pilot.press("right")
        await pilot.pause()
        assert not app.results
    assert answers(sitting) == ()


async def test_enter_without_a_choice_answers_nothing(walker: Walker) -> None:
    sitting = walker.sit_down()
    ask = walk_to_question(sitting)
    app = app_for(sitting, ask)
    async with app.run_test() as pilot:
        await pilot.press("enter", "enter")
        await pilot.pause()
        assert not app.results
        assert CHOOSE_FIRST in " ".join(screen_text(app).split())
        await pilot.press("1")
        await pilot.pause()
        assert CHOOSE_FIRST not in " ".join(screen_text(app).split())
    assert answers(sitting) == ()


async def test_what_was_typed_ahead_neither_chooses_nor_answers_nor_goes_on(walker: Walker) -> None:
    sitting = walker.sit_down()
    ask = walk_to_question(sitting)
    moment = [0.0]
    app = app_for(sitting, ask, Settling(0.3, lambda: moment[0]))
    async with app.run_test() as pilot:
        await pilot.press("1", "enter", "enter", "a", "enter")
        await pilot.pause()
        assert answers(sitting) == ()
        assert "(o)" not in screen_text(app)
        moment[0] = 1.0
        await answered(pilot, app, "1")
        await pilot.press("enter", "enter", "right")
        await pilot.pause()
        assert not app.results, "the feedback has only just appeared"
        moment[0] = 2.0
        await pilot.press("enter")
        await until(pilot, lambda: bool(app.results))
    assert len(answers(sitting)) == 1


async def test_the_answer_kept_is_the_option_shown_there_and_the_time_it_took(walker: Walker) -> None:
    sitting = walker.sit_down()
    ask = walk_to_question(sitting)
    ask = replace(ask, shown=tuple(reversed(ask.shown)))
    app = app_for(sitting, ask)
    async with app.run_test() as pilot:
        await pilot.pause()
        walker.clock.forward(timedelta(seconds=41.5))
        await answered(pilot, app, "c")
    assert [(each.letter, each.hundredths) for each in answers(sitting)] == [(ask.shown[2], 4150)]


async def test_put_aside_before_the_answer_the_same_question_comes_back(tmp_path: Path) -> None:
    walker = Walker.at(tmp_path)
    sitting = walker.sit_down()
    ask = walk_to_question(sitting)
    app = app_for(sitting, ask)
    async with app.run_test() as pilot:
        await pilot.press("2", "escape")
        await until(pilot, lambda: bool(app.results))
    assert app.results == [Aside.LATER]
    assert Walker.back_at(tmp_path).sit_down().next_step() == ask


async def test_ended_after_the_answer_the_next_step_follows_with_the_answer_kept(tmp_path: Path) -> None:
    walker = Walker.at(tmp_path)
    sitting = walker.sit_down()
    ask = walk_to_question(sitting)
    app = app_for(sitting, ask)
    async with app.run_test() as pilot:
        await answered(pilot, app, "1")
        again = Walker.back_at(tmp_path).sit_down()
        step = again.next_step()
        assert not isinstance(step, Ask) or step.question.id != ask.question.id
        assert answers(again) == answers(sitting)


async def test_an_answer_that_cannot_be_kept_reveals_nothing_and_can_be_tried_again(
    walker: Walker, monkeypatch: pytest.MonkeyPatch
) -> None:
    sitting = walker.sit_down()
    ask = walk_to_question(sitting)
    app = app_for(sitting, ask)
    full = "The disk is full."

    def refuse(_: Walk) -> None:
        raise NotRecorded(full)

    async with app.run_test() as pilot:
        await pilot.pause()
        with monkeypatch.context() as broken:
            broken.setattr(walker.house.walks, "keep", refuse)
            await pilot.press("1", "enter")
            await until(pilot, lambda: full in screen_text(app))
        assert "the right answer" not in screen_text(app)
        assert "answer: " not in screen_text(app)
        await pilot.press("enter")
        await until(pilot, lambda: "ight." in screen_text(app))
    assert len(answers(sitting)) == 1


async def test_a_question_that_comes_back_says_so(walker: Walker) -> None:
    sitting = walker.sit_down()
    ask = replace(walk_to_question(sitting), again=True)
    app = app_for(sitting, ask)
    async with app.run_test() as pilot:
        await pilot.pause()
        assert "comes back" in screen_text(app)


@pytest.mark.parametrize("size", SIZES)
async def test_hostile_words_in_questions_are_shown_and_do_nothing(
    walker: Walker, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    sitting = walker.sit_down()
    ask = walk_to_question(sitting)
    evil = hostile_question(ask.question)
    questions = tuple(evil if each.id == evil.id else each for each in sitting.course.bank.questions)
    app = app_for(sitting, replace(ask, question=evil))
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.press("1")
        assert is_harmless(await all_text(pilot, app))
        sitting.course.bank = replace(sitting.course.bank, questions=questions)
        sitting.course.revision = hostile(sitting.course.revision)
        assert sitting.walk.attempt is not None
        monkeypatch.setattr(sitting.course, "still_holds", lambda _: True)  # the draw holds the honest digest
        await pilot.press("enter")
        await pilot.pause(0.1)
        assert is_harmless(await all_text(pilot, app))
        assert "[/" in screen_text(app)


async def test_where_the_result_is_never_laid_out_the_page_still_takes_keys(walker: Walker) -> None:
    sitting = walker.sit_down()
    ask = walk_to_question(sitting)
    app = app_for(sitting, ask)
    async with app.run_test(size=(80, 24)) as pilot:
        for widget in app.screen.query("#scenario-result"):
            widget.styles.display = "none"
        await pilot.press(place_of(ask, right=True), "enter")
        await until(pilot, lambda: bool(answers(sitting)))
        await pilot.pause(0.1)
        await pilot.press("enter")
        await until(pilot, lambda: bool(app.results))
    assert app.results == [Onward.NEXT]
