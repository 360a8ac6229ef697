"""What the pages about hearings show."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from flask_babel import gettext as _

from civic.dialogue.models import Outcome
from civic.files import renditions
from civic.files.renditions import Rendition
from civic.hearings import queries
from civic.hearings.models import Hearing, HearingParty, HearingState, PartyState, Remark, Response
from civic.hearings.workflow import HEARING, PARTY, REMARK, PartyVerb, RemarkVerb, Verb
from civic.kernel.context import Context
from civic.kernel.trace import Kind, Ref
from civic.people.models import BodyKind
from civic.people.queries import bodies
from civic.proposals.queries import published
from civic.reports.compare import SectionChange, section_change
from civic.reports.models import SectionText
from civic.reports.queries import changed_since, earlier_texts
from civic.web.forms import Form
from civic.web.hearings.forms import ChangeForm, InviteForm, ResponseForm, SplitForm, TreatmentForm
from civic.web.origins import Origin
from civic.web.trace import origins
from civic.web.wording import word


@dataclass(frozen=True)
class IndexPage:
    """All public hearings."""

    template: ClassVar[str] = "hearings/index.html"
    hearings: Sequence[Hearing]
    next_before: int | None


@dataclass(frozen=True)
class HearingPage:
    """One hearing: what is proposed, who is heard, by when."""

    template: ClassVar[str] = "hearings/hearing.html"
    hearing: Hearing
    state: HearingState
    parties: Sequence[tuple[HearingParty, PartyState]]
    remarks: int
    treated: int
    may: dict[str, bool]
    invite: InviteForm | None


@dataclass(frozen=True)
class PartyPage:
    """A council's own seat in a hearing."""

    template: ClassVar[str] = "hearings/party.html"
    party: HearingParty
    state: PartyState
    may: dict[str, bool]
    form: Form
    is_late: bool


@dataclass(frozen=True)
class ResponsePage:
    """A høringssvar, with its receipt and what became of its remarks."""

    template: ClassVar[str] = "hearings/response.html"
    response: Response
    may_split: bool
    form: Form | None


@dataclass(frozen=True)
class RemarkPage:
    """One remark for the officer who answers it."""

    template: ClassVar[str] = "hearings/remark.html"
    remark: Remark
    may_answer: bool
    may_link: bool
    treatment: Form
    change: Form
    origins: tuple[Origin, ...]


@dataclass(frozen=True)
class NoteRow:
    """One row of the hearing note: remark, answer, changed words."""

    remark: Remark
    change: SectionChange | None


@dataclass(frozen=True)
class NotePage:
    """The hearing note (høringsnotat)."""

    template: ClassVar[str] = "hearings/note.html"
    hearing: Hearing
    state: HearingState
    rows: Sequence[NoteRow]
    answered: Sequence[HearingParty]
    silent: Sequence[HearingParty]
    late: int
    outcomes: Sequence[tuple[Outcome, int]]
    untreated: int
    may_conclude: bool
    is_shown: bool
    documents: Sequence[Rendition]


def index_page(context: Context, before: int | None) -> IndexPage:
    """Return the public hearings, twenty at a time."""
    found = queries.hearings(context, before=before, at_most=21)
    return IndexPage(found[:20], found[19].id if len(found) > 20 else None)


def hearing_page(context: Context, hearing_id: int, invite: InviteForm | None = None) -> HearingPage:
    """Return one hearing with its parties' way."""
    hearing = queries.hearing(context, hearing_id)
    remarks = queries.remarks_of(context, hearing_id) if hearing.state is not HearingState.DRAFT else []
    may = {verb.value: HEARING.may(context, verb, hearing) for verb in Verb}
    form = None
    if may["invite"]:
        form = invite or InviteForm(formdata=None)
        form.body_id.choices = council_choices(context)
    return HearingPage(
        hearing=hearing,
        state=hearing.state_at(context.now),
        parties=[(one, one.state_at(context.now)) for one in hearing.parties],
        remarks=len(remarks),
        treated=sum(1 for one in remarks if one.state_at(context.now).value == "treated"),
        may=may,
        invite=form,
    )


