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
from civic.voting import actions, queries
from civic.voting.models import BallotState, Mode, Option, RollEntry, Vote
from tests.clock import NOON
from tests.make import a_ballot, a_context, a_facilitator, a_person, a_process, the_officer

SECOND = timedelta(seconds=1)


def test_a_vote_can_be_changed_and_counts_once(session):
    voter = a_person(session)
    ballot = a_ballot(session, a_process(session), voter, mode=Mode.OPEN)
    for option in (0, 2):
        actions.vote(a_context(session, voter), ballot.id, option_id=ballot.options[option].id)
        session.flush()
    closed = a_context(session, now=ballot.closes_at)
    assert [one.count for one in queries.result(closed, ballot)] == [0, 0, 1]
    assert queries.turnout(closed, ballot.id) == queries.Turnout(on_roll=5, voted=1)


@pytest.mark.parametrize(("from_end", "works"), [(-SECOND, True), (0 * SECOND, False), (SECOND, False)])
def test_no_vote_slips_in_after_the_ballot_closes(session, from_end, works):
    voter = a_person(session)
    ballot = a_ballot(session, a_process(session), voter)
    context = a_context(session, voter, now=ballot.closes_at + from_end)
    if works:
        assert actions.vote(context, ballot.id, option_id=ballot.options[0].id)
        return
    with pytest.raises(Refusal) as refused:
        actions.vote(context, ballot.id, option_id=ballot.options[0].id)
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
        actions.vote(a_context(session, person), ballot.id, option_id=ballot.options[0].id)
    assert refused.value.reason is reason


def test_a_second_vote_breaks_a_unique_key(session):
    voter = a_person(session)
    ballot = a_ballot(session, a_process(session), voter)
    cast = actions.vote(a_context(session, voter), ballot.id, option_id=ballot.options[0].id)
    session.flush()
    session.add(Vote(entry_id=cast.entry_id, option_id=ballot.options[1].id, cast_at=NOON))
    with pytest.raises(IntegrityError):
        session.flush()


def test_an_option_of_another_ballot_is_not_found(session):
    voter, process = a_person(session), a_process(session)
    ballot, other = a_ballot(session, process, voter), a_ballot(session, process, voter)
    with pytest.raises(Refusal) as refused:
        actions.vote(a_context(session, voter), ballot.id, option_id=other.options[0].id)
    assert refused.value.reason is Reason.NOT_FOUND


def test_nobody_sees_counts_before_the_ballot_has_closed(session):
    voter, process = a_person(session), a_process(session)
    ballot = a_ballot(session, process, voter)
    with pytest.raises(Refusal):
        queries.result(a_context(session, a_facilitator(session, process)), ballot)


@pytest.mark.tampers
@pytest.mark.parametrize(("mode", "names"), [(Mode.OPEN, ("Vera Vælger",)), (Mode.CONFIDENTIAL, ())])
def test_only_an_open_vote_says_who(session, mode, names):
    voter = a_person(session, name="Vera Vælger")
    others = [a_person(session) for _ in range(4)]
    ballot = a_ballot(session, a_process(session), voter, *others)
    ballot.mode = mode
    for one in (voter, *others):
        option = ballot.options[0 if one is voter else 1]
        actions.vote(a_context(session, one), ballot.id, option_id=option.id)
    session.flush()
    found = queries.result(a_context(session, now=ballot.closes_at), ballot)
    assert (found[0].names, [one.count for one in found]) == (names, [1, 4, 0])


def test_a_confidential_vote_of_fewer_than_five_is_not_counted(session):
    voters = [a_person(session) for _ in range(6)]
    ballot = a_ballot(session, a_process(session), *voters)
    closed = a_context(session, now=ballot.closes_at)
    for number, one in enumerate(voters[:5], start=1):
        actions.vote(a_context(session, one), ballot.id, option_id=ballot.options[0].id)
        counts = [each.count for each in queries.result(closed, ballot)]
        assert counts == ([5, 0, 0] if number == 5 else [])


def test_a_vote_without_a_roll_or_with_one_option_is_not_opened(session):
    process = a_process(session)
    staff = a_context(session, a_facilitator(session, process))
    with pytest.raises(Refusal) as refused:
        actions.add_ballot(staff, process.id, question="?", about="", mode=Mode.OPEN, options=[Option("A")])
    assert refused.value.reason is Reason.TOO_FEW_OPTIONS
    made = actions.add_ballot(staff, process.id, question="?", about="", mode=Mode.OPEN, options=[*map(Option, "AB")])
    with pytest.raises(Refusal) as refused:
        actions.open_ballot(staff, made.id, last_day=(NOON + timedelta(days=5)).date())
    assert refused.value.reason is Reason.EMPTY_ROLL


def test_who_was_put_on_the_roll_by_mistake_is_taken_off_until_the_vote_opens(session):
    ballot = a_ballot(session, a_process(session), state=BallotState.DRAFT)
    staff = a_context(session, the_officer(session, ballot.process))
    first, second, *_others = queries.roll(staff, ballot.id)
    actions.take_off_roll(staff, ballot.id, first.id)
    session.flush()
    assert first.id not in {one.id for one in queries.roll(staff, ballot.id)}
    for number in (first.id, 99999):
        with pytest.raises(Refusal) as refused:
            actions.take_off_roll(staff, ballot.id, number)
        assert refused.value.reason is Reason.NOT_FOUND
    actions.add_to_roll(staff, ballot.id, [a_person(session).id])
    actions.open_ballot(staff, ballot.id, last_day=NOON.date() + timedelta(days=9))
    with pytest.raises(Refusal) as refused:
        actions.take_off_roll(staff, ballot.id, second.id)
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
    assert "130 personer står på stemmelisten." in first
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
