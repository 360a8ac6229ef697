"""A body is called what it was called that day, and a letter stands for the party of that day; who voted is found."""

import html
import re
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from civic.board.actions import differences
from civic.board.models import Posting
from civic.bodies import actions, queries
from civic.bodies.models import Body, BodyKind, BodyMember, BodyName, PartyLetter
from civic.db.engine import writing
from civic.decisions.models import Decision
from civic.kernel.actor import Role, Scope
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.trace import Kind
from civic.people.queries import is_borrowed
from civic.said.wording import body_name
from tests.forms import sent_by
from tests.make import a_context, a_person, the_municipality


@pytest.fixture
def admin(session):
    return a_context(session, a_person(session, (Role.ADMIN, Scope.MUNICIPALITY, the_municipality(session).id)))


@pytest.fixture
def council(session):
    return actions.enter_body(a_context(session), the_municipality(session), "Seniorrådet", BodyKind.ADVISORY_COUNCIL)


def _refusal(do):
    with pytest.raises(Refusal) as refused:
        do()
    return refused.value.reason


def _on(context, body, on):
    context.session.flush()
    context.session.expire_all()
    return queries.body_with_names(context, body.id).named_on(on).name


def _rename(context, body, name, first_day, **more):
    return actions.rename(context, body.id, name=name, first_day=first_day, **{"is_heard": False} | more)


def _had(context, body, name, first_day, last_day):
    return actions.add_name(context, body.id, name=name, first_day=first_day, last_day=last_day)


def test_a_new_name_holds_from_its_day_and_the_one_before_until_then(admin, council):
    _rename(admin, council, "Ældrerådet", date(2022, 1, 1))
    assert _on(admin, council, date(2021, 12, 31)) == "Seniorrådet"
    assert _on(admin, council, date(2022, 1, 1)) == "Ældrerådet"
    assert body_name(council) == "Ældrerådet (2022–)"
    assert council.id in {one.id for one in queries.bodies_now(admin)}


def test_names_of_earlier_years_hold_for_their_days_alone(admin, council):
    _had(admin, council, "Ældrerådet", None, date(2009, 12, 31))
    _had(admin, council, "Rådet", date(2010, 1, 1), date(2013, 12, 31))
    _had(admin, council, "Et råd", None, date(2005, 12, 31))
    days = (date(2001, 1, 1), date(2007, 1, 1), date(2012, 1, 1), date(2014, 1, 1))
    assert [_on(admin, council, one) for one in days] == ["Et råd", "Ældrerådet", "Rådet", "Seniorrådet"]


def test_a_name_that_held_until_a_day_holds_no_longer_when_another_comes_later(admin, council, session):
    council.valid_from, council.valid_to = date(2010, 1, 1), date(2017, 12, 31)
    session.flush()
    _rename(admin, council, "Ældrerådet", date(2020, 1, 1))
    (had,) = queries.body_with_names(admin, council.id).earlier_names
    assert (had.valid_from, had.valid_to) == (date(2010, 1, 1), date(2017, 12, 31))


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2013, 12, 31), date(2014, 12, 31)),
        (date(2009, 1, 1), date(2010, 1, 1)),
        (date(2009, 1, 1), date(2015, 1, 1)),
        (None, date(2011, 1, 1)),
    ],
)
def test_a_body_has_one_name_on_a_day(admin, council, first, last):
    _had(admin, council, "Rådet", date(2010, 1, 1), date(2013, 12, 31))
    assert _refusal(lambda: _had(admin, council, "Et andet", first, last)) is Reason.NAMED_THEN


