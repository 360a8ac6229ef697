"""A draw by lot from the first question to the last replacement: what is fixed before, and who hears what."""

import html
import json
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from civic.db.engine import writing
from civic.draws import actions, fair, queries, repeat
from civic.draws.models import MOST_TRIES, Draw, DrawState, Entrant, EntrantState, Round, RoundState
from civic.groups import actions as groups
from civic.groups import registering
from civic.groups.models import Admission, GroupKind
from civic.groups.queries import in_it
from civic.kernel import correction
from civic.kernel.audit import AuditEntry
from civic.kernel.outbox import OutboxMessage
from civic.kernel.refusal import Reason
from civic.kernel.trace import Kind, Ref
from civic.people.models import Person
from civic.privacy import erasure, retention
from tests.clock import NOON
from tests.make import a_context, a_facilitator, a_person, a_process, the_officer
from tests.refusing import refused

ASKS = (("Alder", (("Ung", 1, 2), ("Gammel", 1, 2))), ("Bolig", (("Ejer", 0, 3), ("Lejer", 1, 3))))
CLOSES, FORGETS = NOON + timedelta(days=10), NOON + timedelta(days=100)
AFTER = CLOSES + timedelta(hours=1)
LOTTO = {"public_source": "Lotto", "public_on": (AFTER + timedelta(days=1)).date()}
LATER = AFTER + timedelta(days=2)
BY = LATER + timedelta(days=14)


@pytest.fixture
def officer(session):
    process = a_process(session)
    return a_context(session, the_officer(session, process)), process


def _later(context, at):
    return a_context(context.session, context.session.get_one(Person, context.actor.person_id), at)


@pytest.fixture
def draw(officer):
    context, process = officer
    given = {"title": "Panel", "about": "Tre lørdage.", "closes_at": CLOSES, "forgets_at": FORGETS, "asks": ASKS}
    made = actions.add_draw(context, process.id, seats=3, **given)
    actions.open_draw(context, made.id)
    return queries.draw(context, made.id)


def _answers(draw, *names):
    values = [{value.name: value.id for value in one.values} for one in draw.features]
    return {one.id: values[place][names[place]] for place, one in enumerate(draw.features)}


def _enter(session, draw, name, *answers, at=NOON, confirmed=True):
    visitor = a_context(session, now=at)
    email = f"{name}@Example.dk"
    made = actions.enter(visitor, draw.id, name=name, email=email, answers=_answers(draw, *answers))
    return actions.confirm(visitor, made.token) if confirmed else made


def _fill(session, draw, count=8):
    kinds = (("Ung", "Ejer"), ("Ung", "Lejer"), ("Gammel", "Ejer"), ("Gammel", "Lejer"))
    return [_enter(session, draw, f"p{number}", *kinds[number % 4]) for number in range(count)]


def _work_out(session):
    worker = a_context(session, now=AFTER)
    round_id = queries.to_work_out(worker)
    try:
        actions.take_in(worker, round_id, fair.portfolio(queries.round_by_id(worker, round_id).terms))
    except fair.Impossible as impossible:
        actions.take_in(worker, round_id, None, impossible.faults)


def _drawn(officer, draw, words="4 8 15"):
    context = _later(officer[0], AFTER)
    actions.freeze(context, draw.id, **LOTTO)
    _work_out(context.session)
    return actions.draw_lots(_later(context, LATER), draw.id, public_words=words, answers_by=BY)


def _mails(session, template):
    return [one for one in session.query(OutboxMessage) if one.template == template]


