"""How long what is held of people is kept, class by class; the worker acts on it, a few rows at a time, and logs.

What belongs to a case is not here: it is kept as the law on public archives says, and goes to the archive, not away.
Source: GDPR article 5(1)(e); arkivloven section 8; KL and Rigsarkivet, what municipalities keep and may discard.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, delete, exists, select, update

from civic.db.finding import is_among
from civic.draws.models import Draw, Entrant, Round
from civic.files.uploads import Upload, UploadPage, UploadState
from civic.groups.models import Participant
from civic.hearings.models import Hearing
from civic.kernel.context import Context
from civic.kernel.outbox import OutboxMessage
from civic.meetings.models import Meeting, Registration
from civic.people.models import OneTimeLink, Person, PersonState, SecurityEvent, Sender, SignInSession
from civic.people.security import KEPT as SECURITY_KEPT
from civic.responses.models import Response
from civic.writing.models import KEPT as COPY_KEPT

AT_A_TIME = 200
_LOG = logging.getLogger("civic.retention")


Old = Callable[[datetime], Select[Any]]


@dataclass(frozen=True)
class Rule:
    """One class of records: how long it is kept, and the ids of rows that are older, the oldest first."""

    name: str
    kept: timedelta
    kind: type[Any]
    old: Old


def _ended(kind: type[Any], column: Any) -> Old:
    return lambda then: select(kind.id).where(column <= then).order_by(column)


def _unconfirmed(then: datetime) -> Select[Any]:
    has_link = exists().where(OneTimeLink.person_id == Person.id)
    is_old = is_among(Person.state, {PersonState.UNCONFIRMED}), Person.created_at <= then
    return select(Person.id).where(*is_old, ~has_link).order_by(Person.created_at)


def _concluded(then: datetime) -> Select[Any]:
    is_kept = Hearing.addresses_gone_at.is_(None)
    return select(Hearing.id).where(Hearing.concluded_at <= then, is_kept).order_by(Hearing.concluded_at)


def _looked_at(then: datetime) -> Select[Any]:
    decided = Upload.read_at <= then, Upload.state != UploadState.SUSPECT
    found = select(UploadPage.id).join(Upload, Upload.id == UploadPage.upload_id)
    return found.where(*decided).order_by(UploadPage.id)


def _met(then: datetime) -> Select[Any]:
    found = select(Registration.id).join(Registration.meeting)
    return found.where(Meeting.starts_at <= then).order_by(Registration.id)


def _never_confirmed(then: datetime) -> Select[Any]:
    is_old = Registration.confirmed_at.is_(None), Registration.registered_at <= then
    return select(Registration.id).where(*is_old).order_by(Registration.id)


def _over(then: datetime) -> Select[Any]:
    return select(Draw.id).where(Draw.forgets_at <= then, Draw.forgotten_at.is_(None)).order_by(Draw.forgets_at)


def _never_entered(then: datetime) -> Select[Any]:
    is_old = Entrant.confirmed_at.is_(None), Entrant.entered_at <= then
    return select(Entrant.id).where(*is_old).order_by(Entrant.entered_at)


def _never_joined(then: datetime) -> Select[Any]:
    is_old = Participant.confirmed_at.is_(None), Participant.registered_at <= then, ~Participant.is_invited
    return select(Participant.id).where(*is_old).order_by(Participant.registered_at)


RULES = (
    Rule("sessions", timedelta(0), SignInSession, _ended(SignInSession, SignInSession.expires_at)),
    Rule("links", timedelta(days=7), OneTimeLink, _ended(OneTimeLink, OneTimeLink.expires_at)),
    Rule("mails", timedelta(days=90), OutboxMessage, _ended(OutboxMessage, OutboxMessage.sent_at)),
    Rule("failed_mails", timedelta(days=90), OutboxMessage, _ended(OutboxMessage, OutboxMessage.failed_at)),
    Rule("unconfirmed", timedelta(days=30), Person, _unconfirmed),
    Rule("addresses", timedelta(days=365), Hearing, _concluded),
    Rule("registrations", timedelta(days=30), Registration, _met),
    Rule("unconfirmed_registrations", timedelta(days=7), Registration, _never_confirmed),
    Rule("unconfirmed_participants", timedelta(days=7), Participant, _never_joined),
    Rule("draws", timedelta(0), Draw, _over),
    Rule("unconfirmed_entrants", timedelta(days=7), Entrant, _never_entered),
    Rule("looks", timedelta(days=90), UploadPage, _looked_at),
)
"""What the worker forgets by itself."""
ELSEWHERE = {"copies": COPY_KEPT, "security": SECURITY_KEPT}
"""What its own room forgets, and after how long."""


def has_old(context: Context) -> bool:
    """Return whether anything is older than it may be kept; for the worker."""
    return any(context.session.scalar(_old(one, context).limit(1)) is not None for one in RULES)


def forget(context: Context) -> int:
    """Forget what is older than it may be kept, a few rows of each class, and return how many; for the worker."""
    gone = 0
    for rule in RULES:
        ids = list(context.session.scalars(_old(rule, context).limit(1 if rule.kind in {Draw, Hearing} else AT_A_TIME)))
        if not ids:
            continue
        if rule.kind is Person:  # who tried to sign in as one that was never confirmed stands in the log
            whose = SecurityEvent.person_id.in_(ids)
            context.session.execute(update(SecurityEvent).where(whose).values(person_id=None))
        if rule.kind is Hearing:
            _forget_addresses(context, ids[0])
        elif rule.kind is Draw:
            _forget_pool(context, ids[0])
        else:
            context.session.execute(delete(rule.kind).where(rule.kind.id.in_(ids)))
        _LOG.info('{"rule": "%s", "rows": %d}', rule.name, len(ids))
        gone += len(ids)
    return gone


def _forget_addresses(context: Context, hearing_id: int) -> None:
    """Forget where those who answered a hearing without an account could be written to; what they said stays."""
    asked = select(Response.sender_id).where(Response.hearing_id == hearing_id, Response.sender_id.is_not(None))
    context.session.execute(update(Sender).where(Sender.id.in_(asked)).values(email="", confirm_hash=None))
    context.session.execute(update(Hearing).where(Hearing.id == hearing_id).values(addresses_gone_at=context.now))


def _forget_pool(context: Context, draw_id: int) -> None:
    """Forget everybody who entered a draw, and what they answered; which numbers a seed drew stays."""
    context.session.execute(delete(Entrant).where(Entrant.draw_id == draw_id))
    context.session.execute(update(Round).where(Round.draw_id == draw_id).values(terms={}, portfolio=[]))
    context.session.execute(update(Draw).where(Draw.id == draw_id).values(forgotten_at=context.now))


def _old(rule: Rule, context: Context) -> Select[Any]:
    return rule.old(context.now - rule.kept)


def periods() -> list[tuple[str, int]]:
    """Return every class that is forgotten and after how many days, as the page on privacy tells it."""
    found = {one.name: one.kept for one in RULES} | ELSEWHERE
    return [(name, kept.days) for name, kept in found.items()]
