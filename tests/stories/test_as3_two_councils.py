"""AS-3: two councils are heard on the draft; the hearing note answers every remark. By mouse, and by keyboard alone."""

import csv
import io
import re
from datetime import UTC, date, datetime

import docx
import pypdf
import pytest
from odfdo import Document

from tests.hands import HANDS
from tests.live import visiting

pytestmark = pytest.mark.browser

DRAFT, HEARING = "/da/versions/4", "Hvad siger rådene til gårdene?"
NUMBER = "010190-1234"
POINTS = {
    "Afsnit 1: Hvad vi hørte": "Rådet savner dem, der ikke kan komme ud.",
    "Princip 1: Plads til alle": "Skriv, at stierne skal være brede nok til en kørestol.",
    "Anbefaling 1: Bænke med armlæn": "Bænkene skal kunne varmes.",
}
OFFER = "Rådet vil gerne være med, når bænkene vælges."
NEW_WORDS = "Gården indrettes, så alle kan komme rundt i den, også i kørestol."


@pytest.mark.parametrize("hand", HANDS)
def test_two_councils_are_heard_and_every_remark_is_answered(live, browser, hand):
    with visiting(live, browser) as window:
        as_ = _Roles(live, window, hand)
        _the_minimum_is_fourteen_days(as_)
        hearing = _leaving_out_a_council_and_a_short_deadline_need_their_reasons(as_)
        room = _handicapraadet_goes_its_way_and_answers_in_writing(as_, live, hearing)
        _integrationsraadet_is_written_down_and_confirmed(as_, live, hearing)
        _a_late_answer_is_kept_and_a_number_in_it_never_shown(as_, live, hearing)
        _the_matrix_shows_each_councils_way(as_, hearing)
        remarks = _the_officer_makes_remarks(as_, hearing)
        _the_note_is_refused_and_says_which(as_, hearing)
        _each_remark_is_answered_and_the_accepted_one_changes_the_text(as_, hearing, remarks)
        _the_note_is_published_in_every_form(as_, live, hearing)
        _the_chair_sees_what_became_of_each_remark(as_, room)
        _the_version_that_was_heard_can_still_be_read(as_)


class _Roles:
    """One window, and whoever sits at it now."""

    def __init__(self, live, window, hand):
        self.live, self.window, self.hand = live, window, hand

    def __call__(self, name, path):
        """Sign in as somebody (or nobody) and open a page."""
        self.window.page.context.clear_cookies()
        if name:
            self.window.sign_in(name)
        return self.hand(self.window.open(path))


def _path(at):
    return "/" + at.page.url.split("/", 3)[3]


def _the_minimum_is_fourteen_days(as_):
    at = as_("Rasmus Bech", "/da/roles")
    at.write("Dage, en høring mindst varer; en kortere kræver en skriftlig begrundelse", "14")
    at.press("Gem")


def _leaving_out_a_council_and_a_short_deadline_need_their_reasons(as_):
    at = as_("Lone Kragh", DRAFT)
    at.follow("Send den i høring")
    at.write("Titel, som beboerne ser den", HEARING)
    at.write("Hvad foreslås?", "Principper for gårdene.")
    at.write("Hvad betyder det for dig?", "De afgør, hvad der bygges.")
    at.write("Hvad kan endnu ændres?", "Alt.")
    at.tick("Mennesker med handicap")
    at.tick("Kun de parter, der bliver indbudt")
    at.press("Forbered høringen")
    hearing = _path(at)
    for council in ("Integrationsrådet", "Seniorrådet", "Ungerådet"):
        at.choose("Råd", council)
        at.press("Indbyd rådet")
    at.follow("Handicaprådet")
    at.press("Hør ikke dette råd")
    at = as_("Lone Kragh", f"{hearing}/open")
    at.set_day("Sidste dag for svar (dagen tæller med, til kl. 23.59)", date(2026, 3, 12))
    said = at.press_and_err("Åbn den og indbyd rådene")
    assert "Handicaprådet" in said or "kortere" in said
    at.write(
        "Begrundelse, hvis den er kortere end kommunens egen grænse, eller end et råd kan nå",
        "Udvalget mødes den 16. marts.",
    )
    said = at.press_and_err("Åbn den og indbyd rådene")
    assert "Handicaprådet" in said, "a council that must be heard is not left out in silence"
    assert at.page.get_by_label("Begrundelse, hvis den er kortere").input_value() == "Udvalget mødes den 16. marts."
    at = as_("Lone Kragh", hearing)
    at.choose("Råd", "Handicaprådet")
    at.press("Indbyd rådet")
    at.follow("Sæt fristen og åbn")
    at.set_day("Sidste dag for svar (dagen tæller med, til kl. 23.59)", date(2026, 3, 12))
    assert "kortere end kommunens eget minimum" in at.press_and_err("Åbn den og indbyd rådene")
    at.write(
        "Begrundelse, hvis den er kortere end kommunens egen grænse, eller end et råd kan nå",
        "Udvalget mødes den 16. marts.",
    )
    at.press("Åbn den og indbyd rådene")
    public = as_(None, hearing).text()
    assert "Hvorfor fristen er kort: Udvalget mødes den 16. marts." in public
    return hearing


