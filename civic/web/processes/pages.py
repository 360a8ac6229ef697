"""What the pages about processes show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from civic.areas.models import Area, Topic
from civic.areas.queries import areas_of, topics_of
from civic.board.models import Posting
from civic.board.queries import of_process
from civic.db.base import ZONE, Precision
from civic.db.finding import Spot
from civic.decisions.models import Decision
from civic.decisions.queries import ClosedItem, decisions_of, next_planned
from civic.decisions.workflow import PROCESS_CASES
from civic.draws.workflow import PROCESS_DRAWS
from civic.files import pictures
from civic.files.pictures import Picture
from civic.following.queries import Following, following
from civic.grants.models import GrantScheme
from civic.grants.queries import schemes_of
from civic.grants.workflow import PROCESS_GRANTS, GrantVerb
from civic.groups.queries import groups_of
from civic.groups.workflow import PROCESS_GROUPS
from civic.hearings.models import Hearing
from civic.hearings.queries import hearings_of
from civic.http.sifting import Field, Sifted, about_fields
from civic.kernel.context import Context
from civic.kernel.trace import Kind, Ref
from civic.meetings.queries import Held, all_of_process, held
from civic.meetings.queries import by_ids as meetings_by_ids
from civic.meetings.workflow import PROCESS_MEETINGS
from civic.papers.queries import Filed, papers_beside
from civic.papers.workflow import PROCESS_PAPERS
from civic.people.models import Share
from civic.people.queries import municipality
from civic.plans.models import SocialMasterPlan
from civic.plans.queries import plans_written
from civic.plans.workflow import PROCESS_PLANS, PlanVerb
from civic.processes import queries
from civic.processes.models import (
    Appointment,
    Audience,
    Milestone,
    Participation,
    Phase,
    Process,
    ProcessKind,
    ProcessState,
    SeatCategory,
    SeatQuota,
    Task,
)
from civic.processes.workflow import KINDS, ORGANISATION_PROCESSES, PROCESS, ProcessVerb
from civic.proposals.queries import Listed, published
from civic.proposals.workflow import PROCESS_PROPOSALS, ProposalVerb
from civic.reports.models import Report
from civic.reports.queries import published_texts, reports_of, sections
from civic.reports.workflow import PROCESS_REPORTS
from civic.responses.models import Medium, Response
from civic.responses.queries import of_hearings
from civic.said.choices import area_choices, topic_choices
from civic.said.corrections import Corrected, corrected
from civic.said.line import expected, tallied
from civic.said.route import headline, stop_name
from civic.said.things import ORDER, THINGS, address, kind_word
from civic.said.thread import Knot, Link
from civic.said.voters import Voters, voters
from civic.said.wording import day, deadline, known, meeting_time, period, word
from civic.voting.queries import calls
from civic.voting.workflow import PROCESS_BALLOTS

ELSEWHERE = {Kind.PROPOSAL, Kind.EVIDENCE, Kind.REPORT, Kind.CASE, Kind.DECISION, Kind.RESPONSE}
"""Kinds that a process's page reads from their own rooms, or that stand on the page of what they belong to."""
APART = {Kind.GROUP, Kind.MEETING}
"""Kinds that it shows in a part of its own."""


@dataclass(frozen=True)
class IndexPage(Sifted):
    """All processes the reader may see: what runs, the first to end first, then what is over."""

    template: ClassVar[str] = "processes/index.html"
    processes: Sequence[Process]
    next_at: Spot | None
    count: int
    sought: queries.Sought
    may_start: bool
    topics: Sequence[tuple[int, str]]
    areas: Sequence[tuple[int, str]]

    @property
    def is_long(self) -> bool:
        """Return whether there are more than a page shows."""
        return self.next_at is not None

    @property
    def fields(self) -> Sequence[Field]:
        """Return what the list can be narrowed by, for its sieve."""
        states = [("", _("all")), *((one.value, word(one)) for one in ProcessState)]
        return [
            ("words", "words", _("With the words"), self.sought.words, ()),
            ("choice", "state", _("How far"), self.sought.state.value if self.sought.state else "", states),
            *about_fields(self.sought.about, self.topics, self.areas),
        ]


@dataclass(frozen=True)
class Doing:
    """One thing a reader can do here now: what it is called on a button, of what, until when, and where."""

    call: str
    title: str
    until: str
    address: str


