"""The key file for PINs."""

from __future__ import annotations

import copy
import os
import pickle
import stat
from pathlib import Path

import pytest

from oc_training.errors import KeyFileUnusable
from oc_training.roster.pepper import Pepper, create_pepper, load_pepper


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    return folder


@pytest.fixture
def key(tmp_path: Path) -> Path:
    return tmp_path / "keys" / "pins.key"


def refused(path: Path, data: Path) -> str:
    with pytest.raises(KeyFileUnusable) as caught:
        load_pepper(path, data)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_a_key_is_made_once_and_read_back(key: Path, data: Path) -> None:
    made = create_pepper(key, data)
    assert load_pepper(key, data).id == made.id
    assert load_pepper(key, data).stir("pin", "P-1", "482913") == made.stir("pin", "P-1", "482913")
    assert len(key.read_bytes()) == 32
    assert stat.S_IMODE(key.stat().st_mode) == 0o400
    assert stat.S_IMODE(key.parent.stat().st_mode) == 0o700
    assert os.listdir(key.parent) == ["pins.key"]  # noqa: PTH208 # the names alone are meant


def test_a_key_that_is_there_is_never_replaced(key: Path, data: Path) -> None:
    create_pepper(key, data)
    before = key.read_bytes()
    with pytest.raises(KeyFileUnusable, match="already"):
        create_pepper(key, data)
    assert key.read_bytes() == before
    assert os.listdir(key.parent) == ["pins.key"]  # noqa: PTH208 # the names alone are meant


def test_two_keys_differ(tmp_path: Path, data: Path) -> None:
    assert create_pepper(tmp_path / "a", data).id != create_pepper(tmp_path / "b", data).id


@pytest.mark.parametrize("mode", [0o440, 0o404, 0o600, 0o500, 0o644, 0o777, 0o4400])
def test_loose_permissions_are_refused_with_the_command_that_mends_them(key: Path, data: Path, mode: int) -> None:
    create_pepper(key, data)
    key.chmod(mode)
    assert refused(key, data).endswith(f"Run: chmod 400 {key}")


def test_a_missing_key_is_refused(key: Path, data: Path) -> None:
    assert "is missing" in refused(key, data)


def test_a_key_within_the_data_is_refused(data: Path) -> None:
    for path in (data / "pins.key", data / "deep" / "pins.key", data / ".." / "data" / "pins.key"):
        with pytest.raises(KeyFileUnusable, match="must not lie in the data folder"):
            create_pepper(path, data)
        assert "must not lie in the data folder" in refused(path, data)


def test_a_link_into_the_data_is_refused(tmp_path: Path, data: Path) -> None:
    (data / "real").write_bytes(bytes(32))
    (tmp_path / "link").symlink_to(data / "real")
    assert "must not lie in the data folder" in refused(tmp_path / "link", data)


def test_what_is_no_plain_file_is_refused(tmp_path: Path, data: Path, key: Path) -> None:
    create_pepper(key, data)
    (tmp_path / "link").symlink_to(key)
    assert "cannot be read" in refused(tmp_path / "link", data)
    (tmp_path / "folder").mkdir(mode=0o400)
    os.mkfifo(tmp_path / "pipe", 0o400)
    for name in ("folder", "pipe"):
        assert "is not a file" in refused(tmp_path / name, data) or "cannot be read" in refused(tmp_path / name, data)


@pytest.mark.parametrize("size", [0, 31, 33, 5_000])
def test_a_key_of_another_length_is_refused(tmp_path: Path, data: Path, size: int) -> None:
    path = tmp_path / "pins.key"
    path.write_bytes(bytes(size))
    path.chmod(0o400)
    assert "not 32 bytes long" in refused(path, data)


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path, data: Path) -> None:
    (tmp_path / "keys").write_text("a file")
    with pytest.raises(KeyFileUnusable, match="cannot be written"):
        create_pepper(tmp_path / "keys" / "pins.key", data)


def test_purpose_person_and_secret_each_change_what_is_hashed() -> None:
    pepper = Pepper(bytes(32))
    stirred = {
        pepper.stir("pin", "P-1", "23"),
        pepper.stir("code", "P-1", "23"),
        pepper.stir("pin", "P-12", "3"),
        pepper.stir("pin", "P-1", "3"),
        pepper.stir("pi", "nP-1", "23"),
        Pepper(bytes([1] * 32)).stir("pin", "P-1", "23"),
    }
    assert len(stirred) == 6
    assert all(len(digest) == 32 for digest in stirred)


def test_the_key_does_not_show_and_is_not_taken_along() -> None:
    pepper = Pepper(b"K" * 32)
    assert repr(pepper) == str(pepper) == "***"
    assert b"K".hex() * 4 not in pepper.id
    for take in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError):
            take(pepper)
