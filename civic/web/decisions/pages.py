"""What the pages about cases and decisions show."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from flask_babel import gettext as _

from civic.decisions import queries
from civic.decisions.models import Case, CaseState, Decision, DecisionState
from civic.decisions.workflow import CASE, DECISION, DecisionVerb
from civic.kernel.context import Context
from civic.kernel.trace import Kind, Ref
from civic.people.queries import bodies
from civic.said.corrections import Corrected, corrected
from civic.said.line import expected, tallied
from civic.said.thread import Knot
from civic.said.trace import Grounds, origins
from civic.said.wording import body_name, day


@dataclass(frozen=True)
class CasePage:
    """One case: whether it is decided, its way, its attachments, its follow-up."""

    template: ClassVar[str] = "decisions/case.html"
    case: Case
    state: CaseState
    knots: tuple[Knot, ...]
    voted: Sequence[Decision]
    recordable: frozenset[int]
    correctable: frozenset[int]
    awaited: frozenset[int]
    """Bodies that have yet to decide, for whoever may say when they are expected to."""
    corrected: Corrected
    grounds: Grounds
    may: dict[str, bool]

    @property
    def is_decided(self) -> bool:
        """Return whether the last body has decided."""
        return self.state is not CaseState.NOT_DECIDED

    @property
    def is_rejected(self) -> bool:
        """Return whether nothing will follow from it."""
        return self.state is CaseState.REJECTED


def case_page(context: Context, case_id: int, *, after: int = 0) -> CasePage:
    """Return one case, in at most six statements."""
    case = queries.case(context, case_id)
    state = case.state_at(context.now)
    return CasePage(
        case=case,
        state=state,
        knots=tuple(_knot(one, state) for one in case.decisions),
        voted=[one for one in case.decisions if one.tallies],
        recordable=frozenset(one.id for one in case.decisions if DECISION.may(context, DecisionVerb.RECORD, one)),
        correctable=frozenset(one.id for one in case.decisions if DECISION.may(context, DecisionVerb.CORRECT, one)),
        awaited=frozenset(one.id for one in case.decisions if DECISION.may(context, DecisionVerb.EXPECT, one)),
        corrected=corrected(context, Ref(Kind.CASE, case.id)),
        grounds=origins(context, Ref(Kind.CASE, case.id), after=after),
        may=CASE.allowed(context, case),
    )


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
    item = _("item %(item)s", item=decision.item_number) if decision.item_number else ""
    when = day(decision.decided_on) if decision.decided_on else ""
    return Knot(
        ", ".join(part for part in (when, item) if part),
        body_name(decision.body),
        quote=decision.wording,
        outcome=decision.state,
        small=_("A recommendation is not a decision.") if decision.state is DecisionState.RECOMMENDED else "",
        text="\n\n".join(filter(None, (tallied(decision.tallies), _early(decision)))),
    )


def _early(decision: Decision) -> str:
    return _("Before the bodies ahead of it: %(why)s", why=decision.out_of_turn) if decision.out_of_turn else ""
