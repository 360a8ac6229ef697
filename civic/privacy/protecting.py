"""A name that is kept back goes from all places where others read it, and comes back to them."""

from sqlalchemy import update

from civic.groups.models import Participant
from civic.kernel.context import Context
from civic.people import actions
from civic.people.models import Person


def protect_name(context: Context) -> Person:
    """Let the actor be known by a pseudonym, in their groups too; as `people.actions.protect_name`."""
    return _named(context, actions.protect_name(context))


def show_name(context: Context) -> Person:
    """Let the actor be known by their own name again, in their groups too."""
    return _named(context, actions.show_name(context))


def _named(context: Context, person: Person) -> Person:
    mine = (Participant.person_id == person.id, Participant.name != "")
    context.session.execute(update(Participant).where(*mine).values(name=person.name))
    return person
