"""What a reader of a PDF sees is read, in its order; how its pages look is given out, and nothing else of it."""

import io
import zlib

import pikepdf
import pypdfium2 as pdfium
import pytest
from pikepdf import Array, Dictionary, Name, String
from PIL import Image as Pixels
from PIL import ImageDraw

from civic.documents import apart
from civic.documents.carried import Carried
from civic.documents.layout import Letter, Run, paragraphs
from civic.documents.layout import text_of as text_of_letters
from civic.documents.parts import UnreadableError, Why
from civic.documents.pictured import Pictured
from civic.documents.seen_pdf import see
from civic.files.uploads import PDF
from tests.documents.files import SECRET, SEEN, a_picture, everything, looked, pdf, stamped, text_of, words


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


def _in_layer(made):
    stamped(made, words(f"Klage fra {SECRET}.", at=(5, 10)))
    layer = made.make_indirect(Dictionary(Type=Name.OCG, Name=String("Internt")))
    made.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([layer]), ON=Array()))
    made.pages[0].obj.Annots[0].OC = layer


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
    "under other words on a white bar": (
        NAME + "1 g 55 690 400 30 re f\n" + words("Borgerens navn er fjernet her."),
        None,
    ),
    "white between black lines": (
        "".join(words("VI STOETTER PLANEN OM STIEN HER", at=(60, 700 - 16 * at)) for at in range(3))
        + words(SECRET.upper(), at=(60, 692), before="1 g"),
        None,
    ),
    "under a row of crosses": (NAME + "1 g 55 690 400 30 re f\n" + words("XXXXXXXXXXXXXXXXXXXXXXXX"), None),
    "invisible under other words": (f"3 Tr {NAME} 0 Tr\n" + words("Vi støtter planen om stien her."), None),
    "white under other words": (
        words(f"Klage fra {SECRET}.", before="1 g") + words("Vi støtter planen om stien her.", before="0 g"),
        None,
    ),
    "under one huge letter": (NAME + words("l", at=(-480, -600), size=6000), None),
    "but for the tops of its letters": (NAME + "0 g 55 690 400 18.6 re f\n", None),
    "squeezed into a line": (f"BT 1 Tz /F1 14 Tf 60 700 Td (Klage fra {SECRET}.) Tj 100 Tz ET\n", None),
    "letters in one place": (f"BT /F1 14 Tf -7 Tc 60 700 Td (Klage fra {SECRET}.) Tj 0 Tc ET\n", None),
    "a stamp in a layer that is off": ("", _in_layer),
    "a stamp in white": ("", lambda made: stamped(made, words(f"Klage fra {SECRET}.", at=(5, 10), before="1 g"))),
    "outside what is cut": (NAME, lambda made: setattr(made.pages[0].obj, "CropBox", Array([0, 750, 595, 842]))),
    "without its font": (f"3 Tr BT /F9 14 Tf 60 700 Td (Klage fra {SECRET}.) Tj ET 0 Tr\n", None),
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
    assert "EKSEMPEL" not in seen.text
    assert "Det synlige." in seen.text or way == "under one huge letter"
    assert 1 in carried.covered | set(seen.covered)
    if way != "marked to be taken out":
        assert "Eksempel" not in seen.text
        assert SECRET.encode() not in everything(seen.content)
    assert SECRET.replace(" ", "").lower() in "".join("\n".join(carried.words).split()).lower()


def test_what_was_written_over_a_name_is_read():
    drawing = NAME + "1 g 55 690 400 30 re f\n" + words("Borgerens navn er fjernet her.")
    assert see(pdf(SEEN + drawing), Carried()).text == "Det synlige.\n\nBorgerens navn er fjernet her."


def laid_over(content):
    """Return the words that a search in a PDF finds."""
    with pdfium.PdfDocument(content) as opened:
        return "\n".join(page.get_textpage().get_text_range() for page in opened)


