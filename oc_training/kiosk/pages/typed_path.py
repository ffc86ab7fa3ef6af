"""A path that somebody typed at the terminal."""

from __future__ import annotations

from pathlib import Path

from oc_training.errors import Refused


def typed_path(typed: str) -> Path:
    """The path, absolute, ``~`` put out.

    Raises:
        Refused: when nothing was typed, or it begins with the home of somebody who has none.
    """
    if not typed.strip():
        raise Refused("Please name the file.")
    try:
        return Path(typed.strip()).expanduser().absolute()
    except RuntimeError as error:  # what pathlib raises for the home of a user it does not know
        raise Refused("That folder is not known. Please write the path in full.") from error
