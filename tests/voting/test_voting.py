"""Votes: one each, changeable until the ballot closes, counted only afterwards."""

import html
import re
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from civic.db.engine import writing
from civic.kernel.actor import VISITOR
from civic.kernel.context import Context
from civic.kernel.refusal import Reason, Refusal
from civic.people.actions import enter_person
from civic.voting import actions, queries, rolls
from civic.voting.models import BallotState, Option, RollEntry, Rule, Secrecy, Vote
from tests.clock import NOON
from tests.make import a_ballot, a_context, a_facilitator, a_person, a_process, the_officer

SECOND = timedelta(seconds=1)


def test_a_vote_can_be_changed_and_counts_once(session):
    voter = a_person(session)
    ballot = a_ballot(session, a_process(session), voter, rule=Rule(Secrecy.OPEN))
    for option in (0, 2):
        actions.vote(a_context(session, voter), ballot.id, lines=((option + 1, 1),))
        session.flush()
    closed = a_context(session, now=ballot.closes_at)
    assert queries.outcome(closed, ballot).result.counts == {1: 0, 2: 0, 3: 1}
    assert queries.turnout(closed, ballot.id) == queries.Turnout(on_roll=5, voted=1)


@pytest.mark.parametrize(("from_end", "works"), [(-SECOND, True), (0 * SECOND, False), (SECOND, False)])
def test_no_vote_slips_in_after_the_ballot_closes(session, from_end, works):
    voter = a_person(session)
    ballot = a_ballot(session, a_process(session), voter)
    context = a_context(session, voter, now=ballot.closes_at + from_end)
    if works:
        assert actions.vote(context, ballot.id, lines=((1, 1),))
        return
    with pytest.raises(Refusal) as refused:
        actions.vote(context, ballot.id, lines=((1, 1),))
    assert refused.value.reason is Reason.NOT_NOW


@pytest.mark.parametrize(
    ("who", "state", "reason"),
    [
        ("outsider", BallotState.OPEN, Reason.NOT_ON_ROLL),
        ("facilitator", BallotState.OPEN, Reason.NOT_ON_ROLL),
        ("visitor", BallotState.OPEN, Reason.NOT_ON_ROLL),
        ("voter", BallotState.DRAFT, Reason.NOT_FOUND),
        ("voter", BallotState.CLOSED, Reason.NOT_NOW),
    ],
)
def test_a_vote_is_refused(session, who, state, reason):
    voter, process = a_person(session), a_process(session)
    ballot = a_ballot(session, process, voter, state=state)
    person = {
        "outsider": lambda: a_person(session),
        "facilitator": lambda: a_facilitator(session, process),
        "visitor": lambda: None,
        "voter": lambda: voter,
    }[who]()
    with pytest.raises(Refusal) as refused:
        actions.vote(a_context(session, person), ballot.id, lines=((1, 1),))
    assert refused.value.reason is reason


def test_a_second_vote_breaks_a_unique_key(session):
    voter = a_person(session)
    ballot = a_ballot(session, a_process(session), voter)
    cast = actions.vote(a_context(session, voter), ballot.id, lines=((1, 1),))
    session.flush()
    session.add(Vote(entry_id=cast.entry_id, lines="2:1", receipt="ANDEN", cast_at=NOON))
    with pytest.raises(IntegrityError):
        session.flush()


def test_an_option_that_is_not_there_is_not_found(session):
    voter, process = a_person(session), a_process(session)
    ballot = a_ballot(session, process, voter)
    with pytest.raises(Refusal) as refused:
        actions.vote(a_context(session, voter), ballot.id, lines=((4, 1),))
    assert refused.value.reason is Reason.NOT_FOUND


def test_nobody_sees_counts_before_the_ballot_has_closed(session):
    voter, process = a_person(session), a_process(session)
    ballot = a_ballot(session, process, voter)
    with pytest.raises(Refusal):
        queries.outcome(a_context(session, a_facilitator(session, process)), ballot)


@pytest.mark.parametrize(("secrecy", "names"), [(Secrecy.OPEN, ["Vera Vælger"]), (Secrecy.CONFIDENTIAL, None)])
def test_only_an_open_vote_says_who(session, secrecy, names):
    voter = a_person(session, name="Vera Vælger")
    others = [a_person(session) for _ in range(5)]
    ballot = a_ballot(session, a_process(session), voter, *others, rule=Rule(secrecy))
    for number, one in enumerate((voter, *others)):
        actions.vote(a_context(session, one), ballot.id, lines=(((1, 2, 2, 3, 2, 3)[number], 1),))
    session.flush()
    found = queries.outcome(a_context(session, now=ballot.closes_at), ballot)
    assert (found.names.get(1), found.result.counts) == (names, {1: 1, 2: 3, 3: 2})


