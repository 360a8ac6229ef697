"""Messages written in the same transaction as the action, delivered later by the worker."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol

from sqlalchemy import JSON, ColumnElement, ForeignKey, Index, and_, delete, or_, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from civic.db.base import Base, Id
from civic.db.finding import some_rows
from civic.kernel.context import Context
from civic.kernel.notifying import ABOUT, KINDS, Notification, Pace, sort_out


class OutboxMessage(Base):
    """One message to a person, or to an address somebody gave; its `data` and address are wiped at its end.

    It is sent, or after `PATIENCE` it is given up.
    """

    __tablename__ = "outbox_message"
    __table_args__ = (
        some_rows("ix_outbox_message_unsent", "not_before", "id", condition="sent_at IS NULL AND failed_at IS NULL"),
        some_rows("ix_outbox_message_sent_at", "sent_at", "id", condition="sent_at IS NOT NULL"),
        some_rows("ix_outbox_message_failed_at", "failed_at", "id", condition="failed_at IS NOT NULL"),
        Index("ix_outbox_message_to_person_id", "to_person_id", "id"),
    )

    id: Mapped[Id]
    template: Mapped[str]
    notification_id: Mapped[int | None] = mapped_column(ForeignKey("notification.id"), index=True)
    """What it tells, where its reader may want that at another pace."""
    to_person_id: Mapped[int | None]
    to_address: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="")
    data: Mapped[dict[str, Any]] = mapped_column(JSON)
    created_at: Mapped[datetime]
    not_before: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    failed_at: Mapped[datetime | None]
    """When it was given up: the reader's mail server refused it, or none took it for a week."""
    attempts: Mapped[int] = mapped_column(default=0)

    notification: Mapped[Notification | None] = relationship(lazy="raise_on_sql")


_WAITING = (OutboxMessage.sent_at.is_(None), OutboxMessage.failed_at.is_(None))
PATIENCE = timedelta(days=7)
"""How long a mail is tried; mail servers themselves keep one for four to five days (RFC 5321, 4.5.4.1)."""
CLAIM = timedelta(minutes=10)
"""How long a worker has for what it claims before another may try it: twenty mails at twenty seconds and a margin."""


class Reachable(Protocol):
    """Whoever can be written to: by an account, or by an address they gave."""

    @property
    def person_id(self) -> int | None:
        """Return the account, where there is one."""

    @property
    def email(self) -> str:
        """Return the address."""

    @property
    def language(self) -> str:
        """Return the language they chose."""


def mail_to(context: Context, template: str, whom: Reachable, *, data: Mapping[str, Any]) -> None:
    """Put one mail in the outbox: to the account where there is one, else to the address, in their language."""
    if whom.person_id is not None:
        mail(context, template, to=whom.person_id, data=data)
    else:
        mail_to_address(context, template, address=whom.email, language=whom.language, data=data)


def mail(
    context: Context, template: str, *, to: int, data: Mapping[str, Any] | None = None, pace: Pace | None = None
) -> None:
    """Put one mail to the person `to` in the outbox; it exists if and only if the action does.

    What somebody is told without having to act on it (`notifying.KINDS`) is kept for their page as well, and mailed at
    the pace they chose; `pace` is that of the followed thing it comes by, where it has one of its own.
    """
    told = None
    if template in KINDS:
        about = {name: value for name, value in (data or {}).items() if name in ABOUT}
        told = Notification(person_id=to, template=template, data=about, pace=pace, at=context.now)
    message = OutboxMessage(
        notification=told,
        template=template,
        to_person_id=to,
        data=dict(data or {}),
        created_at=context.now,
        not_before=context.now,
    )
    context.session.add(message)


def withdraw(context: Context, about: Mapping[str, Mapping[str, Any]]) -> None:
    """Take back what tells of something that is not to be told any more: mails not sent yet, lines, pages of it.

    `about` says for each template which of a message's data name the thing. What was sent has been read.
    """
    unsent = OutboxMessage.sent_at.is_(None), OutboxMessage.failed_at.is_(None)
    context.session.flush()
    context.session.execute(delete(OutboxMessage).where(*unsent, _tells(OutboxMessage, about)))
    for message in context.session.scalars(select(OutboxMessage).where(*unsent, OutboxMessage.template == "digest")):
        lines = [one for one in message.data["lines"] if not _tells_of(one["data"], about.get(one["template"]))]
        if lines != message.data["lines"]:
            message.data = message.data | {"lines": lines}
        if not lines:
            context.session.delete(message)
    by_them = OutboxMessage.notification_id.in_(select(Notification.id).where(_tells(Notification, about)))
    context.session.execute(
        update(OutboxMessage).where(by_them).values(notification_id=None),
        execution_options={"synchronize_session": False},
    )
    context.session.execute(delete(Notification).where(_tells(Notification, about)))


