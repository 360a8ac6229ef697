"""Addresses of appeals: made by whoever wrote a text, decided at the desk by another person than the first."""

from collections.abc import Callable, Mapping

from flask import Blueprint, g, url_for
from flask.typing import ResponseReturnValue

from civic.dialogue import actions as comments
from civic.http.request import show, submitted
from civic.kernel.trace import Kind, Ref
from civic.moderation.models import Appeal
from civic.proposals import actions as proposals
from civic.web.moderation.decided import appeal_page, new_appeal_page
from civic.web.moderation.forms import AppealForm

bp = Blueprint("appeals", __name__, url_prefix="/appeals")
_MAKE: Mapping[Kind, Callable[..., Appeal]] = {Kind.COMMENT: comments.appeal, Kind.PROPOSAL: proposals.appeal}


@bp.get("/<int:appeal_id>", endpoint="show")
def one(appeal_id: int) -> ResponseReturnValue:
    """One appeal."""
    return show(appeal_page(g.context, appeal_id))


@bp.get("/<any(comment, proposal):kind>/<int:thing_id>")
def new(kind: str, thing_id: int) -> ResponseReturnValue:
    """The form for an appeal about one's own text."""
    return show(new_appeal_page(g.context, Ref(Kind(kind), thing_id), AppealForm()))


@bp.post("/<any(comment, proposal):kind>/<int:thing_id>")
def make(kind: str, thing_id: int) -> ResponseReturnValue:
    """Appeal the decision about one's own text."""
    form, about = AppealForm(), Ref(Kind(kind), thing_id)

    def do() -> str:
        made = _MAKE[about.kind](g.context, about.id, text=form.text.data)
        return url_for("appeals.show", appeal_id=made.id)

    return submitted(form, do, again=lambda: show(new_appeal_page(g.context, about, form)))
