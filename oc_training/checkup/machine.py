"""What else the machine lets somebody do who stands in front of it (KSK-6, KSK-10).

All of it is read from files below *root*, which is ``/`` but in a test. What a file does not say is not guessed.
"""

from __future__ import annotations

import re
from pathlib import Path

from oc_training.checkup.finding import Finding, fine, mend, unknown

SEE = "See deploy/README.md."
CONSOLE_DEVICE = 4
"""Linux's number for the kind of device that the text consoles are."""
LAST_CONSOLE = 63
"""The highest of them; numbers above are serial lines."""
PIPED = "|"
MINDFUL = ("systemd-coredump", "apport")
"""Programs that keep no picture of a process which forbids it, as the kiosk does."""
LOGIND = Path("etc/systemd/logind.conf")
OVERRIDES = (
    Path("usr/lib/systemd/logind.conf.d"),
    Path("etc/systemd/logind.conf.d"),
    Path("run/systemd/logind.conf.d"),
)
MASK = Path("/dev/null")
_STAT = re.compile(r"\d+ \((?P<name>.*)\) \S (?:-?\d+ ){3}(?P<terminal>-?\d+) ", re.DOTALL)


def other_consoles(about: str, root: Path) -> Finding:
    """Whether a login or a program waits on another text console, where Ctrl+Alt+F2 leads."""
    processes = [path for path in _listed(root / "proc") if path.name.isdigit()]
    if not processes:
        return unknown(about, f"This machine does not say which programs run. {SEE}")
    found = {place for path in processes if (place := _console_of(path / "stat")) is not None}
    others = sorted((number, name) for number, name in found if number > 1)
    if others:
        named = ", ".join(f"{name} on tty{number}" for number, name in others)
        return mend(about, f"Another console is in use: {named}. {SEE}")
    return fine(about, "No login and no program waits on another text console.")


def _listed(folder: Path) -> list[Path]:
    try:
        return [*folder.iterdir()]
    except OSError:
        return []


def _console_of(stat: Path) -> tuple[int, str] | None:
    """Number of the text console on which a process runs, and its name; None where it runs on none."""
    try:
        found = _STAT.match(stat.read_text(encoding="utf-8", errors="replace"))
    except OSError:  # it has ended meanwhile
        return None
    if found is None:
        return None
    device = int(found["terminal"])
    number = device & 0xFF
    if device >> 8 & 0xFFF != CONSOLE_DEVICE or not 1 <= number <= LAST_CONSOLE:
        return None
    return number, found["name"]


def spare_logins(about: str, root: Path) -> Finding:
    """Whether the system would start a login on a console that somebody switches to (KSK-6: also ReserveVT)."""
    if not (root / "etc/systemd").is_dir():
        return unknown(about, f"This machine does not use systemd. Make sure that no other console has a login. {SEE}")
    values = {"NAutoVTs": "6", "ReserveVT": "6"}  # what systemd does where nobody says anything
    named = sorted((path for folder in OVERRIDES for path in _listed(root / folder) if path.suffix == ".conf"),
                   key=lambda path: path.name)  # fmt: skip
    for path in (root / LOGIND, *named):
        values |= {name: value for name, value in _settings(path).items() if name in values}
    wrong = [f"{name}={value}" for name, value in values.items() if value != "0"]
    if wrong:
        return mend(about, f"A login would start on another console ({', '.join(wrong)}); both must be 0. {SEE}")
    return fine(about, "The system starts no login on other consoles.")


def _settings(path: Path) -> dict[str, str]:
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return {}
    return {name.strip(): value.strip() for name, mark, value in (line.partition("=") for line in lines) if mark}


def sysrq(about: str, root: Path) -> Finding:
    """Whether the kernel's own keys (Alt+SysRq) are off: they can end every program on the console."""
    value = _first_line(root / "proc/sys/kernel/sysrq")
    if value is None:
        return unknown(about, f"This machine does not say whether Alt+SysRq is off. {SEE}")
    if value != "0":
        return mend(about, f"Alt+SysRq can end every program on the console. Turn it off: sysctl kernel.sysrq=0. {SEE}")
    return fine(about, "Alt+SysRq does nothing.")


def restart_keys(about: str, root: Path) -> Finding:
    """Whether Ctrl+Alt+Del leaves the machine running."""
    if not (root / "etc/systemd").is_dir():
        return unknown(about, f"This machine does not use systemd. Find out what Ctrl+Alt+Del does. {SEE}")
    if (root / "etc/systemd/system/ctrl-alt-del.target").resolve() == MASK:
        return fine(about, "Ctrl+Alt+Del does nothing.")
    return mend(about, f"Ctrl+Alt+Del restarts the machine: systemctl mask ctrl-alt-del.target. {SEE}")


def core_dumps(about: str, root: Path) -> Finding:
    """Whether nothing keeps a picture of the kiosk's memory when it fails; it forbids that for itself."""
    pattern = _first_line(root / "proc/sys/kernel/core_pattern")
    if pattern is None:
        return unknown(about, f"This machine does not say what it does with a program that fails. {SEE}")
    if pattern.startswith(PIPED) and not any(name in pattern for name in MINDFUL):
        return mend(about, f"A program that fails is handed to {pattern[1:].split(' ')[0]}, memory and all. {SEE}")
    return fine(about, "No picture of the kiosk's memory is kept when it fails.")


def _first_line(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8", errors="replace").splitlines()[0].strip()
    except (OSError, IndexError):
        return None
