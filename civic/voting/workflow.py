"""What may be done with a ballot and with a place on its roll."""

import enum

from civic.kernel.actor import Actor
from civic.kernel.workflow import Line, Workflow, anyone
from civic.processes.models import Opens, Process, ProcessState
from civic.processes.workflow import is_staff
from civic.tally.terms import TieRule
from civic.voting.models import Ballot, BallotChange, BallotState, RollEntry, Secrecy, Station

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
    PUT_WORDING = "put_wording"
    NAME_PROPOSALS = "name_proposals"
    TRY_OUT = "try_out"
    WIPE_TRIAL = "wipe_trial"
    PUT_PICTURE = "put_picture"
    TAKE_OUT_PICTURE = "take_out_picture"
    READ_ROLL = "read_roll"
    READ_STATIONS = "read_stations"
    READ_STATION = "read_station"
    HAND_IN_LIST = "hand_in_list"
    ASK_FOR_LETTERS = "ask_for_letters"
    OBJECT = "object"
    ANSWER_OBJECTION = "answer_objection"
    ASK_FOR_CHANGE = "ask_for_change"
    AGREE_TO_CHANGE = "agree_to_change"
    DECLINE_CHANGE = "decline_change"
    ADD_STATION = "add_station"
    TAKE_OUT_STATION = "take_out_station"
    ADD_SHIFT = "add_shift"
    MARK = "mark"
    UNMARK = "unmark"
    COUNT = "count"
    BEGIN_AUDIT = "begin_audit"
    DRAW_MORE = "draw_more"
    ENTER_PAPERS = "enter_papers"


def is_own_entry(actor: Actor, entry: RollEntry) -> bool:
    """The person whose place on the roll it is, by account, or by the code of its letter."""
    return actor.is_person(entry.person_id) or bool(actor.place and actor.place == entry.code_hash)


def is_somebody(actor: Actor, _ballot: Ballot) -> bool:
    """Who is signed in."""
    return actor.is_signed_in


def has_shift(actor: Actor, station: Station) -> bool:
    """An officer of the station: who has a shift there."""
    return any(actor.is_person(one.person_id) for one in station.shifts)


def is_unsettled(change: BallotChange) -> bool:
    """Nobody has agreed to it yet."""
    return not change.is_agreed


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
        VotingVerb.PUT_WORDING: [Line(when={DRAFT}, who=is_staff)],
        VotingVerb.NAME_PROPOSALS: [Line(when={DRAFT}, who=is_staff)],
        VotingVerb.TRY_OUT: [Line(when={DRAFT}, who=is_staff)],
        VotingVerb.WIPE_TRIAL: [Line(when={DRAFT}, who=is_staff)],
        VotingVerb.PUT_PICTURE: [Line(when={DRAFT}, who=is_staff)],
        # whoever can be seen on it may want it away at any time
        VotingVerb.TAKE_OUT_PICTURE: [Line(who=is_staff)],
        VotingVerb.ADD_TO: [Line(when={OPEN, CLOSED}, who=is_staff)],  # what is voted on stands: it gets an addition
        VotingVerb.ADD_TO_ROLL: [Line(when={DRAFT}, who=is_staff)],
        VotingVerb.TAKE_OFF_ROLL: [Line(when={DRAFT}, who=is_staff)],
        VotingVerb.READ_ROLL: [Line(when={DRAFT, OPEN}, who=is_staff)],
        VotingVerb.READ_STATIONS: [Line(who=is_staff)],
        VotingVerb.HAND_IN_LIST: [Line(when={DRAFT}, who=is_staff)],
        # the roll is fixed when it opens: from then on everybody on it can get a letter, and nobody else
        VotingVerb.ASK_FOR_LETTERS: [Line(when={OPEN}, who=is_staff)],
        # nobody sees of a result before it is published, so nobody looks whether papers bear it out
        VotingVerb.BEGIN_AUDIT: [Line(when={CLOSED}, who=is_staff, only=is_published)],
        VotingVerb.DRAW_MORE: [Line(when={CLOSED}, who=is_staff, only=is_published)],
        VotingVerb.ENTER_PAPERS: [Line(when={CLOSED}, who=is_staff, only=is_published)],
        VotingVerb.ADD_STATION: [Line(when={DRAFT, OPEN}, who=is_staff)],
        VotingVerb.ASK_FOR_CHANGE: [Line(when={OPEN}, who=is_staff)],
        VotingVerb.OBJECT: [Line(when={OPEN}, who=is_somebody)],  # that they live in a household there, `rolls` sees
        VotingVerb.ANSWER_OBJECTION: [Line(when={OPEN, CLOSED}, who=is_staff)],
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

STATION: Workflow[BallotState, VotingVerb, Station] = Workflow(
    "A station where one votes on paper",
    {
        VotingVerb.TAKE_OUT_STATION: [Line(when={DRAFT, OPEN}, who=is_staff)],
        # when it has closed too: somebody has to count who had no shift while it was open
        VotingVerb.ADD_SHIFT: [Line(who=is_staff)],
        VotingVerb.READ_STATION: [Line(who=is_staff), Line(who=has_shift)],
        # that the shift is now, `stations` sees: a table of states knows no hours
        VotingVerb.MARK: [Line(when={OPEN}, who=has_shift)],
        VotingVerb.UNMARK: [Line(when={OPEN}, who=has_shift)],
        VotingVerb.COUNT: [Line(when={CLOSED}, who=has_shift)],
    },
    state=Station.state_at,
)

CHANGE: Workflow[BallotState, VotingVerb, BallotChange] = Workflow(
    "A change to a vote that is open",
    {
        VotingVerb.AGREE_TO_CHANGE: [Line(when={OPEN}, who=is_staff, only=is_unsettled)],
        VotingVerb.DECLINE_CHANGE: [Line(when={OPEN}, who=is_staff, only=is_unsettled)],
    },
    state=BallotChange.state_at,
)

PROCESS_BALLOTS: Workflow[ProcessState, VotingVerb, Process] = Workflow(
    "A process, for its ballots",
    {VotingVerb.ADD_BALLOT: [Line(when={ProcessState.RUNNING}, who=is_staff)]},
    state=Process.state_at,
)
