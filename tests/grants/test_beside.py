"""What lies beside a grant: what waits for a look, photographs with consent, vouchers as files, and what is deleted."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from civic.board.models import Posting
from civic.files import pictures
from civic.files.uploads import Upload, UploadSize, UploadState
from civic.goals.models import Goal, Indicator
from civic.grants import actions, attaching, queries
from civic.grants.models import ChainKind, ChainLink, CostLine, GrantActivity, GrantApplication, SteeringSeat
from civic.grants.parts import Part, told
from civic.kernel.correction import Correction
from civic.kernel.refusal import Reason
from civic.kernel.seen import fingerprint
from civic.kernel.trace import Kind
from civic.privacy import retention
from tests.clock import NOON
from tests.grants.test_grants import DAY, a_scheme, an_activity, an_application, granted, refused, spend
from tests.make import a_context, a_person

PNG = Path("civic/demo/courtyard.png").read_bytes()
ADDRESS = "Vi mødtes hos Amina på Mosebakken 14, 2. th."
GIVEN = {"held_on": DAY, "title": "Åbning", "participants": 34, "minutes": None}


def said(author, made, text):
    activity = actions.add_part(author, made.id, Part.ACTIVITY, {**GIVEN, "text": text})
    author.session.flush()
    return activity


def made_anew(session, activity):
    """Let the worker have looked through an activity's photograph."""
    upload = pictures.of(a_context(session), activity.ref).upload
    upload.state, upload.shown_id = UploadState.CLEAN, upload.file_id
    session.add(UploadSize(upload_id=upload.id, width=800, height=600, file_id=upload.file_id))
    session.flush()
    session.expire_all()


def seen_of(context, activity):
    return fingerprint(*queries.looked_at(activity, pictures.of(context, activity.ref)))


def test_what_a_project_leader_writes_passes_the_gate_before_everybody_reads_it(session):
    officer, author, made = granted(session)
    plain = said(author, made, "Vi åbnede.")
    waits = said(author, made, ADDRESS)
    by_staff = said(officer, made, ADDRESS)
    assert [one.is_shown for one in (plain, waits, by_staff)] == [True, False, True]
    refused(Reason.NOT_YOURS, attaching.look, author, waits.id)
    refused(Reason.WRITTEN_MEANWHILE, attaching.look, officer, waits.id, seen=fingerprint("andet"))
    attaching.look(officer, waits.id, seen=seen_of(officer, waits))
    assert waits.is_shown
    refused(Reason.NOT_NOW, attaching.look, officer, waits.id)


def test_what_is_changed_by_its_author_passes_the_gate_again_and_what_nobody_read_is_told_nowhere(session):
    _officer, author, made = granted(session)
    shown = said(author, made, "Vi åbnede.")
    actions.change_part(author, Part.ACTIVITY, shown.id, {**told(Part.ACTIVITY, shown), "text": ADDRESS}, reason="Sted")
    assert not shown.is_shown
    (kept,) = session.scalars(select(Correction))
    assert (kept.field, kept.before, kept.blotted_at) == ("text", "", NOON), "words taken back are not told"
    numbers = {**told(Part.ACTIVITY, shown), "text": "I gården.", "participants": 900}
    refused(Reason.NO_REASON, actions.change_part, author, Part.ACTIVITY, shown.id, numbers)
    actions.change_part(author, Part.ACTIVITY, shown.id, numbers, reason="Talt om")
    assert shown.is_shown
    fields = [(one.field, one.before) for one in session.scalars(select(Correction).order_by(Correction.id))]
    assert fields == [("text", ""), ("participants", "34")], "its numbers were read meanwhile, the address by nobody"
    waits = said(author, made, ADDRESS)
    actions.take_out_part(author, Part.ACTIVITY, waits.id, reason="Forkert")
    assert ADDRESS not in [one.before for one in session.scalars(select(Correction))]


def test_a_correction_of_money_does_not_name_an_activity_that_waits(session):
    _officer, author, made = granted(session)
    waits = said(author, made, ADDRESS)
    line = spend(author, made, waits, 100)
    values = {**told(Part.ACCOUNT, line), "amount": 200}
    actions.change_part(author, Part.ACCOUNT, line.id, values, reason="Talt om")
    assert session.scalars(select(Correction)).one().about == ""


