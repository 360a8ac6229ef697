"""Who may vote: lists, letters with codes, households with two places, and what is changed by two persons."""

import re
from datetime import date, timedelta
from io import BytesIO
from zipfile import ZipFile

import pypdfium2
import pytest
from sqlalchemy import event, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from civic.config import Settings
from civic.db.engine import writing
from civic.files.renditions import Rendition, What
from civic.groups.models import Group, Participant
from civic.jobs import Work, Worker
from civic.kernel.actor import Actor
from civic.kernel.refusal import Reason, Refusal
from civic.privacy import retention
from civic.voting import actions, changing, lists, queries, rolls
from civic.voting.codes import code_of, hash_of
from civic.voting.forgetting import closed, forget
from civic.voting.lists import Listed, ListRule, Wrong
from civic.voting.models import (
    BallotChange,
    BallotState,
    Changing,
    Household,
    HouseholdAdult,
    Proof,
    RollEntry,
    Rule,
    Secrecy,
    Vote,
)
from civic.voting.secrecy import few
from tests.clock import NOON
from tests.make import a_ballot, a_context, a_facilitator, a_person, a_process, the_officer

SECRET = "a secret that is only used in tests ...."
HOMES = ("Nørrevang 1, 1. tv", "Nørrevang 1, 1. th", "Nørrevang 2, st.")
FIRST, SECOND = ((1, 1),), ((2, 1),)
HOUSEHOLDS = ListRule(is_households=True)
OPEN = Rule(Secrecy.OPEN)


def refused(do, reason):
    with pytest.raises(Refusal) as found:
        do()
    assert found.value.reason is reason


def by_letter(session, ballot, entry, now=NOON):
    """Return the context of whoever has a place's letter."""
    context = a_context(session, now=now)
    code = code_of(SECRET, entry.id, entry.letter)
    context.actor = Actor(place=hash_of(SECRET, code))
    return context


def households(session, *living, rule=OPEN):
    """Return a vote of three households, open, with letters; `living` are the adults of the first who have accounts."""
    process = a_process(session)
    ballot = a_ballot(session, process, state=BallotState.DRAFT, rule=rule)
    staff = a_context(session, a_facilitator(session, process))
    for one in queries.roll(staff, ballot.id):
        rolls.take_off_roll(staff, ballot.id, one.id)
    listed = [Listed(2, address=HOMES[0], person_id=one.id) for one in living] or [Listed(2, address=HOMES[0])]
    listed += [Listed(number, address=home, area="Nord") for number, home in enumerate(HOMES[1:], start=9)]
    rolls.add_listed(staff, ballot.id, listed, HOUSEHOLDS)
    actions.open_ballot(staff, ballot.id, last_day=date(2026, 3, 12))
    rolls.ask_for_letters(staff, ballot.id, SECRET)
    session.flush()
    return ballot, staff


def places_of(session, ballot, home):
    wanted = select(RollEntry).where(RollEntry.ballot_id == ballot.id, RollEntry.address == home)
    return session.scalars(wanted.order_by(RollEntry.slot).execution_options(populate_existing=True)).all()


