"""Finding proposals and counting their support."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from sqlalchemy import ScalarSelect, Select, false, func, or_, select, text, tuple_
from sqlalchemy.orm import joinedload

from civic.areas.queries import EVERYTHING, About
from civic.db.base import end_of_day
from civic.db.finding import Spot, Stretch, by, first_of_each, holds, is_among, is_in_rows, page_of
from civic.dialogue.models import Comment, CommentState, Meets, Outcome
from civic.files import pictures
from civic.files.pictures import Picture
from civic.files.uploads import Upload, has_any, uploads_of
from civic.groups.models import Group
from civic.kernel.actor import Role, Scope
from civic.kernel.context import Context
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.trace import Kind, Ref, came_of, led_to
from civic.moderation.waiting import OF_EACH, After, Waiting
from civic.people.sealing import digest
from civic.processes.workflow import is_staff
from civic.proposals.models import (
    OPEN,
    PUBLIC,
    TO_LOOK_AT,
    TO_REVIEW,
    Amendment,
    AmendmentState,
    CoAuthor,
    Progress,
    Proposal,
    ProposalState,
    ProposalUnderstanding,
    Reached,
    SpokenTo,
    Support,
)
from civic.proposals.workflow import AMENDMENT, PROPOSAL, ProposalVerb, is_author


@dataclass(frozen=True)
class Listed:
    """A proposal in a list, with its counts."""

    proposal: Proposal
    supports: int
    comments: int


@dataclass(frozen=True)
class Backing:
    """How many support a proposal, whether the actor does, and how much of it came with those that go on in it."""

    count: int
    by_actor: bool
    carried: int


def proposal(context: Context, proposal_id: int) -> Proposal:
    """Return one proposal with author, process and group; a hidden one is refused like a missing one."""
    found = context.session.scalar(_whole().where(Proposal.id == proposal_id))
    return _readable(context, found)


def understood(context: Context, proposal_id: int) -> Proposal:
    """Return one proposal like `proposal`, with what its authors said of its answer."""
    wanted = _whole().where(Proposal.id == proposal_id).options(joinedload(Proposal.understanding))
    return _readable(context, context.session.scalar(wanted.execution_options(populate_existing=True)))


def said_understood(context: Context, process_id: int) -> dict[Meets, int]:
    """Return how many authors of a process's public proposals say that the answer speaks to what they proposed."""
    said = (
        select(ProposalUnderstanding.meets, func.count(ProposalUnderstanding.id))
        .join(Proposal, Proposal.id == ProposalUnderstanding.proposal_id)
        .where(Proposal.process_id == process_id, is_among(Proposal.state, PUBLIC))
        .group_by(ProposalUnderstanding.meets)
    )
    return dict(context.session.execute(said).tuples().all())


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


def any_proposal(context: Context, proposal_id: int) -> Proposal:
    """Return one proposal whoever may read it, or Refusal(NOT_FOUND); for the worker, who is nobody."""
    found = context.session.scalar(_whole().where(Proposal.id == proposal_id))
    if found is None:
        raise Refusal(Reason.NOT_FOUND)
    return found


def files_of(context: Context, proposal_id: int) -> Sequence[Upload]:
    """Return the files that lie beside a proposal, in order, whether the public gets them or not."""
    return uploads_of(context, Kind.PROPOSAL, [proposal_id]).get(proposal_id, [])


def beside(context: Context, proposal_id: int) -> tuple[Picture | None, Sequence[Upload]]:
    """Return a proposal's picture and files: in one statement where there is none, else in two or three."""
    ref = Ref(Kind.PROPOSAL, proposal_id)
    if not has_any(context, ref):
        return None, ()
    return pictures.of(context, ref), files_of(context, proposal_id)


def backing(context: Context, proposal_id: int) -> Backing:
    """Return the support of one proposal."""
    person_id = context.actor.person_id
    own = func.count().filter(Support.person_id == (person_id or 0))
    carried = func.count().filter(Support.carried_from_id.is_not(None))
    row = context.session.execute(select(func.count(), own, carried).where(Support.proposal_id == proposal_id)).one()
    return Backing(count=row[0], by_actor=row[1] > 0, carried=row[2])


