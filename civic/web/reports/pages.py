"""What the pages about reports show."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from flask import url_for
from flask_babel import gettext as _

from civic.dialogue.queries import WHOLE, Among, Reading, thread
from civic.files import renditions
from civic.files.renditions import Rendition
from civic.files.uploads import Upload, UploadState, upload, uploads_of
from civic.groups.models import GroupKind
from civic.groups.queries import groups_of
from civic.hearings.workflow import REPORT_HEARINGS, HearingVerb
from civic.http.threads import CommentForm, SayForm, Talk
from civic.kernel.context import Context
from civic.kernel.markup import pictures
from civic.kernel.merge import Clash
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.trace import Kind, Ref
from civic.minutes.models import AgendaItem
from civic.minutes.queries import treating
from civic.proposals.queries import titles
from civic.reports import queries
from civic.reports.compare import SectionChange, between, section_change
from civic.reports.models import Redaction, Report, Section, SectionText, Version
from civic.reports.workflow import REDACTION, REPORT, SECTION_TEXT, ReportVerb
from civic.said.choices import MANY, cut_said
from civic.said.corrections import Corrected, corrected
from civic.said.language import current
from civic.said.origins import Origin, basket
from civic.said.origins import origins as in_words
from civic.said.trace import Grounds, origins
from civic.web.reports.forms import BasketForm, OriginForm, SectionForm
from civic.writing.queries import last_edit, own_copy, writing_now


@dataclass(frozen=True)
class Drafted:
    """A section in the writers' list: what it rests on, who writes in it, which pictures are not said in words."""

    section: Section
    origins: int
    writers: Sequence[str]
    unsaid: int


@dataclass(frozen=True)
class ReportPage:
    """A report: its versions, and for its writers the draft."""

    template: ClassVar[str] = "reports/report.html"
    report: Report
    draft: Sequence[Drafted]
    taken_out: Sequence[Section]
    """What the reader took out of the draft, and may put back."""
    imports: Sequence[Upload]
    may: dict[str, bool]
    redactions: Sequence[Redaction]
    """What was taken out of its versions, and what is asked for where the reader may decide it."""
    corrected: Corrected
    treated: Sequence[AgendaItem]
    """The items of agendas that treat it, each with its meeting."""


@dataclass(frozen=True)
class VersionPage:
    """One frozen version, section by section."""

    template: ClassVar[str] = "reports/version.html"
    version: Version
    may_hear: bool
    documents: Sequence[Rendition]
    grounded: set[int]
    is_newest: bool
    redactions: Sequence[Redaction]
    """What was taken out of it after it was published."""


@dataclass(frozen=True)
class ComparePage:
    """What changed between two versions, word by word, in one text or side by side."""

    template: ClassVar[str] = "reports/compare.html"
    old: Version
    new: Version
    changes: Sequence[SectionChange]
    changed: int
    moved: int
    """How many stand under another number now."""
    is_beside: bool


@dataclass(frozen=True)
class SectionPage:
    """One section's words in one version: what changed, what they came from, what is said of it."""

    template: ClassVar[str] = "reports/section.html"
    text: SectionText
    change: SectionChange | None
    grounds: Grounds
    may_link: bool
    is_open: bool
    talk: Talk | None
    """What is said of it, where it is open for comments."""


@dataclass(frozen=True)
class EditPage:
    """A section's words for a writer; `clashes` are paragraphs that somebody else changed meanwhile."""

    template: ClassVar[str] = "reports/edit.html"
    section: Section
    form: SectionForm
    clashes: Sequence[Clash]
    writers: Sequence[str]
    has_own_copy: bool
    origins: tuple[Origin, ...]
    basket: BasketForm
    talk: Talk
    may_open: bool


