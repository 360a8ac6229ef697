"""Minutes are read into fields with their source: nothing is silently wrong, and nothing that is written is dropped."""

import random
from datetime import date
from pathlib import Path

import pytest

from civic.decisions.models import DecisionState, Side
from civic.decisions.reading import Bit, outcome_of_words, read_minutes, votes_in

D = DecisionState
BODIES = [
    "Ældre-, Social- og Sundhedsudvalget", "Erhvervs-, Beskæftigelses- og Integrationsudvalget", "Børneudvalget",
    "Skoleudvalget", "Økonomiudvalget", "Kommunalbestyrelsen",
]  # fmt: skip
GENTOFTE = (Path(__file__).parent / "minutes" / "gentofte-2018-05-28.txt").read_text()


def _read(text):
    return read_minutes(text, BODIES)


def _one(text):
    (item,) = _read(text).items
    return item


def _words(bit):
    return bit.words if bit is not None else None


def test_the_minutes_of_gentofte_are_read_whole():
    found = _read(GENTOFTE)
    assert (found.body, found.met_on) == ("Erhvervs-, Beskæftigelses- og Integrationsudvalget", date(2018, 5, 28))
    (item,) = found.items
    assert (item.item_number, item.is_closed, _words(item.case_number)) == (1, False, "EMN-2018-01699")
    assert item.title.words.startswith("Anbefalinger fra opgaveudvalget om den Boligsociale Indsats.")
    assert item.resume.words.startswith("Kommunalbestyrelsen besluttede på sit møde")
    assert item.background.words.endswith("realiseringen af opgaveudvalgets 10 principper.")
    assert _words(item.recommended_by) == "Social & Sundhed"
    assert (item.addressees, item.unknown_addressees) == (tuple(BODIES), ()), "in the order of the text"
    assert _words(item.recommendation).startswith('At "Samlet afrapportering')
    assert item.earlier is None, "a full stop is no earlier decision"
    assert _words(item.decision) == "Anbefales til Økonomiudvalget og Kommunalbestyrelsen."
    assert item.outcome is D.RECOMMENDED
    assert [one.document_number for one in item.attachments] == ["2311315", "2298149", "2310809"]
    assert item.attachments[1].title == "Kommissorium - opgaveudvalget Boligsocial indsats"


def test_its_vote_is_read_with_its_names_and_the_reason():
    (vote,) = _one(GENTOFTE).votes
    assert vote.counts == {Side.FOR: 15, Side.AGAINST: 1, Side.ABSTAINED: 2}
    assert vote.who[Side.FOR].split("\n") == [
        "C", "A", "B", "Louise Husted Feilberg (V)", "Lisbeth Winther (Uden for Parti)",
    ]  # fmt: skip
    assert vote.who[Side.AGAINST] == "Poul V. Jensen (D): Nye Borgerlige ønsker en bredere sammensætning af borgerne"
    assert vote.who[Side.ABSTAINED].split("\n") == ["Ø", "Mogens Vad (V)"]


HEAD = "REFERAT Børneudvalget d. 03-02-2025\n\n"


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("Punkt 12: Ny legeplads\nSagsnr.: 21/14567\nIndstilling\nAt den bygges.", "case_number", "21/14567"),
        ("Pkt. 3 - Ny legeplads (Lukket)\n00.22.04-A00-12-24", "case_number", "00.22.04-A00-12-24"),
        ("Punkt 3 Ny legeplads\nSags ID: A-1\nSagsnummer B-2", "case_number", None),
        ("4 (Lukket) Køb\n\nResumé\nHemmeligt.", "is_closed", True),
        ("Åbent punkt 4: Køb", "is_closed", False),
        ("Punkt 4: Køb", "is_closed", None),
        ("Punkt 1: X\nBeslutning\nGodkendt.\n\nIndstilling\nForvaltningen indstiller, at X.", "outcome", D.APPROVED),
        ("Punkt 1: X\nIndstilling\nForvaltningen indstiller, at X.", "recommended_by", "Forvaltningen"),
        ("Punkt 1: X\nIndstilling\nForvaltningen indstiller, at X.", "recommendation", "at X."),
        ("Punkt 1: X\nIndstilling\nTil Skoleudvalget og Byrådet:\nAt X.", "addressees", ("Skoleudvalget",)),
        ("Punkt 1: X\nIndstilling\nTil Skoleudvalget og Byrådet:\nAt X.", "unknown_addressees", ("Byrådet",)),
        ("Punkt 1: X\nTidligere beslutninger: Ingen.\nBeslutning\nUdsat.", "earlier", None),
        ("Punkt 1: X\nTidligere beslutninger: FAU 157/2003", "earlier", "FAU 157/2003"),
        ("Punkt 1: X\nBeslutning: Godkendt.", "decision", "Godkendt."),
        ("Punkt 1: X\nBeslutning i Skoleudvalget den 4. maj 2024\nGodkendt.", "decision", "Godkendt."),
        ("Punkt 1: X\nSagsfremstilling\nEn\nlang sætning.", "background", "En lang sætning."),
        ("Punkt 1: X\nSagsfremstilling\nEt afsnit.\n\nEt til.", "background", "Et afsnit.\n\nEt til."),
        ("Punkt 1: X\nBaggrund\nPunkterne er tre:\n- en\n- to", "background", "Punkterne er tre:\n- en\n- to"),
        ("Punkt 1: X\nResumé\nJf. mødet,\npunkt 17, at godkende.", "resume", "Jf. mødet, punkt 17, at godkende."),
        ("Punkt 1: X", "decision", None),
        ("Punkt 1: X\nØkonomi\nIngen.", "background", None),
    ],
)  # fmt: skip
def test_a_field_is_read_wherever_the_layout_has_it_or_stays_unknown(text, field, value):
    found = getattr(_one(HEAD + text), field)
    assert (found.words if isinstance(found, Bit) else found) == value


