"""Links by the hundred thousand: a sentence is followed, and a case led back to all it rests on, a page at a time."""

import pytest
from sqlalchemy import event, insert

from civic.kernel import trace
from civic.kernel.trace import Kind, Ref, TraceLink
from tests.clock import NOON
from tests.make import a_context

MANY, TEXTS, VERSIONS = 30_000, 500, 20


@pytest.fixture
def linked(session):
    """Give a database with a hundred thousand links: remarks and comments into texts, versions, a case, decisions."""

    def tie(source, source_id, target, target_id):
        return {
            "source_kind": source, "source_id": source_id, "target_kind": target, "target_id": target_id, "at": NOON,
        }  # fmt: skip

    ties = [tie(Kind.PROPOSAL, one, Kind.REMARK, one) for one in range(1, MANY + 1)]
    for kind in (Kind.REMARK, Kind.COMMENT):
        ties += [tie(kind, one, Kind.SECTION_TEXT, one % TEXTS + 1) for one in range(1, MANY + 1)]
    ties += [
        tie(Kind.SECTION_TEXT, text, Kind.VERSION, version)
        for text in range(1, TEXTS + 1)
        for version in range(1, VERSIONS + 1)
    ]
    ties += [tie(Kind.VERSION, version, Kind.CASE, 1) for version in range(1, VERSIONS + 1)]
    ties += [tie(Kind.CASE, 1, Kind.DECISION, one) for one in range(1, 7)]
    ties += [tie(Kind.DECISION, 6, Kind.CASE, 1)]  # links may circle: the walk ends all the same
    session.execute(insert(TraceLink), ties)
    assert len(ties) > 100_000
    return session


def test_a_sentence_is_followed_and_a_case_led_back_in_one_statement_each(linked):
    context = a_context(linked)
    statements = []
    listen = (linked.get_bind(), "before_cursor_execute", lambda *given: statements.append(given[2]))
    event.listen(*listen)
    try:
        found = trace.forward(context, Ref(Kind.COMMENT, 7))
        refs, count = trace.grounds(context, Ref(Kind.CASE, 1), [Kind.PROPOSAL, Kind.COMMENT, Kind.REMARK])
        later, _count = trace.grounds(
            context, Ref(Kind.CASE, 1), [Kind.PROPOSAL, Kind.COMMENT, Kind.REMARK], after=MANY + 10, at_most=2
        )
    finally:
        event.remove(*listen)
    assert len(statements) == 3
    assert {kind: len(ids) for kind, ids in found.items()} == {
        Kind.COMMENT: 1, Kind.SECTION_TEXT: 1, Kind.VERSION: VERSIONS, Kind.CASE: 1, Kind.DECISION: 6,
    }  # fmt: skip
    assert refs == [Ref(Kind.PROPOSAL, one) for one in range(1, 51)]
    assert count == 3 * MANY
    assert later == [Ref(Kind.COMMENT, 11), Ref(Kind.COMMENT, 12)], "the next pages go on where one ended"
