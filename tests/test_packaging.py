"""What is installed, and the two scripts that install and start it."""

from __future__ import annotations

import ast
import hashlib
import importlib.metadata
import importlib.util
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import tomllib
import zipfile
from pathlib import Path
from types import ModuleType
from typing import Protocol

import pytest

ROOT = Path(__file__).resolve().parent.parent
REQUIREMENTS = ROOT / "requirements"
SCRIPTS = ("run_kiosk.sh", "run_tests.sh", ".ci/run", "requirements/ready.sh")

DATA_ONLY = {"tzdata"}
"""Packages that are needed, though nothing imports them by name: zoneinfo finds its zones there."""

BUILT_BY_HAND = "made_for_this_test"

# The requirements -------------------------------------------------------------------------------------


def pins(name: str) -> dict[str, tuple[str, frozenset[str]]]:
    """Package → version with marker, digests, of a file of requirements."""
    text = re.sub(r"^#.*\n", "", (REQUIREMENTS / name).read_text(encoding="utf-8"), flags=re.MULTILINE)
    found = {}
    for entry in text.replace("\\\n", " ").splitlines():
        requirement, *digests = entry.split("--hash=")
        package, _, version = requirement.partition("==")
        found[package.strip()] = (version.strip(), frozenset(digest.strip() for digest in digests))
    return found


def declared() -> set[str]:
    """The packages that pyproject.toml says the program needs."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {re.split(r"[<>=~! ]", requirement)[0] for requirement in project["dependencies"]}


@pytest.mark.parametrize("name", ["runtime.txt", "tests.txt"])
def test_every_requirement_is_pinned_to_one_version_and_its_digests(name: str) -> None:
    for package, (version, digests) in pins(name).items():
        assert re.fullmatch(r"[a-z0-9.-]+", package)
        assert re.fullmatch(r"[0-9][0-9a-z.]*( ; .+)?", version), package
        assert digests, package
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", digest) for digest in digests), package


@pytest.mark.parametrize("name", ["runtime.txt", "tests.txt"])
def test_the_requirements_name_no_host_no_folder_and_no_option_that_changes_where_packages_come_from(name: str) -> None:
    lines = (REQUIREMENTS / name).read_text(encoding="utf-8").splitlines()
    for line in (line for line in lines if not line.startswith("#")):
        assert re.fullmatch(r"[a-z0-9.-]+==[^\\/@:]+ \\|    --hash=sha256:[0-9a-f]{64}( \\)?", line)
    assert not [line for line in lines if "://" in line or re.search(r"(/home|/root|/Users|/opt|/tmp)\b", line)]


def test_the_checks_run_with_exactly_the_packages_the_kiosk_runs_with() -> None:
    runtime, tests = pins("runtime.txt"), pins("tests.txt")
    assert {name: tests.get(name) for name in runtime} == runtime


def test_what_the_program_declares_is_pinned_and_textual_is_pinned_where_it_is_declared() -> None:
    assert declared() <= set(pins("runtime.txt"))
    assert 'textual==8.2.8"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert pins("runtime.txt")["textual"][0] == "8.2.8"


def imported() -> set[str]:
    """The packages from outside that some module of the program imports."""
    owners = importlib.metadata.packages_distributions()
    names = set()
    for path in (ROOT / "oc_training").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                names.add(node.module.partition(".")[0])
    outside = names - sys.stdlib_module_names - {"oc_training", "__future__"}
    return {owners[name][0].lower() for name in outside}


def test_every_package_that_is_imported_is_declared() -> None:
    assert imported() <= declared()


def test_every_package_that_is_declared_is_used() -> None:
    assert declared() - DATA_ONLY <= imported()


# The scripts --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SCRIPTS)
def test_each_script_is_executable_and_well_formed(name: str) -> None:
    script = ROOT / name
    assert os.access(script, os.X_OK)
    shell = "bash" if name == ".ci/run" else "sh"
    subprocess.run([shell, "-n", str(script)], check=True)  # noqa: S603 - a script of this project


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A folder, with a space in its path, that holds the scripts and a program of one line."""
    root = tmp_path / "a kiosk"
    (root / "oc_training").mkdir(parents=True)
    (root / "oc_training" / "__init__.py").touch()
    (root / "oc_training" / "__main__.py").write_text(f"import sys, {BUILT_BY_HAND}; print(sys.argv[1:])\n")
    for name in ("run_kiosk.sh", "run_tests.sh"):
        shutil.copy(ROOT / name, root)
    shutil.copytree(REQUIREMENTS, root / "requirements", ignore=shutil.ignore_patterns("__pycache__"))
    return root