def test_each_line_of_a_list_says_what_is_wrong_with_it():
    rows = [
        ["Navn", "Adresse", "Område", "E-mail", "Fødselsdato", "Kat"],
        ["Ida Ek", "Vej 1", "Nord", "", "17-05-2001"],
        ["Bo Ask", "Vej 2", "nord", "bo@civic.invalid", "2001-05-17"],
        [],
        ["", "", "Nord", "ingen@civic.invalid", "1.1.1980"],
        ["Ole Birk", "", "Nord", "ingen@civic.invalid", "1.1.1980"],
        ["ida ek", "vej 1", "Nord", "", "17.05.2001"],
        ["Bo Ask igen", "Vej 9", "Nord", "BO@civic.invalid", "2001-05-17"],
        ["Ung Gren", "Vej 3", "Nord", "", "02-03-2011"],
        ["Fra Syd", "Vej 4", "Syd", "", "1.1.1980"],
        ["Uden Dag", "Vej 5", "Nord", "", "31.02.1980"],
        ["Med Nummer", "Vej 6", "Nord", "", "010180-1234"],
        ["På Listen", "Vej 7", "Nord", "", "1.1.1980"],
    ]
    rule = ListRule(least_age=15, on=date(2026, 3, 1), areas=frozenset({"nord"}))
    read = lists.read(rows, rule, {"bo@civic.invalid": 7}, {("på listen", "vej 7")})
    assert [(one.line, one.name, one.person_id) for one in read.right] == [(2, "Ida Ek", None), (3, "Bo Ask", 7)]
    assert {one.line: one.wrong for one in read.wrong} == {
        5: Wrong.NOBODY, 6: Wrong.NO_ADDRESS, 7: Wrong.TWICE, 8: Wrong.TWICE, 11: Wrong.BIRTHDAY, 12: Wrong.CPR,
        13: Wrong.ON_ROLL,
    }  # fmt: skip
    assert (read.too_young, read.elsewhere, read.unknown) == (1, 1, ("kat",))
    assert [(one.name, one.address) for one in read.wrong if one.wrong is Wrong.CPR] == [("", "")]


@pytest.mark.parametrize(
    ("rule", "missing"),
    [
        (ListRule(), ("address",)),
        (HOUSEHOLDS, ("address",)),
        (ListRule(least_age=15, areas=frozenset({"nord"})), ("address", "born", "area")),
    ],
)
def test_a_list_without_a_column_that_is_needed_puts_nobody_on(rule, missing):
    read = lists.read([["Navn"], ["Ida Ek"]], rule, {})
    assert (read.missing, read.right) == (missing, [])


@pytest.mark.parametrize(
    "rule",
    [
        ListRule(),
        HOUSEHOLDS,
        ListRule(least_age=15, on=date(2026, 3, 1), areas=frozenset({"nord", "syd"})),
    ],
)
def test_a_roll_says_by_which_rule_a_list_was_put_on_it(rule):
    assert lists.rule_of(rule.written) == rule
    assert lists.rule_of("Gruppen om gårdrum") is None


def test_a_household_has_two_votes_and_a_third_adult_is_told(session):
    adults = [a_person(session) for _ in range(3)]
    ballot, staff = households(session, *adults)
    for one in adults[:2]:
        actions.vote(a_context(session, one), ballot.id, lines=FIRST)
    session.flush()
    third = a_context(session, adults[2])
    refused(lambda: actions.vote(third, ballot.id, lines=SECOND), Reason.PLACES_USED)
    found = queries.standing(third, ballot.id)
    assert (found.is_used_up, found.may_vote, found.entry) == (True, False, None)
    changed = actions.vote(a_context(session, adults[0]), ballot.id, lines=SECOND)
    session.flush()
    assert changed.receipt == session.scalar(select(Vote.receipt).where(Vote.entry_id == changed.entry_id))
    assert queries.turnout(staff, ballot.id) == queries.Turnout(on_roll=6, voted=2)


def test_who_may_vote_is_not_told_whether_others_of_the_household_have(session):
    adults = [a_person(session) for _ in range(2)]
    ballot, _staff = households(session, *adults)
    before = queries.standing(a_context(session, adults[1]), ballot.id)
    actions.vote(a_context(session, adults[0]), ballot.id, lines=FIRST)
    session.flush()
    assert queries.standing(a_context(session, adults[1]), ballot.id) == before


def test_an_adult_who_lives_alone_has_both_votes_and_nobody_else_has(session):
    alone = a_person(session)
    ballot, staff = households(session, alone)
    mine = a_context(session, alone)
    first = actions.vote(mine, ballot.id, lines=FIRST)
    second = actions.vote(mine, ballot.id, lines=SECOND, second=True)
    session.flush()
    assert first.entry_id != second.entry_id
    assert first.receipt != second.receipt
    assert actions.vote(mine, ballot.id, lines=SECOND).entry_id == first.entry_id
    assert queries.turnout(staff, ballot.id).voted == 2
    two = [a_person(session) for _ in range(2)]
    other, _staff = households(session, *two)
    one = a_context(session, two[0])
    cast = actions.vote(one, other.id, lines=FIRST)
    assert actions.vote(one, other.id, lines=FIRST, second=True).entry_id == cast.entry_id


