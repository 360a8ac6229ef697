"""Finding remarks, counting them, and putting them in the note's order."""

import enum
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import TypeVar

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, literal, or_, select, true, tuple_, union_all
from sqlalchemy.orm import aliased, contains_eager, joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from civic.board.queries import saying_so, shared
from civic.db.finding import by, first_of_each, holds, is_among, is_in_rows
from civic.dialogue.models import CHANGES_TEXT, Meets, Outcome
from civic.files.reading import Queue
from civic.hearings.models import SAYS_IT_ITSELF, Hearing, HearingParty, HearingState
from civic.hearings.queries import in_work
from civic.kernel.actor import Role, Scope
from civic.kernel.context import Context
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.sorting import sort_key
from civic.kernel.trace import Kind
from civic.people.sealing import digest
from civic.processes.workflow import is_case_officer
from civic.reports.models import SectionText, Version
from civic.responses.models import Response, ResponseState
from civic.responses.queries import DONE
from civic.responses.workflow import RESPONSE, ResponseVerb
from civic.treatment.models import (
    Answer,
    AnswerPanel,
    LetterTemplate,
    PanelReader,
    PanelReading,
    PanelState,
    Phrase,
    Remark,
    TemplateState,
    Theme,
    Understanding,
    answer_change,
    answer_phrase,
    remark_section,
)

T = TypeVar("T")
UNREAD = {*DONE, ResponseState.READING, ResponseState.HELD}
"""Responses of which no remark can be made: they are taken back, hidden, read or held."""


class Order(enum.Enum):
    """How the note is sorted."""

    SENDER = "sender"
    SECTION = "section"


@dataclass(frozen=True)
class Sought:
    """Which of a note's remarks are looked for: with an outcome, about a section of the version heard, with words."""

    outcome: Outcome | None = None
    section_id: int | None = None
    words: str = ""

    def narrowed(self, query: Select[T]) -> Select[T]:
        """Return a query of remarks and their responses, narrowed to those that are looked for."""
        if self.outcome is not None or self.words:
            query = query.outerjoin(Remark.answer)
        if self.outcome is not None:
            query = query.where(Answer.outcome == self.outcome)
        if self.section_id is not None:
            query = query.where(Remark.sections.any(SectionText.id == self.section_id))
        return query.where(*holds(self.words, Remark.text, Answer.reason, Answer.heading))


EVERYTHING = Sought()


class Pick(enum.Enum):
    """Which remarks an officer looks at."""

    ALL = "all"
    UNTREATED = "untreated"
    CHANGE_MISSING = "change_missing"
    MINE = "mine"
    FREE = "free"
    TO_READ = "to_read"
    """Answered by a colleague, and to be read by a second officer."""


@dataclass(frozen=True)
class Wanted:
    """Which remarks of a hearing an officer asks for at the desk."""

    pick: Pick = Pick.ALL
    theme_id: int | None = None
    section_id: int | None = None
    words: str = ""
    among: tuple[int, ...] = ()
    """Only these, where there are any."""

    @property
    def is_sifted(self) -> bool:
        """Return whether more than the pick narrows them down."""
        return bool(self.theme_id or self.section_id or self.words or self.among)


EVERY = Wanted()


@dataclass(frozen=True)
class Progress:
    """How far the treatment of a hearing is: 41 of 57 answered."""

    remarks: int
    answered: int
    change_missing: int
    unread: int
    """Answers that whoever asks could read over as a second officer."""
    mine: int
    """Remarks that whoever asks has taken on."""
    free: int
    """Remarks that nobody has taken on."""
    unsplit: int
    """Responses that nobody has made remarks of or summed up."""

    @property
    def untreated(self) -> int:
        """Return how many lack their answer or their change."""
        return self.remarks - self.answered + self.change_missing


Key = tuple[int, int, int]
"""Where a row stands in the note: section's position, response's number, remark's number."""


def remark(context: Context, remark_id: int) -> Remark:
    """Return one remark with its response, hearing, sections, answer and changes; hidden like missing."""
    return remarks(context, [remark_id])[0]


def remarks(context: Context, remark_ids: Sequence[int]) -> Sequence[Remark]:
    """Return remarks in the order of their ids; Refusal(NOT_FOUND) where one is missing or hidden."""
    found = context.session.scalars(_remarks().where(Remark.id.in_(remark_ids)).order_by(Remark.id)).all()
    readable = [one for one in found if RESPONSE.may(context, ResponseVerb.READ, one.response)]
    if len(readable) < len(set(remark_ids)):
        raise Refusal(Reason.NOT_FOUND)
    return readable


def hearings_of(context: Context, remark_ids: Sequence[int]) -> Sequence[Hearing]:
    """Return the hearings that remarks belong to, for those who lock them before they read on."""
    of_remarks = select(Response.hearing_id).join(Remark, Remark.response_id == Response.id)
    return context.session.scalars(
        select(Hearing).where(Hearing.id.in_(of_remarks.where(Remark.id.in_(remark_ids)))).order_by(Hearing.id)
    ).all()