def test_a_draw_is_the_staffs_until_it_is_opened(session, officer):
    context, process = officer
    given = {"title": "Panel", "about": "x", "seats": 3, "closes_at": CLOSES, "forgets_at": FORGETS, "asks": ASKS}
    made = actions.add_draw(context, process.id, **given)
    refused(lambda: queries.draw(a_context(session), made.id), Reason.NOT_FOUND)
    facilitator = a_context(session, a_facilitator(session, process))
    refused(lambda: actions.open_draw(facilitator, made.id), Reason.NOT_YOURS)
    refused(lambda: actions.open_draw(context, made.id, seen="0" * 16), Reason.WRITTEN_MEANWHILE)
    refused(lambda: actions.change_draw(context, made.id, **given, seen="0" * 16), Reason.WRITTEN_MEANWHILE)
    actions.change_draw(context, made.id, **given | {"title": "Panelet"})
    actions.open_draw(context, made.id)
    assert queries.draw(a_context(session), made.id).title == "Panelet"
    refused(lambda: actions.change_draw(context, made.id, **given), Reason.NOT_NOW)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"seats": 5}, Reason.QUOTAS_IMPOSSIBLE),
        ({"seats": 1}, Reason.QUOTAS_IMPOSSIBLE),
        ({"closes_at": NOON}, Reason.DEADLINE_PASSED),
        ({"forgets_at": CLOSES}, Reason.ENDS_FIRST),
    ],
)
def test_what_cannot_be_is_refused_at_once(officer, change, reason):
    context, process = officer
    given = {"title": "Panel", "about": "x", "seats": 3, "closes_at": CLOSES, "forgets_at": FORGETS, "asks": ASKS}
    refused(lambda: actions.add_draw(context, process.id, **given | change), reason)


def test_one_enters_once_and_only_who_has_the_link_confirms(session, draw):
    first = _enter(session, draw, "Ana", "Ung", "Lejer", confirmed=False)
    again = _enter(session, draw, "ANA", "Gammel", "Ejer", confirmed=False)
    assert again is first
    assert queries.numbers(a_context(session), draw.id) == queries.Numbers(0, 1, 0)
    actions.confirm(a_context(session), first.token)
    third = _enter(session, draw, "ana", "Ung", "Ejer", confirmed=False)
    assert third is first
    assert {one.value_id for one in first.answers} == set(_answers(draw, "Gammel", "Ejer").values())
    assert [len(_mails(session, one)) for one in ("draw_confirm", "draw_entered")] == [2, 1]
    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(Entrant.__table__.insert().values(
            draw_id=draw.id, name="x", email="ana@example.dk", language="da", token="t", entered_at=NOON))  # fmt: skip


def test_who_has_an_account_is_in_the_pool_at_once(session, draw):
    person = a_person(session)
    own = a_context(session, person)
    made = actions.enter(own, draw.id, name="", email="", answers=_answers(draw, "Ung", "Ejer"))
    assert (made.person_id, made.state_at(NOON)) == (person.id, EntrantState.IN_POOL)


def test_every_question_is_answered_with_one_of_its_answers(session, draw):
    whole = _answers(draw, "Ung", "Ejer")
    first, second = whole
    for wrong in ({first: whole[first]}, {**whole, second: whole[first]}, {**whole, 99: 1}):
        refused(
            lambda wrong=wrong: actions.enter(
                a_context(session), draw.id, name="A", email="a@example.dk", answers=wrong
            ),
            Reason.NOT_FITTING,
        )


def test_nobody_enters_after_the_last_day_and_the_pool_is_frozen_only_then(session, officer, draw):
    context, _process = officer
    refused(lambda: actions.freeze(context, draw.id, **LOTTO), Reason.NOT_NOW)
    refused(lambda: _enter(session, draw, "Sent", "Ung", "Ejer", at=AFTER), Reason.NOT_NOW)
    refused(lambda: actions.freeze(_later(context, AFTER), draw.id, **LOTTO), Reason.TOO_FEW_ENTRANTS)


