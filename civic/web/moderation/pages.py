"""What the desk shows: the queue, and one text of it with what can be decided."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, ClassVar

from flask_babel import gettext as _

from civic.board.models import Posting
from civic.board.queries import posted
from civic.dialogue import queries as comments
from civic.dialogue.models import Comment
from civic.dialogue.workflow import COMMENT, DialogueVerb
from civic.files.pictures import Picture
from civic.files.uploads import Upload, pages_of
from civic.http.request import LARGEST_ID
from civic.kernel.actor import Role, Scope
from civic.kernel.context import Context
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.trace import Kind, Ref
from civic.moderation import queries as appeals
from civic.moderation.models import DECIDING, Appeal, Flag, SentOn
from civic.moderation.queries import NOTHING, Logged, Standing, flags, like, sent_on, sent_to_me, standing
from civic.moderation.waiting import OF_EACH, Waiting
from civic.moderation.workflow import APPEAL, AppealVerb
from civic.people.queries import holders
from civic.processes.queries import titles_among
from civic.proposals import queries as proposals
from civic.proposals.models import Proposal
from civic.proposals.workflow import PROPOSAL, ProposalVerb
from civic.responses import queries as responses
from civic.rules.queries import Rule, in_force
from civic.treatment.workflow import RESPONSE_WORDS, TreatmentVerb
from civic.web.moderation.cases import KEYS, Case, from_appeal, from_comment, from_proposal, from_response
from civic.web.moderation.forms import CoverForm, DecideForm
from civic.writing.queries import open_with, own_copy

ON_A_PAGE = 25
FLAGGED = (Kind.COMMENT, Kind.PROPOSAL)
"""What can be flagged, and what decisions about can be appealed."""
ROOMS: Mapping[Kind, Waiting[Any]] = {
    Kind.COMMENT: comments.TO_MODERATE,
    Kind.PROPOSAL: proposals.TO_MODERATE,
    Kind.RESPONSE: responses.TO_MODERATE,
    Kind.APPEAL: appeals.TO_DECIDE,
}
"""What waits on the desk, by kind."""
CASES: Mapping[Kind, Callable[..., Case]] = {
    Kind.COMMENT: from_comment,
    Kind.PROPOSAL: from_proposal,
    Kind.RESPONSE: from_response,
}
"""How a text that waits becomes a case; an appeal needs the text it is about beside (`_appealed`)."""
LATE = timedelta(days=3)
"""After how long a text that waits is late; an appeal has a day of its own."""
KINDS = tuple(ROOMS)
"""What waits on the desk, in the order of those that came at the same moment."""


@dataclass(frozen=True)
class Asked:
    """Which texts are asked for: of a kind, of a process, with words, and those after one."""

    kind: Kind | None = None
    process_id: int | None = None
    words: str = ""
    is_mine: bool = False
    """Only what was sent on to whoever asks."""
    is_late: bool = False
    """Only what has waited for more than `LATE`, and appeals that should be decided by now."""
    after: tuple[datetime, Kind, int] | None = None

    @property
    def address(self) -> dict[str, str]:
        """Return the same as the parts of an address."""
        after = f"{self.after[0].isoformat()}~{self.after[1].value}~{self.after[2]}" if self.after else ""
        asked = {
            "which": self.kind.value if self.kind else "",
            "process": str(self.process_id or ""),
            "words": self.words,
            "mine": "yes" if self.is_mine else "",
            "late": "yes" if self.is_late else "",
            "after": after,
        }
        return {name: value for name, value in asked.items() if value}

    @property
    def is_sifted(self) -> bool:
        """Return whether only some were asked for."""
        return bool(self.kind or self.process_id or self.words or self.is_mine or self.is_late)


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
    flags: Sequence[Flag]
    """Why it was flagged, in the words of those who did."""
    like: Mapping[int, Sequence[Logged]]
    """How was decided by each house rule lately."""
    rules: Sequence[Rule]
    """The house rules, as whoever wrote the text reads them."""
    now: datetime
    form: DecideForm | None
    cover: CoverForm
    before: str
    then: str
    """The keys of the texts before and after it in the queue."""
    sent: Mapping[Ref, SentOn]
    """Which of the queue were sent on, and to whom."""
    open_with: Mapping[Ref, Sequence[str]]
    """Which of the queue colleagues have open just now, and who."""
    said_of: Posting | None
    """What the text is said of, as the board has it."""
    picture: Picture | None
    files: Sequence[Upload]
    """What lies beside a proposal that waits."""
    pages: Mapping[int, Sequence[int]]
    """Pages of those to look at."""
    own: str
    """What the actor has typed about the text before and not saved."""
    is_at_least: bool
    """Whether more may wait than is counted: a queue looks at so many of each process."""
    of_each: ClassVar[int] = OF_EACH
    keys: ClassVar[dict[str, str]] = {decision.value: key for decision, key in KEYS.items()}

    @property
    def fields(self) -> list[tuple[object, ...]]:
        """Return what the queue can be narrowed by, for its sieve."""
        kinds = [("", _("all")), (Kind.COMMENT.value, _("comments")), (Kind.PROPOSAL.value, _("proposals"))]
        kinds.append((Kind.RESPONSE.value, _("answers to hearings")))
        kinds.append((Kind.APPEAL.value, _("appeals")))
        return [
            ("words", "words", _("With the words"), self.asked.words, ()),
            ("choice", "which", _("Which texts"), self.asked.kind.value if self.asked.kind else "", kinds),
            (
                "choice",
                "mine",
                _("Whose"),
                "yes" if self.asked.is_mine else "",
                [("", _("all")), ("yes", _("sent on to me"))],
            ),
            (
                "choice",
                "late",
                _("How long"),
                "yes" if self.asked.is_late else "",
                [("", _("all")), ("yes", _("those that are late"))],
            ),
            ("choice", "process", _("Process"), self.asked.process_id or "", [("", _("all")), *self.processes]),
        ]

    def is_late(self, case: Case) -> bool:
        """Return whether a text of the queue has waited too long."""
        return case.appeal.is_late_at(self.now) if case.appeal else case.since + LATE <= self.now


def staffed(context: Context) -> frozenset[int]:
    """Return the processes whose texts the actor looks after; Refusal(NOT_YOURS) where there are none."""
    found = context.actor.places(Role.FACILITATOR, Scope.PROCESS) | context.actor.places(
        Role.CASE_OFFICER, Scope.PROCESS
    )
    if not found:
        raise Refusal(Reason.NOT_YOURS)
    return found


def may_be_decided(context: Context, thing: Ref) -> None:
    """Let the actor go on who may decide about a text that waits; refused as the workflow of its room says."""
    if thing.kind is Kind.COMMENT:
        COMMENT.require(context, DialogueVerb.COVER, comments.comment(context, thing.id))
    elif thing.kind is Kind.PROPOSAL:
        PROPOSAL.require(context, ProposalVerb.COVER, proposals.proposal(context, thing.id))
    elif thing.kind is Kind.APPEAL:
        APPEAL.require(context, AppealVerb.DISMISS, appeals.appeal(context, thing.id))
    else:
        RESPONSE_WORDS.require(context, TreatmentVerb.COVER, responses.response(context, thing.id))


def desk_page(
    context: Context, asked: Asked, at: Ref | None, *, form: DecideForm | None = None, cover: CoverForm | None = None
) -> DeskPage:
    """Return the desk with a text of the queue, the first unless another is asked for."""
    places = staffed(context)
    mine = sent_to_me(context) if asked.is_mine else None
    among = {kind: None if mine is None else mine.get(kind, ()) for kind in KINDS}
    since = {kind: _since(context, asked, kind) for kind in KINDS}
    counts = {
        kind: room.count(context, process_id=asked.process_id, words=asked.words, among=among[kind], until=since[kind])
        for kind, room in ROOMS.items()
    }
    is_cut = any(
        room.is_cut(context, process_id=asked.process_id, among=among[kind])
        for kind, room in ROOMS.items()
        if asked.kind in {None, kind} and (asked.words or asked.is_late or counts[kind] >= OF_EACH)
    )
    found = _waiting(context, asked, among)
    queue, last = found[:ON_A_PAGE], found[ON_A_PAGE - 1] if len(found) > ON_A_PAGE else None
    case = next((one for one in queue if one.ref == at), None) or (queue[0] if queue and form is None else None)
    place = queue.index(case) if case else -1
    own, flagged, rules = "", list[Flag](), list[Rule]()
    picture: Picture | None = None
    files: Sequence[Upload] = ()
    if case is not None and case.of.kind is Kind.PROPOSAL and case.ref.kind in {Kind.PROPOSAL, Kind.APPEAL}:
        picture, files = proposals.beside(context, case.of.id)
    looked_at = [*files, *([picture.upload] if picture else [])]
    if case is not None:
        flagged = list(flags(context, case.ref)) if case.ref.kind in FLAGGED else []
        if form is None:
            kept = own_copy(context, case.ref)
            own = kept.text if kept else ""
            rule = next((one.rule.number for one in flagged if one.rule), 0)
            form = DecideForm(formdata=None, decision=case.best, reason=own, rule=rule)
        rules = list(in_force(context, language=case.language))
        roles = (Role.CASE_OFFICER,) if case.ref.kind is Kind.RESPONSE else (Role.CASE_OFFICER, Role.FACILITATOR)
        staff = holders(context, Scope.PROCESS, case.process_id, *roles)
        form.colleague.choices = colleagues(context, [(one.person_id, one.person.name) for one in staff])
        form.decision.choices = case.choices
        form.shows(*case.seen)
    return DeskPage(
        queue=queue,
        count=sum(count for kind, count in counts.items() if asked.kind in {None, kind}),
        asked=asked,
        more=_after(asked, last) if last else None,
        processes=titles_among(context, places) if len(places) > 1 else (),
        case=case,
        standing=standing(context, case.ref) if case else NOTHING,
        flags=flagged,
        like=like(context, [one.number for one in rules]) if rules else {},
        rules=rules,
        now=context.now,
        form=form if case else None,
        cover=cover or CoverForm(formdata=None),
        sent=sent_on(context, [one.ref for one in queue]),
        open_with=open_with(context, [one.ref for one in queue]),
        said_of=posted(context, case.of) if case and case.of != case.ref else None,
        picture=picture,
        files=files,
        pages=pages_of(context, [one.id for one in looked_at]) if looked_at else {},
        own=own,
        is_at_least=is_cut,
        before=queue[place - 1].key if place > 0 else "",
        then=queue[place + 1].key if 0 <= place < len(queue) - 1 else "",
    )


def colleagues(context: Context, staff: Sequence[tuple[int, str]]) -> list[tuple[int, str]]:
    """Return to whom a text can be sent on: each who looks after the process once, but not oneself."""
    others = dict.fromkeys(one for one in staff if not context.actor.is_person(one[0]))
    return [(0, _("choose a colleague")), *others]


def _after(asked: Asked, last: Case) -> Asked:
    return replace(asked, after=(last.since, last.ref.kind, last.ref.id))


def _waiting(context: Context, asked: Asked, among: Mapping[Kind, Collection[int] | None]) -> list[Case]:
    """Return what waits, the longest first: one more than a page shows."""
    found: list[Case] = []
    for kind, room in ROOMS.items():
        if asked.kind in {None, kind}:
            waiting = room.first(
                context,
                process_id=asked.process_id,
                words=asked.words,
                among=among[kind],
                after=_place(asked, kind),
                until=_since(context, asked, kind),
                at_most=ON_A_PAGE + 1,
            )
            if kind is Kind.APPEAL:
                found += _appealed(context, waiting)
            else:
                found += [CASES[kind](context, one) for one in waiting]
    return sorted(found, key=lambda one: (one.since, KINDS.index(one.ref.kind), one.ref.id))[: ON_A_PAGE + 1]


def _since(context: Context, asked: Asked, kind: Kind) -> datetime | None:
    """Return until when what is asked for has come: only what is late by now, where only that is asked for."""
    return context.now - (DECIDING if kind is Kind.APPEAL else LATE) if asked.is_late else None


def _appealed(context: Context, waiting: Sequence[Appeal]) -> list[Case]:
    """Return appeals as cases, with the texts they are about: one statement a kind."""
    ids = {kind: [one.thing_id for one in waiting if one.kind is kind] for kind in FLAGGED}
    texts: dict[Ref, Comment | Proposal] = {}
    for said in comments.comments_by_ids(context, ids[Kind.COMMENT]):
        texts[Ref(Kind.COMMENT, said.id)] = said
    for made in proposals.by_ids(context, ids[Kind.PROPOSAL]):
        texts[Ref(Kind.PROPOSAL, made.id)] = made
    refs = [(one, Ref(one.kind, one.thing_id)) for one in waiting]
    return [from_appeal(context, one, texts[ref]) for one, ref in refs if ref in texts]


def _place(asked: Asked, kind: Kind) -> tuple[datetime, int] | None:
    """Return after which text of a kind the queue goes on, where the last one that was shown may be of another."""
    if asked.after is None:
        return None
    at, last, number = asked.after
    if kind is last:
        return at, number
    return (at, LARGEST_ID) if KINDS.index(kind) < KINDS.index(last) else (at, 0)
