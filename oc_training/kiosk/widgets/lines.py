"""A widget that draws its own lines and is as tall as they are.

Making lines ourselves keeps the words of data away from every markup parser, costs far less than a widget
for each piece, and lets the same values be set anew when the width changes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from oc_training.kiosk.plain import harmless
from oc_training.kiosk.private_api import measure_anew


class LinesWidget(Widget):
    """Base of widgets whose lines depend on their values and on the width alone."""

    DEFAULT_CSS = """
    LinesWidget { height: auto; width: 1fr; }
    """
    ALLOW_SELECT = False

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002  Textual's own name
        super().__init__(id=id, classes=classes)
        self._kept: tuple[int, list[Strip]] | None = None

    def make_lines(self, width: int) -> Sequence[Sequence[Segment]]:
        """Return every line of the widget for a width in cells."""
        raise NotImplementedError

    def remake(self) -> None:
        """Throw the lines away and draw again; to be called whenever a value changed."""
        self._kept = None
        measure_anew(self)
        self.refresh(layout=True)

    def role_styles(self, *roles: str) -> Mapping[str, Style]:
        """Return the style of each component class, as something to be laid over the widget's own style."""
        return {role: self.get_component_rich_style(role, partial=True) for role in roles}

    def notify_style_update(self) -> None:
        """Draw anew in the colours of the theme now chosen."""
        self._kept = None
        super().notify_style_update()

    def get_content_width(self, container: Size, viewport: Size) -> int:  # noqa: ARG002  Textual's signature
        """As wide as the container."""
        return container.width

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002  Textual's signature
        """As tall as the lines."""
        return len(self._strips(width))

    def render_line(self, y: int) -> Strip:
        """Line *y* of the content, padded in the widget's own colours."""
        strips = self._strips(self.size.width)
        line = strips[y] if y < len(strips) else Strip([])
        return line.crop_extend(0, self.size.width, self.rich_style)

    def _strips(self, width: int) -> list[Strip]:
        if self._kept is None or self._kept[0] != width:
            self._kept = (width, [Strip(harmless(line)) for line in self.make_lines(width)])
        return self._kept[1]
