"""What may be done with a response: by its sender, by staff, by everybody."""

import enum

from civic.hearings.models import HearingState
from civic.hearings.workflow import SITTING
from civic.kernel.actor import Actor, Role, Scope
from civic.kernel.workflow import Line, Workflow, anyone
from civic.responses.models import Medium, Response, ResponseState

READING, WAITING, HELD = ResponseState.READING, ResponseState.WAITING, ResponseState.HELD
SHOWN, HIDDEN, WITHDRAWN = ResponseState.SHOWN, ResponseState.HIDDEN, ResponseState.WITHDRAWN
THERE = {READING, WAITING, HELD, SHOWN, HIDDEN}


class Verb(enum.Enum):
    """What is done with a response."""

    READ = "read"
    MASK = "mask"
    RELEASE = "release"
    REDACT = "redact"
    HIDE = "hide"
    JUDGE_FILE = "judge_file"
    REVEAL_NAME = "reveal_name"
    VERIFY = "verify"
    CONFIRM = "confirm"


class OwnVerb(enum.Enum):
    """What a sender does with the answer until the deadline."""

    CONFIRM_ADDRESS = "confirm_address"
    CORRECT = "correct"
    WITHDRAW = "withdraw"


class DeskVerb(enum.Enum):
    """What a case officer makes of an answer once its sender can change it no more."""

    SPLIT = "split"
    SUM_UP = "sum_up"


def is_sender(actor: Actor, response: Response) -> bool:
    """Whoever gave the answer: by their account, or with its receipt code."""
    if response.sender is None:
        return False
    return actor.is_person(response.sender.person_id) or bool(actor.receipt and actor.receipt == response.receipt)


def is_own_council(actor: Actor, response: Response) -> bool:
    """A member, chair or secretary of the council whose answer it is."""
    return response.party is not None and actor.holds_one_of(SITTING, Scope.BODY, response.party.body_id)


def is_own_secretary(actor: Actor, response: Response) -> bool:
    """The secretary of the council whose answer it is."""
    return response.party is not None and actor.holds(Role.SECRETARY, Scope.BODY, response.party.body_id)


def may_confirm(actor: Actor, response: Response) -> bool:
    """The chair of the council whose oral answer was written down and is not confirmed yet."""
    is_open = response.medium is Medium.ORAL and response.confirmed_at is None
    return is_open and response.party is not None and actor.holds(Role.CHAIR, Scope.BODY, response.party.body_id)


def is_officer(actor: Actor, response: Response) -> bool:
    """A case officer of the process."""
    return actor.holds(Role.CASE_OFFICER, Scope.PROCESS, response.hearing.process_id)


def may_change(actor: Actor, response: Response) -> bool:
    """Whoever gave the answer, while it is not withdrawn."""
    return response.state is not WITHDRAWN and is_sender(actor, response)


def may_split(actor: Actor, response: Response) -> bool:
    """A case officer of the process, of an answer that has passed the gate and is counted."""
    return response.state in {WAITING, SHOWN} and is_officer(actor, response)


def may_split_early(actor: Actor, response: Response) -> bool:
    """The same, of a council's answer: it is final when it is submitted."""
    return response.party is not None and may_split(actor, response)


def may_reveal(actor: Actor, response: Response) -> bool:
    """A case officer of the process, of an answer whose name is kept back."""
    return response.sender is not None and response.sender.is_protected and is_officer(actor, response)


def may_verify(actor: Actor, response: Response) -> bool:
    """A case officer of the process, of an answer in an organisation's name that nobody has verified."""
    sender = response.sender
    return sender is not None and bool(sender.organisation) and not sender.verified_at and is_officer(actor, response)


RESPONSE: Workflow[ResponseState, Verb, Response] = Workflow(
    {
        Verb.READ: [
            Line(when={SHOWN}, who=anyone),
            Line(who=is_sender),
            Line(when={READING, WAITING, HELD, SHOWN}, who=is_own_council),
            Line(who=is_officer),
        ],
        Verb.MASK: [  # the CPR-like numbers, by whoever wrote them
            Line(when={HELD}, who=is_own_secretary),
            Line(when={HELD}, who=is_sender),
        ],
        Verb.RELEASE: [Line(when={WAITING, HELD, HIDDEN}, who=is_officer, then=SHOWN)],
        Verb.REDACT: [Line(when={WAITING, HELD, SHOWN, HIDDEN}, who=is_officer)],
        Verb.HIDE: [Line(when={WAITING, HELD, SHOWN}, who=is_officer, then=HIDDEN)],
        Verb.JUDGE_FILE: [Line(when=THERE, who=is_officer)],
        Verb.REVEAL_NAME: [Line(when=THERE, who=may_reveal)],
        Verb.VERIFY: [Line(when=THERE, who=may_verify)],
        Verb.CONFIRM: [Line(when={WAITING, HELD, SHOWN}, who=may_confirm)],
    },
    state=Response.state_at,
)

OWN: Workflow[HearingState, OwnVerb, Response] = Workflow(
    {
        OwnVerb.CONFIRM_ADDRESS: [Line(who=anyone)],  # the address it was sent to is the permission
        OwnVerb.CORRECT: [Line(when={HearingState.OPEN}, who=may_change)],
        OwnVerb.WITHDRAW: [Line(when={HearingState.OPEN}, who=may_change)],
    },
    state=Response.hearing_state_at,
)

DESK: Workflow[HearingState, DeskVerb, Response] = Workflow(
    {
        DeskVerb.SPLIT: [  # until the note is published: a remark made later would stand in it unanswered
            Line(when={HearingState.OPEN}, who=may_split_early),
            Line(when={HearingState.CLOSED, HearingState.READY}, who=may_split),
        ],
        DeskVerb.SUM_UP: [  # of one that came after the note, too: it is all that can be said of it
            Line(when={HearingState.CLOSED, HearingState.READY, HearingState.CONCLUDED}, who=may_split)
        ],
    },
    state=Response.hearing_state_at,
)
