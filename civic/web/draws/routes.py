"""Addresses about draws by lot."""

import json
from pathlib import Path

from flask import Blueprint, Response, g, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from civic.db.base import end_of_day
from civic.draws import actions, queries, repeat
from civic.http.forms import ButtonForm, PressForm
from civic.http.identity import must_be_fresh
from civic.http.limits import count
from civic.http.request import after, show, submitted
from civic.said.language import current
from civic.web.draws.forms import (
    CallOffForm,
    DrawForm,
    ExtendForm,
    FreezeForm,
    LotsForm,
    NamedEnterForm,
    QuotasForm,
    ReplaceForm,
    StrikeForm,
    enter_form,
)
from civic.web.draws.pages import (
    call_off_page,
    change_page,
    decline_for_page,
    draw_page,
    draws_page,
    entrant_page,
    entrants_page,
    extend_page,
    freeze_page,
    lots_page,
    new_page,
    open_page,
    quotas_page,
    replace_page,
    strike_page,
)

bp = Blueprint("draws", __name__)


@bp.get("/processes/<int:process_id>/draws")
def index(process_id: int) -> ResponseReturnValue:
    """The draws of a process."""
    return show(draws_page(g.context, process_id))


@bp.get("/processes/<int:process_id>/draws/new")
def new(process_id: int) -> ResponseReturnValue:
    """The form for a new draw."""
    return show(new_page(g.context, process_id, DrawForm(formdata=None)))


@bp.post("/processes/<int:process_id>/draws/new")
def add(process_id: int) -> ResponseReturnValue:
    """Prepare a draw."""
    form = DrawForm().offer(queries.groups_by_lot(g.context, process_id))

    def do() -> str:
        return url_for("draws.show", draw_id=actions.add_draw(g.context, process_id, **form.given()).id)

    return submitted(form, do, again=lambda: show(new_page(g.context, process_id, form)))


@bp.get("/draws/<int:draw_id>", endpoint="show")
def show_draw(draw_id: int) -> ResponseReturnValue:
    """One draw."""
    return show(draw_page(g.context, draw_id))


@bp.get("/draws/<int:draw_id>/change")
def changing(draw_id: int) -> ResponseReturnValue:
    """The form that changes a draw nobody could enter yet."""
    return show(change_page(g.context, draw_id))


@bp.post("/draws/<int:draw_id>/change")
def change(draw_id: int) -> ResponseReturnValue:
    """Change a draw nobody could enter yet."""
    form = DrawForm().offer(queries.groups_by_lot(g.context, queries.draw(g.context, draw_id).process_id))

    def do() -> str:
        actions.change_draw(g.context, draw_id, **form.given(), seen=form.saw)
        return url_for("draws.show", draw_id=draw_id)

    return submitted(form, do, again=lambda: show(change_page(g.context, draw_id, form)))


@bp.get("/draws/<int:draw_id>/open")
def opening(draw_id: int) -> ResponseReturnValue:
    """What one says yes to who lets everybody enter."""
    return show(open_page(g.context, draw_id, PressForm(formdata=None)))


@bp.post("/draws/<int:draw_id>/open")
def open_draw(draw_id: int) -> ResponseReturnValue:
    """Let everybody enter."""
    form = PressForm()

    def do() -> str:
        must_be_fresh()
        actions.open_draw(g.context, draw_id, seen=form.saw)
        return url_for("draws.show", draw_id=draw_id)

    return submitted(form, do, again=lambda: show(open_page(g.context, draw_id, form)))


@bp.get("/draws/<int:draw_id>/extend")
def extending(draw_id: int) -> ResponseReturnValue:
    """The form that lets people enter for longer."""
    return show(extend_page(g.context, draw_id, ExtendForm(formdata=None)))


@bp.post("/draws/<int:draw_id>/extend")
def extend(draw_id: int) -> ResponseReturnValue:
    """Let people enter for longer."""
    form = ExtendForm()

    def do() -> str:
        must_be_fresh()
        last = end_of_day(form.last_day.data)
        actions.extend_draw(g.context, draw_id, closes_at=last, reason=form.reason.data)
        return url_for("draws.show", draw_id=draw_id)

    return submitted(form, do, again=lambda: show(extend_page(g.context, draw_id, form)))


