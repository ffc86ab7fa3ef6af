from __future__ import annotations

from dataclasses import replace

import pytest
from rich.cells import cell_len
from textual.geometry import Offset

from oc_training.kiosk.widgets.people_columns import fitted
from oc_training.kiosk.widgets.people_list import PeopleList
from tests.kiosk.support import HOSTILE, SIZES, is_harmless, screen_text
from tests.kiosk.widgets import samples
from tests.kiosk.widgets.stage import Stage


async def test_of_ten_thousand_rows_only_those_in_view_are_ever_drawn() -> None:
    widget = PeopleList(samples.people(10_000))
    async with Stage(widget).run_test(size=(132, 43)) as pilot:
        widget.focus()
        await pilot.pause()
        opened = widget.rows_drawn
        assert 0 < opened <= 5 * 43
        await pilot.press("end", "pageup", "home", "pagedown")
        await pilot.pause()
        assert widget.rows_drawn <= opened + 4 * 5 * 43


async def test_moving_the_cursor_draws_two_rows() -> None:
    widget = PeopleList(samples.people(10_000))
    async with Stage(widget).run_test(size=(132, 43)) as pilot:
        widget.focus()
        await pilot.pause()
        before = widget.rows_drawn
        await pilot.press("down")
        await pilot.pause()
        assert widget.rows_drawn - before <= 4


async def test_keys_move_the_cursor_and_it_stays_in_sight() -> None:
    widget = PeopleList(samples.people(200))
    async with Stage(widget).run_test(size=(80, 24)) as pilot:
        widget.focus()
        page = widget.size.height - 2
        at = 0
        for key, wanted in (
            ("down", 1),
            ("pagedown", 1 + page),
            ("end", 199),
            ("down", 199),
            ("up", 198),
            ("pageup", 198 - page),
            ("home", 0),
            ("up", 0),
        ):
            await pilot.press(key)
            await pilot.pause()
            at = widget.cursor
            assert at == wanted, key
            carets = [line for line in screen_text(pilot.app).split("\n") if line.startswith(">")]
            assert len(carets) == 1
            assert f"{at:04d}" in carets[0]
        assert f"{at + 1} of 200" in screen_text(pilot.app)


async def test_enter_and_a_second_click_open_the_row() -> None:
    widget = PeopleList(samples.people(50))
    app = Stage(widget)
    async with app.run_test(size=(80, 24), message_hook=app.hear) as pilot:
        widget.focus()
        await pilot.press("down", "enter")
        await pilot.click(widget, offset=Offset(20, 6))
        assert widget.cursor == 5
        await pilot.click(widget, offset=Offset(20, 6))
        assert [(message.index, message.key) for message in app.of(PeopleList.RowChosen)] == [
            (1, "P-000000000001"),
            (5, "P-000000000005"),
        ]
        assert app.of(PeopleList.RowHighlighted)[-1].row.key == "P-000000000005"


@pytest.mark.parametrize(
    ("width", "shown", "left_out"),
    [
        (60, ("Standing", "Name", "Badge", "Due"), ("Why", "Unit")),
        (80, ("Unit", "Why"), ("Signed", "Progress")),
        (132, ("Standing", "Name", "Badge", "Unit", "Due", "Signed", "Progress", "Why"), ()),
    ],
)
async def test_columns_fit_the_width(width: int, shown: tuple[str, ...], left_out: tuple[str, ...]) -> None:
    async with Stage(PeopleList(samples.people(5))).run_test(size=(width, 20)) as pilot:
        await pilot.pause()
        head = screen_text(pilot.app).split("\n")[0]
        assert all(title in head for title in shown)
        assert not any(title in head for title in left_out)
        assert cell_len(head) <= width


async def test_at_80_columns_unit_day_and_why_are_whole_and_nothing_is_cut_but_a_long_name() -> None:
    async with Stage(PeopleList(samples.people(6))).run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        lines = screen_text(pilot.app).split("\n")[1:7]
        for line, brief in zip(lines, samples.BRIEF, strict=True):
            assert line.endswith(brief)
        assert "Investigations  2026-07-14  121 days late" in lines[1]
        assert [".." in line for line in lines] == [".." in line[:30] for line in lines]


async def test_the_standing_is_a_word_on_every_row() -> None:
    for size in SIZES:
        async with Stage(PeopleList(samples.people(6))).run_test(size=size) as pilot:
            await pilot.pause()
            lines = screen_text(pilot.app).split("\n")[1:7]
            assert [line[2:].split()[0] for line in lines] == list(samples.STANDINGS)


async def test_the_cursor_stays_with_its_person_when_rows_change() -> None:
    rows = samples.people(40)
    widget = PeopleList(rows)
    async with Stage(widget).run_test(size=(80, 24)) as pilot:
        widget.focus()
        await pilot.press("down", "down", "down")
        widget.set_rows(rows[2:])
        await pilot.pause()
        assert widget.rows[widget.cursor].key == "P-000000000003"
        widget.set_rows(rows[:2])
        await pilot.pause()
        assert widget.cursor == 1
        widget.set_rows(())
        await pilot.press("enter", "down", "end", "pageup")
        assert "Nobody to show." in screen_text(pilot.app)
        widget.set_rows(rows)
        await pilot.pause()
        assert widget.cursor == 0


async def test_hostile_values_are_shown_as_letters_in_their_columns() -> None:
    row = samples.people(1)[0]
    rows = [replace(row, key=w, name=w, badge=w, unit=w, reason=w, brief=w, standing=w) for w in HOSTILE]
    for size in ((132, 43), (80, 24)):
        async with Stage(PeopleList(rows)).run_test(size=size, notifications=True) as pilot:
            await pilot.press("tab", "down", "enter")
            lines = screen_text(pilot.app).split("\n")
            assert is_harmless("\n".join(lines))
            assert [line.index("2026-07-14") for line in lines[1 : len(rows) + 1]] == [lines[0].index("Due")] * len(
                rows
            )


def test_a_value_fills_its_column_exactly() -> None:
    for text in ("", "Ada", "Benjamin Okafor-Lindqvist", "漢字の名前です"):
        assert cell_len(fitted(text, 9)) == 9
    assert fitted("Benjamin Okafor", 10) == "Benjamin.."
