"""What may be done with the house rules, and by whom."""

import enum

from civic.kernel.actor import Actor, Role, Scope
from civic.kernel.workflow import Line, Standing, Workflow, standing
from civic.rules.models import Rulebook


class RuleVerb(enum.Enum):
    """What is done with the house rules; each makes a new version of them."""

    ADD_RULE = "add_rule"
    CHANGE_RULE = "change_rule"
    END_RULE = "end_rule"


def is_administrator(actor: Actor, _thing: object) -> bool:
    """An administrator of the municipality."""
    return bool(actor.places(Role.ADMIN, Scope.MUNICIPALITY))


RULES: Workflow[Standing, RuleVerb, Rulebook] = Workflow(
    "The house rules",
    {
        RuleVerb.ADD_RULE: [Line(who=is_administrator)],
        RuleVerb.CHANGE_RULE: [Line(who=is_administrator)],
        RuleVerb.END_RULE: [Line(who=is_administrator)],
    },
    state=standing,
)
