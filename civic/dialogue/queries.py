"""Finding comments."""

import enum
import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache

from sqlalchemy import ColumnElement, Select, and_, literal, or_, select, text, true, tuple_
from sqlalchemy.orm import joinedload

from civic.board.models import Posting
from civic.board.notices import TELLERS
from civic.db.finding import Stretch, by, first_of_each, is_in_rows
from civic.dialogue.models import IN_PUBLIC, IN_THREAD, TO_LOOK_AT, Comment, CommentState, Label, Useful, Wording
from civic.dialogue.workflow import COMMENT, IN_CIRCLE, DialogueVerb
from civic.kernel.actor import Role, Scope
from civic.kernel.context import Context
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.trace import Kind
from civic.moderation.models import Ruling
from civic.moderation.queries import standings
from civic.moderation.waiting import OF_EACH, After, Waiting
from civic.people.models import Person

ON_A_PAGE = 50
REPLIES = 3
"""Of each comment, shown below it; the others are on its own page."""
IN_A_COLUMN = 20
"""Comments of each label that stand beside each other; the others are in the list of those."""


def comment(context: Context, comment_id: int) -> Comment:
    """Return one comment with its author; a hidden one, or one on a hidden thing, is refused like a missing one."""
    found = context.session.scalar(
        select(Comment)
        .where(Comment.id == comment_id, _stands_where_it_can_be_read(context))
        .options(joinedload(Comment.author, innerjoin=True))
    )
    if found is None or not COMMENT.may(context, DialogueVerb.READ, found):
        raise Refusal(Reason.NOT_FOUND)
    return found


def _is_said_openly() -> ColumnElement[bool]:
    """Return the condition that everybody can read what a comment is said of, so far as the board tells of its kind."""
    hangs = select(Posting.id).where(
        Posting.kind == Comment.kind, Posting.thing_id == Comment.thing_id, Posting.seen_by.is_(None)
    )
    return or_(Comment.kind.not_in(TELLERS), hangs.limit(1).scalar_subquery().is_not(None))


def _stands_where_it_can_be_read(context: Context) -> ColumnElement[bool]:
    # what is said of a hidden proposal mostly says what stood in it
    return or_(
        _is_said_openly(),
        Comment.circle.is_not(None),
        Comment.author_id == (context.actor.person_id or 0),
        Comment.process_id.in_(_staffed(context)),
    )


def is_said(context: Context, kind: Kind, thing_id: int) -> bool:
    """Return whether anything is said of a thing that the actor may read."""
    said = select(Comment.id).where(*_of(kind, thing_id), _may_read(context)).limit(1)
    return context.session.scalar(said) is not None


def _of(kind: Kind, thing_id: int) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return Comment.kind == kind, Comment.thing_id == thing_id


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
    may_reply: bool = False
    """Whether somebody who may say something here may reply to it."""
    is_useful: bool = False
    """Whether the reader finds it useful."""
    replies: Sequence["Shown"] = ()
    """The first of its replies."""
    has_more: bool = False
    """Whether there are more replies than these."""


class Order(enum.Enum):
    """In which order a thread is read."""

    OLDEST = "oldest"
    NEWEST = "newest"
    USEFUL = "useful"


_ORDERS = {
    Order.OLDEST: Stretch(true(), Comment.id, Comment.id),
    Order.NEWEST: Stretch(true(), Comment.id, Comment.id, is_downwards=True),
    Order.USEFUL: Stretch(true(), Comment.useful, Comment.id, is_downwards=True),
}


class Among(enum.Enum):
    """Among which of the comments on a thing a thread is read: it may have some in public and some in a circle."""

    ALL = "all"
    PUBLIC = "public"
    CIRCLE = "circle"


@dataclass(frozen=True)
class Reading:
    """How a thread is read: in which order, which of it, and after which comment it goes on."""

    order: Order = Order.OLDEST
    label: Label | None = None
    after: int | None = None
    in_columns: bool = False
    """Whether what is for it, against it and asked stand beside each other."""


WHOLE = Reading()
"""From its beginning, all of it."""


@dataclass(frozen=True)
class Thread:
    """A page of what is said of a thing, and after which comment the next page begins."""

    rows: Sequence[Shown] = ()
    next_after: int | None = None
    columns: Sequence[tuple[Label, Sequence[Shown], bool]] = ()
    """The most useful of each label, where they stand beside each other, and whether there are more of it."""
    reading: Reading = WHOLE

    @property
    def is_empty(self) -> bool:
        """Return whether nothing at all is said of it, as far as this page shows."""
        is_whole = self.reading.label is None and self.reading.after is None and not self.reading.in_columns
        return is_whole and not self.rows


