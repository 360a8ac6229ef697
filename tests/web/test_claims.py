"""What a page may say: of a process what was decided and by whom, of a comment only what became of the comment."""

import html
import re
from datetime import date, timedelta

import pytest
from flask import g
from flask_babel import gettext, ngettext
from sqlalchemy.orm import Session

from civic.bodies.models import BodyKind
from civic.bodies.queries import bodies
from civic.decisions import actions as decisions
from civic.decisions.models import DecisionState, Side, SideVotes
from civic.dialogue.models import Outcome
from civic.groups import registering as joining
from civic.hearings.models import Audience, Stance
from civic.http.request import show
from civic.kernel import trace
from civic.kernel.outbox import OutboxMessage
from civic.kernel.receipt import signed
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.sorting import sort_key
from civic.kernel.trace import Kind, Ref
from civic.processes import actions as processes
from civic.processes.models import ProcessState, SeatCategory
from civic.proposals import actions as proposals
from civic.proposals.models import ProposalState
from civic.reports import actions as reports
from civic.reports.models import Purpose
from civic.responses.models import Response, ResponseState
from civic.responses.queries import tally
from civic.said.language import LANGUAGES
from civic.said.line import End
from civic.said.note import counted, note, note_table, white_book_table
from civic.said.way import party_row
from civic.said.wording import given
from civic.treatment import actions as treatment
from civic.web.decisions.pages import case_page
from civic.web.front.forms import ReceiptForm
from civic.web.front.pages import follow_page, home_page
from civic.web.processes.pages import process_page
from civic.web.responses.pages import own_page, proof_of
from tests.clock import NOON
from tests.make import (
    a_body,
    a_context,
    a_group,
    a_hearing,
    a_person,
    a_process,
    a_proposal,
    a_public_response,
    a_report,
    a_version,
    the_officer,
)

HANDED_OVER = date(2026, 1, 5)


@pytest.fixture
def asked(site):
    """Give what makes a page in a request, which ends with the test: its end closes the session."""
    with site.app.test_request_context("/da/"):

        def page(make, context, *given):
            g.context = context
            return make(context, *given)

        yield page


def test_a_comment_does_not_share_the_fate_of_its_proposal(session, asked):
    process = a_process(session)
    officer, neighbour = the_officer(session, process), a_person(session)
    sentence = a_proposal(session, process, state=ProposalState.ACCEPTED, title="En rampe ned til gården")
    comment = proposals.comment(a_context(session, neighbour), sentence.id, text="Også plads til en barnevogn.")
    waiting = asked(follow_page, a_context(session), "comment", comment.id).trail
    assert waiting.end is End.WAITS_WITH_PROPOSAL
    proposals.answer(
        a_context(session, officer, NOON + timedelta(days=1)),
        sentence.id,
        outcome=Outcome.ACCEPTED,
        text="Ja.",
        next_step="Vi sætter den op.",
        review_on=date(2026, 6, 1),
    )
    report = a_report(session, process)
    staff = a_context(session, officer, NOON + timedelta(days=2))
    version = reports.publish_version(staff, report.id, label="1", purpose=Purpose.FINAL)
    text = next(iter(version.texts))
    trace.link(staff, Ref(Kind.PROPOSAL, sentence.id), Ref(Kind.SECTION_TEXT, text.id))
    session.flush()
    own = asked(follow_page, a_context(session), "comment", comment.id).trail
    assert own.end is End.NO_ANSWER_OF_ITS_OWN
    assert [one.heading for one in own.knots] == ["Det blev sagt", "Forslaget blev besvaret", "Kommentaren"]
    assert own.knots[0].quote == "Også plads til en barnevogn."
    assert "fik ikke et særskilt svar" in own.knots[-1].text
    assert not any(one.change or one.quote for one in own.knots[1:])
    whole = asked(follow_page, a_context(session), "proposal", sentence.id).trail
    assert any(one.change for one in whole.knots), "the proposal's own line has it"


