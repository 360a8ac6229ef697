"""Finding proposals and counting their support."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache

from sqlalchemy import ScalarSelect, Select, false, func, select, text, tuple_
from sqlalchemy.orm import joinedload

from civic.db.finding import Spot, Stretch, by, first_of_each, holds, is_among, is_in_rows, page_of
from civic.dialogue.models import Comment, CommentState, Outcome
from civic.groups.models import Group
from civic.kernel.actor import Role, Scope
from civic.kernel.context import Context
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.trace import Kind
from civic.moderation.waiting import OF_EACH, After, Waiting
from civic.proposals.models import PUBLIC, TO_LOOK_AT, UNANSWERED, Proposal, ProposalState, Support
from civic.proposals.workflow import PROPOSAL, ProposalVerb


@dataclass(frozen=True)
class Listed:
    """A proposal in a list, with its counts."""

    proposal: Proposal
    supports: int
    comments: int


@dataclass(frozen=True)
class Backing:
    """How many support a proposal, and whether the actor does."""

    count: int
    by_actor: bool


def proposal(context: Context, proposal_id: int) -> Proposal:
    """Return one proposal with author, process and group; a hidden one is refused like a missing one."""
    found = context.session.scalar(_whole().where(Proposal.id == proposal_id))
    return _readable(context, found)


def held(context: Context, proposal_id: int) -> Proposal:
    """Return one proposal like `proposal`, held as it is until the deed is done: many hold it at once."""
    return _readable(context, context.held(_whole().where(Proposal.id == proposal_id), Proposal))


def hidden(context: Context, proposal_id: int) -> Proposal:
    """Return a hidden proposal, to say that there was one and nothing of its words; or Refusal(NOT_FOUND)."""
    found = context.session.scalar(
        _with_process().where(Proposal.id == proposal_id, Proposal.state == ProposalState.HIDDEN)
    )
    if found is None:
        raise Refusal(Reason.NOT_FOUND)
    return found


def by_receipt(context: Context, code: str) -> Proposal:
    """Return the proposal whose receipt it is, or Refusal(NOT_FOUND); the code is the permission to read it."""
    found = context.session.scalar(select(Proposal).where(Proposal.receipt == code))
    if found is None:
        raise Refusal(Reason.NOT_FOUND)
    return found


def backing(context: Context, proposal_id: int) -> Backing:
    """Return the support of one proposal."""
    person_id = context.actor.person_id
    row = context.session.execute(
        select(func.count(), func.count().filter(Support.person_id == (person_id or 0))).where(
            Support.proposal_id == proposal_id
        )
    ).one()
    return Backing(count=row[0], by_actor=row[1] > 0)


def published(context: Context, process_id: int, *, before: int | None = None, at_most: int = 20) -> Sequence[Listed]:
    """Return the public proposals of a process, newest first, those with an id below `before`."""
    query = _counted().where(Proposal.process_id == process_id).limit(at_most)
    rows = context.session.execute(query.where(Proposal.id < before) if before else query)
    return [Listed(found, supports, comments) for found, supports, comments in rows]


def published_of_group(context: Context, group: Group, *, at_most: int) -> Sequence[Proposal]:
    """Return the public proposals that a group has made, the newest first."""
    query = _counted().where(Proposal.process_id == group.process_id, Proposal.group_id == group.id)
    return [found for found, _supports, _comments in context.session.execute(query.limit(at_most))]


@dataclass(frozen=True)
class Sought:
    """Which proposals are looked for: in a state, with an outcome, of a group, with which words."""

    state: ProposalState | None = None
    outcome: Outcome | None = None
    group_id: int | None = None
    words: str = ""

    def narrowed(self, query: Select[Proposal, int, int]) -> Select[Proposal, int, int]:
        """Return a query of proposals, narrowed to those that are looked for."""
        if self.outcome is not None:
            query = query.where(Proposal.outcome == self.outcome)
        if self.group_id is not None:
            query = query.where(Proposal.group_id == self.group_id)
        return query.where(*holds(self.words, Proposal.title, Proposal.text))


def listed(
    context: Context, process_id: int, sought: Sought, at: Spot, *, at_most: int = 20
) -> tuple[list[Listed], Spot | None, int]:
    """Return the public proposals of a process, a page of them, where the next one begins, and how many there are.

    Those that wait for their answer stand first; within each the newest.
    """
    query = sought.narrowed(_counted().order_by(None).where(Proposal.process_id == process_id))
    stretches = [
        Stretch(
            Proposal.state == state if sought.state in {None, state} else false(),
            Proposal.id,
            Proposal.id,
            is_downwards=True,
        )
        for state in (ProposalState.ACCEPTED, ProposalState.ANSWERED)
    ]
    found, more, count = page_of(context.session, query, stretches, at, at_most=at_most)
    return [Listed(one, supports, comments) for one, supports, comments in found], more, count


def own(context: Context, *, at_most: int = 20) -> Sequence[Proposal]:
    """Return the actor's own proposals, newest first, with their processes."""
    return context.session.scalars(
        _with_process().where(Proposal.author_id == context.actor.person_id).order_by(Proposal.id.desc()).limit(at_most)
    ).all()


