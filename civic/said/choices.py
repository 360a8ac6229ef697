"""What can be chosen among, in words, in several rooms' forms."""

from flask_babel import gettext as _

from civic.kernel.context import Context
from civic.reports.queries import reports_of


def version_choices(context: Context, process_id: int) -> list[tuple[int, str]]:
    """Return the versions a case can carry, the newest first."""
    found = [(v.id, f"{r.title} {v.label}") for r in reports_of(context, process_id) for v in r.versions]
    return [*reversed(found), (0, _("None"))]
