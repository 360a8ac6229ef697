"""Finding cases, decisions and follow-ups."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, select, text, union
from sqlalchemy.orm import contains_eager, defer, joinedload, selectinload
from sqlalchemy.orm.attributes import set_committed_value

from civic.bodies.models import Body
from civic.db.finding import Spot, Stretch, by, is_among, page_of
from civic.decisions.models import (
    STILL_TO_DO,
    TO_REVIEW,
    UNDECIDED,
    Attachment,
    Case,
    CaseState,
    Contest,
    ContestState,
    Decision,
    Dissent,
    EarlierDecision,
    FollowUp,
    FollowUpProgress,
    ReportBack,
    Tally,
    Transcript,
    TranscriptState,
    Undertaking,
    outcome_of,
)
from civic.decisions.workflow import CASE, PROCESS_CASES, DecisionVerb
from civic.dialogue.models import Comment, CommentState
from civic.dialogue.workflow import COMMENT, DialogueVerb
from civic.files.reading import Queue
from civic.files.uploads import Upload
from civic.hearings.models import Hearing, HearingParty
from civic.kernel.actor import Role, Scope
from civic.kernel.context import Context
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.trace import Kind, TraceLink
from civic.people.sealing import digest
from civic.processes.models import Process
from civic.processes.queries import process
from civic.processes.workflow import PUBLIC, may_read
from civic.reports.models import SectionKind, SectionText, Version
from civic.responses.models import Response, ResponseState


def _named() -> Any:
    """Load a decision's body with the names it had before: a decision is shown under the one of its day."""
    return joinedload(Decision.body, innerjoin=True).joinedload(Body.earlier_names)


def case(context: Context, case_id: int) -> Case:
    """Return one case with process, attachments, route and votes; hidden like missing, and a closed one like hidden."""
    return _one(context, case_id)


def whole_case(context: Context, case_id: int) -> Case:
    """Return the same with all that its page says: what was decided before, what is done about it, and dissents."""
    return _one(
        context,
        case_id,
        selectinload(Case.before).joinedload(EarlierDecision.earlier).joinedload(Case.process),
        selectinload(Case.follow_ups).options(*_carried()),
        selectinload(Case.decisions).selectinload(Decision.dissents).joinedload(Dissent.by),
    )


def _one(context: Context, case_id: int, *more: Any) -> Case:
    found = (
        context.session.scalars(
            select(Case)
            .where(Case.id == case_id)
            .options(
                joinedload(Case.process, innerjoin=True),
                joinedload(Case.version).joinedload(Version.report),
                joinedload(Case.attachments).options(
                    joinedload(Attachment.version),
                    joinedload(Attachment.upload).options(
                        joinedload(Upload.file, innerjoin=True), joinedload(Upload.shown)
                    ),
                ),
                selectinload(Case.decisions).options(
                    _named(),
                    joinedload(Decision.sent_back_to),
                    joinedload(Decision.tallies).joinedload(Tally.lines),
                ),
                *more,
            )
        )
        .unique()
        .one_or_none()
    )
    if found is None or not can_be_read(context, found):
        raise Refusal(Reason.NOT_FOUND)
    return found


def can_be_read(context: Context, found: Case) -> bool:
    """Return whether the actor may read a case that came with its process."""
    return may_read(context, found.process) and CASE.may(context, DecisionVerb.READ, found)


def _is_open() -> ColumnElement[bool]:
    # asked of each row by its key: PostgreSQL would rather read every case there is
    return select(Case.is_closed).where(Case.id == Decision.case_id).scalar_subquery().is_not(True)


@dataclass(frozen=True)
class ClosedItem:
    """All that is public of an item that is treated behind closed doors."""

    number: str
    title: str
    case_id: int
    process_id: int
    process_title: str


def closed_items(context: Context, ids: Collection[int]) -> Sequence[ClosedItem]:
    """Return what is public of the closed cases among some, in the order of their numbers."""
    found = context.session.scalars(
        select(Case)
        .where(Case.id.in_(ids), Case.is_closed)
        .options(joinedload(Case.process, innerjoin=True))
        .order_by(Case.number)
    )
    return [_closed(one, one.process) for one in found if may_read(context, one.process)]


