"""What somebody is told that nobody has to act on at once: kept on a page of theirs, and mailed at the pace they chose.

Everything else that is mailed (a link to sign in, a decision that can be appealed, a duty with a deadline) is mailed at
once, whatever was chosen: it is in no `KINDS`.
"""

import enum
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import JSON, ColumnElement, ForeignKey, Index, UniqueConstraint, func, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from civic.db.base import ZONE, Base, Id
from civic.db.finding import some_rows


class Notified(enum.Enum):
    """The kinds of what somebody is told, each with a pace of its own."""

    FOLLOWED = "followed"
    """A step that was taken with what they follow."""
    TALK = "talk"
    """Somebody replied to them or named them."""
    OWN = "own"
    """What happens with their own proposals, comments and suggested changes."""
    SUPPORTED = "supported"
    """What happens with what they support."""


class Pace(enum.Enum):
    """How soon somebody is mailed what they are told."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    WEEKLY = "weekly"
    NEVER = "never"
    """By mail; it stands on their page all the same."""


KINDS: Mapping[str, Notified] = {
    "followed": Notified.FOLLOWED,
    "comment_replied": Notified.TALK,
    "comment_named": Notified.TALK,
    "comment_spoken_to": Notified.OWN,
    "proposal_accepted": Notified.OWN,
    "proposal_answered": Notified.OWN,
    "own_proposal_reached": Notified.OWN,
    "proposal_continued": Notified.OWN,
    "proposal_parted": Notified.OWN,
    "proposal_implemented": Notified.OWN,
    "proposal_file_unreadable": Notified.OWN,
    "amendment_made": Notified.OWN,
    "amendment_decided": Notified.OWN,
    "co_author_joined": Notified.OWN,
    "support_amended": Notified.SUPPORTED,
    "support_carried": Notified.SUPPORTED,
}
"""The kind of what each of these mails tells."""
ABOUT = frozenset({"step", "kind", "id", "proposal_id", "amendment_id"})
"""What is kept of what a mail is about: which thing it is, not its words, and nothing that opens anything."""
DIGEST_AT = time(7)
"""When a digest is made, in Danish time: to be read with the morning coffee; a week's on Mondays."""
MOST_IN_A_DIGEST = 50
"""Lines of one digest; it says how many more there are, and leads to them."""
TO_GATHER = "(notification.digest_at IS NOT NULL AND notification.mailed_at IS NULL)"
"""Which wait for a digest, in SQL."""


class Notification(Base):
    """One thing that one person was told."""

    __tablename__ = "notification"
    __table_args__ = (
        Index("ix_notification_of_person", "person_id", "id"),
        some_rows("ix_notification_unread", "person_id", "id", condition="read_at IS NULL"),
        some_rows("ix_notification_to_gather", "digest_at", "person_id", condition=TO_GATHER),
        Index("ix_notification_at", "at"),
    )

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    template: Mapped[str]
    """Which mail tells it."""
    data: Mapped[dict[str, Any]] = mapped_column(JSON)
    """Which thing it is about (`ABOUT`)."""
    pace: Mapped[Pace | None]
    """That of the followed thing it came by, where that has one of its own."""
    at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    digest_at: Mapped[datetime | None]
    """When the digest it waits for is due."""
    mailed_at: Mapped[datetime | None]
    """When it was put into a digest."""

    @property
    def kind(self) -> Notified:
        """Return what kind it is of."""
        return KINDS[self.template]


class PaceOfKind(Base):
    """How soon a person wants to be mailed what is of one kind; who said nothing is mailed at once."""

    __tablename__ = "pace_of_kind"
    __table_args__ = (UniqueConstraint("person_id", "kind"),)

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[Notified]
    pace: Mapped[Pace]


def paces_of(session: Session, person_ids: Collection[int]) -> Mapping[tuple[int, Notified], Pace]:
    """Return what the persons have chosen, by person and kind, in one statement."""
    found = select(PaceOfKind).where(PaceOfKind.person_id.in_(person_ids))
    return {(one.person_id, one.kind): one.pace for one in session.scalars(found)}