@pytest.fixture
def over(session):
    """Return a closed process with two cases: one adopted on the day of the handover, one rejected later."""
    process = a_process(session, state=ProcessState.HANDED_OVER)
    staff = a_context(session, the_officer(session, process))
    council = a_body(session, BodyKind.COUNCIL, "Kommunalbestyrelsen")
    for number, outcome, on in (
        ("EKS-1", DecisionState.ADOPTED, HANDED_OVER),
        ("EKS-2", DecisionState.REJECTED, date(2026, 2, 2)),
    ):
        case = decisions.add_case(
            staff, process.id, number=number, title="Sag", recommended_by="Enhed", recommendation="At det vedtages."
        )
        decision = decisions.add_body(staff, case.id, council)
        decisions.record_decision(staff, decision.id, outcome=outcome, wording=f"Ord om {number}.", on=on)
    session.flush()
    return process, staff


def test_a_process_tells_what_became_of_every_case(session, asked, over):
    process, staff = over
    page = asked(process_page, a_context(session), process.id)
    assert page.status == "Afleveret 5. januar 2026. EKS-1: vedtaget. EKS-2: forkastet."
    decided = [(one.when, one.heading, one.quote, one.link[1])
               for one in page.knots if "Kommunalbestyrelsen:" in one.heading]  # fmt: skip
    assert [one[:3] for one in decided] == [
        ("5. januar 2026", "Kommunalbestyrelsen: vedtaget", "Ord om EKS-1."),
        ("2. februar 2026", "Kommunalbestyrelsen: forkastet", "Ord om EKS-2."),
    ]
    assert decided[0][3] != decided[1][3], "each leads to its own case"
    processes.close(staff, process.id)
    session.flush()
    page = asked(process_page, a_context(session), process.id)
    assert page.status.startswith("Færdig. Afleveret 5. januar 2026.")
    assert page.process.is_over, "no task of it is being worked on"


def test_a_body_that_still_waits_is_waited_for_by_its_own_case(session, asked, over):
    process, staff = over
    case = decisions.add_case(
        staff, process.id, number="EKS-3", title="Sag", recommended_by="Enhed", recommendation="At det vedtages."
    )
    decisions.add_body(staff, case.id, a_body(session, BodyKind.COUNCIL, "Økonomiudvalget"))
    session.flush()
    page = asked(process_page, a_context(session), process.id)
    waiting = [one for one in page.knots if one.state == "ahead"]
    assert [(one.text, one.small) for one in waiting] == [("Økonomiudvalget", "EKS-3")]
    assert "EKS-3: ikke endeligt besluttet." in page.status


def test_what_nobody_noted_of_a_council_is_neither_no_nor_not_yet(session, asked):
    hearing = a_hearing(session)
    row = lambda now: [  # noqa: E731
        one.said
        for one in asked(
            lambda context: party_row(context, hearing.parties[0], None), a_context(session, now=now)
        ).steps
    ]
    assert row(NOON) == ["Ja", "Endnu ikke", "Endnu ikke", "Endnu ikke", "Endnu ikke"]
    hearing.parties[0].drafted_at = NOON
    assert row(NOON) == ["Ja", "Ikke noteret", "Ikke noteret", "Ja", "Endnu ikke"]
    assert row(hearing.closes_at)[-1] == "Ikke noteret", "it will not come any more"


