"""A directive to look into: one section in its column, where it stands among the others, its marked words, a search.

It records nothing and opens no section by itself: whoever shows it says which sections may be opened, and hears
where the person wants to go. So the reader of the training and the one for looking things up are the same.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.actions import SkipAction
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.message import Message

from oc_training.kiosk.pages.found import Found
from oc_training.kiosk.pages.panels import PassagePanel, PickPanel
from oc_training.kiosk.widgets.find_bar import HINT, FindBar, found_words
from oc_training.kiosk.widgets.outline import GLYPHS, Outline, OutlineItem, PlaceLine, State
from oc_training.kiosk.widgets.pick_list import PickItem
from oc_training.kiosk.widgets.reading_pane import ReadingPane
from oc_training.policy.marks import Mark, Marker, MarkKind
from oc_training.policy.model import Revision, Section

BESIDE = 110
"""From so many columns on, the outline stands beside the text."""
TITLE = 60
"""The most letters of a panel's title."""
NOWHERE_ELSE = "Not found in any other section."
NO_NEXT = "There is no next place here."
NOTHING_ASKED = "Nothing was looked for yet."
LATER = "This section comes later in your training. Here is what you were led to."


@dataclass(frozen=True, slots=True)
class Spot:
    """Somewhere in the directive, to come back to."""

    section: str
    citation: str


