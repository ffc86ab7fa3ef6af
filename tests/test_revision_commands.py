"""The commands about revisions, from the new file to its issue at a real terminal."""

from __future__ import annotations

import json
import os
import re
import select
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

from oc_training import cli, issue_commands, revision_commands
from oc_training.attestation.directive_events import RevisionIssued, RevisionIssuedByTwo
from oc_training.bootstrap import House
from oc_training.places import CHECKOUT, Places
from oc_training.roster.model import Person, Role
from oc_training.roster.pins import Secret
from tests.support import evidence_lockers
from tests.support.small_content import BANK, FIRST, bank_source, put_bank, put_revision, small_content
from tests.support.station import PIN, ZONE, new_station, station_at

NEXT = "2025-02-01"


@dataclass(frozen=True)
class Ran:
    """What a command left behind."""

    code: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def department(tmp_path: Path) -> Path:
    """A small department's content that a test may change."""
    return small_content(tmp_path / "department")


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], department: Path, tmp_path: Path) -> Run:
    """Runs a command on that content and the station beside it, if there is one."""
    for module in (issue_commands, revision_commands):
        monkeypatch.setattr(module, "house", lambda: House(Places(tmp_path / "data", department)))

    def command(*arguments: str) -> Ran:
        monkeypatch.setattr(sys, "argv", ["oc-training", "revision", *arguments])
        code = cli.main()
        captured = capsys.readouterr()
        return Ran(code, captured.out, captured.err)

    return command


def put_next(department: Path, change: str = "material", words: str = " or sings") -> None:
    put_revision(department, NEXT, change, words)


# ---- compare ------------------------------------------------------------------------------------------------------


def test_two_revisions_are_compared_legibly_without_colour(run: Run, department: Path) -> None:
    put_next(department)
    shown = run("compare", "9-100", FIRST, NEXT)
    assert (shown.code, shown.err) == (1, "")
    assert shown.out == (
        f"Directive 9-100, RADIO PROCEDURE: revision {FIRST} compared with {NEXT}\n"
        "1 amended, 7 unchanged.\n"
        f"effective: {FIRST} -> {NEXT}\n"
        f"reviewed: {FIRST} -> {NEXT}\n"
        f"signed_off: {FIRST} -> {NEXT}\n"
        f"source: directive-9-100-{FIRST}.txt -> directive-9-100-{NEXT}.txt\n"
        "change: first issue -> material\n"
        "\n"
        "Struck words stand in [- -], added ones in [+ +]; ! marks a duty word that changed.\n"
        "\n"
        "III.B  amended\n"
        "    Nobody jokes on the [-air.-] [+air or sings.+]\n"
    )


def test_a_comparison_tells_that_editorial_may_be_wrong(run: Run, department: Path) -> None:
    put_next(department, "editorial", " unless asked")
    said = " ".join(run("compare", "9-100", FIRST, NEXT).out.split())
    assert "Look again: It is called editorial, so nobody signs again, yet duty words changed (III.B)." in said


def test_an_item_that_changed_stands_below_its_sentence_so_that_it_does_not_look_like_a_rule(
    run: Run, tmp_path: Path
) -> None:
    old, new = tmp_path / "old.md", tmp_path / "new.md"
    old.write_text(evidence_lockers.first(), encoding="utf-8")
    new.write_text(evidence_lockers.first().replace("a firearm.\n", "a firearm or a knife.\n"), encoding="utf-8")
    assert run("compare", str(old), str(new)).out.endswith(
        "III.B.1.a  amended\n"
        "    (unchanged) The shift supervisor shall not open the intake window; unless:\n"
        "    the item is a [-firearm.-] [+firearm or a knife.+]\n"
    )
    new.write_text(evidence_lockers.second(), encoding="utf-8")
    assert "(as it reads now)" not in run("compare", str(old), str(new)).out  # its sentence stands right above


def test_a_revision_beside_itself_exits_with_nothing_changed(run: Run) -> None:
    shown = run("compare", "9-100", FIRST, FIRST)
    assert (shown.code, shown.err) == (0, "")
    assert shown.out.endswith("Nothing changed.\n")


