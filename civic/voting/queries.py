"""Finding ballots, rolls and results."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager, joinedload

from civic.files import pictures
from civic.files.pictures import Picture
from civic.kernel.context import Context
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.sorting import sort_key
from civic.kernel.trace import Kind, Ref
from civic.people.models import Person
from civic.people.queries import in_order, is_like
from civic.voting.models import Ballot, BallotOption, BallotState, Mode, RollEntry, Vote
from civic.voting.workflow import BALLOT, VotingVerb

FEWEST = 5
"""On the roll of a confidential vote, and cast in it; Statistics Denmark shows no figure of fewer than three."""


@dataclass(frozen=True)
class Turnout:
    """How many are on the roll and how many have voted."""

    on_roll: int
    voted: int


@dataclass(frozen=True)
class OptionResult:
    """How many chose an option; who, only when the ballot was open."""

    option: BallotOption
    count: int
    names: tuple[str, ...]


def ballot(context: Context, ballot_id: int) -> Ballot:
    """Return one ballot with options and process; a draft is refused like a missing one to all but staff."""
    found = (
        context.session.scalars(
            select(Ballot)
            .where(Ballot.id == ballot_id)
            .options(joinedload(Ballot.options), joinedload(Ballot.process, innerjoin=True))
        )
        .unique()
        .one_or_none()
    )
    if found is None or not BALLOT.may(context, VotingVerb.READ, found):
        raise Refusal(Reason.NOT_FOUND)
    return found


def held(context: Context, process_id: int) -> Sequence[Ballot]:
    """Return the votes of a process that have closed, the newest first: what rests on a vote rests on one of them."""
    query = select(Ballot).where(Ballot.process_id == process_id, Ballot.state != BallotState.DRAFT)
    found = context.session.scalars(query.order_by(Ballot.id.desc()))
    return [one for one in found if one.state_at(context.now) is BallotState.CLOSED]


def option(context: Context, option_id: int) -> BallotOption:
    """Return one option with its vote and that one's process; refused where `ballot` refuses the vote."""
    found = context.session.scalar(
        select(BallotOption)
        .where(BallotOption.id == option_id)
        .options(joinedload(BallotOption.ballot, innerjoin=True).joinedload(Ballot.process, innerjoin=True))
    )
    if found is None or not BALLOT.may(context, VotingVerb.READ, found.ballot):
        raise Refusal(Reason.NOT_FOUND)
    return found


def drawn(context: Context, ballot: Ballot) -> list[Picture]:
    """Return the pictures of a ballot's options, in their order."""
    things = [Ref(Kind.OPTION, one.id) for one in ballot.options]
    found = pictures.of_each(context, things)
    return [found[one] for one in things if one in found]


def own_entries(context: Context) -> Sequence[RollEntry]:
    """Return the actor's places on the rolls of open ballots, with vote and ballot."""
    return context.session.scalars(
        select(RollEntry)
        .join(RollEntry.ballot)
        .where(RollEntry.person_id == context.actor.person_id)
        .where(Ballot.state == BallotState.OPEN, Ballot.closes_at > context.now)
        .options(joinedload(RollEntry.ballot, innerjoin=True), joinedload(RollEntry.vote))
        .order_by(Ballot.closes_at)
    ).all()


def to_vote(context: Context, ballot_id: int) -> RollEntry:
    """Return the actor's place on a ballot's roll with vote, ballot and options, the ballot held until the vote is in.

    Refusal(NOT_FOUND) for a draft, Refusal(NOT_ON_ROLL) for those who are not on the roll.
    """
    own = (RollEntry.ballot_id == ballot_id, RollEntry.person_id == (context.actor.person_id or 0))
    place = context.held(_with_ballot().where(*own), Ballot)
    asked = place.ballot if place is not None else ballot(context, ballot_id)
    if not BALLOT.may(context, VotingVerb.READ, asked):
        raise Refusal(Reason.NOT_FOUND)
    if place is None:
        raise Refusal(Reason.NOT_ON_ROLL)
    return place


