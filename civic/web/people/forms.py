"""What a browser may send about accounts and roles."""

from typing import Any

from flask import current_app, g
from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField, PasswordField, StringField, ValidationError
from wtforms.validators import Email

from civic.config import Settings
from civic.http.forms import (
    NAMING,
    AtMost,
    Between,
    Form,
    SeenForm,
    choice,
    clean,
    is_address,
    line,
    no_control_characters,
    person,
    text,
    tick,
    whole_number,
)
from civic.kernel import cpr
from civic.kernel.actor import Role, Scope
from civic.kernel.refusal import Reason
from civic.people import passwords
from civic.people.models import Kept
from civic.people.sealing import SHORTEST_PASSWORD
from civic.said.language import LANGUAGES
from civic.said.wording import word


def _email() -> StringField:
    said = _("Write an e-mail address, for example name@example.dk.")
    checks = [AtMost(254), no_control_characters, Email(said), is_address]
    return StringField(_("E-mail address"), filters=[clean], validators=checks, render_kw={"autocomplete": "email"})


def _not_known(form: Form, field: PasswordField) -> None:
    """Refuse a password that whoever guesses tries first."""
    settings: Settings = current_app.extensions["civic_settings"]
    person = g.context.actor.name if g.context.actor.is_signed_in else ""
    typed = [str(one.data or "") for one in form if one.name in {"name", "email"}]
    if passwords.is_known(field.data or "", [*typed, person, settings.organisation], settings.leaked_passwords):
        raise ValidationError(gettext("This password is known to those who guess. Choose another."))


def _new_password() -> PasswordField:
    said = _("Use at least %(min)d characters. Several words are easy to remember.")
    return PasswordField(
        _("Password, at least 12 characters"),
        validators=[Between(SHORTEST_PASSWORD, 500, said), _not_known],
        render_kw={"autocomplete": "new-password"},
    )


class NameForm(Form):
    """A name that others will see."""

    name = line(_("Name, as others see it"), at_most=100)

    def validate_name(self, field: StringField) -> None:
        """Refuse an address or a personal number for a name: it stands in public."""
        if "@" in field.data or "://" in field.data or "www." in field.data or cpr.is_in(field.data):
            raise ValidationError(gettext("Write a name, without addresses and numbers."))


class RegisterForm(NameForm):
    """A new account."""

    refusals = {Reason.TOO_MANY_TRIES: "email", Reason.NAME_OF_ANOTHER: "name"}

    email = _email()


class ConfirmForm(NameForm):
    """Name and password of a new account, from whoever has its mailbox."""

    refusals = {Reason.NAME_OF_ANOTHER: "name"}

    password = _new_password()


class SignInForm(Form):
    """Address and password; `next` is where to go on."""

    holds_numbers = True

    refusals = {Reason.WRONG_SIGN_IN: "password", Reason.TOO_MANY_TRIES: "password"}

    email = _email()
    password = PasswordField(_("Password"), render_kw={"autocomplete": "current-password"})
    next = HiddenField()

    def validate_password(self, field: PasswordField) -> None:
        """Refuse an empty password."""
        if not field.data:
            raise ValidationError(gettext("Fill this in."))


class PasskeyForm(Form):
    """What a browser answers for a passkey; a script fills it in."""

    refusals = {Reason.WRONG_SIGN_IN: "answer", Reason.LINK_EXPIRED: "answer"}
    refused_as = {
        Reason.WRONG_SIGN_IN: _("The passkey did not fit. Try again, or sign in another way."),
        Reason.LINK_EXPIRED: _("The page had been open for too long. Try the passkey again."),
    }

    answer = HiddenField(_("Passkey"), validators=[Between(2, 20_000, _("Your browser gave no passkey. Try again."))])
    next = HiddenField()


class NewPasskeyForm(PasskeyForm):
    """A new passkey, and what its owner calls the device."""

    name = line(_("What you call this device"), at_most=60)


def _code(label: LazyString) -> StringField:
    return StringField(
        label,
        filters=[clean],
        validators=[Between(6, 20, _("Write the code."))],
        render_kw={"autocomplete": "one-time-code", "dir": "ltr"},
    )


