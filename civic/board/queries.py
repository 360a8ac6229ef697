"""Reading the board: what is in a process, what invites, what came of what, and what holds a word."""

from collections.abc import Collection, Iterator, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from math import log
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    SQLColumnExpression,
    TextClause,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal,
    or_,
    select,
    text,
    union_all,
)
from sqlalchemy.orm import aliased, undefer

from civic.board.models import ENDING, HAS_ENDED, INVITES, INVITES_WITHOUT_END, INVITING, Posting, Seen
from civic.board.stems import MOST_ASKED, runs, tokens
from civic.db.base import Base
from civic.db.finding import COUNTED, first_of_each, is_in_rows
from civic.db.fulltext import newest_that_hold
from civic.kernel.actor import Role, Scope
from civic.kernel.context import Context
from civic.kernel.trace import Kind, Ref, TraceLink

_TABLE = Base.metadata.tables[Posting.__tablename__]
CANDIDATES = 500
"""Hits of a search that are put in order, the newest; a search with more of them wants another word."""


@dataclass(frozen=True)
class Found:
    """One thing with the short title of the process it belongs to."""

    posting: Posting
    process: str


@dataclass(frozen=True)
class Search:
    """What a search found: one page of it, and how much there is in all, at most `CANDIDATES`."""

    hits: tuple[Found, ...]
    count: int
    tokens: frozenset[str]


def of_process(context: Context, process_id: int, *, besides: Collection[Kind] = ()) -> dict[Kind, list[Posting]]:
    """Return what hangs on the board of a process, by kind, in the order in which it was made, in one statement.

    Kinds that grow without end are left out by naming them in `besides`: nothing that is asked for is cut.
    """
    wanted = (
        select(Posting)
        .where(
            Posting.process_id == process_id,
            Posting.kind.in_([one for one in Kind if one not in {Kind.PROCESS, *besides}]),
            _is_seen(context),
        )
        .order_by(Posting.thing_id)
    )
    found: dict[Kind, list[Posting]] = {}
    for one in context.session.scalars(wanted):
        found.setdefault(one.kind, []).append(one)
    return found


def told_of_process(context: Context, process_id: int) -> Iterator[Posting]:
    """Give what everybody may see on the board of a process, with its words, in the order in which it was put up."""
    wanted = (
        select(Posting)
        .where(Posting.process_id == process_id, Posting.seen_by.is_(None))
        .options(undefer(Posting.text))
        .order_by(Posting.id)
        .execution_options(yield_per=200)
    )
    yield from context.session.scalars(wanted)


def hanging(context: Context, things: Collection[Ref]) -> dict[Ref, Posting]:
    """Return what the board says of some things that the reader may see, by the thing, in one statement."""
    if not things:
        return {}
    ids: dict[Kind, list[int]] = {}
    for one in things:
        ids.setdefault(one.kind, []).append(one.id)
    places = or_(*(and_(Posting.kind == kind, Posting.thing_id.in_(those)) for kind, those in ids.items()))
    wanted = select(Posting).where(places, _is_seen(context))
    return {one.ref: one for one in context.session.scalars(wanted)}


def inviting(context: Context, *, at_most: int = 5) -> Sequence[Found]:
    """Return what everybody can take part in now, the first to close first, at most so many of each kind."""
    hanging = _found(context, _inviting(at_most), now=context.now)
    of_kind: dict[Kind, list[Found]] = {}
    for one in hanging:
        of_kind.setdefault(one.posting.kind, []).append(one)
    return [one for one in hanging if one in of_kind[one.posting.kind][:at_most]]


@dataclass(frozen=True)
class Place:
    """Where the list of what is open goes on: after a thing, and its deadline, where it has one."""

    closes_at: datetime | None
    kind: Kind
    thing_id: int


