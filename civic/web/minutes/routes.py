"""Addresses about agendas, minutes and what was agreed."""

from datetime import date

from flask import Blueprint, g, request, url_for
from flask.typing import ResponseReturnValue

from civic.http.forms import ButtonForm, PressForm
from civic.http.identity import must_be_fresh
from civic.http.request import after, show, submitted
from civic.meetings.queries import meeting
from civic.minutes import actions as deeds
from civic.minutes import queries
from civic.web.minutes.forms import (
    ActionForm,
    AddForm,
    ApproveForm,
    AttendanceForm,
    EndForm,
    ItemForm,
    PointForm,
)
from civic.web.minutes.pages import (
    action_home,
    action_page,
    actions_page,
    add_page,
    approve_page,
    attendance_page,
    chair_page,
    change_point_page,
    end_page,
    figures,
    group_action_page,
    item_page,
    point_page,
    take_out_point_page,
)

bp = Blueprint("minutes", __name__)


@bp.get("/meetings/<int:meeting_id>/agenda/new")
def new_item(meeting_id: int) -> ResponseReturnValue:
    """The form for an item of an agenda."""
    return show(item_page(g.context, meeting_id, ItemForm(formdata=None)))


@bp.post("/meetings/<int:meeting_id>/agenda/new")
def add_item(meeting_id: int) -> ResponseReturnValue:
    """Put an item on an agenda."""
    form = ItemForm().offer(g.context, meeting(g.context, meeting_id).process_id)

    def do() -> str:
        given = {"title": form.title.data, "text": form.text.data or "", "treats": form.treated}
        made = deeds.add_item(g.context, meeting_id, **given)
        return url_for("meetings.show", meeting_id=meeting_id, _anchor=f"item-{made.id}")

    return submitted(form, do, again=lambda: show(item_page(g.context, meeting_id, form)))


@bp.get("/agenda/<int:item_id>/points/new")
def new_point(item_id: int) -> ResponseReturnValue:
    """The form for a point of the minutes."""
    return show(point_page(g.context, item_id, PointForm(formdata=None)))


@bp.post("/agenda/<int:item_id>/points/new")
def write_point(item_id: int) -> ResponseReturnValue:
    """Write a point of the minutes."""
    process_id = queries.begun(g.context, queries.agenda_item(g.context, item_id).meeting_id).process_id
    form = PointForm().offer(figures(g.context, process_id))

    def do() -> str:
        deeds.write_point(g.context, item_id, **form.given())
        return _at_item(queries.agenda_item(g.context, item_id).meeting_id, item_id)

    return submitted(form, do, again=lambda: show(point_page(g.context, item_id, form)))


@bp.get("/points/<int:point_id>/change")
def changing_point(point_id: int) -> ResponseReturnValue:
    """The form that changes a point."""
    return show(change_point_page(g.context, point_id))


@bp.post("/points/<int:point_id>/change")
def change_point(point_id: int) -> ResponseReturnValue:
    """Change a point nobody has approved yet."""
    found = queries.point(g.context, point_id)
    process_id = queries.begun(g.context, found.item.meeting_id).process_id
    form = PointForm().offer(figures(g.context, process_id))

    def do() -> str:
        deeds.change_point(g.context, point_id, **form.given(), seen=form.saw)
        return _at_item(found.item.meeting_id, found.item_id)

    return submitted(form, do, again=lambda: show(change_point_page(g.context, point_id, form)))


@bp.get("/points/<int:point_id>/take-out")
def taking_out_point(point_id: int) -> ResponseReturnValue:
    """What one reads who takes a point out."""
    return show(take_out_point_page(g.context, point_id))


@bp.post("/points/<int:point_id>/take-out")
def take_out_point(point_id: int) -> ResponseReturnValue:
    """Take a point out of minutes nobody has approved yet."""

    def do() -> str:
        found = queries.point(g.context, point_id)
        home = _at_item(found.item.meeting_id, found.item_id)
        deeds.take_out_point(g.context, point_id)
        return home

    return submitted(ButtonForm(), do, again=lambda: taking_out_point(point_id))


@bp.get("/meetings/<int:meeting_id>/attendance")
def attending(meeting_id: int) -> ResponseReturnValue:
    """The form for how many attended."""
    return show(attendance_page(g.context, meeting_id))


@bp.post("/meetings/<int:meeting_id>/attendance")
def count_attendance(meeting_id: int) -> ResponseReturnValue:
    """Enter how many attended."""
    form = AttendanceForm()

    def do() -> str:
        deeds.count(g.context, meeting_id, form.given())
        return url_for("meetings.show", meeting_id=meeting_id)

    return submitted(form, do, again=lambda: show(attendance_page(g.context, meeting_id, form)))


@bp.get("/meetings/<int:meeting_id>/minutes/approve")
def approving(meeting_id: int) -> ResponseReturnValue:
    """The form that lets minutes stand fast."""
    return show(approve_page(g.context, meeting_id, ApproveForm(formdata=None)))


