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
    "070761/4285",
    "070761-42 85",
    "070761 42 85",
    "070761 4 2 8 5",
    "07 07 61 42 85",
    "070761 -  4285",
    "070761 — 4285",
    "070761 ~ 4285",
    "(070761) 4285",
    "[070761] [4285]",
    "7/7 61-4285",
    "7.7.61 4285",
    "7-7-1961-4285",
    "07,07,61-4285",
    "70761-4285",
    "70761/4285",
    "670761-4285",
    "6707614285",
    "07071961-4285",
    "07 07 1961 4285",
    "07071961 4285",
    "0707 61 4285",
    "0707-614285",
    "070761,4285",
    "070761;4285",
    "070761:4285",
    "070761_4285",
    "070761..4285",
    "070761 | 4285",
    "070761\n4285",
    "070761\t4285",
    "07.07.61\r\n4285",
    "070761 og 4285",
    "070761 og så 4285",
    "070761 streg 4285",
    "0 7 0 7 6 1 4 2 8 5",
    "0.7.0.7.6.1-4.2.8.5",
    "0-7-0-7-6-1-4-2-8-5",
    "O7O761-4285",
    "o7o761-4285",
    "07076l-4285",
    "nul syv nul syv seks en fire to otte fem",
    "Nul-syv-nul-syv-seks-en-fire-to-otte-fem",
    "nul, syv, nul, syv, seks, et, fire, to, otte, fem",
    "født 070761, sidste fire 4285",
    "født 7/7 1961, de sidste fire cifre er 4285",
    "født 7. juli 1961 og de sidste fire cifre er 4285",
    "7. jul. 1961, slutter på 4285",
    "070761 og løbenummer 4285",
    "cpr-nr. 070-761-4285",
    "personnummer: 07076-14285",
    "CPR 07 0761 428 5",
    "０７０７６１－４２８５",
    "०७०७६१-४२८५",
    "070761\u20114285",
    "070761\u22124285",
    "070761\u2022 4285",
    "070761\u00b74285",
    "070761\u00a04285",
    "070761\u2009-\u20094285",
    "0\u00ad70761-4285",
    "07\u200b07\u200b61\u200b4285",
    "0\u03387\u033807614285",
    "<070761-4285>",
    "*070761-4285*",
    "cpr070761-4285",
]


@pytest.mark.parametrize("text", WRITTEN)
def test_a_number_with_a_date_is_found_and_nothing_of_it_is_left(text):
    said = f"Ring til {text} i dag"
    assert cpr.is_in(said)
    masked = cpr.masked(said)
    assert not cpr.is_in(masked)
    assert masked.startswith("Ring til ")
    assert masked.endswith(" i dag")
    assert not any(sign.isdigit() for sign in masked)


@pytest.mark.parametrize("word", ["kontoret", "sagerne", "regningen", "serier"])
def test_a_word_that_only_begins_like_an_account_excuses_no_number(word):
    assert cpr.is_in(f"Skriv til {word} 0707614284")


@pytest.mark.parametrize(
    "text",
    [
        "EMN-2018-01699",
        "2311315 - EMN-2018-01699",
        "39 98 60 50",
        "faktura 9912345678",
        "321390-1234",
        "+45 20 30 40 50",
        "45 20 12 34 56",
        "tlf. 20 12 34 56 / 20 12 34 57",
        "20 12 34 56 20 12 34 57",
        "12.03.2026, 2820 Gentofte",
        "den 12-03-2026 2900 Hellerup",
        "den 07.07.61 5000 Odense",
        "07.07.26 14.30",
        "møde 07.07.2026 kl. 1430",
        "2026-11-26 1430",
        "pr. 01-02-2026 - 1500 kr",
        "01-12-2025 – 2030",
        "1.2.2026-2027",
        "i perioden 01.01.24-30.06.24",
        "fra 01.10.2025 til 2027",
        "sag 12/12345-6789",
        "DK50 0040 0440 1162 43",
        "EAN 57 90 00 12 34 56 7",
        "§ 12, stk. 3, nr. 1234",
        "07.07.61 4285 kr.",
        "en to tre fire fem",
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
