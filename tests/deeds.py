"""Every action leaves exactly one line in the log: watched in every test, for every action that any of them does."""

import functools
import threading
from collections.abc import Callable
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import Any

import civic
from civic.kernel import audit

NONE = {
    "civic.board.actions": "part of the deed that changed the thing",
    "civic.following.actions.follow": "asked and written down by the room of what is followed",
    "civic.following.actions.unfollow": "asked and written down by the room of what is followed",
    "civic.following.actions.tell": "part of another room's deed",
    "civic.writing.actions": "asked and written down by the room whose text it is",
    **{
        f"civic.moderation.actions.{one}": "part of the deed that decided it"
        for one in ("pass_gate", "rule", "rule_by", "send_on", "settled", "flag", "appeal", "lapse")
    },
    "civic.decisions.actions.post_again": "part of another room's deed",
    "civic.decisions.transcripts.take_in": "the worker's: the minutes were handed in before",
    "civic.decisions.carrying.tell_followers": "part of a deed",
    "civic.decisions.carrying.bring_back_offers": "part of the deed that says it is begun",
    "civic.decisions.transcripts.forget": "the worker's, as is what else lies too long",
    "civic.people.actions.unassign": "part of another room's deed",
    "civic.groups.registering.make_room": "part of a deed",
    "civic.groups.registering.let_in": "part of a deed",
    "civic.groups.registering.forget": "part of a deed",
    "civic.places.actions": "part of the deed that gives or takes the place",
    "civic.people.actions.assign": "part of another room's deed",
    **{
        f"civic.people.factors.{one}": "no deed"
        for one in (
            "passkeys",
            "codes_left",
            "has_factor",
            "app_key",
            "app_address",
            "challenge",
            "creation_options",
            "request_options",
            "half_session",
            "is_half",
            "spend",
        )
    },
    "civic.bodies.actions.enter_body": "the operator's and the demo's",
    "civic.people.actions.enter_person": "the operator's and the demo's",
    "civic.areas.actions.put_about": "part of its room's own action",
    "civic.areas.actions.replace_addresses": "the operator's and the demo's",
    "civic.meetings.registering.tell": "part of a deed",
    "civic.meetings.registering.forget": "part of a deed",
    "civic.draws.actions.forget": "part of a deed",
    "civic.voting.preparing.forget_trial": "part of a deed",
    "civic.voting.rolls.place": "part of a deed",
    "civic.voting.rolls.free_place": "part of a deed",
    "civic.voting.rolls.put_places": "part of a deed",
    "civic.draws.actions.begin_to_work_out": "the worker's: that it tries",
    "civic.draws.actions.tell_progress": "the worker's: how far it is",
    "civic.people.actions.found_municipality": "the operator's and the demo's",
    "civic.reports.actions.forget_origin": "part of another room's deed",
    "civic.hearings.actions.locked_party": "part of another room's deed",
    "civic.hearings.actions.post": "part of a deed",
    "civic.hearings.actions.rewrite": "part of another room's deed",
    "civic.responses.actions.tell": "part of a deed",
    "civic.responses.actions.tell_all": "part of a deed",
    "civic.responses.actions.tell_unreadable": "the worker's: the file was handed in before",
    "civic.responses.release.locked": "part of a deed",
    "civic.responses.release.pass_gate": "part of a deed",
    "civic.responses.release.post": "part of a deed",
    "civic.responses.release.ref": "no deed",
    "civic.responses.release.rewrite": "part of another room's deed",
    "civic.responses.release.take_in": "the worker's: the answer was handed in before",
    "civic.reports.actions.keep_typed": "nothing is saved yet",
    "civic.proposals.actions.keep_typed": "nothing is saved yet",
    "civic.proposals.actions.keep_begun": "nothing is saved yet",
    "civic.hearings.actions.keep_typed": "nothing is saved yet",
    "civic.treatment.actions.take_in_template": "the worker's: the file was handed in before",
    "civic.treatment.actions.keep_typed": "nothing is saved yet",
}
"""What is no deed of its own, and why."""
AT_MOST = {
    "civic.draws.actions.take_in": "another worker may have been before this one",
    "civic.draws.actions.give_up": "another worker may have been before this one",
    "civic.meetings.registering.remind": "another worker may have been before this one",
    "civic.people.actions.register": "an address that is taken is not told",
    "civic.people.actions.ask_for_link": "an address nobody has is not told",
    "civic.people.actions.sign_in": "nobody is signed in yet where a second factor is missing",
    "civic.people.actions.sign_in_by_link": "nobody is signed in yet where a second factor is missing",
    "civic.reports.actions.write_section": "where two clash nothing is written",
    "civic.proposals.actions.rewrite": "where two clash nothing is written",
    "civic.hearings.actions.write_draft": "where two clash nothing is written",
    "civic.decisions.carrying.remind_of_review": "another worker may have been before this one",
    "civic.proposals.actions.remind_of_review": "another worker may have been before this one",
    "civic.hearings.actions.remind_when_due": "another worker may have done it",
    "civic.treatment.actions.remind_officer": "another worker may have done it",
    "civic.reports.actions.take_in": "a document may be empty",
}
"""What may find that there is nothing to do, and why."""
SEVERAL = {
    "civic.decisions.transcripts.enter_item": "a case is opened, and has its bilag, its route and what was decided",
    "civic.responses.actions.enter_rows": "each row is an answer entered, and the spreadsheet has had its rows entered",
    "civic.responses.actions.enter_letters": "each file is an answer entered",
}
"""What does several deeds at once, each watched by itself, and which."""
_here = threading.local()


class OneEntryError(AssertionError):
    """An action wrote no line in the log, or several."""


ACTING = {
    "actions", "auditing", "carrying", "changing", "factors", "minutes", "panels", "preparing", "registering",
    "release", "rolls", "stations", "transcripts", "understood",
}  # fmt: skip
"""What modules that act are called, in whichever room."""


def modules() -> list[ModuleType]:
    """Return every module that acts: found, not listed."""
    found = []
    for room in iter_modules(civic.__path__, "civic."):
        if room.ispkg:
            names = {one.name for one in iter_modules(import_module(room.name).__path__)}
            found += [import_module(f"{room.name}.{one}") for one in sorted(names & ACTING)]
    return found


def watch() -> None:
    """Count, from now on, what every action writes in the log."""
    audit.record = _counting(audit.record)
    for module in modules():
        for name, value in list(vars(module).items()):
            is_own = callable(value) and not isinstance(value, type) and value.__module__ == module.__name__
            if is_own and not name.startswith("_"):
                setattr(module, name, watched(f"{module.__name__}.{name}", value))


def watched(name: str, action: Callable[..., Any]) -> Callable[..., Any]:
    """Return the action, refusing to have done its deed with more or less than one line in the log."""
    is_none = name in NONE or name.rpartition(".")[0] in NONE

    @functools.wraps(action)
    def act(*given: Any, **more: Any) -> Any:
        if name in SEVERAL or getattr(_here, "depth", 0):
            return action(*given, **more)
        _here.depth, _here.count = 1, 0
        try:
            done = action(*given, **more)
        finally:
            _here.depth = 0
        fits = _here.count == 0 if is_none else _here.count <= 1 if name in AT_MOST else _here.count == 1
        if not fits:
            raise OneEntryError(f"{name} wrote {_here.count} lines in the log")
        return done

    return act


def _counting(record: Callable[..., None]) -> Callable[..., None]:
    @functools.wraps(record)
    def count(*given: Any, **more: Any) -> None:
        _here.count = getattr(_here, "count", 0) + 1
        record(*given, **more)

    return count
