"""The kiosk's own colours: one theme for dark rooms, one for bright ones, each also in 16 colours.

Every text has at least 4.5:1 against what lies behind it, every border and focus mark at least 3:1
(A11Y-1, A11Y-2); the tests measure that on what widgets really draw. Colour never carries a meaning
alone. Borders are of the kinds that the Linux console's font can show: solid, double, thick, block, blank.

A terminal with 16 colours gets the nearest of them, which for a palette made for millions can be the same colour twice.
So such a terminal gets themes made of those 16, of which the Linux console shows eight behind letters, and bold
letters in their bright variant.
"""

from __future__ import annotations

from typing import Final, TypeVar

from textual.app import App
from textual.scrollbar import ScrollBar, ScrollBarRender
from textual.theme import Theme

from oc_training.kiosk.appearance import ASCII_CLASS

T = TypeVar("T")

NIGHT: Final = "oak-creek-night"
DAY: Final = "oak-creek-day"
NIGHT_16: Final = "oak-creek-night-16"
DAY_16: Final = "oak-creek-day-16"

OPPOSITE: Final = {NIGHT: DAY, DAY: NIGHT, NIGHT_16: DAY_16, DAY_16: NIGHT_16}
"""The theme for a bright room by that for a dark one, and back."""

SIXTEEN_COLOURS: Final = "standard"
"""What Rich calls the colours of a terminal that has 16."""
WITHOUT_BOLD: Final = frozenset({DAY_16})
"""Themes in which bold would make a letter too pale, and is left out."""


def _variables(  # noqa: PLR0913  a palette has as many colours as it has
    *,
    text: str,
    muted: str,
    quiet: str,
    rule: str,
    focus: str,
    accent: str,
    paper: str,
    panel: str,
    lifted: str,
    chosen: str = "",
    cursor: str = "",
) -> dict[str, str]:
    """What every stock and own widget asks for, from one small palette.

    *chosen* lies behind what is chosen, *cursor* behind the next letter to be typed, each with *paper* for its
    letters; they are *focus* and *accent* unless those can be no ground.
    """
    chosen, cursor = chosen or focus, cursor or accent
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
        "block-cursor-background": chosen,
        "block-cursor-text-style": "bold",
        "block-cursor-blurred-foreground": text,
        "block-cursor-blurred-background": lifted,
        "block-hover-background": lifted,
        "input-cursor-background": cursor,
        "input-cursor-foreground": paper,
        "input-selection-background": chosen,
        "input-selection-foreground": paper,
        "footer-background": panel,
        "footer-foreground": text,
        "footer-key-foreground": accent,
        "footer-description-foreground": text,
        "button-foreground": text,
        "button-color-foreground": paper,
        "button-focus-text-style": "bold",
        "scrollbar": rule,
        "scrollbar-hover": chosen,
        "scrollbar-active": chosen,
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
        lifted="#1F2F4F",
    ),
)
"""Near-black navy, calm blue, brass."""

OAK_CREEK_DAY: Final = _theme(
    DAY,
    dark=False,
    colours={
        "primary": "#1C4A80",
        "secondary": "#2F4A66",
        "accent": "#6E440F",
        "warning": "#6E4400",
        "error": "#99201C",
        "success": "#1D5F33",
        "foreground": "#18212E",
        "background": "#F7F4ED",
        "surface": "#FFFDF8",
        "panel": "#E9E3D6",
    },
    variables=_variables(
        text="#18212E",
        muted="#454D56",
        quiet="#4F5965",
        rule="#7B7362",
        focus="#1C4A80",
        accent="#6E440F",
        paper="#FFFDF8",
        panel="#E9E3D6",
        lifted="#DAD2C0",
    ),
)
"""Warm paper, deep blue, oak."""

BLACK, BLUE, BROWN, GREY, WHITE = "#000000", "#0000AA", "#AA5500", "#AAAAAA", "#FFFFFF"
BRIGHT_RED, BRIGHT_GREEN, YELLOW, BRIGHT_CYAN = "#FF5555", "#55FF55", "#FFFF55", "#55FFFF"
"""Nine of the sixteen, as the Linux console shows them. Of these the first four can lie behind letters."""

OAK_CREEK_NIGHT_16: Final = _theme(
    NIGHT_16,
    dark=True,
    colours={
        "primary": BROWN,
        "secondary": GREY,
        "accent": YELLOW,
        "warning": YELLOW,
        "error": BRIGHT_RED,
        "success": BRIGHT_GREEN,
        "foreground": GREY,
        "background": BLACK,
        "surface": BLACK,
        "panel": BLACK,
    },
    variables={
        **_variables(
            text=GREY,
            muted=GREY,
            quiet=GREY,
            rule=GREY,
            focus=BRIGHT_CYAN,
            accent=YELLOW,
            paper=WHITE,
            panel=BLACK,
            lifted=BLACK,
            chosen=BROWN,
            cursor=BROWN,
        ),
        "text-primary": BRIGHT_CYAN,
    },
)
"""Grey on black, yellow and cyan; white on brown for what is chosen."""

OAK_CREEK_DAY_16: Final = _theme(
    DAY_16,
    dark=False,
    colours={
        "primary": BLUE,
        "secondary": BLACK,
        "accent": BLUE,
        "warning": BLACK,
        "error": BLACK,
        "success": BLACK,
        "foreground": BLACK,
        "background": GREY,
        "surface": GREY,
        "panel": GREY,
    },
    variables=_variables(
        text=BLACK,
        muted=BLACK,
        quiet=BLACK,
        rule=BLACK,
        focus=BLUE,
        accent=BLUE,
        paper=WHITE,
        panel=GREY,
        lifted=GREY,
    ),
)
"""Black and blue on grey, the only two that can be read there; white on blue for what is chosen. Nothing is bold."""

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


def dress(app: App[T], name: str = "", *, ascii_only: bool = False) -> None:
    """Register the themes with *app*, put the one called *name* on, and make scroll bars plain.

    Without a *name* it is the one for a dark room in as many colours as the terminal has. With *ascii_only* nothing
    but the words of data is drawn in other signs than those of ASCII.
    """
    for theme in (OAK_CREEK_NIGHT, OAK_CREEK_DAY, OAK_CREEK_NIGHT_16, OAK_CREEK_DAY_16):
        app.register_theme(theme)
    app.theme = name or (NIGHT_16 if app.console.color_system == SIXTEEN_COLOURS else NIGHT)
    app.set_class(ascii_only, ASCII_CLASS)
    ScrollBar.renderer = PlainScrollBarRender
