"""Whoever holds a vote draws papers, enters what is on them, and everybody reads what risk is left; never a paper."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from civic.db.engine import writing
from civic.people.models import Person
from civic.processes.models import Process
from civic.tally.terms import Method, TieRule
from civic.voting import actions, rolls, stations
from civic.voting.models import Option, Rule, Secrecy
from tests.clock import NOON
from tests.hands import Mouse
from tests.live import visiting
from tests.make import a_context, a_person

pytestmark = pytest.mark.browser


@pytest.fixture
def vote(live):
    """Give a closed vote with forty papers that two have counted."""
    live.now = NOON
    with Session(writing(live.engine)) as session:
        process = session.scalar(select(Process.id).where(Process.title == "Levende gårdrum"))
        facilitator, officer = (
            session.scalar(select(Person).where(Person.name == name)) for name in ("Mikkel Dam", "Lone Kragh")
        )
        staff = a_context(session, facilitator)
        ballot = actions.add_ballot(
            staff,
            process,
            question="Skal gården have et drivhus?",
            about="Vejledende.",
            rule=Rule(Secrecy.OPEN, Method.YES_NO, tie=TieRule.FALLS),
            options=[Option("Ja"), Option("Nej")],
        )
        rolls.add_to_roll(staff, ballot.id, [a_person(session, name=f"Vælger {at}").id for at in range(45)])
        station = stations.add_station(staff, ballot.id, name="Fælleshuset", place="Mosebakken 1 (opdigtet)")
        for counter in (facilitator, officer):
            stations.add_shift(
                staff, station.id, person_id=counter.id, starts_at=NOON, ends_at=NOON + timedelta(days=9)
            )
        actions.open_ballot(staff, ballot.id, last_day=(NOON + timedelta(days=2)).date())
        for counter in (facilitator, officer):
            ballots = {((1, 1),): 30, ((2, 1),): 8}
            stations.count(a_context(session, counter, ballot.closes_at), station.id, ballots=ballots, void=2)
        session.commit()
        live.now = ballot.closes_at + timedelta(hours=1)
        return ballot.id


@pytest.mark.parametrize("script", [True, False])
def test_papers_are_drawn_entered_and_told(live, browser, vote, script):
    with visiting(live, browser, "Mikkel Dam", script=script) as window:
        at = Mouse(window.open(f"/da/votes/{vote}"))
        at.follow("Træk stemmesedler ved lodtrækning for at se, om de bekræfter resultatet")
        assert at.press_and_err("Træk dem"), "the numbers are asked for"
        at.write("Tallene fra en offentlig lodtrækning", "4, 8, 15, 16, 23, 42")
        at.write("Hvor mange stemmesedler der trækkes", "20")
        at.press("Træk dem")
        assert "De bekræfter ikke resultatet endnu: Risikoen er 100 procent" in at.text()
        fields = at.page.locator("select[name^=paper_]")
        assert fields.count() == 20
        assert at.page.get_by_label(re.compile(r"^Fælleshuset: stemmeseddel nr\. \d+ fra oven")).count() == 20
        for number in range(20):
            fields.nth(number).select_option(label="Nej" if number == 3 else "Ja")
        at.press("Gem, hvad der står på dem")
        assert "De bekræfter resultatet." in at.text()
    with visiting(live, browser, width=320) as window:
        page = window.open(f"/da/votes/{vote}")
        said = " ".join(page.locator("main").inner_text().split())
        assert "20 stemmesedler af 40 er trukket ved lodtrækning; 20 er set efter. De bekræfter resultatet." in said
        page.get_by_role("link", name="Se, hvilke stemmesedler der blev trukket").click()
        said = " ".join(page.locator("main").inner_text().split())
        assert "Ja er foran Nej" in said
        assert "4 8 15 16 23 42" in said
        assert page.locator("select[name^=paper_]").count() == 0, "what is on a paper is not shown"
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
