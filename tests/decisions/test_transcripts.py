"""Minutes become cases: what was read stands beside its source, a person confirms it, and nothing is dropped."""

import io
import re
from datetime import timedelta
from pathlib import Path

import docx
import pytest
import typst
from sqlalchemy import select
from sqlalchemy.orm import Session

from civic.decisions.models import Case, Decision, DecisionState, Transcript
from civic.jobs import Worker
from tests.live import visiting
from tests.web.test_case_page import _plain

GENTOFTE = (Path(__file__).parent / "minutes" / "gentofte-2018-05-28.txt").read_text()
INDEX = "/da/processes/{courtyards}/transcripts"


@pytest.fixture
def fresh(site):
    """Give the site, and take back afterwards what was done with it."""
    yield site
    site.restore()


def _send(site, path, role="officer", **data):
    token = {"csrf_token": site.token(role), "once": f"t-{hash((path, str(data)))}"}
    return site.client(role).post(site.at(path), data=token | data, content_type="multipart/form-data")


def _hand_in(site, text="", file=None):
    """Hand minutes in, let the worker read them, and return their address."""
    sent = {"document": (io.BytesIO(file[1]), file[0])} if file else {}
    answer = _send(site, INDEX, text=text, **sent)
    assert answer.status_code == 303, _plain(answer.text)
    worker = Worker(site.app, site.engine, site.app.extensions["civic_settings"], lambda: site.now)
    while worker.once():
        pass
    return answer.headers["Location"]


def _fields(page):
    """Return what a form's fields hold, as a browser would send it."""
    found = dict(re.findall(r'<input[^>]* name="([a-z_]+)"[^>]* value="([^"]*)"', page))
    found |= dict.fromkeys(re.findall(r'<input[^>]* name="([a-z_]+)"(?![^>]*value=)[^>]*>', page), "")
    found |= {name: words.strip() for name, words in re.findall(r'<textarea[^>]* name="([a-z_]+)"[^>]*>([^<]*)<', page)}
    for name, options in re.findall(r'<select[^>]* name="([a-z_]+)"[^>]*>(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'<option selected[^>]* value="([^"]*)"', options)
        found[name] = chosen[1] if chosen else ""
    for box in re.findall(r'<input[^>]*type="checkbox"[^>]*>', page):
        if "checked" not in box:
            found.pop(re.search(r'name="([a-z_]+)"', box)[1], None)
    unescaped = {"&#34;": '"', "&#39;": "'", "&amp;": "&", "&lt;": "<", "&gt;": ">"}
    for name, value in found.items():
        for one, sign in unescaped.items():
            value = value.replace(one, sign)
        found[name] = value
    return {k: v for k, v in found.items() if k not in {"csrf_token", "once", "q"}}


def _rows(site, query):
    with Session(site.engine) as session:
        return session.scalars(query).all()


def test_the_minutes_of_gentofte_become_a_case_with_its_route_its_bilag_and_the_recommendation(fresh):
    where = _hand_in(fresh, GENTOFTE)
    shown = _plain(fresh.client("officer").get(where).text)
    assert "1 punkt er læst" in shown
    assert "For: 15" in shown
    assert "Tidligere beslutninger Ikke oplyst" in shown
    page = fresh.client("officer").get(f"{where}/items/1").text
    assert re.search(r"Linje \d+: Sags ID: EMN-2018-01699", page), "beside the field stands what it was read from"
    fields = _fields(page) | {"number": "EMN-2018-01699-X", "version_id": "0"}
    answer = _send(fresh, f"{where}/items/1", **fields)
    assert answer.status_code == 303, _plain(answer.text)
    with Session(fresh.engine) as session:
        case = session.scalars(select(Case).where(Case.number == "EMN-2018-01699-X")).one()
        assert case.title.startswith("Anbefalinger fra opgaveudvalget om den Boligsociale Indsats")
        assert (case.recommended_by, case.earlier_decisions) == ("Social & Sundhed", "")
        assert case.background.endswith("realiseringen af opgaveudvalgets 10 principper.")
        numbers = [one.document_number for one in _of(session, case, "attachments")]
        assert numbers == ["2311315", "2298149", "2310809"]
        stops = session.scalars(select(Decision).where(Decision.case_id == case.id).order_by(Decision.step)).all()
        assert len(stops) == 6
        (taken,) = [one for one in stops if one.state is not DecisionState.PENDING]
        assert taken.state is DecisionState.RECOMMENDED
        assert taken.wording == "Anbefales til Økonomiudvalget og Kommunalbestyrelsen."
        assert taken.decided_on.isoformat() == "2018-05-28"
    again = _plain(fresh.client("officer").get(where).text)
    assert "Se det igennem, og opret sagen" in again, "the number was changed by hand: the item is another one yet"


