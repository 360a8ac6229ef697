"""A comment's page leads back to what it is said of, whatever that is."""

import re

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from civic.db.engine import writing
from civic.hearings import actions as hearings
from civic.kernel.actor import VISITOR
from civic.kernel.context import Context
from civic.meetings import actions as meetings
from civic.meetings.models import Meeting
from civic.people.models import Person
from civic.people.queries import actor
from civic.proposals import actions as proposals
from civic.reports import actions as reports
from civic.reports.queries import newest_text


def _on_a_proposal(officer, author, sitting):
    return "author", proposals.comment(author, 3, text="Ja tak."), "/da/proposals/3"


def _on_a_published_section(officer, author, sitting):
    reports.open_section(officer, 13, is_open=True)
    newest = newest_text(officer, 13)
    return "author", reports.comment(author, newest.id, text="Hvor mange?"), "/da/sections/13"


def _among_the_writers(officer, author, sitting):
    return "officer", reports.discuss(officer, 13, text="Skal vi dele den?"), "/da/sections/13"


def _among_the_council(officer, author, sitting):
    return "secretary", hearings.discuss(sitting, 6, text="Husk bænkene."), "/da/hearings/parties/6"


def acting_on(site, say):
    """Let the demo's people say something, and return as which role it can be seen, the comment, and its page."""
    with Session(writing(site.engine), expire_on_commit=False) as session:

        def acting(name):
            person = session.get(Person, site.ids[name])
            return Context(actor(Context(VISITOR, site.now, session), person), site.now, session)

        found = say(acting("Lone Kragh"), acting("Amina Farah"), acting("Vibeke Storm"))
        session.commit()
    return found


def _on_a_meeting(officer, author, sitting):
    number = author.session.scalars(select(Meeting.id).where(Meeting.process_id == 4).order_by(Meeting.id)).first()
    return "author", meetings.comment(author, number, text="Er der elevator?"), f"/da/meetings/{number}"


EACH = [_on_a_meeting, _on_a_proposal, _on_a_published_section, _among_the_writers, _among_the_council]


@pytest.mark.parametrize("say", EACH)
def test_a_comments_page_leads_back_to_what_it_is_said_of(site, say):
    role, said, home = acting_on(site, say)
    try:
        page = site.client(role).get(f"/da/comments/{said.id}")
        assert page.status_code == 200
        crumb = re.search(r'<nav class="c-crumbs".*?href="([^"]+)"', page.text, re.DOTALL)[1]
        assert crumb == home
        assert site.client(role).get(crumb, follow_redirects=True).status_code == 200
    finally:
        site.restore()
