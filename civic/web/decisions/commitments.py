"""Addresses that make commitments of the recommendations of an adopted case."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, g, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from civic.decisions import actions, queries
from civic.decisions.models import Case
from civic.decisions.workflow import CASE, DecisionVerb
from civic.http.forms import Form, day, line
from civic.http.forms import text as words
from civic.http.request import show, submitted
from civic.http.task import TaskPage
from civic.kernel import trace
from civic.kernel.refusal import Reason
from civic.kernel.trace import Kind
from civic.reports.models import SectionText
from civic.said.wording import section_name

bp = Blueprint("commitments", __name__)
ASKED = ("text", "responsible", "due_on", "involved")
"""What is asked of each recommendation, as the action calls it."""


class CommitmentsForm(Form):
    """What is done about each recommendation; the fields of each stand below, by `asked`."""

    recommendations: Mapping[int, SectionText]
    """What each is about, by the number in the fields' names."""

    def validate(self, extra_validators: Mapping[str, Sequence[Any]] | None = None) -> bool:
        """Say which are begun and not whole; one whose responsible and day are empty is left for later."""
        is_right = super().validate(extra_validators)
        for number in self.recommendations:
            responsible, due = (self._fields[f"{name}_{number}"] for name in ("responsible", "due_on"))
            if bool(responsible.data) != bool(due.data) and not due.errors:
                lacking = due if responsible.data else responsible
                lacking.errors = [_("Say both who is responsible and by when, or neither.")]
                is_right = False
            elif not responsible.data and self.is_begun(number):
                responsible.errors = [_("Say both who is responsible and by when, or neither.")]
                is_right = False
        if is_right and self.recommendations and not self.filled():
            first = self._fields[f"responsible_{next(iter(self.recommendations))}"]
            first.errors = [_("Nobody is responsible for any of them yet.")]
            return False
        return is_right

    def is_begun(self, number: int) -> bool:
        """Return whether more was typed of a recommendation than stood there."""
        text = self._fields[f"text_{number}"].data
        return bool(self._fields[f"involved_{number}"].data) or text not in {"", self.recommendations[number].heading}

    def filled(self) -> list[dict[str, Any]]:
        """Return what was typed of those that have somebody responsible, as the action takes it."""
        typed = {
            number: {name: self._fields[f"{name}_{number}"].data for name in ASKED} for number in self.recommendations
        }
        return [{**values, "recommendation_id": number} for number, values in typed.items() if values["responsible"]]


def asked(recommendations: Sequence[SectionText]) -> type[CommitmentsForm]:
    """Return the form with fields for each recommendation, what is to be done filled in with its heading."""
    fields: dict[str, Any] = {}
    for one in recommendations:
        of = section_name(one)
        fields[f"text_{one.id}"] = words(
            _("%(of)s – what is to be done", of=of), at_most=1000, rows=2, default=one.heading
        )
        fields[f"responsible_{one.id}"] = line(_("%(of)s – who is responsible", of=of), required=False)
        fields[f"due_on_{one.id}"] = day(_("%(of)s – by when", of=of), required=False)
        who = _("%(of)s – who takes part, one on each line", of=of)
        fields[f"involved_{one.id}"] = words(who, required=False, at_most=2000, rows=2)
    fields["recommendations"] = {one.id: one for one in recommendations}
    if recommendations:
        fields["refusals"] = {Reason.TAKEN: f"text_{recommendations[0].id}"}
        fields["refused_as"] = {
            Reason.TAKEN: _(
                "Somebody has made a commitment of one of them meanwhile. Copy what you wrote, and open the page again."
            )
        }
    return type("CommitmentsForm", (CommitmentsForm,), fields)


@bp.get("/cases/<int:case_id>/commitments")
def making(case_id: int) -> ResponseReturnValue:
    """The form that makes commitments of a case's recommendations, all of them on one page."""
    return _page(queries.case(g.context, case_id))


@bp.post("/cases/<int:case_id>/commitments")
def make(case_id: int) -> ResponseReturnValue:
    """Make a commitment of each recommendation that has somebody responsible."""
    case = queries.case(g.context, case_id)
    CASE.require(g.context, DecisionVerb.ADD_FOLLOW_UP, case)
    form = asked([one for one in queries.recommendations(g.context, case) if f"text_{one.id}" in request.form])()

    def do() -> str:
        for one in form.filled():
            actions.add_follow_up(g.context, case_id, **one, is_first=True)
        return url_for("decisions.case", case_id=case_id)

    return submitted(form, do, again=lambda: _page(case, form))


def _left(case: Case) -> list[SectionText]:
    """Return the recommendations nobody has made a commitment of."""
    every = queries.recommendations(g.context, case)
    made = {one for one, _made in trace.led_to(g.context, Kind.SECTION_TEXT, [one.id for one in every], Kind.FOLLOW_UP)}
    return [one for one in every if one.id not in made]


def _page(case: Case, form: CommitmentsForm | None = None) -> ResponseReturnValue:
    CASE.require(g.context, DecisionVerb.ADD_FOLLOW_UP, case)
    left = list(form.recommendations.values()) if form is not None else _left(case)
    said = _("What has nobody responsible yet is left for another time.")
    if not left:
        has_any = queries.recommendations(g.context, case)
        said = _("Each recommendation has its commitment.") if has_any else _("The case carries no recommendations.")
    trail = ((case.number, url_for("decisions.case", case_id=case.id)),)
    return show(TaskPage(_("Commitments of the recommendations"), form or asked(left)(), _("Save them"), said, trail))
