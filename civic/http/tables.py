"""Tables for a spreadsheet, sent as their rows are read."""

import csv
import io
from collections.abc import Iterator, Sequence

from flask import Response, g, stream_with_context
from flask.typing import ResponseReturnValue

from civic.http.limits import count_export
from civic.said.note import harmless


def send_table(name: str, rows: Iterator[Sequence[str]]) -> ResponseReturnValue:
    """Return rows as CSV; a cell that a spreadsheet would take for a formula is made harmless."""
    count_export()
    context, out = g.context, io.StringIO()
    writer = csv.writer(out, delimiter=";", quoting=csv.QUOTE_ALL)

    def lines() -> Iterator[str]:
        yield "\ufeff"
        try:
            for row in rows:
                writer.writerow([harmless(cell) for cell in row])
                if out.tell() > 30_000:
                    yield out.getvalue()
                    out.seek(0)
                    out.truncate()
            yield out.getvalue()
        finally:
            context.session.close()

    table = Response(stream_with_context(lines()), mimetype="text/csv")
    table.headers["Content-Disposition"] = f"attachment; filename={name}.csv"
    return table
