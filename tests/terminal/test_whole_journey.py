"""The whole way in a real terminal, at the station's own strength: set-up, a power cut, receipt, board."""

from __future__ import annotations

import base64
import json
import re
import time
from pathlib import Path

import pytest

from oc_training.attestation.content import Content
from oc_training.kiosk.pages.reader import ALL_SHOWN, NOT_YET, PASSED_OVER
from oc_training.kiosk.pages.welcome import WelcomePage
from oc_training.kiosk.widgets.settling import SETTLE_SECONDS
from oc_training.places import CHECKOUT
from oc_training.quiz.model import Bank
from oc_training.text import squash
from oc_training.wording.training import HASTE
from tests.terminal.pane import LOOK_EVERY, Pane

BOSS, BOSS_BADGE, BOSS_PIN = "Ada Invented", "100", "oak tree 77"
NEW, NEW_BADGE, NEW_PIN = "Robin Sample", "417", "river stone 5"
SIZE = (100, 60)
"""Large enough for a scenario with all its options."""
MOST_STEPS = 1_000
KEPT = ("records.book", "working.json", "crash.log")
"""What the kiosk writes of its own; the bytes it sends to the terminal are looked through as well."""


class Station:
    """Starts the kiosk on one data folder, each time in a new terminal, and keeps what it wrote there."""

    def __init__(self, tmux: str, script: Path, folder: Path) -> None:
        self._tmux, self._script, self._folder = tmux, script, folder
        self.data = folder / "data"
        self.panes: list[Pane] = []

    def start(self, *options: str) -> Pane:
        variables = {"OC_TRAINING_DATA": str(self.data), "LC_ALL": "C.UTF-8", "COLORTERM": "truecolor"}
        folder = self._folder / f"terminal {len(self.panes) + 1}"
        self.panes.append(Pane(self._tmux, folder, [str(self._script), *options], variables, SIZE))
        return self.panes[-1]

    @property
    def place(self) -> str:
        """Citation of the clause that was kept as the place to come back to."""
        tables = json.loads((self.data / "working.json").read_text(encoding="utf-8"))
        found = re.findall(r'"place": ?"([^"]*)"', json.dumps(tables))
        return found[-1] if found else ""


@pytest.fixture
def station(requires_tmux: str, script: Path, tmp_path: Path) -> Station:
    return Station(requires_tmux, script, tmp_path)


def sign_in(pane: Pane, badge: str, secret: str) -> None:
    pane.sees("Badge number", "First time here?")
    time.sleep(WelcomePage.SILENCE_SECONDS + 0.2)  # as anybody does who does not type ahead
    pane.write(badge, secret)


def go_on_until(pane: Pane, bank: Bank, *words: str) -> None:
    """Read and answer, whatever comes, until all of these words are shown."""
    for _ in range(MOST_STEPS):
        shown = pane.words
        if all(one in shown for one in words):
            return
        step(pane, bank, shown)
    raise AssertionError(f"{words} did not come up:\n{pane.screen}")


def step(pane: Pane, bank: Bank, shown: str) -> None:
    """Do what the words now shown ask for; a screen that is only half drawn asks for nothing yet."""
    if HASTE[0] in shown and "[G] Go on" in shown:
        press_settled(pane, "g")
    elif "Choose an answer" in shown:
        answer(pane, bank, shown)
    elif ALL_SHOWN in shown or PASSED_OVER in shown or "What the directive says" in shown:
        press_settled(pane, "Enter")
    elif NOT_YET in shown:
        press_settled(pane, "NPage", seconds=0)
    else:
        time.sleep(LOOK_EVERY)


def press_settled(pane: Pane, key: str, seconds: float = SETTLE_SECONDS + 0.1) -> None:
    """Press a key once what has just appeared takes it, and wait for what it does."""
    time.sleep(seconds)
    before = pane.screen
    pane.press(key)
    pane.wait_for_a_change(before)


def answer(pane: Pane, bank: Bank, shown: str) -> None:
    """Find out which scenario it is, choose the right option, confirm it."""
    asked = next((question for question in bank.questions if squash(question.title) in shown), None)
    right = squash(next(option.text for option in asked.options if option.right)) if asked else ""
    number = next((number for number in range(1, 6) if right and f"{number}. {right}" in shown), None)
    if number is None:
        time.sleep(LOOK_EVERY)  # half drawn
        return
    press_settled(pane, str(number))
    if f"(o) {number}." not in pane.words:
        return  # a slow machine: the options did not take the key yet
    pane.press("Enter")
    pane.sees("Right.", "What the directive says")


