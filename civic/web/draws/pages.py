"""What the pages about draws by lot show."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from flask import url_for
from flask_babel import gettext as _

from civic.db.base import last_day
from civic.draws import queries
from civic.draws.models import WITHOUT_PANELS, Draw, DrawState, Entrant, EntrantState, Round, RoundState
from civic.draws.repeat import chances, kinds_of
from civic.draws.workflow import DRAW, PROCESS_DRAWS, DrawVerb
from civic.http.forms import ButtonForm, PressForm
from civic.http.task import TaskPage
from civic.kernel.context import Context
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.trace import Kind, Ref
from civic.minutes.models import AgendaItem
from civic.minutes.queries import treating
from civic.processes.models import Process
from civic.processes.queries import process
from civic.processes.workflow import is_case_officer
from civic.said.corrections import Corrected, corrected
from civic.said.thread import Link
from civic.said.wording import day, number
from civic.web.draws.forms import (
    CallOffForm,
    DrawForm,
    EnterForm,
    ExtendForm,
    FreezeForm,
    LotsForm,
    QuotasForm,
    ReplaceForm,
    StrikeForm,
    enter_form,
    written_asks,
)

SHOWN = 50


@dataclass(frozen=True)
class Chance:
    """The chance of one kind of person, and how many there are of it."""

    kind: str
    count: int
    said: str
    width: float


@dataclass(frozen=True)
class RoundTold:
    """A round as its page tells it: the largest and the smallest chances first of all."""

    round: Round
    pool: int
    least: str
    most: str
    even: str
    """What everybody's chance would be without quotas."""
    chances: Sequence[Chance]
    """Each kind of person, the smallest chance first."""
    faults: Sequence[str]


@dataclass(frozen=True)
class DrawPage:
    """One draw: what it is for, how one enters, and how it was drawn."""

    template: ClassVar[str] = "draws/draw.html"
    draw: Draw
    state: DrawState
    last_day: date
    forgets_on: date
    entered: int
    struck: int
    form: EnterForm | None
    is_named: bool
    own: Entrant | None
    """The reader's own entry, where they have one."""
    rounds: Sequence[RoundTold]
    answered: Mapping[EntrantState, int]
    """How many of the drawn stand how; not which of the numbers, that are named elsewhere."""
    corrected: Corrected
    treated: Sequence[AgendaItem]
    """The items of agendas that treat it, each with its meeting."""
    may: dict[str, bool]
    may_blot: bool
    lacks: int
    """How many more would have to enter before it can be drawn, once the last day is over."""
    can_freeze: bool
    can_draw: bool
    can_replace: bool
    is_impossible: bool


@dataclass(frozen=True)
class EntrantPage:
    """One entry to a draw, for whoever has its link."""

    template: ClassVar[str] = "draws/entrant.html"
    entrant: Entrant
    token: str
    state: EntrantState
    button: ButtonForm
    answers: Sequence[tuple[str, str]]
    chance: str
    may_confirm: bool
    answers_on: date | None
    """The last day for an answer, where one was drawn and has not answered."""
    may_accept: bool
    may_decline: bool
    may_leave: bool


@dataclass(frozen=True)
class EntrantsPage:
    """Who entered a draw, fifty at a time; for its staff."""

    template: ClassVar[str] = "draws/entrants.html"
    draw: Draw
    rows: Sequence[Entrant]
    numbers: queries.Numbers
    may_decline_for: bool
    gone: frozenset[int]
    """Who said yes and is in the group no more."""
    may_strike: bool
    after: int
    """After which entry the page begins."""
    next_after: int | None

    def answers(self, one: Entrant) -> str:
        """Return what somebody answered."""
        return ", ".join(value for _name, value in _answers(one))


@dataclass(frozen=True)
class DrawsPage:
    """The draws of a process."""

    template: ClassVar[str] = "draws/index.html"
    process: Process
    draws: Sequence[Draw]
    may_add: bool


def draws_page(context: Context, process_id: int) -> DrawsPage:
    """Return the draws of a process."""
    found = process(context, process_id)
    return DrawsPage(found, queries.draws_of(context, found), PROCESS_DRAWS.may(context, DrawVerb.ADD, found))


