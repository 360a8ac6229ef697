"""What may be done with a hearing, and with a party's seat in it."""

import enum

from civic.hearings.models import Hearing, HearingParty, HearingState, PartyState
from civic.kernel.actor import Actor, Role, Scope
from civic.kernel.workflow import Line, Workflow, anyone

DRAFT, OPEN, CLOSED = HearingState.DRAFT, HearingState.OPEN, HearingState.CLOSED
READY, CONCLUDED = HearingState.READY, HearingState.CONCLUDED
PREPARED, INVITED, RECEIVED = PartyState.PREPARED, PartyState.INVITED, PartyState.RECEIVED
ON_AGENDA, DRAFTING, ADOPTING = PartyState.ON_AGENDA, PartyState.DRAFTING, PartyState.ADOPTING
ADOPTED, SUBMITTED = PartyState.ADOPTED, PartyState.SUBMITTED
PUBLIC = {OPEN, CLOSED, READY, CONCLUDED}
WRITING = {INVITED, RECEIVED, ON_AGENDA, DRAFTING}
SITTING = (Role.MEMBER, Role.CHAIR, Role.SECRETARY)


class Verb(enum.Enum):
    """What is done with a hearing."""

    READ = "read"
    ADD_MATERIAL = "add_material"
    JUDGE_MATERIAL = "judge_material"
    INVITE = "invite"
    WITHDRAW_INVITATION = "withdraw_invitation"
    OPEN = "open"
    EXTEND = "extend"
    FOLLOW = "follow"
    UNFOLLOW = "unfollow"
    ANSWER = "answer"
    ENTER_ANSWER = "enter_answer"
    READ_DESK = "read_desk"
    MARK_READY = "mark_ready"
    TAKE_BACK = "take_back"
    OPEN_FOR_ANSWER = "open_for_answer"
    CONCLUDE = "conclude"
    ASK_FOR_FILE = "ask_for_file"


class PartyVerb(enum.Enum):
    """What is done with a party's seat in a hearing."""

    READ = "read"
    READ_ROOM = "read_room"
    RECEIVE = "receive"
    SET_AGENDA = "set_agenda"
    DRAFT = "draft"
    TAKE_OUT_POINT = "take_out_point"
    DISCUSS = "discuss"
    PUT_TO_ADOPTION = "put_to_adoption"
    SEND_BACK = "send_back"
    ADOPT = "adopt"
    ANSWER_ALONE = "answer_alone"
    SUBMIT = "submit"
    HAND_IN = "hand_in"
    RECORD = "record"
    REMIND = "remind"


def is_case_officer(actor: Actor, hearing: Hearing) -> bool:
    """A case officer of the process."""
    return actor.holds(Role.CASE_OFFICER, Scope.PROCESS, hearing.process_id)


def may_answer(actor: Actor, hearing: Hearing) -> bool:
    """Anyone, with or without an account, where the hearing is for everyone."""
    return hearing.is_for_everyone


def is_somebody(actor: Actor, hearing: Hearing) -> bool:
    """Anyone who is signed in."""
    return actor.is_signed_in


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


def chairs_party(actor: Actor, party: HearingParty) -> bool:
    """The chair of the council that is heard."""
    return actor.holds(Role.CHAIR, Scope.BODY, party.body_id)


