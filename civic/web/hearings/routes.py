"""Addresses about hearings."""

from flask import Blueprint, g, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from civic.dialogue.models import Outcome
from civic.files import renditions
from civic.files.renditions import Format, What
from civic.hearings import actions, queries
from civic.hearings.models import Stance
from civic.hearings.workflow import HEARING, PARTY, REMARK, PartyVerb, RemarkVerb, Verb
from civic.kernel.trace import Kind, Ref
from civic.people.queries import body
from civic.reports.queries import version
from civic.reports.workflow import REPORT
from civic.reports.workflow import Verb as ReportVerb
from civic.web.files import send_rendition
from civic.web.forms import ButtonForm, Form
from civic.web.hearings.forms import (
    ChangeForm,
    HearingForm,
    InviteForm,
    OpenForm,
    OralForm,
    PartyTreatmentForm,
    ReasonForm,
    ResponseForm,
    SplitForm,
    TreatmentForm,
)
from civic.web.hearings.pages import (
    change_choices,
    council_choices,
    hearing_page,
    index_page,
    note_page,
    party_page,
    remark_page,
    response_page,
    split_form,
)
from civic.web.request import after, answer, show
from civic.web.task import TaskPage

bp = Blueprint("hearings", __name__)


@bp.get("/hearings")
def index() -> ResponseReturnValue:
    """All public hearings."""
    return show(index_page(g.context, after()))


@bp.get("/hearings/<int:hearing_id>", endpoint="show")
def hearing(hearing_id: int) -> ResponseReturnValue:
    """One hearing."""
    return show(hearing_page(g.context, hearing_id))


@bp.get("/versions/<int:version_id>/hearings/new")
def new(version_id: int) -> ResponseReturnValue:
    """The form for a new hearing."""
    return _new_page(version_id, HearingForm())


@bp.post("/versions/<int:version_id>/hearings/new")
def start(version_id: int) -> ResponseReturnValue:
    """Prepare a hearing."""
    form = HearingForm()

    def do() -> str:
        made = actions.start_hearing(g.context, version_id, **form.values())
        return url_for("hearings.show", hearing_id=made.id)

    return answer(form, do, again=lambda: _new_page(version_id, form))


@bp.post("/hearings/<int:hearing_id>/parties")
def invite(hearing_id: int) -> ResponseReturnValue:
    """Invite a council."""
    form = InviteForm()
    form.body_id.choices = council_choices(g.context)

    def do() -> str:
        actions.invite(g.context, hearing_id, body(g.context, form.body_id.data))
        return url_for("hearings.show", hearing_id=hearing_id)

    return answer(form, do, again=lambda: show(hearing_page(g.context, hearing_id, form)))


@bp.get("/hearings/<int:hearing_id>/open")
def opening(hearing_id: int) -> ResponseReturnValue:
    """The form for the deadline."""
    return _open_page(hearing_id, OpenForm())


@bp.post("/hearings/<int:hearing_id>/open")
def open_hearing(hearing_id: int) -> ResponseReturnValue:
    """Open a hearing."""
    form = OpenForm()

    def do() -> str:
        actions.open_hearing(g.context, hearing_id, **form.values())
        return url_for("hearings.show", hearing_id=hearing_id)

    return answer(form, do, again=lambda: _open_page(hearing_id, form))


@bp.get("/hearings/parties/<int:party_id>")
def party(party_id: int) -> ResponseReturnValue:
    """A council's own seat in a hearing."""
    return show(party_page(g.context, party_id))


@bp.post("/hearings/parties/<int:party_id>/draft")
def draft(party_id: int) -> ResponseReturnValue:
    """Save a council's unfinished answer."""
    form = ResponseForm()

    def do() -> str:
        actions.draft_response(g.context, party_id, text=form.text.data)
        return url_for("hearings.party", party_id=party_id)

    return answer(form, do, again=lambda: show(party_page(g.context, party_id, form)))