def _of(session, case, name):
    from sqlalchemy.orm import selectinload  # noqa: PLC0415

    one = session.scalars(select(Case).where(Case.id == case.id).options(selectinload(getattr(Case, name)))).one()
    return getattr(one, name)


def test_its_vote_fills_the_form_for_the_vote_on_the_mandate(fresh):
    where = _hand_in(fresh, GENTOFTE)
    address = re.search(r'href="([^"]*decisions/new\?[^"]*)"', fresh.client("officer").get(where).text)[1]
    fields = _fields(fresh.client("officer").get(address.replace("&amp;", "&")).text)
    assert (fields["for_count"], fields["against_count"], fields["abstained_count"]) == ("15", "1", "2")
    assert fields["against_who"].startswith("Poul V. Jensen (D): Nye Borgerlige")
    assert fields["abstained_who"].split() == ["Ø", "Mogens", "Vad", "(V)"]


def test_a_case_that_stands_here_gets_the_decision_of_the_next_body(fresh):
    text = (
        "Referat\nKommunalbestyrelsen\nMødedato: 24-02-2026\n\n1 (Åben) Bevilling til bænke i gårdrummene\n"
        "Sags ID: EKS-2026-00042\nBeslutning\nVedtaget med 12 stemmer (A, C) for og 3 (Ø) imod.\n"
    )
    where = _hand_in(fresh, text)
    page = fresh.client("officer").get(where).text
    assert "Sagen står her allerede" in page
    address = re.search(r'href="([^"]*/record\?[^"]*)"', page)[1].replace("&amp;", "&")
    fields = _fields(fresh.client("officer").get(address).text)
    assert (fields["on"], fields["outcome"], fields["item_number"]) == ("2026-02-24", "adopted", "1")
    assert (fields["for_count"], fields["against_who"]) == ("12", "Ø")


def test_a_closed_item_does_not_become_an_open_case(fresh):
    where = _hand_in(fresh, "Økonomiudvalget\n12-02-2026\n\n1 (Lukket) Køb af ejendom\nBeslutning\nGodkendt.\n")
    fields = _fields(fresh.client("officer").get(f"{where}/items/1").text)
    assert (fields["openness"], fields["neutral_title"]) == ("closed", ""), "what everybody reads of it is for a person"
    whole = fields | {
        "number": "X-1",
        "neutral_title": "Køb af ejendom",
        "recommended_by": "En enhed",
        "recommendation": "At den købes.",
        "version_id": "0",
    }
    whole["route"] = "Økonomiudvalget"
    refused = _send(fresh, f"{where}/items/1", **whole)
    assert refused.status_code == 422
    assert "både en neutral titel og en begrundelse" in _plain(refused.text)
    bare = whole | {"neutral_title": "", "closed_because": ""}
    refused = _send(fresh, f"{where}/items/1", **bare)
    assert refused.status_code == 422, "without both it does not become an open one"
    opened = whole | {"openness": "open", "neutral_title": "Køb", "closed_because": "Grund."}
    assert _send(fresh, f"{where}/items/1", **opened).status_code == 422, "it says two things"
    assert _send(fresh, f"{where}/items/1", **whole | {"closed_because": "Kommunens forhandling."}).status_code == 303
    (case,) = _rows(fresh, select(Case).where(Case.number == "X-1"))
    assert case.is_closed
    address = f"/da/cases/{case.id}"
    assert "Godkendt" not in fresh.client("visitor").get(address).text


def test_what_the_minutes_do_not_say_is_asked_and_no_typed_decision_is_lost(fresh):
    where = _hand_in(fresh, "Referat\n\nPunkt 1: Legeplads\nSagsnr.: EKS-88\nBeslutning\nGodkendt.\n")
    fields = _fields(fresh.client("officer").get(f"{where}/items/1").text)
    assert (fields["openness"], fields["decided_by"]) == ("", "0"), "neither is open or closed guessed, nor who met"
    given = fields | {
        "recommended_by": "En enhed", "recommendation": "At den bygges.", "version_id": "0", "openness": "open",
        "wording": "Godkendt.",
    }  # fmt: skip
    said = _send(fresh, f"{where}/items/1", **given)
    assert (said.status_code, "hvis beslutning det er" in _plain(said.text)) == (422, True)


