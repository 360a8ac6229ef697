"""Mit overblik: what waits for the reader, the nearest deadline first, and below it what the reader waits for."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from civic.db.base import end_of_day
from civic.decisions.models import Case, Contest, FollowUp
from civic.decisions.queries import contested, pending, to_report_back
from civic.dialogue import queries as comments
from civic.grants.models import GrantApplication
from civic.grants.queries import own_grants, to_assess, to_look_at
from civic.groups.models import Group
from civic.groups.queries import own_groups
from civic.hearings.models import Hearing, HearingParty, HearingState
from civic.hearings.queries import own_hearings, own_parties
from civic.kernel import notifying
from civic.kernel.actor import Role, Scope
from civic.kernel.context import Context
from civic.kernel.trace import Kind
from civic.moderation.queries import TO_DECIDE, Standing, standings
from civic.moderation.waiting import OF_EACH
from civic.proposals import queries as proposals
from civic.proposals.models import Proposal, ProposalState, Reached
from civic.responses import queries as responses
from civic.responses.models import Response
from civic.said.notified import Told, told
from civic.said.turn import turn
from civic.said.wording import day, days_left, ends, number, signed, word
from civic.treatment.queries import LOOKED_AT, Waiting, waiting_in
from civic.voting.queries import Call, calls

MOST_OWN, MOST_WAITING = 20, 50
"""How many own proposals the overview shows, and how many things of a kind that wait."""
MOST_DECISIONS = 300
"""How many decisions to come are looked at: a case waits for several bodies."""


@dataclass(frozen=True)
class Row:
    """One thing that waits: by when, what it is of, its name, and what is to be done about it."""

    closes_at: datetime | None
    lead: str
    under: str
    title: str
    link: str
    text: str
    of: str = ""
    is_example: bool = False

    @property
    def order(self) -> tuple[bool, float]:
        """Return its place among the others: the nearest deadline first, what has none at the end."""
        return (self.closes_at is None, self.closes_at.timestamp() if self.closes_at else 0)


@dataclass(frozen=True)
class OverviewPage:
    """Mit overblik."""

    template: ClassVar[str] = "front/overview.html"
    mine: Sequence[Row]
    """What waits for the reader."""
    others: Sequence[Row]
    """What the reader waits for."""
    cut: Sequence[tuple[str, str]]
    """Of what only the first are shown, and where the others are."""
    proposals: Sequence[Proposal]
    has_more_own: bool
    """Whether there are more proposals or answers of the reader's own than these."""
    sent_back: Mapping[int, Standing]
    """Why own proposals were sent back, by id."""
    into: Mapping[int, Sequence[Proposal]]
    """In which proposals own ones go on, by id."""
    groups: Sequence[Group]
    responses: Sequence[Response]
    told: Sequence[Told]
    """The newest that the reader was told and has not read."""
    is_admin: bool
    has_role: bool
    """Whether the reader works here or sits in a council: then an empty list says what will stand in it."""