@bp.post("/hearings/parties/<int:party_id>/response")
def submit(party_id: int) -> ResponseReturnValue:
    """Hand in a høringssvar."""
    form = ResponseForm()

    def do() -> str:
        actions.draft_response(g.context, party_id, text=form.text.data)
        stance = Stance(form.stance.data)
        made = actions.submit_response(g.context, party_id, text=form.text.data, stance=stance)
        return url_for("hearings.response", response_id=made.id)

    return answer(form, do, again=lambda: show(party_page(g.context, party_id, form)))


@bp.get("/hearings/parties/<int:party_id>/oral")
def oral(party_id: int) -> ResponseReturnValue:
    """The form for an oral answer."""
    return _party_task(party_id, PartyVerb.RECORD, OralForm())


@bp.post("/hearings/parties/<int:party_id>/oral")
def record(party_id: int) -> ResponseReturnValue:
    """Write down an oral answer."""
    form = OralForm()

    def do() -> str:
        values = form.values() | {"stance": Stance(form.stance.data)}
        made = actions.record_response(g.context, party_id, **values)
        return url_for("hearings.response", response_id=made.id)

    return answer(form, do, again=lambda: _party_task(party_id, PartyVerb.RECORD, form))


@bp.post("/hearings/parties/<int:party_id>/mask")
def mask(party_id: int) -> ResponseReturnValue:
    """Mask the CPR-like numbers in the council's held answer."""

    def do() -> str:
        actions.mask_response(g.context, party_id)
        return url_for("hearings.party", party_id=party_id)

    return answer(ButtonForm(), do, again=lambda: party(party_id))


@bp.get("/hearings/parties/<int:party_id>/release")
def releasing(party_id: int) -> ResponseReturnValue:
    """The form for releasing a held answer."""
    return _party_task(party_id, PartyVerb.RELEASE, ReasonForm())


@bp.post("/hearings/parties/<int:party_id>/release")
def release(party_id: int) -> ResponseReturnValue:
    """Release a held answer with a reason."""
    form = ReasonForm()

    def do() -> str:
        actions.release_response(g.context, party_id, reason=form.reason.data)
        return url_for("hearings.party", party_id=party_id)

    return answer(form, do, again=lambda: _party_task(party_id, PartyVerb.RELEASE, form))


@bp.get("/hearings/parties/<int:party_id>/treatment")
def treatment(party_id: int) -> ResponseReturnValue:
    """The form for what became of a response as a whole."""
    return _party_task(party_id, PartyVerb.SPLIT, PartyTreatmentForm())


@bp.post("/hearings/parties/<int:party_id>/treatment")
def say_treatment(party_id: int) -> ResponseReturnValue:
    """Say what became of a response as a whole."""
    form = PartyTreatmentForm()

    def do() -> str:
        party = actions.say_treatment(g.context, party_id, text=form.text.data)
        return url_for("hearings.show", hearing_id=party.hearing_id)

    return answer(form, do, again=lambda: _party_task(party_id, PartyVerb.SPLIT, form))


@bp.get("/responses/<int:response_id>")
def response(response_id: int) -> ResponseReturnValue:
    """One høringssvar."""
    return show(response_page(g.context, response_id))


@bp.post("/hearings/parties/<int:party_id>/remarks")
def split(party_id: int) -> ResponseReturnValue:
    """Make one remark of a response."""
    found = queries.party(g.context, party_id)
    PARTY.step(g.context, PartyVerb.SPLIT, found)
    form = split_form(g.context, found, SplitForm())
    response_id = found.response.id if found.response else 0

    def do() -> str:
        section_id, proposal_id = form.section_text_id.data or None, form.proposal_id.data or None
        actions.split(g.context, party_id, text=form.text.data, section_text_id=section_id, proposal_id=proposal_id)
        return url_for("hearings.response", response_id=response_id)

    return answer(form, do, again=lambda: show(response_page(g.context, response_id, form)))


