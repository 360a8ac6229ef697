"""What staff entered can be put right: what stood there before, why it was wrong and who said so stays to be seen."""

import html
import re
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from civic.board.models import Posting
from civic.bodies.models import BodyKind
from civic.db.base import ZONE
from civic.decisions import actions as decisions
from civic.decisions.models import CaseState, DecisionState, Side, SideVotes, Voter
from civic.decisions.queries import case as case_by_id
from civic.dialogue import actions as dialogue
from civic.dialogue.models import CommentState
from civic.dialogue.queries import thread
from civic.documents import making
from civic.files.renditions import Format, Rendition, What
from civic.files.renditions import of as renditions_of
from civic.files.uploads import DOCX
from civic.groups import actions as groups
from civic.groups import registering as joining
from civic.hearings import actions as hearings
from civic.hearings.models import Audience, HearingState
from civic.kernel import correction, trace
from civic.kernel.actor import VISITOR
from civic.kernel.context import Context
from civic.kernel.outbox import OutboxMessage
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.seen import fingerprint
from civic.kernel.trace import Kind, Ref
from civic.meetings import actions as meetings
from civic.people.models import RoleAssignment
from civic.processes import actions as processes
from civic.processes.models import Appointment, ProcessState, SeatCategory, Task
from civic.proposals.models import Proposal, ProposalState
from civic.reports import actions as reports
from civic.responses import actions as responses
from civic.said.wording import day
from civic.voting import actions as voting
from civic.voting.models import BallotState, Option, Rule, Secrecy
from tests.clock import NOON
from tests.documents.files import text_of
from tests.forms import sent_by
from tests.make import (
    a_ballot,
    a_body,
    a_context,
    a_facilitator,
    a_group,
    a_hearing,
    a_person,
    a_process,
    a_proposal,
    a_report,
    a_secretary,
    a_version,
    the_officer,
)

ON = date(2026, 3, 2)


def _refusal(do):
    with pytest.raises(Refusal) as refused:
        do()
    return refused.value.reason


def _lines(session, kind, thing_id):
    return [
        (one.part, one.field, one.before, one.reason)
        for one in correction.of(a_context(session), Ref(kind, thing_id), at_most=100)
    ]


# --- through the browser: every part, its form, its line and its refusals


FIELDS = {
    "process": ("{courtyards}", "/da/processes/{courtyards}", "title", "Gårdrum, rettet"),
    "mandate": ("{courtyards}", "/da/processes/{courtyards}", "background", "En anden baggrund."),
    "task": ("{a_task}", "/da/processes/{courtyards}", "heading", "En anden overskrift"),
    "milestone": ("{a_milestone}", "/da/processes/{committee}", "heading", "Besøg, rettet"),
    "appointment": ("{a_seat}", "/da/processes/{courtyards}", "name", "Et Andet Navn"),
    "group": ("{working_group}", "/da/groups/{working_group}", "title", "Gruppen om mødesteder"),
    "meeting": ("{coming_meeting}", "/da/processes/{courtyards}", "title", "Møde om alt"),
    "programme_item": ("{event_item}", "/da/meetings/{event}", "title", "Oplæg, rettet"),
    "agenda_item": ("{coming_item}", "/da/meetings/{joint_meeting}", "title", "Noget andet"),
    "action_point": ("{group_action}", "/da/groups/{working_group}", "owner", "En anden"),
    "audience": ("{an_audience}", "/da/processes/{courtyards}", "name", "Alle de unge"),
    "case": ("{pending_case}", "/da/cases/{pending_case}", "title", "Bevilling til borde"),
    "attachment": ("{an_attachment}", "/da/cases/{pending_case}", "title", "Et andet notat"),
    "follow_up": ("{planned_follow_up}", "/da/cases/{adopted_case}", "responsible", "En anden enhed"),
    "done_follow_up": ("{done_follow_up}", "/da/cases/{adopted_case}", "result", "Det gik anderledes."),
    "approval": ("{courtyards}", "/da/processes/{courtyards}", "item_number", "99"),
    "handover": ("{committee}", "/da/processes/{committee}", "handed_over_on", "2018-05-29"),
    "seats": ("{some_seats}", "/da/processes/{courtyards}", "seats", "12"),
    "report": ("{courtyard_report}", "/da/reports/{courtyard_report}", "title", "Rapporten, rettet"),
    "hearing": ("{open_hearing}", "/da/hearings/{open_hearing}", "what_it_means", "Noget andet for dig."),
    "question": ("{a_question}", "/da/hearings/{open_hearing}", "text", "Hvad synes du mangler helt?"),
    "answer": ("{answered_proposal}", "/da/proposals/{answered_proposal}", "answer", "Et andet svar."),
    "expectation": ("{pending_decision}", "/da/cases/{pending_case}", "expected_on", "2026-05-05"),
    "case_version": ("{pending_case}", "/da/cases/{pending_case}", "version_id", "{early_version}"),
}
SHOWN_AS = {"handover": "29. maj 2018", "expectation": "maj 2026", "case_version": "Læs version 0.5"}
"""How a value reads on the page that is not read as it is typed."""