def party_page(context: Context, party_id: int, form: Form | None = None) -> PartyPage:
    """Return a council's own seat; what it drafts is seen by the council alone."""
    party = queries.party(context, party_id)
    may = {verb.value: PARTY.may(context, verb, party) for verb in PartyVerb}
    form = form or ResponseForm(formdata=None, text=party.draft if may["read_draft"] else "")
    is_late = party.hearing.state_at(context.now) in {HearingState.CLOSED, HearingState.CONCLUDED}
    return PartyPage(party, party.state_at(context.now), may, form, is_late)


def response_page(context: Context, response_id: int, form: SplitForm | None = None) -> ResponsePage:
    """Return one response; for its case officer with the form that splits it."""
    response = queries.response(context, response_id)
    may_split = PARTY.may(context, PartyVerb.SPLIT, response.party)
    if may_split and form is None:
        form = split_form(context, response.party, SplitForm(formdata=None))
    return ResponsePage(response, may_split, form if may_split else None)


def split_form(context: Context, party: HearingParty, form: SplitForm) -> SplitForm:
    """Return the form with the sections and proposals a remark of this party can be tied to."""
    sections = [(one.id, _label(one)) for one in party.hearing.version.texts]
    form.section_text_id.choices = [(0, _("The whole report")), *sections]
    proposals = published(context, party.hearing.process_id, at_most=200)
    own = (0, _("No, it is the council's own"))
    form.proposal_id.choices = [own, *((one.proposal.id, one.proposal.title) for one in proposals)]
    return form


def remark_page(
    context: Context, remark_id: int, *, treatment: Form | None = None, change: ChangeForm | None = None
) -> RemarkPage:
    """Return one remark with the forms that answer it, in four statements."""
    remark = queries.remark(context, remark_id)
    may_link = REMARK.may(context, RemarkVerb.LINK_CHANGE, remark)
    if change is None:
        change = ChangeForm(formdata=None)
        change.section_text_id.choices = change_choices(context, remark) if may_link else []
    return RemarkPage(
        remark=remark,
        may_answer=REMARK.may(context, RemarkVerb.ANSWER, remark),
        may_link=may_link,
        treatment=treatment or TreatmentForm(formdata=None),
        change=change,
        origins=origins(context, Ref(Kind.REMARK, remark.id)),
    )


def note_page(context: Context, hearing_id: int) -> NotePage:
    """Return the hearing note, in at most five statements; before it is published it says what is missing."""
    hearing = queries.hearing(context, hearing_id)
    is_shown = hearing.state is HearingState.CONCLUDED or HEARING.may(context, Verb.READ_DESK, hearing)
    remarks = queries.remarks_of(context, hearing_id) if is_shown else []
    changed = [one.change for one in remarks if one.change]
    earlier = earlier_texts(context, changed) if changed else {}
    counts = Counter(one.outcome for one in remarks if one.outcome)
    return NotePage(
        hearing=hearing,
        state=hearing.state_at(context.now),
        rows=[NoteRow(one, _change_of(one, earlier)) for one in remarks],
        answered=[one for one in hearing.parties if one.response and PARTY.may(context, PartyVerb.READ_RESPONSE, one)],
        is_shown=is_shown,
        silent=[one for one in hearing.parties if one.state_at(context.now) is PartyState.SILENT],
        late=sum(1 for one in hearing.parties if one.response and one.response.is_late),
        outcomes=[(outcome, counts[outcome]) for outcome in Outcome if counts[outcome]],
        untreated=sum(1 for one in remarks if one.state_at(context.now).value != "treated"),
        may_conclude=HEARING.may(context, Verb.CONCLUDE, hearing),
        documents=renditions.of(context, Ref(Kind.HEARING, hearing.id)),
    )


def council_choices(context: Context) -> list[tuple[int, str]]:
    """Return the councils that can be heard."""
    return [(one.id, one.name) for one in bodies(context, BodyKind.ADVISORY_COUNCIL)]


def change_choices(context: Context, remark: Remark) -> list[tuple[int, str]]:
    """Return the sections that read otherwise in the newest version than in the one heard."""
    return [
        (one.id, ", ".join((_label(one), _("version %(label)s", label=one.version.label))))
        for one in changed_since(context, remark.response.party.hearing.version_id)
    ]


def _label(text: SectionText) -> str:
    return f"{word(text.kind)} {text.number}: {text.heading}"


def _change_of(remark: Remark, earlier: dict[int, SectionText]) -> SectionChange | None:
    if remark.change is None:
        return None
    return section_change(earlier.get(remark.change.id), remark.change)
