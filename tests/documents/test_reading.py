"""Word and ODT files: read into sections, written out again, and nothing lost on the way."""

import io
import zipfile

import docx
import pytest
from odfdo import Document, Element
from PIL import Image as Pixels

from civic.documents.odt import odt
from civic.documents.paper import Heading, Paper, from_markup
from civic.documents.parts import UnreadableError
from civic.documents.reading import read
from civic.documents.word import word
from civic.files.uploads import DOCX, ODT, PDF, kind_of
from civic.kernel.markup import Picture, blocks, source
from tests.documents.files import looked, text_of


def a_picture(colour="red"):
    out = io.BytesIO()
    Pixels.new("RGB", (120, 60), colour).save(out, "PNG")
    return out.getvalue()


LIST = "- et\n- to\n    - under\n- tre"
NUMBERS = "1. først\n2. så\n    1. lidt\n3. til sidst"
TABLE = "| Gård | Bænke |\n| --- | --- |\n| Nord | **3** |\n| Syd |  |"
FILES = {
    "prose": [("Indledning", 1, "Et afsnit.\n\nEt til, med *betoning* og **styrke**.")],
    "depths": [("A", 1, "a"), ("B", 2, "b"), ("C", 3, "c"), ("D", 1, "d"), ("E", 2, "e")],
    "bullets": [("Lister", 1, f"Før.\n\n{LIST}\n\nEfter.")],
    "numbers": [("Tal", 1, f"{NUMBERS}\n\nMellem.\n\n1. forfra\n2. igen")],
    "both lists": [("Begge", 1, f"{LIST}\n\nOg:\n\n{NUMBERS}")],
    "a table": [("Tabel", 1, f"Se her:\n\n{TABLE}\n\nSlut.")],
    "tables": [("To", 1, f"{TABLE}\n\nog\n\n| A | B | C |\n| --- | --- | --- |\n| 1 | 2 | 3 |")],
    "empty sections": [("Uden ord", 1, ""), ("Også uden", 2, ""), ("Med", 1, "ord")],
    "line breaks": [("Adresse", 1, "Rådhuset\n1\\. sal\nlokale 4")],
    "signs": [("Tegn & <mærker>", 1, "Fem \\* to, a\\_b, \\[x\\], 50 % & <b>, »gåseøjne« — “curly”, ‎אב عربي ሰላም 🙂")],
    "a picture": [("Billede", 1, "Før.\n\n![En bænk](picture-0)\n\nEfter.")],
    "principles": [("Princip 1: Plads", 1, "Til alle."), ("Anbefaling 1: Bænke", 1, "I alle gårde.")],
    "long": [(f"Afsnit {n}", 1 + n % 3, f"Ord nummer {n}. " * 40) for n in range(60)],
}  # fmt: skip


def _paper(sections):
    held = {0: (a_picture(), "image/png")}
    parts = []
    for heading, level, text in sections:
        parts += [Heading(level, heading), *from_markup(blocks(text), held)]
    return Paper("Rapport", "Version 1.0", "By & Fællesskab", parts=tuple(parts))


def _sections(found):
    return [(one.heading, one.level, source(one.blocks)) for one in found.parts]


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize(("write", "media_type"), [(word, DOCX), (odt, ODT)], ids=["docx", "odt"])
def test_a_document_comes_back_as_it_went_out(name, write, media_type):
    sections = [(heading, level, text.strip()) for heading, level, text in FILES[name]]
    content = write(_paper(sections))
    assert kind_of(content) == media_type
    found = read(content, media_type)
    assert found.title == "Rapport"
    assert _sections(found) == sections
    again = write(_paper(_sections(found)))
    assert _sections(read(again, media_type)) == sections


def test_a_picture_comes_with_its_words():
    found = read(word(_paper(FILES["a picture"])), DOCX)
    assert [(one.alt, kind_of(one.content)) for one in found.pictures] == [("En bænk", "image/png")]
    assert any(isinstance(block, Picture) for block in found.parts[0].blocks)


def _word_file(change):
    made = docx.Document()
    change(made)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _deleted(made):
    paragraph = made.add_paragraph("Synligt. ")
    run = paragraph.add_run("010190-1234")
    gone = docx.oxml.parse_xml(
        '<w:del xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" w:id="1" w:author="A"/>'
    )
    paragraph._p.append(gone)
    gone.append(run._r)


def _split(made):
    paragraph = made.add_paragraph("Mit nummer er ")
    for part in ("01", "0190", "-12", "34"):
        paragraph.add_run(part)


def _hidden(made):
    made.add_paragraph("Synligt. ").add_run("010190-1234").font.hidden = True


def _in_header(made):
    made.sections[0].header.paragraphs[0].text = "010190-1234"


def _in_metadata(made):
    made.core_properties.subject = "010190-1234"


def _in_comment(made):
    paragraph = made.add_paragraph("Synligt.")
    made.add_comment(paragraph.runs, text="010190-1234", author="A", initials="A")


def _in_table(made):
    made.add_table(1, 1).rows[0].cells[0].text = "010190-1234"


@pytest.mark.parametrize("change", [_deleted, _split, _hidden, _in_header, _in_metadata, _in_comment, _in_table])
def test_nothing_in_a_word_file_hides_from_the_gate(change):
    assert "cpr" in looked(_word_file(change), DOCX)["found"]


def test_what_a_reader_does_not_see_is_not_read_into_the_text():
    assert text_of(_word_file(_deleted), DOCX) == "Synligt."
    assert text_of(_word_file(_hidden), DOCX) == "Synligt."