def test_a_project_leaders_reason_is_read_at_once_and_passes_the_gate_too(session):
    officer, author, made = granted(session)
    activity = said(author, made, "Vi åbnede.")
    values = {**told(Part.ACTIVITY, activity), "participants": 35}
    why = "Kirsten, Mosebakken 14, 2. th., ringede"
    refused(Reason.DETAILS_SEEN, actions.change_part, author, Part.ACTIVITY, activity.id, values, reason=why)
    refused(Reason.DETAILS_SEEN, actions.take_out_part, author, Part.ACTIVITY, activity.id, reason=why)
    actions.change_part(officer, Part.ACTIVITY, activity.id, values, reason=why)  # what staff write they answer for


def test_words_are_covered_wherever_everybody_reads_them_and_nowhere_told_again(session):
    officer, author, made = granted(session)
    activity = said(author, made, "Amina Farah bagte.")
    made.summary = "Amina Farah og de andre laver mad."
    goal = Goal(kind=Kind.APPLICATION, thing_id=made.id, text="Amina Farahs madhold", criterion="")
    session.add_all([goal, ChainLink(application_id=made.id, kind=ChainKind.ACTOR, text="Amina Farah")])
    values = {**told(Part.ACTIVITY, activity), "text": "Amina Farah bagte brød."}
    actions.change_part(officer, Part.ACTIVITY, activity.id, values, reason="Mere")
    refused(Reason.NOTHING_TO_COVER, attaching.cover, officer, made.id, words="Bente", reason="Navn")
    refused(Reason.NOT_YOURS, attaching.cover, author, made.id, words="Amina Farah", reason="Navn")
    attaching.cover(officer, made.id, words="Amina Farah", reason="En person skal ikke nævnes")
    session.flush()
    link = session.scalars(select(ChainLink).where(ChainLink.text.contains("▇"))).one()
    everything = [made.summary, activity.text, goal.text, link.text, *session.scalars(select(Correction.before))]
    assert not [one for one in everything if "Amina" in one]
    (post,) = session.scalars(select(Posting).where(Posting.kind == Kind.APPLICATION))
    assert "Amina" not in f"{post.title} {post.text}"


def test_nobody_looks_at_what_they_wrote_themselves(session):
    officer, _author, made = granted(session)
    made.author_id = officer.actor.person_id
    session.flush()
    own = said(officer, made, ADDRESS)
    assert not own.is_shown
    refused(Reason.NOT_YOURS, attaching.look, officer, own.id)


def test_a_photograph_needs_a_consent_and_a_look(session, tmp_path):
    officer, author, made = granted(session)
    activity = an_activity(author, made)
    photo = {"content": PNG, "alt": "En gård", "consent": "Ingen kan genkendes"}
    refused(Reason.NO_CONSENT, attaching.add_photo, author, activity.id, tmp_path, **photo | {"consent": ""})
    refused(Reason.NO_PICTURE, attaching.add_photo, author, activity.id, tmp_path, **photo | {"content": b""})
    refused(Reason.ALT_MISSING, attaching.add_photo, author, activity.id, tmp_path, **photo | {"alt": ""})
    attaching.add_photo(author, activity.id, tmp_path, **photo)
    visitor = a_context(session)
    refused(Reason.NOT_FOUND, queries.pictured, visitor, activity.id)
    accounts = queries.accounts(author, made)
    assert queries.photos(visitor, accounts, is_public=True) == {}
    refused(Reason.NOT_NOW, attaching.add_photo, author, activity.id, tmp_path, **photo)
    refused(Reason.NO_CONSENT, attaching.put_picture, author, activity.id, tmp_path, content=PNG, alt="En mand")
    refused(Reason.NOT_READ_YET, attaching.look, officer, activity.id)
    before = seen_of(officer, activity)
    made_anew(session, activity)
    refused(Reason.WRITTEN_MEANWHILE, attaching.look, officer, activity.id, seen=before)
    attaching.look(officer, activity.id, seen=seen_of(officer, activity))
    assert queries.pictured(visitor, activity.id)[1] is activity
    attaching.put_picture(author, activity.id, tmp_path, content=b"", alt="Amina foran gården")
    refused(Reason.NOT_FOUND, queries.pictured, visitor, activity.id)
    attaching.take_out_picture(author, activity.id)
    assert (activity.consent, activity.photo_since) == ("", None)
    assert pictures.of(author, activity.ref) is None


