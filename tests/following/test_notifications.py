"""What somebody is told stands on their page, and is mailed at the pace they chose: at once, gathered, or never."""

import re
from datetime import datetime, timedelta

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from civic.config import Settings
from civic.db.base import ZONE
from civic.db.engine import writing
from civic.dialogue import actions as dialogue
from civic.following import actions as following
from civic.following.models import Follow
from civic.jobs import Work, Worker
from civic.kernel import outbox
from civic.kernel.actor import VISITOR
from civic.kernel.context import Context
from civic.kernel.notifying import DIGEST_AT, Notification, Notified, Pace, next_digest
from civic.kernel.outbox import OutboxMessage
from civic.kernel.refusal import Reason
from civic.people.models import Person
from civic.people.queries import actor
from civic.privacy.erasure import close_account
from civic.processes import actions as processes
from civic.proposals import actions as proposals
from civic.rules.standard import PERSON
from civic.said.mail import stop_token
from tests.clock import NOON
from tests.forms import sent_by
from tests.make import a_context, a_facilitator, a_person, a_process, a_proposal, the_officer
from tests.refusing import refused

NEXT_MORNING, MONDAY = NOON + timedelta(hours=20), NOON + timedelta(days=7)


@pytest.fixture
def own(site):
    with Session(writing(site.engine)) as session:
        outbox.drop_mails(session, NOON)
        session.execute(delete(Notification))
        session.commit()
    yield site
    site.restore()


class Told:
    """People of the demo to whom something happens, and the mails they get of it."""

    def __init__(self, site, mailbox):
        self.site, self.mailbox, self.at = site, mailbox, NOON

    def acting(self, session, name):
        person = session.get_one(Person, self.site.ids[name])
        return Context(actor(Context(VISITOR, self.at, session), person), self.at, session)

    def do(self, name, act):
        with Session(writing(self.site.engine), expire_on_commit=False) as session:
            made = act(self.acting(session, name))
            session.commit()
            return made

    def paces(self, name, **chosen):
        self.do(name, lambda c: following.change_paces(c, {Notified(kind): pace for kind, pace in chosen.items()}))

    def say(self, text, reply_to=None, name="Olga Sand"):
        bench = self.site.examples["bench"]
        return self.do(name, lambda c: proposals.comment(c, bench, text=text, reply_to=reply_to))

    def mails(self, at=NOON):
        """Let the worker do what is due at a moment, and return what came since it was asked last."""
        before = len(self.mailbox.received)
        settings = Settings(
            secret="x" * 40,
            demo=True,
            smtp_url=f"smtp://127.0.0.1:{self.mailbox.port}",
            data_dir=self.site.path.parent,
            base_url="http://t.dk",
        )
        worker = Worker(self.site.app, self.site.engine, settings, lambda: at, work=(Work.MAIL,))
        while worker.once():
            pass
        return [one for one in self.mailbox.received[before:] if "vurderes" not in one["Subject"]]


@pytest.fixture
def told(own, mailbox):
    made = Told(own, mailbox)
    made.do("Jens Holm", lambda c: proposals.follow(c, own.examples["bench"]))
    made.do("Jens Holm", lambda c: processes.follow(c, own.examples["courtyards"]))
    made.mails()  # what the worker reminds of by itself
    return made


def _to(mails, address="neighbour@civic.invalid"):
    return [one for one in mails if one["To"] == address]


def _reply(told, name="Jens Holm", text="Enig."):
    first = told.say("Hvor skal den stå?", name=name)
    return told.say(text, reply_to=first.id)


def test_it_is_mailed_at_once_by_itself_with_a_way_to_stop_it(told):
    _reply(told)
    (mail,) = _to(told.mails())
    assert mail["Subject"] == "Nogen har svaret dig"
    stop = mail["List-Unsubscribe"].strip("<>")
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert stop in mail.get_content()
    assert "http://t.dk/da/notifications/mails" in mail.get_content()