@pytest.mark.parametrize("part", FIELDS)
def test_what_was_entered_wrongly_is_corrected_and_what_stood_there_is_seen(site, part):
    number, home, field, value = (site.at(one) for one in FIELDS[part])
    officer = site.client("officer")
    path = f"/da/corrections/{part}/{number}"
    page = officer.get(path)
    assert page.status_code == 200
    fields = sent_by(page.text)
    before = fields[field]
    assert before
    bare = officer.post(path, data={**fields, field: value, "reason": ""})
    assert bare.status_code == 422
    assert "hvorfor det rettes" in bare.text
    assert value in bare.text, "nothing typed is lost"
    same = officer.post(path, data={**sent_by(bare.text), field: before, "reason": "Ingenting"})
    assert same.status_code == 422
    assert "Intet er anderledes" in same.text
    done = officer.post(path, data={**sent_by(same.text), field: value, "reason": "Det var en tastefejl."})
    assert done.status_code == 303, done.text
    seen = site.client("visitor").get(home).text
    site.restore()
    assert SHOWN_AS.get(part, value) in html.unescape(seen)
    said = html.unescape(re.sub(r"<[^>]+>", " ", seen))
    said = " ".join(said.split())
    if re.fullmatch(r"\d{4}-\d\d-\d\d", before):
        with site.app.test_request_context("/da/"):
            before = day(date.fromisoformat(before))
    assert (before if part != "case_version" else "Før stod der: ingenting") in said
    assert "Det var en tastefejl." in said
    assert "Lone Kragh" in said


def test_two_who_correct_at_once_both_find_their_words(site):
    path = site.at("/da/corrections/task/{a_task}")
    first, second = site.client("officer"), site.client("officer")
    mine, theirs = sent_by(first.get(path).text), sent_by(second.get(path).text)
    assert first.post(path, data={**mine, "heading": "Den første", "reason": "Fejl"}).status_code == 303
    late = second.post(path, data={**theirs, "heading": "Den anden", "reason": "Fejl"})
    assert late.status_code == 422
    assert "Den anden" in late.text
    assert "Den første" in late.text
    again = second.post(path, data={**sent_by(late.text), "heading": "Den anden", "reason": "Fejl"})
    assert again.status_code == 303
    site.restore()


def test_a_page_says_that_there_are_more_corrections_and_leads_to_them(site):
    path = site.at("/da/corrections/process/{courtyards}")
    officer = site.client("officer")
    for number in range(12):
        fields = sent_by(officer.get(path).text)
        officer.post(path, data={**fields, "next_step": f"Skridt {number}", "reason": f"Grund {number}."})
    page = officer.get(site.at("/da/processes/{courtyards}")).text
    address = site.at("/da/corrections/of/process/{courtyards}")
    assert "Grund 11." in page
    assert "Grund 0." not in page
    assert address in page
    whole = site.client("visitor").get(address).text
    site.restore()
    assert "Grund 0." in whole


# --- what each room keeps


def test_what_nobody_has_read_yet_is_just_changed(session):
    process = a_process(session, state=ProcessState.PREPARING)
    officer = a_context(session, the_officer(session, process))
    processes.correct(officer, process.id, {"title": "Et nyt navn"})
    assert process.title == "Et nyt navn"
    assert _lines(session, Kind.PROCESS, process.id) == []


def test_what_is_public_is_corrected_with_a_reason_and_by_who_may(session):
    process = a_process(session)
    officer = a_context(session, the_officer(session, process))
    before = process.title
    correct = lambda who, **more: processes.correct(who, process.id, {"title": "Rettet"}, **more)  # noqa: E731
    assert _refusal(lambda: correct(officer)) is Reason.NO_REASON
    assert _refusal(lambda: correct(a_context(session, a_person(session)), reason="x")) is Reason.NOT_YOURS
    assert _refusal(lambda: correct(officer, reason="x", seen=fingerprint("noget andet"))) is Reason.WRITTEN_MEANWHILE
    correct(officer, reason="Stavefejl", seen=fingerprint(before))
    assert _lines(session, Kind.PROCESS, process.id) == [("process", "title", before, "Stavefejl")]
    assert _refusal(lambda: correct(officer, reason="x")) is Reason.AS_IT_STANDS


def _seated(session, officer, process):
    kept = {"category": SeatCategory.OTHER_MEMBER, "on": process.mandate.approved_on or ON}
    both = [processes.appoint(officer, process.id, name=name, **kept) for name in ("Karen", "Ole")]
    session.flush()
    return both


