"""What the pages that put something right show: what stands there with the reason to be given, and all that was."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple

from flask import url_for
from flask_babel import LazyString, lazy_gettext

from civic.decisions import queries as decisions
from civic.decisions.workflow import CASE, FOLLOW_UP, DecisionVerb
from civic.groups.queries import group
from civic.groups.workflow import GROUP, GroupVerb
from civic.hearings.queries import hearing
from civic.http.task import TaskPage
from civic.kernel import correction
from civic.kernel.context import Context
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.trace import Kind, Ref
from civic.meetings.queries import meeting
from civic.meetings.workflow import MEETING, MeetingVerb
from civic.processes import queries as processes
from civic.processes.models import ProcessState
from civic.processes.workflow import PROCESS, ProcessVerb
from civic.said.corrections import Corrected, corrected
from civic.said.thread import Link
from civic.voting.queries import ballot
from civic.web.corrections.forms import (
    AppointmentCorrectionForm,
    AttachmentCorrectionForm,
    BlotForm,
    CaseCorrectionForm,
    CorrectionForm,
    DoneCorrectionForm,
    FollowUpCorrectionForm,
    GroupCorrectionForm,
    MandateCorrectionForm,
    MeetingCorrectionForm,
    MilestoneCorrectionForm,
    ProcessCorrectionForm,
    TaskCorrectionForm,
)

_ = lazy_gettext
MANY = 50


@dataclass(frozen=True)
class AllPage:
    """All that was put right on one thing's page, fifty at a time."""

    template: ClassVar[str] = "corrections/all.html"
    corrected: Corrected
    home: Link


class Found(NamedTuple):
    """What is to be put right: its row, the page it stands on, and whether anybody has been able to read it."""

    row: Any
    home: Link
    is_public: bool = True


class Part(NamedTuple):
    """One kind of thing that can be put right."""

    heading: LazyString
    form: type[CorrectionForm]
    find: Callable[[Context, int], Found]
    """Returns it for those who may correct it; raises Refusal for others."""
    more: LazyString | str = ""
    """What else whoever corrects it should know."""


def part_page(context: Context, name: str, number: int, form: CorrectionForm | None = None) -> TaskPage:
    """Return the form that puts one thing right, for those who may."""
    part = PARTS[name]
    found = part.find(context, number)
    form = form or part.form(formdata=None, obj=found.row)
    form.shows_row(found.row)
    said = ""
    if found.is_public:
        stays = _("What stands there now stays to be seen, with the day, your name and the reason.")
        said = f"{stays} {part.more}".strip()
    else:
        form.is_for_a_draft()
    return TaskPage(str(part.heading), form, str(_("Correct it")), said, (found.home,))


def blot_page(context: Context, line_id: int, form: BlotForm) -> TaskPage:
    """Return the form that takes out what stood somewhere before, for those who may."""
    _process_id, home = blottable(context, line_id)
    said = _("The words are gone for good. That there were some, the day and the reason stay to be seen.")
    stood = ((str(_("Before it said:")), correction.line(context, line_id).before),)
    return TaskPage(str(_("Take it out for good?")), form, str(_("Take it out")), str(said), (home,), stood)


def blottable(context: Context, line_id: int) -> tuple[int, Link]:
    """Return which process a correction belongs to, and where it stands, for those who may correct there."""
    line = correction.line(context, line_id)
    process_id = line.thing_id
    if line.kind is Kind.GROUP:
        process_id = group(context, line.thing_id).process_id
    elif line.kind is Kind.CASE:
        process_id = decisions.case(context, line.thing_id).process_id
    elif line.kind is not Kind.PROCESS:
        raise Refusal(Reason.NOT_FOUND)
    PROCESS.require(context, ProcessVerb.CORRECT, processes.process(context, process_id))
    return process_id, _HOMES[line.kind](context, line.thing_id)


def all_page(context: Context, kind: Kind, number: int, *, before: int | None) -> AllPage:
    """Return all that was put right on a thing's page, hidden as the thing is."""
    home = _HOMES.get(kind)
    if home is None:
        raise Refusal(Reason.NOT_FOUND)
    link = home(context, number)
    return AllPage(corrected(context, Ref(kind, number), before=before, at_most=MANY), link)


def _process_home(context: Context, process_id: int) -> Link:
    return (processes.process(context, process_id).title, url_for("processes.process", process_id=process_id))


def _group_home(context: Context, group_id: int) -> Link:
    return (group(context, group_id).title, url_for("groups.show", group_id=group_id))


