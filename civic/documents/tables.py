"""The rows of a spreadsheet, read in the process that reads files: its first sheet as words, nothing calculated."""

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from itertools import islice
from typing import Any

from civic.documents.parts import UnreadableError, Why
from civic.files.sheets import CSV, ODS, XLSX

MOST_ROWS, MOST_COLUMNS = 1_000, 60
"""Of one file; what is beyond them is not left out in silence: the file is refused."""
LONGEST = 20_000
"""Signs of one cell."""


def rows(content: bytes, media_type: str) -> list[list[str]]:
    """Return the rows of a table that have words in them, each cell as words. Raises UnreadableError."""
    read = {CSV: _csv, ODS: _ods, XLSX: _xlsx}[media_type]
    found: list[list[str]] = []
    for number, row in enumerate(read(content)):
        cells = [_words(one) for one in islice(row, MOST_COLUMNS + 1)]
        while cells and not cells[-1]:
            cells.pop()
        if number > MOST_ROWS * 10 or len(found) > MOST_ROWS or len(cells) > MOST_COLUMNS:
            raise UnreadableError("too many rows or columns", Why.TOO_MUCH)
        if any(len(one) > LONGEST for one in cells):
            raise UnreadableError("too long a cell", Why.TOO_MUCH)
        found.append(cells)
    while found and not found[-1]:
        found.pop()
    return found


def _csv(content: bytes) -> Iterator[Iterable[Any]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")  # what an older Excel saves
    first = text.partition("\n")[0]
    delimiter = max(";\t,", key=first.count)
    csv.field_size_limit(LONGEST * 2)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error as error:
        raise UnreadableError(str(error), Why.BROKEN) from error


def _xlsx(content: bytes) -> Iterator[Iterable[Any]]:
    from openpyxl import load_workbook  # noqa: PLC0415, each kind loads its own tools

    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    yield from book.worksheets[0].iter_rows(values_only=True)


def _ods(content: bytes) -> Iterator[Iterable[Any]]:
    from odfdo import Document  # noqa: PLC0415

    table = Document(io.BytesIO(content)).body.tables[0]
    for row in table.iter_rows():
        yield [one.value if isinstance(one.value, date | datetime) else _said(one) for one in row.traverse()]


def _said(cell: Any) -> str:
    """Return what a cell of an ODS file shows, its paragraphs on lines of their own."""
    paragraphs = [str(one.inner_text) for one in cell.get_elements("text:p")]
    return "\n".join(paragraphs) if paragraphs else _words(cell.value)


def _words(value: Any) -> str:
    """Return a cell as words: a day as 2026-03-01, a whole number without a comma."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        is_day = value.time() == time()
        return value.date().isoformat() if is_day else value.replace(tzinfo=None).isoformat("T", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).replace("\r\n", "\n").replace("\r", "\n").strip()
