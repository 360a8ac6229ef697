"""Small files as people and hostile people make them: only what a test is about stands in them."""

import io
import tempfile
import zipfile
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import Image as Pixels

from civic.documents.looking import look_at

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SPACES = (
    f'xmlns:w="{W}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    ' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
)
_DOC = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_ODF = "urn:oasis:names:tc:opendocument:xmlns:"
ODF = " ".join(
    f'xmlns:{short}="{_ODF}{long}:1.0"'
    for short, long in (
        ("office", "office"), ("text", "text"), ("table", "table"), ("style", "style"), ("draw", "drawing"),
        ("fo", "xsl-fo-compatible"), ("svg", "svg-compatible"), ("form", "form"), ("meta", "meta"),
    )
) + ' xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/"'  # fmt: skip

SECRET = "Eksempel Eksempelsen"
"""An invented name that stands where nobody is to read it."""


def a_picture(colour=(200, 30, 30), size=(90, 60), **saving):
    out = io.BytesIO()
    Pixels.new("RGB", size, colour).save(out, saving.pop("form", "PNG"), **saving)
    return out.getvalue()


def run(words, look=""):
    """Return a run of a Word file."""
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


def par(*runs, look=""):
    """Return a paragraph of a Word file; plain words become a run."""
    inside = "".join(one if one.startswith("<") else run(one) for one in runs)
    return f"<w:p><w:pPr>{look}</w:pPr>{inside}</w:p>"


def packed(parts):
    """Return parts by their names as a zipped file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return out.getvalue()


def docx(body, *, styles="", numbering="", parts=None, links=(), main="word/document.xml", strict=False):
    """Return a Word file of a body's XML."""
    kinds = {"styles": styles, "numbering": numbering}
    made = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Override PartName="/{main}" ContentType="application/vnd.openxmlformats-officedocument.'
        'wordprocessingml.document.main+xml"/></Types>',
        "_rels/.rels": links_of([("rId1", f"{_DOC}/officeDocument", main, "")]),
        main: f"<w:document {SPACES}><w:body>{body}</w:body></w:document>",
    }
    pointed = [(f"k{kind}", f"{_DOC}/{kind}", f"{kind}.xml", "") for kind, xml in kinds.items() if xml]
    made |= {f"word/{kind}.xml": f"<w:{kind} {SPACES}>{xml}</w:{kind}>" for kind, xml in kinds.items() if xml}
    folder, _slash, last = main.rpartition("/")
    pointed += [(key, f"{_DOC}/{kind}", target, mode) for key, kind, target, mode in links]
    made[f"{folder}/_rels/{last}.rels"] = links_of(pointed)
    made |= parts or {}
    if strict:
        made = {
            name: one.replace(
                "http://schemas.openxmlformats.org/wordprocessingml/2006/", _STRICT + "wordprocessingml/"
            ).replace("http://schemas.openxmlformats.org/officeDocument/2006/", _STRICT + "officeDocument/")
            for name, one in made.items()
        }
    return packed(made)


_STRICT = "http://purl.oclc.org/ooxml/"


def links_of(links):
    listed = "".join(
        f'<Relationship Id="{key}" Type="{kind}" Target="{target}"' + (f' TargetMode="{mode}"' if mode else "") + "/>"
        for key, kind, target, mode in links
    )
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{listed}</Relationships>'
    )


def odt(body, *, automatic="", styles="", meta="", parts=None):
    """Return an ODT of a body's XML."""
    return packed(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f"<office:document-content {ODF}><office:automatic-styles>{automatic}"
            f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"
            "</office:document-content>",
            "styles.xml": f"<office:document-styles {ODF}><office:styles>{styles}</office:styles>"
            "</office:document-styles>",
            "meta.xml": f"<office:document-meta {ODF}><office:meta>{meta}</office:meta></office:document-meta>",
            "META-INF/manifest.xml": "<manifest/>",
        }
        | (parts or {})
    )


def look(name, properties, *, family="text", parent=""):
    """Return a style of an ODT."""
    above = f' style:parent-style-name="{parent}"' if parent else ""
    return (
        f'<style:style style:name="{name}" style:family="{family}"{above}>'
        f"<style:text-properties {properties}/></style:style>"
    )


def pdf(*pages, change=None, **saving):
    """Return a PDF of pages' drawings; `change` is given the document before it is saved."""
    made = pikepdf.new()
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
    for drawing in pages:
        made.add_blank_page(page_size=(595, 842))
        page = made.pages[-1]
        page.obj.Resources = Dictionary(Font=Dictionary(F1=font))
        page.obj.Contents = made.make_stream(drawing.encode("cp1252"))
    if change is not None:
        change(made)
    out = io.BytesIO()
    made.save(out, **saving)
    return out.getvalue()


def words(text, *, at=(60, 700), size=14, before="0 g"):
    """Return the drawing of words."""
    return f"{before} BT /F1 {size} Tf {at[0]} {at[1]} Td ({text}) Tj ET\n"


SEEN = words("Det synlige.", at=(60, 780))


def stamped(made, drawing, rect=(50, 600, 400, 640), **more):
    """Put an annotation with an appearance on the first page."""
    font = made.pages[0].obj.Resources.Font
    box = [0, 0, rect[2] - rect[0], rect[3] - rect[1]]
    shape = made.make_stream(drawing.encode("cp1252"))
    shape.Type, shape.Subtype, shape.BBox = Name.XObject, Name.Form, Array(box)
    shape.Resources = Dictionary(Font=font)
    note = Dictionary(Type=Name.Annot, Subtype=Name.Stamp, Rect=Array(rect), F=4, AP=Dictionary(N=shape), **more)
    made.pages[0].obj.Annots = Array([made.make_indirect(note)])


def everything(content):
    """Return all bytes of a PDF or a zipped file, unpacked, as somebody who looks for a name would."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as opened:
            return b"\n".join([one.encode() + b"\n" + opened.read(one) for one in opened.namelist()])
    if not content.startswith(b"%PDF"):
        return content
    found = [content]
    with pikepdf.open(io.BytesIO(content)) as opened:
        for one in opened.objects:
            if isinstance(one, pikepdf.Stream):
                try:
                    found.append(one.read_bytes())
                except pikepdf.PdfError:
                    found.append(one.read_raw_bytes())
            found.append(one.unparse() if not isinstance(one, pikepdf.Stream) else repr(dict(one.items())).encode())
    return b"\n".join(found)


def looked(content, media_type):
    """Return what the reading process tells of a file: the one way in which the product reads any."""
    with tempfile.TemporaryDirectory(prefix="civic-test-") as place:
        return look_at(content, media_type, Path(place))


def text_of(content, media_type):
    """Return the words that a reader of the document sees."""
    return looked(content, media_type)["text"]
