"""What may be done with an appeal, and by whom."""

import enum

from civic.kernel.actor import Actor, Role, Scope
from civic.kernel.workflow import Line, Workflow
from civic.moderation.models import Appeal, AppealState

STAFF = (Role.CASE_OFFICER, Role.FACILITATOR)
"""Who looks after the texts of a process."""
OPEN, UPHELD, DISMISSED = AppealState.OPEN, AppealState.UPHELD, AppealState.DISMISSED


class AppealVerb(enum.Enum):
    """What is done with an appeal."""

    READ = "read"
    UPHOLD = "uphold"
    DISMISS = "dismiss"


def is_appellant(actor: Actor, appeal: Appeal) -> bool:
    """Whoever wrote the text, and appealed."""
    return actor.is_person(appeal.author_id)


def is_staff(actor: Actor, appeal: Appeal) -> bool:
    """A case officer or facilitator of the process."""
    return actor.holds_one_of(STAFF, Scope.PROCESS, appeal.process_id)


def is_another(actor: Actor, appeal: Appeal) -> bool:
    """A case officer or facilitator of the process other than who decided first, and not who wrote the text."""
    return is_staff(actor, appeal) and not actor.is_person(appeal.first_id) and not is_appellant(actor, appeal)


APPEAL: Workflow[AppealState, AppealVerb, Appeal] = Workflow(
    "An appeal",
    {
        AppealVerb.READ: [Line(who=is_appellant), Line(who=is_staff)],
        AppealVerb.UPHOLD: [Line(when={OPEN}, who=is_another, then=UPHELD)],
        AppealVerb.DISMISS: [Line(when={OPEN}, who=is_another, then=DISMISSED)],
    },
    state=Appeal.state_at,
)
