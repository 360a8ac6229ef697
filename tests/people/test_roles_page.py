"""The administrator's list of roles: found by person, place or role, page by page."""

import html
import re

import pytest
from sqlalchemy.orm import Session

from civic.db.engine import writing
from civic.kernel.actor import VISITOR, Role, Scope
from civic.kernel.context import Context
from civic.people import actions
from tests.clock import NOON

ROW = re.compile(r'<th scope="row" role="rowheader"><bdi>([^<]+)</bdi></th>')


@pytest.fixture
def crowded(site):
    """Give the site with a hundred and twenty case officers more, and take them back afterwards."""
    with Session(writing(site.engine)) as session:
        context = Context(VISITOR, NOON, session)
        process = int(site.examples["courtyards"])
        for number in range(120):
            name = f"Sagsbehandler {number:03}"
            made = actions.enter_person(context, name=name, email=f"sb{number}@civic.invalid", is_invented=True)
            actions.assign(context, made.id, Role.CASE_OFFICER, Scope.PROCESS, process)
        session.commit()
    yield site
    site.restore()


def _seen(site, address):
    return html.unescape(site.client("admin").get(address).text)


def test_every_role_is_reached_page_by_page(crowded):
    found, address = [], "/da/roles"
    while address:
        page = _seen(crowded, address)
        found += ROW.findall(page)
        more = re.search(r'href="([^"]+before=[^"]+)"', page)
        address = more and more[1]
    assert len([one for one in found if one.startswith("Sagsbehandler ")]) == 120
    assert "Bent Aaholm" in " ".join(found), "who had a role before them too"


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ("words=sagsbehandler+007", ["Sagsbehandler 007"]),
        ("words=handicapråd", ["Bent Aaholm", "Tove Friis", "Vibeke Storm"]),
        ("words=handicapråd&role=chair", ["Bent Aaholm"]),
        ("words=AAHOLM", ["Bent Aaholm"]),
        ("words=findes+ikke", []),
    ],
)
def test_they_are_narrowed_down_by_person_place_and_role(crowded, asked, names):
    page = _seen(crowded, f"/da/roles?{asked}")
    assert sorted(one.replace(" (opdigtet)", "") for one in ROW.findall(page)) == names
    assert ("Ingen resultater." in page) == (not names)


def test_ending_a_role_says_whose_and_in_which_body(crowded):
    page = _seen(crowded, "/da/roles?words=aaholm")
    assert "Formand, Bent Aaholm" in page
    assert re.search(r"Formand, Bent Aaholm[^<]*, Handicaprådet", page)
    address = re.search(r'href="([^"]+/end)"', page)[1]
    assert "Formand, Handicaprådet." in _seen(crowded, address)
