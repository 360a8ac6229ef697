"""What may be done with a council or committee, and by whom."""

import enum

from civic.bodies.models import Body, ItemState, SittingItem
from civic.kernel.actor import Actor, Role, Scope
from civic.kernel.workflow import Line, Standing, Workflow, anyone, standing
from civic.people.models import Organisation
from civic.people.workflow import is_admin


class BodyVerb(enum.Enum):
    """What is done with a council or committee."""

    ADD_BODY = "add_body"
    CHANGE_BODY = "change_body"
    SET_SITTINGS = "set_sittings"
    DESCRIBE = "describe"
    ADD_MEMBER = "add_member"
    CORRECT_MEMBER = "correct_member"
    RENAME = "rename"
    ADD_NAME = "add_name"
    CORRECT_NAME = "correct_name"
    ADD_LETTER = "add_letter"
    CORRECT_LETTER = "correct_letter"
    ADD_ITEM = "add_sitting_item"
    READ_ITEM = "read_sitting_item"
    CHANGE_ITEM = "change_sitting_item"
    PUBLISH_ITEM = "publish_sitting_item"
    ADD_TO_ITEM = "add_to_sitting_item"
    CLOSE_SITTING_ITEM = "close_sitting_item"
    TAKE_OUT_ITEM = "take_out_sitting_item"


def keeps_calendar(actor: Actor, body: Body) -> bool:
    """The body's chair or secretary, or an administrator."""
    is_own = actor.holds_one_of((Role.CHAIR, Role.SECRETARY), Scope.BODY, body.id)
    return is_own or bool(actor.places(Role.ADMIN, Scope.MUNICIPALITY))


BODY: Workflow[Standing, BodyVerb, Body] = Workflow(
    "A council or committee",
    {
        BodyVerb.SET_SITTINGS: [Line(who=keeps_calendar)],
        BodyVerb.DESCRIBE: [Line(who=keeps_calendar)],
        BodyVerb.ADD_MEMBER: [Line(who=keeps_calendar)],
        BodyVerb.CORRECT_MEMBER: [Line(who=keeps_calendar)],
        BodyVerb.ADD_ITEM: [Line(who=keeps_calendar)],
    },
    state=standing,
)


def keeps_minutes(actor: Actor, item: SittingItem) -> bool:
    """The body's chair or secretary, or an administrator."""
    return keeps_calendar(actor, item.body)


def is_open(item: SittingItem) -> bool:
    """It is an open item."""
    return not item.is_closed


SITTING_ITEM: Workflow[ItemState, BodyVerb, SittingItem] = Workflow(
    "An item of a body's minutes",
    {
        BodyVerb.READ_ITEM: [
            Line(when={ItemState.PUBLISHED}, who=anyone, only=is_open),
            Line(who=keeps_minutes),
        ],
        BodyVerb.CHANGE_ITEM: [Line(when={ItemState.DRAFT}, who=keeps_minutes)],
        BodyVerb.PUBLISH_ITEM: [Line(when={ItemState.DRAFT}, who=keeps_minutes, then=ItemState.PUBLISHED)],
        BodyVerb.ADD_TO_ITEM: [  # it stands as it was published: it gets an addition
            Line(when={ItemState.PUBLISHED}, who=keeps_minutes, only=is_open)
        ],
        BodyVerb.CLOSE_SITTING_ITEM: [Line(who=keeps_minutes)],
        BodyVerb.TAKE_OUT_ITEM: [Line(when={ItemState.DRAFT}, who=keeps_minutes)],
    },
    state=SittingItem.state_at,
)

ORGANISATION_BODIES: Workflow[Standing, BodyVerb, Organisation] = Workflow(
    "An organisation, for its councils and committees",
    {
        BodyVerb.ADD_BODY: [Line(who=is_admin)],
        BodyVerb.CHANGE_BODY: [Line(who=is_admin)],
        BodyVerb.RENAME: [Line(who=is_admin)],
        BodyVerb.ADD_NAME: [Line(who=is_admin)],
        BodyVerb.CORRECT_NAME: [Line(who=is_admin)],
        BodyVerb.ADD_LETTER: [Line(who=is_admin)],
        BodyVerb.CORRECT_LETTER: [Line(who=is_admin)],
    },
    state=standing,
)
