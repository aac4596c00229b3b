"""May we remind? The wishes of the person and the hour count, not the clocks: the ask is the same one."""

from __future__ import annotations

from heedful.listen.fieldwork.rules import person, room
from heedful.listen.fieldwork.rules.situation import Situation
from heedful.listen.fieldwork.types import Verdict

_GATES = (
    person.address,
    person.do_not_contact,
    person.opted_out,
    person.country,
    person.consent,
    room.hours,
)


def reminder_gates(at: Situation) -> Verdict | None:
    """Return the gate that is closed to a reminder, None if all are open."""
    for gate in _GATES:
        verdict = gate(at)
        if not verdict.passed:
            return verdict
    return None
