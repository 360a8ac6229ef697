"""What a person may ask for: all that is held of them and nothing of others, how long, and that it goes."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from civic.dialogue import actions as dialogue
from civic.files import renditions
from civic.files.renditions import Format, Rendition, What
from civic.following.models import Follow
from civic.hearings.models import Audience, HearingState
from civic.kernel import outbox
from civic.kernel.actor import Role, Scope
from civic.kernel.audit import AuditEntry
from civic.kernel.outbox import OutboxMessage
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.trace import Kind, Ref
from civic.people import actions as people
from civic.people import security
from civic.people.models import Kept, OneTimeLink, Person, PersonState, SecurityKind, Sender, SignInSession
from civic.people.sealing import hashed
from civic.people.sessions import open_session
from civic.privacy import erasure, own, retention
from civic.responses.actions import From
from civic.said.held import PERIODS
from civic.writing import actions as writing
from civic.writing.models import WorkingCopy
from tests.clock import NOON
from tests.make import a_context, a_hearing, a_person, a_process, a_proposal, a_public_response, the_municipality

DAY = timedelta(days=1)


@pytest.fixture
def process(session):
    return a_process(session)


@pytest.fixture
def active(session, process):
    """Return somebody who has done a bit of everything."""
    person = a_person(session, name="Amina Farah")
    person.password_hash = hashed("tre ord i en sky")
    context = a_context(session, person)
    proposal = a_proposal(session, process, author=person)
    dialogue.comment(context, Kind.PROPOSAL, proposal.id, process_id=process.id, text="Gerne ved søen.")
    writing.keep_copy(context, Ref(Kind.SECTION, 1), text="En kladde.", seen=0)
    session.add(Follow(kind=Kind.PROPOSAL, thing_id=proposal.id, person_id=person.id, since=NOON))
    outbox.mail(context, "proposal_accepted", to=person.id, data={"token": "hemmeligt"})
    open_session(context, person)
    session.flush()
    return person


def _held(session, person):
    return json.loads("".join(own.everything(a_context(session, person))))


def test_everything_of_oneself_is_told_and_nothing_that_opens_anything(session, active):
    told = _held(session, active)
    assert {"person", "proposal", "comment", "working_copy", "follow", "sign_in_session", "audit_entry"} <= set(told)
    assert told["comment"][0]["text"] == "Gerne ved søen."
    assert told["working_copy"][0]["text"] == "En kladde."
    said = json.dumps(told)
    for secret in (active.password_hash, "hemmeligt", *session.scalars(select(SignInSession.token_hash))):
        assert secret not in said
    assert not any("hash" in key or "nonce" in key for rows in told.values() for row in rows for key in row)


def test_nothing_of_others_is_told(session, active, process):
    other = a_person(session, name="Jens Holm")
    dialogue.comment(a_context(session, other), Kind.PROPOSAL, 1, process_id=process.id, text="Jens Holms ord.")
    session.add(Sender(name="Beboer", email="beboer@example.dk", verified_by_id=active.id, verified_at=NOON))
    session.flush()
    said = json.dumps(_held(session, active), ensure_ascii=False)
    assert "Jens Holm" not in said
    assert "beboer@example.dk" not in said
    with pytest.raises(Refusal) as refused:
        own.sections(a_context(session))
    assert refused.value.reason is Reason.NOT_YOURS


def test_the_page_has_fifty_rows_of_each_and_says_that_there_are_more(session, active):
    session.add_all(Follow(kind=Kind.PROPOSAL, thing_id=n, person_id=active.id, since=NOON) for n in range(100, 160))
    session.flush()
    found = {one.table: one for one in own.sections(a_context(session, active))}
    assert (len(found["follow"].rows), found["follow"].is_whole) == (50, False)
    assert found["comment"].is_whole
    assert len(_held(session, active)["follow"]) == 61


def test_who_leaves_takes_along_what_is_theirs_alone(session, active):
    context = a_context(session, active)
    the_municipality(session)
    erasure.close_account(context)
    session.flush()
    for kind, column in (
        (WorkingCopy, WorkingCopy.person_id), (Follow, Follow.person_id), (SignInSession, SignInSession.person_id),
        (OutboxMessage, OutboxMessage.to_person_id),
    ):  # fmt: skip
        assert session.scalars(select(kind).where(column == active.id)).all() == []
    assert (active.name, active.email, active.password_hash) == ("", None, None)
    assert session.scalars(select(AuditEntry).where(AuditEntry.actor_id == active.id)).all(), "with numbers, no names"


def test_the_documents_of_hearings_that_somebody_answered_are_made_again_without_the_name(session):
    the_municipality(session)
    person = a_person(session, name="Amina Farah")
    answered, other = (a_hearing(session, audience=Audience.EVERYONE) for _ in range(2))
    response = a_public_response(session, answered, who=From("Amina Farah"), person=person)
    for hearing in (answered, other):
        renditions.ask(a_context(session), Ref(Kind.HEARING, hearing.id), What.NOTE, Format.PDF)
    session.flush()
    for one in session.scalars(select(Rendition)):
        one.made_at = NOON
    session.flush()
    assert response.sender.name == "Amina Farah"
    erasure.close_account(a_context(session, person))
    session.flush()
    session.refresh(response.sender)
    assert response.sender.name == ""
    own = Rendition.thing_id.in_([answered.id, other.id])
    made = {one.thing_id: one.made_at for one in session.scalars(select(Rendition).where(own))}
    assert made == {answered.id: None, other.id: NOON}


def _forgotten(session, now):
    context = a_context(session, now=now)
    gone = retention.forget(context)
    session.flush()
    assert not retention.has_old(context)
    return gone


def test_what_is_older_than_it_may_be_is_forgotten_and_no_sooner(session, caplog):
    person = a_person(session)
    open_session(a_context(session, person), person)
    people.register(a_context(session), name="Ny", email="ny@example.dk", language="da")
    session.flush()
    new = session.scalars(select(Person).where(Person.email == "ny@example.dk")).one()
    security.note(session, SecurityKind.WRONG_PASSWORD, new.id, NOON)
    assert _forgotten(session, NOON) == 0
    assert _forgotten(session, NOON + 14 * DAY - timedelta(seconds=1)) == 0
    assert _forgotten(session, NOON + 14 * DAY) == 2, "the session, and the link a week after it ended"
    assert _forgotten(session, NOON + 29 * DAY) == 0
    with caplog.at_level("INFO", logger="civic.retention"):
        assert _forgotten(session, NOON + 30 * DAY) == 1
    assert session.get(Person, new.id) is None
    assert '"rule": "unconfirmed", "rows": 1' in caplog.text
    assert session.get(Person, person.id).state is PersonState.ACTIVE
    assert session.scalars(select(OneTimeLink)).all() == []


def test_a_mail_under_way_to_who_closes_the_account_stops_no_others(session):
    person = a_person(session)
    outbox.mail(a_context(session), "vote_opened", to=person.id)
    session.flush()
    [taken] = outbox.claim(session, NOON)
    session.delete(taken)
    session.flush()
    outbox.settle(session, taken.id, NOON, is_sent=True)


def test_mails_are_forgotten_when_they_have_been_sent_for_ninety_days(session):
    person = a_person(session)
    outbox.mail(a_context(session), "vote_opened", to=person.id)
    session.flush()
    message = session.scalars(select(OutboxMessage)).one()
    assert _forgotten(session, NOON + 300 * DAY) == 0, "it waits still"
    message.sent_at = NOON
    session.flush()
    assert _forgotten(session, NOON + 89 * DAY) == 0
    assert _forgotten(session, NOON + 90 * DAY) == 1


@pytest.mark.tampers
def test_a_year_after_a_hearing_the_addresses_of_who_answered_are_forgotten_and_their_names_stay(session):
    hearing = a_hearing(session, audience=Audience.EVERYONE)
    made = a_public_response(session, hearing, "Gerne.", who=From(name="Beboer", email="beboer@example.dk"))
    sender = session.get_one(Sender, made.sender_id)
    assert sender.email == "beboer@example.dk"
    hearing.state, hearing.concluded_at = HearingState.CONCLUDED, NOON
    session.flush()
    assert _forgotten(session, NOON + 364 * DAY) == 0
    assert _forgotten(session, NOON + 365 * DAY) == 1
    session.refresh(sender)
    assert (sender.name, sender.email) == ("Beboer", "")


def test_every_rule_is_told_on_the_page_on_privacy(site):
    page = site.client("visitor").get("/da/privacy").text
    assert set(PERIODS) == {name for name, _days in retention.periods()}
    assert "365 dage" in page
    assert "30 dage" in page


def test_the_page_and_the_file_are_ones_own(site):
    page = site.client("resident").get("/da/account/data").text
    assert "Jens Holm" in page
    assert "Tove Friis" not in page
    fields = {"csrf_token": site.token("resident"), "once": "mine"}
    file = site.client("resident").post("/da/account/data.json", data=fields)
    assert file.headers["Cache-Control"] == "no-store"
    assert json.loads(file.text)["person"][0]["name"] == "Jens Holm"
    assert site.post("visitor", "/da/account/data.json") == 401
    site.restore()


def test_an_administrator_who_is_the_only_one_cannot_leave(session):
    organisation = the_municipality(session)
    admin = a_person(session, (Role.ADMIN, Scope.MUNICIPALITY, organisation.id))
    with pytest.raises(Refusal) as refused:
        erasure.close_account(a_context(session, admin))
    assert refused.value.reason is Reason.LAST_ADMIN


def test_who_wants_words_erased_asks_and_another_says_why_they_are_kept_or_that_they_are_gone(session, process):
    organisation = the_municipality(session)
    person, other = a_person(session, name="Amina Farah"), a_person(session)
    officer = a_person(session, (Role.CASE_OFFICER, Scope.MUNICIPALITY, organisation.id), name="Lone Kragh")
    proposal = a_proposal(session, process, author=person)
    with pytest.raises(Refusal) as refused:
        erasure.ask(a_context(session, other), Kind.PROPOSAL, proposal.id, why="Det er ikke mit.")
    assert refused.value.reason is Reason.NOT_FOUND
    asked = erasure.ask(a_context(session, person), Kind.PROPOSAL, proposal.id, why="Jeg er flyttet.")
    session.flush()
    with pytest.raises(IntegrityError), session.begin_nested():
        erasure.ask(a_context(session, person), Kind.PROPOSAL, proposal.id, why="Igen.")
    told = {one.to_person_id for one in session.scalars(select(OutboxMessage).filter_by(template="erasure_asked"))}
    assert officer.id in told
    assert person.id not in told
    for nobody, reason in ((person, Reason.NOT_YOURS), (other, Reason.NOT_FOUND)):
        with pytest.raises(Refusal) as refused:
            erasure.decide(a_context(session, nobody), asked.id, ground=None, reason="")
        assert refused.value.reason is reason
    erasure.decide(a_context(session, officer), asked.id, ground=Kept.ARCHIVE, reason="Sagen er arkiveret.")
    session.flush()
    assert session.scalars(select(OutboxMessage.to_person_id).filter_by(template="erasure_decided")).all() == [
        person.id
    ]
    assert _held(session, person)["erasure_request"][0]["ground"] == "archive"
    assert proposal.text, "nothing is destroyed by asking"
