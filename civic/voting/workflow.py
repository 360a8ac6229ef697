"""What may be done with a ballot and with a place on its roll."""

import enum

from civic.kernel.actor import Actor, Scope
from civic.kernel.workflow import Line, Workflow, anyone
from civic.processes.workflow import STAFF
from civic.voting.models import Ballot, BallotState, RollEntry

DRAFT, OPEN, CLOSED = BallotState.DRAFT, BallotState.OPEN, BallotState.CLOSED


class Verb(enum.Enum):
    """What is done with a ballot."""

    READ = "read"
    READ_RESULT = "read_result"
    ADD_TO_ROLL = "add_to_roll"
    OPEN = "open"
    CLOSE = "close"


class RollVerb(enum.Enum):
    """What is done with a place on the roll."""

    VOTE = "vote"


def is_staff(actor: Actor, ballot: Ballot) -> bool:
    """A case officer or facilitator of the process."""
    return actor.holds_one_of(STAFF, Scope.PROCESS, ballot.process_id)


def is_own_entry(actor: Actor, entry: RollEntry) -> bool:
    """The person whose place on the roll it is."""
    return actor.is_person(entry.person_id)


BALLOT: Workflow[BallotState, Verb, Ballot] = Workflow(
    {
        Verb.READ: [Line(when={OPEN, CLOSED}, who=anyone), Line(who=is_staff)],
        Verb.READ_RESULT: [Line(when={CLOSED}, who=anyone)],  # nobody, staff included, before it has closed
        Verb.ADD_TO_ROLL: [Line(when={DRAFT}, who=is_staff)],
        Verb.OPEN: [Line(when={DRAFT}, who=is_staff, then=OPEN)],
        Verb.CLOSE: [Line(when={OPEN}, who=is_staff, then=CLOSED)],
    },
    state=Ballot.state_at,
)

ROLL: Workflow[BallotState, RollVerb, RollEntry] = Workflow(
    {RollVerb.VOTE: [Line(when={OPEN}, who=is_own_entry)]},
    state=RollEntry.state_at,
)
