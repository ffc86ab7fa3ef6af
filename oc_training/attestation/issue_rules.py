"""Who has to agree before a revision is put in force: the ``[issue]`` heading of ``content/schedule.toml``."""

from __future__ import annotations

from dataclasses import dataclass

from oc_training.attestation.toml_file import toml_table
from oc_training.errors import ContentProblems
from oc_training.problems import Problem

HEADING = "issue"
_SETTING = "second_person"


@dataclass(frozen=True, slots=True)
class IssueRules:
    """What issuing asks for beside the coordinator's PIN."""

    second_person: bool = False
    """Whether another coordinator or a supervisor has to approve, by badge and PIN of their own."""


def read_issue_rules(source: str, path: str) -> IssueRules:
    """Read the rules from ``schedule.toml``; where the heading is missing, the coordinator issues alone.

    Raises:
        ContentProblems: when the heading or its setting is wrong.
    """
    try:
        table = toml_table(source, path).get(HEADING, {})
    except ContentProblems:
        return IssueRules()  # the reader of the schedule names the line
    if not isinstance(table, dict):
        raise _problem(source, path, HEADING, f"'{HEADING}' must be a heading: [{HEADING}]")
    for name in table:
        if name != _SETTING:
            raise _problem(source, path, name, f"'{name[:40]}' is not known; known here: {_SETTING}")
    value = table.get(_SETTING, False)
    if not isinstance(value, bool):
        raise _problem(source, path, _SETTING, f"'{_SETTING}' under [{HEADING}] must be true or false")
    return IssueRules(value)


def _problem(source: str, path: str, name: str, message: str) -> ContentProblems:
    lines = enumerate(source.splitlines(), 1)
    line = next((number for number, text in lines if text.strip().lstrip("[").startswith(name)), 1)
    return ContentProblems((Problem(path, line, message),))