def looks(content):
    """Return how a PDF's first page looks, a pixel a point."""
    with pdfium.PdfDocument(content) as opened:
        return opened[0].render(scale=1).to_pil().convert("RGB")


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
    "red on green": (
        "0 0.51 0 rg 55 690 400 30 re f\n" + words("Vi støtter planen.", before="1 0 0 rg"), None, "Vi støtter planen.",
    ),
    "across the page": (
        "BT /F1 14 Tf 0.707 0.707 -0.707 0.707 100 500 Tm (Vi støtter planen.) Tj ET\n", None, "Vi støtter planen.",
    ),
    "mirrored": ("BT /F1 14 Tf -1 0 0 1 300 500 Tm (Vi) Tj ET\n", None, "Vi"),
    "under a watermark": (
        "0.8 g BT /F1 90 Tf 0.707 0.707 -0.707 0.707 60 560 Tm (UDKAST) Tj ET\n" + words("Vi støtter planen."),
        None, "Vi støtter planen.\n\nUDKAST",
    ),
    "printed twice for its weight": (
        words("Vi støtter planen.") + words("Vi støtter planen.", at=(60.3, 700)), None, "Vi støtter planen.",
    ),
    "grey": (words("Vi støtter planen.", before="0.6 g"), None, "Vi støtter planen."),
    "small print": (words("Vi støtter planen.", size=5), None, "Vi støtter planen."),
    "on a picture": (IMAGE + words("Vi støtter planen."), _with_image, "Vi støtter planen."),
    "marked yellow": ("1 1 0 rg 55 690 400 30 re f\n" + words("Vi støtter planen."), None, "Vi støtter planen."),
    "an address on a line": (words("jens_hansen") + "60 697 120 0.9 re f\n", None, "jens_hansen"),
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
    assert laid_over(seen.content).split() == seen.text.split(), "the words can be searched and copied"
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


_LUK = words("Luk ikke biblioteket i Ordrup nu", at=(60, 700))


def _strike_out(made):
    stamped(made, "1 w 0 4.5 m 23 4.5 l S", rect=(86, 700, 109, 712))
    made.pages[0].obj.Annots[0].Subtype = Name.StrikeOut