@dataclass(frozen=True)
class Agenda:
    """The hearings and votes of a process, and its meetings to come, each where a reader looks for it."""

    open: Sequence[Posting]
    """The first to close first, then what has not been opened."""
    over: Sequence[Posting]
    """The last to close first."""
    coming: Sequence[Posting]
    """The meetings, the first of them first, those that were called off too."""


@dataclass(frozen=True)
class Table:
    """The seats of one kind: who sits there now, who has left, and what is vacant."""

    quota: SeatQuota
    heading: str
    seated: Sequence[Appointment]
    left: Sequence[Appointment]
    vacant: int
    """Seats that somebody has left and nobody has taken over."""
    seats: Sequence[str]
    """Each seat as it is drawn: taken, free, or beyond the number."""
    appointed: Appointment | None
    """One who stands for all, where all who sit there were appointed on one day under one item."""

    @property
    def is_of_council(self) -> bool:
        """Return whether members of the municipal council sit on them."""
        return self.quota.category is SeatCategory.COUNCIL_MEMBER


@dataclass(frozen=True)
class KindsPage:
    """The kinds of processes, with their phases and what each opens."""

    template: ClassVar[str] = "processes/kinds.html"
    kinds: Sequence[ProcessKind]
    may: dict[str, bool]


@dataclass(frozen=True)
class Tied:
    """One task, how far it is, and what it is tied to: each a title and an address."""

    task: Task
    state: str
    groups: Sequence[Link]
    sections: Sequence[Link]
    meetings: Sequence[Link]

    @property
    def is_tied(self) -> bool:
        """Return whether anything works on it or answers it."""
        return bool(self.groups or self.sections or self.meetings)


@dataclass(frozen=True)
class TasksPage:
    """The tasks of a process: the kommissorium as a board."""

    template: ClassVar[str] = "processes/tasks.html"
    process: Process
    tasks: Sequence[Tied]
    met: int
    month: int
    all_months: int
    months: str
    """Which month of how many it is, while it runs."""
    may: dict[str, bool]


@dataclass(frozen=True)
class ProcessPage:
    """One process: what it is, who takes part, how it went, and what was decided."""

    template: ClassVar[str] = "processes/process.html"
    process: Process
    status: str
    next_step: str
    held: Held
    groups: Sequence[Posting]
    plans: Sequence[Posting]
    """Its housing-social plans that have a version."""
    schemes: Sequence[GrantScheme]
    """Its grant schemes, drafts too for those who write them."""
    written: Sequence[SocialMasterPlan]
    """Those that have none yet, for those who write them."""
    reports: Sequence[Report]
    doing: Sequence[Doing]
    """What is open to the reader, what closes first before the others."""
    agenda: Agenda
    proposals: Sequence[Listed]
    over: Sequence[Posting]
    """The committee's meetings that were held, for whoever corrects them."""
    knots: tuple[Knot, ...]
    decisions: Sequence[Decision]
    closed: Sequence[ClosedItem]
    milestones: Sequence[Milestone]
    audiences: Sequence[Audience]
    """Whom it wants to reach."""
    members: str
    """Who sits there, each kind of seat counted for itself, in one sentence."""
    tables: Sequence[Table]
    corrected: Corrected
    papers: Sequence[Filed]
    may: dict[str, bool]
    following: Following
    picture: Picture | None
    phases: Sequence[tuple[Phase, str]]
    """Its kind's phases, each past, now or ahead."""
    may_move_on: bool
    """Whether the reader may let it enter another phase, and there is another in its state."""
    topics: Sequence[Topic]
    areas: Sequence[Area]
    participants: Sequence[Participation]
    shares: Sequence[Share]
    """Which units' coordinators may look into it; for its case officers."""
    places: Mapping[int, Picture]
    """Pictures of where its committee's meetings are held, by the meeting's id."""
    voters: Voters


def index_page(context: Context, sought: queries.Sought, at: Spot, *, may_start: bool) -> IndexPage:
    """Return the processes that are looked for, twenty at a time."""
    found, more, count = queries.listed(context, sought, at)
    return IndexPage(found, more, count, sought, may_start, topic_choices(context), area_choices(context))


