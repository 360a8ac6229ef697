"""Responses: who gives them and how, the gate, corrections, and who may see what."""

import hashlib
import io
from dataclasses import replace
from datetime import date, timedelta

import pytest
from PIL import Image
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from civic.documents import intake
from civic.files import sweeping, uploads
from civic.files.store import StoredFile, keep, path_of
from civic.files.uploads import PDF, UploadState
from civic.hearings import actions as hearings
from civic.hearings.models import Audience, HearingState, Moderation, PartyState, Stance
from civic.kernel.audit import AuditEntry
from civic.kernel.outbox import OutboxMessage
from civic.kernel.receipt import signed, verified
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.trace import Kind, Ref
from civic.moderation.models import Ground
from civic.moderation.queries import standing
from civic.responses import actions, queries, release
from civic.responses.models import From, Medium, Response, ResponseState, Said, fingerprint
from civic.treatment import actions as treatment
from civic.web.responses.pages import proof_of
from tests.clock import NOON
from tests.documents.test_reading import _word_file, a_picture
from tests.make import (
    a_chair,
    a_context,
    a_hearing,
    a_member,
    a_party,
    a_person,
    a_public_response,
    a_response,
    a_secretary,
    the_officer,
)

CPR = "Mit nummer er 010190-1234."


def _public(session, **more):
    return a_hearing(session, audience=Audience.BOTH, **more)


def _officer(session, hearing, now=NOON):
    return a_context(session, the_officer(session, hearing.process), now)


def _holding(session, response, now=NOON):
    context = a_context(session, now=now)
    return replace(context, actor=replace(context.actor, receipt=response.receipt))


def _refusal(deed):
    with pytest.raises(Refusal) as refused:
        deed()
    return refused.value.reason


# --- councils


def test_an_adopted_draft_becomes_the_response_with_its_points(session):
    party = a_party(session, state=PartyState.DRAFTING)
    secretary, chair = (a_context(session, make(session, party)) for make in (a_secretary, a_chair))
    section = party.version.texts[1]
    hearings.add_point(secretary, party.id, section_text_id=section.id, quote="åben", text="Også om aftenen.")
    hearings.put_to_adoption(secretary, party.id, stance=Stance.NOTED)
    hearings.adopt(chair, party.id, on=date(2026, 3, 1))
    made = actions.submit(secretary, party.id)
    assert (made.text, made.stance, made.medium) == ("Husk ramper.\n\nOgså om aftenen.", Stance.NOTED, Medium.WRITTEN)
    assert [(one.section_text_id, one.quote) for one in made.parts] == [(None, ""), (section.id, "åben")]
    assert (made.state, made.version_id, party.state) == (ResponseState.SHOWN, party.version_id, PartyState.SUBMITTED)


OFFER = "Rådet deltager gerne fremover."


def test_what_a_council_offers_to_take_part_in_stands_by_itself_in_its_answer(session):
    party = a_party(session, state=PartyState.DRAFTING)
    secretary, chair = (a_context(session, make(session, party)) for make in (a_secretary, a_chair))
    hearings.put_to_adoption(secretary, party.id, stance=Stance.NOTED, offer="Vi kommer.")
    hearings.send_back(chair, party.id)
    hearings.put_to_adoption(secretary, party.id, stance=Stance.NOTED, offer=OFFER)
    hearings.adopt(chair, party.id)
    made = actions.submit(secretary, party.id)
    assert (made.offer, made.text) == (OFFER, f"Husk ramper.\n\n{OFFER}")
    assert [(one.text, one.is_offer) for one in made.parts] == [("Husk ramper.", False), (OFFER, True)]


