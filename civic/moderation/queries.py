"""What was decided about texts."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select, text, tuple_
from sqlalchemy.orm import joinedload

from civic.db.finding import by, first_of_each, is_in_rows
from civic.kernel.actor import Scope
from civic.kernel.context import Context
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.trace import Kind, Ref
from civic.moderation import gate
from civic.moderation.models import (
    APPEALING,
    BY_A_RULE,
    BY_GATE,
    LOGGED,
    OPEN_APPEALS,
    Appeal,
    Flag,
    Ruled,
    Ruling,
    SentOn,
)
from civic.moderation.waiting import OF_EACH, After, Waiting
from civic.moderation.workflow import APPEAL, STAFF, AppealVerb
from civic.people.models import Person
from civic.rules.models import HouseRule


@dataclass(frozen=True)
class Standing:
    """How a text stands: all that was decided about it, the first first."""

    rulings: tuple[Ruling, ...] = ()

    @property
    def found(self) -> tuple[str, ...]:
        """Return what the gate saw when the text last passed it."""
        last = next((one for one in reversed(self.rulings) if one.ruled in BY_GATE), None)
        return tuple(last.found.split()) if last else ()

    @property
    def by_persons(self) -> tuple[Ruling, ...]:
        """Return what persons decided, with their reasons."""
        return tuple(one for one in self.rulings if one.ruled not in BY_GATE)

    @property
    def reason(self) -> str:
        """Return the reason that was given last, for whoever wrote the text."""
        return next((one.reason for one in reversed(self.by_persons) if one.reason), "")

    @property
    def last_by_rule(self) -> Ruling | None:
        """Return the decision that its author may appeal: the last of a person, where it rests on a house rule."""
        last = self.by_persons[-1] if self.by_persons else None
        return last if last is not None and last.ruled in BY_A_RULE else None

    @property
    def is_hidden(self) -> bool:
        """Return whether a person has hidden it; whatever its author does, only a person shows it again."""
        return self._last is not None and self._last.ruled is Ruled.HIDDEN

    def is_released(self, revision: int) -> bool:
        """Return whether a person has let just this wording be shown; the gate does not hold it again."""
        return self._last is not None and self._last.ruled is Ruled.RELEASED and self._last.revision == revision

    @property
    def _last(self) -> Ruling | None:
        shown = {Ruled.RELEASED, Ruled.HIDDEN, Ruled.KEPT, Ruled.REINSTATED}
        return next((one for one in reversed(self.rulings) if one.ruled in shown), None)


NOTHING = Standing()


def standing(context: Context, thing: Ref) -> Standing:
    """Return how one text stands, for those whom its room has let in to it."""
    return standings(context, thing.kind, [thing.id])[thing.id]


def standings(context: Context, kind: Kind, ids: Collection[int]) -> Mapping[int, Standing]:
    """Return how several texts stand, by id, in one statement; nothing was decided of one that is not there."""
    found: dict[int, list[Ruling]] = defaultdict(list)
    if ids:
        wanted = (
            select(Ruling)
            .where(Ruling.kind == kind, Ruling.thing_id.in_(ids))
            .options(joinedload(Ruling.rule).joinedload(HouseRule.others))
            .order_by(Ruling.id)
        )
        for one in context.session.scalars(wanted).unique():
            found[one.thing_id].append(one)
    return defaultdict(lambda: NOTHING, {thing_id: Standing(tuple(rulings)) for thing_id, rulings in found.items()})


def sent_on(context: Context, things: Collection[Ref]) -> Mapping[Ref, SentOn]:
    """Return to whom texts were sent on, with the persons, for those whom their rooms have let in to them."""
    places = [(one.kind, one.id) for one in things]
    found = context.session.scalars(
        select(SentOn)
        .where(tuple_(SentOn.kind, SentOn.thing_id).in_(places))
        .options(joinedload(SentOn.to, innerjoin=True), joinedload(SentOn.by))
    )
    return {Ref(one.kind, one.thing_id): one for one in found}


MOST_SENT = 200


def sent_to_me(context: Context) -> Mapping[Kind, Collection[int]]:
    """Return the texts that were sent on to the actor by their kinds, the first two hundred."""
    found: dict[Kind, list[int]] = defaultdict(list)
    mine = select(SentOn).where(SentOn.to_id == context.actor.person_id).order_by(SentOn.id).limit(MOST_SENT)
    for one in context.session.scalars(mine):
        found[one.kind].append(one.thing_id)
    return found


def habits(context: Context, author_id: int, text: str, *, earlier: Sequence[tuple[datetime, str]]) -> tuple[str, ...]:
    """Return what is to be looked at in how a text comes; `earlier` are its author's of the last day, with when."""
    in_an_hour = sum(at > context.now - gate.HOUR for at, _text in earlier)
    is_new = False
    if in_an_hour >= gate.MOST_OF_NEW:
        is_new = context.now < context.session.get_one(Person, author_id).created_at + gate.NEW
    return gate.habits(text, earlier=[said for _at, said in earlier], is_new=is_new, in_an_hour=in_an_hour)


def flags(context: Context, thing: Ref) -> Sequence[Flag]:
    """Return why a text was flagged and by which rules, in order, for those whom its room has let in to it."""
    found = select(Flag).where(Flag.kind == thing.kind, Flag.thing_id == thing.id).order_by(Flag.id)
    return context.session.scalars(found.options(joinedload(Flag.rule).joinedload(HouseRule.others))).unique().all()


