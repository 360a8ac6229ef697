"""A hearing can be recounted by anybody: what was acknowledged stands there, unchanged and in order."""

import json
import subprocess
import sys
from datetime import timedelta

import pytest
from sqlalchemy import delete, select

from civic.bodies.queries import body_with_names
from civic.decisions import actions as decisions
from civic.decisions.models import DecisionState
from civic.dialogue.models import Outcome
from civic.hearings.models import Audience, HearingState
from civic.kernel import ledger
from civic.kernel.refusal import Reason
from civic.moderation.models import Ground
from civic.responses import actions as responses
from civic.responses import release
from civic.responses.models import ResponseState, Said
from civic.rules.standard import PERSON
from civic.said.recount import begin, download, proof
from civic.treatment import actions as treatment
from tests.clock import NOON
from tests.make import a_body, a_context, a_hearing, a_person, a_process, a_public_response, the_officer
from tests.recount.recounting import FILE, load
from tests.refusing import refused

CHECKER = load()


def _plain(value):
    """Return a value as it comes out of its file."""
    return json.loads(ledger.canonical(value))


@pytest.fixture
def world(session):
    """Give a hearing with three answers, its officer, and the senders' contexts."""
    hearing = a_hearing(session, audience=Audience.BOTH)
    officer = a_context(session, the_officer(session, hearing.process))
    senders = [a_context(session, a_person(session)) for _ in range(3)]
    words = ("Der mangler lys.", "Mere skygge, tak.", "Ring til mig: 010190-1234.")
    given = [
        a_public_response(session, hearing, text, person=_person(session, one))
        for text, one in zip(words, senders, strict=True)
    ]
    return hearing, officer, senders, given


def _person(session, context):
    from civic.people.models import Person  # noqa: PLC0415

    return session.get_one(Person, context.actor.person_id)


class Recounter:
    """Somebody who downloads the hearing again and again, and keeps every head and every receipt they were shown."""

    def __init__(self, session, hearing):
        self.session, self.hearing = session, hearing
        self.heads, self.proofs = [], []

    def look(self, *given):
        self.session.flush()
        ledger.number(self.session)
        self.session.flush()
        visitor = a_context(self.session)
        found = _plain(download(visitor, self.hearing.id))
        self.proofs += [_plain(proof(visitor, one)) for one in given]
        assert CHECKER.check(found, self.proofs, self.heads) == []
        leaves = [CHECKER.leaf(tuple(one)) for one in found["entries"]]
        self.heads.append((len(leaves), CHECKER.root(leaves)))
        return found


def test_whatever_is_rightly_done_fits_with_every_head_and_receipt_of_before(session, world):
    hearing, officer, senders, (first, second, held) = world
    recounter = Recounter(session, hearing)
    found = recounter.look(first, second, held)
    own = found["records"][f"hearing {hearing.id}/response 3"]["record"]
    assert (own["state"], "text" in own) == ("held", False), "of what is held back there is a fingerprint alone"
    responses.correct(senders[0], first.id, [Said("Der mangler lys ved stien.")])
    recounter.look(first)
    release.mask(senders[2], held.id)
    recounter.look(held)
    release.hide(officer, second.id, rule=PERSON, reason="Skældsord.")
    assert "text" not in recounter.look()["records"][f"hearing {hearing.id}/response 2"]["record"]
    release.release(officer, second.id, ground=Ground.MISTAKE, reason="Det er i orden.")
    treatment.redact(officer, second.id, words="skygge", reason="En nabo.")
    recounter.look(second)
    responses.withdraw(senders[1], second.id)
    assert set(recounter.look()["records"]) == {
        *(f"hearing {hearing.id}/response {number}" for number in (1, 2, 3)), f"version {hearing.version_id}"
    }  # fmt: skip
    later = a_context(session, the_officer(session, hearing.process), NOON + timedelta(days=60))
    for one in (first, held):
        remark = treatment.split(later, one.id, text=one.text)
        treatment.answer_remark(later, remark.id, outcome=Outcome.NOTED, reason="Tak.")
    treatment.mark_ready(later, hearing.id)
    treatment.conclude(later, hearing.id)
    found = recounter.look()
    assert found["records"][f"hearing {hearing.id}/remark 1.1"]["record"]["reason"] == "Tak."
    treatment.redact(later, first.id, words="stien", reason="Et navn.")
    assert "stien" not in json.dumps(recounter.look(first), ensure_ascii=False)