def _to_moderate(
    context: Context, process_id: int | None, among: Collection[int] | None, after: After | None
) -> Select[int]:
    staffed = context.actor.places(Role.FACILITATOR, Scope.PROCESS) | context.actor.places(
        Role.CASE_OFFICER, Scope.PROCESS
    )
    found = (
        by(select(Proposal.id), Proposal, "ix_proposal_to_look_at")
        .where(text(TO_LOOK_AT), Proposal.author_id != context.actor.person_id)
        .order_by(Proposal.submitted_at, Proposal.id)
    )
    if after is not None:
        found = found.where(tuple_(Proposal.submitted_at, Proposal.id) > tuple_(*after))
    places = staffed & {process_id} if process_id else staffed
    if among is not None:
        found = found.where(Proposal.id.in_(among))
    return first_of_each(found, Proposal.process_id, places, at_most=OF_EACH)


def unanswered(context: Context, *, at_most: int = 50) -> Sequence[Proposal]:
    """Return accepted proposals without an answer in the actor's processes as case officer, oldest first."""
    own_processes = context.actor.places(Role.CASE_OFFICER, Scope.PROCESS)
    found = select(Proposal.id).where(is_among(Proposal.state, UNANSWERED)).order_by(Proposal.accepted_at, Proposal.id)
    first = first_of_each(found, Proposal.process_id, own_processes, at_most=at_most)
    return context.session.scalars(
        _with_process().where(is_in_rows(Proposal.id, first)).order_by(Proposal.accepted_at, Proposal.id).limit(at_most)
    ).all()


def by_ids(context: Context, ids: Sequence[int]) -> Sequence[Proposal]:
    """Return the public proposals a walk along the trace reaches, and the actor's own, with authors."""
    if not ids:
        return []
    found = context.session.scalars(_with_process().where(Proposal.id.in_(ids)).order_by(Proposal.id))
    return [one for one in found if PROPOSAL.may(context, ProposalVerb.READ, one)]


@cache
def _whole() -> Select[Proposal]:
    return select(Proposal).options(
        joinedload(Proposal.author, innerjoin=True),
        joinedload(Proposal.process, innerjoin=True),
        joinedload(Proposal.group),
    )


def _readable(context: Context, found: Proposal | None) -> Proposal:
    if found is None or not PROPOSAL.may(context, ProposalVerb.READ, found):
        raise Refusal(Reason.NOT_FOUND)
    return found


@cache
def _with_process() -> Select[Proposal]:
    return select(Proposal).options(
        joinedload(Proposal.process, innerjoin=True), joinedload(Proposal.author, innerjoin=True)
    )


@cache
def _counted() -> Select[Proposal, int, int]:
    return (
        select(Proposal, _supports(), _comments())
        .where(is_among(Proposal.state, PUBLIC))
        .options(joinedload(Proposal.author, innerjoin=True))
        .order_by(Proposal.id.desc())
    )


@cache
def _supports() -> ScalarSelect[int]:
    return (
        select(func.count(Support.id)).where(Support.proposal_id == Proposal.id).correlate(Proposal).scalar_subquery()
    )


@cache
def _comments() -> ScalarSelect[int]:
    return (
        select(func.count(Comment.id))
        .where(
            Comment.kind == Kind.PROPOSAL,
            Comment.thing_id == Proposal.id,
            Comment.state == CommentState.PUBLISHED,
        )
        .correlate(Proposal)
        .scalar_subquery()
    )


def authors(context: Context, ids: Collection[int]) -> Sequence[int]:
    """Return who wrote the proposals among the ids, whoever may read them."""
    return context.session.scalars(select(Proposal.author_id).where(Proposal.id.in_(ids)).distinct()).all()


TO_MODERATE = Waiting(
    number=Proposal.id,
    place=Proposal.process_id,
    since=Proposal.submitted_at,
    words=(Proposal.title, Proposal.text),
    ids=_to_moderate,
    whole=lambda: _with_process().options(joinedload(Proposal.author, innerjoin=True)),
)
"""Proposals that wait for a facilitator in the actor's processes, with author and process; one's own are for others."""
