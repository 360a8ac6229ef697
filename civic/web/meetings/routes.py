"""Addresses about meetings."""

from collections.abc import Sequence
from datetime import UTC, datetime

from flask import Blueprint, Response, g, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from civic.areas.queries import about as asked_about
from civic.dialogue.queries import place
from civic.groups.queries import group
from civic.http.forms import ButtonForm
from civic.http.identity import site
from civic.http.limits import count
from civic.http.placing import NamedPlaceForm, PlaceForm
from civic.http.request import after, show, submitted
from civic.http.threads import CommentForm, asked
from civic.meetings import actions, queries, registering
from civic.meetings.models import Meeting
from civic.minutes import actions as minutes
from civic.processes.queries import process
from civic.said.calendar import CONTENT_TYPE
from civic.said.calendar import calendar as calendar_of
from civic.said.language import current
from civic.web.meetings.forms import (
    CancelForm,
    CommitteeMeetingForm,
    MeetingForm,
    ProgrammeItemForm,
    RegistrationRulesForm,
)
from civic.web.meetings.pages import (
    calendar_page,
    cancel_page,
    committee_page,
    feed_page,
    group_page,
    home_of,
    meeting_page,
    programme_page,
    registration_page,
    registrations_page,
    rules_page,
    taking_out_page,
)

bp = Blueprint("meetings", __name__)


@bp.get("/meetings/<int:meeting_id>", endpoint="show")
def meeting(meeting_id: int) -> ResponseReturnValue:
    """One meeting: when, where, and how one registers."""
    return show(meeting_page(g.context, meeting_id, reading=asked()))


@bp.post("/meetings/<int:meeting_id>/comments")
def comment(meeting_id: int) -> ResponseReturnValue:
    """Comment in public on a meeting."""
    form = CommentForm()

    def do() -> str:
        count("comment", target=f"meeting {meeting_id}")
        made = actions.comment(g.context, meeting_id, **form.said())
        before = place(g.context, made)
        return url_for("meetings.show", meeting_id=meeting_id, said=before, _anchor=f"comment-{made.id}")

    return submitted(form, do, again=lambda: show(meeting_page(g.context, meeting_id, comment=form)))


@bp.get("/meetings/<int:meeting_id>/calendar.ics")
def calendar(meeting_id: int) -> ResponseReturnValue:
    """One meeting as a calendar entry."""
    found = queries.meeting(g.context, meeting_id)
    return _calendar(found.title, [found])


@bp.get("/calendar")
def coming() -> ResponseReturnValue:
    """All meetings to come."""
    narrowed = asked_about(g.context, topic_id=after("topic"), area_id=after("area"))
    sought = queries.Coming(narrowed, after("organisation"))
    return show(calendar_page(g.context, sought, after=_place()))


@bp.get("/calendar/own")
def feed() -> ResponseReturnValue:
    """The reader's own calendar, and its address."""
    return show(feed_page(g.context))


@bp.post("/calendar/own/open")
def open_feed() -> ResponseReturnValue:
    """Give the reader's own calendar an address, or another."""

    def do() -> str:
        actions.open_feed(g.context)
        return url_for("meetings.feed")

    return submitted(ButtonForm(), do, again=feed)


@bp.post("/calendar/own/close")
def close_feed() -> ResponseReturnValue:
    """Close the address of the reader's own calendar."""

    def do() -> str:
        actions.close_feed(g.context)
        return url_for("meetings.feed")

    return submitted(ButtonForm(), do, again=feed)


@bp.get("/calendar/<token>.ics")
def own_calendar(token: str) -> ResponseReturnValue:
    """A person's own calendar, for whoever has its address."""
    return _calendar(_("My meetings in Civic"), queries.of_feed(g.context, token))


