"""Addresses for a panel that reads some of a hearing's answers."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from flask import Blueprint, g, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from civic.dialogue.models import Meets
from civic.draws.models import Draw, DrawState
from civic.draws.queries import draws_of
from civic.hearings.models import Hearing
from civic.hearings.queries import hearing as hearing_by_id
from civic.http.identity import must_be_fresh
from civic.http.request import show, submitted
from civic.http.task import TaskPage
from civic.kernel.refusal import Reason, Refusal
from civic.treatment import panels, queries
from civic.treatment.models import AnswerPanel, PanelReader, PanelState, Remark, named
from civic.treatment.workflow import HEARING_NOTE, TreatmentVerb
from civic.web.treatment.forms import PanelForm, ReadingForm

bp = Blueprint("panels", __name__)


@dataclass(frozen=True)
class Row:
    """One remark of the sample, and what the panel found."""

    name: str
    remark: Remark | None
    """None where it is not public any more."""
    said: Mapping[Meets, int]


@dataclass(frozen=True)
class PanelPage:
    """A panel: its sample, how it was drawn, and, when it has closed, what it found."""

    template: ClassVar[str] = "treatment/panel.html"
    hearing: Hearing
    panel: AnswerPanel
    draw: Draw | None
    rows: Sequence[Row]
    is_closed: bool
    finished: int
    """How many of the readers have said something of every answer."""

    @property
    def said(self) -> dict[Meets, int]:
        """Return what the panel found in all."""
        return {one: sum(row.said.get(one, 0) for row in self.rows) for one in Meets}


@dataclass(frozen=True)
class ReadingPage:
    """The next answer that one of a panel reads, with what was asked of it."""

    template: ClassVar[str] = "treatment/reading.html"
    hearing: Hearing
    panel: AnswerPanel
    reader: PanelReader
    token: str
    remark: Remark | None
    """None when everything is read."""
    form: ReadingForm
    done: int
    all: int
    """How many there are that can be read still."""
    is_closed: bool


@bp.get("/hearings/<int:hearing_id>/panel", endpoint="show")
def show_panel(hearing_id: int) -> ResponseReturnValue:
    """A panel that reads some of a hearing's answers: the sample, its seed, and what it found."""
    hearing = hearing_by_id(g.context, hearing_id)
    panel = queries.panel_of(g.context, hearing_id)
    if panel is None:
        raise Refusal(Reason.NOT_FOUND)
    is_closed = panel.state_at(g.context.now) is PanelState.CLOSED
    counted = Counter((each.remark_id, each.meets) for one in panel.readers for each in one.readings)
    told = queries.of_panel(g.context, panel)
    rows = [
        Row(
            named(told[one.remark_id].response.number, told[one.remark_id].number),
            told[one.remark_id] if queries.is_told(told[one.remark_id]) else None,
            {meets: counted[one.remark_id, meets] for meets in Meets} if is_closed else {},
        )
        for one in panel.remarks
    ]
    draws = draws_of(g.context, hearing.process) if panel.draw_id else ()
    draw = next((one for one in draws if one.id == panel.draw_id), None)
    left = {row.remark.id for row in rows if row.remark is not None}
    finished = sum(left <= {each.remark_id for each in one.readings} for one in panel.readers)
    return show(PanelPage(hearing, panel, draw, rows, is_closed, finished))


@bp.get("/hearings/<int:hearing_id>/panel/new")
def new(hearing_id: int) -> ResponseReturnValue:
    """The form that lets a panel read some of a hearing's answers."""
    return _new_page(hearing_id, PanelForm(size=20))


@bp.post("/hearings/<int:hearing_id>/panel/new")
def set_up(hearing_id: int) -> ResponseReturnValue:
    """Let a panel read some of a hearing's answers."""
    form = PanelForm()
    form.draw_id.choices = _drawn(hearing_by_id(g.context, hearing_id))

    def do() -> str:
        must_be_fresh()
        panels.set_up(
            g.context,
            hearing_id,
            size=form.size.data,
            last_day=form.last_day.data,
            draw_id=form.draw_id.data or None,
            addresses=form.mailboxes,
        )
        return url_for("panels.show", hearing_id=hearing_id)

    return submitted(form, do, again=lambda: _new_page(hearing_id, form))


@bp.get("/panels/<token>")
def reading(token: str) -> ResponseReturnValue:
    """The next answer that one of a panel reads, for whoever has the link."""
    return _reading_page(token, ReadingForm())


@bp.post("/panels/<token>/<int:remark_id>")
def say(token: str, remark_id: int) -> ResponseReturnValue:
    """Say whether an answer speaks to its remark."""
    form = ReadingForm()

    def do() -> str:
        panels.say(g.context, token, remark_id, meets=Meets(form.meets.data))
        return url_for("panels.reading", token=token)

    return submitted(form, do, again=lambda: _reading_page(token, form, remark_id))


def _reading_page(token: str, form: ReadingForm, remark_id: int | None = None) -> ResponseReturnValue:
    reader = queries.panel_reader(g.context, token)
    panel = reader.panel
    read = {one.remark_id for one in reader.readings}
    left = [one.remark_id for one in panel.remarks if one.remark_id not in read]
    told = {number: one for number, one in queries.of_panel(g.context, panel).items() if queries.is_told(one)}
    wanted = [remark_id] if remark_id is not None else left
    remark = next((told[one] for one in wanted if one in told), None)  # what is hidden meanwhile is read no more
    is_closed = panel.state_at(g.context.now) is PanelState.CLOSED
    can_be_read = sum(one.remark_id in told for one in panel.remarks)
    done = len(read & told.keys())
    return show(ReadingPage(panel.hearing, panel, reader, token, remark, form, done, can_be_read, is_closed))


def _drawn(hearing: Hearing) -> list[tuple[int, str]]:
    found = [one for one in draws_of(g.context, hearing.process) if one.state_at(g.context.now) is DrawState.DRAWN]
    return [(0, _("Those whose addresses stand below")), *((one.id, one.title) for one in found)]


def _new_page(hearing_id: int, form: PanelForm) -> ResponseReturnValue:
    hearing = hearing_by_id(g.context, hearing_id)
    HEARING_NOTE.require(g.context, TreatmentVerb.SET_UP_PANEL, hearing)
    form.draw_id.choices = _drawn(hearing)
    said = _(
        "A few people read some of the answers and say of each whether it speaks to the remark. "
        "Which ones they read is drawn by lot, so that anybody can draw it again. What they found stands with the note."
    )
    trail = ((hearing.title, url_for("treatment.note", hearing_id=hearing_id)),)
    return show(
        TaskPage(_("Let a panel read answers"), form, _("Draw the answers and write to the readers"), said, trail)
    )
