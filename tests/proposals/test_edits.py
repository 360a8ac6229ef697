"""Every saved edit of a proposal is kept and compared; what is typed is kept, what two tabs wrote is put together."""

import html
import re

from sqlalchemy import func, select

from civic.kernel.refusal import Reason
from civic.kernel.trace import Kind, Ref
from civic.proposals import actions
from civic.proposals.models import ProposalState
from civic.proposals.workflow import PROPOSAL, ProposalVerb
from civic.writing.models import TextEdit, WorkingCopy
from civic.writing.queries import edits_of, own_copy
from tests.forms import sent_by
from tests.make import a_context, a_facilitator, a_person, a_process, a_proposal
from tests.refusing import refused

TWO = "Der mangler en bænk.\n\nDer mangler lys."


def _draft(session, text):
    author = a_person(session)
    made = a_proposal(session, a_process(session), author=author, state=ProposalState.DRAFT, text=text)
    return made, a_context(session, author)


def _edits(context, proposal):
    return [one.text for one in edits_of(context, Ref(Kind.PROPOSAL, proposal.id), at_most=99)]


def test_each_saved_edit_is_kept_and_saving_the_same_words_is_none(session):
    proposal, mine = _draft(session, TWO)
    actions.rewrite(mine, proposal.id, title=proposal.title, text="Der mangler to bænke.")
    actions.rewrite(mine, proposal.id, title=proposal.title, text="Der mangler to bænke.")
    assert _edits(mine, proposal) == ["Der mangler to bænke.", TWO]
    assert (proposal.text, proposal.edit) == ("Der mangler to bænke.", 2)


def test_two_tabs_that_change_other_paragraphs_are_put_together(session):
    proposal, mine = _draft(session, TWO)
    first = TWO.replace("en bænk", "to bænke")
    second = TWO.replace("lys", "lys om aftenen")
    actions.rewrite(mine, proposal.id, title=proposal.title, text=first, edit=1)
    woven = actions.rewrite(mine, proposal.id, title=proposal.title, text=second, edit=1)
    assert woven.clashes == ()
    assert proposal.text == "Der mangler to bænke.\n\nDer mangler lys om aftenen."


def test_one_paragraph_changed_in_two_tabs_is_shown_twice_and_nothing_is_written(session):
    proposal, mine = _draft(session, "Der mangler en bænk.")
    actions.rewrite(mine, proposal.id, title=proposal.title, text="Der mangler to bænke.", edit=1)
    woven = actions.rewrite(mine, proposal.id, title=proposal.title, text="Der mangler en stol.", edit=1)
    assert [(one.theirs, one.mine) for one in woven.clashes] == [("Der mangler to bænke.", "Der mangler en stol.")]
    assert proposal.text == "Der mangler to bænke."
    assert own_copy(mine, Ref(Kind.PROPOSAL, proposal.id)).text == "Der mangler en stol."


def test_a_number_that_was_masked_stands_in_no_edit(session):
    proposal = a_proposal(session, a_process(session), state=ProposalState.HELD)
    mine = a_context(session, proposal.author)
    assert any("010190-1234" in one for one in _edits(mine, proposal))
    actions.mask(mine, proposal.id)
    assert not any("010190-1234" in one for one in _edits(mine, proposal))


def test_what_staff_cover_is_covered_in_every_edit(session):
    process = a_process(session)
    proposal = a_proposal(
        session, process, state=ProposalState.SUBMITTED, text="Jens Holm på Skovvej vil have en bænk."
    )
    staff = a_context(session, a_facilitator(session, process))
    actions.cover(staff, proposal.id, words=["Jens Holm"])
    assert not any("Jens Holm" in one for one in _edits(staff, proposal))


def test_the_edits_are_their_writers_alone(session):
    process = a_process(session)
    proposal = a_proposal(session, process, state=ProposalState.ACCEPTED)
    others = (
        a_context(session),
        a_context(session, a_person(session)),
        a_context(session, a_facilitator(session, process)),
    )
    assert not any(PROPOSAL.may(one, ProposalVerb.READ_EDITS, proposal) for one in others)
    assert PROPOSAL.may(a_context(session, proposal.author), ProposalVerb.READ_EDITS, proposal)


def test_a_new_proposal_is_kept_as_it_is_typed_and_forgotten_when_it_is_saved(session):
    process = a_process(session)
    mine = a_context(session, a_person(session))
    actions.keep_begun(mine, process.id, title="En bæ", text="Så kan")
    kept = own_copy(mine, Ref(Kind.PROCESS, process.id))
    assert (kept.heading, kept.text) == ("En bæ", "Så kan")
    refused(lambda: actions.keep_begun(a_context(session), process.id, title="x", text="y"), Reason.NOT_YOURS)
    actions.write(mine, process.id, title="En bænk", text="Så kan man sidde.")
    assert session.scalar(select(func.count(WorkingCopy.id))) == 0
    assert session.scalar(select(func.count(TextEdit.id)).where(TextEdit.kind == Kind.PROPOSAL)) == 1


def test_what_was_typed_of_a_new_proposal_stands_in_the_form_next_time(site):
    client, path = site.client("resident"), site.at("/da/processes/{courtyards}/proposals/new")
    keep = site.at("/da/processes/{courtyards}/proposals/typed")
    fields = sent_by(client.get(path).text)
    answered = client.post(keep, data=fields | {"title": "Blomster ved porten", "text": "Det lugter."})
    page = html.unescape(client.get(path).text)
    other = site.client("author").get(path).text
    site.restore()
    assert answered.json["kept"]
    assert 'value="Blomster ved porten"' in page
    assert "Det lugter." in page
    assert "Blomster ved porten" not in other


def test_the_author_sees_what_each_edit_changed_and_a_clash_in_the_form(site):
    client = site.client("resident")
    path = site.at("/da/proposals/{beds}/edit")
    if client.get(path).status_code != 200:
        client = site.client("author")
    first = sent_by(client.get(path).text)
    client.post(path, data=first | {"text": "Fra den ene fane."})
    clash = client.post(path, data=first | {"text": "Fra den anden fane.", "once": "anden"})
    edits = html.unescape(client.get(site.at("/da/proposals/{beds}/edits")).text)
    hidden = site.client("visitor").get(site.at("/da/proposals/{beds}/edits")).status_code
    site.restore()
    assert clash.status_code == 409 or clash.status_code == 422
    assert "Fra den ene fane." in html.unescape(clash.text)
    assert "Fra den anden fane." in html.unescape(clash.text)
    assert re.search(r"<ins>.*?Fra den ene fane", edits, re.DOTALL)
    assert hidden == 404
