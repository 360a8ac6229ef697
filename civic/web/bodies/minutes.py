"""Addresses for a body's minutes, item by item."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from flask import Blueprint, g, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _

from civic.bodies import minutes, queries
from civic.bodies.models import Body, SittingItem
from civic.bodies.workflow import BODY, SITTING_ITEM, BodyVerb
from civic.decisions.models import Decision
from civic.decisions.queries import ClosedItem, of_sitting
from civic.http.forms import ButtonForm, Form, PressForm
from civic.http.identity import must_be_fresh
from civic.http.request import day_of, show, submitted
from civic.http.task import TaskPage
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.seen import fingerprint
from civic.kernel.trace import Kind, Ref
from civic.said.corrections import Corrected, corrected
from civic.said.voters import Voters, voters
from civic.said.wording import body_name
from civic.said.wording import day as day_said
from civic.web.bodies.forms import AddToItemForm, CloseItemForm, SittingItemForm

bp = Blueprint("sittings", __name__, url_prefix="/bodies")
MOST_ADDED = 500
"""Additions to a body's items that are looked through for those of a day."""


_SCREENS = {
    BodyVerb.CHANGE_ITEM: (
        _("Change the item"),
        _("Save"),
        _("Nobody else can read it before it is published."),
    ),
    BodyVerb.PUBLISH_ITEM: (
        _("Publish the item"),
        _("Publish"),
        _("What is published stays as it is. What is wrong in it gets an addition."),
    ),
    BodyVerb.ADD_TO_ITEM: (
        _("Add to the item"),
        _("Add"),
        _("The item stays as it was published. Say what was wrong, and why."),
    ),
    BodyVerb.CLOSE_SITTING_ITEM: (
        _("Close the item"),
        _("Close the item"),
        _("Everybody can read the number and the neutral title, and nothing else of it."),
    ),
    BodyVerb.TAKE_OUT_ITEM: (_("Take the item out"), _("Take it out"), ""),
}
"""Of each thing that is done to an item: the heading, the button, and what one knows before one presses it."""


@dataclass(frozen=True)
class Row:
    """One item of the minutes: what the body decided in a case, a closed item, or an item that is no case here."""

    number: int
    decision: Decision | None = None
    closed: ClosedItem | None = None
    item: SittingItem | None = None
    seen: str = ""
    """What the page showed of an item that the reader may publish."""


@dataclass(frozen=True)
class MinutesPage:
    """A body's minutes of one day, item by item."""

    template: ClassVar[str] = "bodies/minutes.html"
    body: Body
    name: str
    """What it was called on the day."""
    on: date
    rows: Sequence[Row]
    voters: Voters
    corrected: Corrected
    may_add: bool

    @property
    def drafts(self) -> int:
        """Return how many items are not published; for whoever keeps the minutes."""
        return sum(bool(one.seen) for one in self.rows)


@bp.get("/<int:body_id>/minutes/<day>", endpoint="show")
def show_minutes(body_id: int, day: str) -> ResponseReturnValue:
    """A body's minutes of one day, item by item; of a closed item number and neutral title."""
    body = queries.body_with_names(g.context, body_id)
    on = day_of(day)
    if on is None or on.isoformat() != day:  # each day has one address
        raise Refusal(Reason.NOT_FOUND)
    decided, closed = of_sitting(g.context, body_id, on)
    items = queries.sitting_items(g.context, body, on)
    may_add = BODY.may(g.context, BodyVerb.ADD_ITEM, body)
    if not (decided or closed or items or may_add):
        raise Refusal(Reason.NOT_FOUND)
    rows = [
        *(Row(one.item_number or 0, decision=one) for one in decided),
        *(Row(number, closed=one) for number, one in closed),
        *(Row(one.number, item=one, seen=_to_publish(one)) for one in items),
    ]
    rows.sort(key=lambda one: one.number or len(rows) + 1000)  # an item whose number is not known comes last
    voted = voters(g.context, [one for one in decided if one.tallies])
    told = _of_day(body_id, {one.id for one in items})
    return show(MinutesPage(body, body_name(body, on), on, rows, voted, told, may_add))


@bp.get("/<int:body_id>/minutes/new")
def new(body_id: int) -> ResponseReturnValue:
    """The form for an item of a body's minutes."""
    return _new_page(body_id, SittingItemForm())


@bp.post("/<int:body_id>/minutes/new")
def add(body_id: int) -> ResponseReturnValue:
    """Write an item of a body's minutes."""
    form = SittingItemForm()

    def do() -> str:
        must_be_fresh()
        return _there(minutes.add_item(g.context, body_id, **form.values()))

    return submitted(form, do, again=lambda: _new_page(body_id, form))


@bp.get("/items/<int:item_id>")
def changing(item_id: int) -> ResponseReturnValue:
    """The form for an item that is not published."""
    found = queries.sitting_item(g.context, item_id)
    form = SittingItemForm(number=found.number, title=found.title, text=found.text)
    return _item_page(found, BodyVerb.CHANGE_ITEM, _written(form, found))


@bp.post("/items/<int:item_id>")
def change(item_id: int) -> ResponseReturnValue:
    """Change an item that is not published."""
    found = queries.sitting_item(g.context, item_id)
    form = SittingItemForm()
    saw = form.saw
    form = _written(form, found)
    return _done(
        found, form, BodyVerb.CHANGE_ITEM, lambda: minutes.change_item(g.context, item_id, form.values(), seen=saw)
    )


