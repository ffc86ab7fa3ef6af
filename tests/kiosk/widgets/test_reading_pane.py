from __future__ import annotations

from typing import ClassVar

import pytest
from textual.binding import Binding, BindingType
from textual.geometry import Offset

from oc_training.kiosk.widgets.key_bar import KeyBar
from oc_training.kiosk.widgets.reading_column import MARKED
from oc_training.kiosk.widgets.reading_pane import NO_MARKS, ReadingPane
from oc_training.policy.model import Section
from tests.kiosk.support import HOSTILE, SIZES, is_harmless, screen_text
from tests.kiosk.widgets import samples
from tests.kiosk.widgets.stage import Stage

WHOLE = Section("III.A", "Personal Use", samples.PERSONAL)


def words_of(section: Section) -> str:
    return "".join(f"{clause.label}{clause.text}" for clause in section.clauses).replace(" ", "")


@pytest.mark.parametrize("size", SIZES)
async def test_paging_through_shows_every_word_in_order(size: tuple[int, int]) -> None:
    pane = ReadingPane(WHOLE, samples.MARKS)
    app = Stage(pane)
    async with app.run_test(size=size, notifications=True, message_hook=app.hear) as pilot:
        await pilot.pause()
        lines: list[str] = []
        while True:
            top = pane.scroll_offset.y
            shown = screen_text(app).split("\n")[: pane.size.height]
            lines[top:] = shown
            if pane.scroll_offset.y >= pane.max_scroll_y:
                break
            await pilot.press("space")
        drawn = "".join(line[: pane.size.width] for line in lines)
        for sign in (" ", MARKED):
            drawn = drawn.replace(sign, "")
        assert drawn == words_of(WHOLE)
        assert pane.fraction == 1.0
        assert len(app.of(ReadingPane.Whole)) == 1
        last = app.of(ReadingPane.Displayed)[-1]
        assert (last.section, last.fraction) == ("III.A", 1.0)


async def test_the_mark_in_the_margin_is_explained_and_its_key_says_where_there_is_none() -> None:
    marked, bare = ReadingPane(WHOLE, samples.MARKS), ReadingPane(WHOLE)
    for pane, marks in ((marked, True), (bare, False)):
        app = Stage(pane, KeyBar())
        async with app.run_test(size=(80, 24), message_hook=app.hear) as pilot:
            app.screen.set_focus(pane)
            await pilot.pause()
            assert any(line.startswith(MARKED) for line in screen_text(app).split("\n")) == marks
            assert (f"N/P Words marked {MARKED}" in screen_text(app)) == marks
            await pilot.press("n")
            await pilot.pause()
            assert (NO_MARKS in screen_text(app)) != marks
            await pilot.press("down")
            await pilot.pause()
            assert NO_MARKS not in screen_text(app)


async def test_a_long_section_is_whole_only_when_nothing_of_it_was_passed_over() -> None:
    pane = ReadingPane(WHOLE)
    app = Stage(pane)
    async with app.run_test(size=(60, 20), message_hook=app.hear) as pilot:
        await pilot.pause()
        assert not app.of(ReadingPane.Whole)
        assert "More below" in screen_text(app)
        await pilot.press("end")
        await pilot.pause()
        assert not app.of(ReadingPane.Whole)
        assert "End of this section" not in screen_text(app)
        assert f"Last lines, {int(pane.fraction * 100)}% shown" in screen_text(app)
        await pilot.press("home", *["space"] * 9)
        await pilot.pause()
        assert len(app.of(ReadingPane.Whole)) == 1
        assert "End of this section" in screen_text(app)
        await pilot.press("home", "end")
        await pilot.pause()
        assert len(app.of(ReadingPane.Whole)) == 1


async def test_jumping_to_the_end_does_not_pass_for_the_whole() -> None:
    pane = ReadingPane(WHOLE)
    async with Stage(pane).run_test(size=(60, 20)) as pilot:
        assert not pane.passed_over, "what is missing is still to come"
        await pilot.pause()
        await pilot.press("end")
        await pilot.pause()
        assert not pane.whole
        assert pane.fraction < 1.0
        assert pane.passed_over