@pytest.fixture
def ready(house: Path) -> Path:
    """The same with a finished environment, whose Python tells what it was called with."""
    python = house / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(
        '#!/bin/sh\nfor word; do printf "[%s]" "$word"; done\n'
        'env | grep -E "^(PYTHON|TEXTUAL)"\ngrep SigIgn /proc/$$/status\n'
    )
    python.chmod(0o755)
    (house / ".venv" / "made-from").mkdir()
    shutil.copy(house / "requirements" / "runtime.txt", house / ".venv" / "made-from")
    return house


def start(script: Path, *arguments: str, path: str = os.defpath, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - a script of this project
        [script, *arguments],
        cwd=script.parents[1], env={"PATH": path, **environ}, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip


def test_the_kiosk_starts_isolated_with_its_arguments_and_says_nothing_else(ready: Path) -> None:
    done = start(ready / "run_kiosk.sh", "--demo", "--data", "a b")
    assert done.stdout.startswith("[-I][-m][oc_training][kiosk][--demo][--data][a b]")
    assert done.stderr == ""


def test_a_station_is_locked_and_a_demonstration_is_not(ready: Path) -> None:
    assert start(ready / "run_kiosk.sh", "--data", "a b").stdout.startswith(
        "[-I][-m][oc_training][kiosk][--lock][--data]"
    )
    assert "--lock" not in start(ready / "run_kiosk.sh", "--data", "a b", "--demo").stdout


def test_after_two_dashes_comes_any_command(ready: Path) -> None:
    done = start(ready / "run_kiosk.sh", "--", "receipt", "12; ls", "")
    assert done.stdout.startswith("[-I][-m][oc_training][receipt][12; ls][]")


def test_a_command_without_the_dashes_gets_the_way_to_write_it(ready: Path) -> None:
    done = start(ready / "run_kiosk.sh", "status")
    assert (done.returncode, done.stdout) == (2, "")
    assert "run_kiosk.sh -- status" in done.stderr


def test_it_starts_through_a_chain_of_links_from_another_folder(ready: Path, tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "first").symlink_to(ready / "run_kiosk.sh")
    (tmp_path / "bin" / "kiosk").symlink_to("../first")
    assert start(tmp_path / "bin" / "kiosk").stdout.startswith("[-I][-m][oc_training][kiosk]")


def test_variables_that_steer_python_or_the_screen_do_not_reach_the_program(ready: Path) -> None:
    done = start(
        ready / "run_kiosk.sh", TEXTUAL_LOG="keys", TEXTUAL="debug", PYTHONPATH="/evil", PYTHON_X="a\nTEXTUAL=b"
    )
    assert "TEXTUAL" not in done.stdout
    assert "PYTHON" not in done.stdout


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="which signals are ignored is read from /proc")
@pytest.mark.parametrize(("arguments", "ignored"), [((), True), (("--", "status"), False)])
def test_interrupting_keys_do_not_end_the_kiosk_but_do_end_a_command(
    ready: Path, arguments: tuple[str, ...], *, ignored: bool
) -> None:
    mask = int(start(ready / "run_kiosk.sh", *arguments).stdout.split()[-1], 16)
    signals = (2, 3, 20)  # INT, QUIT, TSTP
    # Whoever starts the tests in the background ignores some of them already, and a command keeps to that.
    before = [signal.getsignal(number) is signal.SIG_IGN for number in signals]
    assert [bool(mask >> (number - 1) & 1) for number in signals] == [ignored or known for known in before]


# A kiosk that ends ------------------------------------------------------------------------------------


