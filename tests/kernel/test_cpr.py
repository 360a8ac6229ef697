"""Numbers that look like a CPR number are found however they are written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civic.kernel import cpr

WRITTEN = [
    "010190-1234",
    "0101901234",
    "010190 1234",
    "01 01 90 1234",
    "01.01.90-1234",
    "01-01-90-1234",
    "01/01/90-1234",
    "010190–1234",
    "010190 - 1234",
    "٠١٠١٩٠-١٢٣٤",
    "CPR:010190-1234.",
    "(310299-0000)",
]


@pytest.mark.parametrize("text", WRITTEN)
def test_a_number_with_a_date_is_found(text):
    assert cpr.is_in(f"Ring til {text} i dag")


@pytest.mark.parametrize(
    "text",
    [
        "EMN-2018-01699",
        "2311315 - EMN-2018-01699",
        "39 98 60 50",
        "faktura 9912345678",
        "321390-1234",
        "+45 20 30 40 50",
    ],
)
def test_other_numbers_are_left_alone(text):
    assert not cpr.is_in(text)


@given(st.integers(1, 31), st.integers(1, 12), st.integers(0, 99), st.integers(0, 9999), st.sampled_from("-– "))
def test_masking_leaves_nothing_to_find(day, month, year, rest, dash):
    text = f"Før {day:02}{month:02}{year:02}{dash}{rest:04} efter"
    assert cpr.is_in(text)
    masked = cpr.masked(text)
    assert not cpr.is_in(masked)
    assert masked == f"Før {cpr.MASK} efter"