def overview_page(context: Context) -> OverviewPage:
    """Return the actor's own work; what no role needs is not asked for."""
    actor = context.actor
    officer = actor.places(Role.CASE_OFFICER, Scope.PROCESS)
    is_moderator = bool(officer or actor.places(Role.FACILITATOR, Scope.PROCESS))
    sits = any(actor.places(role, Scope.BODY) for role in (Role.MEMBER, Role.CHAIR, Role.SECRETARY))
    parties = own_parties(context, at_most=MOST_WAITING + 1) if sits else ()
    hearings = own_hearings(context, at_most=MOST_WAITING + 1) if officer else ()
    given = responses.of_actor(context, at_most=MOST_WAITING + 1)
    own = proposals.own(context, at_most=MOST_OWN + 1)
    cases = _cases(context, sorted(officer)) if officer else []
    reviews = proposals.to_review_by_actor(context, at_most=MOST_WAITING + 1) if officer else ()
    led = proposals.to_carry_out(context, at_most=MOST_WAITING + 1) if officer else ()
    told_by_now = to_report_back(context, at_most=MOST_WAITING + 1) if officer else ()
    opposed = contested(context, at_most=MOST_WAITING + 1) if officer else ()
    votes = calls(context)
    staffed = sorted(officer | actor.places(Role.FACILITATOR, Scope.PROCESS))
    mine = [
        *(_confirm(one) for one in (responses.to_confirm(context) if actor.places(Role.CHAIR, Scope.BODY) else ())),
        *(_texts(context) if is_moderator else ()),
        *(_proposals(context) if officer else ()),
        *(_review(one) for one in reviews[:MOST_WAITING]),
        *(_carry_out(one) for one in led[:MOST_WAITING]),
        *(_report_back(one) for one in told_by_now[:MOST_WAITING]),
        *(_contested(one) for one in opposed[:MOST_WAITING]),
        *(_case(case, bodies) for case, bodies in cases[:MOST_WAITING]),
        *(_grants(context, staffed) if staffed else ()),
        *(_own_grant(one) for one in own_grants(context, at_most=MOST_OWN)),
        *(_vote(one) for one in votes if not one.has_voted),
        *(_own(one) for one in own[:MOST_OWN] if one.state is ProposalState.SENT_BACK),
    ]
    others = [_vote(one) for one in votes if one.has_voted]
    for party in parties[:MOST_WAITING]:
        row, is_mine = _party(context, party)
        (mine if is_mine else others).append(row)
    waiting = waiting_in(context, [one.id for one in hearings[:MOST_WAITING]])
    for hearing in hearings[:MOST_WAITING]:
        row, is_mine = _hearing(context, hearing, waiting.get(hearing.id, Waiting()))
        (mine if is_mine else others).append(row)
    cut = [
        (_("hearings"), url_for("hearings.index"))
        if len(parties) > MOST_WAITING or len(hearings) > MOST_WAITING
        else None,
        (_("cases"), url_for("processes.index"))
        if max(len(cases), len(told_by_now), len(opposed)) > MOST_WAITING
        else None,
        (_("proposals"), url_for("processes.index")) if max(len(reviews), len(led)) > MOST_WAITING else None,
    ]
    sent_back = [one.id for one in own if one.state is ProposalState.SENT_BACK]
    went_on = [one.id for one in own if one.state is ProposalState.CONTINUED]
    return OverviewPage(
        mine=sorted(mine, key=lambda one: one.order),
        others=sorted(others, key=lambda one: one.order),
        cut=[one for one in cut if one],
        proposals=own[:MOST_OWN],
        has_more_own=len(own) > MOST_OWN or len(given) > MOST_WAITING,
        sent_back=standings(context, Kind.PROPOSAL, sent_back),
        into=proposals.goes_on_in(context, went_on),
        groups=own_groups(context),
        responses=given[:MOST_WAITING],
        told=_told(context),
        is_admin=bool(actor.places(Role.ADMIN, Scope.MUNICIPALITY)),
        has_role=is_moderator or sits,
    )


def _party(context: Context, one: HearingParty) -> tuple[Row, bool]:
    """Return a council's hearing, and whether it is the reader's turn in it."""
    next_ = turn(context, one)
    said = word(one.state_at(context.now)) if next_ is None else next_.what if next_.is_mine else next_.awaits
    link, closes_at = url_for("councils.party", party_id=one.id), one.hearing.closes_at
    row = Row(closes_at, *_until(closes_at), one.hearing.title, link, said, of=one.body.name)
    return row, next_ is not None and next_.is_mine


