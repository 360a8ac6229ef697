"""Papers drawn by lot from stations that are counted: which, what is entered of them, and the risk that is left."""

import pytest
from sqlalchemy.orm import Session

from civic.kernel.refusal import Reason
from civic.tally.terms import Method, TieRule
from civic.voting import actions, auditing, queries, stations
from civic.voting.models import Option, Rule, Secrecy
from tests.clock import NOON
from tests.make import a_ballot, a_context, a_person, a_process, the_officer
from tests.refusing import refused

YES_NO = Rule(Secrecy.OPEN, Method.YES_NO, tie=TieRule.FALLS)
ANSWERS = (Option("Ja"), Option("Nej"))


def counted(session: Session, papers=((1, 30), (2, 10)), void=2, rule=YES_NO, options=ANSWERS):
    """Return a closed vote with two electronic votes and a station whose papers two have counted, and its staff."""
    process = a_process(session)
    voters = [a_person(session, name=f"Stemmer {at}") for at in range(60)]
    ballot = a_ballot(session, process, *voters, rule=rule, options=options)
    officer = the_officer(session, process)
    staff = a_context(session, officer)
    one = stations.add_station(staff, ballot.id, name="Fælleshuset", place="Mosebakken 1")
    other = stations.add_station(staff, ballot.id, name="Biblioteket", place="Torvet 2")
    counters = [officer, a_person(session, name="Tæller")]
    for station in (one, other):
        for counter in counters:
            stations.add_shift(staff, station.id, person_id=counter.id, starts_at=NOON, ends_at=NOON.replace(hour=20))
    actions.vote(a_context(session, voters[0]), ballot.id, lines=((1, 1),))
    session.flush()
    closed = ballot.closes_at
    half = {((option, 1),): times // 2 for option, times in papers}
    for station in (one, other):
        for counter in counters:
            stations.count(a_context(session, counter, closed), station.id, ballots=half, void=void // 2)
    session.flush()
    return ballot, a_context(session, officer, closed)


def entered(ballot, reader, marks):
    """Enter what `marks` says is on each drawn paper."""
    found = queries.audited(reader, ballot)
    auditing.enter_papers(reader, ballot.id, {one.number: marks(at) for at, one in enumerate(found.drawn)})
    return queries.audited(reader, ballot)


def test_papers_are_drawn_by_station_and_place_and_bear_out_what_they_say(session):
    ballot, staff = counted(session)
    auditing.begin_audit(staff, ballot.id, public_words="Lotto: 31, 4 og 15", size=30, most_risk=5)
    found = queries.audited(staff, ballot)
    assert found.audit.words == "4 15 31"
    assert found.papers == 42
    assert len({one.number for one in found.drawn}) == 30
    for one in found.drawn:
        place = one.number if one.station.name == "Fælleshuset" else one.number - 21
        assert one.place == place
    assert found.risk == 1, "nobody has looked at any"
    assert not found.is_borne_out
    after = entered(ballot, staff, lambda at: ((1 if at % 4 else 2, 1),))
    assert after.looked_at == 30
    assert after.risk < 0.05
    assert after.is_borne_out


def test_papers_that_say_otherwise_do_not_bear_it_out_and_what_is_entered_is_put_right(session):
    ballot, staff = counted(session)
    auditing.begin_audit(staff, ballot.id, public_words="1 2 3", size=20, most_risk=5)
    against = entered(ballot, staff, lambda at: ((2, 1),))
    assert not against.is_borne_out
    assert against.risk > 0.9
    right = entered(ballot, staff, lambda at: ((1, 1),) if at else None)
    assert right.is_borne_out
    assert len(right.audit.drawn) == 20, "each paper stands once"


def test_more_are_drawn_beside_those_that_were_and_count_only_in_a_row(session):
    ballot, staff = counted(session)
    auditing.begin_audit(staff, ballot.id, public_words="1 2 3", size=5, most_risk=5)
    first = [one.number for one in queries.audited(staff, ballot).drawn]
    entered(ballot, staff, lambda at: ((1, 1),))
    auditing.draw_more(staff, ballot.id, size=10)
    found = queries.audited(staff, ballot)
    assert [one.number for one in found.drawn][:5] == first
    assert found.looked_at == 5
    auditing.enter_papers(staff, ballot.id, {found.drawn[7].number: ((2, 1),)})
    assert queries.audited(staff, ballot).looked_at == 5, "the sixth has not been looked at"
    auditing.draw_more(staff, ballot.id, size=5000)
    assert len(queries.audited(staff, ballot).drawn) == 42


def test_what_cannot_be_is_refused(session):
    ballot, staff = counted(session)
    begin = {"public_words": "1 2 3", "size": 5, "most_risk": 5}
    refused(
        lambda: auditing.begin_audit(staff, ballot.id, **{**begin, "public_words": "ingen tal"}), Reason.NOTHING_SAID
    )
    refused(lambda: auditing.enter_papers(staff, ballot.id, {1: ()}), Reason.NOT_FOUND)
    auditing.begin_audit(staff, ballot.id, **begin)
    refused(lambda: auditing.begin_audit(staff, ballot.id, **begin), Reason.TAKEN)
    drawn = [one.number for one in queries.audited(staff, ballot).drawn]
    another = next(one for one in range(1, 43) if one not in drawn)
    refused(lambda: auditing.enter_papers(staff, ballot.id, {another: ()}), Reason.NOT_FOUND)
    refused(lambda: auditing.enter_papers(staff, ballot.id, {drawn[0]: ((9, 1),)}), Reason.NOT_FOUND)
    outsider = a_context(session, a_person(session), ballot.closes_at)
    refused(lambda: auditing.draw_more(outsider, ballot.id, size=5), Reason.NOT_YOURS)
    early = a_context(session, a_person(session))
    refused(lambda: auditing.draw_more(early, ballot.id, size=5), Reason.NOT_YOURS, Reason.NOT_NOW)


def test_a_vote_without_papers_or_by_transfers_has_nothing_to_draw(session):
    voter = a_person(session)
    ballot = a_ballot(session, a_process(session), voter, rule=Rule(Secrecy.OPEN))
    actions.vote(a_context(session, voter), ballot.id, lines=((1, 1),))
    session.flush()
    staff = a_context(session, the_officer(session, ballot.process), ballot.closes_at)
    refused(lambda: auditing.begin_audit(staff, ballot.id, public_words="1", size=5, most_risk=5), Reason.NO_AUDIT)
    names = tuple(map(Option, ("A", "B", "C")))
    rule = Rule(Secrecy.OPEN, Method.TRANSFER, winners=2)
    other, staff = counted(session, papers=((1, 20), (2, 10)), rule=rule, options=names)
    refused(lambda: auditing.begin_audit(staff, other.id, public_words="1", size=5, most_risk=5), Reason.NO_AUDIT)


@pytest.mark.parametrize(("papers", "is_shown"), [(((1, 30), (2, 10)), True), (((1, 20),), False)])
def test_of_a_confidential_vote_nothing_is_told_that_its_result_keeps_back(session, papers, is_shown):
    rule = Rule(Secrecy.CONFIDENTIAL, Method.YES_NO, tie=TieRule.FALLS)
    ballot, staff = counted(session, papers=papers, void=0, rule=rule)
    assert bool(queries.claimed(staff, ballot)) is is_shown
