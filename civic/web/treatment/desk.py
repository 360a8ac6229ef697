"""The officer's desk for a hearing: the queue of remarks at the start, one of them with its answer beside."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from flask_babel import gettext as _

from civic.dialogue.models import Outcome
from civic.hearings import queries as hearing_queries
from civic.hearings.models import Hearing
from civic.http.sifting import Field
from civic.kernel.actor import Role, Scope
from civic.kernel.context import Context
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.trace import Kind, Ref
from civic.people.queries import holders, municipality
from civic.reports.models import SectionText
from civic.reports.queries import changed_since, version
from civic.responses import queries as response_queries
from civic.responses.models import Response
from civic.responses.workflow import HEARING_RESPONSES
from civic.said.answered import Answered, answered
from civic.said.wording import section_name, word
from civic.treatment import queries
from civic.treatment.likeness import alike
from civic.treatment.models import Remark, RemarkState, Theme
from civic.treatment.queries import EVERY, Pick, Progress, Ready, Wanted
from civic.treatment.workflow import HEARING_NOTE, REMARK, TreatmentVerb
from civic.web.treatment.forms import ChangeForm, GroupForm, SeveralForm, ShareForm, TreatmentForm
from civic.writing.queries import open_with, own_copy

ON_A_PAGE = 25
KEYS = {
    Outcome.ACCEPTED: "i",
    Outcome.PARTLY: "d",
    Outcome.NOT_ACCEPTED: "n",
    Outcome.NOTED: "t",
    Outcome.OUT_OF_SCOPE: "u",
}
"""The letter that chooses each outcome: imødekommet, delvist, nej, taget til efterretning, uden for."""


@dataclass(frozen=True)
class Asked:
    """Which remarks are asked for at the desk: of a pick, narrowed down, like one, and those after one."""

    wanted: Wanted = EVERY
    like_id: int | None = None
    after: int = 0

    @property
    def address(self) -> dict[str, str]:
        """Return the same as the parts of an address."""
        asked = {
            "pick": self.wanted.pick.value if self.wanted.pick is not Pick.ALL else "",
            "theme": str(self.wanted.theme_id or ""),
            "section": str(self.wanted.section_id or ""),
            "words": self.wanted.words,
            "like": str(self.like_id or ""),
            "after": str(self.after or ""),
        }
        return {name: value for name, value in asked.items() if value}

    def of(self, pick: Pick) -> dict[str, str]:
        """Return the parts of an address for another pick, narrowed down as now."""
        return replace(self, wanted=replace(self.wanted, pick=pick), like_id=None, after=0).address


@dataclass(frozen=True)
class Work:
    """One remark with what its officer needs to answer it."""

    remark: Remark
    answered: Answered
    siblings: Sequence[Remark]
    """The others of its group."""
    may: dict[str, bool]
    treatment: TreatmentForm
    change: ChangeForm
    like: int
    """How many remarks without an answer say much the same."""
    earlier: Sequence[Remark]
    """What was answered about the same in earlier hearings of the process."""
    elsewhere: Sequence[Remark]
    """What was said much the same in any other hearing of the municipality, with its answer."""
    phrases: Sequence[Ready]
    is_to_read: bool
    """Whether a second officer is to read its answer, and has not."""
    open_with: Sequence[str]
    """Which colleagues have it open just now."""
    is_own_draft: bool
    """Whether the form has what the actor typed before and did not save."""
    is_at_desk: bool
    """Whether it is worked on at the desk, or on its own page."""
    address: dict[str, str]
    """How the desk was asked for."""
    keys: ClassVar[dict[str, str]] = {outcome.value: key for outcome, key in KEYS.items()}

    @property
    def misses_change(self) -> bool:
        """Return whether its answer waits to be tied to what it changed."""
        return self.may["link_change"] and self.answered.state is RemarkState.CHANGE_MISSING

    @property
    def may_read(self) -> bool:
        """Return whether the actor is one who may read it over."""
        return self.is_to_read and self.may["read_over"]


@dataclass(frozen=True)
class DeskPage:
    """The desk."""

    template: ClassVar[str] = "treatment/desk.html"
    hearing: Hearing
    progress: Progress
    waiting: int
    asked: Asked
    queue: Sequence[Remark]
    count: int
    more: Asked | None
    open_with: Mapping[int, Sequence[str]]
    """Which of the queue colleagues have open just now, and who."""
    work: Work | None
    before: int | None
    then: int | None
    """The remarks before and after it in the queue."""
    themes: Sequence[Theme]
    sections: Sequence[SectionText]
    form: GroupForm
    share: ShareForm
    may: dict[str, bool]
    reads_twice: bool
    today: date

    @property
    def picks(self) -> list[tuple[Pick, str, int]]:
        """Return what the queue can be of, each with its count."""
        p = self.progress
        found = [
            (Pick.ALL, _("All"), p.remarks),
            (Pick.UNTREATED, _("Without an answer"), p.remarks - p.answered),
            (Pick.CHANGE_MISSING, _("Missing their change"), p.change_missing),
            (Pick.MINE, _("Mine"), p.mine),
            (Pick.FREE, _("Nobody's"), p.free),
        ]
        if self.reads_twice:
            found.insert(3, (Pick.TO_READ, _("To be read by a second officer"), p.unread))
        return found

    @property
    def fields(self) -> list[Field]:
        """Return what the queue can be narrowed by, for its sieve."""
        wanted = self.asked.wanted
        sections = [(one.id, section_name(one)) for one in self.sections]
        themes = [(one.id, one.name) for one in self.themes]
        return [
            ("words", "words", _("With the words"), wanted.words, ()),
            ("choice", "section", _("About"), wanted.section_id or "", [("", _("everything")), *sections]),
            ("choice", "theme", _("Theme"), wanted.theme_id or "", [("", _("all")), *themes] if themes else ()),
        ]


@dataclass(frozen=True)
class AnswersPage:
    """The answers of a hearing that nobody has worked on."""

    template: ClassVar[str] = "treatment/answers.html"
    hearing: Hearing
    progress: Progress
    waiting: int
    unsplit: Sequence[Response]
    form: SeveralForm
    may: dict[str, bool]


def desk_page(
    context: Context,
    hearing_id: int,
    asked: Asked = Asked(),
    at: int | None = None,
    *,
    form: GroupForm | None = None,
    share: ShareForm | None = None,
    treatment: TreatmentForm | None = None,
    change: ChangeForm | None = None,
) -> DeskPage:
    """Return the desk with a remark of the queue, the first unless another is asked for."""
    hearing = hearing_queries.hearing(context, hearing_id)
    HEARING_NOTE.require(context, TreatmentVerb.READ_DESK, hearing)
    wanted = replace(asked.wanted, among=_like(context, asked.like_id)) if asked.like_id else asked.wanted
    found = queries.picked(context, hearing_id, wanted, after=asked.after, at_most=ON_A_PAGE + 1)
    queue = found[:ON_A_PAGE]
    if at and len(found) > ON_A_PAGE and at > queue[-1].id:  # the next page begins with it
        kept = {"form": form, "share": share, "treatment": treatment, "change": change}
        return desk_page(context, hearing_id, replace(asked, after=at - 1), at, **kept)
    progress, reads_twice = queries.progress(context, hearing_id), municipality(context).reads_twice
    remark = next((one for one in queue if one.id == at), None) or (queue[0] if queue and not at else None)
    work, opened = None, _opened(context, queue)
    if at and remark is None and treatment is None and change is None:
        remark = next(iter(queue), None)
    elif at and remark is None:
        remark = queries.remark(context, at)  # it has left the queue, and what was typed is to be shown
        if remark.response.hearing_id != hearing_id:
            raise Refusal(Reason.NOT_FOUND)
    if remark is not None:
        work = work_on(context, remark, reads_twice, asked, opened, treatment=treatment, change=change)
    place = queue.index(remark) if remark in queue else -1
    officers = holders(context, Scope.PROCESS, hearing.process_id, Role.CASE_OFFICER)
    form, share = form or GroupForm(formdata=None), share or ShareForm(formdata=None)
    for one in (form, share):
        one.remarks.choices = [(remark.id, f"{remark.response.number}.{remark.number}") for remark in queue]
    share.officer_id.choices = officer_choices([(one.person_id, one.person.name) for one in officers])
    if share.due_on.data is None and share.officer_id.data is None:
        share.officer_id.data = 0
    return DeskPage(
        hearing=hearing,
        progress=progress,
        waiting=response_queries.count_to_release(context, hearing_id),
        asked=asked,
        queue=queue,
        count=_count(context, hearing_id, wanted, progress),
        more=replace(asked, after=queue[-1].id) if len(found) > ON_A_PAGE else None,
        open_with=opened,
        work=work,
        before=queue[place - 1].id if place > 0 else None,
        then=found[place + 1].id if 0 <= place < len(found) - 1 else None,
        themes=queries.themes(context, hearing_id),
        sections=version(context, hearing.version_id).texts,
        form=form,
        share=share,
        may={**HEARING_NOTE.allowed(context, hearing), **HEARING_RESPONSES.allowed(context, hearing)},
        reads_twice=reads_twice,
        today=context.today,
    )


def officer_choices(officers: Sequence[tuple[int, str]]) -> list[tuple[int, str]]:
    """Return to whom remarks can be given: each officer once, or nobody."""
    return [(0, _("nobody")), *dict.fromkeys(officers)]


def answers_page(context: Context, hearing_id: int, form: SeveralForm | None = None) -> AnswersPage:
    """Return the answers of a hearing that nobody has worked on, the first fifty."""
    hearing = hearing_queries.hearing(context, hearing_id)
    HEARING_NOTE.require(context, TreatmentVerb.READ_DESK, hearing)
    unsplit = queries.unsplit(context, hearing)
    form = form or SeveralForm(formdata=None)
    form.responses.choices = [(one.id, str(one.number)) for one in unsplit]
    return AnswersPage(
        hearing=hearing,
        progress=queries.progress(context, hearing_id),
        waiting=response_queries.count_to_release(context, hearing_id),
        unsplit=unsplit,
        form=form,
        may={**HEARING_NOTE.allowed(context, hearing), **HEARING_RESPONSES.allowed(context, hearing)},
    )


def work_on(
    context: Context,
    remark: Remark,
    reads_twice: bool,
    asked: Asked | None = None,
    opened: Mapping[int, Sequence[str]] | None = None,
    *,
    treatment: TreatmentForm | None = None,
    change: ChangeForm | None = None,
) -> Work:
    """Return a remark that its reader may treat, with the forms that answer it; the forms keep what was typed."""
    may = REMARK.allowed(context, remark)
    given = remark.answer
    thing = Ref(Kind.REMARK, remark.id)
    kept = own_copy(context, thing) if treatment is None and may["answer"] else None
    if treatment is None:
        outcome = given.outcome.value if given and given.outcome else None
        chosen, _sign, seen = kept.heading.partition(" ") if kept else ("", "", "")
        typed = {"outcome": chosen or outcome, "reason": kept.text, "seen": seen} if kept and kept.text else {}
        treatment = TreatmentForm(formdata=None, **{"outcome": outcome, "reason": remark.reason, **typed})
    there = f"{word(remark.outcome)}: {remark.reason}" if remark.outcome else ""
    treatment.shows(remark.outcome, remark.reason, now=there)
    shared = queries.sharing(context, given.id) if given and given.heading else []
    return Work(
        remark=remark,
        answered=answered(context, [remark])[0],
        siblings=[one for one in shared if one.id != remark.id],
        may=may,
        treatment=treatment,
        change=change_form(context, remark, change or ChangeForm(formdata=None), may["link_change"]),
        like=len(_like(context, remark.id, remark)) - 1 if asked and may["group"] else 0,
        earlier=queries.earlier(context, remark) if may["answer"] else (),
        elsewhere=_elsewhere(context, remark) if may["answer"] else (),
        phrases=queries.phrases(context, at_most=OFFERED) if may["answer"] else (),
        is_to_read=reads_twice and remark.outcome is not None and given is not None and given.read_at is None,
        open_with=(opened if opened is not None else _opened(context, [remark])).get(remark.id, ()),
        is_own_draft=bool(kept and kept.text and kept.text != remark.reason),
        is_at_desk=asked is not None,
        address=asked.address if asked else {},
    )


def _elsewhere(context: Context, remark: Remark) -> Sequence[Remark]:
    return queries.said_before(context, remark.text, hearing_id=remark.response.hearing_id)


OFFERED = 20
"""How many ready sentences are offered beside an answer, the most used first; the others stand on their own page."""


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


def _opened(context: Context, remarks: Sequence[Remark]) -> dict[int, Sequence[str]]:
    """Return which remarks colleagues have open at this moment, and who, by the remark's id."""
    found = open_with(context, [Ref(Kind.REMARK, one.id) for one in remarks])
    return {thing.id: names for thing, names in found.items()}


def _like(context: Context, remark_id: int, remark: Remark | None = None) -> tuple[int, ...]:
    """Return a remark's id and those of the ones without an answer that say much the same."""
    remark = remark or queries.remark(context, remark_id)
    return (remark.id, *alike(remark.text, queries.words_without_answer(context, remark)))


def _count(context: Context, hearing_id: int, wanted: Wanted, progress: Progress) -> int:
    known = {
        Pick.ALL: progress.remarks,
        Pick.UNTREATED: progress.remarks - progress.answered,
        Pick.CHANGE_MISSING: progress.change_missing,
        Pick.MINE: progress.mine,
        Pick.FREE: progress.free,
    }
    if not wanted.is_sifted and wanted.pick in known:
        return known[wanted.pick]
    return queries.count_picked(context, hearing_id, wanted)
