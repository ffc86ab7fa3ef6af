"""One of several things is chosen: by a letter where they are few, from a list that scrolls where they are many."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from textual.screen import Screen

from oc_training.kiosk.pages.panels import PickPanel
from oc_training.kiosk.widgets.dialog import Choice, Dialog
from oc_training.kiosk.widgets.pick_list import PickItem

T = TypeVar("T")

BACK = "b"
LETTERS = "acdefghijklmnopqrstuvwxyz"
"""Of the things to choose from; B is Back, as everywhere."""
MOST_CHOICES = 8
"""More things than this are offered in a list that scrolls; a dialog has no room for as many keys."""


def choose(
    over: Screen[None],
    title: str,
    named: Sequence[tuple[T, str]],
    then: Callable[[T], None],
    *,
    always: bool = False,
) -> None:
    """Let one of the *named* be chosen *over* a page, and do *then* with it; nothing when the person goes back.

    A single one needs no choice, unless it is *always* to be asked.
    """
    if len(named) == 1 and not always:
        then(named[0][0])
        return

    def chosen(at: str | None) -> None:
        if at is not None:
            then(named[int(at)][0])

    if len(named) > MOST_CHOICES:
        items = [PickItem(str(at), "", words) for at, (_, words) in enumerate(named)]
        over.app.push_screen(PickPanel(title, items), chosen)
        return
    choices: list[Choice[str | None]] = [
        Choice(words, str(at), letter) for (at, (_, words)), letter in zip(enumerate(named), LETTERS, strict=False)
    ]
    back: Choice[str | None] = Choice("Back", None, BACK)
    over.app.push_screen(Dialog(title, (), (*choices, back), on_escape=None), chosen)
