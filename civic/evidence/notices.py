"""A piece of evidence on the board."""

from collections.abc import Iterator
from datetime import datetime, time

from sqlalchemy import select

from civic.board.notices import Notice, tells
from civic.db.base import ZONE
from civic.evidence.models import Evidence, EvidenceState
from civic.kernel.context import Context
from civic.kernel.trace import Kind, Ref


def notice(evidence: Evidence) -> Notice:
    """Return what the board says of a published piece of evidence."""
    on = evidence.happened_on
    return Notice(
        ref=Ref(Kind.EVIDENCE, evidence.id),
        process_id=evidence.process_id,
        title=evidence.title,
        at=datetime.combine(on, time(12), ZONE) if on else evidence.created_at,
        state=evidence.state.value,
        trait=evidence.kind.value,
        lead=evidence.text,
        text=evidence.text,
        is_example=evidence.is_example,
    )


@tells(Kind.EVIDENCE)
def all_notices(context: Context) -> Iterator[Notice]:
    """Give every published piece of evidence as the board should say it."""
    query = select(Evidence).where(Evidence.state == EvidenceState.PUBLISHED, Evidence.title != "")
    return map(notice, context.session.scalars(query))
