"""The directives as issued: their words come from the book, never from a file that may have changed since.

A file becomes a directive by being issued: an entry with its full text and the statement that is
signed with it. From then on the file may change or vanish; what is shown and signed does not.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import date

from oc_training.attestation.book import Book
from oc_training.attestation.checking import bank_problems
from oc_training.attestation.content import Content, newest
from oc_training.attestation.content_files import Statement
from oc_training.attestation.events import RevisionIssued
from oc_training.attestation.records import Records
from oc_training.attestation.schedule import in_force_on
from oc_training.attestation.taking_up import take_up_schedule
from oc_training.errors import ContentProblems, LedgerDamaged, NotFound, Refused
from oc_training.policy.model import Revision
from oc_training.policy.notation import parse_revision
from oc_training.problems import Severity


class Shelf:
    """Issued revisions, parsed once each."""

    def __init__(self, book: Book, content: Content) -> None:
        self._book = book
        self._content = content
        self._parsed: dict[int, Revision] = {}

    def revision(self, directive: str, revision: str) -> Revision:
        """An issued revision, from the text the book holds.

        Raises:
            NotFound: when it was never issued.
            LedgerDamaged: when the text in the book does not match the digest beside it.
        """
        recorded = self._book.records().issue_entry(directive, revision)
        number = recorded.entry.seq
        if number not in self._parsed:
            self._parsed[number] = _parse(self._issue_of(directive, revision), number)
        return self._parsed[number]

    def in_force(self, directive: str, day: date) -> Revision:
        """The revision of a directive that is in force on *day*.

        Raises:
            NotFound: when none is.
        """
        now = in_force_on(self._book.records().issued(directive), day)
        if now is None:
            raise NotFound(f"No revision of Directive {directive} is in force on {day}.")
        return self.revision(directive, now.revision)

    def statement(self, directive: str, revision: str) -> Statement:
        """The statement that was issued with a revision."""
        issued = self._issue_of(directive, revision)
        return Statement(issued.statement_version, issued.statement)

    def issued_entry(self, directive: str, revision: str) -> int:
        """The number of the entry that holds a revision's text."""
        return self._book.records().issue_entry(directive, revision).entry.seq

    def not_issued_yet(self) -> tuple[Revision, ...]:
        """The newest revision of every directive among the files that has not been issued here.

        Raises:
            ContentProblems: when a file is wrong, or the words under an issued revision were changed.
        """
        return tuple(self._waiting(self._book.records()))

    def _waiting(self, records: Records) -> Iterator[Revision]:
        for directive in self._content.library.numbers():
            revision = newest(self._content.library.read_directive(directive), directive)
            issued = {known.revision for known in records.issued(directive)}
            if revision.id not in issued:
                yield revision
            elif self.revision(directive, revision.id).sha256 != revision.sha256:
                raise Refused(
                    f"The words of Directive {directive}, revision {revision.id}, were changed in its file after it "
                    "was issued. Issued words never change; put the file back, or make a new revision."
                )

    def check_ready(self, revision: Revision) -> Statement:
        """Make sure, by the files as they are now, that a revision can be issued; gives the statement to issue it with.

        Raises:
            ContentProblems: when its bank does not fit it, or bank, statement or schedule cannot be used.
        """
        content = self._content.fresh()
        _ = content.schedule
        found = bank_problems(content.bank(revision.directive), revision)
        errors = tuple(problem for problem in found if problem.severity is Severity.ERROR)
        if errors:
            raise ContentProblems(errors)
        return content.statement

    def issue(self, revision: Revision, by: str) -> None:
        """Put a revision in force, with its full text and the statement as it stands now, and the rules about time.

        Raises:
            Refused: when it was issued before; issued again it would ask everyone to sign again.
            ContentProblems: when its bank, the statement or the schedule cannot be used.
        """
        statement = self.check_ready(revision)
        if any(known.revision == revision.id for known in self._book.records().issued(revision.directive)):
            raise Refused(f"Revision {revision.id} of Directive {revision.directive} was issued already.")
        issued = RevisionIssued(
            directive=revision.directive,
            revision=revision.id,
            title=revision.title,
            effective=revision.effective,
            reviewed=revision.reviewed,
            signed_off=revision.signed_off,
            change=revision.front_matter.get("change", "first issue"),
            change_note=revision.front_matter.get("change_note", ""),
            text_sha256=revision.sha256,
            source=revision.source,
            statement_version=statement.version,
            statement=statement.text,
            by=by,
        )
        # The id follows from the revision, so that two terminals at once issue it once.
        self._book.write(issued, uuid.uuid5(uuid.NAMESPACE_OID, f"{revision.directive}/{revision.id}").hex)
        self._content.renew()
        take_up_schedule(self._book, self._content, by)

    def _issue_of(self, directive: str, revision: str) -> RevisionIssued:
        event = self._book.records().issue_entry(directive, revision).event
        if not isinstance(event, RevisionIssued):
            raise NotFound(f"Revision {revision} of Directive {directive} was not issued at this kiosk.")
        return event


def _parse(issued: RevisionIssued, number: int) -> Revision:
    try:
        revision = parse_revision(issued.source, f"entry {number}")
    except ContentProblems as error:
        raise LedgerDamaged(f"The text of Directive {issued.directive} in entry {number} cannot be shown.") from error
    if revision.sha256 != issued.text_sha256:
        raise LedgerDamaged(f"The text of Directive {issued.directive} in entry {number} does not match its digest.")
    return revision