@bp.post("/items/<int:item_id>/publish")
def publish(item_id: int) -> ResponseReturnValue:
    """Let everybody read an item."""
    found = queries.sitting_item(g.context, item_id)
    form = PressForm()
    saw = form.saw
    form.shows(*found.told, found.is_closed, now=found.title)
    return _done(found, form, BodyVerb.PUBLISH_ITEM, lambda: minutes.publish_item(g.context, item_id, seen=saw))


@bp.get("/items/<int:item_id>/add")
def adding(item_id: int) -> ResponseReturnValue:
    """The form for words added to a published item."""
    found = queries.sitting_item(g.context, item_id)
    return _item_page(found, BodyVerb.ADD_TO_ITEM, AddToItemForm())


@bp.post("/items/<int:item_id>/add")
def add_to(item_id: int) -> ResponseReturnValue:
    """Add words to a published item, dated."""
    found = queries.sitting_item(g.context, item_id)
    form = AddToItemForm()
    return _done(found, form, BodyVerb.ADD_TO_ITEM, lambda: minutes.add_to_item(g.context, item_id, **form.values()))


@bp.get("/items/<int:item_id>/close")
def closing(item_id: int) -> ResponseReturnValue:
    """The form that closes an item, or says anew what everybody can read of one that is closed."""
    found = queries.sitting_item(g.context, item_id)
    form = CloseItemForm(formdata=None, neutral_title=found.neutral_title, because=found.closed_because)
    return _item_page(found, BodyVerb.CLOSE_SITTING_ITEM, form)


@bp.post("/items/<int:item_id>/close")
def close(item_id: int) -> ResponseReturnValue:
    """Treat an item behind closed doors."""
    found = queries.sitting_item(g.context, item_id)
    form = CloseItemForm()
    return _done(
        found, form, BodyVerb.CLOSE_SITTING_ITEM, lambda: minutes.close_item(g.context, item_id, **form.values())
    )


@bp.get("/items/<int:item_id>/take-out")
def taking_out(item_id: int) -> ResponseReturnValue:
    """Ask before an item is taken out that nobody has published."""
    found = queries.sitting_item(g.context, item_id)
    return _item_page(found, BodyVerb.TAKE_OUT_ITEM, ButtonForm())


@bp.post("/items/<int:item_id>/take-out")
def take_out(item_id: int) -> ResponseReturnValue:
    """Take out an item that nobody has published."""
    found = queries.sitting_item(g.context, item_id)
    return _done(found, ButtonForm(), BodyVerb.TAKE_OUT_ITEM, lambda: minutes.take_out_item(g.context, item_id))


def _done(found: SittingItem, form: Form, verb: BodyVerb, act: Callable[[], object]) -> ResponseReturnValue:
    there = _there(found)

    def do() -> str:
        must_be_fresh()
        act()
        return there

    return submitted(form, do, again=lambda: _item_page(found, verb, form))


def _item_page(found: SittingItem, verb: BodyVerb, form: Form) -> ResponseReturnValue:
    SITTING_ITEM.require(g.context, verb, found)
    heading, button, said = _SCREENS[verb]
    trail = ((f"{found.body.name}, {day_said(found.held_on)}", _there(found)),)
    quoted = ((f"{found.number}. {found.title}", found.text),) if verb is not BodyVerb.CHANGE_ITEM else ()
    return show(TaskPage(str(heading), form, str(button), str(said), trail, quoted))


def _new_page(body_id: int, form: SittingItemForm) -> ResponseReturnValue:
    body = queries.body(g.context, body_id)
    BODY.require(g.context, BodyVerb.ADD_ITEM, body)
    said = gettext(
        "An item that is a case here is entered there, with its votes. Nobody else reads it before it is published."
    )
    trail = ((body.name, url_for("bodies.show", body_id=body_id)),)
    return show(TaskPage(gettext("Write an item of the minutes"), form, gettext("Save it as a draft"), said, trail))


def _written(form: SittingItemForm, found: SittingItem) -> SittingItemForm:
    """Return the form for an item that is there: its day stays, and how one closes it is another form's."""
    for name in ("held_on", "neutral_title", "closed_because"):
        delattr(form, name)
    form.shows(*found.told, now="\n\n".join((f"{found.number}. {found.title}", found.text)))
    return form


def _of_day(body_id: int, item_ids: set[int]) -> Corrected:
    """Return what was added to the items of one day."""
    found = corrected(g.context, Ref(Kind.BODY, body_id), part="sitting_item", at_most=MOST_ADDED)
    newest = {(part, number): line for (part, number), line in found.newest.items() if number in item_ids}
    return replace(found, lines=tuple(one for one in found.lines if one.part_id in item_ids), newest=newest)


def _to_publish(found: SittingItem) -> str:
    may = SITTING_ITEM.may(g.context, BodyVerb.PUBLISH_ITEM, found)
    return fingerprint(*found.told, found.is_closed) if may else ""


def _there(found: SittingItem) -> str:
    return url_for("sittings.show", body_id=found.body_id, day=found.held_on.isoformat(), _anchor=f"item-{found.id}")
