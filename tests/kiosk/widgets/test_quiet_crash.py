from __future__ import annotations

import os
import stat
import termios
from pathlib import Path

import pytest
from textual.app import App, ComposeResult
from textual.drivers import linux_driver
from textual.widgets import Button

from oc_training.kiosk import crash_log
from oc_training.kiosk.crash_log import OUT_OF_SERVICE, CrashLog
from oc_training.kiosk.private_api import QuietApp
from oc_training.kiosk.widgets.push_button import PushButton
from tests.kiosk.widgets import samples

SECRET = "905731"


class Faulty(QuietApp[int]):
    def __init__(self, crash_log: CrashLog | None, way: str) -> None:
        super().__init__(crash_log)
        self._way = way

    def compose(self) -> ComposeResult:
        yield PushButton("Fail")

    async def on_button_pressed(self, event: Button.Pressed) -> None:
        pin = event.button.id or SECRET
        if self._way == "worker":
            self.run_worker(self.fail(pin))
        else:
            await self.fail(pin)

    async def fail(self, pin: str) -> None:
        try:
            int(f"x{pin}")
        except ValueError as error:
            raise LookupError(f"no such PIN {pin}") from error


async def fault_of(app: Faulty) -> BaseException | None:
    """Press the button and return what the test harness raises again."""
    try:
        async with app.run_test() as pilot:
            await pilot.press("tab", "enter")
            await pilot.pause()
    except Exception as error:  # noqa: BLE001  whatever the program met
        return error
    return None


def kept_in(path: Path) -> str:
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize("way", ["handler", "worker"])
async def test_a_fault_leaves_type_and_place_in_the_log_and_one_sentence_on_the_screen(
    tmp_path: Path, way: str, capsys: pytest.CaptureFixture[str]
) -> None:
    app = Faulty(CrashLog(tmp_path / "crash.log", lambda: samples.NOW), way)
    assert await fault_of(app) is not None
    kept = kept_in(tmp_path / "crash.log")
    assert kept.startswith("2026-08-04T14:05:30.00Z builtins.LookupError\n")
    assert "in fail" in kept
    assert "builtins.ValueError" in kept
    assert not any(word in kept for word in (SECRET, "PIN", str(tmp_path)))
    printed = capsys.readouterr()
    assert " ".join(printed.err.split()) == OUT_OF_SERVICE
    assert SECRET not in printed.out
    assert app.return_code == 1


@pytest.mark.parametrize("gone", [OSError(5, "Input/output error"), termios.error(5, "Input/output error")])
def test_a_window_that_was_closed_is_no_fault(tmp_path: Path, gone: Exception) -> None:
    screen, terminal = os.openpty()
    log = CrashLog(tmp_path / "crash.log", lambda: samples.NOW, terminal)
    log.note(gone)
    assert type(gone).__qualname__ in kept_in(tmp_path / "crash.log")  # while the window is there it is one
    (tmp_path / "crash.log").unlink()
    os.close(screen)
    log.note(gone)
    assert not (tmp_path / "crash.log").exists()
    log.note(LookupError())
    os.close(terminal)
    assert "builtins.LookupError" in kept_in(tmp_path / "crash.log")


def test_a_kiosk_that_fails_for_weeks_does_not_fill_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crash_log, "LARGEST", 500)
    log = CrashLog(tmp_path / "crash.log", lambda: samples.NOW)
    for _ in range(100):
        log.note(LookupError())
    assert {path.name for path in tmp_path.iterdir()} == {"crash.log", "crash.log.before"}
    assert all(0 < len(kept_in(path)) < 600 for path in tmp_path.iterdir())


async def test_what_textual_would_print_in_a_panic_is_not_printed(capsys: pytest.CaptureFixture[str]) -> None:
    app = Faulty(None, "panic")
    async with app.run_test():
        app.panic(f"PIN {SECRET}")
    assert " ".join(capsys.readouterr().err.split()) == OUT_OF_SERVICE


async def test_a_log_that_cannot_be_written_does_not_bring_the_details_back(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    app = Faulty(CrashLog(tmp_path / "missing" / "crash.log", lambda: samples.NOW), "handler")
    assert isinstance(await fault_of(app), LookupError)
    assert " ".join(capsys.readouterr().err.split()) == OUT_OF_SERVICE


def test_every_byte_can_be_read_from_the_keyboard() -> None:
    QuietApp[None]()
    decoder = vars(linux_driver)["getincrementaldecoder"]("utf-8")()
    assert decoder.decode(bytes(range(256)))
    assert decoder.decode("é".encode()) == "é"


def test_textual_still_has_what_is_overridden() -> None:
    assert "getincrementaldecoder" in vars(linux_driver)
    app = App[None]()
    assert callable(app._fatal_error)
    assert callable(app._close_messages_no_wait)
    assert app._exit_renderables == []
    assert app._exception is None