@pytest.fixture
def watched(ready: Path, tmp_path: Path) -> Path:
    """The script with a program that ends as ``statuses`` says, line by line, and with a pause that is only noted."""
    (ready / ".venv" / "bin" / "python").write_text(
        f'#!/bin/sh\nread -r status <"{tmp_path}/statuses"\nsed -i 1d "{tmp_path}/statuses"\nexit "$status"\n'
    )
    (tmp_path / "programs").mkdir()
    (tmp_path / "programs" / "sleep").write_text(f'#!/bin/sh\necho "$1" >>"{tmp_path}/pauses"\n')
    (tmp_path / "programs" / "sleep").chmod(0o755)
    return ready / "run_kiosk.sh"


def ends(script: Path, folder: Path, *statuses: int) -> tuple[int, list[int], str]:
    """Status of the script, its pauses in seconds, and what it said, for a program that ends so time after time."""
    (folder / "statuses").write_text("".join(f"{status}\n" for status in statuses))
    (folder / "pauses").write_text("")
    done = start(script, path=f"{folder / 'programs'}{os.pathsep}{os.defpath}")
    assert (folder / "statuses").read_text() == ""
    return done.returncode, [int(pause) for pause in (folder / "pauses").read_text().split()], done.stderr


def test_after_a_fault_it_starts_again_slower_each_time_and_never_more_often_than_once_a_second(
    watched: Path, tmp_path: Path
) -> None:
    status, pauses, said = ends(watched, tmp_path, *[1, 137, 139, 1, 1, 134, 1, 1, 1], 0)
    assert status == 0
    assert pauses == [1, 2, 4, 8, 16, 32, 60, 60, 60]
    assert said.count("It starts again by itself.") == 9


def test_only_the_first_start_sets_a_station_up_and_keeps_every_other_argument(watched: Path, tmp_path: Path) -> None:
    python = watched.parent / ".venv" / "bin" / "python"
    python.write_text(
        python.read_text().replace("\n", f'\nprintf "[%s]" "$@" >>"{tmp_path}/called"\necho >>"{tmp_path}/called"\n', 1)
    )
    (tmp_path / "statuses").write_text("1\n1\n0\n")
    path = f"{tmp_path / 'programs'}{os.pathsep}{os.defpath}"
    start(watched, "--data", "a b", "--set-up", "--appearance", "ascii", path=path)
    first, *later = [line.partition("[--lock]")[2] for line in (tmp_path / "called").read_text().splitlines()]
    assert first == "[--data][a b][--set-up][--appearance][ascii]"
    assert later == ["[--data][a b][--appearance][ascii]"] * 2


def test_once_it_ran_well_for_a_while_it_starts_again_quickly(watched: Path, tmp_path: Path) -> None:
    text = watched.read_text()
    assert "ran_well=180 " in text
    watched.write_text(text.replace("ran_well=180 ", "ran_well=0 "))
    assert ends(watched, tmp_path, 1, 1, 1, 0)[1] == [1, 1, 1]


@pytest.mark.parametrize("status", [0, 2, 129, 143])
def test_a_kiosk_that_was_closed_could_not_begin_or_was_told_to_end_is_not_started_again(
    watched: Path, tmp_path: Path, status: int
) -> None:
    assert ends(watched, tmp_path, status) == (status, [], "")


def test_no_kiosk_is_locked_in_a_pause_that_is_ended_by_a_signal(watched: Path, tmp_path: Path) -> None:
    (tmp_path / "programs" / "sleep").write_text(f'#!/bin/sh\necho here >"{tmp_path}/pauses"\nexec /bin/sleep 30\n')
    (tmp_path / "statuses").write_text("1\n1\n")
    path = f"{tmp_path / 'programs'}{os.pathsep}{os.defpath}"
    kiosk = subprocess.Popen([watched], env={"PATH": path}, stderr=subprocess.PIPE)  # noqa: S603 - a script of this project
    while not (tmp_path / "pauses").exists():
        time.sleep(0.02)
    kiosk.terminate()
    kiosk.communicate(timeout=10)
    assert kiosk.returncode == 143
    assert (tmp_path / "statuses").read_text() == "1\n"


# A Python that will not do ----------------------------------------------------------------------------


