"""Reports: every write."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import delete

from civic.board import actions as board
from civic.dialogue import actions as dialogue
from civic.dialogue.models import Comment, Label
from civic.files import renditions, uploads
from civic.files.renditions import Format, What
from civic.files.uploads import DOCX, ODT, PICTURES, Upload
from civic.following import actions as following
from civic.following.models import Step
from civic.kernel import correction, cpr, deed, ledger, trace
from civic.kernel.actor import Scope
from civic.kernel.context import Context
from civic.kernel.correction import Spot
from civic.kernel.markup import pictures
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.trace import Kind, Ref
from civic.processes.queries import process
from civic.proposals.queries import proposal
from civic.reports import queries
from civic.reports.models import (
    Purpose,
    Report,
    Section,
    SectionKind,
    SectionOrigin,
    SectionText,
    Version,
    content_hash,
    record_of,
    subject_of,
)
from civic.reports.notices import notice
from civic.reports.workflow import PROCESS_REPORTS, REPORT, SECTION_TEXT, ReportVerb
from civic.writing import actions as writing
from civic.writing.actions import Woven

DEEPEST = 3
"""How far below the report's title a heading may stand."""


@dataclass(frozen=True)
class Passage:
    """One section read from a document: its heading as it stood there, how deep, and its words in markup."""

    heading: str
    level: int
    text: str


def add_report(
    context: Context, process_id: int, *, title: str, about: str = "", writing_group_id: int | None = None
) -> Report:
    """Start a report in a running process; the writing group may write in it too."""
    parent = deed.begin(context, PROCESS_REPORTS, ReportVerb.ADD_REPORT, process(context, process_id))
    report = Report(
        process=parent, title=title, about=about, writing_group_id=writing_group_id, sections=[], versions=[]
    )
    return deed.enter(context, ReportVerb.ADD_REPORT, report)


def correct(
    context: Context, report_id: int, values: Mapping[str, object], *, reason: str = "", seen: str | None = None
) -> Report:
    """Correct a report's title, and what it is about; its versions stay as they were published."""
    report = deed.begin(context, REPORT, ReportVerb.CORRECT, queries.report(context, report_id))
    spot, is_public = Spot(Ref(Kind.REPORT, report.id), "report", report.id), bool(report.versions)
    correction.correct(context, ReportVerb.CORRECT, spot, report, values, reason=reason, seen=seen, is_public=is_public)
    if report.versions:
        newest = queries.version(context, report.versions[-1].id)
        board.put(context, notice(report, newest, newest.texts))
    return report


def add_section(
    context: Context,
    report_id: int,
    *,
    kind: SectionKind,
    heading: str,
    text: str,
    level: int = 1,
    is_example: bool = False,
) -> Section:
    """Add a section at the end, with the next number of its kind."""
    report = deed.begin(context, REPORT, ReportVerb.WRITE_SECTION, queries.report(context, report_id))
    section = _placed(context, report, kind, heading, text, level, is_example)
    return deed.enter(context, ReportVerb.WRITE_SECTION, section)


def write_section(context: Context, section_id: int, *, heading: str, text: str, edit: int) -> Woven:
    """Change a section's words; return how it reads now.

    `edit` is the edit the writer began from. What others changed meanwhile in other paragraphs stays; where both
    changed one paragraph, nothing is written, the writer's words are kept as their own, and both are returned.
    Refusal(TAKEN_OUT) for a section that somebody has taken out of the draft.
    """
    section = context.lock(queries.section(context, section_id))
    deed.ask(context, REPORT, ReportVerb.WRITE_SECTION, section.report)
    if section.position is None:
        raise Refusal(Reason.TAKEN_OUT)
    woven = writing.weave(context, _ref(section), heading=heading, text=text, seen=edit)
    if woven.clashes:
        return woven
    section.heading, section.text, section.edit = woven.heading, woven.text, woven.edit
    deed.enter(context, ReportVerb.WRITE_SECTION, section)
    return woven


def keep_typed(context: Context, section_id: int, *, heading: str, text: str, edit: int) -> None:
    """Keep what a writer has typed so far, unsaved; the others see that somebody writes here."""
    section = queries.section(context, section_id)
    REPORT.require(context, ReportVerb.WRITE_SECTION, section.report)
    writing.keep_copy(context, _ref(section), heading=heading, text=text, seen=edit)


