"""Invented processes relative to today, in which every state of every workflow exists."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

from civic.db.base import Precision
from civic.decisions import actions as decisions
from civic.decisions import carrying, transcripts
from civic.decisions import queries as decided
from civic.decisions.models import Case, Decision, DecisionState, DissentKind, FollowUpState, Side, SideVotes, Voter
from civic.demo.cast import Cast
from civic.demo.letter import letter
from civic.demo.scenes import (
    CPR_LIKE,
    answers_of,
    appoint,
    approve,
    begin,
    decide,
    evening,
    go_on,
    hear,
    invented_votes,
    marked,
    propose,
    raise_case,
)
from civic.dialogue import actions as dialogue
from civic.dialogue.models import Comment, Label, Outcome
from civic.files import sheets
from civic.groups import actions as groups
from civic.groups import registering as joining
from civic.groups.models import Admission, Discussion, Group, GroupKind
from civic.hearings import actions as hearings
from civic.hearings.models import Audience, Hearing, HearingParty, Stance
from civic.kernel.actor import VISITOR, Role, Scope
from civic.kernel.context import Context
from civic.meetings import actions as meetings
from civic.moderation import actions as moderation
from civic.people import actions as people
from civic.people.models import Place
from civic.people.sealing import digest, new_token
from civic.places.models import Needs
from civic.processes import actions as processes
from civic.processes.models import Process
from civic.proposals import actions as proposals
from civic.proposals import attaching
from civic.proposals.models import Amendment, Proposal
from civic.proposals.queries import titles
from civic.reports import actions as reports
from civic.reports import release as report_release
from civic.reports.models import Purpose, Report, SectionKind, Version
from civic.responses import actions as responses
from civic.responses import release
from civic.responses.models import From, Medium, Response, Said
from civic.rules.standard import ADVERTISING, CLEAR, PERSON, PRIVATE, SUBJECT
from civic.tally.terms import Marking, Method, Spending, TieRule
from civic.treatment import actions as treatment
from civic.voting import actions as voting
from civic.voting import changing, preparing, rolls, stations
from civic.voting.lists import Listed, ListRule
from civic.voting.models import Changing, Option, Rule, Secrecy


def tell_current(cast: Cast, now: datetime) -> None:
    """Enter the process that is at work today, with something to do for every kind of user."""
    process = begin(
        cast,
        now - timedelta(days=200),
        title="Levende gårdrum",
        full_title="Opgaveudvalget om levende gårdrum",
        question="Hvordan bliver gårdrummene ved Mosebakken til steder, hvor vi mødes?",
    )
    _support(cast, process, now - timedelta(days=190))
    approve(cast, process, now - timedelta(days=180))
    appoint(cast, process, now - timedelta(days=170))
    go_on(cast, process, now - timedelta(days=165), "Medlemmerne er udpeget")
    go_on(cast, process, now - timedelta(days=160), "Arbejder")
    _audiences(cast, process, now)
    working, writing = _groups(cast, process, now)
    _proposals(cast, process, working, now)
    report = _report(cast, process, writing, now)
    _hearings(cast, report, now)
    _ballots(cast, process, now)
    _picture(cast, process, now)
    _pending_case(cast, process, now)
    _accounts(cast, now)


def _support(cast: Cast, process: Process, at: datetime) -> None:
    """Say what much support leads to: so few are enough that the demo's own can reach it."""
    leads_to = "Forvaltningen tager forslaget op med opgaveudvalget på dets næste møde."
    rule = {
        "support_wanted": 4,
        "support_days": 180,
        "support_leads_to": leads_to,
        "support_owner": "By & Fællesskab (opdigtet)",
        "support_due_days": 45,
    }
    proposals.set_support(cast.acting("officer", at), process.id, rule)


def _audiences(cast: Cast, process: Process, now: datetime) -> None:
    """Say whom it wants to reach, and who has been."""
    facilitator = cast.acting("facilitator", now - timedelta(days=155))
    made = {
        name: processes.add_audience(facilitator, process.id, name=name)
        for name in ("Beboere over 65", "Familier med små børn", "Unge mellem 15 og 25", "Beboere, der læser arabisk")
    }
    walked = cast.acting("facilitator", now - timedelta(days=99))
    processes.reach_audience(walked, made["Beboere over 65"].id, how="Ni var med på gåturen i gårdene.")
    processes.reach_audience(walked, made["Familier med små børn"].id, how="Vi spurgte foran børnehaven, 14 svarede.")


def _picture(cast: Cast, process: Process, now: datetime) -> None:
    """Show the process in a drawing that was made for the demo."""
    facilitator = cast.acting("facilitator", now - timedelta(days=160))
    alt = "Tegning: en gård mellem tre huse, med to bænke, højbede og fire mennesker, hvoraf en sidder i kørestol"
    content = (Path(__file__).parent / "courtyard.png").read_bytes()
    processes.put_picture(facilitator, process.id, cast.folder, content=content, alt=alt)


def tell_preparing(cast: Cast, now: datetime) -> None:
    """Enter a process whose kommissorium has not been approved: only its officer sees it."""
    begin(
        cast,
        now - timedelta(days=20),
        title="Ungeliv",
        full_title="Opgaveudvalget om ungeliv",
        question="Hvor kan unge være uden at skulle købe noget?",
    )


def tell_finished(cast: Cast, now: datetime) -> None:
    """Enter a process that has ended: one case adopted and followed up, one rejected."""
    since = now - timedelta(days=900)
    process = begin(
        cast,
        since,
        title="Trygge skoleveje",
        full_title="Opgaveudvalget om trygge skoleveje",
        question="Hvordan kommer børn trygt i skole uden bil?",
    )
    approve(cast, process, since + timedelta(days=10))
    context = cast.acting("officer", since + timedelta(days=300))
    adopted = raise_case(cast, context, process, "EKS-2024-00017", "Principper for trygge skoleveje")
    decide(context, adopted.decisions[0].id, DecisionState.NOTED, "Taget til efterretning.")
    voted = decide(context, adopted.decisions[1].id, DecisionState.ADOPTED, "Vedtaget.", invented_votes())
    decisions.add_dissent(
        context,
        voted.id,
        kind=DissentKind.STATEMENT,
        who=["V"],
        text="Vi støtter trygge skoleveje, men cykelstien skal betales inden for rammen.",
    )
    lane = decisions.add_follow_up(
        context, adopted.id, text="Cykelsti ved Skovvej", responsible="Park & Vej", due_on=(since.date())
    )
    decisions.mark_done(context, lane.id, result="Cykelstien er åben fra Skovvej til skolen.", on=context.now.date())
    patrols = decisions.add_follow_up(
        context,
        adopted.id,
        text="Skolepatruljer på tre skoler",
        responsible="Skole & Dagtilbud",
        involved="Skolebestyrelserne\nElevrådene\nFrivillige forældre",
        citizens_role="Forældre og elever står for patruljerne.",
        indicator="Patruljer hver morgen på tre skoler",
        due_on=(now + timedelta(days=120)).date(),
    )
    later = cast.acting("officer", now - timedelta(days=200))
    soon = (now + timedelta(days=150)).date()
    count = decisions.add_follow_up(
        context, adopted.id, text="Tælling af cyklister", responsible="Park & Vej", due_on=soon
    )
    lights = decisions.add_follow_up(context, adopted.id, text="Lys i tunnelen", responsible="Park & Vej", due_on=soon)
    decisions.add_follow_up(context, adopted.id, text="Brev til forældre", responsible="Skole & Dagtilbud", due_on=soon)
    words = "To skoler er begyndt; den tredje mangler voksne om morgenen."
    decisions.report_progress(later, patrols.id, state=FollowUpState.UNDER_WAY, text=words)
    words = "Der tælles på to veje i stedet for fire."
    decisions.report_progress(later, count.id, state=FollowUpState.CHANGED, text=words)
    words = "Tunnelen lukkes næste år."
    decisions.report_progress(later, lights.id, state=FollowUpState.DROPPED, text=words)
    _carried_out(cast, later, patrols.id, lane.id, now)
    rejected = raise_case(cast, context, process, "EKS-2024-00018", "Bilfri zone ved alle skoler")
    decide(context, rejected.decisions[0].id, DecisionState.APPROVED, "Godkendt til videre behandling.")
    decide(context, rejected.decisions[1].id, DecisionState.REJECTED, "Forkastet.")
    processes.hand_over(context, process.id, on=context.now.date(), next_step="Opfølgning")
    processes.close(context, process.id)


def _carried_out(cast: Cast, context: Context, patrols_id: int, lane_id: int, now: datetime) -> None:
    """Ask who takes part, let two contest that the lane is done, and tell the council how it goes."""
    parts = {
        "Skolebestyrelserne (opdigtet)": ("Find voksne til patruljerne om morgenen.", True),
        "Transportfirmaet (opdigtet)": ("Kør ikke ved skolerne fra 7.30 til 8.15.", False),
        "Idrætsforeningen (opdigtet)": ("Lån veste ud til patruljerne.", None),
    }
    for name, (part, is_yes) in parts.items():
        asked = carrying.invite(context, patrols_id, name=name, email="post@example.org", part=part)
        if is_yes is not None:
            token = new_token()
            asked.token_hash = digest(token)
            carrying.answer_invitation(context, token, is_yes=is_yes)
    council = cast.bodies["council"].id
    said = "To skoler er begyndt. Den tredje begynder, når der er voksne nok."
    due = (now - timedelta(days=1)).date()
    on = (now - timedelta(days=205)).date()
    carrying.report_back(context, patrols_id, body_id=council, on=on, text=said, review_on=due)
    carrying.remind_of_review(cast.acting("officer", now), patrols_id)
    reasons = {"resident": "Der mangler stadig en overkørsel ved nummer 12.", "writer": "Stien slutter før skolen."}
    contests = [
        carrying.contest(cast.acting(key, now - timedelta(days=30)), lane_id, reason=words)
        for key, words in reasons.items()
    ]
    answering = cast.acting("officer", now - timedelta(days=20))
    said = "Stien går til skolens port. Det sidste stykke er skolens egen grund."
    carrying.answer_contest(answering, contests[1].id, is_taken_up=False, answer=said)
    other = decisions.add_follow_up(
        context, _case_of(context, lane_id), text="Skilte ved skolen", responsible="Park & Vej", due_on=on
    )
    decisions.mark_done(context, other.id, result="Skiltene er sat op.", on=on)
    again = carrying.contest(cast.acting("writer", now - timedelta(days=40)), other.id, reason="Et skilt mangler.")
    carrying.answer_contest(answering, again.id, is_taken_up=True, answer="Du har ret. Det sidste skilt er bestilt.")


def _case_of(context: Context, follow_up_id: int) -> int:
    return decided.follow_up(context, follow_up_id).case_id


def _groups(cast: Cast, process: Process, now: datetime) -> tuple[Group, Group]:
    context = cast.acting("facilitator", now - timedelta(days=150))
    working = groups.add_group(
        context,
        process.id,
        kind=GroupKind.WORKING,
        admission=Admission.OPEN,
        title="Arbejdsgruppen om mødesteder",
        about="Hvad får os til at blive i gården? Alle kan være med.",
        discussion=Discussion.PUBLIC,
    )
    writing = groups.add_group(
        context,
        process.id,
        kind=GroupKind.WRITING,
        admission=Admission.MEMBERS_ONLY,
        title="Skrivegruppen",
        about="Skriver rapporten sammen med forvaltningen.",
        discussion=Discussion.INTERNAL,
    )
    ended = groups.add_group(
        context,
        process.id,
        kind=GroupKind.WORKING,
        admission=Admission.OPEN,
        title="Arbejdsgruppen om lys",
        about="Gik gårdene igennem en aften i november.",
    )
    joining.join(cast.acting("resident", now - timedelta(days=140)), working.id)
    joining.join(cast.acting("disability_member", now - timedelta(days=139)), working.id)
    joining.add_member(cast.acting("facilitator", now - timedelta(days=130)), writing.id, cast.persons["writer"].id)
    for who, days, of, text in (
        ("resident", 120, working, "Kan vi mødes ved skuret i stedet? Der er en bænk og læ."),
        ("disability_member", 119, working, "Gerne, men stien derhen har en høj kant."),
        ("neighbour", 118, working, "Jeg kan lægge en rampe af brædder, så længe vi mødes der."),
        ("writer", 100, writing, "Afsnittet om lys mangler stadig tal. Jeg skriver til driften."),
    ):
        groups.discuss(cast.acting(who, now - timedelta(days=days)), of.id, text=text)
    groups.end(cast.acting("facilitator", now - timedelta(days=60)), ended.id)
    _apply(cast, process, now)
    _meetings(cast, process, working, now)
    return working, writing


def _apply(cast: Cast, process: Process, now: datetime) -> None:
    """Set up a group that one applies for: one is in it, others wait, apply, are invited or are not let in."""
    facilitator = cast.acting("facilitator", now - timedelta(days=50))
    found = groups.add_group(
        facilitator,
        process.id,
        kind=GroupKind.WORKING,
        admission=Admission.APPLICATION,
        title="Følgegruppen for byggeriet",
        about="Følger bygherrens møder gennem hele byggeriet.",
        capacity=1,
        criteria="Vi vælger, så alle fire gårde er med. Ellers går den forud, der har meldt sig først.",
        questions="Hvilken gård bor du ved?\nHvad vil du holde øje med?",
    )
    visitor = Context(VISITOR, now - timedelta(days=40), cast.session)
    needs = Needs(interpreter="somali", needs_step_free=True)
    rows = []
    for number, name in enumerate(("Ebbe Eksempel", "Frida Eksempel", "Hans Eksempel", "Ida Eksempel"), 1):
        made = joining.join(
            visitor,
            found.id,
            name=name,
            email=f"foelge-{number}@civic.invalid",
            needs=needs if number == 1 else None,
            application="Hvilken gård bor du ved?\nGården mod nord.",
        )
        rows.append(joining.confirm(visitor, made.token) if name != "Ida Eksempel" else made)
    late = cast.acting("facilitator", now - timedelta(days=30))
    joining.decide(late, rows[0].id, is_admitted=True)
    joining.decide(late, rows[1].id, is_admitted=True)
    applied = joining.join(
        visitor, found.id, name="Jytte Eksempel", email="foelge-5@civic.invalid", application="Gården mod syd."
    )
    joining.confirm(visitor, applied.token)
    joining.decide(late, applied.id, is_admitted=False, reason="Gården mod syd er med allerede.")
    joining.invite(late, found.id, name="Kaj Eksempel", email="foelge-6@civic.invalid")


def _meetings(cast: Cast, process: Process, working: Group, now: datetime) -> None:
    calling = cast.acting("facilitator", now - timedelta(days=149))
    access = "Trinfri adgang og teleslynge. Tolk på arabisk og tegnsprog."
    for days, title in ((-120, "Første møde"), (-80, "Andet møde"), (12, "Møde om anbefalingerne")):
        at = evening(now + timedelta(days=days))
        place = "Rådssalen" if days < 0 else "Mødelokale 2"
        made = meetings.add_committee_meeting(
            calling, process.id, title=title, starts_at=at, place=place, access=access
        )
    there = {"place": "Rådssalen"}
    meetings.correct(cast.acting("facilitator", now - timedelta(days=3)), made.id, there, reason="Der kommer flere.")
    for days, title in ((-100, "Gåtur i gårdene"), (6, "Hvad gør en gård god at være i?")):
        at = evening(now + timedelta(days=days))
        meetings.add_group_meeting(calling, working.id, title=title, starts_at=at, place="Beboerhuset", access=access)
    at = evening(now + timedelta(days=20))
    off = meetings.add_group_meeting(calling, working.id, title="Møde om lys", starts_at=at, place="Beboerhuset")
    meetings.cancel(cast.acting("facilitator", now - timedelta(days=2)), off.id, reason="Oplægsholderen er syg.")


def _beside(cast: Cast, grill: Proposal, at: datetime) -> None:
    """Let somebody put a drawing and a letter beside a proposal, say where it is, and hand it in."""
    drawn = (Path(__file__).parent / "courtyard.png").read_bytes()
    alt = "Tegning: en gård mellem tre huse. Midt i den er der plads til en grill"
    attaching.put_picture(cast.acting("neighbour", at), grill.id, cast.folder, content=drawn, alt=alt)
    note = letter("Spurgt i opgangen", "Elleve ud af fjorten vil gerne være med til at købe en grill.")
    attaching.attach(cast.acting("neighbour", at), grill.id, cast.folder, [("Spurgt i opgangen.docx", note)])
    where = {"place": "Den store gård, bag skuret", "point": "55.73000, 12.55000", "language": "da"}
    proposals.say_where(cast.acting("neighbour", at), grill.id, **where)
    proposals.submit(cast.acting("neighbour", at), grill.id)


def _together(cast: Cast, proposal: Proposal, at: datetime) -> None:
    """Let another resident write a proposal too, and invite one who has not answered."""
    proposals.invite(cast.acting("resident", at), proposal.id, email="bo@example.org")
    waiting = proposals.invite(cast.acting("resident", at), proposal.id, email="olga@example.org")
    token = new_token()  # the one that was sent stands in the mail alone
    waiting.token_hash = digest(token)
    proposals.join(cast.acting("writer", at), token)


def _for_and_against(cast: Cast, bench: Proposal, now: datetime) -> None:
    """Let people say what speaks for and against a proposal, reply to it, find it useful and think again."""
    day = timedelta(days=1)

    def say(who: str, days: int, text: str, label: Label | None = None, reply_to: int | None = None) -> Comment:
        return proposals.comment(
            cast.acting(who, now - days * day), bench.id, text=text, label=label, reply_to=reply_to
        )

    shade = say("writer", 22, "Min mor går derud hver dag, men har ingen steder at hvile sig.", Label.FOR)
    noise = say("neighbour", 21, "Bænke under vinduerne giver larm om aftenen.", Label.AGAINST)
    where = say("disability_member", 20, "Hvem rydder sneen, så man kan komme hen til dem?", Label.QUESTION)
    say("resident", 19, "De kan stå midt i gården, langt fra vinduerne.", reply_to=noise.id)
    say("neighbour", 18, "Så er jeg med.", reply_to=noise.id)
    say("resident", 17, "Det har vi ikke tænkt over. Det spørger vi om på mødet.", reply_to=where.id)
    for who in ("resident", "neighbour", "disability_member"):
        dialogue.find_useful(cast.acting(who, now - 16 * day), shade.id)
    dialogue.find_useful(cast.acting("resident", now - 16 * day), where.id)
    later = "Bænke under vinduerne giver larm om aftenen. Midt i gården er det i orden."
    dialogue.edit(cast.acting("neighbour", now - 15 * day), noise.id, text=later)