def report_page(context: Context, report_id: int) -> ReportPage:
    """Return one report; its draft is for writers only."""
    report = queries.report(context, report_id)
    may = REPORT.allowed(context, report)
    redactions = _redactions(context, report.id) if report.versions else ()
    put_right = corrected(context, Ref(Kind.REPORT, report.id))
    treated_at = treating(context, Ref(Kind.REPORT, report.id))
    if not may["read_draft"]:
        return ReportPage(report, (), (), (), may, redactions, put_right, treated_at)
    sections = queries.draft(context, report)
    ids = [one.id for one in sections]
    tied = queries.origins_of(context, ids)
    writers = writing_now(context, Kind.SECTION, ids)
    drafted = [Drafted(one, len(tied.get(one.id, ())), writers.get(one.id, ()), _unsaid(one.text)) for one in sections]
    files = uploads_of(context, Kind.REPORT, [report.id]).get(report.id, [])
    imports = [one for one in files if one.is_text and one.state is not UploadState.CLEAN]
    gone = queries.own_taken_out(context, report.id)
    return ReportPage(report, drafted, gone, imports, may, redactions, put_right, treated_at)


def _redactions(context: Context, report_id: int) -> list[Redaction]:
    return [
        one
        for one in queries.redactions_of(context, report_id)
        if one.is_done or REDACTION.may(context, ReportVerb.DECLINE_REDACTION, one)
    ]


def version_page(context: Context, version_id: int) -> VersionPage:
    """Return one frozen version, in five statements."""
    version = queries.version(context, version_id)
    return VersionPage(
        version=version,
        may_hear=REPORT_HEARINGS.may(context, HearingVerb.START_HEARING, version.report),
        documents=renditions.for_reader(context, Ref(Kind.VERSION, version.id), current().code),
        grounded=queries.texts_with_origins(context, version.id),
        is_newest=version.id == max(one.id for one in version.report.versions),
        redactions=[
            one
            for one in queries.redactions_of(context, version.report_id)
            if one.is_done and one.asked_at > version.published_at
        ],
    )


def compare_page(context: Context, old_id: int, new_id: int, *, is_beside: bool = False) -> ComparePage:
    """Return what changed between two versions of one report, or Refusal(NOT_FOUND) for two reports."""
    old, new = queries.two_versions(context, old_id, new_id)
    changes = between(old, new)
    return _compare_page(old, new, changes, is_beside)


def changes_page(context: Context, version_id: int, *, is_beside: bool = False) -> ComparePage:
    """Return everything that has changed since a version was frozen, and nothing else."""
    old, new = queries.since(context, version_id)
    return _compare_page(old, new, [one for one in between(old, new) if one.is_changed or one.is_moved], is_beside)


def _compare_page(old: Version, new: Version, changes: Sequence[SectionChange], is_beside: bool) -> ComparePage:
    changed = sum(1 for one in changes if one.is_changed)
    return ComparePage(old, new, changes, changed, sum(1 for one in changes if one.is_moved), is_beside)


def section_page(
    context: Context, text_id: int, form: CommentForm | None = None, *, after: int = 0, reading: Reading = WHOLE
) -> SectionPage:
    """Return one section's words in one version, with what they came from, and what is said of it."""
    text = queries.section_text(context, text_id)
    before = queries.earlier_text(context, text)
    change = section_change(before, text) if before else None
    is_open = text.section.is_open
    return SectionPage(
        text=text,
        change=change,
        grounds=_grounds(context, text, after),
        may_link=REPORT.may(context, ReportVerb.LINK_ORIGIN, text.version.report),
        is_open=is_open,
        talk=_talk(context, text, form, reading) if is_open else None,
    )


def _talk(context: Context, text: SectionText, form: CommentForm | None, reading: Reading) -> Talk:
    may_comment = SECTION_TEXT.may(context, ReportVerb.COMMENT, text)
    return Talk(
        thread(context, Kind.SECTION, text.section_id, reading, among=Among.PUBLIC),
        home=url_for("reports.section", text_id=text.id),
        to=url_for("reports.comment", text_id=text.id),
        form=(form or CommentForm(formdata=None)) if may_comment else None,
        would=SECTION_TEXT.would(context, ReportVerb.COMMENT, text),
        is_labelled=True,
    )


