"""A resident can be known by a pseudonym: the same wherever they wrote, their own name kept apart and read by log."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from civic.dialogue import actions as dialogue
from civic.files.uploads import Upload
from civic.groups import registering
from civic.groups.models import Participant
from civic.hearings.models import Audience
from civic.kernel.actor import Role, Scope
from civic.kernel.audit import AuditEntry
from civic.kernel.refusal import Reason
from civic.kernel.trace import Kind
from civic.meetings import actions as meetings
from civic.meetings import queries as meeting_queries
from civic.meetings import registering as meeting_places
from civic.people import actions as people
from civic.people.models import KeptName
from civic.places.models import Needs
from civic.privacy import own, protecting
from civic.privacy.erasure import close_account
from civic.proposals import actions as proposals
from civic.proposals.models import ProposalState
from civic.responses import actions as responses
from civic.responses import release
from civic.responses.models import From, Said
from civic.said import choices
from civic.said.wording import signed
from tests.clock import NOON
from tests.documents.files import SEEN, pdf
from tests.forms import sent_by
from tests.make import (
    a_context,
    a_facilitator,
    a_group,
    a_hearing,
    a_person,
    a_process,
    a_proposal,
    the_municipality,
    the_officer,
)
from tests.refusing import refused

NAME = "Hemmelig Hansen"


@pytest.fixture
def process(session):
    return a_process(session)


@pytest.fixture
def resident(session):
    return a_person(session, name=NAME)


def test_the_name_goes_from_everywhere_and_one_pseudonym_stands_there(session, process, resident):
    mine = a_context(session, resident)
    group = a_group(session, process)
    registering.join(mine, group.id)
    made = a_proposal(session, process, author=resident, state=ProposalState.ACCEPTED)
    session.flush()
    protecting.protect_name(a_context(session, resident))
    session.flush()
    assert resident.name.startswith("Deltager ")
    assert made.author.name == resident.name
    said = proposals.comment(a_context(session, resident), made.id, text="Enig.")
    assert said.author.name == resident.name
    assert session.scalar(select(Participant.name).where(Participant.person_id == resident.id)) in {"", resident.name}
    tables = [row[0] for row in session.execute(text("SELECT name FROM person")).all()]
    assert NAME not in tables
    protecting.show_name(a_context(session, resident))
    session.flush()
    assert resident.name == NAME
    assert session.scalars(select(KeptName)).all() == []


def test_answers_to_hearings_stand_under_the_pseudonym_too_and_their_officer_reads_the_name(session, resident):
    hearing = a_hearing(session, audience=Audience.EVERYONE)
    mine = a_context(session, resident)
    given = responses.respond(mine, hearing.id, From(name=NAME), [Said("Mere lys.")], [], None)
    session.flush()
    protecting.protect_name(mine)
    session.flush()
    session.refresh(given.sender)
    assert signed(given) == resident.name
    later = a_hearing(session, audience=Audience.EVERYONE)
    mine = a_context(session, resident)
    other = responses.respond(mine, later.id, From(name=resident.name), [Said("Mere læ.")], [], None)
    assert (other.sender.is_proved, other.sender.is_pseudonym) == (True, True)
    officer = a_context(session, the_officer(session, hearing.process))
    assert release.reveal_name(officer, given.id) == NAME
    protecting.show_name(a_context(session, resident))
    session.flush()
    for one in (given, other):
        session.refresh(one.sender)
        assert (one.sender.name, one.sender.is_pseudonym) == (NAME, False)


def test_only_a_case_officer_reads_the_name_and_each_reading_is_a_line_of_the_log(session, process, resident):
    made = a_proposal(session, process, author=resident, state=ProposalState.ACCEPTED)
    said = proposals.comment(a_context(session, resident), made.id, text="Enig.")
    officer = a_context(session, the_officer(session, process))
    refused(lambda: proposals.reveal_name(officer, made.id), Reason.NOT_NOW)
    protecting.protect_name(a_context(session, resident))
    session.flush()
    for who in (a_person(session), a_facilitator(session, process), None):
        refused(lambda who=who: proposals.reveal_name(a_context(session, who), made.id), Reason.NOT_YOURS)
        refused(lambda who=who: dialogue.reveal_name(a_context(session, who), said.id), Reason.NOT_YOURS)
    elsewhere = a_context(session, the_officer(session, a_process(session)))
    refused(lambda: proposals.reveal_name(elsewhere, made.id), Reason.NOT_YOURS)
    assert proposals.reveal_name(officer, made.id) == NAME
    assert dialogue.reveal_name(officer, said.id) == NAME
    session.flush()
    lines = session.scalars(select(AuditEntry).where(AuditEntry.verb == "reveal_name")).all()
    assert [(one.actor_id, one.kind, one.thing_id) for one in lines] == [
        (officer.actor.person_id, "proposal", made.id),
        (officer.actor.person_id, "comment", said.id),
    ]


@pytest.mark.parametrize(
    ("role", "scope"),
    [
        (Role.CASE_OFFICER, Scope.PROCESS),
        (Role.FACILITATOR, Scope.PROCESS),
        (Role.MEMBER, Scope.BODY),
        (Role.FACILITATOR, Scope.GROUP),
        (Role.ADMIN, Scope.ORGANISATION),
    ],
)
def test_who_speaks_or_decides_for_others_does_so_by_name(session, process, role, scope):
    person = a_person(session, (role, scope, process.id), name=NAME)
    refused(lambda: protecting.protect_name(a_context(session, person)), Reason.NOT_YOURS)
    refused(lambda: protecting.show_name(a_context(session, person)), Reason.NOT_NOW)


def test_it_is_kept_back_once_and_is_theirs_to_see_and_to_take_along(session, resident):
    the_municipality(session)
    mine = a_context(session, resident)
    protecting.protect_name(mine)
    session.flush()
    refused(lambda: protecting.protect_name(mine), Reason.NOT_NOW)
    (held,) = [one for one in own.sections(mine) if one.table == "kept_name"]
    assert held.rows[0]["name"] == NAME
    close_account(mine)
    session.flush()
    assert session.scalars(select(KeptName)).all() == []


def test_a_resident_keeps_the_name_back_and_an_officer_reads_it(site):
    author, officer, visitor = site.client("author"), site.client("officer"), site.app.test_client()
    bench = site.at("/da/proposals/{bench}")
    form = sent_by(author.get("/da/account/name/keep").text)
    other = sent_by(author.get("/da/account/name/keep").text)  # in another tab
    assert author.post("/da/account/name/keep", data=form).status_code == 303
    assert author.post("/da/account/name/keep", data=other).status_code == 409
    page = visitor.get(bench).text
    assert "Amina" not in page
    assert "Deltager " in page
    assert "Amina" not in author.get("/da/account").text
    assert "Amina" not in officer.get(bench).text
    sent = {"csrf_token": site.token("officer"), "once": "name-1"}
    assert "Amina Farah" in officer.post(f"{bench}/name", data=sent).text
    assert "Amina" not in officer.get(bench).text, "it is read each time anew, and each time written down"
    sent = {"csrf_token": site.token("facilitator"), "once": "name-2"}
    assert site.client("facilitator").post(f"{bench}/name", data=sent).status_code == 403
    with Session(site.engine) as session:
        assert len(session.scalars(select(AuditEntry).where(AuditEntry.verb == "reveal_name")).all()) == 1
    form = sent_by(author.get("/da/account/name/show").text)
    assert author.post("/da/account/name/show", data=form).status_code == 303
    page = visitor.get(bench).text
    site.restore()
    assert "Amina Farah" in page


def test_whatever_they_are_invited_as_they_have_one_name_in_the_group(session, process, resident):
    group = a_group(session, process)
    facilitator = a_context(session, a_facilitator(session, process))
    email = resident.email
    protecting.protect_name(a_context(session, resident))
    session.flush()
    asked = registering.invite(facilitator, group.id, name=NAME, email=email)
    registering.confirm(a_context(session), asked.token)
    session.flush()
    found = session.scalars(select(Participant).where(Participant.person_id == resident.id)).one()
    session.refresh(found, ["person"])
    assert (found.name, found.shown_email, found.email) == (resident.name, "", email)


def test_several_come_to_one_meeting_under_pseudonyms_and_no_list_has_their_addresses(session, process):
    staff = a_context(session, the_officer(session, process))
    meeting = meetings.add_committee_meeting(staff, process.id, title="Møde", starts_at=NOON + timedelta(days=9))
    meeting_places.set_registration(staff, meeting.id, takes_registrations=True)
    persons = [a_person(session, name=f"{NAME} {number}") for number in range(2)]
    for one in persons:
        meeting_places.register(a_context(session, one), meeting.id, name="x", email="x@example.org", needs=Needs())
        protecting.protect_name(a_context(session, one))
    session.flush()
    rows = meeting_queries.PLACES.listed(staff, meeting.id)
    assert [(one.name, one.shown_email) for one in rows] == [(one.name, "") for one in persons]
    assert all(one.email for one in rows), "mails reach them all the same"
    first = persons[0]
    assert choices.persons(staff, first.name) == [(f"{first.name} #{first.id}", first.name)]
    protecting.show_name(a_context(session, persons[0]))
    session.flush()
    session.expire_all()
    shown = meeting_queries.PLACES.listed(staff, meeting.id)[0]
    assert (shown.name, shown.shown_email) == (f"{NAME} 0", persons[0].email)


@pytest.mark.parametrize("text", [f"Mere lys.\n\nVenlig hilsen {NAME}", "Mere lys. Hilsen Hansen"])
def test_the_own_name_in_an_answer_is_refused_and_no_file_is_called_by_it(session, resident, text, tmp_path):
    hearing = a_hearing(session, audience=Audience.EVERYONE)
    protecting.protect_name(a_context(session, resident))
    session.flush()
    mine = a_context(session, resident)
    named = From(name=resident.name)
    refused(lambda: responses.respond(mine, hearing.id, named, [Said(text)], [], None), Reason.NAME_IN_TEXT)
    file = (f"{NAME}.pdf", pdf(SEEN))
    given = responses.respond(mine, hearing.id, From(name=NAME.lower()), [Said("Mere lys.")], [file], tmp_path)
    session.flush()
    assert given.sender.name == resident.name, "whatever they call themselves"
    assert [one.name for one in session.scalars(select(Upload).where(Upload.kind == Kind.RESPONSE))] == ["bilag-01.pdf"]


@pytest.mark.parametrize(("role", "scope"), [(Role.CHAIR, Scope.BODY), (Role.FACILITATOR, Scope.GROUP)])
def test_who_is_known_by_a_pseudonym_is_given_no_role_that_speaks_for_others(session, process, resident, role, scope):
    protecting.protect_name(a_context(session, resident))
    session.flush()
    refused(lambda: people.assign(a_context(session), resident.id, role, scope, process.id), Reason.NAME_KEPT_BACK)
