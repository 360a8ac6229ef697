"""What the pages about reports show."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from flask_babel import gettext as _

from civic.groups.models import GroupKind
from civic.groups.queries import groups_of
from civic.kernel.context import Context
from civic.kernel.trace import Kind, Ref
from civic.proposals.queries import published
from civic.reports import queries
from civic.reports.compare import SectionChange, between, section_change
from civic.reports.models import Report, Section, SectionText, Version
from civic.reports.workflow import REPORT, Verb
from civic.web.reports.forms import SectionForm
from civic.web.trace import Origin, origins


@dataclass(frozen=True)
class ReportPage:
    """A report: its versions, and for its writers the draft."""

    template: ClassVar[str] = "reports/report.html"
    report: Report
    sections: Sequence[Section]
    may: dict[str, bool]


@dataclass(frozen=True)
class VersionPage:
    """One frozen version, section by section."""

    template: ClassVar[str] = "reports/version.html"
    version: Version
    may_hear: bool


@dataclass(frozen=True)
class ComparePage:
    """What changed between two versions, word by word."""

    template: ClassVar[str] = "reports/compare.html"
    old: Version
    new: Version
    changes: Sequence[SectionChange]
    changed: int


@dataclass(frozen=True)
class SectionPage:
    """One section's words in one version: what changed, and what they came from."""

    template: ClassVar[str] = "reports/section.html"
    text: SectionText
    change: SectionChange | None
    origins: tuple[Origin, ...]
    may_link: bool


@dataclass(frozen=True)
class EditPage:
    """A section's words for a writer; `theirs` is what somebody else saved meanwhile."""

    template: ClassVar[str] = "reports/edit.html"
    section: Section
    form: SectionForm
    theirs: str | None


def report_page(context: Context, report_id: int) -> ReportPage:
    """Return one report; its draft is for writers only."""
    report = queries.report(context, report_id)
    may = {verb.value: REPORT.may(context, verb, report) for verb in Verb}
    sections = queries.draft(context, report) if may["read_draft"] else ()
    return ReportPage(report, sections, may)


def version_page(context: Context, version_id: int) -> VersionPage:
    """Return one frozen version."""
    version = queries.version(context, version_id)
    return VersionPage(version, REPORT.may(context, Verb.START_HEARING, version.report))


def compare_page(context: Context, old_id: int, new_id: int) -> ComparePage:
    """Return what changed between two versions of one report, or Refusal(NOT_FOUND) for two reports."""
    old, new = queries.two_versions(context, old_id, new_id)
    changes = between(old, new)
    return ComparePage(old, new, changes, sum(1 for one in changes if one.is_changed))


def section_page(context: Context, text_id: int) -> SectionPage:
    """Return one section's words in one version, in four statements."""
    text = queries.section_text(context, text_id)
    before = queries.earlier_text(context, text)
    change = section_change(before, text) if before else None
    may_link = REPORT.may(context, Verb.LINK_ORIGIN, text.version.report)
    return SectionPage(text, change, origins(context, Ref(Kind.SECTION_TEXT, text.id)), may_link)


def edit_page(context: Context, section_id: int, form: SectionForm | None = None) -> EditPage:
    """Return a section for writing; when somebody else saved meanwhile, both texts."""
    section = queries.section(context, section_id)
    REPORT.step(context, Verb.WRITE_SECTION, section.report)
    if form is None:
        form = SectionForm(formdata=None, heading=section.heading, text=section.text, edit=section.edit)
        return EditPage(section, form, None)
    is_stale = str(section.edit) != form.edit.data
    form.edit.data = str(section.edit)
    return EditPage(section, form, section.text if is_stale else None)


def proposal_choices(context: Context, process_id: int) -> list[tuple[int, str]]:
    """Return the public proposals of a process as choices."""
    return [(one.proposal.id, one.proposal.title) for one in published(context, process_id, at_most=200)]


def group_choices(context: Context, process_id: int) -> list[tuple[int, str]]:
    """Return the writing groups of a process as choices, none first."""
    groups = [group for group, _count in groups_of(context, process_id) if group.kind is GroupKind.WRITING]
    return [(0, _("None")), *((group.id, group.title) for group in groups)]
