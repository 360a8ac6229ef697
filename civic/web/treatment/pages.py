"""What the officer's desk, a remark's page and the hearing note show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from flask_babel import gettext as _

from civic.files.uploads import Upload, uploads_of
from civic.hearings import queries as hearing_queries
from civic.hearings.models import Hearing, HearingState
from civic.http.forms import Form
from civic.kernel.context import Context
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.trace import Kind, Ref
from civic.moderation.queries import Standing, standings
from civic.proposals.queries import published
from civic.reports.models import Redaction, SectionText
from civic.reports.queries import changed_since, redaction
from civic.reports.workflow import REDACTION, ReportVerb
from civic.responses import queries as response_queries
from civic.responses.models import Response, ResponsePart
from civic.responses.workflow import HEARING_RESPONSES
from civic.said.answered import Answered, answered
from civic.said.choices import MANY, cut_said
from civic.said.corrections import Corrected, corrected
from civic.said.note import Note, WhiteBook, note
from civic.said.trace import Grounds, origins
from civic.said.wording import number, section_name, word
from civic.treatment import queries
from civic.treatment.models import Remark, RemarkKind, Theme
from civic.treatment.queries import EVERYTHING, Key, Order, Pick, Progress, Sought
from civic.treatment.workflow import HEARING_NOTE, REMARK, RESPONSE_REMARKS, TreatmentVerb
from civic.web.treatment.forms import ChangeForm, ClassifyForm, GroupForm, SeveralForm, SplitForm, TreatmentForm


@dataclass(frozen=True)
class DeskPage:
    """The officer's desk: what waits for a look, what is not split, and the remarks."""

    template: ClassVar[str] = "treatment/desk.html"
    hearing: Hearing
    state: HearingState
    progress: Progress
    waiting: Sequence[Response]
    standings: Mapping[int, Standing]
    """What the gate saw in those that wait, by id."""
    unsplit: Sequence[Response]
    """Answers that nobody has worked on, the first of them."""
    several: SeveralForm
    remarks: Sequence[Remark]
    pick: Pick
    theme_id: int | None
    themes: Sequence[Theme]
    next_after: int | None
    form: GroupForm
    may: dict[str, bool]


@dataclass(frozen=True)
class RedactionPage:
    """Words that somebody asks to have taken out of published versions."""

    template: ClassVar[str] = "treatment/redaction.html"
    redaction: Redaction
    may: dict[str, bool]


@dataclass(frozen=True)
class SplitPage:
    """One response beside the report, for the officer who makes remarks of it."""

    template: ClassVar[str] = "treatment/split.html"
    response: Response
    paragraphs: Sequence[tuple[str, str]]
    """Each paragraph with what it is about, a section's name or a question; nothing where that stands above."""
    sections: Sequence[SectionText]
    remarks: Sequence[Remark]
    files: Sequence[Upload]
    form: SplitForm


@dataclass(frozen=True)
class NotePage:
    """The hearing note on a page, with what its officer can do with it."""

    template: ClassVar[str] = "treatment/note.html"
    note: Note
    may: dict[str, bool]
    refusal: Refusal | None
    """Why it could not be carried on just now."""
    corrected: Corrected

    @property
    def is_sifted(self) -> bool:
        """Return whether only some rows were asked for."""
        return self.note.sought != EVERYTHING

    @property
    def asked(self) -> dict[str, str]:
        """Return how the rows were asked for, for the address of the next page."""
        sought = self.note.sought
        asked = {
            "sort": self.note.order.value,
            "words": sought.words,
            "section": str(sought.section_id or ""),
            "outcome": sought.outcome.value if sought.outcome else "",
        }
        return {name: value for name, value in asked.items() if value}

    @property
    def section_choices(self) -> list[tuple[str, str]]:
        """Return which sections the remarks are about, with their counts."""
        found = [(str(text.id), f"{section_name(text)} ({number(count)})") for text, count in self.note.sections]
        return [("", _("everything")), *found] if found else []

    @property
    def outcome_choices(self) -> list[tuple[str, str]]:
        """Return which answers there are, with their counts."""
        found = [(one.value, f"{word(one)} ({number(count)})") for one, count in self.note.outcomes]
        return [("", _("anything")), *found] if found else []

    @property
    def missing(self) -> Pick:
        """Return which remarks the officer looks at to put it right."""
        picks = {Reason.REMARKS_UNTREATED: Pick.UNTREATED, Reason.CHANGE_MISSING: Pick.CHANGE_MISSING}
        return picks.get(self.refusal.reason, Pick.ALL) if self.refusal else Pick.ALL