def reached(context: Context, proposal_id: int) -> Reached | None:
    """Return what a proposal's support has led to, or None."""
    found = select(Reached).where(Reached.proposal_id == proposal_id)
    return context.session.scalar(found.options(joinedload(Reached.proposal, innerjoin=True)))


def supported_by(context: Context, process_id: int, least: int) -> Sequence[int]:
    """Return the ids of a process's open proposals that at least so many support and whose support led to nothing."""
    counted = (
        select(Support.proposal_id)
        .join(Proposal, Proposal.id == Support.proposal_id)
        .where(Proposal.process_id == process_id, is_among(Proposal.state, OPEN))
        .where(Support.proposal_id.not_in(select(Reached.proposal_id)))
        .group_by(Support.proposal_id)
        .having(func.count() >= least)
    )
    return context.session.scalars(counted.order_by(Support.proposal_id)).all()


def to_carry_out(context: Context, *, at_most: int = 51) -> Sequence[Reached]:
    """Return what much support led to, not done yet, in the actor's processes as case officer, the soonest first."""
    whole = joinedload(Reached.proposal, innerjoin=True).joinedload(Proposal.process, innerjoin=True)
    waiting = (
        select(Reached)
        .join(Reached.proposal)
        .where(
            Reached.done_on.is_(None),
            is_among(Proposal.state, PUBLIC),
            Proposal.process_id.in_(context.actor.places(Role.CASE_OFFICER, Scope.PROCESS)),
        )
        .options(whole)
    )
    return context.session.scalars(waiting.order_by(Reached.due_on, Reached.id).limit(at_most)).all()


def published(context: Context, process_id: int, *, before: int | None = None, at_most: int = 20) -> Sequence[Listed]:
    """Return the public proposals of a process, newest first, those with an id below `before`."""
    query = _counted().where(Proposal.process_id == process_id).limit(at_most)
    rows = context.session.execute(query.where(Proposal.id < before) if before else query)
    return [Listed(found, supports, comments) for found, supports, comments in rows]


def titles(
    context: Context, process_id: int, *, states: Set[ProposalState] = PUBLIC, at_most: int
) -> Sequence[tuple[int, str]]:
    """Return the public proposals of a process by id and title, the newest first, for a list to choose from."""
    query = select(Proposal.id, Proposal.title).where(Proposal.process_id == process_id)
    public = query.where(is_among(Proposal.state, states)).order_by(Proposal.id.desc()).limit(at_most)
    return [(number, title) for number, title in context.session.execute(public).tuples()]


def published_of_group(context: Context, group: Group, *, at_most: int) -> Sequence[Proposal]:
    """Return the public proposals that a group has made, the newest first."""
    query = _counted().where(Proposal.process_id == group.process_id, Proposal.group_id == group.id)
    return [found for found, _supports, _comments in context.session.execute(query.limit(at_most))]


@dataclass(frozen=True)
class Sought:
    """Which proposals are looked for: in which state, with which outcome, of whom, about what, from when."""

    state: ProposalState | None = None
    outcome: Outcome | None = None
    group_id: int | None = None
    words: str = ""
    about: About = EVERYTHING
    since: date | None = None
    until: date | None = None
    """The last day of a period, which is in it."""

    def narrowed(self, query: Select[Proposal, int, int]) -> Select[Proposal, int, int]:
        """Return a query of proposals, narrowed to those that are looked for."""
        if self.outcome is not None:
            query = query.where(Proposal.outcome == self.outcome)
        if self.group_id is not None:
            query = query.where(Proposal.group_id == self.group_id)
        if self.since is not None:
            query = query.where(Proposal.submitted_at >= end_of_day(self.since - timedelta(days=1)))
        if self.until is not None:
            query = query.where(Proposal.submitted_at < end_of_day(self.until))
        query = query.where(*self.about.its_own(Kind.PROPOSAL, Proposal.id))
        return query.where(*holds(self.words, Proposal.title, Proposal.text))


