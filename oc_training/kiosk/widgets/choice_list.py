"""The options of a question: choose one, confirm it, see what was right.

Choosing and confirming are two different keys; what has just appeared takes no key for a moment,
so that nobody answers a question they have not seen.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.binding import Binding, BindingType
from textual.containers import ScrollableContainer
from textual.geometry import Region
from textual.message import Message

from oc_training.kiosk.plain import same_length
from oc_training.kiosk.widgets.lines import LinesWidget
from oc_training.kiosk.widgets.settling import Settling
from oc_training.kiosk.widgets.typeset import paragraph
from oc_training.quiz.model import Option

HANG = 9
"""Cells before an option's words: caret, glyph, number."""
COLUMN = 84
"""The widest an option becomes."""
KEYS = 5
"""How many options have a digit and a letter of their own."""


class ChoiceList(LinesWidget, can_focus=True):
    """Shows options in the order given; digits, letters, arrows and clicks choose, Enter confirms."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "choice-list--cursor",
        "choice-list--chosen",
        "choice-list--right",
        "choice-list--wrong",
        "choice-list--number",
    }
    DEFAULT_CSS = """
    ChoiceList { color: $foreground; background: $background; }
    ChoiceList > .choice-list--cursor { color: $text-accent; text-style: bold; }
    ChoiceList > .choice-list--chosen { text-style: bold; }
    ChoiceList > .choice-list--number { color: $text-primary; text-style: bold; }
    ChoiceList > .choice-list--right { color: $text-success; text-style: bold; }
    ChoiceList > .choice-list--wrong { color: $text-error; text-style: bold; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Move", key_display="Up"),
        Binding("down", "move(1)", "Move", key_display="Down"),
        *(
            Binding(f"{number},{letter}", f"pick({number - 1})", "Choose")
            for number, letter in enumerate("abcde"[:KEYS], start=1)
        ),
        Binding("space", "pick_here", "Choose", show=False),
        Binding("enter", "confirm", "Confirm", key_display="Enter"),
    ]

    class Selected(Message):
        """Another option is selected; nothing is answered yet."""

        def __init__(self, letter: str) -> None:
            super().__init__()
            self.letter = letter

    class NothingChosen(Message):
        """An answer was to be confirmed, and none is selected."""

    class Chosen(Message):
        """The selected option was confirmed. It comes once."""

        def __init__(self, letter: str) -> None:
            super().__init__()
            self.letter = letter
            """The option's own letter, whatever place it was shown at."""

    def __init__(
        self,
        options: Sequence[Option],
        *,
        reveal: bool = True,
        settling: Settling | None = None,
        id: str | None = None,  # noqa: A002  Textual's own name
    ) -> None:
        """Take *options* in the order to be shown; with *reveal* the right one is marked after confirmation."""
        super().__init__(id=id)
        self._options = tuple(options)
        self._reveal = reveal
        self._settling = settling or Settling()
        self._cursor = 0
        self._chosen: int | None = None
        self._frozen = False

    @property
    def selected(self) -> str | None:
        """The letter of the option now selected, None before anything is."""
        return None if self._chosen is None else self._options[self._chosen].letter

    @property
    def frozen(self) -> bool:
        """Whether the answer was confirmed and nothing can be changed any more."""
        return self._frozen

    def restore(self, letter: str, *, confirmed: bool) -> None:
        """Show an answer given earlier. No message is posted."""
        self._chosen = self._cursor = next(
            number for number, option in enumerate(self._options) if option.letter == letter
        )
        self._frozen = confirmed
        self._changed()

    def reveal(self) -> None:
        """Mark what was right, on a list that was made without; for an answer that has been kept meanwhile."""
        self._reveal = True
        self.remake()

    def on_mount(self) -> None:
        """Begin the moment in which keys are ignored."""
        self._settling.start()

    def on_focus(self) -> None:
        """Show the caret."""
        self.remake()

    def on_blur(self) -> None:
        """Hide the caret."""
        self.remake()

    def on_key(self, event: events.Key) -> None:
        """Ignore what was typed before the options could be seen; Tab and Escape always work."""
        if not self._settling.over and event.key not in {"tab", "shift+tab", "escape"}:
            event.stop()
            event.prevent_default()

    def on_click(self, event: events.Click) -> None:
        """Select the option that was clicked; confirming is left to the key or a button."""
        spot = event.get_content_offset(self)
        if spot is None or not self._settling.over:
            return
        for number, (top, height) in enumerate(self._extents(self.size.width)):
            if top <= spot.y < top + height:
                self.action_pick(number)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """After confirmation none of the keys does anything here, so that the screen may use them.

        A digit or letter is a key only where there is an option for it.
        """
        if action == "pick" and not all(number in range(len(self._options)) for number in parameters):
            return False
        return not (self._frozen and action in {"move", "pick", "pick_here", "confirm"})

    def action_move(self, by: int) -> None:
        """Move the caret; the end does not lead back to the beginning."""
        self._cursor = min(max(self._cursor + by, 0), len(self._options) - 1)
        self._changed()

    def action_pick(self, number: int) -> None:
        """Move the caret to an option and select it."""
        if self._frozen or not 0 <= number < len(self._options):
            return
        self._cursor = self._chosen = number
        self._changed()
        self.post_message(self.Selected(self._options[number].letter))

    def action_pick_here(self) -> None:
        """Select the option at the caret."""
        self.action_pick(self._cursor)

    def action_confirm(self) -> None:
        """Confirm the selected option; without one, the screen is told so."""
        if self._chosen is None:
            self.post_message(self.NothingChosen())
        else:
            self.confirm()

    def confirm(self) -> None:
        """Confirm the selected option, once; for a button that says the same as the key."""
        if self._frozen or self._chosen is None or not self._settling.over:
            return
        self._frozen = True
        self._changed()
        self.refresh_bindings()
        self.post_message(self.Chosen(self._options[self._chosen].letter))

    def _changed(self) -> None:
        self.remake()
        if self.is_mounted:
            self.call_after_refresh(self._keep_in_sight)

    def _keep_in_sight(self) -> None:
        """Scroll whatever scrolls around this list so that the option at the caret is whole in view."""
        top, height = self._extents(self.size.width)[self._cursor]
        around = next((node for node in self.ancestors if isinstance(node, ScrollableContainer)), None)
        if around is not None:
            place = self.virtual_region_with_margin.offset
            around.scroll_to_region(Region(place.x, place.y + top, self.size.width, height), animate=False, force=True)

    def _extents(self, width: int) -> list[tuple[int, int]]:
        """First line and height of each option."""
        extents: list[tuple[int, int]] = []
        top = 0
        for number in range(len(self._options)):
            height = len(self._option_lines(number, width))
            extents.append((top, height))
            top += height + 1
        return extents

    def make_lines(self, width: int) -> Sequence[Sequence[Segment]]:
        """Every option with a blank line between."""
        lines: list[Sequence[Segment]] = []
        for number in range(len(self._options)):
            lines += [*([[]] if number else []), *self._option_lines(number, width)]
        return lines

    def _option_lines(self, number: int, width: int) -> list[list[Segment]]:
        styles = self.role_styles(*self.COMPONENT_CLASSES)
        base = self.rich_style
        at_caret = number == self._cursor and not self._frozen and self.has_focus
        glyph = "(o)" if number == self._chosen else "( )"
        first = [
            Segment("> " if at_caret else "  ", base + styles["choice-list--cursor"]),
            Segment(f"{glyph} ", base + styles["choice-list--cursor"] if number == self._chosen else base),
            Segment(f"{number + 1}. ", base + styles["choice-list--number"]),
        ]
        words = base + styles["choice-list--chosen"] if number == self._chosen else base
        width = min(width, COLUMN)
        lines = paragraph(same_length(self._options[number].text), width, words, first=first, hang=HANG)
        said = self._said(number)
        return lines if said is None else [*lines, *paragraph(said[0], width, base + styles[said[1]], hang=HANG)]

    def _said(self, number: int) -> tuple[str, str] | None:
        """What is said under an option once the answer is confirmed."""
        if not self._frozen:
            return None
        right, chosen = self._options[number].right, number == self._chosen
        if chosen and not self._reveal:
            return "[your answer]", "choice-list--chosen"
        if chosen and right:
            return "[your answer: right]", "choice-list--right"
        if chosen:
            return "[your answer: not right]", "choice-list--wrong"
        return ("[the right answer]", "choice-list--right") if right and self._reveal else None
