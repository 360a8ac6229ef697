"""Finding hearings and parties."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, partial

from sqlalchemy import Select, and_, exists, false, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from civic.areas.queries import EVERYTHING, About
from civic.bodies.models import Body, Entitlement
from civic.bodies.queries import sittings
from civic.db.base import ZONE
from civic.db.finding import Spot, Stretch, by, holds, is_among, page_of
from civic.hearings.models import (
    IN_WORK,
    Audience,
    DraftPoint,
    Hearing,
    HearingParty,
    HearingState,
    PartyState,
    Question,
    Stage,
)
from civic.hearings.reach import Plan, Reach, earliest, reaches
from civic.hearings.workflow import HEARING, PARTY, SITTING, HearingVerb
from civic.kernel.actor import Role, Scope
from civic.kernel.context import Context
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.sorting import sort_key
from civic.kernel.trace import Kind
from civic.people.queries import municipality
from civic.processes.models import Process
from civic.reports.models import Version


def hearing(context: Context, hearing_id: int) -> Hearing:
    """Return one hearing with process, version, parties, topics, questions and changes; hidden like missing."""
    found = context.session.scalar(
        _whole()
        .where(Hearing.id == hearing_id)
        .options(joinedload(Hearing.topics), joinedload(Hearing.questions), joinedload(Hearing.deadline_changes))
    )
    if found is None or not HEARING.may(context, HearingVerb.READ, found):
        raise Refusal(Reason.NOT_FOUND)
    return found


def heard_text(context: Context, hearing_id: int) -> Hearing:
    """Return one hearing with its process, questions and the sections of its version; hidden like missing."""
    found = context.session.scalar(
        select(Hearing)
        .where(Hearing.id == hearing_id)
        .options(
            joinedload(Hearing.process, innerjoin=True),
            joinedload(Hearing.questions),
            joinedload(Hearing.version, innerjoin=True).selectinload(Version.texts),
        )
    )
    if found is None or not HEARING.may(context, HearingVerb.READ, found):
        raise Refusal(Reason.NOT_FOUND)
    return found


def hearings_of(context: Context, process_id: int) -> Sequence[Hearing]:
    """Return the hearings of a process that the actor may read, with parties, oldest first."""
    found = context.session.scalars(
        _with_parties().where(Hearing.process_id == process_id).order_by(Hearing.id)
    ).unique()
    return [one for one in found if HEARING.may(context, HearingVerb.READ, one)]


@dataclass(frozen=True)
class Sought:
    """Which hearings are looked for: how far, for whom, in which process, with which words in title or question."""

    stage: Stage | None = None
    audience: Audience | None = None
    process_id: int | None = None
    words: str = ""
    about: About = EVERYTHING

    def narrowed(self, query: Select[Hearing]) -> Select[Hearing]:
        """Return a query of hearings, narrowed to those that are looked for."""
        query = query.where(*self.about.holds(Kind.HEARING, Hearing.id, Hearing.process_id))
        if self.audience is not None:
            query = query.where(Hearing.audience == self.audience)
        if self.process_id is not None:
            query = query.where(Hearing.process_id == self.process_id)
        if self.stage is Stage.CONCLUDED:
            query = query.where(Hearing.state == HearingState.CONCLUDED)
        elif self.stage is Stage.TREATED:
            query = query.where(Hearing.state != HearingState.CONCLUDED)
        return query.where(*holds(self.words, Hearing.title, Hearing.asks))


def listed(context: Context, sought: Sought, at: Spot, *, at_most: int = 20) -> tuple[list[Hearing], Spot | None, int]:
    """Return public hearings, a page of them, where the next one begins, and how many there are.

    Those that are open stand first, what closes first before the others; then those that are over, the last first.
    """
    public = select(Hearing).where(Hearing.state != HearingState.DRAFT)
    query = sought.narrowed(public.options(joinedload(Hearing.process, innerjoin=True)))
    is_open, is_over = Hearing.closes_at > context.now, Hearing.closes_at <= context.now
    stretches = [
        Stretch(is_open if sought.stage in {None, Stage.OPEN} else false(), Hearing.closes_at, Hearing.id),
        Stretch(
            is_over if sought.stage is not Stage.OPEN else false(), Hearing.closes_at, Hearing.id, is_downwards=True
        ),
    ]
    found, more, count = page_of(context.session, query, stretches, at, at_most=at_most)
    return [one for (one,) in found], more, count


def processes_heard(context: Context, *, at_most: int = 200) -> list[tuple[int, str]]:
    """Return the processes with public hearings, by title, at most so many: what a list of hearings is narrowed to."""
    found = context.session.execute(
        select(Process.id, Process.title)
        .where(exists().where(Hearing.process_id == Process.id, Hearing.state != HearingState.DRAFT))
        .order_by(Process.id.desc())
        .limit(at_most)
    )
    return sorted(((number, title) for number, title in found), key=lambda one: sort_key(one[1]))


def in_work(process_ids: Collection[int]) -> Select[int]:
    """Return a query for the ids of the hearings of some processes that are open, or treated and not concluded yet."""
    return by(select(Hearing.id), Hearing, "ix_hearing_in_work").where(
        Hearing.process_id.in_(process_ids), is_among(Hearing.state, IN_WORK)
    )


def question(context: Context, question_id: int) -> Question:
    """Return one question of a hearing, or Refusal(NOT_FOUND); hidden as its hearing is."""
    found = context.session.get(Question, question_id)
    if found is None:
        raise Refusal(Reason.NOT_FOUND)
    hearing(context, found.hearing_id)
    return found


def party(context: Context, party_id: int) -> HearingParty:
    """Return one party of a hearing, with hearing, council, points and the version it heard; hidden like missing."""
    found = context.session.scalar(
        select(HearingParty)
        .where(HearingParty.id == party_id)
        .options(
            joinedload(HearingParty.hearing, innerjoin=True).options(
                joinedload(Hearing.process, innerjoin=True), joinedload(Hearing.version, innerjoin=True)
            ),
            joinedload(HearingParty.body, innerjoin=True),
            joinedload(HearingParty.version, innerjoin=True).selectinload(Version.texts),
            selectinload(HearingParty.points).joinedload(DraftPoint.section_text),
        )
    )
    if found is None or not PARTY.may(context, HearingVerb.READ, found):
        raise Refusal(Reason.NOT_FOUND)
    return found


def is_party_now(context: Context, body_id: int) -> bool:
    """Return whether a body is asked in a hearing that has not begun or is not over, or may still answer in one.

    Who sits in it now decides what it says, confirms what was written down of it, and reads its draft.
    """
    asked = (
        select(HearingParty.id)
        .join(Hearing, Hearing.id == HearingParty.hearing_id)
        .where(
            HearingParty.body_id == body_id,
            or_(
                is_among(Hearing.state, {HearingState.DRAFT, *IN_WORK}),
                HearingParty.state != PartyState.SUBMITTED,  # late, after the note: that is allowed
            ),
        )
    )
    return context.session.scalar(asked.limit(1)) is not None


def heard_body(
    context: Context, body_id: int, at: Spot, *, at_most: int = 10
) -> tuple[list[HearingParty], Spot | None, int]:
    """Return in which public hearings a body was asked, the last first: a page, where the next begins, and how many."""
    drafts = select(Hearing.id).where(Hearing.state == HearingState.DRAFT)
    its_own = and_(HearingParty.body_id == body_id, HearingParty.hearing_id.not_in(drafts))
    query = select(HearingParty).options(joinedload(HearingParty.hearing, innerjoin=True))
    stretch = Stretch(its_own, HearingParty.id, HearingParty.id, is_downwards=True)
    found, more, count = page_of(context.session, query, [stretch], at, at_most=at_most)
    return [one for (one,) in found], more, count


def own_parties(context: Context, *, at_most: int = 50) -> Sequence[HearingParty]:
    """Return the parties, in hearings not concluded yet, of the councils the actor sits in.

    Those without an answer come first: among them what is open, the nearest deadline first, then what is over.
    """
    bodies = frozenset().union(*(context.actor.places(role, Scope.BODY) for role in SITTING))
    return context.session.scalars(
        select(HearingParty)
        .join(HearingParty.hearing)
        .where(HearingParty.body_id.in_(bodies), is_among(Hearing.state, IN_WORK))
        .options(joinedload(HearingParty.hearing, innerjoin=True), joinedload(HearingParty.body, innerjoin=True))
        .order_by(
            HearingParty.state == PartyState.SUBMITTED,
            Hearing.closes_at <= context.now,
            Hearing.closes_at,
            HearingParty.id,
        )
        .limit(at_most)
    ).all()


def own_hearings(context: Context, *, at_most: int = 50) -> Sequence[Hearing]:
    """Return the hearings of the actor's processes as case officer that are open or treated, by deadline."""
    own = context.actor.places(Role.CASE_OFFICER, Scope.PROCESS)
    return context.session.scalars(
        select(Hearing)
        .where(Hearing.id.in_(in_work(own)))
        .options(joinedload(Hearing.process, innerjoin=True))
        .order_by(Hearing.closes_at, Hearing.id)
        .limit(at_most)
    ).all()


