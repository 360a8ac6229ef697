"""Addresses about treatment: the desk, each remark, the note."""

import re
from collections.abc import Callable
from typing import Any

from flask import Blueprint, g, jsonify, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from civic.dialogue.models import Meets, Outcome
from civic.files import renditions
from civic.files.renditions import Format, What
from civic.hearings import queries as hearing_queries
from civic.hearings.models import HearingState
from civic.http.files import send_rendition
from civic.http.forms import ButtonForm, Form, PressForm, RuledForm, TypedForm
from civic.http.identity import must_be_fresh
from civic.http.limits import count
from civic.http.receipts import by_code
from civic.http.request import after, asked_for, show, submitted, words
from civic.http.tables import send_table
from civic.http.task import TaskPage
from civic.http.understood import AnswerAgainForm, Screen, UnderstoodForm, understood_page
from civic.kernel.actor import Role, Scope
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.trace import Kind, Ref
from civic.people.queries import holders
from civic.reports import queries as report_queries
from civic.reports import release
from civic.reports.workflow import REPORT, ReportVerb
from civic.responses import queries as response_queries
from civic.responses.models import Response as HearingResponse
from civic.said.language import current
from civic.said.note import note_table, white_book_table
from civic.said.note import white_book as whole_book
from civic.said.wording import has_open, signed
from civic.treatment import actions, queries
from civic.treatment.models import RemarkKind
from civic.treatment.queries import Key, Order, Pick, Sought, Wanted
from civic.treatment.workflow import (
    HEARING_NOTE,
    REMARK,
    RESPONSE_REMARKS,
    RESPONSE_WORDS,
    UNDERSTOOD,
    TreatmentVerb,
)
from civic.web.treatment.desk import Asked, answers_page, change_form, desk_page, officer_choices
from civic.web.treatment.forms import (
    AdditionForm,
    ChangeForm,
    ClassifyForm,
    GroupForm,
    NoteForm,
    PhraseForm,
    RedactForm,
    SeveralForm,
    ShareForm,
    SplitForm,
    TreatmentForm,
    WholeForm,
)
from civic.web.treatment.pages import (
    WhiteBookPage,
    classify_form,
    note_page,
    phrase_page,
    phrases_page,
    redaction_page,
    remark_page,
    split_form,
    split_page,
)
from civic.writing.queries import open_with

bp = Blueprint("treatment", __name__)


@bp.get("/hearings/<int:hearing_id>/desk")
def desk(hearing_id: int) -> ResponseReturnValue:
    """The officer's desk: the queue of remarks, and one of them; `pick` and others narrow it down, `at` says which."""
    return show(desk_page(g.context, hearing_id, _asked(), after("at")))


@bp.get("/hearings/<int:hearing_id>/desk/answers")
def answers(hearing_id: int) -> ResponseReturnValue:
    """The answers that nobody has worked on."""
    return show(answers_page(g.context, hearing_id))


@bp.post("/hearings/<int:hearing_id>/groups")
def group(hearing_id: int) -> ResponseReturnValue:
    """Put similar remarks together, so that they are answered once."""
    form = GroupForm()
    HEARING_NOTE.require(g.context, TreatmentVerb.READ_DESK, hearing_queries.hearing(g.context, hearing_id))
    form.remarks.choices = [(one, str(one)) for one in form.remarks.data or ()]

    def do() -> str:
        made = actions.group(g.context, form.remarks.data or (), heading=form.heading.data)
        first = queries.answer(g.context, made.id).remarks[0]
        return url_for("treatment.remark", remark_id=first.id)

    again = lambda: show(desk_page(g.context, hearing_id, _asked(), form=form, share=ShareForm()))  # noqa: E731
    return submitted(form, do, again=again, done=_("They are put together, and answered once."))


