"""What lies beside a grant: the photograph of an activity, a voucher as a file, and who looks before everybody sees."""

from pathlib import Path

from civic.db.base import Base
from civic.files import pictures, uploads
from civic.grants import queries
from civic.grants.models import AccountLine, GrantActivity, GrantApplication
from civic.grants.parts import Part
from civic.grants.workflow import APPLICATION, GrantVerb
from civic.kernel import deed
from civic.kernel.context import Context
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.seen import check
from civic.moderation import gate


def look(context: Context, activity_id: int, *, seen: str | None = None) -> GrantActivity:
    """Let everybody read an activity's words and see its photograph, which the actor has looked at.

    Refusal(WRITTEN_MEANWHILE) where they are not the ones that were looked at, Refusal(NOT_NOW) where nothing waits.
    """
    found, row = queries.activity(context, activity_id)
    deed.begin(context, APPLICATION, GrantVerb.LOOK, found)
    context.lock(row)
    check(seen, *queries.looked_at(row, pictures.of(context, row.ref)))
    if not row.to_look_at:
        raise Refusal(Reason.NOT_NOW)
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
