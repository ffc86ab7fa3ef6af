"""What every test shares: a machine of its own, and honesty about what this machine lacks."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator

import hypothesis
import pytest

from oc_training.launch import scrub_environment

IN_CI = os.environ.get("CI", "").casefold() in {"1", "true", "yes"}

OWN = ("OC_TRAINING_", "XDG_")
"""Variables that would lead a test to somebody's data."""

hypothesis.settings.register_profile("here", deadline=None)
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
hypothesis.settings.load_profile("ci" if IN_CI else "here")


def pytest_addoption(parser: pytest.Parser) -> None:
    """How long the slow tests go on: ``--times 10`` is ten times as many power cuts, kills and crash states."""
    parser.addoption("--times", type=int, default=1, help="how many times as many faults the slow tests make")


@pytest.fixture(scope="session")
def times(request: pytest.FixtureRequest) -> int:
    """How many times as many faults are wanted as in every run."""
    wanted: int = request.config.getoption("--times")
    return wanted


def pytest_configure() -> None:
    """Textual reads its variables when it is imported, which is before the first fixture."""
    scrub_environment(os.environ)


@pytest.fixture(scope="session", autouse=True)
def own_machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Nobody's settings or data, a home that is empty, a zone with summer time, a terminal with all colours."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith(OWN)]:
            patch.delenv(name)
        patch.setenv("HOME", str(tmp_path_factory.mktemp("home")))
        patch.setenv("TZ", "America/Chicago")
        patch.setenv("LC_ALL", "C.UTF-8")
        patch.setenv("COLORTERM", "truecolor")
        patch.delenv("NO_COLOR", raising=False)
        time.tzset()
        yield
    time.tzset()


@pytest.fixture(scope="session")
def requires_tmux() -> str:
    """The path of tmux; without it the test is skipped, and in CI it fails."""
    found = shutil.which("tmux")
    if found is not None:
        return found
    lack = "tmux is not installed, so nothing was tried in a real terminal"
    if IN_CI:
        pytest.fail(lack)
    pytest.skip(lack)
