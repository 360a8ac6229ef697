"""A remark with its answer and the words before and after, as every room shows it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import ngettext

from civic.dialogue.models import Meets
from civic.kernel.context import Context
from civic.reports.compare import SectionChange, section_change
from civic.reports.queries import texts_heard
from civic.said.wording import number, word
from civic.treatment.models import Remark, RemarkState


@dataclass(frozen=True)
class Answered:
    """One remark, how far it is, and each section it changed as it was heard and as it reads now."""

    remark: Remark
    state: RemarkState
    changes: tuple[SectionChange, ...]

    @property
    def is_line_end(self) -> bool:
        """Return whether its answer says why nothing more happens with it."""
        return self.remark.outcome is not None and not self.changes and not self.remark.is_to_change

    @property
    def is_treated(self) -> bool:
        """Return whether it has its answer, and the answer its change."""
        return self.state in {RemarkState.TREATED, RemarkState.FINAL}


def answered(context: Context, remarks: Sequence[Remark]) -> list[Answered]:
    """Return remarks with their changes against the version each sender heard, in one statement."""
    pairs = [(one.response.version_id, text.section_id) for one in remarks for text in one.changes]
    heard = texts_heard(context, pairs)
    return [
        Answered(
            one,
            one.state_at(context.now),
            tuple(
                section_change(text, None)
                if one.deleted(text)
                else section_change(heard.get((one.response.version_id, text.section_id)), text)
                for text in one.changes
            ),
        )
        for one in remarks
    ]


def understood_said(said: Mapping[Meets, int]) -> str:
    """Return how many say that the answer speaks to what they said: 3 have said so: yes 2, no 1."""
    if not said:
        return ""
    parts = ", ".join(f"{word(one)} {number(said[one])}" for one in Meets if one in said)
    count = ngettext("%(num)s has said so", "%(num)s have said so", sum(said.values()))
    return f"{count}: {parts}"
