"""What the pages about draws by lot show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from flask import url_for
from flask_babel import gettext as _

from civic.db.base import last_day
from civic.draws import queries
from civic.draws.models import Draw, DrawState, Entrant, EntrantState, Round, RoundState
from civic.draws.repeat import chances, kinds_of
from civic.draws.workflow import DRAW, PROCESS_DRAWS, DrawVerb
from civic.http.forms import ButtonForm, Form
from civic.http.task import TaskPage
from civic.kernel.context import Context
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.seen import fingerprint
from civic.kernel.trace import Kind, Ref
from civic.processes.models import Process
from civic.processes.queries import process
from civic.processes.workflow import is_case_officer
from civic.said.corrections import Corrected, corrected
from civic.said.thread import Link
from civic.said.wording import number
from civic.web.draws.forms import DrawForm, EnterForm, QuotasForm, enter_form, written_asks

SHOWN = 50


@dataclass(frozen=True)
class Chance:
    """The chance of one kind of person, and how many there are of it."""

    kind: str
    count: int
    said: str
    width: float

    @property
    def name(self) -> str:
        """Return what a bar is of."""
        return self.kind


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
    form: EnterForm | None
    is_named: bool
    rounds: Sequence[RoundTold]
    drawn: Sequence[Entrant]
    seen: str
    corrected: Corrected
    may: dict[str, bool]
    may_blot: bool
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
    may_accept: bool
    may_decline: bool
    may_leave: bool


@dataclass(frozen=True)
class EntrantsPage:
    """Who entered a draw, fifty at a time; for its staff."""

    template: ClassVar[str] = "draws/entrants.html"
    draw: Draw
    rows: Sequence[tuple[Entrant, str]]
    """Each with what they answered."""
    confirmed: int
    unconfirmed: int
    next_after: int | None


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
    if form is None and may["enter_draw"]:
        form = enter_form(found, is_named=is_named, formdata=None)
    drawn = queries.drawn_in(context, draw_id) if found.state is DrawState.DRAWN else []
    kept = [one for one in drawn if one.left_at is None and one.is_coming is not False]
    last = found.rounds[-1].state if found.rounds else None
    return DrawPage(
        draw=found,
        state=found.state_at(context.now),
        last_day=last_day(found.closes_at),
        forgets_on=last_day(found.forgets_at),
        entered=queries.numbers(context, draw_id)[0],
        form=form,
        is_named=is_named,
        rounds=[_told(one) for one in found.rounds],
        drawn=drawn,
        seen=fingerprint(*found.seen),
        corrected=corrected(context, Ref(Kind.DRAW, draw_id)),
        may=may,
        may_blot=is_case_officer(context.actor, found),
        can_draw=may["draw_lots"] and last is RoundState.READY,
        can_replace=may["replace_drawn"] and last is RoundState.DRAWN and len(kept) < found.seats,
        is_impossible=may["change_quotas"] and last is RoundState.IMPOSSIBLE,
    )


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
        may_accept=was_drawn and state is not EntrantState.ACCEPTED,
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
    confirmed, unconfirmed = queries.numbers(context, draw_id)
    listed = [(one, ", ".join(value for _name, value in _answers(one))) for one in rows[:SHOWN]]
    return EntrantsPage(found, listed, confirmed, unconfirmed, rows[SHOWN - 1].id if len(rows) > SHOWN else None)


def new_page(context: Context, process_id: int, form: DrawForm) -> TaskPage:
    """Return the form for a new draw, for those who may prepare one."""
    found = process(context, process_id)
    PROCESS_DRAWS.require(context, DrawVerb.ADD, found)
    said = _("It is seen by those who work with the process until you open it.")
    return TaskPage(_("Prepare a draw by lot"), form, _("Prepare it"), said, _trail(found))


def change_page(context: Context, draw_id: int, form: DrawForm | None = None) -> TaskPage:
    """Return the form that changes a draw nobody could enter yet."""
    found = _for(context, draw_id, DrawVerb.CHANGE)
    form = form or DrawForm(
        formdata=None,
        title=found.title,
        about=found.about,
        seats=found.seats,
        last_day=last_day(found.closes_at),
        forgets_on=last_day(found.forgets_at),
        asks=written_asks(found),
    )
    form.shows(*found.seen, now=written_asks(found))
    return TaskPage(_("Change the draw"), form, _("Save"), trail=_way(found))


def quotas_page(context: Context, draw_id: int, form: QuotasForm | None = None) -> TaskPage:
    """Return the form for other quotas, where the pool cannot meet them."""
    found = _for(context, draw_id, DrawVerb.CHANGE_QUOTAS)
    if not found.rounds or found.rounds[-1].state is not RoundState.IMPOSSIBLE:
        raise Refusal(Reason.NOT_NOW)
    form = form or QuotasForm(formdata=None, asks=written_asks(found))
    return TaskPage(_("Change the quotas"), form, _("Work it out anew"), trail=_way(found))


def task_page(
    context: Context, draw_id: int, verb: DrawVerb, form: Form, heading: str, button: str, said: str
) -> TaskPage:
    """Return a screen on which something is done with a draw."""
    return TaskPage(heading, form, button, said, _way(_for(context, draw_id, verb)))


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