async def test_one_is_led_to_what_was_passed_over_until_nothing_is_left() -> None:
    pane = ReadingPane(WHOLE)
    async with Stage(pane).run_test(size=(60, 20)) as pilot:
        await pilot.press("space")
        await pilot.pause()
        seen = pane.shown
        await pilot.press("end")
        await pilot.pause()
        for _ in range(20):
            pane.go_to_left()
            await pilot.pause()
            assert pane.top_citation not in seen[:-1]
            if pane.fraction == 1.0:
                break
        assert pane.fraction == 1.0
        assert not pane.passed_over
        place = pane.scroll_offset.y
        pane.go_to_left()
        await pilot.pause()
        assert pane.scroll_offset.y == place


async def test_clauses_shown_before_need_not_be_painted_again() -> None:
    every = [clause.citation for clause in WHOLE.clauses]
    pane = ReadingPane(WHOLE, shown=every[:-1])
    app = Stage(pane)
    async with app.run_test(size=(60, 20), message_hook=app.hear) as pilot:
        await pilot.pause()
        assert pane.fraction < 1.0
        await pilot.press("end")
        await pilot.pause()
        assert pane.whole
        assert len(app.of(ReadingPane.Whole)) == 1
        pane.show(WHOLE)
        assert pane.fraction < 1.0, "another section begins with nothing shown"


async def test_a_section_that_is_only_looked_up_has_an_end_whatever_was_shown_of_it() -> None:
    pane = ReadingPane(WHOLE, shown=None)
    async with Stage(pane).run_test(size=(60, 20)) as pilot:
        await pilot.pause()
        await pilot.press("end")
        await pilot.pause()
        assert "End of this section" in screen_text(pilot.app)


async def test_a_short_section_is_displayed_once_it_was_painted() -> None:
    pane = ReadingPane(samples.SHORT)
    app = Stage(pane)
    assert pane.fraction < 1.0
    async with app.run_test(size=(80, 24), message_hook=app.hear) as pilot:
        await pilot.pause()
        assert pane.max_scroll_y == 0
        assert pane.fraction == 1.0
        assert len(app.of(ReadingPane.Whole)) == 1


async def test_a_section_on_no_screen_is_not_displayed() -> None:
    pane = ReadingPane(samples.SHORT)
    pane.display = False
    app = Stage(pane)
    async with app.run_test(size=(80, 24), message_hook=app.hear) as pilot:
        await pilot.pause()
        assert not app.of(ReadingPane.Displayed)
        assert not pane.whole


async def test_another_width_keeps_the_clause_at_the_top() -> None:
    pane = ReadingPane(WHOLE)
    async with Stage(pane).run_test(size=(132, 12)) as pilot:
        pane.scroll_to_citation("III.A.2.b")
        await pilot.pause()
        assert pane.top_citation == "III.A.2.b"
        for width in (60, 80, 132):
            await pilot.resize_terminal(width, 12)
            await pilot.pause()
            await pilot.pause()
            assert pane.top_citation == "III.A.2.b", width


async def test_the_place_to_come_back_to_can_be_asked_for_before_the_first_painting() -> None:
    pane = ReadingPane(WHOLE)
    pane.scroll_to_citation("III.A.2")
    app = Stage(pane)
    async with app.run_test(size=(60, 12), message_hook=app.hear) as pilot:
        await pilot.pause()
        await pilot.pause()
        assert pane.top_citation == "III.A.2"
        assert app.of(ReadingPane.TopClauseChanged)[-1].citation == "III.A.2"


async def test_keys_step_through_marked_words_and_enter_opens_the_one_in_hand() -> None:
    pane = ReadingPane(WHOLE, samples.MARKS)
    app = Stage(pane)
    async with app.run_test(size=(80, 24), message_hook=app.hear) as pilot:
        await pilot.press("enter")
        assert not app.of(ReadingPane.MarkChosen)
        await pilot.press("n")
        assert "> social media: II.Q, 1 of 4" in screen_text(app)
        assert [line[0] for line in screen_text(app).split("\n") if line.startswith(">")] == [">", ">"]
        await pilot.press("n", "n", "enter")
        await pilot.press("n", "enter", "n", "enter", "p", "enter")
        chosen = [(message.kind, message.target) for message in app.of(ReadingPane.MarkChosen)]
        assert chosen == [
            ("cross reference", "III.B"),
            ("definition", "II.F"),
            ("definition", "II.Q"),
            ("definition", "II.F"),
        ]


