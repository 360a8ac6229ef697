"""Events with a programme, joint meetings, the calendar of all that is coming, and one's own."""

import html
import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from civic.areas import actions as areas
from civic.areas.models import AreaKind
from civic.areas.queries import about
from civic.bodies.models import BodyKind
from civic.db.finding import BEGINNING
from civic.following import actions as following
from civic.groups import registering as joining
from civic.kernel import correction
from civic.kernel.refusal import Reason
from civic.kernel.seen import fingerprint
from civic.kernel.trace import Kind, Ref
from civic.meetings import actions, queries, registering
from civic.meetings.models import CalendarFeed, MeetingAbout, MeetingKind
from civic.meetings.queries import Coming
from civic.places.models import Needs
from civic.privacy import erasure
from civic.processes import actions as processes
from tests.clock import NOON
from tests.forms import sent_by
from tests.make import a_body, a_context, a_facilitator, a_group, a_person, a_process, an_officer, the_officer
from tests.refusing import refused


@pytest.fixture
def staff(session):
    process = a_process(session)
    return a_context(session, a_facilitator(session, process)), process


def _meeting(staff, days=3, **more):
    context, process = staff
    at = None if days is None else NOON + timedelta(days=days)
    return actions.add_committee_meeting(context, process.id, title=f"Om {days} dage", starts_at=at, **more)


def test_a_programme_stands_in_order_with_the_speakers_as_they_were_then(session, staff):
    context, _process = staff
    event = _meeting(staff, about=MeetingAbout(MeetingKind.EVENT, target_group="Kommuner og politi"))
    two = "Claus; Backboneleder; Medvind\nTine; Specialkonsulent; Medvind"
    first = actions.add_programme_item(context, event.id, title="Oplæg", speakers=two)
    actions.add_programme_item(context, event.id, title="Panel")
    assert [(one.number, one.title) for one in queries.programme_of(context, event.id)] == [(1, "Oplæg"), (2, "Panel")]
    assert [tuple(one) for one in first.those_who_speak] == [
        ("Claus", "Backboneleder", "Medvind"), ("Tine", "Specialkonsulent", "Medvind"),
    ]  # fmt: skip
    refused(lambda: actions.add_programme_item(a_context(session), event.id, title="x"), Reason.NOT_YOURS)
    actions.correct_programme_item(context, first.id, {"speakers": "Claus; Leder; Medvind"}, reason="Tine er syg")
    actions.take_out_programme_item(context, first.id, reason="Claus er også syg")
    kept = {one.before for one in correction.of(context, Ref(Kind.MEETING, event.id), at_most=9)}
    assert {two, "Claus; Leder; Medvind", "Oplæg"} <= kept


def test_what_sort_of_meeting_it_is_and_who_met_is_corrected_and_what_stood_there_stays(session, staff):
    context, process = staff
    bodies = [a_body(session, BodyKind.STANDING_COMMITTEE, f"Udvalg {name}") for name in "ABC"]
    ids = [one.id for one in bodies]
    made = _meeting(staff)
    right = lambda kind, some, **more: actions.correct_kind(  # noqa: E731
        context, made.id, {"kind": kind, "body_ids": tuple(some)}, **{"reason": "Det stod i referatet."} | more
    )
    refused(lambda: right(MeetingKind.JOINT, ids[:1]), Reason.NOT_FITTING)
    refused(lambda: right(MeetingKind.VISIT, ids[:2]), Reason.NOT_FITTING)
    refused(lambda: right(MeetingKind.JOINT, ids[:2], reason=""), Reason.NO_REASON)
    seen = fingerprint(MeetingKind.MEETING, ())
    right(MeetingKind.JOINT, ids[:2], seen=seen)
    refused(lambda: right(MeetingKind.JOINT, ids, seen=seen), Reason.WRITTEN_MEANWHILE)
    right(MeetingKind.JOINT, ids[1:])
    assert [one.name for one in queries.bodies_of(context, made.id)] == ["Udvalg B", "Udvalg C"]
    lines = correction.of(context, Ref(Kind.PROCESS, process.id), at_most=9)
    assert [(one.field, one.before) for one in lines] == [
        ("body_ids", "Udvalg A, Udvalg B"), ("body_ids", ""), ("kind", "meeting"),
    ]  # fmt: skip
    group = a_group(session, process)
    own = actions.add_group_meeting(context, group.id, title="Tur", starts_at=NOON + timedelta(days=3))
    joint = {"kind": MeetingKind.JOINT, "body_ids": tuple(ids)}
    refused(lambda: actions.correct_kind(context, own.id, joint, reason="Nu."), Reason.NOT_FITTING)
    visit = {"kind": MeetingKind.VISIT, "body_ids": ()}
    assert actions.correct_kind(context, own.id, visit, reason="Vi besøgte dem.").kind is MeetingKind.VISIT
    refused(lambda: actions.correct_kind(a_context(session), own.id, visit, reason="x"), Reason.NOT_YOURS)


