"""What lies beside a grant: the photograph of an activity, a voucher as a file, and who looks before everybody sees."""

from pathlib import Path
from typing import Any

from sqlalchemy import select

from civic.board import actions as board
from civic.db.base import Base
from civic.files import pictures, uploads
from civic.goals.models import Goal, Indicator
from civic.grants import queries
from civic.grants.models import AccountLine, ChainLink, GrantActivity, GrantApplication
from civic.grants.notices import grant_notice
from civic.grants.parts import Part
from civic.grants.workflow import APPLICATION, GrantVerb
from civic.kernel import correction, deed
from civic.kernel.black import BLACK, words_in
from civic.kernel.context import Context
from civic.kernel.correction import Correction, Spot
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.seen import check
from civic.kernel.trace import Kind
from civic.moderation import gate


def look(context: Context, activity_id: int, *, seen: str | None = None) -> GrantActivity:
    """Let everybody read an activity's words and see its photograph, which the actor has looked at.

    Refusal(WRITTEN_MEANWHILE) where they are not the ones that were looked at, Refusal(NOT_NOW) where nothing waits,
    Refusal(NOT_READ_YET) while the photograph has not been looked through: nobody has seen it.
    """
    found, row = queries.activity(context, activity_id)
    deed.begin(context, APPLICATION, GrantVerb.LOOK, found)
    context.lock(row)
    picture = pictures.of(context, row.ref)
    check(seen, *queries.looked_at(row, picture))
    if not row.to_look_at:
        raise Refusal(Reason.NOT_NOW)
    if row.photo_since is not None and (picture is None or not picture.is_shown):
        raise Refusal(Reason.NOT_READ_YET)
    row.words_since = row.photo_since = None
    return deed.enter(context, GrantVerb.LOOK, row)


def add_photo(
    context: Context, activity_id: int, folder: Path, *, content: bytes, alt: str, consent: str
) -> GrantActivity:
    """Add a photograph to an activity, with who can be recognised on it and has agreed.

    A project leader's waits until somebody of the staff has looked at it. Raises as `pictures.put` does, and
    Refusal(NO_CONSENT) where nothing is said of it, Refusal(NO_PICTURE) without one, Refusal(NOT_NOW)
    where there is one: it is taken out first, for who agreed agreed to that one.
    """
    found, row = queries.activity(context, activity_id)
    found = deed.begin(context, APPLICATION, GrantVerb.ADD_PHOTO, found)
    context.lock(row)
    if not consent:
        raise Refusal(Reason.NO_CONSENT)
    if not content:
        raise Refusal(Reason.NO_PICTURE)
    if pictures.of(context, row.ref) is not None:
        raise Refusal(Reason.NOT_NOW)
    pictures.put(context, row.ref, folder, about=row.title, content=content, alt=alt)
    row.consent, row.photo_since = consent, context.now if _waits(context, found) else None
    return deed.enter(context, GrantVerb.ADD_PHOTO, row)


def put_picture(
    context: Context, activity_id: int, folder: Path, *, content: bytes, alt: str, seen: str | None = None
) -> GrantActivity:
    """Change what a photograph shows in words; raises as `pictures.put` does.

    Refusal(NO_CONSENT) for another picture in its place: that is added with its own consent.
    """
    found, row = queries.activity(context, activity_id)
    if content:
        raise Refusal(Reason.NO_CONSENT)
    found = deed.begin(context, APPLICATION, GrantVerb.PUT_PICTURE, found)
    context.lock(row)
    pictures.put(context, row.ref, folder, about=row.title, content=content, alt=alt, seen=seen)
    if _waits(context, found):
        row.photo_since = context.now
    return deed.enter(context, GrantVerb.PUT_PICTURE, row)


def take_out_picture(context: Context, activity_id: int) -> GrantActivity:
    """Take a photograph away for good: whoever is on it may ask for it at any time."""
    found, row = queries.activity(context, activity_id)
    deed.begin(context, APPLICATION, GrantVerb.TAKE_OUT_PICTURE, found)
    context.lock(row)
    pictures.take_out(context, row.ref)
    row.consent, row.photo_since = "", None
    return deed.enter(context, GrantVerb.TAKE_OUT_PICTURE, row)


def attach(context: Context, line_id: int, folder: Path, *, name: str, content: bytes) -> AccountLine:
    """Put the voucher itself beside a line of the accounts, for those who work with the grant alone.

    Another takes the place of the one that is there. Raises as `uploads.receive` does.
    """
    found, row = queries.part(context, Part.ACCOUNT, line_id)
    found = deed.begin(context, APPLICATION, GrantVerb.ATTACH, found)
    context.lock(row)
    received = uploads.receive(context, folder, found.ref, name=name, content=content)
    if row.upload_id is not None:
        take_out_voucher(context, row)
    row.upload_id = received.id
    return deed.enter(context, GrantVerb.ATTACH, row)  # type: ignore[no-any-return]