@bp.get("/remarks/<int:remark_id>")
def remark(remark_id: int) -> ResponseReturnValue:
    """One remark, for the officer who answers it."""
    return show(remark_page(g.context, remark_id))


@bp.post("/remarks/<int:remark_id>/answer")
def treat(remark_id: int) -> ResponseReturnValue:
    """Answer a remark."""
    form = TreatmentForm()

    def do() -> str:
        outcome = Outcome(form.outcome.data)
        actions.answer_remark(g.context, remark_id, outcome=outcome, reason=form.reason.data)
        return url_for("hearings.remark", remark_id=remark_id)

    return answer(form, do, again=lambda: show(remark_page(g.context, remark_id, treatment=form)))


@bp.post("/remarks/<int:remark_id>/change")
def link_change(remark_id: int) -> ResponseReturnValue:
    """Tie an accepted remark to the words it changed."""
    form = ChangeForm()
    found = queries.remark(g.context, remark_id)
    REMARK.step(g.context, RemarkVerb.LINK_CHANGE, found)
    form.section_text_id.choices = change_choices(g.context, found)

    def do() -> str:
        actions.link_change(g.context, remark_id, form.section_text_id.data)
        return url_for("hearings.remark", remark_id=remark_id)

    return answer(form, do, again=lambda: show(remark_page(g.context, remark_id, change=form)))


@bp.get("/hearings/<int:hearing_id>/note")
def note(hearing_id: int) -> ResponseReturnValue:
    """The hearing note."""
    return show(note_page(g.context, hearing_id))


@bp.post("/hearings/<int:hearing_id>/note")
def conclude(hearing_id: int) -> ResponseReturnValue:
    """Publish the hearing note."""

    def do() -> str:
        actions.conclude(g.context, hearing_id)
        return url_for("hearings.note", hearing_id=hearing_id)

    return answer(ButtonForm(), do, again=lambda: note(hearing_id))


@bp.get("/hearings/<int:hearing_id>/note.<any(pdf, docx, odt):form>")
def note_document(hearing_id: int, form: str) -> ResponseReturnValue:
    """The published note as a document, once the worker has made it."""
    found = queries.hearing(g.context, hearing_id)
    made = renditions.of(g.context, Ref(Kind.HEARING, found.id))
    return send_rendition(made, What.NOTE, Format(form), f"hoeringsnotat-{hearing_id}")


def _new_page(version_id: int, form: HearingForm) -> ResponseReturnValue:
    heard = version(g.context, version_id)
    REPORT.step(g.context, ReportVerb.START_HEARING, heard.report)
    label = _("Version %(label)s", label=heard.label)
    trail = ((label, url_for("reports.version", version_id=version_id)),)
    return show(TaskPage(_("Send the draft in hearing"), form, _("Prepare the hearing"), trail=trail))


def _open_page(hearing_id: int, form: OpenForm) -> ResponseReturnValue:
    found = queries.hearing(g.context, hearing_id)
    HEARING.step(g.context, Verb.OPEN, found)
    trail = ((found.title, url_for("hearings.show", hearing_id=hearing_id)),)
    return show(TaskPage(_("Open the hearing"), form, _("Open it and invite the councils"), trail=trail))


def _party_task(party_id: int, verb: PartyVerb, form: Form) -> ResponseReturnValue:
    found = queries.party(g.context, party_id)
    PARTY.step(g.context, verb, found)
    heading, button = {
        PartyVerb.RECORD: (_("Write down an oral answer"), _("Enter the answer")),
        PartyVerb.RELEASE: (_("Release the held answer"), _("Release it")),
        PartyVerb.SPLIT: (_("What became of the answer"), _("Save")),
    }[verb]
    trail = ((found.hearing.title, url_for("hearings.show", hearing_id=found.hearing_id)),)
    return show(TaskPage(heading, form, button, found.body.name, trail))
