"""Text beyond a field's limit is refused whole and kept whole: no browser is told a limit, and nothing is cut."""

import re
from datetime import date

import pytest
from markupsafe import escape
from sqlalchemy.orm import Session

from civic.db.engine import writing
from civic.dialogue.models import Outcome
from civic.proposals.models import Proposal, ProposalState

END = " – her slutter teksten."
FORMS = [
    ("author", "/da/processes/{courtyards}/proposals/new", "title", 200, {"text": "Hvorfor."}),
    ("author", "/da/processes/{courtyards}/proposals/new", "text", 5_000, {"title": "Et forslag"}),
    ("resident", "/da/proposals/{bench}/comments", "text", 4_000, {}),
    ("visitor", "/da/hearings/{open_hearing}/answer", "whole", 20_000, {"name": "Beboer"}),
    ("officer", "/da/remarks/{armrest_remark}/answer", "reason", 5_000, {"outcome": "noted"}),
    ("officer", "/da/processes/{courtyards}/tasks/1", "answer", 500, {}),
]


@pytest.mark.parametrize(("role", "path", "field", "most", "rest"), FORMS, ids=[f"{one[1]} {one[2]}" for one in FORMS])
def test_a_text_that_is_too_long_is_kept_to_its_last_sign(site, role, path, field, most, rest):
    typed = "En gård til alle. " * (most // 18 + 40) + END
    fields = {"csrf_token": site.token(role), "once": f"long-{field}-{most}", field: typed} | rest
    answered = site.client(role).post(site.at(path), data=fields)
    assert answered.status_code == 422, answered.text[:300]
    assert str(escape(typed.strip())) in answered.text, "all of it is still in the form"
    assert re.search(r"Skriv højst [\d.]+ tegn. Her er [\d.]+\.", answered.text)


def test_no_page_tells_a_browser_to_cut(site):
    for role, path in (
        ("visitor", "/da/"), ("visitor", "/da/search"), ("visitor", "/da/register"), ("visitor", "/da/sign-in"),
        ("author", "/da/processes/{courtyards}/proposals/new"), ("officer", "/da/processes/new"),
        ("visitor", "/da/hearings/{open_hearing}/answer"), ("author", "/da/account"),
    ):  # fmt: skip
        assert "maxlength" not in site.client(role).get(site.at(path)).text, path


def test_a_search_for_more_than_is_looked_for_says_so(site):
    text = site.client("visitor").get("/da/search", query_string={"q": "gård " * 50}).text
    assert "Der er kun søgt efter de første 200 tegn." in text
    assert ("gård " * 50).strip() in text


def test_an_officer_with_more_to_look_at_again_than_the_overview_shows_is_told_so(site):
    kept = {
        "state": ProposalState.ANSWERED, "outcome": Outcome.ACCEPTED, "answer": "Ja.", "next_step": "Vi begynder.",
        "review_on": date(2020, 1, 1), "title": "En bænk", "text": "Så kan man sidde.",
    }  # fmt: skip
    with Session(writing(site.engine)) as session:
        like = session.get_one(Proposal, site.examples["bench"])
        session.add_all(
            Proposal(
                process_id=like.process_id, author_id=like.author_id, receipt=f"R{number}", written_at=like.written_at,
                accepted_at=like.accepted_at, answered_at=like.accepted_at, submitted_at=like.accepted_at, **kept,
            )
            for number in range(51)
        )  # fmt: skip
        session.commit()
    shown = site.client("officer").get("/da/overview").text
    site.restore()
    assert shown.count("Skriv, hvad der er kommet ud af det") == 50
    assert "Der er flere forslag, end der er vist her." in shown