def open_now(context: Context, *, kind: Kind | None = None, after: Place | None = None, at_most: int) -> list[Found]:
    """Return what everybody can take part in now, of one kind or of all: what closes first, then what stays.

    In a statement, and in one more where that is not enough.
    """
    kinds = [kind] if kind else sorted(INVITING, key=str)
    found: list[Found] = []
    if after is None or after.closes_at is not None:
        closing = select(Posting.id).where(text(INVITES), Posting.closes_at > context.now)
        order = (Posting.closes_at, Posting.thing_id, Posting.kind)
        if after is not None:
            closing = closing.where(
                Posting.closes_at >= after.closes_at,
                or_(Posting.closes_at > after.closes_at, _follows(Posting.thing_id > after.thing_id, after)),
            )
        found += _found(context, _of_kinds(closing, order, kinds, at_most))
    if len(found) < at_most:
        staying = select(Posting.id).where(text(INVITES_WITHOUT_END))
        if after is not None and after.closes_at is None:
            staying = staying.where(
                Posting.thing_id <= after.thing_id, _follows(Posting.thing_id < after.thing_id, after)
            )
        found += _found(context, _of_kinds(staying, (Posting.thing_id.desc(), Posting.kind), kinds, at_most))
    return found[:at_most]


def count_open(context: Context, *, kind: Kind | None = None) -> int:
    """Return how many things everybody can take part in now, of one kind or of all; of each at most `COUNTED` + 1."""
    kinds = [kind] if kind else sorted(INVITING, key=str)
    closing = select(Posting.id).where(text(INVITES), Posting.closes_at > context.now, _is_at_work())
    staying = select(Posting.id).where(text(INVITES_WITHOUT_END), _is_at_work())
    parts = [first_of_each(one, Posting.kind, kinds, at_most=COUNTED + 1).subquery() for one in (closing, staying)]
    counts = [select(func.count()).select_from(part).scalar_subquery() for part in parts]
    return sum(context.session.execute(select(*counts)).one())


def _follows(further: ColumnElement[bool], after: Place) -> ColumnElement[bool]:
    return or_(further, and_(Posting.thing_id == after.thing_id, Posting.kind > after.kind))


def _of_kinds(
    query: Select[int], order: Sequence[SQLColumnExpression[Any]], kinds: Sequence[Kind], at_most: int
) -> Select[Posting, str]:
    """Return the query for the first of the kinds together: the first of each are found by their index, and merged."""
    running = query.where(_is_at_work()).order_by(*order)
    each = first_of_each(running, Posting.kind, kinds, at_most=at_most)
    return _with_process().where(is_in_rows(Posting.id, each)).order_by(*order).limit(at_most)


def _is_at_work() -> ColumnElement[bool]:
    """Return the condition that a thing's process is running, where it invites only as long as that is so."""
    process = aliased(Posting)
    is_open = exists().where(
        process.kind == Kind.PROCESS,
        process.thing_id == Posting.process_id,
        process.opens.contains(Posting.while_open),
    )
    return or_(Posting.while_open.is_(None), is_open)


@cache
def _inviting(at_most: int) -> Select[Posting, str]:
    inviting = select(Posting.id).where(_is_at_work())
    walks = (
        inviting.where(text(INVITES), Posting.closes_at > bindparam("now", type_=Posting.closes_at.type)).order_by(
            Posting.closes_at, Posting.thing_id
        ),
        inviting.where(text(INVITES_WITHOUT_END)).order_by(Posting.thing_id.desc()),
    )
    kinds = sorted(INVITING, key=str)
    found = [select(first_of_each(walk, Posting.kind, kinds, at_most=at_most).subquery()) for walk in walks]
    return (
        _with_process()
        .where(is_in_rows(Posting.id, union_all(*found)))
        .order_by(Posting.closes_at.is_(None), Posting.closes_at, Posting.thing_id)
    )


def ended(context: Context, *, at_most: int = 5) -> Sequence[Found]:
    """Return what something came of, the last first, at most so many of each kind; the refused are among them."""
    return _found(context, _ended(at_most))


