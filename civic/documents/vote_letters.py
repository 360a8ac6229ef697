"""Letters with a code by which one votes without an account: PDF/UA, two hundred a file, for a printer.

A code is made again from the site's secret as it is printed, and stands nowhere else.
"""

import io
import zipfile
from collections.abc import Callable, Iterator, Sequence

from flask import url_for
from flask_babel import gettext as _

from civic.db.base import last_day
from civic.documents.paper import Break, Heading, Paper, Part, Run, Style, Words, plain
from civic.documents.pdf import pdf
from civic.kernel.context import Context
from civic.people.queries import municipality
from civic.said.wording import day, number, word
from civic.voting import queries
from civic.voting.codes import code_of, spaced
from civic.voting.models import Ballot, RollEntry, Secrecy

IN_A_FILE = 200
"""Letters in one file: a printer's tray takes so many, and to set them takes a second."""


def vote_letters(
    context: Context, ballot_id: int, secret: str, tell: Callable[[int], None] = lambda count: None
) -> bytes:
    """Return a ZIP with the letters that were asked for last; `tell` is told how many are made."""
    ballot = queries.ballot(context, ballot_id)
    letters = queries.letters(context, ballot_id)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for start in range(0, len(letters), IN_A_FILE):
            some = letters[start : start + IN_A_FILE]
            name = f"{start + 1:05}-{start + len(some):05}.pdf"
            packed.writestr(name, pdf(_paper(context, ballot, some, secret)))
            tell(start + len(some))
    return out.getvalue()


def _paper(context: Context, ballot: Ballot, some: Sequence[RollEntry], secret: str) -> Paper:
    head = municipality(context)
    return Paper(_("Letters with codes"), ballot.question, head.name, parts=tuple(_parts(ballot, some, secret)))


def _parts(ballot: Ballot, some: Sequence[RollEntry], secret: str) -> Iterator[Part]:
    address = url_for("rolls.code", ballot_id=ballot.id, _external=True)
    yield Words(plain(_("%(count)s letters: a page each, after this one.", count=number(len(some)))))
    for one in some:
        yield Break()
        code = spaced(code_of(secret, one.id, one.letter))
        whom = _("To one of the adults of the household") if one.household_id is not None else one.name
        yield Words(plain(f"{whom}\n{one.address}"))
        yield Heading(1, ballot.question)
        yield Words(
            plain(
                _("You can vote. It is open until %(day)s.", day=ballot.closes_at and day(last_day(ballot.closes_at)))
            )
        )
        yield Words(plain(_("Go to this address, and write the code:")))
        yield Words((Run(address, Style.STRONG),))
        yield Heading(2, code)  # large: it is copied by hand, and not all who do see well
        if one.household_id is not None:
            said = _("Your household has two votes, whatever its size, and gets two letters: one for each vote.")
            yield Words(plain(said))
        yield Words(plain(f"{word(ballot.secrecy)}. {_secrecy_said(ballot)}"))
        yield Words(plain(_("You can change your vote until it closes. Nobody can vote for another.")))
        lost = _("Whoever has this letter can vote with it. If it is lost or in other hands, tell us: we send another.")
        yield Words(plain(lost))


def _secrecy_said(ballot: Ballot) -> str:
    """Return who can see what each person votes, as the vote's page says it."""
    said = {
        Secrecy.OPEN: _("When the vote has closed, everyone can see what each person voted."),
        Secrecy.CONFIDENTIAL: _(
            "Nobody who uses the site can see what each person votes, not even the case officer. Whoever runs the "
            "system's database could find out."
        ),
    }
    return str(said[ballot.secrecy])