@pytest.mark.parametrize(
    ("drawn", "change", "said"),
    [
        ("1 w 86 704.5 m 109 704.5 l S", None, "Luk [overstreget: ikke] biblioteket i Ordrup nu"),
        ("86 704 23 1 re f", None, "Luk [overstreget: ikke] biblioteket i Ordrup nu"),
        ("1 w 86 704.5 m 250 704.5 l S", None, "Luk [overstreget: ikke biblioteket i Ordrup nu]"),
        ("", _strike_out, "Luk [overstreget: ikke] biblioteket i Ordrup nu"),
        ("1 w 86 698.5 m 109 698.5 l S", None, "Luk ikke biblioteket i Ordrup nu"),
        ("1 w 10 704.5 m 500 704.5 l S", None, "Luk ikke biblioteket i Ordrup nu"),
        ("1 w 50 695 300 20 re S 50 675 300 20 re S", None, "Luk ikke biblioteket i Ordrup nu"),
        (
            "1 w 86 704.5 m 98 704.5 l S 98 704.2 m 109 704.2 l S",
            None,
            "Luk [overstreget: ikke] biblioteket i Ordrup nu",
        ),
        (
            "1 w 86 704.5 m 130 704.5 l S 130 704.5 m 179 704.5 l S",
            None,
            "Luk [overstreget: ikke biblioteket] i Ordrup nu",
        ),
        ("1 w 70 704.5 m 125 704.5 l S", None, "L[overstreget: uk ikke bi]blioteket i Ordrup nu"),
        ("1 w 86 704.5 m 270 704.5 l S", None, "Luk [overstreget: ikke biblioteket i Ordrup nu]"),
        ("1 g 1 G 1 w 86 704.5 m 109 704.5 l S", None, "Luk ikke biblioteket i Ordrup nu"),
        ("1 G 86 704 23 1 re n", None, "Luk ikke biblioteket i Ordrup nu"),
        ("[3 2] 0 d 1 w 86 704.5 m 109 704.5 l S", None, "Luk [overstreget: ikke] biblioteket i Ordrup nu"),
        ("1 w 86 704.5 m 92 704.6 102 704.6 109 704.5 c S", None, "Luk [overstreget: ikke] biblioteket i Ordrup nu"),
        ("1 w 86 703.5 m 109 705.5 l S", None, "Luk [overstreget: ikke] biblioteket i Ordrup nu"),
        ("0.9 0.4 0.3 rg 86 699 23 5 re f " + _LUK, None, "Luk ikke biblioteket i Ordrup nu"),
        ("0.5 w 86 698 23 12 re S", None, "Luk ikke biblioteket i Ordrup nu"),
        ("1 w 225 700.6 m 244 700.6 l S", None, "Luk ikke biblioteket i Ordrup nu"),
        (
            words("Felt", at=(60, 650), size=5) + "0.3 w 58 648.8 14 5.8 re S",
            None,
            "Luk ikke biblioteket i Ordrup nu\n\nFelt",
        ),
    ],
    ids=[
        "a line",
        "a thin box",
        "several words",
        "a note that strikes out",
        "underlined",
        "a line of a chart",
        "a cell",
        "in two halves",
        "in two runs",
        "beginning in a word",
        "longer than the words by a letter",
        "a white line",
        "a line that is not drawn",
        "a dashed line",
        "a bent line",
        "a line that leans",
        "a coloured ground",
        "a border as broad as the word",
        "below a word that hangs down",
        "a frame about small print",
    ],
)
def test_words_that_a_line_strikes_out_are_read_as_struck(drawn, change, said):
    seen = see(pdf(f"{_LUK}{drawn}\n", change=change), Carried())
    assert (seen.text, seen.covered) == (said, ())
    assert laid_over(seen.content).split() == said.split()


@pytest.mark.parametrize(
    ("said", "line"),
    [("ÅBN", "60 703.4 m 94 703.4 l"), ("Åben", "60 703.4 m 96 703.4 l"), ("og", "60 703.6 m 76 703.6 l")],
)
def test_a_line_strikes_out_high_and_hanging_letters_as_it_does_others(said, line):
    seen = see(pdf(words(said, at=(60, 700)) + f"1 w {line} S"), Carried())
    assert seen.text == f"[overstreget: {said}]"
    under = line.replace("703.4", "699.8").replace("703.6", "699.8")
    assert see(pdf(words(said, at=(60, 700)) + f"1 w {under} S"), Carried()).text == said


def test_many_lines_and_words_in_one_place_are_read_within_the_limits(tmp_path):
    lines = "".join(f"{at % 7} {700 + at % 13}.5 m 400 {700 + at % 13}.5 l S " for at in range(20_000))
    drawing = "".join(words("ord " * 20, at=(60, 700)) for _word in range(40)) + "1 w " + lines
    (tmp_path / "svar.pdf").write_bytes(pdf(drawing))
    assert apart.look(tmp_path / "svar.pdf", PDF).why is None


def test_small_print_on_a_large_plan_is_read():
    def enlarge(made):
        made.pages[0].obj.MediaBox = Array([0, 0, 2384, 3370])  # A0

    line = "Lokalplan nr. 210, Krudttårnen: Illustration; matrikel 14-b, i alt 1.234 m2"
    drawing = "".join(words(line, at=(60.3 + at * 0.37, 3270 - at * 9.6), size=8, before="0.6 g") for at in range(12))
    seen = see(pdf(drawing, change=enlarge), Carried())
    assert (seen.text.split(), seen.covered) == (line.split() * 12, ())


def _a_form(made, drawing, **more):
    shape = made.make_stream(drawing.encode("cp1252"))
    shape.Type, shape.Subtype, shape.BBox = Name.XObject, Name.Form, Array([0, 0, 595, 842])
    shape.Resources = Dictionary(Font=made.pages[0].obj.Resources.Font)
    for key, value in more.items():
        shape[f"/{key}"] = value
    return shape


