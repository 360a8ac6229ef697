"""What was said before in the municipality, with its answer: for who writes to a hearing, and who answers."""

import re

import pytest
from sqlalchemy.orm import Session

from civic.kernel.actor import VISITOR
from civic.kernel.context import Context
from civic.treatment import queries

LIKE_IT = "Vores fællesrum skal kunne nås uden trapper, ellers kommer vi der ikke."
ANSWER = "Et mødested, nogle ikke kan komme ind i, er ikke for alle."


def _read_through(site, words):
    visitor, path = site.app.test_client(), site.at("/da/hearings/{open_hearing}/answer")
    token = re.search(r'name="csrf_token" value="([^"]+)"', visitor.get(path).text)[1]
    got = visitor.post(path, data={"csrf_token": token, "once": "before", "step": "read", "whole": words})
    assert got.status_code == 200
    return got.text


def test_who_reads_their_answer_through_sees_what_was_answered_to_the_like_elsewhere(site):
    page = _read_through(site, LIKE_IT)
    assert "1 bemærkning, der ligner, har fået svar før" in page
    assert ANSWER in page
    assert re.search(r'href="/da/follow/remark/\d+"', page)


@pytest.mark.parametrize("words", ["Flere cykelstativer ved stationen, tak.", "Ja.", "og at det er den som"])
def test_nothing_is_told_of_what_is_not_like_anything(site, words):
    assert "der ligner, har fået svar før" not in _read_through(site, words)


def _found(site, words=LIKE_IT, hearing="open_hearing"):
    with Session(site.engine) as session:
        context = Context(VISITOR, site.now, session)
        return [one.text for one in queries.said_before(context, words, hearing_id=site.examples[hearing])]


def test_only_what_a_published_note_says_of_a_public_answer_is_told(site):
    (told,) = _found(site)
    assert told.startswith("Fællesrummet skal kunne nås uden trapper")
    with site.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE hearing SET state = 'ready' WHERE state = 'concluded'")
    assert _found(site) == []
    site.restore()
    with site.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE response SET state = 'hidden'")
    assert _found(site) == []
    site.restore()


def test_of_the_hearing_itself_nothing_is_told(site):
    with site.engine.connect() as connection:
        number = connection.exec_driver_sql("SELECT id FROM hearing WHERE state = 'concluded'").scalar()
    with Session(site.engine) as session:
        context = Context(VISITOR, site.now, session)
        assert queries.said_before(context, LIKE_IT, hearing_id=number) == []


def test_the_officer_who_answers_a_remark_sees_it_too(site):
    number = site.examples["last_remark"]
    desk = site.at("/da/remarks/{last_remark}")
    assert ANSWER not in site.client("officer").get(desk).text
    with site.engine.begin() as connection:
        connection.exec_driver_sql(f"UPDATE remark SET text = '{LIKE_IT}' WHERE id = {number}")
    page = site.client("officer").get(desk).text
    assert "1 bemærkning, der ligner, har fået svar før" in page
    assert ANSWER in page
    site.restore()
