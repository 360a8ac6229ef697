"""Every action leaves exactly one line in the log (tests/deeds.py watches it in every test)."""

import pytest

from civic.kernel import audit, deed
from civic.proposals import actions
from civic.proposals.models import ProposalState
from civic.proposals.workflow import ProposalVerb
from tests import deeds
from tests.make import a_context, a_facilitator, a_process, a_proposal


def test_every_action_of_every_room_is_watched():
    unwatched = [
        f"{module.__name__}.{name}"
        for module in deeds.modules()
        for name, value in vars(module).items()
        if callable(value) and getattr(value, "__module__", "") == module.__name__
        and not isinstance(value, type) and not name.startswith("_") and not hasattr(value, "__wrapped__")
    ]  # fmt: skip
    assert len(deeds.modules()) >= 14
    assert unwatched == []


def test_what_is_said_to_be_no_deed_is_there():
    there = {f"{module.__name__}.{name}" for module in deeds.modules() for name in vars(module)}
    rooms = {module.__name__ for module in deeds.modules()}
    assert [one for one in (*deeds.NONE, *deeds.AT_MOST, *deeds.SEVERAL) if one not in there | rooms] == []


@pytest.mark.parametrize("lines", [0, 2])
def test_an_action_with_no_line_or_two_is_caught(session, lines):
    proposal = a_proposal(session, a_process(session), state=ProposalState.DRAFT)

    def wrong(context):
        for _line in range(lines):
            deed.enter(context, ProposalVerb.WRITE, proposal)

    with pytest.raises(deeds.OneEntryError, match=f"wrote {lines} lines"):
        deeds.watched("civic.proposals.actions.wrong", wrong)(a_context(session))


def test_an_action_writes_its_verb_and_its_thing(session):
    process = a_process(session)
    made = a_proposal(session, process)
    actions.accept(a_context(session, a_facilitator(session, process)), made.id)
    last = session.query(audit.AuditEntry).order_by(audit.AuditEntry.id.desc()).first()
    assert (last.verb, last.kind, last.thing_id) == ("accept", "proposal", made.id)
