"""What a directive may not hold, found line by line before anything is parsed.

Tables, links, images, HTML and bullets have no place in a text that is cited by printed labels. Most of them
would go through a Markdown parser without a word; each is therefore looked for by name. The patterns are bound
to run in linear time on any line. What the printed text itself needs can be written with a backslash before it.
"""

from __future__ import annotations

import re
import unicodedata

from oc_training.policy.findings import Findings

SIGNATURE_LINE = "---"
"""The line that opens the block with the signer, the title and the typist's mark."""

_INLINE = (
    (re.compile(r"(?<!\\)!\["), "pictures are not shown here; leave the picture out"),
    (
        re.compile(r"(?<!\\)\]\(|(?<!\\)\]\[|^ *\[[^\[\]]+\]:"),
        "links do not work at a kiosk; write the words alone",
    ),
    (
        re.compile(r"https?://|mailto:[^\s]", re.IGNORECASE),
        r"links to the outside do not work at a kiosk; if this address is printed in the directive, write it with '\:'",
    ),
    (
        re.compile(r"(?<!\\)<(?!https?:|mailto:)[A-Za-z/!?]", re.IGNORECASE),
        "HTML is not allowed; write the words alone",
    ),
    (
        re.compile(r"(?<!\\)&(?:#[0-9]{1,8}|#[xX][0-9A-Fa-f]{1,8}|[A-Za-z][A-Za-z0-9]{1,31});"),
        "this line has a code such as '&amp;'; type the character itself",
    ),
    (re.compile(r"(?<!\\)`(?!``)(?<!``)"), "'`' marks program code, which a directive has none of"),
    (re.compile(r"(?<!\\)\\ *$"), "a backslash at the end of a line would be lost; remove it"),
)
_BULLET = re.compile(r"[-*+•·▪◦](?=\s|$)")
_TABLE = re.compile(r"\||:?-+:? *\|[ :|-]*$")
_QUOTE = re.compile(r">")
_FENCES = ("```", "~~~")


def checked_lines(lines: list[str], first: int, findings: Findings) -> list[str]:
    """*lines* of a directive's body with whatever is not allowed reported and made harmless.

    *first* is the number of the first line in its file. A line keeps its number and, where it can, its words,
    so that the rest of the file is still checked.
    """
    kept: list[str] = []
    fence: str | None = None
    for number, line in enumerate(lines, start=first):
        mark = line.lstrip()[:3]
        if fence is not None:
            fence = None if mark == fence else fence
            kept.append("")
        elif mark in _FENCES:
            fence = mark
            findings.spoil(number, f"'{mark}' opens a block of program code, which a directive has none of")
            kept.append("")
        else:
            _check_inline(line, number, findings)
            kept.append(_check_block(line, number, kept, findings))
    return kept


def shown_lines(lines: list[str], findings: Findings) -> list[str]:
    """*lines* of a whole file, each character that does not print reported and replaced by a space."""
    return [line if line.isprintable() else _shown(line, number, findings) for number, line in enumerate(lines, 1)]


def _shown(line: str, number: int, findings: Findings) -> str:
    for char in sorted({char for char in line if not char.isprintable()}):
        if char == "\t":
            findings.add(number, "this line has a tab; use spaces")
        elif unicodedata.category(char) == "Zs":
            findings.add(number, f"this line has an unusual space ({_name(char)}); use an ordinary space")
        else:
            findings.add(number, f"this line has a character that does not print ({_name(char)}); remove it")
    return "".join(char if char.isprintable() else " " for char in line)


def _name(char: str) -> str:
    return f"U+{ord(char):04X} {unicodedata.name(char, '')}".rstrip()


def _check_inline(line: str, number: int, findings: Findings) -> None:
    for pattern, message in _INLINE:
        if pattern.search(line):
            findings.add(number, message)


def _check_block(line: str, number: int, above: list[str], findings: Findings) -> str:
    """Report what does not belong at the beginning of a line; the line without it."""
    words = line.strip()
    indent = len(line) - len(line.lstrip())
    if words == SIGNATURE_LINE and not indent:
        return line
    if _is_rule(words):
        findings.spoil(number, f"a line across the page; only '{SIGNATURE_LINE}' may stand, before the signature block")
        return ""
    if words.startswith("#") and words.endswith("#") and words.rstrip("#").endswith(" "):
        findings.spoil(number, r"'#' at the end of a heading would be lost; remove it, or write '\#' if it is printed")
    if _TABLE.match(words):
        if not (above and above[-1].lstrip().startswith("|")):
            findings.spoil(number, "tables are not allowed; a table has no citations")
        return line
    if _QUOTE.match(words):
        findings.spoil(number, "'>' marks a quotation; type the words alone")
        return " " * (indent + 1) + words[1:]
    if _BULLET.match(words):
        findings.spoil(number, _bullet_message(words[0]))
        return " " * (indent + 1) + words[1:]
    return line


def _is_rule(words: str) -> bool:
    marks = set(words.replace(" ", ""))
    return len(words) > 2 and len(marks) == 1 and marks <= set("-_*=")  # noqa: PLR2004 -- three marks make a rule


def _bullet_message(mark: str) -> str:
    if mark == "-":
        return (
            "'-' begins this line like a bullet; type the printed label instead, "
            "or move a dash that belongs to the sentence to the end of the line above"
        )
    return f"'{mark}' begins this line like a bullet; type the printed label instead"
