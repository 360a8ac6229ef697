"""Kan rådet nå det? Which meeting a council can still reach, checked day by day over generated calendars."""

from datetime import date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest

from civic.bodies import actions as bodies
from civic.bodies.queries import sittings
from civic.bodies.sittings import Papers, is_weekday
from civic.hearings import actions as hearings
from civic.hearings import queries
from civic.hearings.models import HearingState
from civic.kernel.actor import Role, Scope
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.seen import fingerprint
from tests.clock import NOON
from tests.make import a_context, a_hearing, a_person, the_officer

DENMARK = ZoneInfo("Europe/Copenhagen")
DAY = timedelta(days=1)
CALENDARS = 200


def _easter(year):
    """Return Easter Sunday, by Meeus' and Jones' rule: another way than the product's."""
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    f = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    return date(year, f // 31, f % 31 + 1)


def _holidays(year):
    easter = _easter(year)
    moving = [easter + n * DAY for n in (-3, -2, 0, 1, 39, 49, 50, *((26,) if year < 2024 else ()))]
    return {*moving, date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)}


def _counts(day, weekdays):
    return not weekdays or (day.weekday() < 5 and day not in _holidays(day.year))


def _days_between(opens, meeting, weekdays):
    """Count the days there are for reading, hour by hour over the changes of the clock, the meeting's own not."""
    at, found = datetime(opens.year, opens.month, opens.day, 12, tzinfo=DENMARK), set()
    while at.astimezone(DENMARK).date() < meeting:
        found.add(at.astimezone(DENMARK).date())
        at = (at.astimezone(ZoneInfo("UTC")) + timedelta(hours=1)).astimezone(DENMARK)
    return sum(_counts(one, weekdays) for one in found)


@pytest.mark.parametrize("year", range(2022, 2036))
def test_every_day_of_a_year_is_a_weekday_or_not(year):
    days = [date(year, 1, 1) + n * DAY for n in range(365)]
    assert [one for one in days if is_weekday(one) != _counts(one, weekdays=True)] == []


@pytest.mark.parametrize("number", range(CALENDARS))
def test_the_meeting_that_can_be_reached_is_the_first_with_days_enough_before_it(number):
    dice = Random(number)
    opens = date(2025, 12, 1) + dice.randrange(900) * DAY
    meetings = sorted({opens + dice.randrange(-5, 160) * DAY for _meeting in range(dice.randrange(1, 9))})
    papers = Papers(dice.randrange(0, 22), dice.random() < 0.5)
    wanted = next(
        (one for one in meetings if one >= opens and _days_between(opens, one, papers.weekdays) >= papers.days),
        None,
    )
    assert papers.first_from(opens, meetings) == wanted
    if wanted:
        assert papers.out_by(wanted) >= opens


@pytest.mark.parametrize(
    ("papers", "meeting", "out_by"),
    [
        (Papers(0), date(2027, 1, 14), date(2027, 1, 14)),
        (Papers(8), date(2027, 4, 1), date(2027, 3, 24)),
        (Papers(4, weekdays=True), date(2027, 3, 30), date(2027, 3, 19)),  # over Easter
        (Papers(1, weekdays=True), date(2026, 12, 28), date(2026, 12, 24)),  # Christmas Eve is no holiday in law
        (Papers(1, weekdays=True), date(2026, 5, 4), date(2026, 5, 1)),  # neither is the first of May
        (Papers(3, weekdays=True), date(2026, 3, 31), date(2026, 3, 26)),  # over the change of the clock
    ],
)
def test_papers_are_out_so_many_days_before(papers, meeting, out_by):
    assert papers.out_by(meeting) == out_by


def _council(session, hearing, days, *, number=0, paper_days=5):
    body_id = hearing.parties[number].body_id
    secretary = a_context(session, a_person(session, (Role.SECRETARY, Scope.BODY, body_id)))
    bodies.set_sittings(secretary, body_id, days=days, paper_days=paper_days)
    session.flush()
    return secretary