def test_decisions_are_in_it_with_their_votes_and_of_a_closed_item_only_that_it_is(session, world):
    hearing, officer, _senders, _given = world
    recounter = Recounter(session, hearing)
    case = decisions.add_case(
        officer, hearing.process_id, number="EKS-1", title="Sag", recommended_by="Enhed", recommendation="At det sker."
    )
    stop = decisions.add_body(officer, case.id, a_body(session, name="Udvalget"))
    decisions.record_decision(officer, stop.id, outcome=DecisionState.ADOPTED, wording="Vedtaget.", on=NOON.date())
    found = recounter.look()
    assert found["records"][f"decision {stop.id}"]["record"]["wording"] == "Vedtaget."
    decisions.close_item(officer, case.id, neutral_title="En sag", because="Forhandling.")
    found = recounter.look()
    assert found["records"][f"decision {stop.id}"]["record"] == {"state": "closed"}
    assert "Vedtaget" not in json.dumps(found)
    decisions.open_item(officer, case.id)
    recounter.look()


def test_a_fingerprint_of_what_was_taken_out_leads_nowhere(session, world):
    hearing, officer, _senders, (first, *_others) = world
    treatment.redact(officer, first.id, words="lys", reason="En nabo.")
    session.flush()
    kept = session.scalars(
        select(ledger.LedgerEntry)
        .where(ledger.LedgerEntry.subject == f"hearing {hearing.id}/response 1")
        .order_by(ledger.LedgerEntry.id)
    ).all()
    assert [bool(one.salt) for one in kept] == [False] * (len(kept) - 1) + [True]


def test_a_proof_is_to_come_until_the_worker_has_numbered_the_entry(session, world):
    _hearing, _officer, _senders, (first, *_others) = world
    session.flush()
    refused(lambda: proof(a_context(session), first), Reason.PROOF_TO_COME)
    ledger.number(session)
    session.flush()
    assert CHECKER.alone(_plain(proof(a_context(session), first))) == []


def test_a_head_is_published_once_a_day_and_only_where_something_was_added(session, world):
    hearing, _officer, _senders, (first, *_others) = world
    session.flush()
    ledger.number(session)
    today = a_context(session)
    assert ledger.publish(today) >= 1
    session.flush()
    assert ledger.publish(today) == 0
    tomorrow = a_context(session, now=NOON + timedelta(days=1))
    assert ledger.publish(tomorrow) == 0, "nothing was added"
    (head,) = ledger.heads(session, hearing.process_id)
    assert _plain(proof(today, first))["root"] == head.root
    assert hearing.state_at(NOON) is HearingState.OPEN


