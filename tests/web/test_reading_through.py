"""An answer is read through before it is sent, and what its sender began to write is not lost with the page."""

import re

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from civic.responses.models import Response
from tests.hands import Mouse
from tests.live import visiting

WORDS = "Der mangler en bænk ved stien."
WHOLE, READ, SEND, CHANGE = "Hvad vil du sige?", "Læs dit svar igennem", "Send dit svar", "Ret det"
NUMBER = "070761-4285"


def _typed(site, client, **more):
    path = site.at("/da/hearings/{open_hearing}/answer")
    form = client.get(path)
    token = re.search(r'name="csrf_token" value="([^"]+)"', form.text)[1]
    return client.post(path, data={"csrf_token": token, "once": "read", **more})


def _texts(site):
    with Session(site.engine) as session:
        return session.scalars(select(Response.text)).all()


def test_it_is_shown_as_it_will_be_read_and_nothing_is_stored(site):
    before = len(_texts(site))
    shown = _typed(site, site.app.test_client(), step="read", whole=WORDS, name="Karla")
    assert shown.status_code == 200
    main = shown.text.partition("<main")[2]
    assert WORDS in main
    assert "Karla" in main
    assert "Det er ikke sendt endnu" in main
    assert len(_texts(site)) == before


def test_going_back_to_write_brings_every_word(site):
    back = _typed(site, site.app.test_client(), step="write", whole=WORDS, name="Karla", organisation="Lauget")
    assert back.status_code == 200
    for word in (WORDS, "Karla", "Lauget"):
        assert word in back.text


@pytest.mark.parametrize("step", ["read", "send"])
@pytest.mark.parametrize(("typed", "error"), [("", "Skriv noget"), (f"Ring til {NUMBER}.", "ligner et CPR-nummer")])
def test_nothing_and_a_number_are_refused_and_kept_in_the_form(site, step, typed, error):
    before = len(_texts(site))
    refused = _typed(site, site.app.test_client(), step=step, whole=typed, name="Karla")
    assert refused.status_code == 422
    assert error in refused.text
    assert typed in refused.text
    assert len(_texts(site)) == before


@pytest.mark.browser
def test_what_was_begun_waits_in_the_browser_until_it_is_sent(live, browser):
    with visiting(live, browser) as window:
        path = "/da/hearings/3/answer"
        Mouse(window.open(path)).write(WHOLE, WORDS)
        window.open("/da/hearings")
        at = Mouse(window.open(path))
        assert at.page.get_by_label(WHOLE).input_value() == WORDS
        assert "Det, du begyndte at skrive i denne browser, står herunder." in at.text()
        at.press(READ)
        at.press(SEND)
        code = at.page.locator(".c-codes").inner_text()
        assert re.fullmatch("[A-Z0-9]{10}", code), "in groups to the eye, one word to be copied"
        at = Mouse(window.open(path))
        assert at.page.get_by_label(WHOLE).input_value() == ""
        at.write(WHOLE, WORDS)
        at = Mouse(window.open(path))
        at.page.get_by_role("button", name="Smid det væk").click()
        at = Mouse(window.open(path))
        assert at.page.get_by_label(WHOLE).input_value() == ""
