"""A kind of process is a record: its phases say what is open, and what is open is said there alone."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from civic.board.models import Posting
from civic.board.queries import open_now
from civic.groups import registering as joining
from civic.kernel.actor import Role, Scope
from civic.kernel.refusal import Reason
from civic.kernel.trace import Kind
from civic.processes import actions, queries
from civic.processes.models import Opens, PhaseEntry, Process, ProcessState, SeatCategory
from civic.processes.standard import STANDARD
from civic.proposals import actions as proposals
from civic.voting import actions as voting
from civic.voting import rolls
from civic.voting.models import Option, Rule, Secrecy
from tests.clock import NOON
from tests.make import a_context, a_group, a_person, a_process, a_start, an_officer, the_municipality
from tests.refusing import refused


@pytest.fixture
def admin(session):
    return a_context(session, a_person(session, (Role.ADMIN, Scope.MUNICIPALITY, the_municipality(session).id)))


def _to(session, process, name):
    """Let the process enter a phase by its name."""
    officer = a_context(session, a_person(session, (Role.CASE_OFFICER, Scope.PROCESS, process.id)))
    phase = next(one for one in queries.phases(officer, process.kind_id) if one.name == name)
    return actions.move_on(officer, process.id, phase_id=phase.id)


def test_every_standard_kind_goes_from_preparation_to_its_end(session):
    for kind in queries.kinds(a_context(session)):
        states = [one.state for one in kind.phases]
        assert states == sorted(states, key=list(ProcessState).index)
        assert set(states) == set(ProcessState)
    assert [one.key for one in queries.kinds(a_context(session))] == [key for key, *_rest in STANDARD]


def test_each_thing_is_open_in_just_the_phases_that_say_so(session):
    process = a_process(session)
    group = a_group(session, process)
    resident = lambda: a_context(session, a_person(session))  # noqa: E731
    write = lambda: proposals.write(resident(), process.id, title="En bænk", text="Der mangler en.")  # noqa: E731
    write()
    joining.join(resident(), group.id)
    _to(session, process, "Klar til at aflevere")
    refused(write, Reason.NOT_NOW)
    refused(lambda: joining.join(resident(), group.id), Reason.NOT_NOW)
    _to(session, process, "Arbejder")
    write()
    joining.join(resident(), group.id)


def test_a_vote_opens_only_in_a_phase_for_votes(session):
    officer = an_officer(session)
    kind = queries.kind_by_key(a_context(session), "participatory_budget")
    process = _begun(session, officer, kind)
    context = a_context(session, session.get(type(officer), officer.id))
    ballot = voting.add_ballot(
        context,
        process.id,
        question="Hvad?",
        about="",
        options=[*map(Option, "AB")],
        rule=Rule(Secrecy.OPEN),
    )
    rolls.add_to_roll(context, ballot.id, [a_person(session).id])
    last_day = NOON.date() + timedelta(days=9)
    refused(lambda: voting.open_ballot(context, ballot.id, last_day=last_day), Reason.NOT_NOW)
    _to(session, process, "Afstemning")
    voting.open_ballot(context, ballot.id, last_day=last_day)


def _begun(session, officer, kind):
    process = a_start(a_context(session, officer), kind_id=kind.id)
    return actions.begin(a_context(session, officer), process.id)


def test_a_group_that_cannot_be_joined_now_is_not_on_the_list_of_what_is_open(session):
    process = a_process(session)
    a_group(session, process)
    listed = lambda: [one.posting.kind for one in open_now(a_context(session), kind=Kind.GROUP, at_most=5)]  # noqa: E731
    assert listed() == [Kind.GROUP]
    _to(session, process, "Klar til at aflevere")
    assert listed() == []


def test_a_process_without_a_mandate_begins_and_appoints_without_one(session):
    officer = an_officer(session)
    context = a_context(session, officer)
    process = _begun(session, officer, queries.kind_by_key(context, "citizens_assembly"))
    context = a_context(session, officer)
    assert (process.state, process.phase.name) == (ProcessState.RUNNING, "Lodtrækning")
    actions.appoint(context, process.id, category=SeatCategory.OTHER_MEMBER, name="Bo", on=NOON.date())
    refused(lambda: actions.begin(context, process.id), Reason.NOT_NOW)
    task_committee = a_process(session, state=ProcessState.PREPARING)
    its_officer = a_context(session, a_person(session, (Role.CASE_OFFICER, Scope.PROCESS, task_committee.id)))
    refused(lambda: actions.begin(its_officer, task_committee.id), Reason.NOT_NOW)


def test_what_a_process_entered_when_is_kept(session):
    process = a_process(session)
    _to(session, process, "Klar til at aflevere")
    officer = a_context(session, a_person(session, (Role.CASE_OFFICER, Scope.PROCESS, process.id)))
    actions.hand_over(officer, process.id, on=NOON.date(), next_step="Kommunalbestyrelsen")
    actions.take_back(officer, process.id, reason="For tidligt.")
    names = [one.phase.name for one in queries.entries(officer, process.id)]
    assert names == [
        "Foreslået",
        "Kommissoriet er godkendt",
        "Klar til at aflevere",
        "Afleveret",
        "Klar til at aflevere",
    ]


def test_state_and_phase_cannot_part_and_a_phase_is_of_the_processs_own_kind(session):
    process = a_process(session)
    other = queries.kind_by_key(a_context(session), "citizens_assembly")
    for values in ({"state": ProcessState.CLOSED}, {"phase_id": other.phases[1].id}):
        changing = update(Process).where(Process.id == process.id).values(values)
        with session.begin_nested() as inner:
            with pytest.raises(IntegrityError):
                session.execute(changing)
            inner.rollback()


def test_no_phase_of_another_kind_or_part_of_the_way_is_entered(session):
    process = a_process(session)
    officer = a_context(session, a_person(session, (Role.CASE_OFFICER, Scope.PROCESS, process.id)))
    there = queries.phases(officer, process.kind_id)
    other = queries.kind_by_key(officer, "citizens_assembly").phases[1]
    for phase in (there[0], there[-1], other):
        refused(lambda phase=phase: actions.move_on(officer, process.id, phase_id=phase.id), Reason.NOT_FOUND)
    refused(lambda: actions.move_on(officer, process.id, phase_id=process.phase_id), Reason.AS_IT_STANDS)


def test_a_new_kind_is_a_record_and_works_at_once(session, admin):
    kind = actions.add_kind(admin, name="Kvartersråd", about="Et råd for et kvarter.")
    refused(lambda: actions.add_kind(admin, name="kvartersråd", about="Igen."), Reason.TAKEN)
    session.expire(kind)
    actions.add_phase(
        admin, kind.id, number=25, name="Drøfter", state=ProcessState.RUNNING, opens=[Opens.COMMENTS, Opens.PROPOSALS]
    )
    for number, state in ((5, ProcessState.RUNNING), (45, ProcessState.PREPARING), (25, ProcessState.CLOSED)):
        refused(
            lambda number=number, state=state: actions.add_phase(
                admin, kind.id, number=number, name="Forkert", state=state, opens=[]
            ),
            Reason.OUT_OF_ORDER,
        )
    session.expire(kind)
    process = _begun(session, an_officer(session), queries.kind(admin, kind.id))
    assert process.phase.name == "I gang"
    _to(session, process, "Drøfter")
    proposals.write(a_context(session, a_person(session)), process.id, title="En bænk", text="Der mangler en.")


def test_what_is_changed_of_a_phase_holds_at_once_for_every_process_in_it(session, admin):
    process = a_process(session)
    phase = process.phase
    actions.change_phase(admin, phase.id, number=phase.number, name="Kommissorium i hus", opens=[Opens.COMMENTS])
    refused(
        lambda: proposals.write(a_context(session, a_person(session)), process.id, title="En bænk", text="Tak."),
        Reason.NOT_NOW,
    )
    hanging = session.scalars(select(Posting).where(Posting.kind == Kind.PROCESS, Posting.thing_id == process.id)).one()
    assert hanging.opens == " running comments "


def test_a_phase_that_was_used_or_is_the_only_one_of_its_part_stays(session, admin):
    process = a_process(session)
    there = queries.phases(admin, process.kind_id)
    refused(lambda: actions.take_out_phase(admin, process.phase_id), Reason.IN_USE)
    refused(lambda: actions.take_out_phase(admin, there[0].id), Reason.IN_USE)
    actions.take_out_phase(admin, there[2].id)
    assert len(queries.phases(admin, process.kind_id)) == len(there) - 1
    assert session.query(PhaseEntry).filter_by(process_id=process.id).count() == 2


def test_only_the_municipalitys_administrator_says_what_kinds_there_are(session):
    officer = a_context(session, an_officer(session))
    refused(lambda: actions.add_kind(officer, name="Noget", about="Andet."), Reason.NOT_YOURS)
    refused(lambda: actions.take_out_phase(officer, queries.kinds(officer)[0].phases[0].id), Reason.NOT_YOURS)
