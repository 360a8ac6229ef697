"""A frozen version is changed in one way only: words taken out of it, asked for by one person and done by another."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from civic.board.queries import search
from civic.files import renditions
from civic.files.renditions import Format, Rendition, What
from civic.hearings import actions as hearings
from civic.hearings.models import Audience
from civic.kernel.actor import Role, Scope
from civic.kernel.audit import AuditEntry
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.trace import Kind, Ref
from civic.reports import actions, queries, release
from civic.reports.models import Redaction, RedactionState, SectionKind, SectionText
from civic.responses import actions as responses
from civic.responses.models import From, Said
from civic.treatment import actions as treatment
from civic.writing.models import TextEdit
from tests.clock import NOON
from tests.make import a_context, a_hearing, a_person, a_process, a_report, a_secretary, a_version, the_officer

NAME = "Bo Eksempelsen"


def _refusal(do):
    with pytest.raises(Refusal) as refused:
        do()
    return refused.value.reason


@pytest.fixture
def published(session):
    """Give a report in which a name stands in two versions, and its officer's context."""
    process = a_process(session)
    report = a_report(session, process)
    officer = the_officer(session, process)
    context = a_context(session, officer)
    section = actions.add_section(
        context, report.id, kind=SectionKind.SECTION, heading=f"Om {NAME}", text=f"Spørg {NAME} om nøglen."
    )
    session.flush()
    a_version(session, report, "0.1")
    actions.write_section(context, section.id, heading=f"Om {NAME}", text=f"Spørg {NAME}s nabo om nøglen.", edit=1)
    a_version(session, report, "0.2")
    session.flush()
    return report, context


def _second(session, report):
    other = a_person(session, (Role.CASE_OFFICER, Scope.PROCESS, report.process_id), name="Anden Sagsbehandler")
    return a_context(session, other)


def _texts(session):
    session.expire_all()
    return [f"{one.heading}|{one.text}" for one in session.query(SectionText).order_by(SectionText.id)]


def test_two_persons_take_words_out_of_every_version_and_all_that_was_made_of_it(session, published):
    report, context = published
    hashes = [one.content_hash for one in queries.report(context, report.id).versions]
    asked = release.ask_redaction(context, report.id, words=NAME, reason="Navnet skulle ikke stå her.")
    session.flush()
    assert NAME in " ".join(_texts(session)), "one person alone changes nothing"
    made = session.query(Rendition).filter_by(kind=Kind.VERSION).all()
    for one in made:
        one.made_at = context.now
    session.flush()

    second = _second(session, report)
    treatment.confirm_redaction(second, asked.id)
    session.flush()
    assert all("Eksempelsen" not in one for one in _texts(session))
    assert sum("▇▇▇▇" in one for one in _texts(session)) == 2
    assert all("Eksempelsen" not in f"{one.heading}{one.text}" for one in session.query(TextEdit))
    assert all("Eksempelsen" not in f"{one.heading}{one.text}" for one in queries.sections(context, report.id))
    assert not search(second, "Eksempelsen").hits
    assert {one.made_at for one in session.query(Rendition).filter_by(kind=Kind.VERSION)} == {None}
    found = session.get(Redaction, asked.id)
    assert (found.state, found.words, found.reason) == (RedactionState.DONE, "", "Navnet skulle ikke stå her.")
    now = [one.content_hash for one in queries.report(context, report.id).versions]
    assert not set(hashes) & set(now)
    assert queries.check_versions(context) == (2, []), "each version has the fingerprint of what it says"
    verbs = [one.verb for one in session.query(AuditEntry).order_by(AuditEntry.id)]
    assert verbs[-2:] == ["ask_redaction", "confirm_redaction"]


def test_who_asked_cannot_carry_it_out_and_the_database_holds_that_too(session, published):
    report, context = published
    asked = release.ask_redaction(context, report.id, words=NAME, reason="Et navn.")
    session.flush()
    assert _refusal(lambda: treatment.confirm_redaction(context, asked.id)) is Reason.NOT_YOURS
    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(text("UPDATE redaction SET decided_by_id = asked_by_id"))


