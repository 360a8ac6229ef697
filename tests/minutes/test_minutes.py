"""Agendas and minutes: written in place, each point with whose it is, approved, and from then on only added to."""

import html
import re
from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from civic.areas import actions as areas
from civic.areas.models import AreaKind
from civic.db.engine import writing
from civic.evidence import actions as evidence
from civic.evidence.actions import About
from civic.evidence.models import Cell, Measure
from civic.kernel import correction
from civic.kernel.actor import Role, Scope
from civic.kernel.correction import Spot
from civic.kernel.outbox import OutboxMessage
from civic.kernel.refusal import Reason
from civic.kernel.seen import fingerprint
from civic.kernel.trace import Kind, Ref
from civic.meetings import actions as meetings
from civic.meetings.models import Meeting, MeetingAbout, MeetingKind
from civic.minutes import actions, queries
from civic.minutes.models import ActionState, Category, Origin, Point, PointKind
from civic.people.models import Person, RoleAssignment
from civic.processes import actions as processes
from civic.said.records import record
from civic.voting.models import BallotState
from tests.clock import NOON
from tests.forms import sent_by
from tests.make import a_ballot, a_body, a_context, a_facilitator, a_group, a_person, a_process, an_officer, the_officer
from tests.refusing import refused

AFTER = NOON + timedelta(days=2)


@pytest.fixture
def staff(session):
    process = a_process(session)
    return a_facilitator(session, process), process


@pytest.fixture
def meeting(session, staff):
    person, process = staff
    at = NOON + timedelta(days=1)
    return meetings.add_committee_meeting(a_context(session, person), process.id, title="Møde", starts_at=at)


def _written(session, staff, meeting):
    context = a_context(session, staff[0], AFTER)
    item = actions.add_item(context, meeting.id, title="Bænke")
    actions.begin(context, meeting.id)
    actions.write_point(context, item.id, kind=PointKind.RESIDENT, text="Der mangler en bænk.")
    return context, item


def test_an_agenda_is_public_at_once_and_minutes_when_they_are_approved(session, staff, meeting):
    early = a_context(session, staff[0])
    actions.add_item(early, meeting.id, title="Bænke")
    visitor = a_context(session, now=AFTER)
    assert [one.title for one in queries.agenda_of(visitor, meeting.id)] == ["Bænke"]
    refused(lambda: actions.begin(early, meeting.id), Reason.NOT_NOW)  # it has not been held
    context, _item = _written(session, staff, meeting)
    assert queries.minutes(visitor, meeting.id) is None
    refused(lambda: queries.begun(visitor, meeting.id), Reason.NOT_FOUND)
    actions.approve(context, meeting.id, approved_by="Tove Friis", on=context.today)
    found = queries.minutes(visitor, meeting.id)
    assert (found.approved_by, found.approved_on) == ("Tove Friis", context.today)


def test_a_groups_own_read_its_draft_and_nobody_else_does(session, staff):
    person, process = staff
    group = a_group(session, process)
    held = meetings.add_group_meeting(a_context(session, person), group.id, title="Gruppemøde", starts_at=None)
    actions.begin(a_context(session, person), held.id)
    member = a_context(session, a_person(session, (Role.MEMBER, Scope.GROUP, group.id)))
    assert queries.minutes(member, held.id) is not None
    other = a_context(session, a_person(session, (Role.MEMBER, Scope.GROUP, group.id + 1)))
    assert queries.minutes(other, held.id) is None


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"kind": PointKind.MEMBER}, Reason.NOTHING_SAID),
        ({"kind": PointKind.FIGURE, "text": "x"}, Reason.NOT_FITTING),
        ({"kind": PointKind.RESIDENT, "text": "x", "origin": Origin.TELEPHONE}, Reason.NO_CONSENT),
        ({"kind": PointKind.RESIDENT, "text": "Mit nummer er 010180-1234"}, Reason.NUMBER_SEEN),
    ],
)
def test_a_point_says_whose_it_is_and_how_it_came(session, staff, meeting, given, reason):
    context, item = _written(session, staff, meeting)
    refused(lambda: actions.write_point(context, item.id, **given), reason)
    more = {"origin": Origin.PAPER, "consent": "Gav os sedlen"}
    made = actions.write_point(context, item.id, kind=PointKind.RESIDENT, text="Lys", **more)
    assert (made.number, made.kind, made.origin) == (2, PointKind.RESIDENT, Origin.PAPER)


