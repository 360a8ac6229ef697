"""What was decided is carried out: others say yes to take part, "done" can be contested, and the body is told."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from civic.bodies.models import BodyKind
from civic.decisions import actions, carrying, queries
from civic.decisions.models import ContestState, DecisionState, FollowUpState, ReportBack, Undertaking, UndertakingState
from civic.dialogue import queries as comments
from civic.dialogue.models import CommentState
from civic.hearings.models import Hearing, HearingParty
from civic.kernel.actor import Role, Scope
from civic.kernel.correction import Correction
from civic.kernel.outbox import OutboxMessage
from civic.kernel.refusal import Reason
from civic.people.queries import holders
from civic.people.sealing import digest
from civic.responses.models import ResponseState
from tests.clock import NOON
from tests.make import a_body, a_context, a_person, a_process, a_response, the_officer
from tests.refusing import refused

ON = date(2026, 3, 2)
DAY = timedelta(days=1)


def _adopted(session, **more):
    process = a_process(session)
    officer = a_context(session, the_officer(session, process))
    case = actions.add_case(
        officer, process.id, number="EKS-1", title="Sag", recommended_by="Enhed", recommendation="At det vedtages."
    )
    council = a_body(session, BodyKind.COUNCIL, "Kommunalbestyrelsen")
    stop = actions.add_body(officer, case.id, council)
    actions.record_decision(officer, stop.id, outcome=DecisionState.ADOPTED, wording="Vedtaget.", on=ON)
    given = {"text": "Ti bænke", "responsible": "Park & Vej", "due_on": ON} | more
    return officer, case, actions.add_follow_up(officer, case.id, **given), council


def _mails(session, template):
    return session.scalars(select(OutboxMessage).where(OutboxMessage.template == template)).all()


def test_who_has_the_link_answers_once_and_the_address_is_forgotten(session):
    officer, _case, follow_up, _council = _adopted(session)
    asked = carrying.invite(officer, follow_up.id, name="Boligforeningen", email="post@example.org", part="Stil bord.")
    (first,) = _mails(session, "asked_to_take_part")
    again = carrying.invite(officer, follow_up.id, name="boligforeningen", email="post@example.org", part="Stil bord.")
    assert again is asked, "the same name is asked once, with a new link"
    token = _mails(session, "asked_to_take_part")[-1].data["token"]
    nobody = a_context(session)
    refused(lambda: carrying.answer_invitation(nobody, first.data["token"], is_yes=True), Reason.LINK_EXPIRED)
    carrying.answer_invitation(nobody, token, is_yes=True)
    assert (asked.state, asked.email, asked.token_hash) == (UndertakingState.ACCEPTED, "", None)
    refused(lambda: carrying.answer_invitation(nobody, token, is_yes=False), Reason.LINK_EXPIRED)
    given = {"name": "Boligforeningen", "email": "post@example.org", "part": "Mere."}
    refused(lambda: carrying.invite(officer, follow_up.id, **given), Reason.NOT_NOW)
    carrying.take_back_invitation(officer, asked.id, reason="De er nedlagt.")
    kept = session.scalars(select(Correction).where(Correction.part == "undertaking")).all()
    assert {one.reason for one in kept} == {"De er nedlagt."}, "that they took part stays to be seen"
    assert session.scalars(select(Undertaking)).all() == []


def test_done_is_contested_once_each_time_it_is_said_and_must_be_answered(session):
    officer, _case, follow_up, _council = _adopted(session)
    resident = a_context(session, a_person(session))
    refused(lambda: carrying.contest(resident, follow_up.id, reason="Nej."), Reason.NOT_NOW)
    actions.mark_done(officer, follow_up.id, result="Bænkene står der.", on=ON)
    refused(lambda: carrying.contest(a_context(session), follow_up.id, reason="Nej."), Reason.NOT_YOURS)
    made = carrying.contest(resident, follow_up.id, reason="Der står kun ni.")
    assert [one.id for one in queries.contested(officer)] == [made.id]
    with pytest.raises(IntegrityError), session.begin_nested():
        carrying.contest(resident, follow_up.id, reason="Jeg siger det igen.")
    refused(lambda: carrying.answer_contest(resident, made.id, is_taken_up=False, answer="Jo."), Reason.NOT_YOURS)
    carrying.answer_contest(officer, made.id, is_taken_up=True, answer="Du har ret. Den tiende kommer i maj.")
    found = queries.follow_up(officer, follow_up.id)
    assert (found.state, found.done_on, found.result) == (FollowUpState.UNDER_WAY, None, None)
    told = [(one.state, one.text) for one in found.progress]
    assert told == [
        (FollowUpState.DONE, "Bænkene står der."),
        (FollowUpState.UNDER_WAY, "Du har ret. Den tiende kommer i maj."),
    ], "what was said to be done stays to be seen"
    assert queries.contested(officer) == []
    assert [one.to_person_id for one in _mails(session, "contest_answered")] == [resident.actor.person_id]
    refused(lambda: carrying.answer_contest(officer, made.id, is_taken_up=False, answer="Jo."), Reason.NOT_NOW)
    actions.mark_done(officer, follow_up.id, result="Nu står alle ti.", on=NOON.date())
    second = carrying.contest(resident, follow_up.id, reason="Den ene vakler.")
    carrying.answer_contest(officer, second.id, is_taken_up=False, answer="Den er spændt fast.")
    assert second.state is ContestState.STANDS
    assert queries.follow_up(officer, follow_up.id).is_done, "it stands"


def test_what_is_contested_passes_the_gate_and_is_gone_with_a_closed_item(session):
    officer, case, follow_up, _council = _adopted(session)
    actions.mark_done(officer, follow_up.id, result="Bænkene står der.", on=ON)
    resident, other = a_context(session, a_person(session)), a_context(session, a_person(session))
    held = carrying.contest(resident, follow_up.id, reason="Ring til mig, mit nummer er 010190-1234.")
    assert held.comment.state is CommentState.HELD
    assert queries.contested(officer) == [], "what waits for a look is nobody's to answer yet"
    refused(lambda: queries.contest(other, held.id), Reason.NOT_FOUND)
    shown = carrying.contest(other, follow_up.id, reason="Der står kun ni.")
    assert comments.comment(a_context(session), shown.comment_id).text == "Der står kun ni."
    actions.close_item(officer, case.id, neutral_title="En sag", because="Kommunens forhandling.")
    refused(lambda: comments.comment(a_context(session), shown.comment_id), Reason.NOT_FOUND)
    refused(lambda: carrying.contest(resident, follow_up.id, reason="Nej."), Reason.NOT_FOUND)
    assert _mails(session, "done_contested") == [], "what waited to be sent is taken back"


def test_the_body_is_told_on_its_day_and_the_officer_is_reminded_once(session):
    officer, _case, follow_up, council = _adopted(session, review_on=NOON.date() + DAY)
    secretary = a_person(session, (Role.SECRETARY, Scope.BODY, council.id))
    worker = a_context(session)
    assert queries.to_review(worker) == []
    assert carrying.remind_of_review(worker, follow_up.id) is None
    later = replace(worker, now=NOON + DAY)
    assert [one.id for one in queries.to_review(later)] == [follow_up.id]
    carrying.remind_of_review(later, follow_up.id)
    assert carrying.remind_of_review(later, follow_up.id) is None
    told = [one.to_person_id for one in _mails(session, "time_to_report_back")]
    assert officer.actor.person_id in told
    assert len(told) == len(set(told)), "each officer once"
    due = replace(officer, now=NOON + DAY)
    assert [one.id for one in queries.to_report_back(due)] == [follow_up.id]
    other = a_body(session, BodyKind.STANDING_COMMITTEE, "Et andet udvalg")
    given = {"on": NOON.date(), "text": "Fem er sat op."}
    refused(lambda: carrying.report_back(due, follow_up.id, body_id=other.id, **given), Reason.NOT_FITTING)
    said = carrying.report_back(due, follow_up.id, body_id=council.id, review_on=NOON.date() + 60 * DAY, **given)
    assert queries.to_report_back(due) == []
    (mail,) = _mails(session, "reported_back")
    assert (mail.to_person_id, mail.data["text"]) == (secretary.id, "Fem er sat op.")
    carrying.correct_report(due, said.id, {"on": NOON.date(), "text": "Seks er sat op."}, reason="Talt om.")
    assert session.get_one(ReportBack, said.id).text == "Seks er sat op."


def test_what_a_council_offered_comes_back_to_it_once_when_it_is_begun(session):
    response = a_response(session)
    response.state = ResponseState.SHOWN
    party = session.get_one(HearingParty, response.party_id)
    party.offer = "Vi går gerne med rundt."
    session.flush()
    process = session.get_one(Hearing, party.hearing_id).process
    officer = a_context(session, the_officer(session, process))
    sits = holders(officer, Scope.BODY, party.body_id, Role.SECRETARY, Role.CHAIR)
    case = actions.add_case(
        officer, process.id, number="EKS-9", title="Sag", recommended_by="Enhed", recommendation="At det vedtages."
    )
    stop = actions.add_body(officer, case.id, a_body(session, BodyKind.COUNCIL, "Kommunalbestyrelsen"))
    actions.record_decision(officer, stop.id, outcome=DecisionState.ADOPTED, wording="Vedtaget.", on=ON)
    first, second = (
        actions.add_follow_up(officer, case.id, text=text, responsible="Park & Vej", due_on=ON)
        for text in ("Gå byen igennem", "Sæt bænke op")
    )
    assert _mails(session, "offer_comes_back") == [], "nothing is begun"
    actions.report_progress(officer, first.id, state=FollowUpState.UNDER_WAY, text="Vi er begyndt.")
    actions.report_progress(officer, second.id, state=FollowUpState.UNDER_WAY, text="Også her.")
    sent = _mails(session, "offer_comes_back")
    assert {one.to_person_id for one in sent} == {one.person_id for one in sits} != set()
    mail = sent[0]
    assert mail.data["part"] == "Vi går gerne med rundt."
    made = queries.invited(a_context(session), mail.data["token"])
    assert (made.party_id, made.follow_up_id, made.token_hash) == (party.id, first.id, digest(mail.data["token"]))
    party.offer = "Vi går gerne med."
    assert made.asked == "Vi går gerne med.", "its words are read where they stand: what is taken out there is gone"
    carrying.answer_invitation(a_context(session), mail.data["token"], is_yes=True)
    assert made.state is UndertakingState.ACCEPTED
