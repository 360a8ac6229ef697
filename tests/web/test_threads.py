"""Threads in the pages: replied to from each kind of thing, found again however long they are, read in columns."""

import html
import re

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from civic.db.engine import writing
from civic.dialogue.models import Comment, CommentState
from civic.kernel.trace import Kind
from civic.people.models import Person
from tests.forms import sent_by
from tests.site import ROLES
from tests.web.test_dialogue import EACH, acting_on


def _sent(client, path, data):
    """Send a page's form and return the page it leads to."""
    return html.unescape(client.post(path, data=data, follow_redirects=True).text)


@pytest.mark.parametrize("say", EACH)
def test_a_comment_is_replied_to_and_found_useful_wherever_it_is_said(site, say):
    role, said, _home = acting_on(site, say)
    try:
        other = {"author": "resident", "officer": "officer", "secretary": "chair"}[role]
        replies = f"/da/comments/{said.id}/replies"
        page = _sent(
            site.client(other), replies, {"csrf_token": site.token(other), "once": "r1", "text": "Enig i det."}
        )
        assert "Enig i det." in page, "whoever replies sees the reply"
        own = html.unescape(site.client(role).get(f"/da/comments/{said.id}").text)
        assert own.count("Enig i det.") == 1
        if other == role:
            return  # nobody else writes there
        useful = f"/da/comments/{said.id}/useful"
        page = _sent(site.client(other), useful, {"csrf_token": site.token(other), "once": "u1"})
        assert "1 synes, den er nyttig" in page, "it leads back to where the comment stands"
        assert f'id="comment-{said.id}"' in page
    finally:
        site.restore()


def test_what_one_says_is_on_the_page_one_comes_back_to_however_long_the_thread_is(site):
    bench = site.examples["bench"]
    with Session(writing(site.engine)) as session:
        one = session.scalars(select(Comment).where(Comment.kind == Kind.PROPOSAL, Comment.thing_id == bench)).first()
        columns = [each.key for each in Comment.__table__.columns if each.key != "id"]
        session.add_all(
            Comment(**{key: getattr(one, key) for key in columns} | {"text": f"Nummer {at}."}) for at in range(120)
        )
        session.commit()
    try:
        answered = site.client("resident").post(
            f"/da/proposals/{bench}/comments",
            data={"csrf_token": site.token("resident"), "once": "late", "text": "Den sidste af alle.", "label": "for"},
        )
        page = html.unescape(site.client("resident").get(answered.location).text)
        anchor = answered.location.partition("#")[2]
        assert f'id="{anchor}"' in page
        assert "Fra begyndelsen" in page
        newest = html.unescape(site.client("visitor").get(f"/da/proposals/{bench}?order=newest").text)
        assert newest.index("Den sidste af alle.") < newest.index("Nummer 119.")
        assert "Nummer 10." not in newest
        following = re.search(r'href="([^"]*said=\d+[^"]*)">Flere kommentarer', newest)[1]
        assert "order=newest" in following
        assert "Nummer 60." in html.unescape(site.client("visitor").get(following).text)
    finally:
        site.restore()


def test_for_against_and_questions_stand_beside_each_other_and_nothing_else_does(site):
    page = html.unescape(site.client("visitor").get(site.at("/da/proposals/{bench}?show=beside")).text)
    assert re.findall(r"<h3>([^<]+)</h3>", page)[:3] == ["For", "Imod", "Spørgsmål"]
    assert "Min mor går derud hver dag" in page
    assert "Med ryglæn og armlæn" not in page
    alone = html.unescape(site.client("visitor").get(site.at("/da/proposals/{bench}?show=question")).text)
    assert "Hvem rydder sneen" in alone
    assert "Min mor går derud hver dag" not in alone


def test_what_it_said_before_stands_on_its_page_for_everybody(site):
    page = html.unescape(site.client("visitor").get(site.at("/da/comments/{changed_comment}")).text)
    assert "Hvad der stod før" in page
    assert "<ins" in page, "and what was changed is marked"


def test_the_line_of_a_comment_that_the_answer_speaks_to_ends_with_that_answer(site):
    page = html.unescape(site.client("visitor").get(site.at("/da/follow/comment/{spoken_to}")).text)
    assert "Det officielle svar på forslaget tager den op." in page
    assert "Vi arbejder i stedet med lys og bænke" in page
    answered = html.unescape(site.client("visitor").get(site.at("/da/proposals/{answered_proposal}")).text)
    assert "Kommentarer, svaret tager op" in answered


