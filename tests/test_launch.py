"""The checks that stand before the first line the kiosk draws."""

from __future__ import annotations

import fcntl
import os
import pty
import struct
import subprocess
import sys
import termios
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oc_training import __main__ as entry
from oc_training.launch import (
    OWN_SETTINGS,
    Appearance,
    TerminalFacts,
    appearance_for,
    chosen_locale,
    problem_of,
    scrub_environment,
)
from oc_training.wording.window import LEAST_COLUMNS, LEAST_ROWS

ROOT = Path(__file__).resolve().parent.parent

FIT = TerminalFacts(
    interactive=True, term="xterm", encodings=("utf-8", "utf-8"), locale="en_US.UTF-8", columns=80, rows=24
)


def test_a_usual_terminal_is_fit() -> None:
    assert problem_of(FIT) is None
    assert problem_of(replace(FIT, term="linux", columns=LEAST_COLUMNS, rows=LEAST_ROWS)) is None


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        (replace(FIT, interactive=False), "needs a terminal"),
        (replace(FIT, term="dumb"), '"dumb"'),
        (replace(FIT, term=""), "has no name"),
        (replace(FIT, encodings=("utf-8", "latin-1")), "UTF-8"),
        (replace(FIT, locale="C"), '"C"'),
        (replace(FIT, locale="de_DE.ISO-8859-15@euro"), "ISO-8859-15"),
        (replace(FIT, columns=59), "59 columns by 24 rows"),
        (replace(FIT, rows=19), "80 columns by 19 rows"),
    ],
)
def test_an_unfit_terminal_gets_one_sentence_that_names_what_is_wrong(facts: TerminalFacts, words: str) -> None:
    problem = problem_of(facts)
    assert problem is not None
    assert words in problem
    assert problem.endswith(".")
    assert "\n" not in problem


@pytest.mark.parametrize("locale", ["", "C.UTF-8", "C.utf8", "de_DE.UTF-8@euro", "UTF-8"])
def test_every_way_of_writing_utf8_is_accepted_and_so_is_saying_nothing(locale: str) -> None:
    assert problem_of(replace(FIT, locale=locale, encodings=("UTF8", "utf-8"))) is None


def test_pythons_own_assumption_about_the_locale_is_nobodys_choice() -> None:
    assert chosen_locale({"LANG": "C", "LC_CTYPE": "C.UTF-8"}, assumed=True) == "C"
    assert chosen_locale({"LANG": "C", "LC_CTYPE": "C.UTF-8"}, assumed=False) == "C.UTF-8"
    assert chosen_locale({"LC_CTYPE": "C.UTF-8"}, assumed=True) == ""
    assert chosen_locale({"LC_ALL": "POSIX", "LANG": "en_US.UTF-8"}, assumed=False) == "POSIX"
    assert chosen_locale({"LC_ALL": "", "LANG": "en_US.UTF-8"}, assumed=False) == "en_US.UTF-8"


KEPT = ("TERM", "COLORTERM", "NO_COLOR", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "PATH", "HOME", "OC_TRAINING_DATA")
NAMES = st.from_regex(r"(TEXTUAL|PYTHON|LD_|)[A-Z_]{1,12}", fullmatch=True) | st.sampled_from(
    ["ESCDELAY", "COLUMNS", "LINES", "TERM_PROGRAM", "BROWSER", *KEPT]
)


@given(st.dictionaries(NAMES, st.text(max_size=5)))
def test_scrubbing_leaves_what_is_wanted_and_the_kiosks_own_settings_alone(environ: dict[str, str]) -> None:
    kept = {name: value for name, value in environ.items() if name in KEPT}
    scrub_environment(environ)
    assert set(environ) <= {*KEPT, "LANGUAGE", "USER", "LOGNAME", "TMPDIR", "XDG_DATA_HOME", *OWN_SETTINGS} | {
        name for name in environ if name.startswith(("LC_", "OC_TRAINING_"))
    }
    assert environ.items() >= (kept | OWN_SETTINGS).items()


def test_a_python_that_is_too_old_gets_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 10, 9, "final", 0))
    assert entry.main() == 2
    assert capsys.readouterr().err == "This program needs Python 3.11 or newer, and this is Python 3.10.\n"


# On a real pseudo-terminal ----------------------------------------------------------------------------

