"""Nobody speaks in another's name: names that look like a body's, an office's or somebody's who works here."""

import html
import re
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from civic.bodies import actions as bodies
from civic.bodies.models import BodyKind
from civic.bodies.queries import bodies_now
from civic.decisions.models import Decision
from civic.hearings.models import Audience, HearingState, PartyState
from civic.hearings.queries import bodies_for, is_party_now
from civic.kernel.actor import Role, Scope
from civic.kernel.likeness import looks_like, skeleton
from civic.kernel.outbox import OutboxMessage
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.seen import fingerprint
from civic.people import actions as people
from civic.people import queries
from civic.people.models import PersonState, Place
from civic.responses import actions
from civic.responses.models import From, Medium, Said
from civic.responses.queries import has_unsettled
from civic.said.wording import body_name, signed
from tests.clock import NOON
from tests.make import a_body, a_context, a_hearing, a_person, a_process, the_municipality, the_officer, the_topic


def _refusal(do):
    with pytest.raises(Refusal) as refused:
        do()
    return refused.value.reason


@pytest.mark.parametrize(
    "name",
    ["Handicaprådet", "HANDICAPRÅDET", "Handicapraadet", "H a n d i c a p r å d e t", "Handicaprådet, formanden",
     "Ha\u200bndicaprådet", "Нandicaprådet", "Handicapra\u030adet",
     "Ｈandicaprådet", "Handicaprådet.", "Hand1caprådet"],
)  # fmt: skip
def test_a_name_that_reads_like_a_bodys_is_like_it(name):
    assert looks_like(name, "Handicaprådet")


@pytest.mark.parametrize("name", ["Bo Handicap", "Rådet", "Andreas Raad", ""])
def test_another_name_is_not(name):
    assert not looks_like(name, "Handicaprådet")


def test_a_skeleton_of_arabic_keeps_its_letters():
    assert skeleton("أمينة فرح") == skeleton("أمينة  فرح") != ""


@pytest.fixture
def hearing(session):
    a_body(session, name="Ældrerådet")
    return a_hearing(session, audience=Audience.EVERYONE, allows_protected_names=True)


@pytest.mark.parametrize("name", ["Ældrerådet", "Aeldreraadet", "Ældrerådet v. Bo", "Bo, sagsbehandler", "Min Kommune"])
def test_a_resident_does_not_answer_in_a_bodys_or_an_offices_name(session, hearing, name):
    visitor = a_context(session)
    said = _refusal(lambda: actions.respond(visitor, hearing.id, From(name), [Said("Mere lys.")]))
    assert said is Reason.NAME_OF_ANOTHER
    for do in (
        lambda: actions.respond(visitor, hearing.id, From("Bo", organisation="Ældrerådet"), [Said("Mere lys.")]),
        lambda: people.register(visitor, name=name, email="ny@eksempel.dk", language="da"),
    ):
        assert _refusal(do) is Reason.NAME_OF_ANOTHER


def test_a_resident_does_not_answer_in_the_name_of_who_works_here_and_who_works_here_may(session, hearing):
    officer = the_officer(session, hearing.process)
    officer.name = "Prøve Sagsbehandlersen"
    session.flush()
    for name in ("Prøve Sagsbehandlersen", "PRØVE  SAGSBEHANDLERSEN", "Prove Sagsbehandlersen"):
        said = _refusal(lambda name=name: people.register(a_context(session), name=name, email="x@y.dk", language="da"))
        assert said is Reason.NAME_OF_ANOTHER
    officer.name = "Prøve Larsen"
    session.flush()
    assert (
        _refusal(lambda: actions.respond(a_context(session), hearing.id, From("Prove larsen"), [Said("Lys.")]))
        is Reason.NAME_OF_ANOTHER
    )
    actions.respond(a_context(session, officer), hearing.id, From("Prøve Larsen"), [Said("Lys.")])
    actions.respond(a_context(session), hearing.id, From("Prøve Larsen Holm"), [Said("Lys.")])


