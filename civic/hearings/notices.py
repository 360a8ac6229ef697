"""A hearing on the board."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from civic.board.models import Seen
from civic.board.notices import UNDATED, Notice, tells
from civic.hearings.models import Hearing, HearingParty, HearingState
from civic.kernel.context import Context
from civic.kernel.trace import Kind, Ref


def notice(hearing: Hearing) -> Notice:
    """Return what the board says of a hearing with parties and questions; of a draft to officers alone."""
    is_open = hearing.state is HearingState.OPEN
    questions = (one.text for one in hearing.questions)
    said = (hearing.asks, hearing.what_is_proposed, hearing.what_it_means, hearing.what_can_change, *questions)
    return Notice(
        ref=Ref(Kind.HEARING, hearing.id),
        process_id=hearing.process_id,
        title=hearing.title,
        at=hearing.opens_at or UNDATED,
        state=hearing.state.value,
        later=HearingState.CLOSED.value if is_open else None,
        trait=hearing.audience.value,
        lead=hearing.what_is_proposed,
        text="\n".join(filter(None, said)),
        words=" ".join(one.body.name for one in hearing.parties),
        opens_at=hearing.opens_at,
        closes_at=hearing.closes_at,
        invites=is_open and hearing.is_for_everyone,
        is_example=hearing.is_example,
        seen_by=Seen.OFFICERS if hearing.state is HearingState.DRAFT else None,
    )


@tells(Kind.HEARING, invites=True)
def all_notices(context: Context) -> Iterator[Notice]:
    """Give every hearing as the board should say it."""
    parties = selectinload(Hearing.parties).joinedload(HearingParty.body, innerjoin=True)
    found = select(Hearing).options(parties, joinedload(Hearing.questions))
    return map(notice, context.session.scalars(found.execution_options(populate_existing=True)).unique())