def move_section(context: Context, section_id: int, *, by: int) -> Section:
    """Move a section up (-1) or down (1) among the others; each kind is numbered anew in the new order."""
    section = queries.section(context, section_id)
    report = deed.begin(context, REPORT, ReportVerb.ORDER_SECTIONS, section.report)
    order = list(queries.sections(context, report.id))
    at = order.index(section)
    if 0 <= at + by < len(order):
        order.insert(at + by, order.pop(at))
    _number(context, order)
    return deed.enter(context, ReportVerb.ORDER_SECTIONS, section)


def take_out_section(context: Context, section_id: int) -> Section:
    """Take a section out of the draft; versions that have it keep it."""
    section = queries.section(context, section_id)
    report = deed.begin(context, REPORT, ReportVerb.TAKE_OUT_SECTION, section.report)
    order = [one for one in queries.sections(context, report.id) if one is not section]
    section.taken_out_from = section.position
    section.position = section.number = None
    section.taken_out_by_id, section.taken_out_at = context.actor.person_id, context.now
    _number(context, order)
    return deed.enter(context, ReportVerb.TAKE_OUT_SECTION, section)


def put_back_section(context: Context, section_id: int) -> Section:
    """Put a section back where it stood, that one took out by mistake; Refusal(NOT_YOURS) for another's."""
    section = queries.taken_out(context, section_id)
    report = deed.begin(context, REPORT, ReportVerb.TAKE_OUT_SECTION, section.report)
    if not context.actor.is_person(section.taken_out_by_id):
        raise Refusal(Reason.NOT_YOURS)
    order = list(queries.sections(context, report.id))
    order.insert((section.taken_out_from or len(order) + 1) - 1, section)
    section.taken_out_by_id = section.taken_out_at = section.taken_out_from = None
    _number(context, order)
    return deed.enter(context, ReportVerb.TAKE_OUT_SECTION, section)


def open_section(context: Context, section_id: int, *, is_open: bool) -> Section:
    """Open a section's published text for everybody's comments, or close it again."""
    section = context.lock(queries.section(context, section_id))
    deed.ask(context, REPORT, ReportVerb.OPEN_SECTION, section.report)
    section.is_open = is_open
    return deed.enter(context, ReportVerb.OPEN_SECTION, section)


def discuss(context: Context, section_id: int, *, text: str, reply_to: int | None = None) -> Comment:
    """Say something about a section to its writers alone."""
    section = queries.section(context, section_id)
    REPORT.require(context, ReportVerb.DISCUSS, section.report)
    report = section.report
    circle = (Scope.GROUP, report.writing_group_id) if report.writing_group_id else (Scope.PROCESS, report.process_id)
    return dialogue.comment(
        context,
        Kind.SECTION,
        section.id,
        process_id=report.process_id,
        text=text,
        circle=circle,
        reply_to=reply_to,
    )


def comment(
    context: Context, text_id: int, *, text: str, label: Label | None = None, reply_to: int | None = None
) -> Comment:
    """Say something in public about a section that is open for it; Refusal(NOT_NOW) for one that is not."""
    frozen = queries.section_text(context, text_id)
    SECTION_TEXT.require(context, ReportVerb.COMMENT, frozen)
    process_id = frozen.version.report.process_id
    return dialogue.comment(
        context,
        Kind.SECTION,
        frozen.section_id,
        process_id=process_id,
        text=text,
        label=label,
        reply_to=reply_to,
    )


def tie_origin(context: Context, section_id: int, source: Ref) -> SectionOrigin:
    """Say what a section rests on; the first version frozen after that carries the link. Twice breaks a unique key."""
    section = queries.section(context, section_id)
    REPORT.require(context, ReportVerb.TIE_ORIGIN, section.report)
    tied = SectionOrigin(section_id=section.id, kind=source.kind, thing_id=source.id, tied_at=context.now)
    return deed.enter(context, ReportVerb.TIE_ORIGIN, tied)