def test_two_files_are_compared_without_any_folder(run: Run, tmp_path: Path) -> None:
    old, new = tmp_path / "old.md", tmp_path / "new.md"
    old.write_text(evidence_lockers.first(), encoding="utf-8")
    new.write_text(evidence_lockers.second(), encoding="utf-8")
    shown = run("compare", str(old), str(new))
    assert shown.code == 1
    assert "1 moved and amended, 1 amended, 1 affected, 5 renumbered, 24 unchanged." in shown.out
    assert "    Duty words: [-!shall not-] [+!may+]\n" in shown.out
    assert "V.B -> IV.B  moved and amended\n" in shown.out
    assert "III.B.1.a  affected: its own words stand, but the sentence it completes does not\n" in shown.out
    assert "V -> IV heading  renumbered\nV.A -> IV.A  renumbered\n" in shown.out
    assert all(len(line) <= 88 for line in shown.out.splitlines())
    assert shown.out.isascii()


def test_as_data_it_has_exactly_the_promised_shape(run: Run, department: Path) -> None:
    put_next(department)
    data = json.loads(run("compare", "9-100", FIRST, NEXT, "--json").out)
    assert list(data) == ["old", "new", "same", "only_renumbered", "counts", "front_matter", "clauses"]
    assert (data["old"]["revision"], data["new"]["revision"], data["same"]) == (FIRST, NEXT, False)
    assert list(data["counts"]) == [
        "unchanged", "renumbered", "affected", "amended", "moved and amended", "added", "removed",
    ]  # fmt: skip
    assert data["clauses"][-1] == {
        "kind": "amended",
        "before": "III.B",
        "after": "III.B",
        "words": [
            {"edit": "kept", "text": "Nobody jokes on the"},
            {"edit": "struck", "text": "air.", "duty": False},
            {"edit": "added", "text": "air or sings.", "duty": False},
        ],
    }
    assert len(data["clauses"]) == 8


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("9-100", FIRST, "1999-01-01"), "There is no revision 1999-01-01 of Directive 9-100 here."),
        (("9-999", FIRST, NEXT), f"There is no revision {FIRST} of Directive 9-999 here."),
        (("nowhere.md", "nowhere.md"), "nowhere.md:1: the file is missing"),
        (("9-100",), "Name a directive and two revisions, or two files."),
        (("a", "b", "c", "d"), "Name a directive and two revisions, or two files."),
        (("\x1b]52;c;aGk=\x07", "[/"), "the file is missing"),
        (("../9-100", FIRST, FIRST), "There is no revision"),
    ],
)
def test_what_cannot_be_compared_gets_a_sentence_and_the_exit_code_of_trouble(
    run: Run, arguments: tuple[str, ...], words: str
) -> None:
    refused = run("compare", *arguments)
    assert (refused.code, refused.out) == (2, "")
    assert words in refused.err
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", refused.err)


def test_of_an_issued_revision_the_words_are_those_of_the_book(run: Run, department: Path, tmp_path: Path) -> None:
    new_station(tmp_path, department).house.book.close()
    put_revision(department, FIRST, "first issue", " or whistles")
    put_next(department)
    shown = run("compare", "9-100", FIRST, NEXT)
    assert "Nobody jokes on the [-air.-] [+air or sings.+]" in shown.out
    (department / "content" / "9-100" / f"{FIRST}.md").unlink()
    assert run("compare", "9-100", FIRST, NEXT) == shown


# ---- new ----------------------------------------------------------------------------------------------------------

NEW = ("new", "9-100", "--reviewed", NEXT, "--change", "material", "--note", "Singing.", "--effective", "2025-03-01")


def test_a_new_revision_is_started_and_what_comes_next_is_said(run: Run, department: Path) -> None:
    done = run(*NEW)
    assert (done.code, done.err) == (0, "")
    file = department / "content" / "9-100" / f"{NEXT}.md"
    assert done.out.startswith(f"{file} was started from revision {FIRST}. Next:\n")
    for step in (f"compare 9-100 {FIRST} {NEXT}", "questions 9-100", "oc-training check", f"issue 9-100 {NEXT}"):
        assert step in done.out
    compared = run("compare", "9-100", FIRST, NEXT)
    assert "8 unchanged." in compared.out
    assert "effective: 2025-01-06 -> 2025-03-01" in compared.out
    assert "change_note: Written for a test. -> Singing." in compared.out
    assert f"'source' calls it 9-100-{NEXT}-as-issued.txt." in done.out
    assert f"source: directive-9-100-{FIRST}.txt -> 9-100-{NEXT}-as-issued.txt" in compared.out


