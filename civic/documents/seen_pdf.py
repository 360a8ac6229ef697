"""A PDF as a reader of the paper sees it: its visible words in their order, and a new PDF of what is on its pages.

Nothing is believed that the file says about its words: each page is drawn twice, with its words and without them, and a
letter that leaves no ink (white, covered by a bar or a picture, invisible, in a hidden layer, beside the page) was not
seen. A page with such letters is given out as a picture of itself.
"""

import ctypes
import io
import math
from collections.abc import Iterator
from dataclasses import dataclass

import pikepdf
import pypdfium2 as pdfium
import pypdfium2.raw as raw
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream
from PIL import Image as Pixels
from PIL import ImageChops

from civic.documents.carried import Carried
from civic.documents.layout import SPACE, Letter, read_in_order, upright
from civic.documents.parts import UnreadableError, Why, sane

MOST_PAGES = 500
MOST_CONTENT = 3_000_000
"""Bytes of drawing on one page; what draws more is shown as a picture."""
DRAWN = 2.0
"""Pixels a point the pages are compared at."""
INK = 32
"""Of 255: how much darker or lighter than what is behind it a letter is, at its strongest, to be read."""
SMALLEST = 3.0
"""Points; a letter that stands lower is read by nobody."""
PICTURE = 20.0
"""Points; what is smaller both ways is an ornament."""
_HYPHEN = 2
"""How pdfium names the hyphen that parts a word at the end of a line."""
_PAGE_KEYS = frozenset({"/Type", "/Parent", "/Contents", "/Resources", "/MediaBox", "/CropBox", "/Rotate", "/Group"})
_DRAWN_WITH = frozenset({"/Font", "/XObject", "/ExtGState", "/ColorSpace", "/Pattern", "/Shading"})
_TOLD = ("/Metadata", "/PieceInfo", "/LastModified", "/OPI", "/StructParent", "/StructParents", "/Alternates", "/OC",
         "/AF", "/Measure", "/PtData", "/AA", "/A", "/Thumb", "/Private", "/GTS_Key")  # fmt: skip
"""What an object may say beside what is drawn."""
_MARKED = frozenset({"BMC", "BDC", "EMC", "MP", "DP"})
_WORDS = frozenset({"Tj", "TJ", "'", '"'})


@dataclass(frozen=True)
class SeenPdf:
    """What was seen in a PDF."""

    text: str
    covered: tuple[int, ...]
    """Pages, from 1, with words that nobody sees."""
    pictured: tuple[int, ...]
    """Pages with pictures."""
    content: bytes
    """The PDF made anew."""


def see(content: bytes, carried: Carried) -> SeenPdf:
    """Return a PDF's visible words and a PDF of what is seen; what it carries beside is put into `carried`.

    Raises UnreadableError for what opens only with a password, is broken or has too many pages.
    """
    opened = _open(content)
    if len(opened.pages) > MOST_PAGES:
        raise UnreadableError(f"{len(opened.pages)} pages", Why.TOO_MUCH)
    _note_carried(opened, carried)
    layered = "/OCProperties" in opened.Root or any(map(_is_odd, opened.objects))
    opened.generate_appearance_streams()
    opened.flatten_annotations("screen")
    heavy = _strip(opened, layered)
    with_words = _saved(opened)
    _rewrite(opened, _WORDS, heavy)
    return _compared(with_words, _saved(opened), heavy, layered, carried)


def pages_as_pictures(content: bytes, *, at_most: int) -> Iterator[bytes]:
    """Give the first pages as JPEG, for the eye of whoever decides."""
    with pdfium.PdfDocument(content) as opened:
        for number in range(min(len(opened), at_most)):
            yield _jpeg(_drawn(opened[number], _scale(opened[number], 1100)).convert("RGB"))


def _open(content: bytes) -> Pdf:
    try:
        return Pdf.open(io.BytesIO(content))
    except pikepdf.PasswordError as error:
        raise UnreadableError(str(error), Why.LOCKED) from error
    except Exception as error:
        raise UnreadableError(str(error), Why.BROKEN) from error


def _saved(opened: Pdf) -> bytes:
    out = io.BytesIO()
    opened.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate, encryption=False)
    return out.getvalue()


# --- what it carries beside its pages


