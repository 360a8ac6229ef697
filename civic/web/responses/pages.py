"""What the pages about responses show."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from flask_babel import gettext

from civic.db.base import last_day
from civic.files.sheets import Sheet, sheets_of
from civic.files.uploads import Upload, pages_of, uploads_of
from civic.hearings.models import Hearing, HearingState
from civic.hearings.queries import heard_text
from civic.kernel.context import Context
from civic.kernel.receipt import Proof, signed
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.trace import Kind, Ref
from civic.moderation.queries import NOTHING, Standing, standing
from civic.processes.workflow import is_case_officer
from civic.responses import queries
from civic.responses.models import Response, ResponseRevision, ResponseState
from civic.responses.rows import Read, Row
from civic.responses.workflow import (
    HEARING_RESPONSES,
    OWN,
    RESPONSE,
    ResponseVerb,
    is_own_chair,
    is_own_council,
    is_own_secretary,
    is_sender,
)
from civic.said.answered import Answered, answered
from civic.said.thread import Knot
from civic.said.wording import day, moment, section_name, word
from civic.treatment.models import Remark
from civic.treatment.queries import of_response, said_before
from civic.treatment.workflow import RESPONSE_REMARKS, RESPONSE_WORDS, TreatmentVerb
from civic.web.responses.forms import AnswerForm, LettersForm, ProofForm, SheetForm


@dataclass(frozen=True)
class AnswerPage:
    """The form for an answer, with the questions and sections it can be about."""

    template: ClassVar[str] = "responses/answer.html"
    hearing: Hearing
    form: AnswerForm
    is_late: bool
    is_entered: bool
    response: Response | None


@dataclass(frozen=True)
class ResponsePage:
    """A høringssvar as everybody sees it, and what its officer can do with it."""

    template: ClassVar[str] = "responses/response.html"
    response: Response
    remarks: Sequence[Answered]
    is_gone: bool
    """Whether its sender has taken it back; then nobody reads its words."""
    files: Sequence[Upload]
    pages: dict[int, list[int]]
    """The pages there are to look at, by the upload's id, for whoever decides."""
    may: dict[str, bool]
    may_split: bool
    may_sum_up: bool
    is_told: bool
    """Whether what became of it can be read: by its officer, and by everybody once the note is published."""
    is_officer: bool
    is_own: bool
    can_say: bool
    """Whether the reader can say whether the answers to its remarks were understood right."""
    revisions: Sequence[ResponseRevision]
    standing: Standing
    """What was found and decided, for its sender and its officers."""
    name: str


@dataclass(frozen=True)
class OwnPage:
    """Du sagde - det skete der: a sender's receipt, and what became of each remark."""

    template: ClassVar[str] = "responses/own.html"
    response: Response
    knots: Sequence[Knot]
    remarks: Sequence[Answered]
    files: Sequence[Upload]
    is_public: bool
    """Whether the note is published, so that the answers to the remarks can be read."""
    may_change: bool
    may_mask: bool
    standing: Standing
    proof: str
    address: str


@dataclass(frozen=True)
class CheckPage:
    """An answer to be read through as others will read it, before it is sent; files are chosen here."""

    template: ClassVar[str] = "responses/check.html"
    hearing: Hearing
    form: AnswerForm
    said: Sequence[tuple[str, str]]
    kept: Sequence[tuple[str, str]]
    is_late: bool
    before: Sequence[Remark]
    """What others said much the same in earlier hearings, and what was answered."""


@dataclass(frozen=True)
class AnsweredPage:
    """An answer from a browser that just sent another one, to be said of whether it is that one put right."""

    template: ClassVar[str] = "responses/answered.html"
    response: Response
    may_correct: bool
    kept: Sequence[tuple[str, str]]
    had_files: bool
    is_theirs: bool = True
    """Whether it is known to be the same sender, who may be told of the code."""


@dataclass(frozen=True)
class ProofPage:
    """The form for a signed receipt, and what it proves."""

    template: ClassVar[str] = "responses/proof.html"
    form: ProofForm
    proof: Proof | None
    response: Response | None
    is_corrected: bool = False
    """Whether the answer has another wording since; else only its fingerprint was made anew."""


