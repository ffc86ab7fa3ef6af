"""What must be true before the kiosk may be drawn, asked before Textual is imported.

Textual draws on whatever it is given: on a pipe, on a terminal that cannot move its cursor, in an
encoding without the characters it uses. It also reads its ``TEXTUAL*`` variables while it is being
imported, and some of them open doors: one records every key that is pressed, PINs too (KSK-4). So
this module stands before it, and imports none of it.

:func:`problem_of` is the pure rule over :class:`TerminalFacts`; :func:`read_terminal` is the only
function here that looks at the terminal.
"""

from __future__ import annotations

import io
import os
import resource
import signal
import sys
import termios
from collections.abc import Callable, Mapping, MutableMapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from oc_training.errors import OcTrainingError
from oc_training.text import clean
from oc_training.wording.window import LEAST_COLUMNS, LEAST_ROWS

USED_WRONGLY: Final = 2

LOCK: Final = "--lock"
"""The option that makes the kiosk a locked one; looked for before any option is read."""

INTERRUPTING: Final = (signal.SIGINT, signal.SIGQUIT, signal.SIGTSTP)
"""What a terminal sends at ctrl+c, ctrl+backslash and ctrl+z: nothing to a locked kiosk (KSK-2, KSK-3)."""

BLANK: Final = "\x1b[?1049l\x1b[0m\x1b[H\x1b[2J\x1b[3J"
"""Leave the second screen, then empty screen and scrollback (KSK-9)."""

WANTED: Final = frozenset(
    {
        *("TERM", "COLORTERM", "NO_COLOR"),  # what kind of terminal it is, and what somebody wants of its colours
        *("LANG", "LANGUAGE", "TZ"),  # language and time zone of the machine
        *("PATH", "HOME", "USER", "LOGNAME", "TMPDIR", "XDG_DATA_HOME"),  # whose account it is, where its files are
    }
)
"""Variables that the kiosk goes by. No other reaches it, whoever set it: ``ESCDELAY`` can take Esc away for a minute,
``COLUMNS`` and ``LINES`` say of any window that it is too small, ``TEXTUAL_LOG`` records every key."""
WANTED_BEGINNINGS: Final = ("LC_", "OC_TRAINING_")
"""The same, by how their names begin."""

OWN_SETTINGS: Final = {
    "TEXTUAL_ANIMATIONS": "none",  # nothing moves without reason; slow lines stay usable
    "TEXTUAL_DISABLE_KITTY_KEY": "1",  # every terminal reports keys in the same, plain way
}


class UnfitTerminal(OcTrainingError):
    """The kiosk cannot be drawn on this terminal; the sentence says why and what to do."""


@dataclass(frozen=True, slots=True)
class TerminalFacts:
    """What the kiosk needs to know of the terminal it was started on."""

    interactive: bool
    """Keyboard, screen and error output are one terminal, none of them a file or a pipe."""
    term: str
    """The kind of terminal (``TERM``); empty where nobody said."""
    encodings: tuple[str, ...]
    """The encodings in which Python writes to the screen and to the error output."""
    locale: str
    """The language setting that somebody chose, such as ``en_US.UTF-8``; empty where nobody chose one."""
    columns: int
    rows: int


class Appearance(StrEnum):
    """Which characters the kiosk's own furniture is made of."""

    ASCII = "ascii"
    """Letters, digits and signs of every font and line: for the Linux console and poor terminals."""
    UNICODE = "unicode"
    """Lines, blocks and bars."""
    AUTO = "auto"
    """By the terminal."""


POOR_TERMINALS: Final = ("linux", "vt", "ansi", "cons", "pcansi", "sun", "wyse", "hurd")
"""Kinds of terminal (``TERM``), by how their names begin, whose fonts or lines may lack boxes and blocks."""


def appearance_for(terminal: TerminalFacts, *wanted: str) -> Appearance:
    """The appearance for a terminal: the first of those *wanted* that decides, else by the kind of the terminal."""
    decided = next((Appearance(each) for each in wanted if each not in {"", Appearance.AUTO}), None)
    if decided is not None:
        return decided
    return Appearance.ASCII if terminal.term.startswith(POOR_TERMINALS) else Appearance.UNICODE


