"""A PDF of pictures: each page as it was seen, and over it, unseen, the words that were seen on it.

Nothing of the file that was handed in is in it but what was on the paper: no drawing, font, picture, name or key of it.
The words can be searched, copied and read aloud, and are tagged as the paragraphs they were read in.
Source: ISO 32000-1, 9.3.6 (text that is not painted), 14.7 and 14.8 (logical structure).
"""

import functools
import io
import unicodedata
import zlib
from collections.abc import Iterable, Sequence

import pikepdf
from fontTools.fontBuilder import FontBuilder
from fontTools.ttLib.tables._g_l_y_f import Glyph
from pikepdf import Array, Dictionary, Name, Object, Pdf, String
from PIL import Image as Pixels
from PIL import ImageChops

from civic.documents.direction import has_from_right
from civic.documents.layout import Run

_GREYS = 16
_EM = 1000
_ADVANCE = 500
"""Thousandths of its size that every sign of the unseen words is wide."""


class Pictured:
    """A PDF that pages are put into, one behind the other."""

    def __init__(self) -> None:
        self._made = Pdf.new()
        self._font = self._made.make_indirect(_font(self._made))
        self._whole = self._made.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, K=Array()))
        self._pages: list[Object] = []

    def add(
        self, size: tuple[float, float], shown: Pixels.Image, paragraphs: Iterable[Sequence[Run]], scale: float
    ) -> int:
        """Put a page behind the others: its size in points, how it looks, and its words in pixels, `scale` a point.

        Returns the bytes it takes.
        """
        wide, high = size
        self._made.add_blank_page(page_size=(max(3.0, wide), max(3.0, high)))
        page = self._made.pages[-1]
        page.obj.StructParents = len(self._pages)
        page.obj.Tabs = Name.S
        image = _image(self._made, shown)
        page.obj.Resources = Dictionary(XObject=Dictionary(Page=image), Font=Dictionary(Words=self._font))
        drawn = [f"/Artifact BMC q {wide:.2f} 0 0 {high:.2f} 0 0 cm /Page Do Q EMC"]
        said: list[Object] = []
        for number, paragraph in enumerate(paragraphs):
            words = "\n".join(_laid(run, high, scale) for run in paragraph)
            its = "".join(run.text for run in paragraph)
            instead = (
                f" /ActualText <{_hex(chr(0xFEFF) + ' '.join(run.text for run in paragraph))}>"
                if has_from_right(its)
                else ""
            )
            drawn.append(f"/P <</MCID {number}{instead}>> BDC BT 3 Tr\n{words}\nET EMC")
            said.append(
                self._made.make_indirect(
                    Dictionary(Type=Name.StructElem, S=Name.P, P=self._whole, Pg=page.obj, K=number)
                )
            )
        page.obj.Contents = self._made.make_stream("\n".join(drawn).encode())
        self._whole.K.extend(said)
        self._pages.append(self._made.make_indirect(Array(said)))
        return int(image.Length)

    def content(self) -> bytes:
        """Return the document."""
        made = self._made
        tree = made.make_indirect(
            Dictionary(
                Type=Name.StructTreeRoot,
                K=self._whole,
                ParentTree=Dictionary(Nums=Array([one for pair in enumerate(self._pages) for one in pair])),
                ParentTreeNextKey=len(self._pages),
            )
        )
        self._whole.P = tree
        made.Root.StructTreeRoot, made.Root.MarkInfo = tree, Dictionary(Marked=True)
        out = io.BytesIO()
        made.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
        return out.getvalue()


def _laid(run: Run, high: float, scale: float) -> str:
    """Return the drawing of a run's words, unseen, as wide as they were seen."""
    signs = unicodedata.normalize("NFC", run.text)
    tall = max(1.0, (run.bottom - run.top) / scale)
    wide = max(1.0, (run.right - run.left) / scale)
    squeezed = 100 * wide / (len(signs) * tall * _ADVANCE / _EM)
    up = max(0.0, high - run.bottom / scale)  # what stood on its side is laid at the page's foot
    across = max(0.0, run.left / scale)
    return f"/Words {tall:.2f} Tf {squeezed:.2f} Tz 1 0 0 1 {across:.2f} {up:.2f} Tm <{_hex(signs)}> Tj"