@dataclass(frozen=True)
class ConfirmPage:
    """A button that confirms an address."""

    template: ClassVar[str] = "responses/confirm.html"
    response: Response
    token: str


def answer_page(
    context: Context, hearing_id: int, form: AnswerForm, *, is_entered: bool = False, response: Response | None = None
) -> AnswerPage:
    """Return the form for an answer; whoever may not answer is refused."""
    hearing = heard_text(context, hearing_id)
    if response is None and not is_entered and not hearing.is_for_everyone:
        raise Refusal(Reason.ONLY_COUNCILS)
    if response is None:
        HEARING_RESPONSES.require(context, ResponseVerb.ENTER if is_entered else ResponseVerb.RESPOND, hearing)
    return AnswerPage(hearing, form, hearing.is_over_at(context.now), is_entered, response)


def check_page(context: Context, hearing_id: int, form: AnswerForm, kept: Sequence[tuple[str, str]]) -> CheckPage:
    """Return an answer to be read through before it is sent; whoever may not answer is refused."""
    asked = answer_page(context, hearing_id, form)
    said = form.read_through()
    before = said_before(context, " ".join(text for _heading, text in said), hearing_id=hearing_id)
    return CheckPage(asked.hearing, form, said, kept, asked.is_late, before)


def response_page(context: Context, response_id: int, *, name: str = "") -> ResponsePage:
    """Return one response; `name` is a kept-back name that was asked for, and logged."""
    response = queries.response(context, response_id)
    staff = is_case_officer(context.actor, response)
    is_own = is_sender(context.actor, response) or is_own_council(context.actor, response)
    is_gone = response.state is ResponseState.WITHDRAWN
    files = uploads_of(context, Kind.RESPONSE, [response.id]).get(response.id, [])
    is_told = staff or response.hearing.state is HearingState.CONCLUDED
    return ResponsePage(
        response=response,
        remarks=answered(context, of_response(context, response.id)) if is_told and not is_gone else (),
        is_gone=is_gone,
        files=[one for one in files if (one.is_shown or staff) and not is_gone],
        pages=pages_of(context, [one.id for one in files]) if files and staff and not is_gone else {},
        may={**RESPONSE.allowed(context, response), **RESPONSE_WORDS.allowed(context, response)},
        may_split=RESPONSE_REMARKS.may(context, TreatmentVerb.SPLIT, response),
        may_sum_up=RESPONSE_REMARKS.may(context, TreatmentVerb.SUM_UP, response),
        is_told=is_told,
        is_officer=staff,
        is_own=is_own,
        can_say=response.hearing.state is HearingState.CONCLUDED
        and any(asked(context.actor, response) for asked in (is_sender, is_own_secretary, is_own_chair)),
        revisions=queries.revisions(context, response.id) if staff and response.revision > 1 and not is_gone else (),
        standing=standing(context, Ref(Kind.RESPONSE, response.id)) if staff or is_own else NOTHING,
        name=name,
    )


def own_page(context: Context, code: str, *, secret: str, address: str) -> OwnPage:
    """Return a sender's own page, by its receipt code."""
    response = queries.by_receipt(context, code)
    is_public = response.hearing.state is HearingState.CONCLUDED
    return OwnPage(
        response=response,
        knots=tuple(_begun(response)),
        remarks=answered(context, of_response(context, response.id)) if is_public else (),
        files=uploads_of(context, Kind.RESPONSE, [response.id]).get(response.id, []),
        is_public=is_public,
        may_change=OWN.may(context, ResponseVerb.CORRECT, response),
        may_mask=RESPONSE.may(context, ResponseVerb.MASK, response),
        standing=standing(context, Ref(Kind.RESPONSE, response.id)),
        proof=signed(secret, proof_of(response)),
        address=address,
    )


