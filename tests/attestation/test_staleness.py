"""Which questions still fit: red when the words that decide them changed, yellow when only labels did, and the draw."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from oc_training.attestation.bank_review import confirmations, renumberings, save
from oc_training.attestation.checking import bank_problems, check
from oc_training.attestation.content import Content
from oc_training.attestation.staleness import BankState, Freshness, state_of, unasked
from oc_training.errors import NotFound, Refused
from oc_training.policy.comparison import compare
from oc_training.policy.model import Revision
from oc_training.policy.notation import parse_revision
from oc_training.problems import Severity
from oc_training.quiz.notation import parse_bank
from oc_training.reports.bank_report import bank_text
from tests.support import evidence_lockers
from tests.support.evidence_lockers import FIRST, NUMBER, SECOND
from tests.support.small_content import small_content
from tests.support.station import project_content

HEAD = f"---\ndirective: {NUMBER}\nrevision: {FIRST}\ntitle: Lockers\npass_mark: 75\ndraw: {{draw}}\n---\n"
QUESTION = """
## {name} About {cites}

cites: {cites}
critical: {critical}

An item comes in, and {named} is looked up.

Which words decide it?

- [ ] Those about the weather at noon
  > {named} has none of them.
- [x] Those that are printed there
  > So it is.
- [ ] Those about the parking lot
  > Not there.

