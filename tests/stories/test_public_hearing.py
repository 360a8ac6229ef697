"""A hearing for everybody: fifty who answer by four channels, and what three of them see of it in the end.

By mouse, and by keyboard alone. The channels: an account, an e-mail address that is confirmed, a receipt code and
nothing else, and paper that the administration enters.
"""

import email
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.policy import default

import pytest

from tests.hands import HANDS
from tests.live import visiting

pytestmark = pytest.mark.browser

TITLE = "Sig din mening om gårdene"
ACCOUNTS = ("Jens Holm", "Amina Farah", "Olga Sand", "Tove Friis")
BY_MAIL, ON_PAPER, ALL = 12, 10, 50
NUMBER = "140785-3219"
SIMILAR = "Der mangler lys på stien."
NEW_WORDS = "Gården indrettes, så alle kan komme rundt i den, også når det er mørkt."


@dataclass
class Respondent:
    """Somebody who answers; `code` is the receipt."""

    name: str
    words: str
    address: str = ""
    is_protected: bool = False
    code: str = ""


@pytest.mark.parametrize("hand", HANDS)
def test_fifty_answer_and_each_sees_what_came_of_it(live, browser, hand):
    with visiting(live, browser) as window:
        as_ = Sitting(window, hand)
        hearing = _the_hearing_is_opened(as_)
        people = _fifty_answer(as_, live, hearing)
        _protected_names_are_seen_by_nobody(as_, hearing, people)
        _some_correct_and_one_takes_it_back(as_, hearing, people)
        _the_deadline_is_moved_and_everybody_is_told(as_, live, hearing, people)
        _one_comes_too_late_and_is_kept(as_, live, hearing, people)
        _the_organisation_is_verified(as_, hearing, people)
        _similar_remarks_are_answered_once_and_the_text_is_changed(as_, hearing)
        _the_others_are_summed_up_together(as_, hearing)
        _the_note_is_published(as_, live, hearing)
        _three_see_what_came_of_it(as_, live, people)


class Sitting:
    """One window, and whoever sits at it now."""

    def __init__(self, window, hand):
        self.window, self.hand, self._name = window, hand, None

    def __call__(self, name, path):
        """Open a page as somebody, or as nobody."""
        if name != self._name or name is None:
            self.window.page.context.clear_cookies()
            if name:
                self.window.sign_in(name)
            self._name = name
        return self.hand(self.window.open(path))


def _path(at):
    return "/" + at.page.url.split("/", 3)[3].split("#")[0]


def _mails(live, subject):
    live.work()
    found = [email.message_from_bytes(one.read_bytes(), policy=default) for one in (live.folder / "mail").iterdir()]
    return [one for one in found if subject in one["subject"]]


def _the_hearing_is_opened(as_):
    at = as_("Lone Kragh", "/da/versions/4")
    at.follow("Send den i høring")
    at.write("Titel, som beboerne ser den", TITLE)
    at.write("Hvad foreslås?", "Principper for gårdene.")
    at.write("Hvad betyder det for dig?", "De afgør, hvad der bygges.")
    at.write("Hvad kan endnu ændres?", "Alt.")
    at.tick("Alle")
    at.tick("Svar vises straks, når de er tjekket for personoplysninger")
    at.tick("De, der svarer, må holde deres navn tilbage fra offentligheden")
    at.write("Spørgsmål, ét på hver linje", "Hvornår bruger du gården?")
    at.press("Forbered høringen")
    hearing = _path(at)
    at.follow("Sæt fristen og åbn")
    at.set_day("Sidste dag for svar (dagen tæller med, til kl. 23.59)", date(2026, 3, 28))
    at.press("Åbn den og indbyd rådene")
    return hearing


def _fifty_answer(as_, live, hearing):
    people = []
    for number in range(1, ALL + 1):
        who = Respondent(f"Nabo {number}", f"Svar fra nabo {number}.")
        if number <= len(ACCOUNTS):
            who.name = ACCOUNTS[number - 1]
        elif number <= len(ACCOUNTS) + BY_MAIL:
            who.address = f"nabo{number}@example.dk"
        who.is_protected = number in {20, 21, 22}
        if who.is_protected:
            who.words = f"Svar nummer {number} om gården."  # a name that is kept back does not stand in the words
        if number in {5, 25, 45}:
            who.words = f"{SIMILAR} Det siger nabo {number}."
        if number == 30:
            who.words = "Ring til mig."
        (_is_entered if number > ALL - ON_PAPER else _answers)(as_, hearing, who, number)
        people.append(who)
    asked = [one for one in _mails(live, "Bekræft din adresse") if one["to"].startswith("nabo")]
    assert {one["to"] for one in asked} == {one.address for one in people if one.address}
    for one in asked:
        link = re.search(r"/da/answers/confirm/\S+", one.get_body().get_content())[0]
        at = as_(None, link)
        at.press("Bekræft, og se kvitteringen")
    return people