def _closed(case: Case, process: Process) -> ClosedItem:
    return ClosedItem(case.number, case.neutral_title, case.id, case.process_id, process.title)


def decision(context: Context, decision_id: int) -> Decision:
    """Return one decision with process, body and votes; hidden like missing."""
    found = (
        context.session.scalars(
            select(Decision)
            .where(Decision.id == decision_id)
            .options(
                joinedload(Decision.process, innerjoin=True),
                _named(),
                joinedload(Decision.sent_back_to),
                joinedload(Decision.case).joinedload(Case.version),
                joinedload(Decision.tallies).joinedload(Tally.lines),
                joinedload(Decision.dissents).joinedload(Dissent.by),
            )
        )
        .unique()
        .one_or_none()
    )
    if found is None or not may_read(context, found.process):
        raise Refusal(Reason.NOT_FOUND)
    if found.case is not None and not CASE.may(context, DecisionVerb.READ, found.case):
        raise Refusal(Reason.NOT_FOUND)
    return found


class Decided(NamedTuple):
    """What was decided, or is to be, about a process: what the actor may read, and that there are closed items."""

    decisions: Sequence[Decision]
    closed: Sequence[ClosedItem]


def decisions_of(context: Context, process: Process) -> Decided:
    """Return the decisions about a process that the actor may read, with body, case and votes, by case and route."""
    found = (
        context.session.scalars(
            select(Decision)
            .where(Decision.process_id == process.id)
            .options(
                _named(),
                joinedload(Decision.sent_back_to),
                joinedload(Decision.case),
                joinedload(Decision.tallies).joinedload(Tally.lines),
                joinedload(Decision.dissents).joinedload(Dissent.by),
            )
            .order_by(
                Decision.case_id.is_not(None),
                Decision.case_id,
                Decision.step,
                Decision.position,
                Decision.sitting,
                Decision.id,
            )
        )
        .unique()
        .all()
    )
    closed = select(Case).where(Case.process_id == process.id, Case.is_closed).order_by(Case.number)
    return Decided(
        [one for one in found if one.case is None or CASE.may(context, DecisionVerb.READ, one.case)],
        [
            ClosedItem(one.number, one.neutral_title, one.id, process.id, process.title)
            for one in context.session.scalars(closed)
        ],
    )


def taken() -> Select[Decision]:
    """Return the question for every public decision that was taken, with its process and its body's names."""
    found = select(Decision).where(Decision.decided_on.is_not(None), Decision.state.not_in(UNDECIDED), _is_open())
    voted = selectinload(Decision.tallies).selectinload(Tally.lines)
    return found.options(
        _named(),
        joinedload(Decision.process, innerjoin=True),
        joinedload(Decision.case),
        joinedload(Decision.sent_back_to),
        voted,
    )


def chained() -> Select[Case]:
    """Return the question for every open case, with its route."""
    return (
        select(Case)
        .where(Case.is_closed.is_(False))
        .options(selectinload(Case.decisions).joinedload(Decision.body, innerjoin=True))
    )


def taken_in(context: Context, process_id: int) -> Sequence[Decision]:
    """Return every decision taken about a process, of closed items too; for the log that anybody can recount."""
    found = select(Decision).where(Decision.process_id == process_id, Decision.state.not_in(UNDECIDED))
    loaded = found.options(
        joinedload(Decision.case),
        joinedload(Decision.sent_back_to),
        selectinload(Decision.tallies).selectinload(Tally.lines),
    )
    return context.session.scalars(loaded.order_by(Decision.id)).all()


def open_in(context: Context, process_id: int) -> Sequence[Decision]:
    """Return every public decision taken about a process, in the order in which they were entered."""
    found = taken().where(Decision.process_id == process_id).order_by(Decision.id)
    return context.session.scalars(found).unique().all()


