"""What a reader of the paper sees is read, in its order; what its author covered or hid is read nowhere, and told."""

import io
import zipfile

import pytest
from PIL import Image as Pixels

from civic.documents import apart
from civic.documents.carried import Carried
from civic.documents.looking import bare_of, look_at
from civic.documents.parts import Why
from civic.documents.reading import read, words_of
from civic.files.uploads import DOCX, ODT, PNG, kind_of
from tests.documents.files import SECRET, SPACES, a_picture, docx, everything, links_of, look, odt, par, run, text_of

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
    '<w:style w:type="numbering" w:styleId="Bogstaver"><w:name w:val="Bogstaver"/><w:pPr><w:numPr><w:numId w:val="2"/>'
    "</w:numPr></w:pPr></w:style>"
    '<w:style w:type="table" w:styleId="Vaek"><w:name w:val="Vaek"/><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="table" w:styleId="Hjoerne"><w:name w:val="Hjoerne"/><w:tblStylePr w:type="nwCell"><w:rPr>'
    '<w:color w:val="FFFFFF"/></w:rPr></w:tblStylePr></w:style>'
    '<w:style w:type="table" w:styleId="Baand"><w:name w:val="Baand"/><w:tblPr><w:tblStyleRowBandSize w:val="2"/>'
    '</w:tblPr><w:tblStylePr w:type="band2Horz"><w:rPr><w:vanish/></w:rPr></w:tblStylePr></w:style>'
    '<w:style w:type="table" w:styleId="Hvid"><w:name w:val="Hvid"/><w:rPr><w:color w:val="FFFFFF"/></w:rPr></w:style>'
    '<w:style w:type="table" w:styleId="Blaatabel"><w:name w:val="Blaatabel"/><w:pPr><w:shd w:fill="000080"/></w:pPr>'
    "</w:style>"
    '<w:style w:type="paragraph" w:styleId="Hviid"><w:name w:val="Hviid"/><w:rPr><w:color w:val="FFFFFF"/></w:rPr>'
    "</w:style>"
    '<w:style w:type="table" w:styleId="Raekkeskjult"><w:name w:val="Rk"/><w:trPr><w:hidden/></w:trPr></w:style>'
    '<w:style w:type="table" w:styleId="Flyttet"><w:name w:val="Fl"/><w:pPr><w:ind w:left="9000"/></w:pPr></w:style>'
    '<w:style w:type="table" w:styleId="Streget"><w:name w:val="Streget"/><w:rPr><w:strike/></w:rPr></w:style>'
    '<w:style w:type="table" w:styleId="Indrykket"><w:name w:val="Indrykket"/><w:tblPr><w:tblInd w:w="-30000"'
    ' w:type="dxa"/></w:tblPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Blaa"><w:name w:val="Blaa"/><w:pPr><w:shd w:fill="000080"/></w:pPr>'
    "</w:style>"
)
NUMBERING = (
    '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
    '<w:lvlText w:val="%1."/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
    '<w:lvlText w:val="%1.%2."/></w:lvl></w:abstractNum>'
    '<w:abstractNum w:abstractNumId="2"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/>'
    '<w:lvlText w:val="%1)"/></w:lvl></w:abstractNum>'
    '<w:abstractNum w:abstractNumId="3"><w:lvl w:ilvl="0"><w:start w:val="4"/><w:numFmt w:val="upperRoman"/>'
    '<w:lvlText w:val="%1."/></w:lvl></w:abstractNum>'
    '<w:abstractNum w:abstractNumId="5"><w:lvl w:ilvl="0"><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1."/>'
    '</w:lvl><w:lvl w:ilvl="1"><w:numFmt w:val="decimal"/><w:isLgl/><w:lvlText w:val="%1.%2"/></w:lvl></w:abstractNum>'
    '<w:abstractNum w:abstractNumId="6"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:lvlRestart w:val="0"/><w:numFmt w:val="decimal"/><w:lvlText w:val="B%2"/></w:lvl>'
    '</w:abstractNum><w:abstractNum w:abstractNumId="7"><w:numStyleLink w:val="Bogstaver"/></w:abstractNum>'
    '<w:abstractNum w:abstractNumId="8"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="OBS"/></w:lvl>'
    '</w:abstractNum><w:num w:numId="5"><w:abstractNumId w:val="5"/></w:num>'
    '<w:num w:numId="6"><w:abstractNumId w:val="6"/></w:num><w:num w:numId="7"><w:abstractNumId w:val="7"/></w:num>'
    '<w:num w:numId="8"><w:abstractNumId w:val="8"/></w:num>'
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


LOOKS_THAT_HIDE = {
    "white by the theme, black by its value": '<w:color w:val="000000" w:themeColor="background1"/>',
    "nearly white by the theme's shade": '<w:color w:val="auto" w:themeColor="background1" w:themeShade="F2"/>',
    "black on the theme's black": '<w:color w:val="000000"/><w:shd w:val="clear" w:fill="auto" w:themeFill="text1"/>',
    "shaded with black ink": '<w:shd w:val="solid" w:color="000000" w:fill="FFFFFF"/>',
    "shaded with ink that is not named": '<w:shd w:val="solid" w:color="auto" w:fill="auto"/>',
    "yellow on a yellow mark": '<w:color w:val="FFFF00"/><w:highlight w:val="yellow"/>',
    "red on a red mark": '<w:color w:val="FF0000"/><w:highlight w:val="red"/>',
    "black on a dark blue mark": '<w:color w:val="000000"/><w:highlight w:val="darkBlue"/>',
    "small above the line": '<w:sz w:val="8"/><w:vertAlign w:val="superscript"/>',
    "small in points": '<w:sz w:val="1pt"/>',
    "small as a word from right to left": '<w:rtl/><w:szCs w:val="2"/>',
    "narrow": '<w:w w:val="1"/>',
    "far below its line": '<w:position w:val="-3000"/>',
    "pushed together": '<w:spacing w:val="-400"/>',
    "hidden as a paragraph's end": '<w:specVanish/>',
    "without ink": '<w14:textFill><w14:noFill/></w14:textFill>',
    "with white ink": '<w14:textFill><w14:solidFill><w14:srgbClr w14:val="FFFFFF"/></w14:solidFill></w14:textFill>',
    "with clear ink": '<w14:textFill><w14:solidFill><w14:srgbClr w14:val="000000"><w14:alpha w14:val="90000"/>'
    "</w14:srgbClr></w14:solidFill></w14:textFill>",
    "white by name": '<w:color w:val="white"/>',
}  # fmt: skip
PLACES_THAT_HIDE = {
    "beside the page": '<w:ind w:left="-20000" w:right="20000"/>',
    "in a frame beside the page": '<w:framePr w:x="-20000" w:y="100" w:hAnchor="page"/>',
    "in a frame without size": '<w:framePr w:w="1" w:h="1" w:hRule="exact"/>',
    "in a line without height": '<w:spacing w:line="1" w:lineRule="exact"/>',
}
WPS = 'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'


def _in_box(inside, *, facts="", shape="", look="", doc=""):
    """Return a run with a floating box of words, or a shape without."""
    words = f"<wps:txbx><w:txbxContent>{inside}</w:txbxContent></wps:txbx>" if inside else ""
    return (
        f'<w:r><w:rPr>{look}</w:rPr><w:drawing><wp:anchor behindDoc="0">{facts}<wp:docPr id="1" {doc}/><a:graphic>'
        f"<a:graphicData><wps:wsp {WPS}><wps:spPr>{shape}</wps:spPr>{words}</wps:wsp></a:graphicData></a:graphic>"
        "</wp:anchor></w:drawing></w:r>"
    )


def _on_line(inside, **more):
    """Return a run with a box that stands among its words."""
    return _in_box(inside, **more).replace("wp:anchor", "wp:inline")


def _choice(inside, otherwise, requires="zz"):
    return (
        f'<mc:AlternateContent xmlns:zz="urn:zz" {WPS}><mc:Choice Requires="{requires}">{inside}</mc:Choice>'
        f"<mc:Fallback>{otherwise}</mc:Fallback></mc:AlternateContent>"
    )


def _char(kind):
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


_WHITE = '<w:color w:val="FFFFFF"/>'
_BLUE = '<w:color w:val="1F3864"/>'
_BLACK = '<a:solidFill><a:srgbClr val="000000"/></a:solidFill>'
_FAR = '<wp:positionH relativeFrom="page"><wp:posOffset>-99999999</wp:posOffset></wp:positionH>'
_TALL = '<w:trHeight w:val="400" w:hRule="exact"/>'
_LIST = '<w:ddList><w:listEntry w:val="' + SECRET + '"/></w:ddList>'


def _row(*cells, height=400):
    return f'<w:tr><w:trPr><w:trHeight w:val="{height}" w:hRule="exact"/></w:trPr>{"".join(cells)}</w:tr>'


def _grid(*rows, widths=(9000,), look=""):
    columns = "".join(f'<w:gridCol w:w="{one}"/>' for one in widths)
    return f"<w:tbl><w:tblPr>{look}</w:tblPr><w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"


_FIXED = '<w:tblLayout w:type="fixed"/>'


def _sized(inside, cx, cy, shape="wp:inline", facts=""):
    """Return a run with a box of so many points among its words."""
    size = f'<wp:extent cx="{cx * 12700}" cy="{cy * 12700}"/>'
    box = _in_box(inside, facts=size).replace("wp:anchor", shape)
    return box.replace("</wps:wsp>", f"<wps:bodyPr>{facts}</wps:bodyPr></wps:wsp>")


def _vml(inside, style, kind="v:shape"):
    return (
        f'<w:r><w:pict><{kind} style="{style}"><v:textbox><w:txbxContent>{inside}</w:txbxContent></v:textbox></{kind}>'
        "</w:pict></w:r>"
    )


_LINES = par("<w:r>" + "<w:br/>" * 9 + f"<w:t>{SECRET}</w:t></w:r>")
_TALL_ROW = '<w:tr><w:trPr><w:trHeight w:val="4000"/></w:trPr>' + _cell("<w:p/>") + "</w:tr>"
_TALL_DRAWING = '<w:r><w:drawing><wp:inline><wp:extent cx="900000" cy="9000000"/></wp:inline></w:drawing></w:r>'
_SUPPORTS = par("Vi støtter.")
_FIXED = '<w:tblLayout w:type="fixed"/>'
NO_ROOM_DOCX = {
    "after a row's many line breaks": _grid(_row(_cell(par("<w:r>" + "<w:br/>" * 9 + "</w:r>") + par(SECRET))))
    + _SUPPORTS,
    "below a drawing in its row": _grid(_row(_cell(par(_TALL_DRAWING) + par(SECRET)))) + _SUPPORTS,
    "below a tall row in its row": _grid(_row(_cell(f"<w:tbl>{_TALL_ROW}</w:tbl>" + par(SECRET)))) + _SUPPORTS,
    "in a cell of which nothing says how wide it is": f"<w:tbl>{_row(_cell('<w:p/>' * 9 + par(SECRET)))}</w:tbl>"
    + _SUPPORTS,
    "white on a cell that takes its style's colour away": _table(
        [_cell(par(run(SECRET, _WHITE)), '<w:shd w:val="clear" w:color="auto" w:fill="auto"/>')],
        look='<w:tblStyle w:val="Mrk"/>',
    )
    + _SUPPORTS,
    "a table that its style puts beside the page": _table([_cell(SECRET)], look='<w:tblStyle w:val="Indrykket"/>')
    + _SUPPORTS,
    "in a column beyond the page": _grid(
        f"<w:tr>{_cell('Vi støtter.')}{_cell('')}{_cell(SECRET)}</w:tr>", widths=(9000, 9000, 3000), look=_FIXED
    ),
    "in a table below the page": _table([_cell(SECRET)], look='<w:tblpPr w:tblpX="10" w:tblpY="30000"/>') + _SUPPORTS,
    "in a table above the page": _table([_cell(SECRET)], look='<w:tblpPr w:tblpX="10" w:tblpY="-30000"/>') + _SUPPORTS,
    "below a low box": par("Vi støtter.", _sized(par() + par() + par() + par(SECRET), 300, 20)),
    "below a low box on its side": par(
        "Vi støtter.", _sized(par() * 9 + par(SECRET), 40, 300).replace("<wps:bodyPr>", '<wps:bodyPr vert="vert">')
    ),
    "below a low drawn box": par("Vi støtter.", _vml(par() * 4 + par(SECRET), "width:4in;height:.4in")),
    "in a drawn box beside the page": par("Vi støtter.", _vml(par(SECRET), "left:-20in;width:4in;height:1in")),
    "in a drawn box beside the page in cm": par("Vi støtter.", _vml(par(SECRET), "margin-top:+99.5CM;width:4in")),
    "below a frame's height": "".join(
        par(one, look='<w:framePr w:w="3000" w:h="300" w:hRule="exact" w:x="100"/>')
        for one in ("Vi støtter.", "", "", SECRET)
    ),
    "far larger than its line": par(
        run(SECRET, '<w:sz w:val="144"/>'), look='<w:spacing w:line="240" w:lineRule="exact"/>'
    )
    + _SUPPORTS,
    "pushed on top of each other": par("Vi ", run(SECRET, '<w:sz w:val="22"/><w:spacing w:val="-78"/>'), "støtter."),
    **{
        f"tiny as {size!r}": par("Vi ", run(SECRET, f'<w:sz w:val="{size}"/>'), "støtter.")
        for size in ("1PT", ".5pt", "+1", "000000000001", "1.0000001", " 2 ", "0.02cm")
    },
    "moved off its line by a number without end": par(
        "Vi ", run(SECRET, f'<w:position w:val="{"9" * 5000}"/>'), "støtter."
    ),
}
_A4 = (
    '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:left="1417" w:right="1417" w:top="1417" w:bottom="1417"/>'
    "</w:sectPr>"
)


def _in_row(inside, height=300, facts=""):
    return _grid(_row(_cell(inside, facts), height=height), widths=(4000,))


def _filled(fill, style=""):
    return par(_sized(par("Vist."), 300, 60).replace("<wps:spPr>", f"{style}<wps:spPr>{fill}"))


_LEVEL = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
ODD_DOCX = {
    "a paragraph that leaves little of the page": par("Vist.", look='<w:ind w:left="4400" w:right="4400"/>') + _A4,
    "a table that floats at the page's edge": _table([_cell("Vist.")], look='<w:tblpPr w:tblpX="10900" w:tblpY="9"/>')
    + _A4,
    "a table that floats out at the side": _table([_cell("Vist.")], look='<w:tblpPr w:tblpX="-2800" w:tblpY="9"/>'),
    "a table that floats above the page": _table([_cell("Vist.")], look='<w:tblpPr w:tblpX="9" w:tblpY="-10000"/>'),
    "a frame at the page's edge": par("Vist.", look='<w:framePr w:x="11000" w:y="100"/>') + _A4,
    "a frame below the page": par("Vist.", look='<w:framePr w:x="100" w:y="20000"/>'),
    "a row that moves its cells": '<w:tbl><w:tr><w:tblPrEx><w:tblInd w:w="20000"/></w:tblPrEx>'
    f"{_cell('Vist.')}</w:tr></w:tbl>",
    "a row with margins of its own": '<w:tbl><w:tr><w:tblPrEx><w:tblCellMar><w:left w:w="9000"/></w:tblCellMar>'
    f"</w:tblPrEx>{_cell('Vist.')}</w:tr></w:tbl>",
    "a broad table put to the right": _grid(f"<w:tr>{_cell('Vist.')}{_cell('')}</w:tr>", widths=(4000, 20000)),
    "a broad table in a cell": _grid(
        f"<w:tr>{_cell(_grid('<w:tr>' + _cell('Vist.') + '</w:tr>', widths=(9000,), look=_FIXED))}</w:tr>",
        widths=(3000,),
    ),
    "columns after those that a row leaves out": _grid(
        f'<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>{_cell("Vist.")}</w:tr>', widths=(9500, 4000)
    ),
    "a cell of a share that is next to nothing": _table([_cell("Vist.", '<w:tcW w:w="1" w:type="pct"/>')]),
    "a table that is next to nothing": _table([_cell("Vist.")], look='<w:tblW w:w="30" w:type="dxa"/>'),
    "below a mark that is high": _in_row(
        par("A", look='<w:rPr><w:sz w:val="400"/></w:rPr>') + par("Vist."), height=600
    ),
    "behind many tabs": _in_row(par("<w:r>" + "<w:tab/>" * 40 + "<w:t>Vist.</w:t></w:r>")),
    "behind many signs": _in_row(par("<w:r>" + '<w:sym w:char="F0FE"/>' * 99 + "<w:t> Vist.</w:t></w:r>")),
    "in broad letters": _in_row(par(run("Vist. " * 5, '<w:w w:val="300"/>'))),
    "in letters far apart": _in_row(par(run("Vist. " * 5, '<w:spacing w:val="400"/>'))),
    "in capitals": _in_row("WWWW MMMMMM WWWW Vist.", facts='<w:tcW w:w="2000" w:type="dxa"/>'),
    "below the line": _in_row(par(run("Vist.", '<w:position w:val="-60"/>'))),
    "in a border that is high": _in_row(par("Vist.", look='<w:pBdr><w:top w:sz="96" w:space="31"/></w:pBdr>')),
    "in a style that hides its rows": _table([_cell("Vist.")], look='<w:tblStyle w:val="Raekkeskjult"/>'),
    "in a style that moves its words": _table([_cell("Vist.")], look='<w:tblStyle w:val="Flyttet"/>'),
    "in a frame that a bookmark parts": par("Vist.", look='<w:framePr w:w="3000" w:h="300" w:hRule="exact" w:x="9"/>')
    + '<w:bookmarkStart w:id="1"/>'
    + par("Et til", look='<w:framePr w:w="3000" w:h="300" w:hRule="exact" w:x="9"/>'),
    "in a box of a group": par(
        _sized(par("Vist."), 300, 60)
        .replace("<wps:wsp", "<wpg:wgp xmlns:wpg='urn:g'><wps:wsp")
        .replace("</wps:wsp>", "</wps:wsp></wpg:wgp>")
    ),
    "in a box in a line of a fixed height": par(
        _sized(par("Vist."), 300, 60), look='<w:spacing w:line="240" w:lineRule="exact"/>'
    ),
    "on a fill of two colours": _filled("<a:gradFill/>"),
    "on a colour that is made darker": _filled(
        '<a:solidFill><a:schemeClr val="bg1"><a:lumMod val="0"/></a:schemeClr></a:solidFill>'
    ),
    "in the colour of its shape's style": _filled(
        "<a:noFill/>", style='<wps:style><a:fontRef><a:schemeClr val="lt1"/></a:fontRef></wps:style>'
    ),
}
MAYBE_DOCX = {
    **ODD_DOCX,
    "letters that nearly fit into their line": par(
        run("Vist.", '<w:sz w:val="40"/>'), look='<w:spacing w:line="240" w:lineRule="exact"/>'
    ),
    "letters that are pushed together": par(run("Vist.", '<w:sz w:val="22"/><w:spacing w:val="-50"/>')),
    "squeezed into a cell": _grid(f"<w:tr>{_cell('Vist.' * 20, '<w:tcFitText/>')}</w:tr>", widths=(600,)),
    "a box that grows with its words": par(_sized(par() * 4 + par("Vist."), 300, 20, facts="<a:spAutoFit/>")),
    "a drawn box of the older kind": par(_vml(par("Vist."), "width:4in;height:1in")),
    "a drawn box that floats": par(_vml(par("Vist."), "position:absolute;width:4in;height:1in")),
    "a table that is broader than the page": _grid(
        f"<w:tr>{_cell('Vist.')}{_cell('Vist.')}</w:tr>", widths=(9000, 9000)
    ),
    "beside a row that may be too low": _grid(_row(_cell("Vist. " * 60), height=400), widths=(3000,)),
}
HIDDEN_DOCX = {
    **NO_ROOM_DOCX,
    "white, and black in another name space": par(
        "Vi ", run(SECRET, '<w:color w14:val="000000" w:val="FFFFFF"/>'), "støtter."
    ),
    "hidden, and not in another name space": par("Vi ", run(SECRET, '<w:vanish w14:val="0" w:val="1"/>'), "støtter."),
    "hanging beside the page": par(SECRET, look='<w:ind w:hanging="20000"/>') + par("Vi støtter."),
    "beside the page in points": par(SECRET, look='<w:ind w:left="-999pt"/>') + par("Vi støtter."),
    "a table beside the page": f'<w:tbl><w:tblPr><w:tblInd w:w="-30000"/></w:tblPr><w:tr>{_cell(SECRET)}</w:tr></w:tbl>'
    + par("Vi støtter."),
    "white in its table style's corner": _table(
        [_cell(SECRET)], look='<w:tblStyle w:val="Hjoerne"/><w:tblLook w:val="04A0"/>'
    )
    + par("Vi støtter."),
    "hidden in a band of two rows": _table(
        [_cell("Vi støtter.")],
        [_cell("<w:p/>")],
        [_cell(SECRET)],
        look='<w:tblStyle w:val="Baand"/><w:tblLook w:val="0400"/>',
    ),
    "pushed out of its row": f"<w:tbl><w:tr><w:trPr>{_TALL}</w:trPr>"
    + _cell(par(SECRET, look='<w:spacing w:before="600"/>'))
    + "</w:tr></w:tbl>"
    + par("Vi støtter."),
    "below the lines of its row": f"<w:tbl><w:tr><w:trPr>{_TALL}</w:trPr>"
    f"{_cell(par('Vi støtter.') + par() + par(SECRET))}</w:tr></w:tbl>",
    "under its row's margin": f"<w:tbl><w:tr><w:trPr>{_TALL}</w:trPr>"
    + _cell(SECRET, '<w:tcMar><w:top w:w="900" w:type="dxa"/></w:tcMar>')
    + "</w:tr></w:tbl>"
    + par("Vi støtter."),
    "beside its cell's margin": _table([_cell(SECRET, '<w:tcMar><w:left w:w="30000" w:type="dxa"/></w:tcMar>')])
    + par("Vi støtter."),
    "beside its table's margin": _table([_cell(SECRET)], look='<w:tblCellMar><w:start w:w="30000"/></w:tblCellMar>')
    + par("Vi støtter."),
    "in a column without breadth": '<w:tbl><w:tblGrid><w:gridCol w:w="9000"/><w:gridCol w:w="1"/></w:tblGrid><w:tr>'
    f"{_cell('Vi støtter.')}{_cell(SECRET)}</w:tr></w:tbl>",
    "in a section without breadth": par(SECRET)
    + par(look='<w:sectPr><w:pgMar w:left="30000" w:right="30000"/></w:sectPr>')
    + par("Vi støtter.")
    + '<w:sectPr><w:pgMar w:left="1134" w:right="1134" w:top="-1700" w:bottom="1134"/></w:sectPr>',
    "in a column of its section without breadth": par(
        SECRET, look='<w:sectPr><w:cols w:num="1"><w:col w:w="1"/></w:cols></w:sectPr>'
    )
    + par("Vi støtter."),
    "a choice in a hidden run": par(
        '<w:r><w:rPr><w:vanish/></w:rPr><w:fldChar w:fldCharType="begin">'
        f"<w:ffData>{_LIST}</w:ffData></w:fldChar></w:r>",
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
        "Vi støtter.",
    ),
    "a hidden formula by itself": "<m:oMathPara><m:oMath><m:r><w:rPr><w:vanish/></w:rPr>"
    f"<m:t>{SECRET}</m:t></m:r></m:oMath></m:oMathPara>" + par("Vi støtter."),
    **{way: par("Vi ", run(SECRET, look), "støtter.") for way, look in LOOKS_THAT_HIDE.items()},
    **{way: par(SECRET, look=look) + par("Vi støtter.") for way, look in PLACES_THAT_HIDE.items()},
    "on its paragraph style's colour": par(run(SECRET, '<w:color w:val="000080"/>'), look='<w:pStyle w:val="Blaa"/>')
    + par("Vi støtter."),
    "on its cell's colour": _table([_cell(par(run(SECRET, _BLUE)), '<w:shd w:fill="1F3864"/>')]) + par("Vi støtter."),
    "on its cell's theme": _table(
        [_cell(par(run(SECRET, '<w:color w:val="000000"/>')), '<w:shd w:fill="auto" w:themeFill="text1"/>')]
    )
    + par("Vi støtter."),
    "white under a dark first row": _table(
        [_cell("Vi støtter.")], [_cell(par(run(SECRET, _WHITE)))], look='<w:tblStyle w:val="Mrk"/>'
    ),
    "hidden by its table's style": _table([_cell(SECRET)], look='<w:tblStyle w:val="Vaek"/>') + par("Vi støtter."),
    "white by its table's style": _table([_cell(SECRET)], look='<w:tblStyle w:val="Hvid"/>') + par("Vi støtter."),
    "in a row without height": _table([_cell("Vi støtter.")])
    + f'<w:tbl><w:tr><w:trPr><w:trHeight w:val="1" w:hRule="exact"/></w:trPr>{_cell(SECRET)}</w:tr></w:tbl>',
    "in a merged cell": _table([_cell("Vi støtter.", "<w:vMerge w:val='restart'/>")], [_cell(SECRET, "<w:vMerge/>")]),
    "in a hidden box": par("Vi støtter.", _in_box(par(SECRET), doc='hidden="1"')),
    "in a box beside the page": par("Vi støtter.", _in_box(par(SECRET), facts=_FAR)),
    "black in a black box": par("Vi støtter.", _in_box(par(run(SECRET, '<w:color w:val="000000"/>')), shape=_BLACK)),
    "under a black shape": par(SECRET, _in_box("", shape=_BLACK)) + par("Vi støtter."),
    "under an empty box": par(SECRET, _in_box("<w:p/>", shape=_BLACK)) + par("Vi støtter."),
    "under a drawn rectangle": par(
        SECRET,
        '<w:r><w:pict><v:rect style="position:absolute;width:99pt;height:9pt" fillcolor="black"/></w:pict></w:r>',
    )
    + par("Vi støtter."),
    "in a drawing that is not shown": par(
        "Vi støtter.",
        f'<w:r><w:pict><v:shape style="visibility:hidden"><v:textbox><w:txbxContent>{par(SECRET)}</w:txbxContent>'
        "</v:textbox></v:shape></w:pict></w:r>",
    ),
    "in a hidden formula": par(
        f"<m:oMath><m:r><w:rPr><w:vanish/></w:rPr><m:t>{SECRET}</m:t></m:r></m:oMath>", "Vi støtter."
    ),
    "in a white formula": par(
        f"<m:oMath><m:r><w:rPr>{_WHITE}</w:rPr><m:t>{SECRET}</m:t></m:r></m:oMath>", "Vi støtter."
    ),
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
    "a deleted cell": _table([_cell("Vi støtter."), _cell(SECRET, '<w:cellDel w:id="1"/>')]),
    "a box in a deleted run": par("Vi støtter.", f"<w:del>{_in_box(par(SECRET))}</w:del>"),
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
    "an instruction over two paragraphs": par(_char("begin"), '<w:r><w:instrText>QUOTE "</w:instrText></w:r>')
    + par(run(SECRET), _char("separate"), run("Vi støtter."), _char("end")),
    "a choice that no program understands": par(_choice(run(SECRET), run("Vi støtter."))),
    "what stands in for a choice": par(_choice(run("Vi støtter."), run(SECRET), "wps")),
    "a paragraph that no program understands": _choice(par(SECRET), par("Vi støtter.")),
    "a note at a link": par(f'<w:hyperlink w:tooltip="{SECRET}">{run("Vi støtter.")}</w:hyperlink>'),
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
    assert found["text"].replace("[…]", "").replace("| ", "").replace("  ", " ").strip() == "Vi støtter."
    assert told in " ".join(found["found"])
    assert SECRET.encode() not in everything((tmp_path / "shown").read_bytes())
    again = text_of((tmp_path / "shown").read_bytes(), DOCX)
    assert again.replace("[…]", "").replace("| ", "").replace("  ", " ").strip() == "Vi støtter."


_LANDSCAPE = _A4.replace('w:w="11906" w:h="16838"', 'w:w="16838" w:h="11906"')
_HANGING = '<w:ind w:left="500" w:hanging="500"/>'
_NARROW = '<w:tcW w:w="700" w:type="dxa"/>'
_NOTHING_OF_IT = '<w:emboss/><w:imprint w:val="0"/><w:bdr w:val="none"/><w:snapToGrid w:val="0"/><w:em w:val="none"/>'
SHOWN_DOCX = {
    "one digit in each cell": (
        _grid(_row(*(_cell(str(one)) for one in range(6)), height=340), widths=(284,) * 6,
              look='<w:tblCellMar><w:left w:w="108"/><w:right w:w="108"/></w:tblCellMar>'), "0 | 1 | 2 | 3 | 4 | 5",
    ),
    "a label and the dots behind it": (
        _grid(_row(_cell("Navn " + "." * 40), height=300), widths=(3400,)), "Navn " + "." * 40,
    ),
    "spaces at a line's end": (
        _grid(_row(_cell(f"Navn:{' ' * 60}Bo"), height=600), widths=(3400,)), f"Navn:{' ' * 60}Bo",
    ),
    "a letter's address far in": (par("Vist.", look='<w:ind w:left="5670"/>') + _A4, "Vist."),
    "a line that fills its cell": (
        _grid(_row(_cell(par(run("Ansøgning om tilladelse til at fælde træer", '<w:sz w:val="22"/>'))), height=300),
              widths=(4000,)), "Ansøgning om tilladelse til at fælde træer",
    ),
    "a caption below a picture in its row": (
        _grid(_row(_cell(par(_TALL_DRAWING.replace("9000000", "360000")) + par("Ordrup Kommune")), height=1200),
              widths=(4000,)), "Ordrup Kommune",
    ),
    "in a cell that goes on into the next low row": (
        _grid(
            _row(_cell(par("Et") + par("To") + par("Tre"), '<w:vMerge w:val="restart"/>'), _cell("a"), height=300),
            _row(_cell("<w:p/>", "<w:vMerge/>"), _cell("b"), height=300),
            _row(_cell("<w:p/>", "<w:vMerge/>"), _cell("c"), height=300), widths=(3000, 3000),
        ), "Et To Tre | a\n | b\n | c",
    ),
    "beside a table in a low row": (
        _grid(
            _row(_cell(_table([_cell("A"), _cell("B")]) + "<w:p/>"), _cell("Vist.", '<w:vMerge w:val="restart"/>'),
                 height=560),
            _row(_cell("C"), _cell("<w:p/>", "<w:vMerge/>"), height=560), widths=(3000, 3000),
        ), "A B | Vist.\nC | ",
    ),
    "in cells beside each other in a low row": (
        _grid(_row(_cell(_table([_cell("A"), _cell("B"), _cell("C")]) + "<w:p/>"), height=560)), "A B C",
    ),
    "on its side in a low row": (
        _grid(_row(_cell("Vist på siden", '<w:textDirection w:val="btLr"/>'), height=2000), widths=(400,)),
        "Vist på siden",
    ),
    "in a box that has room": (par("Her", _sized(par("Vist.") + par("Og mere."), 300, 60)), "Her\n\nVist.\n\nOg mere."),
    "in a line of its letters' height": (
        par(run("Vist.", '<w:sz w:val="24"/>'), look='<w:spacing w:line="240" w:lineRule="exact"/>'), "Vist.",
    ),
    "a heading with its letters closer together": (
        par(run("Vist.", '<w:sz w:val="56"/><w:spacing w:val="-20"/>')), "Vist.",
    ),
    "struck by its table's style": (
        _table([_cell("Vist.")], look='<w:tblStyle w:val="Streget"/>'), "[overstreget: Vist.]",
    ),
    "after a field that was not ended in its cell": (
        _table([_cell(par("Celle", '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'))]) + par("Vist."), "Celle\n\nVist.",
    ),
    "a struck word": (par("Luk ", run("ikke", "<w:strike/>"), " biblioteket."), "Luk [overstreget: ikke] biblioteket."),
    "struck twice": (par("Luk ", run("ikke ", "<w:dstrike/>"), "nu."), "Luk [overstreget: ikke] nu."),
    "struck, but not": (par("Luk ", run("ikke", '<w:strike w:val="0"/>'), " nu."), "Luk ikke nu."),
    "white in a dark row": (
        _table([_cell(par(run("Sted", '<w:color w:val="FFFFFF"/>')))], look='<w:tblStyle w:val="Mrk"/>'), "Sted",
    ),
    "white in a dark cell": (
        _table([_cell(par(run("Sted", '<w:color w:val="FFFFFF"/>')), '<w:shd w:fill="1F3864"/>')]), "Sted",
    ),
    "white on its table style's blue": (
        _table([_cell(par(run("Vist.", _WHITE)))], look='<w:tblStyle w:val="Blaatabel"/>'), "Vist.",
    ),
    "white on its row's blue": (
        '<w:tbl><w:tr><w:tblPrEx><w:shd w:fill="000080"/></w:tblPrEx>'
        f"{_cell(par(run('Vist.', _WHITE)))}</w:tr></w:tbl>", "Vist.",
    ),
    "in a row that has room": (
        '<w:tbl><w:tr><w:trPr><w:trHeight w:val="1200" w:hRule="exact"/></w:trPr>'
        + _cell(par("Vist.", look='<w:spacing w:before="120" w:line="360" w:lineRule="auto"/>') + par("Og mere."),
                '<w:tcW w:w="4000" w:type="dxa"/>')
        + "</w:tr></w:tbl>", "Vist. Og mere.",
    ),
    "in a narrow column with the usual margins": (
        _table([_cell("Nr.", '<w:tcW w:w="210" w:type="dxa"/>')],
               look='<w:tblCellMar><w:left w:w="108"/><w:right w:w="108"/></w:tblCellMar>'), "Nr.",
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
    "hidden twice over": (par(run("Vist.", '<w:rStyle w:val="Skjult"/>'), look='<w:pStyle w:val="Vk"/>'), "Vist."),
    "a row that is not hidden": (
        f'<w:tbl><w:tr><w:trPr><w:hidden w:val="0"/></w:trPr>{_cell("Vist.")}</w:tr></w:tbl>', "Vist.",
    ),
    "white on its paragraph style's blue": (par(run("Vist.", _WHITE), look='<w:pStyle w:val="Blaa"/>'), "Vist."),
    "white in a black box": (par("Her", _on_line(par(run("Vist.", _WHITE)), shape=_BLACK)), "Her\n\nVist."),
    "a box in a cell": (_table([_cell(par("Celle", _on_line(par("Vist."))))]), "Celle\n\nVist."),
    "a list in a box": (
        par("Her", _on_line(par("Punkt", look='<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'))),
        "Her\n\n1. Punkt",
    ),
    "a box in a box": (par("A", _on_line(par("B", _on_line(par("Vist."))))), "A\n\nB\n\nVist."),
    "words with a reading above": (
        par("<w:r><w:ruby><w:rt><w:r><w:t>over</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>Vist</w:t></w:r></w:rubyBase>"
            "</w:ruby></w:r>"), "Vist (over)",
    ),
    "a formula by itself": ("<m:oMathPara><m:oMath><m:r><m:t>a=b</m:t></m:r></m:oMath></m:oMathPara>", "a=b"),
    "an empty item": (_item("et", 1) + _item(" ", 1) + _item("tre", 1), "1. et\n\n3. tre"),
    "items in a cell": (_table([_cell(_item("et", 1) + _item("to", 1))]) + _item("tre", 1), "1. et 2. to\n\n3. tre"),
    "numbers written as the law does": (_item("et", 5) + _item("under", 5, 1), "I. et\n\n1.1 under"),
    "numbers that go on under the next": (
        _item("a", 6) + _item("b", 6, 1) + _item("c", 6) + _item("d", 6, 1), "1. a\n\nB1 b\n\n2. c\n\nB2 d",
    ),
    "numbers of a style": (_item("et", 7) + _item("to", 7), "a) et\n\nb) to"),
    "signs that say something": (_item("et", 8), "OBS et"),
    "a broad page after a narrow one": (
        par("Højt.", look=_A4)
        + _grid(f"<w:tr>{_cell('Nord')}{_cell('2026')}</w:tr>", widths=(11000, 3000), look=_FIXED) + _LANDSCAPE,
        "Højt.\n\nNord | 2026",
    ),
    "a table in a cell that is fitted into it": (
        _grid(f"<w:tr>{_cell(_grid('<w:tr>' + _cell('Vist.') + '</w:tr>', widths=(9000,)))}</w:tr>", widths=(3000,)),
        "Vist.",
    ),
    "a table that begins in the margin": (_table([_cell("Vist.")], look='<w:tblInd w:w="-1300"/>') + _A4, "Vist."),
    "a table at the foot of the page": (
        _table([_cell("Vist.")], look='<w:tblpPr w:vertAnchor="page" w:tblpX="9" w:tblpY="16000"/>') + _A4, "Vist.",
    ),
    "an address in a frame in the margin": (
        par("Vist.", look='<w:framePr w:x="-1200" w:y="300" w:w="2000" w:hAnchor="margin"/>') + _A4, "Vist.",
    ),
    "a hanging list in a narrow cell": (
        _grid(f"<w:tr>{_cell(par('Vist.', look=_HANGING), _NARROW)}</w:tr>", widths=(700,)), "Vist.",
    ),
    "an address block far in": (par("Vist.", look='<w:ind w:left="6500"/>') + _A4, "Vist."),
    "an empty column of next to no share": (
        _table([_cell("Vist."), _cell("", '<w:tcW w:w="50" w:type="pct"/>')]), "Vist. | ",
    ),
    "in a row that has room, with borders turned off": (
        _in_row(par(run("Vist.", _NOTHING_OF_IT), look='<w:pBdr><w:top w:val="nil"/></w:pBdr>'
                    '<w:spacing w:beforeAutospacing="0"/><w:pageBreakBefore w:val="0"/>')), "Vist.",
    ),
    "mathematical signs": (
        par("Højst ", '<w:r><w:sym w:font="Symbol" w:char="F0A3"/></w:r>', " 3 og mindst ",
            '<w:r><w:rPr><w:rFonts w:ascii="Symbol"/></w:rPr><w:t>\uf0b3</w:t></w:r>', " 2"),
        "Højst ≤ 3 og mindst ≥ 2",
    ),
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


@pytest.mark.parametrize(
    ("body", "styles"),
    [
        ("<w:p>" + "<w:smartTag>" * 200 + run("x") * 9 + "</w:smartTag>" * 200 + "</w:p>", ""),
        (
            "<w:p>" + run("x") * 99 + "</w:p>",
            '<w:style w:type="paragraph" w:default="1" w:styleId="N"><w:rPr>' + "<w:b/>" * 2500 + "</w:rPr></w:style>",
        ),
    ],
)
def test_a_file_that_says_too_much_of_its_words_is_not_begun(tmp_path, body, styles):
    (tmp_path / "svar.docx").write_bytes(docx(body, styles=styles))
    assert apart.look(tmp_path / "svar.docx", DOCX).why is Why.TOO_MUCH


def test_many_alternatives_in_one_paragraph_are_read_within_the_limits(tmp_path):
    many = _choice("<w:r/>", "<w:r/>", "wps") * 30_000
    (tmp_path / "svar.docx").write_bytes(docx(f"<w:p>{many}{run('Vist.')}</w:p>"))
    assert apart.look(tmp_path / "svar.docx", DOCX).text == "Vist."


def test_a_table_style_of_thousands_of_regions_is_too_much(tmp_path):
    many = "".join('<w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr></w:tblStylePr>' for _one in range(2000))
    style = f'<w:style w:type="table" w:styleId="M"><w:name w:val="M"/>{many}</w:style>'
    table = _table(*([_cell("Vist.")] for _row in range(300)), look='<w:tblStyle w:val="M"/>')
    (tmp_path / "svar.docx").write_bytes(docx(table, styles=style))
    assert apart.look(tmp_path / "svar.docx", DOCX).why is Why.TOO_MUCH


@pytest.mark.parametrize("look", ["", '<w:tblStyle w:val="findes ikke"/>'])
def test_a_table_that_names_no_style_has_the_documents_own(look):
    usual = (
        '<w:style w:type="table" w:default="1" w:styleId="Tabel"><w:name w:val="Tabel"/><w:rPr><w:vanish/></w:rPr>'
        "</w:style>"
    )
    carried = Carried()
    found = read(docx(_table([_cell(SECRET)], look=look) + _SUPPORTS, styles=usual), DOCX, carried)
    assert words_of(found) == "Vi støtter."
    assert carried.covered


@pytest.mark.parametrize(
    "look",
    [
        "<w:rPr><w:vanish/></w:rPr>",
        '<w:rPr><w:color w:val="FFFFFF"/></w:rPr>',
        '<w:rPr><w:sz w:val="2"/></w:rPr>',
        '<w:pStyle w:val="Hviid"/>',
    ],
)
def test_the_sign_of_an_item_whose_end_does_not_show_is_given_to_nobody(look):
    shape = f'<w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/><w:lvlText w:val="{SECRET} %1"/></w:lvl>'
    held = f'<w:abstractNum w:abstractNumId="1">{shape}</w:abstractNum>'
    numbering = held + '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    listed = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    carried = Carried()
    item = par(run("Punkt", '<w:color w:val="000000"/>'), look=look + listed)
    found = read(docx(item, styles=STYLES, numbering=numbering), DOCX, carried)
    assert words_of(found) == "Punkt"
    assert carried.covered


@pytest.mark.parametrize(
    ("look", "sign", "said"),
    [
        ('<w:rFonts w:ascii="Wingdings"/><w:sz w:val="16"/>', "n", "– Punkt"),
        ('<w:sz w:val="20"/>', "Stk. %1.", "Stk. 1. Punkt"),
        ('<w:rStyle w:val="Fed"/>', "§ %1 Nr.", "§ 1 Nr. Punkt"),
    ],
)
def test_the_sign_of_an_item_that_shows_is_read_however_it_looks(look, sign, said):
    kind = "bullet" if "%" not in sign else "decimal"
    shape = f'<w:lvl w:ilvl="0"><w:numFmt w:val="{kind}"/><w:lvlText w:val="{sign}"/><w:rPr>{look}</w:rPr></w:lvl>'
    numbering = (
        f'<w:abstractNum w:abstractNumId="1">{shape}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    )
    carried = Carried()
    item = par("Punkt", look='<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>')
    found = read(docx(item, styles=STYLES, numbering=numbering), DOCX, carried)
    assert words_of(found) == said
    assert not carried.covered


@pytest.mark.parametrize(
    ("target", "is_told"),
    [
        ("file:///C:\\Users\\x\\Normal.dotm", False),
        ("Normal.dotm", False),
        ("https://eksempel.dk/a.dotm", True),
        ("\\\\eksempel\\a.dotm", True),
        ("file://eksempel/a.dotm", True),
    ],
)
def test_a_template_on_its_authors_disk_fetches_nothing(target, is_told):
    carried = Carried()
    parts = {
        "word/settings.xml": f'<w:settings {SPACES}><w:attachedTemplate r:id="t"/></w:settings>',
        "word/_rels/settings.xml.rels": links_of([("t", "http://eksempel/attachedTemplate", target, "External")]),
    }
    content = docx(par("Vi"), parts=parts, links=[("rs", "settings", "settings.xml", "")])
    read(content, DOCX, carried)
    assert carried.active is is_told


def test_a_bullet_that_does_not_show_is_none():
    carried = Carried()
    item = par("Punkt", look='<w:rPr><w:vanish/></w:rPr><w:pStyle w:val="Pind"/>')
    styles = '<w:style w:type="paragraph" w:styleId="Pind"><w:name w:val="list bullet"/></w:style>'
    assert words_of(read(docx(item, styles=styles), DOCX, carried)) == "Punkt"
    assert not carried.covered


@pytest.mark.parametrize("way", MAYBE_DOCX)
def test_words_of_which_nobody_can_say_whether_they_are_seen_are_read_and_told(way):
    carried = Carried()
    content = docx(MAYBE_DOCX[way], styles=STYLES)
    read(content, DOCX, carried)
    assert "Vist." in text_of(content, DOCX)
    assert carried.covered


@pytest.mark.parametrize(
    "attribute",
    ['<w:jc w:val="x"/><w:ind w:left="--5"/>', f'<w:spacing w:before="{"9" * 5000}"/>', '<w:outlineLvl w:val="²"/>',
     f'<w:outlineLvl w:val="{"1" * 5000}"/>'],
)  # fmt: skip
def test_a_number_that_is_none_does_not_make_a_file_broken(attribute):
    assert text_of(docx(par("Vist.", look=attribute)), DOCX) == "Vist."


def test_words_that_a_rows_height_may_cut_away_let_a_person_look():
    carried = Carried()
    facts = '<w:tcW w:w="1000" w:type="dxa"/>'
    long = "Vi støtter planen om at udvide åbningstiden på biblioteket."
    row = f"<w:tbl><w:tr><w:trPr>{_TALL}</w:trPr>{_cell(long, facts)}</w:tr></w:tbl>"
    assert words_of(read(docx(row), DOCX, carried)) == long
    assert carried.covered


_NOTE = '<w:r><w:footnoteReference w:id="2"/></w:r>'


@pytest.mark.parametrize(
    ("note", "said"),
    [
        (par("Vist.") + f"<w:del>{par(SECRET)}</w:del>", "Vist."),
        (par("Vist.") + f"<w:tbl><w:tr><w:trPr><w:hidden/></w:trPr>{_cell(SECRET)}</w:tr></w:tbl>", "Vist."),
        (par("Vist. ", run(SECRET, "<w:vanish/>")), "Vist."),
        (par(_choice(run("Vist."), run(SECRET), "wps")), "Vist."),
        (par("Vist.", _NOTE), "Vist.[1]"),
    ],
)
def test_what_hides_in_a_footnote_is_not_read_and_one_that_names_itself_ends(tmp_path, note, said):
    kept = {"word/footnotes.xml": f'<w:footnotes {SPACES}><w:footnote w:id="2">{note}</w:footnote></w:footnotes>'}
    content = docx(par("Her", _NOTE), parts=kept, links=[("rf", "footnotes", "footnotes.xml", "")])
    assert look_at(content, DOCX, tmp_path)["text"] == f"Her[1]\n\n[1] {said}"
    assert SECRET.encode() not in everything((tmp_path / "shown").read_bytes())


def _picture(cut=""):
    shown = f'<wp:docPr id="1"/><a:graphic><a:blip r:embed="p1"/>{cut}</a:graphic>'
    return f"<w:drawing><wp:inline>{shown}</wp:inline></w:drawing>"


def _in_word(run_, picture, tmp_path):
    """Return the pictures that are given out of a Word file with one, and what is told."""
    content = docx(par("A", run_), links=[("p1", "image", "media/a.png", "")], parts={"word/media/a.png": picture})
    told = look_at(content, DOCX, tmp_path)["found"]
    with zipfile.ZipFile(io.BytesIO((tmp_path / "shown").read_bytes())) as opened:
        return [opened.read(one) for one in opened.namelist() if "media" in one], told


def test_a_picture_in_a_hidden_or_deleted_run_is_given_to_nobody(tmp_path):
    for hidden in (f"<w:del><w:r>{_picture()}</w:r></w:del>", f"<w:r><w:rPr><w:vanish/></w:rPr>{_picture()}</w:r>"):
        pictures, told = _in_word(hidden, a_picture(), tmp_path)
        assert pictures == []
        assert {"covered@1", "changed@1"} & set(told)


def test_what_is_cut_away_of_a_picture_or_clear_in_it_is_given_to_nobody(tmp_path):
    half = Pixels.new("RGBA", (100, 60), (200, 30, 30, 255))
    half.paste((1, 2, 3, 0), (50, 0, 100, 60))
    out = io.BytesIO()
    half.save(out, "PNG")
    (cut,), told = _in_word(f"<w:r>{_picture('<a:srcRect l=&quot;20000&quot;/>'.replace('&quot;', chr(34)))}</w:r>",
                            out.getvalue(), tmp_path)  # fmt: skip
    assert told == ["picture@1"]
    with Pixels.open(io.BytesIO(cut)) as shown:
        assert shown.size == (80, 60)
        assert shown.convert("RGBA").getpixel((5, 5)) == (200, 30, 30, 255)
        assert shown.convert("RGBA").getpixel((70, 5)) == (255, 255, 255, 255), "nothing lies behind what is clear"


def test_a_picture_in_a_cell_is_kept_and_waits(tmp_path):
    body = _table([_cell(par("Celle", f"<w:r>{_picture()}</w:r>"))])
    parts = {"word/media/a.png": a_picture()}
    found = look_at(docx(body, links=[("p1", "image", "media/a.png", "")], parts=parts), DOCX, tmp_path)
    assert found["found"] == ["picture@1"]
    assert [one.name for one in tmp_path.glob("picture-*")] == ["picture-0"]


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


ODT_LOOKS = {
    "tiny in millimetres": 'fo:font-size="0.1mm"',
    "tiny in per cent": 'fo:font-size="1%"',
    "tiny in pixels": 'fo:font-size="1px"',
    "narrow": 'style:text-scale="1%"',
    "a tiny index": 'style:text-position="-33% 1%"',
    "faint": 'style:opacity="0%"',
    "pushed together": 'fo:letter-spacing="-20pt"',
    "clear": 'fo:color="transparent"',
}


def _style(name, family, facts, more=""):
    own = f"<style:{family}-properties {facts}/>"
    return f'<style:style style:name="{name}" style:family="{family}" {more}>{own}</style:style>'


AUTOMATIC = (
    look("Skjult", 'text:display="none"')
    + look("Hvid", 'fo:color="#ffffff"')
    + look("Sort", 'fo:background-color="#000000"')
    + look("Lille", 'fo:font-size="1pt"')
    + look("Streg", 'style:text-line-through-style="solid"')
    + look("Vk", 'text:display="none"', family="paragraph")
    + look("Vis", 'text:display="true"', family="paragraph")
    + look("Barn", 'fo:color="#000000"', family="paragraph", parent="Vk")
    + "".join(look(way.title().replace(" ", ""), facts) for way, facts in ODT_LOOKS.items())
    + look("ToFarver", 'svg:color="#000000" fo:color="#ffffff"')
    + look("Kul", 'fo:color="#000000"')
    + look("Blaa", 'fo:color="#336699"')
    + _style("Fyldt", "graphic", 'draw:fill="solid" draw:fill-color="#000000"')
    + _style("Vaek", "table", 'table:display="false"')
    + _style("Blaat", "table", 'fo:background-color="#336699"')
    + _style("Blaat", "section", 'fo:background-color="#336699"')
    + _style("Flad", "table-row", 'style:row-height="0.01cm"')
    + _style("Lav", "paragraph", 'fo:line-height="0.01cm"')
    + _style("Fast", "table-row", 'style:row-height="0.6cm"')
    + _style("Hoej", "table-row", 'style:row-height="3cm"')
    + _style("Smal", "table-column", 'style:column-width="0cm"')
    + _style("Bred", "table-column", 'style:column-width="18cm"')
    + _style("Kort", "table-column", 'style:column-width="3cm"')
    + _style("Fyld", "table-cell", 'fo:padding-top="2cm"')
    + _style("Klem", "table-cell", 'fo:padding="1.5cm"')
    + _style("Skubbet", "paragraph", 'fo:padding-left="40cm"')
    + _style("Dyb", "paragraph", 'fo:margin-top="5cm"')
    + _style("Fuld", "graphic", 'fo:padding="9cm"')
    + _style("Linje", "paragraph", 'fo:line-height="12pt"')
    + _style("Inde", "paragraph", 'fo:margin-left="8cm" fo:margin-right="9cm"')
    + _style("Andel1", "table-column", 'style:rel-column-width="1*"')
    + _style("Andel2", "table-column", 'style:rel-column-width="65535*"')
    + _style("Ude", "table", 'fo:margin-left="-4cm"')
    + look("Brede", 'style:text-scale="600%"')
    + look("Spredt", 'fo:letter-spacing="60pt"')
    + look("Stor", 'fo:font-size="72pt"')
    + look("Stoerre", 'fo:font-size="20pt"')
    + look("Taet", 'fo:letter-spacing="-2.5pt"')
    + look("Tal1", 'fo:font-size="1PT"')
    + look("Tal2", 'fo:font-size=".5pt"')
    + look("Tal3", 'fo:font-size="+1pt"')
    + look("Tal4", 'fo:font-size="0000000000001pt"')
    + look("Tal5", 'fo:font-size="1.00000001pt"')
    + _style("Halvfems", "paragraph", 'fo:margin-left="-9999%"')
    + _style("Udenfor", "table", 'fo:margin-left="-90cm"')
    + look("Relativ", 'style:font-size-rel="-11pt"')
    + look("Tredjedel", 'fo:font-size="30%"')
    + look("Sjettedel", 'fo:font-size="40%"', parent="Tredjedel")
    + look("Lillearabisk", 'style:font-size-complex="1pt"')
    + look("Lillekinesisk", 'style:font-size-asian="1pt"')
    + '<style:style style:name="Maaske" style:family="paragraph"><style:map style:condition="x"'
    ' style:apply-style-name="Vk"/></style:style>'
    '<style:style style:name="Smal" style:family="paragraph"><style:map style:condition="x"'
    ' style:apply-style-name="Lav"/></style:style>'
    + _style("Nummer", "paragraph", "", 'style:list-style-name="L"')
    + '<text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-format="1"'
    ' style:num-suffix="."/></text:list-style><text:list-style style:name="A"><text:list-level-style-number'
    ' text:level="1" style:num-format="a" style:num-suffix=")"/></text:list-style>'
)


FAR = (
    _style("Fjern", "section", 'fo:margin-left="30cm"')
    + '<text:list-style style:name="Fjern"><text:list-level-style-bullet text:level="1"><style:list-level-properties>'
    '<style:list-level-label-alignment fo:margin-left="30cm"/></style:list-level-properties>'
    "</text:list-level-style-bullet></text:list-style>"
)


def _span(text, style):
    return f'<text:span text:style-name="{style}">{text}</text:span>'


FILLED = 'draw:style-name="Fyldt" '
ON_ITS_LINE = 'text:anchor-type="as-char" '
FAR_OUT, A_SHARE = 'svg:x="24cm"', 'style:rel-height="1%"'


def _frame(inside, look):
    words = f"<text:p>{inside}</text:p>" if inside else ""
    return f"<draw:frame {look}><draw:text-box>{words}</draw:text-box></draw:frame>"


def _odt_cell(inside):
    return f"<table:table-cell><text:p>{inside}</text:p></table:table-cell>"


def _odt_table(*rows, columns=""):
    return f"<table:table>{columns}{''.join(rows)}</table:table>"


def _odt_row(*cells, style="Fast"):
    return f'<table:table-row table:style-name="{style}">{"".join(cells)}</table:table-row>'


def _cell_of(paragraphs, facts=""):
    return f"<table:table-cell {facts}>{paragraphs}</table:table-cell>"


def _column(style):
    return f'<table:table-column table:style-name="{style}"/>'


_EMPTY = "<text:p/>" * 5
_SAYS = "<text:p>Vi støtter.</text:p>"
_OWN = f"<text:p>{SECRET}</text:p>"
NO_ROOM_ODT = {
    "below a fixed row": _odt_table(_odt_row(_cell_of(_SAYS + _EMPTY + _OWN))),
    "below a fixed row's line breaks": _odt_table(
        _odt_row(_cell_of(f"<text:p>{'<text:line-break/>' * 9}</text:p>{_OWN}"))
    )
    + _SAYS,
    "below the padding of a fixed row": _odt_table(_odt_row(_cell_of(_OWN, 'table:style-name="Fyld"'))) + _SAYS,
    "below the margin of a fixed row": _odt_table(
        _odt_row(_cell_of(f'<text:p text:style-name="Dyb">{SECRET}</text:p>'))
    )
    + _SAYS,
    "below a tall row in a fixed row": _odt_table(
        _odt_row(_cell_of(_odt_table(_odt_row(_cell_of("<text:p/>"), style="Hoej")) + _OWN))
    )
    + _SAYS,
    "between a cell's paddings": _odt_table(
        "<table:table-row>" + _cell_of(_OWN, 'table:style-name="Klem"') + "</table:table-row>", columns=_column("Kort")
    )
    + _SAYS,
    "in a column of no breadth": _odt_table(
        f"<table:table-row>{_cell_of(_SAYS)}{_cell_of(_OWN)}</table:table-row>",
        columns=_column("Kort") + _column("Smal"),
    ),
    "in a column beyond the page": _odt_table(
        f"<table:table-row>{_cell_of(_SAYS)}<table:table-cell/>{_cell_of(_OWN)}</table:table-row>",
        columns=_column("Bred") * 2 + _column("Kort"),
    ),
    "pushed aside by padding": f'<text:p text:style-name="Skubbet">{SECRET}</text:p>' + _SAYS,
    "below a low frame": f"<text:p>Vi støtter.<draw:frame {ON_ITS_LINE} svg:width='9cm' svg:height='0.7cm'>"
    f"<draw:text-box>{_EMPTY}{_OWN}</draw:text-box></draw:frame></text:p>",
    "between a frame's paddings": f"<text:p>Vi støtter.<draw:frame draw:style-name='Fuld' {ON_ITS_LINE} svg:width='9cm'"
    f" svg:height='9cm'><draw:text-box>{_OWN}</draw:text-box></draw:frame></text:p>",
    "far larger than its line": f'<text:p text:style-name="Linje">{_span(SECRET, "Stor")}</text:p>' + _SAYS,
    **{f"tiny as number {one}": f"<text:p>Vi {_span(SECRET, f'Tal{one}')}støtter.</text:p>" for one in range(1, 6)},
}
HIDDEN_ODT = {
    **NO_ROOM_ODT,
    **{way: f"<text:p>Vi {_span(SECRET, way.title().replace(' ', ''))}støtter.</text:p>" for way in ODT_LOOKS},
    "white, and black in another name space": f"<text:p>Vi {_span(SECRET, 'ToFarver')}støtter.</text:p>",
    "a table beside the page": f'<table:table table:style-name="Udenfor"><table:table-row>{_odt_cell(SECRET)}'
    "</table:table-row></table:table><text:p>Vi støtter.</text:p>",
    "beside the page by a share": f'<text:p text:style-name="Halvfems">{SECRET}</text:p><text:p>Vi støtter.</text:p>',
    "smaller than the words about it": f"<text:p>Vi {_span(SECRET, 'Relativ')}støtter.</text:p>",
    "a share of a share": f"<text:p>Vi {_span(SECRET, 'Sjettedel')}støtter.</text:p>",
    "a share in a share": f"<text:p>Vi {_span(_span(SECRET, 'Tredjedel'), 'Tredjedel')}støtter.</text:p>",
    "tiny in Arabic": f"<text:p>Vi {_span('اسم ' + SECRET, 'Lillearabisk')}støtter.</text:p>",
    "tiny in Chinese": f"<text:p>Vi {_span('名字' + SECRET, 'Lillekinesisk')}støtter.</text:p>",
    "hidden under a condition": f'<text:p text:style-name="Maaske">{SECRET}</text:p><text:p>Vi støtter.</text:p>',
    "cut away under a condition": f'<text:p text:style-name="Smal">{SECRET}</text:p><text:p>Vi støtter.</text:p>',
    "a note in a hidden span": '<text:p>Vi støtter.<text:span text:style-name="Skjult"><text:note><text:note-body>'
    f"<text:p>{SECRET}</text:p></text:note-body></text:note></text:span></text:p>",
    "a section whose condition has no outcome": '<text:section text:display="condition" text:condition="ooow:1">'
    f"<text:p>{SECRET}</text:p></text:section><text:p>Vi støtter.</text:p>",
    "a paragraph hidden from inside": '<text:p><text:span><text:hidden-paragraph text:condition="1"/></text:span>'
    f"{SECRET}"
    "</text:p><text:p>Vi støtter.</text:p>",
    "a frame that is not shown": f'<text:p>Vi støtter.{_frame(SECRET, """draw:display="none" """)}</text:p>',
    "a frame beside the page": f'<text:p>Vi støtter.{_frame(SECRET, """svg:x="-99cm" """)}</text:p>',
    "black in a black frame": f"<text:p>Vi støtter.{_frame(_span(SECRET, 'Kul'), FILLED)}</text:p>",
    "under an empty frame": f"<text:p>{SECRET}{_frame('', FILLED)}</text:p><text:p>Vi støtter.</text:p>",
    "under a polygon": f"<text:p>{SECRET}<draw:polygon/></text:p><text:p>Vi støtter.</text:p>",
    "under a rectangle": f"<text:p>{SECRET}<draw:rect/></text:p><text:p>Vi støtter.</text:p>",
    "what a line is called": f"<text:p>Vi <draw:line><svg:title>{SECRET}</svg:title></draw:line>støtter."
    "<text:change/></text:p>",
    "a hidden column": f'<table:table><table:table-column/><table:table-column table:visibility="collapse"/>'
    f"<table:table-row>{_odt_cell('Vi støtter.')}{_odt_cell(SECRET)}</table:table-row></table:table>",
    "a table that is not shown": f'<table:table table:style-name="Vaek"><table:table-row>{_odt_cell(SECRET)}'
    "</table:table-row></table:table><text:p>Vi støtter.</text:p>",
    "on its table's colour": '<table:table table:style-name="Blaat"><table:table-row>'
    f"{_odt_cell(_span(SECRET, 'Blaa'))}"
    "</table:table-row></table:table><text:p>Vi støtter.</text:p>",
    "on its section's colour": f'<text:section text:style-name="Blaat"><text:p>{_span(SECRET, "Blaa")}</text:p>'
    "</text:section><text:p>Vi støtter.</text:p>",
    "a row without height": f'<table:table><table:table-row table:style-name="Flad">{_odt_cell(SECRET)}'
    "</table:table-row></table:table><text:p>Vi støtter.</text:p>",
    "a cell under another": f"<table:table><table:table-row>{_odt_cell('Vi støtter.')}<table:covered-table-cell>"
    f"<text:p>{SECRET}</text:p></table:covered-table-cell></table:table-row></table:table>",
    "a hidden section in a cell": "<table:table><table:table-row><table:table-cell><text:p>Vi støtter.</text:p>"
    f'<text:section text:display="none"><text:p>{SECRET}</text:p></text:section></table:table-cell></table:table-row>'
    "</table:table>",
    "a variable that is not shown": f'<text:p>Vi <text:variable-set text:display="none">{SECRET}</text:variable-set>'
    "støtter.</text:p>",
    "a paragraph without height": f'<text:p text:style-name="Lav">{SECRET}</text:p><text:p>Vi støtter.</text:p>',
    "a comment in a cell's list": "<table:table><table:table-row><table:table-cell><text:list><text:list-item><text:p>"
    f"Vi støtter.<office:annotation><text:p>{SECRET}</text:p></office:annotation></text:p></text:list-item></text:list>"
    "</table:table-cell></table:table-row></table:table>",
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
    said = found["text"].replace("[…]", "").replace(" | ", "").replace("  ", " ").strip()
    assert said in {"Vi støtter.", "– Vi støtter."}
    assert {"covered", "changed", "comments"} & {one.partition("@")[0] for one in found["found"]}
    assert SECRET.encode() not in everything((tmp_path / "shown").read_bytes())


SHOWN_ODT = {
    "in a fixed row that has room": (_odt_table(_odt_row(_cell_of("<text:p>Vist.</text:p>"))), "Vist."),
    "in a cell over two fixed rows": (
        _odt_table(
            _odt_row(_cell_of("<text:p>Et</text:p><text:p>To</text:p>", 'table:number-rows-spanned="2"')),
            _odt_row("<table:covered-table-cell/>"),
        ), "Et To\n",
    ),
    "in a frame that grows with its words": (
        f"<text:p>A<draw:frame {ON_ITS_LINE} svg:width='9cm' svg:height='0.5cm'><draw:text-box fo:min-height='0.5cm'>"
        "<text:p>Vist.</text:p><text:p>Og mere.</text:p></draw:text-box></draw:frame></text:p>",
        "A\n\nVist.\n\nOg mere.",
    ),
    "white in a black frame": (
        f'<text:p>A{_frame(_span("Vist.", "Hvid"), FILLED + ON_ITS_LINE)}</text:p>',
        "A\n\nVist.",
    ),
    "a frame in a cell": (
        f"<table:table><table:table-row>{_odt_cell('A' + _frame('Vist.', ON_ITS_LINE))}"
        "</table:table-row></table:table>",
        "A\n\nVist.",
    ),
    "words in an ellipse": ("<draw:ellipse text:anchor-type='as-char'><text:p>Vist.</text:p></draw:ellipse>", "Vist."),
    "a list that another goes on with": (
        '<text:list xml:id="l1" text:style-name="L"><text:list-item><text:p>et</text:p></text:list-item></text:list>'
        '<text:p>m</text:p><text:list text:continue-list="l1" text:style-name="L"><text:list-item><text:p>to</text:p>'
        "</text:list-item></text:list>", "1. et\n\nm\n\n2. to",
    ),
    "a list by its paragraphs' style": (
        '<text:list><text:list-item><text:p text:style-name="Nummer">et</text:p></text:list-item></text:list>', "1. et",
    ),
    "an empty item": (
        '<text:list text:style-name="L"><text:list-item><text:p>et</text:p></text:list-item><text:list-item><text:p/>'
        "</text:list-item><text:list-item><text:p>tre</text:p></text:list-item></text:list>", "1. et\n\n3. tre",
    ),
    "items in a cell": (
        '<table:table><table:table-row><table:table-cell><text:list text:style-name="L"><text:list-item>'
        "<text:p>et</text:p>"
        "</text:list-item><text:list-item><text:p>to</text:p></text:list-item></text:list></table:table-cell>"
        "</table:table-row></table:table>", "1. et 2. to",
    ),
    "words with a reading above": (
        "<text:p><text:ruby><text:ruby-base>Vist</text:ruby-base><text:ruby-text>over</text:ruby-text></text:ruby></text:p>",
        "Vist (over)",
    ),
    "a field with the document's title": (
        "<text:p>Om <text:title>Planen for skoven</text:title> i 2026</text:p>", "Om Planen for skoven i 2026",
    ),
    "a numbered paragraph in a cell": (
        "<table:table><table:table-row><table:table-cell><text:numbered-paragraph><text:p>Vist.</text:p>"
        "</text:numbered-paragraph></table:table-cell></table:table-row></table:table>", "Vist.",
    ),
    "Latin words with tiny Arabic": (f"<text:p>{_span('Vist.', 'Lillearabisk')}</text:p>", "Vist."),
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
    carried = Carried()
    read(odt(body, automatic=AUTOMATIC), ODT, carried)
    assert not carried.covered or "frame" in way or "box" in way


def _narrow(row):
    return _odt_table(row, columns=_column("Kort"))


ODD_ODT = {
    "a paragraph that leaves little of the page": '<text:p text:style-name="Inde">Vist.</text:p>',
    "a list that stands far in": '<text:list text:style-name="Fjern"><text:list-item><text:p>Vist.</text:p>'
    "</text:list-item></text:list>",
    "a section that stands far in": '<text:section text:style-name="Fjern"><text:p>Vist.</text:p></text:section>',
    "a frame at the page's edge": f"<text:p>{_frame('Vist.', ON_ITS_LINE + FAR_OUT)}</text:p>",
    "a shape that is moved": '<text:p><draw:rect text:anchor-type="as-char" draw:transform="translate (60cm 2cm)">'
    "<text:p>Vist.</text:p></draw:rect></text:p>",
    "a frame of a small share": f"<text:p>{_frame('Vist.', ON_ITS_LINE + A_SHARE)}</text:p>",
    "a column of next to no share": _odt_table(
        f"<table:table-row>{_cell_of('<text:p>Vist.</text:p>')}{_cell_of('<text:p/>')}</table:table-row>",
        columns=_column("Andel1") + _column("Andel2"),
    ),
    "a table far out at the side": '<table:table table:style-name="Ude"><table:table-row>'
    + _cell_of("<text:p>Vist.</text:p>")
    + "</table:table-row></table:table>",
    "behind many tabs": _narrow(_odt_row(_cell_of(f"<text:p>{'<text:tab/>' * 40}Vist.</text:p>"))),
    "behind many spaces": _narrow(_odt_row(_cell_of('<text:p><text:s text:c="900"/>Vist.</text:p>'))),
    "in broad letters": _narrow(_odt_row(_cell_of(f"<text:p>{_span('Vist.', 'Brede')}</text:p>"))),
    "in letters far apart": _narrow(_odt_row(_cell_of(f"<text:p>{_span('Vist.', 'Spredt')}</text:p>"))),
    "below an index in a frame": f"<text:p><draw:frame {ON_ITS_LINE} svg:width='9cm' svg:height='1.2cm'><draw:text-box>"
    "<text:user-index><text:index-body><text:p/><text:p/></text:index-body></text:user-index><text:p>Vist.</text:p>"
    "</draw:text-box></draw:frame></text:p>",
}
MAYBE_ODT = {
    **ODD_ODT,
    "in a row that may be too low": _odt_table(
        _odt_row(_cell_of(f"<text:p>{'Vist. ' * 60}</text:p>")), columns=_column("Kort")
    ),
    "in a column that ends beyond the page": _odt_table(
        f"<table:table-row>{_cell_of('<text:p>Vist.</text:p>') * 2}</table:table-row>", columns=_column("Bred") * 2
    ),
    "letters that nearly fit into their line": f'<text:p text:style-name="Linje">{_span("Vist.", "Stoerre")}</text:p>',
    "letters that are pushed together": f"<text:p>{_span('Vist.', 'Taet')}</text:p>",
}


@pytest.mark.parametrize("way", MAYBE_ODT)
def test_words_of_an_odt_of_which_nobody_can_say_whether_they_are_seen_are_read_and_told(way):
    carried = Carried()
    content = odt(MAYBE_ODT[way], automatic=AUTOMATIC + (FAR if "far in" in way else ""))
    read(content, ODT, carried)
    assert "Vist." in text_of(content, ODT)
    assert carried.covered


@pytest.mark.parametrize("number", ["9" * 5000, "--5", "²", "-1", ""])
def test_a_number_of_an_odt_that_is_none_does_not_make_it_broken(number):
    cell = f'<table:table-cell table:number-columns-repeated="{number}"><text:p>Vist.</text:p></table:table-cell>'
    spaces = (
        f'<text:p>Og<text:s text:c="{number}"/>vist.</text:p><text:h text:outline-level="{number}">Til sidst</text:h>'
    )
    found = text_of(odt(f"<table:table><table:table-row>{cell}</table:table-row></table:table>{spaces}"), ODT)
    assert "Vist." in found
    assert "Til sidst" in found


def test_styles_that_give_way_to_each_other_in_frames_inside_frames_are_read_once(tmp_path):
    maps = "".join(
        f'<style:style style:name="K{at}" style:family="paragraph"><style:map style:condition="x"'
        f' style:apply-style-name="K{at}"/><style:map style:condition="y" style:apply-style-name="K{1 - at}"/>'
        "</style:style>"
        for at in (0, 1)
    )
    inside = "Vist."
    for _deep in range(30):
        inside = f'<text:p text:style-name="K0">{_frame(inside, ON_ITS_LINE)[:-13]}</draw:frame></text:p>'
        inside = inside.replace("<text:p><text:p", "<text:p").replace("</text:p></text:p>", "</text:p>")
    (tmp_path / "svar.odt").write_bytes(odt(inside, automatic=maps))
    seen = apart.look(tmp_path / "svar.odt", ODT)
    assert (seen.why, seen.text) == (None, "Vist.")


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
