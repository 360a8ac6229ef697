"""The hearing note as PDF/UA-1: tagged, titled, and made whatever characters people write."""

import io

import pikepdf
import pytest
from sqlalchemy.orm import Session

from civic.documents import compiled, note_pdf
from civic.hearings.queries import hearing
from civic.kernel.actor import VISITOR
from civic.kernel.context import Context
from tests.clock import NOON


def _opened(pdf):
    return pikepdf.open(io.BytesIO(pdf))


def test_the_note_is_a_tagged_pdf_with_title_and_language(site):
    with Session(site.engine) as session:
        context = Context(VISITOR, NOON, session)
        pdf = _opened(note_pdf(site.app, context, hearing(context, 1)))
    with pdf.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["dc:title"].startswith("Høringsnotat")
    assert pdf.Root.MarkInfo.Marked
    assert "/StructTreeRoot" in pdf.Root
    assert str(pdf.Root.Lang).startswith("da")


@pytest.mark.parametrize(
    "words", ["En smiley 🙂", "مرحبا", "ሰላም", "a\u0301\u202e", "#set page() *fed* $x$ \\ @kilde <a>", ""]
)
def test_any_characters_make_a_valid_document(words):
    data = {
        "title": "Høringsnotat", "author": "Enhed", "lang": "da", "eyebrow": words, "heading": "Høringsnotat",
        "hearing": words, "footer": words, "factsHead": ["A", "B"], "facts": [["Svar", words]],
        "partiesHeading": "Svar", "parties": [{"name": words or "Råd", "facts": words, "treatment": words}],
        "remarksHeading": "Bemærkninger",
        "rows": [
            {
                "heading": f"1.1 {words}", "about": words, "remark": words, "outcome": words, "reason": words,
                "change": words, "pieces": [{"kind": "added", "text": words}, {"kind": "removed", "text": words}],
            }
        ],
        "labels": {"remark": "B", "answer": "S", "change": "Æ", "plus": "+ ", "minus": "− "},
    }  # fmt: skip
    assert len(_opened(compiled(data)).pages) == 1