@dataclass(frozen=True)
class WhiteBookPage:
    """All answers on a page."""

    template: ClassVar[str] = "treatment/white_book.html"
    book: WhiteBook


@dataclass(frozen=True)
class RemarkPage:
    """One remark for the officer who answers it."""

    template: ClassVar[str] = "treatment/remark.html"
    remark: Remark
    answered: Answered
    siblings: Sequence[Remark]
    may: dict[str, bool]
    may_split: bool
    treatment: Form
    change: ChangeForm
    classify: ClassifyForm
    grounds: Grounds
    next_id: int | None


def desk_page(
    context: Context,
    hearing_id: int,
    *,
    pick: Pick = Pick.ALL,
    theme_id: int | None = None,
    after: int = 0,
    form: GroupForm | None = None,
    several: SeveralForm | None = None,
) -> DeskPage:
    """Return the officer's desk for a hearing."""
    hearing = hearing_queries.hearing(context, hearing_id)
    HEARING_NOTE.require(context, TreatmentVerb.READ_DESK, hearing)
    found = queries.picked(context, hearing_id, pick, theme_id=theme_id, after=after, at_most=51)
    form = form or GroupForm(formdata=None)
    form.remarks.choices = [(one.id, f"{one.response.number}.{one.number}") for one in found[:50]]
    waiting = response_queries.to_release(context, hearing_id)
    unsplit = queries.unsplit(context, hearing)
    several = several or SeveralForm(formdata=None)
    several.responses.choices = [(one.id, str(one.number)) for one in unsplit]
    return DeskPage(
        hearing=hearing,
        state=hearing.state_at(context.now),
        progress=queries.progress(context, hearing_id),
        waiting=waiting,
        standings=standings(context, Kind.RESPONSE, [one.id for one in waiting]),
        unsplit=unsplit,
        several=several,
        remarks=found[:50],
        pick=pick,
        theme_id=theme_id,
        themes=queries.themes(context, hearing_id),
        next_after=found[49].id if len(found) > 50 else None,
        form=form,
        may={**HEARING_NOTE.allowed(context, hearing), **HEARING_RESPONSES.allowed(context, hearing)},
    )


def split_page(
    context: Context, response_id: int, *, form: SplitForm | None = None, paragraph: int | None = None
) -> SplitPage:
    """Return a response beside the report it heard; `paragraph` puts that paragraph into the form."""
    response = response_queries.response(context, response_id)
    RESPONSE_REMARKS.require(context, TreatmentVerb.SPLIT, response)
    paragraphs = [
        (words.strip(), _about(part) if number == 0 else "")
        for part in response.parts or [ResponsePart(text=response.text)]
        for number, words in enumerate(part.text.split("\n\n"))
        if words.strip()
    ]
    if form is None:
        chosen = paragraphs[paragraph][0] if paragraph is not None and 0 <= paragraph < len(paragraphs) else ""
        parts = [one for one in response.parts if chosen and one.text.strip() == chosen]
        about = [one.section_text_id for one in parts if one.section_text_id]
        form = SplitForm(formdata=None, text=chosen, sections=about)
        if any(one.is_offer for one in parts):
            form.kind.data = RemarkKind.OFFER.value
    return SplitPage(
        response=response,
        paragraphs=paragraphs,
        sections=response.version.texts,
        remarks=queries.of_response(context, response.id),
        files=uploads_of(context, Kind.RESPONSE, [response.id]).get(response.id, []),
        form=split_form(context, response, form),
    )


def _about(part: ResponsePart) -> str:
    if part.question is not None:
        return part.question.text
    if part.is_offer:
        return word(RemarkKind.OFFER)
    return section_name(part.section_text) if part.section_text is not None else ""


