#!/bin/sh
# Makes the environment `.venv` ready, or says in one sentence why that is not possible (exit 2).
#
#   requirements/ready.sh runtime    what the program needs
#   requirements/ready.sh tests      that, and what the checks need
#
# Each start passes through here, so the usual case asks only whether `.venv` was finished, and made
# from the requirements as they are now. Everything else is left to set_up.py, which needs a Python
# that is new enough; finding that one is the work of this file.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
root=$(dirname -- "$here")

if [ -x "$root/.venv/bin/python" ] && cmp -s "$here/$1.txt" "$root/.venv/made-from/$1.txt"; then
    exit 0
fi

found=
lacking=
for name in python3.14 python3.13 python3.12 python3.11 python3; do
    python=$(command -v "$name") || continue
    version=$("$python" -I -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null) || continue
    found=$version
    "$python" -I -c 'import sys; sys.exit(sys.version_info < (3, 11))' || continue
    if "$python" -I -c 'import ensurepip, venv' 2>/dev/null; then
        exec "$python" -I "$here/set_up.py" "$1"
    fi
    lacking=$version
done

if [ -n "$lacking" ]; then
    echo "Python $lacking is here without its venv module: install the package python3-venv (or python$lacking-venv), then start again." >&2
elif [ -n "$found" ]; then
    echo "This program needs Python 3.11 or newer, and this machine has Python $found: install a newer Python, then start again." >&2
else
    echo "This program needs Python 3.11 or newer, and none was found: install the package python3, then start again." >&2
fi
exit 2
