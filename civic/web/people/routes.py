"""Addresses about accounts, sign-in and roles."""

from collections.abc import Iterator

from flask import (
    Blueprint,
    Response,
    current_app,
    g,
    jsonify,
    make_response,
    redirect,
    request,
    stream_with_context,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from civic.http.forms import ButtonForm
from civic.http.identity import (
    close_browser,
    enter_browser,
    half_token,
    must_be_fresh,
    next_address,
    noted,
    open_browser,
    this_browser,
)
from civic.http.limits import count
from civic.http.request import after, asked_for, keep_language, kept_before, show, submitted, words
from civic.http.task import TaskPage
from civic.kernel.actor import Role, Scope
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.trace import Kind
from civic.people import actions, queries
from civic.people.models import Purpose, RoleAssignment, RoleRequest, SecurityKind
from civic.people.workflow import PERSON, PeopleVerb, ends_by_two
from civic.privacy import erasure, own
from civic.privacy import protecting as protecting_of
from civic.processes.workflow import STAFF
from civic.said.choices import persons
from civic.said.language import current
from civic.said.wording import person, word
from civic.web.people.forms import (
    AddressForm,
    ChangePasswordForm,
    CloseForm,
    ConfirmForm,
    EraseForm,
    ErasureForm,
    HearingDaysForm,
    LanguageForm,
    PasswordForm,
    RegisterForm,
    RoleForm,
    SignInForm,
)
from civic.web.people.pages import (
    ResumePage,
    SentPage,
    account_page,
    data_page,
    erasure_page,
    erasures_page,
    place_choices,
    place_of,
    places,
    request_page,
    roles_page,
    second_page,
    security_page,
    sign_in_page,
)

bp = Blueprint("people", __name__)


@bp.get("/sign-in")
def sign_in() -> ResponseReturnValue:
    """The sign-in page."""
    return _sign_in_page(SignInForm(formdata=None, next=request.args.get("next", "")))


@bp.post("/sign-in")
def open_session() -> ResponseReturnValue:
    """Sign in by password."""
    form = SignInForm()

    def do() -> str:
        with noted(SecurityKind.WRONG_PASSWORD, email=form.email.data):
            count("sign-in", mailbox=form.email.data)
            token = actions.sign_in(g.context, email=form.email.data, password=form.password.data)
        return enter_browser(token, next_address(form.next.data))

    answered = make_response(submitted(form, do, again=lambda: _sign_in_page(form)))
    kept = kept_before()
    if answered.status_code == 303 and kept:  # the session had ended while something was being written
        cookies = answered.headers.getlist("Set-Cookie")
        address = next_address(form.next.data)
        page = second_page(address, kept) if half_token() else ResumePage(address, kept)
        answered = make_response(show(page))
        answered.headers.extend(("Set-Cookie", one) for one in cookies)
    return answered


@bp.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    """Sign out; the session is dead on the server too."""

    def do() -> str:
        if current_user.is_authenticated:
            actions.sign_out(g.context, current_user.get_id())
        close_browser()
        return url_for("front.home")

    return submitted(ButtonForm(), do, again=lambda: redirect(url_for("front.home")))


@bp.get("/register")
def register() -> ResponseReturnValue:
    """The form for a new account."""
    return _register_page(RegisterForm())


@bp.post("/register")
def make_account() -> ResponseReturnValue:
    """Make an account and send its confirmation."""
    form = RegisterForm()

    def do() -> str:
        count("register", mailbox=form.email.data)
        count("register mail", mailbox=form.email.data)
        actions.register(g.context, **form.values(), language=current().code)
        return url_for("people.sent", what="confirm")

    return submitted(form, do, again=lambda: _register_page(form))


@bp.get("/sent/<any(confirm, sign_in, reset):what>")
def sent(what: str) -> ResponseReturnValue:
    """That a mail is on its way."""
    said = {
        "confirm": _("Open the link in the mail to confirm your address. Then you are signed in."),
        "sign_in": _("If the address is known here, a link is on its way. It works once, for 20 minutes."),
        "reset": _("If the address is known here, a link is on its way. It works once, for an hour."),
    }[what]
    return show(SentPage(_("Look in your mailbox"), said))


@bp.get("/link")
def link() -> ResponseReturnValue:
    """The form for a one-time sign-in link."""
    return _address_page(AddressForm(), _("Sign in by a link"), _("Send the link"))


@bp.post("/link")
def send_link() -> ResponseReturnValue:
    """Send a one-time sign-in link."""
    return _send(Purpose.SIGN_IN, _("Sign in by a link"), _("Send the link"))


@bp.get("/reset")
def reset() -> ResponseReturnValue:
    """The form for a forgotten password."""
    return _address_page(AddressForm(), _("Forgotten password"), _("Send the link"))


@bp.post("/reset")
def send_reset() -> ResponseReturnValue:
    """Send a link for a new password."""
    return _send(Purpose.RESET, _("Forgotten password"), _("Send the link"))


@bp.get("/confirm/<token>")
def confirmation(token: str) -> ResponseReturnValue:
    """A page whose button confirms the address; a GET changes nothing."""
    found = queries.live_link(g.context, Purpose.CONFIRM, token)
    return _confirm_page(ConfirmForm(formdata=None, name=found.person.name))


@bp.post("/confirm/<token>")
def confirm(token: str) -> ResponseReturnValue:
    """Confirm the address and sign in."""
    form = ConfirmForm()

    def do() -> str:
        open_browser(actions.confirm(g.context, token, **form.values()))
        return url_for("front.overview")

    return submitted(form, do, again=lambda: _confirm_page(form))


@bp.get("/link/<token>")
def one_time(token: str) -> ResponseReturnValue:
    """A page whose button signs in."""
    queries.live_link(g.context, Purpose.SIGN_IN, token)
    return show(TaskPage(_("Sign in"), ButtonForm(), _("Sign in"), _("The link works once.")))


@bp.post("/link/<token>")
def sign_in_by_link(token: str) -> ResponseReturnValue:
    """Sign in by a one-time link."""

    def do() -> str:
        return enter_browser(actions.sign_in_by_link(g.context, token), url_for("front.overview"))

    return submitted(ButtonForm(), do, again=lambda: one_time(token))


@bp.get("/reset/<token>")
def new_password(token: str) -> ResponseReturnValue:
    """The form for a new password."""
    queries.live_link(g.context, Purpose.RESET, token)
    return _password_page(PasswordForm())


@bp.post("/reset/<token>")
def set_password(token: str) -> ResponseReturnValue:
    """Set a new password; every other session ends."""
    form = PasswordForm()

    def do() -> str:
        given = actions.reset_password(g.context, token, password=form.password.data)
        return enter_browser(given, url_for("front.overview"))

    return submitted(form, do, again=lambda: _password_page(form))


@bp.get("/account")
def account() -> ResponseReturnValue:
    """One's own account."""
    return show(account_page(g.context, this_browser()))


@bp.post("/account/language")
def change_language() -> ResponseReturnValue:
    """Choose the language of pages and mails."""
    form = LanguageForm()

    def do() -> str:
        actions.change_language(g.context, form.language.data)
        return url_for("people.account", language=form.language.data)

    answered = make_response(
        submitted(form, do, again=lambda: show(account_page(g.context, this_browser(), language=form)))
    )
    return keep_language(answered, form.language.data) if answered.status_code == 303 else answered


@bp.get("/account/name/<any(keep,show):way>")
def protecting(way: str) -> ResponseReturnValue:
    """Ask before one's name is kept back, or shown again."""
    is_kept = way == "keep"
    PERSON.require(
        g.context, PeopleVerb.PROTECT_NAME if is_kept else PeopleVerb.SHOW_NAME, queries.own_account(g.context)
    )
    heading = _("Keep your name back?") if is_kept else _("Show your name again?")
    said = (
        _(
            "All you have written here, and all you write, stands under a pseudonym that is always the same. Whoever "
            "handles the case can read your name, and each time it is written down. What others wrote of you by name "
            "stays as it is."
        )
        if is_kept
        else _("What you have written stands under your own name again, all of it.")
    )
    button = _("Keep my name back") if is_kept else _("Show my name again")
    return show(TaskPage(heading, ButtonForm(), button, said, ((_("My account"), url_for("people.account")),)))


@bp.post("/account/name/<any(keep,show):way>")
def protect(way: str) -> ResponseReturnValue:
    """Keep one's name back, or show it again: what is pressed a second time, in another tab, is refused."""

    def do() -> str:
        must_be_fresh()
        (protecting_of.protect_name if way == "keep" else protecting_of.show_name)(g.context)
        return url_for("people.account")

    return submitted(ButtonForm(), do, again=lambda: protecting(way))


@bp.post("/account/password")
def change_password() -> ResponseReturnValue:
    """Change one's password."""
    form = ChangePasswordForm()

    def do() -> str:
        count("sign-in", mailbox=queries.own_account(g.context).email or "")
        given = {"present": form.present.data or "", "password": form.password.data or ""}
        actions.change_password(g.context, **given, token=this_browser())
        return url_for("people.account", _anchor="password")

    done = _("Your password is changed, and every other browser is signed out.")
    again = lambda: show(account_page(g.context, this_browser(), password=form))  # noqa: E731
    return submitted(form, do, again=again, done=done, place="password")


@bp.post("/account/sessions")
def end_other_sessions() -> ResponseReturnValue:
    """Sign out every other browser."""

    def do() -> str:
        actions.end_other_sessions(g.context, this_browser())
        return url_for("people.account", _anchor="sessions")

    return submitted(ButtonForm(), do, again=lambda: show(account_page(g.context, this_browser())))


@bp.get("/account/data")
def own_data() -> ResponseReturnValue:
    """Everything that is held of oneself."""
    return show(data_page(g.context))


@bp.post("/account/data.json")
def own_data_as_json() -> ResponseReturnValue:
    """The same for a machine, whole."""
    form = ButtonForm()
    if not form.validate():
        return submitted(form, lambda: "", again=lambda: show(data_page(g.context)))
    queries.own_account(g.context)
    must_be_fresh()
    count("export")
    context = g.context
    context.session.commit()  # it is counted, whatever becomes of the reading

    def pieces() -> Iterator[str]:
        try:
            yield from own.everything(context)
        finally:
            context.session.close()

    told = Response(stream_with_context(pieces()), mimetype="application/json")
    told.headers["Content-Disposition"] = "attachment; filename=mine-data.json"
    told.headers["Cache-Control"] = "no-store"
    return told


@bp.get("/account/data/<any(proposal, comment, response):kind>/<int:thing_id>/erase")
def erasing(kind: str, thing_id: int) -> ResponseReturnValue:
    """The form that asks that one's own words be erased."""
    erasure.theirs(g.context, Kind(kind), thing_id)
    return _erase_page(EraseForm())


@bp.post("/account/data/<any(proposal, comment, response):kind>/<int:thing_id>/erase")
def erase(kind: str, thing_id: int) -> ResponseReturnValue:
    """Ask that one's own words be erased."""
    form = EraseForm()
    erasure.theirs(g.context, Kind(kind), thing_id)

    def do() -> str:
        count("erasure")
        asked = erasure.ask(g.context, Kind(kind), thing_id, why=form.why.data)
        return url_for("people.erasure_request", request_id=asked.id)

    return submitted(form, do, again=lambda: _erase_page(form))


@bp.get("/erasures")
def erasures() -> ResponseReturnValue:
    """What people want erased; for those who keep the records."""
    return show(erasures_page(g.context))


@bp.get("/erasures/<int:request_id>")
def erasure_request(request_id: int) -> ResponseReturnValue:
    """Words that somebody wants erased, and what was decided."""
    return show(erasure_page(g.context, request_id))


@bp.post("/erasures/<int:request_id>")
def decide_erasure(request_id: int) -> ResponseReturnValue:
    """Say that they have been taken out, or why they are kept."""
    form = ErasureForm()

    def do() -> str:
        must_be_fresh()
        erasure.decide(g.context, request_id, **form.decided())
        return url_for("people.erasure_request", request_id=request_id)

    return submitted(form, do, again=lambda: show(erasure_page(g.context, request_id, form)))


@bp.post("/account/close")
def close() -> ResponseReturnValue:
    """Close one's account."""
    form = CloseForm()

    def do() -> str:
        must_be_fresh()
        erasure.close_account(g.context)
        close_browser()
        return url_for("front.home")

    return submitted(form, do, again=lambda: show(account_page(g.context, this_browser(), close=form)))


@bp.get("/roles")
def roles() -> ResponseReturnValue:
    """Who holds which role; `words` and `role` narrow them down; for administrators."""
    return show(roles_page(g.context, words=words(), role=asked_for(Role, "role"), before=after()))


@bp.get("/people/found")
def found() -> ResponseReturnValue:
    """Who might be meant by the first letters of a name, while one types; for those who put people somewhere."""
    actor = g.context.actor
    is_staff = any(actor.places(role, Scope.PROCESS) for role in STAFF)
    if not is_staff and not actor.places(Role.ADMIN, Scope.MUNICIPALITY):
        raise Refusal(Reason.NOT_FOUND)
    found_ = persons(g.context, request.args.get("name", "")[:100])
    return jsonify(found=[{"value": value, "shown": shown} for value, shown in found_])


@bp.post("/roles")
def grant_role() -> ResponseReturnValue:
    """Give a person a role."""
    form = RoleForm()
    form.place.choices = place_choices(places(g.context))

    def do() -> str:
        must_be_fresh()
        (person,) = queries.named(g.context, form.person.data)
        made = actions.grant_role(g.context, person.id, Role(form.role.data), place_of(g.context, *form.scope()))
        return _where(made)

    return submitted(form, do, again=lambda: show(roles_page(g.context, form)))


@bp.get("/roles/requests/<int:request_id>")
def role_request(request_id: int) -> ResponseReturnValue:
    """A role that one administrator asked for and another, or the body, gives."""
    return show(request_page(g.context, request_id))


@bp.post("/roles/requests/<int:request_id>/<any(agree, decline):way>")
def decide_role(request_id: int, way: str) -> ResponseReturnValue:
    """Agree to it, or decline it."""

    def do() -> str:
        must_be_fresh()
        asked = queries.role_request(g.context, request_id)
        place = place_of(g.context, asked.scope, asked.scope_id)
        actions.decide_role(g.context, request_id, place, is_agreed=way == "agree")
        return url_for("people.role_request", request_id=request_id)

    return submitted(ButtonForm(), do, again=lambda: show(request_page(g.context, request_id)))


@bp.get("/security")
def security_log() -> ResponseReturnValue:
    """What happened with accounts; for administrators."""
    return show(security_page(g.context, before=after()))


@bp.post("/roles/hearings")
def set_hearings() -> ResponseReturnValue:
    """Set how long a hearing lasts at least."""
    form = HearingDaysForm()

    def do() -> str:
        must_be_fresh()
        rules = {"days": form.days.data, "reads_twice": form.reads_twice.data}
        actions.set_hearing_rules(g.context, **rules, seen=form.saw)
        return url_for("people.roles")

    return submitted(form, do, again=lambda: show(roles_page(g.context, days=form)))


@bp.get("/roles/<int:assignment_id>/end")
def ending_role(assignment_id: int) -> ResponseReturnValue:
    """A page that asks before a role is ended."""
    held = queries.role_assignment(g.context, assignment_id)
    place = place_of(g.context, held.scope, held.scope_id)
    queries.must_administer(g.context, place)
    waiting = queries.waiting_request(g.context, held)
    if waiting is not None:
        return redirect(url_for("people.role_request", request_id=waiting.id))
    said = f"{person(held.person.name)}: {word(held.role)}, {place.name}."
    trail = ((_("Roles"), url_for("people.roles")),)
    if ends_by_two(g.context.actor, held, place):
        said += " " + _("It takes a second person: whose role it is, or another administrator.")
        if place.is_heard:
            said += " " + _("The body's chair or secretary may agree as well.")
        return show(TaskPage(_("Ask to end the role?"), ButtonForm(), _("Ask"), said, trail))
    return show(TaskPage(_("End the role?"), ButtonForm(), _("End it"), said, trail))


@bp.post("/roles/<int:assignment_id>/end")
def end_role(assignment_id: int) -> ResponseReturnValue:
    """End a role."""

    def do() -> str:
        must_be_fresh()
        held = queries.role_assignment(g.context, assignment_id)
        return _where(actions.end_role(g.context, assignment_id, place_of(g.context, held.scope, held.scope_id)))

    return submitted(ButtonForm(), do, again=lambda: ending_role(assignment_id))


def _where(made: RoleAssignment | RoleRequest) -> str:
    """Return where to go on: to the roles, or to what now waits for a second person."""
    if isinstance(made, RoleRequest):
        return url_for("people.role_request", request_id=made.id)
    return url_for("people.roles")


def _erase_page(form: EraseForm) -> ResponseReturnValue:
    said = _("What belongs to a case must be kept. Whoever keeps the records takes it out or says why not.")
    trail = ((_("My data"), url_for("people.own_data")),)
    return show(TaskPage(_("Ask to have it erased"), form, _("Ask"), said, trail))


def _sign_in_page(form: SignInForm) -> ResponseReturnValue:
    demo = current_app.extensions["civic_settings"].demo
    return show(sign_in_page(g.context, form, kept_before(), demo=demo))


def _register_page(form: RegisterForm) -> ResponseReturnValue:
    said = _("You need an account to write proposals, join groups and vote. To read, you need none.")
    return show(TaskPage(_("Make an account"), form, _("Make the account"), said))


def _confirm_page(form: ConfirmForm) -> ResponseReturnValue:
    said = _("Choose a password. Then your address is confirmed and you are signed in.")
    return show(TaskPage(_("Confirm your e-mail address"), form, _("Confirm and sign in"), said))


def _password_page(form: PasswordForm) -> ResponseReturnValue:
    said = _("You are signed out everywhere else when you save it.")
    return show(TaskPage(_("New password"), form, _("Save and sign in"), said))


def _address_page(form: AddressForm, heading: str, button: str) -> ResponseReturnValue:
    said = _("We send a link that works once. You need no password for it.")
    return show(TaskPage(heading, form, button, said))


def _send(purpose: Purpose, heading: str, button: str) -> ResponseReturnValue:
    form = AddressForm()

    def do() -> str:
        count("link", mailbox=form.email.data)
        count("mail", mailbox=form.email.data)
        actions.ask_for_link(g.context, purpose, email=form.email.data)
        return url_for("people.sent", what=purpose.value)

    return submitted(form, do, again=lambda: _address_page(form, heading, button))
