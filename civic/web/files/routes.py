"""Addresses of files that were handed in: what everybody gets, and what whoever decides about one looks at."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, g, make_response, redirect, url_for
from flask.typing import ResponseReturnValue

from civic.decisions import actions as decisions
from civic.evidence import actions as evidence
from civic.files.uploads import page_of
from civic.hearings import actions as hearings
from civic.http.files import send_original, send_page, send_upload
from civic.http.forms import ReasonForm
from civic.http.identity import must_be_fresh
from civic.http.request import show, submitted
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.trace import Kind
from civic.papers import actions as papers
from civic.proposals import attaching as proposals
from civic.responses import release
from civic.said.things import address
from civic.web.files.pages import handed_in, judge_page, judged

bp = Blueprint("files", __name__)

_JUDGE: dict[Kind, Callable[..., Any]] = {
    Kind.CASE: decisions.judge_attachment,
    Kind.HEARING: hearings.judge_material,
    Kind.EVIDENCE: evidence.judge_slides,
    Kind.PAPER: papers.judge,
    Kind.PROPOSAL: proposals.judge_file,
    Kind.RESPONSE: release.judge_file,
}
"""What releases or withholds a file of each kind of thing; for whom, its pages say."""


@bp.get("/files/<int:upload_id>", endpoint="show")
def shown(upload_id: int) -> ResponseReturnValue:
    """A file as Civic has made it anew: for everybody when it is shown, before that for whoever decides or sent it."""
    found, _access = handed_in(g.context, upload_id)
    sent = make_response(send_upload(found))
    if found.kind is Kind.RESPONSE:  # no search engine keeps what people answered
        sent.headers["X-Robots-Tag"] = "noindex"
    return sent


@bp.get("/files/<int:upload_id>/original")
def original(upload_id: int) -> ResponseReturnValue:
    """A file as it was handed in: for whoever decides about it and for its sender, never for the public."""
    found, access = handed_in(g.context, upload_id)
    if not (access.judges or access.is_own):
        raise Refusal(Reason.NOT_FOUND)
    return send_original(found)


@bp.get("/files/<int:upload_id>/pages/<int:number>")
def page(upload_id: int, number: int) -> ResponseReturnValue:
    """A page of a file as a picture, for whoever decides about it."""
    return send_page(page_of(g.context, judged(g.context, upload_id)[0], number))


@bp.get("/files/<int:upload_id>/<any(show, withhold):way>")
def judging(upload_id: int, way: str) -> ResponseReturnValue:
    """The form that releases a file, or withholds it."""
    return show(judge_page(g.context, upload_id, way, ReasonForm(formdata=None)))


@bp.post("/files/<int:upload_id>/<any(show, withhold):way>")
def judge(upload_id: int, way: str) -> ResponseReturnValue:
    """Release a file the gate held back, or withhold one."""
    form = ReasonForm()
    again = judge_page(g.context, upload_id, way, form)

    def do() -> str:
        must_be_fresh()
        found, access = judged(g.context, upload_id)
        decided = {"is_shown": way == "show", "reason": form.reason.data}
        _JUDGE[found.kind](g.context, found.thing_id, upload_id, **decided)
        return address(access.home)

    return submitted(form, do, again=lambda: show(again))


@bp.get("/hearings/<int:_number>/material/<int:upload_id>")
@bp.get("/cases/<int:_number>/attachments/<int:upload_id>")
@bp.get("/responses/<int:_number>/files/<int:upload_id>")
@bp.get("/evidence/<int:_number>/slides/<int:upload_id>")
@bp.get("/papers/<int:_number>/<int:upload_id>")
def moved(_number: int, upload_id: int) -> ResponseReturnValue:
    """Where files were before: whoever wrote the address down gets there."""
    led = make_response(redirect(url_for("files.show", upload_id=upload_id), 301))
    led.headers["X-Robots-Tag"] = "noindex"
    return led