def test_each_party_says_whether_it_can_keep_the_deadline_and_all_have_one_in_common(session):
    hearing = a_hearing(session, state=HearingState.DRAFT, councils=3)
    officer = a_context(session, the_officer(session, hearing.process))
    today = officer.today
    _council(session, hearing, [today + 4 * DAY, today + 20 * DAY])
    _council(session, hearing, [today + 31 * DAY], number=1)
    plan = queries.plan(officer, hearing, today + 25 * DAY)
    assert [(one.meeting, one.in_time) for one in plan.reaches] == [
        (today + 20 * DAY, True),
        (today + 31 * DAY, False),
        (None, None),
    ]
    assert [one.body.id for one in plan.late] == [hearing.parties[1].body_id]
    assert plan.earliest == today + 31 * DAY
    assert queries.plan(officer, hearing).last_day == plan.earliest
    assert queries.plan(officer, hearing, plan.earliest).late == []


def test_the_municipality_s_minimum_holds_where_councils_meet_sooner(session):
    hearing = a_hearing(session, state=HearingState.DRAFT)
    officer = a_context(session, the_officer(session, hearing.process))
    _council(session, hearing, [officer.today + 6 * DAY])
    assert queries.plan(officer, hearing).earliest == officer.today + 14 * DAY


def test_a_deadline_before_a_council_s_meeting_asks_for_the_written_reason(session):
    hearing = a_hearing(session, state=HearingState.DRAFT)
    officer = a_context(session, the_officer(session, hearing.process))
    _council(session, hearing, [officer.today + 31 * DAY])
    with pytest.raises(Refusal) as refused:
        hearings.open_hearing(officer, hearing.id, last_day=officer.today + 30 * DAY)
    assert (refused.value.reason, refused.value.about) == (Reason.COUNCILS_LATE, hearing.parties[0].body.name)
    reason = "Byrådet behandler sagen i næste måned."
    opened = hearings.open_hearing(officer, hearing.id, last_day=officer.today + 30 * DAY, short_deadline_reason=reason)
    assert (opened.state, opened.short_deadline_reason) == (HearingState.OPEN, reason)


def test_on_the_day_of_the_meeting_itself_it_is_in_time(session):
    hearing = a_hearing(session, state=HearingState.DRAFT)
    officer = a_context(session, the_officer(session, hearing.process))
    _council(session, hearing, [officer.today + 31 * DAY])
    assert hearings.open_hearing(officer, hearing.id, last_day=officer.today + 31 * DAY).short_deadline_reason is None


def test_meeting_days_are_replaced_from_today_on_and_what_has_been_stays(session):
    hearing = a_hearing(session, state=HearingState.DRAFT)
    body_id = hearing.parties[0].body_id
    secretary = _council(session, hearing, [NOON.date() + DAY, NOON.date() + 40 * DAY])
    later = a_context(session, a_person(session, (Role.CHAIR, Scope.BODY, body_id)), NOON + 10 * DAY)
    assert sittings(later, [body_id]) == {body_id: [NOON.date() + 40 * DAY]}
    seen = fingerprint(NOON.date() + 40 * DAY, 5, False)
    bodies.set_sittings(later, body_id, days=[NOON.date() + 50 * DAY], paper_days=5, seen=seen)
    session.flush()
    assert sittings(secretary, [body_id]) == {body_id: [NOON.date() + DAY, NOON.date() + 50 * DAY]}
    for change, reason in (
        (lambda: bodies.set_sittings(later, body_id, days=[], paper_days=5, seen=seen), Reason.WRITTEN_MEANWHILE),
        (lambda: bodies.set_sittings(later, body_id, days=[NOON.date()], paper_days=5), Reason.DEADLINE_PASSED),
        (
            lambda: bodies.set_sittings(a_context(session, a_person(session)), body_id, days=[], paper_days=1),
            Reason.NOT_YOURS,
        ),
    ):
        with pytest.raises(Refusal) as refused:
            change()
        assert refused.value.reason is reason


def test_however_many_days_are_entered_none_is_left_out(session):
    hearing = a_hearing(session, state=HearingState.DRAFT)
    days = [NOON.date() + n * DAY for n in range(1, 141)]
    secretary = _council(session, hearing, reversed(days))
    assert sittings(secretary, [hearing.parties[0].body_id]) == {hearing.parties[0].body_id: days}
