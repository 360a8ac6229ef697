"""Addresses about what a process rests on."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from civic.evidence import actions, queries
from civic.evidence.actions import About
from civic.evidence.models import Evidence, EvidenceKind
from civic.evidence.workflow import EVIDENCE, EvidenceVerb
from civic.http.files import files_folder, received
from civic.http.forms import ButtonForm, Form, PressForm, ReasonForm
from civic.http.identity import must_be_fresh
from civic.http.request import after, show, submitted
from civic.processes.queries import process
from civic.web.evidence.forms import PhotoForm, SlidesForm
from civic.web.evidence.pages import change_form, change_page, evidence_page, list_page, new_form, new_page, task_page

bp = Blueprint("evidence", __name__)
ADD: Mapping[EvidenceKind, Callable[..., Evidence]] = {
    EvidenceKind.VISIT: actions.add_visit,
    EvidenceKind.PRESENTATION: actions.add_presentation,
    EvidenceKind.KEY_FIGURE: actions.add_key_figure,
    EvidenceKind.STATEMENT: actions.add_statement,
}
NEW = f"/processes/<int:process_id>/evidence/<any({', '.join(one.value for one in ADD)}):kind>/new"


@bp.get("/processes/<int:process_id>/evidence")
def index(process_id: int) -> ResponseReturnValue:
    """What a process rests on."""
    return show(list_page(g.context, process_id, after=after("after") or 0))


@bp.get(NEW)
def new(process_id: int, kind: str) -> ResponseReturnValue:
    """The form for a new piece of evidence."""
    return show(new_page(g.context, process_id, EvidenceKind(kind)))


@bp.post(NEW)
def add(process_id: int, kind: str) -> ResponseReturnValue:
    """Enter a piece of evidence."""
    of_kind = EvidenceKind(kind)
    form = new_form(g.context, process(g.context, process_id), of_kind, sent=True)

    def do() -> str:
        values = form.corrected()
        about = About(**{name: values.pop(name) for name in Evidence.facts})
        made = ADD[of_kind](g.context, process_id, about, **values)
        return url_for("evidence.show", evidence_id=made.id, new=1)

    return submitted(form, do, again=lambda: show(new_page(g.context, process_id, of_kind, form)))


@bp.get("/evidence/<int:evidence_id>", endpoint="show")
def show_evidence(evidence_id: int) -> ResponseReturnValue:
    """One piece of evidence."""
    return show(evidence_page(g.context, evidence_id, is_new=bool(request.args.get("new"))))


@bp.get("/evidence/<int:evidence_id>/change")
def changing(evidence_id: int) -> ResponseReturnValue:
    """The form that changes a draft, or corrects what is published."""
    return show(change_page(g.context, evidence_id))


@bp.post("/evidence/<int:evidence_id>/change")
def change(evidence_id: int) -> ResponseReturnValue:
    """Change a draft, or correct what is published."""
    found = queries.evidence(g.context, evidence_id)
    form = change_form(g.context, found, sent=True)

    def do() -> str:
        actions.correct(g.context, evidence_id, form.corrected(), reason=form.why(), seen=form.saw)
        return url_for("evidence.show", evidence_id=evidence_id)

    return submitted(form, do, again=lambda: show(change_page(g.context, evidence_id, form)))


@bp.post("/evidence/<int:evidence_id>/publish")
def publish(evidence_id: int) -> ResponseReturnValue:
    """Let everybody read it."""
    form = PressForm()

    def do() -> str:
        actions.publish(g.context, evidence_id, seen=form.saw)
        return url_for("evidence.show", evidence_id=evidence_id)

    return submitted(form, do, again=lambda: show_evidence(evidence_id))


@bp.get("/evidence/<int:evidence_id>/take-back")
def taking_back(evidence_id: int) -> ResponseReturnValue:
    """The form for why it does not hold."""
    return _take_back_page(evidence_id, ReasonForm())


@bp.post("/evidence/<int:evidence_id>/take-back")
def take_back(evidence_id: int) -> ResponseReturnValue:
    """Say that it does not hold, and why."""
    form = ReasonForm()

    def do() -> str:
        must_be_fresh()
        actions.take_back(g.context, evidence_id, reason=form.reason.data)
        return url_for("evidence.show", evidence_id=evidence_id)

    return submitted(form, do, again=lambda: _take_back_page(evidence_id, form))


@bp.post("/evidence/<int:evidence_id>/publish-again")
def publish_again(evidence_id: int) -> ResponseReturnValue:
    """Let it stand again that was taken back by mistake."""

    def do() -> str:
        actions.publish_again(g.context, evidence_id)
        return url_for("evidence.show", evidence_id=evidence_id)

    return submitted(ButtonForm(), do, again=lambda: show_evidence(evidence_id))


@bp.get("/evidence/<int:evidence_id>/throw-away")
def throwing_away(evidence_id: int) -> ResponseReturnValue:
    """Ask before a draft is thrown away."""
    found = _for(evidence_id, EvidenceVerb.THROW_AWAY)
    said = _("Its photographs and slides go too.")
    return show(task_page(g.context, found, ButtonForm(), _("Throw the draft away?"), _("Throw it away"), said))


@bp.post("/evidence/<int:evidence_id>/throw-away")
def throw_away(evidence_id: int) -> ResponseReturnValue:
    """Throw a draft away."""

    def do() -> str:
        process_id = queries.evidence(g.context, evidence_id).process_id
        actions.throw_away(g.context, evidence_id)
        return url_for("evidence.index", process_id=process_id)

    return submitted(ButtonForm(), do, again=lambda: throwing_away(evidence_id))


@bp.get("/evidence/<int:evidence_id>/end-consent")
def ending_consent(evidence_id: int) -> ResponseReturnValue:
    """Ask before a statement's words go."""
    found = _for(evidence_id, EvidenceVerb.END_CONSENT)
    said = _(
        "The words and the name are gone for good, in earlier versions of this page too. Published sections keep "
        "what they quote: have it taken out of the report where it stands there."
    )
    return show(task_page(g.context, found, ButtonForm(), _("Has the consent been taken back?"), _("Delete it"), said))


