"""Days that were entered: one that is said to have been has been, and a last one is not before the first."""

from datetime import date

from civic.kernel.context import Context
from civic.kernel.refusal import Reason, Refusal


def must_have_been(context: Context, *days: object) -> None:
    """Refusal(NOT_HELD_YET) for a day that is still to come, in Denmark; what is no day is none."""
    if any(one > context.today for one in days if isinstance(one, date)):
        raise Refusal(Reason.NOT_HELD_YET)


def must_be_in_order(first: object, last: object) -> None:
    """Refusal(ENDS_FIRST) for a last day before the first, where both are days."""
    if isinstance(first, date) and isinstance(last, date) and last < first:
        raise Refusal(Reason.ENDS_FIRST)


def share_a_day(first: date, last: date | None, other_first: date, other_last: date | None) -> bool:
    """Return whether two stretches of days meet; one without a last day goes on."""
    return max(first, other_first) <= min(last or date.max, other_last or date.max)