def follow_ups_in(context: Context, process_id: int) -> Sequence[FollowUp]:
    """Return what is to be done about the open cases of a process."""
    found = select(FollowUp).join(Case, Case.id == FollowUp.case_id)
    mine = found.where(FollowUp.process_id == process_id, Case.is_closed.is_(False))
    return context.session.scalars(mine.order_by(FollowUp.id)).all()


def taken_by(context: Context, body_id: int) -> Sequence[Decision]:
    """Return what a body decided, as the board says it: for whoever lets it say so again."""
    found = taken().where(Decision.body_id == body_id).execution_options(populate_existing=True)
    return context.session.scalars(found).unique().all()


def before_body(context: Context, body_id: int) -> Sequence[Case]:
    """Return the cases that a body has, or had, with their chains."""
    its_own = select(Decision.case_id).where(Decision.body_id == body_id, Decision.case_id.is_not(None))
    return context.session.scalars(chained().where(Case.id.in_(its_own))).all()


def of_body(context: Context, body_id: int, at: Spot, *, at_most: int = 10) -> tuple[list[Decision], Spot | None, int]:
    """Return what a body decided in processes that are public, the last first: a page, where the next begins, how many.

    Each with case and process.
    """
    public = select(Process.id).where(is_among(Process.state, PUBLIC))
    in_public = Decision.decided_on.is_not(None), Decision.process_id.in_(public), _is_open()
    its_own = and_(Decision.body_id == body_id, *in_public)
    query = select(Decision).options(joinedload(Decision.process, innerjoin=True), joinedload(Decision.case))
    stretch = Stretch(its_own, Decision.decided_on, Decision.id, is_downwards=True)
    found, more, count = page_of(context.session, query, [stretch], at, at_most=at_most)
    return [one for (one,) in found], more, count


def of_sitting(context: Context, body_id: int, on: date) -> tuple[list[Decision], list[tuple[int, ClosedItem]]]:
    """Return what a body decided on a day in public processes: open items with votes; of closed ones what is public.

    A closed one with its number on the agenda, 0 where it is not known.
    """
    voted = selectinload(Decision.tallies).selectinload(Tally.lines)
    found = context.session.scalars(
        select(Decision)
        .where(Decision.body_id == body_id, Decision.decided_on == on, Decision.state.not_in(UNDECIDED))
        .options(
            _named(),
            joinedload(Decision.process, innerjoin=True),
            joinedload(Decision.case),
            joinedload(Decision.sent_back_to),
            voted,
            selectinload(Decision.dissents).joinedload(Dissent.by),
        )
        .order_by(Decision.item_number, Decision.id)
    ).unique()
    seen = [one for one in found if one.process.state in PUBLIC]
    shut = [
        (one.item_number or 0, _closed(one.case, one.process))
        for one in seen
        if one.case is not None and one.case.is_closed
    ]
    return [one for one in seen if one.case is None or not one.case.is_closed], shut


def told_to(context: Context, body_id: int) -> Sequence[ReportBack]:
    """Return what a body was told of how its decisions are carried out, of open items, the last first."""
    public = select(Process.id).where(is_among(Process.state, PUBLIC))
    found = (
        select(ReportBack)
        .join(FollowUp, FollowUp.id == ReportBack.follow_up_id)
        .join(Case, Case.id == FollowUp.case_id)
        .where(ReportBack.body_id == body_id, Case.is_closed.is_(False), Case.process_id.in_(public))
        .options(contains_eager(ReportBack.follow_up).contains_eager(FollowUp.case))
    )
    return context.session.scalars(found.order_by(ReportBack.on.desc(), ReportBack.id.desc())).all()


def sitting_days(context: Context, body_id: int, others: Select[date]) -> Sequence[date]:
    """Return the days of which a body's minutes can be read, the last first.

    Those on which it decided a case of a public process, and `others`.
    """
    public = select(Process.id).where(is_among(Process.state, PUBLIC))
    decided = select(Decision.decided_on).where(
        Decision.body_id == body_id,
        Decision.decided_on.is_not(None),
        Decision.state.not_in(UNDECIDED),
        Decision.process_id.in_(public),
    )
    days = union(decided, others).subquery()
    return context.session.scalars(select(days.c[0]).order_by(days.c[0].desc())).all()