def test_the_form_for_the_sort_of_meeting_shows_who_met_and_takes_them(site):
    path = site.at("/da/corrections/meeting_kind/{joint_meeting}")
    officer = site.client("officer")
    page = officer.get(path).text
    ticked = re.findall(r'name="body_ids"\s+value="(\d+)" checked', page)
    assert len(ticked) == 2
    every = re.findall(r'name="body_ids"[^>]*value="(\d+)"', page)
    wanted = [*ticked, next(one for one in every if one not in ticked)]
    fields = sent_by(page) | {"body_ids": wanted, "kind": "joint", "reason": "Et udvalg mere var med."}
    answered = officer.post(path, data=fields)
    shown = html.unescape(site.client("visitor").get(site.at("/da/meetings/{joint_meeting}")).text)
    site.restore()
    assert answered.status_code == 303
    assert len(re.findall(r'href="/da/bodies/\d+\?on=', shown)) == 3


def test_a_joint_meeting_has_two_bodies_or_more_and_stands_on_each_ones_page(session, staff):
    context, _process = staff
    one, other = (a_body(session, BodyKind.STANDING_COMMITTEE, f"Udvalg {name}") for name in "AB")
    joint = MeetingAbout(MeetingKind.JOINT)
    refused(lambda: _meeting(staff, about=joint, body_ids=[one.id]), Reason.NOT_FITTING)
    refused(lambda: _meeting(staff, body_ids=[one.id, other.id]), Reason.NOT_FITTING)
    refused(lambda: _meeting(staff, body_ids=[one.id]), Reason.NOT_FITTING)
    made = _meeting(staff, about=joint, body_ids=[one.id, other.id, other.id])
    assert [body.name for body in queries.bodies_of(context, made.id)] == ["Udvalg A", "Udvalg B"]
    found, more, count = queries.joint_of_body(a_context(session), one.id, BEGINNING)
    assert ([meeting.id for meeting in found], more, count) == ([made.id], None, 1)


def test_a_body_tells_of_every_joint_meeting_page_by_page(session, staff):
    bodies = [a_body(session, BodyKind.STANDING_COMMITTEE, f"Udvalg {name}").id for name in "AB"]
    days = (1, 9, None, 5, 5, None)
    made = [_meeting(staff, one, about=MeetingAbout(MeetingKind.JOINT), body_ids=bodies).id for one in days]
    seen, at = [], BEGINNING
    while at is not None:
        found, at, count = queries.joint_of_body(a_context(session), bodies[0], at, at_most=2)
        seen += [one.id for one in found]
        assert count == len(days), "each page says how many there are"
    assert seen == [made[number] for number in (1, 4, 3, 0, 5, 2)], (
        "the last one first, those without a time at the end"
    )


def test_the_calendar_holds_what_is_coming_by_keyset_and_narrows(session, staff):
    context, process = staff
    made = [_meeting(staff, days).id for days in (9, 3, 3, 5)]
    actions.cancel(context, _meeting(staff, 4).id, reason="x")
    _meeting(staff, -2)
    visitor = a_context(session)
    seen, after = [], None
    while rows := queries.coming(visitor, Coming(), after=after, at_most=3):
        seen += [one.id for one in rows]
        after = (rows[-1].starts_at, rows[-1].id)
    assert seen == [made[1], made[2], made[3], made[0]]
    assert queries.count_coming(visitor, Coming()) == 4
    own = process.organisation_id
    assert queries.count_coming(visitor, Coming(organisation_id=own)) == 4
    assert queries.count_coming(visitor, Coming(organisation_id=own + 1)) == 0
    officer = a_context(session, the_officer(session, process))
    entering = a_context(session, an_officer(session))
    there, elsewhere = (areas.add_area(entering, kind=AreaKind.DISTRICT, name=name).id for name in ("Her", "Der"))
    processes.put_about(officer, process.id, topic_ids=[], area_ids=[there])
    for area_id, count in ((there, 4), (elsewhere, 0)):
        assert queries.count_coming(visitor, Coming(about(visitor, area_id=area_id))) == count


def test_ones_own_calendar_holds_ones_own_and_its_address_is_revoked(session, staff):
    context, process = staff
    group = a_group(session, process)
    of_group = actions.add_group_meeting(context, group.id, title="Gruppens", starts_at=NOON + timedelta(days=4))
    registered, followed, other = _meeting(staff, 5), _meeting(staff, 6), _meeting(staff, 7)
    person = a_person(session)
    own = a_context(session, person)
    refused(lambda: actions.open_feed(a_context(session)), Reason.NOT_YOURS)
    first = actions.open_feed(own).token
    joining.join(own, group.id)
    registering.set_registration(
        context, registered.id, takes_registrations=True, capacity=None, online_link="https://x.dk/rum", link_days=1
    )
    registering.register(own, registered.id, name="", email="", needs=Needs())
    visitor = a_context(session)
    assert {one.id for one in queries.of_feed(visitor, first)} == {of_group.id, registered.id}
    following.follow(own, Ref(Kind.PROCESS, process.id))
    assert {one.id for one in queries.of_feed(visitor, first)} == {
        of_group.id, registered.id, followed.id, other.id,
    }  # fmt: skip
    second = actions.open_feed(own).token
    refused(lambda: queries.of_feed(visitor, first), Reason.NOT_FOUND)
    assert len(queries.of_feed(visitor, second)) == 4
    actions.close_feed(own)
    actions.close_feed(own)
    refused(lambda: queries.of_feed(visitor, second), Reason.NOT_FOUND)
    actions.open_feed(own)
    erasure.close_account(own)
    assert session.scalars(select(CalendarFeed)).all() == []
