"""A picture of a process, a group, a place or an option is shown as it was made anew; the page is whole without it."""

import io
import re
from datetime import timedelta

import pytest
from PIL import Image
from sqlalchemy import text

from civic.config import Settings
from civic.jobs import Work, Worker

ALT = "Fire bænke under lindetræer ved skolens port"
SIZES = "upload_size JOIN upload ON upload.id = upload_size.upload_id WHERE upload.kind = 'process'"
HIDDEN = r'name="(csrf_token|once|seen)" value="([^"]*)"'
PAGES = {
    "process": ("courtyards", "/da/processes/{courtyards}"),
    "group": ("working_group", "/da/groups/{working_group}"),
    "meeting": ("coming_meeting", "/da/processes/{courtyards}"),
    "option": ("draft_option", "/da/votes/{draft_vote}"),
}


def _photograph(wide=2000, high=1000, form="JPEG"):
    """Return a picture with the place it was taken at, as a telephone makes it."""
    made = Image.new("RGB", (wide, high), "darkgreen")
    exif = Image.Exif()
    exif[0x010E] = "Eksempel Eksempelsen hjemme"
    exif.get_ifd(0x8825).update({1: "N", 2: (55.0, 44.0, 0.0), 3: "E", 4: (12.0, 33.0, 0.0)})
    out = io.BytesIO()
    made.save(out, form, exif=exif)
    return out.getvalue()


@pytest.fixture
def own(site):
    yield site
    site.restore()


def _work(site):
    site.read_files()


def _form(site, kind, role="facilitator"):
    path = site.at(f"/da/pictures/{kind}/{{{PAGES[kind][0]}}}")
    page = site.client(role).get(path)
    hidden = dict(re.findall(HIDDEN, page.text))
    return path, page, hidden


def _put(site, kind, content=b"", alt=ALT, name="IMG_0001.jpg", hidden=None):
    path, _page, found = _form(site, kind)
    sent = {**(hidden or found), "alt": alt, **({"picture": (io.BytesIO(content), name)} if content else {})}
    return site.client("facilitator").post(path, data=sent)


def _sources(page, alt=ALT):
    drawn, *again = [one for one in re.findall(r"<img [^>]*>", page) if f'alt="{alt}"' in one]
    assert all(re.findall(r"\S+\.jpg \d+w", one) == re.findall(r"\S+\.jpg \d+w", drawn) for one in again), (
        "the ballot has it too"
    )
    return dict(re.findall(r"(/da/pictures/\d+/(\d+)-[0-9a-f]{12}\.jpg) \d+w", drawn))


def _alone(site, kind):
    return site.app.test_client().get(site.at(PAGES[kind][1])) if kind != "option" else site.client(
        "facilitator").get(site.at(PAGES[kind][1]))  # fmt: skip


