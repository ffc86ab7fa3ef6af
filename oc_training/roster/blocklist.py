"""Which PINs would be guessed early, and why: the blocklist of AUT-2 as rules.

A rule says in a few words what is wrong with a PIN, to be shown to the person who chose it.
The rules judge the text alone; how long a PIN may be is judged elsewhere.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Callable, Iterable

from oc_training.roster.common_pins import COMMON_PINS, COMMON_WORDS

SHORTEST_GIVEAWAY = 6
"""A run or repetition shorter than this does not condemn a PIN by itself (characters)."""

SLACK = 2
"""A run or repetition condemns a PIN also with this many other characters beside it."""

FEWEST_DIFFERENT = 2
"""A PIN of this many different characters, or fewer, is a repetition in whatever order they stand."""

LONGEST_BLOCK = 4
"""A PIN that is one block of at most this many characters, again and again, is a repetition."""

SHORTEST_BADGE = 3
"""A badge number shorter than this turns up in PINs by chance."""

SHORTEST_WORD = 3
"""A word of somebody's name, unit or rank shorter than this turns up in other words by chance."""

FEWEST_OF_ONES_OWN = 4
"""So many letters of one's own name, unit or rank are what a PIN is made of."""

BESIDE_ONES_OWN = 7
"""With more characters than this beside it, one's own name does no harm: they would make a PIN by themselves."""

SEQUENCES = (
    "01234567890123456789",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik",
    "qazwsxedcrfvtgbyhnujm",
)
"""What fingers and minds follow: digits (round from 9 to 0), the alphabet, rows and columns of a keyboard."""

KEYPAD_LINES = ("123", "456", "789", "147", "258", "369", "159", "357", "2580")
"""Rows, columns and diagonals of a keypad; on a telephone's the zero hangs below the eight."""

_STRAIGHT = frozenset(line for way in KEYPAD_LINES for line in (way, way[::-1]))
_BEGUN = frozenset(line[:length] for line in _STRAIGHT for length in range(len(line)))
_KEYPAD = re.compile(f"(?:{'|'.join(sorted(_STRAIGHT))})+(?:{'|'.join(sorted(_BEGUN))})")
_DAY_PARTS = re.compile(r"([0-9]{1,4})[\W_]{1,2}([0-9]{1,2})[\W_]{1,2}([0-9]{1,4})")
_WORD = re.compile(r"[^\W\d_]+")
_BETWEEN = re.compile(r"[\s-]+")
_EDGE = re.compile(r"^[^a-z]{0,5}(?P<word>.*?)[^a-z]{0,5}$")
_DAYS_OF_MONTH = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def why_guessable(pin: str, badge: str, known: Iterable[str] = ()) -> str | None:
    """Say why *pin* would be guessed early, to follow "That PIN ", or None when nothing speaks against it.

    *known* is what else everybody knows of its owner: name, unit and rank.
    """
    plain = unicodedata.normalize("NFKC", pin).casefold()
    bare = "".join(char for char in plain if char.isalnum())
    own = "".join(char for char in unicodedata.normalize("NFKC", badge).casefold() if char.isalnum())
    forms = (plain,) if bare == plain or len(bare) < SHORTEST_GIVEAWAY else (plain, bare)
    if any(_holds_badge(form, own) for form in forms):
        return "holds your badge number"
    if _is_made_of(plain, known):
        return "is made of your name, unit or rank"
    if _is_separated_date(plain):
        return "is a date"
    return next((why for form in forms for wrong, why in _RULES if wrong(form)), None)


def _holds_badge(pin: str, badge: str) -> bool:
    """The badge number or its reverse is in it, or is all of it but zeros in front or behind."""
    for own in {badge, badge[::-1], badge.lstrip("0"), badge.lstrip("0")[::-1]}:
        if len(own) >= SHORTEST_BADGE and own in pin:
            return True
    return bool(badge.strip("0")) and pin.strip("0") in {badge.strip("0"), badge.strip("0")[::-1]}