def test_what_is_drawn_follows_from_what_was_fixed_before_and_anybody_repeats_it(
    session, officer, draw, tmp_path, capsys
):
    _fill(session, draw)
    context = _later(officer[0], AFTER)
    actions.freeze(context, draw.id, **LOTTO)
    refused(lambda: actions.draw_lots(context, draw.id, public_words="4 8 15", answers_by=BY), Reason.NOT_NOW)
    _work_out(session)
    refused(lambda: actions.draw_lots(context, draw.id, public_words="4 8 15", answers_by=BY), Reason.NOT_YET)
    context = _later(context, LATER)
    refused(lambda: actions.draw_lots(context, draw.id, public_words="4 og 8", answers_by=BY), Reason.NOT_FITTING)
    refused(lambda: actions.draw_lots(context, draw.id, public_words="4 8 15", answers_by=NOON), Reason.DEADLINE_PASSED)
    before = json.loads(json.dumps(queries.told(queries.draw(a_context(session), draw.id))))
    assert before["rounds"][0]["secret"] is None
    secret = session.scalars(select(Round.secret)).one()
    assert secret not in json.dumps(before)
    assert repeat.digest(secret) == before["rounds"][0]["commitment"]
    actions.draw_lots(context, draw.id, public_words="15, 04 og 8", answers_by=BY)
    assert queries.draw(context, draw.id).rounds[0].public_words == "4 8 15", "however the numbers are written"
    told = json.loads(json.dumps(queries.told(queries.draw(a_context(session), draw.id))))
    assert {**told["rounds"][0], "secret": None, "public_words": "", "drawn": []} == before["rounds"][0]
    path = tmp_path / "draw.json"
    path.write_text(json.dumps(told))
    assert repeat.main(str(path)) == 0
    assert "Everything agrees." in capsys.readouterr().out
    assert len(told["rounds"][0]["drawn"]) == 3
    assert len(_mails(session, "draw_drawn")) == 3
    names = {one.name for one in session.query(Entrant)}
    assert not any(f'"{name}"' in json.dumps(told) for name in names)


@pytest.mark.parametrize(
    "tamper",
    [
        lambda one: one.update(secret="another"),
        lambda one: one.update(drawn=[1, 2, 3] if one["drawn"] != [1, 2, 3] else [1, 2, 4]),
        lambda one: one["portfolio"][0].__setitem__(0, one["portfolio"][0][0] + 1),
        lambda one: one["terms"]["features"][0]["quotas"].update(Ung=[3, 3]),
    ],
    ids=["secret", "drawn", "weights", "quotas"],
)
def test_whoever_changed_anything_afterwards_is_found_out(session, officer, draw, tamper):
    _fill(session, draw)
    _drawn(officer, draw, words="4 8 15")
    told = json.loads(json.dumps(queries.told(queries.draw(officer[0], draw.id))))
    assert repeat.repeat(told) == []
    tamper(told["rounds"][0])
    assert repeat.repeat(told) != []


def test_numbers_tell_nothing_of_who_entered_when(session, officer, draw):
    entered = _fill(session, draw, 12)
    actions.freeze(_later(officer[0], AFTER), draw.id, **LOTTO)
    given = [one.number for one in entered]
    assert sorted(given) == list(range(1, 13))
    assert given != sorted(given)  # one in 479 million would be


def test_quotas_that_cannot_be_met_say_which_and_are_changed_with_a_reason(session, officer, draw):
    for number in range(5):
        _enter(session, draw, f"p{number}", "Ung", "Ejer")
    context = _later(officer[0], AFTER)
    actions.freeze(context, draw.id, **LOTTO)
    _work_out(session)
    found = queries.draw(context, draw.id).rounds[0]
    assert found.state is RoundState.IMPOSSIBLE
    assert {one[1]: one[2] < 0 for one in found.faults} == {"Gammel": True, "Ung": False, "Lejer": True}
    other = (("Alder", (("Ung", 0, 3), ("Gammel", 0, 2))), ("Bolig", (("Ejer", 0, 3), ("Lejer", 0, 3))))
    names = (("Alder", (("Yngre", 0, 3), ("Gammel", 0, 2))), other[1])
    refused(lambda: actions.change_quotas(context, draw.id, names, reason="x"), Reason.NOT_FITTING)
    refused(lambda: actions.change_quotas(context, draw.id, other, reason=""), Reason.NO_REASON)
    actions.change_quotas(context, draw.id, other, reason="Ingen ældre meldte sig")
    kept = correction.of(context, Ref(Kind.DRAW, draw.id), at_most=1)[0]
    assert kept.before.splitlines()[0] == "Alder: Ung 1-2; Gammel 1-2"
    _work_out(session)
    actions.draw_lots(_later(context, LATER), draw.id, public_words="4 8 15", answers_by=BY)
    assert len(queries.drawn_in(context, draw.id)) == 3


