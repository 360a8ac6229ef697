"""What may be done with a draw, by whom, and when."""

import enum

from civic.draws.models import Draw, DrawState
from civic.kernel.workflow import Line, Workflow, anyone
from civic.processes.models import Process, ProcessState
from civic.processes.workflow import PUBLIC, is_case_officer, is_staff

PREPARED, OPEN, ENDED = DrawState.PREPARED, DrawState.OPEN, DrawState.ENDED
FROZEN, DRAWN, CALLED_OFF = DrawState.FROZEN, DrawState.DRAWN, DrawState.CALLED_OFF


class DrawVerb(enum.Enum):
    """What is done with a draw."""

    ADD = "add_draw"
    READ = "read"
    CHANGE = "change_draw"
    OPEN = "open_draw"
    EXTEND = "extend_draw"
    CALL_OFF = "call_off_draw"
    STRIKE = "strike_entrant"
    ENTER = "enter_draw"
    CONFIRM = "confirm_entry"
    LEAVE = "leave_draw"
    READ_ENTRANTS = "read_entrants"
    FREEZE = "freeze_pool"
    CHANGE_QUOTAS = "change_quotas"
    WORK_OUT = "work_out"
    DRAW = "draw_lots"
    ANSWER = "answer_lot"
    DECLINE_FOR = "decline_for"
    REPLACE = "replace_drawn"


def process_is_public(draw: Draw) -> bool:
    """Its process is public."""
    return draw.process.state in PUBLIC


def process_runs(draw: Draw) -> bool:
    """Its process is running."""
    return draw.process.state is ProcessState.RUNNING


def is_kept(draw: Draw) -> bool:
    """Names and answers have not been deleted yet."""
    return draw.forgotten_at is None


DRAW: Workflow[DrawState, DrawVerb, Draw] = Workflow(
    "A draw by lot",
    {
        DrawVerb.READ: [
            Line(when={OPEN, ENDED, FROZEN, DRAWN, CALLED_OFF}, who=anyone, only=process_is_public),
            Line(who=is_staff),
        ],
        DrawVerb.CHANGE: [Line(when={PREPARED}, who=is_case_officer)],
        DrawVerb.OPEN: [Line(when={PREPARED}, who=is_case_officer, only=process_runs, then=OPEN)],
        DrawVerb.EXTEND: [Line(when={OPEN, ENDED}, who=is_case_officer, only=process_runs, then=OPEN)],
        DrawVerb.CALL_OFF: [Line(when={OPEN, ENDED, FROZEN}, who=is_case_officer, then=CALLED_OFF)],
        DrawVerb.STRIKE: [Line(when={OPEN, ENDED}, who=is_case_officer)],
        DrawVerb.ENTER: [Line(when={OPEN}, who=anyone, only=process_runs)],
        DrawVerb.CONFIRM: [Line(when={OPEN}, who=anyone)],  # who holds the link
        DrawVerb.LEAVE: [Line(who=anyone, only=is_kept)],  # who holds the link
        DrawVerb.READ_ENTRANTS: [Line(who=is_staff)],
        DrawVerb.FREEZE: [Line(when={ENDED}, who=is_case_officer, only=is_kept, then=FROZEN)],
        DrawVerb.CHANGE_QUOTAS: [Line(when={FROZEN, DRAWN}, who=is_case_officer, only=is_kept)],
        DrawVerb.WORK_OUT: [Line(when={FROZEN, DRAWN}, who=anyone)],  # the worker
        DrawVerb.DRAW: [Line(when={FROZEN, DRAWN}, who=is_case_officer, only=is_kept, then=DRAWN)],
        DrawVerb.ANSWER: [Line(when={DRAWN}, who=anyone, only=is_kept)],  # who holds the link
        DrawVerb.DECLINE_FOR: [Line(when={DRAWN}, who=is_case_officer, only=is_kept)],
        DrawVerb.REPLACE: [Line(when={DRAWN}, who=is_case_officer, only=is_kept)],
    },
    state=Draw.state_at,
)

PROCESS_DRAWS: Workflow[ProcessState, DrawVerb, Process] = Workflow(
    "A process, for its draws by lot",
    {DrawVerb.ADD: [Line(when={ProcessState.RUNNING}, who=is_case_officer)]},
    state=Process.state_at,
)
