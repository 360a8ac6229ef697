"""What the pages that put something right show: what stands there with the reason to be given, and all that was."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple

from flask import url_for
from flask_babel import LazyString, lazy_gettext

from civic.areas.queries import area, topic
from civic.areas.workflow import AREA, TOPIC, AreaVerb
from civic.bodies.queries import body, body_member, body_name, letter
from civic.bodies.workflow import BODY, ORGANISATION_BODIES, BodyVerb
from civic.decisions import queries as decisions
from civic.decisions.models import FollowUp
from civic.decisions.workflow import CASE, DECISION, FOLLOW_UP, DecisionVerb
from civic.draws.queries import draw
from civic.evidence.queries import evidence
from civic.grants.queries import grant, scheme
from civic.groups.queries import group
from civic.groups.workflow import GROUP, GroupVerb
from civic.hearings.models import HearingState
from civic.hearings.queries import hearing, question
from civic.hearings.workflow import HEARING, HearingVerb
from civic.http.correcting import CorrectionForm
from civic.http.forms import ReasonForm
from civic.http.task import TaskPage
from civic.kernel import correction
from civic.kernel.context import Context
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.trace import Kind, Ref
from civic.meetings.queries import meeting, meeting_with_bodies, programme_item
from civic.meetings.workflow import MEETING, MeetingVerb
from civic.minutes import queries as minutes
from civic.minutes.models import ActionPoint
from civic.minutes.workflow import ACTION, AGENDA, MinutesVerb
from civic.organisations.queries import organisation, unit
from civic.organisations.workflow import PARTNER, OrganisationVerb
from civic.papers.queries import paper
from civic.papers.workflow import PAPER, PaperVerb
from civic.people.models import Organisation
from civic.people.queries import municipality
from civic.plans.queries import lesson, plan
from civic.processes import queries as processes
from civic.processes.models import ProcessState
from civic.processes.workflow import PROCESS, ProcessVerb
from civic.proposals.queries import proposal
from civic.proposals.workflow import PROPOSAL, ProposalVerb
from civic.reports.queries import report
from civic.reports.workflow import REPORT, ReportVerb
from civic.said.corrections import Corrected, corrected
from civic.said.thread import Link
from civic.voting.queries import ballot
from civic.web.corrections.forms import (
    ActionPointCorrectionForm,
    AgendaItemCorrectionForm,
    AnswerCorrectionForm,
    AppointmentCorrectionForm,
    ApprovalCorrectionForm,
    AreaCorrectionForm,
    AttachmentCorrectionForm,
    AudienceCorrectionForm,
    BlotForm,
    BodyCorrectionForm,
    BodyMemberCorrectionForm,
    BodyNameCorrectionForm,
    CaseCorrectionForm,
    CaseVersionForm,
    ContestCorrectionForm,
    DissentCorrectionForm,
    DoneCorrectionForm,
    EarlierCorrectionForm,
    ExpectationForm,
    FollowUpCorrectionForm,
    GroupCorrectionForm,
    HandoverCorrectionForm,
    HearingCorrectionForm,
    HearingRulesForm,
    MandateCorrectionForm,
    MeetingCorrectionForm,
    MeetingKindForm,
    MilestoneCorrectionForm,
    OrganisationCorrectionForm,
    ParticipantCorrectionForm,
    PartyLetterCorrectionForm,
    ProcessCorrectionForm,
    ProgrammeItemCorrectionForm,
    ProgressCorrectionForm,
    QuestionCorrectionForm,
    ReportBackCorrectionForm,
    ReportCorrectionForm,
    SeatsCorrectionForm,
    TaskCorrectionForm,
    TopicCorrectionForm,
    UnitCorrectionForm,
)

_ = lazy_gettext
MANY = 50
_TOLD = _("Everybody whom an open hearing concerns gets a mail: its parties, who has answered, and who follows it.")


@dataclass(frozen=True)
class AllPage:
    """All that was put right on one thing's page, fifty at a time."""

    template: ClassVar[str] = "corrections/all.html"
    corrected: Corrected
    home: Link
    may_blot: bool


