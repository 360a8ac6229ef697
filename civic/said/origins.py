"""What a thing rests on, said in words: proposals, comments, visits, meetings and remarks, in whichever room."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from civic.dialogue.models import Comment
from civic.dialogue.queries import comments_by_ids, public_comments
from civic.evidence.models import Evidence
from civic.evidence.queries import by_ids as evidence_by_ids
from civic.evidence.queries import to_use as evidence_to_use
from civic.kernel.context import Context
from civic.kernel.trace import Kind, Ref
from civic.meetings.models import Meeting
from civic.meetings.queries import by_ids as meetings_by_ids
from civic.meetings.queries import of_process as meetings_of
from civic.proposals.models import Proposal
from civic.proposals.queries import by_ids as proposals_by_ids
from civic.proposals.queries import published
from civic.said.choices import MANY
from civic.said.wording import day, person, signed, word
from civic.treatment.models import Remark
from civic.treatment.queries import by_ids as remarks_by_ids
from civic.treatment.queries import to_use as remarks_to_use


@dataclass(frozen=True)
class Origin:
    """Something a thing rests on: what it is, its own words, and where they stand."""

    ref: Ref
    label: str
    words: str
    link: str


def origins(context: Context, refs: Iterable[Ref]) -> tuple[Origin, ...]:
    """Return the things in words, those the reader may see, with one statement for each kind among them."""
    ids: dict[Kind, list[int]] = {}
    for ref in refs:
        ids.setdefault(ref.kind, []).append(ref.id)
    found: list[Origin] = []
    if Kind.PROPOSAL in ids:
        found += [from_proposal(one) for one in proposals_by_ids(context, ids[Kind.PROPOSAL])]
    if Kind.COMMENT in ids:
        found += [_comment(one) for one in comments_by_ids(context, ids[Kind.COMMENT])]
    if Kind.MEETING in ids:
        found += [_meeting(one) for one in meetings_by_ids(context, ids[Kind.MEETING])]
    if Kind.EVIDENCE in ids:
        found += [_evidence(one) for one in evidence_by_ids(context, ids[Kind.EVIDENCE])]
    if Kind.REMARK in ids:
        found += [from_remark(one) for one in remarks_by_ids(context, ids[Kind.REMARK])]
    return tuple(found)


@dataclass(frozen=True)
class Basket:
    """What a section can rest on, and whether there is more than is offered."""

    offered: tuple[Origin, ...]
    is_cut: bool


def basket(context: Context, process_id: int, without: Sequence[Ref]) -> Basket:
    """Return what a section of the process can rest on and does not yet, the newest of each kind."""
    most = MANY + 1
    kinds: list[list[Origin]] = [
        [from_remark(one) for one in remarks_to_use(context, process_id, at_most=most)],
        [from_proposal(one.proposal) for one in published(context, process_id, at_most=most)],
        [_comment(one) for one in public_comments(context, process_id, at_most=most)],
        [_evidence(one) for one in evidence_to_use(context, process_id, at_most=most)],
        [_meeting(one) for one in meetings_of(context, process_id, at_most=most)],
    ]
    offered = (one for kind in kinds for one in kind[:MANY] if one.ref not in without)
    return Basket(tuple(offered), any(len(one) > MANY for one in kinds))


def from_proposal(one: Proposal) -> Origin:
    """Return a proposal as an origin."""
    label = _("Proposal by %(name)s", name=person(one.author.name))
    link = url_for("front.follow", kind="proposal", thing_id=one.id)
    return Origin(Ref(Kind.PROPOSAL, one.id), label, one.title, link)


def _comment(one: Comment) -> Origin:
    label = _("Comment by %(name)s", name=person(one.author.name))
    link = url_for("front.follow", kind="comment", thing_id=one.id)
    return Origin(Ref(Kind.COMMENT, one.id), label, one.text, link)


def _meeting(one: Meeting) -> Origin:
    at = day(one.starts_at) if one.starts_at else _("date not stated")
    link = url_for("front.follow", kind="meeting", thing_id=one.id)
    return Origin(Ref(Kind.MEETING, one.id), _("Meeting, %(day)s", day=at), one.title, link)


def _evidence(one: Evidence) -> Origin:
    link = url_for("front.follow", kind="evidence", thing_id=one.id)
    said = one.title or _("A statement whose consent has been taken back")
    return Origin(Ref(Kind.EVIDENCE, one.id), word(one.kind), said, link)


def from_remark(one: Remark) -> Origin:
    """Return a remark as an origin."""
    label = _("Remark %(number)s by %(council)s", number=one.number, council=signed(one.response))
    link = url_for("front.follow", kind="remark", thing_id=one.id)
    return Origin(Ref(Kind.REMARK, one.id), label, one.text, link)
