"""Addresses about the house rules."""

from flask import Blueprint, g, url_for
from flask.typing import ResponseReturnValue

from civic.http.identity import must_be_fresh
from civic.http.request import after, show, submitted
from civic.rules import actions
from civic.web.rules.forms import EndForm, RuleForm
from civic.web.rules.pages import change_page, end_page, new_page, rules_page

bp = Blueprint("rules", __name__, url_prefix="/house-rules")


@bp.get("")
def index() -> ResponseReturnValue:
    """The house rules; `version` says as they were in which."""
    return show(rules_page(g.context, after("version")))


@bp.get("/new")
def new() -> ResponseReturnValue:
    """The form for a new rule."""
    return show(new_page(g.context, RuleForm()))


@bp.post("/new")
def add() -> ResponseReturnValue:
    """Publish a new rule."""
    form = RuleForm()

    def do() -> str:
        must_be_fresh()
        words = {"title": form.title.data, "text": form.text.data, "others": form.others()}
        made = actions.add(g.context, **words, why=form.why.data)
        return url_for("rules.index", _anchor=f"rule-{made.number}")

    return submitted(form, do, again=lambda: show(new_page(g.context, form)))


@bp.get("/<int:number>/change")
def changing(number: int) -> ResponseReturnValue:
    """The form for a rule's words."""
    return show(change_page(g.context, number, None))


@bp.post("/<int:number>/change")
def change(number: int) -> ResponseReturnValue:
    """Publish other words of a rule."""
    form = RuleForm()

    def do() -> str:
        must_be_fresh()
        words = {"title": form.title.data, "text": form.text.data, "others": form.others()}
        actions.change(g.context, number, **words, why=form.why.data, seen=form.saw)
        return url_for("rules.index", _anchor=f"rule-{number}")

    return submitted(form, do, again=lambda: show(change_page(g.context, number, form)))


@bp.get("/<int:number>/end")
def ending(number: int) -> ResponseReturnValue:
    """The form by which a rule is ended."""
    return show(end_page(g.context, number, EndForm()))


@bp.post("/<int:number>/end")
def end(number: int) -> ResponseReturnValue:
    """End a rule."""
    form = EndForm()

    def do() -> str:
        must_be_fresh()
        actions.end(g.context, number, why=form.why.data)
        return url_for("rules.index")

    return submitted(form, do, again=lambda: show(end_page(g.context, number, form)))
