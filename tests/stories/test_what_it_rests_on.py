"""A facilitator writes a visit down on the phone while the network comes and goes; a principle rests on it.

Nothing typed is lost: not when there is no network, nor when the page is opened again. What the visit led to is said
where the visit is, and the section says what it rests on.
"""

import pytest

from tests.hands import Keyboard, Mouse
from tests.live import visiting

pytestmark = pytest.mark.browser

SAW = "Ved gården mod nord er der tre trin. En nabo bar en barnevogn op."
NO_NETWORK = "Der er ingen forbindelse. Det, du har skrevet, er gemt i denne browser"


def test_a_visit_is_written_without_a_network_and_a_principle_rests_on_it(live, browser):
    with visiting(live, browser, "Mikkel Dam", width=320) as window:
        at = Mouse(window.open("/da/processes/4/evidence/visit/new"))
        at.write("Hvor I var", "Gården mod nord")
        at.choose("Område", "Mosekvarteret: Mosebakken")
        at.write("Hvad I så og hørte", SAW)
        at.page.context.set_offline(True)
        at.page.get_by_role("button", name="Gem").click()
        at.page.get_by_text(NO_NETWORK).wait_for()
        assert at.page.get_by_label("Hvad I så og hørte").input_value() == SAW
        at.page.context.set_offline(False)
        at = Mouse(window.open("/da/processes/4/evidence/visit/new"))  # as after a telephone that was turned off
        assert at.page.get_by_label("Hvad I så og hørte").input_value() == SAW
        assert at.page.get_by_label("Område").locator("option:checked").inner_text() == "Mosekvarteret: Mosebakken"
        at.press("Gem")
        address = at.page.url.split("?")[0]
        assert "Udkast for dem, der arbejder med forløbet" in at.text()
        assert window.open("/da/processes/4/evidence/visit/new").get_by_label("Hvad I så og hørte").input_value() == ""
        at.page.goto(address)
        at.press("Offentliggør det")
        assert "Intet offentliggjort afsnit bygger på det endnu." in at.text()
    with visiting(live, browser, "Lone Kragh") as window:
        at = Keyboard(window.open("/da/processes/4"))
        at.follow("Levende gårdrum – udkast til afrapportering")
        report = at.page.url
        at.follow("Plads til alle")
        at.choose("Hvad det bygger på", "Besøg: Gården mod nord")
        at.press("Det bygger på dette")
        at.page.goto(report)
        at.follow("Udgiv en version")
        at.write("Versionsnummer, for eksempel 0.9", "0.95")
        at.choose("Hvad den skal bruges til", "Endelig")
        at.press("Udgiv")
    with visiting(live, browser) as window:
        at = Keyboard(window.open("/" + address.split("/", 3)[3]))
        assert SAW in at.text()
        at.follow("princip 1 (0.95)")
        assert "Gården mod nord" in at.text()
