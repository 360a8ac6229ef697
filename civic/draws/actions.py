"""Draws by lot: every write."""

import secrets
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from random import SystemRandom
from typing import Any

from civic.board import actions as board
from civic.draws import queries, repeat
from civic.draws.models import (
    WITHOUT_PANELS,
    Asks,
    Draw,
    Entrant,
    EntrantAnswer,
    EntrantState,
    Feature,
    FeatureValue,
    Round,
    RoundState,
    written_feature,
)
from civic.draws.notices import notice
from civic.draws.workflow import DRAW, PROCESS_DRAWS, DrawVerb
from civic.groups import queries as groups
from civic.groups import registering
from civic.groups.models import Admission, Group
from civic.kernel import audit, correction, cpr, deed, mailbox, outbox
from civic.kernel.context import Context
from civic.kernel.correction import Spot
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.seen import check
from civic.kernel.trace import Kind, Ref
from civic.people.queries import own_account
from civic.people.sealing import new_token
from civic.processes.queries import process

AT_MOST_KEPT = timedelta(days=731)
"""How long after the last day names and answers may be kept: replacements are drawn from them, and then no more."""


def add_draw(
    context: Context,
    process_id: int,
    *,
    title: str,
    about: str,
    seats: int,
    closes_at: datetime,
    forgets_at: datetime,
    asks: Asks,
    group_id: int | None = None,
    is_example: bool = False,
) -> Draw:
    """Prepare a draw in a running process, for the staff alone until it is opened.

    With `group_id` who is drawn and comes gets a place in that group. Refusal(NOT_FITTING) for a group whose places
    are not given by lot, Refusal(QUOTAS_IMPOSSIBLE) for quotas that no number of persons could meet,
    Refusal(DEADLINE_PASSED) for a last day that is over, Refusal(ENDS_FIRST) for a day of deletion that is not later.
    """
    parent = deed.begin(context, PROCESS_DRAWS, DrawVerb.ADD, process(context, process_id))
    _check(context, seats, closes_at, forgets_at, asks)
    made = Draw(
        process=parent,
        group=_group(context, parent.id, group_id),
        title=title,
        about=about,
        seats=seats,
        closes_at=closes_at,
        forgets_at=forgets_at,
        features=_features(asks),
        is_example=is_example,
        created_at=context.now,
    )
    return deed.enter(context, DrawVerb.ADD, made)


def change_draw(
    context: Context,
    draw_id: int,
    *,
    title: str,
    about: str,
    seats: int,
    closes_at: datetime,
    forgets_at: datetime,
    asks: Asks,
    group_id: int | None = None,
    seen: str | None = None,
) -> Draw:
    """Change a draw that nobody has been able to enter yet; raises as `add_draw`, and Refusal(WRITTEN_MEANWHILE)."""
    found = context.lock(queries.draw(context, draw_id))
    DRAW.require(context, DrawVerb.CHANGE, found)
    check(seen, *found.seen)
    _check(context, seats, closes_at, forgets_at, asks)
    found.title, found.about, found.seats = title, about, seats
    found.closes_at, found.forgets_at = closes_at, forgets_at
    found.group = _group(context, found.process_id, group_id)
    found.features.clear()
    context.session.flush()
    found.features = _features(asks)
    return deed.enter(context, DrawVerb.CHANGE, found)


def open_draw(context: Context, draw_id: int, *, seen: str | None = None) -> Draw:
    """Let everybody enter; Refusal(DEADLINE_PASSED) where its last day is over, Refusal(WRITTEN_MEANWHILE)."""
    found = context.lock(queries.draw(context, draw_id))
    check(seen, *found.seen)
    if found.closes_at <= context.now:
        raise Refusal(Reason.DEADLINE_PASSED)
    deed.did(context, DRAW, DrawVerb.OPEN, found)
    board.put(context, notice(found))
    return found