def answer(context: Context, answer_id: int) -> Answer:
    """Return one answer with the remarks it is for, for those who have locked the hearing."""
    found = context.session.scalar(
        select(Answer)
        .where(Answer.id == answer_id)
        .options(
            selectinload(Answer.remarks).joinedload(Remark.response, innerjoin=True),
            selectinload(Answer.changes).joinedload(SectionText.version, innerjoin=True),
        )
    )
    if found is None:
        raise Refusal(Reason.NOT_FOUND)
    return found


def answer_and_copies(context: Context, answer_id: int | None) -> Sequence[Answer]:
    """Return an answer and those of later hearings that took it over, for who takes words out of it."""
    if answer_id is None:
        return []
    return context.session.scalars(
        select(Answer).where(or_(Answer.id == answer_id, Answer.taken_from_id == answer_id)).order_by(Answer.id)
    ).all()


def sharing(context: Context, answer_id: int) -> Sequence[Remark]:
    """Return the remarks that share an answer, for who has loaded one of them."""
    return context.session.scalars(
        select(Remark)
        .where(Remark.answer_id == answer_id)
        .options(joinedload(Remark.response, innerjoin=True))
        .order_by(Remark.id)
    ).all()


def of_response(context: Context, response_id: int) -> Sequence[Remark]:
    """Return the remarks made of a response the caller has been let in to, in order."""
    return context.session.scalars(_remarks().where(Remark.response_id == response_id).order_by(Remark.number)).all()


def remarks_of(context: Context, hearing_id: int) -> Sequence[Remark]:
    """Return every remark of a hearing with its answer, in order; for the log that anybody can recount."""
    return context.session.scalars(
        _answered()
        .join(Response, Response.id == Remark.response_id)
        .where(Response.hearing_id == hearing_id)
        .order_by(Response.number, Remark.number)
    ).all()


def alike(context: Context, response_id: int) -> Sequence[Remark]:
    """Return the remarks of a response, and those whose answer is one of its own, or was taken over from one."""
    shared = select(Remark.answer_id).where(Remark.response_id == response_id, Remark.answer_id.is_not(None))
    taken_over = select(Answer.id).where(Answer.taken_from_id.in_(shared))
    own = or_(Remark.response_id == response_id, Remark.answer_id.in_(shared), Remark.answer_id.in_(taken_over))
    return context.session.scalars(_answered().where(own).order_by(Remark.id)).all()


def of_responses(context: Context, response_ids: Sequence[int]) -> Sequence[Remark]:
    """Return the remarks made of several responses, in order, for those who may read what became of them."""
    return context.session.scalars(
        _remarks().where(Remark.response_id.in_(response_ids)).order_by(Remark.response_id, Remark.number)
    ).all()


def understood(context: Context, hearing_id: int) -> dict[Meets, int]:
    """Return how many of those who were answered in a hearing say that the answer speaks to what they said."""
    said = (
        select(Understanding.meets, func.count(Understanding.id))
        .join(Remark, Remark.id == Understanding.remark_id)
        .join(Response, Response.id == Remark.response_id)
        .where(Response.hearing_id == hearing_id, Response.state == ResponseState.SHOWN)
        .group_by(Understanding.meets)
    )
    return dict(context.session.execute(said).tuples().all())


def told(context: Context, hearing_id: int) -> Sequence[Remark]:
    """Return the remarks of a hearing's shown responses whose answer is told, in order; for a panel's sample."""
    return [one for one in remarks_of(context, hearing_id) if is_told(one)]


def is_told(remark: Remark) -> bool:
    """Return whether everybody reads a remark of a published note, and its answer."""
    return remark.response.is_shown and remark.outcome is not None


def panel_of(context: Context, hearing_id: int) -> AnswerPanel | None:
    """Return the panel that reads a hearing's answers, with its sample and its readings."""
    return context.session.scalar(
        select(AnswerPanel)
        .where(AnswerPanel.hearing_id == hearing_id)
        .options(
            joinedload(AnswerPanel.hearing, innerjoin=True).joinedload(Hearing.process, innerjoin=True),
            selectinload(AnswerPanel.remarks),
            selectinload(AnswerPanel.readers).selectinload(PanelReader.readings),
        )
    )


def of_panel(context: Context, panel: AnswerPanel) -> dict[int, Remark]:
    """Return the remarks of a panel's sample with their answers, by id, those not public any more among them."""
    ids = [one.remark_id for one in panel.remarks]
    found = context.session.scalars(_answered().where(Remark.id.in_(ids)))
    return {one.id: one for one in found}


def panel_said(context: Context, hearing_id: int) -> tuple[AnswerPanel, dict[Meets, int]] | None:
    """Return the panel that reads a hearing's answers and, when it has closed, how often it found what; or None."""
    found = context.session.scalar(select(AnswerPanel).where(AnswerPanel.hearing_id == hearing_id))
    if found is None:
        return None
    if found.state_at(context.now) is PanelState.READING:
        return found, {}
    said = (
        select(PanelReading.meets, func.count(PanelReading.id))
        .join(PanelReader, PanelReader.id == PanelReading.reader_id)
        .where(PanelReader.panel_id == found.id)
        .group_by(PanelReading.meets)
    )
    return found, dict(context.session.execute(said).tuples().all())


