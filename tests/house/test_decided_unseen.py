"""Nobody decides on words they have not seen, and no second tab writes over a colleague's without a word."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from civic.dialogue import actions as dialogue
from civic.dialogue.models import CommentState
from civic.hearings import actions as hearings
from civic.hearings.models import Audience, Moderation, PartyState, Stance
from civic.kernel.actor import Role, Scope
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.seen import fingerprint
from civic.moderation.models import Ground
from civic.people.actions import set_hearing_rules
from civic.people.models import Organisation
from civic.proposals import actions as proposals
from civic.proposals.models import ProposalState
from civic.reports import actions as reports
from civic.reports import queries as report_queries
from civic.responses import actions as responses
from civic.responses import release
from civic.responses.models import ResponseState, Said
from civic.treatment import actions as treatment
from civic.treatment.models import RemarkKind
from civic.voting import actions as voting
from civic.voting import rolls
from civic.voting.models import BallotState, Option, Rule, words_of
from tests.clock import NOON
from tests.make import (
    a_ballot,
    a_chair,
    a_context,
    a_facilitator,
    a_hearing,
    a_party,
    a_person,
    a_process,
    a_proposal,
    a_public_response,
    a_report,
    a_secretary,
    the_municipality,
    the_officer,
)


def _refused(deed):
    with pytest.raises(Refusal) as refused:
        deed()
    return refused.value.reason


def _council(session):
    party = a_party(session, state=PartyState.DRAFTING)
    secretary, chair = (a_context(session, make(session, party)) for make in (a_secretary, a_chair))
    return party, secretary, chair


def test_no_other_draft_is_put_to_adoption_than_was_seen(session):
    party, secretary, chair = _council(session)
    seen = fingerprint(*party.drafted)
    hearings.write_draft(chair, party.id, text="Rådet er IMOD.", edit=party.edit)
    put = lambda seen: hearings.put_to_adoption(secretary, party.id, stance=Stance.REMARKS, seen=seen)  # noqa: E731
    assert _refused(lambda: put(seen)) is Reason.WRITTEN_MEANWHILE
    seen = fingerprint(*party.drafted)
    hearings.add_point(chair, party.id, section_text_id=party.version.texts[0].id, text="Også her.")
    assert _refused(lambda: put(seen)) is Reason.WRITTEN_MEANWHILE
    assert put(fingerprint(*party.drafted)).state is PartyState.ADOPTING


def test_the_chair_adopts_and_the_secretary_hands_in_what_they_saw(session):
    party, secretary, chair = _council(session)
    hearings.put_to_adoption(secretary, party.id, stance=Stance.REMARKS)
    seen = fingerprint(*party.decided)
    hearings.send_back(secretary, party.id)
    hearings.write_draft(secretary, party.id, text="Rådet er IMOD.", edit=party.edit)
    hearings.put_to_adoption(secretary, party.id, stance=Stance.REMARKS)
    assert _refused(lambda: hearings.adopt(chair, party.id, seen=seen)) is Reason.WRITTEN_MEANWHILE
    hearings.adopt(chair, party.id, seen=fingerprint(*party.decided))
    assert _refused(lambda: responses.submit(secretary, party.id, seen=seen)) is Reason.WRITTEN_MEANWHILE
    assert responses.submit(secretary, party.id, seen=fingerprint(*party.decided)).text == "Rådet er IMOD."


def test_an_answer_corrected_meanwhile_is_not_released_unread_nor_written_over(session):
    hearing = a_hearing(session, audience=Audience.BOTH, moderation=Moderation.BEFORE)
    made = a_public_response(session, hearing, "Mere lys.")
    officer = a_context(session, the_officer(session, hearing.process))
    seen, own = fingerprint(made.revision), a_context(session)
    own = replace(own, actor=replace(own.actor, receipt=made.receipt))
    responses.correct(own, made.id, [Said("Ring til Hanne.")], seen=seen)
    assert _refused(lambda: release.release(officer, made.id, seen=seen)) is Reason.WRITTEN_MEANWHILE
    late = lambda: responses.correct(own, made.id, [Said("Fra den anden fane.")], seen=seen)  # noqa: E731
    assert _refused(late) is Reason.WRITTEN_MEANWHILE
    assert release.release(officer, made.id, seen=fingerprint(made.revision)).state is ResponseState.SHOWN


def test_a_comment_changed_by_its_author_is_not_released_unread(session):
    process = a_process(session)
    author, facilitator = a_person(session), a_context(session, a_facilitator(session, process))
    proposal = a_proposal(session, process, state=ProposalState.ACCEPTED)
    comment = proposals.comment(a_context(session, author), proposal.id, text="Ring 20 30 40 50.")
    assert comment.state is CommentState.HELD
    seen = fingerprint(comment.text)
    dialogue.edit(a_context(session, author), comment.id, text="Ring 20 30 40 51, hun er syg.")
    give = lambda seen: dialogue.release(facilitator, comment.id, ground=Ground.LOOKED_AT, seen=seen)  # noqa: E731
    assert _refused(lambda: give(seen)) is Reason.WRITTEN_MEANWHILE
    give(fingerprint(comment.text))
    assert comment.state is CommentState.PUBLISHED


def test_a_proposal_rewritten_meanwhile_is_not_published_unread(session):
    process = a_process(session)
    proposal = a_proposal(session, process, state=ProposalState.SUBMITTED)
    facilitator = a_context(session, a_facilitator(session, process))
    seen = fingerprint(proposal.title, proposal.text)
    proposals.send_back(facilitator, proposal.id, rule=1, reason="Skriv mere.")
    author = a_context(session, proposal.author)
    proposals.rewrite(author, proposal.id, title="Noget andet", text="Helt andet.")
    proposals.submit(author, proposal.id)
    assert _refused(lambda: proposals.accept(facilitator, proposal.id, seen=seen)) is Reason.WRITTEN_MEANWHILE


def test_a_vote_is_opened_as_it_was_seen(session):
    ballot = a_ballot(session, a_process(session), state=BallotState.DRAFT)
    staff = a_context(session, the_officer(session, ballot.process))
    seen = fingerprint(*words_of(ballot), 5)
    asked = {
        "question": "Noget helt andet?",
        "about": "",
        "rule": Rule(ballot.secrecy),
        "options": [Option("Ja"), Option("Nej")],
    }
    voting.change_ballot(staff, ballot.id, **asked)
    last = NOON.date() + timedelta(days=9)
    opened = lambda seen: voting.open_ballot(staff, ballot.id, last_day=last, seen=seen)  # noqa: E731
    assert _refused(lambda: opened(seen)) is Reason.WRITTEN_MEANWHILE
    seen = fingerprint(*words_of(ballot), 5)
    rolls.add_to_roll(staff, ballot.id, [a_person(session).id])
    session.flush()
    assert _refused(lambda: opened(seen)) is Reason.WRITTEN_MEANWHILE, "somebody was put on the roll"
    assert opened(fingerprint(*words_of(ballot), 6)).opened_at == NOON


def test_words_in_a_section_that_was_taken_out_are_refused_and_it_goes_back_where_it_stood(session):
    report = a_report(session, a_process(session))
    officer = a_context(session, the_officer(session, report.process))
    first, second = report_queries.sections(officer, report.id)[:2]
    reports.take_out_section(officer, first.id)
    write = lambda: reports.write_section(officer, first.id, heading="H", text="Mine ord.", edit=first.edit)  # noqa: E731
    assert _refused(write) is Reason.TAKEN_OUT
    reports.put_back_section(officer, first.id)
    session.flush()
    assert [one.id for one in report_queries.sections(officer, report.id)][:2] == [first.id, second.id]


def test_a_section_taken_out_in_another_tab_shows_what_was_typed(site):
    officer, path = site.client("officer"), site.at("/da/sections/{second_section}")
    fields = {"csrf_token": site.token("officer"), "once": "taken-out"}
    assert officer.post(f"{path}/take-out", data=fields).status_code == 303
    typed = {"heading": "Min overskrift", "text": "Mine ord om gården, som ingen må miste.", "edit": "1"}
    late = officer.post(f"{path}/edit", data={**fields, "once": "late", **typed})
    site.restore()
    assert late.status_code == 409
    assert typed["text"] in late.text
    assert "taget ud af udkastet" in late.text


def test_two_who_give_a_section_another_heading_both_find_it(session):
    report = a_report(session, a_process(session))
    officer = a_context(session, the_officer(session, report.process))
    section = report_queries.sections(officer, report.id)[0]
    edit, words = section.edit, section.text
    reports.write_section(officer, section.id, heading="Gårdens lys", text=words, edit=edit)
    woven = reports.write_section(officer, section.id, heading="Gårdens mørke", text=words, edit=edit)
    assert [(one.theirs, one.mine) for one in woven.clashes] == [("Gårdens lys", "Gårdens mørke")]
    assert section.heading == "Gårdens lys"


def test_of_two_officers_who_say_what_a_remark_is_the_second_is_told(session):
    hearing = a_hearing(session, audience=Audience.BOTH)
    made = a_public_response(session, hearing, "Mere lys.")
    officer = a_context(session, the_officer(session, hearing.process), hearing.closes_at + timedelta(days=1))
    remark = treatment.split(officer, made.id, text="Mere lys.")
    seen = fingerprint(*remark.classified)
    say = lambda kind: treatment.classify(  # noqa: E731
        officer, remark.id, kind=kind, section_text_ids=[], themes=["Lys"], seen=seen
    )
    say(RemarkKind.SUPPORT)
    assert _refused(lambda: say(RemarkKind.OBJECTION)) is Reason.WRITTEN_MEANWHILE


def test_a_meeting_day_and_the_shortest_hearing_are_not_set_over_another_unseen(session):
    party, secretary, _chair = _council(session)
    seen = fingerprint(party.agenda_on)
    hearings.set_agenda(secretary, party.id, on=date(2026, 3, 9), seen=seen)
    late = lambda: hearings.set_agenda(secretary, party.id, on=date(2026, 3, 10), seen=seen)  # noqa: E731
    assert _refused(late) is Reason.WRITTEN_MEANWHILE
    place: Organisation = the_municipality(session)
    admin = a_context(session, a_person(session, (Role.ADMIN, Scope.MUNICIPALITY, place.id)))
    seen = fingerprint(*place.hearing_rules)
    set_hearing_rules(admin, days=20, reads_twice=False, seen=seen)
    assert _refused(lambda: set_hearing_rules(admin, days=30, reads_twice=True, seen=seen)) is Reason.WRITTEN_MEANWHILE