def _note_carried(opened: Pdf, carried: Carried) -> None:
    root = opened.Root
    names = root.get("/Names", Dictionary())
    if len(opened.attachments):
        carried.packed = True
    carried.active |= "/JavaScript" in names or ("/OpenAction" in root and _acts(root.OpenAction)) or "/AA" in root
    for number, page in enumerate(opened.pages, 1):
        for note in page.obj.get("/Annots", Array()):
            kind = note.get("/Subtype")
            if kind == "/Redact":  # somebody meant to take these words out, and did not
                carried.covered.add(number)
            elif kind == "/FileAttachment":
                carried.packed = True
            elif kind in {"/Text", "/Popup", "/Highlight", "/Underline", "/StrikeOut", "/Squiggly", "/Caret"}:
                carried.comments.add(number)
            carried.active |= _acts(note.get("/A")) or "/AA" in note
    for one in opened.objects:
        carried.words += _strings(one, 4)
    packet = root.get("/Metadata")
    if isinstance(packet, Stream):
        carried.words.append(packet.read_bytes().decode("utf-8", "replace"))


def _acts(action: Object | None) -> bool:
    return isinstance(action, Dictionary) and action.get("/S") not in {Name.GoTo, Name.URI}


def _strings(one: Object, depth: int) -> Iterator[str]:
    if isinstance(one, pikepdf.String):
        yield str(one)
    elif depth and isinstance(one, Array):
        if len(one) < 1000:
            for each in one:
                yield from _strings(each, depth - 1) if not getattr(each, "is_indirect", False) else ()
    elif depth and isinstance(one, Dictionary | Stream):
        for _key, each in one.items():
            yield from _strings(each, depth - 1) if not getattr(each, "is_indirect", False) else ()


# --- a new file with what is drawn on the pages


def _strip(opened: Pdf, layered: bool) -> set[int]:
    """Leave what is drawn and nothing else; return the pages, from 0, on which too much is drawn to look through.

    Layers stay as they are: what is in them is only ever shown as a picture.
    """
    heavy = set()
    for number, page in enumerate(opened.pages):
        for key in ("/MediaBox", "/CropBox", "/Rotate", "/Resources"):
            inherited = _inherited(page.obj, key)
            if inherited is not None:
                page.obj[key] = inherited
        for key in set(page.obj.keys()) - _PAGE_KEYS:
            del page.obj[key]
        if _weight(page) > MOST_CONTENT:
            heavy.add(number)
    for key in set(opened.Root.keys()) - {"/Type", "/Pages", *(["/OCProperties"] if layered else [])}:
        del opened.Root[key]
    if "/Info" in opened.trailer:
        del opened.trailer["/Info"]
    if not layered:
        _rewrite(opened, _MARKED, heavy)
        opened.remove_unreferenced_resources()
        for one in opened.objects:
            if isinstance(one, Dictionary | Stream):
                _untell(one)
    return heavy


def _untell(one: Object) -> None:
    for key in _TOLD:
        if key in one:
            del one[key]
    if isinstance(one, Stream) and one.get("/Filter") in (Name.DCTDecode, Array([Name.DCTDecode])):
        one.write(bare_jpeg(one.read_raw_bytes()), filter=Name.DCTDecode, decode_parms=None)


def bare_jpeg(content: bytes) -> bytes:
    """Return a JPEG without camera, place, names and thumbnails; its pixels are not touched."""
    kept, at = bytearray(content[:2]), 2
    while at + 4 <= len(content) and content[at] == 0xFF:
        mark, length = content[at + 1], int.from_bytes(content[at + 2 : at + 4], "big")
        if mark == 0xFF:
            at += 1
            continue
        if mark == 0xDA:
            end = content.rfind(b"\xff\xd9")
            return bytes(kept + content[at : end + 2 if end > at else None])
        if not (0xE1 <= mark <= 0xEF and mark != 0xEE) and mark != 0xFE:
            kept += content[at : at + 2 + length]
        at += 2 + length
    return content


def _inherited(page: Object, key: str) -> Object | None:
    for _step in range(30):
        if key in page:
            return page[key]
        if "/Parent" not in page:
            return None
        page = page.Parent
    return None


def _is_odd(one: Object) -> bool:
    """Return whether a picture is packed so that what it says of itself cannot be taken out of it without harm."""
    if not isinstance(one, Stream) or one.get("/Subtype") != Name.Image:
        return False
    filters = one.get("/Filter")
    packed = [str(each) for each in filters] if isinstance(filters, Array) else [str(filters)]
    return "/JPXDecode" in packed or ("/DCTDecode" in packed and len(packed) > 1)