def test_a_new_name_begins_after_those_before_it_and_days_are_corrected_to_none_of_theirs(admin, council):
    _had(admin, council, "Rådet", date(2010, 1, 1), date(2013, 12, 31))
    assert _refusal(lambda: _rename(admin, council, "Et andet", date(2013, 6, 1))) is Reason.NAMED_THEN
    _rename(admin, council, "Ældrerådet", date(2018, 1, 1))
    assert _refusal(lambda: _rename(admin, council, "Et andet", date(2018, 1, 1))) is Reason.NAMED_THEN
    assert _refusal(lambda: _had(admin, council, "Et andet", date(2016, 1, 1), date(2018, 1, 1))) is Reason.NAMED_THEN
    change = lambda first: actions.change_body(  # noqa: E731
        admin,
        council.id,
        name="Ældrerådet",
        topic_id=None,
        entitlement=council.entitlement,
        first_day=first,
        reason="x",
    )
    assert _refusal(lambda: change(date(2012, 1, 1))) is Reason.NAMED_THEN
    _rename(admin, council, "Ungerådet", date(2018, 1, 2))
    assert _on(admin, council, date(2018, 1, 1)) == "Ældrerådet"


def test_a_name_to_come_of_another_or_while_it_is_heard_is_refused(admin, council, session):
    now = admin.today
    actions.enter_body(admin, the_municipality(session), "Handicaprådet", BodyKind.ADVISORY_COUNCIL)
    assert _refusal(lambda: _rename(admin, council, "Rådet", now + timedelta(days=1))) is Reason.NOT_HELD_YET
    assert _refusal(lambda: _rename(admin, council, "Handicapraadet", now)) is Reason.TAKEN
    assert _refusal(lambda: _rename(admin, council, "Rådet", now, is_heard=True)) is Reason.BEING_HEARD
    assert _refusal(lambda: _had(admin, council, "Rådet", now, now - timedelta(days=1))) is Reason.ENDS_FIRST
    chair = a_context(session, a_person(session, (Role.CHAIR, Scope.BODY, council.id)))
    assert _refusal(lambda: _rename(chair, council, "Mit", now)) is Reason.NOT_YOURS
    assert _refusal(lambda: _had(chair, council, "Mit", None, now)) is Reason.NOT_YOURS


def test_nobody_registers_under_a_name_that_a_body_had(admin, council, session):
    assert not is_borrowed(a_context(session), "Ældrerådet")
    _had(admin, council, "Ældrerådet", None, date(2009, 12, 31))
    assert is_borrowed(a_context(session), "ÆLDRERÅDET")


def test_an_earlier_name_is_corrected_and_taken_out_with_a_reason(admin, council, session):
    _had(admin, council, "Ældrerådt", date(2001, 1, 1), date(2009, 12, 31))
    _had(admin, council, "Rådet", date(2010, 1, 1), date(2013, 12, 31))
    had = session.scalars(select(BodyName).where(BodyName.name == "Ældrerådt")).one()
    right = lambda values, reason="Tastefejl.": actions.correct_name(admin, had.id, values, reason=reason)  # noqa: E731
    assert _refusal(lambda: right({"name": "Ældrerådet"}, "")) is Reason.NO_REASON
    assert _refusal(lambda: right({"valid_to": date(2010, 1, 1)})) is Reason.NAMED_THEN
    assert _refusal(lambda: right({"valid_to": date(2000, 1, 1)})) is Reason.ENDS_FIRST
    right({"name": "Ældrerådet"})
    assert _on(admin, council, date(2005, 1, 1)) == "Ældrerådet"
    actions.take_out_name(admin, had.id, reason="Det var et andet råd.")
    assert _on(admin, council, date(2005, 1, 1)) == "Seniorrådet"


def test_a_letter_stands_for_one_party_from_a_day_and_for_another_later(admin, session):
    enter = lambda name, first, last=None: actions.add_letter(  # noqa: E731
        admin, letter="D", name=name, valid_from=first, valid_to=last
    )
    enter("Centrum-Demokraterne", date(2001, 1, 1), date(2008, 1, 31))
    enter("Nye Borgerlige", date(2017, 3, 27))
    on = lambda day: [one.name for one in queries.letters(admin) if one.was_on(day)]  # noqa: E731
    assert [on(date(year, 6, 1)) for year in (2005, 2012, 2018)] == [["Centrum-Demokraterne"], [], ["Nye Borgerlige"]]
    assert _refusal(lambda: enter("X", date(2020, 1, 1), date(2019, 1, 1))) is Reason.ENDS_FIRST
    for first, last in ((date(2017, 3, 27), None), (date(2024, 1, 1), None), (date(2007, 1, 1), date(2010, 1, 1))):
        assert _refusal(lambda: enter("En anden", first, last)) is Reason.TAKEN  # noqa: B023, asked at once


