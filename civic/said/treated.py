"""At which meetings a thing was treated, for its own page."""

from collections.abc import Sequence

from civic.kernel.context import Context
from civic.kernel.trace import Ref
from civic.minutes.models import AgendaItem
from civic.minutes.queries import treating

Treated = Sequence[AgendaItem]
"""The items of agendas that treat it, each with its meeting."""


def treated(context: Context, thing: Ref) -> Treated:
    """Return the items of agendas that treat a thing, the last meeting first; in one statement."""
    return treating(context, thing)
