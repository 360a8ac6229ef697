"""A body's minutes are published item by item; what is published is only added to, and a closed item leaks nowhere."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from civic.bodies import actions, minutes, queries
from civic.bodies.models import BodyKind, ItemState, SittingItem
from civic.db.engine import writing
from civic.kernel.actor import Role, Scope
from civic.kernel.correction import Correction
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.seen import fingerprint
from tests.make import a_context, a_person, the_municipality

HELD = date(2026, 2, 1)


@pytest.fixture
def council(session):
    return actions.enter_body(a_context(session), the_municipality(session), "Grønt Råd", BodyKind.ADVISORY_COUNCIL)


@pytest.fixture
def secretary(session, council):
    return a_context(session, a_person(session, (Role.SECRETARY, Scope.BODY, council.id)))


def _item(context, council, number=1, **more):
    told = {"title": "Træer langs Søvej", "text": "Rådet anbefaler 40 lindetræer.", "held_on": HELD}
    return minutes.add_item(context, council.id, number=number, **(told | more))


def _refused(reason, act, *given, **more):
    with pytest.raises(Refusal) as refused:
        act(*given, **more)
    assert refused.value.reason is reason


def test_an_item_is_read_by_everybody_once_it_is_published_and_the_others_stay(session, council, secretary):
    first, second = _item(secretary, council), _item(secretary, council, 2)
    everybody = a_context(session)
    assert queries.sitting_items(everybody, council, HELD) == []
    assert queries.sitting_items(secretary, council, HELD) == [first, second]
    _refused(Reason.NOT_FOUND, queries.sitting_item, everybody, first.id)
    minutes.publish_item(secretary, second.id)
    assert queries.sitting_items(everybody, council, HELD) == [second]
    assert session.scalars(queries.minuted(everybody, council)).all() == [HELD]
    _refused(Reason.NOT_FOUND, queries.sitting_item, everybody, first.id)


def test_what_is_published_is_not_changed_but_gets_a_dated_addition(session, council, secretary):
    item = _item(secretary, council)
    minutes.change_item(secretary, item.id, {"number": 3, "title": "Træer", "text": "Rådet anbefaler 50."})
    assert (item.number, item.title, item.text) == (3, "Træer", "Rådet anbefaler 50.")
    _refused(Reason.NOT_NOW, minutes.add_to_item, secretary, item.id, text="Endnu ikke.")
    minutes.publish_item(secretary, item.id)
    again = {"number": 3, "title": "Træer", "text": "Rådet anbefaler 60."}
    _refused(Reason.NOT_NOW, minutes.change_item, secretary, item.id, again)
    _refused(Reason.NOT_NOW, minutes.take_out_item, secretary, item.id)
    minutes.add_to_item(secretary, item.id, text="Det var 60 træer: tallet var læst forkert.")
    line = session.scalars(select(Correction)).one()
    assert (line.part, line.part_id, line.reason) == (
        "sitting_item",
        item.id,
        "Det var 60 træer: tallet var læst forkert.",
    )
    assert item.text == "Rådet anbefaler 50."


def test_of_a_closed_item_only_number_and_neutral_title_are_public_and_closing_takes_what_was_added(
    session, council, secretary
):
    item = _item(secretary, council)
    minutes.publish_item(secretary, item.id)
    minutes.add_to_item(secretary, item.id, text="Lindetræerne stod hos fru Jensen.")
    minutes.close_item(secretary, item.id, neutral_title="En plads", because="En persons forhold.")
    everybody = a_context(session)
    _refused(Reason.NOT_FOUND, queries.sitting_item, everybody, item.id)
    [shown] = queries.sitting_items(everybody, council, HELD)
    assert shown.called == "En plads"
    session.expire_all()
    line = session.scalars(select(Correction)).one()
    assert (line.about, line.reason, line.before) == ("2026-02-01: 1. En plads", "", "")
    _refused(Reason.NOT_NOW, minutes.add_to_item, secretary, item.id, text="Mere.")


@pytest.mark.parametrize("who", [None, (), (Role.MEMBER,)])
def test_only_who_keeps_the_minutes_writes_them(session, council, secretary, who):
    item = _item(secretary, council)
    person = None if who is None else a_person(session, *((one, Scope.BODY, council.id) for one in who))
    other = a_context(session, person)
    _refused(Reason.NOT_YOURS, _item, other, council, 2)
    _refused(Reason.NOT_FOUND, minutes.publish_item, other, item.id)
    minutes.publish_item(secretary, item.id)
    _refused(Reason.NOT_YOURS, minutes.add_to_item, other, item.id, text="Nej.")
    _refused(Reason.NOT_YOURS, minutes.close_item, other, item.id, neutral_title="A", because="B")


def test_a_day_to_come_a_number_twice_and_a_closed_item_without_a_ground_are_refused(session, council, secretary):
    _refused(Reason.NOT_HELD_YET, _item, secretary, council, held_on=secretary.today + timedelta(days=1))
    _item(secretary, council)
    with pytest.raises(IntegrityError), session.begin_nested():
        _item(secretary, council)
    with pytest.raises(IntegrityError), session.begin_nested():
        _item(secretary, council, 2, neutral_title="En plads")


def test_nobody_publishes_words_they_have_not_seen_and_a_draft_is_taken_out(session, council, secretary):
    item = _item(secretary, council)
    seen = fingerprint(*item.told, item.is_closed)
    minutes.change_item(secretary, item.id, {"number": 1, "title": "Træer", "text": "Andre ord."})
    _refused(Reason.WRITTEN_MEANWHILE, minutes.publish_item, secretary, item.id, seen=seen)
    minutes.publish_item(secretary, item.id, seen=fingerprint(*item.told, item.is_closed))
    assert item.state is ItemState.PUBLISHED
    draft = _item(secretary, council, 2)
    minutes.take_out_item(secretary, draft.id)
    session.flush()
    assert [one.number for one in session.scalars(select(SittingItem).where(SittingItem.body_id == council.id))] == [1]


def test_the_page_has_cases_closed_items_and_others_in_the_order_of_the_agenda(site):
    page = site.client("visitor").get(site.at("/da/bodies/{disability_council}/minutes/2026-02-09")).text
    assert page.index("Godkendelse af dagsordenen") < page.index("Lukket punkt: ")
    assert "Det var punkt 5, der blev udsat." in page
    for gone in ("En henvendelse fra en borger", "Rådet drøftede", "kan genkendes", "Tilgængelighed på stationen"):
        assert gone not in page
    kept = site.client("secretary").get(site.at("/da/bodies/{disability_council}/minutes/2026-02-09")).text
    assert "Tilgængelighed på stationen" in kept
    assert "En henvendelse fra en borger" in kept
    council = site.at("/da/bodies/{disability_council}")
    assert f"{council}/minutes/2026-02-09" in site.client("visitor").get(council).text
    assert site.client("visitor").get(f"{council}/minutes/2026-02-08").status_code == 404


def test_a_committees_decision_stands_in_its_minutes_with_the_votes(site):
    with site.engine.connect() as connection:
        found = connection.exec_driver_sql(
            "SELECT body_id FROM decision WHERE wording LIKE 'Anbefales til Økonomiudvalget%'"
        ).first()
    page = site.client("visitor").get(f"/da/bodies/{found[0]}/minutes/2018-05-28").text
    assert "Anbefalinger fra opgaveudvalget om den Boligsociale Indsats" in page
    assert "Anbefales til Økonomiudvalget" in page


def test_no_day_of_minutes_is_left_out_of_the_bodys_page(site):
    with Session(writing(site.engine)) as session:
        body_id = int(site.at("{disability_council}"))
        days = [date(2020, 1, 1) + timedelta(days=30 * number) for number in range(40)]
        for one in days:
            told = {"number": 1, "title": "Et punkt", "text": "", "is_closed": False, "neutral_title": ""}
            state = {"state": ItemState.PUBLISHED, "published_at": site.now, "closed_because": ""}
            session.add(SittingItem(body_id=body_id, held_on=one, **told, **state))
        session.commit()
    try:
        page = site.client("visitor").get(site.at("/da/bodies/{disability_council}")).text
    finally:
        site.restore()
    assert all(f"/minutes/{one.isoformat()}" in page for one in days)