def _hearing(context: Context, one: Hearing, waits: Waiting) -> tuple[Row, bool]:
    """Return an officer's hearing with what waits in it, and whether it waits for the officer."""
    state = one.state_at(context.now)
    desk = url_for("treatment.desk", hearing_id=one.id, pick="untreated")
    due = end_of_day(waits.due_on) if waits.due_on else None
    if state is HearingState.READY:
        link, said = url_for("treatment.note", hearing_id=one.id), _("The note is ready: publish it.")
    elif state is HearingState.CLOSED:
        link = url_for("treatment.desk", hearing_id=one.id, pick="mine") if waits.mine else desk
        said = " ".join(_treating(waits)) or _("See that every answer is dealt with, and mark the note as ready.")
    else:
        link, said = url_for("hearings.show", hearing_id=one.id), _("It is being answered.")
        if waits.remarks:
            link, said = desk, " ".join(_treating(waits))
        lead, under = _until(one.closes_at)
        return Row(one.closes_at, lead, under, one.title, link, said, one.process.title, one.is_example), False
    lead = _("Yours by %(day)s", day=day(waits.due_on)) if waits.due_on else _("To treat")
    closed = ends(one.closes_at) if one.closes_at else ""
    return Row(due, lead, closed, one.title, link, said, one.process.title, one.is_example), True


def _treating(waits: Waiting) -> Iterator[str]:
    if waits.remarks:
        count = number(waits.remarks)
        yield (
            _("At least %(count)s remarks wait for their answer or their change.", count=count)
            if waits.is_at_least
            else ngettext(
                "%(num)s remark waits for its answer or its change.",
                "%(num)s remarks wait for their answer or their change.",
                waits.remarks,
            )
        )
    if waits.mine:
        yield ngettext("%(num)s of them is yours.", "%(num)s of them are yours.", waits.mine)


def _texts(context: Context) -> Iterator[Row]:
    """Give one row for all texts that wait for a look."""
    rooms = [*(room.TO_MODERATE for room in (comments, proposals, responses)), TO_DECIDE]
    counts = [room.count(context) for room in rooms]
    if not any(counts):
        return
    said = [
        ngettext("%(num)s comment", "%(num)s comments", counts[0]) if counts[0] else "",
        ngettext("%(num)s proposal", "%(num)s proposals", counts[1]) if counts[1] else "",
        ngettext("%(num)s answer to a hearing", "%(num)s answers to hearings", counts[2]) if counts[2] else "",
        ngettext("%(num)s appeal", "%(num)s appeals", counts[3]) if counts[3] else "",
    ]
    title = (
        _("At least %(count)s texts wait for a look", count=number(sum(counts)))
        if any(count >= OF_EACH and room.is_cut(context) for count, room in zip(counts, rooms, strict=True))
        else ngettext("%(num)s text waits for a look", "%(num)s texts wait for a look", sum(counts))
    )
    yield Row(None, _("To look at"), "", title, url_for("moderation.desk"), ", ".join(filter(None, said)))


def _told(context: Context) -> Sequence[Told]:
    """Return the newest five that the reader was told and has not read."""
    person_id = context.actor.person_id or 0
    return told(context, notifying.listed(context.session, person_id, at_most=5, is_unread=True))


def _report_back(one: FollowUp) -> Row:
    """Return the row for what a body is to be told of."""
    assert one.review_on is not None
    lead = _("By %(day)s", day=day(one.review_on))
    said = _("Tell the body how it goes, and enter it.")
    return Row(end_of_day(one.review_on), lead, "", one.text, _at(one), said)


def _contested(one: Contest) -> Row:
    """Return the row for what somebody contests that it was done."""
    said = _("Somebody says that it is not done: answer it with a reason.")
    return Row(None, _("Contested"), "", one.follow_up.text, _at(one.follow_up), said)


def _at(one: FollowUp) -> str:
    return url_for("decisions.case", case_id=one.case_id, _anchor=f"follow-up-{one.id}")


def _carry_out(one: Reached) -> Row:
    """Return the row for what much support of a proposal has led to."""
    link = url_for("proposals.show", proposal_id=one.proposal_id)
    due = end_of_day(one.due_on)
    return Row(due, *_until(due), one.proposal.title, link, one.leads_to, one.proposal.process.title)


def _review(one: Proposal) -> Row:
    """Return the row for an accepted proposal whose day has come to be looked at again."""
    link = url_for("proposals.show", proposal_id=one.id)
    return Row(None, _("To look at again"), "", one.title, link, _("Say what has come of it"), one.process.title)


