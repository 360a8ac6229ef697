"""Moments and days in words: always by the Danish clock."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy.orm import Session

from civic.documents.making import spoken
from civic.kernel.actor import VISITOR
from civic.kernel.context import Context
from civic.said.wording import day


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (datetime(2026, 4, 4, 21, 59, tzinfo=UTC), "4. april 2026"),
        (datetime(2026, 4, 4, 22, 30, tzinfo=UTC), "5. april 2026"),  # half an hour past midnight in Denmark
        (datetime(2026, 1, 31, 23, 0, tzinfo=UTC), "1. februar 2026"),
        (date(2026, 4, 4), "4. april 2026"),
    ],
)
def test_a_moments_day_is_the_danish_one(site, value, said):
    with Session(site.engine) as session:
        assert spoken(site.app, Context(VISITOR, site.now, session), lambda: day(value)) == said