def take_out_file(context: Context, line_id: int) -> AccountLine:
    """Take a voucher's file away for good; its number stays. Refusal(NOT_FOUND) where there is none."""
    found, row = queries.part(context, Part.ACCOUNT, line_id)
    deed.begin(context, APPLICATION, GrantVerb.TAKE_OUT_FILE, found)
    context.lock(row)
    if row.upload_id is None:
        raise Refusal(Reason.NOT_FOUND)
    take_out_voucher(context, row)
    return deed.enter(context, GrantVerb.TAKE_OUT_FILE, row)  # type: ignore[no-any-return]


def _waits(context: Context, found: GrantApplication) -> bool:
    """Return whether what the actor puts beside a grant waits for a look: what the staff put there they answer for."""
    return not APPLICATION.may(context, GrantVerb.LOOK, found)


def pass_gate(context: Context, found: GrantApplication, row: GrantActivity) -> None:
    """Let an activity's words wait for a look where the gate sees personal details in what a project leader wrote."""
    waits = _waits(context, found) and bool(gate.look(row.title, row.text).found)
    row.words_since = context.now if waits else None


COVERED: tuple[tuple[type[Any], tuple[str, ...]], ...] = (
    (ChainLink, ("text",)),
    (Goal, ("text", "criterion")),
    (Indicator, ("text",)),
    (GrantActivity, ("title", "text")),
)
OF_ITSELF = ("title", "summary", "conditions", "reason", "learnt")
"""What everybody reads of a grant: of itself, and of what it is made of."""


def cover(context: Context, application_id: int, *, words: str, reason: str) -> GrantApplication:
    """Cover words wherever everybody reads them of a grant, for good: a name or an address in what was applied for.

    That something was covered, and why, stays to be seen. Refusal(NOTHING_TO_COVER) where they stand nowhere.
    """
    found = deed.begin(context, APPLICATION, GrantVerb.COVER, queries.application(context, application_id))
    goals = context.session.scalars(select(Goal).where(Goal.kind == Kind.APPLICATION, Goal.thing_id == found.id)).all()
    whose = {
        ChainLink: ChainLink.application_id == found.id,
        Goal: Goal.id.in_([one.id for one in goals]),
        Indicator: Indicator.goal_id.in_([one.id for one in goals]),
        GrantActivity: GrantActivity.application_id == found.id,
    }
    rows: list[tuple[Any, tuple[str, ...]]] = [(found, OF_ITSELF)]
    for kind, names in COVERED:
        rows += [(one, names) for one in context.session.scalars(select(kind).where(whose[kind]))]
    pattern, count = words_in(words), 0
    for row, names in rows:
        for name in names:
            said, times = pattern.subn(BLACK, getattr(row, name))
            if times:
                setattr(row, name, said)
                count += times
    if not count:
        raise Refusal(Reason.NOTHING_TO_COVER)
    correction.keep(context, Spot(found.ref, "grant", found.id), {"words": ""}, reason=reason)
    deed.enter(context, GrantVerb.COVER, found)
    context.session.flush()
    kept = select(Correction).where(Correction.kind == Kind.APPLICATION, Correction.thing_id == found.id)
    for line in context.session.scalars(kept):
        line.before, line.about = pattern.sub(BLACK, line.before), pattern.sub(BLACK, line.about)
        if (line.part, line.field, line.at) == ("grant", "words", context.now):
            line.blotted_at = context.now
    board.put(context, grant_notice(found))
    return found


def check_reason(context: Context, found: GrantApplication, reason: str) -> None:
    """Refuse a project leader's reason in which the gate sees something: everybody reads it at once."""
    if _waits(context, found) and gate.look(reason).found:
        raise Refusal(Reason.DETAILS_SEEN)


def blot_own_words(context: Context, found: GrantApplication, part: Part) -> None:
    """Take out of the corrections just kept what a project leader wrote and takes back; numbers stay to be seen."""
    if not _waits(context, found) or part is not Part.ACTIVITY:
        return
    context.session.flush()
    kept = select(Correction).where(
        Correction.kind == Kind.APPLICATION,
        Correction.thing_id == found.id,
        Correction.part == part.value,
        Correction.at == context.now,
        Correction.field.in_(("title", "text")),
    )
    for line in context.session.scalars(kept):
        line.before, line.about, line.blotted_at = "", "", context.now


def is_unread(row: Base) -> bool:
    """Return whether nobody has read it but its author and the staff: then nothing is said of how it read before."""
    return isinstance(row, GrantActivity) and not row.is_shown


def take_out_voucher(context: Context, row: AccountLine) -> None:
    """Take the file of a line away, for those who have locked the line."""
    assert row.upload_id is not None
    found = uploads.upload(context, row.upload_id)
    row.upload_id = None
    context.session.flush()
    uploads.remove(context, found)