def thread(
    context: Context, kind: Kind, thing_id: int, reading: Reading = WHOLE, *, among: Among = Among.ALL
) -> Thread:
    """Return fifty comments on a thing that the actor may read, each with its first replies; in four statements.

    Of one that is hidden and was said to everybody, the mark it leaves.
    """
    said = _said(context, kind, thing_id, among).where(text(IN_THREAD))
    if reading.in_columns:
        return _in_columns(context, said, reading)
    if reading.label is not None:
        said = said.where(Comment.label == reading.label)
    query = _ORDERS[reading.order].rows(said, reading.after).limit(ON_A_PAGE + 1)
    found = context.session.scalars(query).all()
    rows = _shown(context, found[:ON_A_PAGE])
    return Thread(rows, found[ON_A_PAGE - 1].id if len(found) > ON_A_PAGE else None, reading=reading)


def _in_columns(context: Context, said: Select[Comment], reading: Reading) -> Thread:
    ids = said.with_only_columns(Comment.id).order_by(Comment.useful.desc(), Comment.id.desc())
    first = first_of_each(ids.options(), Comment.label, list(Label), at_most=IN_A_COLUMN + 1)
    found = context.session.scalars(
        select(Comment)
        .where(is_in_rows(Comment.id, first))
        .options(joinedload(Comment.author, innerjoin=True))
        .order_by(Comment.useful.desc(), Comment.id.desc())
    ).all()
    rows: dict[Label | None, list[Shown]] = defaultdict(list)
    for comment, one in zip(found, _shown(context, found), strict=True):
        rows[comment.label].append(one)
    columns = [(label, rows[label][:IN_A_COLUMN], len(rows[label]) > IN_A_COLUMN) for label in Label]
    return Thread(columns=columns, reading=reading)


def replies(context: Context, comment: Comment, *, after: int | None = None) -> Thread:
    """Return fifty replies to a comment, the oldest first, and after which one the next fifty come."""
    said = _said(context, comment.kind, comment.thing_id, Among.ALL).where(Comment.reply_to_id == comment.id)
    found = context.session.scalars(_ORDERS[Order.OLDEST].rows(said, after).limit(ON_A_PAGE + 1)).all()
    rows = _shown(context, found[:ON_A_PAGE], with_replies=False)
    return Thread(rows, found[ON_A_PAGE - 1].id if len(found) > ON_A_PAGE else None, reading=Reading(after=after))


def place(context: Context, comment: Comment) -> int | None:
    """Return after which comment a page of its thread begins that has it, or the one it replies to, on it."""
    number = comment.reply_to_id or comment.id
    said = _said(context, comment.kind, comment.thing_id, Among.ALL).where(text(IN_THREAD), Comment.id < number)
    before = said.with_only_columns(Comment.id).order_by(Comment.id.desc()).limit(ON_A_PAGE)
    ids = context.session.scalars(before).all()
    return ids[-1] if len(ids) == ON_A_PAGE else None


def _said(context: Context, kind: Kind, thing_id: int, among: Among) -> Select[Comment]:
    leaves_mark = and_(Comment.state == CommentState.HIDDEN, Comment.circle.is_(None))
    said = select(Comment).where(*_of(kind, thing_id), or_(_may_read(context), leaves_mark))
    if among is not Among.ALL:
        said = said.where(Comment.circle.is_(None) if among is Among.PUBLIC else Comment.circle.is_not(None))
    return said.options(joinedload(Comment.author, innerjoin=True))


def _shown(context: Context, found: Sequence[Comment], *, with_replies: bool = True) -> list[Shown]:
    """Return comments as a page shows them, those that stand in a thread by themselves with their first replies."""
    below = _first_replies(context, [one.id for one in found]) if with_replies else {}
    every = [*found, *(one for replies in below.values() for one in replies)]
    ruled = standings(context, Kind.COMMENT, [one.id for one in every if one.is_hidden])
    useful = _found_useful(context, [one.id for one in every])
    rows = {one.id: _as_shown(context, one, ruled[one.id].last_by_rule, one.id in useful) for one in every}
    return [
        replace(
            rows[one.id],
            replies=[rows[reply.id] for reply in below.get(one.id, ())[:REPLIES]],
            has_more=len(below.get(one.id, ())) > REPLIES,
        )
        for one in found
    ]


