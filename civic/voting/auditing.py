"""Papers drawn by lot, to see whether they bear out what was counted: every write."""

from collections.abc import Mapping

from civic.draws.repeat import numbers_in
from civic.kernel import deed
from civic.kernel.context import Context
from civic.kernel.refusal import Reason, Refusal
from civic.tally.lines import written
from civic.tally.terms import Lines
from civic.voting import queries
from civic.voting.models import DrawnPaper, PaperAudit
from civic.voting.queries import Audited
from civic.voting.workflow import BALLOT, VotingVerb


def begin_audit(context: Context, ballot_id: int, *, public_words: str, size: int, most_risk: int) -> PaperAudit:
    """Draw so many papers by lot, from public words that nobody knew while the papers were counted.

    `most_risk` is said before anybody looks: at most how many per cent the risk may be that a wrong result is borne
    out. Refusal(NOTHING_SAID) without a number in the words, Refusal(NO_AUDIT) where no papers are counted, or no way
    is known to audit such a result, Refusal(TAKEN) where some are drawn already.
    """
    ballot = deed.begin(context, BALLOT, VotingVerb.BEGIN_AUDIT, queries.ballot(context, ballot_id))
    words = numbers_in(public_words)
    if not words:
        raise Refusal(Reason.NOTHING_SAID)
    if not queries.claimed(context, ballot):
        raise Refusal(Reason.NO_AUDIT)
    if queries.audited(context, ballot) is not None:
        raise Refusal(Reason.TAKEN)
    assert context.actor.person_id is not None
    made = PaperAudit(
        ballot_id=ballot.id,
        words=words,
        size=size,
        most_risk=most_risk,
        by_id=context.actor.person_id,
        begun_at=context.now,
        drawn=[],
    )
    return deed.enter(context, VotingVerb.BEGIN_AUDIT, made)


def draw_more(context: Context, ballot_id: int, *, size: int) -> PaperAudit:
    """Draw some more papers; those that were drawn stay. Refusal(NOT_FOUND) where none were drawn yet."""
    found = _begun(context, ballot_id, VotingVerb.DRAW_MORE)
    found.audit.size = min(found.papers, found.audit.size + size)
    return deed.enter(context, VotingVerb.DRAW_MORE, found.audit)


def enter_papers(context: Context, ballot_id: int, seen: Mapping[int, Lines | None]) -> PaperAudit:
    """Enter what is on papers that were drawn, by their numbers, None for a void one; entered again, it is put right.

    Refusal(NOT_FOUND) for a paper that was not drawn, else as `queries.must_fit` for each.
    """
    found = _begun(context, ballot_id, VotingVerb.ENTER_PAPERS)
    ballot = queries.ballot(context, ballot_id)
    there = {one.number: one.seen for one in found.drawn}
    for number, lines in seen.items():
        if number not in there:
            raise Refusal(Reason.NOT_FOUND)
        if lines is not None:
            queries.must_fit(ballot, lines)
        one = there[number] or DrawnPaper(number=number)
        one.lines, one.entered_at = written(lines) if lines is not None else None, context.now
        if there[number] is None:
            found.audit.drawn.append(one)
    return deed.enter(context, VotingVerb.ENTER_PAPERS, found.audit)


def _begun(context: Context, ballot_id: int, verb: VotingVerb) -> Audited:
    """Return what was drawn, its vote locked: two who enter at once do not write over each other."""
    found = queries.audited(context, deed.begin(context, BALLOT, verb, queries.ballot(context, ballot_id)))
    if found is None:
        raise Refusal(Reason.NOT_FOUND)
    return found
