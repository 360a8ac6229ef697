"""The second factor: an app's codes and recovery codes work once, a half session is nobody's, and the log tells."""

import hashlib
import logging
from datetime import timedelta

import pyotp
import pytest
from sqlalchemy import select

from civic.kernel.actor import Role, Scope
from civic.kernel.outbox import OutboxMessage
from civic.kernel.refusal import Reason, Refusal
from civic.people import actions, factors, passwords, queries, security
from civic.people.factors import Site
from civic.people.models import Purpose, RecoveryCode, SecurityKind
from civic.people.sealing import hashed
from civic.people.sessions import open_session
from tests.clock import NOON
from tests.make import a_context, a_person, the_municipality

PASSWORD = "tre ord i en sky"
SITE = Site("civic.example", "https://civic.example", "Prøveby", "a secret that is only used in tests ....")
NONCE = "enogtyve-tegn-som-ingen-gætter"
STEP = timedelta(seconds=30)


def _code(now, person):
    return pyotp.TOTP(factors.app_key(SITE, person.id, NONCE)).at(now)


def _refusal(do):
    with pytest.raises(Refusal) as refused:
        do()
    return refused.value.reason


@pytest.fixture
def guarded(session):
    """Return somebody with a password and an app."""
    person = a_person(session)
    person.password_hash = hashed(PASSWORD)
    session.flush()
    factors.add_app(a_context(session, person), SITE, nonce=NONCE, code=_code(NOON, person))
    session.flush()
    return person


def _half(session, person, now=NOON):
    token = actions.sign_in(a_context(session, now=now), email=person.email, password=PASSWORD)
    session.flush()
    return token


def test_a_right_password_alone_signs_nobody_in_who_has_a_second_factor(session, guarded):
    token = _half(session, guarded, NOON + STEP)
    assert queries.signed_in(a_context(session, now=NOON + STEP), token) is None
    whole = factors.finish(a_context(session, now=NOON + STEP), SITE, token, code=_code(NOON + STEP, guarded))
    session.flush()
    found = queries.signed_in(a_context(session, now=NOON + STEP), whole)
    assert (found.person_id, found.has_second) == (guarded.id, True)
    assert _refusal(lambda: factors.half_session(a_context(session), token)) is Reason.LINK_EXPIRED


@pytest.mark.parametrize("purpose", [Purpose.SIGN_IN, Purpose.RESET])
def test_a_link_from_the_mailbox_leads_not_past_the_second_factor(session, guarded, purpose):
    actions.ask_for_link(a_context(session), purpose, email=guarded.email)
    session.flush()
    link = session.scalars(select(OutboxMessage).order_by(OutboxMessage.id.desc())).first().data["token"]
    if purpose is Purpose.SIGN_IN:
        token = actions.sign_in_by_link(a_context(session), link)
    else:
        token = actions.reset_password(a_context(session), link, password="et helt andet kodeord")
    session.flush()
    assert queries.signed_in(a_context(session), token) is None
    assert factors.half_session(a_context(session), token).person_id == guarded.id


def test_a_code_works_once_and_those_before_it_no_more(session, guarded):
    now = NOON + 10 * STEP
    factors.finish(a_context(session, now=now), SITE, _half(session, guarded, now), code=_code(now, guarded))
    for used in (_code(now, guarded), _code(now - STEP, guarded)):
        token = _half(session, guarded, now)
        said = _refusal(
            lambda used=used, token=token: factors.finish(a_context(session, now=now), SITE, token, code=used)
        )
        assert said is Reason.WRONG_SIGN_IN
    token = _half(session, guarded, now + STEP)
    assert factors.finish(a_context(session, now=now + STEP), SITE, token, code=_code(now + STEP, guarded))


@pytest.mark.parametrize("code", ["", "000000", "12345", "abcdef", "１２３４５６"])
def test_a_wrong_code_opens_nothing(session, guarded, code):
    token = _half(session, guarded)
    assert _refusal(lambda: factors.finish(a_context(session), SITE, token, code=code)) is Reason.WRONG_SIGN_IN
    assert queries.signed_in(a_context(session), token) is None


def test_the_database_alone_does_not_give_the_apps_key_away(session, guarded):
    other = Site(SITE.host, SITE.origin, SITE.name, "another secret, of another installation")
    assert factors.app_key(SITE, 1, NONCE) != factors.app_key(SITE, 2, NONCE), "nobody is shown another's"
    assert factors.app_key(other, guarded.id, guarded.app_nonce) != factors.app_key(SITE, guarded.id, guarded.app_nonce)


