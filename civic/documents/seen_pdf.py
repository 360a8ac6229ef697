"""A PDF as a reader of the paper sees it: its visible words in their order, and a new PDF of how its pages look.

Nothing is believed that the file says about its words: each page is drawn with its words and without them, and a letter
that leaves no ink of its own (white, covered by a bar, a picture or other words, invisible, in a hidden layer, beside
the page) was not seen. What is given out is a picture of each page, with the words that were seen laid over it.
"""

import ctypes
import io
import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

import pikepdf
import pypdfium2 as pdfium
import pypdfium2.raw as raw
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream
from PIL import Image as Pixels
from PIL import ImageChops

from civic.documents.carried import Carried
from civic.documents.layout import ASKEW, SPACE, Letter, paragraphs, text_of, upright
from civic.documents.over import layers
from civic.documents.parts import UnreadableError, Why, sane
from civic.documents.pictured import Pictured
from civic.documents.ruled import Line, marked

MOST_PAGES = 500
MOST_CONTENT = 3_000_000
"""Bytes of drawing on one page; what draws more is shown as a picture."""
DRAWN = 2.0
"""Pixels a point the pages are compared at."""
SHARP, PLAIN = 170 / 72, 110 / 72
"""Pixels a point the pages are given out at: as a rule, and in a file of many pages or bytes."""
LARGEST = 4000
"""Pixels of a page's longer side: an A0 plan is read as it is given out, a little over a pixel a point."""
MANY = 100
"""Pages from which on they are given out plainly."""
HEAVY = 25_000_000
"""Bytes from which on pages are given out plainly."""
INK = 32
"""Of 255: how much darker or lighter than what is behind it a letter is to be read."""
WHOLE = 0.55
"""How much of a letter's height and breadth its ink reaches over at least; of less nobody reads it."""
THIN = 4.0
"""Pixels: a letter narrower or lower than this may be drawn a pixel beside its box."""
UNREAD = 60
"""Pixels of ink on a page that belong to no letter; more may be words that only an eye can read."""
SMALLEST = 3.0
"""Points; a letter that stands lower is read by nobody."""
PICTURE = (20.0, 4.0)
"""Points: the longer and the shorter side; what is smaller is an ornament or a line."""
MARKS, CURVES = 24, 60
"""Small signs and bent lines that a page is drawn with; more may be a drawing, or words drawn as shapes."""
RULE = 1.5
"""Points: how broad a line is at the most that a table is ruled with."""
LEAN = 0.12
"""Of a quarter of a turn: words that lean more stand in no row of the page."""
MOST_LINES = 20_000
"""Corners of a page's lines that are looked at for words which they strike out."""
ALONG = 0.62
"""The part of a line's length over which it is seen at least; a dashed one has gaps."""
FLATTEST, HIGHEST = 12.0, 3.0
"""Pixels: what is drawn higher is no line, and one that is higher may be a ground for words."""
DEEP = 40
"""How many forms inside each other are looked into."""
_DRAWN_ON = ("/Ink", "/Line", "/PolyLine")
"""Notes that people strike words out with by hand."""
_HYPHEN = 2
"""How pdfium names the hyphen that parts a word at the end of a line."""


@dataclass(frozen=True)
class SeenPdf:
    """What was seen in a PDF."""

    text: str
    covered: tuple[int, ...]
    """Pages, from 1, with words that nobody sees."""
    pictured: tuple[int, ...]
    """Pages with pictures, or with what else only an eye can read."""
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
    _layer_notes(opened, carried)
    opened.generate_appearance_streams()
    opened.flatten_annotations("screen")
    heavy = {number for number, page in enumerate(opened.pages) if _weight(page) > MOST_CONTENT}
    odd = set(_odd_pages(opened))
    out = io.BytesIO()
    opened.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate, encryption=False)
    return _looked(out.getvalue(), heavy, odd, carried)


