"""Votes on paper: a mark on the roll ends the electronic vote, and two officers count, each by themselves."""

import re
from datetime import date, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from civic.db.engine import writing
from civic.kernel.refusal import Reason, Refusal
from civic.tally.count import result
from civic.tally.files import read, write
from civic.tally.terms import Method
from civic.voting import actions, queries, rolls, stations
from civic.voting.lists import Listed, ListRule
from civic.voting.models import BallotState, CountSheet, Proof, Rule, Secrecy, Vote
from civic.web.voting.papers import PapersForm
from tests.clock import NOON
from tests.make import a_ballot, a_context, a_person, a_process, the_officer

OPEN = Rule(Secrecy.OPEN)
FIRST, SECOND = ((1, 1),), ((2, 1),)


def refused(do, reason):
    with pytest.raises(Refusal) as found:
        do()
    assert found.value.reason is reason


def with_station(session, *voters, rule=OPEN, officers=2, state=BallotState.OPEN):
    """Return a vote with a station, and the persons who have a shift there from noon to four."""
    ballot = a_ballot(session, a_process(session), *voters, rule=rule, state=state)
    staff = a_context(session, the_officer(session, ballot.process))
    station = stations.add_station(staff, ballot.id, name="Fælleshuset", place="Kl. 12-16")
    persons = [a_person(session) for _ in range(officers)]
    for one in persons:
        stations.add_shift(staff, station.id, person_id=one.id, starts_at=NOON, ends_at=NOON + timedelta(hours=4))
    session.flush()
    return ballot, station, persons


def place(session, ballot, person):
    return queries.standing(a_context(session, person), ballot.id).entry


def test_a_mark_ends_the_electronic_vote_and_taken_back_it_counts_again(session):
    voter = a_person(session)
    ballot, station, (officer, _other) = with_station(session, voter)
    mine, shift = a_context(session, voter), a_context(session, officer)
    cast = actions.vote(mine, ballot.id, lines=FIRST)
    session.flush()
    assert queries.is_counted(mine, ballot.id, cast.receipt)
    stations.mark(shift, station.id, cast.entry_id, is_assisted=True)
    session.flush()
    assert not queries.is_counted(mine, ballot.id, cast.receipt)
    refused(lambda: actions.vote(mine, ballot.id, lines=SECOND), Reason.VOTED_ON_PAPER)
    refused(lambda: stations.mark(shift, station.id, cast.entry_id), Reason.VOTED_ON_PAPER)
    stations.unmark(shift, station.id, cast.entry_id)
    session.flush()
    assert queries.is_counted(mine, ballot.id, cast.receipt)
    again = actions.vote(mine, ballot.id, lines=SECOND)
    assert (again.receipt, session.scalar(select(Vote.proof))) == (cast.receipt, Proof.ACCOUNT)


def test_who_had_not_voted_is_free_again_when_a_mark_is_taken_back(session):
    voter = a_person(session)
    ballot, station, (officer, _other) = with_station(session, voter)
    shift = a_context(session, officer)
    entry = place(session, ballot, voter)
    stations.mark(shift, station.id, entry.id)
    session.flush()
    assert queries.turnout(shift, ballot.id).voted == 1
    stations.unmark(shift, station.id, entry.id)
    session.flush()
    assert queries.turnout(shift, ballot.id).voted == 0
    refused(lambda: stations.unmark(shift, station.id, entry.id), Reason.NOT_FOUND)


@pytest.mark.parametrize("hours", [-1, 4, 5])
def test_an_officer_marks_during_the_shift_and_nobody_else_does(session, hours):
    voter = a_person(session)
    ballot, station, (officer, _other) = with_station(session, voter)
    entry = place(session, ballot, voter)
    late = a_context(session, officer, now=NOON + timedelta(hours=hours))
    refused(lambda: stations.mark(late, station.id, entry.id), Reason.NO_SHIFT)
    for one in (voter, the_officer(session, ballot.process)):
        refused(lambda one=one: stations.mark(a_context(session, one), station.id, entry.id), Reason.NOT_YOURS)


