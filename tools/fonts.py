"""Fonts of the web as fonts for documents: typst reads no WOFF."""

import sys
from pathlib import Path

from fontTools.ttLib import TTFont


def main() -> None:
    """Write each WOFF that the command line names as TTF, into the folder it names last."""
    *given, folder = map(Path, sys.argv[1:])
    for path in given:
        font = TTFont(path)
        font.flavor = None
        font.save(folder / f"{path.stem}.ttf")


if __name__ == "__main__":
    main()
