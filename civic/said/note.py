"""The hearing note (høringsnotat) and the white book (hvidbog), and their rows in words.

Page, paper and spreadsheet are all made from these.
Source: state and municipal practice (L 116 2024-25 bilag 1; Holbæk, Kirkekarreen): remarks with the authority's comment
and the change against the draft, in eight columns.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from civic.dialogue.models import Outcome
from civic.files import renditions
from civic.files.renditions import Rendition
from civic.hearings.models import Hearing, HearingParty, HearingState
from civic.hearings.queries import hearing as hearing_by_id
from civic.kernel.context import Context
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.trace import Kind, Ref
from civic.reports.compare import Change, SectionChange
from civic.reports.models import SectionText
from civic.responses import queries as response_queries
from civic.responses.models import Response
from civic.responses.queries import Tally
from civic.said.answered import Answered, answered
from civic.said.language import current
from civic.said.wording import body_name, day, given, moment, section_name, signed, word
from civic.treatment import queries
from civic.treatment.models import Remark
from civic.treatment.queries import EVERYTHING, Key, Order, Progress, Sought
from civic.treatment.workflow import HEARING_NOTE, TreatmentVerb

ROWS = 25
"""Rows of the note on one page."""
SHORT = 20
"""Remarks that are read through without looking for some of them."""
AT_ONCE = 200
"""Rows that are read at once for a table."""


@dataclass(frozen=True)
class Note:
    """The hearing note: what its front page counts, and a row for each remark."""

    hearing: Hearing
    state: HearingState
    tally: Tally
    counted: str
    """How many answers came and what became of them, in words."""
    rows: Sequence[Answered]
    next_after: str
    order: Order
    sought: Sought
    count: int
    """How many rows are looked for, on all pages together."""
    sections: Sequence[tuple[SectionText, int]]
    """What the remarks are about, with how many there are of each."""
    responses: Sequence[Response]
    summed_up: Sequence[Response]
    """Answers that were dealt with as a whole."""
    has_more_summed_up: bool
    silent: Sequence[HearingParty]
    outcomes: Sequence[tuple[Outcome, int]]
    progress: Progress
    is_shown: bool
    documents: Sequence[Rendition]

    @property
    def is_concluded(self) -> bool:
        """Return whether it is published."""
        return self.state is HearingState.CONCLUDED

    @property
    def is_long(self) -> bool:
        """Return whether one looks for something in it rather than reading it through."""
        return self.progress.remarks > SHORT

    @property
    def heard(self) -> str:
        """Return who was heard, counted: 2 parties, both have answered; 40 residents and organisations."""
        asked, replied, others = (
            len(self.hearing.parties),
            len(self.responses),
            self.tally.responses - self.tally.councils,
        )
        said = []
        if asked:
            said.append(
                ngettext(
                    "%(answered)s of %(num)s party has answered",
                    "%(answered)s of %(num)s parties have answered",
                    asked,
                    answered=replied,
                )
            )
        if self.hearing.is_for_everyone:
            said.append(ngettext("%(num)s answer from others", "%(num)s answers from others", others))
        return ", ".join(said)

    @property
    def without_answer(self) -> str:
        """Return which parties have not answered; that is known when the deadline has passed."""
        if self.state in {HearingState.DRAFT, HearingState.OPEN}:
            return _("Known when the deadline has passed")
        return ", ".join(body_name(one.body) for one in self.silent) or _("None")

    @property
    def lacks(self) -> list[str]:
        """Return what it lacks before it can be ready, each in a sentence; for its officers."""
        found = [
            (
                self.progress.untreated,
                ngettext(
                    "%(num)s remark lacks its answer or its change.",
                    "%(num)s remarks lack their answer or their change.",
                    self.progress.untreated,
                ),
            ),
            (
                self.progress.unsplit,
                ngettext(
                    "Nobody has worked on %(num)s answer.",
                    "Nobody has worked on %(num)s answers.",
                    self.progress.unsplit,
                ),
            ),
            (
                self.tally.held,
                ngettext(
                    "%(num)s answer waits for a look or is held back.",
                    "%(num)s answers wait for a look or are held back.",
                    self.tally.held,
                ),
            ),
        ]
        return [said for count, said in found if count] or [_("Nothing is missing.")]


@dataclass(frozen=True)
class WhiteBook:
    """All answers as they were given, with what became of each."""

    hearing: Hearing
    responses: Sequence[Response]
    is_told: bool
    """Whether what became of them can be read."""
    became: dict[int, list[Answered]]
    """What became of each answer's remarks, by the answer's id; told when the note is published."""
    next_after: int | None
    documents: Sequence[Rendition]


def note(
    context: Context,
    hearing_id: int,
    *,
    order: Order = Order.SENDER,
    after: Key | None = None,
    sought: Sought = EVERYTHING,
    whole: bool = False,
) -> Note:
    """Return the hearing note; before it is published its officer sees it and what is missing. `whole` has no pages."""
    hearing = hearing_by_id(context, hearing_id)
    is_shown = hearing.state is HearingState.CONCLUDED or HEARING_NOTE.may(context, TreatmentVerb.READ_DESK, hearing)
    most = None if whole else ROWS + 1
    rows = []
    if is_shown:
        rows = queries.note_rows(context, hearing_id, order=order, after=after, at_most=most, sought=sought)
    more = not whole and len(rows) > ROWS
    kept = rows[:ROWS] if more else rows
    responses = response_queries.of_parties(context, hearing) if hearing.parties else {}
    tally = response_queries.tally(context, hearing_id)
    is_whole = sought == EVERYTHING
    summed = queries.summed_up(context, hearing_id, at_most=most) if is_shown and is_whole else []
    progress = queries.progress(context, hearing_id)
    return Note(
        hearing=hearing,
        state=hearing.state_at(context.now),
        tally=tally,
        counted=counted(tally),
        rows=answered(context, [one for _key, one in kept]),
        next_after="-".join(map(str, kept[-1][0])) if more else "",
        order=order,
        sought=sought,
        count=progress.remarks if is_whole else queries.note_count(context, hearing_id, sought),
        sections=queries.note_sections(context, hearing_id) if is_shown and not whole else (),
        responses=[responses[one.id] for one in hearing.parties if one.id in responses],
        summed_up=summed if whole else summed[:ROWS],
        has_more_summed_up=not whole and len(summed) > ROWS,
        silent=[one for one in hearing.parties if one.is_silent_at(context.now)],
        outcomes=queries.outcomes(context, hearing_id) if is_shown else (),
        progress=progress,
        is_shown=is_shown,
        documents=renditions.for_reader(context, Ref(Kind.HEARING, hearing.id), current().code),
    )


def white_book(context: Context, hearing_id: int, *, after: int = 0, whole: bool = False) -> WhiteBook:
    """Return all answers that are shown, twenty-five at a time; `whole` has no pages."""
    hearing = hearing_by_id(context, hearing_id)
    found = response_queries.all_shown(context, hearing_id, after=after, at_most=None if whole else 26)
    responses = found if whole else found[:25]
    is_told = hearing.state is HearingState.CONCLUDED
    return WhiteBook(
        hearing=hearing,
        responses=responses,
        is_told=is_told,
        became=_became(context, responses) if is_told else {},
        next_after=responses[-1].number if len(found) > len(responses) else None,
        documents=renditions.for_reader(context, Ref(Kind.HEARING, hearing.id), current().code),
    )


def counted(tally: Tally) -> str:
    """Return how many answers came and what became of them: 10 received, 5 can be read, 5 are held back."""
    said = [ngettext("%(num)s answer received", "%(num)s answers received", tally.received)]
    if tally.shown != tally.received:
        said.append(ngettext("%(num)s can be read", "%(num)s can be read", tally.shown))
    if tally.held:
        said.append(
            ngettext(
                "%(num)s is held back, because somebody has to look at it or a number seems to stand in it",
                "%(num)s are held back, because somebody has to look at them or a number seems to stand in them",
                tally.held,
            )
        )
    if tally.hidden:
        said.append(ngettext("%(num)s was hidden, with a reason", "%(num)s were hidden, with reasons", tally.hidden))
    if tally.withdrawn:
        taken = tally.withdrawn
        said.append(ngettext("%(num)s was taken back by its sender", "%(num)s were taken back by their senders", taken))
    return ", ".join(said)


def note_table(context: Context, hearing_id: int) -> Iterator[tuple[str, ...]]:
    """Return the note's heads and all its rows in plain words, some hundreds at a time; NOT_FOUND before it is shown.

    What has been given is let go of, so that a large note takes no more memory than a small one.
    """
    hearing = hearing_by_id(context, hearing_id)
    if hearing.state is not HearingState.CONCLUDED and not HEARING_NOTE.may(context, TreatmentVerb.READ_DESK, hearing):
        raise Refusal(Reason.NOT_FOUND)

    def lines() -> Iterator[tuple[str, ...]]:
        yield columns()
        hearing = hearing_by_id(context, hearing_id)  # read again: it is given when the first unit of work is over
        after: Key | None = None
        while rows := queries.note_rows(context, hearing.id, after=after, at_most=AT_ONCE):
            after = rows[-1][0]
            yield from map(row, answered(context, [one for _key, one in rows]))
            if len(rows) < AT_ONCE:
                break
        last = 0
        while found := queries.summed_up(context, hearing.id, after=last, at_most=AT_ONCE):
            last = found[-1].number
            yield from map(whole_row, found)

    return lines()


def white_book_table(context: Context, hearing_id: int) -> Iterator[tuple[str, ...]]:
    """Return the white book's heads and all answers in plain words, read and let go of in the same way."""
    is_told = hearing_by_id(context, hearing_id).state is HearingState.CONCLUDED

    def lines() -> Iterator[tuple[str, ...]]:
        yield answer_columns()
        after = 0
        while found := response_queries.all_shown(context, hearing_id, after=after, at_most=AT_ONCE):
            after = found[-1].number
            became = _became(context, found) if is_told else {}
            yield from (answer_row(one, became, is_told=is_told) for one in found)
            if len(found) < AT_ONCE:
                return

    return lines()


