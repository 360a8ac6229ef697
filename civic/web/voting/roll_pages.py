"""What the pages show that are about who may vote, where one votes on paper, and what is changed meanwhile."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from flask_babel import gettext as _

from civic.bodies.queries import bodies_now
from civic.files import renditions
from civic.files.renditions import Rendition, What
from civic.files.sheets import Sheet, sheets_of
from civic.groups.queries import groups_of
from civic.kernel.context import Context
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.trace import Kind, Ref
from civic.people.queries import SHORTEST_SOUGHT
from civic.said.choices import persons
from civic.said.voting import change_told
from civic.voting import queries
from civic.voting.lists import COLUMNS, ReadList
from civic.voting.models import (
    Ballot,
    BallotChange,
    BallotState,
    CountSheet,
    HouseholdObjection,
    RollEntry,
    Station,
)
from civic.voting.queries import Audited, Lettered
from civic.voting.workflow import BALLOT, CHANGE, STATION, VotingVerb
from civic.web.voting.forms import (
    AuditForm,
    CircleForm,
    CodeForm,
    LettersForm,
    ListForm,
    ListRuleForm,
    MarkForm,
    MoreForm,
    RollForm,
    VoterForm,
)
from civic.web.voting.papers import DrawnForm, PapersForm

ON_A_PAGE = 100
SHOWN = 50
"""Lines of a list that are shown of those that are right, or wrong; the numbers say how many there are."""


@dataclass(frozen=True)
class AuditPage:
    """Papers drawn by lot, and whether they bear out a vote's result."""

    template: ClassVar[str] = "voting/audit.html"
    ballot: Ballot
    audited: Audited | None
    begin: AuditForm | None
    """Where none are drawn yet, there are papers, and a way is known to audit such a result."""
    more: MoreForm | None
    entering: DrawnForm | None


def audit_page(
    context: Context,
    ballot_id: int,
    *,
    begin: AuditForm | None = None,
    more: MoreForm | None = None,
    entering: DrawnForm | None = None,
) -> AuditPage:
    """Return how papers drawn by lot bear out a result: everybody reads it, those who hold the vote draw and enter."""
    ballot = queries.ballot(context, ballot_id)
    BALLOT.require(context, VotingVerb.READ_RESULT, ballot)
    found = queries.audited(context, ballot)
    may = BALLOT.may(context, VotingVerb.ENTER_PAPERS, ballot)
    if found is None and not may:
        raise Refusal(Reason.NOT_FOUND)
    if found is None:
        can_be = bool(queries.claimed(context, ballot))
        return AuditPage(ballot, None, (begin or AuditForm(formdata=None)) if can_be else None, None, None)
    is_more = may and len(found.drawn) < found.papers
    return AuditPage(
        ballot,
        found,
        None,
        (more or MoreForm(formdata=None)) if is_more else None,
        (entering or DrawnForm.over(ballot, found.drawn)(formdata=None)) if may else None,
    )


@dataclass(frozen=True)
class Found:
    """Some of a roll: a hundred at a time, or those whose name or address begins with some letters."""

    words: str
    entries: Sequence[RollEntry]
    is_cut: bool = False
    """Whether more have such a name than are shown."""
    next_after: int | None = None

    @property
    def is_too_short(self) -> bool:
        """Return whether nobody is looked for by so few letters."""
        return 0 < len(self.words) < SHORTEST_SOUGHT


@dataclass(frozen=True)
class RollPage:
    """Who is on the roll of a vote: before it opens with the forms for more, then with its letters."""

    template: ClassVar[str] = "voting/roll.html"
    ballot: Ballot
    may: dict[str, bool]
    voter: VoterForm
    circle: CircleForm
    form: RollForm
    """For many at once."""
    list: ListForm
    letters: LettersForm
    sheets: Sequence[Sheet]
    """The lists that were handed in for it, the newest first."""
    count: int
    after: int
    found: Found
    lettered: Lettered
    made: Rendition | None
    """The letters that were asked for last."""


