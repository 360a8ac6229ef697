"""Finding ballots, rolls and results."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache

from sqlalchemy import Select, bindparam, delete, func, or_, select, union
from sqlalchemy.orm import joinedload, selectinload

from civic.bodies.queries import body
from civic.files import pictures, sheets
from civic.files.pictures import Picture
from civic.files.sheets import Sheet
from civic.groups.queries import group, in_groups_of, in_it
from civic.kernel.actor import Role, Scope
from civic.kernel.context import Context
from civic.kernel.receipt import tidied
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.sorting import sort_key
from civic.kernel.trace import Kind, Ref
from civic.people.models import Person, PersonState
from civic.people.queries import holders, is_like
from civic.proposals.models import Proposal
from civic.proposals.queries import by_ids
from civic.tally.audit import Claim, claims, numbers, risks
from civic.tally.count import result as count
from civic.tally.files import Told
from civic.tally.kept import digest, takes_long, unpacked
from civic.tally.lines import read
from civic.tally.terms import Fault, Lines, Result, fault_of
from civic.voting import lists
from civic.voting.lists import ListRule, ReadList
from civic.voting.models import (
    Ballot,
    BallotChange,
    BallotOption,
    BallotState,
    CountedVote,
    CountSheet,
    DrawnPaper,
    Household,
    HouseholdAdult,
    HouseholdObjection,
    PaperAudit,
    Proof,
    RollEntry,
    Secrecy,
    Shift,
    Station,
    TrialVote,
    Vote,
)
from civic.voting.secrecy import FEWEST, SAFE, betrays, few
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


def sources(context: Context, ballot: Ballot) -> dict[int, Proposal]:
    """Return the proposals that a ballot's options come from, by the options' numbers, those that can be read."""
    named = {one.proposal_id for one in ballot.options if one.proposal_id}
    found = {one.id: one for one in by_ids(context, sorted(named))}
    return {one.position: found[one.proposal_id] for one in ballot.options if one.proposal_id in found}


@dataclass(frozen=True)
class PutToVote:
    """That a proposal was an option of a vote, and what the vote came to, where that is known."""

    ballot: Ballot
    option: BallotOption
    is_chosen: bool | None
    """None where nobody is told, or nothing is decided."""

    def closed_at(self, now: datetime) -> datetime | None:
        """Return when the vote was over; None while one votes."""
        is_over = self.ballot.state_at(now) is BallotState.CLOSED
        return (self.ballot.closed_at or self.ballot.closes_at) if is_over else None


MOST_VOTES = 3


def put_to_vote(context: Context, proposal_ids: Sequence[int]) -> list[PutToVote]:
    """Return in which votes proposals are an option, the newest three that were opened, and what they came to."""
    if not proposal_ids:
        return []
    named = select(BallotOption.ballot_id).where(BallotOption.proposal_id.in_(proposal_ids))
    whole = joinedload(Ballot.options), joinedload(Ballot.process, innerjoin=True)
    wanted = select(Ballot).where(Ballot.id.in_(named), Ballot.state != BallotState.DRAFT).options(*whole)
    held_ = context.session.scalars(wanted.order_by(Ballot.id.desc()).limit(MOST_VOTES)).unique().all()
    named_in = [(one, option) for one in held_ for option in one.options if option.proposal_id in proposal_ids]
    return [PutToVote(one, option, _is_chosen(context, one, option)) for one, option in named_in]


def _is_chosen(context: Context, ballot: Ballot, option: BallotOption) -> bool | None:
    if not BALLOT.may(context, VotingVerb.READ_RESULT, ballot):
        return None
    found = outcome(context, ballot)
    is_known = found.is_quorate and not found.waits_for_count and (found.winners or found.result is not None)
    is_decided = found.result is None or found.result.is_decided
    return option.position in found.winners if is_known and is_decided else None


def trial(context: Context, ballot_id: int) -> dict[Lines, int]:
    """Return how many trial votes of a ballot say what."""
    counted_ = select(TrialVote.lines, func.count()).where(TrialVote.ballot_id == ballot_id).group_by(TrialVote.lines)
    return {read(lines): times for lines, times in context.session.execute(counted_).tuples()}


@dataclass(frozen=True)
class Call:
    """An open vote that the actor may vote in, and whether they have."""

    ballot: Ballot
    has_voted: bool


def calls(context: Context) -> list[Call]:
    """Return the open votes on whose roll the actor is, by account or as an adult of a household, the first to close.

    Of a household's vote one has voted where one has used one of its places.
    """
    is_open = Ballot.state == BallotState.OPEN, Ballot.closes_at > context.now
    own = context.actor.person_id
    entry = (RollEntry.ballot_id == Ballot.id) & (RollEntry.person_id == own)
    lives = (HouseholdAdult.ballot_id == Ballot.id) & (HouseholdAdult.person_id == own)
    found = context.session.execute(
        select(Ballot, func.count(Vote.id))
        .outerjoin(RollEntry, entry)
        .outerjoin(HouseholdAdult, lives)
        .outerjoin(Vote, Vote.entry_id == RollEntry.id)
        .where(*is_open, or_(RollEntry.id.is_not(None), HouseholdAdult.id.is_not(None)))
        .group_by(Ballot.id)
        .order_by(Ballot.closes_at, Ballot.id)
    )
    return [Call(one, has_voted > 0) for one, has_voted in found.tuples()]


@dataclass(frozen=True)
class Standing:
    """What a reader is on a ballot's roll: the place they vote from, or the household they live in."""

    entry: RollEntry | None = None
    """Their place; of a household's none until they have used one."""
    adult: HouseholdAdult | None = None
    is_alone: bool = False
    """Whether nobody else of the household is known: then both of its places are theirs."""
    is_used_up: bool = False
    """Whether others of the household have used both of its places."""

    @property
    def may_vote(self) -> bool:
        """Return whether there is a place to vote from, or one to be had."""
        return self.entry is not None or (self.adult is not None and not self.is_used_up)


