"""What may be done with a meeting, by whom, and when."""

import enum

from civic.kernel.actor import Actor, Scope
from civic.kernel.workflow import Line, Workflow
from civic.meetings.models import Meeting, MeetingState
from civic.processes.workflow import STAFF

PLANNED, HELD, CANCELLED = MeetingState.PLANNED, MeetingState.HELD, MeetingState.CANCELLED


class Verb(enum.Enum):
    """What is done with a meeting."""

    CANCEL = "cancel"


def is_staff(actor: Actor, meeting: Meeting) -> bool:
    """A case officer or facilitator of the process."""
    return actor.holds_one_of(STAFF, Scope.PROCESS, meeting.process_id)


MEETING: Workflow[MeetingState, Verb, Meeting] = Workflow(
    {Verb.CANCEL: [Line(when={PLANNED}, who=is_staff, then=CANCELLED)]},
    state=Meeting.state_at,
)
