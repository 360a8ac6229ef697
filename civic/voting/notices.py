"""A ballot on the board."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from civic.board.models import Seen
from civic.board.notices import UNDATED, Notice, tells
from civic.kernel.context import Context
from civic.kernel.trace import Kind, Ref
from civic.voting.models import Ballot, BallotState


def notice(ballot: Ballot) -> Notice:
    """Return what the board says of a ballot with its options; while it is a draft, to staff alone."""
    is_open = ballot.state is BallotState.OPEN
    return Notice(
        ref=Ref(Kind.BALLOT, ballot.id),
        process_id=ballot.process_id,
        title=ballot.question,
        at=ballot.opened_at or UNDATED,
        state=ballot.state.value,
        later=BallotState.CLOSED.value if is_open else None,
        trait=ballot.secrecy.value,
        lead=ballot.about,
        text="\n".join((ballot.about, *(one.text for one in ballot.options))),
        opens_at=ballot.opened_at,
        closes_at=ballot.closes_at,
        invites=is_open,
        seen_by=Seen.STAFF if ballot.state is BallotState.DRAFT else None,
    )


@tells(Kind.BALLOT, invites=True)
def all_notices(context: Context) -> Iterator[Notice]:
    """Give every ballot as the board should say it."""
    return map(notice, context.session.scalars(select(Ballot).options(joinedload(Ballot.options))).unique())
