"""Addresses about votes on paper: stations, shifts, marks on the roll, and the count."""

from flask import Blueprint, g, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from civic.http.forms import ButtonForm
from civic.http.identity import must_be_fresh
from civic.http.request import show, submitted, words
from civic.http.task import TaskPage
from civic.people.queries import named
from civic.said.choices import persons
from civic.voting import queries, stations
from civic.voting.workflow import BALLOT, STATION, VotingVerb
from civic.web.voting.forms import MarkForm, ShiftForm, StationForm
from civic.web.voting.papers import PapersForm
from civic.web.voting.roll_pages import station_page, stations_page

bp = Blueprint("stations", __name__)


@bp.get("/votes/<int:ballot_id>/stations")
def index(ballot_id: int) -> ResponseReturnValue:
    """Where one votes on paper, with the officers' shifts."""
    return show(stations_page(g.context, ballot_id))


@bp.get("/votes/<int:ballot_id>/stations/new")
def new(ballot_id: int) -> ResponseReturnValue:
    """The form for a station."""
    return _new_page(ballot_id, StationForm(formdata=None))


@bp.post("/votes/<int:ballot_id>/stations/new")
def add(ballot_id: int) -> ResponseReturnValue:
    """Set up a station."""
    form = StationForm()

    def do() -> str:
        stations.add_station(g.context, ballot_id, **form.values())
        return url_for("stations.index", ballot_id=ballot_id)

    return submitted(form, do, again=lambda: _new_page(ballot_id, form))


@bp.post("/votes/stations/<int:station_id>/take-out")
def take_out(station_id: int) -> ResponseReturnValue:
    """Take out a station at which nobody has voted."""
    ballot_id = queries.station(g.context, station_id).ballot_id

    def do() -> str:
        stations.take_out_station(g.context, station_id)
        return url_for("stations.index", ballot_id=ballot_id)

    return submitted(ButtonForm(), do, again=lambda: index(ballot_id))


@bp.get("/votes/stations/<int:station_id>/shifts/new")
def new_shift(station_id: int) -> ResponseReturnValue:
    """The form for a shift."""
    return _shift_page(station_id, ShiftForm(formdata=None))


@bp.post("/votes/stations/<int:station_id>/shifts/new")
def add_shift(station_id: int) -> ResponseReturnValue:
    """Let somebody be an officer of a station for some hours."""
    form = ShiftForm()

    def do() -> str:
        must_be_fresh()
        (found,) = named(g.context, form.person.data)
        hours = {"starts_at": form.starts_at.data, "ends_at": form.ends_at.data}
        made = stations.add_shift(g.context, station_id, person_id=found.id, **hours)
        return url_for("stations.index", ballot_id=made.station.ballot_id)

    return submitted(form, do, again=lambda: _shift_page(station_id, form))


@bp.get("/votes/stations/<int:station_id>", endpoint="show")
def one(station_id: int) -> ResponseReturnValue:
    """A station as its officers have it."""
    return show(station_page(g.context, station_id, words=words()))


@bp.post("/votes/stations/<int:station_id>/roll/<int:entry_id>/mark")
def mark(station_id: int, entry_id: int) -> ResponseReturnValue:
    """Mark a place on the roll whose voter gets a paper."""
    form = MarkForm()

    def do() -> str:
        stations.mark(g.context, station_id, entry_id, is_assisted=form.is_assisted.data)
        return url_for("stations.show", station_id=station_id, words=words() or None, _anchor="roll")

    return submitted(form, do, again=lambda: show(station_page(g.context, station_id, words=words(), mark=form)))


@bp.post("/votes/stations/<int:station_id>/roll/<int:entry_id>/unmark")
def unmark(station_id: int, entry_id: int) -> ResponseReturnValue:
    """Take back a mark that was set by mistake."""

    def do() -> str:
        stations.unmark(g.context, station_id, entry_id)
        return url_for("stations.show", station_id=station_id, words=words() or None, _anchor="roll")

    return submitted(ButtonForm(), do, again=lambda: one(station_id))


@bp.post("/votes/stations/<int:station_id>/count")
def count(station_id: int) -> ResponseReturnValue:
    """Enter what one officer counted."""
    form = PapersForm.over(queries.station(g.context, station_id).ballot)()

    def do() -> str:
        ballots, void = form.counted()
        stations.count(g.context, station_id, ballots=ballots, void=void)
        return url_for("stations.show", station_id=station_id, _anchor="count")

    return submitted(form, do, again=lambda: show(station_page(g.context, station_id, count=form)))


def _new_page(ballot_id: int, form: StationForm) -> ResponseReturnValue:
    found = queries.ballot(g.context, ballot_id)
    BALLOT.require(g.context, VotingVerb.ADD_STATION, found)
    trail = (
        (found.question[:40], url_for("voting.show", ballot_id=ballot_id)),
        (_("Votes on paper"), url_for("stations.index", ballot_id=ballot_id)),
    )
    return show(TaskPage(_("Set up a station"), form, _("Set the station up"), trail=trail))


def _shift_page(station_id: int, form: ShiftForm) -> ResponseReturnValue:
    found = queries.station(g.context, station_id)
    STATION.require(g.context, VotingVerb.ADD_SHIFT, found)
    if form.person.errors:
        form.person.found = persons(g.context, form.person.data or "")
    trail = ((_("Votes on paper"), url_for("stations.index", ballot_id=found.ballot_id)),)
    said = _("An officer sees the roll during the shift, and marks who votes on paper.")
    return show(TaskPage(_("A shift at %(station)s", station=found.name), form, _("Give the shift"), said, trail))
