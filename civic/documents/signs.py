"""Signs of the fonts that have a letter's number and another sign's shape, as Word files hold them (17.3.3.30).

Source: Adobe's Symbol encoding (PDF 1.7, annex D.5). Of Wingdings and Wingdings 2, what forms are filled in with.
"""

_GREEK = "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ", "αβχδεφγηιϕκλμνοπθρστυϖωξψζ"
SYMBOLS: dict[str, str] = {
    **{f"{code:02X}": chr(code) for code in (*range(0x20, 0x40), 0x5B, 0x5D, 0x5F, *range(0x7B, 0x7E))},
    **{f"{first + at:02X}": sign for first, those in zip((0x41, 0x61), _GREEK, strict=True)
       for at, sign in enumerate(those)},
    "22": "∀", "24": "∃", "27": "∋", "2A": "∗", "2D": "−", "40": "≅", "5C": "∴", "5E": "⊥", "7E": "∼", "A0": "€",
    "A2": "′", "A3": "≤", "A4": "⁄", "A5": "∞", "A7": "♣", "A8": "♦", "A9": "♥", "AA": "♠", "AB": "↔", "AC": "←",
    "AD": "↑", "AE": "→", "AF": "↓", "B0": "°", "B1": "±", "B2": "″", "B3": "≥", "B4": "×", "B5": "∝", "B6": "∂",
    "B7": "•", "B8": "÷", "B9": "≠", "BA": "≡", "BB": "≈", "BC": "…", "C6": "∅", "C7": "∩", "C8": "∪", "C9": "⊃",
    "CC": "⊂", "CE": "∈", "CF": "∉", "D0": "∠", "D1": "∇", "D5": "∏", "D6": "√", "D7": "⋅", "D8": "¬", "D9": "∧",
    "DA": "∨", "DB": "⇔", "DC": "⇐", "DD": "⇑", "DE": "⇒", "DF": "⇓", "E5": "∑", "F2": "∫",
}  # fmt: skip
"""Of the font Symbol, by the last two digits of their number."""
BOXES = {"FE": "☒", "FD": "☒", "78": "☒", "52": "☒", "A8": "☐", "6F": "☐", "A3": "☐", "71": "☐", "FC": "✓", "FB": "✗",
         "E0": "→", "A7": "▪"}  # fmt: skip
"""Of Wingdings and Wingdings 2."""
