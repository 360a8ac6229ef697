"""Finding draws, who entered them, and what each round is drawn from."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import joinedload, selectinload

from civic.draws.models import Draw, DrawState, Entrant, Feature, Round, RoundState
from civic.draws.workflow import DRAW, DrawVerb, may_look
from civic.kernel.context import Context
from civic.kernel.refusal import Reason, Refusal
from civic.processes.models import Process


def draw(context: Context, draw_id: int) -> Draw:
    """Return one draw with its process, what it asks and its rounds, or Refusal(NOT_FOUND)."""
    found = context.session.scalars(_whole().where(Draw.id == draw_id)).unique().one_or_none()
    if found is None or not DRAW.may(context, DrawVerb.READ, found):
        raise Refusal(Reason.NOT_FOUND)
    return found


def held_draw(context: Context, draw_id: int) -> Draw:
    """Return one draw that stays as it is until the deed is done: many enter at once, and nobody freezes it."""
    found = context.held(_whole().where(Draw.id == draw_id), Draw)
    if found is None or not DRAW.may(context, DrawVerb.READ, found):
        raise Refusal(Reason.NOT_FOUND)
    return found


def draws_of(context: Context, process: Process) -> Sequence[Draw]:
    """Return the draws of a process the caller has loaded, in order; those that are prepared to its staff."""
    query = select(Draw).where(Draw.process_id == process.id).order_by(Draw.id)
    found = context.session.scalars(query.options(joinedload(Draw.process, innerjoin=True))).all()
    return [one for one in found if one.state is not DrawState.PREPARED or may_look(context.actor, one)]


@cache
def _whole() -> Select[Draw]:
    features = selectinload(Draw.features).selectinload(Feature.values)
    whole = select(Draw).options(joinedload(Draw.process, innerjoin=True), features, selectinload(Draw.rounds))
    return whole.execution_options(populate_existing=True)  # a round that was added since is among them


@cache
def _entrants() -> Select[Entrant]:
    whole = joinedload(Entrant.draw, innerjoin=True)
    return select(Entrant).options(
        whole.joinedload(Draw.process, innerjoin=True),
        whole.selectinload(Draw.features).selectinload(Feature.values),
        whole.selectinload(Draw.rounds),
        selectinload(Entrant.answers),
    )


def entrant(context: Context, token: str) -> Entrant:
    """Return the entrant whose token it is, with the draw, or Refusal(NOT_FOUND)."""
    found = context.session.scalar(_entrants().where(Entrant.token == token))
    if found is None:
        raise Refusal(Reason.NOT_FOUND)
    return found


def entered_with(context: Context, draw_id: int, email: str) -> Entrant | None:
    """Return who entered with an address and has not left, or None; for entering only, never shown."""
    there = Entrant.draw_id == draw_id, Entrant.email == email, Entrant.left_at.is_(None)
    return context.session.scalar(_entrants().where(*there)) if email else None


def entered_by(context: Context, person_id: int, email: str) -> Sequence[Entrant]:
    """Return where a person has entered, by account or by address, in the order of the draws."""
    own = (Entrant.person_id == person_id) | ((Entrant.email == email) & (Entrant.email != ""))
    query = _entrants().where(own, Entrant.left_at.is_(None))
    return context.session.scalars(query.order_by(Entrant.draw_id)).all()


def entrants(context: Context, draw_id: int, *, after: int = 0, at_most: int = 51) -> Sequence[Entrant]:
    """Return who is in the pool or was drawn, in the order in which they entered; for staff."""
    there = Entrant.draw_id == draw_id, Entrant.confirmed_at.is_not(None), Entrant.id > after
    return context.session.scalars(_entrants().where(*there).order_by(Entrant.id).limit(at_most)).all()


def drawn_in(context: Context, draw_id: int) -> Sequence[Entrant]:
    """Return everybody who was drawn, by their numbers."""
    there = Entrant.draw_id == draw_id, Entrant.round_id.is_not(None)
    return context.session.scalars(_entrants().where(*there).order_by(Entrant.number)).all()


def pool_of(context: Context, draw_id: int) -> Sequence[Entrant]:
    """Return who can still be drawn: confirmed, not drawn before, not gone."""
    there = Entrant.draw_id == draw_id, Entrant.confirmed_at.is_not(None), Entrant.left_at.is_(None)
    query = select(Entrant).where(*there, Entrant.round_id.is_(None)).options(selectinload(Entrant.answers))
    return context.session.scalars(query.order_by(Entrant.number, Entrant.id)).all()


def numbers(context: Context, draw_id: int) -> tuple[int, int]:
    """Return how many have confirmed that they enter, and how many have not yet."""
    counted = (
        func.count(case((Entrant.confirmed_at.is_not(None), 1))),
        func.count(case((Entrant.confirmed_at.is_(None), 1))),
    )
    row = context.session.execute(select(*counted).where(Entrant.draw_id == draw_id, Entrant.left_at.is_(None))).one()
    return row[0], row[1]


def to_work_out(context: Context) -> int | None:
    """Return a round whose panels have not been worked out, or None; for the worker."""
    query = select(Round.id).where(Round.state == RoundState.WAITING)
    return context.session.scalar(query.order_by(Round.id).limit(1))


def round_by_id(context: Context, round_id: int) -> Round:
    """Return one round with its draw: for the worker."""
    query = select(Round).where(Round.id == round_id)
    return context.session.scalars(query.options(joinedload(Round.draw, innerjoin=True))).one()


def told(draw: Draw) -> dict[str, Any]:
    """Return all of a draw that anybody needs to repeat it; no secret before it is drawn."""
    return {
        "title": draw.title,
        "seats": draw.seats,
        "public_source": draw.public_source,
        "rounds": [
            {
                "commitment": one.commitment,
                "secret": one.secret if one.state is RoundState.DRAWN else None,
                "public_words": one.public_words,
                "terms": one.terms,
                "portfolio": one.portfolio,
                "drawn": one.drawn,
            }
            for one in draw.rounds
            if one.state in {RoundState.READY, RoundState.DRAWN}
        ],
    }