def pages_as_pictures(content: bytes, *, at_most: int) -> Iterator[bytes]:
    """Give the first pages as JPEG, for the eye of whoever decides."""
    with pdfium.PdfDocument(content) as opened:
        for number in range(min(len(opened), at_most)):
            yield _jpeg(_drawn(opened[number], _scale(opened[number], 1100)))


def _open(content: bytes) -> Pdf:
    try:
        return Pdf.open(io.BytesIO(content))
    except pikepdf.PasswordError as error:
        raise UnreadableError(str(error), Why.LOCKED) from error
    except Exception as error:
        raise UnreadableError(str(error), Why.BROKEN) from error


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
            elif kind in {
                "/Text",
                "/Popup",
                "/Highlight",
                "/Underline",
                "/StrikeOut",
                "/Squiggly",
                "/Caret",
                "/Ink",
                "/Line",
                "/PolyLine",
            }:
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


def _inherited(page: Object, key: str) -> Object | None:
    for _step in range(30):
        if key in page:
            return page[key]
        if "/Parent" not in page:
            return None
        page = page.Parent
    return None


def _weight(page: pikepdf.Page) -> int:
    contents = page.obj.get("/Contents")
    streams = list(contents) if isinstance(contents, Array) else [contents] if contents is not None else []
    return sum(len(one.read_bytes()) for one in streams if isinstance(one, Stream))


def _layer_notes(opened: Pdf, carried: Carried) -> None:
    """Put what is drawn of an annotation into the annotation's layer: drawn into the page, it would stand in none."""
    for number, page in enumerate(opened.pages, 1):
        notes = page.obj.get("/Annots", Array())
        for at in reversed(range(len(notes))):
            note = notes[at]
            layer, drawn = note.get("/OC"), note.get("/AP", Dictionary()).get("/N")
            if layer is None or drawn is None:
                continue
            for shape in [drawn] if isinstance(drawn, Stream) else list(drawn.values()):
                if "/OC" in shape and layer != shape.OC:  # in two layers: it is taken for hidden
                    carried.covered.add(number)
                    del notes[at]
                    break
                shape.OC = layer


def _odd_pages(opened: Pdf) -> Iterator[int]:
    """Give the pages, from 0, that are drawn by means in which words may stand that are no letters.

    Patterns, masks, and fonts whose signs the file draws itself.
    """
    known: dict[tuple[int, int], bool] = {}
    for number, page in enumerate(opened.pages):
        resources = _inherited(page.obj, "/Resources")
        if isinstance(resources, Dictionary) and _is_odd(resources, known, DEEP):
            yield number


def _is_odd(resources: Object, known: dict[tuple[int, int], bool], depth: int) -> bool:
    if depth == 0:
        return True
    key = resources.objgen
    if key != (0, 0):
        if key in known:
            return known[key]
        known[key] = False
    found = (
        any(_of(one, "/PatternType") == 1 for one in _each(resources, "/Pattern"))
        or any(isinstance(_of(one, "/SMask"), Dictionary) for one in _each(resources, "/ExtGState"))
        or any(_of(one, "/Subtype") == Name.Type3 for one in _each(resources, "/Font"))
        or any(
            _is_odd(inside, known, depth - 1)
            for one in _each(resources, "/XObject")
            if isinstance(inside := _of(one, "/Resources"), Dictionary)
        )
    )
    if key != (0, 0):
        known[key] = found
    return found


def _each(resources: Object, kind: str) -> list[Object]:
    found = resources.get(kind)
    return list(found.values()) if isinstance(found, Dictionary) else []


def _of(one: Object, key: str) -> Object | None:
    return one.get(key) if isinstance(one, Dictionary | Stream) else None


# --- what is seen


