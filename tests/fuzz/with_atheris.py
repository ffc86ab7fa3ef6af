"""Runs one target under atheris, a coverage-guided fuzzer, which the project does not need and does not install.

``python -m tests.fuzz.with_atheris NAME FOLDER [options of libFuzzer]``, in an environment of its own that has
atheris beside the program's libraries. FOLDER keeps the inputs that reached something new. The output ends with the
number of executions; an input that broke the target lies in the present folder as ``crash-...`` (or ``timeout-...``).
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path


def main() -> None:
    """Instrument the program, lay down the seeds and go on until told to stop (``-max_total_time=600``)."""
    name, folder, *options = sys.argv[1:]
    atheris = importlib.import_module("atheris")
    with atheris.instrument_imports(include=["oc_training", "markdown_it", "tomllib"]):
        targets = importlib.import_module("tests.fuzz.targets")
    corpus = Path(folder)
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(targets.SEEDS[name]):
        (corpus / f"seed-{number}").write_bytes(seed)

    def once(data: bytes) -> None:
        targets.TARGETS[name](data)

    atheris.Setup([sys.argv[0], folder, *options], once)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
