"""Lists with much in them: one order, all of it reached, and narrowed down by what one looks for."""

import html
import re

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from civic.db.finding import Spot, spot
from civic.hearings.models import Hearing, HearingState
from civic.hearings.queries import Sought, listed
from civic.proposals.models import PUBLIC, Proposal, ProposalState
from tests.house.examples import IN_LARGE
from tests.make import a_context
from tests.site import Site

PROPOSALS = "/da/processes/{process}/proposals"


@pytest.fixture(scope="module")
def large(folder, large_template, catalogues):
    place = folder / "large-lists"
    place.mkdir()
    return Site(place, catalogues, large_template, names=IN_LARGE)


def _pages(large, address, more, role="visitor"):
    """Give the page and all that follow it."""
    while address:
        page = html.unescape(large.client(role).get(large.at(address)).text)
        yield page
        found = re.search(rf'href="([^"]+)">{more}<', page)
        address = found[1] if found else ""


def _ids(page, kind):
    listed = page.partition('<ul class="c-items">')[2].partition("</ul>")[0]
    return [int(one) for one in re.findall(rf'href="/da/{kind}/(\d+)"', listed)]


def test_open_hearings_come_first_by_deadline_and_then_the_others_by_date(large):
    shown = [one for page in _pages(large, "/da/hearings", "Flere høringer") for one in _ids(page, "hearings")]
    with Session(large.engine) as session:
        public = {
            one.id: one.closes_at for one in session.scalars(select(Hearing)) if one.state is not HearingState.DRAFT
        }
    is_open = [public[one] for one in shown if public[one] > large.now]
    is_over = [public[one] for one in shown if public[one] <= large.now]
    assert [public[one] for one in shown] == sorted(is_open) + sorted(is_over, reverse=True)
    assert len(is_open) > 3
    assert len(is_over) > 2
    assert sorted(shown) == sorted(public)


@pytest.mark.parametrize("at_most", [1, 2, 3, 7])
def test_every_hearing_is_reached_however_long_a_page_is(large, at_most):
    with Session(large.engine) as session:
        context = a_context(session, now=large.now)
        whole, none, count = listed(context, Sought(), Spot(), at_most=100)
        assert (none, count) == (None, len(whole))
        found, at = [], Spot()
        while at is not None:
            some, at, counted = listed(context, Sought(), spot(str(at), 2), at_most=at_most)
            assert counted == count, "the same on every page"
            assert len(some) == at_most or at is None
            found += some
        assert [one.id for one in found] == [one.id for one in whole]


@pytest.mark.parametrize(
    ("asked", "fits"),
    [
        ("stage=open", lambda one, now: one.closes_at > now),
        ("stage=treated", lambda one, now: one.closes_at <= now and one.state is not HearingState.CONCLUDED),
        ("stage=concluded", lambda one, now: one.state is HearingState.CONCLUDED),
        ("audience=parties", lambda one, now: not one.is_for_everyone),
        ("words=BYRUM", lambda one, now: "byrum" in f"{one.title} {one.asks}".lower()),
        ("process={process}", lambda one, now: True),
    ],
)
def test_hearings_are_narrowed_down(large, asked, fits):
    pages = list(_pages(large, f"/da/hearings?{asked}", "Flere høringer"))
    shown = {one for page in pages for one in _ids(page, "hearings")}
    with Session(large.engine) as session:
        public = session.scalars(select(Hearing).where(Hearing.state != HearingState.DRAFT)).all()
        if asked.startswith("process"):
            expected = {one.id for one in public if one.process_id == large.examples["process"]}
        else:
            expected = {one.id for one in public if fits(one, large.now)}
    assert shown == expected
    assert expected
    assert "Vis alle" in pages[0]


def test_sixty_proposals_are_reached_those_without_an_answer_first(large):
    pages = list(_pages(large, PROPOSALS, "Flere forslag"))
    shown = [one for page in pages for one in _ids(page, "proposals")]
    with Session(large.engine) as session:
        mine = Proposal.process_id == large.examples["process"]
        states = dict(session.execute(select(Proposal.id, Proposal.state).where(mine)).tuples().all())
    public = {one for one, state in states.items() if state in PUBLIC}
    assert set(shown) == public
    assert len(shown) == len(public)
    unanswered = [one for one in shown if states[one] is ProposalState.ACCEPTED]
    answered = [one for one in shown if states[one] is ProposalState.ANSWERED]
    assert shown == sorted(unanswered, reverse=True) + sorted(answered, reverse=True)


def test_proposals_are_narrowed_down_and_the_next_page_asks_for_the_same(large):
    with Session(large.engine) as session:
        mine = (Proposal.process_id == large.examples["process"], Proposal.state == ProposalState.ANSWERED)
        answered = set(session.scalars(select(Proposal.id).where(*mine)))
    pages = list(_pages(large, f"{PROPOSALS}?state=answered", "Flere forslag"))
    assert {one for page in pages for one in _ids(page, "proposals")} == answered


@pytest.mark.parametrize(
    "asked", ["at=9~1", "at=1~", "at=x", "at=0~999999999", "stage=x&audience=y&process=z", "words=" + "%25" * 300]
)
def test_an_address_that_makes_no_sense_is_no_error(large, asked):
    assert large.client("visitor").get(f"/da/hearings?{asked}").status_code == 200
    assert large.client("visitor").get(large.at(f"{PROPOSALS}?{asked}")).status_code == 200


def test_a_visitor_is_told_how_to_write_a_proposal(large):
    page = html.unescape(large.client("visitor").get(large.at(PROPOSALS)).text)
    assert re.search(r'href="/da/sign-in\?next=[^"]+proposals[^"]+new">Log ind for at skrive et forslag<', page)
    assert "Log ind for" not in large.client("resident").get(large.at(PROPOSALS)).text


def test_a_visitor_is_told_how_to_comment_and_follow(site):
    page = html.unescape(site.client("visitor").get(site.at("/da/proposals/{bench}")).text)
    for words in ("Log ind for at kommentere", "Log ind for at støtte", "Log ind for at følge det på mail"):
        assert words in page
    assert "Log ind for" not in site.client("resident").get(site.at("/da/proposals/{bench}")).text


def test_a_short_list_has_no_sieve(site):
    assert 'class="c-sieve"' not in site.client("visitor").get("/da/hearings").text


def test_a_list_says_how_many_there_are_where_it_does_not_show_them_all(large):
    first = html.unescape(large.client("visitor").get(large.at(PROPOSALS)).text)
    shown = len(_ids(first, "proposals"))
    with Session(large.engine) as session:
        number = int(large.at("{process}"))
        public = len(
            session.scalars(select(Proposal.id).where(Proposal.process_id == number, Proposal.state.in_(PUBLIC))).all()
        )
    assert shown == 20 < public
    assert f"20 af {public} vises her." in first
    only = html.unescape(large.client("visitor").get(large.at(f"{PROPOSALS}?words=findesikke")).text)
    assert "vises her" not in only
