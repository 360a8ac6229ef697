"""AS-4: handover at a joint meeting. Recommended is not adopted, and a closed item leaks nowhere."""

import io
import re
import zipfile

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from civic.bodies.models import Body
from civic.decisions.models import Case, Decision
from civic.people.models import Person
from tests.live import visiting

pytestmark = pytest.mark.browser

BODIES = (
    "Ældre-, Social- og Sundhedsudvalget",
    "Erhvervs-, Beskæftigelses- og Integrationsudvalget",
    "Børneudvalget",
    "Skoleudvalget",
    "Økonomiudvalget",
    "Kommunalbestyrelsen",
)
"""In the order of the recommendation."""
DISSENT = "Principperne siger intet om, hvad de koster."
PRINCIPLES = [f"Princip {number} (eksempel)" for number in range(1, 11)]


@pytest.fixture
def case(live):
    """Give the address of the Gentofte case."""
    with Session(live.engine) as session:
        number = session.scalar(select(Case.id).where(Case.number == "EMN-2018-01699"))
    return f"/da/cases/{number}"


@pytest.fixture
def handed_over(live, browser, case):
    """Give the case's page as a resident who is not signed in reads it."""
    with visiting(live, browser) as visit:
        yield visit.open(case)


def _submit(page, name):
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).last.click()


def _text(page):
    return " ".join(page.locator("main").inner_text().split())


def _rows(page):
    table = page.locator("#table table")
    return [
        [" ".join(cell.split()) for cell in row.locator("th, td").all_inner_texts()]
        for row in table.locator("tbody tr").all()
    ]


# --- as it stands after the joint meeting of 28 May 2018


def test_the_headline_says_it_is_not_decided_and_how_far_it_is(handed_over):
    assert handed_over.locator("h1").inner_text().split("\n")[0] == "Ikke endeligt besluttet"
    assert "anbefalet af 1 af 4 udvalg" in handed_over.locator("h1").inner_text()


def test_six_bodies_stand_in_the_order_of_the_recommendation_each_with_what_is_known(handed_over):
    rows = _rows(handed_over)
    assert [row[0].split(" (2017")[0].split(" Samtidig")[0] for row in rows] == list(BODIES)
    assert [row[1] for row in rows] == ["Afventer", "Anbefalet", "Afventer", "Afventer", "Afventer", "Afventer"]
    assert rows[1][2] == "28. maj 2018, punkt 1"
    assert {rows[at][2] for at in (0, 2, 3)} == {"Afventer – ikke oplyst"}
    assert {rows[at][2] for at in (4, 5)} == {"Ventes i juni 2018"}, "a month stays a month"
    assert "Anbefales til Økonomiudvalget og Kommunalbestyrelsen." in rows[1][3]


def test_nothing_is_green_or_called_adopted(handed_over):
    assert "Vedtaget" not in handed_over.locator("main").inner_text()
    marks = handed_over.locator("main .c-outcome--full:not(.c-wide .c-outcome--full)")
    assert marks.count() == 0, "a recommendation has the half mark, never the full one"
    assert handed_over.locator("main .c-outcome--half").count() >= 1


def test_attachments_keep_order_title_and_number_and_one_is_the_version(handed_over):
    shown = [" ".join(one.inner_text().split()) for one in handed_over.locator("ol.c-items > li").all()[:3]]
    for at, (title, number) in enumerate(
        [("Samlet afrapportering", "2311315"), ("Kommissorium", "2298149"), ("Høringssvar", "2310809")]
    ):
        assert shown[at].startswith(f"Bilag {at + 1}")
        assert title in shown[at]
        assert number in shown[at]
    assert "Version 1.0" in shown[0]


def test_it_says_who_presents_it_and_that_no_earlier_decision_is_stated(handed_over):
    text = _text(handed_over)
    assert "Fremlægges af Borgere på vegne af opgaveudvalget" in text
    assert "Tidligere beslutninger Ingen angivet" in text
    assert "Fællesmøde mellem fire udvalg mandag den 28. maj 2018 kl. 17.05 i Rådssalen" in text


# --- and then the council adopts it


def test_it_is_adopted_with_a_dissent_and_every_principle_is_followed(live, browser, case):
    with visiting(live, browser, "Jens Holm") as jens:
        _submit(jens.open(case), "Følg sagen")
    live.work()
    with visiting(live, browser, "Lone Kragh") as lone:
        page = lone.open(case)
        page.get_by_role("link", name="Før beslutningen ind – Kommunalbestyrelsen").click()
        _the_majority_cannot_dissent(page)
        _submit(page, "Før beslutningen ind")
        assert page.locator("h1").inner_text() == "Vedtaget"
        told = _mails_to(live, "Jens Holm")
        live.work()
        assert len(_mails_to(live, "Jens Holm")) == len(told) + 1, "one message a step"
        for title in PRINCIPLES:
            _follow_up(page, title)
    with visiting(live, browser) as anybody:
        page = anybody.open(case)
        text = _text(page)
        assert "Vera Prøve (Ø)" in text
        assert DISSENT in page.get_by_role("table", name=re.compile("Kommunalbestyrelsen")).inner_text()
        for title in PRINCIPLES:
            assert title in text
        assert text.count("Boligorganisationerne, Civilsamfundet, Fagpersoner") == len(PRINCIPLES)
        assert text.count("Beboerne er med til at vælge tiltag.") == len(PRINCIPLES)
    _what_is_corrected_stays_to_be_seen(live, browser, case)


