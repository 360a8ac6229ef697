"""How often something was tried, counted in the database: so a limit holds for all processes, and after a restart."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import case, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from civic.db.base import Base


class Attempt(Base):
    """A counter until its window ends; the key is a keyed hash and says nothing of who tried what."""

    __tablename__ = "attempt"

    key: Mapped[str] = mapped_column(primary_key=True)
    count: Mapped[int]
    ends_at: Mapped[datetime] = mapped_column(index=True)


def add(session: Session, windows: Mapping[str, timedelta], now: datetime, *, amount: int = 1) -> dict[str, int]:
    """Count so many more tries under each key, in one statement; return how many there are by now in its window.

    The first try after a window has ended begins a new one.
    """
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    rows = [{"key": key, "count": amount, "ends_at": now + window} for key, window in sorted(windows.items())]
    asked = dialect.insert(Attempt).values(rows)
    is_over = Attempt.ends_at <= now
    counted = asked.on_conflict_do_update(
        index_elements=["key"],
        set_={
            "count": case((is_over, asked.excluded.count), else_=Attempt.count + asked.excluded.count),
            "ends_at": case((is_over, asked.excluded.ends_at), else_=Attempt.ends_at),
        },
    ).returning(Attempt.key, Attempt.count)
    return dict(session.execute(counted).tuples().all())


def has_old(session: Session, now: datetime) -> bool:
    """Return whether there are counters to forget."""
    return session.scalar(select(Attempt.key).where(Attempt.ends_at <= now).limit(1)) is not None


def forget(session: Session, now: datetime) -> int:
    """Forget counters whose window has ended, and return how many."""
    gone = session.execute(delete(Attempt).where(Attempt.ends_at <= now))
    return int(getattr(gone, "rowcount", 0))