def _looked(drawn: bytes, heavy: set[int], odd: set[int], carried: Carried) -> SeenPdf:
    texts, covered, pictured = [], [], []
    made, weight = Pictured(), 0
    with pdfium.PdfDocument(drawn) as opened:
        for number in range(len(opened)):
            page = opened[number]
            scale = _scale(page, LARGEST, DRAWN)
            letters = list(_letters(page, scale))
            looks = _drawn(page, scale)
            carried.words.append("".join(one.sign or " " for one in letters))
            if number in heavy:
                seen: list[Letter] = []
                is_hidden, is_unread = any(one.sign for one in letters), True
            else:
                seen, is_unread = _seen(page, letters, scale, looks)
                is_hidden = sum(bool(one.sign) for one in seen) < sum(bool(one.sign) for one in letters)
            struck = marked(seen, _lines(page, scale), partial(_has_ink, looks.convert("L")))
            rows = paragraphs(upright(struck, *_pixels(page, scale)))
            texts.append(text_of(rows))
            if is_hidden:
                covered.append(number + 1)
            if is_unread or number in odd or _has_picture(page):
                pictured.append(number + 1)
            sharp = SHARP if len(opened) <= MANY and weight < HEAVY else PLAIN
            shown = _drawn(page, _scale(page, LARGEST, sharp))
            weight += made.add(page.get_size(), shown, rows, scale)
            page.close()
    return SeenPdf("\n\n".join(filter(None, texts)), tuple(covered), tuple(pictured), made.content())


def _scale(page: pdfium.PdfPage, most: int, wanted: float = 10.0) -> float:
    """Return how many pixels a point: as wanted, and no picture larger than `most` on a side."""
    return float(min(wanted, most / max(1.0, *page.get_size())))


def _pixels(page: pdfium.PdfPage, scale: float) -> tuple[int, int]:
    wide, high = page.get_size()
    return math.ceil(wide * scale), math.ceil(high * scale)


def _drawn(page: pdfium.PdfPage, scale: float) -> Pixels.Image:
    drawn: Pixels.Image = page.render(scale=scale, may_draw_forms=False).to_pil()
    return drawn


def _jpeg(picture: Pixels.Image) -> bytes:
    out = io.BytesIO()
    picture.convert("RGB").save(out, "JPEG", quality=80)
    return out.getvalue()


def _seen(page: pdfium.PdfPage, letters: list[Letter], scale: float, shown: Pixels.Image) -> tuple[list[Letter], bool]:
    """Return the letters that are seen, and whether there is more ink of words than theirs; `shown` is how it looks.

    Words that stand in one place are drawn without one and without the other: what changes nothing is not seen.
    """
    objects = {_key(one.raw): one.raw for one in page.get_objects(filter=(raw.FPDF_PAGEOBJ_TEXT,), max_depth=DEEP)}
    found, in_one_place = layers(letters)
    found[0] |= objects.keys() - set().union(*found)  # what is drawn as words and has no letters
    inks = [_ink(page, shown, [objects[key] for key in layer if key in objects], scale) for layer in found]
    layer_of = {key: at for at, layer in enumerate(found) for key in layer}
    marks = [
        one.sign == "_"  # on a line that is drawn it is not told from it
        or (
            bool(one.sign)
            and at not in in_one_place
            and one.drawn_by in layer_of
            and _is_seen(one, inks[layer_of[one.drawn_by]])
        )
        for at, one in enumerate(letters)
    ]
    whole = inks[0] if len(inks) == 1 else _ink(page, shown, list(objects.values()), scale)
    for one in letters:
        if one.sign:
            left, right = min(one.left, one.before), max(one.right, one.behind)
            top, bottom = min(one.top, one.above), max(one.bottom, one.below)
            whole.paste(0, (int(left) - 3, int(top) - 3, int(right) + 4, int(bottom) + 4))
    return list(_in_words(letters, marks)), sum(whole.histogram()[1:]) > UNREAD


def _ink(page: pdfium.PdfPage, shown: Pixels.Image, objects: Iterable[object], scale: float) -> Pixels.Image:
    """Return where a page looks different without some of what is drawn on it, in black and white."""
    objects = list(objects)
    for one in objects:
        raw.FPDFPageObj_SetIsActive(one, False)
    without = _drawn(page, scale)
    for one in objects:
        raw.FPDFPageObj_SetIsActive(one, True)
    apart = ImageChops.difference(shown, without).convert("RGB").split()
    strongest = ImageChops.lighter(ImageChops.lighter(apart[0], apart[1]), apart[2])  # red on green, too
    return strongest.point([0] * INK + [255] * (256 - INK))


