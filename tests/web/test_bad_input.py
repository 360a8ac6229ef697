"""Bad input: a clear answer in the reader's language, and nothing typed is lost."""

import io
import re
from pathlib import Path

import pytest
import wtforms
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from civic.db.engine import writing
from civic.demo.letter import letter
from civic.files.uploads import Upload
from civic.http.forms import WTFORMS
from civic.http.identity import next_address
from civic.kernel.actor import VISITOR
from civic.kernel.context import Context
from civic.kernel.once import OnceKey
from civic.kernel.trace import Kind
from civic.people.actions import enter_person
from civic.people.models import SignInSession
from civic.proposals.models import Proposal
from tests.house.rows import POSTS

FORM = "/da/processes/4/proposals/new"
TYPED = "En lang tekst, som det ville være ærgerligt at skulle skrive igen. " * 3


def _send(site, path, role="author", **fields):
    return site.client(role).post(path, data={"csrf_token": site.token(role), "once": f"bad-{id(fields)}"} | fields)


def test_a_wrong_field_gives_the_same_page_with_everything_typed(site):
    answer = _send(site, FORM, title="", text=TYPED)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert "Dit forslag i én sætning: Udfyld feltet." in answer.text
    assert TYPED.strip() in answer.text


def test_a_page_that_had_been_open_too_long_loses_nothing(site):
    answer = site.client("author").post(FORM, data={"csrf_token": "old", "once": "old", "title": "T", "text": TYPED})
    assert answer.status_code == 422
    assert "Siden har ligget åben for længe" in answer.text
    assert TYPED.strip() in answer.text


def test_an_ended_session_can_be_taken_up_again_with_what_was_typed(site):
    with Session(writing(site.engine)) as session:
        context = Context(VISITOR, site.now, session)
        enter_person(context, name="Med Kodeord", email="kode@example.dk", password="tre ord i en sky")
        session.commit()
    client = site.app.test_client()
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/da/sign-in").text)[1]
    fields = {"csrf_token": token, "once": "lost", "title": "Bænke", "text": TYPED}
    assert client.post(FORM, data=fields).status_code == 401
    back = {
        "csrf_token": token,
        "once": "back",
        "email": "kode@example.dk",
        "password": "tre ord i en sky",
        "next": FORM,
    }
    page = client.post("/da/sign-in", data=back | {"kept-title": "Bænke", "kept-text": TYPED})
    assert page.status_code == 200
    assert f'action="{FORM}"' in page.text
    assert TYPED in page.text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)[1]
    made = client.post(FORM, data={"csrf_token": token, "once": "sent", "title": "Bænke", "text": TYPED})
    assert made.status_code == 303
    assert TYPED.strip() in client.get(made.headers["Location"]).text
    site.restore()


def test_an_ended_session_keeps_what_was_typed_through_signing_in(site):
    client = site.app.test_client()
    page = client.get("/da/sign-in").text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
    answer = client.post("/da/proposals/3/comments", data={"csrf_token": token, "once": "ended", "text": TYPED})
    assert answer.status_code == 401
    assert "Det, du skrev, er gemt" in answer.text
    kept = re.search(r'name="kept-text" value="([^"]+)"', answer.text)[1]
    assert kept == TYPED
    with Session(site.engine) as session:
        assert session.scalar(select(func.count()).select_from(SignInSession)) > 0
    wrong = client.post(
        "/da/sign-in",
        data={"csrf_token": token, "once": "in", "email": "x@y.dk", "password": "forkert", "kept-text": kept},
    )
    assert wrong.status_code == 422
    assert f'name="kept-text" value="{TYPED}"' in wrong.text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("nul\0tegn", "Der er tegn i teksten, som ikke kan læses"),
        ("klokke\a", "Der er tegn i teksten, som ikke kan læses"),
        ("x" * 5001, "Skriv højst 5.000 tegn. Her er 5.001."),
    ],
)
def test_what_cannot_be_kept_is_said_in_words(site, text, said):
    answer = _send(site, FORM, title="Titel", text=text)
    assert answer.status_code == 422
    assert said in answer.text


