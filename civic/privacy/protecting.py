"""A name that is kept back goes from all places where others read it, and comes back to them."""

from sqlalchemy import select, update

from civic.draws.models import Entrant
from civic.files import renditions
from civic.groups.models import Participant
from civic.kernel.context import Context
from civic.kernel.trace import Kind, Ref
from civic.meetings.models import Registration
from civic.people import actions
from civic.people.models import Person, Sender
from civic.responses.models import Response

LISTED = (Participant, Registration, Entrant)
"""In whose lists others read names; their addresses are left out there (`people.Addressed`)."""


def protect_name(context: Context) -> Person:
    """Let the actor be known by a pseudonym, in groups, lists and answers to hearings too.

    Whatever they called themselves in those. The hearings' documents are made again. As `people.actions.protect_name`.
    """
    person = actions.protect_name(context)
    mine = (Sender.person_id == person.id, Sender.name != "", ~Sender.is_protected)
    context.session.execute(update(Sender).where(*mine).values(name=person.name, is_pseudonym=True))
    return _named(context, person)


def show_name(context: Context) -> Person:
    """Let the actor be known by their own name again, wherever the pseudonym stood; as `people.actions.show_name`."""
    person = actions.show_name(context)
    mine = (Sender.person_id == person.id, Sender.is_pseudonym)
    context.session.execute(update(Sender).where(*mine).values(name=person.name, is_pseudonym=False))
    return _named(context, person)


def _named(context: Context, person: Person) -> Person:
    for kind in LISTED:
        mine = (kind.person_id == person.id, kind.name != "")
        context.session.execute(update(kind).where(*mine).values(name=person.name))
    answered = select(Response.hearing_id).join(Response.sender).where(Sender.person_id == person.id).distinct()
    for hearing_id in context.session.scalars(answered).all():
        renditions.ask_again(context, Ref(Kind.HEARING, hearing_id))
    return person
