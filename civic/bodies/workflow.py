"""What may be done with a council or committee, and by whom."""

import enum

from civic.bodies.models import Body
from civic.kernel.actor import Actor, Role, Scope
from civic.kernel.workflow import Line, Standing, Workflow, standing
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
    },
    state=standing,
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