@bp.get("/draws/<int:draw_id>/call-off")
def calling_off(draw_id: int) -> ResponseReturnValue:
    """The form that calls a draw off."""
    return show(call_off_page(g.context, draw_id, CallOffForm(formdata=None)))


@bp.post("/draws/<int:draw_id>/call-off")
def call_off(draw_id: int) -> ResponseReturnValue:
    """Call a draw off."""
    form = CallOffForm()

    def do() -> str:
        must_be_fresh()
        actions.call_off(g.context, draw_id, reason=form.reason.data)
        return url_for("draws.show", draw_id=draw_id)

    return submitted(form, do, again=lambda: show(call_off_page(g.context, draw_id, form)))


@bp.post("/draws/<int:draw_id>/enter")
def enter(draw_id: int) -> ResponseReturnValue:
    """Enter the pool."""
    is_signed_in = g.context.actor.is_signed_in
    form = enter_form(queries.draw(g.context, draw_id), is_named=not is_signed_in)

    def do() -> str:
        named = form if isinstance(form, NamedEnterForm) else None
        name, email = (named.name.data or "", named.email.data or "") if named else ("", "")
        count("registration", mailbox=email, target=f"draw {draw_id}")
        language = current().code
        actions.enter(g.context, draw_id, name=name, email=email, answers=form.answers(), language=language)
        return url_for("draws.show", draw_id=draw_id)

    done = (
        _("You are in the pool, and get a mail.")
        if is_signed_in
        else _("We have sent a mail to your address. You are in the pool when you have followed the link in it.")
    )
    return submitted(form, do, again=lambda: show(draw_page(g.context, draw_id, form)), done=done)


@bp.get("/draws/<int:draw_id>/entrants")
def entrants(draw_id: int) -> ResponseReturnValue:
    """Who entered, for those who arrange the draw."""
    return show(entrants_page(g.context, draw_id, after=after("after") or 0))


@bp.get("/draws/<int:draw_id>/entrants/<int:entrant_id>/decline")
def declining_for(draw_id: int, entrant_id: int) -> ResponseReturnValue:
    """What one says yes to who enters a no for somebody that has not answered."""
    return show(decline_for_page(g.context, draw_id, entrant_id))


@bp.post("/draws/<int:draw_id>/entrants/<int:entrant_id>/decline")
def decline_for(draw_id: int, entrant_id: int) -> ResponseReturnValue:
    """Enter a no for somebody who was drawn and has not answered."""

    def do() -> str:
        must_be_fresh()
        actions.decline_for(g.context, draw_id, entrant_id)
        return url_for("draws.entrants", draw_id=draw_id)

    return submitted(ButtonForm(), do, again=lambda: declining_for(draw_id, entrant_id))


@bp.get("/draws/<int:draw_id>/strike")
def striking(draw_id: int) -> ResponseReturnValue:
    """The form that takes entries out of the pool: those of one page of them, `entrant` ticked."""
    form = StrikeForm(formdata=None)
    return show(strike_page(g.context, draw_id, form, after=after("after") or 0, chosen=after("entrant")))


@bp.post("/draws/<int:draw_id>/strike")
def strike(draw_id: int) -> ResponseReturnValue:
    """Take entries out of the pool, and say why."""
    form, start = StrikeForm(), after("after") or 0
    again = strike_page(g.context, draw_id, form, after=start)

    def do() -> str:
        must_be_fresh()
        actions.strike(g.context, draw_id, form.entrant_ids.data or [], reason=form.reason.data)
        return url_for("draws.entrants", draw_id=draw_id, after=start or None)

    return submitted(form, do, again=lambda: show(again))


@bp.get("/draws/<int:draw_id>/freeze")
def freezing(draw_id: int) -> ResponseReturnValue:
    """The form that freezes the pool."""
    return show(freeze_page(g.context, draw_id, FreezeForm(formdata=None)))


@bp.post("/draws/<int:draw_id>/freeze")
def freeze(draw_id: int) -> ResponseReturnValue:
    """Freeze the pool, and commit to the secret half of the seed."""
    form = FreezeForm()

    def do() -> str:
        must_be_fresh()
        actions.freeze(g.context, draw_id, **form.given())
        return url_for("draws.show", draw_id=draw_id)

    return submitted(form, do, again=lambda: show(freeze_page(g.context, draw_id, form)))