def cases_by_ids(context: Context, ids: Sequence[int]) -> Sequence[Case]:
    """Return the public cases among the ids, each with its chain."""
    if not ids:
        return []
    found = context.session.scalars(
        select(Case)
        .where(Case.id.in_(ids))
        .options(
            joinedload(Case.process, innerjoin=True),
            selectinload(Case.decisions).options(
                _named(), joinedload(Decision.sent_back_to), joinedload(Decision.tallies)
            ),
            joinedload(Case.follow_ups).options(
                joinedload(FollowUp.progress), joinedload(FollowUp.contests).joinedload(Contest.comment)
            ),
        )
    )
    return [one for one in found.unique() if can_be_read(context, one)]


def recommendations(context: Context, case: Case) -> Sequence[SectionText]:
    """Return the recommendations of the version that a case carries, in their order."""
    if case.version_id is None:
        return ()
    own = select(SectionText).where(
        SectionText.version_id == case.version_id, SectionText.kind == SectionKind.RECOMMENDATION
    )
    return context.session.scalars(own.order_by(SectionText.position)).all()


def carries_out(context: Context, follow_up_ids: Sequence[int]) -> dict[int, SectionText]:
    """Return which recommendation each of some follow-ups carries out, by the follow-up's id; in one statement."""
    if not follow_up_ids:
        return {}
    tied = and_(TraceLink.source_kind == Kind.SECTION_TEXT, TraceLink.source_id == SectionText.id)
    found = (
        select(TraceLink.target_id, SectionText)
        .join(SectionText, tied)
        .where(TraceLink.target_kind == Kind.FOLLOW_UP, TraceLink.target_id.in_(follow_up_ids))
    )
    return dict(context.session.execute(found).tuples().all())


def taken_up_in(context: Context, case_id: int) -> Sequence[EarlierDecision]:
    """Return where later cases say that they go on with a case, or replace what it decided; each with its case."""
    found = context.session.scalars(
        select(EarlierDecision)
        .where(EarlierDecision.earlier_id == case_id)
        .options(joinedload(EarlierDecision.case, innerjoin=True).joinedload(Case.process, innerjoin=True))
        .order_by(EarlierDecision.id)
    )
    return [one for one in found if can_be_read(context, one.case)]


def earlier_decision(context: Context, earlier_id: int) -> EarlierDecision:
    """Return one earlier decision that a case names, or Refusal(NOT_FOUND); hidden as the case is."""
    found = context.session.get(EarlierDecision, earlier_id)
    if found is None:
        raise Refusal(Reason.NOT_FOUND)
    case(context, found.case_id)
    return found


def numbered(context: Context, number: str) -> Case:
    """Return the case with a number in the records system, or Refusal(NOT_FOUND)."""
    found = context.session.scalar(select(Case.id).where(Case.number == number))
    if found is None:
        raise Refusal(Reason.NOT_FOUND)
    return case(context, found)


def numbers_of(context: Context, process_id: int) -> Sequence[str]:
    """Return the numbers in the records system of a process's open cases, in order; for what is given out."""
    own = select(Case.number).where(Case.process_id == process_id, Case.is_closed.is_(False))
    return context.session.scalars(own.order_by(Case.id)).all()


def by_numbers(context: Context, process_id: int, numbers: Collection[str]) -> dict[str, Case]:
    """Return a process's cases with some numbers in the records system, by number, with their routes."""
    found = context.session.scalars(
        select(Case)
        .where(Case.process_id == process_id, Case.number.in_(numbers))
        .options(
            joinedload(Case.process, innerjoin=True),
            selectinload(Case.decisions).options(
                joinedload(Decision.body, innerjoin=True), joinedload(Decision.process, innerjoin=True)
            ),
        )
    )
    return {one.number: one for one in found if can_be_read(context, one)}


