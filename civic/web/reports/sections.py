"""Addresses for those who write in a report: its sections, one by one."""

import re
from typing import Any

from flask import Blueprint, g, jsonify, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from civic.dialogue.queries import place
from civic.http.files import files_folder, received
from civic.http.forms import ButtonForm, Form
from civic.http.request import show, submitted
from civic.http.task import TaskPage
from civic.http.threads import SayForm, asked
from civic.kernel.merge import Clash
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.trace import Kind, Ref
from civic.reports import actions, queries
from civic.reports.workflow import REPORT, ReportVerb
from civic.said.wording import writing_now
from civic.web.reports.forms import BasketForm, PictureForm, SectionForm
from civic.web.reports.pages import edit_page, filled
from civic.writing.queries import writing_now as others

bp = Blueprint("sections", __name__)


@bp.get("/sections/<int:section_id>", endpoint="show")
def section(section_id: int) -> ResponseReturnValue:
    """Lead to a section as it reads in the newest version, or for its writers to the draft."""
    newest = queries.newest_text(g.context, section_id)
    if newest is not None:
        return redirect(url_for("reports.section", text_id=newest.id), 302)
    return redirect(url_for("sections.edit", section_id=queries.section(g.context, section_id).id), 302)


@bp.get("/sections/<int:section_id>/edit")
def edit(section_id: int) -> ResponseReturnValue:
    """The form for a section's words, with what it rests on and what its writers say of it."""
    return show(edit_page(g.context, section_id, reading=asked()))


@bp.post("/sections/<int:section_id>/edit")
def write(section_id: int) -> ResponseReturnValue:
    """Save a section's words; where two changed one paragraph, both are shown."""
    form, clashes = SectionForm(), list[Clash]()

    def do() -> str:
        woven = actions.write_section(g.context, section_id, **_typed(form))
        if woven.clashes:
            clashes.extend(woven.clashes)
            form.text.data, form.heading.data, form.edit.data = woven.text, woven.heading, str(woven.edit)
            raise Refusal(Reason.CHANGED_MEANWHILE)
        return url_for("reports.show", report_id=queries.section(g.context, section_id).report_id)

    return submitted(form, do, again=lambda: show(edit_page(g.context, section_id, form=form, clashes=clashes)))


@bp.post("/sections/<int:section_id>/typed")
def keep_typed(section_id: int) -> ResponseReturnValue:
    """Keep what has been typed so far and say who else writes here; asked by the page while one writes."""
    form = SectionForm()
    if not form.validate():
        return jsonify(kept=False, said=_("Not kept: there is something to put right.")), 422
    actions.keep_typed(g.context, section_id, **_typed(form))
    names = others(g.context, Kind.SECTION, [section_id]).get(section_id, ())
    return jsonify(kept=True, said=" ".join((_("Kept as your draft."), *([writing_now(names)] if names else []))))


@bp.post("/sections/<int:section_id>/<any(up, down):way>")
def move(section_id: int, way: str) -> ResponseReturnValue:
    """Move a section up or down."""

    def do() -> str:
        moved = actions.move_section(g.context, section_id, by=-1 if way == "up" else 1)
        return url_for("reports.show", report_id=moved.report_id, _anchor=f"section-{section_id}")

    return submitted(ButtonForm(), do, again=lambda: edit(section_id))


@bp.get("/sections/<int:section_id>/take-out")
def taking_out(section_id: int) -> ResponseReturnValue:
    """Ask before a section is taken out."""
    return _task(section_id, ReportVerb.TAKE_OUT_SECTION, ButtonForm())


@bp.post("/sections/<int:section_id>/take-out")
def take_out(section_id: int) -> ResponseReturnValue:
    """Take a section out of the draft."""
    form = ButtonForm()

    def do() -> str:
        gone = actions.take_out_section(g.context, section_id)
        return url_for("reports.show", report_id=gone.report_id)

    return submitted(form, do, again=lambda: _task(section_id, ReportVerb.TAKE_OUT_SECTION, form))