@cache
def _ended(at_most: int) -> Select[Posting, str]:
    ended = select(Posting.id).where(text(HAS_ENDED)).order_by(Posting.ended_at.desc(), Posting.thing_id.desc())
    last = first_of_each(ended, Posting.kind, sorted(ENDING, key=str), at_most=at_most)
    return (
        _with_process().where(is_in_rows(Posting.id, last)).order_by(Posting.ended_at.desc(), Posting.thing_id.desc())
    )


LOOKED_THROUGH = 200
"""Things that ended last, among which one that led on is looked for."""


def led_on(context: Context, kind: Kind, outcomes: Collection[str], *, at_most: int = 3) -> Sequence[Posting]:
    """Return things of a kind that ended so and something came of, the last first, of the `LOOKED_THROUGH` last."""
    newest = Posting.ended_at.desc(), Posting.thing_id.desc()
    last = select(Posting.id).where(text(HAS_ENDED), Posting.kind == kind).order_by(*newest).limit(LOOKED_THROUGH)
    came = exists().where(TraceLink.source_kind == kind, TraceLink.source_id == Posting.thing_id)
    wanted = select(Posting).where(is_in_rows(Posting.id, last), Posting.outcome.in_(outcomes), came)
    return context.session.scalars(wanted.order_by(*newest).limit(at_most)).all()


def posted(context: Context, thing: Ref) -> Posting | None:
    """Return what the board says of one thing, for those whom its room has let in to what is said of it."""
    return context.session.scalar(select(Posting).where(Posting.kind == thing.kind, Posting.thing_id == thing.id))


def search(context: Context, words: str, *, page: int = 1, at_most: int = 20) -> Search:
    """Return things that hold every word, and every phrase in quotation marks: those with it in their title first.

    In two statements; both databases find the same, in the same order.
    """
    wanted = runs(words[:200])
    asked = frozenset(token for run in wanted for token in run)
    if not wanted:
        return Search((), 0, asked)
    candidates = context.session.scalars(
        newest_that_hold(context.session.get_bind().dialect.name, _TABLE, wanted)
        .where(_is_seen(context))
        .limit(CANDIDATES)
    ).all()
    if not candidates:
        return Search((), 0, asked)
    in_title: ColumnElement[int] = literal(0)
    for token in sorted(asked):
        in_title = in_title + case((Posting.title_stems.contains(f" {token} "), 1), else_=0)
    hits = _found(
        context,
        _with_process()
        .where(Posting.id.in_(candidates))
        .options(undefer(Posting.text))
        .order_by(in_title.desc(), Posting.at.desc(), Posting.kind, Posting.thing_id.desc())
        .offset((page - 1) * at_most)
        .limit(at_most),
    )
    return Search(tuple(hits), len(candidates), asked)


LOOKED_AT = 100
"""Things that are compared with what is being written."""
LIKE = 4
"""Signs of a token that says something: shorter ones stand everywhere."""
MOST_READ = 2000
"""Signs of what is being written that are looked at; of their words the longest, which say most."""
LIKELY = 0.5
"""How much of the words that were looked for another must share, by weight, to be told of as like it."""


def like(
    context: Context, kind: Kind, process_id: int, words: str, *, but: int | None = None, at_most: int = 5
) -> Sequence[Posting]:
    """Return things of a kind in a process that share words with some that are being written, the likest first.

    Of the newest `LOOKED_AT` that hold one of the words; one that few of those hold counts more, and one in the title
    twice. In two statements.
    """
    found = _likest(context, words, _is_seen(context), Posting.kind == kind, Posting.process_id == process_id)
    return [one for one in found if one.thing_id != but][:at_most]


def remembered(
    context: Context, kind: Kind, words: str, *, but: int | None = None, at_most: int = 5
) -> Sequence[Posting]:
    """Return things of a kind that share words with some, in any process, and have come to their end; as `like`."""
    found = _likest(context, words, text(HAS_ENDED), Posting.kind == kind)
    return [one for one in found if one.thing_id != but][:at_most]