def plan(context: Context, hearing: Hearing, last_day: date | None = None) -> Plan:
    """Return who can keep a deadline, if the hearing opens today; without one, the earliest that all can keep."""
    shortest = context.now + timedelta(days=municipality(context).shortest_hearing)
    minimum = shortest.astimezone(ZONE).date()
    reach = _reach(context, hearing)
    first = max(filter(None, (minimum, earliest(reach(last_day=minimum)))))
    return Plan(reach(last_day=last_day or first), last_day or first, first)


def out_of_reach(context: Context, hearing: Hearing, last_day: date) -> list[Reach]:
    """Return the parties whose next meeting comes after a last day, with that meeting."""
    return [one for one in _reach(context, hearing)(last_day=last_day) if one.in_time is False]


def _reach(context: Context, hearing: Hearing) -> Callable[..., list[Reach]]:
    """Return what says, of a last day, whether each party without an answer can deal with a hearing before it.

    It has its papers from the day the hearing was opened, or from today on where it is not open yet.
    """
    begun = hearing.opens_at.astimezone(ZONE).date() if hearing.opens_at else context.today
    return partial(reaches, hearing, sittings(context, [one.body_id for one in hearing.parties]), opens=begun)


def left_out(context: Context, hearing: Hearing) -> Sequence[Body]:
    """Return bodies the law or an agreement wants heard on the hearing's topics that are not its parties."""
    topics = [one.id for one in hearing.topics]
    invited = [one.body_id for one in hearing.parties]
    return [
        one for one in bodies_for(context, topics) if one.entitlement is not Entitlement.OPEN and one.id not in invited
    ]