def draw_page(context: Context, draw_id: int, form: EnterForm | None = None) -> DrawPage:
    """Return one draw, with the form to enter where the reader may."""
    found = queries.draw(context, draw_id)
    may = DRAW.allowed(context, found)
    is_named = not context.actor.is_signed_in
    own = queries.own_entrant(context, draw_id)
    if form is None and may["enter_draw"] and own is None:
        form = enter_form(found, is_named=is_named, formdata=None)
    drawn = queries.drawn_in(context, draw_id) if found.state is DrawState.DRAWN else []
    state, numbers = found.state_at(context.now), queries.numbers(context, draw_id)
    lacks = max(found.seats - numbers.confirmed, 0) if state is DrawState.ENDED else 0
    last = found.rounds[-1].state if found.rounds else None
    return DrawPage(
        draw=found,
        state=state,
        last_day=last_day(found.closes_at),
        forgets_on=last_day(found.forgets_at),
        entered=numbers.confirmed,
        struck=numbers.struck,
        form=form,
        is_named=is_named,
        own=own,
        rounds=[_told(one) for one in found.rounds],
        answered=Counter(one.state_at(context.now) for one in drawn),
        corrected=corrected(context, Ref(Kind.DRAW, draw_id)),
        treated=treating(context, Ref(Kind.DRAW, draw_id)),
        may=may,
        may_blot=is_case_officer(context.actor, found),
        lacks=lacks,
        can_freeze=may["freeze_pool"] and not lacks,
        can_draw=may["draw_lots"] and last is RoundState.READY,
        can_replace=may["replace_drawn"] and _can_replace(found, drawn),
        is_impossible=may["change_quotas"] and last in WITHOUT_PANELS,
    )


def _can_replace(found: Draw, drawn: Sequence[Entrant]) -> bool:
    """Return whether a seat is free of those who were drawn, and no round is under way."""
    kept = [one for one in drawn if one.keeps_seat]
    return bool(found.rounds) and found.rounds[-1].state is RoundState.DRAWN and len(kept) < found.seats


def _told(one: Round) -> RoundTold:
    if one.state not in {RoundState.READY, RoundState.DRAWN} or not one.portfolio:
        faults = [_fault(*fault) for fault in one.faults]
        return RoundTold(one, len(one.terms.get("pool", ())), "", "", "", [], faults)
    pool = one.terms["pool"]
    kinds, each = kinds_of(pool), chances(pool, one.portfolio)
    most = max(each.values())
    rows = [
        Chance(kind.replace("|", ", "), len(kinds[kind]), _percent(float(chance)), float(chance / most * 100))
        for kind, chance in sorted(each.items(), key=lambda pair: (pair[1], pair[0]))
    ]
    even = _percent(one.seats / len(pool))
    return RoundTold(one, len(pool), _percent(float(min(each.values()))), _percent(float(most)), even, rows, [])


def _percent(share: float) -> str:
    return _("%(number)s%%", number=number(round(100 * share, 2)))


def _fault(feature: str, value: str, count: int) -> str:
    """Return in words which quota cannot be met."""
    if not feature:
        return _("Fewer have entered than are to be drawn.")
    said = {"feature": feature, "value": value, "count": number(abs(count))}
    if count < 0:
        return _("%(feature)s, %(value)s: %(count)s too few can be drawn.", **said)
    return _("%(feature)s, %(value)s: %(count)s more would have to be drawn than there are places for.", **said)


