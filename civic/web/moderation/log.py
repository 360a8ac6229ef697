"""Addresses of the public log of decisions about texts."""

from flask import Blueprint, Response, g, render_template
from flask.typing import ResponseReturnValue

from civic.http.request import after, show
from civic.http.tables import send_table
from civic.web.moderation.decided import log_page, log_table

bp = Blueprint("log", __name__, url_prefix="/moderation/log")


@bp.get("")
def index() -> ResponseReturnValue:
    """What was decided about texts, the newest first; `rule` and `process` narrow it down."""
    return show(log_page(g.context, after("rule"), after("process"), after("before")))


@bp.get("/csv")
def table() -> ResponseReturnValue:
    """The whole log as CSV."""
    return send_table("afgoerelser", log_table(g.context))


@bp.get("/feed")
def feed() -> ResponseReturnValue:
    """The newest fifty decisions as an Atom feed (RFC 4287)."""
    page = log_page(g.context, after("rule"), after("process"), None)
    return Response(render_template("moderation/log.xml", page=page), mimetype="application/atom+xml")
