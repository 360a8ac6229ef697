"""Addresses about comments, whatever they are said of."""

from flask import Blueprint, g, url_for
from flask.typing import ResponseReturnValue

from civic.dialogue import actions, queries
from civic.http.forms import ButtonForm, ReleaseForm, RuledForm
from civic.http.identity import must_be_fresh
from civic.http.limits import count
from civic.http.request import show, submitted
from civic.http.threads import ReplyForm, asked
from civic.web.dialogue import replies
from civic.web.dialogue.forms import EditForm
from civic.web.dialogue.pages import comment_page, delete_page, edit_page
from civic.web.dialogue.threads import home

bp = Blueprint("dialogue", __name__)


@bp.get("/comments/<int:comment_id>")
def comment(comment_id: int) -> ResponseReturnValue:
    """One comment with its replies; for whoever moderates, flags or wrote it, how it stands."""
    return show(comment_page(g.context, comment_id, reading=asked()))


@bp.post("/comments/<int:comment_id>/name")
def reveal_name(comment_id: int) -> ResponseReturnValue:
    """Look at the name of whoever wrote a comment under a pseudonym; it is logged."""
    if not ButtonForm().validate():
        return show(comment_page(g.context, comment_id), 422)
    return show(comment_page(g.context, comment_id, name=actions.reveal_name(g.context, comment_id)))


@bp.post("/comments/<int:comment_id>/replies")
def reply(comment_id: int) -> ResponseReturnValue:
    """Reply to a comment."""
    form = ReplyForm()

    def do() -> str:
        found = queries.comment(g.context, comment_id)
        count("comment", target=f"{found.kind.value} {found.thing_id}")
        made = replies.reply(g.context, found, form.text.data)
        return url_for("dialogue.comment", comment_id=comment_id, said=made.id - 1, _anchor=f"comment-{made.id}")

    return submitted(form, do, again=lambda: show(comment_page(g.context, comment_id, reply=form)))


@bp.post("/comments/<int:comment_id>/<any(useful, no_more):way>")
def find_useful(comment_id: int, way: str) -> ResponseReturnValue:
    """Say that a comment is useful, or take that back."""

    def do() -> str:
        act = actions.find_useful if way == "useful" else actions.find_useful_no_more
        return home(g.context, act(g.context, comment_id))

    return submitted(ButtonForm(), do, again=lambda: comment(comment_id))


@bp.post("/comments/<int:comment_id>/<any(flag, keep, hide):deed>")
def moderate(comment_id: int, deed: str) -> ResponseReturnValue:
    """Flag or hide a comment by a house rule, or let it stand, with a reason."""
    form = RuledForm()

    def do() -> str:
        if deed == "flag":
            actions.flag(g.context, comment_id, **form.ruled())
        elif deed == "hide":
            actions.hide(g.context, comment_id, **form.ruled(), seen=form.saw)
        else:
            actions.keep(g.context, comment_id, reason=form.reason.data, seen=form.saw)
        return url_for("dialogue.comment", comment_id=comment_id) if deed == "flag" else url_for("front.overview")

    return submitted(form, do, again=lambda: show(comment_page(g.context, comment_id, form)))


@bp.post("/comments/<int:comment_id>/release")
def release(comment_id: int) -> ResponseReturnValue:
    """Publish a held comment as it is, on a ground."""
    form = ReleaseForm()

    def do() -> str:
        must_be_fresh()
        actions.release(g.context, comment_id, **form.said(), seen=form.saw)
        return url_for("front.overview")

    return submitted(form, do, again=lambda: show(comment_page(g.context, comment_id, form)))


@bp.get("/comments/<int:comment_id>/edit")
def editing(comment_id: int) -> ResponseReturnValue:
    """The form for one's own comment."""
    return show(edit_page(g.context, comment_id))


@bp.post("/comments/<int:comment_id>/edit")
def edit(comment_id: int) -> ResponseReturnValue:
    """Change one's own comment."""
    form = EditForm()

    def do() -> str:
        count("comment", target=f"comment {comment_id}")
        actions.edit(g.context, comment_id, text=form.text.data, seen=form.seen.data)
        return url_for("dialogue.comment", comment_id=comment_id)

    return submitted(form, do, again=lambda: show(edit_page(g.context, comment_id, form)))


@bp.get("/comments/<int:comment_id>/delete")
def deleting(comment_id: int) -> ResponseReturnValue:
    """Ask before one's own comment is deleted."""
    return show(delete_page(g.context, comment_id))


@bp.post("/comments/<int:comment_id>/delete")
def delete(comment_id: int) -> ResponseReturnValue:
    """Delete one's own comment: its words are gone, that there was one is seen."""

    def do() -> str:
        actions.delete(g.context, comment_id)
        return url_for("dialogue.comment", comment_id=comment_id)

    return submitted(ButtonForm(), do, again=lambda: show(delete_page(g.context, comment_id)))


@bp.post("/comments/<int:comment_id>/mask")
def mask_comment(comment_id: int) -> ResponseReturnValue:
    """Mask the CPR-like numbers in one's held comment."""

    def do() -> str:
        actions.mask(g.context, comment_id)
        return url_for("dialogue.comment", comment_id=comment_id)

    return submitted(ButtonForm(), do, again=lambda: comment(comment_id))