class Found(NamedTuple):
    """What is to be put right: its row, the page it stands on, and whether anybody has been able to read it."""

    row: Any
    home: Link
    is_public: bool = True


class Part(NamedTuple):
    """One kind of thing that can be put right."""

    heading: LazyString
    form: type[CorrectionForm]
    find: Callable[[Context, int], Found]
    """Returns it for those who may correct it; raises Refusal for others."""
    more: LazyString | str = ""
    """What else whoever corrects it should know."""


def part_page(context: Context, name: str, number: int, form: CorrectionForm | None = None) -> TaskPage:
    """Return the form that puts one thing right, for those who may."""
    part = PARTS[name]
    found = part.find(context, number)
    form = form or part.form(formdata=None, obj=found.row)
    form.offer(context, found.row)
    form.shows_row(found.row)
    said = ""
    if found.is_public:
        stays = _("What stands there now stays to be seen, with the day, your name and the reason.")
        said = f"{stays} {part.more}".strip()
    else:
        form.is_for_a_draft()
    return TaskPage(str(part.heading), form, str(_("Correct it")), said, (found.home,))


def sent_form(context: Context, name: str, number: int) -> CorrectionForm:
    """Return what was sent to put one thing right, with what could be chosen, for those who may."""
    part = PARTS[name]
    form = part.form()
    form.offer(context, part.find(context, number).row)
    return form


class Undo(NamedTuple):
    """Something that was entered by mistake and can be taken back."""

    heading: LazyString
    button: LazyString
    find: Callable[[Context, int], tuple[Link, str]]
    """Returns where it stands and what it is called, for those who may take it back; raises Refusal for others."""


def undo_page(context: Context, name: str, number: int, form: ReasonForm) -> TaskPage:
    """Return the form that takes back what was entered by mistake, for those who may."""
    undo = UNDOS[name]
    home, called = undo.find(context, number)
    said = _("That it stood there, the day, your name and the reason stay to be seen.")
    quoted = ((str(undo.heading), called),) if called else ()
    return TaskPage(str(undo.heading), form, str(undo.button), str(said), (home,), quoted)


def blot_page(context: Context, line_id: int, form: BlotForm) -> TaskPage:
    """Return the form that takes out what stood somewhere before, for those who may."""
    _process_id, home = blottable(context, line_id)
    said = _("The words are gone for good. That there were some, the day and the reason stay to be seen.")
    stood = ((str(_("Before it said:")), correction.line(context, line_id).before),)
    return TaskPage(str(_("Take it out for good?")), form, str(_("Take it out")), str(said), (home,), stood)


def blottable(context: Context, line_id: int) -> tuple[int, Link]:
    """Return which process a correction belongs to, and where it stands, for those who may correct there."""
    line = correction.line(context, line_id)
    process_id = line.thing_id
    if line.kind is not Kind.PROCESS:
        if line.kind not in _OF_PROCESS:
            raise Refusal(Reason.NOT_FOUND)
        process_id = _OF_PROCESS[line.kind](context, line.thing_id).process_id
    PROCESS.require(context, ProcessVerb.CORRECT, processes.process(context, process_id))
    if line.blotted_at is not None:
        raise Refusal(Reason.NOT_NOW)
    return process_id, _HOMES[line.kind](context, line.thing_id)


def all_page(context: Context, kind: Kind, number: int, *, before: int | None) -> AllPage:
    """Return all that was put right on a thing's page, hidden as the thing is."""
    home = _HOMES.get(kind)
    if home is None:
        raise Refusal(Reason.NOT_FOUND)
    link = home(context, number)
    process_id = number if kind is Kind.PROCESS else None
    if kind in _OF_PROCESS:
        process_id = _OF_PROCESS[kind](context, number).process_id
    may_blot = process_id is not None and PROCESS.may(
        context, ProcessVerb.CORRECT, processes.process(context, process_id)
    )
    return AllPage(corrected(context, Ref(kind, number), before=before, at_most=MANY), link, may_blot)


