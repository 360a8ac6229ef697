"""A case's route in words: where the case is, who said what on the way, and never that it is decided before it is."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from flask_babel import gettext as _

from civic.bodies.models import BodyKind
from civic.decisions.models import CaseState, Decision, DecisionState, outcome_of
from civic.said.wording import body_name, word

COMMITTEES = frozenset({BodyKind.STANDING_COMMITTEE, BodyKind.FINANCE_COMMITTEE})


def headline(route: Sequence[Decision], *, is_within: bool = False) -> str:
    """Return where a case stands, in one line: whether it is decided, and if not how far it has come.

    "Not finally decided – recommended by 1 of 4 committees"; `is_within` says whether it stands within a sentence.
    """
    state = str(word(outcome_of(route)))
    return " – ".join(filter(None, (state.lower() if is_within else state, how_far(route))))


def how_far(route: Sequence[Decision]) -> str:
    """Return what the newest step has made of a case that is not decided; nothing where none has, or it is decided."""
    return ", ".join(_made(_newest_step(route))) if outcome_of(route) is CaseState.NOT_DECIDED else ""


def stop_name(stop: Decision) -> str:
    """Return a stop's body as it was called on its day, with the reading where there are several."""
    name = body_name(stop.body, stop.decided_on)
    return _("%(body)s, reading %(number)s", body=name, number=stop.reading) if stop.reading else name


def _newest_step(route: Sequence[Decision]) -> list[Decision]:
    """Return the step in which something was decided last: of each of its bodies what it decided, or its wait."""
    steps: dict[int, dict[int, Decision]] = {}
    for one in route:
        stops = steps.setdefault(one.step, {})
        if one.is_taken or one.position not in stops:
            stops[one.position] = one
    taken = [one for one in route if one.is_taken]
    newest = max(taken, key=lambda one: (one.decided_on or date.min, one.step, one.id), default=None)
    return list(steps[newest.step].values()) if newest is not None else []


def _made(stops: Sequence[Decision]) -> Iterator[str]:
    if len(stops) == 1:
        yield _by_one(stops[0])
        return
    counted = Counter(one.state for one in stops if one.is_taken)
    are_committees = all(one.body.kind in COMMITTEES for one in stops)
    for state in DecisionState:
        if state in counted:
            numbers = {"what": word(state).lower(), "count": counted[state], "all": len(stops)}
            yield (
                _("%(what)s by %(count)s of %(all)s committees", **numbers)
                if are_committees
                else _("%(what)s by %(count)s of %(all)s bodies", **numbers)
            )


def _by_one(stop: Decision) -> str:
    said = _("%(what)s by %(body)s", what=word(stop.state).lower(), body=stop_name(stop))
    if stop.state is not DecisionState.SENT_BACK:
        return said
    return _("%(said)s, to %(body)s", said=said, body=sent_back_to(stop))


def sent_back_to(stop: Decision) -> str:
    """Return to whom a body sent a case back."""
    return stop.sent_back_to.name if stop.sent_back_to else _("the administration")
