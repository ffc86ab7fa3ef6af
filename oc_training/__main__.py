"""Start of every command: ``oc-training`` and ``python -m oc_training``.

The commands themselves are in :mod:`oc_training.cli`. This module asks only whether the Python at
hand can run them, and therefore imports nothing of the program before it has asked.
"""

import sys

OLDEST_PYTHON = (3, 11)


def main() -> int:
    """Run the command that was given; the exit status is 0 (done), 1 (found wrong) or 2 (used wrongly)."""
    if sys.version_info < OLDEST_PYTHON:
        needed, present = (".".join(map(str, version[:2])) for version in (OLDEST_PYTHON, sys.version_info))
        sys.stderr.write(f"This program needs Python {needed} or newer, and this is Python {present}.\n")
        return 2
    if "--lock" in sys.argv:
        from oc_training.launch import ignore_interrupting_keys  # noqa: PLC0415 - the same

        ignore_interrupting_keys()  # before the commands are imported, which takes a moment (KSK-2)
    from oc_training.cli import main as run_command  # noqa: PLC0415 - an older Python must get the sentence, not a syntax error

    return run_command()


if __name__ == "__main__":
    sys.exit(main())
