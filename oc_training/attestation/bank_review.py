"""What somebody says of a question after a revision: it was looked at, or is only to be renumbered; and into the file.

Nothing is guessed: of the file only what was asked for is rewritten, and what was written is read again and compared
with what was meant before it takes the place of what was there.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Collection, Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path

from oc_training.attestation.content import Content
from oc_training.attestation.staleness import BankState, Freshness, QuestionState
from oc_training.errors import ContentProblems, NotFound, Refused
from oc_training.policy.passages import words_of
from oc_training.problems import Severity
from oc_training.quiz.lint import lint_bank
from oc_training.quiz.model import Bank
from oc_training.quiz.notation import parse_bank
from oc_training.quiz.rewriting import Rewrite, rewritten

_BY_HAND = "could not be rewritten safely; nothing was changed. Change the lines yourself"


def renumberings(state: BankState) -> tuple[Rewrite, ...]:
    """What is to be written for the questions of which only labels changed."""
    return tuple(_rewrite(each, state) for each in state.of(Freshness.RENUMBERED))


def confirmations(state: BankState, ids: Collection[str]) -> tuple[Rewrite, ...]:
    """What is to be written for the questions of *ids*, each of which somebody has looked at and found right.

    Raises:
        NotFound: when the bank has no such question.
        Refused: when a question fits already, cites a clause that the revision does not have, or says what a check
            would not let pass, such as words in quotation marks that do not stand in the clause any more.
    """
    by_id = {each.question.id: each for each in state.questions}
    unknown = [name for name in ids if name not in by_id]
    if unknown:
        raise NotFound(f"The bank has no question {unknown[0][:40]}.")
    return tuple(_confirmation(by_id[name], state) for name in dict.fromkeys(ids))


def _confirmation(each: QuestionState, state: BankState) -> Rewrite:
    name, revision = each.question.id, state.revision
    if each.against == revision.id:
        raise Refused(f"{name} was looked through against revision {revision.id} already.")
    gone = [cited for cited in each.question.cites if each.known and cited not in each.now]
    gone += [cited for cited in each.adapted.cites if cited not in revision.by_citation]
    if gone:
        raise Refused(
            f"{name} cites {gone[0]}, which revision {revision.id} does not have. Mend its 'cites:' line, "
            f"and write 'revision: {revision.id}' below that yourself."
        )
    alone = replace(state.bank, questions=(each.adapted,))
    for found in lint_bank(alone, partial(words_of, revision)):
        if found.severity is Severity.ERROR:
            raise Refused(f"{found}. Mend that first; nothing was confirmed.")
    return _rewrite(each, state)


def _rewrite(each: QuestionState, state: BankState) -> Rewrite:
    return Rewrite(each.question, each.now, state.revision.id)


def save(content: Content, bank: Bank, rewrites: Iterable[Rewrite]) -> Path:
    """Write *rewrites* into the file that *bank* was read from, all of them or none; every other byte stays.

    Raises:
        Refused: when the file was changed meanwhile, cannot be written, or would not say what was meant.
    """
    wanted = tuple(rewrites)
    path = content.folder / bank.path
    try:
        before = path.read_bytes()
        source = before.decode("utf-8")
        if _as_read(source) != bank.source:
            raise Refused(f"{bank.path} was changed meanwhile; nothing was written.")
        after = rewritten(source, bank.questions, wanted)
        _make_sure(after, bank, wanted)
        _replace(path, after.encode("utf-8"))
    except OSError as error:
        raise Refused(f"The file {bank.path} cannot be written: {error.strerror}.") from error
    return path


def _as_read(source: str) -> str:
    return source.removeprefix("\ufeff").replace("\r\n", "\n")


def _make_sure(after: str, bank: Bank, rewrites: Collection[Rewrite]) -> None:
    meant = {rewrite.question.id: rewrite.result for rewrite in rewrites}
    try:
        written = parse_bank(_as_read(after), bank.path)
    except ContentProblems as error:
        raise Refused(f"{bank.path} {_BY_HAND}.") from error
    for question, now in zip(bank.questions, written.questions, strict=True):
        if now != meant.get(question.id, question):
            raise Refused(f"{question.id} in {bank.path} {_BY_HAND}.")


def _replace(path: Path, data: bytes) -> None:
    """Put *data* in the place of a file at once, so that a crash leaves the old or the new, never a part."""
    number, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(number, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(path.stat().st_mode & 0o777)
        Path(name).replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise
