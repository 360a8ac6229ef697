"""The second factor over HTTP: nothing typed is lost, roles wait where it is required, and one proves anew."""

import base64
import json
import re
from datetime import timedelta

import pyotp
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from civic.app import create_app
from civic.config import Settings
from civic.db.engine import writing
from civic.kernel.actor import VISITOR, Role, Scope
from civic.kernel.attempts import Attempt
from civic.kernel.context import Context
from civic.people import actions, factors
from civic.people.factors import Site as Place
from civic.people.models import Person, SecurityEvent, SecurityKind
from civic.people.sealing import hashed
from tests.clock import NOON

SECRET = "a secret that is only used in tests ...."
PASSWORD = "tre ord i en sky"
NONCE = "enogtyve-tegn-som-ingen-gaetter"
PLACE = Place("localhost", "http://localhost", "Prøveby", SECRET)


@pytest.fixture
def real(site, catalogues):
    """Return an app that is no demo, over the demo's database, and the site whose clock it goes by."""
    site.forget_tries()
    made = create_app(
        Settings(secret=SECRET, data_dir=site.path.parent, catalogues=catalogues, base_url="http://localhost"),
        engine=site.engine,
        clock=lambda: site.now,
        keeps_pages=False,
    )
    with Session(site.engine) as session:
        for name in ("Lone Kragh", "Rasmus Bech"):
            person = session.scalars(select(Person).where(Person.name == name)).one()
            person.password_hash, person.email = hashed(PASSWORD), f"{name.split()[0].lower()}@example.dk"
        session.commit()
    yield site, made
    site.now = NOON
    site.restore()
    site.forget_tries()


def _fields(text):
    return {
        "csrf_token": re.search(r'name="csrf_token" value="([^"]+)"', text)[1],
        "once": re.search(r'name="once" value="([^"]+)"', text)[1],
    }


def _signed_in(site, app, name, **more):
    client = app.test_client()
    with Session(site.engine) as session:
        email = session.scalars(select(Person.email).where(Person.name == name)).one()
    fields = _fields(client.get("/da/sign-in").text) | {"email": email, "password": PASSWORD} | more
    return client, client.post("/da/sign-in", data=fields)


def _give_app(site, name):
    with Session(site.engine) as session:
        person = session.scalars(select(Person).where(Person.name == name)).one()
        context = Context(VISITOR, site.now, session)
        context.actor = factors.queries.actor(context, person)
        factors.add_app(context, PLACE, nonce=NONCE, code=_code(site, name))
        session.commit()


def _code(site, name):
    return pyotp.TOTP(factors.app_key(PLACE, site.ids[name], NONCE)).at(site.now)


def test_who_has_an_app_is_signed_in_by_its_code_and_what_was_typed_goes_with_them(real):
    site, app = real
    _give_app(site, "Lone Kragh")
    site.now += timedelta(minutes=5)
    client, answered = _signed_in(
        site, app, "Lone Kragh", next="/da/processes", **{"kept-text": "En bænk ved søen, tak."}
    )
    assert answered.status_code == 200
    assert "En bænk ved søen, tak." in answered.text
    assert "Log ud" not in client.get("/da/").text
    wrong = client.post("/da/sign-in/second", data=_fields(answered.text) | {"code": "000000", "next": "/da/processes"})
    assert wrong.status_code == 422
    right = _fields(wrong.text) | {
        "code": _code(site, "Lone Kragh"),
        "next": "/da/processes",
        "kept-text": "En bænk ved søen.",
    }
    done = client.post("/da/sign-in/second", data=right)
    assert "En bænk ved søen." in done.text
    assert "Log ud" in client.get("/da/").text
    with Session(site.engine) as session:
        kinds = session.scalars(select(SecurityEvent.kind).order_by(SecurityEvent.id.desc()).limit(2)).all()
    assert kinds == [SecurityKind.SIGNED_IN, SecurityKind.WRONG_CODE]


def test_a_code_is_tried_ten_times_in_a_quarter(real):
    site, app = real
    _give_app(site, "Lone Kragh")
    client, _answered = _signed_in(site, app, "Lone Kragh")
    statuses = []
    for number in range(11):
        page = client.get("/da/sign-in/second")
        statuses.append(
            client.post("/da/sign-in/second", data=_fields(page.text) | {"code": f"{number:06}"}).status_code
        )
    assert statuses == [422] * 10 + [429]


def test_a_wrong_password_stands_in_the_security_log_whether_or_not_anybody_has_the_address(real):
    site, app = real
    for email in ("ingen@example.dk", None):
        _client, answered = _signed_in(
            site, app, "Lone Kragh", password="forkert", **({"email": email} if email else {})
        )
        assert answered.status_code == 422
    with Session(site.engine) as session:
        told = session.scalars(select(SecurityEvent).order_by(SecurityEvent.id.desc()).limit(2)).all()
        assert [one.kind for one in told] == [SecurityKind.WRONG_PASSWORD] * 2
        assert [one.person_id is None for one in told] == [False, True]


