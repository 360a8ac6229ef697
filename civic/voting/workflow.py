"""What may be done with a ballot and with a place on its roll."""

import enum

from civic.kernel.actor import Actor
from civic.kernel.workflow import Line, Workflow, anyone
from civic.processes.models import Opens, Process, ProcessState
from civic.processes.workflow import is_staff
from civic.tally.terms import TieRule
from civic.voting.models import Ballot, BallotState, RollEntry, Secrecy

DRAFT, OPEN, CLOSED = BallotState.DRAFT, BallotState.OPEN, BallotState.CLOSED


class VotingVerb(enum.Enum):
    """What is done with a ballot, and with a place on its roll."""

    ADD_BALLOT = "add_ballot"
    READ = "read"
    READ_RESULT = "read_result"
    ADD_TO_ROLL = "add_to_roll"
    TAKE_OFF_ROLL = "take_off_roll"
    OPEN = "open"
    CLOSE = "close"
    VOTE = "vote"
    CHANGE = "change"
    ADD_TO = "add_to"
    PUBLISH_RESULT = "publish_result"
    DRAW_AMONG_LEVEL = "draw_among_level"
    PUT_PICTURE = "put_picture"
    TAKE_OUT_PICTURE = "take_out_picture"


def is_own_entry(actor: Actor, entry: RollEntry) -> bool:
    """The person whose place on the roll it is."""
    return actor.is_person(entry.person_id)


def is_by_name(ballot: Ballot) -> bool:
    """Everybody sees who votes what: a confidential one runs its time, or its result would tell of the last to vote."""
    return ballot.secrecy is Secrecy.OPEN


def is_published(ballot: Ballot) -> bool:
    """Its result is shown as soon as it has closed, or a person has published it."""
    return not ballot.waits_for_person or ballot.published_at is not None


def is_unpublished(ballot: Ballot) -> bool:
    """Its result waits for a person who publishes it."""
    return not is_published(ballot)


def has_a_draw(ballot: Ballot) -> bool:
    """A draw among level options was promised, and is not drawn yet."""
    return ballot.tie is TieRule.DRAW and not ballot.draw_words


def takes_votes(ballot: Ballot) -> bool:
    """The phase of its process takes votes."""
    return ballot.process.is_open_for(Opens.VOTES)


BALLOT: Workflow[BallotState, VotingVerb, Ballot] = Workflow(
    "A ballot",
    {
        VotingVerb.READ: [Line(when={OPEN, CLOSED}, who=anyone), Line(who=is_staff)],
        # nobody, staff included, before it has closed, and all at once
        VotingVerb.READ_RESULT: [Line(when={CLOSED}, who=anyone, only=is_published)],
        VotingVerb.PUBLISH_RESULT: [Line(when={CLOSED}, who=is_staff, only=is_unpublished)],
        VotingVerb.DRAW_AMONG_LEVEL: [Line(when={CLOSED}, who=is_staff, only=has_a_draw)],
        VotingVerb.CHANGE: [Line(when={DRAFT}, who=is_staff)],
        VotingVerb.PUT_PICTURE: [Line(when={DRAFT}, who=is_staff)],
        # whoever can be seen on it may want it away at any time
        VotingVerb.TAKE_OUT_PICTURE: [Line(who=is_staff)],
        VotingVerb.ADD_TO: [Line(when={OPEN, CLOSED}, who=is_staff)],  # what is voted on stands: it gets an addition
        VotingVerb.ADD_TO_ROLL: [Line(when={DRAFT}, who=is_staff)],
        VotingVerb.TAKE_OFF_ROLL: [Line(when={DRAFT}, who=is_staff)],
        VotingVerb.OPEN: [Line(when={DRAFT}, who=is_staff, then=OPEN, only=takes_votes)],
        VotingVerb.CLOSE: [Line(when={OPEN}, who=is_staff, then=CLOSED, only=is_by_name)],
    },
    state=Ballot.state_at,
)

ROLL: Workflow[BallotState, VotingVerb, RollEntry] = Workflow(
    "A place on a ballot's roll",
    {VotingVerb.VOTE: [Line(when={OPEN}, who=is_own_entry)]},
    state=RollEntry.state_at,
)

PROCESS_BALLOTS: Workflow[ProcessState, VotingVerb, Process] = Workflow(
    "A process, for its ballots",
    {VotingVerb.ADD_BALLOT: [Line(when={ProcessState.RUNNING}, who=is_staff)]},
    state=Process.state_at,
)