def process_page(context: Context, process_id: int) -> ProcessPage:
    """Return one process with all that belongs to it, and who corrected something."""
    process = queries.process(context, process_id)
    quotas = queries.quotas(context, process_id)
    met = held(context, process_id)
    hearings = hearings_of(context, process_id)
    decisions, closed = decisions_of(context, process)
    board = of_process(context, process_id, besides=ELSEWHERE)
    agenda = _agenda(context, board)
    meetings = agenda.coming
    may_propose = PROCESS_PROPOSALS.would(context, ProposalVerb.PROPOSE, process)
    milestones = queries.milestones(context, process_id)
    over = [one for one in board.get(Kind.MEETING, ()) if one not in meetings and one.home.kind is Kind.PROCESS]
    own = Ref(Kind.PROCESS, process_id)
    drawn = pictures.of_each(context, [own, *(one.ref for one in (*meetings, *over))])
    phases = _phases(context, process)
    others = [one for one, _where in phases if one.state is process.state and one.id != process.phase_id]
    may_grant = PROCESS_GRANTS.may(context, GrantVerb.ADD_SCHEME, process)
    may_share = PROCESS.may(context, ProcessVerb.SHARE, process)
    voted = [one for one in decisions if one.tallies]
    return ProcessPage(
        papers=papers_beside(context, Ref(Kind.PROCESS, process_id)),
        process=process,
        status=_status(process, decisions, is_all=not closed),
        next_step=_next_step(context, process, meetings, decisions, is_all=not closed),
        held=met,
        groups=board.get(Kind.GROUP, ()),
        plans=board.get(Kind.PLAN, ()),
        schemes=schemes_of(context, process_id) if Kind.SCHEME in board or may_grant else [],
        written=plans_written(context, process_id) if PROCESS_PLANS.may(context, PlanVerb.ADD_PLAN, process) else [],
        reports=reports_of(context, process_id),
        doing=_doing(context, process, board, may_propose=may_propose),
        agenda=agenda,
        proposals=published(context, process_id, at_most=3),
        over=over,
        knots=_knots(context, process, quotas, met, hearings, of_hearings(context, hearings), decisions, milestones),
        decisions=voted,
        closed=closed,
        voters=voters(context, voted),
        milestones=milestones,
        audiences=queries.audiences(context, process_id),
        members=_members(quotas),
        tables=[_table(one) for one in quotas],
        corrected=corrected(context, Ref(Kind.PROCESS, process_id)),
        may={
            **PROCESS.allowed(context, process),
            **PROCESS_GROUPS.allowed(context, process),
            **PROCESS_MEETINGS.allowed(context, process),
            **PROCESS_REPORTS.allowed(context, process),
            **PROCESS_BALLOTS.allowed(context, process),
            **PROCESS_CASES.allowed(context, process),
            **PROCESS_DRAWS.allowed(context, process),
            **PROCESS_PAPERS.allowed(context, process),
            **PROCESS_PLANS.allowed(context, process),
            **PROCESS_GRANTS.allowed(context, process),
            "propose": may_propose,
            "make_like": ORGANISATION_PROCESSES.may(context, ProcessVerb.START_PROCESS, process.organisation),
        },
        following=following(context, PROCESS, ProcessVerb.FOLLOW, process, Ref(Kind.PROCESS, process_id)),
        picture=drawn.get(own),
        phases=phases,
        may_move_on=bool(others) and PROCESS.may(context, ProcessVerb.MOVE_ON, process),
        topics=topics_of(context, own),
        areas=areas_of(context, own),
        participants=queries.participations(context, process_id),
        shares=queries.shares(context, process_id) if may_share else [],
        places=pictures.by_id(drawn, Kind.MEETING),
    )


def _phases(context: Context, process: Process) -> list[tuple[Phase, str]]:
    """Return a process's phases, each past, now or ahead."""
    found = queries.phases(context, process.kind_id)
    now = next(number for number, one in enumerate(found) if one.id == process.phase_id)
    return [(one, "past" if number < now else "now" if number == now else "ahead") for number, one in enumerate(found)]


TIED = (Kind.GROUP, Kind.SECTION, Kind.MEETING)


