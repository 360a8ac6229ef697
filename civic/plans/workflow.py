"""What may be done with a programme, a plan and what was learnt in one, by whom, and when."""

import enum

from civic.kernel.actor import Actor, Role, Scope
from civic.kernel.workflow import Line, Standing, Workflow, anyone, anyone_signed_in, standing
from civic.people.models import Organisation
from civic.people.workflow import is_admin
from civic.plans.models import Lesson, LessonState, PlanState, Programme, ProgrammeState, SocialMasterPlan
from civic.processes.models import Opens, Process, ProcessState
from civic.processes.workflow import PUBLIC, is_case_officer, is_staff

PREPARING, IN_APPROVAL, SUBMITTED = PlanState.PREPARING, PlanState.IN_APPROVAL, PlanState.SUBMITTED
RUNNING, REFUSED, ENDED = PlanState.RUNNING, PlanState.REFUSED, PlanState.ENDED
SHOWN = {IN_APPROVAL, SUBMITTED, RUNNING, REFUSED, ENDED}
WRITTEN_IN = {PREPARING, IN_APPROVAL, RUNNING, REFUSED}
"""While it lies with the fund it stays as it is."""


class PlanVerb(enum.Enum):
    """What is done with a programme, a plan, and what was learnt."""

    ADD_PROGRAMME = "add_programme"
    CHANGE_PROGRAMME = "change_programme"
    PUT_IN_FORCE = "put_in_force"
    ADD_PLAN = "add_plan"
    READ = "read"
    CHANGE_PLAN = "change_plan"
    ADD_PART = "add_part"
    CHANGE_PART = "change_part"
    TAKE_OUT_PART = "take_out_part"
    ENTER = "enter"
    CORRECT = "correct"
    CORRECT_APPROVAL = "correct_approval"
    TAKE_OUT = "take_out"
    ISSUE_VERSION = "issue_version"
    RECORD_APPROVAL = "record_approval"
    RECORD_FUND = "record_fund"
    SUBMIT = "submit"
    TAKE_BACK_SUBMISSION = "take_back_submission"
    END_PLAN = "end_plan"
    COMMENT = "comment"
    ADD_LESSON = "add_lesson"
    CHANGE_LESSON = "change_lesson"
    PUBLISH_LESSON = "publish_lesson"
    TAKE_BACK_LESSON = "take_back_lesson"


def is_programme_writer(actor: Actor, programme: Programme) -> bool:
    """An administrator of the municipality."""
    return bool(actor.places(Role.ADMIN, Scope.MUNICIPALITY))


PROGRAMMES: Workflow[Standing, PlanVerb, Organisation] = Workflow(
    "The municipality, for the programmes that plans are made under",
    {PlanVerb.ADD_PROGRAMME: [Line(who=is_admin)]},
    state=standing,
)

PROGRAMME: Workflow[ProgrammeState, PlanVerb, Programme] = Workflow(
    "A programme that plans are made under",
    {
        PlanVerb.READ: [Line(when={ProgrammeState.IN_FORCE}, who=anyone), Line(who=is_programme_writer)],
        PlanVerb.CHANGE_PROGRAMME: [Line(when={ProgrammeState.DRAFT}, who=is_programme_writer)],
        PlanVerb.PUT_IN_FORCE: [
            Line(when={ProgrammeState.DRAFT}, who=is_programme_writer, then=ProgrammeState.IN_FORCE)
        ],
    },
    state=Programme.state_at,
)


def process_is_public(plan: SocialMasterPlan) -> bool:
    """Its process is public."""
    return plan.process.state in PUBLIC


def takes_comments(plan: SocialMasterPlan) -> bool:
    """Its process is open for comments."""
    return plan.process.is_open_for(Opens.COMMENTS)


PLAN: Workflow[PlanState, PlanVerb, SocialMasterPlan] = Workflow(
    "A housing-social plan",
    {
        PlanVerb.READ: [Line(when=SHOWN, who=anyone, only=process_is_public), Line(who=is_staff)],
        PlanVerb.CHANGE_PLAN: [Line(when=WRITTEN_IN, who=is_staff)],
        PlanVerb.ADD_PART: [Line(when=WRITTEN_IN, who=is_staff)],
        PlanVerb.CHANGE_PART: [Line(when=WRITTEN_IN, who=is_staff)],
        PlanVerb.TAKE_OUT_PART: [Line(when=WRITTEN_IN, who=is_staff)],
        PlanVerb.ENTER: [Line(who=is_staff)],  # what happens, and who sits in it, is no part of a version
        PlanVerb.CORRECT: [Line(who=is_staff)],
        PlanVerb.CORRECT_APPROVAL: [Line(who=is_case_officer)],  # as who enters it
        PlanVerb.TAKE_OUT: [Line(who=is_staff)],
        PlanVerb.ISSUE_VERSION: [
            Line(when={PREPARING, REFUSED}, who=is_case_officer, then=IN_APPROVAL),
            Line(when={IN_APPROVAL, RUNNING}, who=is_case_officer),
        ],
        PlanVerb.RECORD_APPROVAL: [Line(when={IN_APPROVAL, RUNNING}, who=is_case_officer)],
        PlanVerb.RECORD_FUND: [Line(when={SUBMITTED, RUNNING}, who=is_case_officer)],  # leads to what the fund said
        PlanVerb.SUBMIT: [Line(when={IN_APPROVAL}, who=is_case_officer, then=SUBMITTED)],
        PlanVerb.TAKE_BACK_SUBMISSION: [Line(when={SUBMITTED}, who=is_case_officer, then=IN_APPROVAL)],
        PlanVerb.END_PLAN: [Line(when={RUNNING}, who=is_case_officer, then=ENDED)],
        PlanVerb.COMMENT: [Line(when=SHOWN, who=anyone_signed_in, only=takes_comments)],
        PlanVerb.ADD_LESSON: [Line(who=is_staff)],
    },
    state=SocialMasterPlan.state_at,
)

PROCESS_PLANS: Workflow[ProcessState, PlanVerb, Process] = Workflow(
    "A process, for its plans",
    {PlanVerb.ADD_PLAN: [Line(when={ProcessState.PREPARING, ProcessState.RUNNING}, who=is_staff)]},
    state=Process.state_at,
)


def learnt_it(actor: Actor, lesson: Lesson) -> bool:
    """A case officer or facilitator of the plan's process."""
    return is_staff(actor, lesson.plan)


def its_plan_is_shown(lesson: Lesson) -> bool:
    """Everybody can read about its plan's process."""
    return lesson.plan.process.state in PUBLIC


LESSON: Workflow[LessonState, PlanVerb, Lesson] = Workflow(
    "What was learnt in a plan",
    {
        PlanVerb.READ: [
            Line(when={LessonState.PUBLISHED, LessonState.TAKEN_BACK}, who=anyone, only=its_plan_is_shown),
            Line(who=learnt_it),
        ],
        PlanVerb.CHANGE_LESSON: [Line(when={LessonState.DRAFT, LessonState.PUBLISHED}, who=learnt_it)],
        PlanVerb.PUBLISH_LESSON: [Line(when={LessonState.DRAFT}, who=learnt_it, then=LessonState.PUBLISHED)],
        PlanVerb.TAKE_BACK_LESSON: [Line(when={LessonState.PUBLISHED}, who=learnt_it, then=LessonState.TAKEN_BACK)],
    },
    state=Lesson.state_at,
)
