"""What the officer's desk, a remark's page and the hearing note show."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from flask_babel import gettext as _

from civic.dialogue.models import Meets
from civic.files import renditions
from civic.files.renditions import Rendition, What
from civic.files.uploads import Upload, uploads_of
from civic.hearings.models import Hearing
from civic.hearings.queries import hearing as one_hearing
from civic.http.sifting import Field
from civic.kernel.context import Context
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.trace import Kind, Ref
from civic.people.queries import municipality
from civic.proposals.queries import titles
from civic.reports.models import Redaction, SectionText
from civic.reports.queries import redaction
from civic.reports.workflow import REDACTION, ReportVerb
from civic.responses import queries as response_queries
from civic.responses.models import Response, ResponsePart
from civic.said.answered import understood_said
from civic.said.choices import MANY, cut_said
from civic.said.corrections import Corrected, corrected
from civic.said.letters import FIELDS, ROW
from civic.said.note import Note, WhiteBook, note
from civic.said.trace import Grounds, origins
from civic.said.wording import number, section_name, word
from civic.treatment import queries
from civic.treatment.models import LetterTemplate, PanelState, Phrase, Remark, RemarkKind
from civic.treatment.queries import EVERYTHING, Key, Order, Pick, Ready, Sought, Use, panel_said, understood
from civic.treatment.workflow import HEARING_NOTE, ORGANISATION_PHRASES, REMARK, RESPONSE_REMARKS, TreatmentVerb
from civic.web.treatment.desk import Work, work_on
from civic.web.treatment.forms import ChangeForm, ClassifyForm, PhraseForm, SplitForm, TemplateForm, TreatmentForm


@dataclass(frozen=True)
class RedactionPage:
    """Words that somebody asks to have taken out of published versions."""

    template: ClassVar[str] = "treatment/redaction.html"
    redaction: Redaction
    may: dict[str, bool]


MANY_PHRASES = 100


@dataclass(frozen=True)
class PhrasesPage:
    """The sentences the municipality has ready for its answers."""

    template: ClassVar[str] = "treatment/phrases.html"
    phrases: Sequence[Ready]
    is_cut: bool
    words: str
    form: PhraseForm

    @property
    def fields(self) -> list[Field]:
        """Return what they can be narrowed by, for their sieve."""
        return [("words", "words", _("With the words"), self.words, ())]


@dataclass(frozen=True)
class PhrasePage:
    """One of them, and where it was used."""

    template: ClassVar[str] = "treatment/phrase.html"
    phrase: Phrase
    uses: Sequence[Use]
    is_cut: bool


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
    understood: str
    panel: str
    """That a panel reads some of the answers, or what it found; empty where there is none."""
    """How many say that the answer speaks to what they said, in words; empty while nobody has."""

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
        picks = {
            Reason.REMARKS_UNTREATED: Pick.UNTREATED,
            Reason.CHANGE_MISSING: Pick.CHANGE_MISSING,
            Reason.ANSWERS_UNREAD: Pick.TO_READ,
        }
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
    work: Work
    may_split: bool
    classify: ClassifyForm
    grounds: Grounds
    next_id: int | None


def phrases_page(context: Context, *, words: str = "", form: PhraseForm | None = None) -> PhrasesPage:
    """Return the sentences that are ready, the most used first, for case officers."""
    ORGANISATION_PHRASES.require(context, TreatmentVerb.KEEP_PHRASE, municipality(context))
    found = queries.phrases(context, words=words, at_most=MANY_PHRASES + 1)
    return PhrasesPage(found[:MANY_PHRASES], len(found) > MANY_PHRASES, words, form or PhraseForm(formdata=None))


def phrase_page(context: Context, phrase_id: int) -> PhrasePage:
    """Return one sentence with the hearings it was used in, for case officers."""
    ORGANISATION_PHRASES.require(context, TreatmentVerb.END_PHRASE, municipality(context))
    found, uses = queries.phrase(context, phrase_id), queries.uses(context, phrase_id, at_most=MANY_PHRASES + 1)
    return PhrasePage(found, uses[:MANY_PHRASES], len(uses) > MANY_PHRASES)


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
    proposals = titles(context, response.hearing.process_id, at_most=MANY + 1)
    own = (0, _("No, it is the sender's own"))
    form.proposal_id.choices = [own, *proposals[:MANY]]
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
    reads_twice = municipality(context).reads_twice
    return RemarkPage(
        remark=remark,
        work=work_on(context, remark, reads_twice, treatment=treatment, change=change),
        may_split=RESPONSE_REMARKS.may(context, TreatmentVerb.SPLIT, remark.response),
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
    said = understood(context, hearing_id) if found.is_concluded else {}
    may, panel = HEARING_NOTE.allowed(context, found.hearing), _panel(context, found)
    return NotePage(found, may, refusal, put_right, understood_said(said), panel)


def _panel(context: Context, found: Note) -> str:
    """Return that a panel reads some of a published note's answers, or in one sentence what it found."""
    told = panel_said(context, found.hearing.id) if found.is_concluded else None
    if told is None:
        return ""
    panel, said = told
    if panel.state_at(context.now) is PanelState.READING:
        return _("A panel reads %(size)s of the answers", size=number(panel.size))
    return _(
        "A panel read %(size)s of the answers: of %(all)s readings %(yes)s say that the answer speaks to the remark",
        size=number(panel.size),
        yes=number(said.get(Meets.YES, 0)),
        all=number(sum(said.values())),
    )


@dataclass(frozen=True)
class LettersPage:
    """The letters of a hearing: of which template they are made, and where they are when they are made."""

    template: ClassVar[str] = "treatment/letters.html"
    hearing: Hearing
    newest: LetterTemplate | None
    handed_in: Sequence[LetterTemplate]
    form: TemplateForm
    refusal: Refusal | None
    letters: Rendition | None
    fields: ClassVar[tuple[str, ...]] = FIELDS
    row: ClassVar[tuple[str, ...]] = ROW

    @property
    def unknown(self) -> Sequence[str]:
        """Return the fields of the template that nothing is known of: they stay empty."""
        return [one for one in self.newest.fields if one not in FIELDS + ROW] if self.newest else ()

    @property
    def latest(self) -> LetterTemplate | None:
        """Return the template that was handed in last, whether it has been read or not."""
        return self.handed_in[0] if self.handed_in else None


def asked_for(context: Context, hearing_id: int) -> Hearing:
    """Return a hearing whose letters the actor may ask for."""
    found = one_hearing(context, hearing_id)
    HEARING_NOTE.require(context, TreatmentVerb.ASK_FOR_LETTERS, found)
    return found


def letters_page(
    context: Context, hearing_id: int, *, form: TemplateForm | None = None, refusal: Refusal | None = None
) -> LettersPage:
    """Return the letters of a concluded hearing, for its officers."""
    found = asked_for(context, hearing_id)
    made = renditions.of(context, Ref(Kind.HEARING, found.id))
    return LettersPage(
        hearing=found,
        newest=queries.newest_template(context),
        handed_in=queries.templates(context),
        form=form or TemplateForm(formdata=None),
        refusal=refusal,
        letters=next((one for one in made if one.what is What.LETTERS), None),
    )
