"""What a text rests on is shown fifty at a time, and the page says how much there is."""

from civic.kernel import trace
from civic.kernel.trace import Kind, Ref
from civic.proposals.models import ProposalState
from civic.said.trace import origins
from tests.make import a_context, a_process, a_proposal, a_report, a_version


def test_what_a_text_rests_on_is_shown_fifty_at_a_time_and_nothing_is_left_out(session, site):
    process = a_process(session)
    text = a_version(session, a_report(session, process), "1.0").texts[0]
    session.flush()
    context = a_context(session)
    proposals = [a_proposal(session, process, state=ProposalState.ACCEPTED) for _ in range(123)]
    session.flush()
    for one in proposals:
        trace.link(context, Ref(Kind.PROPOSAL, one.id), Ref(Kind.SECTION_TEXT, text.id))
    seen, after = [], 0
    with site.app.test_request_context("/da/"):
        while after is not None:
            found = origins(context, Ref(Kind.SECTION_TEXT, text.id), after=after)
            assert found.count == 123
            seen += [one.ref.id for one in found.shown]
            after = found.more_after
    assert seen == [one.id for one in proposals]
