"""A region that scrolls by keys and always says whether there is more below."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widget import Widget

from oc_training.kiosk.plain import plain

MORE = "More below"
END = "End"


class ScrollRoom(VerticalScroll, can_focus=True, inherit_bindings=False):
    """Scrolls what does not fit, and says so at its lower edge, in words."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    ScrollRoom {
        width: 1fr; height: 1fr; scrollbar-size-vertical: 1;
        background: $background; color: $foreground;
        border-bottom: solid $border-blurred;
        border-subtitle-color: $text-muted; border-subtitle-align: right;
    }
    ScrollRoom:focus, ScrollRoom:focus-within { border-subtitle-color: $text; border-subtitle-style: bold; }
    ScrollRoom:focus { border-bottom: double $border; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "scroll_by(-1)", "Scroll", key_display="Up"),
        Binding("down", "scroll_by(1)", "Scroll", key_display="Down"),
        Binding("space", "scroll_pages(1)", "Page down", key_display="Space"),
        Binding("pageup", "scroll_pages(-1)", "Page", key_display="PgUp"),
        Binding("pagedown", "scroll_pages(1)", "Page", key_display="PgDn"),
        Binding("home", "scroll_home", "Start", show=False),
        Binding("end", "scroll_end", "End", show=False),
    ]

    _had_in_sight = False
    """Whether what is in hand was wholly in sight when that was last looked at."""

    def on_mount(self) -> None:
        """Keep the words at the lower edge true."""
        self.watch(self, "scroll_y", self._tell, init=False)
        self.watch(self, "virtual_size", self._tell, init=False)
        self.call_after_refresh(self._tell)

    def on_resize(self) -> None:
        """Another size may show all of it, or no longer all; what is in hand within it stays in sight."""
        focused = self._in_hand()
        if focused is not None and self._had_in_sight:  # a longer line of keys takes a line from the room
            self.call_after_refresh(focused.scroll_visible, animate=False)
        self.call_after_refresh(self._tell)

    def _in_hand(self) -> Widget | None:
        """What is in hand, if it lies within."""
        focused = self.screen.focused if self.is_attached else None
        return focused if focused is not None and self in focused.ancestors else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002  Textual's signature
        """Keys that would do nothing are not offered."""
        return self.max_scroll_y > 0 or not action.startswith("scroll_")

    def action_scroll_by(self, lines: int) -> None:
        """Some lines down, or up."""
        self.scroll_relative(y=lines, animate=False)

    def action_scroll_pages(self, pages: int) -> None:
        """Some pages down, or up, keeping one line in sight."""
        self.scroll_relative(y=pages * max(self.size.height - 1, 1), animate=False)

    def action_scroll_home(self) -> None:
        """To the first line."""
        self.scroll_to(y=0, animate=False)

    def action_scroll_end(self) -> None:
        """To the last line."""
        self.scroll_to(y=self.max_scroll_y, animate=False)

    def _tell(self) -> None:
        if not self.is_attached:
            return
        if self.max_scroll_y <= 0:
            words = ""
        elif self.scroll_offset.y < self.max_scroll_y:
            words = f" {MORE} "
        else:
            words = f" {END} "
        focused = self._in_hand()
        self._had_in_sight = focused is not None and self.content_region.contains_region(focused.region)
        self.border_subtitle = plain(words) if words else None
        self.refresh_bindings()
