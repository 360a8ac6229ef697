"""Counts that take long, done by the worker once a vote is over and kept; a page shows what is kept."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import joinedload

from civic.db.putting import put
from civic.kernel.context import Context
from civic.tally.kept import digest, packed
from civic.tally.terms import Ballots, Result, Spending, Terms
from civic.voting import queries
from civic.voting.models import Ballot, BallotState, CountedVote

SETTLED = timedelta(minutes=1)
"""How long after its end a vote is counted: what was being written in then is in by then, or was refused."""
CANDIDATES = 50


@dataclass(frozen=True)
class ToCount:
    """All that a result is counted from."""

    ballot_id: int
    terms: Terms
    ballots: Ballots
    seed: str | None


def to_count(context: Context) -> ToCount | None:
    """Return a vote in equal shares that is over and not counted yet, its papers counted, or None.

    One that takes no time is kept too: its row says that there is nothing to be done.
    """
    end = context.now - SETTLED
    is_over = or_(Ballot.closes_at <= end, Ballot.closed_at <= end), Ballot.state != BallotState.DRAFT
    is_kept = exists().where(CountedVote.ballot_id == Ballot.id)
    wanted = select(Ballot).where(*is_over, Ballot.spending == Spending.SHARES, ~is_kept)
    wanted = wanted.options(joinedload(Ballot.options)).order_by(Ballot.id.desc()).limit(CANDIDATES)
    waiting = context.session.scalars(wanted).unique().all()
    uncounted = queries.uncounted(context, [one.id for one in waiting])
    found = next((one for one in waiting if one.is_as_frozen and one.id not in uncounted), None)
    return ToCount(found.id, found.terms, queries.ballots(context, found), found.draw_seed) if found else None


def keep_count(context: Context, counted: ToCount, found: Result) -> None:
    """Keep a count; another worker's of the same is the same."""
    said = {
        "ballot_id": counted.ballot_id,
        "digest": digest(counted.terms, counted.ballots, counted.seed),
        "result": packed(found),
        "counted_at": context.now,
    }
    put(context.session, CountedVote, ["ballot_id"], said)
