"""The command about the machine's clock: whether it is believed, and how a supervisor confirms it (AUD-9)."""

from __future__ import annotations

import click

from oc_training.command_parts import (
    FOUND_WRONG,
    USED_WRONGLY,
    badge_and_pin,
    data_option,
    house,
    in_words,
    is_at_a_terminal,
    say,
)


@click.command()
@click.option("--confirm", is_flag=True, help="Where it is in doubt and right: a supervisor says so, with their PIN.")
@data_option
@in_words
def clock(*, confirm: bool) -> int:
    """Say whether the clock of this machine is believed. It dates every entry; nothing here sets it."""
    from oc_training.attestation.timekeeping import NOT_IN_DOUBT
    from oc_training.wording.arrival import clock_facts, confirming_words, since_when_known

    if confirm and not is_at_a_terminal():
        return USED_WRONGLY
    with house() as ours:
        sheet = ours.timekeeping.in_doubt()
        if sheet is None:
            say(NOT_IN_DOUBT if confirm else since_when_known(ours.timekeeping.look()))
            return 0
        for name, value in clock_facts(sheet):
            say(f"{name}: {value}")
        say(sheet.why)
        if not confirm or not sheet.can_be_confirmed:
            say("Where it is wrong, set it.")
            if sheet.can_be_confirmed:
                say("Where it is right, a supervisor confirms it: oc-training clock --confirm")
            return FOUND_WRONG
        shown = ours.clock.now()
        for line in confirming_words(shown):
            say(line)
        badge, pin = badge_and_pin("Supervisor or training coordinator")
        entrance = ours.door.sign_in(badge, pin, in_passing=True)
        recorded = ours.timekeeping.confirm(entrance.session, pin, shown)
    say(f"It is recorded as entry {recorded.entry.seq} that the time is right.")
    return 0