def _tieable(context: Context, process_id: int) -> dict[Ref, str]:
    """Return the groups, sections and meetings of a process by their titles, in that order."""
    found = {Ref(Kind.GROUP, one.id): one.title for one in groups_of(context, process_id)}
    for report in reports_of(context, process_id):
        for section in sections(context, report.id):
            found[Ref(Kind.SECTION, section.id)] = f"{report.title}: {section.heading}"
    for meeting in all_of_process(context, process_id):
        found[Ref(Kind.MEETING, meeting.id)] = meeting.title
    return found


def tie_choices(context: Context, process_id: int) -> list[tuple[str, str]]:
    """Return what a task of a process can be tied to, as choices."""
    return [
        (f"{one.kind.value}:{one.id}", f"{kind_word(one.kind)}: {title}")
        for one, title in _tieable(context, process_id).items()
    ]


def tasks_page(context: Context, process_id: int) -> TasksPage:
    """Return the tasks of a process with who works on each and what answers it."""
    process = queries.process(context, process_id)
    ties = queries.ties(context, process_id)
    links = _links(context, process_id, [one.ref for one in ties])
    by_task: dict[int, list[Ref]] = {}
    for tie in ties:
        by_task.setdefault(tie.task_id, []).append(tie.ref)
    tied = [_tied(process, one, by_task.get(one.id, []), links) for one in process.tasks]
    month, all_months = _months(context, process)
    return TasksPage(
        process=process,
        tasks=tied,
        met=sum(1 for one in process.tasks if one.answer),
        month=month,
        all_months=all_months,
        months=_("Month %(month)s of %(all)s", month=month, all=all_months) if month else "",
        may=PROCESS.allowed(context, process),
    )


def _links(context: Context, process_id: int, those: Sequence[Ref]) -> dict[Ref, Link]:
    """Return the title and address of what tasks are tied to; of sections only what has been published."""
    ids = lambda kind: [one.id for one in those if one.kind is kind]  # noqa: E731
    found: dict[Ref, Link] = {}
    for group in groups_of(context, process_id) if ids(Kind.GROUP) else ():
        found[Ref(Kind.GROUP, group.id)] = (group.title, address(Ref(Kind.GROUP, group.id)))
    for meeting in meetings_by_ids(context, ids(Kind.MEETING)) if ids(Kind.MEETING) else ():
        found[Ref(Kind.MEETING, meeting.id)] = (meeting.title, address(Ref(Kind.MEETING, meeting.id)))
    for section_id, words in published_texts(context, ids(Kind.SECTION)).items() if ids(Kind.SECTION) else ():
        found[Ref(Kind.SECTION, section_id)] = (words.heading, address(Ref(Kind.SECTION_TEXT, words.id)))
    return found


def _tied(process: Process, task: Task, those: Sequence[Ref], links: Mapping[Ref, Link]) -> Tied:
    of = lambda kind: [links[one] for one in those if one.kind is kind and one in links]  # noqa: E731
    if task.answer:
        state = _("Met")
    elif process.is_over:
        state = _("Not said how it was met")
    else:
        state = _("Being worked on") if those else _("Not met yet")
    groups, sections_, meetings = (of(kind) for kind in TIED)
    return Tied(task, state, groups, sections_, meetings)


LENGTH = {Precision.DAY: 0, Precision.MONTH: 0, Precision.QUARTER: 2, Precision.YEAR: 11}
"""Months that a period goes on after the month of its last day, where that is known no better."""


def _months(context: Context, process: Process) -> tuple[int, int]:
    """Return which month of a running process this is, and how many it has; nothing where it does not run."""
    first, last = process.starts_on, process.ends_on
    count = (last.year - first.year) * 12 + last.month - first.month + 1 + LENGTH[process.ends_precision]
    now = (context.today.year - first.year) * 12 + context.today.month - first.month + 1
    is_within = process.state is ProcessState.RUNNING and 1 <= now <= count
    return (now, count) if is_within else (0, count)


def kinds_page(context: Context) -> KindsPage:
    """Return the kinds of processes."""
    return KindsPage(queries.kinds(context), KINDS.allowed(context, municipality(context)))


