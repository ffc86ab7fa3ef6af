#!/bin/sh
# Runs every check; the first run makes the environment. Arguments are passed to pytest:
#
#   ./run_tests.sh                      everything
#   ./run_tests.sh -k roster -n 0       every other check, and these tests
#
# Every check runs, also after one has failed; the exit status is 0 only if all passed.
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
cd -- "$root"
requirements/ready.sh tests

failed=
check() {
    name=$1
    shift
    echo "== $name"
    "$root/.venv/bin/python" -I "$@" || failed="$failed, $name"
}

check "ruff check" -m ruff check .
check "ruff format" -m ruff format --check .
check "mypy" -m mypy
check "import contracts" -c 'from importlinter.cli import lint_imports_command; lint_imports_command()'
[ -z "$failed" ] || echo "== failed so far: ${failed#, }"
# Tests of screens and terminals wait more than they work, so there are two at once for each processor.
workers=$("$root/.venv/bin/python" -I -c 'import os; print(2 * (os.cpu_count() or 1))')
check "pytest" -m pytest -n "$workers" --dist worksteal "$@"

[ -z "$failed" ]
