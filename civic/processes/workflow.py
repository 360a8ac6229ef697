"""What may be done with a process, by whom, and when; and who its staff are, for every room that works in one."""

import enum
from typing import Protocol

from civic.kernel.actor import Actor, Role, Scope
from civic.kernel.context import Context
from civic.kernel.workflow import Line, Standing, Workflow, anyone, anyone_signed_in, standing
from civic.people.models import Organisation, OrganisationKind
from civic.people.workflow import is_admin
from civic.processes.models import Opens, Process, ProcessState

PREPARING, RUNNING = ProcessState.PREPARING, ProcessState.RUNNING
HANDED_OVER, CLOSED = ProcessState.HANDED_OVER, ProcessState.CLOSED
PUBLIC = {RUNNING, HANDED_OVER, CLOSED}
STAFF = (Role.CASE_OFFICER, Role.FACILITATOR)


class ProcessVerb(enum.Enum):
    """What is done with a process."""

    START_PROCESS = "start_process"
    FOLLOW = "follow"
    UNFOLLOW = "unfollow"
    READ = "read"
    APPROVE_MANDATE = "approve_mandate"
    APPOINT = "appoint"
    ADD_FACILITATOR = "add_facilitator"
    ANSWER_TASK = "answer_task"
    ADD_MILESTONE = "add_milestone"
    ADD_AUDIENCE = "add_audience"
    REACH_AUDIENCE = "reach_audience"
    TAKE_OUT_AUDIENCE = "take_out_audience"
    HAND_OVER = "hand_over"
    CLOSE = "close"
    CORRECT = "correct"
    TAKE_BACK = "take_back"
    END_SEAT = "end_seat"
    PUT_PICTURE = "put_picture"
    TAKE_OUT_PICTURE = "take_out_picture"
    ADD_PARTICIPANT = "add_participant"
    TAKE_OUT_PARTICIPANT = "take_out_participant"
    SHARE = "share"
    BEGIN = "begin"
    MOVE_ON = "move_on"
    TIE_TASK = "tie_task"
    PUT_ABOUT = "put_about"
    SET_SUPPORT = "set_support"
    ADD_KIND = "add_kind"
    CHANGE_KIND = "change_kind"
    END_SHARE = "end_share"
    ASK_FOR_COPY = "ask_for_copy"


class OfProcess(Protocol):
    """Anything that belongs to a process, or is one."""

    @property
    def process_id(self) -> int:
        """Return the process's id."""


def is_case_officer(actor: Actor, thing: OfProcess) -> bool:
    """A case officer of the process."""
    return actor.holds(Role.CASE_OFFICER, Scope.PROCESS, thing.process_id)


def is_staff(actor: Actor, thing: OfProcess) -> bool:
    """A case officer or facilitator of the process."""
    return actor.holds_one_of(STAFF, Scope.PROCESS, thing.process_id)


def coordinates(actor: Actor, thing: OfProcess) -> bool:
    """A coordinator of a unit that the process is shared with."""
    return actor.holds(Role.COORDINATOR, Scope.PROCESS, thing.process_id)


def officered(context: Context) -> frozenset[int]:
    """Return the ids of the processes whose case officer the actor is."""
    return context.actor.places(Role.CASE_OFFICER, Scope.PROCESS)


def staffed(context: Context) -> frozenset[int]:
    """Return the ids of the processes whose case officer or facilitator the actor is."""
    return officered(context) | context.actor.places(Role.FACILITATOR, Scope.PROCESS)


def unseen(context: Context) -> frozenset[int]:
    """Return the ids of the processes that the actor may read before everybody may."""
    return staffed(context) | context.actor.places(Role.COORDINATOR, Scope.PROCESS)


def is_starter(actor: Actor, organisation: Organisation) -> bool:
    """A case officer of the organisation."""
    return actor.holds(Role.CASE_OFFICER, organisation.scope, organisation.id)


def has_mandate(process: Process) -> bool:
    """Its kind has a kommissorium that the municipal council approves."""
    return process.kind.has_mandate


def has_no_mandate(process: Process) -> bool:
    """Its kind begins without a kommissorium."""
    return not process.kind.has_mandate


def is_the_municipalitys(process: Process) -> bool:
    """The municipality owns it: what its bodies decide is entered for its own processes."""
    return process.organisation.kind is OrganisationKind.MUNICIPALITY


