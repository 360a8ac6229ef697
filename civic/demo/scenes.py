"""What the demo's invented processes are told with: a process begins, a hearing opens, a council answers."""

from datetime import date, datetime, timedelta

from civic.db.base import ZONE, Precision
from civic.decisions import actions as decisions
from civic.decisions.models import Case, Decision, DecisionState, Side, SideVotes, Voter
from civic.demo.cast import Cast
from civic.demo.letter import letter
from civic.groups.models import Group
from civic.hearings import actions as hearings
from civic.hearings.models import Audience, Hearing, HearingParty, Stance
from civic.kernel.actor import Role, Scope
from civic.kernel.context import Context
from civic.people import actions as people
from civic.processes import actions as processes
from civic.processes import queries as process_queries
from civic.processes.models import Process, SeatCategory
from civic.proposals import actions as proposals
from civic.proposals.models import Proposal
from civic.reports.models import Version
from civic.responses import actions as responses
from civic.responses import release
from civic.responses.models import Response

CPR_LIKE = "010190-1234"


def begin(cast: Cast, at: datetime, *, title: str, full_title: str, question: str) -> Process:
    """Let the officer start a process with the three tasks of an opgaveudvalg, and give it its facilitator."""
    end = at + timedelta(days=400)
    context = cast.acting("officer", at)
    process = processes.start_process(
        context,
        title=title,
        full_title=full_title,
        question=question,
        background="Opdigtet forløb til demonstration.",
        tasks=[
            ("Overblik", "At samle, hvad beboerne oplever, og hvad der allerede er prøvet."),
            ("Principper", "At opstille principper, der kan styre valg af tiltag."),
            ("Anbefalinger", "At anbefale tiltag, som beboerne selv kan være med til at gennemføre."),
        ],
        seats={SeatCategory.COUNCIL_MEMBER: 2, SeatCategory.OTHER_MEMBER: 4},
        period=(quarter(at.date()), Precision.QUARTER, quarter(end.date()), Precision.QUARTER),
        contact_unit="By & Fællesskab (opdigtet)",
        contact_email="gaardrum@example.org",
        source="Forløbet er opdigtet til demonstration.",
        is_example=True,
    )
    people.assign(context, cast.persons["facilitator"].id, Role.FACILITATOR, Scope.PROCESS, process.id)
    return process


def approve(cast: Cast, process: Process, at: datetime) -> None:
    """Let the municipal council approve the kommissorium."""
    context = cast.acting("officer", at)
    processes.approve_mandate(context, process.id, body=cast.bodies["council"], on=at.date(), item_number=8)


def go_on(cast: Cast, process: Process, at: datetime, phase: str) -> None:
    """Let the officer say that a process is in another phase of its kind."""
    context = cast.acting("officer", at)
    found = next(one for one in process_queries.phases(context, process.kind_id) if one.name == phase)
    processes.move_on(context, process.id, phase_id=found.id)


def appoint(cast: Cast, process: Process, at: datetime) -> None:
    """Fill the seats: two for the council, four for residents, and one above the number with its reason."""
    context = cast.acting("officer", at)
    for category, name in [(SeatCategory.COUNCIL_MEMBER, "")] * 2 + [
        (SeatCategory.OTHER_MEMBER, name) for name in ("Amina Farah", "Jens Holm", "Olga Sand", "Tove Friis")
    ]:
        processes.appoint(
            context, process.id, category=category, name=name, on=at.date(), item_number=9, is_invented=bool(name)
        )
    processes.appoint(
        context,
        process.id,
        category=SeatCategory.OTHER_MEMBER,
        name="Sofus Lind",
        on=at.date(),
        item_number=9,
        override_reason="Kommunalbestyrelsen ønskede en ung med ud over de fire pladser.",
        is_invented=True,
    )


