"""Who sits in a council stands on its page, on any day, with party and who chose them; what was wrong stays too."""

import html
import re
from datetime import date, timedelta

import pytest
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from civic.bodies import actions, queries
from civic.bodies.models import Body, BodyKind, Part
from civic.db.engine import writing
from civic.decisions.models import Decision
from civic.kernel.actor import Role, Scope
from civic.kernel.refusal import Reason, Refusal
from civic.meetings.models import Meeting, MeetingBody
from tests.make import a_context, a_person, the_municipality


@pytest.fixture
def council(session):
    return actions.enter_body(a_context(session), the_municipality(session), "Grønt Råd", BodyKind.ADVISORY_COUNCIL)


def _secretary(session, council):
    return a_context(session, a_person(session, (Role.SECRETARY, Scope.BODY, council.id)))


def test_who_sits_there_on_a_day_is_who_had_begun_and_not_left(session, council):
    staff = _secretary(session, council)
    enter = lambda name, first, last: actions.add_body_member(  # noqa: E731
        staff, council.id, part=Part.MEMBER, name=name, starts_on=first, ends_on=last
    )
    enter("Åse", date(2018, 1, 1), date(2021, 12, 31))
    enter("Bo", date(2022, 1, 1), None)
    enter("Carl", None, None)
    found = queries.body_members(staff, council.id)
    assert [one.name for one in found] == ["Bo", "Carl", "Åse"]
    on = lambda day: [one.name for one in found if one.sits_on(day)]  # noqa: E731
    assert on(date(2021, 12, 31)) == ["Carl", "Åse"]
    assert on(date(2022, 1, 1)) == ["Bo", "Carl"]


def test_only_who_keeps_the_councils_calendar_enters_them(session, council):
    for who in (None, a_person(session), a_person(session, (Role.MEMBER, Scope.BODY, council.id))):
        with pytest.raises(Refusal) as refused:
            actions.add_body_member(a_context(session, who), council.id, part=Part.MEMBER, name="Bo")
        assert refused.value.reason is Reason.NOT_YOURS


def test_nobody_leaves_before_they_came(session, council):
    staff = _secretary(session, council)
    with pytest.raises(Refusal) as refused:
        actions.add_body_member(
            staff, council.id, part=Part.MEMBER, name="Bo", starts_on=date(2022, 2, 1), ends_on=date(2022, 1, 1)
        )
    assert refused.value.reason is Reason.ENDS_FIRST
    made = actions.add_body_member(staff, council.id, part=Part.MEMBER, name="Bo", starts_on=date(2022, 2, 1))
    with pytest.raises(Refusal) as refused:
        actions.correct_body_member(staff, made.id, {"ends_on": date(2022, 1, 1)}, reason="Gik.")
    assert refused.value.reason is Reason.ENDS_FIRST


def test_what_was_wrong_is_corrected_and_taken_out_with_a_reason(session, council):
    staff = _secretary(session, council)
    made = actions.add_body_member(staff, council.id, part=Part.MEMBER, name="Bo", party="V")
    with pytest.raises(Refusal) as refused:
        actions.correct_body_member(staff, made.id, {"party": "C"}, reason="")
    assert refused.value.reason is Reason.NO_REASON
    actions.correct_body_member(staff, made.id, {"party": "C"}, reason="Tastefejl.")
    assert queries.body_members(staff, council.id)[0].party == "C"
    actions.take_out_body_member(staff, made.id, reason="Sad der aldrig.")
    assert queries.body_members(staff, council.id) == []


def test_the_first_words_of_what_it_does_need_no_reason_and_others_do(session, council):
    staff = _secretary(session, council)
    actions.describe_body(staff, council.id, {"about": "Rådgiver om træer."}, reason="")
    with pytest.raises(Refusal) as refused:
        actions.describe_body(staff, council.id, {"about": "Rådgiver om buske."}, reason="")
    assert refused.value.reason is Reason.NO_REASON
    with pytest.raises(Refusal) as refused:
        actions.describe_body(a_context(session, a_person(session)), council.id, {"about": "Mit."}, reason="Nu.")
    assert refused.value.reason is Reason.NOT_YOURS
    assert queries.body(staff, council.id).about == "Rådgiver om træer."