@bp.post("/meetings/<int:meeting_id>/minutes/approve")
def approve(meeting_id: int) -> ResponseReturnValue:
    """Let minutes stand fast."""
    form = ApproveForm()

    def do() -> str:
        deeds.approve(g.context, meeting_id, approved_by=form.approved_by.data, on=form.on.data, seen=form.saw)
        return url_for("meetings.show", meeting_id=meeting_id)

    return submitted(form, do, again=lambda: show(approve_page(g.context, meeting_id, form)))


@bp.get("/meetings/<int:meeting_id>/minutes/approve-as-chair")
def approving_as_chair(meeting_id: int) -> ResponseReturnValue:
    """What whoever presided reads before they approve."""
    return show(chair_page(g.context, meeting_id, PressForm(formdata=None)))


@bp.post("/meetings/<int:meeting_id>/minutes/approve-as-chair")
def approve_as_chair(meeting_id: int) -> ResponseReturnValue:
    """Approve the minutes of a meeting one has presided over."""
    form = PressForm()

    def do() -> str:
        must_be_fresh()
        deeds.approve_as_chair(g.context, meeting_id, seen=form.saw)
        return url_for("meetings.show", meeting_id=meeting_id, _anchor="minutes")

    return submitted(form, do, again=lambda: show(chair_page(g.context, meeting_id, form)))


@bp.get("/meetings/<int:meeting_id>/minutes/add")
def adding(meeting_id: int) -> ResponseReturnValue:
    """The form that adds to minutes that stand fast."""
    return show(add_page(g.context, meeting_id, AddForm(formdata=None)))


@bp.post("/meetings/<int:meeting_id>/minutes/add")
def add(meeting_id: int) -> ResponseReturnValue:
    """Add to minutes that stand fast."""
    form = AddForm()

    def do() -> str:
        deeds.add(g.context, meeting_id, text=form.text.data)
        return url_for("meetings.show", meeting_id=meeting_id)

    return submitted(form, do, again=lambda: show(add_page(g.context, meeting_id, form)))


@bp.get("/agenda/<int:item_id>/actions/new")
def new_action(item_id: int) -> ResponseReturnValue:
    """The form for what was agreed under an item."""
    return show(action_page(g.context, item_id, ActionForm(formdata=None)))


@bp.post("/agenda/<int:item_id>/actions/new")
def agree(item_id: int) -> ResponseReturnValue:
    """Enter what was agreed under an item."""
    form = ActionForm()

    def do() -> str:
        deeds.agree(g.context, item_id, **form.values())
        return _at_item(queries.agenda_item(g.context, item_id).meeting_id, item_id)

    return submitted(form, do, again=lambda: show(action_page(g.context, item_id, form)))


@bp.get("/groups/<int:group_id>/actions")
def actions(group_id: int) -> ResponseReturnValue:
    """What a group agreed to do."""
    return show(actions_page(g.context, group_id, after=_after(), before=after("before")))


@bp.get("/groups/<int:group_id>/actions/new")
def new_group_action(group_id: int) -> ResponseReturnValue:
    """The form for what a group agreed to do."""
    return show(group_action_page(g.context, group_id, ActionForm(formdata=None)))


@bp.post("/groups/<int:group_id>/actions/new")
def agree_in_group(group_id: int) -> ResponseReturnValue:
    """Enter what a group agreed to do."""
    form = ActionForm()

    def do() -> str:
        deeds.agree_in_group(g.context, group_id, **form.values())
        return url_for("minutes.actions", group_id=group_id)

    return submitted(form, do, again=lambda: show(group_action_page(g.context, group_id, form)))


@bp.get("/actions/<int:action_id>/end")
def ending(action_id: int) -> ResponseReturnValue:
    """The form for what came of something that was agreed."""
    return show(end_page(g.context, action_id, EndForm(formdata=None)))


@bp.post("/actions/<int:action_id>/end")
def end_action(action_id: int) -> ResponseReturnValue:
    """Say what came of something that was agreed."""
    form = EndForm()

    def do() -> str:
        given = {"is_done": form.outcome.data == "done", "result": form.result.data, "on": form.on.data}
        return action_home(deeds.end_action(g.context, action_id, **given))[1]

    return submitted(form, do, again=lambda: show(end_page(g.context, action_id, form)))


def _at_item(meeting_id: int, item_id: int) -> str:
    return url_for("meetings.show", meeting_id=meeting_id, _anchor=f"item-{item_id}")


def _after() -> tuple[date | None, int] | None:
    """Return where a list of what was agreed goes on, from the address: a day, or none, and a number."""
    on, _line, number = request.args.get("after", "").partition("_")
    if not (number.isascii() and number.isdigit() and len(number) <= 10):
        return None
    try:
        return (date.fromisoformat(on) if on else None, int(number))
    except ValueError:
        return None
