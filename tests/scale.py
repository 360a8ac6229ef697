"""The demo many times over: tables filled as far as wanted by copying what the demo shows, each row with its ties.

A room that comes later is filled too: what is copied is read from the tables. Copied twice: whole processes beside the
demo's own, and single kinds of things inside the demo's own processes, where there are most of them (`CROWDS`).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Column, Connection, Engine, Integer, Table, UniqueConstraint, text
from sqlalchemy.orm import Session

from civic.tables import metadata
from tests.large import REMARKS, make_large

KEPT = frozenset(
    {
        "sitting",
        "rules_version",
        "house_rule",
        "house_rule_in",
        "letter_template",
        "installation",
        "organisation",
        "unit",
        "body",
        "body_name",
        "party_letter",
        "process_kind",
        "phase",
        "topic",
        "area",
        "address",
        "area_organisation",
    }
)
"""What a municipality has once, however much goes on in it."""
TABLES = {"group": "working_group", "case": "case_file", "party": "hearing_party", "plan": "social_master_plan",
          "scheme": "grant_scheme", "application": "grant_application", "activity": "grant_activity"}  # fmt: skip
"""Kinds of things whose table has another name."""
TIES = {"thing_id": "kind", "source_id": "source_kind", "target_id": "target_kind", "home_id": "home_kind",
        "scope_id": "scope", "circle_id": "circle"}  # fmt: skip
"""Columns that hold an id of whichever table the other column says."""
REMARKED = 3
"""The demo's hearing that gets 3,000 remarks, and is copied with them."""


@dataclass(frozen=True)
class Crowd:
    """A kind of row, and what comes with it, copied inside the things of the demo that it belongs to."""

    lead: str
    others: frozenset[str] = frozenset()
    is_tied: bool = True
    """Whether rows that hang on a thing of any kind are copied only with it; else all of them, on the same thing."""
    only: str = ""
    """Which rows of the lead are copied; so that what a list looks for is a needle in a haystack."""

    @property
    def tables(self) -> frozenset[str]:
        """Return all that is copied."""
        return self.others | {self.lead}


IN_PROCESS = frozenset(metadata.tables) - KEPT - {"person", "audit_entry", "outbox_message", "once_key"}
WORKED_IN = Crowd("process", IN_PROCESS)
"""Whole processes, with 3,000 remarks in one hearing of each, for the persons who work in the demo's own."""
PLACES = 3
CROWDS = (
    Crowd("proposal", frozenset({"person", "support", "posting", "follow", "ruling"}), only="state <> 'submitted'"),
    Crowd("comment", frozenset({"person"}), is_tied=False, only="NOT is_flagged AND state = 'published'"),
    Crowd("audit_entry", is_tied=False),
    Crowd("outbox_message"),
    Crowd("remark", IN_PROCESS - {"role_assignment"}),
)


