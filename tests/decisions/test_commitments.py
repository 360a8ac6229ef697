"""Each adopted recommendation becomes a commitment that says which it carries out, and the red thread goes there."""

from datetime import date

import pytest

from civic.bodies.models import BodyKind
from civic.decisions import actions, queries
from civic.decisions.models import DecisionState
from civic.kernel import trace
from civic.kernel.refusal import Reason
from civic.kernel.trace import Kind, Ref
from civic.reports import actions as reports
from civic.reports.models import Purpose, SectionKind
from civic.reports.queries import version
from civic.web.decisions.commitments import asked
from tests.make import a_body, a_context, a_process, a_report, the_officer
from tests.refusing import refused

ON = date(2026, 3, 2)


@pytest.fixture
def adopted(session):
    """Give the officer and an adopted case whose version has two recommendations."""
    process = a_process(session)
    officer = a_context(session, the_officer(session, process))
    report = a_report(session, process)
    for heading in ("Ti bænke", "Et væksthus"):
        reports.add_section(officer, report.id, kind=SectionKind.RECOMMENDATION, heading=heading, text="Ved Torvet.")
    frozen = reports.publish_version(officer, report.id, label="1.0", purpose=Purpose.FINAL)
    told = {"number": "EKS-1", "title": "Sag", "recommended_by": "Enhed", "recommendation": "At det vedtages."}
    case = actions.add_case(officer, process.id, version_id=frozen.id, **told)
    stop = actions.add_body(officer, case.id, a_body(session, BodyKind.COUNCIL, "Kommunalbestyrelsen"))
    actions.record_decision(officer, stop.id, outcome=DecisionState.ADOPTED, wording="Vedtaget.", on=ON)
    return officer, queries.case(officer, case.id)


def test_a_commitment_says_which_recommendation_it_carries_out_and_the_thread_goes_there(session, adopted):
    officer, case = adopted
    benches, house = queries.recommendations(officer, case)
    made = actions.add_follow_up(
        officer, case.id, text="Ti bænke", responsible="Park", due_on=ON, recommendation_id=benches.id
    )
    assert queries.carries_out(officer, [made.id]) == {made.id: benches}
    assert made.id in trace.forward(officer, Ref(Kind.SECTION_TEXT, benches.id))[Kind.FOLLOW_UP]
    back = trace.backward(officer, Ref(Kind.FOLLOW_UP, made.id))
    assert benches.id in back[Kind.SECTION_TEXT]
    assert house.id not in trace.led_to(officer, Kind.SECTION_TEXT, [house.id], Kind.FOLLOW_UP)


def test_what_is_no_recommendation_of_the_cases_version_is_refused(session, adopted):
    officer, case = adopted
    told = {"text": "Ti bænke", "responsible": "Park", "due_on": ON}
    texts = version(officer, case.version_id).texts
    principle = next(one for one in texts if one.kind is SectionKind.PRINCIPLE)
    refused(lambda: actions.add_follow_up(officer, case.id, recommendation_id=principle.id, **told), Reason.NOT_FOUND)
    refused(lambda: actions.add_follow_up(officer, case.id, recommendation_id=9999, **told), Reason.NOT_FOUND)


def test_all_are_entered_on_one_page_and_what_has_nobody_responsible_waits(site, session, adopted):
    officer, case = adopted
    first, second = queries.recommendations(officer, case)
    typed = {
        f"text_{first.id}": "Ti bænke ved Torvet", f"responsible_{first.id}": "Park & Vej",
        f"due_on_{first.id}": "2027-05-01",
        f"involved_{first.id}": "", f"text_{second.id}": "Et væksthus", f"responsible_{second.id}": "",
        f"due_on_{second.id}": "",
    }  # fmt: skip
    with site.app.test_request_context(method="POST", data=typed):
        form = asked([first, second])(meta={"csrf": False})
        assert form.validate(), form.errors
        assert form.filled() == [{
            "text": "Ti bænke ved Torvet", "responsible": "Park & Vej", "due_on": date(2027, 5, 1), "involved": "",
            "recommendation_id": first.id,
        }]  # fmt: skip
    with site.app.test_request_context(method="POST", data=typed | {f"due_on_{first.id}": ""}):
        form = asked([first, second])(meta={"csrf": False})
        assert not form.validate()
        assert list(form.errors) == [f"due_on_{first.id}"]
    with site.app.test_request_context(method="POST", data=typed | {f"due_on_{second.id}": "2027-05-01"}):
        form = asked([first, second])(meta={"csrf": False})
        assert not form.validate()
        assert list(form.errors) == [f"responsible_{second.id}"]