def problem_of(terminal: TerminalFacts) -> str | None:
    """The sentence that says why the kiosk cannot be drawn here, or nothing if it can."""
    if not terminal.interactive:
        return "The kiosk needs a terminal: start it without redirecting its input, output or errors."
    if terminal.term in {"", "dumb"}:
        named = f'is named "{terminal.term}"' if terminal.term else "has no name"
        return f"This terminal {named} (TERM), which cannot show the kiosk: use another terminal."
    if not _is_utf8(terminal):
        named = f'"{terminal.locale}"' if terminal.locale else "unknown"
        return f"This terminal is not set to UTF-8 (its language setting is {named}): set LC_ALL=C.UTF-8, start again."
    if terminal.columns < LEAST_COLUMNS or terminal.rows < LEAST_ROWS:
        return (
            f"This terminal is {terminal.columns} columns by {terminal.rows} rows, and the kiosk needs "
            f"{LEAST_COLUMNS} by {LEAST_ROWS}: make the window larger or its letters smaller."
        )
    return None


def _is_utf8(terminal: TerminalFacts) -> bool:
    chosen = not terminal.locale or _squashed(terminal.locale).endswith("utf8")
    return chosen and all(_squashed(encoding) == "utf8" for encoding in terminal.encodings)


def _squashed(name: str) -> str:
    """An encoding's name as it can be compared: ``en_US.UTF-8@euro`` ends in ``utf8``."""
    return name.partition("@")[0].replace("-", "").casefold()


def chosen_locale(environ: Mapping[str, str], *, assumed: bool) -> str:
    """The language setting that somebody chose for this terminal, empty where nobody did.

    Python takes UTF-8 where the setting names no encoding, and then writes its assumption into
    ``LC_CTYPE``; ``assumed`` says that it did, and that this variable is nobody's choice.
    """
    names = ("LC_ALL", "LANG") if assumed else ("LC_ALL", "LC_CTYPE", "LANG")
    return next((environ[name] for name in names if environ.get(name)), "")


def read_terminal() -> TerminalFacts:
    """The facts of the terminal that this process was started on."""
    interactive = all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr))
    size = os.get_terminal_size(sys.stdout.fileno()) if interactive else os.terminal_size((0, 0))
    return TerminalFacts(
        interactive=interactive,
        term=os.environ.get("TERM", ""),
        encodings=(sys.stdout.encoding, sys.stderr.encoding) if interactive else (),
        locale=chosen_locale(os.environ, assumed=sys.flags.utf8_mode == 1),
        columns=size.columns,
        rows=size.lines,
    )


def check_terminal() -> None:
    """Make sure that the kiosk can be drawn here.

    Raises:
        UnfitTerminal: it cannot; nothing has been drawn.
    """
    problem = problem_of(read_terminal())
    if problem is not None:
        raise UnfitTerminal(problem)


def scrub_environment(environ: MutableMapping[str, str]) -> None:
    """Take out whatever is not known to be wanted, and put in the kiosk's own settings (KSK-4)."""
    for name in [name for name in environ if name not in WANTED and not name.startswith(WANTED_BEGINNINGS)]:
        del environ[name]
    environ.update(OWN_SETTINGS)


def ignore_interrupting_keys() -> None:
    """Ctrl+c, ctrl+z and ctrl+backslash do nothing from here on, also while the kiosk is not drawn yet (KSK-2)."""
    for number in INTERRUPTING:
        signal.signal(number, signal.SIG_IGN)


def forbid_core_dumps() -> None:
    """Have the system keep no picture of this process's memory: a PIN may be in it (KSK-10)."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def start_plain(run: Callable[[], int]) -> int:
    """Start the plain kiosk if there is somebody to talk with; its exit status, or 2 after one sentence.

    It asks far less of a terminal than the screens do: any size, any kind, any encoding. A character that the
    terminal's encoding does not hold is shown as a question mark; nothing is changed in what is recorded.
    """
    os.umask(0o077)
    forbid_core_dumps()
    scrub_environment(os.environ)
    if not read_terminal().interactive:
        sys.stderr.write("The plain kiosk talks with a person: start it on a terminal, without redirecting anything.\n")
        return USED_WRONGLY
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    return run()


def start_kiosk(run: Callable[[], int], *, lock: bool = False) -> int:
    """Start the kiosk if it can be drawn here; its exit status, or 2 after one sentence on standard error.

    ``run`` must import Textual inside itself: only then are the variables that it reads already gone.
    Files made from here on are their owner's alone (KSK-10). With *lock* keys that interrupt are ignored, what was
    typed before is dropped, and nothing is left on the terminal afterwards.
    """
    if lock:
        ignore_interrupting_keys()
    os.umask(0o077)
    forbid_core_dumps()
    scrub_environment(os.environ)
    try:
        check_terminal()
    except UnfitTerminal as problem:
        sys.stderr.write(f"{clean(str(problem))}\n")
        return USED_WRONGLY
    if lock:
        _drop_what_was_typed()
    return run()


def _drop_what_was_typed() -> None:
    """Forget keys from before the kiosk: they may be the end of a PIN, and would stand in the first field."""
    termios.tcflush(sys.stdin.fileno(), termios.TCIFLUSH)
