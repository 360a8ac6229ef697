"""A double click makes one thing: the first answer to a form is remembered in its own transaction."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from civic.db.base import Base


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


def remember(session: Session, key: str, location: str, now: datetime) -> None:
    """Remember where the form led; a second row with the key breaks the primary key."""
    session.add(OnceKey(key=key, location=location, at=now))
