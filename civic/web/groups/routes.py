"""Addresses about groups."""

from flask import Blueprint, g, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from civic.groups import actions, queries
from civic.groups.models import Admission, GroupKind
from civic.groups.workflow import GROUP, PROCESS_GROUPS, GroupVerb
from civic.http.forms import ButtonForm
from civic.http.request import show, submitted
from civic.http.task import TaskPage
from civic.people.queries import named
from civic.processes.queries import process
from civic.said.choices import persons
from civic.said.wording import person
from civic.web.groups.forms import GroupForm, MemberForm
from civic.web.groups.pages import group_page

bp = Blueprint("groups", __name__)


@bp.get("/groups/<int:group_id>", endpoint="show")
def show_group(group_id: int) -> ResponseReturnValue:
    """One group."""
    return show(group_page(g.context, group_id))


@bp.get("/processes/<int:process_id>/groups/new")
def new(process_id: int) -> ResponseReturnValue:
    """The form for a new group."""
    return _new_page(process_id, GroupForm())


@bp.post("/processes/<int:process_id>/groups/new")
def add(process_id: int) -> ResponseReturnValue:
    """Set up a group."""
    form = GroupForm()

    def do() -> str:
        kind, admission = GroupKind(form.kind.data), Admission(form.admission.data)
        values = form.values() | {"kind": kind, "admission": admission}
        made = actions.add_group(g.context, process_id, **values)
        return url_for("groups.show", group_id=made.id)

    return submitted(form, do, again=lambda: _new_page(process_id, form))


@bp.post("/groups/<int:group_id>/join")
def join(group_id: int) -> ResponseReturnValue:
    """Join an open group."""

    def do() -> str:
        actions.join(g.context, group_id)
        return url_for("groups.show", group_id=group_id)

    return submitted(ButtonForm(), do, again=lambda: show_group(group_id))


@bp.post("/groups/<int:group_id>/leave")
def leave(group_id: int) -> ResponseReturnValue:
    """Leave a group."""

    def do() -> str:
        actions.leave(g.context, group_id)
        return url_for("groups.show", group_id=group_id)

    return submitted(ButtonForm(), do, again=lambda: show_group(group_id))


@bp.post("/groups/<int:group_id>/end")
def end(group_id: int) -> ResponseReturnValue:
    """End a group's work."""

    def do() -> str:
        actions.end(g.context, group_id)
        return url_for("groups.show", group_id=group_id)

    return submitted(ButtonForm(), do, again=lambda: show_group(group_id))


@bp.get("/groups/<int:group_id>/members/new")
def member(group_id: int) -> ResponseReturnValue:
    """The form for a new member of a closed group."""
    return _member_page(group_id, MemberForm())


@bp.post("/groups/<int:group_id>/members/new")
def add_member(group_id: int) -> ResponseReturnValue:
    """Put somebody into a group."""
    form = MemberForm()
    GROUP.require(g.context, GroupVerb.ADD_MEMBER, queries.group(g.context, group_id))

    def do() -> str:
        (found,) = named(g.context, form.person.data)
        actions.add_member(g.context, group_id, found.id)
        return url_for("groups.show", group_id=group_id)

    return submitted(form, do, again=lambda: _member_page(group_id, form))


@bp.get("/groups/<int:group_id>/members/<int:assignment_id>/take-out")
def taking_out(group_id: int, assignment_id: int) -> ResponseReturnValue:
    """Ask before somebody is taken out of a group."""
    group = queries.group(g.context, group_id)
    GROUP.require(g.context, GroupVerb.TAKE_OUT_MEMBER, group)
    held = queries.place_in(g.context, group_id, assignment_id)
    trail = ((group.title, url_for("groups.show", group_id=group_id)),)
    said = _("%(name)s is no longer in the group, and may be put into it again.", name=person(held.person.name))
    return show(TaskPage(_("Take out of the group?"), ButtonForm(), _("Take out"), said, trail))


@bp.post("/groups/<int:group_id>/members/<int:assignment_id>/take-out")
def take_out(group_id: int, assignment_id: int) -> ResponseReturnValue:
    """Take somebody out of a group."""

    def do() -> str:
        actions.take_out_member(g.context, group_id, assignment_id)
        return url_for("groups.show", group_id=group_id)

    return submitted(ButtonForm(), do, again=lambda: taking_out(group_id, assignment_id))


def _new_page(process_id: int, form: GroupForm) -> ResponseReturnValue:
    parent = process(g.context, process_id)
    PROCESS_GROUPS.require(g.context, GroupVerb.ADD_GROUP, parent)
    trail = ((parent.title, url_for("processes.process", process_id=process_id)),)
    return show(TaskPage(_("Set up a group"), form, _("Set it up"), trail=trail))


def _member_page(group_id: int, form: MemberForm) -> ResponseReturnValue:
    group = queries.group(g.context, group_id)
    GROUP.require(g.context, GroupVerb.ADD_MEMBER, group)
    if form.person.errors:
        form.person.found = persons(g.context, form.person.data or "")
    trail = ((group.title, url_for("groups.show", group_id=group_id)),)
    return show(TaskPage(_("Add a member"), form, _("Add"), trail=trail))
