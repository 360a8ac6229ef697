"""What may be done with a response: by its sender, by staff, by everybody; and who may give one."""

import enum

from civic.hearings.models import Hearing, HearingParty, HearingState, PartyState
from civic.hearings.workflow import PUBLIC, SITTING, WRITING, chairs_party, is_party_secretary
from civic.kernel.actor import Actor, Role, Scope
from civic.kernel.workflow import Line, Workflow, anyone
from civic.processes.workflow import is_case_officer
from civic.responses.models import Medium, Response, ResponseState

READING, WAITING, HELD = ResponseState.READING, ResponseState.WAITING, ResponseState.HELD
SHOWN, HIDDEN, WITHDRAWN = ResponseState.SHOWN, ResponseState.HIDDEN, ResponseState.WITHDRAWN
THERE = {READING, WAITING, HELD, SHOWN, HIDDEN}
OPEN, CLOSED, READY = HearingState.OPEN, HearingState.CLOSED, HearingState.READY
ADOPTING, ADOPTED, SUBMITTED = PartyState.ADOPTING, PartyState.ADOPTED, PartyState.SUBMITTED


class ResponseVerb(enum.Enum):
    """What is done with a response, and how one is given."""

    RESPOND = "respond"
    ENTER = "enter"
    HAND_IN_SHEET = "hand_in_sheet"
    FINISH_SHEET = "finish_sheet"
    REOPEN = "reopen"
    SUBMIT = "submit"
    RESPOND_ALONE = "respond_alone"
    HAND_IN = "hand_in"
    RECORD = "record"
    READ = "read"
    MASK = "mask"
    RELEASE = "release"
    SEND_ON = "send_on"
    HIDE = "hide"
    JUDGE_FILE = "judge_file"
    REVEAL_NAME = "reveal_name"
    VERIFY = "verify"
    CONFIRM = "confirm"
    CONFIRM_ADDRESS = "confirm_address"
    CORRECT = "correct"
    WITHDRAW = "withdraw"


def is_sender(actor: Actor, response: Response) -> bool:
    """Whoever gave the response: by their account, or with its receipt code."""
    if response.sender is None:
        return False
    return actor.is_person(response.sender.person_id) or bool(actor.receipt and actor.receipt == response.receipt)


def is_own_council(actor: Actor, response: Response) -> bool:
    """A member, chair or secretary of the council whose response it is."""
    return response.party is not None and actor.holds_one_of(SITTING, Scope.BODY, response.party.body_id)


def is_own_secretary(actor: Actor, response: Response) -> bool:
    """The secretary of the council whose response it is."""
    return response.party is not None and actor.holds(Role.SECRETARY, Scope.BODY, response.party.body_id)


def is_own_chair(actor: Actor, response: Response) -> bool:
    """The chair of the council whose response it is."""
    return response.party is not None and actor.holds(Role.CHAIR, Scope.BODY, response.party.body_id)


def is_unconfirmed(response: Response) -> bool:
    """It was given orally, written down, and is not confirmed yet."""
    return response.medium is Medium.ORAL and response.confirmed_at is None


def is_nameless(response: Response) -> bool:
    """Its sender's name is kept back."""
    return response.sender is not None and response.sender.is_nameless


def is_unverified(response: Response) -> bool:
    """It speaks in an organisation's name, and nobody has verified that."""
    sender = response.sender
    return sender is not None and bool(sender.organisation) and not sender.verified_at


def stands(response: Response) -> bool:
    """It is not withdrawn."""
    return response.state is not WITHDRAWN


def is_for_everyone(hearing: Hearing) -> bool:
    """The hearing is for everyone."""
    return hearing.is_for_everyone


RESPONSE: Workflow[ResponseState, ResponseVerb, Response] = Workflow(
    "A response",
    {
        ResponseVerb.READ: [
            Line(when={SHOWN}, who=anyone),
            Line(who=is_sender),
            Line(when={READING, WAITING, HELD, SHOWN}, who=is_own_council),
            Line(who=is_case_officer),
        ],
        ResponseVerb.MASK: [  # the CPR-like numbers, by whoever wrote them
            Line(when={HELD}, who=is_own_secretary),
            Line(when={HELD}, who=is_sender),
        ],
        ResponseVerb.RELEASE: [Line(when={WAITING, HELD, HIDDEN}, who=is_case_officer, then=SHOWN)],
        ResponseVerb.SEND_ON: [Line(when={WAITING, HELD}, who=is_case_officer)],
        ResponseVerb.HIDE: [Line(when={WAITING, HELD, SHOWN}, who=is_case_officer, then=HIDDEN)],
        ResponseVerb.JUDGE_FILE: [Line(when=THERE, who=is_case_officer)],
        ResponseVerb.REVEAL_NAME: [Line(when=THERE, who=is_case_officer, only=is_nameless)],
        ResponseVerb.VERIFY: [Line(when=THERE, who=is_case_officer, only=is_unverified)],
        ResponseVerb.CONFIRM: [Line(when={WAITING, HELD, SHOWN}, who=is_own_chair, only=is_unconfirmed)],
    },
    state=Response.state_at,
)

OWN: Workflow[HearingState, ResponseVerb, Response] = Workflow(
    "A response, for its sender",
    {
        ResponseVerb.CONFIRM_ADDRESS: [Line(who=anyone)],  # the address it was sent to is the permission
        ResponseVerb.CORRECT: [Line(when={OPEN}, who=is_sender, only=stands)],
        ResponseVerb.WITHDRAW: [Line(when={OPEN}, who=is_sender, only=stands)],
    },
    state=Response.hearing_state_at,
)

HEARING_RESPONSES: Workflow[HearingState, ResponseVerb, Hearing] = Workflow(
    "A hearing, for responses",
    {
        # with or without an account; after the deadline it is marked late
        ResponseVerb.RESPOND: [Line(when={OPEN, CLOSED, READY}, who=anyone, only=is_for_everyone)],
        ResponseVerb.ENTER: [Line(when=PUBLIC, who=is_case_officer)],  # from paper, a mail or the telephone
        ResponseVerb.HAND_IN_SHEET: [Line(when=PUBLIC, who=is_case_officer)],
        ResponseVerb.FINISH_SHEET: [Line(who=is_case_officer)],
        ResponseVerb.REOPEN: [Line(when={READY}, who=anyone, then=CLOSED)],  # a response came in: it is to be treated
    },
    state=Hearing.state_at,
)


PARTY_RESPONSES: Workflow[PartyState, ResponseVerb, HearingParty] = Workflow(
    "A party's seat, for its response",
    {
        ResponseVerb.RESPOND_ALONE: [  # urgent
            Line(when={*WRITING, ADOPTING}, who=chairs_party, then=SUBMITTED)
        ],
        ResponseVerb.SUBMIT: [  # a late one is kept and marked
            Line(when={ADOPTED}, who=is_party_secretary, then=SUBMITTED),
            Line(when={ADOPTED}, who=chairs_party, then=SUBMITTED),
        ],
        ResponseVerb.HAND_IN: [  # a file, adopted at the council's own meeting
            Line(when={*WRITING, ADOPTING, ADOPTED}, who=is_party_secretary, then=SUBMITTED)
        ],
        ResponseVerb.RECORD: [  # an oral one
            Line(when={*WRITING, ADOPTING, ADOPTED}, who=is_case_officer, then=SUBMITTED)
        ],
    },
    state=HearingParty.state_at,
)