def test_a_name_that_nobody_proved_is_marked_wherever_it_is_shown(session, hearing, site):
    typed = actions.respond(a_context(session), hearing.id, From("Karen Holm"), [Said("Lys.")])
    person = a_person(session, name="Jens Skov")
    own = actions.respond(a_context(session, person), hearing.id, From("Jens Skov"), [Said("Lys.")])
    other = actions.respond(a_context(session, person), hearing.id, From("Grethe Skov"), [Said("Lys.")])
    paper = actions.enter(
        a_context(session, the_officer(session, hearing.process)), hearing.id, From("Ejner Dam"), [Said("Lys.")],
        medium=Medium.PAPER, received_at=NOON,
    )  # fmt: skip
    with site.app.test_request_context():
        assert [signed(one) for one in (typed, own, other, paper)] == [
            "Karen Holm (navn ikke bekræftet)", "Jens Skov", "Grethe Skov (navn ikke bekræftet)", "Ejner Dam",
        ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    ["Jeg hedder Karen Holm og synes …", "Mere lys.\n\nVenlig hilsen\nKaren", "Mere lys. Holm",
     "Skriv til k@eksempel.dk",
     "Mere lys.\nMvh.\nKAREN  HOLM"],
)  # fmt: skip
def test_a_name_that_is_to_be_kept_back_is_found_in_the_text(session, hearing, text):
    who = From("Karen Holm", email="k@eksempel.dk", is_protected=True)
    assert _refusal(lambda: actions.respond(a_context(session), hearing.id, who, [Said(text)])) is Reason.NAME_IN_TEXT
    actions.respond(a_context(session), hearing.id, who, [Said("Mere lys ved holmen, tak.")])


def _office(session):
    organisation = the_municipality(session)
    return Place(Scope.MUNICIPALITY, organisation.id, organisation.name)


def _seat(body, *, is_heard=False):
    return Place(Scope.BODY, body.id, body.name, is_heard)


def test_an_administrator_gives_no_seat_to_themselves_and_the_body_is_told_of_others(session):
    organisation = the_municipality(session)
    admin = a_person(session, (Role.ADMIN, Scope.MUNICIPALITY, organisation.id), name="Admin")
    body = a_body(session)
    chair = a_person(session, (Role.CHAIR, Scope.BODY, body.id), name="Formand")
    context = a_context(session, admin)
    for role in (Role.SECRETARY, Role.CHAIR, Role.MEMBER):
        said = _refusal(lambda role=role: people.grant_role(context, admin.id, role, _seat(body)))
        assert said is Reason.NOT_ONESELF
    other = a_person(session, name="Ny Sekretær")
    people.grant_role(context, other.id, Role.SECRETARY, _seat(body))
    session.flush()
    told = {one.to_person_id for one in session.query(OutboxMessage).filter_by(template="role_given")}
    assert told == {chair.id, other.id}


def test_a_seat_in_a_body_that_is_being_heard_takes_two_persons_and_the_body_is_told(session):
    organisation = the_municipality(session)
    place = (Role.ADMIN, Scope.MUNICIPALITY, organisation.id)
    admin, another = a_person(session, place, name="Admin"), a_person(session, place, name="Anden")
    body = a_body(session)
    chair = a_person(session, (Role.CHAIR, Scope.BODY, body.id), name="Formand")
    other, passer = a_person(session, name="Ny Sekretær"), a_person(session)
    context = a_context(session, admin)
    seat = _seat(body, is_heard=True)
    asked = people.grant_role(context, other.id, Role.SECRETARY, seat)
    session.flush()
    assert [one.role for one in queries.roles_of(a_context(session), other.id)] == []
    told = {one.to_person_id for one in session.query(OutboxMessage).filter_by(template="role_asked")}
    assert told == {another.id, chair.id}
    for nobody, reason in ((admin, Reason.NOT_YOURS), (other, Reason.NOT_FOUND), (passer, Reason.NOT_FOUND)):
        said = _refusal(
            lambda nobody=nobody: people.decide_role(a_context(session, nobody), asked.id, seat, is_agreed=True)
        )
        assert said is reason
    assert [one.id for one in queries.open_requests(a_context(session, another))] == [asked.id]
    people.decide_role(a_context(session, chair), asked.id, seat, is_agreed=True)
    assert [one.role for one in queries.roles_of(a_context(session), other.id)] == [Role.SECRETARY]
    assert queries.open_requests(a_context(session, another)) == []
    again = lambda: people.decide_role(a_context(session, another), asked.id, seat, is_agreed=False)  # noqa: E731
    assert _refusal(again) is Reason.NOT_NOW


