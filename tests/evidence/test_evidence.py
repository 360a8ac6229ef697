"""What a process rests on: kept from others until it is published, told as it was then, and used."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

from civic.areas import actions as areas
from civic.areas import queries as area_queries
from civic.areas.models import AreaKind
from civic.board.queries import of_process
from civic.db.base import Precision
from civic.evidence import actions, queries
from civic.evidence.actions import About
from civic.evidence.models import AreaValue, Cell, Consent, Evidence, EvidenceState, Measure, Statement, Voice
from civic.kernel import correction
from civic.kernel.actor import Role, Scope
from civic.kernel.refusal import Reason
from civic.kernel.trace import Kind, Ref, led_to
from civic.meetings import actions as meetings
from civic.reports import actions as reports
from civic.reports.models import Purpose, SectionKind
from tests.clock import NOON
from tests.forms import sent_by
from tests.make import a_context, a_facilitator, a_person, a_process, an_officer, the_officer
from tests.refusing import refused

PNG = Path("civic/demo/courtyard.png").read_bytes()


@pytest.fixture
def staff(session):
    process = a_process(session)
    return a_context(session, a_facilitator(session, process)), process


@pytest.fixture
def own_areas(session):
    officer = a_context(session, an_officer(session))
    return [areas.add_area(officer, kind=AreaKind.HOUSING_AREA, name=f"Område {one}").id for one in "XYZ"]


def _visit(staff, **more):
    context, process = staff
    return actions.add_visit(context, process.id, About("Gården", "Der var trapper.", **more), participants="Fire")


def _figure(staff, own_areas, *numbers, measure=Measure.SHARE):
    context, process = staff
    cells = tuple(Cell(area, *one) for area, one in zip([*own_areas, None], numbers, strict=True) if one)
    about = About("Uden arbejde", "Af de 18-64-årige", source="Danmarks Statistik")
    return actions.add_key_figure(context, process.id, about, measure=measure, year=2025, cells=cells)


def _said(staff, consent=Consent.NAMELESS, said_by="", on=None):
    context, process = staff
    about = About("Trapperne", "Jeg kan ikke komme ned.")
    given = {
        "voice": Voice.FROM,
        "consent": consent,
        "consented_on": on or NOON.date(),
        "said_by": said_by,
        "speaks_as": "Beboer",
    }
    return actions.add_statement(context, process.id, about, **given)


def test_a_draft_is_for_those_who_work_with_the_process_and_what_is_published_for_all(session, staff):
    context, process = staff
    visitor, neighbour = a_context(session), a_context(session, a_person(session))
    made = _visit(staff)
    assert list(queries.evidence_of(context, process)) == [made]
    for one in (visitor, neighbour):
        assert not queries.evidence_of(one, process)
        refused(lambda one=one: queries.evidence(one, made.id), Reason.NOT_FOUND)
        refused(lambda one=one: actions.add_visit(one, process.id, About("Nej")), Reason.NOT_YOURS)
    assert Kind.EVIDENCE not in of_process(visitor, process.id)
    actions.publish(context, made.id)
    assert queries.evidence(visitor, made.id).text == "Der var trapper."
    assert [one.title for one in of_process(visitor, process.id)[Kind.EVIDENCE]] == ["Gården"]
    refused(lambda: actions.take_back(neighbour, made.id, reason="x"), Reason.NOT_YOURS)


def test_what_is_published_is_what_was_read_through(staff):
    context, _process = staff
    made = _visit(staff)
    actions.correct(context, made.id, {"text": "Der var ingen trapper."})
    refused(lambda: actions.publish(context, made.id, seen="0" * 16), Reason.WRITTEN_MEANWHILE)
    assert made.state is EvidenceState.DRAFT


def test_what_was_published_is_corrected_with_a_reason_and_what_stood_there_stays(session, staff, own_areas):
    context, _process = staff
    made = actions.publish(context, _visit(staff, area_id=own_areas[0]).id)
    refused(lambda: actions.correct(context, made.id, {"text": "To trapper."}), Reason.NO_REASON)
    actions.correct(context, made.id, {"text": "To trapper.", "area_id": own_areas[1]}, reason="Talt igen")
    kept = {one.field: one.before for one in correction.of(context, Ref(Kind.EVIDENCE, made.id), at_most=9)}
    assert kept == {"text": "Der var trapper.", "area_id": "Område X"}
    assert of_process(a_context(session), made.process_id)[Kind.EVIDENCE][0].lead == "To trapper."


def test_what_is_taken_back_stays_marked_and_no_section_can_rest_on_it_any_more(session, staff):
    context, process = staff
    made = actions.publish(context, _visit(staff).id)
    assert list(queries.to_use(context, process.id, at_most=9)) == [made]
    actions.take_back(context, made.id, reason="Det var en anden gård")
    assert queries.evidence(a_context(session), made.id).is_taken_back
    assert not queries.to_use(context, process.id, at_most=9)
    assert Kind.EVIDENCE not in of_process(a_context(session), process.id)
    assert correction.of(context, Ref(Kind.EVIDENCE, made.id), at_most=9)[0].reason == "Det var en anden gård"
    actions.publish_again(context, made.id)
    assert not queries.evidence(a_context(session), made.id).is_taken_back


def test_a_section_rests_on_it_and_it_says_which(staff):
    context, process = staff
    made = actions.publish(context, _visit(staff).id)
    officer = a_context(context.session, the_officer(context.session, process))
    report = reports.add_report(officer, process.id, title="Rapport")
    section = reports.add_section(
        officer, report.id, kind=SectionKind.PRINCIPLE, heading="Uden trin", text="Ingen trin."
    )
    reports.tie_origin(officer, section.id, Ref(Kind.EVIDENCE, made.id))
    assert not led_to(context, Kind.EVIDENCE, [made.id], Kind.SECTION_TEXT)
    version = reports.publish_version(officer, report.id, label="1.0", purpose=Purpose.FINAL)
    assert led_to(context, Kind.EVIDENCE, [made.id], Kind.SECTION_TEXT) == [(made.id, version.texts[0].id)]


def test_a_figure_keeps_its_numbers_and_says_what_can_be_read_of_them(staff, own_areas):
    made = _figure(staff, own_areas, (164, 400), (3, 40), (90, 300), (900, 4000))
    context, _process = staff
    assert queries.hidden_in(area_queries.areas(context), made.cells) == {own_areas[1]}
    actions.publish(context, made.id)
    changed = (Cell(own_areas[0], 160, 400), Cell(own_areas[1], 3, 40))
    actions.correct(context, made.id, {"cells": changed}, reason="Talt igen")
    kept = correction.of(context, Ref(Kind.EVIDENCE, made.id), at_most=1)[0]
    assert (kept.before, kept.blotted_at) == ("", context.now), "beside what stands now it would tell what is hidden"
    assert queries.evidence(context, made.id).cells == changed


def _kept(context, made):
    return [one.before for one in reversed(correction.of(context, Ref(Kind.EVIDENCE, made.id), at_most=9))]


def test_what_stood_before_and_what_stands_now_tell_of_no_few_together(staff, own_areas):
    context, _process = staff
    first, second, third = own_areas
    few = (Cell(first, 77), Cell(second, 20), Cell(third, 3), Cell(None, 100))
    none = (Cell(first, 77), Cell(second, 20), Cell(third, 6), Cell(None, 103))
    more = (Cell(first, 78), Cell(second, 20), Cell(third, 6), Cell(None, 104))
    made = _figure(staff, own_areas, (77,), (20,), (3,), (100,), measure=Measure.PERSONS)
    actions.publish(context, made.id)
    actions.correct(context, made.id, {"cells": none}, reason="Talt igen")
    assert _kept(context, made) == ["*"]
    actions.correct(context, made.id, {"cells": more}, reason="Talt igen")
    assert _kept(context, made)[1].splitlines() == ["Område X; 77", "Område Y; 20", "Område Z; 6", "*; 103"]
    actions.correct(context, made.id, {"cells": few}, reason="Talt igen")
    assert _kept(context, made) == ["", "", ""]


def test_numbers_that_cannot_be_arerefused(staff, own_areas):
    refused(
        lambda: _figure(staff, own_areas, (60,), (50,), (), (100,), measure=Measure.PERSONS), Reason.MORE_THAN_WHOLE
    )
    refused(lambda: _figure(staff, own_areas, (60,), (), (), (100,)), Reason.NOT_FITTING)
    twice = (Cell(own_areas[0], 9), Cell(own_areas[0], 8))
    context, process = staff
    given = {"measure": Measure.PERSONS, "year": 2025}
    refused(lambda: actions.add_key_figure(context, process.id, About("x"), cells=twice, **given), Reason.TAKEN)
    made = _figure(staff, own_areas, (60,), (), (), (100,), measure=Measure.PERSONS)
    context.session.add(AreaValue(figure_id=made.id, position=9, area_id=None, persons=7))
    with pytest.raises(IntegrityError), context.session.begin_nested():
        context.session.flush()


def test_an_average_says_whose_values_it_is_of(staff, own_areas):
    context, process = staff
    cells = (Cell(own_areas[0], 212, value=Decimal("231400.50")), Cell(None, 61_000, value=Decimal(331_000)))
    given = {"measure": Measure.AVERAGE, "unit": "kr.", "year": 2024, "cells": cells}
    made = actions.add_key_figure(context, process.id, About("Indkomst"), **given)
    context.session.expire_all()
    assert queries.evidence(context, made.id).cells == cells


def test_a_name_stands_there_only_where_its_owner_agreed_to_it(session, staff):
    context, _process = staff
    refused(lambda: _said(staff, said_by="Karla Eksempel"), Reason.NO_CONSENT)
    refused(lambda: _said(staff, Consent.NAMED), Reason.NO_CONSENT)
    refused(lambda: _said(staff, on=NOON.date() + timedelta(days=1)), Reason.NOT_HELD_YET)
    named = _said(staff, Consent.NAMED, "Karla Eksempel")
    refused(lambda: actions.correct(context, named.id, {"consent": Consent.NAMELESS}), Reason.NO_CONSENT)
    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(Statement.__table__.update().values(consent="nameless"))


def test_what_was_said_for_the_committee_alone_is_never_published(staff):
    context, _process = staff
    inner = _said(staff, Consent.INTERNAL)
    refused(lambda: actions.publish(context, inner.id), Reason.NOT_NOW)
    told = actions.publish(context, _said(staff).id)
    refused(lambda: actions.correct(context, told.id, {"consent": Consent.INTERNAL}, reason="x"), Reason.NO_CONSENT)


def test_who_takes_the_consent_back_is_gone_from_the_page_the_log_of_corrections_and_the_search(session, staff):
    context, process = staff
    made = actions.publish(context, _said(staff, Consent.NAMED, "Karla Eksempel").id)
    actions.correct(context, made.id, {"text": "Jeg kan ikke komme ned ad trappen."}, reason="Hørt forkert")
    actions.end_consent(context, made.id)
    found = queries.evidence(a_context(session), made.id)
    assert (found.title, found.text, found.said_by, found.speaks_as) == ("", "", "", "")
    assert found.is_gone
    assert {one.before for one in correction.of(context, Ref(Kind.EVIDENCE, made.id), at_most=9)} == {""}
    assert Kind.EVIDENCE not in of_process(a_context(session), process.id)
    for again in (
        lambda: actions.end_consent(context, made.id),
        lambda: actions.correct(context, made.id, {"text": "x"}),
    ):
        refused(again, Reason.NOT_NOW)
    actions.take_back(context, made.id, reason="x")
    refused(lambda: actions.publish_again(context, made.id), Reason.NOT_NOW)


def test_a_draft_is_thrown_away_whole(session, staff, own_areas):
    context, _process = staff
    made = _figure(staff, own_areas, (164, 400), (), (), (900, 4000))
    actions.throw_away(context, made.id)
    assert not session.query(Evidence).count()
    assert not session.query(AreaValue).count()
    published = actions.publish(context, _visit(staff).id)
    refused(lambda: actions.throw_away(context, published.id), Reason.NOT_NOW)


def test_a_meeting_of_another_process_is_none_of_its_own(session, staff):
    context, process = staff
    other = a_process(session)
    there = a_context(session, a_facilitator(session, other))
    met = meetings.add_committee_meeting(there, other.id, title="Møde", starts_at=NOON + timedelta(days=1))
    about = About("Oplæg", meeting_id=met.id)
    refused(lambda: actions.add_presentation(context, process.id, about), Reason.NOT_FOUND)


def test_a_day_nobody_knows_has_no_precision_and_a_quarter_is_not_a_day(staff):
    context, _process = staff
    made = _visit(staff)
    assert (made.happened_on, made.precision) == (None, None)
    actions.correct(context, made.id, {"happened_on": date(2026, 1, 1), "precision": Precision.QUARTER})
    assert made.precision is Precision.QUARTER
    actions.correct(context, made.id, {"happened_on": None, "precision": Precision.QUARTER})
    assert made.precision is None


def test_who_takes_the_name_back_is_named_by_no_correction(staff):
    context, _process = staff
    made = _said(staff, Consent.NAMED, "Jens Hansen")
    actions.publish(context, made.id)
    actions.correct(context, made.id, {"said_by": "Jens P. Hansen"}, reason="Han hedder det")
    actions.correct(context, made.id, {"consent": Consent.NAMELESS, "said_by": ""}, reason="Han vil ikke nævnes")
    kept = correction.of(context, Ref(Kind.EVIDENCE, made.id), at_most=9)
    assert not any("Jens" in one.before for one in kept)
    assert [one.blotted_at is not None for one in kept if one.field == "said_by"] == [True, True]


def test_an_ended_consent_takes_the_reasons_along(staff):
    context, _process = staff
    made = _said(staff, Consent.NAMED, "Jens Hansen")
    actions.publish(context, made.id)
    actions.correct(context, made.id, {"text": "Noget andet."}, reason="Jens Hansen sagde noget andet")
    actions.end_consent(context, made.id)
    assert {one.reason for one in correction.of(context, Ref(Kind.EVIDENCE, made.id), at_most=9)} == {""}


def test_another_picture_needs_a_consent_of_its_own(staff, tmp_path):
    context, _process = staff
    made = _visit(staff)
    photo = actions.add_photo(context, made.id, tmp_path, content=PNG, alt="En gård", consent="Ingen kan genkendes")
    refused(lambda: actions.put_picture(context, photo.id, tmp_path, content=PNG, alt="En mand"), Reason.NO_CONSENT)
    actions.put_picture(context, photo.id, tmp_path, content=b"", alt="En gård med trapper")


def test_a_partner_sees_no_draft(staff, session):
    _context, process = staff
    made = _said(staff, Consent.INTERNAL)
    partner = a_context(session, a_person(session, (Role.COORDINATOR, Scope.PROCESS, process.id)))
    refused(lambda: queries.evidence(partner, made.id), Reason.NOT_FOUND)
    assert queries.evidence_of(partner, process) == []


def test_a_draft_that_is_saved_as_it_stands_says_so_and_keeps_the_form(site):
    path = site.at("/da/evidence/{draft_visit}/change")
    officer = site.client("officer")
    answer = officer.post(path, data=sent_by(officer.get(path).text))
    assert answer.status_code == 422
    assert "Intet er anderledes" in answer.text
    assert "Gården ved Stationspladsen" in answer.text
