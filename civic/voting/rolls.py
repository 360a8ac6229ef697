"""Who may vote: every write to a roll, to its households, and to the codes of its letters."""

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import insert, update

from civic.files import renditions, sheets
from civic.files.renditions import Format, What
from civic.files.sheets import Sheet, SheetState
from civic.kernel import deed
from civic.kernel.context import Context
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.trace import Kind, Ref
from civic.voting import queries
from civic.voting.codes import code_of, hash_of
from civic.voting.lists import Listed, ListRule
from civic.voting.models import PLACES, Ballot, Household, HouseholdAdult, HouseholdObjection, RollEntry
from civic.voting.workflow import BALLOT, VotingVerb


def add_circle_to_roll(context: Context, ballot_id: int, circle: Ref) -> Ballot:
    """Put everybody on the roll who is in a group of the process, or in any, or sits in a council, with an account.

    Refusal(NOT_FITTING) for a group of another process, or a circle in which nobody has an account.
    """
    ballot = queries.ballot(context, ballot_id)
    found = queries.circle(context, ballot, circle)
    if not found.person_ids:
        raise Refusal(Reason.NOT_FITTING)
    return add_to_roll(context, ballot_id, found.person_ids, circle=found.name)


def add_to_roll(context: Context, ballot_id: int, person_ids: Sequence[int], *, circle: str = "") -> Ballot:
    """Put persons on the roll before the vote opens; who is on it already stays on it once."""
    ballot = deed.do(context, BALLOT, VotingVerb.ADD_TO_ROLL, queries.ballot(context, ballot_id))
    present = queries.keys_on_roll(context, ballot.id)
    fresh = [person_id for person_id in dict.fromkeys(person_ids) if person_id not in present]
    context.session.add_all(RollEntry(ballot_id=ballot.id, person_id=person_id, circle=circle) for person_id in fresh)
    return ballot


def take_off_roll(context: Context, ballot_id: int, entry_id: int) -> Ballot:
    """Take somebody off the roll who was put on it by mistake, before the vote opens; Refusal(NOT_FOUND) for none.

    Of a household both places go.
    """
    ballot = deed.begin(context, BALLOT, VotingVerb.TAKE_OFF_ROLL, queries.ballot(context, ballot_id))
    entry = queries.entry(context, ballot_id, entry_id)
    deed.enter(context, VotingVerb.TAKE_OFF_ROLL, entry)
    both = [entry] if entry.household_id is None else queries.household_places(context, entry.household_id)
    for one in both:
        context.session.delete(one)
    context.session.flush()
    if entry.household_id is not None:
        queries.forget_household(context, entry.household_id)
    return ballot


def hand_in_list(context: Context, ballot_id: int, folder: Path, *, name: str, content: bytes) -> Sheet:
    """Hand in a list of who may vote; the worker reads it, and nobody is put on the roll by it yet.

    Refusal(SHEET_KIND) for what is no spreadsheet by its content, Refusal(FILE_TOO_LARGE) above ten million bytes.
    """
    ballot = deed.begin(context, BALLOT, VotingVerb.HAND_IN_LIST, queries.ballot(context, ballot_id))
    made = sheets.receive(context, folder, Ref(Kind.BALLOT, ballot.id), name=name, content=content)
    return deed.enter(context, VotingVerb.HAND_IN_LIST, made)


def enter_list(context: Context, sheet_id: int, rule: ListRule) -> tuple[Sheet, int]:
    """Put those of a list on the roll whom a rule says, and keep nothing else of it; return it, and how many lines.

    Refusal(NOT_NOW) for a list that is not read, or done already,
    Refusal(NOTHING_SAID) where no line of it is right.
    """
    found = context.lock(queries.sheet(context, sheet_id))
    if found.state is not SheetState.READ:
        raise Refusal(Reason.NOT_NOW)
    right = queries.read_list(context, found, rule).right
    if not right:
        raise Refusal(Reason.NOTHING_SAID)
    add_listed(context, found.thing_id, right, rule)
    sheets.finish(found, entered=len(right))
    return found, len(right)


def add_listed(context: Context, ballot_id: int, right: Sequence[Listed], rule: ListRule) -> Ballot:
    """Put those of a list on the roll, as persons or as households, before the vote opens."""
    ballot = deed.do(context, BALLOT, VotingVerb.ADD_TO_ROLL, queries.ballot(context, ballot_id))
    put = _put_households if rule.is_households else _put_persons
    put(context, ballot, right, rule.written)
    return ballot


def discard_list(context: Context, sheet_id: int) -> Sheet:
    """Throw a list away that nobody was put on the roll by; Refusal(NOT_NOW) for one that is done, or being read."""
    found = context.lock(queries.sheet(context, sheet_id))
    if found.state not in {SheetState.READ, SheetState.UNREADABLE}:
        raise Refusal(Reason.NOT_NOW)
    sheets.finish(found)
    return deed.enter(context, VotingVerb.HAND_IN_LIST, found)


def _put_persons(context: Context, ballot: Ballot, right: Sequence[Listed], circle: str) -> None:
    rows = [
        {
            "ballot_id": ballot.id,
            "person_id": one.person_id,
            "slot": 0,
            "name": one.name if one.person_id is None else "",  # whose account it is has their name already
            "address": one.address if one.person_id is None else "",
            "area": one.area,
            "circle": circle,
        }
        for one in right
    ]
    context.session.execute(insert(RollEntry), rows)