def folder_of_programs(tmp_path: Path, python: str | None) -> str:
    """A PATH with the usual small programs and at most that one Python."""
    programs = tmp_path / "programs"
    programs.mkdir()
    for name in ("sh", "env", "sed", "dirname", "readlink", "cmp"):
        found = shutil.which(name)
        assert found is not None
        (programs / name).symlink_to(found)
    if python is not None:
        (programs / "python3").write_text(f"#!/bin/sh\n{python}\n")
        (programs / "python3").chmod(0o755)
    return str(programs)


OLD = 'case "$*" in *%d.%d*) echo 3.9 ;; *) exit 1 ;; esac'
NO_VENV = 'case "$*" in *%d.%d*) echo 3.13 ;; *ensurepip*) exit 1 ;; *) exit 0 ;; esac'


@pytest.mark.parametrize(
    ("python", "words"),
    [(None, "none was found"), (OLD, "has Python 3.9"), (NO_VENV, "python3-venv (or python3.13-venv)")],
)
def test_without_a_fitting_python_there_is_one_sentence_and_status_2(
    house: Path, tmp_path: Path, python: str | None, words: str
) -> None:
    done = start(house / "run_kiosk.sh", path=folder_of_programs(tmp_path, python))
    assert (done.returncode, done.stdout) == (2, "")
    assert words in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not (house / ".venv").exists()


# The set-up, with a package made here -------------------------------------------------------------------


