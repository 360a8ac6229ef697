"""Addresses about comments, whatever they are said of."""

from flask import Blueprint, g, url_for
from flask.typing import ResponseReturnValue

from civic.dialogue import actions
from civic.http.forms import ButtonForm, ReasonForm, ReleaseForm
from civic.http.identity import must_be_fresh
from civic.http.request import show, submitted
from civic.web.dialogue.pages import comment_page

bp = Blueprint("dialogue", __name__)


@bp.get("/comments/<int:comment_id>")
def comment(comment_id: int) -> ResponseReturnValue:
    """One comment, for whoever moderates, flags or wrote it."""
    return show(comment_page(g.context, comment_id))


@bp.post("/comments/<int:comment_id>/<any(flag, keep, hide):deed>")
def moderate(comment_id: int, deed: str) -> ResponseReturnValue:
    """Flag, keep or hide a comment, with a reason."""
    form = ReasonForm()
    deeds = {"flag": actions.flag, "keep": actions.keep, "hide": actions.hide}

    def do() -> str:
        deeds[deed](g.context, comment_id, reason=form.reason.data)
        return url_for("dialogue.comment", comment_id=comment_id) if deed == "flag" else url_for("front.overview")

    return submitted(form, do, again=lambda: show(comment_page(g.context, comment_id, form)))


@bp.post("/comments/<int:comment_id>/release")
def release(comment_id: int) -> ResponseReturnValue:
    """Publish a held comment as it is, on a ground."""
    form = ReleaseForm()

    def do() -> str:
        must_be_fresh()
        actions.release(g.context, comment_id, **form.said())
        return url_for("front.overview")

    return submitted(form, do, again=lambda: show(comment_page(g.context, comment_id, form)))


@bp.post("/comments/<int:comment_id>/mask")
def mask_comment(comment_id: int) -> ResponseReturnValue:
    """Mask the CPR-like numbers in one's held comment."""

    def do() -> str:
        actions.mask(g.context, comment_id)
        return url_for("dialogue.comment", comment_id=comment_id)

    return submitted(ButtonForm(), do, again=lambda: comment(comment_id))
