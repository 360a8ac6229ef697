"""Links "this came from that", across subjects: the line the whole product hangs on.

A walk along the links finds ids, in one statement; each room then finds its own things on the line by them.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import CTE, Index, Select, UniqueConstraint, case, cast, delete, func, literal, or_, select
from sqlalchemy.orm import Mapped

from civic.db.base import Base, Id, OpenEnum
from civic.db.putting import put
from civic.kernel.context import Context


class Kind(OpenEnum):
    """What a link may tie, or a comment, a file or an edit belong to: each is one room's own thing."""

    PROCESS = "process"
    GROUP = "group"
    COMMENT = "comment"
    MEETING = "meeting"
    EVIDENCE = "evidence"
    PHOTO = "photo"
    PAPER = "paper"
    DRAW = "draw"
    PROPOSAL = "proposal"
    REPORT = "report"
    SECTION = "section"
    HEARING = "hearing"
    PARTY = "party"
    RESPONSE = "response"
    REMARK = "remark"
    SECTION_TEXT = "section_text"
    VERSION = "version"
    BALLOT = "ballot"
    OPTION = "option"
    CASE = "case"
    DECISION = "decision"
    FOLLOW_UP = "follow_up"
    BODY = "body"
    ORGANISATION = "organisation"
    TOPIC = "topic"
    AREA = "area"
    APPEAL = "appeal"
    PLAN = "plan"
    EFFORT = "effort"
    LESSON = "lesson"
    SCHEME = "scheme"
    APPLICATION = "application"
    ACTIVITY = "activity"


@dataclass(frozen=True)
class Ref:
    """One thing of the house, whichever room it lives in."""

    kind: Kind
    id: int


Reached = Mapping[Kind, Sequence[int]]
"""Ids of things by their kind, in order; every other kind has none."""


class TraceLink(Base):
    """One thing led to another: `source` came first, `target` came of it."""

    __tablename__ = "trace_link"
    __table_args__ = (
        UniqueConstraint("source_kind", "source_id", "target_kind", "target_id"),
        Index("ix_trace_link_target_kind_target_id", "target_kind", "target_id"),
    )

    id: Mapped[Id]
    source_kind: Mapped[Kind]
    source_id: Mapped[int]
    target_kind: Mapped[Kind]
    target_id: Mapped[int]
    at: Mapped[datetime]


def link(context: Context, source: Ref, target: Ref) -> None:
    """Tie target to the source it came from; a tie that is there already stays as it is."""
    tied = {"source_kind": source.kind, "source_id": source.id, "target_kind": target.kind, "target_id": target.id}
    put(context.session, TraceLink, list(tied), {**tied, "at": context.now}, anew=False)


def link_all(context: Context, ties: Sequence[tuple[Ref, Ref]]) -> None:
    """Tie many targets to their sources, all of one kind to one other, in one statement and one more to write them."""
    if not ties:
        return
    source, target = ties[0]
    present = context.session.execute(
        select(TraceLink.source_id, TraceLink.target_id).where(
            TraceLink.source_kind == source.kind,
            TraceLink.target_kind == target.kind,
            TraceLink.source_id.in_({one.id for one, _came in ties}),
        )
    )
    for source_id, target_id in {(one.id, came.id) for one, came in ties} - set(present.tuples()):
        context.session.add(
            TraceLink(
                source_kind=source.kind,
                source_id=source_id,
                target_kind=target.kind,
                target_id=target_id,
                at=context.now,
            )
        )


def unlink(context: Context, source: Ref, target: Ref) -> None:
    """Take back one tie that was made by mistake."""
    context.session.execute(
        delete(TraceLink).where(
            TraceLink.source_kind == source.kind,
            TraceLink.source_id == source.id,
            TraceLink.target_kind == target.kind,
            TraceLink.target_id == target.id,
        )
    )


def forget(context: Context, thing: Ref) -> None:
    """Take back every tie of a thing that was made by mistake and is no more."""
    context.session.execute(
        delete(TraceLink).where(
            ((TraceLink.source_kind == thing.kind) & (TraceLink.source_id == thing.id))
            | ((TraceLink.target_kind == thing.kind) & (TraceLink.target_id == thing.id))
        )
    )


