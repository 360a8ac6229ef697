"""A ballot that is filled in: put in order, read through, gone back to, and handed in; to be counted, or as a trial."""

from collections.abc import Callable

from flask import g, request
from flask.typing import ResponseReturnValue

from civic.http.request import READ, STEP, WRITE, Page, show, submitted
from civic.said.language import SPOKEN
from civic.tally.terms import Lines
from civic.voting.models import Ballot
from civic.web.voting.pages import MOVE, WORDS, paper_form
from civic.web.voting.papers import CastForm, PaperForm


def choose_words() -> None:
    """Let a vote be read in the language that was asked for."""
    asked = request.values.get(WORDS, "")
    g.vote_words = asked if asked in SPOKEN else ""


def filled_in(
    ballot: Callable[[], Ballot],
    page: Callable[[PaperForm], Page],
    check: Callable[[PaperForm], Page],
    cast: Callable[[Lines], str],
) -> ResponseReturnValue:
    """Answer a ballot that was sent, as its button says; what is cast asks for the vote itself, and no statement more.

    `page` has it to be filled in, `check` to be read through, and `cast` takes it in and says where that leads.
    """
    step = request.form.get(STEP)
    if MOVE in request.form or step in {READ, WRITE}:
        paper = paper_form(g.context, ballot(), sent=True)
        if MOVE in request.form:
            paper.move(request.form[MOVE])
            return show(page(paper))
        if step == READ and paper.validate():
            return show(check(paper))
        return show(page(paper), 200 if step == WRITE else 422)
    form = CastForm()

    def again() -> ResponseReturnValue:
        paper = paper_form(g.context, ballot(), sent=True)
        paper.says(form.errors)
        return show(page(paper))

    return submitted(form, lambda: cast(form.lines()), again=again)