def test_who_declines_is_replaced_by_the_same_means_and_the_quotas_hold(session, officer, draw):
    _fill(session, draw, 12)
    _drawn(officer, draw)
    context = _later(officer[0], LATER)
    again = {"public_source": "Lotto", "public_on": (LATER + timedelta(days=7)).date()}
    refused(lambda: actions.replace(context, draw.id, **again), Reason.NOT_NOW)
    drawn = queries.drawn_in(context, draw.id)
    visitor = a_context(session, now=LATER)
    for one in drawn[:2]:
        actions.answer(visitor, one.token, is_coming=False)
    actions.answer(visitor, drawn[2].token, is_coming=True)
    refused(lambda: actions.replace(context, draw.id, **LOTTO), Reason.DEADLINE_PASSED)  # numbers everybody knows
    actions.replace(context, draw.id, **again)
    refused(lambda: actions.replace(context, draw.id, **again), Reason.NOT_NOW)
    _work_out(session)
    much_later = LATER + timedelta(days=8)
    again_by = {"public_words": "16 23 42", "answers_by": much_later + timedelta(days=7)}
    refused(lambda: actions.draw_lots(context, draw.id, **again_by), Reason.NOT_YET)
    actions.draw_lots(_later(context, much_later), draw.id, **again_by)
    there = [one for one in queries.drawn_in(context, draw.id) if one.is_coming is not False]
    assert len(there) == 3
    assert not {one.id for one in there} & {one.id for one in drawn[:2]}
    names = {value.id: value.name for feature in draw.features for value in feature.values}
    said = [{names[each.value_id] for each in one.answers} for one in there]
    for _name, values in ASKS:
        for called, least, most in values:
            assert least <= sum(called in one for one in said) <= most
    refused(lambda: actions.answer(visitor, drawn[0].token, is_coming=True), Reason.NOT_NOW)
    assert repeat.repeat(json.loads(json.dumps(queries.told(queries.draw(context, draw.id))))) == []


def test_who_leaves_is_forgotten_and_never_drawn_later(session, officer, draw):
    entered = _fill(session, draw, 8)
    visitor = a_context(session)
    actions.leave(visitor, entered[0].token)
    assert (entered[0].name, entered[0].email, entered[0].answers) == ("", "", [])
    refused(lambda: actions.leave(visitor, entered[0].token), Reason.NOT_FOUND)
    actions.freeze(_later(officer[0], AFTER), draw.id, **LOTTO)
    after = a_context(session, now=AFTER)
    actions.leave(after, entered[1].token)
    assert entered[1].name == ""
    assert entered[1].answers, "what was published of a number stays"
    assert entered[1] not in queries.pool_of(after, draw.id)
    assert len(queries.draw(after, draw.id).rounds[0].terms["pool"]) == 7


def test_who_closes_the_account_leaves_every_pool(session, draw):
    person = a_person(session)
    own = a_context(session, person)
    made = actions.enter(own, draw.id, name="", email="", answers=_answers(draw, "Ung", "Ejer"))
    erasure.close_account(own)
    assert (made.left_at is not None, made.name, made.person_id) == (True, "", None)


def test_names_and_answers_go_on_the_day_the_draw_says_and_the_numbers_stay(session, officer, draw):
    _fill(session, draw)
    _drawn(officer, draw)
    drawn = queries.draw(officer[0], draw.id).rounds[0].drawn
    retention.forget(a_context(session, now=FORGETS - timedelta(minutes=1)))
    assert session.query(Entrant).count() == 8
    retention.forget(a_context(session, now=FORGETS))
    assert session.query(Entrant).count() == 0
    found = queries.draw(a_context(session, now=FORGETS), draw.id)
    assert (found.rounds[0].terms, found.rounds[0].portfolio, found.rounds[0].drawn) == ({}, [], drawn)
    assert not retention.has_old(a_context(session, now=FORGETS))


