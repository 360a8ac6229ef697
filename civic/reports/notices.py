"""A report on the board."""

from collections.abc import Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from civic.board.notices import Notice, tells
from civic.kernel.context import Context
from civic.kernel.markup import plain
from civic.kernel.trace import Kind, Ref
from civic.reports.models import Report, SectionText, Version


def notice(report: Report, newest: Version, texts: Sequence[SectionText]) -> Notice:
    """Return what the board says of a report: the words of its newest version."""
    return Notice(
        ref=Ref(Kind.REPORT, report.id),
        process_id=report.process_id,
        title=report.title,
        at=newest.published_at,
        state=report.state.value,
        lead=report.about,
        text="\n".join(f"{one.heading}\n{plain(one.text)}" for one in texts),
        is_example=newest.is_example,
    )


@tells(Kind.REPORT)
def all_notices(context: Context) -> Iterator[Notice]:
    """Give every report that has a version as the board should say it."""
    found = select(Report).options(joinedload(Report.versions).joinedload(Version.texts))
    for one in context.session.scalars(found.execution_options(populate_existing=True)).unique():
        if one.versions:
            yield notice(one, one.versions[-1], one.versions[-1].texts)