def extend_draw(context: Context, draw_id: int, *, closes_at: datetime, reason: str) -> Draw:
    """Let people enter for longer; which day it was, and why it is later, stays to be seen.

    Refusal(DEADLINE_PASSED) for a day that is over, or no later than it was; Refusal(ENDS_FIRST) for one after names
    and answers are deleted.
    """
    found = context.lock(queries.draw(context, draw_id))
    DRAW.require(context, DrawVerb.EXTEND, found)
    if closes_at <= max(context.now, found.closes_at):
        raise Refusal(Reason.DEADLINE_PASSED)
    if closes_at >= found.forgets_at:
        raise Refusal(Reason.ENDS_FIRST)
    correction.keep(context, _spot(found), {"closes_at": found.closes_at.isoformat()}, reason=reason)
    found.closes_at = closes_at
    deed.did(context, DRAW, DrawVerb.EXTEND, found)
    board.put(context, notice(found))
    return found


def call_off(context: Context, draw_id: int, *, reason: str) -> Draw:
    """Call a draw off before anybody is drawn; the reason is public, and everybody in the pool is told."""
    found = context.lock(queries.draw(context, draw_id))
    DRAW.require(context, DrawVerb.CALL_OFF, found)
    found.called_off_because = reason
    deed.did(context, DRAW, DrawVerb.CALL_OFF, found)
    for one in queries.pool_of(context, found.id):
        _mail(context, one, "draw_called_off", reason=reason)
    board.put(context, notice(found))
    return found


def enter(
    context: Context, draw_id: int, *, name: str, email: str, answers: Mapping[int, int], language: str = "da"
) -> Entrant:
    """Enter the pool: with an account at once, else by a link that is sent to the address.

    `answers` has one value of each feature, by their ids. Who has entered with the address before gets their own link
    again, and learns nothing else by it. Refusal(NOT_FITTING) where an answer is missing or is none of those there are.
    """
    found = queries.held_draw(context, draw_id)
    DRAW.require(context, DrawVerb.ENTER, found)
    if cpr.is_in(name):
        raise Refusal(Reason.NUMBER_SEEN)
    offered = {one.id: {value.id for value in one.values} for one in found.features}
    if set(answers) != set(offered) or any(answers[one] not in offered[one] for one in answers):
        raise Refusal(Reason.NOT_FITTING)
    own = own_account(context) if context.actor.is_signed_in else None
    if own is not None:
        name, email, language = own.name, own.email or "", own.language
    email = mailbox.normal(email)
    there = queries.own_entrant(context, found.id) or queries.entered_with(context, found.id, mailbox.bare(email))
    if there is None:
        there = Entrant(
            draw=found,
            name=name,
            email=email,
            mailbox=mailbox.bare(email),
            language=language,
            entered_at=context.now,
            token=new_token(),
            answers=[],
        )
    if own is not None or there.confirmed_at is None:  # nobody has said yet that it was they who wrote it
        there.name, there.language = name, language
        _answer_all(there, answers)
    if own is not None:
        there.person_id = own.id
        there.confirmed_at = there.confirmed_at or context.now
    context.session.add(there)
    audit.record(context, DrawVerb.ENTER, found)  # not against the entry: who leaves it is nobody's any more
    _mail(context, there, "draw_entered" if there.confirmed_at is not None else "draw_confirm")
    return there


def confirm(context: Context, token: str) -> Entrant:
    """Confirm by the link that was sent that one enters; twice is once."""
    found = queries.entrant(context, token)
    DRAW.require(context, DrawVerb.CONFIRM, queries.held_draw(context, found.draw_id))
    context.lock(found)
    if found.left_at is not None:
        raise Refusal(Reason.NOT_FOUND)
    found.confirmed_at = found.confirmed_at or context.now
    audit.record(context, DrawVerb.CONFIRM, found.draw)
    return found