def test_the_page_shows_who_sits_there_now_and_then_and_what_it_was_heard_about(site):
    path = site.at("/da/bodies/{disability_council}")
    visitor = site.client("visitor")
    now, then = (html.unescape(visitor.get(f"{path}{asked}").text) for asked in ("", "?on=2023-05-05"))
    chair = lambda page: re.search(r"<h3[^>]*>Formand</h3>\s*<ul[^>]*>\s*<li[^>]*><bdi>([^<]+)", page)[1]  # noqa: E731
    assert (chair(now), chair(then)) == ("Bent Aaholm", "Inger Eksempel")
    assert "Hvem sidder i det" in now
    assert "Hvem sad i det den 5. maj 2023" in then
    assert "udpeget af" in now
    assert "mennesker med handicap og høres" in now
    heard = now[now.index('id="heard"') :]
    assert "Regler for brug af gårdrummene" in heard
    assert "Ekstra høring om anbefalingerne" not in heard, "a hearing that is prepared is nobody's business yet"
    assert visitor.get(f"{path}?on=i%20går").status_code == 200


def test_what_a_committee_decided_stands_there_the_last_first(site):
    with site.engine.connect() as connection:
        number = connection.exec_driver_sql("SELECT id FROM body WHERE name = 'Kommunalbestyrelsen'").scalar()
    page = html.unescape(site.client("visitor").get(f"/da/bodies/{number}").text)
    decided = page[page.index('id="decided"') :]
    assert "Principper for trygge skoleveje" in decided
    with site.engine.connect() as connection:
        other = connection.exec_driver_sql("SELECT id FROM body WHERE name = 'Skoleudvalget'").scalar()
    assert "Ingen har skrevet ind, hvem der sidder i det." in site.client("visitor").get(f"/da/bodies/{other}").text


def test_the_process_leads_to_the_members_of_the_council(site):
    page = site.client("visitor").get(site.at("/da/processes/{courtyards}")).text
    address = re.search(r'href="(/da/bodies/\d+)#members">\s*Se medlemmer af Kommunalbestyrelsen', page)[1]
    assert 'id="members"' in site.client("visitor").get(address).text


def test_a_case_leads_to_who_sat_in_a_body_on_the_day_it_decided(site):
    page = site.client("visitor").get(site.at("/da/cases/{committee_case}")).text
    address = re.search(r'href="(/da/bodies/\d+\?on=2018-05-28)"', page)[1]
    assert "Erhvervs-, Beskæftigelses- og Integrationsudvalget" in html.unescape(
        site.client("visitor").get(address).text
    )


def test_what_it_decided_and_was_heard_about_is_all_reached_ten_at_a_time(site):
    with Session(writing(site.engine)) as session:
        council = session.scalar(select(Body.id).where(Body.name == "Kommunalbestyrelsen"))
        one = session.scalars(
            select(Decision).where(Decision.body_id == council, Decision.decided_on.is_not(None))
        ).first()
        row = {column.key: getattr(one, column.key) for column in Decision.__table__.columns if column.key != "id"}
        session.execute(insert(Decision), [row | {"sitting": number} for number in range(50, 73)])
        session.commit()
    address, seen, told = f"/da/bodies/{council}", [], set()
    while address:
        page = html.unescape(site.client("visitor").get(address).text)
        decided = page[page.index('id="decided"') :]
        seen += re.findall(r'href="(/da/decisions/[0-9]+)"', decided)
        address = next(iter(re.findall(r'href="([^"]+)">Tidligere beslutninger', decided)), "")
        told |= {int(one) for one in re.findall(r"10 af (\d+) vises her.", decided)}
    site.restore()
    assert len(told) == 1, "each page says the same number"
    assert {len(seen), len(set(seen))} == told
    assert len(seen) >= 26


def test_the_joint_meetings_it_takes_part_in_are_all_reached_ten_at_a_time(site):
    with Session(writing(site.engine)) as session:
        seats = select(MeetingBody.body_id, Meeting).join(Meeting, Meeting.id == MeetingBody.meeting_id)
        body_id, one = session.execute(seats.order_by(MeetingBody.id)).first()
        row = {column.key: getattr(one, column.key) for column in Meeting.__table__.columns if column.key != "id"}
        made = session.scalars(
            insert(Meeting).returning(Meeting.id),
            [row | {"starts_at": one.starts_at + timedelta(days=number)} for number in range(1, 22)],
        ).all()
        session.execute(insert(MeetingBody), [{"meeting_id": number, "body_id": body_id} for number in made])
        expected = {one.id, *made}
        session.commit()
    address, seen = f"/da/bodies/{body_id}", []
    while address:
        page = html.unescape(site.client("visitor").get(address).text)
        joint = page[page.index('id="joint"') :].split("</section>")[0].split("<h2")[0]
        seen += [int(found) for found in re.findall(r'href="/da/meetings/([0-9]+)"', joint)]
        address = next(iter(re.findall(r'href="([^"]+)">Tidligere fællesmøder', joint)), "")
        assert not address or "10 af 22 vises her." in joint
    site.restore()
    assert len(seen) == len(expected)
    assert set(seen) == expected
