from __future__ import annotations

import contextlib
import errno
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from oc_training.errors import LedgerUnusable
from oc_training.ledger.keys import create_key, load_key
from tests.ledger.books import put_file
from tests.ledger.faults import PowerCut, power_cut_at, refusing


def test_a_key_that_was_made_is_loaded_again(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "station.key"
    made = create_key(path)
    assert load_key(path).private_bytes_raw() == made.private_bytes_raw()
    assert oct(path.stat().st_mode)[-3:] == "600"
    assert oct(path.parent.stat().st_mode)[-3:] == "700"


def test_a_key_is_never_replaced(tmp_path: Path) -> None:
    made = create_key(tmp_path / "station.key")
    with pytest.raises(LedgerUnusable, match="never replaced"):
        create_key(tmp_path / "station.key")
    assert load_key(tmp_path / "station.key").private_bytes_raw() == made.private_bytes_raw()


def test_a_missing_key_is_not_made_anew(tmp_path: Path) -> None:
    with pytest.raises(LedgerUnusable, match="is missing"):
        load_key(tmp_path / "station.key")
    with pytest.raises(LedgerUnusable, match="is missing"):
        load_key(tmp_path / "no folder" / "station.key")


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620])
def test_a_key_that_others_may_read_or_change_is_refused(tmp_path: Path, mode: int) -> None:
    create_key(tmp_path / "station.key")
    (tmp_path / "station.key").chmod(mode)
    with pytest.raises(LedgerUnusable, match="other accounts"):
        load_key(tmp_path / "station.key")


def test_a_folder_in_which_others_could_swap_the_key_is_refused(tmp_path: Path) -> None:
    create_key(tmp_path / "keys" / "station.key")
    (tmp_path / "keys").chmod(0o770)
    with pytest.raises(LedgerUnusable, match="chmod 700"):
        load_key(tmp_path / "keys" / "station.key")
    with pytest.raises(LedgerUnusable, match="chmod 700"):
        create_key(tmp_path / "keys" / "second.key")


def test_a_file_that_holds_no_such_key_is_refused(tmp_path: Path) -> None:
    other = X25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    for data in (b"", b"nonsense", other):
        put_file(tmp_path / "station.key", data)
        with pytest.raises(LedgerUnusable, match="does not hold a station key"):
            load_key(tmp_path / "station.key")


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    create_key(tmp_path / "station.key")
    (tmp_path / "link.key").symlink_to(tmp_path / "station.key")
    with pytest.raises(LedgerUnusable, match="cannot be read"):
        load_key(tmp_path / "link.key")


def test_a_key_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    with refusing("fsync", errno.ENOSPC), pytest.raises(LedgerUnusable, match="cannot be kept"):
        create_key(tmp_path / "station.key")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("step", range(4))
def test_a_crash_while_a_key_is_made_leaves_a_whole_key_or_none(tmp_path: Path, step: int) -> None:
    path = tmp_path / "keys" / "station.pem"
    with power_cut_at(step), contextlib.suppress(PowerCut):
        create_key(path)
    key = load_key(path) if path.exists() else create_key(path)
    assert load_key(path).private_bytes_raw() == key.private_bytes_raw()
