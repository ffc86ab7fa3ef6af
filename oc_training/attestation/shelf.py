"""The directives as issued: their words come from the book, never from a file that may have changed since.

A file becomes a directive by being issued: an entry with its full text and the statement that is
signed with it. From then on the file may change or vanish; what is shown and signed does not.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from datetime import date

from msgspec.structs import asdict

from oc_training.attestation.book import Book
from oc_training.attestation.checking import BeforeIssue, before_issue
from oc_training.attestation.content import Content, newest
from oc_training.attestation.content_files import Statement
from oc_training.attestation.directive_events import RevisionIssued, RevisionIssuedByTwo
from oc_training.attestation.issued_texts import before_of, changed_after_issue
from oc_training.attestation.recorded import Recorded
from oc_training.attestation.records import Records
from oc_training.attestation.session import require_coordinator
from oc_training.attestation.staleness import TextOf, state_of
from oc_training.attestation.standing import in_force_on
from oc_training.attestation.taking_up import take_up_schedule
from oc_training.errors import ContentProblems, LedgerDamaged, NotFound, Refused
from oc_training.policy.model import Revision
from oc_training.policy.notation import parse_revision
from oc_training.problems import Severity
from oc_training.quiz.model import Bank


class Shelf:
    """Issued revisions, parsed once each."""

    def __init__(self, book: Book, content: Content) -> None:
        self._book = book
        self._content = content
        self._parsed: dict[int, Revision] = {}
        self._banks: dict[tuple[str, str], tuple[Bank, Bank]] = {}
        """By directive and digest of its text: the bank as read, and as it can be asked."""

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

    def bank(self, revision: Revision) -> Bank:
        """The questions of a directive as they can be asked about one of its revisions.

        Questions whose clauses have changed since somebody looked at them are left out; the others cite their
        clauses by the labels of *revision*, whatever stands in the file.

        Raises:
            ContentProblems: when the bank, or the text it was looked through against, cannot be used.
        """
        bank = self._content.bank(revision.directive)
        place = (revision.directive, revision.sha256)
        known = self._banks.get(place)
        if known is None or known[0] is not bank:
            known = self._banks[place] = (bank, state_of(bank, revision, self.texts(revision.directive)).usable)
        return known[1]

    def texts(self, directive: str) -> TextOf:
        """Where the texts of a directive are looked up: as issued, or from its file where it was not issued."""

        def text_of(revision: str) -> Revision | None:
            if any(known.revision == revision for known in self._book.records().issued(directive)):
                return self.revision(directive, revision)
            return self._content.library.find(directive, revision)

        return text_of

    def newest_issued(self, directive: str) -> Revision | None:
        """The revision that was issued last, whether or not it is in force yet; None before the first."""
        issued = self._book.records().issued(directive)
        return self.revision(directive, issued[-1].revision) if issued else None

    def issued_texts(self, directive: str) -> tuple[Revision, ...]:
        """The issued texts of a directive in the order in which they were issued; none where it never was."""
        return tuple(self.revision(directive, known.revision) for known in self._book.records().issued(directive))

    def not_issued_yet(self) -> tuple[Revision, ...]:
        """The revisions among the files that can still be issued here, directive by directive, the oldest first.

        Those are the ones after what was issued last; where nothing was issued yet, the newest alone.

        Raises:
            ContentProblems: when a file is wrong.
            Refused: when the words under an issued revision were changed.
        """
        return tuple(self._waiting(self._book.records()))

    def _waiting(self, records: Records) -> Iterator[Revision]:
        for directive in self._content.library.numbers():
            files = self._content.library.read_directive(directive)
            issued = {known.revision for known in records.issued(directive)}
            self._refuse_changed_words(directive, files)
            if issued:
                yield from sorted((each for each in files if each.id > max(issued)), key=lambda each: each.id)
            else:
                yield newest(files, directive)

    def _refuse_changed_words(self, directive: str, files: Iterable[Revision]) -> None:
        """Issued words never change.

        Raises:
            Refused: when those of a file are not those that were issued; names the clauses that differ.
        """
        issued = {known.revision for known in self._book.records().issued(directive)}
        for file in files:
            changed = changed_after_issue(self.revision(directive, file.id), file) if file.id in issued else ""
            if changed:
                raise Refused(changed)

    def check_ready(self, revision: Revision) -> Statement:
        """Make sure, by the files as they are now, that a revision can be issued; gives the statement to issue it with.

        Raises:
            ContentProblems: when its dates are out of order, its bank does not fit it, or bank, statement or
                schedule cannot be used.
            Refused: when the words of a revision of this directive were changed in its file after it was issued.
        """
        content = self._content.fresh()
        _ = content.schedule
        found = self._looked_through(content, revision)
        if not found.can_be_issued:
            raise ContentProblems(tuple(each for each in found.problems if each.severity is Severity.ERROR))
        return content.statement

    def looked_through(self, revision: Revision) -> BeforeIssue:
        """What a check finds of *revision* and its bank, by the files as they are now, if it is to be issued.

        Raises:
            ContentProblems: when a file cannot be read.
            Refused: when the words of a revision of this directive were changed in its file after it was issued.
        """
        return self._looked_through(self._content.fresh(), revision)

    def _looked_through(self, content: Content, revision: Revision) -> BeforeIssue:
        files = content.library.read_directive(revision.directive)
        self._refuse_changed_words(revision.directive, files)
        texts = self.texts(revision.directive)
        before = before_of(revision, self.issued_texts(revision.directive), files)

        def text_of(known: str) -> Revision | None:
            return revision if known == revision.id else texts(known)

        return before_issue(content.bank(revision.directive), revision, before, text_of)

    def issue(self, revision: Revision, by: str, approved_by: str | None = None) -> Recorded:
        """Write a revision into the book, with its full text and the statement of now; then the rules about time.

        It is in force from its effective date, which may lie ahead.

        Raises:
            Refused: when *by* is not the training coordinator, or it was issued before; issued again it would ask
                everyone to sign again. So too when somebody else issued other words under its name at this moment.
            ContentProblems: when its bank, the statement or the schedule cannot be used.
        """
        records = self._book.records()
        require_coordinator(records, by)
        if any(known.revision == revision.id for known in records.issued(revision.directive)):
            raise Refused(f"Revision {revision.id} of Directive {revision.directive} was issued already.")
        entry_id = _id_of_issue(records, revision)
        statement = self.check_ready(revision)
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
        event = RevisionIssuedByTwo(**asdict(issued), approved_by=approved_by) if approved_by else issued
        recorded = self._book.write(event, entry_id)
        if not isinstance(recorded.event, RevisionIssued) or recorded.event.text_sha256 != revision.sha256:
            raise Refused(
                f"Revision {revision.id} of Directive {revision.directive} was issued at this moment by somebody else, "
                f"with other words (entry {recorded.entry.seq}). Yours were not; compare the two files."
            )
        self._content.renew()
        take_up_schedule(self._book, self._content, by)
        return recorded

    def _issue_of(self, directive: str, revision: str) -> RevisionIssued:
        event = self._book.records().issue_entry(directive, revision).event
        if not isinstance(event, RevisionIssued):
            raise NotFound(f"Revision {revision} of Directive {directive} was not issued at this kiosk.")
        return event


def _parse(issued: RevisionIssued, number: int) -> Revision:
    try:
        revision = parse_revision(issued.source, f"entry {number}", was_issued=True)
    except ContentProblems as error:
        raise LedgerDamaged(f"The text of Directive {issued.directive} in entry {number} cannot be shown.") from error
    if revision.sha256 != issued.text_sha256:
        raise LedgerDamaged(f"The text of Directive {issued.directive} in entry {number} does not match its digest.")
    return revision


def _id_of_issue(records: Records, revision: Revision) -> str:
    """It follows from the revision, so that two terminals at once issue it once, and one text of it.

    After a withdrawal it can be issued once more.
    """
    before = sum(known.revision == revision.id for known, _, _ in records.ever_issued(revision.directive))
    name = f"{revision.directive}/{revision.id}{f'/{before}' if before else ''}"
    return uuid.uuid5(uuid.NAMESPACE_OID, name).hex
