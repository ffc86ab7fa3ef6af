"""The auditor's tables count what the tests do: a figure there is the figure here."""

from __future__ import annotations

import pytest

from oc_training.kiosk.appearance import STAND_INS
from oc_training.places import CHECKOUT
from tests.attestation.test_who_may import ACTS, PIN_ACTS, ROLES, WRITTEN
from tests.kiosk.scenes import SCENES
from tests.kiosk.test_everyone import WITHOUT_COLOUR
from tests.terminal.test_hostile_bytes import FORBIDDEN


@pytest.mark.parametrize(
    "said",
    [
        f"| {len(ACTS)} calls, {len(ACTS) * len(ROLES)} cases |",
        f"acts with a wrong PIN, then the right one | {len(PIN_ACTS)} |",
        f"with the PIN in the words | 4, {len(WRITTEN)} |",
        f"in each state worth showing, {len(SCENES)} in all",
        f"in the {len(SCENES)} scenes, at 80",
        f"in {len(WITHOUT_COLOUR)} scenes with what has to stand there",
        f"(lines, blocks, bars: {len(STAND_INS)} of them)",
        f"none of {len(FORBIDDEN)} forbidden sequences of bytes",
    ],
)
def test_a_figure_of_the_audit_is_that_of_its_test(said: str) -> None:
    assert said in (CHECKOUT / "docs" / "security.md").read_text(encoding="utf-8")
