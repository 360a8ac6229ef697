"""A draw by lot on the board."""

from collections.abc import Iterator

from sqlalchemy import select

from civic.board.notices import Notice, tells
from civic.draws.models import Draw, DrawState
from civic.kernel.context import Context
from civic.kernel.trace import Kind, Ref


def notice(draw: Draw) -> Notice:
    """Return what the board says of a draw that has been opened: one can enter until its last day."""
    is_open = draw.state is DrawState.OPEN
    return Notice(
        ref=Ref(Kind.DRAW, draw.id),
        process_id=draw.process_id,
        title=draw.title,
        at=draw.created_at,
        state=draw.state.value,
        later=DrawState.ENDED.value if is_open else None,
        lead=draw.about,
        text=draw.about,
        closes_at=draw.closes_at,
        invites=is_open,
        while_open="running",
        is_example=draw.is_example,
    )


@tells(Kind.DRAW, invites=True)
def all_notices(context: Context) -> Iterator[Notice]:
    """Give every draw that has been opened as the board should say it."""
    return map(notice, context.session.scalars(select(Draw).where(Draw.state != DrawState.PREPARED)))