def _became(context: Context, responses: Sequence[Response]) -> dict[int, list[Answered]]:
    became: dict[int, list[Answered]] = {}
    for one in answered(context, queries.of_responses(context, [one.id for one in responses])):
        became.setdefault(one.remark.response_id, []).append(one)
    return became


def columns() -> tuple[str, ...]:
    """Return the heads of the eight columns."""
    return (
        _("No."),
        _("Sender"),
        _("Received"),
        _("Concerns"),
        _("Summary"),
        _("The administration's comment"),
        _("Outcome"),
        _("Change (old to new)"),
    )


def row(one: Answered) -> tuple[str, ...]:
    """Return a remark's row in plain words."""
    return (*cells(one), "\n".join(_said(change) for change in one.changes) or _("No change"))


def cells(one: Answered) -> tuple[str, ...]:
    """Return the first seven cells of a remark's row."""
    remark, response = one.remark, one.remark.response
    return (
        f"{response.number}.{remark.number}",
        ", ".join((signed(response), word(response.medium).lower())),
        ", ".join((day(response.submitted_at), _("late") if response.is_late else _("in time"))),
        ", ".join(map(section_name, remark.sections)) or _("The whole report"),
        remark.text,
        commented(one),
        word(remark.outcome) if remark.outcome else word(one.state),
    )