@bp.post("/hearings/<int:hearing_id>/shares")
def share_out(hearing_id: int) -> ResponseReturnValue:
    """Give remarks to a case officer, to be answered by a day."""
    form, found = ShareForm(), hearing_queries.hearing(g.context, hearing_id)
    HEARING_NOTE.require(g.context, TreatmentVerb.READ_DESK, found)
    officers = holders(g.context, Scope.PROCESS, found.process_id, Role.CASE_OFFICER)
    form.officer_id.choices = officer_choices([(one.person_id, one.person.name) for one in officers])
    chosen = form.remarks.data or ()
    form.remarks.choices = [(one, str(one)) for one in chosen]

    def do() -> str:
        given = {"officer_id": form.officer_id.data or None, "due_on": form.due_on.data}
        actions.share_out(g.context, hearing_id, chosen, **given)
        parts: dict[str, Any] = _asked().address
        return url_for("treatment.desk", hearing_id=hearing_id, **parts)

    done = ngettext("%(num)s remark is shared out.", "%(num)s remarks are shared out.", len(chosen))
    again = lambda: show(desk_page(g.context, hearing_id, _asked(), form=GroupForm(), share=form))  # noqa: E731
    return submitted(form, do, again=again, done=done)


@bp.get("/remarks/<int:remark_id>/understood")
def understanding(remark_id: int) -> ResponseReturnValue:
    """Was it understood? The form for whoever made the remark, with their account."""
    return _understood_page(remark_id, UnderstoodForm(), TreatmentVerb.SAY_UNDERSTOOD)


@bp.post("/remarks/<int:remark_id>/understood")
def say_understood(remark_id: int) -> ResponseReturnValue:
    """Say whether the answer to one's remark speaks to it."""
    return _say_understood(remark_id)


@bp.get("/answers/<code>/remarks/<int:remark_id>/understood")
def understanding_by_code(code: str, remark_id: int) -> ResponseReturnValue:
    """Was it understood? The form for whoever has the receipt; the code is the key."""
    by_code(code)
    return _understood_page(remark_id, UnderstoodForm(), TreatmentVerb.SAY_UNDERSTOOD, code)


@bp.post("/answers/<code>/remarks/<int:remark_id>/understood")
def say_understood_by_code(code: str, remark_id: int) -> ResponseReturnValue:
    """Say whether the answer to one's remark speaks to it, with the receipt's code."""
    by_code(code)
    return _say_understood(remark_id, code)


def _say_understood(remark_id: int, code: str = "") -> ResponseReturnValue:
    form = UnderstoodForm()

    def do() -> str:
        count("comment", target=f"remark {remark_id}")
        made = actions.say_understood(g.context, remark_id, meets=Meets(form.meets.data), reason=form.reason.data or "")
        if code:
            return url_for("responses.own", code=code, _anchor=f"remark-{made.id}")
        return url_for("responses.show", response_id=made.response_id, _anchor=f"remark-{made.id}")

    again = lambda: _understood_page(remark_id, form, TreatmentVerb.SAY_UNDERSTOOD, code)  # noqa: E731
    return submitted(form, do, again=again)


@bp.get("/remarks/<int:remark_id>/again")
def answering_again(remark_id: int) -> ResponseReturnValue:
    """The form for a second answer, to somebody who said whether the first speaks to their words."""
    return _understood_page(remark_id, AnswerAgainForm(), TreatmentVerb.ANSWER_AGAIN)


@bp.post("/remarks/<int:remark_id>/again")
def answer_again(remark_id: int) -> ResponseReturnValue:
    """Answer a remark once more."""
    form = AnswerAgainForm()

    def do() -> str:
        made = actions.answer_again(g.context, remark_id, answer=form.answer.data)
        return url_for("responses.show", response_id=made.response_id, _anchor=f"remark-{made.id}")

    return submitted(form, do, again=lambda: _understood_page(remark_id, form, TreatmentVerb.ANSWER_AGAIN))


@bp.get("/remarks/<int:remark_id>/reason/hide")
def hiding_reason(remark_id: int) -> ResponseReturnValue:
    """The form that hides what somebody said of an answer."""
    return _understood_page(remark_id, RuledForm(), TreatmentVerb.HIDE_REASON)


@bp.post("/remarks/<int:remark_id>/reason/hide")
def hide_reason(remark_id: int) -> ResponseReturnValue:
    """Hide, by a house rule, what somebody said of an answer."""
    form = RuledForm()

    def do() -> str:
        must_be_fresh()
        made = actions.hide_reason(g.context, remark_id, **form.ruled())
        return url_for("responses.show", response_id=made.response_id, _anchor=f"remark-{made.id}")

    return submitted(form, do, again=lambda: _understood_page(remark_id, form, TreatmentVerb.HIDE_REASON))


