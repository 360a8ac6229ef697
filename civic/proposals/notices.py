"""A proposal on the board."""

from collections.abc import Iterator

from sqlalchemy import select

from civic.board.notices import Notice, tells
from civic.kernel.context import Context
from civic.kernel.trace import Kind, Ref
from civic.proposals.models import PUBLIC, Proposal, ProposalState


def notice(proposal: Proposal) -> Notice:
    """Return what the board says of a public proposal, and what came of it."""
    is_answered = proposal.state in {ProposalState.ANSWERED, ProposalState.IMPLEMENTED}
    return Notice(
        ref=Ref(Kind.PROPOSAL, proposal.id),
        process_id=proposal.process_id,
        title=proposal.title,
        at=proposal.accepted_at or proposal.written_at,
        state=proposal.state.value,
        lead=proposal.text,
        text=proposal.text,
        outcome=proposal.outcome.value if proposal.outcome else None,
        ended_at=proposal.answered_at if is_answered else None,
        ending=(proposal.answer or "") if is_answered else "",
        is_example=proposal.is_example,
    )


@tells(Kind.PROPOSAL, ends=True)
def all_notices(context: Context) -> Iterator[Notice]:
    """Give every public proposal as the board should say it."""
    return map(notice, context.session.scalars(select(Proposal).where(Proposal.state.in_(PUBLIC))))
