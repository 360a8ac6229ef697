"""What the pages about groups show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from flask import url_for
from flask_babel import gettext as _

from civic.dialogue.queries import WHOLE, Reading, is_said, thread
from civic.draws.models import Draw
from civic.draws.queries import draws_for
from civic.files import pictures
from civic.files.pictures import Picture
from civic.following.queries import Following, following
from civic.groups import queries
from civic.groups.models import Group, Participant, ParticipantState
from civic.groups.workflow import GROUP, GroupVerb, in_circle
from civic.http.forms import ButtonForm
from civic.http.placing import PlaceForm
from civic.http.threads import Talk
from civic.kernel.actor import Role, Scope
from civic.kernel.context import Context
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.sorting import sort_key
from civic.kernel.trace import Kind, Ref
from civic.meetings.models import Meeting, MeetingState
from civic.meetings.queries import of_group
from civic.meetings.workflow import GROUP_MEETINGS
from civic.minutes.models import ActionPoint, AgendaItem
from civic.minutes.queries import actions_of_group, approved_of_group, ended_actions_of_group, treating
from civic.minutes.workflow import ACTION, GROUP_ACTIONS, MinutesVerb
from civic.papers.queries import Filed, papers_beside
from civic.papers.workflow import PROCESS_PAPERS
from civic.processes.models import Task
from civic.processes.queries import tasks_tied
from civic.processes.workflow import is_case_officer, is_staff
from civic.proposals.models import Proposal
from civic.proposals.queries import published_of_group
from civic.proposals.workflow import GROUP_PROPOSALS
from civic.said.corrections import Corrected, corrected
from civic.said.records import Item, items_said
from civic.web.groups.forms import DiscussionForm, join_form


@dataclass(frozen=True)
class GroupPage:
    """One group: what it works on, who is in it, when it meets."""

    template: ClassVar[str] = "groups/group.html"
    group: Group
    members: Sequence[Participant]
    has_discussion: bool
    """Whether there is one, or something was said in one."""
    own: Participant | None
    """The reader's own place, or what they wait for."""
    leave: str
    """What it is to take that back."""
    notes: Sequence[tuple[Meeting, Sequence[Item]]]
    """What the approved minutes of its last meetings say."""
    minuted: frozenset[int]
    """Which of its meetings have minutes that everybody can read."""
    actions: Sequence[ActionPoint]
    has_actions: bool
    """Whether anything was ever agreed, done or not."""
    may_end: frozenset[int]
    delivered: Sequence[Proposal]
    """The proposals that came of its work."""
    more_delivered: bool
    draws: Sequence[Draw]
    """The draws by lot that give its places."""
    waiting: int
    free: int | None
    """How many places are left; None where there is room for all."""
    meetings: Sequence[Meeting]
    held: int
    is_in_it: bool
    corrected: Corrected
    treated: Sequence[AgendaItem]
    """The items of agendas that treat it, each with its meeting."""
    may_blot: bool
    papers: Sequence[Filed]
    may: dict[str, bool]
    following: Following
    tasks: Sequence[Task]
    """The tasks of its process that it works on."""
    picture: Picture | None
    venues: Mapping[int, Picture]
    """Pictures of where it meets, by the meeting's id."""


def group_page(context: Context, group_id: int) -> GroupPage:
    """Return one group, and how the reader stands to it."""
    group = queries.group(context, group_id)
    members = sorted(queries.in_it(context, group_id), key=lambda one: sort_key(one.name))
    place = queries.PLACES.own(context, group_id)
    waiting = queries.numbers(context, group_id).waiting if group.capacity is not None else 0
    may = {
        **GROUP.allowed(context, group),
        **GROUP_MEETINGS.allowed(context, group),
        **GROUP_PROPOSALS.allowed(context, group),
        **GROUP_ACTIONS.allowed(context, group),
        **PROCESS_PAPERS.allowed(context, group.process),
    }
    is_in_it = context.actor.holds(Role.MEMBER, Scope.GROUP, group_id)
    meetings = of_group(context, group_id)
    held = sum(1 for one in meetings if one.state_at(context.now) is MeetingState.HELD)
    put_right = corrected(context, Ref(Kind.GROUP, group_id))
    may_blot = is_case_officer(context.actor, group)
    followed = following(context, GROUP, GroupVerb.FOLLOW, group, Ref(Kind.GROUP, group_id))
    own = Ref(Kind.GROUP, group_id)
    approved = [one.meeting for one in approved_of_group(context, group_id, at_most=100)]
    said = items_said(context, approved[:NOTED])
    notes = [(one, said.get(one.id, [])) for one in approved[:NOTED]]
    to_do = actions_of_group(context, group_id, at_most=5)
    delivered = published_of_group(context, group, at_most=DELIVERED + 1)
    drawn = pictures.of_each(context, [own, *(Ref(Kind.MEETING, one.id) for one in meetings)])
    return GroupPage(
        papers=papers_beside(context, Ref(Kind.GROUP, group_id)),
        group=group,
        members=members,
        has_discussion=group.talks or is_said(context, Kind.GROUP, group_id),
        meetings=meetings,
        held=held,
        is_in_it=is_in_it,
        own=place,
        notes=notes,
        minuted=frozenset(one.id for one in approved),
        actions=to_do,
        has_actions=bool(to_do or ended_actions_of_group(context, group_id, at_most=1)),
        may_end=frozenset(one.id for one in to_do if ACTION.may(context, MinutesVerb.END_ACTION, one)),
        delivered=delivered[:DELIVERED],
        more_delivered=len(delivered) > DELIVERED,
        leave=leave_said(place.state_at(context.now)) if place is not None else "",
        draws=draws_for(context, group) if group.is_by_lot else [],
        waiting=waiting,
        free=max(group.capacity - len(members), 0) if group.capacity is not None else None,
        corrected=put_right,
        treated=treating(context, own),
        may_blot=may_blot,
        may=may,
        following=followed,
        tasks=tasks_tied(context, own),
        picture=drawn.get(own),
        venues=pictures.by_id(drawn, Kind.MEETING),
    )


