"""Names that look alike to a reader, however they are typed.

Source: Unicode Technical Standard 39, skeletons; here only for the letters that are taken for Latin ones.
"""

import unicodedata

_LATIN = str.maketrans(
    {
        **dict(zip("аеорсухкмнтвідјѕһԁɡ", "aeopcyxkmhtbidjshdg", strict=True)),  # Cyrillic
        **dict(zip("οαενκρτυι", "oaevkptui", strict=True)),  # Greek
        **dict(zip("01|!$@3ıłđħß", "olliaaeildhs", strict=True)),
        "$": "s",
        "@": "a",
        "æ": "ae",
        "ø": "o",
        "å": "aa",
    }
)


def skeleton(name: str) -> str:
    """Return what a name looks like: letters alone, without case, marks, spaces and the alphabet they are from."""
    lower = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", name)).casefold().translate(_LATIN)
    plain = unicodedata.normalize("NFKD", lower)
    letters = "".join(sign for sign in plain if sign.isalpha() and not unicodedata.combining(sign))
    return letters.replace("i", "l")  # with a capital one is the other


def looks_like(name: str, other: str) -> bool:
    """Return whether a name holds another, of at least five letters, as a reader sees them."""
    wanted = skeleton(other)
    return len(wanted) >= 5 and wanted in skeleton(name)
