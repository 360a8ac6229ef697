"""The gate for CPR-like numbers: none typed in the clear is missed. Short here, in full by `make prove`."""

import os
import random
from datetime import date, timedelta

from civic.kernel import cpr

MANY = 20_000 if os.environ.get("CIVIC_PROVE") else 1_000
FORMS = [
    "{d}{m}{y}-{s}", "{d}{m}{y}{s}", "{d}{m}{y} {s}", "{d} {m} {y} {s}", "{d}.{m}.{y}-{s}", "{d}-{m}-{y}-{s}",
    "{d}/{m}/{y}-{s}", "{d}{m}{y}–{s}", "{d}{m}{y} - {s}", "CPR:{d}{m}{y}-{s}", "({d}{m}{y}-{s})", "{d}{m}{y}.{s}",
]  # fmt: skip


def test_no_number_in_the_clear_is_missed():
    dice = random.Random(20260302)
    missed = []
    for number in range(MANY):
        born = date(1920, 1, 1) + timedelta(days=dice.randrange(38_000))
        parts = {"d": f"{born.day:02}", "m": f"{born.month:02}", "y": f"{born.year % 100:02}"}
        text = f"Jeg er født {FORMS[number % 12].format(**parts, s=f'{dice.randrange(10_000):04}')} her."
        if not cpr.is_in(text):
            missed.append(text)
    assert missed == []


def test_hardly_any_other_number_is_taken_for_one():
    dice = random.Random(7)
    forms = [
        lambda: f"EMN-{dice.randrange(2000, 2030)}-{dice.randrange(100_000):05}",
        lambda: f"{dice.randrange(20, 99)} {dice.randrange(10, 99)} {dice.randrange(10, 99)} {dice.randrange(10, 99)}",
        lambda: f"faktura {dice.randrange(1_000_000, 9_999_999)}",
        lambda: f"dokumentnr. {dice.randrange(2_000_000, 2_999_999)}",
        lambda: f"{dice.randrange(1, 99_999)}.{dice.randrange(100, 999)} kr.",
    ]
    wrong = [text for text in (forms[n % len(forms)]() for n in range(MANY)) if cpr.is_in(f"Se {text} i dag")]
    assert len(wrong) <= MANY / 100