def _handicapraadet_goes_its_way_and_answers_in_writing(as_, live, hearing):
    at = as_("Vibeke Storm", "/da/overview")
    at.follow(HEARING)
    room = _path(at)
    at.press("Vi har modtaget den")
    at.follow("Sæt høringen på dagsordenen")
    at.set_day("Rådets møde", date(2026, 3, 9))
    at.press("Gem")
    at.write("Rådets svar som helhed", "Rådet tager udkastet til efterretning.")
    at.press("Gem udkastet")
    for where, words in POINTS.items():
        at.choose("Hvad punktet handler om", where)
        if where.startswith("Princip"):
            at.write("Ord, det handler om", "alle kan komme rundt i den")
        at.write("Hvad rådet siger", words)
        at.press("Tilføj punktet")
    at.write("Til de andre i rådet", "Er det skarpt nok?")
    at.press("Sig det")
    as_.window.faults.clear()
    assert "Er det skarpt nok?" not in as_("Lone Kragh", room).text(), "what members say stays in the council"
    live.now = datetime(2026, 3, 9, 18, tzinfo=UTC)
    at = as_("Vibeke Storm", room)
    at.follow("Send udkastet til vedtagelse")
    at.tick("Tager det til efterretning")
    at.write("Hvad rådet tilbyder at deltage i fremover (hvis det gør)", OFFER)
    at.press("Send det til vedtagelse")
    at = as_("Bent Aaholm", room)
    at.follow("Læs det igennem, og vedtag det")
    at.set_day("På rådets møde den (hvis det blev besluttet på et møde)", date(2026, 3, 9))
    at.press("Vedtag det som rådets")
    at = as_("Vibeke Storm", room)
    at.follow("Læs det igennem, og aflever det")
    at.press("Aflever det")
    at = as_(None, hearing)
    at.follow("Skriftligt – Handicaprådet")
    said = at.text()
    offers = "Rådet tilbyder at deltage fremover."
    for words in ("Handicaprådet", "Skriftligt", "Tager det til efterretning", offers, OFFER, "Til tiden"):
        assert words in said
    assert re.search(r"Version i høring\s+0\.9", said)
    assert re.search(r"Modtaget\s+9\. marts 2026", said)
    assert re.search(r"Nummer\s+\d+", said)
    return room


def _integrationsraadet_is_written_down_and_confirmed(as_, live, hearing):
    live.now = datetime(2026, 3, 12, 9, tzinfo=UTC)
    at = as_("Lone Kragh", hearing)
    at.follow("Integrationsrådet")
    at.follow("Notér et mundtligt svar")
    at.set_day("Rådets møde", date(2026, 3, 11))
    at.tick("Har bemærkninger")
    at.write("Hvad rådet sagde, som du noterede det", "Rådet talte om sprog.\n\nSkiltene skal kunne læses højt.")
    at.press("Før svaret ind")
    response = _path(at)
    said = at.text()
    assert "Mundtligt, noteret af forvaltningen" in said
    assert "Skriftligt" not in said
    assert re.search(r"Bekræftet af formanden\s+Endnu ikke", said)
    at = as_("Leyla Demir", response)
    at.press("Bekræft det som formand")
    assert re.search(r"Bekræftet af formanden\s+12\. marts 2026", as_(None, response).text())


