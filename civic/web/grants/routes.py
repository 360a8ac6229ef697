"""Addresses about grants: schemes, applications, assessments, decisions, accounts."""

from typing import Any

from flask import Blueprint, g, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from civic.files.renditions import Format, What, for_reader
from civic.grants import actions, attaching, queries
from civic.grants.models import GrantApplication
from civic.grants.parts import Part, Term
from civic.grants.workflow import APPLICATION, PROCESS_GRANTS, SCHEME, GrantVerb
from civic.http.correcting import TakeOutForm
from civic.http.files import files_folder, received, send_rendition
from civic.http.forms import ButtonForm, Form, PressForm
from civic.http.identity import must_be_fresh
from civic.http.limits import count_files
from civic.http.request import show, submitted
from civic.http.task import TaskPage
from civic.processes.queries import process
from civic.said.corrections import PARTS
from civic.said.language import current
from civic.web.grants.forms import (
    ApplyForm,
    AssessmentForm,
    CloseForm,
    CorrectSchemeForm,
    CoverForm,
    DecideForm,
    OpenForm,
    PhotoForm,
    VoucherForm,
    closing,
    shown_last,
)
from civic.web.grants.pages import (
    VoucherPage,
    application_form,
    application_page,
    application_trail,
    assess_task,
    grant_page,
    part_form,
    public_of,
    ranking_page,
    scheme_form,
    scheme_page,
    scheme_trail,
    shows_application,
    shows_part,
    told_part,
)

bp = Blueprint("grants", __name__)
TERMS = ", ".join(one.value for one in Term)
SORTS = ", ".join(one.value for one in Part)


# --- schemes


@bp.get("/processes/<int:process_id>/schemes/new")
def new(process_id: int) -> ResponseReturnValue:
    """The form for a scheme."""
    return _new_page(process_id, scheme_form(g.context, None))


@bp.post("/processes/<int:process_id>/schemes/new")
def add(process_id: int) -> ResponseReturnValue:
    """Write a scheme."""
    form = scheme_form(g.context, None, sent=True)

    def do() -> str:
        made = actions.add_scheme(g.context, process_id, form.said())
        g.context.session.flush()
        return url_for("grants.scheme", scheme_id=made.id)

    return submitted(form, do, again=lambda: _new_page(process_id, form))


@bp.get("/schemes/<int:scheme_id>")
def scheme(scheme_id: int) -> ResponseReturnValue:
    """One scheme: what it is for, by what is judged, and how one applies."""
    return show(scheme_page(g.context, scheme_id))


@bp.get("/schemes/<int:scheme_id>/change")
def changing(scheme_id: int) -> ResponseReturnValue:
    """The form that changes a scheme that is not open."""
    return _change_page(scheme_id, scheme_form(g.context, queries.scheme(g.context, scheme_id)))


@bp.post("/schemes/<int:scheme_id>/change")
def change(scheme_id: int) -> ResponseReturnValue:
    """Change a scheme that is not open."""
    form = scheme_form(g.context, queries.scheme(g.context, scheme_id), sent=True)
    saw = form.saw

    def do() -> str:
        actions.change_scheme(g.context, scheme_id, form.said(), seen=saw)
        return url_for("grants.scheme", scheme_id=scheme_id)

    return submitted(form, do, again=lambda: _change_page(scheme_id, form))


@bp.get("/schemes/<int:scheme_id>/correct")
def correcting(scheme_id: int) -> ResponseReturnValue:
    """The form that puts right what an open scheme says, or moves its last day."""
    return _correct_page(scheme_id, _correct_form(scheme_id))


@bp.post("/schemes/<int:scheme_id>/correct")
def correct(scheme_id: int) -> ResponseReturnValue:
    """Put right what an open scheme says, or move its last day."""
    form = _correct_form(scheme_id, sent=True)
    saw = form.saw

    def do() -> str:
        must_be_fresh()
        actions.correct_scheme(g.context, scheme_id, form.corrected(), reason=form.why(), seen=saw)
        return url_for("grants.scheme", scheme_id=scheme_id)

    return submitted(form, do, again=lambda: _correct_page(scheme_id, form))