def test_an_offer_alone_is_an_answer_and_one_with_a_number_is_held_back(session):
    party = a_party(session, state=PartyState.DRAFTING)
    secretary, chair = (a_context(session, make(session, party)) for make in (a_secretary, a_chair))
    hearings.write_draft(secretary, party.id, text="", edit=party.edit)
    offer = f"{OFFER} Spørg 010190-1234."
    hearings.put_to_adoption(secretary, party.id, stance=Stance.REMARKS, offer=offer)
    hearings.adopt(chair, party.id)
    made = actions.submit(secretary, party.id)
    assert made.state is ResponseState.HELD
    release.mask(secretary, made.id)
    assert (made.state, made.is_shown) == (ResponseState.SHOWN, True)
    assert "010190" not in made.offer + party.offer


@pytest.mark.parametrize(("words", "text"), [
    ("Husk ramper.", f"Husk ramper.\n\n{OFFER}"),
    (f"Husk ramper. {OFFER}", f"Husk ramper. {OFFER}"),
])  # fmt: skip
def test_an_offer_typed_beside_a_file_stays_beside_its_words(session, tmp_path, words, text):
    content = _word_file(lambda doc: doc.add_paragraph(words))
    _party, made = _handed_in(session, tmp_path, content, offer=OFFER)
    _read(session, tmp_path)
    shown = queries.response(a_context(session), made.id)
    assert (shown.offer, shown.text, shown.has_words) == (OFFER, text, True)
    assert [(one.text, one.is_offer) for one in shown.parts] == [(words, False), (OFFER, True)]


@pytest.mark.parametrize(
    ("who", "state", "reason"),
    [
        ("visitor", PartyState.ADOPTED, Reason.NOT_YOURS),
        ("resident", PartyState.ADOPTED, Reason.NOT_YOURS),
        ("other_secretary", PartyState.ADOPTED, Reason.NOT_YOURS),
        ("officer", PartyState.ADOPTED, Reason.NOT_YOURS),
        ("secretary", PartyState.INVITED, Reason.NOT_NOW),
        ("secretary", PartyState.DRAFTING, Reason.NOT_NOW),
        ("secretary", PartyState.ADOPTING, Reason.NOT_NOW),
        ("secretary", PartyState.SUBMITTED, Reason.NOT_NOW),
    ],
)
def test_a_response_is_refused(session, who, state, reason):
    hearing = a_hearing(session, councils=2)
    party = a_party(session, state=state, hearing=hearing)
    person = {
        "visitor": lambda: None,
        "resident": lambda: a_person(session),
        "other_secretary": lambda: a_secretary(session, hearing.parties[1]),
        "officer": lambda: the_officer(session, hearing.process),
        "secretary": lambda: a_secretary(session, party),
    }[who]()
    assert _refusal(lambda: actions.submit(a_context(session, person), party.id)) is reason


def test_a_party_answers_once(session):
    response = a_response(session)
    session.flush()
    session.add(
        Response(
            hearing_id=response.hearing_id, party_id=response.party_id, version_id=response.version_id, number=9,
            receipt="X", medium=Medium.WRITTEN, stance=Stance.NOTED, text="Igen", received_hash="", submitted_at=NOON,
            is_late=False,
        )
    )  # fmt: skip
    with pytest.raises(IntegrityError):
        session.flush()


def test_a_response_has_a_party_or_a_sender_and_never_both(session):
    response = a_response(session)
    session.flush()
    response.party_id = None
    with pytest.raises(IntegrityError):
        session.flush()


def test_an_urgent_answer_by_the_chair_alone_is_marked(session):
    party = a_party(session)
    made = actions.respond_alone(
        a_context(session, a_chair(session, party)), party.id, text="Stop det.", stance=Stance.REMARKS
    )
    assert made.is_urgent
    assert (
        _refusal(
            lambda: actions.respond_alone(
                a_context(session, a_secretary(session, party)), party.id, text="x", stance=Stance.REMARKS
            )
        )
        is Reason.NOT_YOURS
    )