def _weight(page: pikepdf.Page) -> int:
    contents = page.obj.get("/Contents")
    streams = list(contents) if isinstance(contents, Array) else [contents] if contents is not None else []
    return sum(len(one.read_bytes()) for one in streams if isinstance(one, Stream))


def _rewrite(opened: Pdf, dropped: frozenset[str], heavy: set[int]) -> None:
    """Write every page's drawing anew, without comments and without what is `dropped`."""
    pages: dict[tuple[int, int], Object] = {}
    forms: set[tuple[int, int]] = set()
    for number, page in enumerate(opened.pages):
        contents = page.obj.get("/Contents")
        if number in heavy or contents is None:
            continue
        key = (0, 0) if isinstance(contents, Array) else contents.objgen
        if key == (0, 0) or key not in pages:
            pages[key] = opened.make_stream(_rewritten(page, dropped))
        page.obj.Contents = pages[key]
        _rewrite_forms(page.obj.get("/Resources"), dropped, forms)


def _rewrite_forms(resources: Object | None, dropped: frozenset[str], done: set[tuple[int, int]]) -> None:
    if resources is None:
        return
    if dropped == _MARKED:
        for key in set(resources.keys()) - _DRAWN_WITH:
            del resources[key]
    for kind in ("/XObject", "/Pattern"):
        for one in list(resources.get(kind, Dictionary()).values()):
            if not isinstance(one, Stream) or one.objgen in done or one.get("/Subtype") == Name.Image:
                continue
            done.add(one.objgen)
            if len(one.read_bytes()) > MOST_CONTENT:
                raise UnreadableError("too much is drawn", Why.TOO_MUCH)
            one.write(_rewritten(one, dropped))
            _rewrite_forms(one.get("/Resources"), dropped, done)


def _rewritten(drawn: pikepdf.Page | Object, dropped: frozenset[str]) -> bytes:
    return pikepdf.unparse_content_stream(
        [one for one in pikepdf.parse_content_stream(drawn) if str(one.operator) not in dropped]
    )


# --- what is seen


def _compared(with_words: bytes, without: bytes, heavy: set[int], layered: bool, carried: Carried) -> SeenPdf:
    texts, covered, pictured, as_pictures = [], [], [], {}
    with pdfium.PdfDocument(with_words) as one, pdfium.PdfDocument(without) as other:
        for number in range(len(one)):
            page = one[number]
            scale = _scale(page, 1600, DRAWN)
            shown = _drawn(page, scale)
            letters = list(_letters(page, scale))
            carried.words.append("".join(one.sign or " " for one in letters))
            if number in heavy:
                seen: list[Letter] = []
                hidden = bool(letters)
            else:
                ink = ImageChops.difference(shown, _drawn(other[number], scale))
                seen = list(_seen(letters, ink))
                hidden = len(seen) <= len(letters)  # one space is put behind the last
            texts.append(read_in_order(upright(seen, *shown.size)))
            if hidden:
                covered.append(number + 1)
            if _has_picture(page):
                pictured.append(number + 1)
            if hidden or layered or number in heavy:
                as_pictures[number] = _jpeg(_drawn(page, _scale(page, 2200, 150 / 72), grey=False))
            page.close()
        sizes = [one.get_page_size(number) for number in as_pictures]
    made = with_words
    if as_pictures:
        made = _pictured(with_words, dict(zip(as_pictures, sizes, strict=True)), as_pictures)
    with _open(made) as again:  # what is given out can be opened, by others too
        if len(again.pages) != len(texts):
            raise UnreadableError("the pages were lost", Why.BROKEN)
    return SeenPdf("\n\n".join(filter(None, texts)), tuple(covered), tuple(pictured), made)


def _pictured(content: bytes, sizes: dict[int, tuple[float, float]], pictures: dict[int, bytes]) -> bytes:
    """Put a picture of itself in each of the pages' place."""
    opened = Pdf.open(io.BytesIO(content))
    made = Pdf.new()
    for number, page in enumerate(opened.pages):
        if number not in pictures:
            made.pages.append(page)
            continue
        with Pixels.open(io.BytesIO(pictures[number])) as picture:
            across, down = picture.size
        wide, high = sizes[number]
        made.add_blank_page(page_size=(wide, high))
        image = made.make_stream(pictures[number])
        image.Type, image.Subtype = Name.XObject, Name.Image
        image.Width, image.Height = across, down
        image.ColorSpace, image.BitsPerComponent, image.Filter = Name.DeviceRGB, 8, Name.DCTDecode
        new = made.pages[-1]
        new.obj.Resources = Dictionary(XObject=Dictionary(Page=image))
        new.obj.Contents = made.make_stream(f"q {wide} 0 0 {high} 0 0 cm /Page Do Q".encode())
    return _saved(made)


