"""Where the files of a station are: one table of names, for whatever builds the house, checks it or keeps it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

CHECKOUT = Path(__file__).resolve().parent.parent
"""Where the program stands, with ``content/`` and ``quizzes/`` beside it."""

OTHERS: Final = 0o077
"""What no other account of the machine may be allowed."""


def open_to_others(path: Path, right: str) -> str:
    """The sentence about a file or folder that others can open; *right* is what it should have (``chmod``)."""
    return f"{path} can be opened by other accounts; take that right away (chmod {right})."


@dataclass(frozen=True, slots=True)
class Places:
    """Where the files of one station are."""

    data: Path
    """The data folder: the book, the working file."""
    content: Path = CHECKOUT
    """The folder that holds ``content/`` and ``quizzes/``."""

    @property
    def keys(self) -> Path:
        """The folder of the keys: beside the data folder, never in it, so that a backup of the data holds no key."""
        return self.data.with_name(self.data.name + ".keys")

    @property
    def book(self) -> Path:
        """The book of records."""
        return self.data / "records.book"

    @property
    def drawer(self) -> Path:
        """The working file: unfinished training, PIN verifiers."""
        return self.data / "working.json"

    @property
    def checkpoints(self) -> Path:
        """The station's own folder of checkpoints."""
        return self.data / "checkpoints"

    def kept_checkpoints(self) -> tuple[Path, ...]:
        """The checkpoints that lie in the station's own folder."""
        return tuple(sorted(self.checkpoints.glob("*.checkpoint")))

    @property
    def founding(self) -> Path:
        """Lies beside the keys while a station is being made for the first time, and never afterwards."""
        return self.keys / "being-made"

    @property
    def station_key(self) -> Path:
        """The station's Ed25519 key."""
        return self.keys / "station.pem"

    @property
    def pepper(self) -> Path:
        """The key that goes into every PIN verifier."""
        return self.keys / "pins.key"
