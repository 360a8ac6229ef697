"""The documents the worker makes: tagged PDF/UA-1, Word and ODT with the same content, whatever people write."""

import csv
import io
import json
import re
import zipfile

import pikepdf
import pypdfium2 as pdfium
import pytest
from markupsafe import escape
from pypdf import PdfReader
from sqlalchemy import select
from sqlalchemy.orm import Session

from civic.db.engine import writing
from civic.documents import making
from civic.documents.dossier import dossier
from civic.documents.odt import odt
from civic.documents.paper import Grid, Heading, Image, Listing, Paper, Run, Style, Words, changed, plain
from civic.documents.pdf import pdf
from civic.documents.spoken import spoken
from civic.documents.word import word
from civic.files import renditions
from civic.files.renditions import Format, Rendition, What
from civic.files.store import StoredFile
from civic.files.uploads import DOCX, ODT
from civic.hearings.models import Hearing
from civic.kernel.actor import VISITOR
from civic.kernel.context import Context
from civic.kernel.trace import Kind, Ref
from civic.people.models import Organisation, OrganisationKind
from civic.reports.compare import pieces
from civic.responses import actions as responses
from civic.responses.models import From, Response, ResponseState, Said
from tests.clock import NOON
from tests.documents.files import text_of
from tests.documents.test_reading import a_picture
from tests.live import visiting
from tests.make import a_context


def _opened(content):
    return pikepdf.open(io.BytesIO(content))


def _made(site, form, kind=Kind.HEARING, what=What.NOTE, thing_id=1):
    asked = Rendition(kind=kind, thing_id=thing_id, what=what, format=form)
    with Session(site.engine) as session:
        return making.make(site.app, Context(VISITOR, NOON, session), asked, site.path.parent / "files")


ARABIC = "نحن ندعم الخطة"


def test_a_pdf_sets_arabic_from_the_right_and_tigrinya_in_letters_of_its_own():
    tigrinya = "ንሕና ንድግፍ"
    grid = Grid(("Nr.", "Svar"), ((plain("1"), plain("نعم")),))
    parts = (
        Heading(1, ARABIC), Words(plain(f"{ARABIC}.")), Words(plain(tigrinya)), Words(plain("Det er ≥ 5 ✓ → nej")),
        Listing(True, ((0, plain(ARABIC)), (1, plain(ARABIC)))), grid,
    )  # fmt: skip
    with pdfium.PdfDocument(pdf(Paper(f"Notat – {ARABIC}", "", "", parts=parts))) as opened:
        page = opened[0]
        text = page.get_textpage()
        said = text.get_text_range()
        wide = page.get_width()
        lefts = [text.get_charbox(at)[0] for at, sign in enumerate(said) if "\u0600" <= sign <= "\u06ff"]
    assert "[U+" not in said
    assert "≥ 5 ✓ → nej" in said
    assert tigrinya.replace(" ", "") in said.replace(" ", "")
    in_title = 2 * len(ARABIC.replace(" ", ""))
    assert sum(left > wide / 2 for left in lefts) == len(lefts) - in_title, (
        "all but the title's, and the foot's, stand right"
    )


SIGNS = "☒ Enig ☐ Uenig ☑ ✔ ✗ ✘ ✅ ● ○ ■ □ ▪ ★ ⇒ ➡ ☎ ⚠ ℹ ① ♀ ₀ → ≥ ½ ² 😀 👍 שלום"


def test_a_pdf_has_letters_for_common_signs_and_reads_odd_spaces_and_hyphens_as_what_they_are():
    typed = f"{SIGNS} sam\u2011arbejde 1\u202f000\u2009kr. 20 ℃ H₂O xₙ"
    grid = Grid((ARABIC, "Svar"), ((plain("☒"), plain("👍🏽")),))
    with pdfium.PdfDocument(pdf(Paper(ARABIC, "", "", parts=(Words(plain(typed)), grid)))) as opened:
        page = opened[0]
        text = page.get_textpage()
        said = text.get_text_range()
        lefts = [text.get_charbox(at)[0] for at, sign in enumerate(said) if "\u0600" <= sign <= "\u06ff"]
        half = page.get_width() / 2
    assert "[U+" not in said
    assert "sam-arbejde 1 000 kr. 20 °C" in " ".join(said.split())
    for sign in SIGNS.split():
        assert sign in said or sign[::-1] in said, sign
    title = len(ARABIC.replace(" ", ""))
    assert all(left > half for left in lefts[:title]), "the title begins at the right"