def test_an_oral_answer_is_oral_until_and_after_its_chair_confirms_it(session):
    hearing = a_hearing(session)
    party = hearing.parties[0]
    chair = a_context(session, a_chair(session, party))
    made = actions.record(_officer(session, hearing), party.id, text="Lovende.", meeting_on=date(2026, 3, 2))
    assert (made.medium, made.meeting_on, made.confirmed_at) == (Medium.ORAL, date(2026, 3, 2), None)
    assert _refusal(lambda: release.confirm(_officer(session, hearing), made.id)) is Reason.NOT_YOURS
    assert release.confirm(chair, made.id).confirmed_at == NOON
    assert made.medium is Medium.ORAL


def _handed_in(session, tmp_path, content, name="svar.docx", offer=""):
    party = a_party(session)
    secretary = a_context(session, a_secretary(session, party))
    given = {"adopted_on": date(2026, 3, 1), "stance": Stance.REMARKS, "offer": offer}
    made = actions.hand_in(secretary, party.id, tmp_path, name=name, content=content, **given)
    session.flush()
    return party, made


def _read(session, tmp_path):
    context = a_context(session)
    while (one := uploads.UNREAD.begin(context)) is not None:
        intake.enter(context, one.id, intake.look(one, tmp_path), tmp_path)
    session.flush()


def test_a_word_file_becomes_the_response_and_lies_beside_it(session, tmp_path):
    party, made = _handed_in(session, tmp_path, _word_file(lambda doc: doc.add_paragraph("Husk ramper.")))
    assert (made.state, party.state, made.is_late) == (ResponseState.READING, PartyState.SUBMITTED, False)
    assert _refusal(lambda: queries.response(a_context(session), made.id)) is Reason.NOT_FOUND
    _read(session, tmp_path)
    shown = queries.response(a_context(session), made.id)
    assert (shown.text, shown.state) == ("Husk ramper.", ResponseState.SHOWN)
    beside = uploads.uploads_of(a_context(session), Kind.RESPONSE, [made.id])[made.id]
    assert [(one.name, one.is_shown) for one in beside] == [("svar.docx", True)]


def test_a_word_file_with_hidden_words_waits_for_a_person_and_so_do_its_words(session, tmp_path):
    def hidden(doc):
        doc.add_paragraph("Husk ramper. ").add_run("010190-1234").font.hidden = True

    _party, made = _handed_in(session, tmp_path, _word_file(hidden))
    _read(session, tmp_path)
    assert (made.state, made.text) == (ResponseState.WAITING, "Husk ramper.")
    beside = uploads.uploads_of(a_context(session), Kind.RESPONSE, [made.id])[made.id]
    assert [(one.state, one.is_shown, one.found) for one in beside] == [(UploadState.SUSPECT, False, "cpr covered@1")]
    officer = _officer(session, made.hearing)
    release.judge_file(officer, made.id, beside[0].id, is_shown=False, reason="Der står et nummer i den.")
    assert beside[0].state is UploadState.WITHHELD


def test_a_file_that_is_not_what_it_says_is_refused_and_nothing_is_entered(session, tmp_path):
    broken = _word_file(lambda doc: doc.add_paragraph("Hej."))[:-40]
    party = a_party(session)
    secretary = a_context(session, a_secretary(session, party))
    given = {"adopted_on": date(2026, 3, 1), "stance": Stance.REMARKS}
    reason = _refusal(lambda: actions.hand_in(secretary, party.id, tmp_path, name="x.docx", content=broken, **given))
    assert reason is Reason.FILE_KIND


# --- residents and organisations


def test_a_resident_answers_without_an_account_on_the_whole_a_question_and_a_section(session):
    hearing = _public(session, questions=("Hvad mangler?",))
    section, question = hearing.version.texts[1], hearing.questions[0]
    made = actions.respond(
        a_context(session),
        hearing.id,
        From("Amina"),
        [Said("God idé."), Said("Lys.", question_id=question.id), Said("Altid?", section_text_id=section.id)],
    )
    assert (made.text, made.state, made.number) == ("God idé.\n\nLys.\n\nAltid?", ResponseState.SHOWN, 1)
    assert [(one.question_id, one.section_text_id) for one in made.parts] == [
        (None, None), (question.id, None), (None, section.id)
    ]  # fmt: skip
    assert len(made.receipt) == 10


