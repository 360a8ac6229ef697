"""An officer's and a facilitator's ordinary week, with what an ordinary year brings (the large demo)."""

import email
import io
import re
import zipfile
from datetime import timedelta
from email import policy

import docx
import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from civic.dialogue.models import Comment, CommentState
from civic.hearings.models import Hearing
from civic.kernel import cpr, personal
from civic.moderation.models import Flag
from civic.responses.models import Medium, Response
from civic.treatment.models import Answer, Remark
from tests.live import Live, visiting

pytestmark = pytest.mark.browser

DESK = "/da/moderation?which=comment"
WITHIN_REASON = 5
"""Key presses a text: a letter, a reason where one is asked for, and the key that saves."""


@pytest.fixture
def large(tmp_path, catalogues, large_template):
    live = Live(tmp_path, catalogues, large_template)
    yield live
    live.stop()


class Fingers:
    """Somebody at the keyboard alone, whose key presses are counted; words that are typed count as one."""

    def __init__(self, page):
        self.page, self.count = page, 0

    def press(self, key, *, leads_on=False):
        """Press a key; `leads_on` is one that opens another page."""
        self.count += 1
        if leads_on:
            with self.page.expect_navigation():
                self.page.keyboard.press(key)
        else:
            self.page.keyboard.press(key)

    def write(self, words):
        """Write some words where one is."""
        self.count += 1
        self.page.keyboard.insert_text(words)

    def reach(self, name):
        """Go on with the tab key until one is in a field."""
        for _stop in range(12):
            if self.page.evaluate("document.activeElement.name") == name:
                return
            self.press("Tab")
        raise AssertionError(name)


def _waiting(live):
    with Session(live.engine) as session:
        waits = (Comment.state == CommentState.HELD) | Comment.is_flagged
        return session.scalar(select(func.count(Comment.id)).where(waits))


def test_forty_held_or_flagged_texts_are_cleared_by_keyboard(large, browser, capsys):
    before = _waiting(large)
    with visiting(large, browser, "Mikkel Dam") as window:
        page = window.open(DESK)
        fingers, cleared, hidden = Fingers(page), 0, 0
        count = int(re.search(r"(\d+) tekst", page.locator("h1").inner_text())[1])
        assert count >= 40
        while "venter på dig" in page.locator("h1").inner_text() and page.locator(".c-desk__case form").count():
            shown = page.locator(".c-said").inner_text()
            if page.locator(".c-marked").count():
                fingers.press("d")
            elif cleared % 7 == 3:
                fingers.press("s")
                fingers.reach("reason")
                fingers.write("Det er ikke om sagen.")
                fingers.press("Tab")
                hidden += 1
            else:
                fingers.press("l")
            if page.evaluate("document.activeElement.type") == "radio":
                fingers.press("Enter", leads_on=True)
            else:
                while page.evaluate("document.activeElement.tagName") != "BUTTON":
                    fingers.press("Tab")
                fingers.press("Enter", leads_on=True)
            assert page.locator(".c-done").count() == 1, f"what was done is said: {shown}"
            cleared += 1
        assert cleared == count
    with capsys.disabled():
        print(f"\n{cleared} texts cleared with {fingers.count} key presses")
    assert fingers.count <= WITHIN_REASON * cleared
    assert _waiting(large) == before - cleared
    with Session(large.engine) as session:
        shown = session.scalars(select(Comment.text).where(Comment.state == CommentState.PUBLISHED)).all()
        assert sum(one is CommentState.HIDDEN for one in session.scalars(select(Comment.state))) >= hidden > 0
        assert session.scalar(select(func.count(Flag.id)))
    assert not any(map(cpr.is_in, shown)), "no number was let out"
    assert any(personal.COVER in one for one in shown)


def test_a_queue_is_gone_through_without_deciding_and_the_keys_can_be_turned_off(large, browser):
    with visiting(large, browser, "Mikkel Dam") as window:
        page = window.open(DESK)
        first = page.locator(".c-said").inner_text()
        fingers = Fingers(page)
        fingers.press("j", leads_on=True)
        assert page.locator(".c-said").inner_text() != first
        fingers.press("k", leads_on=True)
        assert page.locator(".c-said").inner_text() == first
        page.get_by_role("button", name="Slå taster fra").click()
        chosen = page.locator("input[name=decision]:checked").get_attribute("value")
        page.keyboard.press("s")
        assert page.locator("input[name=decision]:checked").get_attribute("value") == chosen
        page.reload()
        assert page.get_by_role("button", name="Slå taster til").count() == 1, "it stays so"