def test_a_figure_is_one_of_the_processs_own_that_is_published(session, staff, meeting):
    context, item = _written(session, staff, meeting)
    area = areas.add_area(a_context(session, an_officer(session)), kind=AreaKind.HOUSING_AREA, name="Område X")
    cells = (Cell(area.id, 41, 100), Cell(None, 220, 1000))
    said = About("Uden arbejde", "Af de voksne", source="Danmarks Statistik")
    made = evidence.add_key_figure(context, staff[1].id, said, measure=Measure.SHARE, year=2025, cells=cells)
    write = {"kind": PointKind.FIGURE, "evidence_id": made.id}
    refused(lambda: actions.write_point(context, item.id, **write), Reason.NOT_FITTING)
    evidence.publish(context, made.id)
    actions.write_point(context, item.id, **write)
    point = queries.points_of(context, [item.id])[item.id][1]
    assert (point.evidence.source, point.evidence.year) == ("Danmarks Statistik", 2025)
    refused(
        lambda: actions.write_point(context, item.id, kind=PointKind.MEMBER, text="x", evidence_id=made.id),
        Reason.NOT_FITTING,
    )


def test_two_who_write_at_once_each_find_their_point_and_the_second_is_told(session, staff, meeting):
    context, item = _written(session, staff, meeting)
    point = queries.points_of(context, [item.id])[item.id][0]
    refused(
        lambda: actions.change_point(context, point.id, kind=point.kind, text="y", seen="0" * 16),
        Reason.WRITTEN_MEANWHILE,
    )
    actions.change_point(context, point.id, kind=PointKind.MEMBER, text="Der mangler to.")
    assert queries.point(context, point.id).text == "Der mangler to."


def test_what_is_approved_stands_fast_and_is_only_added_to(session, staff, meeting):
    context, item = _written(session, staff, meeting)
    point = queries.points_of(context, [item.id])[item.id][0]
    refused(
        lambda: actions.approve(context, meeting.id, approved_by="x", on=NOON.date()), Reason.NOT_HELD_YET
    )  # before the meeting
    actions.approve(context, meeting.id, approved_by="Tove Friis", on=context.today)
    for deed in (
        lambda: actions.write_point(context, item.id, kind=PointKind.MEMBER, text="x"),
        lambda: actions.change_point(context, point.id, kind=PointKind.MEMBER, text="x"),
        lambda: actions.take_out_point(context, point.id),
        lambda: actions.add_item(context, meeting.id, title="x"),
        lambda: actions.correct_item(context, item.id, {"title": "x"}, reason="x"),
        lambda: actions.take_out_item(context, item.id, reason="x"),
        lambda: actions.count(context, meeting.id, {Category.MEMBER: 3}),
        lambda: actions.agree(context, item.id, text="x", owner="y"),
        lambda: actions.approve(context, meeting.id, approved_by="x", on=context.today),
    ):
        refused(deed, Reason.NOT_NOW)
    actions.add(context, meeting.id, text="Der var ni.")
    added = correction.additions(context, Ref(Kind.MEETING, meeting.id))
    assert [one.reason for one in added] == ["Der var ni."]


def test_nothing_written_is_nothing_to_approve(session, staff, meeting):
    context = a_context(session, staff[0], AFTER)
    actions.begin(context, meeting.id)
    refused(lambda: actions.approve(context, meeting.id, approved_by="x", on=context.today), Reason.NOTHING_WRITTEN)
    actions.begin(context, meeting.id)  # twice is once
    refused(lambda: actions.begin(a_context(session, now=AFTER), meeting.id), Reason.NOT_YOURS)


def test_an_item_is_put_right_and_taken_off_and_what_stood_there_stays(session, staff, meeting):
    context, item = _written(session, staff, meeting)
    actions.correct_item(context, item.id, {"title": "Bænke og borde"}, reason="Der er også borde")
    refused(lambda: actions.take_out_item(context, item.id, reason="x"), Reason.IN_USE)
    actions.take_out_point(context, queries.points_of(context, [item.id])[item.id][0].id)
    actions.take_out_item(context, item.id, reason="Kommer næste gang")
    kept = {(one.field, one.before) for one in correction.of(context, Ref(Kind.MEETING, meeting.id), at_most=9)}
    assert {("title", "Bænke"), ("title", "Bænke og borde")} <= kept


def test_attendance_is_numbers_by_category_and_what_is_not_known_is_not_nought(session, staff, meeting):
    context, _item = _written(session, staff, meeting)
    actions.count(context, meeting.id, {Category.MEMBER: 4, Category.RESIDENT: 0, Category.STAFF: None})
    actions.count(context, meeting.id, {Category.MEMBER: 5, Category.RESIDENT: None})
    assert [(one.category, one.count) for one in queries.attendance_of(context, meeting.id)] == [(Category.MEMBER, 5)]