def test_the_database_lets_nobody_answer_who_was_not_drawn(session, draw):
    one = _enter(session, draw, "Ana", "Ung", "Ejer")
    refused(lambda: actions.answer(a_context(session), one.token, is_coming=True), Reason.NOT_NOW)
    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(Entrant.__table__.update().values(is_coming=True, answered_at=NOON))
    assert session.get_one(Draw, draw.id).state is DrawState.OPEN


def test_who_never_answers_is_answered_for_once_the_last_day_is_over(session, officer, draw):
    _fill(session, draw, 12)
    _drawn(officer, draw)
    silent = queries.drawn_in(officer[0], draw.id)[0]
    early, late = _later(officer[0], BY - timedelta(hours=1)), _later(officer[0], BY)
    facilitator = a_context(session, a_facilitator(session, officer[1]), BY)
    refused(lambda: actions.decline_for(early, draw.id, silent.id), Reason.NOT_NOW)
    refused(lambda: actions.decline_for(facilitator, draw.id, silent.id), Reason.NOT_YOURS)
    actions.decline_for(late, draw.id, silent.id)
    refused(lambda: actions.decline_for(late, draw.id, silent.id), Reason.NOT_NOW)
    actions.answer(a_context(session, now=BY), silent.token, is_coming=True)  # nobody else is drawn yet
    assert silent.state_at(BY) is EntrantState.ACCEPTED


def test_the_last_day_is_made_later_with_a_reason_and_the_day_it_was_stays(session, officer, draw):
    context = _later(officer[0], AFTER)
    later = CLOSES + timedelta(days=7)
    for day, reason in (
        (CLOSES, Reason.DEADLINE_PASSED),
        (AFTER, Reason.DEADLINE_PASSED),
        (FORGETS, Reason.ENDS_FIRST),
    ):
        refused(lambda day=day: actions.extend_draw(context, draw.id, closes_at=day, reason="x"), reason)
    refused(lambda: actions.extend_draw(context, draw.id, closes_at=later, reason=""), Reason.NO_REASON)
    actions.extend_draw(context, draw.id, closes_at=later, reason="For få har meldt sig")
    _enter(session, draw, "Sent", "Ung", "Ejer", at=AFTER)
    kept = correction.of(context, Ref(Kind.DRAW, draw.id), at_most=1)[0]
    assert (kept.field, kept.before) == ("closes_at", CLOSES.isoformat())


def test_a_draw_that_is_called_off_says_why_and_everybody_in_the_pool_is_told(session, officer, draw):
    _fill(session, draw, 3)
    _enter(session, draw, "ny", "Ung", "Ejer", confirmed=False)
    actions.call_off(officer[0], draw.id, reason="Byrådet har ændret planen")
    assert queries.draw(a_context(session), draw.id).state is DrawState.CALLED_OFF
    assert [one.data["reason"] for one in _mails(session, "draw_called_off")] == ["Byrådet har ændret planen"] * 3
    refused(lambda: _enter(session, draw, "Sen", "Ung", "Ejer"), Reason.NOT_NOW)
    refused(lambda: actions.freeze(_later(officer[0], AFTER), draw.id, **LOTTO), Reason.NOT_NOW)


def test_one_mailbox_enters_once_however_it_is_written(session, draw):
    typed = ("eva@example.dk", "EVA@example.dk", "eva+1@example.dk", "eva@ｅxample.dk", "eva@example。dk")
    visitor = a_context(session)
    made = {
        actions.enter(visitor, draw.id, name="Eva", email=one, answers=_answers(draw, "Ung", "Ejer")).id
        for one in typed
    }
    assert len(made) == 1
    danish = ("bo@sønderborg.dk", "bo@xn--snderborg-l8a.dk")
    made = {
        actions.enter(visitor, draw.id, name="Bo", email=one, answers=_answers(draw, "Ung", "Ejer")).id
        for one in danish
    }
    assert len(made) == 1


