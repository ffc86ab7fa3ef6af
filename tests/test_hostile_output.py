"""What commands print of records that nobody cleaned, and of arguments: nothing that a terminal would act upon."""

from __future__ import annotations

import json
import sys
import unicodedata
from datetime import date
from pathlib import Path

import msgspec
import pytest

from oc_training import cli
from oc_training.attestation import roster_events, signature_events
from oc_training.attestation.content import Content
from oc_training.errors import ContentProblems
from oc_training.policy.notation import parse_revision
from oc_training.roster.model import Role
from oc_training.text import UNWANTED, clean, nfc
from tests.support.small_content import TEXT
from tests.support.station import new_station

NUMBER = "NUMBER"
"""Stands for the number of the hostile receipt."""

EVIL = (
    "Eve \x1b[31m \x1b]52;c;aGk=\x07 \x1b]0;t\x07 \x1b[6n \x9b6n \x90q \x9d0;t\x9c \x07 \r \b \x7f "
    "\u202e \u200b \ufeff \u2028 \ue000 [/ [@click=app.exit]x[/] {} %s"
)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A station with hostile words in its book, as another program may have written them."""
    folder = tmp_path_factory.mktemp("hostile")
    station = new_station(folder)
    station.hire("201", "Robin Sample")
    signed = station.sign("201")
    assert isinstance(signed.event, signature_events.Acknowledged)
    boss, book = station.coordinator.id, station.house.book
    evil = roster_events.NewPerson(
        person="P-evil", name=EVIL, badge="666", rank=EVIL, unit=EVIL, role=Role.EMPLOYEE, started=date(2025, 1, 6)
    )
    book.write(roster_events.PeopleAdded(people=(evil,), by=boss, source=EVIL))
    who = msgspec.structs.replace(signed.event.who, name=EVIL, rank=EVIL, unit=EVIL)
    text = msgspec.structs.replace(signed.event.text, title=EVIL)
    hostile = msgspec.structs.replace(
        signed.event, who=who, text=text, statement=EVIL, statement_version=EVIL, comment=EVIL, typed_name=EVIL
    )
    number = book.write(hostile).entry.seq
    book.close()
    (folder / "data" / "number").write_text(str(number), encoding="utf-8")
    return folder / "data"


def run(data: Path, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    number = (data / "number").read_text(encoding="utf-8")
    named = [number if each == NUMBER else each for each in arguments]
    monkeypatch.setattr(sys, "argv", ["oc-training", "--data", str(data), *named])
    return cli.main()


def harmless(text: str) -> bool:
    return all(char == "\n" or unicodedata.category(char) not in UNWANTED for char in text)


@pytest.mark.parametrize(
    "arguments",
    [
        ("status",), ("status", "--json"), ("status", "--as-of", "2025-02-01"), ("explain", "666"),
        ("explain", "666", "--json"), ("people", "list"), ("people", "list", "--json"), ("receipt", NUMBER),
        ("receipt", NUMBER, "--words"), ("receipt", NUMBER, "--json"), ("receipt", NUMBER, "--proof"), ("verify",),
        ("verify", "--json"), ("show", "3-400"), ("check",), ("people", "code", "666"),
    ],
)  # fmt: skip
def test_no_output_of_hostile_records_moves_a_terminal(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]
) -> None:
    assert run(data, monkeypatch, *arguments) == 0
    said = capsys.readouterr()
    assert said.out
    assert harmless(said.out + said.err)


def test_the_receipt_in_question_is_the_hostile_one(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(data, monkeypatch, "receipt", NUMBER) == 0
    assert "Eve [31m ]52;c;aGk=" in capsys.readouterr().out


def test_json_is_exact_though_nothing_in_it_moves_a_terminal(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(data, monkeypatch, "people", "list", "--json") == 0
    assert [person["name"] for person in json.loads(capsys.readouterr().out)][-1] == EVIL


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_a_terminal_of_another_encoding_gets_what_it_can_show(
    data: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], encoding: str
) -> None:
    with open(1, "w", encoding=encoding, closefd=False) as terminal:
        monkeypatch.setattr(sys, "stdout", terminal)
        for arguments in (("people", "list", "--json"), ("status",), ("show", "3-400")):
            assert run(data, monkeypatch, *arguments) == 0
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize(
    "arguments",
    [
        ("explain", EVIL), ("show", EVIL), ("show", "3-400", EVIL), ("status", "--directive", EVIL), (EVIL,),
        ("people", "code", EVIL), ("people", "release", EVIL, "--reason", EVIL), ("receipt", EVIL),
        ("status", "--as-of", EVIL),
        ("people", "add", "--name", "A\udcff", "--badge", EVIL, "--unit", "U"), ("people", "import", EVIL),
        ("verify", "--book", EVIL), ("verify", "--receipt", EVIL), ("restore", EVIL), ("explain", "\udcff\udcfe"),
        ("verify", "--public-key", EVIL), ("export", "/nowhere/" + EVIL), ("backup", "/nowhere/" + EVIL),
    ],
)  # fmt: skip
def test_hostile_arguments_come_back_as_a_harmless_sentence(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]
) -> None:
    assert run(data, monkeypatch, *arguments) in {1, 2}
    said = capsys.readouterr()
    assert said.err or said.out
    assert "Traceback" not in said.err
    assert harmless(said.out + said.err)


def test_a_bank_is_never_looked_for_outside_its_folder(tmp_path: Path) -> None:
    (tmp_path / "quizzes").mkdir()
    (tmp_path / "secret.md").write_text("x", encoding="utf-8")
    for asked in ("../secret", "/etc/passwd", "\x1b[6n", "a/b", "", "x" * 5_000, "\x00"):
        with pytest.raises(ContentProblems, match="the file is missing") as told:
            Content(tmp_path).bank(asked)
        assert harmless(str(told.value))


def test_a_pipe_or_folder_in_place_of_a_content_file_is_told_and_does_not_keep_anybody_waiting(tmp_path: Path) -> None:
    import os  # noqa: PLC0415 - for one call

    (tmp_path / "content").mkdir()
    os.mkfifo(tmp_path / "content" / "agency.toml")
    (tmp_path / "content" / "schedule.toml").mkdir()
    (tmp_path / "content" / "statement.md").write_bytes(b"x" * 1_000_001)
    content = Content(tmp_path)
    with pytest.raises(ContentProblems, match="not an ordinary file"):
        _ = content.agency
    with pytest.raises(ContentProblems, match=r"not an ordinary file|cannot be opened"):
        _ = content.schedule
    with pytest.raises(ContentProblems, match="larger than"):
        _ = content.statement


def test_a_title_typed_with_an_accent_of_its_own_can_be_recorded() -> None:
    source = TEXT.format(revision="2025-01-06", change="first issue", words="").replace(
        "RADIO", "RADIO\u0301 e\u0323\u0301"
    )
    revision = parse_revision(source, "x.md")
    assert unicodedata.is_normalized("NFC", revision.source)
    assert parse_revision(revision.source, "x.md") == revision


@pytest.mark.parametrize(
    "text", ["a" + "\u0301\u0323" * 60, "e\u0323\u0301", "\u1100\u1161\u11a8", "\u0344" * 50, "각" * 60]
)
def test_normal_form_is_the_same_however_many_marks_there_are(text: str) -> None:
    assert nfc(text) == unicodedata.normalize("NFC", text)
    assert clean(text) == nfc(text)
