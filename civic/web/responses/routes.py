"""Addresses about responses: to give one, to follow one's own, to let it into the open."""

from collections.abc import Callable
from dataclasses import replace

from flask import Blueprint, current_app, g, request, url_for
from flask import session as browser
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from civic.db.base import ZONE
from civic.hearings.queries import heard_text
from civic.http.files import files_folder, received_all
from civic.http.forms import ButtonForm, Form, ReleaseForm, RuledForm, SeenForm
from civic.http.identity import must_be_fresh
from civic.http.limits import count, count_code, count_files
from civic.http.request import MORE, READ, SEND, STEP, WRITE, clicked_twice, kept_fields, submitted
from civic.http.request import show as shown
from civic.http.task import TaskPage
from civic.kernel.receipt import tidied, verified
from civic.kernel.refusal import Reason, Refusal
from civic.people.sealing import digest
from civic.responses import actions, queries, release
from civic.responses.models import From, Medium
from civic.responses.workflow import OWN, RESPONSE, ResponseVerb
from civic.said.language import current
from civic.said.wording import signed
from civic.web.responses.forms import (
    AnswerForm,
    EnteredForm,
    ProofForm,
    SenderForm,
    answer_form,
)
from civic.web.responses.pages import (
    AnsweredPage,
    ConfirmPage,
    ProofPage,
    answer_page,
    answered_page,
    check_page,
    own_page,
    proof_of,
    response_page,
)

bp = Blueprint("responses", __name__)

ANSWERED = "answered"
"""What a browser remembers of the last answer that was sent from it: the hearing, the receipt's code, and when."""
REMEMBERED = 3600
"""Seconds for which it does; whoever went back and sends again does so soon."""


@bp.get("/hearings/<int:hearing_id>/answer")
def new(hearing_id: int) -> ResponseReturnValue:
    """The form for an answer to a hearing; nobody needs an account."""
    form = answer_form(SenderForm, heard_text(g.context, hearing_id), name=g.context.actor.name)
    return shown(answer_page(g.context, hearing_id, form))


@bp.post("/hearings/<int:hearing_id>/answer")
def respond(hearing_id: int) -> ResponseReturnValue:
    """Answer a hearing, once it was read through as others will read it.

    Whoever just did so from this browser is asked whether it is the same answer, put right.
    """
    form = answer_form(SenderForm, heard_text(g.context, hearing_id))
    step = request.form.get(STEP, "")
    if step == WRITE:
        form.once.data = None  # it may have been sent; what is written now is something else
        return shown(answer_page(g.context, hearing_id, form))
    kept = [(name, value) for name, value in kept_fields() if name != STEP]
    if step == READ and form.validate():
        g.may_go_back = True
        return shown(check_page(g.context, hearing_id, form, kept))
    before = _answered_just_now(hearing_id, form.name.data)
    if before is not None and form.validate():
        return clicked_twice() or shown(before, 409)

    def do() -> str:
        count("answer", target=f"hearing {hearing_id}")
        if form.email.data:
            count("mail", mailbox=form.email.data)
        files = received_all(form.files)
        count_files(files)
        made = actions.respond(g.context, hearing_id, _from(form), form.said(), files, files_folder())
        browser[ANSWERED] = [hearing_id, made.receipt, int(g.context.now.timestamp()), g.context.actor.person_id]
        return url_for("responses.own", code=made.receipt)

    def again() -> ResponseReturnValue:
        if step == SEND and set(form.errors) == {"files"}:  # they are chosen there
            return shown(check_page(g.context, hearing_id, form, kept))
        return shown(answer_page(g.context, hearing_id, form))

    return submitted(form, do, again=again)


@bp.get("/hearings/<int:hearing_id>/enter")
def entering(hearing_id: int) -> ResponseReturnValue:
    """The form for an answer that came another way."""
    now = g.context.now.astimezone(ZONE).replace(second=0, microsecond=0)
    form = answer_form(EnteredForm, heard_text(g.context, hearing_id), received_at=now)
    return shown(answer_page(g.context, hearing_id, form, is_entered=True))


@bp.post("/hearings/<int:hearing_id>/enter")
def enter(hearing_id: int) -> ResponseReturnValue:
    """Enter an answer that came another way."""
    form = answer_form(EnteredForm, heard_text(g.context, hearing_id))

    def do() -> str:
        how = {"medium": Medium(form.medium.data), "received_at": form.received_at.data}
        files = received_all(form.files)
        made = actions.enter(g.context, hearing_id, _from(form), form.said(), files, files_folder(), **how)
        return url_for("responses.own", code=made.receipt)  # to be printed and sent to whoever answered

    return submitted(form, do, again=lambda: shown(answer_page(g.context, hearing_id, form, is_entered=True)))


