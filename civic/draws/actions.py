"""Draws by lot: every write."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from random import SystemRandom
from typing import Any

from civic.board import actions as board
from civic.draws import queries, repeat
from civic.draws.models import (
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
from civic.kernel import correction, cpr, deed, outbox
from civic.kernel.context import Context
from civic.kernel.correction import Spot
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.seen import check
from civic.kernel.trace import Kind, Ref
from civic.people.queries import own_account
from civic.people.sealing import new_token
from civic.processes.queries import process


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
    is_example: bool = False,
) -> Draw:
    """Prepare a draw in a running process, for the staff alone until it is opened.

    Refusal(QUOTAS_IMPOSSIBLE) for quotas that no number of persons could meet, Refusal(DEADLINE_PASSED) for a last day
    that is over, Refusal(ENDS_FIRST) for a day of deletion that is not after it.
    """
    parent = deed.begin(context, PROCESS_DRAWS, DrawVerb.ADD, process(context, process_id))
    _check(context, seats, closes_at, forgets_at, asks)
    made = Draw(
        process=parent,
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
    seen: str | None = None,
) -> Draw:
    """Change a draw that nobody has been able to enter yet; raises as `add_draw`, and Refusal(WRITTEN_MEANWHILE)."""
    found = context.lock(queries.draw(context, draw_id))
    DRAW.require(context, DrawVerb.CHANGE, found)
    check(seen, *found.seen)
    _check(context, seats, closes_at, forgets_at, asks)
    found.title, found.about, found.seats = title, about, seats
    found.closes_at, found.forgets_at = closes_at, forgets_at
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
    email = email.strip().lower()
    there = queries.entered_with(context, found.id, email)
    if there is None:
        there = Entrant(
            draw=found, name=name, email=email, language=language, entered_at=context.now, token=new_token(), answers=[]
        )
    if own is not None or there.confirmed_at is None:  # nobody has said yet that it was they who wrote it
        there.name, there.language = name, language
        _answer_all(there, answers)
    if own is not None:
        there.person_id = own.id
        there.confirmed_at = there.confirmed_at or context.now
    deed.enter(context, DrawVerb.ENTER, there)
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
    return deed.enter(context, DrawVerb.CONFIRM, found)


def leave(context: Context, token: str) -> Entrant:
    """Leave the pool. Once it is frozen the number and its answers stay, and whoever it was is forgotten."""
    found = queries.entrant(context, token)
    draw = context.lock(found.draw)
    context.lock(found)
    DRAW.require(context, DrawVerb.LEAVE, draw)
    if found.left_at is not None:
        raise Refusal(Reason.NOT_FOUND)
    return deed.enter(context, DrawVerb.LEAVE, _take_back(context, found))


def forget(context: Context, person_id: int, email: str) -> None:
    """Let a person whose account closes leave every draw; part of that deed."""
    for one in queries.entered_by(context, person_id, email):
        context.lock(one.draw)
        _take_back(context, context.lock(one))


def freeze(context: Context, draw_id: int, *, public_source: str) -> Draw:
    """Freeze the pool, give each person a number at random, and commit to the secret half of the seed.

    `public_source` says what the other half will be, before anybody knows it. Refusal(TOO_FEW_ENTRANTS) where fewer
    have entered than there are seats. The worker then works out the panels that may be drawn.
    """
    found = context.lock(queries.draw(context, draw_id))
    DRAW.require(context, DrawVerb.FREEZE, found)
    pool = list(queries.pool_of(context, found.id))
    if len(pool) < found.seats:
        raise Refusal(Reason.TOO_FEW_ENTRANTS)
    SystemRandom().shuffle(pool)
    for number, one in enumerate(pool, 1):
        one.number = number
    found.public_source = public_source
    _new_round(context, found, 1, found.seats, pool, _quotas(found))
    deed.did(context, DRAW, DrawVerb.FREEZE, found)
    board.put(context, notice(found))
    return found


def change_quotas(context: Context, draw_id: int, asks: Asks, *, reason: str) -> Draw:
    """Change quotas that cannot be met by the pool as it is; which they were, and why, stays to be seen.

    Refusal(NOT_NOW) where they can be met, or the round is drawn; Refusal(NOT_FITTING) for other questions or answers.
    """
    found = context.lock(queries.draw(context, draw_id))
    DRAW.require(context, DrawVerb.CHANGE_QUOTAS, found)
    last = _last(found, RoundState.IMPOSSIBLE)
    _check_quotas(found.seats, asks)
    if [(name, [value[0] for value in values]) for name, values in asks] != [
        (one.name, [value.name for value in one.values]) for one in found.features
    ]:
        raise Refusal(Reason.NOT_FITTING)
    stood = "\n".join(written_feature(name, values) for name, values in found.asks)
    spot = Spot(Ref(Kind.DRAW, found.id), "draw", found.id)
    correction.keep(context, spot, {"quotas": stood}, reason=reason)
    for feature, (_name, values) in zip(found.features, asks, strict=True):
        for value, (_called, least, most) in zip(feature.values, values, strict=True):
            value.least, value.most = least, most
    kept = [one for one in queries.drawn_in(context, found.id) if one.left_at is None and one.is_coming is not False]
    pool = queries.pool_of(context, found.id)
    last.terms = _terms(found, last.seats, pool, _quotas(found, kept))
    last.state, last.done, last.faults = RoundState.WAITING, 0, []
    return deed.enter(context, DrawVerb.CHANGE_QUOTAS, found)


def take_in(
    context: Context, round_id: int, portfolio: list[Any] | None, faults: Sequence[tuple[str, str, int]] = ()
) -> Round | None:
    """Enter the panels the worker worked out, or which quotas cannot be met; None where another was first."""
    found = queries.round_by_id(context, round_id)
    context.lock(found.draw)
    context.lock(found)
    if found.state is not RoundState.WAITING:
        return None
    found.state = RoundState.READY if portfolio is not None else RoundState.IMPOSSIBLE
    found.portfolio, found.faults, found.done = portfolio or [], [list(one) for one in faults], 100
    return deed.enter(context, DrawVerb.WORK_OUT, found)


def tell_progress(context: Context, round_id: int, done: int) -> None:
    """Say how much of a round is worked out, in hundredths; for the worker."""
    found = context.lock(queries.round_by_id(context, round_id))
    found.done = done


def draw_lots(context: Context, draw_id: int, *, public_words: str) -> Draw:
    """Draw: the seed is the hash of the secret that was committed to and of the public words, and everything follows.

    Who is drawn gets a mail. Refusal(NOT_NOW) where no round is ready.
    """
    found = context.lock(queries.draw(context, draw_id))
    DRAW.require(context, DrawVerb.DRAW, found)
    last = _last(found, RoundState.READY)
    last.public_words, last.state, last.drawn_at = public_words, RoundState.DRAWN, context.now
    seed = repeat.seed_of(last.secret, public_words)
    last.drawn = repeat.drawn(last.terms["pool"], last.portfolio, seed)
    by_number = {one.number: one for one in queries.pool_of(context, found.id)}
    for number in last.drawn:
        one = by_number.get(number)
        if one is not None:  # else whoever it was has left since the pool was frozen
            one.round_id = last.id
            _mail(context, one, "draw_drawn")
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
    if is_coming and found.is_coming is False and len(draw.rounds) > 1:
        raise Refusal(Reason.NOT_NOW)
    found.is_coming, found.answered_at = is_coming, context.now
    return deed.enter(context, DrawVerb.ANSWER, found)


def replace(context: Context, draw_id: int) -> Draw:
    """Begin a round for the seats of those who declined or left: drawn the same way, by what is left of the quotas.

    Refusal(NOT_NOW) where no seat is free, or a round waits already; Refusal(TOO_FEW_ENTRANTS) for too small a pool.
    """
    found = context.lock(queries.draw(context, draw_id))
    DRAW.require(context, DrawVerb.REPLACE, found)
    drawn = queries.drawn_in(context, found.id)
    kept = [one for one in drawn if one.left_at is None and one.is_coming is not False]
    free = found.seats - len(kept)
    if free == 0 or found.rounds[-1].state is not RoundState.DRAWN:
        raise Refusal(Reason.NOT_NOW)
    pool = queries.pool_of(context, found.id)
    if len(pool) < free:
        raise Refusal(Reason.TOO_FEW_ENTRANTS)
    _new_round(context, found, len(found.rounds) + 1, free, pool, _quotas(found, kept))
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


def _new_round(context: Context, draw: Draw, number: int, seats: int, pool: Sequence[Entrant], quotas: Quotas) -> Round:
    secret = secrets.token_hex(32)
    made = Round(
        draw_id=draw.id,
        number=number,
        seats=seats,
        secret=secret,
        commitment=repeat.digest(secret),
        terms=_terms(draw, seats, pool, quotas),
        made_at=context.now,
    )
    context.session.add(made)
    return made


def _last(draw: Draw, state: RoundState) -> Round:
    if not draw.rounds or draw.rounds[-1].state is not state:
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
    found.left_at, found.name, found.email, found.person_id = context.now, "", "", None
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
    if forgets_at <= closes_at:
        raise Refusal(Reason.ENDS_FIRST)
    _check_quotas(seats, asks)


def _check_quotas(seats: int, asks: Asks) -> None:
    """Refusal(QUOTAS_IMPOSSIBLE) where the least of one question are more than the seats, or the most are fewer."""
    for name, values in asks:
        if not sum(least for _called, least, _most in values) <= seats <= sum(most for _called, _least, most in values):
            raise Refusal(Reason.QUOTAS_IMPOSSIBLE, about=name)


def _mail(context: Context, found: Entrant, template: str) -> None:
    data = {"token": found.token, "title": found.draw.title}
    outbox.mail_to(context, template, found, data=data)