async def test_the_current_mark_is_always_in_sight() -> None:
    pane = ReadingPane(WHOLE, samples.MARKS)
    async with Stage(pane).run_test(size=(60, 12)) as pilot:
        for _ in range(8):
            await pilot.press("n")
            lines = [line for line in screen_text(pilot.app).split("\n")[: pane.size.height] if line.startswith(">")]
            assert lines


class Behind(Stage):
    """A screen that wants Enter and Escape for itself."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "press_one('enter')", "Next"),
        Binding("escape", "press_one('escape')", "Back"),
    ]
    pressed: list[str]

    def action_press_one(self, key: str) -> None:
        self.pressed.append(key)


async def test_enter_and_escape_belong_to_the_screen_while_no_marked_word_is_in_hand() -> None:
    app = Behind(ReadingPane(WHOLE, samples.MARKS))
    app.pressed = []
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter", "escape", "n", "enter", "escape")
        assert app.pressed == ["enter", "escape"]
        assert not any(line.startswith(">") for line in screen_text(app).split("\n"))
        await pilot.press("escape")
        assert app.pressed == ["enter", "escape", "escape"]


async def test_a_click_on_a_marked_word_opens_it_and_beside_it_nothing() -> None:
    pane = ReadingPane(WHOLE, samples.MARKS)
    app = Stage(pane)
    async with app.run_test(size=(80, 30), message_hook=app.hear) as pilot:
        await pilot.pause()
        lines = screen_text(app).split("\n")
        row = next(number for number, line in enumerate(lines) if "from social media" in line)
        await pilot.click(pane, offset=Offset(lines[row].index("from"), row))
        assert not app.of(ReadingPane.MarkChosen)
        await pilot.click(pane, offset=Offset(lines[row].index("social"), row))
        assert [message.target for message in app.of(ReadingPane.MarkChosen)] == ["II.Q"]


async def test_search_hits_are_marked_counted_and_stepped_through() -> None:
    pane = ReadingPane(WHOLE)
    async with Stage(pane).run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        hits = {
            clause.citation: ((start, start + 4),)
            for clause in WHOLE.clauses
            if (start := clause.text.find("duty")) >= 0
        }
        assert pane.highlight(hits) == 3
        await pilot.pause()
        assert "> Found 1 of 3" in screen_text(pilot.app)
        assert sum("duty" in line and line.startswith((">", "/")) for line in screen_text(pilot.app).split("\n")) >= 1
        pane.step_hit(1)
        await pilot.pause()
        assert "> Found 2 of 3" in screen_text(pilot.app)
        assert pane.highlight({}) == 0
        await pilot.pause()
        assert "Found" not in screen_text(pilot.app)


async def test_marks_are_underlined_and_the_current_one_bold() -> None:
    pane = ReadingPane(WHOLE, samples.MARKS)
    async with Stage(pane).run_test(size=(132, 43)) as pilot:
        await pilot.press("n")
        drawn = [segment for y in range(pane.size.height) for segment in pane.render_line(y)]
        underlined = "".join(segment.text for segment in drawn if segment.style and segment.style.underline)
        assert underlined.count("social") == 2
        assert "Section B" in underlined
        assert any(
            segment.text.startswith("social") and segment.style and segment.style.bold and segment.style.underline
            for segment in drawn
        )


async def test_hostile_words_are_shown_as_letters() -> None:
    clauses = tuple(samples.clause(f"I.{w}", w, f"before {w} after", "I", 1) for w in HOSTILE)
    marks = {clause.citation: (samples.Mark(0, 6, w, w),) for clause, w in zip(clauses, HOSTILE, strict=True)}
    section = Section(HOSTILE[0], HOSTILE[0], clauses)
    app = Stage(ReadingPane(section, marks))
    async with app.run_test(size=(132, 43), notifications=True, message_hook=app.hear) as pilot:
        for number, words in enumerate(HOSTILE, start=1):
            await pilot.press("n", "enter")
            assert is_harmless(screen_text(app))
            assert [message.target for message in app.of(ReadingPane.MarkChosen)] == list(HOSTILE[:number]), words
        assert screen_text(app).count("before") >= len(HOSTILE)
        assert screen_text(app).count("after") == len(HOSTILE)