def test_the_database_lets_nobody_give_what_they_asked_for(session):
    organisation = the_municipality(session)
    admin = a_person(session, (Role.ADMIN, Scope.MUNICIPALITY, organisation.id), name="Admin")
    a_person(session, (Role.ADMIN, Scope.MUNICIPALITY, organisation.id), name="Anden")
    body, other = a_body(session), a_person(session)
    asked = people.grant_role(a_context(session, admin), other.id, Role.CHAIR, _seat(body, is_heard=True))
    asked.decided_by_id, asked.is_agreed = admin.id, True
    with pytest.raises(IntegrityError):
        session.flush()
    session.rollback()


def test_nobody_gives_an_office_alone_that_could_be_the_second_person_elsewhere(session):
    place = _office(session)
    admin = a_person(session, (Role.ADMIN, place.scope, place.id), name="Admin")
    another = a_person(session, (Role.ADMIN, place.scope, place.id), name="Anden")
    process = a_process(session)
    in_process = Place(Scope.PROCESS, process.id, process.title)
    other = a_person(session, name="Ny")
    context = a_context(session, admin)
    wanted = [
        (other, Role.ADMIN, place), (admin, Role.CASE_OFFICER, place), (other, Role.CASE_OFFICER, place),
        (other, Role.CASE_OFFICER, in_process),
    ]  # fmt: skip
    for person, role, where in wanted:
        asked = people.grant_role(context, person.id, role, where)
        session.flush()
        before = [(one.role, one.scope) for one in queries.roles_of(a_context(session), person.id)]
        assert (role, where.scope) not in before
        give = lambda who, its=asked.id, at=where: people.decide_role(a_context(session, who), its, at, is_agreed=True)  # noqa: E731
        assert _refusal(lambda give=give: give(admin)) is Reason.NOT_YOURS
        if person is other and role is Role.ADMIN:
            assert _refusal(lambda give=give: give(other)) is Reason.NOT_FOUND
        assert [one.role for one in queries.open_requests(a_context(session, another))] == [role]
        give(another)
        session.flush()
        after = [(one.role, one.scope) for one in queries.roles_of(a_context(session), person.id)]
        assert (role, where.scope) in after
    told = [one.to_person_id for one in session.query(OutboxMessage).filter_by(template="role_asked")]
    assert told.count(another.id) == len(wanted)
    people.grant_role(context, other.id, Role.FACILITATOR, in_process)  # who facilitates needs no second
    assert [one.id for one in queries.open_requests(a_context(session, another))] == []


def test_a_processs_own_officer_may_be_the_second_person(session):
    place, process = _office(session), a_process(session)
    admin = a_person(session, (Role.ADMIN, place.scope, place.id), name="Admin")
    officer, other = the_officer(session, process), a_person(session, name="Ny")
    seat = Place(Scope.PROCESS, process.id, process.title)
    asked = people.grant_role(a_context(session, admin), other.id, Role.CASE_OFFICER, seat)
    session.flush()
    people.decide_role(a_context(session, officer), asked.id, seat, is_agreed=True)
    session.flush()
    told = {one.to_person_id for one in session.query(OutboxMessage).filter_by(template="role_given")}
    assert {admin.id, other.id} <= told