def _process_home(context: Context, process_id: int) -> Link:
    return (processes.process(context, process_id).title, url_for("processes.process", process_id=process_id))


def _group_home(context: Context, group_id: int) -> Link:
    return (group(context, group_id).title, url_for("groups.show", group_id=group_id))


def _draw_home(context: Context, draw_id: int) -> Link:
    return (draw(context, draw_id).title, url_for("draws.show", draw_id=draw_id))


def _evidence_home(context: Context, evidence_id: int) -> Link:
    return (evidence(context, evidence_id).title, url_for("evidence.show", evidence_id=evidence_id))


def _meeting_home(context: Context, meeting_id: int) -> Link:
    return (meeting(context, meeting_id).title, url_for("meetings.show", meeting_id=meeting_id))


def _case_home(context: Context, case_id: int) -> Link:
    return (decisions.case(context, case_id).number, url_for("decisions.case", case_id=case_id))


def _followed_home(found: FollowUp) -> Link:
    return (found.case.number, url_for("decisions.case", case_id=found.case_id))


def _ballot_home(context: Context, ballot_id: int) -> Link:
    return (ballot(context, ballot_id).question[:60], url_for("voting.show", ballot_id=ballot_id))


def _hearing_home(context: Context, hearing_id: int) -> Link:
    return (hearing(context, hearing_id).title, url_for("hearings.show", hearing_id=hearing_id))


def _report_home(context: Context, report_id: int) -> Link:
    return (report(context, report_id).title, url_for("reports.show", report_id=report_id))


def _proposal_home(context: Context, proposal_id: int) -> Link:
    return (proposal(context, proposal_id).title, url_for("proposals.show", proposal_id=proposal_id))


def _plan_home(context: Context, plan_id: int) -> Link:
    return (plan(context, plan_id).title, url_for("plans.show", plan_id=plan_id))


def _scheme_home(context: Context, scheme_id: int) -> Link:
    return (scheme(context, scheme_id).title, url_for("grants.scheme", scheme_id=scheme_id))


def _grant_home(context: Context, application_id: int) -> Link:
    return (grant(context, application_id).title, url_for("grants.show", application_id=application_id))


def _lesson_home(context: Context, lesson_id: int) -> Link:
    return (lesson(context, lesson_id).title, url_for("lessons.show", lesson_id=lesson_id))


def _body_home(context: Context, body_id: int) -> Link:
    return (body(context, body_id).name, url_for("bodies.show", body_id=body_id))


_OF_PROCESS: dict[Kind, Callable[[Context, int], Any]] = {
    Kind.GROUP: group,
    Kind.MEETING: meeting,
    Kind.DRAW: draw,
    Kind.EVIDENCE: evidence,
    Kind.CASE: decisions.case,
    Kind.HEARING: hearing,
    Kind.REPORT: report,
    Kind.PROPOSAL: proposal,
    Kind.BALLOT: ballot,
    Kind.PLAN: plan,
    Kind.SCHEME: scheme,
    Kind.APPLICATION: grant,
    Kind.LESSON: lambda context, number: lesson(context, number).plan,
}
"""How a thing is found whose page belongs to a process."""
_HOMES: dict[Kind, Callable[[Context, int], Link]] = {
    Kind.PROCESS: _process_home,
    Kind.GROUP: _group_home,
    Kind.MEETING: _meeting_home,
    Kind.DRAW: _draw_home,
    Kind.EVIDENCE: _evidence_home,
    Kind.CASE: _case_home,
    Kind.BALLOT: _ballot_home,
    Kind.HEARING: _hearing_home,
    Kind.REPORT: _report_home,
    Kind.PROPOSAL: _proposal_home,
    Kind.BODY: _body_home,
    Kind.PLAN: _plan_home,
    Kind.SCHEME: _scheme_home,
    Kind.APPLICATION: _grant_home,
    Kind.LESSON: _lesson_home,
}