@pytest.mark.parametrize("kind", PAGES)
def test_it_is_shown_in_the_sizes_of_screens_without_camera_and_place(own, kind):
    assert _put(own, kind, _photograph()).status_code == 303
    assert ALT not in _alone(own, kind).text  # nobody has looked through it yet
    _work(own)
    page = _alone(own, kind).text
    assert re.search(rf'<img class="c-picture[^"]*"[^>]*width="1600" height="800" alt="{ALT}"', page)
    sources = _sources(page)
    assert sorted(map(int, sources.values())) == [480, 960, 1600]
    with own.engine.connect() as connection:
        left = "SELECT count(*) FROM upload JOIN picture ON upload_id = upload.id WHERE file_id <> shown_id"
        assert connection.exec_driver_sql(left).scalar() == 0, "the original goes"
    reader = own.client("facilitator") if kind == "option" else own.app.test_client()
    for address, width in sources.items():
        got = reader.get(address)
        assert (got.status_code, got.mimetype, got.headers["Content-Disposition"]) == (
            200, "image/jpeg", "inline; filename=billede.jpg")  # fmt: skip
        assert got.headers["Cache-Control"] == "private, max-age=86400"
        with Image.open(io.BytesIO(got.data)) as opened:
            assert (opened.size, dict(opened.getexif())) == ((int(width), int(width) // 2), {})
        assert b"Eksempelsen" not in got.data


def test_a_small_picture_is_not_blown_up(own):
    _put(own, "group", _photograph(300, 400, "PNG"))
    _work(own)
    assert list(_sources(_alone(own, "group").text).values()) == ["300"]


def test_only_those_who_see_the_thing_see_its_picture(own):
    _put(own, "option", _photograph())
    _work(own)
    (address, *_others) = _sources(_alone(own, "option").text)
    assert own.app.test_client().get(address).status_code == 404
    assert own.client("resident").get(address).status_code == 404
    assert own.client("officer").get(address).status_code == 200
    assert own.client("officer").get(re.sub(r"\d+-", "481-", address)).status_code == 404


@pytest.mark.parametrize("kind", PAGES)
def test_nobody_but_staff_puts_one(own, kind):
    assert _form(own, kind, "resident")[1].status_code in {403, 404}
    path = own.at(f"/da/pictures/{kind}/{{{PAGES[kind][0]}}}")
    assert own.post("resident", path, alt=ALT) in {403, 404}
    assert own.post("resident", f"{path}/take-out") in {403, 404}


@pytest.mark.parametrize(
    ("content", "alt", "said"),
    [
        (b"", ALT, "Vælg et billede."),
        (b"GIF89a" + b"\0" * 40, ALT, "Billedet skal være en PNG- eller JPEG-fil."),
        (b"%PDF-1.7\n%", ALT, "Billedet skal være en PNG- eller JPEG-fil."),
        (_photograph(20, 20), "", "Hvad billedet viser, for dem der ikke kan se det:"),
        (_photograph(20, 20), "Hun, 010180-1234", "CPR"),
    ],
)
def test_what_is_missing_or_wrong_is_said_and_the_words_are_kept(own, content, alt, said):
    got = _put(own, "group", content, alt)
    assert got.status_code == 422
    assert said in got.text
    assert f'value="{alt}"' in got.text


def test_one_that_cannot_be_read_is_told_of_to_staff_alone(own):
    _put(own, "process", _photograph()[:900])
    _work(own)
    path = own.at(PAGES["process"][1])
    assert "Billede: Kan ikke åbnes" in own.client("facilitator").get(path).text
    seen = own.app.test_client().get(path).text
    assert "c-picture" not in seen
    assert "Kan ikke åbnes" not in seen


@pytest.mark.parametrize("shape", [(20, 130), (130, 20)])
def test_a_strip_is_not_shown(own, shape):
    _put(own, "group", _photograph(*shape, "PNG"))
    _work(own)
    assert ALT not in _alone(own, "group").text
    assert "for langt og smalt" in own.client("facilitator").get(own.at(PAGES["group"][1])).text


def test_a_picture_meant_for_another_option_is_not_put(own):
    path, _page, hidden = _form(own, "option")
    with own.engine.begin() as connection:
        connection.execute(text("UPDATE ballot_option SET text = 'En helt anden' WHERE id = :id"), {
            "id": own.examples["draft_option"]})  # fmt: skip
    assert _put(own, "option", _photograph(), hidden=hidden).status_code == 422
    with own.engine.begin() as connection:
        connection.execute(text("DELETE FROM ballot_option WHERE id = :id"), {"id": own.examples["draft_option"]})
    sent = {**hidden, "once": "gone", "alt": ALT, "picture": (io.BytesIO(_photograph()), "a.jpg")}
    assert own.client("facilitator").post(path, data=sent).status_code == 404


def test_a_file_that_answers_a_hearing_is_kept_in_no_sizes(own):
    path = own.at("/da/hearings/{open_hearing}/answer")
    visitor = own.app.test_client()
    token = re.search(r'name="csrf_token" value="([^"]+)"', visitor.get(path).text)[1]
    sent = {"whole": "Se billedet.", "name": "Karen Lund", "csrf_token": token, "once": "files"}
    got = visitor.post(path, data={**sent, "files": (io.BytesIO(_photograph()), "brev.jpg")})
    assert got.status_code == 303
    worker = Worker(own.app, own.engine, Settings(data_dir=own.path.parent), lambda: own.now, (Work.FILES,))
    while worker.once():
        pass
    with own.engine.connect() as connection:
        kept = connection.exec_driver_sql(
            "SELECT u.state, count(s.id) FROM upload u LEFT JOIN upload_size s ON s.upload_id = u.id "
            "WHERE u.name = 'brev.jpg' GROUP BY u.state"
        ).one()
    assert tuple(kept) == ("suspect", 0)


def test_its_words_are_changed_without_a_file_and_a_colleague_is_not_overwritten(own):
    _put(own, "process", _photograph())
    _work(own)
    _path, _page, seen_before = _form(own, "process")
    assert _put(own, "process", alt="En port").status_code == 303
    assert 'alt="En port"' in _alone(own, "process").text
    late = _put(own, "process", alt="En anden port", hidden={**seen_before, "once": "late"})
    assert late.status_code == 422
    assert "En port" in late.text
    assert 'alt="En port"' in _alone(own, "process").text


def test_another_one_takes_its_place_and_one_taken_out_leaves_nothing(own):
    _put(own, "process", _photograph())
    _work(own)
    (first, *_others) = _sources(_alone(own, "process").text)
    _put(own, "process", _photograph(700, 700), alt="En anden")
    _work(own)
    page = _alone(own, "process").text
    assert 'width="700" height="700" alt="En anden"' in page
    assert own.app.test_client().get(first).status_code == 404
    path, _form_page, hidden = _form(own, "process")
    assert own.client("facilitator").post(f"{path}/take-out", data=hidden).status_code == 303
    assert "c-picture" not in _alone(own, "process").text
    with own.engine.connect() as connection:
        kept = [
            connection.exec_driver_sql(f"SELECT count(*) FROM {one}").scalar()
            for one in ("picture WHERE kind = 'process'", SIZES, "upload WHERE kind = 'process'")
        ]
    assert kept == [0, 0, 0]


def test_an_option_that_says_the_same_keeps_its_picture_and_one_that_goes_takes_it_along(own):
    _put(own, "option", _photograph())
    _work(own)
    path = own.at("/da/votes/{draft_vote}/change")
    page = own.client("facilitator").get(path).text
    hidden = dict(re.findall(HIDDEN, page))
    question = re.search(r'name="question"[^>]*value="([^"]*)"', page)[1]
    about = re.search(r'<textarea[^>]*name="about"[^>]*>\s*([^<]*)</textarea>', page)[1]
    options = re.search(r'<textarea[^>]*name="options"[^>]*>\s*([^<]*)</textarea>', page)[1].splitlines()
    chosen = {"secrecy": "open", "method": "one", "spending": "greedy", "marking": "approval", "tie": "new_vote"}
    sent = {"question": question, "about": about, **chosen}
    kept = "\n".join(["Noget helt nyt", *(one.replace("gård", "Gård") for one in reversed(options))])
    got = own.client("facilitator").post(path, data={**hidden, **sent, "options": kept})
    assert got.status_code == 303
    assert ALT in _alone(own, "option").text
    page = own.client("facilitator").get(path).text
    hidden = dict(re.findall(HIDDEN, page))
    got = own.client("facilitator").post(path, data={**hidden, **sent, "options": "Et\nTo"})
    assert got.status_code == 303
    assert ALT not in _alone(own, "option").text
    with own.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM picture WHERE kind = 'option'").scalar() == 0


def test_an_opened_vote_keeps_its_pictures_but_whoever_is_on_one_can_have_it_taken_out(own):
    _put(own, "option", _photograph())
    _work(own)
    officer, days = own.client("officer"), {"last_day": (own.now + timedelta(days=9)).date().isoformat()}

    def sent(step, **fields):
        path = own.at(f"/da/votes/{{draft_vote}}/{step}")
        hidden = dict(re.findall(HIDDEN, officer.get(path).text))
        return officer.post(path, data={**hidden, **fields})

    assert sent("roll", persons="\n".join(list(own.ids)[:6])).status_code == 303
    _put(own, "option", _photograph(640, 480))
    assert "bliver stadig læst" in sent("open", **days).text, (
        "a picture that nobody has looked through does not appear in the middle"
    )
    _work(own)
    assert sent("open", **days).status_code == 303
    path, page, hidden = _form(own, "option")
    assert page.status_code == 200
    assert 'name="picture"' not in page.text
    assert own.client("facilitator").post(path, data={**hidden, "alt": "Andre ord"}).status_code in {409, 422}
    assert ALT in own.client("facilitator").get(own.at(PAGES["option"][1])).text
    hidden |= {"csrf_token": own.token("facilitator"), "once": "out"}
    assert own.client("facilitator").post(f"{path}/take-out", data=hidden).status_code == 303
    assert ALT not in own.client("facilitator").get(own.at(PAGES["option"][1])).text
