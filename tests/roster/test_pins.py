"""PINs: what may be one, what may not and why, and that none gives itself away."""

from __future__ import annotations

import copy
import itertools
import json
import pickle
import re
import string
import unicodedata

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from oc_training.errors import Refused
from oc_training.roster.blocklist import why_guessable
from oc_training.roster.pins import (
    CODE_ALPHABET,
    MOST_DRAWS,
    Secret,
    check_chosen_pin,
    issue_code,
    issue_pin,
    same_code,
    same_form,
)
from tests.roster.people import seeded

REPEATED = "repeats the same few characters"
RUN = "follows the order"
DATE = "is a date"
KEYPAD = "straight lines on the keypad"
COMMON = "people choose most"
BADGE = "badge number"

BAD_CHOSEN: dict[str, str] = {
    REPEATED: """
        00000000 11111111 99999999 aaaaaaaa zzzzzzzzzzzz 12121212 80808080 45454545 ababababab 123123123 47147147
        abcabcabc 12341234 48214821x4821 55555557 70000000 00000041 11223344 44556677 aabbccdd 11112222 10011001
        12211221 !!!!!!!! abbaabba 90909090909 7777777777777777 -.-.-.-. 4444444a
    """.replace("48214821x4821", "93159315"),
    RUN: """
        12345678 01234567 23456789 98765432 87654321 34567890 45678901 21098765 abcdefgh hgfedcba stuvwxyz ABCDEFGH
        qwertyui poiuytre asdfghjk zxcvbnm, 1qaz2wsx 12344321 12345678! a1234567 1-2-3-4-5-6-7-8 56785678x 1234567890
        123456789012 abcd1234 12348765 qwer1234 2wsx3edc 987654321
    """.replace("56785678x", "567898765"),
    DATE: """
        03141985 12311999 14031985 19850314 20240229 07042026 31121999 19991231 3/14/1985 03-14-1985 1985-03-14
        14.03.1985 03/14/85 02292000 11111985 6/1/2019 25121970
    """,
    KEYPAD: """
        14725836 14725803 258147369 78945612 74185296 96385274 15935715 36925814 08520852 25801472 357159357 147852369
    """,
    COMMON: """
        password Password PASSWORD1 password2024! P@ssw0rd passw0rd iloveyou letmein1 qwerty123 baseball football1
        sunshine princess superman trustno1 starwars whatever computer oakcreek oakcreekpd police123 sergeant badge123
        welcome1 changeme packers1 milwaukee wisconsin 24681012 31415926 admin123 summer2025 q1w2e3r4
    """,
}

BAD_WITH_BADGE = [
    ("48210000", "4821"),
    ("my4821pin", "4821"),
    ("12847093", "4821"),
    ("xx1284xx", "4821"),
    ("K9-71 dog", "K9-71"),
    ("417zebra", "0417"),
    ("zebra714", "0417"),
    ("00000012", "12"),
    ("21000000", "12"),
]

BAD_SIX = {
    REPEATED: "000000 121212 123123 112233 778899 999998 122112",
    RUN: "123456 654321 890123 098765 123321 123789 789321",
    DATE: "031485 140385 850314 123199 022900 010290",
    KEYPAD: "147258 741852 369258 159357 258025 963147",
    COMMON: "246810 696969 112358 314159 142536 867530",
}


def chosen() -> list[tuple[str, str]]:
    return [(pin, why) for why, pins in BAD_CHOSEN.items() for pin in pins.split()]


def six() -> list[tuple[str, str]]:
    return [(pin, why) for why, pins in BAD_SIX.items() for pin in pins.split()]


def test_the_tables_hold_more_than_a_hundred_bad_pins() -> None:
    assert len(set(chosen()) | set(BAD_WITH_BADGE)) >= 100


@pytest.mark.parametrize(("pin", "why"), chosen())
def test_a_bad_pin_is_refused_with_the_reason(pin: str, why: str) -> None:
    answer = check_chosen_pin(Secret(pin), "5093")
    assert answer is not None
    accepted = {why, REPEATED, RUN, COMMON} if why in {KEYPAD, RUN, COMMON} else {why}
    assert any(reason in answer for reason in accepted), answer
    assert answer.endswith("Please choose another.")
    assert pin not in answer


