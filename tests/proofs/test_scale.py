"""500 answers with 3,000 remarks: the workplaces take no more statements than with three, and the note holds every row.

How long the note's PDF takes is measured in `make bench`.
"""

import csv
import io

import pikepdf
import pytest
from sqlalchemy.orm import Session

from civic.db.engine import writing
from civic.documents import making
from civic.files.renditions import Format, Rendition, What
from civic.kernel.actor import VISITOR
from civic.kernel.context import Context
from civic.kernel.trace import Kind
from tests.house.test_budgets import DESK, LARGE
from tests.large import REMARKS, RESPONSES, make_large
from tests.site import Site

HEARING = 3
PAGES = ("", "/desk", "/desk?pick=free", "/note", "/note?sort=section", "/white-book")


@pytest.fixture(scope="module")
def site(folder, template, catalogues):
    """Give a site of its own with the large hearing in it."""
    place = folder / "a-large-hearing"
    place.mkdir()
    made = Site(place, catalogues, template)
    with Session(writing(made.engine)) as session:
        make_large(session, HEARING)
        session.commit()
    return made


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("role", ["officer", "visitor"])
def test_a_page_keeps_its_budget_and_its_length(site, role, page):
    with site.counting() as counted:
        answer = site.client(role).get(f"/da/hearings/{HEARING}{page}")
    assert counted[0] <= (DESK if page.startswith(("/desk", "/note")) else LARGE)
    assert len(answer.data) < 250_000, "a page of the whole"


def test_the_note_as_csv_has_every_remark_once(site):
    text = site.client("visitor").get(f"/da/hearings/{HEARING}/note.csv").data.decode("utf-8-sig")
    numbers = [row[0] for row in csv.reader(io.StringIO(text), delimiter=";")][1:]
    assert len(numbers) == len(set(numbers)) == REMARKS


def test_every_page_of_the_note_leads_to_the_next_until_all_are_seen(site):
    path, seen = f"/da/hearings/{HEARING}/note?sort=section", 0
    while path:
        page = site.client("visitor").get(path).text
        seen += page.count('id="remark-')
        _, _, rest = page.partition("Flere bemærkninger")
        at = page.rfind('href="', 0, page.find("Flere bemærkninger")) if rest else -1
        path = page[at + 6 : page.find('"', at + 6)].replace("&amp;", "&") if rest else ""
    assert seen == REMARKS


def test_the_note_is_one_tagged_document(site):
    asked = Rendition(kind=Kind.HEARING, thing_id=HEARING, what=What.NOTE, format=Format.PDF)
    with Session(site.engine) as session:
        made = making.make(site.app, Context(VISITOR, site.now, session), asked, site.path.parent)
    opened = pikepdf.open(io.BytesIO(made))
    assert opened.Root.MarkInfo.Marked
    assert len(opened.pages) > RESPONSES / 10