def _in_process(context: Context, process_id: int, row: Any = None) -> Found:
    found = processes.process(context, process_id)
    PROCESS.require(context, ProcessVerb.CORRECT, found)
    home = (found.title, url_for("processes.process", process_id=found.id))
    return Found(found if row is None else row, home, found.state is not ProcessState.PREPARING)


def _mandate(context: Context, process_id: int) -> Found:
    found = _in_process(context, process_id)
    return found._replace(row=found.row.mandate)


def _approval(context: Context, process_id: int) -> Found:
    found = _mandate(context, process_id)
    if found.row.approved_on is None:
        raise Refusal(Reason.NOT_FOUND)
    return found


def _handover(context: Context, process_id: int) -> Found:
    found = _in_process(context, process_id)
    if not found.row.is_over:
        raise Refusal(Reason.NOT_FOUND)
    return found


def _seats(context: Context, quota_id: int) -> Found:
    quota = processes.quota(context, quota_id)
    return _in_process(context, quota.process_id, quota)


def _report(context: Context, report_id: int) -> Found:
    found = report(context, report_id)
    REPORT.require(context, ReportVerb.CORRECT, found)
    return Found(found, _report_home(context, report_id), bool(found.versions))


def _hearing(context: Context, hearing_id: int) -> Found:
    found = hearing(context, hearing_id)
    HEARING.require(context, HearingVerb.CORRECT, found)
    return Found(found, _hearing_home(context, hearing_id), found.state is not HearingState.DRAFT)


def _hearing_rules(context: Context, hearing_id: int) -> Found:
    found = _hearing(context, hearing_id)
    if found.is_public:
        raise Refusal(Reason.NOT_NOW)
    return found


def _question(context: Context, question_id: int) -> Found:
    found = question(context, question_id)
    return _hearing(context, found.hearing_id)._replace(row=found)


def _answer(context: Context, proposal_id: int) -> Found:
    found = proposal(context, proposal_id)
    PROPOSAL.require(context, ProposalVerb.CORRECT_ANSWER, found)
    return Found(found, _proposal_home(context, proposal_id))


def _expectation(context: Context, decision_id: int) -> Found:
    found = decisions.decision(context, decision_id)
    DECISION.require(context, DecisionVerb.EXPECT, found)
    return Found(found, _case_home(context, found.case_id or 0))


def _task(context: Context, task_id: int) -> Found:
    task = processes.task_by_id(context, task_id)
    return _in_process(context, task.process_id, task)


def _audience(context: Context, audience_id: int) -> Found:
    found = processes.audience(context, audience_id)
    return _in_process(context, found.process_id, found)


def _milestone(context: Context, milestone_id: int) -> Found:
    found = processes.milestone(context, milestone_id)
    return _in_process(context, found.process_id, found)


def _appointment(context: Context, appointment_id: int) -> Found:
    found = processes.appointment(context, appointment_id)
    return _in_process(context, found.quota.process_id, found)


def _group(context: Context, group_id: int) -> Found:
    found = group(context, group_id)
    GROUP.require(context, GroupVerb.CORRECT, found)
    return Found(found, (found.title, url_for("groups.show", group_id=group_id)))


def _meeting(context: Context, meeting_id: int) -> Found:
    found = meeting(context, meeting_id)
    MEETING.require(context, MeetingVerb.CORRECT, found)
    home = _group_home(context, found.group_id) if found.group_id else _process_home(context, found.process_id)
    return Found(found, home)


def _meeting_kind(context: Context, meeting_id: int) -> Found:
    found = meeting_with_bodies(context, meeting_id)
    return _meeting(context, meeting_id)._replace(row=found)


