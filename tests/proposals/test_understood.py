"""Those who wrote a proposal say once whether the answer speaks to it; it is counted, and can be answered again."""

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from civic.dialogue.models import Meets
from civic.kernel.outbox import OutboxMessage
from civic.kernel.refusal import Reason
from civic.proposals import queries, understood
from civic.proposals.models import ProposalState, ProposalUnderstanding
from civic.rules.standard import PERSON
from tests.make import a_context, a_facilitator, a_person, a_process, a_proposal, the_officer
from tests.refusing import refused


@pytest.fixture
def answered(session):
    """Give an answered proposal, its author and its process's officer."""
    process = a_process(session)
    author = a_person(session)
    made = a_proposal(session, process, author=author, state=ProposalState.ANSWERED)
    return made, a_context(session, author), a_context(session, the_officer(session, process))


def test_its_author_says_it_once_and_both_answers_stand(session, answered):
    proposal, author, officer = answered
    other = a_context(session, a_person(session))
    say = understood.say_understood
    refused(lambda: say(other, proposal.id, meets=Meets.YES), Reason.NOT_YOURS)
    refused(lambda: say(author, proposal.id, meets=Meets.NO), Reason.NO_REASON)
    refused(lambda: say(author, proposal.id, meets=Meets.NO, reason="Ring til 010180-1234"), Reason.DETAILS_SEEN)
    refused(lambda: understood.answer_again(officer, proposal.id, answer="Hør."), Reason.NOT_NOW)
    say(author, proposal.id, meets=Meets.PARTLY, reason="Jeg spurgte om stien.")
    refused(lambda: say(author, proposal.id, meets=Meets.YES), Reason.NOT_NOW)
    assert queries.said_understood(officer, proposal.process_id) == {Meets.PARTLY: 1}
    understood.answer_again(officer, proposal.id, answer="Stien får lys i maj.")
    refused(lambda: understood.answer_again(officer, proposal.id, answer="Igen."), Reason.NOT_NOW)
    found = queries.understood(author, proposal.id)
    assert (found.answer, found.understanding.again) == ("Tak.", "Stien får lys i maj.")
    sent = session.scalars(select(OutboxMessage).where(OutboxMessage.template == "proposal_answered_again")).all()
    assert [one.to_person_id for one in sent] == [author.actor.person_id]


def test_two_tabs_say_it_once(session, answered):
    proposal, author, _officer = answered
    understood.say_understood(author, proposal.id, meets=Meets.YES)
    session.add(ProposalUnderstanding(proposal_id=proposal.id, meets=Meets.NO, at=author.now))
    with pytest.raises(IntegrityError):
        session.flush()
    session.rollback()


def test_before_the_answer_nothing_is_said_of_it(session):
    author = a_person(session)
    made = a_proposal(session, a_process(session), author=author, state=ProposalState.ACCEPTED)
    refused(lambda: understood.say_understood(a_context(session, author), made.id, meets=Meets.YES), Reason.NOT_NOW)


def test_a_reason_is_hidden_by_a_rule_and_counted_still(session, answered):
    proposal, author, officer = answered
    understood.say_understood(author, proposal.id, meets=Meets.NO, reason="I er nogle tåber.")
    moderator = a_context(session, a_facilitator(session, proposal.process))
    refused(lambda: understood.hide_reason(author, proposal.id, rule=PERSON, reason="x"), Reason.NOT_YOURS)
    understood.hide_reason(moderator, proposal.id, rule=PERSON, reason="Skældsord")
    found = queries.understood(officer, proposal.id)
    assert found.understanding.is_hidden
    assert not found.understanding.is_reasoned
    assert queries.said_understood(officer, proposal.process_id) == {Meets.NO: 1}
    refused(lambda: understood.hide_reason(moderator, proposal.id, rule=PERSON, reason="Igen"), Reason.NOT_NOW)
