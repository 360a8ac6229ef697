"""Addresses about papers beside a process, a group or a meeting."""

from flask import Blueprint, g, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from civic.http.files import files_folder, received
from civic.http.request import show, submitted
from civic.http.task import TaskPage
from civic.kernel.trace import Kind, Ref
from civic.papers import actions, queries
from civic.papers.workflow import PROCESS_PAPERS, PaperVerb
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


def _new_page(home: Ref, form: PaperForm) -> ResponseReturnValue:
    PROCESS_PAPERS.require(g.context, PaperVerb.ADD, queries.process_of(g.context, home))
    trail = ((_("Back"), address(home)),)
    return show(TaskPage(_("Put a paper beside it"), form, _("Hand it in"), trail=trail))