def test_roles_wait_for_the_second_factor_where_it_is_required(real, catalogues):
    site, _app = real
    strict = create_app(
        Settings(
            secret=SECRET, data_dir=site.path.parent, catalogues=catalogues, base_url="http://localhost",
            require_second_factor=True,
        ),
        engine=site.engine, clock=lambda: site.now, keeps_pages=False,
    )  # fmt: skip
    client, answered = _signed_in(site, strict, "Rasmus Bech")
    assert answered.status_code == 303
    assert client.get("/da/roles").status_code == 404
    assert "/da/account/second" in client.get("/da/overview").text
    _give_app(site, "Rasmus Bech")
    site.now += timedelta(minutes=5)
    client, _answered = _signed_in(site, strict, "Rasmus Bech")
    page = client.get("/da/sign-in/second")
    client.post("/da/sign-in/second", data=_fields(page.text) | {"code": _code(site, "Rasmus Bech")})
    assert client.get("/da/roles").status_code == 200


def test_an_hour_after_signing_in_roles_are_given_only_by_who_shows_it_is_them(real):
    site, app = real
    client, _answered = _signed_in(site, app, "Rasmus Bech")
    role = {
        "role": "member",
        "place": f"body:{site.examples['disability_council']}",
        "person": "Olga Sand",
    }
    site.now += timedelta(minutes=59)
    page = client.get("/da/roles")
    site.now += timedelta(minutes=2)
    stopped = client.post("/da/roles", data=_fields(page.text) | role)
    assert stopped.status_code == 401
    assert "Vis, at det er dig" in stopped.text
    kept = {f"kept-{name}": value for name, value in role.items()} | {"next": "/da/roles"}
    asked = client.post("/da/sign-in/again", data=_fields(stopped.text) | kept | {"begin": "yes"})
    assert asked.status_code == 401
    assert 'type="password"' in asked.text
    assert "Noget skal rettes" not in asked.text
    wrong = client.post("/da/sign-in/again", data=_fields(asked.text) | kept | {"password": "forkert"})
    assert wrong.status_code == 422
    shown = client.post("/da/sign-in/again", data=_fields(wrong.text) | kept | {"password": PASSWORD})
    assert shown.status_code == 200
    given = client.post("/da/roles", data=_fields(shown.text) | role)
    assert given.status_code == 303


def test_whoever_works_here_is_signed_out_after_an_hour_alone_and_a_resident_is_not(real):
    site, app = real
    client, _answered = _signed_in(site, app, "Lone Kragh")
    for _ in range(3):
        site.now += timedelta(minutes=50)
        page = client.get("/da/account")
        assert page.status_code == 200
    with Session(site.engine) as session:
        amina = session.scalars(select(Person).where(Person.name == "Amina Farah")).one()
        amina.password_hash, amina.email = hashed(PASSWORD), "amina@example.dk"
        session.commit()
    resident, answered = _signed_in(site, app, "Amina Farah")
    assert answered.status_code == 303, answered.text
    site.now += timedelta(minutes=61)
    form = {"label": "1", "name": "Mit lange udkast til høring", "purpose": "hearing"}
    stopped = client.post(site.at("/da/reports/{courtyard_report}/versions/new"), data=_fields(page.text) | form)
    assert stopped.status_code == 401
    assert "Log ind først" in stopped.text
    assert "Mit lange udkast til høring" in stopped.text, "nothing typed is lost"
    assert client.get("/da/overview").status_code == 401
    assert resident.get("/da/overview").status_code == 200


def test_who_is_given_work_while_they_sit_here_stays_signed_in(real):
    site, app = real
    with Session(site.engine) as session:
        amina = session.scalars(select(Person).where(Person.name == "Amina Farah")).one()
        amina.password_hash, amina.email = hashed(PASSWORD), "amina@example.dk"
        session.commit()
    client, answered = _signed_in(site, app, "Amina Farah")
    assert answered.status_code == 303
    for _ in range(3):
        site.now += timedelta(minutes=50)
        assert client.get("/da/overview").status_code == 200
    with Session(writing(site.engine)) as session:
        context = Context(VISITOR, site.now, session)
        actions.assign(context, site.ids["Amina Farah"], Role.FACILITATOR, Scope.PROCESS, site.examples["courtyards"])
        session.commit()
    site.now += timedelta(minutes=5)
    assert client.get("/da/overview").status_code == 200
    site.now += timedelta(minutes=61)
    assert client.get("/da/overview").status_code == 401


