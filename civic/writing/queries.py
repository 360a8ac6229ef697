"""Finding edits and unsaved copies."""

from collections.abc import Collection, Sequence
from datetime import timedelta

from sqlalchemy import select, tuple_
from sqlalchemy.orm import joinedload

from civic.kernel.context import Context
from civic.kernel.trace import Kind, Ref
from civic.writing.models import TextEdit, WorkingCopy

PRESENT = timedelta(seconds=90)
"""How long a writer counts as writing after the last sign of it; a page tells every twenty seconds."""


def edit(context: Context, thing: Ref, number: int) -> TextEdit | None:
    """Return one edit of a text the caller has been let in to, or None."""
    return context.session.scalar(
        select(TextEdit).where(TextEdit.kind == thing.kind, TextEdit.thing_id == thing.id, TextEdit.edit == number)
    )


def last_edit(context: Context, thing: Ref) -> TextEdit | None:
    """Return how a text reads now, or None when nobody has written yet."""
    return context.session.scalar(
        select(TextEdit)
        .where(TextEdit.kind == thing.kind, TextEdit.thing_id == thing.id)
        .order_by(TextEdit.edit.desc())
        .limit(1)
    )


def edits_of(context: Context, thing: Ref, *, before: int | None = None, at_most: int) -> Sequence[TextEdit]:
    """Return the saved edits of a text the caller has been let in to, the newest first, those before a number."""
    query = select(TextEdit).where(TextEdit.kind == thing.kind, TextEdit.thing_id == thing.id)
    if before is not None:
        query = query.where(TextEdit.edit < before)
    return context.session.scalars(query.order_by(TextEdit.edit.desc()).limit(at_most)).all()


def edits_among(context: Context, thing: Ref, numbers: Collection[int]) -> dict[int, TextEdit]:
    """Return some saved edits of a text the caller has been let in to, by their numbers."""
    wanted = TextEdit.kind == thing.kind, TextEdit.thing_id == thing.id, TextEdit.edit.in_(numbers)
    return {one.edit: one for one in context.session.scalars(select(TextEdit).where(*wanted))}


def own_copy(context: Context, thing: Ref) -> WorkingCopy | None:
    """Return what the actor has typed in the text and not saved, or None."""
    return context.session.scalar(
        select(WorkingCopy).where(
            WorkingCopy.kind == thing.kind,
            WorkingCopy.thing_id == thing.id,
            WorkingCopy.person_id == context.actor.person_id,
        )
    )


def open_with(context: Context, things: Collection[Ref]) -> dict[Ref, list[str]]:
    """Return which of some things colleagues have open at this moment, and who, in one statement."""
    found: dict[Ref, list[str]] = {}
    copies = (
        select(WorkingCopy)
        .where(
            tuple_(WorkingCopy.kind, WorkingCopy.thing_id).in_([(one.kind, one.id) for one in things]),
            WorkingCopy.seen_at > context.now - PRESENT,
            WorkingCopy.person_id != (context.actor.person_id or 0),
        )
        .options(joinedload(WorkingCopy.person, innerjoin=True))
        .order_by(WorkingCopy.id)
    )
    for copy in context.session.scalars(copies) if things else ():
        found.setdefault(Ref(copy.kind, copy.thing_id), []).append(copy.person.name)
    return found


def writing_now(context: Context, kind: Kind, thing_ids: Sequence[int]) -> dict[int, list[str]]:
    """Return who else writes in each of the texts at this moment, by the text's id, in one statement."""
    found: dict[int, list[str]] = {}
    for copy in context.session.scalars(
        select(WorkingCopy)
        .where(
            WorkingCopy.kind == kind,
            WorkingCopy.thing_id.in_(thing_ids),
            WorkingCopy.seen_at > context.now - PRESENT,
            WorkingCopy.person_id != (context.actor.person_id or 0),
        )
        .options(joinedload(WorkingCopy.person, innerjoin=True))
        .order_by(WorkingCopy.id)
    ):
        found.setdefault(copy.thing_id, []).append(copy.person.name)
    return found
