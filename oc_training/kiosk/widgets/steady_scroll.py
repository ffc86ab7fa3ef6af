"""A scrolling view that moves at once, by whole lines, and keeps a line in sight from page to page."""

from __future__ import annotations

from textual.scroll_view import ScrollView


class SteadyScrollView(ScrollView):
    """Base of views that people read in; nothing in it glides (A11Y-8)."""

    @property
    def has_its_place(self) -> bool:
        """Whether keys may move it: what nobody has seen yet is not left by a key that was pressed before it stood."""
        return True

    def action_scroll_up(self) -> None:
        """One line up."""
        self._move_to(self.scroll_target_y - 1)

    def action_scroll_down(self) -> None:
        """One line down."""
        self._move_to(self.scroll_target_y + 1)

    def action_page_down(self) -> None:
        """A page down, keeping one line in sight."""
        self._move_to(self.scroll_target_y + max(self.size.height - 1, 1))

    def action_page_up(self) -> None:
        """A page up, keeping one line in sight."""
        self._move_to(self.scroll_target_y - max(self.size.height - 1, 1))

    def action_scroll_home(self) -> None:
        """To the first line."""
        self._move_to(0)

    def action_scroll_end(self) -> None:
        """To the last line."""
        self._move_to(self.max_scroll_y)

    def _move_to(self, y: float) -> None:
        if self.has_its_place:
            self.scroll_to(y=y, animate=False)
