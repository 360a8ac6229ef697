"""A citizens' assembly drawn by lot, and draws in every state; all invented."""

from datetime import datetime, timedelta
from random import Random

from civic.db.base import ZONE, Precision
from civic.demo.cast import Cast
from civic.demo.scenes import go_on, quarter
from civic.draws import actions, fair, queries
from civic.draws.models import Asks, Draw, Entrant
from civic.kernel.actor import VISITOR
from civic.kernel.context import Context
from civic.processes import actions as processes
from civic.processes import queries as process_queries
from civic.processes.models import SeatCategory

ASKS: Asks = (
    ("Alder", (("16-29", 2, 4), ("30-49", 3, 5), ("50-64", 2, 5), ("65 og over", 2, 5))),
    ("Hvor du bor", (("Mosekvarteret", 4, 6), ("Resten af kommunen", 6, 8))),
    ("Køn, som du selv siger det", (("Kvinde", 5, 7), ("Mand", 5, 7), ("Med andre ord", 0, 2))),
    ("Bolig", (("Ejer", 3, 6), ("Lejer", 5, 9))),
)
SHARES = ((2, 3, 4, 5), (2, 5), (6, 5, 1), (7, 4))
"""How often each answer is given: not as the quotas want it, or there would be nothing to draw for."""


def tell_assembly(cast: Cast, now: datetime) -> None:
    """Let the officer start an assembly, draw it, and draw again for who declined; and prepare and open other draws."""
    begun = now - timedelta(days=90)
    officer = cast.acting("officer", begun)
    process = processes.start_process(
        officer,
        title="Byens grønne rum",
        full_title="Borgersamling om byens grønne rum",
        question="Hvilke grønne rum skal byen have om ti år?",
        background="Opdigtet forløb til demonstration.",
        tasks=[("Anbefalinger", "At anbefale, hvor byen skal have grønne rum, og hvem der passer dem.")],
        seats={SeatCategory.OTHER_MEMBER: 12},
        period=(
            quarter(begun.date()),
            Precision.QUARTER,
            quarter((now + timedelta(days=200)).date()),
            Precision.QUARTER,
        ),
        contact_unit="By & Fællesskab (opdigtet)",
        kind_id=process_queries.kind_by_key(officer, "citizens_assembly").id,
        source="Forløbet er opdigtet til demonstration.",
        is_example=True,
    )
    processes.begin(cast.acting("officer", begun), process.id)
    drawn = _prepare(cast, process.id, begun, "Borgersamlingen", 12, begun + timedelta(days=20))
    _fill(cast, drawn, begun + timedelta(hours=1), 60)
    _draw(cast, drawn, now - timedelta(days=60))
    _answer(cast, drawn, now - timedelta(days=50))
    again = cast.acting("officer", now - timedelta(days=40))
    actions.replace(
        again,
        drawn.id,
        public_source="Lottotallene lørdagen efter (opdigtet)",
        public_on=(now - timedelta(days=33)).date(),
    )
    _work_out(cast, now - timedelta(days=40))
    go_on(cast, process, now - timedelta(days=30), "Samlingen lærer")
    late = now - timedelta(days=20)
    waiting = _prepare(cast, process.id, late, "Panel om vedligeholdelse", 12, late + timedelta(days=10))
    _fill(cast, waiting, late + timedelta(hours=1), 14)
    actions.freeze(
        cast.acting("officer", now - timedelta(days=5)),
        waiting.id,
        public_source="Lottotallene på lørdag",
        public_on=(now + timedelta(days=2)).date(),
    )
    _work_out(cast, now - timedelta(days=5))
    open_now = _prepare(cast, process.id, late, "Panel om byens træer", 12, now + timedelta(days=14))
    _fill(cast, open_now, now - timedelta(days=3), 5)
    visitor = Context(VISITOR, now - timedelta(days=2), cast.session)
    given = {one.id: one.values[0].id for one in open_now.features}
    actions.enter(visitor, open_now.id, name="Oda Eksempel", email="oda@civic.invalid", answers=given)
    over = _prepare(cast, process.id, late, "Panel om skolehaver", 12, now - timedelta(days=1))
    _fill(cast, over, late + timedelta(hours=2), 20)
    off = _prepare(cast, process.id, late, "Panel om stier", 12, now + timedelta(days=7))
    _fill(cast, off, late + timedelta(hours=3), 3)
    reason = "Stierne er kommet med i en anden sag. (Opdigtet)"
    actions.call_off(cast.acting("officer", now - timedelta(days=4)), off.id, reason=reason)
    _add(cast, process.id, late, "Panel om kirkegårde", 12, now + timedelta(days=30))