@bp.get("/schemes/<int:scheme_id>/open")
def opening(scheme_id: int) -> ResponseReturnValue:
    """The form that lets people apply."""
    return _open_page(scheme_id, OpenForm(formdata=None))


@bp.post("/schemes/<int:scheme_id>/open", endpoint="open")
def open_scheme(scheme_id: int) -> ResponseReturnValue:
    """Let people apply."""
    form = OpenForm()

    def do() -> str:
        must_be_fresh()
        actions.open_scheme(g.context, scheme_id, closes_at=closing(form.closes_on.data))
        return url_for("grants.scheme", scheme_id=scheme_id)

    return submitted(form, do, again=lambda: _open_page(scheme_id, form))


@bp.post("/schemes/<int:scheme_id>/close")
def close_scheme(scheme_id: int) -> ResponseReturnValue:
    """Take no more applications."""

    def do() -> str:
        must_be_fresh()
        actions.close_scheme(g.context, scheme_id)
        return url_for("grants.scheme", scheme_id=scheme_id)

    return submitted(ButtonForm(), do, again=lambda: scheme(scheme_id))


@bp.get(f"/schemes/<int:scheme_id>/<any({TERMS}):term>/new")
def new_term(scheme_id: int, term: str) -> ResponseReturnValue:
    """The form for a part of a scheme."""
    return _new_term_page(scheme_id, Term(term))


@bp.post(f"/schemes/<int:scheme_id>/<any({TERMS}):term>/new")
def add_term(scheme_id: int, term: str) -> ResponseReturnValue:
    """Enter a part of a scheme."""
    sort = Term(term)
    form = part_form(g.context, queries.scheme(g.context, scheme_id), sort, sent=True)

    def do() -> str:
        actions.add_term(g.context, scheme_id, sort, form.corrected())
        return url_for("grants.scheme", scheme_id=scheme_id)

    return submitted(form, do, again=lambda: _new_term_page(scheme_id, sort, form))


@bp.get(f"/schemes/<any({TERMS}):term>/<int:term_id>")
def changing_term(term: str, term_id: int) -> ResponseReturnValue:
    """The form that changes a part of a scheme."""
    return _term_page(Term(term), term_id)


@bp.post(f"/schemes/<any({TERMS}):term>/<int:term_id>")
def change_term(term: str, term_id: int) -> ResponseReturnValue:
    """Change a part of a scheme."""
    sort = Term(term)
    found, row = queries.term(g.context, sort, term_id)
    form = part_form(g.context, found, sort, row, sent=True)
    saw = form.saw

    def do() -> str:
        actions.change_term(g.context, sort, term_id, form.corrected(), seen=saw)
        return url_for("grants.scheme", scheme_id=found.id)

    return submitted(form, do, again=lambda: _term_page(sort, term_id, form))


@bp.post(f"/schemes/<any({TERMS}):term>/<int:term_id>/take-out")
def take_out_term(term: str, term_id: int) -> ResponseReturnValue:
    """Take a part out of a scheme."""
    sort = Term(term)
    form = PressForm()

    def do() -> str:
        found = actions.take_out_term(g.context, sort, term_id, seen=form.saw)
        return url_for("grants.scheme", scheme_id=found.id)

    return submitted(form, do, again=lambda: _term_page(sort, term_id))


@bp.get("/schemes/<int:scheme_id>/ranking")
def ranking(scheme_id: int) -> ResponseReturnValue:
    """All that was applied for, by the points it has."""
    return show(ranking_page(g.context, scheme_id))


# --- applications


@bp.post("/schemes/<int:scheme_id>/apply")
def apply(scheme_id: int) -> ResponseReturnValue:
    """Begin an application."""
    form = ApplyForm()

    def do() -> str:
        made = actions.apply(g.context, scheme_id, title=form.title.data)
        g.context.session.flush()
        return url_for("grants.application", application_id=made.id)

    return submitted(form, do, again=lambda: show(scheme_page(g.context, scheme_id, form)))


@bp.get("/applications/<int:application_id>")
def application(application_id: int) -> ResponseReturnValue:
    """One application, for its author and the staff."""
    return show(application_page(g.context, application_id))


@bp.get("/grants/<int:application_id>", endpoint="show")
def grant(application_id: int) -> ResponseReturnValue:
    """What the money went to, for everybody."""
    return show(grant_page(g.context, application_id))