def attachment(context: Context, attachment_id: int) -> Attachment:
    """Return one bilag, or Refusal(NOT_FOUND); hidden as its case is."""
    found = context.session.get(Attachment, attachment_id)
    if found is None:
        raise Refusal(Reason.NOT_FOUND)
    case(context, found.case_id)  # which loads the file along with it
    return found


def dissent(context: Context, dissent_id: int) -> Dissent:
    """Return one dissent with its decision and whose it is, or Refusal(NOT_FOUND); hidden as its decision is."""
    number = context.session.scalar(select(Dissent.decision_id).where(Dissent.id == dissent_id))
    if number is None:
        raise Refusal(Reason.NOT_FOUND)
    parent = decision(context, number)
    found = next(one for one in parent.dissents if one.id == dissent_id)
    set_committed_value(found, "decision", parent)
    return found


def follow_up(context: Context, follow_up_id: int) -> FollowUp:
    """Return one follow-up with its case and how it goes, or Refusal(NOT_FOUND); hidden as its case is."""
    found = context.session.scalars(_followed().where(FollowUp.id == follow_up_id)).unique().one_or_none()
    return _readable(context, found)


def _followed() -> Select[FollowUp]:
    return select(FollowUp).options(
        *_with_case(joinedload(FollowUp.case, innerjoin=True)), joinedload(FollowUp.progress)
    )


def _with_case(to_case: Any) -> tuple[Any, ...]:
    return (to_case.joinedload(Case.process, innerjoin=True),)


def _readable(context: Context, found: FollowUp | None) -> FollowUp:
    if found is None or not can_be_read(context, found.case):
        raise Refusal(Reason.NOT_FOUND)
    return found


def _carried() -> tuple[Any, ...]:
    """Load how something goes: what is said of it, who takes part, what is contested, and what a body was told."""
    return (
        joinedload(FollowUp.progress),
        selectinload(FollowUp.undertakings).joinedload(Undertaking.party),
        selectinload(FollowUp.contests).joinedload(Contest.comment, innerjoin=True).joinedload(Comment.author),
        selectinload(FollowUp.reports).joinedload(ReportBack.body, innerjoin=True),
    )


def any_follow_up(context: Context, follow_up_id: int) -> FollowUp:
    """Return one follow-up, whoever asks; for the worker."""
    return context.session.get_one(FollowUp, follow_up_id)


def undertaking(context: Context, undertaking_id: int) -> Undertaking:
    """Return who is asked to take part in what, or Refusal(NOT_FOUND); hidden as the case is."""
    found = context.session.scalar(_asked().where(Undertaking.id == undertaking_id))
    if found is None:
        raise Refusal(Reason.NOT_FOUND)
    _readable(context, found.follow_up)
    return found


def _asked() -> Select[Undertaking]:
    to_follow_up = joinedload(Undertaking.follow_up, innerjoin=True)
    return select(Undertaking).options(
        joinedload(Undertaking.party), *_with_case(to_follow_up.joinedload(FollowUp.case, innerjoin=True))
    )


def asked_by_name(context: Context, follow_up_id: int, name: str) -> Undertaking | None:
    """Return whether somebody of a name was asked to take part, for whoever has locked the follow-up."""
    there = context.session.scalars(select(Undertaking).where(Undertaking.follow_up_id == follow_up_id))
    return next((one for one in there if one.name.casefold() == name.casefold()), None)


def invited(context: Context, token: str) -> Undertaking:
    """Return an invitation that waits, by the secret of its link, or Refusal(LINK_EXPIRED); gone with a closed case."""
    found = context.session.scalar(_asked().where(Undertaking.token_hash == digest(token)))
    if found is None:
        raise Refusal(Reason.LINK_EXPIRED)
    _readable(context, found.follow_up)
    return found


def asked_in_case(context: Context, case_id: int) -> set[int]:
    """Return the councils that were asked to take part in what is done about a case, by id."""
    asked = select(HearingParty.body_id).join(Undertaking, Undertaking.party_id == HearingParty.id)
    return set(context.session.scalars(asked.join(FollowUp).where(FollowUp.case_id == case_id)))


