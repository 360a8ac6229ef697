"""Reading the municipality's own list of addresses: a CSV file with a heading line.

The national look-up service closed in August 2026, so a municipality takes the list out of its own register. Columns
are found by what they are called; a file with ; or , between them, in UTF-8 or in Windows' letters, is read.
"""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, field

COLUMNS = {
    "street": {"vejnavn", "vej", "gade", "street"},
    "number": {"husnr", "husnummer", "nr", "number"},
    "postcode": {"postnr", "postnummer", "postcode"},
    "town": {"postnrnavn", "postdistrikt", "by", "town"},
    "area": {"område", "omraade", "boligområde", "area"},
}
NEEDED = ("street", "number", "postcode", "town")


@dataclass
class AddressList:
    """What a file holds: addresses with their areas' ids, and what is wrong with which line."""

    rows: list[tuple[str, int | None]] = field(default_factory=list)
    faults: list[tuple[int, str]] = field(default_factory=list)
    """The line in the file, the first being 1, and what is wrong with it, in Danish: the operator's language."""


def read(content: bytes, areas: Mapping[str, int]) -> AddressList:
    """Return the addresses of a file, and what is wrong with it; `areas` has ids by their names in small letters."""
    found = AddressList()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    heading = text.split("\n", 1)[0]
    lines = csv.reader(io.StringIO(text), delimiter=";" if ";" in heading else ",")
    places = _places(next(lines, []))
    missing = [one for one in NEEDED if one not in places]
    if missing:
        names = ", ".join(sorted(next(iter(sorted(COLUMNS[one]))) for one in missing))
        found.faults.append((1, f"Overskriften mangler {names}."))
        return found
    seen: set[str] = set()
    for line in lines:
        if not any(one.strip() for one in line):
            continue
        values = {name: " ".join(line[at].split()) if at < len(line) else "" for name, at in places.items()}
        _take(found, lines.line_num, values, areas, seen)
    return found


def _places(heading: list[str]) -> dict[str, int]:
    named = [one.strip().casefold() for one in heading]
    return {name: named.index(one) for name, ways in COLUMNS.items() for one in ways if one in named}


def _take(found: AddressList, number: int, values: Mapping[str, str], areas: Mapping[str, int], seen: set[str]) -> None:
    empty = [one for one in NEEDED if not values[one]]
    area = values.get("area", "")
    if empty:
        found.faults.append((number, "Der mangler noget i linjen."))
    elif area and area.casefold() not in areas:
        found.faults.append((number, f"Området {area} er ikke oprettet."))
    else:
        written = f"{values['street']} {values['number']}, {values['postcode']} {values['town']}"
        if written in seen:
            found.faults.append((number, f"{written} står der to gange."))
        else:
            seen.add(written)
            found.rows.append((written, areas[area.casefold()] if area else None))