IN_ORDER = (
    ProposalState.ACCEPTED,
    ProposalState.CONSIDERED,
    ProposalState.ANSWERED,
    ProposalState.IMPLEMENTED,
    ProposalState.CONTINUED,
)
"""The states of public proposals, as their list has them."""


def listed(
    context: Context, process_id: int, sought: Sought, at: Spot, *, at_most: int = 20
) -> tuple[list[Listed], Spot | None, int]:
    """Return the public proposals of a process, a page of them, where the next one begins, and how many there are.

    Those that wait for their answer stand first, those that go on in others last; within each the newest.
    """
    query = sought.narrowed(_counted().order_by(None).where(Proposal.process_id == process_id))
    stretches = [
        Stretch(
            Proposal.state == state if sought.state in {None, state} else false(),
            Proposal.id,
            Proposal.id,
            is_downwards=True,
        )
        for state in IN_ORDER
    ]
    found, more, count = page_of(context.session, query, stretches, at, at_most=at_most)
    return [Listed(one, supports, comments) for one, supports, comments in found], more, count


def own(context: Context, *, at_most: int = 20) -> Sequence[Proposal]:
    """Return the proposals that the actor wrote, alone or with others, newest first, with their processes."""
    mine = Proposal.author_id == context.actor.person_id
    shared = context.actor.places(Role.AUTHOR, Scope.PROPOSAL)
    wanted = or_(mine, Proposal.id.in_(shared)) if shared else mine
    return context.session.scalars(_with_process().where(wanted).order_by(Proposal.id.desc()).limit(at_most)).all()


def amendment(context: Context, amendment_id: int) -> Amendment:
    """Return one amendment with its author and proposal; refused like a missing one to whom it does not concern."""
    found = context.session.scalar(_amendments().where(Amendment.id == amendment_id))
    if found is None or not AMENDMENT.may(context, ProposalVerb.READ_AMENDMENT, found):
        raise Refusal(Reason.NOT_FOUND)
    _readable(context, found.proposal)
    return found


def amendments_of(
    context: Context, proposal: Proposal, *, before: int | None = None, at_most: int = 51
) -> Sequence[Amendment]:
    """Return the amendments of a proposal that the actor may read, the newest first, those older than one's id.

    Which those are is `AMENDMENT`'s line for reading, in SQL: what nobody may read takes nobody's place in the list.
    """
    asked = _amendments().where(Amendment.proposal_id == proposal.id)
    if not (is_author(context.actor, proposal) or is_staff(context.actor, proposal)):
        is_own = Amendment.author_id == context.actor.person_id
        asked = asked.where((Amendment.state == AmendmentState.ACCEPTED) | is_own)
    if before is not None:
        asked = asked.where(Amendment.id < before)
    return context.session.scalars(asked.order_by(Amendment.id.desc()).limit(at_most)).all()


def accepted_amendments(context: Context, proposal_id: int) -> Sequence[Amendment]:
    """Return the amendments that became versions of a proposal, in order, with their authors."""
    found = _amendments().where(Amendment.proposal_id == proposal_id, Amendment.edit.is_not(None))
    return context.session.scalars(found.order_by(Amendment.edit)).all()


def open_amendments(context: Context, proposal_id: int) -> int:
    """Return how many amendments wait for a proposal's authors."""
    found = select(func.count(Amendment.id)).where(
        Amendment.proposal_id == proposal_id, Amendment.state == AmendmentState.OPEN
    )
    return context.session.scalar(found) or 0


@cache
def _amendments() -> Select[Amendment]:
    whole = joinedload(Amendment.proposal, innerjoin=True)
    return select(Amendment).options(
        joinedload(Amendment.author, innerjoin=True),
        whole.joinedload(Proposal.process, innerjoin=True),
        whole.joinedload(Proposal.author, innerjoin=True),
    )


