"""The large demo: an ordinary year in one process, and pages that cost with it what they cost without."""

import html
import re

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from civic.dialogue.models import Comment, CommentState
from civic.hearings.models import Hearing
from civic.kernel.trace import Kind
from civic.meetings.models import Meeting
from civic.moderation.models import Flag
from civic.processes.models import Process
from civic.proposals.models import Proposal
from civic.responses.models import Response
from civic.treatment.models import Remark
from civic.web.front import pages as front
from tests.house.examples import IN_LARGE
from tests.house.test_budgets import budget
from tests.site import ROLES, Site

PAGES = {
    "front.home": "/da/",
    "front.take_part": "/da/take-part",
    "front.happened": "/da/happened",
    "front.overview": "/da/overview",
    "front.search": "/da/search?q=bænke",
    "processes.process": "/da/processes/{process}",
    "proposals.index": "/da/processes/{process}/proposals",
    "proposals.show": "/da/proposals/{proposal}",
    "hearings.show": "/da/hearings/{open}",
    "treatment.desk": "/da/hearings/{treated}/desk",
    "treatment.note": "/da/hearings/{concluded}/note",
    "treatment.note?": "/da/hearings/{concluded}/note?words=lys&outcome=rejected",
    "groups.show": "/da/groups/{group}",
    "decisions.case": "/da/cases/{case}",
    "moderation.desk": "/da/moderation",
}


@pytest.fixture(scope="module")
def large(folder, large_template, catalogues):
    place = folder / "a-large-year"
    place.mkdir()
    return Site(place, catalogues, large_template, names=IN_LARGE)


def test_it_is_as_large_as_it_says(large):
    with Session(large.engine) as session:
        count = lambda query: session.scalar(select(func.count()).select_from(query.subquery()))  # noqa: E731
        process = session.scalar(select(Process.id).where(Process.title == "Byrum for alle"))
        its_own = {
            one: select(one.id).where(one.process_id == process) for one in (Hearing, Proposal, Comment, Meeting)
        }
        assert {one.__name__: count(query) for one, query in its_own.items()} == {
            "Hearing": 7, "Proposal": 60, "Comment": 300, "Meeting": 25,
        }  # fmt: skip
        of_hearings = session.execute(
            select(func.count(func.distinct(Response.id)), func.count())
            .join(Remark, Remark.response_id == Response.id)
            .where(Remark.process_id == process)
            .group_by(Response.hearing_id)
        ).tuples()
        assert list(of_hearings) == [(40, 120), (40, 120)]
        held = its_own[Comment].where(Comment.state == CommentState.HELD)
        flagged = its_own[Comment].where(Comment.id.in_(select(Flag.thing_id).where(Flag.kind == Kind.COMMENT)))
        assert count(held) + count(flagged) == 40


def test_a_process_says_first_what_one_can_do_and_folds_what_is_over(large):
    seen = html.unescape(large.client("visitor").get(large.at("/da/processes/{process}")).text)
    doing = re.search(r'<div class="c-doing">.*?</div>', seen, re.S)[0]
    button = re.search(r'<a class="button button-primary" href="([^"]+)">\s*Svar på høringen', doing)
    assert button[1] == large.at("/da/hearings/{open}")
    assert "til og med" in doing
    assert seen.count("button-primary") == 1
    folds = dict(re.findall(r"<summary>(\d+ [^<]+)</summary>(.*?)</details>", seen, re.S))
    assert {name: one.count('class="c-item"') for name, one in folds.items()} == {
        "5 senere møder": 5,
        "4 afsluttede": 4,
    }
    line = seen[seen.index("Sådan er det gået til") :]
    for title in ("Skilte og sprog", "Drift og ansvar for pladserne", "Rækkefølgen for de første seks pladser"):
        assert title in line, "each step of the line names its hearing"


def test_the_front_page_shows_a_thread_to_changed_words_however_many_were_answered_since(large):
    seen = html.unescape(large.client("visitor").get("/da/").text)
    thread = re.search(r'<div class="c-own-thread">.*?</div>', seen, re.S)[0]
    assert "Fællesrummet skal kunne nås uden trapper" in thread
    assert "<ins" in thread


