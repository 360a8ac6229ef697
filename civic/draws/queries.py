"""Finding draws, who entered them, and what each round is drawn from."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Select, and_, case, exists, func, or_, select, true
from sqlalchemy.orm import joinedload, selectinload

from civic.draws.models import Draw, DrawState, Entrant, Feature, Round, RoundState
from civic.draws.workflow import DRAW, DrawVerb
from civic.groups.models import Admission, Group, Participant
from civic.groups.queries import groups_of
from civic.kernel.context import Context
from civic.kernel.refusal import Reason, Refusal
from civic.processes.models import Process
from civic.processes.workflow import is_staff


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
    return [one for one in found if one.state is not DrawState.PREPARED or is_staff(context.actor, one)]


def groups_by_lot(context: Context, process_id: int) -> list[Group]:
    """Return the groups of a process whose places are given by lot."""
    return [one for one in groups_of(context, process_id) if one.admission is Admission.LOT]


def draws_for(context: Context, group: Group) -> Sequence[Draw]:
    """Return the draws that give the places of a group the caller has loaded, the newest first."""
    query = select(Draw).where(Draw.group_id == group.id).options(joinedload(Draw.process, innerjoin=True))
    found = context.session.scalars(query.order_by(Draw.id.desc())).all()
    return [one for one in found if DRAW.may(context, DrawVerb.READ, one)]


@cache
def _whole() -> Select[Draw]:
    features = selectinload(Draw.features).selectinload(Feature.values)
    whole = select(Draw).options(
        joinedload(Draw.process, innerjoin=True), joinedload(Draw.group), features, selectinload(Draw.rounds)
    )
    return whole.execution_options(populate_existing=True)  # a round that was added since is among them


@cache
def _entrants() -> Select[Entrant]:
    whole = joinedload(Entrant.draw, innerjoin=True)
    return select(Entrant).options(
        whole.joinedload(Draw.process, innerjoin=True),
        joinedload(Entrant.round),
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


def own_entrant(context: Context, draw_id: int) -> Entrant | None:
    """Return the actor's own entry to a draw, or None."""
    own = Entrant.draw_id == draw_id, Entrant.person_id == context.actor.person_id, Entrant.left_at.is_(None)
    return context.session.scalar(_entrants().where(*own)) if context.actor.is_signed_in else None


def entrant_by_id(context: Context, draw_id: int, entrant_id: int) -> Entrant:
    """Return one entrant of a draw, or Refusal(NOT_FOUND); for staff."""
    found = context.session.scalar(_entrants().where(Entrant.draw_id == draw_id, Entrant.id == entrant_id))
    if found is None or not DRAW.may(context, DrawVerb.READ_ENTRANTS, found.draw):
        raise Refusal(Reason.NOT_FOUND)
    return found


def locked_entrants(context: Context, draw_id: int, entrant_ids: Collection[int]) -> Sequence[Entrant]:
    """Return some entrants of a draw that the caller has locked, locked too, in order; in one statement."""
    chosen = _entrants().where(Entrant.draw_id == draw_id, Entrant.id.in_(entrant_ids)).order_by(Entrant.id)
    locked = chosen.with_for_update(key_share=True, of=Entrant).execution_options(populate_existing=True)
    return context.session.scalars(locked).unique().all()


def entered_with(context: Context, draw_id: int, mailbox: str) -> Entrant | None:
    """Return who entered from a mailbox and has not left, or None; for entering only, never shown."""
    there = Entrant.draw_id == draw_id, Entrant.mailbox == mailbox
    return context.session.scalar(_entrants().where(*there)) if mailbox else None


def entered_by(context: Context, person_id: int, email: str) -> Sequence[Entrant]:
    """Return where a person has entered, by account or by address, in the order of the draws."""
    own = (Entrant.person_id == person_id) | ((Entrant.email == email) & (Entrant.email != ""))
    query = _entrants().where(own, Entrant.left_at.is_(None))
    return context.session.scalars(query.order_by(Entrant.draw_id)).all()


def entrants(context: Context, draw_id: int, *, after: int = 0, at_most: int = 51) -> Sequence[Entrant]:
    """Return everybody who confirmed that they enter, in the order in which they did; for staff.

    Who has left is among them, without a name: the numbers of the pool stay whole.
    """
    there = Entrant.draw_id == draw_id, Entrant.confirmed_at.is_not(None), Entrant.id > after
    found = _entrants().where(*there).options(joinedload(Entrant.person))
    return context.session.scalars(found.order_by(Entrant.id).limit(at_most)).all()


def gone_from_group(context: Context, draw: Draw) -> frozenset[int]:
    """Return the ids of those who were drawn for a group, said yes, and are in it no more."""
    if draw.group_id is None:
        return frozenset()
    there = exists().where(
        Participant.group_id == draw.group_id,
        Participant.left_at.is_(None),
        or_(Participant.email == Entrant.email, Participant.person_id == Entrant.person_id),
    )
    own = Entrant.draw_id == draw.id, Entrant.is_coming.is_(true()), Entrant.left_at.is_(None)
    return frozenset(context.session.scalars(select(Entrant.id).where(*own, ~there)))


def drawn_in(context: Context, draw_id: int) -> Sequence[Entrant]:
    """Return everybody who was drawn, by their numbers."""
    there = Entrant.draw_id == draw_id, Entrant.round_id.is_not(None)
    return context.session.scalars(_entrants().where(*there).order_by(Entrant.number)).all()


def pool_of(context: Context, draw_id: int) -> Sequence[Entrant]:
    """Return who can still be drawn: confirmed, not drawn before, not gone."""
    there = Entrant.draw_id == draw_id, Entrant.confirmed_at.is_not(None), Entrant.left_at.is_(None)
    query = select(Entrant).where(*there, Entrant.round_id.is_(None)).options(selectinload(Entrant.answers))
    return context.session.scalars(query.order_by(Entrant.number, Entrant.id)).all()


@dataclass(frozen=True)
class Numbers:
    """How many have confirmed that they enter, have not yet, and were taken out by those who arrange the draw."""

    confirmed: int
    unconfirmed: int
    struck: int


def numbers(context: Context, draw_id: int) -> Numbers:
    """Return how many have entered a draw, in one statement."""
    is_there, is_confirmed = Entrant.left_at.is_(None), Entrant.confirmed_at.is_not(None)
    counted = (
        func.count(case((one, 1)))
        for one in (and_(is_there, is_confirmed), and_(is_there, ~is_confirmed), Entrant.struck_because != "")
    )
    return Numbers(*map(int, context.session.execute(select(*counted).where(Entrant.draw_id == draw_id)).one()))


def to_work_out(context: Context) -> int | None:
    """Return a round whose panels have not been worked out, or None; for the worker."""
    query = select(Round.id).join(Round.draw).where(Round.state == RoundState.WAITING, Draw.forgotten_at.is_(None))
    query = query.where(Draw.state != DrawState.CALLED_OFF)
    return context.session.scalar(query.order_by(Round.tries, Round.id).limit(1))


def round_by_id(context: Context, round_id: int) -> Round:
    """Return one round with its draw: for the worker."""
    query = select(Round).where(Round.id == round_id)
    return context.session.scalars(query.options(joinedload(Round.draw, innerjoin=True))).one()


def told(draw: Draw) -> dict[str, Any]:
    """Return all of a draw that anybody needs to repeat it; no secret before it is drawn."""
    return {
        "title": draw.title,
        "seats": draw.seats,
        "rounds": [
            {
                "public_source": one.public_source,
                "public_on": one.public_on.isoformat(),
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