@bp.get("/applications/<int:application_id>/write")
def writing(application_id: int) -> ResponseReturnValue:
    """The form for an application's own texts."""
    return _write_page(application_id, application_form(g.context, queries.application(g.context, application_id)))


@bp.post("/applications/<int:application_id>/write")
def write(application_id: int) -> ResponseReturnValue:
    """Write an application's own texts."""
    form = application_form(g.context, queries.application(g.context, application_id), sent=True)
    saw = form.saw

    def do() -> str:
        actions.write(g.context, application_id, form.said(), aims=form.aims.data or (), seen=saw)
        return url_for("grants.application", application_id=application_id)

    return submitted(form, do, again=lambda: _write_page(application_id, form))


@bp.get(f"/applications/<int:application_id>/<any({SORTS}):part>/new")
def new_part(application_id: int, part: str) -> ResponseReturnValue:
    """The form for a part of an application."""
    return _new_part_page(application_id, Part(part))


@bp.post(f"/applications/<int:application_id>/<any({SORTS}):part>/new")
def add_part(application_id: int, part: str) -> ResponseReturnValue:
    """Enter a part of an application."""
    sort = Part(part)
    form = part_form(g.context, queries.application(g.context, application_id), sort, sent=True)

    def do() -> str:
        made: Any = actions.add_part(g.context, application_id, sort, form.corrected())
        g.context.session.flush()
        return url_for("grants.application", application_id=application_id, _anchor=_place_of(sort, made.id))

    return submitted(form, do, again=lambda: _new_part_page(application_id, sort, form))


@bp.get(f"/applications/<any({SORTS}):part>/<int:part_id>")
def changing_part(part: str, part_id: int) -> ResponseReturnValue:
    """The form that changes or corrects a part of an application."""
    return _part_page(Part(part), part_id)


@bp.post(f"/applications/<any({SORTS}):part>/<int:part_id>")
def change_part(part: str, part_id: int) -> ResponseReturnValue:
    """Change or correct a part of an application."""
    sort = Part(part)
    found, row = queries.part(g.context, sort, part_id)
    form = part_form(g.context, found, sort, row, sent=True)
    saw = form.saw

    def do() -> str:
        actions.change_part(g.context, sort, part_id, form.corrected(), reason=form.why(), seen=saw)
        return url_for("grants.application", application_id=found.id, _anchor=_place_of(sort, part_id))

    return submitted(form, do, again=lambda: _part_page(sort, part_id, form))


@bp.get(f"/applications/<any({SORTS}):part>/<int:part_id>/take-out")
def taking_out_part(part: str, part_id: int) -> ResponseReturnValue:
    """Ask before a part is taken out of an application."""
    return _take_out_page(Part(part), part_id, _take_out_form(Part(part)))


@bp.post(f"/applications/<any({SORTS}):part>/<int:part_id>/take-out")
def take_out_part(part: str, part_id: int) -> ResponseReturnValue:
    """Take a part out of an application."""
    sort = Part(part)
    form = _take_out_form(sort)
    saw = form.saw

    def do() -> str:
        found = actions.take_out_part(g.context, sort, part_id, reason=form.reason.data or "", seen=saw)
        return url_for("grants.application", application_id=found.id, _anchor=sort.value)

    return submitted(form, do, again=lambda: _take_out_page(sort, part_id, form))


@bp.get("/applications/activities/<int:activity_id>")
def activity(activity_id: int) -> ResponseReturnValue:
    """Lead to where an activity stands: on the application for those who work with it, else on what everybody reads."""
    found, _row = queries.pictured(g.context, activity_id)
    to = "grants.application" if APPLICATION.may(g.context, GrantVerb.READ, found) else "grants.show"
    return redirect(url_for(to, application_id=found.id, _anchor=f"activity-{activity_id}"), 302)


@bp.get("/applications/activities/<int:activity_id>/photo")
def new_photo(activity_id: int) -> ResponseReturnValue:
    """The form for an activity's photograph."""
    return _photo_page(activity_id, PhotoForm(formdata=None))


