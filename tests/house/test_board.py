"""The board says what the rooms say, of every kind of thing, and finds the same on both databases."""

import enum
import inspect
from datetime import date, timedelta

import pytest
from flask import g
from sqlalchemy.orm import Session

from civic.board import actions as board
from civic.board import queries
from civic.board.models import Posting, Seen
from civic.board.notices import TELLERS
from civic.board.stems import marked, runs, tokens
from civic.db.engine import writing
from civic.decisions.models import DecisionState
from civic.hearings.models import Audience, HearingState
from civic.kernel.actor import VISITOR
from civic.kernel.context import Context
from civic.kernel.trace import Kind, Ref
from civic.meetings import actions as meetings
from civic.processes import actions as processes
from civic.processes.models import Process
from civic.proposals.models import ProposalState
from civic.said.language import LANGUAGES
from civic.said.things import THINGS, address
from civic.said.words import WORDS
from tests.clock import NOON
from tests.databases import fresh_postgresql
from tests.make import a_ballot, a_context, a_group, a_hearing, a_process, a_proposal, the_officer
from tests.site import fill


def _visiting(session, site):
    return Context(VISITOR, site.now, session)


def test_every_kind_has_its_word_its_page_and_its_states(site):
    assert set(THINGS) == set(Kind)
    rules = {rule.endpoint: rule for rule in site.app.url_map.iter_rules()}
    for kind, told in THINGS.items():
        assert told.argument in rules[told.endpoint].arguments, kind
        for states in (told.states, told.traits):
            assert states is None or all(one in WORDS for one in states), kind
        with site.app.test_request_context("/da/"):
            g.language = LANGUAGES["da"]
            assert address(Ref(kind, 1)).startswith("/da/")
            said = str(told.word)
            g.language = LANGUAGES["en"]
            assert said
            assert str(told.word)


@pytest.mark.parametrize("page", [1, 2, 5])
def test_what_is_open_is_walked_through_in_one_order_and_none_of_it_twice(session, page):
    hearings = [a_hearing(session, audience=Audience.BOTH, last_day=date(2026, 3, 20 + n % 3)) for n in range(4)]
    a_hearing(session)  # for councils only: nobody else can answer it
    process = hearings[0].process
    votes = [a_ballot(session, process) for _ in range(2)]
    groups = [a_group(session, process) for _ in range(3)]
    for at in (NOON + timedelta(days=2), NOON + timedelta(days=18)):
        meetings.add_committee_meeting(
            a_context(session, the_officer(session, process)), process.id, title="Møde", starts_at=at, place="Salen"
        )
    session.flush()
    context = a_context(session)
    walked = _walked(context, page)
    assert len(walked) == len(set(walked)) == len(hearings) + len(votes) + len(groups) + 2
    dated = [closes_at for closes_at, _ref in walked if closes_at is not None]
    assert dated == sorted(dated)
    assert [closes_at for closes_at, _ref in walked[len(dated) :]] == [None] * len(groups)
    for kind, count in ((Kind.HEARING, 4), (Kind.GROUP, 3), (Kind.BALLOT, 2)):
        assert _walked(context, page, kind) == [one for one in walked if one[1].kind is kind]
        assert len(_walked(context, page, kind)) == count


def _walked(context, page, kind=None):
    walked, after = [], None
    while True:
        found = [one.posting for one in queries.open_now(context, kind=kind, after=after, at_most=page)]
        walked += [(one.closes_at, one.ref) for one in found]
        if len(found) < page:
            return walked
        after = queries.Place(found[-1].closes_at, found[-1].kind, found[-1].thing_id)


def test_whoever_hangs_something_up_can_tell_it_anew():
    """A room that calls `board.put` tells its kind, or the board could not be made anew after an upgrade."""
    rooms = {kind.value for kind in TELLERS}
    assert len(rooms) >= 10
    for telling in TELLERS.values():
        assert inspect.getmodule(telling).__name__.endswith(".notices")


