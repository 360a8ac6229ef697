"""A resident reads a vote in Arabic, whichever language the site has, and votes; proposals lead to their votes."""

import pytest

from civic.demo.current import IN_ARABIC

VOTE = "/da/votes/{open_vote}"
QUESTION = IN_ARABIC["Hvilken gård skal være den første?"]
NORTH = IN_ARABIC["Nordgården"]


@pytest.fixture
def fresh(site):
    """Give the site, and take back afterwards what was done with it."""
    yield site
    site.restore()


def test_the_question_the_options_and_the_check_are_in_arabic_and_stay_so(fresh):
    client, token = fresh.client("resident"), {"csrf_token": fresh.token("resident"), "words": "ar"}
    page = client.get(fresh.at(f"{VOTE}?words=ar")).text
    assert f'<bdi lang="ar">{QUESTION}</bdi>' in page
    assert f'<bdi lang="ar">{NORTH}</bdi>' in page
    assert '<input type="hidden" name="words" value="ar">' in page
    assert '<div dir="rtl">' in page
    assert "Afstemningen kan læses på" in page
    checked = client.post(fresh.at(VOTE), data={**token, "once": "a", "step": "read", "choice": "1"}).text
    assert QUESTION in checked
    assert NORTH in checked
    assert '<input type="hidden" name="words" value="ar">' in checked
    cast = client.post(fresh.at(VOTE), data={**token, "once": "b", "step": "send", "choice": "1"})
    assert cast.status_code == 303
    assert "words=ar" in cast.headers["Location"]
    assert "choice" not in cast.headers["Location"]


@pytest.mark.parametrize("words", ["", "?words=tr", "?words=<script>", "?words=da"])
def test_in_a_language_it_is_not_said_in_it_is_read_as_it_was_written(site, words):
    page = site.client("visitor").get(site.at(f"{VOTE}{words}")).text
    assert '<bdi lang="da">Hvilken gård skal være den første?</bdi>' in page
    assert '<div dir="rtl">' not in page
    assert f'<bdi lang="ar">{QUESTION}' not in page


def test_a_vote_that_is_said_in_one_language_alone_offers_no_choice(site):
    assert "Afstemningen kan læses på" not in site.client("visitor").get(site.at("/da/votes/{budget_vote}")).text


def test_a_proposal_says_in_which_vote_it_is_on_its_page_and_on_its_line(site):
    visitor = site.client("visitor")
    for path in ("/da/proposals/{bench}", "/da/follow/proposal/{bench}"):
        page = visitor.get(site.at(path)).text
        assert "Hvad skal de 100.000 kr. bruges til?" in page
        assert site.at("/da/votes/{budget_vote}") in page
    assert "En bænk i sol og en i skygge" in visitor.get(site.at("/da/votes/{budget_vote}")).text


@pytest.mark.parametrize(("method", "said"), [("get", 200), ("post", 422)])
def test_who_holds_a_vote_tries_it_out_and_an_empty_trial_is_asked_for_again(site, method, said):
    path, data = site.at("/da/votes/{draft_vote}/trial"), {"csrf_token": site.token("facilitator"), "once": "t"}
    client = site.client("facilitator")
    answer = client.get(path) if method == "get" else client.post(path, data={**data, "step": "read"})
    assert answer.status_code == said
    assert "Prøveafstemning: intet her tæller" in answer.text
