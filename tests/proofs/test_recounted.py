"""Whatever somebody does to a hearing in the database, whoever recounts it finds it. In full by `make prove`."""

import json
import os
import random
from collections import Counter

import pytest
from sqlalchemy import inspect, select, text
from sqlalchemy.orm import Session

from civic.db.engine import make_engine, writing
from civic.hearings.models import Hearing
from civic.kernel import ledger
from civic.kernel.actor import VISITOR
from civic.kernel.context import Context
from civic.responses import queries as responses
from civic.said.recount import download, proof
from civic.tables import metadata
from tests.clock import NOON
from tests.databases import fresh_postgresql
from tests.recount.recounting import load
from tests.site import fill

CHECKER = load()
MANY = 10_000 if os.environ.get("CIVIC_PROVE") else 76
"""Manipulations on each database."""
SEED = 20261129


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def demo(request, folder, tmp_path_factory):
    """Give the demo's database, its log numbered and its heads published."""
    files = tmp_path_factory.mktemp("files")
    if request.param == "sqlite":
        engine = make_engine(f"sqlite:///{folder / 'recounted.db'}")
    else:
        engine = fresh_postgresql(request.getfixturevalue("postgresql"), "recounted")
    metadata.create_all(writing(engine))
    fill(engine, files)
    with Session(writing(engine)) as session:
        while ledger.number(session):
            session.flush()
        ledger.publish(Context(VISITOR, NOON, session))
        session.commit()
    yield engine
    engine.dispose()


class World:
    """The database of one transaction, which is taken back, and what honest people kept of it before."""

    def __init__(self, connection, dice):
        self.connection, self.dice = connection, dice
        self.session = Session(connection, join_transaction_mode="create_savepoint")
        self.context = Context(VISITOR, NOON, self.session)
        self.kept = {}
        for hearing in self.session.scalars(select(Hearing).where(Hearing.opens_at.is_not(None)).order_by(Hearing.id)):
            given = responses.all_of(self.context, hearing.id)
            if len(given) > 1:
                found = self.look(hearing.id)
                leaves = [CHECKER.leaf(tuple(one)) for one in found["entries"]]
                proofs = [json.loads(ledger.canonical(proof(self.context, one))) for one in given]
                self.kept[hearing.id] = (hearing.process_id, [(len(leaves), CHECKER.root(leaves))], proofs)

    def look(self, hearing_id):
        self.session.expire_all()
        return json.loads(ledger.canonical(download(self.context, hearing_id)))

    def faults(self, hearing_id):
        """Return what whoever recounts a hearing finds: with the head and the receipts that were kept."""
        _process, heads, proofs = self.kept[hearing_id]
        try:
            found = self.look(hearing_id)
        except Exception as error:  # a page that breaks is found out too
            return [repr(error)]
        return CHECKER.check(found, proofs, heads)

    def do(self, statement, **values):
        """Carry out a statement, and return how many rows it changed."""
        return self.connection.execute(text(statement), values).rowcount

    def ids(self, query, **values):
        return self.connection.execute(text(query), values).scalars().all()

    def one(self, query, **values):
        return self.dice.choice(self.ids(query, **values))


RESPONSES = "SELECT id FROM response WHERE hearing_id = :hearing ORDER BY id"
SHOWN = "SELECT id FROM response WHERE hearing_id = :hearing AND state = 'shown' ORDER BY id"
REMARKS = (
    "SELECT m.id FROM remark m JOIN response r ON r.id = m.response_id WHERE r.hearing_id = :hearing ORDER BY m.id"
)
ENTRIES = "SELECT id FROM ledger_entry WHERE process_id = :process ORDER BY id"


def _worded(dice, words):
    """Return other words than these: a sign more, one less, two the other way round, or others altogether."""
    at = dice.randrange(len(words))
    other = dice.choice(
        [words + dice.choice(" .!x"), words[:at] + words[at + 1 :], words[:at] + "ø" + words[at:], words[::-1], "Nej."]
    )
    return other if other != words else words + "x"


def change_words(world, hearing, process):
    number = world.one(SHOWN, hearing=hearing)
    (words,) = world.ids("SELECT text FROM response WHERE id = :id", id=number)
    world.do("UPDATE response SET text = :text WHERE id = :id", id=number, text=_worded(world.dice, words))


def drop_response(world, hearing, process):
    world.do("DELETE FROM response WHERE id = :id", id=world.one(RESPONSES, hearing=hearing))


def add_response(world, hearing, process):
    number = world.one(RESPONSES, hearing=hearing)
    columns = [one["name"] for one in inspect(world.connection).get_columns("response")]
    new = {"id": "900000 + id", "number": "900 + number", "receipt": "'X' || receipt"}
    new |= {"party_id": "NULL", "sender_id": "COALESCE(sender_id, 1) + 900000"}
    picked = ", ".join(new.get(one, one) for one in columns)
    world.do(f"INSERT INTO response ({', '.join(columns)}) SELECT {picked} FROM response WHERE id = :id", id=number)