def test_broken_utf8_is_said_in_words(site):
    body = f"csrf_token={site.token('author')}&once=utf&title=T&text=%ff%fe".encode()
    answer = site.client("author").post(FORM, data=body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 400
    assert "Forespørgslen kunne ikke forstås" in answer.text


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/da/search?q=%00", 400),
        ("/da/search?q=%ff", 400),
        ("/da/processes/99999999999999999999", 404),
        ("/da/processes/1%00", 400),
        ("/da/processes?before=99999999999999999999", 200),
        ("/da/processes?before=x", 200),
        ("/da/nothing/here", 404),
        ("/xx/processes", 404),
    ],
)
def test_a_strange_address_gets_a_clear_answer(site, path, status):
    answer = site.client("visitor").get(path)
    assert answer.status_code == status
    assert "<h1" in answer.text


def test_an_oversized_body_is_refused(site):
    answer = _send(site, FORM, title="T", text="x" * 1_100_000)
    assert answer.status_code == 413
    assert "for stort" in answer.text


def test_a_missing_page_speaks_the_readers_language(site):
    assert "The page is not here" in site.client("visitor").get("/en/processes/99").text
    assert "Siden findes ikke" in site.client("visitor").get("/da/processes/99").text


def test_not_now_and_not_yours_are_said_in_words(site):
    closed = site.client("author").post("/da/proposals/1/support", data={"csrf_token": site.token("author")})
    assert (closed.status_code, "Det kan ikke gøres nu" in closed.text) == (409, True)
    other = site.client("author").post("/da/proposals/3/accept", data={"csrf_token": site.token("author")})
    assert (other.status_code, "Det er ikke din opgave" in other.text) == (403, True)


def test_a_double_click_makes_one_thing(site):
    fields = {"csrf_token": site.token("author"), "once": "double", "title": "Dobbelt", "text": "Klik."}
    first = site.client("author").post(FORM, data=fields)
    second = site.client("author").post(FORM, data=fields)
    with Session(site.engine) as session:
        made = session.scalar(select(func.count()).select_from(Proposal).where(Proposal.title == "Dobbelt"))
        assert session.scalar(select(func.count()).select_from(OnceKey)) > 0
    site.restore()
    assert (first.status_code, second.status_code, made) == (303, 303, 1)
    assert first.headers["Location"] == second.headers["Location"]


def test_a_double_click_on_sign_in_leaves_the_browser_signed_in(site):
    browser = site.app.test_client()
    token = re.search(r'name="csrf_token" value="([^"]+)"', browser.get("/da/sign-in").text)[1]
    cookie = browser.get_cookie("civic").value
    fields = {"csrf_token": token, "once": "in-twice"}
    path = f"/da/demo/sign-in/{site.ids['Jens Holm']}"
    first = browser.post(path, data=fields)
    again = site.app.test_client()
    again.set_cookie("civic", cookie)  # the second click was sent before the first was answered
    second = again.post(path, data=fields)
    kept = browser.get("/da/overview").status_code
    site.restore()
    assert (first.status_code, second.status_code, kept) == (303, 303, 200)
    assert "civic=" not in second.headers.get("Set-Cookie", ""), "a session that was taken back is given to nobody"


def test_a_form_sent_again_with_other_words_is_another_form(site):
    fields = {"csrf_token": site.token("author"), "once": "again", "text": "Første."}
    for text in ("Første.", "Anden."):
        assert site.client("author").post("/da/proposals/3/comments", data=fields | {"text": text}).status_code == 303
    page = site.client("author").get("/da/proposals/3").text
    site.restore()
    assert "Første." in page
    assert "Anden." in page


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}])
def test_a_form_from_another_site_is_refused_and_ends_no_session(site, headers):
    answer = site.client("visitor").post(
        "/da/sign-in", data={"next": "/da/account/close", "kept-sure": "y"}, headers=headers
    )
    assert answer.status_code == 403
    assert "kept-sure" not in answer.text
    assert "Set-Cookie" not in answer.headers


