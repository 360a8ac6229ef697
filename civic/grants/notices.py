"""Schemes, and what was granted under them, on the board."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from civic.board.notices import Notice, tells
from civic.grants.models import ApplicationState, GrantApplication, GrantScheme, SchemeState
from civic.kernel.context import Context
from civic.kernel.trace import Kind


def notice(scheme: GrantScheme) -> Notice:
    """Return what the board says of a scheme that was opened: one can apply until its last day."""
    is_open = scheme.state is SchemeState.OPEN
    return Notice(
        ref=scheme.ref,
        process_id=scheme.process_id,
        title=scheme.title,
        at=scheme.created_at,
        state=scheme.state.value,
        later=SchemeState.CLOSED.value if is_open and scheme.closes_at else None,
        lead=scheme.about,
        text=" ".join(filter(None, (scheme.about, scheme.mission))),
        closes_at=scheme.closes_at if is_open else None,
        invites=is_open,
        while_open="running",
        is_example=scheme.is_example,
    )


@tells(Kind.SCHEME, invites=True)
def all_schemes(context: Context) -> Iterator[Notice]:
    """Give every scheme that was opened as the board should say it."""
    return map(notice, context.session.scalars(select(GrantScheme).where(GrantScheme.state != SchemeState.DRAFT)))


def grant_notice(found: GrantApplication) -> Notice:
    """Return what the board says of what was granted: no names, and nothing of the application but its summary."""
    return Notice(
        ref=found.ref,
        process_id=found.scheme.process_id,
        title=found.title,
        at=found.submitted_at or found.created_at,
        state=found.state.value,
        under=found.scheme.title,
        lead=found.summary,
        text=found.summary,
        is_example=found.is_example,
    )


@tells(Kind.APPLICATION)
def all_grants(context: Context) -> Iterator[Notice]:
    """Give everything that was granted as the board should say it."""
    given = GrantApplication.state.in_({ApplicationState.GRANTED, ApplicationState.CLOSED})
    found = select(GrantApplication).where(given).options(joinedload(GrantApplication.scheme))
    return map(grant_notice, context.session.scalars(found))
