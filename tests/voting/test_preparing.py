"""A vote before it opens: its words in other languages, the proposals it comes from, a trial, a budget by area."""

from datetime import date, timedelta
from fractions import Fraction
from functools import partial

import pytest
from sqlalchemy import func, select

from civic.kernel.refusal import Reason
from civic.kernel.seen import fingerprint
from civic.kernel.trace import Kind, Ref, forward
from civic.proposals.models import ProposalState
from civic.tally.count import result
from civic.tally.files import Told, read, write
from civic.tally.terms import Fault, Marking, Method, Spending, Terms, TieRule, fault_of
from civic.voting import actions, preparing, queries
from civic.voting.models import BallotState, Option, Rule, Secrecy, TrialVote, words_of
from tests.make import a_ballot, a_context, a_person, a_process, a_proposal, the_officer
from tests.refusing import refused

DRAFT, OPEN = BallotState.DRAFT, Secrecy.OPEN
LAST = date(2026, 3, 12)
ARABIC = {"Hvad først?": "ماذا أولاً؟", "Om gården.": "عن الفناء.", "Bænke": "مقاعد", "Højbede": "أحواض", "Lys": "إضاءة"}
THREE = tuple(map(Option, ("Bænke", "Højbede", "Lys")))


@pytest.fixture
def draft(session):
    """Give a vote that is prepared, and who prepares it."""
    process = a_process(session)
    made = a_ballot(session, process, state=DRAFT, rule=Rule(OPEN), options=THREE)
    return made, a_context(session, the_officer(session, process))


def test_a_vote_opens_when_all_its_words_are_said_in_the_language_that_was_begun(draft):
    ballot, staff = draft
    preparing.put_wording(staff, ballot.id, "ar", {**ARABIC, "Lys": "", "Noget andet": "x"})
    assert ballot.lacks("ar") == ["Lys"]
    assert ballot.languages == []
    refused(lambda: actions.open_ballot(staff, ballot.id, last_day=LAST), Reason.WORDING_MISSING)
    preparing.put_wording(staff, ballot.id, "ar", ARABIC)
    assert ballot.languages == ["ar"]
    actions.open_ballot(staff, ballot.id, last_day=LAST)
    assert ballot.frozen["wordings"] == {"ar": ARABIC}
    assert ballot.is_as_frozen
    ballot.wordings = {"ar": {**ARABIC, "Lys": "نار"}}
    assert not ballot.is_as_frozen, "what voters read decides what they vote on"


def test_words_that_are_changed_afterwards_have_to_be_said_anew_and_a_language_can_be_taken_out(draft):
    ballot, staff = draft
    preparing.put_wording(staff, ballot.id, "ar", ARABIC)
    changed = [*THREE[:2], Option("Lamper")]
    actions.change_ballot(
        staff, ballot.id, question="Hvad først?", about="Om gården.", rule=Rule(OPEN), options=changed
    )
    assert ballot.lacks("ar") == ["Lamper"]
    preparing.put_wording(staff, ballot.id, "ar", dict.fromkeys(ARABIC, ""))
    assert ballot.wordings == {}


def test_two_who_translate_at_once_do_not_write_over_each_other(draft):
    ballot, staff = draft
    refused(lambda: preparing.put_wording(staff, ballot.id, "ar", ARABIC, seen="another"), Reason.WRITTEN_MEANWHILE)


def test_whoever_opens_a_vote_has_seen_what_it_says_in_other_languages(draft):
    ballot, staff = draft
    preparing.put_wording(staff, ballot.id, "ar", ARABIC)
    on_roll = queries.turnout(staff, ballot.id).on_roll
    seen = fingerprint(*words_of(ballot), *ballot.said_elsewhere, on_roll)
    preparing.put_wording(staff, ballot.id, "ar", {**ARABIC, "Lys": "نور"})
    refused(lambda: actions.open_ballot(staff, ballot.id, last_day=LAST, seen=seen), Reason.WRITTEN_MEANWHILE)
    again = fingerprint(*words_of(ballot), *ballot.said_elsewhere, on_roll)
    assert actions.open_ballot(staff, ballot.id, last_day=LAST, seen=again)


