"""A log that anybody can recount: what is public of a thing, each time that changes, as a hash and nothing else.

The entry is written in the action's own transaction; the worker numbers them afterwards, as it seals the audit log. The
numbered entries of a process are the leaves of a Merkle tree, whose head is published once a day: who has kept a head,
or a receipt, finds out whether anything before it was dropped, changed, back-dated or put in another order.
Source: RFC 6962 section 2.1, Merkle hash trees.
"""

import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, func, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from civic.db.base import ZONE, Base, Id
from civic.db.finding import some_rows
from civic.kernel.context import Context

Record = Mapping[str, Any]
"""What is public of one thing, in plain values."""


class LedgerEntry(Base):
    """What was public of one thing from a moment on, as a hash; numbered when `sequence` is set."""

    __tablename__ = "ledger_entry"
    __table_args__ = (
        UniqueConstraint("process_id", "sequence"),
        some_rows("ix_ledger_entry_unnumbered", "id", condition="sequence IS NULL"),
        Index("ix_ledger_entry_subject", "process_id", "subject", "id"),
    )

    id: Mapped[Id]
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id"))
    sequence: Mapped[int | None]
    at: Mapped[datetime]
    subject: Mapped[str]
    """Which thing it is, in the words of the download: "hearing 3/response 12"."""
    digest: Mapped[str]
    salt: Mapped[str]
    """What the hash was made with; gone with the next entry, so that nothing that was taken out is found by it."""


class LedgerHead(Base):
    """The head of a process's log as it was published on a day."""

    __tablename__ = "ledger_head"
    __table_args__ = (UniqueConstraint("process_id", "day"),)

    id: Mapped[Id]
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id"))
    day: Mapped[date]
    size: Mapped[int]
    """How many entries it is the head of."""
    root: Mapped[str]
    at: Mapped[datetime]


def canonical(value: object) -> bytes:
    """Return a value as bytes, one way only: JSON with sorted keys and no spaces."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest_of(salt: str, record: Record) -> str:
    """Return the hash of what is public of a thing."""
    return hashlib.sha256(salt.encode() + canonical(record)).hexdigest()


def enter(context: Context, process_id: int, subject: str, record: Record) -> None:
    """Write down what is public of a thing from now on; nothing where that is what stood there last."""
    own = (LedgerEntry.process_id == process_id, LedgerEntry.subject == subject)
    last = context.session.scalar(select(LedgerEntry).where(*own).order_by(LedgerEntry.id.desc()).limit(1))
    if last is not None:
        if last.salt and digest_of(last.salt, record) == last.digest:
            return
        context.session.execute(update(LedgerEntry).where(*own, LedgerEntry.salt != "").values(salt=""))
    context.session.add(_made(context, process_id, subject, record))


def enter_all(context: Context, process_id: int, records: Mapping[str, Record]) -> None:
    """Write down what is public of things that stand there for the first time."""
    context.session.add_all([_made(context, process_id, subject, record) for subject, record in records.items()])


def _made(context: Context, process_id: int, subject: str, record: Record) -> LedgerEntry:
    salt = secrets.token_hex(16)
    digest = digest_of(salt, record)
    return LedgerEntry(process_id=process_id, at=context.now, subject=subject, digest=digest, salt=salt)


def is_waiting(session: Session) -> bool:
    """Return whether there is an entry without its number."""
    return session.scalar(select(LedgerEntry.id).where(LedgerEntry.sequence.is_(None)).limit(1)) is not None


def number(session: Session, *, at_most: int = 500) -> int:
    """Number the oldest entries that have none, each process's by itself; return how many.

    The entries are locked before the newest number is read, so that of two workers none numbers an entry again.
    """
    waiting = select(LedgerEntry).where(LedgerEntry.sequence.is_(None)).order_by(LedgerEntry.id).limit(at_most)
    entries = list(session.scalars(waiting.with_for_update()))
    last: dict[int, int] = {}
    for entry in entries:
        if entry.process_id not in last:
            newest = select(func.max(LedgerEntry.sequence)).where(LedgerEntry.process_id == entry.process_id)
            last[entry.process_id] = session.scalar(newest) or 0
        last[entry.process_id] += 1
        entry.sequence = last[entry.process_id]
    return len(entries)


def publish(context: Context) -> int:
    """Publish today's head of each process whose log has grown since its last; return how many. For the worker.

    Today is a Danish day.
    """
    session, today = context.session, context.now.astimezone(ZONE).date()
    sizes = session.execute(
        select(LedgerEntry.process_id, func.max(LedgerEntry.sequence))
        .where(LedgerEntry.sequence.is_not(None))
        .group_by(LedgerEntry.process_id)
    ).tuples()
    heads = {
        process_id: (size, day)
        for process_id, size, day in session.execute(
            select(LedgerHead.process_id, func.max(LedgerHead.size), func.max(LedgerHead.day)).group_by(
                LedgerHead.process_id
            )
        ).tuples()
    }
    made = 0
    for process_id, size in sizes:
        known, day = heads.get(process_id, (0, date.min))
        if size is not None and size > known and day < today:
            root = head_of([leaf(one) for one in entries(session, process_id)])
            session.add(LedgerHead(process_id=process_id, day=today, size=size, root=root, at=context.now))
            made += 1
    return made


Entry = tuple[int, int, str, str]
"""Its number, its moment in seconds since 1970, its thing and its hash."""


def entries(session: Session, process_id: int) -> list[Entry]:
    """Return the numbered entries of a process, in order."""
    found = select(LedgerEntry.sequence, LedgerEntry.at, LedgerEntry.subject, LedgerEntry.digest).where(
        LedgerEntry.process_id == process_id, LedgerEntry.sequence.is_not(None)
    )
    rows = session.execute(found.order_by(LedgerEntry.sequence)).tuples()
    return [(number or 0, int(at.timestamp()), subject, digest) for number, at, subject, digest in rows]


def pending(session: Session, process_id: int) -> list[tuple[str, str]]:
    """Return the things and hashes of a process's entries that the worker has yet to number, in order."""
    waiting = select(LedgerEntry.subject, LedgerEntry.digest).where(
        LedgerEntry.process_id == process_id, LedgerEntry.sequence.is_(None)
    )
    return [(subject, digest) for subject, digest in session.execute(waiting.order_by(LedgerEntry.id)).tuples()]