def _hex(words: str) -> str:
    return words.encode("utf-16-be", "ignore").hex().upper()


def _image(made: Pdf, shown: Pixels.Image) -> Object:
    """Return a page's look: black print as sixteen greys, which stay sharp, and anything else as a photograph."""
    image = made.make_stream(b"")
    image.Type, image.Subtype = Name.XObject, Name.Image
    image.Width, image.Height = shown.size
    grey = shown.convert("L")
    if _is_print(shown, grey):
        packed = Pixels.frombytes("P", grey.size, grey.point([value // _GREYS for value in range(256)]).tobytes())
        image.ColorSpace, image.BitsPerComponent = Name.DeviceGray, 4
        image.write(zlib.compress(packed.tobytes("raw", "P;4"), 6), filter=Name.FlateDecode)
    else:
        out = io.BytesIO()
        shown.convert("RGB").save(out, "JPEG", quality=80)
        image.ColorSpace, image.BitsPerComponent = Name.DeviceRGB, 8
        image.write(out.getvalue(), filter=Name.DCTDecode)
    return image


def _is_print(shown: Pixels.Image, grey: Pixels.Image) -> bool:
    """Return whether a page is black on white: no colour, and few of the greys a photograph is made of."""
    coloured = ImageChops.difference(shown.convert("RGB"), grey.convert("RGB")).convert("L").histogram()
    counted = grey.histogram()
    return not any(coloured[9:]) and sum(counted[32:224]) * 5 < sum(counted)


def _font(made: Pdf) -> Dictionary:
    """Return a font whose every sign is blank: its codes are those of Unicode."""
    file = made.make_stream(_blank())
    described = Dictionary(
        Type=Name.FontDescriptor, FontName=Name.Blank, Flags=5, FontBBox=Array([0, 0, _ADVANCE, _EM]), ItalicAngle=0,
        Ascent=_EM, Descent=0, CapHeight=_EM, StemV=80, FontFile2=file,
    )  # fmt: skip
    blank = Dictionary(
        Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=Name.Blank, DW=_ADVANCE,
        CIDSystemInfo=Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0),
        FontDescriptor=made.make_indirect(described), CIDToGIDMap=made.make_stream(b"\0\1" * 65536),
    )  # fmt: skip
    return Dictionary(
        Type=Name.Font, Subtype=Name.Type0, BaseFont=Name.Blank, Encoding=Name("/Identity-H"),
        DescendantFonts=Array([made.make_indirect(blank)]), ToUnicode=made.make_stream(_UNICODE),
    )  # fmt: skip


_UNICODE = b"""/CIDInit /ProcSet findresource begin 12 dict begin begincmap
/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def
/CMapName /Adobe-Identity-UCS def /CMapType 2 def
1 begincodespacerange <0000> <FFFF> endcodespacerange
1 beginbfrange <0000> <FFFF> <0000> endbfrange
endcmap CMapName currentdict /CMap defineresource pop end end"""


@functools.cache
def _blank() -> bytes:
    made = FontBuilder(_EM, isTTF=True)
    made.setupGlyphOrder([".notdef", "blank"])
    made.setupCharacterMap({})
    made.setupGlyf({".notdef": Glyph(), "blank": Glyph()})
    made.setupHorizontalMetrics({".notdef": (_ADVANCE, 0), "blank": (_ADVANCE, 0)})
    made.setupHorizontalHeader(ascent=_EM, descent=0)
    made.setupNameTable({"familyName": "Blank", "styleName": "Regular", "psName": "Blank"})
    made.setupOS2()
    made.setupPost()
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()
