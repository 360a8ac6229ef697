"""What goes when a person closes the account: all but what belongs to a case, which stays without the name.

Source: GDPR article 17; 17(3)(b) and (d): what the municipality must keep is kept, and said to be.
"""

from sqlalchemy import delete, update

from civic.following.models import Follow
from civic.kernel.context import Context
from civic.kernel.outbox import OutboxMessage
from civic.people import actions, queries
from civic.people.models import SecurityEvent
from civic.writing.models import WorkingCopy


def close_account(context: Context) -> None:
    """Close the actor's account and take away what is theirs alone: drafts, what they follow, mails, lines of the log.

    Refusal(LAST_ADMIN) for the only administrator there is.
    """
    person = queries.own_account(context)
    actions.close_account(context)
    context.session.flush()
    for kind, column in ((WorkingCopy, WorkingCopy.person_id), (Follow, Follow.person_id)):
        context.session.execute(delete(kind).where(column == person.id))
    context.session.execute(delete(OutboxMessage).where(OutboxMessage.to_person_id == person.id))
    context.session.execute(update(SecurityEvent).where(SecurityEvent.person_id == person.id).values(person_id=None))