def test_a_role_that_waits_is_asked_for_once_and_falls_with_its_asker(session):
    place = _office(session)
    admin, another = (a_person(session, (Role.ADMIN, place.scope, place.id), name=one) for one in ("Admin", "Anden"))
    third = a_person(session, (Role.ADMIN, place.scope, place.id), name="Tredje")
    other = a_person(session, name="Ny Administrator")
    kept = people.grant_role(a_context(session, admin), other.id, Role.ADMIN, place).id
    session.commit()
    for _again in range(3):
        with pytest.raises(IntegrityError):
            people.grant_role(a_context(session, admin), other.id, Role.ADMIN, place)
        session.rollback()
    assert session.query(OutboxMessage).filter_by(template="role_asked").count() == 2
    held = [one for one in queries.roles_of(a_context(session), admin.id) if one.role is Role.ADMIN]
    asked = people.end_role(a_context(session, another), held[0].id, place)
    session.flush()
    people.decide_role(a_context(session, third), asked.id, place, is_agreed=True)
    session.flush()
    assert queries.roles_of(a_context(session), admin.id) == []
    give = lambda: people.decide_role(a_context(session, third), kept, place, is_agreed=True)  # noqa: E731
    assert _refusal(give) is Reason.NOT_FOUND


def test_nobody_ends_another_administrator_or_a_seat_in_a_body_that_is_heard_alone(session):
    place, body = _office(session), a_body(session)
    admin, another = (a_person(session, (Role.ADMIN, place.scope, place.id), name=one) for one in ("Admin", "Anden"))
    chair = a_person(session, (Role.CHAIR, Scope.BODY, body.id), name="Formand")
    secretary = a_person(session, (Role.SECRETARY, Scope.BODY, body.id), name="Sekretær")
    for person, where in ((another, place), (chair, _seat(body, is_heard=True))):
        (held,) = queries.roles_of(a_context(session), person.id)
        asked = people.end_role(a_context(session, admin), held.id, where)
        session.flush()
        assert held.ended_at is None
        agree = lambda who, its=asked.id, at=where: people.decide_role(a_context(session, who), its, at, is_agreed=True)  # noqa: E731
        assert _refusal(lambda agree=agree: agree(admin)) is Reason.NOT_YOURS
        told = {one.to_person_id for one in session.query(OutboxMessage).filter_by(template="role_end_asked")}
        assert person.id in told
        agree(person)  # whose it is may leave
        session.flush()
        assert held.ended_at is not None
    told = [one.to_person_id for one in session.query(OutboxMessage).filter_by(template="role_ended")]
    assert sorted(told) == sorted([admin.id, admin.id, secretary.id]), "who asked is told, and who oversees the place"
    (held,) = queries.roles_of(a_context(session), secretary.id)
    people.end_role(a_context(session, admin), held.id, _seat(body))  # nobody asks the body: one ends it, and tells
    session.flush()
    assert held.ended_at is not None
    told = [one.to_person_id for one in session.query(OutboxMessage).filter_by(template="role_ended")]
    assert secretary.id in told[3:]


@pytest.mark.tampers
@pytest.mark.parametrize("state", list(HearingState))
def test_a_body_is_heard_from_the_draft_on_until_it_has_answered_and_all_is_over(session, state):
    hearing = a_hearing(session)
    party = hearing.parties[0]
    hearing.state = state
    session.flush()
    assert is_party_now(a_context(session), party.body_id), "it may answer after the note, too"
    party.state = PartyState.SUBMITTED
    session.flush()
    is_over = state is HearingState.CONCLUDED
    assert is_party_now(a_context(session), party.body_id) is not is_over, "its chair confirms, its secretary masks"


def test_an_oral_answer_that_nobody_has_confirmed_keeps_its_body_heard(session):
    hearing = a_hearing(session)
    party = hearing.parties[0]
    officer = a_context(session, the_officer(session, hearing.process))
    answer = actions.record(officer, party.id, text="Lovende.", meeting_on=NOON.date())
    session.flush()
    assert has_unsettled(a_context(session), party.body_id)
    answer.confirmed_at = NOON
    session.flush()
    assert not has_unsettled(a_context(session), party.body_id)


