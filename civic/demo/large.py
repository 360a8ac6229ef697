"""A process as large as an ordinary year makes one, told through the same actions as all else.

7 hearings, 60 proposals with 300 comments, 120 remarks of 40 responses both in a hearing that is being treated and in
one whose note is out, and 25 meetings. Everybody in it is invented.
"""

from collections import deque
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import product
from random import Random

from civic.decisions.models import DecisionState
from civic.demo.cast import Cast
from civic.demo.scenes import (
    CPR_LIKE,
    answers_of,
    appoint,
    approve,
    begin,
    decide,
    evening,
    go_on,
    marked,
    propose,
    raise_case,
)
from civic.demo.words import (
    ANSWERS,
    COMMENTS,
    FAMILY,
    GIVEN,
    ORGANISATIONS,
    OTHERS,
    PLACES,
    REMARKS,
    WISHES,
)
from civic.dialogue import actions as dialogue
from civic.dialogue.models import Outcome
from civic.groups import actions as groups
from civic.groups import registering as joining
from civic.groups.models import Admission, Group, GroupKind
from civic.hearings import actions as hearings
from civic.hearings.models import Audience, Hearing, Stance
from civic.kernel.actor import VISITOR, Role, Scope
from civic.kernel.context import Context
from civic.meetings import actions as meetings
from civic.people import actions as people
from civic.processes.models import Process
from civic.proposals import actions as proposals
from civic.proposals.models import Proposal
from civic.reports import actions as reports
from civic.reports.models import Purpose, SectionKind, Version
from civic.responses import actions as responses
from civic.responses.models import From, Response, Said
from civic.rules.standard import CLEAR, LAW, PERSON, SUBJECT
from civic.treatment import actions as treatment
from civic.treatment.models import Remark, RemarkKind

PROPOSALS, COMMENTS_IN_ALL, RESPONSES, REMARKS_OF_ONE, MEETINGS, RESIDENTS = 60, 300, 40, 3, 25, 60
FLAGGED, HELD = 24, 16
PROPOSED = "Ti principper for byens pladser, stier og torve, og en rækkefølge for de første seks."
MEANS = "Principperne afgør, hvad der bliver bygget, plantet og vedligeholdt fra næste år."
CAN_CHANGE = "Alt i udkastet kan ændres, også rækkefølgen."
COUNCILS = ("disability", "integration", "senior", "youth")
_DAY = timedelta(days=1)


def tell_large(cast: Cast, now: datetime) -> None:
    """Enter the process."""
    dice = Random(60)
    since = now - 330 * _DAY
    process = begin(
        cast,
        since,
        title="Byrum for alle",
        full_title="Opgaveudvalget om byrum, som alle kan bruge og har lyst til at blive i",
        question="Hvad skal der til, for at alle kan bruge byens pladser, stier og torve?",
    )
    approve(cast, process, since + 20 * _DAY)
    appoint(cast, process, since + 30 * _DAY)
    go_on(cast, process, since + 31 * _DAY, "Arbejder")
    crowd = _crowd(cast, since)
    _colleague(cast, process, since)
    working = _groups(cast, process, crowd, now)
    _meetings(cast, process, working, now)
    _talk(cast, dice, _proposals(cast, process, crowd, working, now), crowd, now)
    _hearings(cast, process, now)
    _case(cast, process, now)


def _crowd(cast: Cast, since: datetime) -> list[str]:
    """Enter those who take part, and return the keys they act by."""
    names = [f"{given} {family}" for given, family in zip(GIVEN * 3, FAMILY * 2 + FAMILY[::-1], strict=True)]
    context = Context(VISITOR, since, cast.session)
    keys = []
    for number, name in enumerate([*OTHERS, *names][:RESIDENTS]):
        key = f"crowd_{number}"
        cast.persons[key] = people.enter_person(
            context, name=name, email=f"crowd-{number}@civic.invalid", is_invented=True
        )
        keys.append(key)
    return keys


def _colleague(cast: Cast, process: Process, since: datetime) -> None:
    """Let a second case officer work in the process: of 120 remarks there is enough for two."""
    context = Context(VISITOR, since, cast.session)
    made = people.enter_person(context, name="Finn Toft", email="colleague@civic.invalid", is_invented=True)
    cast.persons["colleague"] = made
    people.assign(context, made.id, Role.CASE_OFFICER, Scope.PROCESS, process.id)


