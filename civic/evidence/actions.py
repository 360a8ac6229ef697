"""What a process rests on: every write."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

from civic.areas.queries import areas, areas_among
from civic.board import actions as board
from civic.db.base import Precision
from civic.evidence import queries
from civic.evidence.models import (
    Cell,
    Consent,
    Evidence,
    EvidenceState,
    KeyFigure,
    Measure,
    Photo,
    Presentation,
    Statement,
    Visit,
    Voice,
)
from civic.evidence.notices import notice
from civic.evidence.suppression import left, parts_of
from civic.evidence.workflow import EVIDENCE, PROCESS_EVIDENCE, EvidenceVerb
from civic.files import pictures, uploads
from civic.files.uploads import TEXTS, Upload
from civic.kernel import correction, deed
from civic.kernel.context import Context
from civic.kernel.correction import Spot
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.seen import check
from civic.kernel.trace import Kind, Ref
from civic.meetings.queries import meeting
from civic.processes.queries import process

WHOLE = "*"
"""Stands for the municipality as a whole where numbers are kept as text."""


@dataclass(frozen=True)
class About:
    """What every kind of evidence has: what it is called, what it says, when, where and from where it is known."""

    title: str
    text: str = ""
    happened_on: date | None = None
    precision: Precision | None = Precision.DAY
    area_id: int | None = None
    meeting_id: int | None = None
    source: str = ""
    is_example: bool = False


def add_visit(
    context: Context, process_id: int, about: About, *, purpose: str = "", participants: str = "", questions: str = ""
) -> Visit:
    """Enter a site visit, for the staff alone until it is published."""
    return _add(context, process_id, about, Visit(purpose=purpose, participants=participants, questions=questions))


def add_presentation(
    context: Context,
    process_id: int,
    about: About,
    *,
    speaker: str = "",
    speaker_title: str = "",
    speaker_organisation: str = "",
) -> Presentation:
    """Enter an expert's talk, with the title and organisation the speaker has now."""
    made = Presentation(speaker=speaker, speaker_title=speaker_title, speaker_organisation=speaker_organisation)
    return _add(context, process_id, about, made)


def add_key_figure(
    context: Context,
    process_id: int,
    about: About,
    *,
    measure: Measure,
    year: int,
    cells: tuple[Cell, ...],
    unit: str = "",
) -> KeyFigure:
    """Enter a key figure: a number of each of some areas, and of the municipality as a whole.

    Refusal(NOT_FITTING) for numbers of another measure, Refusal(TAKEN) for an area with two,
    Refusal(MORE_THAN_WHOLE) where the areas in another have more persons than it.
    """
    _check_cells(context, measure, cells)
    return _add(context, process_id, about, KeyFigure(measure=measure, unit=unit, year=year, cells=cells))


def add_statement(
    context: Context,
    process_id: int,
    about: About,
    *,
    voice: Voice,
    consent: Consent,
    consented_on: date,
    said_by: str = "",
    speaks_as: str = "",
) -> Statement:
    """Enter what somebody said, with the consent it was given under.

    Refusal(NO_CONSENT) for a name of somebody who did not agree to be named, or for a named one without;
    Refusal(NOT_HELD_YET) for a day to come.
    """
    _check_consent(context, consent, consented_on, said_by)
    made = Statement(voice=voice, consent=consent, consented_on=consented_on, said_by=said_by, speaks_as=speaks_as)
    return _add(context, process_id, about, made)


def correct(
    context: Context, evidence_id: int, values: Mapping[str, object], *, reason: str = "", seen: str | None = None
) -> Evidence:
    """Correct a piece of evidence; a draft is just changed.

    Raises as `kernel.correction.correct` does, and as what enters one of its kind.
    """
    found = deed.begin(context, EVIDENCE, EvidenceVerb.CORRECT, queries.evidence(context, evidence_id))
    values, said = dict(values), {}
    tells_of_few: Collection[int | None] = ()
    _check_about(context, found.process_id, values)
    if not values.get("happened_on", found.happened_on):
        values["precision"] = None
    if isinstance(found, KeyFigure):
        context.session.refresh(found, ["values"])
        cells = values.get("cells", found.cells)
        assert isinstance(cells, tuple)
        measure = values.get("measure", found.measure)
        assert isinstance(measure, Measure)
        _check_cells(context, measure, cells)
        tells_of_few = queries.hidden_in(areas(context), cells)
        said["cells"] = "*" if tells_of_few else _shown(context, found.cells)
    if isinstance(found, Statement):
        now = {name: values.get(name, getattr(found, name)) for name in ("consent", "consented_on", "said_by")}
        _check_consent(context, **now)  # type: ignore[arg-type]
        if now["consent"] is Consent.INTERNAL and found.is_public:
            raise Refusal(Reason.NO_CONSENT)
    said |= {
        "area_id": found.area.name if found.area else "",
        "meeting_id": found.meeting.title if found.meeting else "",
    }
    spot, is_public = _spot(found), found.is_public
    fewer = isinstance(found, Statement) and _agrees_to_less(found, values)
    correction.correct(
        context, EvidenceVerb.CORRECT, spot, found, values, reason=reason, seen=seen, is_public=is_public, said=said
    )
    if fewer:  # who may not be named any more is not named by what stood there before either
        correction.blot_fields(context, spot, ("said_by", "speaks_as"))
    if tells_of_few:  # what stood before and what stands now would tell together what neither does
        correction.blot_fields(context, spot, ("cells",))
    _post(context, found)
    return found