def panel_reader(context: Context, token: str) -> PanelReader:
    """Return one of a panel by their link, with the panel, its sample and what they said; else LINK_EXPIRED."""
    panel = joinedload(PanelReader.panel, innerjoin=True)
    found = context.session.scalar(
        select(PanelReader)
        .where(PanelReader.token_hash == digest(token))
        .options(
            panel.joinedload(AnswerPanel.hearing, innerjoin=True),
            panel.selectinload(AnswerPanel.remarks),
            selectinload(PanelReader.readings),
        )
    )
    if found is None:
        raise Refusal(Reason.LINK_EXPIRED)
    return found


def reading(context: Context, reader_id: int, remark_id: int) -> PanelReading | None:
    """Return what one of a panel said of an answer; for whoever has locked the reader."""
    own = select(PanelReading).where(PanelReading.reader_id == reader_id, PanelReading.remark_id == remark_id)
    return context.session.scalar(own)


def next_number(context: Context, response_id: int) -> int:
    """Return the next number of a remark, for those who have locked the hearing."""
    last = context.session.scalar(select(func.max(Remark.number)).where(Remark.response_id == response_id))
    return 1 + (last or 0)


def note_rows(
    context: Context,
    hearing_id: int,
    *,
    order: Order = Order.SENDER,
    after: Key | None = None,
    at_most: int | None = None,
    sought: Sought = EVERYTHING,
) -> list[tuple[Key, Remark]]:
    """Return the note's rows in order, those after a key: every remark of an answer that still stands.

    For those who have loaded the hearing with its parties.
    """
    shared = _shared(context, hearing_id)
    is_by_section = order is Order.SECTION
    place = func.coalesce(_place(), 0) if is_by_section else literal(0)
    key = (place, Response.number, Remark.number) if is_by_section else (Response.number, Remark.number)
    query = (
        _within()
        .add_columns(place)
        .where(Response.hearing_id == hearing_id, Response.state.not_in(DONE))
        .order_by(*key)
    )
    if after is not None and is_by_section:
        query = query.where(tuple_(*key) > tuple_(*after))
    elif after is not None:  # the first of the two lets the database begin where the page does
        query = query.where(Response.number >= after[1], tuple_(*key) > tuple_(*after[1:]))
    query = sought.narrowed(query)
    if at_most is not None:
        query = query.limit(at_most)
    rows = context.session.execute(query).all()
    _bind([one for one, _at in rows], shared)
    return [((at, one.response.number, one.number), one) for one, at in rows]


def note_count(context: Context, hearing_id: int, sought: Sought) -> int:
    """Return how many rows of a note are looked for."""
    query = select(func.count(Remark.id)).join(Remark.response)
    query = query.where(Response.hearing_id == hearing_id, Response.state.not_in(DONE))
    return context.session.scalar(sought.narrowed(query)) or 0


def note_sections(context: Context, hearing_id: int) -> list[tuple[SectionText, int]]:
    """Return the sections that a note's remarks are about, in order, with how many there are of each."""
    rows = context.session.execute(
        select(SectionText, func.count(Remark.id))
        .join(remark_section, remark_section.c.section_text_id == SectionText.id)
        .join(Remark, Remark.id == remark_section.c.remark_id)
        .join(Remark.response)
        .where(Response.hearing_id == hearing_id, Response.state.not_in(DONE))
        .group_by(SectionText.id)
        .order_by(SectionText.position)
    )
    return [(text, count) for text, count in rows]


def picked(context: Context, hearing_id: int, wanted: Wanted, *, after: int = 0, at_most: int = 50) -> Sequence[Remark]:
    """Return remarks for the officer's desk, oldest first, those with an id above `after`.

    For those who have loaded the hearing with its parties.
    """
    shared = _shared(context, hearing_id)
    query = (
        _wanted(context, _within(), hearing_id, wanted)
        .options(selectinload(Remark.themes), joinedload(Remark.officer), *_read())
        .where(Remark.id > after)
        .order_by(Remark.id)
        .limit(at_most)
    )
    found = context.session.scalars(query).all()
    _bind(found, shared)
    return found


def count_picked(context: Context, hearing_id: int, wanted: Wanted) -> int:
    """Return how many remarks of a hearing are asked for at the desk."""
    rows = select(func.count(Remark.id)).select_from(Remark).join(Remark.response)
    return context.session.scalar(_wanted(context, rows, hearing_id, wanted)) or 0