SHOWN = 50
DELIVERED = 10
NOTED = 2
"""Of how many meetings the minutes stand on the group's page."""


@dataclass(frozen=True)
class DiscussionPage:
    """What is said in a group, the first first."""

    template: ClassVar[str] = "groups/discussion.html"
    group: Group
    talk: Talk
    reads_all: bool
    """Whether they are in the group, or work with it."""


def discussion_page(
    context: Context, group_id: int, form: DiscussionForm | None = None, reading: Reading = WHOLE
) -> DiscussionPage:
    """Return a group's discussion as far as the reader may read it; Refusal(NOT_FOUND) where it never had one."""
    group = queries.group(context, group_id)
    if not group.talks and not is_said(context, Kind.GROUP, group_id):
        raise Refusal(Reason.NOT_FOUND)
    form = (form or DiscussionForm(formdata=None)) if GROUP.may(context, GroupVerb.DISCUSS, group) else None
    if form is not None:
        form.shows(group.discussion)
    return DiscussionPage(
        group=group,
        talk=Talk(
            thread(context, Kind.GROUP, group_id, reading),
            home=url_for("groups.discussion", group_id=group_id),
            to=url_for("groups.discuss", group_id=group_id),
            form=form,
            would=GROUP.would(context, GroupVerb.DISCUSS, group),
        ),
        reads_all=in_circle(context.actor, group) or is_staff(context.actor, group),
    )


@dataclass(frozen=True)
class JoinPage:
    """The form by which one joins a group, or applies for it."""

    template: ClassVar[str] = "groups/join.html"
    group: Group
    heading: str
    form: PlaceForm
    is_named: bool
    is_full: bool


def join_page(context: Context, group_id: int, form: PlaceForm | None = None) -> JoinPage:
    """Return the form by which one joins a group, for those who may."""
    group = queries.group(context, group_id)
    GROUP.require(context, GroupVerb.JOIN, group)
    is_named = not context.actor.is_signed_in
    return JoinPage(
        group=group,
        heading=_("Apply to be in the group") if group.is_by_application else _("Join the group"),
        form=form or join_form(group, is_named=is_named, formdata=None),
        is_named=is_named,
        is_full=group.capacity is not None and queries.numbers(context, group_id).in_it >= group.capacity,
    )


@dataclass(frozen=True)
class ParticipantsPage:
    """Who is in a group, waits or applies, and what they need; for its staff, fifty at a time."""

    template: ClassVar[str] = "groups/participants.html"
    group: Group
    rows: Sequence[Participant]
    numbers: queries.Numbers
    may_decide: bool
    may_take_out: bool
    next_after: int | None


@dataclass(frozen=True)
class ParticipantPage:
    """One place in a group, or what somebody waits for, for whoever has its link."""

    template: ClassVar[str] = "groups/participant.html"
    participant: Participant
    token: str
    state: ParticipantState
    button: ButtonForm
    may_confirm: bool
    leave: str
    """What it is to take it back, for this one; nothing where there is nothing to take back."""


def leave_said(state: ParticipantState) -> str:
    """Return what it is called to take one's place, wish or application back; nothing where there is none."""
    return {
        ParticipantState.UNCONFIRMED: _("No, it was not me"),
        ParticipantState.INVITED: _("No, thank you"),
        ParticipantState.APPLIED: _("Take the application back"),
        ParticipantState.WAITING: _("Leave the waiting list"),
        ParticipantState.IN: _("Leave the group"),
    }.get(state, "")


def participants_page(context: Context, group_id: int, *, after: int) -> ParticipantsPage:
    """Return who is in a group or on the way in, for those who arrange it."""
    group = queries.group(context, group_id)
    GROUP.require(context, GroupVerb.READ_PARTICIPANTS, group)
    rows = queries.PLACES.listed(context, group_id, after=after, at_most=SHOWN + 1)
    return ParticipantsPage(
        group,
        rows[:SHOWN],
        queries.numbers(context, group_id),
        GROUP.may(context, GroupVerb.DECIDE, group),
        GROUP.may(context, GroupVerb.TAKE_OUT_MEMBER, group),
        rows[SHOWN - 1].id if len(rows) > SHOWN else None,
    )


def participant_page(context: Context, token: str) -> ParticipantPage:
    """Return one place in a group, for whoever has its link."""
    found = queries.PLACES.by_token(context, token)
    state = found.state_at(context.now)
    is_new = state in {ParticipantState.UNCONFIRMED, ParticipantState.INVITED}
    may_confirm = is_new and GROUP.may(context, GroupVerb.CONFIRM, found.group)
    return ParticipantPage(found, token, state, ButtonForm(), may_confirm, leave_said(state))
