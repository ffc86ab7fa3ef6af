"""What changed since somebody signed, in the reader's own pane: so every letter of it counts by the same rules."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from oc_training.attestation.since_signed import SinceSigned
from oc_training.kiosk.widgets.reading_pane import ReadingPane
from oc_training.kiosk.widgets.typeset import Spot
from oc_training.policy.word_changes import Edit

_ROLES: Final[Mapping[Edit, str]] = {Edit.STRUCK: "struck", Edit.ADDED: "added"}


class ChangesView(ReadingPane):
    """Shows what changed; struck and added words stand in their signs, and in colour where there is any."""

    def __init__(self, since: SinceSigned, *, place: str = "", shown: Collection[str] = ()) -> None:
        """Open at the line *place*; *shown* are the lines that have been on the screen whole before."""
        super().__init__(since.section, shown=shown, styled=_styled(since))
        if any(clause.citation == place for clause in since.section.clauses):
            self.scroll_to_citation(place)

    @property
    def place(self) -> str:
        """The line at the top."""
        return self.top_citation

    def take_focus(self) -> None:
        """Give the keys to the text."""
        self.screen.set_focus(self)


def _styled(since: SinceSigned) -> dict[str, Sequence[Spot]]:
    return {
        citation: [Spot(start, end, _ROLES[edit]) for start, end, edit in spans]
        for citation, spans in since.edits.items()
    }