SCREENS = {
    TreatmentVerb.SAY_UNDERSTOOD: Screen.SAY,
    TreatmentVerb.ANSWER_AGAIN: Screen.AGAIN,
    TreatmentVerb.HIDE_REASON: Screen.HIDE,
}


def _understood_page(remark_id: int, form: Form, verb: TreatmentVerb, code: str = "") -> ResponseReturnValue:
    found = queries.remark(g.context, remark_id)
    UNDERSTOOD.require(g.context, verb, found)
    home = url_for("responses.own", code=code) if code else url_for("responses.show", response_id=found.response_id)
    back = (_("Answer %(number)s", number=found.response.number), home)
    said, answer = (_("Remark"), found.text), found.reason
    page = understood_page(SCREENS[verb], form, said=said, answer=answer, understanding=found.understanding, back=back)
    return show(page)


@bp.get("/phrases")
def phrases() -> ResponseReturnValue:
    """The sentences the municipality has ready; `words` narrows them down."""
    return show(phrases_page(g.context, words=words()))


@bp.post("/phrases")
def keep_phrase() -> ResponseReturnValue:
    """Keep a sentence ready."""
    form = PhraseForm()

    def do() -> str:
        actions.keep_phrase(g.context, text=form.text.data)
        return url_for("treatment.phrases")

    again = lambda: show(phrases_page(g.context, form=form))  # noqa: E731
    return submitted(form, do, again=again, done=_("The sentence is ready."))


@bp.get("/phrases/<int:phrase_id>")
def phrase(phrase_id: int) -> ResponseReturnValue:
    """One sentence, and where it was used."""
    return show(phrase_page(g.context, phrase_id))


@bp.post("/phrases/<int:phrase_id>/end")
def end_phrase(phrase_id: int) -> ResponseReturnValue:
    """Offer a sentence no more."""

    def do() -> str:
        actions.end_phrase(g.context, phrase_id)
        return url_for("treatment.phrases")

    again = lambda: show(phrase_page(g.context, phrase_id))  # noqa: E731
    return submitted(ButtonForm(), do, again=again, done=_("The sentence is offered no more."))


@bp.post("/hearings/<int:hearing_id>/summaries")
def sum_up_several(hearing_id: int) -> ResponseReturnValue:
    """Say in one sentence what became of several responses that nobody has worked on."""
    form = SeveralForm()
    HEARING_NOTE.require(g.context, TreatmentVerb.READ_DESK, hearing_queries.hearing(g.context, hearing_id))
    form.responses.choices = [(one, str(one)) for one in form.responses.data or ()]

    def do() -> str:
        actions.sum_up_several(g.context, hearing_id, form.responses.data or (), text=form.text.data)
        return url_for("treatment.answers", hearing_id=hearing_id)

    again = lambda: show(answers_page(g.context, hearing_id, form))  # noqa: E731
    return submitted(form, do, again=again, done=_("It is saved."))


@bp.get("/responses/<int:response_id>/desk")
def splitting(response_id: int) -> ResponseReturnValue:
    """A response beside the report, for the officer who makes remarks of it."""
    chosen = request.args.get("paragraph", "")
    paragraph = int(chosen) if re.fullmatch("[0-9]{1,4}", chosen) else None
    return show(split_page(g.context, response_id, paragraph=paragraph))


@bp.post("/responses/<int:response_id>/remarks")
def split(response_id: int) -> ResponseReturnValue:
    """Make one remark of a response."""
    found = response_queries.response(g.context, response_id)
    RESPONSE_REMARKS.require(g.context, TreatmentVerb.SPLIT, found)
    form = split_form(g.context, found, SplitForm())

    def do() -> str:
        made = actions.split(
            g.context,
            response_id,
            text=form.text.data,
            kind=RemarkKind(form.kind.data),
            section_text_ids=form.sections.data or (),
            themes=form.themes.data.split(","),
            proposal_id=form.proposal_id.data or None,
        )
        return url_for("treatment.splitting", response_id=response_id, _anchor=f"remark-{made.id}")

    return submitted(form, do, again=lambda: show(split_page(g.context, response_id, form=form)))


@bp.get("/responses/<int:response_id>/treatment")
def whole(response_id: int) -> ResponseReturnValue:
    """The form for what became of a response as a whole."""
    return _whole_page(response_id)