def test_until_two_have_counted_and_agree_there_is_no_result(session):
    voters = [a_person(session) for _ in range(5)]
    ballot, station, (first, second) = with_station(session, *voters, officers=2)
    shift = a_context(session, first)
    actions.vote(a_context(session, voters[0]), ballot.id, lines=FIRST)
    for one in voters[1:4]:
        stations.mark(shift, station.id, place(session, ballot, one).id)
    refused(lambda: stations.count(shift, station.id, ballots={SECOND: 2}, void=1), Reason.NOT_NOW)
    over = ballot.closes_at
    one, two = (a_context(session, officer, now=over) for officer in (first, second))
    look = lambda: queries.outcome(one, queries.ballot(one, ballot.id))  # noqa: E731
    assert (look().result, look().waits_for_count) == (None, True)
    stations.count(one, station.id, ballots={SECOND: 2}, void=1)
    session.flush()
    assert look().waits_for_count
    stations.count(two, station.id, ballots={SECOND: 1, (): 1}, void=1)
    session.flush()
    assert (look().waits_for_count, queries.station(one, station.id).differs) == (True, True)
    stations.count(two, station.id, ballots={SECOND: 2}, void=1)
    session.flush()
    found = look()
    assert (found.waits_for_count, found.result.counts, found.winners) == (False, {1: 1, 2: 2, 3: 0}, (2,))
    kept = session.scalar(select(CountSheet.earlier).where(CountSheet.person_id == second.id))
    assert kept[0][:2] == [{"2:1": 1, "": 1}, 1]
    refused(lambda: stations.count(one, station.id, ballots={SECOND: 3}, void=0), Reason.NOT_NOW)
    assert queries.turnout(one, ballot.id).voted == 4


def test_a_third_officer_does_not_count_and_nobody_counts_twice_as_two(session):
    ballot, station, officers = with_station(session, officers=3)
    contexts = [a_context(session, one, now=ballot.closes_at) for one in officers]
    stations.count(contexts[0], station.id, ballots={}, void=0)
    stations.count(contexts[0], station.id, ballots={}, void=0)
    session.flush()
    assert not queries.station(contexts[0], station.id).is_counted
    stations.count(contexts[1], station.id, ballots={FIRST: 1}, void=0)
    session.flush()
    refused(lambda: stations.count(contexts[2], station.id, ballots={}, void=0), Reason.SEATS_TAKEN)
    session.add(
        CountSheet(station_id=station.id, number=2, person_id=officers[2].id, counted_at=NOON, ballots={}, void=0)
    )
    with pytest.raises(IntegrityError):
        session.flush()


def test_a_count_is_of_what_could_be_voted(session):
    ballot, station, (officer, _other) = with_station(session)
    over = a_context(session, officer, now=ballot.closes_at)
    refused(lambda: stations.count(over, station.id, ballots={((1, 1), (2, 1)): 1}, void=0), Reason.TOO_MANY_CHOSEN)
    refused(lambda: stations.count(over, station.id, ballots={((7, 1),): 1}, void=0), Reason.NOT_FOUND)


def test_a_station_where_somebody_is_marked_is_not_taken_out(session):
    voter = a_person(session)
    ballot, station, (officer, _other) = with_station(session, voter)
    staff = a_context(session, the_officer(session, ballot.process))
    stations.mark(a_context(session, officer), station.id, place(session, ballot, voter).id)
    session.flush()
    refused(lambda: stations.take_out_station(staff, station.id), Reason.IN_USE)
    stations.unmark(a_context(session, officer), station.id, place(session, ballot, voter).id)
    session.flush()
    stations.take_out_station(staff, station.id)
    session.flush()
    assert queries.stations(staff, ballot.id) == []


@pytest.mark.parametrize(
    ("method", "typed", "read"),
    [
        (Method.SOME, "3 x 1 4\n\n2x4\n1 × 1,4", {((1, 1), (4, 1)): 4, ((4, 1),): 2}),
        (Method.RUNOFF, "3 x 2 1\n1 x 1 2", {((1, 2), (2, 1)): 3, ((1, 1), (2, 2)): 1}),
        (Method.POINTS, "3 x 1:5 4:2", {((1, 5), (4, 2)): 3}),
    ],
)
def test_papers_are_read_line_by_line(site, method, typed, read):
    with site.app.test_request_context():
        form = _form(method)
        assert form._read(typed) == read


