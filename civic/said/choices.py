"""What can be chosen among, in words, in several rooms' forms."""

from collections.abc import Collection

from flask_babel import gettext as _

from civic.areas.queries import areas, topics
from civic.board.queries import of_process
from civic.kernel.context import Context
from civic.kernel.trace import Kind, Ref
from civic.organisations.queries import units_now
from civic.people.models import Person
from civic.people.queries import like
from civic.reports.queries import reports_of
from civic.said.things import kind_word
from civic.said.wording import number, unit_name

MANY = 1000
"""Things of a kind that a list offers; what is older is found by its own page."""


def cut_said() -> str:
    """Return that a list to choose from holds the newest only."""
    return _("The list holds the newest %(count)s of each kind.", count=number(MANY))


def version_choices(context: Context, process_id: int) -> list[tuple[int, str]]:
    """Return the versions a case can carry, the newest first."""
    found = [(v.id, f"{r.title} {v.label}") for r in reports_of(context, process_id) for v in r.versions]
    return [*reversed(found), (0, _("None"))]


def persons(context: Context, said: str) -> list[tuple[str, str]]:
    """Return who might be meant by what was typed: what names each of them, and how the reader tells them apart."""
    return [(f"{one.name} #{one.id}", _told_apart(one)) for one in like(context, said)]


def _told_apart(person: Person) -> str:
    return person.name if person.is_protected else f"{person.name} ({_veiled(person.email or '')})"


def _veiled(address: str) -> str:
    """Return so much of an address that it tells two of one name apart, and nobody can write to it."""
    local, at, domain = address.partition("@")
    return f"{local[:2]}…{at}{domain}"


def topic_choices(context: Context) -> list[tuple[int, str]]:
    """Return the topics as choices."""
    return [(one.id, one.name) for one in topics(context)]


def area_choices(context: Context) -> list[tuple[int, str]]:
    """Return the areas as choices, those that lie in another under it."""
    found = areas(context)
    names = {one.id: one.name for one in found}
    return [(one.id, f"{names[one.parent_id]}: {one.name}" if one.parent_id else one.name) for one in found]


def parent_choices(context: Context, *, but: Collection[int] = ()) -> list[tuple[int, str]]:
    """Return the areas an area can lie in as choices, and that it lies in none."""
    return [(0, _("No other area")), *(one for one in area_choices(context) if one[0] not in but)]


def unit_choices(context: Context) -> list[tuple[int, str]]:
    """Return the units there are now as choices."""
    return [(one.id, unit_name(one)) for one in units_now(context)]


NOT_TREATED = {Kind.MEETING, Kind.COMMENT, Kind.PROPOSAL, Kind.RESPONSE, Kind.DECISION}
"""What no item of an agenda is about by itself, or what there are thousands of."""


def treatable_choices(context: Context, process_id: int, now: Ref | None = None) -> list[tuple[str, str]]:
    """Return what of a process can be treated at a meeting: what hangs on its board, and what is chosen now."""
    hanging = [one for those in of_process(context, process_id, besides=NOT_TREATED).values() for one in those]
    found = {one.ref: f"{kind_word(one.kind)}: {one.title}" for one in hanging}
    if now is not None and now not in found:
        found[now] = f"{kind_word(now.kind)} {now.id}"
    return [(NOTHING, _("Nothing with a page of its own")), *((treated_as(one), said) for one, said in found.items())]


NOTHING = "none"


def treated_as(one: object) -> str:
    """Return how what an item treats is written in a form: a thing, nothing, or what was chosen already."""
    if isinstance(one, Ref):
        return f"{one.kind.value}-{one.id}"
    return NOTHING if one is None else str(one)


def treated_of(chosen: str | None) -> Ref | None:
    """Return the thing that was chosen, or None."""
    kind, _dash, number = (chosen or "").rpartition("-")
    return Ref(Kind(kind), int(number)) if kind else None
