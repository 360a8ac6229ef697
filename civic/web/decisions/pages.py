"""What the pages about cases and decisions show."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import ClassVar

from flask_babel import gettext as _
from flask_babel import ngettext

from civic.bodies.models import BodyKind
from civic.bodies.queries import bodies
from civic.decisions import queries
from civic.decisions.models import Case, CaseState, Decision, DecisionState
from civic.decisions.workflow import CASE, DECISION, DecisionVerb
from civic.files.uploads import Upload, pages_of
from civic.following.queries import Following, following
from civic.kernel.context import Context
from civic.kernel.trace import Kind, Ref
from civic.minutes.models import AgendaItem
from civic.minutes.queries import treating
from civic.said.corrections import Corrected, corrected
from civic.said.line import expectation, expected, tallied
from civic.said.thread import Knot
from civic.said.trace import Grounds, origins
from civic.said.voters import Voters, voters
from civic.said.wording import body_name, day


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
        body_name(decision.body, decision.decided_on),
        ", ".join(part for part in (when, item) if part),
        _("A recommendation is not a decision.") if decision.state is DecisionState.RECOMMENDED else "",
        _early(decision),
    )


@dataclass(frozen=True)
class Strands:
    """Committees whose strands run together into the body that has the case after them, as a picture.

    Lengths are in the units of the picture: each committee has a row as high as the text beside it.
    """

    merging: int
    """How many bodies run together; the first so many of the way's steps."""
    height: int
    middle: float
    curves: tuple[tuple[float, bool], ...]
    """Where each begins, and whether its body has had the case."""


ROW = 72
"""Units, and pixels, a committee's row is high."""


def strands(chain: Sequence[Decision]) -> Strands | None:
    """Return the picture of a way whose first committees all recommend to the same body, or None for a single line.

    Source: lov om kommunernes styrelse § 18, stk. 2: the finance committee is heard before the council decides.
    """
    merging = list(takewhile(lambda one: one.body.kind is BodyKind.STANDING_COMMITTEE, chain))
    if len(merging) < 2 or len(merging) == len(chain) or any(one.sitting > 1 for one in chain):
        return None
    height = ROW * len(merging)
    curves = tuple((ROW * (at + 0.5), one.state is not DecisionState.PENDING) for at, one in enumerate(merging))
    return Strands(len(merging), height, height / 2, curves)


@dataclass(frozen=True)
class CasePage:
    """One case: whether it is decided, its way, its attachments, its follow-up."""

    template: ClassVar[str] = "decisions/case.html"
    case: Case
    state: CaseState
    summary: str
    """How far it is, in a few short sentences."""
    knots: tuple[Knot, ...]
    strands: Strands | None
    said: Sequence[Said]
    files: Mapping[int, Upload]
    """The files of its attachments, by the attachment's id."""
    pages: Mapping[int, Sequence[int]]
    recordable: frozenset[int]
    correctable: frozenset[int]
    awaited: frozenset[int]
    """Bodies that have yet to decide, for whoever may say when they are expected to."""
    corrected: Corrected
    treated: Sequence[AgendaItem]
    """The items of agendas that treat it, each with its meeting."""
    grounds: Grounds
    may: dict[str, bool]
    following: Following
    voters: Voters

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


