"""What the rooms may know of each other, and what no room may do at all."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "oc_training"

CONTRACTS = "from importlinter.cli import lint_imports_command; lint_imports_command()"

IMPORT_EACH_ALONE = """
import importlib, os, sys
for name in sys.argv[1:]:
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        try:
            importlib.import_module(name)
            drawn = sorted({"textual", "rich"} & set(sys.modules))
            if drawn:
                print(f"{name} brings in {', '.join(drawn)}")
        except BaseException as failure:
            print(f"{name} cannot be imported alone: {failure!r}")
        sys.stdout.flush()
        os._exit(0)
    os.waitpid(child, 0)
print(len(sys.argv) - 1)
"""
"""Each module in a process of its own that has imported nothing of the program before."""


def modules() -> dict[str, Path]:
    """Every module of the program, by its dotted name."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def drawing(name: str) -> bool:
    return name.startswith("oc_training.kiosk.")


def test_no_module_outside_the_kiosk_brings_in_textual_when_it_is_imported_alone() -> None:
    names = [name for name in modules() if not drawing(name)]
    done = subprocess.run(  # noqa: S603 - this interpreter, on the program's own modules
        [sys.executable, "-c", IMPORT_EACH_ALONE, *names],
        cwd=ROOT, capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    *offences, counted = done.stdout.splitlines()
    assert offences == []
    assert int(counted) == len(names) > 10


# What no module may do (INJ-8, KSK-8) ---------------------------------------------------------------

FORBIDDEN_MODULES = {
    "code", "ctypes", "dill", "imp", "marshal", "pdb", "pickle", "popen2", "pty", "runpy",
    "shelve", "subprocess", "webbrowser",
}  # fmt: skip
FORBIDDEN_NAMES = {"eval", "exec", "compile", "__import__", "breakpoint"}
FORBIDDEN_OF_OS = ("system", "popen", "exec", "spawn", "posix_spawn", "startfile")
FORBIDDEN_CALLS = {"create_subprocess_exec", "create_subprocess_shell", "subprocess_exec", "subprocess_shell"}


def offences(source: str) -> list[str]:
    """What in a module's source starts a program, runs text as code or reads objects from bytes."""
    return [f"line {line}: {words}" for node in ast.walk(ast.parse(source)) for line, words in _offences_of(node)]


def _offences_of(node: ast.AST) -> Iterator[tuple[int, str]]:
    match node:
        case ast.Import():
            yield from ((node.lineno, alias.name) for alias in node.names if _root(alias.name) in FORBIDDEN_MODULES)
        case ast.ImportFrom(module=str(module)):
            named = [f"{module}.{alias.name}" for alias in node.names]
            yield from ((node.lineno, name) for name in named if _root(name) in FORBIDDEN_MODULES or _of_os(name))
        case ast.Attribute(value=ast.Name(id="os"), attr=name) if name.startswith(FORBIDDEN_OF_OS):
            yield node.lineno, f"os.{name}"
        case ast.Attribute(attr=name) if name in FORBIDDEN_CALLS:
            yield node.lineno, name
        case ast.Name(id=name) if name in FORBIDDEN_NAMES:
            yield node.lineno, name
        case ast.keyword(arg="shell", value=ast.Constant(value=True)):
            yield node.value.lineno, "shell=True"
        case _:
            pass


def _root(name: str) -> str:
    return name.partition(".")[0]


def _of_os(name: str) -> bool:
    return name.startswith(tuple(f"os.{forbidden}" for forbidden in FORBIDDEN_OF_OS))


def test_no_module_starts_another_program_or_runs_text_as_code() -> None:
    found = {name: offences(path.read_text(encoding="utf-8")) for name, path in modules().items()}
    assert {name: what for name, what in found.items() if what} == {}


@pytest.mark.parametrize(
    "source",
    [
        "import subprocess",
        "import pickle as p",
        "from webbrowser import open",
        "import os\nos.system('ls')",
        "from os import system",
        "import os\nstart = os.execvp",
        "eval('1')",
        "run = exec",
        "__import__('x')",
        "f(x, shell=True)",
        "loop.subprocess_exec(a, b)",
    ],
)
def test_the_scan_finds_each_way_out_of_the_program(source: str) -> None:
    assert offences(source)


def test_the_scan_leaves_honest_code_alone() -> None:
    assert offences("import os, re\nre.compile('x')\nos.path.exists('y')\nevaluate(shell=False)") == []


# The contracts in pyproject.toml --------------------------------------------------------------------


def checked(root: Path) -> tuple[int, str]:
    """Exit status of the contracts in that folder, and all they said, on one line."""
    done = subprocess.run(  # noqa: S603 - this interpreter, with a literal program
        [sys.executable, "-c", CONTRACTS, "--no-cache", "--no-logo"],
        cwd=root, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    return done.returncode, " ".join(done.stdout.split())


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the program that may be spoiled, in a folder with the contracts."""
    package = tmp_path / "oc_training"
    shutil.copytree(PACKAGE, package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (package / "ledger" / "hidden_engine.py").touch()
    return package


def test_the_contracts_are_kept(copy: Path) -> None:
    status, said = checked(copy.parent)
    assert status == 0, said


@pytest.mark.parametrize(
    ("module", "line", "contract"),
    [
        ("policy/model.py", "import oc_training.roster.model", "none of each other BROKEN"),
        ("ledger/port.py", "import oc_training.attestation", "none of each other BROKEN"),
        ("attestation/__init__.py", "import oc_training.kiosk", "none of each other BROKEN"),
        ("unplaced.py", "", "none of each other BROKEN"),
        ("reports/__init__.py", "import textual.app", "Only the kiosk draws BROKEN"),
        ("plain_kiosk/__init__.py", "import oc_training.kiosk.page", "none of each other BROKEN"),
        ("kiosk/__init__.py", "import oc_training.plain_kiosk.talk", "none of each other BROKEN"),
        ("plain_kiosk/__init__.py", "import textual.app", "Only the kiosk draws BROKEN"),
        ("launch.py", "from textual.app import App", "Only the kiosk draws BROKEN"),
        ("attestation/__init__.py", "import oc_training.ledger.hidden_engine", "the port of the book BROKEN"),
    ],
)
def test_a_breach_of_a_contract_is_found(copy: Path, module: str, line: str, contract: str) -> None:
    with (copy / module).open("a", encoding="utf-8") as source:
        source.write(f"\n{line}\n")
    status, said = checked(copy.parent)
    assert status == 1
    assert contract in said
