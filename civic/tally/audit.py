"""Whether papers drawn by lot bear out a result: a risk-limiting audit, for the methods where the literature has one.

A result rests on claims, each that one option is ahead of another. The papers that are drawn are weighed against each
claim: the risk is how likely at most such papers are to be drawn where the claim is wrong. The electronic ballots are
counted again from their file; they stand as they are, and the papers have to bear out what is left.

Sources: P. B. Stark, "Sets of Half-Average Nulls Generate Risk-Limiting Audits: SHANGRLA", Voting 2020 (claims as
means); "ALPHA: Audit that Learns from Previously Hand-Audited Ballots", Annals of Applied Statistics 17(1), 2023, 2.2
and 2.5.2 (the test, papers not put back, truncated shrinkage); M. Blom, P. J. Stuckey and V. Teague, "Ballot-Polling
Risk Limiting Audits for IRV Elections", E-Vote-ID 2018 (who goes out in each round). For the single transferable vote
and the Method of Equal Shares none is known that such a sample would do for.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from civic.tally.terms import Ballots, Lines, Method, Result, Terms, ranking_of

LEARNS = 100
"""After how many papers what was seen weighs as much as what was reported (ALPHA's d)."""


@dataclass(frozen=True)
class Claim:
    """That one option is ahead of another; of a runoff among those that were left in a round."""

    ahead: int
    behind: int
    among: tuple[int, ...] = ()


def claims(terms: Terms, result: Result) -> list[Claim] | None:
    """Return what a result rests on, or None where no way is known to audit it by drawing papers.

    Options that were level are no claim: their order was drawn, and no paper can bear it out.
    """
    counts = result.counts
    if terms.method in {Method.YES_NO, Method.ONE, Method.SOME, Method.APPROVAL, Method.POINTS}:
        others = [one for one in terms.options if one not in result.winners]
        pairs = [(one, other) for one in result.winners for other in others]
        return [Claim(one, other) for one, other in pairs if counts[one] > counts[other]]
    if terms.method is Method.RUNOFF:
        return [
            Claim(one, gone, tuple(sorted(each.counts)))
            for each in result.rounds
            for gone in each.out
            for one in each.counts
            if one not in each.out and each.counts[one] > each.counts[gone]
        ] + _last(result)
    if terms.method is Method.SCHULZE:
        (winner, *more) = result.winners or (0,)
        rest = [one for one in terms.options if one != winner]
        beats = all(result.beats.get((winner, one), 0) > result.beats.get((one, winner), 0) for one in rest)
        return [Claim(winner, one) for one in rest] if winner and beats and not more else None
    return None


def _last(result: Result) -> list[Claim]:
    """Return the claims of the round that decides a runoff."""
    if not result.rounds or not result.rounds[-1].chosen:
        return []
    last = result.rounds[-1]
    (winner,) = last.chosen
    pairs = [(winner, one) for one in last.counts if one != winner and one not in last.out]
    return [Claim(one, other, tuple(sorted(last.counts))) for one, other in pairs]


def weight(terms: Terms, claim: Claim, lines: Lines) -> float:
    """Return what a ballot says of a claim: from 1, for it, to -1, against it."""
    values = dict(lines)
    ahead, behind = values.get(claim.ahead, 0), values.get(claim.behind, 0)
    if claim.among:
        first = next((one for one in ranking_of(lines) if one in claim.among), 0)
        return float(first == claim.ahead) - float(first == claim.behind)
    if terms.method.is_ranked:
        last = len(terms.options) + 1
        return float((ahead or last) < (behind or last)) - float((behind or last) < (ahead or last))
    if terms.method is Method.POINTS:
        return (ahead - behind) / terms.most
    return float(ahead - behind)


def numbers(seed: str, papers: int, size: int) -> list[int]:
    """Return which papers are drawn, by their numbers from 1, in the order in which they are.

    Each has a ticket, the SHA-256 of "seed:number", and those with the smallest are drawn: whoever has the seed can
    draw them again, and more of them go on where fewer stopped.
    """
    tickets = sorted(range(1, papers + 1), key=lambda one: hashlib.sha256(f"{seed}:{one}".encode()).digest())
    return tickets[:size]


def risks(
    terms: Terms,
    found: Sequence[Claim],
    electronic: Ballots,
    reported: Ballots,
    papers: int,
    drawn: Sequence[Lines | None],
) -> Mapping[Claim, float]:
    """Return for each claim the risk, from 0 to 1, that it is wrong and such papers were drawn all the same.

    `reported` is what was counted of the papers, of which there are `papers`, void ones too; `drawn` is what is on
    those that were drawn, in that order, None for a void one.
    """
    return {claim: _risk(terms, claim, electronic, reported, papers, drawn) for claim in found}


def _risk(
    terms: Terms, claim: Claim, electronic: Ballots, reported: Ballots, papers: int, drawn: Sequence[Lines | None]
) -> float:
    def of(ballots: Ballots) -> float:
        return sum(weight(terms, claim, lines) * times for lines, times in ballots.items())

    lead = of(electronic)
    if lead > papers:
        return 0.0  # whatever is on the papers
    if not papers:
        return 0.0 if lead > 0 else 1.0
    least = (1 - lead / papers) / 2
    seen = [(1 + (weight(terms, claim, lines) if lines is not None else 0.0)) / 2 for lines in drawn]
    if len(seen) == papers:  # all were looked at: nothing is left to chance
        return 0.0 if sum(seen) > least * papers + 1e-9 else 1.0
    return _alpha(seen, least, papers, (1 + of(reported) / papers) / 2)


def _alpha(seen: Sequence[float], least: float, papers: int, reported: float) -> float:
    """Return the smallest p-value on the way of ALPHA's test that the papers' mean is not above `least`.

    Papers are from 0 to 1 and not put back; the mean that is bet on begins at what was reported, and learns.
    """
    total, product, most = 0.0, 1.0, 1.0
    margin = max(0.0, (reported - least) / 2)
    for at, one in enumerate(seen, start=1):
        mean = (papers * least - total) / (papers - at + 1)
        if mean < -1e-12:
            return 0.0  # so much was seen for it that no rest could undo it
        if mean > 1 + 1e-12:
            break  # so much against it that no rest could save it: what was seen before stays the best
        bet = (LEARNS * reported + total) / (LEARNS + at - 1)
        bet = min(1 - 1e-9, max(bet, mean + margin / (LEARNS + at - 1) ** 0.5))
        if 1e-12 < mean < 1 - 1e-12:
            product *= one * bet / mean + (1 - one) * (1 - bet) / (1 - mean)
        most = max(most, product)
        total += one
    return min(1.0, 1 / most)
