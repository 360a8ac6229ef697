"""What the pages about evidence show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from flask import url_for
from flask_babel import gettext as _

from civic.areas.queries import areas
from civic.evidence import queries
from civic.evidence.models import Evidence, EvidenceKind, KeyFigure, Photo, Statement
from civic.evidence.workflow import EVIDENCE, PROCESS_EVIDENCE, EvidenceVerb
from civic.files import pictures
from civic.files.pictures import Picture
from civic.files.uploads import Upload, pages_of, uploads_of
from civic.http.forms import Form
from civic.http.task import TaskPage
from civic.kernel import trace
from civic.kernel.context import Context
from civic.kernel.seen import fingerprint
from civic.kernel.trace import Kind, Ref
from civic.minutes.models import AgendaItem
from civic.minutes.queries import treating
from civic.processes.models import Process
from civic.processes.queries import process
from civic.processes.workflow import is_case_officer
from civic.reports.models import SectionText
from civic.reports.queries import texts_by_ids
from civic.said.corrections import Corrected, corrected
from civic.said.figures import Row, bars, rows, short, written
from civic.said.thread import Link
from civic.said.wording import word
from civic.web.evidence.forms import FORMS, EvidenceForm

SHOWN = 50


@dataclass(frozen=True)
class Listed:
    """One piece of evidence in a list, and which sections rest on it."""

    evidence: Evidence
    short: str
    """A key figure's numbers in one line."""
    used_in: Sequence[SectionText]


@dataclass(frozen=True)
class EvidenceListPage:
    """What a process rests on, fifty at a time."""

    template: ClassVar[str] = "evidence/index.html"
    process: Process
    found: Sequence[Listed]
    next_after: int | None
    ways: Sequence[tuple[str, str]]
    """Where each kind is entered, for those who may: the address and its words."""


@dataclass(frozen=True)
class EvidencePage:
    """One piece of evidence, and where it was used."""

    template: ClassVar[str] = "evidence/evidence.html"
    evidence: Evidence
    rows: Sequence[Row]
    """Of a key figure its numbers, as everybody may read them."""
    bars: Sequence[Row]
    photos: Sequence[tuple[Photo, Picture | None]]
    slides: Sequence[Upload]
    pages: Mapping[int, list[int]]
    """Of slides that somebody decides about, their pages."""
    used_in: Sequence[SectionText]
    corrected: Corrected
    treated: Sequence[AgendaItem]
    """The items of agendas that treat it, each with its meeting."""
    may: dict[str, bool]
    may_blot: bool
    seen: str
    """What whoever publishes it has seen."""
    just_entered: str
    """The name of the draft in the browser that this was, where it has just been entered."""

    @property
    def is_gone(self) -> bool:
        """Return whether it was somebody's words, and they have taken their consent back."""
        return isinstance(self.evidence, Statement) and self.evidence.is_gone


def list_page(context: Context, process_id: int, *, after: int) -> EvidenceListPage:
    """Return what a process rests on, with the sections that do, in five statements."""
    found = process(context, process_id)
    listed = queries.evidence_of(context, found, after=after, at_most=SHOWN + 1)
    used = _used(context, [one.id for one in listed])
    known = areas(context) if any(isinstance(one, KeyFigure) for one in listed) else []
    return EvidenceListPage(
        process=found,
        found=[
            Listed(one, short(known, one) if isinstance(one, KeyFigure) else "", used.get(one.id, ()))
            for one in listed[:SHOWN]
        ],
        next_after=listed[SHOWN - 1].id if len(listed) > SHOWN else None,
        ways=[
            (
                url_for("evidence.new", process_id=process_id, kind=kind.value),
                _("Enter: %(what)s", what=word(kind).lower()),
            )
            for kind in EvidenceKind
            if PROCESS_EVIDENCE.may(context, EvidenceVerb.ADD, found)
        ],
    )


def evidence_page(context: Context, evidence_id: int, *, is_new: bool = False) -> EvidencePage:
    """Return one piece of evidence, for whoever may read it."""
    found = queries.evidence(context, evidence_id)
    may = EVIDENCE.allowed(context, found)
    table = rows(areas(context), found) if isinstance(found, KeyFigure) else []
    photos = queries.photos_of(context, found.id) if found.kind is EvidenceKind.VISIT else []
    drawn = pictures.of_each(context, [Ref(Kind.PHOTO, one.id) for one in photos])
    slides: Sequence[Upload] = ()
    if found.kind is EvidenceKind.PRESENTATION:
        slides = uploads_of(context, Kind.EVIDENCE, [found.id]).get(found.id, [])
    return EvidencePage(
        evidence=found,
        rows=table,
        bars=bars(table),
        photos=[(one, drawn.get(Ref(Kind.PHOTO, one.id))) for one in photos],
        slides=[one for one in slides if one.is_shown or may["judge_slides"]],
        pages=pages_of(context, [one.id for one in slides]) if slides and may["judge_slides"] else {},
        used_in=_used(context, [found.id]).get(found.id, ()),
        corrected=corrected(context, Ref(Kind.EVIDENCE, found.id)),
        treated=treating(context, Ref(Kind.EVIDENCE, found.id)),
        may=may,
        may_blot=is_case_officer(context.actor, found),
        seen=fingerprint(*found.seen),
        just_entered=draft_name(found.kind, found.process_id) if is_new else "",
    )


