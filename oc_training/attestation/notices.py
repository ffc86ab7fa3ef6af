"""What whoever administers the station is told when they sign in, a sentence each.

Only what somebody has to do something about, and each with what to do; the check commands name the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from itertools import islice
from typing import Final

from oc_training.attestation.book import Book
from oc_training.attestation.content import Content
from oc_training.attestation.reminders import reviews_to_tell
from oc_training.attestation.shelf import Shelf
from oc_training.attestation.taking_up import differs
from oc_training.clock import Clock, moment
from oc_training.errors import ContentProblems, OcTrainingError, Refused

PAUSE_IS_NEWS: Final = timedelta(days=7)
"""For so long the coordinator is told of a pause after many wrong tries to sign in."""

RULES_WAITING: Final = (
    "content/schedule.toml was changed and does not count yet. It is recorded when the kiosk starts, "
    'or by "oc-training schedule --record".'
)

FILES_NAMED: Final = 4
"""How many problems of content files are named; the check command names them all."""


class Notices:
    """Looks at book, content files and disk, whenever it is asked."""

    def __init__(  # noqa: PLR0913, PLR0917 - it looks at everything that can go wrong
        self,
        book: Book,
        content: Content,
        shelf: Shelf,
        clock: Clock,
        room: Callable[[], str | None],
        about_the_book: Callable[[], Sequence[str]],
    ) -> None:
        """*room* says in a sentence that the disk is nearly full, *about_the_book* what its engine has to tell."""
        self._book = book
        self._content = content
        self._shelf = shelf
        self._clock = clock
        self._room = room
        self._about_the_book = about_the_book
        self._not_recorded = ""

    def rules_not_recorded(self, why: OcTrainingError) -> None:
        """Note that the rules about time could not be recorded when the kiosk was started."""
        self._not_recorded = f"The deadlines of schedule.toml are not recorded, and do not count yet. {why}"

    def all(self) -> tuple[str, ...]:
        """A torn end of the book, a disk that is nearly full, many wrong tries, reviews that are due, wrong files."""
        today = self._clock.now().date()
        reviews = reviews_to_tell(self._book.records(), self._content, today)
        said = (*self._about_the_book(), self._room(), self._not_recorded, self._pause(), *reviews, *self._files())
        return tuple(each for each in said if each)

    def rules_waiting(self) -> tuple[str, ...]:
        """A sentence where the file of the rules about time is not the one that was recorded, and so does not count.

        Raises:
            ContentProblems: when the file is wrong.
        """
        recorded = self._book.records().rules.schedules
        if not differs(self._book, self._content) or not recorded:
            return ()
        return (RULES_WAITING,)

    def _pause(self) -> str:
        """That many tries to sign in were wrong not long ago (AUT-5)."""
        pause = self._book.records().latest_pause
        if pause is None or self._clock.now().date() - pause.day > PAUSE_IS_NEWS:
            return ""
        at = moment(pause.entry.at, pause.entry.offset)
        return (
            f"On {at:%Y-%m-%d} at {at:%H:%M} so many tries to sign in were wrong that the station took none for a "
            f"while (entry {pause.entry.seq}). Somebody may have tried other people's badge numbers."
        )

    def _files(self) -> Iterator[str]:
        """Files of directives that cannot be used, or were changed after they were issued."""
        try:
            self._shelf.not_issued_yet()
        except (ContentProblems, Refused) as error:
            found = str(error).splitlines()
            yield from islice(found, FILES_NAMED)
            if len(found) > FILES_NAMED:
                yield f"{len(found) - FILES_NAMED} more: run the check command."
