"""Word and ODT documents that people hand in: what their reader sees, and what they carry beside."""

from civic.documents.carried import Carried
from civic.documents.parts import Part, Reading, UnreadableError
from civic.documents.seen_docx import read_docx
from civic.documents.seen_odt import read_odt
from civic.files.uploads import DOCX
from civic.kernel.markup import Items, Paragraph, Table, numbers, said


def read(content: bytes, media_type: str, carried: Carried | None = None) -> Reading:
    """Return a Word or ODT document as headings with blocks, or raise UnreadableError."""
    reader = read_docx if media_type == DOCX else read_odt
    try:
        return reader(content, carried or Carried())
    except UnreadableError:
        raise
    except Exception as error:  # whatever a broken file leads to
        raise UnreadableError(str(error)) from error


def words_of(found: Reading) -> str:
    """Return a reading as plain words, paragraph by paragraph; what a picture shows is not the author's words."""
    return "\n\n".join([*found.front, *(words for part in found.parts for words in _words(part, found.title))])


def _words(part: Part, title: str) -> list[str]:
    lines = [part.heading] if part.heading and part.heading != title else []
    for one in part.blocks:
        if isinstance(one, Paragraph):
            lines.append(said(one.line))
        elif isinstance(one, Items):
            signs = (f"{number}." if one.is_ordered else "–" for number in numbers(one.items))
            lines.append("\n".join(f"{sign} {said(item.line)}" for sign, item in zip(signs, one.items, strict=True)))
        elif isinstance(one, Table):
            lines.append("\n".join(" | ".join(said(cell) for cell in row) for row in (one.head, *one.rows)))
    return lines