@bp.post("/meetings/<int:meeting_id>/minutes")
def begin_minutes(meeting_id: int) -> ResponseReturnValue:
    """Begin the minutes of a meeting."""

    def do() -> str:
        minutes.begin(g.context, meeting_id)
        return url_for("meetings.show", meeting_id=meeting_id)

    return submitted(ButtonForm(), do, again=lambda: meeting(meeting_id))


@bp.get("/meetings/<int:meeting_id>/programme/new")
def new_item(meeting_id: int) -> ResponseReturnValue:
    """The form for an item of a programme."""
    return show(programme_page(g.context, meeting_id, ProgrammeItemForm(formdata=None)))


@bp.post("/meetings/<int:meeting_id>/programme/new")
def add_item(meeting_id: int) -> ResponseReturnValue:
    """Put an item on a programme."""
    form = ProgrammeItemForm()

    def do() -> str:
        actions.add_programme_item(g.context, meeting_id, **form.values())
        return url_for("meetings.show", meeting_id=meeting_id)

    return submitted(form, do, again=lambda: show(programme_page(g.context, meeting_id, form)))


@bp.get("/processes/<int:process_id>/calendar.ics")
def process_calendar(process_id: int) -> ResponseReturnValue:
    """The meetings of a process and its groups, as a calendar to subscribe to."""
    found = process(g.context, process_id)
    return _calendar(found.title, queries.in_calendar(g.context, process_id=process_id))


@bp.get("/groups/<int:group_id>/calendar.ics")
def group_calendar(group_id: int) -> ResponseReturnValue:
    """The meetings of a group, as a calendar to subscribe to."""
    found = group(g.context, group_id)
    return _calendar(found.title, queries.in_calendar(g.context, group_id=group_id))


@bp.post("/meetings/<int:meeting_id>/register")
def register(meeting_id: int) -> ResponseReturnValue:
    """Register for a meeting."""
    is_signed_in = g.context.actor.is_signed_in
    form = PlaceForm() if is_signed_in else NamedPlaceForm()

    def do() -> str:
        named = form if isinstance(form, NamedPlaceForm) else None
        name, email = (named.name.data or "", named.email.data or "") if named else ("", "")
        count("registration", mailbox=email, target=f"meeting {meeting_id}")
        language = current().code
        registering.register(g.context, meeting_id, name=name, email=email, needs=form.needs(), language=language)
        return url_for("meetings.show", meeting_id=meeting_id)

    done = (
        _("You are registered, and get a mail.")
        if is_signed_in
        else _("We have sent a mail to your address. You are registered when you have followed the link in it.")
    )
    return submitted(form, do, again=lambda: show(meeting_page(g.context, meeting_id, form)), done=done)


@bp.post("/meetings/<int:meeting_id>/leave")
def leave(meeting_id: int) -> ResponseReturnValue:
    """Take one's own registration back."""

    def do() -> str:
        registering.leave_own(g.context, meeting_id)
        return url_for("meetings.show", meeting_id=meeting_id)

    return submitted(ButtonForm(), do, again=lambda: meeting(meeting_id))


@bp.get("/registrations/<token>")
def own_registration(token: str) -> ResponseReturnValue:
    """One registration, for whoever has its link."""
    return show(registration_page(g.context, token))


@bp.post("/registrations/<token>/confirm")
def confirm(token: str) -> ResponseReturnValue:
    """Confirm a registration."""

    def do() -> str:
        registering.confirm(g.context, token)
        return url_for("meetings.own_registration", token=token)

    return submitted(ButtonForm(), do, again=lambda: own_registration(token))


@bp.post("/registrations/<token>/leave")
def leave_by_link(token: str) -> ResponseReturnValue:
    """Take a registration back by its link."""

    def do() -> str:
        registering.leave(g.context, token)
        return url_for("meetings.own_registration", token=token)

    return submitted(ButtonForm(), do, again=lambda: own_registration(token))


