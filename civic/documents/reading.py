"""Documents that people hand in, read by the worker: into sections, or into plain words."""

import io
import re
import zipfile
from collections.abc import Iterator
from functools import lru_cache

from pypdf import PdfReader

from civic.documents.parts import Part, Reading, UnreadableError
from civic.documents.reading_docx import read_docx
from civic.documents.reading_odt import read_odt
from civic.files.uploads import DOCX, PDF
from civic.kernel.markup import Items, Paragraph, Table, numbers, said

UNPACKED = 60_000_000
"""Bytes that a zipped document may hold when it is opened; more is a trap."""


def read(content: bytes, media_type: str) -> Reading:
    """Return a Word or ODT document as headings with blocks, or raise UnreadableError."""
    is_sane(content)
    try:
        return read_docx(content) if media_type == DOCX else read_odt(content)
    except Exception as error:  # the libraries raise whatever a broken file leads them to
        raise UnreadableError(str(error)) from error


def text_of(content: bytes, media_type: str) -> str:
    """Return the words that a reader of the document sees, paragraph by paragraph, or raise UnreadableError."""
    if media_type == PDF:
        return _pdf_text(content)
    return "\n\n".join(words for part in read(content, media_type).parts for words in _words(part))


def _words(part: Part) -> Iterator[str]:
    if part.heading:
        yield part.heading
    for one in part.blocks:
        if isinstance(one, Paragraph):
            yield said(one.line)
        elif isinstance(one, Items):
            signs = (f"{number}." if one.is_ordered else "–" for number in numbers(one.items))
            yield "\n".join(f"{sign} {said(item.line)}" for sign, item in zip(signs, one.items, strict=True))
        elif isinstance(one, Table):
            yield "\n".join(" | ".join(said(cell) for cell in row) for row in (one.head, *one.rows))
        elif one.alt:
            yield one.alt


def _pdf_text(content: bytes) -> str:
    try:
        pages = pages_of(content)
    except Exception as error:
        raise UnreadableError(str(error)) from error
    return "\n\n".join(re.sub(r"[ \t]+\n", "\n", page).strip() for page in pages if page.strip())


@lru_cache(maxsize=1)  # looked through, looked at and read, one file after the other
def pages_of(content: bytes) -> tuple[str, ...]:
    """Return the words of each page of a PDF; found once, however often the same file is asked for."""
    return tuple(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def is_sane(content: bytes) -> None:
    """Refuse a zipped document that unpacks into too much, or that declares entities, with UnreadableError."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as opened:
            total = sum(one.file_size for one in opened.infolist())
            if total > UNPACKED or len(opened.infolist()) > 5000:
                raise UnreadableError("too much is packed into the file")
            for one in opened.infolist():
                bare = opened.read(one).replace(b"\0", b"") if one.filename.endswith((".xml", ".rels", ".rdf")) else b""
                if b"<!ENTITY" in bare:  # without zeros: as UTF-16 it reads the same
                    raise UnreadableError("entities are declared in the file")
    except (zipfile.BadZipFile, RuntimeError, OSError, ValueError, NotImplementedError) as error:
        raise UnreadableError(str(error)) from error