def _in_words(letters: list[Letter], marks: list[bool]) -> Iterator[Letter]:
    """Give the letters of the words that are seen; of a word that is covered in part nothing is said."""
    word: list[tuple[Letter, bool]] = []
    for one, is_seen in (*zip(letters, marks, strict=True), (SPACE, False)):
        if one.sign:
            word.append((one, is_seen))
            continue
        if all(seen for _letter, seen in word):
            yield from (letter for letter, _seen in word)
        word = []
        yield one


def _is_seen(letter: Letter, ink: Pixels.Image) -> bool:
    if letter.size < SMALLEST or letter.is_squeezed:
        return False
    # a thin one is drawn a pixel aside at times
    beside, above = (letter.right - letter.left < THIN), (letter.bottom - letter.top < THIN)
    box = (
        max(0, int(letter.left) - beside),
        max(0, int(letter.top) - above),
        min(ink.width, int(letter.right) + 1 + beside),
        min(ink.height, int(letter.bottom) + 1 + above),
    )
    if box[0] >= box[2] or box[1] >= box[3]:
        return False
    inked = ink.crop(box).getbbox()
    if inked is None:
        return False
    third = (box[3] - box[1]) // 3
    if letter.sign.isalnum() and third >= THIN / 2:  # what lies over its top and its foot leaves strips of ink there
        middle = (box[0], box[1] + third, box[2], box[3] - third)
        if ink.crop(middle).getbbox() is None:
            return False
    # a pixel on either side may be too faint to count
    return (
        inked[2] - inked[0] >= (letter.right - letter.left) * WHOLE - 2
        and inked[3] - inked[1] >= (letter.bottom - letter.top) * WHOLE - 2
    )


def _key(drawn: object) -> int:
    return ctypes.cast(drawn, ctypes.c_void_p).value or 0  # type: ignore[arg-type]


def _letters(page: pdfium.PdfPage, scale: float) -> Iterator[Letter]:
    """Give the letters that a page's text has, in the pixels it is drawn at, from the top left."""
    for one in page.get_objects(filter=(raw.FPDF_PAGEOBJ_TEXT,), max_depth=DEEP):
        _disbelieve(one.raw)
    text = page.get_textpage()
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    loose = raw.FS_RECTF()
    pixels = _to_pixels(page, scale)
    half = ""
    for at in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(text, at)
        if code == _HYPHEN:
            code = ord("-")
        sign = chr(code) if code < 0x110000 else ""
        if "\ud800" <= sign < "\udc00":
            half = sign
            continue
        if half:
            sign, half = (half + sign).encode("utf-16", "surrogatepass").decode("utf-16", "replace")[:1], ""
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
            min(one[0], other[0]),
            min(one[1], other[1]),
            max(one[0], other[0]),
            max(one[1], other[1]),
            min(high_one[1], high_other[1]),
            max(high_one[1], high_other[1]),
            min(high_one[0], high_other[0]),
            max(high_one[0], high_other[0]),
            scale,
            _turn(raw.FPDFText_GetCharAngle(text, at) / (math.pi / 2) + page.get_rotation() / 90),
            _key(raw.FPDFText_GetTextObject(text, at)),
        )
    text.close()