def test_a_seat_that_one_gave_alone_makes_nobody_the_second_person_for_them(session):
    place, body = _office(session), a_body(session)
    admin, another = (a_person(session, (Role.ADMIN, place.scope, place.id), name=one) for one in ("Admin", "Anden"))
    chair = a_person(session, (Role.CHAIR, Scope.BODY, body.id), name="Formand")
    puppet, other = a_person(session, name="Dukke"), a_person(session, name="Ny")
    people.grant_role(a_context(session, admin), puppet.id, Role.SECRETARY, _seat(body))
    session.flush()
    (held,) = queries.roles_of(a_context(session), chair.id)
    ending = people.end_role(a_context(session, admin), held.id, _seat(body, is_heard=True))
    giving = people.grant_role(a_context(session, admin), other.id, Role.CHAIR, _seat(body, is_heard=True))
    session.flush()
    for asked in (ending, giving):
        decide = lambda who, its=asked.id: people.decide_role(  # noqa: E731
            a_context(session, who), its, _seat(body, is_heard=True), is_agreed=True
        )
        assert _refusal(lambda decide=decide: decide(puppet)) is Reason.NOT_YOURS
    decide(another)
    session.flush()
    assert Role.CHAIR in [one.role for one in queries.roles_of(a_context(session), other.id)]


def test_what_is_asked_for_can_be_taken_back_and_falls_with_what_it_was_about(session):
    place, body = _office(session), a_body(session)
    admin, another = (a_person(session, (Role.ADMIN, place.scope, place.id), name=one) for one in ("Admin", "Anden"))
    chair = a_person(session, (Role.CHAIR, Scope.BODY, body.id), name="Formand")
    other = a_person(session, name="Ny")
    heard, calm = _seat(body, is_heard=True), _seat(body)
    asked = people.grant_role(a_context(session, admin), other.id, Role.SECRETARY, heard)
    session.flush()
    people.decide_role(a_context(session, admin), asked.id, heard, is_agreed=False)  # taken back
    session.flush()
    people.grant_role(a_context(session, admin), other.id, Role.SECRETARY, heard)
    session.flush()
    people.grant_role(a_context(session, another), other.id, Role.SECRETARY, calm)
    session.flush()
    assert queries.open_requests(a_context(session, admin)) == [], "it has been given meanwhile"
    (held,) = queries.roles_of(a_context(session), chair.id)
    people.end_role(a_context(session, admin), held.id, heard)
    session.flush()
    again = lambda: people.end_role(a_context(session, another), held.id, heard)  # noqa: E731
    assert _refusal(again) is Reason.TAKEN
    people.end_role(a_context(session, another), held.id, calm)
    session.flush()
    assert queries.open_requests(a_context(session, admin)) == [], "it has ended meanwhile"


def test_whoever_asked_hears_that_it_was_declined(session):
    place, body = _office(session), a_body(session)
    admin, another = (a_person(session, (Role.ADMIN, place.scope, place.id), name=one) for one in ("Admin", "Anden"))
    asked = people.grant_role(a_context(session, admin), a_person(session).id, Role.CHAIR, _seat(body, is_heard=True))
    session.flush()
    people.decide_role(a_context(session, another), asked.id, _seat(body, is_heard=True), is_agreed=False)
    session.flush()
    assert [one.to_person_id for one in session.query(OutboxMessage).filter_by(template="role_declined")] == [admin.id]


def test_a_role_that_takes_two_is_refused_where_there_is_only_one(session):
    place, body = _office(session), a_body(session)
    admin, other = a_person(session, (Role.ADMIN, place.scope, place.id)), a_person(session)
    context = a_context(session, admin)
    give = lambda role, where: people.grant_role(context, other.id, role, where)  # noqa: E731
    assert _refusal(lambda: give(Role.CHAIR, _seat(body, is_heard=True))) is Reason.NOBODY_ELSE
    assert _refusal(lambda: give(Role.ADMIN, place)) is Reason.NOBODY_ELSE
    give(Role.CHAIR, _seat(body))


