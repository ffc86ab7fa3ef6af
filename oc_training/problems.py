"""A problem in a file that a person wrote, and where it is.

Directives, question banks, statements, schedules and rosters are all written by hand;
each reader reports everything it finds in one run, in this form.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a problem matters: an error stops the file from being used, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that is wrong in one file, for the person who wrote that line."""

    path: str
    """The file, as the person named it or relative to the folder that holds the content."""
    line: int
    """Counted from 1; 1 where the whole file is meant."""
    message: str
    """One sentence in the writer's words, without the place."""
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        """The problem as every command prints it: ``path:line: message``."""
        mark = "" if self.severity is Severity.ERROR else "warning: "
        return f"{self.path}:{self.line}: {mark}{self.message}"
