"""Things for tests, made the way the product makes them: a_process(), a_proposal(), a_hearing() …"""

import itertools
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from civic.areas.models import Topic
from civic.areas.queries import topic_by_key
from civic.bodies import actions as bodies
from civic.bodies.models import Body, BodyKind
from civic.db.base import Precision
from civic.groups import actions as groups
from civic.groups.models import Admission, Group, GroupKind
from civic.hearings import actions as hearings
from civic.hearings.models import Audience, Hearing, HearingParty, HearingState, Moderation, PartyState, Stance
from civic.kernel.actor import VISITOR, Actor, Role, Scope
from civic.kernel.context import Context
from civic.people import actions as people
from civic.people import queries as people_queries
from civic.people.models import Organisation, OrganisationKind, Person
from civic.processes import actions as processes
from civic.processes.models import Process, ProcessState, SeatCategory
from civic.proposals import actions as proposals
from civic.proposals.models import Proposal, ProposalState
from civic.reports import actions as reports
from civic.reports.models import Purpose, Report, SectionKind, Version
from civic.responses import actions as responses
from civic.responses.models import From, Response, Said
from civic.rules.standard import CLEAR
from civic.treatment import actions as treatment
from civic.voting import actions as voting
from civic.voting import rolls
from civic.voting.models import Ballot, BallotState, Option, Rule, Secrecy
from tests.clock import NOON

_COUNT = itertools.count(1)


def a_context(session: Session, person: Person | None = None, now: datetime = NOON) -> Context:
    """Return a context for a person with the roles held now, or for a visitor."""
    visiting = Context(VISITOR, now, session)
    actor: Actor = people_queries.actor(visiting, person) if person else VISITOR
    return Context(actor, now, session)


def the_municipality(session: Session) -> Organisation:
    """Return the one organisation."""
    found = session.query(Organisation).filter_by(kind=OrganisationKind.MUNICIPALITY).first()
    return found or people.found_municipality(a_context(session), "Prøvekøbing Kommune")


def a_person(session: Session, *roles: tuple[Role, Scope, int], name: str = "Prøve Person") -> Person:
    """Return a person with the roles."""
    made = people.enter_person(a_context(session), name=name, email=f"p{next(_COUNT)}@example.dk")
    early = a_context(session, now=NOON - timedelta(days=900))
    for role, scope, scope_id in roles:
        people.assign(early, made.id, role, scope, scope_id)
    return made


def a_body(session: Session, kind: BodyKind = BodyKind.ADVISORY_COUNCIL, name: str = "Handicaprådet") -> Body:
    """Return a body."""
    return bodies.enter_body(a_context(session), the_municipality(session), name, kind)


def the_topic(session: Session, key: str = "disability") -> Topic:
    """Return a topic that the house comes with."""
    return topic_by_key(a_context(session), key)


def an_officer(session: Session) -> Person:
    """Return a case officer of the organisation."""
    return a_person(session, (Role.CASE_OFFICER, Scope.MUNICIPALITY, the_municipality(session).id))


def a_start(context: Context, **more: Any) -> Process:
    """Return a process that its case officer has just started; `more` is of what kind it is, and whose."""
    return processes.start_process(
        context,
        title="Gårde",
        full_title="Opgaveudvalget om gårde",
        question="Hvordan bliver gården et sted?",
        background="Baggrund.",
        tasks=[("Overblik", "At give overblik.")],
        seats={SeatCategory.COUNCIL_MEMBER: 1, SeatCategory.OTHER_MEMBER: 2},
        period=(date(2026, 1, 1), Precision.QUARTER, date(2026, 10, 1), Precision.QUARTER),
        contact_unit="By & Fællesskab",
        **more,
    )


def a_process(
    session: Session, officer: Person | None = None, *, state: ProcessState = ProcessState.RUNNING
) -> Process:
    """Return a process in the state, with one council seat and two others."""
    officer = officer or an_officer(session)
    made = a_start(a_context(session, officer, NOON - timedelta(days=100)))
    context = a_context(session, officer, NOON - timedelta(days=90))
    if state is not ProcessState.PREPARING:
        council = a_body(session, BodyKind.COUNCIL, "Kommunalbestyrelsen")
        processes.approve_mandate(context, made.id, body=council, on=date(2025, 12, 1), item_number=4)
    if state in {ProcessState.HANDED_OVER, ProcessState.CLOSED}:
        context = a_context(session, officer, NOON - timedelta(days=40))
        processes.hand_over(context, made.id, on=date(2026, 1, 5), next_step="Kommunalbestyrelsen")
    if state is ProcessState.CLOSED:
        processes.close(context, made.id)
    return made