def _put_households(context: Context, ballot: Ballot, right: Sequence[Listed], circle: str) -> None:
    there = queries.households(context, ballot.id)
    fresh = {one.address.casefold(): one for one in reversed(right) if one.address.casefold() not in there}
    made = [
        {"ballot_id": ballot.id, "address": one.address, "area": one.area} for one in reversed(list(fresh.values()))
    ]
    if made:
        context.session.execute(insert(Household), made)
        new = [one for key, one in queries.households(context, ballot.id).items() if key in fresh]
        put_places(context, ballot, new, circle)
    there = queries.households(context, ballot.id)
    adults = [
        {"ballot_id": ballot.id, "household_id": there[one.address.casefold()].id, "person_id": one.person_id}
        for one in right
        if one.person_id is not None
    ]
    if adults:
        context.session.execute(insert(HouseholdAdult), adults)


def put_places(context: Context, ballot: Ballot, found: Sequence[Household], circle: str = "") -> None:
    """Give households their two places each; part of a deed."""
    rows = [
        {
            "ballot_id": ballot.id,
            "household_id": one.id,
            "slot": slot,
            "name": "",
            "address": one.address,
            "area": one.area,
            "circle": circle,
        }
        for one in found
        for slot in PLACES
    ]
    context.session.execute(insert(RollEntry), rows)


def ask_for_letters(context: Context, ballot_id: int, secret: str, *, is_again: bool = False) -> Ballot:
    """Ask the worker for a letter with a code to each place that has an address and none yet; `is_again` for all.

    A letter that is printed again has the same code. Refusal(NOTHING_SAID) where there is nobody to write to.
    """
    ballot = deed.do(context, BALLOT, VotingVerb.ASK_FOR_LETTERS, queries.ballot(context, ballot_id))
    asked = [
        {
            "id": one.id,
            "letter": one.letter + (one.code_hash is None),
            "code_hash": one.code_hash or hash_of(secret, code_of(secret, one.id, one.letter + 1)),
            "letter_at": context.now,
        }
        for one in queries.to_write_to(context, ballot.id)
        if is_again or one.code_hash is None
    ]
    if not asked:
        raise Refusal(Reason.NOTHING_SAID)
    context.session.execute(update(RollEntry), asked)
    renditions.ask(context, Ref(Kind.BALLOT, ballot.id), What.VOTE_LETTERS, Format.ZIP)
    return ballot


def withdraw_letter(context: Context, ballot_id: int, entry_id: int) -> Ballot:
    """Let a letter's code be good no more, that was lost or came into other hands; a new letter can be asked for.

    What was voted with it counts still.
    """
    ballot = deed.begin(context, BALLOT, VotingVerb.ASK_FOR_LETTERS, queries.ballot(context, ballot_id))
    entry = context.lock(queries.entry(context, ballot_id, entry_id))
    entry.code_hash = None
    deed.enter(context, VotingVerb.ASK_FOR_LETTERS, entry)
    return ballot


def place(context: Context, ballot_id: int, *, second: bool = False) -> RollEntry:
    """Return the place the actor votes from, with its ballot; of a household's they take a free one. Part of a deed.

    A letter's code is for one of a household's places: where somebody else of it has taken that with an account, it is
    good for the other. `second` is the other place of an adult who lives alone.

    Refusal(NOT_FOUND) for a draft, Refusal(NOT_ON_ROLL) for those who are not on the roll, Refusal(PLACES_USED) where
    others of the household have used both places.
    """
    found = queries.standing(context, ballot_id, second=second)
    household_id = found.entry.household_id if found.entry is not None else None
    is_by_letter = bool(context.actor.place) and household_id is not None  # an account may take its place meanwhile
    if found.entry is not None and not is_by_letter:
        return found.entry
    if found.adult is not None:
        household_id = found.adult.household_id
    queries.ballot(context, ballot_id)
    if household_id is None:
        raise Refusal(Reason.NOT_ON_ROLL)
    context.lock(context.session.get_one(Household, household_id))  # what was free before may be theirs, or used, now
    found = queries.standing(context, ballot_id, second=second)
    if found.entry is not None and not (is_by_letter and found.entry.person_id is not None):
        return found.entry
    free = free_place(context, household_id)
    if found.entry is None:
        free.person_id = context.actor.person_id
        context.session.flush()
        return free
    return _changed(context, found.entry, free)


def free_place(context: Context, household_id: int) -> RollEntry:
    """Return a place of a household that nobody has used, the household locked; Refusal(PLACES_USED) for none.

    Part of a deed.
    """
    context.lock(context.session.get_one(Household, household_id))  # two who come at once do not take the same place
    free = [one for one in queries.household_places(context, household_id) if one.is_free]
    if not free:
        raise Refusal(Reason.PLACES_USED)
    return free[0]


def _changed(context: Context, taken: RollEntry, free: RollEntry) -> RollEntry:
    """Let two places of a household change their codes, and return the one that has the code of the first now."""
    codes = taken.code_hash, free.code_hash
    taken.code_hash = free.code_hash = None
    context.session.flush()  # a code stands once
    free.code_hash, taken.code_hash = codes
    context.session.flush()
    return free


def object_to(context: Context, ballot_id: int, *, text: str) -> HouseholdObjection:
    """Say that others have used one's household's places who do not live there; once, and two officers look at it.

    Refusal(NOT_ON_ROLL) for who is no adult of a household there, Refusal(NOT_NOW) where a place is theirs, or free.
    """
    BALLOT.require(context, VotingVerb.OBJECT, queries.ballot(context, ballot_id))
    found = queries.standing(context, ballot_id)
    adult = queries.must_live(found.adult)
    if not found.is_used_up:
        raise Refusal(Reason.NOT_NOW)
    assert context.actor.person_id is not None
    made = HouseholdObjection(
        household_id=adult.household_id,
        person_id=context.actor.person_id,
        text=text,
        raised_at=context.now,
    )
    return deed.enter(context, VotingVerb.OBJECT, made)