def test_a_page_that_begins_in_the_middle_of_a_sentence_does_not_break_it():
    item = _one(f"{HEAD}Punkt 1: X\nBaggrund\nDer skal bygges\nSide 2 af 4\n{HEAD.strip()}\nen bro.")
    assert _words(item.background) == "Der skal bygges en bro."


def test_several_items_are_read_each_by_itself():
    text = HEAD + "\n".join(
        f"Punkt {at}: Sag {at}\nSags ID: EMN-2025-0000{at}\nBeslutning\n{words}"
        for at, words in enumerate(("Godkendt.", "Udsat.", "Taget til efterretning."), start=1)
    )
    assert [(one.title.words, _words(one.case_number), one.outcome) for one in _read(text).items] == [
        ("Sag 1", "EMN-2025-00001", D.APPROVED),
        ("Sag 2", "EMN-2025-00002", D.POSTPONED),
        ("Sag 3", "EMN-2025-00003", D.NOTED),
    ]


@pytest.mark.parametrize(
    ("rows", "read"),
    [
        ("1. Notat (123456)\n2. Kort (234567 - EMN-2025-00001)", [("Notat", "123456"), ("Kort", "234567")]),
        ("Bilag 1: Notat om bro", [("Notat om bro", "")]),
        ("1\tNotat om bro\t123456", [("Notat om bro", "123456")]),
        ("| 1 | Notat om bro | 123456/25 |", [("Notat om bro", "123456/25")]),
        ("- Notat\n- Budget 2025", [("Notat", ""), ("Budget 2025", "")]),
    ],
)
def test_attachments_are_read_from_lists_and_tables(rows, read):
    item = _one(f"{HEAD}Punkt 1: X\nBilag\n{rows}")
    assert [(one.title, one.document_number) for one in item.attachments] == read


@pytest.mark.parametrize(
    ("head", "body", "day"),
    [
        ("Referat\nBørneudvalget\nMandag den 3. februar 2025 kl. 17", "Børneudvalget", date(2025, 2, 3)),
        ("Referat fra fællesmøde\nBørneudvalget og Skoleudvalget\n3/2/2025", None, date(2025, 2, 3)),
        ("Referat af Børneudvalget 3-2-2025, godkendt 10-3-2025", "Børneudvalget", None),
        ("Referat fra Byrådet den 31. februar 2025", None, None),
    ],
)
def test_who_met_and_when_is_read_where_the_head_says_it_once(head, body, day):
    found = _read(f"{head}\n\nPunkt 1: X")
    assert (found.body, found.met_on) == (body, day)


@pytest.mark.parametrize(
    ("words", "outcome"),
    [
        ("Anbefales til Økonomiudvalget og Kommunalbestyrelsen.", D.RECOMMENDED),
        ("Anbefales godkendt.", D.RECOMMENDED),
        ("Udvalget indstiller til Byrådet, at forslaget vedtages.", D.RECOMMENDED),
        ("Anbefales med den ændring, at der kommer lys.", D.RECOMMENDED_WITH_CHANGES),
        ("Et flertal anbefaler ikke forslaget vedtaget.", D.NOT_RECOMMENDED),
        ("Godkendt.", D.APPROVED),
        ("Indstillingen blev tiltrådt.", D.APPROVED),
        ("Ikke godkendt.", D.REJECTED),
        ("Forslaget blev forkastet.", D.REJECTED),
        ("Vedtaget.", D.ADOPTED),
        ("Orienteringen blev taget til efterretning.", D.NOTED),
        ("Sagen udsættes.", D.POSTPONED),
        ("Sagen sendes tilbage til udvalget.", D.SENT_BACK),
        ("Godkendt, dog blev punkt 2 udsat.", None),
        ("Vedtaget. Punkt b blev forkastet.", None),
        ("Drøftet.", None),
        ("", None),
    ],
)
def test_what_was_decided_is_read_where_the_words_say_one_thing(words, outcome):
    assert outcome_of_words(words) is outcome