def test_the_program_stands_alone(tmp_path, session, world):
    hearing, _officer, _senders, (first, *_others) = world
    session.flush()
    ledger.number(session)
    session.flush()
    visitor = a_context(session)
    found = _plain(download(visitor, hearing.id))
    (tmp_path / "hearing.json").write_bytes(ledger.canonical(found))
    (tmp_path / "proof.json").write_bytes(ledger.canonical(proof(visitor, first)))
    command = [sys.executable, "-I", "-S", str(FILE), "hearing.json", "proof.json"]

    def run(*more):
        return subprocess.run([*command, *more], cwd=tmp_path, capture_output=True, text=True, check=False)

    told = run()
    assert (told.returncode, "everything fits" in told.stdout) == (0, True), told.stdout + told.stderr
    head = told.stdout.rsplit("the head today: ", 1)[1].strip()
    assert run("--head", head).returncode == 0
    found["records"][f"hearing {hearing.id}/response 1"]["record"]["text"] = "Der er lys nok."
    (tmp_path / "hearing.json").write_bytes(ledger.canonical(found))
    told = run()
    assert (told.returncode, "is not what was written down last" in told.stdout) == (1, True)
    for broken in ("nothing", "[]", '{"format": "civic-hearing-2"}', '{"format": "civic-hearing-1"}'):
        (tmp_path / "hearing.json").write_text(broken)
        told = run()
        assert (told.returncode, told.stderr) == (2, ""), "what cannot be checked is never said to fit"
    alone = [*command[:4], "proof.json"]
    told = subprocess.run([*alone, "--head", head], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert told.returncode == 2, "a head alone proves nothing"
    for size in (0, 99):
        wrong = _plain(proof(visitor, first)) | {"size": size}
        (tmp_path / "proof.json").write_bytes(ledger.canonical(wrong))
        assert subprocess.run(alone, cwd=tmp_path, capture_output=True, check=False).returncode == 1


def test_what_was_changed_after_a_receipt_is_told_and_what_no_head_covers(session, world):
    hearing, _officer, senders, (first, *_others) = world
    recounter = Recounter(session, hearing)
    recounter.look(first)
    responses.correct(senders[0], first.id, [Said("Der mangler lys ved stien.")])
    found = recounter.look()
    told = CHECKER.notes(found, recounter.proofs)
    assert any("was changed after this receipt was given" in one for one in told)
    assert any("is not under a published head yet" in one for one in told)
    entry = [*found["entries"][-1]]
    found["heads"] = [{"day": "2026-03-09", "size": len(found["entries"]) - 1, "root": CHECKER.root(
        [CHECKER.leaf(tuple(one)) for one in found["entries"][:-1]]
    )}]  # fmt: skip
    assert any("is dated before 2026-03-09" in one for one in CHECKER.check(found)), f"{entry} was put in afterwards"


def test_a_response_that_is_hidden_takes_its_remarks_out_of_the_download(session, world):
    hearing, officer, _senders, (first, second, held) = world
    recounter = Recounter(session, hearing)
    release.hide(officer, held.id, rule=PERSON, reason="Skældsord.")
    later = a_context(session, the_officer(session, hearing.process), NOON + timedelta(days=60))
    for one in (first, second):
        remark = treatment.split(later, one.id, text=one.text)
        treatment.answer_remark(later, remark.id, outcome=Outcome.NOTED, reason="Tak.")
    treatment.mark_ready(later, hearing.id)
    treatment.conclude(later, hearing.id)
    recounter.look()
    release.hide(later, second.id, rule=PERSON, reason="Skældsord.")
    assert "skygge" not in json.dumps(recounter.look(), ensure_ascii=False)
    release.release(later, second.id, ground=Ground.MISTAKE, reason="Det er i orden.")
    assert f"hearing {hearing.id}/remark 2.1" in recounter.look()["records"]


def test_what_was_there_before_the_log_is_written_down_when_it_begins(session, world):
    hearing, officer, _senders, (first, second, held) = world
    release.hide(officer, held.id, rule=PERSON, reason="Skældsord.")
    later = a_context(session, the_officer(session, hearing.process), NOON + timedelta(days=60))
    for one in (first, second):
        remark = treatment.split(later, one.id, text=one.text)
        treatment.answer_remark(later, remark.id, outcome=Outcome.NOTED, reason="Tak.")
    treatment.mark_ready(later, hearing.id)
    treatment.conclude(later, hearing.id)
    release.hide(later, second.id, rule=PERSON, reason="Skældsord.")
    bare = a_process(session)  # without a hearing so far
    decided = body_with_names(later, a_body(session, name="Udvalget").id)
    decisions.record_process_decision(
        a_context(session, the_officer(session, bare)), bare.id, decided, subject="Kommissoriet", wording="Ja.",
        on=NOON.date(), item_number=1, votes={},
    )  # fmt: skip
    session.flush()
    session.execute(delete(ledger.LedgerEntry))
    assert begin(a_context(session)) >= 7
    assert begin(a_context(session)) == 0
    assert ledger.subjects(session, bare.id), "a hearing may be opened in it later"
    recounter = Recounter(session, hearing)
    recounter.look()
    release.release(later, second.id, ground=Ground.MISTAKE, reason="Det er i orden.")
    recounter.look()


@pytest.mark.parametrize("state", [ResponseState.HIDDEN, ResponseState.WITHDRAWN])
def test_a_file_that_is_read_into_an_answer_nobody_may_read_is_no_fault(session, world, state):
    hearing, officer, senders, (first, *_others) = world
    if state is ResponseState.HIDDEN:
        release.hide(officer, first.id, rule=PERSON, reason="Skældsord.")
    else:
        responses.withdraw(senders[0], first.id)
    recounter = Recounter(session, hearing)
    recounter.look()
    first.text, first.parts = "", []
    release.take_in(a_context(session), first.id, text="Læst i filen.")
    found = recounter.look()["records"][f"hearing {hearing.id}/response 1"]["record"]
    assert (found["state"], found["fingerprint"]) == (state.value, first.received_hash)
