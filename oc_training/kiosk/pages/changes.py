"""What changed since somebody signed: displayed to its end like a section, and before all of them.

Whoever comes back a year later need not look for what is new in a text they know; but they sign for all of it, so the
sections follow.
"""

from __future__ import annotations

from typing import ClassVar

from oc_training.attestation.since_signed import SinceSigned
from oc_training.attestation.sitting import Sitting
from oc_training.kiosk.page import Frame
from oc_training.kiosk.pages.changes_view import ChangesView
from oc_training.kiosk.pages.reader import DisplayPage
from oc_training.kiosk.widgets.settling import Settling

ALL_CHANGES_SHOWN = "All that changed has been shown. Enter: go on."


class ChangesPage(DisplayPage[ChangesView]):
    """Shows the comparison of what the person signed last with what they would sign now."""

    SHOWN_WORDS: ClassVar[str] = ALL_CHANGES_SHOWN

    def __init__(self, frame: Frame, sitting: Sitting, since: SinceSigned, settling: Settling | None = None) -> None:
        view = ChangesView(since, place=sitting.walk.place, shown=sitting.shown(since.section))
        super().__init__(frame, sitting, since.section, view, settling)
