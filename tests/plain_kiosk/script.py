"""Lines without a terminal: what is said is kept, and every prompt is answered by a function."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field

from oc_training.roster.pins import Secret
from oc_training.stopwatch import Stopwatch
from oc_training.text import UNWANTED, clean


@dataclass
class Script:
    """*answer* is given the prompt and what was said since the prompt before; it may raise what a terminal raises."""

    answer: Callable[[str, str], str]
    columns: int = 80
    rows: int = 24
    can_wipe: bool = True
    said: list[str] = field(default_factory=list)
    wiped: int = 0
    forgot: int = 0
    pauses: list[float] = field(default_factory=list)
    _since: list[str] = field(default_factory=list)

    def write(self, line: str) -> None:
        assert "\n" not in line
        self.said.append(line)
        self._since.append(line)

    def read(self, prompt: str, idle_seconds: float, watch: Stopwatch | None = None) -> str:
        del watch
        assert idle_seconds >= 180
        since, self._since = "\n".join(self._since), []
        return clean(self.answer(prompt, since))

    def read_secret(self, prompt: str, idle_seconds: float) -> Secret:
        return Secret(self.read(prompt, idle_seconds))

    def pause(self, prompt: str, seconds: float) -> None:
        self.pauses.append(seconds)
        self.read(prompt, 180)

    def forget_typed(self) -> None:
        self.forgot += 1

    def wipe(self) -> None:
        self.wiped += 1

    @property
    def words(self) -> str:
        """Everything that was said, on one line."""
        return " ".join(" ".join(self.said).split())

    @property
    def is_harmless(self) -> bool:
        return all(is_printable(line) for line in self.said)


def is_printable(line: str) -> bool:
    return all(unicodedata.category(char) not in UNWANTED for char in line)
