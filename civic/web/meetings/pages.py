"""What the pages about meetings show: one form."""

from flask import url_for
from flask_babel import gettext as _

from civic.groups.queries import group
from civic.http.task import TaskPage
from civic.kernel.context import Context
from civic.meetings.workflow import GROUP_MEETINGS, PROCESS_MEETINGS, MeetingVerb
from civic.processes.queries import process
from civic.web.meetings.forms import MeetingForm


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
