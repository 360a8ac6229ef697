"""Finding comments."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from sqlalchemy import ColumnElement, Select, and_, or_, select, text, tuple_
from sqlalchemy.orm import joinedload

from civic.db.finding import by, first_of_each
from civic.dialogue.models import IN_PUBLIC, TO_LOOK_AT, Comment, CommentState
from civic.dialogue.workflow import COMMENT, IN_CIRCLE, DialogueVerb
from civic.kernel.actor import Role, Scope
from civic.kernel.context import Context
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.trace import Kind
from civic.moderation.models import Ruling
from civic.moderation.queries import standings
from civic.moderation.waiting import OF_EACH, After, Waiting

ON_A_PAGE = 50


def comment(context: Context, comment_id: int) -> Comment:
    """Return one comment with its author; a hidden one is refused like a missing one."""
    found = context.session.scalar(
        select(Comment).where(Comment.id == comment_id).options(joinedload(Comment.author, innerjoin=True))
    )
    if found is None or not COMMENT.may(context, DialogueVerb.READ, found):
        raise Refusal(Reason.NOT_FOUND)
    return found


def thread(
    context: Context, kind: Kind, thing_id: int, *, after: int = 0, at_most: int = 50, in_circle: bool = False
) -> Sequence[Comment]:
    """Return the comments on a thing that the actor may read, oldest first, those with an id above `after`.

    `in_circle` leaves out what is said to everybody.
    """
    query = _thread(kind, thing_id, after).where(_may_read(context)).limit(at_most)
    return context.session.scalars(query.where(Comment.circle.is_not(None)) if in_circle else query).all()


def _thread(kind: Kind, thing_id: int, after: int) -> Select[Comment]:
    return (
        select(Comment)
        .where(Comment.kind == kind, Comment.thing_id == thing_id, Comment.id > after)
        .options(joinedload(Comment.author, innerjoin=True))
        .order_by(Comment.id)
    )


def _may_read(context: Context) -> ColumnElement[bool]:
    # the workflow's READ lines in SQL: a page must hold as many comments as the reader may see
    return or_(
        and_(Comment.state.in_({CommentState.PUBLISHED, CommentState.DELETED}), _in_circle(context)),
        Comment.author_id == (context.actor.person_id or 0),
        and_(Comment.process_id.in_(_staffed(context)), _is_moderated()),
    )


@dataclass(frozen=True)
class Shown:
    """A comment as a page shows it: whether its reader may ask for a look at it, and may decide on it."""

    number: int
    comment: Comment | None
    """Nothing where its reader may not read it: only that there was one, and why it is hidden, stays to be seen."""
    hidden_by: Ruling | None
    """By which decision it is hidden, where it is."""
    may_flag: bool
    may_moderate: bool


def shown(
    context: Context, kind: Kind, thing_id: int, *, after: int = 0, in_public: bool = False
) -> tuple[list[Shown], int | None]:
    """Return fifty comments on a thing as `thread` does, and after which one the next fifty come.

    Of one that is hidden and was said to everybody, the mark it leaves. `in_public` leaves out what is said in circles.
    """
    leaves_mark = and_(Comment.state == CommentState.HIDDEN, Comment.circle.is_(None))
    query = _thread(kind, thing_id, after).where(or_(_may_read(context), leaves_mark)).limit(ON_A_PAGE + 1)
    found = context.session.scalars(query.where(Comment.circle.is_(None)) if in_public else query).all()
    hidden = [one.id for one in found if one.is_hidden]
    ruled = standings(context, Kind.COMMENT, hidden)
    rows = [_shown(context, one, ruled[one.id].last_by_rule) for one in found[:ON_A_PAGE]]
    return rows, found[ON_A_PAGE - 1].id if len(found) > ON_A_PAGE else None


def _shown(context: Context, found: Comment, hidden_by: Ruling | None) -> Shown:
    if not COMMENT.may(context, DialogueVerb.READ, found):
        return Shown(found.id, None, hidden_by, may_flag=False, may_moderate=False)
    may_flag = COMMENT.may(context, DialogueVerb.FLAG, found)
    may_moderate = COMMENT.may(context, DialogueVerb.KEEP, found)
    return Shown(found.id, found, hidden_by if found.is_hidden else None, may_flag, may_moderate)


MOST_LATELY = 100


def said_lately(context: Context, person_id: int, *, but: int) -> Sequence[Comment]:
    """Return what somebody has said within a day, the newest hundred; for the gate."""
    lately = Comment.author_id == person_id, Comment.posted_at > context.now - timedelta(days=1), Comment.id != but
    newest = select(Comment).where(*lately).order_by(Comment.id.desc()).limit(MOST_LATELY)
    return context.session.scalars(newest).all()


def public_comments(context: Context, process_id: int, *, at_most: int = 100) -> Sequence[Comment]:
    """Return public comments in a process, newest first."""
    in_public = by(select(Comment), Comment, "ix_comment_in_public")
    return context.session.scalars(
        in_public.where(Comment.process_id == process_id, text(IN_PUBLIC))
        .options(joinedload(Comment.author, innerjoin=True))
        .order_by(Comment.id.desc())
        .limit(at_most)
    ).all()


def comments_by_ids(context: Context, ids: Sequence[int]) -> Sequence[Comment]:
    """Return the comments among the ids that the actor may read."""
    found = context.session.scalars(
        select(Comment)
        .where(Comment.id.in_(ids))
        .options(joinedload(Comment.author, innerjoin=True), joinedload(Comment.process, innerjoin=True))
        .order_by(Comment.id)
    )
    return [one for one in found if COMMENT.may(context, DialogueVerb.READ, one)]


def _to_moderate(
    context: Context, process_id: int | None, among: Collection[int] | None, after: After | None
) -> Select[int]:
    places = _staffed(context) & {process_id} if process_id else _staffed(context)
    found = by(select(Comment.id).where(_is_moderated(), text(TO_LOOK_AT)), Comment, "ix_comment_to_look_at")
    if among is not None:
        found = found.where(Comment.id.in_(among))
    if after is not None:
        found = found.where(tuple_(Comment.posted_at, Comment.id) > tuple_(*after))
    return first_of_each(found.order_by(Comment.id), Comment.process_id, places, at_most=OF_EACH)


TO_MODERATE = Waiting(
    number=Comment.id,
    place=Comment.process_id,
    since=Comment.posted_at,
    words=(Comment.text,),
    ids=_to_moderate,
    whole=lambda: select(Comment).options(
        joinedload(Comment.author, innerjoin=True), joinedload(Comment.process, innerjoin=True)
    ),
)
"""Flagged and held comments in the actor's own processes, with author and process."""


def _in_circle(context: Context) -> ColumnElement[bool]:
    """Return the condition that the actor is in a comment's circle, or that it has none."""
    own = [
        and_(Comment.circle == scope, Comment.circle_id.in_(places))
        for scope in Scope
        for places in [frozenset().union(*(context.actor.places(role, scope) for role in IN_CIRCLE))]
        if places
    ]
    return or_(Comment.circle.is_(None), *own)


@cache
def _is_moderated() -> ColumnElement[bool]:
    return or_(Comment.circle.is_(None), Comment.circle != Scope.BODY)


def _staffed(context: Context) -> frozenset[int]:
    facilitated = context.actor.places(Role.FACILITATOR, Scope.PROCESS)
    return facilitated | context.actor.places(Role.CASE_OFFICER, Scope.PROCESS)


def authors(context: Context, ids: Collection[int]) -> Sequence[int]:
    """Return who wrote the comments among the ids, whoever may read them."""
    return context.session.scalars(select(Comment.author_id).where(Comment.id.in_(ids)).distinct()).all()