@dataclass(frozen=True)
class ListPage:
    """A list of who may vote, line by line, before anybody is put on the roll by it."""

    template: ClassVar[str] = "voting/list.html"
    ballot: Ballot
    sheet: Sheet
    form: ListRuleForm
    read: ReadList
    headings: Sequence[str]

    @property
    def right(self) -> Sequence[object]:
        """Return the first lines that can be put on the roll."""
        return self.read.right[:SHOWN]

    @property
    def wrong(self) -> Sequence[object]:
        """Return the first lines with which something is wrong."""
        return self.read.wrong[:SHOWN]


@dataclass(frozen=True)
class CodePage:
    """The form for the code of a letter."""

    template: ClassVar[str] = "voting/code.html"
    ballot: Ballot
    form: CodeForm


@dataclass(frozen=True)
class StationsPage:
    """Where one votes on paper in a vote, with the officers' shifts, and how far the count is."""

    template: ClassVar[str] = "voting/stations.html"
    ballot: Ballot
    may: dict[str, bool]
    stations: Sequence[Station]
    marked: Mapping[int, int]
    """How many are marked at each."""
    is_closed: bool


@dataclass(frozen=True)
class StationPage:
    """A station as its officers have it: the roll to mark while the vote is open, the count when it has closed."""

    template: ClassVar[str] = "voting/station.html"
    station: Station
    is_on_shift: bool
    may: dict[str, bool]
    found: Found
    mark: MarkForm
    count: PapersForm | None
    voters: Sequence[tuple[RollEntry, Sequence[RollEntry]]]
    """Those found, a household once, each with its places that are marked."""
    own: CountSheet | None
    """What the reader has counted."""
    marked: int


@dataclass(frozen=True)
class ChangesPage:
    """What was asked to be changed in an open vote, and what households object to."""

    template: ClassVar[str] = "voting/changes.html"
    ballot: Ballot
    may: dict[str, bool]
    changes: Sequence[BallotChange]
    told: Mapping[int, str]
    """Of each change whom it is about, for those who decide it."""
    to_agree: frozenset[int]
    """To which the reader may agree."""
    objections: Sequence[HouseholdObjection]


def roll_page(
    context: Context,
    ballot_id: int,
    form: RollForm | None = None,
    voter: VoterForm | None = None,
    circle: CircleForm | None = None,
    *,
    list_: ListForm | None = None,
    letters: LettersForm | None = None,
    words: str = "",
    after: int = 0,
) -> RollPage:
    """Return the roll of a vote, for those who may read it."""
    ballot = queries.ballot(context, ballot_id)
    BALLOT.require(context, VotingVerb.READ_ROLL, ballot)
    voter = voter or VoterForm(formdata=None)
    if voter.person.errors:
        voter.person.found = persons(context, voter.person.data or "")
    thing, may = Ref(Kind.BALLOT, ballot_id), BALLOT.allowed(context, ballot)
    has_letters = may["ask_for_letters"]
    asked = renditions.of(context, thing) if has_letters else ()
    made = [one for one in asked if one.what is What.VOTE_LETTERS]
    return RollPage(
        ballot=ballot,
        may=may,
        voter=voter,
        circle=circle or (circle_form(context, ballot) if may["add_to_roll"] else CircleForm(formdata=None)),
        form=form or RollForm(formdata=None),
        list=list_ or ListForm(formdata=None),
        letters=letters or LettersForm(formdata=None),
        sheets=sheets_of(context, thing) if may["hand_in_list"] else (),
        count=queries.turnout(context, ballot_id).on_roll,
        after=after,
        found=found(context, ballot_id, words, after=after),
        lettered=queries.lettered(context, ballot_id) if has_letters else Lettered(0, 0),
        made=made[0] if made else None,
    )


def found(context: Context, ballot_id: int, words: str, *, after: int = 0, is_whole: bool = True) -> Found:
    """Return some of a roll; without letters its beginning, unless `is_whole` is False."""
    if words:
        entries = queries.on_roll(context, ballot_id, words, at_most=ON_A_PAGE + 1) if len(words) > 2 else ()
        return Found(words, entries[:ON_A_PAGE], len(entries) > ON_A_PAGE)
    if not is_whole:
        return Found("", ())
    entries = queries.roll(context, ballot_id, after=after, at_most=ON_A_PAGE + 1)
    return Found("", entries[:ON_A_PAGE], False, entries[ON_A_PAGE - 1].id if len(entries) > ON_A_PAGE else None)


