"""What a reader of the paper sees is read, in its order; what its author covered or hid is read nowhere, and told."""

import io
import zlib

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String
from PIL import Image as Pixels

from civic.documents.carried import Carried
from civic.documents.looking import bare_of, look_at
from civic.documents.parts import UnreadableError, Why
from civic.documents.reading import read, words_of
from civic.documents.seen_pdf import see
from civic.files.uploads import DOCX, ODT, PDF, PNG, kind_of
from tests.documents.files import SEEN, docx, everything, look, odt, par, pdf, run, stamped, text_of, words

SECRET = "Eksempel Eksempelsen"
"""An invented name that stands where nobody is to read it."""


def a_picture(colour=(200, 30, 30), size=(90, 60), **saving):
    out = io.BytesIO()
    Pixels.new("RGB", size, colour).save(out, saving.pop("form", "PNG"), **saving)
    return out.getvalue()


def _drawn(made, content):
    with Pixels.open(io.BytesIO(content)) as opened:
        image = made.make_stream(opened.convert("RGB").tobytes())
        image.Width, image.Height = opened.size
    image.Type, image.Subtype = Name.XObject, Name.Image
    image.ColorSpace, image.BitsPerComponent = Name.DeviceRGB, 8
    return image


def _with_image(made):
    made.pages[0].obj.Resources.XObject = Dictionary(Im=_drawn(made, a_picture()))


def _with_state(made):
    made.pages[0].obj.Resources.ExtGState = Dictionary(Gone=Dictionary(ca=0.0), Faint=Dictionary(ca=0.04))


def _with_layer(made):
    layer = made.make_indirect(Dictionary(Type=Name.OCG, Name=String("Internt")))
    made.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([layer]), ON=Array()))
    made.pages[0].obj.Resources.Properties = Dictionary(L=layer)


def _with_form(drawing):
    def change(made):
        shape = made.make_stream(drawing.encode("cp1252"))
        shape.Type, shape.Subtype, shape.BBox = Name.XObject, Name.Form, Array([0, 0, 595, 842])
        shape.Resources = Dictionary(Font=made.pages[0].obj.Resources.Font)
        made.pages[0].obj.Resources.XObject = Dictionary(Fm=shape)

    return change


NAME = words(f"Klage fra {SECRET}.")
BAR = "0 g 55 690 400 30 re f\n"
IMAGE = "q 420 0 0 40 50 685 cm /Im Do Q\n"
HIDDEN_PDF = {
    "under a black bar": (NAME + BAR, None),
    "under a white bar": (NAME + "1 g 55 690 400 30 re f\n", None),
    "under a picture": (NAME + IMAGE, _with_image),
    "white on white": (words(f"Klage fra {SECRET}.", before="1 g"), None),
    "nearly white": (words(f"Klage fra {SECRET}.", before="0.97 g"), None),
    "black on black": (BAR + NAME, None),
    "invisible": (f"3 Tr {NAME} 0 Tr\n", None),
    "clipped away": (f"q 0 0 10 10 re W n {NAME} Q\n", None),
    "beside the page": (words(f"Klage fra {SECRET}.", at=(700, 700)), None),
    "too small": (words(f"Klage fra {SECRET}.", size=1), None),
    "transparent": (f"q /Gone gs {NAME} Q\n", _with_state),
    "as good as transparent": (f"q /Faint gs {NAME} Q\n", _with_state),
    "in a layer that is off": (f"/OC /L BDC {NAME} EMC\n", _with_layer),
    "under a bar inside a form": ("/Fm Do\n", _with_form(NAME + BAR)),
    "under an annotation": (NAME, lambda made: stamped(made, "0 g 0 0 350 40 re f", rect=(50, 690, 450, 720))),
    "marked to be taken out": (
        NAME,
        lambda made: setattr(
            made.pages[0].obj,
            "Annots",
            Array([made.make_indirect(Dictionary(Subtype=Name.Redact, Rect=Array([50, 690, 450, 720])))]),
        ),
    ),
}


@pytest.mark.parametrize("way", HIDDEN_PDF)
def test_words_that_no_reader_of_a_pdf_sees_wait_for_a_person_and_are_given_to_nobody(way):
    drawing, change = HIDDEN_PDF[way]
    carried = Carried()
    seen = see(pdf(SEEN + drawing, change=change), carried)
    assert "Det synlige." in seen.text
    assert 1 in carried.covered | set(seen.covered)
    if way != "marked to be taken out":
        assert "Eksempel" not in seen.text
        assert SECRET.encode() not in everything(seen.content)
    assert SECRET in "\n".join(carried.words)