def untie_origin(context: Context, section_id: int, source: Ref) -> Section:
    """Take back what a section was said to rest on; what is frozen keeps it."""
    section = queries.section(context, section_id)
    REPORT.require(context, ReportVerb.UNTIE_ORIGIN, section.report)
    context.session.delete(queries.origin(context, section.id, source))
    return deed.enter(context, ReportVerb.UNTIE_ORIGIN, section)


def forget_origin(context: Context, source: Ref) -> None:
    """Let no section rest any longer on a thing that was made by mistake and is no more; for that thing's room."""
    context.session.execute(
        delete(SectionOrigin).where(SectionOrigin.kind == source.kind, SectionOrigin.thing_id == source.id)
    )


def hand_in_document(context: Context, report_id: int, folder: Path, *, name: str, content: bytes) -> Upload:
    """Hand in a Word or ODT file as a first draft; the worker reads it into sections."""
    report = deed.begin(context, REPORT, ReportVerb.IMPORT, queries.report(context, report_id))
    allowed = frozenset({DOCX, ODT})
    received = uploads.receive(
        context, folder, Ref(Kind.REPORT, report.id), name=name, content=content, allowed=allowed, is_text=True
    )
    return deed.enter(context, ReportVerb.IMPORT, received)


def add_picture(context: Context, section_id: int, folder: Path, *, name: str, content: bytes, alt: str) -> Section:
    """Put a picture at the end of a section, with what it shows in words."""
    section = context.lock(queries.section(context, section_id))
    deed.ask(context, REPORT, ReportVerb.WRITE_SECTION, section.report)
    subject = Ref(Kind.REPORT, section.report_id)
    received = uploads.receive(context, folder, subject, name=name, content=content, allowed=PICTURES)
    shown = re.sub(r"([\\*_\[\]])", r"\\\1", alt)
    text = f"{section.text}\n\n![{shown}](picture-{received.id})".strip()
    woven = writing.weave(context, _ref(section), heading=section.heading, text=text, seen=section.edit)
    section.text, section.edit = woven.text, woven.edit
    return deed.enter(context, ReportVerb.WRITE_SECTION, section)


def take_in(context: Context, report_id: int, passages: Sequence[Passage]) -> list[Section]:
    """Enter the sections that the worker read from a document, after those that are there."""
    report = context.lock(queries.report(context, report_id))
    made = []
    for one in passages:
        kind, heading = _kind_of(one.heading)
        made.append(_placed(context, report, kind, heading, one.text, min(one.level, DEEPEST), False))
    if made:
        deed.enter(context, ReportVerb.IMPORT, report)
    return made


def publish_version(
    context: Context, report_id: int, *, label: str, purpose: Purpose, name: str = "", is_example: bool = False
) -> Version:
    """Freeze the report under a label, and ask for it as documents; a label used twice breaks a unique key.

    Refusal(NOTHING_WRITTEN) without sections, Refusal(ALT_MISSING) while a picture is not said in words,
    Refusal(NUMBER_SEEN) while there is something like a CPR number in it.
    """
    report = deed.begin(context, REPORT, ReportVerb.PUBLISH_VERSION, queries.report(context, report_id))
    present = queries.sections(context, report.id)
    if not present:
        raise Refusal(Reason.NOTHING_WRITTEN)
    unsaid = [one.heading for one in present for picture in pictures(one.text) if not picture.alt.strip()]
    if unsaid:
        raise Refusal(Reason.ALT_MISSING, about=", ".join(dict.fromkeys(unsaid)))
    numbered = [one.heading for one in present if cpr.is_in(one.heading, one.text)]
    if numbered:
        raise Refusal(Reason.NUMBER_SEEN, about=", ".join(map(cpr.masked, numbered)))
    version = Version(
        report=report,
        label=label,
        name=name,
        purpose=purpose,
        published_at=context.now,
        content_hash=content_hash(present),
        texts=[_frozen(section) for section in present],
        is_example=is_example,
    )
    deed.enter(context, ReportVerb.PUBLISH_VERSION, version)
    ledger.enter(context, report.process_id, subject_of(version), record_of(version))
    _carry_origins(context, version)
    renditions.ask(context, Ref(Kind.VERSION, version.id), What.REPORT, Format.PDF, Format.DOCX, Format.ODT)
    board.put(context, notice(report, version, version.texts))
    home = [Ref(Kind.PROCESS, report.process_id)]
    following.tell(context, Step.VERSION_PUBLISHED, Ref(Kind.VERSION, version.id), report.title, within=home)
    return version


