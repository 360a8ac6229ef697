"""Organisations and their units: every write."""

from collections.abc import Collection, Mapping
from datetime import date

from sqlalchemy import delete, update

from civic.areas.models import Area
from civic.areas.queries import area as area_by_id
from civic.areas.workflow import AREA, AreaVerb
from civic.kernel import correction, deed
from civic.kernel.context import Context
from civic.kernel.correction import Spot
from civic.kernel.days import must_have_been
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.seen import check
from civic.kernel.trace import Kind, Ref
from civic.organisations import queries
from civic.organisations.models import AreaOrganisation
from civic.organisations.workflow import PARTNER, OrganisationVerb
from civic.people.models import Organisation, OrganisationKind, Share, Unit
from civic.people.queries import municipality


def add_organisation(
    context: Context, *, kind: OrganisationKind, name: str, about: str = "", web: str = "", is_example: bool = False
) -> Organisation:
    """Enter an organisation that the municipality works with; it gets no right by it.

    Refusal(TAKEN) for a name that another has, Refusal(NOT_FITTING) for a second municipality.
    """
    PARTNER.require(context, OrganisationVerb.ADD_ORGANISATION, municipality(context))
    if kind is OrganisationKind.MUNICIPALITY:
        raise Refusal(Reason.NOT_FITTING)
    if queries.has_name(context, name):
        raise Refusal(Reason.TAKEN)
    made = Organisation(kind=kind, name=name, about=about, web=web, is_example=is_example)
    return deed.enter(context, OrganisationVerb.ADD_ORGANISATION, made)


def describe(
    context: Context, organisation_id: int, values: Mapping[str, object], *, reason: str = "", seen: str | None = None
) -> Organisation:
    """Correct an organisation's name, kind, what it does and its site; what stood there stays to be seen.

    The first words about it need no reason. Raises as `kernel.correction.correct` does, and as `add_organisation`.
    """
    found = deed.begin(context, PARTNER, OrganisationVerb.DESCRIBE, queries.organisation(context, organisation_id))
    name, kind = values.get("name", found.name), values.get("kind", found.kind)
    if queries.has_name(context, str(name), but=found.id):
        raise Refusal(Reason.TAKEN)
    if (kind is OrganisationKind.MUNICIPALITY) is not (found.kind is OrganisationKind.MUNICIPALITY):
        raise Refusal(Reason.NOT_FITTING)
    spot = Spot(Ref(Kind.ORGANISATION, found.id), "organisation", found.id)
    changed = {name for name, value in values.items() if getattr(found, name) != value}
    is_first = all(not getattr(found, name) for name in changed)
    correction.correct(
        context, OrganisationVerb.DESCRIBE, spot, found, values, reason=reason, seen=seen, is_public=not is_first
    )
    return found


def add_unit(
    context: Context,
    organisation_id: int,
    *,
    name: str,
    about: str = "",
    email: str = "",
    phone: str = "",
    contact_name: str = "",
    consented_on: date | None = None,
) -> Unit:
    """Enter a unit and how it is reached.

    Refusal(NO_CONSENT) for a named person without the day on which they agreed, Refusal(NOT_HELD_YET) for a day to
    come; a second unit of the same name breaks a unique key.
    """
    home = deed.begin(context, PARTNER, OrganisationVerb.ADD_UNIT, queries.organisation(context, organisation_id))
    _must_have_agreed(context, contact_name, consented_on)
    made = Unit(
        organisation=home,
        name=name,
        about=about,
        email=email,
        phone=phone,
        contact_name=contact_name,
        consented_on=consented_on if contact_name else None,
    )
    return deed.enter(context, OrganisationVerb.ADD_UNIT, made)


TOLD = ("name", "about", "closed_on")
"""What is told of a unit, and stays to be seen when it is corrected; how it is reached is just changed."""


def change_unit(
    context: Context, unit_id: int, values: Mapping[str, object], *, reason: str = "", seen: str | None = None
) -> Unit:
    """Correct a unit, or how it is reached; a named person who takes their consent back is gone from here at once.

    Refusal(NO_REASON) where its name, what it does or its end is corrected without one; else as `add_unit`, and
    Refusal(WRITTEN_MEANWHILE) where a colleague changed it.
    """
    unit = context.lock(queries.unit(context, unit_id))
    PARTNER.require(context, OrganisationVerb.CHANGE_UNIT, unit.organisation)
    check(seen, *(getattr(unit, name) for name in values))
    name, on = values.get("contact_name", unit.contact_name), values.get("consented_on", unit.consented_on)
    _must_have_agreed(context, str(name), on)
    before = {name: getattr(unit, name) for name in TOLD if name in values and getattr(unit, name) != values[name]}
    kept = {name: value for name, value in before.items() if value or name == "closed_on"}
    if kept:
        spot = Spot(Ref(Kind.ORGANISATION, unit.organisation_id), "unit", unit.id, unit.name)
        correction.keep(context, spot, kept, reason=reason)
    must_have_been(context, values.get("closed_on"))
    for field, value in values.items():
        setattr(unit, field, value)
    if unit.closed_on is not None:
        _end_shares(context, unit.id)
    if not unit.contact_name:
        unit.consented_on = None
    return deed.enter(context, OrganisationVerb.CHANGE_UNIT, unit)


def put_owners(context: Context, area_id: int, *, organisation_ids: Collection[int]) -> Area:
    """Say which organisations have an area, in place of those that were said; nobody assumes it."""
    area = deed.begin(context, AREA, AreaVerb.CORRECT, area_by_id(context, area_id))
    context.session.execute(delete(AreaOrganisation).where(AreaOrganisation.area_id == area.id))
    for one in dict.fromkeys(organisation_ids):
        owner = queries.organisation(context, one)
        context.session.add(AreaOrganisation(area_id=area.id, organisation_id=owner.id))
    return deed.enter(context, AreaVerb.CORRECT, area)


def _end_shares(context: Context, unit_id: int) -> None:
    """Let nobody look into anything any more by a unit that is no more; part of the deed that closes it."""
    live = Share.unit_id == unit_id, Share.ended_at.is_(None)
    context.session.execute(update(Share).where(*live).values(ended_at=context.now))


def _must_have_agreed(context: Context, name: str, on: object) -> None:
    if name and on is None:
        raise Refusal(Reason.NO_CONSENT)
    must_have_been(context, on)