@pytest.mark.parametrize(
    ("audience", "state", "reason"),
    [
        (Audience.PARTIES, HearingState.OPEN, Reason.ONLY_COUNCILS),
        (Audience.BOTH, HearingState.CONCLUDED, Reason.NOT_NOW),
        (Audience.EVERYONE, HearingState.DRAFT, Reason.NOT_FOUND),
    ],
)
def test_a_resident_is_refused(session, audience, state, reason):
    hearing = a_hearing(session, audience=audience, state=state)
    assert _refusal(lambda: a_public_response(session, hearing)) is reason


def test_an_answer_says_something_about_its_own_hearing(session):
    hearing, other = _public(session), _public(session)
    assert _refusal(lambda: a_public_response(session, hearing, "  ")) is Reason.NOTHING_SAID
    elsewhere = [Said("Hej", section_text_id=other.version.texts[0].id)]
    deed = lambda: actions.respond(a_context(session), hearing.id, From("A"), elsewhere)  # noqa: E731
    assert _refusal(deed) is Reason.NOT_FOUND


def test_a_late_answer_is_kept_and_marked(session):
    hearing = _public(session)
    made = a_public_response(session, hearing, now=hearing.closes_at + timedelta(days=2))
    assert made.is_late
    assert queries.response(a_context(session), made.id).is_late


def test_a_name_is_kept_back_only_where_the_hearing_allows_it_and_looking_is_logged(session):
    who = From("Bo Hemmelig", is_protected=True)
    assert _refusal(lambda: a_public_response(session, _public(session), who=who)) is Reason.NO_PROTECTED_NAMES
    hearing = _public(session, allows_protected_names=True)
    made = a_public_response(session, hearing, who=who)
    assert _refusal(lambda: release.reveal_name(a_context(session, a_person(session)), made.id)) is Reason.NOT_YOURS
    officer = _officer(session, hearing)
    assert release.reveal_name(officer, made.id) == "Bo Hemmelig"
    session.flush()
    entry = session.scalars(select(AuditEntry).where(AuditEntry.verb == "reveal_name")).one()
    assert (entry.kind, entry.thing_id, entry.actor_id) == ("response", made.id, officer.actor.person_id)


def test_an_organisations_name_is_shown_once_it_is_verified(session):
    hearing = _public(session)
    made = a_public_response(session, hearing, who=From("Karen", organisation="Foreningen"))
    assert made.sender.shown_organisation == ""
    release.verify(_officer(session, hearing), made.id)
    assert made.sender.shown_organisation == "Foreningen"
    assert _refusal(lambda: release.verify(_officer(session, hearing), made.id)) is Reason.NOT_NOW


def test_an_address_is_written_to_only_after_it_is_confirmed(session):
    hearing = _public(session)
    made = a_public_response(session, hearing, who=From("Bo", email="BO@example.dk", language="en"))
    session.flush()
    waiting = session.scalars(select(OutboxMessage).where(OutboxMessage.to_address != "")).one()
    assert (waiting.template, waiting.to_address, waiting.language) == ("confirm_answer", "bo@example.dk", "en")
    actions.tell(a_context(session), made, "note_published")
    session.flush()
    assert session.scalars(select(OutboxMessage.template).where(OutboxMessage.to_address != "")).all() == [
        "confirm_answer"
    ]
    token = waiting.data["token"]
    assert actions.confirm_address(a_context(session), token).id == made.id
    session.flush()
    assert "answer_received" in session.scalars(select(OutboxMessage.template)).all()
    assert _refusal(lambda: actions.confirm_address(a_context(session), token)) is Reason.LINK_EXPIRED


