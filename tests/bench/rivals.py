"""Three servers to measure side by side: the site, its pages held in memory, and a bare Flask app."""

import dataclasses

from flask import Flask, render_template
from sqlalchemy.orm import Session

from civic.app import create_app, utc_now
from civic.config import read
from civic.db.engine import make_engine
from civic.kernel.actor import VISITOR
from civic.kernel.context import Context
from civic.web.processes.pages import process_page
from civic.web.proposals.pages import index_page

PAGES = {"proposal list": "/da/processes/4/proposals", "process page": "/da/processes/1"}

settings = read()
civic = create_app(settings)
memory = create_app(settings)
hello = Flask("hello")


@hello.get("/<path:anything>")
def say(anything: str) -> str:
    """Say hello."""
    return "hello"


def _held(app, path, make):  # type: ignore[no-untyped-def]
    with app.test_request_context(path):
        app.preprocess_request()
        with Session(make_engine(settings.database), expire_on_commit=False) as session:
            return make(Context(VISITOR, utc_now(), session))


if settings.demo:
    LIST = _held(memory, PAGES["proposal list"], lambda context: index_page(context, 4, None))
    PROCESS = _held(memory, PAGES["process page"], lambda context: process_page(context, 1))
    memory.view_functions["proposals.index"] = lambda process_id: render_template(LIST.template, page=LIST)
    memory.view_functions["processes.process"] = lambda process_id: render_template(PROCESS.template, page=PROCESS)
    assert dataclasses.is_dataclass(LIST)
