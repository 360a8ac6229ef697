"""What the front page, Mit overblik and the trace show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from flask import url_for
from flask_babel import gettext as _

from civic.board.models import INVITING, Posting
from civic.board.queries import CANDIDATES, Found, Place, count_open, ended, inviting, led_on, open_now, search
from civic.board.stems import marked
from civic.db.base import ZONE
from civic.decisions.models import CaseState
from civic.decisions.queries import is_decided
from civic.dialogue.models import CHANGES_TEXT, Outcome
from civic.dialogue.queries import comment as comment_by_id
from civic.evidence.queries import evidence as evidence_by_id
from civic.http.request import LARGEST_ID
from civic.kernel.context import Context
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.trace import Kind, Ref
from civic.meetings.queries import meeting as meeting_by_id
from civic.minutes.queries import point as point_by_id
from civic.processes.models import Process, ProcessState
from civic.processes.queries import processes
from civic.proposals.models import Proposal
from civic.proposals.queries import by_receipt as proposal_by_receipt
from civic.proposals.queries import proposal as proposal_by_id
from civic.responses.queries import by_receipt as response_by_receipt
from civic.said.line import Trail, said, said_at, seen_in
from civic.said.things import ORDER, THINGS, address, kind_word, state_word
from civic.said.thread import Knot
from civic.said.trace import outcome, trail
from civic.said.wording import day, days_left, deadline, meeting_time, period, word
from civic.treatment.queries import remark as remark_by_id
from civic.web.front.forms import ReceiptForm

MOST_NEWS = {Kind.DECISION: 3, Kind.PROPOSAL: 4}
"""How many of each kind the front page tells of."""


@dataclass(frozen=True)
class Invitation:
    """Something one can take part in now: how long, until when, what, and where."""

    lead: str
    under: str
    of: str
    """What kind of thing it is, and of which process."""
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
    """Everything one can take part in now, what closes first before the others, twenty at a time."""

    template: ClassVar[str] = "front/take_part.html"
    invitations: Sequence[Invitation]
    count: int
    kind: Kind | None
    kinds: Sequence[tuple[str, Kind]]
    """What the list can be narrowed to, where it is longer than a page."""
    next_after: str
    """Where the list goes on; empty at its end."""
    is_first: bool


@dataclass(frozen=True)
class HappenedPage:
    """What was decided, changed and not followed."""

    template: ClassVar[str] = "front/happened.html"
    news: Sequence[News]
    form: ReceiptForm


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
class Hit:
    """One thing that was found: its kind, where it belongs, and its words in runs, the ones looked for marked."""

    kind: str
    under: str
    title: tuple[tuple[str, bool], ...]
    address: str
    text: tuple[tuple[str, bool], ...]
    is_example: bool


@dataclass(frozen=True)
class SearchPage:
    """What a search found, twenty at a time, and how much there is."""

    template: ClassVar[str] = "front/search.html"
    words: str
    hits: Sequence[Hit]
    count: int
    is_more_than_counted: bool
    next_page: int | None
    is_cut: bool
    """Whether more was typed than is looked for."""


@dataclass(frozen=True)
class PrivacyPage:
    """How personal data are treated."""

    template: ClassVar[str] = "front/privacy.html"
    periods: Sequence[tuple[str, str]]
    """What is forgotten by itself, and after how long."""


@dataclass(frozen=True)
class AccessibilityPage:
    """The accessibility statement."""

    template: ClassVar[str] = "front/accessibility.html"


FIRST_OPEN = 3
"""Things of each kind that are open, on the front page."""
MOST_OPEN = 20
"""Things on a page of what is open."""
MOST_SEARCHED = 200
"""Characters of what somebody searches for that are looked for."""


def search_page(context: Context, words: str, page: int) -> SearchPage:
    """Return what holds the words, in two statements, those with them in their title first."""
    found = search(context, words[:MOST_SEARCHED], page=page)
    hits = [
        Hit(
            kind_word(one.posting.kind),
            one.posting.under or one.process,
            marked(one.posting.title, found.tokens, whole=True),
            address(one.posting.home),
            marked(one.posting.text, found.tokens),
            one.posting.is_example,
        )
        for one in found.hits
    ]
    more = page + 1 if page * 20 < found.count else None
    return SearchPage(words, hits, found.count, found.count == CANDIDATES, more, len(words) > MOST_SEARCHED)


def home_page(context: Context, form: ReceiptForm) -> HomePage:
    """Return the front page, in at most seven statements, and three for each thread that is not shown."""
    found = [one for one in processes(context, at_most=5) if one.state is not ProcessState.PREPARING]
    main = next((one for one in found if one.state is ProcessState.RUNNING), found[0] if found else None)
    happened = ended(context)
    example, knots = _example(context)
    return HomePage(example, knots, invitations(context), main, _stations(context, main), news(happened), form)


def invitations(context: Context) -> list[Invitation]:
    """Return what one can take part in now, the first of each kind, what closes first before others."""
    return [_invitation(one) for one in inviting(context, at_most=FIRST_OPEN)]


def take_part_page(context: Context, kind: str, after: str) -> TakePartPage:
    """Return what is open now, of one kind or of all, from a place in the list on; in three statements at most."""
    wanted = next((one for one in INVITING if one.value == kind), None)
    place = _place(after)
    found = open_now(context, kind=wanted, after=place, at_most=MOST_OPEN + 1)
    is_long = len(found) > MOST_OPEN
    last = found[MOST_OPEN - 1].posting if is_long else None
    ends = last.closes_at.isoformat() if last is not None and last.closes_at is not None else ""
    return TakePartPage(
        [_invitation(one) for one in found[:MOST_OPEN]],
        count_open(context, kind=wanted) if is_long or place else len(found),
        wanted,
        [(kind_word(one), one) for one in ORDER if one in INVITING] if is_long or place or wanted else (),
        f"{ends}~{last.kind.value}~{last.thing_id}" if last is not None else "",
        place is None,
    )


def _place(after: str) -> Place | None:
    """Return the place in the list that an address names; what names none is its beginning."""
    ends, _sign, rest = after.partition("~")
    kind, _sign, number = rest.partition("~")
    try:
        closes_at = datetime.fromisoformat(ends) if ends else None
        place = Place(closes_at, Kind(kind), int(number))
    except ValueError:
        return None
    is_known = place.kind in INVITING and 0 < place.thing_id <= LARGEST_ID
    return place if is_known and (closes_at is None or closes_at.tzinfo is not None) else None


def _invitation(found: Found) -> Invitation:
    one, told = found.posting, THINGS[found.posting.kind]
    text = str(told.note) if told.note else one.lead
    of = " – ".join(filter(None, (str(told.word), found.process)))
    shown = (one.title, address(one.home), text)
    if one.closes_at is None:
        return Invitation(_("Open to all"), "", of, *shown)
    if one.opens_at == one.closes_at:  # it takes place at a moment
        return Invitation(str(told.word), meeting_time(one.closes_at), found.process, *shown)
    return Invitation(days_left(one.closes_at), deadline(one.closes_at), of, *shown)


def news(happened: Sequence[Found]) -> list[News]:
    """Return what was decided and answered last; what was not followed stands beside what was."""
    found: list[News] = []
    for kind in (Kind.DECISION, Kind.PROPOSAL):
        of_kind = [one for one in happened if one.posting.kind is kind][: MOST_NEWS[kind]]
        found += [_decided(one) if kind is Kind.DECISION else _replied(one) for one in of_kind]
    return found


def _decided(found: Found) -> News:
    one = found.posting
    lead = state_word(one)
    under = _dated(one, one.under)
    return News(lead, under, one.title, address(one.home), one.ending, is_quote=False, is_example=one.is_example)


def _dated(one: Posting, under: str) -> str:
    """Return where something happened with the day on which it did."""
    on = day(one.ended_at.astimezone(ZONE).date()) if one.ended_at else ""
    return ", ".join(filter(None, (on, under)))


def _replied(found: Found) -> News:
    one = found.posting
    lead = _("Changed") if _is_followed(one) else _("Not followed")
    followed = url_for("front.follow", kind=one.kind.value, thing_id=one.thing_id)
    under = _dated(one, found.process)
    return News(lead, under, one.title, followed, one.ending, is_quote=True, is_example=one.is_example)


def _is_followed(one: Posting) -> bool:
    return one.outcome is not None and Outcome(one.outcome) in CHANGES_TEXT


def follow_page(context: Context, kind: str, thing_id: int) -> FollowPage:
    """Return what happened with a public proposal, comment or remark, with what was said at a meeting, or seen."""
    if kind == "proposal":
        return _proposal_page(context, proposal_by_id(context, thing_id))
    if kind == "comment":
        comment = comment_by_id(context, thing_id)
        subject = Ref(comment.kind, comment.thing_id)
        of = (_("Read the proposal it was said of"), address(subject)) if subject.kind is Kind.PROPOSAL else None
        of = (_("Follow the case"), address(subject)) if subject.kind is Kind.CASE else of
        found = trail(context, Ref(Kind.COMMENT, comment.id), said(comment, None, None, about=of), about=subject)
        return FollowPage(comment.text, found, "", False, (kind_word(subject.kind), address(subject)))
    if kind == "remark":
        remark = remark_by_id(context, thing_id)
        found = trail(context, Ref(Kind.REMARK, remark.id), said(None, None, remark))
        hearing = remark.response.hearing
        about = (hearing.title, url_for("treatment.note", hearing_id=hearing.id))
        return FollowPage(remark.text, found, "", remark.is_example, about)
    if kind in {"meeting", "point"}:
        point = point_by_id(context, thing_id) if kind == "point" else None
        meeting = meeting_by_id(context, point.item.meeting_id if point is not None else thing_id)
        sentence = point.text if point is not None else ""
        ref = Ref(Kind.MEETING, meeting.id)
        found = trail(context, ref, said_at(meeting, (_("See the meeting"), address(ref)), sentence))
        home = (meeting.process.title, url_for("processes.process", process_id=meeting.process_id))
        return FollowPage(sentence or meeting.title, found, "", False, home)
    if kind == "evidence":
        seen = evidence_by_id(context, thing_id)
        ref = Ref(Kind.EVIDENCE, seen.id)
        found = trail(context, ref, seen_in(seen, (_("See where it comes from"), address(ref))))
        home = (seen.process.title, url_for("processes.process", process_id=seen.process_id))
        sentence = seen.title or _("A statement whose consent has been taken back")
        return FollowPage(sentence, found, "", seen.is_example, home)
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


def _example(context: Context) -> tuple[Knot | None, tuple[Knot, ...]]:
    """Return one thread that went all the way to a changed text, the latest of a few, shortened for the front page."""
    for proposal in led_on(context, Kind.PROPOSAL, [one.value for one in CHANGES_TEXT]):
        changed, state = outcome(context, proposal.ref)
        if changed:
            break
    else:
        return None, ()
    first = Knot("", _("A resident said"), quote=proposal.title, is_example=proposal.is_example)
    reply = Knot("", _("The answer was"), f"{word(Outcome(proposal.outcome))}.")
    text = Knot("", _("It says now"), change=changed[0])
    end = Knot("", _("The decision"), f"{word(state)}.", state="ahead" if state is CaseState.NOT_DECIDED else "past")
    return first, (first, reply, text, end)


def _stations(context: Context, process: Process | None) -> tuple[tuple[str, str, str], ...]:
    if process is None:
        return ()
    is_closed = process.state is ProcessState.CLOSED
    passed = list(ProcessState).index(process.state)
    passed += process.is_over and is_decided(context, process.id)
    names = (
        [_("Mandate"), _("Committee at work"), _("Handover"), _("Decision")]
        if process.kind.has_mandate
        else [_("Preparation"), process.phase.name, _("Handover"), _("Decision")]
    )
    said_ = ["", period(process.starts_on, process.starts_precision, process.ends_on, process.ends_precision), "", ""]
    return tuple(
        (name, under, "past" if index < passed else "now" if index == passed and not is_closed else "ahead")
        for index, (name, under) in enumerate(zip(names, said_, strict=True))
    )