def test_what_is_wrong_is_said_and_nothing_that_was_typed_is_lost(fresh):
    where = _hand_in(fresh, "Børneudvalget\n12-02-2026\n\n1 (Åben) Legeplads\nBeslutning\nSagen blev drøftet.\n")
    fields = _fields(fresh.client("officer").get(f"{where}/items/1").text)
    assert fields["outcome"] == "", "what the words do not say is not guessed"
    given = fields | {
        "number": "EKS-2026-00042",
        "recommended_by": "En enhed",
        "recommendation": "At den bygges.",
        "route": "Børneudvalget\nRåd for alt",
        "background": "Jeg har skrevet meget her.",
        "version_id": "0",
    }
    answer = _send(fresh, f"{where}/items/1", **given)
    said = _plain(answer.text)
    assert answer.status_code == 422
    assert "Der er ikke noget udvalg eller råd med navnet: Råd for alt" in said
    assert "Jeg har skrevet meget her." in said
    right = given | {"route": "Børneudvalget", "outcome": "noted"}
    taken = _send(fresh, f"{where}/items/1", **right)
    assert taken.status_code == 422, "the number is taken"
    assert "Jeg har skrevet meget her." in _plain(taken.text)
    assert _send(fresh, f"{where}/items/1", **right | {"number": "EKS-9"}).status_code == 303
    (stop,) = _rows(fresh, select(Decision).join(Case, Case.id == Decision.case_id).where(Case.number == "EKS-9"))
    assert stop.state is DecisionState.NOTED


def _word(text):
    made = docx.Document()
    for line in text.splitlines():
        if line.strip():
            made.add_paragraph(line)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _pdf(text):
    lines = [one for one in text.splitlines() if one.strip()]
    head = (
        "#set page(header: [Referat af møde], footer: context [Side #counter(page).display()])\n#set text(size: 9pt)\n"
    )
    words = "\n\n".join(f"#text({_quoted(one)})" for one in lines)
    return typst.compile((head + words).encode())


def _quoted(words):
    return '"' + words.replace("\\", "\\\\").replace('"', '\\"') + '"'


@pytest.mark.parametrize(("name", "make"), [("referat.docx", _word), ("referat.pdf", _pdf)])
def test_a_file_is_read_as_its_words_are(fresh, name, make):
    where = _hand_in(fresh, file=(name, make(GENTOFTE)))
    fields = _fields(fresh.client("officer").get(f"{where}/items/1").text)
    assert fields["number"] == "EMN-2018-01699"
    assert fields["recommended_by"] == "Social & Sundhed"
    assert len(fields["route"].split("\n")) == 6
    assert (fields["outcome"], fields["on"]) == ("recommended", "2018-05-28")
    assert [one.rpartition("| ")[2] for one in fields["attachments"].split("\n")] == ["2311315", "2298149", "2310809"]
    assert fields["wording"] == "Anbefales til Økonomiudvalget og Kommunalbestyrelsen."


def test_a_file_without_words_is_said_to_have_none(fresh):
    where = _hand_in(fresh, file=("tom.pdf", typst.compile(b"#rect(width: 5cm, height: 5cm)")))
    said = _plain(fresh.client("officer").get(where).text)
    assert "Referatet kunne ikke læses" in said
    assert "dens ord er et billede" in said
    refused = _send(fresh, INDEX, text="", document=(io.BytesIO(b"GIF89a"), "a.gif"))
    assert refused.status_code == 422


def test_minutes_are_the_case_officers_alone_and_gone_after_a_month(fresh):
    where = _hand_in(fresh, "Økonomiudvalget\n\n1 (Lukket) Køb af Birkegrunden\nBeslutning\nGodkendt.\n")
    for role in ("visitor", "resident", "secretary", "facilitator"):
        assert "Birkegrunden" not in fresh.client(role).get(where).text
    worker = Worker(
        fresh.app, fresh.engine, fresh.app.extensions["civic_settings"], lambda: fresh.now + timedelta(days=31)
    )
    while worker.once():
        pass
    assert _rows(fresh, select(Transcript)) == []


@pytest.mark.browser
def test_an_officer_reads_minutes_in_and_opens_the_case(live, browser):
    with visiting(live, browser, "Lone Kragh") as visit:
        page = visit.open("/da/processes")
        page.get_by_role("link", name="Levende gårdrum").first.click()
        page.get_by_role("link", name="Læs et referat ind").click()
        page.get_by_label("Referatets tekst").fill(
            "Økonomiudvalget\nMødedato: 12-02-2026\n\n4 (Åben) Lys ved skolen\nSagsnr.: EKS-77\nIndstilling\n"
            "Teknik (opdigtet) indstiller\nTil Økonomiudvalget:\nAt der kommer lys.\nBeslutning\nGodkendt.\n"
        )
        page.get_by_role("button", name="Læs det").click()
        page.get_by_role("link", name=re.compile("Se det igennem")).click()
        page.get_by_label("Version af rapporten").select_option("0")
        page.get_by_role("button", name="Opret sagen").click()
        page.wait_for_url(re.compile(r"/cases/\d+"))
        assert "Lys ved skolen" in page.locator("main").inner_text()
        assert "At der kommer lys." in page.locator("main").inner_text()
