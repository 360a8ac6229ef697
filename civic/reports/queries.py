"""Finding reports, sections and versions."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from civic.kernel.context import Context
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.trace import Kind, Ref, TraceLink
from civic.processes.workflow import may_read
from civic.reports.models import (
    Redaction,
    RedactionState,
    Report,
    Section,
    SectionOrigin,
    SectionText,
    Version,
    content_hash,
)
from civic.reports.workflow import REPORT, ReportVerb


def report(context: Context, report_id: int) -> Report:
    """Return one report with its process and versions; a hidden one is refused like a missing one."""
    found = context.session.scalar(
        select(Report)
        .where(Report.id == report_id)
        .options(joinedload(Report.process, innerjoin=True), joinedload(Report.versions))
    )
    if found is None or not may_read(context, found.process):
        raise Refusal(Reason.NOT_FOUND)
    return found


def reports_of(context: Context, process_id: int) -> Sequence[Report]:
    """Return the reports of a process the caller has loaded, with their versions."""
    return (
        context.session.scalars(
            select(Report).where(Report.process_id == process_id).options(joinedload(Report.versions))
        )
        .unique()
        .all()
    )


def versions_of(context: Context, report_id: int) -> Sequence[Version]:
    """Return the versions of a report the caller has been let in to, oldest first, without their texts."""
    return context.session.scalars(select(Version).where(Version.report_id == report_id).order_by(Version.id)).all()


def texts_heard(context: Context, pairs: Iterable[tuple[int, int]]) -> dict[tuple[int, int], SectionText]:
    """Return how sections read in versions, by version and section, in one statement; missing ones are left out."""
    wanted = list(set(pairs))
    if not wanted:
        return {}
    found = context.session.scalars(
        select(SectionText)
        .where(
            SectionText.version_id.in_({version_id for version_id, _section in wanted}),
            SectionText.section_id.in_({section_id for _version, section_id in wanted}),
        )
        .options(joinedload(SectionText.version, innerjoin=True))
    )
    return {(one.version_id, one.section_id): one for one in found}


def draft(context: Context, report: Report) -> Sequence[Section]:
    """Return the sections as the writers have them now, or Refusal(NOT_FOUND) for everybody else."""
    if not REPORT.may(context, ReportVerb.READ_DRAFT, report):
        raise Refusal(Reason.NOT_FOUND)
    return sections(context, report.id)


def sections(context: Context, report_id: int) -> Sequence[Section]:
    """Return the sections of a report in order, without those taken out, for those who write in it."""
    return context.session.scalars(
        select(Section).where(Section.report_id == report_id, Section.position.is_not(None)).order_by(Section.position)
    ).all()


def published_texts(context: Context, section_ids: Collection[int]) -> dict[int, SectionText]:
    """Return the newest published words of sections, by the section's id; those never published have none."""
    newest = (
        select(func.max(SectionText.id)).where(SectionText.section_id.in_(section_ids)).group_by(SectionText.section_id)
    )
    found = context.session.scalars(select(SectionText).where(SectionText.id.in_(newest)))
    return {one.section_id: one for one in found}


def origins_of(context: Context, section_ids: Sequence[int]) -> dict[int, list[SectionOrigin]]:
    """Return what each of the sections rests on, by the section's id, in one statement."""
    found: dict[int, list[SectionOrigin]] = {}
    for one in context.session.scalars(
        select(SectionOrigin).where(SectionOrigin.section_id.in_(section_ids)).order_by(SectionOrigin.id)
    ):
        found.setdefault(one.section_id, []).append(one)
    return found


def origin(context: Context, section_id: int, source: Ref) -> SectionOrigin:
    """Return one thing a section rests on, or Refusal(NOT_FOUND)."""
    found = context.session.scalar(
        select(SectionOrigin).where(
            SectionOrigin.section_id == section_id,
            SectionOrigin.kind == source.kind,
            SectionOrigin.thing_id == source.id,
        )
    )
    if found is None:
        raise Refusal(Reason.NOT_FOUND)
    return found


def tied_before(context: Context, section_ids: Sequence[int]) -> set[tuple[int, Kind, int]]:
    """Return which origins of the sections a frozen text carries already: section, kind and id, in one statement."""
    rows = context.session.execute(
        select(SectionText.section_id, TraceLink.source_kind, TraceLink.source_id)
        .join(TraceLink, TraceLink.target_id == SectionText.id)
        .where(TraceLink.target_kind == Kind.SECTION_TEXT, SectionText.section_id.in_(section_ids))
    )
    return {(section_id, kind, source_id) for section_id, kind, source_id in rows}


