"""Meetings as calendar entries (RFC 5545): the same UID as long as the meeting lives, a higher SEQUENCE when it moves.

Times are Danish local times with their time zone, so an entry that was fetched in winter is right in summer. What is
told to those who come alone, the online room, stands in no entry.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from flask_babel import gettext as _
from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard
from icalendar.enums import STATUS

from civic.db.base import ZONE
from civic.kernel.context import Context
from civic.meetings.models import Meeting

CONTENT_TYPE = "text/calendar; charset=utf-8"
LASTS = timedelta(hours=2)
"""How long an entry lasts whose meeting has no end: a calendar shows none without."""


def calendar(context: Context, name: str, host: str, meetings: Iterable[tuple[Meeting, str]]) -> bytes:
    """Return meetings, each with its page's address, as a calendar of a name; those without a time are left out."""
    made = Calendar()
    made.add("prodid", "-//Civic//Civic//DA")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", name)
    for meeting, page in meetings:
        if meeting.starts_at is not None:
            made.add_component(_entry(context, meeting, page, host))
    made.add_component(_time_zone())
    return made.to_ical()


def _moment(at: datetime) -> datetime:
    """Return a moment in Danish time.

    In the hour that comes twice in October its second time is UTC: a local one is the first (RFC 5545, 3.3.5).
    """
    local = at.astimezone(ZONE)
    return at.astimezone(UTC) if local.fold else local


def _time_zone() -> Timezone:
    """Return Danish time by the rule it has had since 1996 (directive 2000/84/EC), which every calendar reads alike.

    A list of single days instead, as a library makes one, was read an hour wrong by others around a change.
    """
    zone = Timezone()
    zone.add("tzid", ZONE.key)
    for kind, name, month, before, after, first in (
        (TimezoneDaylight, "CEST", 3, 1, 2, datetime(1996, 3, 31, 2)),  # noqa: DTZ001, a local time
        (TimezoneStandard, "CET", 10, 2, 1, datetime(1996, 10, 27, 3)),  # noqa: DTZ001
    ):
        half = kind()
        half.add("tzname", name)
        half.add("dtstart", first)
        half.add("rrule", {"freq": "yearly", "bymonth": month, "byday": "-1su"})
        half.add("tzoffsetfrom", timedelta(hours=before))
        half.add("tzoffsetto", timedelta(hours=after))
        zone.add_component(half)
    return zone


def _entry(context: Context, meeting: Meeting, page: str, host: str) -> Event:
    assert meeting.starts_at is not None
    ends_at = meeting.ends_at or meeting.starts_at + LASTS
    entry = Event()
    entry.add("uid", f"meeting-{meeting.id}@{host}")
    entry.add("dtstamp", context.now)
    entry.add("dtstart", _moment(meeting.starts_at))
    entry.add("dtend", _moment(ends_at))
    entry.add("summary", _("Cancelled: %(title)s", title=meeting.title) if meeting.is_called_off else meeting.title)
    entry.add("sequence", meeting.sequence)
    entry.add("status", STATUS.CANCELLED if meeting.is_called_off else STATUS.CONFIRMED)
    entry.add("url", page)
    if meeting.place:
        entry.add("location", meeting.place)
    if meeting.access:
        entry.add("description", meeting.access)
    return entry