def test_the_desk_works_without_a_script(large, browser):
    with visiting(large, browser, "Mikkel Dam", script=False) as window:
        page = window.open("/da/moderation")
        count = int(re.search(r"(\d+) tekst", page.locator("h1").inner_text())[1])
        assert not page.get_by_role("button", name="Slå taster fra").is_visible()
        boxes = page.locator("input[name=texts]:not([disabled])")
        ticked = boxes.count()
        assert ticked > 3
        for number in range(ticked):
            boxes.nth(number).check()
        page.get_by_role("button", name="Dæk det fundne til i de afkrydsede").click()
        assert f"Dækket til i {ticked} tekster." in page.locator(".c-done").inner_text()
        assert int(re.search(r"(\d+) tekst", page.locator("h1").inner_text())[1]) < count


# --- the treatment: 120 remarks, half of them answered, the rest shared by two officers

TREATED = "Udkast til rapporten om byrum for alle"
OPEN = "Rækkefølgen for de første seks pladser"
HEAD = "Navn;E-mail;Kom som;Modtaget;Svar"
MAILS = [
    f"Borger {number} (eksempel);;mail;2026-02-{number + 10};Plads {number} skal have skygge." for number in range(10)
]
WRONG = ["Uden dato (eksempel);;mail;;Der mangler lys.", "Sendt med due (eksempel);;due;2026-02-20;Der mangler bænke."]
RIGHT = [
    "Uden dato (eksempel);;mail;2026-02-20;Der mangler lys.",
    "Sendt med due (eksempel);;papir;2026-02-20;Der mangler bænke.",
]


def _hearing(live, title):
    with Session(live.engine) as session:
        return session.scalar(select(Hearing.id).where(Hearing.title == title))


def _unanswered(live, hearing_id):
    with Session(live.engine) as session:
        rows = select(func.count(Remark.id)).join(Remark.response).outerjoin(Remark.answer)
        return session.scalar(rows.where(Response.hearing_id == hearing_id, Answer.outcome.is_(None)))


def _answer_the_next(page, desk, number):
    """Answer the first remark of a queue, with those that say the same where there are any; return how it was done."""
    page.goto(f"{page.url.split('/da/')[0]}{desk}")
    like = page.get_by_role("link", name=re.compile("siger vist det samme"))
    if like.count():
        like.click()
        page.get_by_role("button", name="Sæt kryds ved alle").click()
        page.get_by_label("Hvad de afkrydsede bemærkninger har til fælles").fill(f"Det samme ønske ({number})")
        page.get_by_role("button", name="Saml de afkrydsede").click()
    page.get_by_label("Taget til efterretning", exact=True).check()
    if number % 3 == 0:  # with one of the municipality's own sentences
        page.locator("summary", has_text="Standardformuleringer").click()
        page.get_by_role("button", name=re.compile("^Sæt det ind")).last.click()
        assert page.get_by_label("Begrundelse, som afsenderen læser den").input_value()
        assert page.get_by_label("Taget til efterretning", exact=True).is_checked(), "nothing that was chosen is lost"
    else:
        page.get_by_label("Begrundelse, som afsenderen læser den").fill("Tak. Det er taget med i arbejdet.")
    page.get_by_role("button", name="Gem svaret", exact=True).last.click()
    assert page.locator(".c-done").count() == 1
    return bool(like)


def test_two_officers_share_the_remarks_group_and_answer_them_and_send_letters_out(large, browser, capsys, tmp_path):
    hearing = _hearing(large, TREATED)
    desk = f"/da/hearings/{hearing}/desk"
    assert _unanswered(large, hearing) == 60
    with visiting(large, browser, "Lone Kragh") as lone:
        _the_work_is_shared_out(lone.open(f"{desk}?pick=free"), large)
    with visiting(large, browser, "Lone Kragh") as lone, visiting(large, browser, "Finn Toft") as finn:
        assert "20 af dem er dine" in finn.open("/da/overview").locator("main").inner_text()
        rounds = 0
        while left := _unanswered(large, hearing):
            window = (lone, finn)[rounds % 2]
            _answer_the_next(window.page if rounds > 1 else window.open(desk), f"{desk}?pick=untreated", rounds)
            rounds += 1
            assert _unanswered(large, hearing) < left, "each round leaves fewer"
        with capsys.disabled():
            print(f"\n60 remarks answered by two officers in {rounds} rounds")
        assert rounds < 40, "what says the same is answered once"
        page = lone.open(f"/da/hearings/{hearing}/note")
        page.get_by_role("button", name="Markér som klar").click()
        page.get_by_role("button", name="Offentliggør notatet").click()
        assert "Alle svar, og hvad der kom ud af dem" in page.locator("main").inner_text()
        _letters_go_out(page, large, tmp_path)


