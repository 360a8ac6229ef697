"""What lies beside a proposal: files, a picture, where it is, its language; looked through before anybody gets them."""

import io
import re

import pikepdf
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from civic.db.engine import writing
from civic.files.uploads import Upload
from civic.kernel.actor import VISITOR
from civic.kernel.context import Context
from civic.kernel.outbox import OutboxMessage
from civic.kernel.trace import Kind
from civic.people.models import Person
from civic.people.queries import actor
from civic.proposals import actions as proposals
from civic.proposals.models import Proposal
from tests.documents.files import SECRET, SEEN, a_picture, docx, par, pdf, run, words
from tests.forms import sent_by

CLEAN = docx(par(run("Elleve vil være med.")))
COVERED = pdf(f"{SEEN}{words(SECRET)} 0 g 55 690 400 30 re f\n")
LOCKED = pdf(SEEN, encryption=pikepdf.Encryption(owner="x", user="y", R=6))


@pytest.fixture
def own(site):
    yield site
    site.restore()


@pytest.fixture
def draft(own):
    """Return the address of a draft that its author has just begun."""
    author = own.client("author")
    return _post(author, own.at("/da/processes/{courtyards}/proposals/new"), title="En pumpe", text="Til cykler.")


def _post(client, path, page=None, **data):
    form = sent_by(client.get(page or path).text)
    got = client.post(path, data={**form, **data})
    assert got.status_code == 303, got.text
    return got.location


def _press(site, role, path, **data):
    site._count += 1
    data = {"csrf_token": site.token(role), "once": f"press-{site._count}", **data}
    return site.client(role).post(path, data=data)


def _attach(site, draft, *files):
    got = _attached(site, draft, *files)
    assert got.status_code == 303, got.text


def _attached(site, draft, *files):
    author = site.client("author")
    form = sent_by(author.get(f"{draft}/files").text)
    sent = [(io.BytesIO(content), name) for name, content in files]
    return author.post(f"{draft}/files", data={**form, "files": sent})


def _uploads(site, draft):
    with Session(site.engine) as session:
        number = int(draft.rpartition("/")[2])
        found = session.scalars(select(Upload).where(Upload.kind == Kind.PROPOSAL, Upload.thing_id == number))
        return {one.name: one for one in found}


def _mails(site, template):
    with Session(site.engine) as session:
        return session.scalars(select(OutboxMessage).where(OutboxMessage.template == template)).all()


def _published(site, draft):
    assert _press(site, "author", f"{draft}/submit").status_code == 303
    page = site.client("facilitator").get(draft).text
    seen = re.search(r'action="[^"]+/accept".*?name="seen" value="([^"]+)"', page, re.DOTALL)[1]
    assert _press(site, "facilitator", f"{draft}/accept", seen=seen).status_code == 303


def test_a_file_is_shown_once_it_has_been_looked_through_and_is_the_copy_that_civic_makes(own, draft):
    _attach(own, draft, ("spurgt.docx", CLEAN))
    (upload,) = _uploads(own, draft).values()
    path = f"/da/files/{upload.id}"
    visitor = own.app.test_client()
    assert visitor.get(path).status_code == 404, "a draft is its authors' alone"
    assert own.client("resident").get(path).status_code == 404
    assert own.client("author").get(f"{path}/original").data == CLEAN
    _published(own, draft)
    assert "spurgt.docx" not in visitor.get(draft).text, "nobody has looked through it yet"
    own.read_files()
    assert f'href="{path}"' in visitor.get(draft).text
    got = visitor.get(path)
    assert got.status_code == 200
    assert got.data != CLEAN
    assert visitor.get(f"{path}/original").status_code == 404


def test_a_file_in_which_words_are_covered_waits_for_a_person_and_its_author_reads_why_it_is_not_shown(own, draft):
    _attach(own, draft, ("brev.pdf", COVERED))
    _published(own, draft)
    own.read_files()
    visitor, facilitator = own.app.test_client(), own.client("facilitator")
    upload = _uploads(own, draft)["brev.pdf"]
    assert visitor.get(f"/da/files/{upload.id}").status_code == 404
    assert SECRET not in visitor.get(draft).text
    desk = facilitator.get(f"/da/moderation?at=proposal-{draft.rpartition('/')[2]}").text
    assert "brev.pdf" in desk, "a public one stands on the desk again"
    assert "ord, der er dækket over eller skjult" in desk
    assert facilitator.get(f"/da/files/{upload.id}/pages/1").status_code == 200
    form = sent_by(facilitator.get(f"/da/files/{upload.id}/withhold").text)
    got = facilitator.post(f"/da/files/{upload.id}/withhold", data={**form, "reason": "Naboens navn er dækket over."})
    assert got.status_code == 303
    (told,) = _mails(own, "proposal_file_withheld")
    assert told.data["reason"] == "Naboens navn er dækket over."
    assert visitor.get(f"/da/files/{upload.id}").status_code == 404
    form = sent_by(facilitator.get(f"/da/files/{upload.id}/show").text)
    assert facilitator.post(f"/da/files/{upload.id}/show", data={**form, "reason": "Godt nok."}).status_code == 303
    assert visitor.get(f"/da/files/{upload.id}").status_code == 200


def test_who_wrote_it_cannot_let_their_own_file_be_shown(own, draft):
    _attach(own, draft, ("brev.pdf", COVERED))
    _published(own, draft)
    own.read_files()
    upload = _uploads(own, draft)["brev.pdf"]
    for role in ("author", "resident", "secretary"):
        assert own.client(role).get(f"/da/files/{upload.id}/show").status_code == 404
        assert _press(own, role, f"/da/files/{upload.id}/show", reason="Ja.").status_code == 404


def test_a_file_that_nobody_can_read_is_said_to_its_author(own, draft):
    _attach(own, draft, ("itu.pdf", LOCKED))
    own.read_files()
    (told,) = _mails(own, "proposal_file_unreadable")
    assert (told.data["name"], told.data["why"]) == ("itu.pdf", "locked")
    assert "den kan kun åbnes med et kodeord" in own.client("author").get(f"{draft}/files").text


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ([], "Vælg en fil."),
        ([("x.exe", b"MZ\x90\x00 not a text")], "PDF"),
        ([("a.docx", CLEAN)] * 6, "højst ligge fem filer"),
        ([("stor.pdf", b"%PDF-1.7\n" + b"0" * 10_000_001)], "10"),
    ],
)
def test_what_cannot_lie_there_is_said_at_the_field(own, draft, files, said):
    got = _attached(own, draft, *files)
    assert got.status_code == 422
    error = re.search(r'form-error-message".*?</p>', got.text, re.DOTALL)
    assert error
    assert said in error[0]
    assert not _uploads(own, draft)


def test_one_is_taken_out_for_good_and_none_after_it_is_handed_in(own, draft):
    _attach(own, draft, ("a.docx", CLEAN), ("b.docx", CLEAN))
    first, second = _uploads(own, draft).values()
    assert _press(own, "resident", f"{draft}/files/{first.id}/take-out").status_code in {403, 404}
    assert _press(own, "author", f"{draft}/files/{first.id}/take-out").status_code == 303
    assert list(_uploads(own, draft)) == ["b.docx"]
    _published(own, draft)
    assert _press(own, "author", f"{draft}/files/{second.id}/take-out").status_code == 409
    assert own.client("author").get(f"{draft}/files").status_code == 409


def test_another_proposals_file_is_not_taken_out_by_ones_own(own, draft):
    other = own.examples["grills_file"]
    assert _press(own, "author", f"{draft}/files/{other}/take-out").status_code == 404


def _picture(site, draft, alt="En pumpe ved en mur"):
    number = draft.rpartition("/")[2]
    author, path = site.client("author"), f"/da/pictures/proposal/{number}"
    form = sent_by(author.get(path).text)
    sent = {**form, "alt": alt, "picture": (io.BytesIO(a_picture(size=(900, 600))), "IMG.jpg")}
    got = author.post(path, data=sent)
    assert got.status_code == 303, got.text
    site.read_files()


