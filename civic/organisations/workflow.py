"""What may be done with an organisation and its units, and by whom."""

import enum

from civic.kernel.actor import Actor, Role, Scope
from civic.kernel.workflow import Line, Workflow
from civic.people.models import Organisation
from civic.people.workflow import OrganisationState, is_admin, organisation_state


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


def works_for_the_municipality(actor: Actor, _organisation: Organisation) -> bool:
    """An administrator or case officer of the municipality."""
    return any(actor.places(role, Scope.MUNICIPALITY) for role in (Role.ADMIN, Role.CASE_OFFICER))


PARTNER: Workflow[OrganisationState, OrganisationVerb, Organisation] = Workflow(
    "An organisation, for what is told of it",
    {
        OrganisationVerb.ADD_ORGANISATION: [Line(who=works_for_the_municipality)],
        OrganisationVerb.DESCRIBE: [Line(who=is_admin), Line(who=is_officer)],
        OrganisationVerb.ADD_UNIT: [Line(who=is_admin), Line(who=is_officer)],
        OrganisationVerb.CHANGE_UNIT: [Line(who=is_admin), Line(who=is_officer)],
    },
    state=organisation_state,
)
