"""Copies of processes hold nothing that was taken out since: they are given out no more, and made anew."""

from sqlalchemy import Table, select

from civic.board.models import Posting
from civic.db.base import Base
from civic.files import renditions
from civic.files.renditions import Rendition
from civic.kernel import audit
from civic.kernel.audit import AuditEntry
from civic.kernel.context import Context
from civic.kernel.trace import Kind, Ref

TAKING = frozenset({
    "close", "close_item", "confirm_redaction", "correct", "cover", "decide_erasure", "delete", "end_consent", "hide",
    "hide_reason", "judge_attachment", "judge_file", "judge_material", "judge_paper", "judge_slides", "mask",
    "protect_name", "redact", "remove", "take_back", "take_out", "take_out_file", "take_out_member", "take_out_paper",
    "take_out_picture", "take_out_point", "take_out_section", "withdraw", "withdraw_amendment",
})  # fmt: skip
"""What is done by which something that everybody could read may be read no more."""
DEEPEST = 5
"""How many tables lie at most between a thing and its process."""
LAGGING = 1000
"""Entries of the audit log that are looked through again before it is written down that nothing was among them."""


def is_outdated(context: Context, made: Rendition) -> bool:
    """Return whether something may have been taken out of what a copy holds since it was asked for."""
    taken = audit.since(context.session, made.audited, TAKING)
    return any(_process_of(context, one) in {made.thing_id, None} for one in taken)


def renew(context: Context) -> int:
    """Ask for the copies anew out of which something was taken, and return how many; for the worker."""
    count, newest = 0, audit.newest(context.session)
    for one in renditions.copies(context):
        if is_outdated(context, one):
            renditions.ask_again(context, Ref(Kind.PROCESS, one.thing_id))
            one.audited = newest
            count += 1
        elif newest - one.audited > LAGGING:
            context.lock(one).audited = newest
    return count


def has_outdated(context: Context) -> bool:
    """Return whether there is a copy to make anew, or one that was not looked at for long; for the worker."""
    newest = audit.newest(context.session)
    return any(newest - one.audited > LAGGING or is_outdated(context, one) for one in renditions.copies(context))


def _process_of(context: Context, entry: AuditEntry) -> int | None:
    """Return the id of the process something was done in; None where it may have been in any."""
    table = Base.metadata.tables.get(entry.kind)
    return _owner(context, table, entry.thing_id, DEEPEST) if table is not None else None


def _owner(context: Context, table: Table, number: int, depth: int) -> int | None:
    if table.name == "process":
        return number
    row = context.session.execute(select(table).where(table.c.id == number)).mappings().one_or_none()
    if row is None or not depth:
        return None
    if row.get("process_id"):
        return int(row["process_id"])
    if isinstance(row.get("kind"), Kind) and row.get("thing_id"):  # a comment, a correction, an appeal
        of = select(Posting.process_id).where(Posting.kind == row["kind"], Posting.thing_id == row["thing_id"])
        return context.session.scalar(of)
    for key in sorted(table.foreign_keys, key=lambda one: one.parent.name):
        parent = key.column.table
        if row[key.parent.name] and parent is not table and parent.name not in {"person", "stored_file", "body"}:
            found = _owner(context, parent, row[key.parent.name], depth - 1)
            if found is not None:
                return found
    return None