def _proposals(context: Context) -> Iterator[Row]:
    """Give one row for the proposals of each process that have no answer."""
    found: dict[int, list[Proposal]] = {}
    unanswered = proposals.unanswered(context, at_most=LOOKED_AT)
    for one in unanswered:
        found.setdefault(one.process_id, []).append(one)
    for process_id, of_process in found.items():
        count, first = len(of_process), of_process[0]
        title = (
            _("At least %(count)s proposals without an answer", count=number(count))
            if len(unanswered) >= LOOKED_AT
            else ngettext("%(num)s proposal without an answer", "%(num)s proposals without an answer", count)
        )
        link = url_for("proposals.index", process_id=process_id, state=ProposalState.ACCEPTED.value)
        if count == 1:
            link = url_for("proposals.show", proposal_id=first.id)
        yield Row(None, _("To answer"), "", title, link, first.title if count == 1 else "", first.process.title)


def _cases(context: Context, process_ids: Sequence[int]) -> list[tuple[Case, str]]:
    """Return each case that waits for a decision once, with the bodies it waits for."""
    bodies: dict[Case, list[str]] = {}
    for one in pending(context, process_ids, at_most=MOST_DECISIONS):
        if one.case is not None:
            bodies.setdefault(one.case, []).append(one.body.name)
    return [(case, ", ".join(dict.fromkeys(names))) for case, names in bodies.items()]


def _case(case: Case, bodies: str) -> Row:
    link = url_for("decisions.case", case_id=case.id)
    return Row(None, _("Decision to enter"), case.number, case.title, link, bodies, is_example=case.is_example)


def _grants(context: Context, process_ids: Sequence[int]) -> Iterator[Row]:
    """Give a row for each scheme with applications to assess, and each grant with activities to look at."""
    for one in to_assess(context, process_ids, at_most=MOST_WAITING):
        link = url_for("grants.ranking", scheme_id=one.scheme.id)
        said = ngettext(
            "%(num)s application to assess and decide", "%(num)s applications to assess and decide", one.count
        )
        of = one.scheme.process.title
        yield Row(None, _("To assess"), "", one.scheme.title, link, said, of, one.scheme.is_example)
    for found in to_look_at(context, process_ids, at_most=MOST_WAITING):
        grant = found.application
        link = url_for("grants.application", application_id=grant.id, _anchor="account")
        said = ngettext("%(num)s activity waits for a look", "%(num)s activities wait for a look", found.count)
        yield Row(None, _("To look at"), "", grant.title, link, said, grant.scheme.process.title, grant.is_example)


def _own_grant(one: GrantApplication) -> Row:
    """Return the row for an application that its author has not handed in, or a grant to account for."""
    link = url_for("grants.application", application_id=one.id)
    said = _("Enter what is done and what the money goes to.") if one.is_public else _("It is not handed in yet.")
    lead = _("Your grant") if one.is_public else _("Your application")
    return Row(None, lead, "", one.title, link, said, one.scheme.title, one.is_example)


def _confirm(one: Response) -> Row:
    link = url_for("responses.show", response_id=one.id)
    return Row(
        None, _("Oral answer to confirm"), signed(one), one.hearing.title, link, _("Is this what the council said?")
    )


def _vote(one: Call) -> Row:
    ballot, link = one.ballot, url_for("voting.show", ballot_id=one.ballot.id)
    said = (
        _("You have voted. You can change it until the vote closes.") if one.has_voted else _("You have not voted yet.")
    )
    return Row(ballot.closes_at, *_until(ballot.closes_at), ballot.question, link, said, _("Vote"))


def _own(one: Proposal) -> Row:
    link = url_for("proposals.show", proposal_id=one.id)
    return Row(None, _("Your proposal"), "", one.title, link, word(one.state), one.process.title, one.is_example)


def _until(closes_at: datetime | None) -> tuple[str, str]:
    return (days_left(closes_at), ends(closes_at)) if closes_at else ("", "")
