"""Kan rådet nå det? Which parties have a meeting between a hearing's opening and its deadline, and by when all have."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from civic.bodies.models import Body
from civic.hearings.models import Hearing


@dataclass(frozen=True)
class Reach:
    """Whether a party can deal with a hearing before its deadline; None where it has entered no meeting days."""

    body: Body
    meeting: date | None
    """The first meeting for which the papers can still go out."""
    in_time: bool | None


def reaches(hearing: Hearing, sittings: Mapping[int, Sequence[date]], *, opens: date, last_day: date) -> list[Reach]:
    """Return for each party of a hearing whether it can answer by its last day, if the hearing opens on a day.

    `sittings` has the meeting days of each body, by its id. An answer on the day of the meeting itself is in time.
    """
    found = []
    for party in (one for one in hearing.parties if one.submitted_at is None):
        meeting = party.body.papers.first_from(opens, sittings.get(party.body_id, ()))
        found.append(Reach(party.body, meeting, meeting <= last_day if meeting else None))
    return found


@dataclass(frozen=True)
class Plan:
    """A deadline as it is planned: who can keep it, and the earliest one that keeps every rule."""

    reaches: Sequence[Reach]
    last_day: date
    earliest: date
    """The earliest last day that all can keep, and that is not below the municipality's minimum."""

    @property
    def late(self) -> list[Reach]:
        """Return the parties that have no meeting in time."""
        return [one for one in self.reaches if one.in_time is False]


def earliest(found: Sequence[Reach]) -> date | None:
    """Return the earliest last day that all parties can keep who have entered meeting days; None where nobody has."""
    return max((one.meeting for one in found if one.meeting), default=None)
