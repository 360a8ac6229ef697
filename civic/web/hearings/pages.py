"""What the pages about hearings and a council's way to its answer show."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from flask_babel import gettext as _

from civic.bodies.models import BodyKind
from civic.bodies.queries import bodies_now
from civic.db.finding import Spot
from civic.files.uploads import Upload, pages_of, uploads_of
from civic.following.queries import Following, following
from civic.hearings import queries
from civic.hearings.models import Audience, Hearing, HearingState, Stage
from civic.hearings.queries import Sought
from civic.hearings.reach import Plan
from civic.hearings.workflow import HEARING, REPORT_HEARINGS, HearingVerb
from civic.http.sifting import Field, Sifted, about_fields
from civic.http.task import TaskPage
from civic.kernel.context import Context
from civic.kernel.sorting import sort_key
from civic.kernel.trace import Kind, Ref
from civic.minutes.models import AgendaItem
from civic.minutes.queries import treating
from civic.reports.queries import versions_of
from civic.responses.models import Response
from civic.responses.queries import of_parties, shown
from civic.responses.workflow import HEARING_RESPONSES
from civic.said.choices import area_choices, topic_choices
from civic.said.corrections import Corrected, corrected
from civic.said.way import PartyRow, party_row
from civic.said.wording import word
from civic.treatment.queries import Progress, progress
from civic.treatment.workflow import HEARING_NOTE
from civic.web.hearings.forms import InviteForm


@dataclass(frozen=True)
class IndexPage(Sifted):
    """The public hearings: what is open, the first to close first, then what is over."""

    template: ClassVar[str] = "hearings/index.html"
    hearings: Sequence[Hearing]
    next_at: Spot | None
    count: int
    sought: Sought
    processes: Sequence[tuple[int, str]]
    topics: Sequence[tuple[int, str]]
    areas: Sequence[tuple[int, str]]

    @property
    def is_long(self) -> bool:
        """Return whether there are more than a page shows."""
        return self.next_at is not None

    @property
    def fields(self) -> Sequence[Field]:
        """Return what the list can be narrowed by, for its sieve."""
        sought = self.sought
        stages = [("", _("all")), *((one.value, word(one)) for one in Stage)]
        audiences = [("", _("all")), *((one.value, word(one)) for one in Audience)]
        processes = [("", _("all")), *self.processes]
        return [
            ("words", "words", _("With the words"), sought.words, ()),
            ("choice", "stage", _("How far"), sought.stage.value if sought.stage else "", stages),
            ("choice", "audience", _("Who may answer"), sought.audience.value if sought.audience else "", audiences),
            ("choice", "process", _("Process"), sought.process_id or "", processes),
            *about_fields(sought.about, self.topics, self.areas),
        ]


@dataclass(frozen=True)
class PlanPage(TaskPage):
    """The form for a deadline, and beside it which councils can keep it."""

    template: ClassVar[str] = "hearings/plan.html"
    plan: Plan | None = None


@dataclass(frozen=True)
class HearingPage:
    """One hearing: what is proposed, who is heard, by when, and what has been answered."""

    template: ClassVar[str] = "hearings/hearing.html"
    hearing: Hearing
    state: HearingState
    rows: Sequence[PartyRow]
    responses: Sequence[Response]
    next_after: int | None
    material: Sequence[Upload]
    pages: dict[int, list[int]]
    """The pages there are to look at, by the upload's id, for whoever decides."""
    progress: Progress | None
    may: dict[str, bool]
    invite: InviteForm | None
    plan: Plan | None
    """Which councils can keep the earliest deadline, while the hearing is prepared."""
    left_out: Sequence[str]
    following: Following
    corrected: Corrected
    treated: Sequence[AgendaItem]
    """The items of agendas that treat it, each with its meeting."""

    @property
    def is_open(self) -> bool:
        """Return whether one can still answer in time."""
        return self.state is HearingState.OPEN

    @property
    def has_note(self) -> bool:
        """Return whether its note is being written or can be read: the deadline has passed."""
        return self.state in {HearingState.CLOSED, HearingState.READY, HearingState.CONCLUDED}

    @property
    def is_concluded(self) -> bool:
        """Return whether its note is published."""
        return self.state is HearingState.CONCLUDED


def index_page(context: Context, sought: Sought, at: Spot) -> IndexPage:
    """Return the public hearings that are looked for, twenty at a time."""
    found, more, count = queries.listed(context, sought, at)
    processes = queries.processes_heard(context)
    return IndexPage(found, more, count, sought, processes, topic_choices(context), area_choices(context))


def hearing_page(context: Context, hearing_id: int, *, invite: InviteForm | None = None, after: int = 0) -> HearingPage:
    """Return one hearing with its parties' way and the first answers of everybody else."""
    hearing = queries.hearing(context, hearing_id)
    may = {
        **HEARING.allowed(context, hearing),
        **HEARING_RESPONSES.allowed(context, hearing),
        **HEARING_NOTE.allowed(context, hearing),
        "make_like": REPORT_HEARINGS.may(context, HearingVerb.START_HEARING, hearing.version.report),
    }
    is_public = hearing.state is not HearingState.DRAFT
    responses = of_parties(context, hearing) if is_public and hearing.parties else {}
    given = shown(context, hearing.id, after=after, at_most=26) if is_public and hearing.is_for_everyone else ()
    files = uploads_of(context, Kind.HEARING, [hearing.id]).get(hearing.id, [])
    return HearingPage(
        hearing=hearing,
        state=hearing.state_at(context.now),
        rows=[party_row(context, one, responses.get(one.id)) for one in hearing.parties],
        responses=given[:25],
        next_after=given[24].number if len(given) > 25 else None,
        material=[one for one in files if one.is_shown or may["judge_material"]],
        pages=pages_of(context, [one.id for one in files]) if files and may["judge_material"] else {},
        progress=progress(context, hearing.id) if may["read_desk"] else None,
        may=may,
        invite=invite_form(context, hearing, invite) if may["invite"] else None,
        plan=queries.plan(context, hearing) if may["open"] and hearing.parties else None,
        left_out=[one.name for one in queries.left_out(context, hearing)] if may["add_material"] else (),
        following=following(context, HEARING, HearingVerb.FOLLOW, hearing, Ref(Kind.HEARING, hearing.id)),
        corrected=corrected(context, Ref(Kind.HEARING, hearing.id)),
        treated=treating(context, Ref(Kind.HEARING, hearing.id)),
    )


def invite_form(context: Context, hearing: Hearing, form: InviteForm | None) -> InviteForm:
    """Return the form with the bodies that can be heard and the versions they can be asked about."""
    form = form or InviteForm(formdata=None, version_id=hearing.version_id)
    form.body_id.choices = sorted(
        ((one.id, one.name) for one in bodies_now(context, BodyKind.ADVISORY_COUNCIL)), key=lambda one: sort_key(one[1])
    )
    form.version_id.choices = [(one.id, one.label) for one in versions_of(context, hearing.version.report_id)]
    return form
