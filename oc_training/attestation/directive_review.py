"""When a directive itself is to be reviewed again: another clock than the one by which people sign.

It counts from the review date of the revision in force, so a revision that only reaffirms moves it. The schedule says
how often; where it does not, nothing is watched.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from oc_training.attestation.calendar_days import add_months
from oc_training.attestation.figures import Rules
from oc_training.attestation.happened import IssuedRevision
from oc_training.attestation.schedule_lines import Line
from oc_training.attestation.standing import in_force_on
from oc_training.counting import count_words, days_words


@dataclass(frozen=True, slots=True)
class DirectiveReview:
    """The next review of one directive."""

    directive: str
    revision: str
    reviewed: date
    months: int
    due: date
    entry: int
    """The entry that issued the revision."""

    @property
    def lines(self) -> tuple[Line, ...]:
        """How the day was worked out."""
        later = count_words(self.months, "month")
        return (
            Line(f"entry {self.entry}", f"Revision {self.revision} was reviewed on {self.reviewed}."),
            Line("schedule: directive_months", f"{later} later: next review of the directive {self.due}."),
        )

    def words_on(self, day: date) -> str:
        """Where the review stands on a day."""
        left = (self.due - day).days
        if left < 0:
            return f"The review of Directive {self.directive} was due {self.due}; {days_words(-left)} ago."
        return f"Directive {self.directive} is to be reviewed by {self.due}, in {days_words(left)}."


def review_of(issued: Sequence[IssuedRevision], rules: Rules, today: date) -> DirectiveReview | None:
    """The next review of the directive of which these revisions were issued; None where none is watched."""
    now = in_force_on(issued, today)
    if now is None:
        return None
    months = rules.now.review_months(now.directive)
    if not months:
        return None
    due = add_months(now.reviewed, months)
    return DirectiveReview(now.directive, now.revision, now.reviewed, months, due, now.entry)
