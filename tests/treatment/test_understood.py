"""Whoever was answered says once whether the answer speaks to their words; it is counted, and answered again."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import g
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from civic.dialogue.models import Meets, Outcome
from civic.hearings.models import Audience, HearingState
from civic.kernel.outbox import OutboxMessage
from civic.kernel.refusal import Reason
from civic.kernel.trace import Kind, Ref
from civic.moderation.queries import standing
from civic.rules.standard import PERSON
from civic.said.answered import Answered
from civic.said.note import cells
from civic.treatment import actions, queries
from civic.treatment.models import Understanding
from tests.clock import NOON
from tests.make import a_context, a_hearing, a_person, a_public_response, the_officer
from tests.refusing import refused

pytestmark = pytest.mark.tampers  # the hearing is put to its end without its note


@pytest.fixture
def told(session):
    """Give a remark of a resident whose answer is published, its officer and its author."""
    hearing = a_hearing(session, audience=Audience.BOTH)
    person = a_person(session)
    response = a_public_response(session, hearing, "Der mangler lys.", person=person)
    officer = a_context(session, the_officer(session, hearing.process), NOON + timedelta(days=60))
    remark = actions.split(officer, response.id, text="Der mangler lys.")
    actions.answer_remark(officer, remark.id, outcome=Outcome.NOTED, reason="Tak for det.")
    session.flush()
    hearing.state = HearingState.CONCLUDED
    session.flush()
    session.expire(remark)
    return queries.remark(officer, remark.id), officer, a_context(session, person)


def test_it_is_said_once_by_whoever_was_answered_and_both_answers_stand(site, session, told):
    remark, officer, author = told
    other = a_context(session, a_person(session))
    refused(lambda: actions.say_understood(other, remark.id, meets=Meets.NO, reason="Nej."), Reason.NOT_YOURS)
    refused(lambda: actions.say_understood(author, remark.id, meets=Meets.NO), Reason.NO_REASON)
    refused(lambda: actions.answer_again(officer, remark.id, answer="Hør her."), Reason.NOT_NOW)
    actions.say_understood(author, remark.id, meets=Meets.NO, reason="Jeg spurgte om stien, ikke om vejen.")
    refused(lambda: actions.say_understood(author, remark.id, meets=Meets.YES), Reason.NOT_NOW)
    assert queries.understood(officer, remark.response.hearing_id) == {Meets.NO: 1}
    actions.answer_again(officer, remark.id, answer="Du har ret: stien får lys i maj.")
    refused(lambda: actions.answer_again(officer, remark.id, answer="Og igen."), Reason.NOT_NOW)
    found = queries.remark(officer, remark.id)
    assert (found.reason, found.understanding.again) == ("Tak for det.", "Du har ret: stien får lys i maj.")
    with site.app.test_request_context():
        g.context = officer
        _number, *_rest, comment, _outcome = cells(Answered(found, found.state_at(officer.now), ()))
        del g.context  # whose session is the test's
    assert comment.splitlines()[1:] == [
        "Blev det forstået? Nej: Jeg spurgte om stien, ikke om vejen. (2. marts 2026)",
        "Andet svar: Du har ret: stien får lys i maj. (1. maj 2026)",
    ], "the note's documents and tables say it too"
    sent = session.scalars(select(OutboxMessage).where(OutboxMessage.template == "answered_again")).all()
    assert [one.to_person_id for one in sent] == [author.actor.person_id]


def test_two_tabs_say_it_once(session, told):
    remark, _officer, author = told
    actions.say_understood(author, remark.id, meets=Meets.YES)
    session.flush()
    session.add(Understanding(remark_id=remark.id, meets=Meets.NO, at=author.now))
    with pytest.raises(IntegrityError):
        session.flush()
    session.rollback()


def test_the_receipt_is_the_key_and_nothing_is_said_before_the_note_is_published(session, told):
    remark, _officer, _author = told
    visitor = a_context(session)
    refused(lambda: actions.say_understood(visitor, remark.id, meets=Meets.YES), Reason.NOT_YOURS)
    holder = replace(visitor, actor=replace(visitor.actor, receipt=remark.response.receipt))
    remark.response.hearing.state = HearingState.READY
    session.flush()
    refused(lambda: actions.say_understood(holder, remark.id, meets=Meets.YES), Reason.NOT_NOW)
    remark.response.hearing.state = HearingState.CONCLUDED
    session.flush()
    actions.say_understood(holder, remark.id, meets=Meets.PARTLY, reason="Kun det halve.")
    assert queries.remark(holder, remark.id).understanding.meets is Meets.PARTLY


@pytest.mark.parametrize("reason", ["Ring på 20 30 40 50.", "Hun er 010190-1234.", "Skriv til bo@example.org."])
def test_details_of_persons_are_not_said_in_public(session, told, reason):
    remark, _officer, author = told
    refused(lambda: actions.say_understood(author, remark.id, meets=Meets.NO, reason=reason), Reason.DETAILS_SEEN)
    assert queries.remark(author, remark.id).understanding is None


def test_a_reason_is_hidden_by_a_rule_and_counted_still_and_goes_with_what_is_redacted(session, told):
    remark, officer, author = told
    actions.say_understood(author, remark.id, meets=Meets.NO, reason="I er nogle fæ, siger Bo Jensen.")
    actions.hide_reason(officer, remark.id, rule=PERSON, reason="Skældsord.")
    refused(lambda: actions.hide_reason(officer, remark.id, rule=PERSON, reason="Igen."), Reason.NOT_NOW)
    assert queries.understood(officer, remark.response.hearing_id) == {Meets.NO: 1}
    assert standing(officer, Ref(Kind.REMARK, remark.id)).by_persons[-1].reason == "Skældsord."
    (mail,) = session.scalars(select(OutboxMessage).where(OutboxMessage.template == "reason_hidden")).all()
    assert mail.to_person_id == author.actor.person_id
    assert not re.search("fæ", str(mail.data))