def test_a_review_that_lies_ahead_is_told_when_its_file_is_started(run: Run) -> None:
    assert "lies ahead" not in run(*NEW).out
    started = run(*NEW, "--reviewed", "2999-01-01", "--effective", "2999-02-01")
    assert "  (Mind: the day of the review, 2999-01-01, lies ahead; a revision is issued when that is done.)\n" in (
        started.out
    )


def test_a_file_that_is_there_is_left_as_it_is(run: Run, department: Path) -> None:
    run(*NEW)
    file = department / "content" / "9-100" / f"{NEXT}.md"
    before = file.read_bytes()
    again = run(*NEW[:-3], "Another note.")
    assert (again.code, again.out) == (1, "")
    assert again.err == f"There is a revision {NEXT} of Directive 9-100 already.\n"
    assert file.read_bytes() == before


def test_it_starts_from_the_text_in_force_and_not_from_a_later_draft(
    run: Run, department: Path, tmp_path: Path
) -> None:
    new_station(tmp_path, department).house.book.close()
    put_next(department)
    run("new", "9-100", "--reviewed", "2025-02-05", "--change", "editorial", "--note", "Only a comma.")
    assert "8 unchanged." in run("compare", "9-100", FIRST, "2025-02-05").out


def test_it_starts_from_what_was_issued_ahead_so_that_its_rule_is_not_dropped(
    run: Run, department: Path, tmp_path: Path
) -> None:
    station = new_station(tmp_path, department)
    station.stand_on(datetime.now(ZONE).date())
    station.house.door.not_me(station.sign_in("100"), None)
    put_next(department)
    file = department / "content" / "9-100" / f"{NEXT}.md"
    file.write_text(file.read_text(encoding="utf-8").replace(f"effective: {NEXT}", "effective: 2999-01-01"))
    put_bank(department, FIRST, bank_source().replace("cites: III.B\n", f"cites: III.B\nrevision: {NEXT}\n"))
    issuing = station.house.issuing
    issuing.issue(station.sign_in("100"), issuing.ready("9-100", NEXT), Secret(PIN))
    listed = run("list", "9-100").out
    assert f"{NEXT}  pending, in force from 2999-01-01  (material)\n    issued on " in listed
    assert f"{FIRST}  in force since {FIRST}  (first issue)" in listed
    started = run("new", "9-100", "--reviewed", "2025-02-05", "--change", "editorial", "--note", "Only a comma.")
    assert f"(Revision {NEXT} was issued ahead and is in force from 2999-01-01; its words are in" in started.out
    assert "8 unchanged." in run("compare", "9-100", NEXT, "2025-02-05").out
    recorded = issuing.withdraw(station.sign_in("100"), "9-100", NEXT, Secret(PIN), reason="Wrong day")
    found = json.loads(run("list", "9-100", "--json").out)
    assert [each["state"] for each in found] == ["withdrawn", "in force"]
    assert found[0]["withdrawn"]["entry"] == recorded.entry.seq
    assert f"    withdrawn on {recorded.day} by " in run("list", "9-100").out
    assert ": Wrong day\n" in run("list", "9-100").out


def test_away_from_a_terminal_nothing_is_withdrawn(run: Run) -> None:
    assert run("withdraw", "9-100", FIRST, "--reason", "why").code == 2


def test_of_what_was_never_issued_there_is_no_list(run: Run) -> None:
    assert run("list", "9-100").code == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--reviewed", "soon"), "write the date as 2026-03-14"),
        (("--change", "first issue"), "--change has to be one of: material, editorial, reaffirmed."),
        (("--note", " "), "Say in a sentence what changed"),
        (("--reviewed", FIRST), "is not after that of the text in force"),
    ],
)
def test_what_cannot_be_started_gets_a_sentence(run: Run, arguments: tuple[str, str], words: str) -> None:
    refused = run(*NEW, *arguments)
    assert refused.code in {1, 2}
    assert words in refused.err


