"""What the pages about agendas, minutes and what was agreed show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from flask import url_for
from flask_babel import gettext as _

from civic.evidence.models import EvidenceKind, KeyFigure
from civic.evidence.queries import to_use
from civic.groups.models import Group
from civic.groups.queries import group
from civic.http.forms import ButtonForm, PressForm, SeenForm
from civic.http.task import TaskPage
from civic.kernel.context import Context
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.trace import Kind, Ref
from civic.meetings.models import Meeting
from civic.meetings.queries import meeting
from civic.minutes import queries
from civic.minutes.models import ActionPoint, Minutes
from civic.minutes.workflow import ACTION, AGENDA, GROUP_ACTIONS, MINUTES, MinutesVerb
from civic.processes.workflow import is_staff
from civic.said.corrections import Corrected, corrected
from civic.said.records import record
from civic.said.thread import Link
from civic.said.wording import day, number, word
from civic.web.minutes.forms import (
    ActionForm,
    AddForm,
    ApproveForm,
    AttendanceForm,
    EndForm,
    ItemForm,
    PointForm,
)

SHOWN = 50


@dataclass(frozen=True)
class ActionsPage:
    """What a group agreed to do: what is open, by its day, and what is done."""

    template: ClassVar[str] = "minutes/actions.html"
    group: Group
    open: Sequence[ActionPoint]
    next_after: str
    ended: Sequence[ActionPoint]
    next_before: int | None
    corrected: Corrected
    may_correct: bool
    may_agree: bool
    may_end: frozenset[int]


def _meeting_link(found: Meeting) -> Link:
    return (found.title, url_for("meetings.show", meeting_id=found.id))


def _for(context: Context, meeting_id: int, verb: MinutesVerb) -> Meeting:
    found = meeting(context, meeting_id)
    AGENDA.require(context, verb, found)
    return found


def _check_open(context: Context, found: Meeting) -> None:
    """Refusal(NOT_NOW) where the minutes stand fast."""
    if queries.are_approved(context, found.id):
        raise Refusal(Reason.NOT_NOW)


def figures(context: Context, process_id: int) -> list[KeyFigure]:
    """Return the published key figures of a process, the newest first."""
    return [
        one
        for one in to_use(context, process_id, at_most=1000)
        if one.kind is EvidenceKind.KEY_FIGURE and isinstance(one, KeyFigure)
    ]


def item_page(context: Context, meeting_id: int, form: ItemForm) -> TaskPage:
    """Return the form for an item of an agenda."""
    found = _for(context, meeting_id, MinutesVerb.ADD_ITEM)
    _check_open(context, found)
    form.offer(context, found.process_id)
    return TaskPage(_("Put an item on the agenda"), form, _("Put it on"), trail=(_meeting_link(found),))


def point_page(context: Context, item_id: int, form: PointForm) -> TaskPage:
    """Return the form for a point of the minutes."""
    item = queries.agenda_item(context, item_id)
    minutes = queries.begun(context, item.meeting_id)
    MINUTES.require(context, MinutesVerb.WRITE, minutes)
    form.offer(figures(context, minutes.process_id))
    said = _("%(number)s. %(title)s", number=item.number, title=item.title)
    return TaskPage(_("Write a point"), form, _("Write it"), said, (_meeting_link(minutes.meeting),))


def change_point_page(context: Context, point_id: int, form: PointForm | None = None) -> TaskPage:
    """Return the form that changes a point nobody has approved yet."""
    found = queries.point(context, point_id)
    minutes = queries.begun(context, found.item.meeting_id)
    MINUTES.require(context, MinutesVerb.WRITE, minutes)
    form = form or PointForm(
        formdata=None,
        kind=found.kind.value,
        text=found.text,
        evidence_id=found.evidence_id or 0,
        origin=found.origin.value,
        consent=found.consent,
    )
    form.offer(figures(context, minutes.process_id)).shows(*found.seen, now=found.text)
    return TaskPage(_("Change the point"), form, _("Save"), trail=(_meeting_link(minutes.meeting),))


def take_out_point_page(context: Context, point_id: int) -> TaskPage:
    """Return what one reads who takes a point out."""
    found = queries.point(context, point_id)
    minutes = queries.begun(context, found.item.meeting_id)
    MINUTES.require(context, MinutesVerb.WRITE, minutes)
    quoted = ((_("The point"), found.text),) if found.text else ()
    link = (_meeting_link(minutes.meeting),)
    return TaskPage(_("Take the point out?"), ButtonForm(), _("Take it out"), "", link, quoted)


def attendance_page(context: Context, meeting_id: int, form: AttendanceForm | None = None) -> TaskPage:
    """Return the form for how many attended."""
    found = _for(context, meeting_id, MinutesVerb.COUNT)
    _check_open(context, found)
    if form is None:
        there = {one.category.value: one.count for one in queries.attendance_of(context, meeting_id)}
        form = AttendanceForm(formdata=None, data=there)
    said = _("Numbers, and no names. What is left empty is not known.")
    return TaskPage(_("Who attended"), form, _("Save"), said, (_meeting_link(found),))


def _read_back(context: Context, found: Minutes, form: SeenForm) -> tuple[tuple[str, str], ...]:
    """Return all that minutes say, to be read where they are approved, and let the form remember it."""
    form.shows(*queries.stands(context, found.meeting_id))
    told = record(context, found.meeting)
    read = [(_("Who attended"), "\n".join(f"{word(one.category)}: {number(one.count)}" for one in told.attendance))]
    for each in told.items:
        said = [each.item.text]
        for one in each.points:
            called = one.point.evidence.title if one.point.evidence is not None else ""
            said.append("\n".join(filter(None, (f"{word(one.point.kind)}:", called, one.figure, one.point.text))))
        agreed = (f"{one.text} ({one.owner}{', ' + day(one.due_on) if one.due_on else ''})" for one in each.actions)
        said += [": ".join((_("Agreed"), one)) for one in agreed]
        title = _("%(number)s. %(title)s", number=each.item.number, title=each.item.title)
        read.append((title, "\n\n".join(filter(None, said))))
    return tuple((heading, words) for heading, words in read if words)


def approve_page(context: Context, meeting_id: int, form: ApproveForm) -> TaskPage:
    """Return the form that lets minutes stand fast, under what they say."""
    found = queries.begun(context, meeting_id)
    MINUTES.require(context, MinutesVerb.APPROVE, found)
    read = _read_back(context, found, form)
    said = _("Everybody can read them after this, and nothing in them is changed: words can only be added.")
    return TaskPage(_("Approve the minutes"), form, _("Approve them"), said, (_meeting_link(found.meeting),), read)


def chair_page(context: Context, meeting_id: int, form: PressForm) -> TaskPage:
    """Return what one reads who approves the minutes of a meeting one has presided over."""
    found = queries.begun(context, meeting_id)
    MINUTES.require(context, MinutesVerb.APPROVE_AS_CHAIR, found)
    read = _read_back(context, found, form)
    said = _("It says in public that you approved them, with your name and the day; from then on words are only added.")
    return TaskPage(_("Approve the minutes"), form, _("Approve them"), said, (_meeting_link(found.meeting),), read)


def add_page(context: Context, meeting_id: int, form: AddForm) -> TaskPage:
    """Return the form that adds to minutes that stand fast."""
    found = queries.begun(context, meeting_id)
    MINUTES.require(context, MinutesVerb.ADD, found)
    said = _("It stands under the minutes with the day and your name.")
    return TaskPage(_("Add to the minutes"), form, _("Add it"), said, (_meeting_link(found.meeting),))


def action_page(context: Context, item_id: int, form: ActionForm) -> TaskPage:
    """Return the form for what was agreed under an item of an agenda."""
    item = queries.agenda_item(context, item_id)
    found = _for(context, item.meeting_id, MinutesVerb.AGREE)
    said = _("%(number)s. %(title)s", number=item.number, title=item.title)
    return TaskPage(_("Enter what was agreed"), form, _("Enter it"), said, (_meeting_link(found),))


def group_action_page(context: Context, group_id: int, form: ActionForm) -> TaskPage:
    """Return the form for what a group agreed to do."""
    found = group(context, group_id)
    GROUP_ACTIONS.require(context, MinutesVerb.AGREE, found)
    home = (found.title, url_for("groups.show", group_id=group_id))
    return TaskPage(_("Enter what was agreed"), form, _("Enter it"), trail=(home,))


def action_home(found: ActionPoint) -> Link:
    """Return the page on which something that was agreed stands."""
    if found.group is not None:
        return (found.group.title, url_for("minutes.actions", group_id=found.group.id))
    meeting_id = found.item.meeting_id if found.item is not None else 0
    return (_("The meeting"), url_for("meetings.show", meeting_id=meeting_id))


def end_page(context: Context, action_id: int, form: EndForm) -> TaskPage:
    """Return the form for what came of something that was agreed."""
    found = queries.action(context, action_id)
    ACTION.require(context, MinutesVerb.END_ACTION, found)
    quoted = ((_("What was agreed"), found.text),)
    return TaskPage(_("What came of it?"), form, _("Save"), "", (action_home(found),), quoted)


def actions_page(
    context: Context, group_id: int, *, after: tuple[date | None, int] | None, before: int | None
) -> ActionsPage:
    """Return what a group agreed to do, fifty at a time, and the last that was done."""
    found = group(context, group_id)
    rows = queries.actions_of_group(context, group_id, after=after, at_most=SHOWN + 1)
    ended = queries.ended_actions_of_group(context, group_id, before=before, at_most=SHOWN + 1)
    last = rows[SHOWN - 1] if len(rows) > SHOWN else None
    return ActionsPage(
        group=found,
        open=rows[:SHOWN],
        next_after=f"{last.due_on or ''}_{last.id}" if last is not None else "",
        ended=ended[:SHOWN],
        next_before=ended[SHOWN - 1].id if len(ended) > SHOWN else None,
        corrected=corrected(context, Ref(Kind.GROUP, group_id), part="action_point"),
        may_correct=is_staff(context.actor, found),
        may_agree=GROUP_ACTIONS.may(context, MinutesVerb.AGREE, found),
        may_end=frozenset(one.id for one in rows if ACTION.may(context, MinutesVerb.END_ACTION, one)),
    )