def test_what_opens_closes_and_publishes_is_done_only_by_who_has_shown_lately_that_it_is_them(real):
    site, app = real
    client, _answered = _signed_in(site, app, "Lone Kragh")
    site.now += timedelta(minutes=40)
    client.get("/da/overview")
    site.now += timedelta(minutes=40)
    future, past = (f"{NOON + timedelta(days=days):%Y-%m-%d}" for days in (40, -1))
    wording = {"outcome": "adopted", "wording": "Vedtaget", "on": past, "item_number": "4", "sent_back_to": "0"}
    for path, form in (
        (
            "/da/reports/{courtyard_report}/versions/new",
            {"label": "1", "name": "Udkast", "purpose": "hearing"},
        ),
        ("/da/hearings/{open_hearing}/note/publish", {}),
        ("/da/hearings/{draft_hearing}/open", {"last_day": future}),
        ("/da/votes/{draft_vote}/open", {"last_day": future}),
        ("/da/votes/{open_vote}/close", {}),
        ("/da/processes/{courtyards}/handover", {"on": past, "next_step": "Byrådet behandler det."}),
        ("/da/processes/{committee}/close", {}),
        ("/da/decisions/{pending_decision}/record", wording),
    ):
        page = client.get("/da/account")
        stopped = client.post(site.at(path), data=_fields(page.text) | form)
        assert stopped.status_code == 401, (path, stopped.text)
        assert "Vis, at det er dig" in stopped.text


def test_a_passkeys_answer_that_was_refused_is_taken_no_second_time(real):
    site, app = real
    client = app.test_client()
    made = base64.urlsafe_b64encode(factors.challenge(PLACE, site.now)).rstrip(b"=").decode()
    said = base64.urlsafe_b64encode(json.dumps({"challenge": made}).encode()).decode()
    answer = json.dumps({"id": "en-anden", "response": {"clientDataJSON": said}})
    page = client.get("/da/sign-in")
    refused = client.post("/da/sign-in/passkey", data=_fields(page.text) | {"answer": answer})
    assert refused.status_code == 422
    with Session(site.engine) as session:
        spent = session.scalars(select(Attempt.count).where(Attempt.key.startswith("challenge "))).all()
    assert spent == [1]


def test_what_was_typed_is_kept_whole_and_no_password_with_it(real):
    site, app = real
    client, _answered = _signed_in(site, app, "Lone Kragh")
    page = client.get("/da/account")
    site.now += timedelta(minutes=61)
    many = [("responses", str(number)) for number in range(60)]
    fields = [
        *_fields(page.text).items(),
        *many,
        ("text", "Tak for jeres svar."),
        ("present", "min gamle kode er lang"),
    ]
    stopped = client.post(site.at("/da/hearings/{open_hearing}/summaries"), data=MultiDict(fields))
    assert stopped.status_code == 401
    assert "Tak for jeres svar." in stopped.text, "the sentence behind sixty boxes"
    assert "min gamle kode er lang" not in stopped.text


def test_whoever_took_too_long_over_the_second_factor_begins_again_with_what_they_typed(real):
    site, app = real
    _give_app(site, "Lone Kragh")
    client, answered = _signed_in(site, app, "Lone Kragh")
    page = client.get(answered.headers["Location"])
    site.now += timedelta(minutes=11)
    late = client.post(
        "/da/sign-in/second", data=_fields(page.text) | {"code": _code(site, "Lone Kragh"), "kept-text": "Mine ord."}
    )
    assert late.status_code == 401
    assert 'name="password"' in late.text, "the sign-in itself, and no circle"
    assert "Mine ord." in late.text


def test_recovery_codes_are_shown_once_and_the_app_is_taken_away(real):
    site, app = real
    _give_app(site, "Lone Kragh")
    site.now += timedelta(minutes=5)
    client, _answered = _signed_in(site, app, "Lone Kragh")
    page = client.get("/da/sign-in/second")
    client.post("/da/sign-in/second", data=_fields(page.text) | {"code": _code(site, "Lone Kragh")})
    page = client.get("/da/account/second")
    shown = client.post("/da/account/second/codes", data=_fields(page.text))
    codes = re.findall(r">([A-Z2-9]{5}-[A-Z2-9]{5})<", shown.text)
    assert len(codes) == factors.CODES
    assert codes[0] not in client.get("/da/account/second").text
    removed = client.post("/da/account/second/app/remove", data=_fields(page.text) | {"once": "another"})
    assert removed.status_code == 303
    assert "Knyt appen til min konto" in client.get("/da/account/second").text


def test_a_link_costs_the_same_work_whether_or_not_anybody_has_the_address(site):
    site.forget_tries()
    counts = []
    with Session(site.engine) as session:
        session.scalars(select(Person).where(Person.name == "Jens Holm")).one().email = "jens@example.dk"
        session.commit()
    for email in ("jens@example.dk", "ingen@example.dk"):
        client = site.app.test_client()
        page = client.get("/da/link")
        with site.counting() as counted:
            sent = client.post("/da/link", data=_fields(page.text) | {"email": email})
        assert sent.status_code == 303
        counts.append(counted[:])
    site.restore()
    assert abs(counts[0][0] - counts[1][0]) <= 3, "two statements more are the savepoint's"
