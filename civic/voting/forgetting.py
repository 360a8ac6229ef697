"""What a roll knows of people without an account, forgotten some time after the vote: how many voted stays."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, String, case, cast, delete, exists, literal, or_, select, update

from civic.kernel.context import Context
from civic.voting.models import Ballot, BallotChange, Household, HouseholdAdult, HouseholdObjection, RollEntry

GONE = "–"


def closed(then: datetime) -> Select[int]:
    """Return the votes that closed before a moment, and whose roll still says where somebody lives."""
    says = exists().where(
        RollEntry.ballot_id == Ballot.id, or_(RollEntry.address != "", RollEntry.code_hash.is_not(None))
    )
    return select(Ballot.id).where(Ballot.closes_at <= then, says).order_by(Ballot.closes_at)


def forget(context: Context, ids: Sequence[int]) -> None:
    """Forget names, addresses and letters' codes of the rolls of some votes, who lived where, and what they objected.

    The places stay, with their areas, and how each was used: of them the turnout is counted.
    """
    named = case((RollEntry.name != "", GONE), else_="")
    entries = update(RollEntry).where(RollEntry.ballot_id.in_(ids))
    context.session.execute(entries.values(name=named, address="", code_hash=None))
    homes = select(Household.id).where(Household.ballot_id.in_(ids))
    for kind in (HouseholdAdult, HouseholdObjection):
        context.session.execute(delete(kind).where(kind.household_id.in_(homes)))
    number = literal(GONE) + cast(Household.id, String)
    context.session.execute(update(Household).where(Household.ballot_id.in_(ids)).values(address=number))
    asked = update(BallotChange).where(BallotChange.ballot_id.in_(ids), BallotChange.address != "")
    context.session.execute(asked.values(name="", address=GONE))
