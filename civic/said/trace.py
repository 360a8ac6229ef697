"""What happened with one input, and what a thing rests on: found along the links, in every room."""

from dataclasses import dataclass

from civic.decisions.models import CaseState
from civic.decisions.queries import cases_by_ids, contest_of
from civic.kernel import trace
from civic.kernel.context import Context
from civic.kernel.trace import Kind, Ref
from civic.proposals.queries import by_ids as proposals_by_ids
from civic.proposals.queries import speaking_to
from civic.reports.compare import SectionChange, section_change
from civic.reports.queries import earlier_texts, texts_by_ids
from civic.said.line import Found, Trail, line, newest
from civic.said.origins import Origin
from civic.said.origins import origins as said_of
from civic.said.thread import Knot
from civic.treatment.queries import by_ids as remarks_by_ids
from civic.treatment.queries import deleted_by
from civic.voting.queries import put_to_vote


def trail(context: Context, start: Ref, first: Knot, *, about: Ref | None = None) -> Trail:
    """Follow an input forward through every room, in at most eight statements, and those of the votes it was put to.

    `about` is what a comment was said of: it is told of as that, and its fate is not the comment's.
    """
    reached = trace.forward(context, start)
    larger = about.id if about is not None and about.kind is Kind.PROPOSAL else 0
    proposals = proposals_by_ids(context, [*reached[Kind.PROPOSAL], *([larger] if larger else [])])
    remarks = remarks_by_ids(context, reached[Kind.REMARK])
    texts = texts_by_ids(context, reached[Kind.SECTION_TEXT])
    told = [one.id for one in remarks if one.is_told]
    spoken_to_by = speaking_to(context, start.id) if start.kind is Kind.COMMENT and larger else None
    cases = cases_by_ids(context, reached[Kind.CASE])
    of_case = start.kind is Kind.COMMENT and about is not None and about.kind is Kind.CASE
    found = Found(
        start,
        contests=contest_of(context, start.id) if of_case else None,
        spoken_to_by=spoken_to_by,
        said_of=next((one for one in proposals if one.id == larger), None),
        proposals=[one for one in proposals if one.id in reached[Kind.PROPOSAL]],
        remarks=remarks,
        texts=texts,
        earlier=earlier_texts(context, texts) if texts else {},
        gone=deleted_by(context, told) if told else (),
        votes=put_to_vote(context, reached[Kind.PROPOSAL]) if reached[Kind.BALLOT] else (),
        cases=cases,
        is_closed_item=bool(set(reached[Kind.CASE]) - {one.id for one in cases}),
    )
    return line(found, first)


SAID = (Kind.PROPOSAL, Kind.COMMENT, Kind.MEETING, Kind.EVIDENCE, Kind.REMARK)
"""What a thing can rest on: where a line begins."""


@dataclass(frozen=True)
class Grounds:
    """What a thing rests on: some of it in words, how much there is, and after how many the list goes on."""

    shown: tuple[Origin, ...] = ()
    count: int = 0
    more_after: int | None = None


def origins(context: Context, thing: Ref, *, after: int = 0, at_most: int = 50) -> Grounds:
    """Follow a section, answer or decision back to everything it came from that somebody said, saw or counted.

    Proposals, comments, what was said at meetings, evidence and remarks; a statement each and one for the walk.

    `after` leaves out as many of them as a page before has shown.
    """
    refs, count = trace.grounds(context, thing, SAID, after=after, at_most=at_most)
    return Grounds(said_of(context, refs), count, after + at_most if count > after + at_most else None)


def outcome(context: Context, start: Ref) -> tuple[tuple[SectionChange, ...], CaseState]:
    """Return only the words an input changed and what was decided of them, in four statements; for the front page."""
    reached = trace.forward(context, start)
    texts = texts_by_ids(context, reached[Kind.SECTION_TEXT])
    earlier = earlier_texts(context, texts) if texts else {}
    cases = cases_by_ids(context, reached[Kind.CASE]) if texts else []
    state = newest(cases).state_at(context.now) if cases else CaseState.NOT_DECIDED
    return tuple(section_change(earlier.get(one.id), one) for one in texts), state
