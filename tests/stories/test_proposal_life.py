"""A proposal's life, by keyboard alone: two write it, it is sent back, appealed and published by another person.

Somebody suggests other words, another's proposal is merged into it, it is answered, followed up and done; and each
author's own page, and the mails they get, say what became of theirs.
"""

import email.policy
import re
from datetime import date

import pytest

from tests.hands import Keyboard
from tests.live import visiting

pytestmark = pytest.mark.browser

TITLE, TWIN = "Et cykelskur ved porten", "Tag over cyklerne"
FIRST = "Cyklerne står i regnen."
BOTH = f"{FIRST}\n\nDer er plads ved muren."
AMENDED = f"{FIRST}\n\nDer er plads ved muren, også til ladcykler."


def _at(window, path):
    return Keyboard(window.open(path))


def _path(at):
    return "/" + at.page.url.split("/", 3)[3].split("#")[0]


def _mails(live, words):
    """Return the texts of the mails that have been sent and hold the words."""
    live.work()
    found = []
    for one in sorted((live.folder / "mail").iterdir()):
        mail = email.message_from_bytes(one.read_bytes(), policy=email.policy.default)
        text = f"{mail['To']}\n{mail['Subject']}\n{mail.get_body(('plain',)).get_content()}"
        if words in text:
            found.append(text)
    return found


def _writes(live, browser, name, title, text):
    with visiting(live, browser, name) as window:
        at = _at(window, "/da/processes/4/proposals/new")
        at.write("Dit forslag i én sætning", title)
        at.write("Hvad skal gøres, og hvorfor?", text)
        at.press("Gem min kladde")
        return _path(at)


def test_a_proposal_lives(live, browser):
    shed = _writes(live, browser, "Jens Holm", TITLE, FIRST)
    with visiting(live, browser, "Jens Holm") as window:
        at = _at(window, shed)
        at.follow("Skriv det sammen")
        at.write("Mailadresse på den, der skal skrive med", "amina@example.org")
        at.press("Inviter")
    (invited,) = _mails(live, "inviteret til at skrive et forslag")
    link = re.search(r"/da/proposals/invitations/\S+", invited)[0]

    with visiting(live, browser, "Amina Farah") as window:
        at = _at(window, link)
        assert TITLE in at.text()
        at.press("Ja, lad os skrive det sammen")
        at.follow("Ret det")
        at.write("Hvad skal gøres, og hvorfor?", BOTH)
        at.press("Gem min kladde")
        at.press("Aflever det")

    with visiting(live, browser, "Mikkel Dam") as window:
        at = _at(window, shed)
        assert "Jens Holm, Amina Farah" in at.text()
        at.follow("Send det tilbage")
        at.choose("Hvilken husregel er den imod?", "7. Et forslag siger, hvad der skal gøres")
        at.write("Begrundelse", "Skriv, hvem der skal betale.")
        at.press("Send det tilbage")

    with visiting(live, browser, "Jens Holm") as window:
        at = _at(window, shed)
        assert "Skriv, hvem der skal betale." in at.text()
        at.follow("Klag over afgørelsen")
        at.write("Hvorfor er afgørelsen forkert?", "Et forslag skal sige hvad, hvor og hvorfor. Det gør det.")
        at.press("Send klagen")

    with visiting(live, browser, "Lone Kragh") as window:
        at = _at(window, "/da/moderation?which=appeal&words=hvorfor")
        assert TITLE in at.text()
        at.tick("Medhold: vis teksten")
        at.write("Begrundelse", "Reglen kræver ikke, at man siger, hvem der betaler.")
        at.press("Gem afgørelsen")
    assert len(_mails(live, "Din klage er afgjort")) == 1

    with visiting(live, browser, "Olga Sand") as window:
        at = _at(window, shed)
        at.press("Støt det")
        at.follow("Foreslå andre ord")
        at.write("Teksten, som du ville skrive den", AMENDED)
        at.write("Hvorfor det er bedre sådan", "Vi er mange med ladcykel.")
        at.press("Send det til forslagsstillerne")
        suggested = _path(at)

    with visiting(live, browser, "Amina Farah") as window:
        at = _at(window, shed)
        at.follow("1 ændringsforslag venter på dig")
        at = _at(window, suggested)
        assert "ladcykler" in at.text()
        at.press("Ja, sådan skal det være")

    twin = _writes(live, browser, "Tove Friis", TWIN, "Jeg har gigt og kan ikke tørre en saddel.")
    with visiting(live, browser, "Tove Friis") as window:
        _at(window, twin).press("Aflever det")
    with visiting(live, browser, "Mikkel Dam") as window:
        at = _at(window, twin)
        at.press("Offentliggør det")
    with visiting(live, browser, "Jens Holm") as window:
        _at(window, twin).press("Støt det")
    with visiting(live, browser, "Lone Kragh") as window:
        at = _at(window, twin)
        at.follow("Slå det sammen med et andet")
        at.choose("Hvilket forslag det føres videre i", TITLE)
        at.write("Begrundelse", "Begge vil have tag over cyklerne.")
        at.press("Slå dem sammen")
        at = _at(window, shed)
        assert "2 støtter det" in at.text(), "Olga, and Jens whose support came along"
        at.press("Vi er i gang med det")
        at.follow("Svar på den")
        at.tick("Imødekommet")
        at.write("Begrundelse, som forfatteren læser den", "Der er penge i puljen.")
        at.write("Hvis det imødekommes: hvad der nu sker", "Driften bestiller et skur.")
        at.set_day("Hvis det imødekommes: hvornår I følger op på det", date(2026, 6, 1))
        at.press("Offentliggør svaret")
        at.follow("Det er gjort")
        at.write("Hvad der blev gjort", "Skuret står ved porten.")
        at.set_day("Dato", date(2026, 3, 1))
        at.press("Offentliggør det")

    answered = [text.split("\n", 1)[0] for text in _mails(live, "Dit forslag er besvaret")]
    assert len(answered) == len(set(answered)) == 3, "both who wrote it, and who wrote the one that was merged"

    with visiting(live, browser) as window:
        page = _at(window, shed).text()
        for words in (
            "også til ladcykler",
            "Imødekommet",
            "Driften bestiller et skur.",
            "Skuret står ved porten.",
            TWIN,
        ):
            assert words in page
        versions = _at(window, f"{shed}/versions").text()
        assert "Foreslået af Olga Sand" in versions
        assert "Version 2" in versions
        thread = _at(window, twin.replace("/proposals/", "/follow/proposal/")).text()
        assert "Det føres videre i et andet forslag" in thread
        assert "Det er gjort" in thread

    for name, title in (("Jens Holm", TITLE), ("Amina Farah", TITLE), ("Tove Friis", TWIN)):
        with visiting(live, browser, name) as window:
            own = _at(window, "/da/overview").text()
            assert title in own, f"{name} finds it on their own page"
            assert ("Føres videre i" if title == TWIN else "Gennemført") in own