def test_word_and_odt_write_arabic_from_right_to_left():
    grid = Grid(
        (ARABIC, "Svar"),
        (
            (
                plain("نعم"),
                plain("Ja"),
            ),
        ),
    )
    parts = (Heading(1, ARABIC), Words(plain(f"{ARABIC} 2026")), Words(plain("Vi støtter planen.")), grid)
    paper = Paper("Svar", "", "", parts=parts)
    with zipfile.ZipFile(io.BytesIO(word(paper))) as opened:
        said = opened.read("word/document.xml").decode()
    assert said.count("<w:bidi/>") == 4, "the heading, the paragraph and two cells"
    assert said.count("<w:rtl/>") == 4
    assert '<w:t xml:space="preserve"> 2026</w:t>' in said or " 2026" in said
    mixed = word(Paper("Svar", "", "", parts=(Words(plain(f"Dansk og {ARABIC} midt i")),)))
    with zipfile.ZipFile(io.BytesIO(mixed)) as opened:
        runs = re.findall(r"<w:r>(.*?)</w:r>", opened.read("word/document.xml").decode(), re.DOTALL)
    assert [("<w:rtl/>" in one, re.sub(r"<[^>]+>|\n\s*", "", one)) for one in runs] == [
        (False, "Svar"),
        (False, "Dansk og "),
        (True, f"{ARABIC} "),
        (False, "midt i"),
    ], "no Danish letter is said to run from the right"
    assert "Vi støtter planen." in said.split("<w:bidi/>")[2].partition("</w:p>")[2].partition("</w:p>")[0]
    with zipfile.ZipFile(io.BytesIO(odt(paper))) as opened:
        said = opened.read("content.xml").decode()
    assert 'style:writing-mode="rl-tb"' in said
    assert said.count('text:style-name="CivicRight"') == 3, "the paragraph and two cells"
    assert 'text:style-name="CivicRightHeading1"' in said
    turned = odt(Paper(ARABIC, ARABIC, "", parts=(Words(plain(ARABIC), is_quote=True),)))
    with zipfile.ZipFile(io.BytesIO(turned)) as opened:
        said = opened.read("content.xml").decode()
    assert all(f'text:style-name="CivicRight{one}"' in said for one in ("Title", "Subtitle", "Quotations"))
    for made, kind in ((word(paper), DOCX), (odt(paper), ODT)):
        assert ARABIC in text_of(made, kind)


def test_the_note_is_a_tagged_pdf_with_title_and_language(site):
    opened = _opened(_made(site, Format.PDF))
    with opened.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["dc:title"].startswith("Høringsnotat")
    assert opened.Root.MarkInfo.Marked
    assert "/StructTreeRoot" in opened.Root
    assert str(opened.Root.Lang).startswith("da")


def test_what_is_given_out_carries_the_authoritys_letterhead_its_unit_and_its_case_numbers(site):
    with Session(writing(site.engine)) as session:
        owner = session.scalar(select(Organisation).where(Organisation.kind == OrganisationKind.MUNICIPALITY))
        assert owner.letterhead == ""
        owner.letterhead = "Rådhusvej 1 (eksempel)\nEAN 5790000000000"
        session.commit()
    try:
        read = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(_made(site, Format.PDF))).pages)
        for words in ("Rådhusvej 1 (eksempel)", "EAN 5790000000000", "Sagsnummer: EMN-2018-01699"):
            assert words in read
    finally:
        site.restore()