def standing(context: Context, ballot_id: int, *, second: bool = False) -> Standing:
    """Return what the actor is on a ballot's roll; `second` asks for a lone adult's other place."""
    actor = context.actor
    own_key = actor.place or actor.person_id or 0
    wanted = _places(bool(actor.place))
    own = context.session.scalars(wanted, {"ballot_id": ballot_id, "own": own_key}).unique().all()
    if own and (not own[0].household_id or context.actor.place):
        return Standing(own[0])
    adult = adult_of(context, ballot_id) if context.actor.is_signed_in else None
    if adult is None:
        return Standing(own[0]) if own else Standing()
    is_alone = known_adults(context, adult.household_id) == 1
    at = int(second and is_alone)
    entry = own[at] if at < len(own) else None
    free = [one for one in household_places(context, adult.household_id) if one.is_free]
    return Standing(entry, adult, is_alone, is_used_up=entry is None and not free)


@cache
def _places(by_letter: bool) -> Select[RollEntry]:
    """Return the query for the actor's own places on a ballot's roll with their votes: by their letter, or account."""
    own = (RollEntry.code_hash if by_letter else RollEntry.person_id) == bindparam("own")
    wanted = select(RollEntry).where(RollEntry.ballot_id == bindparam("ballot_id"), own).order_by(RollEntry.slot)
    return _whole(wanted)


def _whole(wanted: Select[RollEntry]) -> Select[RollEntry]:
    """Return places with their ballots and votes; asked again under a lock, they are as they are by then."""
    ballot_ = joinedload(RollEntry.ballot, innerjoin=True)
    with_ballot = ballot_.joinedload(Ballot.options), ballot_.joinedload(Ballot.process, innerjoin=True)
    return wanted.options(*with_ballot, joinedload(RollEntry.vote)).execution_options(populate_existing=True)


