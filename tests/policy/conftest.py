"""The one real directive, read once for all tests of this room."""

from __future__ import annotations

from pathlib import Path

import pytest

from oc_training.policy.model import Revision
from oc_training.policy.notation import parse_revision

CONTENT = Path(__file__).parents[2] / "content"
NOTATION = CONTENT / "3-400" / "2021-06-14.md"
ISSUED = CONTENT / "3-400" / "directive-3-400-as-issued.txt"


@pytest.fixture(scope="session")
def source() -> str:
    return NOTATION.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def revision(source: str) -> Revision:
    return parse_revision(source, "content/3-400/2021-06-14.md")
