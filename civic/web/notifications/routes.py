"""Addresses about notifications."""

from flask import Blueprint, current_app, g, request, url_for
from flask.typing import ResponseReturnValue

from civic.following import actions
from civic.http.request import LARGEST_ID, after, show, submitted
from civic.said.mail import stopped
from civic.web.notifications.forms import STOP, FollowForm, PacesForm, ReadForm
from civic.web.notifications.pages import notifications_page, paced, paces_page, stop_page

bp = Blueprint("notifications", __name__, url_prefix="/notifications")


@bp.get("")
def index() -> ResponseReturnValue:
    """What one was told, the newest first; `unread` leaves out what one has read."""
    return show(notifications_page(g.context, before=after(), only_unread="unread" in request.args))


@bp.post("/read")
def read() -> ResponseReturnValue:
    """Say that one has read everything up to what stood on the page."""
    form = ReadForm()

    def do() -> str:
        raw = form.until.data or ""
        until = int(raw) if raw.isascii() and raw.isdigit() and len(raw) <= 10 else 0
        actions.read_until(g.context, min(until, LARGEST_ID))
        return url_for("notifications.index")

    return submitted(form, do, again=index)


@bp.get("/mails")
def paces() -> ResponseReturnValue:
    """How often one wants mails, of each kind and of each thing that one follows."""
    return show(paces_page(g.context, after=after("after")))


@bp.post("/mails")
def change_paces() -> ResponseReturnValue:
    """Say how often one wants mails of each kind."""
    form = PacesForm()

    def do() -> str:
        actions.change_paces(g.context, form.said())
        return url_for("notifications.paces")

    return submitted(form, do, again=lambda: show(paces_page(g.context, form)))


@bp.post("/mails/followed/<int:follow_id>")
def change_pace(follow_id: int) -> ResponseReturnValue:
    """Say how often one wants to be mailed of one thing that one follows, or follow it no longer."""
    form = FollowForm()

    def do() -> str:
        if form.pace.data == STOP:
            actions.drop(g.context, follow_id)
            return url_for("notifications.paces", _anchor="followed")
        actions.change_pace(g.context, follow_id, paced(form))
        return url_for("notifications.paces", _anchor=f"follow-{follow_id}")

    return submitted(form, do, again=paces)


@bp.get("/stop/<token>")
def stopping(token: str) -> ResponseReturnValue:
    """A button that stops the mails whose link this is; looking at the page stops nothing."""
    person_id, kinds = stopped(current_app.extensions["civic_settings"], token)
    return show(stop_page(g.context, person_id, kinds, token, is_done=False))


@bp.post("/stop/<token>")
def stop(token: str) -> ResponseReturnValue:
    """Stop the mails whose link this is, at one click of a mail program, which has no form of ours (RFC 8058)."""
    person_id, kinds = stopped(current_app.extensions["civic_settings"], token)
    actions.stop_mails(g.context, person_id, kinds)
    return show(stop_page(g.context, person_id, kinds, token, is_done=True))
