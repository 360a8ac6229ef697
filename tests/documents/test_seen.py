"""What a reader of the paper sees is read, in its order; what its author covered or hid is read nowhere, and told."""

import io

import pytest
from PIL import Image as Pixels

from civic.documents.carried import Carried
from civic.documents.looking import bare_of, look_at
from civic.documents.reading import read, words_of
from civic.files.uploads import DOCX, ODT, PNG, kind_of
from tests.documents.files import SECRET, a_picture, docx, everything, look, odt, par, run, text_of

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