def heads(session: Session, process_id: int) -> Sequence[LedgerHead]:
    """Return the heads of a process's log that were published, the first one first."""
    own = select(LedgerHead).where(LedgerHead.process_id == process_id)
    return session.scalars(own.order_by(LedgerHead.day)).all()


def salts(session: Session, process_id: int) -> dict[str, str]:
    """Return what the last hash of each thing was made with, by the thing."""
    kept = select(LedgerEntry.subject, LedgerEntry.salt).where(LedgerEntry.process_id == process_id)
    rows = session.execute(kept.where(LedgerEntry.salt != "").order_by(LedgerEntry.id)).tuples()
    return dict(rows.all())


def subjects(session: Session, process_id: int) -> set[str]:
    """Return which things of a process were ever written down."""
    return set(session.scalars(select(LedgerEntry.subject).where(LedgerEntry.process_id == process_id).distinct()))


def leaf(entry: Entry) -> bytes:
    """Return the leaf that an entry is."""
    return hashlib.sha256(b"\0" + canonical(list(entry))).digest()


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\1" + left + right).digest()


def _split(size: int) -> int:
    """Return the largest power of two that is smaller than a size."""
    return 1 << (size - 1).bit_length() - 1


def _root(leaves: Sequence[bytes]) -> bytes:
    if len(leaves) == 1:
        return leaves[0]
    at = _split(len(leaves))
    return _node(_root(leaves[:at]), _root(leaves[at:]))


def head_of(leaves: Sequence[bytes]) -> str:
    """Return the head of a tree."""
    return (_root(leaves) if leaves else hashlib.sha256().digest()).hex()


def path_to(leaves: Sequence[bytes], at: int) -> list[str]:
    """Return the hashes that lead from a leaf, counted from 0, to the head: the nearest first."""
    if len(leaves) == 1:
        return []
    middle = _split(len(leaves))
    if at < middle:
        return [*path_to(leaves[:middle], at), _root(leaves[middle:]).hex()]
    return [*path_to(leaves[middle:], at - middle), _root(leaves[:middle]).hex()]
