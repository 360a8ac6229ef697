"""Addresses about votes."""

from dataclasses import replace

from flask import Blueprint, g, make_response, redirect, request, url_for
from flask import session as browser
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from civic.http.forms import ButtonForm, Form
from civic.http.identity import must_be_fresh
from civic.http.limits import count_code
from civic.http.request import show, submitted
from civic.http.task import TaskPage
from civic.kernel.refusal import Reason, Refusal
from civic.processes.queries import process
from civic.said.language import own_name
from civic.said.voting import rule_said
from civic.said.wording import word
from civic.tally.files import ending, write
from civic.tally.terms import Lines, TieRule
from civic.voting import actions, queries
from civic.voting.models import said_of, words_of
from civic.voting.workflow import BALLOT, PROCESS_BALLOTS, VotingVerb
from civic.web.voting.filling import choose_words, filled_in
from civic.web.voting.forms import AdditionForm, BallotForm, ChangeBallotForm, DrawForm, OpenForm, ReceiptForm, entered
from civic.web.voting.pages import SECOND, ReceiptPage, ballot_page, check_page

bp = Blueprint("voting", __name__)
CODES = "vote_codes"
"""Under which a browser's session has the hashes of the letters' codes that were shown, by their votes."""


bp.before_request(choose_words)


@bp.before_request
def _with_code() -> None:
    """Let whoever has shown the code of a letter in this browser vote from its place in that vote, and in no other."""
    ballot_id = (request.view_args or {}).get("ballot_id")
    shown = browser.get(CODES, {}).get(str(ballot_id), "")
    if shown:
        g.context.actor = replace(g.context.actor, place=shown)


@bp.get("/votes/<int:ballot_id>", endpoint="show")
def ballot(ballot_id: int) -> ResponseReturnValue:
    """One vote."""
    return show(ballot_page(g.context, ballot_id, second=request.args.get(SECOND) == "2"))


@bp.get("/votes/options/<int:option_id>")
def option(option_id: int) -> ResponseReturnValue:
    """Lead to the vote that an option stands in."""
    found = queries.option(g.context, option_id)
    return redirect(url_for("voting.show", ballot_id=found.ballot_id, _anchor=f"option-{option_id}"), 302)


@bp.post("/votes/<int:ballot_id>")
def vote(ballot_id: int) -> ResponseReturnValue:
    """Cast or change one's vote, once it was read through."""
    second = request.form.get(SECOND) == "2"
    which = 2 if second else None

    def cast(lines: Lines) -> str:
        actions.vote(g.context, ballot_id, lines=lines, second=second)
        return url_for("voting.show", ballot_id=ballot_id, place=which, words=g.vote_words or None, _anchor="receipt")

    return filled_in(
        lambda: queries.ballot(g.context, ballot_id),
        lambda paper: ballot_page(g.context, ballot_id, paper, second=second),
        lambda paper: check_page(g.context, ballot_id, paper, second=second),
        cast,
    )


@bp.get("/processes/<int:process_id>/votes/new")
def new(process_id: int) -> ResponseReturnValue:
    """The form for a new vote."""
    return _new_page(process_id, BallotForm())


@bp.post("/processes/<int:process_id>/votes/new")
def add(process_id: int) -> ResponseReturnValue:
    """Prepare a vote."""
    form = BallotForm()

    def do() -> str:
        asked = {"question": form.question.data, "about": form.about.data}
        made = actions.add_ballot(g.context, process_id, **asked, rule=form.rule(), options=form.option_lines())
        return url_for("voting.show", ballot_id=made.id)

    return submitted(form, do, again=lambda: _new_page(process_id, form))


@bp.get("/votes/<int:ballot_id>/change")
def changing(ballot_id: int) -> ResponseReturnValue:
    """The form for a vote that has not been opened."""
    return _change_page(ballot_id)