def entrant_page(context: Context, token: str) -> EntrantPage:
    """Return one entry to a draw, for whoever has its link; with the chance, once it is known."""
    found = queries.entrant(context, token)
    answers = _answers(found)
    chance = ""
    for one in found.draw.rounds:
        if (
            found.number is not None
            and one.portfolio
            and found.number in {each["number"] for each in one.terms["pool"]}
        ):
            kind = "|".join(value for _name, value in answers)
            chance = _percent(float(chances(one.terms["pool"], one.portfolio)[kind]))
    state = found.state_at(context.now)
    may = DRAW.allowed(context, found.draw)
    was_drawn = found.round_id is not None and may["answer_lot"] and state is not EntrantState.LEFT
    return EntrantPage(
        entrant=found,
        token=token,
        state=state,
        button=ButtonForm(),
        answers=answers,
        chance=chance,
        may_confirm=may["confirm_entry"] and state is EntrantState.UNCONFIRMED,
        answers_on=last_day(found.round.answers_by)
        if state is EntrantState.DRAWN and found.round is not None and found.round.answers_by is not None
        else None,
        may_accept=was_drawn
        and state is not EntrantState.ACCEPTED
        and (state is EntrantState.DRAWN or found.draw.rounds[-1].id == found.round_id),
        may_decline=was_drawn and state is not EntrantState.DECLINED,
        may_leave=may["leave_draw"] and state in {EntrantState.UNCONFIRMED, EntrantState.IN_POOL},
    )


def _answers(found: Entrant) -> list[tuple[str, str]]:
    given = {one.feature_id: one.value_id for one in found.answers}
    names = {value.id: value.name for feature in found.draw.features for value in feature.values}
    return [(one.name, names[given[one.id]]) for one in found.draw.features if one.id in given]


def entrants_page(context: Context, draw_id: int, *, after: int) -> EntrantsPage:
    """Return who entered, fifty at a time, for those who arrange the draw."""
    found = queries.draw(context, draw_id)
    DRAW.require(context, DrawVerb.READ_ENTRANTS, found)
    rows = queries.entrants(context, draw_id, after=after, at_most=SHOWN + 1)
    may_decline_for = DRAW.may(context, DrawVerb.DECLINE_FOR, found)
    next_after = rows[SHOWN - 1].id if len(rows) > SHOWN else None
    may_strike = DRAW.may(context, DrawVerb.STRIKE, found)
    return EntrantsPage(
        draw=found,
        rows=rows[:SHOWN],
        numbers=queries.numbers(context, draw_id),
        may_decline_for=may_decline_for,
        gone=queries.gone_from_group(context, found),
        may_strike=may_strike,
        after=after,
        next_after=next_after,
    )


def new_page(context: Context, process_id: int, form: DrawForm) -> TaskPage:
    """Return the form for a new draw, for those who may prepare one."""
    found = process(context, process_id)
    PROCESS_DRAWS.require(context, DrawVerb.ADD, found)
    said = _("It is seen by those who work with the process until you open it.")
    form.offer(queries.groups_by_lot(context, process_id))
    return TaskPage(_("Prepare a draw by lot"), form, _("Prepare it"), said, _trail(found))


def change_page(context: Context, draw_id: int, form: DrawForm | None = None) -> TaskPage:
    """Return the form that changes a draw nobody could enter yet."""
    found = _for(context, draw_id, DrawVerb.CHANGE)
    form = form or DrawForm(
        formdata=None,
        title=found.title,
        about=found.about,
        seats=found.seats,
        group_id=found.group_id or 0,
        last_day=last_day(found.closes_at),
        forgets_on=last_day(found.forgets_at),
        asks=written_asks(found),
    )
    form.offer(queries.groups_by_lot(context, found.process_id)).shows(*found.seen, now=written_asks(found))
    return TaskPage(_("Change the draw"), form, _("Save"), trail=_way(found))


def quotas_page(context: Context, draw_id: int, form: QuotasForm | None = None) -> TaskPage:
    """Return the form for other quotas, where the pool cannot meet them."""
    found = _for(context, draw_id, DrawVerb.CHANGE_QUOTAS)
    if not found.rounds or found.rounds[-1].state not in WITHOUT_PANELS:
        raise Refusal(Reason.NOT_NOW)
    form = form or QuotasForm(formdata=None, asks=written_asks(found))
    return TaskPage(_("Change the quotas"), form, _("Work it out anew"), trail=_way(found))


def open_page(context: Context, draw_id: int, form: PressForm) -> TaskPage:
    """Return what a case officer reads who lets everybody enter: what stands fast from then on."""
    found = _for(context, draw_id, DrawVerb.OPEN)
    form.shows(*found.seen)
    said = _(
        "What is asked, and how many seats each answer has, stands fast from now on: people enter on it. The last day "
        "can be made later, and the draw can be called off."
    )
    return TaskPage(_("Let everybody enter"), form, _("Let everybody enter"), said, _way(found))


