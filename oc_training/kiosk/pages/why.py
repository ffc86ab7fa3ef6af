"""Why a person's own directive is due when it is: the arithmetic, each step with the entry or the rule it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget

from oc_training.attestation.duties import Duty
from oc_training.kiosk.pages.panels import PANEL_CSS, room_lines
from oc_training.kiosk.widgets.dialog import Choice, Dialog
from oc_training.kiosk.widgets.facts import Fact, Facts
from oc_training.kiosk.widgets.scroll_room import ScrollRoom
from oc_training.kiosk.words import source_words, spoken


class WhyPanel(Dialog[None]):
    """Shows the steps over "My directives"."""

    DEFAULT_CSS = PANEL_CSS.format(name="WhyPanel")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "scroll_room(-1)", "Scroll", show=False),
        Binding("down", "scroll_room(1)", "Scroll", show=False),
        Binding("pageup", "scroll_page(-1)", "Page", show=False),
        Binding("pagedown,space", "scroll_page(1)", "Page", show=False),
    ]

    def __init__(self, duty: Duty) -> None:
        self._sentence = "How this was worked out. PgUp and PgDn scroll what does not fit."
        back: Choice[None] = Choice("Back to my directives", None, "b")
        super().__init__(
            f"Directive {duty.directive}: why it is due when it is", [self._sentence], [back], on_escape=None
        )
        lines = [Fact(source_words(line.source), spoken(line.text)) for line in duty.standing.lines]
        self._room = ScrollRoom(Facts(lines))

    def on_resize(self) -> None:
        """The steps take what room there is."""
        self._room.styles.max_height = room_lines(self.size.height, len(self._choices), self._sentence)

    def extra(self) -> Sequence[Widget]:
        """The steps."""
        return (self._room,)

    def action_scroll_room(self, lines: int) -> None:
        """Some lines down, or up."""
        self._room.action_scroll_by(lines)

    def action_scroll_page(self, pages: int) -> None:
        """Some pages down, or up."""
        self._room.action_scroll_pages(pages)
