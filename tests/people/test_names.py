"""Nobody speaks in another's name: names that look like a body's, an office's or somebody's who works here."""

import pytest
from sqlalchemy.exc import IntegrityError

from civic.hearings.models import Audience
from civic.kernel.actor import Role, Scope
from civic.kernel.likeness import looks_like, skeleton
from civic.kernel.outbox import OutboxMessage
from civic.kernel.refusal import Reason, Refusal
from civic.people import actions as people
from civic.people import queries
from civic.people.models import PersonState
from civic.responses import actions
from civic.responses.models import From, Medium, Said
from civic.said.wording import signed
from tests.clock import NOON
from tests.make import a_body, a_context, a_hearing, a_person, an_organisation, the_officer


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


def test_an_administrator_gives_no_seat_to_themselves_and_the_body_is_told_of_others(session):
    organisation = an_organisation(session)
    admin = a_person(session, (Role.ADMIN, Scope.ORGANISATION, organisation.id), name="Admin")
    body = a_body(session)
    chair = a_person(session, (Role.CHAIR, Scope.BODY, body.id), name="Formand")
    context = a_context(session, admin)
    for role in (Role.SECRETARY, Role.CHAIR, Role.MEMBER):
        said = _refusal(
            lambda role=role: people.grant_role(context, admin.id, role, Scope.BODY, body.id, is_heard=False)
        )
        assert said is Reason.NOT_ONESELF
    other = a_person(session, name="Ny Sekretær")
    people.grant_role(context, other.id, Role.SECRETARY, Scope.BODY, body.id, is_heard=False)
    session.flush()
    told = {one.to_person_id for one in session.query(OutboxMessage).filter_by(template="role_given")}
    assert told == {chair.id, other.id}


def test_a_seat_in_a_body_that_is_being_heard_takes_two_persons_and_the_body_is_told(session):
    organisation = an_organisation(session)
    place = (Role.ADMIN, Scope.ORGANISATION, organisation.id)
    admin, another = a_person(session, place, name="Admin"), a_person(session, place, name="Anden")
    body = a_body(session)
    chair = a_person(session, (Role.CHAIR, Scope.BODY, body.id), name="Formand")
    other, passer = a_person(session, name="Ny Sekretær"), a_person(session)
    context = a_context(session, admin)
    asked = people.grant_role(context, other.id, Role.SECRETARY, Scope.BODY, body.id, is_heard=True)
    session.flush()
    assert [one.role for one in queries.roles_of(a_context(session), other.id)] == []
    told = {one.to_person_id for one in session.query(OutboxMessage).filter_by(template="role_asked")}
    assert told == {another.id, chair.id}
    for nobody, reason in ((admin, Reason.NOT_YOURS), (other, Reason.NOT_FOUND), (passer, Reason.NOT_FOUND)):
        said = _refusal(lambda nobody=nobody: people.decide_role(a_context(session, nobody), asked.id, is_given=True))
        assert said is reason
    assert [one.id for one in queries.open_requests(a_context(session, another))] == [asked.id]
    people.decide_role(a_context(session, chair), asked.id, is_given=True)
    assert [one.role for one in queries.roles_of(a_context(session), other.id)] == [Role.SECRETARY]
    assert queries.open_requests(a_context(session, another)) == []
    again = lambda: people.decide_role(a_context(session, another), asked.id, is_given=False)  # noqa: E731
    assert _refusal(again) is Reason.NOT_NOW


def test_the_database_lets_nobody_give_what_they_asked_for(session):
    organisation = an_organisation(session)
    admin = a_person(session, (Role.ADMIN, Scope.ORGANISATION, organisation.id), name="Admin")
    body, other = a_body(session), a_person(session)
    asked = people.grant_role(a_context(session, admin), other.id, Role.CHAIR, Scope.BODY, body.id, is_heard=True)
    asked.decided_by_id = admin.id
    with pytest.raises(IntegrityError):
        session.flush()
    session.rollback()


def test_nobody_makes_an_administrator_alone_or_takes_an_office_in_the_organisation(session):
    organisation = an_organisation(session)
    place = (Scope.ORGANISATION, organisation.id)
    admin = a_person(session, (Role.ADMIN, *place), name="Admin")
    another = a_person(session, (Role.ADMIN, *place), name="Anden")
    other = a_person(session, name="Ny Administrator")
    context = a_context(session, admin)
    for person, role in ((other, Role.ADMIN), (admin, Role.CASE_OFFICER)):
        asked = people.grant_role(context, person.id, role, *place, is_heard=False)
        session.flush()
        before = [one.role for one in queries.roles_of(a_context(session), person.id)]
        assert role not in before
        give = lambda who, its=asked.id: people.decide_role(a_context(session, who), its, is_given=True)  # noqa: E731
        assert _refusal(lambda give=give: give(admin)) is Reason.NOT_YOURS
        if person is other:
            assert _refusal(lambda give=give: give(other)) is Reason.NOT_FOUND
        assert [one.body for one in queries.open_requests(a_context(session, another))] == [None]
        give(another)
        session.flush()
        assert role in [one.role for one in queries.roles_of(a_context(session), person.id)]
    told = [one.to_person_id for one in session.query(OutboxMessage).filter_by(template="role_asked")]
    assert told.count(another.id) == 2
    people.grant_role(context, another.id, Role.CASE_OFFICER, *place, is_heard=False)  # others' offices need no second


def test_a_role_is_given_to_nobody_who_has_left_meanwhile(session):
    organisation = an_organisation(session)
    place = (Scope.ORGANISATION, organisation.id)
    admin, another = (a_person(session, (Role.ADMIN, *place), name=one) for one in ("Admin", "Anden"))
    other = a_person(session, name="Ny Administrator")
    asked = people.grant_role(a_context(session, admin), other.id, Role.ADMIN, *place, is_heard=False)
    session.flush()
    assert (
        _refusal(lambda: people.grant_role(a_context(session, admin), another.id, Role.ADMIN, *place, is_heard=False))
        is Reason.TAKEN
    )
    kept = asked.id
    other.state = PersonState.CLOSED  # as another process has just written it
    session.flush()
    assert _refusal(lambda: people.decide_role(a_context(session, another), kept, is_given=True)) is Reason.NOT_FOUND
    other.state = PersonState.ACTIVE
    session.flush()
    people.close_account(a_context(session, other))
    session.flush()
    assert queries.open_requests(a_context(session, another)) == []


def test_the_only_administrator_cannot_leave_by_closing_the_account(session):
    organisation = an_organisation(session)
    place = (Role.ADMIN, Scope.ORGANISATION, organisation.id)
    admin = a_person(session, place, name="Admin")
    assert _refusal(lambda: people.close_account(a_context(session, admin))) is Reason.LAST_ADMIN
    a_person(session, place, name="Anden")
    people.close_account(a_context(session, admin))
    assert admin.state is PersonState.CLOSED


def test_everybody_is_found_by_name_or_address_and_who_is_meant_is_never_guessed(session):
    context = a_context(session)
    an_organisation(session)
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
