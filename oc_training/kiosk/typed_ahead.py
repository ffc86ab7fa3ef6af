"""Keys that come faster than fields can take them: a fast typist, a card or barcode reader, a paste of several lines.

A key is handed to the field in hand and taken in a moment later, in the field's own time. So two things have to
hold on every page with fields, or a PIN ends up, readable, in the field before its own (AUT-9): the hand moves on
in the same moment in which Enter or Tab arrives, before the next key is given out (priority bindings and
``Screen.set_focus``, which Textual does at once, where ``Widget.focus`` waits its turn); and nothing is sent before
every field has taken in what was typed into it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

from textual.message_pump import MessagePump
from textual.screen import Screen
from textual.widget import Widget


async def all_taken_in(fields: Iterable[Widget]) -> None:
    """Wait until the *fields* have taken in every key given to them, and their page has heard of it."""
    for field in fields:
        # Twice for the field: what it says of a change lines up behind the keys that are waiting.
        await _caught_up(field)
        for node in field.ancestors_with_self:
            await _caught_up(node)
            if isinstance(node, Screen):
                break


async def _caught_up(node: MessagePump) -> None:
    """Wait until *node* has dealt with everything that lay before it when this was called."""
    done = asyncio.Event()
    if node.call_later(done.set):
        await done.wait()