def test_what_another_site_typed_is_not_kept(site):
    answer = site.app.test_client().post("/da/proposals/3/comments", data={"text": "Skrevet af en anden.", "once": "x"})
    assert answer.status_code == 422
    assert "kept-text" not in answer.text
    assert "Skrevet af en anden." not in answer.text


@pytest.mark.parametrize(
    ("path", "fields", "status"),
    [
        ("/da/sections/12/edit", {"edit": "²", "heading": "H", "text": "T"}, 422),
        ("/da/find", {"code": "a" + "\u0300\u0316" * 300}, 422),
        ("/da/register", {"name": "Vind nu\nhttps://evil.example", "email": "a@example.dk"}, 422),
        ("/da/register", {"name": "https://evil.example", "email": "a@example.dk"}, 422),
    ],
)
def test_odd_fields_are_refused_in_words(site, path, fields, status):
    answer = site.client("officer").post(path, data={"csrf_token": site.token("officer"), "once": path} | fields)
    assert answer.status_code == status
    assert 'role="alert"' in answer.text


@pytest.mark.parametrize("query", ["before=" + "9" * 5000, "after=" + "9" * 5000])
def test_an_endless_number_is_no_number(site, query):
    assert site.client("visitor").get(f"/da/processes?{query}").status_code == 200


def test_a_flood_of_fields_is_refused(site):
    body = "&".join(f"a{n}=b" for n in range(5000))
    answer = site.client("visitor").post("/da/find", data=body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 400
    assert len(answer.data) < 10_000


def test_a_held_comment_hides_no_others(site):
    token = site.token("resident")
    for number in range(60):
        text = "010190-1234" if number == 0 else f"Kommentar nummer {number}"
        fields = {"csrf_token": token, "once": f"held-{number}", "text": text}
        assert site.client("resident").post("/da/proposals/3/comments", data=fields).status_code == 303
    page = site.client("visitor").get("/da/proposals/3").text
    following = re.search(r'href="([^"]+said=\d+)#comments"', page)[1]
    rest = site.client("visitor").get(following).text
    site.restore()
    assert "Kommentar nummer 59" in rest
    assert "010190" not in page + rest


def test_user_text_is_never_markup(site):
    evil = "<script>alert(1)</script><img src=x onerror=alert(2)>\u202e{{ 7*7 }}"
    made = _send(site, FORM, title=evil, text=f"{evil}\n\nafsnit")
    page = site.client("author").get(made.headers["Location"]).text
    site.restore()
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "&lt;script&gt;" in page
    assert "49" not in re.sub(r"<input[^>]*>", "", page.split("<main")[1].split("</main")[0])
    assert "\u202e" not in page


def test_signing_in_leads_only_to_this_site(site):
    odd = (
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "/en/../x",
        "javascript:alert(1)",
        "http://[",
        "/da/\nx",
    )
    for address in odd:
        page = site.client("visitor").get("/da/sign-in", query_string={"next": address}).text
        assert 'name="next"' in page
        with site.app.test_request_context("/da/sign-in"):
            assert next_address(address) == "/da/overview"


def test_guessing_passwords_is_slowed_down(site):
    client = site.app.test_client()
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/da/sign-in").text)[1]
    said = []
    for number in range(11):
        fields = {"csrf_token": token, "once": f"g{number}", "email": "gaet@example.dk", "password": "forkert"}
        said.append(client.post("/da/sign-in", data=fields).text)
    assert "hører ikke sammen" in said[9]
    assert "for ofte" in said[10]


ANYTHING = st.text(max_size=60)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_no_form_ever_answers_with_a_fault(site, data):
    path = data.draw(st.sampled_from([path for paths in POSTS.values() for path in paths if "sign" not in path]))
    page = site.client("officer").get(path)
    names = set(re.findall(r'name="([a-z_-]+)"', page.text)) | {"text", "title", "reason", "on"}
    fields = {name: data.draw(ANYTHING) for name in sorted(names - {"csrf_token", "once"})}
    status = site.post("officer", path, **fields)
    assert status < 500, (path, fields)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"on": "2026-03-03", "outcome": "adopted", "wording": "Vedtaget."}, "Mødet har ikke været holdt endnu"),
        ({"on": "2026-03-02", "wording": "Vedtaget."}, "Udfald: Vælg én."),
        (
            {
                "on": "2026-03-02",
                "outcome": "adopted",
                "wording": "V.",
                "for_count": "1",
                "for_who": "Anna (A); Bo (B)",
            },
            "Der er flere partier og navne end stemmer",
        ),
        (
            {"on": "2026-03-02", "outcome": "adopted", "wording": "V.", "for_count": "1", "for_who": "A\nB"},
            "Der er flere partier og navne end stemmer",
        ),
        (
            {"on": "2026-03-02", "outcome": "adopted", "wording": "V.", "for_count": "", "for_who": "A\nB"},
            "Skriv, hvor mange der stemte sådan.",
        ),
        (
            {"on": "2026-03-02", "outcome": "adopted", "wording": "V.", "for_count": "2", "for_who": "alle de andre"},
            "Skriv et partibogstav eller et navn",
        ),
    ],
)
def test_a_decision_is_entered_as_it_was_taken(site, fields, said):
    answer = _send(site, "/da/decisions/13/record", "officer", **fields)
    assert answer.status_code == 422
    assert said in answer.text


