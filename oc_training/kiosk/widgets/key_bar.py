"""The keys that work now, in words, on as many lines as they need.

The stock footer is one line that scrolls sideways: at 80 columns keys disappear from it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.screen import Screen

from oc_training.kiosk.plain import same_length
from oc_training.kiosk.widgets.lines import LinesWidget

GAP = 3
"""Cells between two keys."""


@dataclass(frozen=True, slots=True)
class KeyWords:
    """One or more keys and what they do."""

    keys: str
    """As printed on the keyboard: ``Up/Down``."""
    words: str
    key: str
    """The name of the first of them, for a click."""

    @property
    def cells(self) -> int:
        """The width of both."""
        return cell_len(self.keys) + 1 + cell_len(self.words)


def arrange(entries: Iterable[KeyWords], width: int) -> list[list[KeyWords]]:
    """Put *entries* in order on as few lines of *width* cells as possible; none is left out."""
    lines: list[list[KeyWords]] = []
    used = 0
    for entry in entries:
        if lines and used + GAP + entry.cells <= width:
            lines[-1].append(entry)
            used += GAP + entry.cells
        else:
            lines.append([entry])
            used = entry.cells
    return lines


def together(keys: Sequence[str]) -> str:
    """Keys that do one thing: ``1-3`` where they are digits in a row, else ``Up/Down``."""
    if len(keys) > 2 and "".join(keys) in "123456789":  # noqa: PLR2004  two stand beside each other
        return f"{keys[0]}-{keys[-1]}"
    return "/".join(keys)


class KeyBar(LinesWidget):
    """Shows every key of the screen that has words; keys that do one thing together stand together."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"key-bar--key"}
    DEFAULT_CSS = """
    KeyBar { dock: bottom; color: $footer-foreground; background: $footer-background; padding: 0 1; min-height: 1; }
    KeyBar > .key-bar--key { color: $footer-key-foreground; text-style: bold; }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's own name
        super().__init__(id=id)
        self._entries: tuple[KeyWords, ...] | None = None
        """None until the keys were looked up."""
        self._room: tuple[KeyWords, ...] = ()
        """With them the keys that will work later, for which there is room from the first: what stands above the bar
        keeps its height."""

    def on_mount(self) -> None:
        """Follow the keys of the screen."""
        self.screen.bindings_updated_signal.subscribe(self, self._keys_changed)
        self.call_after_refresh(self._keys_changed, self.screen)

    def _keys_changed(self, screen: Screen[object]) -> None:
        if not self.is_attached or screen is not self.screen:
            return
        entries, room = self._found(screen), self._found(screen, also_later=True)
        if (entries, room) != (self._entries, self._room):
            self._entries, self._room = entries, room
            self.remake()

    @property
    def _shown(self) -> tuple[KeyWords, ...]:
        """The keys; those of now where none were looked up yet, so that the bar has its height from the first."""
        if self._entries is None:
            self._entries = self._found(self.screen)
            self._room = self._found(self.screen, also_later=True)
        return self._entries

    def _found(self, screen: Screen[object], *, also_later: bool = False) -> tuple[KeyWords, ...]:
        grouped: dict[str, dict[str, tuple[str, str]]] = {}
        for active in screen.active_bindings.values():
            binding = active.binding
            if binding.show and binding.description and (active.enabled or also_later):
                shown = (self.app.get_key_display(binding), binding.key)
                grouped.setdefault(binding.description, {}).setdefault(binding.action, shown)
        return tuple(
            KeyWords(
                same_length(together(list(dict.fromkeys(shown for shown, _ in keys.values())))),
                same_length(words),
                next(iter(keys.values()))[1],
            )
            for words, keys in grouped.items()
        )

    def make_lines(self, width: int) -> Sequence[Sequence[Segment]]:
        """Keys and words, wrapped."""
        base = self.rich_style
        key_style = base + self.get_component_rich_style("key-bar--key", partial=True)
        lines: list[list[Segment]] = []
        for entries in arrange(self._shown, width):
            line: list[Segment] = []
            for entry in entries:
                line += [
                    *([Segment(" " * GAP, base)] if line else []),
                    Segment(entry.keys, key_style),
                    Segment(f" {entry.words}", base),
                ]
            lines.append(line)
        missing = len(arrange(self._room, width)) - len(lines)
        return [*lines, *([] for _ in range(missing))] or [[]]

    def on_click(self, event: events.Click) -> None:
        """A click on a key's words is that key."""
        spot = event.get_content_offset(self)
        lines = arrange(self._shown, self.size.width)
        if spot is None or spot.y >= len(lines):
            return
        left = 0
        for entry in lines[spot.y]:
            if left <= spot.x < left + entry.cells:
                self.app.simulate_key(entry.key)
            left += entry.cells + GAP
