"""Votes: every write."""

from collections.abc import Sequence
from datetime import date

from civic.db.base import end_of_day
from civic.kernel import audit, outbox
from civic.kernel.context import Context
from civic.kernel.refusal import Reason, Refusal
from civic.processes.queries import process
from civic.processes.workflow import PROCESS
from civic.processes.workflow import Verb as ProcessVerb
from civic.search import index
from civic.voting import queries
from civic.voting.models import Ballot, BallotOption, Mode, RollEntry, Vote
from civic.voting.workflow import BALLOT, ROLL, RollVerb, Verb


def add_ballot(
    context: Context, process_id: int, *, question: str, about: str, mode: Mode, options: Sequence[str]
) -> Ballot:
    """Prepare a vote with at least two options, or Refusal(TOO_FEW_OPTIONS)."""
    parent = context.lock(process(context, process_id))
    parent.state = PROCESS.step(context, ProcessVerb.ADD_BALLOT, parent)
    if len(options) < 2:
        raise Refusal(Reason.TOO_FEW_OPTIONS)
    ballot = Ballot(
        process=parent,
        question=question,
        about=about,
        mode=mode,
        options=[BallotOption(position=n, text=text) for n, text in enumerate(options, start=1)],
    )
    context.session.add(ballot)
    audit.record(context, ProcessVerb.ADD_BALLOT, ballot)
    return ballot


def add_to_roll(context: Context, ballot_id: int, person_ids: Sequence[int]) -> Ballot:
    """Put persons on the roll before the vote opens; who is on it already stays on it once."""
    ballot = context.lock(queries.ballot(context, ballot_id))
    ballot.state = BALLOT.step(context, Verb.ADD_TO_ROLL, ballot)
    present = {entry.person_id for entry in queries.roll(context, ballot.id, at_most=5000)}
    fresh = [person_id for person_id in dict.fromkeys(person_ids) if person_id not in present]
    context.session.add_all(RollEntry(ballot_id=ballot.id, person_id=person_id) for person_id in fresh)
    audit.record(context, Verb.ADD_TO_ROLL, ballot)
    return ballot


def open_ballot(context: Context, ballot_id: int, *, last_day: date) -> Ballot:
    """Open a vote until the end of `last_day`, Danish time; the roll is fixed from now on.

    Refusal(EMPTY_ROLL) when nobody could vote, Refusal(DEADLINE_PASSED) for a day that is over.
    """
    ballot = context.lock(queries.ballot(context, ballot_id))
    opened = BALLOT.step(context, Verb.OPEN, ballot)
    entries = queries.roll(context, ballot.id, at_most=5000)
    if not entries:
        raise Refusal(Reason.EMPTY_ROLL)
    closes_at = end_of_day(last_day)
    if closes_at <= context.now:
        raise Refusal(Reason.DEADLINE_PASSED)
    ballot.state, ballot.opened_at, ballot.closes_at = opened, context.now, closes_at
    index.put(context, "ballot", ballot.id, title=ballot.question, text=ballot.about)
    audit.record(context, Verb.OPEN, ballot)
    for entry in entries:
        about = {"ballot_id": ballot.id, "title": ballot.question}
        outbox.mail(context, "vote_opened", to=entry.person_id, data=about)
    return ballot


def vote(context: Context, ballot_id: int, *, option_id: int) -> Vote:
    """Cast or change one's vote; the ballot is locked, so no vote slips in after it closes.

    Refusal(NOT_ON_ROLL) for those who are not on the roll. What was chosen is not in the audit log.
    """
    ballot = context.lock(queries.ballot(context, ballot_id))
    entry = queries.own_entry(context, ballot.id)
    if entry is None:
        raise Refusal(Reason.NOT_ON_ROLL)
    ROLL.step(context, RollVerb.VOTE, entry)
    if option_id not in {option.id for option in ballot.options}:
        raise Refusal(Reason.NOT_FOUND)
    cast = entry.vote or Vote(entry=entry)
    cast.option_id, cast.cast_at = option_id, context.now
    context.session.add(cast)
    audit.record(context, RollVerb.VOTE, entry)
    return cast


def close(context: Context, ballot_id: int) -> Ballot:
    """Close a vote before its time; the result is shown from now on."""
    ballot = context.lock(queries.ballot(context, ballot_id))
    ballot.state = BALLOT.step(context, Verb.CLOSE, ballot)
    ballot.closed_at = context.now
    audit.record(context, Verb.CLOSE, ballot)
    return ballot
