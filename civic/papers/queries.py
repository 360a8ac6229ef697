"""Finding papers, each with its file."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from civic.files.uploads import Upload, pages_of, uploads_of
from civic.groups.queries import group
from civic.kernel.context import Context
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.trace import Kind, Ref
from civic.meetings.queries import meeting
from civic.papers.models import Paper
from civic.papers.workflow import PAPER, PaperVerb
from civic.processes.models import Process
from civic.processes.queries import process


@dataclass(frozen=True)
class Filed:
    """A paper with its file, and for whoever decides about one that waits, its pages."""

    paper: Paper
    files: Sequence[Upload]
    pages: dict[int, list[int]]
    may_judge: bool
    may_take_out: bool


@cache
def _whole() -> Select[Paper]:
    return select(Paper).options(
        joinedload(Paper.process, innerjoin=True), joinedload(Paper.group), joinedload(Paper.meeting)
    )


def paper(context: Context, paper_id: int) -> Paper:
    """Return one paper with what it lies beside, or Refusal(NOT_FOUND)."""
    found = context.session.scalar(_whole().where(Paper.id == paper_id))
    if found is None or not PAPER.may(context, PaperVerb.READ, found):
        raise Refusal(Reason.NOT_FOUND)
    return found


def process_of(context: Context, home: Ref) -> Process:
    """Return the process of what a paper is to lie beside, or Refusal(NOT_FOUND)."""
    if home.kind is Kind.GROUP:
        return group(context, home.id).process
    if home.kind is Kind.MEETING:
        return meeting(context, home.id).process
    if home.kind is Kind.PROCESS:
        return process(context, home.id)
    raise Refusal(Reason.NOT_FOUND)


def papers_beside(context: Context, home: Ref) -> list[Filed]:
    """Return the papers beside a thing that the reader may see, in the order in which they were added.

    Who decides about them sees those that wait too. In one statement where there is none, else in two or three.
    """
    its_own = {
        Kind.GROUP: (Paper.group_id == home.id,),
        Kind.MEETING: (Paper.meeting_id == home.id,),
        Kind.PROCESS: (Paper.process_id == home.id, Paper.group_id.is_(None), Paper.meeting_id.is_(None)),
    }[home.kind]
    found = context.session.scalars(_whole().where(*its_own).order_by(Paper.id)).all()
    if not found:
        return []
    files = uploads_of(context, Kind.PAPER, [one.id for one in found])
    waiting = [one.id for those in files.values() for one in those if not one.is_shown]
    may_judge = PAPER.may(context, PaperVerb.JUDGE, found[0])
    pages = pages_of(context, waiting) if may_judge and waiting else {}
    listed = [
        Filed(
            one,
            [each for each in files.get(one.id, []) if each.is_shown or may_judge],
            pages,
            may_judge,
            PAPER.may(context, PaperVerb.TAKE_OUT, one),
        )
        for one in found
    ]
    return [one for one in listed if one.files]
