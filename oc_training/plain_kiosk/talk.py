"""A conversation in lines: paragraphs, facts, numbered choices, and no answer that is given by accident.

Every line is wrapped between words to the terminal's width, and no wider than is good to read. Nothing is chosen
before somebody types a number: Enter alone asks again (SIG-1).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, TypeVar

from oc_training.attestation.presence import USUAL_SECONDS, Patience
from oc_training.plain_kiosk.lines import Lines
from oc_training.policy.printed import wrapped
from oc_training.roster.pins import Secret
from oc_training.stopwatch import Stopwatch
from oc_training.text import clean

T = TypeVar("T")

WIDEST: Final = 78
NARROWEST: Final = 20
LONGEST: Final = 20_000
"""The most characters of one paragraph."""


class Talk:
    """Says things and asks for things on some lines."""

    def __init__(self, lines: Lines, patience: Patience) -> None:
        self.lines = lines
        self._patience = patience

    @property
    def width(self) -> int:
        """Cells of a line."""
        return max(min(self.lines.columns - 1, WIDEST), NARROWEST)

    # ---- saying ---------------------------------------------------------------------------------------------------

    def say(self, *paragraphs: str) -> None:
        """Say some paragraphs, each beginning on a line of its own."""
        for text in paragraphs:
            for part in clean(text, LONGEST, keep_newlines=True).split("\n"):
                for line in wrapped(part, self.width) if part.strip() else ("",):
                    self.lines.write(line)

    def heading(self, text: str) -> None:
        """Begin something new: an empty line, and what it is, in words (A11Y-11)."""
        self.lines.write("")
        self.say(text)

    def facts(self, facts: Iterable[tuple[str, str]]) -> None:
        """Say names and values, one a line."""
        self.say(*(f"{name}: {value}" for name, value in facts))

    # ---- asking ---------------------------------------------------------------------------------------------------

    def ask(self, prompt: str) -> str:
        """Ask for words, which may be none."""
        return self.lines.read(f"{prompt}: ", self._patience.usual).strip()

    def ask_secret(self, prompt: str) -> Secret:
        """Ask for a PIN; it is not shown while it is typed."""
        return self.lines.read_secret(f"{prompt} (it is not shown): ", self._patience.usual)

    def choose(
        self,
        choices: Sequence[tuple[str, T]],
        wait: int = USUAL_SECONDS,
        *,
        last: tuple[str, T] | None = None,
        watch: Stopwatch | None = None,
    ) -> T:
        """Have one of some numbered *choices* chosen; *last*, the way back, is number 0."""
        for number, (words, _) in enumerate(choices, start=1):
            self.say(f"{number}. {words}")
        if last is not None:
            self.say(f"0. {last[0]}")
        least = 1 if last is None else 0
        values = {str(number): value for number, (_, value) in enumerate(choices, start=1)}
        if last is not None:
            values["0"] = last[1]
        while True:
            typed = self.key(f"Type a number from {least} to {len(choices)}: ", wait, watch)
            chosen = typed.rstrip(".)")
            if chosen in values:
                return values[chosen]
            self.say(f"That is not one of the numbers from {least} to {len(choices)}. Nothing was chosen.")

    def go_on(self, wait: int = USUAL_SECONDS) -> None:
        """Wait until somebody has taken in what was said."""
        self.key("Enter: go on. ", wait)

    def key(self, prompt: str, wait: int, watch: Stopwatch | None = None) -> str:
        """Ask for one of a few keys; what was typed before the prompt could be seen does not count.

        *wait* is how many seconds it waits before somebody is asked whether they are still there, where the agency
        says nothing (AUT-10).
        """
        self.lines.forget_typed()
        return self.lines.read(prompt, self._patience.seconds(wait), watch).strip()