def test_the_code_is_not_sent_to_an_address_that_somebody_else_typed(session):
    hearing = _public(session)
    officer = _officer(session, hearing, now=hearing.closes_at)
    given = {"medium": Medium.PAPER, "received_at": hearing.closes_at - timedelta(days=1)}
    made = actions.enter(officer, hearing.id, From("Ejner", email="maaske@example.org"), [Said("En post.")], **given)
    session.flush()
    asked = session.scalars(select(OutboxMessage).where(OutboxMessage.template == "confirm_answer")).one()
    actions.confirm_address(a_context(session), asked.data["token"])
    session.flush()
    told = session.scalars(select(OutboxMessage).where(OutboxMessage.template == "answer_received")).one()
    assert made.receipt not in str(told.data)


def test_an_answer_from_paper_carries_its_own_day_and_way(session):
    hearing = _public(session)
    officer = _officer(session, hearing, now=hearing.closes_at + timedelta(days=3))
    said = [Said("En vandpost.")]
    given = {"medium": Medium.PAPER, "received_at": hearing.closes_at - timedelta(days=1)}
    made = actions.enter(officer, hearing.id, From("Ejner"), said, **given)
    assert (made.medium, made.is_late, made.sender.person_id) == (Medium.PAPER, False, None)
    ahead = {"medium": Medium.PAPER, "received_at": officer.now + timedelta(days=1)}
    assert _refusal(lambda: actions.enter(officer, hearing.id, From("E"), said, **ahead)) is Reason.NOT_YET


# --- what its sender does with it


def test_with_the_code_an_answer_is_corrected_and_the_old_words_are_kept_for_the_records(session):
    hearing = _public(session)
    made = a_public_response(session, hearing, "Mørkt.")
    first = made.received_hash
    actions.correct(_holding(session, made), made.id, [Said("Meget mørkt.")])
    session.flush()
    assert (made.text, made.revision, made.received_hash != first) == ("Meget mørkt.", 2, True)
    kept = queries.revisions(a_context(session), made.id)
    assert [(one.revision, one.text, one.received_hash) for one in kept] == [(1, "Mørkt.", first)]


@pytest.mark.parametrize("deed", ["correct", "withdraw"])
@pytest.mark.parametrize(
    ("who", "seconds", "reason"),
    [
        ("holder", -1, None),
        ("holder", 0, Reason.NOT_NOW),
        ("holder", 1, Reason.NOT_NOW),
        ("account", -1, None),
        ("visitor", -1, Reason.NOT_YOURS),
        ("officer", -1, Reason.NOT_YOURS),
        ("other_code", -1, Reason.NOT_YOURS),
    ],
)
def test_an_answer_is_its_senders_until_the_deadline(session, deed, who, seconds, reason):
    hearing = _public(session)
    person = a_person(session)
    made = a_public_response(session, hearing, person=person)
    other = a_public_response(session, hearing)
    at = hearing.closes_at + timedelta(seconds=seconds)
    context = {
        "holder": lambda: _holding(session, made, at),
        "account": lambda: a_context(session, person, at),
        "visitor": lambda: a_context(session, now=at),
        "officer": lambda: _officer(session, hearing, at),
        "other_code": lambda: _holding(session, other, at),
    }[who]()
    doing = {
        "correct": lambda: actions.correct(context, made.id, [Said("Nyt.")]),
        "withdraw": lambda: actions.withdraw(context, made.id),
    }[deed]
    if reason is None:
        assert doing().id == made.id
    else:
        assert _refusal(doing) is reason


def test_a_withdrawn_answer_is_read_by_nobody_else_and_not_counted(session):
    hearing = _public(session)
    made = a_public_response(session, hearing)
    actions.withdraw(_holding(session, made), made.id)
    session.flush()
    assert _refusal(lambda: queries.response(a_context(session), made.id)) is Reason.NOT_FOUND
    assert queries.tally(a_context(session), hearing.id).responses == 0
    assert queries.by_receipt(a_context(session), made.receipt).state is ResponseState.WITHDRAWN


