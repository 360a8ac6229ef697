"""Edits and unsaved copies: every write. The rooms whose texts these are have asked their own workflow first."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import delete, select

from civic.kernel.context import Context
from civic.kernel.merge import Clash, merge
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.trace import Ref
from civic.writing import queries
from civic.writing.models import KEPT, TextEdit, WorkingCopy


@dataclass(frozen=True)
class Woven:
    """How a text reads after an edit was put in, or, with clashes, how both sides read; then nothing was written."""

    heading: str
    text: str
    edit: int
    clashes: tuple[Clash, ...]


def weave(context: Context, thing: Ref, *, heading: str = "", text: str, seen: int) -> Woven:
    """Put an edit into the text as it is now, for those who have locked what it belongs to.

    `seen` is the edit the writer began from, 0 for an empty text. Paragraphs that others changed meanwhile stay as
    they made them. Where both changed one paragraph nothing is written: the writer's words become their unsaved copy,
    and both are returned to be shown.
    """
    last = queries.last_edit(context, thing)
    count = last.edit if last else 0
    if last is not None and seen != count:
        base = queries.edit(context, thing, seen)
        merged = merge(base.text if base else "", last.text, text)
        clashes = merged.clashes
        if base is not None and heading == base.heading:
            heading = last.heading
        elif heading != last.heading and base is not None and last.heading != base.heading:
            clashes = (Clash(last.heading, heading), *clashes)
        if clashes:
            keep_copy(context, thing, heading=heading, text=text, seen=seen)
            return Woven(heading, merged.text, count, clashes)
        text = merged.text
    if last is None or (heading, text) != (last.heading, last.text):
        count += 1
        write_down(context, thing, heading=heading, text=text, edit=count)
    drop_copy(context, thing)
    return Woven(heading, text, count, ())


def write_down(context: Context, thing: Ref, *, heading: str, text: str, edit: int) -> None:
    """Keep one edit as it is."""
    made = TextEdit(
        kind=thing.kind,
        thing_id=thing.id,
        edit=edit,
        heading=heading,
        text=text,
        person_id=context.actor.person_id,
        at=context.now,
    )
    context.session.add(made)
    context.session.flush()


def keep_copy(context: Context, thing: Ref, *, heading: str = "", text: str, seen: int) -> WorkingCopy:
    """Keep what the actor has typed so far, and with it the word that they write here."""
    if context.actor.person_id is None:
        raise Refusal(Reason.NOT_YOURS)
    copy = queries.own_copy(context, thing)
    if copy is None:
        copy = WorkingCopy(kind=thing.kind, thing_id=thing.id, person_id=context.actor.person_id)
        context.session.add(copy)
    copy.heading, copy.text, copy.base_edit, copy.seen_at = heading, text, seen, context.now
    context.session.flush()
    return copy


def drop_copy(context: Context, thing: Ref) -> None:
    """Forget what the actor had not saved."""
    context.session.execute(
        delete(WorkingCopy).where(
            WorkingCopy.kind == thing.kind,
            WorkingCopy.thing_id == thing.id,
            WorkingCopy.person_id == context.actor.person_id,
        )
    )


def drop_copies(context: Context, thing: Ref) -> None:
    """Forget what anybody had not saved of a thing that is gone."""
    context.session.execute(delete(WorkingCopy).where(WorkingCopy.kind == thing.kind, WorkingCopy.thing_id == thing.id))


def has_old(context: Context) -> bool:
    """Return whether there is anything to forget."""
    old = select(WorkingCopy.id).where(WorkingCopy.seen_at < context.now - KEPT).limit(1)
    return context.session.scalar(old) is not None


def forget(context: Context) -> int:
    """Forget what nobody has touched for half a year, and return how many there were; for the worker."""
    old = delete(WorkingCopy).where(WorkingCopy.seen_at < context.now - KEPT).returning(WorkingCopy.id)
    return len(context.session.scalars(old).all())


def rewrite(context: Context, thing: Ref, change: Callable[[str], str]) -> bool:
    """Change the words of every edit of a text, its heading too, and of what nobody has saved; say whether any did."""
    edits = select(TextEdit).where(TextEdit.kind == thing.kind, TextEdit.thing_id == thing.id)
    copies = select(WorkingCopy).where(WorkingCopy.kind == thing.kind, WorkingCopy.thing_id == thing.id)
    texts: list[TextEdit | WorkingCopy] = [*context.session.scalars(edits), *context.session.scalars(copies)]
    before = [(one.heading, one.text) for one in texts]
    for one in texts:
        one.heading, one.text = change(one.heading), change(one.text)
    return before != [(one.heading, one.text) for one in texts]
