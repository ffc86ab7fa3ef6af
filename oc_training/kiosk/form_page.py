"""What pages with fields have in common: Enter goes from field to field and then sends what was typed.

While something slow is done (a PIN, the disk) no field is in hand and the fields take nothing, so that nothing is
sent twice and no key goes astray; what went wrong is said beside the field or in a line that stays.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, TypeVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import Button, Input, Static

from oc_training.errors import OcTrainingError
from oc_training.kiosk.page import Page
from oc_training.kiosk.plain import plain
from oc_training.kiosk.typed_ahead import all_taken_in
from oc_training.kiosk.widgets.scroll_room import ScrollRoom
from oc_training.kiosk.widgets.text_field import TextField

T = TypeVar("T")

ONE_MOMENT = "One moment, please."


class Said(Static):
    """One line for what is going on or went wrong; it stays until something else is said."""

    DEFAULT_CSS = """
    Said { width: 1fr; height: auto; min-height: 1; padding: 0 2; color: $foreground; }
    Said.-wrong { color: $text-error; text-style: bold; }
    """

    def tell(self, words: str) -> None:
        """Say what is going on; nothing is said by an empty text."""
        self.remove_class("-wrong")
        self.update(plain(words))

    def complain(self, sentence: str) -> None:
        """Say what went wrong."""
        self.add_class("-wrong")
        self.update(plain(f"! {sentence}", keep_newlines=True))


class Sheet(ScrollRoom, can_focus=False):
    """A page's parts below each other in a column in the middle, which scrolls by PgUp and PgDn where it is long."""

    DEFAULT_CSS = """
    Sheet { align: center middle; border-bottom: blank $background; }
    Sheet > #sheet { width: 76; max-width: 94%; height: auto; }
    """

    def __init__(self, *parts: Widget) -> None:
        super().__init__(Vertical(*parts, id="sheet"))


class Words(Static):
    """A paragraph on a page: the program's words or data, never markup."""

    DEFAULT_CSS = """
    Words { width: 1fr; height: auto; padding: 0 2; margin: 0 0 1 0; color: $foreground; }
    Words.-quiet { color: $text-muted; }
    Words.-head { color: $text-accent; text-style: bold; }
    """

    def __init__(self, text: str, *, kind: str = "", id: str | None = None) -> None:  # noqa: A002  Textual's own name
        """*kind* is ``quiet`` for what is beside the point, ``head`` for a heading, else empty."""
        super().__init__(plain(text, keep_newlines=True), classes=f"-{kind}" if kind else None, id=id)

    def say(self, text: str) -> None:
        """Say something else."""
        self.update(plain(text, keep_newlines=True))


class FormPage(Page[T]):
    """A page with fields that are sent together."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "go_on", "Go on", key_display="Enter", priority=True),
        # How some card readers end a line.
        Binding("ctrl+j", "go_on", "Go on", show=False, priority=True),
        Binding("tab", "step(1)", "Next field", key_display="Tab", priority=True),
        Binding("shift+tab", "step(-1)", "Previous field", show=False, priority=True),
        Binding("down", "step_line(1)", "Next field", show=False, priority=True),
        Binding("up", "step_line(-1)", "Previous field", show=False, priority=True),
        Binding("pageup", "scroll_pages(-1)", "Page", key_display="PgUp", priority=True),
        Binding("pagedown", "scroll_pages(1)", "Page", key_display="PgDn", priority=True),
    ]
    sending = False
    """Whether what was typed is being dealt with."""

    def fields(self) -> Sequence[TextField]:
        """The fields in the order in which they are filled in."""
        raise NotImplementedError

    def takes(self) -> Widget:
        """The part of the page that takes nothing while something slow is done."""
        raise NotImplementedError

    def said(self) -> Said:
        """Where things are said that concern no single field."""
        raise NotImplementedError

    async def send(self) -> None:
        """Deal with what was typed.

        Raises:
            OcTrainingError: whatever concerns no single field; it is said in the line that stays.
        """
        raise NotImplementedError

    def begin(self) -> None:
        """Take the first field in hand, unless keys came before it and have led on already."""
        if self.focused is None and self.fields()[0].is_attached:  # the kiosk may be ending as the page comes up
            self.fields()[0].focus_input()

    def action_go_on(self) -> None:
        """Enter: press the button in hand, or go to the next field, and from the last one send."""
        if self.sending:
            return
        if isinstance(self.focused, Button):
            self.focused.press()
            return
        inputs = [field.input for field in self.fields()]
        # Before the first field is in hand, keys are lost, and Enter and Tab move on as they would from there.
        here = inputs[0] if self.focused is None and inputs else self.focused
        place = next((number for number, field in enumerate(inputs) if field is here), len(inputs))
        if place + 1 < len(inputs):
            self.set_focus(inputs[place + 1])
        elif inputs:
            self.start_sending()

    def action_step(self, by: int) -> None:
        """Tab: to the next (1) or previous (-1) place that takes keys; none is in hand while something is sent."""
        if self.sending:
            return
        if self.focused is None and by > 0 and self.fields():
            self.set_focus([field.input for field in self.fields()][:2][-1])
        elif by > 0:
            self.focus_next()
        else:
            self.focus_previous()

    def action_step_line(self, by: int) -> None:
        """Arrows: as Tab, but for what has a use for arrows itself."""
        self.action_step(by)

    def action_scroll_pages(self, pages: int) -> None:
        """Show what does not fit, without leaving the field."""
        for room in self.query(ScrollRoom):
            room.action_scroll_pages(pages)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys that would do nothing are not offered."""
        if action == "go_on":
            return isinstance(self.focused, Button) or bool(self.fields())
        if action == "step_line":
            return self.focused is None or isinstance(self.focused, Button | Input)
        if action == "scroll_pages":
            return any(room.max_scroll_y > 0 for room in self.query(ScrollRoom))
        return super().check_action(action, parameters)

    def start_sending(self) -> None:
        """Send once; a further press meanwhile is ignored, and so is whatever else is typed."""
        if not self.sending:
            self.sending = True
            before = self.focused
            self.set_focus(None)
            self.run_worker(self._sending(before), name="sending")

    async def _sending(self, before: Widget | None) -> None:
        """Take nothing more, say that it takes a moment, send, and take keys again.

        Where the page said nothing about where to go on, the field that was in hand *before* is in hand again.
        """
        await all_taken_in(field.input for field in self.fields())
        self.takes().disabled = True
        self.said().tell(ONE_MOMENT)
        try:
            await self.send()
        except OcTrainingError as error:
            self.said().complain(str(error))
        else:
            self.said().tell("")
        finally:
            self.takes().disabled = False
            self.sending = False
        self.put_focus(before)

    def put_focus(self, before: Widget | None) -> None:
        """Where to go on after sending: at the first field with something wrong, else where one was *before*."""
        wrong = next((field.input for field in self.fields() if field.error), None)
        wanted = wrong or before
        if wanted is not None:
            self.set_focus(wanted)

    def clear_errors(self) -> None:
        """Say no more of what was wrong with a field."""
        for field in self.fields():
            field.error = ""