def test_one_click_of_a_mail_program_stops_the_mails_and_looking_stops_nothing(told):
    _reply(told)
    stop = _to(told.mails())[0]["List-Unsubscribe"].strip("<>").removeprefix("http://t.dk")
    nobody = told.site.app.test_client()
    # the worker here has a key of its own: the site's makes the same link of the same message
    token = _token(told.site, told.site.ids["Jens Holm"])
    path = re.sub("[^/]+$", token, stop)
    page = nobody.get(path)
    assert page.status_code == 200
    assert "Når nogen svarer dig eller nævner dig" in page.text
    _reply(told, text="Også enig.")
    assert len(_to(told.mails())) == 1
    got = nobody.post(path, data={"List-Unsubscribe": "One-Click"})
    assert got.status_code == 200, "a redirect would not be followed (RFC 8058)"
    _reply(told, text="Enig igen.")
    assert _to(told.mails()) == []
    page = told.site.client("resident").get("/da/notifications").text
    assert page.count("Nogen har svaret dig") == 3
    assert nobody.post(path[:-2] + "xx").status_code == 404


def _token(site, person_id):
    message = OutboxMessage(template="comment_replied", to_person_id=person_id, data={})
    return stop_token(site.app.extensions["civic_settings"], message)


def test_what_is_gathered_comes_in_one_mail_the_next_morning_the_newest_first_and_only_once(told):
    told.paces("Jens Holm", talk=Pace.DAILY, followed=Pace.DAILY, own=Pace.AT_ONCE, supported=Pace.DAILY)
    _reply(told)
    told.do("Lone Kragh", lambda c: proposals.consider(c, told.site.examples["bench"]))
    assert _to(told.mails()) == []
    assert _to(told.mails(NEXT_MORNING - timedelta(hours=2))) == []
    (mail,) = _to(told.mails(NEXT_MORNING))
    body = mail.get_content()
    assert mail["Subject"] == "Der er sket 2 ting"
    assert body.index("DET, DU FØLGER") < body.index("NÅR NOGEN SVARER DIG")
    assert "En bænk i sol og en i skygge" in body
    assert _to(told.mails(NEXT_MORNING + timedelta(days=1))) == []
    assert _to(told.mails(MONDAY + timedelta(days=30))) == [], "no empty one"


def test_a_weeks_comes_on_monday_in_its_readers_language(told):
    told.paces("Jens Holm", talk=Pace.WEEKLY)
    with told.site.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE person SET language = 'en' WHERE name = 'Jens Holm'")
    _reply(told)
    assert _to(told.mails(NEXT_MORNING)) == []
    (mail,) = _to(told.mails(MONDAY))
    assert mail["Subject"] == "1 thing has happened"
    assert mail["Content-Language"] == "en"
    assert mail["List-Unsubscribe"]


def test_a_long_digest_says_how_many_more_there_are_and_leads_to_them(told):
    told.paces("Jens Holm", talk=Pace.DAILY)
    first = told.say("Hvor skal den stå?", name="Jens Holm")
    for number in range(53):
        told.say(f"Der, nr. {number}.", reply_to=first.id)
    for _round in range(4):
        told.mails()
    (mail,) = _to(told.mails(NEXT_MORNING))
    body = mail.get_content()
    assert mail["Subject"] == "Der er sket 53 ting"
    assert body.count("/da/comments/") == 50
    assert "3 mere står her:" in body


def test_what_is_hidden_meanwhile_is_named_in_no_digest_and_on_no_page(told):
    bench = told.site.examples["bench"]
    told.paces("Jens Holm", followed=Pace.DAILY)
    told.do("Lone Kragh", lambda c: proposals.consider(c, bench))
    told.mails()
    told.do("Mikkel Dam", lambda c: proposals.hide(c, bench, rule=PERSON, reason="Nedgørende."))
    (mail,) = _to(told.mails(NEXT_MORNING))
    assert "En bænk" not in mail.get_content()
    page = told.site.client("resident").get("/da/notifications").text
    assert page.count('class="c-new"') == 1
    assert "En bænk" not in page


def test_one_followed_thing_has_a_pace_of_its_own_and_the_quickest_counts(told):
    bench = told.site.examples["bench"]
    told.paces("Jens Holm", followed=Pace.NEVER)
    with Session(told.site.engine) as session:
        whose = Follow.person_id == told.site.ids["Jens Holm"]
        ids = {one.kind.value: one.id for one in session.scalars(select(Follow).where(whose))}
    told.do("Jens Holm", lambda c: following.change_pace(c, ids["proposal"], Pace.AT_ONCE))
    told.do("Lone Kragh", lambda c: proposals.consider(c, bench))
    assert len(_to(told.mails())) == 1
    told.do("Jens Holm", lambda c: following.change_pace(c, ids["proposal"], None))
    told.do("Lone Kragh", lambda c: proposals.answer(c, bench, outcome=proposals.Outcome.NOTED, text="Tak."))
    assert [one["Subject"] for one in _to(told.mails()) if "følger" in one.get_content()] == []