def test_a_recovery_code_works_once_and_only_for_its_owner(session, guarded):
    codes = factors.new_codes(a_context(session, guarded))
    session.flush()
    stored = session.scalars(select(RecoveryCode.code_hash)).all()
    assert len(codes) == len(stored) == factors.CODES
    assert not any(code.replace("-", "") in one for code in codes for one in stored)
    other = a_person(session)
    other.password_hash = hashed(PASSWORD)
    factors.add_app(a_context(session, other), SITE, nonce=NONCE, code=_code(NOON, other))
    session.flush()
    theirs = _half(session, other)
    taken = lambda: factors.finish(a_context(session), SITE, theirs, code=codes[0])  # noqa: E731
    assert _refusal(taken) is Reason.WRONG_SIGN_IN
    assert factors.finish(a_context(session), SITE, _half(session, guarded), code=codes[0].lower())
    assert factors.codes_left(a_context(session), guarded.id) == factors.CODES - 1
    again = lambda: factors.finish(a_context(session), SITE, _half(session, guarded), code=codes[0])  # noqa: E731
    assert _refusal(again) is Reason.WRONG_SIGN_IN


def test_a_half_session_waits_ten_minutes(session, guarded):
    token = _half(session, guarded)
    late = NOON + timedelta(minutes=10)
    assert _refusal(lambda: factors.finish(a_context(session, now=late), SITE, token, code=_code(late, guarded))) is (
        Reason.LINK_EXPIRED
    )


def test_to_prove_again_who_one_is_gives_a_new_token_and_takes_the_strongest_one_has(session, guarded, request):
    plain = a_person(session)
    plain.password_hash = hashed(PASSWORD)
    session.flush()
    later = NOON + timedelta(hours=2)
    for person, right, wrong in (
        (plain, {"password": PASSWORD}, {"password": "forkert"}),
        (guarded, {"code": _code(later, guarded)}, {"password": PASSWORD}),
    ):
        token = open_session(a_context(session, person), person)
        session.flush()
        context = a_context(session, person, later)
        refused = lambda c=context, t=token, w=wrong: factors.prove(c, SITE, t, **w)  # noqa: E731
        assert _refusal(refused) is Reason.WRONG_SIGN_IN
        fresh = factors.prove(context, SITE, token, **right)
        session.flush()
        assert queries.signed_in(context, token) is None
        assert queries.signed_in(context, fresh).proved_at == later


def test_taking_away_the_last_factor_takes_the_recovery_codes_too(session, guarded):
    factors.new_codes(a_context(session, guarded))
    factors.remove_app(a_context(session, guarded))
    assert session.scalars(select(RecoveryCode)).all() == []


def test_a_passkey_answer_that_is_nonsense_is_refused(session):
    for answer in ("", "[]", "{}", '{"response": 1}', '{"id": "x", "response": {"clientDataJSON": "e30"}}', "null"):
        said = _refusal(lambda answer=answer: factors.sign_in_by_passkey(a_context(session), SITE, answer))
        assert said is Reason.WRONG_SIGN_IN


def test_the_security_log_tells_what_happened_and_names_nobody(session, guarded, caplog):
    organisation = the_municipality(session)
    admin = a_person(session, (Role.ADMIN, Scope.MUNICIPALITY, organisation.id))
    with caplog.at_level(logging.INFO, logger="civic.security"):
        factors.remove_app(a_context(session, guarded))
        open_session(a_context(session, guarded), guarded)
    session.flush()
    kinds = [one.kind for one in security.events(a_context(session, admin))]
    assert kinds[:3] == [SecurityKind.SIGNED_IN, SecurityKind.FACTOR_REMOVED, SecurityKind.FACTOR_ADDED]
    assert guarded.name not in caplog.text
    assert guarded.email not in caplog.text
    assert f'"person": {guarded.id}' in caplog.text
    assert _refusal(lambda: security.events(a_context(session, guarded))) is Reason.NOT_FOUND
    assert security.forget(session, NOON + timedelta(days=365)) == len(kinds)


@pytest.mark.parametrize(
    "password",
    ["password1234", "Kodeord123456", "qwertyuiop12", "aaaaaaaaaaaa", "123456789012", "Sommer2026!!!",
     "Lone Kragh 1980", "GentofteKommune1", "abcdefghijkl", "Velkommen2025"],
)  # fmt: skip
def test_a_password_that_is_guessed_first_is_known(password):
    assert passwords.is_known(password, ["Lone Kragh", "Gentofte Kommune"])


@pytest.mark.parametrize("password", [PASSWORD, "korrekt hest batteri", "7hvP!kd2=nmQ", "fire katte spiser grød"])
def test_a_password_with_something_of_its_own_is_not(password):
    assert not passwords.is_known(password, ["Lone Kragh", "Gentofte Kommune"])


def test_a_leaked_password_is_found_in_a_sorted_file(tmp_path):
    leaked = [f"kat nummer {number} på taget" for number in range(500)]
    sums = sorted(hashlib.sha1(one.encode()).hexdigest().upper() for one in leaked)
    file = tmp_path / "leaked.txt"
    file.write_text("".join(f"{one}:3\n" for one in sums))
    assert all(passwords.is_known(one, [], file) for one in leaked)
    assert not any(passwords.is_known(f"hund nummer {number} på taget", [], file) for number in range(500))