@pytest.mark.parametrize(("form", "media_type"), [(Format.DOCX, DOCX), (Format.ODT, ODT)])
def test_the_note_has_the_same_rows_in_word_and_odt(site, form, media_type):
    text = text_of(_made(site, form), media_type)
    rows = [line for line in text.split("\n") if line.startswith(("1.", "2."))]
    assert [row.split(" | ")[0] for row in rows] == ["2.1", "2.2", "2.3"]
    assert "Forvaltningens kommentar" in text
    assert "+ og kunne nås uden trapper" in text


@pytest.mark.parametrize(("form", "media_type"), [(Format.DOCX, DOCX), (Format.ODT, ODT)])
def test_a_version_has_the_same_content_in_word_and_odt(site, form, media_type):
    text = text_of(_made(site, form, Kind.VERSION, What.REPORT), media_type)
    assert "Princip 4: " in text
    assert "Fælles mødesteder skal være åbne" in text
    assert _opened(_made(site, Format.PDF, Kind.VERSION, What.REPORT)).Root.MarkInfo.Marked


@pytest.mark.parametrize(
    "words",
    [
        "En smiley 🙂",
        "مرحبا",
        "ሰላም",
        "a\u0301\u202e",
        "#set page() *fed* $x$ \\ @kilde <a>",
        "\x00\x08\x1b",
        "\ufffe",
        "",
    ],
)
def test_any_characters_make_a_valid_document(words):
    runs = (Run(words), Run(words, Style.ADDED), Run(words, Style.REMOVED), Run(words, Style.EMPHASIS))
    paper = Paper(
        f"Notat {words}",
        words,
        words,
        parts=(
            Heading(1, words),
            Words(runs),
            Words(runs, is_quote=True),
            Listing(True, ((0, runs), (1, runs))),
            Listing(False, ((0, runs),)),
            Grid((words, "B"), ((runs, plain(words)), (plain(words),))),
            Image(a_picture(), "image/png", words),
        ),
    )
    opened = _opened(pdf(paper))
    assert opened.Root.MarkInfo.Marked
    assert "Notat" in text_of(word(paper), DOCX) or word(paper)
    assert odt(paper).startswith(b"PK")


def test_the_whole_file_has_a_shown_file_made_anew_and_the_original_on_the_closed_shelf(site):
    folder = site.path.parent / "files"
    with Session(site.engine, expire_on_commit=False) as session:
        context = Context(VISITOR, NOON, session)
        open_ = session.scalars(select(Hearing).where(Hearing.title.startswith("Udkast til rapporten"))).one()
        made = spoken(site.app, context, lambda: dossier(context, open_.id, folder))
    with zipfile.ZipFile(io.BytesIO(made)) as packed:
        shown = packed.read("1-materiale/01-Plan over gårdene.docx")
        original = packed.read("5-ikke-offentligt/01-Plan over gårdene.docx")
    assert shown != original
    assert text_of(shown, DOCX) == text_of(original, DOCX)


def test_the_whole_file_keeps_what_the_public_may_not_have_on_a_shelf_of_its_own(site):
    folder = site.path.parent / "files"

    def file_of(context, hearing_id):
        return spoken(site.app, context, lambda: dossier(context, hearing_id, folder))

    with Session(site.engine, expire_on_commit=False) as session:
        context = Context(VISITOR, NOON, session)
        open_ = session.scalars(select(Hearing).where(Hearing.title.startswith("Udkast til rapporten"))).one()
        who = From(name="Karen Hemmelig", is_protected=True)
        files = [("Karen Hemmelig.png", a_picture())]
        made = responses.respond(context, open_.id, who, [Said("Se billedet.")], files, folder)
        session.flush()
        with zipfile.ZipFile(io.BytesIO(file_of(context, open_.id))) as packed:
            names = packed.namelist()
            manifest = json.loads(packed.read("manifest.json"))
            table = packed.read("manifest.csv").decode()
        of_hearing = select(Response.number, Response.state).where(Response.hearing_id == open_.id)
        states, number_ = dict(session.execute(of_hearing).tuples().all()), made.number
        session.rollback()
    open_states = {ResponseState.SHOWN, ResponseState.WITHDRAWN}
    assert {ResponseState.HELD, ResponseState.HIDDEN, ResponseState.WITHDRAWN, ResponseState.SHOWN} <= {
        *states.values()
    }
    for number, state in states.items():
        shelf = "3-svar" if state in open_states else "5-ikke-offentligt"
        assert [name for name in names if name.endswith(f"/{number:04}/svar.pdf")] == [f"{shelf}/{number:04}/svar.pdf"]
    assert f"5-ikke-offentligt/{number_:04}/bilag-01.png" in names
    assert "Hemmelig" not in json.dumps([names, manifest, table])
    for one in manifest["documents"]:
        assert one["is_open"] is not one["path"].startswith("5-")


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("Den er åben.", "Den er åben og lys.", "Den er åben + og lys."),
        ("Den er lukket.", "Den er åben.", "Den er − lukket + åben."),
        ("Den er helt ny.", "Den er ny.", "Den er − helt ny."),
        ("", "Nyt.", "+ Nyt."),
        ("Samme.", "Samme.", "Samme."),
    ],
)
def test_changes_on_paper_keep_the_spaces_of_the_text(old, new, shown):
    assert "".join(run.text for run in changed(pieces(old, new))) == shown


