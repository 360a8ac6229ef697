"""Plans and what was learnt in them, on the board."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from civic.board.notices import Notice, tells
from civic.kernel.context import Context
from civic.kernel.trace import Kind, Ref
from civic.plans.content import Content, efforts_of, from_json
from civic.plans.models import Lesson, LessonState, PlanVersion, SocialMasterPlan


def notice(plan: SocialMasterPlan, content: Content) -> Notice:
    """Return what the board says of a plan that has a version: that version's words."""
    efforts = [part for _theme, one in efforts_of(content) for part in (one["title"], one["about"])]
    return Notice(
        ref=plan.ref,
        process_id=plan.process_id,
        title=content["title"],
        at=plan.created_at,
        state=plan.state.value,
        under=", ".join(one["name"] for one in content["areas"]),
        lead=content["about"],
        text=" ".join(filter(None, (content["about"], *efforts))),
        is_example=plan.is_example,
    )


@tells(Kind.PLAN)
def all_plans(context: Context) -> Iterator[Notice]:
    """Give every plan that has a version as the board should say it."""
    found = select(SocialMasterPlan, PlanVersion.content).join(
        PlanVersion,
        (PlanVersion.plan_id == SocialMasterPlan.id) & (PlanVersion.number == SocialMasterPlan.number),
    )
    return (notice(plan, from_json(said)) for plan, said in context.session.execute(found).tuples())


def lesson_notice(lesson: Lesson) -> Notice:
    """Return what the board says of what was learnt, once it is published."""
    return Notice(
        ref=Ref(Kind.LESSON, lesson.id),
        process_id=lesson.plan.process_id,
        title=lesson.title,
        at=lesson.created_at,
        state=lesson.state.value,
        under=", ".join(filter(None, (lesson.theme, lesson.place))),
        lead=lesson.came_of_it,
        text=" ".join((lesson.tried, lesson.came_of_it)),
        words=" ".join(filter(None, (lesson.theme, lesson.place))),
        is_example=lesson.is_example,
    )


@tells(Kind.LESSON)
def all_lessons(context: Context) -> Iterator[Notice]:
    """Give everything that was learnt and published, as the board should say it."""
    found = select(Lesson).where(Lesson.state == LessonState.PUBLISHED).options(joinedload(Lesson.plan))
    return map(lesson_notice, context.session.scalars(found))
