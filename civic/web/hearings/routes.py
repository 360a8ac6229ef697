"""Addresses about hearings."""

from datetime import timedelta

from flask import Blueprint, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from civic.areas.queries import about as asked_about
from civic.bodies.queries import body
from civic.db.finding import spot
from civic.hearings import actions, queries
from civic.hearings.models import Audience, Hearing, Moderation, Stage
from civic.hearings.workflow import HEARING, REPORT_HEARINGS, HearingVerb
from civic.http.files import files_folder, received
from civic.http.forms import ButtonForm, Form
from civic.http.identity import must_be_fresh
from civic.http.request import after, asked_for, show, submitted, words
from civic.http.task import TaskPage
from civic.people.queries import municipality
from civic.reports.queries import version, versions_of
from civic.responses import actions as responses
from civic.said.choices import topic_choices
from civic.said.wording import day
from civic.web.hearings.forms import ExtendForm, HearingForm, InviteForm, MaterialForm, OpenForm, like
from civic.web.hearings.pages import PlanPage, hearing_page, index_page, invite_form

bp = Blueprint("hearings", __name__)


@bp.get("/hearings")
def index() -> ResponseReturnValue:
    """The public hearings; `stage`, `audience`, `process` and `words` narrow the list down."""
    narrowed = asked_about(g.context, topic_id=after("topic"), area_id=after("area"))
    sought = queries.Sought(
        asked_for(Stage, "stage"), asked_for(Audience, "audience"), after("process"), words(), narrowed
    )
    return show(index_page(g.context, sought, spot(request.args.get("at", ""), 2)))


@bp.get("/hearings/<int:hearing_id>", endpoint="show")
def hearing(hearing_id: int) -> ResponseReturnValue:
    """One hearing."""
    return show(hearing_page(g.context, hearing_id, after=after("after") or 0))


@bp.get("/versions/<int:version_id>/hearings/new")
def new(version_id: int) -> ResponseReturnValue:
    """The form for a new hearing, or with `like` for one as another was."""
    number = after("like")
    return _new_page(version_id, like(queries.hearing(g.context, number)) if number else HearingForm())


@bp.get("/hearings/<int:hearing_id>/copy")
def copy(hearing_id: int) -> ResponseReturnValue:
    """Lead to the form for a hearing like this one, on the newest version of the report."""
    found = queries.hearing(g.context, hearing_id)
    REPORT_HEARINGS.require(g.context, HearingVerb.START_HEARING, found.version.report)
    newest = versions_of(g.context, found.version.report_id)[-1]
    return redirect(url_for("hearings.new", version_id=newest.id, like=found.id), 303)


@bp.post("/versions/<int:version_id>/hearings/new")
def start(version_id: int) -> ResponseReturnValue:
    """Prepare a hearing."""
    form = HearingForm()
    form.topics.choices = topic_choices(g.context)

    def do() -> str:
        values = form.values() | {
            "topics": list(form.topics.data or ()),
            "audience": Audience(form.audience.data),
            "moderation": Moderation(form.moderation.data),
            "questions": [one.strip() for one in form.questions.data.split("\n") if one.strip()],
        }
        made = actions.start_hearing(g.context, version_id, **values)
        return url_for("hearings.show", hearing_id=made.id)

    return submitted(form, do, again=lambda: _new_page(version_id, form))


@bp.post("/hearings/<int:hearing_id>/parties")
def invite(hearing_id: int) -> ResponseReturnValue:
    """Invite a body."""
    form = invite_form(g.context, queries.hearing(g.context, hearing_id), InviteForm())

    def do() -> str:
        heard = body(g.context, form.body_id.data)
        actions.invite(g.context, hearing_id, heard, version_id=form.version_id.data)
        return url_for("hearings.show", hearing_id=hearing_id)

    return submitted(form, do, again=lambda: show(hearing_page(g.context, hearing_id, invite=form)))


@bp.get("/hearings/<int:hearing_id>/material")
def material(hearing_id: int) -> ResponseReturnValue:
    """The form for a document beside the version that is heard."""
    return _task(hearing_id, HearingVerb.ADD_MATERIAL, MaterialForm())


@bp.post("/hearings/<int:hearing_id>/material")
def add_material(hearing_id: int) -> ResponseReturnValue:
    """Put a document beside the version that is heard."""
    form = MaterialForm()

    def do() -> str:
        name, content = received(form.document)
        actions.add_material(g.context, hearing_id, files_folder(), name=name, content=content)
        return url_for("hearings.show", hearing_id=hearing_id)

    return submitted(form, do, again=lambda: _task(hearing_id, HearingVerb.ADD_MATERIAL, form))


