"""AS-7: a professional event with an online link, announced in winter time and held in summer time.

A police officer registers on 20 March; the link comes the day before, once, by mail; whoever registers later gets it at
once; the public page never shows it. The programme says who spoke as what. Moved and called off, everybody is told.
"""

import email
from datetime import UTC, datetime, timedelta
from email.policy import default

import icalendar
import pytest

from tests.hands import Keyboard, Mouse
from tests.live import visiting

pytestmark = pytest.mark.browser

LINK = "https://zoom.example.org/j/986421"
TITLE = "Samarbejde om de sociale udfordringer i udsatte bydele"
PROGRAMME = (
    ("CFBU's undersøgelse", "Rikke Eksempel; Chefkonsulent; CFBU"),
    ("En By i Social Balance", "Mette Eksempel; Leder; Gladsaxe Kommune"),
    ("Medvind i Østerbyen", "Claus Eksempel; Backboneleder; Medvind\nTine Eksempel; Specialkonsulent; Medvind"),
    (
        "Panelsamtale",
        "Ulrich Eksempel; Kommunaldirektør; Gladsaxe Kommune\nJørgen Eksempel; Direktør; Hasseris Boligselskab\n"
        "Niels Eksempel; Sektionsleder; Røde Kors\nKarsten Eksempel; Direktør; Business Esbjerg",
    ),
)


def _mails(live, address):
    live.work()
    found = [email.message_from_bytes(one.read_bytes(), policy=default) for one in (live.folder / "mail").iterdir()]
    return [one for one in found if one["to"] == address]


def _words(mail):
    return mail.get_body().get_content()


def _register(live, window, address, name):
    at = Mouse(window.open(address))
    at.write("Dit navn", name)
    at.write("Din e-mailadresse", f"{name}@politi.example")
    at.press("Meld dig til")
    confirming = next(
        word for word in _words(_mails(live, f"{name}@politi.example")[-1]).split() if "/registrations/" in word
    )
    own = "/" + confirming.split("/", 3)[3]
    at = Mouse(window.open(own))
    at.press("Bekræft, at jeg kommer")
    return own


def _entry(window, address):
    page = window.open(address)
    with page.expect_download() as loading:
        page.get_by_role("link", name="Læg det i din kalender (.ics)").click()
    content = loading.value.path().read_bytes()
    assert LINK.encode() not in content
    (entry,) = icalendar.Calendar.from_ical(content).walk("VEVENT")
    return entry


def test_from_the_announcement_to_a_call_off(live, browser):
    live.now = datetime(2026, 3, 10, 9, tzinfo=UTC)
    with visiting(live, browser, "Lone Kragh") as window:
        at = Keyboard(window.open("/da/processes/4/meetings/new"))
        at.choose("Hvilken slags møde", "Arrangement")
        at.write("Hvad mødet handler om", TITLE)
        at.write("Målgruppe", "Kommuner, boligorganisationer, NGO'er og politi.")
        at.page.get_by_label("Dato og klokkeslæt").fill("2026-03-30T14:00")
        at.page.get_by_label("Slutter").fill("2026-03-30T16:00")
        at.write("Sted", "Online")
        at.press("Indkald til mødet")
        at = Mouse(window.open("/da/calendar"))
        at.follow(TITLE)
        address = "/" + at.page.url.split("/", 3)[3]
        for title, speakers in PROGRAMME:
            at = Mouse(window.open(address))
            at.follow("Sæt et punkt i programmet")
            at.write("Punktets overskrift", title)
            at.write("Hvem der taler, en linje for hver: navn; titel; organisation", speakers)
            at.press("Sæt det på")
        at = Keyboard(window.open(address))
        at.follow("Sådan melder man sig til")
        at.tick("Man skal melde sig til")
        at.write("Link til det virtuelle mødelokale; kun de, der har en plads, får det", LINK)
        at.press("Gem")
    live.now = datetime(2026, 3, 20, 9, tzinfo=UTC)
    with visiting(live, browser) as window:
        _register(live, window, address, "officer")
        public = window.open(address)
        said = public.locator("main").inner_text()
        assert "mandag den 30. marts 2026 kl. 14.00–16.00" in said
        assert "Kommuner, boligorganisationer, NGO'er og politi." in said
        items = public.locator("#programme > ol > li")
        assert [one.locator("h3").inner_text() for one in items.all()] == [title for title, _speakers in PROGRAMME]
        assert [one.locator("li").count() for one in items.all()] == [1, 1, 2, 4]
        assert "Tine Eksempel, Specialkonsulent, Medvind" in items.nth(2).inner_text()
        assert ":" not in items.nth(0).inner_text(), "no clock time that nobody said"
        entry = _entry(window, address)
        assert entry["DTSTART"].dt.astimezone(UTC) == datetime(2026, 3, 30, 12, tzinfo=UTC)
        assert not any(LINK in _words(one) for one in _mails(live, "officer@politi.example"))
    live.now = datetime(2026, 3, 29, 13, tzinfo=UTC)
    told = [one for one in _mails(live, "officer@politi.example") if LINK in _words(one)]
    assert len(told) == 1
    live.now += timedelta(hours=1)
    with visiting(live, browser) as window:
        _register(live, window, address, "late")
        assert [LINK in _words(one) for one in _mails(live, "late@politi.example")].count(True) == 1
        assert [LINK in _words(one) for one in _mails(live, "officer@politi.example")].count(True) == 1, "once"
        content = window.open(address).content()
        for secret in (LINK, "zoom", "officer", "late@"):
            assert secret not in content, "neither the link nor who comes is on the page"
        for feed in ("/da/processes/4/calendar.ics", address + "/calendar.ics"):
            assert LINK not in window.page.request.get(window.page.url.split("/da/")[0] + feed).text()
    with visiting(live, browser, "Lone Kragh") as window:
        at = Keyboard(window.open(address))
        at.follow("Flyt eller ret det")
        at.page.get_by_label("Dato og klokkeslæt").fill("2026-03-31T14:00")
        at.page.get_by_label("Slutter").fill("2026-03-31T16:00")
        at.write("Hvorfor det rettes; alle kan læse det", "Oplægsholderen er syg")
        at.press("Ret det")
        moved = _entry(window, address)
        assert (moved["UID"], int(moved["SEQUENCE"]) > int(entry["SEQUENCE"])) == (entry["UID"], True)
        assert any("Oplægsholderen er syg" in _words(one) for one in _mails(live, "officer@politi.example"))
        at = Keyboard(window.open(address))
        at.follow("Aflys det")
        at.write("Hvorfor; alle, der skulle komme, læser det", "Alle oplægsholdere er syge")
        at.press("Aflys det")
        off = _entry(window, address)
        assert (off["UID"], str(off["STATUS"])) == (entry["UID"], "CANCELLED")
        assert int(off["SEQUENCE"]) > int(moved["SEQUENCE"])
        for name in ("officer", "late"):
            told = [_words(one) for one in _mails(live, f"{name}@politi.example")]
            assert any("Alle oplægsholdere er syge" in one for one in told), name
