"""A scrolling view that moves at once, by whole lines, and keeps a line in sight from page to page."""

from __future__ import annotations

from textual.scroll_view import ScrollView


class SteadyScrollView(ScrollView):
    """Base of views that people read in; nothing in it glides (A11Y-8)."""

    def action_scroll_up(self) -> None:
        """One line up."""
        self.scroll_relative(y=-1, animate=False)

    def action_scroll_down(self) -> None:
        """One line down."""
        self.scroll_relative(y=1, animate=False)

    def action_page_down(self) -> None:
        """A page down, keeping one line in sight."""
        self.scroll_relative(y=max(self.size.height - 1, 1), animate=False)

    def action_page_up(self) -> None:
        """A page up, keeping one line in sight."""
        self.scroll_relative(y=-max(self.size.height - 1, 1), animate=False)

    def action_scroll_home(self) -> None:
        """To the first line."""
        self.scroll_to(y=0, animate=False)

    def action_scroll_end(self) -> None:
        """To the last line."""
        self.scroll_to(y=self.max_scroll_y, animate=False)