def a_facilitator(session: Session, process: Process) -> Person:
    """Return a facilitator of the process."""
    return a_person(session, (Role.FACILITATOR, Scope.PROCESS, process.id))


def the_officer(session: Session, process: Process) -> Person:
    """Return another case officer of the process."""
    return a_person(session, (Role.CASE_OFFICER, Scope.PROCESS, process.id))


def a_group(
    session: Session, process: Process, *, admission: Admission = Admission.OPEN, capacity: int | None = None
) -> Group:
    """Return a group of the process."""
    context = a_context(session, the_officer(session, process))
    return groups.add_group(
        context,
        process.id,
        kind=GroupKind.WORKING,
        admission=admission,
        title="Gruppen",
        about="Om gården.",
        capacity=capacity,
    )


def a_proposal(
    session: Session,
    process: Process,
    *,
    author: Person | None = None,
    state: ProposalState = ProposalState.SUBMITTED,
    title: str = "En bænk",
    text: str = "Så kan man sidde.",
) -> Proposal:
    """Return a proposal brought to the state by the deeds that lead there."""
    author = author or a_person(session)
    staff = a_context(session, a_facilitator(session, process))
    mine = a_context(session, author)
    made = proposals.write(mine, process.id, title=title, text=text)
    if state is ProposalState.DRAFT:
        return made
    if state is ProposalState.WITHDRAWN:
        return proposals.withdraw(mine, made.id)
    if state is ProposalState.HELD:
        proposals.rewrite(mine, made.id, title=title, text="Ring til 010190-1234.")
    proposals.submit(mine, made.id)
    if state is ProposalState.SENT_BACK:
        return proposals.send_back(staff, made.id, rule=CLEAR, reason="Skriv mere.")
    if state in {ProposalState.ACCEPTED, ProposalState.ANSWERED}:
        proposals.accept(staff, made.id)
    if state is ProposalState.ANSWERED:
        officer = a_context(session, the_officer(session, process))
        proposals.answer(officer, made.id, outcome=proposals.Outcome.NOTED, text="Tak.")
    return made


def a_report(session: Session, process: Process) -> Report:
    """Return a report with a section and a principle."""
    context = a_context(session, the_officer(session, process))
    made = reports.add_report(context, process.id, title="Rapport")
    reports.add_section(context, made.id, kind=SectionKind.SECTION, heading="Indledning", text="Vi hørte meget.")
    reports.add_section(context, made.id, kind=SectionKind.PRINCIPLE, heading="Adgang", text="Gården skal være åben.")
    return made


def a_version(session: Session, report: Report, label: str = "0.9") -> Version:
    """Return a frozen version of the report as it is."""
    context = a_context(session, the_officer(session, report.process))
    return reports.publish_version(context, report.id, label=label, purpose=Purpose.HEARING)


def a_hearing(
    session: Session,
    *,
    state: HearingState = HearingState.OPEN,
    opens: datetime = NOON - timedelta(days=1),
    last_day: date = date(2026, 4, 4),
    councils: int = 1,
    audience: Audience = Audience.PARTIES,
    moderation: Moderation = Moderation.AFTER,
    allows_protected_names: bool = False,
    questions: tuple[str, ...] = (),
) -> Hearing:
    """Return a hearing in the state; READY and CONCLUDED have no remarks."""
    process = a_process(session)
    officer = the_officer(session, process)
    version = a_version(session, a_report(session, process))
    context = a_context(session, officer, opens)
    made = hearings.start_hearing(
        context,
        version.id,
        title="Udkast om gårde",
        what_is_proposed="Principper.",
        what_it_means="Bænke.",
        what_can_change="Alt.",
        audience=audience,
        moderation=moderation,
        allows_protected_names=allows_protected_names,
        questions=questions,
    )
    for number in range(councils):
        hearings.invite(context, made.id, a_body(session, name=f"Råd {number + 1}"))
    if state is not HearingState.DRAFT:
        hearings.open_hearing(context, made.id, last_day=last_day)
    if state in {HearingState.READY, HearingState.CONCLUDED}:
        assert made.closes_at is not None
        treatment.mark_ready(a_context(session, officer, made.closes_at), made.id)
    if state is HearingState.CONCLUDED:
        assert made.closes_at is not None
        treatment.conclude(a_context(session, officer, made.closes_at), made.id)
    return made