def test_an_unknown_directive_has_no_new_revision(run: Run) -> None:
    assert run("new", "7-777", *NEW[2:]).err == "There is no directive 7-777.\n"


# ---- questions ----------------------------------------------------------------------------------------------------


def test_stale_questions_are_listed_confirmed_and_fit_again(run: Run, department: Path) -> None:
    put_next(department)
    listed = run("questions", "9-100")
    assert (listed.code, listed.err) == (0, "")
    assert "4 fit, 0 only renumbered, 1 out of the draw. An attempt draws 4." in listed.out
    assert "  RA-05  About III.B  (quizzes/9-100.md:81)\n    III.B was amended.\n" in listed.out
    assert listed.out.endswith("New or amended, and cited by no question that can be asked:\n  III.B  amended\n")
    before = (department / BANK).read_text(encoding="utf-8")
    done = run("questions", "9-100", "--confirm", "RA-05")
    assert (done.code, done.err) == (0, f"RA-05: revision {NEXT}\n")
    assert "5 fit, 0 only renumbered, 0 out of the draw." in done.out
    after = (department / BANK).read_text(encoding="utf-8")
    assert after == before.replace("cites: III.B\n", f"cites: III.B\nrevision: {NEXT}\n")


def test_renumbered_citations_are_rewritten_when_asked(run: Run, department: Path) -> None:
    file = department / "content" / "9-100" / f"{NEXT}.md"
    put_next(department, words="")
    text = file.read_text(encoding="utf-8").replace("B. Nobody", "C. Nobody").replace("A. Every", "B. Every")
    file.write_text(text.replace("B. Every", "A. Speak slowly.\n\nB. Every"), encoding="utf-8")
    states = {each["id"]: each for each in json.loads(run("questions", "9-100", "--json").out)["questions"]}
    assert (states["RA-04"]["state"], states["RA-04"]["cites_now"]) == ("renumbered", ["III.B"])
    done = run("questions", "9-100", "--renumber")
    assert done.err == f"RA-04: cites III.A -> III.B; revision {NEXT}\nRA-05: cites III.B -> III.C; revision {NEXT}\n"
    assert "A unit asks over the air what III.C says." in (department / BANK).read_text(encoding="utf-8")
    assert "5 fit, 0 only renumbered" in run("questions", "9-100").out
    assert "4 fit" not in run("questions", "9-100", "--revision", FIRST).out


def test_a_question_that_is_not_there_cannot_be_confirmed(run: Run, department: Path) -> None:
    put_next(department)
    refused = run("questions", "9-100", "--confirm", "RA-99")
    assert (refused.code, refused.err) == (2, "The bank has no question RA-99.\n")


# ---- issue --------------------------------------------------------------------------------------------------------

PROGRAM = """
import fcntl, sys, termios
from pathlib import Path
from oc_training import cli, issue_commands
from oc_training.bootstrap import House
from oc_training.places import Places
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
places = Places(Path(sys.argv[1]), Path(sys.argv[2]))
issue_commands.house = lambda: House(places)
sys.argv = ["oc-training", *sys.argv[3:]]
sys.exit(cli.main())
"""
PATIENCE = 60.0
"""Seconds to wait for the next prompt."""


def ready(tmp_path: Path, department: Path) -> tuple[Person, Person]:
    """A station with a revision to be issued and its bank looked through; its coordinator and a supervisor."""
    station = new_station(tmp_path, department)
    people = station.coordinator, station.hire("301", "Sam Second", role=Role.SUPERVISOR)
    station.stand_on(datetime.now(ZONE).date())
    station.house.door.not_me(station.sign_in("301"), None)  # so that the present is no leap for the command
    put_next(department)
    put_bank(department, FIRST, bank_source().replace("cites: III.B\n", f"cites: III.B\nrevision: {NEXT}\n"))
    station.house.book.close()
    return people


