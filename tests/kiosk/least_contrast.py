"""Measures the least contrast in every scene, for the table in docs/security.md.

.venv/bin/python -m tests.kiosk.least_contrast
"""

from __future__ import annotations

import asyncio
import sys
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.kiosk.scenes import SCENES, Ground, played
from tests.kiosk.test_everyone import DEPTHS, EDGES, in_theme, pairs


async def measure(ground: Ground) -> None:
    """Print for each theme and number of colours the least contrast of words and of edges, and how many there were."""
    least: dict[tuple[str, str, bool], float] = {}
    pieces: Counter[tuple[str, str, bool]] = Counter()
    for scene in SCENES.values():
        async with played(ground, scene) as (app, pilot):
            for name, depth in sorted(DEPTHS, key=str):
                await in_theme(app, pilot, name)
                for text, contrast in pairs(app, depth):
                    kind = (name, depth.name, set(text) <= EDGES)
                    least[kind] = min(contrast, least.get(kind, contrast))
                    pieces[kind] += 1
    sys.stdout.write(f"{len(SCENES)} scenes\n")
    for kind, contrast in sorted(least.items()):
        what = "edges" if kind[2] else "words"
        sys.stdout.write(f"{kind[0]:<20} {kind[1]:<10} {what} {contrast:5.2f} {pieces[kind]:6,}\n")


if __name__ == "__main__":
    with TemporaryDirectory() as folder:
        asyncio.run(measure(Ground(Path(folder))))