def _answers(as_, hearing, who, number):
    at = as_(who.name if number <= len(ACCOUNTS) else None, hearing)
    at.follow("Svar på høringen")
    if number % 3 == 0:
        at.write("Hvornår bruger du gården?", who.words)
    elif number % 3 == 1:
        at.write("Hvad vil du sige?", who.words)
    else:
        at.open_up("Princip 1: Plads til alle")
        at.write("Hvad vil du sige om Princip 1: Plads til alle?", who.words)
    at.write("Dit navn, eller hvad du vil kaldes", who.name)
    if who.is_protected:
        at.tick("Vis ikke mit navn")
    if number == 40:
        at.write("Organisation, hvis du svarer for en", "Foreningen Lys i Gården (opdigtet)")
    if who.address:
        at.write("E-mail, hvis du vil have besked om, hvad der sker", who.address)
    if number == 30:
        _a_number_typed_in_the_clear_is_refused(at, who.words)
    at.press("Læs dit svar igennem")
    assert who.words in at.text(), "it is read through before it is sent"
    at.press("Send dit svar")
    said = at.text()
    who.code = re.search(r"Kvitteringskode\s+([A-Z0-9]{10})", said)[1]
    assert "Til tiden" in said
    assert re.search(rf"Nummer\s+{number}\b", said)
    assert at.page.locator("svg.c-code").is_visible(), "the receipt can be printed with its code"


def _a_number_typed_in_the_clear_is_refused(at, words):
    at.write("Hvornår bruger du gården?", f"{words} Mit nummer er {NUMBER}.")
    assert "Noget her ligner et CPR-nummer" in at.press_and_err("Læs dit svar igennem")
    assert NUMBER in at.page.get_by_label("Hvornår bruger du gården?").input_value(), "nothing typed is lost"
    at.write("Hvornår bruger du gården?", words)


def _is_entered(as_, hearing, who, number):
    at = as_("Lone Kragh", hearing)
    at.follow("Før et svar ind fra papir, mail eller telefon")
    at.choose("Hvordan det kom", "På papir, ført ind af forvaltningen")
    at.write("Svaret, ord for ord, som det kom", who.words)
    at.write("Afsenderens navn, som de selv skrev det", who.name)
    at.press("Før svaret ind")
    who.code = re.search(r"Kvitteringskode\s+([A-Z0-9]{10})", at.text())[1]


def _everything_public(as_, hearing):
    at, found = as_(None, hearing), ""
    while True:
        found += at.text()
        more = at.page.get_by_role("link", name="Flere svar")
        if not more.count():
            return found
        at.follow("Flere svar")


def _protected_names_are_seen_by_nobody(as_, hearing, people):
    public = _everything_public(as_, hearing)
    for who in people:
        assert who.words in public
        is_named = re.search(rf"^{re.escape(who.name)}(?: \(navn ikke bekræftet\))?$", public, re.MULTILINE)
        assert bool(is_named) is not who.is_protected, who.name
    at = as_("Lone Kragh", hearing)
    while not at.page.get_by_role("link", name="Navn holdt tilbage").count():
        at.follow("Flere svar")
    at.follow("Navn holdt tilbage")
    at.press("Se navnet")
    assert "Nabo 20" in at.text()
    assert "Det er noteret" in at.text()


def _some_correct_and_one_takes_it_back(as_, hearing, people):
    for who in (people[0], people[17]):
        at = as_(None, f"/da/answers/{who.code}")
        at.follow("Ret det")
        label = "Hvad vil du sige?" if who is people[0] else "Hvornår bruger du gården?"
        at.write(label, f"{who.words} Og tak.")
        at.press("Send rettelsen")
        who.words = f"{who.words} Og tak."
    at = as_(None, f"/da/answers/{people[18].code}")
    at.follow("Træk det tilbage")
    at.press("Træk det tilbage")
    public = _everything_public(as_, hearing)
    assert "Svar fra nabo 1. Og tak." in public
    assert "Svar fra nabo 18. Og tak." in public
    assert "Svar fra nabo 19." not in public


def _the_deadline_is_moved_and_everybody_is_told(as_, live, hearing, people):
    at = as_("Lone Kragh", hearing)
    at.follow("Flyt fristen")
    at.set_day("Ny sidste dag for at svare", date(2026, 4, 4))
    at.write("Hvorfor fristen flyttes; alle læser det", "Påsken ligger i vejen.")
    at.press("Flyt den, og giv alle besked")
    assert "Påsken ligger i vejen." in as_(None, hearing).text()
    told = {one["to"] for one in _mails(live, "En høringsfrist er flyttet") if one["to"].startswith("nabo")}
    assert told == {one.address for one in people if one.address}
    live.now = datetime(2026, 4, 4, 21, 59, 59, tzinfo=UTC)
    at = as_(None, f"/da/answers/{people[35].code}")
    at.follow("Ret det")
    at.write("Hvornår bruger du gården?", "Om aftenen.")
    at.press("Send rettelsen")