def test_nobody_else_asks_or_confirms(session, published):
    report, context = published
    stranger = a_context(session, a_person(session, name="Fremmed"))
    assert _refusal(lambda: release.ask_redaction(stranger, report.id, words=NAME, reason="x")) is Reason.NOT_YOURS
    asked = release.ask_redaction(context, report.id, words=NAME, reason="Et navn.")
    session.flush()
    assert _refusal(lambda: treatment.confirm_redaction(stranger, asked.id)) is Reason.NOT_YOURS
    assert (
        _refusal(lambda: release.ask_redaction(context, report.id, words="Per", reason="x")) is Reason.NOT_THEIR_WORDS
    )


def test_what_is_declined_leaves_the_words_in_the_versions_and_not_in_the_request(session, published):
    report, context = published
    asked = release.ask_redaction(context, report.id, words=NAME, reason="Et navn.")
    session.flush()
    release.decline_redaction(_second(session, report), asked.id)
    session.flush()
    assert asked.words == ""
    assert NAME in " ".join(_texts(session))
    assert _refusal(lambda: treatment.confirm_redaction(_second(session, report), asked.id)) is Reason.NOT_NOW


def test_outside_a_redaction_the_database_still_refuses(session, published):
    report, context = published
    release.ask_redaction(context, report.id, words=NAME, reason="Et navn.")
    session.flush()
    for statement in (
        "UPDATE section_text SET text = 'x'",
        "UPDATE version SET label = 'x'",
        "DELETE FROM section_text",
    ):
        with pytest.raises(IntegrityError, match="is frozen"), session.begin_nested():
            session.execute(text(statement))


def test_an_administrator_is_the_second_person_where_there_is_one_officer(session, published):
    report, context = published
    asked = release.ask_redaction(context, report.id, words=NAME, reason="Et navn.")
    session.flush()
    place = (Role.ADMIN, Scope.MUNICIPALITY, queries.report(context, report.id).process.organisation_id)
    treatment.confirm_redaction(a_context(session, a_person(session, place, name="Admin")), asked.id)
    session.flush()
    assert NAME not in " ".join(_texts(session))


def test_what_quotes_the_words_in_a_hearing_loses_them_and_its_note_is_made_again(session):
    hearing = a_hearing(session, audience=Audience.BOTH)
    officer = a_context(session, the_officer(session, hearing.process))
    texts = queries.version(officer, hearing.version_id).texts
    secretary = a_context(session, a_secretary(session, hearing.parties[0]))
    point = hearings.add_point(
        secretary, hearing.parties[0].id, section_text_id=texts[0].id, quote="Vi hørte meget", text="Hvem?"
    )
    said = [Said("Hvem?", texts[0].id, quote="Vi hørte meget")]
    given = responses.respond(a_context(session), hearing.id, From("Amina"), said)
    note = Ref(Kind.HEARING, hearing.id)
    renditions.ask(officer, note, What.NOTE, Format.PDF)
    session.flush()
    renditions.of(officer, note)[0].made_at = NOON
    asked = release.ask_redaction(officer, texts[0].version.report_id, words="hørte meget", reason="Prøve.")
    session.flush()
    treatment.confirm_redaction(_second(session, texts[0].version.report), asked.id)
    session.flush()
    assert (point.quote, given.parts[0].quote) == ("Vi ▇▇▇▇", "Vi ▇▇▇▇")
    assert renditions.of(officer, note)[0].made_at is None


def test_a_number_in_a_draft_stops_its_publication_and_says_where(session):
    process = a_process(session)
    report = a_report(session, process)
    context = a_context(session, the_officer(session, process))
    actions.add_section(context, report.id, kind=SectionKind.SECTION, heading="Nøgler", text="Ring til 010190-1234.")
    session.flush()
    with pytest.raises(Refusal) as refused:
        a_version(session, report)
    assert (refused.value.reason, refused.value.about) == (Reason.NUMBER_SEEN, "Nøgler")
