"""Addresses about a vote before it opens: its words in other languages, where its options come from, a trial."""

from flask import Blueprint, g, url_for
from flask.typing import ResponseReturnValue

from civic.http.forms import ButtonForm
from civic.http.request import show, submitted
from civic.proposals.queries import titles
from civic.tally.terms import Lines
from civic.voting import preparing, queries
from civic.voting.models import Ballot
from civic.voting.workflow import BALLOT, VotingVerb
from civic.web.voting.filling import choose_words, filled_in
from civic.web.voting.forms import ProposalsForm
from civic.web.voting.pages import (
    ProposalsPage,
    languages_page,
    trial_check_page,
    trial_page,
    wording_form,
    wording_page,
)

bp = Blueprint("preparing", __name__)
OFFERED = 500
"""Proposals of a process that options can be said to come from: the newest."""


bp.before_request(choose_words)


@bp.get("/votes/<int:ballot_id>/languages")
def languages(ballot_id: int) -> ResponseReturnValue:
    """In which languages a vote can be read."""
    return show(languages_page(g.context, ballot_id))


@bp.get("/votes/<int:ballot_id>/languages/<code>")
def wording(ballot_id: int, code: str) -> ResponseReturnValue:
    """The form for a vote's words in another language."""
    return show(wording_page(g.context, ballot_id, code))


@bp.post("/votes/<int:ballot_id>/languages/<code>")
def put_wording(ballot_id: int, code: str) -> ResponseReturnValue:
    """Say a vote's words in another language."""
    form = wording_form(_draft(ballot_id, VotingVerb.PUT_WORDING), code)()
    saw = form.saw

    def do() -> str:
        preparing.put_wording(g.context, ballot_id, code, form.said(), seen=saw)
        return url_for("preparing.languages", ballot_id=ballot_id)

    return submitted(form, do, again=lambda: show(wording_page(g.context, ballot_id, code, form)))


@bp.get("/votes/<int:ballot_id>/proposals")
def proposals(ballot_id: int) -> ResponseReturnValue:
    """The form for the proposals that a vote's options come from."""
    found = _draft(ballot_id, VotingVerb.NAME_PROPOSALS)
    return _proposals_page(found, _proposals_form(found)(formdata=None))


@bp.post("/votes/<int:ballot_id>/proposals")
def name_proposals(ballot_id: int) -> ResponseReturnValue:
    """Say from which proposals a vote's options come."""
    found = _draft(ballot_id, VotingVerb.NAME_PROPOSALS)
    form = _proposals_form(found)()

    def do() -> str:
        preparing.name_proposals(g.context, ballot_id, form.chosen())
        return url_for("voting.show", ballot_id=ballot_id)

    return submitted(form, do, again=lambda: _proposals_page(found, form))


@bp.get("/votes/<int:ballot_id>/trial")
def trial(ballot_id: int) -> ResponseReturnValue:
    """A vote to be tried out."""
    return show(trial_page(g.context, ballot_id))


@bp.post("/votes/<int:ballot_id>/trial")
def try_out(ballot_id: int) -> ResponseReturnValue:
    """Fill in a ballot to try a vote out, once it was read through."""
    found = _draft(ballot_id, VotingVerb.TRY_OUT)

    def cast(lines: Lines) -> str:
        preparing.try_out(g.context, ballot_id, lines=lines)
        return url_for("preparing.trial", ballot_id=ballot_id, _anchor="result", words=g.vote_words or None)

    return filled_in(
        lambda: found,
        lambda paper: trial_page(g.context, ballot_id, paper),
        lambda paper: trial_check_page(g.context, ballot_id, paper),
        cast,
    )


@bp.post("/votes/<int:ballot_id>/trial/wipe")
def wipe_trial(ballot_id: int) -> ResponseReturnValue:
    """Wipe a vote's trial votes."""

    def do() -> str:
        preparing.wipe_trial(g.context, ballot_id)
        return url_for("preparing.trial", ballot_id=ballot_id)

    return submitted(ButtonForm(), do, again=lambda: trial(ballot_id))


def _draft(ballot_id: int, verb: VotingVerb) -> Ballot:
    found = queries.ballot(g.context, ballot_id)
    BALLOT.require(g.context, verb, found)
    return found


def _proposals_form(found: Ballot) -> type[ProposalsForm]:
    return ProposalsForm.over(found, titles(g.context, found.process_id, at_most=OFFERED))


def _proposals_page(found: Ballot, form: ProposalsForm) -> ResponseReturnValue:
    return show(ProposalsPage(found, form))
