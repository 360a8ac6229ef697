"""What goes when a person closes the account: all but what belongs to a case, which stays without the name.

Source: GDPR article 17; 17(3)(b) and (d): what the municipality must keep is kept, and said to be.
"""

from sqlalchemy import delete, select, update

from civic.draws import actions as draws
from civic.files import renditions
from civic.following.models import Follow
from civic.groups import registering as joining
from civic.kernel import deed, outbox
from civic.kernel.actor import Role, Scope
from civic.kernel.context import Context
from civic.kernel.notifying import Notification, PaceOfKind
from civic.kernel.outbox import OutboxMessage
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.trace import Kind, Ref
from civic.meetings import registering
from civic.meetings.models import CalendarFeed
from civic.people import actions, queries
from civic.people.models import ErasureRequest, Kept, SecurityEvent, Sender
from civic.people.workflow import ERASURE, PeopleVerb
from civic.privacy.own import ASKED_OF, is_theirs
from civic.responses.models import Response
from civic.tables import metadata
from civic.writing.models import WorkingCopy


def close_account(context: Context) -> None:
    """Close the actor's account and take away what is theirs alone: drafts, what they follow, mails, lines of the log.

    The documents of hearings that they answered are made again, without the name.
    Refusal(LAST_ADMIN) for the only administrator there is.
    """
    person = queries.own_account(context)
    email = person.email or ""
    actions.close_account(context)
    context.session.flush()
    context.session.execute(delete(OutboxMessage).where(OutboxMessage.to_person_id == person.id))
    for kind in (WorkingCopy, Follow, CalendarFeed, Notification, PaceOfKind):
        context.session.execute(delete(kind).where(kind.person_id == person.id))
    joining.forget(context, person.id, email)
    registering.forget(context, person.id, email)
    draws.forget(context, person.id, email)
    answered = select(Response.hearing_id).join(Response.sender).where(Sender.person_id == person.id).distinct()
    for hearing_id in context.session.scalars(answered).all():
        renditions.ask_again(context, Ref(Kind.HEARING, hearing_id))
    context.session.execute(update(SecurityEvent).where(SecurityEvent.person_id == person.id).values(person_id=None))


def ask(context: Context, kind: Kind, thing_id: int, *, why: str) -> ErasureRequest:
    """Ask that one's own words be erased; Refusal(NOT_FOUND) for others'. What waits already breaks a unique key.

    Nothing that a municipality must keep is destroyed by a button: whoever keeps the records decides, and says why.
    """
    theirs(context, kind, thing_id)
    person = queries.own_account(context)
    asked = ErasureRequest(person_id=person.id, kind=kind, thing_id=thing_id, why=why, asked_at=context.now)
    ERASURE.require(context, PeopleVerb.ASK_ERASURE, asked)
    deed.enter(context, PeopleVerb.ASK_ERASURE, asked)
    organisation = queries.municipality(context)
    told = queries.holders(context, Scope.MUNICIPALITY, organisation.id, Role.CASE_OFFICER, Role.ADMIN)
    for one in sorted({each.person_id for each in told} - {person.id}):
        outbox.mail(context, "erasure_asked", to=one, data={"request_id": asked.id})
    return asked


def decide(context: Context, request_id: int, *, ground: Kept | None, reason: str) -> ErasureRequest:
    """Say that the words have been taken out, with no ground, or on what ground they are kept; their author is told."""
    asked = deed.do(context, ERASURE, PeopleVerb.DECIDE_ERASURE, queries.erasure(context, request_id))
    asked.decided_by_id, asked.decided_at = context.actor.person_id, context.now
    asked.ground, asked.reason = ground, reason
    about = {"request_id": asked.id, "ground": ground.value if ground else "", "reason": reason}
    outbox.mail(context, "erasure_decided", to=asked.person_id, data=about)
    return asked


def theirs(context: Context, kind: Kind, thing_id: int) -> None:
    """Refusal(NOT_FOUND) for words that are not the actor's own, or of a kind nobody asks it of."""
    person = queries.own_account(context)
    if kind not in ASKED_OF:
        raise Refusal(Reason.NOT_FOUND)
    table = metadata.tables[ASKED_OF[kind]]
    condition = is_theirs(table, person.id)
    assert condition is not None
    if context.session.scalar(select(table.c.id).where(table.c.id == thing_id, condition)) is None:
        raise Refusal(Reason.NOT_FOUND)
