"""The kiosk's own colours: one theme for dark rooms, one for bright ones.

Every text has at least 4.5:1 against what lies behind it, every border and focus mark at least 3:1
(A11Y-1, A11Y-2); the tests measure that on what widgets really draw. Colour never carries a meaning
alone. Borders are of the kinds that the Linux console's font can show: solid, double, thick, block, blank.
"""

from __future__ import annotations

from typing import Final, TypeVar

from textual.app import App
from textual.scrollbar import ScrollBar, ScrollBarRender
from textual.theme import Theme

T = TypeVar("T")

NIGHT: Final = "oak-creek-night"
DAY: Final = "oak-creek-day"


def _variables(  # noqa: PLR0913  a palette has as many colours as it has
    *, text: str, muted: str, quiet: str, rule: str, focus: str, accent: str, paper: str, panel: str, lifted: str
) -> dict[str, str]:
    """What every stock and own widget asks for, from one small palette."""
    return {
        "text": text,
        "text-muted": muted,
        "text-disabled": quiet,
        "foreground-muted": muted,
        "foreground-disabled": quiet,
        "border": focus,
        "border-blurred": rule,
        "surface-active": lifted,
        "block-cursor-foreground": paper,
        "block-cursor-background": focus,
        "block-cursor-text-style": "bold",
        "block-cursor-blurred-foreground": text,
        "block-cursor-blurred-background": lifted,
        "block-hover-background": lifted,
        "input-cursor-background": accent,
        "input-cursor-foreground": paper,
        "input-selection-background": focus,
        "input-selection-foreground": paper,
        "footer-background": panel,
        "footer-foreground": text,
        "footer-key-foreground": accent,
        "footer-description-foreground": text,
        "button-foreground": text,
        "button-color-foreground": paper,
        "button-focus-text-style": "bold",
        "scrollbar": rule,
        "scrollbar-hover": focus,
        "scrollbar-active": focus,
        "scrollbar-background": panel,
        "scrollbar-corner-color": panel,
    }


def _theme(name: str, *, dark: bool, colours: dict[str, str], variables: dict[str, str]) -> Theme:
    named = {
        f"text-{role}": colours[role] for role in ("primary", "secondary", "accent", "warning", "error", "success")
    }
    return Theme(
        name=name,
        dark=dark,
        primary=colours["primary"],
        secondary=colours["secondary"],
        accent=colours["accent"],
        warning=colours["warning"],
        error=colours["error"],
        success=colours["success"],
        foreground=colours["foreground"],
        background=colours["background"],
        surface=colours["surface"],
        panel=colours["panel"],
        text_alpha=1.0,
        variables={**named, **variables},
    )


OAK_CREEK_NIGHT: Final = _theme(
    NIGHT,
    dark=True,
    colours={
        "primary": "#8CBBEA",
        "secondary": "#A9BFD8",
        "accent": "#E3B76B",
        "warning": "#EBC373",
        "error": "#F5A3A0",
        "success": "#93D3A2",
        "foreground": "#E9EEF6",
        "background": "#0A1120",
        "surface": "#101A2D",
        "panel": "#16233B",
    },
    variables=_variables(
        text="#E9EEF6",
        muted="#B6C3D6",
        quiet="#9DACC3",
        rule="#6C83A6",
        focus="#8CBBEA",
        accent="#E3B76B",
        paper="#0A1120",
        panel="#16233B",
        lifted="#20324F",
    ),
)
"""Near-black navy, calm blue, brass."""

OAK_CREEK_DAY: Final = _theme(
    DAY,
    dark=False,
    colours={
        "primary": "#1C4A80",
        "secondary": "#3C5068",
        "accent": "#7A4A10",
        "warning": "#744700",
        "error": "#99201C",
        "success": "#1D5F33",
        "foreground": "#18212E",
        "background": "#F7F4ED",
        "surface": "#FFFDF8",
        "panel": "#E9E3D6",
    },
    variables=_variables(
        text="#18212E",
        muted="#434E5D",
        quiet="#525C69",
        rule="#7B7362",
        focus="#1C4A80",
        accent="#7A4A10",
        paper="#FFFDF8",
        panel="#E9E3D6",
        lifted="#DAD2C0",
    ),
)
"""Warm paper, deep blue, oak."""

STOCK_CSS: Final = """
Screen { background: $background; color: $foreground; }
*:disabled:can-focus { opacity: 1; color: $text-disabled; }
ToastRack { align: right bottom; }
Toast { border: solid $border; background: $panel; color: $foreground; }
OptionList { border: solid $border-blurred; background: $surface; }
OptionList:focus { border: double $border; background-tint: $surface 0%; }
"""
"""Goes before an application's own CSS: stock widgets without pale text or borders that consoles cannot draw."""


class PlainScrollBarRender(ScrollBarRender):
    """A scroll bar of whole cells, for fonts without eighth blocks."""

    VERTICAL_BARS = [" "]  # noqa: RUF012  Textual's own declaration
    HORIZONTAL_BARS = [" "]  # noqa: RUF012  the same


def dress(app: App[T], name: str = NIGHT) -> None:
    """Register both themes with *app*, put the one called *name* on, and make scroll bars plain."""
    app.register_theme(OAK_CREEK_NIGHT)
    app.register_theme(OAK_CREEK_DAY)
    app.theme = name
    ScrollBar.renderer = PlainScrollBarRender