def _the_work_is_shared_out(page, live):
    page.get_by_role("button", name="Sæt kryds ved alle").click()
    page.locator("summary", has_text="Fordel de afkrydsede").click()
    page.get_by_label("Hvem besvarer dem?").select_option(label="Lone Kragh")
    page.get_by_label("Senest hvornår? (valgfrit)").fill("2026-03-05")
    page.get_by_role("button", name="Fordel de afkrydsede").click()
    assert "25 bemærkninger er fordelt." in page.locator(".c-done").inner_text()
    live.work()
    live.now += timedelta(days=2, hours=20)
    live.work()
    live.now -= timedelta(days=2, hours=20)
    assert _mail(live, "colleague", "skal besvares nu"), "Finn was reminded of his, the day before"


def _mail(live, to, words):
    letters = [
        email.message_from_bytes(one.read_bytes(), policy=policy.default)
        for one in (live.folder / "mail").rglob("*.eml")
    ]
    return [one for one in letters if to in one["To"] and words in one["Subject"]]


def _letters_go_out(page, live, tmp_path):
    page.get_by_role("link", name="Svarbreve til afsenderne").click()
    with page.expect_download() as caught:
        page.get_by_role("link", name="Hent en skabelon at begynde med").click()
    template = tmp_path / "svarbrev.docx"
    caught.value.save_as(template)
    page.get_by_label("Word-fil med flettefelter (DOCX, højst 10 MB)").set_input_files(template)
    page.get_by_role("button", name="Aflever skabelonen").click()
    live.work()
    page.reload()
    page.get_by_role("button", name="Lav brevene").click()
    assert "Brevene bliver lavet." in page.locator("main").inner_text()
    live.work()
    page.reload()
    with page.expect_download() as caught:
        page.get_by_role("link", name="Hent brevene (ZIP)").click()
    with zipfile.ZipFile(caught.value.path()) as packed:
        names = packed.namelist()
        assert sum(one.endswith(".pdf") for one in names) == sum(one.endswith(".docx") for one in names) >= 40
        first = docx.Document(io.BytesIO(packed.read(next(one for one in names if one.endswith(".docx")))))
    assert "Tak for dit svar" in "\n".join(one.text for one in first.paragraphs)
    assert len(first.tables[0].rows) == 4, "a head and three remarks"


def test_answers_from_a_spreadsheet_are_looked_at_line_by_line_and_entered_once(large, browser, tmp_path):
    hearing = _hearing(large, OPEN)
    with visiting(large, browser, "Lone Kragh") as window:
        page = _handed_in(window, large, hearing, tmp_path, [*MAILS, *WRONG])
        said = page.locator("main").inner_text()
        assert "10 linjer kan føres ind, 2 kan ikke" in said
        assert re.search(r"Linje 12 \(Uden dato[^)]*\)?.*\s+.*Skriv, hvornår det er modtaget", said)
        assert "Skriv mail, papir eller mundtligt for, hvordan det kom: »due«" in said
        page.get_by_role("button", name="Før 10 linjer ind").click()
        assert "10 svar er ført ind." in page.locator(".c-done").inner_text()
        page = _handed_in(window, large, hearing, tmp_path, [*MAILS, *RIGHT])
        said = page.locator("main").inner_text()
        assert "2 linjer kan føres ind, 10 kan ikke" in said
        assert said.count("Det er ført ind i forvejen.") == 10
        page.get_by_role("button", name="Før 2 linjer ind").click()
        assert "2 svar er ført ind." in page.locator(".c-done").inner_text()
    with Session(large.engine) as session:
        entered = session.scalars(
            select(Response.medium).where(Response.hearing_id == hearing, Response.medium != Medium.WRITTEN)
        )
        assert len(entered.all()) == 12


def _handed_in(window, live, hearing, tmp_path, rows):
    page = window.open(f"/da/hearings/{hearing}/sheets")
    path = tmp_path / "svar.csv"
    path.write_text("\n".join([HEAD, *rows]), encoding="utf-8-sig")
    page.get_by_label("Regnearket (XLSX, ODS eller CSV, højst 10 MB)").set_input_files(path)
    page.get_by_role("button", name="Læs det").click()
    assert "Regnearket bliver læst" in page.locator("main").inner_text()
    live.work()
    page.get_by_role("link", name="Se efter igen").click()
    return page
