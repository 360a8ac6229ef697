"""What may be done with a report, by whom, and when."""

import enum

from civic.kernel.actor import Actor, Role, Scope
from civic.kernel.workflow import Line, Workflow, anyone_signed_in
from civic.processes.models import Process, ProcessState
from civic.processes.workflow import is_case_officer
from civic.reports.models import Redaction, RedactionState, Report, ReportState, SectionText

WRITING, FINISHED = ReportState.WRITING, ReportState.FINISHED


class ReportVerb(enum.Enum):
    """What is done with a report."""

    ADD_REPORT = "add_report"
    READ_DRAFT = "read_draft"
    WRITE_SECTION = "write_section"
    ORDER_SECTIONS = "order_sections"
    TAKE_OUT_SECTION = "take_out_section"
    IMPORT = "import"
    TIE_ORIGIN = "tie_origin"
    UNTIE_ORIGIN = "untie_origin"
    DISCUSS = "discuss"
    COMMENT = "comment"
    OPEN_SECTION = "open_section"
    PUBLISH_VERSION = "publish_version"
    LINK_ORIGIN = "link_origin"
    FINISH = "finish"
    CORRECT = "correct"
    ASK_REDACTION = "ask_redaction"
    CONFIRM_REDACTION = "confirm_redaction"
    DECLINE_REDACTION = "decline_redaction"


def is_writer(actor: Actor, report: Report) -> bool:
    """A case officer of the process, or somebody in the report's writing group."""
    return is_case_officer(actor, report) or actor.holds(Role.MEMBER, Scope.GROUP, report.writing_group_id)


def is_second(actor: Actor, redaction: Redaction) -> bool:
    """A case officer of the process or an administrator, who is not who asked."""
    is_staff = is_case_officer(actor, redaction) or bool(actor.places(Role.ADMIN, Scope.MUNICIPALITY))
    return is_staff and not actor.is_person(redaction.asked_by_id)


def is_asker_or_second(actor: Actor, redaction: Redaction) -> bool:
    """Who asked, or who could confirm."""
    return actor.is_person(redaction.asked_by_id) or is_second(actor, redaction)


def is_open(text: SectionText) -> bool:
    """The section is open for everybody's comments."""
    return text.section.is_open


REPORT: Workflow[ReportState, ReportVerb, Report] = Workflow(
    "A report",
    {
        ReportVerb.READ_DRAFT: [Line(who=is_writer)],
        ReportVerb.WRITE_SECTION: [Line(when={WRITING}, who=is_writer)],
        ReportVerb.ORDER_SECTIONS: [Line(when={WRITING}, who=is_writer)],
        ReportVerb.TAKE_OUT_SECTION: [Line(when={WRITING}, who=is_writer)],
        ReportVerb.IMPORT: [Line(when={WRITING}, who=is_writer)],
        ReportVerb.TIE_ORIGIN: [Line(when={WRITING}, who=is_writer)],
        ReportVerb.UNTIE_ORIGIN: [Line(when={WRITING}, who=is_writer)],
        ReportVerb.DISCUSS: [Line(who=is_writer)],  # among the writers
        ReportVerb.OPEN_SECTION: [Line(when={WRITING}, who=is_case_officer)],
        ReportVerb.PUBLISH_VERSION: [Line(when={WRITING}, who=is_case_officer)],
        ReportVerb.LINK_ORIGIN: [Line(who=is_case_officer)],
        ReportVerb.ASK_REDACTION: [Line(who=is_case_officer, only=lambda report: bool(report.versions))],
        ReportVerb.CORRECT: [Line(who=is_case_officer)],
        ReportVerb.FINISH: [Line(when={WRITING}, who=is_case_officer, then=FINISHED)],
    },
    state=Report.state_at,
)

REDACTION: Workflow[RedactionState, ReportVerb, Redaction] = Workflow(
    "Words to be taken out of published versions",
    {
        ReportVerb.CONFIRM_REDACTION: [Line(when={RedactionState.ASKED}, who=is_second, then=RedactionState.DONE)],
        ReportVerb.DECLINE_REDACTION: [
            Line(when={RedactionState.ASKED}, who=is_asker_or_second, then=RedactionState.DECLINED)
        ],
    },
    state=Redaction.state_at,
)

SECTION_TEXT: Workflow[ReportState, ReportVerb, SectionText] = Workflow(
    "A published section",
    {ReportVerb.COMMENT: [Line(who=anyone_signed_in, only=is_open)]},
    state=lambda text, now: text.version.report.state_at(now),
)

PROCESS_REPORTS: Workflow[ProcessState, ReportVerb, Process] = Workflow(
    "A process, for its reports",
    {ReportVerb.ADD_REPORT: [Line(when={ProcessState.RUNNING}, who=is_case_officer)]},
    state=Process.state_at,
)