def _lines(page: pdfium.PdfPage, scale: float) -> Iterator[Line]:
    """Give what is drawn flat from left to right on a page, in its pixels; of a page with very many the first."""
    pixels = _to_pixels(page, scale)
    left = MOST_LINES
    x, y = ctypes.c_float(), ctypes.c_float()
    fill, stroke = ctypes.c_int(), raw.FPDF_BOOL()
    for one in page.get_objects(filter=(raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE), max_depth=DEEP):
        matrix, held = one.get_matrix(), one.container
        while held is not None:
            matrix, held = matrix.multiply(held.get_matrix()), held.container
        if one.type == raw.FPDF_PAGEOBJ_IMAGE:
            yield from _flat([pixels(*matrix.on_point(*corner)) for corner in ((0, 0), (0, 1), (1, 0), (1, 1))], True)
            continue
        raw.FPDFPath_GetDrawMode(one.raw, fill, stroke)
        is_filled = bool(fill.value) and not stroke.value
        points: list[tuple[float, float]] = []
        for at in range(min(raw.FPDFPath_CountSegments(one.raw), left)):
            left -= 1
            segment = raw.FPDFPath_GetPathSegment(one.raw, at)
            raw.FPDFPathSegment_GetPoint(segment, x, y)
            if raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_MOVETO:
                yield from _flat(points, is_filled)
                points = []
            points.append(pixels(*matrix.on_point(x.value, y.value)))
        yield from _flat(points, is_filled)


def _flat(points: list[tuple[float, float]], is_filled: bool) -> Iterator[Line]:
    """Give the line that a drawing is, if it is one: much broader than high."""
    if len(points) < 2:
        return
    left, right = min(one[0] for one in points), max(one[0] for one in points)
    top, bottom = min(one[1] for one in points), max(one[1] for one in points)
    if bottom - top > FLATTEST or bottom - top >= (right - left) / 2:
        return
    if not is_filled and bottom - top > HIGHEST and _is_frame(points):  # nothing is drawn between its edges
        yield from (Line(left, right, edge, 0.0, is_filled) for edge in (top, bottom))
    else:
        yield Line(left, right, (top + bottom) / 2, bottom - top, is_filled)


def _is_frame(points: list[tuple[float, float]]) -> bool:
    """Return whether lines go round a rectangle that stands upright."""
    return len(points) in {4, 5} and all(
        min(abs(one[0] - other[0]), abs(one[1] - other[1])) < 1 for one, other in pairwise(points)
    )


def _has_ink(looks: Pixels.Image, line: Line, top: float, bottom: float) -> bool:
    """Return whether a line is seen on a page's picture: it differs from what is behind the words, dashed or whole.

    Of a high one, too, that the words do not lie on it: a coloured ground is no line.
    """
    box = (max(0, int(line.left)), max(0, int(top)), min(looks.width, int(line.right)), min(looks.height, int(bottom)))
    middle = round(line.middle)
    if box[0] >= box[2] or box[1] >= box[3]:
        return False
    behind = looks.crop((max(0, box[0] - 4), max(0, box[1] - 4), box[2] + 4, box[3] + 4)).histogram()
    ground = behind.index(max(behind))
    if line.is_filled and line.high > HIGHEST and _is_mixed(looks.crop((box[0], middle, box[2], middle + 1))):
        return False
    half = max(1.0, line.high) / 2
    first, last = max(0, int(line.middle - half)), min(looks.height, int(line.middle + half) + 1)
    strip = looks.crop((box[0], first, box[2], last))
    apart = strip.point([255 if abs(one - ground) > INK else 0 for one in range(256)])
    rows = (apart.crop((0, down, apart.width, down + 1)).histogram()[255] for down in range(apart.height))
    inked = sum(apart.getprojection()[0]) if line.high > 1 else max(rows)  # one that leans is in several
    return inked >= apart.width * ALONG


def _is_mixed(strip: Pixels.Image) -> bool:
    """Return whether a strip has several colours, as of words on a ground."""
    counts = strip.histogram()
    usual = counts.index(max(counts))
    return sum(counts[max(0, usual - INK) : usual + INK]) < sum(counts) * 0.9