def leave(context: Context, token: str) -> Entrant:
    """Leave the pool. Once it is frozen the number and its answers stay, and whoever it was is forgotten."""
    found = queries.entrant(context, token)
    draw = context.lock(found.draw)
    context.lock(found)
    DRAW.require(context, DrawVerb.LEAVE, draw)
    if found.left_at is not None:
        raise Refusal(Reason.NOT_FOUND)
    audit.record(context, DrawVerb.LEAVE, draw)
    return _take_back(context, found)


def strike(context: Context, draw_id: int, entrant_ids: Collection[int], *, reason: str) -> Draw:
    """Take entries out of the pool that are nobody's own, before the pool is frozen; each is told why.

    How many were taken out stands in public. Refusal(NOT_FITTING) for none at all, Refusal(NOT_NOW) where one of them
    has left: then all the others stay too.
    """
    draw = context.lock(queries.draw(context, draw_id))
    DRAW.require(context, DrawVerb.STRIKE, draw)
    if not entrant_ids:
        raise Refusal(Reason.NOT_FITTING)
    chosen = queries.locked_entrants(context, draw_id, entrant_ids)
    if len(chosen) < len(set(entrant_ids)) or any(one.left_at is not None for one in chosen):
        raise Refusal(Reason.NOT_NOW)
    for found in chosen:
        _mail(context, found, "draw_struck", reason=reason, draw_id=draw.id)
        found.struck_because = reason
        _take_back(context, found)
    return deed.enter(context, DrawVerb.STRIKE, draw)


def forget(context: Context, person_id: int, email: str) -> None:
    """Let a person whose account closes leave every draw; part of that deed."""
    for one in queries.entered_by(context, person_id, email):
        context.lock(one.draw)
        _take_back(context, context.lock(one))


def freeze(context: Context, draw_id: int, *, public_source: str, public_on: date) -> Draw:
    """Freeze the pool, give each person a number at random, of which they are told, and commit to the secret half.

    `public_source` says what numbers the other half of the seed will be, and `public_on` on which day they are drawn,
    before anybody knows them. Refusal(TOO_FEW_ENTRANTS) where fewer have entered than there are seats,
    Refusal(DEADLINE_PASSED) for a day that is not after today. The worker then works out the panels that may be drawn.
    """
    found = context.lock(queries.draw(context, draw_id))
    DRAW.require(context, DrawVerb.FREEZE, found)
    pool = list(queries.pool_of(context, found.id))
    if len(pool) < found.seats:
        raise Refusal(Reason.TOO_FEW_ENTRANTS)
    SystemRandom().shuffle(pool)
    for number, one in enumerate(pool, 1):
        one.number = number
        _mail(context, one, "draw_numbered", number=number, on=public_on.isoformat())
    _new_round(context, found, found.seats, pool, _quotas(found), (public_source, public_on))
    deed.did(context, DRAW, DrawVerb.FREEZE, found)
    board.put(context, notice(found))
    return found


def change_quotas(context: Context, draw_id: int, asks: Asks, *, reason: str) -> Draw:
    """Change quotas that the pool cannot meet, or that were given up; which they were, and why, stays to be seen.

    Refusal(NOT_NOW) where they can be met, or the round is drawn; Refusal(NOT_FITTING) for other questions or answers.
    """
    found = context.lock(queries.draw(context, draw_id))
    DRAW.require(context, DrawVerb.CHANGE_QUOTAS, found)
    last = _last(found, *WITHOUT_PANELS)
    _check_quotas(found.seats, asks)
    if [(name, [value[0] for value in values]) for name, values in asks] != [
        (one.name, [value.name for value in one.values]) for one in found.features
    ]:
        raise Refusal(Reason.NOT_FITTING)
    stood = "\n".join(written_feature(name, values) for name, values in found.asks)
    correction.keep(context, _spot(found), {"quotas": stood}, reason=reason)
    for feature, (_name, values) in zip(found.features, asks, strict=True):
        for value, (_called, least, most) in zip(feature.values, values, strict=True):
            value.least, value.most = least, most
    kept = [one for one in queries.drawn_in(context, found.id) if one.keeps_seat]
    pool = queries.pool_of(context, found.id)
    last.terms = _terms(found, last.seats, pool, _quotas(found, kept))
    last.state, last.done, last.tries, last.faults = RoundState.WAITING, 0, 0, []
    return deed.enter(context, DrawVerb.CHANGE_QUOTAS, found)