def _proposals(cast: Cast, process: Process, working: Group, now: datetime) -> None:
    day = timedelta(days=1)
    bench = propose(cast, "resident", process, now - 40 * day, "En bænk i sol og en i skygge", group=working)
    proposals.accept(cast.acting("facilitator", now - 39 * day), bench.id)
    for who in ("neighbour", "writer", "disability_member"):
        proposals.support(cast.acting(who, now - 30 * day), bench.id)
    proposals.follow(cast.acting("disability_member", now - 30 * day), bench.id)
    proposals.comment(cast.acting("disability_member", now - 29 * day), bench.id, text="Med ryglæn og armlæn, tak.")
    rude = proposals.comment(cast.acting("neighbour", now - 28 * day), bench.id, text="Det er spild af penge.")
    dialogue.flag(cast.acting("resident", now - 27 * day), rude.id, rule=PERSON, reason="Hård tone.")
    mistake = proposals.comment(cast.acting("resident", now - 27 * day), bench.id, text="Skrevet ved en fejl.")
    dialogue.delete(cast.acting("resident", now - 27 * day), mistake.id)
    ad = proposals.comment(cast.acting("writer", now - 26 * day), bench.id, text="Køb bænke hos min fætter!")
    at = now - 25 * day
    dialogue.hide(cast.acting("facilitator", at), ad.id, rule=ADVERTISING, reason="Det er en reklame for en butik.")
    asked = dialogue.appeal(cast.acting("writer", now - 24 * day), ad.id, text="Min fætter sælger dem bare billigt.")
    moderation.dismiss(
        cast.acting("officer", now - 22 * day),
        asked.id,
        reason="At det er billigt, gør det ikke til andet end reklame.",
    )
    sharp = proposals.comment(cast.acting("neighbour", now - 26 * day), bench.id, text="Forvaltningen sover i timen.")
    at = now - 25 * day
    dialogue.hide(cast.acting("facilitator", at), sharp.id, rule=PERSON, reason="Det er en nedgørende tone.")
    text = "Jeg siger noget om, hvor lang tid det tager, ikke om nogen person."
    asked = dialogue.appeal(cast.acting("neighbour", now - 24 * day), sharp.id, text=text)
    reason = "Det er skarpt, og det handler om sagen. Det må man sige."
    dialogue.reinstate(cast.acting("officer", now - 21 * day), asked.id, reason=reason)
    text = f"Ring til mig, mit nummer er {CPR_LIKE}."
    proposals.comment(cast.acting("neighbour", now - 24 * day), bench.id, text=text)
    _for_and_against(cast, bench, now)
    _beside(
        cast, propose(cast, "neighbour", process, now - 3 * day, "Grill, man må bruge", submit=False), now - 3 * day
    )
    vague = propose(cast, "writer", process, now - 20 * day, "Noget med vand")
    reason = "Skriv, hvor og hvordan, så andre kan tage stilling."
    proposals.send_back(cast.acting("facilitator", now - 19 * day), vague.id, rule=CLEAR, reason=reason)
    proposals.appeal(cast.acting("writer", now - 18 * day), vague.id, text="Det kan alle da forstå.")
    more = "En vandpost ved legepladsen i den store gård, så børn kan drikke og lege."
    proposals.rewrite(cast.acting("writer", now - 17 * day), vague.id, title="En vandpost ved legepladsen", text=more)
    proposals.submit(cast.acting("writer", now - 17 * day), vague.id)
    proposals.accept(cast.acting("facilitator", now - 16 * day), vague.id)
    back = propose(cast, "resident", process, now - 9 * day, "Gør noget ved det")
    reason = "Skriv, hvad du gerne vil have gjort, så andre kan støtte det."
    proposals.send_back(cast.acting("facilitator", now - 8 * day), back.id, rule=CLEAR, reason=reason)
    proposals.flag(
        cast.acting("resident", now - 4 * day), vague.id, rule=SUBJECT, reason="Den har vi foreslået i et andet forløb."
    )
    loud = propose(cast, "neighbour", process, now - 12 * day, "Ud med dem, der larmer i nr. 12")
    proposals.accept(cast.acting("facilitator", now - 11 * day), loud.id)
    reason = "Alle kan regne ud, hvem det er. Skriv om larmen, ikke om naboen."
    proposals.hide(cast.acting("facilitator", now - 6 * day), loud.id, rule=PRIVATE, reason=reason)
    text = "Jeg nævner ingen navne. Larmen er der hver nat, og ingen gør noget."
    proposals.appeal(cast.acting("neighbour", now - 5 * day), loud.id, text=text)
    text = (
        "Så kan vi mødes uden at skulle aftale det.\n\nDen i skyggen skal stå, så en kørestol kan holde ved siden af."
    )

    def suggest(who: str, days: int, why: str, *, title: str = "", words: str = "") -> Amendment:
        acting, title, words = cast.acting(who, now - days * day), title or bench.title, words or bench.text
        return proposals.amend(acting, bench.id, title=title, text=words, why=why, edit=bench.edit)

    why = "Så er der også plads til den, der ikke sætter sig på bænken."
    change = suggest("disability_member", 26, why, words=text)
    proposals.accept_amendment(cast.acting("resident", now - 25 * day), change.id, reason="Godt set. Tak.")
    colour = suggest("neighbour", 20, "Rød kan ses langt væk.", title="En rød bænk i sol og en i skygge")
    proposals.decline_amendment(cast.acting("resident", now - 19 * day), colour.id, reason="Farven må tegneren vælge.")
    mistaken = suggest("writer", 18, "Én er for lidt.", title="To bænke i sol og to i skygge")
    proposals.withdraw_amendment(cast.acting("writer", now - 17 * day), mistaken.id)
    suggest("neighbour", 2, "Med et bord kan man spise sammen.", title="En bænk i sol, en i skygge og et bord")
    twin = propose(cast, "neighbour", process, now - 34 * day, "En bænk ved legepladsen")
    proposals.accept(cast.acting("facilitator", now - 33 * day), twin.id)
    for who in ("resident", "writer"):
        proposals.support(cast.acting(who, now - 32 * day), twin.id)
    reason = "Begge vil have bænke i den store gård; sammen kan de tegnes ind ét sted."
    proposals.merge(cast.acting("officer", now - 23 * day), twin.id, into_id=bench.id, reason=reason)
    both = propose(cast, "writer", process, now - 31 * day, "Lys ved porten og en hjertestarter")
    proposals.accept(cast.acting("facilitator", now - 30 * day), both.id)
    proposals.support(cast.acting("neighbour", now - 29 * day), both.id)
    pieces = [
        ("Lys ved porten", "Der er mørkt, når man kommer hjem om aftenen."),
        ("En hjertestarter ved porten", "Den skal hænge, så alle kan finde den."),
    ]
    reason = "Lys hører til belysningsplanen; en hjertestarter er et tilbud, kommunen søger om."
    proposals.split(cast.acting("officer", now - 27 * day), both.id, pieces=pieces, reason=reason)
    bins = propose(cast, "resident", process, now - 22 * day, "Skraldespande ved udgangene")
    proposals.accept(cast.acting("facilitator", now - 21 * day), bins.id)
    proposals.consider(cast.acting("officer", now - 10 * day), bins.id)
    key = propose(cast, "resident", process, now - 45 * day, "Adgang til cykelkælderen med chip")
    proposals.accept(cast.acting("facilitator", now - 44 * day), key.id)
    proposals.answer(
        cast.acting("officer", now - 36 * day),
        key.id,
        outcome=Outcome.ACCEPTED,
        text="Det er billigere end nye nøgler og hjælper alle, der ikke kan dreje en nøgle.",
        next_step="Driften sætter læsere op ved de to kældre.",
        review_on=(now - 4 * day).date(),
    )
    text = "Læserne sidder ved begge kældre, og alle opgange har fået chips."
    proposals.implement(cast.acting("officer", now - 4 * day), key.id, text=text, on=(now - 5 * day).date())
    signs = propose(cast, "neighbour", process, now - 43 * day, "Stille i gården efter kl. 22")
    proposals.accept(cast.acting("facilitator", now - 42 * day), signs.id)
    proposals.answer(
        cast.acting("officer", now - 35 * day),
        signs.id,
        outcome=Outcome.PARTLY,
        text="Vi sætter ikke skilte op, men vi taler med dem, der bruger gården om aftenen.",
        next_step="Beboerhuset holder to aftener om støj, og så ser vi, om det har hjulpet.",
        review_on=(now + 30 * day).date(),
    )
    heard = "Den første aften er holdt. Der kom elleve, og de aftalte et tidspunkt for musik."
    when = (now + 30 * day).date()
    proposals.report(cast.acting("officer", now - 9 * day), signs.id, text=heard, review_on=when)
    held = f"Kontakt Bo ({CPR_LIKE}), han ved det."
    propose(cast, "resident", process, now - 2 * day, "Et skur til cykler", text=held)
    _together(cast, propose(cast, "resident", process, now - 1 * day, "Højbede ved opgangene", submit=False), now)
    gone = propose(cast, "writer", process, now - 15 * day, "Et springvand")
    proposals.withdraw(cast.acting("writer", now - 14 * day), gone.id)
    refused = propose(cast, "neighbour", process, now - 50 * day, "Luk gården for alle andre")
    proposals.accept(cast.acting("facilitator", now - 49 * day), refused.id)
    said = "En låst port lukker også mig ude, når jeg besøger min søster."
    open_to_all = proposals.comment(cast.acting("writer", now - 22 * day), refused.id, text=said)
    proposals.answer(
        cast.acting("officer", now - 20 * day),
        refused.id,
        outcome=Outcome.NOT_ACCEPTED,
        text="Gårdrummene er offentlige. Vi arbejder i stedet med lys og bænke, så der er rart for alle.",
    )
    proposals.speak_to(cast.acting("officer", now - 20 * day), refused.id, [open_to_all.id])