def _used(context: Context, ids: Sequence[int]) -> dict[int, list[SectionText]]:
    """Return the published sections that rest on each, by links that were carried when they were frozen."""
    led = trace.led_to(context, Kind.EVIDENCE, ids, Kind.SECTION_TEXT)
    texts = {one.id: one for one in texts_by_ids(context, [text_id for _one, text_id in led])} if led else {}
    found: dict[int, list[SectionText]] = {}
    for one, text_id in led:
        if text_id in texts:
            found.setdefault(one, []).append(texts[text_id])
    return found


@dataclass(frozen=True)
class FormPage:
    """The form that enters a piece of evidence, changes a draft or corrects."""

    template: ClassVar[str] = "evidence/form.html"
    heading: str
    said: str
    form: EvidenceForm
    button: str
    trail: Sequence[Link]
    draft: str = ""
    """The name under which the browser keeps what is typed, so that nothing goes with the network."""


def draft_name(kind: EvidenceKind, process_id: int) -> str:
    """Return the name under which a browser keeps what was typed of a new piece."""
    return f"evidence-{kind.value}-{process_id}"


def new_page(context: Context, process_id: int, kind: EvidenceKind, form: EvidenceForm | None = None) -> FormPage:
    """Return the form for a new piece of evidence."""
    found = process(context, process_id)
    PROCESS_EVIDENCE.require(context, EvidenceVerb.ADD, found)
    form = form or new_form(context, found, kind)
    form.is_for_a_draft()
    return FormPage(
        heading=str(_("Enter: %(what)s", what=word(kind).lower())),
        said=str(_("Only those who work with the process see it until you publish it.")),
        form=form,
        button=str(_("Save")),
        trail=_trail(found),
        draft=draft_name(kind, process_id),
    )


def new_form(context: Context, found: Process, kind: EvidenceKind, *, sent: bool = False) -> EvidenceForm:
    """Return the form of a kind with what can be chosen in the process, empty or as it was sent."""
    form = FORMS[kind]() if sent else FORMS[kind](formdata=None)
    form.offer(context, found)
    return form


def change_page(context: Context, evidence_id: int, form: EvidenceForm | None = None) -> FormPage:
    """Return the form that changes a draft or corrects what is published, for those who may."""
    found = queries.evidence(context, evidence_id)
    EVIDENCE.require(context, EvidenceVerb.CORRECT, found)
    form = form or change_form(context, found)
    form.shows_row(found)
    said = ""
    if found.is_public:
        said = str(_("What stands there now stays to be seen, with the day, your name and the reason."))
    else:
        form.is_for_a_draft()
    trail = (*_trail(found.process), (found.title, url_for("evidence.show", evidence_id=found.id)))
    heading = _("Correct it") if found.is_public else _("Change the draft")
    return FormPage(heading=str(heading), said=said, form=form, button=str(_("Save")), trail=trail)


def change_form(context: Context, found: Evidence, *, sent: bool = False) -> EvidenceForm:
    """Return the form of a piece of evidence, with what stands there or as it was sent."""
    stands = {name: getattr(found, name) for name in found.facts}
    if isinstance(found, KeyFigure):
        stands["cells"] = written(context, found.cells)
    form = FORMS[found.kind]() if sent else FORMS[found.kind](formdata=None, data=stands)
    form.offer(context, found)
    return form


def task_page(context: Context, found: Evidence, form: Form, heading: str, button: str, said: str = "") -> TaskPage:
    """Return a screen on which something is done with a piece of evidence."""
    trail = (*_trail(found.process), (found.title, url_for("evidence.show", evidence_id=found.id)))
    return TaskPage(heading, form, button, said, trail)


def _trail(found: Process) -> tuple[Link, ...]:
    return (
        (found.title, url_for("processes.process", process_id=found.id)),
        (_("Evidence base"), url_for("evidence.index", process_id=found.id)),
    )
