"""»Slet den« is followed too: where a remark led to a section being deleted, every page says so."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from civic.db.engine import writing
from civic.dialogue.models import Outcome
from civic.kernel import trace
from civic.kernel.actor import VISITOR
from civic.kernel.context import Context
from civic.kernel.trace import Kind, Ref
from civic.people.models import Person
from civic.people.queries import actor
from civic.proposals.models import Proposal
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
    assert "Gården indrettes, så alle kan komme rundt i den.</bdi></del>" in told


def test_a_section_that_was_heard_and_stands_is_never_called_deleted(site):
    with Session(writing(site.engine), expire_on_commit=False) as session:
        at = site.now + timedelta(days=1)
        officer = actor(Context(VISITOR, at, session), session.get(Person, site.ids["Lone Kragh"]))
        context = Context(officer, at, session)
        remark = session.scalars(select(Remark).where(Remark.text == WORDS)).one()
        proposal = session.scalars(select(Proposal).where(Proposal.title == "En bænk i sol og en i skygge")).one()
        heard = session.scalars(select(SectionText).where(SectionText.heading == "Plads til alle")).first()
        reports.link_origin(context, heard.id, proposal.id)
        trace.link(context, Ref(Kind.PROPOSAL, proposal.id), Ref(Kind.REMARK, remark.id))
        session.commit()
    page = site.client("visitor").get(f"/da/follow/proposal/{proposal.id}").text
    site.restore()
    assert "Teksten blev ændret" in page
    assert "slettet" not in page