PROBE = """
import sys
from oc_training.launch import start_kiosk
def run():
    import os
    assert "textual" not in sys.modules
    import textual.constants as constants
    mask = os.umask(0)
    print("drawn", oct(mask), constants.LOG_FILE, constants.DRIVER, os.environ["TEXTUAL_ANIMATIONS"], flush=True)
    return 7
sys.exit(start_kiosk(run))
"""


def started(environ: Mapping[str, str], columns: int = 80, rows: int = 24, program: str = PROBE) -> tuple[int, str]:
    """Exit status and words of a start on a pseudo-terminal of that size."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    surroundings = {"PATH": os.defpath, "TERM": "xterm", **environ}
    done = subprocess.run(  # noqa: S603 - this interpreter, with a literal program
        [sys.executable, "-c", program], stdin=theirs, stdout=theirs, stderr=theirs, cwd=ROOT, env=surroundings,
        timeout=60, check=False,
    )  # fmt: skip
    os.close(theirs)
    words = b""
    try:
        while part := os.read(ours, 4096):
            words += part
    except OSError:  # Linux reports the end of a pseudo-terminal as an error
        pass
    finally:
        os.close(ours)
    return done.returncode, words.decode()


def test_a_fit_terminal_gets_the_kiosk_with_a_private_mask_and_the_exit_status_is_the_kiosks() -> None:
    status, words = started({"TEXTUAL_LOG": "keys.txt", "TEXTUAL_DRIVER": "evil:Driver", "TEXTUAL_ANIMATIONS": "full"})
    assert words.split() == ["drawn", "0o77", "None", "None", "none"]
    assert status == 7


@pytest.mark.parametrize(
    ("environ", "columns", "words"),
    [
        ({"TERM": "dumb"}, 80, "dumb"),
        ({"TERM": ""}, 80, "TERM"),
        ({"LANG": "C"}, 80, "UTF-8"),
        ({"LC_ALL": "C"}, 80, "UTF-8"),
        ({"PYTHONIOENCODING": "latin-1"}, 80, "UTF-8"),
        ({}, 59, "59 columns"),
    ],
)
def test_an_unfit_terminal_ends_the_start_with_one_sentence_and_status_2(
    environ: dict[str, str], columns: int, words: str
) -> None:
    status, said = started(environ, columns)
    assert status == 2
    assert words in said
    assert len(said.splitlines()) == 1


CORE = """
import resource, signal, sys
from oc_training.launch import INTERRUPTING, start_kiosk
def run():
    print("limits", *resource.getrlimit(resource.RLIMIT_CORE), flush=True)
    print(*[signal.getsignal(number) is signal.SIG_IGN for number in INTERRUPTING], flush=True)
    return 0
sys.exit(start_kiosk(run, lock=True))
"""


def test_a_locked_kiosk_forbids_core_dumps_and_ignores_interrupting_keys_before_it_is_drawn() -> None:
    status, words = started({}, program=CORE)
    assert (status, words.split()) == (0, ["limits", "0", "0", "True", "True", "True"])


def test_without_a_terminal_the_start_ends_with_one_sentence_and_status_2() -> None:
    done = subprocess.run(  # noqa: S603 - this interpreter, with a literal program
        [sys.executable, "-c", PROBE], cwd=ROOT, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert "needs a terminal" in done.stderr


# The appearance ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("term", ["linux", "linux-16color", "vt100", "vt220", "ansi", "cons25", "sun"])
def test_a_poor_terminal_is_drawn_in_ascii_unless_somebody_says_otherwise(term: str) -> None:
    poor = replace(FIT, term=term)
    assert appearance_for(poor) is Appearance.ASCII
    assert appearance_for(poor, "auto", "auto") is Appearance.ASCII
    assert appearance_for(poor, "unicode", "ascii") is Appearance.UNICODE
    assert appearance_for(poor, "auto", "unicode") is Appearance.UNICODE


@pytest.mark.parametrize("term", ["xterm", "xterm-256color", "tmux-256color", "screen", "foot", "alacritty"])
def test_any_other_terminal_is_drawn_with_lines_unless_somebody_says_otherwise(term: str) -> None:
    assert appearance_for(replace(FIT, term=term)) is Appearance.UNICODE
    assert appearance_for(replace(FIT, term=term), "auto", "ascii") is Appearance.ASCII
    assert appearance_for(replace(FIT, term=term), "ascii", "unicode") is Appearance.ASCII