def appeal(context: Context, appeal_id: int) -> Appeal:
    """Return one appeal with what was decided first; refused like a missing one to whom it does not concern."""
    found = context.session.scalars(_appeals().where(Appeal.id == appeal_id)).one_or_none()
    if found is None or not APPEAL.may(context, AppealVerb.READ, found):
        raise Refusal(Reason.NOT_FOUND)
    return found


def appeals_of(context: Context, rulings: Collection[Ruling]) -> Mapping[int, Appeal]:
    """Return the appeals about decisions, by the decision, for those whom the texts' rooms have let in to them."""
    ids = [one.id for one in rulings]
    found = context.session.scalars(select(Appeal).where(Appeal.ruling_id.in_(ids))) if ids else ()
    return {one.ruling_id: one for one in found}


@dataclass(frozen=True)
class Appealing:
    """How the author of a text stands to the last decision about it."""

    until: datetime | None = None
    """Until when they may appeal it; nothing where they may not."""
    made: Appeal | None = None


def appealing(context: Context, found: Standing, *, may: bool) -> Appealing:
    """Return until when the last decision by a rule may be appealed, or the appeal about it, for the text's author.

    `may` is what the workflow of the text's room says.
    """
    by_rule = [one for one in found.by_persons if one.ruled in BY_A_RULE]
    if not by_rule:
        return Appealing()
    last = by_rule[-1]
    made, until = appeals_of(context, [last]).get(last.id), last.at + APPEALING
    is_open = may and made is None and last == found.last_by_rule and last.by_id is not None and context.now < until
    return Appealing(until if is_open else None, made)


@dataclass(frozen=True)
class Logged:
    """A decision as the public log has it, and what came of an appeal about it."""

    ruling: Ruling
    appeal: Appeal | None


def log(
    context: Context,
    *,
    rule: int | None = None,
    process_id: int | None = None,
    before: int | None = None,
    at_most: int = 50,
) -> Sequence[Logged]:
    """Return what persons decided about what was said to everybody, the newest first; narrowed to a rule or process."""
    query = by(select(Ruling), Ruling, "ix_ruling_logged").where(text(LOGGED))
    if rule is not None:
        query = query.where(Ruling.rule_id.in_(select(HouseRule.id).where(HouseRule.number == rule)))
    if process_id is not None:
        query = query.where(Ruling.process_id == process_id)
    if before is not None:
        query = query.where(Ruling.id < before)
    query = query.options(joinedload(Ruling.rule).selectinload(HouseRule.others))
    rows = context.session.scalars(query.order_by(Ruling.id.desc()).limit(at_most)).all()
    appeals = appeals_of(context, rows)
    return [Logged(one, appeals.get(one.id)) for one in rows]


OF_A_RULE = 3
"""Decisions like the one at hand that are shown of each rule."""
MOST_WORDINGS = 100
"""Wordings of rules, the newest, whose decisions are looked at."""


def like(context: Context, numbers: Collection[int]) -> Mapping[int, Sequence[Logged]]:
    """Return how was decided by each of the rules lately, the newest first; for those who decide."""
    wordings = select(HouseRule.id).where(HouseRule.number.in_(numbers)).order_by(HouseRule.id.desc())
    own = by(select(Ruling.id), Ruling, "ix_ruling_by_rule").where(text(LOGGED))
    newest = first_of_each(
        own.order_by(Ruling.id.desc()),
        Ruling.rule_id,
        context.session.scalars(wordings.limit(MOST_WORDINGS)).all(),
        at_most=OF_A_RULE,
    )
    rows = context.session.scalars(
        select(Ruling).where(is_in_rows(Ruling.id, newest)).options(joinedload(Ruling.rule)).order_by(Ruling.id.desc())
    ).all()
    appeals = appeals_of(context, rows)
    found: dict[int, list[Logged]] = defaultdict(list)
    for one in rows:
        if one.rule is not None and len(found[one.rule.number]) < OF_A_RULE:
            found[one.rule.number].append(Logged(one, appeals.get(one.id)))
    return found


def _appeals() -> Select[Appeal]:
    return select(Appeal).options(
        joinedload(Appeal.ruling, innerjoin=True).joinedload(Ruling.rule).selectinload(HouseRule.others),
        joinedload(Appeal.author, innerjoin=True),
        joinedload(Appeal.first, innerjoin=True),
    )


def _to_decide(
    context: Context, process_id: int | None, among: Collection[int] | None, after: After | None
) -> Select[int]:
    staffed = frozenset[int]().union(*(context.actor.places(role, Scope.PROCESS) for role in STAFF))
    mine = context.actor.person_id
    found = by(select(Appeal.id), Appeal, "ix_appeal_open").where(
        text(f"appeal.{OPEN_APPEALS}"), Appeal.first_id != mine, Appeal.author_id != mine
    )
    if among is not None:
        found = found.where(Appeal.id.in_(among))
    if after is not None:
        found = found.where(tuple_(Appeal.at, Appeal.id) > tuple_(*after))
    places = staffed & {process_id} if process_id else staffed
    return first_of_each(found.order_by(Appeal.at, Appeal.id), Appeal.process_id, places, at_most=OF_EACH)


TO_DECIDE = Waiting(
    number=Appeal.id,
    place=Appeal.process_id,
    since=Appeal.at,
    words=(Appeal.text,),
    ids=_to_decide,
    whole=_appeals,
)
"""Appeals in the actor's own processes that another decided first, with what was decided."""
