"""A response (høringssvar) on the board."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from civic.board.notices import Notice, tells
from civic.hearings.models import HearingParty
from civic.kernel.context import Context
from civic.kernel.trace import Kind, Ref
from civic.responses.models import Response, ResponseState


def notice(response: Response) -> Notice:
    """Return what the board says of a response that is shown.

    It is found by its words, by the council's name and by a verified organisation's; never by a resident's name.
    """
    sender = response.sender
    whose = response.party.body.name if response.party else sender.shown_organisation if sender else ""
    return Notice(
        ref=Ref(Kind.RESPONSE, response.id),
        process_id=response.hearing.process_id,
        title=response.hearing.title,
        under=whose,
        at=response.submitted_at,
        state=response.state.value,
        trait=response.medium.value,
        text=response.text,
        words="høringssvar",
        is_example=response.is_example,
    )


@tells(Kind.RESPONSE)
def all_notices(context: Context) -> Iterator[Notice]:
    """Give every response that is shown as the board should say it."""
    found = (
        select(Response)
        .where(Response.state == ResponseState.SHOWN)
        .options(
            joinedload(Response.hearing, innerjoin=True),
            joinedload(Response.party).joinedload(HearingParty.body),
            joinedload(Response.sender),
        )
    )
    return map(notice, context.session.scalars(found))
