"""Addresses of a council's own way: received, on the agenda, written, adopted, handed in."""

import re
from collections.abc import Callable

from flask import Blueprint, g, jsonify, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from civic.dialogue.queries import place
from civic.hearings import actions, queries
from civic.hearings.models import HearingParty, Stance
from civic.hearings.workflow import PARTY, HearingVerb
from civic.http.files import files_folder, received
from civic.http.forms import ButtonForm, Form, PressForm, SeenForm
from civic.http.request import after, show, submitted
from civic.http.task import TaskPage
from civic.http.threads import asked
from civic.kernel.merge import Clash
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.trace import Kind
from civic.responses import actions as responses
from civic.responses.models import Response
from civic.responses.workflow import PARTY_RESPONSES, ResponseVerb
from civic.said.wording import section_name, word, writing_now
from civic.web.councils.forms import (
    AdoptForm,
    AgendaForm,
    AloneForm,
    CommentForm,
    DraftForm,
    HandInForm,
    OralForm,
    PointForm,
    StanceForm,
)
from civic.web.councils.pages import draft_page, party_page
from civic.writing.queries import writing_now as others

bp = Blueprint("councils", __name__)


@bp.get("/hearings/parties/<int:party_id>")
def party(party_id: int) -> ResponseReturnValue:
    """A party to a hearing: its own draft for those who sit in it, or how far it is; `about` opens a section's form."""
    return show(party_page(g.context, party_id, after("about"), asked()))


@bp.post("/hearings/parties/<int:party_id>/receive")
def receive(party_id: int) -> ResponseReturnValue:
    """Say that the council has received the hearing."""
    return _press(party_id, lambda: actions.receive(g.context, party_id))


@bp.get("/hearings/parties/<int:party_id>/agenda")
def agenda(party_id: int) -> ResponseReturnValue:
    """The form for the council's meeting."""
    return _task(party_id, HearingVerb.SET_AGENDA, AgendaForm())


@bp.post("/hearings/parties/<int:party_id>/agenda")
def set_agenda(party_id: int) -> ResponseReturnValue:
    """Put the hearing on the agenda of the council's meeting."""
    form = AgendaForm()

    def act() -> object:
        return actions.set_agenda(g.context, party_id, on=form.on.data, seen=form.saw)

    return _done(party_id, HearingVerb.SET_AGENDA, form, act)


@bp.post("/hearings/parties/<int:party_id>/draft")
def draft(party_id: int) -> ResponseReturnValue:
    """Save the council's shared draft; where two changed one paragraph, both are shown."""
    form, clashes = DraftForm(), list[Clash]()

    def do() -> str:
        _party, woven = actions.write_draft(g.context, party_id, text=form.text.data, edit=_edit(form))
        if woven.clashes:
            clashes.extend(woven.clashes)
            form.text.data, form.edit.data = woven.text, str(woven.edit)
            raise Refusal(Reason.CHANGED_MEANWHILE)
        return url_for("councils.party", party_id=party_id, _anchor="whole")

    return submitted(
        form,
        do,
        again=lambda: _room(party_id, draft=form, clashes=clashes),
        done=_("The draft is saved."),
        place="whole",
    )


@bp.post("/hearings/parties/<int:party_id>/typed")
def keep_typed(party_id: int) -> ResponseReturnValue:
    """Keep what has been typed so far and say who else writes here; asked by the page while one writes."""
    form = DraftForm()
    if not form.validate():
        return jsonify(kept=False, said=_("Not kept: there is something to put right.")), 422
    actions.keep_typed(g.context, party_id, text=form.text.data, edit=_edit(form))
    names = others(g.context, Kind.PARTY, [party_id]).get(party_id, ())
    return jsonify(kept=True, said=" ".join((_("Kept as your draft."), *([writing_now(names)] if names else []))))


@bp.post("/hearings/parties/<int:party_id>/points")
def add_point(party_id: int) -> ResponseReturnValue:
    """Say something about a section, or about words marked in it."""
    found = queries.party(g.context, party_id)
    PARTY.require(g.context, HearingVerb.DRAFT, found)
    form = PointForm().offer(found.version.texts)

    def do() -> str:
        made = actions.add_point(g.context, party_id, **form.said())
        return url_for("councils.party", party_id=party_id, _anchor=f"point-{made.number}")

    return submitted(form, do, again=lambda: _room(party_id, point=form))


@bp.get("/hearings/parties/<int:party_id>/points/<int:number>/take-out")
def taking_out_point(party_id: int, number: int) -> ResponseReturnValue:
    """Ask before a point is taken out of the draft."""
    found = queries.party(g.context, party_id)
    PARTY.require(g.context, HearingVerb.TAKE_OUT_POINT, found)
    point = next((one for one in found.points if one.number == number), None)
    if point is None:
        raise Refusal(Reason.NOT_FOUND)
    heading = _("Take point %(number)s out?", number=number)
    trail = ((found.body.name, url_for("councils.party", party_id=party_id, _anchor=f"point-{number}")),)
    quoted = ((section_name(point.section_text), point.text),)
    return show(TaskPage(heading, ButtonForm(), _("Take it out"), "", trail, quoted))