def test_a_letter_is_good_for_the_other_place_where_an_account_has_taken_its_own(session):
    adult = a_person(session)
    ballot, staff = households(session, adult, a_person(session))
    first, _second = places_of(session, ballot, HOMES[0])
    holder = by_letter(session, ballot, first)
    taken = actions.vote(a_context(session, adult), ballot.id, lines=FIRST)
    assert taken.entry_id == first.id
    cast = actions.vote(holder, ballot.id, lines=SECOND)
    session.flush()
    assert cast.entry_id != taken.entry_id
    again = actions.vote(holder, ballot.id, lines=FIRST)
    assert (again.entry_id, again.receipt) == (cast.entry_id, cast.receipt)
    assert queries.turnout(staff, ballot.id).voted == 2


def test_with_both_places_used_a_letter_is_refused(session):
    two = [a_person(session) for _ in range(2)]
    ballot, _staff = households(session, *two)
    first, _second = places_of(session, ballot, HOMES[0])
    holder = by_letter(session, ballot, first)
    for one in two:
        actions.vote(a_context(session, one), ballot.id, lines=FIRST)
    refused(lambda: actions.vote(holder, ballot.id, lines=SECOND), Reason.PLACES_USED)


def test_a_third_place_of_a_household_breaks_the_database_s_rules(session):
    ballot, _staff = households(session)
    home = session.scalar(select(Household).where(Household.ballot_id == ballot.id))
    session.add(RollEntry(ballot_id=ballot.id, household_id=home.id, slot=3, address=home.address))
    with pytest.raises(IntegrityError):
        session.flush()


def test_by_which_proof_one_voted_is_kept(session):
    adult = a_person(session)
    ballot, staff = households(session, adult)
    actions.vote(a_context(session, adult), ballot.id, lines=FIRST)
    place = places_of(session, ballot, HOMES[1])[0]
    actions.vote(by_letter(session, ballot, place), ballot.id, lines=SECOND)
    session.flush()
    assert sorted(session.scalars(select(Vote.proof)), key=lambda one: one.value) == [Proof.ACCOUNT, Proof.CODE]
    assert queries.shares(staff, ballot.id).proofs == {Proof.ACCOUNT: None, Proof.CODE: None}, "fewer than five"


def test_a_code_is_made_again_and_its_hash_alone_is_kept(session):
    ballot, staff = households(session)
    place = places_of(session, ballot, HOMES[0])[0]
    code = code_of(SECRET, place.id, 1)
    assert (place.letter, place.code_hash) == (1, hash_of(SECRET, code))
    assert len(code) == 12
    assert code != code_of(SECRET, place.id, 2)
    assert place.code_hash != hash_of("another secret", code)
    rolls.ask_for_letters(staff, ballot.id, SECRET, is_again=True)
    assert places_of(session, ballot, HOMES[0])[0].code_hash == place.code_hash, "printed again it is the same"


def test_a_lost_letter_s_code_is_good_no_more_and_the_next_is_another(session):
    ballot, staff = households(session)
    place = places_of(session, ballot, HOMES[0])[0]
    holder = by_letter(session, ballot, place)
    cast = actions.vote(holder, ballot.id, lines=FIRST)
    rolls.withdraw_letter(staff, ballot.id, place.id)
    session.flush()
    refused(lambda: actions.vote(holder, ballot.id, lines=SECOND), Reason.NOT_ON_ROLL)
    later = a_context(session, the_officer(session, ballot.process), now=NOON + timedelta(hours=1))
    rolls.ask_for_letters(later, ballot.id, SECRET)
    (new,) = queries.letters(later, ballot.id)
    assert (new.id, new.letter) == (place.id, 2)
    again = actions.vote(by_letter(session, ballot, new), ballot.id, lines=SECOND)
    assert again.receipt == cast.receipt