def a_secretary(session: Session, party: HearingParty) -> Person:
    """Return the secretary of the council that is heard."""
    return a_person(session, (Role.SECRETARY, Scope.BODY, party.body_id))


def a_chair(session: Session, party: HearingParty) -> Person:
    """Return the chair of the council that is heard."""
    return a_person(session, (Role.CHAIR, Scope.BODY, party.body_id))


def a_member(session: Session, party: HearingParty) -> Person:
    """Return a member of the council that is heard."""
    return a_person(session, (Role.MEMBER, Scope.BODY, party.body_id))


def a_party(
    session: Session,
    *,
    state: PartyState = PartyState.INVITED,
    hearing: Hearing | None = None,
    text: str = "Husk ramper.",
    now: datetime = NOON,
) -> HearingParty:
    """Return a party's seat in an open hearing, brought to the state by the deeds that lead there."""
    hearing = hearing or a_hearing(session)
    party = hearing.parties[0]
    secretary = a_context(session, a_secretary(session, party), now)
    if state is PartyState.RECEIVED:
        hearings.receive(secretary, party.id)
    if state is PartyState.ON_AGENDA:
        hearings.set_agenda(secretary, party.id, on=date(2026, 3, 10))
    order = [PartyState.DRAFTING, PartyState.ADOPTING, PartyState.ADOPTED, PartyState.SUBMITTED]
    far = order.index(state) if state in order else -1
    if far >= 0:
        hearings.write_draft(secretary, party.id, text=text, edit=0)
    if far >= 1:
        hearings.put_to_adoption(secretary, party.id, stance=Stance.REMARKS)
    if far >= 2:
        hearings.adopt(a_context(session, a_chair(session, party), now), party.id)
    if far >= 3:
        responses.submit(secretary, party.id)
    return party


def a_response(
    session: Session, *, hearing: Hearing | None = None, text: str = "Husk ramper.", now: datetime = NOON
) -> Response:
    """Return a council's written response."""
    party = a_party(session, state=PartyState.SUBMITTED, hearing=hearing, text=text, now=now)
    return session.query(Response).filter_by(party_id=party.id).one()


def a_public_response(
    session: Session,
    hearing: Hearing,
    *said: str,
    who: From | None = None,
    person: Person | None = None,
    now: datetime = NOON,
) -> Response:
    """Return a resident's response, given with or without an account."""
    words = [Said(one) for one in said or ("Mere lys, tak.",)]
    return responses.respond(a_context(session, person, now), hearing.id, who or From("Amina"), words)


CONFIDENTIAL = Rule(Secrecy.CONFIDENTIAL)
ABC = tuple(map(Option, "ABC"))


def a_ballot(
    session: Session,
    process: Process,
    *voters: Person,
    state: BallotState = BallotState.OPEN,
    rule: Rule = CONFIDENTIAL,
    options: Sequence[Option] = ABC,
    **opening: Any,
) -> Ballot:
    """Return a ballot with three options and at least five on its roll, open until 12 March 2026."""
    context = a_context(session, a_facilitator(session, process), NOON - timedelta(days=3))
    made = voting.add_ballot(
        context, process.id, question="Hvad først?", about="Om gården.", rule=rule, options=list(options)
    )
    others = [a_person(session, name=f"Vælger {number}") for number in range(5 - len(voters))]
    rolls.add_to_roll(context, made.id, [one.id for one in (*voters, *others)])
    if state is not BallotState.DRAFT:
        is_over = state is BallotState.CLOSED
        last = (NOON - timedelta(days=1)).date() if is_over else date(2026, 3, 12)
        voting.open_ballot(context, made.id, last_day=last, **opening)
    return made
