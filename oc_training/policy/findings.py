"""The problems of one file while they are being found.

One slip often shows twice: a pasted bullet also spoils the indent of its line. A finding that is only the
consequence of one already told about the same line is held back, so that a writer sees as many messages as slips.
"""

from __future__ import annotations

from collections.abc import Iterable

from oc_training.errors import ContentProblems
from oc_training.problems import Problem


class Findings:
    """Collects problems of one file and raises them together."""

    def __init__(self, path: str, forgiven: frozenset[str] = frozenset()) -> None:
        self._path = path
        self._forgiven = forgiven
        """Messages that are not told about this file."""
        self._problems: list[Problem] = []
        self._spoilt: set[int] = set()

    def add(self, line: int, message: str) -> None:
        """Note a problem that has nothing to do with how the line is built."""
        if message not in self._forgiven:
            self._problems.append(Problem(self._path, line, message))

    def add_all(self, problems: Iterable[Problem]) -> None:
        """Note problems that were found elsewhere."""
        self._problems.extend(problems)

    def spoil(self, line: int, message: str) -> None:
        """Note a problem with the build of a line, unless one is known already."""
        if line not in self._spoilt:
            self._spoilt.add(line)
            self.add(line, message)

    @property
    def found(self) -> bool:
        """Whether there is any problem."""
        return bool(self._problems)

    def raise_if_any(self) -> None:
        """Raise everything that was found, by line.

        Raises:
            ContentProblems: when there is any problem.
        """
        if self._problems:
            raise ContentProblems(tuple(sorted(set(self._problems))))