def test_letters_are_asked_for_when_the_roll_is_fixed(session):
    ballot = a_ballot(session, a_process(session), state=BallotState.DRAFT)
    staff = a_context(session, the_officer(session, ballot.process))
    refused(lambda: rolls.ask_for_letters(staff, ballot.id, SECRET), Reason.NOT_NOW)
    actions.open_ballot(staff, ballot.id, last_day=date(2026, 3, 12))
    refused(lambda: rolls.ask_for_letters(staff, ballot.id, SECRET), Reason.NOTHING_SAID)


def test_somebody_of_a_household_objects_once_and_is_answered(session):
    adults = [a_person(session) for _ in range(3)]
    ballot, staff = households(session, *adults)
    third = a_context(session, adults[2])
    refused(lambda: rolls.object_to(third, ballot.id, text="Vi er kun to."), Reason.NOT_NOW)
    for one in adults[:2]:
        actions.vote(a_context(session, one), ballot.id, lines=FIRST)
    made = rolls.object_to(third, ballot.id, text="Den ene er flyttet.")
    refused(lambda: rolls.object_to(a_context(session, a_person(session)), ballot.id, text="Jeg"), Reason.NOT_ON_ROLL)
    changing.answer_objection(staff, made.id, answer="Pladsen bliver gjort fri.")
    refused(lambda: changing.answer_objection(staff, made.id, answer="Igen"), Reason.NOT_NOW)


def test_a_place_is_freed_by_two_persons_and_the_hash_says_that_something_changed(session):
    adults = [a_person(session) for _ in range(3)]
    ballot, staff = households(session, *adults)
    cast = [actions.vote(a_context(session, one), ballot.id, lines=FIRST) for one in adults[:2]]
    before = ballot.frozen_sha256
    asked = changing.ask_for_change(
        staff, ballot.id, Changing.FREED, entry_id=cast[0].entry_id, reason="Den ene er flyttet."
    )
    refused(lambda: changing.agree(staff, asked.id), Reason.NOT_ONESELF)
    other = a_context(session, the_officer(session, ballot.process))
    changing.agree(other, asked.id)
    session.flush()
    session.expire_all()
    again = queries.ballot(other, ballot.id)
    assert again.frozen_sha256 != before
    assert (again.is_as_frozen, again.frozen["changes"][0]["before"]) == (True, before)
    actions.vote(a_context(session, adults[2]), ballot.id, lines=SECOND)
    session.flush()
    assert queries.turnout(other, ballot.id).voted == 2
    refused(lambda: changing.agree(other, asked.id), Reason.NOT_NOW)


@pytest.mark.parametrize("whom", ["person", "letter", "household"])
def test_who_was_left_off_is_put_on_by_two_persons(session, whom):
    ballot, staff = households(session)
    newcomer = a_person(session)
    given = {
        "person": {"person_id": newcomer.id},
        "letter": {"name": "Ida Ek", "address": "Vej 1"},
        "household": {"address": "Vej 1"},
    }[whom]
    asked = changing.ask_for_change(staff, ballot.id, Changing.PUT_ON, reason="Fejl i listen.", **given)
    other = a_context(session, the_officer(session, ballot.process))
    changing.agree(other, asked.id)
    session.flush()
    more = 2 if whom == "household" else 1
    assert queries.turnout(staff, ballot.id).on_roll == 6 + more
    assert sum(ballot.frozen["roll"].values()) == 6 + more
    refused(
        lambda: changing.ask_for_change(staff, ballot.id, Changing.PUT_ON, reason="Igen.", **given), Reason.NOT_FITTING
    )
    if whom == "person":
        assert actions.vote(a_context(session, newcomer), ballot.id, lines=FIRST)


