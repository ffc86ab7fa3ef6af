"""What a reader of a bank has found wrong so far."""

from __future__ import annotations

from oc_training.problems import Problem, Severity
from oc_training.text import clean, squash

SHOWN = 50
"""How much of the writer's own words a message repeats, in characters."""


class Findings:
    """Collects the problems of one file while it is read."""

    def __init__(self, path: str) -> None:
        self.path = path
        self._found: list[Problem] = []
        self._errors = 0

    def error(self, line: int, message: str) -> None:
        """Note something that stops the file from being used."""
        self.extend((Problem(self.path, line, message),))

    def warning(self, line: int, message: str) -> None:
        """Note something that the writer should look at."""
        self._found.append(Problem(self.path, line, message, Severity.WARNING))

    def extend(self, problems: tuple[Problem, ...]) -> None:
        """Take over what another reader found in the same file."""
        self._found.extend(problems)
        self._errors += sum(problem.severity is Severity.ERROR for problem in problems)

    @property
    def count(self) -> int:
        """How many errors there are so far, to tell whether a step found any."""
        return self._errors

    def all(self) -> tuple[Problem, ...]:
        """Everything found, each once, in the order of the lines."""
        return tuple(sorted(dict.fromkeys(self._found), key=lambda found: (found.line, found.message)))


def quoted(words: str) -> str:
    """The writer's words for a message: cleaned, on one line, shortened."""
    flat = clean(squash(words[: SHOWN * 4]), SHOWN + 1)
    return f"'{flat}'" if len(flat) <= SHOWN else f"'{flat[: SHOWN - 1]}…'"
