"""On which kind of disk the records lie, and how much room is left there.

On a network file system neither a lock nor a sync can be relied on: two stations would write over each other, and
"recorded" would be said of what no disk has. So a book is not opened there at all.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from oc_training.errors import LedgerUnusable, Refused

NETWORK: Final = frozenset(
    {
        *("nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "ncp", "9p", "afs", "afpfs", "coda", "davfs", "pvfs2"),
        *("ceph", "lustre", "gpfs", "beegfs", "orangefs", "glusterfs", "panfs"),
    }
)
"""Linux's names of file systems whose disk is in another machine."""
SHARED_WITH_HOST: Final = frozenset({"virtiofs", "prl_fs", "vboxsf", "vmhgfs"})
"""Folders that a virtual machine shares with the machine it runs on, whose programs know nothing of our locks."""
SHARED_DISK: Final = frozenset({"gfs2", "ocfs2"})
"""File systems on a disk to which several machines write."""
NOT_THERE_YET: Final = frozenset({"autofs"})
"""What stands where something is mounted only when it is asked for, and was not."""
THROUGH_A_PROGRAM: Final = "fuse"
"""What the names of sshfs, rclone and their like begin with (``fuse.sshfs``). A ``fuseblk`` is a local disk."""

WARN_BELOW: Final = 200_000_000
"""Bytes: with less room than this the administrator is told at each sign-in. About 70,000 signings."""
LEAST_FOR_A_SIGNING: Final = 16_000_000
"""Bytes: with less room than this no training and no signing is begun.

An entry takes some 3 kB, a side file and the working file a few more; the rest is for what other programs may take
while somebody reads and signs, so that nobody signs and is refused afterwards.
"""

MOUNTS: Final = Path("/proc/self/mountinfo")
_POINT = 4
_ESCAPED = re.compile(r"\\([0-7]{3})")


def file_system_of(folder: Path, mounts: Path = MOUNTS) -> str:
    """Linux's name of the file system that holds *folder*; empty where the system does not say (it is not Linux)."""
    wanted = folder.resolve()  # before the mounts are read: what is mounted only when asked for is mounted by this
    try:
        lines = mounts.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return ""
    best, found = -1, ""
    for line in lines:
        front, _, back = line.partition(" - ")
        point = Path(_ESCAPED.sub(lambda octal: chr(int(octal[1], 8)), front.split(" ")[_POINT]))
        if len(point.parts) >= best and wanted.is_relative_to(point):
            best, found = len(point.parts), back.split(" ")[0]  # of two on one point the later covers the earlier
    return found


def refuse_network(folder: Path, mounts: Path = MOUNTS) -> None:
    """Make sure that *folder* is on a disk of this machine.

    Raises:
        LedgerUnusable: it is on a network file system, or on something else that is shared or not there.
    """
    name = file_system_of(folder, mounts)
    what = _why_not(name)
    if what:
        raise LedgerUnusable(
            f"The folder {folder} is {what} ({name}), where records can be lost. "
            "Nothing was changed. Use a folder on a disk inside this machine, and copy the book to the network "
            "with a backup."
        )


def _why_not(name: str) -> str:
    """What a file system of that name is, where no book may lie on it; otherwise nothing."""
    if name in NETWORK or name.partition(".")[0] == THROUGH_A_PROGRAM:
        return "on a network file system"
    if name in SHARED_WITH_HOST:
        return "shared with the machine that this virtual one runs on"
    if name in SHARED_DISK:
        return "on a disk that several machines share"
    if name in NOT_THERE_YET:
        return "where something is mounted only when it is asked for, and nothing is mounted now"
    return ""


@dataclass(frozen=True, slots=True)
class Room:
    """How much room is left where the records lie. A folder, looked at anew each time."""

    folder: Path
    warn_below: int = WARN_BELOW
    least: int = LEAST_FOR_A_SIGNING

    def left(self) -> int:
        """Bytes that this account may still write.

        Raises:
            LedgerUnusable: nobody can tell, because the folder cannot be looked into.
        """
        try:
            found = os.statvfs(self.folder)
        except OSError as error:
            raise LedgerUnusable(f"The data folder cannot be looked into: {error.strerror}.") from error
        return found.f_bavail * found.f_frsize

    def require(self) -> None:
        """Make sure that what is begun now can also be recorded (asked before a training and before a signing).

        Raises:
            Refused: there is too little room.
        """
        if self.left() < self.least:
            raise Refused(
                "The disk of this kiosk is almost full, so nothing can be signed now. "
                "What you have done so far is kept. Please call the training coordinator."
            )

    def warning(self) -> str | None:
        """The sentence for whoever administers the kiosk when room gets short, or nothing."""
        left = self.left()
        if left >= self.warn_below:
            return None
        return (
            f"The disk with the records has {left // 1_000_000} MB left. Please make room: "
            f"below {self.least // 1_000_000} MB nobody can begin a training or sign."
        )
