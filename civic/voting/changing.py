"""A vote that is open, changed by two persons: one asks for it with a reason, another agrees; every write."""

from datetime import date

from sqlalchemy import delete

from civic.board import actions as board
from civic.db.base import end_of_day
from civic.kernel import deed, outbox
from civic.kernel.context import Context
from civic.kernel.refusal import Reason, Refusal
from civic.voting import queries, rolls
from civic.voting.models import (
    Ballot,
    BallotChange,
    Changing,
    Household,
    HouseholdObjection,
    RollEntry,
    Vote,
    decides,
    digest_of,
)
from civic.voting.notices import notice
from civic.voting.workflow import BALLOT, CHANGE, VotingVerb


def ask_for_change(
    context: Context,
    ballot_id: int,
    kind: Changing,
    *,
    reason: str,
    last_day: date | None = None,
    person_id: int | None = None,
    name: str = "",
    address: str = "",
    entry_id: int | None = None,
) -> BallotChange:
    """Ask for a change to an open vote; nothing changes until somebody else agrees.

    The question, the options and the rule are never changed: who has voted has voted on them.
    Refusal(DEADLINE_PASSED) for a last day no later than it is, Refusal(NOT_FITTING) for somebody who is on the roll
    already, or nobody, Refusal(NOT_FOUND) for a place that is not on the roll, Refusal(NOT_NOW) for freeing a place
    that is not a household's, or not used.
    """
    ballot = deed.begin(context, BALLOT, VotingVerb.ASK_FOR_CHANGE, queries.ballot(context, ballot_id))
    assert context.actor.person_id is not None
    asked = BallotChange(
        ballot=ballot,
        kind=kind,
        last_day=last_day if kind is Changing.LATER else None,
        person_id=person_id if kind is Changing.PUT_ON else None,
        name=name if kind is Changing.PUT_ON and person_id is None else "",
        address=address if kind is Changing.PUT_ON and person_id is None else "",
        entry_id=entry_id if kind in {Changing.TAKEN_OFF, Changing.FREED} else None,
        reason=reason,
        asked_by_id=context.actor.person_id,
        asked_at=context.now,
    )
    _check(context, asked)
    return deed.enter(context, VotingVerb.ASK_FOR_CHANGE, asked)


def _check(context: Context, asked: BallotChange) -> None:
    ballot = asked.ballot
    if asked.kind is Changing.LATER:
        assert asked.last_day is not None
        assert ballot.closes_at is not None
        if end_of_day(asked.last_day) <= ballot.closes_at:
            raise Refusal(Reason.DEADLINE_PASSED)
        if ballot.draw_on is not None and asked.last_day >= ballot.draw_on:
            raise Refusal(Reason.ENDS_FIRST)  # the words of the draw would be known while one votes
    elif asked.kind is Changing.PUT_ON:
        known = queries.keys_on_roll(context, ballot.id)
        homes = queries.households(context, ballot.id)
        is_there = asked.person_id in known or (asked.name.casefold(), asked.address.casefold()) in known
        is_home = not asked.name and asked.address.casefold() in homes
        if (asked.person_id is None and not asked.address) or is_there or is_home:
            raise Refusal(Reason.NOT_FITTING)
    else:
        entry = queries.entry(context, ballot.id, asked.entry_id or 0)
        is_freed = asked.kind is Changing.FREED
        if is_freed and (entry.household_id is None or not queries.is_used(context, entry.id)):
            raise Refusal(Reason.NOT_NOW)
        if not is_freed and entry.household_id is not None:
            raise Refusal(Reason.NOT_FITTING)  # of a household a place is freed