def test_a_picture_says_what_it_shows_and_is_seen_by_who_decides_before_everybody(own, draft):
    _picture(own, draft)
    visitor, facilitator = own.app.test_client(), own.client("facilitator")
    assert visitor.get(draft).status_code == 404
    assert _press(own, "author", f"{draft}/submit").status_code == 303
    desk = facilitator.get(f"/da/moderation?at=proposal-{draft.rpartition('/')[2]}").text
    assert 'alt="En pumpe ved en mur"' in desk
    seen = re.search(r'action="[^"]+/accept".*?name="seen" value="([^"]+)"', facilitator.get(draft).text, re.DOTALL)[1]
    assert _press(own, "facilitator", f"{draft}/accept", seen=seen).status_code == 303
    page = visitor.get(draft).text
    assert 'alt="En pumpe ved en mur"' in page
    (upload,) = _uploads(own, draft).values()
    form = sent_by(facilitator.get(f"/da/files/{upload.id}/withhold").text)
    assert facilitator.post(f"/da/files/{upload.id}/withhold", data={**form, "reason": "Barn."}).status_code == 303
    assert "En pumpe ved en mur" not in visitor.get(draft).text
    small = re.search(r"/da/pictures/\d+/\d+-[0-9a-f]{12}\.jpg", page)[0]
    assert visitor.get(small).status_code == 404


def test_a_picture_waits_for_a_person_where_proposals_are_shown_at_once(own, draft):
    with own.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE process SET shows_at_once = TRUE")
    _picture(own, draft)
    assert _press(own, "author", f"{draft}/submit").status_code == 303
    assert own.app.test_client().get(draft).status_code == 404


def test_where_it_is_and_its_language_are_said_on_its_page(own, draft):
    author = own.client("author")
    _post(author, f"{draft}/where", place="Ved porten, Mosebakken 1", point="55,73  12.55", language="ar")
    _published(own, draft)
    page = own.app.test_client().get(draft).text
    assert "<bdi>Ved porten, Mosebakken 1</bdi>" in page
    assert 'href="geo:55.73000,12.55000"' in page
    assert '<h1 class="c-voice c-stitch"><q dir="auto" lang="ar">En pumpe</q></h1>' in page
    assert "العربية" in page
    with Session(own.engine) as session:
        made = session.get_one(Proposal, int(draft.rpartition("/")[2]))
        assert made.submitted_at is not None


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"point": "55.7, 12.5"}, "place"),
        ({"place": "Porten", "point": "48.85, 2.35"}, "point"),
        ({"place": "Porten", "point": "ved porten"}, "point"),
        ({"place": "Porten", "point": "155.7, 12.5"}, "point"),
        ({"place": "Ring 22 33 44 55"}, "place"),
        ({"place": "Ring 010190-1234"}, "place"),
        ({"place": "Porten", "language": "xx"}, "language"),
    ],
)
def test_a_place_that_cannot_be_is_said_at_the_field_and_stands_there(own, draft, typed, field):
    author = own.client("author")
    form = sent_by(author.get(f"{draft}/where").text)
    got = author.post(f"{draft}/where", data={**form, **typed})
    assert got.status_code == 422
    assert re.search(rf'id="where-{field}-error"', got.text)
    stands = {name: "55.70000, 12.50000" if value == "55.7, 12.5" else value for name, value in typed.items()}
    assert all(f'value="{value}"' in got.text for name, value in stands.items() if name != "language")


def test_who_writes_it_too_does_not_write_over_the_others_place(own, draft):
    author = own.client("author")
    form = sent_by(author.get(f"{draft}/where").text)
    _post(author, f"{draft}/where", place="Ved porten")
    got = author.post(f"{draft}/where", data={**form, "place": "Ved skuret"})
    assert got.status_code == 422
    assert "Ved porten" in got.text
    assert "Ved skuret" in got.text


