"""Whoever carries the data folder away learns no PIN; with the key file, which lies elsewhere, every one (AUT-8)."""

from __future__ import annotations

import json
import random
import re
import shutil
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from oc_training.attestation.events import COMMAND
from oc_training.roster.pepper import load_pepper
from oc_training.roster.pins import Secret, issue_pin
from tests.support.small_content import small_content
from tests.support.station import new_station

PEOPLE = 50


def holds(phc: str, guess: bytes) -> bool:
    try:
        return PasswordHasher().verify(phc, guess)
    except VerifyMismatchError:
        return False


def test_a_stolen_data_folder_gives_none_of_fifty_pins_and_with_the_key_file_all(tmp_path: Path) -> None:
    """The thief tries every one of the true PINs on everybody: a guesser who needs no luck."""
    station = new_station(tmp_path, small_content(tmp_path / "department"))
    house, source = station.house, random.Random(50)  # noqa: S311 - the PINs of this test protect nothing
    rows = "".join(f"{number},Person {number} X,Patrol\n" for number in range(500, 500 + PEOPLE))
    people = house.people.import_file(f"badge,name,unit\n{rows}".encode(), "roster.csv", COMMAND)
    pins = {person.id: issue_pin(person.badge, source.randrange).reveal() for person in people}
    for person_id, pin in pins.items():
        house._locksmith.set_pin(person_id, Secret(pin))
    pepper_file = house.places.pepper
    stolen = Path(shutil.copytree(house.places.data, tmp_path / "stolen"))

    texts = [path.read_bytes() for path in stolen.rglob("*") if path.is_file()]
    assert not any(pepper_file.read_bytes() in text for text in texts), "the key is nowhere in the data folder"
    assert not any(pepper_file.read_bytes().hex().encode() in text for text in texts)
    kept = json.loads((stolen / "working.json").read_text())["credentials"]
    verifiers = {person_id: kept[person_id]["phc"] for person_id in pins}
    assert len(set(verifiers.values())) == PEOPLE
    assert all(re.match(r"\$argon2id\$v=19\$m=\d+,t=\d+,p=1\$", phc) for phc in verifiers.values())

    candidates = sorted(set(pins.values()))
    plain = sum(holds(phc, pins[person_id].encode()) for person_id, phc in verifiers.items())
    bound = sum(holds(phc, f"{person_id}{pins[person_id]}".encode()) for person_id, phc in verifiers.items())
    assert (plain, bound) == (0, 0)

    def found(key_file: Path) -> int:
        pepper = load_pepper(key_file, stolen)
        return sum(
            next((pin for pin in candidates if holds(phc, pepper.stir("pin", person_id, pin))), None) == pins[person_id]
            for person_id, phc in verifiers.items()
        )

    another = tmp_path / "another.key"
    another.write_bytes(bytes(32))
    another.chmod(0o400)
    assert found(another) == 0
    assert found(pepper_file) == PEOPLE
