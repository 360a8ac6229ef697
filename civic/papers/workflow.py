"""What may be done with a paper, by whom, and when."""

import enum

from civic.kernel.workflow import Line, Workflow, anyone
from civic.papers.models import Paper
from civic.processes.models import Process, ProcessState
from civic.processes.workflow import PUBLIC, is_staff


class PaperVerb(enum.Enum):
    """What is done with a paper."""

    ADD = "add_paper"
    READ = "read"
    JUDGE = "judge_paper"
    TAKE_OUT = "take_out_paper"


PAPER: Workflow[ProcessState, PaperVerb, Paper] = Workflow(
    "A paper",
    {
        PaperVerb.READ: [Line(when=PUBLIC, who=anyone), Line(who=is_staff)],
        PaperVerb.JUDGE: [Line(who=is_staff)],
        PaperVerb.TAKE_OUT: [Line(who=is_staff)],
    },
    state=Paper.state_at,
)

PROCESS_PAPERS: Workflow[ProcessState, PaperVerb, Process] = Workflow(
    "A process, for papers beside it, its groups and its meetings",
    {PaperVerb.ADD: [Line(who=is_staff)]},
    state=Process.state_at,
)