def _table(quota: SeatQuota) -> Table:
    seated = [one for one in quota.appointments if one.ended_on is None]
    left = [one for one in quota.appointments if one.ended_on is not None]
    free = {one.seat for one in left if one.seat <= quota.seats} - {one.seat for one in seated}
    is_one = len({(one.way, one.appointed_on, one.item_number) for one in seated}) == 1
    vacant = min(len(free), max(quota.seats - len(seated), 0))
    beyond = max(len(seated) - quota.seats, 0)
    drawn = ["taken"] * (len(seated) - beyond) + ["free"] * (quota.seats - len(seated)) + ["beyond"] * beyond
    return Table(quota, _heading(quota), seated, left, vacant, drawn, seated[0] if is_one else None)


def _heading(quota: SeatQuota) -> str:
    """Return how many sit on the seats of a kind or, while nobody does, how many seats there are."""
    count = sum(1 for one in quota.appointments if one.ended_on is None)
    is_council = quota.category is SeatCategory.COUNCIL_MEMBER
    if count and is_council:
        return ngettext("%(num)s member of the municipal council", "%(num)s members of the municipal council", count)
    if count:
        return ngettext("%(num)s other member", "%(num)s other members", count)
    if is_council:
        return ngettext(
            "%(num)s seat for members of the municipal council",
            "%(num)s seats for members of the municipal council",
            quota.seats,
        )
    return ngettext("%(num)s seat for other members", "%(num)s seats for other members", quota.seats)


def _members(quotas: Sequence[SeatQuota]) -> str:
    """Return who sits there in one sentence; 5 + 10 are said apart, and never as 15 or as 5 of 10."""
    said = [_heading(one) for one in quotas]
    return _("%(some)s and %(others)s", some=", ".join(said[:-1]), others=said[-1]) if len(said) > 1 else "".join(said)


def _agenda(context: Context, board: Mapping[Kind, list[Posting]]) -> Agenda:
    listed = [one for kind in ORDER if kind not in APART for one in board.get(kind, ())]
    over = [one for one in listed if one.closes_at is not None and one.closes_at <= context.now]
    ahead = [one for one in listed if one not in over]
    coming = [one for one in board.get(Kind.MEETING, ()) if one.at > context.now]
    return Agenda(
        sorted(ahead, key=lambda one: (one.closes_at is None, one.closes_at or one.at, one.thing_id)),
        sorted(over, key=lambda one: (one.closes_at or one.at, one.thing_id), reverse=True),
        sorted(coming, key=lambda one: (one.at, one.thing_id)),
    )


def _doing(
    context: Context, process: Process, board: Mapping[Kind, list[Posting]], *, may_propose: bool
) -> list[Doing]:
    """Return what everybody can do now: what has a deadline, then proposals, meetings and groups."""
    open_now = {one.value for one in process.phase.opens}
    open_now |= {process.state.value} if process.state is ProcessState.RUNNING else set()
    inviting = [
        one
        for kind in ORDER
        for one in board.get(kind, ())
        if one.invites and one.seen_by is None and (one.while_open is None or one.while_open in open_now)
    ]
    with_end = sorted(
        ((one, one.closes_at) for one in inviting if one.closes_at is not None and one.closes_at > context.now),
        key=lambda one: (one[1], one[0].thing_id),
    )
    closed = _closed_to(context, [one for one, _at in with_end])
    propose = Doing(_("Write a proposal"), "", "", url_for("proposals.new", process_id=process.id))
    return [
        *(
            _call(one, deadline(closes_at))
            for one, closes_at in with_end
            if one.opens_at != closes_at and one.ref not in closed
        ),
        *([propose] if may_propose else ()),
        *(_call(one, meeting_time(at)) for one, at in with_end if one.opens_at == at),
        *(_call(one, "") for one in inviting if one.closes_at is None),
    ]


def _closed_to(context: Context, inviting: Sequence[Posting]) -> set[Ref]:
    """Return the votes for whose roll the reader does not stand; asked only of who may stand there."""
    votes = {one.ref for one in inviting if one.kind is Kind.BALLOT}
    if votes and context.actor.person_id is not None:
        votes -= {Ref(Kind.BALLOT, one.ballot.id) for one in calls(context)}
    return votes


def _call(posting: Posting, until: str) -> Doing:
    return Doing(str(THINGS[posting.kind].call), posting.title, until, address(posting.home))


