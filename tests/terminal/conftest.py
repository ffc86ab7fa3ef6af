"""The kiosk's own script, in a form that can be started here."""

from __future__ import annotations

import shlex
import shutil
import sys
from pathlib import Path

import pytest

from oc_training.places import CHECKOUT


@pytest.fixture
def script(tmp_path: Path) -> Path:
    """The kiosk's own script: of the checkout if it is set up, else a copy beside the environment of the tests."""
    wanted = CHECKOUT / "requirements" / "runtime.txt"
    made_from = CHECKOUT / ".venv" / "made-from" / "runtime.txt"
    if made_from.exists() and made_from.read_bytes() == wanted.read_bytes():
        return CHECKOUT / "run_kiosk.sh"
    root = tmp_path / "a kiosk"
    shutil.copytree(CHECKOUT / "requirements", root / "requirements")
    shutil.copy(CHECKOUT / "run_kiosk.sh", root)
    python = root / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} "$@"\n')
    python.chmod(0o755)
    (root / ".venv" / "made-from").mkdir()
    shutil.copy(wanted, root / ".venv" / "made-from")
    return root / "run_kiosk.sh"