def test_an_officer_says_which_comments_the_answer_speaks_to_and_why_one_is_out(site):
    path = site.at("/da/proposals/{answered_proposal}/answer/comments")
    form = sent_by(site.client("officer").get(path).text)
    assert form.pop("comments")
    answered = site.client("officer").post(path, data=form)
    assert answered.status_code == 422
    assert "hvorfor en af dem, der var med" in html.unescape(answered.text)
    answered = site.client("officer").post(
        path, data=form | {"once": "again", "reason": "Den hører til et andet forslag."}
    )
    page = html.unescape(site.client("visitor").get(answered.location).text)
    site.restore()
    assert "Kommentarer, svaret tager op" not in page
    assert "Den hører til et andet forslag." in page


def test_what_a_colleague_ticked_meanwhile_is_said_and_kept(site):
    path = site.at("/da/proposals/{answered_proposal}/answer/comments")
    form = sent_by(site.client("officer").get(path).text) | {"reason": "Forkert."}
    ticked = form.pop("comments")
    first = site.client("officer").post(path, data=form)
    assert first.status_code == 303
    late = site.client("officer").post(path, data=form | {"once": "second tab", "comments": ticked})
    page = html.unescape(site.client("visitor").get(site.at("/da/proposals/{answered_proposal}")).text)
    site.restore()
    assert late.status_code == 422
    assert "Kommentarer, svaret tager op" not in page, "what the colleague did stands"


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "2026-02-30", "i går"])
@pytest.mark.parametrize("name", ["since", "until"])
def test_a_day_that_is_none_narrows_nothing(site, name, day):
    page = site.client("visitor").get(site.at("/da/processes/{courtyards}/proposals"), query_string={name: day})
    assert page.status_code == 200
    assert "En bænk i sol" in page.text


def test_a_thread_goes_on_after_a_comment_that_there_never_was(site):
    with Session(writing(site.engine)) as session:
        of = Comment.kind == Kind.PROPOSAL, Comment.thing_id == site.examples["bench"], Comment.reply_to_id.is_(None)
        first, second = session.scalars(select(Comment).where(*of).order_by(Comment.id).limit(2))
        before, moved = first.id, second.id
        second.id = moved + 100_000
        session.commit()
    page = site.client("visitor").get(site.at("/da/proposals/{bench}"), query_string={"said": moved}).text
    site.restore()
    assert f'id="comment-{moved + 100_000}"' in page
    assert f'id="comment-{before}"' not in page


def test_a_reply_below_a_hidden_comment_leads_to_the_mark_and_not_to_nothing(site):
    with Session(writing(site.engine)) as session:
        said = session.get_one(Comment, site.examples["changed_comment"])
        said.state = CommentState.HIDDEN
        session.commit()
    page = html.unescape(site.client("visitor").get(site.at("/da/comments/{reply}")).text)
    site.restore()
    way = re.search(r'href="([^"]+)">Se den, hvor den blev skrevet', page)[1]
    assert way == site.at("/da/proposals/{bench}#comment-{changed_comment}")


def test_what_is_said_of_a_hidden_proposal_is_read_by_nobody_but_its_author_and_those_who_decide(site):
    """What people say of a text mostly says what stands in it."""
    bench = site.examples["bench"]
    with Session(writing(site.engine)) as session:
        said, by = (
            session.execute(
                select(Comment.id, Person.name)
                .join(Comment.author)
                .where(Comment.kind == Kind.PROPOSAL, Comment.thing_id == bench)
                .where(Comment.state == CommentState.PUBLISHED)
            )
            .tuples()
            .first()
        )
    addresses = [f"/da/comments/{said}", f"/da/follow/comment/{said}"]
    others = [role for role in ("visitor", "resident", "writer", "chair") if ROLES[role] != by]
    try:
        assert all(site.client("visitor").get(one).status_code == 200 for one in addresses)
        by_rule = {"csrf_token": site.token("facilitator"), "once": "h", "rule": "1", "reason": "Det bryder reglen."}
        assert site.client("facilitator").post(f"/da/proposals/{bench}/hide", data=by_rule).status_code == 303
        for one in addresses:
            assert {site.client(role).get(one).status_code for role in others} == {404}
            assert {site.client(role).get(one).status_code for role in ("facilitator", "officer")} == {200}
    finally:
        site.restore()