def _groups(cast: Cast, process: Process, crowd: Sequence[str], now: datetime) -> list[Group]:
    made = []
    for number, (title, about) in enumerate(
        (
            ("Arbejdsgruppen om pladser og torve", "Hvad får folk til at blive? Alle kan være med."),
            ("Arbejdsgruppen om stier og stoppesteder", "Går turene igennem med kørestol, rollator og barnevogn."),
            ("Arbejdsgruppen om træer og vand", "Samler, hvad der vokser, og hvad der mangler."),
        )
    ):
        group = groups.add_group(
            cast.acting("facilitator", now - 280 * _DAY),
            process.id,
            kind=GroupKind.WORKING,
            admission=Admission.OPEN,
            title=title,
            about=about,
        )
        for key in crowd[number::3]:
            joining.join(cast.acting(key, now - 270 * _DAY), group.id)
        made.append(group)
    return made


def _meetings(cast: Cast, process: Process, working: Sequence[Group], now: datetime) -> None:
    calling = cast.acting("facilitator", now - 275 * _DAY)
    access = "Trinfri adgang og teleslynge. Tolk kan bestilles senest fem dage før."
    for number in range(MEETINGS):
        at = evening(now + timedelta(days=14 * (number - 17) + 3))
        if number % 5 == 0:
            meetings.add_committee_meeting(
                calling,
                process.id,
                title=f"{number // 5 + 1}. udvalgsmøde",
                starts_at=at,
                place="Rådssalen",
                access=access,
            )
        else:
            group = working[number % 3]
            meetings.add_group_meeting(
                calling, group.id, title=f"Møde {number}", starts_at=at, place=PLACES[number % 6], access=access
            )