def _begun(response: Response) -> Iterator[Knot]:
    """Give the first steps of a response's way: that it came, who may read it, and when it is answered."""
    hearing = response.hearing
    late = gettext("Late, and kept") if response.is_late else gettext("In time")
    yield Knot(moment(response.submitted_at), gettext("We have your answer"), small=late)
    if response.state is ResponseState.WITHDRAWN:
        yield Knot("", gettext("You have taken it back"), state="ended")
        return
    if response.state is ResponseState.SHOWN:
        yield Knot("", gettext("Everybody can read it"))
    else:
        yield Knot("", word(response.state), state="now")
    if response.state is ResponseState.HIDDEN:
        return
    heading = gettext("The hearing note answers each thing that was said, with a reason")
    if hearing.concluded_at is not None:
        yield Knot(day(hearing.concluded_at), heading)
    elif hearing.closes_at is not None:
        yield Knot(gettext("After %(day)s", day=day(last_day(hearing.closes_at))), heading, state="ahead")


def answered_page(
    context: Context, code: str, kept: Sequence[tuple[str, str]], *, had_files: bool
) -> AnsweredPage | None:
    """Return what a sender is asked whose browser just sent another answer to the hearing; `code` is that one's.

    None where that one is gone or taken back.
    """
    try:
        response = queries.by_receipt(context, code)
    except Refusal:
        return None
    if response.is_withdrawn:
        return None
    return AnsweredPage(response, OWN.may(context, ResponseVerb.CORRECT, response), kept, had_files)


def proof_of(response: Response) -> Proof:
    """Return what a response's receipt proves."""
    return Proof(
        response.hearing_id,
        response.number,
        response.revision,
        int(response.submitted_at.timestamp()),
        response.version_id,
        response.received_hash[:16],
    )


SHOWN = 100
"""How many lines of a spreadsheet a page shows of those that are right; what is wrong is shown whole."""


@dataclass(frozen=True)
class SheetsPage:
    """Where many answers are handed in at once."""

    template: ClassVar[str] = "responses/sheets.html"
    hearing: Hearing
    sheets: Sequence[Sheet]
    form: SheetForm
    letters: LettersForm
    headings: Sequence[str]


@dataclass(frozen=True)
class SheetPage:
    """One spreadsheet, line by line, before anything is entered."""

    template: ClassVar[str] = "responses/sheet.html"
    hearing: Hearing
    sheet: Sheet
    read: Read

    @property
    def wrong(self) -> Sequence[Row]:
        """Return the lines that cannot be entered."""
        return [one for one in self.read.rows if not one.is_good]

    @property
    def right(self) -> Sequence[Row]:
        """Return the first of the lines that can be."""
        return self.read.good[:SHOWN]


def sheets_page(
    context: Context, hearing_id: int, *, form: SheetForm | None = None, letters: LettersForm | None = None
) -> SheetsPage:
    """Return where many answers are handed in at once, for the hearing's officers."""
    found = heard_text(context, hearing_id)
    HEARING_RESPONSES.require(context, ResponseVerb.HAND_IN_SHEET, found)
    return SheetsPage(
        hearing=found,
        sheets=sheets_of(context, Ref(Kind.HEARING, found.id)),
        form=form or SheetForm(formdata=None),
        letters=letters or LettersForm(formdata=None, received_at=context.now.replace(second=0, microsecond=0)),
        headings=column_headings(found),
    )


def sheet_page(context: Context, sheet_id: int) -> SheetPage:
    """Return one spreadsheet, line by line."""
    found = queries.sheet(context, sheet_id)
    heard = heard_text(context, found.thing_id)
    return SheetPage(
        heard, found, queries.rows_of(context, found, heard, column_names(heard)) if found.is_read else Read()
    )


def column_names(heard: Hearing) -> dict[str, int]:
    """Return the ids of the texts heard by the names that a spreadsheet's column about them may have."""
    names: dict[str, int] = {}
    for text in heard.version.texts:
        for name in (text.heading, f"{word(text.kind)} {text.number}", section_name(text)):
            names.setdefault(" ".join(name.casefold().split()), text.id)
    return names


def column_headings(heard: Hearing) -> list[str]:
    """Return the headings of an empty spreadsheet: they are Danish, as the record is."""
    questions = [f"Spørgsmål {one.number}" for one in heard.questions]
    protected = ["Navn holdes tilbage"] if heard.allows_protected_names else []
    sections = [section_name(one) for one in heard.version.texts]
    return ["Navn", "Organisation", "E-mail", *protected, "Kom som", "Modtaget", "Svar", *questions, *sections]