def _case(context: Context, case_id: int) -> Found:
    found = decisions.case(context, case_id)
    CASE.require(context, DecisionVerb.CORRECT, found)
    return Found(found, (found.number, url_for("decisions.case", case_id=case_id)))


def _attachment(context: Context, attachment_id: int) -> Found:
    found = decisions.attachment(context, attachment_id)
    return _case(context, found.case_id)._replace(row=found)


def _progress(context: Context, progress_id: int) -> Found:
    found = decisions.progress(context, progress_id)
    return _of_follow_up(context, decisions.follow_up(context, found.follow_up_id), found)


def _contest(context: Context, contest_id: int) -> Found:
    found = decisions.contest(context, contest_id)
    return _of_follow_up(context, found.follow_up, found)


def _report_back(context: Context, report_id: int) -> Found:
    found = decisions.report_back(context, report_id)
    return _of_follow_up(context, decisions.follow_up(context, found.follow_up_id), found)


def _of_follow_up(context: Context, follow_up: FollowUp, row: Any) -> Found:
    FOLLOW_UP.require(context, DecisionVerb.CORRECT, follow_up)
    return Found(row, _followed_home(follow_up))


def _undo_undertaking(context: Context, undertaking_id: int) -> tuple[Link, str]:
    found = decisions.undertaking(context, undertaking_id)
    FOLLOW_UP.require(context, DecisionVerb.TAKE_BACK_INVITATION, found.follow_up)
    return _followed_home(found.follow_up), found.name


def _earlier(context: Context, earlier_id: int) -> Found:
    found = decisions.earlier_decision(context, earlier_id)
    return _case(context, found.case_id)._replace(row=found)


def _undo_earlier(context: Context, earlier_id: int) -> tuple[Link, str]:
    found = _earlier(context, earlier_id)
    return found.home, found.row.body


def _dissent(context: Context, dissent_id: int) -> Found:
    found = decisions.dissent(context, dissent_id)
    DECISION.require(context, DecisionVerb.CORRECT, found.decision)
    if found.decision.case_id is None:
        return _in_process(context, found.decision.process_id, found)
    return Found(found, _case_home(context, found.decision.case_id))


def _undo_dissent(context: Context, dissent_id: int) -> tuple[Link, str]:
    found = _dissent(context, dissent_id)
    return found.home, found.row.named


def _follow_up(context: Context, follow_up_id: int) -> Found:
    return _one_follow_up(context, follow_up_id, is_done=False)


def _done_follow_up(context: Context, follow_up_id: int) -> Found:
    return _one_follow_up(context, follow_up_id, is_done=True)


def _one_follow_up(context: Context, follow_up_id: int, *, is_done: bool) -> Found:
    found = decisions.follow_up(context, follow_up_id)
    FOLLOW_UP.require(context, DecisionVerb.CORRECT, found)
    if found.is_done is not is_done:
        raise Refusal(Reason.NOT_FOUND)
    return Found(found, _followed_home(found))


def _body(context: Context, body_id: int) -> Found:
    found = body(context, body_id)
    BODY.require(context, BodyVerb.DESCRIBE, found)
    return Found(found, _body_home(context, body_id), bool(found.about))


def _body_member(context: Context, member_id: int) -> Found:
    found = body_member(context, member_id)
    BODY.require(context, BodyVerb.CORRECT_MEMBER, body(context, found.body_id))
    return Found(found, _body_home(context, found.body_id))


def _body_name(context: Context, name_id: int) -> Found:
    found = body_name(context, name_id)
    ORGANISATION_BODIES.require(context, BodyVerb.CORRECT_NAME, municipality(context))
    return Found(found, _body_home(context, found.body_id))


def _letter(context: Context, letter_id: int) -> Found:
    found, home = letter(context, letter_id), municipality(context)
    ORGANISATION_BODIES.require(context, BodyVerb.CORRECT_LETTER, home)
    return Found(found, _organisation_home(home))