@pytest.mark.parametrize(
    ("role", "scope"),
    [
        (Role.ADMIN, Scope.GROUP),
        (Role.CASE_OFFICER, Scope.BODY),
        (Role.CHAIR, Scope.PROCESS),
        (Role.MEMBER, Scope.MUNICIPALITY),
    ],
)
def test_a_place_has_its_own_roles(session, role, scope):
    place = _office(session)
    admin = a_person(session, (Role.ADMIN, place.scope, place.id))
    a_person(session, (Role.ADMIN, place.scope, place.id))
    where = Place(scope, 1, "Et sted")
    give = lambda: people.grant_role(a_context(session, admin), a_person(session).id, role, where)  # noqa: E731
    assert _refusal(give) is Reason.NOT_FITTING


def test_a_bodys_name_stays_while_it_is_heard_and_is_no_other_bodys(session):
    place, body = _office(session), a_body(session, name="Handicaprådet")
    admin, another = (a_person(session, (Role.ADMIN, place.scope, place.id), name=one) for one in ("Admin", "Anden"))
    chair = a_person(session, (Role.CHAIR, Scope.BODY, body.id), name="Formand")
    change = lambda name, **more: bodies.change_body(  # noqa: E731
        a_context(session, admin), body.id, name=name, topic_id=None, entitlement=body.entitlement, **more
    )
    assert _refusal(lambda: change("Et andet råd", is_heard=True)) is Reason.BEING_HEARD
    other = bodies.add_body(a_context(session, admin), name="Ældrerådet", kind=BodyKind.ADVISORY_COUNCIL)
    assert _refusal(lambda: change("ÆLDRERÅDET")) is Reason.TAKEN
    add = lambda: bodies.add_body(a_context(session, admin), name="Handicapraadet", kind=BodyKind.ADVISORY_COUNCIL)  # noqa: E731
    assert _refusal(add) is Reason.TAKEN
    assert _refusal(lambda: change("Handicaprådet (gammelt)")) is Reason.NO_REASON
    seen = fingerprint(*body.told)
    change("Handicaprådet (gammelt)", reason="Et nyt råd hedder det samme.", seen=seen)
    assert _refusal(lambda: change("Noget tredje", reason="x", seen=seen)) is Reason.WRITTEN_MEANWHILE
    session.flush()
    told = sorted(one.to_person_id for one in session.query(OutboxMessage).filter_by(template="body_changed"))
    assert told == sorted([another.id, another.id, chair.id]), (other.name, told)


def test_a_body_that_had_its_name_for_a_time_is_called_so_and_asked_no_more(session):
    place, body = _office(session), a_body(session, name="Byplanudvalget")
    body.topic = the_topic(session, "local")
    session.flush()
    admin = a_context(session, a_person(session, (Role.ADMIN, place.scope, place.id)))
    change = lambda first, last: bodies.change_body(  # noqa: E731
        admin, body.id, name=body.name, topic_id=body.topic_id, entitlement=body.entitlement, first_day=first,
        last_day=last, reason="Udvalget blev nedlagt.",
    )  # fmt: skip
    assert _refusal(lambda: change(date(2021, 1, 1), date(2018, 1, 1))) is Reason.ENDS_FIRST
    assert [one.id for one in bodies_for(admin, [the_topic(session, "local").id])] == [body.id]
    assert body_name(body) == "Byplanudvalget"
    change(date(2018, 1, 1), date(2021, 12, 31))
    session.flush()
    assert body_name(body) == "Byplanudvalget (2018–2021)"
    assert list(bodies_for(admin, [the_topic(session, "local").id])) == []
    assert body.id not in {one.id for one in bodies_now(admin)}
    change(date(2018, 1, 1), None)
    assert body_name(body) == "Byplanudvalget (2018–)"
    assert [one.id for one in bodies_for(admin, [the_topic(session, "local").id])] == [body.id]