def agree(context: Context, change_id: int) -> BallotChange:
    """Agree to a change that somebody else asked for, and carry it out; what decides the result has a new hash then.

    Refusal(NOT_ONESELF) for one's own, else as `ask_for_change`, by how it is now.
    """
    found = _open_change(context, change_id, VotingVerb.AGREE_TO_CHANGE)
    ballot = found.ballot
    _check(context, found)
    found.frozen_sha256 = ballot.frozen_sha256
    found.decided_by_id, found.decided_at = context.actor.person_id, context.now
    {
        Changing.LATER: _later,
        Changing.PUT_ON: _put_on,
        Changing.TAKEN_OFF: _taken_off,
        Changing.FREED: _freed,
    }[found.kind](context, found)
    context.session.flush()
    before = list((ballot.frozen or {}).get("changes", ()))
    said = {"kind": found.kind.value, "at": context.now.isoformat(), "before": found.frozen_sha256}
    ballot.frozen = decides(ballot, queries.circles(context, ballot.id), [*before, said])
    ballot.frozen_sha256 = digest_of(ballot.frozen)
    deed.enter(context, VotingVerb.AGREE_TO_CHANGE, found)
    board.put(context, notice(ballot))
    return found


def decline(context: Context, change_id: int) -> BallotChange:
    """Decline a change that somebody asked for, or take back one's own; nothing changes."""
    found = context.lock(queries.change(context, change_id))
    CHANGE.require(context, VotingVerb.DECLINE_CHANGE, found)
    deed.enter(context, VotingVerb.DECLINE_CHANGE, found)
    context.session.delete(found)
    return found


def _open_change(context: Context, change_id: int, verb: VotingVerb) -> BallotChange:
    found = queries.change(context, change_id)
    ballot = context.lock(found.ballot)
    context.session.refresh(ballot, ["options"])
    found = context.lock(found)
    CHANGE.require(context, verb, found)
    if context.actor.is_person(found.asked_by_id):
        raise Refusal(Reason.NOT_ONESELF)
    return found


def _later(context: Context, found: BallotChange) -> None:
    assert found.last_day is not None
    found.ballot.closes_at = end_of_day(found.last_day)
    about = {"ballot_id": found.ballot.id, "title": found.ballot.question, "text": found.reason}
    for person_id in queries.everybody_on_roll(context, found.ballot.id):
        outbox.mail(context, "vote_added_to", to=person_id, data=about)


def _put_on(context: Context, found: BallotChange) -> None:
    ballot: Ballot = found.ballot
    if found.person_id is None and not found.name:
        home = Household(ballot_id=ballot.id, address=found.address)
        context.session.add(home)
        context.session.flush()
        rolls.put_places(context, ballot, [home])
        return
    context.session.add(
        RollEntry(ballot_id=ballot.id, person_id=found.person_id, name=found.name, address=found.address)
    )
    if found.person_id is not None:
        about = {"ballot_id": ballot.id, "title": ballot.question}
        outbox.mail(context, "vote_opened", to=found.person_id, data=about)


def _taken_off(context: Context, found: BallotChange) -> None:
    entry = _locked_entry(context, found)
    context.session.execute(delete(Vote).where(Vote.entry_id == entry.id))
    context.session.delete(entry)


def _freed(context: Context, found: BallotChange) -> None:
    entry = _locked_entry(context, found)
    context.session.execute(delete(Vote).where(Vote.entry_id == entry.id))
    entry.person_id = None
    entry.code_hash = None  # whoever used the letter has its code: it gets a new one


def _locked_entry(context: Context, found: BallotChange) -> RollEntry:
    return context.lock(queries.entry(context, found.ballot_id, found.entry_id or 0))


def answer_objection(context: Context, objection_id: int, *, answer: str) -> HouseholdObjection:
    """Answer somebody who objects to how their household's places were used; they are told by mail.

    Where it is right, a place is freed by two persons as any change is made.
    """
    found = queries.objection(context, objection_id)
    ballot = deed.begin(
        context, BALLOT, VotingVerb.ANSWER_OBJECTION, queries.ballot(context, found.household.ballot_id)
    )
    found = context.lock(found)
    if found.answered_at is not None:
        raise Refusal(Reason.NOT_NOW)
    found.answer, found.answered_at, found.answered_by_id = answer, context.now, context.actor.person_id
    about = {"ballot_id": ballot.id, "title": ballot.question, "text": answer}
    outbox.mail(context, "objection_answered", to=found.person_id, data=about)
    return deed.enter(context, VotingVerb.ANSWER_OBJECTION, found)