def _organisation_home(found: Organisation) -> Link:
    return (found.name, url_for("organisations.show", organisation_id=found.id))


def _organisation(context: Context, organisation_id: int) -> Found:
    found = organisation(context, organisation_id)
    PARTNER.require(context, OrganisationVerb.DESCRIBE, found)
    return Found(found, _organisation_home(found))


def _area(context: Context, area_id: int) -> Found:
    found = area(context, area_id)
    AREA.require(context, AreaVerb.CORRECT, found)
    return Found(found, (found.name, url_for("areas.show", area_id=area_id)))


def _topic(context: Context, topic_id: int) -> Found:
    found = topic(context, topic_id)
    TOPIC.require(context, AreaVerb.CORRECT, found)
    return Found(found, (found.name, url_for("areas.topic", topic_id=topic_id)))


def _unit(context: Context, unit_id: int) -> Found:
    found = unit(context, unit_id)
    PARTNER.require(context, OrganisationVerb.CHANGE_UNIT, found.organisation)
    return Found(found, _organisation_home(found.organisation))


def _participant(context: Context, participation_id: int) -> Found:
    found = processes.participation(context, participation_id)
    return _in_process(context, found.process_id, found)


def _programme_item(context: Context, item_id: int) -> Found:
    found = programme_item(context, item_id)
    MEETING.require(context, MeetingVerb.CORRECT_ITEM, meeting(context, found.meeting_id))
    return Found(found, _meeting_home(context, found.meeting_id))


def _agenda_item(context: Context, item_id: int) -> Found:
    found = minutes.agenda_item(context, item_id)
    AGENDA.require(context, MinutesVerb.CORRECT_ITEM, meeting(context, found.meeting_id))
    if minutes.are_approved(context, found.meeting_id):
        raise Refusal(Reason.NOT_NOW)
    return Found(found, _meeting_home(context, found.meeting_id))


def _action_point(context: Context, action_id: int) -> Found:
    found = minutes.action(context, action_id)
    ACTION.require(context, MinutesVerb.CORRECT_ACTION, found)
    return Found(found, _action_home(context, found), minutes.is_told(context, found))


def _action_home(context: Context, found: ActionPoint) -> Link:
    if found.item is not None:
        return _meeting_home(context, found.item.meeting_id)
    return _group_home(context, found.group_id or 0)


