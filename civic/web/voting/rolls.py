"""Addresses about who may vote: the roll, its lists and letters, and the codes of letters."""

import csv
import io

from flask import Blueprint, Response, current_app, flash, g, redirect, request, url_for
from flask import session as browser
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from civic.config import Settings
from civic.files import renditions
from civic.files.renditions import Format, What
from civic.http.files import files_folder, received, send_rendition
from civic.http.forms import ButtonForm
from civic.http.identity import must_be_fresh
from civic.http.limits import count_code
from civic.http.request import after, show, submitted, words
from civic.http.task import TaskPage
from civic.kernel.receipt import tidied
from civic.kernel.refusal import Refusal
from civic.kernel.trace import Kind, Ref
from civic.people.queries import named
from civic.voting import queries, rolls
from civic.voting.codes import hash_of
from civic.voting.workflow import BALLOT, VotingVerb
from civic.web.voting.forms import (
    CodeForm,
    LettersForm,
    ListForm,
    ListRuleForm,
    RollForm,
    VoteObjectionForm,
    VoterForm,
)
from civic.web.voting.roll_pages import CodePage, circle_form, headings, list_page, roll_page
from civic.web.voting.routes import CODES

bp = Blueprint("rolls", __name__)


def _secret() -> str:
    settings: Settings = current_app.extensions["civic_settings"]
    return settings.secret


@bp.get("/votes/<int:ballot_id>/roll")
def roll(ballot_id: int) -> ResponseReturnValue:
    """Who is on the roll, and the forms for more."""
    return show(roll_page(g.context, ballot_id, words=words(), after=after("after") or 0))


@bp.post("/votes/<int:ballot_id>/roll/person")
def add_voter(ballot_id: int) -> ResponseReturnValue:
    """Put one person on the roll."""
    voter = VoterForm()
    BALLOT.require(g.context, VotingVerb.ADD_TO_ROLL, queries.ballot(g.context, ballot_id))

    def do() -> str:
        must_be_fresh()
        (found,) = named(g.context, voter.person.data)
        rolls.add_to_roll(g.context, ballot_id, [found.id])
        return url_for("rolls.roll", ballot_id=ballot_id)

    return submitted(voter, do, again=lambda: show(roll_page(g.context, ballot_id, voter=voter)))


@bp.post("/votes/<int:ballot_id>/roll/circle")
def add_circle(ballot_id: int) -> ResponseReturnValue:
    """Put everybody of a group or a council on the roll."""
    ballot = queries.ballot(g.context, ballot_id)
    BALLOT.require(g.context, VotingVerb.ADD_TO_ROLL, ballot)
    form = circle_form(g.context, ballot, sent=True)

    def do() -> str:
        must_be_fresh()
        rolls.add_circle_to_roll(g.context, ballot_id, form.chosen())
        return url_for("rolls.roll", ballot_id=ballot_id)

    return submitted(form, do, again=lambda: show(roll_page(g.context, ballot_id, circle=form)))


@bp.post("/votes/<int:ballot_id>/roll")
def add_to_roll(ballot_id: int) -> ResponseReturnValue:
    """Put persons on the roll."""
    form = RollForm()
    BALLOT.require(g.context, VotingVerb.ADD_TO_ROLL, queries.ballot(g.context, ballot_id))

    def do() -> str:
        must_be_fresh()
        persons = named(g.context, *(form.persons.data or "").splitlines())
        rolls.add_to_roll(g.context, ballot_id, [one.id for one in persons])
        return url_for("voting.show", ballot_id=ballot_id)

    return submitted(form, do, again=lambda: show(roll_page(g.context, ballot_id, form)))


@bp.post("/votes/<int:ballot_id>/roll/<int:entry_id>/take-off")
def take_off_roll(ballot_id: int, entry_id: int) -> ResponseReturnValue:
    """Take somebody off the roll of a vote that has not been opened."""

    def do() -> str:
        rolls.take_off_roll(g.context, ballot_id, entry_id)
        sought = words() or None
        return url_for("rolls.roll", ballot_id=ballot_id, words=sought, after=after("after"), _anchor="roll")

    return submitted(ButtonForm(), do, again=lambda: show(roll_page(g.context, ballot_id)))


@bp.post("/votes/<int:ballot_id>/roll/lists")
def hand_in_list(ballot_id: int) -> ResponseReturnValue:
    """Hand in a list of who may vote; the worker reads it, and its lines are looked at before anybody is put on."""
    form = ListForm()

    def do() -> str:
        must_be_fresh()
        name, content = received(form.sheet)
        made = rolls.hand_in_list(g.context, ballot_id, files_folder(), name=name, content=content)
        return url_for("rolls.list", sheet_id=made.id)

    return submitted(form, do, again=lambda: show(roll_page(g.context, ballot_id, list_=form)))


@bp.get("/votes/<int:ballot_id>/roll/empty.csv")
def empty(ballot_id: int) -> ResponseReturnValue:
    """A spreadsheet with the right headings, to be filled in."""
    BALLOT.require(g.context, VotingVerb.HAND_IN_LIST, queries.ballot(g.context, ballot_id))
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerow(headings())
    made = Response("\ufeff" + out.getvalue(), mimetype="text/csv")
    made.headers["Content-Disposition"] = f"attachment; filename=stemmeliste-{ballot_id}.csv"
    return made


@bp.get("/votes/lists/<int:sheet_id>", endpoint="list")
def one_list(sheet_id: int) -> ResponseReturnValue:
    """One list, line by line, by the rule that is asked for."""
    form = ListRuleForm(request.args if "whom" in request.args else None, meta={"csrf": False})
    if "whom" in request.args and not form.validate():
        return show(list_page(g.context, sheet_id, form), 422)
    return show(list_page(g.context, sheet_id, form))