def test_what_was_agreed_has_an_owner_and_a_day_and_says_what_came_of_it(session, staff, meeting):
    context, item = _written(session, staff, meeting)
    due = context.today + timedelta(days=5)
    made = actions.agree(context, item.id, text="Spørge ejerne", owner="Forvaltningen", due_on=due)
    actions.approve(context, meeting.id, approved_by="Tove Friis", on=context.today)
    assert not made.is_late_on(due)
    assert made.is_late_on(due + timedelta(days=1))
    tomorrow = context.today + timedelta(days=1)
    refused(lambda: actions.end_action(context, made.id, is_done=True, result="x", on=tomorrow), Reason.NOT_HELD_YET)
    actions.correct_action(context, made.id, {"owner": "Park & Vej"}, reason="De ejer dem")
    actions.end_action(context, made.id, is_done=False, result="De svarer ikke", on=context.today)
    assert (made.state, made.owner) == (ActionState.DROPPED, "Park & Vej")
    actions.correct_action(context, made.id, {"result": "De har ikke svaret"}, reason="Høfligere")
    actions.go_on_with_action(context, made.id, reason="De svarede alligevel")
    assert (made.state, made.result, made.ended_on) == (ActionState.OPEN, "", None)
    kept = {(one.field, one.before) for one in correction.of(context, Ref(Kind.MEETING, meeting.id), at_most=9)}
    assert {("result", "De svarer ikke"), ("result", "De har ikke svaret"), ("owner", "Forvaltningen")} <= kept
    actions.end_action(context, made.id, is_done=False, result="Nej", on=context.today)
    refused(lambda: actions.end_action(context, made.id, is_done=True, result="x", on=context.today), Reason.NOT_NOW)


def test_a_groups_tasks_are_its_own_to_agree_and_end_the_next_first(session, staff):
    group = a_group(session, staff[1])
    member = a_context(session, a_person(session, (Role.MEMBER, Scope.GROUP, group.id)))
    stranger = a_context(session, a_person(session))
    refused(lambda: actions.agree_in_group(stranger, group.id, text="x", owner="y"), Reason.NOT_YOURS)
    made = [
        actions.agree_in_group(member, group.id, text=f"{days}", owner="os", due_on=days and NOON.date() + days * DAY)
        for days in (None, 9, 3, 9, None)
    ]
    seen, after = [], None
    while rows := queries.actions_of_group(member, group.id, after=after, at_most=2):
        seen += [one.id for one in rows]
        after = (rows[-1].due_on, rows[-1].id)
    assert seen == [made[2].id, made[1].id, made[3].id, made[0].id, made[4].id]
    refused(
        lambda: actions.end_action(stranger, made[0].id, is_done=True, result="x", on=NOON.date()), Reason.NOT_YOURS
    )
    actions.end_action(member, made[0].id, is_done=True, result="Gjort", on=NOON.date())
    assert made[0].id not in [one.id for one in queries.actions_of_group(member, group.id, at_most=9)]
    assert [one.id for one in queries.ended_actions_of_group(member, group.id, at_most=9)] == [made[0].id]


DAY = timedelta(days=1)


def test_the_database_keeps_no_point_of_somebody_absent_without_consent(session, staff, meeting):
    _written(session, staff, meeting)
    for values in ({"origin": Origin.MAIL}, {"kind": PointKind.FIGURE}, {"text": ""}):
        with pytest.raises(IntegrityError), session.begin_nested():
            session.execute(update(Point).values(values))


def test_tasks_and_numbers_of_a_draft_are_told_to_nobody_before_it_is_approved(session, staff):
    person, process = staff
    group = a_group(session, process)
    context = a_context(session, person)
    held = meetings.add_group_meeting(context, group.id, title="Gruppemøde", starts_at=None)
    item = actions.add_item(context, held.id, title="Bænke")
    actions.begin(context, held.id)
    actions.write_point(context, item.id, kind=PointKind.MEMBER, text="x")
    actions.count(context, held.id, {Category.MEMBER: 3})
    made = actions.agree(context, item.id, text="Spørge Jens", owner="Olga")
    visitor = a_context(session)
    actions.correct_action(context, made.id, {"owner": "Tove"})
    assert correction.of(context, Ref(Kind.MEETING, held.id), at_most=9) == [], "a correction would tell of it"
    told = record(visitor, held)
    assert ([one.actions for one in told.items], told.attendance) == ([()], [])
    assert queries.actions_of_group(visitor, group.id, at_most=9) == []
    actions.approve(context, held.id, approved_by="Olga", on=context.today)
    assert [one.id for one in queries.actions_of_group(visitor, group.id, at_most=9)] == [made.id]
    assert len(record(visitor, held).attendance) == 1


