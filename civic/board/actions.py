"""The board: every write. The rooms whose things these are have asked their own workflow first."""

from typing import Any

from sqlalchemy import delete, insert, select

from civic.board.models import ENDING, INVITING, Posting
from civic.board.notices import TELLERS, Notice
from civic.board.stems import tokens
from civic.db import putting
from civic.kernel.context import Context
from civic.kernel.trace import Kind, Ref

_APART = "0"
"""Stands between title, words and text, so that no phrase reaches from one into the other; no token begins with it."""


def put(context: Context, notice: Notice) -> None:
    """Hang a thing on the board, or change what hangs there, in one statement."""
    putting.put(context.session, Posting, ["kind", "thing_id"], _values(notice))


def take_down(context: Context, thing: Ref) -> None:
    """Take a thing off the board that is no longer to be seen."""
    context.session.execute(delete(Posting).where(Posting.kind == thing.kind, Posting.thing_id == thing.id))


def rebuild(context: Context) -> int:
    """Make the whole board anew from the rooms, and return how many things hang on it; for the operator's upgrade.

    Every room must have been imported (see `civic.tables`).
    """
    context.session.execute(delete(Posting))
    count = 0
    for kind in Kind:
        notices = list(TELLERS[kind](context)) if kind in TELLERS else []
        if notices:
            context.session.execute(insert(Posting), [_values(one) for one in notices])
        count += len(notices)
    return count


def differences(context: Context) -> list[str]:
    """Return where the board does not say what the rooms would say now; empty when it is whole."""
    fields = [column.key for column in Posting.__table__.columns if column.key != "id"]
    hanging = {
        (row["kind"], row["thing_id"]): dict(row)
        for row in context.session.execute(select(*(getattr(Posting, one) for one in fields))).mappings()
    }
    told = {(one.ref.kind, one.ref.id): _values(one) for telling in TELLERS.values() for one in telling(context)}
    faults = [f"{kind.value} {thing_id} hangs there, and should not" for kind, thing_id in hanging.keys() - told.keys()]
    faults += [f"{kind.value} {thing_id} is missing" for kind, thing_id in told.keys() - hanging.keys()]
    for key in hanging.keys() & told.keys():
        faults += [
            f"{key[0].value} {key[1]}: {one} is {hanging[key][one]!r}, not {told[key][one]!r}"
            for one in fields
            if hanging[key][one] != told[key][one]
        ]
    return sorted(faults)


def _values(notice: Notice) -> dict[str, Any]:
    kind = notice.ref.kind
    if (notice.invites and kind not in INVITING) or (notice.ended_at and kind not in ENDING):
        raise ValueError(f"{kind.value}: its room does not say that any of them invites, or ends (see `tells`)")
    home = notice.home or notice.ref
    title = tokens(notice.title)
    return {
        "kind": notice.ref.kind,
        "thing_id": notice.ref.id,
        "home_kind": home.kind,
        "home_id": home.id,
        "process_id": notice.process_id,
        "title": notice.title,
        "under": notice.under,
        "lead": notice.lead,
        "trait": notice.trait,
        "state": notice.state,
        "later": notice.later,
        "at": notice.at,
        "opens_at": notice.opens_at,
        "closes_at": notice.closes_at,
        "invites": notice.invites,
        "while_open": notice.while_open,
        "opens": notice.opens,
        "outcome": notice.outcome,
        "ended_at": notice.ended_at,
        "ending": notice.ending,
        "is_example": notice.is_example,
        "seen_by": notice.seen_by,
        "text": notice.text,
        "title_stems": f" {' '.join(title)} ",
        "stems": " ".join([*title, _APART, *tokens(f"{notice.under} {notice.words}"), _APART, *tokens(notice.text)]),
    }
