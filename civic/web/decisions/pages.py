"""What the pages about cases and decisions show."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import ClassVar

from flask_babel import gettext as _
from flask_babel import ngettext

from civic.bodies.models import BodyMember
from civic.bodies.queries import bodies, body_members
from civic.db.base import Precision
from civic.decisions import queries
from civic.decisions.models import (
    Case,
    CaseState,
    Contest,
    Decision,
    DecisionState,
    EarlierDecision,
    Undertaking,
    minority,
    named_of,
)
from civic.decisions.queries import ClosedItem
from civic.decisions.workflow import CASE, DECISION, FOLLOW_UP, DecisionVerb
from civic.dialogue.workflow import COMMENT, DialogueVerb
from civic.files.uploads import Upload, pages_of
from civic.following.queries import Following, following
from civic.kernel.context import Context
from civic.kernel.trace import Kind, Ref
from civic.minutes.models import AgendaItem
from civic.minutes.queries import treating
from civic.reports.models import SectionText
from civic.said.corrections import Corrected, corrected
from civic.said.line import expectation, expected, tallied
from civic.said.route import how_far, sent_back_to, stop_name
from civic.said.thread import Knot
from civic.said.trace import Grounds, origins
from civic.said.voters import Voters, voters
from civic.said.wording import body_name, day, known


@dataclass(frozen=True)
class Said:
    """What one body has decided, in the words of its minutes."""

    decision: Decision
    heading: str
    when: str
    small: str
    text: str


def _said(decision: Decision) -> Said:
    item = _("item %(item)s", item=decision.item_number) if decision.item_number else ""
    when = day(decision.decided_on) if decision.decided_on else ""
    return Said(
        decision,
        stop_name(decision),
        ", ".join(part for part in (when, item) if part),
        _("A recommendation is not a decision.") if decision.only_recommends else "",
        _early(decision),
    )


@dataclass(frozen=True)
class Leg:
    """A part of a case's route, as a picture: bodies that have it at the same time, and those it goes on to one by one.

    Lengths are in the units of the picture: each body that shares a step has a row as high as the text beside it.
    """

    first: int
    """The number of its first station on the whole route."""
    beside: tuple[Knot, ...]
    """The stations that share its first step; none where the route begins with one body after the other."""
    onward: tuple[Knot, ...]
    height: int
    middle: float
    curves: tuple[tuple[float, bool], ...]
    """Where each strand begins, and whether its body has had the case."""


ROW = 72
"""Units, and pixels, a row is high of a body that shares a step."""


def legs(route: Sequence[Decision], knots: Sequence[Knot]) -> tuple[Leg, ...]:
    """Return the picture of a route on which bodies share a step, leg by leg; nothing for a single line.

    Source: lov om kommunernes styrelse § 18, stk. 2: the finance committee is heard before the council decides.
    """
    steps = [list(stops) for _step, stops in groupby(zip(route, knots, strict=True), key=lambda pair: pair[0].step)]
    parts: list[list[list[tuple[Decision, Knot]]]] = []
    for stops in steps:
        if _is_shared(stops) or not parts:
            parts.append([])
        parts[-1].append(stops)
    if not any(_is_shared(part[0]) and len(part) > 1 for part in parts):
        return ()
    found: list[Leg] = []
    at = 1
    for part in parts:
        beside = part[0] if _is_shared(part[0]) else []
        onward = [pair for stops in (part[1:] if beside else part) for pair in stops]
        height = ROW * len(beside)
        curves = tuple((ROW * (row + 0.5), stop.is_taken) for row, (stop, _knot) in enumerate(beside) if onward)
        found.append(Leg(at, _knots(beside), _knots(onward), height, height / 2, curves))
        at += len(beside) + len(onward)
    return tuple(found)


def _is_shared(stops: Sequence[tuple[Decision, Knot]]) -> bool:
    return len({one.position for one, _knot in stops}) > 1


def _knots(stops: Sequence[tuple[Decision, Knot]]) -> tuple[Knot, ...]:
    return tuple(knot for _stop, knot in stops)


@dataclass(frozen=True)
class CasePage:
    """One case: whether it is decided, its route, its attachments, its follow-up."""

    template: ClassVar[str] = "decisions/case.html"
    case: Case
    state: CaseState
    how_far: str
    summary: str
    """How far it is, in a few short sentences."""
    knots: tuple[Knot, ...]
    legs: tuple[Leg, ...]
    """The same as a picture, where bodies have it at the same time."""
    said: Sequence[Said]
    files: Mapping[int, Upload]
    """The files of its attachments, by the attachment's id."""
    pages: Mapping[int, Sequence[int]]
    recordable: frozenset[int]
    callable: frozenset[int]
    """Bodies whose open vote the reader may take, member by member: also each one's chair."""
    tabled: frozenset[int]
    """Bodies on whose agenda the reader can put it."""
    correctable: frozenset[int]
    with_minority: frozenset[int]
    """Decisions of which the reader can put on record what the minority said."""
    awaited: frozenset[int]
    """Bodies that have yet to decide, for whoever may say when they are expected to."""
    corrected: Corrected
    here: frozenset[int]
    """The earlier decisions whose case is here, and can be read."""
    taken_up: Sequence[EarlierDecision]
    """Where later cases go on with it, or replace what it decided."""
    treated: Sequence[AgendaItem]
    """The items of agendas that treat it, each with its meeting."""
    grounds: Grounds
    may: dict[str, bool]
    following: Following
    voters: Voters
    can_contest: frozenset[int]
    """What is said to be done, and can be contested by the reader, or by a visitor who signs in."""
    contests: Mapping[int, Sequence[Contest]]
    """What is contested, by what is done, as the reader may read it."""
    carries_out: Mapping[int, SectionText]
    """Which recommendation each of what is done carries out, by its id."""

    @property
    def is_decided(self) -> bool:
        """Return whether the last body has decided."""
        return self.state is not CaseState.NOT_DECIDED

    @property
    def next_decision(self) -> Decision | None:
        """Return the first decision that the reader can enter."""
        return next((one for one in self.case.decisions if one.id in self.recordable), None)

    @property
    def is_rejected(self) -> bool:
        """Return whether nothing will follow from it."""
        return self.state is CaseState.REJECTED