def test_the_board_of_the_demo_is_what_the_rooms_say(site):
    with Session(site.engine) as session:
        context = _visiting(session, site)
        assert board.differences(context) == []
        kinds = {one.kind for one in session.query(Posting)}
        assert kinds == set(TELLERS)
        assert {one.seen_by for one in session.query(Posting)} == {None, Seen.OFFICERS, Seen.STAFF}


def test_a_board_that_is_made_anew_says_the_same(folder, template, site):
    with Session(writing(site.engine), expire_on_commit=False) as session:
        context = _visiting(session, site)
        before = session.query(Posting).count()
        assert board.rebuild(context) == before
        assert board.differences(context) == []
        session.rollback()


def test_whatever_hangs_on_the_board_leads_to_a_page_that_its_readers_see(site):
    with Session(site.engine) as session:
        hanging = session.query(Posting).all()
        partners = {one.id for one in session.query(Process) if one.organisation_id != 1}
    with site.app.test_request_context("/da/"):
        g.language = LANGUAGES["da"]
        pages = {
            (address(ref), one.seen_by, one.process_id in partners) for one in hanging for ref in (one.home, one.ref)
        }
    assert len(pages) >= 50
    for path, seen_by, is_partners in sorted(pages, key=str):
        read = {404} if is_partners and seen_by else {200, 302}  # a partner's own is not for the municipality's officer
        assert site.client("officer").get(path).status_code in read, path
        wanted = {200, 302} if seen_by is None else {404}
        assert site.client("visitor").get(path).status_code in wanted, path


@pytest.mark.tampers
@pytest.mark.parametrize("change", [{"title": "Noget andet"}, {"state": "open"}, {"invites": False}])
def test_a_board_that_says_something_else_is_found_out(session, change):
    hearing = a_hearing(session, state=HearingState.OPEN)
    context = a_context(session)
    assert board.differences(context) == []
    row = session.query(Posting).filter_by(kind=Kind.HEARING, thing_id=hearing.id).one()
    before = {name: getattr(row, name) for name in change}
    for name, value in change.items():
        setattr(row, name, value)
    session.flush()
    assert bool(board.differences(context)) is (before != change)
    board.take_down(context, Ref(Kind.HEARING, hearing.id))
    assert board.differences(context) == [f"hearing {hearing.id} is missing"]


ASKED = (
    "Handicaprådet", "kommissorium", "Rådssalen", "gårdrum", "gaardrum", "ga\u030ardrum", '"uden trapper"',
    '"trapper uden"', "høringssvar", "bænke", "»ingen bemærkninger«", "EKS-2026-00042", "der", "stier skal være",
    "ingen_steder", "'; --", "* OR",
)  # fmt: skip


def test_both_databases_find_the_same_in_the_same_order(site, postgresql, folder):
    other = fresh_postgresql(postgresql, "found")
    fill(other, folder / "found", site.now)
    found = []
    for engine in (site.engine, other):
        with Session(engine) as session:
            asked = [queries.search(_visiting(session, site), words) for words in ASKED]
            found.append([(one.count, [(hit.posting.kind, hit.posting.thing_id) for hit in one.hits]) for one in asked])
    other.dispose()
    assert found[0] == found[1]
    by_words = dict(zip(ASKED, found[0], strict=True))
    assert all(by_words[words][0] for words in ("Handicaprådet", "kommissorium", "Rådssalen", "høringssvar"))
    assert by_words["gårdrum"] == by_words["gaardrum"] == by_words["ga\u030ardrum"]
    assert by_words['"uden trapper"'][0] == 3
    assert by_words['"trapper uden"'][0] == by_words["ingen_steder"][0] == 0
    assert by_words["EKS-2026-00042"][1][0] == (Kind.CASE, 4)