def takes_proposals(process: Process) -> bool:
    """Its phase takes proposals."""
    return process.is_open_for(Opens.PROPOSALS)


PROCESS: Workflow[ProcessState, ProcessVerb, Process] = Workflow(
    "A process",
    {
        ProcessVerb.READ: [Line(when=PUBLIC, who=anyone), Line(who=is_staff), Line(who=coordinates)],
        ProcessVerb.APPROVE_MANDATE: [Line(when={PREPARING}, who=is_case_officer, then=RUNNING, only=has_mandate)],
        ProcessVerb.BEGIN: [Line(when={PREPARING}, who=is_case_officer, then=RUNNING, only=has_no_mandate)],
        ProcessVerb.MOVE_ON: [  # between phases of one state
            Line(when={RUNNING, HANDED_OVER}, who=is_case_officer)
        ],
        ProcessVerb.APPOINT: [  # before the mandate: by override only
            Line(when={PREPARING, RUNNING}, who=is_case_officer)
        ],
        ProcessVerb.ADD_FACILITATOR: [Line(when={PREPARING, RUNNING}, who=is_case_officer)],
        ProcessVerb.ANSWER_TASK: [Line(when={RUNNING}, who=is_case_officer)],
        ProcessVerb.ADD_AUDIENCE: [Line(when={PREPARING, RUNNING}, who=is_staff)],
        ProcessVerb.REACH_AUDIENCE: [Line(when={PREPARING, RUNNING}, who=is_staff)],
        ProcessVerb.TAKE_OUT_AUDIENCE: [Line(who=is_staff)],
        ProcessVerb.ADD_MILESTONE: [Line(when={RUNNING}, who=is_staff)],
        ProcessVerb.HAND_OVER: [Line(when={RUNNING}, who=is_case_officer, then=HANDED_OVER)],
        ProcessVerb.CLOSE: [Line(when={HANDED_OVER}, who=is_case_officer, then=CLOSED)],
        ProcessVerb.CORRECT: [Line(who=is_case_officer)],
        ProcessVerb.TAKE_BACK: [  # a handover or an end that was entered by mistake
            Line(when={HANDED_OVER}, who=is_case_officer, then=RUNNING),
            Line(when={CLOSED}, who=is_case_officer, then=HANDED_OVER),
        ],
        ProcessVerb.PUT_PICTURE: [Line(who=is_staff)],
        ProcessVerb.TAKE_OUT_PICTURE: [Line(who=is_staff)],
        ProcessVerb.FOLLOW: [Line(when=PUBLIC, who=anyone_signed_in)],
        ProcessVerb.UNFOLLOW: [Line(who=anyone_signed_in)],
        ProcessVerb.ADD_PARTICIPANT: [Line(who=is_case_officer)],
        ProcessVerb.TAKE_OUT_PARTICIPANT: [Line(who=is_case_officer)],
        ProcessVerb.TIE_TASK: [Line(when={PREPARING, RUNNING}, who=is_staff)],
        ProcessVerb.PUT_ABOUT: [Line(who=is_staff)],
        ProcessVerb.SET_SUPPORT: [Line(when={PREPARING, RUNNING}, who=is_case_officer)],
        ProcessVerb.SHARE: [Line(who=is_case_officer)],
        ProcessVerb.END_SHARE: [Line(who=is_case_officer)],
        ProcessVerb.END_SEAT: [Line(when={PREPARING, RUNNING}, who=is_case_officer)],
        ProcessVerb.ASK_FOR_COPY: [Line(when=PUBLIC, who=is_case_officer)],
    },
    state=Process.state_at,
)

ORGANISATION_PROCESSES: Workflow[Standing, ProcessVerb, Organisation] = Workflow(
    "An organisation, for its processes",
    {ProcessVerb.START_PROCESS: [Line(who=is_starter)]},
    state=standing,
)


KINDS: Workflow[Standing, ProcessVerb, Organisation] = Workflow(
    "The municipality, for the kinds of processes it has",
    {
        ProcessVerb.ADD_KIND: [Line(who=is_admin)],
        ProcessVerb.CHANGE_KIND: [Line(who=is_admin)],
    },
    state=standing,
)


def may_read(context: Context, process: Process) -> bool:
    """Return whether the actor may read a process, and so what is public in it."""
    return PROCESS.may(context, ProcessVerb.READ, process)