@dataclass(frozen=True)
class ClosedPage:
    """What everybody can read of an item that is treated behind closed doors."""

    template: ClassVar[str] = "decisions/closed.html"
    item: ClosedItem


def case_page(context: Context, case_id: int, *, after: int = 0) -> CasePage:
    """Return one case, in at most ten statements."""
    case = queries.whole_case(context, case_id)
    state = case.state_at(context.now)
    may = CASE.allowed(context, case)
    files = {one.id: one.upload for one in case.attachments if one.upload is not None}
    sharing = Counter(step for step, _position in {(one.step, one.position) for one in case.decisions})
    knots = tuple(_knot(one, state, sharing[one.step] - 1) for one in case.decisions)
    return CasePage(
        case=case,
        state=state,
        how_far=how_far(case.decisions),
        summary=" ".join(_summed_up(case.decisions)),
        knots=knots,
        legs=legs(case.decisions, knots),
        said=[_said(one) for one in case.decisions if one.is_taken],
        files=files,
        pages=pages_of(context, [one.id for one in files.values()]) if may["judge_attachment"] else {},
        recordable=frozenset(one.id for one in case.decisions if DECISION.may(context, DecisionVerb.RECORD, one)),
        callable=frozenset(one.id for one in case.decisions if DECISION.may(context, DecisionVerb.CALL_ROLL, one)),
        tabled=frozenset(one.id for one in case.decisions if DECISION.may(context, DecisionVerb.TABLE, one)),
        correctable=frozenset(one.id for one in case.decisions if DECISION.may(context, DecisionVerb.CORRECT, one)),
        with_minority=frozenset(
            one.id for one in case.decisions if DECISION.may(context, DecisionVerb.ADD_DISSENT, one)
        ),
        voters=voters(context, case.decisions),
        awaited=frozenset(one.id for one in case.decisions if DECISION.may(context, DecisionVerb.EXPECT, one)),
        corrected=corrected(context, Ref(Kind.CASE, case.id)),
        here=frozenset(one.id for one in case.before if one.earlier and queries.can_be_read(context, one.earlier)),
        taken_up=queries.taken_up_in(context, case.id),
        treated=treating(context, Ref(Kind.CASE, case.id)),
        grounds=origins(context, Ref(Kind.CASE, case.id), after=after),
        may=may,
        can_contest=frozenset(one.id for one in case.follow_ups if FOLLOW_UP.would(context, DecisionVerb.CONTEST, one)),
        contests={
            one.id: [each for each in one.contests if COMMENT.may(context, DialogueVerb.READ, each.comment)]
            for one in case.follow_ups
        },
        following=following(context, CASE, DecisionVerb.FOLLOW, case, Ref(Kind.CASE, case.id)),
        carries_out=queries.carries_out(context, [one.id for one in case.follow_ups]),
    )


