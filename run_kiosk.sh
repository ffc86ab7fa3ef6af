#!/bin/sh
# Starts the kiosk; the first start makes the environment it needs (Python 3.11 or newer must be here).
#
#   ./run_kiosk.sh                      the kiosk
#   ./run_kiosk.sh --demo               a demonstration with invented people
#   ./run_kiosk.sh -- status --json     any oc-training command, after --
set -eu

script=$0
while [ -L "$script" ]; do
    target=$(readlink -- "$script")
    case $target in
        /*) script=$target ;;
        *) script=$(dirname -- "$script")/$target ;;
    esac
done
root=$(CDPATH='' cd -- "$(dirname -- "$script")" && pwd -P)

# Variables from outside must not steer Python or the screen (KSK-4).
for name in $(env | sed -n -e 's/^\(PYTHON[A-Za-z0-9_]*\)=.*/\1/p' -e 's/^\(TEXTUAL[A-Za-z0-9_]*\)=.*/\1/p'); do
    unset "$name"
done

"$root/requirements/ready.sh" runtime

case ${1-} in
    --)
        shift
        exec "$root/.venv/bin/python" -I -m oc_training "$@"
        ;;
    '' | -*) ;;
    *)
        echo "Write an oc-training command after --, for example: run_kiosk.sh -- $1" >&2
        exit 2
        ;;
esac

# Keys that interrupt must not end the kiosk while it is starting (KSK-2); it inherits this.
trap '' INT QUIT TSTP
exec "$root/.venv/bin/python" -I -m oc_training kiosk "$@"