def test_how_it_looks_is_shown_before_it_is_saved_with_lists_and_links_and_nothing_of_it_runs(own):
    author, path = own.client("author"), own.at("/da/processes/{courtyards}/proposals/new")
    form = sent_by(author.get(path).text)
    text = "**Hvorfor**\n\n- luft\n- <b>lys</b>\n\nSe (https://civic.invalid/a?b=1&c=2).\n\n![gård](picture-1)"
    got = author.post(path, data={**form, "title": "En pumpe", "text": text, "look": "yes"})
    assert got.status_code == 200
    look = got.text[got.text.index('id="look"') :]
    assert "<strong>Hvorfor</strong>" in look
    assert "<li>luft</li>" in look.replace("\n", "").replace("  ", "")
    assert "&lt;b&gt;lys&lt;/b&gt;" in look
    site = "https://civic.invalid/a?b=1&amp;c=2"
    assert f'(<a href="{site}" rel="nofollow ugc noopener">{site}</a>).' in look
    assert "<img" not in look, "a picture of something else is not drawn into a proposal"
    assert "Hvorfor" in got.text[: got.text.index('id="look"')], "what was typed stands in the form"
    with Session(writing(own.engine)) as session:
        assert session.scalar(select(Proposal.id).where(Proposal.title == "En pumpe")) is None
    saved = author.post(path, data={**sent_by(got.text), "title": "En pumpe", "text": text})
    assert saved.status_code == 303, "and it can be saved after that"


def test_a_picture_that_is_read_after_it_was_published_waits_for_a_person(own, draft):
    number = draft.rpartition("/")[2]
    author, path = own.client("author"), f"/da/pictures/proposal/{number}"
    sent = {
        **sent_by(author.get(path).text),
        "alt": "En pumpe",
        "picture": (io.BytesIO(a_picture(size=(900, 600))), "a.jpg"),
    }
    assert author.post(path, data=sent).status_code == 303
    _published(own, draft)
    own.read_files()
    visitor = own.app.test_client()
    assert 'alt="En pumpe"' not in visitor.get(draft).text
    desk = own.client("facilitator").get(f"/da/moderation?at=proposal-{number}").text
    assert f'href="/da/moderation?at=proposal-{number}"><q' in desk, "it waits among the others"
    assert 'med forfatterens ord: <q dir="auto">En pumpe</q>' in desk
    (upload,) = _uploads(own, draft).values()
    assert upload.is_suspect


def test_what_a_picture_shows_in_words_passes_the_gate_and_is_covered(own, draft):
    _picture(own, draft, alt="Min nabo, ring 22 33 44 55")
    assert _press(own, "author", f"{draft}/submit").status_code == 303
    number = draft.rpartition("/")[2]
    facilitator = own.client("facilitator")
    desk = facilitator.get(f"/da/moderation?at=proposal-{number}").text
    assert "Hvad det viser, med forfatterens ord:" in desk
    form = sent_by(desk)
    got = facilitator.post(f"/da/moderation/proposal/{number}", data={**form, "decision": "cover", "reason": "Nummer."})
    assert got.status_code == 303, got.text
    assert "22 33 44 55" not in facilitator.get(draft).text


def test_an_appeal_lapses_when_its_words_are_changed_and_publishes_no_number(own, draft):
    assert _press(own, "author", f"{draft}/submit").status_code == 303
    facilitator, author, officer = own.client("facilitator"), own.client("author"), own.client("officer")
    form = sent_by(facilitator.get(f"{draft}/send-back").text)
    sent = {**form, "rule": "6", "reason": "Skriv hvor."}
    assert facilitator.post(f"{draft}/send-back", data=sent).status_code == 303
    number = draft.rpartition("/")[2]
    with Session(writing(own.engine)) as session:
        acting = session.get_one(Person, own.ids["Amina Farah"])
        context = Context(actor(Context(VISITOR, own.now, session), acting), own.now, session)
        asked = proposals.appeal(context, int(number), text="Det er klart nok.")
        session.commit()
        appeal_id = asked.id
    opened = sent_by(officer.get(f"/da/moderation?at=appeal-{appeal_id}").text)
    _post(author, f"{draft}/edit", title="En pumpe", text="Naboen, cpr 010190-1234.")
    got = officer.post(f"/da/moderation/appeal/{appeal_id}", data={**opened, "decision": "uphold", "reason": "Klart."})
    assert got.status_code in {404, 409, 422}
    assert own.app.test_client().get(draft).status_code == 404