@bp.post("/votes/<int:ballot_id>/change")
def change(ballot_id: int) -> ResponseReturnValue:
    """Change a vote that has not been opened."""
    form = ChangeBallotForm()
    saw = form.saw

    def do() -> str:
        asked = {"question": form.question.data, "about": form.about.data, "seen": saw}
        actions.change_ballot(g.context, ballot_id, **asked, rule=form.rule(), options=form.option_lines())
        return url_for("voting.show", ballot_id=ballot_id)

    return submitted(form, do, again=lambda: _change_page(ballot_id, form))


@bp.get("/votes/<int:ballot_id>/add")
def adding(ballot_id: int) -> ResponseReturnValue:
    """The form for words added to a vote that has been opened."""
    return _page(ballot_id, VotingVerb.ADD_TO, AdditionForm(), _("Add to the vote"), _("Add"))


@bp.post("/votes/<int:ballot_id>/add")
def add_to(ballot_id: int) -> ResponseReturnValue:
    """Add words to a vote that has been opened, dated."""
    form = AdditionForm()

    def do() -> str:
        actions.add_to(g.context, ballot_id, **form.values())
        return url_for("voting.show", ballot_id=ballot_id, _anchor="corrections")

    again = _page
    return submitted(form, do, again=lambda: again(ballot_id, VotingVerb.ADD_TO, form, _("Add to the vote"), _("Add")))


@bp.get("/votes/<int:ballot_id>/open")
def opening(ballot_id: int) -> ResponseReturnValue:
    """The form for the last day."""
    return _open_page(ballot_id, OpenForm(formdata=None))


@bp.post("/votes/<int:ballot_id>/open")
def open_ballot(ballot_id: int) -> ResponseReturnValue:
    """Open a vote."""
    form = OpenForm()
    saw = form.saw
    if queries.ballot(g.context, ballot_id).tie is not TieRule.DRAW:
        form.is_without_draw()

    def do() -> str:
        must_be_fresh()
        drawn = {"draw_source": form.draw_source.data, "draw_on": form.draw_on.data} if form.draw_source else {}
        actions.open_ballot(g.context, ballot_id, last_day=form.last_day.data, seen=saw, **drawn)
        return url_for("voting.show", ballot_id=ballot_id)

    return submitted(form, do, again=lambda: _open_page(ballot_id, form))


@bp.post("/votes/<int:ballot_id>/publish")
def publish_result(ballot_id: int) -> ResponseReturnValue:
    """Show everybody the result."""

    def do() -> str:
        must_be_fresh()
        actions.publish_result(g.context, ballot_id)
        return url_for("voting.show", ballot_id=ballot_id, _anchor="result")

    return submitted(ButtonForm(), do, again=lambda: ballot(ballot_id))


@bp.get("/votes/<int:ballot_id>/draw")
def drawing(ballot_id: int) -> ResponseReturnValue:
    """The form for the public words of a draw among level options."""
    return _draw_page(ballot_id, DrawForm(formdata=None))


@bp.post("/votes/<int:ballot_id>/draw")
def draw_among_level(ballot_id: int) -> ResponseReturnValue:
    """Draw among options that are level."""
    form = DrawForm()

    def do() -> str:
        must_be_fresh()
        actions.draw_among_level(g.context, ballot_id, public_words=form.words.data)
        return url_for("voting.show", ballot_id=ballot_id, _anchor="result")

    return submitted(form, do, again=lambda: _draw_page(ballot_id, form))


@bp.get("/votes/<int:ballot_id>/receipt")
def receipt(ballot_id: int) -> ResponseReturnValue:
    """The form by which one asks whether a vote is counted."""
    return show(ReceiptPage(queries.ballot(g.context, ballot_id), ReceiptForm(formdata=None)))


@bp.post("/votes/<int:ballot_id>/receipt")
def ask_receipt(ballot_id: int) -> ResponseReturnValue:
    """Say whether a vote is counted, by its receipt; the code stands in no address."""
    form, found = ReceiptForm(), queries.ballot(g.context, ballot_id)
    if not form.validate():
        return show(ReceiptPage(found, form), 422)
    count_code()
    return show(ReceiptPage(found, form, queries.is_counted(g.context, ballot_id, form.code.data)))