def test_a_proposal_leads_to_the_vote_from_the_day_it_opens_and_its_line_says_what_came_of_it(session, draft):
    ballot, staff = draft
    voter = a_person(session)
    proposal = a_proposal(session, ballot.process, state=ProposalState.ACCEPTED)
    first, _second, third = ballot.options
    preparing.name_proposals(staff, ballot.id, {first.id: proposal.id})
    assert queries.put_to_vote(staff, [proposal.id]) == [], "a draft is nobody's business yet"
    assert not forward(staff, Ref(Kind.PROPOSAL, proposal.id))[Kind.BALLOT]
    actions.open_ballot(staff, ballot.id, last_day=LAST)
    assert forward(staff, Ref(Kind.PROPOSAL, proposal.id))[Kind.BALLOT] == [ballot.id]
    (during,) = queries.put_to_vote(staff, [proposal.id])
    assert (during.option.id, during.closed_at(staff.now), during.is_chosen) == (first.id, None, None)
    _everybody_votes(session, ballot, 1)
    after = a_context(session, voter, now=ballot.closes_at + timedelta(hours=1))
    (told,) = queries.put_to_vote(after, [proposal.id])
    assert (told.is_chosen, told.closed_at(after.now)) == (True, ballot.closes_at)
    assert queries.sources(after, ballot) == {1: proposal}
    assert third.proposal_id is None


def _everybody_votes(session, ballot, option):
    for person_id in queries.everybody_on_roll(a_context(session), ballot.id):
        voter = queries.roll(a_context(session), ballot.id, at_most=100)
        person = next(one.person for one in voter if one.person_id == person_id)
        actions.vote(a_context(session, person), ballot.id, lines=((option, 1),))
    session.flush()


def test_a_proposal_of_another_process_or_one_nobody_reads_yet_is_no_source(session, draft):
    ballot, staff = draft
    elsewhere = a_proposal(session, a_process(session), state=ProposalState.ACCEPTED)
    unread = a_proposal(session, ballot.process, state=ProposalState.SUBMITTED)
    for other in (elsewhere, unread):
        refused(
            partial(preparing.name_proposals, staff, ballot.id, {ballot.options[0].id: other.id}), Reason.NOT_FITTING
        )


def test_trial_votes_count_for_nothing_and_are_wiped_when_the_vote_changes_or_opens(session, draft):
    ballot, staff = draft

    def tried():
        return session.scalar(select(func.count()).select_from(TrialVote).where(TrialVote.ballot_id == ballot.id))

    for lines in (((1, 1),), ((1, 1),), ()):
        preparing.try_out(staff, ballot.id, lines=lines)
    assert queries.trial(staff, ballot.id) == {((1, 1),): 2, (): 1}
    refused(lambda: preparing.try_out(staff, ballot.id, lines=((9, 1),)), Reason.NOT_FOUND)
    preparing.wipe_trial(staff, ballot.id)
    assert tried() == 0
    preparing.try_out(staff, ballot.id, lines=((2, 1),))
    actions.change_ballot(staff, ballot.id, question="Hvad så?", about="", rule=Rule(OPEN), options=THREE)
    assert tried() == 0
    preparing.try_out(staff, ballot.id, lines=((2, 1),))
    actions.open_ballot(staff, ballot.id, last_day=LAST)
    assert tried() == 0
    assert queries.turnout(staff, ballot.id).voted == 0
    refused(lambda: preparing.try_out(staff, ballot.id, lines=((1, 1),)), Reason.NOT_NOW)


def test_only_those_who_hold_the_vote_prepare_it(session, draft):
    ballot, _staff = draft
    other = a_context(session, a_person(session))
    for deed in (
        lambda: preparing.put_wording(other, ballot.id, "ar", ARABIC),
        lambda: preparing.name_proposals(other, ballot.id, {}),
        lambda: preparing.try_out(other, ballot.id, lines=((1, 1),)),
        lambda: preparing.wipe_trial(other, ballot.id),
    ):
        refused(deed, Reason.NOT_FOUND)