@bp.post("/responses/<int:response_id>/treatment")
def sum_up(response_id: int) -> ResponseReturnValue:
    """Say what became of a response as a whole."""
    form = WholeForm()

    def do() -> str:
        actions.sum_up(g.context, response_id, text=form.text.data, seen=form.seen.data)
        return url_for("responses.show", response_id=response_id)

    return submitted(form, do, again=lambda: _whole_page(response_id, form))


@bp.get("/responses/<int:response_id>/redact")
def redacting(response_id: int) -> ResponseReturnValue:
    """The form for words that are taken out for good."""
    return _redact_page(response_id, RedactForm())


@bp.post("/responses/<int:response_id>/redact")
def redact(response_id: int) -> ResponseReturnValue:
    """Take words out of a response for good."""
    form = RedactForm()

    def do() -> str:
        actions.redact(g.context, response_id, words=form.words.data, reason=form.reason.data)
        return url_for("responses.show", response_id=response_id)

    return submitted(form, do, again=lambda: _redact_page(response_id, form))


@bp.get("/reports/<int:report_id>/redact")
def redacting_report(report_id: int) -> ResponseReturnValue:
    """The form for words that are to be taken out of a report's published versions."""
    return _redact_report_page(report_id, RedactForm())


@bp.post("/reports/<int:report_id>/redact")
def redact_report(report_id: int) -> ResponseReturnValue:
    """Ask that words be taken out of a report's published versions; another person carries it out."""
    form = RedactForm()

    def do() -> str:
        release.ask_redaction(g.context, report_id, words=form.words.data, reason=form.reason.data)
        return url_for("reports.show", report_id=report_id)

    return submitted(form, do, again=lambda: _redact_report_page(report_id, form))


@bp.get("/redactions/<int:redaction_id>")
def redaction(redaction_id: int) -> ResponseReturnValue:
    """What somebody asks to have taken out of published versions, for the second person."""
    return show(redaction_page(g.context, redaction_id))


@bp.post("/redactions/<int:redaction_id>/<any(confirm, decline):way>")
def decide_redaction(redaction_id: int, way: str) -> ResponseReturnValue:
    """Take the words out, as the second person, or leave them."""
    decide = actions.confirm_redaction if way == "confirm" else release.decline_redaction

    def do() -> str:
        must_be_fresh()
        return url_for("reports.show", report_id=decide(g.context, redaction_id).report_id)

    return submitted(ButtonForm(), do, again=lambda: show(redaction_page(g.context, redaction_id)))


@bp.get("/remarks/<int:remark_id>")
def remark(remark_id: int) -> ResponseReturnValue:
    """One remark, for the officer who answers it."""
    return show(remark_page(g.context, remark_id, after=after("origins") or 0))


@bp.post("/remarks/<int:remark_id>/answer")
def treat(remark_id: int) -> ResponseReturnValue:
    """Answer a remark, and its group with it."""
    form = TreatmentForm()
    if put_in := _REF.fullmatch(request.form.get("put_in", "")):
        _put_in(remark_id, form, put_in[1], int(put_in[2]))
        return _work(remark_id, treatment=form)

    def act() -> object:
        return actions.answer_remark(
            g.context,
            remark_id,
            outcome=Outcome(form.outcome.data),
            reason=form.reason.data,
            phrase_ids=form.phrase_ids,
            taken_from_id=form.taken_from_id,
            seen=form.seen.data,
        )

    return _done(remark_id, form, act, _("The answer is saved."), leads_on=True, treatment=form)


@bp.post("/remarks/<int:remark_id>/typed")
def keep_typed(remark_id: int) -> ResponseReturnValue:
    """Keep an answer as far as it is typed, and say who else has the remark open; asked by the page."""
    form, thing = TypedForm(), Ref(Kind.REMARK, remark_id)
    if not form.validate():
        return jsonify(kept=False, said=""), 422
    outcome = next((one.value for one in Outcome if one.value == request.form.get("outcome")), "")
    seen = request.form.get("seen", "")[:32]
    actions.keep_typed(g.context, remark_id, outcome=outcome, reason=form.reason.data, seen=seen)
    names = open_with(g.context, [thing]).get(thing, ())
    return jsonify(kept=True, said=has_open(names) if names else "")


_REF = re.compile(r"(phrase|answer)-(\d{1,9})", re.ASCII)


