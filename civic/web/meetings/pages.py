"""What the pages about meetings show: one form."""

from flask import url_for
from flask_babel import gettext as _

from civic.groups.queries import group
from civic.http.task import TaskPage
from civic.kernel.context import Context
from civic.meetings.queries import meeting
from civic.meetings.workflow import GROUP_MEETINGS, MEETING, PROCESS_MEETINGS, MeetingVerb
from civic.processes.queries import process
from civic.web.meetings.forms import CancelForm, MeetingForm


def committee_page(context: Context, process_id: int, form: MeetingForm) -> TaskPage:
    """Return the form for a meeting of the committee, for those who may call one."""
    parent = process(context, process_id)
    PROCESS_MEETINGS.require(context, MeetingVerb.ADD_MEETING, parent)
    trail = ((parent.title, url_for("processes.process", process_id=process_id)),)
    return TaskPage(_("Call a committee meeting"), form, _("Call the meeting"), trail=trail)


def group_page(context: Context, group_id: int, form: MeetingForm) -> TaskPage:
    """Return the form for a meeting of a group, for those who may call one."""
    parent = group(context, group_id)
    GROUP_MEETINGS.require(context, MeetingVerb.ADD_MEETING, parent)
    trail = ((parent.title, url_for("groups.show", group_id=group_id)),)
    return TaskPage(_("Call a meeting"), form, _("Call the meeting"), trail=trail)


def cancel_page(context: Context, meeting_id: int, form: CancelForm) -> TaskPage:
    """Return the form for why a meeting is called off, for those who may call it off."""
    found = meeting(context, meeting_id)
    MEETING.require(context, MeetingVerb.CANCEL, found)
    if found.group_id is not None:
        trail = ((group(context, found.group_id).title, url_for("groups.show", group_id=found.group_id)),)
    else:
        trail = ((found.process.title, url_for("processes.process", process_id=found.process_id)),)
    said = _("Everybody who is in the group, or works with it, gets a mail. The meeting stays on the page, marked.")
    if found.group_id is None:
        said = _(
            "Everybody in the process's groups, and who works with it, gets a mail: tell members without an account."
        )
    return TaskPage(_("Call off: %(title)s", title=found.title), form, _("Call it off"), said, trail)
