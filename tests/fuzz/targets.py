"""Every parser of what comes from outside, as a function of any bytes: for hypothesis and for a coverage-guided fuzzer.

A target returns when the bytes gave a document or a list of problems, and lets anything else through. What it gives
back is a count of what was read, so that a test can see that it is reached at all. Nothing here reads a file or a
clock; :mod:`tests.fuzz.with_atheris` runs a target for hours where that program is installed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from pathlib import Path

from oc_training.attestation.content_files import read_agency, read_statement
from oc_training.attestation.schedule_file import read_schedule
from oc_training.errors import ContentProblems, RosterProblems
from oc_training.front_matter import check_keys, read_front_matter
from oc_training.policy.marks import Marker
from oc_training.policy.model import Revision
from oc_training.policy.notation import parse_revision
from oc_training.policy.printed import as_printed
from oc_training.policy.search import find
from oc_training.problems import Problem
from oc_training.quiz.notation import parse_bank
from oc_training.roster.roster_csv import read_roster
from oc_training.text import UNWANTED, clean

ROOT = Path(__file__).resolve().parents[2]
TODAY = date(2026, 3, 14)
PATH = "fuzzed"
LONGEST_MESSAGE = 20_000

Target = Callable[[bytes], int]


def _text(data: bytes) -> str:
    """The bytes as text with every character a text can hold, lone surrogates too."""
    return data.decode("utf-8", "surrogateescape")


def _told(problems: tuple[Problem, ...], source: str) -> int:
    """Each problem names a line that is there, in words that may be shown."""
    lines = source.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
    if not problems:
        raise AssertionError("refused without a reason")
    for problem in problems:
        if not 1 <= problem.line <= lines:
            raise AssertionError(f"line {problem.line} of {lines}: {problem.message}")
        if problem.message != clean(problem.message, LONGEST_MESSAGE):
            raise AssertionError(f"not fit to be shown: {problem.message!r}")
    return len(problems)


def directive(data: bytes) -> int:
    """A directive; where it can be read, its marks, its printed form and a search through it too."""
    source = _text(data)
    try:
        revision = parse_revision(source, PATH)
    except ContentProblems as error:
        return _told(error.problems, source)
    marker = Marker(revision)
    marks = sum(len(marker.marks_in(clause)) for clause in revision.clauses)
    return marks + len(as_printed(revision)) + len(find(revision, source[-40:]))


def bank(data: bytes) -> int:
    """A bank of questions."""
    source = _text(data)
    try:
        return len(parse_bank(source, PATH).questions)
    except ContentProblems as error:
        return _told(error.problems, source)


def front_matter(data: bytes) -> int:
    """The head of a content file."""
    source = _text(data)
    front = read_front_matter(source, PATH)
    problems = (*front.problems, *check_keys(front, ("title", "directive"), ("change",)))
    return len(front.entries) + (_told(problems, source) if problems else 0)


def _small_file(reader: Callable[[str, str], object]) -> Target:
    def read(data: bytes) -> int:
        source = _text(data)
        try:
            reader(source, PATH)
        except ContentProblems as error:
            return _told(error.problems, source)
        return 1

    return read


def roster(data: bytes) -> int:
    """A roster as a spreadsheet saves it."""
    try:
        return len(read_roster(data, PATH, {"0417": "Dana Example"}, TODAY))
    except RosterProblems as error:
        return len(error.problems)


def search(data: bytes) -> int:
    """Words that somebody looks for in a directive."""
    revision = _issued()
    hits = find(revision, _text(data))
    for hit in hits:
        if not 0 <= hit.start < hit.end <= len(revision.clause(hit.citation).text):
            raise AssertionError(f"a hit beyond the words: {hit}")
    return len(hits)


def cleaning(data: bytes) -> int:
    """The cleaning itself."""
    text = _text(data)
    for newlines in (False, True):
        cleaned = clean(text, 500, keep_newlines=newlines)
        if clean(cleaned, 500, keep_newlines=newlines) != cleaned or len(cleaned) > 500:
            raise AssertionError("cleaned twice it is another")
        if not cleaned.replace("\n", " " if newlines else "\n").isprintable() and _unwanted(cleaned, newlines):
            raise AssertionError("an unwanted character was kept")
    return len(text)


def _unwanted(text: str, newlines: bool) -> bool:  # noqa: FBT001 - one caller, a line above
    import unicodedata  # noqa: PLC0415 - looked at only where something seems wrong

    return any(unicodedata.category(char) in UNWANTED and not (newlines and char == "\n") for char in text)


@cache
def _issued() -> Revision:
    return parse_revision(_seed("content/3-400/2021-06-14.md").decode(), PATH)


def _seed(name: str) -> bytes:
    return (ROOT / name).read_bytes()


TARGETS: Mapping[str, Target] = {
    "directive": directive,
    "bank": bank,
    "front matter": front_matter,
    "schedule": _small_file(read_schedule),
    "agency": _small_file(read_agency),
    "statement": _small_file(read_statement),
    "roster": roster,
    "search": search,
    "cleaning": cleaning,
}

SEEDS: Mapping[str, tuple[bytes, ...]] = {
    "directive": (_seed("content/3-400/2021-06-14.md")[:6_000],),
    "bank": (_seed("quizzes/3-400.md")[:6_000],),
    "front matter": (b"---\ntitle: A\ndirective: 3-400\nchange: material\n---\n",),
    "schedule": (_seed("content/schedule.toml"), b"[first]\nnew_hire_days = 1" + b"0" * 40, b"a = " + b"[" * 40),
    "agency": (_seed("content/agency.toml"), b'checkpoints = "/mnt/x"\ntime_zone = "../../etc"\n'),
    "statement": (
        _seed("content/statement.md"),
        b"---\nversion: 1\n---\n<!-- {name} <!--",
        b"---\nversion: 1\n---",  # found by fuzzing: a line was named that is not there
        b"---\nversion: 1\n---\n\xe2\x80\xa8<!--",  # the same, behind a separator of lines that is none of ours
    ),
    "roster": (
        b"badge,name,unit\r\n0417,Dana,Day\r\n",
        '\ufeffBadge No;Name;Unit;Started\n"1";"A ""B""\n C";Night;3/14/2026\n'.encode(),
    ),
    "search": (b"post", "Employee\u2019s \u2013".encode()),
    "cleaning": (b"\x1b]52;c;aGk=\x07", "e\u0301\u200b\u202e\ufeff".encode(), b"\xff\xc2\x9b6n"),
}
"""What a fuzzer begins with."""