@pytest.mark.tampers
def test_answers_that_cannot_be_read_are_counted_as_received_and_said_to_be_that(session, asked):
    hearing = a_hearing(session, audience=Audience.EVERYONE)
    made = [a_public_response(session, hearing, f"Svar {number}.") for number in range(10)]
    for one, state in zip(made, [*[ResponseState.HELD] * 3, ResponseState.WAITING, ResponseState.HIDDEN], strict=False):
        one.state = state
    session.flush()
    said = asked(lambda context: counted(tally(context, hearing.id)), a_context(session))
    assert said.startswith("10 svar modtaget, 5 kan læses, 4 er holdt tilbage, fordi")
    assert said.endswith("1 er skjult med en begrundelse")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({}, "Det er svarets seneste ordlyd."),
        ({"received_hash": "0" * 64}, "Svaret er ikke rettet."),
        ({"revision": 2, "received_hash": "0" * 64}, "Svaret er rettet, siden kvitteringen blev givet."),
    ],
    ids=["as it was", "a fingerprint made anew", "corrected"],
)
def test_a_receipt_says_corrected_only_of_an_answer_that_was(site, change, said):
    with Session(site.engine) as session:
        found = session.get_one(Response, site.examples["amina_response"])
        line = signed("a secret that is only used in tests ....", proof_of(found))
        for name, value in change.items():
            setattr(found, name, value)
        session.commit()
    fields = {"csrf_token": site.token("visitor"), "once": f"proof-{said[:9]}", "receipt": line}
    text = site.client("visitor").post("/da/receipts/verify", data=fields).text
    site.restore()
    assert said in text


def test_names_stand_in_the_danish_order():
    names = ["Åse", "Munk", "Östrup", "Ægir", "Müller", "Aagaard", "Mørk", "Ärling", "Zahle", "Østrup", "Özgür"]
    assert sorted(names, key=sort_key) == [
        "Munk", "Müller", "Mørk", "Zahle", "Ægir", "Ärling", "Östrup", "Østrup", "Özgür", "Aagaard", "Åse",
    ]  # fmt: skip


def test_letters_of_other_countries_stand_where_danes_look_for_them():
    names = ["Łukasz", "Munk", "Đorđević", "Åse", "Yrsa", "Yıldız", "Ivan", "İbrahim", "Dorte", "Lund"]
    assert sorted(names, key=sort_key) == [
        "Đorđević", "Dorte", "İbrahim", "Ivan", "Łukasz", "Lund", "Munk", "Yıldız", "Yrsa", "Åse",
    ]  # fmt: skip


def test_bodies_stand_in_the_danish_order_wherever_they_are_chosen(session):
    for name in ("Åse-råd", "Østrådet", "Aarhusrådet", "Müllerrådet", "Munkrådet"):
        a_body(session, name=name)
    names = [one.name for one in bodies(a_context(session))]
    assert names == ["Munkrådet", "Müllerrådet", "Østrådet", "Aarhusrådet", "Åse-råd"]


def test_the_number_over_names_is_the_number_of_names(session, asked):
    process = a_process(session)
    staff = a_context(session, the_officer(session, process))
    for name in ("Anna Aa", "Bo Be", "Cia Ce"):
        processes.appoint(
            staff, process.id, category=SeatCategory.OTHER_MEMBER, name=name, on=date(2026, 1, 20), is_invented=True,
            override_reason="Loddet faldt lige.",
        )  # fmt: skip
    session.flush()
    text, _status = asked(lambda context: show(process_page(context, process.id)), a_context(session))
    assert "3 øvrige medlemmer" in text
    assert "Kommissoriet har 2 pladser." in text
    assert text.count("c-people") == 1


def _seats(session, *, more=0):
    process = a_process(session)
    staff = a_context(session, the_officer(session, process))
    made = [
        processes.appoint(staff, process.id, category=SeatCategory.OTHER_MEMBER, name=f"Nr. {number}",
                          on=date(2026, 1, 20), override_reason="Loddet faldt lige.", is_invented=True)
        for number in range(2 + more)
    ]  # fmt: skip
    return process, staff, made


def test_who_takes_over_a_seat_dates_nobody_else(session, asked):
    process, staff, made = _seats(session)
    processes.end_seat(staff, made[0].id, on=date(2026, 2, 1), reason="Flyttet", substitute="Lis Nielsen")
    session.flush()
    text, _status = asked(lambda context: show(process_page(context, process.id)), a_context(session))
    names = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text[text.index("2 øvrige medlemmer</h3>") :]))
    assert "Nr. 1" in names[: names.index("Udpeget 20. januar 2026")], "each has a day of their own"
    assert "Udpeget 1. februar 2026" in names
    page = asked(process_page, a_context(session), process.id)
    steps = [(one.when, one.heading) for one in page.knots if "udpeget" in one.heading or "plads" in one.heading]
    assert steps == [
        ("20. januar 2026", "Medlemmerne blev udpeget"), ("1. februar 2026", "Lis Nielsen overtog en plads"),
    ]  # fmt: skip


