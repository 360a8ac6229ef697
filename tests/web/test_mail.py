"""Mail: rendered in the reader's language, received by a real SMTP server, tried again when it fails."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from civic.config import HERE, Settings
from civic.db.engine import writing
from civic.jobs import Worker
from civic.kernel import outbox
from civic.kernel.actor import VISITOR
from civic.kernel.context import Context
from civic.kernel.outbox import OutboxMessage
from civic.people import actions
from civic.people.models import Purpose
from civic.said.mail import deliver
from tests.clock import NOON

_HEARING = {"hearing_id": 3, "title": "Udkast"}
_FOLLOW_UP = {"case_id": 1, "follow_up_id": 1, "title": "Ti bænke"}
_PARTY = {"party_id": 6, "title": "Udkast"}
_RESPONSE = {"response_id": 3, "number": 1, "title": "Udkast"}
_PROPOSAL = {"proposal_id": 3, "title": "En bænk", "receipt": "ABCDEFGH23"}
_RULE = {"number": 5, "titles": {"da": "Ingen reklame", "en": "No advertising"}}
_REGISTERED = {
    "title": "Møde",
    "place": "Rådssalen",
    "at": "2026-03-09T18:00:00+00:00",
    "token": "x",
    "link": "https://video.example.org/1",
    "reason": "Salen",
}
TEMPLATES = [
    ("confirm_address", {"token": "t0ken"}),
    ("already_registered", {}),
    ("sign_in_link", {"token": "t0ken"}),
    ("reset_password", {"token": "t0ken"}),
    ("proposal_received", _PROPOSAL),
    ("proposal_accepted", _PROPOSAL),
    ("proposal_sent_back", _PROPOSAL),  # written by an earlier version, and still under way
    ("text_ruled", {"kind": "proposal", "id": 3, "ruled": "sent_back", **_RULE}),
    ("text_ruled", {"kind": "comment", "id": 3, "ruled": "hidden", **_RULE}),
    ("text_ruled", {"kind": "response", "id": 3, "ruled": "hidden", "code": "ABCDEFGH23", **_RULE}),
    ("appeal_made", {"id": 1, "is_other": True}),
    ("appeal_made", {"id": 1, "is_other": False}),
    ("appeal_decided", {"id": 1, "state": "upheld"}),
    ("appeal_decided", {"id": 1, "state": "dismissed"}),
    ("proposal_answered", _PROPOSAL),
    ("grant_decided", {"application": 1, "title": "Værksted"}),
    ("proposal_continued", _PROPOSAL),
    ("amendment_made", {**_PROPOSAL, "amendment_id": 1}),
    ("amendment_decided", {"id": 1, "title": "En bænk"}),
    ("support_amended", _PROPOSAL),
    ("co_author_invited", {"title": "En bænk", "name": "Amina", "token": "t0ken"}),
    ("proposal_file_unreadable", {**_PROPOSAL, "name": "bilag.pdf", "why": "locked"}),
    ("proposal_file_withheld", {**_PROPOSAL, "name": "bilag.pdf", "reason": "Naboens navn"}),
    (
        "digest",
        {
            "lines": [
                {"template": "comment_replied", "data": {"id": 1}, "title": "", "kind": "talk"},
                {
                    "template": "followed",
                    "data": {"step": "decided", "kind": "case", "id": 1, "title": "Sag"},
                    "title": "Sag",
                    "kind": "followed",
                },
            ],
            "more": 3,
        },
    ),
    ("proposal_reached", {**_PROPOSAL, "due_on": "2026-04-01"}),
    ("own_proposal_reached", _PROPOSAL),
    ("comment_replied", {"id": 1}),
    ("comment_named", {"id": 1}),
    ("comment_spoken_to", {"id": 1, "title": "En bænk"}),
    ("co_author_joined", {**_PROPOSAL, "name": "Olga"}),
    ("co_author_taken_out", _PROPOSAL),
    ("support_carried", _PROPOSAL),
    ("proposal_parted", _PROPOSAL),
    ("proposal_implemented", _PROPOSAL),
    ("proposal_to_review", _PROPOSAL),
    ("proposal_answered_again", {"id": 3, "title": "En bænk"}),
    ("proposal_reason_hidden", {"id": 3, "title": "En bænk", "reason": "Skældsord"}),
    ("answered_again", {**_RESPONSE, "title": "Høring", "code": "ABCDEFGH23"}),
    ("answered_again", {**_RESPONSE, "title": "Høring"}),  # to a council
    ("reason_hidden", {**_RESPONSE, "title": "Høring", "reason": "Skældsord"}),
    ("asked_to_read", {"title": "Høring", "count": 20, "last_day": "2026-04-01", "token": "t0ken"}),
    ("asked_to_take_part", {**_FOLLOW_UP, "name": "Boligforeningen", "part": "Skruer", "token": "t0ken"}),
    ("offer_comes_back", {**_FOLLOW_UP, "name": "Handicaprådet", "part": "At gå med", "token": "t0ken"}),
    ("done_contested", _FOLLOW_UP),
    ("contest_answered", _FOLLOW_UP),
    ("reported_back", {**_FOLLOW_UP, "body": "Børneudvalget", "text": "Ti bænke står der."}),
    ("time_to_report_back", _FOLLOW_UP),
    ("hearing_invitation", {**_PARTY, "closes_at": "2026-03-22T23:00:00+00:00"}),
    ("hearing_invitation", _PARTY),  # written by an earlier version, and still under way
    ("hearing_reminder", {**_PARTY, "closes_at": "2026-03-22T23:00:00+00:00"}),
    ("draft_to_adopt", _PARTY),
    ("draft_adopted", _PARTY),
    ("deadline_extended", {**_HEARING, "closes_at": "2026-03-22T23:00:00+00:00", "reason": "Påske."}),
    ("response_received", _RESPONSE),
    ("answer_received", {**_RESPONSE, "code": "ABCDEFGH23"}),
    ("answer_received", _RESPONSE),  # to an address the administration typed
    ("confirm_answer", {**_RESPONSE, "token": "t0ken"}),
    ("confirm_record", _RESPONSE),
    ("late_answer", {**_HEARING, **_RESPONSE}),
    ("note_published", {**_HEARING, **_RESPONSE, "code": "ABCDEFGH23"}),  # to a resident
    ("note_published", {**_HEARING, **_RESPONSE}),  # to a council
    ("note_published", _HEARING),  # to somebody who follows it
    ("file_unreadable", {**_RESPONSE, "name": "bilag.pdf", "why": "locked", "code": "ABCDEFGH23"}),
    ("file_unreadable", {**_RESPONSE, "name": "bilag.pdf", "why": "broken"}),  # to a council
    ("role_asked", {"name": "Ny Sekretær", "body": "Handicaprådet", "role": "secretary", "request_id": 1}),
    ("role_end_asked", {"name": "A", "body": "Handicaprådet", "role": "chair", "request_id": 1}),
    (
        "meeting_moved",
        {
            "title": "Møde",
            "place": "Rådssalen",
            "at": "2026-03-09T18:00:00+00:00",
            "reason": "Optaget",
            "group_id": 1,
            "process_id": 1,
        },
    ),
    (
        "meeting_on_again",
        {
            "title": "Møde",
            "place": "Rådssalen",
            "at": "2026-03-09T18:00:00+00:00",
            "reason": "Salen er fri igen",
            "group_id": None,
            "process_id": 1,
        },
    ),
    ("meeting_cancelled", {"title": "Møde", "place": "", "at": "", "reason": "Få", "group_id": None, "process_id": 1}),
    ("case_decided", {"title": "Sag", "case_id": 1, "state": "adopted"}),
    ("role_declined", {"name": "Ny Sekretær", "body": "Handicaprådet", "role": "secretary"}),
    ("body_changed", {"name": "Handicaprådet", "before": ""}),
    ("role_ended", {"name": "Ny Sekretær", "body": "Handicaprådet", "role": "secretary"}),
    ("erasure_asked", {"request_id": 1}),
    ("erasure_decided", {"request_id": 1, "ground": "archive", "reason": ""}),
    ("erasure_decided", {"request_id": 1, "ground": "", "reason": ""}),
    ("process_shared", {"title": "Fælles værksted", "unit": "Områdesekretariatet", "process_id": 1}),
    *((f"group_{one}", _REGISTERED) for one in ("confirm", "in", "let_in", "waiting", "applied", "invited", "again")),
    ("group_declined", _REGISTERED),
    ("draw_struck", {**_REGISTERED, "draw_id": 1}),
    ("draw_numbered", {**_REGISTERED, "number": 7, "on": "2026-12-05"}),
    ("draw_drawn", {**_REGISTERED, "by": "2026-12-20T23:00:00+00:00"}),
    ("group_taken_out", {**_REGISTERED, "group_id": 1}),
    *((f"draw_{one}", _REGISTERED) for one in ("confirm", "entered", "drawn", "called_off")),
    ("registration_confirm", _REGISTERED),
    ("registration_taken_out", {**_REGISTERED, "meeting_id": 1}),
    ("registration_again", _REGISTERED),
    ("registration_coming", _REGISTERED),
    ("registration_waiting", _REGISTERED),
    ("registration_let_in", _REGISTERED),
    ("registration_reminder", _REGISTERED),
    ("registered_meeting_moved", _REGISTERED),
    ("registered_meeting_cancelled", _REGISTERED),
    ("registered_meeting_on_again", _REGISTERED),
    ("role_given", {"name": "Ny Sekretær", "body": "Handicaprådet", "role": "secretary"}),
    ("vote_opened", {"ballot_id": 2, "title": "Hvad først?"}),
    ("vote_added_to", {"ballot_id": 2, "title": "Hvad først?", "text": "Lokalet er et andet."}),
    ("objection_answered", {"ballot_id": 2, "title": "Hvad først?", "text": "Pladsen er gjort fri."}),
    ("shift_given", {"station_id": 1, "title": "Hvad først?", "text": "Fælleshuset: kl. 16-18"}),
    ("note_added_to", {**_HEARING, "text": "Et tal var forkert."}),
    ("remarks_shared_out", {**_HEARING, "count": 12, "due_on": "2026-03-22"}),
    ("remarks_shared_out", {**_HEARING, "count": 1, "due_on": ""}),
    ("text_sent_on", {"at": "comment-1", "note": "Kender du sagen?"}),
    ("remarks_due", {**_HEARING, "count": 3, "due_on": "2026-03-22"}),
    ("hearing_corrected", {**_HEARING, "reason": "Vejen hedder noget andet."}),
    *(
        ("followed", {"step": step, "kind": kind, "id": 1, "title": "Det, der følges"})
        for step, kind in (
            ("hearing_opened", "hearing"),
            ("note_published", "hearing"),
            ("version_published", "version"),
            ("meeting_called", "meeting"),
            ("vote_opened", "ballot"),
            ("proposal_answered", "proposal"),
            ("case_opened", "case"),
            ("decided", "case"),
            ("done", "case"),
            ("handed_over", "process"),
        )
    ),
]
DUE = {"da": "Fristen for svar er ", "en": "The answer is due "}
"""How an invitation says until when a council answers."""


def _worker(site, smtp_url, at=NOON):
    settings = Settings(
        secret="x" * 40, demo=True, smtp_url=smtp_url, data_dir=site.path.parent, base_url="http://t.dk"
    )
    return Worker(site.app, site.engine, settings, lambda: at)


@pytest.mark.parametrize("language", ["da", "en"])
def test_every_mail_is_sent_in_its_readers_language(site, mailbox, language):
    person_id = site.ids["Amina Farah"]
    with Session(writing(site.engine)) as session:
        context = Context(VISITOR, NOON, session)
        session.get(actions.Person, person_id).language = language
        for template, data in TEMPLATES:
            outbox.mail(context, template, to=person_id, data=data)
        session.commit()
    worker = _worker(site, f"smtp://127.0.0.1:{mailbox.port}")
    while worker.once():
        pass
    site.restore()
    assert len(mailbox.received) == len(TEMPLATES)
    for mail in mailbox.received:
        body = mail.get_content()
        assert mail["To"] == "resident@civic.invalid"
        assert (f"http://t.dk/{language}/" in body) or mail["Subject"] == ""
        assert body.startswith("Hej" if language == "da" else "Hello")
        assert "{{" not in body
        assert mail["Subject"].strip()
        assert mail["Date"].datetime == NOON
        assert mail["Message-ID"].endswith("@t.dk>")
    assert sum(DUE[language] in mail.get_content() for mail in mailbox.received) == 1


def test_an_address_with_a_danish_domain_is_written_as_every_server_takes_it(site, mailbox):
    with Session(writing(site.engine)) as session:
        context = Context(VISITOR, NOON, session)
        data = dict(next(data for template, data in TEMPLATES if template == "answer_received"))
        outbox.mail_to_address(context, "answer_received", address="bo@rødgrød.example", language="da", data=data)
        session.commit()
    worker = _worker(site, f"smtp://127.0.0.1:{mailbox.port}")
    while worker.once():
        pass
    site.restore()
    assert [mail["To"] for mail in mailbox.received] == ["bo@xn--rdgrd-vuad.example"]


def test_a_site_with_a_danish_domain_writes_mails_that_every_server_takes(site, mailbox):
    with Session(writing(site.engine)) as session:
        context = Context(VISITOR, NOON, session)
        data = dict(next(data for template, data in TEMPLATES if template == "answer_received"))
        outbox.mail_to_address(context, "answer_received", address="bo@example.dk", language="da", data=data)
        session.commit()
    own = {"base_url": "https://høring.example", "mail_from": "Høring <svar@høring.example>"}
    settings = replace(_worker(site, f"smtp://127.0.0.1:{mailbox.port}").settings, **own)
    deliver(site.app, writing(site.engine), settings, NOON)
    site.restore()
    [mail] = mailbox.received
    assert mail["From"] == "Høring <svar@xn--hring-vua.example>"
    assert mail["Message-ID"].endswith("@xn--hring-vua.example>")


@pytest.mark.parametrize(
    ("address", "status"), [("bjørn@example.dk", 422), ("bo@rødgrød.dk", 303), ("bo", 422), ("", 303)]
)
def test_an_address_that_no_mail_reaches_is_refused_where_it_is_typed(site, address, status):
    path = site.at("/da/hearings/{open_hearing}/answer")
    fields = {"csrf_token": site.token("visitor"), "once": f"to-{address}", "whole": "Mere lys."}
    answer = site.client("visitor").post(path, data={**fields, "email": address})
    site.restore()
    assert answer.status_code == status
    assert status == 303 or address in answer.text


def test_a_mail_that_is_refused_for_good_is_given_up_and_one_that_nobody_takes_after_a_week(site, mailbox):
    with Session(writing(site.engine)) as session:
        outbox.drop_mails(session, NOON)
        context = Context(VISITOR, NOON, session)
        outbox.mail(context, "vote_opened", to=site.ids["Amina Farah"], data=dict(TEMPLATES)["vote_opened"])
        data = dict(TEMPLATES)["answer_received"]
        for address in ("nobody@example.dk", "later@example.dk", "denied@example.dk"):
            outbox.mail_to_address(context, "answer_received", address=address, language="da", data=data)
        session.commit()
    tried = []
    for day in range(10):
        worker = _worker(site, f"smtp://127.0.0.1:{mailbox.port}", NOON + timedelta(days=day))
        deliver(site.app, writing(site.engine), worker.settings, worker.clock())
        with Session(site.engine) as session:
            waiting = session.scalars(select(OutboxMessage).where(OutboxMessage.sent_at.is_(None)))
            tried.append([(one.to_address, one.failed_at) for one in waiting if one.template == "answer_received"])
    at_once, week = NOON, NOON + timedelta(days=7)
    assert tried[0] == [("", at_once), ("later@example.dk", None), ("denied@example.dk", None)]
    assert tried[6] == tried[0], "what our own relay refuses may be right tomorrow"
    assert tried[7] == tried[9] == [("", at_once), ("", week), ("", week)]
    client = site.client("admin")
    text = client.get("/da/security").text
    site.restore()
    assert text.count("Til en uden konto") == 3


@pytest.mark.parametrize("goodbye", ["451 too busy to say goodbye", "421 closing", "nonsense"])
def test_what_a_server_says_to_goodbye_changes_nothing_of_what_it_took_or_refused(site, mailbox, goodbye):
    mailbox.goodbye = goodbye
    with Session(writing(site.engine)) as session:
        outbox.drop_mails(session, NOON)
        context, data = Context(VISITOR, NOON, session), dict(TEMPLATES)["answer_received"]
        for address in ("nobody@example.dk", "bo@example.dk"):
            outbox.mail_to_address(context, "answer_received", address=address, language="da", data=data)
        session.commit()
    for hours in range(0, 100, 20):
        worker = _worker(site, f"smtp://127.0.0.1:{mailbox.port}", NOON + timedelta(hours=hours))
        deliver(site.app, writing(site.engine), worker.settings, worker.clock())
    with Session(site.engine) as session:
        told = session.scalars(select(OutboxMessage).order_by(OutboxMessage.id.desc()).limit(2)).all()
        assert [(one.sent_at, one.failed_at) for one in told] == [(NOON, None), (None, NOON)]
    site.restore()
    assert [mail["To"] for mail in mailbox.received] == ["bo@example.dk"]


def test_every_template_is_proved():
    assert {path.stem for path in (HERE / "templates" / "mail").glob("*.txt")} == {name for name, _data in TEMPLATES}


def test_a_link_in_a_mail_signs_in(site, mailbox):
    with Session(writing(site.engine)) as session:
        actions.ask_for_link(Context(VISITOR, NOON, session), Purpose.SIGN_IN, email="resident@civic.invalid")
        session.commit()
    _worker(site, f"smtp://127.0.0.1:{mailbox.port}").once()
    path = re.search(r"http://t\.dk(/da/link/\S+)", mailbox.received[0].get_content())[1]
    client = site.app.test_client()
    page = client.get(path)
    assert "Log ind" in page.text
    assert client.get("/da/overview").status_code == 401, "opening the link changes nothing"
    token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)[1]
    assert client.post(path, data={"csrf_token": token, "once": "mail"}).status_code == 303
    assert client.get("/da/overview").status_code == 200
    site.restore()


def test_a_mail_that_fails_is_tried_again_and_its_token_is_wiped_when_it_is_sent(site, mailbox):
    with Session(writing(site.engine)) as session:
        actions.ask_for_link(Context(VISITOR, NOON, session), Purpose.SIGN_IN, email="resident@civic.invalid")
        session.commit()
    site.app.logger.disabled = True
    _worker(site, "smtp://127.0.0.1:1").once()
    site.app.logger.disabled = False
    assert _last(site).sent_at is None
    _worker(site, f"smtp://127.0.0.1:{mailbox.port}", NOON + timedelta(minutes=1)).once()
    assert mailbox.received == [], "it waits a little first"
    _worker(site, f"smtp://127.0.0.1:{mailbox.port}", NOON + timedelta(minutes=3)).once()
    assert len(mailbox.received) == 1
    assert (_last(site).data, _last(site).attempts) == ({}, 2)
    site.restore()


def _last(site):
    with Session(site.engine) as session:
        return session.scalars(select(OutboxMessage).order_by(OutboxMessage.id.desc())).first()