PARTS: dict[str, Part] = {
    "process": Part(_("Correct the process"), ProcessCorrectionForm, _in_process),
    "mandate": Part(_("Correct the mandate"), MandateCorrectionForm, _mandate),
    "approval": Part(_("Correct the approval of the mandate"), ApprovalCorrectionForm, _approval),
    "handover": Part(_("Correct the handover"), HandoverCorrectionForm, _handover),
    "seats": Part(_("Correct how many seats there are"), SeatsCorrectionForm, _seats),
    "report": Part(_("Correct the report"), ReportCorrectionForm, _report),
    "hearing": Part(
        _("Correct what is said of the hearing"),
        HearingCorrectionForm,
        _hearing,
        _TOLD,
    ),
    "hearing_rules": Part(_("Change who may answer, and how"), HearingRulesForm, _hearing_rules),
    "question": Part(
        _("Correct the question"),
        QuestionCorrectionForm,
        _question,
        _TOLD,
    ),
    "answer": Part(_("Correct the answer"), AnswerCorrectionForm, _answer, _("The author gets a mail.")),
    "expectation": Part(_("Correct when it is expected"), ExpectationForm, _expectation),
    "case_version": Part(_("Correct which version it carries"), CaseVersionForm, _case),
    "task": Part(_("Correct the task"), TaskCorrectionForm, _task),
    "milestone": Part(_("Correct what happened"), MilestoneCorrectionForm, _milestone),
    "appointment": Part(_("Correct the seat"), AppointmentCorrectionForm, _appointment),
    "group": Part(_("Correct the group"), GroupCorrectionForm, _group),
    "audience": Part(_("Correct whom it wants to reach"), AudienceCorrectionForm, _audience),
    "programme_item": Part(_("Correct the item of the programme"), ProgrammeItemCorrectionForm, _programme_item),
    "agenda_item": Part(_("Correct the item of the agenda"), AgendaItemCorrectionForm, _agenda_item),
    "action_point": Part(_("Correct what was agreed"), ActionPointCorrectionForm, _action_point),
    "meeting": Part(
        _("Move or correct the meeting"),
        MeetingCorrectionForm,
        _meeting,
        _("Where time or place is another, everybody in the group, or in the process's groups, gets a mail."),
    ),
    "meeting_kind": Part(_("Correct what sort of meeting it is"), MeetingKindForm, _meeting_kind),
    "case": Part(_("Correct the case"), CaseCorrectionForm, _case),
    "follow_up_progress": Part(_("Correct what was said of how it goes"), ProgressCorrectionForm, _progress),
    "contest": Part(_("Correct the answer"), ContestCorrectionForm, _contest),
    "report_back": Part(_("Correct what the body was told"), ReportBackCorrectionForm, _report_back),
    "earlier_decision": Part(_("Correct the earlier decision"), EarlierCorrectionForm, _earlier),
    "dissent": Part(_("Correct what the minority had put on record"), DissentCorrectionForm, _dissent),
    "attachment": Part(_("Correct the attachment"), AttachmentCorrectionForm, _attachment),
    "follow_up": Part(_("Correct what is done"), FollowUpCorrectionForm, _follow_up),
    "body": Part(_("What it does"), BodyCorrectionForm, _body),
    "body_member": Part(_("Correct who sits in it"), BodyMemberCorrectionForm, _body_member),
    "body_name": Part(_("Correct a name it had before"), BodyNameCorrectionForm, _body_name),
    "party_letter": Part(_("Correct what the letter stood for"), PartyLetterCorrectionForm, _letter),
    "organisation": Part(_("Correct what is said of the organisation"), OrganisationCorrectionForm, _organisation),
    "area": Part(_("Correct the area"), AreaCorrectionForm, _area),
    "topic": Part(_("Correct the topic"), TopicCorrectionForm, _topic),
    "unit": Part(
        _("Correct the unit, or how it is reached"),
        UnitCorrectionForm,
        _unit,
        _("How it is reached is changed without a trace. A person who takes their consent back is gone at once."),
    ),
    "participant": Part(_("Correct as what it takes part"), ParticipantCorrectionForm, _participant),
    "done_follow_up": Part(_("Correct what was done"), DoneCorrectionForm, _done_follow_up),
}


def _undo_process(context: Context, process_id: int) -> tuple[Link, str]:
    found = processes.process(context, process_id)
    PROCESS.require(context, ProcessVerb.TAKE_BACK, found)
    return _process_home(context, process_id), ""


def _undo_proposal(context: Context, proposal_id: int) -> tuple[Link, str]:
    PROPOSAL.require(context, ProposalVerb.PART, proposal(context, proposal_id))
    return _proposal_home(context, proposal_id), ""


def _undo_group(context: Context, group_id: int) -> tuple[Link, str]:
    GROUP.require(context, GroupVerb.TAKE_BACK, group(context, group_id))
    return _group_home(context, group_id), ""


def _undo_meeting(context: Context, meeting_id: int) -> tuple[Link, str]:
    found = meeting(context, meeting_id)
    MEETING.require(context, MeetingVerb.TAKE_BACK, found)
    home = _group_home(context, found.group_id) if found.group_id else _process_home(context, found.process_id)
    return home, found.title


def _undo_audience(context: Context, audience_id: int) -> tuple[Link, str]:
    found = processes.audience(context, audience_id)
    PROCESS.require(context, ProcessVerb.TAKE_OUT_AUDIENCE, processes.process(context, found.process_id))
    return _process_home(context, found.process_id), found.name


