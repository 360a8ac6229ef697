"""Addresses about reports."""

from flask import Blueprint, g, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from civic.dialogue.queries import place
from civic.files import renditions
from civic.files.renditions import Format, What
from civic.http.files import files_folder, received, send_rendition, send_upload
from civic.http.forms import ButtonForm, Form
from civic.http.identity import must_be_fresh
from civic.http.limits import count
from civic.http.request import after, show, submitted
from civic.http.task import TaskPage
from civic.http.threads import CommentForm, asked
from civic.kernel.trace import Kind, Ref
from civic.processes.queries import process
from civic.reports import actions, queries
from civic.reports.models import Purpose, SectionKind
from civic.reports.workflow import PROCESS_REPORTS, REPORT, ReportVerb
from civic.said.language import current
from civic.web.reports.forms import DocumentForm, NewSectionForm, OriginForm, ReportForm, VersionForm
from civic.web.reports.pages import (
    changes_page,
    compare_page,
    group_choices,
    offer_proposals,
    pictured,
    report_page,
    section_page,
    version_page,
)

bp = Blueprint("reports", __name__)


@bp.get("/reports/<int:report_id>", endpoint="show")
def report(report_id: int) -> ResponseReturnValue:
    """One report."""
    return show(report_page(g.context, report_id))


@bp.get("/processes/<int:process_id>/reports/new")
def new(process_id: int) -> ResponseReturnValue:
    """The form for a new report."""
    return _new_page(process_id, ReportForm())


@bp.post("/processes/<int:process_id>/reports/new")
def add(process_id: int) -> ResponseReturnValue:
    """Start a report."""
    form = ReportForm()
    form.writing_group_id.choices = group_choices(g.context, process_id)

    def do() -> str:
        values = form.values() | {"writing_group_id": form.writing_group_id.data or None}
        made = actions.add_report(g.context, process_id, **values)
        return url_for("reports.show", report_id=made.id)

    return submitted(form, do, again=lambda: _new_page(process_id, form))


@bp.get("/reports/<int:report_id>/sections/new")
def new_section(report_id: int) -> ResponseReturnValue:
    """The form for a new section."""
    return _report_task(report_id, ReportVerb.WRITE_SECTION, NewSectionForm(), _("New section"), _("Add the section"))


@bp.post("/reports/<int:report_id>/sections/new")
def add_section(report_id: int) -> ResponseReturnValue:
    """Add a section."""
    form = NewSectionForm()

    def do() -> str:
        actions.add_section(g.context, report_id, **form.values() | {"kind": SectionKind(form.kind.data)})
        return url_for("reports.show", report_id=report_id)

    said = (_("New section"), _("Add the section"))
    return submitted(form, do, again=lambda: _report_task(report_id, ReportVerb.WRITE_SECTION, form, *said))


@bp.get("/reports/<int:report_id>/versions/new")
def new_version(report_id: int) -> ResponseReturnValue:
    """The form for freezing a version."""
    return _report_task(report_id, ReportVerb.PUBLISH_VERSION, VersionForm(), _("Publish a version"), _("Publish"))


@bp.post("/reports/<int:report_id>/versions/new")
def publish(report_id: int) -> ResponseReturnValue:
    """Freeze and publish a version."""
    form = VersionForm()

    def do() -> str:
        purpose = Purpose(form.purpose.data)
        values = {"label": form.label.data, "name": form.name.data}
        must_be_fresh()
        made = actions.publish_version(g.context, report_id, purpose=purpose, **values)
        return url_for("reports.version", version_id=made.id)

    said = (_("Publish a version"), _("Publish"))
    return submitted(form, do, again=lambda: _report_task(report_id, ReportVerb.PUBLISH_VERSION, form, *said))


@bp.post("/reports/<int:report_id>/finish")
def finish(report_id: int) -> ResponseReturnValue:
    """End the writing."""

    def do() -> str:
        actions.finish(g.context, report_id)
        return url_for("reports.show", report_id=report_id)

    return submitted(ButtonForm(), do, again=lambda: report(report_id))


@bp.get("/versions/<int:version_id>")
def version(version_id: int) -> ResponseReturnValue:
    """One frozen version."""
    return show(version_page(g.context, version_id))


@bp.get("/versions/<int:version_id>/report.<any(pdf, docx, odt):form>")
def document(version_id: int, form: str) -> ResponseReturnValue:
    """One frozen version as a document, once the worker has made it."""
    found = queries.version(g.context, version_id)
    made = renditions.for_reader(g.context, Ref(Kind.VERSION, found.id), current().code)
    return send_rendition(made, What.REPORT, Format(form), f"rapport-{found.report_id}-{found.label}")