def texts_with_origins(context: Context, version_id: int) -> set[int]:
    """Return the ids of the version's texts whose section rests on something, in one statement."""
    return set(
        context.session.scalars(
            select(SectionText.id)
            .join(SectionOrigin, SectionOrigin.section_id == SectionText.section_id)
            .where(SectionText.version_id == version_id)
        )
    )


def is_published_picture(context: Context, report_id: int, upload_id: int) -> bool:
    """Return whether a picture stands in a published version of the report."""
    holds = SectionText.text.contains(f"(picture-{upload_id})", autoescape=True)
    found = select(func.count()).select_from(SectionText).join(SectionText.version)
    return bool(context.session.scalar(found.where(Version.report_id == report_id, holds)))


def section(context: Context, section_id: int) -> Section:
    """Return one section with report and process, for its writers; Refusal(NOT_FOUND) for everybody else."""
    found = context.session.scalar(
        select(Section)
        .where(Section.id == section_id)
        .options(joinedload(Section.report, innerjoin=True).joinedload(Report.process, innerjoin=True))
    )
    if found is None or not REPORT.may(context, ReportVerb.READ_DRAFT, found.report):
        raise Refusal(Reason.NOT_FOUND)
    return found


def taken_out(context: Context, section_id: int) -> Section:
    """Return one section that was taken out of its draft, for its writers; else Refusal(NOT_FOUND)."""
    found = section(context, section_id)
    if found.position is not None:
        raise Refusal(Reason.NOT_FOUND)
    return found


def own_taken_out(context: Context, report_id: int) -> Sequence[Section]:
    """Return the sections of a report that the actor took out, the last one first."""
    return context.session.scalars(
        select(Section)
        .where(Section.report_id == report_id, Section.taken_out_by_id == (context.actor.person_id or 0))
        .order_by(Section.taken_out_at.desc(), Section.id.desc())
    ).all()


def version(context: Context, version_id: int) -> Version:
    """Return one frozen version with its texts, report and process; hidden like missing."""
    found = context.session.scalar(
        select(Version)
        .where(Version.id == version_id)
        .options(
            joinedload(Version.report, innerjoin=True).options(
                joinedload(Report.process, innerjoin=True), joinedload(Report.versions)
            ),
            selectinload(Version.texts),
        )
    )
    if found is None or not may_read(context, found.report.process):
        raise Refusal(Reason.NOT_FOUND)
    return found


def two_versions(context: Context, old_id: int, new_id: int) -> tuple[Version, Version]:
    """Return two versions of one report with their texts; hidden, missing or of two reports: Refusal(NOT_FOUND)."""
    found = {one.id: one for one in context.session.scalars(_with_texts().where(Version.id.in_({old_id, new_id})))}
    return _of_one_report(context, found.get(old_id), found.get(new_id))


def since(context: Context, version_id: int) -> tuple[Version, Version]:
    """Return a version and its report's newest, with their texts; they are one when nothing came after it."""
    report_id = select(Version.report_id).where(Version.id == version_id).scalar_subquery()
    newest = select(func.max(Version.id)).where(Version.report_id == report_id).scalar_subquery()
    found = list(
        context.session.scalars(
            _with_texts().where(or_(Version.id == version_id, Version.id == newest)).order_by(Version.id)
        )
    )
    return _of_one_report(context, *((found[0], found[-1]) if found else (None, None)))


@cache
def _with_texts() -> Select[Version]:
    return select(Version).options(
        joinedload(Version.report, innerjoin=True).joinedload(Report.process, innerjoin=True),
        selectinload(Version.texts),
    )


def _of_one_report(context: Context, old: Version | None, new: Version | None) -> tuple[Version, Version]:
    if old is None or new is None or old.report_id != new.report_id:
        raise Refusal(Reason.NOT_FOUND)
    if not may_read(context, old.report.process):
        raise Refusal(Reason.NOT_FOUND)
    return old, new


@dataclass(frozen=True)
class Since:
    """What the newest version of a report has otherwise than an earlier one."""

    newest: Version | None
    changed: tuple[SectionText, ...]
    """As they read in the newest version: other words, another heading, or new."""
    gone: tuple[SectionText, ...]
    """As they read in the earlier version: the newest has them no more."""


def changed_since(context: Context, version_id: int) -> Since:
    """Return what the report's newest version has otherwise than this one, in one statement."""
    report_id = select(Version.report_id).where(Version.id == version_id).scalar_subquery()
    texts = context.session.scalars(
        select(SectionText)
        .join(SectionText.version)
        .where(Version.report_id == report_id, Version.id >= version_id)
        .options(contains_eager(SectionText.version))
        .order_by(SectionText.position)
    ).all()
    last = max((one.version_id for one in texts), default=version_id)
    heard = {one.section_id: one for one in texts if one.version_id == version_id}
    now = {one.section_id: one for one in texts if one.version_id == last}
    return Since(
        next((one.version for one in now.values()), None),
        tuple(one for key, one in now.items() if key not in heard or _said(heard[key]) != _said(one)),
        tuple(one for key, one in heard.items() if key not in now),
    )