def _with(key, make):
    """Return what puts a resource on a page."""
    return lambda made: made.pages[0].obj.Resources.__setitem__(key, make(made))


def _pattern(made):
    drawn = _a_form(made, words(f"Klage fra {SECRET}.", before="1 g"))
    drawn.Type, drawn.PatternType, drawn.PaintType, drawn.TilingType = Name.Pattern, 1, 1, 1
    drawn.XStep, drawn.YStep = 595, 842
    return Dictionary(P1=drawn)


def _mask(made):
    group = _a_form(made, words(SECRET, before="1 g"), Group=Dictionary(S=Name.Transparency, CS=Name.DeviceGray))
    return Dictionary(G1=Dictionary(Type=Name.ExtGState, SMask=Dictionary(S=Name.Luminosity, G=group)))


def _own_font(made):
    sign = made.make_stream(f"%{SECRET}\n1000 0 0 0 750 750 d1 0 0 700 750 re f".encode())
    made.pages[0].obj.Resources.Font.F3 = Dictionary(
        Type=Name.Font, Subtype=Name.Type3, FontBBox=Array([0, 0, 750, 750]), FirstChar=97, LastChar=97,
        FontMatrix=Array([0.001, 0, 0, 0.001, 0, 0]), CharProcs=Dictionary(a=made.make_indirect(sign)),
        Encoding=Dictionary(Type=Name.Encoding, Differences=Array([97, Name.a])), Widths=Array([1000]),
    )  # fmt: skip


def _a_photograph(content):
    def change(made):
        image = made.make_stream(content)
        image.Type, image.Subtype, image.Filter = Name.XObject, Name.Image, Name.DCTDecode
        image.Width, image.Height, image.ColorSpace, image.BitsPerComponent = 90, 60, Name.DeviceRGB, 8
        made.pages[0].obj.Resources.XObject = Dictionary(Im=image)

    return change


def _segment(mark, content):
    return b"\xff" + bytes([mark]) + (len(content) + 2).to_bytes(2, "big") + content


PLAIN_JPEG = a_picture(form="JPEG")
BESIDE_PDF = {
    "a key of the pages": ("", lambda made: made.Root.Pages.__setitem__("/Foo", String(SECRET))),
    "a key of the end": ("", lambda made: made.trailer.__setitem__("/Foo", String(SECRET))),
    "an identifier": ("", lambda made: made.trailer.__setitem__("/ID", Array([String(SECRET), String(SECRET)]))),
    "a key of a font": ("", lambda made: made.pages[0].obj.Resources.Font.F1.__setitem__("/Foo", String(SECRET))),
    "what a typesetter wrote of a form": (
        "/Fm Do\n",
        _with("/XObject", lambda made: Dictionary(
            Fm=_a_form(made, words("Hej."), **{"PTEX.InfoDict": made.make_indirect(Dictionary(Author=String(SECRET)))})
        )),
    ),
    "a form that is not drawn": ("", _with("/XObject", lambda made: Dictionary(Fm=_a_form(made, NAME)))),
    "words of an unknown instruction": (f"({SECRET}) xx\n", None),
    "words before an instruction": (f"({SECRET}) 0 g\n", None),
    "a pattern that is not drawn": ("", _with("/Pattern", _pattern)),
    "a pattern in white": ("/Pattern cs /P1 scn 0 0 595 842 re f\n", _with("/Pattern", _pattern)),
    "a mask": ("q /G1 gs 500 10 10 10 re f Q\n", _with("/ExtGState", _mask)),
    "how a font draws a sign": ("BT /F3 14 Tf 60 700 Td (aaa) Tj ET\n", _own_font),
    "a second picture behind a photograph": (
        IMAGE, _a_photograph(PLAIN_JPEG + _segment(0xFE, SECRET.encode()) + b"\xff\xd9"),
    ),
    "an unknown part of a photograph": (
        IMAGE, _a_photograph(PLAIN_JPEG[:2] + _segment(0xF0, SECRET.encode()) + PLAIN_JPEG[2:]),
    ),
    "a note at a photograph's end": (
        IMAGE, _a_photograph(PLAIN_JPEG[:-2] + _segment(0xFE, SECRET.encode()) + PLAIN_JPEG[-2:]),
    ),
    "a note before a photograph": (IMAGE, _a_photograph(b"%" + SECRET.encode() + PLAIN_JPEG)),
}  # fmt: skip