def offers(context: Context, process_id: int) -> Sequence[tuple[Body, HearingParty]]:
    """Return what councils offered to take part in, in their public answers to a process's hearings, the newest first.

    Of each council the last that it offered.
    """
    answered = (
        select(Body, HearingParty)
        .join(HearingParty, HearingParty.body_id == Body.id)
        .join(Hearing, Hearing.id == HearingParty.hearing_id)
        .join(Response, Response.party_id == HearingParty.id)
        .where(Hearing.process_id == process_id, HearingParty.offer != "", Response.state == ResponseState.SHOWN)
        .order_by(HearingParty.id.desc())
    )
    found: dict[int, tuple[Body, HearingParty]] = {}
    for body, party in context.session.execute(answered).tuples():
        found.setdefault(body.id, (body, party))
    return list(found.values())


def contest(context: Context, contest_id: int) -> Contest:
    """Return one contest with its words, or Refusal(NOT_FOUND); hidden as the case is, and as its words are."""
    to_follow_up = joinedload(Contest.follow_up, innerjoin=True)
    query = select(Contest).options(
        joinedload(Contest.comment, innerjoin=True),
        to_follow_up.joinedload(FollowUp.progress),
        *_with_case(to_follow_up.joinedload(FollowUp.case, innerjoin=True)),
    )
    found = context.session.scalars(query.where(Contest.id == contest_id)).unique().one_or_none()
    if found is None or not COMMENT.may(context, DialogueVerb.READ, found.comment):
        raise Refusal(Reason.NOT_FOUND)
    _readable(context, found.follow_up)
    return found


def contest_of(context: Context, comment_id: int) -> Contest | None:
    """Return what a comment contests, with its words, for whoever may read those; None for any other comment."""
    query = select(Contest).options(joinedload(Contest.comment, innerjoin=True))
    return context.session.scalar(query.where(Contest.comment_id == comment_id))


def report_back(context: Context, report_id: int) -> ReportBack:
    """Return what a body was told once, or Refusal(NOT_FOUND); hidden as the case is."""
    found = context.session.get(ReportBack, report_id)
    if found is None:
        raise Refusal(Reason.NOT_FOUND)
    follow_up(context, found.follow_up_id)
    return found


def to_review(context: Context, *, at_most: int = 50) -> Sequence[FollowUp]:
    """Return of what a body is to be told by now, and nobody was reminded; for the worker."""
    due = by(select(FollowUp), FollowUp, "ix_follow_up_to_review").where(
        text(TO_REVIEW), FollowUp.review_on <= context.today, FollowUp.reminded_at.is_(None)
    )
    return context.session.scalars(due.order_by(FollowUp.review_on, FollowUp.id).limit(at_most)).all()


def to_report_back(context: Context, *, at_most: int = 51) -> Sequence[FollowUp]:
    """Return of what a body is to be told by now, in the processes of the actor as case officer."""
    due = by(select(FollowUp), FollowUp, "ix_follow_up_to_review").where(
        text(TO_REVIEW),
        FollowUp.review_on <= context.today,
        FollowUp.process_id.in_(context.actor.places(Role.CASE_OFFICER, Scope.PROCESS)),
    )
    return context.session.scalars(due.order_by(FollowUp.review_on, FollowUp.id).limit(at_most)).all()


def contested(context: Context, *, at_most: int = 51) -> Sequence[Contest]:
    """Return what is contested and not answered, in the processes of the actor as case officer, the oldest first."""
    waiting = (
        select(Contest)
        .join(FollowUp, FollowUp.id == Contest.follow_up_id)
        .join(Comment, Comment.id == Contest.comment_id)
        .where(
            Contest.state.in_((ContestState.OPEN,)),
            Comment.state.in_((CommentState.PUBLISHED,)),
            FollowUp.process_id.in_(context.actor.places(Role.CASE_OFFICER, Scope.PROCESS)),
        )
        .options(joinedload(Contest.follow_up, innerjoin=True))
    )
    return context.session.scalars(waiting.order_by(Contest.id).limit(at_most)).all()