def _field(made):
    box = made.make_indirect(
        Dictionary(
            Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String("Navn"), V=String("Bo fra Nord"), F=4,
            DA=String("/F1 12 Tf 0 g"), Rect=Array([60, 700, 300, 720]),
        )
    )  # fmt: skip
    font = made.pages[0].obj.Resources.Font
    made.Root.AcroForm = Dictionary(Fields=Array([box]), DR=Dictionary(Font=font), NeedAppearances=True)
    made.pages[0].obj.Annots = Array([box])


COLUMNS = "".join(
    words(left, at=(60, 700 - 18 * at)) + words(right, at=(320, 700 - 18 * at))
    for at, (left, right) in enumerate(
        [("Vi støtter planen om", "Vi er imod vejen, og"), ("flere bænke langs stien", "vi ønsker at støjen"),
         ("og ved alle indgange.", "måles hvert eneste år.")]
    )
)  # fmt: skip
TABLE = "".join(
    words(cell, at=(60 + 150 * across, 700 - 20 * down))
    for down, row in enumerate([("Sted", "År", "Sum"), ("Nord", "2026", "100"), ("Syd", "2027", "200")])
    for across, cell in enumerate(row)
)
SHOWN_PDF = {
    "words": (words("Vi støtter planen."), None, "Vi støtter planen."),
    "white on a dark bar": (BAR + words("Vi støtter planen.", before="1 g"), None, "Vi støtter planen."),
    "grey": (words("Vi støtter planen.", before="0.6 g"), None, "Vi støtter planen."),
    "small print": (words("Vi støtter planen.", size=5), None, "Vi støtter planen."),
    "on a picture": (IMAGE + words("Vi støtter planen."), _with_image, "Vi støtter planen."),
    "marked yellow": ("1 1 0 rg 55 690 400 30 re f\n" + words("Vi støtter planen."), None, "Vi støtter planen."),
    "underlined": (words("Vi støtter planen.") + "60 697 120 1 re f\n", None, "Vi støtter planen."),
    "in a form": ("/Fm Do\n", _with_form(words("Vi støtter planen.")), "Vi støtter planen."),
    "letter by letter": (
        "BT /F1 14 Tf 60 700 Td [(V) -20 (i) -300 (s) 10 (t) (ø) (t) (t) (e) (r.)] TJ ET", None, "Vi støtter.",
    ),
    "a stamp": ("", lambda made: stamped(made, words("Modtaget 3. maj", at=(5, 10))), "Modtaget 3. maj"),
    "a filled field": ("", _field, "Bo fra Nord"),
    "columns": (COLUMNS, None, "Vi støtter planen om\nflere bænke langs stien\nog ved alle indgange.\n\n"
                "Vi er imod vejen, og\nvi ønsker at støjen\nmåles hvert eneste år."),
    "a table": (TABLE, None, "Sted År Sum\nNord 2026 100\nSyd 2027 200"),
    "another text beside it": (
        "/Span <</ActualText (010190-1234)>> BDC " + words("Vi støtter planen.") + " EMC", None, "Vi støtter planen.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("way", SHOWN_PDF)
def test_words_that_a_reader_of_a_pdf_sees_are_read_in_their_order(way):
    drawing, change, said = SHOWN_PDF[way]
    carried = Carried()
    seen = see(pdf(SEEN + drawing, change=change), carried)
    assert seen.text.removeprefix("Det synlige.").strip() == said
    assert not seen.covered
    assert text_of(seen.content, PDF) == seen.text
    assert b"010190" not in everything(seen.content)


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_a_turned_page_is_read_like_any_other(turned):
    def turn(made):
        made.pages[0].obj.Rotate = turned

    upright = {0: "1 0 0 1 0 0", 90: "0 1 -1 0 595 0", 180: "-1 0 0 -1 595 842", 270: "0 -1 1 0 0 842"}[turned]
    low = f"{words('Det synlige.', at=(60, 500))} 1 0 0 1 0 -300 cm {NAME}{BAR}"
    for drawing in (low, f"{upright} cm {low}"):  # read from the side, and put right
        seen = see(pdf(drawing, change=turn), Carried())
        assert (seen.text, seen.covered) == ("Det synlige.", (1,))


def _told(made):
    made.docinfo["/Author"] = String(SECRET)
    made.Root.Metadata = made.make_stream(f"<x>{SECRET}</x>".encode())
    made.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String(f"app.alert('{SECRET}')"))
    made.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("a"), Dictionary(JS=String(SECRET))])))
    made.Root.StructTreeRoot = Dictionary(K=Dictionary(S=Name.Figure, Alt=String(SECRET)))
    made.pages[0].obj.PieceInfo = Dictionary(App=Dictionary(Private=String(SECRET)))
    made.pages[0].obj.Resources.XObject = Dictionary(Unused=made.make_stream(SECRET.encode()))
    made.attachments["bilag.txt"] = SECRET.encode()
    note = Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=Array([0, 0, 20, 20]), Contents=String(SECRET), F=2)
    made.pages[0].obj.Annots = Array([made.make_indirect(note)])


