"""An officer's ordinary week, with what an ordinary year brings (the large demo)."""

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

from civic.hearings.models import Hearing
from civic.responses.models import Medium, Response
from civic.treatment.models import Answer, Remark
from tests.live import visiting

pytestmark = pytest.mark.browser

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


def _press(button):
    """Press a button and wait for the page it leads to, which has the same fields as the one before."""
    with button.page.expect_navigation():
        button.click()


def _answer_the_next(page, desk, number):
    """Answer the first remark of a queue, with those that say the same where there are any; return how it was done."""
    page.goto(f"{page.url.split('/da/')[0]}{desk}")
    like = page.get_by_role("link", name=re.compile("siger vist det samme"))
    if like.count():
        like.click()
        page.get_by_role("button", name="Sæt kryds ved alle").click()
        page.get_by_label("Hvad de afkrydsede bemærkninger har til fælles").fill(f"Det samme ønske ({number})")
        _press(page.get_by_role("button", name="Saml de afkrydsede"))
    page.get_by_label("Taget til efterretning", exact=True).check()
    if number % 3 == 0:  # with one of the municipality's own sentences
        page.locator("summary", has_text="Standardformuleringer").click()
        _press(page.get_by_role("button", name=re.compile("^Sæt det ind")).last)
        assert page.get_by_label("Begrundelse, som afsenderen læser den").input_value()
        assert page.get_by_label("Taget til efterretning", exact=True).is_checked(), "nothing that was chosen is lost"
    else:
        page.get_by_label("Begrundelse, som afsenderen læser den").fill("Tak. Det er taget med i arbejdet.")
    _press(page.get_by_role("button", name="Gem svaret", exact=True).last)
    assert page.locator(".c-done").count() == 1, page.locator("main").inner_text()
    return bool(like)


def test_two_officers_share_the_remarks_group_and_answer_them_and_send_letters_out(
    large_live, browser, capsys, tmp_path
):
    hearing = _hearing(large_live, TREATED)
    desk = f"/da/hearings/{hearing}/desk"
    assert _unanswered(large_live, hearing) == 60
    with visiting(large_live, browser, "Lone Kragh") as lone:
        _the_work_is_shared_out(lone.open(f"{desk}?pick=free"), large_live)
    with visiting(large_live, browser, "Lone Kragh") as lone, visiting(large_live, browser, "Finn Toft") as finn:
        assert "20 af dem er dine" in finn.open("/da/overview").locator("main").inner_text()
        rounds = 0
        while left := _unanswered(large_live, hearing):
            window = (lone, finn)[rounds % 2]
            _answer_the_next(window.page if rounds > 1 else window.open(desk), f"{desk}?pick=untreated", rounds)
            rounds += 1
            assert _unanswered(large_live, hearing) < left, "each round leaves fewer"
        with capsys.disabled():
            print(f"\n60 remarks answered by two officers in {rounds} rounds")
        assert rounds < 40, "what says the same is answered once"
        page = lone.open(f"/da/hearings/{hearing}/note")
        page.get_by_role("button", name="Markér som klar").click()
        page.get_by_role("button", name="Offentliggør notatet").click()
        assert "Alle svar, og hvad der kom ud af dem" in page.locator("main").inner_text()
        _letters_go_out(page, large_live, tmp_path)


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


def test_answers_from_a_spreadsheet_are_looked_at_line_by_line_and_entered_once(large_live, browser, tmp_path):
    hearing = _hearing(large_live, OPEN)
    with visiting(large_live, browser, "Lone Kragh") as window:
        page = _handed_in(window, large_live, hearing, tmp_path, [*MAILS, *WRONG])
        said = page.locator("main").inner_text()
        assert "10 linjer kan føres ind, 2 kan ikke" in said
        assert re.search(r"Linje 12 \(Uden dato[^)]*\)?.*\s+.*Skriv, hvornår det er modtaget", said)
        assert "Skriv mail, papir eller mundtligt for, hvordan det kom: »due«" in said
        page.get_by_role("button", name="Før 10 linjer ind").click()
        assert "10 svar er ført ind." in page.locator(".c-done").inner_text()
        page = _handed_in(window, large_live, hearing, tmp_path, [*MAILS, *RIGHT])
        said = page.locator("main").inner_text()
        assert "2 linjer kan føres ind, 10 kan ikke" in said
        assert said.count("Det er ført ind i forvejen.") == 10
        page.get_by_role("button", name="Før 2 linjer ind").click()
        assert "2 svar er ført ind." in page.locator(".c-done").inner_text()
    with Session(large_live.engine) as session:
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
