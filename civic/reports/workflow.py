"""What may be done with a report, by whom, and when."""

import enum

from civic.kernel.actor import Actor, Role, Scope
from civic.kernel.workflow import Line, Workflow, anyone
from civic.reports.models import Report, ReportState

WRITING, FINISHED = ReportState.WRITING, ReportState.FINISHED


class Verb(enum.Enum):
    """What is done with a report."""

    READ = "read"
    READ_DRAFT = "read_draft"
    WRITE_SECTION = "write_section"
    ORDER_SECTIONS = "order_sections"
    TAKE_OUT_SECTION = "take_out_section"
    IMPORT = "import"
    TIE_ORIGIN = "tie_origin"
    UNTIE_ORIGIN = "untie_origin"
    DISCUSS = "discuss"
    OPEN_SECTION = "open_section"
    PUBLISH_VERSION = "publish_version"
    LINK_ORIGIN = "link_origin"
    START_HEARING = "start_hearing"
    FINISH = "finish"


def is_case_officer(actor: Actor, report: Report) -> bool:
    """A case officer of the process."""
    return actor.holds(Role.CASE_OFFICER, Scope.PROCESS, report.process_id)


def is_writer(actor: Actor, report: Report) -> bool:
    """A case officer of the process, or somebody in the report's writing group."""
    return is_case_officer(actor, report) or actor.holds(Role.MEMBER, Scope.GROUP, report.writing_group_id)


REPORT: Workflow[ReportState, Verb, Report] = Workflow(
    {
        Verb.READ: [Line(who=anyone)],  # its published versions; the process has already let the reader in
        Verb.READ_DRAFT: [Line(who=is_writer)],
        Verb.WRITE_SECTION: [Line(when={WRITING}, who=is_writer)],
        Verb.ORDER_SECTIONS: [Line(when={WRITING}, who=is_writer)],
        Verb.TAKE_OUT_SECTION: [Line(when={WRITING}, who=is_writer)],
        Verb.IMPORT: [Line(when={WRITING}, who=is_writer)],
        Verb.TIE_ORIGIN: [Line(when={WRITING}, who=is_writer)],
        Verb.UNTIE_ORIGIN: [Line(when={WRITING}, who=is_writer)],
        Verb.DISCUSS: [Line(who=is_writer)],  # among the writers
        Verb.OPEN_SECTION: [Line(when={WRITING}, who=is_case_officer)],
        Verb.PUBLISH_VERSION: [Line(when={WRITING}, who=is_case_officer)],
        Verb.LINK_ORIGIN: [Line(who=is_case_officer)],
        Verb.START_HEARING: [Line(when={WRITING}, who=is_case_officer)],
        Verb.FINISH: [Line(when={WRITING}, who=is_case_officer, then=FINISHED)],
    },
    state=Report.state_at,
)
