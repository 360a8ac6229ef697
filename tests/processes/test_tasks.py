"""The kommissorium as a board: who works on each task, what answers it, which month it is, how seats were filled."""

from datetime import date

import pytest

from civic.db.base import Precision
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.trace import Kind, Ref
from civic.processes import actions, queries
from civic.processes.models import Process, ProcessState, SeatCategory, Way
from civic.said.wording import filled
from civic.web.processes.pages import _months
from tests.clock import NOON
from tests.make import a_context, a_facilitator, a_group, a_person, a_process, the_officer


def test_a_task_says_who_works_on_it_and_the_group_which_task_it_works_on(session):
    process = a_process(session)
    group = a_group(session, process)
    staff = a_context(session, a_facilitator(session, process))
    own = Ref(Kind.GROUP, group.id)
    task = actions.tie_task(staff, process.id, 1, things=[own, own, Ref(Kind.SECTION, 7)], offered=[])
    assert [one.ref for one in queries.ties(staff, process.id)] == [own, Ref(Kind.SECTION, 7)]
    assert list(queries.tasks_tied(staff, own)) == [task]
    actions.tie_task(staff, process.id, 1, things=[], offered=[own])
    assert [one.ref for one in queries.ties(staff, process.id)] == [Ref(Kind.SECTION, 7)]


def test_only_staff_says_it_and_not_once_the_work_is_over(session):
    process = a_process(session)
    with pytest.raises(Refusal) as refused:
        actions.tie_task(a_context(session, a_person(session)), process.id, 1, things=[], offered=[])
    assert refused.value.reason is Reason.NOT_YOURS
    over = a_process(session, state=ProcessState.HANDED_OVER)
    with pytest.raises(Refusal) as refused:
        actions.tie_task(a_context(session, the_officer(session, over)), over.id, 1, things=[], offered=[])
    assert refused.value.reason is Reason.NOT_NOW


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "precision", "expected"),
    [
        (date(2025, 10, 1), date(2026, 4, 1), Precision.QUARTER, (6, 9)),  # 4. kvartal 2025 – 2. kvartal 2026
        (date(2026, 3, 1), date(2026, 3, 1), Precision.MONTH, (1, 1)),
        (date(2026, 1, 1), date(2026, 1, 1), Precision.YEAR, (3, 12)),
        (date(2026, 4, 1), date(2026, 7, 1), Precision.QUARTER, (0, 6)),  # it has not begun
        (date(2025, 1, 1), date(2025, 12, 31), Precision.DAY, (0, 12)),  # it should be over
    ],
)
def test_which_month_it_is_counts_whole_quarters_and_years(session, starts_on, ends_on, precision, expected):
    process = Process(
        state=ProcessState.RUNNING,
        starts_on=starts_on,
        ends_on=ends_on,
        starts_precision=precision,
        ends_precision=precision,
    )
    assert _months(a_context(session, now=NOON), process) == expected


def test_a_seat_says_how_it_was_filled(session, site):
    process = a_process(session)
    officer = a_context(session, the_officer(session, process))
    made = actions.appoint(
        officer, process.id, category=SeatCategory.OTHER_MEMBER, name="Bo", on=NOON.date(), way=Way.DRAWN
    )
    assert made.way is Way.DRAWN
    with site.app.test_request_context("/da/"):
        assert filled(Way.DRAWN, date(2026, 3, 2)) == "Udtrukket ved lodtrækning 2. marts 2026"
        assert filled(Way.APPOINTED, date(2017, 5, 29)) == "Udpeget 29. maj 2017"
