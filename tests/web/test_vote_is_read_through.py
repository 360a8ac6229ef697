"""A vote is read through before it is cast, and nothing is cast by reading it."""

import html
import uuid

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from civic.tally.terms import Method
from civic.voting.models import Ballot, BallotOption, Option, Secrecy, Vote
from civic.web.voting.forms import BallotForm
from tests.hands import Keyboard, Mouse
from tests.live import visiting

VOTE = "/da/votes/{open_vote}"


@pytest.fixture
def fresh(site):
    """Give the site, and take back afterwards what was done with it."""
    yield site
    site.restore()


def _votes(site):
    with Session(site.engine) as session:
        return session.scalar(select(func.count()).select_from(Vote))


def _post(site, role, **data):
    token = {"csrf_token": site.token(role), "once": "vote"}
    return site.client(role).post(site.at(VOTE), data=token | data)


def test_what_is_chosen_is_shown_with_its_line_and_not_cast(site):
    before = _votes(site)
    page = _post(site, "resident", step="read", choice="1")
    assert page.status_code == 200
    for words in ("Du stemmer på:", "Nordgården", "Den største, med sol fra kl. 11.", "kunne finde ud af det"):
        assert words in page.text
    assert _votes(site) == before


@pytest.mark.parametrize("typed", [{}, {"choice": "999"}, {"choice": "x"}])
def test_nothing_chosen_is_asked_for_again(site, typed):
    page = _post(site, "resident", step="read", **typed)
    assert page.status_code in {200, 422}
    assert "Vælg én" in page.text or "Vælg blandt" in page.text


def test_who_is_not_on_the_roll_is_refused(site):
    assert _post(site, "officer", step="read", choice="1").status_code == 409


@pytest.mark.parametrize(
    ("typed", "options"),
    [
        ("Bænke | Otte, med armlæn\nLys", [Option("Bænke", "Otte, med armlæn"), Option("Lys")]),
        ("Bænke\n Bænke | igen\n\n|kun en linje", [Option("Bænke")]),
        ("A|b|40.000,50", [Option("A", "b", 4_000_050)]),
    ],
)
def test_options_are_written_one_a_line_with_what_they_mean(site, typed, options):
    with site.app.test_request_context(method="POST", data={"options": typed}):
        assert BallotForm().option_lines() == options


def test_a_line_that_was_written_can_be_changed_until_the_vote_opens(fresh):
    path = fresh.at("/da/votes/{draft_vote}/change")
    form = fresh.client("facilitator").get(path)
    seen = form.text.partition('name="seen" value="')[2].partition('"')[0]
    typed = {"question": "Hvad?", "about": "Om", "options": "Mosen | Ved søen\nBakken", "secrecy": Secrecy.OPEN.value}
    typed |= {"method": "one", "spending": "greedy", "marking": "approval", "tie": "new_vote"}
    data = {"csrf_token": fresh.token("facilitator"), "once": "x", "seen": seen} | typed
    assert fresh.client("facilitator").post(path, data=data).status_code == 303
    with Session(fresh.engine) as session:
        found = session.scalars(
            select(BallotOption).where(BallotOption.ballot_id == fresh.examples["draft_vote"])
        ).all()
    assert {(one.text, one.about) for one in found} == {("Mosen", "Ved søen"), ("Bakken", "")}
    assert "Mosen | Ved søen" in fresh.client("facilitator").get(path).text


@pytest.mark.browser
@pytest.mark.parametrize(("hand", "script"), [(Mouse, True), (Mouse, False), (Keyboard, True)])
def test_one_votes_in_two_steps_and_can_go_back(live, browser, hand, script):
    with visiting(live, browser, "Amina Farah", script=script) as window:
        at = hand(window.open("/da/votes/2"))
        at.tick("Nordgården")
        at.press("Videre, og læs den igennem")
        at.press("Vælg en anden")
        at.tick("Sydgården")
        at.press("Videre, og læs den igennem")
        assert "Sydgården" in at.text()
        at.press("Stem")
        assert "Din stemme er modtaget." in at.text()
        assert "Kvitteringskode:" in at.text()
        assert not at.page.locator("input:checked").count(), "what one voted is not shown again"


@pytest.mark.parametrize("method", [Method.ONE, Method.POINTS, Method.RUNOFF, Method.APPROVAL])
def test_what_is_no_place_and_no_option_is_refused_and_breaks_no_page(fresh, method):
    with Session(fresh.engine) as session:
        session.get(Ballot, fresh.examples["draft_vote"]).method = method
        session.commit()
    client, token = fresh.client("facilitator"), {"csrf_token": fresh.token("facilitator")}
    ways = ({"step": "read"}, {"step": "write"}, {"move": "up-1"}, {"move": "up-²"}, {"move": "down-" + "9" * 5000}, {})
    for way in ways:
        for sent in ("x", "²", "٣", "9" * 5000, "-1", "99"):
            for field in ("choice", "place_1", "points_1"):
                data = {**token, **way, field: sent, "once": uuid.uuid4().hex}
                answer = client.post(fresh.at("/da/votes/{draft_vote}/trial"), data=data)
                assert answer.status_code in {200, 422}, (way, field, sent[:9], answer.status_code)


def test_a_budget_by_area_is_written_in_the_form_and_what_does_not_fit_is_told_and_kept(fresh):
    client, path = fresh.client("facilitator"), fresh.at("/da/processes/{courtyards}/votes/new")
    options = "Bænke | Otte | 40.000 | Nord\nLys | | 30.000 | Nord\nBed | | 40.000 | Syd"
    typed = {
        "question": "Hvad skal pengene bruges til?", "about": "Vejledende.", "options": options,
        "areas": "Nord | 60.000\nSyd | 40.000", "secrecy": "open", "method": "budget", "spending": "shares",
        "marking": "knapsack", "tie": "new_vote", "csrf_token": fresh.token("facilitator"), "more": "1",
    }  # fmt: skip
    for wrong, said in (
        ({"areas": "Nord | 60.000\nSyd | mange"}, "Syd | mange siger ikke, hvor meget området har at give af."),
        ({"sum": "90.000"}, "Områderne har tilsammen 100.000 kr."),
        ({"options": f"{options}\nBord | | 10.000 | Vest"}, "Skriv for hver svarmulighed, hvilket af områderne"),
        ({"options": f"{options}\nBord | | 10.000"}, "Skriv for hver svarmulighed, hvilket af områderne"),
    ):
        answer = client.post(path, data={**typed, **wrong, "once": uuid.uuid4().hex})
        page = html.unescape(answer.text)
        assert (answer.status_code, said in page, "Hvad skal pengene bruges til?" in page) == (422, True, True), wrong
    made = client.post(path, data={**typed, "once": uuid.uuid4().hex})
    assert made.status_code == 303
    page = html.unescape(client.get(made.headers["Location"]).text)
    assert "Beløbet er delt mellem områder: Nord 60.000 kr., Syd 40.000 kr." in page
    assert "Bænke – 40.000 kr., Nord" in page
    again = html.unescape(client.get(made.headers["Location"] + "/change").text)
    assert "Bænke | Otte | 40.000 | Nord" in again
    assert "Nord | 60.000" in again
