"""SQLite's one write lock: taken by the first write and not before, in turn, and given back whatever happens."""

import threading
import time

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from civic.db.engine import make_engine, writing
from civic.kernel.actor import VISITOR
from civic.kernel.context import Context
from civic.kernel.once import OnceKey, remember
from civic.people.models import Organisation
from civic.tables import metadata
from tests.clock import NOON


@pytest.fixture
def engine(tmp_path):
    made = make_engine(f"sqlite:///{tmp_path / 'turns.db'}")
    metadata.create_all(writing(made))
    with Session(writing(made)) as session:
        session.add(Organisation(name="Byen"))
        session.commit()
    yield made
    made.dispose()


def _is_free(engine):
    """Return whether somebody else could write now."""
    other = make_engine(str(engine.url))
    with other.connect() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout=0")
        try:
            connection.connection.execute("ROLLBACK")
            connection.connection.execute("BEGIN IMMEDIATE")
        except Exception:
            return False
        finally:
            other.dispose()
    return True


def test_who_reads_holds_nothing_and_who_writes_holds_the_lock_until_it_is_done(engine):
    with Session(engine) as session:
        assert session.scalar(text("SELECT name FROM organisation")) == "Byen"
        assert _is_free(engine)
        remember(session, ["a"], "/da/", NOON)
        session.flush()
        assert not _is_free(engine)
        session.commit()
    assert _is_free(engine)


def test_to_lock_a_thing_is_to_write_and_it_is_read_as_it_is_then(engine):
    with Session(engine, expire_on_commit=False) as session:
        found = session.get_one(Organisation, 1)
        with Session(engine) as other:
            other.execute(text("UPDATE organisation SET name = 'Kommunen'"))
            other.commit()
        assert Context(VISITOR, NOON, session).lock(found).name == "Kommunen"
        assert not _is_free(engine)


def test_whoever_asks_for_rows_to_be_locked_holds_the_lock(engine):
    for locked in ({"read": True}, {"key_share": True}, {"skip_locked": True}, {}):
        with Session(engine) as session:
            session.scalars(select(Organisation).limit(5).with_for_update(**locked)).all()
            assert not _is_free(engine)
        assert _is_free(engine)


@pytest.mark.parametrize("end", ["rollback", "close", "invalidate", "fault"])
def test_the_turn_is_given_back_whatever_happens(engine, end):
    session = Session(engine)
    remember(session, ["b"], "/da/", NOON)
    session.flush()
    if end == "fault":
        with pytest.raises(IntegrityError):
            session.execute(text("INSERT INTO once_key (key, location, at) VALUES ('b', '/', '2026-01-01')"))
        session.rollback()
    elif end == "invalidate":
        session.connection().invalidate()
    else:
        getattr(session, end)()
    session.close()
    began = time.monotonic()
    with Session(engine) as other:
        other.get_one(Organisation, 1, with_for_update=True)
    assert time.monotonic() - began < 5, "nobody waits for a turn that nobody has"


def test_all_who_wait_get_their_turn(engine):
    def write(number):
        with Session(engine) as session:
            session.scalar(text("SELECT name FROM organisation"))
            remember(session, [f"key-{number}"], "/da/", NOON)
            session.flush()
            time.sleep(0.01)
            session.commit()

    writers = [threading.Thread(target=write, args=(number,)) for number in range(30)]
    for one in writers:
        one.start()
    for one in writers:
        one.join()
    with Session(engine) as session:
        assert session.query(OnceKey).count() == 30