def test_who_is_on_the_roll_wrongly_is_taken_off_with_their_vote(session):
    voter = a_person(session)
    ballot = a_ballot(session, a_process(session), voter)
    staff = a_context(session, a_facilitator(session, ballot.process))
    cast = actions.vote(a_context(session, voter), ballot.id, lines=FIRST)
    asked = changing.ask_for_change(staff, ballot.id, Changing.TAKEN_OFF, entry_id=cast.entry_id, reason="Bor her ej.")
    assert queries.turnout(staff, ballot.id).voted == 1, "nothing changes until another agrees"
    changing.agree(a_context(session, the_officer(session, ballot.process)), asked.id)
    session.flush()
    assert queries.turnout(staff, ballot.id) == queries.Turnout(on_roll=4, voted=0)
    refused(lambda: actions.vote(a_context(session, voter), ballot.id, lines=FIRST), Reason.NOT_ON_ROLL)


def test_a_later_last_day_counts_once_another_agrees_and_is_never_after_the_draw(session):
    voter = a_person(session)
    ballot = a_ballot(session, a_process(session), voter)
    staff = a_context(session, a_facilitator(session, ballot.process))
    ask = lambda on: changing.ask_for_change(staff, ballot.id, Changing.LATER, last_day=on, reason="Posten.")  # noqa: E731
    refused(lambda: ask(date(2026, 3, 12)), Reason.DEADLINE_PASSED)
    asked = ask(date(2026, 3, 14))
    over = a_context(session, voter, now=ballot.closes_at + timedelta(hours=1))
    refused(lambda: actions.vote(over, ballot.id, lines=FIRST), Reason.NOT_NOW)
    changing.agree(a_context(session, the_officer(session, ballot.process)), asked.id)
    assert actions.vote(over, ballot.id, lines=FIRST)
    declined = ask(date(2026, 3, 20))
    changing.decline(staff, declined.id)
    session.flush()
    assert session.get(BallotChange, declined.id) is None
    assert ballot.closes_at.date() == date(2026, 3, 14)


def test_one_person_alone_changes_nothing_in_the_database_either(session):
    ballot = a_ballot(session, a_process(session))
    staff = a_facilitator(session, ballot.process)
    asked = changing.ask_for_change(
        a_context(session, staff), ballot.id, Changing.LATER, last_day=date(2026, 3, 20), reason="Posten."
    )
    asked.decided_by_id, asked.decided_at = staff.id, NOON
    with pytest.raises(IntegrityError):
        session.flush()


def test_where_people_live_is_forgotten_some_time_after_the_vote_and_the_turnout_stays(session):
    adult = a_person(session)
    ballot, staff = households(session, adult)
    actions.vote(a_context(session, adult), ballot.id, lines=FIRST)
    session.flush()
    there = queries.turnout(staff, ballot.id)
    assert session.scalars(closed(ballot.closes_at)).all() == [ballot.id]
    assert session.scalars(closed(ballot.closes_at - timedelta(seconds=1))).all() == []
    forget(staff, [ballot.id])
    left = session.scalars(select(RollEntry.address).where(RollEntry.ballot_id == ballot.id)).all()
    homes = session.scalars(select(Household.address).where(Household.ballot_id == ballot.id)).all()
    assert set(left) == {""}
    assert not set(homes) & set(HOMES)
    assert session.scalar(select(HouseholdAdult.id)) is None
    assert session.scalar(select(RollEntry.id).where(RollEntry.code_hash.is_not(None))) is None
    assert queries.turnout(staff, ballot.id) == there
    assert session.scalars(closed(ballot.closes_at)).all() == []


@pytest.mark.parametrize(("age", "is_there"), [(timedelta(days=14, seconds=-1), True), (timedelta(days=14), False)])
def test_letters_with_codes_lie_here_for_a_fortnight(session, age, is_there):
    ballot, staff = households(session, a_person(session))
    rolls.ask_for_letters(staff, ballot.id, SECRET, is_again=True)
    session.flush()
    made = session.scalar(select(Rendition).where(Rendition.what == What.VOTE_LETTERS))
    made.made_at = NOON
    session.flush()
    later = a_context(session, now=NOON + age)
    while retention.has_old(later):
        retention.forget(later)
    assert (session.scalar(select(Rendition.id).where(Rendition.what == What.VOTE_LETTERS)) is not None) is is_there


