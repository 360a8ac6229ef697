"""A double click makes one thing: the first answer to a form is remembered in its own transaction."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from civic.db.base import Base
from civic.db.putting import write_in


class OnceKey(Base):
    """The key of a form that has been carried out, and where it led."""

    __tablename__ = "once_key"

    key: Mapped[str] = mapped_column(primary_key=True)
    location: Mapped[str]
    at: Mapped[datetime] = mapped_column(index=True)


KEPT = timedelta(days=1)
"""How long a form's key is remembered; a double click comes sooner."""


def has_old(session: Session, now: datetime) -> bool:
    """Return whether there are keys to forget."""
    return session.scalar(select(OnceKey.key).where(OnceKey.at < now - KEPT).limit(1)) is not None


def forget(session: Session, now: datetime) -> int:
    """Forget old keys and return how many."""
    gone = session.execute(delete(OnceKey).where(OnceKey.at < now - KEPT))
    return int(getattr(gone, "rowcount", 0))


def led_to(session: Session, key: str) -> str | None:
    """Return where a form with this key led, or None when it has not been carried out."""
    found = session.get(OnceKey, key)
    return found.location if found else None


def remember(session: Session, keys: Sequence[str], location: str, now: datetime) -> None:
    """Remember where the form with these keys led; a second row with one of them breaks the primary key."""
    if keys:
        session.flush()  # what was done comes first: of two who do it at once, one is told what broke
        write_in(session, OnceKey, *({"key": key, "location": location, "at": now} for key in keys))
