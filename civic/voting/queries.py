"""Finding ballots, rolls and results."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager, joinedload

from civic.bodies.queries import body
from civic.files import pictures
from civic.files.pictures import Picture
from civic.groups.queries import group, in_it
from civic.kernel.actor import Role, Scope
from civic.kernel.context import Context
from civic.kernel.receipt import tidied
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.sorting import sort_key
from civic.kernel.trace import Kind, Ref
from civic.people.models import Person
from civic.people.queries import holders, in_order, is_like
from civic.tally.count import result as count
from civic.tally.files import Told
from civic.tally.lines import read
from civic.tally.terms import Fault, Lines, Result, fault_of
from civic.voting.models import Ballot, BallotOption, BallotState, RollEntry, Secrecy, Vote
from civic.voting.secrecy import FEWEST, SAFE, betrays
from civic.voting.workflow import BALLOT, VotingVerb


@dataclass(frozen=True)
class Turnout:
    """How many are on the roll and how many have voted."""

    on_roll: int
    voted: int


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


FAULTS = {
    Fault.UNKNOWN: Reason.NOT_FOUND,
    Fault.TWICE: Reason.NOT_FOUND,
    Fault.TOO_MANY: Reason.TOO_MANY_CHOSEN,
    Fault.TOO_MANY_POINTS: Reason.TOO_MANY_POINTS,
    Fault.NO_ORDER: Reason.NO_ORDER,
    Fault.OVER_SUM: Reason.OVER_SUM,
}


def must_fit(ballot: Ballot, lines: Lines) -> None:
    """Refuse a ballot that breaks the rule of its vote; which refusal, `FAULTS` says."""
    fault = fault_of(ballot.terms, lines)
    if fault is not None:
        raise Refusal(FAULTS[fault])


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


def counted(context: Context, ballot: Ballot) -> Result:
    """Return what the count comes to, for the rooms that know whether it may be told; one statement.

    Raises AssertionError where something that decides the result is not what it was when the vote opened.
    """
    assert ballot.is_as_frozen, f"ballot {ballot.id} is not what it was when it opened"
    return count(ballot.terms, _ballots(context, ballot), ballot.draw_seed)


def _ballots(context: Context, ballot: Ballot) -> dict[Lines, int]:
    said = select(Vote.lines, func.count()).join(Vote.entry).where(RollEntry.ballot_id == ballot.id)
    return {read(lines): times for lines, times in context.session.execute(said.group_by(Vote.lines)).tuples()}


@dataclass(frozen=True)
class Outcome:
    """What a vote came to, as far as everybody is told."""

    result: Result | None
    """The count; None where fewer took part than the result needs, or it would tell of somebody how they voted."""
    is_quorate: bool
    names: Mapping[int, Sequence[str]] = field(default_factory=dict)
    """Of an open vote who marked each option, or put it first, by its number."""
    winners: tuple[int, ...] = ()
    """Who is chosen, where that is told without the numbers."""
    is_held_back: bool = False
    """Whether the numbers are kept back: they would tell how somebody voted."""


def outcome(context: Context, ballot: Ballot) -> Outcome:
    """Return what a vote came to, or Refusal(NOT_NOW) before it has closed, or before its result is published.

    Names come with it only when it was open. A confidential one is told in numbers where they betray nobody
    (`betrays`), else only who is chosen; where fewer than five voted, nothing.
    """
    BALLOT.require(context, VotingVerb.READ_RESULT, ballot)
    there = turnout(context, ballot.id)
    if 100 * there.voted < ballot.quorum * there.on_roll:
        return Outcome(None, is_quorate=False)
    found = counted(context, ballot)
    if ballot.secrecy is Secrecy.OPEN:
        return Outcome(found, True, _names(context, ballot), found.winners)
    if found.ballots < FEWEST:
        return Outcome(None, True, is_held_back=True)
    if betrays(_ballots(context, ballot)):
        return Outcome(None, True, winners=found.winners if found.is_decided else (), is_held_back=True)
    return Outcome(found, True, winners=found.winners)


def _names(context: Context, ballot: Ballot) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for name, lines in voters(context, ballot):
        for option, value in lines:
            if value == 1 or not ballot.method.is_ranked:
                found.setdefault(option, []).append(name)
    return {option: sorted(names, key=sort_key) for option, names in found.items()}


def voters(context: Context, ballot: Ballot) -> Sequence[tuple[str, Lines]]:
    """Return who voted what in an open vote, by name."""
    said = select(Person.name, Vote.lines).join(RollEntry, RollEntry.person_id == Person.id).join(RollEntry.vote)
    rows = context.session.execute(said.where(RollEntry.ballot_id == ballot.id)).tuples()
    return sorted(((name, read(lines)) for name, lines in rows), key=lambda one: sort_key(one[0]))


def told(context: Context, ballot: Ballot) -> Told:
    """Return a vote as others can count it again: named ballots of an open one, of a confidential one without names.

    Refusal(NOT_FOUND) where the numbers are not told, or so few confidential ballots are there that one could be known.
    """
    found = outcome(context, ballot)
    ballots = _ballots(context, ballot)
    is_open = ballot.secrecy is Secrecy.OPEN
    if not can_be_told(ballot, found):
        raise Refusal(Reason.NOT_FOUND)
    there = turnout(context, ballot.id)
    names = {one.position: one.text for one in ballot.options}
    least = -(-ballot.quorum * there.on_roll // 100)
    by_name = tuple(voters(context, ballot)) if is_open else ()
    return Told(ballot.question, ballot.terms, names, ballots, ballot.draw_seed, least, by_name)


def can_be_told(ballot: Ballot, found: Outcome) -> bool:
    """Return whether the ballots of a vote can be published one by one."""
    return found.result is not None and (ballot.secrecy is Secrecy.OPEN or found.result.ballots >= SAFE)


def is_counted(context: Context, ballot_id: int, code: str) -> bool:
    """Return whether there is a vote with such a receipt; never what is marked in it, or whose it is."""
    wanted = select(Vote.id).join(Vote.entry).where(RollEntry.ballot_id == ballot_id, Vote.receipt == tidied(code))
    return context.session.scalar(wanted) is not None


def entry(context: Context, ballot_id: int, entry_id: int) -> RollEntry:
    """Return one place on a ballot's roll, or Refusal(NOT_FOUND)."""
    found = context.session.get(RollEntry, entry_id)
    if found is None or found.ballot_id != ballot_id:
        raise Refusal(Reason.NOT_FOUND)
    return found


