"""What may be done with a hearing, with a party's seat in it, and with a remark."""

import enum

from civic.hearings.models import Hearing, HearingParty, HearingState, PartyState, Remark, RemarkState
from civic.kernel.actor import Actor, Role, Scope
from civic.kernel.workflow import Line, Workflow, anyone

DRAFT, OPEN = HearingState.DRAFT, HearingState.OPEN
CLOSED, CONCLUDED = HearingState.CLOSED, HearingState.CONCLUDED
PREPARED, INVITED = PartyState.PREPARED, PartyState.INVITED
DRAFTING, HELD = PartyState.DRAFTING, PartyState.HELD
SUBMITTED, SILENT, TREATED = PartyState.SUBMITTED, PartyState.SILENT, PartyState.TREATED
UNTREATED, CHANGE_MISSING = RemarkState.UNTREATED, RemarkState.CHANGE_MISSING
PUBLIC = {OPEN, CLOSED, CONCLUDED}
SITTING = (Role.MEMBER, Role.CHAIR, Role.SECRETARY)


class Verb(enum.Enum):
    """What is done with a hearing."""

    READ = "read"
    INVITE = "invite"
    OPEN = "open"
    READ_DESK = "read_desk"
    CONCLUDE = "conclude"


class PartyVerb(enum.Enum):
    """What is done with a party's seat in a hearing."""

    READ = "read"
    READ_DRAFT = "read_draft"
    READ_RESPONSE = "read_response"
    DRAFT = "draft"
    SUBMIT = "submit"
    RECORD = "record"
    HOLD = "hold"
    MASK = "mask"
    RELEASE = "release"
    SPLIT = "split"
    CONCLUDE = "conclude"


class RemarkVerb(enum.Enum):
    """What is done with a remark."""

    ANSWER = "answer"
    LINK_CHANGE = "link_change"


def is_case_officer(actor: Actor, hearing: Hearing) -> bool:
    """A case officer of the process."""
    return actor.holds(Role.CASE_OFFICER, Scope.PROCESS, hearing.process_id)


def may_read_hearing(actor: Actor, party: HearingParty) -> bool:
    """Anyone once the hearing is open, its case officer before."""
    return party.hearing.state is not DRAFT or is_officer_of_party(actor, party)


def is_officer_of_party(actor: Actor, party: HearingParty) -> bool:
    """A case officer of the process."""
    return is_case_officer(actor, party.hearing)


def sits_in_party(actor: Actor, party: HearingParty) -> bool:
    """A member, chair or secretary of the council that is heard."""
    return actor.holds_one_of(SITTING, Scope.BODY, party.body_id)


def is_party_secretary(actor: Actor, party: HearingParty) -> bool:
    """The secretary of the council that is heard."""
    return actor.holds(Role.SECRETARY, Scope.BODY, party.body_id)


def is_officer_of_remark(actor: Actor, remark: Remark) -> bool:
    """A case officer of the process."""
    return actor.holds(Role.CASE_OFFICER, Scope.PROCESS, remark.process_id)


HEARING: Workflow[HearingState, Verb, Hearing] = Workflow(
    {
        Verb.READ: [Line(when=PUBLIC, who=anyone), Line(who=is_case_officer)],
        Verb.INVITE: [Line(when={DRAFT}, who=is_case_officer)],
        Verb.OPEN: [Line(when={DRAFT}, who=is_case_officer, then=OPEN)],
        Verb.READ_DESK: [Line(when=PUBLIC, who=is_case_officer)],
        Verb.CONCLUDE: [Line(when={CLOSED}, who=is_case_officer, then=CONCLUDED)],
    },
    state=Hearing.state_at,
)

PARTY: Workflow[PartyState, PartyVerb, HearingParty] = Workflow(
    {
        PartyVerb.READ: [Line(who=may_read_hearing)],
        PartyVerb.READ_DRAFT: [Line(who=sits_in_party)],
        PartyVerb.READ_RESPONSE: [
            Line(when={SUBMITTED, TREATED}, who=anyone),
            Line(when={HELD}, who=sits_in_party),
            Line(when={HELD}, who=is_officer_of_party),
        ],
        PartyVerb.DRAFT: [Line(when={INVITED, DRAFTING, SILENT}, who=is_party_secretary, then=DRAFTING)],
        PartyVerb.SUBMIT: [Line(when={DRAFTING, SILENT}, who=is_party_secretary, then=SUBMITTED)],  # late is marked
        PartyVerb.RECORD: [  # an oral answer
            Line(when={INVITED, DRAFTING, SILENT}, who=is_officer_of_party, then=SUBMITTED)
        ],
        PartyVerb.HOLD: [  # what SUBMIT and RECORD do to a CPR-like number
            Line(when={SUBMITTED}, who=is_party_secretary, then=HELD),
            Line(when={SUBMITTED}, who=is_officer_of_party, then=HELD),
        ],
        PartyVerb.MASK: [Line(when={HELD}, who=is_party_secretary, then=SUBMITTED)],
        PartyVerb.RELEASE: [Line(when={HELD}, who=is_officer_of_party, then=SUBMITTED)],
        PartyVerb.SPLIT: [Line(when={SUBMITTED}, who=is_officer_of_party)],
        PartyVerb.CONCLUDE: [Line(when={SUBMITTED}, who=is_officer_of_party, then=TREATED)],  # with the note
    },
    state=HearingParty.state_at,
)

REMARK: Workflow[RemarkState, RemarkVerb, Remark] = Workflow(
    {
        RemarkVerb.ANSWER: [Line(when={UNTREATED, CHANGE_MISSING}, who=is_officer_of_remark)],
        RemarkVerb.LINK_CHANGE: [Line(when={CHANGE_MISSING}, who=is_officer_of_remark)],
    },
    state=Remark.state_at,
)