def put_pace(session: Session, person_id: int, kind: Notified, pace: Pace, now: datetime) -> None:
    """Remember how soon a person wants to be mailed what is of a kind; what waits for a digest goes by it too.

    What came by a followed thing that has a pace of its own waits as it did.
    """
    due = {Pace.AT_ONCE: now, Pace.NEVER: None}.get(pace, next_digest(now, pace))
    by_kind = (*_unmailed(person_id, kind), Notification.digest_at.is_not(None), Notification.pace.is_(None))
    session.execute(update(Notification).where(*by_kind).values(digest_at=due))
    mine = (PaceOfKind.person_id == person_id, PaceOfKind.kind == kind)
    found = session.scalar(select(PaceOfKind).where(*mine).with_for_update())
    if found is None:
        session.add(PaceOfKind(person_id=person_id, kind=kind, pace=pace))
    else:
        found.pace = pace


def stop(session: Session, person_id: int, kind: Notified, now: datetime) -> None:
    """Mail a person nothing more that is of a kind, by whichever thing it came."""
    session.execute(update(Notification).where(*_unmailed(person_id, kind)).values(pace=None))
    put_pace(session, person_id, kind, Pace.NEVER, now)


def _unmailed(person_id: int, kind: Notified) -> tuple[ColumnElement[bool], ...]:
    templates = [template for template, found in KINDS.items() if found is kind]
    return Notification.person_id == person_id, Notification.template.in_(templates), Notification.mailed_at.is_(None)


def sort_out(session: Session, waiting: Sequence[Notification], now: datetime) -> Sequence[Notification]:
    """Return those that are mailed at once; the others wait for their digest, or are mailed to nobody."""
    chosen = paces_of(session, {one.person_id for one in waiting})
    at_once = []
    for one in waiting:
        pace = one.pace or chosen.get((one.person_id, one.kind), Pace.AT_ONCE)
        if pace is Pace.AT_ONCE:
            at_once.append(one)
        elif pace is not Pace.NEVER:
            one.digest_at = next_digest(now, pace)
    return at_once


def next_digest(now: datetime, pace: Pace) -> datetime:
    """Return when the next digest of a pace is due, after a moment."""
    local = now.astimezone(ZONE)
    day = local.date() + timedelta(days=0 if local.time() < DIGEST_AT else 1)
    if pace is Pace.WEEKLY:
        day += timedelta(days=-day.weekday() % 7)
    return datetime.combine(day, DIGEST_AT, ZONE)


def is_due(session: Session, now: datetime) -> bool:
    """Return whether any digest is to be made now."""
    return session.scalar(select(Notification.id).where(*_due(now)).limit(1)) is not None


def gather(session: Session, now: datetime, *, at_most: int = 20) -> Mapping[int, Sequence[Notification]]:
    """Take what is due for digests, by person, the newest first; each is taken once, in two statements.

    A worker that is killed before it commits has taken nothing.
    """
    persons = select(Notification.person_id).where(*_due(now)).distinct().order_by(Notification.person_id)
    whose = session.scalars(persons.limit(at_most)).all()
    newest_first = select(Notification).where(*_due(now), Notification.person_id.in_(whose))
    found = session.scalars(newest_first.order_by(Notification.id.desc()).with_for_update(skip_locked=True)).all()
    taken: dict[int, list[Notification]] = defaultdict(list)
    for one in found:
        one.mailed_at = now
        taken[one.person_id].append(one)
    return taken


def _due(now: datetime) -> tuple[Any, ...]:
    return Notification.digest_at.is_not(None), Notification.mailed_at.is_(None), Notification.digest_at <= now


def unread(session: Session, person_id: int, *, at_most: int) -> int:
    """Return how many a person has not read, counted up to so many."""
    mine = select(Notification.id).where(Notification.person_id == person_id, Notification.read_at.is_(None))
    return session.scalar(select(func.count()).select_from(mine.limit(at_most).subquery())) or 0


def listed(
    session: Session, person_id: int, *, before: int | None = None, at_most: int, is_unread: bool = False
) -> Sequence[Notification]:
    """Return what a person was told, the newest first, those older than one's id."""
    found = select(Notification).where(Notification.person_id == person_id)
    if is_unread:
        found = found.where(Notification.read_at.is_(None))
    if before is not None:
        found = found.where(Notification.id < before)
    return session.scalars(found.order_by(Notification.id.desc()).limit(at_most)).all()


def read_until(session: Session, person_id: int, last_id: int, now: datetime) -> None:
    """Let everything a person was told, up to one's id, be read: what came since is not."""
    mine = (Notification.person_id == person_id, Notification.read_at.is_(None), Notification.id <= last_id)
    session.execute(update(Notification).where(*mine).values(read_at=now))