def _agrees_to_less(found: Statement, values: Mapping[str, object]) -> bool:
    """Return whether a name or the consent to it goes with a correction."""
    consent, said_by = values.get("consent", found.consent), values.get("said_by", found.said_by)
    was_named = found.consent is Consent.NAMED
    return (was_named and consent is not Consent.NAMED) or (bool(found.said_by) and said_by != found.said_by)


def publish(context: Context, evidence_id: int, *, seen: str | None = None) -> Evidence:
    """Let everybody read a piece of evidence; Refusal(NOT_NOW) for words that were not said for everybody.

    Refusal(WRITTEN_MEANWHILE) where it reads otherwise than whoever publishes has seen.
    """
    found = context.lock(queries.evidence(context, evidence_id))
    check(seen, *found.seen)
    deed.did(context, EVIDENCE, EvidenceVerb.PUBLISH, found)
    _post(context, found)
    return found


def take_back(context: Context, evidence_id: int, *, reason: str) -> Evidence:
    """Say that a published piece of evidence does not hold, and why; it stays to be seen, marked."""
    found = deed.do(context, EVIDENCE, EvidenceVerb.TAKE_BACK, queries.evidence(context, evidence_id))
    correction.keep(context, _spot(found), {"status": EvidenceState.PUBLISHED}, reason=reason)
    _post(context, found)
    return found


def publish_again(context: Context, evidence_id: int) -> Evidence:
    """Let a piece of evidence stand that was taken back by mistake."""
    found = deed.do(context, EVIDENCE, EvidenceVerb.PUBLISH_AGAIN, queries.evidence(context, evidence_id))
    _post(context, found)
    return found


def end_consent(context: Context, evidence_id: int) -> Evidence:
    """Let a statement's words and name go, because whoever said it has taken the consent back.

    What was put right in it goes too; that there was a statement, and that its consent ended, stays.
    """
    found = deed.begin(context, EVIDENCE, EvidenceVerb.END_CONSENT, queries.evidence(context, evidence_id))
    assert isinstance(found, Statement)
    found.title = found.text = found.said_by = found.speaks_as = found.source = ""
    found.consent_ended_on = context.today
    correction.blot_all(context, Ref(Kind.EVIDENCE, found.id))
    deed.enter(context, EvidenceVerb.END_CONSENT, found)
    _post(context, found)
    return found


def throw_away(context: Context, evidence_id: int) -> None:
    """Throw a draft away, with its photographs and slides."""
    found = deed.begin(context, EVIDENCE, EvidenceVerb.THROW_AWAY, queries.evidence(context, evidence_id))
    deed.enter(context, EvidenceVerb.THROW_AWAY, found)
    for one in queries.photos_of(context, found.id):
        pictures.forget(context, Ref(Kind.PHOTO, one.id))
        context.session.delete(one)
    for slides in uploads.uploads_of(context, Kind.EVIDENCE, [found.id]).get(found.id, []):
        uploads.remove(context, slides)
    context.session.flush()
    context.session.delete(found)
    context.session.flush()


def add_photo(context: Context, evidence_id: int, folder: Path, *, content: bytes, alt: str, consent: str) -> Photo:
    """Add a photograph to a visit, with what it shows in words, and who can be recognised and has agreed.

    Raises as `pictures.put` does, and Refusal(NO_CONSENT) where nothing is said of it.
    """
    found = deed.begin(context, EVIDENCE, EvidenceVerb.ADD_PHOTO, queries.evidence(context, evidence_id))
    if not consent:
        raise Refusal(Reason.NO_CONSENT)
    made = deed.enter(
        context, EvidenceVerb.ADD_PHOTO, Photo(evidence_id=found.id, consent=consent, added_at=context.now)
    )
    pictures.put(context, Ref(Kind.PHOTO, made.id), folder, about=found.title, content=content, alt=alt)
    return made


def put_picture(
    context: Context, photo_id: int, folder: Path, *, content: bytes, alt: str, seen: str | None = None
) -> Evidence:
    """Change what a photograph shows in words; raises as `pictures.put` does.

    Refusal(NO_CONSENT) for another picture in its place: who agreed agreed to this one. It is added by itself.
    """
    _photo, visit = queries.photo(context, photo_id)
    if content:
        raise Refusal(Reason.NO_CONSENT)
    found = deed.do(context, EVIDENCE, EvidenceVerb.PUT_PICTURE, visit)
    pictures.put(context, Ref(Kind.PHOTO, photo_id), folder, about=found.title, content=content, alt=alt, seen=seen)
    return found


