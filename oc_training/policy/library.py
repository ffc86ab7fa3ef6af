"""The folder of directives: ``content/<number>/<revision>.md``.

Folder and file say which directive and which revision a text is, and so does its front matter; they must agree,
or a text could pass for another. No path is ever taken from a file's content or from what a person typed: what is
asked for is only compared with what is there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from oc_training.errors import ContentProblems, NotFound, Refused
from oc_training.policy.model import Revision
from oc_training.policy.notation import LARGEST_FILE, TOO_LARGE, parse_revision
from oc_training.problems import Problem

KEPT = 32
"""Of so many files it is kept what was read in them, while their words stay the same."""

_FILE_NAME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Library:
    """Every revision of every directive that stands in one folder.

    Reads the disk at each call, and never changes a file that is there.
    """

    def __init__(self, folder: Path) -> None:
        """*folder* is the one called ``content``; messages name files relative to the folder that holds it."""
        self._folder = folder

    def numbers(self) -> tuple[str, ...]:
        """The directives there are, by number."""
        return tuple(folder.name for folder in self._directives())

    def read_directive(self, number: str) -> tuple[Revision, ...]:
        """Every revision of one directive, the oldest first.

        Raises:
            NotFound: when there is no such directive.
            ContentProblems: when any of its files is wrong; every problem of all of them.
        """
        for folder in self._directives():
            if folder.name == number:
                return _whole(_read_all(self._files(folder), self._folder))
        raise NotFound(f"There is no directive {number[:40]}.")

    def find(self, number: str, revision: str) -> Revision | None:
        """One revision of one directive, whatever state the files beside it are in; None where there is none.

        Raises:
            ContentProblems: when its file is wrong.
        """
        for folder in self._directives():
            for file in self._files(folder) if folder.name == number else ():
                if file.stem == revision:
                    return _whole(_read_all([file], self._folder))[0]
        return None

    def add(self, source: str) -> Path:
        """Put a new revision beside those of its directive and return where it stands.

        Raises:
            ContentProblems: when *source* is not a directive in order.
            NotFound: when there is no directive of that number.
            Refused: when there is a file of that revision already, or it cannot be written; nothing was changed.
        """
        revision = parse_revision(source, "the new revision")
        folder = next((each for each in self._directives() if each.name == revision.directive), None)
        if folder is None:
            raise NotFound(f"There is no directive {revision.directive}.")
        file = folder / f"{revision.id}.md"
        try:
            with file.open("x", encoding="utf-8", newline="") as opened:
                opened.write(source)
        except FileExistsError as error:
            raise Refused(f"There is a revision {revision.id} of Directive {revision.directive} already.") from error
        except OSError as error:
            raise Refused(f"The file {file} cannot be written: {error.strerror}.") from error
        return file

    def revisions(self) -> tuple[Revision, ...]:
        """Every revision there is, by directive and date.

        Raises:
            ContentProblems: when any file is wrong; every problem of all files.
        """
        return _whole(self._read())

    def check(self) -> tuple[Problem, ...]:
        """Every problem of every file, by file and line; empty when all is well."""
        return tuple(sorted(problem for found in self._read() if not isinstance(found, Revision) for problem in found))

    def _read(self) -> list[Revision | tuple[Problem, ...]]:
        if not self._folder.is_dir():
            return [(Problem(self._folder.name, 1, "there is no such folder"),)]
        try:
            files = [file for folder in self._directives() for file in self._files(folder)]
        except ContentProblems as unlisted:
            return [unlisted.problems]
        return _read_all(files, self._folder)

    def _directives(self) -> list[Path]:
        """The folders that hold a directive, in the order of their numbers."""
        if not self._folder.is_dir():
            return []
        folders = [folder for folder in _listed(self._folder) if folder.is_dir() and self._files(folder)]
        return sorted(folders, key=lambda folder: _by_number(folder.name))

    def _files(self, folder: Path) -> list[Path]:
        return sorted(file for file in _listed(folder) if file.suffix == ".md")


def _listed(folder: Path) -> list[Path]:
    """What stands in *folder*, hidden files left out."""
    try:
        return [entry for entry in folder.iterdir() if not entry.name.startswith(".")]
    except OSError as error:
        problem = Problem(folder.name, 1, f"the folder cannot be read ({error.strerror or 'unknown cause'})")
        raise ContentProblems((problem,)) from error


def _by_number(name: str) -> tuple[tuple[int, str], ...]:
    """Sorts ``3-400`` before ``10-100``."""
    return tuple((int(part) if part.isascii() and part.isdigit() else -1, part) for part in re.split(r"([0-9]+)", name))


def _read_all(files: Iterable[Path], content: Path) -> list[Revision | tuple[Problem, ...]]:
    return [_read_file(file, f"{content.name}/{file.parent.name}/{file.name}") for file in files]


def _whole(found: Iterable[Revision | tuple[Problem, ...]]) -> tuple[Revision, ...]:
    revisions: list[Revision] = []
    problems: list[Problem] = []
    for one in found:
        if isinstance(one, Revision):
            revisions.append(one)
        else:
            problems.extend(one)
    if problems:
        raise ContentProblems(tuple(sorted(problems)))
    return tuple(revisions)


def _read_file(file: Path, path: str) -> Revision | tuple[Problem, ...]:
    """The revision in *file*, or everything that is wrong with it."""
    source = _read_text(file, path)
    if isinstance(source, Problem):
        return (source,)
    misnamed = _misnamed(file, path)
    try:
        revision = _parsed(source, path)
    except ContentProblems as problems:
        return (*misnamed, *problems.problems)
    return (*misnamed, *_misplaced(revision, file, path)) or revision


@lru_cache(maxsize=KEPT)
def _parsed(source: str, path: str) -> Revision:
    """The files are read at each call; the same words are the same revision."""
    return parse_revision(source, path)


def _read_text(file: Path, path: str) -> str | Problem:
    """The text of *file*, a byte order mark left out (Windows editors write one)."""
    if not file.is_file():
        return Problem(path, 1, "this is not an ordinary file")
    try:
        with file.open("rb") as opened:
            data = opened.read(LARGEST_FILE + 1)
    except OSError as error:
        return Problem(path, 1, f"the file cannot be read ({error.strerror or 'unknown cause'})")
    if len(data) > LARGEST_FILE:
        return Problem(path, 1, TOO_LARGE)
    try:
        return data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return Problem(path, line, "this line is not UTF-8 text; save the file as UTF-8 in your editor")


def _misnamed(file: Path, path: str) -> tuple[Problem, ...]:
    if _FILE_NAME.fullmatch(file.stem):
        return ()
    message = f"the file's name '{file.name}' must be the date of the revision, such as 2021-06-14.md"
    return (Problem(path, 1, message),)


def _misplaced(revision: Revision, file: Path, path: str) -> tuple[Problem, ...]:
    """What differs between the front matter and the names of file and folder."""
    problems: list[Problem] = []
    if revision.directive != file.parent.name:
        message = f"'directive: {revision.directive}' differs from the name of the folder, {file.parent.name}"
        problems.append(Problem(path, _line_of("directive", revision), message))
    if _FILE_NAME.fullmatch(file.stem) and revision.id != file.stem:
        message = f"'reviewed: {revision.id}' differs from the name of the file, {file.name}"
        problems.append(Problem(path, _line_of("reviewed", revision), message))
    return tuple(problems)


def _line_of(key: str, revision: Revision) -> int:
    lines = revision.source.split("\n")
    return next((number for number, line in enumerate(lines, 1) if line.casefold().startswith(key)), 1)