def case_page(context: Context, case_id: int, *, after: int = 0) -> CasePage:
    """Return one case, in at most six statements."""
    case = queries.case(context, case_id)
    state = case.state_at(context.now)
    may = CASE.allowed(context, case)
    files = {one.id: one.upload for one in case.attachments if one.upload is not None}
    return CasePage(
        case=case,
        state=state,
        summary=" ".join(_summed_up(case.decisions)),
        knots=tuple(_knot(one, state) for one in case.decisions),
        strands=strands(case.decisions),
        said=[_said(one) for one in case.decisions if one.state is not DecisionState.PENDING],
        files=files,
        pages=pages_of(context, [one.id for one in files.values()]) if may["judge_attachment"] else {},
        recordable=frozenset(one.id for one in case.decisions if DECISION.may(context, DecisionVerb.RECORD, one)),
        correctable=frozenset(one.id for one in case.decisions if DECISION.may(context, DecisionVerb.CORRECT, one)),
        voters=voters(context, case.decisions),
        awaited=frozenset(one.id for one in case.decisions if DECISION.may(context, DecisionVerb.EXPECT, one)),
        corrected=corrected(context, Ref(Kind.CASE, case.id)),
        treated=treating(context, Ref(Kind.CASE, case.id)),
        grounds=origins(context, Ref(Kind.CASE, case.id), after=after),
        may=may,
        following=following(context, CASE, DecisionVerb.FOLLOW, case, Ref(Kind.CASE, case.id)),
    )


def _summed_up(chain: Sequence[Decision]) -> Iterator[str]:
    """Give how many bodies it goes through, and what they have made of it so far, a short sentence each."""
    if not chain:
        return
    last_times = list({one.position: one for one in chain}.values())
    count = len(last_times)
    yield ngettext("It goes through %(num)s political body.", "It goes through %(num)s political bodies.", count)
    put_off = [one for one in last_times if one.state is DecisionState.PENDING and one.sitting > 1]
    pending = [one for one in last_times if one.state is DecisionState.PENDING and one not in put_off]
    unsaid = [one for one in pending if one.is_not_stated]
    for state, sentence in _MADE_OF_IT.items():
        made = sum(one.state is state for one in last_times)
        made += len(put_off) if state is DecisionState.POSTPONED else 0
        if made:
            yield sentence(made)
    if unsaid:
        yield ngettext("Of %(num)s nothing is stated.", "Of %(num)s nothing is stated.", len(unsaid))
    for when, told in _grouped(one for one in pending if not one.is_not_stated):
        if when:
            yield ngettext("%(num)s has it %(when)s.", "%(num)s have it %(when)s.", told, when=when)
        else:
            yield ngettext("%(num)s has it to come.", "%(num)s have it to come.", told)


_MADE_OF_IT: dict[DecisionState, Callable[[int], str]] = {
    DecisionState.RECOMMENDED: lambda n: ngettext("%(num)s has recommended it.", "%(num)s have recommended it.", n),
    DecisionState.APPROVED: lambda n: ngettext("%(num)s has approved it.", "%(num)s have approved it.", n),
    DecisionState.ADOPTED: lambda n: ngettext("%(num)s has adopted it.", "%(num)s have adopted it.", n),
    DecisionState.NOTED: lambda n: ngettext("%(num)s has taken note of it.", "%(num)s have taken note of it.", n),
    DecisionState.REJECTED: lambda n: ngettext("%(num)s has rejected it.", "%(num)s have rejected it.", n),
    DecisionState.POSTPONED: lambda n: ngettext("%(num)s has put it off.", "%(num)s have put it off.", n),
}


def _grouped(pending: Iterable[Decision]) -> list[tuple[str, int]]:
    counted = Counter(expectation(one.expected_on, one.expected_precision) for one in pending)
    return list(counted.items())


def body_choices(context: Context) -> list[tuple[int, str]]:
    """Return every body."""
    return [(one.id, body_name(one)) for one in bodies(context)]


def _knot(decision: Decision, state: CaseState) -> Knot:
    if decision.state is DecisionState.PENDING:
        when = expected(decision.expected_on, decision.expected_precision)
        if decision.is_not_stated and state is not CaseState.NOT_DECIDED:
            return Knot(_("Not stated in the record"), body_name(decision.body), state="unknown")
        if decision.is_not_stated:
            when = _("Pending – not stated")
        return Knot(when, body_name(decision.body), state="ahead")
    said = _said(decision)
    return Knot(said.when, said.heading, tallied(decision.tallies), outcome=decision.state)


def _early(decision: Decision) -> str:
    return _("Before the bodies ahead of it: %(why)s", why=decision.out_of_turn) if decision.out_of_turn else ""
