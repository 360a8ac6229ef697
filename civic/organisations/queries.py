"""Finding organisations and their units."""

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from civic.areas.models import Area
from civic.kernel.actor import Role, Scope
from civic.kernel.context import Context
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.sorting import sort_key
from civic.organisations.models import AreaOrganisation
from civic.people.models import Organisation, OrganisationKind, Unit


def organisation(context: Context, organisation_id: int) -> Organisation:
    """Return one organisation, or Refusal(NOT_FOUND)."""
    found = context.session.get(Organisation, organisation_id)
    if found is None:
        raise Refusal(Reason.NOT_FOUND)
    return found


def partner(context: Context, organisation_id: int) -> Organisation:
    """Return one that the municipality works with; Refusal(NOT_FOUND) for the municipality, whose scope is its own."""
    found = organisation(context, organisation_id)
    if found.kind is OrganisationKind.MUNICIPALITY:
        raise Refusal(Reason.NOT_FOUND)
    return found


def organisations(context: Context) -> list[Organisation]:
    """Return the municipality and those it works with, the municipality first, then by kind and Danish order of names.

    All of them: there are some dozens, not thousands.
    """
    kinds = list(OrganisationKind)
    found = context.session.scalars(select(Organisation))
    return sorted(found, key=lambda one: (kinds.index(one.kind), sort_key(one.name), one.id))


def officered_organisations(context: Context) -> list[Organisation]:
    """Return the organisations whose case officer the actor is, the municipality first."""
    actor = context.actor
    ids = actor.places(Role.CASE_OFFICER, Scope.MUNICIPALITY) | actor.places(Role.CASE_OFFICER, Scope.ORGANISATION)
    return [one for one in organisations(context) if one.id in ids] if ids else []


def has_name(context: Context, name: str, *, but: int = 0) -> bool:
    """Return whether another organisation has a name that reads the same."""
    found = context.session.execute(select(Organisation.id, Organisation.name))
    return any(number != but and one.casefold() == name.casefold() for number, one in found)


def unit(context: Context, unit_id: int) -> Unit:
    """Return one unit with its organisation, or Refusal(NOT_FOUND)."""
    found = context.session.scalar(
        select(Unit).where(Unit.id == unit_id).options(joinedload(Unit.organisation, innerjoin=True))
    )
    if found is None:
        raise Refusal(Reason.NOT_FOUND)
    return found


def units_of(context: Context, organisation_id: int) -> list[Unit]:
    """Return an organisation's units, those that are there first, in the Danish order of their names."""
    found = context.session.scalars(select(Unit).where(Unit.organisation_id == organisation_id))
    return sorted(found, key=lambda one: (one.closed_on is not None, sort_key(one.name), one.id))


def owners_of(context: Context, area_id: int) -> list[Organisation]:
    """Return the organisations that have an area, in the Danish order of their names."""
    query = select(Organisation).join(AreaOrganisation, AreaOrganisation.organisation_id == Organisation.id)
    found = context.session.scalars(query.where(AreaOrganisation.area_id == area_id))
    return sorted(found, key=lambda one: sort_key(one.name))


def owners_among(context: Context, area_ids: Collection[int]) -> dict[int, list[Organisation]]:
    """Return the organisations that have some areas, by the area's id, in the Danish order of their names."""
    query = select(AreaOrganisation).where(AreaOrganisation.area_id.in_(area_ids))
    ties = context.session.scalars(query.options(joinedload(AreaOrganisation.organisation, innerjoin=True)))
    found: dict[int, list[Organisation]] = {}
    for one in sorted(ties, key=lambda one: sort_key(one.organisation.name)):
        found.setdefault(one.area_id, []).append(one.organisation)
    return found


def areas_had(context: Context, organisation_id: int) -> list[Area]:
    """Return the areas an organisation has, in the Danish order of their names."""
    query = select(Area).join(AreaOrganisation, AreaOrganisation.area_id == Area.id)
    found = context.session.scalars(query.where(AreaOrganisation.organisation_id == organisation_id))
    return sorted(found, key=lambda one: sort_key(one.name))


def units_now(context: Context) -> Sequence[Unit]:
    """Return the units that are there, with their organisations, by organisation and name."""
    query = select(Unit).where(Unit.closed_on.is_(None)).options(joinedload(Unit.organisation, innerjoin=True))
    found = context.session.scalars(query)
    return sorted(found, key=lambda one: (sort_key(one.organisation.name), sort_key(one.name), one.id))