def _undo_paper(context: Context, paper_id: int) -> tuple[Link, str]:
    found = paper(context, paper_id)
    PAPER.require(context, PaperVerb.TAKE_OUT, found)
    return _HOMES[found.home.kind](context, found.home.id), found.title


def _undo_programme_item(context: Context, item_id: int) -> tuple[Link, str]:
    found = _programme_item(context, item_id)
    return found.home, found.row.title


def _undo_action_point(context: Context, action_id: int) -> tuple[Link, str]:
    found = minutes.action(context, action_id)
    ACTION.require(context, MinutesVerb.GO_ON, found)
    return _action_home(context, found), found.text


def _undo_agenda_item(context: Context, item_id: int) -> tuple[Link, str]:
    found = _agenda_item(context, item_id)
    return found.home, found.row.title


def _undo_attachment(context: Context, attachment_id: int) -> tuple[Link, str]:
    found = decisions.attachment(context, attachment_id)
    return _case(context, found.case_id).home, found.title


def _undo_decision(context: Context, decision_id: int) -> tuple[Link, str]:
    found = decisions.decision(context, decision_id)
    DECISION.require(context, DecisionVerb.TAKE_OUT, found)
    return _case_home(context, found.case_id or 0), found.body.name


def _undo_body_member(context: Context, member_id: int) -> tuple[Link, str]:
    found = _body_member(context, member_id)
    return found.home, found.row.name


def _undo_body_name(context: Context, name_id: int) -> tuple[Link, str]:
    found = _body_name(context, name_id)
    return found.home, found.row.name


def _undo_letter(context: Context, letter_id: int) -> tuple[Link, str]:
    found = _letter(context, letter_id)
    return found.home, f"{found.row.letter}, {found.row.name}"


def _undo_participant(context: Context, participation_id: int) -> tuple[Link, str]:
    found = processes.participation(context, participation_id)
    PROCESS.require(context, ProcessVerb.TAKE_OUT_PARTICIPANT, processes.process(context, found.process_id))
    return _process_home(context, found.process_id), found.organisation.name


UNDOS: dict[str, Undo] = {
    "participant": Undo(_("Take the organisation out"), _("Take out"), _undo_participant),
    "body_member": Undo(_("Take the member out"), _("Take out"), _undo_body_member),
    "body_name": Undo(_("Take out a name it never had"), _("Take out"), _undo_body_name),
    "party_letter": Undo(_("Take the letter out"), _("Take out"), _undo_letter),
    "process": Undo(_("Take the handover, or the end, back"), _("Take it back"), _undo_process),
    "proposal": Undo(_("Let the proposal stand by itself again"), _("Let it stand by itself"), _undo_proposal),
    "group": Undo(_("Let the group go on"), _("Let it go on"), _undo_group),
    "meeting": Undo(_("The meeting takes place after all"), _("It takes place"), _undo_meeting),
    "audience": Undo(_("Take out whom it wants to reach"), _("Take out"), _undo_audience),
    "paper": Undo(_("Take the paper out"), _("Take it out"), _undo_paper),
    "action_point": Undo(_("It is still to be done"), _("Let it stand to be done"), _undo_action_point),
    "programme_item": Undo(_("Take the item off the programme"), _("Take it out"), _undo_programme_item),
    "agenda_item": Undo(_("Take the item off the agenda"), _("Take it out"), _undo_agenda_item),
    "undertaking": Undo(_("Take out who takes part"), _("Take it out"), _undo_undertaking),
    "earlier_decision": Undo(_("Take the earlier decision out"), _("Take it out"), _undo_earlier),
    "dissent": Undo(_("Take out what the minority had put on record"), _("Take it out"), _undo_dissent),
    "attachment": Undo(_("Take the attachment out"), _("Take it out"), _undo_attachment),
    "decision": Undo(_("Take the body out of the chain"), _("Take it out"), _undo_decision),
}