@bp.post("/applications/activities/<int:activity_id>/photo")
def add_photo(activity_id: int) -> ResponseReturnValue:
    """Add a photograph to an activity."""
    form = PhotoForm()

    def do() -> str:
        name, content = received(form.picture)
        count_files([(name, content)] if content else [])
        given = {"alt": form.alt.data, "consent": form.consent.data}
        attaching.add_photo(g.context, activity_id, files_folder(), content=content, **given)
        return url_for("grants.activity", activity_id=activity_id)

    return submitted(form, do, again=lambda: _photo_page(activity_id, form))


@bp.post("/applications/activities/<int:activity_id>/look")
def look(activity_id: int) -> ResponseReturnValue:
    """Let everybody read an activity and see its photograph."""
    form = PressForm()

    def do() -> str:
        found = attaching.look(g.context, activity_id, seen=form.saw)
        return url_for("grants.application", application_id=found.application_id, _anchor=f"activity-{activity_id}")

    found, _row = queries.activity(g.context, activity_id)
    return submitted(form, do, again=lambda: application(found.id))


@bp.get("/applications/account/<int:line_id>/voucher")
def new_voucher(line_id: int) -> ResponseReturnValue:
    """The form for a voucher as a file."""
    return _voucher_page(line_id, VoucherForm(formdata=None))


@bp.post("/applications/account/<int:line_id>/voucher")
def attach(line_id: int) -> ResponseReturnValue:
    """Put the voucher itself beside a line of the accounts."""
    form = VoucherForm()

    def do() -> str:
        name, content = received(form.document)
        count_files([(name, content)])
        row = attaching.attach(g.context, line_id, files_folder(), name=name, content=content)
        return url_for("grants.application", application_id=row.application_id, _anchor=f"account-{line_id}")

    return submitted(form, do, again=lambda: _voucher_page(line_id, form))


@bp.post("/applications/account/<int:line_id>/voucher/take-out")
def take_out_file(line_id: int) -> ResponseReturnValue:
    """Take a voucher's file away."""

    def do() -> str:
        row = attaching.take_out_file(g.context, line_id)
        return url_for("grants.application", application_id=row.application_id, _anchor=f"account-{line_id}")

    return submitted(ButtonForm(), do, again=lambda: _voucher_page(line_id, VoucherForm(formdata=None)))


@bp.get("/applications/<int:application_id>/cover")
def covering(application_id: int) -> ResponseReturnValue:
    """The form that covers words wherever everybody reads them of a grant."""
    return _cover_page(application_id, CoverForm(formdata=None))


@bp.post("/applications/<int:application_id>/cover")
def cover(application_id: int) -> ResponseReturnValue:
    """Cover words wherever everybody reads them of a grant."""
    form = CoverForm()

    def do() -> str:
        must_be_fresh()
        attaching.cover(g.context, application_id, words=form.covered.data, reason=form.reason.data)
        return url_for("grants.show", application_id=application_id)

    return submitted(form, do, again=lambda: _cover_page(application_id, form))


@bp.get("/applications/<int:application_id>/throw-away")
def throwing_away(application_id: int) -> ResponseReturnValue:
    """Ask before an application is thrown away."""
    return _throw_away_page(application_id)


@bp.post("/applications/<int:application_id>/throw-away")
def throw_away(application_id: int) -> ResponseReturnValue:
    """Throw an application away for good that was not handed in, or was withdrawn."""

    def do() -> str:
        return url_for("grants.scheme", scheme_id=actions.throw_away(g.context, application_id))

    return submitted(ButtonForm(), do, again=lambda: _throw_away_page(application_id))


@bp.post("/applications/<int:application_id>/submit")
def submit(application_id: int) -> ResponseReturnValue:
    """Hand an application in."""
    form = PressForm()

    def do() -> str:
        actions.submit(g.context, application_id, seen=form.saw)
        return url_for("grants.application", application_id=application_id)

    return submitted(form, do, again=lambda: application(application_id))


@bp.get("/applications/<int:application_id>/withdraw")
def withdrawing(application_id: int) -> ResponseReturnValue:
    """Ask before an application is withdrawn."""
    return _withdraw_page(application_id)


@bp.post("/applications/<int:application_id>/withdraw")
def withdraw(application_id: int) -> ResponseReturnValue:
    """Withdraw an application."""

    def do() -> str:
        actions.withdraw(g.context, application_id)
        return url_for("grants.application", application_id=application_id)

    return submitted(ButtonForm(), do, again=lambda: _withdraw_page(application_id))


