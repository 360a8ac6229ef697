"""A small panel reads some of the answers, drawn so that anybody can draw them again, and says whether each fits."""

import hashlib
from datetime import date, timedelta

import pytest
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from civic.dialogue.models import Meets, Outcome
from civic.draws import actions as draws
from civic.draws import queries as draw_queries
from civic.hearings.models import Audience, HearingState
from civic.hearings.queries import hearing as hearing_by_id
from civic.kernel import ledger
from civic.kernel.outbox import OutboxMessage
from civic.kernel.refusal import Reason
from civic.privacy import retention
from civic.treatment import actions, panels, queries
from civic.treatment.models import PanelReader, PanelReading, PanelState, sample
from tests.clock import NOON
from tests.draws.test_draws import ASKS, CLOSES, FORGETS, _drawn, _fill
from tests.draws.test_draws import LATER as DRAWN_AT
from tests.make import a_context, a_hearing, a_person, a_public_response, the_officer
from tests.refusing import refused

pytestmark = pytest.mark.tampers  # the hearing is put to its end without its note
LATER = NOON + timedelta(days=60)
LAST = date(2026, 6, 1)
READERS = ("Anna@example.org", "bo@example.org", "bo@example.org")


@pytest.fixture
def concluded(session):
    """Give an officer and a hearing with twelve remarks whose answers are published."""
    hearing = a_hearing(session, audience=Audience.BOTH)
    officer = a_context(session, the_officer(session, hearing.process), LATER)
    for number in range(12):
        response = a_public_response(session, hearing, f"Bemærkning {number}.", person=a_person(session))
        remark = actions.split(officer, response.id, text=f"Bemærkning {number}.")
        actions.answer_remark(officer, remark.id, outcome=Outcome.NOTED, reason="Tak for det.")
    session.flush()
    hearing.state = HearingState.CONCLUDED
    session.flush()
    ledger.enter(officer, hearing.process_id, f"hearing {hearing.id}/response 1", {"state": "shown"})
    session.flush()
    ledger.number(session)
    session.flush()
    session.expire_all()
    return officer, hearing_by_id(officer, hearing.id)


def _tokens(session):
    sent = session.scalars(select(OutboxMessage).where(OutboxMessage.template == "asked_to_read")).all()
    return {one.to_address: one.data["token"] for one in sent}


def test_the_sample_is_drawn_again_from_its_seed_by_anybody(session, concluded):
    officer, hearing = concluded
    panel = panels.set_up(officer, hearing.id, size=5, last_day=LAST, addresses=READERS)
    session.expire_all()
    panel = queries.panel_of(officer, hearing.id)
    names = {one.id: f"{one.response.number}.{one.number}" for one in queries.remarks_of(officer, hearing.id)}
    by_hand = sorted(names.values(), key=lambda name: hashlib.sha256(f"{panel.seed} {name}".encode()).hexdigest())[:5]
    assert [names[one.remark_id] for one in panel.remarks] == by_hand
    leaves = [ledger.leaf(one) for one in ledger.entries(session, hearing.process_id)]
    assert panel.seed == ledger.head_of(leaves)
    assert (panel.pool, panel.size, len(panel.readers)) == (12, 5, 2), "one mailbox is asked once"


def test_without_a_log_there_is_no_seed_and_no_panel(session, concluded):
    officer, hearing = concluded
    session.execute(delete(ledger.LedgerEntry))
    asking = {"size": 3, "last_day": LAST, "addresses": READERS}
    refused(lambda: panels.set_up(officer, hearing.id, **asking), Reason.PROOF_TO_COME)


def test_a_sample_follows_from_its_seed_and_from_nothing_else():
    names = [f"{one}.1" for one in range(1, 301)]
    assert sample("a", names, 20) == sample("a", reversed(names), 20)
    assert sample("a", names, 20) != sample("b", names, 20)
    assert sample("a", names, 20)[:10] == sample("a", names, 10)
    counted = dict.fromkeys(names, 0)
    for seed in range(600):
        for name in sample(str(seed), names, 30):
            counted[name] += 1
    assert all(25 < count < 100 for count in counted.values()), "each is drawn about as often: 60 times of 600"