def _said(text: SectionText) -> tuple[str, str]:
    return text.heading, text.text


def section_text(context: Context, text_id: int) -> SectionText:
    """Return one section's words in one version, with version, report and process; hidden like missing."""
    found = context.session.scalar(
        select(SectionText)
        .where(SectionText.id == text_id)
        .options(
            joinedload(SectionText.section, innerjoin=True).joinedload(Section.origins),
            joinedload(SectionText.version, innerjoin=True)
            .joinedload(Version.report, innerjoin=True)
            .joinedload(Report.process, innerjoin=True),
        )
    )
    if found is None or not may_read(context, found.version.report.process):
        raise Refusal(Reason.NOT_FOUND)
    return found


def newest_text(context: Context, section_id: int) -> SectionText | None:
    """Return how a section reads in the newest version that has it, or None where no public version does."""
    found = context.session.scalar(
        select(SectionText)
        .where(SectionText.section_id == section_id)
        .options(
            joinedload(SectionText.section, innerjoin=True),
            joinedload(SectionText.version, innerjoin=True)
            .joinedload(Version.report, innerjoin=True)
            .joinedload(Report.process, innerjoin=True),
        )
        .order_by(SectionText.version_id.desc())
        .limit(1)
    )
    return found if found is not None and may_read(context, found.version.report.process) else None


def earlier_text(context: Context, text: SectionText) -> SectionText | None:
    """Return the same section's words in the version before, or None in the first."""
    return context.session.scalar(
        select(SectionText)
        .where(SectionText.section_id == text.section_id, SectionText.version_id < text.version_id)
        .options(joinedload(SectionText.version, innerjoin=True))
        .order_by(SectionText.version_id.desc())
        .limit(1)
    )


def texts_by_ids(context: Context, ids: Sequence[int]) -> Sequence[SectionText]:
    """Return section texts with version, report and process; those of hidden processes are left out."""
    if not ids:
        return []
    found = context.session.scalars(
        select(SectionText)
        .where(SectionText.id.in_(ids))
        .options(
            joinedload(SectionText.version, innerjoin=True)
            .joinedload(Version.report, innerjoin=True)
            .joinedload(Report.process, innerjoin=True)
        )
    )
    return [one for one in found if may_read(context, one.version.report.process)]


def earlier_texts(context: Context, texts: Sequence[SectionText]) -> dict[int, SectionText]:
    """Return for each text's id the same section's words in the version just before, in one statement."""
    section_ids = {text.section_id for text in texts}
    found = context.session.scalars(
        select(SectionText)
        .where(SectionText.section_id.in_(section_ids))
        .options(joinedload(SectionText.version, innerjoin=True))
        .order_by(SectionText.version_id)
    ).all()
    earlier: dict[int, SectionText] = {}
    for text in texts:
        for other in found:
            if other.section_id == text.section_id and other.version_id < text.version_id:
                earlier[text.id] = other
    return earlier


def redaction(context: Context, redaction_id: int) -> Redaction:
    """Return one request to take words out of published versions, with its report, or Refusal(NOT_FOUND)."""
    found = context.session.scalar(
        select(Redaction)
        .where(Redaction.id == redaction_id)
        .options(joinedload(Redaction.report, innerjoin=True), joinedload(Redaction.asked_by, innerjoin=True))
    )
    if found is None:
        raise Refusal(Reason.NOT_FOUND)
    return found


def redactions_of(context: Context, report_id: int) -> Sequence[Redaction]:
    """Return what was taken out of a report's versions, and what is asked for, in order."""
    return context.session.scalars(
        select(Redaction)
        .where(Redaction.report_id == report_id, Redaction.state != RedactionState.DECLINED)
        .options(joinedload(Redaction.report, innerjoin=True), joinedload(Redaction.asked_by, innerjoin=True))
        .order_by(Redaction.id)
    ).all()


def versions_in(context: Context, process_id: int) -> Sequence[Version]:
    """Return every version of a process's reports with its texts; for the log that anybody can recount."""
    own = select(Version).join(Report, Report.id == Version.report_id).where(Report.process_id == process_id)
    return context.session.scalars(own.options(selectinload(Version.texts)).order_by(Version.id)).all()


def check_versions(context: Context) -> tuple[int, list[int]]:
    """Return how many versions there are, and the ids of those that no longer read as they were published."""
    found = context.session.scalars(select(Version).options(selectinload(Version.texts)).order_by(Version.id)).all()
    return len(found), [one.id for one in found if content_hash(one.texts) != one.content_hash]
