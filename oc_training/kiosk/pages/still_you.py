"""The question whether it is still whoever signed in: after an hour at one stretch it takes their PIN (AUT-10)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from oc_training.kiosk.pages.act_dialog import Act, ActDialog
from oc_training.roster.pins import Secret
from oc_training.wording.still_you import GO_ON, SIGN_OUT, TITLE, WHY, signed_in_words


class StillYou(ActDialog[bool]):
    """Gives True once the PIN was right, None for a sign-out; what lies beneath stays as it is."""

    def __init__(self, minutes: int, prove: Callable[[Secret], None]) -> None:
        """*prove* takes the PIN of whoever is signed in, and raises when it is another."""

        def do(_: Mapping[str, str], pin: Secret) -> bool:
            prove(pin)
            return True

        super().__init__(Act(TITLE, [signed_in_words(minutes), WHY], [], GO_ON, do, back=SIGN_OUT))
