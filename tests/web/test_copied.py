"""A hearing and a process are copied with their settings, and without anybody who takes part in them."""

import html
import re

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from civic.hearings.models import Hearing, HearingParty, HearingState
from civic.processes.models import Appointment, Process, ProcessState, SeatQuota
from tests.site import ROLES


@pytest.fixture
def fresh(site):
    """Give the site, and take back afterwards what was done with it."""
    yield site
    site.restore()


def _typed(page):
    """Return what stands in a form, as a browser would send it."""
    form = re.search(r'<form method="post"(?:(?!</form>).)*name="title".*?</form>', page, re.DOTALL)[0]
    found = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and (not re.search(r'type="(radio|checkbox)"', tag) or "checked" in tag):
            found.setdefault(name[1], []).append(html.unescape(value[1]) if value else "y")
    for name, offered in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        found[name] = re.findall(r'<option[^>]*selected[^>]*value="([^"]*)"', offered)
    for name, text in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', form, re.DOTALL):
        found[name] = [html.unescape(text).lstrip("\r\n")]
    return found


def test_a_hearing_is_copied_onto_the_newest_version_and_nobody_has_answered_it(fresh):
    officer = fresh.client("officer")
    page = officer.get(fresh.at("/da/hearings/{open_hearing}")).text
    assert "Forbered en høring som denne" in page
    led = officer.get(fresh.at("/da/hearings/{open_hearing}/copy"))
    assert led.status_code == 303
    form = officer.get(led.headers["Location"])
    sent = officer.post(led.headers["Location"], data=_typed(form.text))
    assert sent.status_code == 303, re.sub(r"<[^>]+>", " ", sent.text)
    with Session(fresh.engine) as session:
        old = session.get(Hearing, fresh.examples["open_hearing"])
        new = session.scalars(select(Hearing).order_by(Hearing.id.desc()).limit(1)).one()
        same = ("title", "asks", "what_is_proposed", "what_it_means", "what_can_change", "audience", "moderation")
        assert [getattr(new, one) for one in same] == [getattr(old, one) for one in same]
        assert new.allows_protected_names == old.allows_protected_names
        session.refresh(old, ["questions", "topics"])
        session.refresh(new, ["questions", "topics"])
        assert [one.text for one in new.questions] == [one.text for one in old.questions]
        assert {one.id for one in new.topics} == {one.id for one in old.topics}
        assert (new.state, new.opens_at, new.closes_at) == (HearingState.DRAFT, None, None)
        drafts = select(func.count()).where(HearingParty.hearing_id == new.id, HearingParty.draft != "")
        assert session.scalar(drafts) == 0, "what councils wrote is theirs"


def test_a_process_is_copied_without_its_people(fresh):
    officer = fresh.client("officer")
    assert "Forbered et forløb som dette" in officer.get(fresh.at("/da/processes/{courtyards}")).text
    address = fresh.at("/da/processes/new?like={courtyards}")
    typed = _typed(officer.get(address).text)
    period = {"starts_on": "2027-01-01", "ends_on": "2027-12-31", "precision": "month"}
    sent = officer.post(address, data=typed | period)
    assert sent.status_code == 303, re.sub(r"<[^>]+>", " ", sent.text)
    with Session(fresh.engine) as session:
        old = session.get(Process, fresh.examples["courtyards"])
        new = session.scalars(select(Process).order_by(Process.id.desc()).limit(1)).one()
        assert (new.title, new.question, new.state) == (old.title, old.question, ProcessState.PREPARING)
        seats = lambda one: dict(  # noqa: E731
            session.execute(select(SeatQuota.category, SeatQuota.seats).where(SeatQuota.process_id == one.id))
            .tuples()
            .all()
        )
        assert seats(new) == seats(old)
        seated = select(func.count(Appointment.id)).join(SeatQuota).where(SeatQuota.process_id == new.id)
        assert session.scalar(seated) == 0
        for one in (old, new):
            session.refresh(one, ["tasks"])
        assert [(task.heading, task.text) for task in new.tasks] == [(task.heading, task.text) for task in old.tasks]


@pytest.mark.parametrize("role", sorted(set(ROLES) - {"officer"}))
def test_nobody_else_is_offered_it(site, role):
    for path in ("/da/hearings/{open_hearing}", "/da/processes/{courtyards}"):
        assert "som denne<" not in site.client(role).get(site.at(path)).text
        assert "som dette<" not in site.client(role).get(site.at(path)).text
