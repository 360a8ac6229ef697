"""Links "this came from that", across subjects: the line the whole product hangs on."""

import enum
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Index, Select, UniqueConstraint, literal, select
from sqlalchemy.orm import Mapped

from civic.db.base import Base, Id
from civic.kernel.context import Context


class Kind(enum.Enum):
    """What a link may tie: each is one room's own thing."""

    COMMENT = "comment"
    PROPOSAL = "proposal"
    RESPONSE = "response"
    REMARK = "remark"
    SECTION_TEXT = "section_text"
    VERSION = "version"
    CASE = "case"
    DECISION = "decision"
    FOLLOW_UP = "follow_up"


@dataclass(frozen=True)
class Ref:
    """One end of a link."""

    kind: Kind
    id: int


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
    present = select(TraceLink.id).where(
        TraceLink.source_kind == source.kind,
        TraceLink.source_id == source.id,
        TraceLink.target_kind == target.kind,
        TraceLink.target_id == target.id,
    )
    if context.session.scalar(present) is None:
        context.session.add(
            TraceLink(
                source_kind=source.kind,
                source_id=source.id,
                target_kind=target.kind,
                target_id=target.id,
                at=context.now,
            )
        )


def forward(context: Context, start: Ref) -> list[Ref]:
    """Return everything that came of the thing, nearest first, in one statement."""
    return _walk(context, start, ahead=True)


def backward(context: Context, start: Ref) -> list[Ref]:
    """Return everything the thing came from, nearest first, in one statement."""
    return _walk(context, start, ahead=False)


def _walk(context: Context, start: Ref, *, ahead: bool) -> list[Ref]:
    near = (TraceLink.source_kind, TraceLink.source_id)
    far = (TraceLink.target_kind, TraceLink.target_id)
    if not ahead:
        near, far = far, near
    first: Select[tuple[Kind, int, int]] = select(
        far[0].label("kind"), far[1].label("id"), literal(1).label("depth")
    ).where(near[0] == start.kind, near[1] == start.id)
    reached = first.cte("reached", recursive=True)
    reached = reached.union(
        select(far[0], far[1], reached.c.depth + 1)
        .where(near[0] == reached.c.kind, near[1] == reached.c.id)
        .where(reached.c.depth < 20)  # links may not circle, but a query must end even if they do
    )
    rows = context.session.execute(select(reached.c.kind, reached.c.id).order_by(reached.c.depth, reached.c.id))
    return list(dict.fromkeys(Ref(kind, id_) for kind, id_ in rows))
