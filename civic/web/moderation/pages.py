"""What the desk shows: the queue, and one text of it with what can be decided."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from flask_babel import gettext as _

from civic.dialogue import queries as comments
from civic.http.request import LARGEST_ID
from civic.kernel.actor import Role, Scope
from civic.kernel.context import Context
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.trace import Kind, Ref
from civic.moderation.queries import NOTHING, Standing, standing
from civic.processes.queries import titles_among
from civic.proposals import queries as proposals
from civic.proposals.queries import OF_EACH
from civic.web.moderation.cases import KEYS, Case, from_comment, from_proposal
from civic.web.moderation.forms import CoverForm, DecideForm

ON_A_PAGE = 25
KINDS = (Kind.COMMENT, Kind.PROPOSAL)
"""What waits on the desk, in the order of those that came at the same moment."""


@dataclass(frozen=True)
class Asked:
    """Which texts are asked for: of a kind, of a process, with words, and those after one."""

    kind: Kind | None = None
    process_id: int | None = None
    words: str = ""
    after: tuple[datetime, Kind, int] | None = None

    @property
    def address(self) -> dict[str, str]:
        """Return the same as the parts of an address."""
        after = f"{self.after[0].isoformat()}~{self.after[1].value}~{self.after[2]}" if self.after else ""
        asked = {
            "which": self.kind.value if self.kind else "",
            "process": str(self.process_id or ""),
            "words": self.words,
            "after": after,
        }
        return {name: value for name, value in asked.items() if value}

    @property
    def is_sifted(self) -> bool:
        """Return whether only some were asked for."""
        return bool(self.kind or self.process_id or self.words)


@dataclass(frozen=True)
class DeskPage:
    """The desk: the queue at the start, one text of it beside."""

    template: ClassVar[str] = "moderation/desk.html"
    queue: Sequence[Case]
    count: int
    asked: Asked
    more: Asked | None
    """What comes after this page of the queue."""
    processes: Sequence[tuple[int, str]]
    case: Case | None
    standing: Standing
    reasons: Sequence[str]
    """Why it was flagged, in the words of those who did."""
    form: DecideForm | None
    cover: CoverForm
    before: str
    then: str
    """The keys of the texts before and after it in the queue."""
    is_at_least: bool
    """Whether more may wait than is counted: a queue looks at so many of each process."""
    keys: ClassVar[dict[str, str]] = {decision.value: key for decision, key in KEYS.items()}

    @property
    def fields(self) -> list[tuple[object, ...]]:
        """Return what the queue can be narrowed by, for its sieve."""
        kinds = [("", _("all")), (Kind.COMMENT.value, _("comments")), (Kind.PROPOSAL.value, _("proposals"))]
        return [
            ("words", "words", _("With the words"), self.asked.words, ()),
            ("choice", "which", _("Which texts"), self.asked.kind.value if self.asked.kind else "", kinds),
            ("choice", "process", _("Process"), self.asked.process_id or "", [("", _("all")), *self.processes]),
        ]


def staffed(context: Context) -> frozenset[int]:
    """Return the processes whose texts the actor looks after; Refusal(NOT_YOURS) where there are none."""
    found = context.actor.places(Role.FACILITATOR, Scope.PROCESS) | context.actor.places(
        Role.CASE_OFFICER, Scope.PROCESS
    )
    if not found:
        raise Refusal(Reason.NOT_YOURS)
    return found


def desk_page(
    context: Context, asked: Asked, at: Ref | None, *, form: DecideForm | None = None, cover: CoverForm | None = None
) -> DeskPage:
    """Return the desk with a text of the queue, the first unless another is asked for."""
    places = staffed(context)
    counts = {
        Kind.COMMENT: comments.count_to_moderate(context, process_id=asked.process_id, words=asked.words),
        Kind.PROPOSAL: proposals.count_to_moderate(context, process_id=asked.process_id, words=asked.words),
    }
    found = _waiting(context, asked)
    queue, last = found[:ON_A_PAGE], found[ON_A_PAGE - 1] if len(found) > ON_A_PAGE else None
    case = next((one for one in queue if one.ref == at), None) or (queue[0] if queue and form is None else None)
    place = queue.index(case) if case else -1
    if case is not None:
        form = form or DecideForm(formdata=None, decision=case.best.value)
        form.decision.choices = case.choices
        form.shows(*case.words)
    return DeskPage(
        queue=queue,
        count=sum(count for kind, count in counts.items() if asked.kind in {None, kind}),
        asked=asked,
        more=_after(asked, last) if last else None,
        processes=titles_among(context, places) if len(places) > 1 else (),
        case=case,
        standing=standing(context, case.ref) if case else NOTHING,
        reasons=comments.flag_reasons(context, case.ref.id) if case and case.ref.kind is Kind.COMMENT else (),
        form=form if case else None,
        cover=cover or CoverForm(formdata=None),
        is_at_least=max(counts.values()) >= OF_EACH,
        before=queue[place - 1].key if place > 0 else "",
        then=queue[place + 1].key if 0 <= place < len(queue) - 1 else "",
    )


def _after(asked: Asked, last: Case) -> Asked:
    return Asked(asked.kind, asked.process_id, asked.words, (last.since, last.ref.kind, last.ref.id))


def _waiting(context: Context, asked: Asked) -> list[Case]:
    """Return what waits, the longest first: one more than a page shows."""
    found: list[Case] = []
    process_id, words, most = asked.process_id, asked.words, ON_A_PAGE + 1
    for kind in KINDS:
        if asked.kind not in {None, kind}:
            continue
        after = _place(asked, kind)
        if kind is Kind.COMMENT:
            waiting = comments.to_moderate(context, process_id=process_id, words=words, after=after, at_most=most)
            found += [from_comment(context, one) for one in waiting]
        else:
            handed_in = proposals.to_moderate(context, process_id=process_id, words=words, after=after, at_most=most)
            found += [from_proposal(context, one) for one in handed_in]
    return sorted(found, key=lambda one: (one.since, KINDS.index(one.ref.kind), one.ref.id))[: ON_A_PAGE + 1]


def _place(asked: Asked, kind: Kind) -> tuple[datetime, int] | None:
    """Return after which text of a kind the queue goes on, where the last one that was shown may be of another."""
    if asked.after is None:
        return None
    at, last, number = asked.after
    if kind is last:
        return at, number
    return (at, LARGEST_ID) if KINDS.index(kind) < KINDS.index(last) else (at, 0)