@pytest.fixture
def offline(house: Path, tmp_path: Path) -> dict[str, str]:
    """Requirements of one small package, and where pip finds it without a network."""
    wheels = tmp_path / "wheels"
    wheels.mkdir()
    wheel = wheels / f"{BUILT_BY_HAND}-1.0-py3-none-any.whl"
    about = f"{BUILT_BY_HAND}-1.0.dist-info"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr(f"{BUILT_BY_HAND}.py", "")
        archive.writestr(f"{about}/METADATA", f"Metadata-Version: 2.1\nName: {BUILT_BY_HAND}\nVersion: 1.0\n")
        archive.writestr(f"{about}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr(f"{about}/RECORD", "")
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    for name in ("runtime.txt", "tests.txt"):
        (house / "requirements" / name).write_text(f"{BUILT_BY_HAND}==1.0 --hash=sha256:{digest}\n")
    fitting = tmp_path / "fitting"
    fitting.mkdir()
    (fitting / "python3.14").symlink_to(sys.executable)
    path = f"{fitting}{os.pathsep}{os.defpath}"
    return {"path": path, "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(wheels), "PIP_TARGET": "/nowhere"}


def test_two_first_starts_at_once_set_up_once_later_ones_are_quiet_and_the_folder_may_move(
    house: Path, offline: dict[str, str], tmp_path: Path
) -> None:
    both = [
        subprocess.Popen(  # noqa: S603 - a script of this project
            [house / "run_kiosk.sh", "--", "status"],
            env={**offline, "PATH": offline["path"]}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for _ in range(2)
    ]  # fmt: skip
    said = [one.communicate(timeout=120) for one in both]
    assert [out for out, _ in said] == ["['status']\n"] * 2, said
    assert sum("Setting up" in err for _, err in said) == 1
    later = start(house / "run_kiosk.sh", **offline)
    assert (later.stdout, later.stderr) == ("['kiosk', '--lock']\n", "")
    moved = house.rename(tmp_path / "moved away")
    assert start(moved / "run_kiosk.sh", **offline).stdout == "['kiosk', '--lock']\n"
    link = tmp_path / "oc-training"
    link.symlink_to(moved / ".venv" / "bin" / "oc-training")
    assert start(link, "show").stdout == "['show']\n"


def test_a_package_with_another_digest_is_refused_and_the_earlier_environment_stays(
    ready: Path, offline: dict[str, str]
) -> None:
    pinned = (ready / "requirements" / "runtime.txt").read_text()
    (ready / "requirements" / "runtime.txt").write_text(re.sub(r"[0-9a-f]{64}", "0" * 64, pinned))
    before = (ready / ".venv" / "bin" / "python").read_text()
    done = start(ready / "run_kiosk.sh", **offline)
    assert (done.returncode, done.stdout) == (2, "")
    assert "is not the one this program was made with" in done.stderr
    assert str(ready / ".venv.log") in done.stderr
    assert (ready / ".venv" / "bin" / "python").read_text() == before
    assert not (ready / ".venv.earlier").exists()


# The set-up's own rules, without the time that its steps take ---------------------------------------------


@pytest.fixture(scope="module")
def script() -> ModuleType:
    """``set_up.py`` as a module; no package holds it, because it runs before there are packages."""
    spec = importlib.util.spec_from_file_location("set_up", REQUIREMENTS / "set_up.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def builds(script: ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every build that was made, each by hand: an environment that holds its number."""
    made: list[str] = []

    def build(place: Place, kind: str) -> None:
        made.append(kind)
        place.python.parent.mkdir(parents=True)
        place.python.write_text(str(len(made)))
        place.python.chmod(0o755)
        script.stamp(place, kind)

    monkeypatch.setattr(script, "build", build)
    return made


class Place(Protocol):
    """What these tests use of the set-up's folder."""

    python: Path
    environment: Path
    earlier: Path
    made_from: Path

    def is_ready(self, kind: str) -> bool: ...


@pytest.fixture
def place(script: ModuleType, house: Path) -> Place:
    found: Place = script.Place(house)
    return found


def test_an_environment_is_made_once_and_again_when_the_requirements_change(
    script: ModuleType, place: Place, builds: list[str], house: Path
) -> None:
    script.make_ready(place, "runtime")
    script.make_ready(place, "runtime")
    assert builds == ["runtime"]
    (house / "requirements" / "runtime.txt").write_text("changed")
    assert not place.is_ready("runtime")
    script.make_ready(place, "runtime")
    assert builds == ["runtime", "runtime"]
    assert not place.earlier.exists()


def test_an_environment_for_the_checks_serves_the_kiosk_too_but_not_the_reverse(
    script: ModuleType, place: Place, builds: list[str]
) -> None:
    script.make_ready(place, "runtime")
    script.make_ready(place, "tests")
    script.make_ready(place, "runtime")
    assert builds == ["runtime", "tests"]


def test_a_set_up_that_was_cut_off_is_made_again(script: ModuleType, place: Place, builds: list[str]) -> None:
    place.environment.mkdir()
    (place.environment / "half").touch()
    script.make_ready(place, "runtime")
    assert builds == ["runtime"]
    assert not (place.environment / "half").exists()


def test_a_set_up_that_was_cut_off_brings_the_earlier_environment_back_where_it_still_fits(
    script: ModuleType, place: Place, builds: list[str]
) -> None:
    script.make_ready(place, "runtime")
    place.environment.rename(place.earlier)
    place.environment.mkdir()
    script.make_ready(place, "runtime")
    assert builds == ["runtime"]
    assert place.python.read_text() == "1"


@pytest.mark.parametrize("failure", [KeyboardInterrupt, OSError])
def test_a_set_up_that_fails_leaves_what_was_there(
    script: ModuleType, place: Place, builds: list[str], monkeypatch: pytest.MonkeyPatch, failure: type[BaseException]
) -> None:
    script.make_ready(place, "runtime")

    def fail(place: Place, _kind: str) -> None:
        place.environment.mkdir()
        raise failure

    monkeypatch.setattr(script, "build", fail)
    with pytest.raises(failure):
        script.make_ready(place, "tests")
    assert builds == ["runtime"]
    assert place.is_ready("runtime")
    assert not place.earlier.exists()


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", "not the one"),
        ("OSError: [Errno 28] No space left on device", "disk is full"),
        (
            "NewConnectionError('Failed to establish a new connection')\nERROR: No matching distribution found",
            "network could not be reached",
        ),
        ("ERROR: No matching distribution found", "could not be fetched for this machine"),
        ("Segmentation fault", "did not succeed"),
    ],
)
def test_what_pip_wrote_becomes_words(script: ModuleType, tmp_path: Path, written: str, words: str) -> None:
    log = tmp_path / "log"
    log.write_text(written)
    assert words in script.cause(log)


@pytest.mark.parametrize("arguments", [[], ["everything"], ["runtime", "tests"]])
def test_the_set_up_says_what_it_can_be_asked_for(
    script: ModuleType, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    assert script.main(arguments) == 2
    assert capsys.readouterr().err == "Say what to set up: runtime or tests.\n"