def test_who_writes_for_a_partys_branch_may_say_so_and_a_partys_name_is_nobodys_alone(admin, session):
    actions.add_letter(admin, letter="V", name="Venstre", valid_from=date(2017, 3, 27))
    assert not is_borrowed(a_context(session), "Anna Hansen", "Venstre i Gentofte")


def test_a_letter_is_corrected_and_taken_out_with_a_reason(admin, session):
    made = actions.add_letter(admin, letter="D", name="Nye Borgerlig", valid_from=date(2017, 3, 27))
    right = lambda **more: actions.correct_letter(admin, made.id, {"name": "Nye Borgerlige"}, **more)  # noqa: E731
    assert _refusal(lambda: right(reason="")) is Reason.NO_REASON
    right(reason="Tastefejl.")
    assert made.name == "Nye Borgerlige"
    actions.take_out_letter(admin, made.id, reason="Bogstavet var et andet.")
    assert session.scalars(select(PartyLetter)).all() == []
    resident = a_context(session, a_person(session))
    mine = lambda: actions.add_letter(resident, letter="X", name="Mit parti", valid_from=date(2020, 1, 1))  # noqa: E731
    assert _refusal(mine) is Reason.NOT_YOURS


def _vote(site):
    """Return the Gentofte process's page and its vote of 27 March 2017."""
    with Session(site.engine) as session:
        decision = session.scalars(select(Decision).where(Decision.decided_on == date(2017, 3, 27))).one()
        number = decision.process_id
    page = html.unescape(site.client("visitor").get(f"/da/processes/{number}").text)
    return page, page[page.index('<div id="vote-') :].split("</section>")[0]


def test_a_vote_says_what_its_letters_stood_for_that_day(site):
    _page, vote = _vote(site)
    assert re.search(r"<b>D</b>: <bdi>Nye Borgerlige</bdi>", vote)
    assert re.search(r"<b>V</b>: <bdi>Venstre</bdi>", vote)
    assert "bodies/" not in vote, "nobody who is named there is entered as a member"


def test_whom_a_vote_names_leads_to_where_they_sat_that_day_and_nobody_to_two(site):
    since, until = date(2014, 1, 1), date(2017, 12, 31)
    seats = {
        "Mogens Vad": [(since, until)],
        "Lisbeth Winther": [(since, None), (date(2016, 1, 1), None)],
        "Poul V. Jensen": [(None, None)],  # of whom no day is known
        "Louise Husted Feilberg": [(date(2018, 1, 1), None)],
    }
    with Session(writing(site.engine)) as session:
        council = session.scalars(select(Body).where(Body.name == "Kommunalbestyrelsen")).one()
        made = [
            BodyMember(body_id=council.id, name=name, starts_on=first, ends_on=last)
            for name, days in seats.items()
            for first, last in days
        ]
        session.add_all(made)
        session.commit()
        number, body_id = made[0].id, council.id
    _page, vote = _vote(site)
    led = re.findall(r'<a href="([^"]+)"><bdi>([^<]+)</bdi></a>', vote)
    then = site.client("visitor").get(f"/da/bodies/{body_id}?on=2017-03-27").text
    site.restore()
    assert led == [(f"/da/bodies/{body_id}?on=2017-03-27#member-{number}", "Mogens Vad")]
    assert f'id="member-{number}"' in then[then.index('id="members"') :].split("<details")[0]


