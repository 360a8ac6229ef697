"""The migrated database is the one the models describe, and migrations run both ways on filled tables."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text
from sqlalchemy.orm import Session

from civic.db.engine import durability_faults, make_engine, writing
from civic.db.fulltext import is_full_text
from civic.db.migrate import downgrade, upgrade
from civic.demo import story
from civic.kernel.mailbox import normal
from civic.tables import metadata
from tests.clock import NOON
from tests.databases import fresh_postgresql


@pytest.fixture(params=["sqlite", "postgresql"])
def two(request, folder):
    """Give two empty databases of one kind."""
    made = []
    for name in ("migrated", "created"):
        if request.param == "sqlite":
            path = folder / f"{name}.db"
            path.unlink(missing_ok=True)
            made.append(make_engine(f"sqlite:///{path}"))
        else:
            made.append(fresh_postgresql(request.getfixturevalue("postgresql"), name))
    yield made
    for one in made:
        one.dispose()


def _described(engine):
    looking = inspect(engine)
    return {
        table: {
            "columns": {c["name"]: (str(c["type"]), c["nullable"]) for c in looking.get_columns(table)},
            "unique": sorted(str(sorted(u["column_names"])) for u in looking.get_unique_constraints(table)),
            "checks": sorted(str(c["name"]) for c in looking.get_check_constraints(table)),
            "keys": sorted(
                f"{k['constrained_columns']}>{k['referred_table']}" for k in looking.get_foreign_keys(table)
            ),
            "indexes": sorted(f"{i['name']} {i['unique']} {i.get('expressions')}" for i in looking.get_indexes(table)),
        }
        for table in looking.get_table_names()
        if table != "alembic_version" and not is_full_text(table)
    }


def _triggers(engine):
    """Return what the database does by itself when a row is changed or deleted."""
    if engine.dialect.name == "sqlite":
        asked = "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'"
    else:
        asked = "SELECT trigger_name, event_object_table, event_manipulation FROM information_schema.triggers"
    with engine.connect() as connection:
        return sorted(tuple(row) for row in connection.execute(text(asked)))


def test_migrations_make_what_the_models_say(two):
    migrated, created = two
    upgrade(migrated)
    metadata.create_all(writing(created))
    assert _described(migrated) == _described(created)
    assert _triggers(migrated) == _triggers(created)
    assert len(_triggers(created)) == (15 if created.dialect.name == "sqlite" else 12)
    with migrated.connect() as connection:
        options = {"include_name": lambda name, kind, parents: not is_full_text(name)}
        assert compare_metadata(MigrationContext.configure(connection, opts=options), metadata) == []


def test_migrations_run_down_and_up_on_filled_tables(two, folder):
    migrated = two[0]
    upgrade(migrated)
    with Session(writing(migrated), expire_on_commit=False) as session:
        story.tell(session, NOON, "Gentofte Kommune", folder / "files")
        session.commit()
    with pytest.raises(RuntimeError, match="1 closed cases would become public"):
        downgrade(migrated, "0066")
    with migrated.begin() as connection:
        connection.execute(text("UPDATE case_file SET is_closed = :no"), {"no": False})
    before = _kept(migrated)
    assert len(before) > 20
    downgrade(migrated, "0005")  # as 0.2.0 had it: answers were dispositions, and what was decided stood in columns
    upgrade(migrated)
    assert _kept(migrated) == before, "nothing that was decided or answered is lost on the way"
    downgrade(migrated, "base")
    assert set(inspect(migrated).get_table_names()) <= {"alembic_version"}, "and nothing of the full text is left"
    upgrade(migrated)
    with migrated.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM proposal")) == 0


def test_a_database_that_came_to_22_before_it_had_earlier_decisions_gets_them(two):
    migrated, created = two
    upgrade(migrated)
    downgrade(migrated, "0022")
    with migrated.begin() as connection:
        connection.execute(text("ALTER TABLE case_file DROP COLUMN earlier_decisions"))
    upgrade(migrated)
    metadata.create_all(writing(created))
    assert _described(migrated) == _described(created)


def test_addresses_kept_in_other_letters_are_found_afterwards_and_two_of_one_mailbox_stay_two(two):
    migrated = two[0]
    upgrade(migrated)
    downgrade(migrated, "0049")
    kept = ("eva@ｅｘａｍｐｌｅ.dk", "per@xn--bcher-kva.example", "ida@ｅｘａｍｐｌｅ.dk", "ida@example.dk")
    with migrated.begin() as connection:
        for at, email in enumerate(kept):
            row = {"name": f"P{at}", "email": email, "at": "2026-03-01 12:00:00.000000"}
            connection.execute(
                text(
                    "INSERT INTO person (name, last_name, email, language, state, is_invented, created_at, app_nonce,"
                    " app_step) VALUES (:name, '', :email, 'da', 'active', :no, :at, '', 0)"
                ),
                row | {"no": False},
            )
    upgrade(migrated)
    with migrated.connect() as connection:
        found = connection.execute(text("SELECT email FROM person ORDER BY id")).scalars().all()
    assert found == ["eva@example.dk", "per@bücher.example", "ida@ｅｘａｍｐｌｅ.dk", "ida@example.dk"]
    assert all(normal(one) == one for one in found[:2])


def _kept(engine):
    """Return what persons decided and answered, what was held, and what each comment, file and edit belongs to."""
    ask = (
        "SELECT kind, thing_id, ruled, reason, by_id FROM ruling WHERE (by_id IS NOT NULL OR ruled = 'held') "
        "AND (kind, thing_id) NOT IN (SELECT kind, thing_id FROM ruling WHERE ruled = 'reinstated') "  # on appeal
        "AND NOT (kind = 'proposal' AND ruled = 'hidden')",  # no proposal was
        "SELECT 'answer', r.id, a.outcome, a.reason, a.heading FROM remark r JOIN answer a ON a.id = r.answer_id",
        "SELECT 'change', answer_id, section_text_id, 0, 0 FROM answer_change",
        "SELECT 'comment', id, kind, thing_id, state FROM comment WHERE kind <> 'group'",  # which had no discussion
        "SELECT 'edit', id, kind, thing_id, edit FROM text_edit WHERE kind <> 'proposal'",  # whose last is the first
        "SELECT 'upload', id, kind, thing_id, number FROM upload "
        "WHERE kind <> 'application' AND id NOT IN (SELECT upload_id FROM picture) "
        "AND kind NOT IN ('evidence', 'paper', 'proposal')",  # which go too
        "SELECT 'summary', id, summary, state, 0 FROM response",
    )
    with engine.connect() as connection:
        return sorted(str(tuple(row)) for one in ask for row in connection.execute(text(one)))


def test_an_acknowledged_commit_is_on_disk(two):
    assert durability_faults(two[0]) == []