def _is_made_of(pin: str, known: Iterable[str]) -> bool:
    """Its letters are words of *known* and nothing else, in whatever order, with a few digits or marks around them."""
    parts = [_WORD.findall(part) for text in known for part in _BETWEEN.split(_without_accents(text))]
    own = {word for part in parts for word in (*part, "".join(part)) if len(word) >= SHORTEST_WORD}
    letters = "".join(_WORD.findall(_without_accents(pin)))
    if len(letters) < FEWEST_OF_ONES_OWN or len(pin) - len(letters) > BESIDE_ONES_OWN:
        return False
    reached = {0}
    for place in range(len(letters)):
        if place in reached:
            reached |= {place + len(word) for word in own if letters.startswith(word, place)}
    return len(letters) in reached


def _without_accents(text: str) -> str:
    """The letters that somebody types who leaves the accents out."""
    return "".join(char for char in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(char))


def _is_repetition(pin: str) -> bool:
    """One character, one short block, or pairs, again and again; or never more than two characters."""
    if len(set(pin)) <= FEWEST_DIFFERENT or pin[0::2] == pin[1::2]:
        return True
    if _longest(pin, lambda pair: pair[0] == pair[1]) >= _condemning(pin):
        return True
    blocks = range(1, min(LONGEST_BLOCK, len(pin) // 2) + 1)
    return any(pin == (pin[:size] * len(pin))[: len(pin)] for size in blocks)


def _is_run(pin: str) -> bool:
    """Characters in the order of a sequence, forward or backward, in one run or in two halves."""
    middle = len(pin) // 2
    halves = {(pin[:middle], pin[middle:]), (pin[: len(pin) - middle], pin[len(pin) - middle :])}
    return _longest_run(pin) >= _condemning(pin) or any(
        all(len(half) > SLACK and _longest_run(half) == len(half) for half in pair) for pair in halves
    )


def _condemning(pin: str) -> int:
    """How long a run or repetition must be to condemn *pin*."""
    return max(SHORTEST_GIVEAWAY, len(pin) - SLACK)


def _longest_run(pin: str) -> int:
    return max(_longest(pin, way.__contains__) for sequence in SEQUENCES for way in (sequence, sequence[::-1]))


def _longest(pin: str, goes_on: Callable[[str], bool]) -> int:
    """The length of the longest stretch in which every pair of neighbours goes on in the same way."""
    longest = length = 1
    for before, after in itertools.pairwise(pin):
        length = length + 1 if goes_on(before + after) else 1
        longest = max(longest, length)
    return longest


def _is_date(pin: str) -> bool:
    """Six digits with a year of two, or eight with a year from 1900 to 2099, in any usual order."""
    if not pin.isascii() or not pin.isdigit():
        return False
    if len(pin) == len("MMDDYY"):
        return _month_and_day(pin[:4]) or _month_and_day(pin[2:])
    if len(pin) == len("MMDDYYYY"):
        return (_is_year(pin[4:]) and _month_and_day(pin[:4])) or (_is_year(pin[:4]) and _month_and_day(pin[4:]))
    return False


def _is_separated_date(pin: str) -> bool:
    parts = _DAY_PARTS.fullmatch(pin)
    return parts is not None and _is_date("".join(part.zfill(2) for part in parts.groups()))


def _month_and_day(digits: str) -> bool:
    first, second = int(digits[:2]), int(digits[2:])
    return _falls_in(first, second) or _falls_in(second, first)


def _falls_in(month: int, day: int) -> bool:
    return 1 <= month <= len(_DAYS_OF_MONTH) and 1 <= day <= _DAYS_OF_MONTH[month - 1]


def _is_year(digits: str) -> bool:
    return digits[:2] in {"19", "20"}


def _is_keypad(pin: str) -> bool:
    return _KEYPAD.fullmatch(pin) is not None


def _is_common(pin: str) -> bool:
    """A PIN of the top list, or one of its words with a few digits or marks before or after."""
    word = _EDGE.sub(r"\g<word>", pin)
    return pin in COMMON_PINS or pin in COMMON_WORDS or word in COMMON_WORDS


_RULES: tuple[tuple[Callable[[str], bool], str], ...] = (
    (_is_repetition, "repeats the same few characters"),
    (_is_run, "follows the order of the digits, the alphabet or the keyboard"),
    (_is_date, "is a date"),
    (_is_keypad, "draws straight lines on the keypad"),
    (_is_common, "is one of those that people choose most"),
)