def edit_page(
    context: Context,
    section_id: int,
    *,
    form: SectionForm | None = None,
    clashes: Sequence[Clash] = (),
    basket_form: BasketForm | None = None,
    comment: SayForm | None = None,
    reading: Reading = WHOLE,
) -> EditPage:
    """Return a section for writing: with what one had not saved, or with both sides of what two changed at once."""
    section = queries.section(context, section_id)
    REPORT.require(context, ReportVerb.WRITE_SECTION, section.report)
    if section.position is None:
        raise Refusal(Reason.TAKEN_OUT)
    subject = Ref(Kind.SECTION, section.id)
    copy = own_copy(context, subject) if form is None else None
    if form is None:
        typed = copy or last_edit(context, subject)
        edit = copy.base_edit if copy else section.edit
        form = SectionForm(
            formdata=None,
            heading=typed.heading if typed else section.heading,
            text=typed.text if typed else section.text,
            edit=edit,
        )
    tied = [Ref(one.kind, one.thing_id) for one in queries.origins_of(context, [section.id]).get(section.id, ())]
    return EditPage(
        section=section,
        form=form,
        clashes=clashes,
        writers=writing_now(context, Kind.SECTION, [section.id]).get(section.id, ()),
        has_own_copy=copy is not None,
        origins=in_words(context, tied),
        basket=filled(context, section, basket_form or BasketForm(formdata=None), tied),
        talk=Talk(
            thread(context, Kind.SECTION, section.id, reading, among=Among.CIRCLE),
            home=url_for("sections.edit", section_id=section.id),
            to=url_for("sections.discuss", section_id=section.id),
            form=comment or SayForm(formdata=None),
        ),
        may_open=REPORT.may(context, ReportVerb.OPEN_SECTION, section.report),
    )


def filled(context: Context, section: Section, form: BasketForm, tied: Sequence[Ref] = ()) -> BasketForm:
    """Return the form with everything a section of the process can rest on."""
    found = basket(context, section.report.process_id, tied)
    form.source.choices = [
        (f"{one.ref.kind.value}-{one.ref.id}", f"{one.label}: {one.words[:90]}") for one in found.offered
    ]
    if found.is_cut:
        form.source.description = cut_said()
    return form


def pictured(context: Context, upload_id: int) -> Upload:
    """Return a picture of a report for those who may see it, or Refusal(NOT_FOUND)."""
    found = upload(context, upload_id)
    if found.kind is not Kind.REPORT or found.is_text or not found.is_shown:
        raise Refusal(Reason.NOT_FOUND)
    report = queries.report(context, found.thing_id)
    if not queries.is_published_picture(context, report.id, found.id):
        queries.draft(context, report)
    return found


def offer_proposals(context: Context, process_id: int, form: OriginForm) -> OriginForm:
    """Return the form with the public proposals of a process to choose from; it says where there are more."""
    found = titles(context, process_id, at_most=MANY + 1)
    form.proposal_id.choices = list(found[:MANY])
    if len(found) > MANY:
        form.proposal_id.description = cut_said()
    return form


def group_choices(context: Context, process_id: int) -> list[tuple[int, str]]:
    """Return the writing groups of a process as choices, none first."""
    groups = [one for one in groups_of(context, process_id) if one.kind is GroupKind.WRITING]
    return [(0, _("None")), *((group.id, group.title) for group in groups)]


def _grounds(context: Context, text: SectionText, after: int) -> Grounds:
    """Return what a text rests on: proposals and remarks along the trace, and the comments and meetings it carries."""
    found = origins(context, Ref(Kind.SECTION_TEXT, text.id), after=after)
    carried = [one for one in text.section.origins if one.tied_at <= text.version.published_at]
    wanted = {Kind.COMMENT, Kind.EVIDENCE, Kind.MEETING}
    carried_in_words = in_words(context, [Ref(one.kind, one.thing_id) for one in carried if one.kind in wanted])
    return replace(found, shown=(*found.shown, *carried_in_words)) if not after else found


def _unsaid(text: str) -> int:
    return sum(1 for one in pictures(text) if not one.alt.strip())