def _wanted(context: Context, query: Select[T], hearing_id: int, wanted: Wanted) -> Select[T]:
    """Return a query of remarks and their responses, narrowed to those that are asked for."""
    query = query.where(Response.hearing_id == hearing_id, Response.state.not_in(DONE))
    if wanted.pick in {Pick.UNTREATED, Pick.CHANGE_MISSING, Pick.TO_READ} or wanted.words:
        query = query.outerjoin(Remark.answer)
    if wanted.pick is Pick.UNTREATED:
        query = query.where(Answer.outcome.is_(None))
    elif wanted.pick is Pick.CHANGE_MISSING:
        query = query.where(_misses_change())
    elif wanted.pick is Pick.TO_READ:
        query = query.where(_is_unread_by_another(context))
    elif wanted.pick is Pick.MINE:
        query = query.where(Remark.officer_id == context.actor.person_id)
    elif wanted.pick is Pick.FREE:
        query = query.where(Remark.officer_id.is_(None))
    if wanted.theme_id is not None:
        query = query.where(Remark.themes.any(Theme.id == wanted.theme_id))
    if wanted.section_id is not None:
        query = query.where(Remark.sections.any(SectionText.id == wanted.section_id))
    if wanted.among:
        query = query.where(Remark.id.in_(wanted.among))
    return query.where(*holds(wanted.words, Remark.text, Answer.heading) if wanted.words else ())


LOOKED_THROUGH = 400
"""How many remarks of a hearing are compared with one to find those like it, the nearest by number."""


def words_without_answer(context: Context, remark: Remark) -> Mapping[int, str]:
    """Return the words of the hearing's other remarks that have no answer and are in no group with this one, by id."""
    near = (
        select(Remark.id, Remark.text)
        .join(Remark.response)
        .outerjoin(Remark.answer)
        .where(Response.hearing_id == remark.response.hearing_id, Response.state.not_in(DONE))
        .where(Answer.outcome.is_(None), Remark.id != remark.id)
    )
    if remark.answer_id is not None:
        near = near.where(Remark.answer_id.is_distinct_from(remark.answer_id))
    nearest = near.order_by(func.abs(Remark.id - remark.id), Remark.id).limit(LOOKED_THROUGH)
    return dict(context.session.execute(nearest).tuples().all())


def unread(context: Context, hearing_id: int) -> list[str]:
    """Return the numbers of remarks whose answer nobody but who wrote it has read: 4.2, 7.1."""
    rows = context.session.execute(
        select(Response.number, Remark.number)
        .select_from(Remark)
        .join(Remark.response)
        .join(Remark.answer)
        .where(Response.hearing_id == hearing_id, Response.state.not_in(DONE), _is_unread())
        .order_by(Response.number, Remark.number)
    )
    return [f"{number}.{remark_number}" for number, remark_number in rows]


DAYS_BEFORE = timedelta(days=1)
"""How long before the day of a remark its officer is reminded."""


def to_remind(context: Context, *, at_most: int = 20) -> Sequence[tuple[int, int]]:
    """Return hearings and the officers who have remarks due in them, and have not been reminded; for the worker."""
    rows = context.session.execute(
        _to_remind(context)
        .with_only_columns(Response.hearing_id, Remark.officer_id)
        .order_by(Response.hearing_id, Remark.officer_id)
        .distinct()
        .limit(at_most)
    )
    return [(hearing_id, officer_id) for hearing_id, officer_id in rows if officer_id is not None]


def to_remind_of(context: Context, hearing_id: int, officer_id: int) -> Sequence[Remark]:
    """Return a hearing's remarks of which an officer is to be reminded now, locked."""
    of = (Response.hearing_id == hearing_id, Remark.officer_id == officer_id)
    return context.session.scalars(_to_remind(context).where(*of).order_by(Remark.id)).all()


def _to_remind(context: Context) -> Select[Remark]:
    return (
        by(select(Remark), Remark, "ix_remark_to_remind")
        .join(Remark.response)
        .join(Hearing, Hearing.id == Response.hearing_id)
        .outerjoin(Remark.answer)
        .where(Remark.due_on.is_not(None), Remark.reminded_at.is_(None), Remark.officer_id.is_not(None))
        .where(Remark.due_on <= context.today + DAYS_BEFORE, Answer.outcome.is_(None))
        .where(Response.state.not_in(DONE), is_among(Hearing.state, {HearingState.OPEN, HearingState.CLOSED}))
    )


def template(context: Context, template_id: int) -> LetterTemplate:
    """Return one letter template, or Refusal(NOT_FOUND)."""
    found = context.session.scalar(_templates().where(LetterTemplate.id == template_id))
    if found is None:
        raise Refusal(Reason.NOT_FOUND)
    return found


def newest_template(context: Context) -> LetterTemplate | None:
    """Return the template that letters are made of: the newest that has been read."""
    read = LetterTemplate.state.in_((TemplateState.READ,))
    return context.session.scalar(_templates().where(read).order_by(LetterTemplate.id.desc()).limit(1))


def templates(context: Context, *, at_most: int = 5) -> Sequence[LetterTemplate]:
    """Return the templates that were handed in, the newest first."""
    return context.session.scalars(_templates().order_by(LetterTemplate.id.desc()).limit(at_most)).all()


def _templates() -> Select[LetterTemplate]:
    return select(LetterTemplate).options(joinedload(LetterTemplate.file, innerjoin=True))


UNREAD_TEMPLATES = Queue(LetterTemplate, lambda: _templates().where(LetterTemplate.state.in_((TemplateState.UNREAD,))))
"""The templates that nobody has read."""


def phrase(context: Context, phrase_id: int) -> Phrase:
    """Return a sentence the municipality has ready, or had."""
    found = context.session.get(Phrase, phrase_id)
    if found is None:
        raise Refusal(Reason.NOT_FOUND)
    return found