@bp.post("/hearings/parties/<int:party_id>/points/<int:number>/take-out")
def take_out_point(party_id: int, number: int) -> ResponseReturnValue:
    """Take a point out of the draft."""

    def do() -> str:
        actions.take_out_point(g.context, party_id, number)
        return url_for("councils.party", party_id=party_id)

    def again() -> ResponseReturnValue:
        return taking_out_point(party_id, number)

    return submitted(ButtonForm(), do, again=again, done=_("The point is taken out."))


@bp.post("/hearings/parties/<int:party_id>/comments")
def discuss(party_id: int) -> ResponseReturnValue:
    """Say something to the others in the council."""
    form = CommentForm()

    def do() -> str:
        made = actions.discuss(g.context, party_id, text=form.text.data)
        before = place(g.context, made)
        return url_for("councils.party", party_id=party_id, said=before, _anchor=f"comment-{made.id}")

    return submitted(form, do, again=lambda: _room(party_id, comment=form))


@bp.get("/hearings/parties/<int:party_id>/adoption")
def adoption(party_id: int) -> ResponseReturnValue:
    """The form that puts the draft to adoption, filled with what was put to it before it was sent back."""
    found = queries.party(g.context, party_id)
    given = {"stance": found.stance.value if found.stance else None, "offer": found.offer}
    return _task_of(found, HearingVerb.PUT_TO_ADOPTION, StanceForm(formdata=None, **given))


@bp.post("/hearings/parties/<int:party_id>/adoption")
def put_to_adoption(party_id: int) -> ResponseReturnValue:
    """Put the draft to adoption."""
    form = StanceForm()

    def act() -> object:
        values = {"stance": Stance(form.stance.data), "offer": form.offer.data}
        return actions.put_to_adoption(g.context, party_id, **values, seen=form.saw)

    return _done(party_id, HearingVerb.PUT_TO_ADOPTION, form, act)


@bp.post("/hearings/parties/<int:party_id>/send-back")
def send_back(party_id: int) -> ResponseReturnValue:
    """Open the draft again for writing."""
    return _press(party_id, lambda: actions.send_back(g.context, party_id))


@bp.get("/hearings/parties/<int:party_id>/adopt")
def adopting(party_id: int) -> ResponseReturnValue:
    """The form for the adoption."""
    return _task(party_id, HearingVerb.ADOPT, AdoptForm())


@bp.post("/hearings/parties/<int:party_id>/adopt")
def adopt(party_id: int) -> ResponseReturnValue:
    """Adopt the draft as the council's answer."""
    form = AdoptForm()

    def act() -> object:
        return actions.adopt(g.context, party_id, on=form.on.data, seen=form.saw)

    return _done(party_id, HearingVerb.ADOPT, form, act)


@bp.get("/hearings/parties/<int:party_id>/response")
def reading_back(party_id: int) -> ResponseReturnValue:
    """The adopted answer, read back before it is handed in."""
    return _task(party_id, ResponseVerb.SUBMIT, PressForm())


@bp.post("/hearings/parties/<int:party_id>/response")
def submit(party_id: int) -> ResponseReturnValue:
    """Hand in a høringssvar."""
    form = PressForm()
    return _entered(party_id, ResponseVerb.SUBMIT, form, lambda: responses.submit(g.context, party_id, seen=form.saw))


@bp.get("/hearings/parties/<int:party_id>/alone")
def alone(party_id: int) -> ResponseReturnValue:
    """The form for an answer by the chair alone."""
    return _task(party_id, ResponseVerb.RESPOND_ALONE, AloneForm())


@bp.post("/hearings/parties/<int:party_id>/alone")
def respond_alone(party_id: int) -> ResponseReturnValue:
    """Answer as the chair alone, in an urgent matter."""
    form = AloneForm()

    def act() -> Response:
        values = form.values() | {"stance": Stance(form.stance.data)}
        return responses.respond_alone(g.context, party_id, **values)

    return _entered(party_id, ResponseVerb.RESPOND_ALONE, form, act)


@bp.get("/hearings/parties/<int:party_id>/file")
def file(party_id: int) -> ResponseReturnValue:
    """The form for a council's answer as a file."""
    return _task(party_id, ResponseVerb.HAND_IN, HandInForm())


@bp.post("/hearings/parties/<int:party_id>/file")
def hand_in(party_id: int) -> ResponseReturnValue:
    """Hand in a council's answer as a file."""
    form = HandInForm()

    def act() -> Response:
        name, content = received(form.document)
        values = {
            "adopted_on": form.adopted_on.data,
            "stance": Stance(form.stance.data),
            "offer": form.offer.data,
        }
        return responses.hand_in(g.context, party_id, files_folder(), name=name, content=content, **values)

    return _entered(party_id, ResponseVerb.HAND_IN, form, act)


