"""Copies of processes hold nothing that was taken out since: they are given out no more, and made anew.

What may have been taken out is asked of the audit log; where that does not say of which process, every copy is meant.
"""

from sqlalchemy import Table, select, union_all

from civic.board.models import Posting
from civic.db.base import Base
from civic.files import renditions
from civic.files.renditions import Rendition
from civic.kernel import audit
from civic.kernel.audit import AuditEntry
from civic.kernel.context import Context
from civic.kernel.trace import Kind

TAKING = frozenset({
    "account", "answer_invitation", "change_lesson", "close", "close_grant", "close_item", "close_sitting_item",
    "confirm_redaction", "correct", "correct_action", "correct_approval", "correct_agenda_item", "correct_answer",
    "correct_programme_item", "cover", "decide_erasure", "delete", "edit", "end_consent", "end_role", "hide",
    "hide_reason", "invite", "judge_attachment", "judge_file", "judge_material", "judge_paper", "judge_slides",
    "leave", "mask", "open_section", "protect_name", "put_picture", "redact", "remove", "send_back", "take_back",
    "take_back_invitation", "take_back_lesson", "take_back_submission", "take_out", "take_out_agenda_item",
    "take_out_audience", "take_out_file", "take_out_member", "take_out_paper", "take_out_participant",
    "take_out_picture", "take_out_point", "take_out_programme_item", "take_out_section", "take_out_station",
    "withdraw",
    "withdraw_amendment", "write_section",
})  # fmt: skip
"""What is done by which something that everybody could read may be read no more."""
NAMED_ELSEWHERE = frozenset({"case_file", "earlier_decision", "proposal"})
"""Things whose titles stand on pages of other processes too."""
DEEPEST = 5
"""How many tables lie at most between a thing and its process."""
LAGGING = 100
"""Entries of the audit log that are looked through again before it is written down that nothing was among them."""


def is_waiting(context: Context) -> bool:
    """Return whether there is a copy to make, and all that was taken out until now is sealed; for the worker."""
    newest, _seal = audit.head(context.session)
    return renditions.to_make(context, copies=True) and not audit.since(context.session, newest, TAKING)


def begin(context: Context) -> Rendition | None:
    """Begin to make the oldest copy that nobody is making: what is sealed by now it does not hold any more."""
    found = renditions.begin(context, copies=True)
    if found is not None:
        found.audited, _seal = audit.head(context.session)
    return found


def is_outdated(context: Context, made: Rendition) -> bool:
    """Return whether something may have been taken out of what a copy holds since it was begun."""
    taken = audit.since(context.session, made.audited, TAKING)
    return any(_concerns(context, made.thing_id, one) for one in taken)


def renew(context: Context) -> int:
    """Ask for the copies anew out of which something was taken, and return how many; for the worker."""
    count, (newest, _seal) = 0, audit.head(context.session)
    for one in renditions.copies(context):
        if is_outdated(context, one):
            renditions.renew(context, one)
            count += 1
        elif newest - one.audited > LAGGING:
            context.lock(one).audited = newest
    return count


def has_outdated(context: Context) -> bool:
    """Return whether there is a copy to make anew, or one that was not looked at for long; for the worker."""
    newest, _seal = audit.head(context.session)
    return any(newest - one.audited > LAGGING or is_outdated(context, one) for one in renditions.copies(context))


def _concerns(context: Context, process_id: int, entry: AuditEntry) -> bool:
    """Return whether what was done may concern a process's copy; where it is not known, it does."""
    if entry.kind in NAMED_ELSEWHERE or entry.verb.startswith("take_out"):
        return True  # SQLite gives the id of a row that went to the next one: where it stood is not known for sure
    if entry.kind == "person":
        return _has_spoken(context, process_id, entry.thing_id)
    table = Base.metadata.tables.get(entry.kind)
    owner = _owner(context, table, entry.thing_id, DEEPEST) if table is not None else None
    return owner in {process_id, None}


def _has_spoken(context: Context, process_id: int, person_id: int) -> bool:
    """Return whether a person's name may stand in a process: they wrote, answered or take part in it."""
    tables = Base.metadata.tables
    comment, proposal, sender = tables["comment"], tables["proposal"], tables["sender"]
    response, hearing = tables["response"], tables["hearing"]
    group, participant = tables["working_group"], tables["participant"]
    answered = response.join(sender, sender.c.id == response.c.sender_id).join(
        hearing, hearing.c.id == response.c.hearing_id
    )
    joined = participant.join(group, group.c.id == participant.c.group_id)
    asked = union_all(
        select(comment.c.id).where(comment.c.process_id == process_id, comment.c.author_id == person_id),
        select(proposal.c.id).where(proposal.c.process_id == process_id, proposal.c.author_id == person_id),
        select(response.c.id)
        .select_from(answered)
        .where(hearing.c.process_id == process_id, sender.c.person_id == person_id),
        select(participant.c.id)
        .select_from(joined)
        .where(group.c.process_id == process_id, participant.c.person_id == person_id),
    ).limit(1)
    return context.session.execute(asked).first() is not None


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
