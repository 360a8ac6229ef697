"""What the pages about meetings show: a meeting, how one registers for it, and who has."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from civic.bodies.models import Body
from civic.db.base import ZONE
from civic.dialogue.queries import WHOLE, Reading, thread
from civic.files import pictures
from civic.files.pictures import Picture
from civic.groups.queries import group
from civic.http.forms import ButtonForm
from civic.http.placing import NamedPlaceForm, PlaceForm
from civic.http.sifting import Field, Sifted, about_fields
from civic.http.task import TaskPage
from civic.http.threads import CommentForm, Talk
from civic.kernel.context import Context
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.trace import Kind, Ref
from civic.meetings import queries
from civic.meetings.models import Meeting, ProgrammeItem, Registration, RegistrationState
from civic.meetings.queries import meeting
from civic.meetings.workflow import GROUP_MEETINGS, MEETING, PROCESS_MEETINGS, MeetingVerb
from civic.minutes.workflow import AGENDA
from civic.organisations.queries import organisations
from civic.papers.queries import Filed, papers_beside
from civic.papers.workflow import PROCESS_PAPERS
from civic.processes.queries import process
from civic.processes.workflow import is_case_officer
from civic.said.choices import area_choices, topic_choices
from civic.said.corrections import Corrected, corrected
from civic.said.records import Record, record
from civic.said.thread import Link
from civic.web.meetings.forms import CancelForm, MeetingForm, ProgrammeItemForm, RegistrationRulesForm


@dataclass(frozen=True)
class MeetingPage:
    """One meeting: when, where, and how one registers."""

    template: ClassVar[str] = "meetings/meeting.html"
    meeting: Meeting
    home: Link
    own: Registration | None
    form: PlaceForm | None
    """Where the reader may register."""
    is_named: bool
    """Whether it asks who comes: of those without an account."""
    is_full: bool
    is_online: bool
    places: str
    picture: Picture | None
    bodies: Sequence[Body]
    """Who meets together, at a joint meeting."""
    day: date | None
    """On which day it is, where that is known: the bodies are called what they were then."""
    programme: Sequence[ProgrammeItem]
    record: Record
    corrected: Corrected
    may_blot: bool
    papers: Sequence[Filed]
    talk: Talk
    may: dict[str, bool]


@dataclass(frozen=True)
class CalendarPage(Sifted):
    """All meetings to come that everybody may read of, the next one first."""

    template: ClassVar[str] = "meetings/calendar.html"
    meetings: Sequence[Meeting]
    next_after: str
    count: int
    sought: queries.Coming
    topics: Sequence[tuple[int, str]]
    areas: Sequence[tuple[int, str]]
    organisations: Sequence[tuple[int, str]]

    @property
    def is_long(self) -> bool:
        """Return whether there are more than a page shows."""
        return bool(self.next_after)

    @property
    def fields(self) -> Sequence[Field]:
        """Return what the list can be narrowed by, for its sieve."""
        chosen = self.sought.organisation_id or ""
        organisations = [("", _("all")), *self.organisations]
        return [
            *about_fields(self.sought.about, self.topics, self.areas),
            ("choice", "organisation", _("Arranged by"), str(chosen), organisations),
        ]


@dataclass(frozen=True)
class FeedPage:
    """The reader's own calendar, and its address."""

    template: ClassVar[str] = "meetings/feed.html"
    address: str
    """Empty where it has none."""
    button: ButtonForm


@dataclass(frozen=True)
class RegistrationsPage:
    """Who has registered for a meeting, and what they need; for its staff."""

    template: ClassVar[str] = "meetings/registrations.html"
    meeting: Meeting
    numbers: queries.Numbers
    languages: str
    rows: Sequence[Registration]
    may_take_out: bool
    next_after: int | None


@dataclass(frozen=True)
class RegistrationPage:
    """One registration, for whoever has its link."""

    template: ClassVar[str] = "meetings/registration.html"
    registration: Registration
    token: str
    button: ButtonForm
    is_unconfirmed: bool
    is_there: bool


ON_A_PAGE = 50


def home_of(meeting: Meeting) -> Link:
    """Return the page a meeting stands on: its group's, or its process's."""
    if meeting.group is not None:
        return (meeting.group.title, url_for("groups.show", group_id=meeting.group.id))
    return (meeting.process.title, url_for("processes.process", process_id=meeting.process_id))


