#!/bin/sh
# Starts the kiosk; the first start makes the environment it needs (Python 3.11 or newer must be here).
#
#   ./run_kiosk.sh --set-up             once, at a new station: makes the training coordinator, and goes on
#   ./run_kiosk.sh                      the kiosk, locked: a supervisor closes it with badge number and PIN (F12)
#   ./run_kiosk.sh --demo               a demonstration with invented people, not locked
#   ./run_kiosk.sh --plain              plain lines and numbered choices: for a screen reader or a slow line, not locked
#   ./run_kiosk.sh -- status --json     any oc-training command, after --
#
# A locked kiosk that stopped because of a fault is started again, after 1, 2, 4 ... at most 60 seconds, and after
# 1 second again once it has run well for some minutes. It is not started again when it was closed (status 0), when
# it could not begin (status 2, with a sentence), or after TERM or HUP (status 143 or 129).
set -eu

case ${1-} in
    --) kind=command ;;
    '' | -*) kind=kiosk ;;
    *)
        echo "Write an oc-training command after --, for example: run_kiosk.sh -- $1" >&2
        exit 2
        ;;
esac
# Keys that interrupt must not end the kiosk, not while it is starting either (KSK-2); it inherits this.
[ "$kind" = command ] || trap '' INT QUIT TSTP

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

if [ "$kind" = command ]; then
    shift
    exec "$root/.venv/bin/python" -I -m oc_training "$@"
fi
for option in "$@"; do
    case $option in
        --plain)
            trap - INT QUIT TSTP # there Ctrl+C ends a stay, with a sentence
            exec "$root/.venv/bin/python" -I -m oc_training kiosk "$@"
            ;;
        --demo) exec "$root/.venv/bin/python" -I -m oc_training kiosk "$@" ;;
    esac
done

# ---- a locked kiosk, watched over -------------------------------------------------------------------------------------

umask 077
ulimit -c 0
slowest=60     # seconds between two starts, at most
ran_well=180   # seconds after which an end is no longer counted as following from the one before

on_terminal=
if [ -t 0 ] && [ -t 1 ]; then
    on_terminal=$(stty -g 2>/dev/null) || on_terminal=
fi

# What is typed while no kiosk is drawn must not be shown by the terminal itself: it may be a PIN.
hush() {
    [ -z "$on_terminal" ] || stty -echo -isig -ixon 2>/dev/null || :
}

# Whatever ended the kiosk, nothing of it stays on the screen or above it (KSK-9): back from the second screen, no
# mouse, focus or paste reports, plain letters, a cursor, an empty screen, an empty scrollback.
wipe() {
    [ -z "$on_terminal" ] || printf '\033[?1000l\033[?1003l\033[?1006l\033[?1015l\033[?1016l\033[?1004l\033[?2004l\033[?2048l\033[?1049l\033[0m\033[?7h\033[?25h\033[H\033[2J\033[3J'
}

give_back() {
    [ -z "$on_terminal" ] || stty "$on_terminal" 2>/dev/null || :
}

seconds_since_the_machine_started() {
    now=0
    [ ! -r /proc/uptime ] || read -r now _ </proc/uptime
    echo "${now%%.*}"
}

child=
ended_by=
times_heard=0
end_by() {
    ended_by=$1
    times_heard=$((times_heard + 1))
    [ -z "$child" ] || kill -s "$1" "$child" 2>/dev/null || :
}
trap 'end_by TERM' TERM
trap 'end_by HUP' HUP

# Sets $status. The signals above only interrupt the waiting, which then begins anew.
wait_for_child() {
    while :; do
        before=$times_heard
        status=0
        wait "$child" || status=$?
        [ "$before" -ne "$times_heard" ] || break
    done
    child=
}

exec 3<&0
pause=1
while [ -z "$ended_by" ]; do
    hush
    began=$(seconds_since_the_machine_started)
    "$root/.venv/bin/python" -I -m oc_training kiosk --lock "$@" <&3 3<&- &
    child=$!
    [ -z "$ended_by" ] || kill -s "$ended_by" "$child" 2>/dev/null || : # it came just before there was a child
    wait_for_child
    case $status in
        0 | 129 | 143)
            wipe
            break
            ;;
        2) break ;; # it said why, and drew nothing
    esac
    # Only the first start sets a station up: at a later one the disk with its records may be gone, and nobody is there
    # who could tell.
    for option in "$@"; do
        shift
        [ "$option" = --set-up ] || set -- "$@" "$option"
    done
    hush
    wipe
    echo "The training kiosk stopped because of a fault. Nothing that was recorded is lost. It starts again by itself." >&2
    [ $(($(seconds_since_the_machine_started) - began)) -lt "$ran_well" ] || pause=1
    sleep "$pause" 3<&- &
    child=$!
    [ -n "$ended_by" ] || wait_for_child
    pause=$((pause * 2))
    [ "$pause" -le "$slowest" ] || pause=$slowest
done

give_back
case $ended_by in
    TERM) exit 143 ;;
    HUP) exit 129 ;;
esac
exit "$status"