def back_date(world, hearing, process):
    number = world.one(RESPONSES, hearing=hearing)
    (at,) = world.ids("SELECT submitted_at FROM response WHERE id = :id", id=number)
    is_sqlite = world.connection.dialect.name == "sqlite"
    moved, given = (
        (":at", {"at": f"{int(str(at)[:4]) - 1}{str(at)[4:]}"}) if is_sqlite else (":at - interval '1 day'", {"at": at})
    )
    world.do(f"UPDATE response SET submitted_at = {moved} WHERE id = :id", id=number, **given)


def swap_words(world, hearing, process):
    one, other = world.dice.sample(world.ids(SHOWN, hearing=hearing), 2)
    texts = [world.ids("SELECT text FROM response WHERE id = :id", id=each)[0] for each in (one, other)]
    assert texts[0] != texts[1]
    for each, words in ((one, texts[1]), (other, texts[0])):
        world.do("UPDATE response SET text = :text WHERE id = :id", id=each, text=words)


def swap_numbers(world, hearing, process):
    one, other = world.dice.sample(world.ids(RESPONSES, hearing=hearing), 2)
    numbers = [world.ids("SELECT number FROM response WHERE id = :id", id=each)[0] for each in (one, other)]
    for each, number in ((one, 9999), (other, numbers[0]), (one, numbers[1])):
        world.do("UPDATE response SET number = :number WHERE id = :id", id=each, number=number)


def hide_in_silence(world, hearing, process):
    state = world.dice.choice(["hidden", "held", "withdrawn", "waiting"])
    world.do("UPDATE response SET state = :state WHERE id = :id", id=world.one(SHOWN, hearing=hearing), state=state)


def call_late(world, hearing, process):
    world.do("UPDATE response SET is_late = NOT is_late WHERE id = :id", id=world.one(RESPONSES, hearing=hearing))


def change_stance(world, hearing, process):
    number = world.one(SHOWN, hearing=hearing)
    (stance,) = world.ids("SELECT stance FROM response WHERE id = :id", id=number)
    other = "no_remarks" if stance != "no_remarks" else "remarks"
    world.do("UPDATE response SET stance = :stance WHERE id = :id", id=number, stance=other)


def change_remark(world, hearing, process):
    if not (found := world.ids(REMARKS, hearing=hearing)) or hearing != min(world.kept):
        return change_words(world, hearing, process)
    number = world.dice.choice(found)
    way = world.dice.randrange(4)
    if way == 0:
        world.do("UPDATE remark SET text = text || '!' WHERE id = :id", id=number)
    elif way == 1:
        world.do("DELETE FROM remark WHERE id = :id", id=number)
    elif way == 2:
        own = "(SELECT answer_id FROM remark WHERE id = :id)"
        world.do(f"UPDATE answer SET reason = reason || '.' WHERE id = {own}", id=number)
    else:
        own = "(SELECT answer_id FROM remark WHERE id = :id)"
        world.do(f"UPDATE answer SET outcome = 'out_of_scope' WHERE id = {own}", id=number)
    return None


def change_version(world, hearing, process):
    own = "SELECT v.id FROM version v JOIN report r ON r.id = v.report_id WHERE r.process_id = :process ORDER BY v.id"
    number = world.one(own, process=process)
    way = world.dice.randrange(3)
    texts = "SELECT id FROM section_text WHERE version_id = :id ORDER BY id"
    if way == 0:
        world.do("UPDATE section_text SET text = text || ' ' WHERE id = :text", text=world.one(texts, id=number))
    elif way == 1:
        world.do("DELETE FROM section_text WHERE id = :text", text=world.one(texts, id=number))
    else:
        world.do("UPDATE version SET label = label || '1' WHERE id = :id", id=number)


def change_decision(world, hearing, process):
    taken = "SELECT id FROM decision WHERE process_id = :process AND state NOT IN ('pending', 'tabled') ORDER BY id"
    if not (found := world.ids(f"{taken}", process=process)):
        return change_version(world, hearing, process)
    open_ones = [
        one
        for one in found
        if not world.ids(
            "SELECT c.id FROM case_file c JOIN decision d ON d.case_id = c.id WHERE d.id = :id AND c.is_closed", id=one
        )
    ]
    number = world.dice.choice(open_ones)
    way = world.dice.randrange(4)
    if way == 0:
        world.do("UPDATE decision SET wording = wording || '.' WHERE id = :id", id=number)
    elif way == 1:
        world.do("DELETE FROM decision WHERE id = :id", id=number)
    elif way == 2 and world.do("UPDATE tally SET count = count + 1 WHERE decision_id = :id", id=number):
        return None
    else:
        world.do("UPDATE decision SET item_number = COALESCE(item_number, 0) + 1 WHERE id = :id", id=number)
    return None


def drop_entry(world, hearing, process):
    world.do("DELETE FROM ledger_entry WHERE id = :id", id=world.one(ENTRIES, process=process))


