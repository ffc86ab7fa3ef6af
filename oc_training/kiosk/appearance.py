"""What the kiosk's own furniture is made of where fonts or lines are poor: ASCII alone.

Widgets draw with lines, blocks and bars. On the Linux console with its 256 characters, or on an old terminal, some of
them are missing, so each is exchanged for a sign of ASCII on its way to the screen. That happens to signs with which
the kiosk draws, and which no writing uses; the words of a directive, a name, a comment keep every character, here as
in the record, and what the terminal's font makes of them is the terminal's business.
"""

from __future__ import annotations

from typing import Final, TypeVar

from rich.segment import Segment
from rich.style import Style
from textual.app import App
from textual.color import Color
from textual.dom import DOMNode
from textual.filter import LineFilter

T = TypeVar("T")

ASCII_CLASS: Final = "-ascii"
"""A class of the application while it draws in ASCII."""

STAND_INS: Final = str.maketrans(
    {
        # single lines: what is there
        "\N{BOX DRAWINGS LIGHT HORIZONTAL}": "-",
        "\N{BOX DRAWINGS LIGHT VERTICAL}": "|",
        **dict.fromkeys("\u250c\u2510\u2514\u2518", "+"),
        # double lines: what has the focus, or asks
        "\N{BOX DRAWINGS DOUBLE HORIZONTAL}": "=",
        "\N{BOX DRAWINGS DOUBLE VERTICAL}": ":",
        **dict.fromkeys("\u2554\u2557\u255a\u255d", "#"),
        # thick edges: what is wrong, what is quoted
        **dict.fromkeys("\N{UPPER HALF BLOCK}\N{LOWER HALF BLOCK}", "#"),
        "\N{LEFT HALF BLOCK}": "|",
        # bars
        "\N{FULL BLOCK}": "#",
        "\N{LIGHT SHADE}": "-",
        "\N{WHITE CIRCLE}": "o",
        "\N{BLACK SQUARE}": "=",
    }
)
"""A sign of ASCII for every other sign with which widgets and borders draw."""


class AsciiFurniture(LineFilter):
    """Exchanges the furniture's signs for ASCII; every line keeps its width."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002  Textual's signature
        """The same segments in ASCII."""
        return [
            Segment(text.translate(STAND_INS), style, control) if not text.isascii() else Segment(text, style, control)
            for text, style, control in segments
        ]


class WithoutBold(LineFilter):
    """Takes bold away, for a theme whose colours a 16-colour console would change: it draws bold as bright."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002  Textual's signature
        """The same segments, none of them bold."""
        return [Segment(text, style + NOT_BOLD if style else style, control) for text, style, control in segments]


NOT_BOLD: Final = Style(bold=False)


def drawn_in_ascii(node: DOMNode) -> bool:
    """Whether the application of *node* draws in ASCII."""
    return node.app.has_class(ASCII_CLASS)


def furniture_filters(app: App[T], without_bold: frozenset[str]) -> list[LineFilter]:
    """What the lines of *app* pass before they are shown: by its appearance, and by its theme, if that has no bold."""
    filters: list[LineFilter] = []
    if app.has_class(ASCII_CLASS):
        filters.append(AsciiFurniture())
    if app.theme in without_bold:
        filters.append(WithoutBold())
    return filters