def _one_comes_too_late_and_is_kept(as_, live, hearing, people):
    live.now = datetime(2026, 4, 4, 22, 0, 0, tzinfo=UTC)
    assert not as_(None, f"/da/answers/{people[35].code}").page.get_by_role("link", name="Ret det").count()
    at = as_(None, f"{hearing}/answer")
    at.write("Hvad vil du sige?", "Jeg så det først nu.")
    at.press("Læs dit svar igennem")
    at.press("Send dit svar")
    assert "For sent, men bevaret" in at.text()
    assert re.search(r"Jeg så det først nu", _everything_public(as_, hearing))


def _the_organisation_is_verified(as_, hearing, people):
    assert "Foreningen Lys i Gården" not in _everything_public(as_, hearing)
    at = _at_answer(as_, hearing, "Svar fra nabo 40.")
    at.press("Det passer: bekræft det")
    assert "Foreningen Lys i Gården" in _everything_public(as_, hearing)


def _at_answer(as_, hearing, words):
    at = as_("Lone Kragh", hearing)
    while True:
        row = at.page.locator("li.c-item").filter(has_text=words)
        if row.count():
            return as_("Lone Kragh", row.get_by_role("link").first.get_attribute("href"))
        at.follow("Flere svar")


def _similar_remarks_are_answered_once_and_the_text_is_changed(as_, hearing):
    for number in (5, 25, 45):
        at = _at_answer(as_, hearing, f"{SIMILAR} Det siger nabo {number}.")
        at.follow("Del det op i bemærkninger")
        at.write("Bemærkningen, med afsenderens egne ord", SIMILAR)
        at.tick("Foreslår en ændring")
        if number != 5:  # the fifth said it about the section itself
            at.tick("Princip 1: Plads til alle")
        at.press("Opret bemærkningen")
    at = as_("Lone Kragh", f"{hearing}/desk")
    for box in at.page.get_by_role("checkbox").all():
        at.tick_that(box)
    at.open_up("Besvar de afkrydsede samlet")
    at.write("Hvad de afkrydsede bemærkninger har til fælles", "Lys på stien")
    at.press("Saml de afkrydsede")
    remark = _path(at)
    at.tick("Imødekommet")
    at.write("Begrundelse, som afsenderen læser den", "Enig: stien skal kunne bruges, når det er mørkt.")
    at.press("Gem svaret")
    at = as_("Lone Kragh", "/da/sections/14/edit")
    at.write("Tekst", NEW_WORDS)
    at.press("Gem")
    at = as_("Lone Kragh", "/da/reports/2")
    at.follow("Udgiv en version")
    at.write("Versionsnummer, for eksempel 0.9", "1.0")
    at.choose("Hvad den skal bruges til", "Endelig")
    at.press("Udgiv")
    at = as_("Lone Kragh", remark)
    at.choose("Ændret afsnit", at.page.get_by_label("Ændret afsnit").locator("option").nth(1).inner_text())
    at.press("Knyt den til ændringen")
    assert "3 af 3 bemærkninger besvaret" in as_("Lone Kragh", f"{hearing}/desk").text()


def _the_others_are_summed_up_together(as_, hearing):
    at = as_("Lone Kragh", f"{hearing}/desk/answers")
    at.write("Med én sætning: hvad blev der af de afkrydsede svar?", "Tak.")
    assert "Sæt kryds ved mindst ét svar" in at.press_and_err("Sig det om de afkrydsede")
    boxes = at.page.locator("input[name=responses]")
    for number in range(boxes.count()):
        at.tick_that(boxes.nth(number))
    at.write("Med én sætning: hvad blev der af de afkrydsede svar?", "Tak. Lyset på stien er med i den nye tekst.")
    at.press("Sig det om de afkrydsede")
    assert "Alle svar, der kan arbejdes med nu, har deres bemærkninger" in at.text()


def _the_note_is_published(as_, live, hearing):
    at = as_("Lone Kragh", f"{hearing}/note")
    at.press("Markér som klar")
    at.press("Offentliggør notatet")
    at = as_(None, f"{hearing}/note")
    at.open_up("Alle tallene")
    said = at.text()
    assert "51 svar modtaget, 50 kan læses, 1 er trukket tilbage af afsenderen" in said, "the late one is among them"
    assert re.search(r"Heraf for sent\s+1", said)
    assert said.count("Enig: stien skal kunne bruges, når det er mørkt.") == 3, "one answer, and each remark counted"
    assert "også når det er mørkt" in said


def _three_see_what_came_of_it(as_, live, people):
    by_mail, by_code, on_paper = people[4], people[24], people[44]
    told = {one["to"]: one.get_body().get_content() for one in _mails(live, "Du sagde")}
    assert set(told) >= {one.address for one in people if one.address}
    links = [
        re.search(r"/da/answers/\S+", told[by_mail.address])[0],
        f"/da/answers/{by_code.code}",
        f"/da/answers/{on_paper.code}",
    ]
    for link in links:
        said = as_(None, link).text()
        assert "Du sagde – det skete der" in said
        assert SIMILAR in said
        assert "Enig: stien skal kunne bruges, når det er mørkt." in said
        assert "også når det er mørkt" in said, "the words before and after"
    account = as_("Jens Holm", "/da/overview").text()
    assert TITLE in account