@bp.get("/applications/<int:application_id>/assessment")
def assessing(application_id: int) -> ResponseReturnValue:
    """The form by which somebody assesses an application."""
    found = queries.application(g.context, application_id)
    return show(assess_task(g.context, found, _assessment_form(found)))


@bp.post("/applications/<int:application_id>/assessment")
def assess(application_id: int) -> ResponseReturnValue:
    """Assess an application, or say that one has an interest in it."""
    found = queries.application(g.context, application_id)
    form = _assessment_form(found, sent=True)

    def do() -> str:
        must_be_fresh()
        points = form.points()
        actions.assess(g.context, application_id, points=points, said=form.said.data, interest=form.interest.data)
        return url_for("grants.application", application_id=application_id)

    return submitted(form, do, again=lambda: show(assess_task(g.context, found, form)))


@bp.get("/applications/<int:application_id>/decision")
def deciding(application_id: int) -> ResponseReturnValue:
    """The form for what a body decided about an application."""
    found = queries.application(g.context, application_id)
    return _decide_page(found, _decide_form(found))


@bp.post("/applications/<int:application_id>/decision")
def decide(application_id: int) -> ResponseReturnValue:
    """Enter what a body decided about an application."""
    found = queries.application(g.context, application_id)
    form = _decide_form(found, sent=True)

    def do() -> str:
        must_be_fresh()
        actions.decide(g.context, application_id, **form.said())
        return url_for("grants.application", application_id=application_id)

    return submitted(form, do, again=lambda: _decide_page(found, form))


@bp.post("/applications/<int:application_id>/report")
def ask_for_report(application_id: int) -> ResponseReturnValue:
    """Have a grant's report made."""

    def do() -> str:
        actions.ask_for_report(g.context, application_id)
        return url_for("grants.application", application_id=application_id, _anchor="documents")

    return submitted(ButtonForm(), do, again=lambda: application(application_id))


@bp.get("/applications/<int:application_id>/<any(grant_letter, grant_report):what>.<any(pdf, docx):form>")
def fetch(application_id: int, what: str, form: str) -> ResponseReturnValue:
    """The letter or the report of a grant, for whoever applied and the staff."""
    found = queries.application(g.context, application_id)
    made = for_reader(g.context, found.ref, current().code)
    return send_rendition(made, What(what), Format(form), f"{what}-{application_id}")


@bp.get("/applications/<int:application_id>/close")
def closing_grant(application_id: int) -> ResponseReturnValue:
    """The form that closes a grant."""
    return _close_page(application_id, CloseForm(formdata=None, on=g.context.today))


@bp.post("/applications/<int:application_id>/close")
def close(application_id: int) -> ResponseReturnValue:
    """Close a grant whose money is accounted for."""
    form = CloseForm()

    def do() -> str:
        must_be_fresh()
        returned, learnt = form.returned.ore or 0, form.learnt.data
        actions.close_grant(g.context, application_id, on=form.on.data, returned=returned, learnt=learnt)
        return url_for("grants.application", application_id=application_id)

    return submitted(form, do, again=lambda: _close_page(application_id, form))


# --- the pages of forms


def _new_page(process_id: int, form: Any) -> ResponseReturnValue:
    found = process(g.context, process_id)
    PROCESS_GRANTS.require(g.context, GrantVerb.ADD_SCHEME, found)
    trail = ((found.title, url_for("processes.process", process_id=process_id)),)
    words = _("Only those who work with the process can read it until it is opened.")
    return show(TaskPage(_("Write a grant scheme"), form, _("Save it as a draft"), words, trail))


def _change_page(scheme_id: int, form: Any) -> ResponseReturnValue:
    found = queries.scheme(g.context, scheme_id)
    SCHEME.require(g.context, GrantVerb.CHANGE_SCHEME, found)
    form.shows(*found.told, now="\n\n".join(filter(None, (found.title, found.about, found.mission))))
    return show(TaskPage(_("Change the scheme"), form, _("Save"), "", scheme_trail(found)))