def test_a_body_of_earlier_years_is_named_with_them_where_it_decided(site):
    admin = site.client("admin")
    with Session(site.engine) as session:
        number = session.scalars(
            select(Decision.body_id).where(Decision.case_id == int(site.at("{adopted_case}"))).order_by(Decision.id)
        ).first()
    path = f"/da/bodies/{number}/change"
    fields = dict(re.findall(r'<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"', admin.get(path).text))
    kept = {"topic_id": "0", "entitlement": "open", "first_day": "2018-01-01", "last_day": "2021-12-31",
            "name": "Økonomi- og Planudvalget", "reason": "Det skiftede navn i 2018."}  # fmt: skip
    done = admin.post(path, data={**{name: html.unescape(one) for name, one in fields.items()}, **kept})
    assert done.status_code == 303, done.text
    seen = site.client("visitor").get(site.at("/da/cases/{adopted_case}")).text
    own = html.unescape(site.client("visitor").get(f"/da/bodies/{number}").text)
    site.restore()
    assert "Økonomi- og Planudvalget (2018–2021)" in seen
    assert re.search(rf'href="/da/bodies/{number}\?on=[0-9-]+"', seen), "to who sat in it on the day it decided"
    assert "Økonomiudvalget</q>" in own, "the name it had before stays to be seen"
    assert "Det skiftede navn i 2018." in own


def test_a_role_is_given_to_nobody_who_has_left_meanwhile(session):
    place = _office(session)
    admin, another = (a_person(session, (Role.ADMIN, place.scope, place.id), name=one) for one in ("Admin", "Anden"))
    other = a_person(session, name="Ny Administrator")
    asked = people.grant_role(a_context(session, admin), other.id, Role.ADMIN, place)
    session.flush()
    again = lambda: people.grant_role(a_context(session, admin), another.id, Role.ADMIN, place)  # noqa: E731
    assert _refusal(again) is Reason.TAKEN
    kept = asked.id
    other.state = PersonState.CLOSED  # as another process has just written it
    session.flush()
    give = lambda: people.decide_role(a_context(session, another), kept, place, is_agreed=True)  # noqa: E731
    assert _refusal(give) is Reason.NOT_FOUND
    other.state = PersonState.ACTIVE
    session.flush()
    people.close_account(a_context(session, other))
    session.flush()
    assert queries.open_requests(a_context(session, another)) == []


def test_the_only_administrator_cannot_leave_by_closing_the_account(session):
    organisation = the_municipality(session)
    place = (Role.ADMIN, Scope.MUNICIPALITY, organisation.id)
    admin = a_person(session, place, name="Admin")
    assert _refusal(lambda: people.close_account(a_context(session, admin))) is Reason.LAST_ADMIN
    a_person(session, place, name="Anden")
    people.close_account(a_context(session, admin))
    assert admin.state is PersonState.CLOSED


def test_everybody_is_found_by_name_or_address_and_who_is_meant_is_never_guessed(session):
    context = a_context(session)
    the_municipality(session)
    many = [a_person(session, name=f"Person {number:04}") for number in range(600)]
    twins = [a_person(session, name="Jens Jensen") for _ in range(2)]
    session.flush()
    assert queries.named(context, "Person 0599", f" {many[3].email.upper()} ") == [many[599], many[3]]
    assert queries.named(context, "Person 0001", "", "Person  0001", many[1].email) == [many[1]]
    assert len(queries.named(context, *(one.name for one in many))) == 600
    assert queries.named(context, twins[1].email) == [twins[1]]
    for said, reason in (("Jens Jensen", Reason.SEVERAL_NAMED), ("Person", Reason.NOBODY_NAMED)):
        with pytest.raises(Refusal) as refused:
            queries.named(context, said, "Person 0002")
        assert (refused.value.reason, refused.value.about) == (reason, said)
    a_person(session, name="formand@handicapraad.dk")
    session.flush()
    assert _refusal(lambda: queries.named(context, "formand@handicapraad.dk")) is Reason.NOBODY_NAMED
    gone = a_person(session, name="Gået Hjem")
    people.close_account(a_context(session, gone))
    session.flush()
    assert _refusal(lambda: queries.named(context, "Gået Hjem")) is Reason.NOBODY_NAMED