def test_a_seat_beyond_the_mandate_is_not_vacant_when_it_is_left(session, asked):
    process, staff, made = _seats(session, more=1)
    processes.end_seat(staff, made[0].id, on=date(2026, 2, 1), reason="Flyttet")
    session.flush()
    table = next(one for one in asked(process_page, a_context(session), process.id).tables if one.left)
    assert (len(table.seated), table.vacant) == (2, 0)
    processes.end_seat(staff, made[1].id, on=date(2026, 2, 1), reason="Flyttet")
    session.flush()
    table = next(one for one in asked(process_page, a_context(session), process.id).tables if one.left)
    assert (len(table.seated), table.vacant) == (1, 1)


def test_the_votes_stand_on_the_time_line_and_on_the_way_of_the_case(session, asked, over):
    process, staff = over
    case = decisions.add_case(
        staff, process.id, number="EKS-4", title="Sag", recommended_by="Enhed", recommendation="At det vedtages."
    )
    body = decisions.add_body(staff, case.id, a_body(session, BodyKind.COUNCIL, "Byrådet"))
    votes = {Side.FOR: SideVotes(14), Side.AGAINST: SideVotes(3)}
    decisions.record_decision(
        staff, body.id, outcome=DecisionState.ADOPTED, wording="Vedtaget.", on=date(2026, 2, 3), votes=votes
    )
    session.flush()
    page = asked(process_page, a_context(session), process.id)
    assert [one.text for one in page.knots if one.heading == "Byrådet: vedtaget"] == ["14 for, 3 imod."]
    assert [one.text for one in asked(case_page, a_context(session), case.id).knots] == ["14 for, 3 imod."]


def test_earlier_decisions_are_those_that_the_case_states(session, asked, over):
    process, staff = over
    case = decisions.add_case(
        staff, process.id, number="EKS-8", title="Sag", recommended_by="Enhed", recommendation="At det vedtages."
    )
    said = lambda: re.sub(  # noqa: E731
        r"\s+",
        " ",
        re.sub("<[^>]+>", " ", asked(lambda context: show(case_page(context, case.id))[0], a_context(session))),
    )
    assert "Tidligere beslutninger Ingen angivet" in said()
    values = {"earlier_decisions": "FAU 157/2003"}
    decisions.correct_case(staff, case.id, values, reason="Den stod i sagen.")
    assert "Tidligere beslutninger FAU 157/2003" in said()


def test_a_body_of_which_the_record_says_nothing_is_not_waited_for_when_it_is_decided(session, asked, over):
    process, staff = over
    case = decisions.add_case(
        staff, process.id, number="EKS-5", title="Sag", recommended_by="Enhed", recommendation="At det vedtages."
    )
    decisions.add_body(staff, case.id, a_body(session, BodyKind.COUNCIL, "Udvalget"), is_not_stated=True)
    last = decisions.add_body(staff, case.id, a_body(session, BodyKind.COUNCIL, "Byrådet"))
    session.flush()
    assert asked(case_page, a_context(session), case.id).knots[0].when == "Afventer – ikke oplyst"
    decisions.record_decision(staff, last.id, outcome=DecisionState.ADOPTED, wording="Vedtaget.", on=date(2026, 2, 3))
    session.flush()
    knot = asked(case_page, a_context(session), case.id).knots[0]
    assert (knot.when, knot.state) == ("Ikke oplyst i referatet", "unknown")
    text, _status = asked(lambda context: show(case_page(context, case.id)), a_context(session))
    assert "Når der er besluttet" not in text
    assert "Ingen har endnu skrevet, hvad der skal gøres ved det." in text


