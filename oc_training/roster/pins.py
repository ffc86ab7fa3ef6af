"""PINs and one-time codes: how they are made, what may be chosen, and a wrapper that does not give them away.

A PIN issued by the machine has six random digits; one that a person chooses has 8 to 64 characters of
any kind (AUT-1). Randomness is handed in, so that the rules can be shown to hold for every draw.
"""

from __future__ import annotations

import hmac
import unicodedata
from collections.abc import Callable, Iterable
from typing import NoReturn, TypeAlias

from oc_training.errors import Refused
from oc_training.roster.blocklist import why_guessable
from oc_training.text import UNWANTED, one_line

RandomBelow: TypeAlias = Callable[[int], int]
"""Gives a random whole number from 0 up to, not including, its argument: ``secrets.randbelow`` outside tests."""

ISSUED_DIGITS = 6
"""Digits of a PIN that the machine makes (AUT-1)."""

SHORTEST_CHOSEN = 8
"""Fewest characters of a PIN that a person chooses (AUT-1)."""

LONGEST_CHOSEN = 64
"""Most characters of a PIN; nothing is ever cut off (AUT-1)."""

CODE_ALPHABET = "23456789CDFGHJKMNPQRTVWXY"
"""Characters of a one-time code: none that is mistaken for another in print or by hand, no vowel to make a word."""

CODE_LENGTH = 8
"""Characters of a one-time code (AUT-13): one of 25^8, about 150 thousand million."""

MOST_DRAWS = 1_000
"""Draws after which the random source must be broken: about one in ten is on the blocklist."""


class Secret:
    """A PIN or code on its way from the keyboard to the lock, or from the random source to the screen.

    It shows as ``***`` wherever it is printed, and can be neither pickled nor copied into JSON, so that
    no log, crash text or record holds it by accident (INJ-6). Whoever needs the text asks for it by name.
    """

    __slots__ = ("_text",)
    __hash__ = None  # type: ignore[assignment]  # a secret in a set or as a key would outlive its use

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """The text itself, as typed."""
        return self._text

    def __eq__(self, other: object) -> bool:
        """Whether both hold the same characters; takes the same time wherever they differ."""
        if not isinstance(other, Secret):
            return NotImplemented
        return hmac.compare_digest(_bytes(self), _bytes(other))

    def __repr__(self) -> str:
        return "***"

    def __format__(self, spec: str) -> str:
        return "***"

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        """Refuse to be pickled or copied."""
        raise TypeError("A PIN is neither pickled nor copied.")


def issue_pin(badge: str, random_below: RandomBelow) -> Secret:
    """Make a random PIN of six digits that is not on the blocklist.

    Every PIN off the blocklist is equally likely: what is on it is drawn again.

    Raises:
        Refused: the random source gives nothing but PINs of the blocklist.
    """
    for _ in range(MOST_DRAWS):
        digits = f"{random_below(10**ISSUED_DIGITS):0{ISSUED_DIGITS}d}"
        if why_guessable(digits, badge) is None:
            return Secret(digits)
    raise Refused("No PIN could be made. Please tell the training coordinator.")


def issue_code(random_below: RandomBelow) -> Secret:
    """Make a random one-time code of eight characters (AUT-13)."""
    return Secret("".join(CODE_ALPHABET[random_below(len(CODE_ALPHABET))] for _ in range(CODE_LENGTH)))


def check_chosen_pin(pin: Secret, badge: str, known: Iterable[str] = ()) -> str | None:
    """Say in one sentence why a chosen PIN is not accepted, or None when it is (AUT-1, AUT-2).

    *known* is what else everybody knows of its owner (:attr:`~oc_training.roster.model.Details.public_words`).
    Characters of any kind count, blanks too. Only those that do not show and cannot be typed again
    with certainty are refused.
    """
    text = pin.reveal()
    length = len(text) if len(text) > LONGEST_CHOSEN * 4 else len(same_form(text))
    if length < SHORTEST_CHOSEN:
        return f"Please choose a PIN of at least {SHORTEST_CHOSEN} characters."
    if length > LONGEST_CHOSEN:
        return f"Please choose a PIN of at most {LONGEST_CHOSEN} characters."
    if any(unicodedata.category(char) in UNWANTED for char in text):
        return "That PIN has a character that does not show on the screen. Please choose another."
    why = why_guessable(same_form(text), badge, known)
    return None if why is None else f"That PIN {why}, so it would be guessed early. Please choose another."


def same_form(pin: str) -> str:
    """Return *pin* so that the same characters from two keyboards are the same PIN (NFC).

    A text far too long for a PIN comes back as it is: putting marks in order takes a time that grows with
    the square of their number.
    """
    return pin if len(pin) > LONGEST_CHOSEN * 4 else unicodedata.normalize("NFC", pin)


def stands_in(pin: Secret, text: str) -> bool:
    """Whether *pin* can be read in *text*: as typed, or as it is when the text is cleaned; capitals or not."""
    forms = {same_form(pin.reveal()).casefold(), one_line(pin.reveal()).casefold()} - {""}
    return any(form in kept.casefold() for form in forms for kept in (text, one_line(text)))


def same_code(code: str) -> str:
    """Return a one-time code as it was made, however it was typed: small letters, blanks, hyphens."""
    return "".join(code.upper().replace("-", " ").split())


def _bytes(secret: Secret) -> bytes:
    return same_form(secret.reveal()).encode("utf-8", "surrogatepass")