@bp.get("/answers/<code>")
def own(code: str) -> ResponseReturnValue:
    """Du sagde - det skete der: the receipt, and what became of each remark; the code is the key."""
    code = tidied(code)
    try:
        address = url_for("responses.own", code=code, _external=True)
        return shown(own_page(g.context, code, secret=_secret(), address=address))
    except Refusal:
        count_code()
        raise


@bp.get("/answers/<code>/correct")
def correcting(code: str) -> ResponseReturnValue:
    """The form that puts other words in an answer's place."""
    found = queries.by_receipt(g.context, tidied(code))
    OWN.require(g.context, ResponseVerb.CORRECT, found)
    form = answer_form(AnswerForm, heard_text(g.context, found.hearing_id), found)
    form.shows(found.revision)
    return shown(answer_page(g.context, found.hearing_id, form, response=found))


@bp.post("/answers/<code>/correct")
def correct(code: str) -> ResponseReturnValue:
    """Put other words in an answer's place."""
    found = queries.by_receipt(g.context, tidied(code))
    form = answer_form(AnswerForm, heard_text(g.context, found.hearing_id))

    def do() -> str:
        actions.correct(g.context, found.id, form.said(), seen=form.saw)
        return url_for("responses.own", code=found.receipt)

    def again() -> ResponseReturnValue:
        there = queries.by_receipt(g.context, found.receipt)
        form.shows(there.revision, now=there.text)
        return shown(answer_page(g.context, there.hearing_id, form, response=there))

    return submitted(form, do, again=again, done=_("Your correction has been received."))


@bp.get("/answers/<code>/withdraw")
def withdrawing(code: str) -> ResponseReturnValue:
    """Ask before an answer is taken back."""
    found = queries.by_receipt(g.context, tidied(code))
    OWN.require(g.context, ResponseVerb.WITHDRAW, found)
    said = _("It is kept that there was an answer, but nobody can read it any more.")
    trail = ((_("Your answer"), url_for("responses.own", code=found.receipt)),)
    return shown(TaskPage(_("Take your answer back?"), ButtonForm(), _("Take it back"), said, trail))


@bp.post("/answers/<code>/withdraw")
def withdraw(code: str) -> ResponseReturnValue:
    """Take an answer back."""
    found = queries.by_receipt(g.context, tidied(code))

    def do() -> str:
        actions.withdraw(g.context, found.id)
        return url_for("responses.own", code=found.receipt)

    return submitted(ButtonForm(), do, again=lambda: withdrawing(code))


@bp.post("/answers/<code>/mask")
def mask_own(code: str) -> ResponseReturnValue:
    """Mask the CPR-like numbers in one's own held answer."""
    found = queries.by_receipt(g.context, tidied(code))

    def do() -> str:
        release.mask(g.context, found.id)
        return url_for("responses.own", code=found.receipt)

    return submitted(ButtonForm(), do, again=lambda: own(code))


@bp.get("/answers/confirm/<token>")
def confirmation(token: str) -> ResponseReturnValue:
    """A button that confirms the address an answer was given with."""
    return shown(ConfirmPage(queries.by_confirmation(g.context, digest(token)), token))


@bp.post("/answers/confirm/<token>")
def confirm_address(token: str) -> ResponseReturnValue:
    """Confirm the address an answer was given with."""

    def do() -> str:
        made = actions.confirm_address(g.context, token)
        if made.is_own:
            return url_for("responses.own", code=made.receipt)
        return url_for("hearings.show", hearing_id=made.hearing_id)  # the code is for whoever gave the answer

    done = _("The address is confirmed. We write to you about what happens.")
    return submitted(ButtonForm(), do, again=lambda: confirmation(token), done=done)


@bp.get("/receipts/verify")
def proving() -> ResponseReturnValue:
    """The form for a signed receipt."""
    return shown(ProofPage(ProofForm(), None, None))


@bp.post("/receipts/verify")
def prove() -> ResponseReturnValue:
    """Say what a signed receipt proves."""
    form = ProofForm()
    if form.validate():
        proof = verified(_secret(), form.receipt.data)
        if proof is not None:
            found = queries.by_number(g.context, proof.hearing_id, proof.number)
            is_latest = found is not None and proof_of(found) == proof
            is_corrected = found is None or found.revision != proof.revision
            return shown(ProofPage(ProofForm(formdata=None), proof, found if is_latest else None, is_corrected))
        form.takes(Refusal(Reason.NOT_VERIFIED))
    return shown(ProofPage(form, None, None), 422)


@bp.get("/responses/<int:response_id>", endpoint="show")
def response(response_id: int) -> ResponseReturnValue:
    """One høringssvar."""
    return shown(response_page(g.context, response_id))


