"""Whose turn it is on a council's way: what the page says is what the workflow lets do."""

import pytest

from civic.hearings.models import PartyState
from civic.hearings.workflow import PARTY
from civic.kernel.actor import Role
from civic.responses.workflow import PARTY_RESPONSES
from civic.said.turn import _NEXT, turn
from tests.make import a_chair, a_context, a_member, a_party, a_secretary

STATES = [one for one in PartyState if one in _NEXT]
TURNS = {
    PartyState.INVITED: {Role.SECRETARY},
    PartyState.RECEIVED: {Role.SECRETARY},
    PartyState.ON_AGENDA: {Role.SECRETARY, Role.MEMBER, Role.CHAIR},
    PartyState.DRAFTING: {Role.SECRETARY},
    PartyState.ADOPTING: {Role.CHAIR},
    PartyState.ADOPTED: {Role.SECRETARY, Role.CHAIR},
}


@pytest.fixture
def said(site):
    """Let words be said, in Danish."""
    with site.app.test_request_context("/da/"):
        yield


@pytest.mark.parametrize("state", STATES)
def test_it_is_the_turn_of_whoever_may_do_the_next_thing(said, session, state):
    party = a_party(session)
    party.state = state
    session.flush()
    makers = {Role.SECRETARY: a_secretary, Role.MEMBER: a_member, Role.CHAIR: a_chair}
    found = {role for role, make in makers.items() if turn(a_context(session, make(session, party)), party).is_mine}
    assert found == TURNS[state]


def test_each_state_on_the_way_has_a_next_thing_that_its_workflow_knows():
    lines = {**PARTY.table, **PARTY_RESPONSES.table}
    assert set(_NEXT) == set(PartyState) - {PartyState.PREPARED, PartyState.SUBMITTED}
    for state, after in _NEXT.items():
        assert any(line.when is None or state in line.when for line in lines[after.verb])


@pytest.mark.parametrize("state", [PartyState.PREPARED, PartyState.SUBMITTED])
def test_nobody_is_waited_for_before_it_is_asked_and_after_it_has_answered(said, session, state):
    party = a_party(session)
    party.state = state
    session.flush()
    assert turn(a_context(session), party) is None
