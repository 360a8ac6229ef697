"""The organiser's page for five hundred who registered, and a year's calendar, cost what a few cost; all are there."""

import html
import re
from datetime import timedelta

from sqlalchemy import insert
from sqlalchemy.orm import Session

from civic.db.engine import writing
from civic.meetings.models import Meeting, MeetingState, Registration
from tests.clock import NOON

MANY = 500
DAYS = 365


def _columns(kind):
    return [one.key for one in kind.__table__.columns if one.key != "id"]


def _register(site, number, count):
    with Session(writing(site.engine)) as session:
        session.add_all(
            Registration(
                meeting_id=number,
                name=f"Navn محمد {at} {'Lang ' * 12}",
                email=f"n{at}@example.org",
                language="ar",
                token=f"token-{at}",
                slot=at + 1000,
                registered_at=NOON - timedelta(days=2),
                confirmed_at=NOON - timedelta(days=1),
                interpreter="arabisk",
                needs_step_free=True,
            )
            for at in range(count)
        )
        session.commit()


def _asked(site, client, path):
    with site.counting() as counted:
        answered = client.get(path)
    assert answered.status_code == 200
    return counted[0], html.unescape(answered.text)


def test_the_organisers_page_for_five_hundred_costs_what_it_costs_for_five(site):
    number = int(site.at("{coming_meeting}"))
    path, officer = f"/da/meetings/{number}/registrations", site.client("facilitator")
    _register(site, number, 5)
    few, _page = _asked(site, officer, path)
    site.restore()
    _register(site, number, MANY)
    many, page = _asked(site, officer, path)
    seen, address = [], path
    while address:
        page = _asked(site, officer, address)[1]
        seen += re.findall(r"Navn محمد (\d+) ", page)
        address = next(iter(re.findall(r'href="([^"]+)">De, der meldte sig til senere', page)), "")
    site.restore()
    assert many == few
    assert {int(one) for one in seen} == set(range(MANY))


def test_the_calendar_of_a_year_costs_what_it_costs_for_a_week(site):
    with Session(site.engine) as session:
        one = session.get(Meeting, int(site.at("{coming_meeting}")))
        row = {key: getattr(one, key) for key in _columns(Meeting)}
    path, visitor = f"/da/processes/{row['process_id']}/calendar.ics", site.client("visitor")

    def held(count):
        with Session(writing(site.engine)) as session:
            days = [
                {"starts_at": NOON + timedelta(days=at), "ends_at": None, "title": f"Dag {at}"}
                for at in range(1, count)
            ]
            session.execute(insert(Meeting), [row | {"state": MeetingState.PLANNED} | day for day in days])
            session.commit()
        asked = [_asked(site, visitor, address) for address in (path, "/da/calendar")]
        site.restore()
        return [count for count, _page in asked], asked[0][1]

    few, _text = held(7)
    many, text = held(DAYS + 1)
    assert many == few
    said = {int(one) for one in re.findall(r"SUMMARY:Dag (\d+)", text)}
    assert said == set(range(1, DAYS + 1))
