"""Small values for tests of widgets: a directive in miniature, a question, people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from oc_training.kiosk.widgets.outline import OutlineItem, State
from oc_training.kiosk.widgets.people_columns import PeopleRow
from oc_training.policy.model import Clause, ClauseKind, Revision, Run, Section
from oc_training.quiz.model import Option


@dataclass(frozen=True, slots=True)
class Mark:
    start: int
    end: int
    kind: str
    target: str


def heading(citation: str, label: str, words: str) -> Clause:
    return Clause(citation, label, ClauseKind.HEADING, (Run(words),), None, 0)


def clause(citation: str, label: str, words: str, parent: str, depth: int) -> Clause:
    """``*`` around words makes them printed in emphasis."""
    runs = tuple(Run(part, emphasis=bool(number % 2)) for number, part in enumerate(words.split("*")) if part)
    return Clause(citation, label, ClauseKind.LABELLED, runs, parent, depth)


PERSONAL = (
    heading("III", "III.", "PROCEDURE"),
    clause("III.A", "A.", "Personal Use", "III", 1),
    clause(
        "III.A.1",
        "1.",
        "Employees are free to express themselves as private citizens on social media sites as long it does not:",
        "III.A",
        2,
    ),
    clause(
        "III.A.1.a",
        "a.",
        "Impair working relationships where loyalty and confidentiality are important.",
        "III.A.1",
        3,
    ),
    clause("III.A.1.b", "b.", "Impede or affect the efficiency of the performance of duties.", "III.A.1", 3),
    clause("III.A.1.c", "c.", "Impair discipline.", "III.A.1", 3),
    clause("III.A.1.d", "d.", "Affect harmony among coworkers.", "III.A.1", 3),
    clause(
        "III.A.2",
        "2.",
        "Employees shall not post, update or transmit to or from social media sites during their work hours on "
        "personal, Department or City-owned devices; except:",
        "III.A",
        2,
    ),
    clause(
        "III.A.2.a",
        "a.",
        "When exigent circumstances dictate (i.e., inform family of extended hours)",
        "III.A.2",
        3,
    ),
    clause("III.A.2.b", "b.", "As outlined in Section B—*Department Use and Investigations*.", "III.A.2", 3),
    clause(
        "III.A.3",
        "3.",
        "An employee's speech, whether made on or off-duty, which is made pursuant to their official duties, is not "
        "protected speech under the First Amendment and may form the basis for discipline if deemed detrimental to "
        "the Department.",
        "III.A",
        2,
    ),
    clause(
        "III.A.4",
        "4.",
        "Any information that is created, discussed, downloaded, exchanged or transmitted on a public forum, on or "
        "off-duty, may be accessed by the Department at any time, without prior notice.",
        "III.A",
        2,
    ),
    clause(
        "III.A.5",
        "5.",
        "Any information that is created, discussed, downloaded, exchanged or transmitted while at work on "
        "Department or City-owned devices, whether on or off-duty, may be subject to discovery under the Freedom of "
        "Information Act and/or the Wisconsin Open Records Act (§19.35).",
        "III.A",
        2,
    ),
)
DEFINITIONS = (
    heading("II", "II.", "DEFINITIONS"),
    clause("II.F", "F.", "*Forum* – A site for online discussions.", "II", 1),  # noqa: RUF001  the dash as issued
    clause(
        "II.N",
        "N.",
        "*Post* – Written documents, text entries, pictures, audio, video or any other "  # noqa: RUF001  as issued
        "multimedia file information "
        "that is published on a site.",
        "II",
        1,
    ),
)
LISTS = (
    clause("III.B", "B.", "Department Use and Investigations", "III", 1),
    clause("III.B.1", "1.", "Investigations", "III.B", 2),
    clause("III.B.1.a", "a.", "Employees may investigate through social media sites for evidence of:", "III.B.1", 3),
    *(
        clause(f"III.B.1.a.{number})", f"{number})", words, "III.B.1.a", 4)
        for number, words in enumerate(("Missing persons,", "Wanted persons,", "Gang participation,"), start=1)
    ),
)
REVISION = Revision(
    "3-400",
    "2021-06-14",
    "SOCIAL MEDIA POLICY",
    date(2015, 12, 16),
    date(2021, 6, 14),
    date(2021, 7, 6),
    {},
    (*DEFINITIONS, *PERSONAL, *LISTS),
    (
        Section("II", "DEFINITIONS", DEFINITIONS),
        Section("III.A", "Personal Use", PERSONAL),
        Section("III.B", "Department Use and Investigations", LISTS),
    ),
)
SECTION = REVISION.section("III.A")
SHORT = REVISION.section("II")


def marks_of(section: Section, word: str, kind: str, target: str) -> dict[str, tuple[Mark, ...]]:
    found: dict[str, tuple[Mark, ...]] = {}
    for each in section.clauses:
        start = each.text.find(word)
        if start >= 0:
            found[each.citation] = (Mark(start, start + len(word), kind, target),)
    return found


MARKS = {
    **marks_of(SECTION, "social media", "definition", "II.Q"),
    **marks_of(SECTION, "forum", "definition", "II.F"),
    **marks_of(SECTION, "Section B", "cross reference", "III.B"),
}

OPTIONS = (
    Option("c", "It is forbidden.", "III.A.8 cautions and discourages; it does not forbid.", right=False),
    Option(
        "a",
        "She is discouraged from displaying it: the directive names badges, logos, insignia, uniforms and other "
        "Department-owned equipment, and says that employees are discouraged from showing them on their personal "
        "social media web pages.",
        "Right.",
        right=True,
    ),
    Option("b", "It needs the Chief's written permission.", "That is III.A.6.", right=False),
)
ITEMS = (
    OutlineItem("I", "PURPOSE AND OBJECTIVES", State.DONE),
    OutlineItem("II", "DEFINITIONS", State.DONE),
    OutlineItem("III.A", "Personal Use", State.HERE),
    OutlineItem("III.B", "Department Use and Investigations", State.TO_COME),
    OutlineItem("IV", "DISCLAIMER", State.TO_COME),
    OutlineItem("REFERENCE", "REFERENCE", State.TO_COME),
)
NOW = datetime(2026, 8, 4, 14, 5, 30, tzinfo=UTC)

NAMES = ("Ada Marsh", "Benjamin Okafor-Lindqvist", "Chloé Duarte", "Dmitri Vance", "Evelyn Stone", "Faisal Rowe")
STANDINGS = ("overdue", "overdue", "due", "current", "current", "excused")
REASONS = (
    "Not signed within 30 days of the review",
    "Not signed within 30 days of the review",
    "Annual renewal opens June 14",
    "Signed June 20, 2026; next due June 14, 2027",
    "Signed July 1, 2026; next due June 14, 2027",
    "On leave since May 2",
)
BRIEF = ("21 days late", "121 days late", "In 12 days", "Signed", "Can renew now", "On leave")


def people(count: int) -> tuple[PeopleRow, ...]:
    return tuple(
        PeopleRow(
            f"P-{number:012x}",
            STANDINGS[number % 6],
            NAMES[number % 6],
            f"{number:04d}",
            ("Patrol", "Investigations", "Records", "Dispatch")[number % 4],
            "2026-07-14",
            REASONS[number % 6],
            "2025-06-20" if number % 3 else "never",
            f"{number % 7} of 6" if number % 7 < 6 else "not begun",
            BRIEF[number % 6],
        )
        for number in range(count)
    )