def _report(cast: Cast, process: Process, writing: Group, now: datetime) -> Report:
    context = cast.acting("officer", now - timedelta(days=70))
    report = reports.add_report(
        context,
        process.id,
        title="Levende gårdrum – udkast til afrapportering",
        about="Hvad beboerne oplever, fire principper og anbefalinger.",
        writing_group_id=writing.id,
    )
    for kind, heading, text in (
        (SectionKind.SECTION, "Hvad vi hørte", "Mange går gennem gården, få bliver der. Det siger Karl på anden sal."),
        (SectionKind.PRINCIPLE, "Plads til alle", "Gården indrettes, så alle kan komme rundt i den."),
        (SectionKind.PRINCIPLE, "Noget at mødes om", "Der skal være steder, hvor man kan sidde og gøre noget sammen."),
        (SectionKind.RECOMMENDATION, "Bænke", "Der opstilles bænke i alle fire gårde."),
    ):
        reports.add_section(context, report.id, kind=kind, heading=heading, text=text, is_example=True)
    return report


def _hearings(cast: Cast, report: Report, now: datetime) -> None:
    day = timedelta(days=1)
    first = reports.publish_version(
        cast.acting("officer", now - 60 * day), report.id, label="0.5", purpose=Purpose.HEARING, is_example=True
    )
    early = hear(
        cast, first, "Et tidligt udkast om gårdrum", now - 60 * day, ("disability", "integration", "senior"), 30
    )
    _treated_halfway(cast, early.parties[0], early.parties[1], first, now)
    _written_anew(cast, report, now)
    second = reports.publish_version(
        cast.acting("officer", now - 10 * day),
        report.id,
        label="0.9",
        name="Udkast til bred høring",
        purpose=Purpose.HEARING,
        is_example=True,
    )
    keys = ("disability", "integration", "senior", "youth")
    open_ = hear(cast, second, "Udkast til rapporten om levende gårdrum", now - 10 * day, keys, 30, Audience.BOTH)
    hearings.write_draft(
        cast.acting("disability_secretary", now - 2 * day),
        open_.parties[0].id,
        text="Rådet foreslår, at bænkene har armlæn.",
        edit=0,
    )
    hearings.discuss(
        cast.acting("disability_member", now - 2 * day), open_.parties[0].id, text="Husk også højden på bænkene."
    )
    hearings.add_point(
        cast.acting("disability_member", now - 2 * day),
        open_.parties[0].id,
        section_text_id=second.texts[1].id,
        quote="alle kan komme rundt i den",
        text="Stierne skal være mindst halvanden meter brede.",
    )
    answers_of(cast, "senior", open_.parties[2], now - 3 * day, "Rådet har ingen bemærkninger.", Stance.NO_REMARKS)
    _sheets(cast, open_, now)
    held = f"Vi har talt med en beboer ({CPR_LIKE}), som savner lys."
    answers_of(cast, "youth", open_.parties[3], now - day, held, Stance.REMARKS)
    officer = cast.acting("officer", now - day)
    extra = hearings.start_hearing(
        officer,
        second.id,
        title="Ekstra høring om anbefalingerne",
        what_is_proposed="Bænke i alle fire gårde.",
        what_it_means="Der bliver flere steder at sidde.",
        what_can_change="Hvor mange, og hvor de skal stå.",
        topics=cast.topics("disability", "older_people"),
        is_example=True,
    )
    hearings.withdraw_invitation(officer, extra.parties[1].id)
    _residents(cast, open_, now)
    _on_the_way(cast, second, now)
    _ready(cast, first, now)
    _handed_in(cast, second, now)
    _taken_out(cast, report, now)


def _written_anew(cast: Cast, report: Report, now: datetime) -> None:
    """Let the writers take up what was said to the early draft."""
    benches = next(one for one in report.sections if one.heading == "Bænke")
    reports.write_section(
        cast.acting("officer", now - timedelta(days=15)),
        benches.id,
        heading="Bænke med armlæn",
        text="Der opstilles bænke med **armlæn** i alle fire gårde:\n\n- en i sol\n- en i skygge",
        edit=1,
    )
    heard = next(one for one in report.sections if one.heading == "Hvad vi hørte")
    text = "Mange går gennem gården, få bliver der."
    reports.write_section(
        cast.acting("officer", now - timedelta(days=15)), heard.id, heading=heard.heading, text=text, edit=1
    )


def _taken_out(cast: Cast, report: Report, now: datetime) -> None:
    """Let words be taken out of the early version, leave others, and ask for some."""
    day = timedelta(days=1)
    for words, reason, at, judge in (
        ("Det siger Karl på anden sal.", "En beboer blev nævnt uden at være spurgt.", 12, treatment.confirm_redaction),
        ("få bliver der", "Nogen mente, at det var for hårdt sagt.", 8, report_release.decline_redaction),
        ("gøre noget sammen", "Sætningen stammer fra et privat brev.", 1, None),
    ):
        asked = report_release.ask_redaction(
            cast.acting("officer", now - at * day), report.id, words=words, reason=reason
        )
        if judge is not None:
            judge(cast.acting("admin", now - at * day + timedelta(hours=3)), asked.id)


PHRASES = (
    "Det skrives ind.",
    "Det ligger uden for det, der er i høring, og er sendt videre til den afdeling, der tager sig af det.",
    "Tak for svaret. Det er taget med i det videre arbejde.",
)
"""Sentences the municipality has ready for its answers."""


SHEET = [
    ["Navn", "E-mail", "Kom som", "Modtaget", "Svar", "Telefon"],
    ["Birthe Lyng (eksempel)", "", "papir", "{early}", "Sæt en hane op, så man kan vande højbedene.", "20304050"],
    [
        "Hassan Omar (eksempel)",
        "hassan@example.org",
        "mail",
        "{early}",
        "Der mangler et sted, hvor børnene kan være.",
        "",
    ],
    ["", "", "telefon", "{late}", "Bænkene er for lave.", ""],
    ["Per Bro (eksempel)", "per.bro", "due", "i går", "", ""],
]
"""A spreadsheet with answers that came by mail, some of it wrong."""


def _sheets(cast: Cast, hearing: Hearing, now: datetime) -> None:
    """Let the officer hand in spreadsheets: one to be looked at, one being read, one done."""
    days = {"early": f"{now - timedelta(days=4):%d-%m-%Y}", "late": f"{now - timedelta(days=2):%d-%m-%Y 14:30}"}
    rows = [[cell.format(**days) for cell in row] for row in SHEET]
    content = "\n".join(";".join(row) for row in rows).encode()
    for name, hours in (("svar-fra-mail.csv", 5), ("svar-uge-8.csv", 30), ("svar-uge-9.csv", 1)):
        officer = cast.acting("officer", now - timedelta(hours=hours))
        made = responses.hand_in_sheet(officer, hearing.id, cast.folder, name=name, content=content)
        if hours > 1:
            sheets.enter(officer, made.id, rows)
        if hours > 5:
            responses.finish_sheet(officer, made.id)


