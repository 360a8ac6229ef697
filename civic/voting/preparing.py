"""A vote before it opens: said in other languages, tied to the proposals it comes from, and tried out; every write."""

from collections.abc import Mapping

from sqlalchemy import delete

from civic.kernel import deed
from civic.kernel.context import Context
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.seen import check
from civic.proposals.models import PUBLIC
from civic.proposals.queries import by_ids
from civic.tally.lines import written
from civic.tally.terms import Lines
from civic.voting import queries
from civic.voting.models import Ballot, TrialVote
from civic.voting.workflow import BALLOT, VotingVerb


def put_wording(
    context: Context, ballot_id: int, language: str, said: Mapping[str, str], *, seen: str | None = None
) -> Ballot:
    """Say a vote's words in another language: each of its own words, and how that is said; nothing takes it out.

    Words that are not the vote's own are left out. It is read in that language once all are said, and opens only then.
    Refusal(WRITTEN_MEANWHILE) where a colleague changed them meanwhile.
    """
    ballot = deed.begin(context, BALLOT, VotingVerb.PUT_WORDING, queries.ballot(context, ballot_id))
    context.session.refresh(ballot, ["wordings"])
    check(seen, *ballot.own_words, *ballot.wordings.get(language, {}).values())
    kept = {one: said[one] for one in ballot.own_words if said.get(one)}
    others = {code: words for code, words in ballot.wordings.items() if code != language}
    ballot.wordings = {**others, language: kept} if kept else others
    return deed.enter(context, VotingVerb.PUT_WORDING, ballot)


def name_proposals(context: Context, ballot_id: int, chosen: Mapping[int, int]) -> Ballot:
    """Say from which proposals of its process a vote's options come: by option, none for one that comes from none.

    Each proposal leads to the vote from the day it opens. Refusal(NOT_FITTING) for a proposal that is not one of the
    process that everybody reads, or an option of another vote.
    """
    ballot = deed.begin(context, BALLOT, VotingVerb.NAME_PROPOSALS, queries.ballot(context, ballot_id))
    context.session.expire(ballot, ["options"])
    ballot = queries.ballot(context, ballot_id)
    there = [one for one in by_ids(context, sorted(set(chosen.values()))) if one.process_id == ballot.process_id]
    known = {one.id for one in there if one.state in PUBLIC}
    if not set(chosen.values()) <= known or not set(chosen) <= {one.id for one in ballot.options}:
        raise Refusal(Reason.NOT_FITTING)
    for one in ballot.options:
        one.proposal_id = chosen.get(one.id)
    return deed.enter(context, VotingVerb.NAME_PROPOSALS, ballot)


MOST_TRIALS = 100
"""How many trial votes one vote has at most."""


def try_out(context: Context, ballot_id: int, *, lines: Lines) -> TrialVote:
    """Fill in a ballot to try a vote out; it counts for nothing. Refused as a vote's own lines are (`must_fit`).

    Refusal(TOO_MANY_TRIES) where there are as many as a trial takes.
    """
    ballot = deed.begin(context, BALLOT, VotingVerb.TRY_OUT, queries.ballot(context, ballot_id))
    queries.must_fit(ballot, lines)
    if sum(queries.trial(context, ballot.id).values()) >= MOST_TRIALS:
        raise Refusal(Reason.TOO_MANY_TRIES)
    made = TrialVote(ballot_id=ballot.id, lines=written(lines), cast_at=context.now)
    return deed.enter(context, VotingVerb.TRY_OUT, made)


def wipe_trial(context: Context, ballot_id: int) -> Ballot:
    """Wipe a vote's trial votes."""
    ballot = deed.do(context, BALLOT, VotingVerb.WIPE_TRIAL, queries.ballot(context, ballot_id))
    forget_trial(context, ballot)
    return ballot


def forget_trial(context: Context, ballot: Ballot) -> None:
    """Wipe trial votes where a vote is changed, or opens: what was tried is another vote by then. Part of a deed."""
    context.session.execute(delete(TrialVote).where(TrialVote.ballot_id == ballot.id))
