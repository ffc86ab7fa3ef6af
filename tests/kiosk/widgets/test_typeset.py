from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.style import Style

from oc_training.kiosk.appearance import STAND_INS
from oc_training.kiosk.plain import joined, plain, same_length
from oc_training.kiosk.widgets.clause_rows import set_clauses
from oc_training.kiosk.widgets.painted import Painted
from oc_training.kiosk.widgets.text_bar import text_bar
from oc_training.kiosk.widgets.typeset import Spot, draw, fold, offset_at
from oc_training.policy.model import ClauseKind
from tests.kiosk.support import HOSTILE, is_harmless
from tests.kiosk.widgets import samples

TEXTS = st.text(st.characters(exclude_categories=("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")), max_size=200)


@given(TEXTS, st.integers(2, 90))
def test_folding_loses_doubles_and_changes_nothing(text: str, width: int) -> None:
    lines = fold(text, width)
    assert "".join("".join(text[start:end].split()) for start, end in lines) == "".join(text.split())
    assert all(before[1] <= after[0] for before, after in pairwise(lines))


@given(TEXTS, st.integers(2, 90))
def test_no_folded_line_is_wider_than_the_column(text: str, width: int) -> None:
    assert all(cell_len(text[start:end]) <= width for start, end in fold(text, width))


def test_a_line_is_broken_between_words_where_that_is_possible() -> None:
    text = "Employees shall not post"
    assert [text[start:end] for start, end in fold(text, 12)] == ["Employees", "shall not", "post"]


@given(TEXTS, st.integers(0, 200), st.integers(0, 200))
def test_drawing_shows_every_letter_whatever_is_marked(text: str, one: int, other: int) -> None:
    spots = [Spot(min(one, other), max(one, other), "mark")]
    segments = draw(text, (0, len(text)), spots, Style(), {"mark": Style(bold=True)})
    assert "".join(segment.text for segment in segments) == text
    bold = "".join(segment.text for segment in segments if segment.style is not None and segment.style.bold)
    assert bold == text[min(one, other) : max(one, other)]


@given(TEXTS.filter(bool), st.data())
def test_a_cell_leads_back_to_the_letter_drawn_there(text: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(text) - 1))
    if cell_len(text[place]):
        assert offset_at(text, (0, len(text)), cell_len(text[:place])) == place


def test_every_word_of_a_section_stands_in_its_rows_at_every_width() -> None:
    for width in (20, 40, 56, 76):
        rows = set_clauses(samples.PERSONAL, width)
        for clause in samples.PERSONAL:
            drawn = [clause.text[slice(*row.bounds)] for row in rows if row.clause is clause]
            assert "".join(drawn).replace(" ", "") == clause.text.replace(" ", "")


def test_labels_hang_and_deeper_clauses_stand_further_in() -> None:
    rows = [row for row in set_clauses(samples.LISTS, 60) if row.label]
    assert [row.label_indent for row in rows] == [0, 3, 6, 9, 9, 9]
    assert all(row.indent == row.label_indent + 3 for row in rows)


def test_a_heading_and_paragraph_stand_at_the_left_edge() -> None:
    rows = set_clauses(samples.PERSONAL, 60)
    assert [row.label_indent for row in rows if row.clause and row.clause.kind is ClauseKind.HEADING] == [0]


@given(st.text(max_size=100))
def test_what_is_shown_is_harmless_and_as_long_as_what_was_recorded(text: str) -> None:
    assert len(same_length(text)) == len(text)
    assert is_harmless(same_length(text))
    assert is_harmless(plain(text).plain)


def test_markup_in_data_stays_letters() -> None:
    for words in HOSTILE:
        assert plain(words).spans == []
        assert is_harmless(joined(words, (words, "bold")).plain)
    assert plain("[@click=app.exit]x[/]").plain == "[@click=app.exit]x[/]"


def test_a_bar_says_its_figure_and_shows_neither_end_too_early() -> None:
    assert text_bar(0.5, 16) == "█████░░░░░  50 %"
    assert text_bar(0.5, 16).translate(STAND_INS) == "#####-----  50 %"
    assert text_bar(0.999, 16) == "█████████░  99 %"
    assert text_bar(0.001, 16) == "█░░░░░░░░░   1 %"
    assert text_bar(1.0, 16) == "██████████ 100 %"
    assert text_bar(0.0, 16) == "░░░░░░░░░░   0 %"


@given(st.floats(0, 1), st.integers(8, 60))
def test_a_bar_is_as_wide_as_it_is_told(fraction: float, width: int) -> None:
    assert cell_len(text_bar(fraction, width)) == width


def test_what_was_painted_is_kept_by_letter() -> None:
    painted = Painted(samples.PERSONAL)
    assert painted.fraction < 0.2
    assert not painted.whole
    for width in (30, 60):
        for row in set_clauses(samples.PERSONAL, width)[: 1000 if width == 60 else 5]:
            if row.clause is not None:
                painted.add(row.clause.citation, row.bounds)
    assert painted.fraction == 1.0
    assert painted.whole


def test_the_end_alone_is_not_the_whole() -> None:
    painted = Painted(samples.PERSONAL)
    last = samples.PERSONAL[-1]
    painted.add(last.citation, (0, len(last.text)))
    assert not painted.whole
    assert painted.shown == (last.citation,)
    assert painted.first_left == (samples.PERSONAL[0].citation, 0)


def test_one_letter_that_was_not_painted_is_missing_from_the_whole_and_is_named() -> None:
    painted = Painted(samples.PERSONAL)
    for clause in samples.PERSONAL:
        painted.add(clause.citation, (0, len(clause.text)))
    missing = samples.PERSONAL[3]
    all_but_one = Painted(samples.PERSONAL, [each.citation for each in samples.PERSONAL if each is not missing])
    all_but_one.add(missing.citation, (0, len(missing.text) - 1))
    assert painted.whole
    assert painted.first_left is None
    assert not all_but_one.whole
    assert all_but_one.first_left == (missing.citation, len(missing.text) - 1)
    assert not all_but_one.is_drawn(missing.citation, (0, len(missing.text)))
    all_but_one.add(missing.citation, (len(missing.text) - 1, len(missing.text)))
    assert all_but_one.whole


@given(st.data())
def test_what_was_shown_whole_before_and_what_is_painted_now_add_up(data: st.DataObject) -> None:
    citations = [clause.citation for clause in samples.PERSONAL]
    before = data.draw(st.sets(st.sampled_from(citations)))
    now = data.draw(st.sets(st.sampled_from(citations)))
    painted = Painted(samples.PERSONAL, before)
    for clause in samples.PERSONAL:
        if clause.citation in now:
            painted.add(clause.citation, (0, len(clause.text)))
    assert set(painted.shown) == before | now
    assert painted.whole is (before | now == set(citations))


def test_of_a_clause_half_painted_only_the_half_counts() -> None:
    last = samples.PERSONAL[-1]
    painted = Painted((last,))
    painted.add(last.citation, (0, len(last.text) // 2))
    assert 0.4 < painted.fraction < 0.7
    assert not painted.whole