def _correct_form(scheme_id: int, *, sent: bool = False) -> CorrectSchemeForm:
    found = queries.scheme(g.context, scheme_id)
    more: dict[str, Any] = {} if sent else {"formdata": None}
    values = {name: getattr(found, name) for name in CorrectSchemeForm.names}
    return CorrectSchemeForm(**more, **{**values, "closes_at": shown_last(found.closes_at)})


def _correct_page(scheme_id: int, form: CorrectSchemeForm) -> ResponseReturnValue:
    found = queries.scheme(g.context, scheme_id)
    SCHEME.require(g.context, GrantVerb.CORRECT, found)
    form.shows(*(getattr(found, name) for name in CorrectSchemeForm.names), now=found.about)
    return show(TaskPage(_("Correct the scheme"), form, _("Save"), "", scheme_trail(found)))


def _open_page(scheme_id: int, form: OpenForm) -> ResponseReturnValue:
    found = queries.scheme(g.context, scheme_id)
    SCHEME.require(g.context, GrantVerb.OPEN_SCHEME, found)
    words = _("From then on everybody can read it and apply, and by what is judged stays as it is.")
    return show(TaskPage(_("Open the scheme"), form, _("Open it"), words, scheme_trail(found)))


def _new_term_page(scheme_id: int, term: Term, form: Any = None) -> ResponseReturnValue:
    found = queries.scheme(g.context, scheme_id)
    SCHEME.require(g.context, GrantVerb.ADD_TERM, found)
    form = form or part_form(g.context, found, term)
    heading = _("Enter: %(what)s", what=PARTS[term.value])
    return show(TaskPage(heading, form, _("Write it in"), "", scheme_trail(found)))


def _term_page(term: Term, term_id: int, form: Any = None) -> ResponseReturnValue:
    found, row = queries.term(g.context, term, term_id)
    SCHEME.require(g.context, GrantVerb.CHANGE_TERM, found)
    form = shows_part(g.context, form or part_form(g.context, found, term, row), found, term, row)
    return show(TaskPage(_("Change: %(what)s", what=PARTS[term.value]), form, _("Save"), "", scheme_trail(found)))


def _write_page(application_id: int, form: Any) -> ResponseReturnValue:
    found = queries.application(g.context, application_id)
    APPLICATION.require(g.context, GrantVerb.WRITE, found)
    words = _("Save it at any time: just the title has to be filled in. Nobody else reads it before it is handed in.")
    form = shows_application(g.context, form, found)
    return show(TaskPage(_("Write the application"), form, _("Save"), words, application_trail(found)))


def _place_of(part: Part, part_id: int) -> str:
    """Return where on the application's page a part stands."""
    return f"{part.value}-{part_id}" if part in {Part.ACTIVITY, Part.ACCOUNT, Part.GOAL} else part.value


def _verb(part: Part) -> GrantVerb:
    return GrantVerb.ACCOUNT if part.is_running else GrantVerb.WRITE


def _new_part_page(application_id: int, part: Part, form: Any = None) -> ResponseReturnValue:
    found = queries.application(g.context, application_id)
    APPLICATION.require(g.context, _verb(part), found)
    form = form or part_form(g.context, found, part)
    heading = _("Enter: %(what)s", what=PARTS[part.value])
    words = _("Everybody can read it as soon as it is entered. Name nobody.") if part is Part.ACTIVITY else ""
    return show(TaskPage(heading, form, _("Write it in"), words, application_trail(found)))


def _part_page(part: Part, part_id: int, form: Any = None) -> ResponseReturnValue:
    found, row = queries.part(g.context, part, part_id)
    APPLICATION.require(g.context, _verb(part), found)
    form = shows_part(g.context, form or part_form(g.context, found, part, row), found, part, row)
    heading = _("Change: %(what)s", what=PARTS[part.value])
    return show(TaskPage(heading, form, _("Save"), "", application_trail(found)))


def _take_out_form(part: Part) -> Any:
    form = TakeOutForm()
    if not part.is_running:
        form.reason.validators, form.reason.flags.optional = [], True
    return form


