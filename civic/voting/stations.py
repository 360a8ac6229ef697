"""Votes on paper: stations with their officers, marks on the roll, and what two officers count; every write."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from civic.db.putting import insert_into
from civic.kernel import deed, outbox
from civic.kernel.context import Context
from civic.kernel.refusal import Reason, Refusal
from civic.tally.lines import written
from civic.tally.terms import Lines
from civic.voting import queries, rolls
from civic.voting.models import COUNTS, CountSheet, Proof, RollEntry, Shift, Station, Vote
from civic.voting.workflow import BALLOT, STATION, VotingVerb


def add_station(context: Context, ballot_id: int, *, name: str, place: str) -> Station:
    """Set up a place where one votes on paper, while the vote is prepared or open; Refusal(TAKEN) for a name twice."""
    ballot = deed.begin(context, BALLOT, VotingVerb.ADD_STATION, queries.ballot(context, ballot_id))
    if any(one.name == name for one in queries.stations(context, ballot.id)):
        raise Refusal(Reason.TAKEN)
    return deed.enter(context, VotingVerb.ADD_STATION, Station(ballot=ballot, name=name, place=place))


def take_out_station(context: Context, station_id: int) -> Station:
    """Take out a station at which nobody is marked; Refusal(IN_USE) for another."""
    found = _begin(context, station_id, VotingVerb.TAKE_OUT_STATION)
    if queries.marked_at(context, found.ballot_id).get(found.id) or found.sheets:
        raise Refusal(Reason.IN_USE)
    deed.enter(context, VotingVerb.TAKE_OUT_STATION, found)
    context.session.delete(found)
    return found


def add_shift(context: Context, station_id: int, *, person_id: int, starts_at: datetime, ends_at: datetime) -> Shift:
    """Let somebody be an officer of a station for some hours; Refusal(ENDS_FIRST) where it ends before it begins."""
    found = _begin(context, station_id, VotingVerb.ADD_SHIFT)
    if ends_at <= starts_at:
        raise Refusal(Reason.ENDS_FIRST)
    if any(one.person_id == person_id and one.starts_at == starts_at for one in found.shifts):
        raise Refusal(Reason.TAKEN)
    made = Shift(station=found, person_id=person_id, starts_at=starts_at, ends_at=ends_at)
    about = {"station_id": found.id, "title": found.ballot.question, "text": f"{found.name}: {found.place}"}
    outbox.mail(context, "shift_given", to=person_id, data=about)
    return deed.enter(context, VotingVerb.ADD_SHIFT, made)


def mark(context: Context, station_id: int, entry_id: int, *, is_assisted: bool = False) -> RollEntry:
    """Mark a place on the roll whose voter gets a paper at the station; an electronic vote of theirs counts no more.

    Of a household's places the one is marked that is free: an officer cannot know whose a used one is, and nobody's
    vote ends by another's. By an officer during their shift. Refusal(VOTED_ON_PAPER) where the place is marked already,
    Refusal(PLACES_USED) where a household's are both used.
    """
    found = _begin(context, station_id, VotingVerb.MARK)
    entry = queries.entry(context, found.ballot_id, entry_id)
    if entry.household_id is not None:
        entry = rolls.free_place(context, entry.household_id)
    entry = context.lock(entry)
    set_: dict[str, Any] = {"proof": Proof.LIST, "station_id": found.id, "is_assisted": is_assisted}
    put = insert_into(context.session, Vote).values(entry_id=entry.id, cast_at=context.now, **set_)
    is_electronic = Vote.proof != Proof.LIST
    put = put.on_conflict_do_update(index_elements=["entry_id"], set_={**set_, "was": Vote.proof}, where=is_electronic)
    if context.session.scalar(put.returning(Vote.id)) is None:
        raise Refusal(Reason.VOTED_ON_PAPER)
    context.session.expire(entry, ["vote"])
    return deed.enter(context, VotingVerb.MARK, entry)


def unmark(context: Context, station_id: int, entry_id: int) -> RollEntry:
    """Take back a mark that was set by mistake; an electronic vote that was there before counts again.

    By an officer of the same station during their shift; Refusal(NOT_FOUND) for no mark of it.
    """
    found = _begin(context, station_id, VotingVerb.UNMARK)
    entry = context.lock(queries.entry(context, found.ballot_id, entry_id))
    cast = queries.locked_vote(context, entry.id)
    if cast is None or cast.station_id != found.id:
        raise Refusal(Reason.NOT_FOUND)
    if cast.was is None:
        context.session.delete(cast)
    else:
        cast.proof, cast.was, cast.station_id, cast.is_assisted = cast.was, None, None, False
    return deed.enter(context, VotingVerb.UNMARK, entry)


def count(context: Context, station_id: int, *, ballots: Mapping[Lines, int], void: int) -> CountSheet:
    """Enter what one officer counted of a station's papers, once the vote has closed; what they had before is kept.

    Two count, each without seeing what the other has; until both come to the same there is no result.
    Refusal(NOT_NOW) where two have counted already and agree, Refusal(SEATS_TAKEN) for a third officer, else as
    `queries.must_fit` for each marking.
    """
    found = _begin(context, station_id, VotingVerb.COUNT)
    for lines in ballots:
        queries.must_fit(found.ballot, lines)
    if found.is_counted:
        raise Refusal(Reason.NOT_NOW)
    said = {written(lines): times for lines, times in ballots.items() if times}
    own = next((one for one in found.sheets if context.actor.is_person(one.person_id)), None)
    if own is None and len(found.sheets) == COUNTS:
        raise Refusal(Reason.SEATS_TAKEN)
    queries.forget_count(context, found.ballot_id)
    if own is None:
        assert context.actor.person_id is not None
        number = 1 + len(found.sheets)
        own = CountSheet(station=found, number=number, person_id=context.actor.person_id, earlier=[])
    else:
        own.earlier = [*own.earlier, [dict(own.ballots), own.void, own.counted_at.isoformat()]]
    own.ballots, own.void, own.counted_at = said, void, context.now
    return deed.enter(context, VotingVerb.COUNT, own)


def _begin(context: Context, station_id: int, verb: VotingVerb) -> Station:
    """Return a station whose rows are locked, once the actor is known to may do this there."""
    context.lock(queries.station(context, station_id))
    found = queries.station(context, station_id)
    STATION.require(context, verb, found)
    if verb in {VotingVerb.MARK, VotingVerb.UNMARK} and not found.on_shift_at(context.actor.person_id, context.now):
        raise Refusal(Reason.NO_SHIFT)
    return found
