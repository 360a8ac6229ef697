"""Addresses about the second factor: setting it up, showing it, and proving again who one is."""

import secrets
from collections.abc import Callable
from typing import Any

from flask import Blueprint, current_app, g, make_response, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from civic.http.forms import ButtonForm
from civic.http.identity import (
    enter_browser,
    forget_half,
    half_token,
    must_be_fresh,
    next_address,
    noted,
    site,
    this_browser,
)
from civic.http.limits import count
from civic.http.request import kept_before, show, submitted
from civic.people import factors, queries
from civic.people.models import SecurityKind
from civic.web.people.forms import AppForm, CodeForm, NewPasskeyForm, PasskeyForm, ProveForm, SignInForm
from civic.web.people.pages import CodesPage, ResumePage, factors_page, prove_page, second_page, sign_in_page

bp = Blueprint("factors", __name__)


@bp.post("/sign-in/passkey")
def sign_in() -> ResponseReturnValue:
    """Sign in with a passkey alone."""
    form = PasskeyForm()

    def do() -> str:
        with noted(SecurityKind.WRONG_CODE, answer=form.answer.data):
            count("second")
            token = factors.sign_in_by_passkey(g.context, site(), form.answer.data)
        return enter_browser(token, next_address(form.next.data))

    return submitted(form, do, again=lambda: show(second_page(next_address(form.next.data), (), passkey=form)))


@bp.get("/sign-in/second")
def second() -> ResponseReturnValue:
    """The page that asks for the second factor."""
    factors.half_session(g.context, half_token())
    return show(second_page(next_address(request.args.get("next"))))


@bp.post("/sign-in/second")
def finish() -> ResponseReturnValue:
    """Show the second factor: a code."""
    return _second(CodeForm(), lambda form: {"code": form.code.data}, lambda form: {"code": form})


@bp.post("/sign-in/second/passkey")
def finish_by_passkey() -> ResponseReturnValue:
    """Show the second factor: a passkey."""
    return _second(PasskeyForm(), lambda form: {"answer": form.answer.data}, lambda form: {"passkey": form})


def _second(
    form: CodeForm | PasskeyForm, given: Callable[..., dict[str, str]], shown: Callable[..., dict[str, Any]]
) -> ResponseReturnValue:
    if not factors.is_half(g.context, half_token()):  # it has run out, or somebody signed in since: begin again
        forget_half()
        demo = current_app.extensions["civic_settings"].demo
        again_form = SignInForm(formdata=None, next=form.next.data or "")
        return show(sign_in_page(g.context, again_form, kept_before(), demo=demo), 401)

    def do() -> str:
        person_id = factors.half_session(g.context, half_token()).person_id
        proof = given(form)
        with noted(SecurityKind.WRONG_CODE, person_id=person_id, answer=proof.get("answer", "")):
            count("second", mailbox=f"person {person_id}")
            token = factors.finish(g.context, site(), half_token(), **proof)
        return enter_browser(token, next_address(form.next.data))

    kept = kept_before()
    again = lambda: show(second_page(next_address(form.next.data), kept, **shown(form)))  # noqa: E731
    return _resumed(submitted(form, do, again=again), next_address(form.next.data))


@bp.get("/sign-in/again")
def again() -> ResponseReturnValue:
    """The page on which one proves again who one is."""
    return show(prove_page(g.context, next_address(request.args.get("next"))))


@bp.post("/sign-in/again")
def prove() -> ResponseReturnValue:
    """Prove by password; the page that stopped somebody begins it without one."""
    if request.form.get("begin"):
        return show(prove_page(g.context, next_address(request.form.get("next")), kept_before()), 401)
    return _prove(ProveForm(), lambda form: {"password": form.password.data})


@bp.post("/sign-in/again/code")
def prove_by_code() -> ResponseReturnValue:
    """Prove by a code."""
    return _prove(CodeForm(), lambda form: {"code": form.code.data})