@pytest.mark.parametrize("way", BESIDE_PDF)
def test_nothing_is_given_out_that_does_not_show_on_a_page(way):
    drawing, change = BESIDE_PDF[way]
    content = pdf(SEEN + drawing, change=change)
    assert SECRET.encode() in everything(content) or way == "an identifier"
    seen = see(content, Carried())
    assert "Det synlige." in seen.text
    assert "Eksempel" not in seen.text
    assert SECRET.encode() not in everything(seen.content)


A_NAME_AS_SHAPES = " ".join(f"{60 + at * 9} 700 2 10 re f" for at in range(40)) + "\n"
DIGITS_AS_SPACES = (
    b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def\n"
    b"1 begincodespacerange <00> <FF> endcodespacerange 1 beginbfrange <20> <7E> <0020> endbfrange endcmap end end"
).replace(b"<0020>", b"[" + b"<0020>" * 95 + b"]")


def _no_letters(made):
    made.pages[0].obj.Resources.Font.F2 = Dictionary(
        Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding,
        ToUnicode=made.make_stream(DIGITS_AS_SPACES),
    )  # fmt: skip


ONLY_FOR_AN_EYE = {
    "a picture": (IMAGE, _with_image),
    "a line of words as a flat picture": ("q 200 0 0 8 50 685 cm /Im Do Q\n", _with_image),
    "a picture in strips": (
        "".join(f"q 15 0 0 15 {50 + 15 * at} 685 cm /Im Do Q\n" for at in range(30)), _with_image,
    ),
    "words as shapes": (A_NAME_AS_SHAPES, None),
    "words drawn with a ruler": (
        "".join(f"{60 + at * 9} 700 1 10 re f {61 + at * 9} 705 4 1 re f\n" for at in range(30)), None,
    ),
    "words in a pattern": ("/Pattern cs /P1 scn 0 0 595 842 re f\n", _with("/Pattern", _pattern)),
    "words through a mask": ("q /G1 gs 0 g 0 600 595 200 re f Q\n", _with("/ExtGState", _mask)),
    "signs that the file draws itself": ("BT /F3 14 Tf 60 700 Td (aaa) Tj ET\n", _own_font),
    "digits that say they are spaces": ("BT /F2 14 Tf 60 700 Td (010190-1234) Tj ET\n", _no_letters),
}  # fmt: skip


@pytest.mark.parametrize("way", ONLY_FOR_AN_EYE)
def test_what_only_an_eye_can_read_waits_for_a_person(way):
    drawing, change = ONLY_FOR_AN_EYE[way]
    assert "picture@1" in looked(pdf(SEEN + drawing, change=change), PDF)["found"]


def _ruled(rows=12, columns=5):
    """Return a table's borders as word processors draw them: cell by cell, with a square where they meet."""
    drawn = []
    for down in range(rows + 1):
        for across in range(columns + 1):
            x, y = 60 + 18 * across, 640 - 13 * down
            drawn.append(f"{x} {y} .5 .5 re f")
            drawn += [f"{x + 0.5} {y} 17.5 .5 re f"] * (across < columns) + [f"{x} {y + 0.5} .5 12.5 re f"] * (down > 0)
    return "\n".join(drawn) + "\n"


ORNAMENTS = {
    "a table that is ruled": _ruled(),
    "boxes to tick": "".join(f"1 w 60 {640 - 14 * at} 9 9 re S\n" for at in range(40)),
}