def _treated_halfway(
    cast: Cast, disability: HearingParty, integration: HearingParty, heard: Version, now: datetime
) -> None:
    day = timedelta(days=1)
    remarks = ("Gården skal kunne bruges med kørestol.", "Bænkene skal have armlæn.", "Rådet vil gerne være med.")
    text = "\n\n".join(remarks)
    answered = answers_of(cast, "disability", disability, now - 40 * day, text, Stance.REMARKS, is_example=True)
    responses.record(
        cast.acting("officer", now - 35 * day),
        integration.id,
        text="Rådet fandt udkastet lovende.",
        meeting_on=(now - 36 * day).date(),
        stance=Stance.NOTED,
        is_example=True,
    )
    officer = cast.acting("officer", now - 20 * day)
    made = [
        treatment.split(
            officer,
            answered.id,
            text=words,
            section_text_ids=[heard.texts[n].id],
            themes=["Tilgængelighed"] if n else (),
            is_example=True,
        )
        for n, words in zip((1, 3, 0), remarks, strict=True)
    ]
    ready = [treatment.keep_phrase(officer, text=text) for text in PHRASES]
    reason = f"God pointe. {ready[0].text}"
    treatment.answer_remark(officer, made[1].id, outcome=Outcome.ACCEPTED, reason=reason, phrase_ids=[ready[0].id])
    by = cast.persons["officer"].id
    treatment.share_out(
        officer, made[0].response.hearing_id, [made[0].id], officer_id=by, due_on=(now + 6 * day).date()
    )
    treatment.answer_remark(officer, made[2].id, outcome=Outcome.NOTED, reason="Tak, I hører fra os.")


def _residents(cast: Cast, hearing: Hearing, now: datetime) -> None:
    """Enter what residents and organisations answer, in every state an answer can be in."""
    day = timedelta(days=1)
    visitor = Context(VISITOR, now - 5 * day, cast.session)
    section = hearing.version.texts[3].id
    question = hearing.questions[0].id

    def answering(who: From, *said: Said, as_: str | None = None) -> Response:
        context = cast.acting(as_, now - 4 * day) if as_ else visitor
        return marked(context, responses.respond(context, hearing.id, who, said))

    answering(
        From("Amina Farah"),
        Said("Det bliver godt med bænke, men sæt dem, så man kan høre hinanden."),
        Said("At der sker noget, jeg kan være med i uden at melde mig til.", question_id=question),
        as_="resident",
    )
    answering(
        From(is_protected=True), Said("Jeg går ikke derned om aftenen. Der er for mørkt.", section_text_id=section)
    )
    answering(From("Beboer i nr. 12"), Said("Ring endelig til mig på 20 30 40 50, hvis I vil vide mere."))
    answering(From("Bo"), Said(f"Mit nummer er {CPR_LIKE}, og jeg vil have en grill."))
    answering(From("Karen", organisation="Beboerforeningen Mosebakken"), Said("Foreningen bakker op om udkastet."))
    rude = answering(From("Sur nabo"), Said("Det er noget pjat."))
    reason = "Der er ikke noget om udkastet i svaret."
    release.hide(cast.acting("officer", now - 3 * day), rude.id, rule=SUBJECT, reason=reason)
    gone = answering(From("Fortrudt"), Said("Glem det."), as_="neighbour")
    responses.withdraw(cast.acting("neighbour", now - 3 * day), gone.id)
    officer = cast.acting("officer", now - 2 * day)
    said = [Said("Jeg har boet her i 40 år og savner en vandpost.")]
    who = From("Ejner Toft")
    paper = responses.enter(officer, hearing.id, who, said, medium=Medium.PAPER, received_at=officer.now)
    marked(officer, paper)


def _on_the_way(cast: Cast, heard: Version, now: datetime) -> None:
    """Enter a hearing in which each council has come as far as one can before it answers."""
    day = timedelta(days=1)
    hearing = hear(
        cast,
        heard,
        "Regler for brug af gårdrummene",
        now - 6 * day,
        ("disability", "integration", "senior", "youth"),
        20,
    )
    disability, integration, senior, youth = hearing.parties
    hearings.receive(cast.acting("senior_secretary", now - 5 * day), senior.id)
    hearings.set_agenda(cast.acting("integration_secretary", now - 5 * day), integration.id, on=(now + 3 * day).date())
    for council, party in (("disability", disability), ("youth", youth)):
        secretary = cast.acting(f"{council}_secretary", now - 4 * day)
        hearings.write_draft(secretary, party.id, text="Rådet kan tilslutte sig reglerne.", edit=0)
        hearings.put_to_adoption(secretary, party.id, stance=Stance.NOTED)
    hearings.adopt(cast.acting("youth_chair", now - 3 * day), youth.id, on=(now - 4 * day).date())


def _ready(cast: Cast, heard: Version, now: datetime) -> None:
    """Enter a hearing whose note is ready to be published; one council was silent."""
    day = timedelta(days=1)
    hearing = hear(cast, heard, "Navne til gårdene", now - 59 * day, ("youth", "disability"), 20)
    answered = answers_of(
        cast,
        "youth",
        hearing.parties[0],
        now - 50 * day,
        "Kald dem noget, man kan sige.",
        Stance.REMARKS,
        is_example=True,
    )
    officer = cast.acting("officer", now - 30 * day)
    remark = treatment.split(officer, answered.id, text="Kald dem noget, man kan sige.", is_example=True)
    treatment.answer_remark(officer, remark.id, outcome=Outcome.NOTED, reason="Det tager vi med.")
    treatment.mark_ready(officer, hearing.id)


def _handed_in(cast: Cast, heard: Version, now: datetime) -> None:
    """Enter a hearing whose one council has handed in its answer as a file that is still to be read."""
    day = timedelta(days=1)
    hearing = hear(cast, heard, "Skilte i gårdene", now - 9 * day, ("disability",), 30)
    responses.hand_in(
        cast.acting("disability_secretary", now - day),
        hearing.parties[0].id,
        cast.folder,
        name="Høringssvar om skilte.docx",
        content=letter("Handicaprådet", "Skiltene skal kunne læses med fingrene."),
        adopted_on=(now - 2 * day).date(),
        stance=Stance.REMARKS,
    )


def _ballots(cast: Cast, process: Process, now: datetime) -> None:
    day = timedelta(days=1)
    voters = ["resident", "neighbour", "writer", "disability_member"]
    roll = [cast.persons[key].id for key in voters]
    staff = cast.acting("facilitator", now - 45 * day)
    options = [Option("Bænke"), Option("Højbede"), Option("Lys")]
    about = "Vejledende afstemning. Resultatet følger med rapporten."
    closed = voting.add_ballot(
        staff, process.id, question="Hvad skal vi begynde med?", about=about, rule=Rule(Secrecy.OPEN), options=options
    )
    rolls.add_to_roll(staff, closed.id, roll)
    voting.open_ballot(staff, closed.id, last_day=(now - 31 * day).date())
    for key, chosen in zip(voters, (0, 2, 0), strict=False):
        voting.vote(cast.acting(key, now - 40 * day), closed.id, lines=((chosen + 1, 1),))
    staff = cast.acting("facilitator", now - 4 * day)
    open_ = voting.add_ballot(
        staff,
        process.id,
        question="Hvilken gård skal være den første?",
        about=about,
        rule=Rule(Secrecy.CONFIDENTIAL),
        options=[
            Option("Nordgården", "Den største, med sol fra kl. 11."),
            Option("Østgården", "Ved skolevejen, i dag uden bænke."),
            Option("Sydgården", "Den mindste, med adgang fra to opgange."),
        ],
    )
    preparing.put_wording(staff, open_.id, "ar", IN_ARABIC)
    rolls.add_to_roll(staff, open_.id, [*roll, cast.persons["youth_chair"].id])
    voting.open_ballot(staff, open_.id, last_day=(now + 10 * day).date())
    voting.vote(cast.acting("writer", now - day), open_.id, lines=((2, 1),))
    voting.add_ballot(
        staff,
        process.id,
        question="Hvad skal gården hedde?",
        about=about,
        rule=Rule(Secrecy.OPEN),
        options=[*map(Option, ("Mosen", "Bakken"))],
    )
    _methods(cast, process, now, roll)
    _household_vote(cast, process, now)