@pytest.mark.parametrize(
    ("words", "counts"),
    [
        ("Vedtaget med tretten stemmer (A, B) for og fire stemmer (V) imod.", {Side.FOR: 13, Side.AGAINST: 4}),
        ("For stemte: 12 (A, F). Imod: 3 (V). Undlod: 1.", {Side.FOR: 12, Side.AGAINST: 3, Side.ABSTAINED: 1}),
        ("10 stemmer for, 5 imod.", {Side.FOR: 10, Side.AGAINST: 5}),
        ("For: 9. Imod: 2. Inhabil: 1 (Bo (C)).", {Side.FOR: 9, Side.AGAINST: 2, Side.RECUSED: 1}),
    ],
)  # fmt: skip
def test_a_vote_is_read_in_words_and_figures(words, counts):
    (vote,) = votes_in(Bit(words, 1, 1))
    assert vote.counts == counts


@pytest.mark.parametrize(
    "words",
    [
        "Først 10 stemmer for og 5 imod, siden 9 stemmer for og 6 imod.",
        "Der er 4 for mange biler på 2 veje.",
        "15 borgere deltog, 3 talte imod.",
        "Et stort flertal stemte for.",
    ],
)
def test_what_is_no_clear_vote_is_not_read_as_one(words):
    assert list(votes_in(Bit(words, 1, 1))) == []


def test_names_that_are_unclear_are_left_out_and_the_count_stays():
    (vote,) = votes_in(Bit("Vedtaget med 10 stemmer (alle undtagen Venstre) for og 2 imod (V).", 1, 1))
    assert vote.who[Side.FOR] == ""
    assert vote.counts == {Side.FOR: 10, Side.AGAINST: 2}


def _covered(found):
    bits = [*found.unplaced]
    lines = set()
    for item in found.items:
        bits += [item.title, *item.unplaced]
        bits += [
            one
            for one in (
                item.case_number, item.resume, item.background, item.recommended_by, item.addressed,
                item.recommendation, item.earlier, item.decision,
            )
            if one is not None
        ]  # fmt: skip
        lines |= {one.line for one in item.attachments}
    for bit in bits:
        lines |= set(range(bit.first, bit.last + 1))
    return lines


def test_every_line_is_in_a_field_or_shown_as_not_fitting():
    text = "\n".join(
        [
            HEAD, "Til stede: alle", "Punkt 1: X", "Sags ID: A-1", "Et løst ord", "Resumé", "R.", "Side 1 af 2",
            "Indstilling", "Forvaltningen indstiller", "Til Skoleudvalget:", "At X.", "Bilag", "1. Notat", "Punkt 2: Y",
            "Beslutning", "Godkendt.",
        ]
    )  # fmt: skip
    is_heading = {"Resumé", "Indstilling", "Bilag", "Beslutning"}
    placed = {1}  # who met, and when
    lines = text.splitlines()
    missing = {at for at, words in enumerate(lines, start=1) if words.strip() and words not in is_heading}
    assert missing - _covered(_read(text)) - placed == set()


def test_nothing_of_minutes_in_any_order_is_dropped_and_nothing_breaks():
    """The lines of the real minutes in two hundred orders."""
    lines = [one for one in GENTOFTE.splitlines() if one.strip()]
    draw = random.Random(7)
    for _round in range(200):
        draw.shuffle(lines)
        found = _read("\n".join(lines))
        shown = _covered(found)
        for at, words in enumerate(lines, start=1):
            bare = words.strip().rstrip(":").lower()
            if bare in {"resumé", "baggrund", "indstilling", "tidligere beslutninger", "beslutninger", "bilag", "."}:
                continue
            assert at in shown or words.startswith(("REFERAT", "Mødedato")), words


def test_lines_that_a_page_broke_in_two_are_put_together():
    item = _one(
        "1 (Åben) Anbefalinger om den boligsociale indsats og\nhvad de koster\nSagsnr.: EKS-1\nIndstilling\n"
        "By indstiller\nTil Børneudvalget,\nSkoleudvalget og\nKommunalbestyrelsen:\nAt det vedtages.\nBilag\n"
        "1. Samlet afrapportering fra\nopgaveudvalget (2311315)\n2. Kort\n(2311316 - EKS-1)\n"
    )
    assert item.title == Bit("Anbefalinger om den boligsociale indsats og hvad de koster", 1, 2)
    assert item.addressees == ("Børneudvalget", "Skoleudvalget", "Kommunalbestyrelsen")
    assert (item.addressed.first, item.addressed.last, _words(item.recommendation)) == (6, 8, "At det vedtages.")
    listed = [(one.title, one.document_number) for one in item.attachments]
    assert listed == [("Samlet afrapportering fra opgaveudvalget", "2311315"), ("Kort", "2311316")]