def test_whoever_presided_over_a_groups_meeting_approves_with_their_own_name_and_nobody_else_does(session, staff):
    person, process = staff
    group = a_group(session, process)
    at = NOON + timedelta(days=1)
    own = meetings.add_group_meeting(a_context(session, person), group.id, title="Tur", starts_at=at)
    context, _item = _written(session, staff, own)
    lead = a_person(session, (Role.FACILITATOR, Scope.GROUP, group.id), name="Tove Friis")
    member = a_person(session, (Role.MEMBER, Scope.GROUP, group.id))
    chair = a_context(session, lead, AFTER)
    for other in (a_context(session, member, AFTER), context):
        refused(lambda: actions.approve_as_chair(other, own.id), Reason.NOT_YOURS)  # noqa: B023
    refused(lambda: actions.approve(chair, own.id, approved_by="En anden", on=AFTER.date()), Reason.NOT_YOURS)
    for change in (
        lambda: actions.write_point(context, _item.id, kind=PointKind.MEMBER, text="Og en til."),
        lambda: actions.count(context, own.id, {Category.MEMBER: 3}),
        lambda: actions.agree(context, _item.id, text="Spørge", owner="Tove"),
        lambda: actions.correct_item(context, _item.id, {"title": "Bænke og lys"}, reason="Begge dele."),
    ):
        seen = fingerprint(*queries.stands(chair, own.id))
        change()
        refused(lambda: actions.approve_as_chair(chair, own.id, seen=seen), Reason.WRITTEN_MEANWHILE)  # noqa: B023
    found = actions.approve_as_chair(chair, own.id)
    assert (found.approved_by, found.approved_by_id, found.approved_on) == ("Tove Friis", lead.id, chair.today)
    assert queries.minutes(a_context(session, now=AFTER), own.id) is not None


def test_the_chair_of_a_council_that_met_reads_the_draft_and_approves_it(session, staff):
    person, process = staff
    councils = [a_body(session, name=name) for name in ("Handicaprådet", "Seniorrådet", "Ungerådet")]
    joint = meetings.add_committee_meeting(
        a_context(session, person),
        process.id,
        title="Fællesmøde",
        starts_at=NOON + timedelta(days=1),
        about=MeetingAbout(MeetingKind.JOINT),
        body_ids=[one.id for one in councils[:2]],
    )
    _written(session, staff, joint)
    chairs = [
        a_context(session, a_person(session, (Role.CHAIR, Scope.BODY, one.id), name=one.name), AFTER)
        for one in councils
    ]
    assert queries.minutes(chairs[2], joint.id) is None
    assert queries.minutes(chairs[1], joint.id) is not None
    refused(lambda: actions.approve_as_chair(chairs[2], joint.id), Reason.NOT_FOUND)
    assert actions.approve_as_chair(chairs[1], joint.id).approved_by == "Seniorrådet"


def test_whoever_follows_the_process_is_told_that_minutes_are_approved(session, staff, meeting):
    follower = a_person(session)
    processes.follow(a_context(session, follower), staff[1].id)
    context, _item = _written(session, staff, meeting)
    actions.approve(context, meeting.id, approved_by="Tove Friis", on=context.today)
    told = session.scalars(select(OutboxMessage).where(OutboxMessage.template == "followed")).all()
    assert [(one.to_person_id, one.data["step"], one.data["kind"]) for one in told] == [
        (follower.id, "minutes_approved", "meeting")
    ]


def test_what_an_item_treats_is_corrected_and_stands_on_the_things_own_page(session, staff, meeting):
    group = a_group(session, staff[1])
    context, item = _written(session, staff, meeting)
    thing = Ref(Kind.GROUP, group.id)
    assert queries.treating(context, thing) == []
    actions.correct_item(context, item.id, {"treats": thing}, reason="Det var gruppens forslag.")
    assert [one.id for one in queries.treating(context, thing)] == [item.id]
    actions.correct_item(context, item.id, {"treats": None}, reason="Nej, det var et andet.")
    lines = correction.of(context, Ref(Kind.MEETING, meeting.id), at_most=10)
    assert [(one.field, one.before) for one in lines] == [("treats", group.title), ("treats", "")]