def _as_shown(context: Context, found: Comment, hidden_by: Ruling | None, is_useful: bool) -> Shown:
    if not COMMENT.may(context, DialogueVerb.READ, found):
        return Shown(found.id, None, hidden_by, may_flag=False, may_moderate=False)
    return Shown(
        found.id,
        found,
        hidden_by if found.is_hidden else None,
        may_flag=COMMENT.may(context, DialogueVerb.FLAG, found),
        may_moderate=COMMENT.may(context, DialogueVerb.KEEP, found),
        may_reply=COMMENT.may(context, DialogueVerb.REPLY, found),
        is_useful=is_useful,
    )


def _first_replies(context: Context, ids: Collection[int]) -> Mapping[int, Sequence[Comment]]:
    if not ids:
        return {}
    leaves_mark = and_(Comment.state == CommentState.HIDDEN, Comment.circle.is_(None))
    own = select(Comment.id).where(or_(_may_read(context), leaves_mark)).order_by(Comment.id)
    first = first_of_each(by(own, Comment, "ix_comment_replies"), Comment.reply_to_id, ids, at_most=REPLIES + 1)
    below: dict[int, list[Comment]] = defaultdict(list)
    query = select(Comment).where(is_in_rows(Comment.id, first)).options(joinedload(Comment.author, innerjoin=True))
    for one in context.session.scalars(query.order_by(Comment.id)):
        below[one.reply_to_id or 0].append(one)
    return below


def _found_useful(context: Context, ids: Collection[int]) -> Set[int]:
    if context.actor.person_id is None or not ids:
        return frozenset()
    mine = select(Useful.comment_id).where(Useful.person_id == context.actor.person_id, Useful.comment_id.in_(ids))
    return set(context.session.scalars(mine))


def is_useful(context: Context, comment: Comment) -> bool:
    """Return whether the actor finds a comment useful."""
    return bool(_found_useful(context, [comment.id]))


def wordings(context: Context, comment: Comment) -> Sequence[Wording]:
    """Return what a comment said before, the first first, for whoever may read it."""
    return context.session.scalars(select(Wording).where(Wording.comment_id == comment.id).order_by(Wording.id)).all()


def named(context: Context, comment: Comment, *, at_most: int) -> Sequence[int]:
    """Return whom a comment names by "@" and their whole name: those who have said something where it stands."""
    if "@" not in comment.text:
        return ()
    where = (*_of(comment.kind, comment.thing_id), Comment.state == CommentState.PUBLISHED)
    circle = Comment.circle.is_(None) if comment.circle is None else Comment.circle == comment.circle
    said = literal(comment.text).contains(literal("@").concat(Person.name))
    speakers = select(Comment.author_id).where(*where, circle)
    found = select(Person.id, Person.name).where(Person.id.in_(speakers), Person.name != "", said).order_by(Person.id)
    rows = [one for one in context.session.execute(found.limit(MOST_LIKE)).tuples() if _names(comment.text, one[1])]
    longer = [name for _id, name in rows]
    return [number for number, name in rows if not any(one.startswith(f"{name} ") for one in longer)][:at_most]


MOST_LIKE = 100
"""Persons whose names are compared with what is written after an "@"."""


def _names(text: str, name: str) -> bool:
    return re.search(rf"@{re.escape(name)}(?!\w)", text) is not None


MOST_LATELY = 100


def said_lately(context: Context, person_id: int, *, but: int) -> Sequence[Comment]:
    """Return what somebody has said within a day, the newest hundred; for the gate."""
    lately = Comment.author_id == person_id, Comment.posted_at > context.now - timedelta(days=1), Comment.id != but
    newest = select(Comment).where(*lately).order_by(Comment.id.desc()).limit(MOST_LATELY)
    return context.session.scalars(newest).all()


def public_comments(context: Context, process_id: int, *, at_most: int = 100) -> Sequence[Comment]:
    """Return public comments in a process on things that are public too, newest first."""
    in_public = by(select(Comment), Comment, "ix_comment_in_public")
    return context.session.scalars(
        in_public.where(Comment.process_id == process_id, text(IN_PUBLIC), _is_said_openly())
        .options(joinedload(Comment.author, innerjoin=True))
        .order_by(Comment.id.desc())
        .limit(at_most)
    ).all()


def comments_by_ids(context: Context, ids: Sequence[int]) -> Sequence[Comment]:
    """Return the comments among the ids that the actor may read."""
    found = context.session.scalars(
        select(Comment)
        .where(Comment.id.in_(ids), _stands_where_it_can_be_read(context))
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
