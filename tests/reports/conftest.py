"""A department with one small directive, for reports on what was recorded."""

from __future__ import annotations

from pathlib import Path

import pytest

from oc_training.attestation.content import Content
from tests.support.small_content import small_content


@pytest.fixture
def department(tmp_path: Path) -> Path:
    """A project folder whose files a test may change."""
    small_content(tmp_path)
    return tmp_path


@pytest.fixture
def small(department: Path) -> Content:
    """What lies in it."""
    return Content(department)