def test_a_member_leaves_a_seat_and_a_substitute_takes_it_over_or_it_is_vacant(session):
    process = a_process(session)
    officer = a_context(session, the_officer(session, process))
    first, second = _seated(session, officer, process)
    end = lambda seat, **more: processes.end_seat(officer, seat.id, reason="Flyttet fra kommunen", **more)  # noqa: E731
    assert _refusal(lambda: end(first, on=NOON.date() + timedelta(days=1))) is Reason.NOT_HELD_YET
    end(first, on=NOON.date(), substitute="Lis", affiliation="Seniorrådet")
    end(second, on=NOON.date())
    session.flush()
    assert _refusal(lambda: end(second, on=NOON.date())) is Reason.NOT_NOW
    rows = session.scalars(select(Appointment).order_by(Appointment.id)).all()
    assert [(one.name, one.seat, one.ended_on, one.ended_because) for one in rows] == [
        ("Karen", first.seat, NOON.date(), "Flyttet fra kommunen"),
        ("Ole", second.seat, NOON.date(), "Flyttet fra kommunen"),
        ("Lis", first.seat, None, ""),
    ]


def test_everybody_whom_it_concerns_is_told_of_a_meeting_that_is_moved_or_called_off(session):
    process = a_process(session)
    group, staff = a_group(session, process), a_facilitator(session, process)
    member, passer = a_person(session, name="Medlem"), a_person(session, name="Forbi")
    joining.join(a_context(session, member), group.id)
    at = NOON + timedelta(days=5)
    meeting = meetings.add_group_meeting(a_context(session, staff), group.id, title="Møde", starts_at=at, place="Salen")
    session.flush()
    context = a_context(session, staff)
    meetings.correct(context, meeting.id, {"access": "Teleslynge"}, reason="Glemt")
    told = lambda template: {one.to_person_id for one in session.query(OutboxMessage).filter_by(template=template)}  # noqa: E731
    session.flush()
    assert told("meeting_moved") == set(), "a word more moves nobody"
    meetings.correct(context, meeting.id, {"starts_at": at + timedelta(hours=1)}, reason="Salen var optaget")
    meetings.cancel(context, meeting.id, reason="For få tilmeldte")
    session.flush()
    for template in ("meeting_moved", "meeting_cancelled"):
        assert member.id in told(template)
        assert passer.id not in told(template)
    assert _lines(session, Kind.GROUP, group.id) == [
        ("meeting", "state", "planned", "For få tilmeldte"),
        ("meeting", "starts_at", at.isoformat(), "Salen var optaget"),
        ("meeting", "access", "", "Glemt"),
    ]


def _case(session, process=None):
    process = process or a_process(session)
    officer = a_context(session, the_officer(session, process))
    case = decisions.add_case(
        officer, process.id, number="EKS-1", title="Sag", recommended_by="Enhed", recommendation="At det vedtages."
    )
    for name in ("Udvalget", "Kommunalbestyrelsen"):
        decisions.add_body(officer, case.id, a_body(session, BodyKind.COUNCIL, name))
    return officer, case


def test_what_a_body_puts_off_stays_to_be_seen_when_it_decides_later(session):
    officer, case = _case(session)
    decisions.record_decision(officer, case.decisions[0].id, outcome=DecisionState.POSTPONED, wording="Udsat.", on=ON)
    session.flush()
    session.expire_all()
    chain = lambda: [(one.body.name, one.sitting, one.state) for one in _chain(session, case.id)]  # noqa: E731
    assert chain() == [
        ("Udvalget", 1, DecisionState.POSTPONED),
        ("Udvalget", 2, DecisionState.PENDING),
        ("Kommunalbestyrelsen", 1, DecisionState.PENDING),
    ]
    again, last = _chain(session, case.id)[1:]
    adopt = lambda: decisions.record_decision(officer, last.id, outcome=DecisionState.ADOPTED, wording="Ja.", on=ON)  # noqa: E731
    assert _refusal(adopt) is Reason.OTHERS_FIRST
    decisions.record_decision(officer, again.id, outcome=DecisionState.RECOMMENDED, wording="Anbefales.", on=ON)
    adopt()
    assert [state for _name, _sitting, state in chain()] == [
        DecisionState.POSTPONED,
        DecisionState.RECOMMENDED,
        DecisionState.ADOPTED,
    ]


def _chain(session, case_id):
    return decisions.queries.case(a_context(session), case_id).decisions


def test_a_decision_is_corrected_with_its_votes_and_what_stood_there_is_kept(session):
    officer, case = _case(session)
    entered = {Side.FOR: SideVotes(14, [Voter("A"), Voter("B")]), Side.AGAINST: SideVotes(3, [Voter("V")])}
    first = case.decisions[0]
    decisions.record_decision(
        officer, first.id, outcome=DecisionState.RECOMMENDED, wording="Anbefales.", on=ON, votes=entered
    )
    right = {Side.FOR: SideVotes(15, [Voter("A"), Voter("B")]), Side.AGAINST: SideVotes(2, [Voter("V")])}
    decisions.correct_decision(
        officer,
        first.id,
        outcome=DecisionState.RECOMMENDED,
        wording="Anbefales enstemmigt.",
        on=ON,
        item_number=None,
        votes=right,
        reason="Referatet er rettet",
    )
    session.flush()
    assert [(one.side, one.count) for one in first.tallies] == [(Side.FOR, 15), (Side.AGAINST, 2)]
    kept = {field: before for _part, field, before, _reason in _lines(session, Kind.CASE, case.id)}
    assert kept == {"wording": "Anbefales.", "votes": "for 14: A, B; against 3: V"}
    session.expire_all()
    assert [one.body.name for one in _chain(session, case.id)] == ["Udvalget", "Kommunalbestyrelsen"]
    with pytest.raises(Refusal):
        decisions.correct_decision(
            a_context(session, a_person(session)), first.id, outcome=DecisionState.ADOPTED, wording="Nej", on=ON,
            item_number=None, votes={}, reason="x",
        )  # fmt: skip