def bodies_for(context: Context, topics: Sequence[int]) -> Sequence[Body]:
    """Return the bodies to be heard on the topics, by law, by agreement or by choice, of those that are there today."""
    found = context.session.scalars(select(Body).where(Body.topic_id.in_(topics)).order_by(Body.id))
    return [one for one in found if one.holds_on(context.today)]


def next_point_number(context: Context, party_id: int) -> int:
    """Return the next number of a draft's point, for those who have locked the party."""
    last = context.session.scalar(select(func.max(DraftPoint.number)).where(DraftPoint.party_id == party_id))
    return 1 + (last or 0)


REMINDER = timedelta(days=3)
"""How long before the deadline a party that has not answered is reminded."""


def to_remind(context: Context, *, at_most: int = 50) -> Sequence[HearingParty]:
    """Return parties whose deadline is near, that have not answered and have not been reminded; for the worker."""
    return context.session.scalars(
        select(HearingParty)
        .join(HearingParty.hearing)
        .where(
            is_among(Hearing.state, {HearingState.OPEN}),
            Hearing.audience != Audience.EVERYONE,
            Hearing.closes_at > context.now,
            Hearing.closes_at <= context.now + REMINDER,
            HearingParty.state != PartyState.SUBMITTED,
            HearingParty.reminded_at.is_(None),
        )
        .options(joinedload(HearingParty.hearing, innerjoin=True))
        .order_by(HearingParty.id)
        .limit(at_most)
    ).all()


@cache
def _with_parties() -> Select[Hearing]:
    # no inner join inside the outer one: SQLite would read every party there is
    parties = joinedload(Hearing.parties).joinedload(HearingParty.body)
    return select(Hearing).options(joinedload(Hearing.process, innerjoin=True), parties)


@cache
def _whole() -> Select[Hearing]:
    return select(Hearing).options(
        joinedload(Hearing.process, innerjoin=True),
        joinedload(Hearing.version, innerjoin=True).joinedload(Version.report, innerjoin=True),
        selectinload(Hearing.parties).options(
            joinedload(HearingParty.body, innerjoin=True), joinedload(HearingParty.version, innerjoin=True)
        ),
    )


def of_report(context: Context, report_id: int) -> Sequence[int]:
    """Return the ids of the hearings on any version of a report; for the deed that changes what they quote."""
    heard = select(Version.id).where(Version.report_id == report_id)
    of_parties = select(HearingParty.hearing_id).where(HearingParty.version_id.in_(heard))
    found = select(Hearing.id).where(or_(Hearing.version_id.in_(heard), Hearing.id.in_(of_parties)))
    return context.session.scalars(found.order_by(Hearing.id)).all()


def points_of(context: Context, hearing_ids: Sequence[int]) -> Sequence[DraftPoint]:
    """Return the points of every council's draft in the hearings; for the deed that changes what they quote."""
    parties = select(HearingParty.id).where(HearingParty.hearing_id.in_(hearing_ids))
    return context.session.scalars(select(DraftPoint).where(DraftPoint.party_id.in_(parties))).all()
