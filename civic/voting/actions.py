"""Votes: every write."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import bindparam, cast, func, select

from civic.board import actions as board
from civic.db.base import Instant, end_of_day
from civic.db.putting import insert_for
from civic.draws.repeat import digest, numbers_in
from civic.files import pictures
from civic.following import actions as following
from civic.following.models import Step
from civic.kernel import correction, deed, outbox, trace
from civic.kernel.context import Context
from civic.kernel.correction import Spot
from civic.kernel.days import must_have_been
from civic.kernel.receipt import new_code
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.seen import check
from civic.kernel.trace import Kind, Ref
from civic.processes.queries import process
from civic.tally.lines import written
from civic.tally.terms import Lines, Method, TieRule
from civic.voting import preparing, queries, rolls
from civic.voting.models import (
    Ballot,
    BallotOption,
    BallotState,
    Option,
    Proof,
    RollEntry,
    Rule,
    Secrecy,
    Vote,
    decides,
    digest_of,
    words_of,
)
from civic.voting.notices import notice
from civic.voting.secrecy import FEWEST
from civic.voting.workflow import BALLOT, PROCESS_BALLOTS, ROLL, VotingVerb


def add_ballot(
    context: Context, process_id: int, *, question: str, about: str, rule: Rule, options: Sequence[Option]
) -> Ballot:
    """Prepare a vote with at least two options, or Refusal(TOO_FEW_OPTIONS).

    Refusal(COST_MISSING) for a budget without a sum or an option without a cost, Refusal(AREA_MISSING) where an option
    is in none of the budget's areas, or they are not its sum together, Refusal(RULE_INCOMPLETE) for a yes or no that is
    not of two options, or more winners than could be chosen.
    """
    parent = deed.begin(context, PROCESS_BALLOTS, VotingVerb.ADD_BALLOT, process(context, process_id))
    _check_rule(rule, options)
    ballot = Ballot(process=parent, question=question, about=about, options=_entered(options), **vars(rule))
    deed.enter(context, VotingVerb.ADD_BALLOT, ballot)
    board.put(context, notice(ballot))
    return ballot


def _check_rule(rule: Rule, options: Sequence[Option]) -> None:
    if len(options) < 2:
        raise Refusal(Reason.TOO_FEW_OPTIONS)
    is_budget = rule.method.has_costs
    if is_budget and (not rule.sum or rule.spending is None or any(one.cost is None for one in options)):
        raise Refusal(Reason.COST_MISSING)
    if is_budget and rule.areas:
        are_told = {one.area for one in options} <= set(rule.areas) and sum(rule.areas.values()) == rule.sum
        if not are_told:
            raise Refusal(Reason.AREA_MISSING)
    elif any(one.area for one in options):
        raise Refusal(Reason.AREA_MISSING)
    has_two = len(options) == 2
    fits = rule.winners < len(options) or is_budget
    if (rule.method is Method.YES_NO and not has_two) or not fits or (not is_budget and rule.sum is not None):
        raise Refusal(Reason.RULE_INCOMPLETE)
    if rule.tie is TieRule.FALLS and rule.method is not Method.YES_NO:
        raise Refusal(Reason.RULE_INCOMPLETE)


def _entered(options: Sequence[Option]) -> list[BallotOption]:
    return [
        BallotOption(position=n, text=one.text, about=one.about, cost=one.cost, area=one.area)
        for n, one in enumerate(options, start=1)
    ]


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
        kept.cost, kept.area = said.cost, said.area
    ballot.options.sort(key=lambda option: option.position)


def change_ballot(
    context: Context,
    ballot_id: int,
    *,
    question: str,
    about: str,
    rule: Rule,
    options: Sequence[Option],
    seen: str | None = None,
) -> Ballot:
    """Change a vote that has not been opened; refused as when it is made.

    Refusal(WRITTEN_MEANWHILE) where a colleague changed it meanwhile.
    """
    ballot = deed.begin(context, BALLOT, VotingVerb.CHANGE, queries.ballot(context, ballot_id))
    context.session.expire(ballot, ["options"])
    ballot = queries.ballot(context, ballot_id)  # its options as they are now that it is locked
    check(seen, *words_of(ballot))
    _check_rule(rule, options)
    ballot.question, ballot.about = question, about
    for name, value in vars(rule).items():
        setattr(ballot, name, value)
    _change_options(context, ballot, options)
    preparing.forget_trial(context, ballot)
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


def open_ballot(
    context: Context,
    ballot_id: int,
    *,
    last_day: date,
    draw_source: str = "",
    draw_on: date | None = None,
    seen: str | None = None,
) -> Ballot:
    """Open a vote until the end of `last_day`, Danish time; the roll and all that decides the result are fixed.

    What decides it is kept with its hash. Where level options are drawn, the hash of a secret is published now, and the
    public words that it is drawn with are known on `draw_on`, after the vote.

    Refusal(WORDING_MISSING) while some of its words are not said in a language that others of them are said in,
    Refusal(EMPTY_ROLL) when nobody could vote, Refusal(SMALL_ROLL) for a confidential vote of so few that one sees who
    voted what, Refusal(DEADLINE_PASSED) for a day that is over, Refusal(NOT_READ_YET) while a picture has not been
    looked through, Refusal(NO_DRAW) where a draw is promised and nothing said of its words,
    Refusal(WRITTEN_MEANWHILE) where it asks something else than whoever opens it saw.
    """
    ballot = context.lock(queries.ballot(context, ballot_id))
    BALLOT.require(context, VotingVerb.OPEN, ballot)
    context.session.refresh(ballot, ["options"])
    on_roll = queries.turnout(context, ballot.id).on_roll
    drawn = queries.drawn(context, ballot)
    check(seen, *words_of(ballot), *ballot.said_elsewhere, on_roll, *(one.seen for one in drawn))
    if any(one.upload.is_unread for one in drawn):
        raise Refusal(Reason.NOT_READ_YET)
    if any(ballot.lacks(language) for language in ballot.wordings):
        raise Refusal(Reason.WORDING_MISSING)
    if not on_roll:
        raise Refusal(Reason.EMPTY_ROLL)
    if ballot.secrecy is Secrecy.CONFIDENTIAL and on_roll < FEWEST:
        raise Refusal(Reason.SMALL_ROLL)
    closes_at = end_of_day(last_day)
    if closes_at <= context.now:
        raise Refusal(Reason.DEADLINE_PASSED)
    if ballot.tie is TieRule.DRAW and (not draw_source or draw_on is None or draw_on <= last_day):
        raise Refusal(Reason.NO_DRAW)
    ballot.opened_at, ballot.closes_at = context.now, closes_at
    if ballot.tie is TieRule.DRAW:
        ballot.draw_secret = secrets.token_hex(32)
        ballot.draw_commitment = digest(ballot.draw_secret)
        ballot.draw_source, ballot.draw_on = draw_source, draw_on
    preparing.forget_trial(context, ballot)
    came_from = sorted({one.proposal_id for one in ballot.options if one.proposal_id})
    vote_ = Ref(Kind.BALLOT, ballot.id)
    trace.link_all(context, [(Ref(Kind.PROPOSAL, one), vote_) for one in came_from])
    ballot.frozen = decides(ballot, queries.circles(context, ballot.id))
    ballot.frozen_sha256 = digest_of(ballot.frozen)
    deed.did(context, BALLOT, VotingVerb.OPEN, ballot)
    board.put(context, notice(ballot))
    about = {"ballot_id": ballot.id, "title": ballot.question}
    voters = queries.everybody_on_roll(context, ballot.id)
    for person_id in voters:
        outbox.mail(context, "vote_opened", to=person_id, data=about)
    home = [Ref(Kind.PROCESS, ballot.process_id)]
    following.tell(context, Step.VOTE_OPENED, vote_, ballot.question, within=home, besides=voters)
    return ballot


@dataclass(frozen=True)
class Cast:
    """A vote as it was taken in."""

    entry_id: int
    receipt: str


def vote(context: Context, ballot_id: int, *, lines: Lines, second: bool = False) -> Cast:
    """Cast or change one's vote, from one's own place, a letter's, or one of one's household's; `second` as `place`.

    Nobody votes for another: a place on the roll is one person's. The receipt stays the same when the vote changes.
    Refusal(NOT_ON_ROLL) for those who are not on the roll, Refusal(PLACES_USED) where others of the household have used
    both places, Refusal(VOTED_ON_PAPER) where the place is marked at a station, else as `queries.must_fit`. What was
    marked is not in the audit log.
    """
    entry = rolls.place(context, ballot_id, second=second)
    if not BALLOT.may(context, VotingVerb.READ, entry.ballot):
        raise Refusal(Reason.NOT_FOUND)
    ROLL.require(context, VotingVerb.VOTE, entry)
    queries.must_fit(entry.ballot, lines)
    proof = Proof.CODE if context.actor.place else Proof.ACCOUNT
    receipt = _take_in(context, entry, written(lines), proof)
    deed.enter(context, VotingVerb.VOTE, entry)
    return Cast(entry.id, receipt)


def _take_in(context: Context, entry: RollEntry, lines: str, proof: Proof) -> str:
    """Write a vote in one statement, in which it is decided whether the ballot is open still, and return its receipt.

    The ballot is held until the vote is in, so nobody closes it meanwhile; a mark for paper is not written over.
    """
    context.session.flush()
    put = _put_vote(context.session.get_bind().dialect.name, context.asks_database_for_time())
    new = {"entry_id": entry.id, "lines": lines, "receipt": new_code(), "proof": proof, "is_assisted": False}
    told = {**new, "ballot_id": entry.ballot_id, "now": context.now}
    receipt: str | None = context.session.connection().execute(put, told).scalar()
    context.session.expire(entry, ["vote"])
    if receipt is None:
        is_on_paper = context.session.scalar(select(Vote.proof).where(Vote.entry_id == entry.id)) is Proof.LIST
        raise Refusal(Reason.VOTED_ON_PAPER if is_on_paper else Reason.NOT_NOW)
    return receipt


@cache
def _put_vote(dialect: str, asks_for_time: bool) -> Any:
    """Return the statement that takes a vote in, made once for each kind of database."""
    table, ballot = Vote.__table__.c, Ballot.__table__.c
    now = cast(func.clock_timestamp(), Instant) if asks_for_time else bindparam("now", type_=Instant)
    is_open = ballot.id == bindparam("ballot_id"), ballot.state == BallotState.OPEN, now < ballot.closes_at
    names = ["entry_id", "lines", "receipt", "proof", "is_assisted"]
    values = [bindparam(name, type_=table[name].type) for name in names]
    taken = select(*values, now).where(*is_open).with_for_update(read=True)
    put = insert_for(dialect, Vote).from_select([*names, "cast_at"], taken, include_defaults=False)
    anew = {name: getattr(put.excluded, name) for name in ("lines", "cast_at", "proof")}
    put = put.on_conflict_do_update(index_elements=["entry_id"], set_=anew, where=table.proof != Proof.LIST)
    return put.returning(table.receipt)


def publish_result(context: Context, ballot_id: int) -> Ballot:
    """Show everybody the result at once, of a vote whose result waits for a person."""
    ballot = deed.do(context, BALLOT, VotingVerb.PUBLISH_RESULT, queries.ballot(context, ballot_id))
    ballot.published_at = context.now
    board.put(context, notice(ballot))
    return ballot


def draw_among_level(context: Context, ballot_id: int, *, public_words: str) -> Ballot:
    """Draw among options that are level, from the public words of the day that was said before the vote.

    Refusal(NOT_HELD_YET) before that day, Refusal(NOT_NOW) where nothing is level, Refusal(NOTHING_SAID) without a
    number in the words.
    """
    ballot = context.lock(queries.ballot(context, ballot_id))
    BALLOT.require(context, VotingVerb.DRAW_AMONG_LEVEL, ballot)
    must_have_been(context, ballot.draw_on)
    found = queries.counted(context, ballot)
    if found is None or found.is_decided:
        raise Refusal(Reason.NOT_NOW)
    words = numbers_in(public_words)
    if not words:
        raise Refusal(Reason.NOTHING_SAID)
    deed.did(context, BALLOT, VotingVerb.DRAW_AMONG_LEVEL, ballot)
    ballot.draw_words = words
    queries.forget_count(context, ballot.id)
    return ballot


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