def phrases_among(context: Context, ids: Iterable[int]) -> Sequence[Phrase]:
    """Return sentences by their ids; Refusal(NOT_FOUND) where one is missing."""
    wanted = set(ids)
    if not wanted:
        return []
    found = context.session.scalars(select(Phrase).where(Phrase.id.in_(wanted)).order_by(Phrase.id)).all()
    if len(found) < len(wanted):
        raise Refusal(Reason.NOT_FOUND)
    return found


@dataclass(frozen=True)
class Ready:
    """A sentence the municipality has ready, and in how many answers it stands."""

    phrase: Phrase
    uses: int


def phrases(context: Context, *, words: str = "", at_most: int = 100) -> Sequence[Ready]:
    """Return the sentences that are ready, the most used first."""
    uses = func.count(answer_phrase.c.answer_id)
    rows = context.session.execute(
        select(Phrase, uses)
        .outerjoin(answer_phrase, answer_phrase.c.phrase_id == Phrase.id)
        .where(Phrase.ended_at.is_(None), *holds(words, Phrase.text))
        .group_by(Phrase.id)
        .order_by(uses.desc(), Phrase.id)
        .limit(at_most)
    )
    return [Ready(*row) for row in rows]


@dataclass(frozen=True)
class Use:
    """In how many answers of a hearing a sentence stands."""

    hearing: Hearing
    count: int


def uses(context: Context, phrase_id: int, *, at_most: int = 51) -> Sequence[Use]:
    """Return in which hearings a sentence was used, the newest first."""
    rows = context.session.execute(
        select(Hearing, func.count(Answer.id))
        .join(Answer, Answer.hearing_id == Hearing.id)
        .join(answer_phrase, answer_phrase.c.answer_id == Answer.id)
        .where(answer_phrase.c.phrase_id == phrase_id)
        .group_by(Hearing.id)
        .order_by(Hearing.id.desc())
        .limit(at_most)
    )
    return [Use(*row) for row in rows]


def earlier(context: Context, remark: Remark, *, at_most: int = 5) -> Sequence[Remark]:
    """Return remarks of the process's earlier hearings about the same sections, with what became of them.

    The newest first, one of each answer, and only what a published note says.
    """
    sections = [one.section_id for one in remark.sections]
    if not sections:
        return []
    texts = context.session.scalars(select(SectionText.id).where(SectionText.section_id.in_(sections))).all()
    of_text, of_remark = remark_section.c.section_text_id, remark_section.c.remark_id
    near = first_of_each(select(of_remark).order_by(of_text, of_remark.desc()), of_text, texts, at_most=NEAR)
    found = context.session.execute(
        _earlier(remark)
        .where(is_in_rows(Remark.id, near))
        .with_only_columns(func.max(Remark.id))
        .group_by(Answer.id)
        .order_by(func.max(Remark.id).desc())
        .limit(at_most)
    )
    ids = [number for (number,) in found]
    if not ids:
        return []
    earlier = context.session.scalars(_answered().where(Remark.id.in_(ids)).order_by(Remark.id.desc()))
    return [one for one in earlier if RESPONSE.may(context, ResponseVerb.READ, one.response)]


def said_before(context: Context, words: str, *, hearing_id: int, at_most: int = 5) -> Sequence[Remark]:
    """Return remarks of the municipality's other hearings that say much the same, the likest first, with their answers.

    Only what a published note says, whichever process it was in; found among the newest public answers to hearings that
    hold one of the words. In three statements, and nothing leaves the machine.
    """
    responses = saying_so(context, Kind.RESPONSE, words)
    if not responses:
        return ()
    answered = select(Remark.id).where(Remark.answer_id.is_not(None)).order_by(Remark.id.desc())
    ids = first_of_each(answered, Remark.response_id, responses, at_most=MOST_COMPARED)
    asked = _told().where(is_in_rows(Remark.id, ids))
    newest = context.session.scalars(asked.order_by(Remark.id.desc()).limit(MOST_COMPARED))
    found = [
        one
        for one in newest
        if one.is_told and one.outcome and one.response.is_shown and one.response.hearing_id != hearing_id
    ]
    shares = zip(shared(words, [one.text for one in found]), found, strict=True)
    likest = sorted(((share, one) for share, one in shares if share >= MUCH), key=lambda pair: (-pair[0], -pair[1].id))
    return [one for _share, one in likest[:at_most]]


MOST_COMPARED = 100
"""Remarks that are compared with what is written or answered: to stem as many takes a fifth of a second."""
MUCH = 0.4
"""How much of the words, by weight, another remark has to share to say much the same."""
NEAR = 100
"""How many of the newest remarks about each version of a section are looked at for earlier answers."""


def earlier_answer(context: Context, remark: Remark, answer_id: int) -> Answer:
    """Return an answer of an earlier hearing of the process; Refusal(NOT_FOUND) for any other."""
    found = context.session.scalar(_earlier(remark).where(Answer.id == answer_id).with_only_columns(Answer.id).limit(1))
    if found is None:
        raise Refusal(Reason.NOT_FOUND)
    return context.session.get_one(Answer, found)