def meeting_page(
    context: Context,
    meeting_id: int,
    form: PlaceForm | None = None,
    *,
    comment: CommentForm | None = None,
    reading: Reading = WHOLE,
) -> MeetingPage:
    """Return one meeting with the form to register, where the reader may."""
    found = meeting(context, meeting_id)
    own = queries.PLACES.own(context, meeting_id)
    may = MEETING.allowed(context, found)
    there = queries.numbers(context, meeting_id) if found.takes_registrations else None
    picture = Ref(Kind.MEETING, meeting_id)
    home = home_of(found)
    may |= AGENDA.allowed(context, found) | PROCESS_PAPERS.allowed(context, found.process)
    if form is None and may["register"] and own is None:
        form = PlaceForm(formdata=None) if context.actor.is_signed_in else NamedPlaceForm(formdata=None)
    return MeetingPage(
        papers=papers_beside(context, Ref(Kind.MEETING, meeting_id)),
        talk=Talk(
            thread(context, Kind.MEETING, meeting_id, reading),
            home=url_for("meetings.show", meeting_id=meeting_id),
            to=url_for("meetings.comment", meeting_id=meeting_id),
            form=(comment or CommentForm(formdata=None)) if may["comment"] else None,
            would=MEETING.would(context, MeetingVerb.COMMENT, found),
            is_labelled=True,
        ),
        meeting=found,
        home=home,
        own=own,
        form=form,
        is_named=isinstance(form, NamedPlaceForm),
        is_full=there is not None and found.capacity is not None and there.coming >= found.capacity,
        is_online=bool(found.online_link) and found.takes_registrations,
        places=_places(found, there),
        picture=pictures.of_each(context, [picture]).get(picture),
        bodies=queries.bodies_of(context, meeting_id) if found.is_joint else [],
        day=found.starts_at.astimezone(ZONE).date() if found.starts_at else None,
        programme=queries.programme_of(context, meeting_id),
        record=record(context, found),
        corrected=corrected(context, picture),
        may_blot=is_case_officer(context.actor, found),
        may=may,
    )


def calendar_page(
    context: Context, sought: queries.Coming, *, after: tuple[datetime, int] | None = None
) -> CalendarPage:
    """Return the meetings to come that are looked for, fifty at a time."""
    rows = queries.coming(context, sought, after=after, at_most=ON_A_PAGE + 1)
    last = rows[ON_A_PAGE - 1] if len(rows) > ON_A_PAGE else None
    return CalendarPage(
        meetings=rows[:ON_A_PAGE],
        next_after=f"{last.starts_at:%Y%m%dT%H%M%S}_{last.id}" if last is not None else "",
        count=queries.count_coming(context, sought),
        sought=sought,
        topics=topic_choices(context),
        areas=area_choices(context),
        organisations=[(one.id, one.name) for one in organisations(context)],
    )


def feed_page(context: Context) -> FeedPage:
    """Return the reader's own calendar, for who is signed in."""
    if not context.actor.is_signed_in:
        raise Refusal(Reason.NOT_YOURS)
    found = queries.own_feed(context)
    address = url_for("meetings.own_calendar", token=found.token, _external=True) if found is not None else ""
    return FeedPage(address, ButtonForm())


def programme_page(context: Context, meeting_id: int, form: ProgrammeItemForm) -> TaskPage:
    """Return the form for an item of a programme."""
    found = meeting(context, meeting_id)
    MEETING.require(context, MeetingVerb.ADD_ITEM, found)
    trail = ((found.title, url_for("meetings.show", meeting_id=meeting_id)),)
    return TaskPage(_("Put an item on the programme"), form, _("Put it on"), trail=trail)


def _places(found: Meeting, there: queries.Numbers | None) -> str:
    if there is None:
        return ""
    if found.capacity is None:
        return _("There is room for all.")
    free = max(found.capacity - there.coming, 0)
    return ngettext("%(num)s place is free", "%(num)s places are free", free) if free else _("All are taken.")