@bp.post("/sign-in/again/passkey")
def prove_by_passkey() -> ResponseReturnValue:
    """Prove by a passkey."""
    return _prove(PasskeyForm(), lambda form: {"answer": form.answer.data})


def _prove(form: ProveForm | CodeForm | PasskeyForm, given: Callable[..., dict[str, str]]) -> ResponseReturnValue:
    def do() -> str:
        person = queries.own_account(g.context)
        shown = given(form)
        with noted(SecurityKind.WRONG_CODE, person_id=person.id, answer=shown.get("answer", "")):
            count("second", mailbox=f"person {person.id}")
            token = factors.prove(g.context, site(), this_browser(), **shown)
        return enter_browser(token, next_address(form.next.data))

    kept = kept_before()
    again = lambda: show(prove_page(g.context, next_address(form.next.data), kept, form))  # noqa: E731
    return _resumed(submitted(form, do, again=again), next_address(form.next.data))


@bp.get("/account/second")
def own() -> ResponseReturnValue:
    """One's own second factors."""
    return show(factors_page(g.context, site(), secrets.token_urlsafe(24)))


@bp.post("/account/second/app")
def add_app() -> ResponseReturnValue:
    """Tie an authenticator app to one's account."""
    form = AppForm()

    def do() -> str:
        must_be_fresh()
        count("second", mailbox=f"person {g.context.actor.person_id}")
        factors.add_app(g.context, site(), nonce=form.nonce.data, code=form.code.data, token=this_browser())
        return url_for("factors.own", _anchor="codes")

    nonce = str(form.nonce.data or "") or secrets.token_urlsafe(24)
    done = _("The app is tied to your account. Make recovery codes too, in case you lose it.")
    again = lambda: show(factors_page(g.context, site(), nonce, app=form))  # noqa: E731
    return submitted(form, do, again=again, done=done, place="codes")


@bp.post("/account/second/app/remove")
def remove_app() -> ResponseReturnValue:
    """Take the app from one's account."""
    return _press(lambda: factors.remove_app(g.context))


@bp.post("/account/second/passkeys")
def add_passkey() -> ResponseReturnValue:
    """Tie a passkey to one's account."""
    form = NewPasskeyForm()

    def do() -> str:
        must_be_fresh()
        factors.add_passkey(g.context, site(), answer=form.answer.data, name=form.name.data, token=this_browser())
        return url_for("factors.own", _anchor="passkeys")

    again = lambda: show(factors_page(g.context, site(), secrets.token_urlsafe(24), passkey=form))  # noqa: E731
    return submitted(form, do, again=again)


@bp.post("/account/second/passkeys/<int:passkey_id>/remove")
def remove_passkey(passkey_id: int) -> ResponseReturnValue:
    """Take a passkey from one's account."""
    return _press(lambda: factors.remove_passkey(g.context, passkey_id))


@bp.post("/account/second/codes")
def make_codes() -> ResponseReturnValue:
    """Make new recovery codes, and show them this once."""
    form = ButtonForm()
    if not form.validate():
        return submitted(form, lambda: "", again=own)
    must_be_fresh()
    return show(CodesPage(factors.new_codes(g.context)))


def _press(do: Callable[[], None]) -> ResponseReturnValue:
    def pressed() -> str:
        must_be_fresh()
        do()
        return url_for("factors.own")

    return submitted(ButtonForm(), pressed, again=own)


def _resumed(answered: ResponseReturnValue, address: str) -> ResponseReturnValue:
    """Return the page that sends what was kept, where somebody was stopped while writing."""
    kept = kept_before()
    response = make_response(answered)
    if response.status_code != 303 or not kept:
        return response
    cookies = response.headers.getlist("Set-Cookie")
    resumed = make_response(show(ResumePage(address, kept)))
    resumed.headers.extend(("Set-Cookie", one) for one in cookies)
    return resumed
