"""The tables of keys in the guide name the keys that there are, each of them and no others."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import pytest
from textual.binding import Binding, BindingType

from oc_training.kiosk.pages.board import BoardPage
from oc_training.kiosk.pages.person import PersonPage
from oc_training.kiosk.pages.review import ReviewPage
from oc_training.kiosk.widgets.people_list import PeopleList
from oc_training.places import CHECKOUT

PRINTED = {
    "slash": "/",
    "escape": "Esc",
    "up": "Up",
    "down": "Down",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "home": "Home",
    "end": "End",
    "enter": "Enter",
}
"""What stands on a key that is no letter."""

HEADING = "| key | |"


def tables() -> Iterator[str]:
    """The tables of keys of the guide, in its order."""
    guide = (CHECKOUT / "docs" / "running.md").read_text(encoding="utf-8")
    for table in guide.split(f"\n{HEADING}\n")[1:]:
        yield table.split("\n\n")[0]


def documented(table: str) -> set[str]:
    """The keys of the first column, and those in bold that a row names beside them."""
    found: set[str] = set()
    for row in table.split("\n")[1:]:
        _, first, second, _ = row.split("|")
        named = re.findall(r"\*\*(.+?)\*\*", first) or re.split(r", ", first.strip())
        for name in (*named, *re.findall(r"\*\*(.)\*\*", second)):
            start, to, end = name.partition(" to ")
            found |= set(map(str, range(int(start), int(end) + 1))) if to else {name}
    return found


def real(*bindings: Sequence[BindingType]) -> set[str]:
    """The keys that do something, but for those that only scroll."""
    return {
        PRINTED.get(key, key.upper())
        for binding in (each for some in bindings for each in some)
        if isinstance(binding, Binding) and not binding.action.startswith("scroll_")
        for key in binding.key.split(",")
    }


@pytest.mark.parametrize(
    ("number", "keys"),
    [
        (0, real(ReviewPage.BINDINGS)),
        (1, real(BoardPage.BINDINGS, PeopleList.BINDINGS)),
        (2, real(PersonPage.BINDINGS)),
    ],
)
def test_a_table_of_keys_names_each_key_and_no_other(number: int, keys: set[str]) -> None:
    assert documented(list(tables())[number]) == keys


def test_every_table_of_keys_is_looked_at() -> None:
    assert len(list(tables())) == 3