# --- the gate


@pytest.mark.parametrize(
    ("text", "moderation", "state"),
    [
        ("Mere lys.", Moderation.AFTER, ResponseState.SHOWN),
        ("Mere lys.", Moderation.BEFORE, ResponseState.WAITING),
        (CPR, Moderation.AFTER, ResponseState.HELD),
        (CPR, Moderation.BEFORE, ResponseState.HELD),
        ("Ring 20 30 40 50.", Moderation.AFTER, ResponseState.WAITING),
        ("Jeg bor Skovvej 12.", Moderation.AFTER, ResponseState.WAITING),
        ("Jeg har sclerose.", Moderation.AFTER, ResponseState.WAITING),
        ("Skriv til bo@example.dk", Moderation.AFTER, ResponseState.WAITING),
    ],
)
def test_a_residents_answer_passes_the_gate_or_waits(session, text, moderation, state):
    assert a_public_response(session, _public(session, moderation=moderation), text).state is state


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("Handicaprådet, Rådhusvej 1, tlf. 20 30 40 50.", ResponseState.SHOWN),
        ("Vi har talt med en, hvis CPR er 010190-1234.", ResponseState.HELD),
    ],
)
def test_a_councils_letterhead_does_not_hold_its_answer_but_a_number_does(session, text, state):
    assert a_response(session, text=text).state is state


def test_a_number_in_a_name_holds_the_answer_and_is_masked(session):
    made = a_public_response(session, _public(session), who=From("Bo 010190-1234"))
    assert (made.state, made.sender.name) == (ResponseState.HELD, "Bo ••••••-••••")


@pytest.mark.parametrize("state", [ResponseState.HELD, ResponseState.WAITING])
def test_what_waits_is_seen_by_its_sender_and_officer_only(session, state):
    hearing = _public(session)
    made = a_public_response(session, hearing, CPR if state is ResponseState.HELD else "Ring 20 30 40 50.")
    assert made.state is state
    for context, sees in (
        (a_context(session), False),
        (a_context(session, a_person(session)), False),
        (a_context(session, a_member(session, hearing.parties[0])), False),
        (_holding(session, made), True),
        (_officer(session, hearing), True),
    ):
        if sees:
            assert queries.response(context, made.id).id == made.id
        else:
            assert _refusal(lambda context=context: queries.response(context, made.id)) is Reason.NOT_FOUND


def test_a_sender_takes_the_number_out_and_the_answer_goes_on(session):
    made = a_public_response(session, _public(session), f"Mere lys. {CPR}")
    release.mask(_holding(session, made), made.id)
    assert made.state is ResponseState.SHOWN
    assert "010190" not in made.text
    assert "010190" not in "".join(part.text for part in made.parts)


def test_a_held_answer_is_released_only_with_a_reason(session):
    hearing = _public(session)
    made = a_public_response(session, hearing, "Sag 010190-1234.")
    officer = _officer(session, hearing)
    assert _refusal(lambda: release.release(officer, made.id)) is Reason.NOTHING_SAID
    assert release.release(officer, made.id, ground=Ground.OTHER_NUMBER).state is ResponseState.SHOWN
    assert _refusal(lambda: release.release(officer, made.id, ground=Ground.OTHER_NUMBER)) is Reason.NOT_NOW


def test_a_hidden_answer_is_kept_with_its_reason(session):
    hearing = _public(session)
    made = a_public_response(session, hearing)
    release.hide(_officer(session, hearing), made.id, rule=1, reason="Hadefuldt.")
    assert _refusal(lambda: queries.response(a_context(session), made.id)) is Reason.NOT_FOUND
    assert standing(a_context(session), Ref(Kind.RESPONSE, made.id)).reason == "Hadefuldt."