def test_an_entry_that_is_no_persons_own_is_taken_out_before_the_pool_is_frozen_and_counted_in_public(
    session, officer, draw
):
    entered = _fill(session, draw, 8)
    refused(lambda: actions.strike(a_context(session), draw.id, [entered[0].id], reason="x"), Reason.NOT_YOURS)
    refused(lambda: actions.strike(officer[0], draw.id, [], reason="x"), Reason.NOT_FITTING)
    actions.strike(officer[0], draw.id, [entered[0].id], reason="Samme person to gange")
    assert (entered[0].name, entered[0].email, entered[0].mailbox) == ("", "", "")
    refused(lambda: actions.strike(officer[0], draw.id, [entered[0].id], reason="x"), Reason.NOT_NOW)
    there = queries.numbers(a_context(session), draw.id)
    assert (there.confirmed, there.struck) == (7, 1)
    assert [one.data["reason"] for one in _mails(session, "draw_struck")] == ["Samme person to gange"]
    context = _later(officer[0], AFTER)
    actions.freeze(context, draw.id, **LOTTO)
    refused(lambda: actions.strike(context, draw.id, [entered[1].id], reason="x"), Reason.NOT_NOW)
    assert sorted(one.data["number"] for one in _mails(session, "draw_numbered")) == list(range(1, 8))


def test_several_entries_are_taken_out_at_once_and_none_where_one_has_left(session, officer, draw):
    entered = _fill(session, draw, 9)
    some = [one.id for one in entered[:4]]
    actions.strike(officer[0], draw.id, [*some, some[0]], reason="Fire af samme postkasse")
    assert queries.numbers(a_context(session), draw.id).struck == 4
    assert len(_mails(session, "draw_struck")) == 4
    session.commit()
    for one in (some[0], 9999):
        refused(lambda: actions.strike(officer[0], draw.id, [entered[4].id, one], reason="x"), Reason.NOT_NOW)  # noqa: B023
        assert entered[4].left_at is None


def test_the_log_leads_from_no_person_to_a_number(session, officer, draw):
    person = a_person(session)
    own = a_context(session, person)
    made = actions.enter(own, draw.id, name="", email="", answers=_answers(draw, "Ung", "Ejer"))
    actions.leave(own, made.token)
    session.flush()
    assert {one.kind for one in session.query(AuditEntry) if one.actor_id == person.id} <= {"draw", "person"}


@pytest.mark.parametrize("is_worked_out", [True, False])
def test_a_draw_that_was_forgotten_while_it_was_worked_out_stays_forgotten(session, officer, draw, is_worked_out):
    _fill(session, draw)
    actions.freeze(_later(officer[0], AFTER), draw.id, **LOTTO)
    worker = a_context(session, now=FORGETS)
    begun = actions.begin_to_work_out(worker)
    portfolio = fair.portfolio(begun.terms)
    if is_worked_out:
        actions.take_in(worker, begun.id, portfolio)
    retention.forget(worker)
    session.expire_all()
    assert actions.begin_to_work_out(worker) is None
    assert actions.take_in(worker, begun.id, portfolio) is None
    assert queries.draw(worker, draw.id).rounds[0].portfolio == []


def test_a_round_that_fails_does_not_stand_in_the_way_of_another(session, officer, draw):
    context, process = officer
    given = {"title": "Et andet", "about": "x", "seats": 3, "closes_at": CLOSES, "forgets_at": FORGETS, "asks": ASKS}
    other = actions.add_draw(context, process.id, **given)
    actions.open_draw(context, other.id)
    for one in (draw, queries.draw(context, other.id)):
        _fill(session, one)
        actions.freeze(_later(context, AFTER), one.id, **LOTTO)
    worker = a_context(session, now=AFTER)
    first, second = actions.begin_to_work_out(worker), actions.begin_to_work_out(worker)
    assert {first.draw_id, second.draw_id} == {draw.id, other.id}