def _the_majority_cannot_dissent(page):
    """Enter the votes with a reason on the winning side; it is refused, and nothing typed is lost."""
    page.get_by_label("Mødedato").fill("2018-06-25")
    page.get_by_label("Udfald").select_option(label="Vedtaget")
    page.get_by_label("Beslutningen, ord for ord").fill("Vedtaget med én stemme imod.")
    page.get_by_label("Hvorfor den blev vedtaget").fill("Økonomiudvalgets beslutning er ikke ført ind.")
    page.get_by_label("For: antal stemmer").fill("17")
    page.get_by_label("For: hvem").fill("Karl Prøve (C): Fordi det er rigtigt")
    page.get_by_label("Imod: antal stemmer").fill("1")
    page.get_by_label("Imod: hvem").fill(f"Vera Prøve (Ø): {DISSENT}")
    _submit(page, "Før beslutningen ind")
    assert "stemte imod flertallet" in page.get_by_role("alert").first.inner_text()
    assert page.get_by_label("Beslutningen, ord for ord").input_value() == "Vedtaget med én stemme imod."
    page.get_by_label("For: hvem").fill("C; A; B; V")


def _follow_up(page, title):
    page.get_by_role("link", name="Skriv, hvad der skal gøres").click()
    page.get_by_label("Hvad der skal gøres").fill(title)
    page.get_by_label("Hvem har ansvaret").fill("Social & Sundhed")
    page.get_by_label("Hvem der medvirker").fill("Boligorganisationerne\nCivilsamfundet\nFagpersoner")
    page.get_by_label("Hvordan borgerne er med").fill("Beboerne er med til at vælge tiltag.")
    page.get_by_label("Senest").fill("2027-01-01")
    _submit(page, "Gem")


def _mails_to(live, name):
    with Session(live.engine) as session:
        address = session.scalar(select(Person.email).where(Person.name == name))
    return [one for one in (live.folder / "mail").rglob("*.eml") if address.encode() in one.read_bytes()]


def _what_is_corrected_stays_to_be_seen(live, browser, case):
    with visiting(live, browser, "Lone Kragh") as lone:
        page = lone.open(case)
        page.get_by_role("link", name="Ret beslutningen – Kommunalbestyrelsen").click()
        page.get_by_label("Beslutningen, ord for ord").fill("Vedtaget med 17 stemmer for og 1 imod.")
        page.get_by_label("Hvorfor det rettes").fill("Ordlyden fra protokollen.")
        _submit(page, "Ret det")
    with visiting(live, browser) as anybody:
        text = _text(anybody.open(case))
        assert "Vedtaget med 17 stemmer for og 1 imod." in text
        for kept in ("Vedtaget med én stemme imod.", "Ordlyden fra protokollen.", "Lone Kragh"):
            assert kept in text.split("Rettet", 1)[1], "the old words, the reason and the person stay to be seen"


# --- the same item, closed, and looked for everywhere


def test_the_same_item_closed_is_found_nowhere(live, browser, case):
    words = "Samlet afrapportering fra opgaveudvalget for den Boligsociale Indsats"
    with visiting(live, browser) as visit:
        page = visit.open(f"/da/search?q={words.replace(' ', '+')}")
        assert case in page.content(), "while it is open it is found"
    with visiting(live, browser, "Lone Kragh") as lone:
        page = lone.open(case)
        page.get_by_role("link", name="Luk punktet").click()
        page.get_by_label("Neutral titel").fill("Et punkt om et udvalg")
        page.get_by_label("Den konkrete begrundelse").fill("En enkelt persons forhold kan genkendes.")
        _submit(page, "Luk punktet")
        assert words in page.content(), "whoever works on it still reads it"
    with Session(live.engine) as session:
        number = int(case.rpartition("/")[2])
        decision = session.scalar(select(func.max(Decision.id)).where(Decision.case_id == number))
    with visiting(live, browser) as visit:
        page = visit.open(case)
        assert "Et punkt om et udvalg" in page.content()
        for gone in (words, "Anbefales til Økonomiudvalget", "2311315", "enkelt persons forhold"):
            assert gone not in page.content()
        for path in (
            "/da/",
            "/da/processes",
            "/da/processes/1",
            "/da/calendar",
            f"/da/search?q={words.replace(' ', '+')}",
        ):
            content = visit.open(path).content()
            assert case not in content or path == "/da/processes/1", path
            assert "Anbefales til Økonomiudvalget" not in content, path
        for path in (f"/da/decisions/{decision}", f"/da/follow/case/{number}", f"/da/corrections/of/case/{number}"):
            assert visit.page.request.get(f"{live.address}{path}").status == 404, path
    with visiting(live, browser) as visit:
        with Session(live.engine) as session:
            body = session.scalar(select(Body.id).where(Body.name == BODIES[1]))
        page = visit.open(f"/da/bodies/{body}")
        page.get_by_role("link", name="28. maj 2018", exact=True).first.click()
        assert "Lukket punkt: Et punkt om et udvalg" in _text(page)
        assert words not in page.content()
    with visiting(live, browser, "Lone Kragh") as lone:
        lone.open("/da/processes/1/copy")
        _submit(lone.page, "Lav kopien")
    live.work()
    with visiting(live, browser) as visit:
        packed = visit.page.request.get(f"{live.address}/da/processes/1/copy.zip").body()
    copy = zipfile.ZipFile(io.BytesIO(packed))
    for name in copy.namelist():
        for gone in (words, "Anbefales til Økonomiudvalget", "2311315", "enkelt persons forhold"):
            assert gone.encode() not in copy.read(name), name
