"""The second factor: authenticator apps, passkeys and recovery codes; every write.

Sources: RFC 6238 (codes of an app), W3C Web Authentication level 2 (passkeys), NIST SP 800-63B (5.1, replay).
"""

import hmac
import json
import re
import secrets
from base64 import b32encode, urlsafe_b64decode, urlsafe_b64encode
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session, joinedload

from civic.kernel import attempts, deed
from civic.kernel.context import Context
from civic.kernel.receipt import new_code
from civic.kernel.refusal import Reason, Refusal
from civic.people import queries, security
from civic.people.models import Passkey, Person, RecoveryCode, SecurityKind, SignInSession
from civic.people.sealing import digest, matches
from civic.people.sessions import open_session
from civic.people.workflow import PERSON, PeopleVerb

CHALLENGE_LIFE = timedelta(minutes=10)
ODD = (ValueError, KeyError, TypeError, IndexError, RecursionError)
"""What the library lets through of an answer that no device makes."""
CODES = 10
"""Recovery codes that a person gets at once."""
STEP = 30
"""Seconds that a code of an app is good for; the one before and the one after are taken too."""


@dataclass(frozen=True)
class Site:
    """What a passkey is tied to, and what this site alone can make keys and challenges with."""

    host: str
    origin: str
    name: str
    seal: str

    @property
    def has_passkeys(self) -> bool:
        """Return whether passkeys can be tied to the site: not where it has a number for a name."""
        try:
            ip_address(self.host)
        except ValueError:
            return True
        return False


# --- what a person has


def passkeys(context: Context, person_id: int) -> list[Passkey]:
    """Return a person's passkeys, the oldest first."""
    wanted = select(Passkey).where(Passkey.person_id == person_id).order_by(Passkey.id)
    return list(context.session.scalars(wanted))


def codes_left(context: Context, person_id: int) -> int:
    """Return how many recovery codes a person has that were not used."""
    unused = select(RecoveryCode.id).where(RecoveryCode.person_id == person_id, RecoveryCode.used_at.is_(None))
    return len(context.session.scalars(unused).all())


def has_factor(context: Context, person: Person) -> bool:
    """Return whether a person has a second factor."""
    return bool(person.app_nonce or passkeys(context, person.id))


# --- an authenticator app


def app_key(site: Site, person_id: int, nonce: str) -> str:
    """Return the key of a person's app, in base 32; the database alone does not give it away."""
    return b32encode(hmac.digest(site.seal.encode(), f"app {person_id} {nonce}".encode(), "sha256")[:20]).decode()


def app_address(site: Site, person_id: int, nonce: str, email: str) -> str:
    """Return what the picture for an app says."""
    import pyotp  # noqa: PLC0415 - few requests need it

    return pyotp.TOTP(app_key(site, person_id, nonce)).provisioning_uri(name=email, issuer_name=site.name)


def add_app(context: Context, site: Site, *, nonce: str, code: str, token: str = "") -> Person:
    """Tie an authenticator app to one's account; Refusal(WRONG_SIGN_IN) where it does not make the right code yet."""
    person = context.lock(queries.own_account(context))
    step = _step_of(site, person.id, nonce, code, context.now, after=0)
    if not 16 <= len(nonce) <= 64 or step is None:
        raise Refusal(Reason.WRONG_SIGN_IN)
    deed.did(context, PERSON, PeopleVerb.ADD_FACTOR, person)
    person.app_nonce, person.app_step = nonce, step
    _is_guarded_now(context, person, token)
    return person


def remove_app(context: Context) -> None:
    """Take the app from one's account."""
    person = deed.do(context, PERSON, PeopleVerb.REMOVE_FACTOR, queries.own_account(context))
    person.app_nonce, person.app_step = "", 0
    _forget_codes_without_factor(context, person)