@cache
def _with_ballot() -> Select[RollEntry]:
    ballot = contains_eager(RollEntry.ballot).options(
        joinedload(Ballot.options), joinedload(Ballot.process, innerjoin=True)
    )
    return select(RollEntry).join(RollEntry.ballot).options(ballot, joinedload(RollEntry.vote))


def own_entry(context: Context, ballot_id: int) -> RollEntry | None:
    """Return the actor's place on a ballot's roll with the vote cast, or None."""
    return context.session.scalar(
        select(RollEntry)
        .where(RollEntry.ballot_id == ballot_id, RollEntry.person_id == (context.actor.person_id or 0))
        .options(joinedload(RollEntry.ballot, innerjoin=True), joinedload(RollEntry.vote))
    )


def turnout(context: Context, ballot_id: int) -> Turnout:
    """Return how many are on the roll and how many have voted, never what."""
    row = context.session.execute(
        select(func.count(RollEntry.id), func.count(Vote.id))
        .outerjoin(RollEntry.vote)
        .where(RollEntry.ballot_id == ballot_id)
    ).one()
    return Turnout(on_roll=row[0], voted=row[1])


def result(context: Context, ballot: Ballot) -> Sequence[OptionResult]:
    """Return the count of every option, in one statement, or Refusal(NOT_NOW) before the ballot has closed.

    Names come with it only when the ballot was open; a confidential one is only ever counted, and not at all where
    fewer than five voted: who voted would see what the others chose. Then there is no count to return.
    """
    BALLOT.require(context, VotingVerb.READ_RESULT, ballot)
    names: dict[int, list[str]] = {}
    counts: dict[int, int] = {}
    of_ballot = select(Vote.option_id).join(Vote.entry).where(RollEntry.ballot_id == ballot.id)
    if ballot.mode is Mode.OPEN:
        for option_id, name in context.session.execute(of_ballot.join(RollEntry.person).add_columns(Person.name)):
            names.setdefault(option_id, []).append(name)
            counts[option_id] = counts.get(option_id, 0) + 1
    else:
        counted = of_ballot.add_columns(func.count()).group_by(Vote.option_id)
        counts = dict(context.session.execute(counted).tuples().all())
        if sum(counts.values()) < FEWEST:
            return []
    return [
        OptionResult(one, counts.get(one.id, 0), tuple(sorted(names.get(one.id, ()), key=sort_key)))
        for one in ballot.options
    ]


def entry(context: Context, ballot_id: int, entry_id: int) -> RollEntry:
    """Return one place on a ballot's roll, or Refusal(NOT_FOUND)."""
    found = context.session.get(RollEntry, entry_id)
    if found is None or found.ballot_id != ballot_id:
        raise Refusal(Reason.NOT_FOUND)
    return found


def everybody_on_roll(context: Context, ballot_id: int) -> Sequence[int]:
    """Return the ids of all who are on the roll, in the order in which they were put there."""
    found = select(RollEntry.person_id).where(RollEntry.ballot_id == ballot_id).order_by(RollEntry.id)
    return context.session.scalars(found).all()


def roll(context: Context, ballot_id: int, *, after: int = 0, at_most: int = 50) -> Sequence[RollEntry]:
    """Return who is on the roll, those with an id above `after`."""
    wanted = _of_roll(ballot_id).where(RollEntry.id > after).order_by(RollEntry.id).limit(at_most)
    return context.session.scalars(wanted).all()


def on_roll(context: Context, ballot_id: int, said: str, *, at_most: int = 100) -> Sequence[RollEntry]:
    """Return those on the roll whose name or last name begins so, as `people.queries.like` finds them."""
    wanted = _of_roll(ballot_id).join(RollEntry.person).where(is_like(context, said)).limit(at_most)
    entries = {one.person_id: one for one in context.session.scalars(wanted)}
    return [entries[one.id] for one in in_order([one.person for one in entries.values()], said)]


def _of_roll(ballot_id: int) -> Select[RollEntry]:
    wanted = select(RollEntry).where(RollEntry.ballot_id == ballot_id)
    return wanted.options(joinedload(RollEntry.person, innerjoin=True))
