"""AS-5: a helhedsplan for four areas passes its gates; the fund comes last, and a quarter is a quarter to the øre."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from civic.plans.models import SocialMasterPlan
from tests.hands import Mouse
from tests.live import visiting

pytestmark = pytest.mark.browser

FOUR = ("Nøjsomhed", "Ellekildehave", "Vapnagaard", "Tibberupparken")
SEVEN = (
    "Børn, unge og familie",
    "Uddannelse, beskæftigelse og erhverv",
    "Beboernetværk, inddragelse og demokrati",
    "Sundhed",
    "Udsatte grupper",
    "Kultur og fritid",
    "Image og kommunikation",
)
TITLE = "Boligsocial helhedsplan for fire boligområder"


@pytest.fixture
def plan(live):
    """Give the address of Helsingør's plan."""
    with Session(live.engine) as session:
        number = session.scalar(select(SocialMasterPlan.id).where(SocialMasterPlan.title == TITLE))
    return f"/da/plans/{number}"


def text_of(page, where="main"):
    return " ".join(page.locator(where).inner_text().split())


def test_the_secretariat_writes_a_plan_and_a_krone_short_keeps_it_from_the_fund(live, browser):
    """The programme with seven themes is the one in force until its successor is; here a successor is written first."""
    with visiting(live, browser, "Lone Kragh") as lone:
        hand = Mouse(lone.open("/da/processes"))
        hand.follow("Boligsocial helhedsplan for Nøjsomhed")
        hand.follow("Begynd en boligsocial plan")
        hand.choose("Bevillingsramme", "Landsbyggefondens ramme 2019-26, version 2")
        hand.write("Titel", "Plan på prøve")
        for area in FOUR:
            hand.tick(area)
        hand.press("Begynd den")
        for name in ("Nordkysten", "Boliggården"):
            hand.follow("Skriv en boligorganisation ind")
            hand.choose("Boligorganisation", name)
            hand.press("Skriv det ind")
        hand.follow("Skriv en indsats ind")
        assert "Jobcaféen skal ligge, hvor man alligevel kommer" in hand.text(), "what others learnt is offered"
        hand.choose("Tema", "Beskæftigelse")
        hand.write("Hvad den hedder", "Jobcafé")
        hand.press("Skriv det ind")
        hand.follow("Budgettet efter år og indsats, linje for linje")
        _pays(hand, "Landsbyggefonden", "Fonden", "9.000.001")
        _pays(hand, "Kommunen", "Lokal medfinansiering", "2.999.999")
        said = "25 procent af 12.000.000 kr. skal betales lokalt. Det er 2.999.999 kr.: "
        said += "af dette beløb skal 1 kr. mere betales lokalt."
        assert said in text_of(hand.page)
        hand.follow("Plan på prøve")
        hand.follow("Udgiv version 1")
        hand.write("Hvad der er nyt i den, og hvorfor", "Første udgave.")
        hand.press("Udgiv den")
        lacking = text_of(hand.page, "#lacks")
        assert "Lokal medfinansiering: Der mangler 1 kr." in lacking
        hand.page.goto(re.sub(r"(/plans/\d+).*", r"\1/submit", hand.page.url))
        error = hand.press_and_err("Den er sendt")
        assert "Ikke alt det, der kommer før fonden, er der" in error
        hand.follow("Plan på prøve")
        hand.follow("Budgettet efter år og indsats, linje for linje")
        hand.follow("Som den er skrevet nu")
        hand.page.locator("#lines tr", has_text="2.999.999").get_by_role("link", name=re.compile("^Ret")).click()
        hand.write("Beløb i kroner; for timer det, de regnes for", "3.000.000")
        hand.press("Gem")
        hand.page.locator("#lines tr", has_text="9.000.001").get_by_role("link", name=re.compile("^Ret")).click()
        hand.write("Beløb i kroner; for timer det, de regnes for", "9.000.000")
        hand.press("Gem")
        assert "Det er 3.000.000 kr., og det er nok." in text_of(hand.page)


def _pays(hand, name, kind, amount):
    hand.follow("Skriv ind, hvem der betaler")
    hand.write("Hvem der betaler", name)
    hand.choose("Hvad slags kilde det er", kind)
    hand.press("Skriv det ind")
    hand.follow("Skriv en linje ind")
    hand.write("År", "2027")
    hand.choose("Hvem der betaler", name)
    hand.write("Beløb i kroner; for timer det, de regnes for", amount)
    hand.press("Skriv det ind")


def test_three_gates_stand_side_by_side_the_missing_one_is_named_and_the_fund_is_locked(live, browser, plan):
    with visiting(live, browser) as visit:
        page = visit.open(plan)
        assert [one.inner_text() for one in page.locator("#approvals h3").all()][:4] == [
            "Kommunen",
            "Boligorganisationerne og deres beboere",
            "Styregruppen",
            "Til sidst: Landsbyggefonden",
        ]
        municipality, steering = text_of(page, "#gate-municipality"), text_of(page, "#gate-steering")
        assert municipality.startswith("Kommunen Godkendt")
        assert "Anbefalet" in municipality, "a committee's recommendation is not called an adoption"
        assert "Vedtaget" in municipality
        assert steering.startswith("Styregruppen Godkendt")
        assert re.search(r"Styregruppen, version 1 .*punkt 3", steering), "who, when, which version, which document"
        housing = text_of(page, "#gate-housing")
        assert "3 af 4 har godkendt den" in housing
        assert "afventer Boliggårdens afdelingsmøde, 12 dage" in housing
        assert "Låst, indtil alle de andre har godkendt den" in text_of(page, "#gate-fund")
    live.now += timedelta(days=1)
    with visiting(live, browser) as visit:
        assert "afventer Boliggårdens afdelingsmøde, 13 dage" in text_of(visit.open(plan), "#gate-housing")


