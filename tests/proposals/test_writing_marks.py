"""The text of a proposal in a browser: its marks by buttons and by keyboard, and what is pasted from Word."""

import pytest
from playwright.sync_api import expect

from tests.live import Live, visiting

pytestmark = pytest.mark.browser

NEW = "/da/processes/4/proposals/new"
TEXT = "Hvad skal gøres, og hvorfor?"
FROM_WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p{margin:0}</style></head><body>
<!--StartFragment--><h1>Lys i <b>gården</b><o:p></o:p></h1>
<p class=MsoNormal>Der er <b style='mso-bidi-font-weight:normal'>mørkt</b> og <i>koldt</i>
efter kl. 16 * hver dag.<o:p></o:p></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><span
style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span>Ved porten</p>
<p class=MsoListParagraphCxSpMiddle style='margin-left:72.0pt;mso-list:l0 level2 lfo1'><span
style='mso-list:Ignore'>o<span>&nbsp; </span></span>begge sider</p>
<p class=MsoListParagraphCxSpLast style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>1.<span>&nbsp;
</span></span>Først stien</p>
<p class=MsoNormal>Se <a href="https://civic.invalid/lys">kommunens plan</a>.<script>window.ran = 1</script>
<img src=x onerror="window.ran = 1"></p>
<table><tr><th>Hvor</th><th>Lux</th></tr><tr><td>Porten</td><td>2 | 3</td></tr></table>
<!--EndFragment--></body></html>"""
READ = """**Lys i gården**

Der er **mørkt** og *koldt* efter kl. 16 \\* hver dag.

- Ved porten
    - begge sider
1. Først stien

Se kommunens plan (https://civic.invalid/lys).

| Hvor | Lux |
| --- | --- |
| Porten | 2 \\| 3 |"""
FROM_A_PAGE = "<div>Før</div><ol><li>Et<ul><li>under</li></ul></li><li>To</li></ol><p>Efter</p>"
PASTE = """([field, html, plain]) => {
  const data = new DataTransfer();
  if (html) data.setData("text/html", html);
  data.setData("text/plain", plain);
  field.focus();
  return field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


@pytest.fixture
def live_in_all(folder, template, catalogues):
    made = Live(folder, catalogues, template, languages="da en ar-XB")
    yield made
    made.stop()


def _paste(page, html, plain="Uden tegn"):
    """Paste, and return whether the browser is left to do it as it does."""
    return page.evaluate(PASTE, [page.get_by_label(TEXT).element_handle(), html, plain])


def test_what_is_pasted_from_word_keeps_its_headings_lists_tables_and_links(live, browser):
    with visiting(live, browser, "Jens Holm") as visit:
        page = visit.open(NEW)
        assert not _paste(page, FROM_WORD)
        expect(page.get_by_label(TEXT)).to_have_value(READ)
        page.get_by_label("Dit forslag i én sætning").fill("Lys")
        page.get_by_role("button", name="Se, hvordan det ser ud").click()
        look = page.locator("#look")
        expect(look).to_be_focused()
        expect(look.locator("strong")).to_have_text(["Lys i gården", "mørkt"])
        expect(look.locator("em")).to_have_text("koldt")
        expect(look.locator("ul > li > ul > li")).to_have_text("begge sider")
        expect(look.locator("ol > li")).to_have_text("Først stien")
        expect(look.get_by_role("link")).to_have_attribute("href", "https://civic.invalid/lys")
        expect(look.locator("td")).to_have_text(["Porten", "2 | 3"])
        assert page.evaluate("window.ran") is None


def test_what_is_pasted_from_a_page_keeps_lists_below_lists_and_plain_words_are_left_alone(live, browser):
    with visiting(live, browser, "Jens Holm") as visit:
        page = visit.open(NEW)
        assert not _paste(page, FROM_A_PAGE)
        expect(page.get_by_label(TEXT)).to_have_value("Før\n\n1. Et\n    - under\n2. To\n\nEfter")
        assert _paste(page, "<p>Kun ord</p>"), "the browser pastes what has no marks"
        assert _paste(page, "")


def test_pasting_puts_the_words_where_the_cursor_is_and_can_be_undone(live, browser):
    with visiting(live, browser, "Jens Holm") as visit:
        page = visit.open(NEW)
        field = page.get_by_label(TEXT)
        field.fill("Før  efter")
        field.evaluate("field => field.setSelectionRange(4, 4)")
        _paste(page, "<b>midt</b>")
        expect(field).to_have_value("Før **midt** efter")
        page.keyboard.press("Control+z")
        expect(field).to_have_value("Før  efter")


def test_marks_are_set_by_buttons_which_are_one_stop_of_the_tab_key(live, browser):
    with visiting(live, browser, "Jens Holm") as visit:
        page = visit.open(NEW)
        bar = page.get_by_role("toolbar", name="Tegn i teksten")
        field = page.get_by_label(TEXT)
        field.fill("Lys nu")
        field.evaluate("field => field.setSelectionRange(0, 4)")
        bar.get_by_role("button", name="Fed").click()
        expect(field).to_have_value("**Lys** nu")
        field.fill("et\nto")
        field.evaluate("field => field.setSelectionRange(0, 5)")
        bar.get_by_role("button", name="Punkter").press("Enter")
        expect(field).to_have_value("- et\n- to")
        field.evaluate("field => field.setSelectionRange(0, field.value.length)")
        bar.get_by_role("button", name="Numre").press("Enter")
        expect(field).to_have_value("1. et\n2. to")
        bar.get_by_role("button", name="Fed").focus()
        page.keyboard.press("ArrowRight")
        expect(bar.get_by_role("button", name="Kursiv")).to_be_focused()
        page.keyboard.press("Tab")
        expect(field).to_be_focused()


def test_the_arrows_follow_the_way_of_the_writing(live_in_all, browser):
    with visiting(live_in_all, browser, "Jens Holm") as visit:
        page = visit.open(NEW.replace("/da/", "/ar-XB/"))
        buttons = page.locator("[data-mark]")
        buttons.first.focus()
        page.keyboard.press("ArrowLeft")
        expect(buttons.nth(1)).to_be_focused()


def test_without_script_there_are_no_buttons_and_one_sees_how_it_looks_all_the_same(live, browser):
    with visiting(live, browser, "Jens Holm", script=False) as visit:
        page = visit.open(NEW)
        expect(page.locator("[data-marks]")).to_be_hidden()
        page.get_by_label("Dit forslag i én sætning").fill("Lys")
        page.get_by_label(TEXT).fill("**Nu**")
        page.get_by_role("button", name="Se, hvordan det ser ud").click()
        expect(page.locator("#look strong")).to_have_text("Nu")
        expect(page.get_by_label(TEXT)).to_have_value("**Nu**")