def whole_row(response: Response) -> tuple[str, ...]:
    """Return the row of an answer that was dealt with as a whole."""
    return (
        str(response.number),
        ", ".join((signed(response), word(response.medium).lower())),
        ", ".join((day(response.submitted_at), _("late") if response.is_late else _("in time"))),
        _("The whole report"),
        given(response),
        response.summary or "",
        _("Dealt with as a whole"),
        _("No change"),
    )


def answer_columns() -> tuple[str, ...]:
    """Return the heads of the white book's columns."""
    return (_("No."), _("Sender"), _("Received"), _("Version heard"), _("Answer"), _("What became of it"))


def answer_row(response: Response, became: dict[int, list[Answered]], *, is_told: bool) -> tuple[str, ...]:
    """Return an answer's row in plain words: who, when, on what, what they said, and what became of each remark."""
    return (
        str(response.number),
        ", ".join((signed(response), word(response.medium).lower())),
        received(response),
        response.version.label,
        given(response),
        "\n".join(
            [
                *filter(None, [response.summary if is_told else ""]),
                *(f"{cells(one)[0]} {cells(one)[6]}: {comment(one)}" for one in became.get(response.id, ())),
            ]
        ),
    )


def as_a_whole(response: Response) -> str:
    """Return how a council answered, what it says as a whole, and what it offers to take part in."""
    said = f"{word(response.medium)}. {word(response.stance)}."
    return " ".join((said, _("Offers to take part: »%(offer)s«", offer=response.offer))) if response.offer else said


def received(response: Response) -> str:
    """Return when an answer came, and whether in time."""
    return ", ".join((moment(response.submitted_at), _("late") if response.is_late else _("in time")))


def harmless(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell[:1] in {"=", "+", "-", "@", "\t", "\r", "\n"} else cell


def comment(one: Answered) -> str:
    """Return the administration's comment, with on whose behalf and when."""
    at = one.remark.answered_at
    return f"{one.remark.reason} ({one.remark.answered_for}, {day(at)})" if at else ""


def commented(one: Answered) -> str:
    """Return the administration's comment with what whoever was answered said of it, and the second answer."""
    return "\n".join(filter(None, (comment(one), *_understood(one.remark))))


def _understood(remark: Remark) -> Iterator[str]:
    said = remark.understanding
    if said is not None:
        why = f": {said.reason}" if said.is_reasoned else ""
        asked = _("Was it understood?")
        yield f"{asked} {word(said.meets)}{why} ({day(said.at)})"
        if said.again_at is not None:
            second = _("Second answer")
            yield f"{second}: {said.again} ({day(said.again_at)})"


def place(change: SectionChange) -> str:
    """Return where a change stands: Princip 4, version 1.0; what is gone, where it stood."""
    text = change.shown
    if change.new is None:
        where = f"{word(text.kind)} {text.number}"
        return ", ".join((where, _("deleted since version %(label)s", label=text.version.label)))
    return ", ".join((f"{word(text.kind)} {text.number}", _("version %(label)s", label=text.version.label)))


def _said(change: SectionChange) -> str:
    signs = {Change.ADDED: "[+{}+]", Change.REMOVED: "[-{}-]", Change.SAME: "{}"}
    return f"{place(change)}: " + "".join(signs[piece.change].format(piece.text) for piece in change.pieces)
