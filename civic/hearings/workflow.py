"""What may be done with a hearing, and with a party to it."""

import enum

from civic.hearings.models import Hearing, HearingParty, HearingState, PartyState
from civic.kernel.actor import Actor, Role, Scope
from civic.kernel.workflow import Line, Workflow, anyone, anyone_signed_in
from civic.processes.workflow import is_case_officer
from civic.reports.models import Report, ReportState

DRAFT, OPEN, CLOSED = HearingState.DRAFT, HearingState.OPEN, HearingState.CLOSED
READY, CONCLUDED = HearingState.READY, HearingState.CONCLUDED
PREPARED, INVITED, RECEIVED = PartyState.PREPARED, PartyState.INVITED, PartyState.RECEIVED
ON_AGENDA, DRAFTING, ADOPTING = PartyState.ON_AGENDA, PartyState.DRAFTING, PartyState.ADOPTING
ADOPTED, SUBMITTED = PartyState.ADOPTED, PartyState.SUBMITTED
PUBLIC = {OPEN, CLOSED, READY, CONCLUDED}
WRITING = {INVITED, RECEIVED, ON_AGENDA, DRAFTING}
ASKED = {*WRITING, ADOPTING, ADOPTED, SUBMITTED}
SITTING = (Role.MEMBER, Role.CHAIR, Role.SECRETARY)


class HearingVerb(enum.Enum):
    """What is done with a hearing, and with a party to it."""

    START_HEARING = "start_hearing"
    READ = "read"
    ADD_MATERIAL = "add_material"
    JUDGE_MATERIAL = "judge_material"
    INVITE = "invite"
    WITHDRAW_INVITATION = "withdraw_invitation"
    OPEN = "open"
    EXTEND = "extend"
    FOLLOW = "follow"
    UNFOLLOW = "unfollow"
    READ_DRAFT = "read_draft"
    RECEIVE = "receive"
    SET_AGENDA = "set_agenda"
    DRAFT = "draft"
    TAKE_OUT_POINT = "take_out_point"
    DISCUSS = "discuss"
    PUT_TO_ADOPTION = "put_to_adoption"
    SEND_BACK = "send_back"
    ADOPT = "adopt"
    REMIND = "remind"
    CORRECT = "correct"


def sits_in_party(actor: Actor, party: HearingParty) -> bool:
    """A member, chair or secretary of the council that is heard."""
    return actor.holds_one_of(SITTING, Scope.BODY, party.body_id)


def is_party_secretary(actor: Actor, party: HearingParty) -> bool:
    """The secretary of the council that is heard."""
    return actor.holds(Role.SECRETARY, Scope.BODY, party.body_id)


def chairs_party(actor: Actor, party: HearingParty) -> bool:
    """The chair of the council that is heard."""
    return actor.holds(Role.CHAIR, Scope.BODY, party.body_id)


HEARING: Workflow[HearingState, HearingVerb, Hearing] = Workflow(
    "A hearing",
    {
        HearingVerb.READ: [Line(when=PUBLIC, who=anyone), Line(who=is_case_officer)],
        HearingVerb.ADD_MATERIAL: [Line(when={DRAFT}, who=is_case_officer)],
        HearingVerb.JUDGE_MATERIAL: [Line(who=is_case_officer)],
        HearingVerb.INVITE: [Line(when={DRAFT, OPEN}, who=is_case_officer)],
        HearingVerb.WITHDRAW_INVITATION: [Line(when={DRAFT}, who=is_case_officer)],
        HearingVerb.OPEN: [Line(when={DRAFT}, who=is_case_officer, then=OPEN)],
        HearingVerb.CORRECT: [Line(when={DRAFT, OPEN}, who=is_case_officer)],  # what was answered to stands
        HearingVerb.EXTEND: [Line(when={OPEN, CLOSED}, who=is_case_officer, then=OPEN)],
        HearingVerb.FOLLOW: [Line(when={OPEN, CLOSED, READY}, who=anyone_signed_in)],
        HearingVerb.UNFOLLOW: [Line(who=anyone_signed_in)],
    },
    state=Hearing.state_at,
)

PARTY: Workflow[PartyState, HearingVerb, HearingParty] = Workflow(
    "A party to a hearing",
    {
        HearingVerb.READ: [Line(when=ASKED, who=anyone), Line(who=is_case_officer)],
        HearingVerb.READ_DRAFT: [Line(who=sits_in_party)],
        HearingVerb.RECEIVE: [Line(when={INVITED}, who=is_party_secretary, then=RECEIVED)],
        HearingVerb.SET_AGENDA: [
            Line(when={INVITED, RECEIVED, ON_AGENDA}, who=is_party_secretary, then=ON_AGENDA),
            Line(when={DRAFTING}, who=is_party_secretary),
        ],
        HearingVerb.DRAFT: [Line(when=WRITING, who=sits_in_party, then=DRAFTING)],
        HearingVerb.TAKE_OUT_POINT: [Line(when={DRAFTING}, who=sits_in_party)],
        HearingVerb.DISCUSS: [Line(when=ASKED, who=sits_in_party)],
        HearingVerb.PUT_TO_ADOPTION: [Line(when={DRAFTING}, who=is_party_secretary, then=ADOPTING)],
        HearingVerb.SEND_BACK: [
            Line(when={ADOPTING, ADOPTED}, who=is_party_secretary, then=DRAFTING),
            Line(when={ADOPTING, ADOPTED}, who=chairs_party, then=DRAFTING),
        ],
        HearingVerb.ADOPT: [Line(when={ADOPTING}, who=chairs_party, then=ADOPTED)],
        HearingVerb.REMIND: [Line(when=ASKED - {SUBMITTED}, who=is_case_officer)],  # the worker does, too
    },
    state=HearingParty.state_at,
)

REPORT_HEARINGS: Workflow[ReportState, HearingVerb, Report] = Workflow(
    "A report, for its hearings",
    {HearingVerb.START_HEARING: [Line(when={ReportState.WRITING}, who=is_case_officer)]},
    state=Report.state_at,
)