def drop_entry_and_number_anew(world, hearing, process):
    number = world.one(ENTRIES, process=process)
    (at,) = world.ids("SELECT sequence FROM ledger_entry WHERE id = :id", id=number)
    world.do("DELETE FROM ledger_entry WHERE id = :id", id=number)
    later = "process_id = :process AND sequence > :at"
    world.do(f"UPDATE ledger_entry SET sequence = -sequence WHERE {later}", process=process, at=at)
    world.do(
        "UPDATE ledger_entry SET sequence = -sequence - 1 WHERE process_id = :process AND sequence < 0", process=process
    )
    _publish_anew(world, process)


def change_entry(world, hearing, process):
    number, way = world.one(ENTRIES, process=process), world.dice.randrange(3)
    if way == 0:
        world.do("UPDATE ledger_entry SET digest = :digest WHERE id = :id", id=number, digest="0" * 64)
    elif way == 1:
        world.do("UPDATE ledger_entry SET subject = subject || '0' WHERE id = :id", id=number)
    else:
        (at,) = world.ids("SELECT at FROM ledger_entry WHERE id = :id", id=number)
        if world.connection.dialect.name == "sqlite":
            world.do("UPDATE ledger_entry SET at = :at WHERE id = :id", id=number, at=f"1999{str(at)[4:]}")
        else:
            world.do("UPDATE ledger_entry SET at = at - interval '2 hours' WHERE id = :id", id=number)


def swap_entries(world, hearing, process):
    one, other = world.dice.sample(world.ids(ENTRIES, process=process), 2)
    places = [world.ids("SELECT sequence FROM ledger_entry WHERE id = :id", id=each)[0] for each in (one, other)]
    for each, place in ((one, -1), (other, places[0]), (one, places[1])):
        world.do("UPDATE ledger_entry SET sequence = :place WHERE id = :id", id=each, place=place)
    _publish_anew(world, process)


def cut_the_end_off(world, hearing, process):
    (size,) = world.ids("SELECT MAX(sequence) FROM ledger_entry WHERE process_id = :process", process=process)
    kept = world.dice.randrange(size)
    world.do("DELETE FROM ledger_entry WHERE process_id = :process AND sequence > :kept", process=process, kept=kept)
    _publish_anew(world, process)


def show_another_view(world, hearing, process):
    """Change an answer and write the whole log and its heads anew, so that everything fits but what others kept."""
    change_words(world, hearing, process)
    world.session.expire_all()
    found = world.look(hearing)
    for subject, one in found["records"].items():
        own = "process_id = :process AND subject = :subject AND salt <> ''"
        digest = ledger.digest_of(one["salt"], one["record"])
        world.do(
            f"UPDATE ledger_entry SET digest = :digest WHERE {own}", process=process, subject=subject, digest=digest
        )
    _publish_anew(world, process)
    anew = world.look(hearing)
    assert CHECKER.check(anew) == [], "by itself the other view fits"


def change_head(world, hearing, process):
    world.do("UPDATE ledger_head SET root = :root WHERE process_id = :process", process=process, root="f" * 64)


def _publish_anew(world, process):
    world.session.expire_all()
    whole = ledger.entries(world.session, process)
    root = ledger.head_of([ledger.leaf(one) for one in whole])
    own = {"process": process, "size": len(whole), "root": root}
    world.do("UPDATE ledger_head SET root = :root, size = :size WHERE process_id = :process", **own)


WAYS = [
    change_words, drop_response, add_response, back_date, swap_words, swap_numbers, hide_in_silence, call_late,
    change_stance, change_remark, change_version, change_decision, drop_entry, drop_entry_and_number_anew,
    change_entry, swap_entries, cut_the_end_off, show_another_view, change_head,
]  # fmt: skip


def test_every_manipulation_is_found_and_nothing_else_is(demo, capsys):
    dice, done, missed = random.Random(SEED), Counter(), []
    with writing(demo).connect() as connection:
        whole = connection.begin()
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
            for name in (
                connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").scalars().all()
            ):
                connection.exec_driver_sql(f"DROP TRIGGER {name}")
        else:
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        world = World(connection, dice)
        for number in range(MANY):
            hearing = dice.choice(sorted(world.kept))
            if number % 25 == 0:
                assert world.faults(hearing) == [], "no false alarm"
            way = WAYS[number % len(WAYS)]
            taken_back = connection.begin_nested()
            way(world, hearing, world.kept[hearing][0])
            done[way.__name__] += 1
            if not world.faults(hearing):
                missed.append(f"{number} {way.__name__} of hearing {hearing}")
            taken_back.rollback()
        world.session.close()
        whole.rollback()
    if os.environ.get("CIVIC_PROVE"):
        with capsys.disabled():
            print(f"\n{sum(done.values())} manipulations, {len(missed)} not found")
    assert missed == []
    assert len(done) == len(WAYS)