def test_what_has_the_word_in_its_title_comes_first(session):
    process = a_process(session)
    first = a_proposal(session, process, state=ProposalState.ACCEPTED, title="Æbletræer", text="Og bænke.")
    second = a_proposal(session, process, state=ProposalState.ACCEPTED, title="Noget at sidde på", text="Æbletræer?")
    found = queries.search(a_context(session), "æbletræ")
    assert [one.posting.thing_id for one in found.hits] == [first.id, second.id]
    assert found.hits[0].process == "Gårde"


def test_what_is_not_for_everybody_is_found_by_its_staff_alone(session):
    process = a_process(session)
    officer = a_context(session, the_officer(session, process))
    hearing = a_hearing(session, state=HearingState.DRAFT)
    own = a_context(session, the_officer(session, hearing.process))
    hits = queries.search(own, "udkast").hits
    assert [one.posting.thing_id for one in hits if one.posting.kind is Kind.HEARING] == [hearing.id]
    for context in (a_context(session), officer):
        assert Kind.HEARING not in {one.posting.kind for one in queries.search(context, "udkast").hits}


def test_what_invites_stops_when_the_clock_or_its_process_says_so(session):
    hearing = a_hearing(session, audience=Audience.BOTH)
    early = a_context(session)
    assert Kind.HEARING in {one.posting.kind for one in queries.inviting(early)}
    councils = a_hearing(session)
    assert councils.id not in {one.posting.thing_id for one in queries.inviting(early)}, "nobody else can answer there"
    late = a_context(session, now=hearing.closes_at)
    assert Kind.HEARING not in {one.posting.kind for one in queries.inviting(late)}
    row = session.query(Posting).filter_by(kind=Kind.HEARING, thing_id=hearing.id).one()
    assert (row.state_at(early.now), row.state_at(late.now)) == ("open", "closed")


def test_a_process_shows_all_that_it_is_asked_for(session):
    process = a_process(session)
    a_proposal(session, process, state=ProposalState.ACCEPTED)
    made = [a_group(session, process).id for _ in range(60)]
    hanging = queries.of_process(a_context(session), process.id, besides={Kind.PROPOSAL})
    assert {kind: [one.thing_id for one in shelf] for kind, shelf in hanging.items()} == {Kind.GROUP: made}


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        ("Bænke", [tokens("bænk")]),
        ('"uden trapper" lys', [tokens("uden trapper"), tokens("lys")]),
        ("»i sol« »i sol«", [tokens("i sol")]),
        ("  ", []),
        ("___ ¿", []),
        ("bænk bænke", [tokens("bænk")]),
    ],
)
def test_a_search_is_read_as_words_and_phrases(asked, wanted):
    assert runs(asked) == wanted


def test_tokens_are_plain_ascii_in_every_script():
    for text in ("ÆØÅ æøå", "حديقة المبنى", "Größe naïve", "日本語", "x-ray 12.5 a_b"):
        assert all(one.isascii() and one[0] == "w" and one.isalnum() for one in tokens(text)), text
    assert tokens("Aagaard") == tokens("Ågård")
    assert tokens("æx") != tokens("æ x")


def test_marked_words_stand_in_their_text():
    text = "Der mangler lys. " * 20 + "Bænkene skal have armlæn." + " Slut." * 40
    found = marked(text, tokens("bænk"))
    assert ("Bænkene", True) in found
    assert (found[0][0], found[-1][0]) == ("… ", " …")
    inside = "".join(words for words, _hit in found[1:-1])
    assert inside in text
    assert marked("Intet her.", tokens("bænk")) == (("Intet her.", False),)


def test_the_process_that_closes_is_said_so_on_the_board(session):
    process = a_process(session)
    context = a_context(session, the_officer(session, process))
    processes.hand_over(context, process.id, on=context.now.date(), next_step="Rådet")
    assert board.differences(context) == []
    row = session.query(Posting).filter_by(kind=Kind.PROCESS).one()
    assert row.state == "handed_over"


def test_states_on_the_board_are_the_rooms_own():
    assert issubclass(THINGS[Kind.DECISION].states, enum.Enum)
    assert THINGS[Kind.DECISION].states is DecisionState