@pytest.mark.parametrize(
    ("groups", "hidden"),
    [
        ({"a": (20, 30), "b": (8, 9)}, set()),
        ({"a": (20, 30), "b": (3, 9), "c": (7, 9)}, {"b", "c"}),  # b alone would follow from the sum
        ({"a": (20, 30), "b": (3, 9), "c": (2, 9), "d": (40, 40)}, {"b", "c"}),
        ({"a": (20, 30), "b": (1, 9), "c": (2, 9), "d": (40, 40)}, {"b", "c", "a"}),  # three stand behind b and c
        ({"a": (20, 30), "b": (9, 2)}, {"b", "a"}),  # who has not voted is a number too
        ({"a": (0, 30), "b": (9, 20)}, set()),  # of nobody nothing is told
        ({"a": (4,)}, {"a"}),
    ],
)
def test_no_number_tells_of_fewer_than_five_nor_lets_it_be_worked_out(groups, hidden):
    assert few(groups) == hidden


def test_a_thousand_lines_go_on_the_roll_in_few_statements(session):
    ballot = a_ballot(session, a_process(session), state=BallotState.DRAFT)
    staff = a_context(session, the_officer(session, ballot.process))
    listed = [Listed(one, name=f"Vælger {one}", address=f"Vej {one}") for one in range(2, 1002)]
    said = []
    hear = lambda *given: said.append(given[2])  # noqa: E731
    event.listen(session.get_bind(), "before_cursor_execute", hear)
    rolls.add_listed(staff, ballot.id, listed, ListRule())
    session.flush()
    event.remove(session.get_bind(), "before_cursor_execute", hear)
    assert 0 < len(said) < 30
    assert queries.turnout(staff, ballot.id).on_roll == 1005


@pytest.fixture
def own(site):
    yield site
    site.restore()


def _worker(site):
    settings = Settings(secret=SECRET, demo=True, data_dir=site.path.parent)
    worker = Worker(site.app, site.engine, settings, lambda: site.now, (Work.FILES,))
    while worker.once():
        pass


def _sent(site, role, path, **data):
    once = f"rolls-{path}-{len(data)}"[:60]
    return site.client(role).post(path, data={"csrf_token": site.token(role), "once": once, **data})


def test_from_a_list_to_a_letter_to_a_vote(own):
    vote = own.at("/da/votes/{draft_vote}")
    lines = "Navn;Adresse;Område;Fødselsdato\nIda Ek;Vej 1;Nord;01-01-1980\n"
    lines += "Ung Gren;Vej 2;Nord;01-01-2015\nUden Vej;;Nord;1.1.1980\n"
    lines += "".join(f"Vælger {one};Vej {one};Nord;01-01-1980\n" for one in range(10, 70))
    sent = _sent(own, "facilitator", f"{vote}/roll/lists", sheet=(BytesIO(lines.encode()), "liste.csv"))
    listed = sent.headers["Location"]
    assert "Listen bliver læst" in own.client("facilitator").get(listed).text
    _worker(own)
    rule = {"whom": "persons", "least_age": "15", "on": "2026-03-01", "areas": "Nord"}
    page = own.client("facilitator").get(listed, query_string=rule).text
    assert "61 linjer kan sættes på stemmelisten, 1 kan ikke" in page
    assert "1 linje er udeladt: for ung den dag." in page
    assert "50 af 61 vises her." in page
    assert re.search(r"Linje 4</b> \(<bdi>Uden Vej", page)
    nobody = _sent(own, "facilitator", listed, **{**rule, "areas": "Vest"})
    assert (nobody.status_code, "Ingen linje i listen kan sættes" in nobody.text) == (422, True)
    assert _sent(own, "facilitator", listed, **rule).status_code == 303
    page = own.client("facilitator").get(f"{vote}/roll").text
    assert "61 pladser står på stemmelisten." in page
    assert "personer fra en liste, fra 15 år den 1. marts 2026, fra nord" in page
    opened = own.client("facilitator").get(f"{vote}/open").text
    seen = re.search(r'name="seen" value="([^"]+)"', opened)[1]
    assert _sent(own, "facilitator", f"{vote}/open", last_day="2026-03-12", seen=seen).status_code == 303
    assert _sent(own, "facilitator", f"{vote}/letters", which="new").status_code == 303
    _worker(own)
    made = own.client("facilitator").get(f"{vote}/letters.zip")
    with ZipFile(BytesIO(made.data)) as packed:
        (name,) = packed.namelist()
        document = pypdfium2.PdfDocument(packed.read(name))
    assert len(document) == 62, "a page for each letter, after one that says how many there are"
    words = document[1].get_textpage().get_text_bounded()
    code = re.search(r"\b((?:[2-9A-HJ-NP-Z]{4} ){2}[2-9A-HJ-NP-Z]{4})\b", words)[1]
    assert f"{vote}/code" in words.replace("\n", "")
    assert "Ida Ek" in words
    assert own.client("resident").get(f"{vote}/letters.zip").status_code == 403
    return_of_letter(own, vote, code)


