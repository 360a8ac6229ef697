"""What a page costs at least on the same stack: a bare Flask app that imports nothing of Civic.

`/list` asks three statements and writes a list of twenty with head and foot; `/bare` says a word; `/form` reads a form
and leads on, without a database. The address of the database is in CIVIC_DATABASE_URL.
"""

import os
import uuid

from flask import Flask, redirect, request
from sqlalchemy import create_engine, event, text

app = Flask("floor")
engine = create_engine(os.environ["CIVIC_DATABASE_URL"])
if engine.dialect.name == "sqlite":
    event.listen(engine, "connect", lambda connection, record: setattr(connection, "isolation_level", None))
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))

PLACE = text("SELECT id, name FROM organisation ORDER BY id LIMIT 1")
PARENT = text("SELECT id, title, full_title, question FROM process WHERE id = :id")
ROWS = text(
    "SELECT proposal.id, proposal.title, proposal.state, person.name,"
    " (SELECT count(*) FROM support WHERE support.proposal_id = proposal.id) AS supports,"
    " (SELECT count(*) FROM comment WHERE comment.kind = 'proposal' AND comment.thing_id = proposal.id"
    " AND comment.state = 'published') AS comments"
    " FROM proposal JOIN person ON person.id = proposal.author_id"
    " WHERE proposal.process_id = :id AND proposal.state IN ('accepted', 'answered')"
    " ORDER BY proposal.id DESC LIMIT 20"
)
PAGE = """<!doctype html>
<html lang="da"><head><meta charset="utf-8"><title>{{ parent.title }}</title>
<link rel="stylesheet" href="/static/a.css"></head>
<body><header><nav><ul>{% for label, address in nav %}<li><a href="{{ address }}">{{ label }}</a></li>{% endfor %}</ul>
<p>{{ place.name }}</p></nav></header>
<main><h1>{{ parent.title }}</h1><p>{{ parent.question }}</p><ul>
{% for one in rows %}<li class="c-item"><div class="c-item__lead"><p class="c-item__when">{{ one.state }}</p>
<p class="c-small"><bdi>{{ one.supports }} støtter det, {{ one.comments }} kommentarer</bdi></p></div>
<div><h3 class="c-item__h">
<a href="/da/proposals/{{ one.id }}"><q class="c-voice" dir="auto">{{ one.title }}</q></a></h3>
<p dir="auto">Af {{ one.name }}</p></div></li>
{% endfor %}</ul></main>
<footer><ul>{% for label, address in nav %}<li><a href="{{ address }}">{{ label }}</a></li>{% endfor %}</ul></footer>
</body></html>"""
app.jinja_env.autoescape = True
TEMPLATE = app.jinja_env.from_string(PAGE)
NAV = [(word, f"/da/{word}") for word in ("deltag", "processer", "høringer", "det-skete", "log-ind", "søg", "hjælp")]


@app.get("/bare")
def bare() -> str:
    """Say a word."""
    return "hello"


@app.get("/list/<int:process_id>")
def rows(process_id: int) -> str:
    """Write a list."""
    with engine.connect() as connection:
        place = connection.execute(PLACE).one()
        parent = connection.execute(PARENT, {"id": process_id}).one()
        found = connection.execute(ROWS, {"id": process_id}).all()
    return TEMPLATE.render(place=place, parent=parent, rows=found, nav=NAV)


@app.post("/form")
def form() -> object:
    """Read a form and lead on."""
    assert request.form["choice"]
    return redirect(f"/da/votes/{uuid.UUID(request.form['once']).int % 7}", 303)