@pytest.mark.parametrize("media_type", [DOCX, ODT, PDF, "image/png"])
@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 not a zip", b"%PDF-1.7 broken", b"\x89PNG\r\n\x1a\n broken"])
def test_a_broken_file_is_never_called_clean(content, media_type):
    with pytest.raises(UnreadableError):
        looked(content, media_type)


def test_entities_and_bombs_are_not_opened():
    good = word(_paper(FILES["prose"]))
    with pytest.raises(UnreadableError):
        read(_repacked(good, b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'), DOCX)
    with pytest.raises(UnreadableError):
        looked(_repacked(good, b"<x>" + b"a" * 70_000_000 + b"</x>"), DOCX)


def _repacked(content, document):
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for one in old.infolist():
            new.writestr(one.filename, document if one.filename == "word/document.xml" else old.read(one))
    return out.getvalue()


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def _r(words):
    return f"<w:r><w:t>{words}</w:t></w:r>"


@pytest.mark.parametrize(
    ("xml", "read_as"),
    [
        (f"<w:sdt {W}><w:sdtContent><w:p>{_r('Elevator.')}</w:p></w:sdtContent></w:sdt>", "Elevator."),
        (f"<w:p {W}><w:moveFrom w:id='1' w:author='A'>{_r('Flyttet.')}</w:moveFrom>{_r('Bliver.')}</w:p>",
         "Bliver."),
        (f"<w:p {W}><w:moveTo w:id='1' w:author='A'>{_r('Flyttet.')}</w:moveTo></w:p>", "Flyttet."),
        (f"<w:p {W}><w:r><w:rPr><w:rStyle w:val='Skjult'/></w:rPr><w:t>Nej.</w:t></w:r>{_r('Synligt.')}</w:p>",
         "Synligt."),
        (f"<w:tbl {W}><w:tr><w:tc><w:p>{_r('ydre')}</w:p><w:tbl><w:tr><w:tc><w:p>{_r('indre')}</w:p>"
         f"</w:tc></w:tr></w:tbl></w:tc><w:tc><w:p>{_r('ved siden af')}</w:p></w:tc></w:tr></w:tbl>",
         "ydre indre | ved siden af"),
        (f"<w:p {W}><w:r><w:pict><w:txbxContent><w:p>{_r('I boks.')}</w:p></w:txbxContent></w:pict></w:r></w:p>",
         "I boks."),
    ],
    ids=["content control", "moved from", "moved to", "hidden style", "nested table", "text box"],
)  # fmt: skip
def test_a_word_file_is_read_as_its_reader_sees_it(xml, read_as):
    def change(made):
        made.styles.add_style("Skjult", docx.enum.style.WD_STYLE_TYPE.CHARACTER).font.hidden = True
        made.add_paragraph("Før.")
        made.element.body.insert(len(made.element.body) - 1, docx.oxml.parse_xml(xml))
        made.add_paragraph("Efter.")

    assert text_of(_word_file(change), DOCX) == f"Før.\n\n{read_as}\n\nEfter."


def test_a_footnote_of_a_word_file_stands_at_its_end():
    note = f'<w:footnotes {W}><w:footnote w:id="2"><w:p>{_r("Se bilag 1.")}</w:p></w:footnote></w:footnotes>'
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    link = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"

    def change(made):
        name = docx.opc.packuri.PackURI("/word/footnotes.xml")
        part = docx.opc.part.Part(name, kind, note.encode(), made.part.package)
        made.part.relate_to(part, link)
        run = made.add_paragraph("Husk ramper").add_run()
        run._r.append(docx.oxml.parse_xml(f'<w:footnoteReference {W} w:id="2"/>'))

    assert text_of(_word_file(change), DOCX) == "Husk ramper[1]\n\n[1] Se bilag 1."


def _odt_file(body):
    made = Document("text")
    made.body.clear()
    look = '<style:text-properties text:display="none"/>'
    hidden = f'<style:style style:name="Skjult" style:family="text">{look}</style:style>'
    made.insert_style(Element.from_tag(hidden), automatic=True)
    for one in body:
        made.body.append(Element.from_tag(one))
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("xml", "read_as"),
    [
        ("<table:table><table:table-row><table:table-cell><text:p>Celle<office:annotation><text:p>Hemmeligt</text:p>"
         "</office:annotation></text:p></table:table-cell></table:table-row></table:table>", "Celle"),
        ('<text:p>Husk<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation>'
         "<text:note-body><text:p>Se bilag.</text:p></text:note-body></text:note> ramper.</text:p>",
         "Husk[1] ramper.\n\n[1] Se bilag."),
        ("<text:p>Den <text:date>3. maj</text:date>.</text:p>", "Den 3. maj."),
        ("<text:numbered-paragraph><text:p>Et punkt.</text:p></text:numbered-paragraph>", "Et punkt."),
        ("<text:list><text:list-header><text:p>Om lys</text:p></text:list-header><text:list-item><text:p>Mere.</text:p>"
         "</text:list-item></text:list>", "Om lys\n\n– Mere."),
        ('<text:p>Før<text:span text:style-name="Skjult">skjult</text:span> efter.</text:p>', "Før efter."),
        ('<text:p>Et<text:s text:c="300000000"/>rum.</text:p>', f"Et{' ' * 100}rum."),
        ("<text:p>Ved<draw:frame><draw:text-box><text:p>I en boks.</text:p></draw:text-box></draw:frame></text:p>",
         "Ved\n\nI en boks."),
    ],
)  # fmt: skip
def test_an_odt_is_read_as_its_reader_sees_it(xml, read_as):
    assert text_of(_odt_file([xml]), ODT) == read_as


def test_entities_hidden_in_another_encoding_are_refused():
    good = word(_paper(FILES["prose"]))
    with pytest.raises(UnreadableError):
        read(_repacked(good, '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'.encode("utf-16")), DOCX)