@bp.post("/responses/<int:response_id>/name")
def reveal_name(response_id: int) -> ResponseReturnValue:
    """Look at a name that is kept back; it is logged."""
    form = ButtonForm()
    if not form.validate():
        return shown(response_page(g.context, response_id), 422)
    name = release.reveal_name(g.context, response_id)
    return shown(response_page(g.context, response_id, name=name))


@bp.post("/responses/<int:response_id>/confirm")
def confirm(response_id: int) -> ResponseReturnValue:
    """Confirm, as chair, what was written down from the council's meeting."""
    return _press(response_id, lambda: release.confirm(g.context, response_id))


@bp.post("/responses/<int:response_id>/mask")
def mask(response_id: int) -> ResponseReturnValue:
    """Mask the CPR-like numbers in the council's held answer."""
    return _press(response_id, lambda: release.mask(g.context, response_id))


@bp.post("/responses/<int:response_id>/verify")
def verify(response_id: int) -> ResponseReturnValue:
    """Say that the sender speaks for the organisation."""
    return _press(response_id, lambda: release.verify(g.context, response_id))


@bp.get("/responses/<int:response_id>/release")
def releasing(response_id: int) -> ResponseReturnValue:
    """The form that releases an answer."""
    return _task(response_id, ResponseVerb.RELEASE, ReleaseForm())


@bp.post("/responses/<int:response_id>/release", endpoint="release")
def let_it_be_shown(response_id: int) -> ResponseReturnValue:
    """Release an answer."""
    form = ReleaseForm()

    def act() -> object:
        must_be_fresh()
        return release.release(g.context, response_id, **form.said(), seen=form.saw)

    return _done(response_id, ResponseVerb.RELEASE, form, act)


@bp.get("/responses/<int:response_id>/hide")
def hiding(response_id: int) -> ResponseReturnValue:
    """The form that hides an answer."""
    return _task(response_id, ResponseVerb.HIDE, RuledForm())


@bp.post("/responses/<int:response_id>/hide")
def hide(response_id: int) -> ResponseReturnValue:
    """Hide an answer by a house rule, with the reason."""
    form = RuledForm()

    def act() -> object:
        return release.hide(g.context, response_id, **form.ruled(), seen=form.saw)

    return _done(response_id, ResponseVerb.HIDE, form, act)


def _from(form: AnswerForm) -> From:
    return From(
        name=form.name.data,
        email=form.email.data,
        organisation=form.organisation.data,
        is_protected=bool("is_protected" in form and form.is_protected.data),
        language=current().code,
    )


def _secret() -> str:
    secret: str = current_app.extensions["civic_settings"].secret
    return secret


def _press(response_id: int, act: Callable[[], object]) -> ResponseReturnValue:
    def do() -> str:
        act()
        return url_for("responses.show", response_id=response_id)

    return submitted(ButtonForm(), do, again=lambda: response(response_id))


def _done(response_id: int, verb: ResponseVerb, form: Form, act: Callable[[], object]) -> ResponseReturnValue:
    def do() -> str:
        act()
        return url_for("responses.show", response_id=response_id)

    return submitted(form, do, again=lambda: _task(response_id, verb, form))


def _task(response_id: int, verb: ResponseVerb, form: Form) -> ResponseReturnValue:
    found = queries.response(g.context, response_id)
    RESPONSE.require(g.context, verb, found)
    if isinstance(form, SeenForm):
        form.shows(found.revision)
    heading, button, said = {
        ResponseVerb.RELEASE: (_("Release the answer"), _("Release it"), _("Everybody can read it then.")),
        ResponseVerb.HIDE: (
            _("Hide the answer"),
            _("Hide it"),
            _("Its sender can still read it, with your reason. Nothing is deleted."),
        ),
    }[verb]
    trail = ((signed(found), url_for("responses.show", response_id=response_id)),)
    return shown(TaskPage(heading, form, button, said, trail, ((signed(found), found.text),)))


def _answered_just_now(hearing_id: int, name: str) -> AnsweredPage | None:
    """Return what to ask where an answer to the hearing was just sent from this browser, and was not taken back.

    Under another name it is somebody else's: a neighbour's, or the next one's whom a librarian helps. Who has no name
    may be anybody, and is told of no code: whoever holds it can put the answer right.
    """
    answered, code, at, person_id = browser.get(ANSWERED) or (0, "", 0, None)
    if (
        answered != hearing_id
        or person_id != g.context.actor.person_id
        or request.form.get(MORE)
        or g.context.now.timestamp() - at > REMEMBERED
    ):
        return None
    had_files = any(one.filename for one in request.files.values())
    found = answered_page(g.context, str(code), kept_fields(), had_files=had_files)
    sender = found.response.sender if found else None
    if found is None or sender is None or (name and sender.name and sender.name != name):
        return None
    is_theirs = person_id is not None or (name and sender.name == name)
    return found if is_theirs else replace(found, is_theirs=False)
