"""A chair's evening: from the mail about a draft to the council's answer handed in, on a phone."""

import email
import re
from email.policy import default

import pytest

from tests.hands import Mouse
from tests.live import visiting

pytestmark = pytest.mark.browser

PHONE = 390
ROOM = "/da/hearings/parties/6"
"""Handicaprådet's room in the demo's hearing on the courtyards; its draft is being written."""
HEARING = "Udkast til rapporten om levende gårdrum"


def _mail(live, to, subject):
    live.work()
    found = [email.message_from_bytes(one.read_bytes(), policy=default) for one in (live.folder / "mail").iterdir()]
    return next(one for one in found if to in one["to"] and subject in one["subject"])


def _fits(page):
    """Nothing is wider than the phone."""
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE


def test_a_chair_reads_adopts_and_hands_in_on_a_phone(live, browser):
    with visiting(live, browser, "Vibeke Storm") as window:
        at = Mouse(window.open(ROOM))
        assert "Din tur: Send udkastet til vedtagelse, når alle har sagt deres." in at.text()
        at.write("Rådets svar som helhed", "Rådet tager udkastet til efterretning.")
        at.press("Gem udkastet")
        at.follow("Send udkastet til vedtagelse")
        at.tick("Tager det til efterretning")
        at.press("Send det til vedtagelse")
        assert "Nu: Formanden læser svaret igennem og vedtager det." in Mouse(window.open(ROOM)).text()
        said = Mouse(window.open("/da/overview")).text()
        assert re.search(rf"Du venter på andre[\s\S]*{HEARING}[\s\S]*Formanden læser svaret", said)
    letter = _mail(live, "disability-chair", "vedtagelse")
    link = re.search(r"/da/hearings/parties/\d+", letter.get_body().get_content())[0]
    assert link == ROOM
    with visiting(live, browser, "Bent Aaholm", width=PHONE) as window:
        at = Mouse(window.open("/da/overview"))
        _fits(at.page)
        said = at.text()
        assert "2 ting venter på dig" in said, "both drafts that wait for the chair, and nothing else"
        assert said.count("Læs svaret igennem, og vedtag det eller åbn det for skrivning igen.") == 2
        at = Mouse(window.open(link))
        _fits(at.page)
        assert at.page.locator("#turn").bounding_box()["y"] < 844 * 1.5, (
            "it is near the top of the phone's first screens"
        )
        at.follow("Læs det igennem, og vedtag det")
        _fits(at.page)
        assert "Rådet tager udkastet til efterretning." in at.text(), "it is read before it is adopted"
        at.press("Vedtag det som rådets")
        assert "Din tur: Læs svaret igennem, og aflever det." in at.text()
        at.follow("Læs det igennem, og aflever det")
        _fits(at.page)
        at.press("Aflever det")
        assert "Til tiden" in at.text()
        assert "1 ting venter på dig" in Mouse(window.open("/da/overview")).text()
    with visiting(live, browser) as window:
        assert "Handicaprådet" in Mouse(window.open("/da/hearings/3")).text()
        assert "har svaret" in Mouse(window.open("/da/hearings/3")).text()