def take_in(
    context: Context,
    round_id: int,
    portfolio: list[Any] | None,
    faults: Sequence[tuple[str, str, int]] = (),
    *,
    is_best: bool = True,
) -> Round | None:
    """Enter the panels the worker worked out, or which quotas cannot be met; None where another was first.

    `is_best` is whether there was time to make the chances as even as they can be.
    """
    found = queries.round_by_id(context, round_id)
    context.lock(found.draw)
    context.lock(found)
    if found.state is not RoundState.WAITING or found.draw.is_over:
        return None
    found.is_best = is_best
    found.state = RoundState.READY if portfolio is not None else RoundState.IMPOSSIBLE
    found.portfolio, found.faults, found.done = portfolio or [], [list(one) for one in faults], 100
    return deed.enter(context, DrawVerb.WORK_OUT, found)


def begin_to_work_out(context: Context) -> Round | None:
    """Give the round to work out that was tried least, counted as tried once more, or None; for the worker."""
    waiting = queries.to_work_out(context)
    if waiting is None:
        return None
    found = context.lock(queries.round_by_id(context, waiting))
    found.tries += 1
    return found


def give_up(context: Context, round_id: int) -> Round | None:
    """Begin a round no more that came to no end so often; None where it was worked out meanwhile. For the worker."""
    found = queries.round_by_id(context, round_id)
    context.lock(found.draw)
    context.lock(found)
    if found.state is not RoundState.WAITING or found.draw.is_over:
        return None
    found.state = RoundState.GIVEN_UP
    return deed.enter(context, DrawVerb.WORK_OUT, found)


def tell_progress(context: Context, round_id: int, done: int) -> None:
    """Say how much of a round is worked out, in hundredths; for the worker."""
    found = context.lock(queries.round_by_id(context, round_id))
    found.done = done


def draw_lots(context: Context, draw_id: int, *, public_words: str, answers_by: datetime) -> Draw:
    """Draw: the seed is the hash of the secret that was committed to and of the public words, and everything follows.

    Who is drawn gets a mail that asks for an answer by `answers_by`. Of the words only the numbers count, smallest
    first, so nobody chooses among ways to write them: Refusal(NOT_FITTING) for fewer than three. Refusal(NOT_NOW) where
    no round is ready, Refusal(NOT_YET) before the day that was told, Refusal(DEADLINE_PASSED) for a last day that is
    over.
    """
    found = context.lock(queries.draw(context, draw_id))
    DRAW.require(context, DrawVerb.DRAW, found)
    last = _last(found, RoundState.READY)
    if answers_by <= context.now:
        raise Refusal(Reason.DEADLINE_PASSED)
    if context.today < last.public_on:
        raise Refusal(Reason.NOT_YET)
    public_words = repeat.numbers_in(public_words)
    if public_words.count(" ") < 2:
        raise Refusal(Reason.NOT_FITTING)
    last.answers_by = answers_by
    last.public_words, last.state, last.drawn_at = public_words, RoundState.DRAWN, context.now
    seed = repeat.seed_of(last.secret, public_words)
    last.drawn = repeat.drawn(last.terms["pool"], last.portfolio, seed)
    by_number = {one.number: one for one in queries.pool_of(context, found.id)}
    for number in last.drawn:
        one = by_number.get(number)
        if one is not None:  # else whoever it was has left since the pool was frozen
            one.round_id = last.id
            _mail(context, one, "draw_drawn", by=answers_by.isoformat())
    deed.did(context, DRAW, DrawVerb.DRAW, found)
    board.put(context, notice(found))
    return found