def test_a_decision_corrected_to_put_off_gets_its_next_sitting_and_back_loses_it(session):
    officer, case = _case(session)
    first = case.decisions[0]
    decisions.record_decision(officer, first.id, outcome=DecisionState.RECOMMENDED, wording="Anbefales.", on=ON)
    correct = lambda outcome: decisions.correct_decision(  # noqa: E731
        officer, first.id, outcome=outcome, wording="Ord.", on=ON, item_number=None, votes={}, reason="Læst forkert"
    )
    correct(DecisionState.POSTPONED)
    session.expire_all()
    assert [one.sitting for one in _chain(session, case.id)] == [1, 2, 1]
    correct(DecisionState.REJECTED)
    session.expire_all()
    assert [one.sitting for one in _chain(session, case.id)] == [1, 1]
    assert decisions.queries.case(officer, case.id).state_at(NOON) is CaseState.NOT_DECIDED


def test_a_vote_is_changed_until_it_opens_and_then_only_added_to(session):
    ballot = a_ballot(session, a_process(session), state=BallotState.DRAFT)
    staff = a_context(session, a_facilitator(session, ballot.process))
    change = lambda **more: voting.change_ballot(  # noqa: E731
        staff,
        ballot.id,
        question="Hvor?",
        about="Om",
        rule=Rule(Secrecy.OPEN),
        options=[*map(Option, ("Her", "Der", "Begge"))],
        **more,
    )
    assert _refusal(lambda: change(seen="noget andet")) is Reason.WRITTEN_MEANWHILE
    change()
    session.flush()
    assert [(one.position, one.text) for one in ballot.options] == [(1, "Her"), (2, "Der"), (3, "Begge")]
    assert _refusal(lambda: voting.add_to(staff, ballot.id, text="For tidligt")) is Reason.NOT_NOW
    voting.open_ballot(staff, ballot.id, last_day=(NOON + timedelta(days=5)).date())
    assert _refusal(change) is Reason.NOT_NOW
    voting.add_to(staff, ballot.id, text="Gården er lukket den 5.")
    assert _lines(session, Kind.BALLOT, ballot.id) == [("ballot", "addition", "", "Gården er lukket den 5.")]


def test_ones_own_comment_is_changed_and_deleted_with_a_mark(session):
    proposal: Proposal = a_proposal(session, a_process(session), state=ProposalState.ACCEPTED)
    author, other = a_person(session, name="Forfatter"), a_person(session)
    said = dialogue.comment(
        a_context(session, author), Kind.PROPOSAL, proposal.id, process_id=proposal.process_id, text="Skriv flel."
    )
    session.flush()
    soon, late = (a_context(session, author, now=NOON + timedelta(minutes=one)) for one in (14, 16))
    assert _refusal(lambda: dialogue.edit(a_context(session, other), said.id, text="Nej")) is Reason.NOT_YOURS
    dialogue.edit(soon, said.id, text="Skriv fejl.")
    assert (said.text, said.edited_at) == ("Skriv fejl.", NOON + timedelta(minutes=14))
    dialogue.delete(late, said.id)
    session.flush()
    assert (said.text, said.state, said.is_deleted) == ("", CommentState.DELETED, True)
    assert [one.number for one in thread(a_context(session), Kind.PROPOSAL, proposal.id).rows] == [said.id]


def test_what_a_facilitator_is_to_look_at_is_not_changed_under_their_eyes(session):
    proposal: Proposal = a_proposal(session, a_process(session), state=ProposalState.ACCEPTED)
    author, reader = a_person(session, name="Forfatter"), a_person(session)

    def say(text):
        made = dialogue.comment(
            a_context(session, author), Kind.PROPOSAL, proposal.id, process_id=proposal.process_id, text=text
        )
        session.flush()
        return made

    mine = a_context(session, author)
    flagged, seen = say("Noget grimt."), say("Skriv fejl.")
    dialogue.flag(a_context(session, reader), flagged.id, rule=1, reason="Grimt")
    session.flush()
    session.expire_all()
    assert _refusal(lambda: dialogue.edit(mine, flagged.id, text="Noget pænt.")) is Reason.NOT_NOW
    assert _refusal(lambda: dialogue.delete(mine, flagged.id)) is Reason.NOT_NOW
    dialogue.edit(mine, seen.id, text="Mit nummer er 010190-1234")
    assert seen.state is CommentState.HELD, "the gate looks at it again"
    dialogue.delete(mine, seen.id)
    session.flush()
    assert (seen.text, seen.state, seen.is_deleted) == ("", CommentState.HIDDEN, True), "nobody else ever read it"
    assert _refusal(lambda: dialogue.edit(mine, seen.id, text="Igen")) is Reason.NOT_NOW