def adult_of(context: Context, ballot_id: int) -> HouseholdAdult | None:
    """Return of which household on a ballot's roll the actor is, or None."""
    own = HouseholdAdult.ballot_id == ballot_id, HouseholdAdult.person_id == (context.actor.person_id or 0)
    wanted = select(HouseholdAdult).where(*own).options(joinedload(HouseholdAdult.household, innerjoin=True))
    return context.session.scalar(wanted)


def must_live(adult: HouseholdAdult | None) -> HouseholdAdult:
    """Return an adult of a household on a roll, or Refusal(NOT_ON_ROLL) for who is none."""
    if adult is None:
        raise Refusal(Reason.NOT_ON_ROLL)
    return adult


def known_adults(context: Context, household_id: int) -> int:
    """Return how many adults of a household are known by their accounts."""
    counted = select(func.count()).where(HouseholdAdult.household_id == household_id)
    return context.session.scalar(counted) or 0


def household_places(context: Context, household_id: int) -> Sequence[RollEntry]:
    """Return the places of a household with their votes, for those who have locked it or only look."""
    wanted = select(RollEntry).where(RollEntry.household_id == household_id).order_by(RollEntry.slot)
    return context.session.scalars(_whole(wanted)).unique().all()


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


def turnout(context: Context, ballot_id: int) -> Turnout:
    """Return how many places are on the roll and how many are used, on paper or not; never for what."""
    row = context.session.execute(
        select(func.count(RollEntry.id), func.count(Vote.id))
        .outerjoin(RollEntry.vote)
        .where(RollEntry.ballot_id == ballot_id)
    ).one()
    return Turnout(on_roll=row[0], voted=row[1])


def counted(context: Context, ballot: Ballot) -> Result | None:
    """Return what the count comes to, for the rooms that know whether it may be told; None while a long one is done.

    Raises AssertionError where something that decides the result is not what it was when the vote opened.
    """
    assert ballot.is_as_frozen, f"ballot {ballot.id} is not what it was when it opened"
    terms, said = ballot.terms, ballots(context, ballot)
    if not takes_long(terms, said):
        return count(terms, said, ballot.draw_seed)
    kept = context.session.scalar(select(CountedVote).where(CountedVote.ballot_id == ballot.id))
    is_same = kept is not None and kept.digest == digest(terms, said, ballot.draw_seed)
    return unpacked(kept.result) if kept is not None and is_same else None


def forget_count(context: Context, ballot_id: int) -> None:
    """Let a count be done anew: its papers, or its draw, are not what they were. Part of a deed."""
    context.session.execute(delete(CountedVote).where(CountedVote.ballot_id == ballot_id))


def ballots(context: Context, ballot: Ballot) -> dict[Lines, int]:
    """Return how many votes have each marking: those cast here, and those that were counted at stations."""
    found = Counter(_electronic(context, ballot)) + Counter(on_paper(stations(context, ballot.id)))
    return dict(found)


def _electronic(context: Context, ballot: Ballot) -> dict[Lines, int]:
    said = select(Vote.lines, func.count()).join(Vote.entry)
    said = said.where(RollEntry.ballot_id == ballot.id, Vote.proof != Proof.LIST, Vote.lines.is_not(None))
    rows = context.session.execute(said.group_by(Vote.lines)).tuples()
    return {read(lines or ""): times for lines, times in rows}


def on_paper(found: Sequence[Station]) -> dict[Lines, int]:
    """Return how many papers of stations that are counted have each marking."""
    told: Counter[Lines] = Counter()
    for station in found:
        if station.is_counted:
            told.update({read(written_): times for written_, times in station.sheets[0].ballots.items()})
    return {lines: times for lines, times in told.items() if times}