@pytest.mark.parametrize(("pin", "badge"), BAD_WITH_BADGE)
def test_a_pin_with_the_own_badge_number_is_refused(pin: str, badge: str) -> None:
    answer = check_chosen_pin(Secret(pin), badge)
    assert answer is not None
    assert BADGE in answer


KNOWN = ("José Núñez-O'Brien", "Patrol 3rd Shift", "Officer")


@pytest.mark.parametrize(
    "pin",
    [
        "jose-nunez", "JoseNunez1", "NUÑEZ2026", "nunez!2!6", "obriennunez", "brien.jose", "officer-jose",
        "PatrolShift3", "12 jose 34", "nunez.patrol",
    ],
)  # fmt: skip
def test_a_pin_made_of_ones_own_name_unit_or_rank_is_refused(pin: str) -> None:
    answer = check_chosen_pin(Secret(pin), "5093", KNOWN)
    assert answer == "That PIN is made of your name, unit or rank, so it would be guessed early. Please choose another."
    assert check_chosen_pin(Secret(pin), "5093") is None


@pytest.mark.parametrize(
    "pin", ["jose likes trains", "nunez 83920174", "J.N. 8392", "nunezia1", "heron-patrol", "8392-jo-17"]
)
def test_a_pin_with_more_in_it_than_ones_name_is_accepted(pin: str) -> None:
    assert check_chosen_pin(Secret(pin), "5093", KNOWN) is None


@pytest.mark.parametrize(("pin", "why"), six())
def test_a_bad_pin_of_six_digits_is_never_issued(pin: str, why: str) -> None:
    reason = why_guessable(pin, "5093")
    assert reason is not None
    assert why in reason or why == COMMON
    draws = iter([int(pin), 482_913])
    assert issue_pin("5093", lambda _: next(draws)).reveal() == "482913"


def test_ten_thousand_random_pins_have_six_digits_and_none_is_on_the_blocklist() -> None:
    source = seeded(417)
    pins = [issue_pin("4821", source.randrange).reveal() for _ in range(10_000)]
    assert all(re.fullmatch(r"[0-9]{6}", pin) for pin in pins)
    assert not any(why_guessable(pin, "4821") for pin in pins)
    assert not any("4821" in pin or "1284" in pin for pin in pins)
    assert len(set(pins)) > 9_900


@given(st.integers(0, 999_999))
def test_every_pin_off_the_blocklist_is_issued_as_it_is_drawn(number: int) -> None:
    draws = iter([number, 482_913])
    drawn = f"{number:06d}"
    expected = drawn if why_guessable(drawn, "K-9") is None else "482913"
    assert issue_pin("K-9", lambda below: next(draws) if below == 1_000_000 else -1).reveal() == expected


def test_the_blocklist_leaves_at_least_five_in_six_of_all_pins() -> None:
    source = seeded(3400)
    sample = [f"{source.randrange(1_000_000):06d}" for _ in range(5_000)]
    assert sum(why_guessable(pin, "4821") is None for pin in sample) / len(sample) > 5 / 6


def test_a_broken_random_source_is_noticed() -> None:
    draws = itertools.count()
    with pytest.raises(Refused, match="No PIN could be made"):
        issue_pin("417", lambda _: next(draws) * 0)
    assert next(draws) == MOST_DRAWS


def test_a_hundred_random_chosen_pins_are_accepted() -> None:
    source = seeded(64)
    signs = string.ascii_letters + string.digits + " !?#äß漢"
    for length in range(8, 65):
        for _ in range(2):
            pin = "".join(source.choice(signs) for _ in range(length))
            assert check_chosen_pin(Secret(pin), "4821") is None, pin


