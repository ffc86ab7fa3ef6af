"""Directives made up by hypothesis: any shape the notation has, few words, so that clauses often look alike."""

from __future__ import annotations

from dataclasses import dataclass, replace

from hypothesis import strategies as st

from oc_training.policy.labels import roman
from oc_training.policy.model import Revision
from oc_training.policy.notation import parse_revision
from tests.policy.test_notation_messages import HEAD

WORDS = ("shall", "not", "may", "unless", "report", "radio", "officer", "shift", "record", "employee,", "form;", "city")
DEPTH = 4


@dataclass(frozen=True)
class Node:
    """A clause with what hangs below it."""

    text: str
    children: tuple[Node, ...] = ()


def texts(most: int = 9) -> st.SearchStrategy[str]:
    """Words that a clause may hold; some end in a colon and so lead in what is below."""
    words = st.lists(st.sampled_from(WORDS), min_size=1, max_size=most).map(" ".join)
    return st.tuples(words, st.sampled_from(["", ".", ":"])).map(lambda pair: f"w{pair[0]}{pair[1]}")


def _nodes(level: int) -> st.SearchStrategy[Node]:
    if level > DEPTH:
        return st.nothing()
    below = st.just(()) if level == DEPTH else st.lists(_nodes(level + 1), max_size=2).map(tuple)
    return st.builds(Node, texts(), below)


def directives() -> st.SearchStrategy[tuple[Node, ...]]:
    """One to three sections."""
    section = st.builds(Node, texts(3), st.lists(_nodes(1), min_size=1, max_size=3).map(tuple))
    return st.lists(section, min_size=1, max_size=3).map(tuple)


def all_different(sections: tuple[Node, ...]) -> tuple[Node, ...]:
    """The same, each clause with a word of its own."""
    numbers = iter(range(10_000))

    def marked(node: Node) -> Node:
        return Node(f"n{next(numbers)} {node.text}", tuple(map(marked, node.children)))

    return tuple(map(marked, sections))


def parsed(sections: tuple[Node, ...]) -> Revision:
    """The revision that a tree is the outline of."""
    lines: list[str] = []
    for number, section in enumerate(sections, 1):
        lines += [f"# {roman(number)}. {section.text}", ""]
        for place, child in enumerate(section.children):
            _write(child, 1, place, lines)
    return parse_revision(f"{HEAD}{chr(10).join(lines)}\n", "tree.md")


def _write(node: Node, level: int, place: int, lines: list[str]) -> None:
    label = (f"{chr(65 + place)}.", f"{place + 1}.", f"{chr(97 + place)}.", f"{place + 1})")[level - 1]
    lines += [f"{' ' * 3 * (level - 1)}{label} {node.text}", ""]
    for at, child in enumerate(node.children):
        _write(child, level + 1, at, lines)


def with_first(sections: tuple[Node, ...], new: Node) -> tuple[Node, ...]:
    """The same directive with one clause more at the head of its first list."""
    first = sections[0]
    return (replace(first, children=(new, *first.children)), *sections[1:])