@pytest.mark.parametrize("way", ORNAMENTS)
def test_what_a_page_is_ruled_with_is_no_picture(way):
    assert "picture@1" not in looked(pdf(SEEN + ORNAMENTS[way]), PDF)["found"]


def test_a_picture_under_a_bar_or_beside_the_page_is_not_in_what_is_given_out():
    def change(made):
        drawn = Pixels.new("RGB", (400, 40), "white")
        ImageDraw.Draw(drawn).rectangle((0, 0, 400, 40), fill=(0, 0, 250))
        out = io.BytesIO()
        drawn.save(out, "PNG")
        made.pages[0].obj.Resources.XObject = Dictionary(Im=_drawn(made, out.getvalue()))

    for drawing in (
        "q 400 0 0 40 50 685 cm /Im Do Q\n0 g 40 680 500 50 re f\n",
        "q 0 0 1 1 re W n 400 0 0 40 50 685 cm /Im Do Q\n",
        "q 400 0 0 40 5000 685 cm /Im Do Q\n",
    ):
        content = pdf(SEEN + drawing, change=change)
        with pikepdf.open(io.BytesIO(see(content, Carried()).content)) as made:
            pictures = [pikepdf.PdfImage(one).as_pil_image() for page in made.pages for one in page.images.values()]
        assert len(pictures) == 1
        assert max(pictures[0].convert("L").getextrema()) == 255
        assert not any(blue > red + 60 for red, _green, blue in pictures[0].convert("RGB").getdata())


def test_what_is_given_out_is_read_aloud_paragraph_by_paragraph():
    content = pdf(SEEN + words("Vi støtter planen.", at=(60, 700)) + words("Vi ønsker bænke.", at=(60, 600)))
    with pikepdf.open(io.BytesIO(see(content, Carried()).content)) as made:
        tree = made.Root.StructTreeRoot
        assert made.Root.MarkInfo.Marked
        assert [str(one.S) for one in tree.K.K] == ["/P", "/P", "/P"]
        assert [one.objgen for one in tree.ParentTree.Nums[1]] == [one.objgen for one in tree.K.K]


def _letters(*placed):
    return [Letter(sign, at, 10, at + 9, 22, 8, 24, at, at + 10, 2.0) for sign, at in placed]


def test_words_that_the_library_turns_around_on_a_page_with_arabic_are_put_right():
    turned = _letters(*zip("mail-e", (20, 30, 40, 50, 10, 0), strict=True))
    assert text_of_letters(paragraphs(turned)) == "e-mail"
    one_sign = _letters(("س", 40), ("ا", 30), ("ل", 30), ("م", 20))  # lam-alef is one sign, and stands in one place
    assert text_of_letters(paragraphs(one_sign)) == "سلام"
    mirrored = _letters(("V", 30), ("i", 20))
    assert text_of_letters(paragraphs(mirrored)) == "Vi"


def test_words_from_right_to_left_are_said_in_their_order():
    run = Run("نحن ندعم الخطة", 10, 110, 20, 34)
    made = Pictured()
    made.add((200, 100), Pixels.new("RGB", (200, 100), "white"), [[run]], 1.0)
    with pikepdf.open(io.BytesIO(made.content())) as opened:
        drawn = opened.pages[0].obj.Contents.read_bytes().decode()
    said = "\ufeff" + run.text
    assert f"/ActualText <{said.encode('utf-16-be').hex().upper()}>" in drawn


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
        assert set(made.Root.keys()) == {"/Type", "/Pages", "/StructTreeRoot", "/MarkInfo"}
        assert set(made.pages[0].obj.keys()) == {
            "/Type", "/Parent", "/MediaBox", "/Resources", "/Contents", "/StructParents", "/Tabs",
        }  # fmt: skip


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
    red = looks(seen.content).getpixel((260, 842 - 705))
    assert red[0] > 150 > 80 > red[1]


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
