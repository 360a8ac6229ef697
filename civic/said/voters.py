"""Who is meant in a vote: the parties whose letters stand there on that day, and the members who are named."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from civic.bodies.queries import letters, members_named
from civic.decisions.models import Decision
from civic.kernel.context import Context


@dataclass(frozen=True)
class Voters:
    """Who is meant in some votes."""

    parties: Mapping[int, Mapping[str, str]] = field(default_factory=dict)
    """By the decision's id what the party of each letter was called that day, where that is entered."""
    members: Mapping[int, int] = field(default_factory=dict)
    """By the line's id who of the body that is, where just one of that name sat there that day."""


def voters(context: Context, decisions: Sequence[Decision]) -> Voters:
    """Return who is meant in decisions that come with their votes, in two statements; in none where there are none."""
    lines = [
        (decision, decision.decided_on, line)
        for decision in decisions
        if decision.decided_on is not None
        for tally in decision.tallies
        for line in tally.lines
    ]
    if not lines:
        return Voters()
    entered = letters(context)
    names = {line.name for _decision, _on, line in lines if line.name}
    sat = members_named(context, {decision.body_id for decision, _on, _line in lines}, names)
    parties: dict[int, dict[str, str]] = {}
    members: dict[int, int] = {}
    for decision, on, line in lines:
        called = next((one.name for one in entered if one.letter == line.letter and one.was_on(on)), None)
        if called is not None:
            parties.setdefault(decision.id, {})[line.letter] = called
        known = (one for one in sat.get((decision.body_id, line.name), ()) if one.starts_on is not None)
        there = [one for one in known if one.sits_on(on)]
        if len(there) == 1:
            members[line.id] = there[0].id
    return Voters(parties, members)
