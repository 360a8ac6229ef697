"""A calendar entry is right in Danish time across both clock changes, keeps its UID, and holds no link."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
import vobject

from civic.meetings.models import Meeting, MeetingState
from civic.said.calendar import calendar
from tests.make import a_context

DANISH = ZoneInfo("Europe/Copenhagen")
CHANGES = (datetime(2026, 3, 29, 1, tzinfo=UTC), datetime(2026, 10, 25, 1, tzinfo=UTC))
MOMENTS = [change + timedelta(minutes=37 * number) for change in CHANGES for number in range(-10, 10)]


@pytest.fixture
def fresh(site):
    """Give the site, and take back what is done to it."""
    yield site
    site.restore()


@pytest.fixture
def made(session, site):
    """Give what makes the entry of a meeting."""

    def make(**values):
        meeting = Meeting(**{"id": 7, "title": "Møde: lys, mørke; og «æøå»", "place": "", "access": ""} | values)
        with site.app.test_request_context("/da/"):
            return calendar(
                a_context(session), "Gårde", "civic.example", [(meeting, "https://civic.example/da/meetings/7")]
            )

    return make


def _entry(content):
    (event,) = icalendar.Calendar.from_ical(content).walk("VEVENT")
    assert event.errors == []
    return event


@pytest.mark.parametrize("at", MOMENTS, ids=lambda at: at.isoformat())
def test_both_readers_read_the_same_moment_around_a_clock_change(made, at):
    content = made(starts_at=at, ends_at=at + timedelta(hours=2), sequence=0, state=MeetingState.PLANNED)
    event = _entry(content)
    assert event["DTSTART"].dt.astimezone(UTC) == at
    assert event["DTEND"].dt.astimezone(UTC) == at + timedelta(hours=2)
    is_second = at.astimezone(DANISH).fold == 1
    assert event["DTSTART"].params.get("TZID") == (None if is_second else "Europe/Copenhagen")
    other = vobject.readOne(content.decode()).vevent
    assert other.dtstart.value.astimezone(UTC) == at
    assert other.dtend.value.astimezone(UTC) == at + timedelta(hours=2)


def test_an_entry_keeps_its_uid_counts_up_and_says_that_it_is_called_off(made):
    at = datetime(2026, 5, 4, 17, tzinfo=UTC)
    first = _entry(made(starts_at=at, sequence=0, state=MeetingState.PLANNED))
    later = _entry(made(starts_at=at, sequence=3, state=MeetingState.CANCELLED))
    assert first["UID"] == later["UID"] == "meeting-7@civic.example"
    assert (first["SEQUENCE"], first["STATUS"]) == (0, "CONFIRMED")
    assert (later["SEQUENCE"], later["STATUS"]) == (3, "CANCELLED")
    assert str(first["SUMMARY"]) == "Møde: lys, mørke; og «æøå»"
    assert str(later["SUMMARY"]) == "Aflyst: Møde: lys, mørke; og «æøå»"
    assert first["DTSTART"].dt.hour == 19


def test_the_link_to_the_online_room_stands_in_no_entry(made):
    link = "https://video.example.org/room-7"
    content = made(
        starts_at=datetime(2026, 5, 4, 17, tzinfo=UTC), online_link=link, sequence=0, state=MeetingState.PLANNED
    )
    assert link.encode() not in content.replace(b"\r\n ", b"")


def test_lines_are_folded_as_the_standard_says(made):
    content = made(
        starts_at=datetime(2026, 5, 4, 17, tzinfo=UTC), title="Å" * 300, sequence=0, state=MeetingState.PLANNED
    )
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert str(_entry(content)["SUMMARY"]) == "Å" * 300


def test_the_file_is_served_as_what_it_is_and_hides_what_the_reader_may_not_see(site):
    answer = site.client("visitor").get(site.at("/da/processes/{courtyards}/calendar.ics"))
    assert answer.content_type == "text/calendar; charset=utf-8"
    names = [str(one["SUMMARY"]) for one in icalendar.Calendar.from_ical(answer.data).walk("VEVENT")]
    assert "Møde om anbefalingerne" in names
    assert site.client("visitor").get(site.at("/da/processes/{preparing}/calendar.ics")).status_code == 404


def test_one_registers_and_confirms_in_the_browser_without_an_account(fresh):
    path = fresh.at("/da/meetings/{coming_meeting}")
    page = fresh.client("visitor").get(path).text
    assert "Meld dig til" in page
    for name in ("Erik Eksempel", "somali", "trinfri adgang", "Amina Farah"):
        assert name not in page, "who comes, and what they need, is not for others"
    status = fresh.post("visitor", "/da/meetings/{coming_meeting}/register", name="Jens", email="jens@example.dk")
    assert status == 303
    listed = fresh.client("facilitator").get(path + "/registrations").text
    for name in ("Erik Eksempel", "tolkning: somali", "trinfri adgang", "På venteliste", "Har ikke bekræftet"):
        assert name in listed, name
    assert "Oda Eksempel" not in listed, "somebody else may have written it"


def test_ones_own_calendar_is_a_valid_file_and_tells_no_link(fresh):
    sent = {"csrf_token": fresh.token("resident"), "once": "own-calendar"}
    fresh.client("resident").post("/da/calendar/own/open", data=sent)
    page = fresh.client("resident").get("/da/calendar/own").text
    address = next(part for part in page.split("<bdi>") if part.startswith("http")).split("<")[0]
    answer = fresh.client("visitor").get("/" + address.split("/", 3)[3])
    assert answer.content_type == "text/calendar; charset=utf-8"
    calendar = icalendar.Calendar.from_ical(answer.data)
    assert str(calendar["X-WR-CALNAME"]) == "Mine møder i Civic"
    assert b"zoom" not in answer.data.lower()