def _tells(
    table: type[OutboxMessage] | type[Notification], about: Mapping[str, Mapping[str, Any]]
) -> ColumnElement[bool]:
    """Return the condition that a row tells of the thing, asked where the rows are: there may be very many."""
    return or_(
        *(
            and_(
                table.template == template,
                *(
                    (table.data[name].as_integer() if isinstance(value, int) else table.data[name].as_string()) == value
                    for name, value in named.items()
                ),
            )
            for template, named in about.items()
        )
    )


def _tells_of(data: Mapping[str, Any], about: Mapping[str, Any] | None) -> bool:
    return about is not None and about.items() <= data.items()


def mail_to_address(
    context: Context, template: str, *, address: str, language: str, data: Mapping[str, Any] | None = None
) -> None:
    """Put one mail to an address somebody gave without an account in the outbox, in the language they chose."""
    message = OutboxMessage(
        template=template,
        to_address=address,
        language=language,
        data=dict(data or {}),
        created_at=context.now,
        not_before=context.now,
    )
    context.session.add(message)


def is_due(session: Session, now: datetime) -> bool:
    """Return whether any message is to be sent now."""
    due = select(OutboxMessage.id).where(*_WAITING, OutboxMessage.not_before <= now).limit(1)
    return session.scalar(due) is not None


def claim(session: Session, now: datetime, *, at_most: int = 20) -> list[OutboxMessage]:
    """Take unsent messages whose time has come, oldest first, so that no other worker takes them meanwhile.

    The caller commits before it talks to a mail server: no lock is held while the network answers.
    """
    waiting = (
        select(OutboxMessage)
        .where(*_WAITING, OutboxMessage.not_before <= now)
        .order_by(OutboxMessage.not_before, OutboxMessage.id)
        .limit(at_most)
        .with_for_update(skip_locked=True)
    )
    taken = list(session.scalars(waiting))
    told = {one.id: one for one in _told(session, taken)}
    at_once = {one.id for one in sort_out(session, list(told.values()), now)}
    for message in taken:
        message.attempts += 1
        message.not_before = now + CLAIM
        if message.notification_id is not None and message.notification_id not in at_once:
            session.delete(message)  # it is told in a digest, or on its reader's page alone
    return [one for one in taken if one.notification_id is None or one.notification_id in at_once]


def _told(session: Session, messages: Sequence[OutboxMessage]) -> Sequence[Notification]:
    ids = [one.notification_id for one in messages if one.notification_id is not None]
    return session.scalars(select(Notification).where(Notification.id.in_(ids))).all() if ids else ()


def settle(session: Session, message_id: int, now: datetime, *, is_sent: bool, is_hopeless: bool = False) -> None:
    """Write down that a message was sent, or is given up, and wipe its data; or when it is tried again."""
    message = session.get(OutboxMessage, message_id)
    if message is None:  # its reader closed the account meanwhile
        return
    if is_sent:
        message.sent_at, message.data, message.to_address = now, {}, ""
        message.notification_id = None
    elif is_hopeless or message.created_at + PATIENCE <= now:
        message.failed_at, message.data, message.to_address = now, {}, ""
        message.notification_id = None
    else:
        message.not_before = now + timedelta(minutes=min(2 ** min(message.attempts, 11), 24 * 60))


def failed(session: Session, since: datetime, *, at_most: int) -> Sequence[OutboxMessage]:
    """Return messages that were given up since then, the newest first."""
    given_up = select(OutboxMessage).where(OutboxMessage.failed_at.is_not(None), OutboxMessage.failed_at >= since)
    newest = given_up.order_by(OutboxMessage.failed_at.desc(), OutboxMessage.id.desc())
    return session.scalars(newest.limit(at_most)).all()


def drop_mails(session: Session, now: datetime) -> None:
    """Mark every waiting mail as dealt with, unsent: what the demo's past would have sent.

    What somebody was told more than a week ago is read.
    """
    session.flush()
    gone = {"sent_at": now, "data": {}, "to_address": "", "notification_id": None}
    session.execute(update(OutboxMessage).where(*_WAITING).values(gone))
    old = Notification.at < now - timedelta(days=7)
    session.execute(update(Notification).where(old).values(read_at=Notification.at))