def link_origin(context: Context, text_id: int, proposal_id: int) -> SectionText:
    """Say that a section's words came from a proposal."""
    text = queries.section_text(context, text_id)
    REPORT.require(context, ReportVerb.LINK_ORIGIN, text.version.report)
    origin = proposal(context, proposal_id)
    trace.link(context, Ref(Kind.PROPOSAL, origin.id), Ref(Kind.SECTION_TEXT, text.id))
    trace.link(context, Ref(Kind.SECTION_TEXT, text.id), Ref(Kind.VERSION, text.version_id))
    return deed.enter(context, ReportVerb.LINK_ORIGIN, text)


def finish(context: Context, report_id: int) -> Report:
    """End the writing; what is published stays as it is."""
    report = deed.do(context, REPORT, ReportVerb.FINISH, queries.report(context, report_id))
    if report.versions:
        newest = queries.version(context, report.versions[-1].id)
        board.put(context, notice(report, newest, newest.texts))
    return report


def _ref(section: Section) -> Ref:
    return Ref(Kind.SECTION, section.id)


def _placed(
    context: Context, report: Report, kind: SectionKind, heading: str, text: str, level: int, is_example: bool
) -> Section:
    present = queries.sections(context, report.id)
    section = Section(
        report=report,
        position=1 + max((one.position or 0 for one in present), default=0),
        kind=kind,
        number=1 + max((one.number or 0 for one in present if one.kind is kind), default=0),
        level=level,
        heading=heading,
        text=text,
        is_example=is_example,
    )
    context.session.add(section)
    context.session.flush()
    writing.write_down(context, _ref(section), heading=heading, text=text, edit=1)
    return section


def _number(context: Context, order: Sequence[Section]) -> None:
    """Give the sections places and numbers in this order; all are taken away first, for each is unique."""
    for section in order:
        section.position = section.number = None
    context.session.flush()
    counts: dict[SectionKind, int] = {}
    for position, section in enumerate(order, 1):
        counts[section.kind] = counts.get(section.kind, 0) + 1
        section.position, section.number = position, counts[section.kind]


def _carry_origins(context: Context, version: Version) -> None:
    """Tie each origin to the first text frozen after it was tied to the section, and to that alone."""
    ids = [one.section_id for one in version.texts]
    carried = queries.tied_before(context, ids)
    tied = queries.origins_of(context, ids)
    for text in version.texts:
        for one in tied.get(text.section_id, ()):
            if (text.section_id, one.kind, one.thing_id) not in carried:
                trace.link(context, Ref(one.kind, one.thing_id), Ref(Kind.SECTION_TEXT, text.id))
                trace.link(context, Ref(Kind.SECTION_TEXT, text.id), Ref(Kind.VERSION, version.id))


def _frozen(section: Section) -> SectionText:
    return SectionText(
        section_id=section.id,
        position=section.position,
        kind=section.kind,
        number=section.number,
        level=section.level,
        heading=section.heading,
        text=section.text,
        is_example=section.is_example,
    )


_NUMBERED = {
    SectionKind.PRINCIPLE: re.compile(r"(?:princip|principle)\s+\d+\s*[:.–-]\s*(\S.*)", re.IGNORECASE | re.DOTALL),
    SectionKind.RECOMMENDATION: re.compile(
        r"(?:anbefaling|recommendation)\s+\d+\s*[:.–-]\s*(\S.*)", re.IGNORECASE | re.DOTALL
    ),
    SectionKind.SECTION: re.compile(r"\d+(?:\.\d+)*\.?\s+(\S.*)", re.DOTALL),
}


def _kind_of(heading: str) -> tuple[SectionKind, str]:
    """Return what a document's heading says its section is, and the heading without the number it had there."""
    for kind, shape in _NUMBERED.items():
        found = shape.fullmatch(heading.strip())
        if found:
            return kind, found[1]
    return SectionKind.SECTION, heading.strip()