def _earlier(remark: Remark) -> Select[Remark]:
    return (
        select(Remark)
        .join(Remark.response)
        .join(Hearing, Hearing.id == Response.hearing_id)
        .join(Remark.answer)
        .where(Hearing.process_id == remark.process_id, Hearing.id != remark.response.hearing_id)
        .where(is_among(Hearing.state, {HearingState.CONCLUDED}), Response.state.not_in(DONE))
        .where(Answer.outcome.is_not(None))
    )


def next_untreated(context: Context, hearing_id: int, *, after: int) -> int | None:
    """Return the id of the next remark without an answer, for the officer who works through a hearing."""
    return context.session.scalar(
        select(Remark.id)
        .join(Remark.response)
        .outerjoin(Remark.answer)
        .where(Response.hearing_id == hearing_id, Response.state.not_in(DONE), Remark.id > after)
        .where(Answer.outcome.is_(None))
        .order_by(Remark.id)
        .limit(1)
    )


def by_ids(context: Context, ids: Sequence[int]) -> Sequence[Remark]:
    """Return the public remarks among the ids."""
    if not ids:
        return []
    found = context.session.scalars(_told().where(Remark.id.in_(ids)).order_by(Remark.id))
    return [one for one in found if RESPONSE.may(context, ResponseVerb.READ, one.response)]


def to_use(context: Context, process_id: int, *, at_most: int = 100) -> Sequence[Remark]:
    """Return remarks of a process whose answer changes the text, newest first: what a section may rest on.

    Before the note is published only case officers, who have answered them, find them here.
    """
    hearings = context.session.scalars(select(Hearing.id).where(Hearing.process_id == process_id)).all()
    changing = select(Answer.id).where(is_among(Answer.outcome, CHANGES_TEXT)).order_by(Answer.id.desc())
    changing = by(changing, Answer, "ix_answer_changing")
    answers = first_of_each(changing, Answer.hearing_id, hearings, at_most=at_most)
    found = context.session.scalars(
        _told().where(is_in_rows(Remark.answer_id, answers)).order_by(Remark.id.desc()).limit(at_most)
    )
    return [
        one
        for one in found
        if RESPONSE.may(context, ResponseVerb.READ, one.response)
        and (one.is_told or is_case_officer(context.actor, one.response))
    ]


LOOKED_AT = 200
"""How many remarks of a process, and proposals, are looked at to say how many wait."""


@dataclass(frozen=True)
class Waiting:
    """How many remarks of a hearing wait for an answer or a change, how many of them for whoever asks, and by when."""

    remarks: int = 0
    mine: int = 0
    due_on: date | None = None
    is_at_least: bool = False
    """Whether there may be more: only so many of a process are looked at."""


def waiting_in(context: Context, hearing_ids: Collection[int]) -> Mapping[int, Waiting]:
    """Return what waits in hearings of the actor's processes as case officer, by the hearing's id; in one statement."""
    own = context.actor.places(Role.CASE_OFFICER, Scope.PROCESS)
    standing = select(Remark.id).join(Remark.response).where(Response.state.not_in(DONE))
    unanswered = by(standing, Remark, "ix_remark_without_answer").where(Remark.answer_id.is_(None)).order_by(Remark.id)
    answered = standing.join(Remark.answer).where(Answer.hearing_id.in_(in_work(own))).limit(LOOKED_AT)
    waiting = (
        first_of_each(unanswered, Remark.process_id, own, at_most=LOOKED_AT),
        by(answered, Answer, "ix_answer_not_given").where(Answer.outcome.is_(None)).order_by(Remark.id),
        by(answered, Answer, "ix_answer_changing").where(_misses_change()).order_by(Remark.id),
    )
    is_mine = Remark.officer_id == (context.actor.person_id or 0)
    rows = context.session.execute(
        select(
            Response.hearing_id,
            func.count(Remark.id),
            func.count(case((is_mine, 1))),
            func.min(case((is_mine, Remark.due_on))),
        )
        .select_from(Remark)
        .join(Remark.response)
        .where(is_in_rows(Remark.id, union_all(*(select(one.subquery()) for one in waiting))))
        .group_by(Response.hearing_id)
    ).all()
    is_cut = sum(count for _id, count, _mine, _due in rows) >= LOOKED_AT
    return {number: Waiting(all_, mine, due, is_cut) for number, all_, mine, due in rows if number in hearing_ids}


def progress(context: Context, hearing_id: int) -> Progress:
    """Return how far the treatment of a hearing is, in one statement."""
    unsplit = (
        select(func.count())
        .select_from(Response)
        .where(Response.hearing_id == hearing_id, Response.state.not_in(UNREAD), _is_untouched())
        .scalar_subquery()
    )
    row = context.session.execute(
        select(
            func.count(Remark.id),
            func.count(Answer.outcome),
            func.count(case((_misses_change(), 1))),
            func.count(case((_is_unread_by_another(context), 1))),
            func.count(case((Remark.officer_id == (context.actor.person_id or 0), 1))),
            func.count(case((Remark.officer_id.is_(None), Remark.id))),
            unsplit,
        )
        .select_from(Remark)
        .join(Remark.response)
        .outerjoin(Remark.answer)
        .where(Response.hearing_id == hearing_id, Response.state.not_in(DONE))
    ).one()
    return Progress(*row)


