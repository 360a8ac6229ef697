"""Addresses for a body's minutes, item by item."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from flask import Blueprint, g, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from civic.bodies import minutes, queries
from civic.bodies.models import Body, SittingItem
from civic.bodies.workflow import BODY, SITTING_ITEM, BodyVerb
from civic.decisions.models import Decision
from civic.decisions.queries import ClosedItem, of_sitting
from civic.http.forms import ButtonForm, Form, PressForm
from civic.http.identity import must_be_fresh
from civic.http.request import show, submitted
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
    on = _day(day)
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
    return _item_page(found, BodyVerb.CHANGE_ITEM, _written(form, found), _("Change the item"), _("Save"))


@bp.post("/items/<int:item_id>")
def change(item_id: int) -> ResponseReturnValue:
    """Change an item that is not published."""
    found = queries.sitting_item(g.context, item_id)
    form = SittingItemForm()
    saw = form.saw
    form = _written(form, found)
    act = lambda: minutes.change_item(g.context, item_id, form.values(), seen=saw)  # noqa: E731
    return _done(found, form, act, BodyVerb.CHANGE_ITEM, _("Change the item"), _("Save"))


@bp.post("/items/<int:item_id>/publish")
def publish(item_id: int) -> ResponseReturnValue:
    """Let everybody read an item."""
    found = queries.sitting_item(g.context, item_id)
    form = PressForm()
    saw = form.saw
    form.shows(*found.told, found.is_closed, now=found.title)
    act = lambda: minutes.publish_item(g.context, item_id, seen=saw)  # noqa: E731
    return _done(found, form, act, BodyVerb.PUBLISH_ITEM, _("Publish the item"), _("Publish"))


@bp.get("/items/<int:item_id>/add")
def adding(item_id: int) -> ResponseReturnValue:
    """The form for words added to a published item."""
    found = queries.sitting_item(g.context, item_id)
    return _item_page(found, BodyVerb.ADD_TO_ITEM, AddToItemForm(), _("Add to the item"), _("Add"))


@bp.post("/items/<int:item_id>/add")
def add_to(item_id: int) -> ResponseReturnValue:
    """Add words to a published item, dated."""
    found = queries.sitting_item(g.context, item_id)
    form = AddToItemForm()
    act = lambda: minutes.add_to_item(g.context, item_id, **form.values())  # noqa: E731
    return _done(found, form, act, BodyVerb.ADD_TO_ITEM, _("Add to the item"), _("Add"))


@bp.get("/items/<int:item_id>/close")
def closing(item_id: int) -> ResponseReturnValue:
    """The form that closes an item, or says anew what everybody can read of one that is closed."""
    found = queries.sitting_item(g.context, item_id)
    form = CloseItemForm(formdata=None, neutral_title=found.neutral_title, because=found.closed_because)
    return _item_page(found, BodyVerb.CLOSE_SITTING_ITEM, form, _("Close the item"), _("Close the item"))


@bp.post("/items/<int:item_id>/close")
def close(item_id: int) -> ResponseReturnValue:
    """Treat an item behind closed doors."""
    found = queries.sitting_item(g.context, item_id)
    form = CloseItemForm()
    act = lambda: minutes.close_item(g.context, item_id, **form.values())  # noqa: E731
    return _done(found, form, act, BodyVerb.CLOSE_SITTING_ITEM, _("Close the item"), _("Close the item"))


@bp.get("/items/<int:item_id>/take-out")
def taking_out(item_id: int) -> ResponseReturnValue:
    """Ask before an item is taken out that nobody has published."""
    found = queries.sitting_item(g.context, item_id)
    return _item_page(found, BodyVerb.TAKE_OUT_ITEM, ButtonForm(), _("Take the item out"), _("Take it out"))


@bp.post("/items/<int:item_id>/take-out")
def take_out(item_id: int) -> ResponseReturnValue:
    """Take out an item that nobody has published."""
    found = queries.sitting_item(g.context, item_id)
    act = lambda: minutes.take_out_item(g.context, item_id)  # noqa: E731
    return _done(found, ButtonForm(), act, BodyVerb.TAKE_OUT_ITEM, _("Take the item out"), _("Take it out"))


def _done(
    found: SittingItem, form: Form, act: Callable[[], object], verb: BodyVerb, heading: str, button: str
) -> ResponseReturnValue:
    there = _there(found)

    def do() -> str:
        must_be_fresh()
        act()
        return there

    return submitted(form, do, again=lambda: _item_page(found, verb, form, heading, button))


def _item_page(found: SittingItem, verb: BodyVerb, form: Form, heading: str, button: str) -> ResponseReturnValue:
    SITTING_ITEM.require(g.context, verb, found)
    told = {
        BodyVerb.CHANGE_ITEM: _("Nobody else can read it before it is published."),
        BodyVerb.PUBLISH_ITEM: _("What is published stays as it is. What is wrong in it gets an addition."),
        BodyVerb.ADD_TO_ITEM: _("The item stays as it was published. Say what was wrong, and why."),
        BodyVerb.CLOSE_SITTING_ITEM: _("Everybody can read the number and the neutral title, and nothing else of it."),
    }
    trail = ((f"{found.body.name}, {day_said(found.held_on)}", _there(found)),)
    quoted = ((f"{found.number}. {found.title}", found.text),) if verb is not BodyVerb.CHANGE_ITEM else ()
    return show(TaskPage(heading, form, button, told.get(verb, ""), trail, quoted))


def _new_page(body_id: int, form: SittingItemForm) -> ResponseReturnValue:
    body = queries.body(g.context, body_id)
    BODY.require(g.context, BodyVerb.ADD_ITEM, body)
    said = _(
        "An item that is a case here is entered there, with its votes. Nobody else reads it before it is published."
    )
    trail = ((body.name, url_for("bodies.show", body_id=body_id)),)
    return show(TaskPage(_("Write an item of the minutes"), form, _("Save it as a draft"), said, trail))


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


def _day(typed: str) -> date:
    try:
        found = date.fromisoformat(typed)
    except ValueError:
        raise Refusal(Reason.NOT_FOUND) from None
    if found.isoformat() != typed:
        raise Refusal(Reason.NOT_FOUND)
    return found