def circle_form(context: Context, ballot: Ballot, *, sent: bool = False) -> CircleForm:
    """Return the form by which a group or a council is put on the roll, or everybody in a group of the process."""
    form = CircleForm() if sent else CircleForm(formdata=None)
    groups = groups_of(context, ballot.process_id)
    own = [(f"{Kind.GROUP.value}-{one.id}", one.title) for one in groups]
    whole = [(f"{Kind.PROCESS.value}-{ballot.process_id}", _("Everybody in one of the groups"))] if groups else []
    sits = [(f"{Kind.BODY.value}-{one.id}", one.name) for one in bodies_now(context)]
    form.offer([*whole, *own, *sits])
    return form


def list_page(context: Context, sheet_id: int, form: ListRuleForm) -> ListPage:
    """Return a list of who may vote by the rule of a form, line by line."""
    sheet = queries.sheet(context, sheet_id)
    ballot = queries.ballot(context, sheet.thing_id)
    read = queries.read_list(context, sheet, form.rule()) if sheet.is_read else ReadList()
    return ListPage(ballot, sheet, form, read, headings())


def headings() -> list[str]:
    """Return the headings a list may have: they are Danish, as the record is."""
    return [ways[0].capitalize() for ways in COLUMNS.values()]


def stations_page(context: Context, ballot_id: int) -> StationsPage:
    """Return where one votes on paper in a vote, for its staff."""
    ballot = queries.ballot(context, ballot_id)
    BALLOT.require(context, VotingVerb.READ_STATIONS, ballot)
    return StationsPage(
        ballot=ballot,
        may=BALLOT.allowed(context, ballot),
        stations=queries.stations(context, ballot_id),
        marked=queries.marked_at(context, ballot_id),
        is_closed=ballot.state_at(context.now) is BallotState.CLOSED,
    )


def station_page(
    context: Context,
    station_id: int,
    *,
    words: str = "",
    mark: MarkForm | None = None,
    count: PapersForm | None = None,
) -> StationPage:
    """Return a station for its officers; nobody else has it, and the roll only during a shift."""
    station = queries.station(context, station_id)
    STATION.require(context, VotingVerb.READ_STATION, station)
    is_on_shift = station.on_shift_at(context.actor.person_id, context.now)
    may = STATION.allowed(context, station)
    is_marking = is_on_shift and may["mark"]
    some = found(context, station.ballot_id, words if is_marking else "", is_whole=False)
    own = next((one for one in station.sheets if context.actor.is_person(one.person_id)), None)
    return StationPage(
        station=station,
        is_on_shift=is_on_shift,
        may=may,
        found=some,
        voters=_voters(some.entries),
        mark=mark or MarkForm(formdata=None),
        count=(count or PapersForm.over(station.ballot)(formdata=None)) if may["count"] else None,
        own=own,
        marked=queries.marked_at(context, station.ballot_id).get(station.id, 0),
    )


def _voters(entries: Sequence[RollEntry]) -> list[tuple[RollEntry, list[RollEntry]]]:
    """Return some places by who votes from them, a household's two as one, with those of them that are marked."""
    whose: dict[tuple[str, int], list[RollEntry]] = {}
    for one in entries:
        key = ("household", one.household_id) if one.household_id is not None else ("person", one.id)
        whose.setdefault(key, []).append(one)
    return [(those[0], [one for one in those if one.vote is not None and one.vote.is_on_paper])
            for those in whose.values()]  # fmt: skip


def changes_page(context: Context, ballot_id: int) -> ChangesPage:
    """Return what was asked to be changed in a vote, for its staff."""
    ballot = queries.ballot(context, ballot_id)
    BALLOT.require(context, VotingVerb.READ_ROLL, ballot)
    asked = queries.changes(context, ballot_id)
    for one in asked:
        one.ballot = ballot
    to_agree = frozenset(
        one.id
        for one in asked
        if CHANGE.may(context, VotingVerb.AGREE_TO_CHANGE, one) and not context.actor.is_person(one.asked_by_id)
    )
    return ChangesPage(
        ballot=ballot,
        may=BALLOT.allowed(context, ballot),
        changes=asked,
        told={one.id: change_told(one) for one in asked},
        to_agree=to_agree,
        objections=queries.objections(context, ballot_id),
    )