def _step_of(site: Site, person_id: int, nonce: str, code: str, now: datetime, *, after: int) -> int | None:
    """Return the half minute whose code it is, among those not spent, or None."""
    import pyotp  # noqa: PLC0415

    bare = "".join(code.split())
    if not nonce or not (bare.isascii() and bare.isdecimal()):
        return None
    made, present = pyotp.TOTP(app_key(site, person_id, nonce)), int(now.timestamp()) // STEP
    found = None
    for step in (present - 1, present, present + 1):
        is_it = hmac.compare_digest(made.at(step * STEP), bare)
        if is_it and step > after:
            found = step
    return found


# --- recovery codes


def new_codes(context: Context) -> list[str]:
    """Give the actor new recovery codes, and return them: this once; those there were work no more."""
    person = deed.do(context, PERSON, PeopleVerb.MAKE_CODES, queries.own_account(context))
    context.session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person.id))
    made = [new_code() for _ in range(CODES)]
    context.session.add_all(RecoveryCode(person_id=person.id, code_hash=_code_hash(person.id, one)) for one in made)
    return [f"{one[:5]}-{one[5:]}" for one in made]


def _code_hash(person_id: int, code: str) -> str:
    return digest(f"{person_id} {''.join(sign for sign in code.upper() if sign.isalnum())}")


def _forget_codes_without_factor(context: Context, person: Person) -> None:
    security.note(context.session, SecurityKind.FACTOR_REMOVED, person.id, context.now)
    context.session.flush()
    if not has_factor(context, person):
        context.session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person.id))


# --- passkeys


def challenge(site: Site, now: datetime) -> bytes:
    """Return what a device is to sign: nothing is kept, for only this site can make one, and each is taken once."""
    made = secrets.token_bytes(16) + int(now.timestamp()).to_bytes(8, "big")
    return made + _mark(site, made)


def _mark(site: Site, made: bytes) -> bytes:
    return hmac.digest(f"challenge {site.seal}".encode(), made, "sha256")[:16]


def _spend(session: Session, now: datetime, site: Site, answer: dict[str, Any]) -> bytes:
    """Return the challenge that was answered, and let it be answered no more; Refusal(WRONG_SIGN_IN) for another."""
    try:
        said = json.loads(_unpacked(str(answer["response"]["clientDataJSON"])))
        found = _unpacked(str(said["challenge"]))
    except (KeyError, TypeError, ValueError, RecursionError):
        raise Refusal(Reason.WRONG_SIGN_IN) from None
    made, mark = found[:24], found[24:]
    if len(found) != 40 or not hmac.compare_digest(mark, _mark(site, made)):
        raise Refusal(Reason.WRONG_SIGN_IN)
    age = now.timestamp() - int.from_bytes(made[16:], "big")
    if not -60 <= age <= CHALLENGE_LIFE.total_seconds():
        raise Refusal(Reason.LINK_EXPIRED)
    key = f"challenge {digest(found.hex())[:40]}"
    if attempts.add(session, {key: 2 * CHALLENGE_LIFE}, now)[key] > 1:
        raise Refusal(Reason.WRONG_SIGN_IN)
    return found


def spend(session: Session, now: datetime, site: Site, answer: str) -> None:
    """Let an answer that was refused be given no more: what was written of it is taken back with the refusal."""
    with suppress(Refusal):
        _spend(session, now, site, _read(answer))


def creation_options(context: Context, site: Site) -> str:
    """Return what the actor's browser needs to make a passkey, as JSON."""
    import webauthn  # noqa: PLC0415 - it brings a library for every kind of signature with it
    from webauthn.helpers import structs  # noqa: PLC0415

    person = queries.own_account(context)
    options = webauthn.generate_registration_options(
        rp_id=site.host,
        rp_name=site.name,
        user_name=person.email or person.name,
        user_display_name=person.name,
        user_id=hmac.digest(site.seal.encode(), f"user {person.id}".encode(), "sha256"),
        challenge=challenge(site, context.now),
        exclude_credentials=[
            structs.PublicKeyCredentialDescriptor(id=_unpacked(one.credential)) for one in passkeys(context, person.id)
        ],
        authenticator_selection=structs.AuthenticatorSelectionCriteria(
            resident_key=structs.ResidentKeyRequirement.REQUIRED,
            user_verification=structs.UserVerificationRequirement.REQUIRED,
        ),
    )
    return webauthn.options_to_json(options)