HEARING: Workflow[HearingState, Verb, Hearing] = Workflow(
    {
        Verb.READ: [Line(when=PUBLIC, who=anyone), Line(who=is_case_officer)],
        Verb.ADD_MATERIAL: [Line(when={DRAFT}, who=is_case_officer)],
        Verb.JUDGE_MATERIAL: [Line(who=is_case_officer)],
        Verb.INVITE: [Line(when={DRAFT, OPEN}, who=is_case_officer)],
        Verb.WITHDRAW_INVITATION: [Line(when={DRAFT}, who=is_case_officer)],
        Verb.OPEN: [Line(when={DRAFT}, who=is_case_officer, then=OPEN)],
        Verb.EXTEND: [Line(when={OPEN, CLOSED}, who=is_case_officer, then=OPEN)],
        Verb.FOLLOW: [Line(when={OPEN, CLOSED, READY}, who=is_somebody)],
        Verb.UNFOLLOW: [Line(who=is_somebody)],
        Verb.ANSWER: [Line(when={OPEN, CLOSED, READY}, who=may_answer)],  # after the deadline it is marked late
        Verb.ENTER_ANSWER: [Line(when=PUBLIC, who=is_case_officer)],  # from paper, a mail or the telephone
        Verb.READ_DESK: [Line(when=PUBLIC, who=is_case_officer)],
        Verb.MARK_READY: [Line(when={CLOSED}, who=is_case_officer, then=READY)],
        Verb.TAKE_BACK: [Line(when={READY}, who=is_case_officer, then=CLOSED)],
        Verb.OPEN_FOR_ANSWER: [Line(when={READY}, who=anyone, then=CLOSED)],  # an answer came in: it is to be treated
        Verb.CONCLUDE: [Line(when={READY}, who=is_case_officer, then=CONCLUDED)],
        Verb.ASK_FOR_FILE: [Line(when={CLOSED, READY, CONCLUDED}, who=is_case_officer)],
    },
    state=Hearing.state_at,
)

PARTY: Workflow[PartyState, PartyVerb, HearingParty] = Workflow(
    {
        PartyVerb.READ: [Line(who=may_read_hearing)],
        PartyVerb.READ_ROOM: [Line(who=sits_in_party)],
        PartyVerb.RECEIVE: [Line(when={INVITED}, who=is_party_secretary, then=RECEIVED)],
        PartyVerb.SET_AGENDA: [
            Line(when={INVITED, RECEIVED, ON_AGENDA}, who=is_party_secretary, then=ON_AGENDA),
            Line(when={DRAFTING}, who=is_party_secretary),
        ],
        PartyVerb.DRAFT: [Line(when=WRITING, who=sits_in_party, then=DRAFTING)],
        PartyVerb.TAKE_OUT_POINT: [Line(when={DRAFTING}, who=sits_in_party)],
        PartyVerb.DISCUSS: [Line(when={*WRITING, ADOPTING, ADOPTED, SUBMITTED}, who=sits_in_party)],
        PartyVerb.PUT_TO_ADOPTION: [Line(when={DRAFTING}, who=is_party_secretary, then=ADOPTING)],
        PartyVerb.SEND_BACK: [
            Line(when={ADOPTING, ADOPTED}, who=is_party_secretary, then=DRAFTING),
            Line(when={ADOPTING, ADOPTED}, who=chairs_party, then=DRAFTING),
        ],
        PartyVerb.ADOPT: [Line(when={ADOPTING}, who=chairs_party, then=ADOPTED)],
        PartyVerb.ANSWER_ALONE: [Line(when={*WRITING, ADOPTING}, who=chairs_party, then=SUBMITTED)],  # urgent
        PartyVerb.SUBMIT: [  # a late one is kept and marked
            Line(when={ADOPTED}, who=is_party_secretary, then=SUBMITTED),
            Line(when={ADOPTED}, who=chairs_party, then=SUBMITTED),
        ],
        PartyVerb.HAND_IN: [  # a file, adopted at the council's own meeting
            Line(when={*WRITING, ADOPTING, ADOPTED}, who=is_party_secretary, then=SUBMITTED)
        ],
        PartyVerb.RECORD: [  # an oral answer
            Line(when={*WRITING, ADOPTING, ADOPTED}, who=is_officer_of_party, then=SUBMITTED)
        ],
        PartyVerb.REMIND: [Line(when={*WRITING, ADOPTING, ADOPTED}, who=is_officer_of_party)],  # the worker does, too
    },
    state=HearingParty.state_at,
)
