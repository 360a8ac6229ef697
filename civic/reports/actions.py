"""Reports: every write."""

import hashlib
import json
from collections.abc import Sequence

from civic.kernel import audit, trace
from civic.kernel.context import Context
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.trace import Kind, Ref
from civic.processes.queries import process
from civic.processes.workflow import PROCESS
from civic.processes.workflow import Verb as ProcessVerb
from civic.proposals.queries import proposal
from civic.reports import queries
from civic.reports.models import Purpose, Report, Section, SectionKind, SectionText, Version
from civic.reports.workflow import REPORT, Verb
from civic.search import index


def add_report(
    context: Context, process_id: int, *, title: str, about: str = "", writing_group_id: int | None = None
) -> Report:
    """Start a report in a running process; the writing group may write in it too."""
    parent = context.lock(process(context, process_id))
    parent.state = PROCESS.step(context, ProcessVerb.ADD_REPORT, parent)
    report = Report(
        process=parent, title=title, about=about, writing_group_id=writing_group_id, sections=[], versions=[]
    )
    context.session.add(report)
    audit.record(context, ProcessVerb.ADD_REPORT, report)
    return report


def add_section(
    context: Context, report_id: int, *, kind: SectionKind, heading: str, text: str, is_example: bool = False
) -> Section:
    """Add a section at the end, with the next number of its kind."""
    report = context.lock(queries.report(context, report_id))
    report.state = REPORT.step(context, Verb.WRITE_SECTION, report)
    present = queries.sections(context, report.id)
    section = Section(
        report=report,
        position=1 + max((one.position for one in present), default=0),
        kind=kind,
        number=1 + max((one.number for one in present if one.kind is kind), default=0),
        heading=heading,
        text=text,
        is_example=is_example,
    )
    context.session.add(section)
    audit.record(context, Verb.WRITE_SECTION, section)
    return section


def write_section(context: Context, section_id: int, *, heading: str, text: str, edit: int) -> Section:
    """Change a section's words.

    `edit` is the count of edits the writer saw. Refusal(TAKEN) when somebody else has written since: the page
    shows both texts, and none is lost.
    """
    section = context.lock(queries.section(context, section_id))
    section.report.state = REPORT.step(context, Verb.WRITE_SECTION, section.report)
    if section.edit != edit:
        raise Refusal(Reason.TAKEN)
    section.heading, section.text = heading, text
    section.edit += 1
    audit.record(context, Verb.WRITE_SECTION, section)
    return section


def publish_version(
    context: Context, report_id: int, *, label: str, purpose: Purpose, is_example: bool = False
) -> Version:
    """Freeze the report under a label; a label used twice breaks a unique key."""
    report = context.lock(queries.report(context, report_id))
    report.state = REPORT.step(context, Verb.PUBLISH_VERSION, report)
    present = queries.sections(context, report.id)
    if not present:
        raise Refusal(Reason.NOTHING_WRITTEN)
    version = Version(
        report=report,
        label=label,
        purpose=purpose,
        published_at=context.now,
        content_hash=_content_hash(present),
        texts=[_frozen(section) for section in present],
        is_example=is_example,
    )
    context.session.add(version)
    audit.record(context, Verb.PUBLISH_VERSION, version)
    words = " ".join(f"{section.heading} {section.text}" for section in present)
    index.put(context, "report", report.id, title=report.title, text=words)
    return version


def link_origin(context: Context, text_id: int, proposal_id: int) -> SectionText:
    """Say that a section's words came from a proposal."""
    text = queries.section_text(context, text_id)
    REPORT.step(context, Verb.LINK_ORIGIN, text.version.report)
    origin = proposal(context, proposal_id)
    trace.link(context, Ref(Kind.PROPOSAL, origin.id), Ref(Kind.SECTION_TEXT, text.id))
    trace.link(context, Ref(Kind.SECTION_TEXT, text.id), Ref(Kind.VERSION, text.version_id))
    audit.record(context, Verb.LINK_ORIGIN, text)
    return text


def finish(context: Context, report_id: int) -> Report:
    """End the writing; what is published stays as it is."""
    report = context.lock(queries.report(context, report_id))
    report.state = REPORT.step(context, Verb.FINISH, report)
    audit.record(context, Verb.FINISH, report)
    return report


def _frozen(section: Section) -> SectionText:
    return SectionText(
        section_id=section.id,
        position=section.position,
        kind=section.kind,
        number=section.number,
        heading=section.heading,
        text=section.text,
        is_example=section.is_example,
    )


def _content_hash(sections: Sequence[Section]) -> str:
    words = [(s.kind.value, s.number, s.heading, s.text) for s in sections]
    return hashlib.sha256(json.dumps(words, ensure_ascii=False).encode()).hexdigest()