IN_ARABIC = {
    "Hvilken gård skal være den første?": "أيّ فناء يكون الأول؟",
    "Vejledende afstemning. Resultatet følger med rapporten.": "تصويت استشاري. تُرفق النتيجة بالتقرير.",
    "Nordgården": "الفناء الشمالي (Nordgården)",
    "Den største, med sol fra kl. 11.": "الأكبر، وتصله الشمس من الساعة 11.",
    "Østgården": "الفناء الشرقي (Østgården)",
    "Ved skolevejen, i dag uden bænke.": "بجانب طريق المدرسة، وليس فيه مقاعد اليوم.",
    "Sydgården": "الفناء الجنوبي (Sydgården)",
    "Den mindste, med adgang fra to opgange.": "الأصغر، ويُدخَل إليه من مدخلين.",
}
"""The open vote's words in Arabic."""


def _methods(cast: Cast, process: Process, now: datetime, roll: Sequence[int]) -> None:
    """Hold a ranked vote that has closed, and one about a sum for projects that is open."""
    day = timedelta(days=1)
    about = "Vejledende afstemning. Resultatet følger med rapporten."
    staff = cast.acting("facilitator", now - 44 * day)
    ranked = voting.add_ballot(
        staff,
        process.id,
        question="I hvilken rækkefølge skal gårdene laves?",
        about=about,
        rule=Rule(Secrecy.OPEN, Method.RUNOFF, quorum=50, tie=TieRule.DRAW),
        options=[*map(Option, ("Nordgården", "Østgården", "Sydgården"))],
    )
    rolls.add_to_roll(staff, ranked.id, roll)
    last, source = (now - 30 * day).date(), "Danske Spils lotto"
    voting.open_ballot(staff, ranked.id, last_day=last, draw_source=source, draw_on=last + day)
    for key, order in (("resident", (1, 2)), ("neighbour", (2, 3, 1)), ("writer", (3, 2)), ("disability_member", (1,))):
        lines = tuple((option, place) for place, option in enumerate(order, 1))
        voting.vote(cast.acting(key, now - 40 * day), ranked.id, lines=lines)
    drawn = cast.acting("facilitator", now - 28 * day)
    voting.draw_among_level(drawn, ranked.id, public_words="3, 7, 12, 18, 25, 31 og 36")
    staff = cast.acting("facilitator", now - 3 * day)
    budget = voting.add_ballot(
        staff,
        process.id,
        question="Hvad skal de 100.000 kr. bruges til?",
        about=about,
        rule=Rule(
            Secrecy.CONFIDENTIAL, Method.BUDGET, sum=10_000_000, spending=Spending.SHARES, marking=Marking.APPROVAL,
            tie=TieRule.DRAW,
        ),
        options=[
            Option("Otte bænke", "Med armlæn, to i hver gård.", 4_000_000),
            Option("Højbede", "Til urter, i den højde man kan nå fra en kørestol.", 2_500_000),
            Option("Lys langs stierne", "Lave lamper, der tændes, når nogen går forbi.", 6_000_000),
            Option("Et bord til brætspil", "", 800_000),
        ],
    )  # fmt: skip
    (bench,) = (
        number for number, title in titles(staff, process.id, at_most=100) if title == "En bænk i sol og en i skygge"
    )
    preparing.name_proposals(staff, budget.id, {budget.options[0].id: bench})
    rolls.add_to_roll(staff, budget.id, [*roll, cast.persons["youth_chair"].id])
    last = (now + 9 * day).date()
    voting.open_ballot(staff, budget.id, last_day=last, draw_source=source, draw_on=last + timedelta(days=3))


def _household_vote(cast: Cast, process: Process, now: datetime) -> None:
    """Hold a vote of households, with letters, a station, and a later last day that waits for a second person."""
    day, hour = timedelta(days=1), timedelta(hours=1)
    staff = cast.acting("facilitator", now - 3 * day)
    made = voting.add_ballot(
        staff,
        process.id,
        question="Skal gården have et fælles skur?",
        about="Vejledende afstemning for husstandene ved Mosebakken. Resultatet følger med rapporten.",
        rule=Rule(Secrecy.CONFIDENTIAL, Method.YES_NO, tie=TieRule.FALLS, quorum=25),
        options=[Option("Ja", "Et skur med plads til 20 cykler, ved den nordlige mur."), Option("Nej")],
    )
    homes = [
        f"Mosebakken {number}, {floor}. {side} (opdigtet)"
        for number in (2, 4)
        for floor in (1, 2)
        for side in ("tv", "th")
    ]
    living = {homes[0]: ("resident", "neighbour"), homes[3]: ("writer",)}
    listed = [
        Listed(
            line,
            address=home,
            area="Nordgården" if "2," in home else "Sydgården",
            person_id=cast.persons[key].id if key else None,
        )
        for line, (home, key) in enumerate(((home, key) for home in homes for key in living.get(home, ("",))), start=2)
    ]
    rolls.add_listed(staff, made.id, listed, ListRule(is_households=True))
    station = stations.add_station(
        staff, made.id, name="Fælleshuset", place="Mosebakken 1 (opdigtet), hverdage kl. 16-18"
    )
    for key in ("officer", "disability_secretary"):
        person_id = cast.persons[key].id
        stations.add_shift(staff, station.id, person_id=person_id, starts_at=now - hour, ends_at=now + 30 * day)
    voting.open_ballot(staff, made.id, last_day=(now + 12 * day).date())
    voting.vote(cast.acting("writer", now - day), made.id, lines=((1, 1),))
    changing.ask_for_change(
        cast.acting("officer", now - day),
        made.id,
        Changing.LATER,
        last_day=(now + 15 * day).date(),
        reason="Brevene kom to dage senere frem end lovet.",
    )


def _pending_case(cast: Cast, process: Process, now: datetime) -> None:
    context = cast.acting("officer", now - timedelta(days=5))
    case = raise_case(cast, context, process, "EKS-2026-00042", "Bevilling til bænke i gårdrummene")
    decide(context, case.decisions[0].id, DecisionState.POSTPONED, "Udsat til næste møde.")
    _closed_item(cast, process, now, _long_way(cast, process, now))
    _minutes(cast, process, now)


