"""What may be done with topics, areas and addresses, and by whom."""

import enum
from datetime import datetime

from civic.areas.models import Area, Register, Topic
from civic.kernel.actor import Actor, Role, Scope
from civic.kernel.workflow import Line, Workflow, anyone_signed_in


class AreaVerb(enum.Enum):
    """What is done with a topic or an area."""

    ADD_AREA = "add_area"
    ADD_TOPIC = "add_topic"
    CORRECT = "correct"
    FOLLOW = "follow"
    UNFOLLOW = "unfollow"


class AreaState(enum.Enum):
    """A topic or an area has one state: it is there."""

    ACTIVE = "active"


def works_for_the_municipality(actor: Actor, _thing: object) -> bool:
    """An administrator or case officer of the municipality."""
    return any(actor.places(role, Scope.MUNICIPALITY) for role in (Role.ADMIN, Role.CASE_OFFICER))


def _state(_thing: object, _now: datetime) -> AreaState:
    return AreaState.ACTIVE


REGISTER_OF: Workflow[AreaState, AreaVerb, Register] = Workflow(
    "The municipality's list of topics and areas",
    {
        AreaVerb.ADD_AREA: [Line(who=works_for_the_municipality)],
        AreaVerb.ADD_TOPIC: [Line(who=works_for_the_municipality)],
    },
    state=_state,
)

AREA: Workflow[AreaState, AreaVerb, Area] = Workflow(
    "An area",
    {
        AreaVerb.CORRECT: [Line(who=works_for_the_municipality)],
        AreaVerb.FOLLOW: [Line(who=anyone_signed_in)],
        AreaVerb.UNFOLLOW: [Line(who=anyone_signed_in)],
    },
    state=_state,
)

TOPIC: Workflow[AreaState, AreaVerb, Topic] = Workflow(
    "A topic",
    {
        AreaVerb.CORRECT: [Line(who=works_for_the_municipality)],
        AreaVerb.FOLLOW: [Line(who=anyone_signed_in)],
        AreaVerb.UNFOLLOW: [Line(who=anyone_signed_in)],
    },
    state=_state,
)