def test_a_section_taken_out_by_mistake_is_put_back_by_who_did_it(session):
    process = a_process(session)
    report = a_report(session, process)
    officer = a_context(session, the_officer(session, process))
    first, second = reports.queries.sections(officer, report.id)[:2]
    reports.take_out_section(officer, first.id)
    session.flush()
    other = a_context(session, the_officer(session, process))
    assert _refusal(lambda: reports.put_back_section(other, first.id)) is Reason.NOT_YOURS
    assert [one.id for one in reports.queries.own_taken_out(officer, report.id)] == [first.id]
    reports.put_back_section(officer, first.id)
    session.flush()
    order = [one.id for one in reports.queries.sections(officer, report.id)]
    assert {first.id, second.id} <= set(order)
    assert reports.queries.own_taken_out(officer, report.id) == []
    assert _refusal(lambda: reports.put_back_section(officer, first.id)) is Reason.NOT_FOUND


def test_a_published_note_stays_and_gets_an_addition(site):
    path = site.at("/da/hearings/{concluded_hearing}/note/add")
    officer = site.client("officer")
    page = officer.get(path)
    done = officer.post(path, data={**sent_by(page.text), "text": "Bilag 3 kom for sent og er lagt ved sagen."})
    assert done.status_code == 303
    note = site.client("visitor").get(site.at("/da/hearings/{concluded_hearing}/note")).text
    hearing = int(site.at("{concluded_hearing}"))
    asked = Rendition(kind=Kind.HEARING, thing_id=hearing, what=What.NOTE, format=Format.DOCX)
    with Session(site.engine) as session:
        waiting = {
            one.format
            for one in renditions_of(Context(VISITOR, NOON, session), Ref(Kind.HEARING, hearing))
            if one.what is What.NOTE and one.made_at is None
        }
        made = making.make(site.app, Context(VISITOR, NOON, session), asked, site.path.parent / "files")
    site.restore()
    assert waiting == {Format.PDF, Format.DOCX, Format.ODT}, "the documents are made anew"
    assert "Bilag 3 kom for sent og er lagt ved sagen." in text_of(made, DOCX), "and say it"
    assert "Bilag 3 kom for sent og er lagt ved sagen." in note
    assert "Tilføjet" in note


def test_a_moved_meeting_is_said_in_danish_time(session):
    process = a_process(session)
    staff = a_facilitator(session, process)
    at = datetime(2026, 7, 1, 19, 0, tzinfo=ZONE)
    made = meetings.add_committee_meeting(a_context(session, staff), process.id, title="Møde", starts_at=at)
    session.flush()
    meetings.correct(a_context(session, staff), made.id, {"place": "Rådhuset"}, reason="Flyttet")
    assert _lines(session, Kind.PROCESS, process.id) == [("meeting", "place", "", "Flyttet")]
    correct = lambda **values: meetings.correct(a_context(session, staff), made.id, values, reason="Flyttet")  # noqa: E731
    assert _refusal(lambda: correct(starts_at=None)) is Reason.TIME_MISSING


# --- what a correction must not do


def test_what_stood_there_is_kept_without_a_cpr_number_and_taken_out_for_good_by_who_may(session):
    process = a_process(session)
    officer = a_context(session, the_officer(session, process))
    task = process.tasks[0]
    session.execute(update(Task).values(text="Spørg 010190-1234 om det."))  # older than the gate that refuses it
    session.expire_all()
    processes.correct_task(officer, task.id, {"text": "Spørg beboeren om det."}, reason="Et nummer")
    assert [before for _part, _field, before, _reason in _lines(session, Kind.PROCESS, process.id)] == [
        "Spørg ••••••-•••• om det."
    ]
    line = correction.of(officer, Ref(Kind.PROCESS, process.id), at_most=1)[0]
    assert line.about == f"{task.number}. {task.heading}"
    stranger = a_context(session, a_person(session))
    blot = lambda who: processes.blot_correction(who, process.id, line.id, reason="Beskyttet navn")  # noqa: E731
    assert _refusal(lambda: blot(stranger)) is Reason.NOT_YOURS
    blot(officer)
    assert (line.before, line.about, line.blotted_because) == ("", "", "Beskyttet navn")