def untouched(context: Context, hearing_id: int) -> Sequence[int]:
    """Return the numbers of answers that stand, of which nobody has made a remark or said what became of them."""
    return context.session.scalars(
        select(Response.number)
        .where(Response.hearing_id == hearing_id, Response.state.not_in(DONE), _is_untouched())
        .order_by(Response.number)
    ).all()


def _is_untouched() -> ColumnElement[bool]:
    has_remark = exists().where(Remark.response_id == Response.id)
    return and_(~has_remark, func.coalesce(Response.summary, "") == "", Response.stance.not_in(SAYS_IT_ITSELF))


def are_untouched(context: Context, hearing_id: int, response_ids: Collection[int]) -> Sequence[Response]:
    """Return those of a hearing's responses that nobody has worked on; for who has locked the hearing."""
    return context.session.scalars(
        select(Response)
        .where(Response.hearing_id == hearing_id, Response.id.in_(response_ids), Response.state.not_in(DONE))
        .where(_is_untouched())
        .options(joinedload(Response.hearing, innerjoin=True))
        .order_by(Response.number)
        .execution_options(populate_existing=True)
    ).all()


def waiting(context: Context, hearing_id: int, *, misses_change: bool) -> list[str]:
    """Return the numbers of remarks without an answer, or with one whose change is missing: 4.2, 7.1."""
    condition = _misses_change() if misses_change else Answer.outcome.is_(None)
    rows = context.session.execute(
        select(Response.number, Remark.number)
        .select_from(Remark)
        .join(Remark.response)
        .outerjoin(Remark.answer)
        .where(Response.hearing_id == hearing_id, Response.state.not_in(DONE), condition)
        .order_by(Response.number, Remark.number)
    )
    return [f"{number}.{remark_number}" for number, remark_number in rows]


@dataclass(frozen=True)
class Led:
    """What one remark led to, by ids: a text in a later version, or the deletion of the one that was heard."""

    remark: int
    text: int
    version: int
    is_deleted: bool


def changes_of(context: Context, hearing_id: int) -> list[Led]:
    """Return what each remark of a hearing led to; a section that is gone is gone in the report's newest version."""
    heard = aliased(Version)
    newest = select(func.max(Version.id)).where(Version.report_id == heard.report_id).scalar_subquery()
    is_deleted = SectionText.version_id <= Response.version_id
    rows = context.session.execute(
        select(Remark.id, SectionText.id, case((is_deleted, newest), else_=SectionText.version_id), is_deleted)
        .join(Remark.response)
        .join(answer_change, answer_change.c.answer_id == Remark.answer_id)
        .join(SectionText, SectionText.id == answer_change.c.section_text_id)
        .join(heard, heard.id == Response.version_id)
        .where(Response.hearing_id == hearing_id, Response.state.not_in(DONE))
        .order_by(Remark.id, SectionText.id)
    )
    return [Led(*row) for row in rows]


def deleted_by(context: Context, remark_ids: Sequence[int]) -> Sequence[SectionText]:
    """Return the sections that are gone because of remarks, as they were heard."""
    return context.session.scalars(
        select(SectionText)
        .join(answer_change, answer_change.c.section_text_id == SectionText.id)
        .join(Remark, Remark.answer_id == answer_change.c.answer_id)
        .join(Remark.response)
        .where(Remark.id.in_(remark_ids), SectionText.version_id <= Response.version_id)
        .options(joinedload(SectionText.version, innerjoin=True))
        .order_by(SectionText.id)
        .distinct()
    ).all()


def words_of(context: Context, hearing_id: int) -> Sequence[tuple[int, int, str, str]]:
    """Return each remark of a hearing: its response's number and its own, its words and the whole response's."""
    rows = context.session.execute(
        select(Response.number, Remark.number, Remark.text, Response.text)
        .join(Remark.response)
        .where(Response.hearing_id == hearing_id, Response.state.not_in(DONE))
        .order_by(Response.number, Remark.number)
    )
    return rows.tuples().all()


def outcomes(context: Context, hearing_id: int) -> list[tuple[Outcome, int]]:
    """Return how many remarks had each outcome, in one statement."""
    rows = dict(
        context.session.execute(
            select(Answer.outcome, func.count())
            .select_from(Remark)
            .join(Remark.answer)
            .join(Remark.response)
            .where(Response.hearing_id == hearing_id, Response.state.not_in(DONE))
            .group_by(Answer.outcome)
        ).all()
    )
    return [(outcome, rows[outcome]) for outcome in Outcome if rows.get(outcome)]


