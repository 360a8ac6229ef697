"""All that hides in a file somebody handed in: words no reader sees, and what only a person can look at."""

import io
import zipfile
from collections.abc import Iterator

from lxml import etree
from PIL import Image as Pixels
from pypdf import PdfReader

from civic.documents.parts import SAFE, UnreadableError
from civic.documents.reading import is_sane, pages_of
from civic.files.uploads import DOCX, JPEG, ODT, PDF

_XML = (".xml", ".rels", ".rdf")
MOST_PIXELS = 40_000_000
"""Of one picture: what the best telephones take, and 160 megabytes while it is open."""
_DUMB = (".png", ".jpg", ".jpeg", ".gif", ".emf", ".wmf", ".ttf", "/", "mimetype")
"""What a document may hold beside words; a font or a picture is left to the eye of whoever releases it."""


def everything_in(content: bytes, media_type: str) -> str:
    """Return all words a file holds, hidden ones too: deleted and invisible text, comments, headers, metadata.

    Raises UnreadableError for what cannot be opened: nobody may call it clean.
    """
    try:
        if media_type == PDF:
            return "\n".join(_pdf_words(content))
        if media_type in {DOCX, ODT}:
            is_sane(content)
            return "\n".join(_zip_words(content))
        with Pixels.open(io.BytesIO(content)) as opened:
            return "\n".join(str(value) for value in (*opened.info.values(), *dict(opened.getexif()).values()))
    except UnreadableError:
        raise
    except Exception as error:
        raise UnreadableError(str(error)) from error


def has_pictures_of_text(content: bytes, media_type: str) -> bool:
    """Return whether a PDF has a page with pictures and no words: a scan, which only a person can read."""
    if media_type != PDF:
        return False
    try:
        reader = PdfReader(io.BytesIO(content))
        pages = zip(reader.pages, pages_of(content), strict=True)
        return any(not words.strip() and bool(page.images) for page, words in pages)
    except Exception as error:
        raise UnreadableError(str(error)) from error


def without_metadata(content: bytes, media_type: str) -> bytes:
    """Return a picture without camera, place and names: only its pixels.

    Raises UnreadableError for what is no picture, and for one so large that opening it could take the machine down.
    """
    try:
        with Pixels.open(io.BytesIO(content)) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise UnreadableError(f"the picture has {opened.width} times {opened.height} pixels")
            opened.load()
            if opened.mode == "P":
                bare = opened.convert("RGBA") if "transparency" in opened.info else opened.copy()
                bare.info = {}
            else:
                bare = Pixels.new(opened.mode, opened.size)
                bare.paste(opened)
            out = io.BytesIO()
            if media_type == JPEG:
                bare.convert("RGB").save(out, "JPEG", quality=88)
            else:
                bare.save(out, "PNG")
    except UnreadableError:
        raise
    except Exception as error:
        raise UnreadableError(str(error)) from error
    return out.getvalue()


def _zip_words(content: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        for one in opened.infolist():
            yield one.filename
            if one.filename.endswith(_XML):
                yield from _xml_words(opened.read(one))
            elif not one.filename.lower().endswith(_DUMB):
                raise UnreadableError(f"something else is packed in the file: {one.filename}")


def _xml_words(content: bytes) -> Iterator[str]:
    if not content.strip():
        return
    root = etree.fromstring(content, SAFE)
    paragraphs = {"p", "h", "tr", "title", "subject", "creator", "description", "keywords"}
    words: list[str] = []
    for event, node in etree.iterwalk(root, events=("start", "end")):
        if not isinstance(node.tag, str):
            continue
        name = etree.QName(node).localname
        if event == "start":
            if name in {"tab", "br", "cr", "s", "line-break"}:
                words.append(" ")
            elif name == "noBreakHyphen":
                words.append("-")
            words.append(node.text or "")
            yield from (str(value) for key, value in node.attrib.items() if str(key).rsplit("}", 1)[-1] in _SAYING)
        else:
            if name in paragraphs:
                yield "".join(words)
                words = []
            words.append(node.tail or "")
    yield "".join(words)


_SAYING = {"descr", "title", "author", "Target", "href", "alt", "name"}
"""Attributes in which people's words stand."""


def _pdf_words(content: bytes) -> Iterator[str]:
    reader = PdfReader(io.BytesIO(content))
    if reader.is_encrypted:
        raise UnreadableError("the file is locked with a password")
    if reader.attachments:
        raise UnreadableError("other files are packed in the file")
    yield from (str(value) for value in (reader.metadata or {}).values())
    packet = reader.root_object.get("/Metadata")
    if packet is not None:
        yield packet.get_object().get_data().decode("utf-8", "replace")
    yield from (str(field.get("/V") or "") for field in (reader.get_fields() or {}).values())
    for page, words in zip(reader.pages, pages_of(content), strict=True):
        yield words
        for note in page.get("/Annots") or ():
            opened = note.get_object()
            yield from (str(opened.get(key) or "") for key in ("/Contents", "/T", "/V"))