def _to_pixels(page: pdfium.PdfPage, scale: float) -> Callable[[float, float], tuple[float, float]]:
    """Return what makes pixels from the top left of a point on the page."""
    wide, high = _pixels(page, scale)
    fine = 1 << 12  # the library counts in whole pixels
    x, y = ctypes.c_int(), ctypes.c_int()
    found = []
    for across, up in ((0, 0), (1, 0), (0, 1)):
        raw.FPDF_PageToDevice(page, 0, 0, wide * fine, high * fine, 0, across, up, x, y)
        found.append((x.value / fine, y.value / fine))
    (left, top), (right, right_top), (up_left, up_top) = found
    by_x, by_y = (right - left, right_top - top), (up_left - left, up_top - top)
    return lambda across, up: (left + across * by_x[0] + up * by_y[0], top + across * by_x[1] + up * by_y[1])


def _turn(quarters: float) -> int:
    return ASKEW if abs(quarters - round(quarters)) > LEAN else -round(quarters) % 4


def _disbelieve(drawn: object) -> None:
    """Take away what a file says some words are instead of what is drawn."""
    for at in range(raw.FPDFPageObj_CountMarks(drawn)):
        raw.FPDFPageObjMark_RemoveParam(drawn, raw.FPDFPageObj_GetMark(drawn, at), b"ActualText")


def _has_picture(page: pdfium.PdfPage) -> bool:
    """Return whether there is a picture on a page, or a drawing in which words may stand as shapes."""
    pictures = marks = curves = 0
    pieces: list[tuple[float, float, float, float]] = []
    for one in page.get_objects(max_depth=DEEP):
        if one.type == raw.FPDF_PAGEOBJ_TEXT:
            continue
        left, bottom, right, top = one.get_bounds()
        short, long = sorted((right - left, top - bottom))
        if one.type in {raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_SHADING}:
            pictures += 1
            if (long >= PICTURE[0] and short >= PICTURE[1]) or pictures > MARKS:
                return True
        elif one.type == raw.FPDF_PAGEOBJ_PATH:
            if short <= RULE:  # of a table's border, or of a letter drawn with a ruler
                pieces.append((left, bottom, right, top))
                continue
            marks += long < PICTURE[0] and not _is_box(one)
            curves += sum(
                raw.FPDFPathSegment_GetType(raw.FPDFPath_GetPathSegment(one.raw, at)) == raw.FPDF_SEGMENT_BEZIERTO
                for at in range(min(raw.FPDFPath_CountSegments(one.raw), 1000))
            )
            if marks > MARKS or curves > CURVES:
                return True
    return marks + sum(one < PICTURE[0] for one in _joined(pieces)) > MARKS


def _is_box(drawn: pdfium.PdfObject) -> bool:
    """Return whether something drawn is a box to tick: an empty frame."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(drawn.raw, fill, stroke)
    count = raw.FPDFPath_CountSegments(drawn.raw)
    kinds = [raw.FPDFPathSegment_GetType(raw.FPDFPath_GetPathSegment(drawn.raw, at)) for at in range(min(count, 6))]
    is_frame = 4 <= count <= 5 and raw.FPDF_SEGMENT_BEZIERTO not in kinds
    left, bottom, right, top = drawn.get_bounds()
    return is_frame and not fill.value and bool(stroke.value) and min(right - left, top - bottom) > 4


def _joined(pieces: Iterable[tuple[float, float, float, float]]) -> Iterator[float]:
    """Give how long the straight lines are that thin pieces make, each piece that goes on from another with it.

    A table's borders are drawn cell by cell, with a square where they meet; the letters of no word go on so.
    """
    lines: dict[tuple[bool, int], list[tuple[float, float]]] = {}
    for left, bottom, right, top in pieces:
        if right - left >= top - bottom:
            lines.setdefault((True, round(bottom + top)), []).append((left, right))
        if top - bottom >= right - left or max(right - left, top - bottom) <= RULE:
            lines.setdefault((False, round(left + right)), []).append((bottom, top))
    for those in lines.values():
        those.sort()
        begin, end = those[0]
        for first, last in those[1:]:
            if first > end + 1:
                yield end - begin
                begin = first
            end = max(end, last)
        yield end - begin
