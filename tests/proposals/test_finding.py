"""The list of a process's proposals, narrowed to topics, areas and a period; each is tied to them by itself."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from civic.areas.models import Area, AreaKind, Topic
from civic.areas.queries import about
from civic.db.finding import BEGINNING
from civic.following import actions as following
from civic.following.models import Step
from civic.kernel.outbox import OutboxMessage
from civic.kernel.refusal import Reason
from civic.kernel.trace import Kind, Ref
from civic.proposals import actions, queries
from civic.proposals.models import ProposalState
from civic.proposals.queries import Sought
from tests.clock import NOON
from tests.make import a_context, a_facilitator, a_person, a_process, a_proposal
from tests.refusing import refused

S = ProposalState


@pytest.fixture
def process(session):
    return a_process(session)


@pytest.fixture
def topics(session):
    return [one.id for one in session.scalars(select(Topic).order_by(Topic.id).limit(2))]


@pytest.fixture
def yard(session):
    """A small area within a larger one."""
    around = Area(kind=AreaKind.DISTRICT, name="Byen", about="")
    session.add(around)
    session.flush()
    inner = Area(kind=AreaKind.HOUSING_AREA, name="Gården", about="", parent_id=around.id)
    session.add(inner)
    session.flush()
    return around.id, inner.id


def _found(session, process, **sought):
    found, _more, count = queries.listed(a_context(session), process.id, Sought(**sought), BEGINNING)
    assert count == len(found)
    return [one.proposal.id for one in found]


def test_it_is_found_by_its_topic_and_by_the_areas_its_own_lies_in(session, process, topics, yard):
    author = a_person(session)
    mine = a_proposal(session, process, state=S.ACCEPTED, author=author)
    a_proposal(session, process, state=S.ACCEPTED)
    actions.put_about(a_context(session, author), mine.id, topic_ids=topics[:1], area_ids=yard[1:])
    visitor = a_context(session)
    assert _found(session, process, about=about(visitor, topic_id=topics[0])) == [mine.id]
    assert _found(session, process, about=about(visitor, topic_id=topics[1])) == []
    assert [_found(session, process, about=about(visitor, area_id=one)) for one in yard] == [[mine.id], [mine.id]]


def test_it_is_found_by_the_days_of_a_period_both_in_it(session, process):
    mine = a_proposal(session, process, state=S.ACCEPTED)
    today = NOON.date()
    for since, until, there in ((0, 0, True), (1, 2, False), (-2, -1, False), (None, 0, True), (0, None, True)):
        days = [None if one is None else today + timedelta(days=one) for one in (since, until)]
        assert (_found(session, process, since=days[0], until=days[1]) == [mine.id]) is there, (since, until)


def test_whoever_follows_its_topic_hears_of_it(session, process, topics):
    author, reader = a_person(session), a_person(session)
    mine = a_proposal(session, process, state=S.ACCEPTED, author=author)
    following.follow(a_context(session, reader), Ref(Kind.TOPIC, topics[0]))
    actions.put_about(a_context(session, author), mine.id, topic_ids=topics[:1], area_ids=())
    staff = a_context(session, a_facilitator(session, process))
    following.tell(staff, Step.PROPOSAL_CONSIDERED, Ref(Kind.PROPOSAL, mine.id), mine.title)
    told = select(OutboxMessage.to_person_id).where(OutboxMessage.template == "followed")
    assert session.scalars(told).all() == [reader.id]


def test_its_authors_and_the_staff_say_what_it_is_about_and_nobody_else(session, process, topics):
    mine = a_proposal(session, process, state=S.ACCEPTED)
    staff = a_context(session, a_facilitator(session, process))
    actions.put_about(staff, mine.id, topic_ids=topics, area_ids=())
    stranger = a_context(session, a_person(session))
    refused(lambda: actions.put_about(stranger, mine.id, topic_ids=(), area_ids=()), Reason.NOT_YOURS)