def test_what_a_body_decided_stands_under_the_name_it_had_that_day(site):
    with Session(writing(site.engine)) as session:
        council = session.scalars(select(Body).where(Body.name == "Kommunalbestyrelsen")).one()
        council.name, council.valid_from, number = "Byrådet", date(2022, 1, 1), council.id
        session.add(BodyName(body_id=number, name="Kommunalbestyrelsen", valid_to=date(2021, 12, 31)))
        session.commit()
    page, vote = _vote(site)
    visitor = site.client("visitor")
    then, now = (html.unescape(visitor.get(f"/da/bodies/{number}{asked}").text) for asked in ("?on=2017-03-27", ""))
    site.restore()
    assert "Kommunalbestyrelsen" in vote
    assert "Byrådet" not in vote
    assert "Kommunalbestyrelsen godkendte kommissoriet" in re.sub(r"[\u2066-\u2069]|<[^>]+>", "", page)
    assert "Det hed dengang" in then
    assert "Det hed dengang" not in now
    assert "til 31. december 2021" in re.sub(r"[\u2066-\u2069]", "", now)


def test_the_page_names_the_years_alone_where_no_day_is_known_and_the_partys_name_beside_its_letter(site):
    with Session(site.engine) as session:
        youth, council, ended = (
            session.scalars(select(Body.id).where(Body.name == name)).one()
            for name in ("Ungerådet", "Kommunalbestyrelsen", "Erhvervs-, Beskæftigelses- og Integrationsudvalget")
        )
    read = lambda number: html.unescape(site.client("visitor").get(f"/da/bodies/{number}").text)  # noqa: E731
    assert re.search(r"Ungdomsrådet</bdi> <span[^>]*>2018 – 2021<", read(youth))
    assert "Helle Eksempel</bdi> (<bdi>C</bdi>, <bdi>Det Konservative Folkeparti</bdi>)" in read(council)
    facts = read(ended)
    assert re.search(r"Første dag under dette navn</dt>\s*<dd[^>]*>(?:<[^>]+>)*2017<", facts)
    assert "1. januar 2017" not in facts


def test_the_vote_on_a_mandate_is_entered_for_any_body(site):
    officer, path = site.client("officer"), site.at("/da/processes/{courtyards}/decisions/new")
    page = officer.get(path).text
    with Session(site.engine) as session:
        other = session.scalars(select(Body.id).where(Body.name == "Økonomiudvalget")).one()
    fields = sent_by(page) | {"body_id": str(other), "on": "2025-12-01", "wording": "Godkendt."}
    answered = officer.post(path, data=fields)
    site.restore()
    assert answered.status_code == 303, re.findall(r"form-error-message[^>]*>([^<]+)", answered.text)


def test_the_board_says_what_was_decided_under_the_name_of_its_day_at_once(site):
    with Session(site.engine) as session:
        number = session.scalars(select(Body.id).where(Body.name == "Kommunalbestyrelsen")).one()
    admin = site.client("admin")
    path = f"/da/bodies/{number}/names/new"
    fields = sent_by(admin.get(path).text)
    given = {"name": "Byrådet", "first_day": "2014-01-01", "last_day": "2017-12-31"}
    assert admin.post(path, data=fields | given).status_code == 303
    with Session(site.engine) as session:
        under = session.scalars(
            select(Posting.under)
            .join(Decision, Decision.id == Posting.thing_id)
            .where(Posting.kind == Kind.DECISION, Decision.body_id == number, Decision.decided_on == date(2017, 3, 27))
        ).all()
        differing = differences(a_context(session))
    site.restore()
    assert under == ["Byrådet"]
    assert differing == []


def test_a_name_is_given_from_no_day_of_an_earlier_one_and_an_earlier_one_ends_before_today(admin, council):
    _had(admin, council, "Ældrerådet", date(2018, 1, 1), date(2021, 12, 31))
    assert _refusal(lambda: _rename(admin, council, "Rådet", date(2010, 1, 1))) is Reason.NAMED_THEN
    assert _refusal(lambda: _had(admin, council, "Et råd", None, admin.today)) is Reason.NAMED_THEN