def test_what_stood_there_is_taken_out_on_the_page(site):
    officer = site.client("officer")
    path = site.at("/da/corrections/process/{courtyards}")
    before = sent_by(officer.get(path).text)["title"]
    fields = sent_by(officer.get(path).text)
    officer.post(path, data={**fields, "title": "Et helt andet navn", "reason": "Navnet skal ikke stå der."})
    home = site.at("/da/processes/{courtyards}")
    way = re.search(r'href="(/da/corrections/lines/\d+/blot)"', officer.get(home).text)[1]
    assert way not in site.client("visitor").get(home).text
    empty = officer.post(way, data={**sent_by(officer.get(way).text), "reason": ""})
    assert empty.status_code == 422
    done = officer.post(way, data={**sent_by(empty.text), "reason": "Et beskyttet navn."})
    assert done.status_code == 303
    band = html.unescape(site.client("visitor").get(home).text.partition('id="corrections"')[2])
    site.restore()
    assert "Et beskyttet navn." in band
    assert f">{before}<" not in band


def test_an_outcome_that_another_body_went_on_from_is_not_corrected_away(session):
    officer, case = _case(session)
    first, last = case.decisions
    decisions.record_decision(officer, first.id, outcome=DecisionState.RECOMMENDED, wording="Ja.", on=ON)
    decisions.record_decision(officer, last.id, outcome=DecisionState.ADOPTED, wording="Ja.", on=ON)
    session.flush()
    correct = lambda one, outcome, wording: decisions.correct_decision(  # noqa: E731
        officer, one.id, outcome=outcome, wording=wording, on=ON, item_number=None, votes={}, reason="Læst forkert"
    )
    assert _refusal(lambda: correct(first, DecisionState.POSTPONED, "Ja.")) is Reason.DECIDED_SINCE
    session.expire_all()
    correct(first, DecisionState.RECOMMENDED, "Anbefales.")
    assert first.wording == "Anbefales."
    tomorrow = NOON.date() + timedelta(days=1)
    for do in (decisions.correct_decision, decisions.record_decision):
        more = {"votes": {}, "item_number": None, "reason": "x"} if do is decisions.correct_decision else {}
        later = lambda do=do, more=more: do(  # noqa: E731
            officer, last.id, outcome=DecisionState.ADOPTED, wording="Ja.", on=tomorrow, **more
        )
        assert _refusal(later) is Reason.NOT_HELD_YET


def test_a_case_decided_of_another_name_is_called_that_on_every_list(session):
    officer, case = _case(session)
    decisions.record_decision(officer, case.decisions[0].id, outcome=DecisionState.RECOMMENDED, wording="Ja.", on=ON)
    decisions.correct_case(officer, case.id, {"title": "Sagen om gården"}, reason="Forkert navn")
    session.flush()
    assert {one.subject for one in case.decisions} == {"Sagen om gården"}
    titles = {one.title for one in session.scalars(select(Posting).where(Posting.kind == Kind.DECISION))}
    assert titles == {"Sagen om gården"}


def test_a_seat_that_was_ended_by_mistake_goes_on_and_not_where_somebody_took_it_over(session):
    process = a_process(session)
    officer = a_context(session, the_officer(session, process))
    first, second = _seated(session, officer, process)
    processes.end_seat(officer, first.id, on=NOON.date(), reason="Flyttet", substitute="Lis")
    processes.end_seat(officer, second.id, on=NOON.date(), reason="Flyttet")
    session.flush()
    back = {"ended_on": None, "ended_because": ""}
    processes.correct_appointment(officer, second.id, back, reason="Det var Karen, der flyttede")
    session.flush()
    assert second.ended_on is None
    early = {"ended_on": second.appointed_on - timedelta(days=1)}
    assert _refusal(lambda: processes.correct_appointment(officer, second.id, early, reason="x")) is Reason.ENDS_FIRST
    gone_on = _refusal(lambda: processes.correct_appointment(officer, first.id, back, reason="x"))
    assert gone_on is Reason.SEAT_OF_ANOTHER


def test_a_meeting_called_off_stays_where_those_who_planned_to_come_look_for_it(site):
    home = site.at("/da/processes/{courtyards}")
    facilitator = site.client("facilitator")
    way = site.at("/da/meetings/{coming_meeting}/cancel")
    page = facilitator.get(way)
    facilitator.post(way, data={**sent_by(page.text), "reason": "Salen er oversvømmet."})
    seen = html.unescape(site.client("visitor").get(home).text)
    site.restore()
    assert "Aflyst" in seen
    assert "Salen er oversvømmet." in seen