def led_to(context: Context, kind: Kind, ids: Sequence[int], target: Kind) -> Sequence[tuple[int, int]]:
    """Return which things of a kind came of which of another, one link away: pairs of ids, in one statement."""
    if not ids:
        return []
    query = select(TraceLink.source_id, TraceLink.target_id).where(
        TraceLink.source_kind == kind, TraceLink.source_id.in_(ids), TraceLink.target_kind == target
    )
    return [(one, other) for one, other in context.session.execute(query.order_by(TraceLink.id)).tuples()]


def came_of(context: Context, kind: Kind, ids: Sequence[int], source: Kind) -> Sequence[tuple[int, int]]:
    """Return what things of a kind came from of another, one link away: pairs of ids, the source first."""
    if not ids:
        return []
    query = select(TraceLink.source_id, TraceLink.target_id).where(
        TraceLink.target_kind == kind, TraceLink.target_id.in_(ids), TraceLink.source_kind == source
    )
    return [(one, other) for one, other in context.session.execute(query.order_by(TraceLink.id)).tuples()]


MANY = 500
"""Ids that one statement is asked about."""


def links_from(context: Context, sources: Collection[Ref]) -> Iterator[TraceLink]:
    """Give the links that begin at any of some things, in the order in which they were made within each kind."""
    ids: dict[Kind, list[int]] = defaultdict(list)
    for one in sources:
        ids[one.kind].append(one.id)
    for kind, those in sorted(ids.items(), key=lambda item: item[0].value):
        those.sort()
        for at in range(0, len(those), MANY):
            among = TraceLink.source_id.in_(those[at : at + MANY])
            found = select(TraceLink).where(TraceLink.source_kind == kind, among).order_by(TraceLink.id)
            yield from context.session.scalars(found)


def forward(context: Context, start: Ref) -> Reached:
    """Return the things that came of the start, itself among them: ids by kind, in one statement."""
    return _walk(context, start, ahead=True)


def backward(context: Context, start: Ref) -> Reached:
    """Return the things that the start came from, itself among them: ids by kind, in one statement."""
    return _walk(context, start, ahead=False)


def grounds(
    context: Context, start: Ref, kinds: Sequence[Kind], *, after: int = 0, at_most: int = 50
) -> tuple[list[Ref], int]:
    """Return what the start came from of some kinds, a page of it, and how much there is; in one statement.

    The start itself is not among it. In the order of the kinds, each by its ids.
    """
    reached = _reached(start, ahead=False)
    own = or_(reached.c.kind != start.kind, reached.c.id != start.id)
    wanted = select(reached.c.kind, reached.c.id, func.count().over()).where(reached.c.kind.in_(kinds), own)
    place = case(*((reached.c.kind == kind, at) for at, kind in enumerate(kinds)))
    page = wanted.order_by(place, reached.c.id).offset(after).limit(at_most)
    rows = context.session.execute(page).tuples().all()
    return [Ref(kind, thing_id) for kind, thing_id, _count in rows], rows[0][2] if rows else 0


def _walk(context: Context, start: Ref, *, ahead: bool) -> Reached:
    reached = _reached(start, ahead=ahead)
    found: defaultdict[Kind, list[int]] = defaultdict(list)
    rows = context.session.execute(select(reached.c.kind, reached.c.id))
    for kind, thing_id in sorted(rows.tuples(), key=lambda row: row[1]):
        found[kind].append(thing_id)
    return found


def _reached(start: Ref, *, ahead: bool) -> CTE:
    """Return the walk: each thing once, so that it ends where links circle too."""
    near = (TraceLink.source_kind, TraceLink.source_id)
    far = (TraceLink.target_kind, TraceLink.target_id)
    if not ahead:
        near, far = far, near
    kind_type = TraceLink.__table__.c.source_kind.type
    first: Select[Kind, int] = select(
        cast(literal(start.kind, kind_type), kind_type).label("kind"),
        literal(start.id).label("id"),
    )
    reached = first.cte("reached", recursive=True)
    return reached.union(select(far[0], far[1]).where(near[0] == reached.c.kind, near[1] == reached.c.id))
