"""A ranking is put in order by buttons with and without script, by dragging, and by the keyboard: all say the same."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from civic.db.engine import writing
from civic.people.models import Person
from civic.processes.models import Process
from civic.tally.terms import Method
from civic.voting import actions, rolls
from civic.voting.models import Option, RollEntry, Rule, Secrecy, Vote
from tests.clock import NOON
from tests.live import visiting
from tests.make import a_context

pytestmark = pytest.mark.browser
NAMES = ("Solgården", "Mosegården", "Bakken", "Engen")
NEXT = "Videre, og læs den igennem"


def _person(session, name):
    return session.scalar(select(Person).where(Person.name == name))


@pytest.fixture
def vote(live):
    """Give the address of an open vote with a ranking, and of its ballot."""
    live.now = NOON
    with Session(writing(live.engine)) as session:
        process = session.scalar(select(Process.id).where(Process.title == "Levende gårdrum"))
        staff = a_context(session, _person(session, "Mikkel Dam"))
        ballot = actions.add_ballot(
            staff,
            process,
            question="I hvilken rækkefølge?",
            about="Vejledende.",
            rule=Rule(Secrecy.OPEN, Method.RUNOFF),
            options=[*map(Option, NAMES)],
        )
        rolls.add_to_roll(staff, ballot.id, [_person(session, name).id for name in ("Jens Holm", "Olga Sand")])
        actions.open_ballot(staff, ballot.id, last_day=(NOON + timedelta(days=9)).date())
        session.commit()
        return ballot.id


def _cast(live, ballot_id, name):
    with Session(live.engine) as session:
        wanted = select(Vote.lines).join(Vote.entry).join(RollEntry.person)
        return session.scalar(wanted.where(RollEntry.ballot_id == ballot_id, Person.name == name))


def _placed(page):
    """Return the options in the order in which they stand, each with its place."""
    return page.locator(".c-ranks__one").evaluate_all(
        "(all) => all.map((one) => [one.querySelector('label').textContent.trim(), one.querySelector('select').value])"
    )


@pytest.mark.parametrize("script", [True, False])
def test_buttons_give_places_move_and_take_them_away(live, browser, vote, script):
    with visiting(live, browser, "Jens Holm", script=script, width=320) as window:
        page = window.open(f"/da/votes/{vote}")

        def press(way, name):
            page.get_by_role("button", name=f"{way} {name}").click()

        press("Op", "Bakken")
        press("Op", "Engen")
        press("Op", "Engen")
        assert _placed(page) == [["Engen", "1"], ["Bakken", "2"], ["Solgården", ""], ["Mosegården", ""]]
        assert "Engen har plads 1." in page.locator("[data-ranking-said]").inner_text()
        assert page.evaluate("document.activeElement.textContent.replace(/\\s+/g, ' ').trim()") == "Op Engen"
        press("Op", "Solgården")
        press("Ned", "Engen")
        press("Ned", "Solgården")
        assert "Solgården har ingen plads." in page.locator("[data-ranking-said]").inner_text()
        assert _placed(page)[:2] == [["Bakken", "1"], ["Engen", "2"]]
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        page.get_by_role("button", name=NEXT).click()
        page.get_by_role("button", name="Stem", exact=True).click()
    assert _cast(live, vote, "Jens Holm") == "3:1 4:2"


def test_dragging_gives_a_place_and_takes_one_away(live, browser, vote):
    with visiting(live, browser, "Olga Sand") as window:
        page = window.open(f"/da/votes/{vote}")

        def drag(name, over, *, below=False):
            grip = page.locator(".c-ranks__one", has_text=name).locator("[data-grip]")
            grip.scroll_into_view_if_needed()
            start, to = grip.bounding_box(), page.locator(".c-ranks__one", has_text=over).bounding_box()
            page.mouse.move(start["x"] + 5, start["y"] + 5)
            page.mouse.down()
            page.mouse.move(start["x"] + 5, to["y"] + (to["height"] - 4 if below else 4), steps=8)
            page.mouse.up()

        drag("Engen", "Solgården")
        drag("Bakken", "Engen")
        assert _placed(page)[:2] == [["Bakken", "1"], ["Engen", "2"]]
        drag("Bakken", "Mosegården", below=True)
        assert _placed(page) == [["Engen", "1"], ["Solgården", ""], ["Mosegården", ""], ["Bakken", ""]]


def test_the_keyboard_alone_puts_them_in_order_and_enter_reads_it_through(live, browser, vote):
    with visiting(live, browser, "Olga Sand") as window:
        page = window.open(f"/da/votes/{vote}")
        page.get_by_role("button", name="Op Mosegården").focus()
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        page.keyboard.press("Shift+Tab")
        page.keyboard.press("Enter")
        assert _placed(page)[0] == ["Mosegården", "1"]
        page.get_by_label("Jeg stemmer blankt").focus()
        page.keyboard.press("Enter")
        page.get_by_text("Du stemmer på:").wait_for()
