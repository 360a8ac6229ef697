"""What the administration has written and not published is read by its officers alone."""

import re

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from civic.responses.models import Response
from civic.treatment.models import Answer, Remark

REASON = "God pointe. Det skrives ind."
"""An answer to a remark of the demo's hearing that is still being treated."""
TREATMENT = "Rådet er hørt, og svaret er på vej."


@pytest.fixture
def remark(site):
    with Session(site.engine) as session:
        remark = session.scalars(select(Remark).join(Remark.answer).where(Answer.reason == REASON)).one()
        response = session.get(Response, remark.response_id)
        response.summary = TREATMENT
        ids = (remark.id, response.id, response.hearing_id)
        session.commit()
    yield ids
    site.restore()


@pytest.mark.parametrize("role", ["visitor", "resident", "secretary", "officer"])
def test_an_answer_is_told_when_the_note_is_published(site, remark, role):
    remark_id, response_id, hearing_id = remark
    pages = {
        "follow": f"/da/follow/remark/{remark_id}",
        "response": f"/da/responses/{response_id}",
        "note": f"/da/hearings/{hearing_id}/note",
        "white book": f"/da/hearings/{hearing_id}/white-book",
        "hearing": f"/da/hearings/{hearing_id}",
    }
    seen = {name: site.client(role).get(path).text for name, path in pages.items()}
    told = {name for name, text in seen.items() if REASON in text or TREATMENT in text}
    assert told == ({"response", "note"} if role == "officer" else set())
    assert not re.search("imødekommet", seen["follow"], re.IGNORECASE)
    assert "venter på svar" in seen["follow"]