def test_what_came_by_a_thing_with_a_pace_of_its_own_waits_as_it_did_when_the_kind_changes(told):
    bench = told.site.examples["bench"]
    with Session(told.site.engine) as session:
        whose = Follow.person_id == told.site.ids["Jens Holm"]
        ids = {one.kind.value: one.id for one in session.scalars(select(Follow).where(whose))}
    told.do("Jens Holm", lambda c: following.change_pace(c, ids["proposal"], Pace.WEEKLY))
    told.do("Lone Kragh", lambda c: proposals.consider(c, bench))
    assert _to(told.mails()) == []
    told.paces("Jens Holm", followed=Pace.NEVER)
    assert _to(told.mails(NEXT_MORNING)) == []
    assert len(_to(told.mails(MONDAY))) == 1, "the kind was stopped, not this thing"
    told.do("Lone Kragh", lambda c: proposals.answer(c, bench, outcome=proposals.Outcome.NOTED, text="Tak."))
    told.mails()
    told.do("Jens Holm", lambda c: following.stop_mails(c, c.actor.person_id, [Notified.FOLLOWED]))
    assert _to(told.mails(MONDAY + timedelta(days=7))) == [], "a mail program's click stops both"


def test_what_must_be_read_comes_at_once_whatever_was_chosen_and_has_no_link_that_stops_it(told):
    told.paces("Jens Holm", **{kind.value: Pace.NEVER for kind in Notified})
    said = told.say("Din idiot.", name="Jens Holm")
    told.do("Olga Sand", lambda c: dialogue.flag(c, said.id, rule=PERSON, reason="Hård tone."))
    told.do("Mikkel Dam", lambda c: dialogue.hide(c, said.id, rule=PERSON, reason="Nedgørende."))
    (mail,) = _to(told.mails())
    assert mail["Subject"] == "En tekst, du har skrevet, er skjult"
    assert mail["List-Unsubscribe"] is None


def test_a_message_has_one_name_however_often_it_is_sent_and_no_other_has_it(told):
    _reply(told)
    _reply(told, text="Også enig.")
    first, second = _to(told.mails())
    assert first["Message-ID"] != second["Message-ID"]
    with Session(writing(told.site.engine)) as session:  # the server took it, and the worker was killed before it knew
        newest = session.scalars(select(OutboxMessage).order_by(OutboxMessage.id.desc())).first()
        newest.sent_at, newest.data = None, {"id": 1}
        session.commit()
    (again,) = _to(told.mails(NOON + timedelta(hours=1)))
    assert again["Message-ID"] == second["Message-ID"]


def test_the_page_has_the_newest_first_and_what_came_after_it_was_opened_is_not_read(told):
    resident = told.site.client("resident")
    _reply(told)
    form = _read_form(resident)
    _reply(told, text="Enig igen.")
    assert resident.post("/da/notifications/read", data=form).status_code == 303
    page = resident.get("/da/notifications").text
    assert "1, du ikke har læst." in page
    assert page.count('class="c-new"') == 1
    assert page.count("har svaret dig") == 2
    assert resident.get("/da/notifications?unread=yes").text.count("har svaret dig") == 1
    assert "har svaret dig" in resident.get("/da/overview").text
    assert told.site.client("writer").get("/da/notifications").text.count("har svaret dig") == 0


def _read_form(client):
    page = client.get("/da/notifications").text
    form = page[page.index('action="/da/notifications/read"') :]
    return dict(re.findall(r'<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"', form[: form.index("</form>")]))


def test_a_long_page_goes_on(told):
    first = told.say("Hvor skal den stå?", name="Jens Holm")
    for number in range(52):
        told.say(f"Der, nr. {number}.", reply_to=first.id)
    resident = told.site.client("resident")
    page = resident.get("/da/notifications?unread=yes").text
    (more,) = re.findall(r'href="([^"]+before=\d+[^"]*)"', page)
    assert resident.get(more.replace("&amp;", "&")).text.count("har svaret dig") >= 2


