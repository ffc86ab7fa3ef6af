"""The walk: no path leads to the review unless every section was displayed and the rule of passing is met."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import TypeAlias

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oc_training.attestation.examination import seen_questions
from oc_training.attestation.kept_walk import believable
from oc_training.attestation.signature_events import CycleRecord, DisplayRecord
from oc_training.attestation.visits import Visit, goes_too_fast, placed, visited
from oc_training.attestation.walk import (
    Ask,
    Choice,
    Course,
    DrawNeeded,
    Missed,
    Read,
    Review,
    Walk,
    answered,
    attempt_event,
    is_complete,
    with_attempt,
)
from oc_training.clock import stamp
from oc_training.errors import NotFound, OutOfOrder
from oc_training.policy.model import Section
from oc_training.policy.notation import parse_revision
from oc_training.quiz.attempt import Attempt
from oc_training.quiz.notation import parse_bank
from tests.attestation.histories import LONG_BEFORE
from tests.support.fixed_clock import FixedClock
from tests.support.small_content import BANK, FIRST, TEXT, bank_source
from tests.support.station import project_content

NOW = stamp(FixedClock().now())
CYCLE = CycleRecord(id="c", why="annual", opened=LONG_BEFORE, due=LONG_BEFORE, overdue_from=LONG_BEFORE)


@functools.cache
def small_course() -> Course:
    revision = parse_revision(TEXT.format(revision=FIRST, change="first issue", words=""), "9-100.md")
    return Course(revision, parse_bank(bank_source(), BANK))


def real_course() -> Course:
    (revision,) = project_content().library.read_directive("3-400")
    return Course(revision, project_content().bank("3-400"))


def new_walk(course: Course) -> Walk:
    return Walk(
        id="w",
        person="P-1",
        directive=course.revision.directive,
        revision=course.revision.id,
        text_sha256=course.revision.sha256,
        cycle=CYCLE,
        started=NOW,
    )


def drawn(course: Course, walk: Walk, seed: int = 1, number: int = 1) -> Walk:
    attempt = Attempt(f"a{number}", number, course.bank.sha256, course.fresh_draw(seed, frozenset()))
    return with_attempt(walk, attempt)


def visit(section: Section, *, end: bool = True, seconds: int = 600) -> Visit:
    return Visit(section, NOW, NOW, seconds, end, section.clauses[0].citation)


def choice(course: Course, question: str, *, right: bool) -> Choice:
    options = course.bank.by_id[question].options
    return Choice(question, next(option.letter for option in options if option.right is right), NOW, 100)


def meets_the_rule(course: Course, walk: Walk) -> bool:
    """The rule of passing, worked out a second time from the bare answers."""
    attempt = walk.attempt
    if attempt is None:
        return False
    sections = {display.section for display in walk.displays if display.complete}
    tries: dict[str, list[bool]] = {name: [] for name in attempt.draw.ids}
    for given_answer in attempt.answers:
        right = course.bank.by_id[given_answer.question_id].right_letter == given_answer.letter
        tries[given_answer.question_id].append(right)
    every_last_right = all(marks and marks[-1] for marks in tries.values())
    first_right = sum(marks[0] for marks in tries.values() if marks)
    enough = first_right / len(tries) >= course.bank.pass_mark / 100
    return sections == {section.id for section in course.revision.sections} and every_last_right and enough


Operation: TypeAlias = tuple[str, int]
WHAT = ("visit", "peek", "right", "right", "right", "wrong", "next", "next", "draw")
OPERATIONS = st.lists(st.tuples(st.sampled_from(WHAT), st.integers(0, 40)), max_size=60)


def operate(course: Course, walk: Walk, operation: Operation) -> Walk:
    """Try something, in or out of order; what is refused must leave the walk as it was."""
    what, which = operation
    sections = course.revision.sections
    names = [question.id for question in course.bank.questions]
    step = course.next_step(walk)
    match what:
        case "visit" | "peek":
            return visited(walk, course, visit(sections[which % len(sections)], end=what == "visit"))
        case "draw":
            return drawn(course, walk, seed=which) if isinstance(step, DrawNeeded | Missed) else walk
        case "next" if isinstance(step, Read):
            return visited(walk, course, visit(step.section))
        case "next" if isinstance(step, Ask):
            return answered(walk, course, choice(course, step.question.id, right=True))
        case "right" | "wrong":
            return answered(walk, course, choice(course, names[which % len(names)], right=what == "right"))
    return walk


@settings(max_examples=200)
@given(operations=OPERATIONS)
def test_the_review_is_reached_exactly_when_all_is_displayed_and_the_rule_is_met(
    operations: Sequence[Operation],
) -> None:
    course = small_course()
    walk = drawn(course, new_walk(course))
    for operation in operations:
        before = walk
        try:
            walk = operate(course, walk, operation)
        except OutOfOrder:
            assert walk is before
        at_review = isinstance(course.next_step(walk), Review)
        assert at_review == meets_the_rule(course, walk)
        if at_review:
            made = attempt_event(walk, course)
            assert made.passed
            assert made.right * 100 >= made.pass_mark * made.of


@settings(max_examples=40)
@given(st.integers(0, 2**48), st.lists(st.booleans(), min_size=12, max_size=12))
def test_on_the_real_directive_the_first_tries_alone_decide(seed: int, first_right: Sequence[bool]) -> None:
    course = real_course()
    walk = drawn(course, new_walk(course), seed)
    asked = 0
    while not isinstance(step := course.next_step(walk), Review | Missed):
        if isinstance(step, Read):
            walk = visited(walk, course, visit(step.section))
        elif isinstance(step, Ask):
            right = step.again or first_right[asked]
            asked += not step.again
            walk = answered(walk, course, choice(course, step.question.id, right=right))
    assert isinstance(step, Review) == (sum(first_right) >= 10)
    assert isinstance(step, Review) == meets_the_rule(course, walk)


def test_a_section_opens_only_when_the_one_before_is_displayed_and_its_questions_are_answered() -> None:
    course = small_course()
    walk = drawn(course, new_walk(course))
    first, second, third = course.revision.sections
    for too_early in (second, third):
        with pytest.raises(OutOfOrder):
            visited(walk, course, visit(too_early))
    walk = visited(walk, course, visit(first))
    if isinstance(course.next_step(walk), Ask):
        with pytest.raises(OutOfOrder):
            visited(walk, course, visit(second))
    assert visited(walk, course, visit(first)).displays[0].visits == 2


def test_nothing_can_be_read_or_answered_before_the_draw() -> None:
    course = small_course()
    walk = new_walk(course)
    assert isinstance(course.next_step(walk), DrawNeeded)
    with pytest.raises(OutOfOrder):
        visited(walk, course, visit(course.revision.sections[0]))
    with pytest.raises(OutOfOrder):
        answered(walk, course, choice(course, "RA-01", right=True))
    with pytest.raises(OutOfOrder):
        attempt_event(walk, course)


def test_a_section_that_the_directive_does_not_have_is_not_taken_for_displayed() -> None:
    course = small_course()
    with pytest.raises(NotFound):
        visited(drawn(course, new_walk(course)), course, visit(real_course().revision.sections[3]))


def test_the_display_of_a_section_is_kept_with_the_words_of_this_revision_whatever_was_handed_in() -> None:
    course = small_course()
    stranger = Section("I", "PURPOSE", real_course().revision.sections[0].clauses)
    walk = visited(drawn(course, new_walk(course)), course, visit(stranger))
    assert walk.displays[0].sha256 == course.revision.sections[0].sha256


def test_displays_add_up_over_visits_and_stay_complete() -> None:
    course = small_course()
    first = course.revision.sections[0]
    walk = drawn(course, new_walk(course))
    walk = visited(walk, course, Visit(first, NOW, "2026-03-14T15:00:00.00Z", 5, whole=False, place="I"))
    assert not is_complete(walk, "I")
    walk = visited(walk, course, Visit(first, "later", "2026-03-14T16:00:00.00Z", 7, whole=True, place="I¶1"))
    walk = visited(walk, course, Visit(first, "later", "2026-03-14T17:00:00.00Z", 1, whole=False, place="I"))
    display = walk.displays[0]
    assert (display.seconds, display.visits, display.complete) == (13, 3, True)
    assert (display.first, display.last) == (NOW, "2026-03-14T17:00:00.00Z")
    assert walk.place == "I"


def test_of_what_is_said_to_be_shown_only_clauses_of_the_section_under_way_are_kept() -> None:
    course = small_course()
    first, second = course.revision.sections[:2]
    inside, outside = first.clauses[-1].citation, second.clauses[0].citation
    walk = drawn(course, new_walk(course))
    assert placed(walk, course, inside, [outside, inside, "XIV.Z"]).shown == (inside,)
    forged = msgspec.structs.replace(walk, shown=(outside, inside, "XIV.Z", inside))
    assert believable(forged, course).shown == (inside,)


def test_all_clauses_shown_do_not_complete_a_section_unless_its_reader_says_so() -> None:
    course = small_course()
    first = course.revision.sections[0]
    every = tuple(clause.citation for clause in first.clauses)
    walk = visited(
        drawn(course, new_walk(course)), course, Visit(first, NOW, NOW, 5, whole=False, place="I", shown=every)
    )
    assert not is_complete(walk, "I")
    assert walk.shown == every


def test_a_section_looked_at_again_leaves_what_was_shown_of_the_one_under_way() -> None:
    course = small_course()
    walk = drawn(course, new_walk(course))
    while not is_complete(walk, "I"):
        walk = visited(walk, course, visit(course.revision.sections[0]))
    here = course.revision.sections[1].clauses[0].citation
    walk = placed(walk, course, here, [here])
    again = visited(walk, course, visit(course.revision.sections[0]))
    assert again.shown == walk.shown == (here,)


@pytest.mark.parametrize(("words_a_minute", "fast"), [(500, True), (410, True), (390, False), (120, False)])
def test_haste_is_more_than_four_hundred_words_a_minute_over_all_visits(words_a_minute: int, fast: object) -> None:
    course = real_course()
    section = max(course.revision.sections, key=lambda section: section.words)
    display = DisplayRecord(
        section=section.id,
        sha256=section.sha256,
        first=NOW,
        last=NOW,
        seconds=round(section.words * 60 / words_a_minute),
        visits=2,
        complete=True,
    )
    walk = msgspec.structs.replace(new_walk(course), displays=(display,))
    assert goes_too_fast(walk, section) is fast
    unfinished = msgspec.structs.replace(walk, displays=(msgspec.structs.replace(display, complete=False),))
    assert not goes_too_fast(unfinished, section)
    assert not goes_too_fast(new_walk(course), section)


def test_the_order_of_the_options_is_the_drawn_one_and_survives_being_kept() -> None:
    course = small_course()
    walk = drawn(course, new_walk(course), seed=7)
    kept = msgspec.json.decode(msgspec.json.encode(walk), type=Walk)
    assert kept == walk
    walk = visited(walk, course, visit(course.revision.sections[0]))
    step = course.next_step(walk)
    while isinstance(step, Read):
        walk = visited(walk, course, visit(step.section))
        step = course.next_step(walk)
    assert isinstance(step, Ask)
    assert walk.attempt is not None
    assert step.shown == next(i.shown for i in walk.attempt.draw.items if i.question_id == step.question.id)


# ---- the draw on the real bank ----------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(60))
def test_every_draw_holds_twelve_with_two_definitions_a_critical_one_and_both_parts_of_section_iii(seed: int) -> None:
    course = real_course()
    ids = course.fresh_draw(seed, frozenset()).ids
    questions = [course.bank.by_id[name] for name in ids]
    defined = {clause.citation for clause in course.revision.definitions}
    assert len(set(ids)) == len(ids) == 12
    assert sum(bool(defined.intersection(question.cites)) for question in questions) >= 2
    assert any(question.critical for question in questions)
    sections = {course.asked_after(name) for name in ids}
    assert {"III.A", "III.B"} <= sections
    assert {"III.A", "III.B"} <= {
        course.revision.section_of(cited).id for question in questions for cited in question.cites
    }


def test_draws_differ_with_the_seed_and_are_the_same_for_the_same() -> None:
    course = real_course()
    draws = [course.fresh_draw(seed, frozenset()) for seed in range(20)]
    assert len({draw.ids for draw in draws}) == 20
    assert draws[3] == course.fresh_draw(3, frozenset())


@pytest.mark.parametrize("seed", range(10))
def test_a_fresh_draw_prefers_questions_not_seen_before(seed: int) -> None:
    course = real_course()
    seen: frozenset[str] = frozenset()
    for _ in range(3):
        ids = frozenset(course.fresh_draw(seed, seen).ids)
        assert not ids & seen
        seen |= ids


def test_questions_of_earlier_attempts_and_of_the_present_one_count_as_seen() -> None:
    course = small_course()
    walk = drawn(course, new_walk(course))
    while not isinstance(step := course.next_step(walk), Review):
        if isinstance(step, Read):
            walk = visited(walk, course, visit(step.section))
        elif isinstance(step, Ask):
            walk = answered(walk, course, choice(course, step.question.id, right=True))
    made = attempt_event(walk, course)
    first = {item.question for item in made.items}
    other = drawn(course, walk, seed=99)
    assert other.attempt is not None
    assert seen_questions([made], other.attempt) == first | set(other.attempt.draw.ids)
    assert seen_questions([], None) == frozenset()


def test_a_question_is_asked_after_the_last_of_the_sections_it_cites() -> None:
    course = real_course()
    order = [section.id for section in course.revision.sections]
    for question in course.bank.questions:
        places = [order.index(course.revision.section_of(cited).id) for cited in question.cites]
        assert order.index(course.asked_after(question.id)) == max(places)


def test_missed_clauses_come_in_printed_order_each_once() -> None:
    course = real_course()
    walk = drawn(course, new_walk(course))
    while not isinstance(step := course.next_step(walk), Missed):
        if isinstance(step, Read):
            walk = visited(walk, course, visit(step.section))
        elif isinstance(step, Ask):
            walk = answered(walk, course, choice(course, step.question.id, right=step.again))
    printed = [clause.citation for clause in course.revision.clauses]
    assert list(step.clauses) == sorted(set(step.clauses), key=printed.index)
    assert walk.attempt is not None
    assert set(step.clauses) == {
        course.revision.clause(course.bank.by_id[n].cites[0]).citation for n in walk.attempt.draw.ids
    }


# ---- what was kept in a file ------------------------------------------------------------------------------------


def half_way(course: Course) -> Walk:
    """Two sections displayed, three questions answered."""
    walk = drawn(course, new_walk(course), seed=3)
    while not (walk.attempt and len(walk.attempt.answers) == 3):
        step = course.next_step(walk)
        if isinstance(step, Read):
            walk = visited(walk, course, visit(step.section))
        elif isinstance(step, Ask):
            walk = answered(walk, course, choice(course, step.question.id, right=True))
    return walk


def forged(walk: Walk, **attempt: object) -> Walk:
    assert walk.attempt is not None
    return with_attempt(walk, msgspec.structs.replace(walk.attempt, **attempt))


def test_a_walk_kept_as_it_was_is_believed_whole() -> None:
    for course in (small_course(), real_course()):
        walk = half_way(course)
        assert believable(walk, course) == walk
        assert believable(new_walk(course), course) == new_walk(course)


def test_answers_that_were_marked_right_by_hand_are_not_believed() -> None:
    course = small_course()
    walk = half_way(course)
    assert walk.attempt is not None
    wrong = tuple(
        msgspec.structs.replace(given_answer, letter="a") if number == 1 else given_answer
        for number, given_answer in enumerate(walk.attempt.answers)
    )
    assert believable(forged(walk, answers=wrong), course).attempt is None


@pytest.mark.parametrize(
    "what", ["answer twice", "unknown option", "unknown question", "shorter draw", "hidden option"]
)
def test_an_attempt_that_could_not_have_been_made_here_is_not_believed(what: str) -> None:
    course = small_course()
    walk = half_way(course)
    attempt = walk.attempt
    assert attempt is not None
    first, *others = attempt.draw.items
    replace = msgspec.structs.replace
    changed = {
        "answer twice": lambda: forged(walk, answers=(attempt.answers[0], *attempt.answers)),
        "unknown option": lambda: forged(walk, answers=(replace(attempt.answers[0], letter="z"),)),
        "unknown question": lambda: forged(walk, answers=(replace(attempt.answers[0], question_id="XX-99"),)),
        "shorter draw": lambda: forged(walk, draw=replace(attempt.draw, items=tuple(others)), answers=()),
        "hidden option": lambda: forged(
            walk, draw=replace(attempt.draw, items=(replace(first, shown=("b",)), *others)), answers=()
        ),
    }[what]()
    mended = believable(changed, course)
    assert mended.attempt is None
    assert mended.displays == walk.displays


def test_a_draw_without_a_critical_question_is_not_believed() -> None:
    course = real_course()
    walk = drawn(course, new_walk(course))
    assert walk.attempt is not None
    plain = [question for question in course.bank.questions if not question.critical]
    items = tuple(item for item in walk.attempt.draw.items if not course.bank.by_id[item.question_id].critical)
    wanted = 12 - len(items)
    taken = {item.question_id for item in items}
    donors = (course.fresh_draw(seed, frozenset()) for seed in range(200))
    spare = {item.question_id: item for draw in donors for item in draw.items}
    extra = [spare[question.id] for question in plain if question.id in spare and question.id not in taken][:wanted]
    changed = forged(walk, draw=msgspec.structs.replace(walk.attempt.draw, items=(*items, *extra)))
    assert len(items) + len(extra) == 12
    assert believable(changed, course).attempt is None


def test_displays_count_only_in_order_and_only_with_the_words_of_the_revision() -> None:
    course = small_course()
    walk = half_way(course)
    first, second, *others = walk.displays
    replace = msgspec.structs.replace
    out_of_order = believable(replace(walk, displays=(second, first, *others)), course)
    assert out_of_order.displays == ()
    other_words = believable(replace(walk, displays=(replace(first, sha256="0" * 64), second, *others)), course)
    assert other_words.displays == ()
    with_a_gap = believable(replace(walk, displays=(replace(first, complete=False), second, *others)), course)
    assert with_a_gap.displays == (replace(first, complete=False),)


def test_an_attempt_is_not_believed_when_the_right_answer_was_moved_in_the_bank() -> None:
    course = small_course()
    walk = half_way(course)
    moved = bank_source(FIRST).replace("- [ ] The words about the weather", "- [x] The words about the weather")
    moved = "\n".join(
        line.replace("- [x]", "- [ ]") if "weather" not in line and "[x]" in line else line
        for line in moved.split("\n")
    )
    changed = Course(course.revision, parse_bank(moved, BANK))
    assert walk.attempt is not None
    assert changed.still_holds(walk.attempt)
    assert believable(walk, changed).attempt is None
    assert isinstance(changed.next_step(believable(walk, changed)), DrawNeeded)