def _long_way(cast: Cast, process: Process, now: datetime) -> Case:
    """Put a case on a way that parts, runs together, is sent back, and has two readings before the council."""
    context = cast.acting("officer", now - timedelta(days=9))
    case = decisions.add_case(
        context,
        process.id,
        number="EKS-2026-00043",
        title="Plads til alle på Torvet",
        recommended_by="By & Fællesskab (opdigtet)",
        resume="Torvet skal kunne bruges af alle. Udvalgene får tre forslag til, hvordan det kan gøres.",
        background="Torvet blev sidst lagt om i 1998.\n\n"
        "Borgere har peget på, at der mangler bænke, lys og en vej uden kanter fra stationen.",
        presented_by="Borgere fra arbejdsgruppen (opdigtede)",
        recommendation="At »Plads til alle på Torvet« vedtages.",
        is_example=True,
    )
    decisions.add_earlier(
        context,
        case.id,
        body="Teknik- og Miljøudvalget (opdigtet)",
        decided_on=date(2019, 5, 1),
        decided_precision=Precision.MONTH,
        reference="TMU 41/2019",
        text="Principper for byens pladser 2019–2025.",
        is_replaced=True,
    )
    decisions.add_earlier(context, case.id, body="Kommunalbestyrelsen", number="EKS-2024-00017")
    first = decisions.add_body(context, case.id, cast.bodies["elderly"])
    for key in ("children", "schools"):
        decisions.add_body(context, case.id, cast.bodies[key], beside=first.id)
    decisions.add_body(context, case.id, cast.bodies["finance"])
    for reading in (1, 2):
        decisions.add_body(context, case.id, cast.bodies["council"], reading=reading)
    changed = "Anbefales med den ændring, at der kommer flere bænke."
    decide(context, first.id, DecisionState.RECOMMENDED_WITH_CHANGES, changed)
    decide(context, _at(case, "children", cast).id, DecisionState.NOT_RECOMMENDED, "Anbefales ikke.")
    later = cast.acting("officer", now - timedelta(days=6))
    back = cast.bodies["elderly"].id
    words = "Sendes tilbage til udvalget, som skal se på udgiften til flere bænke."
    decide(later, _at(case, "finance", cast).id, DecisionState.SENT_BACK, words, sent_back_to=back)
    decisions.table(later, _at(case, "elderly", cast).id, on=(now + timedelta(days=8)).date(), item_number=3)
    return case


def _closed_item(cast: Cast, process: Process, now: datetime, open_case: Case) -> None:
    """Put an item before the council that is treated behind closed doors; an open case goes on with it."""
    context = cast.acting("officer", now - timedelta(days=3))
    case = decisions.add_case(
        context,
        process.id,
        number="EKS-2026-00044",
        title="Køb af Hyldebærgrunden",
        neutral_title="Køb af ejendom",
        closed_because="Kommunens forhandlinger om Hyldebærgrunden er ikke afsluttet.",
        resume="Hyldebærgrunden kan købes for 4 mio. kr.",
        background="Ejeren af Hyldebærgrunden ønsker at sælge.",
        presented="Fremlagt på et lukket møde om Hyldebærgrunden.",
        recommended_by="By & Fællesskab (opdigtet)",
        recommendation="At Hyldebærgrunden købes.",
        is_example=True,
    )
    file = ("Hyldebærgrunden.docx", letter("Hyldebærgrunden", "Vurdering af Hyldebærgrunden."))
    decisions.attach(
        context, case.id, title="Vurdering af Hyldebærgrunden", document_number="4-1", file=file, folder=cast.folder
    )
    decisions.add_earlier(context, case.id, body="Økonomiudvalget", text="Hyldebærgrunden skal vurderes.")
    for key in ("finance", "council"):
        decisions.add_body(context, case.id, cast.bodies[key])
    decide(context, case.decisions[0].id, DecisionState.RECOMMENDED, "Købet af Hyldebærgrunden anbefales.")
    votes = {Side.FOR: SideVotes(15, [Voter("A")]), Side.AGAINST: SideVotes(2, [Voter("Ø")])}
    last = decide(context, case.decisions[1].id, DecisionState.ADOPTED, "Hyldebærgrunden købes.", votes)
    decisions.add_dissent(context, last.id, kind=DissentKind.ENTRY, who=["Ø"], text="Hyldebærgrunden er for dyr.")
    due = (now + timedelta(days=60)).date()
    words = "Skriv under på købet af Hyldebærgrunden"
    decisions.add_follow_up(context, case.id, text=words, responsible="Ejendomme (opdigtet)", due_on=due)
    decisions.add_earlier(context, open_case.id, body="Kommunalbestyrelsen", number=case.number)
    values = {"title": "Køb af Hyldebærgrunden ved Torvet"}
    decisions.correct_case(context, case.id, values, reason="Hyldebærgrunden ligger ved Torvet.")


MINUTES = """Referat (eksempel)
Økonomiudvalget
Mødedato: {day}
Mødested: Lokale 2

1 (Åben) Lys på stierne mellem gårdene
Sags ID: EKS-2026-00051
Resumé
Stierne mellem gårdene er mørke. Borgere har foreslået lave lamper.
Baggrund
Forslaget kom frem på et møde i gården. Det blev støttet af 41.
Arbejdsgruppen har gået stierne igennem efter mørkets frembrud.
Indstilling
By & Fællesskab (opdigtet) indstiller
Til Økonomiudvalget og Kommunalbestyrelsen:
At der sættes lamper op på to stier.
Tidligere beslutninger
.
Beslutning
Anbefales med 5 stemmer (A, C) for og 1 stemme (Ø) imod.
Bilag
Kort over stierne (5100011)
Priser på lamper (5100012)

2 (Åben) Plads til alle på Torvet
Sags ID: EKS-2026-00043
Beslutning
Drøftet.
Sagen ses igen i foråret.

3 (Lukket) Forpagtning
Beslutning
Godkendt.
"""


def _minutes(cast: Cast, process: Process, now: datetime) -> None:
    """Hand in minutes: some to be looked at, some that are a picture alone, and some that nobody has read yet."""
    text = MINUTES.format(day=f"{now - timedelta(days=4):%d-%m-%Y}")
    content = letter(*text.split("\n"))
    for name, hours in (("", 9), ("referat-skannet.docx", 8), ("referat-udvalget.docx", 1)):
        officer = cast.acting("officer", now - timedelta(hours=hours))
        file = (name, content) if name else None
        made = transcripts.hand_in(officer, process.id, cast.folder, text="" if name else text, file=file)
        if name and hours > 1:
            transcripts.take_in(officer, made.id, "", "no_text")


def _at(case: Case, key: str, cast: Cast) -> Decision:
    """Return where a body has the case now."""
    return [one for one in case.decisions if one.body_id == cast.bodies[key].id][-1]


def _accounts(cast: Cast, now: datetime) -> None:
    context = cast.acting("admin", now - timedelta(days=1))
    people.register(context, name="Nyt Navn", email="ny@civic.invalid", language="da")
    leaving = people.enter_person(context, name="Tidligere Deltager", email="x@civic.invalid", is_invented=True)
    cast.persons["leaving"] = leaving
    people.close_account(cast.acting("leaving", now))
    body = cast.bodies["disability"]
    seat = Place(Scope.BODY, body.id, body.name, is_heard=True)
    asked = people.grant_role(context, cast.persons["resident"].id, Role.MEMBER, seat)
    people.decide_role(cast.acting("disability_chair", now), asked.id, seat, is_agreed=False)
    people.grant_role(context, cast.persons["neighbour"].id, Role.MEMBER, seat)
