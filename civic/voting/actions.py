"""Votes: every write."""

from collections.abc import Sequence
from datetime import date
from difflib import get_close_matches
from pathlib import Path

from civic.board import actions as board
from civic.db.base import end_of_day
from civic.files import pictures
from civic.following import actions as following
from civic.following.models import Step
from civic.kernel import correction, deed, outbox
from civic.kernel.context import Context
from civic.kernel.correction import Spot
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.seen import check
from civic.kernel.trace import Kind, Ref
from civic.processes.queries import process
from civic.voting import queries
from civic.voting.models import Ballot, BallotOption, Mode, Option, RollEntry, Vote, words_of
from civic.voting.notices import notice
from civic.voting.workflow import BALLOT, PROCESS_BALLOTS, ROLL, VotingVerb


def add_ballot(
    context: Context, process_id: int, *, question: str, about: str, mode: Mode, options: Sequence[Option]
) -> Ballot:
    """Prepare a vote with at least two options, or Refusal(TOO_FEW_OPTIONS)."""
    parent = deed.begin(context, PROCESS_BALLOTS, VotingVerb.ADD_BALLOT, process(context, process_id))
    if len(options) < 2:
        raise Refusal(Reason.TOO_FEW_OPTIONS)
    ballot = Ballot(
        process=parent,
        question=question,
        about=about,
        mode=mode,
        options=_entered(options),
    )
    deed.enter(context, VotingVerb.ADD_BALLOT, ballot)
    board.put(context, notice(ballot))
    return ballot


def _entered(options: Sequence[Option]) -> list[BallotOption]:
    return [BallotOption(position=n, text=one.text, about=one.about) for n, one in enumerate(options, start=1)]


NEARLY = 0.75
"""How much of an option's words stand where it is the same one, put better."""


def _change_options(context: Context, ballot: Ballot, options: Sequence[Option]) -> None:
    """Let the ballot have these options; one that says the same, or nearly, stays the one it was, with its picture."""
    there = {one.text: one for one in ballot.options}
    left = {text: one for text, one in there.items() if text not in {said.text for said in options}}
    for said in options:
        if said.text not in there and (near := get_close_matches(said.text, left, n=1, cutoff=NEARLY)):
            there[said.text] = left.pop(near[0])
    for gone in left.values():
        pictures.forget(context, Ref(Kind.OPTION, gone.id))
        ballot.options.remove(gone)
    for one in ballot.options:
        one.position = -one.position
    context.session.flush()  # a place stands once: each option leaves its old one before any takes its new one
    for position, said in enumerate(options, start=1):
        kept = there.get(said.text)
        if kept is None:
            kept = BallotOption(text=said.text)
            ballot.options.append(kept)
        kept.position, kept.text, kept.about = position, said.text, said.about
    ballot.options.sort(key=lambda option: option.position)


def change_ballot(
    context: Context,
    ballot_id: int,
    *,
    question: str,
    about: str,
    mode: Mode,
    options: Sequence[Option],
    seen: str | None = None,
) -> Ballot:
    """Change a vote that has not been opened; Refusal(TOO_FEW_OPTIONS) as when it is made.

    Refusal(WRITTEN_MEANWHILE) where a colleague changed it meanwhile.
    """
    ballot = deed.begin(context, BALLOT, VotingVerb.CHANGE, queries.ballot(context, ballot_id))
    context.session.expire(ballot, ["options"])
    ballot = queries.ballot(context, ballot_id)  # its options as they are now that it is locked
    check(seen, *words_of(ballot))
    if len(options) < 2:
        raise Refusal(Reason.TOO_FEW_OPTIONS)
    ballot.question, ballot.about, ballot.mode = question, about, mode
    _change_options(context, ballot, options)
    deed.enter(context, VotingVerb.CHANGE, ballot)
    board.put(context, notice(ballot))
    return ballot


def add_to(context: Context, ballot_id: int, *, text: str) -> Ballot:
    """Add words to a vote that has been opened, dated, and tell who is on its roll; what was voted on stays."""
    ballot = deed.do(context, BALLOT, VotingVerb.ADD_TO, queries.ballot(context, ballot_id))
    correction.add(context, Spot(Ref(Kind.BALLOT, ballot.id), "ballot", ballot.id), text)
    about = {"ballot_id": ballot.id, "title": ballot.question, "text": text}
    for person_id in queries.everybody_on_roll(context, ballot.id):
        outbox.mail(context, "vote_added_to", to=person_id, data=about)
    return ballot


def add_to_roll(context: Context, ballot_id: int, person_ids: Sequence[int]) -> Ballot:
    """Put persons on the roll before the vote opens; who is on it already stays on it once."""
    ballot = deed.do(context, BALLOT, VotingVerb.ADD_TO_ROLL, queries.ballot(context, ballot_id))
    present = set(queries.everybody_on_roll(context, ballot.id))
    fresh = [person_id for person_id in dict.fromkeys(person_ids) if person_id not in present]
    context.session.add_all(RollEntry(ballot_id=ballot.id, person_id=person_id) for person_id in fresh)
    return ballot


