"""Everybody is found by some letters of the name, by who may put people somewhere, and by nobody else."""

import re

import pytest
from sqlalchemy.orm import Session

from civic.db.engine import writing
from civic.kernel.actor import VISITOR
from civic.kernel.context import Context
from civic.kernel.refusal import Reason, Refusal
from civic.people.actions import enter_person
from civic.people.queries import like, named
from tests.clock import NOON
from tests.hands import Mouse
from tests.live import visiting
from tests.make import a_context, a_person


@pytest.mark.parametrize("typed", ["Jens Holm", "jens holm", "JENS HOLM", " jens   HOLM "])
def test_capital_letters_are_no_matter(session, typed):
    jens = a_person(session, name="Jens Holm")
    a_person(session, name="Jens Holmgaard")
    assert named(a_context(session), typed) == [jens]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("jen", ["Jens Holm", "Jens Holmgaard"]), ("jens holm", ["Jens Holm", "Jens Holmgaard"]),
        ("åse", ["Åse Ærø"]), ("ÅSE Æ", ["Åse Ærø"]), ("je", []), ("%%%", []), ("x y", []), ("mørk", []),
        ("holm", ["Jens Holm", "Jens Holmgaard"]), ("HOLMG", ["Jens Holmgaard"]), ("ærø", ["Åse Ærø"]), ("ens", []),
    ],
)  # fmt: skip
def test_some_letters_of_a_name_find_it(session, typed, found):
    for name in ("Jens Holmgaard", "Jens Holm", "Åse Ærø"):
        a_person(session, name=name)
    assert [one.name for one in like(a_context(session), typed)] == found


def test_whose_whole_name_begins_so_comes_first(session):
    for name in (*(f"{chr(65 + one)}nna Jensen" for one in range(12)), "Jens Åkjær"):
        a_person(session, name=name)
    assert next(one.name for one in like(a_context(session), "jens")) == "Jens Åkjær"


def test_of_several_of_one_name_one_is_chosen(session):
    first, second = a_person(session, name="Jens Holm"), a_person(session, name="Jens Holm")
    context = a_context(session)
    with pytest.raises(Refusal) as refused:
        named(context, "jens holm")
    assert refused.value.reason is Reason.SEVERAL_NAMED
    assert named(context, f"Jens Holm #{second.id}", f"Jens Holm #{first.id}") == [second, first]
    for said in (f"Jens Hansen #{first.id}", "Jens Holm #999999", "Jens Holm #x"):
        with pytest.raises(Refusal) as refused:
            named(context, said)
        assert refused.value.reason is Reason.NOBODY_NAMED


@pytest.fixture
def crowded(site):
    """Give the site six hundred more people."""
    with Session(writing(site.engine)) as session:
        context = Context(VISITOR, NOON, session)
        for number in range(600):
            enter_person(context, name=f"Beboer {number:03}", email=f"b{number}@civic.invalid", is_invented=True)
        enter_person(context, name="Åse Eksempel", email="aase@civic.invalid", is_invented=True)
        session.commit()
    yield site
    site.restore()


@pytest.mark.parametrize("typed", ["Beboer 599", "åse eks", "vibeke"])
def test_without_script_the_form_itself_asks_who_is_meant(crowded, typed):
    path = crowded.at("/da/groups/{working_group}/members/new")
    client = crowded.client("officer")
    fields = {"csrf_token": crowded.token("officer"), "once": f"find-{typed}"}
    first = client.post(path, data={**fields, "person": typed})
    if first.status_code == 422:
        assert "Hvem menes der?" in first.text
        [value] = re.findall(r'name="found" value="([^"]+)"', first.text)
        assert "@civic.invalid" in first.text
        assert "…@" in first.text, "an address is not given away"
        assert f'name="found_for" value="{typed}"' in first.text
        again = {**fields, "once": f"found-{typed}", "found_for": typed, "found": value}
        other = client.post(path, data={**again, "person": "Ingen Af Dem"})  # Enter presses the first button there is
        assert other.status_code == 422
        assert 'value="Ingen Af Dem"' in other.text
        first = client.post(path, data={**again, "person": typed})
    assert first.status_code == 303, first.text


@pytest.mark.parametrize(("role", "status"), [("visitor", 404), ("resident", 404), ("secretary", 404),
                                             ("officer", 200), ("facilitator", 200), ("admin", 200)])  # fmt: skip
def test_only_who_may_put_people_somewhere_finds_them(site, role, status):
    answer = site.client(role).get("/da/people/found?name=jens")
    assert answer.status_code == status
    if status == 200:
        assert [one["value"].split(" #")[0] for one in answer.json["found"]] == ["Jens Holm"]


@pytest.mark.parametrize("role", ["visitor", "resident"])
def test_a_form_that_is_not_theirs_offers_nobody(site, role):
    path = site.at("/da/groups/{working_group}/members/new")
    fields = {"csrf_token": site.token(role), "once": "not-theirs", "person": "vibeke"}
    answer = site.client(role).post(path, data=fields)
    assert answer.status_code in {401, 403}
    assert "Vibeke Storm" not in answer.text


@pytest.mark.browser
def test_as_one_types_names_are_offered(live, browser):
    with visiting(live, browser, "Lone Kragh") as window:
        at = Mouse(window.open("/da/groups/3/members/new"))
        field = at.page.get_by_label("Person: navnet, de første bogstaver")
        field.press_sequentially("vib")
        offered = at.page.locator("datalist option")
        offered.wait_for(state="attached")
        value = offered.get_attribute("value")
        assert value.startswith("Vibeke Storm #")
        field.fill(value)
        at.press("Tilføj")
        assert "Vibeke Storm" in at.text()
