"""The house rules: numbered for good, each wording kept, and read in the reader's language."""

import pytest
from sqlalchemy import update
from sqlalchemy.exc import DBAPIError

from civic.kernel.actor import Role, Scope
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.seen import fingerprint
from civic.rules import actions, queries
from civic.rules.models import HouseRule
from civic.rules.standard import STANDARD
from tests.make import a_context, a_person, the_municipality


def _words(**more):
    return {"title": "Skriv kort", "text": "Højst en side.", "others": {}, "why": "Det blev for langt.", **more}


def _in_office(session, role=Role.ADMIN):
    return a_context(session, a_person(session, (role, Scope.MUNICIPALITY, the_municipality(session).id)))


@pytest.fixture
def admin(session):
    return _in_office(session)


def test_an_installation_begins_with_rules_in_both_languages(session):
    visitor = a_context(session)
    assert [one.number for one in queries.in_force(visitor)] == list(range(1, len(STANDARD) + 1))
    assert queries.in_force(visitor)[0].title == "Tal om sagen, ikke om personen"
    assert queries.in_force(visitor, language="en")[0].title == "Speak of the matter, not of the person"


def test_a_reader_of_another_language_gets_the_municipality_s_own_words_and_is_told_which(session, admin):
    actions.add(admin, **_words())
    last = queries.in_force(admin, language="en")[-1]
    assert (last.title, last.language) == ("Skriv kort", "da")


def test_a_changed_rule_keeps_its_number_and_how_it_read_before_stays_to_be_seen(session, admin):
    was = queries.rule(admin, 2).title
    made = actions.change(admin, 2, **_words())
    assert (made.number, made.version) == (2, 2)
    assert queries.in_force(admin)[1].title == "Skriv kort"
    assert queries.in_force(admin, version=1)[1].title == was
    assert [(one.number, one.why) for one in queries.versions(admin)] == [(2, "Det blev for langt."), (1, "")]


def test_an_ended_rule_is_not_in_force_and_its_number_is_never_given_again(session, admin):
    last = len(STANDARD)
    actions.end(admin, last, why="Den blev misforstået.")
    assert last not in [one.number for one in queries.in_force(admin)]
    assert last in [one.number for one in queries.in_force(admin, version=1)]
    assert actions.add(admin, **_words()).number == last + 1
    for do in (lambda: actions.end(admin, last, why="Igen."), lambda: actions.change(admin, last, **_words())):
        with pytest.raises(Refusal) as refused:
            do()
        assert refused.value.reason is Reason.NO_RULE


def test_the_only_rule_is_not_ended(session, admin):
    for number in range(2, len(STANDARD) + 1):
        actions.end(admin, number, why="Færre.")
    with pytest.raises(Refusal) as refused:
        actions.end(admin, 1, why="Ingen.")
    assert refused.value.reason is Reason.LAST_RULE


def test_what_a_colleague_changed_meanwhile_is_not_changed_unseen(session, admin):
    seen = fingerprint(queries.rule(admin, 1).id)
    actions.change(admin, 1, **_words())
    with pytest.raises(Refusal) as refused:
        actions.change(admin, 1, **_words(title="Skriv langt"), seen=seen)
    assert refused.value.reason is Reason.WRITTEN_MEANWHILE
    with pytest.raises(Refusal) as refused:
        actions.change(admin, 1, **_words())
    assert refused.value.reason is Reason.AS_IT_STANDS


@pytest.mark.parametrize("role", [None, Role.CASE_OFFICER])
def test_only_an_administrator_of_the_municipality_changes_them(session, role):
    who = a_context(session, a_person(session)) if role is None else _in_office(session, role)
    with pytest.raises(Refusal) as refused:
        actions.add(who, **_words())
    assert refused.value.reason is Reason.NOT_YOURS


def test_no_wording_is_ever_changed(session, admin):
    with pytest.raises(DBAPIError, match="frozen"), session.begin_nested():
        session.execute(update(HouseRule).where(HouseRule.number == 1).values(title="Noget andet"))
