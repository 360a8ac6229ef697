"""Two made-up languages: one accented and longer (en-XA), one right to left (ar-XB).

Every message is in brackets, so a visible text without them has escaped the catalogues.
"""

import re
import shutil
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from tools import words

ACCENTS = str.maketrans("aceinouyAEINOUY", "àçéîñöüýÀÉÎÑÖÜÝ")
RTL = str.maketrans("abcdefghijklmnoprstuvwy", "ابجدهفغحيثكلمنوپرستعقشى")
HELD = re.compile(r"(%\(\w+\)[sd])")


def build(folder: Path) -> Path:
    """Write the made-up catalogues beside copies of the real ones; return the folder."""
    for code in words.LANGUAGES:
        target = folder / code / "LC_MESSAGES"
        target.mkdir(parents=True, exist_ok=True)
        shutil.copy(words.path_of(code).with_suffix(".mo"), target)
    for code, change in (("en_XA", _longer), ("ar_XB", _mirrored)):
        catalogue = Catalog(locale="en")
        for message in words.read("en"):
            if message.id:
                ids = message.id if isinstance(message.id, tuple | list) else (message.id,)
                said = tuple(one if message.context == "pattern" else change(one) for one in ids)
                catalogue.add(message.id, said if len(said) > 1 else said[0], context=message.context)
        target = folder / code / "LC_MESSAGES"
        target.mkdir(parents=True, exist_ok=True)
        with (target / "messages.mo").open("wb") as file:
            write_mo(file, catalogue)
    return folder


def _longer(text: str) -> str:
    said = _outside(text, lambda part: part.translate(ACCENTS))
    return f"[{said}{' ~' * max(1, len(text) // 6)}]"


def _mirrored(text: str) -> str:
    return f"[{_outside(text, lambda part: part.lower().translate(RTL))}]"


def _outside(text: str, change) -> str:  # type: ignore[no-untyped-def]
    return "".join(part if HELD.fullmatch(part) else change(part) for part in HELD.split(text))
