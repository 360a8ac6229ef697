"""What staff entered is put right: what stood there before stays to be seen, with who changed it, when and why.

One way for every subject. Each room's action says what may be corrected and by whom (its workflow); where it stands is
the page of one thing, and of that a part: a meeting, a task, a seat. What a law or a vote has frozen is not changed: it
gets a dated addition.
"""

import enum
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, func, select, update
from sqlalchemy.orm import Mapped, mapped_column

from civic.db.base import Base, Id
from civic.kernel import cpr, deed
from civic.kernel.context import Context
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.seen import check
from civic.kernel.trace import Kind, Ref

ADDITION = "addition"
"""The field of what was added to something frozen."""
GONE = 0
"""Stands for a part that was taken out."""


class Correction(Base):
    """One thing that was put right: what stood there, and why it was wrong; or what was added to what stands."""

    __tablename__ = "correction"
    __table_args__ = (Index("ix_correction_kind_thing_id", "kind", "thing_id", "id"),)

    id: Mapped[Id]
    kind: Mapped[Kind]
    thing_id: Mapped[int]
    part: Mapped[str]
    part_id: Mapped[int]
    """Which of the thing's parts, a meeting or a seat; the thing itself has its own id."""
    about: Mapped[str] = mapped_column(default="")
    """What the part was called when it was corrected."""
    field: Mapped[str]
    before: Mapped[str]
    reason: Mapped[str]
    """Why; of an addition what was added."""
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    blotted_at: Mapped[datetime | None]
    """When the words that stood there were taken out for good: a name that is to be protected, say."""
    blotted_because: Mapped[str] = mapped_column(default="")


@dataclass(frozen=True)
class Spot:
    """Where something is corrected: on which thing's page, and in which part of it."""

    thing: Ref
    part: str
    part_id: int
    about: str = ""
    """What the part is called; nothing for the thing itself."""


def correct(
    context: Context,
    verb: enum.Enum,
    spot: Spot,
    row: Base,
    values: Mapping[str, object],
    *,
    reason: str,
    seen: str | None,
    is_public: bool = True,
    said: Mapping[str, str] | None = None,
) -> list[str]:
    """Set those of a row's values that are different, keep what stood, and write it down; return which they were.

    For an action that has locked what the row stands in and asked its workflow; the row is read anew under a lock of
    its own. What nobody could read yet is just changed. `said` is what stood in a field whose value says nothing to a
    reader: the name where the row has a number. Refusal(AS_IT_STANDS) where nothing is different,
    Refusal(NO_REASON) where something public is corrected without, and Refusal(WRITTEN_MEANWHILE) where other values
    stand there than were `seen`.
    """
    context.lock(row)
    check(seen, *(getattr(row, name) for name in values))
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    if not changed:
        raise Refusal(Reason.AS_IT_STANDS)
    stood = {name: getattr(row, name) for name in values} | dict(said or {})
    keep(context, spot, {name: stood[name] for name in changed}, reason=reason, is_public=is_public)
    for name in changed:
        setattr(row, name, values[name])
    deed.enter(context, verb, row)
    return changed


def keep(context: Context, spot: Spot, before: Mapping[str, object], *, reason: str, is_public: bool = True) -> None:
    """Keep what stood in some fields, for an action that changes them by itself; as `correct` does."""
    if not is_public:
        return
    if not reason:
        raise Refusal(Reason.NO_REASON)
    for name, value in before.items():
        context.session.add(_line(context, spot, name, written(value), reason))


def take_out(context: Context, spot: Spot, stood: Mapping[str, object], *, reason: str) -> None:
    """Keep what is said of a part that is taken out; what was put right in it before stays too, about no part any more.

    SQLite gives the next row the id of the one that went: it would be marked as corrected.
    """
    keep(context, spot, stood, reason=reason)
    context.session.flush()
    its_own = (
        (Correction.kind == spot.thing.kind)
        & (Correction.thing_id == spot.thing.id)
        & (Correction.part == spot.part)
        & (Correction.part_id == spot.part_id)
    )
    context.session.execute(update(Correction).where(its_own).values(part_id=GONE))


def add(context: Context, spot: Spot, text: str) -> Correction:
    """Add words to what stands frozen, dated."""
    made = _line(context, spot, ADDITION, "", text)
    context.session.add(made)
    return made