def test_the_same_form_with_another_file_is_another_form(site):
    site.restore()
    path = "/da/hearings/4/material"
    for number in (1, 2):
        content = (io.BytesIO(letter("Plan", f"Nummer {number}.")), "plan.docx")
        data = {"csrf_token": site.token("officer"), "once": "same", "document": content}
        answer = site.client("officer").post(path, data=data, content_type="multipart/form-data")
        assert answer.status_code == 303
    with Session(site.engine) as session:
        assert session.scalar(select(func.count()).where(Upload.kind == Kind.HEARING, Upload.thing_id == 4)) == 2
    site.restore()


@pytest.mark.parametrize(
    ("came_from", "leads_back"),
    [
        ("http://localhost/da/hearings?a=1", True),
        ("http://localhost//example.org/x", False),
        ("http://example.org/da/hearings", False),
        ("", False),
    ],
)
def test_an_error_leads_back_to_a_page_of_this_site_only(site, came_from, leads_back):
    page = site.client("visitor").get("/da/nothing/here", headers={"Referer": came_from}).text
    assert ('href="/da/hearings?a=1"' in page) is leads_back
    assert "example.org" not in page


@pytest.mark.parametrize(
    ("path", "field", "typed", "said"),
    [
        ("/da/processes/{courtyards}/members/new", "category", "nobody", "Vælg én fra listen."),
        ("/da/processes/{courtyards}/members/new", "on", "i morgen", "Skriv en dag i kalenderen"),
        ("/da/processes/{courtyards}/members/new", "item_number", "fem", "Skriv et helt tal med cifre."),
        ("/da/processes/{courtyards}/meetings/new", "starts_at", "kl. 17", "Skriv en dag og et klokkeslæt"),
        ("/da/versions/{early_version}/hearings/new", "topics", "nothing", "Vælg blandt dem på listen."),
    ],
)
def test_what_no_field_can_read_is_said_in_the_readers_language_and_stays(site, path, field, typed, said):
    fields = {"csrf_token": site.token("officer"), "once": f"{field}-{typed}", field: typed}
    answer = site.client("officer").post(site.at(path), data=fields)
    assert answer.status_code == 422
    assert said in answer.text
    assert not re.search("valid (choice|date|integer)", answer.text)
    if field in {"on", "item_number", "starts_at"}:
        assert f'value="{typed}"' in answer.text


def test_the_library_says_nothing_of_a_field_in_english():
    folder = Path(wtforms.__file__).parent / "fields"
    said = set(re.findall(r'gettext\(\s*"([^"]+)"', "".join(one.read_text() for one in folder.glob("*.py"))))
    unused = {"Not a valid time value.", "Not a valid week value.", "Not a valid decimal value.",
              "Not a valid float value.", "Choices cannot be None."}  # fmt: skip
    assert said - unused <= set(WTFORMS)
