"""Script in names, titles, remarks, file names and the merge view is words wherever it is shown; none of it runs."""

from datetime import timedelta

import docx
import pytest

from tests.hands import Mouse
from tests.live import visiting

pytestmark = pytest.mark.browser

PAYLOADS = (
    "<script>window.ran=1</script>",
    '"><img src=x onerror=window.ran=1>',
    "'-window.ran=1-'",
    "{{ 7*7 }}<svg onload=window.ran=1>",
    '[a](javascript:window.ran=1) ![x](x" onerror="window.ran=1)',
)


def _is_dumb(page, *words):
    """The words stand there as they were typed and nothing ran; a script the policy stopped is a fault of the visit."""
    assert page.evaluate("window.ran") is None
    assert page.locator("main script, main [onerror], main [onload], main a[href^='javascript']").count() == 0
    for one in words:
        assert one in page.locator("main").inner_text()


def test_in_an_answer_its_name_its_file_and_its_remark(live, browser, tmp_path):
    made = docx.Document()
    made.add_paragraph(PAYLOADS[1])
    path = tmp_path / "<img src=x onerror=window.ran=1>.docx"
    made.save(path)
    with visiting(live, browser) as window:
        at = Mouse(window.open("/da/hearings/3/answer"))
        at.write("Hvad vil du sige?", "\n\n".join(PAYLOADS))
        at.write("Dit navn, eller hvad du vil kaldes", PAYLOADS[0])
        at.press("Læs dit svar igennem")
        _is_dumb(at.page, *PAYLOADS)
        at.page.get_by_label("Filer, hvis du har nogen").set_input_files(path)
        at.press("Send dit svar")
        _is_dumb(at.page, *PAYLOADS)
        live.work()
        _is_dumb(at.page, *PAYLOADS)
        page = window.open("/da/hearings/3")
        _is_dumb(page, PAYLOADS[0])
        window.sign_in("Lone Kragh").open("/da/hearings/3")
        at = Mouse(page)
        page.get_by_role("link").filter(has_text=PAYLOADS[0]).first.click()
        page.wait_for_url("**/responses/*")
        _is_dumb(page, *PAYLOADS, "img src=x onerror=window.ran=1.docx")
        live.now += timedelta(days=40)
        address = page.url
        window.sign_in("Lone Kragh")
        page.goto(address)
        at.follow("Del det op i bemærkninger")
        _is_dumb(page, *PAYLOADS)
        at.write("Bemærkningen, med afsenderens egne ord", PAYLOADS[1])
        at.write("Temaer, med komma imellem", PAYLOADS[3])
        at.tick("Spørgsmål")
        at.press("Opret bemærkningen")
        _is_dumb(page, PAYLOADS[1])
        _is_dumb(window.open("/da/hearings/3/desk"), PAYLOADS[3])


def test_in_a_section_and_where_two_changes_of_it_meet(live, browser):
    with visiting(live, browser, "Lone Kragh") as one, visiting(live, browser, "Olga Sand") as two:
        mine, theirs = Mouse(one.open("/da/sections/12/edit")), Mouse(two.open("/da/sections/12/edit"))
        theirs.write("Tekst", PAYLOADS[0])
        theirs.press("Gem")
        mine.write("Tekst", PAYLOADS[4])
        mine.press_and_err("Gem")
        _is_dumb(mine.page, PAYLOADS[0], PAYLOADS[4])
        mine.write("Overskrift", PAYLOADS[1])
        mine.write("Tekst", "\n\n".join(PAYLOADS))
        mine.press_and_err("Gem")
        for place in ("/da/reports/2", "/da/sections/12/edit"):
            _is_dumb(one.open(place))
        page = one.open("/da/reports/2")
        Mouse(page).follow("Udgiv en version")
        mine.write("Versionsnummer, for eksempel 0.9", "1.0")
        mine.choose("Hvad den skal bruges til", "Endelig")
        mine.press("Udgiv")
        for place in ("/da/versions/4/5", "/da/versions/4/5?view=beside", "/da/versions/5"):
            _is_dumb(one.open(place))
        _is_dumb(one.open("/da/versions/4/5"), PAYLOADS[1])
