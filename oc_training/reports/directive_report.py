"""A directive as data for other programs."""

from __future__ import annotations

from oc_training.ledger.port import Json
from oc_training.policy.model import Revision


def directive_json(revision: Revision, citation: str | None = None) -> dict[str, Json]:
    """A revision with its front matter and every clause in printed order.

    With a *citation*, only the clauses of its passage: the clause, the sentence it completes, what hangs below.

    Raises:
        NotFound: when the directive has no such clause.
    """
    clauses = revision.clauses if citation is None else revision.passage(citation).clauses
    return {
        **revision.front_matter,
        "directive": revision.directive,
        "revision": revision.id,
        "title": revision.title,
        "effective": revision.effective.isoformat(),
        "reviewed": revision.reviewed.isoformat(),
        "signed_off": revision.signed_off.isoformat(),
        "sha256": revision.sha256,
        "sections": [
            {"id": section.id, "title": section.title, "sha256": section.sha256} for section in revision.sections
        ],
        "clauses": [
            {
                "citation": clause.citation,
                "label": clause.label,
                "term": clause.term,
                "text": clause.text,
                "sha256": clause.sha256,
            }
            for clause in clauses
        ],
    }
