"""Small panels over a page: a passage of the directive, and a list to pick from. Both leave the page as it was."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget

from oc_training.kiosk.widgets.dialog import Choice, Dialog
from oc_training.kiosk.widgets.passage_view import PassageView
from oc_training.kiosk.widgets.pick_list import PickItem, PickList
from oc_training.kiosk.widgets.scroll_room import ScrollRoom
from oc_training.policy.model import Passage

PANEL_CSS = """
    {name} > #dialog-box {{ width: 84; }}
    {name} ScrollRoom {{
        height: auto; background: $surface; border-bottom: blank $surface;
    }}
    {name} PassageView {{ padding: 0 1; }}
"""

FRAME = 3
"""Lines of a panel's border and of the blank line under it."""
CHOICE = 2
"""Lines that a choice takes, the blank one after it counted."""
SENTENCE = 4
"""The most lines that the sentence above takes."""


def room_lines(screen: int, choices: int, sentence: str) -> int:
    """How many lines of a screen are left for what a panel scrolls, so that its choices stay in sight."""
    return max(screen * 96 // 100 - FRAME - CHOICE * choices - (SENTENCE if sentence else 0), 3)


class PassagePanel(Dialog[bool]):
    """Shows a passage; True when the person wants to go to it, False (Escape too) to come back to the same line."""

    DEFAULT_CSS = PANEL_CSS.format(name="PassagePanel")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "scroll_room(-1)", "Scroll", show=False),
        Binding("down", "scroll_room(1)", "Scroll", show=False),
        Binding("pageup", "scroll_page(-1)", "Page", show=False),
        Binding("pagedown,space", "scroll_page(1)", "Page", show=False),
    ]

    def __init__(
        self, title: str, passage: Passage, directive: str, *, sentence: str = "", may_go: bool = False
    ) -> None:
        """*sentence* is said above the passage; *may_go* offers to go where it stands."""
        back = Choice("Back to where I was", value=False, key="b")
        go = [Choice("Go there", value=True, key="g")] if may_go else []
        super().__init__(title, [sentence] if sentence else [], [*go, back], on_escape=False)
        self._sentence = sentence
        self._room = ScrollRoom(PassageView(passage, directive))

    def on_resize(self) -> None:
        """The passage takes what room there is."""
        self._room.styles.max_height = room_lines(self.size.height, len(self._choices), self._sentence)

    def extra(self) -> Sequence[Widget]:
        """The passage."""
        return (self._room,)

    def action_scroll_room(self, lines: int) -> None:
        """Some lines down, or up."""
        self._room.action_scroll_by(lines)

    def action_scroll_page(self, pages: int) -> None:
        """Some pages down, or up."""
        self._room.action_scroll_pages(pages)


class PickPanel(Dialog[str | None]):
    """Shows a list; gives the value picked, or None."""

    DEFAULT_CSS = PANEL_CSS.format(name="PickPanel")

    def __init__(self, title: str, items: Sequence[PickItem], at: str = "", *, sentence: str = "") -> None:
        back: Choice[str | None] = Choice("Back", None, "b")
        super().__init__(title, [sentence] if sentence else [], [back], on_escape=None)
        self._sentence = sentence
        self._list = PickList(items, at)
        self._room = ScrollRoom(self._list)
        self._room.can_focus = False

    def on_resize(self) -> None:
        """The list takes what room there is."""
        self._room.styles.max_height = room_lines(self.size.height, len(self._choices), self._sentence)

    def extra(self) -> Sequence[Widget]:
        """The list, which scrolls where it is long."""
        return (self._room,)

    def on_mount(self) -> None:
        """Put the caret into the list: picking a line only shows something."""
        super().on_mount()
        self._list.focus()

    def on_pick_list_picked(self, event: PickList.Picked) -> None:
        """A line was picked."""
        event.stop()
        self.answer(event.value)