def test_a_round_that_never_comes_to_an_end_is_given_up_and_wider_quotas_let_it_begin_again(session, officer, draw):
    _fill(session, draw)
    context = _later(officer[0], AFTER)
    actions.freeze(context, draw.id, **LOTTO)
    worker = a_context(session, now=AFTER)
    begun = [actions.begin_to_work_out(worker) for _try in range(MOST_TRIES)]
    assert not begun[-1].is_given_up, "the last try goes on still"
    actions.give_up(worker, begun[-1].id)
    assert begun[-1].is_given_up
    assert actions.begin_to_work_out(worker) is None
    assert actions.give_up(worker, begun[-1].id) is None
    wider = [(name, [(value, 0, 3) for value, _least, _most in values]) for name, values in ASKS]
    actions.change_quotas(context, draw.id, wider, reason="Det kunne ikke regnes ud.")
    again = actions.begin_to_work_out(worker)
    assert (again.id, again.tries) == (begun[-1].id, 1)


def test_a_draw_that_was_called_off_is_worked_out_no_more(session, officer, draw):
    _fill(session, draw)
    context = _later(officer[0], AFTER)
    actions.freeze(context, draw.id, **LOTTO)
    worker = a_context(session, now=AFTER)
    begun = actions.begin_to_work_out(worker)
    actions.call_off(context, draw.id, reason="Panelet aflyses.")
    assert queries.to_work_out(worker) is None
    assert actions.take_in(worker, begun.id, fair.portfolio(begun.terms)) is None


def test_the_page_of_a_round_that_was_given_up_says_so_and_leads_to_its_quotas(site):
    with Session(writing(site.engine)) as session:
        found = session.scalars(select(Round).where(Round.draw_id == int(site.at("{impossible_draw}")))).one()
        found.state, found.tries = RoundState.GIVEN_UP, MOST_TRIES
        session.commit()
    path = site.at("/da/draws/{impossible_draw}")
    everybody, officer = (html.unescape(site.client(who).get(path).text) for who in ("visitor", "officer"))
    site.restore()
    assert "De mulige paneler kunne ikke beregnes." in everybody
    assert "Bredere kvoter" not in everybody
    assert "Bredere kvoter" in officer
    assert "/quotas" in officer


def test_a_group_whose_places_are_drawn_takes_in_who_says_yes_and_nobody_past_the_lot(session, officer):
    context, process = officer
    lot = {"kind": GroupKind.WORKING, "title": "Følgegruppe", "about": "x", "capacity": 5}
    group = groups.add_group(context, process.id, admission=Admission.LOT, **lot)
    closed = groups.add_group(context, process.id, admission=Admission.INVITATION, **lot)
    given = {"title": "Panel", "about": "x", "seats": 3, "closes_at": CLOSES, "forgets_at": FORGETS, "asks": ASKS}
    refused(lambda: actions.add_draw(context, process.id, group_id=closed.id, **given), Reason.NOT_FITTING)
    made = actions.add_draw(context, process.id, group_id=group.id, **given)
    actions.open_draw(context, made.id)
    draw = queries.draw(context, made.id)
    _fill(session, draw)
    _drawn(officer, draw)
    refused(lambda: registering.invite(context, group.id, name="Ven", email="ven@example.dk"), Reason.NOT_NOW)
    visitor, drawn = a_context(session, now=LATER), queries.drawn_in(context, draw.id)
    for one in drawn:
        actions.answer(visitor, one.token, is_coming=True)
    assert {one.name for one in in_it(context, group.id)} == {one.name for one in drawn}
    actions.answer(visitor, drawn[0].token, is_coming=False)
    assert {one.name for one in in_it(context, group.id)} == {one.name for one in drawn[1:]}
    late = _later(context, LATER)
    refused(lambda: actions.decline_for(late, draw.id, drawn[1].id), Reason.NOT_NOW)
    registering.take_out_member(late, next(one.id for one in in_it(context, group.id) if one.name == drawn[1].name))
    actions.decline_for(late, draw.id, drawn[1].id)  # whoever leaves the group keeps no seat for ever
    assert drawn[1].is_coming is False


def test_one_account_is_in_a_pool_once_whatever_its_address_is(session, draw):
    person = a_person(session)
    own = a_context(session, person)
    first = actions.enter(own, draw.id, name="", email="", answers=_answers(draw, "Ung", "Ejer"))
    person.email = "ny@example.dk"
    assert actions.enter(own, draw.id, name="", email="", answers=_answers(draw, "Ung", "Ejer")).id == first.id
