"""What the front page, Mit overblik and the trace show."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from flask import url_for
from flask_babel import gettext as _

from civic.decisions.models import Case, CaseState
from civic.decisions.queries import latest, pending
from civic.dialogue.models import CHANGES_TEXT, Comment
from civic.dialogue.queries import comment as comment_by_id
from civic.dialogue.queries import moderation_queue
from civic.groups.models import Group
from civic.groups.queries import open_groups, own_groups
from civic.hearings.models import HearingParty
from civic.hearings.queries import open_hearings, own_seats
from civic.kernel.actor import Role, Scope
from civic.kernel.context import Context
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.trace import Kind, Ref
from civic.meetings.queries import coming
from civic.processes.models import Process, ProcessState
from civic.processes.queries import processes
from civic.proposals.models import Proposal
from civic.proposals.queries import answered, own, unanswered, waiting
from civic.proposals.queries import by_receipt as proposal_by_receipt
from civic.proposals.queries import proposal as proposal_by_id
from civic.responses.models import Response
from civic.responses.queries import by_receipt as response_by_receipt
from civic.responses.queries import of_actor, to_confirm
from civic.responses.workflow import is_sender
from civic.said.thread import Knot
from civic.said.trace import Trail, changes, said, trail
from civic.said.wording import days_left, deadline, meeting_time, period, word
from civic.search.index import Hit
from civic.treatment.models import Remark
from civic.treatment.queries import remark as remark_by_id
from civic.treatment.queries import untreated
from civic.voting.models import RollEntry
from civic.voting.queries import open_ballots, own_entries
from civic.web.front.forms import ReceiptForm


@dataclass(frozen=True)
class Invitation:
    """Something one can take part in now: how long, until when, what, and where."""

    lead: str
    under: str
    title: str
    address: str
    text: str


@dataclass(frozen=True)
class News:
    """Something that happened, the refused included."""

    lead: str
    under: str
    title: str
    address: str
    text: str
    is_quote: bool
    is_example: bool


@dataclass(frozen=True)
class HomePage:
    """The front page."""

    template: ClassVar[str] = "front/home.html"
    example: Knot | None
    example_knots: tuple[Knot, ...]
    invitations: Sequence[Invitation]
    main: Process | None
    stations: tuple[tuple[str, str, str], ...]
    news: Sequence[News]
    form: ReceiptForm


@dataclass(frozen=True)
class TakePartPage:
    """Everything one can take part in now."""

    template: ClassVar[str] = "front/take_part.html"
    invitations: Sequence[Invitation]


@dataclass(frozen=True)
class HappenedPage:
    """What was decided, changed and not followed."""

    template: ClassVar[str] = "front/happened.html"
    news: Sequence[News]
    form: ReceiptForm


@dataclass(frozen=True)
class OverviewPage:
    """Mit overblik: the reader's own work and contributions."""

    template: ClassVar[str] = "front/overview.html"
    proposals: Sequence[Proposal]
    groups: Sequence[Group]
    votes: Sequence[RollEntry]
    waiting: Sequence[Proposal]
    comments: Sequence[Comment]
    seats: Sequence[HearingParty]
    unanswered: Sequence[Proposal]
    remarks: Sequence[Remark]
    held: Sequence[Response]
    responses: Sequence[Response]
    to_confirm: Sequence[Response]
    pending: Sequence[tuple[Case, str]]
    is_officer: bool
    is_moderator: bool
    sits_in_council: bool
    is_admin: bool


@dataclass(frozen=True)
class FollowPage:
    """What happened with one input."""

    template: ClassVar[str] = "front/follow.html"
    sentence: str
    trail: Trail
    receipt: str
    is_example: bool
    about: tuple[str, str] | None


@dataclass(frozen=True)
class FindPage:
    """The form for a receipt code."""

    template: ClassVar[str] = "front/find.html"
    form: ReceiptForm


@dataclass(frozen=True)
class SearchPage:
    """What a search found."""

    template: ClassVar[str] = "front/search.html"
    words: str
    hits: Sequence[tuple[Hit, str, str]]


