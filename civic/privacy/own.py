"""What is held of one person: every row that is theirs or says what they did, in one statement, without secrets.

Found in the tables themselves: a column that says whose a row is makes it that person's; nothing has to be listed. What
somebody did in their work to others' words (verified a sender, answered a remark) stands in the log of deeds, which is
theirs, and not here with the others' words.
Source: GDPR article 15 (access) and 20 (a copy that a machine can read).
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, ColumnElement, Select, Table, and_, func, literal_column, or_, select, union_all
from sqlalchemy.types import LargeBinary

from civic.kernel.context import Context
from civic.kernel.trace import Kind
from civic.people.queries import own_account
from civic.privacy.classes import Held, held_by
from civic.tables import metadata

WHOSE = frozenset({"person_id", "author_id", "to_person_id", "actor_id"})
"""Columns that say whose a row is."""
SHARED = frozenset({("text_edit", "heading"), ("text_edit", "text")})
"""Words that several wrote together: they are in the text itself."""
THROUGH = {
    "response": ("sender_id", "sender"),
    "response_part": ("response_id", "response"),
    "response_revision": ("response_id", "response"),
    "vote": ("entry_id", "roll_entry"),
    "wording": ("comment_id", "comment"),
    "entrant_answer": ("entrant_id", "entrant"),
    "chain_link": ("application_id", "grant_application"),
    "steering_seat": ("application_id", "grant_application"),
    "cost_line": ("application_id", "grant_application"),
    "grant_activity": ("application_id", "grant_application"),
    "account_line": ("application_id", "grant_application"),
    "goal": ("thing_id", "grant_application"),
    "indicator": ("goal_id", "goal"),
    "measurement": ("indicator_id", "indicator"),
}
"""Tables whose rows are a person's because a row they belong to is: the column, and the table it leads to."""
OF_KIND = {"goal": Kind.APPLICATION}
"""Of which only those of one kind of thing are."""

ASKED_OF = {Kind.PROPOSAL: "proposal", Kind.COMMENT: "comment", Kind.RESPONSE: "response"}
"""Whose erasure can be asked for, and the tables they are in."""

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Section:
    """The rows of one table, the newest first; `is_whole` unless there are more."""

    table: str
    rows: tuple[Row, ...]
    is_whole: bool


def sections(context: Context, *, at_most: int = 50) -> list[Section]:
    """Return what is held of the actor, `at_most` rows of each table; Refusal(NOT_YOURS) for a visitor."""
    found: dict[str, list[Row]] = {}
    for table, row in _rows(context, own_account(context).id, at_most + 1):
        found.setdefault(table, []).append(row)
    return [Section(table, tuple(rows[:at_most]), len(rows) <= at_most) for table, rows in found.items()]


def everything(context: Context) -> Iterator[str]:
    """Give all that is held of the actor as JSON, piece by piece: each table's rows under its name.

    Refusal(NOT_YOURS) for a visitor.
    """
    last = ""
    yield "{"
    for table, row in _rows(context, own_account(context).id, None):
        said = json.dumps(row, ensure_ascii=False)
        if table == last:
            yield f",\n  {said}"
        else:
            yield f"{'' if not last else '],'}\n{json.dumps(table)}: [\n  {said}"
        last = table
    yield "]\n}\n" if last else "}\n"


def _rows(context: Context, person_id: int, at_most: int | None) -> Iterator[tuple[str, Row]]:
    """Give the person's rows with the names of their tables, in one statement."""
    is_sqlite = context.session.get_bind().dialect.name == "sqlite"
    parts = []
    for number, table in enumerate(metadata.sorted_tables):
        condition = is_theirs(table, person_id)
        if condition is None:
            continue
        told = [one for one in table.columns if _is_told(one)]
        pairs = [part for one in told for part in (_said(one.name), one)]
        as_json = func.json_object(*pairs) if is_sqlite else func.json_build_object(*pairs)
        own: Select[Any] = select(
            literal_column(str(number)).label("place"),
            _said(table.name).label("name"),
            as_json.label("row"),
            _order(table).label("id"),
        ).where(condition)
        if at_most is not None:
            own = own.order_by(_order(table).desc()).limit(at_most)
        parts.append(own.subquery())
    whole = union_all(*(select(one) for one in parts)).subquery()
    asked = select(whole.c.name, whole.c.row).order_by(whole.c.place, whole.c.id.desc())
    for name, row in context.session.execute(asked.execution_options(yield_per=200)):
        yield name, json.loads(row) if isinstance(row, str) else row


def _is_told(column: Column[Any]) -> bool:
    """Return whether a column is told to whom it concerns: not what opens something."""
    is_secret = held_by(column.table.name, column.name) is Held.SECRET
    is_shared = (column.table.name, column.name) in SHARED
    return not is_secret and not is_shared and not isinstance(column.type, LargeBinary)


def _order(table: Table) -> ColumnElement[int]:
    return next(iter(table.primary_key))


def is_theirs(table: Table, person_id: int) -> ColumnElement[bool] | None:
    """Return the condition that a row is a person's, or None for a table that has none."""
    if table.name == "person":
        return table.c.id == person_id
    own = [one == person_id for one in table.columns if one.name in WHOSE]
    if table.name in THROUGH:
        column, above = THROUGH[table.name]
        through = metadata.tables[above]
        condition = is_theirs(through, person_id)
        assert condition is not None
        belongs = table.c[column].in_(select(through.c.id).where(condition))
        own.append(and_(belongs, table.c.kind == OF_KIND[table.name]) if table.name in OF_KIND else belongs)
    return or_(*own) if own else None


def _said(name: str) -> ColumnElement[str]:
    """Return a name of our own tables as it stands in a statement."""
    return literal_column(f"'{name}'")