def test_a_hidden_answer_does_not_come_back_by_its_senders_correction(session):
    hearing, person = _public(session), a_person(session)
    made = a_public_response(session, hearing, person=person)
    release.hide(_officer(session, hearing), made.id, rule=1, reason="Hadefuldt.")
    for words in ("Noget andet.", CPR, "Noget tredje."):
        actions.correct(a_context(session, person), made.id, [Said(words)])
        if made.state is ResponseState.HELD:
            release.mask(a_context(session, person), made.id)
        assert made.state is ResponseState.WAITING
        assert _refusal(lambda: queries.response(a_context(session), made.id)) is Reason.NOT_FOUND
    release.release(_officer(session, hearing), made.id)
    assert made.state is ResponseState.SHOWN


def test_what_a_person_released_is_not_held_again_by_a_file_that_is_read_later(session, tmp_path):
    hearing = _public(session)
    files = [("svar.docx", _word_file(lambda doc: doc.add_paragraph("Ring 20 30 40 50.")))]
    made = actions.respond(a_context(session), hearing.id, From("A"), [Said("Ring 20 30 40 50.")], files, tmp_path)
    release.release(_officer(session, hearing), made.id)
    session.flush()
    _read(session, tmp_path)
    assert made.state is ResponseState.SHOWN


def test_a_protected_senders_files_tell_nothing_of_the_name_and_wait_for_a_look(session, tmp_path):
    hearing = a_hearing(session, audience=Audience.EVERYONE, allows_protected_names=True)
    files = [("Karen Hemmelig.docx", _word_file(lambda doc: doc.add_paragraph("Mere lys.")))]
    who = From("Karen Hemmelig", is_protected=True)
    made = actions.respond(a_context(session), hearing.id, who, [Said("Se filen.")], files, tmp_path)
    session.flush()
    _read(session, tmp_path)
    beside = uploads.uploads_of(a_context(session), Kind.RESPONSE, [made.id])[made.id][0]
    assert (beside.name, beside.state, beside.found) == ("bilag-01.docx", UploadState.SUSPECT, "sender")
    assert made.state is ResponseState.WAITING


def test_a_number_in_a_files_name_is_seen_by_the_gate(session, tmp_path):
    hearing = _public(session)
    files = [("Journal 010190-1234.docx", _word_file(lambda doc: doc.add_paragraph("Mere lys.")))]
    made = actions.respond(a_context(session), hearing.id, From("A"), [Said("Se filen.")], files, tmp_path)
    session.flush()
    _read(session, tmp_path)
    beside = uploads.uploads_of(a_context(session), Kind.RESPONSE, [made.id])[made.id][0]
    assert (beside.state, beside.found) == (UploadState.SUSPECT, "cpr")


@pytest.mark.parametrize("days", [1, -1])
def test_an_answer_opens_a_ready_note_again_and_a_late_one_is_told(session, days):
    hearing = a_hearing(session, audience=Audience.EVERYONE, state=HearingState.READY)
    officer = the_officer(session, hearing.process)
    context = a_context(session, officer, now=hearing.closes_at + timedelta(days=2))
    given = {"medium": Medium.PAPER, "received_at": hearing.closes_at + timedelta(days=days)}
    made = actions.enter(context, hearing.id, From("Ejner"), [Said("En vandpost.")], **given)
    session.flush()
    assert (hearing.state, hearing.ready_at, made.is_late) == (HearingState.CLOSED, None, days > 0)
    told = session.scalars(select(OutboxMessage.to_person_id).where(OutboxMessage.template == "late_answer")).all()
    assert (officer.id in told) is (days > 0)


def test_a_file_whose_words_were_taken_out_of_the_answer_is_withheld(session, tmp_path):
    _party, made = _handed_in(session, tmp_path, _word_file(lambda doc: doc.add_paragraph("Bo larmer.")))
    _read(session, tmp_path)
    treatment.redact(_officer(session, made.hearing), made.id, words="Bo", reason="Et navn.")
    beside = uploads.uploads_of(a_context(session), Kind.RESPONSE, [made.id])[made.id]
    assert [one.state for one in beside] == [UploadState.WITHHELD]


