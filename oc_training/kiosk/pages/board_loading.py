"""What the board asks of the services before it can show anything; done in the background, apart from any widget."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from oc_training.attestation.board import Board
from oc_training.attestation.session import Session
from oc_training.errors import OcTrainingError
from oc_training.kiosk.pages.board_view import BoardView
from oc_training.policy.model import Revision
from oc_training.roster.model import Role


@dataclass(frozen=True, slots=True)
class Found:
    """Everything the board shows."""

    view: BoardView
    role: Role
    """Of whoever looks."""
    waiting: tuple[Revision, ...]
    """What the coordinator could put in force."""
    trouble: str
    """Why nothing can be put in force now; empty where nothing is wrong."""


def look(board: Board, session: Session, today: date) -> Found:
    """Everybody the signed-in person oversees, in words.

    Raises:
        Refused: when they are no supervisor.
    """
    rows = board.rows(session)
    role = board.person(session, session.person_id).details.role
    waiting: tuple[Revision, ...] = ()
    trouble = ""
    if role is Role.COORDINATOR:
        try:
            waiting = board.waiting_directives(session)
        except OcTrainingError as error:  # a file is wrong; the board itself is not
            trouble = str(error)
    return Found(BoardView(rows, today), role, waiting, trouble)