def extend_page(context: Context, draw_id: int, form: ExtendForm) -> TaskPage:
    """Return the form that lets people enter for longer."""
    found = _for(context, draw_id, DrawVerb.EXTEND)
    said = _("The last day is %(day)s. The page goes on showing which day it was.", day=day(last_day(found.closes_at)))
    return TaskPage(_("Let people enter for longer"), form, _("Move the last day"), said, _way(found))


def call_off_page(context: Context, draw_id: int, form: CallOffForm) -> TaskPage:
    """Return the form that calls a draw off."""
    found = _for(context, draw_id, DrawVerb.CALL_OFF)
    said = _("Nobody is drawn, everybody in the pool gets a mail, and it cannot be undone.")
    return TaskPage(_("Call the draw off"), form, _("Call the draw off"), said, _way(found))


def freeze_page(context: Context, draw_id: int, form: FreezeForm) -> TaskPage:
    """Return the form that freezes the pool."""
    found = _for(context, draw_id, DrawVerb.FREEZE)
    said = _(
        "Nobody enters the pool after this. Everybody in it gets a number at random. The seed has two halves: one "
        "that Civic keeps secret and shows the fingerprint of now, and one that nobody knows yet."
    )
    return TaskPage(_("Freeze the pool"), form, _("Freeze it"), said, _way(found))


def lots_page(context: Context, draw_id: int, form: LotsForm) -> TaskPage:
    """Return the form with which it is drawn."""
    found = _for(context, draw_id, DrawVerb.DRAW)
    source = found.rounds[-1].public_source if found.rounds else ""
    said = _(
        "It was said before that this would be: %(source)s. Everybody who is drawn gets a mail at once; it cannot be "
        "undone.",
        source=source,
    )
    return TaskPage(_("Draw"), form, _("Draw now"), said, _way(found))


def replace_page(context: Context, draw_id: int, form: ReplaceForm) -> TaskPage:
    """Return the form that begins a round for the free seats."""
    found = _for(context, draw_id, DrawVerb.REPLACE)
    if not _can_replace(found, queries.drawn_in(context, draw_id)):
        raise Refusal(Reason.NOT_NOW)
    said = _(
        "The round has a seed of its own. Those who said no, or had it said for them, cannot change their minds after "
        "this."
    )
    return TaskPage(_("Draw others for the free seats"), form, _("Begin the round"), said, _way(found))


def strike_page(context: Context, draw_id: int, form: StrikeForm, *, after: int, chosen: int | None = None) -> TaskPage:
    """Return the form that takes entries out of the pool: the fifty that one page lists, one of them ticked."""
    found = _for(context, draw_id, DrawVerb.STRIKE)
    form.offer(queries.entrants(context, draw_id, after=after, at_most=SHOWN), chosen)
    said = _("Each of them is told why by mail. How many entries were taken out stands on the draw's page.")
    return TaskPage(_("Take entries out of the pool"), form, _("Take them out"), said, _way(found))


def decline_for_page(context: Context, draw_id: int, entrant_id: int) -> TaskPage:
    """Return what a case officer reads who enters a no for somebody that was drawn and has not answered."""
    found = _for(context, draw_id, DrawVerb.DECLINE_FOR)
    whom = queries.entrant_by_id(context, draw_id, entrant_id)
    said = _("%(name)s has not answered. Another can be drawn for the seat after this.", name=whom.name)
    return TaskPage(_("Enter a no"), ButtonForm(), _("Enter a no"), said, _way(found))


def _for(context: Context, draw_id: int, verb: DrawVerb) -> Draw:
    found = queries.draw(context, draw_id)
    DRAW.require(context, verb, found)
    return found


def _trail(found: Process) -> tuple[Link, ...]:
    return (
        (found.title, url_for("processes.process", process_id=found.id)),
        (_("Draws by lot"), url_for("draws.index", process_id=found.id)),
    )


def _way(found: Draw) -> tuple[Link, ...]:
    return (*_trail(found.process), (found.title, url_for("draws.show", draw_id=found.id)))