def take_out_picture(context: Context, photo_id: int) -> Evidence:
    """Take a photograph away for good: whoever is on it may ask for it at any time."""
    photo, visit = queries.photo(context, photo_id)
    found = deed.do(context, EVIDENCE, EvidenceVerb.TAKE_OUT_PICTURE, visit)
    pictures.take_out(context, Ref(Kind.PHOTO, photo_id))
    context.session.delete(photo)
    return found


def hand_in_slides(context: Context, evidence_id: int, folder: Path, *, name: str, content: bytes) -> Upload:
    """Put a talk's slides beside it; they are shown once the worker has looked through them."""
    found = deed.begin(context, EVIDENCE, EvidenceVerb.HAND_IN_SLIDES, queries.evidence(context, evidence_id))
    thing = Ref(Kind.EVIDENCE, found.id)
    added = uploads.receive(context, folder, thing, name=name, content=content, allowed=TEXTS)
    return deed.enter(context, EvidenceVerb.HAND_IN_SLIDES, added)


def judge_slides(context: Context, evidence_id: int, upload_id: int, *, is_shown: bool, reason: str) -> Upload:
    """Release slides the gate held back, or withhold them, with the reason; Refusal(NOT_READ_YET) for unread ones."""
    found = context.lock(queries.evidence(context, evidence_id))
    EVIDENCE.require(context, EvidenceVerb.JUDGE_SLIDES, found)
    judged = uploads.judge(context, Ref(Kind.EVIDENCE, found.id), upload_id, is_shown=is_shown, reason=reason)
    return deed.enter(context, EvidenceVerb.JUDGE_SLIDES, judged)


E = TypeVar("E", bound=Evidence)


def _add(context: Context, process_id: int, about: About, made: E) -> E:
    parent = deed.begin(context, PROCESS_EVIDENCE, EvidenceVerb.ADD, process(context, process_id))
    values = vars(about) | {"precision": about.precision if about.happened_on else None}
    _check_about(context, parent.id, values)
    for name, value in values.items():
        setattr(made, name, value)
    made.process_id, made.state, made.created_at = parent.id, EvidenceState.DRAFT, context.now
    return deed.enter(context, EvidenceVerb.ADD, made)


def _check_about(context: Context, process_id: int, values: Mapping[str, object]) -> None:
    """Refusal(NOT_FOUND) for an area that is none, or a meeting of another process."""
    area_id, meeting_id = values.get("area_id"), values.get("meeting_id")
    if isinstance(area_id, int):
        areas_among(context, [area_id])
    if isinstance(meeting_id, int) and meeting(context, meeting_id).process_id != process_id:
        raise Refusal(Reason.NOT_FOUND)


def _check_cells(context: Context, measure: Measure, cells: tuple[Cell, ...]) -> None:
    if len({one.area_id for one in cells}) != len(cells):
        raise Refusal(Reason.TAKEN)
    for one in cells:
        is_share, is_average = one.out_of is not None, one.value is not None
        if (is_share, is_average) != (measure is Measure.SHARE, measure is Measure.AVERAGE):
            raise Refusal(Reason.NOT_FITTING)
    by_area = {one.area_id: one for one in cells}
    around = {one.id: one for one in areas(context)}
    areas_among(context, [one for one in by_area if one is not None])
    for whole, parts in parts_of(by_area, {one.id: one.parent_id for one in around.values()}).items():
        if any(number < 0 for number in left(by_area[whole], [by_area[one] for one in parts])):
            raise Refusal(Reason.MORE_THAN_WHOLE, about=around[whole].name if whole else "")


def _check_consent(context: Context, consent: Consent, consented_on: date, said_by: str) -> None:
    if (consent is Consent.NAMED) != bool(said_by):
        raise Refusal(Reason.NO_CONSENT)
    if consented_on > context.today:
        raise Refusal(Reason.NOT_HELD_YET)


def _shown(context: Context, cells: tuple[Cell, ...]) -> str:
    """Return a key figure's numbers as they are kept when they are corrected: * for all where some are not shown.

    What stands there after a correction is the rest of a sum: of numbers that are hidden nothing is kept.
    """
    known = areas(context)
    if queries.hidden_in(known, cells):
        return "*"
    names, lines = {one.id: one.name for one in known}, []
    for one in cells:
        said = [str(number) for number in (one.value, one.persons, one.out_of) if number is not None]
        lines.append("; ".join([names[one.area_id] if one.area_id else WHOLE, *said]))
    return "\n".join(lines)


def _spot(evidence: Evidence) -> Spot:
    return Spot(Ref(Kind.EVIDENCE, evidence.id), evidence.kind.value, evidence.id)


def _post(context: Context, evidence: Evidence) -> None:
    """Say on the board what can be read now."""
    if evidence.state is EvidenceState.PUBLISHED and evidence.title:
        board.put(context, notice(evidence))
    else:
        board.take_down(context, Ref(Kind.EVIDENCE, evidence.id))