def request_options(context: Context, site: Site) -> str:
    """Return what a browser needs to use a passkey, as JSON; it does not say whose there are."""
    import webauthn  # noqa: PLC0415
    from webauthn.helpers import structs  # noqa: PLC0415

    options = webauthn.generate_authentication_options(
        rp_id=site.host,
        challenge=challenge(site, context.now),
        user_verification=structs.UserVerificationRequirement.REQUIRED,
    )
    return webauthn.options_to_json(options)


def add_passkey(context: Context, site: Site, *, answer: str, name: str, token: str = "") -> Passkey:
    """Tie a passkey to one's account; Refusal(WRONG_SIGN_IN) for an answer that does not fit the challenge."""
    import webauthn  # noqa: PLC0415
    from webauthn.helpers.exceptions import WebAuthnException  # noqa: PLC0415

    given = _read(answer)
    person = deed.do(context, PERSON, PeopleVerb.ADD_FACTOR, queries.own_account(context))
    try:
        seen = webauthn.verify_registration_response(
            credential=given,
            expected_challenge=_spend(context.session, context.now, site, given),
            expected_rp_id=site.host,
            expected_origin=site.origin,
            require_user_verification=True,
        )
    except (WebAuthnException, *ODD) as error:
        raise Refusal(Reason.WRONG_SIGN_IN) from error
    made = Passkey(
        person_id=person.id,
        credential=_packed(seen.credential_id),
        public_key=seen.credential_public_key,
        sign_count=seen.sign_count,
        name=name,
        created_at=context.now,
    )
    context.session.add(made)
    _is_guarded_now(context, person, token)
    return made


def _is_guarded_now(context: Context, person: Person, token: str) -> None:
    """Sign out every other browser, which never showed the new factor; this one has just shown it."""
    security.note(context.session, SecurityKind.FACTOR_ADDED, person.id, context.now)
    own = SignInSession.token_hash == digest(token)
    context.session.execute(delete(SignInSession).where(SignInSession.person_id == person.id, ~own))
    context.session.execute(update(SignInSession).where(own).values(has_second=True))


def remove_passkey(context: Context, passkey_id: int) -> None:
    """Take a passkey from one's account; Refusal(NOT_FOUND) for somebody else's."""
    person = deed.do(context, PERSON, PeopleVerb.REMOVE_FACTOR, queries.own_account(context))
    found = context.session.get(Passkey, passkey_id)
    if found is None or found.person_id != person.id:
        raise Refusal(Reason.NOT_FOUND)
    context.session.delete(found)
    _forget_codes_without_factor(context, person)


def _who(context: Context, site: Site, answer: str) -> Person:
    """Return whose passkey answered; Refusal(WRONG_SIGN_IN) for one that is not known, or not right, or used before."""
    import webauthn  # noqa: PLC0415
    from webauthn.helpers.exceptions import WebAuthnException  # noqa: PLC0415

    given = _read(answer)
    expected = _spend(context.session, context.now, site, given)
    wanted = select(Passkey).where(Passkey.credential == str(given.get("id", ""))).options(joinedload(Passkey.person))
    found = context.session.scalar(wanted)
    if found is None:
        raise Refusal(Reason.WRONG_SIGN_IN)
    context.lock(found)
    try:
        seen = webauthn.verify_authentication_response(
            credential=given,
            expected_challenge=expected,
            expected_rp_id=site.host,
            expected_origin=site.origin,
            credential_public_key=found.public_key,
            credential_current_sign_count=found.sign_count,
            require_user_verification=True,
        )
    except (WebAuthnException, *ODD) as error:
        raise Refusal(Reason.WRONG_SIGN_IN) from error
    found.sign_count, found.used_at = seen.new_sign_count, context.now
    return found.person


