"""Whoever goes back and sends again makes no second thing unasked, and loses no word of it."""

import re

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from civic.dialogue.models import Comment
from civic.meetings.models import Meeting
from civic.processes.models import Appointment, Milestone
from civic.responses.models import Response
from tests.hands import Mouse
from tests.live import visiting

FIRST, SECOND = "Der mangler lys ved skuret.", "Der mangler lys ved skuret og ved stien."
WHOLE, NAME = "Hvad vil du sige?", "Dit navn, eller hvad du vil kaldes"
READ, SEND = "Læs dit svar igennem", "Send dit svar"


def _answers(live, *words):
    with Session(live.engine) as session:
        return session.scalars(select(Response.text).where(Response.text.in_(words)).order_by(Response.id)).all()


def _answered(window, words, name="Karla"):
    at = Mouse(window.open("/da/hearings/3/answer"))
    at.write(NAME, name)
    at.write(WHOLE, words)
    at.press(READ)
    at.press(SEND)
    return at, at.page.url


def _back_and_send(window, at, words, name="Karla"):
    at.page.go_back()
    at.press("Ret det")
    at.write(NAME, name)
    at.write(WHOLE, words)
    at.press(READ)
    at.press_and_err(SEND)
    window.faults.clear()
    assert words in at.page.locator("main").inner_html()


@pytest.mark.browser
@pytest.mark.parametrize("words", [FIRST, SECOND])
@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize("name", [None, "Jens Holm"])
def test_an_answer_sent_again_is_corrected_not_doubled(live, browser, name, script, words):
    if name and not script:
        pytest.skip("who is signed in comes the same way")
    with visiting(live, browser, name, script=script) as window:
        at, receipt = _answered(window, FIRST)
        _back_and_send(window, at, words)
        assert _answers(live, FIRST, SECOND) == [FIRST], "nothing is entered before it is said what it is"
        at.press("Ret det svar, jeg har sendt")
        assert at.page.url == receipt
        assert words in at.text()
        assert _answers(live, FIRST, SECOND) == [words]


@pytest.mark.browser
def test_an_answer_from_somebody_else_in_the_same_browser_is_another(live, browser):
    with visiting(live, browser) as window:
        at, receipt = _answered(window, FIRST)
        _back_and_send(window, at, FIRST)
        at.press("Send det som et andet svar")
        assert at.page.url != receipt
        assert _answers(live, FIRST) == [FIRST, FIRST]


@pytest.mark.browser
@pytest.mark.parametrize(("first", "second"), [("Karla", ""), ("", "Karla"), ("", "")])
def test_who_has_no_name_is_told_of_nobody_elses_code(live, browser, first, second):
    with visiting(live, browser) as window:
        at, receipt = _answered(window, FIRST, first)
        _back_and_send(window, at, SECOND, second)
        assert "Der er lige sendt et svar herfra" in at.text()
        assert receipt.rsplit("/", 1)[1] not in at.page.content()
        at.press("Send det som et andet svar")
        assert _answers(live, FIRST, SECOND) == [FIRST, SECOND]


@pytest.mark.browser
def test_who_signs_out_leaves_no_code_behind(live, browser):
    with visiting(live, browser, "Jens Holm") as window:
        at, receipt = _answered(window, FIRST, "Jens Holm")
        window.open("/da/")
        at.page.get_by_role("button", name="Log ud").first.click()
        at, second = _answered(window, SECOND, "Jens Holm")
        assert second != receipt
        assert _answers(live, FIRST, SECOND) == [FIRST, SECOND]


@pytest.mark.browser
def test_whoever_took_an_answer_back_answers_anew(live, browser):
    with visiting(live, browser) as window:
        at, receipt = _answered(window, FIRST)
        at.follow("Træk det tilbage")
        at.press("Træk det tilbage")
        at, _page = _answered(window, FIRST)
        window.faults.clear()
        at.press("Send det en gang til")
        assert "/answers/" in at.page.url
        assert at.page.url != receipt


TWICE = {
    "comment": ("resident", "/da/proposals/3/comments", {"text": "Enig!"}, Comment),
    "meeting": (
        "officer",
        "/da/processes/{courtyards}/meetings/new",
        {"title": "Ekstra møde", "starts_at": "2026-04-01T17:00", "place": "Salen", "kind": "meeting", "unit_id": "0"},
        Meeting,
    ),
    "member": (
        "officer",
        "/da/processes/{courtyards}/members/new",
        {
            "category": "other_member",
            "name": "Ikke oplyst",
            "way": "appointed",
            "on": "2026-02-01",
            "override_reason": "Undtagelse.",
        },
        Appointment,
    ),
    "milestone": (
        "officer",
        "/da/processes/{courtyards}/milestones/new",
        {"heading": "Ny milepæl", "text": "Den er nået.", "on": "2026-02-01"},
        Milestone,
    ),
}


def _count(site, model):
    with Session(site.engine) as session:
        return session.scalar(select(func.count()).select_from(model))


@pytest.mark.parametrize("thing", TWICE)
def test_the_same_words_from_a_page_fetched_anew_are_asked_about(site, thing):
    role, path, fields, model = TWICE[thing]
    client, before = site.client(role), _count(site, model)
    fields = {"csrf_token": site.token(role)} | fields
    first = client.post(site.at(path), data=fields | {"once": "first"})
    assert first.status_code == 303, re.sub(r"<[^>]+>", "", first.text)
    second = client.post(site.at(path), data=fields | {"once": "second"})
    assert (second.status_code, _count(site, model)) == (409, before + 1)
    assert first.headers["Location"] in second.text
    form = second.text.split("<main", 1)[1]
    kept = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form))
    assert {name: kept[name] for name in fields if name != "csrf_token"}
    third = client.post(site.at(path), data=fields | {"once": "third", "more": kept["more"]})
    made = _count(site, model)
    site.restore()
    assert (third.status_code, made) == (303, before + 2)
