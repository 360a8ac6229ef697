"""One-click sign-in as a demo person; these addresses exist in demo mode only."""

from flask import Blueprint, g, request
from flask.typing import ResponseReturnValue

from civic.http.forms import ButtonForm
from civic.http.identity import next_address, open_browser
from civic.http.request import show, submitted
from civic.people import actions
from civic.web.people.forms import SignInForm
from civic.web.people.pages import sign_in_page

bp = Blueprint("demo", __name__)


@bp.post("/sign-in/<int:person_id>")
def sign_in(person_id: int) -> ResponseReturnValue:
    """Sign in as an invented person."""

    def do() -> str:
        open_browser(actions.sign_in_invented(g.context, person_id))
        return next_address(request.form.get("next"))

    again = SignInForm(formdata=None)
    return submitted(ButtonForm(), do, again=lambda: show(sign_in_page(g.context, again, demo=True)))