@bp.get("/votes/<int:ballot_id>/ballots.<any(csv, soi, pb):form>")
def ballots(ballot_id: int, form: str) -> ResponseReturnValue:
    """The ballots of a vote as a file that others can count."""
    told = queries.told(g.context, queries.ballot(g.context, ballot_id))
    if form != ending(told.terms.method, is_named=bool(told.voters)):
        raise Refusal(Reason.NOT_FOUND)
    answer = make_response(write(told))
    answer.headers["Content-Type"] = "text/csv; charset=utf-8" if form == "csv" else "text/plain; charset=utf-8"
    answer.headers["Content-Disposition"] = f"attachment; filename=afstemning-{ballot_id}.{form}"
    return answer


@bp.post("/votes/<int:ballot_id>/close")
def close(ballot_id: int) -> ResponseReturnValue:
    """Close a vote before its time."""

    def do() -> str:
        must_be_fresh()
        actions.close(g.context, ballot_id)
        return url_for("voting.show", ballot_id=ballot_id)

    return submitted(ButtonForm(), do, again=lambda: ballot(ballot_id))


def _open_page(ballot_id: int, form: OpenForm) -> ResponseReturnValue:
    found = queries.ballot(g.context, ballot_id)
    BALLOT.require(g.context, VotingVerb.OPEN, found)
    count = queries.turnout(g.context, ballot_id).on_roll
    form.shows(*words_of(found), *found.said_elsewhere, count, *(one.seen for one in queries.drawn(g.context, found)))
    quoted = (
        (found.question, found.about),
        (_("Options"), "\n\n".join(said_of(one) for one in found.options)),
        (word(found.secrecy), ngettext("%(num)s person is on the roll.", "%(num)s persons are on the roll.", count)),
        (_("The rule"), "\n\n".join(rule_said(found, count))),
        *((own_name(code), "\n\n".join(words.values())) for code, words in found.wordings.items()),
    )
    if found.tie is not TieRule.DRAW and form.draw_source:
        form.is_without_draw()
    said = _("From then on nothing of this can be changed, only added to.")
    trail = ((found.question[:40], url_for("voting.show", ballot_id=ballot_id)),)
    return show(TaskPage(_("Open the vote"), form, _("Open it"), said, trail, quoted))


def _draw_page(ballot_id: int, form: DrawForm) -> ResponseReturnValue:
    found = queries.ballot(g.context, ballot_id)
    BALLOT.require(g.context, VotingVerb.DRAW_AMONG_LEVEL, found)
    said = _(
        "The numbers come from %(source)s of that day. Whoever has them can repeat the draw.", source=found.draw_source
    )
    trail = ((found.question[:40], url_for("voting.show", ballot_id=ballot_id)),)
    return show(TaskPage(_("Draw among the level"), form, _("Draw"), said, trail))


def _new_page(process_id: int, form: BallotForm) -> ResponseReturnValue:
    parent = process(g.context, process_id)
    PROCESS_BALLOTS.require(g.context, VotingVerb.ADD_BALLOT, parent)
    trail = ((parent.title, url_for("processes.process", process_id=process_id)),)
    return show(TaskPage(_("Prepare a vote"), form, _("Prepare it"), trail=trail))


def _change_page(ballot_id: int, form: ChangeBallotForm | None = None) -> ResponseReturnValue:
    found = queries.ballot(g.context, ballot_id)
    if form is None:
        form = ChangeBallotForm(formdata=None, **entered(found))
    there = words_of(found)
    form.shows(*there, now="\n".join(there))
    return _page(ballot_id, VotingVerb.CHANGE, form, _("Change the vote"), _("Save"))


def _page(ballot_id: int, verb: VotingVerb, form: Form, heading: str, button: str) -> ResponseReturnValue:
    found = queries.ballot(g.context, ballot_id)
    BALLOT.require(g.context, verb, found)
    trail = ((found.question[:40], url_for("voting.show", ballot_id=ballot_id)),)
    return show(TaskPage(heading, form, button, trail=trail))
