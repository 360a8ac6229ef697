"""Fresh databases on the tests' own PostgreSQL server."""

from sqlalchemy import Engine, make_url, text

from civic.db.engine import make_engine


def fresh_postgresql(address: str, name: str) -> Engine:
    """Return an engine for a new, empty database on the server."""
    admin = make_engine(address)
    with admin.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    admin.dispose()
    return make_engine(make_url(address).set(database=name).render_as_string(hide_password=False))