def answer(context: Context, token: str, *, is_coming: bool) -> Entrant:
    """Answer whether one comes who was drawn; one may change one's mind until somebody else is drawn instead."""
    found = queries.entrant(context, token)
    draw = context.lock(found.draw)
    context.lock(found)
    DRAW.require(context, DrawVerb.ANSWER, draw)
    if found.state_at(context.now) not in {EntrantState.DRAWN, EntrantState.ACCEPTED, EntrantState.DECLINED}:
        raise Refusal(Reason.NOT_FOUND)
    if is_coming and found.is_coming is False and draw.rounds[-1].id != found.round_id:
        raise Refusal(Reason.NOT_NOW)
    _answered(context, found, is_coming=is_coming)
    return deed.enter(context, DrawVerb.ANSWER, found)


def decline_for(context: Context, draw_id: int, entrant_id: int) -> Entrant:
    """Enter a no for somebody who was drawn and has not answered in time, so that another can be drawn.

    Or for somebody who said yes and has left the group since. Refusal(NOT_NOW) where they have answered, or the last
    day for it is not over.
    """
    found = queries.entrant_by_id(context, draw_id, entrant_id)
    draw = context.lock(found.draw)
    context.lock(found)
    DRAW.require(context, DrawVerb.DECLINE_FOR, draw)
    if not found.may_be_declined_for_at(context.now) and found.id not in queries.gone_from_group(context, draw):
        raise Refusal(Reason.NOT_NOW)
    _answered(context, found, is_coming=False)
    return deed.enter(context, DrawVerb.DECLINE_FOR, found)


def replace(context: Context, draw_id: int, *, public_source: str, public_on: date) -> Draw:
    """Begin a round for the seats of those who declined or left: drawn the same way, by what is left of the quotas.

    It has a seed of its own, and it is told what the other half of it will be, and when, as in `freeze`.
    Refusal(NOT_NOW) where no seat is free, or a round waits already; Refusal(TOO_FEW_ENTRANTS) for too small a pool.
    """
    found = context.lock(queries.draw(context, draw_id))
    DRAW.require(context, DrawVerb.REPLACE, found)
    kept = [one for one in queries.drawn_in(context, found.id) if one.keeps_seat]
    free = found.seats - len(kept)
    if free == 0 or found.rounds[-1].state is not RoundState.DRAWN:
        raise Refusal(Reason.NOT_NOW)
    pool = queries.pool_of(context, found.id)
    if len(pool) < free:
        raise Refusal(Reason.TOO_FEW_ENTRANTS)
    _new_round(context, found, free, pool, _quotas(found, kept), (public_source, public_on))
    return deed.enter(context, DrawVerb.REPLACE, found)


Quotas = Mapping[int, Mapping[int, tuple[int, int]]]
"""By a feature's and a value's id, the least and most seats."""


def _quotas(draw: Draw, kept: Sequence[Entrant] = ()) -> Quotas:
    """Return the quotas that are left when some persons keep their seats."""
    taken: dict[int, int] = {}
    for one in kept:
        for given in one.answers:
            taken[given.value_id] = taken.get(given.value_id, 0) + 1
    return {
        feature.id: {
            value.id: (max(value.least - taken.get(value.id, 0), 0), max(value.most - taken.get(value.id, 0), 0))
            for value in feature.values
        }
        for feature in draw.features
    }


def _terms(draw: Draw, seats: int, pool: Sequence[Entrant], quotas: Quotas) -> dict[str, Any]:
    """Return what a round is drawn from, as everybody can read it."""
    names = {value.id: value.name for feature in draw.features for value in feature.values}
    given = {one.number: {each.feature_id: names[each.value_id] for each in one.answers} for one in pool}
    return {
        "seats": seats,
        "features": [
            {
                "name": feature.name,
                "quotas": {value.name: list(quotas[feature.id][value.id]) for value in feature.values},
            }
            for feature in draw.features
        ],
        "pool": [
            {"number": number, "answers": [given[number][feature.id] for feature in draw.features]}
            for number in sorted(one.number or 0 for one in pool)
        ],
    }