@bp.get("/meetings/<int:meeting_id>/registrations/<int:registration_id>/take-out")
def taking_out(meeting_id: int, registration_id: int) -> ResponseReturnValue:
    """What one reads who takes a registration out."""
    return show(taking_out_page(g.context, meeting_id, registration_id))


@bp.post("/meetings/<int:meeting_id>/registrations/<int:registration_id>/take-out")
def take_out(meeting_id: int, registration_id: int) -> ResponseReturnValue:
    """Take a registration out."""

    def do() -> str:
        registering.take_out(g.context, registration_id)
        return url_for("meetings.registrations", meeting_id=meeting_id)

    return submitted(ButtonForm(), do, again=lambda: taking_out(meeting_id, registration_id))


@bp.get("/meetings/<int:meeting_id>/registrations")
def registrations(meeting_id: int) -> ResponseReturnValue:
    """Who has registered for a meeting, and what they need; for those who arrange it."""
    return show(registrations_page(g.context, meeting_id, after=after("after") or 0))


@bp.get("/meetings/<int:meeting_id>/registration")
def rules(meeting_id: int) -> ResponseReturnValue:
    """The form for how one registers."""
    return show(rules_page(g.context, meeting_id))


@bp.post("/meetings/<int:meeting_id>/registration")
def set_rules(meeting_id: int) -> ResponseReturnValue:
    """Say how one registers."""
    form = RegistrationRulesForm()

    def do() -> str:
        rules = {name: value for name, value in form.values().items() if name != "seen"}
        registering.set_registration(g.context, meeting_id, **rules, seen=form.saw)
        return url_for("meetings.show", meeting_id=meeting_id)

    return submitted(form, do, again=lambda: show(rules_page(g.context, meeting_id, form)))


def _place() -> tuple[datetime, int] | None:
    """Return where the list of meetings to come goes on, from the address: a moment in UTC, and a number."""
    at, _line, number = request.args.get("after", "").partition("_")
    if not (number.isascii() and number.isdigit() and len(number) <= 10):
        return None
    try:
        return datetime.strptime(at, "%Y%m%dT%H%M%S").replace(tzinfo=UTC), int(number)
    except ValueError:
        return None


def _calendar(name: str, meetings: Sequence[Meeting]) -> ResponseReturnValue:
    pages = [(one, url_for("meetings.show", meeting_id=one.id, _external=True)) for one in meetings]
    content = calendar_of(g.context, name, site().host, pages)
    return Response(content, content_type=CONTENT_TYPE, headers={"X-Robots-Tag": "noindex"})


@bp.get("/processes/<int:process_id>/meetings/new")
def new_for_process(process_id: int) -> ResponseReturnValue:
    """The form for a committee meeting."""
    return show(committee_page(g.context, process_id, CommitteeMeetingForm(formdata=None)))


@bp.post("/processes/<int:process_id>/meetings/new")
def add_for_process(process_id: int) -> ResponseReturnValue:
    """Call a committee meeting."""
    form = CommitteeMeetingForm().offer(g.context)

    def do() -> str:
        actions.add_committee_meeting(g.context, process_id, **form.given())
        return url_for("processes.process", process_id=process_id)

    return submitted(form, do, again=lambda: show(committee_page(g.context, process_id, form)))


@bp.get("/groups/<int:group_id>/meetings/new")
def new_for_group(group_id: int) -> ResponseReturnValue:
    """The form for a group's meeting."""
    return show(group_page(g.context, group_id, MeetingForm(formdata=None)))


@bp.post("/groups/<int:group_id>/meetings/new")
def add_for_group(group_id: int) -> ResponseReturnValue:
    """Call a group's meeting."""
    form = MeetingForm().offer(g.context)

    def do() -> str:
        actions.add_group_meeting(g.context, group_id, **form.given())
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
        return home_of(actions.cancel(g.context, meeting_id, reason=form.reason.data))[1]

    return submitted(form, do, again=lambda: show(cancel_page(g.context, meeting_id, form)))