def split_form(context: Context, response: Response, form: SplitForm) -> SplitForm:
    """Return the form with the sections and proposals a remark can be tied to."""
    form.sections.choices = [(one.id, section_name(one)) for one in response.version.texts]
    proposals = published(context, response.hearing.process_id, at_most=MANY + 1)
    own = (0, _("No, it is the sender's own"))
    form.proposal_id.choices = [own, *((one.proposal.id, one.proposal.title) for one in proposals[:MANY])]
    if len(proposals) > MANY:
        form.proposal_id.description = cut_said()
    return form


def remark_page(
    context: Context,
    remark_id: int,
    *,
    treatment: TreatmentForm | None = None,
    change: ChangeForm | None = None,
    classify: ClassifyForm | None = None,
    after: int = 0,
) -> RemarkPage:
    """Return one remark with the forms that answer it, for its officer; NOT_FOUND for everybody else."""
    remark = queries.remark(context, remark_id)
    REMARK.require(context, TreatmentVerb.READ_DESK, remark)
    may = REMARK.allowed(context, remark)
    given = remark.answer
    if treatment is None:
        outcome = given.outcome.value if given and given.outcome else None
        treatment = TreatmentForm(formdata=None, outcome=outcome, reason=remark.reason)
    treatment.shows(remark.outcome, remark.reason)  # the answer itself stands on the page
    shared = queries.answer(context, given.id).remarks if given and given.heading else []
    return RemarkPage(
        remark=remark,
        answered=answered(context, [remark])[0],
        siblings=[one for one in shared if one.id != remark.id],
        may=may,
        may_split=RESPONSE_REMARKS.may(context, TreatmentVerb.SPLIT, remark.response),
        treatment=treatment,
        change=change_form(context, remark, change or ChangeForm(formdata=None), may["link_change"]),
        classify=classify_form(context, remark, classify),
        grounds=origins(context, Ref(Kind.REMARK, remark.id), after=after),
        next_id=queries.next_untreated(context, remark.response.hearing_id, after=remark.id),
    )


def classify_form(context: Context, remark: Remark, form: ClassifyForm | None = None) -> ClassifyForm:
    """Return the form with the sections of the version heard, filled with what the remark is now."""
    if form is None:
        form = ClassifyForm(
            formdata=None,
            kind=remark.kind.value,
            sections=[one.id for one in remark.sections],
            themes=", ".join(one.name for one in remark.themes),
        )
    heard = response_queries.response(context, remark.response_id).version.texts
    form.sections.choices = [(one.id, section_name(one)) for one in heard]
    themes = (one.name for one in remark.themes)
    form.shows(*remark.classified, now="\n".join((word(remark.kind), *map(section_name, remark.sections), *themes)))
    return form


def change_form(context: Context, remark: Remark, form: ChangeForm, is_open: bool = True) -> ChangeForm:
    """Return the form with the sections that read otherwise in the newest version than in the one heard."""
    form.section_text_id.choices = []
    if is_open:
        since = changed_since(context, remark.response.version_id)
        label = since.newest.label if since.newest else ""
        there, gone = _("version %(label)s", label=label), _("deleted in version %(label)s", label=label)
        form.section_text_id.choices = [
            *((one.id, ", ".join((section_name(one), there))) for one in since.changed),
            *((one.id, ", ".join((section_name(one), gone))) for one in since.gone),
        ]
    return form


def redaction_page(context: Context, redaction_id: int) -> RedactionPage:
    """Return what is asked to be taken out, for who asked and who can carry it out."""
    found = redaction(context, redaction_id)
    if not REDACTION.may(context, ReportVerb.DECLINE_REDACTION, found):
        raise Refusal(Reason.NOT_FOUND)
    return RedactionPage(found, REDACTION.allowed(context, found))


def note_page(
    context: Context,
    hearing_id: int,
    *,
    order: Order = Order.SENDER,
    after: Key | None = None,
    sought: Sought = EVERYTHING,
    refusal: Refusal | None = None,
) -> NotePage:
    """Return the hearing note, twenty-five rows at a time."""
    found = note(context, hearing_id, order=order, after=after, sought=sought)
    put_right = corrected(context, Ref(Kind.HEARING, hearing_id))
    return NotePage(found, HEARING_NOTE.allowed(context, found.hearing), refusal, put_right)
