"""The security log: what happened with accounts, for administrators and for whoever reads the site's log."""

import json
import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, joinedload

from civic.kernel.context import Context
from civic.kernel.refusal import Reason, Refusal
from civic.people import queries
from civic.people.models import SecurityEvent, SecurityKind
from civic.people.workflow import ORGANISATION, PeopleVerb

KEPT = timedelta(days=365)
"""How long a line is kept: long enough to look into what was found late."""
_LOG = logging.getLogger("civic.security")


def note(session: Session, kind: SecurityKind, person_id: int | None, now: datetime) -> None:
    """Write a line; the site's own log gets the same, with the account's number and nothing that names anybody."""
    session.add(SecurityEvent(at=now, kind=kind, person_id=person_id))
    _LOG.info(json.dumps({"event": kind.value, "person": person_id, "at": now.isoformat()}))


def events(context: Context, *, before: int | None = None, at_most: int = 50) -> Sequence[SecurityEvent]:
    """Return the log, newest first, those with an id below `before`; Refusal(NOT_FOUND) for all but administrators."""
    if not ORGANISATION.may(context, PeopleVerb.READ_SECURITY, queries.municipality(context)):
        raise Refusal(Reason.NOT_FOUND)
    wanted = select(SecurityEvent).options(joinedload(SecurityEvent.person)).order_by(SecurityEvent.id.desc())
    if before is not None:
        wanted = wanted.where(SecurityEvent.id < before)
    return context.session.scalars(wanted.limit(at_most)).all()


def has_old(session: Session, now: datetime) -> bool:
    """Return whether there are lines to forget."""
    return session.scalar(select(SecurityEvent.id).where(SecurityEvent.at <= now - KEPT).limit(1)) is not None


def forget(session: Session, now: datetime) -> int:
    """Forget lines that are older than a year, and return how many."""
    gone = session.execute(delete(SecurityEvent).where(SecurityEvent.at <= now - KEPT))
    return int(getattr(gone, "rowcount", 0))
