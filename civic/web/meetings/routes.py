"""Addresses about meetings."""

from flask import Blueprint, g, redirect, url_for
from flask.typing import ResponseReturnValue

from civic.http.request import show, submitted
from civic.meetings import actions, queries
from civic.meetings.models import Meeting
from civic.web.meetings.forms import CancelForm, MeetingForm
from civic.web.meetings.pages import cancel_page, committee_page, group_page

bp = Blueprint("meetings", __name__)


@bp.get("/meetings/<int:meeting_id>", endpoint="show")
def meeting(meeting_id: int) -> ResponseReturnValue:
    """Lead to the page a meeting stands on: its group's, or its process's."""
    return redirect(_home(queries.meeting(g.context, meeting_id)), 302)


@bp.get("/processes/<int:process_id>/meetings/new")
def new_for_process(process_id: int) -> ResponseReturnValue:
    """The form for a committee meeting."""
    return show(committee_page(g.context, process_id, MeetingForm()))


@bp.post("/processes/<int:process_id>/meetings/new")
def add_for_process(process_id: int) -> ResponseReturnValue:
    """Call a committee meeting."""
    form = MeetingForm()

    def do() -> str:
        actions.add_committee_meeting(g.context, process_id, **form.values())
        return url_for("processes.process", process_id=process_id)

    return submitted(form, do, again=lambda: show(committee_page(g.context, process_id, form)))


@bp.get("/groups/<int:group_id>/meetings/new")
def new_for_group(group_id: int) -> ResponseReturnValue:
    """The form for a group's meeting."""
    return show(group_page(g.context, group_id, MeetingForm()))


@bp.post("/groups/<int:group_id>/meetings/new")
def add_for_group(group_id: int) -> ResponseReturnValue:
    """Call a group's meeting."""
    form = MeetingForm()

    def do() -> str:
        actions.add_group_meeting(g.context, group_id, **form.values())
        return url_for("groups.show", group_id=group_id)

    return submitted(form, do, again=lambda: show(group_page(g.context, group_id, form)))


@bp.get("/meetings/<int:meeting_id>/cancel")
def cancelling(meeting_id: int) -> ResponseReturnValue:
    """The form for why a meeting is called off."""
    return show(cancel_page(g.context, meeting_id, CancelForm()))


@bp.post("/meetings/<int:meeting_id>/cancel")
def cancel(meeting_id: int) -> ResponseReturnValue:
    """Call a meeting off, and tell everybody."""
    form = CancelForm()

    def do() -> str:
        return _home(actions.cancel(g.context, meeting_id, reason=form.reason.data))

    return submitted(form, do, again=lambda: show(cancel_page(g.context, meeting_id, form)))


def _home(meeting: Meeting) -> str:
    if meeting.group_id is not None:
        return url_for("groups.show", group_id=meeting.group_id)
    return url_for("processes.process", process_id=meeting.process_id)