@bp.get("/hearings/parties/<int:party_id>/oral")
def oral(party_id: int) -> ResponseReturnValue:
    """The form for an oral answer."""
    return _task(party_id, ResponseVerb.RECORD, OralForm())


@bp.post("/hearings/parties/<int:party_id>/oral")
def record(party_id: int) -> ResponseReturnValue:
    """Write down an oral answer."""
    form = OralForm()

    def act() -> Response:
        values = form.values() | {"stance": Stance(form.stance.data)}
        return responses.record(g.context, party_id, **values)

    return _entered(party_id, ResponseVerb.RECORD, form, act)


def _edit(form: DraftForm) -> int:
    return int(form.edit.data) if re.fullmatch("[0-9]{1,9}", form.edit.data or "") else 0


def _room(party_id: int, **again: object) -> ResponseReturnValue:
    PARTY.require(g.context, HearingVerb.READ_DRAFT, queries.party(g.context, party_id))
    return show(draft_page(g.context, party_id, **again))  # type: ignore[arg-type]


def _press(party_id: int, act: Callable[[], object]) -> ResponseReturnValue:
    def do() -> str:
        act()
        return url_for("councils.party", party_id=party_id)

    return submitted(ButtonForm(), do, again=lambda: party(party_id))


def _done(party_id: int, verb: HearingVerb, form: Form, act: Callable[[], object]) -> ResponseReturnValue:
    def do() -> str:
        act()
        return url_for("councils.party", party_id=party_id)

    return submitted(form, do, again=lambda: _task(party_id, verb, form))


def _entered(party_id: int, verb: ResponseVerb, form: Form, act: Callable[[], Response]) -> ResponseReturnValue:
    def do() -> str:
        return url_for("responses.show", response_id=act().id)

    return submitted(form, do, again=lambda: _task(party_id, verb, form))


def _task(party_id: int, verb: HearingVerb | ResponseVerb, form: Form) -> ResponseReturnValue:
    return _task_of(queries.party(g.context, party_id), verb, form)


def _task_of(found: HearingParty, verb: HearingVerb | ResponseVerb, form: Form) -> ResponseReturnValue:
    if isinstance(verb, ResponseVerb):
        PARTY_RESPONSES.require(g.context, verb, found)
    else:
        PARTY.require(g.context, verb, found)
    if isinstance(form, SeenForm):
        form.shows(*_seen(found, verb))
    heading, button, said = {
        HearingVerb.SET_AGENDA: (_("Put it on the agenda"), _("Save"), ""),
        HearingVerb.PUT_TO_ADOPTION: (
            _("Put the draft to adoption"),
            _("Put it to adoption"),
            _("Nobody changes the draft until the chair has adopted it or it is sent back."),
        ),
        HearingVerb.ADOPT: (_("Adopt the answer"), _("Adopt it as the council's"), ""),
        ResponseVerb.SUBMIT: (
            _("Hand in the council's answer"),
            _("Hand it in"),
            _("It becomes public, and the council gets a receipt. This is what is handed in:"),
        ),
        ResponseVerb.RESPOND_ALONE: (
            _("Answer alone as chair"),
            _("Hand it in"),
            _("Only when it cannot wait for the council. The answer is marked as given by the chair alone."),
        ),
        ResponseVerb.HAND_IN: (
            _("Hand in a file"),
            _("Hand it in"),
            _("It counts from the moment you send it. Its words become the answer, and the file lies beside it."),
        ),
        ResponseVerb.RECORD: (
            _("Write down an oral answer"),
            _("Enter the answer"),
            _("It is shown as oral, and the council's chair is asked to confirm it."),
        ),
    }[verb]
    trail = (
        (found.hearing.title, url_for("hearings.show", hearing_id=found.hearing_id)),
        (found.body.name, url_for("councils.party", party_id=found.id)),
    )
    quoted = (
        _read_back(found, verb) if verb in {ResponseVerb.SUBMIT, HearingVerb.ADOPT, HearingVerb.PUT_TO_ADOPTION} else ()
    )
    return show(TaskPage(heading, form, button, said, trail, quoted))


def _seen(found: HearingParty, verb: HearingVerb | ResponseVerb) -> tuple[object, ...]:
    """Return what whoever is about to act on a party has before them."""
    if verb is HearingVerb.SET_AGENDA:
        return (found.agenda_on,)
    return found.drafted if verb is HearingVerb.PUT_TO_ADOPTION else found.decided


def _read_back(found: HearingParty, verb: HearingVerb | ResponseVerb) -> tuple[tuple[str, str], ...]:
    is_decided = found.stance is not None and verb is not HearingVerb.PUT_TO_ADOPTION
    stance = [(_("What the council says as a whole"), word(found.stance))] if is_decided and found.stance else []
    whole = [(_("As a whole"), found.draft)] if found.draft.strip() else []
    points = [
        (section_name(one.section_text), f"»{one.quote}«\n\n{one.text}" if one.quote else one.text)
        for one in found.points
    ]
    offered = [(_("The council's offer to take part from now on"), found.offer)] if found.offer else []
    return (*stance, *whole, *points, *offered)
