"""The local part of a budget, to the øre: no split, no amount and no order of edits makes 24.99 per cent pass."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from civic.kernel import money
from civic.plans.finance import Budget
from civic.plans.models import LineKind, SourceKind

QUARTER = Fraction(1, 4)
ORE = st.integers(1, 10**12)


def a_line(amount, kind=SourceKind.LOCAL, year=2027, source=1, effort=1, hours=None):
    return {
        "id": 1, "year": year, "effort_id": effort, "effort": "", "paid_by_id": source, "source": kind.value,
        "source_kind": kind.value, "hours": hours, "amount": amount, "note": "",
        "kind": (LineKind.OWN_HOURS if hours else LineKind.CASH).value,
    }  # fmt: skip


def split(whole, at):
    """Return an amount in parts, cut at some places; the parts are the whole again."""
    cuts = sorted({one % whole for one in at} - {0})
    return [end - start for start, end in zip([0, *cuts], [*cuts, whole], strict=True)]


SHARED = st.tuples(ORE, st.lists(ORE, max_size=6), st.lists(ORE, max_size=6), st.randoms(use_true_random=False))


@given(SHARED)
def test_a_quarter_passes_however_it_is_split_and_an_ore_less_does_not(given_):
    local, at, other_at, chance = given_
    lines = [a_line(one, hours=chance.choice([None, 3])) for one in split(local, at)]
    lines += [a_line(one, SourceKind.FUND, source=2, effort=None) for one in split(local * 3, other_at)]
    chance.shuffle(lines)
    budget = Budget(lines, QUARTER)
    assert (budget.whole, budget.local, budget.missing) == (local * 4, local, 0)
    one_more = Budget([*lines, a_line(1, SourceKind.FUND, source=2)], QUARTER)
    assert one_more.missing == 1, "a single øre more from the fund, and the local part is too small"


@given(
    st.lists(st.tuples(ORE, st.sampled_from(list(SourceKind)), st.integers(2027, 2030), st.integers(1, 4)), max_size=30)
)
def test_sums_equal_their_lines_by_year_source_and_effort(rows):
    lines = [
        a_line(amount, kind, year, list(SourceKind).index(kind), effort, hours=effort if effort % 2 else None)
        for amount, kind, year, effort in rows
    ]
    budget = Budget(lines, QUARTER)
    whole = sum(amount for amount, _kind, _year, _effort in rows)
    for name in ("year", "paid_by_id", "effort_id"):
        parts = {line[name] for line in lines}
        assert sum(budget.sum(**{name: one}).whole for one in parts) == whole == budget.whole
    assert sum(budget.of_kind(one) for one in SourceKind) == whole
    assert (budget.missing == 0) == (4 * budget.local >= whole), "exactly the rule, without rounding"


@given(part=st.integers(0, 10**13), whole=st.integers(0, 10**13), share=st.fractions(0, 1, max_denominator=1000))
def test_what_is_missing_is_the_least_that_makes_it_enough(part, whole, share):
    lacks = money.missing(part, whole, share)
    assert (part + lacks) >= share * whole
    assert lacks == 0 or (part + lacks - 1) < share * whole


@given(st.integers(0, money.MOST))
def test_an_amount_is_read_as_it_is_written(ore):
    assert money.read(money.written(ore)) == ore


def test_amounts_are_read_the_danish_way_and_what_could_be_two_things_is_no_amount():
    said = {
        "40.000": 4_000_000, "40000": 4_000_000, "40 000 kr.": 4_000_000, "kr. 2.999.999,50": 299_999_950, "0,5": 50,
        "12,-": 1_200, "1.234": 123_400, "٤٠": 4_000,
    }  # fmt: skip
    assert {one: money.read(one) for one in said} == said
    for wrong in ("", "1.23", "1,234", "40.0000", "-5", "1e3", "40,000.50", "100000000000000", "kr."):
        assert money.read(wrong) is None, wrong
