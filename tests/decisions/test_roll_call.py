"""An open vote in a body, member by member: everybody once, by name and party, and nobody who is not called."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from civic.bodies.models import BodyMember
from civic.decisions.models import Decision, DecisionState, Side, Tally
from civic.kernel.actor import Role, Scope
from civic.people.models import RoleAssignment
from tests.decisions.test_transcripts import _send
from tests.web.test_case_page import _plain

ROLL = "/da/decisions/{pending_decision}/roll-call"


@pytest.fixture
def called(site):
    """Give the site with four members in the body that has the case, and their numbers; it is taken back."""
    with Session(site.engine) as session:
        stop = session.get_one(Decision, site.examples["pending_decision"])
        members = [
            BodyMember(body_id=stop.body_id, name=name, party=party, starts_on=date(2022, 1, 1), ends_on=end)
            for name, party, end in (
                ("Anna Test", "A", None), ("Bo Test", "C", None), ("Ea Test", "Uden for parti", None),
                ("Gammel Test", "V", date(2023, 1, 1)),
            )
        ]  # fmt: skip
        session.add_all(members)
        session.commit()
        numbers = [one.id for one in members]
    yield site, numbers
    site.restore()


def test_each_member_who_sits_that_day_is_called_and_votes_once(called):
    site, (anna, bo, ea, gone) = called
    page = site.client("officer").get(site.at(ROLL)).text
    shown = _plain(page)
    assert "Anna Test (A)" in shown
    assert f'name="member_{gone}"' not in page, "who sits there no more is not called"
    given = {"on": "2026-02-20", "outcome": "recommended", "wording": "Anbefales."}
    votes = {f"member_{anna}": "for", f"member_{bo}": "against", f"member_{ea}": ""}
    wrong = _send(site, ROLL, **given | {"wording": ""}, **votes)
    assert wrong.status_code == 422
    assert f'name="member_{bo}" value="against" checked' in wrong.text.replace("\n          ", " "), "nothing is lost"
    answer = _send(site, ROLL, **given, **votes)
    assert answer.status_code == 303, _plain(answer.text)
    with Session(site.engine) as session:
        stop = session.scalars(
            select(Decision)
            .where(Decision.id == site.examples["pending_decision"])
            .options(selectinload(Decision.tallies).selectinload(Tally.lines))
        ).one()
        assert stop.state is DecisionState.RECOMMENDED
        found = {one.side: [(line.name, line.letter) for line in one.lines] for one in stop.tallies}
    assert found == {Side.FOR: [("Anna Test", "A")], Side.AGAINST: [("Bo Test", "C")]}, "absence is no vote"
    assert "Anna Test" in site.client("visitor").get(answer.headers["Location"]).text
    again = _send(site, ROLL, **given | {"wording": "Anbefales igen."}, **votes)
    assert again.status_code == 409, "a vote that is closed is not taken again"


def test_nobody_but_the_case_officer_and_the_bodys_chair_closes_it(called):
    site, _numbers = called
    for role in ("visitor", "resident", "facilitator", "secretary"):
        assert site.client(role).get(site.at(ROLL)).status_code in {401, 403}


def test_the_bodys_own_chair_takes_the_vote_and_closes_it_and_no_other_chair_does(called):
    site, (anna, bo, ea, _gone) = called
    assert site.client("chair").get(site.at(ROLL)).status_code == 403, "another body's chair does not"
    with Session(site.engine) as session:
        stop = session.get_one(Decision, site.examples["pending_decision"])
        bent = site.ids["Bent Aaholm"]
        held = {"role": Role.CHAIR, "scope": Scope.BODY, "scope_id": stop.body_id, "began_at": site.now}
        session.add(RoleAssignment(person_id=bent, **held))
        session.commit()
        case_id = stop.case_id
    page = site.client("chair").get(f"/da/cases/{case_id}").text
    assert site.at(ROLL) in page
    assert site.at("/da/decisions/{pending_decision}/record") not in page, "what the minutes say the officer enters"
    given = {"on": "2026-02-20", "outcome": "recommended", "wording": "Anbefales."}
    votes = {f"member_{anna}": "for", f"member_{bo}": "for", f"member_{ea}": "abstained"}
    assert _send(site, ROLL, "chair", **given, **votes).status_code == 303
    with Session(site.engine) as session:
        assert session.get_one(Decision, site.examples["pending_decision"]).state is DecisionState.RECOMMENDED
    again = _send(site, ROLL, "chair", **given | {"wording": "Anbefales igen."}, **votes)
    assert again.status_code == 409, "a vote that is closed is not taken again"
    assert _send(site, "/da/decisions/{pending_decision}/record", "chair", **given).status_code == 403