def _a_late_answer_is_kept_and_a_number_in_it_never_shown(as_, live, hearing):
    live.now = datetime(2026, 3, 12, 23, 0, 0, tzinfo=UTC)  # the deadline is gone to the very second
    at = as_("Grethe Mose", "/da/overview")
    at.follow(HEARING)
    room = _path(at)
    at.write("Rådets svar som helhed", f"Spørg borgeren med nummer {NUMBER}, hvor bænken mangler.")
    at.press("Gem udkastet")
    at.follow("Send udkastet til vedtagelse")
    at.tick("Har bemærkninger")
    at.press("Send det til vedtagelse")
    at = as_("Aase Brink", room)
    at.follow("Læs det igennem, og vedtag det")
    at.press("Vedtag det som rådets")
    at = as_("Grethe Mose", room)
    at.follow("Læs det igennem, og aflever det")
    at.press("Aflever det")
    late = _path(at)
    assert "For sent, men bevaret" in at.text()
    for name in (None, "Jens Holm"):
        assert NUMBER not in as_(name, hearing).page.content()
        assert NUMBER not in as_(name, late).page.content()
    as_.window.faults.clear()
    at = as_("Grethe Mose", late)
    at.press("Dæk nummeret til, og offentliggør")
    assert NUMBER not in at.page.content()
    public = as_(None, late).text()
    assert "For sent, men bevaret" in public
    assert "hvor bænken mangler" in public


def _the_matrix_shows_each_councils_way(as_, hearing):
    page = as_(None, hearing).page
    assert "Ungerådet svarede ikke inden fristen." in " ".join(page.locator("main").inner_text().split())
    page.get_by_text("Se hvert råds vej, trin for trin").click()
    rows = page.get_by_role("table").locator("tbody tr").all_inner_texts()
    said = {re.split(r"\s", row.strip())[0]: " ".join(row.split()) for row in rows}
    assert "Skriftligt – Handicaprådet" in said["Handicaprådet"]
    assert "Mundtligt, noteret af forvaltningen" in said["Integrationsrådet"]
    assert "bekræftet af formanden" in said["Integrationsrådet"]
    assert "For sent" in said["Seniorrådet"]
    assert "Intet svar" in said["Ungerådet"], "silence is shown as silence"


def _the_officer_makes_remarks(as_, hearing):
    made = []
    at = as_("Lone Kragh", hearing)
    at.follow("Skriftligt – Handicaprådet")
    response = _path(at)
    for where, words in POINTS.items():
        at = as_("Lone Kragh", f"{response}/desk")
        at.write("Bemærkningen, med afsenderens egne ord", words)
        at.tick("Foreslår en ændring")
        at.tick(where)
        at.write("Temaer, med komma imellem", "Tilgængelighed")
        at.press("Opret bemærkningen")
        made.append(words)
    at = as_("Lone Kragh", hearing)
    at.follow("Mundtligt, noteret af forvaltningen – Integrationsrådet")
    at.follow("Del det op i bemærkninger")
    at.follow("Lav en bemærkning af dette stykke", last=True)
    at.tick("Støtte")
    at.press("Opret bemærkningen")
    return [*made, "Skiltene skal kunne læses højt."]


def _the_note_is_refused_and_says_which(as_, hearing):
    at = as_("Lone Kragh", f"{hearing}/note")
    at.press_and_err("Markér som klar")
    assert re.search(r"Ingen har arbejdet med disse svar endnu\.[^:]*: 3", at.text()), "Seniorrådet's came late"
    at = as_("Lone Kragh", hearing)
    at.follow("Skriftligt – Seniorrådet")
    at.follow("Skriv, hvad der blev af hele svaret")
    at.write("Med én sætning: hvad blev der af svaret?", "Det kom for sent til at ændre teksten, men er læst.")
    at.press("Gem")
    at = as_("Lone Kragh", f"{hearing}/note")
    at.press_and_err("Markér som klar")
    said = at.text()
    assert "Disse bemærkninger har intet svar endnu:" in said
    assert {"1.1", "1.2", "1.3", "2.1"} <= set(re.findall(r"\d+\.\d+", said))