@dataclass(frozen=True)
class PrivacyPage:
    """How personal data are treated."""

    template: ClassVar[str] = "front/privacy.html"


@dataclass(frozen=True)
class AccessibilityPage:
    """The accessibility statement."""

    template: ClassVar[str] = "front/accessibility.html"


def home_page(context: Context, form: ReceiptForm) -> HomePage:
    """Return the front page, in at most eleven statements."""
    found = [one for one in processes(context, at_most=5) if one.state is not ProcessState.PREPARING]
    main = next((one for one in found if one.state is ProcessState.RUNNING), found[0] if found else None)
    replies = answered(context, at_most=4)
    example, knots = _example(context, replies)
    stations = _stations(main)
    return HomePage(example, knots, invitations(context), main, stations, news(context, replies), form)


def overview_page(context: Context) -> OverviewPage:
    """Return the actor's own work, in at most ten statements; what no role needs is not asked for."""
    actor = context.actor
    officer = actor.places(Role.CASE_OFFICER, Scope.PROCESS)
    is_moderator = bool(officer or actor.places(Role.FACILITATOR, Scope.PROCESS))
    sits = any(actor.places(role, Scope.BODY) for role in (Role.MEMBER, Role.CHAIR, Role.SECRETARY))
    responses = of_actor(context)
    return OverviewPage(
        proposals=own(context),
        groups=own_groups(context),
        votes=own_entries(context),
        waiting=waiting(context) if is_moderator else (),
        comments=moderation_queue(context) if is_moderator else (),
        seats=own_seats(context) if sits else (),
        unanswered=unanswered(context) if officer else (),
        remarks=untreated(context) if officer else (),
        held=[one for one in responses if not is_sender(actor, one)],
        responses=[one for one in responses if is_sender(actor, one)],
        to_confirm=to_confirm(context) if actor.places(Role.CHAIR, Scope.BODY) else (),
        pending=_waiting_cases(context, sorted(officer)) if officer else (),
        is_officer=bool(officer),
        is_moderator=is_moderator,
        sits_in_council=sits,
        is_admin=bool(actor.places(Role.ADMIN, Scope.ORGANISATION)),
    )


def _waiting_cases(context: Context, process_ids: Sequence[int]) -> list[tuple[Case, str]]:
    """Return each case that waits for a decision once, with the bodies it waits for."""
    bodies: dict[Case, list[str]] = {}
    for one in pending(context, process_ids):
        if one.case is not None:
            bodies.setdefault(one.case, []).append(one.body.name)
    return [(case, ", ".join(names)) for case, names in bodies.items()]


def invitations(context: Context) -> list[Invitation]:
    """Return what one can take part in now: hearings, meetings, votes and groups."""
    found = [
        Invitation(
            days_left(one.closes_at),
            deadline(one.closes_at),
            one.title,
            url_for("hearings.show", hearing_id=one.id),
            one.what_is_proposed,
        )
        for one in open_hearings(context)
        if one.closes_at
    ]
    found += [
        Invitation(
            _("Meeting"),
            meeting_time(one.starts_at),
            one.title,
            url_for("groups.show", group_id=one.group_id)
            if one.group_id
            else url_for("processes.process", process_id=one.process_id),
            " – ".join(part for part in (one.place, one.access) if part),
        )
        for one in coming(context, at_most=3)
        if one.starts_at
    ]
    found += [
        Invitation(
            days_left(one.closes_at),
            deadline(one.closes_at),
            one.question,
            url_for("voting.show", ballot_id=one.id),
            _("The vote is advisory; the council decides. It is for those on its roll."),
        )
        for one in open_ballots(context)
        if one.closes_at
    ]
    found += [
        Invitation(_("Open to all"), one.process.title, one.title, url_for("groups.show", group_id=one.id), one.about)
        for one in open_groups(context, at_most=3)
    ]
    return found