def test_no_approval_is_entered_without_day_and_body_and_the_last_one_opens_the_way(live, browser, plan):
    with visiting(live, browser, "Lone Kragh") as lone:
        hand = Mouse(lone.open(plan))
        step = hand.page.locator("#gate-housing li", has_text="Boliggårdens afdelingsmøde")
        step.get_by_role("link", name=re.compile("^Skriv ind, hvad de sagde til den")).click()
        hand.choose("Hvad de sagde til den", "Godkendt")
        hand.write("Hvem der besluttede det, som det hedder", "")
        error = hand.press_and_err("Skriv det ind")
        assert error.count("Udfyld feltet.") == 2, "the day and the body"
        hand.set_day("Dag", live.now.date() - timedelta(days=1))
        hand.write("Hvem der besluttede det, som det hedder", "Boliggårdens afdelingsmøde")
        error = hand.press_and_err("Skriv det ind")
        assert "Skriv, hvor det står" in error
        hand.write("Hvor det står; eller vælg et bilag eller en afstemning nedenfor", "Referat af afdelingsmødet")
        hand.press("Skriv det ind")
        assert text_of(hand.page, "#gate-housing").startswith("Boligorganisationerne og deres beboere Godkendt")
        hand.follow("Sendt til fonden")
        hand.press("Den er sendt")
        assert "Den ligger hos dem" in text_of(hand.page, "#gate-fund")
        hand.page.locator("#gate-fund").get_by_role("link", name=re.compile("^Skriv ind, hvad de sagde")).click()
        hand.choose("Hvad de sagde til den", "Godkendt")
        hand.set_day("Dag", live.now.date())
        hand.write("Hvor det står; eller vælg et bilag eller en afstemning nedenfor", "Brev fra fonden")
        hand.press("Skriv det ind")
        assert "I gang" in text_of(hand.page, ".c-eyebrow")


def test_a_resident_reads_what_it_means_for_the_area_and_no_owner_is_made_up(live, browser, plan):
    with visiting(live, browser, width=320) as visit:
        page = visit.open("/da/areas")
        page.get_by_role("link", name="Vapnagaard", exact=True).click()
        page.get_by_role("link", name=re.compile("hvad betyder det for mit område")).first.click()
        text = text_of(page)
        assert "Hvad betyder det for Vapnagaard?" in text
        assert "Beboerværksted" in text, "what is done here alone"
        assert "Jobcafé" in text, "what is for all"
        assert "Gåfællesskaber" not in text, "what is for other areas is not"
        assert "At naboer kender hinanden og er med til at bestemme." in text, "the themes in plain words"
        assert "Boligorganisationerne er driftsansvarlige: Boliggården, Nordkysten." in text
        assert "Hvem af dem der har området, er ikke skrevet ind." in text
        page.get_by_role("link", name="Sig, hvad du mener om planen").click()
        assert "Log ind for at kommentere" in text_of(page)
    with visiting(live, browser, "Jens Holm", width=320) as jens:
        hand = Mouse(jens.open(plan))
        hand.write("Din kommentar", "Vi mangler en bænk ved vaskeriet.")
        hand.press("Kommentér")
        assert "Vi mangler en bænk ved vaskeriet." in hand.text()


def test_a_new_plan_gets_the_four_of_the_new_frame_and_this_one_keeps_its_seven(live, browser, plan):
    with visiting(live, browser) as visit:
        page = visit.open(plan)
        assert "7 temaer" in text_of(page)
        themes = [one.inner_text() for one in page.locator("#efforts > h3").all()]
        assert themes == list(SEVEN)
        page = visit.open("/da/programmes")
        page.get_by_role("link", name="Landsbyggefondens ramme 2019-26").click()
        assert "4 temaer" in text_of(page)
        assert "Den afløser: Landsbyggefondens boligsociale ramme" in text_of(page)
    with visiting(live, browser, "Lone Kragh") as lone:
        page = lone.open("/da/processes")
        page.get_by_role("link", name=re.compile("^Boligsocial helhedsplan for Nøjsomhed")).first.click()
        page.get_by_role("link", name="Begynd en boligsocial plan").click()
        offered = page.get_by_label("Bevillingsramme").locator("option").all_inner_texts()
        assert "Landsbyggefondens ramme 2019-26, version 2" in offered
        assert not any("version 1" in one for one in offered)


def test_the_bar_is_read_aloud_stands_as_a_table_and_fits_a_phone(live, browser, plan):
    with visiting(live, browser) as visit:
        page = visit.open(plan)
        assert (
            page.locator("#money svg[role=img]")
            .get_attribute("aria-label")
            .startswith("Hele budgettet: 12.000.000 kr. (Lokal medfinansiering: 3.000.000 kr.; Fonden: 9.000.000 kr.)")
        )
        rows = [" ".join(one.inner_text().split()) for one in page.locator("#money tbody tr").all()]
        assert rows[0].startswith("Landsbyggefonden Fonden 9.000.000 kr.")
        assert rows[-1].startswith("I alt 11.600.000 kr. 400.000 kr. (1.000 timer) 12.000.000 kr.")
    with visiting(live, browser, width=320) as visit:
        page = visit.open(f"{plan}/budget")
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