> Explanation: It is the clause that {named} is.
"""
CITES = {
    "EL-01": "II.A", "EL-02": "II.B", "EL-03": "III.A.1", "EL-04": "III.A.2", "EL-05": "III.B.1.a",
    "EL-06": "IV.A", "EL-07": "IV.B", "EL-08": "V.A", "EL-09": "V.B",
}  # fmt: skip


def bank_source(draw: int = 5) -> str:
    """The bank of the second directive, as it was looked through against its first text."""
    return HEAD.format(draw=draw) + "".join(
        QUESTION.format(name=name, cites=cites, critical="yes" if name == "EL-04" else "no", named=cites)
        for name, cites in CITES.items()
    )


@pytest.fixture
def department(tmp_path: Path) -> Path:
    """A folder with both texts of the second directive and its bank, beside a small one."""
    folder = small_content(tmp_path / "department")
    directive = folder / "content" / NUMBER
    directive.mkdir()
    (directive / f"{FIRST}.md").write_text(evidence_lockers.first(), encoding="utf-8")
    (directive / f"{SECOND}.md").write_text(evidence_lockers.second(), encoding="utf-8")
    put_bank(folder, bank_source())
    return folder


def put_bank(folder: Path, source: str) -> None:
    (folder / "quizzes" / f"{NUMBER}.md").write_bytes(source.encode("utf-8"))


def state(folder: Path, revision: str = SECOND) -> BankState:
    content = Content(folder)
    found = content.library.find(NUMBER, revision)
    assert found is not None
    return state_of(content.bank(NUMBER), found, lambda known: content.library.find(NUMBER, known))


def judged(found: BankState) -> dict[str, str]:
    return {each.question.id: each.freshness.value for each in found.questions if each.freshness is not Freshness.FRESH}


# ---- red, yellow, and neither -------------------------------------------------------------------------------------


def test_amended_words_make_a_question_stale_and_new_labels_alone_do_not(department: Path) -> None:
    found = state(department)
    assert judged(found) == {
        "EL-05": "stale", "EL-06": "renumbered", "EL-07": "renumbered", "EL-08": "renumbered", "EL-09": "stale",
    }  # fmt: skip
    by_id = {each.question.id: each for each in found.questions}
    assert by_id["EL-05"].why == ("III.B.1 was amended.",)
    assert by_id["EL-09"].why == ("V.B was amended and is IV.B now.",)
    assert by_id["EL-06"].why == ("IV.A is V.A now.",)
    usable = found.usable
    assert [question.id for question in usable.questions] == [name for name in CITES if name not in {"EL-05", "EL-09"}]
    assert usable.by_id["EL-08"].cites == ("IV.A",)
    assert usable.by_id["EL-08"].explanation == "It is the clause that IV.A is."
    assert usable.sha256 == found.bank.sha256


def test_a_question_whose_words_name_a_changed_clause_is_told_and_asked_until_somebody_says_that_it_holds(
    department: Path,
) -> None:
    words = "That is the force of V.B and III.B.1.a, not IV.A."
    put_bank(department, bank_source().replace("It is the clause that II.A is.", words))
    found = state(department)
    (told,) = [each for each in found.questions if each.names]
    assert (told.question.id, told.freshness) == ("EL-01", Freshness.RENUMBERED)
    assert told.names == (
        "Its words name III.B.1.a, which completes a sentence that was amended.",
        "Its words name V.B, which was amended and is IV.B now.",
    )
    assert "EL-01" in found.usable.by_id
    warned = [each for each in bank_problems(found, None) if "EL-01: Its words name V.B" in each.message]
    assert [each.severity for each in warned] == [Severity.WARNING]
    assert "EL-01  " in bank_text(found, ()).split("Asked, but their words name")[1]
    save(Content(department), found.bank, confirmations(found, ["EL-01"]))
    assert not any(each.names for each in state(department).questions)


def test_against_the_text_it_was_looked_through_everything_fits(department: Path) -> None:
    found = state(department, FIRST)
    assert judged(found) == {}
    assert found.usable == found.bank


def test_a_bank_that_was_looked_through_against_a_later_text_is_asked_about_the_earlier(department: Path) -> None:
    renamed = bank_source().replace(f"revision: {FIRST}", f"revision: {SECOND}")
    put_bank(department, renamed.replace("cites: IV.B", "cites: V.B", 1))
    found = state(department, FIRST)
    by_id = found.usable.by_id
    assert by_id["EL-07"].cites == ("IV.B",)
    assert "EL-09" in by_id
    assert "EL-05" not in by_id


def test_a_new_item_below_a_rule_is_asked_about_only_by_a_question_that_cites_it() -> None:
    """Whoever confirms a question on the rule has not written one about the item that came in below it."""
    item = "      b. a supervisor has said so.\n"
    grown = parse_revision(evidence_lockers.second().replace("a firearm.\n", f"a firearm.\n\n{item}", 1), "")
    comparison = compare(parse_revision(evidence_lockers.second(), ""), grown)
    assert [each.clause.citation for each in comparison.clauses if each.before is None] == ["III.B.1.b"]

    def told(cites: str) -> list[str]:
        bank = parse_bank(bank_source().replace("cites: III.B.1.a", f"cites: {cites}"), "")
        return [change.clause.citation for change in unasked(comparison, bank)]

    assert told("III.B.1") == ["III.B.1.b"]
    assert told("III.B.1.a") == ["III.B.1.b"]
    assert told("III.B.1, III.B.1.b") == []


def test_a_question_written_for_a_new_rule_asks_about_the_items_that_came_with_it() -> None:
    rule = "   2. Keys are kept in:\n\n      a. the safe.\n"
    grown = parse_revision(evidence_lockers.second().replace("a firearm.\n", f"a firearm.\n\n{rule}", 1), "")
    comparison = compare(parse_revision(evidence_lockers.second(), ""), grown)
    for cites in ("III.B.2", "III.B.2.a"):
        bank = parse_bank(bank_source().replace("cites: III.B.1.a", f"cites: {cites}"), "")
        assert unasked(comparison, bank) == ()


def test_a_question_that_cites_a_clause_of_the_newer_text_alone_waits_and_can_be_confirmed(department: Path) -> None:
    rule = "   2. Keys are kept in the safe.\n"
    file = department / "content" / NUMBER / f"{SECOND}.md"
    file.write_text(evidence_lockers.second().replace("a firearm.\n", f"a firearm.\n\n{rule}", 1), encoding="utf-8")
    put_bank(department, bank_source().replace("cites: III.B.1.a", "cites: III.B.2"))
    found = state(department)
    why = {each.question.id: each.why for each in found.of(Freshness.STALE)}
    assert why["EL-05"] == (f"It cites III.B.2, which revision {FIRST} does not have.",)
    assert "EL-05" not in found.usable.by_id
    save(Content(department), found.bank, confirmations(found, ["EL-05"]))
    asked = state(department).usable.by_id["EL-05"]
    assert (asked.cites, asked.revision) == (("III.B.2",), SECOND)


@pytest.mark.parametrize("words", ["It is the clause that III.B.1.a is.", "So it is."])
def test_a_question_that_quotes_words_that_stand_no_more_is_not_confirmed(department: Path, words: str) -> None:
    """Neither explanation nor feedback may show words in quotation marks that the cited clause does not have."""
    at = bank_source().index("## EL-05")
    said = bank_source()[at:].replace(words, 'It says "shall not open the intake window".', 1)
    put_bank(department, bank_source()[:at] + said)
    before, found = written(department), state(department)
    with pytest.raises(Refused, match=r"EL-05: the \w+ quotes 'shall not open the intake window', which stands in no"):
        confirmations(found, ["EL-05"])
    assert written(department) == before
    put_bank(department, written(department).replace("shall not open", "may open"))
    assert len(confirmations(state(department), ["EL-05"])) == 1


def test_a_question_whose_words_name_a_clause_that_is_gone_is_stale(department: Path) -> None:
    put_bank(department, bank_source().replace("that II.A is", "that III.A.1.a.3) is"))
    shorter = evidence_lockers.second().replace(
        "         2) the time of the seizure,\n\n         3) Other", "         2) the time of the seizure,"
    )
    found = state_of(Content(department).bank(NUMBER), parse_revision(shorter, ""), {FIRST: _first()}.get)
    assert {each.question.id: each.why for each in found.of(Freshness.STALE)}["EL-01"] == (
        "Its words name III.A.1.a.3), which was removed.",
    )


def test_a_question_whose_clause_was_removed_says_so(department: Path) -> None:
    shorter = evidence_lockers.second().replace("   2. Nobody leaves an item on the counter.\n\n", "")
    found = state_of(Content(department).bank(NUMBER), parse_revision(shorter, ""), {FIRST: _first()}.get)
    assert {each.question.id: each.why for each in found.of(Freshness.STALE)}["EL-04"] == ("III.A.2 was removed.",)


def _first() -> Revision:
    return parse_revision(evidence_lockers.first(), "")


def test_amending_a_ban_makes_every_question_on_its_exceptions_stale() -> None:
    """III.A.2.a of 3-400 is an exception: its own words stand when the rule it is an exception to does not."""
    bank = project_content().bank("3-400")
    (old,) = project_content().library.read_directive("3-400")
    source = old.source.replace("reviewed: 2021-06-14", "reviewed: 2027-01-10")
    new = parse_revision(source.replace("shall not post, update", "may post, update"), "")
    stale = {each.question.id for each in state_of(bank, new, {old.id: old}.get).of(Freshness.STALE)}
    on_it = {question.id for question in bank.questions if any(cited.startswith("III.A.2") for cited in question.cites)}
    assert stale == on_it
    assert len(stale) >= 4


# ---- what check says ----------------------------------------------------------------------------------------------


def problems(folder: Path) -> list[str]:
    return [str(problem) for problem in check(Content(folder)).problems]


def test_a_new_or_amended_clause_that_nobody_asks_about_fails_the_check(department: Path) -> None:
    found = [line for line in problems(department) if "warning" not in line]
    assert found == [
        f"quizzes/{NUMBER}.md:1: III.B.1 was amended in revision {SECOND}, and no question that can be asked cites it",
        f"quizzes/{NUMBER}.md:1: IV.B was amended in revision {SECOND}, and no question that can be asked cites it",
    ]
    assert not check(Content(department)).is_sound


def test_red_and_yellow_are_listed_at_their_line(department: Path) -> None:
    listed = [line for line in problems(department) if "warning" in line]
    line = bank_source().split("\n").index("cites: III.B.1.a") + 1
    assert listed[0] == (
        f"quizzes/{NUMBER}.md:{line}: warning: EL-05 was last looked through against revision {FIRST}. III.B.1 was "
        "amended. It is out of the draw until somebody has looked at it and said so"
    )
    assert [text.split("warning: ")[1].split()[0] for text in listed] == ["EL-05", "EL-06", "EL-07", "EL-08", "EL-09"]


def test_a_newer_head_over_red_questions_names_each_that_only_the_head_says_was_looked_at(department: Path) -> None:
    moved = {"EL-06": "V.A", "EL-07": "V.B", "EL-08": "IV.A", "EL-09": "IV.B"}
    looked_at = bank_source().replace(f"revision: {FIRST}", f"revision: {SECOND}")
    for name, cites in moved.items():
        looked_at = looked_at.replace(
            f"{name} About {CITES[name]}\n\ncites: {CITES[name]}", f"{name} X\n\ncites: {cites}"
        )
    put_bank(department, looked_at)
    (told,) = [line for line in problems(department) if "in the head says" in line]
    assert told == (
        f"quizzes/{NUMBER}.md:1: warning: 'revision: {SECOND}' in the head says that somebody looked at every question "
        f"again, those among them whose clauses have changed since {FIRST}: EL-05 (III.B.1.a); EL-09 (IV.B). If nobody "
        f"did, write {FIRST} there and confirm them one by one"
    )
    one_by_one = looked_at.replace("cites: III.B.1.a\n", f"cites: III.B.1.a\nrevision: {SECOND}\n")
    put_bank(department, one_by_one.replace("cites: IV.B\n", f"cites: IV.B\nrevision: {SECOND}\n"))
    assert not [line for line in problems(department) if "in the head says" in line]


def test_too_few_questions_for_a_draw_are_told_before_anybody_meets_them(department: Path) -> None:
    put_bank(department, bank_source(draw=9))
    assert f"quizzes/{NUMBER}.md:1: The question bank holds 7 questions that can be asked; 9 are needed." in problems(
        department
    )


def test_a_section_that_lost_all_its_questions_is_told_though_the_draw_is_full(department: Path) -> None:
    put_bank(department, bank_source(draw=7).replace("cites: III.A.1\n", "cites: III.B.1\n"))
    told = f"quizzes/{NUMBER}.md:1: 0 of the 2 questions for III.B can be asked; a draw needs 1. The others wait"
    assert any(line.startswith(told) for line in problems(department))


def test_a_text_nobody_has_is_told_once(department: Path) -> None:
    put_bank(department, bank_source().replace(f"revision: {FIRST}", "revision: 2020-01-01"))
    told = f"quizzes/{NUMBER}.md:1: 'revision: 2020-01-01' names a text that is not here"
    assert [line for line in problems(department) if "2020-01-01" in line] == [
        f"{told}; write the revision that was looked through"
    ]


def test_of_the_clauses_only_those_that_say_something_need_a_question() -> None:
    """A title (*At the desk*) and a heading need none; a sentence does, whatever hangs below it."""
    source = evidence_lockers.second().replace("A. At the desk", "A. At the counter").replace("IV. ACCESS", "IV. KEYS")
    source = source.replace("empty and clean,", "empty,").replace("every second year", "every year")
    bank = replace(parse_bank(bank_source(), ""), questions=())
    asked = [change.clause.citation for change in unasked(compare(_first(), parse_revision(source, "")), bank)]
    assert asked == ["III.A.1.b.1)", "III.B.1", "IV.B"]


# ---- somebody looked at it ----------------------------------------------------------------------------------------


def written(folder: Path) -> str:
    return (folder / "quizzes" / f"{NUMBER}.md").read_bytes().decode("utf-8")


def test_renumbering_rewrites_the_citations_of_the_yellow_ones_and_nothing_else(department: Path) -> None:
    before, found = written(department), state(department)
    save(Content(department), found.bank, renumberings(found))
    pairs = set(before.split("\n")), set(written(department).split("\n"))
    assert {line for line in pairs[1] - pairs[0] if line.startswith(("cites", "revision"))} == {f"revision: {SECOND}"}
    assert judged(state(department)) == {"EL-05": "stale", "EL-09": "stale"}
    again = state(department)
    assert [again.usable.by_id[name].cites for name in ("EL-06", "EL-07", "EL-08")] == [("V.A",), ("V.B",), ("IV.A",)]
    assert renumberings(again) == ()


def test_a_question_somebody_looked_at_is_asked_again_under_its_label_of_today(department: Path) -> None:
    found = state(department)
    save(Content(department), found.bank, [*confirmations(found, ["EL-05", "EL-09"]), *renumberings(found)])
    again = state(department)
    assert judged(again) == {}
    assert again.usable.by_id["EL-09"].cites == ("IV.B",)
    assert check(Content(department)).is_sound


def test_what_cannot_be_confirmed_is_refused_and_changes_nothing(department: Path) -> None:
    before = written(department)
    with pytest.raises(NotFound, match="no question EL-99"):
        confirmations(state(department), ["EL-99"])
    with pytest.raises(Refused, match=f"EL-01 was looked through against revision {FIRST} already"):
        confirmations(state(department, FIRST), ["EL-01"])
    shorter = evidence_lockers.second().replace("   2. Nobody leaves an item on the counter.\n\n", "")
    gone = state_of(Content(department).bank(NUMBER), parse_revision(shorter, ""), {FIRST: _first()}.get)
    with pytest.raises(Refused, match=rf"EL-04 cites III.A.2, which revision {SECOND} does not have"):
        confirmations(gone, ["EL-04"])
    assert written(department) == before


def test_a_bank_that_was_changed_meanwhile_is_not_written_over(department: Path) -> None:
    found = state(department)
    put_bank(department, bank_source(draw=4))
    with pytest.raises(Refused, match="was changed meanwhile"):
        save(Content(department), found.bank, renumberings(found))
    assert written(department) == bank_source(draw=4)


def test_what_could_not_be_rewritten_safely_is_left_to_the_writer(department: Path) -> None:
    """Two lone quotation marks: in the file they look like a quotation, which nobody would renumber."""
    source = bank_source()
    at = source.index("- [x] Those", source.index("## EL-06"))
    lone = source[at:].replace("there\n  > So it is.", 'there"\n  > So IV.A is", or not.', 1)
    put_bank(department, source[:at] + lone)
    found = state(department)
    with pytest.raises(Refused, match=r"EL-06 in .* could not be rewritten safely; nothing was changed"):
        save(Content(department), found.bank, renumberings(found))
    assert written(department) == source[:at] + lone
    assert not list((department / "quizzes").glob(".*"))