def at_a_terminal(tmp_path: Path, department: Path, answers: list[tuple[str, str]]) -> tuple[int, str]:
    """Run the command on a terminal of its own, answer what it asks; exit code and everything it showed."""
    arguments = [str(tmp_path / "data"), str(department), "revision", "issue", "9-100", NEXT]
    screen, terminal = os.openpty()
    child = subprocess.Popen(  # noqa: S603  # the program under test
        [sys.executable, "-c", PROGRAM, *arguments],
        stdin=terminal, stdout=terminal, stderr=terminal, cwd=CHECKOUT, start_new_session=True,
    )  # fmt: skip
    os.close(terminal)
    try:
        shown = ""
        for asked, answer in answers:
            shown = shown_until(screen, shown, asked)
            os.write(screen, f"{answer}\n".encode())
        shown = shown_until(screen, shown, None)
        return child.wait(PATIENCE), shown
    finally:
        child.kill()
        child.wait()
        os.close(screen)


def shown_until(screen: int, shown: str, wanted: str | None) -> str:
    """Everything shown up to the *wanted* words, or to the end of the program."""
    while wanted is None or wanted not in shown:
        assert select.select([screen], [], [], PATIENCE)[0], f"still waiting for {wanted!r} after:\n{shown}"
        try:
            read = os.read(screen, 4096)
        except OSError:  # how a terminal says that nobody writes to it any more
            read = b""
        if not read:
            assert wanted is None, shown
            return shown
        shown += read.decode()
    return shown


COORDINATOR = [("Training coordinator, badge number:", "100"), ("Training coordinator, PIN:", PIN)]


def issued(tmp_path: Path, department: Path) -> RevisionIssued:
    events = [each.event for each in station_at(tmp_path, department).entries(RevisionIssued, RevisionIssuedByTwo)]
    newest = events[-1]
    assert isinstance(newest, RevisionIssued)
    return newest


def test_a_revision_is_issued_at_a_terminal_and_the_pin_is_not_shown(tmp_path: Path, department: Path) -> None:
    coordinator, _ = ready(tmp_path, department)
    code, shown = at_a_terminal(tmp_path, department, COORDINATOR)
    assert code == 0, shown
    assert f"Beside revision {FIRST}: 1 amended, 7 unchanged." in shown
    assert "Of 5 questions 5 fit." in shown
    assert "Every new or amended clause has a question that can be asked." in shown
    assert "It is in force at once." in shown
    assert PIN not in shown
    event = issued(tmp_path, department)
    assert (event.revision, event.by) == (NEXT, coordinator.id)


def test_an_editorial_revision_that_adds_a_rule_is_told_before_anybody_types_a_pin(
    tmp_path: Path, department: Path
) -> None:
    ready(tmp_path, department)
    put_next(department, "editorial", " unless asked")
    code, shown = at_a_terminal(tmp_path, department, [COORDINATOR[0], (COORDINATOR[1][0], "not the oak")])
    assert code == 1
    shown = shown.partition("Training coordinator")[0]
    assert "III.B: duty word added: unless." in shown
    assert "Look again: It is called editorial, so nobody signs again, yet duty words changed (III.B)." in shown


def test_where_two_are_wanted_it_asks_for_the_second_person_too(tmp_path: Path, department: Path) -> None:
    _, sam = ready(tmp_path, department)
    schedule = department / "content" / "schedule.toml"
    schedule.write_text(
        schedule.read_text(encoding="utf-8").replace("person = false", "person = true"), encoding="utf-8"
    )
    second = [("Second person, badge number:", "301"), ("Second person, PIN:", PIN)]
    code, shown = at_a_terminal(tmp_path, department, [*COORDINATOR, *second])
    assert code == 0, shown
    event = issued(tmp_path, department)
    assert isinstance(event, RevisionIssuedByTwo)
    assert event.approved_by == sam.id


def test_a_wrong_pin_issues_nothing(tmp_path: Path, department: Path) -> None:
    ready(tmp_path, department)
    code, shown = at_a_terminal(tmp_path, department, [COORDINATOR[0], (COORDINATOR[1][0], "not the oak")])
    assert code == 1
    assert "were not accepted" in shown
    assert issued(tmp_path, department).revision == FIRST


def test_away_from_a_terminal_no_pin_is_asked_for(run: Run, department: Path, tmp_path: Path) -> None:
    ready(tmp_path, department)
    refused = run("issue", "9-100", NEXT)
    assert refused.code == 2
    assert refused.err == "This asks for a badge number and a PIN, and does so at a terminal only.\n"
