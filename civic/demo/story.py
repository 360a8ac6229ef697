"""The whole demo, told in order."""

from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.orm import Session

from civic.demo.assembly import tell_assembly
from civic.demo.cast import assemble, describe_bodies, enter_calendars, enter_council, enter_members, write_minutes
from civic.demo.current import tell_current, tell_finished, tell_preparing
from civic.demo.events import tell_event, tell_minutes
from civic.demo.gentofte import let_panel_read, tell_gentofte
from civic.demo.grants import tell_grants
from civic.demo.grounds import enter_grounds
from civic.demo.large import tell_large
from civic.demo.neighbours import enter_neighbours
from civic.demo.plans import tell_plans
from civic.kernel.outbox import drop_mails

BEGINNING = datetime(2017, 1, 2, 9, tzinfo=UTC)


def tell(session: Session, now: datetime, organisation: str, folder: Path, *, is_large: bool = False) -> None:
    """Load the demo into an empty database: the record's case, and invented processes relative to now.

    A large one has a process more, with as much in it as an ordinary year brings.
    """
    cast = assemble(session, BEGINNING, organisation, folder)
    tell_gentofte(cast)
    tell_finished(cast, now)
    tell_preparing(cast, now)
    tell_current(cast, now)
    if is_large:
        tell_large(cast, now)
    enter_neighbours(cast, now)
    enter_grounds(cast, now)
    tell_assembly(cast, now)
    tell_event(cast)
    tell_minutes(cast, now)
    enter_calendars(cast, now)
    write_minutes(cast, now)
    let_panel_read(cast, now)
    enter_members(cast, now)
    enter_council(cast, now)
    describe_bodies(cast, now)
    tell_plans(cast, now)
    tell_grants(cast, now)
    drop_mails(session, now)