@dataclass(frozen=True)
class InvitedPage:
    """What somebody is asked to take part in, for whoever has the link."""

    template: ClassVar[str] = "decisions/invited.html"
    asked: Undertaking
    case: Case
    token: str


def invited_page(context: Context, token: str) -> InvitedPage:
    """Return what somebody is asked to take part in; the secret of the link is the permission."""
    found = queries.invited(context, token)
    return InvitedPage(found, found.follow_up.case, token)


def route_choices(context: Context, case_id: int) -> list[tuple[int, str]]:
    """Return the bodies that a case goes through, the one that decides first."""
    route = reversed(queries.case(context, case_id).decisions)
    return list({one.body_id: (one.body_id, body_name(one.body)) for one in route}.values())


def _summed_up(route: Sequence[Decision]) -> Iterator[str]:
    """Give how many bodies it goes through, and what they have made of it so far, a short sentence each."""
    if not route:
        return
    bodies = len({one.body_id for one in route})
    yield ngettext("It goes through %(num)s political body.", "It goes through %(num)s political bodies.", bodies)
    last = {one.position: one for one in route}
    awaited = {one.body_id: one for one in reversed([each for each in last.values() if not each.is_taken])}
    made = Counter({one.position: one.state for one in route if one.is_taken}.values())
    for state, sentence in _MADE_OF_IT.items():
        if made[state]:
            yield sentence(made[state])
    put_off = {one.id for one in route if one.state is DecisionState.POSTPONED}
    pending = [one for one in awaited.values() if one.because_id not in put_off]
    unsaid = [one for one in pending if one.is_not_stated]
    if unsaid:
        yield ngettext("Of %(num)s nothing is stated.", "Of %(num)s nothing is stated.", len(unsaid))
    for when, told in _grouped(one for one in pending if not one.is_not_stated):
        if when:
            yield ngettext("%(num)s has it %(when)s.", "%(num)s have it %(when)s.", told, when=when)
        else:
            yield ngettext("%(num)s has it to come.", "%(num)s have it to come.", told)


_MADE_OF_IT: dict[DecisionState, Callable[[int], str]] = {
    DecisionState.RECOMMENDED: lambda n: ngettext("%(num)s has recommended it.", "%(num)s have recommended it.", n),
    DecisionState.RECOMMENDED_WITH_CHANGES: lambda n: ngettext(
        "%(num)s has recommended it with changes.", "%(num)s have recommended it with changes.", n
    ),
    DecisionState.NOT_RECOMMENDED: lambda n: ngettext(
        "%(num)s has not recommended it.", "%(num)s have not recommended it.", n
    ),
    DecisionState.APPROVED: lambda n: ngettext("%(num)s has approved it.", "%(num)s have approved it.", n),
    DecisionState.ADOPTED: lambda n: ngettext("%(num)s has adopted it.", "%(num)s have adopted it.", n),
    DecisionState.NOTED: lambda n: ngettext("%(num)s has taken note of it.", "%(num)s have taken note of it.", n),
    DecisionState.REJECTED: lambda n: ngettext("%(num)s has rejected it.", "%(num)s have rejected it.", n),
    DecisionState.POSTPONED: lambda n: ngettext("%(num)s has put it off.", "%(num)s have put it off.", n),
    DecisionState.SENT_BACK: lambda n: ngettext("%(num)s has sent it back.", "%(num)s have sent it back.", n),
}


