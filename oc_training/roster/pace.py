"""How fast PINs can be tried: a wait that grows at each badge number, and a brake on the whole station.

Five wrong tries lock a person (:mod:`oc_training.roster.locksmith`). Without a brake somebody at one terminal could
lock the whole department in minutes by typing badge numbers, or try one PIN at all of them. So tries are counted
here by the badge number as it was typed, whether anybody holds it or not: a badge that nobody has is treated, and
kept, exactly as one that somebody has (AUT-4 to AUT-6).

Counts are kept in the working file, so a restart forgets none. Waits are measured with the monotonic clock alone: no
change of the wall clock shortens one, and after a restart one that was under way begins again in full.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from datetime import timedelta
from typing import Protocol, TypeAlias

import msgspec
from msgspec.structs import replace

from oc_training.clock import Clock
from oc_training.counting import count_words
from oc_training.errors import LedgerUnusable, TooSoon
from oc_training.roster.details import badge_key

TABLE, KEY = "tries", "station"
"""Where the counts lie in the working file."""

WAITS: tuple[float, ...] = (0.0, 0.0, 1.0, 2.0, 4.0)
"""Seconds to wait after so many wrong tries in a row at one badge number; after more, as after the most (AUT-4)."""

MOST_WRONG = 15
"""So many wrong tries at the station within a short time begin a pause, whatever the badge numbers (AUT-5)."""

FORGIVEN_AFTER = 300.0
"""Seconds after which one wrong try at the station counts no more: so whoever goes slowly gets no further."""

PAUSES: tuple[float, ...] = (300.0, 600.0, 900.0)
"""Seconds of the first pause, the second and every further one; the first again once all tries were forgiven."""

TRIES_AFTER_A_PAUSE = 3
"""Wrong tries after a pause that begin the next."""

FULL_MINUTE = 59.999
"""Added to the end of a pause before its seconds are cut off, so that nobody comes back too soon."""

BADGES_KEPT = 256
"""Badge numbers whose counts are kept. To have the oldest of them forgotten takes twenty hours of wrong tries."""

_Kept: TypeAlias = Mapping[str, int | bool | Mapping[str, int]]


class Values(Protocol):
    """The part of the working file that is used here."""

    def get(self, table: str, key: str) -> Mapping[str, object] | None:
        """The value kept under *key*, or None."""

    def put(self, table: str, key: str, value: _Kept) -> None:
        """Keep *value* under *key*, and return once it is on the disk."""


class Counts(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What is kept of the tries at a station."""

    wrong: int = 0
    """Wrong tries at the station that are not forgiven yet."""
    pauses: int = 0
    """Pauses since the last time that every try was forgiven."""
    paused: bool = False
    badges: dict[str, int] = {}
    """Wrong tries in a row by badge number, the newest last. The numbers are keyed digests, not the badges."""
    untold: dict[str, int] = {}
    """Those before a release or a new code: nobody waits for them any more, but their owner is still to be told."""