def test_a_handover_or_an_end_entered_by_mistake_is_taken_back_until_a_body_has_decided(session):
    process = a_process(session, state=ProcessState.CLOSED)
    officer = a_context(session, the_officer(session, process))
    decisions.take_back_handover(officer, process.id, reason="Den er ikke slut.")
    assert (process.state, process.handed_over_on) == (ProcessState.HANDED_OVER, date(2026, 1, 5))
    decisions.take_back_handover(officer, process.id, reason="Forkert forløb.")
    session.flush()
    assert (process.state, process.handed_over_on) == (ProcessState.RUNNING, None)
    assert sorted(_lines(session, Kind.PROCESS, process.id)) == sorted([
        ("process", "status", "closed", "Den er ikke slut."),
        ("process", "status", "handed_over", "Forkert forløb."),
        ("process", "handed_over_on", "2026-01-05", "Forkert forløb."),
        ("process", "next_step", "Kommunalbestyrelsen", "Forkert forløb."),
    ])  # fmt: skip
    _officer, early = _case(session, process)
    before = {"outcome": DecisionState.POSTPONED, "wording": "Udsat.", "on": ON - timedelta(days=1)}
    decisions.record_decision(officer, early.decisions[0].id, **before)
    processes.hand_over(officer, process.id, on=ON, next_step="Rådet")
    decisions.take_back_handover(officer, process.id, reason="Det er udvalget, der venter.")
    session.flush()
    assert (process.state, process.next_step) == (ProcessState.RUNNING, "")
    assert ("process", "next_step", "Rådet", "Det er udvalget, der venter.") in _lines(
        session, Kind.PROCESS, process.id
    )
    processes.hand_over(officer, process.id, on=ON, next_step="Rådet")
    decisions.record_decision(officer, early.decisions[1].id, outcome=DecisionState.NOTED, wording="Ja.", on=ON)
    undo = lambda: decisions.take_back_handover(officer, process.id, reason="x")  # noqa: E731
    assert _refusal(undo) is Reason.DECIDED_SINCE


def test_a_group_ended_by_mistake_goes_on_and_who_does_not_belong_there_is_taken_out(session):
    process = a_process(session)
    group, staff = a_group(session, process), a_context(session, a_facilitator(session, process))
    member = a_person(session)
    placed = joining.join(a_context(session, member), group.id)
    held = next(one for one in session.query(RoleAssignment).filter_by(person_id=member.id))
    joining.take_out_member(staff, placed.id)
    session.refresh(held)
    assert held.ended_at == NOON
    assert _refusal(lambda: joining.take_out_member(staff, placed.id)) is Reason.NOT_FOUND
    groups.end(staff, group.id)
    groups.take_back(staff, group.id, reason="Den forkerte gruppe.")
    session.flush()
    assert group.state_at(NOON).value == "active"
    assert _lines(session, Kind.GROUP, group.id) == [("group", "status", "ended", "Den forkerte gruppe.")]


def test_a_meeting_called_off_by_mistake_takes_place_and_everybody_is_told(session):
    process = a_process(session)
    group, staff = a_group(session, process), a_context(session, a_facilitator(session, process))
    member = a_person(session)
    joining.join(a_context(session, member), group.id)
    meeting = meetings.add_group_meeting(
        staff, group.id, title="Møde", starts_at=NOON + timedelta(days=3), place="Salen", access=""
    )
    meetings.cancel(staff, meeting.id, reason="Salen er optaget.")
    meetings.take_back(staff, meeting.id, reason="Den er fri.")
    session.flush()
    assert meeting.is_ahead_at(NOON)
    told = [one.template for one in session.query(OutboxMessage).filter_by(to_person_id=member.id)]
    assert told[-2:] == ["meeting_cancelled", "meeting_on_again"]
    meetings.cancel(staff, meeting.id, reason="Igen.")
    late = a_context(session, the_officer(session, process), NOON + timedelta(days=9))
    assert _refusal(lambda: meetings.take_back(late, meeting.id, reason="x")) is Reason.NOT_NOW


def test_an_attachment_and_a_body_entered_by_mistake_go_and_are_told_of(session):
    officer, case = _case(session)
    attachment = decisions.attach(officer, case.id, title="Forkert notat", document_number="7")
    decisions.take_out_attachment(officer, attachment.id, reason="En anden sag.")
    wrong = case.decisions[-1]
    name = wrong.body.name
    decisions.take_out_body(officer, wrong.id, reason="Det skal ikke høres.")
    session.flush()
    session.expire_all()
    found = case_by_id(officer, case.id)
    assert attachment.id not in {one.id for one in found.attachments}
    assert wrong.id not in {one.id for one in found.decisions}
    lines = _lines(session, Kind.CASE, case.id)
    assert ("attachment", "title", "Forkert notat", "En anden sag.") in lines
    assert ("decision", "body", name, "Det skal ikke høres.") in lines
    decided = found.decisions[0]
    decisions.record_decision(officer, decided.id, outcome=DecisionState.NOTED, wording="Ja.", on=ON)
    assert _refusal(lambda: decisions.take_out_body(officer, decided.id, reason="x")) is Reason.NOT_NOW


def test_what_comes_in_the_place_of_what_was_taken_out_is_not_marked_as_corrected(session):
    officer, case = _case(session)
    wrong = decisions.attach(officer, case.id, title="Forkert notat", document_number="7")
    decisions.correct_attachment(officer, wrong.id, {"title": "Helt forkert notat"}, reason="Titlen.")
    decisions.take_out_attachment(officer, wrong.id, reason="En anden sag.")
    session.flush()
    decisions.attach(officer, case.id, title="Nyt notat", document_number="8")
    marked = {
        part for part, part_id in correction.newest(officer, Ref(Kind.CASE, case.id)) if part_id != correction.GONE
    }
    assert marked == set()