def _grouped(pending: Iterable[Decision]) -> list[tuple[str, int]]:
    counted = Counter(expectation(one.expected_on, one.expected_precision) for one in pending)
    return list(counted.items())


def step_choices(route: Sequence[Decision]) -> list[tuple[int, str]]:
    """Return where on a route a body can have the case: after all others, or at the same time as some."""
    steps = [list(stops) for _step, stops in groupby(route, key=lambda one: one.step)]
    beside = [
        (stops[0].id, _("At the same time as %(bodies)s", bodies=", ".join(dict.fromkeys(map(stop_name, stops)))))
        for stops in steps
    ]
    return [(0, _("After all the others")), *beside]


def sitting_members(context: Context, stop: Decision) -> list[BodyMember]:
    """Return who sits in a body on the day it has the case, or today: the chair first."""
    on = stop.expected_on if stop.is_tabled and stop.expected_on else context.today
    return [one for one in body_members(context, stop.body_id) if one.sits_on(on)]


def minority_choices(decision: Decision) -> list[tuple[str, str]]:
    """Return whom the vote has in the minority, once each."""
    return [(name, name) for name in dict.fromkeys(named_of([one]) for one in minority(decision))]


def earlier_choices(context: Context, stop: Decision) -> list[tuple[int, str]]:
    """Return to whom a body can send a case back: the administration, or a body that had it in an earlier step."""
    route = queries.case(context, stop.case_id).decisions if stop.case_id is not None else []
    before = [one for one in route if one.step < stop.step and (one.is_taken or one.is_not_stated)]
    had = {one.body_id: body_name(one.body) for one in before if one.body_id != stop.body_id}
    return [(0, _("the administration")), *had.items()]


def body_choices(context: Context) -> list[tuple[int, str]]:
    """Return every body."""
    return [(one.id, body_name(one)) for one in bodies(context)]


def _knot(decision: Decision, state: CaseState, others: int) -> Knot:
    """Return a stop as a knot; `others` are the bodies that have the case at the same time."""
    beside = ngettext("At the same time as %(num)s other.", "At the same time as %(num)s others.", others)
    small = beside if others else ""
    if not decision.is_taken:
        name = stop_name(decision)
        if decision.is_not_stated and state is not CaseState.NOT_DECIDED:
            return Knot(_("Not stated in the record"), name, state="unknown", small=small)
        if decision.is_not_stated:
            return Knot(_("Pending – not stated"), name, state="ahead", small=small)
        when = expected(decision.expected_on, decision.expected_precision)
        if decision.state is DecisionState.TABLED:
            item = _("item %(item)s", item=decision.item_number) if decision.item_number else ""
            at = (
                known(decision.expected_on, decision.expected_precision or Precision.DAY)
                if decision.expected_on
                else ""
            )
            when = ", ".join(part for part in (at, item) if part)
            return Knot(when, name, state="ahead", outcome=decision.state, small=small)
        return Knot(when, name, state="ahead", small=small)
    said = _said(decision)
    back = _("To %(body)s.", body=sent_back_to(decision)) if decision.state is DecisionState.SENT_BACK else ""
    return Knot(said.when, said.heading, back or tallied(decision.tallies), outcome=decision.state, small=small)


def _early(decision: Decision) -> str:
    return _("Before the bodies ahead of it: %(why)s", why=decision.out_of_turn) if decision.out_of_turn else ""
