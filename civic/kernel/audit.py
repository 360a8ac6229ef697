"""Append-only log: one entry per completed action, ids and no personal data.

The entry is written in the action's own transaction. The worker seals entries into a hash chain afterwards,
so that two actions never wait for each other to take the chain's next link.
"""

import hashlib
from collections.abc import Collection, Sequence
from datetime import datetime
from enum import Enum

from sqlalchemy import Index, inspect, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from civic.db.base import Base, Id
from civic.db.finding import some_rows
from civic.db.putting import write_in
from civic.kernel.context import Context


class AuditEntry(Base):
    """One completed action: who did what to which thing, when; sealed when `seal` is set."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        some_rows("ix_audit_entry_unsealed", "id", condition="seal IS NULL"),
        Index("ix_audit_entry_actor_id", "actor_id", "id"),
    )

    id: Mapped[Id]
    at: Mapped[datetime]
    verb: Mapped[str]
    kind: Mapped[str] = mapped_column(index=True)
    thing_id: Mapped[int] = mapped_column(index=True)
    actor_id: Mapped[int | None]
    sequence: Mapped[int | None] = mapped_column(unique=True)
    seal: Mapped[str | None]


def record(context: Context, verb: Enum, thing: Base) -> None:
    """Write one entry for a completed action on the thing."""
    context.session.flush()
    identity = inspect(thing).identity
    assert identity is not None, "the thing has just been flushed"
    said = {"at": context.now, "verb": str(verb.value), "kind": thing.__tablename__, "thing_id": identity[0]}
    write_in(context.session, AuditEntry, {**said, "actor_id": context.actor.person_id})


def seal(session: Session, *, at_most: int = 500) -> int:
    """Chain the oldest unsealed entries, each hash over the one before; return how many.

    The entries are locked before the head is read, so that of two workers none seals an entry again.
    """
    unsealed = select(AuditEntry).where(AuditEntry.seal.is_(None)).order_by(AuditEntry.id).limit(at_most)
    entries = list(session.scalars(unsealed.with_for_update()))
    sequence, previous = head(session)
    for entry in entries:
        sequence += 1
        entry.sequence = sequence
        previous = entry.seal = _digest(entry, previous)
    return len(entries)


def head(session: Session) -> tuple[int, str]:
    """Return the newest sealed entry's number and seal; kept elsewhere, they show whether the end was cut off."""
    last = session.scalar(
        select(AuditEntry).where(AuditEntry.seal.is_not(None)).order_by(AuditEntry.sequence.desc()).limit(1)
    )
    return (last.sequence or 0, last.seal or "") if last else (0, "")


def since(session: Session, sequence: int, verbs: Collection[str]) -> Sequence[AuditEntry]:
    """Return the entries after a sealed one that are of some verbs, those that are not sealed among them.

    By the chain, not by the ids: on PostgreSQL a lower id may become visible after a higher one.
    """
    later = or_(AuditEntry.sequence > sequence, AuditEntry.seal.is_(None))
    wanted = select(AuditEntry).where(later, AuditEntry.verb.in_(sorted(verbs)))
    return session.scalars(wanted.order_by(AuditEntry.id)).all()


def broken_at(session: Session) -> int | None:
    """Return the sequence number of the first entry that no longer fits the chain, or None."""
    previous = ""
    sealed = select(AuditEntry).where(AuditEntry.seal.is_not(None)).order_by(AuditEntry.sequence)
    for expected, entry in enumerate(session.scalars(sealed), start=1):
        if entry.sequence != expected or entry.seal != _digest(entry, previous):
            return expected
        previous = entry.seal
    return None


def _digest(entry: AuditEntry, previous: str) -> str:
    facts = (previous, entry.sequence, entry.at.isoformat(), entry.verb, entry.kind, entry.thing_id, entry.actor_id)
    return hashlib.sha256(repr(facts).encode()).hexdigest()