def test_who_took_part_is_told_where_the_last_body_waited_for_is_taken_out(session):
    officer, case = _case(session)
    first, last = case.decisions
    contributor = a_person(session)
    proposal = a_proposal(session, case.process, author=contributor, state=ProposalState.ACCEPTED)
    trace.link(officer, Ref(Kind.PROPOSAL, proposal.id), Ref(Kind.CASE, case.id))
    decisions.record_decision(officer, first.id, outcome=DecisionState.ADOPTED, wording="Ja.", on=ON)
    told = lambda: session.query(OutboxMessage).filter_by(to_person_id=contributor.id, template="case_decided").count()  # noqa: E731
    assert told() == 0
    decisions.take_out_body(officer, last.id, reason="Det skal ikke derhen.")
    session.flush()
    assert told() == 1


def test_an_exception_that_a_seat_stands_on_is_not_emptied(session):
    process = a_process(session)
    officer = a_context(session, the_officer(session, process))
    first, _second = _seated(session, officer, process)
    quota, day = first.quota, first.appointed_on
    for number in range(quota.seats):
        more = {"category": quota.category, "name": f"Lis {number}", "on": day, "override_reason": "Rådet ønskede det."}
        beyond = processes.appoint(officer, process.id, **more)
    session.flush()
    assert beyond.seat > quota.seats
    empty = lambda: processes.correct_appointment(officer, beyond.id, {"override_reason": ""}, reason="x")  # noqa: E731
    assert _refusal(empty) is Reason.SEATS_TAKEN
    early = process.mandate.approved_on - timedelta(days=1)
    both = {"override_reason": "Rådet bad om det før.", "appointed_on": early}
    processes.correct_appointment(officer, first.id, both, reason="Sådan var det.")
    session.flush()
    back = lambda: processes.correct_appointment(officer, first.id, {"override_reason": ""}, reason="x")  # noqa: E731
    assert _refusal(back) is Reason.NO_MANDATE


def test_what_is_wrong_with_a_draft_put_right_is_said(site):
    path = site.at("/da/corrections/hearing/{draft_hearing}")
    officer = site.client("officer")
    answer = officer.post(path, data=sent_by(officer.get(path).text))
    assert answer.status_code == 422
    assert "form-error-message" in answer.text


def test_a_case_that_carried_another_version_rests_on_what_the_right_one_rests_on(session):
    officer, case = _case(session)
    version = a_version(session, a_report(session, case.process))
    decisions.correct_case_version(officer, case.id, {"version_id": version.id}, reason="Det var udkastet.")
    session.flush()
    assert list(trace.backward(officer, Ref(Kind.CASE, case.id))[Kind.VERSION]) == [version.id]
    decisions.correct_case_version(officer, case.id, {"version_id": None}, reason="Nej.")
    session.flush()
    assert not trace.backward(officer, Ref(Kind.CASE, case.id))[Kind.VERSION]
    other = a_version(session, a_report(session, a_process(session)))
    foreign = lambda: decisions.correct_case_version(officer, case.id, {"version_id": other.id}, reason="x")  # noqa: E731
    assert _refusal(foreign) is Reason.NOT_FOUND


def test_of_an_open_hearing_that_is_corrected_everybody_is_told_and_of_a_draft_nobody(session):
    hearing = a_hearing(session)
    officer = a_context(session, the_officer(session, hearing.process))
    secretary = a_secretary(session, hearing.parties[0])
    responses.correct_hearing(officer, hearing.id, {"what_it_means": "Noget andet."}, reason="Det var forkert.")
    session.flush()
    told = [one.template for one in session.query(OutboxMessage).filter_by(to_person_id=secretary.id)]
    assert told[-1] == "hearing_corrected"
    draft = a_hearing(session, state=HearingState.DRAFT)
    officer = a_context(session, the_officer(session, draft.process))
    before = session.query(OutboxMessage).count()
    responses.correct_hearing(officer, draft.id, {"title": "En anden titel"})
    hearings.correct_rules(officer, draft.id, {"audience": Audience.BOTH})
    session.flush()
    assert (draft.title, draft.audience) == ("En anden titel", Audience.BOTH)
    assert session.query(OutboxMessage).count() == before
    assert _lines(session, Kind.HEARING, draft.id) == []
    rules = lambda: hearings.correct_rules(officer, hearing.id, {"audience": Audience.BOTH}, reason="x")  # noqa: E731
    assert _refusal(rules) in {Reason.NOT_NOW, Reason.NOT_FOUND, Reason.NOT_YOURS}


def test_who_votes_and_who_answered_is_told_of_what_is_added(session):
    process = a_process(session)
    voter = a_person(session)
    ballot = a_ballot(session, process, voter)
    voting.add_to(a_context(session, the_officer(session, process)), ballot.id, text="Lokalet er et andet.")
    session.flush()
    told = session.query(OutboxMessage).filter_by(to_person_id=voter.id, template="vote_added_to")
    assert [one.data["text"] for one in told] == ["Lokalet er et andet."]