def _each_remark_is_answered_and_the_accepted_one_changes_the_text(as_, hearing, remarks):
    outcomes = ("Taget til efterretning", "Imødekommet", "Ikke imødekommet", "Uden for emnet")
    for words, outcome in zip(remarks, outcomes, strict=True):
        at = as_("Lone Kragh", f"{hearing}/desk")
        at.follow(words)
        at.follow("Alt om bemærkningen")
        at.tick(outcome)
        at.write("Begrundelse, som afsenderen læser den", f"Vores svar på: {words}")
        at.press("Gem svaret")
        if outcome == "Imødekommet":
            accepted = _path(at)
            assert "ændring mangler" in at.text()
    at = as_("Lone Kragh", f"{hearing}/note")
    at.press_and_err("Markér som klar")
    assert "ikke knyttet til ændringen i teksten: 1.2" in at.text()
    at = as_("Lone Kragh", accepted)
    at.follow("Ret afsnittet")
    at.write("Tekst", NEW_WORDS)
    at.press("Gem")
    at = as_("Lone Kragh", "/da/reports/2")
    at.follow("Udgiv en version")
    at.write("Versionsnummer, for eksempel 0.9", "1.0")
    at.choose("Hvad den skal bruges til", "Endelig")
    at.press("Udgiv")
    at = as_("Lone Kragh", accepted)
    assert "Vælg én" in at.press_and_err("Knyt den til ændringen"), "nothing is claimed by one press"
    at.choose("Ændret afsnit", at.page.get_by_label("Ændret afsnit").locator("option").nth(1).inner_text())
    at.press("Knyt den til ændringen")
    assert "Besvaret" in at.text()


def _the_note_is_published_in_every_form(as_, live, hearing):
    at = as_("Lone Kragh", f"{hearing}/note")
    at.press("Markér som klar")
    at.press("Offentliggør notatet")
    live.work()
    at = as_(None, f"{hearing}/note")
    at.open_up("Alle tallene")
    said = at.text()
    assert re.search(r"Parter uden svar\s+Ungerådet", said)
    assert re.search(r"Svar\s+3 svar modtaget", said)
    assert "indsat:" in at.page.locator("ins").last.inner_text(), "the change is read without its colour"
    words = [*POINTS.values(), "Skiltene skal kunne læses højt."]
    files = {name: _download(at.page, name) for name in ("PDF", "Word", "ODT", "CSV")}
    rows = list(csv.reader(io.StringIO(files["CSV"].decode("utf-8-sig")), delimiter=";"))
    assert rows[0] == [
        "Nr.", "Afsender", "Modtaget", "Vedrører", "Resumé", "Forvaltningens kommentar", "Udfald",
        "Ændring (gammel til ny)",
    ]  # fmt: skip
    assert [row[0] for row in rows[1:]] == ["1.1", "1.2", "1.3", "2.1"]
    table = docx.Document(io.BytesIO(files["Word"])).tables[-1]
    assert [row.cells[0].text for row in table.rows[1:]] == [row[0] for row in rows[1:]]
    odt = Document(io.BytesIO(files["ODT"])).get_formatted_text()
    pdf = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(files["PDF"])).pages)
    for one in words:
        assert any(one in row[4] for row in rows)
        assert one in "\n".join(row.cells[4].text for row in table.rows)
        assert _squeezed(one) in _squeezed(odt)
        assert _squeezed(one) in _squeezed(pdf)
    assert rows[1][1] == "Handicaprådet, skriftligt"
    assert rows[4][1] == "Integrationsrådet, mundtligt, noteret af forvaltningen"
    assert "også i kørestol" in rows[2][7]


def _download(page, name):
    link = page.get_by_role("link", name=f"Hent som {name}", exact=True)
    with page.expect_download() as download:
        link.click()
    return download.value.path().read_bytes()


def _squeezed(text):
    return re.sub(r"[\s\u00ad-]+", "", text)


def _the_chair_sees_what_became_of_each_remark(as_, room):
    at = as_("Bent Aaholm", room)
    at.follow("Se rådets svar")
    at.follow("Vores kvittering, og hvad der skete")
    said = at.text()
    for words in POINTS.values():
        assert f"Vores svar på: {words}" in said
    assert "også i kørestol" in said


def _the_version_that_was_heard_can_still_be_read(as_):
    said = as_(None, DRAFT).text()
    assert "Gården indrettes, så alle kan komme rundt i den." in said
    assert "kørestol" not in said
