"""Makes the pictures of the README from the running demonstration.

    .venv/bin/python -m tests.kiosk.pictures docs/pictures

The font's address is taken out of what Textual exports, so that a picture asks nobody for anything.
"""

from __future__ import annotations

import asyncio
import os
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from textual.pilot import Pilot

from oc_training.demonstration.invented import COORDINATOR, PEOPLE, Story
from oc_training.demonstration.station import demonstration
from oc_training.kiosk.app import KioskApp

SETTLE = 1.2
"""Seconds that a sign-in or a page takes at most."""


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture: who signs in, which keys they press, and how large the terminal is."""

    name: str
    badge: str
    keys: Sequence[str]
    size: tuple[int, int]


def _who(story: Story) -> str:
    return next(person.badge for person in PEOPLE if person.story is story)


PICTURES = (
    Picture("welcome", "", (), (80, 24)),
    Picture("directives", _who(Story.UNDER_WAY), (), (80, 24)),
    Picture("reader", _who(Story.NEW), ("enter", "n", "n"), (132, 38)),
    Picture("scenario", _who(Story.UNDER_WAY), ("enter", "1", "enter"), (132, 38)),
    Picture("board", COORDINATOR.badge, ("b",), (132, 38)),
)


async def make(picture: Picture) -> str:
    """The picture as SVG."""
    with demonstration() as (house, sign_ins):
        app = KioskApp(house, hints=sign_ins.hints)
        async with app.run_test(size=picture.size) as pilot:
            await pilot.pause(SETTLE)
            if picture.badge:
                await _sign_in(pilot, picture.badge)
            for key in picture.keys:
                await pilot.press(key)
                await pilot.pause(SETTLE)
            svg = app.export_screenshot()
            app.exit(0)
    return re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL).replace("<text ", '<text xml:space="preserve" ')


async def _sign_in(pilot: Pilot[int], badge: str) -> None:
    pin = next(person.pin for person in PEOPLE if person.badge == badge)
    await pilot.press(*badge, "enter", *pin, "enter")
    await pilot.pause(SETTLE)


def main() -> None:
    """Write every picture into the folder that is named."""
    folder = Path(sys.argv[1])
    os.environ["COLORTERM"] = "truecolor"  # whatever terminal this is started on
    for picture in PICTURES:
        (folder / f"{picture.name}.svg").write_text(asyncio.run(make(picture)), encoding="utf-8")


if __name__ == "__main__":
    main()