@bp.get("/hearings/<int:hearing_id>/open")
def opening(hearing_id: int) -> ResponseReturnValue:
    """The form for the deadline."""
    found = queries.hearing(g.context, hearing_id)
    HEARING.require(g.context, HearingVerb.OPEN, found)
    return _task(
        hearing_id, HearingVerb.OPEN, OpenForm(formdata=None, last_day=queries.plan(g.context, found).earliest)
    )


@bp.post("/hearings/<int:hearing_id>/open")
def open_hearing(hearing_id: int) -> ResponseReturnValue:
    """Open a hearing."""
    form = OpenForm()
    if request.form.get("look"):  # who can keep that day: nothing is opened yet
        return _task(hearing_id, HearingVerb.OPEN, form)

    def do() -> str:
        must_be_fresh()
        actions.open_hearing(g.context, hearing_id, **form.values())
        return url_for("hearings.show", hearing_id=hearing_id)

    return submitted(form, do, again=lambda: _task(hearing_id, HearingVerb.OPEN, form))


@bp.get("/hearings/<int:hearing_id>/extend")
def extending(hearing_id: int) -> ResponseReturnValue:
    """The form for a later deadline."""
    return _task(hearing_id, HearingVerb.EXTEND, ExtendForm())


@bp.post("/hearings/<int:hearing_id>/extend")
def extend(hearing_id: int) -> ResponseReturnValue:
    """Move the deadline, and tell everybody it concerns."""
    form = ExtendForm()
    if request.form.get("look"):
        return _task(hearing_id, HearingVerb.EXTEND, form)

    def do() -> str:
        responses.extend(g.context, hearing_id, **form.values())
        return url_for("hearings.show", hearing_id=hearing_id)

    return submitted(form, do, again=lambda: _task(hearing_id, HearingVerb.EXTEND, form))


@bp.post("/hearings/parties/<int:party_id>/withdraw-invitation")
def withdraw_invitation(party_id: int) -> ResponseReturnValue:
    """Take a party out of a hearing that has not been opened."""

    def do() -> str:
        made = actions.withdraw_invitation(g.context, party_id)
        return url_for("hearings.show", hearing_id=made.id)

    return submitted(ButtonForm(), do, again=index)


@bp.post("/hearings/parties/<int:party_id>/remind")
def remind(party_id: int) -> ResponseReturnValue:
    """Remind a party of the deadline."""

    def do() -> str:
        return url_for("hearings.show", hearing_id=actions.remind(g.context, party_id).hearing_id)

    return submitted(ButtonForm(), do, again=index)


def _asked_for(hearing: Hearing) -> str:
    """Say beforehand what the rules ask for: the shortest deadline, and who should be heard and is not a party."""
    days = municipality(g.context).shortest_hearing
    earliest = day(g.context.now + timedelta(days=days))
    said = ngettext(
        "The municipality's minimum is %(num)s day: %(day)s or later.",
        "The municipality's minimum is %(num)s days: %(day)s or later.",
        days,
        day=earliest,
    )
    missing = ", ".join(one.name for one in queries.left_out(g.context, hearing))
    if missing:
        said = " ".join((said, _("Left out, though it should be heard: %(names)s.", names=missing)))
    return said


def _new_page(version_id: int, form: HearingForm) -> ResponseReturnValue:
    heard = version(g.context, version_id)
    REPORT_HEARINGS.require(g.context, HearingVerb.START_HEARING, heard.report)
    form.topics.choices = topic_choices(g.context)
    label = _("Version %(label)s", label=heard.label)
    trail = ((label, url_for("reports.version", version_id=version_id)),)
    return show(TaskPage(_("Send the draft in hearing"), form, _("Prepare the hearing"), trail=trail))


def _task(hearing_id: int, verb: HearingVerb, form: Form) -> ResponseReturnValue:
    found = queries.hearing(g.context, hearing_id)
    HEARING.require(g.context, verb, found)
    heading, button, said = {
        HearingVerb.OPEN: (_("Open the hearing"), _("Open it and invite the councils"), _asked_for(found)),
        HearingVerb.EXTEND: (
            _("Move the deadline"),
            _("Move it and tell everybody"),
            _("Parties, followers and all who have answered get a message with the reason."),
        ),
        HearingVerb.ADD_MATERIAL: (_("Add a document to the material"), _("Add it"), ""),
    }[verb]
    trail = ((found.title, url_for("hearings.show", hearing_id=hearing_id)),)
    if verb is HearingVerb.ADD_MATERIAL:
        return show(TaskPage(heading, form, button, said, trail))
    plan = queries.plan(g.context, found, form["last_day"].data) if found.parties else None
    return show(PlanPage(heading, form, button, said, trail, plan=plan))