def test_what_treated_a_thing_stands_on_its_page_and_the_form_corrects_it(site):
    path = site.at("/da/groups/{working_group}")
    shown = html.unescape(site.client("visitor").get(path).text)
    there = shown[shown.index('id="treated"') :].split("</section>")[0]
    number = re.search(r"#item-(\d+)", there)[1]
    assert "1. Bænke i gården" in re.sub(r"[\u2066-\u2069]", "", there)
    facilitator = site.client("facilitator")
    form = f"/da/corrections/agenda_item/{number}"
    offered = re.findall(r'<option[^>]*value="([^"]+)"', facilitator.get(form).text)
    assert "none" in offered
    assert any(one.startswith("hearing-") for one in offered)
    chosen = re.search(r'<option selected[^>]*value="([^"]+)"', facilitator.get(form).text)[1]
    assert chosen == site.at("group-{working_group}")
    answered = facilitator.post(
        form, data=sent_by(facilitator.get(form).text) | {"treats": "none", "reason": "Det var ikke gruppens."}
    )
    assert answered.status_code == 303
    after = site.client("visitor").get(path).text
    site.restore()
    assert 'id="treated"' not in after


def test_the_page_of_what_was_agreed_shows_what_was_corrected_in_that_alone(site):
    group = int(site.at("{working_group}"))
    with Session(writing(site.engine)) as session:
        of = Ref(Kind.GROUP, group)
        context = a_context(session)
        for part, number, about, before in (
            ("action_point", int(site.at("{group_action}")), "Bage", "Bage boller"),
            ("group", group, "", "Arbejdsgruppen om bænke"),
        ):
            correction.keep(context, Spot(of, part, number, about), {"title": before}, reason="Fejl.")
        session.commit()
    visitor = site.client("visitor")
    agreed, whole = (visitor.get(f"/da/groups/{group}{path}").text for path in ("/actions", ""))
    site.restore()
    assert "Bage boller" in agreed
    assert "Arbejdsgruppen om bænke" not in agreed
    assert "Arbejdsgruppen om bænke" in whole


def test_whoever_chairs_reads_the_points_and_approves_them_from_the_meetings_page(site):
    with Session(writing(site.engine)) as session:
        group = int(site.at("{working_group}"))
        writer = session.scalars(select(Person).where(Person.name == "Olga Sand")).one()
        session.add(
            RoleAssignment(
                person_id=writer.id, role=Role.FACILITATOR, scope=Scope.GROUP, scope_id=group, began_at=site.now
            )
        )
        held = session.get(Meeting, int(site.at("{second_meeting}")))
        held.group_id = group
        session.commit()
    client, path = site.client("writer"), site.at("/da/meetings/{second_meeting}")
    page = html.unescape(client.get(path).text)
    asks = client.get(f"{path}/minutes/approve-as-chair").text
    answered = client.post(f"{path}/minutes/approve-as-chair", data=sent_by(asks))
    public = re.sub(r"[\u2066-\u2069]", "", html.unescape(site.client("visitor").get(path).text))
    site.restore()
    assert "minutes/approve-as-chair" in page
    assert "Vi mangler et tal for, hvor mange der bruger dem." in html.unescape(asks)
    assert answered.status_code == 303, answered.text
    assert "Godkendt af Olga Sand med egen konto" in public


def test_an_item_treats_nothing_of_another_process(session, staff, meeting):
    context, item = _written(session, staff, meeting)
    other = Ref(Kind.GROUP, a_group(session, a_process(session)).id)
    refused(lambda: actions.add_item(context, meeting.id, title="x", treats=other), Reason.NOT_FITTING)
    refused(lambda: actions.correct_item(context, item.id, {"treats": other}, reason="x"), Reason.NOT_FITTING)


def test_a_meeting_that_was_called_off_treated_nothing(session, staff, meeting):
    early = a_context(session, staff[0])
    group = Ref(Kind.GROUP, a_group(session, staff[1]).id)
    actions.add_item(early, meeting.id, title="Bænke", treats=group)
    assert len(queries.treating(early, group)) == 1
    meetings.cancel(early, meeting.id, reason="Sygdom.")
    assert queries.treating(early, group) == []


def test_no_correction_tells_of_a_thing_that_only_staff_sees(session, staff, meeting):
    _context, item = _written(session, staff, meeting)
    officer = a_context(session, the_officer(session, staff[1]), AFTER)
    hidden = a_ballot(session, staff[1], state=BallotState.DRAFT)
    actions.correct_item(officer, item.id, {"treats": Ref(Kind.BALLOT, hidden.id)}, reason="Det gjorde det.")
    actions.correct_item(officer, item.id, {"treats": None}, reason="Nej.")
    lines = correction.of(a_context(session), Ref(Kind.MEETING, meeting.id), at_most=9)
    assert not any(hidden.question in one.before for one in lines)
    assert {one.before for one in lines if one.field == "treats"} == {"", f"ballot {hidden.id}"}