def _read(answer: str) -> dict[str, Any]:
    try:
        given = json.loads(answer)
    except (ValueError, RecursionError):
        given = None
    if not isinstance(given, dict) or not re.fullmatch(r"[A-Za-z0-9_-]{1,1400}", str(given.get("id", ""))):
        raise Refusal(Reason.WRONG_SIGN_IN)
    return given


def _packed(content: bytes) -> str:
    return urlsafe_b64encode(content).rstrip(b"=").decode()


def _unpacked(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


# --- signing in with them


def sign_in_by_passkey(context: Context, site: Site, answer: str) -> str:
    """Sign in with a passkey alone: it is something one has, opened by what one is or knows; return the token."""
    person = _who(context, site, answer)
    if not PERSON.may(context, PeopleVerb.SIGN_IN, person):
        raise Refusal(Reason.WRONG_SIGN_IN)
    deed.enter(context, PeopleVerb.SIGN_IN, person)
    return open_session(context, person, has_second=True)


def half_session(context: Context, token: str) -> SignInSession:
    """Return the session that waits for its second factor, with its person, or Refusal(LINK_EXPIRED)."""
    found = context.session.scalar(
        select(SignInSession)
        .where(SignInSession.token_hash == digest(token), SignInSession.is_half, SignInSession.expires_at > context.now)
        .options(joinedload(SignInSession.person, innerjoin=True))
    )
    if found is None:
        raise Refusal(Reason.LINK_EXPIRED)
    return found


def is_half(context: Context, token: str) -> bool:
    """Return whether there is a session under the token that waits for its second factor."""
    try:
        half_session(context, token)
    except Refusal:
        return False
    return True


def finish(context: Context, site: Site, token: str, *, code: str = "", answer: str = "") -> str:
    """Show the second factor of a session that waits for it; return the token of the whole session.

    Refusal(WRONG_SIGN_IN) for a code that is wrong or was used before, and for somebody else's passkey.
    """
    half = half_session(context, token)
    person = context.lock(half.person)
    if not PERSON.may(context, PeopleVerb.SIGN_IN, person):
        raise Refusal(Reason.WRONG_SIGN_IN)
    _show_second(context, site, person, code=code, answer=answer)
    context.session.delete(half)
    deed.enter(context, PeopleVerb.SIGN_IN, person)
    return open_session(context, person, has_second=True)


def _show_second(context: Context, site: Site, person: Person, *, code: str, answer: str) -> None:
    if answer:
        if _who(context, site, answer).id != person.id:
            raise Refusal(Reason.WRONG_SIGN_IN)
        return
    step = _step_of(site, person.id, person.app_nonce, code, context.now, after=person.app_step)
    if step is not None:
        person.app_step = step
        return
    used = context.session.execute(
        update(RecoveryCode)
        .where(RecoveryCode.code_hash == _code_hash(person.id, code), RecoveryCode.used_at.is_(None))
        .values(used_at=context.now)
    )
    if getattr(used, "rowcount", 0) != 1:
        raise Refusal(Reason.WRONG_SIGN_IN)
    security.note(context.session, SecurityKind.RECOVERY_CODE_USED, person.id, context.now)


def prove(context: Context, site: Site, token: str, *, password: str = "", code: str = "", answer: str = "") -> str:
    """Prove again who one is, by password or second factor; return the token of a new session in the old one's place.

    Refusal(WRONG_SIGN_IN) for what is not right. Whoever has a second factor proves it by that.
    """
    person = context.lock(queries.own_account(context))
    PERSON.require(context, PeopleVerb.PROVE, person)
    has_second = has_factor(context, person)
    if has_second:
        _show_second(context, site, person, code=code, answer=answer)
    elif not matches(person.password_hash, password):
        raise Refusal(Reason.WRONG_SIGN_IN)
    deed.enter(context, PeopleVerb.PROVE, person)
    context.session.execute(delete(SignInSession).where(SignInSession.token_hash == digest(token)))
    return open_session(context, person, has_second=has_second)
