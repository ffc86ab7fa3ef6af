"""One person on one past day, on one screen: current or not, why, what the text said, and what proves it.

The same lines as the command ``history`` prints. What does not fit is scrolled to, never left out.
"""

from __future__ import annotations

import re
import textwrap
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from oc_training.attestation.dossier import Dossier
from oc_training.kiosk.page import Frame, Page
from oc_training.kiosk.plain import plain
from oc_training.kiosk.widgets.scroll_room import ScrollRoom
from oc_training.policy.printed import as_printed
from oc_training.reports.dossier_report import LABEL, WIDTH, dossier_text

NARROWEST = 40
"""Columns of the directive's words."""
_LABELLED = re.compile(rf"[A-Z][a-z]+ +(?<=^.{{{LABEL}}})\S|\s{{{LABEL}}}\S")
"""A line with a label, or one that goes on under the words of such a line."""


class DossierPage(Page[None]):
    """Shows the answer about a day; W shows the words of the directive as they were in force."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("w", "words", "The words as they were", key_display="W"),
        Binding("w", "answer", "Back to the answer", key_display="W"),
        Binding("escape", "back", "Back", key_display="Esc"),
        Binding("up", "scroll_lines(-1)", "Scroll", show=False),
        Binding("down", "scroll_lines(1)", "Scroll", show=False),
        Binding("pageup", "scroll_pages(-1)", "Page", key_display="PgUp"),
        Binding("pagedown", "scroll_pages(1)", "Page", key_display="PgDn"),
        Binding("space", "scroll_pages(1)", "Page down", show=False),
        Binding("home", "scroll_home", "Start", show=False),
        Binding("end", "scroll_end", "End", show=False),
    ]
    DEFAULT_CSS = """
    DossierPage > ScrollRoom { align-horizontal: center; border-bottom: none; }
    DossierPage > ScrollRoom.-long { border-bottom: solid $border-blurred; }
    DossierPage #dossier-lines { width: 80; max-width: 100%; height: auto; }
    """

    def __init__(self, frame: Frame, found: Dossier, checkpoint: tuple[int, str] | None) -> None:
        """*checkpoint* is the number of entries that the newest one covers, and its file; None without one."""
        super().__init__(frame, f"On a past day: {found.day}")
        self._found = found
        self._text = dossier_text(found, checkpoint, None)
        self._lines = Static(id="dossier-lines")
        self._room = ScrollRoom(self._lines)
        self._room.can_focus = False

    def body(self) -> ComposeResult:
        """One room, which has no edge as long as everything fits."""
        yield self._room

    def on_mount(self) -> None:
        """Show the answer."""
        self.call_after_refresh(self._fill)

    def on_resize(self) -> None:
        """Another width breaks the lines elsewhere."""
        self.call_after_refresh(self._fill)

    def _fill(self) -> None:
        if not self._room.is_attached:
            return
        width = min(self.size.width, WIDTH)
        lines = self._shown(width)
        too_long = len(lines) > self._room.region.height
        if too_long and self.size.width <= WIDTH:
            lines = self._shown(width - 1)  # the bar beside it takes a cell
        self._room.set_class(too_long, "-long")
        self._lines.update(plain("\n".join(lines), keep_newlines=True))
        self.call_after_refresh(self.refresh_bindings)

    def _shown(self, width: int) -> list[str]:
        if self.has_class("-words"):
            return as_printed(self._found.revision, width=max(width - 1, NARROWEST)).split("\n")
        return [part for line in self._text.split("\n") for part in _broken(line, width)]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys that would do nothing are not offered."""
        match action:
            case "words":
                return not self.has_class("-words")
            case "answer":
                return self.has_class("-words")
            case "scroll_pages":
                return self._room.max_scroll_y > 0
            case _:
                return super().check_action(action, parameters)

    def action_scroll_lines(self, lines: int) -> None:
        """Some lines down, or up."""
        self._room.action_scroll_by(lines)

    def action_scroll_pages(self, pages: int) -> None:
        """Some pages down, or up."""
        self._room.action_scroll_pages(pages)

    def action_scroll_home(self) -> None:
        """To the first line."""
        self._room.action_scroll_home()

    def action_scroll_end(self) -> None:
        """To the last line."""
        self._room.action_scroll_end()

    def action_words(self) -> None:
        """Show the words of the directive as they were in force on that day."""
        self._turn(words=True)

    def action_answer(self) -> None:
        """Show the answer again."""
        self._turn(words=False)

    def _turn(self, *, words: bool) -> None:
        self.set_class(words, "-words")
        self._room.action_scroll_home()
        self._fill()
        self.refresh_bindings()

    def action_back(self) -> None:
        """From the words to the answer, from there to the person."""
        if self.has_class("-words"):
            self.action_answer()
        else:
            self.finish(None)


def _broken(line: str, width: int) -> list[str]:
    """A line of the answer on a narrow screen: what goes on stands under what it belongs to."""
    if len(line) <= width:
        return [line]
    hang = LABEL if _LABELLED.match(line) else len(line) - len(line.lstrip()) + 2
    return textwrap.wrap(line, width, subsequent_indent=" " * hang, break_on_hyphens=False)