def test_a_file_that_breaks_its_reader_is_unreadable_and_stops_no_other(session, tmp_path):
    hearing = _public(session)
    files = [("a.pdf", b"%PDF-1.7 broken"), ("b.png", _bomb()), ("c.png", a_picture())]
    made = actions.respond(a_context(session), hearing.id, From("A"), [Said("Se filerne.")], files, tmp_path)
    session.flush()
    _read(session, tmp_path)
    beside = uploads.uploads_of(a_context(session), Kind.RESPONSE, [made.id])[made.id]
    unreadable, suspect = UploadState.UNREADABLE, UploadState.SUSPECT
    assert [one.state for one in beside] == [unreadable, unreadable, suspect]


def _bomb():
    """Return a few kilobytes that open to eighty-one million pixels."""
    out = io.BytesIO()
    Image.new("1", (9000, 9000)).save(out, "PNG")
    return out.getvalue()


def test_a_content_nobody_points_at_is_swept_and_one_in_use_stays(session, tmp_path):
    context = a_context(session)
    old = keep(context, tmp_path, b"the note with the name in it", media_type=PDF)
    hearing = _public(session)
    actions.respond(context, hearing.id, From("A"), [Said("Se kortet.")], [("kort.png", a_picture())], tmp_path)
    session.flush()
    assert sweeping.unused(context) == ([], 0)
    later = a_context(session, now=NOON + timedelta(hours=2))
    for one in sweeping.unused(later)[0]:
        sweeping.sweep(later, one.id, tmp_path)
    assert not path_of(tmp_path, old).exists()
    assert len(list(tmp_path.iterdir())) == len(session.query(StoredFile).all()) == 1


def test_a_picture_is_shown_when_a_person_has_looked_at_it(session, tmp_path):
    hearing = _public(session)
    files = [("kort.png", a_picture())]
    made = actions.respond(a_context(session), hearing.id, From("A"), [Said("Se kortet.")], files, tmp_path)
    session.flush()
    _read(session, tmp_path)
    beside = uploads.uploads_of(a_context(session), Kind.RESPONSE, [made.id])[made.id][0]
    assert (beside.state, made.state) == (UploadState.SUSPECT, ResponseState.WAITING)
    release.judge_file(_officer(session, hearing), made.id, beside.id, is_shown=True, reason="Et kort.")
    assert beside.is_shown


# --- the receipt


def test_a_receipt_is_proved_and_any_change_of_it_is_not(session):
    made = a_public_response(session, _public(session))
    line = signed("hemmelighed", proof_of(made))
    assert verified("hemmelighed", f" {line}\n") == proof_of(made)
    assert verified("en anden", line) is None
    for place in range(len(line)):
        other = "A" if line[place] != "A" else "B"
        assert verified("hemmelighed", line[:place] + other + line[place + 1 :]) is None


def test_a_code_that_is_not_there_opens_nothing(session):
    a_public_response(session, _public(session))
    for code in ("", "AAAAAAAAAA", "%"):
        assert _refusal(lambda code=code: queries.by_receipt(a_context(session), code)) is Reason.NOT_FOUND


# --- what was taken out is gone


def test_the_fingerprint_of_words_is_made_with_a_seal_that_goes_with_the_first_word_taken_out(session):
    made = a_public_response(session, _public(session), "Mit nummer er 010190-1234.")
    assert made.received_hash == fingerprint(made.text, made.seal)
    assert made.received_hash != hashlib.sha256(made.text.encode()).hexdigest()
    kept = made.received_hash
    release.mask(_holding(session, made), made.id)
    session.flush()
    assert (made.seal, made.received_hash) == ("", kept)
    tries = (fingerprint(f"Mit nummer er 010190-{number:04}.", "") for number in range(10_000))
    assert kept not in set(tries)