class Pace:
    """Counts the tries at one station and says when the next may be made."""

    def __init__(
        self, values: Values, lock: AbstractContextManager[object], digest: Callable[[str], str], clock: Clock
    ) -> None:
        """*digest* turns a badge number into the name it is kept under; *lock* is entered around every change."""
        self._values = values
        self._lock = lock
        self._digest = digest
        self._clock = clock
        now, counts = clock.monotonic(), self._read()
        self._seen = {name: (wrong, now) for name, wrong in counts.badges.items()}
        """When this program first saw so many wrong tries at a badge: from then on the wait counts."""
        self._forgiving_since = now
        self._pause_seen = (counts.pauses, now)

    def begin(self, badge: str, *, at_the_door: bool) -> None:
        """Count a try at *badge* as wrong before it is looked at, or refuse it without counting it.

        The station's brake is for tries at the door; who is signed in already and is asked for their PIN again waits
        for their own wrong tries alone.

        Raises:
            TooSoon: a wait is not over, in the same words whether anybody holds the badge or not.
        """
        name = self._name(badge)
        with self._changing() as change:
            counts = change.counts = self._forgiven(change.counts)
            if at_the_door:
                counts = change.counts = self._after_the_pause(counts)
                self._require_no_pause(counts)
            self._require_waited(counts, name)
            badges = {other: wrong for other, wrong in counts.badges.items() if other != name}
            badges[name] = counts.badges.get(name, 0) + 1
            newest = dict(list(badges.items())[-BADGES_KEPT:])
            change.counts = replace(counts, wrong=counts.wrong + at_the_door, badges=newest)
            self._seen = {other: seen for other, seen in self._seen.items() if other in newest}
            self._seen[name] = (newest[name], self._clock.monotonic())

    def was_right(self, badge: str, *, at_the_door: bool, keep_others: bool = False) -> int:
        """Strike a try out again that was right; returns how many wrong ones at this badge came before it.

        Those count no more either, unless *keep_others*: where their owner is not told of them. At the door those
        from before a release are among them.
        """
        name = self._name(badge)
        with self._changing() as change:
            badges, untold = dict(change.counts.badges), dict(change.counts.untold)
            before = badges.pop(name, 1) - 1
            if keep_others and before > 0:
                badges[name] = before
                self._seen[name] = (before, self._clock.monotonic())
            elif at_the_door and not keep_others:
                before += untold.pop(name, 0)
            wrong = max(change.counts.wrong - at_the_door, 0)
            change.counts = replace(change.counts, wrong=wrong, badges=badges, untold=untold)
        return before

    def forget(self, badge: str) -> None:
        """Begin anew at this badge number: a supervisor released it, or issued a new code for it.

        The wrong tries are kept for their owner, who is told of them at the next sign-in (AUT-5).
        """
        name = self._name(badge)
        with self._changing() as change:
            badges, untold = dict(change.counts.badges), dict(change.counts.untold)
            wrong = badges.pop(name, 0) + untold.pop(name, 0)
            if wrong:
                untold[name] = wrong
            newest = dict(list(untold.items())[-BADGES_KEPT:])
            change.counts = replace(change.counts, badges=badges, untold=newest)

    def was_wrong(self) -> int:
        """Begin a pause if too many tries at the door were wrong; returns its minutes, 0 where none begins."""
        with self._changing() as change:
            if change.counts.paused or change.counts.wrong < MOST_WRONG:
                return 0
            change.counts = self._pausing(change.counts)
            return round(_length(change.counts.pauses) / 60)

    # ---- waits ----------------------------------------------------------------------------------------------------

    def _require_no_pause(self, counts: Counts) -> None:
        if counts.paused:
            left = self._left(_length(counts.pauses), self._pause_seen[1])
            over = self._clock.now() + timedelta(seconds=left + FULL_MINUTE)
            raise TooSoon(
                f"Too many tries at this terminal were wrong, so it takes none until {over:%H:%M}. "
                "Please come back then. Nothing was counted against you.",
                pause=left,
            )

    def _require_waited(self, counts: Counts, name: str) -> None:
        wrong = counts.badges.get(name, 0)
        seen = self._seen.get(name, (0, 0.0))
        if seen[0] != wrong:  # another program counted them: the wait begins when this one learns of it
            seen = self._seen[name] = (wrong, self._clock.monotonic())
        left = self._left(WAITS[min(wrong, len(WAITS) - 1)], seen[1])
        if left > 0:
            raise TooSoon(
                f"Please wait {count_words(math.ceil(left), 'second')}, then try again. This try was not counted."
            )

    def _left(self, length: float, since: float) -> float:
        return since + length - self._clock.monotonic()

    def _forgiven(self, counts: Counts) -> Counts:
        """The counts after the tries that are forgiven by now; during a pause none is."""
        now = self._clock.monotonic()
        forgiven = 0 if counts.paused else max(int((now - self._forgiving_since) // FORGIVEN_AFTER), 0)
        self._forgiving_since = now if counts.paused else self._forgiving_since + forgiven * FORGIVEN_AFTER
        wrong = max(counts.wrong - forgiven, 0)
        return replace(counts, wrong=wrong, pauses=counts.pauses if wrong or counts.paused else 0)

    def _after_the_pause(self, counts: Counts) -> Counts:
        """The counts with a pause that is due begun, and one that is over ended."""
        if not counts.paused and counts.wrong >= MOST_WRONG:  # a crash came between the last try and the pause
            return self._pausing(counts)
        if not counts.paused:
            return counts
        if self._pause_seen[0] != counts.pauses:  # begun by another program
            self._pause_seen = (counts.pauses, self._clock.monotonic())
        if self._left(_length(counts.pauses), self._pause_seen[1]) > 0:
            return counts
        return replace(counts, paused=False, wrong=MOST_WRONG - TRIES_AFTER_A_PAUSE)

    def _pausing(self, counts: Counts) -> Counts:
        self._pause_seen = (counts.pauses + 1, self._clock.monotonic())
        return replace(counts, paused=True, pauses=counts.pauses + 1)

    # ---- keeping --------------------------------------------------------------------------------------------------

    def _name(self, badge: str) -> str:
        return self._digest(badge_key(badge))

    @contextmanager
    def _changing(self) -> Iterator[_Change]:
        """What is kept, to be changed; it is on the disk at the end, also where the try is refused."""
        with self._lock:
            before = self._read()
            change = _Change(before)
            try:
                yield change
            finally:
                if change.counts != before:
                    self._values.put(TABLE, KEY, msgspec.to_builtins(change.counts))

    def _read(self) -> Counts:
        kept = self._values.get(TABLE, KEY)
        if kept is None:
            return Counts()
        try:
            return msgspec.convert(kept, Counts)
        except msgspec.ValidationError as error:
            raise LedgerUnusable(
                "What is kept of earlier tries to sign in is damaged. Please call the training coordinator."
            ) from error


class _Change:
    """The counts while they are changed."""

    def __init__(self, counts: Counts) -> None:
        self.counts = counts


def _length(pauses: int) -> float:
    return PAUSES[min(pauses, len(PAUSES)) - 1]
