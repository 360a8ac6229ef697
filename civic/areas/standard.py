"""The topics that an installation begins with: those by which bodies are heard, and some that every municipality has.

Sources: retssikkerhedsloven sections 30 and 37 a and integrationsloven section 42 for the first three; the others are
heard by local agreement, or only say what a thing is about.
"""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, MetaData, Table, event, insert

from civic.areas.models import Topic
from civic.db.base import Base

STANDARD = {
    "disability": "Mennesker med handicap",
    "older_people": "Ældre",
    "integration": "Integration",
    "local": "En del af kommunen med lokaludvalg",
    "schools": "Skoler",
    "staff": "Kommunens medarbejdere (MED)",
    "youth": "Unge",
    "vulnerable": "Udsatte",
    "housing": "Boliger og boligområder",
    "traffic": "Veje og trafik",
    "nature": "Natur og klima",
    "leisure": "Kultur og fritid",
    "health": "Sundhed",
    "safety": "Tryghed",
}


@event.listens_for(Base.metadata, "after_create")
def _begin(_metadata: MetaData, connection: Connection, *, tables: Collection[Table], **_more: Any) -> None:
    """Enter them with their table; an installation gets them by its migration."""
    if Topic.__table__ in tables:
        connection.execute(insert(Topic), [{"key": key, "name": name} for key, name in STANDARD.items()])
