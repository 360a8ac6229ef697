"""Words in a language, outside any request: for the worker."""

from collections.abc import Callable
from typing import TypeVar

from flask import Flask, g

from civic.files.renditions import RECORD
from civic.kernel.context import Context
from civic.said.language import in_language

T = TypeVar("T")


def spoken(app: Flask, context: Context, make_it: Callable[[], T], language: str = RECORD) -> T:
    """Return what `make_it` makes in a language, outside any request."""
    made: list[T] = []

    def put() -> str:
        made.append(make_it())
        return ""

    with app.test_request_context(base_url=app.extensions["civic_settings"].address):
        g.context = context
        in_language(language, put)
        del g.context
    return made[0]
