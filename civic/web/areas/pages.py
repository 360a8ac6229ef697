"""What the pages about topics and areas show."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from civic.areas import queries
from civic.areas.models import REGISTER, Address, Area, AreaKind, Topic
from civic.areas.workflow import AREA, REGISTER_OF, TOPIC, AreaVerb
from civic.db.finding import Spot
from civic.following.queries import Following, following
from civic.hearings import queries as hearings
from civic.hearings.models import Hearing
from civic.kernel.context import Context
from civic.kernel.trace import Kind, Ref
from civic.organisations.queries import owners_of
from civic.people.models import Organisation
from civic.plans.models import SocialMasterPlan
from civic.plans.queries import plans_in_area
from civic.processes import queries as processes
from civic.processes.models import Process
from civic.said.corrections import Corrected, corrected

Processes = tuple[list[Process], Spot | None, int]
Hearings = tuple[list[Hearing], Spot | None, int]


@dataclass(frozen=True)
class IndexPage:
    """All areas and topics, and a way to one's own by address."""

    template: ClassVar[str] = "areas/index.html"
    kinds: Sequence[tuple[AreaKind, list[Area]]]
    names: dict[int, str]
    topics: Sequence[Topic]
    typed: str
    is_short: bool
    found: Sequence[tuple[Address, Area | None]]
    may: dict[str, bool]


@dataclass(frozen=True)
class AreaPage:
    """One area: what it is, whose, what lies in it, and what happens there."""

    template: ClassVar[str] = "areas/area.html"
    area: Area
    parent: Area | None
    within: Sequence[Area]
    owners: Sequence[Organisation]
    plans: Sequence[SocialMasterPlan]
    """The housing-social plans for it."""
    processes: Processes
    hearings: Hearings
    following: Following
    may: dict[str, bool]
    corrected: Corrected


@dataclass(frozen=True)
class TopicPage:
    """One topic, and what is about it."""

    template: ClassVar[str] = "areas/topic.html"
    topic: Topic
    processes: Processes
    hearings: Hearings
    following: Following
    may: dict[str, bool]
    corrected: Corrected


def index_page(context: Context, typed: str) -> IndexPage:
    """Return the areas and topics, and the addresses that begin with what was typed."""
    areas = queries.areas(context)
    by_id = {one.id: one for one in areas}
    kinds = [(kind, those) for kind in AreaKind if (those := [one for one in areas if one.kind is kind])]
    found = [(one, by_id.get(one.area_id or 0)) for one in queries.addresses_like(context, typed)] if typed else []
    return IndexPage(
        kinds,
        {one.id: one.name for one in areas},
        queries.topics(context),
        typed,
        len(queries.folded(typed)) < queries.SHORTEST_SOUGHT,
        found,
        REGISTER_OF.allowed(context, REGISTER),
    )


def area_page(context: Context, area_id: int, at: Spot, heard: Spot) -> AreaPage:
    """Return one area with the processes and hearings in it, twenty of each at a time."""
    found = queries.area(context, area_id)
    about = queries.about(context, area_id=area_id)
    areas = queries.areas(context)
    return AreaPage(
        area=found,
        parent=next((one for one in areas if one.id == found.parent_id), None),
        within=[one for one in areas if one.parent_id == found.id],
        owners=owners_of(context, area_id),
        plans=plans_in_area(context, area_id),
        processes=processes.listed(context, processes.Sought(about=about), at),
        hearings=hearings.listed(context, hearings.Sought(about=about), heard),
        following=following(context, AREA, AreaVerb.FOLLOW, found, Ref(Kind.AREA, area_id)),
        may=AREA.allowed(context, found),
        corrected=corrected(context, Ref(Kind.AREA, area_id)),
    )


def topic_page(context: Context, topic_id: int, at: Spot, heard: Spot) -> TopicPage:
    """Return one topic with the processes and hearings about it, twenty of each at a time."""
    found = queries.topic(context, topic_id)
    about = queries.about(context, topic_id=topic_id)
    return TopicPage(
        topic=found,
        processes=processes.listed(context, processes.Sought(about=about), at),
        hearings=hearings.listed(context, hearings.Sought(about=about), heard),
        following=following(context, TOPIC, AreaVerb.FOLLOW, found, Ref(Kind.TOPIC, topic_id)),
        may=TOPIC.allowed(context, found),
        corrected=corrected(context, Ref(Kind.TOPIC, topic_id)),
    )
