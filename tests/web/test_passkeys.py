"""Passkeys in a real browser with a device that the browser pretends to have; an answer works once."""

import re
from urllib.parse import parse_qs

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from civic.people.models import Passkey, SecurityEvent, SecurityKind
from tests.live import Live, Visit

pytestmark = pytest.mark.browser
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def named(tmp_path, catalogues, template):
    """Return the site under a name: a passkey is tied to one, and to no number."""
    live = Live(tmp_path, catalogues, template, host="localhost")
    yield live
    live.stop()


@pytest.fixture
def visit(named, browser):
    visit = Visit(named, browser)
    device = visit.page.context.new_cdp_session(visit.page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    yield visit
    visit.page.context.close()


def _sign_out(page):
    page.get_by_role("button", name="Log ud", exact=True).first.click()
    page.wait_for_load_state()


def test_a_passkey_is_made_signs_in_alone_and_its_answer_works_once(named, visit):
    page = visit.open("/da/sign-in")
    page.get_by_role("button", name="Jens Holm").click()
    page = visit.open("/da/account/second")
    page.get_by_label("Hvad du kalder denne enhed").fill("Min telefon")
    page.get_by_role("button", name="Lav en adgangsnøgle").click()
    page.get_by_role("button", name="Fjern Min telefon").wait_for()
    with Session(named.engine) as session:
        made = session.scalars(select(Passkey)).one()
        assert (made.name, made.used_at) == ("Min telefon", None)
    _sign_out(page)

    sent = []
    page.on("request", lambda asked: sent.append(asked) if asked.method == "POST" else None)
    page = visit.open("/da/sign-in")
    page.get_by_role("button", name="Log ind med en adgangsnøgle").click()
    page.get_by_role("link", name="Jens Holm").first.wait_for()
    answer = parse_qs(sent[-1].post_data)["answer"][0]
    _sign_out(page)

    page = visit.open("/da/sign-in")
    token = re.search(r'name="csrf_token" value="([^"]+)"', page.content())[1]
    again = page.request.post(
        f"{named.address}/da/sign-in/passkey", form={"csrf_token": token, "once": "again", "answer": answer}
    )
    assert again.status == 422, "the challenge is spent"
    assert "passede ikke" in again.text()
    assert "Jens Holm</bdi></a>" not in visit.open("/da/").content()
    with Session(named.engine) as session:
        kinds = session.scalars(select(SecurityEvent.kind).order_by(SecurityEvent.id)).all()
        assert session.scalars(select(Passkey)).one().used_at is not None
    assert kinds[-1] is SecurityKind.WRONG_CODE
    assert SecurityKind.FACTOR_ADDED in kinds
    assert visit.faults == [] or all("422" in one for one in visit.faults)


def test_a_passkey_of_another_site_or_another_person_opens_nothing(named, visit):
    page = visit.open("/da/sign-in")
    page.get_by_role("button", name="Jens Holm").click()
    page = visit.open("/da/account/second")
    page.get_by_label("Hvad du kalder denne enhed").fill("Min telefon")
    page.get_by_role("button", name="Lav en adgangsnøgle").click()
    page.get_by_role("button", name="Fjern Min telefon").wait_for()
    with Session(named.engine) as session:
        session.scalars(select(Passkey)).one().public_key = b"\xa5\x01\x02\x03\x26\x20\x01"
        session.commit()
    _sign_out(page)
    page = visit.open("/da/sign-in")
    page.get_by_role("button", name="Log ind med en adgangsnøgle").click()
    page.get_by_text("passede ikke").first.wait_for()
    assert page.get_by_role("button", name="Log ud", exact=True).count() == 0


def test_without_script_the_other_ways_stand_and_no_dead_button(named, browser):
    visit = Visit(named, browser, script=False)
    page = visit.open("/da/sign-in")
    assert page.get_by_role("button", name="Log ind med en adgangsnøgle").count() == 0
    assert page.get_by_label("Kodeord").count() == 1
    visit.page.context.close()