@dataclass(frozen=True)
class Drawn:
    """One paper that was drawn: where it lies, and what is on it, once somebody has looked."""

    number: int
    station: Station
    place: int
    """Which it is from the top of the station's pile."""
    seen: DrawnPaper | None

    @property
    def lines(self) -> Lines | None:
        """Return what is marked on it; None for a void one."""
        return read(self.seen.lines) if self.seen is not None and self.seen.lines is not None else None


@dataclass(frozen=True)
class Audited:
    """A result's papers drawn by lot: which, what they say, and what risk is left that the result is wrong."""

    audit: PaperAudit
    papers: int
    """How many there are."""
    drawn: Sequence[Drawn]
    """In the order in which they were drawn."""
    risks: Mapping[Claim, float]

    @property
    def looked_at(self) -> int:
        """Return how many in a row have been looked at, from the first that was drawn."""
        return next((at for at, one in enumerate(self.drawn) if one.seen is None), len(self.drawn))

    @property
    def risk(self) -> float:
        """Return the largest risk there is, from 0 to 1."""
        return max(self.risks.values(), default=0.0)

    @property
    def is_borne_out(self) -> bool:
        """Return whether the papers bear the result out, by the risk that was said before."""
        return self.risk <= self.audit.most_risk / 100


def claimed(context: Context, ballot: Ballot) -> Sequence[Claim] | None:
    """Return what the result rests on that papers could bear out, or None where no way is known, or nobody is told."""
    found = outcome(context, ballot).result
    papers = [one for one in stations(context, ballot.id) if one.is_counted and one.sheets[0].papers]
    return claims(ballot.terms, found) if found is not None and papers else None


def audited(context: Context, ballot: Ballot) -> Audited | None:
    """Return how papers drawn by lot bear out a vote's result, or None where none were drawn, or it is not told."""
    wanted = select(PaperAudit).where(PaperAudit.ballot_id == ballot.id).options(selectinload(PaperAudit.drawn))
    audit = context.session.scalar(wanted.execution_options(populate_existing=True))
    if audit is None:
        return None
    rests_on = claimed(context, ballot)
    if rests_on is None:
        return None
    found = stations(context, ballot.id)
    pile = [(one, place) for one in found if one.is_counted for place in range(1, one.sheets[0].papers + 1)]
    seen = {one.number: one for one in audit.drawn}
    order = numbers(f"{ballot.frozen_sha256}:{audit.words}", len(pile), audit.size)
    drawn = [Drawn(number, *pile[number - 1], seen.get(number)) for number in order]
    in_a_row = next((at for at, one in enumerate(drawn) if one.seen is None), len(drawn))
    said = [one.lines for one in drawn[:in_a_row]]
    electronic, reported = _electronic(context, ballot), on_paper(found)
    told = risks(ballot.terms, rests_on, electronic, reported, len(pile), said)
    return Audited(audit, len(pile), drawn, told)


def uncounted(context: Context, ids: Sequence[int]) -> set[int]:
    """Return which of some ballots have a station whose papers are not counted, or two who counted them differ."""
    if not ids:
        return set()
    wanted = select(Station).where(Station.ballot_id.in_(ids)).options(selectinload(Station.sheets))
    return {one.ballot_id for one in context.session.scalars(wanted) if not one.is_counted}


def stations(context: Context, ballot_id: int) -> Sequence[Station]:
    """Return where one votes on paper in a ballot, with shifts and what was counted."""
    return context.session.scalars(
        select(Station)
        .where(Station.ballot_id == ballot_id)
        .options(selectinload(Station.shifts).joinedload(Shift.person), selectinload(Station.sheets))
        .order_by(Station.id)
    ).all()


