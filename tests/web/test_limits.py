"""How often something may be done: counted for all processes, one thing at a time, and nothing typed is lost."""

import re
from datetime import timedelta

import pytest

from civic.app import create_app
from civic.config import Settings
from civic.http.limits import CODES, LIMITS
from tests.clock import NOON


@pytest.fixture
def fresh(site):
    site.forget_tries()
    site.app.extensions["civic_codes"].storage.reset()
    yield site
    site.now = NOON
    site.restore()
    site.forget_tries()


def _token(text):
    return re.search(r'name="csrf_token" value="([^"]+)"', text)[1]


def _sign_in(client, email="gaet@example.dk", password="forkert", address="192.0.2.7"):
    place = {"REMOTE_ADDR": address}
    token = _token(client.get("/da/sign-in", environ_base=place).text)
    fields = {"email": email, "password": password, "once": f"{password}{address}", "csrf_token": token}
    return client.post("/da/sign-in", data=fields, environ_base=place)


def test_tries_are_counted_for_every_process_and_end_with_a_429_that_keeps_the_address(fresh):
    other = create_app(
        Settings(secret="a secret that is only used in tests ....", demo=True, data_dir=fresh.path.parent),
        engine=fresh.engine,
        clock=lambda: fresh.now,
    )
    clients = [fresh.app.test_client(), other.test_client()]
    statuses = [_sign_in(clients[n % 2], password=f"forkert{n}").status_code for n in range(11)]
    assert statuses == [422] * 10 + [429]
    refused = _sign_in(clients[0], password="igen")
    assert "gaet@example.dk" in refused.text
    assert "for ofte" in refused.text
    fresh.now = NOON + timedelta(minutes=16)
    assert _sign_in(clients[0], password="senere").status_code == 422


def test_one_account_is_tried_thirty_times_an_hour_from_wherever_and_the_way_by_mail_stays(fresh):
    most = LIMITS["sign-in"]["mailbox"][0]
    client = fresh.app.test_client()
    for number in range(most):
        assert _sign_in(client, password=f"f{number}", address=f"198.51.100.{number}").status_code == 422
    assert _sign_in(client, password="f", address="203.0.113.9").status_code == 429
    page = client.get("/da/link")
    sent = client.post(
        "/da/link",
        data={"email": "gaet@example.dk", "csrf_token": _token(page.text), "once": "link"},
    )
    assert sent.status_code == 303


def test_pictures_on_another_site_bar_nobody(fresh):
    client = fresh.app.test_client()
    for number in range(120):
        client.get(f"/da/answers/AAAAAAAA{number % 10}A", headers={"Sec-Fetch-Site": "cross-site"})
    assert _sign_in(client).status_code == 422
    assert client.get("/da/answers/AAAAAAAAAA").status_code == 404


def test_codes_are_not_guessed_and_guessing_bars_no_sign_in(fresh):
    client = fresh.app.test_client()
    most = CODES.amount
    statuses = [client.get("/da/answers/AAAAAAAAAA").status_code for _ in range(most + 1)]
    assert statuses == [404] * most + [429]
    assert _sign_in(client, address="127.0.0.1").status_code == 422


def test_half_of_a_long_address_is_one_household(fresh):
    client = fresh.app.test_client()
    places = [f"2001:db8:1:1::{number:x}" for number in range(1, 11)]
    assert {_sign_in(client, password=one, address=one).status_code for one in places} == {422}
    assert _sign_in(client, password="x", address="2001:db8:1:1:ffff::1").status_code == 429
    assert _sign_in(client, password="x", address="2001:db8:1:2::1").status_code == 422


def test_answers_from_one_address_end_and_what_was_written_is_kept(fresh, monkeypatch):
    monkeypatch.setitem(LIMITS, "answer", {"address": (2, timedelta(hours=1))})
    client = fresh.app.test_client()
    path = fresh.at("/da/hearings/{open_hearing}/answer")
    got = []
    for number in range(3):
        page = client.get(path)
        fields = {"whole": f"Mere lys {number}", "name": "Karen", "csrf_token": _token(page.text)}
        got.append(client.post(path, data={**fields, "once": f"answer-{number}", "more": f"{number}"}))
    assert [one.status_code for one in got] == [303, 303, 429]
    assert "Mere lys 2" in got[2].text


def test_many_addresses_cannot_bury_one_hearing_and_another_stays_open(fresh, monkeypatch):
    monkeypatch.setitem(LIMITS, "answer", {"target": (2, timedelta(hours=1))})
    client = fresh.app.test_client()
    got = []
    for number in range(3):
        place = {"REMOTE_ADDR": f"198.51.100.{number}"}
        path = fresh.at("/da/hearings/{open_hearing}/answer")
        page = client.get(path, environ_base=place)
        fields = {"whole": f"Mere lys {number}", "name": "Karen", "csrf_token": _token(page.text)}
        got.append(
            client.post(path, data={**fields, "once": f"bury-{number}", "more": f"{number}"}, environ_base=place)
        )
    assert [one.status_code for one in got] == [303, 303, 429]
    assert "Mere lys 2" in got[2].text
    assert all("target" in LIMITS[one] for one in ("proposal", "comment"))