def set_up_and_add(pane: Pane) -> str:
    """The first start, somebody new, and their one-time code."""
    pane.sees("Setting up the kiosk", "1 directive will be issued")
    pane.write(BOSS, BOSS_BADGE, "Lieutenant", "", BOSS_PIN, BOSS_PIN)
    pane.sees("The kiosk is set up.")
    pane.press("a")
    pane.sees("> Name", "First day")
    pane.write(NEW, NEW_BADGE, "Officer", "Patrol", "")
    pane.press("Enter")
    pane.write(BOSS_PIN)
    pane.press("Enter")
    pane.sees("History, newest first")
    pane.press("c")
    pane.sees("Issue the code")
    pane.write(BOSS_PIN)
    pane.press("Enter")
    found = re.search(r"\b([A-Z0-9]{4}) ([A-Z0-9]{4})\b", pane.sees("When this is closed"))
    assert found is not None, pane.screen
    press_settled(pane, "c")
    pane.sees("History, newest first")
    pane.press("F10")
    return found[1] + found[2]


def into_the_second_section(pane: Pane, code: str, bank: Bank, station: Station) -> str:
    """A PIN of one's own, the first section, and some way into the second; gives the clause that was kept."""
    sign_in(pane, NEW_BADGE, code)
    pane.sees("Choose my own")
    pane.press("2")
    pane.sees("The same PIN again")
    pane.write(NEW_PIN, NEW_PIN)
    pane.sees(f"Hello, {NEW}.")
    pane.press("c")
    go_on_until(pane, bank, "DEFINITIONS", NOT_YET)
    pane.press(*["Down"] * 8)
    pane.until(lambda _: station.place.startswith("II.") and station.place != "II.A", "No place was kept")
    return station.place


def on_to_the_receipt(pane: Pane, bank: Bank) -> None:
    """Read and answer until the review comes, and sign."""
    go_on_until(pane, bank, "Review and sign", "[S] Sign here")
    press_settled(pane, "s")
    pane.sees("Sign now")
    pane.write(NEW, NEW_PIN, "")
    pane.press("Enter")
    pane.sees("Recorded as entry", "12 of 12 right at the first try", f"{NEW}, badge {NEW_BADGE}")
    hashed = re.compile(r"Its hash [0-9a-f]{32} [0-9a-f]{32}")
    pane.until(lambda words: hashed.search(words) is not None, "The hash of the entry did not come up")
    press_settled(pane, "Enter")
    pane.sees("You are current.")
    pane.press("F10")


def board_and_end(pane: Pane) -> None:
    """The coordinator looks at the board, signs out and closes the kiosk."""
    sign_in(pane, BOSS_BADGE, BOSS_PIN)
    pane.sees(f"Hello, {BOSS}.")
    pane.press("b")
    pane.sees("Supervisor's board", f"current {NEW} {NEW_BADGE}")
    pane.press("F10")
    pane.sees("First time here?")
    assert not [personal for personal in (NEW, BOSS, "Robin", "Ada") if personal in pane.words]
    pane.press("F12")
    pane.sees("Close the kiosk?", "It is recorded who closed it.")
    pane.write(NEW_BADGE, NEW_PIN)
    pane.press("Enter")
    pane.sees("Only a supervisor or the training coordinator can close this kiosk.")
    pane.press("Escape")
    pane.sees("First time here?")
    pane.press("F12")
    pane.sees("Close the kiosk?")
    pane.write(BOSS_BADGE, BOSS_PIN)
    pane.press("Enter")


def test_from_set_up_over_a_power_cut_to_the_receipt_and_the_board(station: Station) -> None:
    bank = Content(CHECKOUT).bank("3-400")
    with station.start("--set-up") as pane:
        code = set_up_and_add(pane)
        place = into_the_second_section(pane, code, bank, station)
        pane.kill()
    with station.start() as pane:
        sign_in(pane, NEW_BADGE, NEW_PIN)
        pane.sees(f"Hello, {NEW}.", "1 of 6 sections")
        pane.press("c")
        pane.sees("DEFINITIONS", NOT_YET)
        pane.until(lambda _: first_label(pane.screen) == place.removeprefix("II."), f"{place} is not at the top")
        on_to_the_receipt(pane, bank)
        board_and_end(pane)
        assert pane.exit_code() == 0
        for personal in (NEW, BOSS, NEW_BADGE, "Robin", "Directive"):
            assert personal not in pane.words
        for kept in (file.read_bytes() for file in station.data.parent.rglob("*") if file.name in KEPT):
            for pin in (BOSS_PIN, NEW_PIN):
                assert pin.encode() not in kept
                assert base64.b64encode(pin.encode()) not in kept
        for written in (one.raw for one in station.panes):
            assert len(written) > 10_000
            assert b"Traceback" not in written
            for pin in (BOSS_PIN, NEW_PIN):
                assert pin.encode() not in written
                assert base64.b64encode(pin.encode()) not in written


def first_label(screen: str) -> str:
    """The label of the topmost clause that begins on the screen; empty where none does."""
    found = re.search(r"^\s*([A-Z])\.\s", screen, flags=re.MULTILINE)
    return found[1] if found else ""
