"""A receipt's code over HTTP: whoever has it may do what its sender may; who guesses is counted."""

from flask import g

from civic.http.limits import count_code
from civic.kernel.receipt import LENGTH, tidied
from civic.kernel.refusal import Reason, Refusal
from civic.responses.models import Response
from civic.responses.queries import by_receipt


def by_code(code: str) -> Response:
    """Return the response whose receipt somebody has, or Refusal(NOT_FOUND); a code that could be one is counted."""
    asked = tidied(code)
    if len(asked) != LENGTH:
        raise Refusal(Reason.NOT_FOUND)
    try:
        return by_receipt(g.context, asked)
    except Refusal:
        count_code()
        raise
