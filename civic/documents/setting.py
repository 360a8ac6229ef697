"""What the press runs: typst sets one folder after another, as they are named on stdin."""

import json
import sys
from pathlib import Path

import typst

from civic.config import BUILT

FONTS = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(BUILT / "pdf")])


def main() -> None:
    """Make paper.pdf of the paper.typ and paper.json in each folder that is named, and say so."""
    for line in sys.stdin:
        try:
            _set(Path(line.strip()))
        except Exception as error:
            print(" ".join(str(error).split()) or type(error).__name__, flush=True)
        else:
            print("set", flush=True)


def _set(folder: Path) -> None:
    """Set one; what begins on a later page is bound behind a first share, which alone says that it is PDF/UA-1."""
    is_first = json.loads((folder / "paper.json").read_text(encoding="utf-8"))["page"] == 1
    typst.compile(
        str(folder / "paper.typ"),
        output=str(folder / "paper.pdf"),
        root=str(folder),
        font_paths=FONTS,
        pdf_standards="ua-1" if is_first else [],
    )


if __name__ == "__main__":
    main()