def _put_in(remark_id: int, form: TreatmentForm, kind: str, number: int) -> None:
    """Put a ready sentence, or an earlier answer, after what was typed; nothing is saved by it."""
    found = queries.remark(g.context, remark_id)
    REMARK.require(g.context, TreatmentVerb.ANSWER, found)
    if kind == "phrase":
        form.put_in(queries.phrase(g.context, number).text, phrase_id=number)
    else:
        form.put_in(queries.earlier_answer(g.context, found, number).reason or "", taken_from_id=number)


@bp.post("/remarks/<int:remark_id>/read")
def read_over(remark_id: int) -> ResponseReturnValue:
    """Agree with an answer, as a second officer."""
    form = PressForm()
    act = lambda: actions.read_over(g.context, remark_id, seen=form.saw)  # noqa: E731
    return _done(remark_id, form, act, _("You have read it and agree."), leads_on=True)


@bp.post("/remarks/<int:remark_id>/change")
def link_change(remark_id: int) -> ResponseReturnValue:
    """Tie an accepted remark to the words it changed."""
    found = queries.remark(g.context, remark_id)
    REMARK.require(g.context, TreatmentVerb.LINK_CHANGE, found)
    form = change_form(g.context, found, ChangeForm())
    chosen = form.section_text_id
    return _done(
        remark_id,
        form,
        lambda: actions.link_change(g.context, remark_id, chosen.data),
        _("The remark is tied to the change."),
        leads_on=True,
        change=form,
    )


@bp.post("/remarks/<int:remark_id>/change/<int:text_id>/take-back")
def unlink_change(remark_id: int, text_id: int) -> ResponseReturnValue:
    """Take back that a remark changed a section."""
    return _done(
        remark_id,
        ButtonForm(),
        lambda: actions.unlink_change(g.context, remark_id, text_id),
        _("It is no longer tied to the change."),
    )


@bp.post("/remarks/<int:remark_id>/classify")
def classify(remark_id: int) -> ResponseReturnValue:
    """Say again what a remark does and is about."""
    found = queries.remark(g.context, remark_id)
    REMARK.require(g.context, TreatmentVerb.CLASSIFY, found)
    form = ClassifyForm()
    saw = form.saw
    classify_form(g.context, found, form)

    def act() -> object:
        return actions.classify(
            g.context,
            remark_id,
            kind=RemarkKind(form.kind.data),
            section_text_ids=form.sections.data or (),
            themes=form.themes.data.split(","),
            seen=saw,
        )

    return _done(remark_id, form, act, _("It is saved."), classify=form)


@bp.post("/remarks/<int:remark_id>/take")
def take(remark_id: int) -> ResponseReturnValue:
    """Take a remark on, or let it go."""
    return _done(remark_id, ButtonForm(), lambda: actions.take(g.context, remark_id), _("It is noted."))


@bp.get("/remarks/<int:remark_id>/remove")
def removing(remark_id: int) -> ResponseReturnValue:
    """Ask before a remark is removed."""
    found = queries.remark(g.context, remark_id)
    REMARK.require(g.context, TreatmentVerb.REMOVE, found)
    said = _("The answer it was made of stays as it is, and you can make the remark again.")
    name = _("Remark %(number)s", number=f"{found.response.number}.{found.number}")
    trail = ((name, url_for("treatment.remark", remark_id=remark_id)),)
    quoted = ((signed(found.response), found.text),)
    return show(TaskPage(_("Remove the remark?"), ButtonForm(), _("Remove the remark"), said, trail, quoted))


@bp.post("/remarks/<int:remark_id>/remove")
def remove(remark_id: int) -> ResponseReturnValue:
    """Remove a remark that was made by mistake."""

    def do() -> str:
        return url_for("treatment.splitting", response_id=actions.remove(g.context, remark_id).id)

    return submitted(ButtonForm(), do, again=lambda: removing(remark_id), done=_("The remark is removed."))


@bp.post("/remarks/<int:remark_id>/ungroup")
def ungroup(remark_id: int) -> ResponseReturnValue:
    """Take a remark out of its group."""
    return _done(
        remark_id, ButtonForm(), lambda: actions.ungroup(g.context, remark_id), _("It is taken out of the group.")
    )


