"""Rankings: round by round for one (instant-runoff), by pairs (Schulze), and for several (the Scottish STV)."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction

from civic.tally.terms import Ballots, Level, Result, Round, Terms, ranking_of
from civic.tally.ties import Order

Rankings = Mapping[tuple[int, ...], int]


def rankings_of(ballots: Ballots) -> Rankings:
    """Return how many ranked the options so; blank ballots are left out."""
    found: dict[tuple[int, ...], int] = defaultdict(int)
    for lines, times in ballots.items():
        if lines:
            found[ranking_of(lines)] += times
    return found


def first_places(options: Sequence[int], rankings: Rankings) -> dict[int, int]:
    """Return how many have each option first among these; who names none of them counts for nobody."""
    counts = dict.fromkeys(options, 0)
    for ranking, times in rankings.items():
        first = next((one for one in ranking if one in counts), None)
        if first is not None:
            counts[first] += times
    return counts


def runoff(terms: Terms, ballots: Ballots, order: Order) -> Result:
    """Return who wins round by round: more than half of the ballots that still name somebody, else the last goes out.

    Source: Hare's method for one seat (alternative vote); D. Grace and W. R. Ware, 1871.
    """
    rankings = rankings_of(ballots)
    counts, left = first_places(terms.options, rankings), list(terms.options)
    everybody = sum(rankings.values())
    rounds: list[Round] = []
    while True:
        now = first_places(left, rankings)
        standing = sum(now.values())
        best = max(now, key=lambda one: now[one])
        said = {one: Fraction(count) for one, count in now.items()}
        exhausted = Fraction(everybody - standing)
        if not standing:
            return Result(counts, (), tuple(rounds))
        if 2 * now[best] > standing or len(left) == 1:
            rounds.append(Round(said, chosen=(best,), exhausted=exhausted))
            return Result(counts, (best,), tuple(rounds))
        fewest = min(now.values())
        try:
            goes = order.last([one for one in left if now[one] == fewest])
        except Level as tie:
            return Result(counts, (), (*rounds, Round(said, exhausted=exhausted)), (tie.tie,))
        rounds.append(Round(said, out=(goes,), exhausted=exhausted))
        left.remove(goes)


def schulze(terms: Terms, ballots: Ballots, order: Order) -> Result:
    """Return who beats or equals everybody by the strongest path of pairs; what is not ranked stands below what is.

    How strong a pair is says how many prefer the winner in it (winning votes).
    Source: M. Schulze, A new monotonic, clone-independent, reversal symmetric, and Condorcet-consistent single-winner
    election method, Social Choice and Welfare 36 (2011).
    """
    rankings = rankings_of(ballots)
    counts = first_places(terms.options, rankings)
    if not rankings:
        return Result(counts, ())
    pairs = preferred(terms.options, rankings)
    paths = strongest(terms.options, pairs)
    best = [
        one
        for one in terms.options
        if all(paths[one, other] >= paths[other, one] for other in terms.options if other != one)
    ]
    try:
        return Result(counts, order.first(best), beats=pairs)
    except Level as tie:
        return Result(counts, (), ties=(tie.tie,), beats=pairs)


def preferred(options: Sequence[int], rankings: Rankings) -> dict[tuple[int, int], int]:
    """Return of each pair how many prefer the first to the second."""
    found = {(one, other): 0 for one in options for other in options if one != other}
    for ranking, times in rankings.items():
        below = set(options)
        for one in ranking:
            below.discard(one)
            for other in below:
                found[one, other] += times
    return found


def strongest(options: Sequence[int], pairs: Mapping[tuple[int, int], int]) -> dict[tuple[int, int], int]:
    """Return how strong the strongest path from each to each is: as strong as its weakest step (Floyd-Warshall)."""
    found = {(one, other): count if count > pairs[other, one] else 0 for (one, other), count in pairs.items()}
    for through in options:
        for one in options:
            if one == through:
                continue
            to = found[one, through]
            for other in options:
                if other not in {one, through}:
                    found[one, other] = max(found[one, other], min(to, found[through, other]))
    return found


PARTS = 100_000
"""In how many parts a vote is counted: five decimals."""


class _Parcel:
    """Ballots that lie with one candidate: how they rank, how many, and what each is worth in parts."""

    __slots__ = ("count", "ranking", "worth")

    def __init__(self, ranking: tuple[int, ...], count: int, worth: int) -> None:
        self.ranking, self.count, self.worth = ranking, count, worth


class _Count:
    """A count for several places while it goes on."""

    def __init__(self, terms: Terms, rankings: Rankings, order: Order) -> None:
        self.order = order
        self.continuing = list(terms.options)
        self.held: dict[int, list[_Parcel]] = {one: [] for one in terms.options}
        self.kept: dict[int, int] = {}
        """What whoever has handed on a surplus keeps: the quota."""
        self.exhausted = 0
        self.history: list[dict[int, int]] = []
        for ranking, count in rankings.items():
            self.held[ranking[0]].append(_Parcel(ranking, count, PARTS))
        self.places = terms.winners
        self.quota = PARTS * (sum(rankings.values()) // (terms.winners + 1) + 1)
        self.winners: list[int] = []
        self.rounds: list[Round] = []
        self.waiting: list[int] = []
        """Chosen, with a surplus that is not handed on."""

    def total(self, one: int) -> int:
        return self.kept.get(one, 0) or sum(parcel.count * parcel.worth for parcel in self.held[one])

    def totals(self) -> dict[int, int]:
        return {one: self.total(one) for one in self.held}

    def choose(self) -> tuple[int, ...]:
        """Let whoever has reached the quota be chosen, the most votes first."""
        totals = self.totals()
        reached = [one for one in self.continuing if totals[one] >= self.quota]
        ordered: list[int] = []
        while reached:
            best = max(totals[one] for one in reached)
            one = self.before([one for one in reached if totals[one] == best], highest=True)
            reached.remove(one)
            ordered.append(one)
        for one in ordered:
            self.continuing.remove(one)
            self.winners.append(one)
            if totals[one] > self.quota:
                self.waiting.append(one)
        return tuple(ordered)

    def before(self, level: Sequence[int], *, highest: bool) -> int:
        """Return who of the level comes first, or goes out: by the last stage where they differed, else by lot.

        Source: the Order's rules 49 and 51.
        """
        left = list(level)
        for stage in reversed(self.history):
            if len(left) == 1:
                break
            extreme = (max if highest else min)(stage[one] for one in left)
            left = [one for one in left if stage[one] == extreme]
        if len(left) == 1:
            return left[0]
        return self.order.first(left)[0] if highest else self.order.last(left)

    def stage(self, chosen: tuple[int, ...] = (), out: tuple[int, ...] = ()) -> None:
        """Write down how it stands after a stage."""
        totals = self.totals()
        self.history.append(totals)
        said = {one: Fraction(parts, PARTS) for one, parts in totals.items()}
        self.rounds.append(Round(said, chosen, out, Fraction(self.exhausted, PARTS)))

    def hand_on_surplus(self) -> None:
        """Hand on the largest surplus: each ballot its part, five decimals, what is beyond them is lost (rule 48)."""
        totals = self.totals()
        largest = max(totals[one] - self.quota for one in self.waiting)
        level = [one for one in self.waiting if totals[one] - self.quota == largest]
        one = self.before(level, highest=True)
        self.waiting.remove(one)
        total, surplus = totals[one], totals[one] - self.quota
        handed_on = 0
        for parcel in self.held[one]:
            worth = surplus * parcel.worth // total
            to = self.next_of(parcel.ranking)
            if to is not None and worth:
                self.held[to].append(_Parcel(parcel.ranking, parcel.count, worth))
                handed_on += parcel.count * worth
        self.exhausted += surplus - handed_on
        self.held[one], self.kept[one] = [], self.quota

    def exclude(self) -> int:
        """Take out who has fewest, and hand on all ballots at what they are worth (rules 50 and 51)."""
        totals = self.totals()
        fewest = min(totals[one] for one in self.continuing)
        goes = self.before([one for one in self.continuing if totals[one] == fewest], highest=False)
        self.continuing.remove(goes)
        for parcel in self.held[goes]:
            to = self.next_of(parcel.ranking)
            if to is None:
                self.exhausted += parcel.count * parcel.worth
            else:
                self.held[to].append(parcel)
        self.held[goes] = []
        return goes

    def next_of(self, ranking: tuple[int, ...]) -> int | None:
        continuing = set(self.continuing)
        return next((one for one in ranking if one in continuing), None)


def transfer(terms: Terms, ballots: Ballots, order: Order) -> Result:
    """Return who is chosen for several places: whoever reaches the quota, and what they have beyond it goes on.

    Counted in parts of a hundred thousandth, so that nothing is rounded but where the rule says so.
    Source: The Scottish Local Government Elections Order 2007 (SSI 2007/42), rules 45 to 52: the weighted inclusive
    Gregory method with the Droop quota.
    """
    rankings = rankings_of(ballots)
    counts = first_places(terms.options, rankings)
    if not rankings:
        return Result(counts, ())
    count = _Count(terms, rankings, order)
    try:
        _fill(count)
    except Level as tie:
        return Result(counts, tuple(count.winners), tuple(count.rounds), (tie.tie,))
    return Result(counts, tuple(count.winners), tuple(count.rounds))


def _fill(count: _Count) -> None:
    chosen = count.choose()
    if not _is_full(count, chosen):
        count.stage(chosen)
    while len(count.winners) < count.places and count.continuing:
        out: tuple[int, ...] = ()
        if count.waiting:
            count.hand_on_surplus()
        else:
            out = (count.exclude(),)
        chosen = count.choose()
        if _is_full(count, chosen, out):
            return
        count.stage(chosen, out)


def _is_full(count: _Count, chosen: tuple[int, ...], out: tuple[int, ...] = ()) -> bool:
    """Let the last be chosen where there are as many places left (rule 52), and say whether all are filled now."""
    places = count.places - len(count.winners)
    if places and len(count.continuing) > places:
        return False
    last: Collection[int] = ()
    if places:
        totals = count.totals()
        last = sorted(count.continuing, key=lambda one: -totals[one])
        count.winners += last
        count.continuing = []
    count.stage((*chosen, *last), out)
    return True
