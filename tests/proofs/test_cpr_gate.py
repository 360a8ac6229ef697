"""The gate for CPR-like numbers: none typed in the clear is missed, in texts and in files, and few others are taken.

Short here, in full by `make prove`.
"""

import io
import os
import random
from datetime import date, timedelta

import docx
import odfdo
import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText

from civic.documents.odt import odt
from civic.documents.paper import Paper, Words, plain
from civic.documents.pdf import pdf
from civic.documents.word import word
from civic.files.uploads import DOCX, ODT, PDF
from civic.kernel import cpr
from tests.documents.files import looked

MANY = 20_000 if os.environ.get("CIVIC_PROVE") else 1_000
FORMS = [
    "{d}{m}{y}-{s}", "{d}{m}{y}{s}", "{d}{m}{y} {s}", "{d} {m} {y} {s}", "{d}.{m}.{y}-{s}", "{d}-{m}-{y}-{s}",
    "{d}/{m}/{y}-{s}", "{d}{m}{y}–{s}", "{d}{m}{y} - {s}", "CPR:{d}{m}{y}-{s}", "({d}{m}{y}-{s})", "{d}{m}{y}.{s}",
]  # fmt: skip


def _number(dice, form):
    """Return a number with a possible date; most have no valid check digit, as since 2007 many have none."""
    born = date(1920, 1, 1) + timedelta(days=dice.randrange(38_000))
    parts = {"d": f"{born.day:02}", "m": f"{born.month:02}", "y": f"{born.year % 100:02}"}
    return form.format(**parts, s=f"{dice.randrange(10_000):04}")


def test_no_number_in_the_clear_is_missed():
    dice = random.Random(20260302)
    texts = [f"Jeg er født {_number(dice, FORMS[one % 12])} her." for one in range(MANY)]
    assert [text for text in texts if not cpr.is_in(text)] == []


def _word(number, place):
    made = docx.Document()
    paragraph = made.add_paragraph("Vi svarer. ")
    if place == "text":
        paragraph.add_run(number)
    elif place == "hidden":
        paragraph.add_run(number).font.hidden = True
    elif place == "split":
        for at in range(0, len(number), 3):
            paragraph.add_run(number[at : at + 3])
    elif place == "table":
        made.add_table(1, 1).cell(0, 0).text = number
    elif place == "header":
        made.sections[0].header.paragraphs[0].text = number
    elif place == "metadata":
        made.core_properties.comments = number
    return _saved(made), DOCX


def _pdf(number, place):
    if place == "text":
        return pdf(Paper("Svar", "", "", parts=(Words(plain(f"Vi svarer. {number}")),))), PDF
    out = PdfWriter(PdfReader(io.BytesIO(_EMPTY)))
    if place == "metadata":
        out.add_metadata({"/Keywords": number})
    else:
        out.add_annotation(0, FreeText(text=number, rect=(50, 50, 200, 100)))
    return _saved(out, "write"), PDF


def _odt(number, place):
    made = odfdo.Document("text")
    paragraph = odfdo.Paragraph(number if place == "text" else "Vi svarer.")
    made.body.append(paragraph)
    if place == "metadata":
        made.meta.subject = number
    elif place == "note":
        paragraph.append(odfdo.Annotation(number, creator="A"))
    return _saved(made), ODT


def _saved(made, way="save"):
    out = io.BytesIO()
    getattr(made, way)(out)
    return out.getvalue()


_EMPTY = pdf(Paper("Svar", "", "", parts=(Words(plain("Vi svarer.")),)))
PLACES = [
    *((_word, place) for place in ("text", "hidden", "split", "table", "header", "metadata")),
    *((_pdf, place) for place in ("text", "metadata", "annotation")),
    *((_odt, place) for place in ("text", "metadata", "note")),
]


@pytest.mark.parametrize("form", FORMS)
def test_no_number_in_a_file_is_missed_wherever_it_hides(form):
    dice = random.Random(form)
    missed = []
    for _ in range(5 if os.environ.get("CIVIC_PROVE") else 1):
        for make, place in PLACES:
            number = _number(dice, form)
            content, media_type = make(number, place)
            if "cpr" not in looked(content, media_type)["found"]:
                missed.append((make.__name__, place, number))
    assert missed == []


@pytest.mark.parametrize(("write", "media_type"), [(word, DOCX), (odt, ODT), (pdf, PDF)])
def test_a_file_without_one_is_not_held(write, media_type):
    content = write(Paper("Svar", "", "", parts=(Words(plain("Vi svarer i sag EMN-2018-01699, faktura 4820117.")),)))
    assert "cpr" not in looked(content, media_type)["found"]


def test_hardly_any_other_number_is_taken_for_one():
    dice = random.Random(7)
    forms = [
        lambda: f"EMN-{dice.randrange(2000, 2030)}-{dice.randrange(100_000):05}",
        lambda: f"{dice.randrange(20, 99)} {dice.randrange(10, 99)} {dice.randrange(10, 99)} {dice.randrange(10, 99)}",
        lambda: f"faktura {dice.randrange(1_000_000, 9_999_999)}",
        lambda: f"fakturanr. {dice.randrange(10**9, 10**10)}",
        lambda: f"kontonr. {dice.randrange(1000, 9999)} {dice.randrange(10**9, 10**10)}",
        lambda: f"EAN {dice.randrange(5790 * 10**9, 5791 * 10**9)}",
        lambda: f"CVR {dice.randrange(10**7, 10**8)}",
        lambda: f"+45 {dice.randrange(20, 99)} {dice.randrange(100, 999)} {dice.randrange(100, 999)}",
        lambda: f"dokumentnr. {dice.randrange(2_000_000, 2_999_999)}",
        lambda: f"{dice.randrange(1, 99_999)}.{dice.randrange(100, 999)} kr.",
    ]
    wrong = [text for text in (forms[n % len(forms)]() for n in range(MANY)) if cpr.is_in(f"Se {text} i dag")]
    assert len(wrong) <= MANY / 100