def test_a_confidential_vote_of_fewer_than_five_is_not_counted(session):
    voters = [a_person(session) for _ in range(6)]
    ballot = a_ballot(session, a_process(session), *voters)
    closed = a_context(session, now=ballot.closes_at)
    for number, one in enumerate(voters[:5], start=1):
        actions.vote(a_context(session, one), ballot.id, lines=((1 + number % 2, 1),))
        session.flush()
        found = queries.outcome(closed, ballot)
        if number < 5:
            assert (found.result, found.winners, found.is_held_back) == (None, (), True)
    assert found.result.counts == {1: 2, 2: 3, 3: 0}


def test_a_vote_without_a_roll_or_with_one_option_is_not_opened(session):
    process = a_process(session)
    staff = a_context(session, a_facilitator(session, process))
    with pytest.raises(Refusal) as refused:
        actions.add_ballot(staff, process.id, question="?", about="", rule=Rule(Secrecy.OPEN), options=[Option("A")])
    assert refused.value.reason is Reason.TOO_FEW_OPTIONS
    made = actions.add_ballot(
        staff, process.id, question="?", about="", rule=Rule(Secrecy.OPEN), options=[*map(Option, "AB")]
    )
    with pytest.raises(Refusal) as refused:
        actions.open_ballot(staff, made.id, last_day=(NOON + timedelta(days=5)).date())
    assert refused.value.reason is Reason.EMPTY_ROLL


def test_who_was_put_on_the_roll_by_mistake_is_taken_off_until_the_vote_opens(session):
    ballot = a_ballot(session, a_process(session), state=BallotState.DRAFT)
    staff = a_context(session, the_officer(session, ballot.process))
    first, second, *_others = queries.roll(staff, ballot.id)
    rolls.take_off_roll(staff, ballot.id, first.id)
    session.flush()
    assert first.id not in {one.id for one in queries.roll(staff, ballot.id)}
    for number in (first.id, 99999):
        with pytest.raises(Refusal) as refused:
            rolls.take_off_roll(staff, ballot.id, number)
        assert refused.value.reason is Reason.NOT_FOUND
    rolls.add_to_roll(staff, ballot.id, [a_person(session).id])
    actions.open_ballot(staff, ballot.id, last_day=NOON.date() + timedelta(days=9))
    with pytest.raises(Refusal) as refused:
        rolls.take_off_roll(staff, ballot.id, second.id)
    assert refused.value.reason is Reason.NOT_NOW


def test_the_roll_of_a_draft_is_shown_a_hundred_at_a_time(site):
    with Session(writing(site.engine)) as session:
        context = Context(VISITOR, NOON, session)
        number = int(site.at("{draft_vote}"))
        for one in range(130):
            made = enter_person(context, name=f"Vælger {one:03}", email=f"v{one}@civic.invalid", is_invented=True)
            session.add(RollEntry(ballot_id=number, person_id=made.id))
        session.commit()
    path = site.at("/da/votes/{draft_vote}/roll")
    first = site.client("facilitator").get(path).text
    following = re.search(r'href="([^"]+after=[^"]+)"', first)[1]
    second = site.client("facilitator").get(html.unescape(following)).text
    site.restore()
    assert "130 pladser står på stemmelisten." in first
    assert ("Vælger 099" in first, "Vælger 100" in first, "Vælger 129" in second) == (True, False, True)


def test_one_is_found_on_a_roll_of_many_and_put_on_it_by_some_letters(site):
    with Session(writing(site.engine)) as session:
        context = Context(VISITOR, NOON, session)
        number = int(site.at("{draft_vote}"))
        for one in range(130):
            made = enter_person(context, name=f"Vælger {one:03} Lund", email=f"v{one}@civic.invalid", is_invented=True)
            session.add(RollEntry(ballot_id=number, person_id=made.id))
        enter_person(context, name="Sigrid Undset Lundeby", email="sigrid@civic.invalid", is_invented=True)
        session.commit()
    path, client = site.at("/da/votes/{draft_vote}/roll"), site.client("facilitator")
    found = client.get(f"{path}?words=vælger+12").text
    short = client.get(f"{path}?words=lu").text
    many, nobody = client.get(f"{path}?words=lund").text, client.get(f"{path}?words=sigrid").text
    token = {"csrf_token": site.token("facilitator")}
    asked = client.post(f"{path}/person", data={**token, "once": "a", "person": "lundeby"})
    value = re.search(r'name="found" value="([^"]+)"', asked.text)[1]
    chosen = {"person": "lundeby", "found_for": "lundeby", "found": value}
    put_on = client.post(f"{path}/person", data={**token, "once": "b", **chosen})
    after = client.get(f"{path}?words=sigrid").text
    site.restore()
    assert list(dict.fromkeys(re.findall(r"<bdi>(Vælger [0-9]+)", found))) == [
        f"Vælger {one}" for one in range(120, 130)
    ]
    assert "Flere hedder sådan" in many
    assert "mindst tre bogstaver" in short
    assert "Ingen på stemmelisten hedder" not in short
    assert "Ingen på stemmelisten hedder det" in nobody
    assert (asked.status_code, put_on.status_code) == (422, 303)
    assert "<bdi>Sigrid Undset Lundeby" in after