@bp.get("/draws/<int:draw_id>/quotas")
def quotas(draw_id: int) -> ResponseReturnValue:
    """The form for other quotas, where the pool cannot meet them."""
    return show(quotas_page(g.context, draw_id))


@bp.post("/draws/<int:draw_id>/quotas")
def change_quotas(draw_id: int) -> ResponseReturnValue:
    """Change quotas that the pool cannot meet."""
    form = QuotasForm()

    def do() -> str:
        must_be_fresh()
        actions.change_quotas(g.context, draw_id, form.read, reason=form.reason.data)
        return url_for("draws.show", draw_id=draw_id)

    return submitted(form, do, again=lambda: show(quotas_page(g.context, draw_id, form)))


@bp.get("/draws/<int:draw_id>/lots")
def drawing(draw_id: int) -> ResponseReturnValue:
    """The form with which it is drawn."""
    return show(lots_page(g.context, draw_id, LotsForm(formdata=None)))


@bp.post("/draws/<int:draw_id>/lots")
def draw_lots(draw_id: int) -> ResponseReturnValue:
    """Draw."""
    form = LotsForm()

    def do() -> str:
        must_be_fresh()
        by = end_of_day(form.answers_by.data)
        actions.draw_lots(g.context, draw_id, public_words=form.public_words.data, answers_by=by)
        return url_for("draws.show", draw_id=draw_id)

    return submitted(form, do, again=lambda: show(lots_page(g.context, draw_id, form)))


@bp.get("/draws/<int:draw_id>/replace")
def replacing(draw_id: int) -> ResponseReturnValue:
    """The form that begins a round for the seats of those who declined."""
    return show(replace_page(g.context, draw_id, ReplaceForm(formdata=None)))


@bp.post("/draws/<int:draw_id>/replace")
def replace(draw_id: int) -> ResponseReturnValue:
    """Begin a round for the seats of those who declined."""
    form = ReplaceForm()

    def do() -> str:
        must_be_fresh()
        actions.replace(g.context, draw_id, **form.given())
        return url_for("draws.show", draw_id=draw_id)

    return submitted(form, do, again=lambda: show(replace_page(g.context, draw_id, form)))


@bp.get("/draws/<int:draw_id>/draw.json")
def told(draw_id: int) -> ResponseReturnValue:
    """All that anybody needs to repeat a draw."""
    content = json.dumps(queries.told(queries.draw(g.context, draw_id)), ensure_ascii=False)
    headers = {"Content-Disposition": f'attachment; filename="draw-{draw_id}.json"', "X-Robots-Tag": "noindex"}
    return Response(content, content_type="application/json; charset=utf-8", headers=headers)


@bp.get("/draws/repeat.py")
def repeating() -> ResponseReturnValue:
    """The program that repeats a draw: the same that draws it."""
    headers = {"Content-Disposition": 'attachment; filename="repeat.py"', "X-Robots-Tag": "noindex"}
    return Response(Path(repeat.__file__).read_text(), content_type="text/x-python; charset=utf-8", headers=headers)


@bp.get("/entrants/<token>")
def entrant(token: str) -> ResponseReturnValue:
    """One entry to a draw, for whoever has its link."""
    return show(entrant_page(g.context, token))


@bp.post("/entrants/<token>/confirm")
def confirm(token: str) -> ResponseReturnValue:
    """Confirm that one enters."""

    def do() -> str:
        actions.confirm(g.context, token)
        return url_for("draws.entrant", token=token)

    return submitted(ButtonForm(), do, again=lambda: entrant(token))


@bp.post("/entrants/<token>/leave")
def leave(token: str) -> ResponseReturnValue:
    """Leave the pool."""

    def do() -> str:
        actions.leave(g.context, token)
        return url_for("draws.entrant", token=token)

    return submitted(ButtonForm(), do, again=lambda: entrant(token))


@bp.post("/entrants/<token>/<any(accept, decline):answer>")
def give_answer(token: str, answer: str) -> ResponseReturnValue:
    """Answer whether one comes who was drawn."""

    def do() -> str:
        actions.answer(g.context, token, is_coming=answer == "accept")
        return url_for("draws.entrant", token=token)

    return submitted(ButtonForm(), do, again=lambda: entrant(token))