class DirectiveView(Vertical):
    """Shows one section of a revision and leads through all of it."""

    DEFAULT_CSS = """
    DirectiveView { height: 1fr; }
    DirectiveView #directive-side { display: none; width: 36; height: 1fr; background: $surface; }
    DirectiveView #directive-side { scrollbar-size-vertical: 1; }
    DirectiveView.-wide #directive-side { display: block; }
    DirectiveView.-wide PlaceLine { display: none; }
    DirectiveView FindBar { display: none; }
    DirectiveView.-finding FindBar { display: block; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("o", "outline", "Sections", key_display="O"),
        Binding("slash", "find", "Find", key_display="/"),
        Binding("b", "back", "Back", key_display="B"),
        Binding("escape", "close_find", "Close find", key_display="Esc"),
    ]

    class Led(Message):
        """A reference, a place found or the way back leads to another section, which may be opened."""

        def __init__(self, spot: Spot) -> None:
            super().__init__()
            self.spot = spot

    class Picked(Message):
        """Another section was picked in the outline."""

        def __init__(self, section: str) -> None:
            super().__init__()
            self.section = section

    def __init__(  # noqa: PLR0913  what is shown, and what is known about it
        self,
        revision: Revision,
        marker: Marker,
        section: Section,
        *,
        place: str = "",
        state_of: Callable[[Section], State],
        may_open: Callable[[Section], bool],
        shown_of: Callable[[Section], Collection[str] | None] = lambda _: None,
    ) -> None:
        """Open *section* at the clause *place*; *state_of* says what has become of a section so far.

        *shown_of* gives the clauses of a section that have been on the screen whole before, or None where it does not
        matter what is displayed.
        """
        super().__init__()
        self._revision = revision
        self._marker = marker
        self._state_of = state_of
        self._may_open = may_open
        self._shown_of = shown_of
        self._trail: list[Spot] = []
        self._found = Found(revision)
        self._shown_before = 0.0
        self._pane = ReadingPane(section, self._marks(section), shown=shown_of(section))
        self._go_to(section, place)
        self._line = PlaceLine(self._items(), self._share())
        self._outline = Outline(f"Directive {revision.directive}", self._items(), self._share())
        self._told = (section.id, round(self._share(), 2))
        self._find = FindBar()

    def compose(self) -> ComposeResult:
        """Where one is; the outline and the text; the search."""
        yield self._line
        with Horizontal():
            with VerticalScroll(id="directive-side", can_focus=False):
                yield self._outline
            yield self._pane
        yield self._find

    # ---- what is shown

    @property
    def section(self) -> Section:
        """The section on the screen."""
        return self._pane.section

    @property
    def whole(self) -> bool:
        """Whether every letter of it has been on the screen."""
        return self._pane.whole

    @property
    def shown(self) -> tuple[str, ...]:
        """Citations of its clauses that have been on the screen whole."""
        return self._pane.shown

    @property
    def passed_over(self) -> bool:
        """Whether what has not been on the screen yet stands only above what is in sight."""
        return self._pane.passed_over

    @property
    def at_mark(self) -> bool:
        """Whether the cursor is on a marked word, which Enter opens."""
        return self._pane.at_mark

    def go_to_left(self) -> None:
        """Lead to the first line that has not been on the screen yet."""
        self._pane.go_to_left()

    @property
    def place(self) -> str:
        """Citation of the clause at the top."""
        return self._pane.top_citation

    def open(self, section: Section, citation: str = "") -> None:
        """Show another section, at *citation* if it stands there; the search goes on in it."""
        self._pane.show(section, self._marks(section), self._shown_of(section))
        self._go_to(section, citation)
        if self._finding:
            self._search(self._find.asked)
        self.tell()
        self.refresh_bindings()

    def take_focus(self) -> None:
        """Give the keys to the text."""
        self.screen.set_focus(self._pane)

    def tell(self) -> None:
        """Show anew where one is, if that changed: called when a section's state is another."""
        now = (self.section.id, round(self._share(), 2))
        if now != self._told:
            self._told = now
            self._line.show(self._items(), self._share())
            self._outline.show(self._items(), self._share())

    def _go_to(self, section: Section, citation: str) -> None:
        letters = 0
        self._shown_before = 0.0
        counts = self._shown_of(section) is not None
        for clause in section.clauses:
            if clause.citation == citation:
                before = letters / max(sum(len(each.text) for each in section.clauses), 1)
                self._shown_before = 0.0 if counts else before
                self._pane.scroll_to_citation(citation)
            letters += len(clause.text)

    def _marks(self, section: Section) -> dict[str, tuple[Mark, ...]]:
        return {clause.citation: self._marker.marks_in(clause) for clause in section.clauses}

    def _items(self) -> tuple[OutlineItem, ...]:
        here = self.section.id
        return tuple(
            OutlineItem(section.id, section.title, State.HERE if section.id == here else self._state_of(section))
            for section in self._revision.sections
        )

    def _share(self) -> float:
        """How far through the directive one is, by words: what is done, and the part shown of this section."""
        words = 0.0
        before = True
        for section in self._revision.sections:
            state = self._state_of(section)
            if section.id == self.section.id:
                before = False
                shown = max(self._pane.fraction, self._shown_before)
                words += section.words * (1.0 if state is State.DONE else shown)
            elif state is State.DONE or (state is State.OPEN and before):
                words += section.words
        return words / max(sum(section.words for section in self._revision.sections), 1)

    def on_resize(self, event: events.Resize) -> None:
        """The outline stands beside the text where there is room for both."""
        self.set_class(event.size.width >= BESIDE, "-wide")

    def on_reading_pane_displayed(self) -> None:
        """More was shown."""
        self.tell()

    # ---- where words lead

    def on_reading_pane_mark_chosen(self, event: ReadingPane.MarkChosen) -> None:
        """A definition is shown in place; a cross reference leads to its clause."""
        event.stop()
        if event.kind == MarkKind.DEFINITION:
            term = self._revision.clause(event.target).term or event.target
            passage = self._revision.passage(event.target)
            self.app.push_screen(PassagePanel(f"What {term} means here", passage, self._revision.directive))
        else:
            self._lead_to(event.target)

    def _lead_to(self, citation: str) -> None:
        """Go to a clause, or show it in a panel where its section cannot be opened yet."""
        section = self._revision.section_of(citation)
        if section.id == self.section.id or self._may_open(section):
            self._go(citation)
            return
        cited = self._revision.clause(citation)
        title = f"{citation} {cited.text}" if citation == section.id else citation
        passage = self._revision.passage(citation)
        self.app.push_screen(PassagePanel(title[:TITLE], passage, self._revision.directive, sentence=LATER))

    def _go(self, citation: str) -> None:
        self._trail.append(Spot(self.section.id, self.place))
        self._follow(Spot(self._revision.section_of(citation).id, citation))

    def _follow(self, spot: Spot) -> None:
        if spot.section == self.section.id:
            self._pane.scroll_to_citation(spot.citation)
        else:
            self.post_message(self.Led(spot))
        self.refresh_bindings()

    def action_back(self) -> None:
        """To where the last reference was followed."""
        if self._trail:
            self._follow(self._trail.pop())

    # ---- the outline

    def action_outline(self) -> None:
        """Show all sections; those that may be opened can be picked."""
        items = [
            PickItem(item.id, _lead(item), item.words, enabled=item.state is State.HERE or self._may_open(section))
            for item, section in zip(self._items(), self._revision.sections, strict=True)
        ]
        self.app.push_screen(PickPanel("Sections", items, self.section.id), self._picked)

    def _picked(self, section_id: str | None) -> None:
        if section_id is not None and section_id != self.section.id:
            self.post_message(self.Picked(section_id))

    # ---- the search

    @property
    def _finding(self) -> bool:
        return self.has_class("-finding")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002  Textual's signature
        """Keys that lead nowhere are not offered."""
        match action:
            case "back":
                return bool(self._trail)
            case "find":
                return not self._find.has_focus_within
            case "close_find":
                return self._finding
            case _:
                return True

    def action_find(self) -> None:
        """Open the line to type in."""
        self.add_class("-finding")
        self._find.begin()
        self.refresh_bindings()

    def action_close_find(self) -> None:
        """Take search and marks away; the text stays where it is."""
        if not self._finding:
            raise SkipAction
        self.remove_class("-finding")
        self._found = Found(self._revision)
        self._find.forget()
        self._pane.highlight({})
        self.take_focus()
        self.refresh_bindings()

    def on_find_bar_asked(self, event: FindBar.Asked) -> None:
        """Look for words in the whole directive."""
        event.stop()
        self._search(event.words)

    def on_find_bar_stepped(self, event: FindBar.Stepped) -> None:
        """The next or previous place in this section, or in words that there is none."""
        if self._pane.step_hit(event.by):
            return
        if self._find.asked:
            self._find.say(f"{NO_NEXT} {found_words(0, self._found.elsewhere(self.section))}")
        else:
            self._find.say(f"{NOTHING_ASKED} {HINT}")

    def on_find_bar_elsewhere_asked(self) -> None:
        """List the places in other sections; a place picked shows its passage."""
        items = self._found.items_elsewhere(self.section)
        if items:
            self.app.push_screen(PickPanel("In other sections", items), self._show_found)
        else:
            self._find.say(f"{NOWHERE_ELSE if self._find.asked else NOTHING_ASKED} {HINT}")

    def _show_found(self, citation: str | None) -> None:
        if citation is None:
            return
        may_go = self._may_open(self._revision.section_of(citation))
        panel = PassagePanel(
            citation,
            self._revision.passage(citation),
            self._revision.directive,
            sentence="" if may_go else LATER,
            may_go=may_go,
        )
        self.app.push_screen(panel, lambda go: self._go(citation) if go else None)

    def _search(self, words: str) -> None:
        self._found = Found.of(self._revision, words)
        here = self._pane.highlight(self._found.here(self.section))
        self._find.say(found_words(here, self._found.elsewhere(self.section)))


def _lead(item: OutlineItem) -> str:
    glyph = f"{GLYPHS[item.state]} "
    return glyph if item.id == item.title else f"{glyph}{item.id:<6}"