@bp.get("/versions/<int:old_id>/<int:new_id>")
def compare(old_id: int, new_id: int) -> ResponseReturnValue:
    """What changed between two versions; `view=beside` shows them side by side."""
    is_beside = request.args.get("view") == "beside"
    return show(compare_page(g.context, old_id, new_id, is_beside=is_beside))


@bp.get("/versions/<int:version_id>/changes")
def changes(version_id: int) -> ResponseReturnValue:
    """Everything that has changed since this version, and nothing else."""
    return show(changes_page(g.context, version_id, is_beside=request.args.get("view") == "beside"))


@bp.get("/pictures/<int:upload_id>")
def picture(upload_id: int) -> ResponseReturnValue:
    """A picture in a report: for everybody once it stands in a published version, for its writers before."""
    return send_upload(pictured(g.context, upload_id), inline=True)


@bp.get("/texts/<int:text_id>")
def section(text_id: int) -> ResponseReturnValue:
    """One section's words in one version."""
    return show(section_page(g.context, text_id, after=after("origins") or 0, reading=asked()))


@bp.post("/texts/<int:text_id>/comments")
def comment(text_id: int) -> ResponseReturnValue:
    """Comment in public on a section that is open for it."""
    form = CommentForm()

    def do() -> str:
        count("comment", target=f"section text {text_id}")
        made = actions.comment(g.context, text_id, **form.said())
        before = place(g.context, made)
        return url_for("reports.section", text_id=text_id, said=before, _anchor=f"comment-{made.id}")

    return submitted(form, do, again=lambda: show(section_page(g.context, text_id, form)))


@bp.get("/reports/<int:report_id>/import")
def importing(report_id: int) -> ResponseReturnValue:
    """The form for a Word or ODT file to begin from."""
    return _import_page(report_id, DocumentForm())


@bp.post("/reports/<int:report_id>/import")
def hand_in(report_id: int) -> ResponseReturnValue:
    """Hand in a Word or ODT file; the worker reads it into sections."""
    form = DocumentForm()

    def do() -> str:
        name, content = received(form.document)
        actions.hand_in_document(g.context, report_id, files_folder(), name=name, content=content)
        return url_for("reports.show", report_id=report_id)

    return submitted(form, do, again=lambda: _import_page(report_id, form))


@bp.get("/texts/<int:text_id>/origins/new")
def origin(text_id: int) -> ResponseReturnValue:
    """The form for a proposal that a section's words came from."""
    return _origin_page(text_id, OriginForm())


@bp.post("/texts/<int:text_id>/origins/new")
def link_origin(text_id: int) -> ResponseReturnValue:
    """Say that a section's words came from a proposal."""
    form = OriginForm()
    text = queries.section_text(g.context, text_id)
    REPORT.require(g.context, ReportVerb.LINK_ORIGIN, text.version.report)
    offer_proposals(g.context, text.version.report.process_id, form)

    def do() -> str:
        actions.link_origin(g.context, text_id, form.proposal_id.data)
        return url_for("reports.section", text_id=text_id)

    return submitted(form, do, again=lambda: _origin_page(text_id, form))


def _origin_page(text_id: int, form: OriginForm) -> ResponseReturnValue:
    text = queries.section_text(g.context, text_id)
    REPORT.require(g.context, ReportVerb.LINK_ORIGIN, text.version.report)
    offer_proposals(g.context, text.version.report.process_id, form)
    trail = ((text.heading, url_for("reports.section", text_id=text_id)),)
    return show(TaskPage(_("Which proposal did it come from?"), form, _("Tie it to the proposal"), trail=trail))


def _import_page(report_id: int, form: Form) -> ResponseReturnValue:
    return _report_task(report_id, ReportVerb.IMPORT, form, _("Begin from a file"), _("Read it in"))


def _new_page(process_id: int, form: ReportForm) -> ResponseReturnValue:
    parent = process(g.context, process_id)
    PROCESS_REPORTS.require(g.context, ReportVerb.ADD_REPORT, parent)
    form.writing_group_id.choices = group_choices(g.context, process_id)
    trail = ((parent.title, url_for("processes.process", process_id=process_id)),)
    return show(TaskPage(_("Start a report"), form, _("Start it"), trail=trail))


def _report_task(report_id: int, verb: ReportVerb, form: Form, heading: str, button: str) -> ResponseReturnValue:
    found = queries.report(g.context, report_id)
    REPORT.require(g.context, verb, found)
    trail = ((found.title, url_for("reports.show", report_id=report_id)),)
    return show(TaskPage(heading, form, button, trail=trail))