def unsplit(context: Context, hearing: Hearing, *, at_most: int = 50) -> Sequence[Response]:
    """Return responses that nobody has worked on and somebody can, by number; councils' only until the deadline."""
    is_firm = Response.party_id.is_not(None) if not hearing.is_over_at(context.now) else true()
    return context.session.scalars(
        select(Response)
        .where(Response.hearing_id == hearing.id, Response.state.not_in(UNREAD), _is_untouched(), is_firm)
        .options(
            joinedload(Response.party).joinedload(HearingParty.body),
            joinedload(Response.sender),
            joinedload(Response.hearing, innerjoin=True),
        )
        .order_by(Response.number)
        .limit(at_most)
    ).all()


def summed_up(context: Context, hearing_id: int, *, after: int = 0, at_most: int | None = None) -> Sequence[Response]:
    """Return residents' and organisations' answers that were dealt with as a whole and not point by point, by number.

    Only those that stand, above the number `after`.
    """
    has_remark = exists().where(Remark.response_id == Response.id)
    return context.session.scalars(
        select(Response)
        .where(Response.hearing_id == hearing_id, Response.sender_id.is_not(None), Response.number > after)
        .where(Response.state.not_in(DONE), func.coalesce(Response.summary, "") != "", ~has_remark)
        .options(
            joinedload(Response.party).joinedload(HearingParty.body),
            joinedload(Response.sender),
            joinedload(Response.version, innerjoin=True),
        )
        .order_by(Response.number)
        .limit(at_most)
    ).all()


def themes(context: Context, hearing_id: int) -> Sequence[Theme]:
    """Return the themes of a hearing by name."""
    found = context.session.scalars(select(Theme).where(Theme.hearing_id == hearing_id))
    return sorted(found, key=lambda one: sort_key(one.name))


@cache
def _place() -> ColumnElement[int]:
    """Return the position of the first section a remark is about."""
    return (
        select(func.min(SectionText.position))
        .join(remark_section, remark_section.c.section_text_id == SectionText.id)
        .where(remark_section.c.remark_id == Remark.id)
        .correlate(Remark)
        .scalar_subquery()
    )


@cache
def _misses_change() -> ColumnElement[bool]:
    has_change = exists().where(answer_change.c.answer_id == Answer.id)
    return and_(is_among(Answer.outcome, CHANGES_TEXT), ~has_change)


def _is_unread_by_another(context: Context) -> ColumnElement[bool]:
    return and_(_is_unread(), Answer.answered_by_id.is_distinct_from(context.actor.person_id))


@cache
def _is_unread() -> ColumnElement[bool]:
    return and_(Answer.outcome.is_not(None), Answer.read_at.is_(None))


@cache
def _remarks() -> Select[Remark]:
    """Return remarks with everything that is shown where they are worked on."""
    return _answered().options(
        selectinload(Remark.sections).joinedload(SectionText.version, innerjoin=True),
        selectinload(Remark.themes),
        joinedload(Remark.officer),
        *_read(),
    )


def _read() -> tuple[ORMOption, ...]:
    """Load who answered a remark, and who read the answer over."""
    given = joinedload(Remark.answer)
    return given.joinedload(Answer.answered_by), given.joinedload(Answer.read_by)


@cache
def _within() -> Select[Remark]:
    """Return remarks of one hearing like `_remarks`, but without what all of them share: that is not joined to each.

    Neither with what only their officers need.
    """
    return (
        select(Remark)
        .join(Remark.response)
        .options(
            contains_eager(Remark.response).joinedload(Response.sender),
            joinedload(Remark.understanding),
            joinedload(Remark.answer).options(selectinload(Answer.changes).joinedload(SectionText.version)),
            selectinload(Remark.sections).joinedload(SectionText.version),
        )
    )


def _shared(context: Context, hearing_id: int) -> Sequence[Version]:
    """Return the versions of the report that is heard, one of which each of its responses is about."""
    of_report = select(Version.report_id).join(Hearing, Hearing.version_id == Version.id)
    return context.session.scalars(
        select(Version).where(Version.report_id == of_report.where(Hearing.id == hearing_id).scalar_subquery())
    ).all()


def _bind(remarks: Iterable[Remark], shared: Sequence[Version]) -> None:
    """Let each remark's response have its hearing, version and party, which are loaded, while they are held."""
    assert shared
    for one in remarks:
        _ = one.response.hearing, one.response.version, one.response.party


@cache
def _answered() -> Select[Remark]:
    """Return remarks with their answers and the texts these changed: enough to know their state."""
    changes = selectinload(Answer.changes).joinedload(SectionText.version, innerjoin=True)
    return _told().options(joinedload(Remark.answer).options(changes))


@cache
def _told() -> Select[Remark]:
    """Return remarks with who said them and what was answered."""
    return select(Remark).options(
        joinedload(Remark.answer),
        joinedload(Remark.understanding),
        joinedload(Remark.response, innerjoin=True).options(
            joinedload(Response.party).joinedload(HearingParty.body),
            joinedload(Response.sender),
            joinedload(Response.version, innerjoin=True),
            joinedload(Response.hearing, innerjoin=True).joinedload(Hearing.process, innerjoin=True),
        ),
    )


def answers_of(context: Context, remark_ids: Collection[int]) -> Sequence[int]:
    """Return the ids of the answers that remarks are made of, each once."""
    return context.session.scalars(select(Remark.response_id).where(Remark.id.in_(remark_ids)).distinct()).all()