def hear(
    cast: Cast,
    heard: Version,
    title: str,
    at: datetime,
    councils: tuple[str, ...],
    days: int,
    audience: Audience = Audience.PARTIES,
) -> Hearing:
    """Open a hearing about a version for the councils named, and for residents where the audience says so."""
    context = cast.acting("officer", at)
    hearing = hearings.start_hearing(
        context,
        heard.id,
        title=title,
        asks="Hvad synes du om det, der skal ske i gårdrummene?" if audience is Audience.BOTH else "",
        what_is_proposed="Principper og anbefalinger for gårdrummene ved Mosebakken.",
        what_it_means="Principperne afgør, hvad der bliver bygget og plantet.",
        what_can_change="Alt i udkastet kan ændres.",
        audience=audience,
        allows_protected_names=audience is Audience.BOTH,
        questions=["Hvad får dig til at blive i gården?"] if audience is Audience.BOTH else (),
        is_example=True,
    )
    for key in councils:
        hearings.invite(context, hearing.id, cast.bodies[key])
    if audience is Audience.BOTH:
        plan = letter("Plan over de fire gårde", "Gården mod nord får sol fra kl. 11.")
        hearings.add_material(context, hearing.id, cast.folder, name="Plan over gårdene.docx", content=plan)
    return hearings.open_hearing(context, hearing.id, last_day=(at + timedelta(days=days)).date())


def answers_of(
    cast: Cast, council: str, party: HearingParty, at: datetime, text: str, stance: Stance, *, is_example: bool = False
) -> Response:
    """Let a council draft, adopt and hand in its answer."""
    secretary = cast.acting(f"{council}_secretary", at)
    hearings.write_draft(secretary, party.id, text=text, edit=0)
    hearings.put_to_adoption(secretary, party.id, stance=stance)
    hearings.adopt(cast.acting(f"{council}_chair", at), party.id)
    return responses.submit(secretary, party.id, is_example=is_example)


def marked(context: Context, response: Response) -> Response:
    """Mark an answer as an example."""
    response.is_example = True
    release.post(context, response)
    return response


def propose(
    cast: Cast,
    who: str,
    process: Process,
    at: datetime,
    title: str,
    *,
    text: str = "Så kan vi mødes uden at skulle aftale det.",
    group: Group | None = None,
    submit: bool = True,
) -> Proposal:
    """Let somebody write a proposal, and submit it unless told otherwise."""
    context = cast.acting(who, at)
    group_id = group.id if group else None
    made = proposals.write(context, process.id, title=title, text=text, group_id=group_id, is_example=True)
    return proposals.submit(context, made.id) if submit else made


def raise_case(cast: Cast, context: Context, process: Process, number: str, title: str) -> Case:
    """Put a case with its recommendation and two bodies before the council."""
    case = decisions.add_case(
        context,
        process.id,
        number=number,
        title=title,
        recommended_by="By & Fællesskab (opdigtet)",
        recommendation=f"At »{title}« vedtages.",
        is_example=True,
    )
    note = letter("Notat fra forvaltningen", f"Sådan har forvaltningen regnet på »{title}«.")
    file = ("Notat.docx", note)
    decisions.attach(
        context, case.id, title="Notat fra forvaltningen", document_number=f"{number}-1", file=file, folder=cast.folder
    )
    expected = (context.now + timedelta(days=30)).date()
    for key in ("finance", "council"):
        decisions.add_body(context, case.id, cast.bodies[key], expected_on=expected, expected_precision=Precision.MONTH)
    return case


def decide(
    context: Context,
    decision_id: int,
    outcome: DecisionState,
    wording: str,
    votes: dict[Side, SideVotes] | None = None,
    sent_back_to: int | None = None,
) -> Decision:
    """Record what a body decided today."""
    on = context.now.date()
    return decisions.record_decision(
        context,
        decision_id,
        outcome=outcome,
        wording=wording,
        on=on,
        item_number=4,
        votes=votes,
        sent_back_to=sent_back_to,
    )


def invented_votes() -> dict[Side, SideVotes]:
    """Return votes that nobody gave."""
    return {
        Side.FOR: SideVotes(14, [Voter("A"), Voter("B"), Voter("C")]),
        Side.AGAINST: SideVotes(3, [Voter("V")]),
        Side.RECUSED: SideVotes(1, [Voter("B", "Ulrik Eksempel (opdigtet)")]),
    }


def quarter(day: date) -> date:
    """Return the first day of the quarter."""
    return date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)


def evening(moment: datetime) -> datetime:
    """Return seven in the evening of the day, Danish time."""
    return moment.astimezone(ZONE).replace(hour=19, minute=0, second=0, microsecond=0)
