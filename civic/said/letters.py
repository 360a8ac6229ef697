"""What the fields of a reply letter say: in Danish, the language of the record, as the templates are."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from civic.hearings.models import Hearing
from civic.responses.models import Response
from civic.said.wording import day, signed

ROW = ("Bemærkning", "Udfald", "Begrundelse", "Ændring")
"""The fields of a table's row, which is written once for each remark."""
FIELDS = ("Navn", "Organisation", "Svarnummer", "Høring", "Modtaget", "Dato", "Enhed", "Svar", "Opsummering", "Link")
"""The other fields; `Svar` has all remarks with their answers one after the other, for templates without a table."""


def fields_of(
    response: Response, hearing: Hearing, now: datetime, link: str, rows: Sequence[Mapping[str, str]]
) -> dict[str, str]:
    """Return the words of each field for the letter to one sender; a name that is kept back is in none of them."""
    sender = response.sender
    is_named = sender is not None and not sender.is_protected
    values = {
        "Navn": (sender.name if sender and is_named else "") or signed(response),
        "Organisation": sender.organisation if sender and is_named else "",
        "Svarnummer": str(response.number),
        "Høring": hearing.title,
        "Modtaget": day(response.submitted_at),
        "Dato": day(now),
        "Enhed": hearing.process.contact_unit,
        "Svar": "\n\n".join(f"»{row['Bemærkning']}«\n{row['Udfald']}. {row['Begrundelse']}" for row in rows)
        or response.summary
        or "",
        "Opsummering": response.summary or "",
        "Link": link,
    }
    assert set(values) == set(FIELDS)
    return values