def test_the_white_book_has_the_same_answers_on_its_page_in_word_odt_and_csv(site):
    sent = site.client("visitor").get("/da/hearings/1/white-book.csv").data.decode("utf-8-sig")
    heads, *rows = list(csv.reader(io.StringIO(sent), delimiter=";"))
    assert heads[:2] == ["Nr.", "Afsender"]
    assert [row[0] for row in rows] == ["1", "2"]
    page = site.client("visitor").get("/da/hearings/1/white-book").text
    for form, media_type in ((Format.DOCX, DOCX), (Format.ODT, ODT)):
        text = text_of(_made(site, form, what=What.WHITE_BOOK), media_type)
        for number, sender, _received, _version, said, became in rows:
            for paragraph in said.split("\n\n"):
                assert paragraph in text
                assert str(escape(paragraph)) in page
            assert f"{number}. {sender.split(',')[0]}" in text
            for line in filter(None, became.split("\n")):
                assert line.split(": ", 1)[-1] in text
    assert rows[0][5] in page
    assert rows[0][5] == "Udtalelsen rummer ingen forslag til ændringer.", "an answer dealt with as a whole says so"
    assert rows[1][5].count("\n") == 3


def _leaps(items, depth=0):
    for one in items:
        yield depth, one.title
        yield from _leaps(one.children, depth + 1)


def test_a_long_document_is_set_in_shares_and_bound_as_if_it_were_one():
    rows = tuple((plain(f"Række {number}"), plain("Ord " * 20)) for number in range(400))
    parts = (
        Heading(1, "Kort fortalt"),
        Grid(("Navn", "Værdi"), ((plain("Frist"), plain("1. maj")),)),
        Heading(1, "Alle svar"),
        Heading(2, "Svar 1"),
        Grid(("Nummer", "Ord"), rows),
        Heading(2, "Svar 2"),
        Words(plain("Det sidste ord.")),
    )
    paper = Paper("Hvidbog", "Under", "Enheden", parts=parts)
    whole, bound = _opened(pdf(paper)), _opened(pdf(paper, most=15_000))
    words = ["".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf(paper, most=15_000))).pages]

    assert [page.extract_text().split()[-1] for page in PdfReader(io.BytesIO(pdf(paper, most=15_000))).pages] == [
        str(number + 1) for number in range(len(words))
    ]
    said = "".join(words)
    assert all(said.count(f"Række{number}Ord") == 1 for number in range(400))
    assert said.count("Detsidsteord.") == 1
    with whole.open_outline() as one, bound.open_outline() as other:
        assert list(_leaps(other.root)) == list(_leaps(one.root))
        assert list(_leaps(one.root))[2:] == [(1, "Alle svar"), (2, "Svar 1"), (2, "Svar 2")]

    root = bound.Root.StructTreeRoot
    ids = [str(one) for one in list(root.IDTree.Names)[::2]]
    assert ids == sorted(set(ids))
    tables = [one for one in root.K[0].K if one.S == "/Table"]
    assert len(tables) > 3
    for table in tables:
        heads = {str(cell.ID) for cell in table.K[0].K[0].K}
        assert heads <= set(ids)
        assert all({str(name) for name in cell.A[0].Headers} <= heads for cell in table.K[1].K[0].K)
    kept = dict(zip(list(root.ParentTree.Nums)[::2], list(root.ParentTree.Nums)[1::2], strict=True))
    for page in bound.pages:
        elements = list(kept[page.obj.StructParents])
        assert elements
        assert all(one.Pg.objgen == page.obj.objgen for one in elements if one is not None and "/Pg" in one)
    with bound.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"


