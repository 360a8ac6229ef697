"""What may be done with a process, by whom, and when."""

import enum

from civic.kernel.actor import Actor, Role, Scope
from civic.kernel.workflow import Line, Workflow, anyone
from civic.processes.models import Process, ProcessState

PREPARING, RUNNING = ProcessState.PREPARING, ProcessState.RUNNING
HANDED_OVER, CLOSED = ProcessState.HANDED_OVER, ProcessState.CLOSED
PUBLIC = {RUNNING, HANDED_OVER, CLOSED}
STAFF = (Role.CASE_OFFICER, Role.FACILITATOR)


class Verb(enum.Enum):
    """What is done with a process."""

    READ = "read"
    APPROVE_MANDATE = "approve_mandate"
    APPOINT = "appoint"
    ADD_FACILITATOR = "add_facilitator"
    ANSWER_TASK = "answer_task"
    ADD_MILESTONE = "add_milestone"
    ADD_GROUP = "add_group"
    ADD_MEETING = "add_meeting"
    ADD_REPORT = "add_report"
    ADD_BALLOT = "add_ballot"
    ADD_CASE = "add_case"
    PROPOSE = "propose"
    HAND_OVER = "hand_over"
    CLOSE = "close"


def is_case_officer(actor: Actor, process: Process) -> bool:
    """A case officer of the process."""
    return actor.holds(Role.CASE_OFFICER, Scope.PROCESS, process.id)


def is_staff(actor: Actor, process: Process) -> bool:
    """A case officer or facilitator of the process."""
    return actor.holds_one_of(STAFF, Scope.PROCESS, process.id)


def is_resident(actor: Actor, process: Process) -> bool:
    """Anyone who is signed in; to take part needs no role."""
    return actor.is_signed_in


PROCESS: Workflow[ProcessState, Verb, Process] = Workflow(
    {
        Verb.READ: [Line(when=PUBLIC, who=anyone), Line(who=is_staff)],
        Verb.APPROVE_MANDATE: [Line(when={PREPARING}, who=is_case_officer, then=RUNNING)],
        Verb.APPOINT: [Line(when={PREPARING, RUNNING}, who=is_case_officer)],  # before the mandate: by override only
        Verb.ADD_FACILITATOR: [Line(when={PREPARING, RUNNING}, who=is_case_officer)],
        Verb.ANSWER_TASK: [Line(when={RUNNING}, who=is_case_officer)],
        Verb.ADD_MILESTONE: [Line(when={RUNNING}, who=is_staff)],
        Verb.ADD_GROUP: [Line(when={RUNNING}, who=is_staff)],
        Verb.ADD_MEETING: [Line(when={RUNNING}, who=is_staff)],
        Verb.ADD_REPORT: [Line(when={RUNNING}, who=is_case_officer)],
        Verb.ADD_BALLOT: [Line(when={RUNNING}, who=is_staff)],
        Verb.ADD_CASE: [Line(when={RUNNING, HANDED_OVER}, who=is_case_officer)],
        Verb.PROPOSE: [Line(when={RUNNING}, who=is_resident)],
        Verb.HAND_OVER: [Line(when={RUNNING}, who=is_case_officer, then=HANDED_OVER)],
        Verb.CLOSE: [Line(when={HANDED_OVER}, who=is_case_officer, then=CLOSED)],
    },
    state=Process.state_at,
)