def test_a_pdf_made_anew_has_nothing_but_what_is_drawn_on_its_pages():
    carried = Carried()
    seen = see(pdf(f"% {SECRET}\n" + SEEN, change=_told), carried)
    assert seen.text == "Det synlige."
    assert SECRET.encode() not in everything(seen.content)
    assert (carried.packed, carried.active, carried.comments) == (True, True, {1})
    with pikepdf.open(io.BytesIO(seen.content)) as made:
        assert set(made.Root.keys()) == {"/Type", "/Pages"}


def test_an_earlier_revision_of_a_pdf_is_gone():
    first = pdf(SEEN + NAME, compress_streams=False)
    with pikepdf.open(io.BytesIO(first)) as opened:
        last = opened.pages[0].obj.Contents.objgen[0]
    later = f"\n{last} 0 obj\n<</Length {len(SEEN)}>>\nstream\n{SEEN}\nendstream\nendobj\n"
    start = len(first) + 1
    update = f"{later}xref\n{last} 1\n{start:010} 00000 n \ntrailer\n<</Size 20/Root 1 0 R/Prev {_xref(first)}>>\n"
    content = first + update.encode() + f"startxref\n{len(first) + len(later)}\n%%EOF\n".encode()
    assert SECRET.encode() in content, "the name lies in the file, in what the last revision wrote over"
    with pikepdf.open(io.BytesIO(content)) as opened:
        assert b"synlige" in opened.pages[0].obj.Contents.read_bytes()
        assert SECRET.encode() not in opened.pages[0].obj.Contents.read_bytes()
    seen = see(content, Carried())
    assert seen.text == "Det synlige."
    assert SECRET.encode() not in everything(seen.content)


def _xref(content):
    return int(content.rpartition(b"startxref")[2].split()[0])


def test_a_photograph_in_a_pdf_tells_nothing_of_its_camera():
    exif = Pixels.Exif()
    exif[0x010E], exif[0x9C9D] = SECRET, SECRET

    def change(made):
        content = a_picture(form="JPEG", exif=exif)
        image = made.make_stream(content)
        image.Type, image.Subtype, image.Filter = Name.XObject, Name.Image, Name.DCTDecode
        image.Width, image.Height, image.ColorSpace, image.BitsPerComponent = 90, 60, Name.DeviceRGB, 8
        made.pages[0].obj.Resources.XObject = Dictionary(Im=image)

    content = pdf(SEEN + IMAGE, change=change)
    assert SECRET.encode() in everything(content)
    seen = see(content, Carried())
    assert seen.pictured == (1,)
    assert SECRET.encode() not in everything(seen.content)
    with pikepdf.open(io.BytesIO(seen.content)) as made:
        image = pikepdf.PdfImage(made.pages[0].images["/Im"]).as_pil_image()
    assert image.size == (90, 60)


@pytest.mark.parametrize("packing", [["/FlateDecode", "/DCTDecode"], ["/DCTDecode"]])
def test_a_photograph_that_is_packed_twice_tells_nothing_either(packing):
    exif = Pixels.Exif()
    exif[0x010E] = SECRET

    def change(made):
        content = a_picture(form="JPEG", exif=exif)
        image = made.make_stream(zlib.compress(content) if len(packing) > 1 else content)
        image.Type, image.Subtype, image.Filter = Name.XObject, Name.Image, Array([Name(one) for one in packing])
        image.Width, image.Height, image.ColorSpace, image.BitsPerComponent = 90, 60, Name.DeviceRGB, 8
        made.pages[0].obj.Resources.XObject = Dictionary(Im=image)

    seen = see(pdf(SEEN + IMAGE, change=change), Carried())
    kept = everything(seen.content)
    assert SECRET.encode() not in kept
    with pikepdf.open(io.BytesIO(seen.content)) as made:
        for image in made.pages[0].images.values():
            assert SECRET.encode() not in pikepdf.PdfImage(image).as_pil_image().info.get("exif", b"")