def test_all_that_is_open_is_shown_a_page_at_a_time_and_by_kind(large, monkeypatch):
    monkeypatch.setattr(front, "MOST_OPEN", 5)
    visitor, seen, address = large.client("visitor"), [], "/da/take-part"
    while address:
        page = html.unescape(visitor.get(address).text)
        seen.append(re.findall(r'<h3 class="c-item__h">\s*<a href="([^"]+)"><bdi[^>]*>([^<]+)', page))
        address = next(iter(re.findall(r'<a href="([^"]+)">Mere, der er åbent', page)), "")
    assert [len(one) for one in seen][:-1] == [5] * (len(seen) - 1)
    everything = [one for page in seen for one in page]
    assert len(everything) == len(set(everything)) > 15
    assert (large.at("/da/hearings/{open}"), "Rækkefølgen for de første seks pladser") in everything
    only = html.unescape(visitor.get("/da/take-part?kind=hearing").text)
    assert set(re.findall(r'<h3 class="c-item__h">\s*<a href="/da/([a-z]+)/', only)) == {"hearings"}
    for odd in ("x", "~~", "2026-01-01~hearing~1", "~hearing~0", "~case~1", "2026-13-01T00:00:00+00:00~hearing~1"):
        assert visitor.get("/da/take-part", query_string={"after": odd, "kind": "x"}).status_code == 200


def test_who_is_not_on_a_roll_is_not_asked_to_vote(site):
    page = site.at("/da/processes/{courtyards}")
    can = {role: "Hvilken gård skal være den første?" in _doing(site, role, page) for role in ("visitor", "author")}
    assert can == {"visitor": False, "author": True}


def _doing(site, role, page):
    return re.search(r'<div class="c-doing">.*?</div>', html.unescape(site.client(role).get(page).text), re.S)[0]


@pytest.mark.parametrize(
    ("page", "section"),
    [
        ("/da/processes/{courtyards}", "Forløb"), ("/da/proposals/{bench}", "Forløb"),
        ("/da/votes/{open_vote}", "Forløb"),
        ("/da/hearings/{open_hearing}", "Høringer"), ("/da/hearings/{open_hearing}/answer", "Høringer"),
        ("/da/take-part", "Vær med"), ("/da/happened", "Det skete der"), ("/da/privacy", None),
    ],
)  # fmt: skip
def test_the_section_one_is_in_is_marked(site, page, section):
    seen = site.client("visitor").get(site.at(page)).text
    menu = re.search(r'<nav class="c-nav".*?</nav>', seen, re.S)[0]
    marked = re.findall(r'aria-current="(?:page|true)">([^<]+)<', menu)
    assert marked == ([section] if section else [])


@pytest.mark.parametrize("endpoint", PAGES)
def test_its_pages_keep_their_budgets(large, endpoint):
    most = budget(endpoint.rstrip("?"))
    seen = {}
    for role in ROLES:
        with large.counting() as counted:
            answer = large.client(role).get(large.at(PAGES[endpoint]))
        seen[role] = (answer.status_code, counted[0])
    assert {role: found for role, found in seen.items() if found[0] >= 500 or found[1] > most} == {}
    assert any(status == 200 for status, _count in seen.values())


def test_the_desk_goes_on_from_the_last_remark_of_a_page_to_the_first_of_the_next(large):
    def desk(more=""):
        return html.unescape(large.client("officer").get(large.at("/da/hearings/{treated}/desk") + more).text)

    def rows(page):
        return re.findall(r'name="remarks" value="(\d+)"', page)

    first = rows(desk())
    assert len(first) == 25
    last = desk(f"?at={first[-1]}")
    following = re.search(r'href="([^"]+)"\s+data-key="j"', last)[1]
    page = html.unescape(large.client("officer").get(following).text)
    beyond = rows(page)
    assert int(beyond[0]) > int(first[-1])
    assert re.search(r'<li class="c-desk__row" aria-current="true">\s*<input[^>]+value="(\d+)"', page)[1] == beyond[0]