def test_paces_are_chosen_on_a_page_and_stay(told):
    resident = told.site.client("resident")
    form = sent_by(resident.get("/da/notifications/mails").text)
    assert form["talk"] == "at_once"
    assert resident.post("/da/notifications/mails", data={**form, "talk": "weekly"}).status_code == 303
    assert sent_by(resident.get("/da/notifications/mails").text)["talk"] == "weekly"
    form = sent_by(resident.get("/da/notifications/mails").text)
    got = resident.post("/da/notifications/mails", data={**form, "talk": "hourly"})
    assert got.status_code == 422
    assert sent_by(resident.get("/da/notifications/mails").text)["talk"] == "weekly"


def test_what_is_followed_is_left_on_the_same_page_whatever_became_of_it(told):
    resident, bench = told.site.client("resident"), told.site.examples["bench"]
    told.do("Mikkel Dam", lambda c: proposals.hide(c, bench, rule=PERSON, reason="Nedgørende."))
    page = resident.get("/da/notifications/mails").text
    followed = page[page.index('id="followed"') :]
    assert "levende gårdrum" in followed
    assert "En bænk" not in followed
    for path in re.findall(r'action="([^"]+/followed/\d+)"', followed):
        got = resident.post(path, data={"csrf_token": told.site.token("resident"), "once": path, "pace": "stop"})
        assert got.status_code == 303
    assert "Du følger ikke noget endnu" in resident.get("/da/notifications/mails").text


def test_nobody_changes_what_another_follows(session):
    process = a_process(session)
    mine, other = a_context(session, a_person(session)), a_context(session, a_person(session))
    processes.follow(mine, process.id)
    (found,) = session.scalars(select(Follow).where(Follow.person_id == mine.actor.person_id))
    refused(lambda: following.change_pace(other, found.id, Pace.NEVER), Reason.NOT_FOUND)
    refused(lambda: following.drop(other, found.id), Reason.NOT_FOUND)
    refused(lambda: following.read_until(a_context(session), 1), Reason.NOT_YOURS)
    following.drop(mine, found.id)
    assert session.scalars(select(Follow).where(Follow.person_id == mine.actor.person_id)).all() == []


def test_closing_an_account_takes_what_it_was_told(session):
    process = a_process(session)
    person = a_person(session)
    mine = a_context(session, person)
    processes.follow(mine, process.id)
    following.change_paces(mine, {Notified.FOLLOWED: Pace.DAILY})
    made = a_proposal(session, process)
    proposals.accept(a_context(session, a_facilitator(session, process)), made.id)
    proposals.consider(a_context(session, the_officer(session, process)), made.id)
    session.flush()
    close_account(mine)
    session.flush()
    assert session.scalar(select(Notification.id).where(Notification.person_id == person.id)) is None


@pytest.mark.parametrize(
    ("now", "pace", "days"),
    [
        ((2026, 3, 2, 6, 59), Pace.DAILY, 0),
        ((2026, 3, 2, 7, 0), Pace.DAILY, 1),
        ((2026, 3, 28, 12, 0), Pace.DAILY, 1),  # into summer time
        ((2026, 3, 2, 6, 59), Pace.WEEKLY, 0),
        ((2026, 3, 2, 7, 0), Pace.WEEKLY, 7),
        ((2026, 3, 8, 23, 0), Pace.WEEKLY, 1),
    ],
)
def test_a_digest_is_due_at_seven_in_denmark(now, pace, days):
    moment = datetime(*now, tzinfo=ZONE)
    due = next_digest(moment, pace)
    assert due > moment
    assert (due.date() - moment.date()).days == days
    assert due.astimezone(ZONE).time() == DIGEST_AT


def test_what_waits_for_a_digest_goes_by_what_was_chosen_since(told):
    told.paces("Jens Holm", talk=Pace.WEEKLY)
    _reply(told)
    told.mails()
    told.paces("Jens Holm", talk=Pace.NEVER)
    assert _to(told.mails(MONDAY)) == []
    told.paces("Jens Holm", talk=Pace.WEEKLY)
    _reply(told, text="Også enig.")
    told.mails()
    told.paces("Jens Holm", talk=Pace.DAILY)
    assert len(_to(told.mails(NEXT_MORNING))) == 1