def _status(process: Process, decisions: Sequence[Decision], *, is_all: bool) -> str:
    """Return how far a process is and, once it is over, what became of each of its cases.

    `is_all` says whether there is no closed item, of which nothing is said.
    """
    if not process.is_over:
        return process.phase.name
    on = process.handed_over_on
    said = [
        f"{word(process.state)}." if process.state is ProcessState.CLOSED else "",
        _("Handed over %(day)s.", day=day(on)) if on else "",
    ]
    cases = _cases(decisions)
    if not cases and not is_all:
        said.append(_("Its case is a closed item."))
    elif len(cases) < 2:
        said.append(f"{headline(cases[0] if cases else ())}.")
    else:
        said += [f"{_number_of(chain)}: {headline(chain, is_within=True)}." for chain in cases]
    return " ".join(filter(None, said))


def _cases(decisions: Sequence[Decision]) -> list[list[Decision]]:
    """Return the decisions of each case, in the order of its chain."""
    found: dict[int, list[Decision]] = {}
    for one in decisions:
        if one.case_id is not None:
            found.setdefault(one.case_id, []).append(one)
    return list(found.values())


def _number_of(chain: Sequence[Decision]) -> str:
    return chain[0].case.number if chain[0].case is not None else ""


def _next_step(
    context: Context, process: Process, meetings: Sequence[Posting], decisions: Sequence[Decision], *, is_all: bool
) -> str:
    """Return what comes next, by what has been entered: a meeting, a body that is to decide, what is to be done."""
    ahead = next((one for one in meetings if one.invites), None)
    if ahead is not None:
        return f"{ahead.title}, {meeting_time(ahead.at)}"
    if process.state is ProcessState.CLOSED:
        return _("Ended")
    cases = _cases(decisions)
    waiting = [one for chain in cases for one in chain if one.is_awaited]
    if not cases or not process.is_over:
        return process.next_step
    if waiting:
        when = expected(waiting[0].expected_on, waiting[0].expected_precision)
        return f"{waiting[0].body.name}: {when[:1].lower()}{when[1:]}"
    planned = next_planned(context, process.id)
    if planned is not None:
        return _("%(what)s, by %(day)s at the latest", what=planned.text, day=day(planned.due_on))
    return _("Decided. Nothing more has been planned.") if is_all else process.next_step


def _knots(
    context: Context,
    process: Process,
    quotas: Sequence[SeatQuota],
    met: Held,
    hearings: Sequence[Hearing],
    responses: dict[int, Response],
    decisions: Sequence[Decision],
    milestones: Sequence[Milestone],
) -> tuple[Knot, ...]:
    dated: list[tuple[date, int, Knot]] = []
    _add_beginning(dated, process, quotas, decisions)
    if met.committee or met.groups:
        count = ngettext("The committee met %(num)s time.", "The committee met %(num)s times.", met.committee)
        when = period(process.starts_on, process.starts_precision, process.ends_on, process.ends_precision)
        if process.state is not ProcessState.RUNNING:
            dated.append((process.starts_on, 2, Knot(when, _("Meetings"), count)))
    for milestone in milestones:
        when = known(milestone.happened_on, milestone.precision)
        if milestone.until_on:
            when = period(milestone.happened_on, milestone.precision, milestone.until_on, milestone.precision)
        knot = Knot(when, milestone.heading, milestone.text, is_example=milestone.is_example)
        dated.append((milestone.happened_on, 3, knot))
    for hearing in hearings:
        _add_hearing(dated, hearing, responses)
    _add_cases(dated, process, decisions)
    knots = [knot for _on, _rank, knot in sorted(dated, key=lambda one: (one[0], one[1]))]
    if process.state is ProcessState.RUNNING:
        ahead = Knot(known(process.ends_on, process.ends_precision), _("Handover"), state="ahead")
        past = [knot for knot in knots if knot.state == "past"]
        now = Knot(_("Now"), process.phase.name, process.next_step, state="now")
        knots = [*past, now, ahead, *(knot for knot in knots if knot.state == "ahead")]
    return tuple(knots)