def _case_home(context: Context, case_id: int) -> Link:
    return (decisions.case(context, case_id).number, url_for("decisions.case", case_id=case_id))


def _ballot_home(context: Context, ballot_id: int) -> Link:
    return (ballot(context, ballot_id).question[:60], url_for("voting.show", ballot_id=ballot_id))


def _note_home(context: Context, hearing_id: int) -> Link:
    return (hearing(context, hearing_id).title, url_for("treatment.note", hearing_id=hearing_id))


_HOMES: dict[Kind, Callable[[Context, int], Link]] = {
    Kind.PROCESS: _process_home,
    Kind.GROUP: _group_home,
    Kind.CASE: _case_home,
    Kind.BALLOT: _ballot_home,
    Kind.HEARING: _note_home,
}


def _in_process(context: Context, process_id: int, row: Any = None) -> Found:
    found = processes.process(context, process_id)
    PROCESS.require(context, ProcessVerb.CORRECT, found)
    home = (found.title, url_for("processes.process", process_id=found.id))
    return Found(found if row is None else row, home, found.state is not ProcessState.PREPARING)


def _mandate(context: Context, process_id: int) -> Found:
    found = _in_process(context, process_id)
    return found._replace(row=found.row.mandate)


def _task(context: Context, task_id: int) -> Found:
    task = processes.task_by_id(context, task_id)
    return _in_process(context, task.process_id, task)


def _milestone(context: Context, milestone_id: int) -> Found:
    found = processes.milestone(context, milestone_id)
    return _in_process(context, found.process_id, found)


def _appointment(context: Context, appointment_id: int) -> Found:
    found = processes.appointment(context, appointment_id)
    return _in_process(context, found.quota.process_id, found)


def _group(context: Context, group_id: int) -> Found:
    found = group(context, group_id)
    GROUP.require(context, GroupVerb.CORRECT, found)
    return Found(found, (found.title, url_for("groups.show", group_id=group_id)))


def _meeting(context: Context, meeting_id: int) -> Found:
    found = meeting(context, meeting_id)
    MEETING.require(context, MeetingVerb.CORRECT, found)
    home = _group_home(context, found.group_id) if found.group_id else _process_home(context, found.process_id)
    return Found(found, home)


def _case(context: Context, case_id: int) -> Found:
    found = decisions.case(context, case_id)
    CASE.require(context, DecisionVerb.CORRECT, found)
    return Found(found, (found.number, url_for("decisions.case", case_id=case_id)))


def _attachment(context: Context, attachment_id: int) -> Found:
    found = decisions.attachment(context, attachment_id)
    return _case(context, found.case_id)._replace(row=found)


def _follow_up(context: Context, follow_up_id: int) -> Found:
    return _one_follow_up(context, follow_up_id, is_planned=True)


def _done_follow_up(context: Context, follow_up_id: int) -> Found:
    return _one_follow_up(context, follow_up_id, is_planned=False)


def _one_follow_up(context: Context, follow_up_id: int, *, is_planned: bool) -> Found:
    found = decisions.follow_up(context, follow_up_id)
    FOLLOW_UP.require(context, DecisionVerb.CORRECT, found)
    if found.is_planned is not is_planned:
        raise Refusal(Reason.NOT_FOUND)
    return Found(found, _case_home(context, found.case_id))


PARTS: dict[str, Part] = {
    "process": Part(_("Correct the process"), ProcessCorrectionForm, _in_process),
    "mandate": Part(_("Correct the mandate"), MandateCorrectionForm, _mandate),
    "task": Part(_("Correct the task"), TaskCorrectionForm, _task),
    "milestone": Part(_("Correct what happened"), MilestoneCorrectionForm, _milestone),
    "appointment": Part(_("Correct the seat"), AppointmentCorrectionForm, _appointment),
    "group": Part(_("Correct the group"), GroupCorrectionForm, _group),
    "meeting": Part(
        _("Move or correct the meeting"),
        MeetingCorrectionForm,
        _meeting,
        _("Where time or place is another, everybody in the group, or in the process's groups, gets a mail."),
    ),
    "case": Part(_("Correct the case"), CaseCorrectionForm, _case),
    "attachment": Part(_("Correct the attachment"), AttachmentCorrectionForm, _attachment),
    "follow_up": Part(_("Correct what is done"), FollowUpCorrectionForm, _follow_up),
    "done_follow_up": Part(_("Correct what was done"), DoneCorrectionForm, _done_follow_up),
}
