"""The head of every screen: whose kiosk this is, where one is, who is signed in, what time it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style

from oc_training.kiosk.plain import same_length
from oc_training.kiosk.widgets.lines import LinesWidget
from oc_training.kiosk.widgets.people_columns import fitted

MINUTE = 60.0
LEAST_GAP = 2


def clock_words(moment: datetime) -> str:
    """``Tuesday, August 4, 2026  14:05``: the day as it is spoken, the hour of twenty-four."""
    return f"{moment:%A, %B} {moment.day}, {moment.year}  {moment:%H:%M}"


def short_clock_words(moment: datetime) -> str:
    """``08/04/2026  14:05``."""
    return f"{moment:%m/%d/%Y  %H:%M}"


class HeaderBar(LinesWidget):
    """Two lines: agency and day; place and person. It changes once a minute and never blinks (A11Y-8)."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"header-bar--agency", "header-bar--place", "header-bar--person"}
    DEFAULT_CSS = """
    HeaderBar { dock: top; color: $foreground; background: $panel; padding: 0 2; height: 2; }
    HeaderBar > .header-bar--agency { color: $text-accent; text-style: bold; }
    HeaderBar > .header-bar--place { text-style: bold; }
    HeaderBar > .header-bar--person { color: $text-primary; text-style: bold; }
    """

    def __init__(
        self,
        agency: str,
        place: str,
        now: Callable[[], datetime],
        *,
        person: str = "",
        id: str | None = None,  # noqa: A002  Textual's own name
    ) -> None:
        """Take what is shown, and *now*, where the time comes from; *person* is empty while nobody is signed in."""
        super().__init__(id=id)
        self._agency, self._place, self._person = agency, place, person
        self._now = now

    def on_mount(self) -> None:
        """Wait for the next full minute."""
        self._wait()

    def _wait(self) -> None:
        self.set_timer(max(MINUTE - self._now().second, 1.0), self._next_minute)

    def _next_minute(self) -> None:
        self.remake()
        self._wait()

    def show(self, *, place: str | None = None, person: str | None = None) -> None:
        """Change the place, or the person signed in."""
        self._place = self._place if place is None else place
        self._person = self._person if person is None else person
        self.remake()

    def make_lines(self, width: int) -> Sequence[Sequence[Segment]]:
        """Left words give way to right ones: the time and the person are always whole where they fit at all."""
        base = self.rich_style
        styles = self.role_styles(*self.COMPONENT_CLASSES)
        moment = self._now()
        clock = clock_words(moment)
        if cell_len(self._agency) + cell_len(clock) + LEAST_GAP > width:
            clock = short_clock_words(moment)
        return [
            _ends(self._agency, clock, width, base + styles["header-bar--agency"], base),
            _ends(
                self._place,
                self._person,
                width,
                base + styles["header-bar--place"],
                base + styles["header-bar--person"],
            ),
        ]


def _ends(left: str, right: str, width: int, left_style: Style, right_style: Style) -> list[Segment]:
    """One line with words at both ends."""
    right = same_length(right)
    if cell_len(right) > width // 2:
        right = fitted(right, max(width // 2, 2))
    room = max(width - cell_len(right) - LEAST_GAP, 2)
    return [Segment(fitted(left, room), left_style), Segment(" " * LEAST_GAP, left_style), Segment(right, right_style)]
