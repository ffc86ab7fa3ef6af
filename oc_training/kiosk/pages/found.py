"""What a search in a directive found, as seen from one of its sections."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from oc_training.kiosk.widgets.pick_list import PickItem
from oc_training.policy.model import Revision, Section
from oc_training.policy.search import Hit, find

BEFORE, AFTER = 30, 60
"""Letters of a clause that the list shows before the words found and after them."""


@dataclass(frozen=True, slots=True)
class Found:
    """The places of some words in a revision."""

    revision: Revision
    hits: tuple[Hit, ...] = ()

    @classmethod
    def of(cls, revision: Revision, words: str) -> Found:
        """Look for *words* in the whole of *revision*."""
        return cls(revision, find(revision, words))

    def here(self, section: Section) -> Mapping[str, Sequence[tuple[int, int]]]:
        """The places in *section*: offsets by citation."""
        spans: dict[str, list[tuple[int, int]]] = {}
        for hit in self.hits:
            if self._section_id(hit) == section.id:
                spans.setdefault(hit.citation, []).append((hit.start, hit.end))
        return spans

    def elsewhere(self, section: Section) -> Mapping[str, int]:
        """How many places there are in each of the other sections, in printed order."""
        return Counter(found for hit in self.hits if (found := self._section_id(hit)) != section.id)

    def items_elsewhere(self, section: Section) -> tuple[PickItem, ...]:
        """The clauses of other sections in which something was found, each with words around the first place."""
        first: dict[str, Hit] = {}
        for hit in self.hits:
            if self._section_id(hit) != section.id:
                first.setdefault(hit.citation, hit)
        width = max(map(len, first), default=0)
        return tuple(PickItem(cited, f"{cited:<{width}}  ", self._excerpt(hit)) for cited, hit in first.items())

    def _section_id(self, hit: Hit) -> str:
        return self.revision.section_of(hit.citation).id

    def _excerpt(self, hit: Hit) -> str:
        text = self.revision.clause(hit.citation).text
        start, end = max(hit.start - BEFORE, 0), hit.end + AFTER
        return f"{'... ' if start else ''}{text[start:end]}{' ...' if end < len(text) else ''}"