def _scale(page: pdfium.PdfPage, most: int, wanted: float = 10.0) -> float:
    """Return how many pixels a point: as wanted, and no picture larger than `most` on a side."""
    return float(min(wanted, most / max(1.0, *page.get_size())))


def _drawn(page: pdfium.PdfPage, scale: float, *, grey: bool = True) -> Pixels.Image:
    drawn: Pixels.Image = page.render(scale=scale, grayscale=grey, may_draw_forms=False).to_pil()
    return drawn


def _jpeg(picture: Pixels.Image) -> bytes:
    out = io.BytesIO()
    picture.convert("RGB").save(out, "JPEG", quality=80)
    return out.getvalue()


def _seen(letters: list[Letter], ink: Pixels.Image) -> Iterator[Letter]:
    """Give the letters of the words that are seen; of a word that is covered in part nothing is said."""
    word: list[Letter] = []
    for one in (*letters, SPACE):
        if one.sign:
            word.append(one)
            continue
        if all(_is_seen(letter, ink) for letter in word):
            yield from word
        word = []
        yield one


def _is_seen(letter: Letter, ink: Pixels.Image) -> bool:
    if letter.size < SMALLEST:
        return False
    wide = letter.right - letter.left
    # the ink of the letter beside it is not its own; that of a thin one is drawn across two pixels
    aside = wide * 0.15 if wide > 4 else -1.0
    box = (
        max(0, int(letter.left + aside)),
        max(0, int(letter.top)),
        min(ink.width, int(letter.right - aside) + 1),
        min(ink.height, int(letter.bottom) + 1),
    )
    if box[0] >= box[2] or box[1] >= box[3]:
        return False
    return max(ink.crop(box).getextrema()) >= INK  # type: ignore[operator]  # one band: two numbers


def _letters(page: pdfium.PdfPage, scale: float) -> Iterator[Letter]:
    """Give the letters that a page's text has, in the pixels it is drawn at, from the top left."""
    text = page.get_textpage()
    wide, high = (round(side * scale) for side in page.get_size())
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    loose = raw.FS_RECTF()
    x, y = ctypes.c_int(), ctypes.c_int()

    def pixels(across: float, up: float) -> tuple[int, int]:
        raw.FPDF_PageToDevice(page, 0, 0, wide * 16, high * 16, 0, across, up, x, y)
        return x.value, y.value

    for at in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(text, at)
        if code == _HYPHEN:
            code = ord("-")
        sign = chr(code) if code < 0x110000 else ""
        if raw.FPDFText_IsGenerated(text, at) == 1 or not sign.strip():
            yield SPACE
            continue
        if not sane(sign):
            continue
        raw.FPDFText_GetCharBox(text, at, left, right, bottom, top)
        raw.FPDFText_GetLooseCharBox(text, at, loose)
        one, other = pixels(left.value, top.value), pixels(right.value, bottom.value)
        high_one, high_other = pixels(loose.left, loose.top), pixels(loose.right, loose.bottom)
        yield Letter(
            sign,
            min(one[0], other[0]) / 16,
            min(one[1], other[1]) / 16,
            max(one[0], other[0]) / 16,
            max(one[1], other[1]) / 16,
            min(high_one[1], high_other[1]) / 16,
            max(high_one[1], high_other[1]) / 16,
            min(high_one[0], high_other[0]) / 16,
            max(high_one[0], high_other[0]) / 16,
            scale,
            -(round(raw.FPDFText_GetCharAngle(text, at) / (math.pi / 2)) + page.get_rotation() // 90) % 4,
        )
    text.close()


def _has_picture(page: pdfium.PdfPage) -> bool:
    for one in page.get_objects(filter=(raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_SHADING), max_depth=5):
        left, bottom, right, top = one.get_bounds()
        if right - left >= PICTURE and top - bottom >= PICTURE:
            return True
    return False
