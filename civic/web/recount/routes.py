"""Addresses for whoever recounts a hearing: the download, the heads, the checker, and a receipt's proof."""

from dataclasses import dataclass
from typing import Any, ClassVar

from flask import Blueprint, Response, current_app, g, send_file
from flask.typing import ResponseReturnValue

from civic.config import HERE
from civic.hearings.models import Hearing
from civic.hearings.queries import hearing
from civic.http.limits import count_export
from civic.http.receipts import by_code
from civic.http.request import show
from civic.kernel import ledger
from civic.kernel.ledger import LedgerHead
from civic.said.recount import download, proof

bp = Blueprint("recount", __name__)
CHECKER = HERE / "static" / "recount.py"
NEWEST = 30
"""Heads that the page shows; all of them stand in the download."""


@dataclass(frozen=True)
class RecountPage:
    """How anybody recounts a hearing, and the heads that were published."""

    template: ClassVar[str] = "recount/show.html"
    hearing: Hearing
    heads: list[LedgerHead]
    """The newest, the last one first."""
    more: int
    """How many older heads there are."""


@bp.get("/hearings/<int:hearing_id>/recount")
def show_recount(hearing_id: int) -> ResponseReturnValue:
    """How anybody checks that a hearing holds everything that was acknowledged."""
    found = hearing(g.context, hearing_id)
    published = list(reversed(ledger.heads(g.context.session, found.process_id)))
    return show(RecountPage(found, published[:NEWEST], max(0, len(published) - NEWEST)))


@bp.get("/hearings/<int:hearing_id>/recount.json")
def whole(hearing_id: int) -> ResponseReturnValue:
    """A hearing with all that is public of it and the log's hashes, to be checked without this site."""
    count_export()
    return _as_json(download(g.context, hearing_id), f"hearing-{hearing_id}.json")


@bp.get("/recount.py")
def checker() -> ResponseReturnValue:
    """The program that checks a download: one small file, which needs nothing but Python."""
    return send_file(CHECKER, mimetype="text/x-python", download_name="recount.py", as_attachment=True)


@bp.get("/answers/<code>/proof.json")
def receipt(code: str) -> ResponseReturnValue:
    """What a receipt proves to anybody; the code is the key."""
    found = by_code(code)
    return _as_json(proof(g.context, found), f"proof-{found.hearing_id}-{found.number}.json")


def _as_json(what: dict[str, Any], name: str) -> Response:
    made = current_app.response_class(ledger.canonical(what), mimetype="application/json")
    made.headers["Content-Disposition"] = f"attachment; filename={name}"
    return made
