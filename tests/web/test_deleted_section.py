"""»Slet den« is followed too: where a remark led to a section being deleted, every page says so."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from civic.db.engine import writing
from civic.dialogue.models import Outcome
from civic.kernel.actor import VISITOR
from civic.kernel.context import Context
from civic.people.models import Person
from civic.people.queries import actor
from civic.reports import actions as reports
from civic.reports.models import Purpose, SectionText, Version
from civic.treatment import actions as treatment
from civic.treatment.models import Remark

WORDS = "Gården skal kunne bruges med kørestol."


@pytest.fixture
def remark(site):
    with Session(writing(site.engine), expire_on_commit=False) as session:
        remark = session.scalars(select(Remark).where(Remark.text == WORDS)).one()
        version = session.scalars(select(Version).where(Version.label == "0.5")).one()
        at = site.now + timedelta(days=1)
        officer = actor(Context(VISITOR, at, session), session.get(Person, site.ids["Lone Kragh"]))
        context = Context(officer, at, session)
        texts = session.scalars(select(SectionText).where(SectionText.version_id == version.id))
        heard = next(one for one in texts if one.heading == "Plads til alle")
        reports.take_out_section(context, heard.section_id)
        reports.publish_version(context, version.report_id, label="1.0", purpose=Purpose.FINAL)
        treatment.answer_remark(context, remark.id, outcome=Outcome.ACCEPTED, reason="Princippet går ud.")
        treatment.link_change(context, remark.id, heard.id)
        session.commit()
        ids = (remark.id, remark.response_id)
    yield ids
    site.restore()


def test_a_deleted_section_is_told_where_the_remark_is(site, remark):
    remark_id, response_id = remark
    for path in (f"/da/responses/{response_id}", "/da/hearings/2/note", "/da/hearings/2/note.csv"):
        assert "slettet siden version 0.5" in site.client("officer").get(path).text
    told = site.client("officer").get(f"/da/remarks/{remark_id}").text
    assert "Gården indrettes, så alle kan komme rundt i den.</del>" in told