def test_a_scan_with_a_typed_line_waits_and_the_words_laid_under_it_are_not_believed():
    seen = see(pdf(SEEN + IMAGE + f"3 Tr {words('Nummer 010190-1234')}", change=_with_image), Carried())
    assert (seen.text, seen.covered, seen.pictured) == ("Det synlige.", (1,), (1,))


def test_a_pdf_that_opens_without_a_password_is_read_and_one_that_does_not_says_so():
    free = pdf(SEEN, encryption=pikepdf.Encryption(owner="x", user="", R=6))
    locked = pdf(SEEN, encryption=pikepdf.Encryption(owner="x", user="y", R=6))
    assert text_of(free, PDF) == "Det synlige."
    with pytest.raises(UnreadableError) as refused:
        text_of(locked, PDF)
    assert refused.value.why is Why.LOCKED


def test_a_pdf_of_twenty_thousand_pages_that_share_one_drawing_is_not_begun():
    def change(made):
        for _ in range(2000):
            made.pages.append(made.pages[0])

    with pytest.raises(UnreadableError) as refused:
        text_of(pdf(SEEN, change=change), PDF)
    assert refused.value.why is Why.TOO_MUCH


# --- Word


STYLES = (
    '<w:style w:type="character" w:styleId="Skjult"><w:name w:val="Skjult"/><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="Barn"><w:name w:val="Barn"/><w:basedOn w:val="Skjult"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Vk"><w:name w:val="Væk"/><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Kom"><w:name w:val="Kommuneoverskrift"/><w:basedOn w:val="O1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="O1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="T"><w:name w:val="Title"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="U"><w:name w:val="Subtitle"/></w:style>'
    '<w:style w:type="table" w:styleId="Mrk"><w:name w:val="Mørk"/><w:tblStylePr w:type="firstRow"><w:tcPr>'
    '<w:shd w:fill="1F3864"/></w:tcPr></w:tblStylePr></w:style>'
)
NUMBERING = (
    '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
    '<w:lvlText w:val="%1."/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
    '<w:lvlText w:val="%1.%2."/></w:lvl></w:abstractNum>'
    '<w:abstractNum w:abstractNumId="2"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/>'
    '<w:lvlText w:val="%1)"/></w:lvl></w:abstractNum>'
    '<w:abstractNum w:abstractNumId="3"><w:lvl w:ilvl="0"><w:start w:val="4"/><w:numFmt w:val="upperRoman"/>'
    '<w:lvlText w:val="%1."/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="2"/></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="3"/></w:num>'
    '<w:num w:numId="4"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="12"/>'
    "</w:lvlOverride></w:num>"
)