def _new_round(
    context: Context, draw: Draw, seats: int, pool: Sequence[Entrant], quotas: Quotas, public: tuple[str, date]
) -> Round:
    if public[1] <= context.today:
        raise Refusal(Reason.DEADLINE_PASSED)
    secret = secrets.token_hex(32)
    made = Round(
        draw_id=draw.id,
        number=len(draw.rounds) + 1,
        seats=seats,
        public_source=public[0],
        public_on=public[1],
        secret=secret,
        commitment=repeat.digest(secret),
        terms=_terms(draw, seats, pool, quotas),
        made_at=context.now,
    )
    context.session.add(made)
    return made


def _last(draw: Draw, *states: RoundState) -> Round:
    if not draw.rounds or draw.rounds[-1].state not in states:
        raise Refusal(Reason.NOT_NOW)
    return draw.rounds[-1]


def _answer_all(entrant: Entrant, answers: Mapping[int, int]) -> None:
    there = {one.feature_id: one for one in entrant.answers}
    for feature_id, value_id in answers.items():
        if feature_id in there:
            there[feature_id].value_id = value_id
        else:
            entrant.answers.append(EntrantAnswer(feature_id=feature_id, value_id=value_id))


def _take_back(context: Context, found: Entrant) -> Entrant:
    """Forget who a locked entrant was; a number that the pool was frozen with keeps its answers."""
    if found.is_coming:
        _take_place_back(context, found)
    found.left_at, found.name, found.email, found.mailbox, found.person_id = context.now, "", "", "", None
    if found.number is None:
        found.answers.clear()
    context.session.flush()
    return found


def _features(asks: Asks) -> list[Feature]:
    return [
        Feature(
            number=place,
            name=name,
            values=[
                FeatureValue(number=at, name=called, least=least, most=most)
                for at, (called, least, most) in enumerate(values, 1)
            ],
        )
        for place, (name, values) in enumerate(asks, 1)
    ]


def _check(context: Context, seats: int, closes_at: datetime, forgets_at: datetime, asks: Asks) -> None:
    if closes_at <= context.now:
        raise Refusal(Reason.DEADLINE_PASSED)
    if not closes_at < forgets_at <= closes_at + AT_MOST_KEPT:
        raise Refusal(Reason.ENDS_FIRST)
    _check_quotas(seats, asks)


def _check_quotas(seats: int, asks: Asks) -> None:
    """Refusal(QUOTAS_IMPOSSIBLE) where the least of one question are more than the seats, or the most are fewer."""
    for name, values in asks:
        if not sum(least for _called, least, _most in values) <= seats <= sum(most for _called, _least, most in values):
            raise Refusal(Reason.QUOTAS_IMPOSSIBLE, about=name)


def _answered(context: Context, found: Entrant, *, is_coming: bool) -> None:
    """Keep what a locked entrant answers; who comes gets a place in the group it is for, and who does not loses it."""
    was_coming, group_id = found.is_coming, found.draw.group_id
    found.is_coming, found.answered_at = is_coming, context.now
    if group_id is not None and is_coming and not was_coming:
        registering.draw_in(context, group_id, found)
    elif was_coming and not is_coming:
        _take_place_back(context, found)


def _take_place_back(context: Context, found: Entrant) -> None:
    if found.draw.group_id is not None:
        registering.draw_out(context, found.draw.group_id, found)


def _group(context: Context, process_id: int, group_id: int | None) -> Group | None:
    found = groups.group(context, group_id) if group_id is not None else None
    if found is not None and (found.process_id != process_id or found.admission is not Admission.LOT):
        raise Refusal(Reason.NOT_FITTING)
    return found


def _spot(draw: Draw) -> Spot:
    return Spot(Ref(Kind.DRAW, draw.id), "draw", draw.id)


def _mail(context: Context, found: Entrant, template: str, **more: str | int) -> None:
    outbox.mail_to(context, template, found, data={"token": found.token, "title": found.draw.title, **more})