def _take_out_page(part: Part, part_id: int, form: Any) -> ResponseReturnValue:
    found, row = queries.part(g.context, part, part_id)
    APPLICATION.require(g.context, _verb(part), found)
    shows_part(g.context, form, found, part, row)
    if not part.is_running:
        form._fields.pop("reason", None)
    heading = _("Take it out: %(what)s", what=PARTS[part.value])
    told = told_part(g.context, found, part, row)
    return show(TaskPage(heading, form, _("Take it out"), "", application_trail(found), told=told))


def _photo_page(activity_id: int, form: PhotoForm) -> ResponseReturnValue:
    found, row = queries.activity(g.context, activity_id)
    APPLICATION.require(g.context, GrantVerb.ADD_PHOTO, found)
    words = _(
        "%(what)s. Everybody sees it when one of those who work with the process has looked at it.", what=row.title
    )
    return show(TaskPage(_("Add a photograph"), form, _("Add it"), words, application_trail(found)))


def _voucher_page(line_id: int, form: VoucherForm) -> ResponseReturnValue:
    found, row = queries.part(g.context, Part.ACCOUNT, line_id)
    APPLICATION.require(g.context, GrantVerb.ATTACH, found)
    heading = _("Put voucher %(number)s beside the accounts", number=row.voucher)
    words = _("Another file takes the place of the one that is there.") if row.upload_id else ""
    return show(VoucherPage(heading, form, _("Send it"), words, application_trail(found), line=row))


def _cover_page(application_id: int, form: CoverForm) -> ResponseReturnValue:
    found = queries.application(g.context, application_id)
    APPLICATION.require(g.context, GrantVerb.COVER, found)
    said = _(
        "They are covered for good, wherever they stand in what everybody reads. That it was done stays to be seen."
    )
    return show(TaskPage(_("Cover words"), form, _("Cover them"), said, application_trail(found)))


def _throw_away_page(application_id: int) -> ResponseReturnValue:
    found = queries.application(g.context, application_id)
    APPLICATION.require(g.context, GrantVerb.THROW_AWAY, found)
    words = _("All that was written in it is deleted, and cannot be brought back.")
    heading, trail = _("Throw the application away?"), application_trail(found)
    return show(TaskPage(heading, ButtonForm(), _("Throw it away"), words, trail))


def _withdraw_page(application_id: int) -> ResponseReturnValue:
    found = queries.application(g.context, application_id)
    APPLICATION.require(g.context, GrantVerb.WITHDRAW, found)
    words = _("It is not assessed and not decided then. You can still read it.")
    trail = application_trail(found)
    return show(TaskPage(_("Withdraw the application?"), ButtonForm(), _("Withdraw it"), words, trail))


def _assessment_form(found: GrantApplication, *, sent: bool = False) -> AssessmentForm:
    more: dict[str, Any] = {} if sent else {"formdata": None}
    made = queries.assessments(g.context, [found.id]).get(found.id, [])
    mine = next((one for one in made if g.context.actor.is_person(one.assessor_id)), None)
    values: dict[str, Any] = {}
    if mine is not None:
        values = {"interest": mine.interest, "said": mine.said}
        for one in mine.scores:
            values |= {f"points_{one.criterion_id}": one.points, f"reason_{one.criterion_id}": one.reason}
    return AssessmentForm.over(found.scheme.criteria)(**more, **values)


def _decide_form(found: GrantApplication, *, sent: bool = False) -> DecideForm:
    more: dict[str, Any] = {} if sent else {"formdata": None}
    form = DecideForm(**more)
    form.offer(g.context, found)
    return form


def _decide_page(found: GrantApplication, form: Form) -> ResponseReturnValue:
    APPLICATION.require(g.context, GrantVerb.DECIDE, found)
    words = _(
        "A grant is one of the decisions in an open case of the process. Whoever applied gets a mail and a letter. "
        "With a yes everybody reads what stands here; what they should not read can be covered afterwards."
    )
    return show(
        TaskPage(
            _("What was decided"), form, _("Write it in"), words, application_trail(found), public_of(g.context, found)
        )
    )


def _close_page(application_id: int, form: CloseForm) -> ResponseReturnValue:
    found = queries.application(g.context, application_id)
    APPLICATION.require(g.context, GrantVerb.CLOSE_GRANT, found)
    words = _("It can be closed when all activity money is accounted for, or paid back.")
    return show(TaskPage(_("Close the grant"), form, _("Close it"), words, application_trail(found)))
