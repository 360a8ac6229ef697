"""What a database remembers about itself: whether it was made for the demo."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Engine, inspect, select
from sqlalchemy.orm import Mapped, Session

from civic.db.base import Base, Id


class Installation(Base):
    """The one row that says what this database is for."""

    __tablename__ = "installation"
    __table_args__ = (CheckConstraint("id = 1", name="one"),)

    id: Mapped[Id]
    is_demo: Mapped[bool]
    made_at: Mapped[datetime]


def is_demo(engine: Engine) -> bool | None:
    """Return whether the database was made for the demo, or None when it is new."""
    if not inspect(engine).has_table(Installation.__tablename__):
        return None
    with Session(engine) as session:
        return session.scalar(select(Installation.is_demo))


def mark(session: Session, now: datetime, *, is_demo: bool) -> None:
    """Write down what the database is for; the second mark breaks the primary key."""
    session.add(Installation(id=1, is_demo=is_demo, made_at=now))
