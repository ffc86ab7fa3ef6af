"""Where the journey shows its pages, and how it waits for what is slow."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import ParamSpec, Protocol, TypeVar

from oc_training.kiosk.page import Page

T = TypeVar("T")
P = ParamSpec("P")


class Stage(Protocol):
    """Where pages are shown."""

    async def __call__(self, page: Page[T]) -> T:
        """Show *page* in place of the one before and wait for its value."""


async def away_from_screen(act: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Do something slow (a PIN, the disk) in a thread, so that the screen stays alive."""
    return await asyncio.to_thread(act, *args, **kwargs)