@pytest.mark.parametrize(
    ("state", "decided", "stations"),
    [
        (ProcessState.RUNNING, None, ["past", "now", "ahead", "ahead"]),
        (ProcessState.HANDED_OVER, None, ["past", "past", "now", "ahead"]),
        (ProcessState.HANDED_OVER, DecisionState.REJECTED, ["past", "past", "past", "now"]),
        (ProcessState.CLOSED, DecisionState.ADOPTED, ["past", "past", "past", "past"]),
        (ProcessState.CLOSED, None, ["past", "past", "past", "ahead"]),
    ],
)
def test_the_front_pages_stations_follow_the_decision(session, asked, state, decided, stations):
    process = a_process(session, state=ProcessState.HANDED_OVER if state is ProcessState.CLOSED else state)
    staff = a_context(session, the_officer(session, process))
    if decided is not None:
        case = decisions.add_case(
            staff, process.id, number="EKS-6", title="Sag", recommended_by="Enhed", recommendation="At det vedtages."
        )
        body = decisions.add_body(staff, case.id, a_body(session, BodyKind.COUNCIL, "Byrådet"))
        decisions.record_decision(staff, body.id, outcome=decided, wording="Ord.", on=date(2026, 2, 3))
    if state is ProcessState.CLOSED:
        processes.close(staff, process.id)
    session.flush()
    page = asked(lambda context: home_page(context, ReceiptForm(formdata=None)), a_context(session))
    assert [one[2] for one in page.stations] == stations


@pytest.mark.tampers
def test_a_council_that_answered_with_a_scan_does_not_look_silent(asked, session):
    hearing = a_hearing(session, audience=Audience.EVERYONE)
    made = a_public_response(session, hearing, "Ord.")
    said = lambda: asked(lambda _context: given(made), a_context(session))  # noqa: E731
    assert said() == "Ord."
    made.text = ""
    assert said().startswith("Svaret er en fil")
    made.stance = Stance.NO_REMARKS
    assert said() == "Ingen bemærkninger."


def test_an_answer_dealt_with_as_a_whole_says_what_became_of_it_wherever_it_stands(session, asked):
    hearing = a_hearing(session, audience=Audience.EVERYONE)
    made = a_public_response(session, hearing, "Godt gået.")
    officer = a_context(session, the_officer(session, hearing.process), hearing.closes_at + timedelta(days=1))
    page = asked(note, officer, hearing.id)
    assert asked(lambda _context: page.lacks, officer) == ["Ingen har arbejdet med 1 svar."]
    treatment.sum_up(officer, made.id, text="Tak. Rosen er givet videre.")
    treatment.mark_ready(officer, hearing.id)
    treatment.conclude(officer, hearing.id)
    session.flush()
    visitor = a_context(session, now=officer.now)
    told = "Tak. Rosen er givet videre."
    own, _status = asked(
        lambda context: show(own_page(context, made.receipt, secret="s" * 40, address="https://x")), visitor
    )
    assert "Dit svar er behandlet som helhed." in own
    assert told in own
    assert not re.search("0 af dine bemærkninger", own)
    [row] = [one for one in asked(lambda context: list(note_table(context, hearing.id)), visitor) if one[0] == "1"]
    assert row[5:7] == (told, "Behandlet som helhed")
    assert [one.summary for one in asked(note, visitor, hearing.id).summed_up] == [told]
    [_heads, row] = asked(lambda context: list(white_book_table(context, hearing.id)), visitor)
    assert row[5] == told


def test_a_group_ends_with_its_process(session):
    process = a_process(session)
    group, staff = a_group(session, process), a_context(session, the_officer(session, process))
    processes.hand_over(staff, process.id, on=NOON.date(), next_step="Rådet")
    session.flush()
    assert group.state_at(NOON).value == "ended"
    with pytest.raises(Refusal) as refused:
        joining.join(a_context(session, a_person(session)), group.id)
    assert refused.value.reason is Reason.NOT_NOW


