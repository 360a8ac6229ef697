"""Finding what a process rests on."""

from collections.abc import Sequence
from functools import cache

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from civic.areas.models import Area
from civic.evidence.models import Cell, Evidence, EvidenceState, KeyFigure, Photo
from civic.evidence.suppression import hidden
from civic.evidence.workflow import EVIDENCE, EvidenceVerb
from civic.kernel.context import Context
from civic.kernel.refusal import Reason, Refusal
from civic.processes.models import Process
from civic.processes.workflow import is_staff


def evidence(context: Context, evidence_id: int) -> Evidence:
    """Return one piece of evidence with its process, area, meeting and numbers, or Refusal(NOT_FOUND)."""
    found = context.session.scalars(_whole().where(Evidence.id == evidence_id)).unique().one_or_none()
    if found is None or not EVIDENCE.may(context, EvidenceVerb.READ, found):
        raise Refusal(Reason.NOT_FOUND)
    return found


def evidence_of(context: Context, process: Process, *, after: int = 0, at_most: int = 51) -> Sequence[Evidence]:
    """Return what a process the caller has loaded rests on, in the order in which it was entered; drafts to staff."""
    query = _whole().where(Evidence.process_id == process.id, Evidence.id > after)
    if not is_staff(context.actor, process):
        query = query.where(Evidence.state != EvidenceState.DRAFT)
    return context.session.scalars(query.order_by(Evidence.id).limit(at_most)).unique().all()


def to_use(context: Context, process_id: int, *, at_most: int) -> Sequence[Evidence]:
    """Return the published pieces of evidence that a section can rest on, the newest first."""
    query = select(Evidence).where(
        Evidence.process_id == process_id, Evidence.state == EvidenceState.PUBLISHED, Evidence.title != ""
    )
    return context.session.scalars(query.order_by(Evidence.id.desc()).limit(at_most)).all()


def by_ids(context: Context, ids: Sequence[int]) -> Sequence[Evidence]:
    """Return the pieces of evidence among the ids that the actor may read."""
    query = select(Evidence).where(Evidence.id.in_(ids)).options(joinedload(Evidence.process, innerjoin=True))
    found = context.session.scalars(query.order_by(Evidence.id))
    return [one for one in found if EVIDENCE.may(context, EvidenceVerb.READ, one)]


def photos_of(context: Context, evidence_id: int) -> Sequence[Photo]:
    """Return a visit's photographs in the order in which they were added."""
    return context.session.scalars(select(Photo).where(Photo.evidence_id == evidence_id).order_by(Photo.id)).all()


def photo(context: Context, photo_id: int) -> tuple[Photo, Evidence]:
    """Return one photograph with the visit it is from, or Refusal(NOT_FOUND)."""
    found = context.session.get(Photo, photo_id)
    if found is None:
        raise Refusal(Reason.NOT_FOUND)
    return found, evidence(context, found.evidence_id)


def hidden_in(known: Sequence[Area], cells: Sequence[Cell]) -> frozenset[int | None]:
    """Return which of the known areas' numbers are not shown, so that none tells of a few (see `suppression`)."""
    return hidden(cells, {one.id: one.parent_id for one in known})


@cache
def _whole() -> Select[Evidence]:
    its_own = joinedload(Evidence.process, innerjoin=True), joinedload(Evidence.area), joinedload(Evidence.meeting)
    return select(Evidence).options(*its_own, selectinload(KeyFigure.values))