def test_each_says_what_they_find_until_the_last_day_and_what_was_said_last_holds(session, concluded):
    officer, hearing = concluded
    panels.set_up(officer, hearing.id, size=3, last_day=LAST, addresses=READERS)
    session.expire_all()
    panel = queries.panel_of(officer, hearing.id)
    first, *_rest = panel.remarks
    nobody = a_context(session, now=LATER)
    token = _tokens(session)["bo@example.org"]
    refused(lambda: panels.say(nobody, "wrong", first.remark_id, meets=Meets.NO), Reason.LINK_EXPIRED)
    others = {one.id for one in queries.remarks_of(officer, hearing.id)} - {one.remark_id for one in panel.remarks}
    refused(lambda: panels.say(nobody, token, min(others), meets=Meets.NO), Reason.NOT_FOUND)
    panels.say(nobody, token, first.remark_id, meets=Meets.NO)
    panels.say(nobody, token, first.remark_id, meets=Meets.PARTLY)
    assert [one.meets for one in session.scalars(select(PanelReading))] == [Meets.PARTLY]
    assert queries.panel_said(nobody, hearing.id)[1] == {}, "nothing is told while it is read"
    over = a_context(session, now=panel.closes_at)
    assert panel.state_at(over.now) is PanelState.CLOSED
    refused(lambda: panels.say(over, token, first.remark_id, meets=Meets.YES), Reason.NOT_NOW)
    assert queries.panel_said(over, hearing.id)[1] == {Meets.PARTLY: 1}


def test_a_hearing_has_one_panel_with_readers_and_a_day_to_come(session, concluded):
    officer, hearing = concluded
    asking = {"size": 3, "last_day": LAST}
    refused(lambda: panels.set_up(officer, hearing.id, **asking), Reason.NO_READERS)
    many = [f"l{one}@example.org" for one in range(51)]
    refused(lambda: panels.set_up(officer, hearing.id, addresses=many, **asking), Reason.NO_READERS)
    past = {"size": 3, "last_day": LATER.date() - timedelta(days=1), "addresses": READERS}
    refused(lambda: panels.set_up(officer, hearing.id, **past), Reason.DEADLINE_PASSED)
    other = a_context(session, a_person(session), LATER)
    refused(lambda: panels.set_up(other, hearing.id, addresses=READERS, **asking), Reason.NOT_YOURS)
    refused(lambda: panels.set_up(officer, hearing.id, draw_id=999, **asking), Reason.NOT_FOUND)
    panels.set_up(officer, hearing.id, addresses=READERS, **asking)
    with pytest.raises(IntegrityError), session.begin_nested():
        panels.set_up(officer, hearing.id, addresses=READERS, **asking)


def test_where_they_were_written_to_is_forgotten_when_it_has_closed(session, concluded):
    officer, hearing = concluded
    panels.set_up(officer, hearing.id, size=3, last_day=LAST, addresses=READERS)
    token = _tokens(session)["bo@example.org"]
    later = a_context(session, now=LATER + timedelta(days=120))
    while retention.has_old(later):
        retention.forget(later)
    session.expire_all()
    assert {(one.email, one.token_hash) for one in session.scalars(select(PanelReader))} == {("", None)}
    refused(lambda: queries.panel_reader(later, token), Reason.LINK_EXPIRED)


def test_the_readers_are_those_who_said_yes_in_a_draw_by_lot(session, concluded):
    officer, hearing = concluded
    preparing = a_context(session, the_officer(session, hearing.process))
    given = {"title": "Panel", "about": "Tre lørdage.", "closes_at": CLOSES, "forgets_at": FORGETS, "asks": ASKS}
    draw = draws.add_draw(preparing, hearing.process_id, seats=3, **given)
    draws.open_draw(preparing, draw.id)
    _fill(session, draw_queries.draw(preparing, draw.id))
    _drawn((preparing, hearing.process), draw_queries.draw(preparing, draw.id))
    first, second, third = draw_queries.drawn_in(officer, draw.id)
    for one, is_coming in ((first, True), (second, True), (third, False)):
        draws.answer(a_context(session, now=DRAWN_AT), one.token, is_coming=is_coming)
    panel = panels.set_up(officer, hearing.id, size=3, last_day=LAST, draw_id=draw.id, addresses=READERS)
    session.expire_all()
    read = queries.panel_of(officer, hearing.id)
    assert {one.email for one in read.readers} == {first.email, second.email}
    assert panel.draw_id == draw.id


def test_the_page_tells_how_it_was_drawn_and_what_was_found_once_it_has_closed(site):
    page = site.client("visitor").get(site.at("/da/hearings/{concluded_hearing}/panel")).text
    assert "4 læsere læser 2 af 3 svar" in page
    assert "Hvad det finder, fortælles, når den sidste dag er gået." in page
    assert "Hvad panelet fandt" not in page
    assert "@example.org" not in page
    note = site.client("visitor").get(site.at("/da/hearings/{concluded_hearing}/note")).text
    assert "Et panel læser 2 af svarene" in note
    site.now += timedelta(days=40)
    try:
        page = site.client("visitor").get(site.at("/da/hearings/{concluded_hearing}/panel")).text
    finally:
        site.now -= timedelta(days=40)
    assert "Hvad panelet fandt" in page
    assert "Ja: 1 af 2 læsninger" in page
