"""Addresses of the desk on which texts that wait are cleared."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from flask import Blueprint, g, jsonify, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from civic.dialogue import actions as comments
from civic.http.forms import TypedForm
from civic.http.identity import must_be_fresh
from civic.http.request import LARGEST_ID, after, asked_for, show, submitted, words
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.trace import Kind, Ref
from civic.moderation import actions as moderation
from civic.moderation import queries as appeals
from civic.proposals import actions as proposals
from civic.responses import release as responses
from civic.said.wording import has_open
from civic.treatment import actions as treatment
from civic.web.moderation.cases import Decision
from civic.web.moderation.forms import CoverForm, DecideForm
from civic.web.moderation.pages import KINDS, Asked, desk_page, may_be_decided, staffed
from civic.writing import actions as writing
from civic.writing.queries import open_with

bp = Blueprint("moderation", __name__)


@bp.get("/moderation")
def desk() -> ResponseReturnValue:
    """The queue, and one text of it; `which`, `process` and `words` narrow it down, `at` says which."""
    return show(desk_page(g.context, _asked(), _ref(request.args.get("at", ""))))


@bp.post("/moderation/<any(comment, proposal, response, appeal):kind>/<int:thing_id>")
def decide(kind: str, thing_id: int) -> ResponseReturnValue:
    """Decide what is done with one text, and go on to the next."""
    staffed(g.context)
    thing, asked = Ref(Kind(kind), thing_id), _asked()
    form = DecideForm()
    form.decision.choices = [(one.value, one.value) for one in Decision]

    def do() -> str:
        _carry_out(thing, form)
        return _address(asked, request.form.get("then", ""))

    done = _said().get(form.decision.data, "")
    return submitted(form, do, again=lambda: show(desk_page(g.context, asked, thing, form=form)), done=done)


@bp.post("/moderation/<any(comment, proposal, response, appeal):kind>/<int:thing_id>/typed")
def keep_typed(kind: str, thing_id: int) -> ResponseReturnValue:
    """Keep the reason as far as it is typed, and say who else has the text open; asked by the page."""
    thing = Ref(Kind(kind), thing_id)
    may_be_decided(g.context, thing)
    form = TypedForm()
    if not form.validate():
        return jsonify(kept=False, said=""), 422
    writing.keep_copy(g.context, thing, text=form.reason.data, seen=0)
    names = open_with(g.context, [thing]).get(thing, ())
    return jsonify(kept=True, said=has_open(names) if names else "")


@bp.post("/moderation/cover")
def cover() -> ResponseReturnValue:
    """Cover the personal details in the ticked texts, and let the rest of each stand."""
    staffed(g.context)
    form, asked = CoverForm(), _asked()
    ticked = (one.partition(":") for one in dict.fromkeys(form.texts.data or ()))
    things = [(thing, seen) for thing, seen in ((_ref(key), seen) for key, _sign, seen in ticked) if thing]

    def do() -> str:
        for thing, seen in things:
            _COVER[thing.kind](g.context, thing.id, seen=seen)
        return _address(asked)

    done = ngettext("Covered in %(num)s text.", "Covered in %(num)s texts.", len(things))
    return submitted(form, do, again=lambda: show(desk_page(g.context, asked, None, cover=form)), done=done)


_COVER: Mapping[Kind, Callable[..., Any]] = {
    Kind.COMMENT: comments.cover,
    Kind.PROPOSAL: proposals.cover,
    Kind.RESPONSE: treatment.cover,
}
_RELEASE: Mapping[Kind, Callable[..., Any]] = {
    Kind.COMMENT: comments.release,
    Kind.PROPOSAL: proposals.release,
    Kind.RESPONSE: responses.release,
}
_SEND_ON: Mapping[Kind, Callable[..., Any]] = {
    Kind.COMMENT: comments.send_on,
    Kind.PROPOSAL: proposals.send_on,
    Kind.RESPONSE: responses.send_on,
}
_HIDE: Mapping[Kind, Callable[..., Any]] = {
    Kind.COMMENT: comments.hide,
    Kind.PROPOSAL: proposals.hide,
    Kind.RESPONSE: responses.hide,
}
_KEEP: Mapping[Kind, Callable[..., Any]] = {Kind.COMMENT: comments.keep, Kind.PROPOSAL: proposals.keep}
_REINSTATE: Mapping[Kind, Callable[..., Any]] = {Kind.COMMENT: comments.reinstate, Kind.PROPOSAL: proposals.reinstate}


def _said() -> dict[str, str]:
    """Return what is said of each decision when it has been carried out."""
    return {
        Decision.COVER.value: _("The words are covered, and the rest stands."),
        Decision.RELEASE.value: _("It is shown as it is."),
        Decision.KEEP.value: _("It stands."),
        Decision.HIDE.value: _("It is hidden, and its author reads the reason."),
        Decision.ACCEPT.value: _("The proposal is published, and its author gets a mail."),
        Decision.SEND_BACK.value: _("The proposal was sent back with the reason."),
        Decision.UPHOLD.value: _("The text is shown, and its author gets a mail."),
        Decision.DISMISS.value: _("The first decision stands, and whoever appealed gets a mail."),
        Decision.SEND_ON.value: _("It is sent on, and your colleague gets a mail."),
    }


def _carry_out(thing: Ref, form: DecideForm) -> None:
    """Do what was decided; Refusal(NOT_NOW) for what is not decided of such a text."""
    chosen, seen, reason = form.chosen, form.saw, form.reason.data or ""
    if thing.kind is Kind.APPEAL:
        _decide_appeal(thing.id, chosen, reason, seen)
    elif chosen is Decision.COVER:
        _COVER[thing.kind](g.context, thing.id, words=form.lines(), reason=reason, seen=seen)
    elif chosen is Decision.RELEASE:
        must_be_fresh()
        _RELEASE[thing.kind](g.context, thing.id, ground=form.why, reason=reason, seen=seen)
    elif chosen is Decision.HIDE and thing.kind in _HIDE:
        _HIDE[thing.kind](g.context, thing.id, rule=form.rule.data, reason=reason, seen=seen)
    elif chosen is Decision.KEEP and thing.kind in _KEEP:
        _KEEP[thing.kind](g.context, thing.id, reason=reason, seen=seen)
    elif chosen is Decision.ACCEPT and thing.kind is Kind.PROPOSAL:
        proposals.accept(g.context, thing.id, seen=seen)
    elif chosen is Decision.SEND_BACK and thing.kind is Kind.PROPOSAL:
        proposals.send_back(g.context, thing.id, rule=form.rule.data, reason=reason, seen=seen)
    elif chosen is Decision.SEND_ON:
        _SEND_ON[thing.kind](g.context, thing.id, to_id=form.colleague.data, note=reason)
    else:
        raise Refusal(Reason.NOT_NOW)
    writing.drop_copy(g.context, thing)


def _decide_appeal(appeal_id: int, chosen: Decision, reason: str, seen: str | None) -> None:
    if chosen is Decision.UPHOLD:
        about = appeals.appeal(g.context, appeal_id).kind
        _REINSTATE[about](g.context, appeal_id, reason=reason, seen=seen)
    elif chosen is Decision.DISMISS:
        moderation.dismiss(g.context, appeal_id, reason=reason, seen=seen)
    else:
        raise Refusal(Reason.NOT_NOW)


def _address(asked: Asked, at: str = "") -> str:
    """Return the desk's address for what was asked, at a text of it."""
    parts: dict[str, Any] = {**asked.address, "at": at or None}
    return url_for("moderation.desk", **parts)


def _asked() -> Asked:
    kind = asked_for(Kind, "which")
    is_mine, is_late = (request.args.get(name) == "yes" for name in ("mine", "late"))
    at = _after(request.args.get("after", ""))
    return Asked(kind if kind in KINDS else None, after("process"), words(), is_mine, is_late, at)


def _after(typed: str) -> tuple[datetime, Kind, int] | None:
    since, _sign, rest = typed.partition("~")
    thing = _ref(rest.replace("~", "-"))
    try:
        at = datetime.fromisoformat(since)
    except ValueError:
        return None
    return (at, thing.kind, thing.id) if thing and at.tzinfo else None


def _ref(key: str) -> Ref | None:
    found = re.fullmatch(r"(comment|proposal|response|appeal)-(\d{1,10})", key, re.ASCII)
    if not found or int(found[2]) > LARGEST_ID:
        return None
    return Ref(Kind(found[1]), int(found[2]))