@bp.get("/hearings/<int:hearing_id>/note")
def note(hearing_id: int) -> ResponseReturnValue:
    """The hearing note, by sender or with `sort=section` by section; `outcome`, `section` and `words` narrow it."""
    order = Order.SECTION if request.args.get("sort") == "section" else Order.SENDER
    return show(note_page(g.context, hearing_id, order=order, after=_key(), sought=_sought()))


@bp.post("/hearings/<int:hearing_id>/note/<any(ready, take_back, publish):deed>")
def carry_on(hearing_id: int, deed: str) -> ResponseReturnValue:
    """Mark the note as ready, open it again, or publish it."""
    deeds = {"ready": actions.mark_ready, "take_back": actions.take_back, "publish": actions.conclude}
    form = NoteForm()

    def do() -> str:
        if deed == "publish":
            must_be_fresh()
        deeds[deed](g.context, hearing_id)
        return url_for("treatment.note", hearing_id=hearing_id)

    done = {
        "ready": _("The note is ready. Next: publish it."),
        "take_back": _("The note is open for treatment again."),
        "publish": _("The note is published, and everybody who answered gets a mail. Next: reply letters, or a case."),
    }[deed]
    again = lambda: show(note_page(g.context, hearing_id, refusal=form.refusal))  # noqa: E731
    return submitted(form, do, again=again, done=done)


@bp.get("/hearings/<int:hearing_id>/note.<any(pdf, docx, odt):form>")
def note_document(hearing_id: int, form: str) -> ResponseReturnValue:
    """The published note as a document, once the worker has made it."""
    return _document(hearing_id, What.NOTE, form, "hoeringsnotat")


@bp.get("/hearings/<int:hearing_id>/white-book.<any(pdf, docx, odt):form>")
def white_book_document(hearing_id: int, form: str) -> ResponseReturnValue:
    """All answers as a document, once the worker has made it."""
    return _document(hearing_id, What.WHITE_BOOK, form, "hvidbog")


@bp.get("/hearings/<int:hearing_id>/note.csv")
def note_csv(hearing_id: int) -> ResponseReturnValue:
    """The note's rows as CSV, the same as on its page."""
    return send_table(f"hoeringsnotat-{hearing_id}", note_table(g.context, hearing_id))


@bp.get("/hearings/<int:hearing_id>/white-book.csv")
def white_book_csv(hearing_id: int) -> ResponseReturnValue:
    """All answers as CSV, the same as on their page."""
    return send_table(f"hvidbog-{hearing_id}", white_book_table(g.context, hearing_id))


@bp.get("/hearings/<int:hearing_id>/white-book")
def white_book(hearing_id: int) -> ResponseReturnValue:
    """All answers as they were given."""
    return show(WhiteBookPage(whole_book(g.context, hearing_id, after=after("after") or 0)))


@bp.get("/hearings/<int:hearing_id>/note/add")
def adding_to_note(hearing_id: int) -> ResponseReturnValue:
    """The form for words added to a published note."""
    return _addition_page(hearing_id, AdditionForm())


@bp.post("/hearings/<int:hearing_id>/note/add")
def add_to_note(hearing_id: int) -> ResponseReturnValue:
    """Add words to a published note, dated."""
    form = AdditionForm()

    def do() -> str:
        must_be_fresh()
        actions.add_to_note(g.context, hearing_id, **form.values())
        return url_for("treatment.note", hearing_id=hearing_id, _anchor="corrections")

    return submitted(form, do, again=lambda: _addition_page(hearing_id, form))


@bp.post("/hearings/<int:hearing_id>/file")
def ask_for_file(hearing_id: int) -> ResponseReturnValue:
    """Ask for the whole file of a hearing, for the records system."""

    def do() -> str:
        actions.ask_for_file(g.context, hearing_id)
        return url_for("treatment.note", hearing_id=hearing_id)

    return submitted(ButtonForm(), do, again=lambda: note(hearing_id), done=_("The file is being made."))


@bp.get("/hearings/<int:hearing_id>/file.<any(zip):form>")
def whole_file(hearing_id: int, form: str) -> ResponseReturnValue:
    """The whole file of a hearing, once the worker has made it; for its officers."""
    found = hearing_queries.hearing(g.context, hearing_id)
    HEARING_NOTE.require(g.context, TreatmentVerb.ASK_FOR_FILE, found)
    made = renditions.for_reader(g.context, Ref(Kind.HEARING, found.id), current().code)
    return send_rendition(made, What.DOSSIER, Format(form), f"hoering-{hearing_id}")


