"""The rows of a spreadsheet, read in the process that reads files: its first sheet as words, nothing calculated."""

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from itertools import islice, repeat
from typing import Any

from civic.documents.parts import UnreadableError, Why, sane
from civic.files.sheets import CSV, FEW_ROWS, ODS, XLSX

MOST_COLUMNS = 60
"""Of one file; what is beyond them is not left out in silence: the file is refused."""
WIDEST = 2_000
"""Columns that are looked at for words; a spreadsheet of ours has some ten."""
GAPS = 9_000
"""Empty lines between the others."""
LONGEST = 20_000
"""Signs of one cell."""
Times = tuple[Iterable[Any], int]
"""A row, and how often it stands there one below the other."""


def rows(content: bytes, media_type: str, *, at_most: int = FEW_ROWS) -> list[list[str]]:
    """Return the rows of a table, each cell as words; empty ones between others stay, so that lines keep their numbers.

    One with more than `at_most` under its heading is refused. Raises UnreadableError.
    """
    read = {CSV: _csv, ODS: _ods, XLSX: _xlsx}[media_type]
    found: list[list[str]] = []
    gap, filled = 0, 0
    for row, times in read(content):
        cells = [_words(one) for one in islice(row, WIDEST)]
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            gap += times  # what an office program leaves below its last line is a million empty ones
            continue
        filled += times
        if filled > at_most + 1 or len(found) + gap > at_most + GAPS or len(cells) > MOST_COLUMNS:
            raise UnreadableError("too many rows or columns", Why.TOO_MUCH)
        if any(len(one) > LONGEST for one in cells):
            raise UnreadableError("too long a cell", Why.TOO_MUCH)
        found += [[] for _empty in range(gap)] + [list(cells) for _same in range(times)]
        gap = 0
    return found


def _csv(content: bytes) -> Iterator[Times]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")  # what an older Excel saves
    first = text.partition("\n")[0]
    delimiter = max(";\t,", key=first.count)
    csv.field_size_limit(LONGEST * 2)
    try:
        yield from ((row, 1) for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise UnreadableError(str(error), Why.BROKEN) from error


def _xlsx(content: bytes) -> Iterator[Times]:
    from openpyxl import load_workbook  # noqa: PLC0415, each kind loads its own tools

    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    sheet = next((one for one in book.worksheets if one.sheet_state == "visible"), None)
    if sheet is None:
        raise UnreadableError("no sheet that can be seen", Why.BROKEN)
    sheet.reset_dimensions()  # what a file says of its size may be wrong
    yield from ((row, 1) for row in sheet.iter_rows(values_only=True))


def _ods(content: bytes) -> Iterator[Times]:
    from odfdo import Document  # noqa: PLC0415

    table = Document(io.BytesIO(content)).body.tables[0]
    for row in table.get_elements("descendant::table:table-row"):
        yield islice(_cells(row), WIDEST), int(row.get_attribute("table:number-rows-repeated") or 1)


def _cells(row: Any) -> Iterator[Any]:
    """Give a row's cells, one that stands several times as often, the empty ones at its end once."""
    for one in row.get_elements("table:table-cell|table:covered-table-cell"):
        said = _said(one)
        times = int(one.get_attribute("table:number-columns-repeated") or 1)
        yield from repeat(said, min(times, WIDEST))


def _said(cell: Any) -> Any:
    """Return what a cell of an ODS file holds: a day as it is, else what it shows, paragraph by paragraph."""
    if cell.get_attribute("office:value-type") == "date":
        return str(cell.get_attribute("office:date-value") or "")
    return "\n".join(str(one.inner_text) for one in cell.get_elements("text:p"))


def _words(value: Any) -> str:
    """Return a cell as words: a day as 2026-03-01, a whole number without a comma."""
    if value is None:
        return ""
    if isinstance(value, str):
        return sane(value.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if isinstance(value, datetime):
        is_day = value.time() == time()
        return value.date().isoformat() if is_day else value.replace(tzinfo=None).isoformat("T", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).replace("\r\n", "\n").replace("\r", "\n").strip()