def _add(cast: Cast, process_id: int, at: datetime, title: str, seats: int, closes: datetime) -> Draw:
    last = closes.astimezone(ZONE).replace(hour=0, minute=0, second=0, microsecond=0)
    return actions.add_draw(
        cast.acting("officer", at),
        process_id,
        title=title,
        about="Otte lørdage over et halvt år. Du får rejsen betalt, og der er børnepasning og tolk.",
        seats=seats,
        closes_at=last,
        forgets_at=last + timedelta(days=365),
        asks=ASKS,
        is_example=True,
    )


def _prepare(cast: Cast, process_id: int, at: datetime, title: str, seats: int, closes: datetime) -> Draw:
    made = _add(cast, process_id, at, title, seats, closes)
    actions.open_draw(cast.acting("officer", at), made.id)
    return queries.draw(cast.acting("officer", at), made.id)


def _fill(cast: Cast, draw: Draw, at: datetime, count: int) -> None:
    chance = Random(draw.title)
    visitor = Context(VISITOR, at, cast.session)
    for number in range(1, count + 1):
        given = {
            feature.id: chance.choices(feature.values, weights=shares)[0].id
            for feature, shares in zip(draw.features, SHARES, strict=True)
        }
        email = f"eksempel-{draw.id}-{number}@civic.invalid"
        made = actions.enter(visitor, draw.id, name=f"Eksempel {number}", email=email, answers=given)
        actions.confirm(visitor, made.token)


def _work_out(cast: Cast, at: datetime) -> None:
    worker = Context(VISITOR, at, cast.session)
    waiting = queries.to_work_out(worker)
    assert waiting is not None
    terms = queries.round_by_id(worker, waiting).terms
    try:
        actions.take_in(worker, waiting, fair.portfolio(terms))
    except fair.Impossible as impossible:
        actions.take_in(worker, waiting, None, impossible.faults)
    cast.session.expire_all()


def _draw(cast: Cast, draw: Draw, at: datetime) -> None:
    frozen = at - timedelta(days=7)
    on = (at - timedelta(days=2)).date()
    actions.freeze(
        cast.acting("officer", frozen),
        draw.id,
        public_source="Lottotallene lørdagen efter fristen (opdigtet)",
        public_on=on,
    )
    _work_out(cast, frozen)
    by = at + timedelta(days=14)
    actions.draw_lots(cast.acting("officer", at), draw.id, public_words="4 9 11 17 23 30 36", answers_by=by)


def _answer(cast: Cast, draw: Draw, at: datetime) -> None:
    """Let one say no whose like is still in the pool, so that another can be drawn whatever the seed was."""
    visitor = Context(VISITOR, at, cast.session)
    left = {_kind(one) for one in queries.pool_of(visitor, draw.id)}
    drawn = queries.drawn_in(visitor, draw.id)
    declines = next(one for one in drawn if _kind(one) in left)
    silent = next(one for one in drawn if one is not declines)
    for one in drawn:
        if one is not silent:
            actions.answer(visitor, one.token, is_coming=one is not declines)


def _kind(one: Entrant) -> frozenset[int]:
    return frozenset(given.value_id for given in one.answers)