def co_authors(context: Context, proposal_id: int) -> Sequence[CoAuthor]:
    """Return who writes a proposal beside whoever began it, and who is invited to, with their accounts."""
    found = select(CoAuthor).where(CoAuthor.proposal_id == proposal_id, CoAuthor.ended_at.is_(None))
    return context.session.scalars(found.options(joinedload(CoAuthor.person)).order_by(CoAuthor.id)).all()


def co_author(context: Context, co_author_id: int) -> CoAuthor:
    """Return one co-author with the proposal, or Refusal(NOT_FOUND); for the actions."""
    found = context.session.scalar(_invited().where(CoAuthor.id == co_author_id, CoAuthor.ended_at.is_(None)))
    if found is None:
        raise Refusal(Reason.NOT_FOUND)
    return found


def invitation(context: Context, token: str) -> CoAuthor:
    """Return an invitation that waits, by the secret of its link, or Refusal(LINK_EXPIRED)."""
    found = context.session.scalar(
        _invited().where(CoAuthor.token_hash == digest(token), CoAuthor.accepted_at.is_(None))
    )
    if found is None or found.ended_at is not None:
        raise Refusal(Reason.LINK_EXPIRED)
    return found


@cache
def _invited() -> Select[CoAuthor]:
    whole = joinedload(CoAuthor.proposal, innerjoin=True)
    return select(CoAuthor).options(
        whole.joinedload(Proposal.author, innerjoin=True), whole.joinedload(Proposal.process, innerjoin=True)
    )


def goes_on_in(context: Context, ids: Sequence[int]) -> Mapping[int, Sequence[Proposal]]:
    """Return in which public proposals others go on, by the ids of those, in two statements."""
    return _tied(context, led_to(context, Kind.PROPOSAL, ids, Kind.PROPOSAL))


def made_of(context: Context, proposal_id: int) -> Sequence[Proposal]:
    """Return the public proposals that go on in this one, in two statements."""
    ties = came_of(context, Kind.PROPOSAL, [proposal_id], Kind.PROPOSAL)
    return _tied(context, [(target, source) for source, target in ties]).get(proposal_id, ())


def _tied(context: Context, ties: Sequence[tuple[int, int]]) -> Mapping[int, Sequence[Proposal]]:
    found = {one.id: one for one in by_ids(context, [other for _one, other in ties])}
    tied: dict[int, list[Proposal]] = defaultdict(list)
    for one, other in ties:
        if other in found:
            tied[one].append(found[other])
    return tied


def spoken_to(context: Context, proposal_id: int) -> Sequence[int]:
    """Return the ids of the comments that the answer to a proposal speaks to, in the order they were made."""
    found = select(SpokenTo.comment_id).where(SpokenTo.proposal_id == proposal_id).order_by(SpokenTo.comment_id)
    return context.session.scalars(found).all()


def speaking_to(context: Context, comment_id: int) -> Proposal | None:
    """Return the public proposal whose answer speaks to a comment, or None."""
    tied = select(SpokenTo.proposal_id).where(SpokenTo.comment_id == comment_id).scalar_subquery()
    found = context.session.scalar(_with_process().where(Proposal.id == tied))
    return found if found is not None and PROPOSAL.may(context, ProposalVerb.READ, found) else None


def speakable(context: Context, proposal: Proposal, *, at_most: int) -> Sequence[Comment]:
    """Return the public comments that an answer to a proposal can speak to, the newest first."""
    query = _speakable(context, proposal).options(joinedload(Comment.author, innerjoin=True))
    return context.session.scalars(query.order_by(Comment.id.desc()).limit(at_most)).all()


def fitting(context: Context, proposal: Proposal, ids: Collection[int]) -> Mapping[int, int]:
    """Return those among the ids of comments that an answer to a proposal can speak to, with their authors' ids."""
    rows = context.session.scalars(_speakable(context, proposal).where(Comment.id.in_(ids))) if ids else ()
    return {one.id: one.author_id for one in rows}


