"""Bringing a database to the newest schema."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine

from civic.db.base import Base

MIGRATIONS = Path(__file__).parent / "migrations"


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring the database up to a revision; what is there stays."""
    with engine.begin() as connection:
        command.upgrade(config(connection), revision)


def downgrade(engine: Engine, revision: str) -> None:
    """Take the database back to a revision."""
    with engine.begin() as connection:
        command.downgrade(config(connection), revision)


def config(connection: Connection) -> Config:
    """Return Alembic's settings for one connection; every room must have been imported (see `civic.tables`)."""
    made = Config()
    made.set_main_option("script_location", str(MIGRATIONS))
    made.attributes["connection"] = connection
    made.attributes["metadata"] = Base.metadata
    return made