def _item(text, number, level=0):
    return par(text, look=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def _cell(text, look=""):
    return f"<w:tc><w:tcPr>{look}</w:tcPr>{text if text.startswith('<') else par(text)}</w:tc>"


def _table(*rows, look=""):
    inside = "".join(f"<w:tr>{''.join(row)}</w:tr>" for row in rows)
    return f"<w:tbl><w:tblPr>{look}</w:tblPr>{inside}</w:tbl>"


def _box(kind, checked=""):
    data = f"<w:ffData><w:{kind}>{checked}</w:{kind}></w:ffData>"
    begin = f'<w:r><w:fldChar w:fldCharType="begin">{data}</w:fldChar></w:r>'
    return begin + '<w:r><w:instrText> FORM </w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'


HIDDEN_DOCX = {
    "hidden": par("Vi ", run(SECRET, "<w:vanish/>"), "støtter."),
    "by a style": par("Vi ", run(SECRET, '<w:rStyle w:val="Skjult"/>'), "støtter."),
    "by the style above": par("Vi ", run(SECRET, '<w:rStyle w:val="Barn"/>'), "støtter."),
    "by a paragraph's style": par(SECRET, look='<w:pStyle w:val="Vk"/>') + par("Vi støtter."),
    "marked black": par("Vi ", run(SECRET, '<w:highlight w:val="black"/>'), "støtter."),
    "shaded black": par("Vi ", run(SECRET, '<w:shd w:val="clear" w:color="auto" w:fill="000000"/>'), "støtter."),
    "white": par("Vi ", run(SECRET, '<w:color w:val="FFFFFF"/>'), "støtter."),
    "nearly white": par("Vi ", run(SECRET, '<w:color w:val="F8F8F8"/>'), "støtter."),
    "red on red": par("Vi ", run(SECRET, '<w:color w:val="C00000"/><w:shd w:fill="C00000"/>'), "støtter."),
    "on its paragraph's colour": par(
        "Vi ", run(SECRET, '<w:color w:val="DDDDDD"/>'), "støtter.", look='<w:shd w:fill="DDDDDD"/>'
    ),
    "tiny": par("Vi ", run(SECRET, '<w:sz w:val="2"/>'), "støtter."),
    "in a box in a hidden run": par(
        "Vi ",
        f"<w:r><w:rPr><w:vanish/></w:rPr><w:pict><w:txbxContent>{par(SECRET)}</w:txbxContent></w:pict></w:r>",
        "støtter.",
    ),
    "white by the theme": par("Vi ", run(SECRET, '<w:color w:val="auto" w:themeColor="background1"/>'), "støtter."),
    "in a hidden row": _table([_cell("Vi støtter.")])
    + f"<w:tbl><w:tr><w:trPr><w:hidden/></w:trPr>{_cell(SECRET)}</w:tr></w:tbl>",
}
CHANGED_DOCX = {
    "deleted": par("Vi ", f'<w:del w:author="{SECRET}"><w:r><w:delText>{SECRET}</w:delText></w:r></w:del>', "støtter."),
    "moved away": par("Vi ", f"<w:moveFrom>{run(SECRET)}</w:moveFrom>", "støtter."),
    "a deleted paragraph": f'<w:del w:author="A">{par(SECRET)}</w:del>' + par("Vi støtter."),
    "a deleted row": _table([_cell("Vi støtter.")])
    + f"<w:tbl><w:tr><w:trPr><w:del/></w:trPr>{_cell(SECRET)}</w:tr></w:tbl>",
}
ELSEWHERE_DOCX = {
    "a field's instruction": par(
        "Vi ",
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>',
        f"<w:r><w:instrText>HYPERLINK {SECRET}</w:instrText></w:r>",
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>',
        run("støtter."),
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
    ),
    "a content control's tag": par(
        f'<w:sdt><w:sdtPr><w:tag w:val="{SECRET}"/><w:alias w:val="{SECRET}"/></w:sdtPr>'
        f"<w:sdtContent>{run('Vi støtter.')}</w:sdtContent></w:sdt>"
    ),
    "a picture's description": par(
        "Vi støtter.",
        f'<w:r><w:drawing><wp:inline><wp:docPr descr="C:\\Users\\{SECRET}\\a.png"/></wp:inline></w:drawing></w:r>',
    ),
    "a comment": par('<w:commentRangeStart w:id="1"/>', "Vi støtter.", '<w:r><w:commentReference w:id="1"/></w:r>'),
}


@pytest.mark.parametrize(("way", "told"), [
    *((way, "covered") for way in HIDDEN_DOCX), *((way, "changed") for way in CHANGED_DOCX),
    *((way, "") for way in ELSEWHERE_DOCX),
])  # fmt: skip
def test_words_that_no_reader_of_a_word_file_sees_are_given_to_nobody(tmp_path, way, told):
    body = {**HIDDEN_DOCX, **CHANGED_DOCX, **ELSEWHERE_DOCX}[way]
    comments = {"word/comments.xml": f"<c>{SECRET}</c>", "docProps/core.xml": f"<x><creator>{SECRET}</creator></x>"}
    content = docx(body, styles=STYLES, parts=comments)
    found = look_at(content, DOCX, tmp_path)
    assert found["text"].replace("[…]", "").replace("  ", " ") == "Vi støtter."
    assert told in " ".join(found["found"])
    assert SECRET.encode() not in everything((tmp_path / "shown").read_bytes())
    assert text_of((tmp_path / "shown").read_bytes(), DOCX).replace("[…]", "").replace("  ", " ") == "Vi støtter."


SHOWN_DOCX = {
    "a struck word": (par("Luk ", run("ikke", "<w:strike/>"), " biblioteket."), "Luk [overstreget: ikke] biblioteket."),
    "struck twice": (par("Luk ", run("ikke ", "<w:dstrike/>"), "nu."), "Luk [overstreget: ikke] nu."),
    "struck, but not": (par("Luk ", run("ikke", '<w:strike w:val="0"/>'), " nu."), "Luk ikke nu."),
    "white in a dark row": (
        _table([_cell(par(run("Sted", '<w:color w:val="FFFFFF"/>')))], look='<w:tblStyle w:val="Mrk"/>'), "Sted",
    ),
    "white in a dark cell": (
        _table([_cell(par(run("Sted", '<w:color w:val="FFFFFF"/>')), '<w:shd w:fill="1F3864"/>')]), "Sted",
    ),
    "marked yellow": (par(run("Vigtigt", '<w:highlight w:val="yellow"/>')), "Vigtigt"),
    "title and subtitle": (
        par("Svar", look='<w:pStyle w:val="T"/>') + par("med forbehold", look='<w:pStyle w:val="U"/>') + par("Et.")
        + par("Bilag", look='<w:pStyle w:val="T"/>') + par("To."), "Svar\n\nmed forbehold\n\nEt.\n\nBilag\n\nTo.",
    ),
    "a drop cap": (
        par("H", look='<w:framePr w:dropCap="drop"/>') + par("andicaprådet takker."), "Handicaprådet takker.",
    ),
    "a list that goes on": (
        _item("et", 1) + _item("to", 1) + par("Mellem.") + _item("tre", 1), "1. et\n2. to\n\nMellem.\n\n3. tre",
    ),
    "a list that begins at twelve": (_item("tolv", 4), "12. tolv"),
    "letters": (_item("et", 2) + _item("to", 2), "a) et\n\nb) to"),
    "roman numbers": (_item("fire", 3), "IV. fire"),
    "numbers under numbers": (_item("et", 1) + _item("under", 1, 1), "1. et\n\n1.1. under"),
    "ticked signs": (par('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>', " Enig"), "☒ Enig"),
    "a ticked field": (par(_box("checkBox", "<w:checked/>"), " Enig ", _box("checkBox"), " Uenig"), "☒ Enig ☐ Uenig"),
    "a chosen line": (
        par(_box("ddList", '<w:result w:val="1"/><w:listEntry w:val="For"/><w:listEntry w:val="Imod"/>')), "Imod",
    ),
    "cells side by side": (
        _table([_cell("Sted"), _cell("Sum", '<w:gridSpan w:val="2"/>'), _cell("Note")],
               [_cell("Nord"), _cell("1"), _cell("2"), _cell("ja")]), "Sted | Sum |  | Note\nNord | 1 | 2 | ja",
    ),
    "cells above each other": (
        _table([_cell("Sted"), _cell("År")], [_cell("Nord", '<w:vMerge w:val="restart"/>'), _cell("2026")],
               [_cell("<w:p/>", "<w:vMerge/>"), _cell("2027")]), "Sted | År\nNord | 2026\n | 2027",
    ),
    "a heading by outline": (par("Trafik", look='<w:outlineLvl w:val="0"/>') + par("Stier."), "Trafik\n\nStier."),
    "a formula": (par("Støj ", "<m:oMath><m:r><m:t>x=2</m:t></m:r></m:oMath>"), "Støj x=2"),
    "composed letters": (par("Ra\u030adet"), "Rådet"),
    "an inserted word": (par("Vi ", f"<w:ins>{run('støtter')}</w:ins>"), "Vi støtter"),
}  # fmt: skip


@pytest.mark.parametrize("way", SHOWN_DOCX)
def test_what_a_reader_of_a_word_file_sees_is_read_with_its_numbers(way):
    body, said = SHOWN_DOCX[way]
    carried = Carried()
    content = docx(body, styles=STYLES, numbering=NUMBERING)
    read(content, DOCX, carried)
    assert text_of(content, DOCX) == said
    assert not carried.covered


@pytest.mark.parametrize(
    "styles",
    [
        "<w:docDefaults><w:rPrDefault><w:rPr><w:vanish/></w:rPr></w:rPrDefault></w:docDefaults>",
        '<w:style w:type="paragraph" w:default="1" w:styleId="N"><w:name w:val="Normal"/><w:rPr>'
        '<w:color w:val="FFFFFF"/></w:rPr></w:style>',
    ],
)
def test_what_hides_the_whole_document_hides_each_of_its_words(styles):
    carried = Carried()
    shown = run("Vi støtter.", '<w:vanish w:val="0"/><w:color w:val="000000"/>')
    found = read(docx(par(SECRET) + par(shown), styles=styles), DOCX, carried)
    assert words_of(found) == "Vi støtter."
    assert carried.covered


def test_a_shape_that_may_lie_over_words_lets_a_person_look():
    carried = Carried()
    box = "<w:r><w:drawing><wp:anchor><w:txbxContent><w:p/></w:txbxContent></wp:anchor></w:drawing></w:r>"
    read(docx(par("Vi støtter.", box)), DOCX, carried)
    assert carried.covered


def test_sections_stand_under_a_municipalitys_own_headings():
    body = (
        par("Mødesteder", look='<w:pStyle w:val="Kom"/>')
        + par("Åbne.")
        + par("Trafik", look='<w:outlineLvl w:val="0"/>')
    )
    assert [(one.heading, one.level) for one in read(docx(body, styles=STYLES), DOCX).parts] == [
        ("Mødesteder", 1), ("Trafik", 1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "content",
    [
        docx(par("Vi støtter."), main="word/document2.xml"),
        docx(par("Vi støtter."), strict=True),
        docx(par("Vi støtter."), parts={"word/printerSettings/printerSettings1.bin": "x"}),
        docx(par("Vi støtter."), parts={"word/embeddings/Microsoft_Excel_Sheet.xlsx": "PK"}),
        docx("<!-- en note -->" + par("Vi <!-- en til -->støtter.")),
        docx(par("Vi støtter."), links=[("r9", "image", "https://eksempel.dk/a.png", "External")]),
    ],
    ids=["another main part", "strict", "printer settings", "chart data", "comments in the xml", "a linked picture"],
)
def test_a_word_file_like_those_of_real_offices_is_read(content):
    assert kind_of(content) == DOCX
    assert text_of(content, DOCX) == "Vi støtter."


@pytest.mark.parametrize(
    ("body", "parts", "links"),
    [
        (par('<w:r><w:instrText>DDEAUTO c:\\\\a.exe "x"</w:instrText></w:r>'), {}, ()),
        (par('<w:fldSimple w:instr="INCLUDETEXT http://eksempel.dk"/>'), {}, ()),
        (par("Vi"), {"word/vbaProject.bin": "x"}, ()),
        (par("Vi"), {}, [("r9", "attachedTemplate", "http://eksempel.dk/a.dotm", "External")]),
        (par("Vi"), {}, [("r9", "oleObject", "http://eksempel.dk/a.doc", "External")]),
    ],
    ids=["dde", "included text", "macros", "foreign template", "linked object"],
)
def test_what_would_run_when_a_word_file_is_opened_is_told(body, parts, links):
    carried = Carried()
    read(docx(body, parts=parts, links=links), DOCX, carried)
    assert carried.active


# --- OpenDocument


AUTOMATIC = (
    look("Skjult", 'text:display="none"')
    + look("Hvid", 'fo:color="#ffffff"')
    + look("Sort", 'fo:background-color="#000000"')
    + look("Lille", 'fo:font-size="1pt"')
    + look("Streg", 'style:text-line-through-style="solid"')
    + look("Vk", 'text:display="none"', family="paragraph")
    + look("Vis", 'text:display="true"', family="paragraph")
    + look("Barn", 'fo:color="#000000"', family="paragraph", parent="Vk")
    + '<text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-format="1"'
    ' style:num-suffix="."/></text:list-style><text:list-style style:name="A"><text:list-level-style-number'
    ' text:level="1" style:num-format="a" style:num-suffix=")"/></text:list-style>'
)


def _span(text, style):
    return f'<text:span text:style-name="{style}">{text}</text:span>'


HIDDEN_ODT = {
    "hidden": f"<text:p>Vi {_span(SECRET, 'Skjult')}støtter.</text:p>",
    "white": f"<text:p>Vi {_span(SECRET, 'Hvid')}støtter.</text:p>",
    "black on black": f"<text:p>Vi {_span(SECRET, 'Sort')}støtter.</text:p>",
    "tiny": f"<text:p>Vi {_span(SECRET, 'Lille')}støtter.</text:p>",
    "by the default style": f'<text:p>{SECRET}</text:p><text:p text:style-name="Vis">Vi støtter.</text:p>',
    "a hidden section": f'<text:section text:display="none"><text:p>{SECRET}</text:p></text:section>'
    "<text:p>Vi støtter.</text:p>",
    "by the style above": f'<text:p text:style-name="Barn">{SECRET}</text:p><text:p>Vi støtter.</text:p>',
    "a hidden paragraph": f'<text:p><text:hidden-paragraph text:is-hidden="true"/>{SECRET}</text:p>'
    "<text:p>Vi støtter.</text:p>",
    "a hidden text": f'<text:p>Vi <text:hidden-text text:string-value="{SECRET}" text:is-hidden="true">'
    f"{SECRET}</text:hidden-text>støtter.</text:p>",
    "a hidden row": "<table:table><table:table-row><table:table-cell><text:p>Vi støtter.</text:p></table:table-cell>"
    f'</table:table-row><table:table-row table:visibility="collapse"><table:table-cell><text:p>{SECRET}</text:p>'
    "</table:table-cell></table:table-row></table:table>",
    "a tracked deletion": "<text:tracked-changes><text:changed-region><text:deletion><office:change-info>"
    f"<dc:creator>{SECRET}</dc:creator></office:change-info><text:p>{SECRET}</text:p></text:deletion>"
    "</text:changed-region></text:tracked-changes><text:p>Vi <text:change/>støtter.</text:p>",
    "a comment": f"<text:p>Vi <office:annotation><dc:creator>{SECRET}</dc:creator><text:p>{SECRET}</text:p>"
    "</office:annotation>støtter.</text:p>",
}


@pytest.mark.parametrize("way", HIDDEN_ODT)
def test_words_that_no_reader_of_an_odt_sees_are_given_to_nobody(tmp_path, way):
    usual = '<style:default-style style:family="paragraph"><style:text-properties text:display="none"/>'
    styles = f"{usual}</style:default-style>" if way == "by the default style" else ""
    content = odt(
        HIDDEN_ODT[way],
        automatic=AUTOMATIC,
        styles=styles,
        meta=f"<meta:initial-creator>{SECRET}</meta:initial-creator>",
    )
    found = look_at(content, ODT, tmp_path)
    assert found["text"].replace("[…]", "").replace("  ", " ") == "Vi støtter."
    assert {"covered", "changed", "comments"} & {one.partition("@")[0] for one in found["found"]}
    assert SECRET.encode() not in everything((tmp_path / "shown").read_bytes())


SHOWN_ODT = {
    "a struck word": (f"<text:p>Luk {_span('ikke', 'Streg')} nu.</text:p>", "Luk [overstreget: ikke] nu."),
    "a list that goes on": (
        '<text:list text:style-name="L"><text:list-item><text:p>et</text:p></text:list-item></text:list>'
        '<text:p>Mellem.</text:p><text:list text:style-name="L" text:continue-numbering="true"><text:list-item>'
        "<text:p>to</text:p></text:list-item></text:list>", "1. et\n\nMellem.\n\n2. to",
    ),
    "letters": (
        '<text:list text:style-name="A"><text:list-item><text:p>et</text:p></text:list-item></text:list>', "a) et",
    ),
    "cells above each other": (
        "<table:table><table:table-row><table:table-cell><text:p>Nord</text:p></table:table-cell><table:table-cell>"
        "<text:p>2026</text:p></table:table-cell></table:table-row><table:table-row><table:covered-table-cell/>"
        "<table:table-cell><text:p>2027</text:p></table:table-cell></table:table-row></table:table>",
        "Nord | 2026\n | 2027",
    ),
    "a box on the page": (
        "<draw:frame><draw:text-box><text:p>Vi er imod.</text:p></draw:text-box></draw:frame><text:p>Svar.</text:p>",
        "Vi er imod.\n\nSvar.",
    ),
    "comments in the xml": ("<text:p>Vi <!-- note -->støtter.</text:p>", "Vi støtter."),
    "a ticked field": (
        '<office:forms><form:form><form:checkbox form:id="c" form:label="Enig" form:current-state="checked"/>'
        '</form:form></office:forms><text:p><draw:control draw:control="c"/></text:p>', "☒ Enig",
    ),
}  # fmt: skip


@pytest.mark.parametrize("way", SHOWN_ODT)
def test_what_a_reader_of_an_odt_sees_is_read_with_its_numbers(way):
    body, said = SHOWN_ODT[way]
    assert text_of(odt(body, automatic=AUTOMATIC), ODT) == said


def test_an_odt_with_what_offices_pack_into_it_is_read():
    image = '<text:p>Vi støtter.<draw:frame><draw:image xlink:href="../billeder/kryds.png"/></draw:frame></text:p>'
    assert text_of(odt(image, parts={"layout-cache": b"\0\1"}), ODT) == "Vi støtter."
    part = '<text:p>Vi støtter.<draw:frame><draw:object xlink:href="./Object 1"/></draw:frame></text:p>'
    carried = Carried()
    read(odt(part, parts={"Object 1": b"x", "ObjectReplacements/Object 1": b"x"}), ODT, carried)
    assert carried.packed


# --- pictures


def test_a_picture_keeps_its_pixels_and_nothing_else():
    exif = Pixels.Exif()
    exif[0x010F] = SECRET
    content = a_picture(exif=exif)
    bare = bare_of(content, PNG)
    assert SECRET.encode() in content
    assert SECRET.encode() not in bare
    with Pixels.open(io.BytesIO(bare)) as opened:
        assert opened.convert("RGB").getpixel((5, 5)) == (200, 30, 30)