@bp.post("/votes/lists/<int:sheet_id>")
def enter_list(sheet_id: int) -> ResponseReturnValue:
    """Put those on the roll whom the list and its rule say."""
    form = ListRuleForm()

    def do() -> str:
        must_be_fresh()
        found, count = rolls.enter_list(g.context, sheet_id, form.rule())
        said = ngettext("%(num)s line is put on the roll.", "%(num)s lines are put on the roll.", count)
        flash(said, "main")
        return url_for("rolls.roll", ballot_id=found.thing_id)

    return submitted(form, do, again=lambda: show(list_page(g.context, sheet_id, form)))


@bp.post("/votes/lists/<int:sheet_id>/discard")
def discard_list(sheet_id: int) -> ResponseReturnValue:
    """Throw a list away."""

    def do() -> str:
        found = rolls.discard_list(g.context, sheet_id)
        return url_for("rolls.roll", ballot_id=found.thing_id)

    return submitted(ButtonForm(), do, again=lambda: one_list(sheet_id))


@bp.post("/votes/<int:ballot_id>/letters")
def ask_for_letters(ballot_id: int) -> ResponseReturnValue:
    """Ask for letters with codes."""
    form = LettersForm()

    def do() -> str:
        must_be_fresh()
        rolls.ask_for_letters(g.context, ballot_id, _secret(), is_again=form.which.data == "all")
        return url_for("rolls.roll", ballot_id=ballot_id, _anchor="letters")

    return submitted(form, do, again=lambda: show(roll_page(g.context, ballot_id, letters=form)))


@bp.get("/votes/<int:ballot_id>/letters.zip")
def letters(ballot_id: int) -> ResponseReturnValue:
    """The letters, once the worker has made them; whoever has them could vote with their codes."""
    must_be_fresh()
    found = queries.ballot(g.context, ballot_id)
    BALLOT.require(g.context, VotingVerb.ASK_FOR_LETTERS, found)
    made = renditions.of(g.context, Ref(Kind.BALLOT, found.id))
    return send_rendition(made, What.VOTE_LETTERS, Format.ZIP, f"stemmebreve-{ballot_id}")


@bp.post("/votes/<int:ballot_id>/roll/<int:entry_id>/letter")
def withdraw_letter(ballot_id: int, entry_id: int) -> ResponseReturnValue:
    """Let a letter's code be good no more."""

    def do() -> str:
        must_be_fresh()
        rolls.withdraw_letter(g.context, ballot_id, entry_id)
        return url_for("rolls.roll", ballot_id=ballot_id, words=words() or None, _anchor="roll")

    return submitted(ButtonForm(), do, again=lambda: show(roll_page(g.context, ballot_id)))


@bp.get("/votes/<int:ballot_id>/code")
def code(ballot_id: int) -> ResponseReturnValue:
    """The form for the code of a letter."""
    return show(CodePage(queries.ballot(g.context, ballot_id), CodeForm(formdata=None)))


@bp.post("/votes/<int:ballot_id>/code")
def show_code(ballot_id: int) -> ResponseReturnValue:
    """Vote with the code of a letter; it stands in no address, and this browser has only its hash."""
    form, ballot = CodeForm(), queries.ballot(g.context, ballot_id)

    def do() -> str:
        wanted = hash_of(_secret(), tidied(form.letter_code.data))
        try:
            queries.by_code(g.context, ballot.id, wanted)
        except Refusal:
            count_code()
            raise
        browser[CODES] = {**browser.get(CODES, {}), str(ballot.id): wanted}
        return url_for("voting.show", ballot_id=ballot.id)

    return submitted(form, do, again=lambda: show(CodePage(ballot, form)))


@bp.post("/votes/<int:ballot_id>/code/away")
def put_code_away(ballot_id: int) -> ResponseReturnValue:
    """Let this browser know a letter's code no more."""
    form = ButtonForm()

    def do() -> str:
        browser[CODES] = {key: value for key, value in browser.get(CODES, {}).items() if key != str(ballot_id)}
        return url_for("voting.show", ballot_id=ballot_id)

    return submitted(form, do, again=lambda: redirect(url_for("voting.show", ballot_id=ballot_id), 303))


@bp.get("/votes/<int:ballot_id>/object")
def objecting(ballot_id: int) -> ResponseReturnValue:
    """The form by which somebody of a household objects to how its places were used."""
    return _objection_page(ballot_id, VoteObjectionForm(formdata=None))


@bp.post("/votes/<int:ballot_id>/object")
def object_to(ballot_id: int) -> ResponseReturnValue:
    """Object to how one's household's places were used."""
    form = VoteObjectionForm()

    def do() -> str:
        rolls.object_to(g.context, ballot_id, text=form.text.data)
        return url_for("voting.show", ballot_id=ballot_id)

    return submitted(form, do, again=lambda: _objection_page(ballot_id, form))


def _objection_page(ballot_id: int, form: VoteObjectionForm) -> ResponseReturnValue:
    found = queries.ballot(g.context, ballot_id)
    adult = queries.adult_of(g.context, ballot_id)
    queries.must_live(adult)
    said = _(
        "A household has two votes, and both of yours have been used. Two officers look at what you write; nobody sees "
        "what was voted."
    )
    trail = ((found.question[:40], url_for("voting.show", ballot_id=ballot_id)),)
    return show(TaskPage(_("Both votes of my household are used"), form, _("Send it"), said, trail))
