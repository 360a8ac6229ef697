"""What the pages about organisations show."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from flask import url_for
from flask_babel import gettext as _

from civic.areas.models import Area
from civic.bodies.models import Body, PartyLetter
from civic.bodies.queries import bodies, letters
from civic.bodies.workflow import ORGANISATION_BODIES, BodyVerb
from civic.db.finding import Spot
from civic.http.forms import Form
from civic.http.task import TaskPage
from civic.kernel.context import Context
from civic.kernel.trace import Kind, Ref
from civic.organisations import queries
from civic.organisations.workflow import PARTNER, OrganisationVerb
from civic.people.models import Organisation, OrganisationKind, Unit
from civic.people.queries import municipality
from civic.people.workflow import is_admin
from civic.processes.models import Process
from civic.processes.queries import of_organisation, shared_with
from civic.said.corrections import Corrected, corrected


@dataclass(frozen=True)
class IndexPage:
    """The municipality and those it works with, by what they are."""

    template: ClassVar[str] = "organisations/index.html"
    kinds: Sequence[tuple[OrganisationKind, list[Organisation]]]
    may_add: bool


@dataclass(frozen=True)
class OrganisationPage:
    """One organisation: what it does, how it is reached, what it owns or takes part in."""

    template: ClassVar[str] = "organisations/organisation.html"
    organisation: Organisation
    units: Sequence[Unit]
    closed: Sequence[Unit]
    areas: Sequence[Area]
    bodies: Sequence[Body]
    ended: Sequence[Body]
    """Those that are no more."""
    letters: Sequence[PartyLetter]
    may_name: bool
    """Whether the reader enters which party a letter stands for."""
    processes: tuple[list[Process], Spot | None, int]
    shared: Sequence[tuple[Unit, Sequence[Process]]]
    """What has been shared with its units, for their coordinators alone."""
    may: dict[str, bool]
    may_give_roles: bool
    corrected: Corrected


def index_page(context: Context) -> IndexPage:
    """Return the organisations by what they are."""
    found = queries.organisations(context)
    by_kind = [(kind, those) for kind in OrganisationKind if (those := [one for one in found if one.kind is kind])]
    may = PARTNER.may(context, OrganisationVerb.ADD_ORGANISATION, municipality(context))
    return IndexPage(by_kind, may)


def organisation_page(context: Context, organisation_id: int, at: Spot) -> OrganisationPage:
    """Return one organisation with its units, and the processes it owns or takes part in, twenty at a time."""
    found = queries.organisation(context, organisation_id)
    units = queries.units_of(context, organisation_id)
    there = [one for one in units if one.closed_on is None]
    shared = [(one, those) for one in there if (those := shared_with(context, one.id))]
    is_own = found.kind is OrganisationKind.MUNICIPALITY
    every = bodies(context) if is_own else ()
    return OrganisationPage(
        organisation=found,
        units=there,
        closed=[one for one in units if one.closed_on is not None],
        areas=queries.areas_had(context, organisation_id),
        bodies=[one for one in every if one.holds_on(context.today)],
        ended=[one for one in every if not one.holds_on(context.today)],
        letters=letters(context) if is_own else [],
        may_name=is_own and ORGANISATION_BODIES.may(context, BodyVerb.ADD_LETTER, found),
        processes=of_organisation(context, organisation_id, at),
        shared=shared,
        may=PARTNER.allowed(context, found),
        may_give_roles=is_admin(context.actor, found),
        corrected=corrected(context, Ref(Kind.ORGANISATION, organisation_id)),
    )


def new_page(context: Context, form: Form) -> TaskPage:
    """Return the form for an organisation, for those who work for the municipality."""
    PARTNER.require(context, OrganisationVerb.ADD_ORGANISATION, municipality(context))
    said = _("It gets no right by standing here. Its people are given roles in it under Roles.")
    trail = ((_("Organisations"), url_for("organisations.index")),)
    return TaskPage(_("Enter an organisation"), form, _("Enter it"), said, trail)


def unit_page(context: Context, organisation_id: int, form: Form) -> TaskPage:
    """Return the form for a unit of an organisation."""
    found = queries.organisation(context, organisation_id)
    PARTNER.require(context, OrganisationVerb.ADD_UNIT, found)
    said = _("Everybody can read it. A named person stands here only with their consent.")
    trail = ((found.name, url_for("organisations.show", organisation_id=organisation_id)),)
    return TaskPage(_("Enter a unit"), form, _("Enter it"), said, trail)