def test_who_is_signed_in_is_met_in_the_language_they_chose_here(site):
    client = site.client("resident")
    assert client.get("/").location == "/da/"
    client.set_cookie("civic_language", "en")
    chosen = client.get("/").location
    client.delete_cookie("civic_language")
    assert chosen == "/en/"


def test_a_visitors_chosen_language_is_remembered_at_the_door(site):
    client = site.app.test_client()
    assert client.get("/", headers={"Accept-Language": "da"}).location == "/da/"
    page = client.get("/da/processes").text
    link = re.search(r'href="(/en/language\?next=[^"]+)"', page)[1]
    chosen = client.get(html.unescape(link))
    assert (chosen.status_code, chosen.location) == (302, "/en/processes")
    assert client.get("/", headers={"Accept-Language": "da"}).location == "/en/"
    away = client.get("/en/language?next=https://andre.example/")
    assert away.location == "/en/overview", "it leads to no other site"


def test_what_comes_next_is_said_by_what_has_been_entered(site):
    page = site.client("visitor").get(site.at("/da/processes/{committee}")).text
    facts = page[page.index("Næste skridt") :][:120]
    assert "Økonomiudvalget: ventes i juni 2018" in facts


def test_who_contributed_is_told_of_the_decision_once_and_again_when_it_is_corrected(session):
    process = a_process(session)
    author, passer = a_person(session, name="Forslagsstiller"), a_person(session)
    proposal = a_proposal(session, process, author=author, state=ProposalState.ACCEPTED)
    comment = proposals.comment(a_context(session, author), proposal.id, text="Og lys.")
    version = a_version(session, a_report(session, process))
    officer = a_context(session, the_officer(session, process))
    for thing in (Ref(Kind.PROPOSAL, proposal.id), Ref(Kind.COMMENT, comment.id)):
        trace.link(officer, thing, Ref(Kind.VERSION, version.id))
    case = decisions.add_case(
        officer, process.id, number="EKS-9", title="Sag", recommended_by="Enhed", recommendation="At det vedtages.",
        version_id=version.id,
    )  # fmt: skip
    first, last = (decisions.add_body(officer, case.id, a_body(session, BodyKind.COUNCIL, name)) for name in "AB")

    def told():
        mails = session.query(OutboxMessage).filter_by(template="case_decided")
        return [(one.to_person_id, one.data["state"]) for one in mails]

    enter = {"wording": "Ord.", "on": date(2026, 3, 2)}
    decisions.record_decision(officer, first.id, outcome=DecisionState.RECOMMENDED, **enter)
    session.flush()
    assert told() == [], "a recommendation decides nothing"
    decisions.record_decision(officer, last.id, outcome=DecisionState.ADOPTED, **enter)
    session.flush()
    assert told() == [(author.id, "adopted")]
    right = {**enter, "item_number": None, "votes": {}, "reason": "Læst forkert"}
    decisions.correct_decision(officer, last.id, outcome=DecisionState.REJECTED, **right)
    session.flush()
    assert told() == [(author.id, "adopted"), (author.id, "rejected")]
    assert passer.id not in {one for one, _state in told()}


def test_a_name_that_runs_the_other_way_turns_no_words_around_it(site):
    with site.app.test_request_context("/da/"):
        g.language = LANGUAGES["da"]
        assert gettext("Proposal by %(name)s", name="أمينة") == "Forslag fra \u2068أمينة\u2069"
        assert gettext("Proposal by %(name)s", name="Amina") == "Forslag fra Amina"
        assert ngettext("%(num)s of %(who)s", "%(num)s of %(who)s", 2, who="שרה") == "2 of \u2068שרה\u2069"
        marked = site.app.jinja_env.from_string('{{ _("Proposal by %(name)s", name=name) }}').render(name="<أ>")
        assert marked == "Forslag fra \u2068&lt;أ&gt;\u2069"
        g.language = LANGUAGES["ar-XB"]
        assert "\u2068Amina\u2069" in gettext("Proposal by %(name)s", name="Amina")
        assert "\u2068" not in gettext("Proposal by %(name)s", name="أمينة")