@bp.post("/sections/<int:section_id>/put-back")
def put_back(section_id: int) -> ResponseReturnValue:
    """Put a section back that one took out by mistake."""

    def do() -> str:
        back = actions.put_back_section(g.context, section_id)
        return url_for("reports.show", report_id=back.report_id, _anchor=f"section-{section_id}")

    return submitted(ButtonForm(), do, again=lambda: edit(section_id))


@bp.post("/sections/<int:section_id>/<any(open, close):way>")
def open_or_close(section_id: int, way: str) -> ResponseReturnValue:
    """Open a section's published text for comments, or close it."""

    def do() -> str:
        actions.open_section(g.context, section_id, is_open=way == "open")
        return url_for("sections.edit", section_id=section_id, _anchor="comments")

    return submitted(ButtonForm(), do, again=lambda: edit(section_id))


@bp.post("/sections/<int:section_id>/comments")
def discuss(section_id: int) -> ResponseReturnValue:
    """Say something about a section to its writers."""
    form = SayForm()

    def do() -> str:
        made = actions.discuss(g.context, section_id, text=form.text.data)
        before = place(g.context, made)
        return url_for("sections.edit", section_id=section_id, said=before, _anchor=f"comment-{made.id}")

    return submitted(form, do, again=lambda: show(edit_page(g.context, section_id, comment=form)))


@bp.post("/sections/<int:section_id>/origins")
def tie(section_id: int) -> ResponseReturnValue:
    """Say what a section rests on."""
    found = queries.section(g.context, section_id)
    form = filled(g.context, found, BasketForm())

    def do() -> str:
        kind, _dash, number = form.source.data.partition("-")
        actions.tie_origin(g.context, section_id, Ref(Kind(kind), int(number)))
        return url_for("sections.edit", section_id=section_id, _anchor="origins")

    return submitted(form, do, again=lambda: show(edit_page(g.context, section_id, basket_form=form)))


@bp.post("/sections/<int:section_id>/origins/<any(proposal, comment, evidence, meeting, remark):kind>/<int:thing_id>")
def untie(section_id: int, kind: str, thing_id: int) -> ResponseReturnValue:
    """Take back what a section was said to rest on."""

    def do() -> str:
        actions.untie_origin(g.context, section_id, Ref(Kind(kind), thing_id))
        return url_for("sections.edit", section_id=section_id, _anchor="origins")

    return submitted(ButtonForm(), do, again=lambda: edit(section_id))


@bp.get("/sections/<int:section_id>/pictures/new")
def new_picture(section_id: int) -> ResponseReturnValue:
    """The form for a picture."""
    return _task(section_id, ReportVerb.WRITE_SECTION, PictureForm())


@bp.post("/sections/<int:section_id>/pictures/new")
def add_picture(section_id: int) -> ResponseReturnValue:
    """Put a picture at the end of a section."""
    form = PictureForm()

    def do() -> str:
        name, content = received(form.picture)
        actions.add_picture(g.context, section_id, files_folder(), name=name, content=content, alt=form.alt.data)
        return url_for("sections.edit", section_id=section_id)

    return submitted(form, do, again=lambda: _task(section_id, ReportVerb.WRITE_SECTION, form))


def _typed(form: SectionForm) -> dict[str, Any]:
    seen = int(form.edit.data) if re.fullmatch("[0-9]{1,9}", form.edit.data or "") else 0
    return {"heading": form.heading.data, "text": form.text.data, "edit": seen}


def _task(section_id: int, verb: ReportVerb, form: Form) -> ResponseReturnValue:
    found = queries.section(g.context, section_id)
    REPORT.require(g.context, verb, found.report)
    heading, button, said = {
        ReportVerb.TAKE_OUT_SECTION: (
            _("Take the section out?"),
            _("Take it out"),
            _("Versions that have been published keep it, and its edits are kept."),
        ),
        ReportVerb.WRITE_SECTION: (_("Put in a picture"), _("Put it in"), ""),
    }[verb]
    trail = ((found.heading[:40], url_for("sections.edit", section_id=section_id)),)
    return show(TaskPage(heading, form, button, said, trail))