@pytest.mark.parametrize("what", [What.NOTE, What.WHITE_BOOK])
def test_a_document_is_made_in_the_sites_other_languages_once_it_is_made_in_danish(site, what):
    """The demo's note was made in Danish and in English: whoever reads the page in English gets the English one."""
    name = {What.NOTE: "note", What.WHITE_BOOK: "white-book"}[what]
    danish = "Høringsnotat" if what is What.NOTE else "Hvidbog"
    english = "Hearing note" if what is What.NOTE else "White book"
    made = _made_in(site, what)
    assert sorted(made) == ["da", "en"]
    assert danish in text_of(made["da"], DOCX)
    words = text_of(made["en"], DOCX)
    assert english in words
    assert danish not in words.split("\n")[0]
    assert "Fællesrummet skal kunne nås uden trapper." in words, "what was said stands in its own language"
    assert site.client("visitor").get(f"/en/hearings/1/{name}").status_code == 200


def _made_in(site, what):
    """Have the worker make a document, and return it in each language it was made in."""
    found = {}
    with Session(writing(site.engine)) as session:
        context = Context(VISITOR, NOON, session)
        thing = Ref(Kind.HEARING, 1)
        renditions.ask(context, thing, what, Format.DOCX)
        session.flush()
        for _ in range(2):
            for one in renditions.of(context, thing):
                if one.what is what and one.format is Format.DOCX and one.language not in found:
                    found[one.language] = making.make(site.app, context, one, site.path.parent / "files")
                    renditions.ask_in_others(context, one, ["da", "en"])
            session.flush()
        session.rollback()
    return found


def test_a_reader_gets_the_document_in_their_language_or_else_in_danish(session):
    thing, context = Ref(Kind.HEARING, 1), a_context(session)
    renditions.ask(context, thing, What.NOTE, Format.PDF, Format.DOCX)
    session.flush()
    [pdf_, docx_] = renditions.for_reader(context, thing, "en")
    assert {pdf_.language, docx_.language} == {"da"}
    renditions.ask_in_others(context, pdf_, ["da", "en"])
    session.flush()
    [english] = [one for one in renditions.of(context, thing) if one.language == "en"]
    assert english not in renditions.for_reader(context, thing, "en"), "it is not made yet"
    english.made_at = NOON
    english.file = StoredFile(sha256="x" * 64, size=1, media_type="application/pdf", stored_at=NOON)
    session.flush()
    assert english in renditions.for_reader(context, thing, "en")
    assert english not in renditions.for_reader(context, thing, "da")
    renditions.ask_again(context, thing)
    assert english.made_at is None, "it is made anew as the Danish one is"


@pytest.mark.browser
def test_whoever_reads_the_note_in_english_takes_it_home_in_english(live, browser):
    with Session(live.engine) as session:
        renditions.ask(Context(VISITOR, live.now, session), Ref(Kind.HEARING, 1), What.NOTE, Format.DOCX)
        session.commit()
    live.work()
    with visiting(live, browser) as visit:
        for language, heading in (("en", "Hearing note"), ("da", "Høringsnotat")):
            page = visit.open(f"/{language}/hearings/1/note")
            link = page.locator("a[hreflang]").filter(has_text="Word").first
            assert link.get_attribute("hreflang") == language
            got = page.request.get(live.address + link.get_attribute("href"))
            assert text_of(got.body(), DOCX).startswith(heading)
