"""What is refused, and why."""

from collections.abc import Callable

import pytest

from civic.kernel.refusal import Reason, Refusal


def refused(do: Callable[[], object], *reasons: Reason) -> None:
    """See that a deed is refused for one of the reasons."""
    with pytest.raises(Refusal) as refusal:
        do()
    assert refusal.value.reason in reasons
