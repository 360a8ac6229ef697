"""What may be done with a remark."""

import enum

from civic.kernel.actor import Actor, Role, Scope
from civic.kernel.workflow import Line, Workflow
from civic.treatment.models import Remark, RemarkState

UNTREATED, CHANGE_MISSING = RemarkState.UNTREATED, RemarkState.CHANGE_MISSING
TREATED, FINAL = RemarkState.TREATED, RemarkState.FINAL
IN_WORK = {UNTREATED, CHANGE_MISSING, TREATED}


class RemarkVerb(enum.Enum):
    """What is done with a remark."""

    READ_DESK = "read_desk"
    CLASSIFY = "classify"
    TAKE = "take"
    REMOVE = "remove"
    GROUP = "group"
    UNGROUP = "ungroup"
    ANSWER = "answer"
    LINK_CHANGE = "link_change"
    UNLINK_CHANGE = "unlink_change"


def is_officer_of_remark(actor: Actor, remark: Remark) -> bool:
    """A case officer of the process."""
    return actor.holds(Role.CASE_OFFICER, Scope.PROCESS, remark.process_id)


REMARK: Workflow[RemarkState, RemarkVerb, Remark] = Workflow(
    {
        RemarkVerb.READ_DESK: [Line(when={*IN_WORK, FINAL}, who=is_officer_of_remark)],
        RemarkVerb.CLASSIFY: [Line(when=IN_WORK, who=is_officer_of_remark)],
        RemarkVerb.TAKE: [Line(when=IN_WORK, who=is_officer_of_remark)],
        RemarkVerb.REMOVE: [Line(when=IN_WORK, who=is_officer_of_remark)],
        RemarkVerb.GROUP: [Line(when=IN_WORK, who=is_officer_of_remark)],
        RemarkVerb.UNGROUP: [Line(when=IN_WORK, who=is_officer_of_remark)],
        RemarkVerb.ANSWER: [Line(when=IN_WORK, who=is_officer_of_remark)],
        RemarkVerb.LINK_CHANGE: [Line(when={CHANGE_MISSING, TREATED}, who=is_officer_of_remark)],
        RemarkVerb.UNLINK_CHANGE: [Line(when={CHANGE_MISSING, TREATED}, who=is_officer_of_remark)],
    },
    state=Remark.state_at,
)
