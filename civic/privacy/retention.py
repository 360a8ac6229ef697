"""How long what is held of people is kept, class by class; the worker acts on it, a few rows at a time, and logs.

What belongs to a case is not here: it is kept as the law on public archives says, and goes to the archive, not away.
Source: GDPR article 5(1)(e); arkivloven section 8; KL and Rigsarkivet, what municipalities keep and may discard.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, delete, exists, or_, select, update

from civic.db.base import ZONE
from civic.db.finding import is_among
from civic.decisions.models import Undertaking, UndertakingState
from civic.draws.models import Draw, Entrant, Round
from civic.files.renditions import Rendition, What
from civic.files.uploads import Upload, UploadPage, UploadState
from civic.grants.forgetting import forget as forget_applications
from civic.grants.models import GrantApplication
from civic.groups.models import Group, Participant
from civic.hearings.models import Hearing
from civic.kernel.context import Context
from civic.kernel.notifying import Notification
from civic.kernel.outbox import OutboxMessage
from civic.meetings.models import Meeting, Registration
from civic.people.models import OneTimeLink, Person, PersonState, SecurityEvent, Sender, SignInSession
from civic.people.security import KEPT as SECURITY_KEPT
from civic.places.models import Needs
from civic.processes.models import Process
from civic.proposals.models import CoAuthor
from civic.responses.models import Response
from civic.treatment.models import AnswerPanel, PanelReader
from civic.voting.forgetting import closed as closed_votes
from civic.voting.forgetting import forget as forget_rolls
from civic.writing.models import KEPT as COPY_KEPT

AT_A_TIME = 200
_LOG = logging.getLogger("civic.retention")


Old = Callable[[datetime], Select[Any]]


Forget = Callable[[Context, Sequence[int]], None]


@dataclass(frozen=True)
class Rule:
    """One class of records: how long it is kept, what is older, the oldest first, and how that is forgotten."""

    name: str
    kept: timedelta
    old: Old
    forget: Forget
    at_a_time: int = AT_A_TIME


def _delete(kind: type[Any]) -> Forget:
    def forget(context: Context, ids: Sequence[int]) -> None:
        context.session.execute(delete(kind).where(kind.id.in_(ids)))

    return forget


def _ended(kind: type[Any], column: Any) -> Old:
    return lambda then: select(kind.id).where(column <= then).order_by(column)


def _unconfirmed(then: datetime) -> Select[Any]:
    has_link = exists().where(OneTimeLink.person_id == Person.id)
    is_old = is_among(Person.state, {PersonState.UNCONFIRMED}), Person.created_at <= then
    return select(Person.id).where(*is_old, ~has_link).order_by(Person.created_at)


def _vote_letters(then: datetime) -> Select[Any]:
    """Return the letters with codes that were made before a moment: whoever had the file could vote with them."""
    is_old = Rendition.what == What.VOTE_LETTERS, Rendition.made_at <= then
    return select(Rendition.id).where(*is_old).order_by(Rendition.id)


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


def _never_accepted(then: datetime) -> Select[Any]:
    is_old = Participant.confirmed_at.is_(None), Participant.registered_at <= then, Participant.is_invited
    return select(Participant.id).where(*is_old).order_by(Participant.registered_at)


def _never_joined_in(then: datetime) -> Select[Any]:
    is_old = CoAuthor.accepted_at.is_(None), CoAuthor.invited_at <= then
    return select(CoAuthor.id).where(*is_old).order_by(CoAuthor.invited_at)


def _worked(then: datetime) -> Select[Any]:
    """Return who was in a group, or asked to be, that has ended, and whose address and needs are still there."""
    has_ended = or_(Group.ended_at <= then, Process.handed_over_on <= then.astimezone(ZONE).date())
    needs = Participant.interpreter, Participant.needs_other, Participant.application, Participant.declined_because
    flags = Participant.needs_step_free, Participant.needs_loop, Participant.needs_child_care
    is_there = or_(Participant.slot.is_(None), Participant.email != "", *(one != "" for one in needs), *flags)
    found = select(Participant.id).join(Participant.group).join(Group.process)
    return found.where(has_ended, is_there).order_by(Participant.id)


def _forget_persons(context: Context, ids: Sequence[int]) -> None:
    """Delete accounts nobody confirmed; who tried to sign in as one of them stands in the log."""
    whose = SecurityEvent.person_id.in_(ids)
    context.session.execute(update(SecurityEvent).where(whose).values(person_id=None))
    context.session.execute(delete(Person).where(Person.id.in_(ids)))


def _forget_addresses(context: Context, ids: Sequence[int]) -> None:
    """Forget where those who answered hearings without an account could be written to; what they said stays."""
    asked = select(Response.sender_id).where(Response.hearing_id.in_(ids), Response.sender_id.is_not(None))
    context.session.execute(update(Sender).where(Sender.id.in_(asked)).values(email="", confirm_hash=None))
    context.session.execute(update(Hearing).where(Hearing.id.in_(ids)).values(addresses_gone_at=context.now))


def _forget_pools(context: Context, ids: Sequence[int]) -> None:
    """Forget everybody who entered draws, and what they answered; which numbers a seed drew stays."""
    context.session.execute(delete(Entrant).where(Entrant.draw_id.in_(ids)))
    context.session.execute(update(Round).where(Round.draw_id.in_(ids)).values(terms={}, portfolio=[]))
    context.session.execute(update(Draw).where(Draw.id.in_(ids)).values(forgotten_at=context.now))


def _forget_participants(context: Context, ids: Sequence[int]) -> None:
    """Forget who did not come into a group; of who was in it the name stays, as who took part."""
    context.session.execute(delete(Participant).where(Participant.id.in_(ids), Participant.slot.is_(None)))
    nothing = {"email": "", "application": "", **asdict(Needs())}
    context.session.execute(update(Participant).where(Participant.id.in_(ids)).values(nothing))


def _never_answered(before: datetime) -> Select[Any]:
    waiting = Undertaking.state.in_((UndertakingState.INVITED,)), Undertaking.token_hash.is_not(None)
    return select(Undertaking.id).where(*waiting, Undertaking.invited_at < before).order_by(Undertaking.id)


def _forget_address_asked(context: Context, ids: Sequence[int]) -> None:
    """Forget to whom an invitation went that nobody answered; that they were asked stays to be seen."""
    gone = update(Undertaking).where(Undertaking.id.in_(ids)).values(email="", token_hash=None)
    context.session.execute(gone)


def _panel_closed(before: datetime) -> Select[Any]:
    closed = select(PanelReader.id).join(AnswerPanel, AnswerPanel.id == PanelReader.panel_id)
    return closed.where(PanelReader.token_hash.is_not(None), AnswerPanel.closes_at <= before).order_by(PanelReader.id)


def _forget_readers(context: Context, ids: Sequence[int]) -> None:
    """Forget where those of a panel were written to; what they found stays, by their number."""
    context.session.execute(update(PanelReader).where(PanelReader.id.in_(ids)).values(email="", token_hash=None))


def _never_handed_in(before: datetime) -> Select[Any]:
    begun = select(GrantApplication.id).where(GrantApplication.submitted_at.is_(None))
    return begun.where(GrantApplication.created_at <= before).order_by(GrantApplication.created_at)


RULES = (
    Rule("sessions", timedelta(0), _ended(SignInSession, SignInSession.expires_at), _delete(SignInSession)),
    Rule("links", timedelta(days=7), _ended(OneTimeLink, OneTimeLink.expires_at), _delete(OneTimeLink)),
    Rule("mails", timedelta(days=90), _ended(OutboxMessage, OutboxMessage.sent_at), _delete(OutboxMessage)),
    Rule("notifications", timedelta(days=180), _ended(Notification, Notification.at), _delete(Notification)),
    Rule("failed_mails", timedelta(days=90), _ended(OutboxMessage, OutboxMessage.failed_at), _delete(OutboxMessage)),
    Rule("unconfirmed", timedelta(days=30), _unconfirmed, _forget_persons),
    Rule("addresses", timedelta(days=365), _concluded, _forget_addresses, at_a_time=1),
    Rule("registrations", timedelta(days=30), _met, _delete(Registration)),
    Rule("unconfirmed_registrations", timedelta(days=7), _never_confirmed, _delete(Registration)),
    Rule("unconfirmed_participants", timedelta(days=7), _never_joined, _delete(Participant)),
    Rule("invitations", timedelta(days=90), _never_accepted, _delete(Participant)),
    Rule("co_authors", timedelta(days=90), _never_joined_in, _delete(CoAuthor)),
    Rule("applications", timedelta(days=730), _never_handed_in, forget_applications),
    Rule("undertakings", timedelta(days=90), _never_answered, _forget_address_asked),
    Rule("panel_readers", timedelta(0), _panel_closed, _forget_readers),
    Rule("participants", timedelta(days=180), _worked, _forget_participants),
    Rule("draws", timedelta(0), _over, _forget_pools, at_a_time=1),
    Rule("unconfirmed_entrants", timedelta(days=7), _never_entered, _delete(Entrant)),
    Rule("rolls", timedelta(days=90), closed_votes, forget_rolls, at_a_time=1),
    Rule("vote_letters", timedelta(days=14), _vote_letters, _delete(Rendition)),
    Rule("looks", timedelta(days=90), _looked_at, _delete(UploadPage)),
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
        ids = context.session.scalars(_old(rule, context).limit(rule.at_a_time)).all()
        if not ids:
            continue
        rule.forget(context, ids)
        _LOG.info('{"rule": "%s", "rows": %d}', rule.name, len(ids))
        gone += len(ids)
    return gone


def _old(rule: Rule, context: Context) -> Select[Any]:
    return rule.old(context.now - rule.kept)


def periods() -> list[tuple[str, int]]:
    """Return every class that is forgotten and after how many days, as the page on privacy tells it."""
    found = {one.name: one.kept for one in RULES} | ELSEWHERE
    return [(name, kept.days) for name, kept in found.items()]
