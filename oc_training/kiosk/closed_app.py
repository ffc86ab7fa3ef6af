"""A Textual program that leads nowhere else: no clipboard, no file, no browser, no shell, no palette (KSK-1, KSK-8).

Textual gives every program these ways out, and binds keys to some. None of them has a use in a kiosk, locked or
not, so each does nothing here, whoever calls it: a key, a link, a widget of a later version.
"""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO, Literal, TextIO, TypeVar

from oc_training.kiosk.private_api import QuietApp

T = TypeVar("T")


class ClosedApp(QuietApp[T], inherit_bindings=False):
    """A program with one way on: its own pages."""

    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False

    def copy_to_clipboard(self, text: str) -> None:
        """Copy nothing: the terminal's clipboard outlives whoever stood here, and it may be a PIN (AUT-9)."""

    def open_url(self, url: str, *, new_tab: bool = True) -> None:
        """Open nothing (INJ-5)."""

    def deliver_text(  # noqa: PLR0913  Textual's signature
        self,
        path_or_file: str | Path | TextIO,
        *,
        save_directory: str | Path | None = None,
        save_filename: str | None = None,
        open_method: Literal["browser", "download"] = "download",
        encoding: str | None = None,
        mime_type: str | None = None,
        name: str | None = None,
    ) -> str | None:
        """Write no file."""

    def deliver_binary(  # noqa: PLR0913  Textual's signature
        self,
        path_or_file: str | Path | BinaryIO,
        *,
        save_directory: str | Path | None = None,
        save_filename: str | None = None,
        open_method: Literal["browser", "download"] = "download",
        mime_type: str | None = None,
        name: str | None = None,
    ) -> str | None:
        """Write no file."""

    def deliver_screenshot(
        self, filename: str | None = None, path: str | None = None, time_format: str | None = None
    ) -> str | None:
        """Write no picture."""

    def action_screenshot(self, filename: str | None = None, path: str | None = None) -> None:
        """Write no picture."""

    async def action_quit(self) -> None:
        """Go on: there is one way to close a kiosk, and it is on the welcome page."""

    def action_help_quit(self) -> None:
        """Say nothing of keys that end a program."""

    def action_suspend_process(self) -> None:
        """Go on: behind the kiosk is a shell."""

    def action_command_palette(self) -> None:
        """Show no commands of the toolkit."""

    def action_show_help_panel(self) -> None:
        """Show no keys of the toolkit; each page shows its own."""