def _document(hearing_id: int, what: What, form: str, name: str) -> ResponseReturnValue:
    found = hearing_queries.hearing(g.context, hearing_id)
    if found.state is not HearingState.CONCLUDED:
        raise Refusal(Reason.NOT_FOUND)
    made = renditions.for_reader(g.context, Ref(Kind.HEARING, found.id), current().code)
    return send_rendition(made, what, Format(form), f"{name}-{hearing_id}")


def _key() -> Key | None:
    found = re.fullmatch(r"(\d{1,6})-(\d{1,6})-(\d{1,6})", request.args.get("after", ""))
    return (int(found[1]), int(found[2]), int(found[3])) if found else None


def _sought() -> Sought:
    return Sought(asked_for(Outcome, "outcome"), after("section"), words())


def _done(
    remark_id: int, form: Form, act: Callable[[], object], done: str, *, leads_on: bool = False, **again: Form
) -> ResponseReturnValue:
    """Do something with a remark, on its page or at the desk; what `leads_on` goes on to the next of the queue."""
    at_desk = after("desk")

    def do() -> str:
        act()
        if at_desk is None:
            return url_for("treatment.remark", remark_id=remark_id)
        on = request.form.get("then", "") if leads_on else str(remark_id)
        parts: dict[str, Any] = {**_asked().address, "at": on or None}
        return url_for("treatment.desk", hearing_id=at_desk, **parts)

    return submitted(form, do, again=lambda: _work(remark_id, **again), done=done)


def _work(remark_id: int, **again: Any) -> ResponseReturnValue:
    """Show a remark where it is worked on, with what was typed: on its page, or at the desk the address names."""
    hearing_id = after("desk")
    if hearing_id is None or "classify" in again:
        return show(remark_page(g.context, remark_id, **again))
    return show(desk_page(g.context, hearing_id, _asked(), remark_id, **again))


def _asked() -> Asked:
    """Return which remarks the address asks for at the desk."""
    wanted = Wanted(asked_for(Pick, "pick") or Pick.ALL, after("theme"), after("section"), words())
    return Asked(wanted, after("like"), after("after") or 0)


def _whole_page(response_id: int, form: WholeForm | None = None) -> ResponseReturnValue:
    found = response_queries.response(g.context, response_id)
    RESPONSE_REMARKS.require(g.context, TreatmentVerb.SUM_UP, found)
    form = form or WholeForm(formdata=None, text=found.summary)
    form.shows(found.summary, now=found.summary or "")
    return _about(found, form, _("What became of the answer"), _("Save"), "")


def _redact_page(response_id: int, form: Form) -> ResponseReturnValue:
    found = response_queries.response(g.context, response_id)
    RESPONSE_WORDS.require(g.context, TreatmentVerb.REDACT, found)
    said = _("They are deleted, also from earlier wordings and from remarks; dots say that something stood there.")
    return _about(found, form, _("Take words out of the answer"), _("Take them out for good"), said)


def _redact_report_page(report_id: int, form: Form) -> ResponseReturnValue:
    report = report_queries.report(g.context, report_id)
    REPORT.require(g.context, ReportVerb.ASK_REDACTION, report)
    said = _("Another officer or an administrator has to carry it out. The reason and the day stand in public.")
    trail = ((report.title, url_for("reports.show", report_id=report_id)),)
    return show(TaskPage(_("Take words out of what is published"), form, _("Ask for it"), said, trail))


def _about(found: HearingResponse, form: Form, heading: str, button: str, said: str) -> ResponseReturnValue:
    trail = ((signed(found), url_for("responses.show", response_id=found.id)),)
    return show(TaskPage(heading, form, button, said, trail, ((signed(found), found.text),)))


def _addition_page(hearing_id: int, form: AdditionForm) -> ResponseReturnValue:
    found = hearing_queries.hearing(g.context, hearing_id)
    HEARING_NOTE.require(g.context, TreatmentVerb.ADD_TO_NOTE, found)
    trail = ((found.title, url_for("treatment.note", hearing_id=hearing_id)),)
    said = _("The note stays as it was published. What you add stands below it, with the day and your name.")
    return show(TaskPage(_("Add to the note"), form, _("Add"), said, trail))
