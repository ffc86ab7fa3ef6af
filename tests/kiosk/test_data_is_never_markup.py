"""No widget is built from data with markup on, and whatever reaches the screen passes the one cleaning (INJ-1, INJ-4).

The program's own source is looked at, so that a new page cannot forget it; what the terminal then really gets is
tried in ``tests/terminal/test_hostile_bytes.py``.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from oc_training.places import CHECKOUT

KIOSK = CHECKOUT / "oc_training" / "kiosk"

CLEANING = {"plain", "joined"}
"""What makes content for a stock widget out of data."""

TAKES_CONTENT = {"Static"}
"""Stock widgets that pages may build; their first argument is content."""

NOT_USED = {
    "Label", "Markdown", "MarkdownViewer", "OptionList", "SelectionList", "RadioButton", "RadioSet", "Checkbox",
    "Select", "DataTable", "Tree", "Log", "RichLog", "Tabs", "TabbedContent", "Collapsible", "Link", "Toast", "Footer",
    "Header", "Switch", "ListView", "ListItem", "Digits", "Rule", "TextArea", "MaskedInput", "Pretty",
}  # fmt: skip
"""Stock widgets that take markup, open links or lie about their state."""

MARKUP = {"from_markup", "notify", "from_ansi", "open_url"}
"""Calls that read markup or lead outside."""

DRAWS_ITSELF = {"LinesWidget", "PeopleList", "ReadingPane", "PinInput"}
"""Widgets with lines of their own; each hands them through ``harmless`` (a PIN's mask holds no data)."""


def sources() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(KIOSK.rglob("*.py")):
        yield path.relative_to(KIOSK).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def name_of(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def is_cleaned(node: ast.expr, contents: set[str]) -> bool:
    """Whether an expression is content made by the cleaning, or of such pieces alone."""
    match node:
        case ast.Constant(value=None):
            return True
        case ast.IfExp(body=one, orelse=other):
            return is_cleaned(one, contents) and is_cleaned(other, contents)
        case ast.Call(func=ast.Attribute(value=ast.Call(func=ast.Name(id="Content"), args=[ast.Constant()])) as func):
            parts = node.args[0] if func.attr == "join" else None
            return isinstance(parts, ast.List) and all(is_cleaned(part, contents) for part in parts.elts)
        case ast.Call(func=func):
            return name_of(func) in CLEANING | contents
        case _:
            return False


def contents_of(tree: ast.Module) -> set[str]:
    """Methods of a module that give content, each of them cleaned: ``_named`` of a text field."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and isinstance(node.returns, ast.Name) and node.returns.id == "Content":
            returned = [each.value for each in ast.walk(node) if isinstance(each, ast.Return) and each.value]
            if returned and all(is_cleaned(value, set()) for value in returned):
                found.add(node.name)
    return found


def offences(tree: ast.Module) -> list[str]:
    """What in a module of the kiosk puts something on the screen that did not pass the cleaning."""
    contents = contents_of(tree)
    return [f"line {line}: {words}" for node in ast.walk(tree) for line, words in _offences_of(node, contents)]


def _offences_of(node: ast.AST, contents: set[str]) -> Iterator[tuple[int, str]]:
    match node:
        case ast.Call():
            yield from _offences_of_call(node, contents)
        case ast.Assign(targets=[ast.Attribute(attr="border_title" | "border_subtitle")], value=value):
            if not is_cleaned(value, contents):
                yield node.lineno, "a title at an edge that is not cleaned"
        case ast.Assign(targets=[ast.Attribute(attr="tooltip" | "title" | "sub_title" | "label")]):
            yield node.lineno, "a text that Textual draws by itself"
        case ast.keyword(arg="markup", value=ast.Constant(value=True)):
            yield node.value.lineno, "markup switched on"
        case ast.ImportFrom(module=str(module), names=names) if module.startswith("textual.widgets"):
            yield from ((node.lineno, each.name) for each in names if each.name in NOT_USED)
        case _:
            pass


def _offences_of_call(call: ast.Call, contents: set[str]) -> Iterator[tuple[int, str]]:
    name = name_of(call.func)
    first = call.args[0] if call.args else None
    if (name in TAKES_CONTENT or name == "update") and first is not None and not is_cleaned(first, contents):
        yield call.lineno, f"{name} with something that is not cleaned"
    if name in MARKUP:
        yield call.lineno, name
    if isinstance(call.func, ast.Name) and name in {"Input", "Button"}:
        yield call.lineno, "a stock field or button; ours clean what they are given"


def test_the_kiosk_puts_nothing_on_the_screen_that_is_not_cleaned() -> None:
    found = {name: offences(tree) for name, tree in sources()}
    assert {name: what for name, what in found.items() if what} == {}
    assert len(found) > 50


def test_widgets_that_draw_their_own_lines_hand_them_through_the_last_cleaning() -> None:
    drawing: dict[str, str] = {}
    for _, tree in sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                own = [each for each in node.body if isinstance(each, ast.FunctionDef) and each.name == "render_line"]
                if own:
                    drawing[node.name] = ast.unparse(node)
    assert set(drawing) == DRAWS_ITSELF
    assert [name for name, source in drawing.items() if "harmless(" not in source] == ["PinInput"]


@pytest.mark.parametrize(
    "source",
    [
        "Static(name)",
        "Static(f'Hello {name}')",
        "Static('[b]x[/]')",
        "yield Static(str(error), classes='x')",
        "self._said.update(error)",
        "self.query_one(Static).update(f'{name}')",
        "box.border_title = name",
        "self.border_subtitle = f' {name} '",
        "self.app.notify(name)",
        "Content.from_markup(name)",
        "Static(plain(name), markup=True)",
        "from textual.widgets import Label",
        "Button(name)",
        "Input(name)",
        "Static(plain(a) if b else c)",
        "Static(Content('').join([plain(a), b]))",
        "self.app.title = name",
    ],
)
def test_each_way_past_the_cleaning_is_found(source: str) -> None:
    assert offences(ast.parse(source))


def test_what_is_cleaned_is_left_alone() -> None:
    honest = "Static(plain(a) if b else joined(c))\nStatic(id='x')\nx.update(Content('\\n').join([plain(a)]))"
    assert offences(ast.parse(honest)) == []


# ---- commands -----------------------------------------------------------------------------------------------------

PRINTS = {"echo", "secho", "print", "echo_via_pager"}


def printing(path: Path) -> list[str]:
    """Where a module writes to the terminal by itself."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [
        f"line {node.lineno}"
        for node in ast.walk(tree)
        if (isinstance(node, ast.Call) and name_of(node.func) in PRINTS)
        or (isinstance(node, ast.Attribute) and node.attr in {"stdout", "stderr"} and name_of(node.value) == "sys")
    ]


def test_commands_write_to_the_terminal_through_one_place_alone() -> None:
    writing = {
        path.relative_to(CHECKOUT / "oc_training").as_posix()
        for path in (CHECKOUT / "oc_training").rglob("*.py")
        if printing(path)
    }
    # Before the commands there are a sentence about Python's version and one about the terminal, which is cleaned. The
    # kiosk's last sentence, cleaned, is written when its screen is gone; the plain kiosk has one place of its own.
    before_and_after = {"__main__.py", "launch.py", "kiosk/start.py"}
    assert writing == {"command_parts.py", "plain_kiosk/terminal.py", *before_and_after}
