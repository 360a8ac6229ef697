"""What may be done with an organisation and its units, and by whom."""

import enum

from civic.areas.workflow import works_for_the_municipality
from civic.kernel.actor import Actor, Role, Scope
from civic.kernel.workflow import Line, Standing, Workflow, standing
from civic.people.models import Organisation
from civic.people.workflow import is_admin


class OrganisationVerb(enum.Enum):
    """What is done with an organisation and its units."""

    ADD_ORGANISATION = "add_organisation"
    DESCRIBE = "describe"
    ADD_UNIT = "add_unit"
    CHANGE_UNIT = "change_unit"


def is_officer(actor: Actor, organisation: Organisation) -> bool:
    """A case officer of the municipality, or of the organisation itself."""
    return bool(actor.places(Role.CASE_OFFICER, Scope.MUNICIPALITY)) or actor.holds(
        Role.CASE_OFFICER, Scope.ORGANISATION, organisation.id
    )


PARTNER: Workflow[Standing, OrganisationVerb, Organisation] = Workflow(
    "An organisation, for what is told of it",
    {
        OrganisationVerb.ADD_ORGANISATION: [Line(who=works_for_the_municipality)],
        OrganisationVerb.DESCRIBE: [Line(who=is_admin), Line(who=is_officer)],
        OrganisationVerb.ADD_UNIT: [Line(who=is_admin), Line(who=is_officer)],
        OrganisationVerb.CHANGE_UNIT: [Line(who=is_admin), Line(who=is_officer)],
    },
    state=standing,
)
