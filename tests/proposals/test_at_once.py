"""A process that shows proposals at once: what the gate finds nothing in is public, and everything else waits."""

import pytest
from sqlalchemy import select

from civic.board.models import Posting
from civic.kernel.actor import Role, Scope
from civic.kernel.outbox import OutboxMessage
from civic.kernel.trace import Kind
from civic.processes import actions as processes
from civic.proposals import actions, queries
from civic.proposals.models import ProposalState
from tests.make import CLEAR, a_context, a_facilitator, a_person, a_process, the_officer

S = ProposalState
LONG = "Der skal stå en bænk ved porten, så man kan vente på bussen i læ for regn og blæst."


@pytest.fixture
def process(session):
    found = a_process(session)
    processes.correct(a_context(session, the_officer(session, found)), found.id, {"shows_at_once": True}, reason="Nyt.")
    return found


def _hand_in(session, process, text="Så kan man sidde.", *, who=None):
    who = who or a_context(session, a_person(session))
    made = actions.write(who, process.id, title="En bænk", text=text)
    return actions.submit(who, made.id)


def _told(session):
    return sorted(session.scalars(select(OutboxMessage.template).where(OutboxMessage.template.like("proposal_%"))))


def test_it_is_public_as_soon_as_it_is_handed_in_and_its_author_hears_that(session, process):
    made = _hand_in(session, process)
    assert made.state is S.ACCEPTED
    assert made.published_edit == made.edit
    assert (
        session.scalar(select(Posting.title).where(Posting.kind == Kind.PROPOSAL, Posting.thing_id == made.id))
        == "En bænk"
    )
    assert _told(session) == ["proposal_accepted"]
    assert queries.proposal(a_context(session), made.id) == made


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("Ring 010190-1234.", S.HELD),
        ("Skriv til karen@example.org.", S.SUBMITTED),
        ("Se https://a.dk https://b.dk https://c.dk", S.SUBMITTED),
    ],
)
def test_what_the_gate_sees_something_in_waits_for_a_person(session, process, text, state):
    assert _hand_in(session, process, text).state is state
    assert _told(session) == ["proposal_received"]


def test_the_same_words_again_and_many_from_a_new_account_wait_too(session, process):
    who = a_context(session, a_person(session))
    assert _hand_in(session, process, LONG, who=who).state is S.ACCEPTED
    assert _hand_in(session, process, LONG, who=who).state is S.SUBMITTED
    states = [_hand_in(session, process, f"Nr. {number}", who=who).state for number in range(5)]
    assert states == [S.ACCEPTED] * 3 + [S.SUBMITTED] * 2


def test_what_was_sent_back_is_looked_at_when_it_comes_again(session, process):
    who = a_context(session, a_person(session))
    made = _hand_in(session, process, "Skriv til karen@example.org.", who=who)
    actions.send_back(
        a_context(session, a_facilitator(session, process)), made.id, rule=CLEAR, reason="Ingen adresser."
    )
    actions.rewrite(who, made.id, title="En bænk", text="Så kan man sidde.")
    assert actions.submit(who, made.id).state is S.SUBMITTED


def test_in_any_other_process_a_facilitator_looks_first(session):
    assert _hand_in(session, a_process(session)).state is S.SUBMITTED


def test_who_writes_it_together_hands_it_in_in_the_same_way(session, process):
    made = actions.write(a_context(session, a_person(session)), process.id, title="En bænk", text="Så kan man sidde.")
    joined = a_person(session, (Role.AUTHOR, Scope.PROPOSAL, made.id))
    assert actions.submit(a_context(session, joined), made.id).state is S.ACCEPTED