def take_off_roll(context: Context, ballot_id: int, entry_id: int) -> Ballot:
    """Take somebody off the roll who was put on it by mistake, before the vote opens; Refusal(NOT_FOUND) for none."""
    ballot = deed.begin(context, BALLOT, VotingVerb.TAKE_OFF_ROLL, queries.ballot(context, ballot_id))
    entry = queries.entry(context, ballot_id, entry_id)
    deed.enter(context, VotingVerb.TAKE_OFF_ROLL, entry)
    context.session.delete(entry)
    return ballot


def open_ballot(context: Context, ballot_id: int, *, last_day: date, seen: str | None = None) -> Ballot:
    """Open a vote until the end of `last_day`, Danish time; the roll is fixed from now on.

    Refusal(EMPTY_ROLL) when nobody could vote, Refusal(SMALL_ROLL) for a confidential vote of so few that one sees who
    voted what, Refusal(DEADLINE_PASSED) for a day that is over, Refusal(NOT_READ_YET) while a picture has not been
    looked through, Refusal(WRITTEN_MEANWHILE) where it asks something else than whoever opens it saw.
    """
    ballot = context.lock(queries.ballot(context, ballot_id))
    BALLOT.require(context, VotingVerb.OPEN, ballot)
    context.session.refresh(ballot, ["options"])
    voters = queries.everybody_on_roll(context, ballot.id)
    drawn = queries.drawn(context, ballot)
    check(seen, *words_of(ballot), len(voters), *(one.seen for one in drawn))
    if any(one.upload.is_unread for one in drawn):
        raise Refusal(Reason.NOT_READ_YET)
    if not voters:
        raise Refusal(Reason.EMPTY_ROLL)
    if ballot.mode is Mode.CONFIDENTIAL and len(voters) < queries.FEWEST:
        raise Refusal(Reason.SMALL_ROLL)
    closes_at = end_of_day(last_day)
    if closes_at <= context.now:
        raise Refusal(Reason.DEADLINE_PASSED)
    deed.did(context, BALLOT, VotingVerb.OPEN, ballot)
    ballot.opened_at, ballot.closes_at = context.now, closes_at
    board.put(context, notice(ballot))
    about = {"ballot_id": ballot.id, "title": ballot.question}
    for person_id in voters:
        outbox.mail(context, "vote_opened", to=person_id, data=about)
    home, vote_ = [Ref(Kind.PROCESS, ballot.process_id)], Ref(Kind.BALLOT, ballot.id)
    following.tell(context, Step.VOTE_OPENED, vote_, ballot.question, within=home, besides=voters)
    return ballot


def vote(context: Context, ballot_id: int, *, option_id: int) -> Vote:
    """Cast or change one's vote; the ballot is held, with all who vote in it, so no vote slips in after it closes.

    Refusal(NOT_ON_ROLL) for those who are not on the roll. What was chosen is not in the audit log.
    """
    entry = queries.to_vote(context, ballot_id)
    ROLL.require(context, VotingVerb.VOTE, entry)
    if option_id not in {option.id for option in entry.ballot.options}:
        raise Refusal(Reason.NOT_FOUND)
    cast = entry.vote or Vote(entry=entry)
    cast.option_id, cast.cast_at = option_id, context.now
    context.session.add(cast)
    deed.enter(context, VotingVerb.VOTE, entry)
    return cast


def close(context: Context, ballot_id: int) -> Ballot:
    """Close a vote before its time; the result is shown from now on."""
    ballot = deed.do(context, BALLOT, VotingVerb.CLOSE, queries.ballot(context, ballot_id))
    ballot.closed_at = context.now
    board.put(context, notice(ballot))
    return ballot


def put_picture(
    context: Context, option_id: int, folder: Path, *, content: bytes, alt: str, seen: str | None = None
) -> BallotOption:
    """Show an option of a vote that has not been opened in a picture, or in another; raises as `pictures.put` does."""
    option = _held_option(context, option_id, VotingVerb.PUT_PICTURE)
    thing = Ref(Kind.OPTION, option.id)
    pictures.put(context, thing, folder, about=option.text, content=content, alt=alt, seen=seen)
    return deed.enter(context, VotingVerb.PUT_PICTURE, option)


def take_out_picture(context: Context, option_id: int) -> BallotOption:
    """Take an option's picture away for good, also while one votes; Refusal(NOT_FOUND) where there is none."""
    option = _held_option(context, option_id, VotingVerb.TAKE_OUT_PICTURE)
    pictures.take_out(context, Ref(Kind.OPTION, option.id))
    return deed.enter(context, VotingVerb.TAKE_OUT_PICTURE, option)


def _held_option(context: Context, option_id: int, verb: VotingVerb) -> BallotOption:
    """Return an option as it is now that its vote is locked: it may have been taken out, or changed, meanwhile."""
    found = queries.option(context, option_id)
    deed.begin(context, BALLOT, verb, found.ballot)
    context.session.expire(found, ["text"])
    return queries.option(context, option_id)