def registrations_page(context: Context, meeting_id: int, *, after: int) -> RegistrationsPage:
    """Return who has registered, fifty at a time, for those who arrange the meeting."""
    found = meeting(context, meeting_id)
    MEETING.require(context, MeetingVerb.READ_REGISTRATIONS, found)
    rows = queries.PLACES.listed(context, meeting_id, after=after, at_most=ON_A_PAGE + 1)
    languages = queries.interpreting(context, meeting_id)
    return RegistrationsPage(
        found,
        queries.numbers(context, meeting_id),
        ", ".join(f"{language} ({count})" for language, count in languages),
        rows[:ON_A_PAGE],
        MEETING.may(context, MeetingVerb.TAKE_OUT_REGISTRATION, found),
        rows[ON_A_PAGE - 1].id if len(rows) > ON_A_PAGE else None,
    )


def taking_out_page(context: Context, meeting_id: int, registration_id: int) -> TaskPage:
    """Return what one reads who takes a registration out."""
    found = queries.registration(context, registration_id)
    MEETING.require(context, MeetingVerb.TAKE_OUT_REGISTRATION, found.meeting)
    said = _("%(name)s gets a mail, and the place goes to whoever has waited longest.", name=found.name)
    trail = ((found.meeting.title, url_for("meetings.show", meeting_id=meeting_id)),
             (_("Who has registered"), url_for("meetings.registrations", meeting_id=meeting_id)))  # fmt: skip
    return TaskPage(_("Take the registration out?"), ButtonForm(), _("Take it out"), said, trail)


def registration_page(context: Context, token: str) -> RegistrationPage:
    """Return one registration, for whoever has its link."""
    found = queries.PLACES.by_token(context, token)
    state = found.state_at(context.now)
    is_ahead = found.meeting.is_ahead_at(context.now)
    is_unconfirmed = state is RegistrationState.UNCONFIRMED and is_ahead
    is_there = state is not RegistrationState.LEFT
    return RegistrationPage(found, token, ButtonForm(), is_unconfirmed, is_there)


def rules_page(context: Context, meeting_id: int, form: RegistrationRulesForm | None = None) -> TaskPage:
    """Return the form for how one registers, for those who arrange the meeting."""
    found = meeting(context, meeting_id)
    MEETING.require(context, MeetingVerb.SET_REGISTRATION, found)
    if form is None:
        names = ("takes_registrations", "capacity", "online_link", "link_days")
        form = RegistrationRulesForm(formdata=None, **dict(zip(names, found.registration_rules, strict=True)))
    form.shows(*found.registration_rules, now=str(found.capacity or ""))
    said = _("Who registers without an account confirms by mail. More places let in those who have waited longest.")
    trail = ((found.title, url_for("meetings.show", meeting_id=meeting_id)),)
    return TaskPage(_("How one registers"), form, _("Save"), said, trail)


def committee_page(context: Context, process_id: int, form: MeetingForm) -> TaskPage:
    """Return the form for a meeting of the committee, for those who may call one."""
    parent = process(context, process_id)
    PROCESS_MEETINGS.require(context, MeetingVerb.ADD_MEETING, parent)
    trail = ((parent.title, url_for("processes.process", process_id=process_id)),)
    form.offer(context)
    return TaskPage(_("Call a committee meeting"), form, _("Call the meeting"), trail=trail)


def group_page(context: Context, group_id: int, form: MeetingForm) -> TaskPage:
    """Return the form for a meeting of a group, for those who may call one."""
    parent = group(context, group_id)
    GROUP_MEETINGS.require(context, MeetingVerb.ADD_MEETING, parent)
    trail = ((parent.title, url_for("groups.show", group_id=group_id)),)
    form.offer(context)
    return TaskPage(_("Call a meeting"), form, _("Call the meeting"), trail=trail)


def cancel_page(context: Context, meeting_id: int, form: CancelForm) -> TaskPage:
    """Return the form for why a meeting is called off, for those who may call it off."""
    found = meeting(context, meeting_id)
    MEETING.require(context, MeetingVerb.CANCEL, found)
    said = _("Everybody who is in the group, or works with it, gets a mail. The meeting stays on the page, marked.")
    if found.group_id is None:
        said = _(
            "Everybody in the process's groups, and who works with it, gets a mail: tell members without an account."
        )
    return TaskPage(_("Call off: %(title)s", title=found.title), form, _("Call it off"), said, (home_of(found),))