def news(context: Context, replies: Sequence[Proposal] | None = None) -> list[News]:
    """Return what was decided and answered last; what was not followed stands beside what was."""
    found = [
        News(
            word(one.state),
            f"{one.body.name}",
            one.subject,
            url_for("decisions.case", case_id=one.case_id)
            if one.case_id
            else url_for("processes.process", process_id=one.process_id),
            one.wording,
            is_quote=False,
            is_example=one.process.is_example,
        )
        for one in latest(context)
    ]
    found += [
        News(
            _("Changed") if one.outcome in CHANGES_TEXT else _("Not followed"),
            one.process.title,
            one.title,
            url_for("front.follow", kind="proposal", thing_id=one.id),
            one.answer or "",
            is_quote=True,
            is_example=one.is_example,
        )
        for one in (answered(context, at_most=4) if replies is None else replies)
    ]
    return found


def follow_page(context: Context, kind: str, thing_id: int) -> FollowPage:
    """Return what happened with a public proposal, comment or remark."""
    if kind == "proposal":
        return _proposal_page(context, proposal_by_id(context, thing_id))
    if kind == "comment":
        comment = comment_by_id(context, thing_id)
        found = trail(context, Ref(Kind.COMMENT, comment.id), said(comment, None, None))
        return FollowPage(comment.text, found, "", False, None)
    if kind == "remark":
        remark = remark_by_id(context, thing_id)
        found = trail(context, Ref(Kind.REMARK, remark.id), said(None, None, remark))
        hearing = remark.response.hearing
        about = (hearing.title, url_for("treatment.note", hearing_id=hearing.id))
        return FollowPage(remark.text, found, "", remark.is_example, about)
    raise Refusal(Reason.NOT_FOUND)


def is_answer(context: Context, code: str) -> bool:
    """Return whether a receipt code stands for an answer to a hearing; such a one has a page of its own."""
    try:
        return response_by_receipt(context, code).receipt == code
    except Refusal:
        return False


def receipt_page(context: Context, code: str) -> FollowPage:
    """Return what happened with the input a receipt code stands for; a public one only."""
    found = proposal_by_receipt(context, code)
    return _proposal_page(context, proposal_by_id(context, found.id))


def _proposal_page(context: Context, proposal: Proposal) -> FollowPage:
    found = trail(context, Ref(Kind.PROPOSAL, proposal.id), said(None, proposal, None))
    is_own = context.actor.is_person(proposal.author_id)
    about = (proposal.process.title, url_for("proposals.show", proposal_id=proposal.id))
    return FollowPage(proposal.title, found, proposal.receipt if is_own else "", proposal.is_example, about)


def _example(context: Context, replies: Sequence[Proposal]) -> tuple[Knot | None, tuple[Knot, ...]]:
    """Return one thread that went all the way to a changed text, shortened for the front page."""
    proposal = next((one for one in replies if one.outcome in CHANGES_TEXT), None)
    changed = changes(context, Ref(Kind.PROPOSAL, proposal.id)) if proposal else ()
    if proposal is None or not changed:
        return None, ()
    first = Knot("", _("A resident said"), quote=proposal.title, is_example=proposal.is_example)
    reply = Knot("", _("The answer was"), f"{word(proposal.outcome)}." if proposal.outcome else "")
    text = Knot("", _("It says now"), change=changed[0])
    end = Knot("", _("The decision"), f"{word(CaseState.NOT_DECIDED)}.", state="ahead")
    return first, (first, reply, text, end)


def _stations(process: Process | None) -> tuple[tuple[str, str, str], ...]:
    if process is None:
        return ()
    order = [ProcessState.PREPARING, ProcessState.RUNNING, ProcessState.HANDED_OVER, ProcessState.CLOSED]
    at = order.index(process.state)
    names = [_("Mandate"), _("Committee at work"), _("Handover"), _("Decision")]
    said_ = ["", period(process.starts_on, process.starts_precision, process.ends_on, process.ends_precision), "", ""]
    return tuple(
        (name, under, "now" if index == at else "past" if index < at else "ahead")
        for index, (name, under) in enumerate(zip(names, said_, strict=True))
    )