class CodeForm(Form):
    """A code of an authenticator app, or a recovery code."""

    holds_numbers = True
    refusals = {Reason.WRONG_SIGN_IN: "code", Reason.TOO_MANY_TRIES: "code"}
    refused_as = {Reason.WRONG_SIGN_IN: _("The code is wrong, or it has been used. Wait for the next one.")}

    code = _code(_("Code from your app, or a recovery code"))
    next = HiddenField()


class AppForm(CodeForm):
    """The first code of a new app; `nonce` is what its key is made from."""

    code = _code(_("The code that the app shows"))
    nonce = HiddenField(validators=[Between(16, 64)])


class ProveForm(Form):
    """One's password once more."""

    holds_numbers = True
    refusals = {Reason.WRONG_SIGN_IN: "password", Reason.TOO_MANY_TRIES: "password"}

    password = PasswordField(
        _("Password"), validators=[Between(1, 500, _("Fill this in."))], render_kw={"autocomplete": "current-password"}
    )
    next = HiddenField()


class AddressForm(Form):
    """An address to send a link to."""

    holds_numbers = True

    refusals = {Reason.TOO_MANY_TRIES: "email"}

    email = _email()


class PasswordForm(Form):
    """A new password."""

    holds_numbers = True

    password = _new_password()


class ChangePasswordForm(Form):
    """Another password, by whoever knows the present one."""

    holds_numbers = True

    refusals = {Reason.WRONG_SIGN_IN: "present"}
    refused_as = {Reason.WRONG_SIGN_IN: _("That is not your present password.")}

    present = PasswordField(_("Present password"), render_kw={"autocomplete": "current-password"})
    password = _new_password()


class LanguageForm(Form):
    """The language a person reads in."""

    language = choice(
        _("Language for pages and mails"),
        lambda: [(one.code, one.autonym) for one in LANGUAGES.values() if "-X" not in one.code],
        coerce=str,
    )


class CloseForm(Form):
    """That the account really is to be closed."""

    refusals = {Reason.LAST_ADMIN: "sure"}

    sure = BooleanField(_("Yes, close my account"))

    def validate_sure(self, field: BooleanField) -> None:
        """Refuse a button pressed by mistake."""
        if not field.data:
            raise ValidationError(gettext("Tick the box if you are sure."))


class EraseForm(Form):
    """Why words are to be erased."""

    refusals = {Reason.TAKEN: "why"}
    refused_as = {Reason.TAKEN: _("You have asked for it already, and it waits for an answer.")}

    why = text(_("Why you want it erased"), at_most=1000, rows=4)


class ErasureForm(Form):
    """Whether words were taken out, or why they are kept."""

    ground = choice(
        _("What was decided"),
        lambda: [("out", gettext("They have been taken out")), *((one.value, word(one)) for one in Kept)],
        coerce=str,
        ask=True,
    )
    reason = text(_("More about it; its author reads it"), required=False, at_most=1000, rows=4)

    def decided(self) -> dict[str, Any]:
        """Return what was decided, as the action takes it."""
        return {"ground": None if self.ground.data == "out" else Kept(self.ground.data), "reason": self.reason.data}


class RoleForm(Form):
    """A role for a person in a place."""

    refusals = {
        **NAMING,
        Reason.TAKEN: "role",
        Reason.NOT_ONESELF: "person",
        Reason.NOT_FITTING: "role",
        Reason.NOBODY_ELSE: "role",
    }

    person = person()
    role = choice(_("Role"), lambda: [(one.value, word(one)) for one in Role], coerce=str, ask=True)
    place = choice(_("Where"), coerce=str, ask=True)

    def scope(self) -> tuple[Scope, int]:
        """Return the place chosen, as the action takes it."""
        kind, _colon, number = str(self.place.data).partition(":")
        return Scope(kind), int(number)


class HearingDaysForm(SeenForm):
    """The municipality's minimum for hearings."""

    refusals = {Reason.WRITTEN_MEANWHILE: "days"}

    days = whole_number(_("Days a hearing lasts at least; a shorter one needs a written reason"), least=0, most=365)
    reads_twice = tick(_("A second officer reads each answer to a remark before a hearing note is ready"))
