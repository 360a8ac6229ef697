"""Addresses about what was learnt in plans."""

from typing import Any

from flask import Blueprint, g, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from civic.http.forms import PressForm, ReasonForm
from civic.http.identity import must_be_fresh
from civic.http.request import after, show, submitted, words
from civic.http.task import TaskPage
from civic.plans import actions, queries
from civic.plans.models import LessonState
from civic.plans.workflow import LESSON, PLAN, PlanVerb
from civic.web.plans.forms import LessonForm
from civic.web.plans.pages import lesson_page, lessons_page, plan_trail

bp = Blueprint("lessons", __name__)


@bp.get("/lessons")
def index() -> ResponseReturnValue:
    """What was learnt in plans, here and elsewhere."""
    return show(lessons_page(g.context, words(), after()))


@bp.get("/lessons/<int:lesson_id>", endpoint="show")
def show_lesson(lesson_id: int) -> ResponseReturnValue:
    """One thing that was learnt."""
    return show(lesson_page(g.context, lesson_id))


@bp.get("/plans/<int:plan_id>/lessons/new")
def new(plan_id: int) -> ResponseReturnValue:
    """The form for what was tried and what came of it."""
    return _new_page(plan_id, LessonForm(formdata=None))


@bp.post("/plans/<int:plan_id>/lessons/new")
def add(plan_id: int) -> ResponseReturnValue:
    """Write down what was tried and what came of it."""
    form = LessonForm()
    form.is_for_a_draft()

    def do() -> str:
        made = actions.add_lesson(g.context, plan_id, form.corrected())
        g.context.session.flush()
        return url_for("lessons.show", lesson_id=made.id)

    return submitted(form, do, again=lambda: _new_page(plan_id, form))


@bp.get("/lessons/<int:lesson_id>/change")
def changing(lesson_id: int) -> ResponseReturnValue:
    """The form for what was learnt."""
    return _change_page(lesson_id, _form(lesson_id))


@bp.post("/lessons/<int:lesson_id>/change")
def change(lesson_id: int) -> ResponseReturnValue:
    """Change what was learnt, or correct it where it is published."""
    form = _form(lesson_id, sent=True)
    saw = form.saw

    def do() -> str:
        actions.change_lesson(g.context, lesson_id, form.corrected(), reason=form.why(), seen=saw)
        return url_for("lessons.show", lesson_id=lesson_id)

    return submitted(form, do, again=lambda: _change_page(lesson_id, form))


@bp.post("/lessons/<int:lesson_id>/publish")
def publish(lesson_id: int) -> ResponseReturnValue:
    """Let everybody read what was learnt."""
    form = PressForm()

    def do() -> str:
        actions.publish_lesson(g.context, lesson_id, seen=form.saw)
        return url_for("lessons.show", lesson_id=lesson_id)

    return submitted(form, do, again=lambda: show_lesson(lesson_id))


@bp.get("/lessons/<int:lesson_id>/take-back")
def taking_back(lesson_id: int) -> ResponseReturnValue:
    """The form for why it does not hold."""
    return _take_back_page(lesson_id, ReasonForm(formdata=None))


@bp.post("/lessons/<int:lesson_id>/take-back")
def take_back(lesson_id: int) -> ResponseReturnValue:
    """Say that it does not hold, and why."""
    form = ReasonForm()

    def do() -> str:
        must_be_fresh()
        actions.take_back_lesson(g.context, lesson_id, reason=form.reason.data)
        return url_for("lessons.show", lesson_id=lesson_id)

    return submitted(form, do, again=lambda: _take_back_page(lesson_id, form))


def _form(lesson_id: int, *, sent: bool = False) -> LessonForm:
    found = queries.lesson(g.context, lesson_id)
    more: dict[str, Any] = {} if sent else {"formdata": None}
    form = LessonForm(**more, **{name: getattr(found, name) for name in LessonForm.names})
    if found.state is LessonState.DRAFT:
        form.is_for_a_draft()
    return form


def _new_page(plan_id: int, form: LessonForm) -> ResponseReturnValue:
    found = queries.plan(g.context, plan_id)
    PLAN.require(g.context, PlanVerb.ADD_LESSON, found)
    form.is_for_a_draft()
    said = _("What was tried here, or in another municipality. Nobody else reads it before it is published.")
    return show(TaskPage(_("What was learnt"), form, _("Save it as a draft"), said, plan_trail(found)))


def _change_page(lesson_id: int, form: LessonForm) -> ResponseReturnValue:
    found = queries.lesson(g.context, lesson_id)
    LESSON.require(g.context, PlanVerb.CHANGE_LESSON, found)
    form.shows(*found.told, now="\n\n".join((found.title, found.tried, found.came_of_it)))
    trail = (*plan_trail(found.plan), (found.title[:40], url_for("lessons.show", lesson_id=lesson_id)))
    return show(TaskPage(_("What was learnt"), form, _("Save"), "", trail))


def _take_back_page(lesson_id: int, form: ReasonForm) -> ResponseReturnValue:
    found = queries.lesson(g.context, lesson_id)
    LESSON.require(g.context, PlanVerb.TAKE_BACK_LESSON, found)
    trail = (*plan_trail(found.plan), (found.title[:40], url_for("lessons.show", lesson_id=lesson_id)))
    return show(TaskPage(_("Why does it not hold?"), form, _("Take it back"), "", trail))