# --- a budget by area

AREAS = {"Nord": 6_000, "Syd": 4_000}
PROJECTS = (
    Option("Bænke", cost=4_000, area="Nord"),
    Option("Lys", cost=3_000, area="Nord"),
    Option("Bed", cost=4_000, area="Syd"),
)


def terms(spending=Spending.GREEDY, marking=Marking.APPROVAL):
    """Return the terms of a budget of two areas."""
    costs = {at: one.cost for at, one in enumerate(PROJECTS, 1)}
    areas = {at: one.area for at, one in enumerate(PROJECTS, 1)}
    return Terms(
        Method.BUDGET, (1, 2, 3), costs=costs, sum=10_000, spending=spending, marking=marking, areas=AREAS,
        area_of=areas, tie=TieRule.NEW_VOTE,
    )  # fmt: skip


@pytest.mark.parametrize("spending", list(Spending))
def test_each_area_gives_its_own_sum_to_its_own_projects(spending):
    ballots = {((1, 1), (3, 1)): 2, ((1, 1), (2, 1)): 1, ((2, 1),): 1}
    found = result(terms(spending), ballots)
    assert found.winners == (1, 3), "2 is beaten by 1 in the north, and the south's money is not for it"
    assert found.counts == {1: 3, 2: 2, 3: 2}
    if spending is Spending.SHARES:
        assert found.parts == {"Nord": Fraction(6_000, 4), "Syd": Fraction(2_000)}, "of those who marked some there"


def test_what_is_level_in_one_area_leaves_the_other_as_it_is():
    found = result(terms(), {((1, 1), (3, 1)): 1, ((2, 1), (3, 1)): 1})
    assert [one.options for one in found.ties] == [(1, 2)]
    assert found.winners == (3,)


def test_a_ballot_that_is_bought_stays_within_each_area_and_a_file_counts_the_same():
    marked = terms(marking=Marking.KNAPSACK)
    assert fault_of(marked, ((1, 1), (2, 1))) is Fault.OVER_SUM
    assert fault_of(marked, ((1, 1), (3, 1))) is None
    ballots = {((1, 1), (3, 1)): 2, ((2, 1),): 1}
    names = {1: "Bænke", 2: "Lys", 3: "Bed"}
    again = read(write(Told("Hvad?", marked, names, ballots)))
    assert (again.terms, again.ballots) == (marked, ballots)


@pytest.mark.parametrize(("areas", "options"), [
    ({"Nord": 6_000, "Syd": 4_000}, (*PROJECTS[:2], Option("Bed", cost=4_000))),
    ({"Nord": 6_000, "Syd": 4_000}, (*PROJECTS[:2], Option("Bed", cost=4_000, area="Vest"))),
    ({"Nord": 6_000, "Syd": 3_000}, PROJECTS),
    ({}, PROJECTS),
])  # fmt: skip
def test_areas_that_do_not_fit_the_sum_or_the_projects_are_refused(session, areas, options):
    rule = Rule(OPEN, Method.BUDGET, sum=10_000, spending=Spending.GREEDY, marking=Marking.APPROVAL, areas=areas)
    process = a_process(session)
    refused(lambda: a_ballot(session, process, state=DRAFT, rule=rule, options=options), Reason.AREA_MISSING)


def test_a_budget_by_area_is_held_and_told(session):
    rule = Rule(OPEN, Method.BUDGET, sum=10_000, spending=Spending.SHARES, marking=Marking.APPROVAL, areas=AREAS)
    voters = [a_person(session, name=f"Stemmer {number}") for number in range(3)]
    ballot = a_ballot(session, a_process(session), *voters, rule=rule, options=PROJECTS)
    for voter in voters:
        actions.vote(a_context(session, voter), ballot.id, lines=((1, 1), (3, 1)))
    session.flush()
    found = queries.outcome(a_context(session, now=ballot.closes_at), ballot)
    assert found.winners == (1, 3)
    assert ballot.frozen["areas"] == [["Nord", 6_000], ["Syd", 4_000]]
    assert ballot.is_as_frozen