@pytest.mark.parametrize(
    "pin",
    ["correct horse battery", "zx9!kd02", "  blue heron  ", "π≈ 3 and x", "naïve café", "🚓🚨🚒🚑🐕🦅🌲🌊", "83920174"],
)
def test_characters_of_any_kind_make_a_pin(pin: str) -> None:
    assert check_chosen_pin(Secret(pin), "4821") is None


@pytest.mark.parametrize("pin", ["", "4", "83920", "839201", "8392017", "e\u0301" * 7])
def test_seven_characters_are_too_few(pin: str) -> None:
    assert check_chosen_pin(Secret(pin), "4821") == "Please choose a PIN of at least 8 characters."


def test_sixty_four_characters_are_kept_and_one_more_is_refused() -> None:
    words = "the heron stands in the shallows of Oak Creek until 4 o'clock..."
    assert len(words) == 64
    assert check_chosen_pin(Secret(words), "4821") is None
    assert check_chosen_pin(Secret(words + "."), "4821") == "Please choose a PIN of at most 64 characters."
    assert check_chosen_pin(Secret("x" * 1_000_000), "4821") == "Please choose a PIN of at most 64 characters."
    assert check_chosen_pin(Secret("\u0301\u0327" * 500_000), "4821") is not None


@pytest.mark.parametrize("char", ["\n", "\t", "\x1b", "\x9b", "\u200b", "\u202e", "\ud800", "\ue000", "\0"])
def test_a_pin_that_could_not_be_typed_again_is_refused(char: str) -> None:
    answer = check_chosen_pin(Secret(f"blue{char}heron"), "4821")
    assert answer is not None
    assert "does not show" in answer


@given(st.text(max_size=80), st.text(max_size=16))
def test_any_text_is_accepted_or_refused_in_one_sentence(pin: str, badge: str) -> None:
    answer = check_chosen_pin(Secret(pin), badge)
    assert answer is None or answer.startswith(("Please choose", "That PIN "))


@given(st.text(st.characters(codec="utf-8"), max_size=64))
def test_the_same_characters_from_two_keyboards_are_the_same_pin(pin: str) -> None:
    composed, parted = unicodedata.normalize("NFC", pin), unicodedata.normalize("NFD", pin)
    assert same_form(composed) == same_form(parted)
    assert Secret(composed) == Secret(parted)


def test_a_code_has_eight_characters_that_nobody_mistakes() -> None:
    source = seeded(72)
    codes = [issue_code(source.randrange).reveal() for _ in range(2_000)]
    assert all(len(code) == 8 for code in codes)
    assert set("".join(codes)) == set(CODE_ALPHABET)
    assert len(set(codes)) == 2_000
    assert not set(CODE_ALPHABET) & set("0O1IL5S8B2Z") - set("258")
    assert not set(CODE_ALPHABET) & set("AEIOU")


def test_a_code_is_the_same_however_it_is_typed() -> None:
    assert same_code(" k7rx-4mdq ") == same_code("K7RX 4MDQ") == "K7RX4MDQ"


PIN = Secret("482913")


@pytest.mark.parametrize("shown", [repr(PIN), str(PIN), f"{PIN}", f"{PIN!r:>9}", f"{PIN:>30}", "%s" % PIN, f"{[PIN]}"])  # noqa: UP031 # old formats too
def test_a_secret_shows_as_stars(shown: str) -> None:
    assert "***" in shown
    assert "482913" not in shown


@pytest.mark.parametrize("use", [pickle.dumps, json.dumps, copy.copy, copy.deepcopy, vars, hash, len, bytes, iter])
def test_a_secret_cannot_be_taken_along_by_accident(use: object) -> None:
    assert callable(use)
    with pytest.raises(TypeError) as caught:
        use(PIN)
    assert "482913" not in str(caught.value)


def test_a_secret_does_not_go_into_json_or_message_pack() -> None:
    for encode in (msgspec.json.encode, msgspec.msgpack.encode):
        with pytest.raises(TypeError):
            encode(PIN)


def test_a_secret_gives_its_text_when_asked_and_knows_its_like() -> None:
    assert PIN.reveal() == "482913"
    assert Secret("482913") == PIN
    assert Secret("482914") != PIN
    assert PIN != "482913"