def _add_beginning(
    dated: list[tuple[date, int, Knot]],
    process: Process,
    quotas: Sequence[SeatQuota],
    decisions: Sequence[Decision],
) -> None:
    mandate = process.mandate
    if mandate.approved_on is not None:
        own = next((one for one in decisions if one.case_id is None), None)
        text = _("Item %(item)s.", item=mandate.item_number) if mandate.item_number else ""
        if own is not None and own.tallies:
            text = f"{text} {tallied(own.tallies)}"
        heading = _("%(body)s approved the mandate", body=mandate.council)
        link = (_("See the vote"), f"#vote-{own.id}") if own is not None and own.tallies else None
        dated.append((mandate.approved_on, 0, Knot(day(mandate.approved_on), heading, text, link=link)))
    firsts = [one for quota in quotas for one in _firsts(quota)]
    appointed = sorted({(one.appointed_on, one.item_number) for one in firsts}, key=lambda one: (one[0], one[1] or 0))
    for number, (on, item) in enumerate(appointed):
        heading = _("More members were appointed") if number else _("The members were appointed")
        text = _("Item %(item)s.", item=item) if item else ""
        dated.append((on, 1, Knot(day(on), heading, text)))
    for quota in quotas:
        taken_over = [one for one in quota.appointments if one not in firsts]
        for one in taken_over:
            heading = _("%(name)s took over a seat", name=one.name or _("A member"))
            dated.append((one.appointed_on, 2, Knot(day(one.appointed_on), heading)))


def _firsts(quota: SeatQuota) -> list[Appointment]:
    """Return the first on each seat; who came later took it over."""
    found: dict[int, Appointment] = {}
    for one in sorted(quota.appointments, key=lambda one: (one.appointed_on, one.id)):
        found.setdefault(one.seat, one)
    return list(found.values())


def _add_hearing(dated: list[tuple[date, int, Knot]], hearing: Hearing, responses: dict[int, Response]) -> None:
    if not hearing.opens_at or not hearing.closes_at:
        return
    said = [
        _("%(council)s answered orally at its meeting.", council=party.body.name)
        if responses[party.id].medium is Medium.ORAL
        else _("%(council)s answered in writing.", council=party.body.name)
        for party in hearing.parties
        if party.id in responses
    ]
    councils = len(hearing.parties)
    if not councils:
        heading = _("The draft was put to everybody")
    elif hearing.is_for_everyone:
        heading = ngettext(
            "The draft was heard by %(num)s council and put to everybody",
            "The draft was heard by %(num)s councils and put to everybody",
            councils,
        )
    else:
        heading = ngettext(
            "The draft was heard by %(num)s council", "The draft was heard by %(num)s councils", councils
        )
    presented = sorted(party.presented_on for party in hearing.parties if party.presented_on)
    when = " – ".join(dict.fromkeys(day(on) for on in presented)) or day(hearing.opens_at)
    on = presented[-1] if presented else hearing.opens_at.astimezone(ZONE).date()
    link = (
        _("Read all the answers") if responses or hearing.is_concluded else _("Go to the hearing"),
        url_for("hearings.show", hearing_id=hearing.id),
    )
    dated.append((on, 4, Knot(when, heading, " ".join(said), small=hearing.title, link=link)))


def _add_cases(dated: list[tuple[date, int, Knot]], process: Process, decisions: Sequence[Decision]) -> None:
    """Put the handover in, and of every case what each body decided and who still is to decide."""
    cases = _cases(decisions)
    if process.handed_over_on:
        dated.append((process.handed_over_on, 5, Knot(day(process.handed_over_on), _("Handed over"))))
    for chain in cases:
        link = (_("Follow the case"), url_for("decisions.case", case_id=chain[0].case_id))
        small = _number_of(chain) if len(cases) > 1 else ""
        for one in chain:
            if one.is_taken:
                heading = f"{stop_name(one)}: {word(one.state).lower()}"
                when = day(one.decided_on) if one.decided_on else _("Date not known")
                text = tallied(one.tallies)
                knot = Knot(when, heading, text, quote=one.wording, small=small, link=link)
                dated.append((one.decided_on or date.max, 6, knot))
        waiting = [one for one in chain if one.is_awaited]
        if waiting:
            last = waiting[-1]
            names = ", ".join(one.body.name for one in waiting)
            when = (
                expected(last.expected_on, last.expected_precision)
                if last.expected_on and last.expected_precision
                else _("Not yet")
            )
            knot = Knot(when, _("The decision"), names, state="ahead", small=small, link=link)
            dated.append((date.max, 7, knot))