def _speakable(context: Context, proposal: Proposal) -> Select[Comment]:
    """Return the query for the public comments on a proposal, and on those that go on in it, that no other took up."""
    earlier = [source for source, _target in came_of(context, Kind.PROPOSAL, [proposal.id], Kind.PROPOSAL)]
    return select(Comment).where(
        Comment.kind == Kind.PROPOSAL,
        Comment.thing_id.in_([proposal.id, *earlier]),
        Comment.state == CommentState.PUBLISHED,
        Comment.circle.is_(None),
        Comment.id.not_in(select(SpokenTo.comment_id).where(SpokenTo.proposal_id != proposal.id)),
    )


def progress_of(context: Context, proposal_id: int) -> Sequence[Progress]:
    """Return what has come of an accepted proposal, day by day."""
    found = select(Progress).where(Progress.proposal_id == proposal_id).order_by(Progress.id)
    return context.session.scalars(found).all()


def to_review(context: Context, *, at_most: int = 50) -> Sequence[Proposal]:
    """Return accepted proposals whose day has come to be looked at again, and of which nobody was reminded."""
    due = by(select(Proposal), Proposal, "ix_proposal_to_review").where(
        text(TO_REVIEW), Proposal.review_on <= context.today, Proposal.reminded_at.is_(None)
    )
    return context.session.scalars(due.order_by(Proposal.review_on, Proposal.id).limit(at_most)).all()


def to_review_by_actor(context: Context, *, at_most: int = 51) -> Sequence[Proposal]:
    """Return accepted proposals of the actor's processes as case officer that are to be looked at again by now."""
    due = by(_with_process(), Proposal, "ix_proposal_to_review").where(
        text(TO_REVIEW),
        Proposal.review_on <= context.today,
        Proposal.process_id.in_(context.actor.places(Role.CASE_OFFICER, Scope.PROCESS)),
    )
    return context.session.scalars(due.order_by(Proposal.review_on, Proposal.id).limit(at_most)).all()


MOST_LATELY = 100


def handed_in_lately(context: Context, person_id: int, *, but: int) -> Sequence[Proposal]:
    """Return what somebody has handed in within a day, the newest hundred; for the gate."""
    lately = Proposal.submitted_at > context.now - timedelta(days=1), Proposal.id != but
    newest = select(Proposal).where(Proposal.author_id == person_id, *lately).order_by(Proposal.id.desc())
    return context.session.scalars(newest.limit(MOST_LATELY)).all()


def supporters(context: Context, proposal_id: int) -> Sequence[int]:
    """Return who supports a proposal; for the actions."""
    return context.session.scalars(select(Support.person_id).where(Support.proposal_id == proposal_id)).all()


def _to_moderate(
    context: Context, process_id: int | None, among: Collection[int] | None, after: After | None
) -> Select[int]:
    staffed = context.actor.places(Role.FACILITATOR, Scope.PROCESS) | context.actor.places(
        Role.CASE_OFFICER, Scope.PROCESS
    )
    found = (
        by(select(Proposal.id), Proposal, "ix_proposal_to_look_at")
        .where(
            text(TO_LOOK_AT),
            Proposal.author_id != context.actor.person_id,
            Proposal.id.not_in(context.actor.places(Role.AUTHOR, Scope.PROPOSAL)),
        )
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
    found = select(Proposal.id).where(is_among(Proposal.state, OPEN)).order_by(Proposal.accepted_at, Proposal.id)
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
        joinedload(Proposal.reached),
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
    """Return who wrote the proposals among the ids, alone or with others, whoever may read them."""
    began = select(Proposal.author_id).where(Proposal.id.in_(ids))
    joined = select(CoAuthor.person_id).where(
        CoAuthor.proposal_id.in_(ids), CoAuthor.accepted_at.is_not(None), CoAuthor.ended_at.is_(None)
    )
    return sorted({one for one in context.session.scalars(began.union(joined)) if one is not None})


TO_MODERATE = Waiting(
    number=Proposal.id,
    place=Proposal.process_id,
    since=Proposal.submitted_at,
    words=(Proposal.title, Proposal.text),
    ids=_to_moderate,
    whole=lambda: _with_process().options(joinedload(Proposal.author, innerjoin=True)),
)
"""Proposals that wait for a facilitator in the actor's processes, with author and process; one's own are for others."""