def grow(engine: Engine, rows: int, *, spread: int) -> dict[str, int]:
    """Copy the demo `spread` times, and what crowds its processes until each such table has some `rows` rows.

    Returns how many rows each table has then.
    """
    with engine.begin() as connection:
        demo = _steps(connection)
        _add_keys(connection, rows)
        with Session(connection, join_transaction_mode="create_savepoint") as session:
            make_large(session, REMARKED, remarks=min(rows, REMARKS))
            session.commit()
        steps = _steps(connection)
        counts = {one: _count(connection, one) for one in metadata.tables}
        copier = Copier(connection, steps)
        copier.copy(Crowd("process", frozenset(metadata.tables) - KEPT), spread, own=demo)
        copier.copy(WORKED_IN, PLACES, own=steps)
        for crowd in CROWDS:
            copier.copy(crowd, rows // counts[crowd.lead], own=steps)
        _settle(connection)
        return {one: _count(connection, one) for one in metadata.tables}


class Copier:
    """Copies of the demo's own rows, each with ids of its own."""

    def __init__(self, connection: Connection, steps: Mapping[str, int]) -> None:
        self._connection = connection
        self._steps = steps
        self._next = 1

    def copy(self, crowd: Crowd, times: int, *, own: Mapping[str, int]) -> None:
        """Copy so many times the rows of the crowd whose ids are below what `own` says of their table."""
        if times > 0:
            last = self._next + times - 1
            count = f"WITH RECURSIVE n(n) AS (SELECT {self._next} UNION ALL SELECT n + 1 FROM n WHERE n < {last})"
            for table in metadata.sorted_tables:
                if table.name in crowd.tables:
                    values = self._values(table, crowd)
                    columns = ", ".join(f'"{one}"' for one in values)
                    chosen = " AND ".join(self._conditions(table, crowd, own))
                    made = f"SELECT {', '.join(values.values())} FROM n, {table.name} WHERE {chosen}"
                    self._connection.execute(text(f"INSERT INTO {table.name} ({columns}) {count} {made}"))
            self._next += times

    def _conditions(self, table: Table, crowd: Crowd, own: Mapping[str, int]) -> list[str]:
        """Return which rows are copied: the demo's own, with whatever copied they hang on, and where there is room."""
        key = next(iter(table.primary_key))
        target = next(iter(_targets(key)), table.name)
        is_number = isinstance(key.type, Integer)
        is_own = f'"{key.name}" < {own[target]}' if is_number else f"\"{key.name}\" NOT LIKE '%-%'"
        found = [is_own, *self._where_there_is_room(table, crowd)]
        if crowd.only and table.name == crowd.lead:
            found.append(crowd.only)
        tie = next((kind for name, kind in TIES.items() if name in table.c and name != "circle_id"), None)
        if tie and crowd.is_tied and table.name != "audit_entry":
            kinds = ", ".join(f"'{one}'" for one in _kinds(crowd))
            found.append(f"{tie} IN ({kinds})")
        return found

    def _where_there_is_room(self, table: Table, crowd: Crowd) -> list[str]:
        """Return the conditions that a row is not the only one there may be of something that is not copied."""
        single = [one[0] for one in _uniques(table) if len(one) == 1 and one[0].foreign_keys]
        found = [f'"{one.name}" IS NULL' for one in single if not _targets(one) & crowd.tables]
        for column in table.columns:
            for target in (_targets(column) & crowd.tables) - {table.name}:
                conditions = self._where_there_is_room(metadata.tables[target], crowd)
                if conditions:
                    copies = f"SELECT id FROM {target} WHERE {' AND '.join(conditions)}"
                    found.append(f'("{column.name}" IS NULL OR "{column.name}" IN ({copies}))')
        return found

    def _values(self, table: Table, crowd: Crowd) -> dict[str, str]:
        values = {one.name: self._value(table, one, crowd) for one in table.columns}
        for unique in _uniques(table):
            free = [one for one in unique if not one.foreign_keys]
            if free and all(values[one.name] == f'"{one.name}"' for one in unique):
                number = f'"{free[-1].name}" + n * 10000'
                is_number = isinstance(free[-1].type, Integer)
                values[free[-1].name] = number if is_number else f"\"{free[-1].name}\" || '-' || n"
        return values

    def _value(self, table: Table, column: Column[object], crowd: Crowd) -> str:
        targets = _targets(column)
        if column.primary_key and not targets and isinstance(column.type, Integer):
            return self._shifted(column.name, table.name)
        for target in targets & crowd.tables:
            return self._shifted(column.name, target)
        if table.name == "posting" and column.name == "process_id" and "process" in crowd.tables:
            return self._shifted(column.name, "process")
        if column.name in TIES and TIES[column.name] in table.c:
            kinds = _kinds(crowd).items()
            if kinds:
                steps = " ".join(f"WHEN '{kind}' THEN {self._steps[table]}" for kind, table in kinds)
                return f'"{column.name}" + n * CASE {TIES[column.name]} {steps} ELSE 0 END'
        return f'"{column.name}"'

    def _shifted(self, column: str, table: str) -> str:
        return f'"{column}" + n * {self._steps[table]}'


def _kinds(crowd: Crowd) -> dict[str, str]:
    """Return the kinds of things that are copied, each with its table."""
    names = {table: kind for kind, table in TABLES.items()}
    return {names.get(one, one): one for one in sorted(crowd.tables)}


def _targets(column: Column[object]) -> set[str]:
    """Return the tables whose ids a column holds; where it goes with another one, those that the other's table says."""
    found = {key.column.table.name for key in column.foreign_keys if key.column.primary_key}
    return found.union(*(_targets(key.column) for key in column.foreign_keys if not key.column.primary_key))


def _uniques(table: Table) -> list[list[Column[object]]]:
    found = [list(one.columns) for one in table.constraints if isinstance(one, UniqueConstraint)]
    return [*found, list(table.primary_key), *(list(one.columns) for one in table.indexes if one.unique)]


def _steps(connection: Connection) -> dict[str, int]:
    """Return how far apart a row's id and its next copy's stand: more than the demo has of it.

    A table of one kind of evidence has the ids of the table of all kinds.
    """
    return {
        one.name: 1 + (connection.scalar(text(f"SELECT max(id) FROM {_numbered(one)}")) or 0) if "id" in one.c else 1
        for one in metadata.sorted_tables
    }


def _numbered(table: Table) -> str:
    """Return the table whose ids a table has: its own, or those of what each of its rows is."""
    return next(iter(_targets(table.c.id)), table.name)


def _count(connection: Connection, table: str) -> int:
    return connection.scalar(text(f"SELECT count(*) FROM {table}")) or 0


def _add_keys(connection: Connection, rows: int) -> None:
    """Write so many keys of forms that were sent: the demo sends none."""
    count = f"WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < {rows})"
    connection.exec_driver_sql(
        f"INSERT INTO once_key (key, location, at) {count} SELECT 'key-' || n, '/da/', audit_entry.at "
        "FROM n, audit_entry WHERE audit_entry.id = (SELECT max(id) FROM audit_entry)"
    )


def _settle(connection: Connection) -> None:
    """Let the next row made by the site have an id of its own, and PostgreSQL know how full its tables are."""
    if connection.dialect.name == "postgresql":
        for table in metadata.sorted_tables:
            if "id" in table.c:
                sequence = f"pg_get_serial_sequence('{table.name}', 'id')"
                connection.exec_driver_sql(
                    f"SELECT setval({sequence}, (SELECT coalesce(max(id), 1) FROM {table.name}))"
                )
        connection.exec_driver_sql("ANALYZE")
