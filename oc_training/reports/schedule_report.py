"""The rules about time as they are recorded, for whoever asks which deadline counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

import msgspec

from oc_training.attestation.directive_review import DirectiveReview
from oc_training.attestation.figures import Rules
from oc_training.counting import count_words
from oc_training.ledger.port import Json
from oc_training.reports.status_report import aligned


def schedule_text(rules: Rules, reviews: Sequence[DirectiveReview], day: date) -> str:
    """Every rule with its value, where it is recorded, and the reviews of directives."""
    return "\n".join(_lines(rules, reviews, day))


def _lines(rules: Rules, reviews: Sequence[DirectiveReview], day: date) -> Iterator[str]:
    yield f"The rules about time as of {day.isoformat()}"
    source = f"entry {rules.source}" if isinstance(rules.source, int) else "file"
    yield f"{source}: {rules.words.format(rules.day)}"
    yield ""
    values = _values(rules)
    single = [(name, _shown(value)) for name, value in values.items() if not isinstance(value, list | tuple)]
    yield from (f"  {line}" for line in aligned(single))
    for audience in rules.now.assigned:
        whom = [*(f"unit {unit}" for unit in audience.units), *(f"rank {rank}" for rank in audience.ranks)]
        yield f"  Directive {audience.directive} is for: {', '.join(whom)}"
    for every in rules.now.reviewed:
        yield f"  Directive {every.directive} is to be reviewed every {count_words(every.directive_months, 'month')}"
    for review in reviews:
        yield ""
        yield review.words_on(day)
        yield from (f"  {line.source}: {line.text}" for line in review.lines)


def _shown(value: Json) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _values(rules: Rules) -> dict[str, Json]:
    built: dict[str, Json] = msgspec.to_builtins(rules.now)
    return built


def schedule_json(rules: Rules, reviews: Sequence[DirectiveReview], day: date) -> dict[str, Json]:
    """The same as data."""
    return {
        "as_of": day.isoformat(),
        "entry": rules.source if isinstance(rules.source, int) else None,
        "recorded": rules.day.isoformat() if rules.day else None,
        "rules": _values(rules),
        "reviews": [
            {
                "directive": review.directive,
                "revision": review.revision,
                "reviewed": review.reviewed.isoformat(),
                "due": review.due.isoformat(),
            }
            for review in reviews
        ],
    }