def _line(context: Context, spot: Spot, field: str, before: str, reason: str) -> Correction:
    return Correction(
        kind=spot.thing.kind,
        thing_id=spot.thing.id,
        part=spot.part,
        part_id=spot.part_id,
        about=spot.about,
        field=field,
        before=before,
        reason=reason,
        at=context.now,
        by_id=context.actor.person_id,
    )


def written(value: object) -> str:
    """Return a value as it is kept: words as they are, days and moments by ISO 8601, a choice by its name."""
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return value.isoformat()
    said = str(value.value if isinstance(value, enum.Enum) else value)
    return cpr.masked(said)  # what stood there may be corrected for just that


def blot(context: Context, line: Correction, *, reason: str) -> Correction:
    """Take the words out that stood somewhere before; that there were some, when and why they went stays to be seen.

    For an action that has asked whether its actor may.
    """
    line.before, line.about, line.blotted_at, line.blotted_because = "", "", context.now, reason
    return line


def blot_fields(context: Context, spot: Spot, fields: Collection[str]) -> None:
    """Take out what stood in some fields of a part before, because it tells what may not be told any more."""
    its_own = Correction.kind == spot.thing.kind, Correction.thing_id == spot.thing.id, Correction.part == spot.part
    context.session.flush()
    context.session.execute(
        update(Correction)
        .where(*its_own, Correction.part_id == spot.part_id, Correction.field.in_(fields))
        .values(before="", blotted_at=context.now)
    )


def blot_said(context: Context, field: str, before: str) -> None:
    """Take some words out of every line that says that a field held them, because they may not be told any more."""
    held = Correction.field == field, Correction.before == before
    context.session.flush()
    context.session.execute(update(Correction).where(*held).values(before="", blotted_at=context.now))


def blot_all(context: Context, thing: Ref) -> None:
    """Take the words out of every line on a thing's page, because whoever they were of has asked for it.

    Why something was put right goes too: it may say who said it.
    """
    every = (Correction.kind == thing.kind) & (Correction.thing_id == thing.id)
    gone = {"before": "", "about": "", "reason": "", "blotted_at": context.now}
    context.session.flush()
    context.session.execute(update(Correction).where(every).values(gone))


def blot_part(context: Context, spot: Spot) -> None:
    """Take the words out of every line about one part, because it is closed: only what the part is called now stays."""
    its_own = Correction.kind == spot.thing.kind, Correction.thing_id == spot.thing.id, Correction.part == spot.part
    gone = {"before": "", "about": spot.about, "reason": "", "blotted_at": context.now}
    context.session.flush()
    context.session.execute(update(Correction).where(*its_own, Correction.part_id == spot.part_id).values(gone))


def of(
    context: Context, thing: Ref, *, before: int | None = None, at_most: int, part: str | None = None
) -> Sequence[Correction]:
    """Return what was corrected on a thing's page, or in parts of one kind there, the newest first."""
    query = (
        select(Correction)
        .where(Correction.kind == thing.kind, Correction.thing_id == thing.id)
        .order_by(Correction.id.desc())
        .limit(at_most)
    )
    if part is not None:
        query = query.where(Correction.part == part)
    return context.session.scalars(query.where(Correction.id < before) if before else query).all()


def additions(context: Context, thing: Ref) -> Sequence[Correction]:
    """Return all that was added to a thing, the newest first."""
    return context.session.scalars(
        select(Correction)
        .where(Correction.kind == thing.kind, Correction.thing_id == thing.id, Correction.field == ADDITION)
        .order_by(Correction.id.desc())
    ).all()


def newest(context: Context, thing: Ref) -> dict[tuple[str, int], int]:
    """Return the newest line of each part on a thing's page, by the part's kind and id."""
    query = (
        select(Correction.part, Correction.part_id, func.max(Correction.id))
        .where(Correction.kind == thing.kind, Correction.thing_id == thing.id)
        .group_by(Correction.part, Correction.part_id)
    )
    return {(part, part_id): line_id for part, part_id, line_id in context.session.execute(query).tuples()}


def line(context: Context, line_id: int) -> Correction:
    """Return one line, or Refusal(NOT_FOUND); whoever asks says who may."""
    found = context.session.get(Correction, line_id)
    if found is None:
        raise Refusal(Reason.NOT_FOUND)
    return found
