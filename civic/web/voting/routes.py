"""Addresses about votes."""

from flask import Blueprint, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from civic.http.forms import ButtonForm, Form
from civic.http.identity import must_be_fresh
from civic.http.request import READ, STEP, WRITE, after, show, submitted, words
from civic.http.task import TaskPage
from civic.people.queries import named
from civic.processes.queries import process
from civic.said.wording import word
from civic.voting import actions, queries
from civic.voting.models import Mode, said_of, words_of
from civic.voting.workflow import BALLOT, PROCESS_BALLOTS, VotingVerb
from civic.web.voting.forms import AdditionForm, BallotForm, ChangeBallotForm, OpenForm, RollForm, VoteForm, VoterForm
from civic.web.voting.pages import ballot_page, check_page, roll_page

bp = Blueprint("voting", __name__)


@bp.get("/votes/<int:ballot_id>", endpoint="show")
def ballot(ballot_id: int) -> ResponseReturnValue:
    """One vote."""
    return show(ballot_page(g.context, ballot_id))


@bp.get("/votes/options/<int:option_id>")
def option(option_id: int) -> ResponseReturnValue:
    """Lead to the vote that an option stands in."""
    found = queries.option(g.context, option_id)
    return redirect(url_for("voting.show", ballot_id=found.ballot_id, _anchor=f"option-{option_id}"), 302)


@bp.post("/votes/<int:ballot_id>")
def vote(ballot_id: int) -> ResponseReturnValue:
    """Cast or change one's vote, once it was read through."""
    form = VoteForm()
    if request.form.get(STEP) == READ and form.validate():
        return show(check_page(g.context, ballot_id, form))
    if request.form.get(STEP) == WRITE:
        return show(ballot_page(g.context, ballot_id, form))

    def do() -> str:
        actions.vote(g.context, ballot_id, option_id=form.option_id.data)
        return url_for("voting.show", ballot_id=ballot_id, _anchor="receipt")

    return submitted(form, do, again=lambda: show(ballot_page(g.context, ballot_id, form)))


@bp.get("/processes/<int:process_id>/votes/new")
def new(process_id: int) -> ResponseReturnValue:
    """The form for a new vote."""
    return _new_page(process_id, BallotForm())


@bp.post("/processes/<int:process_id>/votes/new")
def add(process_id: int) -> ResponseReturnValue:
    """Prepare a vote."""
    form = BallotForm()

    def do() -> str:
        values = form.values() | {"options": form.option_lines(), "mode": Mode(form.mode.data)}
        made = actions.add_ballot(g.context, process_id, **values)
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

    def do() -> str:
        values = form.values() | {"options": form.option_lines(), "mode": Mode(form.mode.data)}
        actions.change_ballot(g.context, ballot_id, **values)
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


@bp.get("/votes/<int:ballot_id>/roll")
def roll(ballot_id: int) -> ResponseReturnValue:
    """The form for the roll."""
    return show(roll_page(g.context, ballot_id, words=words(), after=after("after") or 0))


@bp.post("/votes/<int:ballot_id>/roll/person")
def add_voter(ballot_id: int) -> ResponseReturnValue:
    """Put one person on the roll."""
    voter = VoterForm()
    BALLOT.require(g.context, VotingVerb.ADD_TO_ROLL, queries.ballot(g.context, ballot_id))

    def do() -> str:
        must_be_fresh()
        (found,) = named(g.context, voter.person.data)
        actions.add_to_roll(g.context, ballot_id, [found.id])
        return url_for("voting.roll", ballot_id=ballot_id)

    return submitted(voter, do, again=lambda: show(roll_page(g.context, ballot_id, voter=voter)))


@bp.post("/votes/<int:ballot_id>/roll")
def add_to_roll(ballot_id: int) -> ResponseReturnValue:
    """Put persons on the roll."""
    form = RollForm()
    BALLOT.require(g.context, VotingVerb.ADD_TO_ROLL, queries.ballot(g.context, ballot_id))

    def do() -> str:
        must_be_fresh()
        persons = named(g.context, *(form.persons.data or "").splitlines())
        actions.add_to_roll(g.context, ballot_id, [one.id for one in persons])
        return url_for("voting.show", ballot_id=ballot_id)

    return submitted(form, do, again=lambda: show(roll_page(g.context, ballot_id, form)))


@bp.post("/votes/<int:ballot_id>/roll/<int:entry_id>/take-off")
def take_off_roll(ballot_id: int, entry_id: int) -> ResponseReturnValue:
    """Take somebody off the roll of a vote that has not been opened."""

    def do() -> str:
        actions.take_off_roll(g.context, ballot_id, entry_id)
        sought = words() or None
        return url_for("voting.roll", ballot_id=ballot_id, words=sought, after=after("after"), _anchor="roll")

    return submitted(ButtonForm(), do, again=lambda: show(roll_page(g.context, ballot_id)))


@bp.get("/votes/<int:ballot_id>/open")
def opening(ballot_id: int) -> ResponseReturnValue:
    """The form for the last day."""
    return _open_page(ballot_id, OpenForm())


@bp.post("/votes/<int:ballot_id>/open")
def open_ballot(ballot_id: int) -> ResponseReturnValue:
    """Open a vote."""
    form = OpenForm()

    def do() -> str:
        must_be_fresh()
        actions.open_ballot(g.context, ballot_id, last_day=form.last_day.data, seen=form.saw)
        return url_for("voting.show", ballot_id=ballot_id)

    return submitted(form, do, again=lambda: _open_page(ballot_id, form))


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
    form.shows(*words_of(found), count, *(one.seen for one in queries.drawn(g.context, found)))
    quoted = (
        (found.question, found.about),
        (_("Options"), "\n\n".join(said_of(one) for one in found.options)),
        (word(found.mode), ngettext("%(num)s person is on the roll.", "%(num)s persons are on the roll.", count)),
    )
    said = _("From then on nothing of this can be changed, only added to.")
    trail = ((found.question[:40], url_for("voting.show", ballot_id=ballot_id)),)
    return show(TaskPage(_("Open the vote"), form, _("Open it"), said, trail, quoted))


def _new_page(process_id: int, form: BallotForm) -> ResponseReturnValue:
    parent = process(g.context, process_id)
    PROCESS_BALLOTS.require(g.context, VotingVerb.ADD_BALLOT, parent)
    trail = ((parent.title, url_for("processes.process", process_id=process_id)),)
    return show(TaskPage(_("Prepare a vote"), form, _("Prepare it"), trail=trail))


def _change_page(ballot_id: int, form: ChangeBallotForm | None = None) -> ResponseReturnValue:
    found = queries.ballot(g.context, ballot_id)
    if form is None:
        options = "\n".join(said_of(one) for one in found.options)
        entered = {"question": found.question, "about": found.about, "options": options, "mode": found.mode.value}
        form = ChangeBallotForm(formdata=None, **entered)
    there = words_of(found)
    form.shows(*there, now="\n".join(there))
    return _page(ballot_id, VotingVerb.CHANGE, form, _("Change the vote"), _("Save"))


def _page(ballot_id: int, verb: VotingVerb, form: Form, heading: str, button: str) -> ResponseReturnValue:
    found = queries.ballot(g.context, ballot_id)
    BALLOT.require(g.context, verb, found)
    trail = ((found.question[:40], url_for("voting.show", ballot_id=ballot_id)),)
    return show(TaskPage(heading, form, button, trail=trail))
