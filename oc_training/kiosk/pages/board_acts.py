"""What is done from the board after the PIN: a list is written to a file, a directive is put in force."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path

from oc_training.attestation.board import Board
from oc_training.attestation.confirmed import Confirmed
from oc_training.attestation.issuing import Issuing, SecondPerson
from oc_training.attestation.session import Session
from oc_training.attestation.standings import BoardRow
from oc_training.counting import count_words
from oc_training.errors import OcTrainingError, Refused
from oc_training.kiosk.pages.act_dialog import Act, Asked
from oc_training.kiosk.pages.typed_path import typed_path
from oc_training.kiosk.words import day_words
from oc_training.policy.model import Revision
from oc_training.reports.before_issue import issue_lines
from oc_training.reports.export_file import export_list
from oc_training.roster.details import CAPS, Field
from oc_training.roster.pins import Secret

LONGEST_PATH = 500


def default_path(home: Path, today: date) -> Path:
    """Where a list is written unless somebody says otherwise."""
    return home / f"training-standing-{today.isoformat()}.csv"


def export_act(board: Board, session: Session, rows: Sequence[BoardRow], path: Path) -> Act[Path]:
    """Write *rows* to a file; gives the file's path."""
    return Act(
        "Export",
        (
            f"What the list shows now, {count_words(len(rows), 'line')}, will be written to a file for a spreadsheet.",
            "Give it only to whoever needs it. It is recorded that you made it.",
        ),
        (Asked("path", "File to write, for example on a USB stick", LONGEST_PATH, str(path)),),
        "Write the file",
        lambda values, pin: _export(board, session, rows, values, pin),
    )


def _export(board: Board, session: Session, rows: Sequence[BoardRow], values: Mapping[str, str], pin: Secret) -> Path:
    path = new_csv_path(values["path"])
    board.export(session, rows, pin, partial(export_list, path, rows))
    return path


def new_csv_path(typed: str) -> Path:
    """The file that somebody named, if a list may be written there: a new file, its name ending in ``.csv``.

    Raises:
        Refused: when it may not; nothing that exists is ever replaced.
    """
    path = typed_path(typed)
    if path.suffix.casefold() != ".csv":
        raise Refused("Please give the file a name that ends in .csv.")
    try:
        if path.exists() or path.is_symlink():
            raise Refused("There is a file of that name already. Please choose another name.")
        if not path.parent.is_dir():
            raise Refused(f"There is no folder {path.parent}.")
    except OSError as error:
        raise Refused(f"The file {path} cannot be written: {error.strerror}.") from error
    return path


def waiting_words(waiting: Sequence[Revision]) -> str:
    """One line for the directives that could be put in force; empty where there are none."""
    if not waiting:
        return ""
    if len(waiting) == 1:
        return f"A new directive is waiting to be issued: {title_words(waiting[0])}. Press N."
    return f"{len(waiting)} new directives are waiting to be issued. Press N."


def title_words(revision: Revision) -> str:
    """``3-400 SOCIAL MEDIA POLICY, revision of June 14, 2021``."""
    return f"{revision.directive} {revision.title}, revision of {day_words(revision.reviewed)}"


def issue_act(issuing: Issuing, session: Session, revision: Revision) -> Act[str | Confirmed]:
    """Put *revision* in force; gives a sentence that says so.

    Where a second person has to approve, it gives for :func:`approve_act` that the PIN was right, and not the PIN.
    """
    effective = day_words(revision.effective)
    note = revision.front_matter.get("change_note", "")
    change = revision.front_matter.get("change", "first issue")

    def issue(_: Mapping[str, str], pin: Secret) -> str | Confirmed:
        if issuing.asks_second_person:
            return issuing.confirm(session, revision, pin)
        issuing.issue(session, revision, pin)
        return _issued_words(revision)

    return Act(
        "Issue a directive",
        (
            f"Directive {title_words(revision)}.",
            f"Effective {effective}. Kind of change: {change}.{f' {note}' if note else ''}",
            *_beside_words(issuing, revision),
            "Its words and the statement to be signed are recorded as they are now. They cannot be changed afterwards.",
        ),
        (),
        "Put it in force",
        issue,
    )


def approve_act(issuing: Issuing, session: Session, revision: Revision, confirmed: Confirmed) -> Act[str]:
    """The second person's approval of what the coordinator, whose PIN was right, wants to put in force."""

    def issue(values: Mapping[str, str], approver: Secret) -> str:
        issuing.issue(session, revision, confirmed, SecondPerson(values["badge"], approver))
        return _issued_words(revision)

    return Act(
        "A second person approves",
        (
            f"Directive {title_words(revision)}.",
            *_beside_words(issuing, revision),
            "Nothing is issued yet. A supervisor or another training coordinator approves it here, within a minute.",
            "They use their own badge number and PIN. Both names are recorded.",
        ),
        (Asked("badge", "Badge number of who approves", CAPS[Field.BADGE]),),
        "Approve and put it in force",
        issue,
    )


def _beside_words(issuing: Issuing, revision: Revision) -> tuple[str, ...]:
    """What changed beside the revision issued last, and how the questions stand: both who issue it have to see it."""
    try:
        found = issuing.looked_through(revision)
    except OcTrainingError:
        return ()  # the act itself says it, and does nothing
    return tuple(issue_lines(issuing.beside_the_last(revision), found))


def _issued_words(revision: Revision) -> str:
    effective = day_words(revision.effective)
    return f"Directive {revision.directive} was issued. From its effective date, {effective}, it stands in every list."
