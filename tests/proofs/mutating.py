"""Look at files that were changed at random, one after the other, and print a line for each; run apart, for it may die.

`python -m tests.proofs.mutating SEED FIRST COUNT`
"""

import io
import json
import random
import sys
import tempfile
import time
import zipfile
from pathlib import Path

from civic.documents.looking import look_at
from civic.documents.parts import UnreadableError
from civic.files.uploads import DOCX, ODT, PDF, PNG
from tests.documents.files import SECRET, SEEN, a_picture, docx, everything, odt, par, pdf, run, words
from tests.documents.test_seen import NUMBERING, STYLES
from tests.documents.test_seen_pdf import _told

BASES = [
    (PDF, pdf(f"% {SECRET}\n{SEEN}{words('Vi støtter planen.')}", change=_told, compress_streams=False)),
    (DOCX, docx(par("Vi ", run("støtter"), " planen."), styles=STYLES, numbering=NUMBERING,
                parts={"word/comments.xml": f"<c>{SECRET}</c>", "docProps/core.xml": f"<x>{SECRET}</x>"})),
    (ODT, odt(f"<text:p>Vi støtter<office:annotation><text:p>{SECRET}</text:p></office:annotation> planen.</text:p>",
              meta=f"<dc:creator>{SECRET}</dc:creator>")),
    (PNG, a_picture()),
]  # fmt: skip
"""Files that tell a name where no reader sees it: it is never drawn, so nothing public may have it, whatever breaks."""
PLACES = {DOCX: "word/document.xml", ODT: "content.xml"}


def main(seed: int, first: int, count: int) -> None:
    """Change, look, tell."""
    for number in range(first, first + count):
        dice = random.Random(f"{seed} {number}")
        media_type, content = dice.choice(BASES)
        print(json.dumps({"number": number, "begun": media_type}), flush=True)
        began = time.process_time()
        with tempfile.TemporaryDirectory() as place:
            leaked = _leaks(_changed(dice, media_type, content), media_type, Path(place))
        print(json.dumps({"number": number, "leaked": leaked, "took": time.process_time() - began}), flush=True)


def _leaks(content: bytes, media_type: str, folder: Path) -> str:
    try:
        found = look_at(content, media_type, folder)
    except UnreadableError:
        return ""
    except Exception:  # the reading process says that the file is broken
        return ""
    if SECRET in found.get("text", ""):
        return "text"
    return "shown" if SECRET.encode() in everything((folder / "shown").read_bytes()) else ""


def _changed(dice: random.Random, media_type: str, content: bytes) -> bytes:
    if media_type not in PLACES or dice.random() < 0.2:
        return _bytes_changed(dice, content)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, _bytes_changed(dice, part) if name == PLACES[media_type] else part)
    return out.getvalue()


def _bytes_changed(dice: random.Random, content: bytes) -> bytes:
    made = bytearray(content)
    for _ in range(dice.randint(1, 8)):
        at, size = dice.randrange(len(made)), dice.randint(1, 40)
        kind = dice.randrange(5)
        if kind == 0:
            made[at] = dice.randrange(256)
        elif kind == 1:
            del made[at : at + size]
        elif kind == 2:
            made[at:at] = made[max(0, at - size) : at] * dice.randint(1, 30)
        elif kind == 3:
            made[at : at + size] = bytes(dice.randrange(256) for _ in range(size))
        else:
            made[at : at + 4] = str(dice.choice([-1, 0, 99999999, 2**31, 1e300])).encode()[:12]
        made = made or bytearray(b"x")
    return bytes(made)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:4]))
