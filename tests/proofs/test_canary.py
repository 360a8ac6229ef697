"""A number that is typed and taken out again is nowhere: not on a page, in a document, a mail, or the database's file.

A form refuses it; an answer that came in another way holds it until its sender has it masked.
"""

import re

from sqlalchemy.orm import Session

from civic.config import Settings
from civic.db.engine import writing
from civic.hearings.queries import heard_text
from civic.jobs import Worker
from civic.kernel.actor import VISITOR
from civic.kernel.context import Context
from civic.people import queries as people
from civic.people.models import Person
from civic.reports import release
from civic.responses.actions import respond
from civic.responses.models import From, Said
from civic.treatment import actions as treatment
from tests.house.rows import GETS
from tests.site import ROLES, Site
from tests.walk import NO_PAGE

CANARY = "070761-4285"
DIGITS = re.compile(rb"0707[\s.\-]?61[\s.\-]?4285|0707614285")


def _everything(site):
    """Return every byte that lies beside and in the database: file, log, documents, mails, stored files."""
    folder = site.path.parent
    places = [site.path, *site.path.parent.glob(f"{site.path.name}-*"), *folder.glob("mail/*"), *folder.glob("files/*")]
    return {path.name: path.read_bytes() for path in places if path.is_file()}


def _work(site):
    worker = Worker(site.app, site.engine, Settings(data_dir=site.path.parent), lambda: site.now)
    while worker.once():
        pass


def test_a_number_that_was_masked_is_nowhere(folder, catalogues, template):
    place = folder / "canary"
    place.mkdir()
    site = Site(place, catalogues, template)
    _work(site)
    visitor = site.app.test_client()
    form = visitor.get(site.at("/da/hearings/{open_hearing}/answer"))
    names = re.findall(r'name="((?:whole|question_\d+|section_\d+))"', form.text)
    typed = {name: f"Ring til {CANARY} om {name}." for name in names} | {"name": "Karen Lund", "once": "canary"}
    token = re.search(r'name="csrf_token" value="([^"]+)"', form.text)[1]
    refused = visitor.post(form.request.path, data={**typed, "csrf_token": token})
    assert refused.status_code == 422
    assert not any(DIGITS.search(one) for one in _everything(site).values()), "a form stores none"
    place_of_own = f"/da/answers/{_came_in(site, names)}"
    own = visitor.get(place_of_own)
    assert not DIGITS.search(own.data), "nor is it printed on the receipt"
    held = any(DIGITS.search(one) for one in _everything(site).values())
    assert held, "the test sees it while it is there"
    _walk(site)
    token = re.search(r'name="csrf_token" value="([^"]+)"', own.text)[1]
    masked = visitor.post(f"{place_of_own}/mask", data={"csrf_token": token, "once": "mask"})
    assert masked.status_code == 303, masked.text
    _work(site)
    _walk(site)
    left = {name: DIGITS.search(one) for name, one in _everything(site).items() if DIGITS.search(one)}
    assert left == {}


def _came_in(site, names):
    """Return the receipt's code of an answer with the number in each of its parts, which no form of the site let in."""
    with Session(writing(site.engine)) as session:
        context = Context(VISITOR, site.now, session)
        hearing = heard_text(context, site.examples["open_hearing"])
        said = [Said(f"Ring til {CANARY} om {name}.", **_about(name)) for name in names]
        made = respond(context, hearing.id, From("Karen Lund", language="da"), said)
        session.commit()
        return made.receipt


def _about(name):
    kind, _, number = name.partition("_")
    return {f"{'section_text' if kind == 'section' else kind}_id": int(number)} if number else {}


def test_a_number_taken_out_of_a_frozen_version_is_nowhere(folder, catalogues, template):
    place = folder / "canary-frozen"
    place.mkdir()
    site = Site(place, catalogues, template)
    _work(site)
    with Session(writing(site.engine)) as session:
        officer = _as(session, site, "officer")
        version = site.examples["early_version"]
        words = "Det siger vi ikke noget om"
        text = (
            session.connection()
            .exec_driver_sql(f"SELECT id, section_id FROM section_text WHERE version_id = {version} LIMIT 1")
            .one()
        )
        session.connection().exec_driver_sql("DROP TRIGGER section_text_is_frozen_update")
        session.connection().exec_driver_sql(
            f"UPDATE section_text SET text = 'Ring til {CANARY}. {words}.' WHERE id = {text[0]}"
        )
        session.commit()
        report_id = (
            session.connection().exec_driver_sql(f"SELECT report_id FROM version WHERE id = {version}").scalar_one()
        )
        asked = release.ask_redaction(officer, report_id, words=CANARY, reason="Et nummer.")
        session.commit()
        treatment.confirm_redaction(_as(session, site, "admin"), asked.id)
        session.commit()
    _work(site)
    left = {name: DIGITS.search(one) for name, one in _everything(site).items() if DIGITS.search(one)}
    assert left == {}


def _as(session, site, role):
    person = session.get_one(Person, site.ids[ROLES[role]])
    visitor = Context(VISITOR, site.now, session)
    return Context(people.actor(visitor, person), site.now, session)


def _walk(site):
    """Ask every address as a visitor: nothing public has the number."""
    for endpoint, paths in GETS.items():
        for path in paths:
            site.forget_tries()
            got = site.client("visitor").get(site.at(path))
            assert endpoint in NO_PAGE or not DIGITS.search(got.data), path
