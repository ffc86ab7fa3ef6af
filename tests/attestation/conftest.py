"""What the tests of this room share: a small department's content, read once."""

from __future__ import annotations

from pathlib import Path

import pytest

from oc_training.attestation.content import Content
from tests.support.small_content import small_content


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Content:
    """The content of a small department; tests that change a file make their own."""
    return Content(small_content(tmp_path_factory.mktemp("small") / "department"))


@pytest.fixture
def department(tmp_path: Path) -> Path:
    """A small department's content that a test may change."""
    return small_content(tmp_path / "department")
