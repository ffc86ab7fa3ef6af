"""The department's files as one thing: directives, banks, schedule, statement, agency.

Each part is read when it is first needed, so that a receipt can be shown from the book alone
when files are gone, and a command pays only for what it uses.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable
from dataclasses import replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TypeVar

from oc_training.attestation.content_files import Agency, Statement, read_agency, read_statement
from oc_training.attestation.figures import Schedule
from oc_training.attestation.issue_rules import IssueRules, read_issue_rules
from oc_training.attestation.schedule_file import read_schedule
from oc_training.errors import ContentProblems, NotFound
from oc_training.policy.library import Library
from oc_training.policy.model import Revision
from oc_training.problems import Problem
from oc_training.quiz.model import Bank
from oc_training.quiz.notation import parse_bank
from oc_training.text import clean

LARGEST_FILE = 1_000_000
"""Bytes. A content file beyond this was not written by hand."""

LONGEST_NAME = 60
"""Characters of a file's name in a message."""

KEPT_BANKS = 8
"""Of so many banks it is kept what was read in them, while their words stay the same."""

Part = TypeVar("Part")


class Content:
    """The files of one department, below the folder that holds ``content/`` and ``quizzes/``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._banks: dict[str, Bank] = {}

    @cached_property
    def agency(self) -> Agency:
        """Whose kiosk this is.

        Raises:
            ContentProblems: naming every wrong line; so for every part below.
        """
        return self._read("content/agency.toml", read_agency)

    @cached_property
    def schedule(self) -> Schedule:
        """The rules about time."""
        return self._read("content/schedule.toml", read_schedule)

    @cached_property
    def issue_rules(self) -> IssueRules:
        """Who has to agree before a revision is put in force."""
        return self._read("content/schedule.toml", read_issue_rules)

    @cached_property
    def schedule_sha256(self) -> str:
        """Digest of the schedule's file, its notes included."""
        return self._read("content/schedule.toml", lambda source, _: hashlib.sha256(source.encode()).hexdigest())

    @cached_property
    def statement(self) -> Statement:
        """The statement as it will be signed from now on."""
        return self._read("content/statement.md", read_statement)

    @cached_property
    def library(self) -> Library:
        """The directives as files."""
        return Library(self.folder / "content")

    def bank(self, directive: str) -> Bank:
        """The questions of a directive.

        The number may come from a record or a keyboard, so it is only compared with the files there are; no path is
        made of it (INJ-9).
        """
        if directive not in self._banks:
            name = f"quizzes/{directive}.md"
            if not any(file.name == f"{directive}.md" for file in _listed(self.folder / "quizzes", name)):
                raise ContentProblems((Problem(clean(name, LONGEST_NAME), 1, "the file is missing"),))
            self._banks[directive] = self._read(name, _read_bank)
        return self._banks[directive]

    def fresh(self) -> Content:
        """The same files, to be read anew."""
        return Content(self.folder)

    def renew(self) -> None:
        """Read anew from now on what was read before; called when the files were found sound and are taken up."""
        self._banks.clear()
        for part in ("schedule", "schedule_sha256", "issue_rules", "statement"):
            self.__dict__.pop(part, None)

    def _read(self, name: str, reader: Callable[[str, str], Part]) -> Part:
        return reader(read_text(self.folder / name, name), name)


def _read_bank(source: str, name: str) -> Bank:
    """A bank of its own for each reading, for whoever holds one tells by that whether it was read anew."""
    return replace(_parsed_bank(source, name))


@lru_cache(maxsize=KEPT_BANKS)
def _parsed_bank(source: str, name: str) -> Bank:
    """The same words are the same questions, and nothing else at a set-up, a check or an issue takes so long."""
    return parse_bank(source, name)


def read_text(path: Path, name: str) -> str:
    """The text of a content file.

    Raises:
        ContentProblems: when it is missing, too large or not UTF-8; *name* is how the problem calls it.
    """
    try:
        # Opened without waiting: a pipe of that name would keep the kiosk waiting for ever.
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(descriptor, "rb") as file:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise ContentProblems((Problem(name, 1, "this is not an ordinary file"),))
            data = file.read(LARGEST_FILE + 1)
    except FileNotFoundError as error:
        raise ContentProblems((Problem(name, 1, "the file is missing"),)) from error
    except OSError as error:
        raise ContentProblems((Problem(name, 1, f"the file cannot be opened ({error.strerror})"),)) from error
    if len(data) > LARGEST_FILE:
        raise ContentProblems((Problem(name, 1, f"the file is larger than {LARGEST_FILE:,} bytes"),))
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise ContentProblems((Problem(name, line, "this line is not UTF-8 text; save the file as UTF-8"),)) from error


def _listed(folder: Path, name: str) -> list[Path]:
    try:
        return list(folder.iterdir())
    except FileNotFoundError:
        return []
    except OSError as error:
        raise ContentProblems((Problem(name, 1, f"the folder cannot be read ({error.strerror})"),)) from error


def newest(revisions: tuple[Revision, ...], directive: str) -> Revision:
    """The newest of a directive's revisions.

    Raises:
        NotFound: when there is none.
    """
    if not revisions:
        raise NotFound(f"There is no directive {directive} here.")
    return max(revisions, key=lambda revision: revision.id)
