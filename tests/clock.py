"""What time it is in the tests, unless one says otherwise."""

from datetime import UTC, datetime

NOON = datetime(2026, 3, 2, 11, 0, tzinfo=UTC)
"""A Monday, noon in Copenhagen."""