def progress(context: Context, progress_id: int) -> FollowUpProgress:
    """Return what was said once of how something goes, or Refusal(NOT_FOUND); hidden as its case is."""
    found = context.session.get(FollowUpProgress, progress_id)
    if found is None:
        raise Refusal(Reason.NOT_FOUND)
    follow_up(context, found.follow_up_id)
    return found


def pending(context: Context, process_ids: Sequence[int], *, at_most: int = 20) -> Sequence[Decision]:
    """Return decisions that bodies have yet to take in the given processes, with case and body."""
    found = context.session.scalars(
        select(Decision)
        .where(Decision.process_id.in_(process_ids), Decision.case_id.is_not(None))
        .where(Decision.state.in_(UNDECIDED))
        .options(joinedload(Decision.body, innerjoin=True), joinedload(Decision.case))
        .order_by(Decision.case_id, Decision.step, Decision.position)
        .limit(at_most)
    ).all()
    return [one for one in found if one.case is not None and CASE.may(context, DecisionVerb.READ, one.case)]


def is_decided(context: Context, process_id: int) -> bool:
    """Return whether there are cases about a process, and the last body of each has decided."""
    chains: dict[int, list[Decision]] = {}
    for one in context.session.scalars(
        select(Decision)
        .where(Decision.process_id == process_id, Decision.case_id.is_not(None), _is_open())
        .order_by(Decision.case_id, Decision.step, Decision.position, Decision.sitting)
    ):
        chains.setdefault(one.case_id or 0, []).append(one)
    return bool(chains) and all(outcome_of(one) is not CaseState.NOT_DECIDED for one in chains.values())


def next_planned(context: Context, process_id: int) -> FollowUp | None:
    """Return what is to be done first about a process's open cases, or None."""
    return context.session.scalar(
        select(FollowUp)
        .join(Case, Case.id == FollowUp.case_id)
        .where(FollowUp.process_id == process_id, FollowUp.state.in_(STILL_TO_DO), Case.is_closed.is_(False))
        .order_by(FollowUp.due_on, FollowUp.id)
        .limit(1)
    )


TRANSCRIPT_KEPT = timedelta(days=30)
"""How long minutes are kept whose items nobody enters."""


def transcript(context: Context, transcript_id: int) -> Transcript:
    """Return minutes that were handed in, for those who work on the process's cases, or Refusal(NOT_FOUND)."""
    found = context.session.get(Transcript, transcript_id)
    if found is None:
        raise Refusal(Reason.NOT_FOUND)
    found.process = process(context, found.process_id)
    PROCESS_CASES.require(context, DecisionVerb.HAND_IN_MINUTES, found.process)
    return found


def transcripts_of(context: Context, process_id: int, *, at_most: int = 20) -> Sequence[Transcript]:
    """Return the minutes handed in for a process, the newest first, without their words."""
    return context.session.scalars(
        select(Transcript)
        .where(Transcript.process_id == process_id)
        .options(defer(Transcript.text, raiseload=True))
        .order_by(Transcript.id.desc())
        .limit(at_most)
    ).all()


def has_old_transcripts(context: Context) -> bool:
    """Return whether there are minutes that have lain for a month."""
    return context.session.scalar(old_transcripts(context).with_only_columns(Transcript.id).limit(1)) is not None


def days_left(found: Transcript, today: date) -> int:
    """Return how many days minutes are kept yet."""
    return max(0, TRANSCRIPT_KEPT.days - (today - found.at.date()).days)


def old_transcripts(context: Context) -> Select[Transcript]:
    """Return the question for the minutes that have lain for a month."""
    return select(Transcript).where(Transcript.at < context.now - TRANSCRIPT_KEPT)


UNREAD_TRANSCRIPTS = Queue(
    Transcript,
    lambda: (
        select(Transcript).options(joinedload(Transcript.file)).where(Transcript.state.in_((TranscriptState.UNREAD,)))
    ),
)
"""The minutes that nobody has read."""