@pytest.mark.parametrize(
    ("method", "typed"),
    [
        (Method.SOME, "x 1"),
        (Method.SOME, "3 x"),
        (Method.SOME, "tre x 1"),
        (Method.SOME, "3 x 1:2"),
        (Method.POINTS, "3 x 1"),
        (Method.SOME, "3 1 4"),
        (Method.SOME, "٣ x 1"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(site, method, typed):
    with site.app.test_request_context(
        "/da/votes", method="POST", data={"papers": f"1 x {'1:1' if method is Method.POINTS else '1'}\n{typed}"}
    ):
        form = _form(method)
        assert not form.validate()
        assert "2" in form.errors["papers"][0]


def _form(method):
    class Asked:
        """What a form of papers asks of a vote."""

        def __init__(self):
            self.method = method
            self.options = []

    return PapersForm.over(Asked())(meta={"csrf": False})


def test_of_a_household_the_free_place_is_marked_and_nobody_s_vote_ends_by_another_s(session):
    adults = [a_person(session) for _ in range(2)]
    ballot, station, (officer, _other) = with_station(session, state=BallotState.DRAFT)
    staff = a_context(session, the_officer(session, ballot.process))
    listed = [Listed(number, address="Vej 1", person_id=one.id) for number, one in enumerate(adults, start=2)]
    rolls.add_listed(staff, ballot.id, listed, ListRule(is_households=True))
    actions.open_ballot(staff, ballot.id, last_day=date(2026, 3, 12))
    mine = a_context(session, adults[0])
    cast = actions.vote(mine, ballot.id, lines=FIRST)
    shift = a_context(session, officer)
    marked = stations.mark(shift, station.id, cast.entry_id)
    session.flush()
    assert marked.id != cast.entry_id
    assert queries.is_counted(mine, ballot.id, cast.receipt)
    refused(lambda: stations.mark(shift, station.id, cast.entry_id), Reason.PLACES_USED)
    refused(lambda: actions.vote(a_context(session, adults[1]), ballot.id, lines=SECOND), Reason.PLACES_USED)


@pytest.mark.parametrize("quorum", [0, 60])
def test_the_file_of_an_open_vote_has_letters_and_papers_too_and_comes_to_the_same(session, quorum):
    voters = [a_person(session) for _ in range(5)]
    ballot, station, (first, second) = with_station(session, *voters, rule=Rule(Secrecy.OPEN, quorum=quorum))
    actions.vote(a_context(session, voters[0]), ballot.id, lines=FIRST)
    for one in voters[1:3]:
        stations.mark(a_context(session, first), station.id, place(session, ballot, one).id)
    for officer in (first, second):
        over = a_context(session, officer, now=ballot.closes_at)
        stations.count(over, station.id, ballots={FIRST: 1}, void=1)
        session.flush()
    asked = queries.ballot(over, ballot.id)
    told = queries.told(over, asked)
    assert [name for name, _lines in told.voters] == [voters[0].name, ""]
    again = read(write(told))
    assert result(again.terms, again.ballots, again.seed) == queries.outcome(over, asked).result
    assert sum(again.ballots.values()) >= again.quorum, "three of five took part, one of them with a void paper"


def test_who_had_no_shift_while_it_was_open_can_be_given_one_to_count(session):
    ballot, station, _nobody = with_station(session, officers=0)
    officer = a_person(session)
    over = ballot.closes_at + timedelta(hours=9)
    staff = a_context(session, the_officer(session, ballot.process), now=over)
    refused(
        lambda: stations.count(a_context(session, officer, now=over), station.id, ballots={}, void=0), Reason.NOT_YOURS
    )
    stations.add_shift(staff, station.id, person_id=officer.id, starts_at=over, ends_at=over + timedelta(hours=2))
    session.flush()
    assert stations.count(a_context(session, officer, now=over), station.id, ballots={}, void=0)


@pytest.mark.parametrize("is_ranked", [True, False])
def test_who_counts_papers_line_by_line_sees_the_numbers_of_the_options(site, is_ranked):
    vote = site.at("{household_vote}")
    with Session(writing(site.engine)) as session:
        asked = "method = 'runoff', tie = 'new_vote'" if is_ranked else "question = question"
        session.execute(text(f"UPDATE ballot SET state = 'closed', {asked} WHERE id = {vote}"))
        session.commit()
    page = site.client("secretary").get(site.at("/da/votes/stations/{some_station}")).text
    site.restore()
    numbers = re.findall(r"<li><b>(\d)</b> <bdi[^>]*>(Ja|Nej)</bdi>", page)
    assert numbers == ([("1", "Ja"), ("2", "Nej")] if is_ranked else [])
    assert ("Stemmesedlerne, en linje for hver måde" in page) == is_ranked
