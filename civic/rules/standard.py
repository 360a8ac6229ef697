"""The house rules that an installation begins with; each can be changed or ended, and others entered beside them.

Sources: straffeloven sections 266 (threats), 266 b (hate speech) and 267 (defamation); GDPR article 9 and
Datatilsynet's decisions on details of others in public texts; markedsføringsloven section 6 (advertising must be known
as such).
"""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, MetaData, Table, event, insert

from civic.db.base import Base
from civic.rules.models import HouseRule, HouseRuleIn, RulesVersion, Words

STANDARD: tuple[tuple[Words, Words], ...] = (
    (
        (
            "Tal om sagen, ikke om personen",
            "Du må være uenig og sige det skarpt. Du må ikke nedgøre, chikanere eller true andre, heller ikke "
            "politikere og ansatte.",
        ),
        (
            "Speak of the matter, not of the person",
            "You may disagree, and say so sharply. You may not belittle, harass or threaten others, nor "
            "politicians and staff.",
        ),
    ),
    (
        (
            "Ingen oplysninger om andres privatliv",
            "Skriv ikke CPR-numre, adresser, telefonnumre eller noget om andres helbred, familie eller tro. Skriv "
            "heller ikke, så andre kan regne ud, hvem det er.",
        ),
        (
            "Nothing of other people's private lives",
            "Do not write CPR numbers, addresses, telephone numbers or anything about others' health, family or faith. "
            "Do not write it so that others can guess who it is, either.",
        ),
    ),
    (
        (
            "Intet, der er ulovligt",
            "Trusler, hadefulde ytringer om en gruppe mennesker, injurier, og opfordringer til at begå noget strafbart "
            "skjules.",
        ),
        (
            "Nothing that is against the law",
            "Threats, hateful words about a group of people, defamation, and calls to commit a crime are hidden.",
        ),
    ),
    (
        (
            "Hold dig til emnet",
            "Skriv om det, som siden handler om. Har du noget andet på hjerte, så skriv et forslag om det.",
        ),
        (
            "Keep to the subject",
            "Write about what the page is about. If there is something else you want to say, write a proposal "
            "about it.",
        ),
    ),
    (
        (
            "Ingen reklame og ingen gentagelser",
            "Skriv ikke for at sælge noget, og skriv ikke det samme mange steder eller mange gange.",
        ),
        (
            "No advertising and no repetition",
            "Do not write in order to sell something, and do not write the same in many places or many times.",
        ),
    ),
    (
        (
            "Skriv som dig selv",
            "Giv dig ikke ud for at være en anden, og skriv ikke på vegne af en forening uden at have lov til det.",
        ),
        (
            "Write as yourself",
            "Do not pass yourself off as somebody else, and do not write for an association without leave to do so.",
        ),
    ),
    (
        (
            "Et forslag siger, hvad der skal gøres",
            "Et forslag skal være til at forstå og tage stilling til: hvad, hvor og hvorfor. Det skal handle om noget, "
            "som kommunen eller dem, den arbejder sammen med, kan gøre noget ved.",
        ),
        (
            "A proposal says what is to be done",
            "A proposal must be possible to understand and take a position on: what, where and why. It must be about "
            "something that the municipality, or those it works with, can do something about.",
        ),
    ),
)
"""The words of each in Danish and in English; their numbers are their places."""
PERSON, PRIVATE, LAW, SUBJECT, ADVERTISING, ONESELF, CLEAR = range(1, len(STANDARD) + 1)


@event.listens_for(Base.metadata, "after_create")
def _begin(_metadata: MetaData, connection: Connection, *, tables: Collection[Table], **_more: Any) -> None:
    """Enter them with their tables; an installation gets them by its migration."""
    if HouseRuleIn.__table__ not in tables:
        return
    connection.execute(insert(RulesVersion), [{"number": 1}])
    for number, ((title, text), (in_english, text_in_english)) in enumerate(STANDARD, start=1):
        own = insert(HouseRule).values(number=number, version=1, title=title, text=text).returning(HouseRule.id)
        rule_id = connection.execute(own).scalar_one()
        english = {"rule_id": rule_id, "language": "en", "title": in_english, "text": text_in_english}
        connection.execute(insert(HouseRuleIn), [english])
