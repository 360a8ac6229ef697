"""What the pages about the house rules show."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from flask import url_for
from flask_babel import gettext as _

from civic.http.task import TaskPage
from civic.kernel.context import Context
from civic.kernel.refusal import Reason, Refusal
from civic.moderation.models import APPEALING, DECIDING
from civic.rules import queries
from civic.rules.models import RULEBOOK, RulesVersion
from civic.rules.queries import Rule
from civic.rules.workflow import RULES, RuleVerb
from civic.said.thread import Link
from civic.web.rules.forms import EndForm, RuleForm


@dataclass(frozen=True)
class RulesPage:
    """The house rules as they are, or as they were in a version."""

    template: ClassVar[str] = "rules/index.html"
    rules: Sequence[Rule]
    version: RulesVersion
    versions: Sequence[RulesVersion]
    """All there have been, the newest first."""
    may: dict[str, bool]
    appealing_days: ClassVar[int] = APPEALING.days
    deciding_days: ClassVar[int] = DECIDING.days

    @property
    def is_old(self) -> bool:
        """Return whether a newer version is in force."""
        return self.version != self.versions[0]


def rules_page(context: Context, version: int | None = None) -> RulesPage:
    """Return the house rules, or how they were in a version; Refusal(NOT_FOUND) for one that never was."""
    versions = queries.versions(context)
    shown = next((one for one in versions if version is None or one.number == version), None)
    if shown is None:
        raise Refusal(Reason.NOT_FOUND)
    return RulesPage(
        rules=queries.in_force(context, version=shown.number),
        version=shown,
        versions=versions,
        may=RULES.allowed(context, RULEBOOK),
    )


def trail() -> tuple[Link, ...]:
    """Return the way back to the rules."""
    return ((_("House rules"), url_for("rules.index")),)


def new_page(context: Context, form: RuleForm) -> TaskPage:
    """Return the form for a new rule."""
    RULES.require(context, RuleVerb.ADD_RULE, RULEBOOK)
    return TaskPage(_("Enter a house rule"), form, _("Publish it"), _said(), trail())


def change_page(context: Context, number: int, form: RuleForm | None) -> TaskPage:
    """Return the form for a rule's words, as they are now."""
    RULES.require(context, RuleVerb.CHANGE_RULE, RULEBOOK)
    found = queries.rule(context, number)
    english = next((one for one in found.others if one.language == "en"), None)
    form = form or RuleForm(
        formdata=None,
        title=found.title,
        text=found.text,
        title_en=english.title if english else "",
        text_en=english.text if english else "",
    )
    form.shows(found.id, now=f"{found.title}\n\n{found.text}")
    return TaskPage(_("Change house rule %(number)s", number=number), form, _("Publish it"), _said(), trail())


def end_page(context: Context, number: int, form: EndForm) -> TaskPage:
    """Return the form by which a rule is ended."""
    RULES.require(context, RuleVerb.END_RULE, RULEBOOK)
    found = queries.rule(context, number)
    said = _("Decisions that rest on it keep it. Its number is never given to another rule.")
    quoted = ((_("The rule"), found.title),)
    return TaskPage(_("End house rule %(number)s?", number=number), form, _("End it"), said, trail(), quoted)


def _said() -> str:
    return _("It holds from now on, as a new version of the rules. How they read before stays to be seen.")
