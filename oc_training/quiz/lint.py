"""What words alone can show of the rules for writing scenarios (TXT-2, TXT-3, TXT-4, TXT-6, TXT-7).

An explanation says no more than the clause it cites. A lint cannot judge that, but it can find the words by
which texts usually go further. Words quoted from the cited passage, and quoted exactly, are always allowed.
A wrong option may state a wrong belief: that is what it is for. The feedback below it may not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from oc_training.errors import NotFound
from oc_training.problems import Problem
from oc_training.quiz.findings import Findings, quoted
from oc_training.quiz.model import Bank, Question
from oc_training.text import squash

_QUOTATION = re.compile(r'"([^"]*)"|\u201c([^\u201c\u201d]*)\u201d')
_ELLIPSIS = re.compile(r"\s*(?:\.\.\.|\u2026|\[\.\.\.\])\s*")
_APOSTROPHES = str.maketrans({"\u2018": "'", "\u2019": "'"})

_FORCE = re.compile(r"\b(must|shall|prohibit(?:s|ed)?|forbid(?:s|den)?)\b", re.IGNORECASE)
_FORCE_STEMS = ("must", "shall", "prohibit", "forbid")
_DENIED = re.compile(r"(?:\b(?:not|never|nor|neither|without)|n't)(?:\s+\w+)?\s+$", re.IGNORECASE)

_LEGAL = re.compile(
    r"\b(?:illegal(?:ly)?|unlawful(?:ly)?|unconstitutional(?:ly)?|against the law|"
    r"(?:break|breaks|violate|violates|violated) the law|"
    r"protected (?:speech|expression|by the (?:first amendment|constitution))|"
    r"(?:legal|constitutional|first amendment|free[- ]speech) rights?|"
    r"(?:you|she|he|they|employees?|officers?) (?:have|has) (?:the|a|no|every) (?:legal )?right to|"
    r"courts? (?:have|has) (?:held|ruled|found|decided)|can be sued|lawsuits?)\b",
    re.IGNORECASE,
)
_CONSEQUENCE = re.compile(
    r"\b(?:(disciplin)\w*|(terminat)\w*|(suspen)[ds]\w*|(?<!shots )(fired)|(dismiss)\w*|(demot)(?:ed|es?|ion)|"
    r"(reprimand)\w*|(punish)\w*|(written up)|(?:lose|loses|lost|losing) (?:his|her|their|your|the) (job))\b",
    re.IGNORECASE,
)
_YOUR_OWN = re.compile(
    r"\byour (?:own |personal |private )*(?:accounts?|handles?|user ?names?|passwords?|profiles?|pages?|posts?|blogs?|"
    r"beliefs?|opinions?|politics|religion|vote|friends list)\b|"
    r"\bhave you (?:ever|posted|shared|commented|liked)\b|\bdo you (?:post|use|have|own|follow|believe|belong|vote)\b|"
    r"\bdid you (?:post|share|comment|like|vote)\b|\bwhat is your\b",
    re.IGNORECASE,
)
_REAL_WORLD = re.compile(
    r"\b(?:Democrats?|Democratic (?:Party|candidate)|Republicans?|GOP|Libertarian Party|Green Party|MAGA|Antifa|"
    r"Black Lives Matter|Blue Lives Matter|Proud Boys)\b|"
    r"\b[A-Z][a-z]+ vs?\. (?:the )?[A-Z][a-z]+|\b[0-9]+ (?:U\.S\.|F\.[23]d|S\. ?Ct\.) [0-9]+"
)
_END = " .,;:?!"
"""A quotation may take in the mark that ends the sentence around it."""
_SHORTEST_NAME = 4
"""Shorter names stand in too many other words and sentences to be looked for."""


def lint_bank(bank: Bank, passage_words: Callable[[str], str], real_names: Collection[str] = ()) -> tuple[Problem, ...]:
    """Find the words in *bank* that break the rules for writing scenarios, in the order of the lines.

    *passage_words* gives the words of the passage that a citation names. A citation for which it raises
    ``NotFound`` is passed over: that it names nothing is reported elsewhere. *real_names* are names in full of
    people on the roster, none of whom may appear in a scenario (TXT-6).
    """
    findings = Findings(bank.path)
    names = _names_pattern(real_names)
    for question in bank.questions:
        _Lint(question, _passages(question, passage_words), names, findings).run()
    return findings.all()


def _passages(question: Question, passage_words: Callable[[str], str]) -> tuple[str, ...]:
    passages: list[str] = []
    for citation in question.cites:
        try:
            passages.append(_comparable(passage_words(citation)))
        except NotFound:
            continue
    return tuple(passages)


def _comparable(words: str) -> str:
    return squash(words).translate(_APOSTROPHES)


def _names_pattern(names: Collection[str]) -> re.Pattern[str] | None:
    alternatives = sorted(re.escape(squash(name)) for name in names if len(squash(name)) >= _SHORTEST_NAME)
    return re.compile(rf"\b(?:{'|'.join(alternatives)})\b", re.IGNORECASE) if alternatives else None


def _inside(matched: re.Match[str]) -> str:
    return matched[1] if matched[1] is not None else matched[2]


def _holds(passage: str, parts: list[str]) -> bool:
    start = 0
    for part in parts:
        found = passage.find(part, start)
        if found < 0:
            return False
        start = found + len(part)
    return True


@dataclass(frozen=True, slots=True)
class _Text:
    """One text of a question, and what it is called in a message."""

    name: str
    words: str
    line: int


class _Lint:
    """Looks through one question."""

    def __init__(
        self, question: Question, passages: tuple[str, ...], names: re.Pattern[str] | None, findings: Findings
    ) -> None:
        self._question = question
        self._passages = passages
        self._all_passages = "\n".join(passages).casefold()
        self._situation = _comparable(" ".join((*question.scenario, question.stem)))
        self._options = _comparable(" ".join(option.text for option in question.options))
        self._names = names
        self._findings = findings

    def run(self) -> None:
        for text in self._said_to_be_so():
            self._check_quotations(text)
            own = self._without_quotations(text.words)
            self._check_legal(text, own)
            self._check_consequence(text, own)
            if text.name != "feedback":
                self._check_force(text, own)
        for text in self._everything():
            self._check_own_affairs(text)
            self._check_real_world(text)

    def _said_to_be_so(self) -> Iterator[_Text]:
        """The texts that speak for the department, for which a wrong belief is no excuse."""
        question = self._question
        yield _Text("explanation", question.explanation, question.explanation_line)
        for option in question.options:
            yield _Text("feedback", option.feedback, option.feedback_line)
            if option.right:
                yield _Text("right option", option.text, option.line)

    def _everything(self) -> Iterator[_Text]:
        question = self._question
        yield _Text("title", question.title, question.line)
        for paragraph, line in zip(question.scenario, question.scenario_lines, strict=False):
            yield _Text("scenario", paragraph, line)
        yield _Text("question", question.stem, question.stem_line)
        for option in question.options:
            yield _Text("option", option.text, option.line)
            yield _Text("feedback", option.feedback, option.feedback_line)
        yield _Text("explanation", question.explanation, question.explanation_line)

    def _check_quotations(self, text: _Text) -> None:
        """TXT-2: what stands in quotation marks is what the clause says, letter by letter.

        Words of the scenario itself may be quoted too: nobody takes a caption for the directive. Feedback may quote
        the options, which it speaks of.
        """
        if text.words.count('"') % 2 or text.words.count("\u201c") != text.words.count("\u201d"):
            self._warn(text, "opens a quotation mark and does not close it")
        if not self._passages:
            return
        said = f"{self._situation}\n{self._options}" if text.name == "feedback" else self._situation
        for matched in _QUOTATION.finditer(text.words):
            told = _comparable(_inside(matched)).rstrip(_END) in said
            if not told and not self._is_verbatim(matched):
                message = f"quotes {quoted(_inside(matched))}, which stands in no passage that is cited"
                self._error(text, f"{message}; quote exactly (TXT-2)")

    def _is_verbatim(self, matched: re.Match[str]) -> bool:
        """Whether one cited passage holds the quotation: its parts in order, where dots stand for what is left out."""
        words = _comparable(_inside(matched)).rstrip(_END)
        parts = [part for part in _ELLIPSIS.split(words) if part]
        return bool(parts) and any(_holds(passage, parts) for passage in self._passages)

    def _without_quotations(self, words: str) -> str:
        """The words with every exact quotation taken out; one that is not exact is no excuse."""
        return _QUOTATION.sub(lambda matched: " \u2026 " if self._is_verbatim(matched) else matched[0], words)

    def _check_force(self, text: _Text, own: str) -> None:
        """TXT-2: *may*, *should* and *discouraged* do not become *must*, *shall* or *prohibited*."""
        if not self._passages:
            return
        for matched in _FORCE.finditer(own):
            stem = next(stem for stem in _FORCE_STEMS if matched[0].casefold().startswith(stem))
            denied = stem in {"prohibit", "forbid"} and _DENIED.search(own[: matched.start()][-40:])
            if stem not in self._all_passages and not denied:
                self._warn(text, f"says {quoted(matched[0])}; the passage cited does not use that word (TXT-2)")

    def _check_legal(self, text: _Text, own: str) -> None:
        """TXT-3: no legal conclusions."""
        for matched in _LEGAL.finditer(own):
            self._error(text, f"draws a legal conclusion: {quoted(matched[0])}; quote the directive instead (TXT-3)")

    def _check_consequence(self, text: _Text, own: str) -> None:
        """TXT-4: no consequence that the passage cited does not speak of."""
        for matched in _CONSEQUENCE.finditer(own):
            stem = next(group for group in matched.groups() if group).casefold()
            if stem not in self._all_passages:
                message = f"speaks of a consequence the passage cited does not name: {quoted(matched[0])} (TXT-4)"
                self._error(text, message)

    def _check_own_affairs(self, text: _Text) -> None:
        """TXT-7: nothing about anybody's own accounts, posts or beliefs; in the question itself it is an error."""
        own = self._without_quotations(text.words)
        for matched in _YOUR_OWN.finditer(own):
            message = f"may be taken to ask about the reader's own affairs: {quoted(matched[0])} (TXT-7)"
            if text.name == "question":
                self._error(text, message)
            else:
                self._warn(text, message)

    def _check_real_world(self, text: _Text) -> None:
        """TXT-6: invented people, parties and cases only."""
        for matched in _REAL_WORLD.finditer(self._without_quotations(text.words)):
            self._warn(text, f"names something real: {quoted(matched[0])}; invent one (TXT-6)")
        if self._names is None:
            return
        for matched in self._names.finditer(text.words):
            self._error(text, f"names somebody on the roster: {quoted(matched[0])}; invent a name (TXT-6)")

    def _error(self, text: _Text, message: str) -> None:
        self._findings.error(text.line, f"{self._question.id}: the {text.name} {message}")

    def _warn(self, text: _Text, message: str) -> None:
        self._findings.warning(text.line, f"{self._question.id}: the {text.name} {message}")
