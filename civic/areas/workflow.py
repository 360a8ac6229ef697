"""What may be done with topics, areas and addresses, and by whom."""

import enum

from civic.areas.models import Area, Register, Topic
from civic.kernel.actor import Actor, Role, Scope
from civic.kernel.workflow import Line, Standing, Workflow, anyone_signed_in, standing


class AreaVerb(enum.Enum):
    """What is done with a topic or an area."""

    ADD_AREA = "add_area"
    ADD_TOPIC = "add_topic"
    CORRECT = "correct"
    FOLLOW = "follow"
    UNFOLLOW = "unfollow"


def works_for_the_municipality(actor: Actor, _thing: object) -> bool:
    """An administrator or case officer of the municipality."""
    return any(actor.places(role, Scope.MUNICIPALITY) for role in (Role.ADMIN, Role.CASE_OFFICER))


REGISTER_OF: Workflow[Standing, AreaVerb, Register] = Workflow(
    "The municipality's list of topics and areas",
    {
        AreaVerb.ADD_AREA: [Line(who=works_for_the_municipality)],
        AreaVerb.ADD_TOPIC: [Line(who=works_for_the_municipality)],
    },
    state=standing,
)

AREA: Workflow[Standing, AreaVerb, Area] = Workflow(
    "An area",
    {
        AreaVerb.CORRECT: [Line(who=works_for_the_municipality)],
        AreaVerb.FOLLOW: [Line(who=anyone_signed_in)],
        AreaVerb.UNFOLLOW: [Line(who=anyone_signed_in)],
    },
    state=standing,
)

TOPIC: Workflow[Standing, AreaVerb, Topic] = Workflow(
    "A topic",
    {
        AreaVerb.CORRECT: [Line(who=works_for_the_municipality)],
        AreaVerb.FOLLOW: [Line(who=anyone_signed_in)],
        AreaVerb.UNFOLLOW: [Line(who=anyone_signed_in)],
    },
    state=standing,
)
