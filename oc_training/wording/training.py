"""What is said on the way through a training: at the scenarios, after a missed mark, before and after signing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from oc_training.attestation.review_sheet import ReviewSheet
from oc_training.attestation.signature_events import ChangesRecord
from oc_training.attestation.sitting import Answered, Blocked, Sitting
from oc_training.attestation.walk import Missed
from oc_training.quiz.model import Bank
from oc_training.wording.days import day_words

HASTE = (
    "That section went by faster than most people read it. You will sign for these words, so take the time you need.",
    "This is said only once. It changes nothing.",
)

STANDING = "Training summary only; the directive controls. Questions: your supervisor or the training coordinator."
"""Stands with every scenario (TXT-8)."""
COMES_BACK = "You have met this one before. It comes back until it is right."
CLAUSES = "What the directive says"

KINDLY = "That happens. Below are the clauses that decide the scenarios you missed, in the directive's own words."
THEN = "When you are ready, try again with fresh scenarios. Everything you did is kept."
NUMBERS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")

PLEASE_CHECK = "Please check that all of this is right."
YOU_DECIDE = "You decide. No answer is better than another."
MEANING = "receipt and review, not agreement"
"""What a signature says (SIG-6)."""
NO_CASES = "No case, suspect or account details."
NOT_ME = (
    "It is noted that somebody else stood here, and you are signed out.",
    "What was done of this training since it was begun is set aside; it has to be done again by the person themselves.",
)


@dataclass(frozen=True, slots=True)
class OtherAnswer:
    """A way to answer other than signing."""

    title: str
    words: tuple[str, ...]
    """What will be recorded."""
    remark: str
    """What may be added in one's own words."""
    button: str
    done: str
    """What is said once it is recorded."""
    done_title: str
    """The same in two or three words."""

    def recorded(self, number: int) -> str:
        """What is said, with the number by which it can be found again."""
        return f"{self.done} Its number in the records is {number}."


ON_PAPER = OtherAnswer(
    "Sign on paper",
    ("It will stand on your supervisor's board that you want to sign on paper. Nothing is signed here now.",),
    "Comment",
    "Ask for paper",
    "It is recorded that you want to sign on paper. It stands on your supervisor's board.",
    "Paper asked for",
)
DECLINE = OtherAnswer(
    "Decline to sign",
    (
        "It will be recorded that you chose not to sign today, with your reason if you give one.",
        "It stands on your supervisor's board. You can still sign later.",
    ),
    "Reason",
    "Record that I decline",
    "It is recorded that you chose not to sign. It stands on your supervisor's board. You can still sign later.",
    "Not signed",
)


def _needed(mark: int, of: int) -> int:
    """How many of *of* reach a mark in percent."""
    return -(-mark * of // 100)


def mark_words(bank: Bank) -> str:
    """What it takes to pass: ``To pass, 10 of the 12 scenarios (80 %) have to be right at the first try.``.

    It is said with every scenario, so that nobody learns of the mark by missing it.
    """
    needed = _needed(bank.pass_mark, bank.draw)
    if bank.draw == 1:
        return "To pass, the scenario has to be right at the first try."
    return f"To pass, {needed} of the {bank.draw} scenarios ({bank.pass_mark} %) have to be right at the first try."


def verdict_words(answered: Answered) -> str:
    """Whether an answer was right, in words (A11Y-3)."""
    return "Right." if answered.right else "Not right. It will come back until it is."


def missed_title(step: Missed | Blocked) -> str:
    """What has happened: the mark was missed, or so often that a supervisor has to allow the next attempt."""
    if isinstance(step, Blocked):
        return f"{in_words(step.failed)} attempts did not pass"
    return "This attempt did not reach the mark"


def missed_words(sitting: Sitting, step: Missed | Blocked) -> tuple[str, ...]:
    """What is said after an attempt that did not pass."""
    score = score_words(sitting)
    words = [score] if score else []
    if isinstance(step, Blocked):
        words.append("Your supervisor can allow the next one. Everything you did is kept.")
    words += [KINDLY] if step.clauses else []
    return tuple(words) if isinstance(step, Blocked) else (*words, THEN)


def score_words(sitting: Sitting) -> str:
    """``9 of 12 at the first try; 80 % is needed (10 of 12).`` Empty where no attempt is under way."""
    attempt = sitting.walk.attempt
    if attempt is None:
        return ""
    right, of = attempt.score
    mark = sitting.course.bank.pass_mark
    return f"{right} of {of} at the first try; {mark} % is needed ({_needed(mark, of)} of {of})."


def in_words(number: int) -> str:
    """``Three``; figures from ten on."""
    return NUMBERS[number] if 0 <= number < len(NUMBERS) else str(number)


def signing_words(sheet: ReviewSheet) -> tuple[str, ...]:
    """What is said before somebody types name and PIN."""
    person = sheet.person
    return (
        f"You are signing for Directive {sheet.revision.directive} as {person.name}, badge {person.badge}.",
        "Type your name as it stands here, then your PIN: that is your electronic signature.",
    )


def changes_facts(changes: ChangesRecord | None) -> Iterator[tuple[str, str]]:
    """That what changed was displayed, and since which revision; nothing where there was nothing to show."""
    if changes is not None:
        yield "What changed", f"since revision {changes.revision} (entry {changes.signature}), displayed to its end"


def review_facts(sheet: ReviewSheet) -> Iterator[tuple[str, str]]:
    """Everything a person checks before signing, as names and values (SIG-5)."""
    details, revision = sheet.person.details, sheet.revision
    yield "Name", details.name
    yield "Badge number", details.badge
    yield "Rank and unit", ", ".join(part for part in (details.rank, details.unit) if part)
    yield "Directive", f"{revision.directive}  {revision.title}"
    yield "Effective", day_words(revision.effective)
    yield "Revision", f"{day_words(revision.reviewed)}; digest of its words {revision.sha256[:12]}"
    yield from changes_facts(sheet.changes)
    yield "Sections", f"{sheet.sections_displayed} of {sheet.sections_of} displayed to their end"
    yield "Scenarios", f"{sheet.right} of {sheet.of} right at the first try, attempt {sheet.attempt_number}"
    yield "Meaning", MEANING
    yield "Today", day_words(sheet.today)