@dataclass(frozen=True)
class Circle:
    """A group or a council: what it is called, and who of it has an account."""

    name: str
    person_ids: Sequence[int]


def circle(context: Context, ballot: Ballot, of: Ref) -> Circle:
    """Return who is in a group of a ballot's process, or sits in a council; Refusal(NOT_FITTING) for another."""
    if of.kind is Kind.GROUP:
        found = group(context, of.id)
        if found.process_id != ballot.process_id:
            raise Refusal(Reason.NOT_FITTING)
        return Circle(found.title, [one.person_id for one in in_it(context, of.id) if one.person_id is not None])
    if of.kind is Kind.BODY:
        sits = holders(context, Scope.BODY, of.id, Role.MEMBER, Role.CHAIR)
        return Circle(body(context, of.id).name, list(dict.fromkeys(one.person_id for one in sits)))
    raise Refusal(Reason.NOT_FITTING)


def circles(context: Context, ballot_id: int) -> dict[str, int]:
    """Return how many are on the roll by the circle they were put on it with; of names none."""
    counted = select(RollEntry.circle, func.count()).where(RollEntry.ballot_id == ballot_id)
    rows = context.session.execute(counted.group_by(RollEntry.circle).order_by(RollEntry.circle))
    return dict(rows.tuples().all())


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