@bp.post("/evidence/<int:evidence_id>/end-consent")
def end_consent(evidence_id: int) -> ResponseReturnValue:
    """Let a statement's words go, because whoever said it has taken the consent back."""

    def do() -> str:
        actions.end_consent(g.context, evidence_id)
        return url_for("evidence.show", evidence_id=evidence_id)

    return submitted(ButtonForm(), do, again=lambda: ending_consent(evidence_id))


@bp.get("/evidence/photos/<int:photo_id>")
def photo(photo_id: int) -> ResponseReturnValue:
    """Lead to the visit that a photograph is from."""
    found, _visit = queries.photo(g.context, photo_id)
    return redirect(url_for("evidence.show", evidence_id=found.evidence_id, _anchor=f"photo-{photo_id}"), 302)


@bp.get("/evidence/<int:evidence_id>/photos/new")
def new_photo(evidence_id: int) -> ResponseReturnValue:
    """The form for a photograph."""
    return _photo_page(evidence_id, PhotoForm())


@bp.post("/evidence/<int:evidence_id>/photos/new")
def add_photo(evidence_id: int) -> ResponseReturnValue:
    """Add a photograph."""
    form = PhotoForm()

    def do() -> str:
        _name, content = received(form.picture)
        given: dict[str, Any] = {"alt": form.alt.data, "consent": form.consent.data}
        made = actions.add_photo(g.context, evidence_id, files_folder(), content=content, **given)
        return url_for("evidence.show", evidence_id=evidence_id, _anchor=f"photo-{made.id}")

    return submitted(form, do, again=lambda: _photo_page(evidence_id, form))


@bp.get("/evidence/<int:evidence_id>/slides/new")
def new_slides(evidence_id: int) -> ResponseReturnValue:
    """The form for a talk's slides."""
    return _slides_page(evidence_id, SlidesForm())


@bp.post("/evidence/<int:evidence_id>/slides/new")
def hand_in_slides(evidence_id: int) -> ResponseReturnValue:
    """Put slides beside a talk."""
    form = SlidesForm()

    def do() -> str:
        name, content = received(form.document)
        actions.hand_in_slides(g.context, evidence_id, files_folder(), name=name, content=content)
        return url_for("evidence.show", evidence_id=evidence_id)

    return submitted(form, do, again=lambda: _slides_page(evidence_id, form))


def _for(evidence_id: int, verb: EvidenceVerb) -> Evidence:
    found = queries.evidence(g.context, evidence_id)
    EVIDENCE.require(g.context, verb, found)
    return found


def _task(evidence_id: int, verb: EvidenceVerb, form: Form, heading: str, button: str) -> ResponseReturnValue:
    return show(task_page(g.context, _for(evidence_id, verb), form, heading, button))


def _take_back_page(evidence_id: int, form: ReasonForm) -> ResponseReturnValue:
    return _task(evidence_id, EvidenceVerb.TAKE_BACK, form, _("Why does it not hold?"), _("Take it back"))


def _photo_page(evidence_id: int, form: PhotoForm) -> ResponseReturnValue:
    return _task(evidence_id, EvidenceVerb.ADD_PHOTO, form, _("Add a photograph"), _("Add it"))


def _slides_page(evidence_id: int, form: SlidesForm) -> ResponseReturnValue:
    return _task(evidence_id, EvidenceVerb.HAND_IN_SLIDES, form, _("Put slides beside it"), _("Hand them in"))
