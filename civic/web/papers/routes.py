"""Addresses about papers beside a process, a group or a meeting."""

from flask import Blueprint, g, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from civic.files.uploads import Upload, page_of, upload_of
from civic.http.files import files_folder, received, send_original, send_page, send_upload
from civic.http.forms import ReasonForm
from civic.http.identity import must_be_fresh
from civic.http.request import show, submitted
from civic.http.task import TaskPage, judging_page
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.trace import Kind, Ref
from civic.papers import actions, queries
from civic.papers.models import Paper
from civic.papers.workflow import PAPER, PROCESS_PAPERS, PaperVerb
from civic.said.things import address
from civic.web.papers.forms import PaperForm

bp = Blueprint("papers", __name__, url_prefix="/papers")


@bp.get("/<any(process,group,meeting):kind>/<int:number>/new")
def new(kind: str, number: int) -> ResponseReturnValue:
    """The form that puts a paper beside something."""
    return _new_page(Ref(Kind(kind), number), PaperForm(formdata=None))


@bp.post("/<any(process,group,meeting):kind>/<int:number>/new")
def add(kind: str, number: int) -> ResponseReturnValue:
    """Put a paper beside something."""
    form, home = PaperForm(), Ref(Kind(kind), number)

    def do() -> str:
        name, content = received(form.document)
        actions.add(g.context, home, files_folder(), title=form.title.data, name=name, content=content)
        return address(home)

    return submitted(form, do, again=lambda: _new_page(home, form))


@bp.get("/<int:paper_id>", endpoint="show")
def leads(paper_id: int) -> ResponseReturnValue:
    """The page a paper lies on."""
    return redirect(address(queries.paper(g.context, paper_id).home, "papers"))


@bp.get("/<int:paper_id>/<int:upload_id>", endpoint="file")
def shown_file(paper_id: int, upload_id: int) -> ResponseReturnValue:
    """A paper's file, as Civic has made it anew."""
    found = upload_of(g.context, Ref(Kind.PAPER, queries.paper(g.context, paper_id).id), upload_id)
    if not found.is_shown:
        raise Refusal(Reason.NOT_FOUND)
    return send_upload(found)


@bp.get("/<int:paper_id>/<int:upload_id>/original")
def original(paper_id: int, upload_id: int) -> ResponseReturnValue:
    """A file as it was handed in, for whoever decides about it."""
    return send_original(_judged(paper_id, upload_id)[1])


@bp.get("/<int:paper_id>/<int:upload_id>/pages/<int:number>")
def page(paper_id: int, upload_id: int, number: int) -> ResponseReturnValue:
    """A page of a file as a picture, for whoever decides about it."""
    return send_page(page_of(g.context, _judged(paper_id, upload_id)[1], number))


@bp.get("/<int:paper_id>/<int:upload_id>/<any(show, withhold):way>")
def judging(paper_id: int, upload_id: int, way: str) -> ResponseReturnValue:
    """The form that releases a file, or withholds it."""
    return _judge_page(paper_id, upload_id, way, ReasonForm(formdata=None))


@bp.post("/<int:paper_id>/<int:upload_id>/<any(show, withhold):way>")
def judge(paper_id: int, upload_id: int, way: str) -> ResponseReturnValue:
    """Release a file the gate held back, or withhold it."""
    form = ReasonForm()

    def do() -> str:
        must_be_fresh()
        decided = {"is_shown": way == "show", "reason": form.reason.data}
        actions.judge(g.context, paper_id, upload_id, **decided)
        return address(queries.paper(g.context, paper_id).home)

    return submitted(form, do, again=lambda: _judge_page(paper_id, upload_id, way, form))


def _new_page(home: Ref, form: PaperForm) -> ResponseReturnValue:
    PROCESS_PAPERS.require(g.context, PaperVerb.ADD, queries.process_of(g.context, home))
    trail = ((_("Back"), address(home)),)
    return show(TaskPage(_("Put a paper beside it"), form, _("Hand it in"), trail=trail))


def _judged(paper_id: int, upload_id: int) -> tuple[Paper, Upload]:
    found = queries.paper(g.context, paper_id)
    judged = upload_of(g.context, Ref(Kind.PAPER, found.id), upload_id)
    if not PAPER.may(g.context, PaperVerb.JUDGE, found):
        raise Refusal(Reason.NOT_FOUND)
    return found, judged


def _judge_page(paper_id: int, upload_id: int, way: str, form: ReasonForm) -> ResponseReturnValue:
    found, _upload = _judged(paper_id, upload_id)
    return show(judging_page(way, form, (found.title, address(found.home))))