def _proposals(
    cast: Cast, process: Process, crowd: Sequence[str], working: Sequence[Group], now: datetime
) -> list[Proposal]:
    """Enter the proposals in every state, and return those that can be talked about."""
    shown = []
    outcomes = (Outcome.ACCEPTED, Outcome.PARTLY, Outcome.NOT_ACCEPTED, Outcome.NOTED, Outcome.OUT_OF_SCOPE)
    for number, (place, (title, why)) in enumerate(product(PLACES, WISHES)):
        who, at = crowd[number % RESIDENTS], now - (240 - 3 * number) * _DAY
        group = working[number % 3] if number % 4 == 0 else None
        text = f"{why}\n\nVi er flere, der gerne vil være med til at pege ud, hvor det skal være."
        if number % 15 == 7:
            text = f"Ring til mig om det, {CPR_LIKE}."
        made = propose(
            cast, who, process, at, title.format(place=place), text=text, group=group, submit=number % 20 != 3
        )
        facilitator = cast.acting("facilitator", at + _DAY)
        if number % 15 == 7 or number % 20 == 3 or number % 12 == 5:
            continue
        if number % 12 == 8:
            reason = "Skriv, hvor præcist, så andre kan tage stilling."
            proposals.send_back(facilitator, made.id, rule=CLEAR, reason=reason)
            continue
        if number % 30 == 11:
            proposals.withdraw(cast.acting(who, at + _DAY), made.id)
            continue
        proposals.accept(facilitator, made.id)
        for supporter in crowd[number % 7 :: 7 + number % 5]:
            proposals.support(cast.acting(supporter, at + 2 * _DAY), made.id)
        if number % 6 == 1:  # what has its answer is not talked about any more
            proposals.answer(
                cast.acting("officer", at + 20 * _DAY),
                made.id,
                outcome=outcomes[number // 6 % 5],
                text=ANSWERS[number % len(ANSWERS)],
                next_step="Driften lægger det ind i næste års plan.",
                review_on=(now + timedelta(days=30 + number)).date(),
            )
        else:
            shown.append(made)
    return shown


def _talk(cast: Cast, dice: Random, shown: Sequence[Proposal], crowd: Sequence[str], now: datetime) -> None:
    """Let people comment, most of it on a few proposals; some is flagged, some held."""
    loud = list(shown[:4]) * 8 + list(shown)
    of_a_day = deque[tuple[str, str]](maxlen=13)  # nobody says the same twice a day: that would be held back
    for number in range(COMMENTS_IN_ALL):
        at = now - timedelta(hours=2 * (COMMENTS_IN_ALL - number))
        text = COMMENTS[dice.randrange(len(COMMENTS))]
        if number >= COMMENTS_IN_ALL - HELD:
            text += f" Skriv til mig, {CPR_LIKE}." if number % 2 else " Ring på 20 30 40 50."
        who = dice.choice(crowd)
        while (who, text) in of_a_day:
            who = dice.choice(crowd)
        of_a_day.append((who, text))
        said = proposals.comment(cast.acting(who, at), dice.choice(loud).id, text=text)
        if COMMENTS_IN_ALL - HELD - FLAGGED <= number < COMMENTS_IN_ALL - HELD:
            reason = ("Hård tone.", "Det passer ikke.", "Det hører ikke til her.")[number % 3]
            flagger = next(key for key in crowd if cast.persons[key].id != said.author_id)
            rule = (PERSON, LAW, SUBJECT)[number % 3]
            dialogue.flag(cast.acting(flagger, at + timedelta(hours=1)), said.id, rule=rule, reason=reason)


def _hearings(cast: Cast, process: Process, now: datetime) -> None:
    first = _version(cast, process, now - 200 * _DAY)
    concluded = _hear(cast, first, "Tidligt udkast til principper for byrum", now - 190 * _DAY, Audience.BOTH, 30)
    remarks = _answered(cast, concluded, now - 180 * _DAY)
    _answer(cast, remarks, now - 130 * _DAY)
    treatment.mark_ready(cast.acting("officer", now - 120 * _DAY), concluded.id)
    treatment.conclude(cast.acting("officer", now - 119 * _DAY), concluded.id)
    for title, days in (("Skilte og sprog", 150), ("Drift og ansvar for pladserne", 140)):
        small = _hear(cast, first, title, now - days * _DAY, Audience.PARTIES, 30)
        answers_of(
            cast,
            "senior",
            small.parties[2],
            now - (days - 20) * _DAY,
            "Rådet har ingen bemærkninger.",
            Stance.NO_REMARKS,
        )
    treated = _hear(cast, first, "Udkast til rapporten om byrum for alle", now - 60 * _DAY, Audience.BOTH, 35)
    half = _answered(cast, treated, now - 45 * _DAY)
    _answer(cast, half[: len(half) // 2], now - 10 * _DAY)
    share = half[len(half) // 2 : len(half) // 2 + 20]
    treatment.share_out(
        cast.acting("officer", now - 3 * _DAY),
        treated.id,
        [one.id for one in share],
        officer_id=cast.persons["colleague"].id,
        due_on=(now + 2 * _DAY).date(),
    )
    _hear(cast, first, "Rækkefølgen for de første seks pladser", now - 8 * _DAY, Audience.BOTH, 30)
    _hear(cast, first, "Belysning langs stierne", now - 6 * _DAY, Audience.PARTIES, 40)
    hearings.start_hearing(
        cast.acting("officer", now - 2 * _DAY),
        first.id,
        title="Endelig rapport om byrum for alle",
        what_is_proposed=PROPOSED,
        what_it_means=MEANS,
        what_can_change=CAN_CHANGE,
        is_example=True,
    )


def _version(cast: Cast, process: Process, at: datetime) -> Version:
    officer = cast.acting("officer", at)
    report = reports.add_report(
        officer, process.id, title="Byrum for alle – udkast til afrapportering", about="Ti principper og seks steder."
    )
    reports.add_section(
        officer,
        report.id,
        kind=SectionKind.SECTION,
        heading="Hvad vi hørte",
        text="Mange bruger byens rum hver dag. Nogle kan ikke komme frem til dem.",
        is_example=True,
    )
    for title, why in WISHES:
        heading = (
            title.format(place="alle pladser").removesuffix(" ved alle pladser").removesuffix(" frem til alle pladser")
        )
        reports.add_section(
            officer,
            report.id,
            kind=SectionKind.PRINCIPLE,
            heading=heading,
            text=f"{why} Derfor indrettes alle nye pladser sådan, og de gamle følger, når de bliver gravet op.",
            is_example=True,
        )
    return reports.publish_version(officer, report.id, label="0.5", purpose=Purpose.HEARING, is_example=True)


def _hear(cast: Cast, heard: Version, title: str, at: datetime, audience: Audience, days: int) -> Hearing:
    officer = cast.acting("officer", at)
    hearing = hearings.start_hearing(
        officer,
        heard.id,
        title=title,
        asks="Hvad synes du, at byens pladser skal kunne?" if audience is Audience.BOTH else "",
        audience=audience,
        allows_protected_names=audience is Audience.BOTH,
        questions=["Hvor mangler der mest?", "Hvad vil du selv være med til?"] if audience is Audience.BOTH else (),
        is_example=True,
        what_is_proposed=PROPOSED,
        what_it_means=MEANS,
        what_can_change=CAN_CHANGE,
    )
    for key in COUNCILS:
        hearings.invite(officer, hearing.id, cast.bodies[key])
    return hearings.open_hearing(officer, hearing.id, last_day=(at + days * _DAY).date())


def _answered(cast: Cast, hearing: Hearing, at: datetime) -> list[Remark]:
    """Let residents answer the hearing, and the officer make three remarks of each answer."""
    sections = [one.id for one in hearing.version.texts]
    answered: list[tuple[Response, list[tuple[str, str, int]]]] = []
    names = [f"{given} {family}" for given, family in zip(GIVEN * 2, FAMILY[::-1] * 2, strict=True)]
    for number in range(RESPONSES):
        visitor = Context(VISITOR, at + timedelta(hours=number), cast.session)
        said = [
            (*REMARKS[(number * 5 + part * 7) % len(REMARKS)], sections[(number + part * 4) % len(sections)])
            for part in range(REMARKS_OF_ONE)
        ]
        organisation = ORGANISATIONS[number // 14] if number % 14 == 13 else ""
        is_protected = number % 9 == 4
        who = From("" if is_protected else names[number], organisation=organisation, is_protected=is_protected)
        parts = [Said(text, section_text_id=section) for text, _, section in said]
        answered.append((marked(visitor, responses.respond(visitor, hearing.id, who, parts)), said))
    assert hearing.closes_at is not None
    officer = cast.acting("officer", hearing.closes_at + _DAY)
    made = []
    for response, said in answered:
        for text, theme, section in said:
            kind = (
                RemarkKind.QUESTION
                if text.endswith("?")
                else RemarkKind.SUPPORT
                if "støtter" in text
                else RemarkKind.CHANGE
            )
            made.append(
                treatment.split(
                    officer,
                    response.id,
                    text=text,
                    kind=kind,
                    section_text_ids=[section],
                    themes=[theme],
                    is_example=True,
                )
            )
    return made


def _answer(cast: Cast, remarks: Sequence[Remark], at: datetime) -> None:
    """Let the officer answer what says the same once, and the rest one by one."""
    officer = cast.acting("officer", at)
    said: dict[str, list[Remark]] = {}
    for one in remarks:
        said.setdefault(one.text, []).append(one)
    for number, (text, same) in enumerate(said.items()):
        if number % 2 == 0 and len(same) > 1:
            treatment.group(officer, [one.id for one in same], heading=text.rstrip(".?"))
            same = same[:1]
        for one in same:
            treatment.answer_remark(
                officer,
                one.id,
                outcome=(Outcome.NOTED, Outcome.NOT_ACCEPTED, Outcome.OUT_OF_SCOPE)[number % 3],
                reason=ANSWERS[number % len(ANSWERS)],
            )


def _case(cast: Cast, process: Process, now: datetime) -> None:
    officer = cast.acting("officer", now - 100 * _DAY)
    case = raise_case(cast, officer, process, "EKS-2026-00077", "Forsøg med bænke på Stationspladsen")
    decide(officer, case.decisions[0].id, DecisionState.APPROVED, "Godkendt.")
    decide(officer, case.decisions[1].id, DecisionState.ADOPTED, "Vedtaget.")