def station(context: Context, station_id: int) -> Station:
    """Return one station with its ballot, shifts and sheets, or Refusal(NOT_FOUND); a draft's is there for staff."""
    ballot_ = joinedload(Station.ballot, innerjoin=True)
    found = context.session.scalar(
        select(Station)
        .where(Station.id == station_id)
        .options(
            ballot_.joinedload(Ballot.process, innerjoin=True),
            ballot_.selectinload(Ballot.options),
            selectinload(Station.shifts).joinedload(Shift.person),
            selectinload(Station.sheets).joinedload(CountSheet.person),
        )
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise Refusal(Reason.NOT_FOUND)
    return found


def marked_at(context: Context, ballot_id: int) -> dict[int, int]:
    """Return how many are marked on the roll as having voted on paper, by the id of the station."""
    counted_ = select(Vote.station_id, func.count()).join(Vote.entry)
    rows = counted_.where(RollEntry.ballot_id == ballot_id, Vote.proof == Proof.LIST).group_by(Vote.station_id)
    return {number: times for number, times in context.session.execute(rows).tuples() if number is not None}


@dataclass(frozen=True)
class Shares:
    """How many took part, by area and by how they voted; a number that would tell of few is None."""

    areas: Mapping[str, tuple[int | None, int | None]]
    """Of each area how many are on the roll, and how many of them voted."""
    proofs: Mapping[Proof, int | None]


def shares(context: Context, ballot_id: int) -> Shares:
    """Return how many took part by area and by channel, without what would tell of fewer than five."""
    rows = context.session.execute(
        select(RollEntry.area, Vote.proof, func.count())
        .outerjoin(RollEntry.vote)
        .where(RollEntry.ballot_id == ballot_id)
        .group_by(RollEntry.area, Vote.proof)
    )
    roll_, voted, proofs = Counter[str](), Counter[str](), Counter[Proof]()
    for area, proof, times in rows.tuples():
        roll_[area] += times
        if proof is not None:
            voted[area] += times
            proofs[proof] += times
    hidden = few({area: (voted[area], roll_[area] - voted[area]) for area in roll_})
    areas = {area: (roll_[area], None if area in hidden else voted[area]) for area in sorted(roll_, key=sort_key)}
    few_proofs = few({proof: (times,) for proof, times in proofs.items()})
    return Shares(
        areas if set(areas) - {""} else {},
        {proof: None if proof in few_proofs else proofs[proof] for proof in Proof if proof in proofs},
    )


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
    waits_for_count: bool = False
    """Whether a station's papers are not counted yet, or two who counted them differ."""
    is_being_counted: bool = False
    """Whether the count takes long, and is being done."""


def outcome(context: Context, ballot: Ballot) -> Outcome:
    """Return what a vote came to, or Refusal(NOT_NOW) before it has closed, or before its result is published.

    Names come with it only when it was open. A confidential one is told in numbers where they betray nobody
    (`betrays`), else only who is chosen; where fewer than five voted, nothing.
    """
    BALLOT.require(context, VotingVerb.READ_RESULT, ballot)
    there = turnout(context, ballot.id)
    if any(not one.is_counted for one in stations(context, ballot.id)):
        return Outcome(None, is_quorate=True, waits_for_count=True)
    if 100 * there.voted < ballot.quorum * there.on_roll:
        return Outcome(None, is_quorate=False)
    found = counted(context, ballot)
    if found is None:
        return Outcome(None, True, is_being_counted=True)
    if ballot.secrecy is Secrecy.OPEN:
        return Outcome(found, True, _names(context, ballot), found.winners)
    if found.ballots < FEWEST:
        return Outcome(None, True, is_held_back=True)
    if betrays(ballots(context, ballot)):
        return Outcome(None, True, winners=found.winners if found.is_decided else (), is_held_back=True)
    return Outcome(found, True, winners=found.winners)


def _names(context: Context, ballot: Ballot) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for name, lines in voters(context, ballot):
        for option, value in lines:
            if name and (value == 1 or not ballot.method.is_ranked):
                found.setdefault(option, []).append(name)
    return {option: sorted(names, key=sort_key) for option, names in found.items()}


def voters(context: Context, ballot: Ballot) -> Sequence[tuple[str, Lines]]:
    """Return who voted what in an open vote, by the name of the account or of the list.

    Without a name who voted for a household by its letter; who voted on paper is not here at all.
    """
    said = select(func.coalesce(Person.name, RollEntry.name), Vote.lines).select_from(RollEntry)
    said = said.join(RollEntry.vote).outerjoin(RollEntry.person)
    own = RollEntry.ballot_id == ballot.id, Vote.proof != Proof.LIST
    rows = context.session.execute(said.where(*own)).tuples()
    return sorted(((name, read(lines or "")) for name, lines in rows), key=lambda one: sort_key(one[0]))


def told(context: Context, ballot: Ballot) -> Told:
    """Return a vote as others can count it again: named ballots of an open one, of a confidential one without names.

    Refusal(NOT_FOUND) where the numbers are not told, or so few confidential ballots are there that one could be known.
    """
    found = outcome(context, ballot)
    said = ballots(context, ballot)
    is_open = ballot.secrecy is Secrecy.OPEN
    if not can_be_told(ballot, found):
        raise Refusal(Reason.NOT_FOUND)
    there = turnout(context, ballot.id)
    names = {one.position: one.text for one in ballot.options}
    void = there.voted - sum(said.values())  # papers that count for the quorum, and have no line in the file
    least = max(0, -(-ballot.quorum * there.on_roll // 100) - void)
    by_name = [*voters(context, ballot)] if is_open else []
    rest = Counter(said) - Counter(lines for _name, lines in by_name) if is_open else Counter[Lines]()
    by_name += [("", lines) for lines in rest.elements()]
    return Told(ballot.question, ballot.terms, names, said, ballot.draw_seed, least, by_name)


def can_be_told(ballot: Ballot, found: Outcome) -> bool:
    """Return whether the ballots of a vote can be published one by one."""
    return found.result is not None and (ballot.secrecy is Secrecy.OPEN or found.result.ballots >= SAFE)


def is_counted(context: Context, ballot_id: int, code: str) -> bool:
    """Return whether there is a vote with such a receipt; never what is marked in it, or whose it is."""
    own = RollEntry.ballot_id == ballot_id, Vote.receipt == tidied(code), Vote.proof != Proof.LIST
    return context.session.scalar(select(Vote.id).join(Vote.entry).where(*own)) is not None


def by_code(context: Context, ballot_id: int, code_hash: str) -> RollEntry:
    """Return the place whose letter has a code, found by its hash, or Refusal(NOT_FOUND)."""
    wanted = select(RollEntry).where(RollEntry.ballot_id == ballot_id, RollEntry.code_hash == code_hash)
    found = context.session.scalar(wanted)
    if found is None:
        raise Refusal(Reason.NOT_FOUND)
    return found


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
    """Return who is in a group of a ballot's process, in any of them, or sits in a council.

    Refusal(NOT_FITTING) for another.
    """
    if of.kind is Kind.PROCESS and of.id == ballot.process_id:
        return Circle(ballot.process.title, in_groups_of(context, of.id))
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
    """Return the ids of all with an account who may vote, adults of households too, each once."""
    on_it = select(RollEntry.person_id).where(RollEntry.ballot_id == ballot_id, RollEntry.person_id.is_not(None))
    adults = select(HouseholdAdult.person_id).where(HouseholdAdult.ballot_id == ballot_id)
    return [one for one in context.session.scalars(union(on_it, adults)) if one is not None]


def keys_on_roll(context: Context, ballot_id: int) -> set[tuple[str, str] | int]:
    """Return who is on a roll as a list's lines are compared with it: ids of persons, names with addresses."""
    rows = select(RollEntry.person_id, RollEntry.name, RollEntry.address).where(RollEntry.ballot_id == ballot_id)
    found: set[tuple[str, str] | int] = set()
    for person_id, name, address in context.session.execute(rows).tuples():
        if person_id is not None:
            found.add(person_id)
        if name:
            found.add((name.casefold(), address.casefold()))
    adults = select(HouseholdAdult.person_id).where(HouseholdAdult.ballot_id == ballot_id)
    return found | set(context.session.scalars(adults))


def accounts(context: Context, emails: Collection[str]) -> dict[str, int]:
    """Return whose accounts have some e-mail addresses, a thousand at a time."""
    found: dict[str, int] = {}
    wanted = sorted(emails)
    for start in range(0, len(wanted), 1000):
        is_one = Person.email.in_(wanted[start : start + 1000]), Person.state == PersonState.ACTIVE
        rows = context.session.execute(select(Person.email, Person.id).where(*is_one)).tuples()
        found |= {email: number for email, number in rows if email is not None}
    return found


def households(context: Context, ballot_id: int) -> dict[str, Household]:
    """Return the households on a roll by their addresses in small letters."""
    found = context.session.scalars(select(Household).where(Household.ballot_id == ballot_id))
    return {one.address.casefold(): one for one in found}


def sheet(context: Context, sheet_id: int) -> Sheet:
    """Return one list of who may vote that was handed in, for the vote's staff; hidden like missing."""
    found = sheets.sheet(context, sheet_id)
    if found.kind is not Kind.BALLOT:
        raise Refusal(Reason.NOT_FOUND)
    BALLOT.require(context, VotingVerb.HAND_IN_LIST, ballot(context, found.thing_id))
    return found


def read_list(context: Context, found: Sheet, rule: ListRule) -> ReadList:
    """Return what a list says by a rule, and what is wrong with which line; for those who may see it."""
    known = accounts(context, lists.emails_of(found.rows))
    return lists.read(found.rows, rule, known, keys_on_roll(context, found.thing_id))


def to_write_to(context: Context, ballot_id: int) -> Sequence[RollEntry]:
    """Return the places that a letter can be sent to, locked."""
    wanted = select(RollEntry).where(RollEntry.ballot_id == ballot_id, RollEntry.address != "")
    return context.session.scalars(wanted.order_by(RollEntry.id).with_for_update(key_share=True)).all()


def is_used(context: Context, entry_id: int) -> bool:
    """Return whether a place has been voted from, or is somebody's."""
    wanted = select(RollEntry.id).outerjoin(RollEntry.vote).where(RollEntry.id == entry_id)
    is_ = or_(RollEntry.person_id.is_not(None), Vote.id.is_not(None))
    return context.session.scalar(wanted.where(is_)) is not None


def locked_vote(context: Context, entry_id: int) -> Vote | None:
    """Return the vote of a place that is locked, as it is now."""
    wanted = select(Vote).where(Vote.entry_id == entry_id).with_for_update(key_share=True)
    return context.session.scalar(wanted.execution_options(populate_existing=True))


def forget_household(context: Context, household_id: int) -> None:
    """Take a household off a roll whose places are gone, for whom its vote's room has let."""
    for kind in (HouseholdAdult.household_id, Household.id):
        context.session.execute(delete(kind.class_).where(kind == household_id))


def letters(context: Context, ballot_id: int) -> Sequence[RollEntry]:
    """Return the places whose letters were asked for last, in the order of their addresses, for the worker."""
    last = select(func.max(RollEntry.letter_at)).where(RollEntry.ballot_id == ballot_id).scalar_subquery()
    wanted = select(RollEntry).where(RollEntry.ballot_id == ballot_id, RollEntry.letter_at == last)
    return context.session.scalars(wanted.order_by(RollEntry.address, RollEntry.slot, RollEntry.id)).all()


@dataclass(frozen=True)
class Lettered:
    """How many places can have a letter, and how many have one."""

    can: int
    have: int


def lettered(context: Context, ballot_id: int) -> Lettered:
    """Return how many places of a roll can have a letter, and how many have one."""
    counted_ = select(func.count(), func.count(RollEntry.code_hash)).select_from(RollEntry)
    can, have = context.session.execute(counted_.where(RollEntry.ballot_id == ballot_id, RollEntry.address != "")).one()
    return Lettered(can, have)


def roll(context: Context, ballot_id: int, *, after: int = 0, at_most: int = 50) -> Sequence[RollEntry]:
    """Return who is on the roll, those with an id above `after`."""
    wanted = _of_roll(ballot_id).where(RollEntry.id > after).order_by(RollEntry.id).limit(at_most)
    return context.session.scalars(wanted).all()


def on_roll(context: Context, ballot_id: int, said: str, *, at_most: int = 100) -> Sequence[RollEntry]:
    """Return those on the roll whose name or last name begins so, or whose address does, as many as `at_most`."""
    begins = said.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_").lower() + "%"
    listed = or_(
        func.lower(RollEntry.name).like(begins, escape="\\"),
        func.lower(RollEntry.name).like(f"% {begins}", escape="\\"),
        func.lower(RollEntry.address).like(begins, escape="\\"),
    )
    by_account = RollEntry.person_id.in_(select(Person.id).where(is_like(context, said)))
    wanted = (
        _of_roll(ballot_id).where(or_(listed, by_account)).order_by(RollEntry.address, RollEntry.slot, RollEntry.id)
    )
    return context.session.scalars(wanted.limit(at_most)).all()


def _of_roll(ballot_id: int) -> Select[RollEntry]:
    wanted = select(RollEntry).where(RollEntry.ballot_id == ballot_id)
    return wanted.options(joinedload(RollEntry.person), joinedload(RollEntry.vote))


def changes(context: Context, ballot_id: int) -> Sequence[BallotChange]:
    """Return what was asked to be changed in a vote since it opened, the newest first."""
    entry_ = joinedload(BallotChange.entry)
    wanted = select(BallotChange).where(BallotChange.ballot_id == ballot_id).order_by(BallotChange.id.desc())
    wanted = wanted.options(joinedload(BallotChange.person), entry_.joinedload(RollEntry.person))
    return context.session.scalars(wanted).all()


def change(context: Context, change_id: int) -> BallotChange:
    """Return one change with its ballot, or Refusal(NOT_FOUND)."""
    found = context.session.scalar(
        select(BallotChange)
        .where(BallotChange.id == change_id)
        .options(joinedload(BallotChange.ballot, innerjoin=True).joinedload(Ballot.process, innerjoin=True))
    )
    if found is None:
        raise Refusal(Reason.NOT_FOUND)
    return found


def objections(context: Context, ballot_id: int) -> Sequence[HouseholdObjection]:
    """Return what households object to, for those who answer it."""
    wanted = select(HouseholdObjection).join(HouseholdObjection.household).where(Household.ballot_id == ballot_id)
    with_all = wanted.options(
        joinedload(HouseholdObjection.household, innerjoin=True), joinedload(HouseholdObjection.person)
    )
    return context.session.scalars(with_all.order_by(HouseholdObjection.id)).all()


def own_objection(context: Context, household_id: int) -> HouseholdObjection | None:
    """Return what the actor has objected to in their household, or None."""
    own = (
        HouseholdObjection.household_id == household_id,
        HouseholdObjection.person_id == (context.actor.person_id or 0),
    )
    return context.session.scalar(select(HouseholdObjection).where(*own))


def objection(context: Context, objection_id: int) -> HouseholdObjection:
    """Return one objection with its household, or Refusal(NOT_FOUND)."""
    wanted = select(HouseholdObjection).where(HouseholdObjection.id == objection_id)
    found = context.session.scalar(wanted.options(joinedload(HouseholdObjection.household, innerjoin=True)))
    if found is None:
        raise Refusal(Reason.NOT_FOUND)
    return found