def alike(context: Context, kind: Kind, words: str, *, at_most: int = 5) -> Sequence[Posting]:
    """Return public things of a kind that share words with some, in any process, the likest first; as `like`."""
    return _likest(context, words, Posting.kind == kind, Posting.seen_by.is_(None))[:at_most]


def saying_so(context: Context, kind: Kind, words: str) -> Sequence[int]:
    """Return the ids of public things of a kind that hold words of some, in any process; for a room that asks closer.

    The newest `LOOKED_AT` that hold one of the words.
    """
    ids = _newest(context, _asked(words), Posting.kind == kind, Posting.seen_by.is_(None))
    return context.session.scalars(select(Posting.thing_id).where(Posting.id.in_(ids))).all()


def shared(words: str, others: Sequence[str]) -> list[float]:
    """Return how much of some words each of other texts shares, from 0 to 1; what few of them have weighs more."""
    asked = _asked(words)
    held = [set(tokens(one)) for one in others]
    weight = _weights(asked, held)
    whole = sum(weight.values())
    return [sum(weight[token] for token in asked if token in one) / whole if whole else 0.0 for one in held]


def _asked(words: str) -> list[str]:
    found = {token for token in tokens(words[:MOST_READ]) if len(token) > LIKE}
    return sorted(found, key=lambda token: (-len(token), token))[:MOST_ASKED]


def _newest(context: Context, asked: Sequence[str], *among: ColumnElement[bool] | TextClause) -> Sequence[int]:
    if not asked:
        return ()
    dialect = context.session.get_bind().dialect.name
    found = newest_that_hold(dialect, _TABLE, [[token] for token in asked], is_any=True)
    return context.session.scalars(found.where(*among).limit(LOOKED_AT)).all()


def _weights(asked: Sequence[str], held: Sequence[Set[str]]) -> dict[str, float]:
    """Return what each of the tokens weighs: more, the fewer texts hold it."""
    return {token: log(1 + len(held) / (1 + sum(token in one for one in held))) for token in asked}


def _likest(context: Context, words: str, *among: ColumnElement[bool] | TextClause) -> Sequence[Posting]:
    asked = _asked(words)
    candidates = _newest(context, asked, *among)
    found = context.session.scalars(
        select(Posting).where(Posting.id.in_(candidates)).options(undefer(Posting.stems), undefer(Posting.title_stems))
    ).all()
    held = {one.id: (set(one.stems.split()), set(one.title_stems.split())) for one in found}
    weight = _weights(asked, [stems for stems, _title in held.values()])
    score = {
        number: sum(weight[token] * ((token in stems) + (token in title)) for token in asked)
        for number, (stems, title) in held.items()
    }
    least = LIKELY * sum(weight.values())
    return sorted((one for one in found if score[one.id] >= least), key=lambda one: (-score[one.id], -one.id))


@cache
def _with_process() -> Select[Posting, str]:
    process = aliased(Posting)
    belongs = and_(process.kind == Kind.PROCESS, process.thing_id == Posting.process_id)
    return select(Posting, func.coalesce(process.under, "")).outerjoin(process, belongs)


def _found(context: Context, query: Select[Posting, str], **values: object) -> Sequence[Found]:
    return [Found(posting, process) for posting, process in context.session.execute(query, values)]


def _is_seen(context: Context) -> ColumnElement[bool]:
    officered = context.actor.places(Role.CASE_OFFICER, Scope.PROCESS)
    staffed = officered | context.actor.places(Role.FACILITATOR, Scope.PROCESS)
    return or_(
        Posting.seen_by.is_(None),
        and_(Posting.seen_by == Seen.OFFICERS, Posting.process_id.in_(officered)),
        and_(Posting.seen_by == Seen.STAFF, Posting.process_id.in_(staffed)),
    )
