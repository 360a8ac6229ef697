"""Signed-in browsers: each has a token of its own, which changes whenever somebody proves who they are."""

from datetime import timedelta

from civic.kernel.context import Context
from civic.people import queries, security
from civic.people.models import Person, SecurityKind, SignInSession
from civic.people.sealing import digest, new_token

LIFE = timedelta(days=14)
IDLE = timedelta(hours=1)
"""How long whoever works here may leave a browser alone before it is signed out; what was typed is kept."""
WORKING_LIFE = timedelta(hours=12)
"""Of a session of somebody who works here or speaks for a body: a working day, whoever leaves the machine open."""
HALF_LIFE = timedelta(minutes=10)
"""How long a session waits for its second factor."""
FRESH = timedelta(hours=1)
"""How long after proving who one is nothing more is asked before roles, closing and release: a facilitator's hour."""


def open_session(context: Context, person: Person, *, has_second: bool = False, is_half: bool = False) -> str:
    """Sign a person in, in one browser; return its token. A half session waits for the second factor."""
    token = new_token()
    works = any(one.role in queries.WORKING for one in queries.roles_of(context, person.id))
    life = HALF_LIFE if is_half else WORKING_LIFE if works else LIFE
    opened = SignInSession(
        token_hash=digest(token),
        person_id=person.id,
        created_at=context.now,
        expires_at=context.now + life,
        proved_at=context.now,
        is_half=is_half,
        has_second=has_second,
    )
    context.session.add(opened)
    if not is_half:
        security.note(context.session, SecurityKind.SIGNED_IN, person.id, context.now)
    return token