def test_everybody_in_the_groups_of_the_process_is_put_on_the_roll_once(own):
    vote, process = own.at("/da/votes/{draft_vote}"), int(own.at("{courtyards}"))
    with Session(own.engine) as session:
        there = Participant.slot.is_not(None), Participant.person_id.is_not(None), Group.process_id == process
        wanted = set(session.scalars(select(Participant.person_id).join(Participant.group).where(*there)))
    assert len(wanted) > 1
    for _twice in range(2):
        sent = _sent(own, "facilitator", f"{vote}/roll/circle", circle=f"process-{process}", more="1")
        assert sent.status_code == 303
    with Session(own.engine) as session:
        roll = session.scalars(select(RollEntry.person_id).where(RollEntry.ballot_id == int(own.at("{draft_vote}"))))
        assert sorted(roll) == sorted(wanted)


def return_of_letter(own, vote, code):
    """Vote with the code of a letter, in a browser of one's own."""
    browser = own.app.test_client()

    def post(path, **data):
        token = re.search(r'name="csrf_token" value="([^"]+)"', browser.get(f"{vote}/code").text)[1]
        once = re.search(r'name="once" value="([^"]+)"', browser.get(f"{vote}/code").text)[1]
        return browser.post(path, data={"csrf_token": token, "once": once, **data})

    wrong = post(f"{vote}/code", letter_code="AAAA BBBB CCCC")
    assert (wrong.status_code, "Vi kender ikke den kode" in wrong.text) == (422, True)
    right = post(f"{vote}/code", letter_code=code.lower())
    assert (right.status_code, right.headers["Location"]) == (303, vote)
    assert code.replace(" ", "") not in str(right.headers)
    page = browser.get(vote).text
    assert "Du stemmer med koden fra et brev." in page
    cast = post(vote, choice="1", step="send")
    assert cast.status_code == 303
    page = browser.get(vote).text
    assert "Din stemme er modtaget." in page
    assert post(f"{vote}/code/away").status_code == 303
    page = browser.get(vote).text
    assert ("Din stemme er modtaget." in page, "Stem med koden fra et brev" in page) == (False, True)
    other = own.at("/da/votes/{open_vote}")
    post(f"{vote}/code", letter_code=code)
    assert "Du stemmer med koden" not in browser.get(other).text, "it is good in that vote alone"
    with Session(writing(own.engine)) as session:  # the letter was lost: its code is good no more
        session.execute(update(RollEntry).values(code_hash=None))
        session.commit()
    page = browser.get(vote).text
    assert "Den kode, denne enhed kender, gælder ikke længere." in page
    assert f"{vote}/code/away" in page