def test_an_activity_that_is_taken_out_takes_its_photograph_along(session, tmp_path):
    _officer, author, made = granted(session)
    activity = an_activity(author, made)
    attaching.add_photo(author, activity.id, tmp_path, content=PNG, alt="En gård", consent="Ingen kan genkendes")
    actions.take_out_part(author, Part.ACTIVITY, activity.id, reason="Forkert")
    session.flush()
    assert session.scalar(select(func.count(Upload.id))) == 0


def test_a_voucher_as_a_file_goes_with_its_line_and_another_takes_its_place(session, tmp_path):
    _officer, author, made = granted(session)
    line = spend(author, made, an_activity(author, made), 100)
    attaching.attach(author, line.id, tmp_path, name="Kvittering.png", content=PNG)
    first = line.upload_id
    refused(Reason.FILE_KIND, attaching.attach, author, line.id, tmp_path, name="x.exe", content=b"MZ\x90\x00" * 9)
    attaching.attach(author, line.id, tmp_path, name="Kvittering.png", content=PNG)
    session.flush()
    assert line.upload_id != first
    assert session.scalars(select(Upload.id)).all() == [line.upload_id]
    actions.take_out_part(author, Part.ACCOUNT, line.id, reason="Forkert")
    session.flush()
    assert session.scalars(select(Upload.id)).all() == []


def test_a_draft_is_thrown_away_whole_and_nothing_that_was_decided_is(session):
    _officer, scheme = a_scheme(session)
    author, made = an_application(session, scheme)
    goal = actions.add_part(author, made.id, Part.GOAL, {"text": "Flere", "criterion": ""})
    session.flush()
    indicator = {"goal_id": goal.id, "text": "Antal", "unit": "", "baseline": None, "target": None, "due_on": None}
    actions.add_part(author, made.id, Part.INDICATOR, indicator)
    actions.add_part(author, made.id, Part.CHAIN, {"kind": ChainKind.PROBLEM, "text": "Ensomhed"})
    session.flush()
    refused(Reason.NOT_FOUND, actions.throw_away, a_context(session, a_person(session)), made.id)
    assert actions.throw_away(author, made.id) == scheme.id
    session.flush()
    for table in (GrantApplication, Goal, Indicator, ChainLink, CostLine, SteeringSeat):
        assert session.scalar(select(func.count(table.id))) == 0, table
    _officer, author, decided = granted(session)
    refused(Reason.NOT_NOW, actions.throw_away, author, decided.id)


def test_what_was_never_handed_in_is_forgotten_after_two_years_and_what_was_stays(session):
    _officer, scheme = a_scheme(session)
    _author, begun = an_application(session, scheme)
    _other, new = an_application(session, scheme)
    author, sent = an_application(session, scheme)
    actions.submit(author, sent.id)
    begun.created_at = sent.created_at = NOON - timedelta(days=731)
    new.created_at = NOON - timedelta(days=729)
    session.flush()
    retention.forget(a_context(session))
    assert set(session.scalars(select(GrantApplication.id))) == {new.id, sent.id}


def test_everybody_reads_that_something_waits_and_nothing_of_what(site):
    page = site.client("visitor").get(site.at("/da/grants/{running_grant}")).text
    assert "Mosebakken 14" not in page
    assert "Besøg hos naboerne" not in page
    assert "En aktivitet, som nogen skal se på" in page
    assert "Agreed" not in page
    assert "Ingen kan genkendes" not in page
    officer = site.client("officer")
    whole = officer.get(site.at("/da/applications/{running_grant}")).text
    assert "Mosebakken 14" in whole
    assert "Vis det for alle" in whole
    assert "Besøg hos naboerne" not in officer.get(site.at("/da/grants/{running_grant}")).text
    assert "1 aktivitet venter på et blik" in officer.get("/da/overview").text
    assert "1 ansøgning skal vurderes og afgøres" in officer.get("/da/overview").text


@pytest.mark.parametrize("role", ["visitor", "resident", "author"])
def test_a_voucher_is_for_those_who_work_with_the_grant_alone(site, role):
    with Session(site.engine) as session:
        number = session.scalar(select(Upload.id).where(Upload.name.like("Kvittering%")))
        activity = session.scalar(select(GrantActivity.id).where(GrantActivity.words_since.is_not(None)))
    for path in (f"/da/files/{number}", f"/da/files/{number}/original", f"/da/applications/activities/{activity}"):
        assert site.client(role).get(path).status_code == 404
    assert site.client("officer").get(f"/da/files/{number}/original").status_code == 200
