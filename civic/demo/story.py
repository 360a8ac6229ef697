"""The whole demo, told in order."""

from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.orm import Session

from civic.demo.cast import assemble
from civic.demo.current import tell_current, tell_finished, tell_preparing
from civic.demo.gentofte import tell_gentofte
from civic.kernel.outbox import drop_mails

BEGINNING = datetime(2017, 1, 2, 9, tzinfo=UTC)


def tell(session: Session, now: datetime, organisation: str, folder: Path) -> None:
    """Load the demo into an empty database: the record's case, and invented processes relative to now."""
    cast = assemble(session, BEGINNING, organisation, folder)
    tell_gentofte(cast)
    tell_finished(cast, now)
    tell_preparing(cast, now)
    tell_current(cast, now)
    drop_mails(session, now)
